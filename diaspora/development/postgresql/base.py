"""Django’s own backend for PostgreSQL, with a server that starts at the first connection: for a bare checkout."""

import atexit
from functools import cache
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from diaspora.development import embedded_server


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server of this checkout."""

    def get_connection_params(self) -> dict[str, Any]:
        """Returns where the server is, once it runs; raises EmbeddedServerError."""
        self.settings_dict["HOST"] = keep_server_running()
        return super().get_connection_params()


@cache
def keep_server_running() -> str:
    """Keeps the server running until this process ends; returns its host. Workers that are forked share the lock."""
    running = embedded_server.running(settings.BASE_DIR)
    running.__enter__()
    atexit.register(running.__exit__, None, None, None)
    return str(embedded_server.socket_directory(settings.BASE_DIR))
