"""Home's pages, re-exported by name."""

from network.home.models.enquiry import Enquiry, EnquiryReply
from network.home.models.home_page import HomePage, ShownPriority
from network.home.models.priority_pages import PriorityIndexPage, PriorityKind, PriorityPage
from network.home.models.staff_default import StaffDefault
from network.home.models.standard_page import StandardPage

__all__ = [
    "Enquiry",
    "EnquiryReply",
    "HomePage",
    "PriorityIndexPage",
    "PriorityKind",
    "PriorityPage",
    "ShownPriority",
    "StaffDefault",
    "StandardPage",
]
