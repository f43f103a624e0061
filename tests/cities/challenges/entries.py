"""What the forms about challenges send."""

import uuid

from network.core.models import Theme


def new(city, **changes):
    """Return what the form of a new challenge sends."""
    themes = [Theme.objects.get(slug="circular-economy").pk]
    return {
        "city": city.pk,
        "title": "Heat for every street",
        "summary": "The coal plant closes in 2028.",
        "context": "Forty thousand homes hang on its pipes.\r\n\r\nMost are let.",
        "tried": "A boiler",
        "needed": "A plan",
        "affected": "Tenants",
        "wanted_by": "2031-03-01",
        "source_url": "essen.example/heat",
        "themes": themes,
        "form_token": str(uuid.uuid4()),
        "action": "save",
    } | changes


def opened(client, challenge, **changes):
    """Return what the form of an existing challenge sends when it is opened now and then changed."""
    form = client.get(f"/challenges/{challenge.slug}/edit/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in sent.items()} | changes
