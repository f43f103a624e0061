"""The page of a form that anybody may send."""

from typing import Any

from django.shortcuts import redirect

from network.core.form_views import RefusedFormMixin
from network.core.public_forms.limits import minutes_to_wait
from network.core.public_forms.stamps import Stamp, new_stamp, source_path


class PublicFormMixin(RefusedFormMixin):
    """For a ``CreateView`` of a model with ``name``, ``email`` and a unique ``form_token``.

    Past the limit the form is shown again, nothing lost, with ``minutes`` to wait.
    """

    model: Any
    request: Any
    thanks = ""

    def get_initial(self) -> dict[str, Any]:
        """Stamp the form, and know the signed-in reader."""
        initial = {"stamp": new_stamp(source_path(self.request))}
        if self.request.user.is_authenticated:
            initial |= {"name": self.request.user.name, "email": self.request.user.email}
        return initial

    def receive(self, form: Any, stamp: Stamp) -> None:
        """Keep what was sent; the same stamp again acts once."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> Any:
        """Keep it and go to the thanks."""
        stamp = form.cleaned_data["stamp"]
        if not self.model.objects.filter(form_token=stamp.token).exists():
            minutes = minutes_to_wait(self.request, email=form.cleaned_data["email"])
            if minutes:
                return self.too_many(form, minutes)
        self.receive(form, stamp)
        return redirect(self.thanks)
