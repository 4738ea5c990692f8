"""Inference as transformers does it, by hand and by `pipeline`; and predictions as a filter, through the real command."""

import json
import time

import finetune_course as ft
import numpy as np
import pytest
import torch
from commands import run, run_here, succeed
from finetune_course.equations import RequestError
from finetune_course.model import model_folder
from finetune_course.pipelines import vector, zero_shot_classification
from PIL import Image
from transformers import AutoModel, AutoModelForSequenceClassification, AutoTokenizer, BartConfig, BartModel, Wav2Vec2Config, Wav2Vec2Model, pipeline

TEXTS = ['the storm', 'a distant galaxy lies many light years away, and nobody has been there', 'hot soup', 'a | bar, a\ttab']


def table(text: str) -> list[list[str]]: return [line.split('\t') for line in text.splitlines()]


def numbers(fields: str) -> np.ndarray: return np.array(fields.split(), float)


@pytest.fixture(scope='module')
def embed(): return ft.load('E:bert-tiny', task='vector')


@pytest.fixture(scope='module')
def body(): return AutoModel.from_pretrained(model_folder('E:bert-tiny')).eval(), AutoTokenizer.from_pretrained(model_folder('E:bert-tiny'))


@pytest.fixture(scope='module')
def nli(tmp_path_factory):
    """A head of three classes with random weights, large enough to have opinions."""
    torch.manual_seed(0)
    folder, names = tmp_path_factory.mktemp('nli')/'head', ['contradiction', 'entailment', 'neutral']
    model = AutoModelForSequenceClassification.from_pretrained(model_folder('E:bert-tiny'), num_labels=3, id2label=dict(enumerate(names)),
                                                               label2id={name: i for i, name in enumerate(names)})
    model.classifier.weight.data *= 30
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(model_folder('E:bert-tiny')).save_pretrained(folder)
    return folder


# -- Vectors -----------------------------------------------------------------------------------------------------------

def test_vectors_are_the_means_of_the_pipelines_tokens(embed):
    tokens = pipeline('feature-extraction', model_folder('E:bert-tiny'), device='cpu')(TEXTS)
    means = np.stack([np.mean(rows[0], axis=0) for rows in tokens])
    np.testing.assert_allclose(np.stack(embed.predict(TEXTS)), means, atol=1e-5)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    np.testing.assert_allclose(np.stack(embed.predict(TEXTS, normalize=True)), means/lengths, atol=1e-5)


def test_padding_changes_no_vector_whatever_the_pooling(embed, body):
    model, tokenizer = body
    by_hand = dict(mean=lambda states: states.mean(0), cls=lambda states: states[0], max=lambda states: states.amax(0))
    with torch.no_grad(): states = [model(**tokenizer(text, return_tensors='pt')).last_hidden_state[0] for text in TEXTS]
    for pooling, pool in by_hand.items():
        np.testing.assert_allclose(np.stack(embed.predict(TEXTS, pooling=pooling)), torch.stack(list(map(pool, states))), atol=1e-5)


def test_a_pair_is_read_as_a_pair(embed, body):
    model, tokenizer = body
    with torch.no_grad(): states = model(**tokenizer('hot soup', 'the storm', return_tensors='pt')).last_hidden_state[0]
    np.testing.assert_allclose(embed.predict(('hot soup', 'the storm')), states.mean(0), atol=1e-5)


def test_the_encoder_alone_gives_the_vectors_of_an_encoder_and_decoder(body, tmp_path):
    torch.manual_seed(0)
    small = dict(d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16)
    model, tokenizer = BartModel(BartConfig(vocab_size=len(body[1]), **small)).eval(), body[1]
    model.save_pretrained(tmp_path/'bart')
    tokenizer.save_pretrained(tmp_path/'bart')
    inputs = tokenizer(TEXTS[0], return_tensors='pt', return_token_type_ids=False)
    with torch.no_grad(): states = model.get_encoder()(**inputs).last_hidden_state[0]
    said = ft.load(f'C:{tmp_path}/bart', task='vector').predict(TEXTS[0])
    np.testing.assert_allclose(said, states.mean(0), atol=1e-5)


