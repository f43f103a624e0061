"""Every address that the portal answers, from its resolver."""

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize


def every_address(resolver=None, prefix: str = "/") -> list[tuple[str, URLPattern]]:
    """Return each pattern with one address that it answers: "1" stands where the pattern asks for something."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        template, names = normalize(entry.pattern.regex.pattern)[0]
        path = prefix + template % dict.fromkeys(names, "1")
        if isinstance(entry, URLResolver):
            found += every_address(entry, path)
        else:
            found.append((path, entry))
    return found
