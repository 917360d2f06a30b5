# Everything a person calls. Paths are relative, so the folder may have any name.

.DEFAULT_GOAL := help
.PHONY: help run test fuzz check check-deploy hooks messages bench screenshots lock clean environment

python := .venv/bin/python
# A database for checks that never connect to one.
production := DEBUG=0 ALLOWED_HOSTS=atlas.example DATABASE_URL=postgresql://atlas@database.example/atlas

help: ## Say what there is to call
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: environment ## Serve the site at http://localhost:8000/ (another port: make run PORT=8001)
	@exec $(python) -m diaspora.development

test: environment ## Run the tests (some: make test ARGS="tests/actors -x"; all: ARGS='-m ""'; what they cover: ARGS=--cov)
	@exec $(python) -m pytest $(ARGS)

fuzz: environment ## Run the property tests on many more examples, other ones each time (for the night)
	@exec $(python) -m pytest -m hypothesis --hypothesis-profile=fuzz $(ARGS)

check: environment ## Check style, types, templates, migrations and the settings of production
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	find templates -name '*.html' -exec ./.venv/bin/djade --check {} +
	.venv/bin/shellcheck .ci/run diaspora/development/*.sh
	$(python) manage.py makemigrations --check --dry-run
	@$(MAKE) --no-print-directory check-deploy

check-deploy:
	@echo "manage.py check --deploy, under production settings"
	@$(production) SECRET_KEY="$$($(python) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		$(python) manage.py check --deploy --fail-level WARNING

hooks: environment ## Have the checks run before each commit, on what it changes
	@$(python) -m prek install

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
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage* var/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@sh diaspora/development/environment.sh
