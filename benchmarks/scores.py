"""Scores of the main equations on real data, with their baselines and intervals; writes scores.json and scores.md beside this file.

    python benchmarks/scores.py FOLDER [NAME ...]

FOLDER holds the data in hub layout: glue (cola, mrpc, stsb), emotion, emobank, flowers. Every fit is one call of `fit` with its defaults; rows already in scores.json are kept
unless they are named.
"""
from dataclasses import asdict, dataclass, field
from pathlib import Path
import json, os, sys

import numpy as np
import finetune_course as ft
from finetune_course.datasets import made_once
from finetune_course.generation import byte_tokenizer, write_new_model
from finetune_course.model import embedded_models

here = Path(__file__).resolve().parent

@dataclass(frozen=True)
class Run:
    "One row of the table: what is fitted to what, and what it should reach."
    data:str
    equation:str
    epochs:int
    seeds:tuple[int, ...]
    metric:str
    target:float|None = None # of the mean over the seeds
    asked:dict = field(default_factory=dict) # other options of `fit` than its defaults

runs = {
    'cola': Run('C:glue,cola', 'classify: label ~ sentence', 4, (1, 2, 3), 'matthews_correlation', 0.27),
    'mrpc': Run('C:glue,mrpc', 'classify: label ~ sentence1 + sentence2', 3, (1, 2, 3), 'accuracy', 0.80),
    'stsb': Run('C:glue,stsb', 'regress: label ~ sentence1 + sentence2', 3, (1,), 'pearson', 0.855),
    'emotion': Run('C:emotion', 'classify: label ~ text', 3, (1,), 'accuracy', 0.93),
    'emobank': Run('C:emobank', 'regress: V + A + D ~ text', 3, (1,), 'pearson'),
    'rotten_tomatoes': Run('E:rotten_tomatoes', 'classify: label ~ text', 1, (42,), 'accuracy', 0.79),
    'wnut17': Run('C:wnut17', 'classify_tokens: ner_tags ~ tokens', 4, (1,), 'overall_f1', 0.53),
    'squad': Run('C:squad', 'classify_spans: answers ~ question + context', 3, (1,), 'answer_f1'),
    'squad_v2': Run('C:squad_v2', 'classify_spans: answers ~ question + context', 3, (1,), 'answer_f1'),
    'flowers': Run('C:flowers', 'classify_images: label ~ image', 5, (1,), 'accuracy', 0.80,
                   dict(model='E:efficientnet-lite0', max_length=128, learning_rate=8e-4, augment=True)),
    'fsdd': Run('C:fsdd', 'classify_audio: label ~ audio', 1, (1,), 'accuracy', 0.90, dict(model='E:whisper-tiny-1s', per_device_train_batch_size=16)),
    'dialled_numbers': Run('E:dialled_numbers', 'ASR: text ~ audio', 6, (1, 2, 3), 'wer', 0.05, dict(model='E:ctc-tiny', learning_rate=5e-3, per_device_train_batch_size=8)),
    'imdb_blanks': Run('E:imdb', 'fill-mask: text ~ text', 1, (42,), 'token_accuracy', 0.30,
                       dict(model='E:bert-tiny', learning_rate=1e-3, max_train_samples=2000, max_eval_samples=200)),
    'number_words': Run('E:number_words', 'MT: fr ~ en', 2, (42,), 'bleu', 90, dict(model='E:marian-tiny', learning_rate=1e-3)),
    'multi30k': Run('C:multi30k', 'MT: fr ~ en', 3, (42,), 'bleu', None,
                    dict(model='E:marian-multi30k', learning_rate=2e-3, per_device_train_batch_size=64, max_train_samples=12000, max_eval_samples=200)),
}

def translator(folder:Path):
    "A translator with random weights, as small as E:marian-tiny, whose vocabulary is that of the first 15,000 captions of Multi30k in both languages."
    rows = ft.datasets.load_data(ft.equations.parse_spec('C:multi30k'))['train'].select(range(15000))
    tokenizer = byte_tokenizer([*rows['en'], *rows['fr']], 4000, end=True)
    write_new_model(folder, 'Marian', tokenizer, decoder_start_token_id=0, d_model=128, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4,
                    decoder_attention_heads=4, encoder_ffn_dim=512, decoder_ffn_dim=512, max_position_embeddings=256, init_std=128**-.5, scale_embedding=True)

embedded_models['marian-multi30k'] = lambda: made_once('marian-multi30k-1', translator)

def fit(run:Run, seed:int, **options): # a FineTuned
    "One fit of a row."
    return ft.fit(run.equation, run.data, num_train_epochs=run.epochs, seed=seed, **dict(model='E:minilm') | run.asked | options)

def found(run:Run, fits:list)->dict:
    "What is kept of the fits of a row, one for each seed."
    scores = [[asdict(score) for score in g.scores.scores] for g in fits]
    mean = float(np.mean([g.scores[run.metric] for g in fits]))
    reached = None if run.target is None else mean >= run.target if ft.metrics.greater_is_better(run.metric) else mean <= run.target
    return dict(asdict(run), mean=mean, reached=reached, rows=fits[0].scores.rows, scores=scores,
                train_rows=fits[0].record['rows']['train'], best_epochs=[g.record['best_epoch'] for g in fits], seconds=[g.record['seconds'] for g in fits],
                options=fits[0].record['options'], versions=fits[0].record['versions'])

def markdown(results:dict)->str:
    "The table that a person reads."
    lines = ['| data | equation | epochs | metric | seed | score | 95 % interval | baseline | mean | wanted | seconds |', '|---|---|---|---|---|---|---|---|---|---|---|']
    for result in results.values():
        for seed, scores, seconds in zip(result['seeds'], result['scores'], result['seconds']):
            for score in scores:
                if not score['metric'].startswith(result['metric']): continue
                whole = score['metric'] == result['metric']
                lines.append(f"| {result['data']} | {result['equation']} | {result['epochs']} | {score['metric']} | {seed} | {score['value']:.4f} | {score['low']:.4f} to {score['high']:.4f} "
                             f"| {score['baseline']:.4f} | {result['mean']:.4f} | {result['target'] or ''} | {seconds:.0f} |" if whole else
                             f"| {result['data']} | | | {score['metric']} | {seed} | {score['value']:.4f} | {score['low']:.4f} to {score['high']:.4f} | {score['baseline']:.4f} | | | |")
    return '\n'.join(lines) + '\n'

def kept()->dict:
    "The rows that were measured before."
    file = here/'scores.json'
    return json.loads(file.read_text()) if file.exists() else {}

def keep(name:str, fits:list):
    "Write a row into both files."
    results = kept() | {name: found(runs[name], fits)}
    results = {name: results[name] for name in runs if name in results}
    (here/'scores.json').write_text(json.dumps(results, indent=1) + '\n')
    (here/'scores.md').write_text(markdown(results))
    print(name, results[name]['mean'], results[name]['seconds'], flush=True)

def main():
    folder, *names = sys.argv[1:]
    results = kept()
    os.chdir(folder)
    for name in names or [name for name in runs if name not in results]: keep(name, [fit(runs[name], seed) for seed in runs[name].seeds])

if __name__ == '__main__': main()
