"""Comparing what is made with what was looked at and kept."""

import os
from pathlib import Path


def assert_snapshot(file: Path, text: str) -> None:
    """Fail where ``text`` is not what ``file`` holds; ``UPDATE_SNAPSHOTS=1`` writes it, to be looked at."""
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert text == file.read_text(), f"{file.name} differs"
