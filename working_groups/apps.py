from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkingGroupsConfig(AppConfig):
    name = "working_groups"
    verbose_name = _("Working groups")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from cities.joining.affiliations import affiliation_ended
        from cities.models import Challenge, City
        from knowledge.models import GoodPracticePage, KnowledgeProductPage
        from network.core.access import access
        from network.core.permissions import ReadOnlyPolicy
        from network.core.personal_data import personal_data
        from network.core.registry import panels
        from network.core.waiting import waiting
        from network.search.documents import sources
        from working_groups import invalidation, models, permissions
        from working_groups import panels as shown
        from working_groups.digests.source import register_digest
        from working_groups.discussion.registration import register_discussion
        from working_groups.exchanges.registration import register_exchanges
        from working_groups.files import disposal
        from working_groups.groups.documents import GroupSource
        from working_groups.holdings import HOLDINGS
        from working_groups.meetings.notices import register_notices as register_meeting_notices
        from working_groups.members.notices import register_notices
        from working_groups.members.services import leave_with_affiliation
        from working_groups.outcomes import permissions as outcomes
        from working_groups.outcomes.pages import gather_provenance
        from working_groups.waiting import gather

        access.register(models.WorkingGroup, permissions.GROUP_RULES)
        access.register(models.GroupMembership, permissions.MEMBERSHIP_RULES)
        access.register(models.GroupInvitation, permissions.INVITATION_RULES)
        access.register(models.Output, permissions.OUTPUT_RULES)
        access.register(models.Meeting, permissions.MEETING_RULES | outcomes.DRAFTING_RULES)
        access.register(models.Outcome, outcomes.OUTCOME_RULES)
        access.register(models.Rsvp, permissions.RSVP_RULES)
        access.register(models.Decision, permissions.DECISION_RULES)
        access.register(models.ActionItem, permissions.ACTION_RULES)
        access.register(models.GroupDocument, permissions.DOCUMENT_RULES)
        access.register(models.GroupFile, permissions.FILE_RULES)
        register_permission_policy(models.WorkingGroup, ReadOnlyPolicy(models.WorkingGroup))
        panels.register(City, shown.gather_city_panels)
        panels.register(Challenge, shown.gather_challenge_panels)
        for page in (GoodPracticePage, KnowledgeProductPage):
            panels.register(page, gather_provenance)
        sources.register(GroupSource())
        affiliation_ended.register(leave_with_affiliation)
        personal_data.register(*HOLDINGS)
        waiting.register(gather)
        register_notices()
        register_meeting_notices()
        register_discussion()
        register_digest()
        register_exchanges()
        invalidation.connect()
        disposal.connect()
