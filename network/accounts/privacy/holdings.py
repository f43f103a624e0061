"""What accounts hold of people."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import APIToken

from network.accounts.models import User
from network.accounts.privacy.erasure import forget_what_hangs_on_addresses
from network.accounts.privacy.sign_in import sessions_of, told_of_factor, told_of_session
from network.core.models import AuditEntry
from network.core.personal_data import Holding, Retention

UNVERIFIED = timedelta(days=30)
AUDIT = timedelta(days=5 * 365)


def never_verified(before: datetime) -> QuerySet:
    """Return the accounts made before that moment of which no address was ever confirmed."""
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    rows = User.objects.filter(joined_at__lt=before, last_login__isnull=True, is_staff=False)
    return rows.exclude(Exists(verified))


def forget_never_verified(people: QuerySet) -> None:
    """Delete the accounts, with what hangs on their addresses."""
    for person in people:
        with transaction.atomic():
            forget_what_hangs_on_addresses(person)
            person.delete()


HOLDINGS = (
    Holding(
        key="account",
        order=10,
        title=_("Your account and profile"),
        why=_("So that you can sign in, and that others know whom they work with."),
        seen_by=_("You, administrators; name and job title also the people of your city or organisation."),
        kept=_("As long as you have the account."),
        at_erasure=_("Deleted."),
        models=("accounts.user", "wagtailusers.userprofile"),
        rows=lambda person: [person],
        columns=(
            "email",
            "name",
            "job_title",
            "biography",
            "languages",
            "expertise",
            "time_zone",
            "locale",
            "joined_at",
        ),
        retention=Retention(
            UNVERIFIED,
            _("after it was made, where no address was confirmed"),
            never_verified,
            delete=forget_never_verified,
        ),
    ),
    Holding(
        key="addresses",
        order=11,
        title=_("Your e-mail addresses"),
        why=_("To sign in and to write to you."),
        seen_by=_("You and administrators."),
        kept=_("As long as you have the account."),
        at_erasure=_("Deleted."),
        models=("account.emailaddress", "account.emailconfirmation"),
        rows=lambda person: EmailAddress.objects.filter(user=person).order_by("pk"),
        columns=("email", "verified", "primary"),
    ),
    Holding(
        key="second-factors",
        order=12,
        title=_("Second factors and passkeys"),
        why=_("So that nobody else signs in as you."),
        seen_by=_("You. Whether you have any: administrators too. The secrets in them are shown to nobody."),
        kept=_("Until you remove them."),
        at_erasure=_("Deleted."),
        models=("mfa.authenticator",),
        rows=lambda person: Authenticator.objects.filter(user=person).order_by("created_at", "pk"),
        describe=told_of_factor,
    ),
    Holding(
        key="sessions",
        order=13,
        title=_("Where you are signed in"),
        why=_("So that you need not sign in for every page. Your device and its address are not kept with it."),
        seen_by=_("You."),
        kept=_("Two weeks, or until you sign out."),
        at_erasure=_("Ended."),
        models=("sessions.session",),
        rows=sessions_of,
        describe=told_of_session,
    ),
    Holding(
        key="other-sign-in",
        order=14,
        title=_("Accounts elsewhere with which you sign in"),
        why=_("So that you need no password here."),
        seen_by=_("You."),
        kept=_("Until you disconnect them."),
        at_erasure=_("Deleted here; the account elsewhere stays."),
        models=("socialaccount.socialaccount", "socialaccount.socialtoken"),
        rows=lambda person: SocialAccount.objects.filter(user=person).order_by("pk"),
        columns=("provider", "uid", "date_joined", "last_login", "extra_data"),
    ),
    Holding(
        key="api-tokens",
        order=15,
        title=_("Keys with which your programs sign in"),
        why=_("So that programs can edit for you as staff."),
        seen_by=_("You and administrators. The keys themselves are stored so that they cannot be read out."),
        kept=_("Until you have your account erased."),
        at_erasure=_("Deleted."),
        models=("wagtailcore.apitoken",),
        rows=lambda person: APIToken.objects.filter(user=person).order_by("pk"),
        columns=("name", "created", "last_used_at", "revoked_at"),
    ),
    Holding(
        key="editing",
        order=60,
        title=_("What you edit as staff"),
        why=_("So that changes of pages can be followed and undone."),
        seen_by=_("The secretariat."),
        kept=_("As long as the page."),
        at_erasure=_(
            "The work stays, without you, so that changes can be followed. Comments in the editor go."
        ),
        models=(
            "wagtailcore.revision",
            "wagtailcore.pagelogentry",
            "wagtailcore.modellogentry",
            "wagtailcore.comment",
            "wagtailcore.commentreply",
            "wagtailcore.workflowstate",
            "wagtailcore.taskstate",
            "wagtailcore.page",
            "wagtailcore.pagesubscription",
            "wagtailcore.uploadedfile",
            "wagtailadmin.editingsession",
            "wagtailadmin.formstate",
            "media.portalimage",
            "media.portaldocument",
        ),
        stays=True,
    ),
    Holding(
        key="audit",
        order=70,
        title=_("The audit log"),
        why=_("So that changes of roles, votes and affiliations stay traceable. It holds numbers, no names."),
        seen_by=_("Administrators."),
        at_erasure=_("Stays, to trace changes: the number of an account that is gone says nothing."),
        models=("core.auditentry",),
        stays=True,
        rows=lambda person: AuditEntry.objects.filter(actor_key=person.pk),
        columns=("at", "action"),
        retention=Retention(
            AUDIT, _("after the entry was written"), lambda before: AuditEntry.objects.filter(at__lt=before)
        ),
    ),
)
