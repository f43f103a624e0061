"""The members of a group: who is in, who asks, who is invited, and what is decided about each of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView

from network.core.access import can
from network.core.form_views import RefusedFormMixin
from network.core.pagination import paginate
from network.core.structured_data import described
from working_groups.access import OnGroup
from working_groups.groups.pages import frame
from working_groups.members import invitations, services
from working_groups.members.forms import (
    DeclineForm,
    EndForm,
    HandOverForm,
    InviteForm,
    JoinForm,
    RoleForm,
)
from working_groups.models import GroupMembership
from working_groups.permissions import is_inside
from working_groups.standing import forget_groups

MEMBERS_ON_A_PAGE = 50


class MemberListView(OnGroup, View):
    """Who is in the group; for facilitators also who asks and who is invited."""

    action = "enter"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Return the page."""
        group = self.group
        keeps = can(request, "archive", group)
        active = group.memberships.active().for_listing().order_by("role", "person__name", "pk")
        page = paginate(active, request, MEMBERS_ON_A_PAGE)
        asking = []
        if keeps:
            asking = list(group.memberships.requested().for_listing())
        for one in (*page, *asking):
            one.group = group
            one.may_end = can(request, "end", one)
            one.may_decide = can(request, "decide", one)
            one.may_hand_over = can(request, "hand over", one)
            one.is_own = one.person_id == request.user.pk
        invited = group.invitations.open().select_related("invited_by") if keeps else []
        context = frame(request, group, "members", gettext("Members")) | {
            "page_obj": page,
            "asking": asking,
            "invited": list(invited),
            "keeps": keeps,
        }
        return render(request, "working_groups/members/list.html", context)


