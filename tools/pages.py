"""From notebooks to pages: what nbdev's documentation filter does, and what a page opened from disk needs besides.

Nothing of a lesson runs here: imports and exported cells only, because the reference tables are made from live functions.
"""
import multiprocessing, os, re, sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import groupby

from fastcore.nbio import read_nb, write_nb
from nbdev.config import get_config, nbpath2html
from nbdev.processors import FilterDefaults, mv_exports

def notebooks(folder):
    "The notebooks of `folder` in the order of the course: index first, then by number."
    found = [path for path in sorted(folder.glob('*.ipynb')) if path.name[0] not in '_.']
    return sorted(found, key=lambda path: path.stem != 'index')

def page_names(paths):
    "From a notebook's name, `05a_losses.ipynb`, to its page's, `losses.ipynb`, as nbdev's links expect it."
    names = {path.name: nbpath2html(path.name).with_suffix('.ipynb').name for path in paths}
    taken = set()
    for old, new in names.items():
        if new in taken: sys.exit(f'build_docs: two notebooks would share the page {new}; rename {old}')
        taken.add(new)
    return names

class PageFilter(FilterDefaults):
    "nbdev's filter, without the step whose work `headings_above_source` does."
    def base_procs(self): return [step for step in super().base_procs() if step is not mv_exports]

def show_exported_source(notebook):
    "Keep exported code on the page, foldable: here the code is the lesson. (nbdev shows `exports`, and hides `export`.)"
    for cell in notebook.cells:
        if cell.cell_type == 'code': cell.source = re.sub(r'^#\|\s*export\b', '#| exports', cell.source, flags=re.M)

def saved_outputs(notebook):
    "The outputs to show, by cell: the saved ones, not what importing here and now may say (`show_doc` aside)."
    return {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == 'code' and 'show_doc(' not in cell.source}

def is_heading(cell):
    "Whether nbdev made this cell, to document a definition."
    return hasattr(cell, 'has_sd')

def headings_above_source(cells):
    "The cells with each definition's heading, which links point at, above its source. (nbdev makes them below, in reverse.)"
    ordered = []
    for headings, run in groupby(cells, is_heading):
        if headings: ordered[-1:-1] = reversed(list(run))
        else: ordered.extend(run)
    return ordered

def shorten_heading(text):
    "The heading and its link to GitHub only: signature, comments and docstring follow in the source itself."
    return re.sub(r'^---\s*|```python.*', '', text, flags=re.S)

def link_pages(source, names, site):
    "Point links at this site's own pages: those to notebooks by name, and those nbdev makes to the published site."
    source = re.sub(r'(?<=\]\()(?:\./)?([\w.-]+\.ipynb)', lambda match: names.get(match[1], match[0]), source)
    return source.replace(site.rstrip('/') + '/', '')

def tidy_text(text):
    "Text as a terminal would show it (a progress bar's last state only), and with no memory addresses, which differ every time."
    text = re.sub(r'^.*\r(?!\n)', '', text, flags=re.M)
    return re.sub(r' at 0x[0-9a-f]{6,}', '', text)

def tidy_outputs(cell, link):
    "Tidy every textual output of a cell, and link the Markdown ones."
    for output in cell.get('outputs', []):
        if 'text' in output: output['text'] = tidy_text(''.join(output['text']))
        data = output.get('data', {})
        for kind in data:
            if kind.startswith('text/'): data[kind] = tidy_text(''.join(data[kind]))
        if 'text/markdown' in data: data['text/markdown'] = link(shorten_heading(data['text/markdown']) if is_heading(cell) else data['text/markdown'])

def write_page(path, folder, names):
    "Write the page of the notebook at `path` into `folder`; return its title."
    os.environ['IN_TEST'] = '1'  # nbdev's sign that nothing may be exported
    notebook = read_nb(path)
    show_exported_source(notebook)
    saved = saved_outputs(notebook)
    PageFilter()(notebook)
    notebook.cells = headings_above_source(notebook.cells)
    link = partial(link_pages, names=names, site=get_config().doc_url)
    for cell in notebook.cells:
        if cell.get('id') in saved: cell.outputs = saved[cell.id]
        if cell.cell_type == 'raw': cell.source = re.sub(r'^output-file:.*\n', '', cell.source, flags=re.M)  # the file has that name
        if cell.cell_type == 'markdown': cell.source = link(cell.source)
        tidy_outputs(cell, link)
    write_nb(notebook, folder/names[path.name])
    return notebook.frontmatter_.get('title', path.stem)

def write_pages(paths, folder):
    "Write all pages, two at a time; return the title of each notebook."
    work = partial(write_page, folder=folder, names=page_names(paths))
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context('spawn')) as pool: return list(pool.map(work, paths))
