"""Korean words without their commonest particles and endings, by short rules."""

import re
from functools import lru_cache

_PARTICLES = re.compile(
    r"(?:에서는|에서도|에서|에게서|에게|한테서|한테|으로는|으로|까지는|까지|부터|이라도|라도|처럼|보다|마다|이랑|"
    r"하고|께서|"
    r"이에요|예요|입니다|입니까|인데요|이고|이요|은|는|이|가|을|를|에|의|도|만|와|과|로|랑|요)$"
)
_CONTRACTED = {
    "해": "하", "했": "하", "할": "하", "한": "하", "합": "하", "하": "하", "돼": "되", "됐": "되", "봐": "보",
    "봤": "보",
    "줘": "주", "줬": "주", "주": "주", "와": "오", "왔": "오", "가": "가",
    "갔": "가", "마": "마시", "마셔": "마시", "마셨": "마시",
    "마실": "마시", "싶": "싶", "있": "있", "없": "없", "먹": "먹", "먹어": "먹", "배워": "배우", "기다려": "기다리",
}  # fmt: skip
_ENDINGS = re.compile(
    r"(?:(?:으)?시)?(?:(?:았|었|였|겠)*(?:습니다|니다|니까|습니까|어요|아요|여요|지요|죠|네요|군요|거든요|는데요|은데요|"
    r"는데|은데|나요|니|냐|"
    r"을까요|을게요|을래요|으세요|으십시오|세요|십시오|어서|아서|으면|으니까|고|지|게|어|아|던|을|는|다|자|며|으러|러)"
    r"|ㅂ니다)$"
)
_FUSED = re.compile(
    r"(?<=[가-힣])(?:니다|니까|까요|게요|래요|데요|세요|시겠어요|십시오|요|면|니까|고|지|러|서|려고|는데)$"
)
_SHORT_OPEN = re.compile("[가-힣]+")


def _without_tail(sign: str, tails: tuple[int, ...]) -> str | None:
    code = ord(sign) - 0xAC00
    return chr(0xAC00 + code - code % 28) if code % 28 in tails else None


_WHOLE = frozenset({
    "같이", "많이", "없이", "높이", "깊이", "아이", "어린이", "고양이", "나이", "사이", "오이", "종이", "놀이",
    "바로", "서로", "새로", "따로", "별로", "정도", "지도", "포도", "제주도", "도로", "가게", "아버지", "강아지",
    "돼지", "바지", "휴지", "가지", "편지", "최고", "냉장고", "광고", "의자", "남자", "여자", "과자", "모자",
    "피자", "혼자", "바다", "언니", "어머니", "할머니", "라면", "냉면", "화면", "필요", "중요", "주요", "휴가",
    "회의", "예의", "주의", "만두", "아까", "그리고", "하지만", "그러면", "그런데", "아직", "너무", "우리", "빨리",
    "천천히", "고기", "요가", "작가", "물가", "효과", "사과", "치과", "내과", "외과", "결과", "학과", "항상",
    "그럼", "글쎄요", "아니요", "네요", "저요", "어디", "언제", "얼마나",
})  # fmt: skip


def _without_ending(word: str) -> str:
    stem = _ENDINGS.sub("", word)
    return _FUSED.sub("", word) if stem == word or not stem else stem


@lru_cache(maxsize=16384)
def korean_stem(word: str) -> str:
    """The word without its ending or particle (커피를 is 커피, 마셨어요 is 마시); short rules, wrong now and then."""
    if not _SHORT_OPEN.fullmatch(word) or len(word) == 1 or word in _WHOLE:
        return word.lower()
    stem = _without_ending(word)
    if stem == word:
        stem = _PARTICLES.sub("", word) or word
    return _opened(stem or word) if stem != word else word


def _opened(stem: str) -> str:
    """The stem behind a contraction: 마셨 is 마시, 해 is 하, 감사합 is 감사하."""
    for size in (2, 1):
        tail = stem[-size:]
        if len(stem) >= size and tail in _CONTRACTED:
            return stem[:-size] + _CONTRACTED[tail]
    dropped = _without_tail(stem[-1], (17,)) if len(stem) > 1 and stem[-1] in "합갑됩옵줍납" else None
    return stem[:-1] + dropped if dropped else stem


def korean_lemma(word: str) -> str:
    """The word as a dictionary lists it: the noun without particle, the verb's stem with 다 (주세요 is 주다)."""
    stem = korean_stem(word)
    inflected = stem != word and bool(_without_ending(word)) and _without_ending(word) != word
    return stem + "다" if inflected else stem
