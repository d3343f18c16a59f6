# Two commands do everything: `make run` (the main job) and `make test` (every test).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests run side by side, file by file: those of one process share their servers.
JOBS ?= 2
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt

.PHONY: run test lint eval bench look regions clean
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	$(BIN)/chazhang demo

test: $(VENV)/.tools browser engines
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

lint: $(VENV)/.tools
	$(BIN)/ruff check .
	$(BIN)/mypy .

eval: $(VENV)/.installed
	$(BIN)/chazhang eval

bench: $(VENV)/.installed
	$(BIN)/python -m eval.bench_ask

# Pictures of every page, light, dark and narrow, in build/look: look at each of them.
look: $(VENV)/.tools browser
	$(BIN)/python -m tests.ui.look

# The whole of the real disclosures beside the checkout: some ten minutes.
SHARED ?= ../shared
regions: $(VENV)/.tools
	$(BIN)/python -m eval.identities $(SHARED)/disclosures
	$(BIN)/python -m eval.extraction $(SHARED)/disclosures
	$(BIN)/python -m eval.closing $(SHARED)/disclosures
	$(BIN)/python -m eval.forms $(SHARED)/disclosures
	$(BIN)/python -m eval.narrative $(SHARED)/disclosures

clean:
	rm -rf $(VENV) corpus build *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "chazhang 需要 Python 3.11 或更新的版本（make PYTHON=python3.12 run 可以指定）"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv; } || \
	  { command -v sudo && sudo apt-get update -qq && sudo apt-get install -y -qq python3-venv; } || \
	  { echo "缺 venv：请先 apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "安装依赖（第一次约一两分钟）……"
	@$(PIP) -e .
	@touch $@

$(VENV)/.tools: $(VENV)/.installed
	@$(PIP) -e '.[dev,ocr,server]'
	@touch $@

# A real Chromium and Chinese fonts for the tests of the page.
browser:
	@command -v chromium >/dev/null && fc-list 2>/dev/null | grep -qi 'noto.*cjk' || \
	  { if [ "$$(id -u)" = 0 ]; then S=; else S=sudo; fi; \
	    $$S apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$S apt-get install -y -qq chromium fonts-noto-cjk fontconfig >/dev/null; } || \
	  echo "没有装上 chromium：浏览器测试会跳过（在 CI 里会失败）"
.PHONY: browser

# A real PostgreSQL for the tests of the store; they start and end their own.
engines:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	  { if [ "$$(id -u)" = 0 ]; then S=; else S=sudo; fi; \
	    $$S apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$S apt-get install -y -qq postgresql >/dev/null; } || \
	  echo "没有装上 PostgreSQL：用它的测试会跳过（在 CI 里会失败）"
.PHONY: engines
