"""Run notebooks in a Jupyter kernel, as their readers do, and save what they print.

    python tools/outputs.py [NOTEBOOK ...]      default: all

Cells marked `#| eval: false`, or for the hub, a GPU or patience (tst_flags in pyproject.toml), keep what they have.
"""
import sys, time, tomllib
from pathlib import Path

import nbformat
from nbclient import NotebookClient

PROJECT = Path(__file__).resolve().parent.parent
NOTEBOOKS = PROJECT/'nbs'
FLAGS = tomllib.loads((PROJECT/'pyproject.toml').read_text())['tool']['nbdev']['tst_flags'].split()
KEPT = {f'#| {directive}' for directive in ('eval: false', *FLAGS)}

def runs(cell):
    "Whether a cell is run."
    return cell.cell_type == 'code' and KEPT.isdisjoint(line.strip() for line in cell.source.splitlines())

def run(path):
    "Run a notebook and write its outputs into it."
    notebook = nbformat.read(path, 4)
    part = nbformat.v4.new_notebook(cells=[cell for cell in notebook.cells if runs(cell)], metadata=notebook.metadata) # the same cells
    NotebookClient(part, timeout=600, kernel_name='python3', resources=dict(metadata=dict(path=str(path.parent)))).execute()
    nbformat.write(notebook, path)

def main():
    for path in map(Path, sys.argv[1:] or sorted(NOTEBOOKS.glob('*.ipynb'))):
        start = time.perf_counter()
        run(path.resolve())
        print(f'{path.name}: {time.perf_counter() - start:.0f} s', flush=True)

if __name__ == '__main__': main()
