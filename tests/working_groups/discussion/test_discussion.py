"""What is said in a group: threads, posts, who is told, and what is changed."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from network.accounts.models import User
from network.mail.models import Delivery
from tests.factories.discussion import PostFactory, ThreadFactory
from tests.factories.groups import MembershipFactory
from working_groups.discussion import services
from working_groups.discussion.mentions import named_in
from working_groups.locks import ArchivedGroup
from working_groups.models import Mention, Post, Thread

pytestmark = pytest.mark.django_db

HERE = "/working-groups/soil/discussion/"


def told(kind: str) -> list[str]:
    rows = Delivery.objects.filter(kind=f"post_{kind}").order_by("pk")
    return list(rows.values_list("recipient__name", flat=True))


def opened(as_, who="member", text="Who signs?", **more) -> Thread:
    data = {"title": "Soil", "text": text, "form_token": str(uuid.uuid4())} | more
    answer = as_(who).post(f"{HERE}new/", data)
    thread = Thread.objects.latest("pk")
    assert answer.url == thread.get_absolute_url()
    return thread


def wrote(as_, who, thread, text, token=None):
    data = {"text": text, "form_token": token or str(uuid.uuid4())}
    return as_(who).post(f"{HERE}{thread.pk}/posts/new/", data)


def test_a_thread_is_opened_and_answered_by_those_inside(as_, group):
    assert "Nobody has said anything yet" in as_("member").get(HERE).content.decode()
    token = str(uuid.uuid4())
    for _time in range(2):
        thread = opened(as_, form_token=token)
    assert Thread.objects.count() == 1
    for _time in range(2):
        wrote(as_, "facilitator", thread, "The **inspector**.", token)
    page = as_("member").get(thread.get_absolute_url()).content.decode()
    assert "Who signs?" in page and "<b>inspector</b>" in page
    thread.refresh_from_db()
    assert (thread.number_of_posts, Post.objects.count()) == (2, 2)
    assert told("followed") == ["Marta Member"]
    assert "Soil" in as_("facilitator").get("/working-groups/soil/space/").content.decode()


@pytest.mark.parametrize("who", ["anonymous", "other", "coordinator", "moderator"])
def test_to_others_there_is_no_discussion(as_, group, who):
    thread = opened(as_)
    post = thread.posts.get()
    for path in ("", "new/", f"{thread.pk}/", f"posts/{post.pk}/", f"posts/{post.pk}/history/"):
        assert as_(who).get(f"{HERE}{path}").status_code == 404
    assert wrote(as_, who, thread, "Hello").status_code == 404


def test_an_administrator_reads_in_need_and_does_not_write(as_, group):
    thread = opened(as_)
    assert as_("administrator").get(thread.get_absolute_url()).status_code == 200
    assert wrote(as_, "administrator", thread, "Hello").status_code == 404


def test_a_form_says_what_is_missing(as_, group):
    page = as_("member").post(f"{HERE}new/", {"form_token": str(uuid.uuid4())})
    assert page.status_code == 422
    assert "Give the thread a title." in page.content.decode()
    answer = wrote(as_, "member", opened(as_), "  ")
    assert answer.status_code == 422 and "Write something first." in answer.content.decode()


def test_what_is_written_cannot_run(as_, group):
    text = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    page = as_("facilitator").get(opened(as_, text=text).get_absolute_url()).content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page and 'href="javascript' not in page


def test_nothing_is_added_to_what_is_closed_or_archived_and_the_text_is_kept(as_, group):
    thread = opened(as_)
    as_("facilitator").post(f"{HERE}{thread.pk}/step/", {"step": "close"})
    answer = wrote(as_, "member", thread, "Too late, but long.")
    assert answer.status_code == 409 and "Too late, but long." in answer.content.decode()
    as_("facilitator").post(f"{HERE}{thread.pk}/step/", {"step": "reopen"})
    assert wrote(as_, "member", thread, "In time.").status_code == 302
    group.archived_at = timezone.now()
    group.save()
    assert as_("member").get(f"{HERE}new/").status_code == 404
    assert as_("member").get(thread.get_absolute_url()).status_code == 200
    with pytest.raises(ArchivedGroup):
        services.add_post(
            thread=thread, text="x", author=group.created_by, form_token=uuid.uuid4(), now=timezone.now()
        )


def test_a_changed_post_keeps_what_it_said_before(as_, group):
    thread = opened(as_)
    post = thread.posts.get()
    path = f"{HERE}posts/{post.pk}/"
    form = as_("member").get(f"{path}edit/").context["form"]
    signs = {name: form[name].value() for name in ("version", "base")}
    as_("member").post(f"{path}edit/", signs | {"text": "Who signs, and when?"})
    page = as_("facilitator").get(thread.get_absolute_url()).content.decode()
    assert "Who signs, and when?" in page and "changed on" in page
    assert "Who signs?" in as_("facilitator").get(f"{path}history/").content.decode()
    stale = as_("member").post(f"{path}edit/", signs | {"text": "Another text"})
    assert stale.status_code == 409
    assert "Another text" in stale.content.decode() and "Who signs, and when?" in stale.content.decode()
    assert as_("facilitator").get(f"{path}edit/").status_code == 404


def test_what_is_taken_back_is_gone_and_its_place_stays(as_, group):
    thread = opened(as_, text="A secret that slipped out")
    post = thread.posts.get()
    services.change_post(post=post, text="A secret, changed", version=1, now=timezone.now())
    assert as_("facilitator").post(f"{HERE}posts/{post.pk}/withdrawal/").status_code == 404
    as_("member").post(f"{HERE}posts/{post.pk}/withdrawal/")
    page = as_("facilitator").get(thread.get_absolute_url()).content.decode()
    assert "secret" not in page and "Its author has taken this post back." in page
    assert as_("facilitator").get(f"{HERE}posts/{post.pk}/history/").status_code == 404
    post.refresh_from_db()
    assert post.text == "" and not post.versions.exists()


def test_whoever_is_named_is_told_once_and_nobody_outside_is(as_, group, people):
    thread = opened(as_, text="@jonas  brandt, and @Olga Other: who signs?")
    assert told("mentioned") == ["Jonas Brandt"]
    post = thread.posts.get()
    services.change_post(post=post, text="@Jonas Brandt! @Jonas Brandt!", version=1, now=timezone.now())
    assert told("mentioned") == ["Jonas Brandt"]
    assert list(Mention.objects.values_list("person__name", flat=True)) == ["Jonas Brandt"]


def test_a_mention_takes_the_place_of_the_followers_mail_and_nobody_is_told_of_her_own_post(as_, group):
    thread = opened(as_)
    wrote(as_, "facilitator", thread, "@Marta Member, the inspector does.")
    assert told("mentioned") == ["Marta Member"] and told("followed") == []
    wrote(as_, "member", thread, "Thank you, @Marta Member says.")
    assert told("mentioned") == ["Marta Member"] and told("followed") == ["Jonas Brandt"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Anna Maria Rossi knows", ["Anna Maria Rossi"]),
        ("@Anna Maria knows", ["Anna Maria"]),
        ("@anna maria, @ANNA MARIA ROSSI", ["Anna Maria", "Anna Maria Rossi"]),
        ("@Anna Mariana", []),
        ("mail@Anna Maria", []),
        ("@ Anna Maria", []),
        ("@Łukasz\nŻak!", ["Łukasz Żak"]),
        ("@Nobody", []),
        ("@", []),
    ],
)
def test_names_are_found_as_they_are_written(text, names):
    called = ("Anna Maria", "Anna Maria Rossi", "Łukasz Żak", "")
    people = [User(pk=key, name=name) for key, name in enumerate(called)]
    assert [person.name for person in named_in(text, people)] == names


def test_who_stops_following_stays_so_when_she_writes_again(as_, group):
    thread = opened(as_)
    as_("member").post(f"{HERE}{thread.pk}/follow/", {"follows": "no"})
    wrote(as_, "facilitator", thread, "The inspector.")
    wrote(as_, "member", thread, "Thank you.")
    wrote(as_, "facilitator", thread, "You are welcome.")
    assert told("followed") == ["Jonas Brandt"]
    as_("member").post(f"{HERE}{thread.pk}/follow/", {"follows": "yes"})
    wrote(as_, "facilitator", thread, "One more thing.")
    assert told("followed") == ["Jonas Brandt", "Marta Member"]


def test_a_post_has_an_address_that_leads_to_its_page(as_, group):
    thread = ThreadFactory(group=group)
    start = timezone.now()
    posts = [PostFactory(thread=thread, posted_at=start + timedelta(seconds=n)) for n in range(65)]
    for place, page in ((0, ""), (29, ""), (30, "?page=2"), (64, "?page=3")):
        answer = as_("member").get(posts[place].get_absolute_url())
        assert answer.url == f"{thread.get_absolute_url()}{page}#post-{posts[place].pk}"
        assert f'id="post-{posts[place].pk}"' in as_("member").get(answer.url).content.decode()


def test_what_is_new_since_the_last_visit_is_marked(as_, group):
    thread = opened(as_, who="facilitator")
    place = group.memberships.get(person__name="Marta Member")
    for seen_at, is_new in ((timezone.now() - timedelta(days=1), True), (timezone.now(), False)):
        place.seen_at = seen_at
        place.save()
        assert as_("member").get(HERE).context["threads"] == [{"thread": thread, "is_new": is_new}]


def test_what_was_said_since_she_came_in_is_new_until_she_has_seen_it(as_, group):
    place, button = group.memberships.get(person__name="Marta Member"), "I have seen this"
    ThreadFactory(group=group, last_post_at=place.decided_at - timedelta(days=1))
    assert button not in as_("member").get("/working-groups/soil/space/").content.decode()
    opened(as_, who="facilitator")
    page = as_("member").get("/working-groups/soil/space/")
    assert [row["is_new"] for row in page.context["threads"]] == [True, False]
    assert button in page.content.decode()
    as_("member").post("/working-groups/soil/visit/")
    assert button not in as_("member").get("/working-groups/soil/space/").content.decode()


def test_who_writes_very_much_is_asked_to_wait_and_keeps_her_text(as_, group):
    thread = opened(as_)
    for number in range(59):
        assert wrote(as_, "member", thread, f"Post {number}").status_code == 302
    answer = wrote(as_, "member", thread, "One too many")
    assert answer.status_code == 429 and "One too many" in answer.content.decode()
    assert answer.headers["Retry-After"]


def test_a_page_asks_no_more_when_it_shows_more(as_, group, django_assert_max_num_queries):
    thread = ThreadFactory(group=group)
    asked = {}
    for number in (1, 20):
        while thread.posts.count() < number:
            author = MembershipFactory(group=group).person
            PostFactory(thread=thread, author=author)
            ThreadFactory(group=group, opened_by=author)
        for path in (HERE, thread.get_absolute_url(), "/working-groups/soil/space/"):
            as_("facilitator").get(path)
            with django_assert_max_num_queries(40) as queries:
                assert as_("facilitator").get(path).status_code == 200
            asked.setdefault(path, []).append(len(queries))
    assert all(few == many for few, many in asked.values()), asked


def test_the_database_itself_refuses_what_must_not_be(group):
    post = PostFactory(thread__group=group)
    for values in ({"text": ""}, {"hidden_reason": "None"}, {"taken_back_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(**values)


def test_an_erased_author_leaves_what_she_said_without_her_name(as_, group, people):
    thread = opened(as_)
    people["member"].delete()
    page = as_("facilitator").get(thread.get_absolute_url()).content.decode()
    assert "Somebody who has left" in page and "Who signs?" in page and "Marta" not in page
