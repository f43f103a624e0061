"""What an editor usually comes for, on the first page of the editors' area."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cities.models import City
from knowledge.models import (
    GoodPracticePage,
    KnowledgeIndexPage,
    KnowledgeProductPage,
    NewsIndexPage,
    NewsPage,
    PracticeIndexPage,
)


def shortcuts(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Return icon, words and address of each first step that this person may take."""
    kinds = {
        KnowledgeIndexPage: (KnowledgeProductPage, _("Write a knowledge product")),
        PracticeIndexPage: (GoodPracticePage, _("Write a good practice")),
        NewsIndexPage: (NewsPage, _("Write news")),
    }
    found = []
    parents = {type(page): page for page in Page.objects.type(*kinds).specific().order_by("path")}
    for index, (model, words) in kinds.items():
        parent = parents.get(index)
        if parent and parent.permissions_for_user(request.user).can_add_subpage():
            address = reverse(
                "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
            )
            found.append(("plus", words, address))
    if policy_registry.get_by_type(City).user_has_permission(request.user, "change"):
        found.append(("edit", _("Edit a city"), reverse(City.snippet_viewset.get_url_name("list"))))
    return found


class ShortcutsPanel(Component):
    """The first steps, above what the editor did last."""

    order = 50
    template_name = "home/admin/shortcuts.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the shortcuts, read here."""
        return {"shortcuts": shortcuts(self.request)}
