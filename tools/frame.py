"""The frame that every notebook shares: after its title, a badge that opens it in Colab and a hidden cell that fetches the course and installs the package there.

    python tools/frame.py            writes the frame into the notebooks of nbs/
    python tools/frame.py --check    changes nothing, and fails where a frame is missing or out of date

Cell ids are fixed, so that writing the frame again changes nothing.
"""
import argparse, sys
from pathlib import Path

from fastcore.nbio import mk_cell, nb2str, read_nb, write_nb

NOTEBOOKS = Path(__file__).resolve().parent.parent/'nbs'
REPOSITORY = 'kwchurch/finetune_course'
BADGE = '[![Open In Colab](colab.svg)](https://colab.research.google.com/github/{repository}/blob/main/nbs/{name})'
INSTALL = '''#| hide
#| eval: false
! [ -e /content ] && { [ -e /content/course ] || git clone -q --depth 1 https://github.com/{repository} /content/course; } && pip install -q /content/course  # only Colab has /content
import os
if os.path.isdir('/content/course/nbs'): os.chdir('/content/course/nbs')  # measured numbers are read from files beside the notebooks'''
IDS = 'frame-badge', 'frame-install'
STARTS = BADGE.split('{')[0], INSTALL.split(' && ')[0]  # jupytext may give these ids to other cells: the start tells

def frame_cells(name):
    "The two cells of the frame for the notebook called `name`."
    cells = mk_cell(BADGE.format(repository=REPOSITORY, name=name), 'markdown'), mk_cell(INSTALL.replace('{repository}', REPOSITORY), 'code')
    for cell, cell_id in zip(cells, IDS): cell.id = cell_id
    return list(cells)

def is_frame(cell):
    "Whether `cell` is one of the frame's, of whatever date."
    return cell.source.startswith(STARTS)

def framed(path):
    "The notebook at `path` with its frame in place."
    notebook = read_nb(path)
    title, *rest = [cell for cell in notebook.cells if not is_frame(cell)]
    if not title.source.startswith('# '): sys.exit(f'frame: {path.name} must begin with its title, a Markdown cell `# ...`')
    for cell in rest:
        if cell.id in IDS: cell.id = f'was-{cell.id}'
    notebook.cells = [title, *frame_cells(path.name), *rest]
    return notebook

def main():
    parser = argparse.ArgumentParser(description='Write the frame of every notebook.')
    parser.add_argument('--check', action='store_true', help='write nothing; fail where a frame is out of date')
    check = parser.parse_args().check
    stale = [path for path in sorted(NOTEBOOKS.glob('*.ipynb')) if nb2str(framed(path)) != path.read_text(encoding='utf-8')]
    if check and stale: sys.exit(f"frame: out of date in {', '.join(path.name for path in stale)}; run `make frame`")
    for path in stale: write_nb(framed(path), path)

if __name__ == '__main__': main()
