"""What the body of a page is made of: a small set of blocks, each with its own template and plain messages."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from network.core.visibility import is_visible

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
SENTENCE_FEATURES = ["bold", "italic", "link", "ul"]
MOST_BARS = 12


class TextBlock(blocks.RichTextBlock):
    """Running text with headings, lists and links."""

    def __init__(self, **kwargs):
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"


class QuoteBlock(blocks.StructBlock):
    """Someone's words and who said them."""

    quote = blocks.TextBlock(label=_("Words"), max_length=600)
    source = blocks.CharBlock(label=_("Who said or wrote it"), max_length=160)
    url = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    """An image: a text for people who do not see it is required, unless it is marked as decorative."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Figure")
        template = "blocks/figure.html"


class FactBlock(blocks.StructBlock):
    """A figure worth remembering, with the source and year that make it one."""

    value = blocks.CharBlock(label=_("Figure"), max_length=40, help_text=_("Such as 28 million."))
    text = blocks.CharBlock(label=_("What it counts"), max_length=240)
    source = blocks.CharBlock(label=_("Source"), max_length=160)
    year = blocks.IntegerBlock(label=_("Year"), min_value=1800, max_value=2100)
    url = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "order"
        label = _("Fact")
        template = "blocks/fact.html"


class CalloutBlock(blocks.StructBlock):
    """What the reader should not miss."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=SENTENCE_FEATURES)
    tone = blocks.ChoiceBlock(
        label=_("Kind"), choices=[("note", _("Note")), ("warn", _("Warning"))], default="note"
    )

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        template = "blocks/callout.html"


class FileBlock(blocks.StructBlock):
    """A file under a title; without one its own title is used."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title, if not the file’s own"), required=False, max_length=160)


class FilesBlock(blocks.StructBlock):
    """Files to download, with type and size."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    files = blocks.ListBlock(FileBlock(), label=_("Files"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("File list")
        template = "blocks/files.html"


class PersonBlock(blocks.StructBlock):
    """A person by name; the address is public."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    role = blocks.CharBlock(label=_("Role or organisation"), required=False, max_length=160)
    email = blocks.EmailBlock(label=_("E-mail address, shown to everyone"), required=False)


class PeopleBlock(blocks.StructBlock):
    """Persons to know or to turn to."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    people = blocks.ListBlock(PersonBlock(), label=_("People"), min_num=1)

    class Meta:
        icon = "group"
        label = _("People")
        template = "blocks/people.html"

    def get_context(self, value, parent_context=None):
        """Add each person's initials."""
        context = super().get_context(value, parent_context=parent_context)
        context["people"] = [
            {"name": p["name"], "role": p["role"], "email": p["email"], "initials": initials(p["name"])}
            for p in value["people"]
        ]
        return context


class CardBlock(blocks.StructBlock):
    """A link to a page of this site or to an address."""

    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Or an address"), required=False)
    title = blocks.CharBlock(label=_("Title, if not the page’s own"), required=False, max_length=120)
    text = blocks.TextBlock(label=_("Sentence"), required=False, max_length=240)

    def clean(self, value):
        """Refuse a card that leads nowhere, to two places, or has no name."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            message = _("Choose a page or give an address, not both.")
            raise StructBlockValidationError(block_errors={"page": ValidationError(message)})
        if cleaned["url"] and not cleaned["title"]:
            message = _("Give a title: an address has none of its own.")
            raise StructBlockValidationError(block_errors={"title": ValidationError(message)})
        return cleaned


class CardsBlock(blocks.StructBlock):
    """Linked cards. A page that the reader may not open has no card."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"), min_num=1)

    class Meta:
        icon = "link"
        label = _("Linked cards")
        template = "blocks/cards.html"

    def get_context(self, value, parent_context=None):
        """Add the cards that this reader may follow, each with title, address and sentence."""
        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        context["cards"] = []
        for card in value["cards"]:
            page = card["page"]
            if page and not is_visible(page, request):
                continue
            url = page.get_url(request) if page else card["url"]
            if url:
                title = card["title"] or page.title
                context["cards"].append({"title": title, "url": url, "text": card["text"]})
        return context


