"""kaiwa/translations/messages.pot holds the sentences that the code and the templates say.

Every language that is spoken has all of them, seen by a person, with the placeholders of the English. `--write` brings
the sentences up to date, and gives each language an empty place for those that are new.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from kaiwa.config import ROOT
from kaiwa.web.locale import ENGLISH, SPOKEN, TEMPLATE, TRANSLATIONS, read_catalogue

TRANSLATED = [each.tag for each in SPOKEN if each != ENGLISH]
OPTIONS = [
    "-F",
    "babel.cfg",
    "-k",
    "_l",
    "-k",
    "lazy_gettext",
    "--omit-header",
    "--no-location",
    "--sort-output",
    "--no-wrap",
]
HEADER = """msgid ""
msgstr ""
"Language: {tag}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%.")


def extracted() -> str:
    """The catalogue as it should be."""
    pybabel = Path(sys.executable).with_name("pybabel")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "messages.pot"
        subprocess.run([pybabel, "-q", "extract", *OPTIONS, "-o", made, "."], cwd=ROOT, check=True)
        return made.read_text()


def forms(text: object) -> tuple[str, ...]:
    """A sentence, or its forms for one and for many."""
    return (text,) if isinstance(text, str) else tuple(text) if isinstance(text, list | tuple) else ()


def placeholders(text: str) -> list[str]:
    """What is filled in, in no particular order."""
    return sorted(PLACEHOLDER.findall(text))


def complaint(english: Message, translated: Message | None, plurals: int) -> str | None:
    """What is wrong with the translation of one sentence."""
    if translated is None or not all(forms(translated.string)):
        return "is not translated"
    if translated.fuzzy:
        return "is marked fuzzy: look at it, then take the mark away"
    if len(forms(translated.string)) != (plurals if english.pluralizable else 1):
        return "has another number of plural forms than the language"
    # only the form for one thing may leave the number out, where the language has such a form
    wanted = placeholders(forms(english.id)[-1])
    if any(placeholders(form) != wanted for form in forms(translated.string)[plurals > 1 and english.pluralizable :]):
        return "has other placeholders than the English"
    return None


def complaints(template: Catalog, translations: Catalog) -> Iterator[str]:
    """Every sentence that a language lacks or has wrong, and every one that nobody says any more."""
    for english in template:
        if english.id:
            found = translations.get(english.id, english.context)
            wrong = complaint(english, found, translations.num_plurals)
            if wrong:
                yield f"{forms(english.id)[0]!r} {wrong}"
    for each in translations:
        if each.id and template.get(each.id, each.context) is None:
            yield f"{forms(each.id)[0]!r} is said no more: take it out"


def bring_up_to_date(tag: str, template: Catalog) -> None:
    """Give a language an empty place for every new sentence, and take out what is said no more."""
    translations = read_catalogue(tag)
    made = Catalog(locale=tag, fuzzy=False)
    for english in template:
        if english.id:
            found = translations.get(english.id, english.context)
            made.add(
                english.id, found.string if found else None, flags=(found or english).flags, context=english.context
            )
    content = BytesIO()
    write_po(content, made, width=0, omit_header=True, sort_output=True)
    head = HEADER.format(tag=tag, plurals=made.plural_forms)
    (TRANSLATIONS / tag / "LC_MESSAGES" / "messages.po").write_text(head + content.getvalue().decode().lstrip())


def main(arguments: list[str]) -> int:
    wanted = extracted()
    template = read_po(BytesIO(wanted.encode()))
    if "--write" in arguments:
        TEMPLATE.write_text(wanted)
        for tag in TRANSLATED:
            bring_up_to_date(tag, template)
    wrong = [f"{tag}: {each}" for tag in TRANSLATED for each in complaints(template, read_catalogue(tag))]
    if not TEMPLATE.exists() or TEMPLATE.read_text() != wanted:
        wrong.append("messages.pot is not up to date: run `make translations`.")
    if wrong:
        print("Translations:", *wrong, sep="\n  ")
        return 0 if "--write" in arguments else 1
    print(f"Translations: {len(template)} sentences, up to date in {', '.join(each.name for each in SPOKEN)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
