"""The mails about challenges: who gets them, who no longer does, and how they read."""

from pathlib import Path

import pytest
from django.utils import timezone

from cities.challenges import services, support
from cities.challenges.notices import CO_SIGNED, COMMENTED, OFFERED, PUBLISHED, RETURNED, SUBMITTED
from cities.models import Challenge
from network.mail.kinds import Recipient, kinds
from network.mail.models import Delivery
from network.mail.sending import send_due
from tests.cities.challenges.entries import new
from tests.cities.challenges.test_writing import complete
from tests.factories.challenges import CommentFactory, CoSignatureFactory, SupportOfferFactory
from tests.factories.mail import DeliveryFactory
from tests.snapshots import assert_snapshot

pytestmark = pytest.mark.django_db

SNAPSHOTS = Path(__file__).parent / "snapshots"
READER = Recipient("ana@here.example", "en", "UTC")


def waiting(kind):
    """Return to whom a kind of mail is addressed."""
    return {delivery.recipient for delivery in Delivery.objects.filter(kind=kind)}


def named(people, *names):
    return {people[name] for name in names}


def test_moderators_are_told_of_what_waits_and_again_after_a_change(here, people, as_):
    as_("author").post("/challenges/new/", new(here, action="submit"))
    challenge = Challenge.objects.get()
    assert waiting(SUBMITTED) == named(people, "moderator")
    services.return_challenge(
        challenge=challenge, comment="Add numbers.", decided_by=people["moderator"], now=timezone.now()
    )
    assert waiting(RETURNED) == named(people, "author", "coordinator")
    services.submit_challenge(challenge=challenge, submitted_by=people["author"], now=timezone.now())
    assert Delivery.objects.filter(kind=SUBMITTED).count() == 2
    services.publish_challenge(challenge=challenge, decided_by=people["moderator"], now=timezone.now())
    assert waiting(PUBLISHED) == named(people, "author", "coordinator")


def test_the_citys_people_are_told_what_others_add_but_not_what_they_did_themselves(challenge, there, people):
    now, theo = timezone.now(), people["coordinator there"]
    support.co_sign(challenge=challenge, city=there, sentence="So do we.", signed_by=theo, now=now)
    token = {"text": "Yes.", "form_token": "7f8f0f7e-7f0c-4d8e-9c77-0d9bb4b1e5a4", "now": now}
    support.add_comment(challenge=challenge, author=people["author"], city=challenge.city, **token)
    support.offer_support(challenge=challenge, organisation=there, is_public=False, offered_by=theo, **token)
    assert waiting(CO_SIGNED) == waiting(OFFERED) == named(people, "author", "coordinator")
    assert waiting(COMMENTED) == named(people, "coordinator")


def test_who_has_lost_her_access_gets_no_mail(here, there, people, mailoutbox):
    challenge = complete(here, people, "submitted")
    now = timezone.now()
    services.publish_challenge(challenge=challenge, decided_by=people["moderator"], now=now)
    support.co_sign(
        challenge=challenge,
        city=there,
        sentence="So do we.",
        signed_by=people["coordinator there"],
        now=now,
    )
    people["author"].affiliations.update(state="ended", ended_at=now)
    send_due(clock=timezone.now)
    assert {mail.to[0] for mail in mailoutbox} == {people["coordinator"].email}
    assert len(mailoutbox) == 2


def test_what_is_no_longer_true_is_not_mailed(here, people, mailoutbox):
    challenge = complete(here, people, "draft")
    services.submit_challenge(challenge=challenge, submitted_by=people["author"], now=timezone.now())
    services.withdraw_challenge(challenge=challenge, withdrawn_by=people["author"], now=timezone.now())
    send_due(clock=timezone.now)
    assert mailoutbox == []


def rendered(kind, **data):
    return kinds.get(kind).render(DeliveryFactory.build(kind=kind, data=data), READER)


def keep(name, message):
    assert_snapshot(SNAPSHOTS / f"{name}.txt", f"Subject: {message.subject}\n\n{message.text}")
    assert_snapshot(SNAPSHOTS / f"{name}.html", message.html)


def test_how_the_mails_read(here, people):
    challenge = complete(here, people, "published")
    Challenge.objects.filter(pk=challenge.pk).update(
        title="Heat after coal", slug="heat-after-coal", review_comment="Add numbers.\nAnd dates."
    )
    for kind in (SUBMITTED, PUBLISHED, RETURNED):
        message = rendered(kind, challenge=challenge.pk)
        number = f"/admin/challenges/edit/{challenge.pk}/"
        both = (message.text, message.html)
        text, html = (part.replace(number, "/admin/challenges/edit/7/") for part in both)
        assert_snapshot(SNAPSHOTS / f"{kind}.txt", f"Subject: {message.subject}\n\n{text}")
        assert_snapshot(SNAPSHOTS / f"{kind}.html", html)
    challenge.refresh_from_db()
    rows = {
        CO_SIGNED: CoSignatureFactory(challenge=challenge, city__name="Turku"),
        COMMENTED: CommentFactory(challenge=challenge, city__name="Lodz"),
        OFFERED: SupportOfferFactory(challenge=challenge, city__name="Ghent"),
    }
    for kind, row in rows.items():
        keep(kind, rendered(kind, row=row.pk))


def test_markup_stays_text_and_a_title_makes_no_header(here, people):
    challenge = complete(here, people, "returned")
    Challenge.objects.update(title="Heat\r\nBcc: all@example.org", review_comment="<script>alert(1)</script>")
    message = rendered(RETURNED, challenge=challenge.pk)
    assert "<script" not in message.html
    assert "\n" not in message.subject
    row = CommentFactory(challenge=challenge, text="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in rendered(COMMENTED, row=row.pk).html


def test_what_was_deleted_meanwhile_is_not_mailed(challenge):
    row = CommentFactory(challenge=challenge)
    row_key, challenge_key = row.pk, challenge.pk
    challenge.delete()
    assert rendered(COMMENTED, row=row_key) is None
    assert all(rendered(kind, challenge=challenge_key) is None for kind in (SUBMITTED, PUBLISHED, RETURNED))
