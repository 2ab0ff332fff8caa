"""Which scenarios somebody may see: scoping is the authorization."""

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.errors import NotFound
from kaiwa.models import Scenario
from kaiwa.models.scenarios import Visibility


def is_listed() -> ColumnElement[bool]:
    """What stands in lists, for everybody: the condition of the lists' indexes, word for word."""
    return and_(Scenario.is_active, Scenario.visibility == Visibility.PUBLIC)


def visible_to(visitor: Visitor) -> ColumnElement[bool]:
    """What somebody may see who knows its address: what is public or unlisted, and their own."""
    open_to_all = Scenario.visibility.in_((Visibility.PUBLIC, Visibility.UNLISTED))
    if visitor.user_id is None:
        return and_(Scenario.is_active, open_to_all)
    return and_(Scenario.is_active, or_(open_to_all, Scenario.created_by_user_id == visitor.user_id))


def find_scenario(session: Session, visitor: Visitor, scenario_id: str) -> Scenario:
    """A scenario that somebody may see; raises NotFound."""
    if "\0" in scenario_id:
        # what a database cannot hold it cannot look for
        raise NotFound
    found = session.scalars(select(Scenario).where(Scenario.id == scenario_id, visible_to(visitor))).one_or_none()
    if found is None:
        raise NotFound
    return found
