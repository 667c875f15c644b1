"""A process that is signed in through a file and sends requests: `requester BASE FILE TASKS`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import httpx

from tests.oauth.files import FileStore
from tests.oauth.support import client
from tui.oauth.endpoint import TokenEndpoint
from tui.oauth.session import KintoneAuth


async def main(base: str, file: str, tasks: int) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        http.auth = KintoneAuth(TokenEndpoint(client(base=base), http), FileStore(Path(file)))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        responses = await asyncio.gather(*(http.get(f"{base}/k/v1/apps.json") for _ in range(tasks)))
    sys.stdout.write(json.dumps([response.status_code for response in responses]))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
