"""Who belongs to a working group, for which city or partner, and who is invited."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from working_groups.enums import OPEN_MEMBERSHIPS, GroupRole, InvitationState, MembershipState
from working_groups.models.group import WorkingGroup
from working_groups.querysets import GroupInvitationQuerySet, MembershipQuerySet


class GroupMembership(models.Model):
    """What somebody is to a group: asked for, then active or declined, and at last ended.

    The seat belongs to a city or a partner, and can be handed over to somebody else from there. Experts from
    outside and staff sit for nobody. A person has at most one open membership of a group; what came before
    stays on record.
    """

    group = models.ForeignKey(
        WorkingGroup, models.CASCADE, related_name="memberships", verbose_name=_("working group")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="group_memberships", verbose_name=_("person")
    )
    city = models.ForeignKey(
        "cities.City", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("city")
    )
    partner = models.ForeignKey(
        "cities.Partner", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    role = models.CharField(_("role"), max_length=12, choices=GroupRole, default=GroupRole.MEMBER)
    state = models.CharField(
        _("state"), max_length=10, choices=MembershipState, default=MembershipState.REQUESTED
    )
    message = models.CharField(_("why"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    requested_at = models.DateTimeField(_("asked"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(_("last visit"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["requested_at", "pk"]
        verbose_name = _("membership of a working group")
        verbose_name_plural = _("memberships of working groups")
        indexes = [models.Index(fields=["group", "state"], name="membership_of_group")]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(state__in=OPEN_MEMBERSHIPS),
                name="one_open_membership_of_a_group",
                violation_error_message=_("This person is in the group already, or has asked to be."),
            ),
            models.CheckConstraint(
                condition=Q(city__isnull=True) | Q(partner__isnull=True), name="seat_of_one_organisation"
            ),
            models.CheckConstraint(
                condition=Q(state=MembershipState.REQUESTED, decided_at__isnull=True, ended_at__isnull=True)
                | Q(
                    state__in=[MembershipState.ACTIVE, MembershipState.DECLINED],
                    decided_at__isnull=False,
                    ended_at__isnull=True,
                )
                | Q(state=MembershipState.ENDED, ended_at__isnull=False),
                name="membership_has_the_times_of_its_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.person_id} ({self.state})"

    @property
    def organisation(self) -> models.Model | None:
        """The city or partner whose seat it is, if it is anybody's."""
        return self.city or self.partner

    @property
    def last_seen_at(self) -> datetime | None:
        """When its person last said that she has seen what is new, else when she came in."""
        return self.seen_at or self.decided_at

    @property
    def is_active(self) -> bool:
        """Whether it holds now."""
        return self.state == MembershipState.ACTIVE

    @property
    def is_requested(self) -> bool:
        """Whether it waits for a decision."""
        return self.state == MembershipState.REQUESTED

    @property
    def facilitates(self) -> bool:
        """Whether the person runs the group."""
        return self.is_active and self.role == GroupRole.FACILITATOR


class GroupInvitation(models.Model):
    """An invitation to one address to join a group.

    As with a city's invitation, the database holds the hash of the link's token only, and sending again makes a
    new one: the old link is dead.
    """

    group = models.ForeignKey(
        WorkingGroup, models.CASCADE, related_name="invitations", verbose_name=_("working group")
    )
    address = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=12, choices=GroupRole, default=GroupRole.MEMBER)
    message = models.CharField(_("message"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=InvitationState, default=InvitationState.OPEN)
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sendings = models.PositiveSmallIntegerField(_("times sent"), default=1)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    sent_at = models.DateTimeField(_("last sent"))
    expires_at = models.DateTimeField(_("expires"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = GroupInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("invitation to a working group")
        verbose_name_plural = _("invitations to working groups")
        constraints = [
            models.UniqueConstraint(
                "group",
                Lower("address"),
                condition=Q(state=InvitationState.OPEN),
                name="one_open_invitation_to_a_group",
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.OPEN, ended_at__isnull=True)
                | (~Q(state=InvitationState.OPEN) & Q(ended_at__isnull=False)),
                name="group_invitation_has_the_time_of_its_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.address}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it or taken it back."""
        return self.state == InvitationState.OPEN

    def is_usable(self, now: datetime) -> bool:
        """Return whether it can be accepted."""
        return self.is_open and now < self.expires_at and self.group.archived_at is None
