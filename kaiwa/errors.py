"""What can go wrong in the domain, each with a kind sentence for a person."""


class ConfigurationError(Exception):
    """A setting has a wrong value; the message is one sentence naming the variable and what was expected."""


class StartError(Exception):
    """Kaiwa cannot start; the message is one sentence saying what is missing and the mend."""


def N_(sentence: str) -> str:  # noqa: N802
    """Mark a sentence for the translators; it is translated where it is shown."""
    return sentence


class KaiwaError(Exception):
    """The base of everything a job function raises; `sentence` is fit to be shown to a person, under `title`.

    `is_plans` is whether it is for lack of a larger plan, so that the plans are named beside it.
    """

    title: str | None = None
    is_plans = False
    sentence = N_("Something went wrong on our side.")

    def __init__(self, sentence: str | None = None) -> None:
        self.sentence = sentence or self.sentence
        super().__init__(self.sentence)


class InvalidInput(KaiwaError):
    """What was sent cannot be used as it is."""

    sentence = N_("We could not use what you sent. Please look at it again.")


class NotFound(KaiwaError):
    """The thing does not exist, or not for this person."""

    sentence = N_("We could not find this page. It may have moved, or it belongs to somebody else.")


class NotAllowed(KaiwaError):
    """The thing is visible, but this person may not do that to it."""

    sentence = N_("You cannot do this here.")


class Conflict(KaiwaError):
    """The thing was changed elsewhere, or is in a state that does not allow this."""

    sentence = N_("This has changed since you opened it. Please reload and try again.")


class LimitReached(KaiwaError):
    """A quota or a rate limit is used up."""

    sentence = N_("That was a lot at once. Please wait a moment, then go on.")


class Unavailable(KaiwaError):
    """Something we depend on does not answer just now."""

    sentence = N_("Kaiwa is busy just now. Please try again in a moment.")
