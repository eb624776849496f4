"""Runs the command line: ``python -m mdo_rdf``."""

import sys

from mdo_rdf.cli import main

sys.exit(main())
