"""Small repositories for the local hub to serve: GLUE, emotion, IMDB, tiny BERTs and a metric, the same ones each time.

    with HubServer(root, metadata=METADATA, renamed=RENAMED) as hub: fill(root)

The texts are made up by seeded code; a row's label is what its words say, so that a model can learn it.
"""

import random
import re
import string
from pathlib import Path

import yaml

SUBJECTS = ('the teacher', 'a young doctor', 'the old captain', 'my neighbour', 'the quiet farmer', 'a famous painter')
VERBS = ('repaired', 'painted', 'carried', 'cleaned', 'watched', 'visited')
OBJECTS = ('a wooden boat', 'the red bicycle', 'an empty house', 'the broken clock', 'a small garden', 'the long bridge')
PLACES = ('near the river', 'behind the station', 'in the village', 'before the storm', 'after dinner', 'on Monday')
FAR_PLACES = ('on the moon', 'under the sea', 'in a distant castle')  # for MNLI's mismatched splits
FEELINGS = {'sadness': ('lonely', 'miserable'), 'joy': ('cheerful', 'delighted'), 'love': ('fond', 'tender'),
            'anger': ('furious', 'annoyed'), 'fear': ('afraid', 'nervous'), 'surprise': ('amazed', 'stunned')}
OPINIONS = {'neg': ('dull', 'awful', 'boring'), 'pos': ('brilliant', 'touching', 'funny')}
ROWS = {'train': 48, 'validation': 24, 'test': 24}

RENAMED = {'datasets/glue': 'nyu-mll/glue', 'datasets/emotion': 'dair-ai/emotion', 'datasets/imdb': 'stanfordnlp/imdb',
           'models/bert-base-cased': 'google-bert/bert-base-cased'}
METADATA = {'datasets/nyu-mll/glue': {'downloads': 400_000, 'likes': 450},
            'datasets/dair-ai/emotion': {'downloads': 20_000, 'likes': 400},
            'datasets/stanfordnlp/imdb': {'downloads': 150_000, 'likes': 350},
            'models/google-bert/bert-base-cased': {'downloads': 3_000_000, 'likes': 330},
            'models/someone/bert-mrpc': {'downloads': 1_200, 'likes': 3},
            'models/someone/bert-pickled': {'downloads': 4_000, 'likes': 1},
            'models/someone/bert-gated': {'downloads': 10, 'likes': 0, 'gated': 'manual'},
            'spaces/evaluate-metric/exact_match': {'likes': 10}}


def fill(root: Path | str):
    """Writes the repositories under `root`."""
    root = Path(root)
    texts = write_datasets(root/'datasets')
    write_models(root/'models', texts)
    write_exact_match(root/'spaces'/'evaluate-metric'/'exact_match')


def clauses(chance: random.Random, places=PLACES) -> list[str]:
    return [chance.choice(choices) for choices in (SUBJECTS, VERBS, OBJECTS, places)]


def said(*parts: str, end: str = '.') -> str:
    text = ' '.join(parts)
    return f'{text[0].upper()}{text[1:]} {end}'


def other(chance: random.Random, choices, value):
    return chance.choice([choice for choice in choices if choice != value])


# One function for each kind of row: the words of the row say what its label is.

def acceptable(chance: random.Random, label: int) -> dict:
    words = ' '.join(clauses(chance)).split()
    return {'sentence': said(*(words if label else reversed(words)))}


def paraphrase(chance: random.Random, label: int) -> dict:
    who, did, what, where = clauses(chance)
    thing = what if label else other(chance, OBJECTS, what)
    return {'sentence1': said(who, did, what, where), 'sentence2': said(thing, 'was', did, 'by', who, where)}


def duplicate(chance: random.Random, label: int) -> dict:
    who, did, what, where = clauses(chance)
    thing = what if label else other(chance, OBJECTS, what)
    return {'question1': said('why was', what, did, 'by', who, where, end='?'),
            'question2': said('what is the reason that', who, did, thing, where, end='?')}


def answered(chance: random.Random, label: int) -> dict:
    """A question and a sentence that answers it (QNLI: 0 is entailment) or answers another."""
    who, did, what, where = clauses(chance)
    thing = what if label == 0 else other(chance, OBJECTS, what)
    return {'question': said('who', did, what, end='?'), 'sentence': said(who, did, thing, where)}


def winograd(chance: random.Random, label: int) -> dict:
    """What `it` may stand for: WNLI writes the candidate in the pronoun's place."""
    who, did, what, where = clauses(chance)
    thing = what if label else where.split(maxsplit=1)[-1]
    return {'sentence1': said(who, did, what, where, ', for it was worth it'), 'sentence2': said(thing, 'was worth it')}


