"""Where a sign-in link leads, and who may hand over another one"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns only, and no constraint: making a table anew, as SQLite would
    # for one, takes with it whatever hangs on its rows.
    op.add_column(
        "sign_in_links",
        sa.Column("goes_to", sa.String(length=200), server_default="", nullable=False),
    )
    op.add_column("accounts", sa.Column("invited_by", sa.String(length=36), nullable=True))


def downgrade() -> None:
    op.drop_column("accounts", "invited_by")
    op.drop_column("sign_in_links", "goes_to")
