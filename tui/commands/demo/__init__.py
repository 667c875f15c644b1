"""`kintone-tui demo`: the whole program against a simulated Kintone on this machine.

Everything lives in a temporary home and on free ports; nothing is kept when the demo ends.
"""

from __future__ import annotations

import click


@click.command(name="demo")
@click.option(
    "--records",
    type=click.IntRange(min=1, max=1_000_000),
    default=30_000,
    show_default=True,
    help="How many records the largest app holds.",
)
def command(records: int) -> None:
    """Try the whole program against a simulated Kintone; nothing is kept."""
    from tui.commands.demo.run import run

    click.get_current_context().exit(run(records))
