"""The app Inquiries."""

from __future__ import annotations

from tui.simulator.data.company.inquiries.form import FORM, PROCESS, VIEWS
from tui.simulator.data.company.inquiries.values import Inquiries
from tui.simulator.data.people import KANA, YUI
from tui.simulator.data.plan import AppPlan

APP = 5


def plan(count: int) -> AppPlan:
    return AppPlan(
        APP,
        "Inquiries / お問い合わせ",
        FORM,
        lambda: Inquiries(count),
        views=VIEWS,
        process=PROCESS,
        description="<div>What customers ask us, by mail, telephone and on site.</div>",
        title_field="Subject",
        icon="APP26",
        theme="GREEN",
        creator=YUI,
        modifier=KANA,
        revision="87",
    )
