"""The form in which somebody chooses what she hears of, how often and when."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from network.mail.enums import Frequency
from network.mail.lists import WHOLE, MailList, lists
from network.mail.models import DigestTime
from network.mail.models.preference import USUAL_HOUR, USUAL_WEEKDAY
from network.mail.preferences.choices import Choices

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class ChoicesForm(forms.Form):
    """One field for each thing that the person can hear of, in groups by list, and the time of the digest.

    ``openly`` keeps from whoever has found a mail of hers what not everybody may know.
    """

    hour = forms.TypedChoiceField(label=_("Hour"), choices=HOURS, coerce=int)
    weekday = forms.TypedChoiceField(
        label=_("Day of what comes weekly"), choices=list(WEEKDAYS.items()), coerce=int
    )

    def __init__(self, *args: Any, person: Any, openly: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person
        self._about: dict[str, tuple[MailList, int]] = {}
        chosen = Choices([person.pk])
        time = DigestTime.objects.filter(person=person).first()
        zone = {"zone": person.time_zone.replace("_", " ")}
        self.fields["hour"].help_text = _("By your clock: %(zone)s, as in your profile.") % zone
        self.fields["hour"].initial = time.hour if time else USUAL_HOUR
        self.fields["weekday"].initial = time.weekday if time else USUAL_WEEKDAY
        for mail_list in lists.all():
            things = mail_list.names(person, openly) if mail_list.names else {WHOLE: mail_list.label}
            for of, name in sorted(things.items(), key=lambda thing: str(thing[1])):
                self._add(mail_list, of, str(name), chosen.frequency(person.pk, mail_list, of))

    def _add(self, mail_list: MailList, of: int, label: str, now: str) -> None:
        name = f"{mail_list.key}-{of}"
        if self.is_bound and not mail_list.is_switch and name not in self.data:
            return  # it has come since she opened the page: what holds of it stays
        self._about[name] = (mail_list, of)
        if mail_list.is_switch:
            on = forms.BooleanField(label=label, required=False, initial=now != Frequency.NEVER)
            on.help_text = mail_list.about
            self.fields[name] = on
            return
        choices = [(one.value, one.label) for one in mail_list.frequencies]
        if mail_list.names is None:
            label = _("How often")  # what of, the legend above it says
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=now)

    def chosen(self) -> dict[tuple[str, int], str]:
        """Return how often she wants to hear of each thing."""
        found = {}
        for name, (mail_list, of) in self._about.items():
            value = self.cleaned_data[name]
            if mail_list.is_switch:
                value = Frequency.AT_ONCE if value else Frequency.NEVER
            found[mail_list.key, of] = value
        return found

    def groups(self) -> Iterator[tuple[MailList, list[forms.BoundField]]]:
        """Yield the lists of which a person chooses for each thing, with their fields."""
        for mail_list in lists.all():
            names = [name for name, (about, _of) in self._about.items() if about.key == mail_list.key]
            if names and not mail_list.is_switch:
                yield mail_list, [self[name] for name in names]

    def switches(self) -> list[forms.BoundField]:
        """Return the fields of what is only on or off."""
        return [self[name] for name, (about, _of) in self._about.items() if about.is_switch]

    def times(self) -> list[forms.BoundField]:
        """Return the fields of when the digest comes."""
        return [self["hour"], self["weekday"]]
