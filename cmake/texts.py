#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refuses a text for people that stands in one language only, and legal terms that are not those of the glossary.

texts.py [ROOT]      looks through crypto, model, ui, app and resources, and names each place
texts.py --self-test shows that every rule refuses what it is for

A text is a pair of literals, English first: {"Lock", "锁定"}, say("Lock", "锁定"). What is the same in both languages is
listed in SAME, what is turned around on purpose in TURNED.
"""
import json
import re
import sys
from pathlib import Path

OWN_NAMES = {"English", "中文"}  # a language is chosen by its own name
SAME = {"SHA-256", "intl-1", "gm-1", "JSON", "CSV", "PDF", "Touchstone"}
TURNED = {"中文界面"}  # the switch of languages says each in the other

HAN = re.compile("[\u3400-\u9fff]")
LATIN = re.compile("[A-Za-z]")
ONE = r'"(?:[^"\\\n]|\\.)*"'
LITERAL = ONE + r"(?:\s*" + ONE + r")*"  # with those that continue it
PAIR = re.compile(r"(?P<open>\bsay\s*\(|\bText\s*\{|\{)\s*(?P<en>" + LITERAL + r")\s*,\s*(?P<zh>" + LITERAL + r")\s*(?=[})])")
SHOWN = re.compile(
    r"[.>](?P<call>setText|setWindowTitle|setToolTip|setStatusTip|setPlaceholderText|setAccessibleName|"
    r"setAccessibleDescription|setTitle|setLabelText|addItem|addTab|addMenu|addAction|showMessage|setWhatsThis)\s*\(\s*"
    r"(?:QStringLiteral\s*\(\s*|QLatin1String\s*\(\s*|QString\s*\(\s*)?(?P<what>" + LITERAL + r")")
TRANSLATED = re.compile(r"\b(?:QObject::)?tr\s*\(\s*\"|\bqsTr\s*\(|\bQCoreApplication::translate\s*\(")
# Half-width marks between Chinese characters; digits, Latin words and code keep theirs.
HALF = re.compile("[\u3400-\u9fff][,;?!][\u3400-\u9fff]|[\u3400-\u9fff]\\.$")


def without_comments(text):
    """The same text with comments blanked, so that places stay."""
    def blank(found):
        word = found.group(0)
        return word if word.startswith('"') or word.startswith("R\"") else re.sub(r"[^\n]", " ", word)
    return re.sub(r'R"(\w*)\((?:.|\n)*?\)\1"|' + ONE + r"|'(?:[^'\\\n]|\\.)'|//[^\n]*|/\*(?:.|\n)*?\*/", blank, text)


def value(literal):
    return "".join(part[1:-1] for part in re.findall(ONE, literal)).replace('\\"', '"').replace("\\n", "\n")


def pair_fault(opened, en, zh):
    """Why these two literals are no text in both languages, or nothing."""
    said = opened.startswith("say") or opened.startswith("Text")
    if en in TURNED:
        return None
    if len(HAN.findall(en)) > len(LATIN.findall(en)):
        return "English stands first, and this is Chinese: " + en
    if HAN.search(zh):
        if not en.strip():
            return "the English side is empty: " + zh
        if HALF.search(zh):
            return "half-width mark in Chinese: " + zh
        return None
    if zh and en == zh and (en in SAME or not LATIN.search(en)):
        return None
    sentence = re.search("[a-z]{2,} [a-z]{2,}", en)
    if said and LATIN.search(en) and en not in SAME:
        return "the Chinese side is missing or is English: " + en
    if sentence and (zh == "" or (" " in zh.strip() and LATIN.search(zh))):
        return "the Chinese side is missing or is English: " + en
    return None


def faults_of_source(text, people_see_it):
    text = without_comments(text)
    for found in PAIR.finditer(text):
        fault = pair_fault(found["open"], value(found["en"]), value(found["zh"]))
        if fault:
            yield found.start(), fault
    if not people_see_it:
        return
    for found in TRANSLATED.finditer(text):
        yield found.start(), "texts stand side by side in the source: use say() or Phrases"
    for found in SHOWN.finditer(text):
        what = value(found["what"])
        if what not in OWN_NAMES and (LATIN.search(what) or HAN.search(what)):
            yield found.start(), f"{found['call']}() with a text in one language: use say() or Phrases: {what}"


def texts_of_json(node, place=""):
    if isinstance(node, dict):
        if "en" in node or "zh" in node:
            if isinstance(node.get("en", ""), str) and isinstance(node.get("zh", ""), str):
                yield place, node.get("en", ""), node.get("zh", "")
        for key, inner in node.items():
            yield from texts_of_json(inner, f"{place}/{key}")
    elif isinstance(node, list):
        for at, inner in enumerate(node):
            yield from texts_of_json(inner, f"{place}/{at}")


def texts_of_source(text):
    text = without_comments(text)
    for found in PAIR.finditer(text):
        en, zh = value(found["en"]), value(found["zh"])
        if HAN.search(zh):
            yield found.start(), en, zh


def term_faults(glossary, en, zh):
    """Terms that are said otherwise than the glossary says."""
    for term in glossary:
        for never in term.get("never", []):
            if never in zh:
                yield f"「{never}」 is not the term for \"{term['en']}\": use 「{term['zh']}」"
        if not term.get("strict"):
            continue
        words = [term["en"]] + term.get("enAlso", [])
        if any(re.search(r"\b" + re.escape(word) + r"(?:s|es)?\b", en, re.IGNORECASE) for word in words):
            if not any(right in zh for right in [term["zh"]] + term.get("also", [])):
                yield f"\"{term['en']}\" is 「{term['zh']}」 in the glossary, and this says: {zh}"


def look(root):
    found = []
    glossary = json.loads((root / "resources/glossary.json").read_text(encoding="utf-8"))["terms"]
    for folder in ("crypto", "model", "ui", "app"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".cpp", ".h"):
                continue
            text = path.read_text(encoding="utf-8")
            name = path.relative_to(root)
            line = lambda at: text.count("\n", 0, at) + 1
            for at, fault in faults_of_source(text, folder == "ui"):
                found.append(f"{name}:{line(at)}: {fault}")
            for at, en, zh in texts_of_source(text):
                found += [f"{name}:{line(at)}: {fault}" for fault in term_faults(glossary, en, zh)]
    for path in sorted((root / "resources").rglob("*.json")):
        name = path.relative_to(root)
        if name.name == "glossary.json":
            continue
        for place, en, zh in texts_of_json(json.loads(path.read_text(encoding="utf-8"))):
            # What a template puts in, "{fact.party}", says itself in both languages.
            bare = re.sub(r"\{[a-z0-9_.]*\}", "", en), re.sub(r"\{[a-z0-9_.]*\}", "", zh)
            if en != bare[0] and not any(LATIN.search(one) or HAN.search(one) for one in bare):
                continue
            same = en == zh and (en in SAME or not LATIN.search(en))
            if not same and (not en.strip() or not HAN.search(zh)):
                found.append(f"{name}{place}: a text in one language only: {en or zh}")
            found += [f"{name}{place}: {fault}" for fault in term_faults(glossary, en, zh)]
    return found


def self_test():
    def refuses(source):
        return any(faults_of_source(source, True))
    for bad in ('say("Lock it", "")', 'say("Lock", "Lock")', 'Text{"", "锁定"}', 'fail(Code::usage, {"It is not there", ""})',
                '{"Not there yet", "Not there now"}', 'label->setText("Saved");', 'window->setWindowTitle(QStringLiteral("保存"));',
                'tr("Save")', 'say("Who", "谁,何时")', 'say("锁定", "Lock")', 'box->addItem(QStringLiteral("Never"))'):
        assert refuses(bad), "not refused: " + bad
    for good in ('say("Lock", "锁定")', '{"intl-1", "gm-1"}', 'say("SHA-256", "SHA-256")', 'label->setText(say("A", "甲"))',
                 '// label->setText("Saved")', 'label->setText(QStringLiteral("✕ "))', 'Text{"%1 of %2", "%1／%2 件"}',
                 '{"中文界面", "English interface"}', '{"stage", "mineral"}', 'say("One " "sentence", "一" "句")'):
        assert not refuses(good), "refused: " + good
    glossary = [{"en": "penalty decision", "zh": "行政处罚决定书", "also": ["处罚决定书"], "never": ["罚单"], "strict": True}]
    assert list(term_faults(glossary, "Send the penalty decision", "寄出罚单"))
    assert list(term_faults(glossary, "Send the penalty decision", "寄出决定"))
    assert not list(term_faults(glossary, "Penalty decisions", "处罚决定书"))
    places = [place for place, _, _ in texts_of_json({"a": [{"en": "x", "zh": "甲"}]})]
    assert places == ["/a/0"], places


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        self_test()
        sys.exit(0)
    faults = look(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)
