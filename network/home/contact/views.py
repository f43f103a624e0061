"""The pages of the two forms."""

from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import CreateView, TemplateView

from network.core.breadcrumbs import Crumb
from network.core.facts import Fact, FactLink, known
from network.core.identity import read_network
from network.core.public_forms.views import PublicFormMixin
from network.home.contact.enums import EnquiryKind
from network.home.contact.forms import ContactForm, NeedsForm
from network.home.contact.services import receive_enquiry
from network.home.models import Enquiry


def secretariat_facts() -> list[Fact]:
    """Return the secretariat's addresses, as far as the network has set them."""
    network = read_network()
    email, phone = network.contact_email, network.contact_phone
    return known(
        Fact(_("E-mail"), links=(FactLink(email, f"mailto:{email}"),) if email else ()),
        Fact(_("Telephone"), links=(FactLink(phone, f"tel:{phone.replace(' ', '')}"),) if phone else ()),
        Fact(_("Address"), network.postal_address, wide=True),
    )


@method_decorator(never_cache, name="dispatch")
class EnquiryView(PublicFormMixin, CreateView):
    """A form to the secretariat: kept, acknowledged, and answered from the staff queue."""

    model = Enquiry
    kind: EnquiryKind
    title = ""

    def get_context_data(self, **kwargs):
        """Add the frame of the page and the secretariat's addresses."""
        crumbs = [Crumb(_("Home"), "/"), Crumb(self.title)]
        return super().get_context_data(
            **{"title": self.title, "breadcrumbs": crumbs, "facts": secretariat_facts()} | kwargs
        )

    def receive(self, form, stamp):
        """Keep the enquiry."""
        enquiry = form.save(commit=False)
        enquiry.kind = self.kind
        enquiry.source_path = stamp.source_path
        receive_enquiry(
            enquiry=enquiry,
            themes=form.cleaned_data.get("themes", ()),
            form_token=stamp.token,
            now=timezone.now(),
        )


class ContactView(EnquiryView):
    """A message to the secretariat."""

    kind = EnquiryKind.CONTACT
    form_class = ContactForm
    template_name = "home/contact/contact.html"
    title = _("Contact")
    thanks = "contact:contact-thanks"


class NeedsView(EnquiryView):
    """What a city is looking for."""

    kind = EnquiryKind.NEEDS
    form_class = NeedsForm
    template_name = "home/contact/needs.html"
    title = _("Tell us what you need")
    thanks = "contact:needs-thanks"


class ThanksView(TemplateView):
    """What happens next, after a form was sent."""

    template_name = "home/contact/thanks.html"
    kind: EnquiryKind = EnquiryKind.CONTACT

    def get_context_data(self, **kwargs):
        """Add the frame of the page."""
        title = _("Thank you")
        return super().get_context_data(
            title=title, kind=self.kind, breadcrumbs=[Crumb(_("Home"), "/"), Crumb(title)], **kwargs
        )
