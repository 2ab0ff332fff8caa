"""What a line says besides its intent: the slots heard in it, and the line with those slots masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kaiwa.languages.keys import key_words, matching_key
from kaiwa.languages.numbers import find_numbers, find_times
from kaiwa.languages.words import split_words
from kaiwa.minds.rehearsal.script import Script, Slot
from kaiwa.minds.rehearsal.templates import split_at_slots

_VOWELS = "あいうえお"
UNSPACED = frozenset({"ja", "ko"})
SHORT_FORM = 3
_FIRST_MASK = 0xE000


@dataclass(frozen=True)
class Heard:
    """A slot's content: the value's id and how the partner says it back."""

    value: str
    say: str


@dataclass(frozen=True)
class Masked:
    """A line reduced to what is compared: its key and words with slots as one mark each."""

    key: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Form:
    slot: str
    value: str
    text: str
    key: str
    words: tuple[str, ...]


class Ear:
    """Hears the slots of one script in a learner's line."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.language: str = script.language
        names = sorted(script.slots)
        self._marks = {name: chr(_FIRST_MASK + index) for index, name in enumerate(names)}
        self._forms = sorted(self._list_forms(), key=lambda form: -len(form.key))
        self._forms_with: dict[frozenset[str], list[_Form]] = {}

    def _list_forms(self) -> Iterable[_Form]:
        for name, slot in self.script.slots.items():
            for value, body in slot.values.items():
                for form in body.forms:
                    key = matching_key(form, self.language)
                    if key:
                        yield _Form(name, value, form, key, tuple(key_words(form, self.language)))

    def _forms_of(self, slots: frozenset[str]) -> list[_Form]:
        """The forms of some slots, the longest first."""
        if slots not in self._forms_with:
            self._forms_with[slots] = [form for form in self._forms if form.slot in slots]
        return self._forms_with[slots]

    def mask(self, text: str, slots: Iterable[str], *, with_words: bool = True) -> tuple[Masked, dict[str, Heard]]:
        """Reduce a learner's line for comparing and say which of `slots` were heard in it."""
        wanted = frozenset(slots)
        keys: list[str] = []
        words: list[str] = []
        heard: dict[str, Heard] = {}
        for piece, slot in self._cut_out_counted(text, wanted, heard):
            if slot is None:
                self._mask_listed(piece, wanted, keys, words if with_words else None, heard)
            else:
                keys.append(self._marks[slot])
                words.append(self._marks[slot])
        return Masked(self._join(keys), tuple(words)), heard

    def mask_example(
        self, text: str, slots: Iterable[str], *, with_words: bool = True
    ) -> tuple[Masked, dict[str, Heard]]:
        """Reduce an author's sentence in the same way, `{slot}`s already marked; say which values it names itself."""
        wanted = frozenset(slots)
        keys: list[str] = []
        words: list[str] = []
        named: dict[str, Heard] = {}
        for piece, is_slot in split_at_slots(text):
            if is_slot:
                keys.append(self._marks[piece])
                words.append(self._marks[piece])
                continue
            for part, slot in self._cut_out_counted(piece, wanted, named):
                if slot is None:
                    self._mask_listed(part, wanted, keys, words if with_words else None, named)
                else:
                    keys.append(self._marks[slot])
                    words.append(self._marks[slot])
        return Masked(self._join(keys), tuple(words)), named

    def key_example(self, text: str, slots: Iterable[str]) -> str:
        """The key alone of an author's sentence."""
        return self.mask_example(text, slots, with_words=False)[0].key

    def _join(self, keys: list[str]) -> str:
        if self.language in UNSPACED:
            return "".join(keys)
        return " ".join(" ".join(keys).split())

    def _cut_out_counted(
        self, text: str, wanted: frozenset[str], heard: dict[str, Heard]
    ) -> Iterable[tuple[str, str | None]]:
        at = 0
        for start, end, name, value in sorted(self._counted(text, wanted), key=lambda span: (span[0], -span[1])):
            if start < at:
                continue
            if text[at:start].strip():
                yield text[at:start], None
            heard.setdefault(name, value)
            yield "", name
            at = end
        if text[at:].strip():
            yield text[at:], None

    def _counted(self, text: str, wanted: frozenset[str]) -> Iterable[tuple[int, int, str, Heard]]:
        """Times and numbers with their places; where they overlap, times stand first and win."""
        slots = {name: self.script.slots[name] for name in wanted}
        for name in (name for name, slot in slots.items() if slot.kind == "time"):
            for time in find_times(text, self.language):
                yield time.start, time.end, name, Heard(f"{time.hour:02d}:{time.minute:02d}", time.surface.strip())
        for name, slot in ((name, slot) for name, slot in slots.items() if slot.kind == "number"):
            for number in find_numbers(text, self.language):
                yield number.start, number.end, name, say_number(slot, int(number.value))

    def _mask_listed(
        self, text: str, wanted: frozenset[str], keys: list[str], words: list[str] | None, heard: dict[str, Heard]
    ) -> None:
        key = matching_key(text, self.language)
        piece_words = list(key_words(text, self.language)) if words is not None else []
        for form in self._forms_of(wanted):
            if form.key not in key:
                if form.key[0] not in _VOWELS or form.text not in text:
                    continue
            elif form.text not in text and self._is_part_of_word(form.key, text):
                continue
            masked = self._replace(key, form.key, self._marks[form.slot])
            if masked == key and form.key[0] in _VOWELS and form.text in text:
                # the key has drawn two vowels that met into one: から頭 is からたま
                masked = self._replace(key, form.key[1:], self._marks[form.slot])
            if masked == key:
                continue
            key = masked
            heard.setdefault(form.slot, self.say_value(form.slot, form.value))
            piece_words = [word for word in piece_words if word not in form.words] + [self._marks[form.slot]]
        keys.append(key)
        if words is not None:
            words += piece_words

    def _is_part_of_word(self, form: str, text: str) -> bool:
        """Whether a short form stands in an unspaced line only inside longer words: 腰 is not heard in 少し."""
        if self.language not in UNSPACED or len(form) > SHORT_FORM:
            return False
        return all(matching_key(word, self.language) != form for word in _pieces(text, self.language))

    def _replace(self, key: str, form: str, mark: str) -> str:
        if self.language in UNSPACED:
            return key.replace(form, mark)
        if form not in key:
            return key
        return _bounded(form).sub(mark, key)

    def say_value(self, slot: str, value: str) -> Heard:
        """How the partner says back one of a slot's listed values."""
        return Heard(value, self.script.slots[slot].values[value].forms[0])

    def translate(self, heard: Mapping[str, Heard], language: str) -> dict[str, str]:
        """The heard values in the learner's own language, for a translation of the partner's line."""
        said = {}
        for name, value in heard.items():
            slot = self.script.slots[name]
            translations: Mapping[str, str] = {}
            if slot.kind == "list" and value.value in slot.values:
                translations = slot.values[value.value].tr
            elif slot.kind == "number":
                translations = slot.tr.get(int(value.value), {}) or {"en": value.value}
            elif slot.kind == "time":
                translations = {"en": value.value.lstrip("0")}
            said[name] = translations.get(language) or translations.get("en") or value.say
        return said


@lru_cache(maxsize=2_000)
def _pieces(text: str, language: str) -> frozenset[str]:
    """The words of a line, and each with the particle-sized end of it cut off."""
    words = split_words(text, language)
    return frozenset(words) | {word[:-1] for word in words if len(word) > 1} if language == "ko" else frozenset(words)


@lru_cache(maxsize=10_000)
def _bounded(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){re.escape(form)}(?!\S)")


def say_number(slot: Slot, value: int) -> Heard:
    """How the partner says a number back: the author's way, else the digits."""
    return Heard(str(value), slot.say.get(value, str(value)))
