"""Reading a site as somebody does who follows every link."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

LINK = re.compile(r'<(?:a|link)\b[^>]*?\bhref="([^"]+)"')
LOCATION = re.compile(r"<loc>([^<]+)</loc>")
ELSEWHERE = ("/admin/", "/account/", "/static/", "/media/", "/documents/", "/demo/", "/styleguide/")


def links_of(path: str, text: str) -> list[str]:
    """Return the addresses of this site that a page links to, without what follows the ``#``."""
    found = []
    for link in [*LINK.findall(text), *LOCATION.findall(text)]:
        parts = urlsplit(urljoin(f"http://testserver{path}", unescape(link)))
        if parts.hostname in ("testserver", "localhost") and not parts.path.startswith(ELSEWHERE):
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def crawl(client, start: list[str], *, follow=lambda path: True, most: int = 2000) -> dict[str, str]:
    """Return what every page says that links lead to from ``start``, by its address.

    An address that neither answers 200 nor leads to one that does fails it, with the page that links to it.
    """
    said: dict[str, str] = {}
    waiting = [(path, "the start") for path in start]
    seen = set(start)
    while waiting:
        path, origin = waiting.pop(0)
        response = client.get(path, follow=True)
        assert response.status_code == 200, f"{path} answers {response.status_code}; {origin} links to it"
        body = b"".join(response.streaming_content) if response.streaming else response.content
        said[path] = body.decode()
        assert len(said) <= most, f"more than {most} addresses: the last was {path}"
        for link in links_of(path, said[path]):
            if link not in seen and follow(link):
                seen.add(link)
                waiting.append((link, path))
    return said
