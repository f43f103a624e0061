"""What views with forms share."""

UNPROCESSABLE = 422


class RefusedFormMixin:
    """Answers 422 where a form was refused, and shows it again with its errors and all that was entered."""

    def form_invalid(self, form):
        """Return the page with the refused form."""
        response = super().form_invalid(form)
        response.status_code = UNPROCESSABLE
        return response
