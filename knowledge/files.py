"""What readers are told about files before they download them: type, size, pages."""

from dataclasses import dataclass
from functools import lru_cache

from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, ngettext

from knowledge.languages import language_name


@dataclass(frozen=True, slots=True)
class Download:
    """A file as readers are offered it."""

    url: str
    type: str
    size: str
    language: str
    version: str


def file_type(document) -> str:
    """Return the type as people call it, such as PDF."""
    return document.file_extension.upper()


def file_size(document) -> str:
    """Return the size with its unit, or nothing where it was never measured."""
    return filesizeformat(document.file_size) if document.file_size else ""


def describe_files(files: list[tuple[str, int | None]], pages: int | None) -> str:
    """Return one line for a list, such as “PDF, 3.2 MB, 64 pages”; nothing where nothing is known.

    Of each file it wants the type and the size in bytes.
    """
    types = list(dict.fromkeys(kind for kind, _size in files))
    size = sum(size or 0 for _kind, size in files)
    parts = [
        ", ".join(types),
        filesizeformat(size) if size else "",
        _pages(pages, get_language()) if pages else "",
    ]
    return ", ".join(part for part in parts if part)


@lru_cache(maxsize=1024)
def _pages(number: int, _language: str | None) -> str:
    """Return “64 pages”; the language is the one in use, and only tells the answers apart."""
    return ngettext("%(count)s page", "%(count)s pages", number) % {"count": number}


def downloadable(file) -> Download:
    """Return a product's file as readers are offered it."""
    document = file.document
    return Download(
        document.url, file_type(document), file_size(document), language_name(file.language), file.version
    )
