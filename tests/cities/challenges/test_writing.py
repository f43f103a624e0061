"""Writing a challenge, and its way from a draft to a solution."""

from datetime import date

import pytest
from django.utils import timezone

from cities.challenges import services
from cities.enums import ChallengeState
from cities.models import Challenge
from network.core.models import AuditEntry, Theme
from network.mail.models import Delivery
from tests.cities.challenges.entries import new, opened
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.cities import CityFactory

pytestmark = pytest.mark.django_db

STAFF = {"editor", "moderator", "administrator"}
KEEPERS = {"coordinator", *STAFF}


def test_a_draft_is_kept_and_shown_as_it_will_look(here, as_):
    client = as_("author")
    assert "<option" in client.get("/challenges/new/").content.decode()
    response = client.post("/challenges/new/", new(here), follow=True)
    challenge = Challenge.objects.get()
    assert response.redirect_chain == [(f"/challenges/{challenge.slug}/", 302)]
    text = response.content.decode()
    assert "This is how it will look" in text and "A draft: only" in text
    assert "<p>Most are let.</p>" in text
    assert challenge.context == "Forty thousand homes hang on its pipes.\n\nMost are let."
    assert (challenge.state, challenge.source_url) == ("draft", "https://essen.example/heat")
    assert (challenge.wanted_by, challenge.themes.count()) == (date(2031, 3, 1), 1)
    assert not Delivery.objects.exists()


def test_a_city_whose_page_is_not_published_yet_is_told_what_comes_first(there, as_, people):
    there.live = False
    there.save()
    page = as_("coordinator there").get("/challenges/new/").content.decode()
    assert "Your city’s page comes first" in page and "<textarea" not in page
    assert "Your city’s page comes first" not in as_("coordinator").get("/challenges/new/").content.decode()


