# make demo    a virtual environment, pinned dependencies, and a first report that compares two engines
# make test    everything that must hold: style, types, layers, tests
# make explore new examples for every property and contract; make test takes the same each time
# make fuzz    damaged files for every reader, for a minute (FOR=600: for longer)
# make hostile kills, signals, hostile packs and texts (TIMES=200: of each kind of end)
# make audit   known vulnerabilities of what is pinned; needs a network
# make site    the documentation as pages, in site/
# make help    this list

SHELL := bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := runs/demo
FOR ?= 60
TIMES ?= 28
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test check pytest explore fuzz hostile audit site system-packages constraints clean help

help:
	@sed -n 's/^# //p' Makefile

demo: $(VENV)/.run-installed
	@$(BIN)/harness run corpora/news.en.txt --route en:es:en --route en:pt@bergamot:en@bergamot --output $(DEMO) --force
	@$(BIN)/harness report $(DEMO) --output $(DEMO)/report.html
	@echo
	@echo "Open the report: $(abspath $(DEMO))/report.html"

test: check pytest

check: $(VENV)/.dev-installed
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

pytest: $(VENV)/.dev-installed system-packages
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8

explore: $(VENV)/.dev-installed
	$(BIN)/python -m pytest --numprocesses auto --hypothesis-profile explore \
	  tests/contracts tests/unit tests/integration

fuzz: $(VENV)/.dev-installed
	$(BIN)/python scripts/fuzz/run.py --seconds $(FOR) --number $$(date +%s)

hostile: $(VENV)/.dev-installed
	$(BIN)/python scripts/hostile/kills.py --number $(TIMES) --how kill --how int --how term --how twice
	$(BIN)/python scripts/hostile/packs.py
	$(BIN)/python scripts/hostile/texts.py

audit: $(VENV)/.dev-installed
	$(PIP) install pip-audit
	PATH="$(abspath $(BIN)):$$PATH" scripts/audit.sh

site: $(VENV)/.dev-installed
	$(BIN)/python -m mkdocs build --strict

system-packages:
	@scripts/system_packages.sh

constraints: $(VENV)/.dev-installed
	$(PIP) install uv
	PATH="$(abspath $(BIN)):$$PATH" scripts/update_constraints.sh

clean:
	rm -rf $(VENV) runs site .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "error: $(PYTHON) is $$($(PYTHON) --version 2>&1), the harness needs Python 3.11 or newer"; \
	  echo "hint: name another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "hint: on Debian, apt-get install python3-venv"; exit 2; }

$(VENV)/.run-installed: constraints/run.txt pyproject.toml | $(BIN)/python
	@echo "installing the harness into $(VENV) …"
	@$(PIP) install --require-hashes --requirement constraints/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@# Compiled now: where Python may not write bytecode, every start would do it anew (0.3 s).
	@$(BIN)/python -m compileall -q harness
	@touch $@

$(VENV)/.dev-installed: constraints/dev.txt $(VENV)/.run-installed
	@echo "installing what the tests need …"
	@$(PIP) install --require-hashes --requirement constraints/dev.txt
	@touch $@
