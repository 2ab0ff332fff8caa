# Kaiwa: two commands matter, `make run` and `make test`. Stamps in .venv and node_modules remember what is installed.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --require-hashes
NPM := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
LOCK := $(VENV)/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-header --annotation-style=line
FLASK := $(PY) -m flask --app wsgi
# a process for each core, four at most, each with a database of its own; a file's tests stay together
PARALLEL := -n auto --maxprocesses=4 --dist=loadfile
# what asks most of the server: migrations, search, locks, the queue, plans of queries
SERVER_TESTS := tests/migrations tests/scenarios tests/test_queue.py tests/paths tests/billing/test_quota.py tests/billing/test_banking.py
TEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run worker seed test check shots bench translations lock format

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  \1\t/' | expand -t 16

run: $(VENV)/.runtime node_modules/.runtime ## set up what is missing, then start Kaiwa on http://127.0.0.1:8000 (PORT changes it; STRIPE=standin lets one buy)
	@exec $(PY) -m kaiwa.ops.run

seed: $(VENV)/.runtime node_modules/.runtime ## upgrade the schema and the seeds, without starting a server
	@$(FLASK) prepare

worker: $(VENV)/.runtime node_modules/.runtime ## one more worker for the queue; `make run` has one already
	@exec $(FLASK) worker

test: $(VENV)/.tools node_modules/.full $(VENV)/.browser ## run every test; those that ask most of the server once more on TEST_DATABASE_URL when it is set
	env -u TEST_DATABASE_URL $(PY) -m pytest $(PARALLEL) $(TEST_ARGS)
	@if [ -n "$$TEST_DATABASE_URL" ]; then \
		echo "What asks most of the server again, on that of TEST_DATABASE_URL"; \
		$(PY) -m pytest $(PARALLEL) -m "database and not journey" $(SERVER_TESTS) $(TEST_ARGS); \
	fi

check: $(VENV)/.tools node_modules/.full ## format, lint, types, who imports whom, templates, schema, translations, locks
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) node_modules/htmx.org/dist/scripts/upgrade-check.py --ext .html kaiwa/templates
	$(PY) -m tests.checks.templates
	$(PY) -m tests.checks.schema
	$(PY) -m tests.checks.translations
	$(PY) -m tests.checks.locks
	$(PY) -m tests.checks.sizes

shots: $(VENV)/.tools node_modules/.full $(VENV)/.browser ## photograph every page, phone and desk, light and dark, into var/shots
	$(PY) -m tests.shots

bench: $(VENV)/.tools node_modules/.full ## measure speed and accuracy, and print one table
	$(PY) -m bench

translations: $(VENV)/.tools ## collect the English sentences into kaiwa/translations/messages.pot
	$(PY) -m tests.checks.translations --write

lock: $(VENV)/.tools ## pin every package again after pyproject.toml or package.json changed (needs the network)
	$(LOCK) --output-file requirements.txt pyproject.toml
	$(LOCK) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
	npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

format: $(VENV)/.tools ## lay out the code as `make check` wants it
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

$(VENV)/.runtime: requirements.txt
	@$(PYTHON) kaiwa/ops/preflight.py python
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "Installing the Python packages into $(VENV) …"
	@$(PIP) --only-binary :all: -r requirements.txt || { \
		echo "A Python package could not be installed (the lines above name it): check the network, or use Python 3.11 to 3.14 on 64-bit Linux or macOS, for which all of them have ready-made files." >&2; exit 1; }
	@touch $@

$(VENV)/.tools: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing the tools for tests and checks …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

node_modules/.runtime: package-lock.json
	@$(PYTHON) kaiwa/ops/preflight.py node
	@echo "Installing the browser files into node_modules …"
	@$(NPM) --omit=dev
	@touch $@

node_modules/.full: package-lock.json
	@$(PYTHON) kaiwa/ops/preflight.py node
	@echo "Installing the browser files and the tools of the tests into node_modules …"
	@$(NPM)
	@touch node_modules/.runtime $@

$(VENV)/.browser: $(VENV)/.tools
	@sh tests/install_browser.sh $(VENV)/bin/playwright
	@touch $@
