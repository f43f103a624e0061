"""Kinds that several apps share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tone(models.IntegerChoices):
    """The six colours of themes and data series, in the order in which charts use them."""

    VERDIGRIS = 1, _("1 verdigris")
    BLUE = 2, _("2 blue")
    PLUM = 3, _("3 plum")
    OCHRE = 4, _("4 ochre")
    BRICK = 5, _("5 brick")
    SLATE = 6, _("6 slate")


class Hatch(models.TextChoices):
    """The six drawn materials (symbols of ``static/img/hatches.svg``); each goes with one tone."""

    CIRCULARITY = "circularity", _("Rings")
    CLIMATE = "climate", _("Waves")
    EQUITY = "equity", _("Bricks")
    ECONOMY = "economy", _("Economy")
    HERITAGE = "heritage", _("Heritage")
    DATA = "data", _("Data")
