"""The app 設備台帳."""

from __future__ import annotations

from tui.simulator.data.company.equipment.form import FORM, PROCESS, VIEWS
from tui.simulator.data.company.equipment.records import records
from tui.simulator.data.people import JON, SHUN
from tui.simulator.data.plan import AppPlan
from tui.simulator.data.source import Listed

APP = 17


def plan() -> AppPlan:
    return AppPlan(
        APP,
        "設備台帳",
        FORM,
        lambda: Listed(records()),
        views=VIEWS,
        code="EQ_2",
        process=PROCESS,
        hidden={JON.code: frozenset({"原価"})},
        description="<div>社内の設備と計測器の一覧。<br>校正期限の<b>2か月前</b>に通知します。</div>",
        title_field="設備名",
        icon="APP52",
        theme="CLIPBOARD",
        creator=SHUN,
        modifier=None,
        revision="118",
    )
