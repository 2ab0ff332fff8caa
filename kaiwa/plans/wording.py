"""Plans in words: what they cost and what they have."""

from flask import Flask

from kaiwa.billing.plans import Plan
from kaiwa.models import Tier
from kaiwa.models.subscriptions import Interval
from kaiwa.web.money import price
from kaiwa.web.translation import gettext as _, ngettext

HOUR = 3600


def plan_price(plan: Plan) -> str:
    """What a plan costs each time: $15 a month."""
    amount = price(plan.cents, plan.tier.currency)
    if plan.interval is Interval.YEAR:
        return _("%(price)s a year", price=amount)
    return _("%(price)s a month", price=amount)


def length(seconds: int) -> str:
    """A length of time in hours where they are whole, else in minutes."""
    if seconds >= HOUR and seconds % HOUR == 0:
        return ngettext("%(num)s hour", "%(num)s hours", seconds // HOUR)
    return ngettext("%(num)s minute", "%(num)s minutes", seconds // 60)


def tier_has(tier: Tier, *, with_live: bool) -> list[str]:
    """What a tier has, a sentence each, and not what it lacks; live voice only where this Kaiwa has it."""
    said = [
        _("%(time)s of practice a month", time=length(tier.monthly_seconds)),
        ngettext(
            "Up to %(num)s conversation a month", "Up to %(num)s conversations a month", tier.monthly_conversations
        ),
        _session(tier),
    ]
    if with_live and tier.has_realtime_access and tier.monthly_realtime_sessions:
        said.append(_live(tier))
    if tier.session_banking_enabled and tier.max_banked_seconds:
        said.append(_("Up to %(time)s of unused time carried over", time=length(tier.max_banked_seconds)))
    own = tier.max_custom_scenarios
    said.append(ngettext("%(num)s scenario of your own", "%(num)s scenarios of your own", own))
    return said


def init_wording(app: Flask) -> None:
    """Give the templates their words for plans."""
    app.jinja_env.filters.update(plan_price=plan_price)
    app.jinja_env.globals.update(tier_has=tier_has)


def _session(tier: Tier) -> str:
    at_most = length(tier.max_session_length_seconds)
    if tier.can_extend and tier.max_extensions:
        more = length(tier.max_extensions * tier.extension_seconds)
        return _("Sessions of %(time)s, and up to %(more)s more", time=at_most, more=more)
    return _("Sessions of %(time)s", time=at_most)


def _live(tier: Tier) -> str:
    count = tier.monthly_realtime_sessions
    return ngettext("%(num)s live voice session a month", "%(num)s live voice sessions a month", count)
