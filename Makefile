# Two commands do everything: `make report` and `make test`. Each sets up its own environment first.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PARAMS ?= params/published.yml
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help setup report test test-slow test-thorough validation lint format bench lock reconstruct clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)

setup: $(READY) ## Make the environment (done by the others when needed)

report: $(READY) ## Build the supplement of PARAMS (params/published.yml) into reports/
	$(BIN)/hcc-report build $(PARAMS)

test: $(READY) ## Run the tests (the slow ones are in test-slow)
	$(BIN)/python -m pytest -m "not slow and not thorough" -n auto --dist loadfile

test-slow: $(READY) ## Run the slow tests
	$(BIN)/python -m pytest -m slow -n auto --dist loadfile

test-thorough: $(READY) ## Kill a build at twenty moments
	$(BIN)/python -m pytest -m thorough -n auto --dist load

validation: $(READY) ## Compare the statistics with R and the books; write docs/validation.md
	$(BIN)/python -m tests.validation.report

lint: $(READY) ## Check style, types, layers and that notebooks hold no outputs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/nbstripout --keep-id --verify notebooks/*.ipynb

format: $(READY) ## Format the code and strip the notebooks
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/nbstripout --keep-id notebooks/*.ipynb

bench: $(READY) ## Run the benchmarks; ratios measured in one run
	$(BIN)/python benchmarks/stats_scale.py
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.batch
	$(BIN)/python -m benchmarks.data_scale
	$(BIN)/python benchmarks/fisher_scale.py

lock: ## Resolve requirements.lock anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  --group dev --extra cluster pyproject.toml -o requirements.lock

reconstruct: $(READY) ## Make data/reconstructed/ again from the published numbers
	$(BIN)/hcc-report reconstruct

clean: ## Remove reports, caches and the environment
	find reports -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
