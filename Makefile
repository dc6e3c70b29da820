# install, serve, check, test, format: the same words here, in the workflow and in the README.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
BIN := .venv/bin

.PHONY: install install-dev serve check test nightly coverage mutants format lint bench lock

install: .venv/.installed

install-dev: .venv/.installed-dev

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Il faut Python 3.11 ou plus récent : make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.installed-bench: .venv/.installed-dev requirements-bench.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

serve: install
	$(BIN)/pratiques serve --host $(HOST) --port $(PORT)

check: install
	$(BIN)/pratiques check

lint: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive app

test: lint check
	$(BIN)/python tests/install_browser.py
	$(BIN)/python tests/install_nginx.py
	$(BIN)/pytest

# The long versions of some tests, with their figures (docs/reliability.md); then all of them with new and more examples.
nightly: install-dev
	$(BIN)/python tests/install_browser.py
	$(BIN)/python tests/install_nginx.py
	$(BIN)/pytest -n 0 -s -m nightly
	HYPOTHESIS_PROFILE=wide HOSTILE_REQUESTS=10000 $(BIN)/pytest

coverage: install-dev
	$(BIN)/python tests/install_browser.py
	$(BIN)/python tests/install_nginx.py
	$(BIN)/pytest --cov

# Hours: each small fault put into the code must fail a test. `mutmut results` tells those that did not.
mutants: install-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'mutmut>=3.8,<4'
	$(BIN)/mutmut run
	$(BIN)/mutmut results

format: install-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.installed-bench
	$(BIN)/python -m bench.run

# The lock files hold versions and hashes, never the address of a registry.
lock: install-dev
	echo 'setuptools>=77' | $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml - -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra bench --constraint requirements-dev.lock pyproject.toml -o requirements-bench.lock
