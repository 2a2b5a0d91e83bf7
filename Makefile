# What there is to do here. Every target installs what it misses, says so, and can be run again at any time.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The C libraries, and what Swift itself needs to compile and link on Debian.
BUILD_PACKAGES := libsqlite3-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libcrypt-dev zlib1g-dev libzip-dev libqrencode-dev \
    libexpat1-dev libxlsxwriter-dev pkg-config binutils libc6-dev libstdc++-12-dev libcurl4 libncurses6 libxml2 tzdata \
    ca-certificates
TEST_PACKAGES := chromium chromium-driver fonts-noto-cjk libreoffice-calc libzbar0 python3 python3-venv curl

PYTHON := .build/venv/bin/python
PYTEST := TRAINING_BIN=.build/debug/training $(PYTHON) -m pytest

# How many Swift tests run at once. Without a limit all do, and hundreds of databases wait for one lock inside SQLite.
SIDE_BY_SIDE := 4
# How many tests from outside run at once: one more than there are cores, since many of them wait for a line to come back.
BROWSERS := 3

say = @printf '\n==> %s\n' '$(1)'

.PHONY: help run test test-long soak test-fresh pictures benchmark-imports format check swift dependencies debug-build test-tools

help: ## tells what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

run: dependencies ## builds and serves a demo province on http://127.0.0.1:8080
	$(call say,Building the server)
	swift build --configuration release --product training
	$(call say,Starting the server; Ctrl-C stops it)
	exec .build/release/training serve --demo

test: debug-build test-tools ## runs every test, those in the browser too
	$(call say,Testing the targets)
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(SIDE_BY_SIDE) swift test --skip-build
	$(call say,Testing the program from outside and in the browser)
	$(PYTEST) --numprocesses $(BROWSERS) --dist loadfile Tests

test-long: debug-build test-tools ## runs what takes minutes: the server killed again and again
	$(call say,Killing the server again and again)
	ROUNDS=$${ROUNDS:-30} $(PYTEST) Tests/Acceptance/test_kill.py

soak: debug-build test-tools ## the same for about an hour
	$(call say,Killing the server again and again for about an hour)
	ROUNDS=$${ROUNDS:-500} $(PYTEST) --timeout 7200 Tests/Acceptance/test_kill.py

test-fresh: ## proves run and test in a Debian root that has only Swift, git and make
	Tests/Fresh/prove

pictures: debug-build test-tools ## makes the pictures of the README
	$(call say,Taking pictures)
	PICTURES=docs/pictures $(PYTEST) Tests/Browser/test_pictures.py
	@ls -l docs/pictures

benchmark-imports: dependencies ## imports a province while others learn and read, and prints who waited how long
	$(call say,Building the server)
	swift build --configuration release --product training
	$(call say,Importing 20000 units and 100000 people)
	/usr/bin/python3 Benchmarks/imports.py .build/release/training --folder .build

format: swift ## formats the Swift files
	swift format --in-place --parallel --recursive Sources Tests Package.swift

check: debug-build ## checks formatting and content
	swift format lint --strict --parallel --recursive Sources Tests Package.swift
	.build/debug/training check

# MARK: What they stand on

dependencies: swift
	$(call say,Fetching the packages it is built on)
	@swift package resolve || { \
	    echo "The Swift packages cannot be fetched; the lines above say why. Is there a network?" >&2; exit 1; }

debug-build: dependencies
	$(call say,Building the server and its tests)
	@swift build --build-tests || { \
	    echo "Building once more: what is wrong stands alone then, at the end." >&2; swift build --build-tests; }

swift:
	$(call say,Looking for what the build needs)
	@command -v swift > /dev/null || { \
	    echo "Swift 6.3 is needed and is not on the PATH: https://www.swift.org/install/linux" >&2; exit 1; }
	@.ci/install $(BUILD_PACKAGES)
	@swift --version 2> /dev/null | grep -Eq 'Swift version (6\.([3-9]|[1-9][0-9])|[7-9]|[1-9][0-9])' || { \
	    echo "Swift 6.3 or later is needed; $$(command -v swift) is another: $$(swift --version 2>&1 | head -n 1)" >&2; \
	    exit 1; }

test-tools:
	$(call say,Looking for what the tests need)
	@.ci/install $(TEST_PACKAGES)
	@$(MAKE) --no-print-directory .build/venv/ready

.build/venv/ready: Tests/requirements.txt
	$(call say,Installing the Python packages of $<)
	/usr/bin/python3 -m venv --clear .build/venv
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --requirement $< || { \
	    echo "The Python packages of $< cannot be had; the lines above say why. Is there a network?" >&2; exit 1; }
	@touch $@
