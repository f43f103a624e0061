"""Rich text as plain text: what the text part of a mail says."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "hr"}
RULES = {"h2": "=", "h3": "-", "h4": "-"}


class _Writer(HTMLParser):
    """Writes headings underlined, rows of lists with a sign before them, and links with their addresses."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line = ""
        self._lists: list[int | None] = []
        self._address = ""
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._end_block()
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._end_line()
            self._line = self._sign()
        elif tag == "br":
            self._end_line()
        elif tag == "a":
            self._address, self._words = dict(attrs).get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            if self._address and self._address != self._words.strip():
                self._line += f" ({self._address})"
            self._address = ""
        elif tag in RULES:
            title = self._line.strip()
            self._end_line()
            self.lines.append(RULES[tag] * min(len(title), 70))
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in BLOCKS:
            self._end_block()

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data)
        self._words += words
        self._line += words

    def close(self) -> None:
        super().close()
        self._end_line()

    def _sign(self) -> str:
        indent = "  " * (len(self._lists) - 1)
        if not self._lists or self._lists[-1] is None:
            return f"{indent}- "
        self._lists[-1] += 1
        return f"{indent}{self._lists[-1]}. "

    def _end_line(self) -> None:
        if self._line.strip():
            self.lines.append(self._line.rstrip() if self._lists else self._line.strip())
        self._line = ""

    def _end_block(self) -> None:
        self._end_line()
        if not self._lists:
            self.lines.append("")


def plain(html: str) -> str:
    """Return the words of ``html`` with its headings, lists and the addresses of its links."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(writer.lines)).strip()
