"""People who have said a lot, for tests of what is too large to be sent at once."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session, scoped_session

from kaiwa.accounts.prepared_exports import MOST_STREAMED

# each like the first line of the conversation, so that a new column of messages changes nothing here
SAY = """
INSERT INTO messages
SELECT said.* FROM conversations c
JOIN LATERAL (SELECT id FROM messages WHERE conversation_id = c.id ORDER BY position LIMIT 1) f ON true
JOIN messages m ON m.id = f.id
CROSS JOIN generate_series(1, %(lines)s) n
CROSS JOIN LATERAL jsonb_populate_record(m, jsonb_build_object(
    'id', gen_random_uuid(), 'position', c.message_count + n, 'role', 'user', 'content', 'Nummer ' || n,
    'in_reply_to_id', NULL, 'annotations', NULL, 'grammar_analysis', NULL, 'mind_state', NULL
)) said
WHERE c.id = %(conversation)s
"""
COUNTED = "UPDATE conversations SET message_count = message_count + %(lines)s WHERE id = %(conversation)s"


def say_a_lot(session: Session | scoped_session[Any], conversation: UUID, lines: int = MOST_STREAMED + 1) -> None:
    """Put so many lines into a conversation that has one already."""
    connection, values = session.connection(), {"conversation": conversation, "lines": lines}
    connection.exec_driver_sql(SAY, values)
    connection.exec_driver_sql(COUNTED, values)
    session.commit()
