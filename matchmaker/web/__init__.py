"""Pages: HTTP, forms, templates. No rules and no queries of their own."""
