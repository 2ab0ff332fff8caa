"""Scenarios in each language, the words they are found by, and what they were before a change."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "p2_07_scenario_texts"
down_revision = "p2_06_live_calls"
branch_labels = None
depends_on = None

SKILLS = ("speaking", "listening", "vocabulary", "politeness")
LISTED = sa.text("is_active AND visibility = 'public'")
FACETS = """ARRAY[
    cefr_level::text,
    role::text,
    primary_skill::text,
    CASE
        WHEN estimated_duration_seconds <= 300 THEN 'short'::text
        WHEN estimated_duration_seconds <= 600 THEN 'medium'::text
        ELSE 'long'::text
    END]"""
RANK = """LEAST(sort_order, 99999)
    - 100000 * floor(ln((usage_count + 1)::double precision) / ln(2::double precision))::integer"""
# a line is read often and in lists: what is long stands beside the row
NARROW = "ALTER TABLE scenarios SET (toast_tuple_target = 256, fillfactor = 90)"
# but for what is looked at row by row; words are not worth packing, since they are unpacked as often
STORED = """ALTER TABLE scenarios
    ALTER categories SET STORAGE MAIN, ALTER script_languages SET STORAGE MAIN, ALTER facets SET STORAGE MAIN,
    ALTER title SET STORAGE MAIN, ALTER search_words SET STORAGE EXTERNAL,
    ALTER search_words SET STATISTICS 500
"""
WORDS = """
UPDATE scenarios
SET search_words = to_tsvector(
        'simple', title || ' ' || description || ' ' || search_keywords::text || ' ' || tags::text
    ),
    categories = CASE
        WHEN categories ? 'small talk' THEN categories - 'small talk' || '["small-talk"]' ELSE categories
    END
"""


def upgrade() -> None:
    op.execute(NARROW)
    op.execute(f"UPDATE scenarios SET primary_skill = 'speaking' WHERE primary_skill NOT IN {SKILLS}")  # noqa: S608
    op.alter_column("scenarios", "primary_skill", type_=sa.String(32), existing_type=sa.String(40))
    op.create_check_constraint("primary_skill", "scenarios", f"primary_skill IN {SKILLS}")
    op.add_column(
        "scenarios", sa.Column("script_languages", sa.ARRAY(sa.String(16)), server_default="{}", nullable=False)
    )
    op.add_column("scenarios", sa.Column("search_words", postgresql.TSVECTOR(), server_default="", nullable=False))
    op.execute(WORDS)
    op.add_column("scenarios", sa.Column("facets", sa.ARRAY(sa.Text()), sa.Computed(FACETS, persisted=True)))
    op.add_column("scenarios", sa.Column("list_rank", sa.Integer(), sa.Computed(RANK, persisted=True)))
    op.execute(STORED)
    op.alter_column("scenarios", "facets", nullable=False)
    op.alter_column("scenarios", "list_rank", nullable=False)
    op.create_index("ix_scenarios_created_by_user_id", "scenarios", ["created_by_user_id"])
    op.create_index("ix_scenarios_listed", "scenarios", ["list_rank", "id"], postgresql_where=LISTED)
    op.create_index(
        "ix_scenarios_found",
        "scenarios",
        ["search_words", "facets", "categories", "script_languages"],
        postgresql_using="gin",
        postgresql_where=LISTED,
        postgresql_ops={"categories": "jsonb_path_ops"},
        postgresql_with={"fastupdate": "off"},
    )
    _create_texts()
    _create_versions()


def _create_texts() -> None:
    json = [sa.Column(name, postgresql.JSONB(), nullable=False) for name in _JSON]
    op.create_table(
        "scenario_texts",
        sa.Column("scenario_id", sa.String(length=120), nullable=False),
        sa.Column("language_id", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("setting", sa.Text(), nullable=False),
        *json,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenarios.id"], name=op.f("fk_scenario_texts_scenario_id_scenarios"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["language_id"], ["languages.id"], name=op.f("fk_scenario_texts_language_id_languages"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("scenario_id", "language_id", name=op.f("pk_scenario_texts")),
    )


_JSON = ("keywords", "partner", "opening", "phrases", "sample", "cultural_topics", "cultural_note", "readings")


def _create_versions() -> None:
    op.create_table(
        "scenario_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scenario_id", sa.String(length=120), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenarios.id"],
            name=op.f("fk_scenario_versions_scenario_id_scenarios"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_versions")),
    )
    op.create_index("ix_scenario_versions_scenario_id", "scenario_versions", ["scenario_id"])
    op.add_column("conversations", sa.Column("scenario_version_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_conversations_scenario_version_id_scenario_versions"),
        "conversations",
        "scenario_versions",
        ["scenario_version_id"],
        ["id"],
        ondelete="RESTRICT",
    )
    op.create_index("ix_conversations_scenario_version_id", "conversations", ["scenario_version_id"])


def downgrade() -> None:
    op.drop_column("conversations", "scenario_version_id")
    op.drop_table("scenario_versions")
    op.drop_table("scenario_texts")
    op.drop_index("ix_scenarios_found", table_name="scenarios")
    op.drop_index("ix_scenarios_listed", table_name="scenarios")
    op.drop_index("ix_scenarios_created_by_user_id", table_name="scenarios")
    for name in ("list_rank", "facets", "search_words", "script_languages"):
        op.drop_column("scenarios", name)
    op.drop_constraint("primary_skill", "scenarios", type_="check")
    op.alter_column("scenarios", "primary_skill", type_=sa.String(40), existing_type=sa.String(32))
    op.execute("ALTER TABLE scenarios RESET (toast_tuple_target, fillfactor)")
    op.execute("ALTER TABLE scenarios ALTER categories SET STORAGE EXTENDED, ALTER title SET STORAGE EXTENDED")
