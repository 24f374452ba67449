"""Which of its questions the screen shows large"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workshops", sa.Column("focus", sa.String(length=120), nullable=True))


def downgrade() -> None:
    op.drop_column("workshops", "focus")