class JoinGroupView(OnGroup, RefusedFormMixin, FormView):
    """Joins an open group, or asks to join."""

    form_class = JoinForm
    template_name = "working_groups/members/join.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form to those who may join, a word to those who may not yet."""
        if is_inside(request.user, self.group):
            return redirect(self.group.space_url)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the person."""
        return super().get_form_kwargs() | {"person": self.request.user}

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form, for those who may send it."""
        return super().get_form(form_class) if can(self.request, "join", self.group) else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title = gettext("Join the group")
        shown = frame(self.request, self.group, "join", title) | {"tabs": [], "meta_title": title}
        shown["json_ld"] = described("WebPage", f"{title}: {self.group.name}", self.request.path)
        return super().get_context_data(**shown | {"may_join": can(self.request, "join", self.group)} | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse those who may not join."""
        if is_inside(request.user, self.group):
            return redirect(self.group.space_url)
        if not can(request, "join", self.group):
            raise Http404
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: JoinForm) -> HttpResponse:
        """Join or ask, and say which it was."""
        seat = form.affiliation
        try:
            membership = services.join_group(
                group=self.group,
                person=self.request.user,
                city=seat.city if seat else None,
                partner=seat.partner if seat else None,
                message=form.cleaned_data["message"],
                now=self.now,
            )
        except services.NotTaken:
            messages.warning(self.request, gettext("The group takes nobody in this way any more."))
            return redirect(self.group)
        forget_groups(self.request.user)
        if membership.is_active:
            messages.success(self.request, gettext("You are in. Welcome."))
            return redirect(self.group.space_url)
        messages.success(self.request, gettext("The facilitators have your request, and you get an e-mail."))
        return redirect(self.group)


class InviteView(OnGroup, RefusedFormMixin, FormView):
    """Invites people by their addresses."""

    action = "change"
    form_class = InviteForm
    template_name = "working_groups/members/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        shown = frame(self.request, self.group, "members", gettext("Invite people"))
        return super().get_context_data(**shown | {"submit": gettext("Send the invitations")} | kwargs)

    def form_valid(self, form: InviteForm) -> HttpResponse:
        """Invite each, and say how many are new."""
        data, new = form.cleaned_data, 0
        for address in data["addresses"]:
            _invitation, is_new = invitations.invite_to_group(
                group=self.group,
                address=address,
                role=data["role"],
                message=data["message"],
                invited_by=self.request.user,
                now=self.now,
            )
            new += is_new
        told = gettext("%(new)s of %(all)s invitations were sent; the others are open already.")
        if new == len(data["addresses"]):
            told = gettext("The invitations are on their way.")
        messages.success(self.request, told % {"new": new, "all": len(data["addresses"])})
        return redirect("working_groups:member-list", self.group.slug)


class InvitationStepView(OnGroup, View):
    """A button beside an invitation: send it again, or take it back."""

    action = "change"
    http_method_names = ["post"]
    step: Any = None
    done: Any = ""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Do what the button says."""
        invitation = get_object_or_404(self.group.invitations, pk=pk)
        try:
            type(self).step(invitation=invitation, actor=request.user, now=self.now)
        except invitations.InvitationClosed:
            messages.info(request, gettext("It was answered or taken back meanwhile."))
        else:
            messages.success(request, self.done)
        return redirect("working_groups:member-list", self.group.slug)


class SendAgainView(InvitationStepView):
    """Mails a new link."""

    step = invitations.send_again
    done = _("The invitation is on its way again; the link in the first mail is dead.")


class RevokeView(InvitationStepView):
    """Takes an invitation back."""

    step = invitations.revoke_invitation
    done = _("The invitation is taken back.")


class OnMembership(OnGroup):
    """For a view about one membership of the group; without the right to ``rule`` it does not exist."""

    rule = ""
    request: Any
    membership: GroupMembership

    def is_allowed(self, request: HttpRequest) -> bool:
        """Load the membership, and return whether the reader may do this with it."""
        rows = self.group.memberships.visible_to(request).for_listing()
        # The seat's own organisation hands it over without being inside.
        rows = rows | self.group.memberships.active().for_listing() if self.rule == "hand over" else rows
        self.membership = get_object_or_404(rows, pk=self.kwargs["pk"])  # type: ignore[attr-defined]
        self.membership.group = self.group
        self.is_own = self.membership.person_id == request.user.pk
        return can(request, self.rule, self.membership)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what the address says."""
        self.kwargs = kwargs
        return super().dispatch(request, *args, **kwargs)

    def back(self, said: str = "", *, too_late: bool = False) -> HttpResponse:
        """Lead back to the members, or out of the group, with a word about what was done."""
        forget_groups(self.request.user)
        if too_late:
            messages.info(self.request, gettext("Somebody else decided about this meanwhile."))
        elif said:
            names = {"name": self.membership.person, "group": self.group}
            messages.success(self.request, said % names)
        if can(self.request, "enter", self.group):
            return redirect("working_groups:member-list", self.group.slug)
        return redirect(self.group if can(self.request, "view", self.group) else "home:dashboard")


class ApproveView(OnMembership, View):
    """Lets somebody in who asked."""

    rule = "decide"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Approve."""
        try:
            services.approve_membership(membership=self.membership, actor=request.user, now=self.now)
        except services.AlreadyDecided:
            return self.back(too_late=True)
        return self.back(gettext("%(name)s is in, and gets an e-mail."))


class MemberDecisionView(OnMembership, RefusedFormMixin, FormView):
    """A page with a form about one member."""

    template_name = "working_groups/members/decision.html"
    title: Any = ""
    submit: Any = ""
    said: Any = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whom it is about."""
        return super().get_form_kwargs() | {"membership": self.membership, "is_own": self.is_own}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whom it is about."""
        shown = frame(self.request, self.group, "members", str(self.title))
        about = {"membership": self.membership, "is_own": self.is_own, "submit": self.submit}
        return super().get_context_data(**shown | about | kwargs)

    def decide(self, form: Any) -> None:
        """Do what the form says."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        """Decide, and lead back."""
        try:
            self.decide(form)
        except services.AlreadyDecided:
            return self.back(too_late=True)
        except services.FacilitatorNeeded:
            form.add_error(None, _("Choose who runs the group: nobody else does any more."))
            return self.form_invalid(form)
        except services.NoSuccessor:
            form.add_error("successor", _("Choose somebody else: she has left, or is in the group by now."))
            return self.form_invalid(form)
        return self.back(str(self.said))


class DeclineView(MemberDecisionView):
    """Declines a request."""

    rule = "decide"
    form_class = DeclineForm
    title, submit = _("Decline the request"), _("Decline")
    said = _("The request of %(name)s was declined, and she gets an e-mail.")

    def decide(self, form: Any) -> None:
        """Decline."""
        reason = form.cleaned_data["reason"]
        services.decline_membership(
            membership=self.membership, reason=reason, actor=self.request.user, now=self.now
        )


class EndView(MemberDecisionView):
    """Ends a membership; one's own too, and one's own request."""

    rule = "end"
    form_class = EndForm
    said = _("%(name)s is no longer in the group.")

    @property
    def title(self) -> Any:  # type: ignore[override]
        """Return the words that fit who ends what."""
        if self.is_own:
            return _("Take back your request") if self.membership.is_requested else _("Leave the group")
        return _("End the membership")

    @property
    def submit(self) -> Any:  # type: ignore[override]
        """Return the verb."""
        return self.title

    def decide(self, form: Any) -> None:
        """End it."""
        services.end_membership(
            membership=self.membership,
            successor=form.cleaned_data.get("successor"),
            reason=form.cleaned_data.get("reason", ""),
            actor=self.request.user,
            now=self.now,
        )


class RoleView(MemberDecisionView):
    """Makes somebody a facilitator, or a member again."""

    rule = "decide"
    form_class = RoleForm
    title, submit = _("Change the role"), _("Save role")
    said = _("The role of %(name)s is changed.")

    def decide(self, form: Any) -> None:
        """Change it."""
        services.change_group_role(
            membership=self.membership, role=form.cleaned_data["role"], actor=self.request.user, now=self.now
        )


class HandOverView(MemberDecisionView):
    """Gives a seat to somebody else of the same city or partner."""

    rule = "hand over"
    form_class = HandOverForm
    title, submit = _("Hand the seat over"), _("Hand over")
    said = _("The seat of %(name)s is handed over.")

    def decide(self, form: Any) -> None:
        """Hand it over."""
        services.hand_over(
            membership=self.membership,
            successor=form.cleaned_data["successor"].person,
            actor=self.request.user,
            now=self.now,
        )
