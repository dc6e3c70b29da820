# install, serve, check, test, format: the same words here, in the workflow and in the README.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHONS ?= 3.11 3.12 3.13 3.14
VENV = .venv
BIN := $(VENV)/bin

# A lock is whole: with nothing to resolve, no version published since can be preferred to its own. Then pip says whether
# anything is missing, or left from an installation before that does not fit.
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL_LOCK := $(PIP) install --quiet --no-deps --require-hashes -r
CHECK_INSTALLED := $(PIP) check || { echo "Paquets qui ne vont pas ensemble : effacez $(VENV), puis recommencez."; exit 1; }

.PHONY: install install-dev serve check build test quick pythons nightly coverage mutants format lint bench lock

install: $(VENV)/.installed
	@$(BIN)/python -m app.web.templating.environment

install-dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.lock pyproject.toml setup.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Il faut Python 3.11 ou plus récent : make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(INSTALL_LOCK) requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	$(CHECK_INSTALLED)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(INSTALL_LOCK) requirements-dev.lock
	$(CHECK_INSTALLED)
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev requirements-bench.lock
	$(INSTALL_LOCK) requirements-bench.lock
	$(CHECK_INSTALLED)
	@touch $@

$(VENV)/.installed-mutants: $(VENV)/.installed-dev requirements-mutants.lock
	$(INSTALL_LOCK) requirements-mutants.lock
	$(CHECK_INSTALLED)
	@touch $@

serve: install
	$(BIN)/pratiques serve --host $(HOST) --port $(PORT)

check: install
	$(BIN)/pratiques check

build: install
	$(BIN)/pratiques build

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

# A first look in half a minute on two cores: most of the tests that start no browser, no server and no other program, by
# themselves or by a fixture (tests/quick.py knows them by their code). `make test` alone says that all is well.
quick: install-dev
	$(BIN)/pytest -m quick -p no:playwright -p no:schemathesis --ignore=tests/web/test_openapi.py \
	    $(addprefix --ignore=tests/,browser deploy export faults hostile)

# The same with each Python of this machine, in a new environment; one that is not there is passed over, and told.
pythons:
	@for version in $(PYTHONS); do \
	    for python in python$$version $(HOME)/.pyenv/versions/$$version.*/bin/python none; do \
	        "$$python" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$$version')" 2>/dev/null && break; \
	    done; \
	    if [ "$$python" = none ]; then echo "Python $$version n'est pas sur cette machine."; continue; fi; \
	    echo "Python $$version : $$python"; \
	    rm -rf var/pythons/$$version; \
	    $(MAKE) --no-print-directory VENV=var/pythons/$$version PYTHON=$$python check build quick || exit 1; \
	done

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

# Each small fault put into the code must fail mypy or a quick test, or be in tests/equivalent_mutants.txt; mutmut calls mypy
# by its name. About 15 minutes; what a run before has found does not count, since tests have changed.
mutants: $(VENV)/.installed-mutants
	rm -rf mutants
	PATH="$(CURDIR)/$(BIN):$$PATH" nice $(BIN)/mutmut run --max-children 1
	$(BIN)/python -m tests.tell_mutants

format: install-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.installed-bench
	$(BIN)/python -m bench.run

# The lock files hold versions and hashes, never the address of a registry. What was just added to pyproject.toml is in no
# lock yet: an environment that is there is taken as it is.
$(BIN)/uv:
	$(MAKE) install-dev

lock: $(BIN)/uv
	echo 'setuptools>=77' | $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml - -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra bench --constraint requirements-dev.lock pyproject.toml -o requirements-bench.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra mutants --constraint requirements-dev.lock pyproject.toml -o requirements-mutants.lock
