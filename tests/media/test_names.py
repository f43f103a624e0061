"""Nobody finds an image by guessing its name; images that were stored under their own name stay."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from network.media.models import PortalImage
from network.media.names import unguessable
from tests.factories.media import make_image

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r"\.([0-9a-f]{20})\.")


def token(name: str) -> str:
    return TOKEN.search(name)[1]


def test_an_original_and_each_of_its_sizes_have_a_token_of_their_own():
    image = make_image()
    names = [image.file.name, *(image.get_rendition(f"width-{width}").file.name for width in (100, 200))]
    assert len({token(name) for name in names}) == 3
    for name in names:
        assert len(TOKEN.findall(name)) == 1, name


def test_the_image_of_a_draft_is_not_served_under_its_own_name(client, home):
    image = make_image(name="quagmire.png")
    image.get_rendition("max-200x200")
    for address in ("original_images/quagmire.png", "images/quagmire.max-200x200.png"):
        assert client.get(f"/media/{address}").status_code == 404


def test_two_images_of_one_file_have_two_addresses():
    assert make_image().file.name != make_image().file.name


def test_an_image_that_was_stored_under_its_own_name_is_still_shown(client, home):
    image = make_image()
    with image.file.open() as file:
        old = default_storage.save("original_images/old-hall.png", ContentFile(file.read()))
    PortalImage.objects.filter(pk=image.pk).update(file=old)
    image = PortalImage.objects.get(pk=image.pk)
    assert image.file.url == f"/media/{old}"
    assert b"".join(client.get(image.file.url).streaming_content)
    assert b"".join(client.get(image.get_rendition("width-100").url).streaming_content)


NAMES = ["hall.png", "a.b.c.gif", "../x.png", ".png", "a" * 300 + ".png"]
NAMES += ["Zeche Zollverein – Halle 12.JPEG", "東京.webp"]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_becomes_a_short_plain_one(name):
    stored = unguessable(name)
    assert re.fullmatch(r"[a-z0-9_-]{1,36}\.[0-9a-f]{20}(\.[a-z]+)?", stored), stored
    again = unguessable(stored.replace(".png", ".max-200x200.png"))
    assert len(TOKEN.findall(again)) <= 1
