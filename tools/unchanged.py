"""Runs a command that rewrites generated files, and fails if it changed any: then what is committed was not what it generates.

    python tools/unchanged.py FOLDER COMMAND...

It compares files before and after, not with git, so that it works in a tree with changes of one's own.
"""
import subprocess, sys
from pathlib import Path

def contents(folder):
    "The bytes of every file below `folder`, caches aside."
    files = [path for path in Path(folder).rglob('*') if path.is_file() and '__pycache__' not in path.parts]
    return {str(path): path.read_bytes() for path in files}

def main(folder, *command):
    before = contents(folder)
    subprocess.run(command, check=True)
    after = contents(folder)
    changed = sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
    if changed: sys.exit(f"{' '.join(Path(part).name for part in command)} changed {', '.join(changed)}: look at the change and commit it.")

if __name__ == '__main__': main(*sys.argv[1:])
