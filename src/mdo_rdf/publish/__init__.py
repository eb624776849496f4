"""An edition into a triple store, all of it or nothing."""
