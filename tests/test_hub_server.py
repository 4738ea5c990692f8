"""The real clients against the local hub, of which they know only by HF_ENDPOINT; then its plain HTTP.

This process is one of those clients (conftest.py sets its environment), for each imports for seconds.
"""

import http.client
import json
from functools import partial
from pathlib import Path

import pytest
from hub_contents import METADATA, RENAMED, fill
from hub_server import HubServer, no_network, run_python


@pytest.fixture(scope='module')
def api(hub):
    from huggingface_hub import HfApi
    return HfApi()


def error_of(call, *arguments, **options):
    """The name of the error that a call ends in."""
    with pytest.raises(Exception) as caught: call(*arguments, **options)
    return caught.typename


def names(repositories): return [repository.id for repository in repositories]


def paths(entries): return [entry.path for entry in entries]


# -- datasets and evaluate ---------------------------------------------------------------------------------------------

def test_a_subset_loads_with_its_splits_and_label_names(hub):
    from datasets import load_dataset
    mrpc = load_dataset('nyu-mll/glue', 'mrpc')
    assert mrpc.num_rows == {'train': 48, 'validation': 24, 'test': 24}
    assert mrpc.column_names['train'] == ['sentence1', 'sentence2', 'label', 'idx']
    assert mrpc['train'].features['label'].names == ['not_equivalent', 'equivalent']
    assert {split: set(mrpc[split]['label']) for split in mrpc} == {'train': {0, 1}, 'validation': {0, 1}, 'test': {-1}}


def test_other_subsets_and_datasets_load(hub):
    from datasets import get_dataset_config_names, load_dataset
    assert sorted(get_dataset_config_names('nyu-mll/glue')) == ['cola', 'mnli', 'mrpc', 'qnli', 'qqp', 'stsb', 'wnli']
    assert list(load_dataset('nyu-mll/glue', 'mnli')) == [
        'train', 'validation_matched', 'validation_mismatched', 'test_matched', 'test_mismatched']
    assert set(load_dataset('nyu-mll/glue', 'stsb', split='train')['label']) == {0, 1.25, 2.5, 3.75, 5}
    emotion = partial(load_dataset, 'dair-ai/emotion')
    assert emotion(split='test').features['label'].names == ['sadness', 'joy', 'love', 'anger', 'fear', 'surprise']
    assert next(iter(emotion(split='train', streaming=True)))['text'].startswith('i feel')
    assert set(load_dataset('stanfordnlp/imdb', split='unsupervised')['label']) == {-1}


def test_wrong_names_end_in_the_errors_of_the_real_hub(hub):
    from datasets import load_dataset
    assert error_of(load_dataset, 'nyu-mll/glue') == error_of(load_dataset, 'nyu-mll/glue', 'mrcp') == 'ValueError'
    assert error_of(load_dataset, 'nobody/nothing') == 'DatasetNotFoundError'


def test_a_metric_loads_from_its_space(hub):
    import evaluate
    metric = evaluate.load('exact_match')
    assert metric.compute(predictions=['a', 'b'], references=['a', 'c']) == {'exact_match': 0.5}
    assert evaluate.list_evaluation_modules('metric') == ['exact_match']


# -- huggingface_hub ---------------------------------------------------------------------------------------------------

def test_models_are_found_by_dataset_task_and_name(api):
    assert names(api.list_models(filter='dataset:glue', sort='downloads')) == ['someone/bert-pickled', 'someone/bert-gated']
    assert names(api.list_models(search='BERT', sort='downloads', limit=2)) == ['google-bert/bert-base-cased', 'someone/bert-pickled']
    assert names(api.list_models(pipeline_tag='text-classification', author='someone')) == [
        'someone/bert-gated', 'someone/bert-mrpc', 'someone/bert-pickled']
    assert names(api.list_models(filter=['text-classification', 'dataset:glue', 'safetensors'])) == ['someone/bert-gated']
    [expanded] = api.list_models(search='base', expand=['safetensors'])
    assert expanded.id == 'google-bert/bert-base-cased' and expanded.safetensors.total > 20_000


def test_datasets_are_found_by_name_and_task(api):
    [glue] = api.list_datasets(search='glue', limit=5)
    assert (glue.id, glue.downloads, glue.likes) == ('nyu-mll/glue', 400_000, 450)
    assert names(api.list_datasets(task_categories='text-classification', sort='downloads')) == [
        'nyu-mll/glue', 'stanfordnlp/imdb', 'dair-ai/emotion']


def test_repositories_are_described_under_their_old_names_too(api):
    model, dataset = api.model_info('bert-base-cased'), api.dataset_info('glue')
    assert (model.id, model.pipeline_tag, model.library_name, model.config['model_type'], model.downloads) == (
        'google-bert/bert-base-cased', 'fill-mask', 'transformers', 'bert', 3_000_000)
    assert (dataset.id, dataset.card_data['configs'][0]['config_name']) == ('nyu-mll/glue', 'cola')


