"""The pages of the publication: a static site in which every name has a page, and no page needs a server."""
