"""At collectstatic one stylesheet is made of many, and everything that it names is there."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

BUNDLED = {"staticfiles": {"BACKEND": "network.core.static_files.BundledManifestStorage"}}


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Return the folder that collectstatic filled, twice, with our own files."""
    from django.conf import settings

    root = tmp_path_factory.mktemp("static")
    own = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    finders.get_finder.cache_clear()
    with override_settings(STATIC_ROOT=root, STORAGES=settings.STORAGES | BUNDLED, STATICFILES_FINDERS=own):
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root
    finders.get_finder.cache_clear()


def bundle(root: Path) -> Path:
    """Return the hashed stylesheet."""
    (found,) = [
        file for file in (root / "css").glob("site.*.css") if re.fullmatch(r"site\.\w{12}\.css", file.name)
    ]
    return found


def test_the_bundle_imports_nothing_and_holds_every_component(collected):
    text = bundle(collected).read_text()
    assert "@import" not in text
    for part in (".site-head", ".entry", ".field", ".prose", "@media print"):
        assert part in text
    assert text.startswith("@layer tokens, base, layout, components, utilities;")


def test_every_stylesheet_is_bundled():
    css = Path(__file__).resolve().parents[2] / "static" / "css"
    imported = set(re.findall(r'@import url\("([^"]+)"\)', (css / "site.css").read_text()))
    assert imported == {str(file.relative_to(css)) for file in css.rglob("*.css")} - {"site.css"}


def test_everything_that_the_bundle_names_is_there_under_a_hashed_name(collected):
    file = bundle(collected)
    names = re.findall(r'url\("?([^")]+)"?\)', file.read_text())
    assert names
    for name in names:
        assert re.search(r"\.\w{12}\.\w+$", name), name
        assert (file.parent / name).exists(), name


def test_the_bundle_stays_small(collected):
    text = bundle(collected).read_bytes()
    assert len(text) < 40_000
    assert len(gzip.compress(text)) < 9_000


def test_a_file_of_a_folder_names_its_neighbours_from_the_bundles_place(tmp_path, settings):
    from django.core.files.storage import FileSystemStorage

    from network.core.static_files import BundledManifestStorage

    (tmp_path / "css" / "components").mkdir(parents=True)
    (tmp_path / "css" / "components" / "a.css").write_text('a { background: url("../../img/a.svg"); }')
    source = FileSystemStorage(tmp_path)
    paths = {"css/components/a.css": (source, "css/components/a.css")}
    shown = BundledManifestStorage()._imported("components/a.css", paths)
    assert shown == 'a { background: url("../img/a.svg"); }'
