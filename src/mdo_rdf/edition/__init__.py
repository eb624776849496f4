"""One edition as values: observations, changes, revisions; and two editions beside each other."""
