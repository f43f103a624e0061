"""Reading a draft with all its children in as many queries as it has kinds of references."""

from collections import defaultdict
from typing import Any

from django.db.models import CASCADE, ForeignKey, Model
from modelcluster.models import ClusterableModel, get_all_child_relations


class ReadAtOnce(ClusterableModel):
    """A model whose drafts may have many children.

    What a draft refers to may be gone by now. modelcluster asks that of each child on its own; here each kind
    of reference is asked for once, with the same outcome: what is gone is emptied, or the child left out.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(cls, data: dict, check_fks: bool = True, strict_fks: bool = False) -> Any:
        """Return the object that ``data`` describes."""
        if check_fks and not strict_fks:
            data, check_fks = without_lost_references(cls, data), False
        return super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)


def without_lost_references(model: type[Model], data: dict) -> dict:
    """Return ``data`` without references to what is gone."""
    cleaned = dict(data)
    for relation in get_all_child_relations(model):
        name, parent = relation.get_accessor_name(), relation.field.name
        if rows := cleaned.get(name):
            # Whose children they are is known by where they stand.
            cleaned[name] = _checked(relation.related_model, [row | {parent: None} for row in rows])
    return _checked(model, [cleaned], keep=True)[0]


def _checked(model: type[Model], rows: list[dict], *, keep: bool = False) -> list[dict]:
    """Return ``rows`` of ``model`` with lost references emptied; without those that cannot be without them."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey):
            continue
        named: dict[Any, list[dict]] = defaultdict(list)
        for row in rows:
            if row.get(field.name) is not None:
                named[field.target_field.to_python(row[field.name])].append(row)
        if not named:
            continue
        target = field.target_field.name
        asked = field.related_model._default_manager.filter(**{f"{target}__in": named})
        there = set(asked.values_list(target, flat=True))
        for key in named.keys() - there:
            for row in named[key]:
                row[field.name] = None
                if field.remote_field.on_delete is CASCADE and not keep:
                    rows = [one for one in rows if one is not row]
    return rows
