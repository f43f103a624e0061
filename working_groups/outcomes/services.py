"""Beginning a practice or a product with what an exchange or a meeting has said, and noting where it came from.

A practice goes the way of every practice that members submit, a product begins as a draft of editors. Each is
begun once: a second time the same one is returned.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page

from cities.models import City
from knowledge.enums import Licence, ProductType
from knowledge.models import GoodPracticePage, KnowledgeIndexPage, KnowledgeProductPage
from knowledge.submissions.services import create_submission
from network.core.audit import record
from network.core.light_markup import to_html
from network.core.models import Theme
from network.core.slugs import slug_of
from working_groups.enums import OutcomeKind
from working_groups.locks import locked_meeting
from working_groups.models import Meeting, Outcome, PeerExchange


def begun(origin: PeerExchange | Meeting, kind: OutcomeKind) -> Outcome | None:
    """Return what was begun before, if anything; call it under the lock of ``origin``."""
    return Outcome.objects.filter(**_of(origin), kind=kind).select_related("page").first()


def _of(origin: PeerExchange | Meeting) -> dict[str, Any]:
    return {"meeting": origin} if isinstance(origin, Meeting) else {"exchange": origin}


def begin_practice(
    origin: PeerExchange | Meeting, *, city: City, values: Mapping[str, Any], author: Any, now: datetime
) -> Outcome:
    """Begin a practice of ``city`` with ``values``, and return it; call it under the lock of ``origin``."""
    submission = create_submission(
        model=GoodPracticePage,
        author=author,
        city=city,
        values=values,
        picture=None,
        form_token=uuid.uuid4(),
        now=now,
    )
    return _keep(origin, OutcomeKind.PRACTICE, submission.page, author, now)


def begin_product(
    origin: PeerExchange | Meeting,
    *,
    title: str,
    summary: str,
    text: str,
    themes: Iterable[Theme],
    cities: Iterable[City],
    author: Any,
    now: datetime,
) -> Outcome:
    """Begin a product with ``text``, which has light marks, and return it; call it under a lock."""
    index = Page.objects.select_for_update().get(pk=KnowledgeIndexPage.objects.get().pk).specific
    page = KnowledgeProductPage(
        title=title,
        product_type=ProductType.OUTCOME,
        licence=Licence.NOT_STATED,
        slug=f"{slug_of(title)[:80]}-{uuid.uuid4().hex[:6]}",
        summary=summary[:300],
        body=[("text", to_html(text))],
        live=False,
        owner=author,
    )
    themed, placed = page.theme_links, page.city_links
    themed.set([themed.model(theme=theme, sort_order=n) for n, theme in enumerate(themes)])
    placed.set([placed.model(city=city, sort_order=n) for n, city in enumerate(cities)])
    page = index.add_child(instance=page)
    page.save_revision(user=author, log_action="wagtail.create")
    return _keep(origin, OutcomeKind.PRODUCT, page, author, now)


def _keep(origin: PeerExchange | Meeting, kind: OutcomeKind, page: Page, author: Any, now: datetime) -> Outcome:
    outcome = Outcome.objects.create(**_of(origin), kind=kind, page_id=page.pk, made_at=now)
    record(action="outcome.drafted", subject=origin, actor=author, now=now, kind=kind, page=page.pk)
    return outcome


@transaction.atomic
def draft_practice_of_meeting(*, meeting: Meeting, city: City, author: Any, now: datetime) -> Outcome:
    """Begin a practice of ``city`` with the minutes of a meeting, and return it as an outcome."""
    current = locked_meeting(meeting)
    if known := begun(current, OutcomeKind.PRACTICE):
        return known
    values = {
        "title": current.title,
        "summary": current.summary[:300],
        "solution": current.minutes[:8000],
        "results": _decided(current),
        "themes": _themes(current),
        "challenges": [],
    }
    return begin_practice(current, city=city, values=values, author=author, now=now)


@transaction.atomic
def draft_product_of_meeting(*, meeting: Meeting, author: Any, now: datetime) -> Outcome:
    """Begin a product with the minutes and decisions of a meeting, and return it as an outcome."""
    current = locked_meeting(meeting)
    if known := begun(current, OutcomeKind.PRODUCT):
        return known
    return begin_product(
        current,
        title=current.title,
        summary=current.summary,
        text="\n\n".join(filter(None, (current.minutes, _decided(current)))),
        themes=_themes(current),
        cities=[],
        author=author,
        now=now,
    )


def _themes(meeting: Meeting) -> list[Theme]:
    whose = meeting.group or meeting.exchange
    return list(whose.themes.all()) if whose else []


def _decided(meeting: Meeting) -> str:
    return "\n".join(f"- {one.text}" for one in meeting.decisions.all())[:8000]
