"""The smaller apps: one without records, one without views, one that few may see, one in a guest space."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tui.simulator.data import fields, views
from tui.simulator.data.dice import Dice
from tui.simulator.data.files import reference
from tui.simulator.data.form import Form, row
from tui.simulator.data.people import ANN, EVERYBODY, HARUTO, JON, KANA, LEO, MIKA, SELLERS, SHUN, User
from tui.simulator.data.plan import AppPlan
from tui.simulator.data.source import Listed, Value

GUEST_SPACE = 7
_TODAY = date(2026, 11, 23)


def trade_shows() -> AppPlan:
    """No records yet, but views for them."""
    form = Form(
        fields=(
            *fields.system_fields("en"),
            fields.text("Show", "Show", required=True),
            fields.drop_down("City", "City", ("Tokyo", "Osaka", "Düsseldorf", "Chicago", "Singapore")),
            fields.date("Opens_on", "Opens"),
            fields.date("Closes_on", "Closes"),
            fields.number("Booth", "Booth (m²)"),
            fields.users("Responsible", "Responsible", SELLERS),
            fields.multi_line("Plan", "Plan"),
        ),
        rows=(row("Show", "City"), row("Opens_on", "Closes_on", "Booth"), row("Responsible"), row("Plan")),
    )
    return AppPlan(
        21,
        "Trade shows 2027",
        form,
        lambda: Listed({}),
        views=(
            views.list_view("Upcoming", ("Show", "City", "Opens_on", "Booth"), where="Opens_on >= TODAY()"),
            views.list_view("By city", ("City", "Show", "Opens_on", "Responsible"), sort="City asc"),
            views.calendar("Calendar", date="Opens_on", title="Show"),
        ),
        creator=LEO,
        modifier=LEO,
        created="2026-11-02T06:20:00Z",
        modified="2026-11-02T06:48:00Z",
        revision="4",
    )


def minutes() -> AppPlan:
    """An app in which nobody has made a view."""
    form = Form(
        fields=(
            *fields.system_fields("ja"),
            fields.text("議題", "議題", required=True),
            fields.date("開催日", "開催日", required=True),
            fields.users("出席者", "出席者"),
            fields.multi_line("決定事項", "決定事項"),
            fields.check_box("公開範囲", "公開範囲", ("全社", "部内"), default=("部内",)),
        ),
        rows=(row("議題", "開催日"), row("出席者", "公開範囲"), row("決定事項")),
    )
    return AppPlan(24, "議事録", form, lambda: Listed(_minutes()), creator=KANA, comments=False, revision="9")


def _minutes() -> Mapping[int, Mapping[str, Value]]:
    subjects = (
        "新製品HM-35の価格",
        "展示会の準備",
        "校正室の増設",
        "問い合わせ対応の改善",
        "来期の目標",
        "輸出規制の確認",
    )
    return {
        place * 2 + 1: {
            **_history(Dice(24_000 + place), KANA, _TODAY - timedelta(days=7 * (len(subjects) - place))),
            "議題": subject,
            "開催日": (_TODAY - timedelta(days=7 * (len(subjects) - place))).isoformat(),
            "出席者": [user.reference() for user in EVERYBODY[place % 3 :: 3]],
            "決定事項": "次回までに費用を見積もる。\n担当を決めて報告する。" if place % 2 else "",
            "公開範囲": ["全社"] if place % 2 else ["部内"],
        }
        for place, subject in enumerate(subjects)
    }


def reviews() -> AppPlan:
    """For one person only: others neither see it in the list nor can open it."""
    form = Form(
        fields=(
            *fields.system_fields("ja"),
            fields.users("対象者", "対象者"),
            fields.drop_down("評価", "評価", ("S", "A", "B", "C")),
            fields.number("賞与月数", "賞与月数", scale="1", unit="か月"),
            fields.multi_line("所見", "所見"),
        ),
        rows=(row("対象者", "評価", "賞与月数"), row("所見")),
    )
    return AppPlan(
        29,
        "人事評価",
        form,
        lambda: Listed(_reviews()),
        views=(views.list_view("2026年度", ("対象者", "評価", "賞与月数"), sort="評価 asc"),),
        viewers=frozenset({HARUTO.code}),
        creator=HARUTO,
    )


def _reviews() -> Mapping[int, Mapping[str, Value]]:
    return {
        place + 1: {
            **_history(Dice(29_000 + place), HARUTO, date(2026, 9, 30)),
            "対象者": [user.reference()],
            "評価": Dice(user.id).pick(("S", "A", "A", "B")),
            "賞与月数": f"{Dice(user.id).between(15, 30) / 10:.1f}",
            "所見": "目標を達成した。",
        }
        for place, user in enumerate((MIKA, JON, KANA, SHUN))
    }


def joint_development() -> AppPlan:
    """Shared with a partner's people, in a guest space."""
    form = Form(
        fields=(
            *fields.system_fields("en"),
            fields.text("Task", "Task", required=True),
            fields.radio("Side", "Side", ("Hoshimi", "Partner")),
            fields.drop_down("Phase", "Phase", ("Concept", "Prototype", "Field test", "Release")),
            fields.date("Due_on", "Due"),
            fields.users("Owner", "Owner", (SHUN, ANN)),
            fields.file("Documents", "Documents"),
            fields.rich("Notes", "Notes"),
        ),
        rows=(row("Task", "Side", "Phase"), row("Due_on", "Owner"), row("Documents"), row("Notes")),
    )
    return AppPlan(
        33,
        "Joint development",
        form,
        lambda: Listed(_tasks()),
        views=(
            views.list_view("All tasks", ("Record_number", "Task", "Side", "Phase", "Due_on", "Owner")),
            views.list_view(
                "Ours", ("Task", "Phase", "Due_on"), where='Side in ("Hoshimi")', sort="Due_on asc"
            ),
        ),
        space=GUEST_SPACE,
        guest=True,
        description="<div>Flow sensor with <b>Partner</b>: who does what until when.</div>",
        creator=SHUN,
        modifier=ANN,
        revision="12",
    )


