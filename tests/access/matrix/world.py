"""A small network with one of everything private, each with a word of its own, and one reader of each kind."""

import uuid
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cities.enums import AffiliationRole, CityStatus
from cities.following.services import follow
from cities.joining.invitations.tokens import token_of
from cities.models import (
    Affiliation,
    Ballot,
    Challenge,
    ChallengeCycle,
    City,
    CycleEntry,
    ExpertProfile,
    Partner,
)
from knowledge.models import (
    GoodPracticePage,
    KnowledgeIndexPage,
    NewsIndexPage,
    PracticeIndexPage,
    ProductFile,
    Submission,
)
from knowledge.submissions.services import create_submission
from network.core.models import Theme
from network.core.vocabulary import load_vocabularies
from network.home.newsletter.models import NewsletterIndexPage, NewsletterPage, Subscriber
from network.home.newsletter.subscribing import confirm_url
from network.home.services import begin_network
from network.home.staff import EDITORS, MODERATORS
from network.mail.preferences.tokens import preferences_url, unsubscribe_url
from tests.access.matrix.discussion_world import add_discussion
from tests.access.matrix.exchanges_world import add_exchanges
from tests.access.matrix.readers import ACCOUNTS, named
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.challenges import CommentFactory, CoSignatureFactory, SupportOfferFactory
from tests.factories.cities import CityFactory, ContactFactory, PartnerFactory
from tests.factories.cycles import BallotFactory, CycleFactory, EntryFactory
from tests.factories.enquiries import EnquiryFactory
from tests.factories.experts import ExpertFactory
from tests.factories.files import DocumentFactory
from tests.factories.groups import GroupFactory, GroupInvitationFactory, MembershipFactory, OutputFactory
from tests.factories.home import StandardPageFactory
from tests.factories.joining import InterestFactory, InvitationFactory
from tests.factories.knowledge import NewsFactory, PracticeFactory, ProductFactory
from tests.factories.media import make_document, make_image
from tests.factories.meetings import ActionFactory, DecisionFactory, MeetingFactory, RsvpFactory
from working_groups.meetings.subscriptions import subscribe
from working_groups.meetings.subscriptions import token_of as feed_token_of
from working_groups.models import Meeting, PeerExchange, WorkingGroup

GROUP = "Kept apart"
# Who may read the pages that not everybody may read.
KINDS = {"draft": "staff", "closed": "accounts", "grouped": "expert administrator"}


@dataclass(frozen=True, slots=True)
class State:
    """An earlier state of a page, by which address it is restored."""

    slug: str
    number: int


