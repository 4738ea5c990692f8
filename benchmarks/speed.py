"""How fast, beside what one would use instead: fit, predict, start-up, memory and growth; writes speed.json, speed.md and speed.png beside this file.

    OMP_NUM_THREADS=1 python benchmarks/speed.py [FOLDER]

Without FOLDER the data are E:rotten_tomatoes; with one, which holds `glue` in hub layout, they are CoLA. Every contestant is a process of its own with the same model, rows, seed,
batch size, epochs and threads. They take turns, a few steps each, so that whatever else the machine does falls on all of them alike. Seconds are those of the processor, which other
processes change little; seconds of the clock stand beside them. Scores are of the whole validation split after the fit.
"""
from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from statistics import median
import json, os, resource, subprocess, sys, time

here = Path(__file__).resolve().parent
WARM, STEPS, BATCH, LENGTH, SEED, RATE = 1, 4, 32, 128, 42, 1e-4 # WARM: steps of a turn that are not counted, as a process that has waited finds its memory far away; STEPS: those that are

PARTS = 'fit', 'predict', 'start', 'growth', 'compile'
parser = ArgumentParser(description=__doc__.splitlines()[0], epilog='With OMP_NUM_THREADS=1 before it, as the committed numbers were measured. Every contestant learns from the rows '
                        'and then scores the whole validation split; run_glue.py is the one to wait for: speed.md has its rows a second.')
parser.add_argument('folder', nargs='?', help='holds glue in hub layout, of which CoLA is taken; without it the data are E:rotten_tomatoes')
parser.add_argument('--rows', type=int, default=2000, help=f'of train, {(WARM + STEPS)*BATCH} or more: a turn is {WARM + STEPS} batches of {BATCH}, of which the first is not counted (default: %(default)s)')
parser.add_argument('--lines', type=int, default=10_000, help='to predict (default: %(default)s)')
parser.add_argument('--parts', default=','.join(PARTS), help='what to measure; the rest stays as it is in speed.json (default: %(default)s)')
parser.add_argument('--child', help=SUPPRESS) # a contestant or a size: what this script calls itself with
args = parser.parse_args()
if (TURNS := args.rows//BATCH//(WARM + STEPS)) < 1: parser.error(f'--rows {args.rows} are less than one turn: {WARM + STEPS} batches of {BATCH}')
if unknown := [part for part in args.parts.split(',') if part and part not in PARTS]: parser.error(f'there is no part `{unknown[0]}`; there is {", ".join(PARTS)}')
DATA, EQUATION, TEXT, METRIC = (f'C:{Path(args.folder).resolve()}/glue,cola', 'classify: label ~ sentence', 'sentence', 'matthews_correlation') if args.folder else \
    ('E:rotten_tomatoes', 'classify: label ~ text', 'text', 'accuracy')


# Contestants: each trains on the same rows for an epoch, calls `turn` after every step, and returns what it says of the validation rows.

def rows():
    "Train and validation, tokenized as everyone does."
    from finetune_course.datasets import load_data
    from finetune_course.model import model_folder
    from transformers import AutoTokenizer
    data, tokenizer = load_data(DATA), AutoTokenizer.from_pretrained(model_folder('E:minilm'))
    encode = lambda batch: dict(tokenizer(batch[TEXT], truncation=True, max_length=LENGTH))
    keep = lambda part: part.map(encode, batched=True, remove_columns=[name for name in part.column_names if name != 'label'], load_from_cache_file=False).rename_column('label', 'labels')
    return keep(data['train'].select(range(args.rows))), keep(data['validation']), tokenizer

def model():
    from finetune_course.model import model_folder
    from transformers import AutoModelForSequenceClassification, set_seed
    set_seed(SEED)
    return AutoModelForSequenceClassification.from_pretrained(model_folder('E:minilm'), num_labels=2)

def trainer(turn, pad='longest', **options):
    "transformers' Trainer."
    from transformers import DataCollatorWithPadding, Trainer, TrainerCallback, TrainingArguments
    class Turns(TrainerCallback):
        def on_step_end(self, *args, **kwargs): turn()
    train, valid, tokenizer = rows()
    settings = TrainingArguments(output_dir=f'{turn.folder}/{turn.name}', per_device_train_batch_size=BATCH, per_device_eval_batch_size=64, num_train_epochs=1, learning_rate=RATE, seed=SEED,
                                 warmup_steps=.1, weight_decay=.01, report_to=[], save_strategy='no', logging_steps=500, use_cpu=True, disable_tqdm=True, **options)
    collator = DataCollatorWithPadding(tokenizer, padding=pad, max_length=LENGTH)
    fitted = Trainer(model=model(), args=settings, train_dataset=train, data_collator=collator, callbacks=[Turns()])
    turn.start()
    fitted.train()
    def predict():
        found = fitted.predict(valid)
        turn.truth = found.label_ids.tolist() # a Trainer that groups by length does so here, too, and returns the rows in that order
        return found.predictions.argmax(-1).tolist()
    return turn.scored(predict)

def run_glue(turn):
    "run_glue.py: float32, every row padded to 128"
    return trainer(turn, 'max_length')

def trainer_best(turn):
    "Trainer, group_by_length"
    return trainer(turn, train_sampling_strategy='group_by_length')

def trainer_bf16(turn):
    "Trainer, group_by_length, bf16"
    return trainer(turn, train_sampling_strategy='group_by_length', bf16=True)

def loaders(train, valid, tokenizer):
    from torch.utils.data import DataLoader
    from transformers import DataCollatorWithPadding
    collator = DataCollatorWithPadding(tokenizer)
    return DataLoader(train, shuffle=True, batch_size=BATCH, collate_fn=collator), DataLoader(valid, batch_size=64, collate_fn=collator)

def course(turn):
    "The HF course's loop: float32, padded to the longest"
    import torch
    from transformers import get_scheduler
    train, valid = loaders(*rows())
    net = model().train()
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE)
    schedule = get_scheduler('linear', optimizer, num_warmup_steps=0, num_training_steps=len(train))
    turn.start()
    for batch in train:
        net(**batch).loss.backward()
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        turn()
    net.eval()
    with torch.no_grad(): return turn.scored(lambda: [said for batch in valid for said in net(**batch).logits.argmax(-1).tolist()])

