"""Each block shows what it was given, and says plainly what is missing."""

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from network.core.blocks import BodyBlock, ChartBlock, bars, initials
from network.core.fields import PortalStreamField
from network.home.models import HomePage
from tests.factories.media import make_document, make_image


def body(*pairs):
    """Return the body made of (type, value) pairs, as it is stored."""
    return BodyBlock().to_python([{"type": kind, "value": value} for kind, value in pairs])


def show(*pairs, request=None) -> str:
    """Return the markup of the body made of (type, value) pairs."""
    value = body(*pairs)
    return value.stream_block.render(value, {"request": request} if request else {})


def refusal(kind: str, value) -> dict:
    """Return what the block says, field by field, when it refuses ``value``."""
    block = BodyBlock().child_blocks[kind]
    with pytest.raises(ValidationError) as error:
        block.clean(block.to_python(value))
    return error.value.as_json_data()["blockErrors"]


def test_text_shows_headings_as_direct_children_of_the_prose():
    shown = show(("text", "<h2>Why</h2><p>Because.</p>")).replace("\n", "")
    assert shown == '<div class="prose"><h2>Why</h2><p>Because.</p></div>'


def test_a_quote_shows_its_words_and_links_its_source():
    shown = show(("quote", {"quote": "We share <b>", "source": "A mayor", "url": "https://example.org/"}))
    assert "<p>We share &lt;b&gt;</p>" in shown
    assert '<figcaption><a href="https://example.org/">A mayor</a></figcaption>' in shown


def test_a_figure_shows_caption_credit_and_the_alt_text_of_this_place(db):
    image = make_image(credit="City archive", licence="CC BY 4.0")
    value = {"image": image.pk, "alt_text": "A hall with a new roof", "decorative": False}
    shown = show(("figure", {"image": value, "caption": "The hall in 2024"}))
    assert 'alt="A hall with a new roof"' in shown
    assert "srcset=" in shown
    assert "The hall in 2024" in shown
    assert "Credit: City archive, CC BY 4.0" in shown
    assert "style=" not in shown


def test_a_figure_without_caption_or_credit_has_no_empty_caption(db):
    value = {"image": make_image().pk, "alt_text": "A hall", "decorative": False}
    assert "figcaption" not in show(("figure", {"image": value, "caption": ""}))


def test_a_decorative_figure_has_an_empty_alt_text(db):
    value = {"image": make_image().pk, "alt_text": "", "decorative": True}
    assert 'alt=""' in show(("figure", {"image": value, "caption": ""}))


def test_a_figure_without_alt_text_is_refused_unless_decorative(db):
    value = {"image": make_image().pk, "alt_text": "", "decorative": False}
    said = refusal("figure", {"image": value, "caption": ""})
    assert "alt text" in said["image"]["blockErrors"]["alt_text"]["messages"][0]


def test_a_fact_shows_figure_source_and_year():
    value = {
        "value": "28 million",
        "text": "people reached",
        "source": "Annual report",
        "year": 2025,
        "url": "",
    }
    shown = show(("fact", value))
    assert "28 million" in shown
    assert "Source: Annual report, 2025" in shown


def test_a_fact_without_source_or_year_is_refused():
    said = refusal("fact", {"value": "3", "text": "cities", "source": "", "year": None, "url": ""})
    assert set(said) == {"source", "year"}


def test_a_callout_shows_its_kind():
    shown = show(("callout", {"title": "Mind the date", "text": "<p>Until May.</p>", "tone": "warn"}))
    assert 'class="callout callout--warn"' in shown
    assert "<p>Until May.</p>" in shown


def test_a_file_shows_type_and_size(db):
    document = make_document(title="Mine water", size=2048)
    shown = show(("files", {"title": "Read on", "files": [{"document": document.pk, "title": ""}]}))
    assert f'<a href="{document.url}">Mine water</a>' in shown
    assert "PDF" in shown
    assert "2.0\xa0KB" in shown


def test_people_show_initials_and_address():
    person = {"name": "Editor of the Network", "role": "Secretariat", "email": "editor@interurban.example"}
    shown = show(("people", {"title": "", "people": [person]}))
    assert ">EN<" in shown
    assert "mailto:editor@interurban.example" in shown
    assert "<h2" not in shown


def test_initials_come_from_the_first_and_last_word():
    assert [initials(name) for name in ("Ada", "ada de witt", "")] == ["A", "AW", ""]


