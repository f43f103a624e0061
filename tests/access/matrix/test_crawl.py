"""Nobody finds a private word by following links, or by looking for it."""

import re

import pytest

from tests.access.matrix.asking import leaked
from tests.access.matrix.readers import ANONYMOUS, asked
from tests.crawl import crawl
from tests.following import FollowedClient

START = ["/", "/sitemap.xml", "/feeds/", "/search/", "/experts/"]
OWN = ["/account/", "/account/data/", "/dashboard/", "/challenges/mine/", "/submissions/"]
# Each looks for the words of the question in its own way.
LISTS = ["/search/", "/search/suggestions/", "/knowledge/", "/practices/", "/news/", "/challenges/", "/cities/"]
# Filters multiply the lists; what they show is a part of what the lists show. Forms are the matrix's business.
# Previews name the address that the page will have.
LEFT_OUT = ("?sort=", "?theme=", "?type=", "?region=", "?size=", "?year=", "?legacy=", "?state=", "&", "/cite.")
LEFT_OUT += ("/submissions/", "/edit/preview/")
UNKNOWN = "Canarynowhere"
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture
def client_of(world):
    """Return a function that returns a reader's client, whose index follows."""

    def client(reader):
        client = FollowedClient()
        if reader != ANONYMOUS:
            client.force_login(world.people[reader])
        return client

    return client


@pytest.mark.parametrize("reader", asked(ANONYMOUS, "other_coordinator", "moderator"))
def test_no_link_leads_to_what_is_not_hers(reader, world, client_of):
    client = client_of(reader)
    start = [path for path in START + OWN if client.get(path).status_code == 200]
    said = crawl(client, start, follow=lambda path: not any(part in path for part in LEFT_OUT))
    found = [
        f"{path} says {word} to {reader}"
        for path, text in said.items()
        for word in leaked(text, reader, world.words)
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("reader", asked("other_coordinator"))
def test_a_word_that_is_not_hers_is_answered_like_one_that_does_not_exist(reader, world, client_of):
    client = client_of(reader)

    def answer(path, word):
        text = client.get(path, {"q": word}).content.decode()
        return TOKENS.sub("", text.replace(word, "").replace(word.lower(), ""))

    different = [
        (path, word)
        for path in LISTS
        for word, may_read in world.words.items()
        if reader not in may_read and answer(path, word) != answer(path, UNKNOWN)
    ]
    assert different == []


def test_whoever_may_read_a_word_does_find_it(world, client_of):
    """Else the two tests above would find nothing whatever was wrong."""
    client = client_of("author")
    said = crawl(client, ["/challenges/mine/"], follow=lambda path: path.startswith("/challenges/draft"))
    assert any("Canarydraftchallenge" in text for text in said.values())
    assert "Canaryclosedproduct" in client.get("/search/", {"q": "Canaryclosedproduct"}).content.decode()