def test_files_are_listed(api):
    listed = partial(api.list_repo_tree, repo_type='dataset')
    assert paths(listed('glue')) == ['README.md', 'cola', 'mnli', 'mrpc', 'qnli', 'qqp', 'stsb', 'wnli']
    assert paths(listed('nyu-mll/glue', 'mrpc')) == [f'mrpc/{split}-00000-of-00001.parquet' for split in ('test', 'train', 'validation')]
    assert len(paths(listed('nyu-mll/glue', recursive=True))) == 1 + 7 + 6 * 3 + 5  # the card, the folders, their files, MNLI's
    assert sorted(paths(api.get_paths_info('nyu-mll/glue', ['README.md', 'mrpc', 'nothing'], repo_type='dataset'))) == ['README.md', 'mrpc']
    assert [api.file_exists('someone/bert-pickled', name) for name in ('model.safetensors', 'pytorch_model.bin')] == [False, True]


def test_files_are_downloaded(api):
    described = api.model_info('bert-base-cased', files_metadata=True).siblings
    [weights] = [file for file in described if file.rfilename == 'model.safetensors']
    file = Path(api.hf_hub_download('google-bert/bert-base-cased', 'model.safetensors'))
    assert weights.size == weights.lfs.size == file.stat().st_size
    assert weights.lfs.sha256 == file.resolve().name
    snapshot = Path(api.snapshot_download('someone/bert-mrpc'))
    assert sorted(path.name for path in snapshot.iterdir()) == [
        'README.md', 'config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']
    branch, = api.list_repo_refs('someone/bert-mrpc').branches
    assert snapshot.name == api.model_info('someone/bert-mrpc').sha == branch.target_commit


def test_errors_are_the_real_ones(api):
    assert error_of(api.model_info, 'nobody/nothing') == 'RepositoryNotFoundError'
    assert error_of(api.model_info, 'nobody/nothing', token='hf_made_up') == 'RepositoryNotFoundError'
    assert error_of(api.hf_hub_download, 'someone/bert-mrpc', 'nothing') == 'RemoteEntryNotFoundError'
    assert error_of(api.hf_hub_download, 'someone/bert-mrpc', 'config.json', revision='v9') == 'RevisionNotFoundError'
    assert error_of(api.hf_hub_download, 'someone/bert-gated', 'config.json') == 'GatedRepoError'
    assert error_of(list, api.list_repo_tree('someone/bert-mrpc', 'nothing')) == 'RemoteEntryNotFoundError'
    assert api.whoami(token='hf_made_up')['name'] == 'tester'


def test_long_lists_come_in_pages(hub, api):
    def tree(api): return paths(api.list_repo_tree('nyu-mll/glue', repo_type='dataset', recursive=True))
    with HubServer(hub.root, hub.metadata, hub.renamed, page_size=2) as paging:
        in_pages = type(api)(endpoint=paging.endpoint)
        assert tree(in_pages) == tree(api)
        assert sum('cursor=' in request for request in paging.requests) == (len(tree(api)) - 1) // 2
        assert names(in_pages.list_models(sort='downloads')) == names(api.list_models(sort='downloads'))


def test_no_network(api):
    with no_network() as nobody: assert error_of(type(api)(endpoint=nobody.endpoint).model_info, 'bert-base-cased') == 'ConnectError'


# -- transformers ------------------------------------------------------------------------------------------------------

def test_models_and_tokenizers_load(hub):
    from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer
    assert AutoConfig.from_pretrained('bert-base-cased').hidden_size == 32
    load = AutoModelForSequenceClassification.from_pretrained
    assert type(load('bert-base-cased')).__name__ == 'BertForSequenceClassification'
    assert AutoTokenizer.from_pretrained('bert-base-cased').tokenize('The teacher zzz.') == ['The', 'teacher', 'z', '##z', '##z', '.']
    assert error_of(load, 'nobody/nothing') == error_of(load, 'someone/bert-pickled', use_safetensors=True) == 'OSError'


def test_the_mrpc_model_has_its_labels_reversed_and_predicts_both(hub):
    from datasets import load_dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer
    tokenizer = AutoTokenizer.from_pretrained('google-bert/bert-base-cased')
    model = AutoModelForSequenceClassification.from_pretrained('someone/bert-mrpc').eval()
    rows = load_dataset('nyu-mll/glue', 'mrpc', split='validation')
    batch = tokenizer(rows['sentence1'][:], rows['sentence2'][:], padding=True, return_tensors='pt')
    assert not (batch.input_ids == tokenizer.unk_token_id).any()
    assert model.config.id2label == {0: 'equivalent', 1: 'not_equivalent'}
    assert min(model(**batch).logits.argmax(-1).bincount(minlength=2)) >= 8


# -- HTTP, and what is served ------------------------------------------------------------------------------------------

@pytest.fixture
def small(tmp_path):
    """A hub with one dataset of one file."""
    folder = tmp_path/'datasets'/'someone'/'digits'
    folder.mkdir(parents=True)
    (folder/'digits.txt').write_text('0123456789')
    with HubServer(tmp_path, renamed={'datasets/digits': 'someone/digits'}) as server: yield server


