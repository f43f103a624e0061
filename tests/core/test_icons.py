"""Every icon and hatch that a template names is in its sprite."""

import re
from pathlib import Path

import pytest

from network.core.enums import Hatch

ROOT = Path(__file__).resolve().parents[2]


def symbols(sprite: str) -> set[str]:
    """Return the ids of a sprite."""
    return set(re.findall(r'id="([a-z-]+)"', (ROOT / "static" / "img" / sprite).read_text()))


@pytest.mark.parametrize(("tag", "sprite"), [("icon", "icons.svg"), ("hatch", "hatches.svg")])
def test_templates_name_only_what_is_drawn(tag, sprite):
    texts = [file.read_text() for file in (ROOT / "templates").rglob("*.html")]
    named = {name for text in texts for name in re.findall(rf'{{% {tag} "([a-z-]+)"', text)}
    assert named - symbols(sprite) == set()


def test_every_theme_can_be_drawn():
    assert set(Hatch.values) <= symbols("hatches.svg")
