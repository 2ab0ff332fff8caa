"""Polarity and question form, the guards that veto a match."""

import pytest

from kaiwa.languages.guards import is_negated, is_question

POLARITY = {
    "en": [
        ("I don't want sugar", True),
        ("No thanks", True),
        ("no problem", False),
        ("why not?", False),
        ("I never eat meat", True),
        ("It's nice, isn't it?", False),
        ("Isn't it nice?", False),
        ("without milk please", False),
        ("not bad", False),
        ("No, I'm fine", True),
        ("I can't", True),
        ("Don't worry", False),
        ("do you know?", False),
        ("i dont like it", True),
        ("I'd rather not", True),
        ("nope", True),
        ("Can't we sit outside?", False),
    ],
    "es": [
        ("No quiero azúcar", True),
        ("no pasa nada", False),
        ("Está bien, ¿no?", False),
        ("¿por qué no?", False),
        ("sin azúcar", False),
        ("No, gracias", True),
        ("nunca", True),
        ("no hay problema", False),
        ("tampoco", True),
        ("Es aquí, ¿no?", False),
        ("Sin hielo, por favor", False),
        ("No sé", True),
        ("Cómo no, ahora mismo", False),
    ],
    "fr": [
        ("Je ne veux pas de sucre", True),
        ("pas de problème", False),
        ("pourquoi pas", False),
        ("C'est ici, non ?", False),
        ("sans sucre", False),
        ("Non merci", True),
        ("J'en veux pas", True),
        ("Je n'ai plus faim", True),
        ("C'est bon, n'est-ce pas ?", False),
        ("c'est pas grave", False),
        ("Je ne sais pas", True),
    ],
    "de": [
        ("Ich möchte keinen Zucker", True),
        ("kein Problem", False),
        ("Das ist schön, nicht wahr?", False),
        ("ohne Zucker", False),
        ("Nein danke", True),
        ("Ich esse nie Fleisch", True),
        ("warum nicht", False),
        ("nicht schlecht", False),
        ("Ich weiß nicht", True),
    ],
    "it": [
        ("Non voglio zucchero", True),
        ("nessun problema", False),
        ("È qui, no?", False),
        ("senza zucchero", False),
        ("No grazie", True),
        ("perché no", False),
        ("non fa niente", False),
        ("Non lo so", True),
        ("niente", True),
        ("Non mangio carne", True),
        ("Va bene, no?", False),
    ],
    "ja": [
        ("いりません", True),
        ("砂糖は要りません", True),
        ("大丈夫です", False),
        ("すみません", False),
        ("いいじゃないですか", False),
        ("いいえ、結構です", True),
        ("結構です", True),
        ("わからない", True),
        ("行かなきゃ", False),
        ("食べなければなりません", False),
        ("行きませんか", False),
        ("好きじゃないです", True),
        ("いらない", True),
        ("sumimasen", False),
        ("irimasen", True),
        ("もう大丈夫です", True),
        ("少ないです", False),
        ("食べなかった", True),
        ("はい、お願いします", False),
    ],
    "ko": [
        ("아니요", True),
        ("안 먹어요", True),
        ("못 먹어요", True),
        ("설탕은 필요 없어요", True),
        ("문제없어요", False),
        ("괜찮아요", False),
        ("안녕하세요", False),
        ("좋아하지 않아요", True),
        ("할 수 없이 갔어요", False),
        ("맛있잖아요", False),
        ("몰라요", True),
        ("네 좋아요", False),
        ("안내해 주세요", False),
    ],
    "zh": [
        ("我不要糖", True),
        ("没有", True),
        ("没问题", False),
        ("不好意思", False),
        ("别放糖", True),
        ("要不要糖？", False),
        ("对不起", False),
        ("不用了", True),
        ("不客气", False),
        ("wo bu yao", True),
        ("mei wenti", False),
        ("特别好吃", False),
        ("好的", False),
        ("不是很好吗", False),
        ("是不是这里", False),
    ],
}

ASKING = {
    "en": [
        ("Where is the station", True),
        ("Can I have a coffee", True),
        ("I can see", False),
        ("it's good, isn't it?", True),
        ("what a lovely day", False),
        ("how much is it", True),
        ("I know what you mean", False),
        ("do you have tea", True),
        ("Do it", False),
    ],
    "es": [
        ("Dónde está el baño", True),
        ("Puedo pagar con tarjeta", True),
        ("Quiero un café", False),
        ("Está bien, ¿no?", True),
        ("cuánto cuesta", True),
        ("No sé dónde está", False),
        ("Hay una mesa libre", True),
        ("Que bien", False),
    ],
    "fr": [
        ("Est-ce que vous avez du thé", True),
        ("Avez-vous une table", True),
        ("Je voudrais un thé", False),
        ("C'est combien", True),
        ("où sont les toilettes", True),
        ("Je sais où c'est", False),
        ("Que voulez-vous", True),
        ("Donnez-moi un café", False),
        ("Excusez-moi", False),
    ],
    "de": [
        ("Wo ist der Bahnhof", True),
        ("Haben Sie Tee", True),
        ("Ich möchte Tee", False),
        ("Schön, nicht wahr?", True),
        ("Was kostet das", True),
        ("Kann ich zahlen", True),
        ("Ich weiß, wo das ist", False),
        ("Nehmen Sie bitte Platz", False),
    ],
    "it": [
        ("Dov'è il bagno", True),
        ("Posso pagare", True),
        ("Vorrei un caffè", False),
        ("Quanto costa", True),
        ("È buono, vero?", True),
        ("Avete un tavolo", True),
        ("So dove abita", False),
        ("Che bello", False),
    ],
    "ja": [
        ("トイレはどこですか。", True),
        ("これください", False),
        ("いくらですか", True),
        ("行きますか", True),
        ("おいしいですね", False),
        ("何時？", True),
        ("お願いします", False),
        ("そうですか。", True),
        ("ikura desu ka", True),
        ("食べませんか", True),
    ],
    "ko": [
        ("화장실이 어디예요", True),
        ("커피 주세요", False),
        ("얼마예요", True),
        ("갈까요", True),
        ("있나요", True),
        ("맛있습니까", True),
        ("좋아요", False),
        ("뭐 먹을래요", True),
        ("감사합니다", False),
    ],
    "zh": [
        ("洗手间在哪儿", True),
        ("多少钱", True),
        ("你好吗", True),
        ("我要咖啡", False),
        ("好不好", True),
        ("你呢", True),
        ("谢谢", False),
        ("有没有茶", True),
        ("ni hao ma", True),
        ("duoshao qian", True),
    ],
}


@pytest.mark.parametrize(
    ("language", "text", "negated"), [(language, *case) for language, cases in POLARITY.items() for case in cases]
)
def test_polarity(language: str, text: str, negated: bool) -> None:
    assert is_negated(text, language) is negated


@pytest.mark.parametrize(
    ("language", "text", "asks"), [(language, *case) for language, cases in ASKING.items() for case in cases]
)
def test_question_form(language: str, text: str, asks: bool) -> None:
    assert is_question(text, language) is asks


def test_every_language_has_eight_cases_of_each() -> None:
    assert min(len(cases) for cases in (*POLARITY.values(), *ASKING.values())) >= 8


@pytest.mark.parametrize("text", ["", " ", "🙂", "\n"])
def test_nothing_said_denies_and_asks_nothing(text: str) -> None:
    assert not is_negated(text, "ja")
    assert not is_question(text, "zh")


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        is_negated("no", "xx")
