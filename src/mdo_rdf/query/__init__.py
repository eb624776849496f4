"""Questions and their answers, from the data at hand or from an endpoint."""