class World:
    """Objects by name in ``things``, people by role in ``people``, and who may read which word."""

    models = {
        "challenge": Challenge,
        "cycle": ChallengeCycle,
        "entry": CycleEntry,
        "ballot": Ballot,
        "city": City,
        "partner": Partner,
        "affiliation": Affiliation,
        "expert": ExpertProfile,
        "submission": Submission,
        "group": WorkingGroup,
        "meeting": Meeting,
        "exchange": PeerExchange,
    }

    def __init__(self) -> None:
        load_vocabularies()
        self.now = timezone.now()
        self.things: dict = {}
        self.people: dict = {}
        self.words: dict[str, frozenset[str]] = {}
        self.theme = Theme.objects.get(slug="circular-economy")
        self.things["theme"] = self.theme
        self.things["home"] = begin_network(name="Small world", base_url="http://testserver")
        self.group = Group.objects.create(name=GROUP)
        self._cities()
        self._people()
        self._challenges()
        self._cycles()
        self._joining()
        self._pages()
        self._submissions()
        self._groups()
        self._meetings()
        add_discussion(self)
        add_exchanges(self)
        self._files()

    def word(self, name: str, readers: str) -> str:
        """Return a word that nothing else has, and remember who may read it."""
        word = f"Canary{name.replace(' ', '')}"
        self.words[word] = named(readers)
        return word

    def _cities(self) -> None:
        own = CityFactory(name="Owntown", slug="owntown", placed=True, themes=[self.theme])
        self.things |= {
            "own city": own,
            "other city": CityFactory(name="Elsewhere", slug="elsewhere", placed=True),
            "former member": CityFactory(name="Wasmember", slug="wasmember", status=CityStatus.ALUMNUS),
            "hidden city": CityFactory(
                name=self.word("hidden city", "guest_city staff"),
                slug="hidden",
                status=CityStatus.APPLICANT,
                draft=True,
            ),
            "own partner": PartnerFactory(name="Own Institute", slug="own-institute"),
            "other partner": PartnerFactory(name="Other Fund", slug="other-fund"),
            "hidden partner": PartnerFactory(
                name=self.word("hidden partner", "staff"), slug="hidden", live=False
            ),
        }

    def _people(self) -> None:
        for role in ACCOUNTS:
            extra = {"administrator": {"administrator": True}, "editor": {}, "moderator": {}}.get(role, {})
            self.people[role] = UserFactory(name=f"The {role}", email=f"{role}@people.example", **extra)
            UserFactory.add_totp(self.people[role])
        self.people["editor"].groups.add(Group.objects.get(name=EDITORS))
        self.people["moderator"].groups.add(Group.objects.get(name=MODERATORS))
        self.people["expert"].groups.add(self.group)
        own, other = self.things["own city"], self.things["other city"]
        seats = {
            "member": {"city": own},
            "author": {"city": own},
            "coordinator": {"city": own, "coordinator": True},
            "expert": {"city": own, "expert": True},
            "other_member": {"city": other},
            "other_coordinator": {"city": other, "coordinator": True},
            "waiting": {"city": own, "requested": True},
            "former": {"city": own, "coordinator": True, "ended": True},
            "guest_city": {"city": self.things["former member"], "coordinator": True},
        }
        for role in ("representative", "other_representative"):
            partner = self.things["own partner" if role == "representative" else "other partner"]
            seats[role] = {"city": None, "partner": partner, "role": AffiliationRole.REPRESENTATIVE}
        for role, seat in seats.items():
            self.things[f"{role}'s seat"] = AffiliationFactory(person=self.people[role], **seat)
        AffiliationFactory(person=self.people["guest_city"], city=self.things["hidden city"], coordinator=True)
        self.things["member's follow"] = follow(person=self.people["member"], followed=own, now=self.now)
        self._drafts()
        self.things["expert"] = ExpertFactory(person=self.people["expert"], headline="Mine water")
        self.things["hidden expert"] = ExpertFactory(
            person=self.people["other_member"],
            headline=self.word("unlisted expert", "other_member"),
            hidden=True,
        )

    def _drafts(self) -> None:
        """Write a draft of each own page, and a contact person whom only members see."""
        own, partner = self.things["own city"], self.things["own partner"]
        contact = self.word("contact", "members staff")
        own.contacts.add(ContactFactory.build(city=own, name=contact, email="desk@owntown.example"))
        own.save()
        drafts = ((own, "lead", "own state", "own"), (partner, "summary", "partner's state", "representative"))
        for page, field, name, people in drafts:
            shown = getattr(page, field)
            setattr(page, field, self.word(f"draft{people}", f"{people} staff"))
            revision = page.save_revision(user=self.people["coordinator"])
            self.things[name] = State(page.slug, revision.pk)
            setattr(page, field, shown)

    def _challenges(self) -> None:
        own, author = self.things["own city"], self.people["author"]
        draft = self.word("draft challenge", "author coordinator staff")
        sent = self.word("sent challenge", "author coordinator staff")
        taken = self.word("other draft", "other_coordinator staff")
        shown = ChallengeFactory(
            city=own, author=author, title="Heat for all", slug="heat", themes=[self.theme]
        )
        self.things |= {
            "challenge": shown,
            "draft challenge": ChallengeFactory(
                city=own, author=author, draft=True, title=draft, slug="draft", summary=draft
            ),
            "sent challenge": ChallengeFactory(
                city=own, author=author, submitted=True, title=sent, slug="sent", summary=sent
            ),
            "other draft": ChallengeFactory(
                city=self.things["other city"], draft=True, title=taken, slug="taken", summary=taken
            ),
            "other challenge": ChallengeFactory(
                city=self.things["other city"], title="Water for all", slug="water"
            ),
            "co-signature": CoSignatureFactory(challenge=shown, city=self.things["other city"]),
            "comment": CommentFactory(challenge=shown, author=author, city=own),
            "hidden comment": CommentFactory(
                challenge=shown,
                author=author,
                city=own,
                hidden=True,
                text=self.word("hidden comment", "moderators"),
            ),
            "city's offer": SupportOfferFactory(
                challenge=shown,
                city=self.things["other city"],
                offered_by=self.people["other_member"],
                is_public=False,
                text=self.word("quiet offer", "own others staff"),
            ),
            "partner's offer": SupportOfferFactory(
                challenge=shown,
                city=None,
                partner=self.things["own partner"],
                offered_by=self.people["representative"],
                is_public=False,
                text=self.word("quiet partner", "own representative staff"),
            ),
            "open offer": SupportOfferFactory(
                challenge=shown, city=self.things["other city"], offered_by=self.people["other_coordinator"]
            ),
        }

        # A challenge that was taken back takes with it what others had added.
        self.things["early co-signature"] = CoSignatureFactory(
            challenge=self.things["draft challenge"], city=self.things["other city"]
        )
        self.things["public offer"] = SupportOfferFactory(
            challenge=shown,
            city=self.things["other city"],
            offered_by=self.people["other_coordinator"],
            is_public=True,
        )

    def _cycles(self) -> None:
        calling = CycleFactory(year=2101)
        voting = CycleFactory(year=2102, voting=True)
        closed = CycleFactory(year=2103, closed=True)
        draft = CycleFactory(year=2104, draft=True, title=self.word("draft cycle", "moderators"))
        own, other = self.things["challenge"], self.things["other challenge"]
        self.things |= {"calling": calling, "voting": voting, "closed": closed, "draft cycle": draft}
        self.things["sent entry"] = EntryFactory(cycle=calling, challenge=own, submitted=True)
        self.things["rejected entry"] = EntryFactory(
            cycle=calling,
            challenge=other,
            rejected=True,
            reason=self.word("reason", "other_coordinator moderators"),
        )
        for cycle in (voting, closed):
            self.things["accepted entry"] = EntryFactory(cycle=cycle, challenge=own)
            # What a vote has chosen gets a working group in one step.
            EntryFactory(cycle=cycle, challenge=other, selected=cycle is closed)
            self.things["selected challenge"] = other
            self.things["ballot"] = BallotFactory(cycle=cycle, city=own.city, ranking=[1, 2])

    def _groups(self) -> None:
        """Open a group of each kind: the other member runs them, the member is in, the author asks to be."""
        inside, aim = self.word("group aim", "inside"), self.word("secret group", "inside")
        kinds = {
            "own group": {"name": "Soil on site", "slug": "soil", "themes": [self.theme], "aim": "A checklist"},
            "quiet group": {"name": "Quiet works", "slug": "quiet", "restricted": True, "aim": inside},
            "secret group": {"name": aim, "slug": "secret", "private": True, "summary": aim},
            "done group": {"name": "Done works", "slug": "done", "archived": True},
        }
        seats = {
            "other_member": {"city": self.things["other city"], "facilitator": True},
            "member": {"city": self.things["own city"]},
        }
        for name, values in kinds.items():
            group = self.things[name] = GroupFactory(lead_city=self.things["other city"], **values)
            for role, seat in seats.items():
                place = MembershipFactory(group=group, person=self.people[role], **seat)
                self.things[f"{role}'s place in {name}"] = place
            title = "Checklist" if name in ("own group", "done group") else inside
            self.things[f"{name}'s output"] = OutputFactory(group=group, title=title)
        group = self.things["own group"]
        self.things["asking place"] = MembershipFactory(
            group=group,
            person=self.people["author"],
            city=self.things["own city"],
            requested=True,
            message=self.word("asks to join", "facilitators author"),
        )
        self.things["group invitation"] = GroupInvitationFactory(
            group=group, address="asked@city.example", invited_by=self.people["other_member"]
        )
        self.things["group invitation's token"] = token_of(self.things["group invitation"].seed)

    def _meetings(self) -> None:
        """Call meetings of each kind, with what is said inside and a link for those who come."""
        own, secret = self.things["own group"], self.things["secret group"]
        said, hidden = self.word("minutes", "inside"), self.word("secret meeting", "inside")
        link = self.word("joining link", "member facilitators")  # who runs a meeting has entered it
        network, inner = self.word("network meeting", "members staff"), self.word("group meeting", "inside")
        soon = {"joining_link": f"https://talk.example/{link}", "link_shown_hours": 720}
        self.things |= {
            "group meeting": MeetingFactory(group=own, title=inner, minutes=said, **soon),
            "secret meeting": MeetingFactory(group=secret, title=hidden, minutes=hidden),
            "network meeting": MeetingFactory(network=True, title=network, minutes=network),
            "open meeting": MeetingFactory(
                open=True, title="Open day", minutes=self.word("open minutes", "members staff")
            ),
            "group's open meeting": MeetingFactory(
                group=own, audience="everybody", title="Open hall", minutes=said, agenda="40 Two halls"
            ),
            "held meeting": MeetingFactory(group=own, held=True, title=inner),
        }
        meeting = self.things["group meeting"]
        self.things["member's reply"] = RsvpFactory(meeting=meeting, person=self.people["member"])
        self.things["coordinator's reply"] = RsvpFactory(
            meeting=self.things["open meeting"], person=self.people["coordinator"]
        )
        self.things["decision"] = DecisionFactory(meeting=meeting, text=said)
        self.things["secret decision"] = DecisionFactory(meeting=self.things["secret meeting"], text=hidden)
        self.things["member's action"] = ActionFactory(
            group=own, meeting=meeting, text=said, owner=self.people["member"]
        )
        self.things["secret action"] = ActionFactory(group=secret, text=hidden)
        feed = subscribe(person=self.people["member"], now=self.now)
        self.things["member's feed"], self.things["feed's token"] = feed, feed_token_of(feed.seed)
        member = self.people["member"].pk
        self.things["choices' token"] = preferences_url(member).split("/")[-2]
        self.things["stop's token"] = unsubscribe_url(member, "digest", 0).split("/")[-2]

    def _files(self) -> None:
        """Give groups a paper each, which the member has added, and one that the facilitator has."""
        told = self.word("grouppaper", "inside")
        for name, values in {
            "own document": {"group": self.things["own group"], "meeting": self.things["group meeting"]},
            "secret document": {"group": self.things["secret group"]},
            "done document": {"group": self.things["done group"]},
        }.items():
            self.things[name] = DocumentFactory(title=told, added_by=self.people["member"], **values)
        self.things["facilitator's document"] = DocumentFactory(
            group=self.things["own group"], title=told, added_by=self.people["other_member"]
        )
        self.things["own file"] = self.things["own document"].versions.get()
        self.things["secret file"] = self.things["secret document"].versions.get()

    def _joining(self) -> None:
        interest = self.word("interest", "moderators")
        invited = self.word("invited", "moderators")
        self.things["interest"] = InterestFactory(organisation=interest, email=f"{interest}@city.example")
        self.things["invitation"] = InvitationFactory(
            city=self.things["own city"], name=invited, address=f"{invited.lower()}@city.example"
        )
        self.things["invitation's token"] = token_of(self.things["invitation"].seed)
        self.things["enquiry"] = EnquiryFactory(message=self.word("enquiry", "staff"))

    def _pages(self) -> None:
        themes = {"themes": [self.theme], "cities": [self.things["own city"]]}
        knowledge, practices, news = (
            KnowledgeIndexPage.objects.get(),
            PracticeIndexPage.objects.get(),
            NewsIndexPage.objects.get(),
        )
        self.things |= {"knowledge": knowledge, "practices": practices, "news list": news}
        paper, closed_paper = (
            make_document(name="open.pdf", title="Open paper"),
            make_document(name="closed.pdf", title=self.word("paper", "accounts")),
        )
        self.things |= {
            "paper": paper,
            "closed paper": closed_paper,
            "loose paper": make_document(name="loose.pdf", title=self.word("loose paper", "staff")),
            "image": make_image(),
        }
        for name, parent, make in (
            ("product", knowledge, ProductFactory),
            ("practice", practices, PracticeFactory),
            ("news", news, NewsFactory),
        ):
            parent.refresh_from_db()
            named = [] if name == "news" else ["challenge", "draft challenge", "sent challenge", "other draft"]
            answered = [self.things[one] for one in named]  # of which readers see what they may
            self.things[name] = make(
                parent=parent, title=f"An open {name}", slug=name, challenges=answered, **themes
            )
            for kind, readers in (
                ("draft", "staff"),
                ("closed", "accounts"),
                ("grouped", "expert administrator"),
            ):
                self.things[f"{kind} {name}"] = page = make(
                    parent=Page.objects.get(pk=parent.pk).specific,
                    title=self.word(f"{kind} {name}", readers),
                    slug=f"{kind}-{name}",
                    live=kind != "draft",
                    **themes,
                )
                self._restrict(page, kind)
        for document, name in ((paper, "product"), (closed_paper, "closed product")):
            page = self.things[name]
            page.files = [ProductFile(document=document, language="en")]
            page.save()
        home = Page.objects.get(pk=self.things["home"].pk)
        self.things["text"] = StandardPageFactory(parent=home, title="About us", slug="about-us")
        self._newsletter()

    def _newsletter(self) -> None:
        """Add an issue that is out, one that is still written, and an address that is not confirmed."""
        archive = self.things["newsletter"] = NewsletterIndexPage.objects.get()
        for name, live in (("issue", True), ("draft issue", False)):
            word = "An open issue" if live else self.word(name, "staff")
            issue = NewsletterPage(title=word, summary=word, slug=name.replace(" ", "-"), live=live)
            issue.body = [("text", f"<p>{word}</p>")]
            self.things[name] = archive.add_child(instance=issue)
        asked = Subscriber.objects.create(
            email="asked@people.example", form_token=uuid.uuid4(), asked_at=self.now
        )
        self.things["confirm's token"] = confirm_url(asked).split("/")[-2]

    def _submissions(self) -> None:
        word = self.word("submission", "author coordinator staff")
        values = {"title": word, "summary": word, "themes": [self.theme]}
        self.things["submission"] = create_submission(
            model=GoodPracticePage,
            author=self.people["author"],
            city=self.things["own city"],
            values=values,
            picture=None,
            form_token=uuid.uuid4(),
            now=self.now,
        )

    def _restrict(self, page: Page, kind: str) -> None:
        types = {"closed": PageViewRestriction.LOGIN, "grouped": PageViewRestriction.GROUPS}
        if kind in types:
            restriction = PageViewRestriction.objects.create(page=page, restriction_type=types[kind])
            if kind == "grouped":
                restriction.groups.add(self.group)

    @property
    def words_at_desks(self) -> dict[str, frozenset[str]]:
        """Return who may read which word in the editors' area, where staff work on every page."""
        staff = named("staff")
        return {word: who | staff if "grouped" in word else who for word, who in self.words.items()}
