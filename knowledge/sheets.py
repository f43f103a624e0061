"""The title blocks of detail pages: every fact that is known, label by label."""

from django.utils.formats import date_format
from django.utils.translation import gettext

from knowledge.enums import Licence
from knowledge.languages import language_name, own_language_name
from network.core.facts import Fact, FactLink, known


def city_links(cities: list) -> tuple[FactLink, ...]:
    """Return the cities, each with its page."""
    return tuple(FactLink(city.name, city.get_absolute_url()) for city in cities)


def challenge_links(challenges: list) -> tuple[FactLink, ...]:
    """Return the challenges, each with the city that has brought it and its page."""
    return tuple(FactLink(challenge.with_city, challenge.get_absolute_url()) for challenge in challenges)


def theme_links(themes: list, list_url: str) -> tuple[FactLink, ...]:
    """Return the themes, each with the list narrowed to it."""
    return tuple(FactLink(theme.name, f"{list_url}?theme={theme.slug}") for theme in themes)


def _plain(labels: list[str]) -> tuple[FactLink, ...]:
    return tuple(FactLink(label) for label in labels)


def _languages(page) -> tuple[FactLink, ...]:
    """Return the original's language by name; the others lead to their file, named as their readers do."""
    files = {file.language: file.document.url for file in reversed(page.current_files)}
    return tuple(
        FactLink(language_name(code), "")
        if code == page.language
        else FactLink(own_language_name(code), files.get(code, ""), code)
        for code in page.language_codes
    )


def _licence(page) -> tuple[FactLink, ...]:
    licence = Licence(page.licence) if page.licence else None
    links = [FactLink(str(licence.label), licence.deed_url)] if licence else []
    return tuple([*links, FactLink(page.licence_note)] if page.licence_note else links)


def product_facts(
    page, labels: dict[str, list[str]], challenges: list, list_url: str = "/knowledge/"
) -> list[Fact]:
    """Return the “Report info” of a product; ``labels`` holds its countries, goals and tags, ``challenges``
    what it answers and this reader may see.
    """
    kind = FactLink(page.get_product_type_display(), f"{list_url}?type={page.product_type}")
    return known(
        Fact(gettext("Product type"), links=(kind,) if page.product_type else (), wide=True),
        Fact(gettext("Published"), page.date_text),
        Fact(gettext("Edition"), page.edition),
        Fact(gettext("Pages"), page.pages),
        Fact(gettext("Languages"), links=_languages(page)),
        Fact(gettext("Authors"), links=_plain([author.name for author in page.author_list]), wide=True),
        Fact(gettext("Publisher"), links=_plain(page.publishers), wide=True),
        Fact(gettext("Series"), page.series, wide=True),
        Fact(gettext("Themes"), links=theme_links(page.themes, list_url), wide=True),
        Fact(gettext("Cities"), links=city_links(page.city_list), wide=True),
        Fact(gettext("Answers the challenge"), links=challenge_links(challenges), wide=True),
        Fact(gettext("Countries"), links=_plain(labels["country"]), wide=True),
        Fact(gettext("SDG targets"), links=_plain(labels["goal"]), wide=True),
        Fact(gettext("Tags"), links=_plain(labels["tag"]), wide=True),
        Fact(gettext("ISBN"), page.isbn, wide=True),
        Fact("DOI", links=(FactLink(page.doi, page.doi_url),) if page.doi else (), wide=True),
        Fact(gettext("Licence"), links=_licence(page), wide=True),
    )


def practice_facts(page, challenges: list) -> list[Fact]:
    """Return what is known of a practice at a glance; of ``challenges``, this reader may see each."""
    countries = dict.fromkeys(city.country.name for city in page.city_list)
    return known(
        Fact(gettext("City"), links=city_links(page.city_list), wide=True),
        Fact(gettext("Country"), links=_plain(list(countries))),
        Fact(gettext("Years"), page.period),
        Fact(gettext("Evidence"), page.get_evidence_level_display() if page.evidence_level else ""),
        Fact(gettext("Themes"), links=theme_links(page.themes, "/practices/"), wide=True),
        Fact(gettext("Answers the challenge"), links=challenge_links(challenges), wide=True),
        Fact(gettext("Partners"), links=_plain(page.partner_names), wide=True),
        Fact(gettext("Last confirmed"), date_format(page.confirmed_on, "j F Y") if page.confirmed_on else ""),
    )


def practice_costs(page) -> list[Fact]:
    """Return what the practice took."""
    return known(
        Fact(gettext("Cost and funding"), links=_plain(page.cost.splitlines()), wide=True),
        Fact(gettext("Staff"), page.staff, wide=True),
        Fact(gettext("Time"), page.time_needed, wide=True),
        Fact(gettext("Legal basis"), page.legal_basis, wide=True),
        Fact(gettext("Who benefits"), page.who_benefits, wide=True),
        Fact(gettext("Who pays"), page.who_pays, wide=True),
    )


def news_facts(page) -> list[Fact]:
    """Return what is known of a news item at a glance."""
    return known(
        Fact(gettext("Date"), page.date_text),
        Fact(gettext("Deadline"), date_format(page.deadline_on, "j F Y") if page.deadline_on else ""),
        Fact(gettext("Cities"), links=city_links(page.city_list), wide=True),
        Fact(gettext("Themes"), links=theme_links(page.themes, "/news/"), wide=True),
    )
