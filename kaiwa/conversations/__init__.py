"""Conversations: from the first page to the summary, turn by turn."""
