"""An output_dir is a folder that plain transformers loads, and it says what it is."""

import json
import math
from pathlib import Path

import finetune_course as ft
import pytest
from commands import run_here, succeed
from conftest import write_csv
from finetune_course.equations import RequestError


@pytest.fixture(scope='module')
def folders(fitted, hub, tmp_path_factory) -> dict[str, Path]:
    """Fitted folders by what they were fitted to: texts, pairs, and two y."""
    folder = tmp_path_factory.mktemp('folders')
    words = ('calm', 'glad', 'proud', 'wild')
    rows = [(number % 4 / 3, number % 5 / 4, f'he is {words[number % 4]}' + ' now' * (number % 5)) for number in range(60)]
    moods = write_csv(folder/'moods.csv', ('valence', 'arousal', 'text'), rows)
    ft.fit(data='H:glue,mrpc', model='E:bert-tiny', output_dir=folder/'pairs', num_train_epochs=1)
    ft.fit('regress: valence + arousal ~ text', data=f'C:{moods}', model='E:bert-tiny', output_dir=folder/'numbers', num_train_epochs=1)
    return {'texts': fitted, 'pairs': folder/'pairs', 'numbers': folder/'numbers'}


INPUTS = {'texts': [('film 1 is funny',), ('film 2 is dull',), ('a film',)], 'numbers': [('he is calm',), ('he is wild now now',)],
          'pairs': [('The teacher painted a boat .', 'A boat was painted .'), ('It is here .', 'Where is it , then ?')]}
NAMES = {'texts': ['bad', 'good'], 'pairs': ['not_equivalent', 'equivalent'], 'numbers': ['valence', 'arousal']}


@pytest.mark.parametrize('kind', INPUTS)
def test_plain_transformers_loads_it_and_says_the_same(folders, kind):
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, pipeline
    model, tokenizer = (auto.from_pretrained(folders[kind]) for auto in (AutoModelForSequenceClassification, AutoTokenizer))
    assert model.config.id2label == dict(enumerate(NAMES[kind]))
    assert model.config.label2id == {name: number for number, name in enumerate(NAMES[kind])}
    ours = [dict(answer) for answer in ft.load(f'C:{folders[kind]}').predict(INPUTS[kind])]
    with torch.no_grad(): logits = model(**tokenizer(*map(list, zip(*INPUTS[kind])), padding=True, return_tensors='pt')).logits
    theirs = logits if kind == 'numbers' else logits.softmax(-1)
    for answer, row in zip(ours, theirs.tolist(), strict=True): assert answer == pytest.approx(dict(zip(NAMES[kind], row)), abs=1e-5)
    given = [dict(zip(('text', 'text_pair'), fields)) for fields in INPUTS[kind]]
    for answer, piped in zip(ours, pipeline('text-classification', str(folders[kind]), top_k=None)(given), strict=True):
        assert answer == pytest.approx({found['label']: found['score'] for found in piped}, abs=1e-5)


@pytest.mark.parametrize('kind', INPUTS)
def test_everything_is_there(folders, kind):
    present = {path.name for path in folders[kind].iterdir()}
    assert {'config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'} <= present
    assert {'gft.json', 'README.md', 'all_results.json', 'eval_results.json'} <= present
    assert not [name for name in present if name.endswith(('.bin', '.pt', '.pth', '.pkl'))]


def test_gft_json_says_how_the_model_was_made(fitted, reviews):
    record = json.loads((fitted/'gft.json').read_text())
    assert (record['equation'], record['data'], record['model']) == ('classify: label ~ text', f'C:{reviews}', 'E:bert-tiny')
    assert record['rows'] == {'train': 96, 'validation': 24} and len(record['epochs']) == 4
    assert record['options']['seed'] == 42 and record['options']['learning_rate'] == 1e-3
    assert {'torch', 'transformers', 'fastai', 'datasets', 'finetune_course'} <= set(record['versions'])


