"""What partners remember, to be read and deleted."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from kaiwa.accounts.signed_in import required_user
from kaiwa.conversations.remembering import MOST_FACTS, forget_fact, forget_facts, list_facts
from kaiwa.extensions import db
from kaiwa.web.htmx import redirect

blueprint = Blueprint("memory", __name__)


@blueprint.get("/settings/memory")
def show() -> str:
    """Everything that partners remember of whoever asks."""
    facts = list_facts(db.session(), required_user().id)
    return render_template("conversations/memory.html", facts=facts, most=MOST_FACTS)


@blueprint.post("/settings/memory/<uuid:fact_id>/deletion")
def delete_one(fact_id: UUID) -> Response:
    """Forget one thing."""
    forget_fact(db.session(), required_user().id, fact_id)
    db.session.commit()
    return redirect(url_for(".show"))


@blueprint.post("/settings/memory/deletion")
def delete_all() -> Response:
    """Forget everything."""
    forget_facts(db.session(), required_user().id)
    db.session.commit()
    return redirect(url_for(".show"))
