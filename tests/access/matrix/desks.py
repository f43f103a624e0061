"""The editors' area: what each of its addresses is about in the small world, and who gets in."""

import re
from fnmatch import fnmatchcase
from typing import Any

from django.contrib.auth.models import Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Site, Workflow

from cities.models import LegacySector
from network.core.audit import record
from network.core.models import MenuItem, NetworkSettings, ThemeAlias
from network.home.staff import WORKFLOW
from network.search.models import UnansweredQuery
from tests.access.matrix.readers import named
from tests.access.matrix.table import Address, cells
from tests.access.matrix.world import World
from tests.factories.mail import DeliveryFactory

ENTRANTS = [(pattern, named(who)) for pattern, who in cells("editors")]


def entrants(address: Address) -> frozenset[str]:
    """Return who gets in, by the first line of the table that fits; an address that none fits is an error."""
    return next(
        who
        for pattern, who in ENTRANTS
        if pattern in (address.name, address.route) or (address.name and fnmatchcase(address.name, pattern))
    )


class Desk:
    """What the addresses of the editors' area are about."""

    def __init__(self, world: World) -> None:
        self.world = world
        things = world.things
        product = things["draft practice"]
        city, partner = things["own city"], things["own partner"]
        editor = world.people["editor"]
        self.revision = product.save_revision(user=editor)
        Workflow.objects.get(name=WORKFLOW).start(product, editor)
        state = product.current_workflow_state
        self.profiles = {
            f"wagtailsnippets_cities_{kind}": (profile, self._in_workflow(profile, editor))
            for kind, profile in (("city", city), ("partner", partner))
        }
        self.shared: dict[str, Any] = {
            "page_id": product.pk,
            "page": things["issue"].pk,
            "parent_page_id": things["practices"].pk,
            "page_to_move_id": product.pk,
            "destination_id": things["news list"].pk,
            "content_type_app_name": "knowledge",
            "content_type_model_name": "goodpracticepage",
            "revision_id": self.revision.pk,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "action_name": "approve",
            "task_state_id": state.current_task_state.pk,
            "workflow_state_id": state.pk,
            "task_id": state.current_task_state.task_id,
            "app_label": "knowledge",
            "model_name": "goodpracticepage",
            "action": "delete",
            "app_name": "core",
            "document_id": things["paper"].pk,
            "doc_id": things["paper"].pk,
            "image_id": things["image"].pk,
            "filter_spec": "max-10x10",
            "redirect_id": Redirect.add_redirect("/old", "/new").pk,
            "collection_id": Collection.get_first_root_node().add_child(name="Kept").pk,
            "object_id": product.pk,
            "session_id": 0,
            "uploaded_file_id": 0,
            "page_pk": things["home"].pk,
            "workflow_pk": Workflow.objects.get(name=WORKFLOW).pk,
            "uidb64": "none",
            "token": "none",
        }
        self.keys = self._keys()

    def _in_workflow(self, profile, editor):
        """Send a draft of the city or partner to the moderators."""
        profile.save_revision(user=editor)
        return Workflow.objects.get(name=WORKFLOW).start(profile, editor)

    def _keys(self) -> dict[str, Any]:
        """Return the key of an object of each namespace."""
        things, people = self.world.things, self.world.people
        workflow = Workflow.objects.get(name=WORKFLOW)
        return {
            "wagtailadmin_api:pages": things["product"].pk,
            "wagtailadmin_api:documents": things["paper"].pk,
            "wagtailadmin_api:images": things["image"].pk,
            "wagtailadmin_pages": things["draft practice"].pk,
            "wagtailadmin_collections": self.shared["collection_id"],
            "wagtailadmin_workflows": workflow.pk,
            "wagtailsnippets_cities_city": things["own city"].pk,
            "wagtailsnippets_cities_partner": things["own partner"].pk,
            "wagtailsnippetchoosers_cities_city": things["own city"].pk,
            "wagtailsnippetchoosers_cities_partner": things["own partner"].pk,
            "wagtailsettings": NetworkSettings.for_site(Site.objects.get()).pk,
            "wagtaildocs_chooser": things["paper"].pk,
            "wagtailimages_chooser": things["image"].pk,
            "menu_items": MenuItem.objects.first().pk,
            "enquiries": things["enquiry"].pk,
            "legacy-sectors": LegacySector.objects.first().pk,
            "interests": things["interest"].pk,
            "invitations": things["invitation"].pk,
            "affiliations": things["member's seat"].pk,
            "challenges": things["challenge"].pk,
            "challenge_cycles": things["draft cycle"].pk,
            "working-groups": things["own group"].pk,
            "deliveries": DeliveryFactory(recipient=people["member"], address="").pk,
            "unanswered": UnansweredQuery.objects.create(
                words="tramways", path="/search/", asked_on=self.world.now.date()
            ).pk,
            "audit": record(
                action="account.created", subject=people["member"], actor=None, now=self.world.now
            ).pk,
            "themes": self.world.theme.pk,
            "theme-names": ThemeAlias.objects.first().pk,
            "wagtailsites": Site.objects.get().pk,
            "wagtailusers_users": people["member"].pk,
            "wagtailusers_groups": Group.objects.first().pk,
        }

    def path_of(self, address: Address) -> str:
        """Return an address with the parameters that the small world has for it."""
        space, _colon, name = address.name.rpartition(":")
        values = self.shared | {"pk": self.keys.get(space)}
        values |= self._own_values(space, name)
        route = address.route.replace(r"\.\.\.", "...")
        route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route).replace("^.*", "elsewhere")
        route = route.replace("^", "").replace("$", "")
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)

    def _own_values(self, space: str, name: str) -> dict[str, Any]:
        """Return what some addresses mean by a name that others use too."""
        if space in self.profiles:
            profile, state = self.profiles[space]
            return {
                "revision_id": profile.latest_revision_id,
                "task_state_id": state.current_task_state_id,
                "workflow_state_id": state.pk,
                "task_id": state.current_task_state.task_id,
            }
        if space == "wagtailsettings":
            return {"model_name": "networksettings"}
        if space == "wagtailadmin_workflows" and "task" in name:
            return {
                "pk": self.shared["task_id"],
                "app_label": "wagtailcore",
                "model_name": "groupapprovaltask",
            }
        if name == "wagtail_bulk_action":
            return {"app_label": "wagtailcore", "model_name": "page"}
        if name == "wagtailadmin_tag_model_autocomplete":
            return {"app_name": "taggit", "model_name": "tag"}
        if name == "action":
            return {"action_name": "unpublish"}
        return {}
