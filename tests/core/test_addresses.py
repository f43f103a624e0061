"""Addresses in running text read as people write them."""

import pytest
from django.template.loader import render_to_string

from network.core.templatetags.interface import readable_address, readable_host


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://www.un.org/sustainabledevelopment/cities/", "un.org/sustainabledevelopment/cities"),
        ("https://example.org/?id=7", "example.org"),
        ("https://example.org/stra%C3%9Fe", "example.org/straße"),
        ("https://example.org/" + "a" * 90, "example.org/" + "a" * 51 + "…"),
        ("Archive of the city", "Archive of the city"),
    ],
)
def test_an_address_is_written_short(url, written):
    assert readable_address(url) == written


def test_the_host_says_who_answers():
    assert readable_host("https://www.un.org/a/b") == "un.org"


def test_a_named_source_also_says_where_it_is():
    shown = render_to_string("components/source.html", {"url": "https://www.un.org/a", "label": "Goal 11"})
    assert ">Goal 11 <" in shown
    assert ">un.org<" in shown
