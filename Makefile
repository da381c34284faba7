# `make demo` and `make test` do everything on a fresh Debian machine that has Swift: system libraries, build, run.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.PHONY: demo test reliability build check format libraries test-libraries clean

STORE ?= .sharespec

# A crashing test should end at once and not wait in a backtracer.
export SWIFT_BACKTRACE = enable=no

demo: build
	.build/release/sharespec run specs/quickstart.yaml --store $(STORE)

test: test-libraries
	swift test --disable-xctest --skip EngineTests
	swift test --disable-xctest --skip-build --filter EngineTests

# The counts of the long forms; docs/reliability.md says what each of them tries.
FUZZ ?= 1000000
NAMES ?= 100000
FAULTS ?= 10000
KILLS ?= 500

# The long forms of the tests: random inputs for every reader, failures of files and power cuts, kills. One test at a
# time, so that the memory of the process is that of the reader.
reliability: test-libraries
	swift build --build-tests
	SHARESPEC_FUZZ=$(FUZZ) swift test --disable-xctest --skip-build --no-parallel --filter ReadOrRefused
	SHARESPEC_FUZZ=$(NAMES) swift test --disable-xctest --skip-build --filter EscapingTests.swift
	SHARESPEC_FAULTS=$(FAULTS) swift test --disable-xctest --skip-build --filter 'FaultTests|PowerCut|SharedStore'
	SHARESPEC_KILLS=$(KILLS) swift test --disable-xctest --skip-build --filter KillTests

# With Swift's libraries linked in, the command starts in about three quarters of the time.
build: libraries
	swift build -c release --product sharespec --static-swift-stdlib --disable-local-rpath

# Everything that a change should pass: the format, the tests, the demo from an empty store.
check: libraries
	swift format lint --strict --recursive --parallel Package.swift Sources Tests
	$(MAKE) test
	$(MAKE) demo STORE=$$(mktemp -d)/store

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

libraries:
	@.ci/install-libraries

test-libraries:
	@.ci/install-libraries tests

clean:
	rm -rf .build .sharespec
