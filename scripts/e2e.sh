#!/usr/bin/env bash
# Run the browser tests with the Chromium of this machine. It installs nothing, and says what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
    if found=$(command -v "$name"); then
        export CHROMIUM=$found
        break
    fi
done
if [ -z "${found:-}" ]; then
    echo "✗ The browser tests need Chromium. On Debian: apt install chromium. Elsewhere: make e2e CHROMIUM=/path/to/it" >&2
    exit 1
fi
exec .venv/bin/python -m pytest --override-ini addopts="-q --strict-markers -p no:cacheprovider" tests/e2e "$@"
