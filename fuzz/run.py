"""Feeds the readers with what a coverage-guided fuzzer (atheris, libFuzzer) makes of real files, each in a process of its own.

An input that breaks one is written to ``build/fuzz``, and becomes a regression test. Exit codes: 0 nothing broke, 1 something
did, 2 atheris is not installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOUND = ROOT / "build" / "fuzz"
_LONGEST_INPUT = 20_000
_LONGEST_SECONDS = 20
"""For one input: what takes longer is a finding too."""


def feed(name: str, limits: list[str]) -> str:
    """Feed one target in a process of its own; what it says where it breaks, and else nothing."""
    command = [sys.executable, __file__, "--only", name, *limits]
    run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    return run.stderr if run.returncode else ""


def fuzz(name: str, *limits: str) -> None:
    """Feed one target within limits (options of libFuzzer); does not return. What runs of this package guides the fuzzer."""
    import atheris

    with atheris.instrument_imports(include=["mdo_rdf"]):
        from targets import TARGETS
    target, seeds = TARGETS[name]
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds()):
            (Path(corpus) / str(number)).write_bytes(seed)
        words = [sys.argv[0], *limits, f"-max_len={_LONGEST_INPUT}", f"-timeout={_LONGEST_SECONDS}"]
        atheris.Setup([*words, "-rss_limit_mb=2000", f"-artifact_prefix={FOUND / name}-", corpus], target)
        atheris.Fuzz()


def main() -> int:
    """Feed the targets one after the other."""
    from targets import TARGETS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="altogether (default: 600)")
    parser.add_argument("--inputs", type=int, help="as many for each target, from the same seed in every run")
    parser.add_argument("names", nargs="*", metavar="TARGET", help="only these targets (default: all)")
    options = parser.parse_args()
    FOUND.mkdir(parents=True, exist_ok=True)
    names = options.names or [*TARGETS]
    seconds = max(1, options.seconds // len(names))
    limits = [f"-runs={options.inputs}", "-seed=1"] if options.inputs else [f"-max_total_time={seconds}"]
    broken = 0
    for name in names:
        said = feed(name, limits)
        broken += bool(said)
        print(f"{name:<15} {limits[0]}  {'BROKE' if said else 'nothing broke'}", flush=True)
        print(said[-3000:], end="", flush=True)
    return int(bool(broken))


if __name__ == "__main__":
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: pip install -e '.[fuzz]' (Linux, Python 3.11 to 3.13)", file=sys.stderr)
        sys.exit(2)
    if sys.argv[1:2] == ["--only"]:
        fuzz(*sys.argv[2:])
    sys.exit(main())
