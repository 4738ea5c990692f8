"""A local server that speaks the Hugging Face hub's HTTP interface; hub_contents.py has small repositories for it to serve.

The real clients (huggingface_hub, datasets, transformers, evaluate) work against it with nothing but HF_ENDPOINT changed:

    with HubServer(root, metadata=fill(root), renamed=RENAMED) as hub:
        run_python("from datasets import load_dataset; print(load_dataset('nyu-mll/glue', 'mrpc'))", hub)

Repositories are folders: root/models/OWNER/NAME, root/datasets/OWNER/NAME, root/spaces/OWNER/NAME. They are read anew at
each request, so a test may change them. Left out: writing, branches and tags, xet storage, the dataset viewer.
"""

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import yaml

KINDS = ('models', 'datasets', 'spaces')
LARGE_FILES = ('.bin', '.parquet', '.safetensors')  # the hub keeps these with git-lfs: their ETag is a sha256
ACTIONS = {'commits', 'discussions', 'paths-info', 'raw', 'refs', 'resolve', 'revision', 'tree'}
DATE = '2024-01-01T00:00:00.000Z'
LONGEST_BODY = 1_000_000  # bytes a request may send


# -- Repositories ------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class StoredFile:
    """A file as git and git-lfs name it; `sha256` is None for a file that git itself keeps."""
    path: Path
    size: int
    blob_id: str
    sha256: str | None
    pointer_size: int | None

    @property
    def etag(self) -> str: return self.sha256 or self.blob_id

    def entry(self, path: str) -> dict:
        """The file as the tree shows it."""
        entry = {'type': 'file', 'path': path, 'size': self.size, 'oid': self.blob_id}
        if self.sha256: entry['lfs'] = {'oid': self.sha256, 'size': self.size, 'pointerSize': self.pointer_size}
        return entry

    def sibling(self, path: str, blobs: bool) -> dict:
        """The file as the description of its repository shows it, sizes included if `blobs`."""
        if not blobs: return {'rfilename': path}
        sibling = {'rfilename': path, 'size': self.size, 'blobId': self.blob_id}
        if self.sha256: sibling['lfs'] = {'sha256': self.sha256, 'size': self.size, 'pointerSize': self.pointer_size}
        return sibling


def git_blob_id(content: bytes) -> str:
    return hashlib.sha1(b'blob %d\0' % len(content) + content).hexdigest()


@lru_cache(maxsize=4096)
def stored_file(path: Path, size: int, modified: int) -> StoredFile:
    """The file at `path`; size and time of modification are asked for so that a changed file is read again."""
    content = path.read_bytes()
    if path.suffix not in LARGE_FILES: return StoredFile(path, len(content), git_blob_id(content), None, None)
    sha256 = hashlib.sha256(content).hexdigest()
    pointer = f'version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {len(content)}\n'.encode()
    return StoredFile(path, len(content), git_blob_id(pointer), sha256, len(pointer))


