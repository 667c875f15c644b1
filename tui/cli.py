"""The command line: names the commands and imports each one when it runs.

Data goes to stdout, everything else to stderr. `tui.errors.ExitCode` lists the exit codes.
"""

from __future__ import annotations

import importlib
import os
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
    """The command `kintone-tui`. Whatever fails ends in words on stderr and an exit code."""
    try:
        code = _run()
    except BrokenPipeError:
        # Whoever read along has left, as after `| head`: there is nobody to say anything to.
        _drop_output()
        code = ExitCode.FAILED
    except Exception as fault:  # A traceback shows the words of foreign errors, which may hold secrets.
        code = _confess(fault)
    sys.exit(int(code))


def _run() -> int:
    try:
        code: int = cli.main(prog_name="kintone-tui", standalone_mode=False) or ExitCode.DONE
    except click.ClickException as refused:
        refused.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except KintoneTuiError as failure:
        return _tell(failure)
    return code


def _tell(failure: KintoneTuiError) -> ExitCode:
    from tui.terminal.text import one_line

    click.echo(f"kintone-tui: {one_line(failure.message)}", err=True)
    if failure.hint:
        click.echo(one_line(failure.hint), err=True)
    return failure.exit_code


def _confess(fault: Exception) -> ExitCode:
    from tui.diagnostics.crash import farewell
    from tui.storage.paths import Paths

    click.echo(
        farewell(fault, Paths.default(os.environ).crashes, {"place": "command line"}), err=True, nl=False
    )
    return ExitCode.FAILED


def _drop_output() -> None:
    """What is still buffered would fail once more, with words, when Python ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
