"""ISBN, DOI, partial dates and citations."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from knowledge.citations import bibtex, cite, ris
from knowledge.dates import format_date, read_date
from knowledge.enums import Licence
from knowledge.identifiers import normalise_doi, normalise_isbn, validate_doi, validate_isbn


@pytest.mark.parametrize(
    "text", ["978-92-1-132660-4", "ISBN 9789211326604", "978 92 1 132660 4", "0-306-40615-2"]
)
def test_an_isbn_is_stored_as_thirteen_digits(text):
    isbn = normalise_isbn(text)
    validate_isbn(isbn)
    assert len(isbn) == 13


@pytest.mark.parametrize("text", ["978-92-1-132660-5", "123", "0-306-40615-3", "abc", "9779211326604"])
def test_a_wrong_isbn_is_refused(text):
    with pytest.raises(ValidationError):
        validate_isbn(normalise_isbn(text))


def test_a_doi_is_stored_bare():
    for text in ("10.1787/10ac6ae4-en", "https://doi.org/10.1787/10ac6ae4-en", "doi: 10.1787/10ac6ae4-en"):
        assert normalise_doi(text) == "10.1787/10ac6ae4-en"
        validate_doi(normalise_doi(text))
    for text in ("11.1787/x", "10.1/x", "10.1787/", "10.1787/a b"):
        with pytest.raises(ValidationError):
            validate_doi(normalise_doi(text))


@pytest.mark.parametrize(
    ("text", "shown"), [("2019", "2019"), ("2019-04", "April 2019"), ("2019-04-22", "22 April 2019")]
)
def test_dates_show_what_is_known(text, shown):
    assert format_date(*read_date(text)) == shown


def test_licences_lead_to_their_deeds():
    assert Licence.CC_BY_NC_ND_3_IGO.deed_url == "https://creativecommons.org/licenses/by-nc-nd/3.0/igo/"
    assert Licence.CC_BY_SA_4.deed_url == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert Licence.CC0.deed_url == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert Licence.NOT_STATED.deed_url == ""


def product(**fields):
    authors = [
        SimpleNamespace(name="Brian H. Roberts", kind="person"),
        SimpleNamespace(name="Maarten De Cock", kind="person"),
        SimpleNamespace(name="City of Turku", kind="organisation"),
    ]
    return SimpleNamespace(
        **{
            "title": "Costs & gains {100%}",
            "subtitle": "A guide",
            "author_list": authors,
            "edition": "2nd edition",
            "publishers": ["Cities Alliance"],
            "published_on": date(2019, 4, 1),
            "date_precision": "month",
            "isbn": "9789211326604",
            "doi": "10.1787/10ac6ae4-en",
            "doi_url": "https://doi.org/10.1787/10ac6ae4-en",
            "product_type": "report",
            "language": "en",
            "summary": "Two\nlines.",
            "slug": "costs-gains",
        }
        | fields
    )


def test_the_reference_line():
    assert cite(product(), "https://x.example/") == (
        "Roberts, B. H., Cock, M. D. & City of Turku (2019). Costs & gains {100%}: A guide (2nd edition). "
        "Cities Alliance. https://doi.org/10.1787/10ac6ae4-en"
    )
    bare = product(author_list=[], published_on=None, doi_url="", edition="", subtitle="")
    assert (
        cite(bare, "https://x.example/") == "Cities Alliance (n.d.). Costs & gains {100%}. https://x.example/"
    )


def test_bibtex_escapes_what_it_would_read_as_markup():
    assert bibtex(product(), "https://x.example/") == (
        "@techreport{costs-gains,\n"
        "  author = {Brian H. Roberts and Maarten De Cock and {City of Turku}},\n"
        "  title = {{Costs \\& gains \\{100\\%\\}: A guide}},\n"
        "  institution = {Cities Alliance},\n"
        "  year = {2019},\n"
        "  edition = {2nd edition},\n"
        "  isbn = {9789211326604},\n"
        "  doi = {10.1787/10ac6ae4-en},\n"
        "  url = {https://x.example/},\n"
        "}\n"
    )


def test_ris_has_one_line_a_tag():
    assert ris(product(), "https://x.example/").split("\r\n") == [
        "TY  - RPRT",
        "AU  - Roberts, Brian H.",
        "AU  - Cock, Maarten De",
        "AU  - City of Turku",
        "TI  - Costs & gains {100%}: A guide",
        "PB  - Cities Alliance",
        "PY  - 2019",
        "DA  - 2019/04//",
        "ET  - 2nd edition",
        "SN  - 9789211326604",
        "DO  - 10.1787/10ac6ae4-en",
        "LA  - en",
        "AB  - Two lines.",
        "UR  - https://x.example/",
        "ER  - ",
        "",
    ]
