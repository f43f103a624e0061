"""What the secretariat's own pages about joining share."""

from typing import Any

from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin.views import generic
from wagtail.permission_policies import ModelPermissionPolicy


class DeskView(generic.PermissionCheckedMixin, generic.WagtailAdminTemplateMixin, FormView):
    """A page of the editors' area with a form about records that are otherwise read only."""

    model: Any
    name = ""  # of the viewset
    index_label: Any = ""
    permission_required = "change"
    submit_label: Any = ""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Ask for the right to change, which the list itself does not offer."""
        super().setup(request, *args, **kwargs)
        self.permission_policy = ModelPermissionPolicy(self.model)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{self.name}:index"), "label": self.index_label},
            {"url": "", "label": self.get_page_subtitle() or self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form goes and its verb."""
        return super().get_context_data(
            **{
                "action_url": self.request.path,
                "submit_button_label": self.submit_label,
                "submit_button_active_label": self.submit_label,
            }
            | kwargs
        )
