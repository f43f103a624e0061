# Everything goes through .venv, which `make setup` keeps. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON_IN := .venv/bin/python
PORT ?= 8000
JOBS ?= 2
SIZES ?= 1000 10000 100000
export PORT INTERURBAN_DATA

.PHONY: help run setup test test-postgres test-newest lint format e2e access bench drill

help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT=8001 chooses another port, INTERURBAN_DATA=/some/folder another place for database, files and mail."

run: ## Serve the portal with its demo network at http://localhost:8000 (Ctrl-C stops it)
	@scripts/setup.sh run
	@exec $(PYTHON_IN) -m network.serve

setup: ## Make .venv with everything that running, testing and linting need
	@scripts/setup.sh dev
	@echo "The environment is .venv. Next: make run, or make test."

test: ## Run the whole suite on SQLite
	@scripts/setup.sh dev
	@env -u DATABASE_URL -u REDIS_URL $(PYTHON_IN) -m pytest -n $(JOBS)

test-postgres: ## Run the whole suite on PostgreSQL and Redis (DATABASE_URL, REDIS_URL)
	@scripts/setup.sh dev
	@$(PYTHON_IN) scripts/on_servers.py -m pytest -n $(JOBS)

test-newest: ## Run the whole suite on the newest Python and Django that fit together
	@scripts/test_newest.sh

lint: ## Check style, types, imports, migrations and the production settings
	@scripts/setup.sh dev
	@scripts/lint.sh

format: ## Put the code in the project's format
	@scripts/setup.sh dev
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

e2e: ## Run the browser tests (needs Chromium)
	@scripts/setup.sh dev
	@scripts/e2e.sh -n $(JOBS)

access: ## Ask every address, method and rule as every kind of reader, look for leaks, break each rule once
	@scripts/setup.sh dev
	@env -u DATABASE_URL -u REDIS_URL $(PYTHON_IN) -m pytest tests/access/matrix tests/access/attacks -m "access or not access" -n $(JOBS)

bench: ## Measure lists and search with much content (SIZES="1000 10000 100000")
	@scripts/setup.sh run
	@exec $(PYTHON_IN) -m scripts.bench --sizes $(SIZES)

drill: ## Kill, close and change things while the search index follows (DATABASE_URL for PostgreSQL)
	@scripts/setup.sh run
	@exec $(PYTHON_IN) -m scripts.drill
