"""Tags of the design system, available in every template without ``{% load %}``."""

import json
from urllib.parse import unquote, urlsplit

from django import template
from django.template.base import token_kwargs
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language

from network.core import markup
from network.core.facts import readable_host
from network.core.generation import keep

register = template.Library()

for built in (
    *(markup.choice, markup.cover, markup.entry_row, markup.entry_rows, markup.facet_choices),
    *(
        markup.chips,
        markup.facet_group,
        markup.facet_groups,
        markup.hatch,
        markup.icon,
        markup.map_pins,
        markup.marked,
        markup.table_groups,
        markup.tag,
    ),
):
    register.simple_tag(built)
register.simple_tag(markup.pager, takes_context=True)
register.filter(readable_host)

SEEN_BY_ALL = ("network", "menus", "mailbox_url")
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def aria_current(context, url: str):
    """Return the attribute that marks a menu's link: the page itself, or the section that it is in."""
    request = context.get("request")
    address = urlsplit(url).path
    if request is None or not address:
        return ""
    if request.path == address:
        return mark_safe(' aria-current="page"')
    is_section = address != "/" and request.path.startswith(address)
    return mark_safe(' aria-current="true"') if is_section else ""


@register.filter
def json_script_body(value) -> str:
    """Return ``value`` as JSON that is safe inside ``<script type="application/ld+json">``."""
    return mark_safe(json.dumps(value, ensure_ascii=False, default=str).translate(JSON_ESCAPES))  # noqa: S308


@register.filter
def readable_address(url: str) -> str:
    """Return an address as people write it: the host without “www.”, and as much of the path as fits a line."""
    host = readable_host(url)
    path = unquote(urlsplit(url).path).rstrip("/")
    return Truncator(f"{host}{path}").chars(64) if host else url


class SlotNode(template.Node):
    """A named part of a component's content."""

    def __init__(self, name: str, nodelist: template.NodeList):
        self.name = name
        self.nodelist = nodelist

    def render(self, context) -> str:
        """Return nothing: the component renders its slots where it wants them."""
        return ""


class ComponentNode(template.Node):
    """A file of ``components/`` with attributes and slots; what is in no slot is ``{{ body }}``."""

    def __init__(self, name, attributes: dict, nodelist: template.NodeList):
        self.name = name
        self.attributes = attributes
        self.nodelist = nodelist

    def render(self, context) -> str:
        """Return the component's markup. It sees its attributes and slots, the request and its token."""
        values = {key: value.resolve(context) for key, value in self.attributes.items()}
        with context.push():
            values["body"] = self.nodelist.render(context)
            for node in self.nodelist:
                if isinstance(node, SlotNode):
                    values[node.name] = mark_safe(node.nodelist.render(context))  # noqa: S308
        component = get_template(f"components/{self.name.resolve(context)}.html").template
        given = {name: context.get(name) for name in ("request", "csrf_token")}
        return component.render(context.new({**given, **values}))


class KeptNode(template.Node):
    """A part of the frame that is the same for everybody: made once in each language and content generation.

    It sees the network's settings and the menus, and nothing else: what is personal cannot stand in it.
    """

    def __init__(self, name: str, nodelist: template.NodeList):
        self.name = name
        self.nodelist = nodelist

    def render(self, context) -> str:
        """Return the part, from memory while nothing has changed; who edits templates sees them at once."""
        if context.template.engine.debug:
            return self._made(context)
        name = f"markup of {self.name} in {get_language()}, {context.get('mailbox_url')}"
        return keep(name, lambda: self._made(context))

    def _made(self, context) -> str:
        return self.nodelist.render(context.new({name: context.get(name) for name in SEEN_BY_ALL}))


@register.tag
def kept(parser, token):
    """``{% kept "foot" %}…{% endkept %}``: what every page shows; each name stands in one template."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name.strip('"'), nodelist)


@register.tag
def component(parser, token):
    """``{% component "notice" tone="ok" %}…{% slot actions %}…{% endslot %}{% endcomponent %}``."""
    name, *bits = token.split_contents()[1:]
    attributes = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"component takes name=value pairs only, not {bits!r}")
    nodelist = parser.parse(("endcomponent",))
    parser.delete_first_token()
    return ComponentNode(parser.compile_filter(name), attributes, nodelist)


@register.tag
def slot(parser, token):
    """``{% slot name %}…{% endslot %}`` inside a component."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(name, nodelist)
