# Everything a person calls. Paths are relative, so the folder may have any name.

.DEFAULT_GOAL := help
.PHONY: help run test check messages bench screenshots lock clean environment

python := .venv/bin/python
# A database for checks that never connect to one.
production := DEBUG=0 ALLOWED_HOSTS=atlas.example DATABASE_URL=postgresql://atlas@database.example/atlas

help: ## Say what there is to call
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: environment ## Serve the site at http://localhost:8000/ (another port: make run PORT=8001)
	@exec $(python) -m diaspora.development

test: environment ## Run the tests (some of them: make test ARGS="tests/actors -x")
	@exec $(python) -m pytest $(ARGS)

check: environment ## Check style, types, templates, migrations and the settings of production
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	find templates -name '*.html' -exec ./.venv/bin/djade --check {} +
	$(python) manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy, under production settings"
	@$(production) SECRET_KEY="$$($(python) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		$(python) manage.py check --deploy --fail-level WARNING

messages: environment ## Collect the strings of the interface for translation, and compile them (needs gettext)
	$(python) manage.py makemessages --locale fr --no-wrap --add-location file --no-obsolete \
		--ignore .venv --ignore var --ignore tests
	$(python) manage.py compilemessages --locale fr --ignore .venv --ignore var

bench: environment ## Time pages and an import (pages on a hundred times the data: make bench ARGS=--sample)
	@$(python) manage.py bench $(ARGS)
	@exec $(python) manage.py bench_import

screenshots: environment ## Take pictures of the main pages into var/screenshots (some: make screenshots PAGES="home country")
	@DJANGO_SETTINGS_MODULE=diaspora.settings exec $(python) -m tests.e2e.screenshots $(if $(README),--readme,$(PAGES))

lock: environment ## Lock the packages of pyproject.toml (to newer ones: make lock ARGS=--upgrade)
	$(lock) --output-file requirements.txt pyproject.toml
	$(lock) --output-file requirements-dev.txt --extra dev -c requirements.txt pyproject.toml

lock = $(python) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' $(ARGS)

clean: ## Remove what can be made again; the database and the secret key in var/ stay
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis var/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The copy of the lock inside .venv is written last: where it equals the lock, the environment is complete.
environment:
	@if cmp -s requirements-dev.txt .venv/requirements-dev.txt && $(python) -c '' 2>/dev/null; then exit 0; fi; \
	fail() { echo "$$1" >&2; exit 1; }; \
	if [ -n "$$PYTHON" ]; then set -- "$$PYTHON"; \
	else set -- python3 python3.14 python3.13 python3.12 python3.11 python; fi; \
	chosen=; found=; \
	for candidate; do \
		version=$$("$$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue; \
		found=$${found:-$$version}; \
		if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then chosen=$$candidate; break; fi; \
	done; \
	install="Install it, or name it: make run PYTHON=/path/to/python3.12"; \
	[ -n "$$chosen" ] || fail "Python 3.11 or newer is needed; found $${found:-none}$${PYTHON:+ at $$PYTHON}. $$install"; \
	install="Install the package that can (Debian, Ubuntu: apt install python$$version-venv), then try again."; \
	"$$chosen" -c 'import ensurepip, venv' 2>/dev/null || fail "Python $$version makes no virtual environments here. $$install"; \
	mkdir -p .venv 2>/dev/null && [ -w .venv ] || fail "This folder cannot be written to. Clone into one that can, or make it writable."; \
	echo "Installing the packages of requirements-dev.txt into .venv (once; about a minute) …"; \
	"$$chosen" -m venv --clear .venv \
		&& $(python) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt \
		&& cp requirements-dev.txt .venv/requirements-dev.txt \
		|| fail "The packages were not installed, for the reason above. Put that right, then try again."
