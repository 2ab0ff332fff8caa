"""Why a change of somebody's plan cannot be made; each says what to do instead."""

from kaiwa.errors import N_, Conflict, NotFound


class NotForSale(NotFound):
    """Plans cannot be bought here, or not this one: no keys are set, or the price is not at Stripe yet."""

    title = N_("Plans cannot be bought here yet")
    sentence = N_("Plans cannot be bought here yet. Everything that is free stays so.")


class AlreadySubscribed(Conflict):
    """Somebody who has a subscription wants another one."""

    title = N_("You have a plan already")
    sentence = N_("You have a plan already, so nothing was bought a second time. You can change it here.")


class NoSubscription(Conflict):
    """There is no subscription that could be changed."""

    sentence = N_("You have no plan that could be changed. Choose one first.")


class SamePlan(Conflict):
    """The plan that is wanted is the one that there is."""

    sentence = N_("That is the plan you have.")


class IsEnding(Conflict):
    """A subscription that is to end is not changed."""

    sentence = N_("Your plan is about to end. Resume it first, then change it.")


class ChangeIsScheduled(Conflict):
    """Another change waits for the period's end."""

    sentence = N_("Another change is planned already. Keep your plan first, then choose again.")


class PaymentIsOwed(Conflict):
    """A payment is owed, so that nothing may be changed before."""

    sentence = N_("A payment is still open. Once it is paid you can change your plan.")
