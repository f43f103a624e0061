"""The whole course in a real browser: a city joins, brings a challenge, and the network chooses it."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import barriers
from tests.e2e.desk import decide, press
from tests.e2e.portal import PASSWORD
from tests.e2e.steps import (
    co_sign,
    draft_challenge,
    follow_invitation,
    mailed,
    publish_challenge,
    submit_challenge,
)

# What is there before: three member cities, each with a coordinator; the first one has a challenge of its own.
BEFORE = """
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.cities import CityFactory
for number in range(3):
    city = CityFactory(name=f"Oldtown {{number}} {tag}")
    AffiliationFactory(
        city=city,
        coordinator=True,
        person__email=f"oldtown{{number}}.{tag}@interurban.example",
        person__name=f"Cora {{number}}",
        person__password="{password}",
    )
    if not number:
        ChallengeFactory(city=city, title="Water under Oldtown {tag}")
"""
# The end of the vote cannot be moved by anybody once voting has begun: only time brings it.
CLOSE = """
from django.utils import timezone
from cities.cycles.tasks import run_cycles
from cities.models import ChallengeCycle
assert ChallengeCycle.objects.filter(year={year}).update(vote_closes_at=timezone.now()) == 1
run_cycles()
"""
SENTENCES = (
    "Our plant closes in 2030.",
    "Half of our homes hang on its pipes.",
    "We have closed ours, and heat with gas.",
)
DATES = ("call_opens_at", "call_closes_at", "vote_opens_at", "vote_closes_at")


def look(page: Page) -> None:
    """Find no barrier on the page that is open."""
    assert not barriers(page), page.url


@pytest.fixture
def tag() -> str:
    """Return what tells the names of this course from those of any other."""
    return uuid.uuid4().hex[:6]


@pytest.fixture
def others(inside, at_desk, tag) -> list[Page]:
    """Return the pages of the coordinators of three cities that are members already."""
    inside(BEFORE.format(tag=tag, password=PASSWORD))
    return [at_desk(f"oldtown{number}.{tag}") for number in range(3)]


def test_a_city_joins_brings_a_challenge_and_the_network_chooses_it(
    open_context, at_desk, others, tag, send_mail, inside
):
    name, address = f"Newtown {tag}", f"nora@newtown-{tag}.example"
    heat, water = f"Heat for Newtown {tag}", f"Water under Oldtown {tag}"
    reader, moderator, nora = open_context(), at_desk("moderator"), open_context()

    say_that_it_wants_to_join(reader, name, address)
    send_mail()
    assert "Five pits" not in mailed(reader, "has your message", address)
    accept_city(moderator, name)
    send_mail()
    follow_invitation(nora, address, f"Nora {tag}", name)
    look(nora)

    write_first_page(nora, name)
    assert reader.goto(f"/cities/newtown-{tag}/").status == 404
    approve_page(moderator, name)
    assert reader.goto(f"/cities/newtown-{tag}/").status == 200
    expect(reader.get_by_text("Five pits made the town")).to_be_visible()
    look(reader)
    send_mail()
    mailed(nora, f"Published: {name}", address)

    nora.goto("/dashboard/")
    nora.get_by_role("link", name=f"Challenges: {name}").click()
    nora.get_by_role("link", name="Describe a challenge").click()
    look(nora)
    challenge = draft_challenge(nora, name, heat)
    submit_challenge(nora)
    look(nora)
    publish_challenge(moderator, heat)
    assert reader.goto(challenge).status == 200
    for page, sentence in zip(others, SENTENCES, strict=True):
        co_sign(page, challenge, sentence)
    reader.reload()
    expect(reader.get_by_role("heading", name="3 cities have this too")).to_be_visible()
    for sentence in SENTENCES:
        expect(reader.get_by_text(sentence)).to_be_visible()
    look(reader)

    year = 2200 + int(tag, 16) % 800  # no other cycle's
    open_cycle(moderator, year)
    cycle = f"/challenges/cycles/{year}/"
    enter(nora, cycle, heat)
    enter(others[0], cycle, water)
    accept_entries(moderator, year, heat, water)
    begin_vote(moderator, year)
    # Newtown and two others put heat first, Oldtown 0 its own water: three of four.
    vote(nora, cycle, [heat, water])
    vote(others[0], cycle, [water, heat])
    for page in others[1:]:
        vote(page, cycle, [heat])
    reader.goto(f"{cycle}results/")
    expect(reader.get_by_text("published here at the moment the vote closes")).to_be_visible()

    inside(CLOSE.format(year=year))
    see_the_result(reader, cycle, heat, water)
    reader.get_by_role("link", name=heat).first.click()
    assert reader.url.endswith(challenge.partition("/challenges/")[2])
    expect(reader.get_by_text("Selected, place 1")).to_be_visible()
    look(reader)
    reader.goto(cycle)
    expect(reader.get_by_text("Selected, place 1")).to_be_visible()
    send_mail()
    assert f"1. {heat} ({name})" in mailed(nora, f"Challenge cycle {year}: the result", address)


def say_that_it_wants_to_join(page: Page, name: str, address: str) -> None:
    """Fill in the form that anybody finds, for a city in Poland."""
    page.goto("/join/")
    look(page)
    page.get_by_label("City", exact=True).check()
    page.get_by_label("City or organisation").fill(name)
    page.get_by_label("Country").select_option(label="Poland")
    page.get_by_label("Your name").fill("Nora Nowak")
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_label("Why do you want to join?").fill("Five pits have closed. Who heats without them?")
    page.wait_for_timeout(4000)  # a form that is sent faster than one can write is taken for spam
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    look(page)


def accept_city(moderator: Page, name: str) -> None:
    """Find the city in the queue that the first page counts, and take it in as a member."""
    moderator.goto("/admin/")
    moderator.get_by_role("link", name=re.compile(r"\d+ wants? to join")).click()
    moderator.get_by_role("link", name=name).first.click()
    expect(moderator.get_by_text("Five pits have closed.")).to_be_visible()
    moderator.get_by_label("Accepted").check()
    moderator.get_by_label("Your e-mail").fill("Welcome. You begin with the page of your city.")
    moderator.get_by_label("As", exact=True).select_option(label="Member")
    press(moderator, "Send")
    expect(moderator.get_by_text("Your answer is on its way to")).to_be_visible()
    expect(moderator.get_by_role("link", name=name).first).to_be_visible()  # what it became


def write_first_page(page: Page, name: str) -> None:
    """Go where her account leads, tell the city's story, look at it and send it."""
    page.get_by_role("link", name="Nora", exact=True).click()  # her dashboard
    look(page)
    page.get_by_role("link", name=f"Not sent yet: the page of {name}").click()
    expect(page.get_by_text("The page is not public yet")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Story", exact=True).click()
    page.get_by_label("Summary").fill("Five pits made the town, and none is left.")
    page.get_by_label("Industrial legacy").fill("The first pit opened in 1863.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Sectors and themes").click()
    page.get_by_label("Circular economy").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_text("Five pits made the town")).to_be_visible()
    look(page)
    page.go_back()
    page.get_by_role("button", name="Send to the secretariat").click()
    expect(page.get_by_text("The secretariat has it now, and answers you by mail.")).to_be_visible()
    look(page)


