# `make` sets up, builds and validates; `make test` checks in some minutes, `make test-all` checks everything.
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON)),)
PYTHON := python3
endif
BIN := .venv/bin
STAMP := .venv/.installed
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: all build validate test test-all families lint bench bench-large peers docs dist fuzz mutants system-deps clean

all: build validate
	@echo "Where to look: data/rdf/2024 (the data), ontology (the terms), README.md (what to do with them)."

# What a user needs; what developers need beside it has stamps of its own below: .installed-test, .installed-fuzz …
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@echo "Setting up .venv (once; a minute or so) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(INSTALL) -e '.[all,fast]' || { echo "No fast SHACL engine for this machine; going on without."; $(INSTALL) -e '.[all]'; }
	@touch $@

.venv/.installed-%: $(STAMP)
	@$(INSTALL) -e '.[all,$*]'
	@touch $@

.PRECIOUS: .venv/.installed-%

build: $(STAMP)
	@$(BIN)/mdo-rdf build

validate: $(STAMP)
	@$(BIN)/mdo-rdf validate

lint: .venv/.installed-test
	@mkdir -p build
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/reuse lint --quiet
	@$(BIN)/lint-imports > build/imports.txt || { cat build/imports.txt; exit 1; }
	@$(BIN)/mypy src tests benchmarks docs fuzz

FAMILIES := engines or browser or servers or faults or exhaustive or release
PYTEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

# Every check that takes at most some seconds; `make test-all` also runs the families (docs/testing.md).
test: lint
	@$(PYTEST) -m "not ($(FAMILIES))"

test-all: test families

families: .venv/.installed-test
	@test -e .venv/.installed-fuzz || $(MAKE) --no-print-directory .venv/.installed-fuzz || echo "No fuzzer for this machine; going on without."
	@$(PYTEST) -m "$(FAMILIES)"

# How fast, beside others, and whether that is what the documentation says: 0 it is, 1 it is not, 2 something was not measured.
bench: .venv/.installed-bench
	@$(MAKE) --no-print-directory peers || echo "Not every peer could be set up; going on without."
	@$(BIN)/python benchmarks/bench.py

bench-large: .venv/.installed-bench
	@$(MAKE) --no-print-directory peers || echo "Not every peer could be set up; going on without."
	@$(BIN)/python benchmarks/bench.py --large

# The peers of the benchmarks, each in an environment of its own.
peers: .venv/.installed-bench
	@for name in maplib morph-kgc csvcubed; do \
	    test -e build/peers/$$name/.installed || { $(PYTHON) -m venv build/peers/$$name && \
	    build/peers/$$name/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers/$$name.txt && \
	    touch build/peers/$$name/.installed; } || exit 1; done

fuzz: .venv/.installed-fuzz
	@$(BIN)/python fuzz/run.py --seconds 600

# Mistakes made on purpose, one at a time: which of them does no test find? An hour; docs/mutation-testing.md.
mutants: .venv/.installed-test .venv/.installed-mutants
	@$(BIN)/mutmut run
	@$(BIN)/mutmut results

docs: .venv/.installed-test
	@$(BIN)/python docs/make_rules.py
	@$(BIN)/python docs/make_queries.py
	@$(BIN)/python docs/make_reference.py

# What a release is: the same bytes whenever and wherever it is made from the same commit.
dist: .venv/.installed-test .venv/.installed-release
	@rm -rf dist build/installed
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation --outdir dist . > /dev/null
	@$(PYTHON) -m venv --without-pip build/installed
	@$(BIN)/python -m pip --python build/installed/bin/python install --quiet --disable-pip-version-check -c constraints.txt "$$(ls dist/*.whl)[web,fast]"
	@$(BIN)/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml -o "dist/$$(basename dist/*.tar.gz .tar.gz).cdx.json" build/installed/bin/python
	@cd dist && sha256sum * > SHA256SUMS && cat SHA256SUMS

# What the tests use from the system if it is there (Debian and Ubuntu); CI=true requires it.
SUDO := $(shell test "$$(id -u)" = 0 || echo sudo)
system-deps:
	$(SUDO) apt-get update -qq
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends raptor2-utils apache2-bin virtuoso-opensource-7-bin chromium wrk curl jq > /dev/null

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis mutants src/*.egg-info
