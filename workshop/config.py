"""Settings from the environment, refused early if unsafe. Every `WORKSHOP_*` variable is here."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from dataclasses import field as _field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder: templates, static files, migrations and guides lie in it."""

PREFIX = "WORKSHOP_"
WEAK_SECRETS = ("changeme", "secret", "password", "development", "insecure", "test")
SHORTEST_SECRET = 32


class ConfigError(Exception):
    """A setting that cannot work, said so that the operator can mend it."""


def _setting(default: object, help: str) -> object:
    return _field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Config:
    """What the operator decides; `from_environment` reads it, `docs/settings.md` lists it."""

    database_url: str = _setting(  # type: ignore[assignment]
        f"sqlite:///{ROOT / 'data' / 'workshop.sqlite3'}",
        "Where everything is kept: sqlite:///FILE, or postgresql://USER@HOST/NAME when one "
        "process is not enough.",
    )
    host: str = _setting("0.0.0.0", "Address to listen on; 127.0.0.1 keeps phones out.")  # type: ignore[assignment]  # noqa: S104
    port: int = _setting(8000, "Port to listen on.")  # type: ignore[assignment]
    public_url: str = _setting(  # type: ignore[assignment]
        "",
        "The address that phones reach, such as https://workshop.example.org; it is what the QR "
        "code holds. Empty: the laptop's address on the local network.",
    )
    secret_key: str = _setting(  # type: ignore[assignment]
        "",
        "Signs tokens and cookies; at least 32 random characters. Empty with SQLite: made once "
        "and kept in secret.key beside the database file.",
    )
    redis_url: str = _setting(  # type: ignore[assignment]
        "", "redis://HOST:PORT/N, needed only when several processes serve the same database."
    )
    trusted_proxies: int = _setting(  # type: ignore[assignment]
        0, "How many reverse proxies stand in front and set X-Forwarded-* headers."
    )

    operator: str = _setting(  # type: ignore[assignment]
        "",
        "Who is responsible for the personal data, as the page /privacy names them: "
        "an organisation and its address.",
    )
    operator_contact: str = _setting(  # type: ignore[assignment]
        "",
        "How to reach them about personal data: an e-mail address or a telephone number.",
    )

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def sqlite_file(self) -> Path | None:
        """The database file, or None where the database is a server."""
        return Path(self.database_url.removeprefix("sqlite:///")) if self.is_sqlite else None

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def from_environment(environment: Mapping[str, str] | None = None) -> Config:
    """Read the settings; raises ConfigError in words for what is unknown, unsafe or no number."""
    environment = os.environ if environment is None else environment
    known = {f"{PREFIX}{f.name.upper()}": f for f in fields(Config)}
    values: dict[str, object] = {}
    for name, f in known.items():
        raw = environment.get(name, "").strip()
        if not raw:
            continue
        try:
            values[f.name] = int(raw) if isinstance(f.default, int) else raw
        except ValueError:
            raise ConfigError(f"{name} is {raw!r}; it has to be a whole number.") from None
    config = Config(**values)  # type: ignore[arg-type]
    _check(config)
    return config


def _check(config: Config) -> None:
    if config.is_sqlite and ":memory:" in config.database_url:
        raise ConfigError("WORKSHOP_DATABASE_URL has to name a file: memory forgets answers.")
    if config.is_sqlite and not config.database_url.startswith("sqlite:///"):
        raise ConfigError("WORKSHOP_DATABASE_URL for SQLite is sqlite:/// and a file's path.")
    if not config.database_url.startswith(("sqlite:", "postgresql:", "postgresql+pg8000:")):
        raise ConfigError("WORKSHOP_DATABASE_URL has to start with sqlite:/// or postgresql://.")
    if not 0 <= config.port <= 65535:
        raise ConfigError(f"WORKSHOP_PORT is {config.port}; ports go from 1 to 65535.")
    if config.public_url and not config.public_url.startswith(("http://", "https://")):
        raise ConfigError("WORKSHOP_PUBLIC_URL has to start with http:// or https://.")
    secret = config.secret_key
    if secret and (len(secret) < SHORTEST_SECRET or len(set(secret)) < 10):
        raise ConfigError(
            "WORKSHOP_SECRET_KEY is too easy to guess; give it at least 32 random characters, "
            'for instance from: python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    if secret and any(weak in secret.lower() for weak in WEAK_SECRETS):
        raise ConfigError("WORKSHOP_SECRET_KEY holds a well-known word; use random characters.")
    if not secret and not config.is_sqlite:
        raise ConfigError(
            "WORKSHOP_SECRET_KEY is needed with PostgreSQL, the same for every process."
        )


def make_private_folder(file: Path) -> None:
    """Make the folder of a file, open to its owner only; one that is there stays as it is."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def secret_key(config: Config) -> str:
    """Return the configured secret, or the one kept beside the SQLite file, made at first use."""
    if config.secret_key:
        return config.secret_key
    assert config.sqlite_file is not None
    file = config.sqlite_file.parent / "secret.key"
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        make_private_folder(file)
    # Written under another name and linked into place: two processes that
    # start together must end with one key, whole, never readable by others.
    draft = file.with_name(f"secret.key.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_hex(32))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text().strip()
