"""Rejection with flowers: what a model of five flowers says of pictures that show none; writes rejection.json and rejection.md beside this file.

    python benchmarks/rejection.py FOLDER OUTPUT_DIR

FOLDER holds the data in hub layout: flowers. OUTPUT_DIR is the fitted model; it is fitted, as `scores.py` says, where it is not there yet. Thresholds are chosen on validation,
shares are of the test split and of pictures without a flower: digits, letters, crops of a temple's photograph (scikit-learn's china.jpg) and of a portrait (matplotlib's grace_hopper.jpg).
"""
from pathlib import Path
from random import Random
import json, os, sys

import numpy as np, pandas as pd, torch
import finetune_course as ft
from finetune_course.batches import input_features, make_features
from finetune_course.datasets import load_data
from finetune_course.equations import parse_spec
from finetune_course.images import choose_threshold
from matplotlib import font_manager
from PIL import Image, ImageDraw, ImageFont
from scores import fit, keep, runs

here = Path(__file__).resolve().parent

def crops(photo:Image.Image, most:int, rng:Random)->list[Image.Image]:
    "Squares of a photograph, anywhere and of any size, 128 pixels wide as the flowers are."
    def crop():
        side = rng.randint(100, min(photo.size))
        left, top = (rng.randint(0, whole - side) for whole in photo.size)
        return photo.crop((left, top, left + side, top + side)).resize((128, 128), Image.Resampling.BICUBIC)
    return [crop() for _ in range(most)]

def letters(rng:Random)->list[Image.Image]:
    "Letters in four fonts, drawn large, tilted a little and shrunk to 8 x 8 pixels, as the digits were."
    def letter(char, font):
        sheet = Image.new('L', (64, 64))
        ImageDraw.Draw(sheet).text((32, 32), char, fill=255, font=font, anchor='mm')
        return sheet.rotate(rng.uniform(-10, 10)).resize((8, 8), Image.Resampling.BOX)
    fonts = [ImageFont.truetype(font_manager.findfont(f'DejaVu {name}'), 64) for name in ('Sans', 'Sans:bold', 'Serif', 'Sans Mono')]
    return [letter(char, font) for font in fonts for char in 'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

def reject_scores(logits:np.ndarray)->pd.DataFrame: # rows x classes; a row for each
    "Three scores of how sure a net is, surer if larger: the largest probability, the negative entropy, the negative energy."
    z = torch.as_tensor(logits).double()
    log_p = z.log_softmax(-1)
    return pd.DataFrame(dict(probability=log_p.exp().max(-1).values, entropy=(log_p.exp()*log_p).sum(-1), energy=z.logsumexp(-1)))

def no_flowers()->dict[str, list[Image.Image]]:
    "Pictures without a flower, by kind."
    from matplotlib.cbook import get_sample_data
    from sklearn.datasets import load_sample_image
    digits = load_data(parse_spec('E:digits'))['test'][:]['image']
    with Image.open(get_sample_data('grace_hopper.jpg')) as portrait: face = portrait.convert('RGB')
    rng = Random(0)
    return dict(digits=digits, letters=letters(Random(0)), temple=crops(Image.fromarray(load_sample_image('china.jpg')), 200, rng), portrait=crops(face, 200, rng))

def fitted(folder:Path): # a FineTuned
    "The model of the flowers, fitted if need be, and then noted by `scores.py` as well."
    run = runs['flowers']
    if not (folder/'gft.json').exists(): keep('flowers', [fit(run, run.seeds[0], output_dir=str(folder))])
    return ft.load(f'C:{folder}')

def logits(g, features)->np.ndarray: # rows x classes
    "What the head says of each picture: probabilities would lack the constant that energy needs."
    learn = g.learner(None, features)
    with learn.no_bar(), learn.no_logging(): return learn.get_preds(dl=learn.dls.valid, act=lambda z: z)[0].numpy()

def measure(g)->dict:
    "For each score and each wanted coverage: the threshold, coverage and accuracy of test, and the shares that get through."
    data, found = load_data(parse_spec(runs['flowers'].data)), {}
    for split in ('validation', 'test'):
        features = make_features(data[split], g.equation, g, split)
        z = logits(g, features)
        found[split] = reject_scores(z), z.argmax(-1) == np.array(features['labels'])
    others = {kind: reject_scores(logits(g, input_features(g, dict(image=images)))) for kind, images in no_flowers().items()}
    table = []
    for score in found['test'][0]:
        for coverage in (.95, .9, .8):
            threshold = choose_threshold(found['validation'][0][score], found['validation'][1], coverage=coverage)
            kept = found['test'][0][score] >= threshold
            table.append(dict(score=score, wanted=coverage, threshold=threshold, coverage=kept.mean(), accuracy=found['test'][1][kept].mean(),
                              **{kind: (values[score] >= threshold).mean() for kind, values in others.items()}))
    return dict(accuracy=found['test'][1].mean(), classes=g.names, rows=len(found['test'][1]), others={kind: len(values) for kind, values in others.items()}, table=table)

def markdown(result:dict)->str:
    "The table that a person reads."
    kinds = list(result['others'])
    head = ['score', 'coverage wanted', 'threshold', 'coverage of test', 'accuracy of these', *(f'{kind} let through' for kind in kinds)]
    rows = [[row['score'], f'{row["wanted"]:.2f}', *(f'{row[name]:.3f}' for name in ('threshold', 'coverage', 'accuracy', *kinds))] for row in result['table']]
    lines = [f'Five flowers, test accuracy without rejection {result["accuracy"]:.3f} on {result["rows"]} rows; thresholds chosen on validation.', '']
    return '\n'.join(lines + ['| ' + ' | '.join(row) + ' |' for row in (head, ['---']*len(head), *rows)]) + '\n'

def main():
    folder, output_dir = map(Path, sys.argv[1:])
    output_dir = output_dir.resolve()
    os.chdir(folder)
    result = measure(fitted(output_dir))
    (here/'rejection.json').write_text(json.dumps(result, indent=1, default=float) + '\n')
    (here/'rejection.md').write_text(markdown(result))
    print(markdown(result))

if __name__ == '__main__': main()
