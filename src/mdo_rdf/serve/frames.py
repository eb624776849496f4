"""How the server and its processes talk: frames of bytes behind their length, over the standard streams of a process."""

from __future__ import annotations

import os
import resource
import sys

LENGTH_BYTES = 4
"""How many bytes the length of a frame takes, the highest first."""


def framed(content: bytes) -> bytes:
    """Bytes behind their length."""
    return len(content).to_bytes(LENGTH_BYTES, "big") + content


def next_frame() -> bytes:
    """The next frame that this process is sent; empty where there is no more to come."""
    length = int.from_bytes(sys.stdin.buffer.read(LENGTH_BYTES), "big")
    return sys.stdin.buffer.read(length)


def say(*contents: bytes) -> None:
    """Send frames to the server; where there is none any more, this process ends."""
    try:
        sys.stdout.buffer.write(b"".join(map(framed, contents)))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(0)  # nobody is there to be told anything


def limit(memory: int, *, files: bool) -> None:
    """From here on this process has ``memory`` bytes and writes no file; without ``files`` it opens none, nor any socket."""
    bounds = [(resource.RLIMIT_AS, memory), (resource.RLIMIT_DATA, memory), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)]
    for kind, most in bounds if files else [*bounds, (resource.RLIMIT_NOFILE, 0)]:
        resource.setrlimit(kind, (most, most))
