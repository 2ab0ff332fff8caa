"""What the forms of an account carry."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from kaiwa.accounts.passwords import LEAST, MOST
from kaiwa.web.translation import gettext as _

_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


def folded_address(value: object) -> object:
    """An address as it is kept: without blanks around it, case-folded."""
    return value.strip().casefold() if isinstance(value, str) else value


def checked_address(value: str) -> str:
    """Refuse what cannot be an e-mail address."""
    if not _ADDRESS.fullmatch(value):
        raise ValueError(_("Please give an e-mail address, like mia@example.org."))
    return value


def local_path(value: object) -> object:
    """A page of ours to go on to; anything that leads elsewhere becomes nothing."""
    if not isinstance(value, str) or not re.fullmatch(r"/(?![/\\])[^\\\s\x00-\x1f]*", value):
        return ""
    return value


Address = Annotated[str, Field(max_length=320), BeforeValidator(folded_address), AfterValidator(checked_address)]
NewPassword = Annotated[str, Field(min_length=LEAST, max_length=MOST)]
LocalPath = Annotated[str, BeforeValidator(local_path)]


class SignUpForm(BaseModel):
    """An address and a password for a new account."""

    email: Address
    password: NewPassword
    next: LocalPath = ""


class ForgottenForm(BaseModel):
    """The address of somebody who has forgotten their password."""

    email: Address


class NewPasswordForm(BaseModel):
    """A password in place of the old one."""

    password: NewPassword


class SignInForm(BaseModel):
    """An address and its password."""

    email: Address
    password: Annotated[str, Field(min_length=1, max_length=MOST)]
    next: LocalPath = ""


class PasswordForm(BaseModel):
    """A password of an address that is known."""

    password: Annotated[str, Field(min_length=1, max_length=MOST)]


class SignOutForm(BaseModel):
    """Where to sign out: here, or everywhere."""

    everywhere: bool = False


class AccountDeletionForm(BaseModel):
    """What shows that somebody means to delete their account; whoever has no password ticks a box."""

    password: Annotated[str, Field(max_length=MOST)] = ""
    sure: bool = False
