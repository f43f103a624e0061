"""Run inside a bench's data folder: what to ask for there, and how many database queries each page makes.

It prints both as JSON. Django's test client asks, so that no server's process has to do with the count.

No reader asks what the one before asked. So each page that is searched has many addresses, which are asked one
after the other and in a run none twice: other words, phrases and values of the filters, drawn from a fixed
seed. Every network has results for the first of them.
"""

import json
from random import Random
from urllib.parse import urlencode

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from knowledge.demo.generate import DEEDS, WORDS  # noqa: E402
from knowledge.models import KnowledgeIndexPage  # noqa: E402
from network.core.pagination import PAGE_SIZE  # noqa: E402
from network.search.queries import Narrowing  # noqa: E402
from network.search.results import find  # noqa: E402
from network.search.store import open_reader  # noqa: E402

QUESTIONS = 320  # of each page that is searched, the first of them with WORD alone
WORD = "river"
# How many values of each filter are chosen: enough that the smallest network still has a full page of results.
CHOSEN = {"theme": 4, "region": 3, "type": 5, "year": 14}
YEARS = range(2008, 2022)
ALL_YEARS = range(1999, 2026)
PART = {"HTTP_HX_REQUEST": "true"}


def questions(random: Random) -> list[str]:
    """Return what is asked: one to three words, and every fourth time two words as a phrase besides."""
    asked = {WORD: None}
    phrases = [f'"{one} {two}"' for one in WORDS for two in WORDS if one != two]
    random.shuffle(phrases)
    while len(asked) < QUESTIONS:
        words = random.sample(WORDS + DEEDS, random.choice([1, 2, 2, 3]))
        if len(asked) % 4 == 0:
            words = [*words[:2], phrases.pop()]
        asked.setdefault(" ".join(words).lower())
    return list(asked)


def filters(random: Random) -> list[dict[str, list]]:
    """Return as many choices of filters as there are questions, all of equally many values."""
    offered = {one.name: one.offered() for one in KnowledgeIndexPage.list_spec.filters if one.offered}
    first = {name: offered[name][:most] for name, most in CHOSEN.items() if name in offered}
    drawn = [
        {name: random.sample(values, len(first[name])) for name, values in offered.items() if name in CHOSEN}
        | {"year": sorted(random.sample(ALL_YEARS, len(YEARS)))}
        for _number in range(QUESTIONS - 1)
    ]
    return [first | {"year": list(YEARS)}, *drawn]


def pages() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Return the addresses and the request headers of each page, by its name."""
    spec, random = KnowledgeIndexPage.list_spec, Random(1)  # noqa: S311 (it guards nothing)
    words = questions(random)
    narrowed = [{"q": text} | chosen for text, chosen in zip(words, filters(random), strict=True)]
    reader = open_reader()
    count = find(reader, Narrowing(spec.kinds).as_query(reader)).count
    deep = max(1, count * 2 // (5 * PAGE_SIZE))
    begun = [word[:3].lower() for word in ("riv", *WORDS, *DEEDS)]
    return {
        "knowledge": (["/knowledge/"], {}),
        "knowledge, words": ([f"/knowledge/?{urlencode({'q': text})}" for text in words], {}),
        "knowledge, words and filters": ([f"/knowledge/?{urlencode(one, doseq=True)}" for one in narrowed], {}),
        "knowledge, 40 % deep": ([f"/knowledge/?page={deep}"], {}),
        "practices": (["/practices/"], {}),
        "site search": ([f"/search/?{urlencode({'q': text})}" for text in words], {}),
        "suggestions": (
            [f"/search/suggestions/?q={letters}" for letters in begun],
            PART,
        ),
        "cities": (["/cities/"], {}),
    }


def count_queries(client: Client, path: str, headers: dict[str, str]) -> int:
    """Return how many queries a page makes."""
    with CaptureQueriesContext(connection) as queries:
        client.get(path, HTTP_HOST="localhost", **headers)
    return len(queries)


def main() -> None:
    """Print what was asked for, as JSON."""
    rows = {name: {"paths": paths, "headers": headers} for name, (paths, headers) in pages().items()}
    for row in rows.values():
        client, path, headers = Client(), row["paths"][0], row["headers"]
        row["cold"] = count_queries(client, path, headers)
        count_queries(client, path, headers)
        row["warm"] = count_queries(client, path, headers)
    print(json.dumps(rows))  # noqa: T201


if __name__ == "__main__":
    main()
