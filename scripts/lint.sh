#!/usr/bin/env bash
# Run every check of the code that needs no test. All of them run; a summary says which failed.
set -uo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
export INTERURBAN_DATA="${INTERURBAN_DATA:-$PWD/var}"
failed=()

step() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        printf '✓ %s\n' "$name"
    else
        failed+=("$name")
        printf '✗ %s\n%s\n' "$name" "$output"
    fi
}

# Values that a production server would have, so that its settings can be checked.
production() {
    DJANGO_SETTINGS_MODULE=network.settings.production \
        SECRET_KEY=0aZ-lint-only-lint-only-lint-only-lint-only-lint-only-9876543210 \
        BASE_URL=https://exchange.example.org DATABASE_URL=sqlite:///:memory: REDIS_URL=redis://127.0.0.1:6379/0 \
        EMAIL_URL=smtp://mail.example.org DEFAULT_FROM_EMAIL=secretariat@example.org "$@"
}

step "style (ruff check)" ruff check --quiet .
step "format (ruff format)" ruff format --quiet --check .
step "types (mypy)" python scripts/check_types.py
step "imports point one way (import-linter)" lint-imports
step "migrations are complete" env -u DATABASE_URL DJANGO_SETTINGS_MODULE=network.settings.test \
    python manage.py makemigrations --check --dry-run
step "production settings (check --deploy)" production python -W error manage.py check --deploy --fail-level WARNING

if [ ${#failed[@]} -gt 0 ]; then
    printf '\n%s of the checks failed:\n' "${#failed[@]}"
    printf '  %s\n' "${failed[@]}"
    exit 1
fi
printf '\nAll checks passed.\n'
