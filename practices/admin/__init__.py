"""The admin of policies, political rights, practices and forums."""

from practices.admin import forums, policies, practices, rights

__all__ = ["forums", "policies", "practices", "rights"]
