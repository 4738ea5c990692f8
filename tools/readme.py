"""README.md from nbs/index.ipynb and its saved outputs, with the pictures in README_files/.

    python tools/readme.py            writes README.md
    python tools/readme.py --check    fails where README.md is out of date
"""
import base64, re, sys
from pathlib import Path

import nbformat

PROJECT = Path(__file__).resolve().parent.parent
README, PICTURES = PROJECT/'README.md', PROJECT/'README_files'

def output_text(output):
    "A cell's output as Markdown: its Markdown, html or text; pictures are files."
    data = output.get('data', {})
    if 'text/html' in data: return re.sub(r'<style>.*?</style>|^[ \t]+|\n(?=\s*\n)', '', data['text/html'].replace('\r', ''), flags=re.DOTALL | re.MULTILINE).strip()
    if 'text/markdown' in data: return linked(data['text/markdown'])
    text = re.sub(r'[^\n]*\r', '', output.get('text') or data.get('text/plain', '')) # as a terminal shows it
    return f'```\n{text.rstrip()}\n```' if text.strip() and output.get('name') != 'stderr' else ''

def linked(text):
    "Markdown with its links to notebooks as they are seen from the project's folder."
    return re.sub(r'\]\((\d\w+\.ipynb)\)', r'](nbs/\1)', text)

def parts(notebook):
    "The Markdown of every cell, and its pictures by file name."
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == 'markdown':
            yield linked(cell.source), {}
            continue
        if cell.source.startswith('#| hide'): continue
        if not cell.source.startswith('#| echo: false'): yield f'```python\n{cell.source}\n```', {}
        for output in cell.outputs:
            picture = output.get('data', {}).get('image/png')
            if picture: yield f'![](README_files/{number}.png)', {f'{number}.png': base64.b64decode(picture)}
            else: yield output_text(output), {}

def main():
    made = list(parts(nbformat.read(PROJECT/'nbs'/'index.ipynb', 4)))
    text = '\n\n'.join(part for part, _ in made if part.strip()) + '\n'
    pictures = {name: data for _, found in made for name, data in found.items()}
    if '--check' in sys.argv:
        fresh = README.exists() and README.read_text(encoding='utf-8') == text and {path.name: path.read_bytes() for path in PICTURES.iterdir()} == pictures
        sys.exit(None if fresh else 'README.md is out of date: run `make readme`')
    README.write_text(text, encoding='utf-8')
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.iterdir(): old.unlink()
    for name, data in pictures.items(): (PICTURES/name).write_bytes(data)

if __name__ == '__main__': main()
