"""Core's models, re-exported by name."""

from network.core.models.audit import AuditEntry
from network.core.models.demo import DemoRecord
from network.core.models.goals import SdgGoal, SdgTarget
from network.core.models.menus import MenuItem, Place
from network.core.models.network_settings import NetworkSettings
from network.core.models.pages import BasePage, PortalPageManager, PortalPageQuerySet, SingletonPage
from network.core.models.places import Country, Region
from network.core.models.themes import Theme, ThemeAlias

__all__ = [
    "AuditEntry",
    "BasePage",
    "Country",
    "DemoRecord",
    "MenuItem",
    "NetworkSettings",
    "Place",
    "PortalPageManager",
    "PortalPageQuerySet",
    "Region",
    "SdgGoal",
    "SdgTarget",
    "SingletonPage",
    "Theme",
    "ThemeAlias",
]
