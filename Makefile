# Every target is one idea; `make help` lists them. PYTHON and IMFACT_PORT may be set by the caller.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= auto
OPENSEARCH_PORT ?= 9200
MINISTACK_PORT ?= 4566
TESTED := $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

.DEFAULT_GOAL := help
.PHONY: help install demo up run test test-train check lint fmt quality bench schemas docs opensearch opensearch-stop ministack ministack-stop lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

install: .venv/installed src/imfact/bundled/web/index.html ## build .venv and the web app

.venv/installed: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

web/node_modules/installed: web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	touch $@

WEB_SOURCES := $(shell find web/src web/public web/index.html web/vite.config.ts -type f 2>/dev/null)
src/imfact/bundled/web/index.html: web/node_modules/installed $(WEB_SOURCES)
	cd web && npm run --silent build
	touch $@

demo: install ## crawl the bundled newsroom, judge, index, and serve the page
	$(BIN)/imfact up --newsroom

up: install ## serve what is there
	$(BIN)/imfact up

run: install ## run the pipeline once over the policy's sources
	$(BIN)/imfact run

test: install ## the whole suite (what it skips, it says)
	$(TESTED)

test-train: install ## the tests that need torch (installs the train extra)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/train.txt
	$(BIN)/python -m pytest -m train -p no:randomly

check: lint test ## what CI runs: format, lint, types, walls, drift, tests

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd web && npm run --silent typecheck && npm run --silent lint && npm run --silent api:check && npm run --silent test

fmt: install ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

quality: install ## quality figures over the evaluation data (IMFACT_EVAL_DATA)
	$(BIN)/python -m pytest -m quality -s

bench: install ## speed figures, each beside a baseline of the same run
	$(BIN)/python -m bench

schemas: install ## write schemas/ and docs/settings.md anew
	$(BIN)/python -m imfact.cli.generate

opensearch: ## fetch once and start the real OpenSearch on loopback, data under ./var
	sh docker/opensearch/start.sh $(OPENSEARCH_PORT)

opensearch-stop: ## stop it
	sh docker/stop.sh ./var/opensearch

ministack: ## install once and start an S3 API for tests on loopback
	PYTHON=$(PYTHON) sh docker/ministack/start.sh $(MINISTACK_PORT)

ministack-stop: ## stop it
	sh docker/stop.sh ./var/ministack

lock: install ## compile requirements/ anew
	scripts/lock.sh

clean: ## remove what is built; data under ./var stays
	rm -rf .venv .venv-ministack web/node_modules src/imfact/bundled/web .mypy_cache .ruff_cache .pytest_cache
