"""An app's form as the query language wants it."""

from __future__ import annotations

from collections.abc import Mapping

from tui.simulator.data.fields import Field
from tui.simulator.data.people import GROUP_IDS, ORGANIZATION_IDS, USER_IDS
from tui.simulator.data.plan import AppPlan
from tui.simulator.query import Column, Related, Schema

_MEMBERS: Mapping[str, Mapping[str, int]] = {
    "CREATOR": USER_IDS,
    "MODIFIER": USER_IDS,
    "USER_SELECT": USER_IDS,
    "STATUS_ASSIGNEE": USER_IDS,
    "ORGANIZATION_SELECT": ORGANIZATION_IDS,
    "GROUP_SELECT": GROUP_IDS,
}


def schema_for(plan: AppPlan) -> Schema:
    placed = [(field, "") for field in plan.form.fields]
    placed += [(inner, field.code) for field in plan.form.fields for inner in field.fields]
    states = plan.process.ranks if plan.process else {}
    columns = {
        field.code: _column(plan.id, field, slot, table, states) for slot, (field, table) in enumerate(placed)
    }
    related = {field.code: _related(field) for field in plan.form.fields if field.type == "REFERENCE_TABLE"}
    return Schema(plan.id, plan.code, columns, related)


def _column(app: int, field: Field, slot: int, table: str, states: Mapping[str, int]) -> Column:
    members = states if field.type == "STATUS" else _MEMBERS.get(field.type, field.options)
    return Column(
        app,
        field.code,
        field.label,
        field.type,
        slot,
        members=members,
        table=table,
        format=str(field.settings.get("format", "")),
        enabled=field.settings.get("enabled") is not False,
    )


def _related(field: Field) -> Related:
    reference = field.settings["referenceTable"]
    if not isinstance(reference, dict):
        raise TypeError(f"no definition: {field.code}")
    condition = reference["condition"]
    return Related(
        field.code,
        int(reference["relatedApp"]["app"]),
        condition["field"],
        condition["relatedField"],
        reference["filterCond"],
    )
