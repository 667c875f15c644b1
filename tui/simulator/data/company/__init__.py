"""The apps of an invented company, Hoshimi Instruments (星見計測): makers of measuring instruments."""

from __future__ import annotations

from tui.simulator.data.company import customers, orders, small
from tui.simulator.data.company.equipment import app as equipment
from tui.simulator.data.company.inquiries import app as inquiries
from tui.simulator.data.plan import AppPlan


def plans(large: int) -> tuple[AppPlan, ...]:
    """`large` is the number of inquiries."""
    return (
        customers.plan(),
        inquiries.plan(large),
        orders.plan(),
        equipment.plan(),
        small.trade_shows(),
        small.minutes(),
        small.reviews(),
        small.joint_development(),
    )
