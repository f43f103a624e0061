"""The pages of a group's discussion: the threads, one of them, writing, changing, following."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views import View
from django.views.generic import FormView

from network.core.form_views import CONFLICT, UNPROCESSABLE, MergingView, RefusedFormMixin, asked_to_wait
from network.core.rate_limits import HOUR, Limit, count_or_wait
from working_groups.access import OnGroup
from working_groups.discussion import pages, services
from working_groups.discussion.access import OnPost, OnThread
from working_groups.discussion.forms import ChangedPostForm, PostForm, ThreadForm
from working_groups.discussion.permissions import writes_in_group
from working_groups.groups.pages import frame
from working_groups.locks import ArchivedGroup
from working_groups.models import Post, Thread

PER_PERSON = (60, HOUR)


def minutes_to_wait(request: HttpRequest, form: PostForm, model: type[Thread | Post]) -> int:
    """Return how long somebody has to wait who has written very much; a form sent twice counts once."""
    if model.objects.filter(form_token=form.cleaned_data["form_token"]).exists():
        return 0
    return count_or_wait(Limit(f"posts of {request.user.pk}", *PER_PERSON))


class DiscussionView(OnGroup, View):
    """The threads of a group."""

    action = "enter"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Return the page."""
        mine = self.group.memberships.active().filter(person=request.user).first()
        context = pages.list_context(request, self.group, mine.last_seen_at if mine else None)
        return render(request, "working_groups/discussion/list.html", context)


class NewThreadView(OnGroup, RefusedFormMixin, FormView):
    """Opens a thread."""

    form_class = ThreadForm
    template_name = "working_groups/discussion/form.html"

    def is_allowed(self, request: HttpRequest) -> bool:
        """Allow those who may write."""
        return writes_in_group(request.user, self.group)

    def leaves_trace(self, request: HttpRequest) -> bool:
        """Return that nobody looks in here who is not inside."""
        return False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        shown = frame(self.request, self.group, "discussion", gettext("Open a thread"))
        return super().get_context_data(**shown | {"submit": gettext("Open the thread")} | kwargs)

    def form_valid(self, form: ThreadForm) -> HttpResponse:
        """Open it."""
        minutes = minutes_to_wait(self.request, form, Thread)
        if minutes:
            return self.too_many(form, minutes)
        try:
            thread = services.open_thread(
                group=self.group, author=self.request.user, now=self.now, **form.cleaned_data
            )
        except ArchivedGroup:
            messages.info(self.request, gettext("This group was archived meanwhile."))
            return redirect(self.group.space_url)
        return redirect(thread)


class ThreadView(OnThread, View):
    """A thread, and writing into it."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Return the page."""
        return self.page(request)

    def page(self, request: HttpRequest, form: PostForm | None = None, **more: Any) -> HttpResponse:
        """Return the page, with a post that was not taken."""
        status = more.pop("status", 200)
        context = pages.thread_context(request, self.thread, form) | more
        return render(request, "working_groups/discussion/thread.html", context, status=status)


class NewPostView(ThreadView):
    """Writes into a thread."""

    rule = "view"
    http_method_names = ["post"]

    def is_allowed(self, request: HttpRequest) -> bool:
        """Allow those inside: that the thread was closed meanwhile, its page says."""
        return super().is_allowed(request) and writes_in_group(request.user, self.group)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Keep the post, and lead to it."""
        form = PostForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=UNPROCESSABLE)
        minutes = minutes_to_wait(request, form, Post)
        if minutes:
            return asked_to_wait(self.page(request, form, minutes=minutes), minutes)
        try:
            post = services.add_post(thread=self.thread, author=request.user, now=self.now, **form.cleaned_data)
        except (ArchivedGroup, services.ClosedThread):
            return self.page(request, form, status=CONFLICT, kept=form.cleaned_data["text"])
        post.thread = self.thread
        return redirect(pages.place_of(post))


class PostView(OnPost, View):
    """Leads to where a post stands: the address that mails and links have."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Lead there."""
        return redirect(pages.place_of(self.post_shown))


class EditPostView(OnPost, MergingView):
    """Changes one's own post, also in two windows; what it said before stays readable."""

    rule = "change"

    def current(self) -> Post:
        """Return the post."""
        return self.post_shown

    def values_of(self, current: Post) -> dict[str, Any]:
        """Return what it says."""
        return {"text": current.text}

    def form(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> ChangedPostForm:
        """Return the form."""
        return ChangedPostForm(data, initial=initial)

    def save(self, form: ChangedPostForm) -> HttpResponse:
        """Save it."""
        data = form.cleaned_data
        try:
            services.change_post(post=self.post_shown, text=data["text"], version=data["version"], now=self.now)
        except (services.PostGone, services.ClosedThread, ArchivedGroup):
            said = gettext("It can no longer be changed: it was hidden, or the thread closed.")
            messages.info(self.request, said)
            return redirect(self.thread)
        return redirect(pages.place_of(self.post_shown))

    def page(self, form: ChangedPostForm, status: int = 200, **more: Any) -> HttpResponse:
        """Return the page with the form."""
        shown = frame(self.request, self.group, "discussion", gettext("Change your post"))
        shown |= {"form": form, "submit": gettext("Save"), "thread": self.thread}
        return render(self.request, "working_groups/discussion/form.html", shown | more, status=status)


class TakeBackView(OnPost, View):
    """Takes one's own post back."""

    rule = "take back"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Take it back."""
        services.take_back_post(post=self.post_shown, now=self.now)
        messages.success(request, gettext("Your post is taken back; its place in the thread stays."))
        return redirect(pages.place_of(self.post_shown))


class HistoryView(OnPost, View):
    """What a post said before."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Return the page."""
        if self.post_shown.is_taken_back:
            raise Http404
        shown = frame(request, self.group, "discussion", gettext("What the post said before"))
        versions = list(self.post_shown.versions.all())
        context = shown | {"post": self.post_shown, "versions": versions, "thread": self.thread}
        return render(request, "working_groups/discussion/history.html", context)


class FollowView(OnThread, View):
    """Has somebody mailed of what is new in a thread, or no longer."""

    rule = "follow"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Note it."""
        follows = request.POST.get("follows") == "yes"
        services.follow_thread(thread=self.thread, person=request.user, follows=follows)
        said = gettext("You are mailed of what is new here.") if follows else gettext("You are mailed no more.")
        messages.success(request, said)
        return redirect(self.thread)
