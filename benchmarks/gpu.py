"""The same on a CUDA device: speed against the Trainer, model FLOP utilisation, equality without padding, GLUE's nine tasks; writes gpu.json beside this file in under ten minutes.

    python benchmarks/gpu.py

BERT-base and MiniLM have random weights (the arithmetic is the same), and the rows are random tokens with the lengths of GLUE's. Contestants: ours (bfloat16, no padding), the same with padding,
the same compiled (`default`, and `reduce-overhead`, which records CUDA graphs), and the Trainer at its best (bf16, group_by_length, compiled and not). Seconds are those of the clock, between two
synchronisations, in turns; what is compared are medians. A contestant that fails is named with its error. `--device cpu` with few `--steps` tries the program itself.
"""
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
import json, random, subprocess, sys, time

import numpy as np, torch
from datasets import Dataset
from torch.nn import functional as F
from transformers import (AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer, BertConfig, BertForSequenceClassification, DistilBertConfig, ElectraConfig, RobertaConfig,
                          Trainer, TrainerCallback, TrainingArguments)

from finetune_course.batches import ahead, make_loaders
from finetune_course.metrics import losses
from finetune_course.model import Logits, model_folder, model_logits
from finetune_course.speed import AdamW, FastLogits, compile_logits
from finetune_course.tasks import DeepNet, classify
from finetune_course.tokenizing import length_batches
from finetune_course.trainer import make_learner, train

here, PEAK = Path(__file__).resolve().parent, 989e12 # multiplications and additions a second in bfloat16, of an H100
SIZES = {'bert-base': (dict(), 128), 'minilm': (dict(hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536), 128)} # config, rows of a batch
GLUE = dict(cola=(8551, 1043, 11), sst2=(67349, 872, 13), mrpc=(3668, 408, 53), stsb=(5749, 1500, 31), qqp=(363846, 40430, 30), mnli=(392702, 9815, 39), qnli=(104743, 5463, 50),
            rte=(2490, 277, 70), wnli=(635, 71, 37)) # rows of train and of validation, about so many tokens

parser = ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument('--device', default='cuda')
parser.add_argument('--steps', type=int, default=25, help='of a turn')
parser.add_argument('--rounds', type=int, default=4, help='turns of each contestant')
parser.add_argument('--glue', type=float, default=1., help='share of the rows of GLUE')
parser.add_argument('--child', type=int, help='a seed: what this script calls itself with')
args = parser.parse_args([] if __name__ != '__main__' else None)

def synchronize():
    if args.device == 'cuda': torch.cuda.synchronize()

def clock():
    "Seconds, when the device has done all it was given."
    synchronize()
    return time.perf_counter()

def lengths(rows, mean=39, seed=0):
    "Lengths of pairs as MNLI has them: a gamma distribution, at most 128."
    return np.random.default_rng(seed).gamma(4, mean/4, rows).clip(6, 128).astype(int)

def batch(widths):
    "Random tokens of these lengths, padded to the longest."
    mask = (torch.arange(max(widths)) < torch.tensor(widths)[:, None]).long()
    return dict(input_ids=torch.randint(1000, 30000, mask.shape)*mask, attention_mask=mask), torch.randint(0, 3, (len(widths),))

def to_device(batch):
    inputs, targets = batch
    return {name: tensor.to(args.device, non_blocking=True) for name, tensor in inputs.items()}, targets.to(args.device)

def net(config): return BertForSequenceClassification(BertConfig(**config, num_labels=3)).to(args.device)

def steps(make, widths, size):
    "A function that takes some steps and gives their seconds; the batches are made while the device computes."
    model = make().train()
    optimizer = AdamW(model.parameters(), lr=1e-5, max_norm=1.)
    def some(count, seed):
        rows, began, tokens = length_batches(widths, size, shuffle=True, rng=random.Random(seed))[:count], clock(), 0
        for inputs, targets in ahead(batch(widths[some]) for some in rows):
            tokens += int(inputs['attention_mask'].sum())
            inputs, targets = to_device((inputs, targets))
            F.cross_entropy(model(inputs), targets).backward()
            optimizer.step()
            optimizer.zero_grad()
        return dict(seconds=clock() - began, tokens=tokens, rows=sum(map(len, rows)))
    return some

