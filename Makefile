# Relaydesk: `make` alone explains the commands.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
BIN := .venv/bin

.PHONY: help fresh run test coverage check build compile seed-demo bench fmt clean lock openapi

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.make/python: requirements/dev.lock pyproject.toml
	@PYTHON=$(PYTHON) bash tools/setup_python.sh
	@mkdir -p .make && touch $@

fresh: .make/python
	@$(BIN)/python tools/compiled.py drop-stale

run: fresh build ## set up everything and serve on http://HOST:PORT (default 127.0.0.1:8000)
	@exec $(BIN)/relaydesk serve --host $(HOST) --port $(PORT)

test: fresh build ## set up everything and run every test
	$(BIN)/pytest -n 3 --dist worksteal
	$(BIN)/python tools/web.py test

coverage: fresh build ## run the Python tests and say how much of the product they run, subprocesses included
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered --cov-fail-under=90

check: fresh ## lint, types, import directions, generated files up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest tests/test_architecture.py tests/test_generated.py -p no:xdist
	$(BIN)/python tools/currencies.py --check
	$(BIN)/python tools/python_sdk.py --check
	$(BIN)/python tools/web.py check

build: .make/python ## build the console, the widget and the demo page
	@$(BIN)/python tools/web.py build

compile: .make/python ## compile the busiest modules of relay and inference ahead: less CPU a request (needs a C compiler and Python's headers)
	@$(BIN)/python tools/compiled.py build

seed-demo: fresh ## load the demo shop into the running data directory
	$(BIN)/relaydesk seed --demo

bench: fresh ## measure CPU per request, compiled where that can be (PEERS=1 installs LiteLLM and Portkey in a throw-away place)
	-@$(BIN)/python tools/compiled.py build
	PEERS=$(PEERS) $(BIN)/python bench/gateway/run.py

openapi: .make/python ## write the OpenAPI document and the clients generated from it
	$(BIN)/relaydesk openapi --output docs/openapi.json
	$(BIN)/python tools/currencies.py
	$(BIN)/python tools/python_sdk.py
	$(BIN)/python tools/web.py generate

fmt: .make/python ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python tools/web.py format

lock: ## resolve the dependencies again
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --upgrade -q -o requirements/dev.lock
	$(BIN)/uv pip compile pyproject.toml --extra s3 --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --upgrade -q -o requirements/production.lock

clean: ## remove what make made; the data directory stays
	[ ! -x $(BIN)/python ] || $(BIN)/python tools/compiled.py drop
	rm -rf .venv .make web/node_modules src/relaydesk/static .mypy_cache .ruff_cache .import_linter_cache