def test_pictures_have_vectors_and_a_broken_one_costs_only_its_line(tmp_path):
    for i, color in enumerate(('red', 'green', 'blue')): Image.new('RGB', (40, 30), color).save(tmp_path/f'{i}.png')
    (tmp_path/'1.png').write_bytes(b'no picture')
    finished = run_here('gft_predict', '--task', 'vector', '--model', 'E:efficientnet-lite0', '--normalize', input=''.join(f'{tmp_path}/{i}.png\n' for i in range(3)))
    first, third = table(finished.stdout)
    assert (first[0], third[0]) == (f'{tmp_path}/0.png', f'{tmp_path}/2.png') and finished.returncode == 1 and 'line 2:' in finished.stderr
    assert np.linalg.norm(numbers(first[1])) == pytest.approx(1, abs=1e-3)
    model = AutoModel.from_pretrained(model_folder('E:efficientnet-lite0')).eval()
    g = ft.load('E:efficientnet-lite0', task='vector')
    with torch.no_grad(): pooled = model(**g.processor([Image.new('RGB', (40, 30), 'red')], return_tensors='pt')).pooler_output.flatten()
    np.testing.assert_allclose(g.predict(f'{tmp_path}/0.png'), pooled, atol=1e-4)


def test_moments_of_padded_sound_are_left_out():
    """A model of sounds shortens its mask: a short sound beside a long one has the vector that it has alone."""
    torch.manual_seed(0)
    config = Wav2Vec2Config(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, conv_dim=(8, 8), conv_kernel=(10, 3), conv_stride=(5, 2),
                            num_feat_extract_layers=2, feat_extract_norm='layer', num_conv_pos_embeddings=4, num_conv_pos_embedding_groups=2)
    net = ft.tasks.DeepNet(vector, Wav2Vec2Model(config).eval(), None, [])
    sounds, mask = torch.randn(2, 800), torch.ones(2, 800, dtype=torch.long)
    mask[0, 400:], sounds[0, 400:] = 0, 0
    def vectors(**inputs):
        with torch.no_grad(): return vector.predict(net, inputs, vector.logits(net.model, inputs), None)
    together, alone = vectors(input_values=sounds, attention_mask=mask), vectors(input_values=sounds[:1, :400], attention_mask=mask[:1, :400])
    np.testing.assert_allclose(together[0], alone[0], atol=2e-2)  # the convolution over positions looks beyond the end


# -- Similarity and labels ---------------------------------------------------------------------------------------------

def test_similarity_is_the_cosine_of_the_recipe_of_sentence_transformers():
    """Mean of the tokens, length 1, product: for `E:minilm` the steps of its own modules.json."""
    model, tokenizer = AutoModel.from_pretrained(model_folder('E:minilm')), AutoTokenizer.from_pretrained(model_folder('E:minilm'))
    inputs = tokenizer(TEXTS, padding=True, return_tensors='pt')
    with torch.no_grad(): states = model(**inputs).last_hidden_state
    mask = inputs['attention_mask'][..., None]
    vectors = torch.nn.functional.normalize((states*mask).sum(1)/mask.sum(1))
    said = ft.load('E:minilm', task='sentence-similarity').predict([(TEXTS[0], text) for text in TEXTS])
    assert [number for [(_, number)] in said] == pytest.approx((vectors[0] @ vectors.T).tolist(), abs=1e-5)