@pytest.mark.parametrize('kind', INPUTS)
def test_who_may_read_one_file_may_read_all(folders, kind):
    assert len({file.stat().st_mode for file in folders[kind].iterdir()}) == 1


def test_the_results_are_numbers_as_run_glue_writes_them(folders):
    for folder in folders.values():
        evaluated, everything = (json.loads((folder/f'{name}_results.json').read_text()) for name in ('eval', 'all'))
        assert evaluated.items() <= everything.items() and 'train_runtime' in everything
        assert 'eval_loss' in evaluated and all(math.isfinite(value) for value in everything.values())
    assert 'eval_accuracy' in json.loads((folders['texts']/'eval_results.json').read_text())
    assert {'eval_pearson', 'eval_pearson_valence', 'eval_pearson_arousal'} <= set(evaluated)


@pytest.mark.parametrize('kind', INPUTS)
def test_the_card_is_one_the_hub_accepts(folders, kind):
    from huggingface_hub import ModelCard
    card = ModelCard.load(folders[kind]/'README.md')
    assert (card.data.library_name, card.data.pipeline_tag) == ('transformers', 'text-classification')
    assert ':' not in str(card.data.base_model)  # E:bert-tiny is no name of the hub, which refuses what is not one
    assert '| validation |' in card.text


def test_the_same_seed_gives_the_same_numbers_and_another_others(reviews):
    def numbers(seed):
        g = ft.fit('classify: label ~ text', data=f'C:{reviews}', model='E:bert-tiny', num_train_epochs=1, learning_rate=1e-3, seed=seed)
        return g.record['epochs'], g.record['losses'], g.scores.loss, g.scores.yhat.tolist()
    first, second, other = numbers(1), numbers(1), numbers(2)
    assert first == second
    assert first != other


def test_a_second_fit_replaces_the_first_whole(reviews, tmp_path):
    asked = dict(eqn='classify: label ~ text', data=f'C:{reviews}', num_train_epochs=1, max_train_samples=16, output_dir='again')
    first = ft.fit(**asked, model='E:bert-tiny')
    Path('again/notes.txt').touch()
    with pytest.raises(RequestError, match='notes.txt'): ft.fit(**asked, model='C:again')
    with pytest.raises(RequestError, match='notes.txt'): first.save('again')
    Path('again/notes.txt').unlink()
    ft.fit(**asked, model='C:again')
    assert [path.name for path in tmp_path.iterdir()] == ['again']
    assert succeed(run_here('gft_predict', '--model', 'C:again', input='film 1 is funny\n')).startswith('film 1 is funny\t')


def test_save_takes_no_place_but_its_own(fitted, tmp_path):
    g = ft.load(f'C:{fitted}')
    (tmp_path/'notes.txt').write_text('mine')
    (tmp_path/'thesis').mkdir()
    (tmp_path/'thesis'/'chapter.txt').write_text('mine')
    for place in ('notes.txt', 'thesis'):
        with pytest.raises(ValueError, match=place): g.save(place)
    assert (tmp_path/'notes.txt').read_text() == (tmp_path/'thesis'/'chapter.txt').read_text() == 'mine'
    assert g.save('C:again') == Path('again') and not Path('C:again').exists()
    assert ft.load('C:again').predict('film 1 is funny') == g.predict('film 1 is funny')


def test_what_was_loaded_knows_its_scores_and_has_a_learner(fitted, reviews):
    g = ft.load(f'C:{fitted}')
    assert g.scores.split == 'validation' and g.scores['accuracy'] == g.record['scores']['validation']['scores'][0]['value']
    assert '24 rows' in g.plot().axes[1].get_title() and g.scores['accuracy'] == pytest.approx((g.scores.y == g.scores.yhat).mean())  # its rows are asked again
    assert g.evaluate('validation')['accuracy'] == pytest.approx(g.record['scores']['validation']['scores'][0]['value'])
    assert len(g.plot().axes) >= 2
    assert len(g.learn.dls.train_ds) == 96 and g.learn.validate()[0] == pytest.approx(g.scores.loss, abs=1e-4)
