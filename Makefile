# Two commands: `make` sets up, builds and validates; `make test` sets up and runs every check.
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON)),)
PYTHON := python3
endif
BIN := .venv/bin
STAMP := .venv/.installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e

.PHONY: all build validate test lint bench bench-large peers docs dist fuzz mutants system-deps clean

all: build validate
	@echo "Where to look: data/rdf/2024 (the data), ontology (the terms), README.md (what to do with them)."

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@echo "Setting up .venv (once; a minute or so) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) '.[fast,test,bench,fuzz]' || { echo "No fast SHACL engine or fuzzer for this machine; going on without."; $(PIP) '.[test,bench]'; }
	@touch $@

build: $(STAMP)
	@$(BIN)/mdo-rdf build

validate: $(STAMP)
	@$(BIN)/mdo-rdf validate

lint: $(STAMP)
	@mkdir -p build
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/reuse lint --quiet
	@$(BIN)/lint-imports > build/imports.txt || { cat build/imports.txt; exit 1; }
	@$(BIN)/mypy src tests benchmarks docs fuzz

FAMILIES := engines or browser or servers or faults or exhaustive or release
PYTEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

test: lint
	@$(PYTEST) -m "not ($(FAMILIES))"

test-all: test
	@$(PYTEST) -m "$(FAMILIES)"

# How fast, beside others, and whether that is what the documentation says: 0 it is, 1 it is not, 2 something was not measured.
bench: $(STAMP)
	@$(MAKE) --no-print-directory peers || echo "Not every peer could be set up; going on without."
	@$(BIN)/python benchmarks/bench.py

bench-large: $(STAMP)
	@$(MAKE) --no-print-directory peers || echo "Not every peer could be set up; going on without."
	@$(BIN)/python benchmarks/bench.py --large

# The peers of the benchmarks, each in an environment of its own.
peers: $(STAMP)
	@for name in maplib morph-kgc csvcubed; do \
	    test -e build/peers/$$name/.installed || { $(PYTHON) -m venv build/peers/$$name && \
	    build/peers/$$name/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers/$$name.txt && \
	    touch build/peers/$$name/.installed; } || exit 1; done

fuzz: $(STAMP)
	@$(BIN)/python fuzz/run.py --seconds 600

# Mistakes made on purpose, one at a time: which of them does no test find? An hour; docs/mutation-testing.md.
mutants: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[mutants]'
	@$(BIN)/mutmut run
	@$(BIN)/mutmut results

docs: $(STAMP)
	@$(BIN)/python docs/make_rules.py
	@$(BIN)/python docs/make_queries.py
	@$(BIN)/python docs/make_reference.py

# What a release is: the same bytes whenever and wherever it is made from the same commit.
dist: $(STAMP)
	@rm -rf dist build/installed
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation --outdir dist . > /dev/null
	@$(PYTHON) -m venv --without-pip build/installed
	@$(BIN)/python -m pip --python build/installed/bin/python install --quiet --disable-pip-version-check -c constraints.txt "$$(ls dist/*.whl)[web,fast]"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[release]'
	@$(BIN)/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml -o "dist/$$(basename dist/*.tar.gz .tar.gz).cdx.json" build/installed/bin/python
	@cd dist && sha256sum * > SHA256SUMS && cat SHA256SUMS

# What the tests use from the system if it is there (Debian and Ubuntu); CI=true requires it.
SUDO := $(shell test "$$(id -u)" = 0 || echo sudo)
system-deps:
	$(SUDO) apt-get update -qq
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends raptor2-utils apache2-bin virtuoso-opensource-7-bin chromium wrk curl jq > /dev/null

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis mutants src/*.egg-info
