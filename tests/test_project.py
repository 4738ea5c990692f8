"""What holds for the source as a whole: one version, no task in the background, nothing that runs foreign code, a one-way flow."""

import ast
import configparser
import json
import re
from pathlib import Path

import finetune_course
import pytest
from finetune_course.equations import task_words

ROOT = Path(__file__).parent.parent
MODULES = {path.stem: path for path in sorted((ROOT/'finetune_course').glob('[!_]*.py'))}
NOTEBOOKS = sorted((ROOT/'nbs').glob('*.ipynb'))
# A module imports only from those to its left; a lesson that holds rows of the task table may import all that come before the functions.
ORDER = ('equations', 'datasets', 'tokenizing', 'model', 'tasks', 'batches', 'speed', 'trainer', 'metrics', 'scores', 'seeds', 'functions', 'command_line')
TASKS = ('tasks', 'tokens_and_spans', 'images', 'speech', 'generation', 'pipelines', 'regression', 'winograd')  # where rows of the task table are written


def code(notebook: Path) -> str:
    """The code of a notebook, shell and magic commands left out."""
    cells = json.loads(notebook.read_text(encoding='utf-8'))['cells']
    lines = [line for cell in cells if cell['cell_type'] == 'code' for line in [*''.join(cell['source']).splitlines(), '']]
    return '\n'.join(line for line in lines if not line.lstrip().startswith(('!', '%')))


SOURCES = {path.name: path.read_text(encoding='utf-8') for path in MODULES.values()} | {path.name: code(path) for path in NOTEBOOKS}


def calls(tree: ast.AST) -> set[str]:
    """What is called, as it is written."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def test_the_version_is_the_one_in_settings():
    settings = configparser.ConfigParser(delimiters=['='])
    settings.read(ROOT/'settings.ini')
    assert settings['DEFAULT']['version'] == finetune_course.__version__


@pytest.mark.parametrize('name', [name for name in MODULES if name not in TASKS]) # those hold the rows
def test_no_module_asks_which_task_it_is(name):
    tree = ast.parse(SOURCES[f'{name}.py'])
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)
                and re.search(r"\btask(\.name)? (==|!=|in)|== task\b", ast.unparse(node))]
    assert not [ast.unparse(node) for node in compared if not re.search(r'None|task_words', ast.unparse(node))]


@pytest.mark.parametrize('name', SOURCES)
def test_nothing_runs_foreign_code_or_hides_a_warning(name):
    tree = ast.parse(SOURCES[name])
    forbidden = r'eval|exec|__import__|(warnings\.)?(simplefilter|filterwarnings)|catch_warnings'
    unpickled = r'(pickle|cloudpickle|dill|joblib|marshal)\.loads?'  # which a lesson may do, to show what could happen
    if name.endswith('.py'): forbidden += f'|{unpickled}'
    assert not [call for call in calls(tree) if re.fullmatch(forbidden, call)]
    caught = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == 'warnings.catch_warnings']
    again = [node for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) and 'warnings.warn_explicit' in calls(function) for node in ast.walk(function)]
    assert all(ast.unparse(node) == 'warnings.catch_warnings(record=True)' and node in again for node in caught)  # recorded, and said again
    trusted = [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == 'trust_remote_code']
    assert not [node for node in trusted if ast.unparse(node.value) != 'False']


@pytest.mark.parametrize('path', [*MODULES.values(), *NOTEBOOKS], ids=lambda path: path.name)
def test_no_path_of_this_machine(path):
    assert not re.search(r'/(root|home/\w+|work)/|/Users/\w+', path.read_text(encoding='utf-8'))


@pytest.mark.parametrize('name', MODULES)
def test_public_functions_have_docstrings_and_typed_parameters(name):
    lines, tree = SOURCES[f'{name}.py'].splitlines(), ast.parse(SOURCES[f'{name}.py'])
    public = [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith('_')
              and not any('patch' in ast.unparse(decorator) for decorator in node.decorator_list)]
    assert not [node.name for node in public if not ast.get_docstring(node)]
    untyped = [(node.name, argument) for node in public if isinstance(node, ast.FunctionDef)
               for argument in [*node.args.args, *node.args.kwonlyargs] if argument.annotation is None]
    # where a type has no name (a model of transformers, one of several metrics), a comment says in words what it is
    assert not [f'{function}({argument.arg})' for function, argument in untyped if '#' not in lines[argument.lineno - 1]]


def test_data_flow_one_way():
    for name, path in MODULES.items():
        imported = imports(ast.parse(path.read_text(encoding='utf-8')))
        allowed = ORDER[:ORDER.index(name)] if name in ORDER else ORDER[:ORDER.index('functions')]
        assert imported <= {*allowed, name, *(TASKS if name in TASKS else ())}, name


def imports(tree: ast.AST) -> set[str]:
    """The modules of this package that a module imports, at its top or later."""
    nodes = list(ast.walk(tree))
    imported = {node.module or alias.name for node in nodes if isinstance(node, ast.ImportFrom) and node.level for alias in node.names}
    lazily = {node.attr for node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node.value) == 'ft'}
    return imported | lazily & set(MODULES)


def test_the_readme_knows_every_task_and_notebook():
    readme = (ROOT/'README.md').read_text(encoding='utf-8')
    assert [word for word in task_words if f'| `{word}` |' not in readme] == []
    assert [path.name for path in (ROOT/'nbs').glob('[0-9]*.ipynb') if f'](nbs/{path.name})' not in readme] == []


@pytest.mark.parametrize('name', [path.name for path in NOTEBOOKS])
def test_stored_outputs_are_what_jupyter_shows(name):
    """No remains of a bar that a terminal would have drawn over."""
    cells = json.loads((ROOT/'nbs'/name).read_text(encoding='utf-8'))['cells']
    printed = [''.join(output.get('text', '')) for cell in cells for output in cell.get('outputs', ())]
    assert not [text for text in printed if '\r' in text or '█' in text]
