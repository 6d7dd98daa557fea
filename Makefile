SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help build check test model soak sweep race sabotage demo run publish bench image image-check clean

CONFIGURATION ?= Release
ARTIFACTS := artifacts
# What pods run, and what people run.
FUNCTIONS := $(ARTIFACTS)/longshore-functions
LONGSHORE := $(ARTIFACTS)/longshore
RESULTS := $(ARTIFACTS)/tests
SANDBOX := dotnet tests/Sandbox/bin/$(CONFIGURATION)/net10.0/longshore-sandbox.dll

# make run: where the stand-in cluster listens. The five functions take FUNCTIONS_PORT and the four after it.
BROKER_PORT ?= 8081
S3_PORT ?= 9000
FUNCTIONS_PORT ?= 8082
RUN_MIN_AGE ?= PT2S

# make image: SOURCE is the repository's address, for the image's label; IMAGE_BUILD_FLAGS go to docker build.
IMAGE ?= longshore:0.1.0
IMAGE_BUILD_FLAGS ?=
REVISION ?= $(shell git rev-parse HEAD 2>/dev/null || echo unknown)
SOURCE ?= unknown

# A build whose whole output is shown only if it fails, and a line for each project that is built while it runs. Publishing names
# the program twice. The loop is the shell's, because mawk, Debian's awk, buffers what it reads.
quietly = mkdir -p $(ARTIFACTS) && { $(1) 2>&1 | tee $(ARTIFACTS)/build.log \
  | { n=0 seen=' '; while read -r project arrow rest; do \
        case "$$arrow" in '->') [[ $$seen == *" $$project "* ]] || echo "  built $$((n += 1)): $$project"; seen+="$$project " ;; esac; \
        case "$$project $$arrow $$rest" in *'Generating native code'*) echo '  compiling to native code' ;; esac; \
      done; } \
  || { cat $(ARTIFACTS)/build.log; exit 1; }; }

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
# Lets a program find the runtime beside the SDK that built it, wherever that is.
export DOTNET_ROOT ?= $(shell dirname "$$(readlink -f "$$(command -v dotnet)")")

help: ## List the targets
	@echo 'Longshore. Targets:'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16
	@echo
	@echo 'Variables, as in make run S3_PORT=9900, with their defaults in brackets:'
	@echo '  run       BROKER_PORT ($(BROKER_PORT)), S3_PORT ($(S3_PORT)), FUNCTIONS_PORT ($(FUNCTIONS_PORT)), RUN_MIN_AGE ($(RUN_MIN_AGE))'
	@echo '  demo      DEMO_FILES (5000), DEMO_BYTES of each file (13312), DEMO_KILL=1 kills processes in the middle (0), DEMO_BUNDLE=1 compares with bundles (0), DEMO_SECONDS to wait (300)'
	@echo '  model     STATES of each scope (5000000)'
	@echo '  soak      WORLDS (1000), SEED of the first one (1), TIMES each (1), PARALLEL (2)'
	@echo '  sweep     DEED, AT and CALLS for some cases only (all), PARALLEL (one for each processor), PROGRAM (artifacts/longshore)'
	@echo '  race      RACE_SECONDS (60), PROGRAM (artifacts/longshore)'
	@echo '  sabotage  SABOTAGE for one only (all), WORLDS (40)'
	@echo '  bench     BENCH for some only (all), ROUNDS (5), BEFORE, a binary to compare with (none)'
	@echo '  image     IMAGE ($(IMAGE)), IMAGE_BUILD_FLAGS for docker build (none), SOURCE, the address in its label (unknown)'

build: ## Build everything
	@dotnet build Functions.sln -c $(CONFIGURATION)

check: ## Format, line length, merge markers, analyzers, warnings as errors
	@! LC_ALL=C.UTF-8 grep -rnE --include='*.cs' --exclude-dir=obj --exclude-dir=bin '^.{131,}' functions tests || \
	  { echo 'make check: these lines have more than 130 columns.' >&2; exit 1; }
	@! git grep -nE '^(<{7}|>{7}|[|]{7})( |$$)' || { echo 'make check: these lines are left from a merge.' >&2; exit 1; }
	@dotnet restore Functions.sln
	@dotnet format Functions.sln --no-restore --verify-no-changes
	@dotnet build Functions.sln -c $(CONFIGURATION) --no-restore -warnaserror

