"""R's glm behind the five functions: R's numbers, commands from end to end, formulas that are read and never run."""

import json
import os
import subprocess
import sys
from pathlib import Path

import finetune_course as ft
import numpy as np
import pytest
import torch
from commands import run, run_here, succeed
from conftest import write_csv
from finetune_course.equations import RequestError, parse_equation
from finetune_course.metrics import load_metric, losses, with_loss
from finetune_course.regression import Design, Factor, anova, check_formula, r_format, r_pvalues, r_summary, zapsmall
from finetune_course.scores import _chunks
from finetune_course.tasks import get_task
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

FIT = ('gft_fit', '--eqn', 'regress: dist ~ poly(speed, 2)', '--data', 'E:cars', '--model', 'E:glm')
# What R 4.2 prints; the first is lecture4.txt, the second is ?glm, the third glm(am ~ wt, binomial, mtcars).
CARS = '''
Call:
glm(formula = dist ~ poly(speed, 2), data = cars)

Deviance Residuals: 
    Min       1Q   Median       3Q      Max  
-28.720   -9.184   -3.188    4.628   45.152  

Coefficients:
                Estimate Std. Error t value Pr(>|t|)    
(Intercept)       42.980      2.146  20.026  < 2e-16 ***
poly(speed, 2)1  145.552     15.176   9.591 1.21e-12 ***
poly(speed, 2)2   22.996     15.176   1.515    0.136    
---
Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1

(Dispersion parameter for gaussian family taken to be 230.3131)

    Null deviance: 32539  on 49  degrees of freedom
Residual deviance: 10825  on 47  degrees of freedom
AIC: 418.77

Number of Fisher Scoring iterations: 2
'''
DOBSON_RESIDUALS = '''
Deviance Residuals: 
       1         2         3         4         5         6         7         8  
-0.67125   0.96272  -0.16965  -0.21999  -0.95552   1.04939   0.84715  -0.09167  
       9  
-0.96656  

Coefficients:
'''
DOBSON = '''(Dispersion parameter for poisson family taken to be 1)

    Null deviance: 10.5814  on 8  degrees of freedom
Residual deviance:  5.1291  on 4  degrees of freedom
AIC: 56.76

Number of Fisher Scoring iterations: 4'''
MTCARS = '''Coefficients:
            Estimate Std. Error z value Pr(>|z|)   
(Intercept)   12.040      4.510   2.670  0.00759 **
wt            -4.024      1.436  -2.801  0.00509 **
---
Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1

(Dispersion parameter for binomial family taken to be 1)

    Null deviance: 43.230  on 31  degrees of freedom
Residual deviance: 19.176  on 30  degrees of freedom
AIC: 23.176

Number of Fisher Scoring iterations: 6'''
WEIGHTS = '''2.62 2.875 2.32 3.215 3.44 3.46 3.57 3.19 3.15 3.44 3.44 4.07 3.73 3.78 5.25 5.424 5.345 2.2 1.615 1.835 2.465 3.52 3.435 3.84 3.845
1.935 2.14 1.513 3.17 2.77 3.57 2.78'''.split()
MANUAL = [1]*3 + [0]*14 + [1]*3 + [0]*5 + [1]*7


@pytest.fixture(scope='module')
def stopping(tmp_path_factory):
    """The output_dir of the lecture's regression, fitted by a process of its own."""
    folder = tmp_path_factory.mktemp('fitted')/'stopping'
    assert succeed(run(*FIT, '--output_dir', folder)).splitlines()[1].startswith('train\tpearson\t0.8169')
    return folder


