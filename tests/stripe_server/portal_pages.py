"""The portal's page: plan, card, invoices, and what can be done."""

from flask import Blueprint, redirect, render_template, request

from tests.stripe_server.changing import change_items, wanted_items
from tests.stripe_server.clock import settle
from tests.stripe_server.customers import add_card
from tests.stripe_server.events import changing
from tests.stripe_server.items import items_of, period_end
from tests.stripe_server.pages import Page
from tests.stripe_server.settling import UPDATED
from tests.stripe_server.state import Obj, World
from tests.stripe_server.words import day, money, price_words, product_name


def portal_pages(world: World) -> Blueprint:
    """The portal of one stand-in."""
    pages = Blueprint("portal", __name__)

    @pages.get("/portal/<number>")
    @pages.post("/portal/<number>")
    def portal(number: str) -> Page:
        with world.lock:
            settle(world)
            session = world.kinds["billing_portal.session"].get(number)
            if session is None:
                text = "There is no such page of the portal."
                return render_template("gone.html", heading="Not found", text=text, back=None), 404
            if request.method == "POST":
                press(world, session)
                return redirect(after(session), 303)
            return portal_page(world, session)

    return pages


def after(session: Obj) -> str:
    """Where a button leads: to the portal again, unless the flow says otherwise."""
    flow = session["flow"]
    if flow and flow["after_completion"]["type"] == "redirect":
        return str(flow["after_completion"]["redirect"]["return_url"])
    return str(session["url"])


def press(world: World, session: Obj) -> None:
    """What a button does."""
    pressed = request.form.get("do")
    if pressed == "card":
        add_card(world, world.by_id[session["customer"]], last4="5556")
    elif pressed == "change":
        confirm(world, session["flow"]["subscription_update_confirm"])
    elif pressed in ("cancel", "keep"):
        subscription = world.get("subscription", request.form["subscription"])
        if subscription["customer"] == session["customer"]:
            plan_end(world, subscription, planned=pressed == "cancel")


def plan_end(world: World, subscription: Obj, *, planned: bool) -> None:
    """As the real portal does: `cancel_at` is set and `cancel_at_period_end` stays false."""
    with changing(world, subscription, UPDATED):
        reason = "cancellation_requested" if planned else None
        subscription.update(
            cancel_at=period_end(subscription) if planned else None,
            cancel_at_period_end=False,
            canceled_at=world.now() if planned else None,
            cancellation_details={**subscription["cancellation_details"], "reason": reason},
        )


def confirm(world: World, wanted: Obj) -> None:
    """Change to what the flow proposed."""
    subscription = world.get("subscription", wanted["subscription"])
    items = wanted_items(world, subscription, wanted["items"])
    params = {"proration_behavior": "always_invoice", "payment_behavior": "pending_if_incomplete"}
    change_items(world, subscription, items, params)


def portal_page(world: World, session: Obj) -> str:
    """The page."""
    customer = world.by_id[session["customer"]]
    card = customer.get("invoice_settings", {}).get("default_payment_method")
    flow = session["flow"] or {}
    proposed = flow.get("subscription_update_confirm")
    plans = [
        plan_words(world, each)
        for each in world.all("subscription", customer=session["customer"])
        if each["status"] not in ("canceled", "incomplete_expired")
    ]
    return render_template(
        "portal.html",
        plans=plans,
        confirm=price_of(world, proposed["items"][0]["price"]) if proposed else None,
        card=world.by_id[card]["card"] if card else None,
        invoices=[invoice_words(each) for each in world.all("invoice", customer=session["customer"])],
        back=session["return_url"],
        said=None,
    )


def plan_words(world: World, subscription: Obj) -> Obj:
    """A subscription as the page says it."""
    end = subscription["cancel_at"]
    return {
        "id": subscription["id"],
        "status": subscription["status"].replace("_", " "),
        **price_of(world, items_of(subscription)[0]["price"]),
        "renews": day(period_end(subscription)),
        "ends": day(end) if end else None,
    }


def price_of(world: World, number: str) -> Obj:
    """A price as the page says it."""
    price = world.by_id[number]
    return {"name": product_name(world, price), "price": price_words(price)}


def invoice_words(invoice: Obj) -> Obj:
    """An invoice as the page says it."""
    return {
        "number": invoice["number"] or "(draft)",
        "date": day(invoice["created"]),
        "status": invoice["status"],
        "total": money(invoice["total"], invoice["currency"]),
        "url": invoice["hosted_invoice_url"],
    }
