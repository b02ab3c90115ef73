# The workbench's commands; `make help` lists them.
PYTHON ?= python3
PORT ?= 8866
BIN := .venv/bin
STAMP := .venv/.installed
TEST_STAMP := .venv/.installed-test
LAB_STAMP := .venv/.installed-lab

.DEFAULT_GOAL := help
.PHONY: help serve test check lab bench demo shots words

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: set PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv .venv

$(STAMP): pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(TEST_STAMP): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[all]'
	@touch $@

$(LAB_STAMP): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[lab]'
	@touch $@

serve: $(STAMP) ## open the workbench on 127.0.0.1:8866 (PORT=…), with demo data when there is none
	@$(BIN)/python -m union_lib serve --port $(PORT)

test: rules ## everything: style, contracts, types and every test, those in a real browser included
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: rules ## style, import contracts, types, doctests and the quick tests (a minute and a half)
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not browser and not server and not slow and not postgres" -q

.PHONY: rules
rules: $(TEST_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy

lab: $(LAB_STAMP) ## JupyterLab on the notebooks, reading only
	@$(BIN)/python -m union_lib lab

bench: $(TEST_STAMP) ## our figures beside our peers', one run
	@$(BIN)/python -m benchmarks

demo: $(STAMP) ## throw the demo data away and make them anew (PEOPLE=…, SEED=…)
	@$(BIN)/python -m union_lib demo --people $(or $(PEOPLE),2000) --seed $(or $(SEED),20200304)

shots: $(TEST_STAMP) ## screens as PNG for the guide, into docs/guide/screens
	@$(BIN)/python -m tests.browser.shots

words: $(TEST_STAMP) ## collect the messages and compile the Chinese catalogue
	@$(BIN)/python -m union_lib.locale
