"""A coordinator votes by keyboard alone, and without JavaScript; both see what they did."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

VOTE = f"/challenges/cycles/{datetime.now(UTC).year}/vote/"
SELECTS = "[data-ballot] select"


@pytest.fixture
def desk(at_desk, open_context, sign_in):
    """Return a function that opens the demo coordinator's ballot."""

    def open_ballot(**options):
        page = open_context(storage_state=sign_in("coordinator"), **options)
        page.goto(VOTE)
        return page

    return open_ballot


def titles(page, selector):
    return [text.strip() for text in page.locator(selector).all_inner_texts()]


def test_a_coordinator_ranks_by_keyboard_with_the_buttons(desk):
    page = desk()
    for select in page.locator(SELECTS).all():  # what another test has ranked
        select.select_option("")
    first, second = (page.locator("[data-ballot] > li").nth(place) for place in (0, 1))
    names = [item.get_attribute("data-title") for item in (first, second)]
    second.get_by_role("button", name=f"Move up: {names[1]}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-ballot-status]")).to_have_text(f"{names[1]}: rank 1")
    page.get_by_role("button", name=f"Move up: {names[0]}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-ballot-status]")).to_have_text(f"{names[0]}: rank 2")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Move up: {names[0]}"
    page.keyboard.press("Space")
    expect(page.locator("[data-ballot-status]")).to_have_text(f"{names[0]}: rank 1")
    # The button that she pressed can do no more: the focus is on the one beside it.
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Move down: {names[0]}"
    page.locator("main form button:not([type])").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notice--ok")).to_be_visible()
    assert titles(page, ".ballot__cast li") == names


def test_a_coordinator_votes_without_javascript_and_is_told_what_is_wrong(desk):
    page = desk(java_script_enabled=False)
    selects = page.locator(SELECTS)
    assert selects.count() >= 3
    assert page.locator("[data-move]").count() == 0
    for place, rank in enumerate(["1", "1", "3"]):
        selects.nth(place).select_option(rank)
    page.locator("main form button").last.click()
    expect(page.locator("#errors")).to_contain_text("Rank 1 is given to more than one challenge.")
    assert [page.locator(SELECTS).nth(place).input_value() for place in range(3)] == ["1", "1", "3"]
    for place, rank in enumerate(["3", "1", "2"]):
        page.locator(SELECTS).nth(place).select_option(rank)
    for place in range(3, selects.count()):
        page.locator(SELECTS).nth(place).select_option("")
    ranked = [page.locator("[data-ballot] > li").nth(place).get_attribute("data-title") for place in (1, 2, 0)]
    page.locator("main form button").last.click()
    expect(page.locator(".notice--ok")).to_be_visible()
    assert titles(page, ".ballot__cast li") == ranked


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_ballot_fits_every_screen(desk, width):
    page = desk(viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