@dataclass
class Repository:
    """A folder seen as a repository of one commit; `metadata` holds what no file tells (downloads, likes, tags, gated)."""
    kind: str
    name: str
    folder: Path
    metadata: dict

    @cached_property
    def files(self) -> dict[str, StoredFile]:
        paths = sorted(path for path in self.folder.rglob('*') if path.is_file())
        return {path.relative_to(self.folder).as_posix():
                stored_file(path, path.stat().st_size, path.stat().st_mtime_ns) for path in paths}

    @cached_property
    def sha(self) -> str:
        listing = ''.join(f'{path} {file.blob_id}\n' for path, file in self.files.items())
        return hashlib.sha1(f'{self.kind}/{self.name}\n{listing}'.encode()).hexdigest()

    @cached_property
    def card(self) -> dict:
        """The front matter of README.md."""
        readme = self.folder/'README.md'
        matter = re.match(r'---\n(.*?)\n---', readme.read_text(encoding='utf-8'), re.DOTALL) if readme.exists() else None
        return yaml.safe_load(matter[1]) if matter else {}

    @cached_property
    def config(self) -> dict:
        path = self.folder/'config.json'
        return json.loads(path.read_text(encoding='utf-8')) if path.exists() else {}

    @property
    def pipeline_tag(self) -> str | None: return self.metadata.get('pipeline_tag') or self.card.get('pipeline_tag')

    @property
    def library_name(self) -> str | None: return self.card.get('library_name') or ('transformers' if self.config else None)

    @cached_property
    def tags(self) -> list[str]:
        """What the hub lets one filter by: most of it is repeated from the card."""
        weights = [name for name, suffix in (('safetensors', '.safetensors'), ('pytorch', '.bin'))
                   if any(path.endswith(suffix) for path in self.files)]
        own = [self.library_name, self.pipeline_tag, self.config.get('model_type'), self.card.get('sdk'), *weights]
        prefixed = {'dataset': 'datasets', 'license': 'license', 'task_categories': 'task_categories',
                    'language' if self.kind == 'datasets' else '': 'language'}
        from_card = [f'{prefix}:{value}'.lstrip(':') for prefix, key in prefixed.items() for value in listed(self.card.get(key))]
        tags = [*own, *listed(self.card.get('tags')), *from_card, *self.metadata.get('tags', ())]
        return list(dict.fromkeys(tag for tag in tags if tag))

    def describe(self, blobs: bool = False) -> dict:
        """Everything the hub tells of a repository."""
        description = {
            '_id': self.sha[:24], 'id': self.name, 'author': self.name.partition('/')[0], 'sha': self.sha,
            'createdAt': DATE, 'lastModified': DATE, 'private': False, 'disabled': False,
            'gated': self.metadata.get('gated', False), 'downloads': self.metadata.get('downloads', 0),
            'likes': self.metadata.get('likes', 0), 'trendingScore': 0, 'tags': self.tags, 'cardData': self.card,
            'siblings': [file.sibling(path, blobs) for path, file in self.files.items()],
            'usedStorage': sum(file.size for file in self.files.values())}
        if self.kind == 'models': description |= self.describe_model()
        if self.kind == 'spaces': description |= {'sdk': self.card.get('sdk')}
        return description

    def describe_model(self) -> dict:
        description = {'modelId': self.name, 'config': {key: self.config.get(key) for key in ('architectures', 'model_type')}}
        if self.pipeline_tag: description['pipeline_tag'] = self.pipeline_tag
        if self.library_name: description['library_name'] = self.library_name
        weights = self.files.get('model.safetensors')
        if weights: description['safetensors'] = count_parameters(weights.path)
        return description

    def tree(self) -> dict[str, dict]:
        """Every folder and file, by path, folders before what they hold."""
        folders = {parent.as_posix() for path in self.files for parent in PurePosixPath(path).parents} - {'.'}
        entries = {path: {'type': 'directory', 'path': path, 'size': 0, 'oid': git_blob_id(f'{self.sha}{path}'.encode())}
                   for path in folders}
        entries |= {path: file.entry(path) for path, file in self.files.items()}
        return dict(sorted(entries.items()))


def listed(value) -> list:
    """A field of a card as a list: cards write one value or several."""
    return value if isinstance(value, list) else [] if value is None else [value]


def count_parameters(path: Path) -> dict:
    """Numbers of parameters by type, from the head of a safetensors file."""
    with path.open('rb') as file: header = json.loads(file.read(int.from_bytes(file.read(8), 'little')))
    parameters = {}
    for name, tensor in header.items():
        if name == '__metadata__': continue
        count = 1
        for length in tensor['shape']: count *= length
        parameters[tensor['dtype']] = parameters.get(tensor['dtype'], 0) + count
    return {'parameters': parameters, 'total': sum(parameters.values())}


# -- Requests and answers ----------------------------------------------------------------------------------------------