def test_a_draft_may_be_incomplete_but_not_what_is_submitted(here, as_):
    client = as_("author")
    empty = {"summary": "", "context": "", "needed": "", "themes": []}
    response = client.post("/challenges/new/", new(here, action="submit", **empty))
    text = response.content.decode()
    assert response.status_code == 422
    assert "4 things to put right" in text and "Heat for every street" in text
    assert not Challenge.objects.exists()
    assert client.post("/challenges/new/", new(here, **empty)).status_code == 302
    response = client.post("/challenges/heat-for-every-street/submit/", follow=True)
    assert "This is still missing: summary, context, what is needed, themes." in response.content.decode()
    assert Challenge.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Give it a title."),
        ("title", "x" * 141, "at most 140"),
        ("summary", "x" * 401, "at most 400"),
        ("wanted_by", "1999-01-01", "This day has passed."),
        ("wanted_by", "soon", "valid date"),
        ("source_url", "javascript:alert(1)", "valid URL"),
        ("themes", ["999999999999999999999"], "Enter a list of values."),
        ("context", "a\x00b", "Null characters"),
        ("form_token", "forged", "valid UUID"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(here, as_, field, value, sentence):
    response = as_("author").post("/challenges/new/", new(here, tried="Kept text", **{field: value}))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Kept text" in response.content.decode()


def test_nobody_writes_for_another_city_or_gives_herself_more(here, there, as_, people):
    response = as_("author").post("/challenges/new/", new(there))
    assert response.status_code == 422
    assert "Choose one of your own cities." in response.content.decode()
    extra = {"state": "published", "author": people["signed in"].pk, "published_at": "2026-01-01"}
    as_("author").post("/challenges/new/", new(here, slug="mine", **extra))
    challenge = Challenge.objects.get()
    assert (challenge.state, challenge.author, challenge.published_at) == ("draft", people["author"], None)
    assert challenge.slug == "heat-for-every-street"


def test_who_finds_the_form(as_, people):
    found = {name for name in people if as_(name).get("/challenges/new/").status_code == 200}
    members = {"author", "colleague", "official there", "coordinator there", "expert there"}
    assert found == members | KEEPERS
    assert found == {name for name in people if as_(name).get("/challenges/mine/").status_code == 200}
    assert b"next=%2Fchallenges%2Fnew%2F" in as_("anonymous").get("/challenges/new/").content
    shown = {name for name in people if b"/challenges/new/" in as_(name).get("/challenges/").content}
    assert shown == found


def test_the_same_form_sent_twice_makes_one_challenge(here, as_):
    data = new(here)
    first, second = as_("author").post("/challenges/new/", data), as_("author").post("/challenges/new/", data)
    assert first.url == second.url
    assert Challenge.objects.count() == 1


def test_more_challenges_than_a_person_writes_in_a_day_wait(here, people, as_):
    ChallengeFactory.create_batch(20, city=here, author=people["author"])
    response = as_("author").post("/challenges/new/", new(here))
    assert response.status_code == 429
    assert "Heat for every street" in response.content.decode()


STEPS = [
    ("submit", {"draft", "returned"}, "submitted"),
    ("withdraw", {"draft", "submitted", "returned", "published"}, "withdrawn"),
    ("resume", {"withdrawn"}, "draft"),
    ("reopen", {"solved"}, "published"),
    ("solve", {"published"}, "solved"),
]


@pytest.mark.parametrize("state", ChallengeState.values)
@pytest.mark.parametrize(("step", "before", "after"), STEPS)
def test_each_step_leads_on_from_its_states_only(here, people, as_, step, before, after, state):
    challenge = complete(here, people, state)
    response = as_("coordinator").post(f"/challenges/{challenge.slug}/{step}/", {"solution": "A line"})
    assert response.status_code == 302
    challenge.refresh_from_db()
    assert challenge.state == (after if state in before else state)
    entries = AuditEntry.objects.of(challenge).values_list("action", flat=True)
    assert list(entries) == ([f"challenge.{after}"] if state in before else [])


@pytest.mark.parametrize(
    ("step", "state", "allowed"),
    [
        ("submit", "draft", {"author", *KEEPERS}),
        ("submit", "returned", {"author", *KEEPERS}),
        ("withdraw", "draft", {"author", *KEEPERS}),
        ("withdraw", "submitted", {"author", *KEEPERS}),
        ("withdraw", "published", KEEPERS),
        ("resume", "withdrawn", {"author", *KEEPERS}),
        ("solve", "published", KEEPERS),
        ("reopen", "solved", KEEPERS),
    ],
)
def test_who_takes_a_step(here, people, as_, step, state, allowed):
    taken = set()
    for name in people:
        challenge = complete(here, people, state)
        response = as_(name).post(f"/challenges/{challenge.slug}/{step}/", {"solution": "A line"})
        assert response.status_code in {302, 404}, name
        challenge.refresh_from_db()
        if challenge.state != state:
            taken.add(name)
        assert (response.status_code == 302) == (challenge.state != state), name
    assert taken == allowed


def complete(here, people, state):
    """Return a challenge with everything that is needed, in a state."""
    themes = Theme.objects.filter(slug="circular-economy")
    return ChallengeFactory(
        city=here, author=people["author"], state=state, context="So", needed="Help", themes=themes
    )


def test_who_was_in_the_city_once_no_longer_writes_for_it(here, people, as_):
    challenge = complete(here, people, "draft")
    people["author"].affiliations.update(state="ended", ended_at=timezone.now())
    client = as_("author")
    assert client.get(f"/challenges/{challenge.slug}/").status_code == 200
    assert client.get(f"/challenges/{challenge.slug}/edit/").status_code == 404
    assert client.post(f"/challenges/{challenge.slug}/submit/").status_code == 404
    assert "/edit/" not in client.get(f"/challenges/{challenge.slug}/").content.decode()


def test_the_page_offers_what_can_be_done_and_every_offer_works(here, people, as_):
    for state in ChallengeState.values:
        for name in people:
            challenge = complete(here, people, state)
            response = as_(name).get(f"/challenges/{challenge.slug}/")
            standing = response.context["standing"] if response.status_code == 200 else None
            for way in standing.ways if standing else ():
                client = as_(name)
                if way.url.startswith("/admin/"):
                    continue
                again = client.post(way.url) if way.is_post else client.get(way.url)
                assert again.status_code in {200, 302}, (name, state, way)
                Challenge.objects.filter(pk=challenge.pk).update(state=state)


def test_what_solved_it_has_to_be_said_and_stands_first(challenge, as_):
    address = f"{challenge.get_absolute_url()}solve/"
    client = as_("coordinator")
    assert client.get(address).status_code == 200
    assert client.post(address, {"solution": " "}).status_code == 422
    text = client.post(address, {"solution": "Heat pumps."}, follow=True).content.decode()
    assert "What solved it" in text and "Heat pumps." in text and "Solved" in text


def test_ones_own_list_shows_where_each_challenge_stands(here, there, people, as_):
    ChallengeFactory(city=here, author=people["author"], state="returned", review_comment="Add numbers.")
    ChallengeFactory(city=there, title="Not hers", draft=True)
    text = as_("author").get("/challenges/mine/").content.decode()
    assert "Returned with a comment" in text and "Add numbers." in text and "Not hers" not in text
    assert "Add numbers." in as_("coordinator").get("/challenges/mine/").content.decode()
    assert "Nothing yet" in as_("colleague").get("/challenges/mine/").content.decode()


# Two people at one text.


def test_two_people_see_each_others_change_and_nobodys_is_lost(here, people, as_):
    challenge = complete(here, people, "published")
    first, second = as_("coordinator"), as_("editor")
    mine = opened(first, challenge, needed="My need", tried="My try")
    theirs = opened(second, challenge, context="Their context", tried="Their try")
    address = f"/challenges/{challenge.slug}/edit/"
    assert second.post(address, theirs).status_code == 302
    response = first.post(address, mine)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else has changed this challenge meanwhile" in text
    assert "Their try" in text and "My try" in text
    form = response.context["form"]
    shown = {name: form[name].value() for name in ("needed", "tried", "context")}
    assert shown == {"needed": "My need", "tried": "My try", "context": "Their context"}
    again = {name: form[name].value() for name in form.fields}
    again["wanted_by"] = ""
    assert first.post(address, again).status_code == 302
    challenge.refresh_from_db()
    assert (challenge.needed, challenge.tried, challenge.context) == ("My need", "My try", "Their context")
    assert challenge.version == 3


def test_fifty_stale_edits_lose_nothing(here, people, as_):
    challenge = complete(here, people, "draft")
    client = as_("coordinator")
    stale = opened(client, challenge)
    client.post(f"/challenges/{challenge.slug}/edit/", opened(client, challenge, context="The newest"))
    for number in range(50):
        response = client.post(f"/challenges/{challenge.slug}/edit/", stale | {"needed": f"Need {number}"})
        assert response.status_code == 409
        assert f"Need {number}" in response.content.decode()
    challenge.refresh_from_db()
    assert (challenge.context, challenge.needed) == ("The newest", "Help")


def test_an_author_whose_draft_was_submitted_meanwhile_keeps_her_text(here, people, as_):
    challenge = complete(here, people, "draft")
    author = as_("author")
    data = opened(author, challenge, needed="What I was just writing")
    as_("coordinator").post(f"/challenges/{challenge.slug}/submit/")
    response = author.post(f"/challenges/{challenge.slug}/edit/", data)
    text = response.content.decode()
    assert response.status_code == 409
    assert "What I was just writing" in text and "Waits for the secretariat" in text
    challenge.refresh_from_db()
    assert challenge.needed == "Help"


def test_what_everybody_reads_stays_complete(here, people, as_):
    challenge = complete(here, people, "published")
    client = as_("coordinator")
    response = client.post(f"/challenges/{challenge.slug}/edit/", opened(client, challenge, needed=""))
    assert response.status_code == 422


def test_a_version_or_base_that_was_tampered_with_saves_nothing(here, people, as_):
    challenge = complete(here, people, "draft")
    client = as_("coordinator")
    for version, status in (("x", 422), ("-1", 409), ("9" * 30, 409)):
        data = opened(client, challenge, version=version, base="<script>", needed="Other")
        assert client.post(f"/challenges/{challenge.slug}/edit/", data).status_code == status
    challenge.refresh_from_db()
    assert challenge.needed == "Help"


def test_markup_stays_text_wherever_it_is_shown(here, people, as_, reindex):
    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    data = new(here, **dict.fromkeys(("title", "summary", "context", "tried", "needed", "affected"), nasty))
    as_("coordinator").post("/challenges/new/", data | {"action": "submit"})
    challenge = Challenge.objects.get()
    services.publish_challenge(challenge=challenge, decided_by=people["moderator"], now=timezone.now())
    as_("coordinator").post(f"/challenges/{challenge.slug}/solve/", {"solution": nasty})
    reindex()
    paths = ["/challenges/", "/challenges/mine/", here.get_absolute_url(), "/search/?q=alert"]
    paths += [challenge.get_absolute_url(), f"{challenge.get_absolute_url()}edit/"]
    for path in paths:
        text = as_("coordinator").get(path).content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text, path
        assert "alert(1)" in text.replace("<mark>", "").replace("</mark>", ""), path


# Staff.


def test_a_moderator_publishes_and_returns(here, people, as_):
    for decision, state in (("publish", "published"), ("return", "returned")):
        challenge = complete(here, people, "submitted")
        client = as_("administrator")
        page = client.get(f"/admin/challenges/edit/{challenge.pk}/").content.decode()
        assert "Return with the comment" in page and challenge.summary in page
        data = {"review_comment": "Add numbers.", "decision": decision}
        assert client.post(f"/admin/challenges/edit/{challenge.pk}/", data).status_code == 302
        challenge.refresh_from_db()
        assert challenge.state == state
        assert challenge.review_comment == ("" if state == "published" else "Add numbers.")
        assert AuditEntry.objects.of(challenge).get().details == {"before": "submitted"}


def test_a_challenge_is_not_returned_without_a_word(here, people, as_):
    challenge = complete(here, people, "submitted")
    data = {"review_comment": "", "decision": "return"}
    response = as_("administrator").post(f"/admin/challenges/edit/{challenge.pk}/", data)
    assert "Say what should be changed." in response.content.decode()
    challenge.refresh_from_db()
    assert challenge.state == "submitted"


def test_only_moderators_decide(here, people, as_):
    decided = set()
    for name in people:
        challenge = complete(here, people, "submitted")
        address = f"/admin/challenges/edit/{challenge.pk}/"
        as_(name).post(address, {"review_comment": "No.", "decision": "publish"})
        challenge.refresh_from_db()
        if challenge.state == "published":
            decided.add(name)
    assert decided == {"moderator", "administrator"}


def test_two_moderators_decide_once(here, people):
    challenge = complete(here, people, "submitted")
    now = timezone.now()
    services.publish_challenge(challenge=challenge, decided_by=people["moderator"], now=now)
    services.publish_challenge(challenge=challenge, decided_by=people["administrator"], now=now)
    with pytest.raises(services.WrongState):
        services.return_challenge(challenge=challenge, comment="No", decided_by=people["moderator"], now=now)
    assert AuditEntry.objects.of(challenge).count() == 1


def test_staff_find_what_waits(here, people, as_):
    complete(here, people, "submitted")
    client = as_("moderator")
    assert "1 challenge waits" in client.get("/admin/").content.decode()
    listed = client.get("/admin/challenges/?state=submitted").content.decode()
    assert "Waits for the secretariat" in listed
    assert client.get("/admin/challenges/new/").status_code in {302, 403, 404}
    export = client.get("/admin/challenges/?export=csv")
    assert export.status_code == 200


def test_a_city_that_left_the_network_writes_no_more(home):
    person = AffiliationFactory(city=CityFactory(status="alumnus"), coordinator=True).person
    from django.test import Client

    client = Client()
    client.force_login(person)
    assert client.get("/challenges/new/").status_code == 404
