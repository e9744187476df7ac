# Needs Python 3.11+ and make, nothing else: everything is installed into .venv.
PYTHON ?= python3
HOST :=
PORT :=
SCAN :=
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export REFLEX_TELEMETRY_ENABLED := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Set by some containers; each process of the tests would compile all it imports anew.
unexport PYTHONDONTWRITEBYTECODE

# Most of a test is waiting, so there are more processes than cores.
WORKERS = $(shell expr 2 '*' $$(getconf _NPROCESSORS_ONLN))
ENDURANCE := tests/browser/endurance tests/unit tests/integration/recorder/test_crashes.py \
	tests/browser/faults/test_leftovers.py tests/browser/faults/test_database.py
JS_TOOLS := requirements/javascript
JS_SOURCES := jobs_app/dashboard/browser tests/unit/dashboard/javascript
PYTEST = $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

.PHONY: run test lint check dev bench endurance export services clean

run: $(VENV)/run
	@exec $(BIN)/jobs serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT)) $(if $(SCAN),--scan "$(SCAN)",--first-scan "$(CURDIR)")

test: $(VENV)/dev services
	$(PYTEST) --durations=20

lint: $(VENV)/dev $(VENV)/javascript
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(JS_TOOLS)/node_modules/.bin/biome check --config-path=$(JS_TOOLS) $(JS_SOURCES)
	$(JS_TOOLS)/node_modules/.bin/tsc -p $(JS_TOOLS)

check: lint
	$(PYTEST) tests/unit tests/contracts

# What takes long by nature, one test after another; about half an hour.
endurance: $(VENV)/dev services
	TEST_SEEDS=40 $(BIN)/python -m pytest $(ENDURANCE)

dev: $(VENV)/dev
	$(BIN)/jobs migrate
	$(BIN)/reflex run

bench: $(VENV)/dev services
	$(BIN)/python -m tests.benchmarks

export: $(VENV)/run
	$(BIN)/python -m jobs_app.server.export

# A Chromium, and on Debian PostgreSQL and Redis; the tests say what they miss.
services: $(VENV)/dev
	@sh tests/support/install-services

clean:
	rm -rf .web .states build dist export

$(VENV)/run: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/javascript: $(VENV)/run $(JS_TOOLS)/package-lock.json
	$(BIN)/npm ci --prefix $(JS_TOOLS) --ignore-scripts --no-audit --no-fund --loglevel error
	@touch $@
