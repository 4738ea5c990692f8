"""Properties of the little language and of TSV fields: what was written can be read again, and any text at all is answered."""

from string import ascii_letters
from unicodedata import east_asian_width

import pytest
from finetune_course.datasets import escape, split_fields
from finetune_course.equations import Equation, RequestError, parse_equation, parse_spec, task_word, task_words
from hypothesis import given
from hypothesis import strategies as some

odd_names = some.text(some.characters(exclude_characters='`', exclude_categories=['Cs', 'Cc']), min_size=1)
names = odd_names | some.text(ascii_letters + '_', min_size=1)
aliases = some.sampled_from([alias for word, row in task_words.items() for alias in (word, *row.aliases)])
sides = some.lists(names, min_size=2, max_size=6, unique=True).flatmap(
    lambda columns: some.integers(1, len(columns) - 1).map(lambda cut: (tuple(columns[:cut]), tuple(columns[cut:]))))
scraps = some.lists(some.sampled_from(
    ['classify', 'regress', 'label', 'text', ':', '~', '+', '`', '(', ')', ' ', '\t', '\n', 'é', '日本', 'poly(x, 2)']))


@given(aliases, sides)
def test_an_equation_reads_back_as_it_was_written(task, sides):
    equation = Equation(task_word(task), *sides)
    assert parse_equation(str(equation)) == equation
    assert str(parse_equation(str(equation))) == str(equation)


@pytest.mark.parametrize('text', ['regress: `+` ~ `~` + `:`', 'regress: y ~ `+` + x', 'regress: `a+b` + `+` ~ ```` + x'])
def test_marks_may_be_names(text): assert str(parse_equation(text)) == str(parse_equation(str(parse_equation(text))))


@given(some.text() | scraps.map(''.join))
def test_any_text_is_an_equation_or_a_request_error_with_a_caret_under_it(text):
    try: parse_equation(text)
    except RequestError as error: [_, written, carets] = str(error).split('\n')
    else: return
    assert set(carets) <= {' ', '^'} and '^' in carets
    assert len(carets) <= columns(written) + 1  # one past the end: something is missing there


@pytest.mark.parametrize('text, under, words', [
    ('', '', 'come first'), (': label ~ text', ':', 'come first'), ('please classify: label ~ text', 'please', 'come first'),
    ('classify label ~ text', 'classify', 'a `:` is missing after `classify`'), ('label ~ text', 'label', 'come first'),
    ('clasify: label ~ text', 'clasify', 'did you mean `classify`?'), ('classify: label text', '', 'no `~`'),
    ('classify: label = text', '=', 'the `~` of the keyboard'), ('classify: label ∼ text', '∼', 'the `~` of the keyboard'),
    ('classify: label <- text', '<-', 'the `~` of the keyboard'), ('classify: label ~ text, title', ',', 'a `+` is wanted here'),
    ('classify: label + ~ text', '~', 'missing'), ('classify: ~ text', '~', 'missing'), ('classify: label ~', '', 'missing'),
    ('classify: label ~ text +', '', 'missing'), ('classify: label ~ + text', '+', 'a column name is wanted here'),
    ('classify: label ~ text ~ title', '~ title', 'a `+` is wanted here, not `~`'), ('classify: a : b ~ text', ': b', 'a `+` is wanted here, not `:`'),
    ('classify: label ~ text + text', 'text', 'stands twice'), ('classify: label ~ text + label', 'label', 'both sides'),
    ('classify: `my label ~ text', '`', 'a column name is wanted here'), ('classify: `` ~ text', '`', 'a column name is wanted here'),
    ('classify: my label ~ text', 'label', 'stands in `backticks`'), ('regress: log(dist) ~ speed', 'log(dist)', 'on the right'),
    ('regress: dist ~ log(dist)', 'dist', 'both sides')])
def test_the_caret_stands_under_what_is_wrong(text, under, words):
    with pytest.raises(RequestError) as caught: parse_equation(text)
    message, written, carets = str(caught.value).split('\n')
    assert words in message and written == f'  {text}'
    at = text.rindex(under) if under else len(text)
    assert carets.index('^') - 2 == at or text.index(under) == carets.index('^') - 2


@pytest.mark.parametrize('text', ['classify:\n  label\t~ text title', 'classify: 标签 ~ 标题 正文', 'classify: e\u0301tiquette ~ text title'])
def test_carets_know_tabs_and_wide_characters_and_accents(text):
    with pytest.raises(RequestError) as caught: parse_equation(text)
    _, written, carets = str(caught.value).split('\n')
    before = written[:written.index('正文' if '正文' in written else 'title')]
    assert columns(before) - before.count('\u0301') == carets.index('^')


def columns(text):
    """How many columns a terminal needs at most: Chinese characters, for example, take two."""
    return sum(2 if east_asian_width(character) in 'WF' else 1 for character in text)


@given(some.text() | some.tuples(some.sampled_from('HCEPX'), some.text()).map(':'.join))
def test_any_text_is_a_spec_or_a_request_error(text):
    try: spec = parse_spec(text)
    except RequestError: return
    assert spec.hub in 'HCE' and spec.name


@given(some.lists(some.text(), min_size=1))
def test_fields_read_back_as_they_were_written(fields):
    line = '|'.join(map(escape, fields))
    assert split_fields(line) == fields
    assert not set(line) & set('\t\n\r')


@given(some.text())
def test_any_line_is_a_list_of_fields(line): assert all(isinstance(field, str) for field in split_fields(line))
