"""A process that makes pages of one edition, for ``workers``.

``python -m mdo_rdf.serve.page_worker ROOT EDITION MEMORY`` loads the edition, and then answers the requests that it reads: frames
of JSON, and of what goes with them, behind their length.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mdo_rdf.errors import MdoError
from mdo_rdf.serve.frames import limit, next_frame, say
from mdo_rdf.serve.pages_app import make_pages_app

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence

    from starlette.types import ASGIApp

_LOG = logging.getLogger(__name__)
_WORTH = 1000
"""From how many bytes an answer is compressed."""
_BROKEN = {"type": "about:blank", "title": "Internal error", "status": 500}


class _Reply:
    """An answer of an application, as it comes in."""

    def __init__(self) -> None:
        self.status, self.headers, self.content = 0, list[tuple[str, str]](), b""

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Take a message (ASGI)."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]]
        else:
            self.content += message.get("body", b"")


def scope_of(request: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """The request as an application (ASGI) reads it; in ``state`` is what the server found out for it."""
    path: str = request["path"]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": request["method"],
        "root_path": "",
        "path": path,
        "raw_path": path.encode("utf-8", "replace"),
        "query_string": request["query"].encode("latin-1"),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in request["headers"] if value],
        "server": None,
        "client": None,
        "state": {**request["state"], "content": content},
    }


async def answered(app: ASGIApp, request: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """The reply of the application, with an entity tag, and compressed where that is asked for and worth it."""
    reply = _Reply()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    try:
        await app(scope_of(request, content), receive, reply.send)
    except Exception:  # noqa: BLE001 (whatever it is, the others go on)
        _LOG.exception("/%s", request["path"].lstrip("/"))
        if not reply.status:
            reply.status, reply.content = 500, json.dumps(_BROKEN).encode()
    return _coded(reply, packed=request["gzip"])


def _coded(reply: _Reply, *, packed: bool) -> tuple[dict[str, Any], bytes]:
    """The reply in a content coding, each of which has a tag of its own (RFC 9110, section 8.8.3.3)."""
    headers = {name.lower(): value for name, value in reply.headers}
    worth = reply.status == 200 and len(reply.content) >= _WORTH
    if worth:
        headers["vary"] = ", ".join(filter(None, (headers.get("vary", ""), "Accept-Encoding")))
    if reply.status == 200:
        tag = hashlib.sha256(reply.content).hexdigest()[:32]
        headers["etag"] = f'"{tag}-gzip"' if worth and packed else f'"{tag}"'
    if worth and packed:
        reply.content = gzip.compress(reply.content, 6, mtime=0)
        headers["content-encoding"] = "gzip"
    headers["content-length"] = str(len(reply.content))
    return {"status": reply.status, "headers": list(headers.items())}, reply.content


def main(arguments: Sequence[str]) -> int:
    """Load, say so, and answer until nothing more is asked. Returns 0, or 2 where there is nothing to load."""
    root, edition, memory = arguments
    try:
        site, app = make_pages_app(Path(root), edition)
    except MdoError as error:
        say(json.dumps({"status": 500, "detail": str(error)}).encode())
        return error.exit_code
    ready = json.dumps({"status": 200, "detail": "", "names": list(site.latest.files)}).encode()
    limit(int(memory), files=True)
    say(ready)
    with asyncio.Runner() as runner:
        while frame := next_frame():
            reply, content = runner.run(answered(app, json.loads(frame), next_frame()))
            say(json.dumps(reply).encode(), content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
