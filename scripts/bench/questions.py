"""Run inside a bench's data folder: what to ask for there, and how many database queries each page makes.

It prints both as JSON. Django's test client asks, so that no server's process has to do with the count.
"""

import json
from urllib.parse import urlencode

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from knowledge.models import KnowledgeIndexPage  # noqa: E402
from network.core.pagination import PAGE_SIZE  # noqa: E402
from network.search.queries import Narrowing  # noqa: E402
from network.search.results import find  # noqa: E402
from network.search.store import open_reader  # noqa: E402

WORD = "river"
# How many values of each filter are chosen: enough that the smallest network still has a full page of results.
CHOSEN = {"theme": 4, "region": 3, "type": 5}
YEARS = range(2008, 2022)
PART = {"HTTP_HX_REQUEST": "true"}


def pages() -> dict[str, tuple[str, dict[str, str]]]:
    """Return address and request headers of each page, by its name."""
    spec = KnowledgeIndexPage.list_spec
    chosen = {one.name: one.offered()[: CHOSEN[one.name]] for one in spec.filters if one.name in CHOSEN}
    asked = urlencode({"q": WORD} | chosen | {"year": list(YEARS)}, doseq=True)
    reader = open_reader()
    count = find(reader, Narrowing(spec.kinds).as_query(reader)).count
    deep = max(1, count * 2 // (5 * PAGE_SIZE))
    return {
        "knowledge": ("/knowledge/", {}),
        "knowledge, words": (f"/knowledge/?q={WORD}", {}),
        "knowledge, words and filters": (f"/knowledge/?{asked}", {}),
        "knowledge, 40 % deep": (f"/knowledge/?page={deep}", {}),
        "practices": ("/practices/", {}),
        "site search": (f"/search/?q={WORD}", {}),
        "suggestions": ("/search/suggestions/?q=riv", PART),
        "cities": ("/cities/", {}),
    }


def count_queries(client: Client, path: str, headers: dict[str, str]) -> int:
    """Return how many queries a page makes."""
    with CaptureQueriesContext(connection) as queries:
        client.get(path, HTTP_HOST="localhost", **headers)
    return len(queries)


def main() -> None:
    """Print what was asked for, as JSON."""
    rows = {name: {"path": path, "headers": headers} for name, (path, headers) in pages().items()}
    for row in rows.values():
        client = Client()
        row["cold"] = count_queries(client, row["path"], row["headers"])
        count_queries(client, row["path"], row["headers"])
        row["warm"] = count_queries(client, row["path"], row["headers"])
    print(json.dumps(rows))  # noqa: T201


if __name__ == "__main__":
    main()
