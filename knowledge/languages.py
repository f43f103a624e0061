"""Languages that publications are in, by their ISO 639-1 codes."""

from functools import lru_cache

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, gettext


def language_choices() -> list[tuple[str, str]]:
    """Return every two-letter language that Django knows, with its name, the names in order."""
    known = [
        (code, gettext(info["name"])) for code, info in LANG_INFO.items() if len(code) == 2 and "name" in info
    ]
    return sorted([*known, ("zh", gettext("Chinese"))], key=lambda pair: pair[1])


def language_name(code: str) -> str:
    """Return the language's name in the reader's language; the code where it is unknown."""
    return _language_name(code, get_language())


@lru_cache(maxsize=1024)
def _language_name(code: str, _reader: str | None) -> str:
    if code == "zh":
        return gettext("Chinese")
    return gettext(LANG_INFO[code]["name"]) if code in LANG_INFO and "name" in LANG_INFO[code] else code


def own_language_name(code: str) -> str:
    """Return the language's name in that language, as links to translations show it."""
    if code == "zh":
        return "中文"
    return LANG_INFO[code]["name_local"] if code in LANG_INFO and "name" in LANG_INFO[code] else code
