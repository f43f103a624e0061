"""Everything can be reached and worked by keyboard alone."""

import pytest
from playwright.sync_api import expect

FOCUSED = "document.activeElement"


def test_the_first_stop_leads_past_the_menu(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUSED}.id") == "main"


def test_the_narrow_menu_opens_leads_on_and_closes(open_context):
    page = open_context(viewport={"width": 390, "height": 800})
    page.goto("/")
    button = page.locator("button[popovertarget=site-nav]")
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator("#site-nav").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.closest('#site-nav') !== null")
    page.keyboard.press("Escape")
    assert page.locator("#site-nav").is_hidden()
    assert page.evaluate(f"{FOCUSED}.getAttribute('popovertarget')") == "site-nav"


def test_every_stop_of_the_home_page_is_seen(page):
    page.goto("/")
    for _stop in range(40):
        page.keyboard.press("Tab")
        box = page.evaluate(
            f"(() => {{ const b = {FOCUSED}.getBoundingClientRect(); return [b.width, b.height] }})()"
        )
        assert min(box) > 0, page.evaluate(f"{FOCUSED}.outerHTML")


def test_the_filters_of_a_narrow_list_open_and_close(open_context):
    page = open_context(viewport={"width": 390, "height": 800})
    page.goto("/practices/")
    page.locator("button[popovertarget=facets]:visible").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#facets").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#facets").is_hidden()


@pytest.mark.parametrize("address", ["/contact/", "/tell-us/"])
def test_a_refused_form_says_first_what_to_put_right(page, address):
    page.goto(address)
    page.locator("main form button:not([type=button])").last.click()
    expect(page.locator("#errors")).to_be_focused()  # browsers give the focus shortly after the page has loaded
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUSED}.getAttribute('aria-invalid')") == "true"


def test_the_map_is_a_list_of_links(page):
    page.goto("/cities/")
    pin = page.locator("a.pin").first
    pin.focus()
    assert page.evaluate(f"{FOCUSED}.getAttribute('aria-label')")
