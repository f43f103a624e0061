"""The menus as they are shown: ready labels and addresses, nothing personal in them."""

from collections import defaultdict
from dataclasses import dataclass

from network.core.models import MenuItem


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A label and where it leads."""

    label: str
    url: str


def read_menus() -> dict[str, list[MenuLink]]:
    """Return each menu's links by place; links to pages that are not live or not public are left out."""
    menus: dict[str, list[MenuLink]] = defaultdict(list)
    for item in MenuItem.objects.select_related("page"):
        if item.page is None:
            menus[item.place].append(MenuLink(item.label, item.address))
        elif item.page.live:
            menus[item.place].append(MenuLink(item.label, item.page.get_url()))
    return menus
