"""What others add to a challenge: who may, once, and who sees it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cities.challenges import support
from cities.enums import ChallengeState
from cities.models import Challenge, ChallengeComment, CoSignature, SupportOffer
from network.core.access import can
from network.core.models import AuditEntry
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.challenges import CommentFactory, CoSignatureFactory, SupportOfferFactory
from tests.factories.cities import CityFactory, PartnerFactory

pytestmark = pytest.mark.django_db

STAFF = {"editor", "moderator", "administrator"}
OURS = {"author", "colleague", "coordinator"}
NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def at(challenge, *parts):
    return challenge.get_absolute_url() + "".join(f"{part}/" for part in parts)


def comment(**changes):
    return {"text": "Ask the operators first.", "form_token": str(uuid.uuid4())} | changes


def offer(organisation, **changes):
    key = f"{organisation._meta.model_name}-{organisation.pk}"
    return {"organisation": key, "text": "Two days.", "form_token": str(uuid.uuid4())} | changes


def codes(people, as_, ask):
    """Return who is let in; everybody else gets a 404."""
    answers = {name: ask(as_(name)).status_code for name in people}
    assert set(answers.values()) <= {200, 302, 404}, answers
    return {name for name, code in answers.items() if code != 404}


# Rules and lists agree.


def test_lists_hold_exactly_what_may_be_viewed(here, there, people):
    for state in ChallengeState:
        for city in (here, there):
            challenge = ChallengeFactory(city=city, author=people["author"], state=state)
            CoSignatureFactory(challenge=challenge)
            for more in ({}, {"hidden": True}):
                CommentFactory(challenge=challenge, author=people["author"], **more)
            for more in ({}, {"is_public": True}, {"withdrawn": True}, {"withdrawn": True, "is_public": True}):
                SupportOfferFactory(challenge=challenge, offered_by=people["official there"], **more)
    CoSignatureFactory(challenge=ChallengeFactory(city__live=False))
    for name, person in people.items():
        for model in (CoSignature, ChallengeComment, SupportOffer):
            listed = set(model.objects.visible_to(person))
            rows = model.objects.select_related("challenge__city")
            assert listed == {row for row in rows if can(person, "view", row)}, (name, model)


@pytest.mark.parametrize(
    ("way", "allowed"),
    [
        ("co-sign", {"coordinator there"}),
        (
            "comment",
            {
                "author",
                "colleague",
                "coordinator",
                "official there",
                "coordinator there",
                "expert there",
                *STAFF,
            },
        ),
        ("offer", {"official there", "coordinator there", "expert there", "representative"}),
    ],
)
def test_who_answers_a_challenge(challenge, people, as_, way, allowed):
    assert codes(people, as_, lambda client: client.get(at(challenge, way))) == allowed
    draft = ChallengeFactory(city=challenge.city, author=people["author"], draft=True)
    assert codes(people, as_, lambda client: client.get(at(draft, way))) == set()
    text = as_("anonymous").get(at(challenge)).content.decode()
    assert "Sign in to co-sign or to offer support" in text and f"next={at(challenge)}" in text


# Co-signatures.


def test_a_city_says_once_that_it_has_the_challenge_too(challenge, there, people, as_):
    client = as_("coordinator there")
    data = {"city": there.pk, "sentence": "So do\r\nwe."}
    text = client.post(at(challenge, "co-sign"), data, follow=True).content.decode()
    assert "1 city has this too" in text and "So do we." in text
    client.post(at(challenge, "co-sign"), data | {"sentence": "In other words."})
    row = CoSignature.objects.get()
    assert (row.city, row.sentence, row.signed_by) == (there, "In other words.", people["coordinator there"])
    assert AuditEntry.objects.filter(action="challenge.co-signed").count() == 1
    assert "In other words." in client.get(at(challenge, "co-sign")).content.decode()


def test_nobody_signs_for_another_city(challenge, here, people, as_):
    client = as_("coordinator there")
    for city in (here, CityFactory()):
        response = client.post(at(challenge, "co-sign"), {"city": city.pk, "sentence": "So do we."})
        assert response.status_code == 422
        assert "So do we." in response.content.decode()
    assert not CoSignature.objects.exists()


def test_who_removes_a_co_signature(challenge, there, people, as_):
    removed = set()
    for name in people:
        row = CoSignatureFactory(challenge=challenge, city=there)
        address = at(challenge, "co-signatures", row.pk, "remove")
        assert as_(name).get(address).status_code in {404, 405}
        code = as_(name).post(address).status_code
        if not CoSignature.objects.exists():
            removed.add(name)
        assert (code == 302) == (name in removed)
        CoSignature.objects.all().delete()
    assert removed == {"coordinator there", "moderator", "administrator"}
    assert AuditEntry.objects.filter(action="challenge.co-signature-removed").count() == 3


def test_a_challenge_that_was_solved_meanwhile_takes_no_answer_and_the_text_is_kept(
    challenge, there, people, as_
):
    Challenge.objects.update(state="solved")
    client = as_("coordinator there")
    for way, data in (
        ("co-sign", {"city": there.pk, "sentence": "So do we."}),
        ("offer", offer(there, text="Two long days")),
    ):
        response = client.post(at(challenge, way), data)
        assert response.status_code == 409
        text = response.content.decode()
        assert "“Solved” now" in text and data.get("text", "So do we.") in text
    assert not CoSignature.objects.exists() and not SupportOffer.objects.exists()


def test_the_database_refuses_what_makes_no_sense(challenge, there):
    CoSignatureFactory(challenge=challenge, city=there)
    partner = PartnerFactory()
    for make, wrong in (
        (CoSignatureFactory, {"city": there}),
        (CoSignatureFactory, {"sentence": ""}),
        (CommentFactory, {"text": ""}),
        (SupportOfferFactory, {"text": ""}),
        (SupportOfferFactory, {"partner": partner}),
        (SupportOfferFactory, {"city": None}),
        (SupportOfferFactory, {"withdrawn_at": timezone.now()}),
        (SupportOfferFactory, {"state": "withdrawn"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make(challenge=challenge, **wrong)


# Comments.


def test_a_member_comments_for_her_city(challenge, there, people, as_):
    data = comment()
    for _twice in range(2):
        response = as_("expert there").post(at(challenge, "comment"), data, follow=True)
    assert "Ask the operators first." in response.content.decode()
    row = ChallengeComment.objects.get()
    assert (row.author, row.city, row.is_of_secretariat) == (people["expert there"], there, False)
    as_("moderator").post(at(challenge, "comment"), comment(text="Well done."))
    text = as_("anonymous").get(at(challenge)).content.decode()
    assert "The secretariat" in text and "There" in text
    assert people["moderator"].name not in text


def test_somebody_of_two_cities_speaks_for_the_one_that_brought_the_challenge(challenge, here, people, as_):
    AffiliationFactory(person=people["expert there"], city=here)
    as_("expert there").post(at(challenge, "comment"), comment())
    assert ChallengeComment.objects.get().city == here


def test_who_deletes_and_hides_a_comment(challenge, people, as_):
    done = {}
    for action in ("delete", "hide", "show"):
        done[action] = set()
        for name in people:
            hidden = {"hidden": True} if action == "show" else {}
            row = CommentFactory(challenge=challenge, author=people["author"], **hidden)
            code = as_(name).post(at(challenge, "comments", row.pk, action)).status_code
            if code == 302:
                done[action].add(name)
            left = ChallengeComment.objects.filter(pk=row.pk, hidden_at=row.hidden_at).exists()
            assert left == (code == 404), (name, action)
    moderators = {"moderator", "administrator"}
    assert done == {"delete": {"author"}, "hide": moderators, "show": moderators}


def test_a_row_of_another_challenge_cannot_be_reached(challenge, people, as_):
    row = CommentFactory(challenge=ChallengeFactory(), author=people["author"])
    assert as_("author").post(at(challenge, "comments", row.pk, "delete")).status_code == 404
    assert ChallengeComment.objects.exists()


def test_many_comments_in_an_hour_wait_and_nothing_is_lost(challenge, people, as_):
    CommentFactory.create_batch(19, challenge=challenge, author=people["author"])
    CommentFactory(challenge=challenge, author=people["author"], written_at=timezone.now() - timedelta(hours=2))
    client = as_("author")
    last = comment()
    assert client.post(at(challenge, "comment"), last).status_code == 302
    response = client.post(at(challenge, "comment"), comment(text="One too many"))
    assert response.status_code == 429 and int(response.headers["Retry-After"]) > 0
    assert "One too many" in response.content.decode()
    assert client.post(at(challenge, "comment"), last).status_code == 302  # the same form again


def test_comments_are_paginated(challenge, as_):
    CommentFactory.create_batch(25, challenge=challenge, text="Page one or two")
    text = as_("anonymous").get(at(challenge)).content.decode()
    assert text.count("Page one or two") == 20
    assert as_("anonymous").get(at(challenge) + "?page=2").content.decode().count("Page one or two") == 5


# Offers of support.


def test_an_offer_is_for_the_city_and_shown_to_all_only_where_its_sender_wants_it(
    challenge, people, as_, there
):
    partner = people["representative"].affiliations.get().partner
    data = offer(partner, text="Ten thousand euros")
    for _twice in range(2):
        assert as_("representative").post(at(challenge, "offer"), data).status_code == 302
    as_("official there").post(at(challenge, "offer"), offer(there, text="For all to see", is_public="on"))
    assert SupportOffer.objects.count() == 2
    seen = {name for name in people if "Ten thousand" in as_(name).get(at(challenge)).content.decode()}
    assert seen == {"author", "colleague", "coordinator", "representative", *STAFF}
    text = as_("anonymous").get(at(challenge)).content.decode()
    assert "For all to see" in text and "<dd>2</dd>" in text and "Fund" not in text


def test_nobody_offers_for_another_organisation(challenge, here, people, as_):
    for organisation in (here, CityFactory(), PartnerFactory()):
        response = as_("official there").post(at(challenge, "offer"), offer(organisation))
        assert response.status_code == 422
        assert "Two days." in response.content.decode()
    assert not SupportOffer.objects.exists()


def test_who_withdraws_an_offer(challenge, there, people, as_):
    withdrawn = set()
    for name in people:
        row = SupportOfferFactory(challenge=challenge, city=there, offered_by=people["official there"])
        for _twice in range(2):
            as_(name).post(at(challenge, "offers", row.pk, "withdraw"))
        row.refresh_from_db()
        if row.state == "withdrawn":
            withdrawn.add(name)
    assert withdrawn == {"official there", "coordinator there", "moderator", "administrator"}
    assert AuditEntry.objects.filter(action="offer.withdrawn").count() == 4


def test_markup_stays_text(challenge, there, people, as_):
    as_("coordinator there").post(at(challenge, "co-sign"), {"city": there.pk, "sentence": NASTY})
    as_("coordinator there").post(at(challenge, "offer"), offer(there, text=NASTY, is_public="on"))
    as_("coordinator there").post(at(challenge, "comment"), comment(text=NASTY))
    text = as_("anonymous").get(at(challenge)).content.decode()
    assert len(re.findall(r"&lt;script&gt;alert\(1\)", text)) == 3
    assert "<script>alert" not in text and "<img src=x" not in text


def test_the_audit_log_holds_no_names_and_no_texts(challenge, there, people, as_):
    as_("coordinator there").post(at(challenge, "co-sign"), {"city": there.pk, "sentence": "Zebrafinch"})
    as_("coordinator there").post(at(challenge, "offer"), offer(there, text="Zebrafinch"))
    now = timezone.now()
    support.hide_comment(comment=CommentFactory(challenge=challenge), hidden_by=people["moderator"], now=now)
    said = str(list(AuditEntry.objects.values()))
    assert AuditEntry.objects.count() == 3
    assert "Zebrafinch" not in said and "Theo" not in said and "@" not in said
