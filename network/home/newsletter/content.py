"""An issue's body, read for the page and for the mail: only what everybody may read at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from cities.models import Challenge
from network.core.letterhead import absolute
from network.core.visibility import restricted_pages
from working_groups.models import Meeting


@dataclass(frozen=True, slots=True)
class Item:
    """Something of ours: what it is, its title and summary, and its address, whole for mails."""

    kind: str
    title: str
    summary: str
    path: str
    starts_at: Any = None

    @property
    def url(self) -> str:
        """The whole address."""
        return absolute(self.path)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the body: ``text`` (rich text), ``figure`` or ``picks``, of which one is filled."""

    kind: str
    value: Any = None
    title: str = ""
    items: list[Item] = field(default_factory=list)


def parts_of(body: Any) -> list[Part]:
    """Return the parts of a body; picks of which nothing is public any more are left out."""
    shown = _public(body)
    parts = []
    for block in body:
        if block.block_type != "picks":
            parts.append(Part(block.block_type, block.value))
            continue
        keys = [(one.block_type, one.value.pk) for one in block.value["items"] if one.value]
        items = [shown[key] for key in keys if key in shown]
        if items:
            parts.append(Part("picks", title=block.value["title"], items=items))
    return parts


def _public(body: Any) -> dict[tuple[str, int], Item]:
    """Return by kind and key what everybody may read of what a body has picked: a query for each kind."""
    picked: dict[str, set[int]] = {"page": set(), "meeting": set(), "challenge": set()}
    for block in body:
        if block.block_type == "picks":
            for one in block.value["items"]:
                if one.value:
                    picked[one.block_type].add(one.value.pk)
    return {
        **_pages(picked["page"]),
        **_meetings(picked["meeting"]),
        **_challenges(picked["challenge"]),
    }


def _pages(keys: Iterable[int]) -> dict[tuple[str, int], Item]:
    if not keys:
        return {}
    pages = Page.objects.live().filter(pk__in=keys)
    for closed in restricted_pages(None):
        pages = pages.not_descendant_of(closed, inclusive=True)
    return {
        ("page", page.pk): Item(
            str(page._meta.verbose_name), page.title, page.summary_text, page.get_url() or ""
        )
        for page in pages.specific()
    }


def _meetings(keys: Iterable[int]) -> dict[tuple[str, int], Item]:
    found = Meeting.objects.public().not_cancelled().filter(pk__in=keys) if keys else ()
    name = str(Meeting._meta.verbose_name)
    return {
        ("meeting", one.pk): Item(name, one.title, one.summary, one.get_absolute_url(), one.starts_at)
        for one in found
    }


def _challenges(keys: Iterable[int]) -> dict[tuple[str, int], Item]:
    found = Challenge.objects.public().filter(pk__in=keys) if keys else ()
    name = str(Challenge._meta.verbose_name)
    return {("challenge", one.pk): Item(name, one.title, one.summary, one.get_absolute_url()) for one in found}
