"""Reading a page as a browser does, to see what of it would run."""

from html.parser import HTMLParser

from tests.access.attacks.payloads import MARK

ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "xlink:href", "poster"}
RUNS = ("javascript:", "vbscript:", "data:text/html")
# What no page of the portal has, whoever wrote on it.
FOREIGN_TAGS = {"base", "embed", "object", "iframe", "portal", "marquee", "keygen", "math", "applet"}


class Suspicions(HTMLParser):
    """Collects what would run: handlers, scripts and addresses that came out of somebody's text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag, attrs):
        """Look at an element."""
        self._inside = tag
        if tag in FOREIGN_TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            plain = "".join((value or "").split()).lower()
            if name.startswith("on"):
                self.found.append(f"{tag} {name}={value}")
            if name in ADDRESSES and plain.startswith(RUNS):
                self.found.append(f"{tag} {name}={value}")
            if name == "http-equiv":
                self.found.append(f"{tag} http-equiv={value}")
            if name in ("src", "href") and "elsewhere.example" in plain and tag in ("script", "link", "img"):
                self.found.append(f"{tag} {name}={value}")
            if name == "style":
                self.found.append(f"{tag} style={value}")

    def handle_endtag(self, tag):
        """Leave an element."""
        self._inside = ""

    def handle_data(self, data):
        """Look at what stands in scripts and styles. What a browser reads as data is no script."""
        if self._inside in ("script", "style") and MARK in data and "</" in data:
            self.found.append(f"<{self._inside}> with {data[:60]}")
        if self._inside == "script" and f"alert('{MARK}')" in data and not data.lstrip().startswith(("{", "[")):
            self.found.append(f"a script that runs: {data[:60]}")


def suspicions(text: str) -> list[str]:
    """Return what on a page would run, or reach for another host, though somebody only wrote it."""
    reader = Suspicions()
    reader.feed(text)
    return reader.found
