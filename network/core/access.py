"""Who may do what with which object: one question, answered by the rules that the object's app registered.

Deny by default: an action without a rule is nobody's, and so is a model without rules.
``Model.objects.visible_to(viewer)`` agrees with ``can(viewer, "view", obj)`` for every person and object.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

# A rule returns whether a person may do its action with an object: with the model itself for "create".
Rule = Callable[[Any, Any], bool]


class AccessRegistry:
    """The rules by model and action; apps fill it in ``AppConfig.ready()``."""

    def __init__(self) -> None:
        self._rules: dict[type[Model], Mapping[str, Rule]] = {}

    def register(self, model: type[Model], rules: Mapping[str, Rule]) -> None:
        """Have ``rules``, by action, decide about ``model``."""
        self._rules[model] = rules

    def allows(self, person: Any, action: str, obj: Any) -> bool:
        """Return what the rule for ``action`` with ``obj`` says."""
        rule = self._rules.get(obj if isinstance(obj, type) else type(obj), {}).get(action)
        return rule is not None and rule(person, obj)


access = AccessRegistry()


def person_of(viewer: Any) -> Any:
    """Return the person behind ``viewer``: a request, a person, or ``None`` where nobody in particular asks.

    Nobody in particular, and somebody whose account is switched off, is a stranger: an ``AnonymousUser``.
    """
    person = getattr(viewer, "user", viewer)
    return person if person is not None and person.is_active else AnonymousUser()


def can(viewer: Any, action: str, obj: Any) -> bool:
    """Return whether the person behind ``viewer`` may do ``action`` with ``obj`` (a model, to "create" one)."""
    return access.allows(person_of(viewer), action, obj)
