"""The commands and programs that a document shows, to be run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path


def blocks(text: str, kind: str) -> list[str]:
    """The blocks of a kind, such as ``sh``."""
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


def commands(console: str) -> list[tuple[str, str]]:
    """The commands behind a prompt, each with the output that is shown below it."""
    return re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", console, re.MULTILINE)


def shell(command: str, folder: Path, *, codes: tuple[int, ...] = (0,)) -> str:
    """What a command says, typed in a folder where ``mdo-rdf`` is installed; it has to end with one of some codes."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")} | {"PATH": path}
    run = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True)
    assert run.returncode in codes, f"{command}: {run.stderr}"
    return run.stdout
