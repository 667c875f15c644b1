"""A small app of which a test knows every record, to put queries to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from tui.simulator.data import fields
from tui.simulator.data.app import AppData
from tui.simulator.data.files import shelf
from tui.simulator.data.form import Form
from tui.simulator.data.people import EMMA, GROUPS, JON, MIKA, ORGANIZATIONS, SIGN_IN, User
from tui.simulator.data.plan import AppPlan
from tui.simulator.data.process import Process, State
from tui.simulator.data.source import Listed, TableRecord, Value
from tui.simulator.data.store import Store
from tui.simulator.query import Rules

Records = Mapping[int, Mapping[str, Value]]

# A Monday; in Tokyo it is Tuesday already.
NOW = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
STAGES = ("Lead", "Quote", "Won")

_FORM = Form(
    fields=(
        *fields.system_fields("en", process=True, categories=True),
        fields.text("Company", "Company name"),
        fields.number("Amount", "Deal size"),
        fields.calc("Total", "Total", "Amount * 1.1"),
        fields.calc("Closing", "Closing", "Visit_on", format="DATE"),
        fields.calc("Duration", "Duration", "1", format="HOUR_MINUTE"),
        fields.drop_down("Stage", "Deal stage", STAGES),
        fields.radio("Kind", "Kind", ("Existing", "New")),
        fields.check_box("Tags", "Tags", ("A", "B", "C")),
        fields.multi_select("Areas", "Areas", ("North", "South")),
        fields.date("Visit_on", "Visit"),
        fields.time("Visit_at", "At"),
        fields.date_time("Next_call", "Next call"),
        fields.multi_line("Memo", "Memo"),
        fields.rich("Notes", "Notes"),
        fields.link("Site", "Site", "WEB"),
        fields.users("Owner", "Owner", SIGN_IN),
        fields.organizations("Dept", "Dept", ORGANIZATIONS),
        fields.groups("Team", "Team", GROUPS),
        fields.file("Docs", "Docs"),
        fields.table(
            "Lines",
            "Line items",
            fields.text("Item", "Item"),
            fields.number("Qty", "Qty"),
            fields.drop_down("Part", "Part", ("Small", "Large")),
            fields.multi_line("Remark", "Remark"),
        ),
        fields.related(
            "Siblings",
            "Same company",
            app=1,
            here="Company",
            there="Company",
            show=("Amount",),
            condition='Stage not in ("Won")',
        ),
        fields.group("Internal", "Internal"),
        fields.number("Margin", "Margin"),
    ),
    rows=(),
)
_PROCESS = Process(states=(State("New"), State("Review"), State("Done")), actions=())


class Deals:
    """The app with these records; a field that a record does not give is absent from it."""

    def __init__(self, records: Records, *, code: str = "", rules: Rules | None = None) -> None:
        self.store = Store(lambda key: shelf()[key].text)
        self.store.rules = rules or Rules()
        complete = {record_id: {"$revision": "1", **values} for record_id, values in records.items()}
        plan = AppPlan(
            1,
            "Deals",
            _FORM,
            lambda: Listed(complete),
            code=code,
            process=_PROCESS,
            hidden={JON.code: frozenset({"Margin"})},
        )
        self.app = AppData(plan, self.store)

    def ids(self, query: str, *, user: User = MIKA, now: datetime = NOW) -> list[int]:
        return self.app.select(query, user=user, now=now).ids()

    def set(self, query: str, *, user: User = MIKA, now: datetime = NOW) -> set[int]:
        return set(self.ids(query, user=user, now=now))

    def total(self, query: str) -> int:
        return self.app.select(query, user=EMMA, now=NOW).total()


def row(number: int, **cells: Value) -> TableRecord:
    return {"id": str(number), "value": cells}
