"""What a page is, for machines, in schema.org's words."""

from typing import Any

from network.core.letterhead import absolute


def described(kind: str, name: Any, path: str, **more: Any) -> dict[str, Any]:
    """Return the JSON-LD of a page of the type ``kind`` at ``path``, with what else is known of it."""
    page = {"@context": "https://schema.org", "@type": kind, "name": str(name), "url": absolute(path)}
    return page | more
