from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "network.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self):
        from network.core import exports, generation, invalidation, widgets

        exports.write_plain_cells()
        generation.listen()
        invalidation.connect()
        widgets.keep_what_was_typed()
