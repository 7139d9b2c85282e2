# What a person does with this project, one command each. `make` or `make help` lists them.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help run tui logs walkthrough build test unit chaos bench-engine bench-api bench-live load stress nightly format check-format clean clean-data setup up down ps health smoke backup restore setup-test-db test-stack bench bench-start docs

help: ## List the commands
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build what is needed and run the platform in the foreground (Ctrl-C stops it)
	@scripts/run-local.sh

setup: ## Say what is missing on this machine, and fetch all libraries
	@scripts/setup.sh

up: ## Build and start the stack of docker compose, and wait until it is healthy (PROFILES="scale observe")
	@docker compose $(PROFILES:%=--profile %) up -d --build --wait

down: ## Stop the stack of docker compose; data stay in its volumes
	@docker compose --profile '*' down

ps: ## Show the stack's containers and their health
	@docker compose --profile '*' ps -a

health: ## Ask a running platform how it is (HFT_URL)
	@curl -sS "$${HFT_URL:-http://127.0.0.1:8000}/health"; echo

smoke: ## Check a running platform from outside (HFT_URL)
	@scripts/smoke.sh "$${HFT_URL:-http://127.0.0.1:8000}"

backup: ## Back up the stack's database and journal as one pair, below ./backups (scripts/backup.sh --local: of make run)
	@scripts/backup.sh

restore: ## Bring a backup back in place of the data that is there (BACKUP=backups/hft-...)
	@scripts/restore.sh $(BACKUP)

test-stack: ## Try the stack of docker compose: restarts, kills, backup and restore (PROFILES="scale observe"); takes minutes
	@COMPOSE_PROFILES=$$(echo $(PROFILES) | tr ' ' ,) scripts/test-stack.sh

setup-test-db: ## Make a migrated test database on a PostgreSQL that is there (TEST_DATABASE_URL; the stack's by default)
	@scripts/setup_test_db.sh

tui: ## Trade in the terminal, on a running platform (HFT_URL, HFT_PROFILE; scripts/hft --help for single commands)
	@scripts/hft

logs: ## Follow the logs of a running platform: of make run, else of the stack
	@scripts/logs.sh

walkthrough: ## Try every command of the README on a running platform
	@scripts/walkthrough.sh

build: ## Build all jars, without tests, and make them quick to start
	@scripts/maven.sh -q -DskipTests package
	@scripts/prepare-run.sh --train

test: ## Build and test everything; nothing has to be installed or started besides JDK 25 and Maven
	@scripts/maven.sh verify

unit: ## Only the fast tests: no processes, no whole-stack scenarios
	@scripts/maven.sh -DskipITs verify

chaos: ## Kill, pause and disconnect everything while clients trade, and check that nothing is lost (ROUNDS=10, SEED=random)
	@scripts/chaos.sh

nightly: ## Put 10,000,000 random commands through the engine and the naive one (make test takes 1,000,000)
	@scripts/maven.sh -pl engine-service -am -Dtest='*Properties' -Dsurefire.failIfNoSpecifiedTests=false -Dhft.properties.commands=10000000 test

stress: ## Stress what the engine's threads hand to one another with jcstress; about 5 minutes
	@scripts/maven.sh -q -pl engine-stress -am -DskipTests package
	@scripts/stress.sh $(STRESS)

bench: bench-engine ## Measure what can be measured without a running platform

docs: ## Check the documentation: every link leads somewhere
	@scripts/check-docs.sh

bench-engine: ## Measure the engine, beside other books and the bare transport; takes under 10 minutes
	@scripts/bench-engine.sh $(BENCH_ARGS)

bench-api: ## Measure orders over REST on a whole platform, beside a trivial request; takes about 6 minutes
	@scripts/bench-api.sh $(BENCH_ARGS)

bench-start: ## Measure how long a built tree takes to be ready; takes about 2 minutes (BENCH_ARGS=--compose: the stack)
	@scripts/bench-start.sh $(BENCH_ARGS)

bench-live: ## Put 1,000 live readers and 1,000 users on a platform for a minute; takes about 3 minutes
	@scripts/bench-live.sh $(BENCH_ARGS)

load: ## Put 1,000 users on a platform for a minute and look for every order afterwards (HFT_URL, LOAD_ARGS); a page with charts
	@scripts/load.sh $(LOAD_ARGS)

format: ## Format all sources
	@scripts/maven.sh -q spotless:apply

check-format: ## Say which sources are not formatted
	@scripts/maven.sh -q spotless:check

clean: ## Remove what the build made; data stays
	@scripts/maven.sh -q clean

clean-data: ## Remove the local database, journal and logs (./data or HFT_DATA_DIR), for a fresh start
	@scripts/clean-data.sh
