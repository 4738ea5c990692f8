"""Winograd schemas through the five functions: masked and causal models, the shapes that data come in, plain transformers, bad input."""

import json
from subprocess import PIPE, STDOUT

import finetune_course as ft
import pytest
import torch
from commands import run, run_here, succeed
from datasets import Dataset, DatasetDict
from finetune_course.winograd import find_gap, noun_phrases, read_schema, traded, undo_wnli, winograd_twins, wnli_schemas, wnli_twins
from transformers import AutoModelForMaskedLM, AutoTokenizer

EQN = 'winograd: label ~ text + pronoun + options'
JUG = 'The jug would not go under the tap because it was too tall.'
CANDIDATES = ['the jug', 'the tap']


@pytest.fixture(scope='module')
def folder(tmp_path_factory):
    """A small masked model, tuned for a moment."""
    folder = tmp_path_factory.mktemp('winograd')/'fitted'
    g = ft.fit(EQN, 'E:winograd', 'E:bert-tiny', output_dir=str(folder), num_train_epochs=1, learning_rate=1e-3)
    assert g.record['options']['loss'] == 'margin' and g.scores.rows == 48
    return folder


@pytest.fixture
def llama():
    """A causal model with random weights: small, and right half of the time."""
    return ft.load('E:llama-tiny', EQN)


def test_the_folder_alone_is_enough(folder):
    model = f'C:{folder}'
    scores = ft.evaluate(model)
    assert (scores.split, scores.rows, scores.scores[0].baseline) == ('test', 48, .5)
    assert ('task', f'winograd: {ft.equations.task_words["winograd"].meaning}') in ft.summary(model=model).rows
    assert {'plot.png', 'README.md', 'model.safetensors'} <= {path.name for path in folder.iterdir()}
    assert ft.load(model).learn.predict((JUG, 'it', CANDIDATES))[0] in CANDIDATES


def test_batches_and_results_are_shown_with_names(folder, capsys):
    learn = ft.load(f'C:{folder}').learn
    learn.dls.show_batch(max_n=2)
    learn.show_results(max_n=2)
    shown = capsys.readouterr().out
    assert '[MASK]' in shown and '[PAD]' not in shown and any(name in shown for row in winograd_twins()['validation'] for name in row['options'])


def test_a_pipe_answers_as_python_does(folder):
    """Both candidates with their scores, the better one first."""
    model = f'C:{folder}'
    lines = list(ft.cat_dataset('E:winograd', EQN, split='test'))
    assert any('["' in line for line in lines) and any('["' not in line for line in lines) # phrases as JSON, names with a blank between
    piped = succeed(run_here('gft_predict', '--model', model, input='\n'.join(lines[:6]) + '\n')).splitlines()
    assert piped == succeed(run_here('gft_predict', '--model', model, '--data', 'E:winograd')).splitlines()[:6]
    rows = winograd_twins()['test'].select(range(6))
    assert [line.split('\t')[1] for line in lines[:6]] == [row['options'][row['label']] for row in rows] # the right one by name
    for line, answer in zip(piped, ft.load(model).predict(list(zip(rows['text'], rows['pronoun'], rows['options']))), strict=True):
        (better, high), (worse, low) = answer
        assert line.split('\t')[-4:] == [better, f'{high:.4f}', worse, f'{low:.4f}'] and high >= low


def test_plain_transformers_gives_the_same_score(folder):
    """The mean log probability of the candidate's tokens under the masks."""
    model, tokenizer = AutoModelForMaskedLM.from_pretrained(folder).eval(), AutoTokenizer.from_pretrained(folder)
    found = dict(ft.load(f'C:{folder}').predict((JUG, 'it', CANDIDATES), bf16=False))
    for candidate in CANDIDATES:
        asked = tokenizer(candidate, add_special_tokens=False)['input_ids']
        inputs = tokenizer(JUG.replace(' it ', f' {"[MASK] "*len(asked)}'), return_tensors='pt')
        with torch.no_grad(): said = model(**inputs).logits[0].log_softmax(-1)
        places = (inputs['input_ids'][0] == tokenizer.mask_token_id).nonzero().flatten()
        assert found[candidate] == pytest.approx(said[places, asked].mean().item(), abs=1e-4)


def test_a_causal_model_is_asked_for_what_follows(llama):
    found = dict(llama.predict((JUG, 'it', CANDIDATES), bf16=False))
    for candidate in CANDIDATES:
        start = JUG.replace(' it was too tall.', f' {candidate}')
        ids = llama.processor(start + ' was too tall.', return_tensors='pt')['input_ids']
        first = len(llama.processor(start)['input_ids'])
        with torch.no_grad(): said = llama.model(ids).logits[0].log_softmax(-1)
        assert found[candidate] == pytest.approx(said[range(first - 1, ids.shape[1] - 1), ids[0, first:]].mean().item(), abs=1e-4)


