#!/usr/bin/env bash
# Make .venv with the locked dependencies. Usage: scripts/setup.sh [run|dev]
#
# "run" is what the portal needs, "dev" adds what tests and linters need. A stamp makes a second time instant.
# uv is used where it is installed, and never needed. A .venv that is a link is somebody's own: it is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."

set_of_packages=${1:-run}
case $set_of_packages in
    run) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) echo "usage: scripts/setup.sh [run|dev]" >&2; exit 2 ;;
esac

say() { printf '%s\n' "→ $*"; }
fail() { printf '\n%s\n' "✗ $*" >&2; exit 1; }

# Old enough shims and stubs answer to these names, so each candidate has to prove itself.
usable() { "$1" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    local name
    for name in ${PYTHON:-} python3.14 python3.13 python3.12 python3.11 python3 python; do
        if command -v "$name" >/dev/null 2>&1 && usable "$name"; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    return 1
}

# Run a command and show what it said only if it fails.
quietly() {
    local output
    if ! output=$("$@" 2>&1); then
        printf '%s\n' "$output" | tail -n 40 >&2
        return 1
    fi
}

make_environment() {
    local python
    if ! python=$(find_python); then
        command -v uv >/dev/null 2>&1 || fail "No Python 3.11 or later was found. Install one, or name it: make setup PYTHON=/path/to/python3"
        say "Making the environment with uv's own Python"
        quietly uv venv --quiet --python '>=3.11' .venv
        return
    fi
    say "Making the environment with Python $("$python" -c 'import platform; print(platform.python_version())')"
    rm -rf .venv
    if "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        quietly "$python" -m venv .venv && return
    fi
    # Debian keeps pip for environments in a package of its own, python3-venv.
    rm -rf .venv
    quietly "$python" -m venv --without-pip .venv || fail "Python's venv module failed."
    command -v uv >/dev/null 2>&1 || .venv/bin/python scripts/fetch_pip.py \
        || fail "This Python has no ensurepip, and pip could not be fetched. On Debian: apt install python3-venv"
}

install() {
    if command -v uv >/dev/null 2>&1; then
        quietly uv pip install --quiet --require-hashes --python .venv/bin/python -r "$lock" && return
        say "uv could not install them; trying pip"
        .venv/bin/python -c 'import pip' 2>/dev/null || .venv/bin/python scripts/fetch_pip.py
    fi
    quietly .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
        --require-hashes -r "$lock"
}

[ -L .venv ] && exit 0

# One at a time, where the system has flock: two targets may start together.
if command -v flock >/dev/null 2>&1; then
    exec 9>.setup.lock
    flock 9
fi

stamp=.venv/.installed-$set_of_packages
wanted=$(cat requirements.lock requirements-dev.lock scripts/setup.sh | cksum)
if [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null; then
    for found in "$stamp" .venv/.installed-dev; do
        [ "$(cat "$found" 2>/dev/null)" = "$wanted" ] && exit 0
    done
else
    make_environment
fi

say "Installing the dependencies (this takes a minute the first time)"
rm -f .venv/.installed-*
install || fail "The dependencies could not be installed."
printf '%s\n' "$wanted" >"$stamp"
say "The environment is ready"
