"""The words of rich text and of page bodies, without markup."""

from typing import Any

from wagtail.rich_text import get_text_for_indexing

# What a card says of a page may not be for everybody; the page is found by its own words.
UNREAD_BLOCKS = {"cards"}


def rich_text_words(*texts: str) -> str:
    """Return the words of several rich texts, one after the other."""
    return " ".join(get_text_for_indexing(text) for text in texts if text)


def stream_words(stream: Any) -> str:
    """Return the words of a StreamField's value."""
    return " ".join(
        text
        for child in stream
        if child.block_type not in UNREAD_BLOCKS
        for text in child.block.get_searchable_content(child.value)
        if text
    )
