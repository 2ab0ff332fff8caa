"""Understanding what somebody wishes a course to be, from plain words in any of the eight languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from kaiwa.languages.date_patterns import PATTERNS
from kaiwa.languages.digits import in_digits
from kaiwa.languages.durations import daily_minutes
from kaiwa.languages.word_lists import words_pattern
from kaiwa.languages.words import split_words, word_frequency
from kaiwa.minds.phrases import Question, QuestionReason
from kaiwa.minds.rehearsal.intents import object_to, written_in
from kaiwa.minds.rehearsal.wish_words import DAY, OPPOSITES, ORDINALS, WEEK, WISHES
from kaiwa.minds.wishes import Wish, WishKind, wish_of

LONGEST_WISH = 400
_TOPICAL = (WishKind.MORE_OF, WishKind.LESS_OF)
_LENGTHS = (WishKind.FEWER_DAYS, WishKind.MORE_DAYS, WishKind.SHORTER_DAYS, WishKind.LONGER_DAYS)
_JOINTS = re.compile(
    r"[,.;!?、。，；！？]+|\s(?:and|but|then|y|e|pero|luego|et|mais|puis|und|aber|sowie|dann|ma|poi)\s"
    r"|そして|でも|けど|그리고|하지만|但是?|而且|并且"
)
_UNSPACED_DAYS = {
    "ja": r"(?<!第)(\d+)(?:日間|日(?!目))|(?<!第)(\d+)週間",
    "zh": r"(?<!第)(\d+)天|(?<!第)(\d+)个?(?:周|星期)",
    "ko": r"(\d+)일(?!차|째)(?:간|동안)?|(\d+)주(?!차|째)(?:간|일)?",
}
# what follows the number of a week, and of a day
_BEHIND = {"ja": ("目?", "目"), "zh": ("", ""), "ko": (r"\s*차", "차")}
_POLITE = (
    "please bitte porfa por_favor s'il_te_plait s'il_vous_plait per_favore i'd_like "
    "ください お願い 해_주세요 주세요 请 吧 把"
)
_PARTICLE = re.compile(r"[ぁ-ん]{1,3}$|[가-힣]$|[\W\d_]+$|[a-z]{1,2}$", re.IGNORECASE)
# what is as common as this says nothing of a topic
_TOO_COMMON, _LONGEST_TOPIC = 4e-3, 60
LAST = -1


@dataclass(frozen=True)
class _Heard:
    """A wish word with its place."""

    kind: WishKind
    start: int
    end: int


def parse_wishes(text: str, native: str) -> list[Wish] | Question:
    """The wishes of a text, which may be the id of one, or what must be asked back; `week` is -1 for the last."""
    known = wish_of(text)
    if known:
        return [known]
    text = " ".join(text.split())[:LONGEST_WISH]
    if not any(sign.isalnum() for sign in text):
        return Question(QuestionReason.EMPTY_WISH)
    writing = written_in(text, native)
    objection = object_to(text, writing.languages)
    if objection:
        return Question(objection)
    for language in writing.languages:
        wishes = [wish for part in _parts(text, language) for wish in _wishes(part, language)]
        if wishes:
            return _contradiction(wishes) or list(dict.fromkeys(wishes))
    return Question(QuestionReason.WISH_NOT_UNDERSTOOD)


def _contradiction(wishes: Sequence[Wish]) -> Question | None:
    for one, other in combinations(wishes, 2):
        same_place = (one.week, one.day) == (other.week, other.day) or None in (one.week, other.week)
        for pair in OPPOSITES:
            if {one.kind, other.kind} == set(pair) and one.topic == other.topic and same_place:
                return Question(QuestionReason.CONTRADICTORY_WISH, choices=(one.id, other.id))
    return None


def _parts(text: str, language: str) -> list[str]:
    """Clauses that wish something; what wishes nothing belongs to the clause before it."""
    parts: list[str] = []
    for clause in filter(None, map(str.strip, _JOINTS.split(text))):
        for piece in _cut(clause, language):
            if parts and not (_heard(piece, language) and _heard(parts[-1], language)):
                parts[-1] = f"{parts[-1]}, {piece}"
            else:
                parts.append(piece)
    return parts


def _cut(clause: str, language: str) -> list[str]:
    """A clause with several wishes that have topics, in one piece for each: "more food less work"."""
    digits = in_digits(clause, language)
    topical = [each for each in _heard(clause, language) if each.kind in _TOPICAL]
    turns = [(one, other) for one, other in pairwise(topical) if one.kind is not other.kind]
    # the topic stands before the word that wishes it where verbs come last
    if language in ("ja", "ko"):
        cuts = [digits.origin(one.start, one.end)[1] for one, _ in turns]
    else:
        cuts = [digits.origin(other.start, other.end)[0] for _, other in turns]
    pieces = [clause[start:end].strip() for start, end in pairwise([0, *cuts, len(clause)])]
    return [piece for piece in pieces if piece]


def _heard(text: str, language: str) -> list[_Heard]:
    """Wish words in order; of two in one place the longer."""
    plain = in_digits(text, language).plain
    found = [
        _Heard(kind, *match.span())
        for kind, entries in WISHES[language].items()
        for match in words_pattern(entries).finditer(plain)
    ]
    found.sort(key=lambda each: (each.start, each.start - each.end))
    kept: list[_Heard] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    others = [each for each in kept if each.kind not in (*_TOPICAL, WishKind.MOVE)]
    topical = [each for each in kept if each.kind in _TOPICAL]
    # "more casual" is no wish for more of something, "put more food there" is none to move anything
    return others or topical or kept


def _wishes(part: str, language: str) -> list[Wish]:
    heard, plain = _heard(part, language), in_digits(part, language).plain
    weeks = [number for number, _ in _places(plain, language, WEEK)]
    days = [number for number, _ in _places(plain, language, DAY)]
    week, day = (weeks[-1] if weeks else None), (days[-1] if days else None)
    kinds = list(dict.fromkeys(each.kind for each in heard))
    counted = _counted(part, plain, language, kinds)
    if counted:
        return [counted]
    found = []
    for kind in kinds:
        if kind is WishKind.MOVE:
            topic = f"day {days[0]}" if len(days) > (0 if weeks else 1) else _topic(part, language)
            found.append(Wish(kind, topic, week, None if weeks else day))
        elif kind in _TOPICAL:
            topic = _topic(part, language)
            found += [Wish(kind, topic, week, day)] if topic else []
        else:
            found.append(Wish(kind, "", week, day))
    return found


def _counted(part: str, plain: str, language: str, kinds: Sequence[WishKind]) -> Wish | None:
    """A wish that names minutes or days; whether those are fewer or more shows against the course."""
    if any(kind not in _LENGTHS for kind in kinds):
        return None
    pace = daily_minutes(part, language)
    minutes = re.search(r"(\d+)[\s-]*(?:min|分|분)", plain)
    if pace or minutes:
        amount = pace.amount if pace else int(minutes[1]) if minutes else 0
        return Wish(WishKind.LONGER_DAYS if WishKind.LONGER_DAYS in kinds else WishKind.SHORTER_DAYS, count=amount)
    units = PATTERNS[language].units if language in PATTERNS else {}
    pattern = (
        rf"(\d+)[\s-]+(?:{units['day']})\b|(\d+)[\s-]+(?:{units['week']})\b" if units else _UNSPACED_DAYS[language]
    )
    match = re.search(pattern, plain)
    if match is None:
        return None
    amount = int(match[1]) if match[1] else 7 * int(match[2])
    if amount < 2:
        return None
    return Wish(WishKind.MORE_DAYS if WishKind.MORE_DAYS in kinds else WishKind.FEWER_DAYS, count=amount)


def _places(plain: str, language: str, names: dict[str, str]) -> list[tuple[int, tuple[int, int]]]:
    """Weeks or days that are named by their number, with their places, in order; -1 for the last."""
    name, ordinals = names[language], ORDINALS[language]
    if language in _BEHIND:
        behind = _BEHIND[language][names is DAY]
        numbered = rf"第(\d+)个?{name}(?!间|間)" + (rf"|(\d+){name}{behind}" if behind else "")
    else:
        numbered = rf"\b{name}\s+(?:n[º°.o]*\s*)?(\d+)|\b(\d+)(?:st|nd|rd|th|e|eme|a|o|\.|ª|º)\s*{name}"
    found = [(int(next(filter(None, match.groups()))), match.span()) for match in re.finditer(numbered, plain)]
    for number, ordinal in enumerate(ordinals, 1):
        value = LAST if number == len(ordinals) else number
        found += [(value, match.span()) for match in re.finditer(rf"(?:{ordinal})\s*{name}", plain)]
    return sorted(found, key=lambda each: each[1])


def _topic(part: str, language: str) -> str:
    """The words that say what the wish is about."""
    digits = in_digits(part, language)
    everything = words_pattern(f"{' '.join(WISHES[language].values())} {_POLITE}")
    spans = [match.span() for match in everything.finditer(digits.plain)]
    spans += [span for names in (WEEK, DAY) for _, span in _places(digits.plain, language, names)]
    taken = [digits.origin(*span) for span in spans]
    rest = "".join(" " if any(a <= at < b for a, b in taken) else sign for at, sign in enumerate(part))
    words = split_words(rest, language)
    if language not in _BEHIND:
        words = [word for word in words if word_frequency(word, language) < _TOO_COMMON]
    return " ".join(word for word in words if not _PARTICLE.match(word))[:_LONGEST_TOPIC]
