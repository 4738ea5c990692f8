"""Names in sentences and answers to questions, through all five functions, on bad input, and with transformers alone."""

import json

import pytest
import torch
from commands import run_here, succeed
from finetune_course.functions import load
from finetune_course.tokens_and_spans import entities
from transformers import AutoModelForQuestionAnswering, AutoTokenizer, pipeline

NAMES = 'classify_tokens: tags ~ tokens'
ANSWERS = 'classify_spans: answers ~ question + context'


@pytest.fixture(scope='module')
def names(tmp_path_factory):
    """The output_dir of a model of names."""
    folder = tmp_path_factory.mktemp('names')/'names'
    succeed(run_here('gft_fit', '--eqn', NAMES, '--data', 'E:entities', '--model', 'E:bert-tiny', '--output_dir', folder, '--num_train_epochs', 2,
                     '--learning_rate', 3e-3))
    return folder


@pytest.fixture(scope='module')
def answers(tmp_path_factory):
    """The output_dir of a model of answers, with a maximal length that makes most contexts two windows."""
    folder = tmp_path_factory.mktemp('answers')/'answers'
    succeed(run_here('gft_fit', '--eqn', ANSWERS, '--data', 'E:questions', '--model', 'E:bert-tiny', '--output_dir', folder, '--num_train_epochs', 2,
                     '--learning_rate', 1e-3, '--per_device_train_batch_size', 16, '--max_length', 48))
    return folder


def scores(text):
    """Metric to score, interval and baseline."""
    return {fields[1]: [float(field) for field in fields[2:6]] for fields in (line.split('\t') for line in text.splitlines()[1:])}


def test_names_beat_the_baseline(names):
    found = scores(succeed(run_here('gft_eval', '--model', f'C:{names}', '--split', 'test')))
    score, low, high, baseline = found['overall_f1']
    assert baseline < low < score < high and score > .4
    assert {'f1_person', 'precision_place', 'recall_ship', 'overall_accuracy'} <= found.keys()
    assert found['overall_accuracy'][3] > .5


@pytest.mark.parametrize('fitted, equation', [('names', NAMES), ('answers', ANSWERS)])
def test_a_pipe_answers_as_data_do(fitted, equation, request):
    folder, data = request.getfixturevalue(fitted), 'E:entities' if fitted == 'names' else 'E:questions'
    lines = succeed(run_here('gft_cat_dataset', '--data', data, '--eqn', equation, '--split', 'validation'))
    piped = succeed(run_here('gft_predict', '--model', f'C:{folder}', input=lines))
    assert piped == succeed(run_here('gft_predict', '--model', f'C:{folder}', '--data', data, '--split', 'validation'))
    assert len(piped.splitlines()) == len(lines.splitlines())


def test_names_are_printed_whole(names):
    text = 'The captain of the Lady Victoria , Dr Nelson York , moved to Perth .'
    [line] = succeed(run_here('gft_predict', '--model', f'C:{names}', input=text + '\n')).splitlines()
    assert len(line.split('\t')) % 3 == 1 and line.startswith(text)
    [line] = succeed(run_here('gft_predict', '--model', f'C:{names}', '--format', 'jsonl', input=text + '\n')).splitlines()
    for name in json.loads(line)['prediction']: assert text[name['start']:name['end']] == name['word']


def test_the_learner_reads_raw_inputs(names, answers):
    text = 'The captain of the Lady Victoria , Dr Nelson York , moved to Perth .'
    g, asked = load(f'C:{names}'), load(f'C:{answers}')
    tags, indices, outputs = g.learn.predict(text)
    assert len(tags.split()) == len(text.split()) and indices.shape == outputs.shape[:1]
    assert [(kind, *place) for kind, *place in entities(tags.split())] == [(name['entity_group'], text[:name['start']].count(' '), text[:name['end']].count(' ') + 1) for name in g.predict(text)]
    said, (start, end), _ = asked.learn.predict(('Where was the Lady Victoria built?', 'The Lady Victoria was built in Perth.'))
    assert said == 'no answer in this window' if start == 0 else said in 'the lady victoria was built in perth.'


def test_summary(names, answers):
    assert 'overall_f1' in succeed(run_here('gft_summary', '--model', f'C:{names}'))
    assert 'answer_f1' in succeed(run_here('gft_summary', '--model', f'C:{answers}'))
    assert 'B-person' in succeed(run_here('gft_summary', '--data', 'E:entities'))


def test_names_with_transformers_alone(names):
    sentences = ['Trent sailed from Kent aboard the Lady Eden .', 'Branson bought shares of Lourdes Motors .']
    read = pipeline('token-classification', str(names), aggregation_strategy='first')
    for ours, theirs in zip(load(f'C:{names}').predict(sentences), read(sentences)):
        assert [(name['entity_group'], name['start'], name['end']) for name in ours] == [(name['entity_group'], name['start'], name['end']) for name in theirs]
        assert [name['score'] for name in ours] == pytest.approx([name['score'] for name in theirs], abs=1e-3)


def test_words_of_any_kind_go_through_a_pipe(names, tmp_path):
    words = ['Trent', '10\xa0000', 'New Perth', 'left', '']
    data = rows_of(tmp_path, tokens=[words]*4, tags=[['O']*5]*4)
    lines = succeed(run_here('gft_cat_dataset', '--data', data, '--eqn', 'classify_tokens: tags ~ tokens', '--split', 'validation'))
    assert json.loads(lines.splitlines()[0].split('\t')[0]) == words
    direct, piped = (succeed(run_here('gft_predict', '--model', f'C:{names}', *more, input=lines)) for more in (['--data', data, '--split', 'validation'], []))
    assert direct == piped


