"""Pictures through all five functions, good and bad, and what is rejected."""

import json
from pathlib import Path

import finetune_course as ft
import numpy as np
import pytest
from commands import run_here, succeed
from finetune_course.equations import RequestError
from PIL import Image

EQUATION = 'classify_images: label ~ image'
CODE = {'wrong': 2, 'failed': 1}


def digit_files(folder: Path, split: str, rows, names=None) -> None:
    """The pictures of some digits as files, a folder for each class."""
    for number, row in enumerate(rows):
        path = folder/split/(names or str)(row['label'])/f'{number}.png'
        path.parent.mkdir(parents=True, exist_ok=True)
        row['image'].save(path)


@pytest.fixture(scope='module')
def folder(tmp_path_factory) -> Path:
    """Zeros and ones as files."""
    digits = ft.datasets.load_data(ft.equations.parse_spec('E:digits'))
    folder = tmp_path_factory.mktemp('pictures')/'digits'
    for split, most in (('train', 160), ('validation', 40), ('test', 40)):
        digit_files(folder, split, digits[split].filter(lambda row: row['label'] < 2).select(range(min(most, 55))), lambda label: ('zero', 'one')[label])
    return folder


@pytest.fixture(scope='module')
def fitted(folder) -> Path:
    """A model that tells zeros from ones."""
    output_dir = folder.parent/'fitted'
    finished = run_here('gft_fit', '--eqn', EQUATION, '--data', f'C:{folder}', '--output_dir', output_dir, '--max_length', 32,
                        '--learning_rate', 2e-3, '--num_train_epochs', 4, '--per_device_train_batch_size', 16)
    assert succeed(finished).startswith('split\tmetric\tscore')
    return output_dir


def test_it_beats_the_baseline_with_its_whole_interval(fitted):
    lines = [line.split('\t') for line in succeed(run_here('gft_eval', '--model', f'C:{fitted}')).splitlines()]
    row = dict(zip(*lines[:2]))
    assert row['metric'] == 'accuracy' and float(row['low']) > float(row['baseline'])


def test_summary_knows_the_task_and_the_classes(fitted):
    text = succeed(run_here('gft_summary', '--model', f'C:{fitted}'))
    assert 'classify_images' in text and 'one, zero' in text


@pytest.mark.parametrize('embedded', [False, True])
def test_rows_in_a_pipe_are_answered_as_rows_of_data(fitted, folder, embedded):
    data = 'E:digits' if embedded else f'C:{folder}'  # bytes within the dataset, or files
    lines = succeed(run_here('gft_cat_dataset', '--data', data, '--eqn', EQUATION, '--split', 'test'))
    piped = succeed(run_here('gft_predict', '--model', f'C:{fitted}', input=lines))
    whole = succeed(run_here('gft_predict', '--model', f'C:{fitted}', '--data', data, '--split', 'test'))
    assert piped == whole and len(piped.splitlines()) == len(lines.splitlines())
    assert {line.split('\t')[-2] for line in piped.splitlines()} <= {'zero', 'one'}


def test_plain_transformers_loads_it_and_says_the_same(fitted, folder):
    from transformers import pipeline
    paths = [str(path) for path in sorted(folder.glob('test/*/*.png'))[::5]]
    theirs = pipeline('image-classification', str(fitted), top_k=2)(paths)
    for answer, found in zip(ft.load(f'C:{fitted}').predict(paths), theirs, strict=True):
        assert dict(answer) == pytest.approx({guess['label']: guess['score'] for guess in found}, abs=1e-4)


def test_a_picture_may_be_a_path_bytes_an_array_or_open(fitted, folder):
    g, path = ft.load(f'C:{fitted}'), next(folder.glob('test/one/*.png'))
    with Image.open(path) as picture: picture.load()
    answers = g.predict([str(path), path.read_bytes(), np.array(picture), picture, picture.convert('RGBA')])
    for answer in answers: assert dict(answer) == pytest.approx(dict(answers[0]), abs=1e-5)


def test_a_fitted_model_is_fitted_again_to_other_classes(fitted, folder, tmp_path):
    digits = ft.datasets.load_data(ft.equations.parse_spec('E:digits'))
    for split in ('train', 'validation'): digit_files(tmp_path/'more', split, digits[split].select(range(40)), 'number {}'.format)
    g = ft.fit(EQUATION, f'C:{tmp_path/"more"}', f'C:{fitted}', tmp_path/'again', max_length=32, num_train_epochs=1)
    assert ft.load(f'C:{tmp_path/"again"}').names == g.names == [f'number {label}' for label in range(10)]


def test_augmented_pictures_train_and_others_are_scored(folder):
    arguments = dict(eqn=EQUATION, data=f'C:{folder}', max_length=32, num_train_epochs=1, learning_rate=1e-3)
    plain, altered, again = (ft.fit(**arguments, augment=augment) for augment in (False, True, True))
    assert altered.record['losses'] == again.record['losses'] != plain.record['losses']
    assert altered.evaluate(split='validation').as_dict()['scores'] == altered.evaluate(split='validation').as_dict()['scores']


def test_a_task_that_cannot_augment_says_so():
    finished = run_here('gft_fit', '--eqn', 'classify: label ~ text', '--data', 'E:rotten_tomatoes', '--augment')
    assert finished.returncode == CODE['wrong'] and finished.stdout == '' and len(finished.stderr.splitlines()) == 1
    assert '--augment: `classify` has no way to alter its rows' in finished.stderr


