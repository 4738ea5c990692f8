"""Several seeds: each a fit as if made alone, the best kept and shown beside the mean; nothing is left of what was ended."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import mean

import finetune_course as ft
import pytest
from commands import BIN, run_here, succeed
from conftest import write_csv

EQN = 'classify: label ~ text'
ONE_THREAD = {'OMP_NUM_THREADS': '1'}  # so that the digits are the same, however many fits there are at once


@pytest.fixture(scope='module')
def asked(reviews) -> dict:
    """Options of a fit whose score is left to the seed."""
    return dict(eqn=EQN, data=f'C:{reviews}', model='E:bert-tiny', num_train_epochs=1, learning_rate=1e-3, bf16=False)


@pytest.fixture(scope='module')
def several(asked, tmp_path_factory) -> Path:
    """The output_dir of two seeds, fitted by a script that has no `if __name__ == '__main__'`."""
    folder = tmp_path_factory.mktemp('several')
    (folder/'script.py').write_text(f'import finetune_course as ft\ng = ft.fit(**{asked}, seeds=2, output_dir="two")\nprint(g.scores)\nprint(len(g.learn.dls.train_ds))\n')
    finished = subprocess.run([sys.executable, 'script.py'], cwd=folder, capture_output=True, text=True, timeout=120, env=os.environ | ONE_THREAD)
    header, *rows, learned = succeed(finished).splitlines()
    assert [row.split('\t')[0] for row in rows[::len(rows)//2]] == ['validation', 'validation, mean of 2 seeds'] and learned == '96'
    assert all(finished.stderr.count(f'seed {seed}: accuracy') == 1 for seed in (42, 43)) and 'epoch' not in finished.stderr
    assert {path.name for path in folder.iterdir()} == {'script.py', 'two'}
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
    assert '# two' in card and card.count('| validation, mean of 2 seeds |') == 2 and 'the best of 2 flatters' in card
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
    fit = [BIN/'gft_fit', '--eqn', EQN, '--data', f'C:{films}', '--model', 'E:bert-tiny', '--seeds', 2, '--output_dir', tmp_path/'parent'/'out', '--num_train_epochs', 1000]
    with subprocess.Popen(list(map(str, fit)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=os.environ | ONE_THREAD) as process:
        next(line for line in process.stderr if 'no validation split' in line)
        children = list(map(int, subprocess.run(['pgrep', '-P', str(process.pid)], capture_output=True, text=True).stdout.split()))
        process.send_signal(end)
        said = process.stderr.read()
    assert process.returncode == code and 'Traceback' not in said and 'seed 4' not in said
    assert children and all(map(gone, children))
    left = [path.name for path in (tmp_path/'parent').iterdir()]
    assert 'out' not in left and (not left or end == signal.SIGKILL)  # after which nobody can clean up


@pytest.fixture
def started(monkeypatch) -> dict:
    """The processes of seeds, by seed, and under `other` options that some of them get."""
    seeds = ft.seeds
    found = {'other': {}}
    class Watched(seeds._Alone):
        def __init__(self, options, *more):
            super().__init__(options | found['other'].get(options['seed'], {}), *more)
            found[self.seed] = self.process
    monkeypatch.setattr(seeds, '_Alone', Watched)
    return found


def test_control_c_ends_them_and_leaves_nothing(started, films, tmp_path, monkeypatch):
    def interrupt(line): raise KeyboardInterrupt
    monkeypatch.setattr(ft.seeds, 'say_once', interrupt)  # pressed when one of them speaks
    with pytest.raises(KeyboardInterrupt): ft.fit(EQN, f'C:{films}', 'E:bert-tiny', num_train_epochs=1000, seeds=2, output_dir=tmp_path/'out')
    codes = {seed: process.poll() for seed, process in started.items() if seed != 'other'}
    assert 42 in codes and not {None, 0} & set(codes.values()), codes
    assert [path.name for path in tmp_path.iterdir()] == ['films.csv']


def test_a_seed_that_diverges_is_told_and_the_others_go_on(started, tmp_path, caplog):
    few, huge = (write_csv(tmp_path/f'{name}.csv', ('y', 'text'), [(i*scale, f'film {i}') for i in range(40)]) for name, scale in (('few', 1), ('huge', 1e30)))
    started['other'][42] = {'data': f'C:{huge}'}
    g = ft.fit('regress: y ~ text', f'C:{few}', 'E:bert-tiny', num_train_epochs=1, seeds=2, output_dir=tmp_path/'out')
    failed, kept = g.record['seeds']
    assert list(failed) == ['seed', 'error'] and 'diverged' in failed['error'] and kept['scores'] == g.record['scores']['validation']['scores']
    assert g.record['options']['seed'] == 43 and g.scores.seeds == 1 and not g.scores.over_seeds
    told = '\n'.join(caplog.messages)
    assert told.count('seed 42: ') == told.count('diverged') == 1 and told.count('seed 43: pearson') == 1 and told.count('no validation split') == 1
    assert 'diverged' in dict(ft.load(f'C:{tmp_path}/out').summary().rows)['seeds']
    assert {path.name for path in tmp_path.iterdir()} == {'few.csv', 'huge.csv', 'out'}


def test_where_none_comes_through_the_first_error_is_that_of_the_command(started, films, tmp_path, monkeypatch):
    begin = ft.seeds._Alone.__init__
    def killed(self, *more):
        begin(self, *more)
        self.process.kill()
    monkeypatch.setattr(ft.seeds._Alone, '__init__', killed)
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
