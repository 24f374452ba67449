"""Consents of their own, minors, a line to help, and what is remembered of what is gone"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXTS = ("consent_be_quoted", "consent_pool", "help_line")


def upgrade() -> None:
    # Columns only: making a table anew, as SQLite would for anything else,
    # takes with it whatever hangs on its rows.
    for name in TEXTS:
        op.add_column(
            "workshops", sa.Column(name, sa.JSON(), server_default=sa.text("'{}'"), nullable=False)
        )
    op.add_column(
        "workshops",
        sa.Column("minors", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "erasures",
        sa.Column("respondent_id", sa.String(length=36), nullable=False),
        sa.Column("workshop_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("respondent_id", "workshop_id", name=op.f("pk_erasures")),
    )
    op.create_index(op.f("ix_erasures_workshop_id"), "erasures", ["workshop_id"])
    op.create_table(
        "deletions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletions")),
    )
    op.create_index(op.f("ix_deletions_deleted_at"), "deletions", ["deleted_at"])


def downgrade() -> None:
    op.drop_table("deletions")
    op.drop_table("erasures")
    op.drop_column("workshops", "minors")
    for name in reversed(TEXTS):
        op.drop_column("workshops", name)
