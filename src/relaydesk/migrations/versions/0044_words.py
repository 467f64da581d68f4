"""Words of products by what they come to without one letter, so that what is typed wrong finds them."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"

# as the catalogue's own statement adds them; of products that are there, from what they are searched by
_WORDS_SO_FAR = """
INSERT INTO commerce_word (shortened, word)
SELECT DISTINCT CASE WHEN place = 0 THEN word ELSE overlay(word PLACING '' FROM place FOR 1) END, word
FROM ts_stat('SELECT search FROM commerce_product WHERE search IS NOT NULL') AS found,
  generate_series(0, length(word)) AS place
WHERE length(word) BETWEEN 4 AND 30 AND word ~ '^[[:alpha:]]+$' AND lower(word) <> upper(word)
"""


def upgrade() -> None:
    op.create_table(
        "commerce_word",
        sa.Column("shortened", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("shortened", "word", name=op.f("pk_commerce_word")),
    )
    op.execute(_WORDS_SO_FAR)


def downgrade() -> None:
    op.drop_table("commerce_word")
