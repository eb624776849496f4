"""Asks the network whether the links to others hold."""
