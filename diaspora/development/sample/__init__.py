"""Records of nobody: what `manage.py generate_sample` fills a database of its own with."""
