"""What is left out to be fast changes nothing: no logit, no gradient, no score; and what does not fit is made to fit."""

import json
import logging
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from copy import deepcopy
from pathlib import Path

import finetune_course as ft
import numpy as np
import pytest
import torch
from conftest import write_csv
from finetune_course import speed
from finetune_course.equations import RequestError, RunError
from safetensors.torch import load_file
from torch.nn import functional as F
from transformers import (AutoModelForSequenceClassification, AutoModelForTokenClassification, BertConfig, DebertaV2Config, DistilBertConfig, ElectraConfig,
                          GPT2Config, RobertaConfig)

SIZES = dict(vocab_size=99, hidden_size=16, num_hidden_layers=3, num_attention_heads=2, intermediate_size=32, max_position_embeddings=40)
CONFIGS = {
    'bert': BertConfig(**SIZES), 'minilm': BertConfig(**SIZES | dict(num_attention_heads=4)), 'roberta': RobertaConfig(**SIZES, pad_token_id=1),
    'electra': ElectraConfig(**SIZES, embedding_size=8), 'distilbert': DistilBertConfig(vocab_size=99, dim=16, n_layers=3, n_heads=2, hidden_dim=32, max_position_embeddings=40)}
HEADS = {  # of classify, regress and classify_tokens
    'classify': (AutoModelForSequenceClassification, dict(num_labels=3)), 'regress': (AutoModelForSequenceClassification, dict(num_labels=2, problem_type='regression')),
    'classify_tokens': (AutoModelForTokenClassification, dict(num_labels=5))}
SMALL = dict(model='E:bert-tiny', num_train_epochs=1, per_device_train_batch_size=16)


def varlen_reference(query, key, value, starts, _, *longest, scale=None):
    """What `torch.nn.attention.varlen.varlen_attn` computes, text by text, on any device."""
    texts = [slice(a, b) for a, b in zip(starts.tolist(), starts.tolist()[1:])]
    attend = lambda text: F.scaled_dot_product_attention(*(states[text].transpose(0, 1) for states in (query, key, value)), scale=scale).transpose(0, 1)
    return torch.cat([attend(text) for text in texts])


@pytest.fixture
def varlen(monkeypatch): monkeypatch.setattr(speed, 'varlen_attn', varlen_reference)


def build(kind, head='classify', config=None):
    torch.manual_seed(0)
    auto_class, options = HEADS[head]
    config = deepcopy(config or CONFIGS[kind])
    for name, value in options.items(): setattr(config, name, value)
    return auto_class.from_config(config).eval()


def batch(lengths=(7, 3, 12, 1, 12), pad=1):
    lengths = torch.tensor(lengths)
    mask = (torch.arange(int(lengths.max())) < lengths[:, None]).long()
    return dict(input_ids=torch.where(mask.bool(), torch.randint(5, 99, mask.shape, generator=torch.Generator().manual_seed(1)), pad), attention_mask=mask)


def logits_and_gradients(logits_of, model, inputs):
    model.zero_grad()
    logits = logits_of(inputs)
    if logits.dim() == 3: logits = logits*inputs['attention_mask'][..., None]  # padding has no target
    (logits*torch.arange(logits.numel()).view(logits.shape).cos()).sum().backward()
    return logits.detach(), {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}


def assert_same(found, expected, tolerance):
    assert (found[0] - expected[0]).abs().max() < tolerance
    assert found[1].keys() == expected[1].keys()
    for name, gradient in expected[1].items(): assert (found[1][name] - gradient).abs().max() < tolerance*max(1, gradient.abs().max()), name


@pytest.mark.parametrize('head', HEADS)
@pytest.mark.parametrize('kind', CONFIGS)
def test_without_padding_logits_and_gradients_are_the_same(kind, head, varlen):
    model, inputs = build(kind, head), batch()
    fast = speed.FastLogits(model, unpad=True).eval()
    found = logits_and_gradients(fast, model, inputs)
    assert fast.way == ('varlen', head != 'classify_tokens')
    assert_same(found, logits_and_gradients(lambda inputs: model(**inputs).logits, model, inputs), 1e-5)
    assert model.config._attn_implementation == 'sdpa'  # and afterwards the model is the plain one


def assert_near(found, expected, tolerance):
    whole = lambda gradients: torch.cat([gradient.flatten() for gradient in gradients.values()])
    for a, b in ((found[0], expected[0]), (whole(found[1]), whole(expected[1]))): assert (a - b).norm() < tolerance*b.norm()


@pytest.mark.parametrize('head', HEADS)
@pytest.mark.parametrize('kind', CONFIGS)
def test_without_padding_it_is_the_same_in_bfloat16(kind, head, varlen):
    model, inputs = build(kind, head), batch()
    fast, plain = speed.FastLogits(model, bf16=True, unpad=True).eval(), ft.model.Logits(model, bf16=True).eval()
    found = logits_and_gradients(fast, model, inputs)
    assert fast.way == ('varlen', head != 'classify_tokens')
    for padded in (plain, ft.model.Logits(model).eval()): assert_near(found, logits_and_gradients(padded, model, inputs), 1e-2)


