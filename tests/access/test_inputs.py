"""No request makes the portal stumble: what cannot be understood is passed over, refused or not found."""

import pytest

LISTS = ["/", "/knowledge/", "/practices/", "/news/", "/cities/", "/partners/", "/priorities/"]
FEEDS = ["/feeds/", "/feeds/knowledge/", "/feeds/practices/", "/feeds/news/"]
OTHERS = [
    "/knowledge/product/",
    "/cities/essen/",
    "/sitemap.xml",
    "/robots.txt",
    "/account/login/",
    "/contact/",
    "/join/",
    "/join/city/",
    "/join/invitations/none/",
    "/cities/essen/people/",
    "/affiliations/99999999999999999999/end/",
]
NAMES = ["q", "theme", "type", "region", "country", "size", "city", "language", "year", "evidence", "sdg"]
NAMES += ["legacy", "kind", "sort", "page", "p", "next", "unknown"]
VALUES = [
    "\x00",
    "a\x00b",
    "a" * 10_000,
    "w " * 5_000,
    "9" * 6_000,
    "-1",
    "0",
    "999999",
    "99999999999999999999",
    "abc",
    "1.5",
    "²",
    "٢٠٢٢",
    "%",
    "_",
    "\\",
    "'\"`%_\\",
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "<script>alert(1)</script>",
    "\r\nSet-Cookie: a=b",
    "\ud7ff\uffff",
    "😀" * 50,
    "\u202e\u0000\u0007",
    "https://[",
]


@pytest.mark.parametrize("address", LISTS + FEEDS + OTHERS)
def test_no_value_of_a_query_string_is_a_fault_of_ours(client, network, address):
    client.raise_request_exception = False
    for value in VALUES:
        status = client.get(address, dict.fromkeys(NAMES, value)).status_code
        assert status < 500, (address, value[:30])
    for name in NAMES:
        assert client.get(address, {name: "a\x00b"}).status_code < 500, (address, name)


@pytest.mark.parametrize("address", LISTS + FEEDS)
def test_repeated_and_broken_parameters_are_no_fault_of_ours(client, network, address):
    client.raise_request_exception = False
    for query in (
        "theme=circular-economy&theme=governance&theme=%00&theme=&theme",
        "&".join(f"theme=t{number}" for number in range(800)),
        "&".join(f"country=c{number}%00" for number in range(60)),
        "&".join(f"n{number}=" for number in range(900)),
        "q=%ff%fe%ed%a0%80",
        "q=%",
        "=&&;=;",
        "page=1&page=999999",
    ):
        assert client.get(f"{address}?{query}").status_code < 500, query[:40]


@pytest.mark.parametrize(
    "path",
    [
        "%00/",
        "knowledge/%00/",
        "cities/%00/",
        "knowledge/product%00/",
        "feeds/news/%00/",
        "%ff%fe/",
        "a" * 4_000,
        "documents/1/%00.pdf",
        "documents/99999999999999999999/a.pdf",
        "media/images/%00",
        "sitemap-%00.xml",
        "knowledge/product/%00",
        "account/%00",
        "admin/%00/",
        "%E2%80%AE/",
        "…/",
        "//",
        "//evil.example/",
        "sitemap-pages.xml?p=abc",
        "sitemap-pages.xml?p=0",
        "sitemap-nothing.xml",
        "_util/login/%00",
        "media/images/" + "a" * 300,
        "static/%00",
    ],
)
def test_no_path_is_a_fault_of_ours(client, network, path):
    client.raise_request_exception = False
    assert client.get(f"/{path}").status_code < 500


@pytest.mark.parametrize(
    "headers",
    [
        {"referer": "http://[::1"},
        {"referer": "http://testserver/\x00"},
        {"referer": "\xff\xfe"},
        {"accept-language": "x" * 9_000},
        {"accept-language": "en\x00"},
        {"cookie": "sessionid=\x00; colours=\x00; csrftoken=é"},
        {"cookie": "sessionid=' OR 1=1; colours=<script>"},
        {"cookie": "messages=garbage; sessionid=" + "a" * 4_000},
        {"x-forwarded-for": "garbage, 1.2.3.4.5"},
        {"if-modified-since": "yesterday", "if-none-match": "é"},
        {"hx-request": "true", "hx-current-url": "http://["},
        {"range": "bytes=9-1,zzz"},
    ],
)
def test_no_header_is_a_fault_of_ours(client, network, headers):
    client.raise_request_exception = False
    for address in ("/", "/knowledge/", "/contact/", "/tell-us/", "/account/login/", "/account/", "/nowhere/"):
        assert client.get(address, headers=headers).status_code < 500, address


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/account/login/", ("login", "password")),
        ("/account/signup/", ("email", "name", "password1")),
        ("/account/password/reset/", ("email",)),
        ("/account/login/code/", ("email",)),
        ("/contact/", ("name", "email", "subject", "message", "organisation", "stamp", "website")),
        ("/tell-us/", ("name", "email", "themes", "message", "organisation", "stamp")),
        ("/join/", ("kind", "organisation", "country", "name", "email", "message", "web_address", "stamp")),
        ("/preferences/colours/", ("colours", "next")),
    ],
)
def test_no_form_value_is_a_fault_of_ours(client, network, address, fields):
    client.raise_request_exception = False
    for field in fields:
        for value in VALUES:
            data = dict.fromkeys(fields, "person@city.example") | {field: value}
            assert client.post(address, data).status_code < 500, (address, field, value[:30])
    assert client.post(address, b"\x00\xff", content_type="application/json").status_code < 500
    assert client.post(address, b"--x", content_type="multipart/form-data; boundary=x").status_code < 500