def approve_page(moderator: Page, name: str) -> None:
    """Find the draft among those that wait for approval, and publish it."""
    moderator.goto("/dashboard/")
    moderator.get_by_role("link", name=re.compile("waits? for approval")).click()
    edit = moderator.get_by_role("link", name=name).first.get_attribute("href")
    decide(moderator, edit, "Approve and Publish")


def open_cycle(moderator: Page, year: int) -> None:
    """Open and announce a cycle of one place whose call is open."""
    moderator.goto("/admin/challenge_cycles/")
    moderator.get_by_role("link", name="Add challenge cycle").first.click()
    moderator.locator("[name=year]").fill(str(year))
    moderator.locator("[name=title]").fill(f"Challenge cycle {year}")
    moderator.locator("[name=criteria]").fill("Other member cities have the same question.")
    moderator.locator("[name=places]").fill("1")
    set_dates(moderator, days=(-1, 1, 2, 3))
    press(moderator, "Create")
    moderator.get_by_role("link", name=f"Challenge cycle {year}").first.click()
    moderator.get_by_role("link", name="Announce this cycle").click()
    moderator.wait_for_url("**/announce/**")
    press(moderator, "Announce")
    expect(moderator.get_by_text("is announced.")).to_be_visible()


def set_dates(moderator: Page, *, days: tuple[float, ...]) -> None:
    """Fill in the four dates of the form that is open, in days from now."""
    for field, away in zip(DATES, days, strict=True):
        moment = datetime.now(UTC) + timedelta(days=away)
        moderator.locator(f"[name={field}]").fill(f"{moment:%Y-%m-%d %H:%M}")
    moderator.wait_for_timeout(500)  # the calendar beside a field opens a moment after it is entered
    moderator.locator("[name=title]").click()
    expect(moderator.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)


