"""What is found of a database that is there."""

from bot.checkup.database import database
from bot.settings import Settings


def test_a_database_takes_what_its_copies_take_as_well(tmp_path):
    (tmp_path / "history.db").touch()
    (tmp_path / "history.db.version-7").write_bytes(b"7" * 700)
    (tmp_path / "engines.json").write_bytes(b"{}")
    found, _ = database(Settings(database_url=f"sqlite:///{tmp_path}/history.db"))
    assert found.figures["size"] == 700