def test_a_fitted_similarity_is_a_plain_model_of_transformers(tmp_path):
    g = ft.fit(**ft.tasks.get_task('sentence-similarity').example, num_train_epochs=2, output_dir=tmp_path/'similar')
    assert float(g.learn.predict(('a storm', 'a gale'))[0]) == pytest.approx(g.predict([('a storm', 'a gale')])[0][0][1], abs=1e-2)
    assert g.scores.scores[0].low > g.scores.scores[0].baseline == 0
    [(_, low)], [(_, high)] = ft.load(f'C:{tmp_path}/similar').predict([('the storm', 'our striker'), ('the storm', 'heavy snow')])
    assert low < high
    model, tokenizer = AutoModel.from_pretrained(tmp_path/'similar').eval(), AutoTokenizer.from_pretrained(tmp_path/'similar')
    with torch.no_grad(): a, b = (model(**tokenizer(text, return_tensors='pt')).last_hidden_state[0].mean(0) for text in ('the storm', 'our striker'))
    assert low == pytest.approx(float(torch.cosine_similarity(a, b, dim=0)), abs=1e-4)


def test_zero_shot_labels_are_those_of_the_pipeline(nli):
    labels = ['weather', 'astronomy', 'food and drink']
    theirs = pipeline('zero-shot-classification', str(nli), device='cpu')(TEXTS, labels)
    ours = ft.load(f'C:{nli}', task='zero-shot').predict(TEXTS, labels=', '.join(labels))
    assert len({answer[0][0] for answer in ours}) > 1  # it has opinions
    for mine, said in zip(ours, theirs, strict=True):
        assert [name for name, _ in mine] == said['labels']
        assert [share for _, share in mine] == pytest.approx(said['scores'], abs=1e-4)


def test_what_zero_shot_classification_cannot_do_without(nli, fitted):
    arguments = 'gft_predict', '--task', 'zero-shot-classification', '--model'
    without = run_here(*arguments, f'C:{nli}', input='hot soup\n')
    assert (without.returncode, without.stdout) == (2, '') and '--labels' in without.stderr
    no_nli = run_here(*arguments, f'C:{fitted}', '--labels', 'a, b', input='hot soup\n')
    assert no_nli.returncode == 2 and 'bad, good' in no_nli.stderr and 'entailment' in no_nli.stderr


# -- What is refused, and what is chosen where nothing is named ----------------------------------------------------------

@pytest.mark.parametrize('word', [vector.name, zero_shot_classification.name])
def test_there_is_nothing_to_fit_or_score(word):
    for command in ('gft_fit', 'gft_eval'):
        finished = run_here(command, '--eqn', f'{word}: topic ~ text', '--data', 'E:topics', '--model', 'E:bert-tiny')
        assert finished.returncode == 2 and finished.stderr.count('\n') == 1 and finished.stdout == ''
        assert 'only predicts' in finished.stderr or 'has no head' in finished.stderr


def test_a_model_is_chosen_where_none_is_named():
    finished = run_here('gft_predict', '--task', 'embed', input='hot soup\n')
    assert finished.returncode == 0 and finished.stderr.strip() == 'model: E:minilm' and len(numbers(finished.stdout.split('\t')[1])) == 384
    for arguments in ([], ['--task', 'regress']):
        finished = run_here('gft_predict', *arguments, input='hot soup\n')
        assert finished.returncode == 2 and 'a model is missing' in finished.stderr


def test_the_equation_of_a_fit_does_not_bind_another_task(nli, fitted):
    """Fitted to one text, and asked for vectors of pairs."""
    assert len(ft.load(f'C:{fitted}', task='vector').predict(('hot soup', 'the storm'))) == 128
    assert ft.load(f'C:{fitted}', task='text-classification').equation is not None


def test_a_bad_option_is_named(embed):
    finished = run_here('gft_predict', '--task', 'vector', '--model', 'E:bert-tiny', '--pooling', 'maen', input='hot soup\n')
    assert finished.returncode == 2 and 'did you mean `mean`?' in finished.stderr


# -- Filters -----------------------------------------------------------------------------------------------------------

def test_a_thousand_lines_go_through_one_process_at_the_speed_of_batches(embed):
    lines = [f'line {i} of a thousand' + ' and more'*(i % 7) for i in range(1000)]
    start = time.process_time()
    answered = table(succeed(run_here('gft_predict', '--task', 'vector', '--model', 'E:bert-tiny', input='\n'.join(lines) + '\n')))
    batched, start = time.process_time() - start, time.process_time()
    alone = [embed.predict(line) for line in lines[:50]]
    one_by_one = (time.process_time() - start)*20
    assert [line for line, _ in answered] == lines  # in the order in which they came
    np.testing.assert_allclose(np.stack([numbers(said) for _, said in answered[:50]]), np.stack(alone), atol=1e-4)
    assert batched < one_by_one/2


