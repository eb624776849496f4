"""The version of the program and of what it publishes, in its one place."""

VERSION = "0.1.0"
