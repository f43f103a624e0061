"""The menus as they are shown: ready labels and addresses, nothing personal in them."""

from collections import defaultdict
from dataclasses import dataclass

from network.core.generation import keep
from network.core.models import MenuItem
from network.core.visibility import is_visible


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A label and where it leads."""

    label: str
    url: str

    @property
    def is_section(self) -> bool:
        """Whether pages below this address belong to it (true of all but the home page)."""
        return self.url != "/"


def read_menus() -> dict[str, list[MenuLink]]:
    """Return each menu's links by place, from memory while nothing has changed.

    Everyone sees the same menus, so a link to a page that is not live, or not open to everyone, is left out.
    """
    return keep("menus", _read_menus)


def _read_menus() -> dict[str, list[MenuLink]]:
    menus: dict[str, list[MenuLink]] = defaultdict(list)
    for item in MenuItem.objects.select_related("page"):
        if item.page is None:
            menus[item.place].append(MenuLink(item.label, item.address))
        elif is_visible(item.page, None) and (url := item.page.get_url()):
            menus[item.place].append(MenuLink(item.label, url))
    return dict(menus)
