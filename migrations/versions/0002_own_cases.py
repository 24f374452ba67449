"""Cases that facilitators add, and imports that wait to be confirmed"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_cases",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("edition", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["accounts.id"],
            name=op.f("fk_own_cases_owner_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_own_cases")),
    )
    op.create_index(op.f("ix_own_cases_owner_id"), "own_cases", ["owner_id"])
    op.create_table(
        "staged_imports",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("read_as", sa.String(length=200), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_staged_imports_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_imports")),
    )
    op.create_index(op.f("ix_staged_imports_account_id"), "staged_imports", ["account_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_staged_imports_account_id"), "staged_imports")
    op.drop_table("staged_imports")
    op.drop_index(op.f("ix_own_cases_owner_id"), "own_cases")
    op.drop_table("own_cases")
