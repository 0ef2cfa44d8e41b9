# make run · make test · make bench · make lint · make format · make messages
PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
# On Linux without a GPU: the address of PyTorch's CPU wheels saves gigabytes (see "Start locally" on pytorch.org).
TORCH_INDEX ?=
VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/pip install --quiet --disable-pip-version-check
CATALOGUES = $(wildcard matchmaker/translations/*/LC_MESSAGES/messages.po)

.PHONY: run test bench bench-matching lint format messages lock clean

run: $(VENV)/run
	PORT=$(PORT) MATCHMAKER_DEMO=1 $(BIN)/flask --app wsgi serve --demo

test: $(VENV)/dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal tests

bench: $(VENV)/dev
	$(BIN)/python -m benchmarks

# FILES="a.json.gz b.json.gz"
bench-matching: $(VENV)/dev
	$(BIN)/python -m benchmarks.matching $(FILES)

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

format: $(VENV)/dev
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .

messages: $(VENV)/dev
	$(BIN)/pybabel -q extract -F babel.cfg -k _ -k ngettext:1,2 --no-location --sort-output -o messages.pot .
	for lang in kk ru; do $(BIN)/pybabel -q update -i messages.pot -d matchmaker/translations -l $$lang --no-fuzzy-matching; done
	rm messages.pot
	$(BIN)/pybabel -q compile -d matchmaker/translations

lock: $(VENV)/dev
	$(BIN)/pip freeze --exclude-editable | sed 's/+cpu$$//' | grep -v '@' > constraints.txt

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: $(VENV)/bin/python pyproject.toml constraints.txt $(CATALOGUES)
	$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) -c constraints.txt torch
	$(PIP) -c constraints.txt -e .
	$(BIN)/pybabel -q compile -d matchmaker/translations
	touch $@

$(VENV)/dev: $(VENV)/run
	$(PIP) -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) var build *.egg-info
