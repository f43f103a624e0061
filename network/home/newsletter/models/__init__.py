"""The newsletter's models, re-exported by name."""

from network.home.newsletter.models.pages import NewsletterIndexPage, NewsletterPage
from network.home.newsletter.models.sending import IssueRun, Subscriber

__all__ = ["IssueRun", "NewsletterIndexPage", "NewsletterPage", "Subscriber"]
