"""The fixtures that more than one test file uses, and the environment of all tests: their hub is a local one."""

import csv
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from commands import run, succeed
from hub_contents import METADATA, RENAMED, fill
from hub_server import HubServer, client_environment

# The clients read HF_ENDPOINT when they are imported, so it is set before that; the processes that the tests start inherit it.
_home = TemporaryDirectory(prefix='finetune_course-')
_hub = HubServer(Path(_home.name)/'hub', metadata=METADATA, renamed=RENAMED)
_environment = client_environment(_hub, Path(_home.name)/'huggingface')
for name in set(os.environ) - set(_environment): del os.environ[name]
os.environ.update(_environment)


@pytest.fixture(scope='session')
def hub():
    """The local Hugging Face hub with small datasets and models."""
    fill(_hub.root)
    with _hub: yield _hub


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    """Whatever a test leaves behind stays out of the repository."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True, scope='session')
def _all_digits():
    """In this process a CPU computes in float32, so that equal things are equal on every machine; commands, processes of their own, do as they would."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr('torch.cpu._is_amx_tile_supported', lambda: False)
        yield


@pytest.fixture(scope='session')
def reviews(tmp_path_factory) -> Path:
    """Reviews that say what their label is, as gft's triple of files: reviews.train, reviews.val and reviews.test."""
    words = {'good': ('brilliant', 'touching', 'funny'), 'bad': ('dull', 'awful', 'boring')}
    path = tmp_path_factory.mktemp('data')/'reviews'
    def review(number):
        label = ('good', 'bad')[number // 3 % 2]
        return label, f'film {number} is {words[label][number % 3]}' + ' indeed' * (number % 5)
    for suffix, count in (('train', 96), ('val', 24), ('test', 24)):
        write_csv(f'{path}.{suffix}', ('label', 'text'), map(review, range(count)))
    return path


@pytest.fixture(scope='session')
def fitted(reviews, tmp_path_factory) -> Path:
    """The output_dir of a classifier of reviews, fitted by a process of its own."""
    folder = tmp_path_factory.mktemp('fitted')/'reviews'
    finished = run('gft_fit', '--eqn', 'classify: label ~ text', '--data', f'C:{reviews}', '--model', 'E:bert-tiny',
                   '--output_dir', folder, '--num_train_epochs', 4, '--learning_rate', 1e-3)
    assert succeed(finished).startswith('split\tmetric\tscore')
    return folder


def write_csv(path, header, rows) -> Path:
    with open(path, 'w', newline='', encoding='utf-8') as file: csv.writer(file).writerows([header, *rows])
    return Path(path)
