# `make demo` and `make test` need only make and a python3 as new as settings.ini says: each builds .venv when it is missing or out of date.

PYTHON ?= python3
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PACKAGING := settings.ini setup.py pyproject.toml
MIN_PYTHON := $(shell sed -n 's/^min_python *= *//p' settings.ini)

export TOKENIZERS_PARALLELISM ?= false
export PIP_DISABLE_PIP_VERSION_CHECK ?= 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test sync clean_check frame_check docs_check readme_check notebooks pytest export clean outputs frame docs readme

help: ## list the targets
	@grep -hE '^[a-z_]+:.*## ' Makefile | sed -E 's/^([a-z_]+):.*## /  make \1|/' | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

demo: $(VENV)/installed ## fit, evaluate and use a classifier of film reviews
	rm -rf demo
	$(BIN)/gft_fit --eqn 'classify: label ~ text' --data E:rotten_tomatoes --model E:minilm --output_dir demo --num_train_epochs 1
	$(BIN)/gft_eval --model C:demo
	echo 'a warm, funny film' | $(BIN)/gft_predict --model C:demo

test: sync clean_check frame_check docs_check readme_check notebooks pytest ## every check below

sync: $(VENV)/installed-dev ## is finetune_course/ what the notebooks export?
	$(BIN)/python tools/unchanged.py finetune_course $(BIN)/nbdev-export

clean_check: $(VENV)/installed-dev ## are the notebooks free of execution counts and stray metadata?
	$(BIN)/python tools/unchanged.py nbs $(BIN)/nbdev-clean

frame_check: $(VENV)/installed-dev ## does every notebook have its badge and install cell?
	$(BIN)/python tools/frame.py --check

docs_check: $(VENV)/installed-dev ## does the site build, with no broken link, and is docs/ up to date?
	$(BIN)/python tools/build_docs.py --check

readme_check: $(VENV)/installed-dev ## is README.md what nbs/index.ipynb says?
	$(BIN)/python tools/readme.py --check

notebooks: $(VENV)/installed-dev ## run every notebook
	OMP_NUM_THREADS=1 $(BIN)/nbdev-test --n-workers $(WORKERS) --timing # a thread a notebook: more would wait for one another

pytest: $(VENV)/installed-dev ## run tests/
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest tests -n $(WORKERS) --dist worksteal

export: $(VENV)/installed-dev ## write finetune_course/ from the notebooks
	$(BIN)/nbdev-export

clean: $(VENV)/installed-dev ## clean the notebooks
	$(BIN)/nbdev-clean

outputs: $(VENV)/installed-dev ## run every notebook and save what it prints, without warnings: those name this machine's paths
	OMP_NUM_THREADS=1 PYTHONWARNINGS=ignore TQDM_DISABLE=1 TRANSFORMERS_VERBOSITY=error KINETO_LOG_LEVEL=99 $(BIN)/python tools/outputs.py
	$(BIN)/nbdev-clean

frame: $(VENV)/installed-dev ## write the badge and install cell of every notebook
	$(BIN)/python tools/frame.py

docs: $(VENV)/installed-dev ## write docs/ from the notebooks
	$(BIN)/python tools/build_docs.py

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < tuple(map(int, "$(MIN_PYTHON)".split("."))))' || \
		{ echo "finetune_course needs Python $(MIN_PYTHON) or newer; $(PYTHON) here: $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) has no venv or ensurepip; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python $(PACKAGING)
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/installed-dev: $(BIN)/python $(PACKAGING)
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $(VENV)/installed $@

readme: $(VENV)/installed-dev ## write README.md from nbs/index.ipynb
	$(BIN)/python tools/readme.py