def _tasks() -> Mapping[int, Mapping[str, Value]]:
    tasks = (
        "Agree on the housing drawing",
        "Select the ultrasonic transducer",
        "First prototype on the bench",
        "EMC pre-test",
        "Write the register map",
        "Field test in Bergen",
        "Translate the manual",
        "Price list for distributors",
        "共同特許の明細書を確認",
    )
    phases = (
        "Concept",
        "Concept",
        "Prototype",
        "Prototype",
        "Prototype",
        "Field test",
        "Release",
        "Release",
        None,
    )
    return {
        place + 1: {
            **_history(Dice(33_000 + place), SHUN, date(2026, 6, 1) + timedelta(days=12 * place)),
            "Task": task,
            "Side": ("Hoshimi", "Partner")[place % 2],
            "Phase": phases[place],
            "Due_on": (date(2026, 9, 1) + timedelta(days=21 * place)).isoformat(),
            "Owner": [(SHUN, ANN)[place % 2].reference()],
            "Documents": [reference("drift.png"), reference("readings.csv")] if place == 3 else [],
            "Notes": "<div>Decided in the call of <u>last Tuesday</u>.</div>" if place % 3 == 0 else "",
        }
        for place, task in enumerate(tasks)
    }


def _history(dice: Dice, author: User, made: date) -> dict[str, Value]:
    """The system fields, by whichever codes the app has them."""
    moment = f"{made}T{dice.below(9):02d}:{dice.below(60):02d}:00Z"
    names = (("Created_by", "作成者"), ("Created_datetime", "作成日時"), ("Updated_by", "更新者"))
    values = (author.reference(), moment, author.reference())
    both = {name: value for pair, value in zip(names, values, strict=True) for name in pair}
    return {"$revision": str(dice.between(1, 5)), **both, "Updated_datetime": moment, "更新日時": moment}