def fastai(turn):
    "fastai's Learner around a Hugging Face model, as it comes"
    import torch
    from fastai.basics import Callback, CrossEntropyLossFlat, DataLoaders, Learner
    from fastai.callback import progress, schedule # what they add to a Learner
    from fastai.data.load import DataLoader
    train, valid, tokenizer = rows()
    def collate(batch):
        labels = torch.tensor([row['labels'] for row in batch])
        return dict(tokenizer.pad([{name: value for name, value in row.items() if name != 'labels'} for row in batch], return_tensors='pt')), labels
    class Wrapped(torch.nn.Module):
        def __init__(self, net):
            super().__init__()
            self.net = net
        def forward(self, inputs): return self.net(**inputs).logits
    class Turns(Callback):
        run_valid = False
        def after_batch(self): turn()
    dls = DataLoaders(*(DataLoader(part, bs=size, shuffle=size == BATCH, create_batch=collate) for part, size in ((train, BATCH), (valid, 64))), device='cpu')
    learn = Learner(dls, Wrapped(model()), loss_func=CrossEntropyLossFlat(), cbs=Turns())
    turn.start()
    with learn.no_bar(), learn.no_logging():
        learn.fit_one_cycle(1, RATE)
        return turn.scored(lambda: learn.get_preds()[0].argmax(-1).tolist())

def ours(turn):
    "finetune_course"
    from fastai.basics import Callback
    from fastai.learner import defaults
    import finetune_course as ft
    class Turns(Callback):
        order, run_valid = 100, False
        def before_fit(self):
            if self.create_mbar: turn.start()
        def after_batch(self): turn()
    defaults.callbacks = [*defaults.callbacks, Turns]
    g = ft.fit(EQUATION, DATA, 'E:minilm', num_train_epochs=1, learning_rate=RATE, per_device_train_batch_size=BATCH, max_length=LENGTH, seed=SEED, max_train_samples=args.rows)
    return turn.scored(lambda: g.evaluate(split='validation').yhat.tolist())

