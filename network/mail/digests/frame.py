"""What all digests of a language have in common, rendered once; what differs is put into its slots."""

import functools
import re
import secrets
from dataclasses import dataclass
from html import escape, unescape

from django.template.loader import get_template

from network.core.letterhead import inline_styles, letterhead
from network.mail.digests.sources import Section

# No text can hold it: slots are looked for in our own templates, before anything is put in.
_MARK = f"slot-{secrets.token_hex(8)}-"
_SLOT = re.compile(rf"{_MARK}([a-z0-9_]+)-")
FOLDER = "mail/digest"


class Slotted:
    """A text with named slots."""

    def __init__(self, text: str) -> None:
        self._pieces = _SLOT.split(text)  # a text, a name, a text, …

    def fill(self, **values: str) -> str:
        """Return the text with the values in their slots; they are taken as they are."""
        pieces = list(self._pieces)
        pieces[1::2] = [values[name] for name in pieces[1::2]]
        return "".join(pieces)


def slots(*names: str) -> dict[str, str]:
    """Return what a template writes where the value of a name is to be."""
    return {name: f"{_MARK}{name}-" for name in names}


@dataclass(frozen=True, slots=True)
class Frame:
    """The mail around the sections, and the frame of a section, in HTML and as text."""

    mail_html: Slotted
    mail_text: Slotted
    part_html: Slotted
    part_text: Slotted
    reply_to: str

    def section_html(self, section: Section, stop_url: str) -> str:
        """Return a section with its heading and the link that stops it."""
        return self.part_html.fill(
            title=escape(section.title),
            name=escape(section.called),
            url=escape(section.url),
            body=section.html,
            stop_url=stop_url,
        )

    def section_text(self, section: Section, stop_url: str) -> str:
        """Return the plain twin of a section."""
        line = "=" * min(len(section.title), 70)
        return self.part_text.fill(
            title=section.title,
            name=section.called,
            line=line,
            url=section.url,
            body=section.text.strip(),
            stop_url=stop_url,
        )


def frame() -> Frame:
    """Return the frame in the language that is active."""
    common = letterhead()
    whole = common | slots("subject", "preheader", "greeting", "sections", "settings_url", "stop_url")
    part = common | slots("title", "name", "line", "url", "body", "stop_url")
    page = inline_styles(get_template(f"{FOLDER}/message.html").render(whole))
    # Inlined inside a whole mail, whose style rules it needs.
    inside = get_template(f"{FOLDER}/message.html").render(
        whole | {"sections": get_template(f"{FOLDER}/section.html").render(part)}
    )
    return Frame(
        mail_html=Slotted(page),
        mail_text=Slotted(get_template(f"{FOLDER}/message.txt").render(whole)),
        part_html=Slotted(cut(inline_styles(inside))),
        part_text=Slotted(get_template(f"{FOLDER}/section.txt").render(part).strip()),
        reply_to=common["network"].contact_email,
    )


_STYLED = re.compile(r'style="([^"]*)"[^>]*>(\w+)<')
BEGIN, END = "<!--part-->", "<!--/part-->"


def cut(html: str) -> str:
    """Return what stands between the marks of a part."""
    return html.partition(BEGIN)[2].partition(END)[0]


def inlined(template: str, context: dict) -> str:
    """Return a part of a mail with the mail's style rules on its elements."""
    body = get_template(template).render(context)
    return cut(inline_styles(get_template(f"{FOLDER}/part.html").render({"part": body})))


@functools.cache
def element_styles() -> dict[str, str]:
    """Return what ``style`` holds of each element that parts are made of, by the names in ``elements.html``.

    A part made for many languages and clocks takes them from here: inlining takes longer than rendering.
    """
    sample = inlined(f"{FOLDER}/elements.html", {})
    return {name: escape(unescape(style)) for style, name in _STYLED.findall(sample)}
