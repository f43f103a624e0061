"""Home's part of the demo network: its frame, and the pages told after the reference texts."""

import tomllib
from pathlib import Path
from typing import Any

from wagtail.models import Site

from network.core.demo import once
from network.core.models import MenuItem, NetworkSettings, Place, Theme
from network.home.models import HomePage, PriorityIndexPage, PriorityPage, StandardPage
from network.home.services import begin_network

FOLDER = Path(__file__).parent
NAME = "Interurban demo network"


def read(name: str) -> dict[str, Any]:
    """Return the file ``name`` of this folder."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def load_frame(*, base_url: str) -> HomePage:
    """Return the demo's home page, with list pages, groups and menus begun around it."""
    with once("network:frame") as new:
        if new:
            return begin_network(name=NAME, base_url=base_url)
    return HomePage.objects.get()


def load_own_pages(*, home: HomePage) -> int:
    """Add what every network needs from the first day: accessibility statement, privacy, imprint, about."""
    return _add_standard_pages(home, read("legal.toml")["page"])


def load_pages(*, home: HomePage) -> dict[str, int]:
    """Add the demo's own pages and settings that were not added before; return how many pages were."""
    texts = read("pages.toml")
    with once("network:home") as new:
        if new:
            _fill_home(HomePage.objects.get(pk=home.pk), texts["home"])
            _fill_settings(texts["network"])
    added = _add_standard_pages(home, texts["page"])
    added += load_own_pages(home=home)
    added += _add_priorities(texts["priority"])
    return {"pages": added}


def _fill_home(home: HomePage, texts: dict[str, Any]) -> None:
    for name in ("title", "headline", "lead", "priorities_title", "steps_title", "call_label", "call_address"):
        setattr(home, name, texts[name])
    home.questions = [("question", question) for question in texts["question"]]
    home.steps = [("step", step) for step in texts["step"]]
    home.save_revision().publish()


def _fill_settings(texts: dict[str, str]) -> None:
    network = NetworkSettings.objects.get(site=Site.objects.get(is_default_site=True))
    for name, value in texts.items():
        setattr(network, name, value)
    network.save()


def _add_standard_pages(home: HomePage, pages: list[dict[str, Any]]) -> int:
    """Add the pages, and a link to each where the file names a menu; return how many were new."""
    added = 0
    for row in pages:
        with once(f"page:{row['slug']}") as new:
            if not new or StandardPage.objects.child_of(home).filter(slug=row["slug"]).exists():
                continue
            page = StandardPage(title=row["title"], slug=row["slug"], lead=row["lead"], body=body(row))
            HomePage.objects.get(pk=home.pk).add_child(instance=page)
            page.save_revision().publish()
            if row.get("menu"):
                _add_to_menu(page, place=row["menu"], first=row.get("first", False))
            added += 1
    return added


def _add_to_menu(page: StandardPage, *, place: str, first: bool) -> None:
    places = MenuItem.objects.filter(place=Place(place))
    last = places.order_by("-position").values_list("position", flat=True).first()
    position = 0 if first else (last or 0) + 1
    MenuItem.objects.create(place=Place(place), label=page.title[:40], page=page, position=position)


def _add_priorities(rows: list[dict[str, Any]]) -> int:
    """Add the priority and theme pages whose theme is in the vocabulary; return how many were new."""
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    added = 0
    for row in rows:
        if row["theme"] not in themes:
            continue
        with once(f"priority:{row['slug']}") as new:
            if not new:
                continue
            index = PriorityIndexPage.objects.get()
            page = PriorityPage(
                title=row["title"],
                slug=row["slug"],
                kind=row["kind"],
                theme=themes[row["theme"]],
                statement=row["statement"],
                body=body(row),
            )
            index.add_child(instance=page)
            page.save_revision().publish()
            added += 1
    return added


def body(row: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the row's blocks as a page's body takes them."""
    return [(block["type"], block["value"]) for block in row.get("block", [])]