import torch
contestants = {f.__name__: f for f in (ours, trainer_best, *[trainer_bf16]*torch.cpu._is_amx_tile_supported(), course, fastai, run_glue)} # bfloat16 where it is fast: the Trainer at its best


# Turns: a child waits for `go`, works for some steps, and tells what they took but for the first.

class Turn:
    "A child's side of the race."
    def __init__(self, name, folder):
        self.name, self.folder, self.steps, self.truth = name, folder, 0, None # truth: of the rows that are scored, if they come in another order
        self.out = os.fdopen(os.dup(1), 'w')
        os.dup2(2, 1) # what libraries print goes to stderr

    def tell(self, **found): print(json.dumps(found), file=self.out, flush=True)
    def clock(self): self.began = time.perf_counter(), time.process_time()
    def taken(self): return dict(zip(('clock', 'seconds'), (now - then for now, then in zip((time.perf_counter(), time.process_time()), self.began))))

    def start(self):
        self.tell(ready=time.process_time())
        sys.stdin.readline()

    def __call__(self):
        self.steps += 1
        of_turn = self.steps % (WARM + STEPS)
        if of_turn == WARM: self.clock()
        if of_turn: return
        self.tell(**self.taken())
        sys.stdin.readline()

    def scored(self, predict):
        self.clock()
        said = predict()
        self.scoring = self.taken()
        return said