def compiled_net(config, mode):
    "A model that is compiled at its first batch."
    model = net(config)
    return Logits(model, True, compile_logits(model, model_logits, mode))

def trainer_steps(config, widths, size, **options):
    "The same of the Trainer: it goes through as many rows at a time."
    class Rows(torch.utils.data.Dataset):
        def __init__(self, widths): self.widths = widths
        def __len__(self): return len(self.widths)
        def __getitem__(self, i): return dict(input_ids=torch.randint(1000, 30000, (self.widths[i],)), labels=0, length=int(self.widths[i]))
    class Clock(TrainerCallback):
        def on_step_begin(self, settings, state, control, **kwargs):
            if state.global_step == 2: self.began = clock()
        def on_train_end(self, *args, **kwargs): self.seconds = clock() - self.began
    def collate(rows):
        inputs = torch.nn.utils.rnn.pad_sequence([row['input_ids'] for row in rows], batch_first=True)
        return dict(input_ids=inputs, attention_mask=(inputs > 0).long(), labels=torch.zeros(len(rows), dtype=torch.long))
    model = net(config)
    def some(count, seed):
        rows = Rows(widths[seed*count*size:][:(count + 2)*size]) # two steps to warm up
        timed = Clock()
        with TemporaryDirectory() as folder:
            settings = TrainingArguments(folder, per_device_train_batch_size=size, num_train_epochs=1, bf16=True, train_sampling_strategy='group_by_length', report_to=[], save_strategy='no', logging_steps=1000,
                                         disable_tqdm=True, dataloader_num_workers=4, remove_unused_columns=False, use_cpu=args.device == 'cpu', **options)
            Trainer(model, settings, train_dataset=rows, data_collator=collate, callbacks=[timed]).train()
        return dict(seconds=timed.seconds, tokens=int(rows.widths[2*size:].sum()), rows=count*size)
    return some

def flops_a_token(model):
    "Of forward and backward, of the whole model, what a contestant leaves out included: six for each weight of a matrix (Kaplan et al. 2020); attention, which is little at these lengths, is left out."
    return 6*sum(p.numel() for name, p in model.named_parameters() if p.dim() == 2 and 'embeddings' not in name)

def race(size):
    "Every contestant's rows and tokens a second, in turns."
    config, rows = SIZES[size]
    widths = lengths(rows*(args.steps + 2)*(args.rounds + 1))
    contestants = dict(ours=steps(lambda: FastLogits(net(config), True, unpad=True), widths, rows), padded=steps(lambda: Logits(net(config), True), widths, rows),
                       compiled=steps(lambda: compiled_net(config, 'default'), widths, rows), graphs=steps(lambda: compiled_net(config, 'reduce-overhead'), widths, rows),
                       trainer=trainer_steps(config, widths, rows), trainer_compiled=trainer_steps(config, widths, rows, torch_compile=True))
    found, failed = {name: [] for name in contestants}, {}
    for turn in range(args.rounds + 1): # in the first they warm up
        for name, some in contestants.items():
            if name in failed: continue
            try: found[name].append(some(args.steps, turn))
            except Exception as error: failed[name] = f'{type(error).__name__}: {error}'[:300]
    rate = lambda turns, what: median(turn[what]/turn['seconds'] for turn in turns[1:])
    table = {name: dict(rows_a_second=rate(turns, 'rows'), tokens_a_second=rate(turns, 'tokens')) for name, turns in found.items() if len(turns) > 1}
    for row in table.values(): row['flop_utilisation'] = row['tokens_a_second']*flops_a_token(net(config))/PEAK
    return dict(contestants=table, failed=failed, batch=rows)

FAMILIES = dict(bert=BertConfig, minilm=BertConfig, roberta=RobertaConfig, electra=ElectraConfig, distilbert=DistilBertConfig)
HEADS = dict(classify=(AutoModelForSequenceClassification, {}), regress=(AutoModelForSequenceClassification, dict(problem_type='regression')), classify_tokens=(AutoModelForTokenClassification, {}))

