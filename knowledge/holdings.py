"""What knowledge holds of people."""

from django.utils.translation import gettext_lazy as _

from knowledge.models import Submission
from network.core.personal_data import Holding

HOLDINGS = (
    Holding(
        key="submissions",
        title=_("Practices and news that you submitted"),
        why=_("So that you can go on with them, and hear what has become of them."),
        seen_by=_("You, your city's coordinators and the secretariat; everybody, once published."),
        kept=_("As long as the page."),
        at_erasure=_("They stay, without you: they are your city's."),
        models=("knowledge.submission",),
        stays=True,
        rows=lambda person: Submission.objects.filter(author=person).order_by("pk"),
        columns=("page", "city", "created_at"),
    ),
    Holding(
        key="authors",
        title=_("That a publication or a picture names you as its author"),
        why=_("Both are shown with their authors, as they ask for it. The name leads to no account."),
        seen_by=_("Everybody, once published."),
        kept=_("As long as the publication or the picture."),
        at_erasure=_("The name stays for whoever cites them. The secretariat is shown where it stands."),
        models=("knowledge.productauthor", "media.portalimage"),
        stays=True,
    ),
)
