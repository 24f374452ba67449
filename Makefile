# One command for everything. Works with the GNU make 3.81 that macOS brings.

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench lock vendor clean

BIN = .venv/bin
LOCK = uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-header pyproject.toml --extra build

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

setup: .venv/.dev  ## install everything into .venv

run: .venv/.base  ## start the program with a demo workshop
	@$(BIN)/workshop serve --demo

test: .venv/.dev  ## run all tests
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal
	@sh .ci/test-js

check: .venv/.dev  ## check formatting, style, types and who imports whom
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .venv/.dev  ## measure how it holds up under load
	@$(BIN)/python -m bench

lock:  ## renew requirements/*.txt after a change of pyproject.toml (newest: UPGRADE=--upgrade)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	$(LOCK) $(UPGRADE) --output-file requirements/base.txt
	$(LOCK) $(UPGRADE) --extra dev --constraint requirements/base.txt --output-file requirements/dev.txt

vendor: .venv/.base  ## fetch the browser's third-party files again, as locked
	@$(BIN)/python .ci/vendor.py update
	@$(BIN)/python .ci/vendor.py --folder tests/e2e/vendor update

clean:  ## remove the environment and all caches, never the data
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.base: requirements/base.txt pyproject.toml
	@sh .ci/venv base

.venv/.dev: requirements/dev.txt requirements/base.txt pyproject.toml
	@sh .ci/venv dev
