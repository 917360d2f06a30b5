"""Accounts. An administrator looks after them, but makes nobody a superuser and touches no superuser."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from diaspora.admin.addresses import SteadyAdmin

admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(SteadyAdmin, UserAdmin):  # type: ignore[type-arg]
    list_display = ["username", "first_name", "last_name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "groups"]
    autocomplete_fields = ["groups"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Returns what only a superuser gives: rights beyond those of the groups."""
        return () if request.user.is_superuser else ("is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whether the user may change the account; that of a superuser, only a superuser may."""
        return super().has_change_permission(request, obj) and not self.is_beyond(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whether the user may delete the account; that of a superuser, only a superuser may."""
        return super().has_delete_permission(request, obj) and not self.is_beyond(request, obj)

    def is_beyond(self, request: HttpRequest, account: User | None) -> bool:
        """Whether the account has more rights than the user's own."""
        return account is not None and account.is_superuser and not request.user.is_superuser


@admin.register(Group)
class EditorGroupAdmin(SteadyAdmin, GroupAdmin):
    """What each group of editors may do."""