@pytest.fixture(scope='module')
def tables(tmp_path_factory):
    """A folder with small tables: R's mtcars in part, Dobson's counts, and one with everything that can be wrong."""
    folder = tmp_path_factory.mktemp('tables')
    gears = ['three', 'four', 'five']
    write_csv(folder/'mtcars.csv', ('am', 'wt', 'gear', 'name'), [(('automatic', 'manual')[m], w, gears[i % 3], f'car {i}') for i, (m, w) in enumerate(zip(MANUAL, WEIGHTS))])
    write_csv(folder/'dobson.csv', ('counts', 'outcome', 'treatment'), [(c, i % 3 + 1, i//3 + 1) for i, c in enumerate((18, 17, 15, 20, 10, 20, 25, 13, 12))])
    write_csv(folder/'odd.csv', ('y', 'my x', 'lambda', 'row', 'kind'), [(2*i + (i % 3), i, i*i % 7, i % 5, 'ab'[i % 2]) for i in range(20)])
    write_csv(folder/'level.csv', ('y', 'a', 'one', 'two'), [(i*i % 7, i, 'only', 2) for i in range(20)])
    write_csv(folder/'few.csv', ('y', 'a', 'b'), [(1, 2, 3), (2, 3, 5), (4, 4, 4)])
    return folder


@pytest.mark.parametrize('gap', ['', 'NA'])
def test_rows_that_lack_a_value_are_left_out_and_counted(gap):
    rows = [(i, 2*i + i % 3, 'ab'[i % 2]) for i in range(20)]
    write_csv(Path('whole.csv'), ('speed', 'dist', 'road'), rows[:3] + rows[4:6] + rows[7:])
    write_csv(Path('gaps.csv'), ('speed', 'dist', 'road'), [(gap if i == 6 else speed, gap if i == 3 else dist, road) for i, (speed, dist, road) in enumerate(rows)])
    for formula in ('poly(speed, 2)', 'speed*road'):
        g, whole = (fit(f'regress: dist ~ {formula}', f'C:{name}.csv') for name in ('gaps', 'whole'))
        assert g.record['regression'] == whole.record['regression'] | dict(omitted=['2 observations deleted due to missingness'])
        assert g.processor.words == whole.processor.words
    printed = r_summary(g).splitlines()
    at = printed.index('  (2 observations deleted due to missingness)')  # where R has it
    assert printed[at - 1].startswith('Residual deviance') and printed[at + 1].startswith('AIC') and 'missingness' not in r_summary(whole)
    assert ('missing', '2 observations deleted due to missingness') in g.summary().rows and g.scores.rows == 18
    assert g.evaluate('train').rows == 18


def test_missing_classes_words_and_scores_too():
    write_csv(Path('gaps.csv'), ('y', 'x', 'road'), [('NA' if i == 2 else 'yn'[i*7 % 3 > 0], i, '' if i in (0, 1) else 'wet' if i % 4 else 'dry') for i in range(20)])
    finished = run_here('gft_fit', '--eqn', 'classify: y ~ x + road', '--data', 'C:gaps.csv', '--model', 'E:glm', '--output_dir', 'fitted')
    assert 'train: 3 of 20 rows lack a value, and are left out' in finished.stderr and 'roadwet' in succeed(run_here('gft_summary', '--model', 'C:fitted'))
    assert '\t17\t' in succeed(run_here('gft_eval', '--model', 'C:fitted'))
    g = ft.load('C:fitted')
    assert g.names == ['n', 'y'] and '(3 observations deleted' in r_summary(g)
    assert np.isnan(list(dict(g.predict((None, 'wet'))).values())).all()
    piped = run_here('gft_predict', '--model', 'C:fitted', '--return_all_scores', input='3|wet\n|wet\n4|NA\n')
    assert [line.split('\t')[1:] for line in succeed(piped).splitlines()][1:] == [['NA']*4]*2 and piped.stdout.startswith('3|wet\tn\t0.') and '2 rows with a gap in x: NA' in piped.stderr


def test_a_slip_among_numbers_is_named_with_its_row():
    write_csv(Path('slip.csv'), ('speed', 'dist'), [('NA' if i < 2 else 'fast' if i == 6 else i, 2*i) for i in range(20)])
    with pytest.raises(RequestError, match='train row 7, column `speed`: `fast` is not a number'): fit('regress: dist ~ speed', 'C:slip.csv')
    write_csv(Path('empty.csv'), ('speed', 'dist'), [('', i) for i in range(20)])
    with pytest.raises(RequestError, match='every row of train lacks a value for one of `dist`, `speed`'): fit('regress: dist ~ speed', 'C:empty.csv')


def fit(eqn, data, **options): return ft.fit(eqn, data=data, model='E:glm', **options)
def lines(text): return [line.rstrip() for line in text.strip('\n').splitlines()]


def test_the_lectures_page_to_the_last_digit():
    assert lines(r_summary(fit('regress: dist ~ poly(speed,2)', 'E:cars'))) == lines(CARS)


def test_two_more_pages_of_r(tables):
    counts = fit('regress: counts ~ factor(outcome) + factor(treatment)', f'C:{tables}/dobson.csv', family='poisson')
    printed = '\n'.join(lines(r_summary(counts)))
    assert DOBSON_RESIDUALS in r_summary(counts) and '1 -0.67125, 2 0.96272' in dict(counts.summary().rows)['deviance residuals']
    assert DOBSON.replace('AIC: 56.76\n', 'AIC: 56.761\n') in printed  # ?glm prints 56.76 for its formula, summary one digit more
    assert '(Intercept)         3.045e+00  1.709e-01  17.815   <2e-16 ***' in printed and 'factor(outcome)2   -4.543e-01  2.022e-01  -2.247   0.0246 *' in printed
    gearbox = fit('classify: am ~ wt', f'C:{tables}/mtcars.csv')
    assert '\n'.join(lines(MTCARS)) in '\n'.join(lines(r_summary(gearbox)))
    assert dict(gearbox.predict(3.))['manual'] == pytest.approx(0.4921, abs=1e-4)


def test_the_five_commands(stopping):
    def output(*words, **options): return succeed(run_here(*words, **options))
    rows = output('gft_cat_dataset', '--data', 'E:cars', '--eqn', 'regress: dist ~ poly(speed, 2)')
    assert rows.splitlines()[:3] == ['4\t2', '4\t10', '7\t4']
    piped = succeed(run('gft_predict', '--model', f'C:{stopping}', input=rows)) # a process that has not heard of regressions
    assert piped == output('gft_predict', '--model', f'C:{stopping}', '--data', 'E:cars')
    assert piped.splitlines()[0] == '4\t2\t7.7226'
    told = output('gft_summary', '--model', f'C:{stopping}')
    assert all(line in told for line in ('poly(speed, 2)1\t145.552  15.176  9.591  1.21e-12  ***', 'residual deviance\t10825 on 47 degrees of freedom', 'AIC\t418.77'))
    assert 'train\tr_squared\t0.6673' in output('gft_eval', '--model', f'C:{stopping}')
    assert 'E:glm' in output('gft_summary', '--model', 'E:glm')


def test_a_saved_regression_needs_no_data_and_is_the_same_to_the_last_bit(stopping):
    assert {path.name for path in stopping.iterdir()} >= {'config.json', 'model.safetensors', 'design.json', 'gft.json', 'README.md', 'plot.png'}
    fresh, saved = fit('regress: dist ~ poly(speed, 2)', 'E:cars'), ft.load(f'C:{stopping}')
    assert saved.predict([4, 21, 40]) == fresh.predict([4, 21, 40])
    assert r_summary(saved) == r_summary(fresh) and saved.scores.deviance == pytest.approx(10824.716, abs=1e-2)
    assert saved.model.coefficients.tolist() == saved.record['regression']['coefficients']
    saved.evaluate()
    assert len(saved.plot().axes) == 2


def test_the_learner_reads_raw_inputs(stopping):
    g = ft.load(f'C:{stopping}')
    assert float(g.learn.predict(21)[2]) == pytest.approx(g.predict(21)[0][1])


def test_transformers_loads_it_where_the_course_is_imported(stopping):
    program = 'import sys, finetune_course.regression; from transformers import AutoModel; print(len(AutoModel.from_pretrained(sys.argv[1]).coefficients))'
    assert subprocess.run([sys.executable, '-c', program, stopping], capture_output=True, text=True, timeout=120).stdout == '3\n'


def test_refitted_into_the_same_folder(stopping):
    succeed(run_here('gft_fit', '--eqn', 'regress: dist ~ .', '--data', 'E:cars', '--model', 'E:glm', '--output_dir', stopping.with_name('again')))
    record = json.loads((stopping.with_name('again')/'gft.json').read_text())
    assert record['equation'] == 'regress: dist ~ speed' and record['regression']['names'] == ['(Intercept)', 'speed']


@pytest.mark.parametrize('formula, names', [
    ('wt*gear', ['(Intercept)', 'wt', 'gearfour', 'gearthree', 'wt:gearfour', 'wt:gearthree']), ('. - name - gear', ['(Intercept)', 'wt']),
    ('0 + wt', ['wt']), ('wt + 1', ['(Intercept)', 'wt']), ('gear/wt', ['(Intercept)', 'gearfour', 'gearthree', 'gearfive:wt', 'gearfour:wt', 'gearthree:wt']),
    ('gear + wt %in% gear', ['(Intercept)', 'gearfour', 'gearthree', 'gearfive:wt', 'gearfour:wt', 'gearthree:wt']), ('wt %in% gear', ['(Intercept)', 'wt:gearfive', 'wt:gearfour', 'wt:gearthree']),
    ('C(gear) - 1', ['C(gear)five', 'C(gear)four', 'C(gear)three']), ('I(wt^2) + log(wt)', ['(Intercept)', 'I(wt^2)', 'log(wt)']),
    ('poly(wt, 2, raw = TRUE):gear', ['(Intercept)', *(f'poly(wt, 2, raw=TRUE){i}:gear{g}' for g in ('five', 'four', 'three') for i in (1, 2))]),
    ('bs(wt, df=4)', ['(Intercept)', *(f'bs(wt, df=4){i}' for i in range(1, 5))]), ('nchar(name) + nchar(wt)', ['(Intercept)', 'nchar(name)', 'nchar(wt)'])])
def test_formulas_mean_what_they_mean_in_r(tables, formula, names):
    g = fit(f'classify: am ~ {formula}', f'C:{tables}/mtcars.csv')
    assert g.processor.names == names
    again = Design(g.processor.equation, g.processor.words, json.loads(json.dumps(g.processor.states, default=float), object_hook=lambda d: {int(k) if k.isdecimal() else k: v for k, v in d.items()}))
    row = dict(wt=['5.3'], gear=['four'], name=['car 3'])
    x = {name: row[name] for name in g.equation.x}
    assert np.array_equal(again.matrix(x, str), g.processor.matrix(x, str))


def test_columns_may_have_any_name(tables):
    g = fit('regress: y ~ `my x`*lambda + kind + row', f'C:{tables}/odd.csv')
    assert g.processor.names == ['(Intercept)', 'my x', 'lambda', 'kindb', 'row', 'my x:lambda']
    assert str(parse_equation(g.record['equation'])) == g.record['equation']
    assert len(g.predict([(3, 2, 'a', 1), ('4', '1', 'b', '2')])) == 2


ATTACKS = ['__import__("os").system("x")', "poly(speed.__class__, 2)", 'log(().__class__)', 'log((1).real)', 'eval(speed)', 'exec(speed)', 'open(speed)', 'getattr(speed, a)', 'log(lambda: 1)',
           'log([x for x in speed])', 'log(speed := 3)', 'log(*speed)', 'log(**speed)', 'log(speed)(2)', '{speed} + log(speed)', 'speed[0] + log(speed)', 'log(speed, _state=1)', 'log(speed, state=1)',
           'log(f"{speed}")', 'np.exp(speed)', 'log(9**9**9**99)', '(a + b)^99', 'log(speed) ~ 3', 'log(speed) if a else b', 'C(speed, contr.treatment)', 'log(speed) | a', 'a & log(b)', 'log(speed); import os',
           'log(' + '('*500 + 'speed' + ')'*500 + ')', 'log(' + '-'*3000 + 'speed)', 'log(await speed)', 'log(yield)', 'poly(speed, 99999)']


@pytest.mark.parametrize('formula', ATTACKS, ids=lambda text: text[:30])
def test_nothing_in_a_formula_is_run(formula, tmp_path):
    data = f'C:{write_csv(tmp_path/"t.csv", ("y", "speed", "a", "b"), [(i, i + 1, i % 3, i % 2) for i in range(9)])}'
    with pytest.raises(RequestError): fit(f'regress: y ~ {formula}', data)


def test_backticks_hold_a_column_and_nothing_else():
    with pytest.raises(RequestError, match='no column'): fit('regress: dist ~ log(`__import__("os").system("x")`)', 'E:cars')
    assert Factor('`__import__("os")`').columns == ['__import__("os")']


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(['speed', 'poly', 'log', 'C', '(', ')', ',', '2', '+', '-', '*', ':', '^', '.', '`', '"', "'", '=', '_0', 'lambda', '__class__', '[', '{', ' ', '%in%', 'é', '\\'])).map(''.join))
def test_any_text_is_a_formula_or_refused(text):
    try: check_formula(parse_equation(f'regress: y ~ {text}'))
    except RequestError as error: assert str(error)


@pytest.mark.parametrize('arguments, words', [
    ('--eqn "regress: wt ~ poly(gear, 2)" --data C:mtcars.csv', ('`gear` holds words', 'poly(gear, 2)', 'categories')),
    ('--eqn "regress: wt ~ gear + I(gear + 1)" --data C:mtcars.csv', ('`gear` holds words', 'I(gear + 1)')),
    ('--eqn "regress: dist ~ speed + I(2*speed)" --data E:cars', ('singular', 'I(2 * speed)', 'leave out the term')),
    ('--eqn "regress: y ~ a*b" --data C:few.csv', ('4 parameters', '3 rows')), ('--eqn "regress: wt ~ name" --data C:mtcars.csv', ('name', '32 different values')),
    ('--eqn "regress: dist ~ poly(sped, 2)" --data E:cars', ('no column `sped`', "did you mean 'regress: dist ~ poly(speed, 2)'?")), ('--eqn "regress: dist ~ pol(speed, 2)" --data E:cars', ('no function `pol`', '`poly`')),
    ('--eqn "regress: dist ~ speed" --data E:cars --family poison', ('poison', '`poisson`')), ('--eqn "regress: wt ~ gear" --data C:mtcars.csv --family poisson', ('row 1', 'wt', '2.62', 'count')),
    ('--eqn "classify: gear ~ wt" --data C:mtcars.csv', ('gear', 'has 3', 'deep net')), ('--eqn "regress: wt + am ~ gear" --data C:mtcars.csv', ('1 column', 'not 2')),
    ('--eqn "regress: dist ~ poly(speed, 19)" --data E:cars', ('poly(speed, 19)', 'from 1 to 18')), ('--eqn "regress: dist ~ log(speed - 4)" --data E:cars', ('row 1', 'speed', 'log(speed - 4)')),
    ('--eqn "regress: dist ~ log(speed, base=2)" --data E:cars', ('log(speed, base=2)', '`log` is called as `log(x)`')), ('--eqn "regress: dist ~ log(speed, 2)" --data E:cars', ('is called as `log(x)`',)),
    ('--eqn "regress: wt ~ poly(wt2, am)" --data C:mtcars.csv', ('`poly` is called as `poly(x, degree=1, raw=FALSE)`',)), ('--eqn "regress: dist ~ poly(speed, 3, 2)" --data E:cars', ('`poly` is called as `poly(x, degree=1, raw=FALSE)`',)),
    ('--eqn "regress: dist ~ poly(speed, 1.5)" --data E:cars', ('`poly` is called as',)), ('--eqn "regress: dist ~ poly(speed, 0, raw=TRUE)" --data E:cars', ('degrees from 1 to 18',)),
    ('--eqn "regress: dist ~ bs(speed, knots=3)" --data E:cars', ('`bs` is called as `bs(x, df=NULL, degree=3)`',)), ('--eqn "regress: dist ~ bs(speed, df=2)" --data E:cars', ('df no less than',)),
    ('--eqn "regress: dist ~ scale(speed, dist2)" --data E:cars', ('`scale` is called as `scale(x, center=TRUE, scale=TRUE)`',)),
    ('--eqn "regress: dist ~ 0" --data E:cars', ('`0` has no parameter', 'the smallest is `1`')), ('--eqn "regress: dist ~ speed - speed - 1" --data E:cars', ('has no parameter',)),
    ('--eqn "regress: dist ~ offset(speed) - 1" --data E:cars', ('has no parameter',)), ('--eqn "regress: dist ~ speed*offset(speed)" --data E:cars', ('multiplies an offset',)),
    ('--eqn "regress: y ~ a + one" --data C:level.csv', ('`one` cannot be computed', 'two levels or more', 'have `only`')), ('--eqn "regress: y ~ a + C(two)" --data C:level.csv', ('`C(two)` cannot', 'have `2`')),
    *((f'--eqn "regress: y ~ a + {bad}" --data C:level.csv', ('nothing is computed from categories', '^'*len(bad))) for bad in ('offset(C(a))', 'I(factor(a))', 'log(C(a)+1)', 'poly(C(a), 2)', 'C(C(a))')),
    *((f'--eqn "regress: y ~ a + {bad}" --data C:level.csv', ('an offset is one column', '^'*len(bad))) for bad in ('offset(poly(a, 2))', 'offset(2*bs(a, df=4))')),
    ('--eqn "regress: log(dist) ~ speed" --data E:cars', ('what is learned is a column: make one of `log(dist)` in the data',)), ('--eqn "regress: dist ~ . - dist" --data E:cars', ('`dist` is y', 'nothing to take out')), ('--eqn "regress: dist ~ log(speed) + 2" --data E:cars', ('1 or 0', 'backticks')),
    ('--eqn "regress: wt ~ gear %in% (am + name)" --data C:mtcars.csv', ('%in%', 'one factor')), ('--eqn "regress: dist ~ speed + I(2*speed) + I(3*speed)" --data E:cars', ('singular', '`I(2 * speed)`')), ('--eqn "regress: dist ~ speed * " --data E:cars', ('no formula', 'between two terms')),
    ('--eqn "regress: dist ~ (speed + log(speed)" --data E:cars', ('lacks a `)`',)), ('--eqn "regress: dist ~ log(speed" --data E:cars', ('`log(speed`', 'a `)` is missing')), ('--eqn "regress: dist ~ log(speed))" --data E:cars', ('a `)` too many',)),
    ('--eqn "regress: dist ~ speed + C(speed)" --data E:cars', ('singular', '`C(speed)25`', 'leave out the term')), ('--eqn "regress: dist ~ I(speed > 9)" --data E:cars', ('`I(speed > 9)`', 'a condition', 'made in the data')),
    *((f'--eqn "regress: dist ~ speed" --data E:cars --{option}', (f'--{option.split()[0]} is for', 'SGD')) for option in ('num_train_epochs 7', 'per_device_train_batch_size 8', 'gradient_accumulation_steps 2', 'weight_decay 0', 'warmup_ratio 0')),
    ('--eqn "regress: dist ~ speed" --data E:cars --lora 2', ('--lora', 'SGD', 'solved at once')), ('--eqn "MT: dist ~ speed" --data E:cars', ('MT', '`regress`'))])
def test_what_cannot_be_fitted_is_told_in_a_line(tables, monkeypatch, arguments, words):
    monkeypatch.chdir(tables)
    import shlex
    finished = run_here('gft_fit', '--model', 'E:glm', *shlex.split(arguments))
    assert finished.returncode == 2 and not finished.stdout
    assert all(word in finished.stderr for word in words), finished.stderr
    assert finished.stderr[finished.stderr.index('gft_fit: '):].count('\n') in (1, 3)  # a line, and an equation with its caret


def test_a_column_that_looks_like_a_formula_stands_in_backticks(tmp_path):
    data = f'C:{write_csv(tmp_path/"t.csv", ("y", "1", "a/b"), [(i, i*i % 7, i % 3) for i in range(20)])}'
    g = fit('regress: y ~ `1` + `a/b`', data)
    assert g.processor.names == ['(Intercept)', '1', 'a/b'] and str(parse_equation(g.record['equation'])) == g.record['equation']
    assert fit('regress: y ~ .', data).processor.names == g.processor.names


def test_deep_nets_say_that_they_read_no_formulas():
    for options in (['--eqn', 'regress: dist ~ poly(speed, 2)'], ['--eqn', 'regress: dist ~ .'], ['--eqn', 'regress: dist ~ speed:speed'], ['--eqn', 'regress: dist ~ 0 + speed'], ['--eqn', 'regress: dist ~ 1'], ['--eqn', 'regress: dist ~ speed', '--family', 'poisson']):
        finished = run_here('gft_fit', '--data', 'E:cars', '--model', 'E:bert-tiny', *options)
        assert finished.returncode == 2 and 'E:glm' in finished.stderr


def test_a_formula_without_a_model_is_refused_before_one_is_fetched(monkeypatch):
    monkeypatch.setattr('finetune_course.model.load_config', None)
    for formula in ('poly(speed, 2)', 'log(speed)', 'speed:speed', '. - speed', '- speed', '1', 'speed + offset(log(speed))'):
        with pytest.raises(RequestError, match='only `--model E:glm` reads it'): ft.fit(f'regress: dist ~ {formula}', 'E:cars')


def test_the_null_model(tables, caplog):
    null = fit('regress: dist ~ 1', 'E:cars', output_dir='null')
    assert 'constant' not in caplog.text # which it is meant to be
    assert '(Intercept)   42.980      3.644   11.79 6.38e-16 ***' in r_summary(null) and null.record['regression']['names'] == ['(Intercept)']
    for g in (null, ft.load('C:null')):
        said = [*g.predict([4, '21']), *g.predict([{'speed': 3}, {'speed': 4}])]
        assert [number for [(_, number)] in said] == pytest.approx([42.98]*4) and len(list(ft.predict(g, data='E:cars'))) == 50
    write_csv(Path('new.csv'), ('speed',), [(4,), (5,)])
    assert succeed(run_here('gft_predict', '--model', 'C:null', '--data', 'C:new.csv')).splitlines() == ['4\t42.9800', '5\t42.9800']
    assert null.predict([{}, {'speed': 1}, {'road': 2}]) == null.predict([1, 2, 3]) and null.predict({}) == null.predict(1)
    assert succeed(run_here('gft_predict', '--model', 'C:null', '--data', 'E:cars')).splitlines()[:2] == ['2\t42.9800', '10\t42.9800']
    assert len(null.plot().axes) == 2 and ft.evaluate('C:null').rows == 50
    assert dict(fit('classify: am ~ 1', f'C:{tables}/mtcars.csv').predict('any'))['manual'] == pytest.approx(13/32, abs=1e-6)


# What R 4.2 prints; the statistics are those of anova(lm(dist ~ speed, cars)).
ANOVA = '''Analysis of Deviance Table

Model 1: dist ~ 1
Model 2: dist ~ speed
  Resid. Df Resid. Dev Df Deviance      F   Pr(>F)    
1        49      32539                                
2        48      11354  1    21186 89.567 1.49e-12 ***
---
Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1'''


def test_anova_prints_as_in_r(tables):
    null, line, curve = (fit(f'regress: dist ~ {formula}', 'E:cars') for formula in ('1', 'speed', 'poly(speed, 2)'))
    assert str(anova(null, line)) == ANOVA
    assert str(anova(line, curve)).splitlines()[4:] == [
        '  Resid. Df Resid. Dev Df Deviance     F Pr(>F)', '1        48      11354                         ', '2        47      10825  1   528.81 2.296 0.1364']
    counts = [fit(f'regress: counts ~ {formula}', f'C:{tables}/dobson.csv', family='poisson') for formula in ('1', 'factor(outcome)')]
    assert 'Pr(>Chi)' in str(anova(*counts)) and '...' not in str(anova(*counts))


def test_an_offset_is_added_as_it_is(tables):
    """Against statsmodels' own offset, in fit, summary, predictions and anova."""
    import statsmodels.api as sm
    rows = [(i % 5 + i//4, i, 10 + i*7 % 13) for i in range(20)]
    write_csv(Path('rates.csv'), ('y', 'x', 'n'), rows)
    y, x, n = np.array(rows, float).T
    known = sm.GLM(y, sm.add_constant(x), family=sm.families.Poisson(), offset=np.log(n)).fit()
    null, g = (fit(f'regress: y ~ {formula}offset(log(n))', 'C:rates.csv', family='poisson', output_dir=f'g{formula[:1]}') for formula in ('', 'x + '))
    found = g.record['regression']
    assert found['names'] == ['(Intercept)', 'x'] and found['coefficients'] == pytest.approx(known.params) and np.sqrt(np.diag(found['covariance'])) == pytest.approx(known.bse, rel=1e-5)
    assert (found['null_deviance'], found['deviance'], found['aic']) == pytest.approx((known.null_deviance, known.deviance, known.aic))
    for each in (g, ft.load('C:gx')):
        assert [number for [(_, number)] in each.predict(list(zip(x, n)))] == pytest.approx(known.predict(), rel=1e-5)
        each.evaluate()
        assert each.predict((3, 20))[0][1] == pytest.approx(2*each.predict((3, 10))[0][1]) and len(each.plot().axes) == 2
    assert anova(null, g)['Deviance'].iloc[1] == pytest.approx(known.null_deviance - known.deviance) and len(null.plot().axes) == 2
    bare = fit('regress: y ~ 0 + x + offset(log(n))', 'C:rates.csv', family='poisson').record['regression']
    assert (bare['df_null'], bare['null_deviance']) == (20, pytest.approx(known.family.deviance(y, n)))
    plain, learned = (fit(f'regress: y ~ x{more}', 'C:rates.csv', family='poisson') for more in ('', ' + log(n)'))
    for small, large in ((null, plain), (plain, g)):  # neither is a special case of the other
        with pytest.raises(RequestError, match='special case'): anova(small, large)
    assert anova(g, learned)['Df'].tolist()[1:] == [1]  # a parameter of log(n) that is 1
    for each in (g, ft.load('C:gx')):
        rows = each.summary().rows
        assert [value for name, value in rows if 'null deviance' in name] == [f'{r_format([known.null_deviance, known.deviance], 5)[0]} on 19 degrees of freedom']
        assert dict(rows)['parameters'] == '2' and each.scores.null_deviance is None and (each is g or each.evaluate().parameters == 2)


def test_a_summary_has_one_null_deviance():
    for formula, printed in (('0 + speed', 124903), ('0 + C(speed)', 124903), ('speed', 32539)):
        rows = fit(f'regress: dist ~ {formula}', 'E:cars').summary().rows
        assert {round(float(value.split()[0])) for name, value in rows if 'null deviance' in name} == {printed}, formula
        assert any('explained' in value for _, value in rows) == (formula == 'speed')


def test_gaps_are_predicted_as_gaps(stopping):
    import pandas as pd
    g, known = ft.load(f'C:{stopping}'), [('dist', pytest.approx(7.7226, abs=1e-4))]
    for gap in (None, float('nan'), pd.NA, 'NA', ''):
        for inputs in ([4, gap, 4], [{'speed': 4}, {'speed': gap}, {'speed': 4}]):
            first, [(name, number)], last = g.predict(inputs)
            assert first == last == known and name == 'dist' and np.isnan(number)
    assert np.isnan(g.predict(None)[0][1]) and np.isnan(float(g.learn.predict(None)[2]))
    write_csv(Path('gaps.csv'), ('speed', 'dist'), [(4, 2), ('', 3), (21, 4)])
    assert np.isnan([number for [(_, number)] in ft.predict(g, data='C:gaps.csv')]).tolist() == [False, True, False]
    finished = run_here('gft_predict', '--model', f'C:{stopping}', input='4\n\nNA\t7\n21\n')
    assert succeed(finished) == '4\t7.7226\n\tNA\nNA\t7\tNA\n21\t65.7312\n' and finished.stderr.endswith('2 rows with a gap in x: NA\n')
    assert succeed(run_here('gft_predict', '--model', f'C:{stopping}', '--data', 'C:gaps.csv')).splitlines()[1] == '\t3\tNA'
    said = succeed(run_here('gft_predict', '--model', f'C:{stopping}', '--format', 'jsonl', input='{"speed": null}\n'))
    assert strict_json(said) == {'input': None, 'prediction': {'dist': None}}


def strict_json(text):
    def refuse(constant): raise AssertionError(f'{constant} is no JSON')
    return json.loads(text, parse_constant=refuse)


def test_an_infinite_number_is_null_in_json():
    write_csv(Path('t.csv'), ('y', 'x'), [(i//2, i) for i in range(12)])
    g = fit('regress: y ~ x', 'C:t.csv', family='poisson', output_dir='g')
    assert g.predict(100_000)[0][1] == np.inf
    assert strict_json(succeed(run_here('gft_predict', '--model', 'C:g', '--format', 'jsonl', input='100000\n'))) == {'input': '100000', 'prediction': {'y': None}}
    write_csv(Path('far.csv'), ('y', 'x'), [(1, 2), (3, 100_000), (2, 3)])
    scores = strict_json(succeed(run_here('gft_eval', '--model', 'C:g', '--data', 'C:far.csv', '--format', 'jsonl')))
    assert scores['deviance'] is None and scores['rows'] == 3


def test_a_residual_that_is_nothing_is_zero():
    """What R prints of a median that is -3.553e-15."""
    g = fit('regress: dist ~ speed', 'E:cars')
    g.record['regression']['residuals']['Median'] = -3.553e-15
    five = r_summary(g).splitlines()[6].split()
    assert float(five[2]) == 0 and not any('e' in cell for cell in five) and 'e-' not in dict(g.summary().rows)['deviance residuals']
    assert zapsmall([1e-20, 21185.459], 5).tolist() == [0, 21185.5] and zapsmall([0, 0], 5).tolist() == [0, 0]


def test_residuals_of_few_rows_have_the_numbers_of_the_rows():
    rows = [(.3, 1), ('', 2), (.9, 3), (1.1, 4), (1.7, 5), (1.5, 6), (2.1, 7), (2.2, 8), (2., 9)]
    for many, names in ((8, ['1', '3', '4', '5', '6', '7', '8']), (9, ['Min', '1Q', 'Median', '3Q', 'Max'])):  # 5 degrees of freedom, and 6
        write_csv(Path('few.csv'), ('y', 'x'), rows[:many])
        g = fit('regress: y ~ x', 'C:few.csv', output_dir=f'few{many}')
        assert r_summary(g).splitlines()[5].split() == names and r_summary(f'C:few{many}') == r_summary(g)


def test_a_line_that_cannot_be_read_is_reported_and_the_rest_answered(stopping):
    finished = run_here('gft_predict', '--model', f'C:{stopping}', input='4\nfast\n21\n')
    assert finished.returncode == 1 and finished.stdout.split() == ['4', '7.7226', '21', '65.7312']
    assert 'line 2' in finished.stderr and '`fast` is not a number' in finished.stderr


def test_anova_is_rs(tables):
    gs = [fit(f'regress: dist ~ {formula}', 'E:cars') for formula in ('speed', 'poly(speed, 2)', 'C(speed)')]
    table = anova(*gs)
    assert table['Pr(>F)'].round(4).tolist()[1:] == [0.1297, 0.3476] and table['Df'].tolist()[1:] == [1, 16]
    counts = [fit(f'regress: counts ~ {formula}', f'C:{tables}/dobson.csv', family='poisson') for formula in ('factor(outcome)', 'factor(outcome) + factor(treatment)')]
    assert anova(*counts)['Pr(>Chi)'].tolist()[1] == pytest.approx(1)
    origin = fit('regress: dist ~ 0 + speed', 'E:cars')
    assert anova(origin, gs[0])['F'].iloc[1] == pytest.approx(2.601**2, rel=1e-3)  # the square of t of the intercept, as R prints it
    write_csv(Path('other.csv'), ('speed', 'dist'), [(i, i*i % 37) for i in range(50)])
    other = fit('regress: dist ~ poly(speed, 2)', 'C:other.csv')
    with pytest.raises(RequestError, match='the same rows'): anova(gs[0], other)
    for wrong in (gs[1::-1], (gs[0], counts[1]), gs[:1], ()):
        with pytest.raises(RequestError, match='anova'): anova(*wrong)


def test_anova_of_folders(stopping, fitted):
    line = fit('regress: dist ~ speed', 'E:cars', output_dir='line')
    assert anova('C:line', f'C:{stopping}').equals(anova(line, ft.load(f'C:{stopping}'))) and anova('C:line', f'C:{stopping}')['Df'].iloc[1] == 1
    for wrong, words in (('line', 'did you mean `C:line`'), ('C:lin', 'did you mean'), (f'C:{fitted}', 'number 2 was not fitted by `E:glm`')):
        with pytest.raises(RequestError, match=words): anova('C:line', wrong)
    assert 'anova(' in (Path(__file__).parent.parent/'README.md').read_text(encoding='utf-8')


@pytest.mark.parametrize('rows', [[('ab'[i > 5], i) for i in range(12)], [('ab'[i > 5], 1000*i) for i in range(12)]])
def test_a_separated_class_is_told_in_one_line(tmp_path, rows):
    data = write_csv(tmp_path/'t.csv', ('y', 'x'), rows)
    finished = run('gft_fit', '--eqn', 'classify: y ~ x', '--data', f'C:{data}', '--model', 'E:glm', env=os.environ | dict(PYTHONWARNINGS='default'))
    assert finished.stdout.splitlines()[1].startswith('train\taccuracy\t1.0000')
    assert finished.stderr.count('fitted probabilities numerically 0 or 1 occurred') == 1 and 'statsmodels' not in finished.stderr and 'did not converge' not in finished.stderr


def test_splines_are_rs_and_go_on_beyond_train(tmp_path, caplog):
    weight = [115, 117, 120, 123, 126, 129, 132, 135, 139, 142, 146, 150, 154, 159, 164]
    g = fit('regress: weight ~ bs(height, df=5)', f'C:{write_csv(tmp_path/"women.csv", ("height", "weight"), list(zip(range(58, 73), weight)))}')
    assert np.allclose(g.record['regression']['coefficients'][1:5], [3.4657, 13.0300, 27.6161, 40.8481], atol=5e-5)  # ?bs
    beyond = [number for [(_, number)] in g.predict([72, 73, 74, 75, 76])]
    assert np.allclose(np.diff(beyond, 4), 0, atol=1e-2) and 'beyond the rows of train, from 58 to 72' in caplog.text


def test_a_missing_column_of_an_input_is_named(stopping, fitted):
    for g, x in ((ft.load(f'C:{stopping}'), 'speed'), (ft.load(f'C:{fitted}'), 'text')):
        with pytest.raises(RequestError, match=f'input 2 has no `{x}`; is `{x[:-1]}` meant for it'): g.predict([{x: '1'}, {x[:-1]: '1'}])
        with pytest.raises(RequestError, match=f'input 1 has no `{x}`, but `weight`'): g.predict({'weight': 1})


def test_a_loss_that_is_no_likelihood_has_no_deviance():
    few = dict(data='E:cars', model='E:bert-tiny', num_train_epochs=1)
    rows = {loss: dict(ft.fit('regress: dist ~ speed', loss=loss, **few).summary().rows) for loss in ('huber', 'squared')}
    assert '--loss huber' in rows['huber']['call'] and not any('deviance' in name for name in rows['huber']) and 'no likelihood' in rows['huber']['validation, loss']
    assert {'validation, null deviance', 'validation, residual deviance'} <= rows['squared'].keys()


@pytest.mark.parametrize('name', [name for name, row in losses.items() if row.deviance and row.of in ('classes', 'numbers')])
def test_no_constant_explains_more_than_the_null_model(name):
    targets = torch.tensor([0, 0, 0, 1, 1, 2]) if losses[name].of == 'classes' else torch.tensor([[1., 5], [2, 3], [6, 4]])
    null = with_loss(get_task('classify' if losses[name].of == 'classes' else 'regress'), name).null(targets, 3 if targets.dim() == 1 else 2).requires_grad_()
    losses[name]()(null.expand(len(targets), -1), targets).backward()
    assert null.grad.abs().max() < 1e-5


def test_the_deviances_of_a_sigmoid_are_of_one_form(reviews, tmp_path):
    g = ft.fit('classify: label ~ text', data=f'C:{reviews}', model='E:bert-tiny', loss='sigmoid', num_train_epochs=1, max_train_samples=16, output_dir=tmp_path/'sigmoid')
    assert g.scores.null_deviance == pytest.approx(24*2*2*np.log(2), rel=1e-5)  # two questions a row, each as open as can be
    again = ft.load(f'C:{tmp_path}/sigmoid').evaluate('val')
    assert (again.deviance, again.null_deviance) == (pytest.approx(g.scores.deviance, rel=1e-4), pytest.approx(g.scores.null_deviance))


def test_rank_correlation_is_resampled_without_sorting(monkeypatch):
    rng = np.random.default_rng(0)
    y = rng.integers(20, size=(300, 2))*1.
    yhat, metric = y + rng.integers(9, size=y.shape), load_metric('spearmanr', 'mse')
    draws = np.random.default_rng(0).integers(len(y), size=(len(y), _chunks(1000, y.size)[0]))
    plain = np.array([[stats.spearmanr(y[rows, j], yhat[rows, j]).statistic for j in (0, 1)] for rows in draws.T[:50]])
    monkeypatch.setattr('finetune_course.metrics.stats.rankdata', None)
    found = next(metric.resample(y, yhat, ['a', 'b'], np.random.default_rng(0), 1000))
    assert np.allclose([found['spearmanr_a'][:50], found['spearmanr_b'][:50]], plain.T, atol=1e-12)


def test_a_validation_split_is_scored_if_there_is_one():
    g = fit('regress: size ~ nchar(en)', 'E:number_words', max_train_samples=200, max_eval_samples=50)
    assert (g.scores.split, g.scores.rows) == ('validation', 50)
    assert g.evaluate('validation', max_eval_samples=50).deviance == pytest.approx(g.scores.deviance)


def test_numbers_are_written_as_r_writes_them():
    assert r_format([1, 10.25, 100], 3) == ['1.0', '10.2', '100.0'] and r_format([-1e-9, 0.], 3) == ['-1e-09', '0e+00']
    assert r_pvalues([np.nan, .5]) == ['NA', '0.5'] and r_pvalues([np.nan, 1e-20]) == ['NA', '<2e-16']
    assert r_format([2.1462, 145.55226], 4) == ['2.146', '145.552'] and r_format([1e-20], 3) == ['1e-20'] and r_format([0.00012345], 7) == ['0.00012345']


def test_help_does_not_wait_for_it():
    program = 'import sys; sys.argv = ["gft_fit", "--help"]\nfrom finetune_course.command_line import gft_fit\ntry: gft_fit()\nexcept SystemExit: pass\nprint({"torch", "formulaic", "statsmodels"} & {*sys.modules})'
    assert subprocess.run([sys.executable, '-c', program], capture_output=True, text=True, timeout=60).stdout.endswith('set()\n')


def test_r_summary_reads_a_folder_and_refuses_what_is_no_regression(tmp_path):
    g = ft.fit('regress: dist ~ speed', data='E:cars', model='E:glm', output_dir=f'{tmp_path}/line')
    assert ft.regression.r_summary(f'C:{tmp_path}/line') == ft.regression.r_summary(g)
    deep = ft.fit('regress: dist ~ speed', data='E:cars', model='E:bert-tiny', num_train_epochs=1)
    with pytest.raises(RequestError, match='not fitted by `E:glm`'): ft.regression.r_summary(deep)


def test_large_numbers_keep_their_digits(tmp_path):
    rows = [(100_000_000 + i + i % 3, 20_000_000 + i) for i in range(20)]
    g = fit('regress: y ~ x', f'C:{write_csv(tmp_path/"big.csv", ("y", "x"), rows)}', output_dir=tmp_path/'big')
    slope, intercept = np.polyfit([i for i in range(20)], [i + i % 3 for i in range(20)], 1)
    for model in (g, ft.load(f'C:{tmp_path}/big')):
        assert [number - 1e8 for [(_, number)] in model.predict([20_000_000, 20_000_007])] == pytest.approx([intercept, intercept + 7*slope], abs=1e-4)
    scores = ft.evaluate(f'C:{tmp_path}/big')
    assert scores.deviance == pytest.approx(g.record['regression']['deviance'], rel=1e-4) and scores.null_deviance == pytest.approx(np.var([i + i % 3 for i in range(20)])*20, rel=1e-4)


def test_true_and_false_are_numbers(tmp_path):
    rows = [(i + 3*(i % 2), i, ('FALSE', 'TRUE')[i % 2]) for i in range(12)]
    data = f'C:{write_csv(tmp_path/"logical.csv", ("y", "x", "odd"), rows)}'
    g = fit('regress: y ~ x + odd', data, output_dir=tmp_path/'logical')
    lines = succeed(run_here('gft_predict', '--model', f'C:{tmp_path}/logical', '--data', data)).splitlines()
    assert len(lines) == 12 and float(lines[3].split('\t')[-1]) == pytest.approx(6, abs=1e-3)
    assert [number for [(_, number)] in g.predict([(3, word) for word in ('TRUE', 'true', True, '1')])] == pytest.approx([6]*4)


def test_who_gives_a_deep_net_nothing_but_numbers_is_told(caplog):
    ft.fit('regress: dist ~ speed', 'E:cars', 'E:bert-tiny', num_train_epochs=1)
    assert '`--model E:glm` is a regression' in caplog.text