def test_two_fields_escapes_and_bad_lines_through_the_real_command():
    lines = ['the storm|heavy snow', 'alone', r'a bar \| in it|a tab \t in it', '', 'a|b|c', 'hot soup|hot soup\tgold']
    finished = run('gft_predict', '--task', 'sentence-similarity', '--model', 'E:bert-tiny', '--format', 'jsonl', input='\n'.join(lines) + '\n')
    answers = [json.loads(line) for line in finished.stdout.splitlines()]
    assert [answer['input'] for answer in answers] == [['the storm', 'heavy snow'], ['a bar | in it', 'a tab \t in it'], ['hot soup', 'hot soup']]
    assert answers[2]['prediction'] == {'similarity': pytest.approx(1, abs=1e-5)}
    complaints = [line for line in finished.stderr.splitlines() if line.startswith('gft_predict: line')]
    assert [line.split(':')[1] for line in complaints] == [' line 2', ' line 4', ' line 5'] and finished.returncode == 1


def test_a_byte_that_is_no_text_spoils_its_own_line():
    finished = run('gft_predict', '--task', 'fill-mask', '--model', 'E:bert-tiny', input=b'a [MASK] film\nbad \xff\xfe [MASK]\nno mask\na fine [MASK] .\n'.decode(errors='surrogateescape'), errors='surrogateescape')
    assert [line.split('\t')[0] for line in finished.stdout.splitlines()] == ['a [MASK] film', 'a fine [MASK] .']
    assert [line.split(':')[1] for line in finished.stderr.splitlines() if line.startswith('gft_predict: line')] == [' line 2', ' line 3'] and finished.returncode == 1


def test_a_wrong_first_line_is_named():
    for task, lines in (('sentence-similarity', 'only one\na|b|c\nthe storm|the snow\n'), ('fill-mask', 'a|b [MASK]\n[MASK]|a\na [MASK]\n')):
        finished = run_here('gft_predict', '--task', task, '--model', 'E:bert-tiny', input=lines)
        assert finished.returncode == 1 and len(finished.stdout.splitlines()) == 1 and 'Traceback' not in finished.stderr
        assert [line.split(':')[1] for line in finished.stderr.splitlines() if line.startswith('gft_predict: line')] == [' line 1', ' line 2']


def test_lines_of_json_are_read(fitted):
    lines = succeed(run_here('gft_cat_dataset', '--data', 'E:topics', '--eqn', 'vector: topic ~ text', '--format', 'jsonl'))
    texts = [json.loads(line)['text'] for line in lines.splitlines()]
    g = ft.load('E:bert-tiny', 'vector: topic ~ text')
    answered = succeed(run_here('gft_predict', '--model', 'E:bert-tiny', '--eqn', 'vector: topic ~ text', '--format', 'jsonl', input=lines))
    assert [json.loads(line)['input'] for line in answered.splitlines()] == texts
    np.testing.assert_allclose(json.loads(answered.splitlines()[0])['prediction'], g.predict(dict(text=texts[0], topic='music')), atol=1e-4)


def test_an_error_within_a_batch_is_one_line(nli):
    for task, more in (('vector', ['--pooling', 'zz']), ('zero-shot', ['--labels', 'a, b'])):
        finished = run_here('gft_predict', '--task', task, '--model', 'E:bert-tiny' if task == 'vector' else 'E:minilm', *more, input='hot soup\n')
        assert finished.returncode == 2 and 'Exception occured' not in finished.stderr and 'Traceback' not in finished.stderr


