from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "network.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from network.core import exports, generation, invalidation, widgets
        from network.core.models import AuditEntry
        from network.core.permissions import ReadOnlyPolicy

        register_permission_policy(AuditEntry, ReadOnlyPolicy(AuditEntry))
        exports.write_plain_cells()
        generation.listen()
        invalidation.connect()
        widgets.keep_what_was_typed()
