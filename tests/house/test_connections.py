"""Connections to PostgreSQL: one that the server has ended is not given to a request."""

import psycopg
import pytest
from django.db import connection


def ask_for_number_of_connection() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        number: int = cursor.fetchone()[0]
        return number


END_ALL_OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.mark.django_db(transaction=True)
def test_connections_that_the_server_ended_are_replaced() -> None:
    """After a restart of PostgreSQL, all connections that wait for the next request are dead."""
    ended = ask_for_number_of_connection()
    connection.close()
    parameters = connection.get_connection_params()
    known = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if name in parameters}
    with psycopg.connect(**known) as other:
        other.execute(END_ALL_OTHERS)
    assert ask_for_number_of_connection() != ended