def test_a_roberta_that_does_not_say_how_much_it_takes(tmp_path):
    from transformers import RobertaConfig, RobertaForSequenceClassification
    tokenizer = AutoTokenizer.from_pretrained(model_folder('E:bert-tiny'))
    tokenizer.model_max_length = int(1e30)
    torch.manual_seed(0)
    config = RobertaConfig(vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32, max_position_embeddings=66, pad_token_id=1, num_labels=2)
    RobertaForSequenceClassification(config).save_pretrained(tmp_path/'roberta')
    tokenizer.save_pretrained(tmp_path/'roberta')
    assert len(ft.load(f'C:{tmp_path/"roberta"}', task='classify').predict('a film ' * 100, max_length=200)) == 2


def test_top_k_and_all_scores(nli):
    arguments = 'gft_predict', '--task', 'zero-shot', '--model', f'C:{nli}', '--labels', 'a, b, c'
    rows = [table(succeed(run_here(*arguments, *more, input='hot soup\n')))[0] for more in ([], ['--top_k', 2], ['--return_all_scores'])]
    assert [len(row) for row in rows] == [3, 5, 7] and rows[2][:5] == rows[1] and rows[1][:3] == rows[0]
    assert sum(map(float, rows[2][2::2])) == pytest.approx(1, abs=2e-4)


def test_one_label_is_weighed_against_its_contradiction(nli):
    ours = [dict(ft.load(f'C:{nli}', task='zero-shot').predict('hot soup', labels=labels))['food'] for labels in ('food', ['food'], 'food, ')]
    theirs = pipeline('zero-shot-classification', str(nli))('hot soup', ['food'])['scores'][0]
    assert ours == pytest.approx([theirs]*3, abs=1e-4) and 0 < theirs < 1


def test_an_option_that_the_task_does_not_read_is_refused(embed):
    finished = run_here('gft_predict', '--task', 'vector', '--model', 'E:bert-tiny', '--reject', .9, input='hot soup\n')
    assert finished.returncode == 2 and 'does not read the option `reject`' in finished.stderr
    with pytest.raises(RequestError, match='did you mean `pooling`?'): embed.predict('hot soup', poling='max')


def test_rows_of_a_dataset_as_lines():
    """The y of the equation rides along, as gold labels do."""
    arguments = '--data', 'E:topics', '--eqn', 'vector: topic ~ text'
    lines = succeed(run_here('gft_cat_dataset', *arguments))
    direct = succeed(run_here('gft_predict', *arguments, '--model', 'E:bert-tiny'))
    assert direct == succeed(run_here('gft_predict', '--task', 'vector', '--model', 'E:bert-tiny', input=lines))
    assert [row[:2] for row in table(direct)] == table(lines)


# -- A file of numpy ---------------------------------------------------------------------------------------------------

def test_vectors_in_a_file(embed, tmp_path):
    arguments = 'gft_predict', '--task', 'vector', '--model', 'E:bert-tiny', '--output', tmp_path/'vectors.npy'
    assert succeed(run_here(*arguments, input='hot soup\nthe storm\n')) == ''
    np.testing.assert_allclose(np.load(tmp_path/'vectors.npy'), np.stack(embed.predict(['hot soup', 'the storm'])), atol=1e-5)
    finished = run_here(*arguments, input='hot soup\na|b\nthe storm\n')  # replaced as a whole; a line that failed keeps its row
    assert finished.returncode == 1 and [path.name for path in tmp_path.iterdir()] == ['vectors.npy']
    assert np.isnan(np.load(tmp_path/'vectors.npy')).all(1).tolist() == [False, True, False]


@pytest.mark.parametrize('file, task, said', [('vectors.csv', 'vector', 'ends in .npy'), ('none/vectors.npy', 'vector', 'folder'), ('scores.npy', 'sentence-similarity', 'answers with numbers')])
def test_a_file_that_will_not_do_is_refused_before_anything_is_read(file, task, said, tmp_path):
    finished = run_here('gft_predict', '--task', task, '--model', 'E:bert-tiny', '--output', tmp_path/file, input='hot|soup\n')
    assert finished.returncode == 2 and said in finished.stderr and not list(tmp_path.iterdir())
