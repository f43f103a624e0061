"""How to cite a product: one line after APA, BibTeX and RIS.

Sources: APA Style, 7th edition (reports); the BibTeX manual (entry types, fields); the RIS format
specification of 2011 (tags). Values are plain text: nothing of them is taken for markup.
"""

import re

from django.http import HttpResponse
from django.utils.translation import gettext

from knowledge.dates import iso_date
from knowledge.enums import ContributorKind, ProductType

BIBTEX_ESCAPES = str.maketrans(
    {"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"\~{}"}
    | {"^": r"\^{}", "\\": r"\textbackslash{}", "\n": " ", "\r": " "}
)
RIS_TYPES = {ProductType.DATASET: "DATA", ProductType.RECORDING: "VIDEO"}


def _surname_first(name: str) -> str:
    """Return “Roberts, Brian H.” of “Brian H. Roberts”; lower-case particles stay with the surname."""
    words = name.split()
    cut = len(words) - 1
    while cut > 1 and words[cut - 1][:1].islower():
        cut -= 1
    return f"{' '.join(words[cut:])}, {' '.join(words[:cut])}" if cut > 0 else name


def _initials(name: str) -> str:
    """Return “Roberts, B. H.” of “Brian H. Roberts”."""
    surname, comma, given = _surname_first(name).partition(", ")
    return f"{surname}, {' '.join(f'{word[0]}.' for word in given.split())}" if comma else surname


def _authors(product, style) -> list[str]:
    return [
        style(author.name) if author.kind == ContributorKind.PERSON else author.name
        for author in product.author_list
    ]


def full_title(product) -> str:
    """Return title and subtitle in one."""
    return f"{product.title}: {product.subtitle}" if product.subtitle else product.title


def cite(product, address: str) -> str:
    """Return the reference as one line of plain text; ``address`` stands where there is no DOI."""
    names = _authors(product, _initials)
    publisher = ", ".join(product.publishers)
    who = " & ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else publisher
    year = str(product.published_on.year) if product.published_on else gettext("n.d.")
    edition = f" ({product.edition})" if product.edition else ""
    parts = [
        f"{who} ({year})" if who else f"({year})",
        f"{full_title(product)}{edition}",
        publisher if names else "",
    ]
    text = " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)
    return f"{text} {product.doi_url or address}"


def bibtex(product, address: str) -> str:
    """Return a BibTeX entry."""
    year = str(product.published_on.year) if product.published_on else ""
    fields = {
        # An organisation is braced, or BibTeX would take its last word for a surname.
        "author": " and ".join(
            _bibtex(author.name) if author.kind == ContributorKind.PERSON else f"{{{_bibtex(author.name)}}}"
            for author in product.author_list
        ),
        "title": f"{{{_bibtex(full_title(product))}}}",
        "institution": _bibtex(", ".join(product.publishers)),
        "year": year,
        "edition": _bibtex(product.edition),
        "isbn": product.isbn,
        "doi": product.doi,
        "url": address,
    }
    kind = "misc" if product.product_type in RIS_TYPES else "techreport"
    key = re.sub(r"[^a-z0-9]+", "-", product.slug)
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value and value != "{}"]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _bibtex(text: str) -> str:
    return text.translate(BIBTEX_ESCAPES)


def ris(product, address: str) -> str:
    """Return a RIS record; its lines end with CR and LF, as the format asks."""
    day = iso_date(product.published_on, product.date_precision).split("-")
    tags = [
        ("TY", RIS_TYPES.get(product.product_type, "RPRT")),
        *(("AU", name) for name in _authors(product, _surname_first)),
        ("TI", full_title(product)),
        ("PB", ", ".join(product.publishers)),
        ("PY", day[0]),
        ("DA", "/".join([*day, "", "", ""][:3]) + "/" if day[0] else ""),
        ("ET", product.edition),
        ("SN", product.isbn),
        ("DO", product.doi),
        ("LA", product.language),
        ("AB", product.summary),
        ("UR", address),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def citation_response(product, name: str, address: str) -> HttpResponse:
    """Return ``cite.bib`` or ``cite.ris`` as a download named after the product."""
    make, kind = {
        "cite.bib": (bibtex, "application/x-bibtex"),
        "cite.ris": (ris, "application/x-research-info-systems"),
    }[name]
    response = HttpResponse(make(product, address), content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{product.slug}{name.removeprefix("cite")}"'
    return response
