"""What discussions hold of people."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from network.core.personal_data import Holding, Retention
from working_groups.models import Mention, Post, PostReport, ThreadFollow

YEAR = timedelta(days=365)

HOLDINGS = (
    Holding(
        key="group-posts",
        title=_("What you have written in the discussions of working groups"),
        why=_("So that the group can talk."),
        seen_by=_("The members of the group."),
        kept=_("As long as the group."),
        at_erasure=_(
            "It stays, without you: others have answered it. Take it back before, if you want it gone."
        ),
        models=("working_groups.thread", "working_groups.post", "working_groups.postversion"),
        stays=True,
        rows=lambda person: Post.objects.filter(author=person).order_by("pk"),
        columns=("thread", "text", "posted_at", "edited_at", "hidden_reason"),
    ),
    Holding(
        key="post-reports",
        title=_("Posts that you have reported"),
        why=_("So that those who run the group can look at them."),
        seen_by=_("Those who run the group."),
        at_erasure=_("Deleted."),
        models=("working_groups.postreport",),
        rows=lambda person: PostReport.objects.filter(reporter=person).order_by("pk"),
        columns=("post", "reason", "reported_at", "settled_at"),
        retention=Retention(
            YEAR,
            _("after it was settled"),
            lambda before: PostReport.objects.filter(settled_at__lt=before),
        ),
    ),
    Holding(
        key="thread-follows",
        title=_("Which threads you follow, and where you are named"),
        why=_("So that you are told of what is new there."),
        seen_by=_("That you are named, the members of the group; the rest, nobody."),
        kept=_("As long as the thread."),
        at_erasure=_("Deleted."),
        models=("working_groups.threadfollow", "working_groups.mention"),
        rows=lambda person: [
            *ThreadFollow.objects.filter(person=person).order_by("pk"),
            *Mention.objects.filter(person=person).order_by("pk"),
        ],
        describe=lambda row: {str(row._meta.verbose_name): str(row)},
    ),
)
