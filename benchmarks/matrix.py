"""Every task through the five functions, on the example of its row: writes matrix.json, which the site shows as a table.

    python benchmarks/matrix.py [TASK ...]      # all tasks, or some of them: the others keep what stands in the file
"""

import json
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

import finetune_course as ft

FILE = Path(__file__).with_name('matrix.json')
# Examples that show how to ask, where no model that fits a lesson beats the baseline with its whole interval, and why.
AT_CHANCE = {'winograd': 'E:bert-tiny stays a coin, and the 48 rows of validation do not show that E:smollm2 is better than one: notebook 06'}


def timed(function, *args, **kwargs):
    """What a function returns, and the seconds it took."""
    start = time.perf_counter()
    found = function(*args, **kwargs)
    return found, round(time.perf_counter() - start, 1)


def run(word: str, row, folder: Path) -> dict:
    """One line of the matrix: what each function found, and in how many seconds."""
    example, model = row.example, f'C:{folder}'
    g, fit = timed(ft.fit, **example, output_dir=str(folder))
    best, *_ = g.scores.scores
    scores, evaluate = timed(ft.evaluate, model, max_eval_samples=200)
    said, predict = timed(lambda: list(islice(ft.predict(model, example['data']), 8)))
    summary, summarize = timed(ft.summary, model=model)
    lines, cat = timed(lambda: list(islice(ft.cat_dataset(example['data'], example['eqn']), 8)))
    assert said and lines and len(summary.rows) > 3, f'{word}: a function gave nothing'
    return dict(equation=example['eqn'], data=example['data'], model=example.get('model', row.default_model),
                metric=best.metric, greater_is_better=ft.metrics.greater_is_better(best.metric), value=best.value, low=best.low, high=best.high,
                baseline=best.baseline, rows=g.scores.rows, test={score.metric: score.value for score in scores.scores},
                seconds=dict(fit=fit, eval=evaluate, predict=predict, summary=summarize, cat_dataset=cat))


def clear(line: dict) -> bool:
    """Whether a score beats its baseline with the whole interval."""
    return line['low'] > line['baseline'] if line['greater_is_better'] else line['high'] < line['baseline']


def main(words: list[str]):
    lines = json.loads(FILE.read_text()) if FILE.exists() else {}
    for word, row in ft.tasks.all_tasks().items():
        if not row.example or words and word not in words: continue
        with tempfile.TemporaryDirectory() as folder: lines[word] = run(word, row, Path(folder)/'fitted')
        print(word, lines[word]['metric'], round(lines[word]['value'], 3), 'baseline', round(lines[word]['baseline'], 3), lines[word]['seconds'], flush=True)
        FILE.write_text(json.dumps(lines, indent=1) + '\n')
    sys.exit(0 if all(clear(line) for word, line in lines.items() if word not in AT_CHANCE) else 'a score does not beat its baseline')


if __name__ == '__main__': main(sys.argv[1:])