@pytest.mark.parametrize('bf16, check, tolerance', [(False, assert_same, 1e-5), (True, assert_near, 1e-2)])
@pytest.mark.parametrize('head', HEADS)
@pytest.mark.parametrize('kind', CONFIGS)
def test_in_training_but_for_the_coins_nothing_changes(kind, head, bf16, check, tolerance):
    model, inputs = build(kind, head).train(), batch()
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout): part.p = 0.
    fast = speed.FastLogits(model, bf16)
    found = logits_and_gradients(fast, model, inputs)
    assert fast.way == ('dropout', head != 'classify_tokens')
    check(found, logits_and_gradients(ft.model.Logits(model, bf16), model, inputs), tolerance)
    assert model.config._attn_implementation == 'sdpa'


def test_attention_drops_as_many_weights_as_it_should():
    """The mean over many coins is the attention without dropout, and its spread that of torch's own."""
    torch.manual_seed(0)
    module = torch.nn.Module()
    module.dropout = speed.FastDropout(.3).train()
    query, key, value = torch.randn(3, 1, 2, 5, 4)
    mask = speed.additive_mask(query[0].transpose(0, 1).flatten(1)[None], torch.tensor([[1, 1, 1, 1, 0]]), 2)
    ours = torch.stack([speed.dropout_attention(module, query, key, value, mask, .5)[0].transpose(1, 2) for _ in range(4000)])
    keep = torch.tensor([0, 0, 0, 0, -torch.inf]).expand(5, 5)
    theirs = torch.stack([F.scaled_dot_product_attention(query, key, value, keep, dropout_p=.3, scale=.5) for _ in range(4000)])
    expected = F.scaled_dot_product_attention(query, key, value, keep, scale=.5)
    assert (ours.mean(0) - expected).abs().max() < .06 and (theirs.mean(0) - expected).abs().max() < .06
    assert (ours.std(0) - theirs.std(0)).abs().max() < .06


@pytest.mark.parametrize('kind', CONFIGS)
def test_the_top_layer_computes_what_the_head_reads(kind):
    model, inputs = build(kind), batch()
    fast, widths = speed.FastLogits(model).eval(), []
    speed.layer_stack(model).layer[-1].register_forward_hook(lambda part, inputs, output: widths.append((output[0] if isinstance(output, tuple) else output).shape[1]))
    found = logits_and_gradients(fast, model, inputs)
    assert fast.way == ('dropout', True) and widths[-1] == 1
    assert_same(found, logits_and_gradients(lambda inputs: model(**inputs).logits, model, inputs), 1e-5)


@pytest.mark.parametrize('kind, head, config', [
    ('gpt2', 'classify', GPT2Config(vocab_size=99, n_embd=16, n_layer=2, n_head=2, n_positions=40, pad_token_id=1)),  # another architecture
    ('deberta', 'classify_tokens', DebertaV2Config(**SIZES, relative_attention=True, pos_att_type=['p2c', 'c2p']))])  # attention that is not exchangeable
def test_where_there_is_no_short_way_the_plain_one_is_taken(kind, head, config, varlen):
    model, inputs = build(kind, head, config), batch()
    fast = speed.FastLogits(model, unpad=True).eval()
    with torch.no_grad(): assert torch.equal(fast(inputs), model(**inputs).logits)
    assert fast.way == (None, False)


@pytest.mark.parametrize('wrong', ['scale', 'window', 'none'])
@pytest.mark.parametrize('seed', range(3))
def test_wrong_attention_is_found_out_in_bfloat16_with_a_new_head(wrong, seed, monkeypatch):
    def kernel(query, key, value, starts, *rest, scale=None):
        if wrong == 'scale': return varlen_reference(query, key, value, starts, *rest, scale=scale*2**.5)
        if wrong == 'none': return value
        cuts = torch.tensor(sorted({*starts.tolist(), *range(0, int(starts[-1]), 4)}))
        return varlen_reference(query, key, value, cuts, *rest, scale=scale)
    torch.manual_seed(seed)
    spec, task = ft.equations.parse_spec('E:minilm'), ft.tasks.classify
    model = ft.tasks.load_model(spec, task, ['bad', 'good'])
    inputs = task.collate(ft.tasks.DeepNet(task, model, task.processor(spec), []), task.processor(spec)([f'film {i}, ' + 'dull and long '*i for i in range(8)]), None)[0]
    for name, expected in (('varlen_reference', 'varlen'), ('kernel', 'dropout')):
        monkeypatch.setattr(speed, 'varlen_attn', dict(varlen_reference=varlen_reference, kernel=kernel)[name])
        assert speed.FastLogits(model, bf16=True, unpad=True).shortest_way(inputs).attention == expected


