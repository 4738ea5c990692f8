"""The same on a CUDA device: speed against the Trainer, model FLOP utilisation, equality without padding; writes gpu.json beside this file in under ten minutes.

    python benchmarks/gpu.py

BERT-base and MiniLM have random weights (the arithmetic is the same), and the rows are random tokens with the lengths of MNLI's pairs. Contestants: ours (bfloat16, no padding), the same with
padding, and the Trainer at its best (bf16, group_by_length, compiled and not). Seconds are those of the clock, between two synchronisations, in turns; what is compared are medians.
A contestant that fails is named with its error.
"""
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
import json, time

import numpy as np, torch
from torch.nn import functional as F
from transformers import BertConfig, BertForSequenceClassification, Trainer, TrainerCallback, TrainingArguments

from finetune_course.batches import ahead
from finetune_course.model import Logits
from finetune_course.speed import AdamW, FastLogits
from finetune_course.tokenizing import length_batches

here, ROUNDS, STEPS, PEAK = Path(__file__).resolve().parent, 4, 25, 989e12 # PEAK: multiplications and additions a second in bfloat16, of an H100
SIZES = {'bert-base': (dict(), 128), 'minilm': (dict(hidden_size=384, num_hidden_layers=6, intermediate_size=1536), 128)} # config, rows of a batch
GLUE = dict(cola=(8551, 11), sst2=(67349, 13), mrpc=(3668, 53), stsb=(5749, 31), qqp=(363846, 30), mnli=(392702, 39), qnli=(104743, 50), rte=(2490, 70), wnli=(635, 37)) # rows, about so many tokens

def lengths(rows, mean=39, seed=0):
    "Lengths of pairs as MNLI has them: a gamma distribution, at most 128."
    return np.random.default_rng(seed).gamma(4, mean/4, rows).clip(6, 128).astype(int)

def batch(widths, pad=0):
    "Random tokens of these lengths, padded to the longest."
    mask = (torch.arange(max(widths)) < torch.tensor(widths)[:, None]).long()
    return dict(input_ids=torch.randint(1000, 30000, mask.shape)*mask, attention_mask=mask), torch.randint(0, 3, (len(widths),))

def net(config): return BertForSequenceClassification(BertConfig(**config, num_labels=3)).cuda()

def steps(make, widths, size):
    "A function that takes some steps and gives their seconds; the batches are made while the device computes."
    model = make().train()
    model.sparse_rows, optimizer = False, AdamW(model.parameters(), lr=1e-5, max_norm=1.)
    def some(count, seed):
        rows = length_batches(widths, size, shuffle=True)[:count]
        torch.cuda.synchronize()
        began, tokens = time.perf_counter(), 0
        for inputs, targets in ahead(batch(widths[some]) for some in rows):
            tokens += int(inputs['attention_mask'].sum())
            F.cross_entropy(model({name: tensor.cuda() for name, tensor in inputs.items()}), targets.cuda()).backward()
            optimizer.step()
            optimizer.zero_grad()
        torch.cuda.synchronize()
        return dict(seconds=time.perf_counter() - began, tokens=tokens, rows=sum(map(len, rows)))
    return some

def trainer_steps(config, widths, size, **options):
    "The same of the Trainer: it goes through as many rows at a time."
    class Rows(torch.utils.data.Dataset):
        def __init__(self, widths): self.widths = widths
        def __len__(self): return len(self.widths)
        def __getitem__(self, i): return dict(input_ids=torch.randint(1000, 30000, (self.widths[i],)), labels=0, length=int(self.widths[i]))
    class Clock(TrainerCallback):
        def on_step_begin(self, settings, state, control, **kwargs):
            if state.global_step == 2: self.began = (torch.cuda.synchronize(), time.perf_counter())[1]
        def on_train_end(self, *args, **kwargs): self.seconds = (torch.cuda.synchronize(), time.perf_counter())[1] - self.began
    def collate(rows):
        inputs = torch.nn.utils.rnn.pad_sequence([row['input_ids'] for row in rows], batch_first=True)
        return dict(input_ids=inputs, attention_mask=(inputs > 0).long(), labels=torch.zeros(len(rows), dtype=torch.long))
    model = net(config)
    def some(count, seed):
        rows = Rows(widths[seed*count*size:][:(count + 2)*size]) # two steps to warm up
        clock = Clock()
        with TemporaryDirectory() as folder:
            settings = TrainingArguments(folder, per_device_train_batch_size=size, num_train_epochs=1, bf16=True, train_sampling_strategy='group_by_length', report_to=[], save_strategy='no', logging_steps=1000,
                                         disable_tqdm=True, dataloader_num_workers=4, remove_unused_columns=False, **options)
            Trainer(model, settings, train_dataset=rows, data_collator=collate, callbacks=[clock]).train()
        return dict(seconds=clock.seconds, tokens=int(rows.widths[2*size:].sum()), rows=count*size)
    return some

