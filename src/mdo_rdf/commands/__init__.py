"""The commands of the command line, one in each module: its options, and what it prints."""
