"""Beginning a network: its page tree, its site, its menus and its first people."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from knowledge.models import KnowledgeIndexPage, NewsIndexPage, PracticeIndexPage
from network.accounts.models import User
from network.core.models import MenuItem, NetworkSettings, Place
from network.home.models import HomePage, PriorityIndexPage
from network.home.newsletter.models import NewsletterIndexPage
from network.home.staff import grant_staff_permissions, start_workflow

# The pages that the portal's addresses rely on, in the order of the tree.
LIST_PAGES: list[tuple] = [
    (
        PracticeIndexPage,
        _("Good practices"),
        _("What cities did, what it took, what came of it and what failed."),
    ),
    (
        KnowledgeIndexPage,
        _("Knowledge"),
        _("Reports, guides, tools and recordings that help cities on their way."),
    ),
    (PriorityIndexPage, _("Priorities"), _("What the member cities work on together.")),
    (NewsIndexPage, _("News"), _("News, stories, results and calls.")),
    (NewsletterIndexPage, _("Newsletter"), _("Once a month: what is new in the network, by mail.")),
]
HTTP_PORT, HTTPS_PORT = 80, 443


@transaction.atomic
def begin_network(*, name: str, base_url: str) -> HomePage:
    """Return the home page of a network that can be filled: tree, site, settings, menus, groups, workflow.

    What exists stays as it is. Safe to repeat.
    """
    home = HomePage.objects.first() or _plant_home(name=name)
    for model, title, lead in LIST_PAGES:
        if not model.objects.exists():
            home.add_child(instance=model(title=str(title), lead=str(lead)))
            home.refresh_from_db()
    site = point_site_at(home=home, base_url=base_url)
    NetworkSettings.objects.get_or_create(site=site, defaults={"name": name})
    grant_staff_permissions()
    start_workflow(home=home)
    if not MenuItem.objects.exists():
        fill_menus()
    return home


def _plant_home(*, name: str) -> HomePage:
    """Return a new home page, in the place of the page that Wagtail's first migration puts there."""
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title=name, slug="portal-home"))
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page", numchild=0).first()
    if welcome:
        Site.objects.filter(root_page=welcome).update(root_page=home)
        welcome.delete()
    return HomePage.objects.get(pk=home.pk)


def point_site_at(*, home: Page, base_url: str) -> Site:
    """Return the default site, made to stand at ``base_url`` and to begin with ``home``."""
    parts = urlsplit(base_url)
    port = parts.port or (HTTPS_PORT if parts.scheme == "https" else HTTP_PORT)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port, site.root_page = parts.hostname or "localhost", port, home
    site.save()
    return site


def fill_menus() -> None:
    """Put the portal's own lists into the menus."""
    links = [
        (Place.MAIN, _("Practices"), "/practices/"),
        (Place.MAIN, _("Knowledge"), "/knowledge/"),
        (Place.MAIN, _("Cities"), "/cities/"),
        (Place.MAIN, _("Challenges"), "/challenges/"),
        (Place.MAIN, _("Working groups"), "/working-groups/"),
        (Place.MAIN, _("Priorities"), "/priorities/"),
        (Place.MAIN, _("News"), "/news/"),
        (Place.NETWORK, _("Peer exchanges"), "/exchanges/"),
        (Place.NETWORK, _("Meetings"), "/meetings/"),
        (Place.NETWORK, _("Experts"), "/experts/"),
        (Place.NETWORK, _("Partners"), "/partners/"),
        (Place.NETWORK, _("Join the network"), "/join/"),
        (Place.NETWORK, _("Contact the secretariat"), "/contact/"),
        (Place.NETWORK, _("Tell us what you need"), "/tell-us/"),
        (Place.SITE, _("Newsletter"), "/newsletter/"),
        (Place.SITE, _("Feeds"), "/feeds/"),
        (Place.SITE, _("What is stored about you"), "/privacy/data/"),
    ]
    MenuItem.objects.bulk_create(
        MenuItem(place=place, label=str(label), address=address, position=position)
        for position, (place, label, address) in enumerate(links)
    )


@transaction.atomic
def add_person(
    *, email: str, password: str | None, name: str = "", groups: tuple[str, ...] = (), **fields: Any
) -> User:
    """Return a person whose address counts as verified; an address that is taken stays as it is.

    Without a password she chooses one by the link that ``start_network`` prints, or signs in by code.
    """
    person = User.objects.filter(email__iexact=email).first()
    if person:
        return person
    person = User.objects.create_user(email, password, name=name, **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    person.groups.add(*Group.objects.filter(name__in=groups))
    return person