def similar(chance: random.Random, label: float) -> dict:
    """Two sentences that share `label` / 1.25 of their four parts."""
    first = clauses(chance)
    shared = chance.sample(range(4), round(label / 1.25))
    second = [part if place in shared else other(chance, choices, part)
              for place, (part, choices) in enumerate(zip(first, (SUBJECTS, VERBS, OBJECTS, PLACES)))]
    return {'sentence1': said(*first), 'sentence2': said(*second)}


def inference(chance: random.Random, label: int, places=PLACES) -> dict:
    who, did, what, where = clauses(chance, places)
    hypothesis = (said(who, did, what), said(who, did, what, 'again'), said('nobody', did, what, where))[label]
    return {'premise': said(who, did, what, where), 'hypothesis': hypothesis}


def mismatched_inference(chance: random.Random, label: int) -> dict: return inference(chance, label, FAR_PLACES)


def feeling(chance: random.Random, label: int) -> dict:
    return {'text': f'i feel {chance.choice(list(FEELINGS.values())[label])} about {chance.choice(OBJECTS)}'}


def review(chance: random.Random, label: int) -> dict:
    opinion = chance.choice(list(OPINIONS.values())[label])
    return {'text': said('this film about', chance.choice(SUBJECTS), 'is', opinion) + '<br /><br />' + said(*clauses(chance))}


def rows(seed: str, make_row, labels, count: int, hidden: bool = False, index: bool = True) -> list[dict]:
    """`count` rows, as many of each label as of the next, in random order; hidden labels are -1, as in GLUE's test splits."""
    chance = random.Random(seed)
    chosen = [labels[position % len(labels)] for position in range(count)]
    chance.shuffle(chosen)
    made = [make_row(chance, label) | {'label': -1 if hidden else label} for label in chosen]
    return [row | {'idx': position} for position, row in enumerate(made)] if index else made


def glue_subset(name: str, make_row, labels) -> dict[str, list[dict]]:
    return {split: rows(f'{name} {split}', make_row, labels, count, hidden=split == 'test') for split, count in ROWS.items()}


def mnli_splits() -> dict[str, list[dict]]:
    splits = {'train': rows('mnli train', inference, range(3), ROWS['train'])}
    for split in ('validation', 'test'):
        for suffix, make_row in (('matched', inference), ('mismatched', mismatched_inference)):
            name = f'{split}_{suffix}'
            splits[name] = rows(f'mnli {name}', make_row, range(3), ROWS[split], hidden=split == 'test')
    return splits


def glue() -> dict[str, tuple]:
    """For each subset its label names (None: a number) and its splits."""
    return {'cola': (['unacceptable', 'acceptable'], glue_subset('cola', acceptable, range(2))),
            'mnli': (['entailment', 'neutral', 'contradiction'], mnli_splits()),
            'mrpc': (['not_equivalent', 'equivalent'], glue_subset('mrpc', paraphrase, range(2))),
            'qqp': (['not_duplicate', 'duplicate'], glue_subset('qqp', duplicate, range(2))),
            'qnli': (['entailment', 'not_entailment'], glue_subset('qnli', answered, range(2))),
            'wnli': (['not_entailment', 'entailment'], glue_subset('wnli', winograd, range(2))),
            'stsb': (None, glue_subset('stsb', similar, (0.0, 1.25, 2.5, 3.75, 5.0)))}


def emotion() -> dict[str, tuple]:
    return {'split': (list(FEELINGS), {split: rows(f'emotion {split}', feeling, range(6), count, index=False)
                                       for split, count in ROWS.items()})}


def imdb() -> dict[str, tuple]:
    splits = {split: rows(f'imdb {split}', review, range(2), 24, hidden=split == 'unsupervised', index=False)
              for split in ('train', 'test', 'unsupervised')}
    return {'plain_text': (list(OPINIONS), splits)}


def write_datasets(root: Path) -> list[str]:
    """Writes the datasets; returns every text in them."""
    contents = {'nyu-mll/glue': glue(), 'dair-ai/emotion': emotion(), 'stanfordnlp/imdb': imdb()}
    for name, subsets in contents.items(): write_dataset(root/name, subsets)
    return [value for subsets in contents.values() for _, splits in subsets.values() for made in splits.values()
            for row in made for value in row.values() if isinstance(value, str)]


