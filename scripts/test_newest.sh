#!/usr/bin/env bash
# Run the suite on SQLite with the newest interpreter that runs here and the newest releases that fit together,
# whatever the lock says, in an environment of its own.
# Warnings are shown, not errors as on the locked versions: this asks whether the portal works there. What a newer
# Django deprecates often has no other spelling on the locked one, and much of it is said of other packages.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

python=python3
for candidate in "$HOME"/.pyenv/versions/3.{11,12,13,14}*/bin/python python3.{11,12,13,14}; do
    "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    [ "$("$candidate" -c 'import sys; print(sys.version_info[1])')" -ge \
        "$("$python" -c 'import sys; print(sys.version_info[1])')" ] && python=$candidate
done
"$python" -m venv "$scratch/newest"
"$python" - <<'PY' >"$scratch/loose.txt"
import re, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))
wanted = project["project"]["dependencies"] + project["dependency-groups"]["test"]
print("\n".join(re.match(r"[\w.-]+(\[[\w,-]+\])?", line).group() for line in wanted))
PY
"$scratch/newest/bin/pip" install --quiet --upgrade --disable-pip-version-check -r "$scratch/loose.txt"
"$scratch/newest/bin/python" -c 'import platform, django, wagtail
print("Python", platform.python_version(), "Django", django.__version__, "Wagtail", wagtail.__version__)'
env -u DATABASE_URL -u REDIS_URL INTERURBAN_DATA="$scratch/data" \
    "$scratch/newest/bin/python" -m pytest -n "${JOBS:-2}" -o filterwarnings=default
