"""A place of each test's own for private files."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    """Return the files that lie on the disk, each time it is called."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    return lambda: sorted(path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file())
