"""Numbers written as words in en, es, fr, de and it: every form from 0 to 999, and thousands, made from their rules."""

import unicodedata
from collections.abc import Callable
from functools import lru_cache

Forms = dict[str, int]


def folded(text: str) -> str:
    """Lower case without accents, sign for sign, so that places in the text stay the same."""
    return "".join(_bare(sign) for sign in text)


@lru_cache(maxsize=2048)
def _bare(sign: str) -> str:
    if sign in "-‐–\u00a0":
        return " "
    if sign > "\u024f":
        return sign
    lowered = sign.lower()
    return unicodedata.normalize("NFD", lowered)[0] if len(lowered) == 1 else sign


def _numbered(words: str, start: int = 0, step: int = 1) -> dict[int, str]:
    return {start + step * place: word for place, word in enumerate(words.split())}


def _english() -> Forms:
    small = _numbered("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
                      "sixteen "
                      "seventeen eighteen nineteen")  # fmt: skip
    tens = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
    forms = {word: value for value, word in {**small, **tens}.items()} | {"fourty": 40}
    forms |= {f"{ten} {small[one]}": value + one for value, ten in tens.items() for one in range(1, 10)}
    return forms | _with_hundreds(forms, {small[n]: n for n in range(1, 10)} | {"a": 1}, " hundred", (" ", " and "))


def _with_hundreds(below: Forms, heads: Forms, hundred: str, links: tuple[str, ...]) -> Forms:
    made: Forms = {}
    for head, count in heads.items():
        made[head + hundred] = count * 100
        for rest, value in below.items():
            made |= {head + hundred + link + rest: count * 100 + value for link in links if value}
    return made


def _spanish() -> Forms:
    small = _numbered("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
                      "dieciseis "
                      "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco "
                      "veintiseis veintisiete veintiocho veintinueve")  # fmt: skip
    forms = {word: value for value, word in small.items()} | {"veintiun": 21, "veintiuna": 21}
    for value, ten in _numbered("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10).items():
        forms[ten] = value
        forms |= {f"{ten} y {small[one]}": value + one for one in range(1, 10)}
        forms |= {f"{ten} y un": value + 1, f"{ten} y una": value + 1}
    stems = _numbered("doscient trescient cuatrocient quinient seiscient setecient ochocient novecient", 2)
    heads = {stem + end: count for count, stem in stems.items() for end in ("os", "as")} | {"ciento": 1}
    return forms | _with_hundreds(forms, heads, "", (" ",)) | {"cien": 100}


def _french() -> Forms:
    small = _numbered("zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
    small |= {17: "dix sept", 18: "dix huit", 19: "dix neuf"}
    forms = {word: value for value, word in small.items()}
    for value, ten in _numbered("vingt trente quarante cinquante soixante", 20, 10).items():
        forms[ten] = value
        forms |= {f"{ten} {small[one]}": value + one for one in range(2, 10)}
        forms |= {f"{ten} et un": value + 1, f"{ten} et une": value + 1}
    forms |= {f"soixante {small[n]}": 60 + n for n in range(10, 20)} | {"soixante et onze": 71, "quatre vingts": 80}
    forms |= {"quatre vingt": 80} | {f"quatre vingt {small[n]}": 80 + n for n in range(1, 20)}
    for ten, value in {"septante": 70, "huitante": 80, "octante": 80, "nonante": 90}.items():
        forms |= {ten: value, f"{ten} et un": value + 1} | {f"{ten} {small[n]}": value + n for n in range(2, 10)}
    heads = {"cent": 1} | {f"{small[n]} {cent}": n for n in range(2, 10) for cent in ("cent", "cents")}
    return forms | _with_hundreds(forms, heads, "", (" ",))


def _german() -> Forms:
    small = _numbered("null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn "
                      "funfzehn sechzehn "
                      "siebzehn achtzehn neunzehn")  # fmt: skip
    joined = {**small, 1: "ein"}
    forms = {word: value for value, word in small.items()} | {"zwo": 2}
    for value, ten in _numbered("zwanzig dreißig vierzig funfzig sechzig siebzig achtzig neunzig", 20, 10).items():
        for spelling in {ten, ten.replace("ß", "ss")}:
            forms[spelling] = value
            forms |= {f"{joined[one]}und{spelling}": value + one for one in range(1, 10)}
    heads = {joined[n]: n for n in range(1, 10)} | {"": 1}
    forms |= _with_hundreds(forms, heads, "hundert", ("", "und"))
    return forms | {word.replace("funf", "fuenf").replace("zwolf", "zwoelf"): value for word, value in forms.items()}


def _italian() -> Forms:
    small = _numbered("zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici "
                      "quindici "
                      "sedici diciassette diciotto diciannove")  # fmt: skip
    forms = {word: value for value, word in small.items()}
    for value, ten in _numbered("venti trenta quaranta cinquanta sessanta settanta ottanta novanta", 20, 10).items():
        forms[ten] = value
        forms |= {(ten[:-1] if one in (1, 8) else ten) + small[one]: value + one for one in range(1, 10)}
        forms[f"{ten[:-1]}un"] = value + 1
    heads = {"cento": 1} | {f"{small[n]}cento": n for n in range(2, 10)}
    return forms | _with_hundreds(forms, heads, "", ("", " ", " e "))


_MAKERS: dict[str, Callable[[], Forms]] = {
    "en": _english, "es": _spanish, "fr": _french, "de": _german, "it": _italian,
}  # fmt: skip
THOUSAND = {"en": ("thousand",), "es": ("mil",), "fr": ("mille",), "de": ("tausend",), "it": ("mille", "mila")}
COLLECTIVES: dict[str, Forms] = {
    "en": {"a couple of": 2, "a couple": 2, "a pair of": 2, "half a dozen": 6, "a dozen": 12, "dozen": 12, "both": 2,
    "twice": 2},
    "es": {"un par de": 2, "media docena": 6, "una docena": 12},
    "fr": {"une paire de": 2, "une demi douzaine": 6, "une douzaine": 12, "une dizaine": 10, "tous les deux": 2},
    "de": {"ein dutzend": 12, "ein halbes dutzend": 6, "beide": 2},
    "it": {"un paio di": 2, "un paio": 2, "una dozzina": 12, "una decina": 10, "mezza dozzina": 6, "entrambi": 2},
}  # fmt: skip


@lru_cache(maxsize=8)
def number_forms(language: str) -> Forms:
    """Folded phrases (words with single spaces) and their values, 0 to 999 and thousands in one word (zweitausend).

    Raises KeyError for a language other than en, es, fr, de and it.
    """
    forms = _MAKERS[language]()
    if language in ("de", "it"):
        heads = dict(forms) | ({"ein": 1} if language == "de" else {})
        small = {word: value for word, value in heads.items() if 0 < value < 100}
        end = "tausend" if language == "de" else "mila"
        forms |= {word + end: value * 1000 for word, value in small.items()}
    forms |= {"tausend": 1000} if language == "de" else {}
    if language == "de":
        forms |= {word.removesuffix("s") + "mal": value for word, value in forms.items() if 0 < value < 20}
    return forms | COLLECTIVES[language]


LONGEST_PHRASE = 7
