"""The real clients against the local hub, in processes that know of it only by HF_ENDPOINT; then its plain HTTP."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hub_server import HubServer, fill, no_network, run_python

# A client's answers come back as the last line it prints; `attempt` tells which error a call ends in.
PREAMBLE = '''
import json
def attempt(call, *arguments, **options):
    try: call(*arguments, **options)
    except Exception as error: return type(error).__name__
'''


def answers(code, server):
    """What the client code leaves in `found`."""
    process = run_python(f'{PREAMBLE}\n{code}\nprint(json.dumps(found))', server)
    assert process.returncode == 0, process.stderr[-3000:]
    return json.loads(process.stdout.splitlines()[-1])


@pytest.fixture(scope='module')
def clients(hub):
    """The three long processes, side by side: most of their time goes into imports."""
    with ThreadPoolExecutor() as pool: return {code: pool.submit(answers, code, hub) for code in (LOADED, ASKED, MODELS)}


# -- datasets and evaluate ---------------------------------------------------------------------------------------------

LOADED = '''
import evaluate
from datasets import get_dataset_config_names, load_dataset
mrpc = load_dataset('nyu-mll/glue', 'mrpc')
found = dict(
    rows=mrpc.num_rows, columns=mrpc.column_names['train'], names=mrpc['train'].features['label'].names,
    labels={split: sorted(set(mrpc[split]['label'])) for split in mrpc}, subsets=get_dataset_config_names('nyu-mll/glue'),
    mnli=load_dataset('nyu-mll/glue', 'mnli').num_rows,
    scores=sorted(set(load_dataset('nyu-mll/glue', 'stsb', split='train')['label'])),
    emotions=load_dataset('dair-ai/emotion', split='test').features['label'].names,
    unsupervised=set(load_dataset('stanfordnlp/imdb', split='unsupervised')['label']).pop(),
    streamed=next(iter(load_dataset('dair-ai/emotion', split='train', streaming=True)))['text'][:6],
    no_subset=attempt(load_dataset, 'nyu-mll/glue'), unknown_subset=attempt(load_dataset, 'nyu-mll/glue', 'mrcp'),
    unknown_dataset=attempt(load_dataset, 'nobody/nothing'),
    exact_match=evaluate.load('exact_match').compute(predictions=['a', 'b'], references=['a', 'c']),
    metrics=evaluate.list_evaluation_modules('metric'))
'''


@pytest.fixture(scope='module')
def loaded(clients): return clients[LOADED].result()


def test_a_subset_loads_with_its_splits_and_label_names(loaded):
    assert loaded['rows'] == {'train': 48, 'validation': 24, 'test': 24}
    assert loaded['columns'] == ['sentence1', 'sentence2', 'label', 'idx']
    assert loaded['names'] == ['not_equivalent', 'equivalent']
    assert loaded['labels'] == {'train': [0, 1], 'validation': [0, 1], 'test': [-1]}


def test_other_subsets_and_datasets_load(loaded):
    assert loaded['subsets'] == ['cola', 'mnli', 'mrpc', 'qqp', 'stsb']
    assert list(loaded['mnli']) == ['train', 'validation_matched', 'validation_mismatched', 'test_matched', 'test_mismatched']
    assert loaded['scores'] == [0, 1.25, 2.5, 3.75, 5]
    assert loaded['emotions'] == ['sadness', 'joy', 'love', 'anger', 'fear', 'surprise']
    assert loaded['unsupervised'] == -1
    assert loaded['streamed'] == 'i feel'


def test_wrong_names_end_in_the_errors_of_the_real_hub(loaded):
    assert loaded['no_subset'] == loaded['unknown_subset'] == 'ValueError'
    assert loaded['unknown_dataset'] == 'DatasetNotFoundError'


def test_a_metric_loads_from_its_space(loaded):
    assert loaded['exact_match'] == {'exact_match': 0.5}
    assert loaded['metrics'] == ['exact_match']


# -- huggingface_hub ---------------------------------------------------------------------------------------------------

ASKED = '''
from pathlib import Path
from huggingface_hub import HfApi, hf_hub_download, snapshot_download
api = HfApi()
def names(repositories): return [repository.id for repository in repositories]
def paths(name, *arguments, **options):
    return [entry.path for entry in api.list_repo_tree(name, *arguments, repo_type='dataset', **options)]
model = api.model_info('bert-base-cased', files_metadata=True)
weights = next(file for file in model.siblings if file.rfilename == 'model.safetensors')
downloaded = Path(hf_hub_download('google-bert/bert-base-cased', 'model.safetensors'))
snapshot = Path(snapshot_download('someone/bert-mrpc'))
found = dict(
    by_dataset=names(api.list_models(filter='dataset:glue', sort='downloads')),
    most_downloaded=names(api.list_models(search='BERT', sort='downloads', limit=2)),
    by_task=names(api.list_models(pipeline_tag='text-classification', author='someone')),
    by_both=names(api.list_models(filter=['text-classification', 'dataset:glue', 'safetensors'])),
    datasets=[(data.id, data.downloads, data.likes) for data in api.list_datasets(search='glue', limit=5)],
    datasets_by_task=names(api.list_datasets(task_categories='text-classification', sort='downloads')),
    expanded=[(model.id, model.safetensors.total) for model in api.list_models(search='base', expand=['safetensors'])],
    model=(model.id, model.pipeline_tag, model.library_name, model.config['model_type'], model.downloads),
    sizes=(weights.size, weights.lfs.size, downloaded.stat().st_size), etag=(weights.lfs.sha256, downloaded.resolve().name),
    dataset=api.dataset_info('glue').id, card=api.dataset_info('glue').card_data['configs'][0]['config_name'],
    top=paths('glue'), folder=paths('nyu-mll/glue', 'mrpc'), tree=paths('nyu-mll/glue', recursive=True),
    info=[entry.path for entry in api.get_paths_info('nyu-mll/glue', ['README.md', 'mrpc', 'nothing'], repo_type='dataset')],
    commits=list({snapshot.name, api.model_info('someone/bert-mrpc').sha,
             api.list_repo_refs('someone/bert-mrpc').branches[0].target_commit}),
    snapshot=sorted(path.name for path in snapshot.iterdir()),
    exists=[api.file_exists('someone/bert-pickled', name) for name in ('model.safetensors', 'pytorch_model.bin')],
    me=api.whoami(token='hf_made_up')['name'],
    errors=[attempt(api.model_info, 'nobody/nothing'), attempt(api.model_info, 'nobody/nothing', token='hf_made_up'),
            attempt(hf_hub_download, 'someone/bert-mrpc', 'nothing'),
            attempt(hf_hub_download, 'someone/bert-mrpc', 'config.json', revision='v9'),
            attempt(hf_hub_download, 'someone/bert-gated', 'config.json'),
            attempt(api.list_repo_tree('someone/bert-mrpc', 'nothing').__next__)])
'''


@pytest.fixture(scope='module')
def asked(clients): return clients[ASKED].result()


def test_models_are_found_by_dataset_task_and_name(asked):
    assert asked['by_dataset'] == ['someone/bert-pickled', 'someone/bert-mrpc', 'someone/bert-gated']
    assert asked['most_downloaded'] == ['google-bert/bert-base-cased', 'someone/bert-pickled']
    assert asked['by_task'] == ['someone/bert-gated', 'someone/bert-mrpc', 'someone/bert-pickled']
    assert asked['by_both'] == ['someone/bert-gated', 'someone/bert-mrpc']
    assert asked['expanded'][0][0] == 'google-bert/bert-base-cased' and asked['expanded'][0][1] > 20_000


def test_datasets_are_found_by_name_and_task(asked):
    assert asked['datasets'] == [['nyu-mll/glue', 400_000, 450]]
    assert asked['datasets_by_task'] == ['nyu-mll/glue', 'stanfordnlp/imdb', 'dair-ai/emotion']


def test_repositories_are_described_under_their_old_names_too(asked):
    assert asked['model'] == ['google-bert/bert-base-cased', 'fill-mask', 'transformers', 'bert', 3_000_000]
    assert (asked['dataset'], asked['card']) == ('nyu-mll/glue', 'cola')


def test_files_are_listed_and_downloaded(asked):
    assert asked['top'] == ['README.md', 'cola', 'mnli', 'mrpc', 'qqp', 'stsb']
    assert asked['folder'] == [f'mrpc/{split}-00000-of-00001.parquet' for split in ('test', 'train', 'validation')]
    assert len(asked['tree']) == 6 + 4 * 3 + 5
    assert sorted(asked['info']) == ['README.md', 'mrpc']
    assert len(set(asked['sizes'])) == 1 and len(set(asked['etag'])) == 1
    assert len(asked['commits']) == 1
    assert asked['snapshot'] == ['README.md', 'config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']
    assert asked['exists'] == [False, True]


def test_errors_are_the_real_ones(asked):
    assert asked['me'] == 'tester'
    assert asked['errors'] == ['RepositoryNotFoundError', 'RepositoryNotFoundError', 'RemoteEntryNotFoundError',
                               'RevisionNotFoundError', 'GatedRepoError', 'RemoteEntryNotFoundError']


def test_long_lists_come_in_pages(hub, asked):
    with HubServer(hub.root, hub.metadata, hub.renamed, page_size=2) as paging:
        found = answers('''
from huggingface_hub import HfApi
tree = HfApi().list_repo_tree('nyu-mll/glue', repo_type='dataset', recursive=True)
found = dict(tree=[entry.path for entry in tree], models=[model.id for model in HfApi().list_models(sort='downloads')])
''', paging)
        assert sum('cursor=' in request for request in paging.requests) == (len(asked['tree']) - 1) // 2 + 1
    assert found['tree'] == asked['tree']
    assert found['models'] == ['google-bert/bert-base-cased', 'someone/bert-pickled', 'someone/bert-mrpc', 'someone/bert-gated']


def test_no_network():
    with no_network() as nobody:
        found = answers('''
from huggingface_hub import HfApi
found = attempt(HfApi().model_info, 'google-bert/bert-base-cased')
''', nobody)
    assert found == 'ConnectError'


# -- transformers ------------------------------------------------------------------------------------------------------

MODELS = '''
import torch
from datasets import load_dataset
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer
tokenizer = AutoTokenizer.from_pretrained('google-bert/bert-base-cased')
model = AutoModelForSequenceClassification.from_pretrained('someone/bert-mrpc')
rows = load_dataset('nyu-mll/glue', 'mrpc', split='validation')
batch = tokenizer(list(rows['sentence1']), list(rows['sentence2']), padding=True, return_tensors='pt')
predicted = model.eval()(**batch).logits.argmax(-1)
load = AutoModelForSequenceClassification.from_pretrained
found = dict(
    hidden_size=AutoConfig.from_pretrained('bert-base-cased').hidden_size, pieces=tokenizer.tokenize('The teacher zzz.'),
    unknown=bool((batch.input_ids == tokenizer.unk_token_id).any()), base=type(load('bert-base-cased')).__name__,
    names=model.config.id2label, predicted=predicted.bincount(minlength=2).tolist(),
    errors=[attempt(load, 'nobody/nothing'), attempt(load, 'someone/bert-pickled', use_safetensors=True)])
'''


@pytest.fixture(scope='module')
def models(clients): return clients[MODELS].result()


def test_models_and_tokenizers_load(models):
    assert models['hidden_size'] == 32
    assert models['base'] == 'BertForSequenceClassification'
    assert models['pieces'] == ['The', 'teacher', 'z', '##z', '##z', '.']
    assert not models['unknown']
    assert models['errors'] == ['OSError', 'OSError']


def test_the_mrpc_model_has_its_labels_reversed_and_predicts_both(models):
    assert models['names'] == {'0': 'equivalent', '1': 'not_equivalent'}
    assert min(models['predicted']) >= 8


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
    again = HubServer(tmp_path)
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