def test_rejection_prints_reject(fitted, folder):
    paths = '\n'.join(map(str, sorted(folder.glob('test/*/*.png')))) + '\n'
    said = [line.split('\t') for line in succeed(run_here('gft_predict', '--model', f'C:{fitted}', '--reject', 0.95, input=paths)).splitlines()]
    for _, answer, share in said: assert (answer == 'REJECT') == (float(share) < 0.95)


def test_a_damaged_picture_is_named_by_split_and_row(folder, tmp_path):
    import shutil
    shutil.copytree(folder, tmp_path/'damaged')
    victim = sorted((tmp_path/'damaged').glob('validation/one/*.png'))[3]
    victim.write_bytes(victim.read_bytes()[:40])
    finished = run_here('gft_fit', '--eqn', EQUATION, '--data', 'C:damaged', '--max_length', 32)
    assert finished.returncode == CODE['wrong'] and 'Traceback' not in finished.stderr and finished.stdout == ''
    assert 'validation row 4, column `image`: there is no picture in it that can be read' in finished.stderr


def test_a_bad_line_is_named_and_the_others_are_answered(fitted, folder):
    good = str(next(folder.glob('test/one/*.png')))
    (Path('notes.txt')).write_text('no picture')
    finished = run_here('gft_predict', '--model', f'C:{fitted}', input=f'{good}\nnowhere.png\nnotes.txt\nhttps://example.org/a.png\n{good}\n')
    assert finished.returncode == CODE['failed'] and 'Traceback' not in finished.stderr
    assert len(finished.stdout.splitlines()) == 2
    for number, reason in ((2, 'No such file'), (3, 'there is no picture'), (4, 'allow_download')):
        assert any(f'line {number}' in line and reason in line for line in finished.stderr.splitlines()), finished.stderr


def test_a_url_is_fetched_if_that_is_allowed(fitted, folder):
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread
    path = next(folder.glob('test/one/*.png'))
    handler = type('Quiet', (SimpleHTTPRequestHandler,), {'log_message': lambda *args: None})
    with ThreadingHTTPServer(('127.0.0.1', 0), partial(handler, directory=path.parent)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url, g = f'http://127.0.0.1:{server.server_port}/{path.name}', ft.load(f'C:{fitted}')
        assert dict(g.predict(url, allow_download=True)) == pytest.approx(dict(g.predict(str(path))), abs=1e-5)
        with pytest.raises(RequestError, match='nothing is fetched unless you say --allow_download'): g.predict(url)
        with pytest.raises(RequestError, match='input 1: cannot fetch `http.*404 File not found'): g.predict(url.replace('.png', '.gif'), allow_download=True)
        server.shutdown()


def test_the_head_is_the_last_group_of_parameters_though_it_stands_inside_the_body(fitted):
    from finetune_course.model import Logits, parameter_groups
    g = ft.load(f'C:{fitted}')
    *body, head = parameter_groups(Logits(g.model))
    assert [tuple(p.shape) for p in head] == [(2, 1280), (2,)]
    assert sum(p.numel() for group in body for p in group) + 2*1281 == sum(p.numel() for p in g.model.parameters())


def test_a_label_that_the_model_does_not_know(fitted, folder, tmp_path):
    digits = ft.datasets.load_data(ft.equations.parse_spec('E:digits'))
    digit_files(tmp_path/'others', 'test', digits['test'].select(range(5)), 'number {}'.format)
    with pytest.raises(RequestError, match='the label `number .` is not one the model knows'): ft.evaluate(f'C:{fitted}', f'C:{tmp_path/"others"}')


def test_a_label_out_of_range_is_named_by_split_and_row():
    import pyarrow as pa
    import pyarrow.parquet as pq
    ft.datasets.load_data(ft.equations.parse_spec('E:digits'))['train'].select(range(20)).to_parquet('good.parquet')
    Path('digits').mkdir()
    table = pq.read_table('good.parquet')
    labels = table['label'].to_pylist()
    labels[7] = 12
    damaged = table.set_column(table.schema.get_field_index('label'), table.schema.field('label'), pa.array(labels, table.schema.field('label').type))
    pq.write_table(damaged.replace_schema_metadata(table.schema.metadata), 'digits/train.parquet')
    with pytest.raises(RequestError, match='train row 8, column `label`: the label `12` is not one the model knows'):
        ft.fit(EQUATION, 'C:digits', max_length=32)


def test_an_empty_folder(tmp_path):
    (tmp_path/'empty').mkdir()
    finished = run_here('gft_fit', '--eqn', EQUATION, '--data', 'C:empty')
    assert finished.returncode and finished.stdout == '' and 'Traceback' not in finished.stderr
    assert "gft_fit: cannot load C:empty: The directory at" in finished.stderr and "doesn't contain any data files" in finished.stderr


def test_the_embedded_model_sees_what_is_there():
    from sklearn.datasets import load_sample_image
    pictures = [load_sample_image(name) for name in ('china.jpg', 'flower.jpg')]
    assert [answer[0][0] for answer in ft.load('E:efficientnet-lite0').predict(pictures)] == ['palace', 'daisy']