@pytest.fixture
def about(home):
    """Return a page that cards may lead to."""
    return home.add_child(instance=HomePage(title="About us", slug="about"))


def card(**fields) -> dict:
    """Return a card with the given fields."""
    return {"page": None, "url": "", "title": "", "text": "", **fields}


def test_a_card_takes_its_title_from_its_page(about):
    shown = show(("cards", {"title": "", "cards": [card(page=about.pk)]}), request=RequestFactory().get("/"))
    assert '<a class="plain" href="/about/">About us</a>' in shown


def test_a_page_behind_a_restriction_has_no_card(about, client):
    PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    request = client.get("/").wsgi_request
    shown = show(("cards", {"title": "Read on", "cards": [card(page=about.pk)]}), request=request)
    assert "About us" not in shown
    assert "Read on" not in shown


def test_a_draft_has_no_card(about):
    about.unpublish()
    assert "About us" not in show(("cards", {"title": "", "cards": [card(page=about.pk)]}))


def test_a_card_that_leads_nowhere_or_to_two_places_is_refused(about):
    for value in (card(title="Nowhere"), card(page=about.pk, url="https://example.org/")):
        said = refusal("cards", {"title": "", "cards": [value]})
        assert "not both" in said["cards"]["blockErrors"][0]["blockErrors"]["page"]["messages"][0]


def test_a_card_to_an_address_needs_a_title(db):
    said = refusal("cards", {"title": "", "cards": [card(url="https://example.org/")]})
    assert "title" in said["cards"]["blockErrors"][0]["blockErrors"]


def test_a_timeline_marks_the_turn_and_today():
    moments = [
        {"year": "1889", "text": "The mine opens.", "mark": ""},
        {"year": "1986", "text": "It closes.", "mark": "turn"},
        {"year": "2026", "text": "Homes are heated.", "mark": "now"},
    ]
    shown = show(("timeline", {"title": "A line", "moments": moments}))
    assert '<li class="is-turn"><b>1986</b>' in shown
    assert '<li class="is-now"><b>2026</b>' in shown
    assert "<li><b>1889</b>" in shown


def chart(*values) -> dict:
    """Return a chart of the given numbers."""
    rows = [{"label": f"Row {number}", "value": value} for number, value in enumerate(values)]
    return {"title": "Practices by theme", "unit": "practices", "rows": rows, "source": "This site", "url": ""}


def test_a_chart_is_a_table_with_bars_in_it():
    shown = show(("chart", chart("20", "5")))
    assert '<caption>Practices by theme <span class="hint">(practices)</span></caption>' in shown
    assert '<th scope="row">Row 0</th>' in shown
    assert 'width="100.00"' in shown
    assert 'width="25.00"' in shown
    assert "<td>20</td>" in shown


def test_bars_keep_a_point_in_every_language(settings):
    from django.utils import translation

    with translation.override("de"):
        assert [row["length"] for row in bars([("a", 3), ("b", 2)])] == ["100.00", "66.67"]


def test_bars_of_nothing_are_none():
    assert bars([]) == []


def test_a_chart_says_what_a_number_looks_like():
    block = ChartBlock()
    data = {
        "title": "t", "unit": "u", "source": "s", "url": "",
        "rows-count": "1", "rows-0-deleted": "", "rows-0-order": "0", "rows-0-type": "item", "rows-0-id": "",
        "rows-0-value-label": "Lots", "rows-0-value-value": "12 cities",
    }  # fmt: skip
    value = block.value_from_datadict({f"c-{key}": text for key, text in data.items()}, {}, "c")
    with pytest.raises(ValidationError) as error:
        block.clean(value)
    said = error.value.as_json_data()["blockErrors"]["rows"]["blockErrors"][0]["blockErrors"]["value"]
    assert said["messages"] == ["Give a number such as 12 or 3.5, without unit or spaces."]


def test_a_chart_of_noughts_is_refused():
    assert "above 0" in refusal("chart", chart("0", "0"))["rows"]["messages"][0]


def test_blocks_stay_out_of_migrations():
    _name, path, arguments, keywords = PortalStreamField(BodyBlock(), blank=True).deconstruct()
    assert path == "network.core.fields.PortalStreamField"
    assert arguments == [[]]
    assert keywords == {"blank": True}


def test_the_field_offers_every_block():
    field = PortalStreamField(BodyBlock(), blank=True)
    kinds = ["text", "quote", "figure", "fact", "callout", "files", "people", "cards", "timeline", "chart"]
    assert list(field.stream_block.child_blocks) == kinds
