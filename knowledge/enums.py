"""Kinds and states of what the network publishes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProductType(models.TextChoices):
    """What a knowledge product is; the values are those of ``?type=``."""

    STRATEGIC_PLAN = "strategic-plan", _("Strategic plan")
    ANNUAL_REPORT = "annual-report", _("Annual report")
    REPORT = "report", _("Report or study")
    POLICY_BRIEF = "policy-brief", _("Policy brief")
    GUIDANCE = "guidance", _("Guidance or toolkit")
    TOOL = "tool", _("Tool or template")
    CASE_STUDY = "case-study", _("Case study")
    DATASET = "dataset", _("Dataset or map")
    TRAINING = "training", _("Training")
    RECORDING = "recording", _("Recording")
    FACTSHEET = "factsheet", _("Factsheet")
    OUTCOME = "outcome-document", _("Outcome document")


class Licence(models.TextChoices):
    """What readers may do with a product. There is no default: somebody has to look."""

    CC_BY_4 = "cc-by-4.0", _("CC BY 4.0")
    CC_BY_SA_4 = "cc-by-sa-4.0", _("CC BY-SA 4.0")
    CC_BY_ND_4 = "cc-by-nd-4.0", _("CC BY-ND 4.0")
    CC_BY_NC_4 = "cc-by-nc-4.0", _("CC BY-NC 4.0")
    CC_BY_NC_SA_4 = "cc-by-nc-sa-4.0", _("CC BY-NC-SA 4.0")
    CC_BY_NC_ND_4 = "cc-by-nc-nd-4.0", _("CC BY-NC-ND 4.0")
    CC_BY_3_IGO = "cc-by-3.0-igo", _("CC BY 3.0 IGO")
    CC_BY_SA_3_IGO = "cc-by-sa-3.0-igo", _("CC BY-SA 3.0 IGO")
    CC_BY_NC_3_IGO = "cc-by-nc-3.0-igo", _("CC BY-NC 3.0 IGO")
    CC_BY_NC_SA_3_IGO = "cc-by-nc-sa-3.0-igo", _("CC BY-NC-SA 3.0 IGO")
    CC_BY_NC_ND_3_IGO = "cc-by-nc-nd-3.0-igo", _("CC BY-NC-ND 3.0 IGO")
    CC0 = "cc0-1.0", _("CC0 1.0, no rights reserved")
    PUBLIC_DOMAIN = "public-domain", _("Public domain")
    OWN_TERMS = "own-terms", _("The publisher’s own terms")
    ALL_RIGHTS_RESERVED = "all-rights-reserved", _("All rights reserved")
    NOT_STATED = "not-stated", _("Not stated: rights remain with the publisher")

    @property
    def deed_url(self) -> str:
        """The address of the licence's text at Creative Commons, empty for the others."""
        if self == self.CC0:
            return "https://creativecommons.org/publicdomain/zero/1.0/"
        if not self.value.startswith("cc-"):
            return ""
        name, _dash, rest = self.value.removeprefix("cc-").rpartition("-3.0-igo")
        if name:
            return f"https://creativecommons.org/licenses/{name}/3.0/igo/"
        name, version = rest.rsplit("-", 1)
        return f"https://creativecommons.org/licenses/{name}/{version}/"


class DatePrecision(models.TextChoices):
    """How much of a date is known."""

    YEAR = "year", _("Only the year is known")
    MONTH = "month", _("Month and year are known")
    DAY = "day", _("The exact day is known")


class EvidenceLevel(models.TextChoices):
    """How well the results of a practice are established."""

    IDEA = "idea", _("Idea")
    PILOTED = "piloted", _("Piloted")
    MEASURED = "measured", _("Results measured")
    EVALUATED = "evaluated", _("Independently evaluated")


class NewsKind(models.TextChoices):
    """What a news page tells."""

    NEWS = "news", _("News")
    STORY = "story", _("Story")
    RESULT = "result", _("Result")
    OPPORTUNITY = "opportunity", _("Opportunity")


class ContributorKind(models.TextChoices):
    """Who an author is; a person's name is turned round in citations, an organisation's is not."""

    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")
