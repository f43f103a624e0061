"""Wagtail's workflow mail, sent by way of the outbox.

Wagtail sends it while the editor waits, once, and forgets it when the server is away. Here its notifiers say
who gets what, and its templates what the mail reads; the outbox asks both again at the moment of sending.
"""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import mail as wagtail_mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from network.core.letterhead import absolute
from network.mail.kinds import MailKind, Message, Recipient, kinds
from network.mail.messages import render_message
from network.mail.models import Delivery
from network.mail.services import send_notice


class OutboxNotifier:
    """For one of Wagtail's notifiers: enters its mails into the outbox instead of sending them."""

    model: type
    kind = ""
    label: Any = ""
    writer_line: Any = ""
    writer_text: Any = ""

    def event(self, instance) -> str:
        """Return what the mail tells of; a workflow that is resumed comes to a new task state."""
        return f"{self.kind}:{instance.pk}"

    def is_news(self, instance) -> bool:
        """Return whether the mail still tells its reader something."""
        return True

    def __call__(self, instance=None, **kwargs) -> bool:
        """Enter a mail for each person whom Wagtail would have written to."""
        if self.can_handle(instance, **kwargs):
            for person in self.get_valid_recipients(instance, **kwargs):
                send_notice(
                    kind=self.kind,
                    event=self.event(instance),
                    recipient=person,
                    data={"instance": instance.pk},
                    now=timezone.now(),
                )
        return True

    def _instance(self, delivery: Delivery):
        found = self.model.objects.filter(pk=delivery.data["instance"]).first()
        return found.specific if isinstance(found, TaskState) else found

    def may_receive(self, delivery: Delivery, recipient: Recipient) -> bool:
        """Return whether Wagtail would still write to this person."""
        instance = self._instance(delivery)
        return instance is None or recipient.person in self.get_valid_recipients(instance)

    def render(self, delivery: Delivery, recipient: Recipient) -> Message | None:
        """Return Wagtail's words on our letterhead, or nothing where they are out of date."""
        instance = self._instance(delivery)
        if instance is None or not self.is_news(instance):
            return None
        if self.writer_line and not recipient.person.has_perm("wagtailadmin.access_admin"):
            written = getattr(instance.content_object, "specific", instance.content_object)
            if hasattr(written, "get_writer_url"):
                return self._for_writer(written, instance, recipient)
        templates = self.get_template_set(instance)
        context = self.get_context(instance) | {"user": recipient.person}
        line = render_to_string(templates["subject"], context)
        lines = render_to_string(templates["text"], context).splitlines()
        text = "\n".join(line.strip() for line in lines)
        return render_message("mail/workflow", recipient, {"line": line, "text": text.strip()})

    def _for_writer(self, written, instance, recipient: Recipient) -> Message | None:
        """Return our own words for who wrote in the portal's pages: Wagtail's lead to the editors' area.

        What she wrote says itself where she goes on with it (``get_writer_url``).
        """
        words = {"title": str(written), "url": absolute(written.get_writer_url()), "comment": ""}
        if isinstance(instance, WorkflowState) and instance.current_task_state:
            words["comment"] = instance.current_task_state.comment
        text = str(self.writer_text) % words
        return render_message(
            "mail/workflow", recipient, {"line": self.writer_line % words, "text": text.strip()}
        )

    def register(self) -> None:
        """Tell the outbox of this kind of mail."""
        kinds.register(MailKind(self.kind, self.label, self.render, self.may_receive))


class TaskSubmitted(OutboxNotifier, wagtail_mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    """Something waits for the reader's approval."""

    model = TaskState
    kind = "workflow_submitted"
    label = _("Workflow: waits for approval")

    def is_news(self, instance) -> bool:
        """Return whether nobody has decided yet."""
        return instance.status == TaskState.STATUS_IN_PROGRESS


class WorkflowApproved(OutboxNotifier, wagtail_mail.WorkflowStateApprovalEmailNotifier):
    """What the reader submitted was approved."""

    model = WorkflowState
    kind = "workflow_approved"
    label = _("Workflow: approved")
    writer_line = _("Published: %(title)s")
    writer_text = _("The secretariat has looked at “%(title)s” and published it.\n\n%(comment)s\n\n%(url)s")


class WorkflowRejected(OutboxNotifier, wagtail_mail.WorkflowStateRejectionEmailNotifier):
    """What the reader submitted needs changes."""

    model = WorkflowState
    kind = "workflow_rejected"
    label = _("Workflow: rejected")
    writer_line = _("Please look again: %(title)s")
    writer_text = _(
        "The secretariat has looked at “%(title)s” and sends it back to you with this comment:\n\n"
        "%(comment)s\n\nChange it and send it again:\n%(url)s"
    )

    def event(self, instance) -> str:
        """Name the task as well: what is submitted again can be rejected again."""
        return f"{self.kind}:{instance.pk}:{instance.current_task_state_id}"


def _replace(signal, sender: type, uid: str, receiver: Callable | None) -> None:
    """Put ``receiver`` in the place of Wagtail's own, which has the same ``dispatch_uid``."""
    signal.disconnect(sender=sender, dispatch_uid=uid)
    signal.connect(receiver or _say_nothing, sender=sender, dispatch_uid=uid, weak=False)


def _say_nothing(**_kwargs) -> None:
    """Send no second mail about a submission: the approvers get the one about their task."""


def take_over_workflow_mail() -> None:
    """Have the outbox send Wagtail's workflow mail, whichever of the two apps is made ready first."""
    submitted, approved, rejected = TaskSubmitted(), WorkflowApproved(), WorkflowRejected()
    for notifier in (submitted, approved, rejected):
        notifier.register()
    _replace(task_submitted, TaskState, "group_approval_task_submitted_email_notification", submitted)
    _replace(workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification", None)
    _replace(workflow_approved, WorkflowState, "workflow_state_approved_email_notification", approved)
    _replace(workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification", rejected)
