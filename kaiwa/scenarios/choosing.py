"""What somebody has chosen to see of the catalogue, as it stands in the address."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from kaiwa.models.scenarios import CATEGORIES, CefrLevel, Length, PartnerRole, Skill
from kaiwa.web.asked_language import PARAMETER

LONGEST_SEARCH = 100
LONGEST_TAG = 16
ON = "1"
FACETS = ("level", "skill", "category", "length", "role", "language", "saved", "new")


class Order(StrEnum):
    """In which order scenarios are listed."""

    POPULAR = "popular"
    TRENDING = "trending"
    SAVED = "saved"
    RATED = "rated"


@dataclass(frozen=True)
class Choice:
    """Everything in the address of the list but how far somebody has read; "" is not chosen.

    `interface` is the language of the pages where the address asks for one: it narrows nothing.
    """

    q: str = ""
    level: str = ""
    skill: str = ""
    category: str = ""
    length: str = ""
    role: str = ""
    language: str = ""
    saved: str = ""
    new: str = ""
    sort: Order = Order.POPULAR
    interface: str = ""

    @property
    def dropped(self) -> Iterator[tuple[str, str, Choice]]:
        """Each thing chosen, with its name, its value, and what is left without it."""
        for name in ("q", *FACETS):
            value = getattr(self, name)
            if value:
                without: dict[str, Any] = {name: ""}
                yield name, value, replace(self, **without)

    @property
    def is_narrow(self) -> bool:
        """Whether anything is searched for or left out."""
        return any(self.dropped)

    @property
    def is_everything(self) -> bool:
        """Whether it is the first page of the catalogue, with its shelves."""
        return not self.is_narrow and self.sort is Order.POPULAR

    def query(self, after: str = "") -> str:
        """The part of an address after "?", without what is not chosen."""
        values = {name: getattr(self, name) for name in ("q", *FACETS, PARAMETER)}
        values["sort"] = "" if self.sort is Order.POPULAR else self.sort.value
        return urlencode({name: value for name, value in {**values, "after": after}.items() if value})

    def path(self, after: str = "") -> str:
        """The address of what is chosen."""
        query = self.query(after)
        return f"/scenarios?{query}" if query else "/scenarios"


def read_choice(values: Mapping[str, str], languages: Collection[str], *, is_guest: bool) -> Choice:
    """What an address says; what cannot be chosen is left out. A guest has saved nothing and tried nothing."""
    known: dict[str, Collection[str]] = {
        "level": set(CefrLevel),
        "skill": set(Skill),
        "category": CATEGORIES,
        "length": set(Length),
        "role": set(PartnerRole),
        "language": languages,
        "saved": () if is_guest else (ON,),
        "new": () if is_guest else (ON,),
    }
    chosen = {name: value for name, allowed in known.items() if (value := values.get(name, "")) in allowed}
    order = values.get("sort", "")
    return Choice(
        q=" ".join(values.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH],
        sort=Order(order) if order in set(Order) else Order.POPULAR,
        interface=values.get(PARAMETER, "")[:LONGEST_TAG],
        **chosen,
    )
