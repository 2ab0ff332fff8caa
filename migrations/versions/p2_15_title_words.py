"""The words of titles stand in the row and what is chosen by in the list's index: both are looked through in order."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "p2_15_title_words"
down_revision = "p2_14_everybody_on_free"
branch_labels = None
depends_on = None

LISTED = sa.text("is_active AND visibility = 'public'")
CHOSEN_BY = ["facets", "categories", "script_languages"]
# MAIN keeps them in the row as long as it fits a page: what stands beside it costs four more reads for each row
STORED = "ALTER TABLE scenarios ALTER title_words SET STORAGE MAIN, ALTER title_words SET STATISTICS 500"
# until now they stood among the others, marked
UNMARK = """
UPDATE scenarios
SET title_words = array_to_tsvector(
        ARRAY(SELECT substr(lexeme, 2) FROM unnest(search_words) WHERE lexeme LIKE '=%')
    ),
    search_words = ts_delete(search_words, ARRAY(SELECT lexeme FROM unnest(search_words) WHERE lexeme LIKE '=%'))
WHERE search_words <> ''
"""
MARK = """
UPDATE scenarios
SET search_words = strip(search_words) || array_to_tsvector(ARRAY(SELECT '=' || lexeme FROM unnest(title_words)))
WHERE title_words <> ''
"""


def upgrade() -> None:
    """Move the words of titles into their column, and widen both indexes."""
    _drop_indexes()
    op.add_column("scenarios", sa.Column("title_words", postgresql.TSVECTOR(), server_default="", nullable=False))
    op.execute(STORED)
    op.execute(UNMARK)
    _create_indexes(["title_words", "search_words"], CHOSEN_BY)


def downgrade() -> None:
    """Mark the words of titles among the others again."""
    _drop_indexes()
    op.execute(MARK)
    op.drop_column("scenarios", "title_words")
    _create_indexes(["search_words"], None)


def _drop_indexes() -> None:
    for name in ("ix_scenarios_found", "ix_scenarios_listed"):
        op.drop_index(name, table_name="scenarios")


def _create_indexes(words: list[str], chosen_by: list[str] | None) -> None:
    # with the usual 64 MB the index of 100,000 scenarios takes minutes
    op.execute("SET LOCAL maintenance_work_mem = '256MB'")
    op.create_index(
        "ix_scenarios_listed",
        "scenarios",
        ["list_rank", "id"],
        postgresql_where=LISTED,
        postgresql_include=chosen_by,
    )
    op.create_index(
        "ix_scenarios_found",
        "scenarios",
        [*words, *CHOSEN_BY],
        postgresql_using="gin",
        postgresql_where=LISTED,
        postgresql_ops={"categories": "jsonb_path_ops"},
        postgresql_with={"fastupdate": "off"},
    )