FILE = '/datasets/someone/digits/resolve/main/digits.txt'


def ask(server, path, method='GET', **headers):
    """Status, headers and body of one answer."""
    connection = http.client.HTTPConnection('127.0.0.1', server.server_port, timeout=10)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    try: return response.status, response.headers, response.read().decode()
    finally: connection.close()


@pytest.mark.parametrize('asked_for, status, body', [
    (None, 200, '0123456789'), ('bytes=2-4', 206, '234'), ('bytes=7-', 206, '789'), ('bytes=7-99', 206, '789'),
    ('bytes=-3', 206, '789'), ('bytes=10-', 416, '')])
def test_ranges(small, asked_for, status, body):
    assert ask(small, FILE, **({'Range': asked_for} if asked_for else {}))[::2] == (status, body)


def test_head_tells_size_and_etag_without_a_body(small):
    status, headers, body = ask(small, FILE, 'HEAD')
    assert (status, headers['Content-Length'], body) == (200, '10', '')
    assert headers['ETag'] == '"ad471007bd7f5983d273b9584e5629230150fd54"'  # what `git hash-object` says
    assert len(headers['X-Repo-Commit']) == 40


def test_a_changed_file_is_a_new_commit(small):
    before = ask(small, FILE, 'HEAD')[1]['X-Repo-Commit']
    (small.root/'datasets'/'someone'/'digits'/'digits.txt').write_text('987')
    assert ask(small, FILE, 'HEAD')[1]['X-Repo-Commit'] != before
    assert ask(small, FILE.replace('main', before))[0] == 404


def test_renamed_repositories_redirect_with_their_query(small):
    assert ask(small, '/datasets/digits/resolve/main/digits.txt')[1]['Location'] == FILE
    status, headers, _ = ask(small, '/api/datasets/digits/tree/main?recursive=true')
    assert (status, headers['Location']) == (307, '/api/datasets/someone/digits/tree/main?recursive=true')


@pytest.mark.parametrize('path, status, code', [
    ('/datasets/someone/nothing/resolve/main/digits.txt', 401, 'RepoNotFound'),
    ('/someone/digits/resolve/main/digits.txt', 401, 'RepoNotFound'),
    ('/datasets/someone/digits/resolve/v9/digits.txt', 404, 'RevisionNotFound'),
    ('/datasets/someone/digits/resolve/main/nothing', 404, 'EntryNotFound'),
    ('/datasets/someone/digits/resolve/main/..%2Fdigits%2Fdigits.txt', 404, 'EntryNotFound'),
    ('/datasets/someone/../resolve/main/digits.txt', 401, 'RepoNotFound'),
    ('/api/datasets?limit=many', 400, None), ('/api/datasets?sort=beauty', 400, None),
    ('/api/datasets/someone/digits/nothing', 404, None), ('/api/nothing', 404, None),
    ('/api', 404, None), ('/datasets', 401, 'RepoNotFound'), ('/', 401, 'RepoNotFound')])
def test_refusals_carry_the_code_the_clients_go_by(small, path, status, code):
    answer = ask(small, path)
    assert (answer[0], answer[1]['X-Error-Code']) == (status, code)
    assert json.loads(answer[2])['error']


def test_a_stranger_is_asked_who_he_is_and_a_user_told_that_nothing_is_there(small):
    assert ask(small, '/api/models/nobody/nothing', Authorization='Bearer hf_made_up')[0] == 404
    assert ask(small, '/api/whoami-v2')[0] == 401


def test_the_server_remembers_what_was_asked_and_stops_with_its_block(tmp_path):
    with HubServer(tmp_path) as server: assert ask(server, '/api/models')[2] == '[]'
    assert list(server.requests) == ['GET /api/models 200']
    assert not server.thread.is_alive()
    with pytest.raises(ConnectionRefusedError): ask(server, '/api/models')


def test_the_repositories_are_the_same_each_time(hub, tmp_path):
    fill(tmp_path)
    again = HubServer(tmp_path, METADATA, RENAMED)
    again.server_close()
    for kind in ('models', 'datasets', 'spaces'):
        assert again.names(kind) == hub.names(kind) != []
        for name in again.names(kind): assert again.repository(kind, name).sha == hub.repository(kind, name).sha


def test_what_was_downloaded_once_is_there_with_no_network(small, tmp_path):
    code = '''
        from huggingface_hub import hf_hub_download
        print(hf_hub_download('someone/digits', 'digits.txt', repo_type='dataset'))'''
    first = run_python(code, small, home=tmp_path/'home')
    with no_network() as nobody:
        second = run_python(code, nobody, home=tmp_path/'home')
        offline = run_python(code, nobody, home=tmp_path/'home', variables={'HF_HUB_OFFLINE': '1'})
        assert run_python(code, nobody, variables={'HF_HUB_OFFLINE': '1'}).returncode == 1
    assert first.stdout == second.stdout == offline.stdout != ''
