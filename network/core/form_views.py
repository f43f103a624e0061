"""What views with forms share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import View

from network.core.merging import Stale, fingerprints, merge

CONFLICT, UNPROCESSABLE, TOO_MANY_REQUESTS = 409, 422, 429


def asked_to_wait(response: HttpResponse, minutes: int) -> HttpResponse:
    """Return the page that asks to wait for ``minutes``, so that programs read it too."""
    response.status_code = TOO_MANY_REQUESTS
    response.headers["Retry-After"] = str(minutes * 60)
    return response


class RefusedFormMixin:
    """Answers 422 where a form was refused, and shows it again with its errors and all that was entered."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Return the page with the refused form."""
        response = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = UNPROCESSABLE
        return response

    def too_many(self: Any, form: Any, minutes: int) -> HttpResponse:
        """Return the page with the form, nothing lost, that asks to wait for ``minutes``."""
        page = self.render_to_response(self.get_context_data(form=form, minutes=minutes))
        return asked_to_wait(page, minutes)


class MergingView(View):
    """The form of something that several people write: who saves second sees both changes, and nothing is lost.

    The form is a ``network.core.forms.Versioned`` with a field for each name of ``values_of``.
    """

    def current(self) -> Any:
        """Return what is saved now, ``None`` for nothing yet."""
        raise NotImplementedError

    def values_of(self, current: Any) -> dict[str, Any]:
        """Return what the form shows of it, by the names of its fields."""
        raise NotImplementedError

    def version_of(self, current: Any) -> int:
        """Return the number that each saved change counts on."""
        return current.version if current else 0

    def form(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> Any:
        """Return the form."""
        raise NotImplementedError

    def save(self, form: Any) -> HttpResponse:
        """Save what the form holds, and lead on; raises ``Stale`` where it has changed since it was opened."""
        raise NotImplementedError

    def page(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Return the page with the form."""
        raise NotImplementedError

    def mine(self, form: Any) -> dict[str, Any]:
        """Return what was entered, as ``values_of`` has it."""
        return form.cleaned_data

    def opened(self, current: Any, shown: dict[str, Any]) -> Any:
        """Return the form that shows ``shown``, opened on what is saved."""
        signs = {"version": self.version_of(current), "base": fingerprints(self.values_of(current))}
        return self.form(initial=shown | signs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the form."""
        current = self.current()
        return self.page(self.opened(current, self.values_of(current)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, or show the form again with what has to be put right."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, UNPROCESSABLE)
        try:
            return self.save(form)
        except Stale as error:
            return self.conflict(form, error.current)

    def conflict(self, form: Any, current: Any) -> HttpResponse:
        """Return the form with both people's changes, and beside it what the other one has changed."""
        theirs, entered = self.values_of(current), self.mine(form)
        names = [name for name in theirs if name in entered]  # a field that somebody does not have stays
        merged, differences = merge(
            base=form.cleaned_data["base"],
            mine={name: entered[name] for name in names},
            theirs={name: theirs[name] for name in names},
            labels={name: form.fields[name].label for name in names},
        )
        again = self.opened(current, theirs | merged)
        return self.page(again, CONFLICT, differences=differences, is_stale=True)
