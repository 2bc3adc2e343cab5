# Everything a developer or a first look needs. `make help` lists it.
# PORT and CASEAPP_INSTANCE_PATH are honoured, from the environment or as `make run PORT=9000`.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

# Some machines tell Python to keep no compiled modules: the many processes of the tests would compile them anew each time.
export PYTHONDONTWRITEBYTECODE :=

ifdef PORT
export PORT
endif
ifdef CASEAPP_INSTANCE_PATH
export CASEAPP_INSTANCE_PATH
endif

.DEFAULT_GOAL := help
.PHONY: help demo run test test-deep gallery guide lint format catalogs diagrams lock runtime test-environment browser weaknesses

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: runtime ## a first look: invented cases on http://localhost:8000, one login per role
	@exec $(BIN)/caseapp demo --serve

run: runtime ## real use: empty, reached through a set-up link that the terminal prints
	@test -n "$$CASEAPP_INSTANCE_PATH" || chmod 700 instance
	@exec $(BIN)/caseapp run

test: lint browser ## what must be green before a change goes in: lint, types, contracts, all tests
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal

test-deep: lint browser ## the long tier as well: floors, kills, load, random walks, fuzzing, mutation; hours
	@WORKERS=$(WORKERS) $(BIN)/python -m tests.deep.assurance

gallery: browser ## pictures of the pages of a demonstration, into gallery/, for somebody to look at
	@$(BIN)/python -m tests.journeys.gallery $(LANGUAGES)

guide: browser ## the guide of each role in every language with pictures of a demonstration, into docs/guide/
	@$(BIN)/python -m tests.journeys.guide

lint: test-environment ## style, types and who may import whom
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: test-environment ## put code into the house style
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

catalogs: test-environment ## bring the translation catalogs up to date with the code, and compile them
	@.ci/catalogs

diagrams: test-environment ## write the workflows of the code into docs/architecture.md
	@.ci/diagrams

lock: ## bring requirements.txt and requirements-dev.txt up to date with pyproject.toml (needs uv)
	@.ci/lock

weaknesses: ## known weaknesses of the parts of others, in both locks and in the vendored assets (asks osv.dev)
	@python3 .ci/weaknesses

runtime:
	@.ci/environment requirements.txt

test-environment:
	@.ci/environment requirements-dev.txt

browser:
	@.ci/browser
