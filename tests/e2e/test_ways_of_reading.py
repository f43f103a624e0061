"""Without scripts, right to left, on paper, and with the reader's own colours."""

import pytest

from tests.e2e.kinds import KINDS, address_of


@pytest.fixture
def plain_page(open_context):
    """Return a page on which no script runs."""
    return open_context(java_script_enabled=False)


def test_filters_work_without_scripts(plain_page):
    plain_page.goto("/practices/")
    plain_page.locator("#facets input[type=checkbox][name=theme]").first.check()
    plain_page.locator("#facets button:not([type=button])").last.click()
    assert "theme=" in plain_page.url
    assert plain_page.locator("main .entry").count() > 0


def test_the_narrow_menu_works_without_scripts(open_context):
    page = open_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.goto("/")
    page.locator("button[popovertarget=site-nav]").click()
    page.locator("#site-nav a[href='/cities/']").click()
    assert page.url.endswith("/cities/")


def test_a_refused_form_keeps_what_was_entered_without_scripts(plain_page):
    plain_page.goto("/contact/")
    plain_page.locator("main form textarea").first.fill("We would like to know more.")
    plain_page.locator("main form button:not([type=button])").last.click()
    assert plain_page.locator("#errors a").count() > 0
    assert plain_page.locator("main form textarea").first.input_value() == "We would like to know more."


def test_nothing_offers_to_copy_without_scripts(plain_page):
    plain_page.goto(address_of_product(plain_page))
    assert plain_page.locator("[data-copy]:visible").count() == 0


def address_of_product(page) -> str:
    """Return a product's address without running a script in the page."""
    page.goto("/knowledge/")
    return page.locator("main .entry h3 a").first.get_attribute("href")


def test_the_chosen_colours_stay(open_context, portal):
    page = open_context(color_scheme="light")
    page.goto("/about/")
    page.locator("#colours").select_option("dark")
    page.locator("form:has(#colours) button").click()
    page.goto("/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


@pytest.mark.parametrize("width", [320, 1280])
def test_every_kind_turns_round(page, width):
    for kind in KINDS:
        page.goto(address_of(kind, page))
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{kind} scrolls sideways"
        head = page.locator(".brand").bounding_box()
        assert head["x"] + head["width"] > width / 2, kind


def test_paper_shows_the_text_and_no_controls(page):
    page.goto(address_of("product", page))
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    for selector in (".btn", ".site-nav", ".site-foot", ".crumbs"):
        assert page.locator(f"{selector}:visible").count() == 0, selector


def test_forced_colours_keep_the_current_section_apart(open_context):
    page = open_context(forced_colors="active")
    page.goto("/knowledge/")
    line = page.locator(".site-nav [aria-current]").first.evaluate(
        "e => getComputedStyle(e).textDecorationLine"
    )
    assert line == "underline"


def test_twice_the_text_size_still_fits(large_text_page):
    for address in ("/", "/knowledge/", "/cities/", "/contact/"):
        large_text_page.goto(address)
        assert large_text_page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert large_text_page.evaluate("document.documentElement.scrollWidth") <= 1280, address


def test_a_product_can_be_copied_as_a_citation(open_context):
    page = open_context(permissions=["clipboard-read", "clipboard-write"])
    page.goto(address_of("product", page))
    page.locator("button[popovertarget=cite]:visible").click()
    page.locator("#cite [data-copy] button").first.click()
    page.locator("#cite [role=status]", has_text="Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.locator("h1").inner_text()[:20] in copied
