"""The commands from end to end: what they print, how they work together in pipes, and the lecture's programs as they are printed."""

import csv
import json
import os
import re
import shlex
import signal
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from commands import BIN, run, run_here, succeed
from conftest import write_csv
from finetune_course.command_line import make_parser
from finetune_course.functions import fit

COMMANDS = ('gft_fit', 'gft_predict', 'gft_eval', 'gft_summary', 'gft_cat_dataset', 'gft_cat_data')


def table(text: str) -> list[list[str]]: return [line.split('\t') for line in text.splitlines()]


def scores(text: str) -> dict[str, float]: return {metric: float(score) for _, metric, score, *_ in table(text)[1:]}


def pipe(first: list, second: list) -> tuple[subprocess.CompletedProcess, str]:
    """Runs `first | second`; what became of `second`, and the stderr of `first`."""
    with subprocess.Popen(list(map(str, first)), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as source:
        finished = subprocess.run(list(map(str, second)), stdin=source.stdout, capture_output=True, timeout=120)
        source.stdout.close()  # or `first` would never learn that nobody reads on
        return finished, source.stderr.read().decode()


# -- One fitted model, all commands ------------------------------------------------------------------------------------

def test_gft_eval_scores_the_fitted_model_on_its_own_data(fitted, reviews):
    finished = run('gft_eval', '--model', f'C:{fitted}')
    header, *rows = table(succeed(finished))
    assert header[:7] == ['split', 'metric', 'score', 'low', 'high', 'baseline', 'rows']
    assert [row[:2] for row in rows] == [['test', 'accuracy'], ['test', 'f1']]
    assert all(float(low) <= float(score) <= float(high) for _, _, score, low, high, *_ in rows)
    assert float(rows[0][2]) > float(rows[0][5]) == 0.5 and rows[0][6] == '24'
    assert '\r' not in finished.stderr  # bars are for a person who is watching


def test_gft_eval_says_what_gft_fit_said(fitted):
    said = json.loads((fitted/'gft.json').read_text())['scores']['validation']
    found = json.loads(succeed(run('gft_eval', '--model', f'C:{fitted}', '--split', 'val', '--format', 'jsonl')))
    for score, again in zip(said['scores'], found['scores'], strict=True): assert score == pytest.approx(again, abs=1e-4)
    assert (found['rows'], found['loss']) == (said['rows'], pytest.approx(said['loss'], abs=1e-4))


def test_gft_predict_says_what_gft_eval_scores(fitted, reviews):
    lines = table(succeed(run_here('gft_predict', '--model', f'C:{fitted}', '--data', f'C:{reviews}')))
    with open(f'{reviews}.test', newline='') as file: rows = list(csv.DictReader(file))
    assert [line[:2] for line in lines] == [[row['text'], row['label']] for row in rows]
    assert all(0.5 <= float(probability) <= 1 for *_, probability in lines)
    accuracy = sum(label == said for _, label, said, _ in lines) / len(lines)
    assert scores(succeed(run_here('gft_eval', '--model', f'C:{fitted}')))['accuracy'] == pytest.approx(accuracy, abs=1e-4)


def test_gft_summary_of_the_fitted_model(fitted):
    summary = succeed(run_here('gft_summary', '--model', f'C:{fitted}'))
    for said in ('layers', 'parameters', 'gft_fit', "'classify: label ~ text'", 'E:bert-tiny', 'bad, good', 'null deviance',
                 'residual deviance', 'accuracy', 'interval', 'baseline', '96 rows', 'seed 42'): assert said in summary


def test_the_call_is_the_command_that_was_given(reviews):
    given = shlex.split(f"--eqn 'classify: label ~ text' --data C:{reviews} --model E:bert-tiny --num_train_epochs 1 --max_train_samples 16 --loss hinge --no_bf16 --freeze")
    succeed(run_here('gft_fit', *given, '--output_dir', 'given'))
    [call] = [value for name, value in table(succeed(run_here('gft_summary', '--model', 'C:given'))) if name == 'call']
    parse = make_parser(fit, 'gft_fit').parse_args
    assert vars(parse(shlex.split(call)[1:])) == vars(parse(given))


def test_a_terminal_shows_columns():
    seen, terminal = os.openpty()
    run('gft_summary', '--task', 'MT', stdout=terminal, capture_output=False)
    lines = [line for line in os.read(seen, 100_000).decode().splitlines() if line]
    assert {re.match(r'.+?  +(?=\S)', line).end() for line in lines} == {len('figure of merit  ')}
    assert '\t' in succeed(run_here('gft_summary', '--task', 'MT'))


def test_a_length_beyond_the_model_is_told(fitted):
    finished = run_here('gft_predict', '--model', f'C:{fitted}', '--max_length', 1234, input='a film\n')
    [line] = [line for line in finished.stderr.splitlines() if '1234' in line]
    assert '--max_length' in line and '512' in line and succeed(finished)


def test_gft_cat_dataset(reviews):
    rows = table(succeed(run('gft_cat_dataset', '--data', f'C:{reviews}', '--split', 'val')))
    assert rows[0] == ['label|good', 'text|film 0 is brilliant'] and len(rows) == 24
    [first, *_] = table(succeed(run_here('gft_cat_dataset', '--data', f'C:{reviews}', '--eqn', 'classify: label ~ text')))
    assert first == ['film 0 is brilliant', 'good']
    first, *_ = succeed(run_here('gft_cat_dataset', '--data', f'C:{reviews}', '--format', 'jsonl')).splitlines()
    assert json.loads(first) == {'label': 'good', 'text': 'film 0 is brilliant'}


# -- Pipes -------------------------------------------------------------------------------------------------------------

@pytest.fixture(scope='session')
def odd(tmp_path_factory) -> Path:
    """Texts with all that a TSV line cannot hold as it is."""
    texts = ['a\ttab', 'two\nlines', 'a|bar', 'back\\slash', '\\t is no tab', 'ends in \\', '\\|', '', ' blanks around ',
             'carriage\rreturn', 'café 日本', '"quoted"', '\u2028']
    rows = [(('bad', 'good')[number % 2], text) for number, text in enumerate(texts)]
    return write_csv(tmp_path_factory.mktemp('odd')/'odd.csv', ('label', 'text'), rows)


def test_a_pipe_equals_data_byte_for_byte(fitted, odd):
    equation = 'classify: label ~ text'
    source = [BIN/'gft_cat_dataset', '--data', f'C:{odd}', '--eqn', equation]
    filtered, complaints = pipe(source, [BIN/'gft_predict', '--model', f'C:{fitted}'])
    direct = succeed(run('gft_predict', '--model', f'C:{fitted}', '--data', f'C:{odd}'))  # a process, as those of the pipe
    assert filtered.returncode == 0
    assert filtered.stdout == direct.encode() and direct.count('\n') == 13
    for stderr in (complaints, filtered.stderr.decode()): assert '\r' not in stderr and 'Traceback' not in stderr


def test_jsonl(fitted, odd):
    printed = succeed(run_here('gft_predict', '--model', f'C:{fitted}', '--data', f'C:{odd}', '--format', 'jsonl', '--return_all_scores'))
    answers = [json.loads(line) for line in printed.removesuffix('\n').split('\n')]
    with open(odd, newline='', encoding='utf-8') as file: texts = [row['text'] for row in csv.DictReader(file)]
    assert [answer['input'] for answer in answers] == texts
    for answer in answers: assert set(answer['prediction']) == {'good', 'bad'} and sum(answer['prediction'].values()) == pytest.approx(1)


def test_all_scores(fitted):
    finished = run_here('gft_predict', '--model', f'C:{fitted}', '--return_all_scores', input='film 1 is funny\n')
    [[text, best, high, other, low]] = table(succeed(finished))
    assert (text, best, other) == ('film 1 is funny', 'good', 'bad')
    assert float(high) + float(low) == pytest.approx(1, abs=2e-4)


def test_a_bad_line_among_good_ones(fitted):
    finished = run_here('gft_predict', '--model', f'C:{fitted}', input='film 1 is funny\none|two\nfilm 2 is dull\n\nfilm 3|is|bad\n')
    first, second, empty = table(finished.stdout)
    assert (first[:2], second[:2], empty[0]) == (['film 1 is funny', 'good'], ['film 2 is dull', 'bad'], '')
    complaints = [line for line in finished.stderr.splitlines() if line.startswith('gft_predict: ')]
    assert [re.search(r'line (\d+)', line)[1] for line in complaints] == ['2', '5']
    assert finished.returncode == 1


def test_nothing_in_nothing_out(fitted):
    finished = run_here('gft_predict', '--model', f'C:{fitted}', input='')
    assert (finished.returncode, finished.stdout) == (0, '')


@pytest.mark.parametrize('line', ['gft_cat_dataset --data C:{many}', 'gft_predict --model C:{fitted} --data C:{many}'])
def test_head_is_no_failure(line, fitted, tmp_path):
    many = write_csv(tmp_path/'many.csv', ('label', 'text'), [('good', f'film {number}' + ' and more' * 20) for number in range(2000)])
    command, *arguments = shlex.split(line.format(many=many, fitted=fitted))
    head, complaints = pipe([BIN/command, *arguments], ['head', '-1'])
    assert head.stdout.count(b'\n') == 1 and b'film 0' in head.stdout
    assert 'Traceback' not in complaints and 'BrokenPipe' not in complaints


# -- Time, and a killed process ----------------------------------------------------------------------------------------

@pytest.mark.parametrize('command', COMMANDS)
def test_help_is_quick_and_needs_no_torch(command):
    code = f'''
import sys
from finetune_course.command_line import {"gft_cat_dataset" if command == "gft_cat_data" else command} as command
sys.argv = ['{command}', '--help']
try: command()
except SystemExit as end: assert not end.code
print('torch' in sys.modules)'''
    assert subprocess.run([sys.executable, '-c', code], capture_output=True, text=True).stdout.splitlines()[-1] == 'False'
    assert statistics.median(processor_seconds(command, '--help') for _ in range(3)) < 1  # 0.2 on a machine that does nothing else


def processor_seconds(command, *arguments) -> float:
    """What a command costs, however many others the machine is running."""
    before = os.times()
    assert '--data' in succeed(run(command, *arguments))
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def test_a_local_csv_is_printed_without_torch(odd):
    code = f'''
import sys
from finetune_course.command_line import gft_cat_dataset
sys.argv = ['gft_cat_dataset', '--data', {f"C:{odd}"!r}]
assert gft_cat_dataset() == 0
print('torch' in sys.modules)'''
    assert subprocess.run([sys.executable, '-c', code], capture_output=True, text=True).stdout.splitlines()[-1] == 'False'


@pytest.mark.parametrize('moment', ['epoch', 'saved'])
def test_a_killed_fit_leaves_no_half_written_folder(moment, reviews, fitted, tmp_path):
    """Killed in its first epoch, or as soon as the first bytes of its output_dir are written: there is no folder, or a whole one."""
    folder = tmp_path/'parent'/'killed'
    folder.parent.mkdir()
    fit = [BIN/'gft_fit', '--eqn', 'classify: label ~ text', '--data', f'C:{reviews}', '--model', 'E:bert-tiny', '--output_dir', folder,
           '--num_train_epochs', 1 if moment == 'saved' else 1000]
    with subprocess.Popen(list(map(str, fit)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        next(line for line in process.stderr if line.split()[:1] == ['epoch'])  # the head of the table of epochs
        while moment == 'saved' and not list(folder.parent.glob('.killed.*')) and process.poll() is None: time.sleep(0.001)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert not folder.exists() or {path.name for path in fitted.iterdir()} <= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize('end, code', [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_an_ended_fit_leaves_nothing_hidden(end, code, reviews, tmp_path):
    """Ended as soon as the first bytes of its output_dir are written."""
    folder = tmp_path/'parent'/'ended'
    folder.parent.mkdir()
    fit = [BIN/'gft_fit', '--eqn', 'classify: label ~ text', '--data', f'C:{reviews}', '--model', 'E:bert-tiny', '--output_dir', folder, '--num_train_epochs', 1]
    listen = partial(signal.signal, end, signal.SIG_DFL)  # a shell turns SIGINT off for what runs in its background, nohup SIGHUP
    for _ in range(5):  # so small a model is written in milliseconds, and the end may come too late
        with subprocess.Popen(list(map(str, fit)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, preexec_fn=listen) as process:
            while not list(folder.parent.glob('.ended.*')) and process.poll() is None: time.sleep(0.001)
            process.send_signal(end)
            said = process.stderr.read()
        if process.returncode: break
    assert process.returncode == code and 'Traceback' not in said
    assert {path.name for path in folder.parent.iterdir()} <= {'ended'}


# -- The lecture's programs --------------------------------------------------------------------------------------------

COLA = '''#!/bin/sh

echo hostname = `hostname`

gft_fit --model H:bert-base-cased \\
  --data H:glue,cola \\
  --metric H:glue,cola \\
  --figure_of_merit matthews_correlation \\
  --output_dir $1 \\
  --eqn 'classify: label ~ sentence' \\
  --num_train_epochs 3
'''


def test_cola_sh(hub, tmp_path):
    (tmp_path/'cola.sh').write_text(COLA)
    environment = os.environ | {'PATH': f'{BIN}:{os.environ["PATH"]}'}
    finished = subprocess.run(['sh', 'cola.sh', 'cola'], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert finished.returncode == 0, finished.stderr[-2000:]
    host, *lines = finished.stdout.splitlines()
    assert host.startswith('hostname = ')
    assert list(scores('\n'.join(lines))) == ['matthews_correlation']
    record = json.loads((tmp_path/'cola'/'gft.json').read_text())
    assert record['options']['figure_of_merit'] == 'matthews_correlation' and len(record['epochs']) == 3
    assert '\r' not in finished.stderr and finished.stderr.count('is called H:nyu-mll/glue') == 1


def test_emotion(hub, tmp_path):
    succeed(run_here(*shlex.split("gft_fit --eqn 'classify: label ~ text' --model H:bert-base-cased --data H:emotion --output_dir out")))
    labels = json.loads((tmp_path/'out'/'config.json').read_text())['id2label']
    assert list(labels.values()) == ['sadness', 'joy', 'love', 'anger', 'fear', 'surprise']


def test_mrpc(hub, tmp_path):
    equation = 'classify: label ~ sentence1 + sentence2'
    fit = succeed(run_here('gft_fit', '--eqn', equation, '--data', 'H:glue,mrpc', '--model', 'H:bert-base-cased', '--output_dir', 'mrpc'))
    again = succeed(run_here('gft_eval', '--model', 'C:mrpc', '--data', 'H:glue,mrpc', '--split', 'validation'))
    assert scores(again) == pytest.approx(scores(fit), abs=1e-3)
    lines = succeed(run_here('gft_cat_dataset', '--data', 'H:glue,mrpc', '--eqn', equation))
    answers = succeed(run_here('gft_predict', '--model', 'C:mrpc', input=lines))
    assert answers == succeed(run_here('gft_predict', '--model', 'C:mrpc', '--data', 'H:glue,mrpc'))
    assert {line[2] for line in table(answers)} <= {'equivalent', 'not_equivalent'}
    assert [line[:2] for line in table(answers)] == table(lines)


def test_hidden_labels_can_be_predicted(hub):
    lines = table(succeed(run_here('gft_predict', '--model', 'H:someone/bert-mrpc', '--data', 'H:glue,mrpc', '--split', 'test')))
    assert len(lines) == 24 and {line[1] for line in lines} == {'-1'}


def test_stsb_is_a_regression(hub):
    fit = succeed(run_here('gft_fit', '--data', 'H:glue,sstb', '--model', 'H:bert-base-cased', '--num_train_epochs', 1))
    assert list(scores(fit)) == ['pearson', 'spearmanr']


def test_labels_are_aligned_by_name(hub):
    """H:someone/bert-mrpc has MRPC's two labels in reverse; what is right of it, transformers alone can say."""
    from datasets import load_dataset
    from sklearn.metrics import accuracy_score, f1_score
    from transformers import pipeline
    rows = load_dataset('nyu-mll/glue', 'mrpc', split='validation')
    classifier = pipeline('text-classification', 'someone/bert-mrpc')
    said = [answer['label'] for answer in classifier([{'text': row['sentence1'], 'text_pair': row['sentence2']} for row in rows])]
    true = rows.features['label'].int2str(rows['label'][:])
    found = scores(succeed(run_here('gft_eval', '--model', 'H:someone/bert-mrpc', '--data', 'H:glue,mrpc')))
    assert found['accuracy'] == pytest.approx(accuracy_score(true, said), abs=1e-4)
    assert found['f1'] == pytest.approx(f1_score(true, said, pos_label='equivalent'), abs=1e-4)  # GLUE's F1 is that of its class 1


# -- Summaries ---------------------------------------------------------------------------------------------------------

def summary(*arguments) -> str: return succeed(run_here('gft_summary', *arguments))


def repositories(text: str) -> list[str]: return re.findall(r'\b[\w-]+/[\w-]+(?=\s+downloads)', text)


def test_a_summary_of_data(hub):
    found = summary('--data', 'H:glue,mrpc', '--eqn', 'classify: label ~ sentence1 + sentence2')
    assert 'train 48 rows, validation 24 rows, test 24 rows' in found
    for said in ('not_equivalent, equivalent', 'equivalent 24 (50.0%)', 'sentence1: string'): assert said in found


def test_a_summary_of_a_model_and_of_both(hub):
    model, both = summary('--model', 'H:someone/bert-mrpc'), summary('--model', 'H:someone/bert-mrpc', '--data', 'H:glue,mrpc')
    for said in ('BertForSequenceClassification', 'layers\t2', 'hidden size\t32', 'heads\t2', 'equivalent, not_equivalent'):
        assert said in model and said in both
    assert 'train 48 rows' in both


def test_the_hub_is_searched(hub):
    assert repositories(summary('--data', 'H:__contains__glue')) == ['nyu-mll/glue']
    assert repositories(summary('--model', 'H:__contains__bert', '--topn', 2)) == ['google-bert/bert-base-cased', 'someone/bert-pickled']


@pytest.mark.parametrize('data', ['H:glue,mrpc', 'H:nyu-mll/glue,mrpc'])
def test_models_fitted_to_data_are_found_by_both_of_its_names(hub, data):
    found = repositories(summary('--model', 'H:__infer__', '--data', data))
    assert set(found) == {'someone/bert-pickled', 'someone/bert-mrpc', 'someone/bert-gated'}


def test_models_for_a_task_are_found(hub): assert len(repositories(summary('--model', 'H:__infer__', '--task', 'classify'))) == 3


def test_tasks_are_listed_and_each_can_be_asked_for():
    listed = summary()
    for word in ('classify', 'regress', 'classify_spans', 'ASR', 'MT', 'fill-mask', 'text-classification'): assert word in listed
    assert 'accuracy' in summary('--task', 'text-classification')
