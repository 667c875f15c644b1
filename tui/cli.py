"""The command line: names the commands and imports each one when it runs.

Data goes to stdout, everything else to stderr. `tui.errors.ExitCode` lists the exit codes.
"""

from __future__ import annotations

import importlib
import sys
from typing import NoReturn

import click

from tui import __version__
from tui.errors import ExitCode, KintoneTuiError

_COMMANDS = {
    "demo": "tui.commands.demo",
    "simulator": "tui.commands.simulator",
}


class _LazyGroup(click.Group):
    """A group whose commands are modules with a click command named `command`, imported when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(_COMMANDS[cmd_name]).command
        return command


@click.group(
    cls=_LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without a command the program opens where it was left. To try it: kintone-tui demo",
)
@click.version_option(__version__, prog_name="kintone-tui")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Kintone records in a terminal, signed in with OAuth 2.0."""
    if ctx.invoked_subcommand is None:
        from tui.commands.open_program import open_program

        ctx.exit(open_program())


def main() -> NoReturn:
    """The command `kintone-tui`. Our own failures end in words on stderr and an exit code."""
    try:
        code = cli.main(prog_name="kintone-tui", standalone_mode=False) or ExitCode.DONE
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except click.ClickException as refused:
        refused.show()
        code = ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        code = ExitCode.INTERRUPTED
    except KintoneTuiError as failure:
        code = _tell(failure)
    sys.exit(int(code))


def _tell(failure: KintoneTuiError) -> ExitCode:
    from tui.terminal.text import one_line

    click.echo(f"kintone-tui: {one_line(failure.message)}", err=True)
    if failure.hint:
        click.echo(one_line(failure.hint), err=True)
    return failure.exit_code
