"""The public pages of the core, and what the pages of every record type share."""