@dataclass
class Request:
    method: str
    path: str
    query: dict[str, list[str]]
    form: dict[str, list[str]]
    token: str | None
    byte_range: str | None

    def asks(self, name: str) -> bool: return self.query.get(name, ['false'])[0].lower() in ('true', '1')

    def number(self, name: str, default: int) -> int:
        value = self.query.get(name, [str(default)])[0]
        if not value.isdigit(): raise Refusal(400, None, f'{name} is not a number: {value}')
        return int(value)


@dataclass
class Answer:
    status: int = 200
    body: bytes = b''
    headers: dict[str, str] = field(default_factory=dict)


def json_answer(content, status: int = 200, **headers: str) -> Answer:
    return Answer(status, json.dumps(content).encode(), {'Content-Type': 'application/json; charset=utf-8', **headers})


class Refusal(Exception):
    """An answer that is not what was asked for; the clients go by `code`."""
    def __init__(self, status: int, code: str | None, message: str, **headers: str):
        named = {'X-Error-Code': code} if code else {}
        self.answer = json_answer({'error': message}, status, **named, **{'X-Error-Message': message}, **headers)


class Moved(Exception):
    """The repository was renamed."""
    def __init__(self, old: str, new: str): self.old, self.new = old, new


def missing_repository(request: Request) -> Refusal:
    """The hub does not tell strangers whether a repository is missing or private: it asks them who they are."""
    if request.token: return Refusal(404, 'RepoNotFound', 'Repository not found')
    return Refusal(401, 'RepoNotFound', 'Invalid username or password.')


def gated_repository(request: Request, name: str) -> Refusal:
    return Refusal(403 if request.token else 401, 'GatedRepo', f'Access to model {name} is restricted.')


# -- The server --------------------------------------------------------------------------------------------------------

