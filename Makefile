# The two commands a newcomer needs are `make demo` and `make test`; each sets up what is missing.

RUN := .venv/bin/python

.PHONY: help setup setup-run setup-freeze demo test coverage lint freeze package bench pictures soak clean

help:
	@echo "make demo    set up, then open the window on the demo project"
	@echo "make test    set up, then ruff, mypy and every test"
	@echo "make coverage  every test once more, counting the code it takes; fails where that is too little"
	@echo "make soak    kill fifty exports and let them go on, and read many damaged files"
	@echo "make lint    ruff and mypy alone"
	@echo "make freeze  build the app into dist/ and let it test itself"
	@echo "make package  build all that is given to users, install it and let it test itself"
	@echo "make bench   measure speed, memory and stalls on this machine (FULL=1: an hour instead of minutes)"
	@echo "make pictures  take the pictures of the guide afresh"
	@echo "make clean   remove what the commands above made, but for .venv"

setup:
	@sh packaging/setup.sh requirements-dev.lock

setup-run:
	@sh packaging/setup.sh requirements.lock

demo: setup-run
	@$(RUN) -m gui --demo

lint: setup
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

# Three at a time on two cores: many tests wait for a process or a clock.
test: lint
	$(RUN) -m pytest -n 3

# The same tests, half as long again, as every line of every process is counted. A folder counts as a whole.
coverage: setup
	$(RUN) -m pytest -n 3 --cov --cov-report=term
	@for folder in domain matching convert export; do \
		printf 'gui/%s: ' $$folder; \
		$(RUN) -m coverage report --include="gui/$$folder/*" --format=total --precision=1 --fail-under=98 || exit 1; \
	done
	@printf 'outside gui/qt: '; $(RUN) -m coverage report --format=total --precision=1 --fail-under=90

soak: setup
	$(RUN) -m pytest -m soak -s tests/soak
	FUZZING_EXAMPLES=1000 $(RUN) -m pytest -q --timeout 3600 tests/contract

setup-freeze:
	@sh packaging/setup.sh requirements-dev.lock freeze

freeze: setup-freeze
	$(RUN) packaging/build.py clean freeze self-test size

package: setup-freeze
	$(RUN) packaging/build.py

bench: setup
	$(RUN) -m tests.bench $(if $(FULL),--full)

pictures: setup
	$(RUN) packaging/guide_pictures.py

clean:
	rm -rf build dist htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find gui tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