def test_a_causal_model_is_tuned_too(tmp_path):
    g = ft.fit(EQN, 'E:winograd', 'E:llama-tiny', num_train_epochs=8, learning_rate=3e-3, per_device_train_batch_size=8, output_dir=str(tmp_path/'fitted'))
    losses = [epoch['train_loss'] for epoch in g.record['epochs']]
    assert losses[-1] < .7*losses[0], losses
    assert ft.load(f'C:{tmp_path}/fitted').task.head == 'AutoModelForCausalLM'


@pytest.mark.parametrize('columns, eqn', [
    (dict(text=JUG, pronoun='it', options=CANDIDATES, label=1), EQN),
    (dict(text=JUG.replace(' it ', ' _ '), options=CANDIDATES, label='the tap'), 'winograd: label ~ text + options'),
    (dict(text=JUG.replace(' it ', '  [MASK]  '), pronoun='[MASK]', options=CANDIDATES, label=1), EQN),
    (dict(sentence=JUG.replace(' it ', ' _ '), option1='the jug', option2='the tap', answer='2'), 'winograd: answer ~ sentence + option1 + option2'),
])
def test_every_shape_of_schema_is_the_same_question(llama, tmp_path, columns, eqn):
    """A pronoun of its own, a blank, WSC273's mark, WinoGrande's columns; the right candidate is written by name."""
    DatasetDict(test=Dataset.from_list([columns]*4)).save_to_disk(tmp_path/'data')
    data = f'C:{tmp_path}/data'
    [better, _], g = llama.predict((JUG, 'it', CANDIDATES)), ft.load('E:llama-tiny', eqn)
    [said, _] = next(ft.predict(g, data))
    assert said[0] == better[0] and said[1] == pytest.approx(better[1], abs=1e-4)
    assert ft.evaluate(g, data).scores[0].value == (better[0] == 'the tap')
    line = next(ft.cat_dataset(data, eqn))
    assert line.endswith('\tthe tap') and json.loads(next(ft.cat_dataset(data, eqn, format='jsonl')))[eqn.split()[1]] == 'the tap'


BAD = {
    'one candidate': (dict(options=['the jug']), 'column `options`', 'a schema has two candidates, here is 1: the jug'),
    'none': (dict(options=[]), 'column `options`', 'a schema has two candidates, here are none'),
    'three': (dict(options=['the jug', 'the tap', 'the sink']), 'column `options`', 'here are 3: the jug, the tap, the sink'),
    'a stranger': (dict(options=['the jug', 'the sink']), 'column `options`', 'the candidate `the sink` is not in the sentence'),
    'twice the same': (dict(options=['the jug', 'the jug']), 'column `options`', 'both candidates are `the jug`'),
    'no pronoun': (dict(pronoun='she'), 'column `text`', 'the pronoun `she` is not in the sentence'),
    'a wrong label': (dict(label=2), 'column `label`', '`2` is no candidate; there is 0 for `the jug` and 1 for `the tap`'),
}


@pytest.mark.parametrize('wrong', BAD)
def test_bad_schemas_are_refused_with_split_and_row(wrong, tmp_path):
    change, *words = BAD[wrong]
    good = [dict(text=JUG, pronoun='it', options=CANDIDATES, label=n % 2) for n in range(8)]
    DatasetDict(train=Dataset.from_list([*good[:4], good[4] | change]), validation=Dataset.from_list(good)).save_to_disk(tmp_path/'data')
    one_line(run_here('gft_fit', '--eqn', EQN, '--data', f'C:{tmp_path}/data', '--model', 'E:bert-tiny'), 'train row 5', *words)


@pytest.mark.parametrize('cells, words', [(('it', JUG, CANDIDATES), 'the text stands first'), ((JUG, CANDIDATES, 'it'), 'they stand last, behind the text and the pronoun')])
def test_cells_in_another_order_are_told_the_right_one(cells, words):
    with pytest.raises(ft.equations.RequestError, match=words): read_schema(cells[0], cells[1:])


@pytest.mark.parametrize('model', ['E:bert-tiny', 'E:llama-tiny'])
@pytest.mark.parametrize('wrong, words', [
    (['the jug'], 'here is 1: the jug'), ('the jug', 'here is 1: the jug'), ('', 'here are none'), (None, 'here are none'), (42, 'here is 1: 42'),
    (['the jug', 'the tap', 'the sink'], 'here are 3'), ('the jug, the tap, the sink', 'here are 3'), ('the jug, the sink', 'the candidate `the sink` is not in the sentence'),
    (['the jug', None], 'the candidate `None` is not in the sentence'),
])
def test_python_says_it_too(model, wrong, words):
    with pytest.raises(ft.equations.RequestError) as refused: ft.load(model, EQN).predict((JUG, 'it', wrong))
    assert words in str(refused.value) and '\n' not in str(refused.value) and str(refused.value).startswith('input 1, column `options`: ')