class HubServer(ThreadingHTTPServer):
    """Serves the repositories under `root` on a free port of this machine for as long as its `with` block lasts.

    `metadata` gives, for 'models/OWNER/NAME' and the like, a dict of downloads, likes, tags, pipeline_tag, gated;
    `renamed` gives, for an old 'datasets/NAME', today's 'OWNER/NAME'; lists come in pages of at most `page_size`.
    `requests` holds the latest requests as 'METHOD address status'.
    """
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, root: Path | str, metadata: dict[str, dict] | None = None, renamed: dict[str, str] | None = None,
                 page_size: int = 1000):
        super().__init__(('127.0.0.1', 0), HubRequestHandler)
        self.root, self.metadata, self.renamed, self.page_size = Path(root), metadata or {}, renamed or {}, page_size
        self.requests = deque(maxlen=10_000)
        self.thread = threading.Thread(target=self.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True)

    @property
    def endpoint(self) -> str: return f'http://127.0.0.1:{self.server_port}'

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.shutdown()
        self.thread.join()
        self.server_close()

    def handle_error(self, request, client_address):
        """Prints what went wrong here; a client that went away is no fault."""
        if not isinstance(sys.exc_info()[1], ConnectionError): super().handle_error(request, client_address)

    def answer(self, request: Request) -> Answer:
        parts = request.path.strip('/').split('/')
        try:
            return self.answer_api(request, parts[1:]) if parts[0] == 'api' else self.answer_file(request, parts)
        except Refusal as refusal: return refusal.answer
        except Moved as moved:
            location = request.path.replace(f'/{moved.old}', f'/{moved.new}', 1)
            if request.query: location += f'?{urlencode(request.query, doseq=True)}'
            return json_answer({'error': f'Moved to {moved.new}'}, 307, Location=location)

    def answer_api(self, request: Request, parts: list[str]) -> Answer:
        """/api/whoami-v2, /api/KIND?search=..., /api/KIND/OWNER/NAME/ACTION/REVISION/PATH"""
        kind, *rest = parts or ['']
        if kind == 'whoami-v2': return self.who_am_i(request)
        if kind not in KINDS: raise Refusal(404, None, f'No such page: {request.path}')
        if not rest: return self.search(request, kind)
        repository, (action, *rest) = self.find(request, kind, rest)
        if action == 'refs': return json_answer(refs(repository))
        if action == 'discussions': return json_answer({'discussions': [], 'count': 0, 'start': 0})
        revision, path = (unquote(part) for part in (rest[0] if rest else 'main', '/'.join(rest[1:])))
        self.check_revision(repository, revision)
        if action == 'revision': return self.describe(request, repository)
        if action == 'tree': return self.tree(request, repository, path)
        if action == 'paths-info': return json_answer(paths_info(request, repository))
        if action == 'commits': return json_answer([commit(repository)])
        raise Refusal(404, None, f'No such page: {request.path}')

    def answer_file(self, request: Request, parts: list[str]) -> Answer:
        """/OWNER/NAME/resolve/REVISION/PATH, with /datasets or /spaces before it for those kinds."""
        kind = parts.pop(0) if parts[0] in KINDS else 'models'
        repository, (action, *rest) = self.find(request, kind, parts)
        if action not in ('resolve', 'raw') or len(rest) < 2: raise Refusal(404, None, f'No such page: {request.path}')
        revision, *rest = (unquote(part) for part in rest)
        self.check_revision(repository, revision)
        if repository.metadata.get('gated'): raise gated_repository(request, repository.name)
        return self.resolve(request, repository, '/'.join(rest))

    def find(self, request: Request, kind: str, parts: list[str]) -> tuple[Repository, list[str]]:
        """The repository an address begins with, and what follows: an action at least."""
        length = 1 if len(parts) < 2 or parts[1] in ACTIONS else 2
        name = unquote('/'.join(parts[:length]))
        if f'{kind}/{name}' in self.renamed: raise Moved(name, self.renamed[f'{kind}/{name}'])
        if name not in self.names(kind): raise missing_repository(request)
        return self.repository(kind, name), parts[length:] or ['revision']

    def names(self, kind: str) -> list[str]:
        return sorted(path.relative_to(self.root/kind).as_posix() for path in (self.root/kind).glob('*/*') if path.is_dir())

    def repository(self, kind: str, name: str) -> Repository:
        return Repository(kind, name, self.root/kind/name, self.metadata.get(f'{kind}/{name}', {}))

    def check_revision(self, repository: Repository, revision: str):
        if revision not in ('main', 'refs/heads/main', repository.sha):
            raise Refusal(404, 'RevisionNotFound', f'Invalid rev id: {revision}')

    def who_am_i(self, request: Request) -> Answer:
        if not request.token: raise Refusal(401, None, 'Invalid username or password.')
        return json_answer({'type': 'user', 'name': 'tester', 'fullname': 'Tester', 'orgs': [], 'auth': {'type': 'access_token'}})

    def search(self, request: Request, kind: str) -> Answer:
        repositories = [self.repository(kind, name) for name in self.names(kind)]
        found = [repository.describe() for repository in repositories if matches(repository, request.query)]
        sort = request.query.get('sort', [None])[0]  # unsorted, the real hub goes by what is trending: no order to rely on
        if sort not in (None, 'createdAt', 'downloads', 'lastModified', 'likes', 'trendingScore'):
            raise Refusal(400, None, f'Cannot sort by {sort}')
        if sort: found.sort(key=lambda description: description[sort], reverse=True)
        return self.page(request, [shown_in_list(description, request) for description in found])

    def describe(self, request: Request, repository: Repository) -> Answer:
        description = repository.describe(blobs=request.asks('blobs'))
        return json_answer(expanded(description, request) if 'expand' in request.query else description)

    def tree(self, request: Request, repository: Repository, folder: str) -> Answer:
        entries = repository.tree()
        if folder and entries.get(folder, {}).get('type') != 'directory': raise missing_entry(repository, folder)
        prefix = f'{folder}/' if folder else ''
        below = [entry for path, entry in entries.items() if path.startswith(prefix) and path != folder]
        if not request.asks('recursive'): below = [entry for entry in below if '/' not in entry['path'][len(prefix):]]
        if request.asks('expand'): below = [with_last_commit(entry, repository) for entry in below]
        return self.page(request, below)

    def resolve(self, request: Request, repository: Repository, path: str) -> Answer:
        if path not in repository.files: raise missing_entry(repository, path)
        file = repository.files[path]
        headers = {'ETag': f'"{file.etag}"', 'X-Repo-Commit': repository.sha, 'Accept-Ranges': 'bytes',
                   'Content-Type': 'application/octet-stream', 'Content-Disposition': f'inline; filename="{file.path.name}";'}
        if file.sha256: headers |= {'X-Linked-Etag': f'"{file.sha256}"', 'X-Linked-Size': str(file.size)}
        return part_of_file(file, request.byte_range, headers)

    def page(self, request: Request, items: list) -> Answer:
        """The items from `cursor` on, at most `limit` of them; the Link header says where the next page is."""
        start, limit = request.number('cursor', 0), min(request.number('limit', self.page_size), self.page_size)
        if start + limit >= len(items): return json_answer(items[start:])
        query = urlencode({**request.query, 'cursor': start + limit}, doseq=True)
        return json_answer(items[start:start + limit], Link=f'<{self.endpoint}{request.path}?{query}>; rel="next"')


