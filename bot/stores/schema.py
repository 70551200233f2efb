"""Brings a database's tables to the version that this bot reads."""

from sqlalchemy import Connection, column, inspect, select, table

from bot.core.errors import StartError
from bot.stores.tables import SCHEMA


def version(connection: Connection) -> int:
    """Which version of the tables is there; 0 where there are none. Raises `StartError` for what is no history."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return int(connection.scalar(select(column("version_num")).select_from(table("alembic_version"))) or 0)
    if "schema_version" in tables:
        return int(connection.scalar(select(column("version")).select_from(table("schema_version"))) or 0)
    if tables:
        raise StartError(
            "The database that database_url names holds something else than a history. Name another place."
        )
    return 0


def refuse_newer(found: int) -> None:
    """Raises `StartError` where the version is one that this bot does not know."""
    if found > SCHEMA:
        raise StartError(
            f"The history was written by a newer version of the bot (its tables are version {found}, this bot reads "
            f"version {SCHEMA}). Update the bot, or name another place in database_url."
        )


def migrate(connection: Connection, found: int) -> None:
    """Bring the tables from the version that was found to the one of this bot, in the connection's transaction."""
    # It is needed once a version, and takes longer to import than all else that a start needs of the database.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.stores:migrations")
    if found == 1:  # Of the time before Alembic.
        command.stamp(config, "1")
    command.upgrade(config, "head")
