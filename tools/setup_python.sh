#!/usr/bin/env bash
# Makes .venv from the lock. Needs only Python 3.11+ with pip or venv's own pip, and a package index.
set -euo pipefail
python="${PYTHON:-python3}"
"$python" -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Relaydesk needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
cache="${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}"
if ! mkdir -p "$cache" 2>/dev/null || [ ! -w "$cache" ]; then
  export UV_CACHE_DIR="$PWD/.make/uv-cache"  # no HOME, or one that we may not write to
fi
if [ ! -x .venv/bin/python ]; then
  echo "Making .venv ..."
  # Debian splits venv's own pip off; the pip beside the interpreter does as well
  "$python" -m venv .venv >/dev/null 2>&1 || "$python" -m venv --without-pip --clear .venv
fi
if [ ! -x .venv/bin/uv ]; then
  if .venv/bin/python -m pip --version >/dev/null 2>&1; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check uv 2> >(grep -v 'is ignored: it is neither' >&2)
  else
    "$python" -m pip --python .venv/bin/python install --quiet --disable-pip-version-check uv
  fi
fi
echo "Installing locked requirements ..."
.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes --compile-bytecode -r requirements/dev.lock
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --editable .
# bytecode made here serves every start, also where PYTHONDONTWRITEBYTECODE keeps Python from writing it
.venv/bin/python -m compileall -q src/relaydesk