def enter(page: Page, cycle: str, title: str) -> None:
    """Enter a challenge while the call is open."""
    page.goto(cycle)
    look(page)
    page.get_by_role("link", name="Enter a challenge").click()
    look(page)
    page.get_by_label("Challenge").select_option(label=title)
    page.get_by_role("button", name="Enter it").click()
    expect(page.get_by_text(f"“{title}” is entered.")).to_be_visible()
    expect(page.get_by_text("Waits for the check")).to_be_visible()


def open_desk_of(moderator: Page, year: int) -> None:
    """Open the cycle where staff keep it."""
    moderator.goto(f"/challenges/cycles/{year}/")
    moderator.get_by_role("link", name="Edit this cycle").click()


def accept_entries(moderator: Page, year: int, *titles: str) -> None:
    """Accept each entry at the check."""
    open_desk_of(moderator, year)
    for title in titles:
        moderator.get_by_role("link", name=title).click()
        moderator.get_by_label("Accept", exact=True).check()
        press(moderator, "Save the decision")
        expect(moderator.get_by_text("The decision is saved, and mailed to the city.")).to_be_visible()


def begin_vote(moderator: Page, year: int) -> None:
    """Move the dates so that the call has closed and the vote is open: until it is, staff may."""
    open_desk_of(moderator, year)
    set_dates(moderator, days=(-1, -0.02, -0.01, 1))
    press(moderator, "Save")
    expect(moderator.get_by_text("The cycle has been saved.")).to_be_visible()
    open_desk_of(moderator, year)
    expect(moderator.get_by_text(re.compile(r"0 of \d+ member cities have voted"))).to_be_visible()


def vote(page: Page, cycle: str, ranking: list[str]) -> None:
    """Cast the city's ballot, the first choice first."""
    page.goto(cycle)
    page.get_by_role("link", name="Vote", exact=True).click()
    for rank, title in enumerate(ranking, start=1):
        page.get_by_label(title, exact=True).select_option(str(rank))
    look(page)
    page.get_by_role("button", name="Cast the ballot").click()
    expect(page.get_by_text("is cast.")).to_be_visible()
    assert [text.strip() for text in page.locator(".ballot__cast li").all_inner_texts()] == ranking


def see_the_result(reader: Page, cycle: str, chosen: str, other: str) -> None:
    """Find the count where everybody does: four ballots, one challenge selected."""
    reader.goto(cycle)
    reader.get_by_role("link", name="See the result and the count").click()
    expect(reader.get_by_text("The cities have selected one challenge.")).to_be_visible()
    selected = reader.get_by_role("region", name="Selected, in the order of the count")
    expect(selected.get_by_role("link", name=chosen)).to_be_visible()
    expect(selected.get_by_text(other)).to_have_count(0)
    expect(reader.get_by_text(re.compile(r"^4 / \d+"))).to_be_visible()
    look(reader)