def difference(family, head):
    "The largest difference between logits, and between gradients, with and without padding, in bfloat16."
    torch.manual_seed(0)
    sizes = dict(dim=384, n_layers=6, hidden_dim=1536) if family == 'distilbert' else SIZES['minilm'][0] if family != 'bert' else SIZES['bert-base'][0]
    auto_class, options = HEADS[head]
    model, (inputs, _) = auto_class.from_config(FAMILIES[family](**sizes, num_labels=3, **options)).to(args.device).eval(), to_device(batch(lengths(16)))
    def both(wrapped):
        model.zero_grad()
        logits = wrapped(inputs)
        if logits.dim() == 3: logits = logits*inputs['attention_mask'][..., None] # padding has no target
        logits.square().sum().backward()
        return logits.detach(), torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None])
    fast = FastLogits(model, True, unpad=True).eval()
    ours, theirs = both(fast), both(Logits(model, True).eval())
    return dict(way=fast.way, logits=float((ours[0] - theirs[0]).abs().max()), gradients=float((ours[1] - theirs[1]).norm()/theirs[1].norm()))

def equality(): return {f'{family}, {head}': difference(family, head) for family in FAMILIES for head in HEADS}

def fit(config, rows, valid, mean, epochs, size, seed=42):
    "Seconds of a fit as the library does it, its rows made up: loader, Learner, three epochs, each with its validation."
    def features(count):
        widths = lengths(count, mean, seed)
        tokens = np.split(np.random.default_rng(seed).integers(1000, 30000, widths.sum()), widths.cumsum()[:-1])
        return Dataset.from_dict(dict(input_ids=tokens, labels=np.arange(count) % 3, row=np.arange(count), length=widths))
    made = DeepNet(classify, net(config), AutoTokenizer.from_pretrained(model_folder('E:minilm')), ['a', 'b', 'c'])
    loaders = make_loaders(made, features(rows), features(valid), size, 4*size, seed)
    began = clock()
    learn = make_learner(made, loaders, losses['cross_entropy'](), device=args.device)
    with learn.no_bar(), learn.no_logging(): train(learn, epochs, 3e-5)
    return clock() - began

def glue():
    "Seconds of each of GLUE's tasks, three epochs, BERT-base."
    config, size = SIZES['bert-base']
    share = lambda count: max(int(count*args.glue), size)
    return {name: fit(config, share(rows), share(valid), mean, 3, size) for name, (rows, valid, mean) in GLUE.items()}

def small_fit(seed): return fit(*SIZES['minilm'][:1], 40*args.steps*8, 256, 11, 1, 32, seed)

def together(counts=(1, 2, 4)):
    "Seconds until so many fits of MiniLM, each with its seed and in a process of its own, are done at once."
    def seconds(count):
        began = time.perf_counter()
        children = [subprocess.Popen([sys.executable, __file__, '--device', args.device, '--steps', str(args.steps), '--child', str(seed)], stdout=subprocess.PIPE, text=True) for seed in range(count)]
        alone = [json.loads(child.communicate()[0].splitlines()[-1]) for child in children]
        return dict(fits=count, seconds=time.perf_counter() - began, seconds_of_a_fit=median(alone))
    return [seconds(count) for count in counts]

def main():
    if args.child is not None: return print(json.dumps(small_fit(args.child)))
    if args.device == 'cuda' and not torch.cuda.is_available(): raise SystemExit('gpu.py: there is no CUDA device here')
    found = dict(device=torch.cuda.get_device_name() if args.device == 'cuda' else args.device, versions=dict(torch=torch.__version__))
    parts = dict(equality=equality) | {size: lambda size=size: race(size) for size in SIZES} | dict(together=together, glue=glue)
    for name, measure in parts.items():
        found[name] = measure()
        if args.device == 'cuda': (here/'gpu.json').write_text(json.dumps(found, indent=1) + '\n') # the rest may not come to an end
    found['minutes_of_glue'] = sum(found['glue'].values())/60
    if args.device == 'cuda': (here/'gpu.json').write_text(json.dumps(found, indent=1) + '\n')
    print(json.dumps(found, indent=1))

if __name__ == '__main__': main()