def test_threads_may_share_a_model():
    model, inputs = build('bert'), batch()
    expected = model(**inputs).logits.detach()
    def score(_):
        with torch.no_grad(): return [speed.FastLogits(model).eval()(inputs) for _ in range(20)]
    with ThreadPoolExecutor(4) as threads:
        for found in threads.map(score, range(4)):
            for logits in found: assert (logits - expected).abs().max() < 1e-5
    assert model.config._attn_implementation == 'sdpa' and torch.equal(model(**inputs).logits, expected)


def test_what_is_computed_again_for_its_gradients_is_computed_plainly():
    model, inputs = build('bert').train(), batch()
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout): part.p = 0.
    expected = logits_and_gradients(lambda inputs: model(**inputs).logits, model, inputs)
    model.gradient_checkpointing_enable()
    fast = speed.FastLogits(model)
    assert_same(logits_and_gradients(fast, model, inputs), expected, 1e-5)
    assert fast.way == (None, False)


def test_processes_that_share_an_epoch_keep_to_the_tokens(g):
    loader = ft.batches.make_loaders(g, g.learn.dls.train_ds, tokens=40).train
    share = loader.get_idxs()[1::2] # of the second of two processes
    batches = list(loader.chunkify(iter(share)))
    assert [row for rows in batches for row in rows] == list(share) and all(len(rows) for rows in batches)
    assert all(len(rows)*loader.lengths[rows].max() <= 40 for rows in batches)


def test_finding_the_way_leaves_training_as_it_was():
    model = build('bert')
    model.train()
    model.bert.embeddings.eval()
    modes = [part.training for part in model.modules()]
    random_state = torch.get_rng_state()
    fast = speed.FastLogits(model)
    fast.shortest_way(batch())
    assert [part.training for part in model.modules()] == modes
    assert torch.equal(torch.get_rng_state(), random_state)


# The optimizer.

def norm_of(parts): return torch.stack([part.norm() for part in parts]).norm()


def steps(optimizer, count=12, waits=False, passes=1, halt=(), groups=1, **options):
    """Steps of a fit, each with so many passes, some of them with a table of words that is frozen."""
    model = build('bert')
    table, weights = model.get_input_embeddings(), list(model.parameters())
    opt = optimizer([dict(params=weights[start::groups], lr=1e-3/(start + 1)) for start in range(groups)], weight_decay=0., **options)
    with opt.rows_wait(table) if waits else nullcontext():
        for step in range(count):
            table.weight.requires_grad_(step not in halt)
            for part in range(passes):
                inputs = batch((5, 4, 3))
                inputs['input_ids'] = inputs['input_ids'].roll(step + part, 1) % (20 + 5*step) + 5  # words that come and go
                (model(**inputs).logits*100).square().sum().backward()
            yield opt, model
            if not options: torch.nn.utils.clip_grad_norm_(weights, 1.)
            opt.step()
            opt.zero_grad()
    yield opt, model


@pytest.mark.parametrize('how', [{}, dict(passes=3), dict(halt=(4, 5, 6)), dict(groups=2)])
def test_adamw_with_rows_is_adamw(how):
    start = list(build('bert').parameters())
    *_, (_, ours) = steps(speed.AdamW, waits=True, max_norm=1., **how)
    *_, (_, theirs) = steps(torch.optim.AdamW, **how)
    apart, way = ([a - b for a, b in zip(one, theirs.parameters())] for one in (ours.parameters(), start))
    assert norm_of(apart) < 2e-3*norm_of(way)


def test_adamw_goes_on_from_its_saved_state():
    saved, whole = None, None
    for i, (opt, model) in enumerate(steps(speed.AdamW, waits=True, max_norm=1.)):
        if i == 6: saved = deepcopy((opt.state_dict(), model.state_dict()))
        whole = model
    for i, (opt, model) in enumerate(steps(speed.AdamW, waits=True, max_norm=1.)):
        if i == 6:
            opt.load_state_dict(saved[0])
            model.load_state_dict(saved[1])
    for a, b in zip(model.parameters(), whole.parameters()): assert torch.equal(a, b)


def table_after(optimizer, waits, decay, beta1, steps=200):
    torch.manual_seed(0)
    table, line = torch.nn.Embedding(100, 8), torch.nn.Linear(8, 1)
    opt = optimizer([*table.parameters(), *line.parameters()], lr=1e-2, weight_decay=decay)
    with opt.rows_wait(table) if waits else nullcontext():
        for step in range(steps):
            words = (torch.rand(6, generator=torch.Generator().manual_seed(step))**3*100).long() if step else torch.arange(100)  # rare words, once all have been used
            opt.param_groups[0].update(lr=1e-2*(1 - step/steps), betas=(beta1 - .1*step/steps, .999))
            (line(table(words)).squeeze(-1) - torch.sin(words + step/50)).square().mean().backward()
            opt.step()
            opt.zero_grad()
        if waits: assert (opt.waiting[table.weight].since < opt.waiting[table.weight].now).sum() > 50
    return opt, table.weight


