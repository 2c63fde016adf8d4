# Needs: make (GNU 3.81 or newer), a POSIX shell, Python 3.11 or newer. Everything else is set up
# in .venv by scripts/setup, from requirements.lock, and only when something changed.

STUDIES = telco cdnow abc
REPORT_LANGUAGE = en

# an active virtual environment or PYTHONPATH must not disturb
RUN = env -u PYTHONPATH -u PYTHONHOME -u VIRTUAL_ENV PYTHONNOUSERSITE=1
BIN = .venv/bin

.PHONY: help report test lab lock setup bench

help:
	@echo 'make report                      set up, run all studies, print where the reports are'
	@echo 'make report STUDIES="acme"       the same for other studies: folders under data/'
	@echo 'make report REPORT_LANGUAGE=zh   the same in Chinese'
	@echo 'make test                        set up, then lint, types, import rules and all tests'
	@echo 'make lab                         set up, then open the notebooks in JupyterLab'
	@echo 'make bench                       set up, then time the heavy parts against their peers'
	@echo 'make lock                        resolve pyproject.toml anew into requirements.lock'
	@echo 'Any of them with PYTHON=...      set up with that Python'

report:
	@scripts/setup --compile
	@$(RUN) $(BIN)/analysis run --language $(REPORT_LANGUAGE) $(STUDIES)

test:
	@scripts/setup
	@echo 'lint'
	@$(RUN) $(BIN)/ruff check --quiet src tests
	@echo 'format'
	@$(RUN) $(BIN)/ruff format --quiet --check src tests
	@echo 'types'
	@$(RUN) $(BIN)/mypy --no-error-summary
	@echo 'import rules'
	@$(RUN) $(BIN)/lint-imports --no-logo
	@echo 'tests and notebooks'
	@$(RUN) $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --nbval-lax --nbval-current-env tests notebooks

lab:
	@scripts/setup --compile
	@$(RUN) $(BIN)/jupyter lab notebooks

bench:
	@scripts/setup --compile
	@$(RUN) $(BIN)/python benchmarks/stages.py
	@$(RUN) $(BIN)/python benchmarks/structural.py
	@$(RUN) $(BIN)/python benchmarks/survival.py
	@$(RUN) $(BIN)/python benchmarks/early_warning.py

lock:
	@scripts/setup
	@scripts/lock

setup:
	@scripts/setup
