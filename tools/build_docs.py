"""The documentation site: from the notebooks with their saved outputs, through nbdev's filter and smalldocs, to docs/.

    python tools/build_docs.py            writes docs/
    python tools/build_docs.py --check    builds it elsewhere, and fails where docs/ is out of date

The site opens from disk, with no server and no network. Quarto can build one from the same nbs/_quarto.yml (`nbdev-docs`); this script needs only pip.
"""
import argparse, filecmp, hashlib, json, os, re, shutil, sys, tempfile
from importlib.metadata import version
from pathlib import Path

import smalldocs.layout, smalldocs.site, yaml
from pages import notebooks, page_names, write_pages

PROJECT = Path(__file__).resolve().parent.parent
NOTEBOOKS, DOCS = PROJECT/'nbs', PROJECT/'docs'
SEARCH_SCRIPT = Path(__file__).with_name('offline_search.js')
STAMP = 'built_from.json'
KINDS = {'.ipynb', '.yml', '.css', '.js', '.woff2', '.svg', '.png', '.jpg', '.gif'}
GENERATED = {'sidebar.yml', 'nbdev.yml'}  # nbdev-docs leaves them where Quarto is installed
TOOLS = ['nbdev', 'smalldocs', 'fastcore', 'fastai', 'transformers', 'torch']  # whose versions show in a page


# From pages to a site.

def sidebar(paths, titles):
    "The sidebar's entries: each notebook's number and title."
    names = page_names(paths)
    numbers = [re.match(r'\d+[a-z]*(?=_)', path.name) for path in paths]
    texts = [f'{number[0]} {title}' if number else title for number, title in zip(numbers, titles)]
    return [{'text': text, 'href': names[path.name]} for text, path in zip(texts, paths)]

def write_settings(folder, contents):
    "Write the two files that _quarto.yml includes."
    search = f'<script src="{SEARCH_SCRIPT.name}"></script>'
    site = {'project': {'output-dir': '_site'}, 'format': {'html': {'include-in-header': [{'text': search}]}}}
    (folder/'nbdev.yml').write_text(yaml.dump(site))
    (folder/'sidebar.yml').write_text(yaml.dump({'website': {'sidebar': {'contents': contents}}}, allow_unicode=True))

def files_below(folder):
    "The files below `folder`, by their path within it."
    return {path.relative_to(folder): path for path in sorted(folder.rglob('*')) if path.is_file()}

def sources():
    "The files of nbs/ that pages are made from. A kind not listed is something a notebook left behind when it ran."
    hidden = lambda name: any(part.startswith('.') for part in name.parts) or name.name in GENERATED
    return {name: path for name, path in files_below(NOTEBOOKS).items() if not hidden(name) and (path.suffix in KINDS or name.name == 'LICENSE')}

def copy_sources(folder):
    "Copy what pages use beside notebooks."
    for name, path in sources().items():
        if path.suffix == '.ipynb': continue
        (folder/name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder/name)

def render(folder):
    "Render the staged pages; return the site's folder and what smalldocs warns of."
    smalldocs.layout.KATEX = 'katex'  # our copy, where smalldocs would link a content network
    built = smalldocs.site.build(folder, quiet=True)
    return built.out, [warning for warning in built.warnings if not warning.endswith(' is ignored')]  # settings only Quarto reads

def make_offline(site):
    "Replace what needs a server or a network: the search index, and the fonts a theme imports."
    index = json.loads((site/'search.json').read_text(encoding='utf-8'))
    (site/'search.js').write_text(f'window.searchIndex = {json.dumps(index, ensure_ascii=False, indent=0)};\n', encoding='utf-8')
    (site/'search.json').unlink()
    shutil.copy(SEARCH_SCRIPT, site)
    (site/'.nojekyll').touch()
    for theme in site.glob('site_libs/themes/**/*.css'):
        theme.write_text(re.sub(r'@import url\("?https?:.*?\)\s*;', '', theme.read_text(encoding='utf-8')), encoding='utf-8')

def fetched_from_elsewhere(site):
    "What a page would load over the network."
    loads = re.compile(r"""<(?:script|img|iframe|source|link rel="(?:stylesheet|icon)")[^>]*?(?:src|href)="((?:https?:)?//[^"]+)"|import \w+ from '(https?:[^']+)'""")
    found = [(page.name, ''.join(match)) for page in sorted(site.glob('*.html')) for match in loads.findall(page.read_text(encoding='utf-8'))]
    return [f'{name}: loads {address}' for name, address in found]

def names_this_machine(site):
    "Pages with paths of the machine that ran the notebooks, as warnings have them."
    texts = {page.name: page.read_text(encoding='utf-8') for page in sorted(site.glob('*.html'))}
    return [f'{name}: shows a path of this machine, {path}; `make outputs` saves outputs without warnings' for name, text in texts.items() for path in (f'{PROJECT}/', '/site-packages/') if path in text]

def build(folder):
    "Build the site in `folder`; return where it is and what is wrong with it."
    copy_sources(folder)
    paths = notebooks(NOTEBOOKS)
    titles = write_pages(paths, folder)
    write_settings(folder, sidebar(paths, titles))
    site, problems = render(folder)
    make_offline(site)
    (site/STAMP).write_text(json.dumps(stamp(), indent=1) + '\n')
    return site, problems + fetched_from_elsewhere(site) + names_this_machine(site)


# Is docs/ up to date?

def source_digest():
    "One digest of everything that pages are made from."
    lines = [f'{name.as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n' for name, path in sources().items()]
    return hashlib.sha256(''.join(lines).encode()).hexdigest()

def stamp():
    "What a site was built from and with."
    tools = {tool: version(tool) for tool in TOOLS}
    return {'sources': source_digest(), 'tools': {'python': '{}.{}'.format(*sys.version_info), **tools}}

def differences(site):
    "The files in which docs/ differs from a fresh build. Other tools write other pages: then only the sources are compared."
    committed = json.loads((DOCS/STAMP).read_text()) if (DOCS/STAMP).exists() else {}
    if committed.get('tools') != stamp()['tools']: return [] if committed.get('sources') == source_digest() else [STAMP]
    fresh, old = files_below(site), files_below(DOCS)
    same = lambda name: name in fresh and name in old and filecmp.cmp(fresh[name], old[name], shallow=False)
    return [str(name) for name in sorted({*fresh, *old}) if not same(name)]

def report(lines, advice):
    "Name a few of the lines, and stop, where there are any."
    if not lines: return
    sys.exit('\n'.join([f'build_docs: {line}' for line in lines[:10]] + [f'build_docs: {len(lines)} in all. {advice}']))

def main():
    parser = argparse.ArgumentParser(description='Build the documentation site.')
    parser.add_argument('--check', action='store_true', help='write nothing; fail where docs/ is not what a build gives')
    check = parser.parse_args().check
    os.chdir(PROJECT)
    with tempfile.TemporaryDirectory() as folder:
        site, problems = build(Path(folder).resolve())
        report(problems, 'Mend the notebooks they name.')
        if check: return report(differences(site), 'docs/ is out of date: run `make docs` and commit it.')
        shutil.rmtree(DOCS, ignore_errors=True)
        shutil.copytree(site, DOCS)

if __name__ == '__main__': main()
