"""Noting what happened, without what was said."""

from flask import request
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.models import AnalyticsEvent
from kaiwa.web.addresses import network_of


def record_event(session: Session, visitor: Visitor, name: str, **properties: object) -> None:
    """Note an event of this request; the address is cut to its network, the referrer to its host's page."""
    session.add(
        AnalyticsEvent(
            user_id=visitor.user_id,
            session_id=str(visitor.guest_id) if visitor.guest_id else None,
            event_name=name,
            properties=properties,
            user_agent=(request.user_agent.string or "")[:300] or None,
            ip_address=network_of(request.remote_addr),
            referrer=(request.referrer or "").split("?")[0][:300] or None,
        )
    )