def matches(repository: Repository, query: dict[str, list[str]]) -> bool:
    owner = repository.name.partition('/')[0]
    return (all(word.lower() in repository.name.lower() for word in query.get('search', ()))
            and all(tag in repository.tags for tag in query.get('filter', ()))
            and all(tag == repository.pipeline_tag for tag in query.get('pipeline_tag', ()))
            and all(author == owner for author in query.get('author', ())))


def shown_in_list(description: dict, request: Request) -> dict:
    """A list tells less of each repository than its own page does, unless it is asked to tell more."""
    if 'expand' in request.query: return expanded(description, request)
    switches = {'siblings': 'full', 'cardData': 'cardData', 'config': 'config'}
    never = {'safetensors', 'usedStorage'}
    return {key: value for key, value in description.items()
            if key not in never and (key not in switches or request.asks(switches[key]) or request.asks('full'))}


def expanded(description: dict, request: Request) -> dict:
    wanted = {'_id', 'id', 'modelId', *request.query['expand']}
    return {key: value for key, value in description.items() if key in wanted}


def missing_entry(repository: Repository, path: str) -> Refusal:
    return Refusal(404, 'EntryNotFound', f'Entry not found: {path}', **{'X-Repo-Commit': repository.sha})


def refs(repository: Repository) -> dict:
    main = {'name': 'main', 'ref': 'refs/heads/main', 'targetCommit': repository.sha}
    return {'branches': [main], 'converts': [], 'tags': []}


def commit(repository: Repository) -> dict:
    return {'id': repository.sha, 'title': 'initial commit', 'message': '', 'authors': [{'user': 'tester'}], 'date': DATE}


def with_last_commit(entry: dict, repository: Repository) -> dict:
    return entry | {'lastCommit': {'id': repository.sha, 'title': 'initial commit', 'date': DATE}}


def paths_info(request: Request, repository: Repository) -> list[dict]:
    """The entries at the paths asked for; a path where nothing is, is left out."""
    entries = repository.tree()
    found = [entries[path] for path in request.form.get('paths', ()) if path in entries]
    expand = str(request.form.get('expand', ['false'])[0]).lower() == 'true'
    return [with_last_commit(entry, repository) for entry in found] if expand else found


