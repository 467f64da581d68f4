"""The HTTP edge shared by all packages: middleware, error rendering, paging, server-sent events."""
