"""Staff at work in a real browser: a product goes from a first draft to its readers, and a name changes."""

import re
import uuid

from playwright.sync_api import Page, expect

from tests.e2e.desk import decide, press, upload

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def open_new(page: Page, index: str) -> None:
    """Open the form of a new page below the list page at ``index``."""
    page.goto(index)
    edit = page.locator(".site-nav a[href*='/admin/pages/']").get_attribute("href")
    page.goto(edit.replace("/edit/", "/add_subpage/"))
    if "add_subpage" in page.url:
        page.get_by_role("link", name=re.compile("knowledge product", re.IGNORECASE)).first.click()
    page.wait_for_load_state("networkidle")


def test_a_product_goes_from_a_first_draft_to_its_readers(at_desk, open_context):
    title = f"Trams after coal {uuid.uuid4().hex[:6]}"
    editor = at_desk("editor")
    open_new(editor, "/knowledge/")
    editor.wait_for_timeout(2500)  # the editor notes changes from two seconds after it opened
    editor.locator("#id_title").press_sequentially(title[:4])
    expect(editor).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))  # the draft saved itself
    editor.locator("#id_title").press_sequentially(title[4:])
    press(editor, "Save draft")
    edit = editor.url.split("#")[0]
    slug = title.lower().replace(" ", "-")
    expect(editor.locator("#id_slug")).to_have_value(slug)

    press(editor, "Submit to Publication")
    errors = editor.locator(".error-message")
    expect(errors.filter(has_text="Choose what kind of product it is")).not_to_have_count(0)
    expect(errors.filter(has_text="Choose a licence")).not_to_have_count(0)
    expect(editor.get_by_text("Choose at least one theme before you publish")).not_to_have_count(0)
    expect(editor.locator("#id_title")).to_have_value(title)

    editor.locator("#id_product_type").select_option("report")
    editor.locator("#id_theme_links-0-theme").select_option(label="Circular economy")
    editor.get_by_role("tab", name="Facts").click()
    editor.locator("#id_licence").select_option(index=1)
    editor.get_by_role("tab", name="Files").click()
    editor.locator("#id_files-ADD").click()
    upload(editor, "Choose a document", "trams.pdf", "application/pdf", PDF)
    press(editor, "Submit to Publication")
    reader = open_context()
    assert reader.goto(f"/knowledge/{slug}/").status == 404

    moderator = at_desk("moderator")
    decide(moderator, edit, "Request changes", "Say in the summary what a city gets from it.")
    editor.goto(edit)
    expect(editor.get_by_text("Say in the summary what a city gets").first).to_be_attached()
    editor.locator("#id_summary").fill("How mining towns reuse their tracks.")
    press(editor, "Resubmit to Approval by a moderator")
    decide(moderator, edit, "Approve and Publish")

    assert reader.goto("/knowledge/?sort=newest").status == 200
    assert reader.goto(f"/knowledge/{slug}/").status == 200
    expect(reader.locator("h1")).to_have_text(title)
    file = reader.locator("a[href*='/documents/']").first.get_attribute("href")
    assert reader.request.get(file).body() == PDF


def test_the_networks_name_is_changed_on_the_site_at_once(at_desk, open_context):
    moderator, reader = at_desk("moderator"), open_context()
    moderator.goto("/admin/settings/core/networksettings/")
    name = moderator.locator("#id_name").input_value()
    try:
        rename(moderator, "Tram towns")
        reader.goto("/")
        expect(reader.locator(".site-head")).to_contain_text("Tram towns")
    finally:
        rename(moderator, name)
    reader.goto("/")
    expect(reader.locator(".site-head")).to_contain_text(name)


def rename(moderator: Page, name: str) -> None:
    """Save the network under ``name``."""
    moderator.goto("/admin/settings/core/networksettings/")
    moderator.locator("#id_name").fill(name)
    press(moderator, "Save")


def test_an_enquiry_is_answered_from_the_queue(at_desk, open_context):
    subject = f"Which tracks {uuid.uuid4().hex[:6]}?"
    reader = open_context()
    reader.goto("/contact/")
    reader.fill("[name=name]", "A reader")
    reader.fill("[name=email]", "reader@example.org")
    reader.fill("[name=subject]", subject)
    reader.fill("[name=message]", "Which cities reuse the tracks of their mines?")
    reader.wait_for_timeout(4000)  # a form that is sent faster than one can write is taken for spam
    reader.get_by_role("button", name="Send message").click()
    reader.wait_for_load_state()
    editor = at_desk("editor")
    editor.goto("/admin/enquiries/")
    editor.get_by_role("link", name=subject).first.click()
    editor.get_by_role("link", name="Reply").first.click()
    editor.locator("[name=text]").fill("Three of them: see the practice on trams.")
    press(editor, "Send reply")
    expect(editor.get_by_text("Your reply is on its way to reader@example.org.")).to_be_visible()
    expect(editor.get_by_text("Three of them").first).to_be_attached()
