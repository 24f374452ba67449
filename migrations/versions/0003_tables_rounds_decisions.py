"""Tables in the room, what is asked in a round, what is decided about an answer, who helps"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "workshops", sa.Column("tables", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("activities", sa.Column("asked", sa.JSON(), nullable=True))
    # In words of its own: making the table anew, as SQLite would for a check
    # added later, would take all answers with it by their foreign keys.
    op.execute(
        "ALTER TABLE activities ADD COLUMN answered_by VARCHAR(10) DEFAULT 'person' NOT NULL "
        "CONSTRAINT ck_activities_answered_by CHECK (answered_by in ('person', 'table'))"
    )
    op.add_column("response_events", sa.Column("sent_by", sa.String(length=36), nullable=True))
    op.add_column(
        "current_responses", sa.Column("response_id", sa.String(length=36), nullable=True)
    )
    op.execute(
        "UPDATE current_responses SET response_id = (SELECT submission_id FROM response_events "
        "WHERE response_events.seq = current_responses.seq)"
    )
    op.add_column("acts", sa.Column("response_id", sa.String(length=36), nullable=True))
    op.create_index(op.f("ix_acts_activity_id_acts_seq"), "acts", ["activity_id", "seq"])
    op.create_index(op.f("ix_acts_response_id"), "acts", ["response_id"])
    op.create_index(op.f("ix_acts_verb"), "acts", ["verb"])
    op.create_table(
        "members",
        sa.Column("workshop_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("role in ('facilitator', 'researcher')", name=op.f("ck_members_role")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_members_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
            name=op.f("fk_members_workshop_id_workshops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "account_id", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_account_id"), "members", ["account_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_members_account_id"), "members")
    op.drop_table("members")
    op.drop_index(op.f("ix_acts_verb"), "acts")
    op.drop_index(op.f("ix_acts_response_id"), "acts")
    op.drop_index(op.f("ix_acts_activity_id_acts_seq"), "acts")
    op.drop_column("acts", "response_id")
    op.drop_column("current_responses", "response_id")
    op.drop_column("response_events", "sent_by")
    # SQLite drops a column together with a check that stands in its own definition.
    op.execute("ALTER TABLE activities DROP COLUMN answered_by")
    op.drop_column("activities", "asked")
    op.drop_column("workshops", "tables")
