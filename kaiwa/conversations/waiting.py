"""Who waits for a reply, as the request says."""

from uuid import UUID

from flask import request

from kaiwa.accounts.visitors import current_visitor
from kaiwa.conversations.taking_up import AwaitedReply
from kaiwa.web.addresses import network_of


def current_awaited(reply_id: UUID) -> AwaitedReply:
    """A reply that whoever asks waits for."""
    return AwaitedReply(reply_id, current_visitor(), network_of(request.remote_addr))