def one_line(finished, *words):
    """A wrong request, told in one line."""
    assert finished.returncode == 2 and finished.stdout == '', finished.stderr
    [line] = [line for line in finished.stderr.splitlines() if line.startswith(('gft_fit: ', 'gft_predict: ', 'gft_eval: '))]
    for word in words: assert word in line


def test_models_without_a_language_head_are_named():
    for command in ('gft_fit', 'gft_eval'):
        one_line(run_here(command, '--eqn', EQN, '--data', 'E:winograd', '--model', 'E:minilm'), 'E:minilm', 'BertModel', 'there is `E:smollm2`, `E:llama-tiny`, `E:bert-tiny`')


def test_the_hint_is_that_of_the_data():
    for command, *more in (('gft_fit',), ('gft_eval', '--model', 'E:bert-tiny'), ('gft_predict', '--model', 'E:bert-tiny'), ('gft_fit', '--task', 'wsc')):
        one_line(run_here(command, '--data', 'E:winograd', *more), 'an equation is missing for E:winograd', f'as in `{EQN}`')


def test_a_bad_line_is_named(folder):
    finished = run_here('gft_predict', '--model', f'C:{folder}', input=f'{JUG}|it|the jug, the tap\n{JUG}|it|the jug, the sink\n')
    assert finished.returncode == 1 and 'gft_predict: line 2: the candidate `the sink` is not in the sentence\n' in finished.stderr
    assert len(finished.stdout.splitlines()) == 1 # the good line was answered


def test_a_sentence_that_is_cut_is_told(folder, llama, caplog):
    for g, limit in ((ft.load(f'C:{folder}'), 61), (llama, 63)):
        g.predict((JUG + ' It was very tall indeed.'*30, 'it', CANDIDATES), max_length=limit)
        assert [line for line in caplog.messages if ' are cut at ' in line][-1] == f'long questions are cut at {limit} tokens; --max_length takes more'


def test_bad_lines_are_told_in_their_turn(folder):
    """On one stream, as on a terminal: an answer or a reason for each line, in order."""
    good, stranger = f'{JUG}|it|the jug, the tap', f'{JUG}|it|the jug, the sink'
    finished = run('gft_predict', '--model', f'C:{folder}', input='\n'.join([good, stranger, good, 'one field', good]) + '\n', capture_output=False, stdout=PIPE, stderr=STDOUT)
    told = [line for line in finished.stdout.splitlines() if line.startswith(('The jug', 'gft_predict'))]
    assert finished.returncode == 1 and [line.split(': ')[1] if line.startswith('gft_predict') else 'answer' for line in told] == ['answer', 'line 2', 'answer', 'line 4', 'answer']


def test_a_summary_names_the_task_and_how_it_scores(folder, tmp_path):
    told = dict(ft.summary(model=f'C:{folder}').rows)
    assert told['fitted for'] == 'winograd' and 'under masks' in told['scoring']
    causal = ft.fit(EQN, 'E:winograd', 'E:llama-tiny', num_train_epochs=1, max_train_samples=8, max_eval_samples=8)
    assert 'what follows each candidate' in dict(causal.summary().rows)['scoring']


def test_a_blank_needs_no_equation():
    line = succeed(run_here('gft_predict', '--task', 'wsc', '--model', 'E:llama-tiny', input=JUG.replace(' it ', ' _ ') + '|the jug, the tap\n'))
    assert {*line.strip().split('\t')[-4::2]} == {*CANDIDATES}


def test_our_own_schemas():
    """Twins stay together, the classes are even, and everything that is made of them can be read back."""
    data = winograd_twins()
    rows = [row for part in data.values() for row in part]
    assert len(rows) >= 120 and not {*data['train']['twin']} & {*data['validation']['twin']} & {*data['test']['twin']}
    for one, other in zip(rows[::2], rows[1::2]): assert one['options'] == other['options'] and one['twin'] == other['twin'] and (one['label'], other['label']) == (0, 1)
    for row in rows: assert find_gap(row['text'], row['options'], row['pronoun'])
    assert len(traded(data['test'])[1]) == len(data['test'])


def test_wnli_is_undone():
    """Each premise gets its blank back, and a rival for each candidate."""
    data = wnli_twins()
    for rows in data.values():
        schemas = wnli_schemas(rows)
        assert {*schemas['row']} == {*range(len(rows))}
        for row in schemas: read_schema(row['text'], [row['options']])
    assert undo_wnli('I stuck a pin through a carrot. When I pulled the pin out, it had a hole.', 'The carrot had a hole.')[1] == 'The carrot'
    assert {'the pin', 'a carrot'} & {*noun_phrases('I stuck a pin through a carrot. When I pulled the pin out, it')}
