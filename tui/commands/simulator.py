"""`kintone-tui simulator`: a Kintone on this machine, with invented people, apps and records."""

from __future__ import annotations

import click

from tui.errors import KintoneTuiError


@click.command(
    name="simulator",
    help="Run a simulated Kintone on this machine, to try things out with.\n\n"
    "Prints one line of JSON with all that a client needs to know, then serves until it is interrupted. "
    "It answers on this machine's loopback addresses only.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port to serve on; by default a free one."
)
@click.option(
    "--records",
    type=click.IntRange(0, 10_000_000),
    default=30_000,
    show_default=True,
    help="Number of records in the large app.",
)
@click.option(
    "--redirect-uri",
    default="https://localhost:18543/callback",
    show_default=True,
    help="Redirect endpoint that the OAuth client is registered with.",
)
@click.option(
    "--code-lifetime",
    type=click.FloatRange(0, min_open=True),
    default=600,
    show_default=True,
    help="Seconds that an authorization code lives.",
)
@click.option(
    "--token-lifetime",
    type=click.FloatRange(0, min_open=True),
    default=3600,
    show_default=True,
    help="Seconds that an access token lives.",
)
@click.option("--with-parent", is_flag=True, help="End as soon as standard input ends.")
def command(
    port: int,
    records: int,
    redirect_uri: str,
    code_lifetime: float,
    token_lifetime: float,
    with_parent: bool,
) -> None:
    from tui.simulator.run import run
    from tui.simulator.simulator import Options

    options = Options(records, redirect_uri, code_lifetime, token_lifetime)
    try:
        run(options, port=port, with_parent=with_parent)
    except BrokenPipeError:
        # Nobody reads where it is: that has nothing to do with the port.
        raise
    except OSError as error:
        raise KintoneTuiError(
            f"The simulated Kintone cannot serve on port {port}: {error.strerror}.",
            hint="Choose another port with --port, or none to get a free one.",
        ) from error