def test_tags_are_shown_word_by_word(names, capsys):
    learn = load(f'C:{names}').learn
    learn.dls.show_batch(max_n=2)
    learn.show_results(max_n=3)
    shown = capsys.readouterr().out
    rows = load(f'C:{names}').learn.dls.valid
    batch = rows.one_batch()
    for words, target, said in zip(batch[0]['words'], rows.decode_batch(batch), rows.decode_batch((batch[0], torch.zeros_like(batch[1])))):
        assert len(words) == len(target[1].split()) == len(said[1].split())
    assert 'prediction' in shown


def test_blanks_in_the_input_are_counted(names):
    text = '  Trent\tsailed   from  Kent aboard the Lady Eden .'
    found = load(f'C:{names}').predict(text)
    assert found and [text[name['start']:name['end']].split() for name in found] == [name['word'].split() for name in found]


def test_every_word_of_a_long_text_has_a_tag(names):
    g, text = load(f'C:{names}'), 'Nelson moved to Perth , and ' * 40
    found = g.predict([text, text.split()], max_length=32)
    assert found[0] == found[1]
    assert max(name['end'] for name in found[0]) > len(text) - 40


def test_answers_beat_the_baseline(answers):
    found = scores(succeed(run_here('gft_eval', '--model', f'C:{answers}', '--split', 'test', '--metric', 'H:squad_v2')))
    score, low, _, baseline = found['answer_f1']
    assert baseline < low < score
    assert {'exact_match', 'HasAns_exact', 'HasAns_f1', 'NoAns_exact', 'NoAns_f1'} == found.keys() - {'answer_f1'}


def test_answers_with_transformers_alone(answers):
    question, context = 'When was the York sold?', 'In 1871 the York was sold.'
    model, tokenizer = AutoModelForQuestionAnswering.from_pretrained(answers), AutoTokenizer.from_pretrained(answers)
    encoded = tokenizer(question, context, return_tensors='pt')
    with torch.no_grad(): found = model(**encoded)
    start, end = found.start_logits[0], found.end_logits[0]
    inside = [i for i, side in enumerate(encoded.sequence_ids(0)) if side == 1]
    first, last = max(((i, j) for i in inside for j in inside if i <= j < i + 30), key=lambda pair: start[pair[0]] + end[pair[1]])
    g = load(f'C:{answers}')
    g.options['null_threshold'] = 1e6  # never silent
    [best] = g.predict((question, context), top_k=1)
    assert (best['start'], best['end']) == (encoded.token_to_chars(first).start, encoded.token_to_chars(last).end)
    g.options['null_threshold'] = -1e6  # always silent
    assert g.predict((question, context), top_k=1)[0]['answer'] == ''


def test_an_answer_at_the_end_of_a_long_context_is_found_where_it_stands(answers):
    context = 'Nothing is said here of any ship. ' * 40 + 'The York carried olive oil.'
    g = load(f'C:{answers}')
    g.options['null_threshold'] = 1e6
    assert len(g.predict(('What did the York carry?', context), max_length=5)) == 3  # the question gives way
    for found in g.predict(('What did the York carry?', context), top_k=20): assert context[found['start']:found['end']] == found['answer']


def rows_of(tmp_path, **columns):
    """A file of rows that are used for training and validation, the second of them bad."""
    rows = [dict(zip(columns, cells)) for cells in zip(*columns.values())]
    path = tmp_path/'data'
    path.mkdir()
    for split in ('train', 'validation'): (path/f'{split}.jsonl').write_text('\n'.join(map(json.dumps, rows)))
    return f'C:{path}'


def refused(equation, data):
    finished = run_here('gft_fit', '--eqn', equation, '--data', data, '--model', 'E:bert-tiny')
    assert finished.returncode == 2
    return finished.stderr


def test_words_and_tags_of_unequal_length(tmp_path):
    data = rows_of(tmp_path, tokens=[['Paris', 'sleeps'], ['It', 'rained']], tags=[['B-place', 'O'], ['O']])
    assert 'train row 2, column `tags`: 2 words, but 1 tag' in refused(NAMES, data)


@pytest.mark.parametrize('wrong, message', [
    (dict(text=['Rome'], answer_start=[0]), 'the answer `Rome` is not in its context'),
    (dict(text=['Perth'], answer_start=[0]), 'the answer `Perth` is not in its context at 0, but at 10'),
    (dict(text=['Perth'], answer_start=[-1]), 'not in its context')])
def test_an_answer_that_is_not_in_its_context(tmp_path, wrong, message):
    data = rows_of(tmp_path, question=['Where?']*2, context=['She is in Perth.']*2, answers=[dict(text=['Perth'], answer_start=[10]), wrong])
    error = refused(ANSWERS, data)
    assert message in error and 'train row 2, column `answers`' in error


def test_an_answer_beyond_max_length(tmp_path):
    context = 'The York was sold. ' * 10
    answer = dict(text=[context[:120]], answer_start=[0])
    data = rows_of(tmp_path, question=['When?']*2, context=[context]*2, answers=[dict(text=['York'], answer_start=[4]), answer])
    finished = run_here('gft_fit', '--eqn', ANSWERS, '--data', data, '--model', 'E:bert-tiny', '--max_length', 24, '--num_train_epochs', 1)
    assert finished.returncode == 0
    assert 'train row 2, column `answers`: an answer is not whole in any window of 24 tokens' in finished.stderr


def test_wrong_columns(tmp_path):
    data = rows_of(tmp_path, text=['good', 'bad'], label=[1, 0])
    assert 'classify' in refused('classify_tokens: label ~ text', data)
    path = tmp_path/'answers'
    path.mkdir()
    data = rows_of(path, question=['a', 'b'], context=['c', 'd'], answers=[1, 0])
    assert 'as in SQuAD' in refused(ANSWERS, data)
