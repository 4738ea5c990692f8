"""Tables as people have them: odd csv files, rows held out, pictures inside a table."""

from pathlib import Path

import numpy as np
import pytest
from commands import run_here, succeed
from conftest import write_csv
from datasets import ClassLabel, Dataset, Features, Image, Value
from finetune_course.datasets import class_ids, class_names, load_data, number_names, row_number
from finetune_course.equations import RequestError, parse_equation
from finetune_course.tokenizing import texts
from PIL import Image as Picture

OPINIONS = [('good', 'a film'), ('bad', 'a film; too long'), ('good', 'another'), ('bad', 'one more')]


def rows(name: str) -> Dataset: return load_data(f'C:{name}')['train']


@pytest.mark.parametrize('separator', [',', ';', '\t'])
def test_a_csv_file_may_have_another_separator(separator):
    lines = [separator.join((label, f'"{text}"')) for label, text in [('label', 'text'), *OPINIONS]]
    Path('films.csv').write_text('\n'.join(lines) + '\n')
    assert rows('films.csv').to_list() == [dict(label=label, text=text) for label, text in OPINIONS]


def test_texts_with_commas_that_nobody_quoted():
    Path('first.csv').write_text('label,text\ngood,warm, funny\nbad,slow, dull\n')
    Path('later.csv').write_text('label,text\ngood,warm\nbad,slow, dull\n')
    for name, words in (('first.csv', 'quotation marks'), ('later.csv', 'line 3, saw 3; a text with a comma in it stands in quotation marks')):
        with pytest.raises(RequestError, match=words): load_data(f'C:{name}')


@pytest.mark.parametrize('n', [20, 50, 101])
def test_rows_held_out_of_train_keep_their_numbers_and_their_order(n):
    write_csv('some.csv', ('number', 'text'), [(number, 'a film') for number in range(1, n + 1)])
    for seed in range(20):
        data = load_data('C:some.csv', 'train,__select_from_train__', seed)
        for part in data.values():
            for some in (part, part.select(range(len(part)//2))):
                assert [row_number(some, i) for i in range(len(some))] == some['number'][:] == sorted(some['number'][:])
    assert sorted(data['train']['number'][:] + data['validation']['number'][:]) == list(range(1, n + 1))


@pytest.mark.parametrize('n, share, hint', [(4, '', '0.5'), (3, '', ''), (1, '0.5', '')])
def test_too_few_rows_to_hold_some_out(n, share, hint):
    write_csv('few.csv', ('label', 'text'), OPINIONS[:n])
    with pytest.raises(RequestError, match=f'of the {n} rows of train.*{hint}'): load_data('C:few.csv', 'train,__select_from_train__' + share)


@pytest.mark.parametrize('eqn, words', [
    ('classify: text ~ label', "`text` has 20 different values in 20 rows.*'classify: label ~ text'"),
    ('classify: score ~ text', "such as 0.5, not classes.*'regress: score ~ text'"),
    ('classify: same ~ text', "only one value.*in 20 rows")])
def test_columns_that_are_no_classes(eqn, words):
    write_csv('films.csv', ('label', 'text', 'score', 'same'), [(number % 2, f'film {number}', number/2, 'x') for number in range(20)])
    equation = parse_equation(eqn)
    with pytest.raises(RequestError, match=words): class_names(rows('films.csv'), equation.y[0], equation)


@pytest.mark.parametrize('eqn, hint', [
    ('regress: word ~ text', "'classify: word ~ text'"), ('regress: text ~ score', "'regress: score ~ text'"),
    ('regress: score + word ~ text', "'classify: word ~ text'"), ('regress: text ~ other', '')])
def test_columns_of_words_that_are_no_numbers(eqn, hint):
    lines = [(f'film {number}', number//2, 'good' if number % 2 else 'bad', f'row {number}') for number in range(20)]
    write_csv('films.csv', ('text', 'score', 'word', 'other'), lines)
    with pytest.raises(RequestError, match=f'words such as.*not numbers.*{hint}'): number_names(rows('films.csv'), parse_equation(eqn))


def test_one_label_for_every_text_is_a_class_for_every_text():
    write_csv('intents.csv', ('label', 'text'), [(f'intent {number}', f'a wish {number}') for number in range(30)])
    assert len(class_names(rows('intents.csv'), 'label', parse_equation('classify: label ~ text'))) == 30


def test_an_empty_cell_is_named_once(caplog):
    def place(i): return f'train row {i + 1}, column `c`'
    assert texts(['a', '', ' '], place) == ['a', '', ' ']
    assert class_ids(['x', '', 'x'], Value('string'), ['x', 'y'], place) == [0, -1, 0]
    assert class_ids(['', None], Value('string'), ['x', 'y'], place) == [-1, -1] # a test split, whose labels are a secret
    said = [record.getMessage() for record in caplog.records]
    assert said == ['train row 2, column `c`: the text is empty (and 1 more)', 'train row 2, column `c`: the label is empty']


# -- Pictures ----------------------------------------------------------------------------------------------------------

@pytest.fixture
def pictures(monkeypatch, tmp_path) -> Path:
    """Two pictures, stored as bytes in a parquet file, and an empty cache."""
    monkeypatch.setenv('FINETUNE_COURSE_CACHE', str(tmp_path/'cache'))
    types = Features(image=Image(), label=ClassLabel(names=['dark', 'light']))
    drawn = [Picture.fromarray(np.full((4, 4, 3), shade, 'uint8')) for shade in (10, 250)]
    Dataset.from_dict(dict(image=drawn, label=[0, 1]), features=types).to_parquet('pictures.parquet')
    return tmp_path/'cache'/'files'


def test_pictures_in_a_table_become_files(pictures):
    line = "gft_cat_dataset --data C:pictures.parquet --eqn".split() + ['classify_images: label ~ image']
    lines = [line.split('\t') for line in succeed(run_here(*line)).splitlines()]
    assert [label for _, label in lines] == ['dark', 'light']
    assert [Picture.open(path).getpixel((0, 0)) for path, _ in lines] == [(10, 10, 10), (250, 250, 250)]
    assert all(Path(path).parent == pictures and path.endswith('.png') for path, _ in lines)
    before = [path.stat().st_mtime_ns for path in sorted(pictures.iterdir())]
    succeed(run_here(*line))
    assert [path.stat().st_mtime_ns for path in sorted(pictures.iterdir())] == before


def test_a_summary_of_pictures_counts_them(pictures):
    summary = succeed(run_here('gft_summary', '--data', 'C:pictures.parquet'))
    assert 'train image\t2 files' in summary and 'dark 1 (50.0%)' in summary