def race(names):
    "What each contestant took, turn by turn, and what it said."
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        own = [sys.executable, __file__, *([args.folder] if args.folder else []), '--rows', str(args.rows)]
        children = {name: subprocess.Popen([*own, '--child', name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | dict(SPEED_FOLDER=folder, TRANSFORMERS_VERBOSITY='error')) for name in names}
        tell = lambda child: (child.stdin.write('go\n'), child.stdin.flush())
        hear = lambda child: json.loads(child.stdout.readline() or '{"failed": true}')
        found = {name: dict(hear(child), turns=[]) for name, child in children.items()}
        racing = {name: child for name, child in children.items() if 'ready' in found[name]}
        while racing:
            for name, child in list(racing.items()):
                if len(found[name]['turns']) == TURNS: print(f'scoring: {name}', file=sys.stderr)
                tell(child)
                heard = hear(child)
                if 'said' in heard or 'failed' in heard:
                    found[name] |= heard
                    del racing[name]
                else: found[name]['turns'].append(heard)
            if racing: print(f'turn {max(len(row["turns"]) for row in found.values())} of {TURNS}', file=sys.stderr)
        for child in children.values(): child.wait()
        for name in found:
            if 'said' not in found[name]: print(f'{name} failed, and is left out', file=sys.stderr)
        return {name: row for name, row in found.items() if 'said' in row}

def fits():
    "Speed and score of every contestant."
    import numpy as np
    import finetune_course as ft
    from finetune_course.metrics import compute_metric, load_metric
    found, metric = race(list(contestants)), load_metric(METRIC)
    truth, table = np.array(ft.datasets.load_data(DATA)['validation']['label']), {}
    for name, row in found.items():
        turns, said, right = row['turns'], np.array(row['said']), truth if row['truth'] is None else np.array(row['truth']) # a whole epoch: some begin with their longest rows
        rate = lambda what: BATCH*STEPS*len(turns)/sum(turn[what] for turn in turns)
        names = ['0', '1']
        low, high = ft.scores.bootstrap(metric, right, said, names)[METRIC]
        table[name] = dict(about=contestants[name].__doc__, rows_a_second=rate('seconds'), rows_a_second_by_the_clock=rate('clock'), score=compute_metric(metric, right, said, names)[METRIC], low=low, high=high,
                           eval_rows_a_second=len(truth)/row['scoring']['seconds'], before_the_first_step=row['ready'], peak_megabytes=row['megabytes'],
                           times_as_slow=median(turn['seconds']/own['seconds'] for turn, own in zip(turns, found['ours']['turns'])),
                           times_as_slow_in_sum=sum(turn['seconds'] for turn in turns)/sum(turn['seconds'] for turn in found['ours']['turns']), seconds_of_turns=[round(turn['seconds'], 3) for turn in turns])
    return dict(data=DATA.rpartition('/')[2], metric=METRIC, rows=args.rows, contestants=table)


# Predicting, starting, growing.

def predictions():
    "Lines a second of predict and of transformers' pipeline, in turns of a fifth of the lines."
    import torch
    import finetune_course as ft
    from finetune_course.model import model_folder
    from tempfile import TemporaryDirectory
    from transformers import AutoTokenizer, pipeline
    texts = ft.datasets.load_data(DATA)['train'][TEXT][:]
    texts = (texts*(args.lines//len(texts) + 1))[:args.lines]
    with TemporaryDirectory() as folder:
        model().save_pretrained(folder)
        AutoTokenizer.from_pretrained(model_folder('E:minilm')).save_pretrained(folder)
        g, pipe = ft.load(f'C:{folder}'), pipeline('text-classification', model=folder, top_k=None, device='cpu')
    ways = dict(ours=lambda lines: [dict(said)['LABEL_0'] for said in g.predict(lines)], pipeline=lambda lines: [{s['label']: s['score'] for s in said}['LABEL_0'] for said in pipe(lines, batch_size=32)])
    taken, answers = {name: [] for name in ways}, {}
    for start in range(0, len(texts), size := len(texts)//5):
        for name, way in ways.items():
            began = time.process_time()
            answers[name] = way(texts[start:start+size])
            taken[name].append(time.process_time() - began)
    assert max(abs(a - b) for a, b in zip(answers['ours'], answers['pipeline'])) < .02
    return dict(lines=len(texts), lines_a_second={name: len(texts)/sum(times) for name, times in taken.items()}, times_as_fast=median(theirs/mine for mine, theirs in zip(taken['ours'], taken['pipeline'])))

def starts():
    "Seconds of the processor until a command has said how it is used, and until one has done the least it can; for comparison, what importing the others takes."
    commands = {f'{name} --help': [name, '--help'] for name in ('gft_fit', 'gft_predict', 'gft_eval', 'gft_summary', 'gft_cat_dataset')}
    commands |= {'gft_cat_dataset --data E:cars': ['gft_cat_dataset', '--data', 'E:cars']}
    commands |= {f'import {what}': [sys.executable, '-c', f'import {what}'] for what in ('finetune_course', 'torch', 'fastai.text.all')}
    commands |= {'from transformers import Trainer': [sys.executable, '-c', 'from transformers import Trainer']}
    path = dict(os.environ, PATH=f'{Path(sys.executable).parent}:{os.environ["PATH"]}')
    def seconds(command):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True, env=path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {name: median(seconds(command) for _ in range(3)) for name, command in commands.items()}

def compiling():
    "Seconds of the processor until a compiled model has taken its first step, and of a step after that, beside ours; in turns."
    import torch
    from finetune_course.model import Logits, model_logits
    from finetune_course.speed import AdamW, FastLogits, compile_logits, use_bf16
    train, *_ = loaders(*rows())
    some = [({name: values for name, values in batch.items() if name != 'labels'}, batch['labels']) for batch, _ in zip(train, range(20))]
    def program(logits):
        logits.train()
        optimizer = AdamW(logits.parameters(), lr=RATE, max_norm=1.)
        def step(inputs, targets):
            began = time.process_time()
            torch.nn.functional.cross_entropy(logits(inputs), targets).backward()
            optimizer.step()
            optimizer.zero_grad()
            return time.process_time() - began
        return step
    one = model()
    ways = dict(ours=program(FastLogits(model(), use_bf16('cpu'))), compiled=program(Logits(one, use_bf16('cpu'), compile_logits(one, model_logits, 'default'))))
    first = {name: step(*some[0]) for name, step in ways.items()}
    taken = [{name: step(*batch) for name, step in ways.items()} for batch in some[2:]]
    return {'until the first step, compiled': first['compiled'], 'a step, compiled': median(turn['compiled'] for turn in taken), 'a step, ours': median(turn['ours'] for turn in taken)}

def memory(what):
    "Megabytes of this process: VmHWM at its largest (what getrusage says includes the process that started it), RssFile of files, which the system takes back when it wants to."
    return next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith(what))/1024

def growth_child(count):
    "Seconds and peak memory of an evaluation of so many rows, by a model so small that all else shows."
    import finetune_course as ft
    from datasets import Dataset
    from finetune_course.model import model_folder
    from tempfile import TemporaryDirectory
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification
    tokenizer = AutoTokenizer.from_pretrained(model_folder('E:bert-tiny'))
    names = dict(id2label={0: 'bad', 1: 'good'}, label2id={'bad': 0, 'good': 1})
    with TemporaryDirectory() as folder:
        BertForSequenceClassification(BertConfig(vocab_size=len(tokenizer), hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8, **names)).save_pretrained(f'{folder}/tiny')
        tokenizer.save_pretrained(f'{folder}/tiny')
        with open(f'{folder}/rows.csv', 'w') as file:
            file.write('label,text\n')
            file.writelines(f'{("bad", "good")[i % 2]},film {i} of many\n' for i in range(count)) # not a list of them, which would count
        began = time.process_time()
        ft.evaluate(f'C:{folder}/tiny', f'C:{folder}/rows.csv', 'classify: label ~ text', per_device_eval_batch_size=256)
        return dict(rows=count, seconds=time.process_time() - began, megabytes=memory('VmHWM'), of_files=memory('RssFile'))

def growth():
    "Cost against rows and against tokens."
    import torch
    from finetune_course.speed import AdamW, FastLogits, keep_memory, use_bf16
    by_rows = [json.loads(subprocess.run([sys.executable, __file__, '--child', str(count)], check=True, capture_output=True, text=True).stdout.splitlines()[-1]) for count in (1000, 10_000, 100_000, 1_000_000)]
    keep_memory() # as a fit does
    net, by_tokens = FastLogits(model(), use_bf16('cpu')).train(), []
    optimizer = AdamW(net.parameters(), lr=RATE)
    def step(inputs):
        began = time.process_time()
        net(inputs).sum().backward()
        optimizer.step()
        optimizer.zero_grad()
        return time.process_time() - began
    with optimizer.rows_wait(*net.tables):
        for width in (16, 32, 64, 128, 256, 512):
            inputs = dict(input_ids=torch.randint(1000, 20000, (8, width)), attention_mask=torch.ones(8, width, dtype=torch.long))
            by_tokens.append(dict(tokens=width, milliseconds_a_row=1000*min(step(inputs) for _ in range(4))/8))
    return dict(rows=by_rows, tokens=by_tokens)


# What is written.

def machine():
    import torch
    from importlib.metadata import version
    return dict(threads=torch.get_num_threads(), amx=torch.cpu._is_amx_tile_supported(), versions={name: version(name) for name in ('torch', 'transformers', 'fastai', 'datasets')})

def table(header, body): return '\n'.join('| ' + ' | '.join(map(str, row)) + ' |' for row in (header, ['---']*len(header), *body))

def fit_rows(contestants):
    return [(row['about'], f'{row["rows_a_second"]:.0f}', f'{row["times_as_slow"]:.2f}', f'{row["times_as_slow_in_sum"]:.2f}', f'{row["rows_a_second_by_the_clock"]:.0f}', f'{row["score"]:.3f} ({row["low"]:.3f} to {row["high"]:.3f})', f'{row["eval_rows_a_second"]:.0f}',
             f'{row["before_the_first_step"]:.1f}', f'{row["peak_megabytes"]:.0f}') for row in contestants.values()]

def about(found, part):
    "Under what circumstances a part was measured."
    on = found['machine'][part]
    return f'threads: {on["threads"]}; AMX: {"yes" if on["amx"] else "no"}'

def markdown(found):
    header = ('fit', 'rows a second', 'times the seconds of ours, median of turns', 'in sum', 'rows a second by the clock', 'score with its interval', 'rows scored a second', 'seconds before the first step', 'peak memory, MB')
    parts = [f'E:minilm, one epoch, batches of {BATCH}. Seconds are those of the processor; the first step of each turn is not counted.']
    for data, fit in found['fit'].items(): parts.append(f'{data}, {fit["metric"]} ({about(found, data)}):\n\n' + table(header, fit_rows(fit['contestants'])))
    if 'predict' in found: parts.append(table((f'predict ({about(found, "predict")})', 'lines a second'), [(name, f'{rate:.0f}') for name, rate in found['predict']['lines_a_second'].items()]) + f'\n\n{found["predict"]["times_as_fast"]:.2f} times as fast, {found["predict"]["lines"]} lines.')
    if 'start' in found: parts.append(table((f'start ({about(found, "start")})', 'seconds'), [(f'`{name}`', f'{seconds:.2f}') for name, seconds in found['start'].items()]))
    if 'compile' in found: parts.append(table((f'compile ({about(found, "compile")})', 'seconds'), [(name, f'{seconds:.2f}') for name, seconds in found['compile'].items()]))
    if 'growth' in found:
        parts.append(table((f'rows evaluated by a tiny model ({about(found, "growth")})', 'seconds', 'peak memory, MB', 'of it files, MB'), [(row['rows'], f'{row["seconds"]:.1f}', f'{row["megabytes"]:.0f}', f'{row["of_files"]:.0f}') for row in found['growth']['rows']]))
        parts.append(table(('tokens of a row', 'milliseconds to learn from it'), [(row['tokens'], f'{row["milliseconds_a_row"]:.1f}') for row in found['growth']['tokens']]))
    return '\n\n'.join(parts) + '\n'

def plot(found):
    from matplotlib.figure import Figure
    figure = Figure(figsize=(10, 3*len(found['fit'])), layout='constrained')
    for (left, right), (data, fit) in zip(figure.subplots(len(found['fit']), 2, sharey='row', squeeze=False), found['fit'].items()):
        rows = list(fit['contestants'].values())
        left.barh([row['about'] for row in rows], [row['rows_a_second'] for row in rows], color=['C0'] + ['0.7']*(len(rows) - 1))
        right.errorbar([row['score'] for row in rows], range(len(rows)), xerr=[[row['score'] - row['low'] for row in rows], [row['high'] - row['score'] for row in rows]], fmt='o', color='C0')
        left.set(xlabel='rows a second', title=data); right.set(xlabel=f'{fit["metric"]}, 95 % interval'); left.invert_yaxis()
    figure.savefig(here/'speed.png', dpi=100)

def main():
    file = here/'speed.json'
    found = json.loads(file.read_text()) if file.exists() else {}
    for part, measure in dict(fit=fits, predict=predictions, start=starts, growth=growth, compile=compiling).items():
        if part not in args.parts.split(','): continue
        race = f'{DATA.rpartition("/")[2]}, {args.rows} rows'
        if part == 'fit': found.setdefault('fit', {})[race] = measure()
        else: found[part] = measure()
        found.setdefault('machine', {})[race if part == 'fit' else part] = machine()
        file.write_text(json.dumps(found, indent=1) + '\n')
    if 'fit' not in found: return
    (here/'speed.md').write_text(markdown(found))
    plot(found)
    print(markdown(found))

def child(name):
    if name.isdigit(): return print(json.dumps(growth_child(int(name))))
    turn = Turn(name, os.environ['SPEED_FOLDER'])
    said = contestants[name](turn)
    turn.tell(said=said, truth=turn.truth, scoring=turn.scoring, megabytes=memory('VmHWM'))

if __name__ == '__main__': child(args.child) if args.child else main()
