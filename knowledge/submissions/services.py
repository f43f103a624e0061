"""Writing what members submit, and its way to the secretariat."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

from cities.models import Challenge, City
from knowledge.models import GoodPracticePage, NewsIndexPage, NewsPage, PracticeIndexPage, Submission
from network.core.audit import record
from network.core.drafts import draft_of, refuse_locked, send_draft, take_back
from network.core.light_markup import to_html, to_text
from network.core.merging import as_text, fingerprints
from network.core.slugs import slug_of
from network.media.services import keep_picture

LISTS: dict[type, Any] = {GoodPracticePage: PracticeIndexPage, NewsPage: NewsIndexPage}
RICH = ("challenge", "context", "solution", "results", "what_failed", "enabling_factors", "transferability")
LISTED = ("themes", "challenges")
LONGEST_SLUG = 80


class StaleSubmission(Exception):
    """Somebody has changed the draft since the form was opened; ``draft`` is the page as it is now."""

    def __init__(self, draft: Any) -> None:
        super().__init__(draft.pk)
        self.draft = draft


class PublishedMeanwhile(Exception):
    """The secretariat has published the page: it is changed in the editors' area now."""


def values_of(page: Any, plain: tuple[str, ...]) -> dict[str, Any]:
    """Return what a form shows of ``page``: plain fields, formatted texts as they are edited, and its rows."""
    values = {name: getattr(page, name) for name in plain}
    if isinstance(page, NewsPage):
        values["text"] = to_text(
            "".join(block.value.source for block in page.body if block.block_type == "text")
        )
    else:
        values |= {name: to_text(getattr(page, name)) for name in RICH}
        values["challenges"] = page.public_challenges()
    return values | {"themes": [link.theme for link in page.theme_links.all()]}


def plain_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which of ``values`` are plain fields of the page."""
    return tuple(name for name in values if name not in (*RICH, "text", *LISTED))


def name_challenges(page: Any, challenges: list[Challenge], *, offered: list[Challenge]) -> None:
    """Have ``page`` name ``challenges``; one that it named and that no form offers, being withdrawn, stays."""
    shown = {challenge.pk for challenge in (*offered, *challenges)}
    kept = [link.challenge_id for link in page.challenge_links.all() if link.challenge_id not in shown]
    named = [*(challenge.pk for challenge in challenges), *kept]
    links = page.challenge_links
    links.set([links.model(challenge_id=pk, sort_order=n) for n, pk in enumerate(named)])


def write(page: Any, values: Mapping[str, Any], *, city: City) -> None:
    """Have ``page``, not saved yet, say ``values``; formatted text only where its words have changed."""
    now = values_of(page, plain_of(values))
    for name, value in values.items():
        if name == "text":
            if as_text(value) != as_text(now["text"]):
                others = [(block.block_type, block.value) for block in page.body if block.block_type != "text"]
                page.body = [("text", to_html(value)), *others] if value else others
        elif name in RICH:
            if as_text(value) != as_text(now[name]):
                setattr(page, name, to_html(value))
        elif name not in LISTED:
            setattr(page, name, value)
    if "challenges" in values:
        name_challenges(page, values["challenges"], offered=now["challenges"])
    links = page.theme_links
    links.set([links.model(theme=theme, sort_order=n) for n, theme in enumerate(values["themes"])])
    if not page.city_links.all():
        page.city_links.set([page.city_links.model(city=city, sort_order=0)])


def shows(page: Any, picture: tuple[Any, str] | None) -> bool:
    """Return whether ``page`` shows the picture, or there is none that it should show."""
    return picture is None or bool(page.image and page.image.is_made_of(*picture))


@transaction.atomic
def create_submission(
    *,
    model: type[Page],
    author: Any,
    city: City,
    values: Mapping[str, Any],
    picture: tuple[Any, str] | None,
    form_token: uuid.UUID,
    now: datetime,
) -> Submission:
    """Return the draft that a form has made; the same form sent again returns what it made the first time."""
    parent = Page.objects.select_for_update().get(pk=LISTS[model].objects.get().pk)  # one at a time
    if known := Submission.objects.filter(form_token=form_token).first():
        if known.author_id == author.pk:
            return known
        form_token = uuid.uuid4()  # somebody else's: this is another form
    page = model(
        live=False, owner=author, slug=f"{slug_of(values['title'])[:LONGEST_SLUG]}-{form_token.hex[:6]}"
    )
    write(page, values, city=city)
    if picture:
        page.image = keep_picture(file=picture[0], description=picture[1], by=author)
    page = parent.specific.add_child(instance=page)
    page.save_revision(user=author, log_action="wagtail.create")
    submission = Submission.objects.create(
        page_id=page.pk, city=city, author=author, form_token=form_token, created_at=now
    )
    record(action="submission.created", subject=submission, actor=author, now=now, city=city.pk)
    return submission


@transaction.atomic
def change_submission(
    *,
    submission: Submission,
    values: Mapping[str, Any],
    picture: tuple[Any, str] | None,
    base: str,
    changed_by: Any,
    now: datetime,
) -> Revision | None:
    """Write ``values`` into the draft and return the revision, or ``None`` where they change nothing.

    A draft that waits for approval is taken back by the change, and by nothing less.
    Raises ``StaleSubmission``, ``PublishedMeanwhile`` and ``LockedDraft``.
    """
    page = Page.objects.select_for_update().get(pk=submission.page_id).specific
    if page.live:
        raise PublishedMeanwhile
    refuse_locked(page, person=changed_by)
    draft = draft_of(page)
    current = values_of(draft, plain_of(values))
    if fingerprints({name: current[name] for name in values}) != base:
        raise StaleSubmission(draft)
    if fingerprints(values) == base and shows(draft, picture):
        return None
    write(draft, values, city=submission.city)
    if picture and not shows(draft, picture):
        draft.image = keep_picture(file=picture[0], description=picture[1], by=changed_by)
    take_back(page, by=changed_by)
    revision = draft.save_revision(user=changed_by, log_action=True)
    record(action="submission.changed", subject=submission, actor=changed_by, now=now)
    return revision


@transaction.atomic
def send_submission(*, submission: Submission, sent_by: Any, now: datetime) -> None:
    """Send the draft to the secretariat. Raises ``NothingToSend``."""
    page = Page.objects.select_for_update().get(pk=submission.page_id).specific
    if send_draft(page, by=sent_by):
        record(action="submission.sent", subject=submission, actor=sent_by, now=now)
