"""Several seeds: each a fit as if made alone, the best kept and shown beside the mean; nothing is left of what was ended."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import mean
from types import SimpleNamespace
from unittest.mock import Mock

import finetune_course as ft
import numpy as np
import pytest
from commands import BIN, run_here, succeed
from conftest import write_csv

EQN = 'classify: label ~ text'
TOO_LONG = 9999  # for `max_length`: each fit says so, once it has its model
ONE_THREAD = {'OMP_NUM_THREADS': '1'}  # so that the digits are the same, however many fits there are at once

METRIC = """import datasets
import evaluate
import torch
class Odd(evaluate.Metric):
    def _info(self):
        return evaluate.MetricInfo(description='', citation='', features=datasets.Features(predictions=datasets.Value('int64'), references=datasets.Value('int64')))
    def _compute(self, predictions, references): return dict(odd=float('nan') if torch.initial_seed() == 42 else 1.)
"""


@pytest.fixture(scope='module')
def asked(reviews) -> dict:
    """Options of a fit whose score is left to the seed."""
    return dict(eqn=EQN, data=f'C:{reviews}', model='E:bert-tiny', num_train_epochs=1, learning_rate=1e-3, bf16=False)


@pytest.fixture(scope='module')
def several(asked, tmp_path_factory) -> Path:
    """The output_dir of two seeds, fitted by a script that has no `if __name__ == '__main__'`; with a text that is cut."""
    folder = tmp_path_factory.mktemp('several')
    (folder/'script.py').write_text(f'import finetune_course as ft\ng = ft.fit(**{asked}, seeds=2, output_dir="two")\nprint(g.scores)\nprint(len(g.learn.dls.train_ds))\n')
    finished = subprocess.run([sys.executable, 'script.py'], cwd=folder, capture_output=True, text=True, timeout=120, env=os.environ | ONE_THREAD)
    header, *rows, learned = succeed(finished).splitlines()
    assert [row.split('\t')[0] for row in rows[::len(rows)//2]] == ['validation', 'validation, mean of 2 seeds'] and learned == '96'
    assert all(finished.stderr.count(f'seed {seed}: accuracy') == 1 for seed in (42, 43)) and len(re.findall(r'^seed 4[23]: epoch 0, .*accuracy [.\d]+, ', finished.stderr, re.M)) == 2
    assert {path.name for path in folder.iterdir()} == {'script.py', 'two'}
    assert f'seed {json.loads((folder/"two"/"gft.json").read_text())["options"]["seed"]} is kept' in finished.stderr
    return folder/'two'


def test_every_seed_is_the_fit_it_would_be_alone_and_the_best_is_kept(several, asked, fitted):
    record = json.loads((several/'gft.json').read_text())
    alone = {seed: ft.fit(**asked, seed=seed) for seed in (42, 43)}
    for one in record['seeds']:
        for ours, theirs in zip(one['scores'], alone[one['seed']].record['scores']['validation']['scores'], strict=True): assert ours == pytest.approx(theirs)
    best = max(record['seeds'], key=lambda one: one['scores'][0]['value'])
    assert record['options']['seed'] == best['seed'] and record['epochs'][0] == pytest.approx({**alone[best['seed']].record['epochs'][0]}, abs=1e-4)
    found = record['scores']['validation']
    assert found['scores'] == best['scores'] and found['seeds'] == 2
    assert found['over_seeds'][0]['value'] == pytest.approx(mean(one['scores'][0]['value'] for one in record['seeds']))
    assert {path.name for path in several.iterdir()} == {path.name for path in fitted.iterdir()} == set(record['files'])


def test_the_card_and_the_summary_show_the_mean_beside_the_best(several):
    card, told = (several/'README.md').read_text(), dict(ft.load(f'C:{several}').summary().rows)
    picture = ft.load(f'C:{several}').plot()  # whose rows are asked again
    assert 'validation: 24 rows' in [axes.get_title() for axes in picture.axes]
    assert '# two' in card and card.count('| validation, mean of 2 seeds |') == 2 and 'the best of 2 seeds. A test split' in card
    assert 'kept' in told['seeds'] and '95 % interval' in told['validation, mean of 2 seeds, accuracy']


@pytest.fixture
def films(tmp_path) -> Path:
    """Rows without a validation split, which a fit says when it has read them."""
    return write_csv(tmp_path/'films.csv', ('label', 'text'), [(('good', 'bad')[i % 2], f'film {i}') for i in range(40)])


def gone(pid) -> bool:
    """Whether a process comes to its end within a minute, which it needs where others want the machine, too."""
    for _ in range(600):
        try: os.kill(pid, 0)
        except ProcessLookupError: return True
        time.sleep(.1)
    return False


@pytest.mark.parametrize('end, code', [(signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_a_command_that_is_ended_leaves_nobody_behind(end, code, films, tmp_path):
    (tmp_path/'parent').mkdir()
    fit = [BIN/'gft_fit', '--eqn', EQN, '--data', f'C:{films}', '--model', 'E:bert-tiny', '--seeds', 2, '--output_dir', tmp_path/'parent'/'out', '--num_train_epochs', 1000, '--max_length', TOO_LONG]
    with subprocess.Popen(list(map(str, fit)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=os.environ | ONE_THREAD) as process:
        next(line for line in process.stderr if 'tokens at most' in line)
        children = list(map(int, subprocess.run(['pgrep', '-P', str(process.pid)], capture_output=True, text=True).stdout.split()))
        process.send_signal(end)
        said = process.stderr.read()
    assert process.returncode == code and 'Traceback' not in said and not re.search('seed 4.: (?!epoch)', said)
    assert children and all(map(gone, children))
    left = [path.name for path in (tmp_path/'parent').iterdir()]
    assert 'out' not in left and (not left or end == signal.SIGKILL)  # after which nobody can clean up


@pytest.fixture
def started(monkeypatch) -> dict:
    """The processes of seeds, by seed, and under `other` options that some of them get."""
    seeds = ft.seeds
    found = {'other': {}}
    class Watched(seeds.FitProcess):
        def __init__(self, options, *more):
            super().__init__(options | found['other'].get(options['seed'], {}), *more)
            found[self.seed] = self.process
    monkeypatch.setattr(seeds, 'FitProcess', Watched)
    return found


def test_control_c_ends_them_and_leaves_nothing(started, films, tmp_path, monkeypatch):
    def interrupt(line): raise KeyboardInterrupt
    monkeypatch.setattr(ft.seeds, 'say_once', interrupt)  # pressed when one of them speaks
    with pytest.raises(KeyboardInterrupt): ft.fit(EQN, f'C:{films}', 'E:bert-tiny', num_train_epochs=1000, max_length=TOO_LONG, seeds=2, output_dir=tmp_path/'out')
    codes = {seed: process.poll() for seed, process in started.items() if seed != 'other'}
    assert 42 in codes and not {None, 0} & set(codes.values()), codes
    assert [path.name for path in tmp_path.iterdir()] == ['films.csv']


def test_a_seed_that_diverges_is_told_and_the_others_go_on(started, tmp_path, caplog):
    few, huge = (write_csv(tmp_path/f'{name}.csv', ('y', 'text'), [(i*scale, f'film {i}') for i in range(40)]) for name, scale in (('few', 1), ('huge', 1e30)))
    started['other'][42] = {'data': f'C:{huge}'}
    g = ft.fit('regress: y ~ text', f'C:{few}', 'E:bert-tiny', num_train_epochs=1, seeds=3, output_dir=tmp_path/'out')
    failed, *came_through = g.record['seeds']
    assert list(failed) == ['seed', 'error'] and 'diverged' in failed['error'] and g.record['scores']['validation']['scores'] in [one['scores'] for one in came_through]
    assert g.record['options']['seed'] in (43, 44) and 'mean of 2 of 3 seeds' in str(g.scores)
    assert f'Of each seed: 42: {failed["error"]}; 43: pearson' in (tmp_path/'out'/'README.md').read_text()
    told = '\n'.join(caplog.messages)
    assert told.count('seed 42: ') == told.count('diverged') == 1 and told.count('seed 43: pearson') == 1 and told.count('no validation split') == 1
    assert 'diverged' in dict(ft.load(f'C:{tmp_path}/out').summary().rows)['seeds']
    assert {path.name for path in tmp_path.iterdir()} == {'few.csv', 'huge.csv', 'out'}
    maps = Path('/proc/self/maps')  # what a file is mapped to cannot be moved on Windows
    assert not maps.exists() or not [line for line in maps.read_text().splitlines() if str(tmp_path) in line and 'safetensors' in line]


def test_all_seeds_are_judged_by_the_rows_that_the_first_holds_out(started, tmp_path):
    started['other'][42] = {'learning_rate': 1e-12}  # so that another is kept
    rows = write_csv(tmp_path/'lengths.csv', ('y', 'text'), [(i, 'film '*i) for i in range(60)])
    ft.fit('regress: y ~ text', f'C:{rows}', 'E:bert-tiny', num_train_epochs=3, learning_rate=1e-3, bf16=False, seeds=2, output_dir=tmp_path/'out')
    kept = ft.load(f'C:{tmp_path}/out')
    assert kept.record['options']['seed'] == 43
    held_out = ft.datasets.load_data(f'C:{rows}', 'train,__select_from_train__', 42)
    assert sorted(kept.learn.dls.valid_ds['labels'][:]) == sorted([y] for y in held_out['validation']['y']) and len(kept.learn.dls.train_ds) == len(held_out['train'])
    assert kept.evaluate('validation')['pearson'] == pytest.approx(kept.record['seeds'][1]['scores'][0]['value'])
    call = kept.summary().rows[0][1]
    assert '--seed 43' in call and '__select_from_train__@42' in call  # which makes this very model


def test_a_score_that_is_no_number_is_not_kept_and_spoils_the_mean_in_words(asked, tmp_path, caplog):
    (tmp_path/'odd').mkdir()
    (tmp_path/'odd'/'odd.py').write_text(METRIC)
    g = ft.fit(**asked, metric=f'C:{tmp_path}/odd', seeds=2)
    assert g.record['options']['seed'] == 43 and g.scores['odd'] == 1 and np.isnan(g.scores.over_seeds[0].value)
    assert 'seed 42: odd nan' in caplog.text and str(g.scores).splitlines()[-1].split('\t')[:3] == ['validation, mean of 2 seeds', 'odd', 'nan']


def test_where_none_comes_through_the_first_error_is_that_of_the_command(started, films, tmp_path, monkeypatch):
    begin = ft.seeds.FitProcess.__init__
    def killed(self, *more):
        begin(self, *more)
        self.process.kill()
        self.process.wait()
        self.out.write_text('10 rows\n20 rows\n')  # what others print is no reason
    monkeypatch.setattr(ft.seeds.FitProcess, '__init__', killed)
    finished = run_here('gft_fit', '--eqn', EQN, '--data', f'C:{films}', '--model', 'E:bert-tiny', '--seeds', 2, '--output_dir', 'out')
    assert finished.returncode == 1 and not finished.stdout and [path.name for path in tmp_path.iterdir()] == ['films.csv']
    why = 'its process ended with exit code -9'
    assert [line for line in sorted(finished.stderr.splitlines()) if why in line] == [f'gft_fit: {why}', f'seed 42: {why}', f'seed 43: {why}']


@pytest.mark.parametrize('options, told', [
    (('--eqn', EQN, '--data', 'E:rotten_tomatoes', '--seeds', 0), '--seeds must be at least 1, not 0'),
    (('--eqn', 'regress: dist ~ speed', '--data', 'E:cars', '--model', 'E:glm', '--seeds', 3), 'every seed'),
    (('--eqn', 'classify: labels ~ text', '--data', 'E:rotten_tomatoes', '--seeds', 2), 'no column `labels`'),
    (('--eqn', EQN, '--data', 'E:rotten_tomatoes', '--seeds', 2, '--augment'), '--augment')])
def test_what_is_wrong_with_every_seed_is_told_before_one_is_tried(options, told, monkeypatch):
    monkeypatch.setattr('finetune_course.seeds.fit_seeds', None)
    refused = run_here('gft_fit', *options)
    assert refused.returncode == 2 and told in refused.stderr.splitlines()[0] and 'Traceback' not in refused.stderr


@pytest.fixture
def never_started(monkeypatch, tmp_path):
    """A process of a fit that does nothing at all, and one that says nothing by itself."""
    monkeypatch.setattr(ft.seeds.subprocess, 'Popen', lambda *arguments, **options: SimpleNamespace(poll=lambda: None))
    return ft.seeds.FitProcess({'seed': np.int64(7), 'model': tmp_path/'model'}, tmp_path, 1)


def test_a_line_is_said_when_it_is_whole(never_started, tmp_path, caplog):
    with (tmp_path/'7.err').open('wb', buffering=0) as said:
        for part in ('a film of René'.encode()[:-1], 'é'.encode()[1:] + b' Clair\n'):
            said.write(part)
            assert never_started.done() is None
    assert caplog.messages == ['a film of René Clair']


def test_what_a_fit_says_of_itself_is_told_each_time_and_what_all_say_once(never_started, tmp_path, caplog):
    own, shared = 'seed 7: epoch 0, accuracy 0.5', 'a line that is the same with every seed'
    with (tmp_path/'7.err').open('w', buffering=1) as said:
        for _ in range(2):
            print(own, shared, sep='\n', file=said)
            assert never_started.done() is None
    assert caplog.messages == [own, shared, own] and never_started.epochs == 2


def test_numbers_of_numpy_and_paths_are_options_too(never_started, tmp_path):
    _, options, level = json.loads((tmp_path/'7.json').read_text())
    assert options == {'seed': 7, 'model': str(tmp_path/'model'), 'output_dir': str(tmp_path/'7')} and level == ft.equations.log.getEffectiveLevel()


@pytest.mark.parametrize('level', [logging.DEBUG, logging.WARNING])
def test_the_log_level_not_the_program_says_whether_tracebacks_are_shown(level, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(sys, 'argv', ['pytest', '--debug'])
    with caplog.at_level(level, 'finetune_course'): process = ft.seeds.FitProcess({'seed': 1, 'eqn': EQN, 'data': 'E:carz'}, tmp_path, 1)
    process.process.wait(60)
    assert 'E:cars' in process.done()['error'] and ('Traceback' in caplog.text) == (level == logging.DEBUG)
    ft.seeds.end_fits([process])


def test_what_is_true_of_the_data_is_told_once_and_what_is_of_a_fit_by_its_seed(tmp_path):
    rows = write_csv(tmp_path/'rows.csv', ('label', 'text'), [(('good', 'bad')[i % 2], ' ' if i == 7 else 'a film') for i in range(40)])
    finished = run_here('gft_fit', '--eqn', EQN, '--data', f'C:{rows}', '--model', 'E:bert-tiny', '--splits', 'train,train', '--num_train_epochs', 2, '--seeds', 2)
    assert finished.returncode == 0
    told = finished.stderr.splitlines()
    assert [line for line in told if 'the text is empty' in line] == [f'{split} row 8, column `text`: the text is empty' for split in ('train', 'validation')]
    for seed in (42, 43):
        own = [line for line in told if line.startswith(f'seed {seed}: ')]
        assert [line[9:16] for line in own[:2]] == ['epoch 0', 'epoch 1'] and sum('has learned nothing of x' in line for line in own) == 1, own


def test_all_are_told_to_end_before_one_is_waited_for():
    calls = Mock()
    calls.b.process.wait.side_effect = [subprocess.TimeoutExpired('b', 0), 0]
    ft.seeds.end_fits([calls.a, calls.b], seconds=0)
    assert [name for name, *_ in calls.mock_calls if not name.endswith('close')] == ['a.process.terminate', 'b.process.terminate', *['a.process.wait']*2, 'b.process.wait', 'b.process.kill', 'b.process.wait']


def test_a_process_that_cannot_be_started_is_told_in_one_line(films, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, 'executable', str(tmp_path/'python'))
    refused = run_here('gft_fit', '--eqn', EQN, '--data', f'C:{films}', '--model', 'E:bert-tiny', '--seeds', 2, '--output_dir', tmp_path/'out')
    assert refused.returncode == 1 and refused.stderr.splitlines()[-1] == 'gft_fit: cannot start the fit with seed 42: No such file or directory' and 'Traceback' not in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ['films.csv']


@pytest.mark.parametrize('device, ram, gpu, at_once', [('cpu', 2**20, None, 1), ('cpu', 2**40, None, 8), ('cuda', 2**40, 5*2**30, 2), ('cuda', 5*2**30, 2**40, 2), ('mps', 2**40, None, 1)])
def test_free_memory_says_how_many_fits_run_at_once(device, ram, gpu, at_once, monkeypatch):
    monkeypatch.setattr(ft.seeds, 'usable_cores', lambda: 8)
    monkeypatch.setattr('psutil.virtual_memory', lambda: SimpleNamespace(available=ram))
    monkeypatch.setattr('torch.cuda.mem_get_info', lambda: (gpu, 2**41))
    assert ft.seeds.fits_at_once(8, ft.model.load_config(ft.equations.parse_spec('E:bert-tiny')), device) == at_once
