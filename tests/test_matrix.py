"""Every task of the table through the five functions, on the example of its own row."""

import importlib.util
import json
from pathlib import Path

import pytest
from finetune_course.tasks import all_tasks

FILE = Path(__file__).parent.parent/'benchmarks'/'matrix.py'
spec = importlib.util.spec_from_file_location('matrix', FILE)
matrix = importlib.util.module_from_spec(spec)
spec.loader.exec_module(matrix)

EXAMPLES = {word: row for word, row in all_tasks().items() if row.example}


@pytest.mark.parametrize('word', EXAMPLES)
def test_an_example_beats_its_baseline_with_the_whole_interval(word, tmp_path):
    """Or is known not to: then the baseline lies within the interval."""
    line = matrix.run(word, EXAMPLES[word], tmp_path/'fitted')
    shown = {name: line[name] for name in ('metric', 'value', 'low', 'high', 'baseline')}
    if word in matrix.AT_CHANCE: assert line['low'] <= line['baseline'], shown
    else: assert matrix.clear(line), shown


def test_the_table_of_the_site_has_every_example():
    assert set(json.loads(FILE.with_suffix('.json').read_text())) == set(EXAMPLES)
