"""The code keeps to its layout."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from network.celery import app

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("network", "cities", "knowledge", "working_groups")
CODE = [
    path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py")) if "migrations" not in path.parts
]
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
TEMPLATES = [path for path in sorted((ROOT / "templates").rglob("*.html")) if "email" not in path.parts]
INLINE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\b(src=|application/(ld\+)?json))|\son[a-z]+=", re.IGNORECASE
)


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_each_scheduled_task_is_registered(db):
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


def test_modules_are_named_after_their_topic():
    vague = {"utils", "helpers", "misc", "common"}
    assert [path for path in CODE if vague & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_settings_files_are_short():
    files = sorted((ROOT / "network" / "settings").glob("*.py"))
    assert [path.name for path in files if lines(path) > 300] == []


def test_no_file_is_too_long():
    assert [str(path) for path in [*CODE, *STYLES] if lines(path) > 450] == []


def test_public_templates_have_no_inline_style_or_script():
    pages = [path for path in TEMPLATES if path.relative_to(ROOT / "templates").parts[0] != "mail"]
    assert [str(path) for path in pages if INLINE.search(path.read_text())] == []


@pytest.mark.parametrize("text", ["<style>", '<p style="x">', "<script>", '<a onclick="x">'])
def test_inline_code_would_be_found(text):
    assert INLINE.search(text)


def variables() -> set[str]:
    """Return the names of the environment's variables that the portal reads."""
    read = set()
    for path in [*(ROOT / "network" / "settings").glob("*.py"), ROOT / "network" / "serve.py"]:
        read |= set(re.findall(r'(?:env\.\w+|required|environ\.get)\(\s*"([A-Z_]+)"', path.read_text()))
    return read - {"PYTEST_XDIST_WORKER"}


@pytest.mark.parametrize(("file", "form"), [(".env.example", "^#?{}="), ("docs/deployment.md", r"^\| `{}`")])
def test_each_variable_that_is_read_is_documented(file, form):
    documented = (ROOT / file).read_text()
    assert {"SECRET_KEY", "OIDC_SERVER_URL", "TRUSTED_PROXY_COUNT", "PORT"} <= variables()
    missing = {name for name in variables() if not re.search(form.format(name), documented, re.MULTILINE)}
    assert missing == set()