def flops_a_token(model):
    "Of forward and backward: six for each weight of a matrix (Kaplan et al. 2020); attention, which is little at these lengths, is left out."
    return 6*sum(p.numel() for name, p in model.named_parameters() if p.dim() == 2 and 'embeddings' not in name)

def race(size):
    "Every contestant's rows and tokens a second, in turns."
    config, rows = SIZES[size]
    widths = lengths(rows*(STEPS + 2)*(ROUNDS + 1))
    contestants = dict(ours=steps(lambda: FastLogits(net(config), True, unpad=True), widths, rows), padded=steps(lambda: Logits(net(config), True), widths, rows),
                       trainer=trainer_steps(config, widths, rows), trainer_compiled=trainer_steps(config, widths, rows, torch_compile=True))
    found, failed = {name: [] for name in contestants}, {}
    for turn in range(ROUNDS + 1):
        for name, some in contestants.items():
            if name in failed: continue
            try: found[name].append(some(STEPS, turn))
            except Exception as error: failed[name] = f'{type(error).__name__}: {error}'[:300]
    rate = lambda turns, what: median(turn[what]/turn['seconds'] for turn in turns[1:])
    table = {name: dict(rows_a_second=rate(turns, 'rows'), tokens_a_second=rate(turns, 'tokens')) for name, turns in found.items() if len(turns) > 1}
    for row in table.values(): row['flop_utilisation'] = row['tokens_a_second']*flops_a_token(net(config))/PEAK
    return dict(contestants=table, failed=failed, batch=rows)

def equality():
    "The largest difference between logits, and between gradients, with and without padding, in bfloat16."
    torch.manual_seed(0)
    model, (inputs, targets) = net(SIZES['minilm'][0]).eval(), batch(lengths(16))
    inputs, targets = {name: tensor.cuda() for name, tensor in inputs.items()}, targets.cuda()
    def both(wrapped):
        model.zero_grad()
        logits = wrapped(inputs)
        F.cross_entropy(logits, targets).backward()
        return logits.detach(), torch.cat([p.grad.flatten() for p in model.parameters()])
    fast = FastLogits(model, True, unpad=True).eval()
    ours, theirs = both(fast), both(Logits(model, True).eval())
    return dict(way=fast.way, logits=float((ours[0] - theirs[0]).abs().max()), gradients=float((ours[1] - theirs[1]).norm()/theirs[1].norm()))

def main():
    if not torch.cuda.is_available(): raise SystemExit('gpu.py: there is no CUDA device here')
    found = dict(device=torch.cuda.get_device_name(), versions=dict(torch=torch.__version__), equality=equality())
    for size in SIZES:
        found[size] = race(size)
        (here/'gpu.json').write_text(json.dumps(found, indent=1) + '\n')
    tokens = 3*sum(rows*mean for rows, mean in GLUE.values())
    found['minutes_of_glue_three_epochs_bert_base'] = tokens/found['bert-base']['contestants']['ours']['tokens_a_second']/60 # as many tokens as all nine tasks have, at the speed measured
    (here/'gpu.json').write_text(json.dumps(found, indent=1) + '\n')
    print(json.dumps(found, indent=1))

if __name__ == '__main__': main()
