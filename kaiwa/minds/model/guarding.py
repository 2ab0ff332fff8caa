"""What a model may say aloud: at most two plain sentences, whatever it was asked and whatever it answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from kaiwa.languages.sentences import split_sentences

MOST_SENTENCES = 2
MOST_SIGNS = {"ja": 160, "zh": 120, "ko": 200}
MOST_SIGNS_ELSEWHERE = 400
LONGEST_ASIDE = 200
_PAIRS = {"(": ")", "（": "）", "[": "]", "［": "］", "【": "】", "{": "}", "*": "*", "<": ">"}
_MARKS = frozenset("*_`#~|")
_ENDERS = frozenset("。！？!?.…．｡")
_CLOSERS = frozenset("\"'”’»）)」』")
_LINK = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)
_LINK_BEGINS = re.compile(r"(?:h(?:t(?:t(?:p(?:s?(?::/?)?)?)?)?)?|w(?:w(?:w)?)?)$", re.IGNORECASE)
# "You:", "- ", "2. ": another's turn, or a list
_NEW_TURN = re.compile(r"\s*(?:[^\s:：。！？.!?,、]{1,20}\s?[:：]|[-•–]\s|\d+[.)]\s)")
_LABEL_ROOM = 22
_QUOTES = '"“”„«»'
_KEPT_FORMATS = frozenset("\u200c\u200d")


class LineGuard:
    """Takes text as it comes and gives out what may be said of it.

    Stage directions, markup, links, labels of a speaker and what follows the second sentence never come out. `names`
    are what the partner may call itself. Nothing more is wanted once `done`. `text` is what has come out.
    """

    def __init__(self, language: str, names: Sequence[str] = ()) -> None:
        self.text = ""
        self.done = False
        self._language = language
        self._labels = [name.casefold() for name in names if name]
        self._most = MOST_SIGNS.get(language, MOST_SIGNS_ELSEWHERE)
        self._held = ""
        self._gap = False
        self._left_out = False
        self._at_start = True
        self._was_quoted = False

    def feed(self, piece: str) -> str:
        """Take a piece; returns what may be said now, which is often a little less or the end of what was held."""
        return self._go_on(piece, whole=False)

    def finish(self) -> str:
        """Nothing more comes; returns what was still held."""
        rest = self._go_on("", whole=True)
        self.done = True
        return rest

    def _go_on(self, piece: str, *, whole: bool) -> str:
        if self.done:
            return ""
        said = len(self.text)
        self._held += "".join(sign for sign in piece if _is_plain(sign))
        if self._at_start and not self._began(whole=whole):
            return ""
        while self._held and not self.done:
            if not self._step(whole=whole):
                break
        return self.text[said:]

    def _began(self, *, whole: bool) -> bool:
        """Drop spaces, a label and an opening quote before the first word; False while it is not clear yet."""
        held = _unmarked(self._held)
        if held in ("", "*", "-", "•"):
            return whole
        folded = held.casefold()
        for label in self._labels:
            if not whole and len(folded) <= len(label) and label.startswith(folded):
                return False
            if not folded.startswith(label):
                continue
            rest = _unmarked(held[len(label) :])
            if not rest and not whole:
                return False
            if rest[:1] in (":", "："):
                held = _unmarked(rest[1:])
                break
        if held[:1] and held[:1] in _QUOTES:
            held, self._was_quoted = held[1:], True
        if not held:
            return whole
        self._held, self._at_start = held, False
        return True

    def _step(self, *, whole: bool) -> bool:
        """Deal with the first sign that is held; False where more must come first."""
        sign, after = self._held[0], self._held[1:]
        if sign in "\r\n":
            return self._break_line(whole=whole)
        if sign == "*" and after[:1] == "*":
            return self._drop(2)
        if sign in _PAIRS and not (sign == "<" and after and not re.match(r"[A-Za-z/!]", after)):
            return self._aside(_PAIRS[sign], whole=whole)
        if sign in _MARKS or sign == "<":
            return self._drop(1)
        if sign in "hHwW" and (self._gap or not self.text[-1:].isalnum()):
            link = _LINK.match(self._held)
            if link and (whole or link.end() < len(self._held)):
                return self._drop(link.end())
            if not whole and (link or _LINK_BEGINS.match(self._held)):
                return False
        self._held = after
        self._say(sign)
        return True

    def _drop(self, signs: int) -> bool:
        self._held = self._held[signs:]
        return True

    def _aside(self, closing: str, *, whole: bool) -> bool:
        """Leave out what stands in brackets or between stars."""
        end = self._held.find(closing, 1)
        if end < 0 and not whole and len(self._held) <= LONGEST_ASIDE:
            return False
        if end < 0 and self._held[0] == "*":
            # a lone star, and no stage direction
            return self._drop(1)
        if end < 0:
            self._held, self.done = "", True
            return True
        self._gap = self._left_out = True
        return self._drop(end + 1)

    def _break_line(self, *, whole: bool) -> bool:
        """A new line goes on as the same one, unless another's turn or a list begins there."""
        rest = self._held.lstrip()
        if not whole and len(rest) < _LABEL_ROOM and not re.search(r"[!?。！？,、]|\.(?!$)", rest):
            return False
        if self.text and _NEW_TURN.match(rest):
            self._held, self.done = "", True
            return True
        self._held, self._gap = rest, True
        return True

    def _say(self, sign: str) -> None:
        if sign.isspace():
            self._gap = True
            return
        if self._was_quoted and sign in _QUOTES:
            return
        if self._is_next_sentence(sign):
            self.done = True
            return
        if self._gap and self.text and not (self._left_out and (sign in _ENDERS or sign in ",、;:")):
            self.text += "" if _is_unspaced(self.text[-1]) and _is_unspaced(sign) else " "
        self._gap = self._left_out = False
        self.text += sign
        if len(self.text) >= self._most:
            self._cut()

    def _is_next_sentence(self, sign: str) -> bool:
        """Whether this sign would begin a third sentence."""
        if sign in _ENDERS or sign in _CLOSERS or self.text.rstrip("".join(_CLOSERS))[-1:] not in _ENDERS:
            return False
        joined = f"{self.text}{' ' if self._gap else ''}{sign}"
        return len(split_sentences(joined, self._language)) > MOST_SENTENCES

    def _cut(self) -> None:
        """Too long for two sentences: end after the first one where there is one, else after a word."""
        sentences = split_sentences(self.text, self._language)
        words = self.text[:-1].rsplit(" ", 1)[0].rstrip(",;:、，")
        shorter = sentences[0] if len(sentences) > 1 else f"{words}…"
        self.text, self.done = shorter, True


def _unmarked(text: str) -> str:
    """Without the spaces and marks that may stand before words; a lone star may begin a stage direction."""
    return re.sub(r"^(?:[\s#>_]|[-•]\s|\*\*)+", "", text)


def _is_plain(sign: str) -> bool:
    """Whether a sign is neither a control nor an invisible mark that turns text around."""
    return sign in "\n\t" or sign in _KEPT_FORMATS or unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs")


def _is_unspaced(sign: str) -> bool:
    """Whether a sign is of a script that is written without spaces."""
    return "\u3000" <= sign <= "\u30ff" or "\u3400" <= sign <= "\u9fff" or "\uff00" <= sign <= "\uffef"