test: ## Run all tests; ends with what was skipped and why, a line per S3 backend, and the totals
	@echo 'Building: two minutes, up to seven the first time on a busy machine.'
	@rm -rf $(RESULTS) && mkdir -p $(RESULTS)
	@$(call quietly,dotnet build Functions.sln -c $(CONFIGURATION))
	@export LONGSHORE_BACKENDS_FILE='$(CURDIR)/$(RESULTS)/backends.txt'; \
	failed=0; \
	for project in Functions.UnitTests Functions.ModelTests Functions.IntegrationTests Functions.FaultTests; do \
	  dotnet test "tests/$$project" -c $(CONFIGURATION) --no-build --logger "trx;LogFileName=$$project.trx" \
	    --results-directory '$(RESULTS)' | { grep -vE '\[SKIP\]|^ *Skipped |^$$' || true; } || failed=1; \
	done; \
	.ci/skips '$(RESULTS)'/*.trx; \
	if [ -f "$$LONGSHORE_BACKENDS_FILE" ]; then cat "$$LONGSHORE_BACKENDS_FILE"; fi; \
	.ci/totals '$(RESULTS)'/*.trx || failed=1; \
	exit $$failed

model: ## Explore the protocol as a model in large scopes, millions of states each, in half an hour
	@$(call quietly,dotnet build tests/Functions.ModelTests -c $(CONFIGURATION))
	@LONGSHORE_STATES='$(or $(STATES),5000000)' tests/Functions.ModelTests/bin/$(CONFIGURATION)/net10.0/Functions.ModelTests -noColor -showLiveOutput -explicit only

# A seed alone is one world.
FAULTS := tests/Functions.FaultTests/bin/$(CONFIGURATION)/net10.0/Functions.FaultTests -noColor

soak: $(FUNCTIONS) ## Run random worlds of faults, which also kill the published functions
	@$(call quietly,dotnet build tests/Functions.FaultTests -c $(CONFIGURATION))
	@LONGSHORE_FUNCTIONS='$(CURDIR)/$(FUNCTIONS)' LONGSHORE_TIMES='$(TIMES)' LONGSHORE_WORLDS='$(or $(WORLDS),$(if $(SEED),1,1000))' LONGSHORE_SEED='$(or $(SEED),1)' LONGSHORE_PARALLEL='$(or $(PARALLEL),2)' \
	  $(FAULTS) -method '*.AnyWorld_ScanToCleanupUntilQuiet_KeepsThePromises'

sweep: $(if $(PROGRAM),,$(LONGSHORE)) ## Stop, kill or fail the published binary at every file and network call, in 20 to 40 minutes
	@$(call quietly,dotnet build tests/Functions.FaultTests -c $(CONFIGURATION))
	@LONGSHORE_PROGRAM='$(or $(PROGRAM),$(CURDIR)/$(LONGSHORE))' LONGSHORE_SWEEP=all LONGSHORE_DEED='$(DEED)' LONGSHORE_AT='$(AT)' LONGSHORE_CALLS='$(CALLS)' LONGSHORE_PARALLEL='$(PARALLEL)' \
	  $(FAULTS) -method '*.Ship_DeedAtEachCall_KeepsThePromises'

race: $(if $(PROGRAM),,$(LONGSHORE)) ## Let a writer race the published binary's deletions, on its own and on another user's files
	@$(call quietly,dotnet build tests/Functions.FaultTests -c $(CONFIGURATION))
	@LONGSHORE_PROGRAM='$(or $(PROGRAM),$(CURDIR)/$(LONGSHORE))' LONGSHORE_RACE='$(or $(RACE_SECONDS),60)' $(FAULTS) -class '*.RacingWriterTests'

sabotage: ## Build the functions with each deliberate defect and show that the fault suite catches it
	@$(call quietly,dotnet build tests/Functions.FaultTests -c $(CONFIGURATION))
	@LONGSHORE_SABOTAGE='$(SABOTAGE)' LONGSHORE_WORLDS='$(or $(WORLDS),40)' \
	  $(FAULTS) -explicit only -method '*.EachSabotage_TheWholeSuite_CatchesIt'

demo: $(FUNCTIONS) ## Write files, ship them with real processes, judge: the whole flow
	@$(call quietly,dotnet build tests/Sandbox -c $(CONFIGURATION))
	@exec $(SANDBOX) demo --functions $(FUNCTIONS)

run: $(FUNCTIONS) ## Keep the stand-in cluster up on fixed ports, the volume in artifacts/volume
	@$(call quietly,dotnet build tests/Sandbox -c $(CONFIGURATION))
	@exec $(SANDBOX) up --functions $(FUNCTIONS) --volume $(ARTIFACTS)/volume --env $(ARTIFACTS) --events $(ARTIFACTS)/events.jsonl \
	  --broker-port $(BROKER_PORT) --s3-port $(S3_PORT) --functions-port $(FUNCTIONS_PORT) --min-age $(RUN_MIN_AGE)

bench: $(FUNCTIONS) ## Measure Longshore and its peers that are on PATH, and write docs/performance.md
	@$(call quietly,dotnet build tests/Benchmarks -c $(CONFIGURATION))
	@exec dotnet tests/Benchmarks/bin/$(CONFIGURATION)/net10.0/longshore-bench.dll bench --longshore $(FUNCTIONS) --rounds '$(or $(ROUNDS),5)' \
	  $(if $(BENCH),--bench '$(BENCH)') $(if $(BEFORE),--before '$(BEFORE)')

publish: $(FUNCTIONS) $(LONGSHORE) ## Publish artifacts/longshore-functions and artifacts/longshore: Native AOT, or for the JIT
	@cat $(FUNCTIONS).txt $(LONGSHORE).txt

# Publishing restores for one runtime, which must not change the lock files of the sources.
PUBLISH = -c $(CONFIGURATION) --use-current-runtime -p:NuGetLockFilePath=obj/publish.lock.json -o $(ARTIFACTS)/publish/$(@F)

# The files that a program is made of: publishing is asked for only when one of them is newer.
sources = $(shell find $(1) -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.json' \) -not -path '*/obj/*' -not -path '*/bin/*') \
    Directory.Build.props Directory.Packages.props functions/Directory.Build.props functions/Directory.Build.targets
libraries := $(addprefix functions/,Settings Volume Store Core Model Generators)

$(FUNCTIONS): PROJECT := functions/App/App.csproj
$(FUNCTIONS): $(call sources,$(libraries) functions/App)
$(LONGSHORE): PROJECT := functions/Cli/Cli.csproj
$(LONGSHORE): $(call sources,$(libraries) functions/Cli)

# Native AOT links with clang or gcc and with zlib.
$(FUNCTIONS) $(LONGSHORE):
	@rm -rf $(ARTIFACTS)/publish/$(@F) && mkdir -p $(ARTIFACTS)
	@linker="$$(command -v clang || command -v gcc || true)"; \
	if [ -n "$$linker" ] && echo 'int main(void) { return 0; }' | "$$linker" -x c - -lz -o /dev/null 2>/dev/null; then \
	  echo 'Publishing $(@F) as a Native AOT binary: two minutes, up to seven the first time on a busy machine.'; \
	  $(call quietly,dotnet publish $(PROJECT) $(PUBLISH)); \
	  echo '$@ is a Native AOT binary.' > $@.txt; \
	else \
	  echo 'No clang or gcc that links with zlib is on PATH: publishing $(@F) for the JIT.'; \
	  $(call quietly,dotnet publish $(PROJECT) $(PUBLISH) -p:PublishAot=false -p:PublishSingleFile=true --self-contained false); \
	  echo '$@ runs on the JIT: no clang or gcc that links with zlib was on PATH for Native AOT.' > $@.txt; \
	fi
	@cp $(ARTIFACTS)/publish/$(@F)/$(@F) $@.new && mv -f $@.new $@  # a running one keeps its own file

image: ## Build the container image
	@docker build $(IMAGE_BUILD_FLAGS) --build-arg REVISION='$(REVISION)' --build-arg SOURCE='$(SOURCE)' --tag '$(IMAGE)' .

image-check: ## Hold the image to its runtime contract, with a container for each function
	@$(call quietly,dotnet build tests/Sandbox -c $(CONFIGURATION))
	@IMAGE='$(IMAGE)' CONFIGURATION='$(CONFIGURATION)' tests/Image/check.sh

clean: ## Remove everything that was built
	@rm -rf $(ARTIFACTS)
	@find functions tests -type d \( -name bin -o -name obj -o -name TestResults \) -prune -exec rm -rf {} +
