"""Whisper on recorded speech: ten clips with transcripts from Debian's package pocketsphinx-testdata; writes recordings.json and recordings.md beside this file.

    python benchmarks/recordings.py [DATA]

DATA is the folder of the unpacked package that holds `librivox` and `cards`, by default /usr/share/pocketsphinx/test/data; where it is not there the package is fetched with apt-get into a folder
that is deleted afterwards. Two word error rates are given: as `wer` has it (no capitals, no punctuation), and after Whisper's own normaliser, for which `10` is `ten` and `Mr.` is `mister`.
"""
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
import csv, json, re, shutil, subprocess, sys

import finetune_course as ft
import jiwer
from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

here = Path(__file__).resolve().parent
usual = Path('/usr/share/pocketsphinx/test/data')

def unpacked(folder:Path)->Path:
    "The data of the package, fetched into `folder`."
    subprocess.run(['apt-get', 'download', 'pocketsphinx-testdata'], cwd=folder, check=True, capture_output=True)
    subprocess.run(['dpkg-deb', '-x', next(folder.glob('*.deb')), folder/'package'], check=True)
    return folder/'package'/usual.relative_to('/')

def audiofolder(data:Path, folder:Path, name:str)->Path:
    "Clips and their transcripts as datasets reads them."
    (folder/name/'test').mkdir(parents=True)
    [transcripts] = data.glob(f'{name}/*transcription')
    rows = [re.fullmatch(r'<s> (.*?)\s*</s> \((.*)\)', line.strip()).groups() for line in transcripts.read_text().splitlines()]
    for _, clip in rows: shutil.copy(data/name/f'{clip}.wav', folder/name/'test')
    with open(folder/name/'test'/'metadata.csv', 'w', newline='') as file: csv.writer(file).writerows([('file_name', 'text'), *((f'{clip}.wav', text) for text, clip in rows)])
    return folder/name

def measure(folder:Path)->dict:
    "What Whisper writes, and how wrong it is."
    scores = ft.evaluate('E:whisper-tiny', f'C:{folder}', 'ASR: text ~ audio', split='test')
    plain = EnglishTextNormalizer({})
    return dict(rows=scores.rows, seconds=round(scores.seconds, 1), scores=[asdict(score) for score in scores.scores], wer_normalised=jiwer.wer(list(map(plain, scores.y)), list(map(plain, scores.yhat))),
                said=list(zip(scores.y, scores.yhat)))

def markdown(results:dict)->str:
    "The tables that a person reads."
    lines = ['| clips | rows | metric | score | 95 % interval | baseline |', '|---|---|---|---|---|---|']
    for name, result in results.items():
        lines += [f'| {name} | {result["rows"]} | {s["metric"]} | {s["value"]:.4f} | {s["low"]:.4f} to {s["high"]:.4f} | {s["baseline"]:.4f} |' for s in result['scores']]
        lines.append(f'| {name} | {result["rows"]} | wer, normalised | {result["wer_normalised"]:.4f} | | |')
    lines += ['', '| truth | Whisper tiny.en |', '|---|---|'] + [f'| {truth} | {said} |' for result in results.values() for truth, said in result['said']]
    return '\n'.join(lines) + '\n'

def main():
    with TemporaryDirectory() as folder:
        folder = Path(folder)
        data = Path(sys.argv[1]) if sys.argv[1:] else usual if usual.is_dir() else unpacked(folder)
        results = {name: measure(audiofolder(data, folder, name)) for name in ('librivox', 'cards')}
    (here/'recordings.json').write_text(json.dumps(results, indent=1) + '\n')
    (here/'recordings.md').write_text(markdown(results))
    print(markdown(results))

if __name__ == '__main__': main()
