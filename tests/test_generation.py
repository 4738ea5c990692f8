"""Fill-mask, text generation and translation through the five functions; their folders in plain transformers; bad input."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import finetune_course as ft
import pytest
import torch
from commands import run_here, succeed
from conftest import write_csv
from finetune_course.equations import RequestError
from finetune_course.generation import byte_tokenizer, english, french, write_new_model


@dataclass(frozen=True)
class Case:
    """A small fit, and questions for the fitted model."""
    arguments: dict
    questions: tuple[str, ...]


CASES = {
    'fill-mask': Case(dict(eqn='fill-mask: text ~ text', data='E:film_blanks', model='E:bert-tiny', learning_rate=1e-3, max_train_samples=800), ('I [MASK] this film .', 'a [MASK] film , but <mask> .')),
    'text-generation': Case(dict(eqn='text-generation: text ~ text', data='E:rotten_tomatoes', model='E:llama-tiny', learning_rate=1e-2, max_train_samples=1200, per_device_train_batch_size=16), ('this film', 'the actors are all')),
    'MT': Case(dict(eqn='MT: fr ~ en', data='E:number_words', learning_rate=2e-3, max_train_samples=4000), ('twenty-one', 'two hundred thousand eighty')),
}


@pytest.fixture(scope='module')
def folders(tmp_path_factory) -> dict[str, Path]:
    """A fitted folder for each task."""
    home = tmp_path_factory.mktemp('generation')
    for word, case in CASES.items():
        g = ft.fit(**case.arguments, output_dir=home/word, num_train_epochs=1, max_eval_samples=60)
        found = next(score for score in g.scores.scores if score.metric in ('token_accuracy', 'bleu'))
        assert found.low > found.baseline, g.scores
    return {word: home/word for word in CASES}


@pytest.mark.parametrize('word', CASES)
def test_the_folder_alone_is_enough(folders, word):
    """eval, summary and predict need nothing but the folder; a pipe from cat_dataset answers as --data does."""
    model, data = f'C:{folders[word]}', CASES[word].arguments['data']
    scores = ft.evaluate(model, max_eval_samples=30)
    assert scores.split == 'test' and scores.rows == 30
    assert all(score.low <= score.value <= score.high for score in scores.scores)
    assert ('task', f'{word}: {ft.equations.task_words[word].meaning}') in ft.summary(model=model).rows
    assert {'plot.png', 'README.md', 'model.safetensors'} <= {path.name for path in folders[word].iterdir()}
    lines = list(ft.cat_dataset(data, CASES[word].arguments['eqn'], split='test'))[:5]
    options = dict(top_k=1) if word == 'fill-mask' else dict(max_new_tokens=8)
    [(option, number)] = options.items()
    piped = succeed(run_here('gft_predict', '--model', model, f'--{option}', number, input='\n'.join(lines) + '\n')).splitlines()
    rows = ft.predict(model, inputs=[line.split('\t')[0] for line in lines], **options)
    g = ft.load(model)
    assert [line.split('\t')[-1] for line in piped] == [ft.datasets.escape(g.task.fields(g, row)[-1]) for row in rows]


def test_plain_transformers_fills_the_same_masks(folders):
    from transformers import pipeline
    pipe, g = pipeline('fill-mask', str(folders['fill-mask'])), ft.load(f'C:{folders["fill-mask"]}')
    one, two = CASES['fill-mask'].questions
    same(g.predict(one), pipe(one))
    for ours, theirs in zip(g.predict(two), pipe(two.replace('<mask>', '[MASK]')), strict=True): same(ours, theirs)
    assert [len(mask) for mask in g.predict(two, top_k=3)] == [3, 3]


def same(ours, theirs):
    assert [word for word, _ in ours] == [answer['token_str'] for answer in theirs]
    assert [share for _, share in ours] == pytest.approx([answer['score'] for answer in theirs], abs=1e-5)


def test_plain_transformers_writes_the_same(folders):
    from transformers import pipeline
    questions = list(CASES['text-generation'].questions)
    answers = pipeline('text-generation', str(folders['text-generation']))(questions, max_new_tokens=12, do_sample=False)
    g = ft.load(f'C:{folders["text-generation"]}')
    assert g.predict(questions, max_new_tokens=12) == [answer['generated_text'] for [answer] in answers]
    drawn = [g.predict(questions, max_new_tokens=12, temperature=1., seed=seed) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    finished = run_here('gft_predict', '--model', f'C:{folders["text-generation"]}', '--max_new_tokens', 12, '--temperature', 1., '--seed', 1, input='\n'.join(questions))
    assert [line.split('\t')[1] for line in succeed(finished).splitlines()] == list(map(ft.datasets.escape, drawn[0]))


def test_plain_transformers_translates_the_same(folders):
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer
    model, tokenizer = (auto.from_pretrained(folders['MT']) for auto in (AutoModelForSeq2SeqLM, AutoTokenizer))
    questions = list(CASES['MT'].questions)
    said = model.generate(**tokenizer(questions, padding=True, return_tensors='pt'))
    assert ft.load(f'C:{folders["MT"]}').predict(questions) == tokenizer.batch_decode(said, skip_special_tokens=True)


def test_the_questions_of_validation_are_the_same_each_time(folders):
    first, second = (ft.evaluate(f'C:{folders["fill-mask"]}', max_eval_samples=30) for _ in range(2))
    assert (first.yhat == second.yhat).all()


def test_a_long_text_is_asked_about_to_its_end(folders):
    long = 'a film ' * 200 + 'is [MASK] .'
    [answer] = ft.predict(f'C:{folders["fill-mask"]}', inputs=[long], top_k=2)
    assert len(answer) == 2
    ids = ft.load('E:llama-tiny').processor('a film ' * 200)['input_ids']
    scores = ft.evaluate('E:llama-tiny', f'C:{write_csv("long.csv", ("text",), [["a film " * 200]] * 2)}', 'text-generation: text ~ text', split='train')
    assert scores.yhat[:, 2].tolist() == [len(ids)] * 2 # every token but the first, and the end


@pytest.mark.parametrize('word', ['fill-mask', 'text-generation'])
def test_an_empty_text_is_named(word, tmp_path):
    path = write_csv(tmp_path/'texts.csv', ('text', 'stars'), [['good', 5], ['  ', 3], ['bad', 1]])
    finished = run_here('gft_fit', '--eqn', f'{word}: text ~ text', '--data', f'C:{path}', '--model', CASES[word].arguments['model'], '--splits', 'train,train,train')
    assert finished.returncode == 2 and 'row 2, column `text`: the text is empty' in finished.stderr


def test_an_empty_translation_is_named(tmp_path):
    path = write_csv(tmp_path/'pairs.csv', ('en', 'fr'), [['one', 'un'], ['two', ' ']])
    finished = run_here('gft_fit', '--eqn', 'MT: fr ~ en', '--data', f'C:{path}', '--splits', 'train,train,train')
    assert finished.returncode == 2 and 'train row 2, column `fr`: the text is empty' in finished.stderr


def test_a_line_without_a_mask_is_named_and_the_others_are_answered(folders):
    finished = run_here('gft_predict', '--model', f'C:{folders["fill-mask"]}', input='I [MASK] it .\nno blank here\na <mask> .\n')
    assert finished.returncode == 1 and len(finished.stdout.splitlines()) == 2
    assert finished.stderr.splitlines() == ['gft_predict: line 2: there is no [MASK] in it']


def test_a_prompt_that_leaves_no_room_is_named(folders):
    finished = run_here('gft_predict', '--model', f'C:{folders["text-generation"]}', '--max_new_tokens', 5, input='short\n' + 'long ' * 600 + '\n')
    assert finished.returncode == 1 and len(finished.stdout.splitlines()) == 1
    assert 'line 2: its ' in finished.stderr and 'leave no room, the model takes 512' in finished.stderr


@pytest.mark.parametrize('word', ['text-generation', 'MT'])
def test_a_learner_that_cannot_write_names_what_can(folders, word):
    g = ft.load(f'C:{folders[word]}')
    features = ft.batches.input_features(g, dict(x=list(CASES[word].questions)))
    with pytest.raises(RequestError, match='written token by token: ask `g.predict`'): g.learner(None, features).predict(CASES[word].questions[0])


def test_an_answer_ends_where_the_model_ends(folders, caplog):
    g = ft.load(f'C:{folders["text-generation"]}')
    answer = g.predict('a film', max_new_tokens=10_000)
    assert len(g.processor(answer)['input_ids']) <= g.model.config.max_position_embeddings + 2
    assert 'longer answers end there' in caplog.text


def test_an_answer_does_not_depend_on_its_neighbours(folders):
    g, long = ft.load(f'C:{folders["text-generation"]}'), 'a long film ' * 165
    assert g.predict(['the film', long], max_new_tokens=30)[0] == g.predict('the film', max_new_tokens=30)


def test_texts_longer_than_the_model(folders, caplog):
    g = ft.load(f'C:{folders["MT"]}')
    assert g.predict('one hundred ' * 400, max_length=1000, max_new_tokens=1000)
    write_csv(Path('long.csv'), ('en', 'fr'), [('one hundred ' * 300, 'cent ' * 300 + str(i)) for i in range(40)])
    ft.fit('MT: fr ~ en', 'C:long.csv', num_train_epochs=1, max_length=1000, per_device_train_batch_size=2)
    told = [line for line in caplog.messages if ' are cut at ' in line and ': ' in line]
    assert len(told) == 4 and all(re.fullmatch(r'(train|validation): (\d+) of \2 (texts|labels) are cut at 256 tokens', line) for line in told), told # the model takes no more


def test_nothing_to_learn_is_said():
    shared = dict(eqn='fill-mask: text ~ text', data='E:film_blanks', max_train_samples=20, max_eval_samples=10)
    with pytest.raises(RequestError, match='shares its weights'): ft.fit(**shared, model='E:llama-tiny', task='text-generation', freeze=True)
    with pytest.raises(RequestError, match='no token to predict'): ft.fit(**shared, model='E:llama-tiny', task='text-generation', max_length=1)


def test_another_column_than_its_own_is_refused():
    finished = run_here('gft_fit', '--eqn', 'fill-mask: label ~ text', '--data', 'E:rotten_tomatoes')
    assert finished.returncode == 2 and 'learns from the text itself' in finished.stderr and '^^^^^' in finished.stderr


def test_a_metric_of_another_kind_is_refused():
    finished = run_here('gft_fit', '--eqn', 'MT: fr ~ en', '--data', 'E:number_words', '--metric', 'perplexity')
    assert finished.returncode == 2 and '`perplexity` compares tokens, but `MT` predicts texts' in finished.stderr


def test_lora_learns_little_and_leaves_a_plain_model(folders, tmp_path):
    from transformers import AutoModelForCausalLM
    g = ft.fit('text-generation: en ~ en', 'E:number_words', f'C:{folders["text-generation"]}', tmp_path/'lora', lora=4,
               num_train_epochs=1, learning_rate=1e-2, max_train_samples=300, max_eval_samples=30)
    before, after = (AutoModelForCausalLM.from_pretrained(folder).state_dict() for folder in (folders['text-generation'], tmp_path/'lora'))
    assert before.keys() == after.keys() and g.record['options']['lora'] == 4
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed and all('_proj' in name for name in changed)
    name = min(changed)
    assert torch.linalg.matrix_rank(after[name] - before[name], atol=1e-4) <= 4
    assert ft.evaluate(f'C:{tmp_path/"lora"}', split='validation', max_eval_samples=30)['perplexity'] == pytest.approx(g.scores['perplexity'], rel=1e-4)


def test_lora_trains_a_new_head(reviews):
    g = ft.fit('classify: label ~ text', f'C:{reviews}', 'E:bert-tiny', lora=4, num_train_epochs=3, learning_rate=1e-2)
    assert g.scores['accuracy'] > .8


@pytest.fixture(scope='module')
def t5(tmp_path_factory) -> Path:
    """A small T5 with instructions in its config, as the real ones have."""
    folder, numbers = tmp_path_factory.mktemp('models')/'t5', range(0, 900, 7)
    tokenizer = byte_tokenizer([*map(english, numbers), *map(french, numbers)], 320, end=True)
    write_new_model(folder, 'T5', tokenizer, decoder_start_token_id=0, d_model=32, d_kv=8, d_ff=64, num_layers=1, num_heads=4)
    config = json.loads((folder/'config.json').read_text())
    config['task_specific_params'] = {'translation_en_to_fr': {'prefix': 'translate English to French: '}, 'summarization': {'prefix': 'summarize: '}}
    (folder/'config.json').write_text(json.dumps(config))
    return folder


def test_any_sequence_to_sequence_model_predicts_as_generate_does(t5):
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer
    model, tokenizer = AutoModelForSeq2SeqLM.from_pretrained(t5), AutoTokenizer.from_pretrained(t5)
    said = model.generate(**tokenizer('translate English to French: eleven', return_tensors='pt'), max_new_tokens=6)
    [answer] = ft.predict(f'C:{t5}', inputs=['eleven'], eqn='MT: fr ~ en', max_new_tokens=6)
    assert answer == tokenizer.decode(said[0], skip_special_tokens=True).strip()
    assert list(ft.predict(f'C:{t5}', inputs=['eleven'], task='MT', language='fr', max_new_tokens=6)) == [answer]
    said = model.generate(**tokenizer('summarize: one hundred two', return_tensors='pt'), max_new_tokens=6)
    [answer] = ft.predict(f'C:{t5}', inputs=['one hundred two'], task='summarization', max_new_tokens=6)
    assert answer == tokenizer.decode(said[0], skip_special_tokens=True).strip()


def test_an_unknown_language_is_refused(t5, folders):
    request = 'gft_predict', '--model', f'C:{t5}', '--eqn', 'MT: xx ~ en'
    finished = run_here(*request, '--language', 'xx', input='eleven\n')
    assert finished.returncode == 2 and 'does not translate `en` into `xx`; there is `fr`' in finished.stderr
    finished = run_here(*request, input='eleven\n')  # a column may be called anything
    assert finished.returncode == 0 and 'none of these languages' in finished.stderr
    with pytest.raises(RequestError, match='knows no language `xx`'): list(ft.predict(f'C:{folders["MT"]}', inputs=['eleven'], language='xx'))


def test_french_numbers():
    assert [french(n) for n in (0, 61, 70, 76, 97, 500, 80_081, 700_071)] == [
        'zéro', 'soixante et un', 'soixante-dix', 'soixante-seize', 'quatre-vingt-dix-sept', 'cinq cents', 'quatre-vingt mille quatre-vingt-un',
        'sept cent mille soixante et onze']
