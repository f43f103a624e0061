"""The forms of a page, found and filled in as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

PASSWORD = "red lead over verdigris"
TEXT_TYPES = ("text", "search", "textarea", "url", "tel", "")


@dataclass
class Form:
    """A form that is sent by POST: where to, what it holds, and which of its fields take free text.

    Every box is ticked; ``unticked`` are those that are not when the page is opened. ``left`` is what boxes and
    choices say where nobody touches them.
    """

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    unticked: list[str] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, text: str) -> dict[str, list[str]]:
        """Return what is sent where ``text`` stands in every field that takes free text."""
        return self.values | {name: [text] for name in self.texts}

    def untouched(self) -> dict[str, list[str]]:
        """Return what is sent where nothing was changed, with every button that says something."""
        return {name: values for name, values in (self.values | self.left).items() if values}


class FormReader(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select: tuple[str, list[str], list[str]] | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag, attrs):
        """Take in a form, a field or a choice."""
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and found.get("method", "get").lower() == "post":
            self._open = Form(found.get("action", ""))
            self.forms.append(self._open)
        if self._open is None:
            return
        name = found.get("name", "")
        if tag == "input" and name:
            self._input(name, found)
        elif tag == "textarea" and name:
            self._textarea = name
            self._open.values[name] = [""]
            self._open.texts.append(name)
        elif tag == "select" and name:
            self._select = (name, [], [])
            self._open.left[name] = []
        elif tag == "option" and self._select:
            value, left = found.get("value", ""), self._open.left[self._select[0]]
            if "selected" in found or not left:
                left[:] = [value]
            if value:
                self._select[1].append(value)
            if value and "selected" in found:
                self._select[2].append(value)
        elif tag == "button" and name and name not in self._open.values:
            self._open.values[name] = [found.get("value", "")]

    def _input(self, name, found):
        kind, values = found.get("type", "text"), self._open.values
        if kind in ("checkbox", "radio"):
            if kind == "checkbox" or name not in values:
                values.setdefault(name, []).append(found.get("value", "on"))
            left = self._open.left.setdefault(name, [])
            if "checked" in found:
                left.append(found.get("value", "on"))
            else:
                self._open.unticked.append(name)
        elif kind == "email":
            values[name] = [found.get("value") or "somebody@city.example"]
        elif kind == "password":
            values[name] = [PASSWORD]
        elif kind in ("number", "date", "hidden", "file"):
            values[name] = [found.get("value", "")]
        elif kind in TEXT_TYPES:
            values[name] = [found.get("value", "")]
            if not _is_address(name, kind):
                self._open.texts.append(name)

    def handle_data(self, data):
        """Take in what stands in a text field."""
        if self._textarea:
            self._open.values[self._textarea][0] += data

    def handle_endtag(self, tag):
        """Close what was open."""
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._textarea = None
        elif tag == "select" and self._select:
            name, choices, chosen = self._select
            self._open.values[name] = chosen or choices[:1]
            self._select = None


def _is_address(name: str, kind: str) -> bool:
    return kind == "url" or name in ("time_zone", "web_address", "website", "form_token")


# Which submit buttons say what: a page's own form, not those of its frame.
FRAME = ("/preferences/colours/", "/account/logout/")


def forms_of(text: str) -> list[Form]:
    """Return the forms of a page that are sent by POST, without those of the frame."""
    reader = FormReader()
    reader.feed(text)
    return [form for form in reader.forms if form.action not in FRAME]
