"""Text with a few marks, as people write it in a plain field: paragraphs, lists, headings, bold, italic, links.

It is CommonMark (https://spec.commonmark.org/) without raw HTML, images and code: what is written is what
is read. Wagtail's rich text is turned into it and back; what it cannot say is left out there too.
"""

import re

import nh3
from markdown_it import MarkdownIt
from markdownify import markdownify
from wagtail.rich_text import expand_db_html

LEFT_OUT = ["image", "code", "fence", "backticks", "blockquote", "hr", "html_block", "html_inline", "reference"]
TAGS = {"p", "h3", "ul", "ol", "li", "b", "i", "a", "br"}
_reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(LEFT_OUT)
RENAMED = {"strong": "b", "em": "i"} | {f"h{level}": "h3" for level in range(1, 7)}


def to_html(text: str) -> str:
    """Return ``text`` as HTML of the portal's rich text: nothing in it can run."""
    tokens = _reader.parse(text)
    for token in tokens:
        token.tag = RENAMED.get(token.tag, token.tag)
        for child in token.children or ():
            child.tag = RENAMED.get(child.tag, child.tag)
    html = _reader.renderer.render(tokens, _reader.options, {})
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, link_rel=None).strip().replace("\n", "")


def to_text(html: str) -> str:
    """Return rich text as people may edit it in a plain field."""
    text = markdownify(expand_db_html(html), heading_style="ATX", bullets="-", strip=["img", "embed"])
    return re.sub(r"\n{3,}", "\n\n", text).strip()