@pytest.mark.parametrize('decay, beta1', [(0., .95), (.01, .95), (.3, .9)])  # one-cycle changes them, too
def test_rows_that_waited_are_where_adamw_would_have_moved_them(decay, beta1):
    opt, ours = table_after(speed.AdamW, True, decay, beta1)
    assert not opt.waiting
    reference, theirs = table_after(torch.optim.AdamW, False, decay, beta1)
    torch.manual_seed(0)
    start = torch.nn.Embedding(100, 8).weight  # of the way that rows went, not of where they are
    assert (ours - theirs).norm() < 1e-3*(theirs - start).norm()
    for name in ('exp_avg', 'exp_avg_sq'): assert (opt.state[ours][name] - reference.state[theirs][name]).norm() < 1e-3*reference.state[theirs][name].norm()


class StopAfter(ft.trainer.Callback):
    def __init__(self, batches, error): self.batches, self.error = batches, error
    def after_batch(self):
        if self.training and self.iter == self.batches: raise self.error


@pytest.mark.parametrize('error', [ft.trainer.CancelFitException(), KeyboardInterrupt()])
def test_whatever_ends_an_epoch_no_row_waits_any_longer(reviews, error):
    g = ft.fit('classify: label ~ text', data=f'C:{reviews}', **SMALL)
    learn = g.learner(None, g.learn.dls.train_ds, batch_size=2)
    learn.create_opt()
    try: learn.fit(1, 1e-3, cbs=StopAfter(5, error))
    except KeyboardInterrupt: pass
    assert learn.opt.opt.state[g.model.get_input_embeddings().weight]['step'] == 6 and not learn.opt.opt.waiting


class Look(ft.trainer.Callback):
    """Somebody who reads weights in the middle of an epoch."""
    def __init__(self, read): self.read, self.late = read, []
    def after_batch(self):
        if not self.training: return
        weight, opt = self.model.model.get_input_embeddings().weight, self.opt.opt
        [waiting] = opt.waiting.values()
        self.late.append((waiting.since[opt.state[weight]['used'] > 0] < waiting.now).any().item())
        found = self.read(self.learn)
        if found is None: return
        found = found.clone()
        opt.catch_up()
        assert torch.equal(found, weight)


def table_of(g, state): return state[next(name for name in state if name.endswith('word_embeddings.weight'))]


@pytest.mark.parametrize('who', ['learner', 'model', 'save'])
def test_what_is_saved_in_the_middle_of_an_epoch_has_caught_up(reviews, tmp_path, who):
    g = ft.fit('classify: label ~ text', data=f'C:{reviews}', **SMALL)
    def read(learn):
        if who == 'save': g.save(tmp_path/f'{learn.iter}')
        return table_of(g, dict(learner=learn.model.state_dict, model=g.model.state_dict, save=lambda: load_file(tmp_path/f'{learn.iter}/model.safetensors'))[who]())
    g.learner(None, g.learn.dls.train_ds, batch_size=2).fit(1, 1e-3, cbs=(look := Look(read)))
    assert any(look.late)


def test_who_predicts_in_the_middle_of_an_epoch_reads_rows_that_have_caught_up(reviews):
    g = ft.fit('classify: label ~ text', data=f'C:{reviews}', **SMALL)
    text, said = ft.datasets.load_data(f'C:{reviews}')['train'][0]['text'], []
    def read(learn):
        modes = {part: part.training for part in g.model.modules()}
        said.append(list(g.predict([text])))
        g.model.state_dict()  # all catch up
        assert list(g.predict([text])) == said[-1]
        for part, mode in modes.items(): part.training = mode
    g.learner(None, g.learn.dls.train_ds, batch_size=2).fit(1, 1e-2, cbs=(look := Look(read)))
    assert any(look.late)


def test_weights_loaded_in_the_middle_of_an_epoch_are_not_moved_by_what_came_before(reviews):
    g, loaded = ft.fit('classify: label ~ text', data=f'C:{reviews}', **SMALL), []
    class Load(ft.trainer.Callback):
        def before_fit(self): self.start = deepcopy(g.model.state_dict())
        def after_train(self): loaded.append(g.model.get_input_embeddings().weight.detach().clone())
        def after_batch(self):
            if self.iter == self.n_iter - 1 and self.training: g.model.load_state_dict(self.start)
    learn = g.learner(None, g.learn.dls.train_ds, batch_size=2)
    learn.fit(1, 1e-3, cbs=(load := Load()))
    for table in (loaded[0], g.model.get_input_embeddings().weight): assert torch.equal(table, table_of(g, load.start))


def test_a_gradient_of_all_rows_finds_them_caught_up():
    def after(optimizer, waits):
        torch.manual_seed(0)
        table = torch.nn.Embedding(20, 4)
        opt = optimizer(table.parameters(), lr=1e-2, weight_decay=0.)
        with opt.rows_wait(table) if waits else nullcontext():
            for step in range(12):
                table.sparse = waits and step != 8
                (table(torch.tensor([step % 3, 5]) if step else torch.arange(20)) - 1).square().sum().backward()
                opt.step()
                opt.zero_grad()
        return table.weight.detach()
    assert (after(speed.AdamW, True) - after(torch.optim.AdamW, False)).abs().max() < 1e-5


