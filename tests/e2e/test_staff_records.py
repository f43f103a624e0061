"""Staff keep what is there: a new version of a file, a city put back as it was, a partner, an old address."""

import re
import uuid

from playwright.sync_api import expect

from tests.e2e.desk import press, upload

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_a_new_file_takes_the_place_of_the_old_one_at_the_same_address(at_desk, open_context):
    moderator, reader = at_desk("moderator"), open_context()
    reader.goto("/knowledge/?type=report")
    reader.locator("main h3 a, main h2 a").first.click()
    address = reader.url
    moderator.goto(address)
    edit = moderator.locator(".site-nav a[href*='/admin/pages/']").get_attribute("href")

    add_file(moderator, edit, version="2019", name=f"first-{uuid.uuid4().hex[:6]}.pdf", content=PDF + b"1")
    publish(moderator)
    reader.goto(address)
    first = reader.get_by_role("link", name=re.compile("Download PDF")).get_attribute("href")
    assert reader.request.get(first).body() == PDF + b"1"

    moderator.goto(edit)
    moderator.get_by_role("tab", name="Files").click()
    moderator.locator("#id_files-0-is_current").uncheck()
    add_file(moderator, "", version="2024", name=f"second-{uuid.uuid4().hex[:6]}.pdf", content=PDF + b"2")
    publish(moderator)
    reader.goto(address)
    assert reader.url == address
    second = reader.get_by_role("link", name=re.compile("Download PDF")).get_attribute("href")
    assert reader.request.get(second).body() == PDF + b"2"
    earlier = reader.get_by_role("link", name=re.compile("version 2019"))
    expect(earlier).to_have_attribute("href", first)
    assert reader.request.get(first).body() == PDF + b"1"


def add_file(moderator, edit: str, *, version: str, name: str, content: bytes) -> None:
    """Add a row with a new document, on the page at ``edit`` or the one that is open."""
    if edit:
        moderator.goto(edit)
        moderator.get_by_role("tab", name="Files").click()
    rows = int(moderator.locator("#id_files-TOTAL_FORMS").input_value())
    moderator.locator("#id_files-ADD").click()
    row = moderator.locator(f"#inline_child_files-{rows}")
    upload(moderator, "Choose a document", name, "application/pdf", content, within=row)
    moderator.locator(f"#id_files-{rows}-version").fill(version)


def publish(moderator) -> None:
    """Publish the page that is open."""
    press(moderator, "Publish")
    expect(moderator.get_by_text(re.compile("published", re.IGNORECASE)).first).to_be_visible()


def test_a_city_is_changed_and_put_back_as_it_was(at_desk, open_context):
    moderator, reader = at_desk("moderator"), open_context()
    reader.goto("/cities/essen/")
    before = reader.locator(".lead").first.inner_text()
    moderator.goto("/admin/snippets/cities/city/?q=Essen")
    moderator.get_by_role("link", name="Essen", exact=True).first.click()
    moderator.locator("#id_lead").fill("A sentence that nobody wants.")
    publish(moderator)
    reader.goto("/cities/essen/")
    expect(reader.locator(".lead").first).to_have_text("A sentence that nobody wants.")

    moderator.goto("/admin/snippets/cities/city/?q=Essen")
    moderator.get_by_role("link", name="Essen", exact=True).first.click()
    moderator.goto(moderator.url.split("#")[0].replace("/edit/", "/history/"))
    moderator.get_by_role("button", name="Actions", exact=True).last.click()  # of what was there before
    moderator.get_by_role("link", name="Review this version").click()
    expect(moderator.locator("#id_lead")).to_have_value(before)
    press(moderator, "Publish this version")
    reader.goto("/cities/essen/")
    expect(reader.locator(".lead").first).to_have_text(before)


def test_a_partner_is_edited_as_a_draft_and_published(at_desk, open_context):
    editor, moderator, reader = at_desk("editor"), at_desk("moderator"), open_context()
    words = f"Helps cities with {uuid.uuid4().hex[:6]}."
    editor.goto("/admin/snippets/cities/partner/")
    editor.locator("tbody a").first.click()
    editor.wait_for_load_state("networkidle")
    edit, name = editor.url.split("#")[0], editor.locator("#id_name").input_value()
    editor.locator("#id_summary").fill(words)
    press(editor, "Save draft")
    reader.goto("/partners/")
    expect(reader.get_by_role("link", name=name)).to_have_count(1)
    expect(reader.get_by_text(words)).to_have_count(0)
    moderator.goto(edit)
    publish(moderator)
    reader.goto("/partners/")
    reader.get_by_role("link", name=name).click()
    expect(reader.get_by_text(words)).to_be_visible()


def test_an_old_address_leads_to_its_page(at_desk, open_context):
    moderator, reader = at_desk("moderator"), open_context()
    old = f"/toolkit-{uuid.uuid4().hex[:6]}"
    assert reader.goto(f"{old}/").status == 404
    moderator.goto("/admin/redirects/add/")
    moderator.locator("#id_old_path").fill(old)
    moderator.locator("#id_redirect_link").fill(moderator.url.partition("/admin/")[0] + "/cities/essen/")
    press(moderator, "Create")
    expect(moderator.get_by_text("added").first).to_be_visible()
    assert reader.goto(f"{old}/").status == 200
    assert reader.url.endswith("/cities/essen/")


def test_the_first_steps_open_what_they_name(at_desk):
    editor = at_desk("editor")
    for words, title in {
        "Write a knowledge product": "Knowledge product",
        "Write a good practice": "Good practice",
        "Write news": "News",
        "Edit a city": "Cities",
    }.items():
        editor.goto("/admin/")
        editor.get_by_role("link", name=words).click()
        expect(editor.locator("main h1, main h2, header h1").first).to_contain_text(
            re.compile(title, re.IGNORECASE)
        )


def test_a_practice_is_led_to_from_the_challenge_that_it_answers(at_desk, open_context):
    moderator, reader = at_desk("moderator"), open_context()
    title = "Modernising manufacturing"  # which nothing of the demo answers
    reader.goto("/practices/")
    reader.locator("main h3 a, main h2 a").first.click()
    practice, address = reader.locator("h1").inner_text(), reader.url
    moderator.goto(address)
    moderator.goto(moderator.locator(".site-nav a[href*='/admin/pages/']").get_attribute("href"))
    moderator.wait_for_load_state("networkidle")
    moderator.locator("#id_challenge_links-OPEN_MODAL").click()
    dialogue = moderator.locator(".modal")
    dialogue.get_by_label("Search").fill("manufacturing")
    expect(dialogue.locator("tbody tr")).to_have_count(1)
    dialogue.get_by_role("checkbox").check()
    dialogue.get_by_role("button", name="Confirm selection").click()
    expect(moderator.locator("[id^=inline_child_challenge_links]").last).to_contain_text(title)
    publish(moderator)
    reader.goto(address)
    reader.get_by_role("link", name=title).click()
    expect(reader.get_by_role("heading", name="Practices that address this")).to_be_visible()
    expect(reader.locator("#answers")).to_contain_text(practice)
