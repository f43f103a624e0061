"""What coordinators fill in: which challenge to enter, and the ballot."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cities.cycles.enums import STANDING_ENTRIES
from cities.enums import ChallengeState
from cities.models import Challenge, ChallengeCycle, City, CycleEntry

# What can be entered: what everybody may read, or what waits for the secretariat.
ENTERABLE = (ChallengeState.PUBLISHED, ChallengeState.SUBMITTED)


class EntryForm(forms.Form):
    """Which of the city's challenges to enter."""

    challenge = forms.ModelChoiceField(
        label=_("Challenge"),
        queryset=Challenge.objects.none(),
        empty_label=_("Choose one"),
        error_messages={
            "required": _("Choose a challenge."),
            "invalid_choice": _("Choose one of your city’s challenges that is not entered yet."),
        },
    )

    def __init__(self, *args, cycle: ChallengeCycle, city: City, **kwargs):
        super().__init__(*args, **kwargs)
        entered = CycleEntry.objects.filter(cycle=cycle, state__in=STANDING_ENTRIES)
        self.fields["challenge"].queryset = (
            Challenge.objects.filter(city=city, state__in=ENTERABLE)
            .exclude(pk__in=entered.values("challenge"))
            .order_by("title", "pk")
        )

    @property
    def has_choices(self) -> bool:
        """Whether there is anything to enter."""
        return len(self.fields["challenge"].choices) > 1


class BallotForm(forms.Form):
    """A rank for each entry that the city wants: 1, 2, 3 and so on, each once and without a gap.

    ``seen`` is how often the city had voted when the form was opened.
    """

    marks_optional = False
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, entries: Sequence[CycleEntry], ranking: Sequence[int] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.entries = entries
        ranks = [("", gettext("No rank")), *((str(rank), str(rank)) for rank in range(1, len(entries) + 1))]
        for entry in entries:
            self.fields[f"entry-{entry.number}"] = forms.TypedChoiceField(
                label=entry.title,
                choices=ranks,
                coerce=int,
                empty_value=None,
                required=False,
                initial=ranking.index(entry.number) + 1 if entry.number in ranking else "",
                error_messages={"invalid_choice": _("Choose a rank from the list.")},
            )

    def clean(self):
        """Put the ranking together; name each rank that is given twice or left out, beside its field."""
        cleaned = super().clean()
        ranked: dict[int, list[CycleEntry]] = {}
        for entry in self.entries:
            rank = cleaned.get(f"entry-{entry.number}")
            if rank:
                ranked.setdefault(rank, []).append(entry)
        if self.errors:
            return cleaned
        if not ranked:
            self.add_error(None, _("Give at least one challenge a rank. Your first choice has rank 1."))
        for rank, entries in sorted(ranked.items()):
            for entry in entries if len(entries) > 1 else ():
                self.add_error(
                    f"entry-{entry.number}",
                    gettext("Rank %(rank)s is given to more than one challenge.") % {"rank": rank},
                )
        missing = sorted(set(range(1, max(ranked, default=0))) - set(ranked))
        if missing:
            self._refuse_gap(ranked, missing)
        cleaned["ranking"] = [entries[0].number for _rank, entries in sorted(ranked.items())]
        return cleaned

    def _refuse_gap(self, ranked: dict[int, list[CycleEntry]], missing: list[int]) -> None:
        """Say which ranks are missing, beside the first entry that stands behind a gap."""
        behind = next(entries[0] for rank, entries in sorted(ranked.items()) if rank > missing[0])
        ranks = ", ".join(map(str, missing))
        text = ngettext("Rank %(ranks)s is missing.", "Ranks %(ranks)s are missing.", len(missing))
        self.add_error(f"entry-{behind.number}", text % {"ranks": ranks})