def fit_of_table(optimizer, waits, at=lambda step, opt, table: None, steps=12, look=lambda table, rows: table(rows)):
    torch.manual_seed(0)
    table = torch.nn.Embedding(20, 4)
    opt = optimizer(table.parameters(), lr=1e-2, weight_decay=0.)
    with opt.rows_wait(table) if waits else nullcontext():
        for step in range(steps):
            (look(table, torch.tensor([step % 3, 5])) - 1).square().sum().backward()
            at(step, opt, table)
            opt.step()
            opt.zero_grad()
    return table.weight.detach(), opt


def test_rows_that_a_dense_gradient_moved_are_moved_on_even_if_none_waited():
    def at(step, opt, table):
        if step != 4: return
        table.state_dict()  # all catch up, and none waits
        table.weight.grad = table.weight.grad.to_dense() + .1
    assert (fit_of_table(speed.AdamW, True, at)[0] - fit_of_table(torch.optim.AdamW, False, at)[0]).abs().max() < 1e-5


def test_rows_that_are_looked_up_by_name_wait_too():
    by_name = fit_of_table(speed.AdamW, True, look=lambda table, rows: table(input=rows))[0]
    assert torch.equal(by_name, fit_of_table(speed.AdamW, True)[0])


@pytest.mark.parametrize('variant', ['amsgrad', 'maximize'])
def test_a_variant_of_adam_that_rows_do_not_know_is_refused(variant):
    with pytest.raises(TypeError, match=variant): speed.AdamW([torch.nn.Parameter(torch.ones(3))], **{variant: True})
    def at(step, opt, table): opt.param_groups[0][variant] = True
    with pytest.raises(ValueError, match=variant): fit_of_table(speed.AdamW, True, at)


def test_rows_whose_optimizer_watches_no_table_do_not_wait():
    def at(step, opt, table): table.weight.grad = table.weight.grad.to_sparse(1)
    weights, opt = fit_of_table(speed.AdamW, False, at)
    assert not opt.waiting and (weights - fit_of_table(torch.optim.AdamW, False)[0]).abs().max() < 1e-5


def test_a_thread_that_reads_rows_changes_nothing():
    reading = {}
    def at(step, opt, table):
        def read():
            while 'done' not in reading: table(torch.arange(20)), table.state_dict()
        if step == 0: reading['thread'] = ThreadPoolExecutor(1).submit(read)
    try: weights, _ = fit_of_table(speed.AdamW, True, at, steps=400)
    finally: reading['done'] = True
    reading['thread'].result()
    assert (weights - fit_of_table(torch.optim.AdamW, False, steps=400)[0]).abs().max() < 1e-4


@pytest.mark.parametrize('inner', [ft.trainer.adamw, ft.trainer.partial(ft.trainer.OptimWrapper, opt=torch.optim.AdamW)])
def test_a_fit_within_a_fit_leaves_the_outer_one_as_it_was(reviews, inner):
    g, sparse = ft.fit('classify: label ~ text', data=f'C:{reviews}', **SMALL), []
    table = g.model.get_input_embeddings()
    class Inner(ft.trainer.Callback):
        def after_batch(self):
            if self.training and self.iter == 2:
                learn = g.learner(None, g.learn.dls.train_ds, batch_size=8)
                learn.opt_func = inner
                learn.fit(1, 1e-4)
                sparse.append(table.sparse)
    outer = g.learner(None, g.learn.dls.train_ds, batch_size=2)
    outer.fit(1, 1e-3, cbs=Inner())
    assert sparse == [True] and not table.sparse and not outer.opt.opt.waiting


def test_who_validates_in_the_middle_of_an_update_loses_no_batch_of_it(reviews):
    g, groups = ft.fit('classify: label ~ text', data=f'C:{reviews}', **SMALL), []
    class Validate(ft.trainer.Callback):
        def after_batch(self):
            if not self.training or self.iter != 2: return
            before = len(self.learn.group)
            kept = {name: getattr(self.learn, name) for name in ('training', 'dl', 'iter', 'n_iter', 'xb', 'yb', 'pred', 'loss')}
            self.learn._do_epoch_validate()
            for name, value in kept.items(): setattr(self.learn, name, value)
            self.model.train()
            groups.append((before, len(self.learn.group)))
    g.learner(None, g.learn.dls.train_ds, batch_size=2, gradient_accumulation_steps=4).fit(1, 1e-3, cbs=Validate())
    assert groups and all(before == after > 0 for before, after in groups)


def test_a_model_that_was_fitted_can_be_saved_whole_and_copied(reviews, tmp_path):
    g = ft.fit('classify: label ~ text', data=f'C:{reviews}', **SMALL)
    torch.save(g.learn.model, tmp_path/'model.pt')
    assert (tmp_path/'model.pt').stat().st_size < sum(p.numel()*4 for p in g.model.parameters()) + 2**25  # weights and coins, without the averages of the optimizer
    copy = deepcopy(g)
    copy.learn.fit(1, 1e-3)
    assert copy.learn.opt.opt.max_norm == 1.


