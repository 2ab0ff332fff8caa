"""The syllables of Mandarin as pinyin writes them, and typed pinyin cut into them."""

import re
import unicodedata
from functools import lru_cache

_FINALS = {
    "": "a o e ai ei ao ou an en ang eng er", "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u", "d": "a e ai ei ao ou an en ang eng ong i ie iao iu ian ing u uo ui uan un",
    "t": "a e ai ao ou an ang eng ong i ie iao ian ing u uo ui uan un",
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan v ve",
    "l": "a o e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un v ve",
    "g": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "k": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "h": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "j": "i ia ie iao iu ian in iang ing iong u ue uan un", "q": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "x": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "zh": "a e ai ei ao ou an en ang eng ong i u ua uo uai ui uan un uang",
    "ch": "a e ai ao ou an en ang eng ong i u ua uo uai ui uan un uang",
    "sh": "a e ai ei ao ou an en ang eng i u ua uo uai ui uan un uang",
    "r": "e ao ou an en ang eng ong i u uo ui uan un", "z": "a e ai ei ao ou an en ang eng ong i u uo ui uan un",
    "c": "a e ai ao ou an en ang eng ong i u uo ui uan un", "s": "a e ai ao ou an en ang eng ong i u uo ui uan un",
    "y": "a ao e ou an i in ang ing ong u ue uan un o", "w": "a o ai ei an en ang eng u",
}  # fmt: skip
SYLLABLES = frozenset(head + final for head, finals in _FINALS.items() for final in finals.split()) | {
    "nar",
    "zher",
    "r",
}
_TONE_SIGNS = dict.fromkeys(map(ord, "\u0304\u0301\u030c\u0300"))


def toneless(pinyin: str) -> str:
    """Pinyin in lower case without tone marks or numbers, ü as v (lǜ, lü4 and lv are lv)."""
    marked = unicodedata.normalize("NFD", pinyin.lower()).translate(_TONE_SIGNS)
    plain = unicodedata.normalize("NFC", marked).replace("ü", "v").replace("u:", "v")
    return re.sub(r"(?<=[a-zv])[0-5]", "", plain)


@lru_cache(maxsize=8192)
def cut_pinyin(run: str) -> tuple[str, ...] | None:
    """Syllables of run-together pinyin in the fewest pieces (woxiangyao: wo xiang yao); None when it is not."""
    plain = toneless(run)
    if not plain or len(plain) > 60:
        return None
    best: list[tuple[str, ...] | None] = [()] + [None] * len(plain)
    for end in range(1, len(plain) + 1):
        for size in range(min(6, end), 0, -1):
            before = best[end - size]
            piece = plain[end - size : end]
            if before is None or piece not in SYLLABLES or (piece == "r" and not before):
                continue
            known = best[end]
            if known is None or len(before) + 1 < len(known):
                best[end] = (*before, piece)
    return best[len(plain)]
