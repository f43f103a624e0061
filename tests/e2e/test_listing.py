"""Lists as readers use them: filters and pages without a reload, Back, failures, suggestions; no scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_every_kind import SCHEMES, WIDTHS, barriers

LIST = "/knowledge/"
FOCUSED = "document.activeElement"
expect.set_options(timeout=20_000)


def count(page: Page) -> int:
    """Return the number of results that the list names."""
    return int(re.match(r"[\d,.\s]+", page.locator("#results h2").first.inner_text())[0].replace(",", ""))


def numbers(page: Page) -> list[str]:
    """Return the numbers beside the values of all filters."""
    return page.locator("#facets .num").all_inner_texts()


def choices(page: Page, name: str = "theme"):
    """Return the values of the filter ``name`` that can be chosen and are not."""
    return page.locator(f"#facets input[name={name}]:enabled:not(:checked)")


def number_of(box) -> int:
    """Return the number in the label of a value."""
    return int(re.search(r"\d+", box.locator("xpath=..").locator(".num").inner_text())[0])


def narrowing(page: Page):
    """Return a value that leaves some results, but not all."""
    total = count(page)
    for box in choices(page).all():
        if 0 < number_of(box) < total:
            return page.locator(f"#facets input[name=theme][value='{box.get_attribute('value')}']")
    raise AssertionError("no theme narrows the list")


def expect_count(page: Page, number: int) -> None:
    """Wait until the list names ``number`` results."""
    expect(page.locator("#results h2").first).to_have_text(re.compile(rf"^\s*{number}\b"))


def has_focus(page: Page, selector: str) -> bool:
    """Return whether the focus is inside what ``selector`` names."""
    return page.evaluate(f"s => {FOCUSED}.closest(s) !== null", selector)


@pytest.fixture
def listing(page):
    """Return a page with the list, marked so that a reload would show."""
    page.goto(LIST)
    page.evaluate("window.stays = true")
    return page


def test_a_filter_is_chosen_by_keyboard_without_a_reload(listing):
    box = narrowing(listing)
    value, number, before = box.get_attribute("value"), number_of(box), numbers(listing)
    box.focus()
    listing.keyboard.press("Space")
    expect_count(listing, number)
    expect(listing.locator("[role=status][data-listing-status]")).to_contain_text(str(number))
    assert listing.url.endswith(f"{LIST}?theme={value}")
    assert listing.evaluate(f"{FOCUSED}.value") == value
    assert listing.evaluate(f"{FOCUSED}.checked && {FOCUSED}.isConnected")
    assert numbers(listing) != before
    assert listing.locator("#results .chip").count() == 1
    assert listing.evaluate("window.stays") is True

    listing.keyboard.press("Space")
    expect(listing.locator("#results .chip")).to_have_count(0)
    assert listing.url.endswith(LIST)
    assert numbers(listing) == before


def test_words_are_searched_by_enter_and_not_by_each_key(listing):
    asked = []
    listing.on("request", lambda request: asked.append(request.url) if "?q=" in request.url else None)
    field = listing.locator("#q")
    field.press_sequentially("cities", delay=30)
    listing.wait_for_timeout(600)
    assert [url for url in asked if url.split("?")[0].endswith(LIST)] == []
    field.press("Enter")
    expect(listing.locator("#results h2").first).to_contain_text("“cities”")
    assert listing.url.endswith(f"{LIST}?q=cities")
    assert has_focus(listing, "#q")
    assert len([url for url in asked if url.split("?")[0].endswith(LIST)]) == 1
    assert listing.evaluate("window.stays") is True


def test_back_and_forward_restore_the_list(listing):
    total = count(listing)
    box = narrowing(listing)
    number = number_of(box)
    box.check()
    expect_count(listing, number)
    listing.locator("#q").fill("cities")
    listing.locator("#q").press("Enter")
    expect(listing.locator("#results h2").first).to_contain_text("“cities”")
    listing.go_back()
    expect_count(listing, number)
    expect(listing.locator("#q")).to_have_value("")
    expect(box).to_be_checked()
    listing.go_back()
    expect_count(listing, total)
    expect(box).not_to_be_checked()
    expect(listing.locator("[role=status][data-listing-status]")).to_contain_text(str(total))
    listing.go_forward()
    expect_count(listing, number)
    expect(box).to_be_checked()
    assert listing.evaluate("window.stays") is True
    box.uncheck()  # what came back works like what it replaced
    expect_count(listing, total)


def test_paging_leads_to_the_results(listing):
    listing.locator(".pager a[rel=next]").press("Enter")
    expect(listing.locator(".pager [aria-current]")).to_have_text("2")
    assert listing.url.endswith("?page=2")
    assert listing.evaluate(f"{FOCUSED}.id") == "count"
    assert 0 <= listing.locator("#count").bounding_box()["y"] < 200
    listing.locator(".pager a[rel=prev]").press("Enter")
    expect(listing.locator(".pager [aria-current]")).to_have_text("1")
    assert listing.url.endswith(LIST)
    assert listing.evaluate("window.stays") is True


def test_the_order_is_changed_without_a_reload(listing):
    order = listing.locator("#sort")
    order.focus()
    order.select_option("title")
    listing.wait_for_url("**?sort=title")
    expect(order).to_have_value("title")
    assert has_focus(listing, "#sort")
    assert listing.evaluate("window.stays") is True


def test_chips_take_their_filter_away_and_the_focus_is_not_lost(page):
    page.goto(f"{LIST}?q=cities&sort=title")
    page.evaluate("window.stays = true")
    page.locator("#results .chip").first.press("Enter")
    expect(page.locator("#results .chip")).to_have_count(0)
    expect(page.locator("#q")).to_have_value("")
    assert has_focus(page, "#results")
    assert page.evaluate("window.stays") is True


def test_the_ways_to_combine_values_keep_the_focus(page):
    page.goto(LIST)
    for number in (1, 2):
        choices(page).first.check()
        expect(page.locator("#results .chip")).to_have_count(number)
    before = page.url
    page.locator(".modes a:not([aria-current])").first.press("Enter")
    page.wait_for_url(lambda url: url != before)
    expect(page.locator("#results")).to_be_visible()
    assert has_focus(page, ".modes")


def test_filters_stay_as_they_were_folded(listing):
    closed, opened = listing.locator("details.facet:not([open])"), listing.locator("details.facet[open]")
    total = closed.count()
    key = closed.last.get_attribute("data-facet")
    closed.last.locator("summary").press("Enter")
    opened.first.locator("summary").press("Enter")
    expect(listing.locator(f"[data-facet={key}][open]")).to_have_count(1)
    box = listing.locator(f"[data-facet={key}] input:enabled").first
    number = number_of(box)
    box.press("Space")
    expect_count(listing, number)
    expect(listing.locator(f"[data-facet={key}][open]")).to_have_count(1)
    assert closed.count() == total
    assert has_focus(listing, f"[data-facet={key}]")


def test_of_quick_choices_the_last_wins(listing):
    held = []
    listing.route("**/knowledge/?*", lambda route: held.append(route))  # noqa: PLW0108
    names = [box.get_attribute("value") for box in choices(listing).all()[:3]]
    for name in names:
        listing.locator(f"#facets input[name=theme][value='{name}']").check()
        listing.wait_for_timeout(400)
    assert len(held) == 1
    held.pop().continue_()
    expect(listing.locator("#results")).to_be_visible()
    for _try in range(50):
        if held:
            break
        listing.wait_for_timeout(100)
    held.pop().continue_()
    listing.wait_for_url("**?theme=*&theme=*&theme=*")
    expect(listing.locator("#results .chip")).to_have_count(3)
    for name in names:
        expect(listing.locator(f"#facets input[name=theme][value='{name}']")).to_be_checked()
    listing.go_back()  # the choices between were never shown
    expect(listing.locator("#results .chip")).to_have_count(0)


def test_while_a_reader_waits_the_page_says_so(listing):
    held = []
    listing.route("**/knowledge/?*", lambda route: held.append(route))  # noqa: PLW0108
    choices(listing).first.check()
    expect(listing.locator(".listing__busy span")).to_be_visible()
    assert float(listing.locator("#results").evaluate("e => getComputedStyle(e).opacity")) < 0.6
    held[0].continue_()
    expect(listing.locator(".listing__busy span")).not_to_be_visible()


@pytest.mark.parametrize("trouble", ["network", "server"])
def test_a_failure_changes_nothing_and_says_so(listing, log, trouble):
    def fail(route):
        route.abort() if trouble == "network" else route.fulfill(status=500, body="<h1>Error</h1>")

    listing.route("**/knowledge/?*", fail)
    total, box = count(listing), narrowing(listing)
    box.check()
    expect(listing.locator("[role=alert] .notice")).to_contain_text("Nothing was changed")
    assert count(listing) == total
    assert not box.is_checked()
    assert listing.url.endswith(LIST)
    assert "theme=" in listing.locator("[role=alert] a").get_attribute("href")
    listing.unroute("**/knowledge/?*")
    box.check()
    expect(listing.locator("#results .chip")).to_have_count(1)
    expect(listing.locator("[role=alert] .notice")).to_have_count(0)
    log.complaints.clear()  # the browser and htmx write a failed request down


def test_another_page_in_answer_is_opened_as_a_page(listing):
    def answer(route):
        if route.request.headers.get("hx-request"):
            route.fulfill(body="<!doctype html><title>Sign in</title><h1>Sign in</h1>")
        else:
            route.continue_()

    listing.route("**/knowledge/?*", answer)
    with listing.expect_navigation(url="**?theme=*"):
        narrowing(listing).check()
    expect(listing.locator("#results .chip")).to_have_count(1)


def test_without_scripts_the_form_does_the_same(open_context):
    page = open_context(java_script_enabled=False)
    page.goto(LIST)
    box = narrowing(page)
    number = number_of(box)
    box.check()
    page.locator("#facets button", has_text="Show results").click()
    expect_count(page, number)
    assert box.is_checked()
    page.locator("#q").fill("cities")
    page.locator("#q").press("Enter")
    expect(page.locator("#results h2").first).to_contain_text("“cities”")
    assert box.is_checked()
    page.locator("#results .chip").first.click()
    page.locator("#sort").select_option("title")
    page.locator("#results button", has_text="Sort").click()
    assert "sort=title" in page.url
    page.goto("/search/suggestions/?q=cities")
    assert page.locator("main .suggestions a").count() > 0


@pytest.mark.parametrize("width", [320, 390])
def test_narrow_filters_stay_open_while_one_chooses(open_context, width):
    page = open_context(viewport={"width": width, "height": 700})
    page.goto(LIST)
    page.locator("#results button[popovertarget=facets]").press("Enter")
    facets = page.locator("#facets")
    expect(facets).to_be_visible()
    box = choices(page).last
    number = number_of(box)
    box.focus()
    scrolled = facets.evaluate("e => e.scrollTop")
    page.keyboard.press("Space")
    expect(page.locator("#facets-count")).to_contain_text(str(number))
    expect(facets).to_be_visible()
    assert page.evaluate(f"{FOCUSED}.checked")
    assert scrolled > 0
    box = page.evaluate(
        f"(() => {{ const b = {FOCUSED}.getBoundingClientRect(); return [b.top, b.bottom] }})()"
    )
    assert box[0] >= 0
    assert box[1] <= 700
    page.keyboard.press("Escape")
    opener = page.locator("#results button[popovertarget=facets]")
    expect(opener).to_be_focused()
    expect(opener).to_contain_text("(1)")
    page.keyboard.press("Enter")
    page.locator("#facets button", has_text="Show results").press("Enter")
    expect(facets).to_be_hidden()
    expect(page.locator("#count")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_the_address_does_not_mean_is_named(page):
    page.goto(f"{LIST}?colour=red")
    expect(page.locator("#results .notice").first).to_contain_text("colour")


@pytest.fixture
def word(page):
    """Return a word of a title of the list."""
    page.goto(LIST)
    return re.search(r"[A-Za-z]{5,}", page.locator("#results .entry h3").first.inner_text())[0]


def test_suggestions_are_chosen_by_keyboard(page, word):
    field, options = page.locator("#q"), page.locator("[role=option]")
    below = page.locator("#results").bounding_box()
    assert field.get_attribute("aria-expanded") == "false"
    field.press_sequentially(word, delay=20)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".searchbar [role=status]")).to_contain_text("suggestion")
    assert page.locator("#results").bounding_box() == below
    assert page.locator(f"#{field.get_attribute('aria-controls')}").get_attribute("role") == "listbox"
    assert field.get_attribute("aria-activedescendant") is None

    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == options.last.get_attribute("id")

    field.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value(word)
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("Tab")
    expect(options.first).to_be_hidden()

    field.focus()
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    target = options.first.get_attribute("href")
    with page.expect_navigation(url=f"**{target}"):
        field.press("Enter")


def test_the_last_suggestion_searches_this_list(page, word):
    page.locator("#q").press_sequentially(word)
    page.locator("[role=option]").last.click()
    expect(page.locator("#results h2").first).to_contain_text(f"“{word}”")
    assert page.url.split("?")[0].endswith(LIST)
    expect(page.locator("[role=option]").first).to_be_hidden()


def test_enter_without_a_choice_searches(page, word):
    page.locator("#q").press_sequentially(word)
    expect(page.locator("[role=option]").first).to_be_visible()
    page.locator("#q").press("Enter")
    expect(page.locator("#results h2").first).to_contain_text(f"“{word}”")
    expect(page.locator("[role=option]").first).to_be_hidden()


def test_an_older_answer_does_not_replace_a_newer_one(page, word):
    held = []
    page.route("**/search/suggestions/?q=ci", lambda route: held.append(route))  # noqa: PLW0108
    field = page.locator("#q")
    field.fill("ci")
    page.wait_for_timeout(400)
    assert held
    field.fill("cities")
    expect(page.locator("[role=option]").last).to_contain_text("“cities”")
    page.unroute("**/search/suggestions/?q=ci")
    page.wait_for_timeout(300)
    expect(page.locator("[role=option]").last).to_contain_text("“cities”")


def test_one_letter_and_a_failure_suggest_nothing(page, word, log):
    asked = []

    def refuse(route):
        asked.append(route)
        route.fulfill(status=503)

    page.route("**/search/suggestions/**", refuse)
    page.locator("#q").press_sequentially("c")
    page.wait_for_timeout(400)
    assert not asked
    page.locator("#q").press_sequentially("i")
    page.wait_for_timeout(400)
    assert asked
    assert page.locator("#q").get_attribute("aria-expanded") == "false"
    log.complaints.clear()


@pytest.mark.parametrize("address", ["/", "/no/such/page/"])
def test_every_search_field_suggests(open_context, address):
    page = open_context(viewport={"width": 320, "height": 700})
    page.goto(address)
    field = page.locator("main input[type=search]")
    field.press_sequentially("cities")
    option = page.locator("[role=option]").last
    expect(option).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert option.evaluate(
        "e => { e.scrollIntoView({block: 'nearest'}); const b = e.getBoundingClientRect();"
        " return e.contains(document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2)) }"
    )


def test_suggestions_turn_round(page):
    page.goto(LIST)
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.locator("#q").press_sequentially("cities")
    expect(page.locator("[role=option]").first).to_be_visible()
    box, bar = page.locator(".suggestions-box").bounding_box(), page.locator(".searchbar").bounding_box()
    assert (box["x"], box["width"]) == (bar["x"], bar["width"])


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_that_opens_is_a_barrier(open_context, width, scheme):
    page = open_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(LIST)
    page.locator("#q").press_sequentially("cities")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert not barriers(page)
    page.keyboard.press("Escape")
    page.locator("#q").fill("")
    if width < 960:
        page.locator("#results button[popovertarget=facets]").click()
    page.locator("details.facet:not([open]) summary").first.click()
    choices(page).first.check()
    expect(page.locator("#results .chip")).to_have_count(1)
    assert not barriers(page)
    page.goto(f"{LIST}?q=nothingatall&colour=red")
    assert not barriers(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_map_of_the_directory_follows_its_filters(page):
    page.goto("/cities/")
    page.evaluate("window.stays = true")
    drawn = page.locator(".map svg")
    world, total = drawn.get_attribute("viewBox"), count(page)
    box = page.locator("#facets input[name=region][value=europe]")
    number = number_of(box)
    box.scroll_into_view_if_needed()
    top = box.bounding_box()["y"]
    box.check()
    expect_count(page, number)
    expect(page.locator("#above .chip[aria-current]")).to_have_text(re.compile("Europe"))
    assert drawn.get_attribute("viewBox") != world
    assert abs(box.bounding_box()["y"] - top) < 2  # the map has another height; the choice is where it was
    assert has_focus(page, "#facets")
    page.locator("#region-all").press("Enter")
    expect_count(page, total)
    expect(box).not_to_be_checked()
    assert has_focus(page, "#region-all")
    assert drawn.get_attribute("viewBox") == world
    page.go_back()
    expect_count(page, number)
    expect(drawn).not_to_have_attribute("viewBox", world)
    assert page.evaluate("window.stays") is True


def test_without_scripts_the_directory_does_the_same(open_context):
    page = open_context(java_script_enabled=False)
    page.goto("/cities/")
    box = page.locator("#facets input[name=region][value=europe]")
    number = number_of(box)
    box.check()
    page.locator("#facets button", has_text="Show results").click()
    expect_count(page, number)
    expect(page.locator(".map--region")).to_be_visible()
    page.locator("#sort").select_option("title")
    page.locator("#results button", has_text="Sort").click()
    assert "sort=title" in page.url
    expect_count(page, number)