def test_words_that_no_text_uses_stay_as_they_were(reviews):
    g = ft.fit('classify: label ~ text', data=f'C:{reviews}', **SMALL)
    before = ft.tasks.load_model(ft.equations.parse_spec('E:bert-tiny'), g.task, g.names).get_input_embeddings().weight
    after = g.model.get_input_embeddings().weight.cpu()
    used = {token for row in g.learn.dls.train_ds['input_ids'] for token in row}
    moved = set((after != before).any(1).nonzero().flatten().tolist())
    assert moved and moved <= used
    assert not g.model.get_input_embeddings().sparse  # whoever trains the model elsewhere finds a plain one


# Memory.

class Narrow(torch.nn.Module):
    """A device that holds so many rows and no more."""
    def __init__(self, model, rows, learning_only=True):
        super().__init__()
        self.inner, self.rows, self.learning_only = model, rows, learning_only

    def __call__(self, model, inputs):
        if len(inputs['input_ids']) > self.rows and (torch.is_grad_enabled() or not self.learning_only): raise torch.OutOfMemoryError('CUDA out of memory')
        return model(**inputs).logits


def learner(g, rows=None, learning_only=True, batch_size=16, **options):
    """A Learner that starts where g was loaded, without dropout, on a device for so many rows."""
    copy = ft.load('E:bert-tiny', 'classify: label ~ text') if g is None else deepcopy(g)
    for part in copy.model.modules():
        if isinstance(part, torch.nn.Dropout): part.p = 0.
    learn = copy.learner(None, g.learn.dls.train_ds, g.learn.dls.valid_ds, batch_size, device='cpu', bf16=False, **options)
    if rows: learn.model.logits = Narrow(None, rows, learning_only)
    return learn


@pytest.fixture(scope='module')
def g(reviews): return ft.fit('classify: label ~ text', data=f'C:{reviews}', **SMALL)


def fitted(learn):
    """The length of the gradient at each step of an epoch, and the weights after it."""
    from fastai.callback.core import Callback
    class Lengths(Callback):
        order = 100
        def before_fit(self): self.found = []
        def before_step(self): self.found.append(torch.nn.utils.get_total_norm([p.grad.to_dense() for p in self.model.parameters() if p.grad is not None]).item())
    lengths = Lengths()
    with learn.no_bar(), learn.no_logging(): learn.fit(1, 1e-3, cbs=lengths)
    return lengths.found, torch.cat([p.detach().flatten() for p in learn.model.parameters()])


@pytest.mark.parametrize('accumulated', [1, 3])
def test_out_of_memory_the_batch_goes_through_in_halves(g, accumulated, caplog):
    options = dict(gradient_accumulation_steps=accumulated)
    narrow, wide = learner(g, rows=5, **options), learner(g, **options)
    with caplog.at_level(logging.WARNING): lengths, weights = fitted(narrow)
    expected = fitted(wide)
    assert narrow.parts == 4 and sum('out of memory' in line for line in caplog.messages) == 2  # 16 rows, then 8, then 4
    assert lengths == pytest.approx(expected[0], rel=1e-3) and len(lengths) == 6/accumulated
    assert (weights - expected[1]).abs().max() < 5e-4  # Adam makes much of the last digit of a gradient that is nearly zero


def test_out_of_memory_with_a_single_row_is_one_line(g):
    with pytest.raises(RunError, match='out of memory with one row'): fitted(learner(g, rows=0.5))


def test_out_of_memory_while_the_way_is_sought_leaves_training_on(g):
    learn, calls = learner(g), []
    def narrow(model, inputs):
        calls.append(len(inputs['input_ids']))
        if len(calls) == 2: raise torch.OutOfMemoryError('CUDA out of memory') # at the first trial
        if torch.is_grad_enabled(): assert all(part.training for part in model.modules())
        return model(**inputs).logits
    learn.model.logits = narrow
    lengths, _ = fitted(learn)
    assert learn.parts == 2 and len(lengths) == 6


def test_out_of_memory_in_scoring_changes_no_answer(g):
    outputs = [learn.get_preds()[0] for learn in (learner(g), learner(g, rows=5, learning_only=False))]
    assert (outputs[0] - outputs[1]).abs().max() < 1e-5


# Lengths.

@pytest.mark.parametrize('tokens', [1, 30, 64, 10**6])
@pytest.mark.parametrize('shuffle', [False, True])
def test_batches_keep_to_their_tokens(tokens, shuffle):
    lengths = np.random.default_rng(0).integers(3, 60, 500).tolist() + [10_000]
    batches = ft.tokenizing.length_batches(lengths, 32, tokens, shuffle)
    assert sorted(np.concatenate(batches)) == list(range(501))
    for rows in batches:
        padded = len(rows)*max(lengths[row] for row in rows)
        assert len(rows) <= 32 and (padded <= tokens or len(rows) == 1)