class MomentBlock(blocks.StructBlock):
    """A year and what happened in it."""

    year = blocks.CharBlock(label=_("Year"), max_length=12)
    text = blocks.TextBlock(label=_("What happened"), max_length=400)
    mark = blocks.ChoiceBlock(
        label=_("Mark"),
        choices=[("turn", _("The turn: the line thins from here")), ("now", _("Today"))],
        required=False,
    )


class TimelineBlock(blocks.StructBlock):
    """Years on a line."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    moments = blocks.ListBlock(MomentBlock(), label=_("Years"), min_num=1)

    class Meta:
        icon = "history"
        label = _("Timeline")
        template = "blocks/timeline.html"


class NumberBlock(blocks.DecimalBlock):
    """A number from nought up, with a message that says what one looks like."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, **kwargs)
        message = _("Give a number such as 12 or 3.5, without unit or spaces.")
        self.field.error_messages |= {"invalid": message, "required": message}


class BarBlock(blocks.StructBlock):
    """A row of a chart's table."""

    label = blocks.CharBlock(label=_("Label"), max_length=80)
    value = NumberBlock(label=_("Number"))


class ChartBlock(blocks.StructBlock):
    """Bars from a small table, which is what is shown: the bars are drawn inside it."""

    title = blocks.CharBlock(label=_("Title"), max_length=160, help_text=_("Say what the chart shows."))
    unit = blocks.CharBlock(label=_("Unit"), max_length=40, help_text=_("Such as cities or t CO₂ a year."))
    rows = blocks.ListBlock(BarBlock(), label=_("Rows"), min_num=1, max_num=MOST_BARS)
    source = blocks.CharBlock(label=_("Source"), max_length=160)
    url = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "table"
        label = _("Chart")
        template = "blocks/chart.html"

    def clean(self, value):
        """Refuse a chart that has nothing to draw."""
        cleaned = super().clean(value)
        if not any(row["value"] for row in cleaned["rows"]):
            message = _("Give at least one number above 0: there is nothing to draw.")
            raise StructBlockValidationError(block_errors={"rows": ValidationError(message)})
        return cleaned

    def get_context(self, value, parent_context=None):
        """Add the rows as ``components/chart.html`` shows them."""
        context = super().get_context(value, parent_context=parent_context)
        context["rows"] = bars([(row["label"], row["value"]) for row in value["rows"]])
        return context


def bars(pairs: list[tuple[str, Decimal | float]]) -> list[dict]:
    """Return a chart's rows: label, value, and the bar's length as a percentage of the longest one.

    The length is text with a point, since it goes into an attribute that no language may change. Tones follow
    the themes' order, the same for each row where there are more rows than tones.
    """
    longest = max((float(value or 0) for _label, value in pairs), default=0) or 1
    several = len(pairs) <= 6
    return [
        {
            "label": label,
            "value": value,
            "length": f"{float(value or 0) / longest * 100:.2f}",
            "tone": position if several else 1,
        }
        for position, (label, value) in enumerate(pairs, start=1)
    ]


def initials(name: str) -> str:
    """Return the first letters of the first and last word of ``name``."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


BODY_BLOCKS = [
    ("text", TextBlock()),
    ("quote", QuoteBlock()),
    ("figure", FigureBlock()),
    ("fact", FactBlock()),
    ("callout", CalloutBlock()),
    ("files", FilesBlock()),
    ("people", PeopleBlock()),
    ("cards", CardsBlock()),
    ("timeline", TimelineBlock()),
    ("chart", ChartBlock()),
]


class BodyBlock(blocks.StreamBlock):
    """The body of a page, for ``PortalStreamField(BodyBlock())``."""

    def __init__(self, local_blocks=None, **kwargs):
        super().__init__(local_blocks or BODY_BLOCKS, **kwargs)

    class Meta:
        template = "blocks/body.html"
