#!/bin/sh
# Installs the packages of the lock into .venv, unless they are there: `make` calls this before anything else, in the
# folder of the checkout. PYTHON names the Python to use, where it is not the first one found.
set -eu

lock=requirements-dev.txt
# Written last: where it equals the lock, the environment is complete.
installed=.venv/requirements-dev.txt

fail() {
    echo "$1" >&2
    exit 1
}

is_complete() {
    cmp -s "$lock" "$installed" && .venv/bin/python -c '' 2>/dev/null
}

# Sets `chosen` to the first Python that is new enough, and `version` to the version of the last one tried.
choose_python() {
    chosen='' found='' version=''
    for candidate; do
        version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        found=${found:-$version}
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            chosen=$candidate
            return
        fi
    done
    install="Install it, or name it: make run PYTHON=/path/to/python3.12"
    fail "Python 3.11 or newer is needed; found ${found:-none}${PYTHON:+ at $PYTHON}. $install"
}

install_packages() {
    "$chosen" -m venv --clear .venv &&
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" &&
        cp "$lock" "$installed"
}

if is_complete; then exit 0; fi

if [ -n "${PYTHON:-}" ]; then
    choose_python "$PYTHON"
else
    choose_python python3 python3.14 python3.13 python3.12 python3.11 python
fi
"$chosen" -c 'import ensurepip, venv' 2>/dev/null || fail "Python $version makes no virtual environments here.\
 Install the package that can (Debian, Ubuntu: apt install python$version-venv), then try again."
{ mkdir -p .venv 2>/dev/null && [ -w .venv ]; } ||
    fail "This folder cannot be written to. Clone into one that can, or make it writable."

echo "Installing the packages of $lock into .venv (once; about a minute) …"
install_packages || fail "The packages were not installed, for the reason above. Put that right, then try again."
