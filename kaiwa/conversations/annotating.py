"""The words of a partner's line as they are stored: readings, meanings, how common they are."""

from collections.abc import Mapping

from kaiwa.languages.annotating import Word, annotate
from kaiwa.languages.words import frequency_band
from kaiwa.minds.answers import Line
from kaiwa.models.shapes import AnnotatedWord

CHINESE_ENDINGS = frozenset("的了吗吧呢啊得地们")


def annotate_line(line: Line, language: str) -> list[AnnotatedWord]:
    """Annotate every word of a line; what the author checked wins over what is computed."""
    words = annotate(line.text, language, line.readings)
    meanings = _meanings(line.text, words, line.glossary)
    return [
        AnnotatedWord(
            surface=word.surface,
            is_word=word.is_word,
            reading=word.reading,
            romanization=word.romanization,
            pinyin=word.pinyin,
            lemma=word.lemma,
            meaning=meaning,
            band=frequency_band(word.lemma or word.surface, language) if word.is_word else None,
            ruby=word.ruby,
        )
        for word, meaning in zip(words, meanings, strict=True)
    ]


def _meanings(text: str, words: tuple[Word, ...], glossary: Mapping[str, str]) -> list[str | None]:
    """The meaning of each word: that of the longest glossary entry whose place in the text it stands in."""
    lowered = text.casefold()
    spans: list[tuple[int, int, str]] = []
    for entry, meaning in glossary.items():
        at = lowered.find(entry.casefold())
        while at >= 0:
            spans.append((at, at + len(entry), meaning))
            at = lowered.find(entry.casefold(), at + 1)
    spans.sort(key=lambda span: span[0] - span[1])
    meanings: list[str | None] = []
    at = 0
    for word in words:
        end = at + len(word.surface)
        inside = next((span for span in spans if span[0] < end and at < span[1]), None)
        # 的 in 冰的 does not mean "an iced one"
        is_ending = word.surface in CHINESE_ENDINGS and inside is not None and inside[:2] != (at, end)
        meanings.append(inside[2] if inside and word.is_word and not is_ending else None)
        at = end
    return meanings