def test_one_endless_text_among_short_ones(tmp_path):
    rows = [(('bad', 'good')[number % 2], f'film {number}') for number in range(40)]
    rows[7] = 'bad', 'dull '*10_000
    for suffix in ('train', 'val'): write_csv(f'{tmp_path}/long.{suffix}', ('label', 'text'), rows)
    g = ft.fit('classify: label ~ text', data=f'C:{tmp_path}/long', max_length=10_000, **SMALL)
    lengths = g.learn.dls.train_ds['length'][:]
    assert sorted(lengths)[-2] < 10 < max(lengths) <= 512  # the model takes no more
    limited = ft.batches.make_loaders(g, g.learn.dls.train_ds, tokens=64)
    shapes = [inputs['input_ids'].shape for inputs, _ in limited.train]
    assert len(shapes) == len(limited.train) > 1
    assert sorted(rows*width for rows, width in shapes)[-2] <= 64 and (1, max(lengths)) in shapes
    assert len(g.predict([text for _, text in rows], batch_size=8)) == 40


def test_a_budget_of_tokens_is_kept_by_a_fit(reviews, caplog):
    g = ft.fit('classify: label ~ text', data=f'C:{reviews}', tokens_per_batch=40, **SMALL)
    sizes = [inputs['input_ids'].numel() for inputs, _ in g.learn.dls.train]
    assert max(sizes) <= 40 and len(sizes) == len(g.learn.dls.train) > 96/16
    assert g.record['options']['tokens_per_batch'] == 40
    assert 'are longer' not in caplog.text
    alone = ft.fit('classify: label ~ text', data=f'C:{reviews}', tokens_per_batch=1, max_train_samples=8, **SMALL)
    assert '--tokens_per_batch 1: 8 of 8 inputs of train are longer' in caplog.text
    assert [len(targets) for _, targets in alone.learn.dls.train] == [1]*8  # smaller than any row


# Precision.

def test_numbers_far_from_zero_keep_their_digits_in_bfloat16(tmp_path):
    words = ('zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine')
    for suffix, count in (('train', 400), ('val', 40)): write_csv(f'{tmp_path}/years.{suffix}', ('year', 'text'), [(1990 + i*7 % 10, f'number {words[i*7 % 10]}') for i in range(count)])
    g = ft.fit('regress: year ~ text', data=f'C:{tmp_path}/years', model='E:bert-tiny', learning_rate=2e-3, num_train_epochs=3, bf16=True)
    said = [value for [(_, value)] in g.predict([f'number {word}' for word in words], bf16=True)]
    assert g.learn.model.bf16 and {score.metric: score.value for score in g.scores.scores}['r_squared'] > .9
    assert np.abs(np.array(said) - np.arange(1990, 2000)).max() < 2 and len({round(value, 2) for value in said}) > 6  # three digits would make them 1992 or 2000


def test_a_gpu_without_bfloat16_is_said_once(monkeypatch, caplog):
    monkeypatch.setattr(torch.cuda, 'is_bf16_supported', lambda including_emulation=True: False)
    with caplog.at_level(logging.WARNING): used = [speed.use_bf16('cuda', wanted) for wanted in (True, True, None, False)]
    assert used == [False]*4
    assert len([line for line in caplog.messages if 'bfloat16' in line]) == 1


def test_a_gpu_with_bfloat16_uses_it(monkeypatch):
    monkeypatch.setattr(torch.cuda, 'is_bf16_supported', lambda including_emulation=True: True)
    assert [speed.use_bf16('cuda', wanted) for wanted in (True, None, False)] == [True, True, False]


def test_dropout_keeps_its_share_and_its_mean():
    torch.manual_seed(0)
    x = torch.ones(1000, 1003, requires_grad=True)
    y = speed.FastDropout(.1)(x)
    y.sum().backward()
    assert abs((y == 0).float().mean() - .1) < .002 and abs(y.mean() - 1) < .002
    assert torch.equal(x.grad, y.detach())
    for p in (0., 1.): assert torch.equal(speed.FastDropout(p)(x), F.dropout(x, p))


def test_coins_are_thrown_anew_after_some_uses_and_for_larger_tensors():
    coins, x = speed.Coins(size=1000, uses=2), torch.empty(100)
    left = []
    for _ in range(60):
        coins(x, 6554)
        left.append(coins.left)
    assert coins.size == 1000 and left == [1900 - 100*(i % 20) for i in range(60)]
    assert coins(torch.empty(30, 100), 6554).shape == (30, 100) and coins.size == 6000


def test_the_same_seed_throws_the_same_coins_whatever_was_fitted_before(reviews):
    weights = [ft.fit('classify: label ~ text', data=f'C:{reviews}', **SMALL).model.classifier.weight.detach().cpu() for _ in range(2)]
    assert torch.equal(*weights)


@pytest.mark.skipif(not sys.platform.startswith('linux'), reason='only glibc can be told to keep memory')
def test_memory_is_kept():
    """In a process of its own, whose memory nothing else has shaped."""
    program = '''
import resource, torch
from finetune_course.speed import keep_memory
faults = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def fetched():
    before = faults()
    for _ in range(20): torch.ones(12_000_000).sum() # as large as the gradient of a table of words
    return faults() - before
for prepare in (lambda: None, keep_memory): prepare(); fetched(); print(fetched())
'''
    as_usual, kept = map(int, subprocess.run([sys.executable, '-c', program], check=True, capture_output=True, text=True).stdout.split())
    assert kept < as_usual/10


