"""Customers: whom the company sells to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tui.simulator.data import fields, views
from tui.simulator.data.company.clients import CLIENTS, COUNTRIES, INDUSTRIES, Client
from tui.simulator.data.dice import Dice
from tui.simulator.data.form import Form, GroupRow, label, line, row
from tui.simulator.data.people import ADMINISTRATION, HARUTO, KANA, MIKA, SELLERS, User
from tui.simulator.data.plan import AppPlan
from tui.simulator.data.source import Listed, Value

APP = 3
ORDERS_APP = 12

_TAGS = ("VIP", "Annual contract", "Newsletter", "Credit check", "On-site service")
_FIRST = date(2014, 4, 1)
_TODAY = date(2026, 11, 23)
_NOTES = (
    "Prefers e-mail; calls only after 14:00 JST.",
    "年度末に設備更新の予定。2月までに見積を提出すること。",
    "請求書は本社経理部へ郵送。\n納品書は工場宛。",
    "Uses our HM-20 on all three lines.\nAsked for a service contract in English.",
    "校正は毎年9月。立会いを希望される。",
    "",
)

_FORM = Form(
    fields=(
        *fields.system_fields("en", number="No."),
        fields.text("Name", "Customer", required=True, unique=True, longest="64"),
        fields.text("Reading", "Reading (カナ)"),
        fields.radio("Rank", "Rank", ("A", "B", "C")),
        fields.drop_down("Country", "Country", COUNTRIES, required=True),
        fields.text("City", "City"),
        fields.drop_down("Industry", "Industry", INDUSTRIES),
        fields.text("Contact", "Contact"),
        fields.link("Email", "E-mail", "MAIL"),
        fields.link("Phone", "Phone", "CALL"),
        fields.link("Website", "Website", "WEB"),
        fields.number("Employees", "Employees", digit=True, least="0"),
        fields.number("Credit_limit", "Credit limit", digit=True, unit="¥", before=True),
        fields.check_box("Tags", "Tags", _TAGS),
        fields.users("Owner", "Owner", SELLERS),
        fields.date("First_deal", "First deal"),
        fields.date("Last_visit", "Last visit"),
        fields.group("Internal", "Internal"),
        fields.multi_line("Notes", "Notes"),
        fields.organizations("Department", "Department", (ADMINISTRATION,)),
        fields.related(
            "Orders",
            "Orders",
            app=ORDERS_APP,
            here="Name",
            there="顧客名",
            show=("レコード番号", "受注日", "件名", "合計"),
            sort="受注日 desc",
        ),
    ),
    rows=(
        row("Name", "Reading", "Rank"),
        row("Country", "City", "Industry"),
        row(label("<b>Contact</b>")),
        row("Contact", "Email", "Phone"),
        row("Website", "Employees"),
        row(line()),
        row("Owner", "First_deal", "Last_visit"),
        row("Tags"),
        GroupRow("Internal", (row("Credit_limit", "Department"), row("Notes"))),
        row("Orders"),
        row("Record_number", "Created_by", "Created_datetime", "Updated_by", "Updated_datetime"),
    ),
)

_LIST = ("Record_number", "Rank", "Name", "Country", "City", "Owner", "Last_visit", "Tags")
_VIEWS = (
    views.list_view("All customers", _LIST, sort="Record_number asc"),
    views.list_view(
        "Key accounts",
        ("Name", "Industry", "Contact", "Credit_limit", "Last_visit"),
        where='Rank in ("A")',
        sort="Credit_limit desc, Record_number asc",
    ),
    views.list_view("日本のお客様", _LIST, where='Country in ("Japan")', sort="Reading asc"),
    views.list_view("Not visited this year", _LIST, where="Last_visit < THIS_YEAR()", sort="Last_visit asc"),
    views.calendar("Visits", date="Last_visit", title="Name", sort="Record_number desc"),
    views.custom("Map", '<div id="customer-map"></div>'),
)


def plan() -> AppPlan:
    return AppPlan(
        APP,
        "Customers / 顧客管理",
        _FORM,
        lambda: Listed({1 + place + place // 7: _record(place) for place in range(len(CLIENTS))}),
        views=_VIEWS,
        description="<div>Everybody we sell to. One record a <b>site</b>, not a group of companies.</div>",
        title_field="Name",
        icon="APP60",
        creator=MIKA,
        modifier=KANA,
    )


def phone(client: Client, dice: Dice) -> str:
    """From ranges that no telephone network uses."""
    if client.japanese:
        return f"+81-3-0000-{dice.between(1000, 9999)}"
    if client.country == "United Kingdom":
        return f"+44-20-7946-{dice.between(0, 999):04d}"
    return f"+1-202-555-{dice.between(100, 199):04d}"


def _record(place: int) -> Mapping[str, Value]:
    client, dice = CLIENTS[place], Dice(3_000 + place)
    first = _FIRST + timedelta(days=dice.below(4000))
    visit = None if dice.chance(10) else (_TODAY - timedelta(days=dice.below(560))).isoformat()
    owner = dice.pick(SELLERS)
    credit = {"A": 20_000_000, "B": 5_000_000, "C": 800_000}[client.rank] * dice.between(2, 9) // 4
    return {
        **_history(dice, owner),
        "Name": client.name,
        "Reading": client.reading,
        "Rank": client.rank,
        "Country": client.country,
        "City": client.city,
        "Industry": client.industry,
        "Contact": client.contact,
        "Email": f"{client.address}@{client.domain}.example",
        "Phone": phone(client, dice),
        "Website": f"https://www.{client.domain}.example/",
        "Employees": str(client.employees),
        "Credit_limit": "" if dice.chance(15) else str(credit),
        "Tags": dice.some(_TAGS, 30),
        "Owner": [owner.reference()],
        "First_deal": first.isoformat(),
        "Last_visit": visit,
        "Notes": dice.pick(_NOTES),
        "Department": [ADMINISTRATION.reference()] if dice.chance(20) else [],
    }


def _history(dice: Dice, owner: User) -> Mapping[str, Value]:
    made = date(2023, 4, 3) + timedelta(days=dice.below(600))
    changed = made + timedelta(days=dice.below(700))
    return {
        "$revision": str(dice.between(1, 14)),
        "Created_by": MIKA.reference(),
        "Created_datetime": f"{made}T{dice.below(9):02d}:{dice.below(60):02d}:00Z",
        "Updated_by": dice.pick((owner, HARUTO)).reference(),
        "Updated_datetime": f"{changed}T{dice.below(9):02d}:{dice.below(60):02d}:00Z",
    }
