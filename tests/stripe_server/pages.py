"""Where people pay: the pages of a Checkout and of an invoice."""

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from tests.stripe_server.clock import settle
from tests.stripe_server.completing import complete, outcome_of
from tests.stripe_server.customers import add_card
from tests.stripe_server.paying import DECLINED
from tests.stripe_server.pdf import pdf_of
from tests.stripe_server.periods import DAY
from tests.stripe_server.settling import collect
from tests.stripe_server.state import Obj, World
from tests.stripe_server.words import day, money, price_words, product_name

Page = str | Answer | tuple[str, int]


def payment_pages(world: World) -> Blueprint:
    """The pages of one stand-in."""
    pages = Blueprint("pages", __name__)

    @pages.get("/pay/<number>")
    @pages.post("/pay/<number>")
    def pay(number: str) -> Page:
        with world.lock:
            settle(world)
            session = world.kinds["checkout.session"].get(number)
            if session is None or session["status"] != "open":
                return gone(session)
            return press(world, session) if request.method == "POST" else pay_page(world, session)

    @pages.get("/invoices/<number>")
    @pages.post("/invoices/<number>")
    def invoice(number: str) -> Page:
        with world.lock:
            settle(world)
            found = world.kinds["invoice"].get(number) or abort(404)
            said = None
            if request.method == "POST" and found["status"] == "open":
                said = pay_invoice(world, found)
            total = money(found["amount_due"], found["currency"])
            return render_template("invoice.html", invoice=found, total=total, said=said)

    @pages.get("/invoices/<number>/pdf")
    def invoice_pdf(number: str) -> Response:
        with world.lock:
            found = world.kinds["invoice"].get(number) or abort(404)
            return Response(pdf_of(invoice_lines(found)), mimetype="application/pdf")

    return pages


def gone(session: Obj | None) -> Page:
    """A session that cannot be paid (any more)."""
    if session is None:
        return render_template("gone.html", heading="Not found", text="There is no such payment.", back=None), 404
    text = "It was paid already." if session["status"] == "complete" else "It has expired: begin again."
    back = session["cancel_url"]
    return render_template("gone.html", heading="This payment is over", text=text, back=back), 410


def press(world: World, session: Obj) -> Page:
    """What a button of the page does."""
    pressed = request.form.get("do")
    if pressed == "code":
        return use_code(world, session)
    if pressed in ("decline", "refuse"):
        said = DECLINED if pressed == "decline" else "Your bank did not confirm the payment."
        return pay_page(world, session, said=f"{said} Try another one."), 402
    if pressed == "bank":
        return pay_page(world, session, bank=True)
    if pressed == "pay":
        outcome = outcome_of(world, session)
        if outcome == "declined":
            return pay_page(world, session, said=f"{DECLINED} Try another one."), 402
        if outcome == "requires_action":
            return pay_page(world, session, bank=True)
    complete(world, session, card=pressed != "cardless")
    return redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]), 303)


def use_code(world: World, session: Obj) -> Page:
    """Take a promotion code, or say that there is none."""
    given = request.form.get("code", "").strip().upper()
    found = [each for each in world.all("promotion_code", active=True) if each["code"] == given]
    if not found or not session["allow_promotion_codes"]:
        return pay_page(world, session, said="There is no such code."), 422
    session["_code"] = found[0]["id"]
    return pay_page(world, session)


def pay_page(world: World, session: Obj, *, said: str | None = None, bank: bool = False) -> str:
    """What is bought, what it costs today, and the buttons."""
    lines, currency = [], session["currency"]
    for line in session["_lines"]:
        price = world.by_id[line["price"]]
        amount = money(line["amount_total"], currency)
        lines.append({"name": product_name(world, price), "each": price_words(price), "amount": amount})
    due = sum(each["amount_total"] for each in session["_lines"])
    discount = None
    if session["_code"]:
        code = world.by_id[session["_code"]]
        coupon = world.by_id[code["promotion"]["coupon"]]
        taken = int(due * coupon["percent_off"] / 100)
        discount = {"name": coupon["name"], "code": code["code"], "amount": money(taken, currency)}
        due -= taken
    trial = session["_trial"] and max(1, round(session["_trial"] / DAY))
    return render_template(
        "pay.html",
        session=session,
        lines=lines,
        discount=discount,
        today=money(0 if trial else due, currency),
        trial=trial,
        said=said,
        bank=bank,
    )


def pay_invoice(world: World, invoice: Obj) -> str | None:
    """Pay an invoice with a new card, or try one that is declined."""
    if request.form.get("do") == "decline":
        return DECLINED
    add_card(world, world.by_id[invoice["customer"]])
    collect(world, invoice, "ok")
    return None


def invoice_lines(invoice: Obj) -> list[str]:
    """The text of an invoice's PDF."""
    currency = invoice["currency"]
    return [
        "Invoice (stand-in for Stripe: no money moved)",
        f"Number {invoice['number']}",
        f"Date {day(invoice['created'])}",
        f"For {invoice['customer_email'] or invoice['customer']}",
        "",
        *(f"{each['description']}: {money(each['amount'], currency)}" for each in invoice["lines"]["data"]),
        "",
        f"Total {money(invoice['total'], currency)}",
        f"Paid {money(invoice['amount_paid'], currency)}",
    ]
