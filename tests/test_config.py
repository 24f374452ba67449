import os
import stat

import pytest

from workshop.config import Config, ConfigError, from_environment, secret_key


def test_without_any_setting_everything_is_kept_in_one_sqlite_file():
    config = from_environment({})
    assert config.sqlite_file.name == "workshop.sqlite3"
    assert config.port == 8000


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"WORKSHOP_PORT": "eighty"}, "whole number"),
        ({"WORKSHOP_PORT": "70000"}, "65535"),
        ({"WORKSHOP_DATABASE_URL": "mysql://x"}, "sqlite:/// or postgresql://"),
        ({"WORKSHOP_DATABASE_URL": "sqlite:///:memory:"}, "memory forgets"),
        ({"WORKSHOP_DATABASE_URL": "sqlite://"}, "file's path"),
        ({"WORKSHOP_PUBLIC_URL": "workshop.example"}, "http:// or https://"),
        ({"WORKSHOP_SECRET_KEY": "short"}, "too easy"),
        ({"WORKSHOP_SECRET_KEY": "a" * 64}, "too easy"),
        ({"WORKSHOP_SECRET_KEY": "my-secret-" + "0123456789abcdef" * 2}, "well-known word"),
        ({"WORKSHOP_DATABASE_URL": "postgresql://h/db"}, "WORKSHOP_SECRET_KEY is needed"),
    ],
)
def test_what_cannot_work_is_refused_in_words(environment, words):
    with pytest.raises(ConfigError, match=words.replace("/", "/")):
        from_environment(environment)


def test_the_secret_is_made_once_beside_the_database_and_only_the_owner_can_read_it(tmp_path):
    config = Config(database_url=f"sqlite:///{tmp_path / 'new' / 'w.sqlite3'}")
    first = secret_key(config)
    file = tmp_path / "new" / "secret.key"
    assert len(first) == 64
    assert secret_key(config) == first
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert os.listdir(tmp_path / "new") == ["secret.key"]


def test_every_setting_is_documented_with_its_default_in_one_place():
    from dataclasses import fields

    from workshop.config import ROOT

    page = (ROOT / "docs" / "settings.md").read_text()
    for field in fields(Config):
        assert f"`WORKSHOP_{field.name.upper()}`" in page
        assert field.metadata["help"] in page
