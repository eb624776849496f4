"""Standard input, output and error: what a command does where one of them is closed, is full, or cannot show a letter.

``mdo_rdf.cli`` puts these streams in place before a command runs, and asks afterwards what was lost.
"""

from __future__ import annotations

import io
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_INPUT, _OUTPUT, _ERROR = 0, 1, 2


class Destination(io.FileIO):
    """Where text goes: what cannot be written is remembered, and nothing is written after it.

    A reader that has gone, as with ``| head``, has all it wants: that is no error, and the rest is let go. ``loss`` is any other
    error. Only where ``must_arrive`` is set is it raised: nobody can be told that standard error does not work.
    """

    def __init__(self, descriptor: int, *, must_arrive: bool) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self.must_arrive = must_arrive
        self.is_given_up = False
        self.loss: OSError | None = None

    def write(self, content: Any, /) -> int:
        """As that of a file; what is let go counts as written, or it would be tried again when Python ends."""
        if self.is_given_up:
            return memoryview(content).nbytes
        try:
            return super().write(content)
        except BrokenPipeError:
            self.is_given_up = True
        except OSError as error:
            self.is_given_up, self.loss = True, error
            if self.must_arrive:
                raise
        return memoryview(content).nbytes


class Streams:
    """The three streams for the time of a command, in the place of those that Python opened.

    Streams that someone else has put in their place, such as a test, stay as they are.
    """

    def __init__(self) -> None:
        self._before = sys.stdin, sys.stdout, sys.stderr
        self._output: Destination | None = None

    def __enter__(self) -> Streams:
        if sys.stdin is None:
            _stand_in(_INPUT, os.O_WRONLY)
            sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(_INPUT, closefd=False)), encoding="utf-8")
        if sys.stdout is sys.__stdout__:
            if sys.stdout is None:
                _stand_in(_OUTPUT, os.O_RDONLY)
            self._output = Destination(_OUTPUT, must_arrive=True)
            sys.stdout = _text(self._output, sys.stdout)
        if sys.stderr is sys.__stderr__:
            if sys.stderr is None:
                _stand_in(_ERROR, os.O_RDONLY)
            sys.stderr = _text(Destination(_ERROR, must_arrive=False), sys.stderr)
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:  # it is kept as the loss
                continue
        sys.stdin, sys.stdout, sys.stderr = self._before

    def loss(self) -> OSError | None:
        """Why something that was written to standard output did not arrive; ``None`` where all did, or nobody reads any more."""
        try:
            sys.stdout.flush()
        except OSError as error:
            return error
        return self._output.loss if self._output else None


def _text(destination: Destination, before: Any) -> io.TextIOWrapper:
    """A stream with the encoding of the one before it, and as prompt; a letter that this does not have is shown as an escape."""
    return io.TextIOWrapper(
        io.BufferedWriter(destination),
        encoding=before.encoding if before else "utf-8",
        errors="backslashreplace",
        line_buffering=not before or before.line_buffering or before.write_through,
    )


def _stand_in(descriptor: int, mode: int) -> None:
    """Take the place of a closed stream, so that no file that is opened later gets its number; ``mode`` is the wrong way round.

    To read from it, or to write to it, is an error as it was: ``EBADF``.
    """
    opened = os.open(os.devnull, mode)
    if opened != descriptor:
        os.dup2(opened, descriptor)
        os.close(opened)
