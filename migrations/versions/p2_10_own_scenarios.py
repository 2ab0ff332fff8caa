"""Scenarios that learners write themselves: drafts, and the wish that everybody may find one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "p2_10_own_scenarios"
down_revision = "p2_09_premises"
branch_labels = None
depends_on = None

STATES = ("writing", "ready")
WRITERS = ("model", "rehearsal", "person")
DECISIONS = ("pending", "approved", "declined")


def upgrade() -> None:
    """Make both tables."""
    _create_drafts()
    op.create_table(
        "scenario_publications",
        sa.Column("scenario_id", sa.String(length=120), nullable=False),
        sa.Column("state", _enum("state", DECISIONS), nullable=False),
        _moment("requested_at", nullable=False),
        _moment("decided_at"),
        sa.Column("decided_by_user_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'pending') = (decided_at IS NULL)",
            name=op.f("ck_scenario_publications_decided_unless_pending"),
        ),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenarios.id"],
            name=op.f("fk_scenario_publications_scenario_id_scenarios"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_user_id"],
            ["users.id"],
            name=op.f("fk_scenario_publications_decided_by_user_id_users"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("scenario_id", name=op.f("pk_scenario_publications")),
    )
    op.create_index("ix_scenario_publications_state_requested_at", "scenario_publications", ["state", "requested_at"])


def downgrade() -> None:
    """Take both away; what has become a scenario stays."""
    op.drop_table("scenario_publications")
    op.drop_table("scenario_drafts")


def _create_drafts() -> None:
    table = "scenario_drafts"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("language_id", sa.String(length=16), nullable=False),
        sa.Column("native_language_id", sa.String(length=16), nullable=False),
        sa.Column("cefr_level", sa.String(length=2), nullable=False),
        sa.Column("state", _enum("state", STATES), nullable=False),
        sa.Column("written_by", _enum("written_by", WRITERS), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("based_on_id", sa.String(length=120), nullable=True),
        sa.Column("scenario_id", sa.String(length=120), nullable=True),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        _moment("claimed_at"),
        _moment("created_at", nullable=False),
        _moment("updated_at", nullable=False),
        sa.CheckConstraint(
            "input_tokens >= 0 AND output_tokens >= 0", name=op.f("ck_scenario_drafts_tokens_not_negative")
        ),
        _foreign(table, "user_id", "users", "CASCADE"),
        _foreign(table, "language_id", "languages", "RESTRICT"),
        _foreign(table, "native_language_id", "languages", "RESTRICT"),
        _foreign(table, "based_on_id", "scenarios", "SET NULL"),
        _foreign(table, "scenario_id", "scenarios", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_drafts")),
    )
    op.create_index("ix_scenario_drafts_user_id_created_at", table, ["user_id", "created_at"])
    for column in ("based_on_id", "scenario_id"):
        op.create_index(f"ix_scenario_drafts_{column}", table, [column])


def _foreign(table: str, column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
