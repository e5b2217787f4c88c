#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies sources of the product with a switch at each protection of the exchange, for the test of the simulator itself.

switches.py SOURCE_ROOT OUTPUT_FOLDER: writes each source that has a protection, and switches.inc with their names. The
sources of the product have no switch. A protection that is not where it is said to be below has no line of code in its
copy; the test that turns it off names it then.
"""
import pathlib
import sys

# name, source, what stands there, what stands there in the copy; {off} asks whether the protection is off.
SWITCHES = [
    ("one event is judged once", "model/hub/sealing.cpp",
     "if (!m_known.insert(event.id).second) return;",
     "if (!m_known.insert(event.id).second && !{off}) return;"),
    ("one event is judged once", "model/hub/sealing.cpp",
     "if (std::ranges::all_of(ids, [&](const Digest& id) { return m_known.contains(id); })) return {};",
     "if (!{off} && std::ranges::all_of(ids, [&](const Digest& id) { return m_known.contains(id); })) return {};"),
    ("what was sent waits until its end is known", "model/sync/exchange.cpp",
     "if (ask.submissions().empty()) return std::nullopt;",
     "if (ask.submissions().empty()) return std::nullopt;\n"
     "    if ({off}) {\n"
     "        TRY_ASSIGN(const auto rows, m_vault.pending());\n"
     "        for (const auto row : rows) TRY(m_vault.removePending(row));\n"
     "    }"),
    ("the cursor moves with the rows", "model/sync/exchange.cpp",
     "TRY_ASSIGN(auto transaction, Transaction::begin(m_vault.database()));\n"
     "        if (!next.exists()) TRY(takeFounding(changes, next));",
     "if ({off}) {\n"
     "            TRY_ASSIGN(auto before, Transaction::begin(m_vault.database()));\n"
     "            if (!next.exists()) TRY(takeFounding(changes, next));\n"
     "            TRY(takeCommits(next, changes));\n"
     "            TRY(before.commit());\n"
     "        }\n"
     "        TRY_ASSIGN(auto transaction, Transaction::begin(m_vault.database()));\n"
     "        if (!next.exists()) TRY(takeFounding(changes, next));"),
    ("a desk compares the commit that it asked from", "model/sync/exchange.cpp",
     "if (changes.base == mine.commit.hash) return {};",
     "if (changes.base == mine.commit.hash || {off}) return {};"),
    ("a link follows the one before", "model/sync/exchange.cpp",
     "if (entry.link.seq != end->seq + 1 || entry.link.previous != end->hash) {",
     "if (!{off} && (entry.link.seq != end->seq + 1 || entry.link.previous != end->hash)) {"),
    ("a desk checks the hub's signature", "model/sync/exchange.cpp",
     "if (auto checked = verifyCommit(next.commit, office.hub, previous, next.links); !checked) {",
     "if (auto checked = verifyCommit(next.commit, office.hub, previous, next.links); !checked && !{off}) {"),
    ("a desk checks the author's signature", "model/sync/exchange.cpp",
     "if (auto checked = m_checks.check(act.act, author->identityAt(at), act.ids); !checked) {",
     "if (auto checked = m_checks.check(act.act, author->identityAt(at), act.ids); !checked && !{off}) {"),
    ("a hub checks the author's signature", "model/hub/sealing.cpp",
     "auto checked = m_checks.check(submission.act, person->identity, ids);",
     "auto checked = {off} ? Result<void>() : m_checks.check(submission.act, person->identity, ids);"),
    ("a hub judges", "model/hub/sealing.cpp",
     "if (auto verdict = allowed(one.state, event.header, body, bench); !verdict)",
     "if (auto verdict = allowed(one.state, event.header, body, bench); !verdict && !{off})"),
    ("keys go to exactly those who read", "model/hub/sealing.cpp",
     '!verdict && !simulationOff("a hub judges"))',
     '!verdict && !simulationOff("a hub judges") &&\n'
     '                     !({off} && verdict.error().what.en.starts_with("The case\'s key would go")))'),
    ("time never runs backwards in the record", "model/hub/sealing.cpp",
     "m_now = std::max(m_now, last->time);",
     "if (!{off}) m_now = std::max(m_now, last->time);"),
    ("a hub gives nothing of a case to who may not see it", "model/hub/gathering.cpp",
     "if (sight == Sight::nothing && (m_withOwn || !leadsToOwn(link))) continue;",
     "if (!{off} && sight == Sight::nothing && (m_withOwn || !leadsToOwn(link))) continue;"),
    ("a hub gives an auditor no contents", "model/hub/gathering.cpp",
     "if (one.sight == Sight::log) entry.event.sealed.clear();",
     "if (one.sight == Sight::log && !{off}) entry.event.sealed.clear();"),
    ("who comes to a case is given what came before", "model/hub/gathering.cpp",
     "TRY(owe(link, sight, ask));",
     "if (!{off}) TRY(owe(link, sight, ask));"),
    ("who has left is not let in", "model/hub/gatekeeper.cpp",
     "TRY_ASSIGN(const auto* const person, activePerson(office, id));",
     "TRY_ASSIGN(const auto* const person, {off} && office.person(id) != nullptr\n"
     "                                             ? Result<const Person*>(office.person(id))\n"
     "                                             : activePerson(office, id));"),
    ("who has left is not let in", "model/hub/hub.cpp",
     "TRY(activePerson(m_state.office(), reader));",
     "if (!{off} || !m_state.office().person(reader)) TRY(activePerson(m_state.office(), reader));"),
    ("a hub seals over nothing that a desk has", "model/hub/hub.cpp",
     "return has(turn->reading(), handed[i].known);",
     "return {off} ? Result<void>() : has(turn->reading(), handed[i].known);"),
    ("a hub takes back only what it signed", "model/hub/taking_back.cpp",
     "!verifyCommit(commit.commit, m_hub, previous, commit.links).has_value()) {",
     "!({off} || verifyCommit(commit.commit, m_hub, previous, commit.links).has_value())) {"),
    ("an older copy of a vault asks for its own events", "model/sync/exchange.cpp",
     "if (!known) return true;",
     "if (!known && !{off}) return true;"),
    ("a new vault asks for its own contents", "model/sync/exchange.cpp",
     "if (!whole) return true;",
     "if (!whole && !{off}) return true;"),
    ("new keys need a second person", "model/workflow/register_judge.cpp",
     "if (header.author == proposed->place.by || header.author == body.person) {",
     "if (!{off} && (header.author == proposed->place.by || header.author == body.person)) {"),
    ("keys that were replaced open no session", "model/hub/gatekeeper.cpp",
     "if (!signedWith(*person)) {",
     "if (!signedWith(*person) && !({off} && std::ranges::any_of(person->former, signedWith))) {"),
    ("keys that were replaced open no session", "model/hub/gatekeeper.cpp",
     "if (!std::ranges::equal(keys, token.subspan(16 + 8, kKeysSize))) return notKnown();",
     "if (!{off} && !std::ranges::equal(keys, token.subspan(16 + 8, kKeysSize))) return notKnown();"),
]


def main() -> int:
    root, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    texts: dict[str, str] = {}
    found: dict[str, bool] = {}
    for name, source, old, new in SWITCHES:
        text = texts.setdefault(source, (root / source).read_text(encoding="utf-8"))
        once = text.count(old) == 1
        found[name] = found.get(name, True) and once
        if once:
            texts[source] = text.replace(old, new.replace("{off}", f'simulationOff("{name}")'))
    for source, text in texts.items():
        target = out / source
        target.parent.mkdir(parents=True, exist_ok=True)
        first, rest = text.split("\n", 1)
        target.write_text(f"{first}\nbool simulationOff(const char* protection);\n#line 2 \"{root / source}\"\n{rest}",
                          encoding="utf-8")
    lines = [f'{{"{name}", {"true" if there else "false"}}},\n' for name, there in found.items()]
    (out / "switches.inc").write_text("".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