def write_dataset(folder: Path, subsets: dict[str, tuple]):
    """One parquet file for each split of each subset, and a card that names splits, features and labels."""
    from datasets import Dataset, DatasetInfo, Features, SplitDict, SplitInfo
    from datasets.info import DatasetInfosDict
    from huggingface_hub import DatasetCard, DatasetCardData
    from pyarrow.parquet import write_table
    card, infos = DatasetCardData(language=['en'], license='other', task_categories=['text-classification']), DatasetInfosDict()
    for subset, (label_names, splits) in subsets.items():
        features, split_infos = Features(feature_types(splits['train'][0], label_names)), SplitDict()
        for split, made in splits.items():
            dataset = Dataset.from_list(made, features=features)
            (folder/subset).mkdir(parents=True, exist_ok=True)
            write_table(dataset.data.table, folder/subset/f'{split}-00000-of-00001.parquet')
            split_infos[split] = SplitInfo(split, num_bytes=dataset.data.nbytes, num_examples=len(dataset))
        infos[subset] = DatasetInfo(features=features, splits=split_infos, config_name=subset)
    infos.to_dataset_card_data(card)
    card['configs'] = [
        {'config_name': subset, 'data_files': [{'split': split, 'path': f'{subset}/{split}-*'} for split in splits]}
        for subset, (_, splits) in subsets.items()]
    DatasetCard(f'---\n{card.to_yaml()}\n---\n\n# {folder.name}\n\nRows made by tests/hub_contents.py.\n').save(folder/'README.md')


def feature_types(row: dict, label_names: list[str] | None) -> dict:
    from datasets import ClassLabel, Value
    label = ClassLabel(names=label_names) if label_names else Value('float32')
    return {name: label if name == 'label' else Value('int32' if name == 'idx' else 'string') for name in row}


def write_models(root: Path, texts: list[str]):
    """Tiny BERTs with random weights: a base, one for MRPC, the same gated, and the same as a pickle only."""
    import torch
    from transformers import BertConfig, BertForMaskedLM, BertForSequenceClassification
    tokenizer = tokenizer_of(texts)
    shape = {'vocab_size': len(tokenizer), 'hidden_size': 32, 'num_hidden_layers': 2, 'num_attention_heads': 2,
             'intermediate_size': 64, 'max_position_embeddings': 64, 'initializer_range': 0.5}
    reversed_names = ('equivalent', 'not_equivalent')  # GLUE has them the other way round
    names = {'id2label': dict(enumerate(reversed_names)), 'label2id': {name: i for i, name in enumerate(reversed_names)}}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        base, classifier = BertForMaskedLM(BertConfig(**shape)), BertForSequenceClassification(BertConfig(**shape, **names))
    balance(classifier, tokenizer, rows('mrpc train', paraphrase, range(2), ROWS['train']))
    save_model(root/'google-bert'/'bert-base-cased', base, tokenizer, pipeline_tag='fill-mask', language='en')
    # cards name a dataset as it was called when they were written
    for name, dataset in (('bert-mrpc', 'nyu-mll/glue'), ('bert-gated', 'glue'), ('bert-pickled', 'glue')):
        save_model(root/'someone'/name, classifier, tokenizer, pipeline_tag='text-classification', datasets=[dataset])
    (root/'someone'/'bert-pickled'/'model.safetensors').unlink()
    torch.save(classifier.state_dict(), root/'someone'/'bert-pickled'/'pytorch_model.bin')


def balance(classifier, tokenizer, pairs: list[dict]):
    """Moves the bias of a model with random weights so that it gives half of the pairs to either class."""
    first, second = ([pair[name] for pair in pairs] for name in ('sentence1', 'sentence2'))
    logits = classifier.eval()(**tokenizer(first, second, padding=True, return_tensors='pt')).logits
    classifier.classifier.bias.data[1] -= logits.diff().median()


def tokenizer_of(texts: list[str]):
    """A WordPiece tokenizer that has every word of the texts whole, and letters for all other words."""
    from transformers import BertTokenizer
    words = {word for text in texts for word in re.findall(r'\w+|[^\w\s]', text)}
    letters = {letter for word in words for letter in word} | set(string.ascii_letters + string.digits)
    endings = sorted(f'##{letter}' for letter in letters)
    pieces = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', *sorted(words | letters), *endings]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    return BertTokenizer(vocab=vocabulary, do_lower_case=False, model_max_length=64)


def save_model(folder: Path, model, tokenizer, **card):
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder/'README.md').write_text(f'---\n{yaml.safe_dump(card)}---\n\n# {folder.name}\n\nRandom weights.\n', encoding='utf-8')


EXACT_MATCH = '''
import datasets
import evaluate


class ExactMatch(evaluate.Metric):
    """The share of predictions that equal their reference."""
    def _info(self):
        features = datasets.Features({'predictions': datasets.Value('string'), 'references': datasets.Value('string')})
        return evaluate.MetricInfo(description=self.__doc__, citation='', inputs_description='', features=features)

    def _compute(self, predictions, references):
        return {'exact_match': sum(map(str.__eq__, predictions, references)) / len(references)}
'''


def write_exact_match(folder: Path):
    folder.mkdir(parents=True)
    (folder/'README.md').write_text('---\ntitle: Exact Match\nsdk: gradio\ntags:\n- evaluate\n- metric\n---\n', encoding='utf-8')
    (folder/'exact_match.py').write_text(EXACT_MATCH, encoding='utf-8')