def part_of_file(file: StoredFile, byte_range: str | None, headers: dict[str, str]) -> Answer:
    """The whole file, or the bytes of a range such as 'bytes=0-99', 'bytes=100-' and 'bytes=-8'."""
    content = file.path.read_bytes()
    asked = re.fullmatch(r'bytes=(\d*)-(\d*)', byte_range or '')
    if not asked or asked[0] == 'bytes=-': return Answer(200, content, headers)
    first, last = asked[1], asked[2]
    start = int(first) if first else max(0, file.size - int(last))
    end = min(int(last), file.size - 1) if first and last else file.size - 1
    if start > end: return Answer(416, b'', {'Content-Range': f'bytes */{file.size}'})
    return Answer(206, content[start:end + 1], headers | {'Content-Range': f'bytes {start}-{end}/{file.size}'})


class HubRequestHandler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    timeout = 30  # seconds that a silent client may keep its connection
    disable_nagle_algorithm = True  # else head and body, sent apart, wait for one another

    def handle_request(self):
        length = int(self.headers.get('Content-Length', 0))
        if length > LONGEST_BODY: return self.send_error(413)
        address = urlsplit(self.path)
        body = self.rfile.read(length)
        answer = self.server.answer(Request(self.command, address.path, parse_qs(address.query), self.form(body),
                                            self.headers.get('Authorization'), self.headers.get('Range')))
        self.server.requests.append(f'{self.command} {self.path} {answer.status}')
        self.send(answer)

    do_GET = do_HEAD = do_POST = handle_request

    def form(self, body: bytes) -> dict[str, list[str]]:
        if 'json' not in self.headers.get('Content-Type', ''): return parse_qs(body.decode())
        return {key: listed(value) for key, value in json.loads(body).items()}

    def send(self, answer: Answer):
        self.send_response(answer.status)
        for name, value in {**answer.headers, 'Content-Length': str(len(answer.body))}.items(): self.send_header(name, value)
        self.end_headers()
        if self.command != 'HEAD': self.wfile.write(answer.body)

    def log_message(self, *arguments): pass


# -- Clients -----------------------------------------------------------------------------------------------------------

@contextmanager
def no_network():
    """Stands where a server is expected, at an endpoint that refuses every connection."""
    with socket.socket() as reserved:  # bound and never listening: nobody else can come to answer at this port
        reserved.bind(('127.0.0.1', 0))
        yield SimpleNamespace(endpoint=f'http://127.0.0.1:{reserved.getsockname()[1]}')


def client_environment(server, home: Path | str) -> dict[str, str]:
    """The environment of a process that takes `server` for the hub and keeps its cache in `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(('HF_', 'HUGGING', 'TRANSFORMERS_'))}
    quiet = {'HF_HUB_DISABLE_PROGRESS_BARS': '1', 'HF_HUB_DISABLE_TELEMETRY': '1', 'HF_UPDATE_DOWNLOAD_COUNTS': '0'}
    direct = {'NO_PROXY': '127.0.0.1', 'no_proxy': '127.0.0.1'}
    return kept | quiet | direct | {'HF_ENDPOINT': server.endpoint, 'HF_HOME': str(home)}


def run_command(arguments: list[str], server, home: Path | str | None = None, variables: dict[str, str] | None = None,
                timeout: float = 120, **options) -> subprocess.CompletedProcess:
    """Runs a command against `server` (a HubServer or `no_network()`), with an empty cache unless `home` is given.

    `variables` are set in its environment; `options` are those of subprocess.run.
    """
    with tempfile.TemporaryDirectory() as empty:
        environment = client_environment(server, home or empty) | (variables or {})
        options = {'capture_output': True, 'text': True, 'timeout': timeout} | options
        return subprocess.run(arguments, env=environment, **options)


def run_python(code: str, server, **options) -> subprocess.CompletedProcess:
    """Runs Python code likewise; a process of its own, because the clients read HF_ENDPOINT when they are imported."""
    return run_command([sys.executable, '-c', textwrap.dedent(code)], server, **options)
