"""Who may do what in a group's discussion. They are asked through ``core.access.can``."""

from typing import Any

from working_groups.permissions import enters_group, facilitates, is_inside


def sees_thread(person: Any, thread: Any) -> bool:
    """Allow those inside the group."""
    return enters_group(person, thread.group)


def writes_in_group(person: Any, group: Any) -> bool:
    """Allow those inside to open threads, until the group is archived."""
    return is_inside(person, group) and not group.is_archived


def writes_in_thread(person: Any, thread: Any) -> bool:
    """Allow those inside, while the thread is open."""
    return writes_in_group(person, thread.group) and not thread.is_closed


def follows_thread(person: Any, thread: Any) -> bool:
    """Allow those inside to be told of what is new, or not."""
    return is_inside(person, thread.group)


def moderates_thread(person: Any, thread: Any) -> bool:
    """Allow facilitators, until the group is archived."""
    return facilitates(person, thread.group) and not thread.group.is_archived


def _is_own(person: Any, post: Any) -> bool:
    return person.is_authenticated and post.author_id == person.pk


def reads_post(person: Any, post: Any) -> bool:
    """Allow those inside; what is hidden, its author and facilitators only."""
    shown = not post.is_hidden or _is_own(person, post) or facilitates(person, post.thread.group)
    return shown and sees_thread(person, post.thread)


def changes_post(person: Any, post: Any) -> bool:
    """Allow its author, while the thread is open and the post stands."""
    stands = not (post.is_hidden or post.is_taken_back)
    return _is_own(person, post) and stands and writes_in_thread(person, post.thread)


def takes_post_back(person: Any, post: Any) -> bool:
    """Allow its author, in a closed thread too, until the group is archived."""
    return _is_own(person, post) and not post.is_taken_back and writes_in_group(person, post.thread.group)


def moderates_post(person: Any, post: Any) -> bool:
    """Allow facilitators to hide a post and to show it again, until the group is archived."""
    return moderates_thread(person, post.thread) and not post.is_taken_back


def reports_post(person: Any, post: Any) -> bool:
    """Allow those inside to report what somebody else has written and everybody reads."""
    stands = not (post.is_hidden or post.is_taken_back)
    return stands and is_inside(person, post.thread.group) and not _is_own(person, post)


def sees_report(person: Any, report: Any) -> bool:
    """Allow who has reported while she is inside, and those who settle it."""
    group = report.post.thread.group
    own = person.is_authenticated and report.reporter_id == person.pk and is_inside(person, group)
    return own or settles_report(person, report)


def settles_report(person: Any, report: Any) -> bool:
    """Allow facilitators, and nobody about what she has written herself."""
    return facilitates(person, report.post.thread.group) and not _is_own(person, report.post)


THREAD_RULES = {
    "view": sees_thread,
    "write": writes_in_thread,
    "follow": follows_thread,
    "moderate": moderates_thread,
}
POST_RULES = {
    "view": reads_post,
    "change": changes_post,
    "take back": takes_post_back,
    "moderate": moderates_post,
    "report": reports_post,
}
REPORT_RULES = {"view": sees_report, "settle": settles_report}