def test_the_benchmark_for_gpus_runs(monkeypatch, varlen, capsys):
    """Everything of benchmarks/gpu.py but the GPU, the Trainer compiled, and models of full size; of several fits at once, one."""
    from importlib.util import module_from_spec, spec_from_file_location
    spec = spec_from_file_location('gpu', Path(__file__).parent.parent/'benchmarks'/'gpu.py')
    spec.loader.exec_module(gpu := module_from_spec(spec))
    small = SIZES | dict(vocab_size=30522, max_position_embeddings=128), 4
    monkeypatch.setattr(gpu, 'SIZES', {'minilm': small, 'bert-base': small})
    for name, value in dict(device='cpu', steps=2, rounds=1, glue=0.).items(): monkeypatch.setattr(gpu.args, name, value)
    monkeypatch.setattr(gpu, 'compile_logits', lambda model, logits, mode: speed.compile_logits(model, logits, 'default', backend='eager'))  # no minute of compiling
    trainer_steps = gpu.trainer_steps
    monkeypatch.setattr(gpu, 'trainer_steps', lambda *args, torch_compile=False: (lambda count, seed: 1/0) if torch_compile else trainer_steps(*args))
    together = gpu.together
    monkeypatch.setattr(gpu, 'together', lambda: together((1,)))
    gpu.main()
    said = capsys.readouterr().out
    found = json.loads(said[said.index('\n{\n'):])  # what the Trainer says stands before it
    assert len(found['equality']) == len(gpu.FAMILIES)*len(gpu.HEADS)
    for what, same in found['equality'].items():
        assert same['way'] == ['varlen', 'tokens' not in what] and same['logits'] < .02 and same['gradients'] < .02, what
    for size in gpu.SIZES:
        assert set(found[size]['contestants']) == {'ours', 'padded', 'compiled', 'graphs', 'trainer'} and found[size]['contestants']['ours']['flop_utilisation'] > 0
        assert found[size]['failed'].keys() == {'trainer_compiled'} and 'ZeroDivisionError' in found[size]['failed']['trainer_compiled']
    assert found['glue'].keys() == gpu.GLUE.keys() and min(found['glue'].values()) > 0 and found['minutes_of_glue'] > 0
    assert [row['fits'] for row in found['together']] == [1] and 0 < found['together'][0]['seconds_of_a_fit'] < found['together'][0]['seconds']


@pytest.mark.skipif(shutil.which('g++') is None, reason='compiling for a CPU takes a compiler')
def test_a_compiled_fit_learns_the_same(g, reviews, recwarn):
    found = []
    for options in (dict(), dict(torch_compile='default')):
        copy = deepcopy(g)
        learn = copy.learner(None, g.learn.dls.train_ds, g.learn.dls.valid_ds, 16, device='cpu', bf16=False, **options)
        for part in copy.model.modules():
            if isinstance(part, torch.nn.Dropout): part.p = 0.
        found.append(fitted(learn))
    assert not [warning for warning in recwarn if 'Embedding' in str(warning.message)]  # of a gradient that torch cannot compile
    assert found[1][0] == pytest.approx(found[0][0], rel=1e-3)
    assert (found[0][1] - found[1][1]).abs().mean() < 1e-5  # Adam makes much of the last digit of a gradient that is nearly zero


def test_a_slip_in_the_mode_of_compiling_is_one_line(reviews):
    with pytest.raises(RequestError, match='did you mean `reduce-overhead`'): ft.fit('classify: label ~ text', data=f'C:{reviews}', torch_compile='reduce_overhead', **SMALL)


@pytest.mark.parametrize('kind', [torch.float64, torch.bfloat16])
def test_weights_of_any_kind_are_stepped(kind):
    weights = torch.nn.Parameter(torch.ones(3, dtype=kind))
    optimizer = speed.AdamW([weights], lr=.1, max_norm=1.)
    (weights**2).sum().backward()
    optimizer.step()
    assert (weights < 1).all() and weights.dtype == kind


def test_schedules_count_batches_not_parts(g):
    """The learning rates of the steps are the same where memory runs out and where it does not."""
    from fastai.callback.core import Callback
    from finetune_course.trainer import train
    class Rates(Callback):
        order, rates = 100, ()
        def before_step(self): self.rates = [*self.rates, self.opt.hypers[-1]['lr']]
    found = []
    for rows in (None, 7):
        learn, rates = learner(g, rows), Rates()
        with learn.no_bar(), learn.no_logging(): train(learn, 2, 1e-3, cbs=[rates])
        found.append(rates.rates)
    assert len(found[0]) == len(found[1]) and min(found[1]) >= 0
    np.testing.assert_allclose(found[1], found[0], atol=1e-9)
