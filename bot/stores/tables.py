"""The tables of the record."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from bot.stores.columns import EarlierMessages, Id, Moment, Notes, Parts, Quotes, Reason, Set, Sources

SCHEMA = 15
"""The version of these tables. Whoever changes them counts on, and adds a migration of that number."""

metadata = MetaData()

questions = Table(
    "questions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message", BigInteger),
    Column("channel", BigInteger, nullable=False),
    Column("parent", BigInteger),
    Column("server", BigInteger),
    Column("author", BigInteger, nullable=False),
    Column("author_name", Text, nullable=False),
    Column("is_private", Boolean, nullable=False),
    Column("parts", Parts, nullable=False),
    Column("quote_author", Text),
    Column("quote_text", Text),
    Column("asked_at", Moment, nullable=False),
    # An id of `answers`, which in turn refer to this table: a foreign key would close a circle.
    Column("chosen", BigInteger),
    Column("category", BigInteger),
    Column("language", Text),
    Column("earlier", EarlierMessages, nullable=False, server_default="[]"),
    Column("quote_author_id", BigInteger),
    Column("quote_message", BigInteger),
    Column("quote_forwards", Sources, nullable=False, server_default="[]"),
    Column("quote_chain", Quotes, nullable=False, server_default="[]"),
    UniqueConstraint("message", name="questions_message"),
    Index("questions_by_author", "author", "id"),
    Index("questions_by_time", "asked_at"),
    Index("questions_by_channel", "channel", "id"),
    Index("questions_by_parent", "parent"),
    Index("questions_by_server", "server"),
    # The id of a question that went is not given to another one.
    sqlite_autoincrement=True,
)
# The messages in a question's `earlier`, so that they are found: no two databases look into JSON the same way.
earlier = Table(
    "earlier",
    metadata,
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    Column("question", BigInteger, ForeignKey(questions.c.id, ondelete="CASCADE"), nullable=False),
    Index("earlier_by_question", "question"),
)
# The bytes of the pictures that came with a question: they are large, and seldom wanted. A row goes with its question.
images = Table(
    "images",
    metadata,
    Column("question", BigInteger, ForeignKey(questions.c.id, ondelete="CASCADE"), primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
# Of whose words, and of which messages, something stands in a question of somebody else's.
sources = Table(
    "sources",
    metadata,
    Column("question", BigInteger, ForeignKey(questions.c.id, ondelete="CASCADE"), nullable=False),
    Column("author", BigInteger),
    Column("message", BigInteger),
    Index("sources_by_question", "question"),
    Index("sources_by_author", "author"),
    Index("sources_by_message", "message"),
)
answers = Table(
    "answers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("question", BigInteger, ForeignKey(questions.c.id, ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("parts", Parts, nullable=False),
    Column("finish", Text),
    Column("reason", Reason),
    Column("notes", Notes),
    Column("model", Text),
    Column("engine", Text),
    Column("options", JSON(none_as_null=True)),
    Column("usage", JSON(none_as_null=True)),
    Column("begun_at", Moment),
    Column("ended_at", Moment),
    Column("is_settled", Boolean, nullable=False),
    Column("has_controls", Boolean, nullable=False),
    Column("persona", Text),
    Column("prompt", Text),
    Column("left_out", Integer),
    # It may be long and is seldom wanted: SQLite reads a row up to the last column it is asked for.
    Column("thought", Text, nullable=False),
    UniqueConstraint("question", "version", name="answers_version"),
    Index("answers_by_settled", "is_settled"),
    Index("answers_by_end", "has_controls", "ended_at"),
    sqlite_autoincrement=True,
)
pages = Table(
    "pages",
    metadata,
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    Column("answer", BigInteger, ForeignKey(answers.c.id, ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Index("pages_by_answer", "answer", "number"),
)
fronts = Table(
    "fronts",
    metadata,
    Column("channel", BigInteger, primary_key=True, autoincrement=False),
    Column("last_left_out", BigInteger, nullable=False),
    Column("parent", BigInteger),
    Column("server", BigInteger),
    # Of what was left out, up to the question with the id `summed_up`.
    Column("summary", Text),
    Column("summed_up", BigInteger),
    Column("title", Text),
)
# The messages of questions that were taken out, for a day: nobody is to answer them again.
taken_back = Table(
    "taken_back",
    metadata,
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    Column("asked_at", Moment, nullable=False),
    Index("taken_back_by_time", "asked_at"),
)
profiles = Table(
    "profiles",
    metadata,
    # The number alone tells no place: the first channel of an old server has the server's own.
    Column("kind", Text, primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("parent", BigInteger),
    Column("server", BigInteger),
    Column("overrides", Set, nullable=False),
)
access = Table(
    "access",
    metadata,
    Column("id", Id, primary_key=True),
    Column("server", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", BigInteger, nullable=False),
    Column("verdict", Text, nullable=False),
    UniqueConstraint("server", "kind", "subject", name="access_subject"),
)
spendings = Table(
    "spendings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Column("tokens", BigInteger, nullable=False),
    Index("spendings_by_person", "person", "at"),
    Index("spendings_by_time", "at"),
)
# Read by bots from before the tables were migrated, so that they refuse what they do not know; it changes no more.
Table("schema_version", metadata, Column("version", Integer, nullable=False))
