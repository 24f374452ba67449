"""What a report has to say about a workshop: who was invited and how, and notes"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("recruitment", "notes"):
        op.add_column(
            "workshops", sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False)
        )
    op.add_column(
        "workshops",
        sa.Column("invited", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
    )


def downgrade() -> None:
    for name in ("invited", "notes", "recruitment"):
        op.drop_column("workshops", name)
