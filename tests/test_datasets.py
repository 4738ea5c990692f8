"""Tables as people have them: odd and damaged files, rows held out, pictures inside a table; and the cache."""

import hashlib
import zipfile
from pathlib import Path

import numpy as np
import pytest
from commands import run_here, succeed
from conftest import write_csv
from datasets import ClassLabel, Dataset, Features, Image, Value
from finetune_course.datasets import Wheel, class_ids, class_names, fetch, load_data, number_names, row_number, write_aside
from finetune_course.equations import RequestError, RunError, parse_equation
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
    for name, words in (('first.csv', 'quotation marks'), ('later.csv', 'line 3, saw 3; a text with a comma')):
        with pytest.raises((RequestError, RunError), match=words): load_data(f'C:{name}')


@pytest.mark.parametrize('name, content, words', [
    ('empty.csv', b'', 'No columns'), ('header_only.csv', b'label,text\n', 'it has no rows'), ('notes.pdf', b'%PDF', "did you mean|there is"),
    ('open_quote.csv', b'label,text\n1,"oh\n', 'quotation mark'), ('latin1.csv', 'label,text\ngood,café\n'.encode('latin1'), 'not UTF-8'),
    ('torn.parquet', b'PAR1 and no more', 'torn.parquet')])
def test_damaged_and_unsuitable_files(name, content, words):
    Path(name).write_bytes(content)
    with pytest.raises((RequestError, RunError), match=words) as caught: load_data(f'C:{name}')
    assert name in str(caught.value) and '\n' not in str(caught.value)


def test_paths_with_commas_and_brackets():
    for name in ('good, bad.csv', 'odd[1].csv'):
        write_csv(name, ('label', 'text'), OPINIONS)
        assert len(rows(name)) == len(OPINIONS)


def test_a_folder_of_save_to_disk():
    Dataset.from_dict(dict(number=[1, 2])).save_to_disk('saved')
    assert rows('saved')['number'][:] == [1, 2]
    with pytest.raises(RequestError, match='has no subsets'): load_data('C:saved,half')


def test_splits_of_other_names():
    for suffix in ('train', 'dev', 'blind', 'notes'): write_csv(f'some.{suffix}', ('label', 'text'), OPINIONS)
    assert list(load_data('C:some')) == ['train', 'validation']
    assert list(load_data('C:some', 'train,dev,blind'))[:3] == ['train', 'validation', 'test']
    for splits, words in (('a,b,c,d', 'takes three'), ('train,dve', 'did you mean `dev`')):
        with pytest.raises(RequestError, match=words): load_data('C:some', splits)


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
    assert class_ids(['x', '', 'x'], ['x', 'y'], place) == [0, -1, 0]
    assert class_ids(['', None], ['x', 'y'], place) == [-1, -1] # a test split, whose labels are a secret
    said = [record.getMessage() for record in caplog.records]
    assert said == ['train row 2, column `c`: the text is empty (and 1 more)', 'train row 2, column `c`: the label is empty']


@pytest.mark.parametrize('cell, words', [(None, 'no text'), (float('nan'), 'no text'), (['good'], 'list is not text'), (b'good', 'bytes is not text'), ('half \ud83d', 'decoded')])
def test_cells_that_cannot_be_read_as_text(cell, words):
    with pytest.raises(RequestError, match=f'row 1: .*{words}'): texts(['good', cell], 'row {}'.format)


def test_minus_one_is_hidden_where_classes_are_declared_and_may_be_a_class_elsewhere():
    declared = ClassLabel(names=['no', 'yes'])
    assert class_ids(['no', 'yes', -1], ['yes', 'no'], str) == [1, 0, -1]
    assert class_ids([-1, 1], ['-1', '1'], str) == [0, 1]
    assert class_ids([1.0, 0.0], ['0', '1'], str) == [1, 0]


# -- The cache ---------------------------------------------------------------------------------------------------------

def test_the_slower_of_two_processes_leaves_what_the_quicker_made(tmp_path):
    def slower(folder):
        folder.mkdir()
        (tmp_path/'kept').mkdir()
        (tmp_path/'kept'/'quicker').touch()
    assert [path.name for path in write_aside(tmp_path/'kept', slower, replace=False).iterdir()] == ['quicker']
    assert [path.name for path in tmp_path.iterdir()] == ['kept']


def test_what_was_there_comes_back_if_filling_fails(tmp_path):
    (tmp_path/'kept').write_text('old')
    with pytest.raises(ZeroDivisionError): write_aside(tmp_path/'kept', lambda new: 1/0)
    assert (tmp_path/'kept').read_text() == 'old'


@pytest.mark.parametrize('named, found', [((), ['config.json', 'model.safetensors']), (('model.bin', 'config.json'), ['config.json', 'model.bin'])])
def test_of_a_wheel_only_files_that_cannot_run_or_that_are_named(named, found, tmp_path, monkeypatch):
    for name, value in dict(FINETUNE_COURSE_CACHE=tmp_path/'cache', PIP_FIND_LINKS=tmp_path, PIP_NO_INDEX=1).items(): monkeypatch.setenv(name, str(value))
    file = tmp_path/'small-1.0-py3-none-any.whl'
    with zipfile.ZipFile(file, 'w') as wheel:
        for name in ('__init__.py', 'model.bin', 'model.safetensors', 'config.json', 'deeper/config.json'): wheel.writestr(f'small/data/{name}', name)
        wheel.writestr('small-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\nName: small\nVersion: 1.0\n')
        wheel.writestr('small-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\nTag: py3-none-any\n')
        wheel.writestr('small-1.0.dist-info/RECORD', '')
    folder = fetch(Wheel('small', '1.0', hashlib.sha256(file.read_bytes()).hexdigest(), 'small/data', '1 kB', named))
    assert sorted(path.name for path in folder.iterdir()) == found


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
