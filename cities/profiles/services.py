"""Changing a page's draft, sending it to the secretariat, taking it back, restoring what was."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from cities.holdings import contacts_of, forget_contact
from cities.models import City, Partner
from cities.profiles.parts import Part, parts_of
from cities.profiles.values import as_sign
from network.core.audit import record
from network.core.drafts import draft_of, refuse_locked, send_draft, take_back
from network.core.merging import fingerprints

Page = City | Partner


class StaleProfile(Exception):
    """Somebody has changed the part since the form was opened; ``draft`` is the page as it is now."""

    def __init__(self, draft: Page) -> None:
        super().__init__(draft.pk)
        self.draft = draft


def _locked(page: Page) -> Page:
    """Return the page as it is now; nobody else changes its draft before this transaction ends."""
    return type(page).objects.select_for_update().get(pk=page.pk)


@transaction.atomic
def save_part(
    *, page: Page, part: Part, values: Mapping[str, Any], base: str, saved_by: Any, now: datetime
) -> Revision | None:
    """Write ``values`` into the page's draft and return the revision, or ``None`` where they change nothing.

    ``base`` are the signs of what the part said when the form was opened. A draft that waits for approval is
    taken back by the change: else staff could approve what they have not seen. Raises ``StaleProfile`` and
    ``LockedDraft``.
    """
    current = _locked(page)
    refuse_locked(current, person=saved_by)
    draft = draft_of(current)
    if part.fingerprints(draft) != base:
        raise StaleProfile(draft)
    if fingerprints(values, as_sign) == base:
        return None
    part.write(draft, values, by=saved_by)
    take_back(current, by=saved_by)
    revision = draft.save_revision(user=saved_by, log_action=True)
    record(action="profile.changed", subject=current, actor=saved_by, now=now, part=part.key)
    return revision


@transaction.atomic
def send_profile(*, page: Page, sent_by: Any, now: datetime) -> None:
    """Send the page's draft to the secretariat. Raises ``NothingToSend``."""
    current = _locked(page)
    if send_draft(current, by=sent_by):
        record(action="profile.sent", subject=current, actor=sent_by, now=now)


@transaction.atomic
def take_back_profile(*, page: Page, taken_by: Any, now: datetime) -> bool:
    """Take the page's draft back from the secretariat, and return whether it had it."""
    current = _locked(page)
    if not take_back(current, by=taken_by):
        return False
    record(action="profile.taken-back", subject=current, actor=taken_by, now=now)
    return True


@transaction.atomic
def withdraw_contact(*, person: Any, now: datetime) -> None:
    """Take a person out of the pages on which she is a contact person, out of their drafts and history too."""
    pages = list(City.objects.filter(contacts__in=contacts_of(person)).distinct())
    forget_contact(person)
    for page in pages:
        record(action="contact.withdrawn", subject=page, actor=person, now=now)


@transaction.atomic
def restore_profile(*, page: Page, revision: Revision, restored_by: Any, now: datetime) -> Revision:
    """Make an earlier state the page's draft again, and return the new revision; its history stays.

    What is not for the city to change (its name, its status, its mail domains) stays as it is now.
    Raises ``LockedDraft``.
    """
    current = _locked(page)
    refuse_locked(current, person=restored_by)
    draft, was = draft_of(current), revision.as_object()
    for part in parts_of(type(current)):
        part.write(draft, part.values(was), by=restored_by)
    if hasattr(was, "legacy"):
        draft.legacy = was.legacy
    take_back(current, by=restored_by)
    made = draft.save_revision(user=restored_by, log_action="wagtail.revert", previous_revision=revision)
    record(action="profile.restored", subject=current, actor=restored_by, now=now, revision=revision.pk)
    return made
