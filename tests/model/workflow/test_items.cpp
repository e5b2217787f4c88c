// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/items.h"

#include "model/case/body.h"
#include "model/workflow/judge.h"
#include "tests/model/workflow/world.h"

#include <QtTest>
#include <algorithm>

using namespace model;

namespace {

ItemId item(std::uint8_t value) {
    ItemId id;
    id.bytes.fill(value);
    return id;
}

std::string where(const Result<Form>& result) { return result ? "" : result.error().where; }
std::string where(const Result<void>& result) { return result ? "" : result.error().where; }

} // namespace

/// Entries of the chronology and parties: what may be signed, who may sign it, and what follows from them.
class TestItems : public QObject {
    Q_OBJECT

    static Result<void> judge(World& world, const std::string& who, const CaseBody& body, bool readable = true) {
        EventHeader header;
        header.author = world.who(who);
        header.suite = world.office.suite;
        header.kind = writeBody(body).kind;
        header.sealedHash.emplace();
        const Bench bench{&world.office, &world.definition, &world.calendar, world.now, readable};
        return allowed(world.state, header, body, bench);
    }

private slots:
    /// The fields that are shown are those whose bytes are read, in both directions.
    void fieldsAreThoseOfTheKind() {
        const auto same = [](ItemSort sort, auto names) {
            QCOMPARE(itemFields(sort).size(), std::size(names));
            for (const auto& field : itemFields(sort)) {
                QVERIFY2(std::ranges::contains(names, std::string_view(field.id)), field.id.c_str());
                QVERIFY(!field.title.en.empty() && !field.title.zh.empty());
            }
        };
        same(ItemSort::chronology, std::to_array(ChronologyEntered::kFields));
        same(ItemSort::party, std::to_array(PartyStated::kFields));
    }

    void typedBecomesCanonical() {
        const auto entry =
            canonicalItem(ItemSort::chronology, {{"from", "2026年3月4日 9:05"}, {"to", ""}, {"text", " 装船 "}});
        QVERIFY(entry);
        QCOMPARE(*entry, (Form{{"from", "2026-03-04 09:05"}, {"text", "装船"}}));
        const auto party = canonicalItem(ItemSort::party, {{"kind", "企业或其他组织"},
                                                           {"name", "百度"},
                                                           {"identifier_kind", "uscc"},
                                                           {"identifier", "9111 0000 8021 0043 3b"}});
        QVERIFY(party);
        QCOMPARE(party->at("kind"), std::string("company"));
        QCOMPARE(party->at("identifier"), std::string("91110000802100433B"));
        QCOMPARE(where(canonicalItem(ItemSort::chronology, {{"from", "yesterday"}})), std::string("from"));
        QCOMPARE(where(canonicalItem(ItemSort::party, {{"flag", "PA"}})), std::string("flag"));
    }

    void whatMaySigned() {
        const RegisterState office;
        const auto entry = [&](const Form& form) { return where(checkItem(ItemSort::chronology, form, office)); };
        QCOMPARE(entry({{"from", "2026"}, {"text", "x"}}), std::string());
        QCOMPARE(entry({{"from", "2026-03-04"}, {"to", "2026-03"}, {"text", "x"}}), std::string());
        QCOMPARE(entry({{"from", "2026"}}), std::string("text"));
        QCOMPARE(entry({{"text", "x"}}), std::string("from"));
        QCOMPARE(entry({{"from", "2026-3-4"}, {"text", "x"}}), std::string("from")); // typed, not canonical
        QCOMPARE(entry({{"from", "2026-03-04"}, {"to", "2026-03-03"}, {"text", "x"}}), std::string("to"));
        const auto party = [&](const Form& form) { return where(checkItem(ItemSort::party, form, office)); };
        QCOMPARE(party({{"kind", "company"}, {"name", "x"}}), std::string());
        QCOMPARE(party({{"kind", "ship"}, {"name", "x"}}), std::string("kind"));
        QCOMPARE(party({{"kind", "company"}}), std::string("name"));
        QCOMPARE(party({{"kind", "company"}, {"name", "x"}, {"identifier", "1"}}), std::string("identifier_kind"));
        QCOMPARE(party({{"kind", "company"}, {"name", "x"}, {"identifier_kind", "lei"}}), std::string("identifier"));
    }

    /// A wrong check digit warns, and is signed all the same.
    void slipsAreDoubtsAndNoRefusals() {
        const RegisterState office;
        const auto doubts = [](const char* kind, const char* number) {
            return doubtsAbout(ItemSort::party,
                               {{"kind", "company"}, {"identifier_kind", kind}, {"identifier", number}})
                .size();
        };
        QCOMPARE(doubts("uscc", "91110000802100433B"), 0u);
        QCOMPARE(doubts("uscc", "91110000802100434B"), 1u);
        QCOMPARE(doubts("uscc", "12"), 1u);
        QCOMPARE(doubts("resident_id", "110105194912310021"), 1u);
        QCOMPARE(doubts("imo", "9074729"), 0u);
        QCOMPARE(doubts("imo", "9074728"), 1u);
        QCOMPARE(doubts("lei", "5493001KJTIIGC8Y1R12"), 0u);
        QCOMPARE(doubts("lei", "5493001KJTIIGC8Y1R13"), 1u);
        QCOMPARE(doubts("passport", "E00000001"), 0u);
        QVERIFY(checkItem(
            ItemSort::party,
            {{"kind", "company"}, {"name", "x"}, {"identifier_kind", "uscc"}, {"identifier", "91110000802100434B"}},
            office));
        QVERIFY(doubtsAbout(ItemSort::chronology, {{"text", "x"}}).empty());
    }

    void whoMayState() {
        World world = shippedWorld();
        lead(world, "investigation");
        const CaseBody party = PartyStated{{item(1), {{"kind", "company"}, {"name", "x"}}, {}}};
        QVERIFY(judge(world, "ivan", party));
        QVERIFY(!judge(world, "olga", party));        // not one of this stage's workers
        QVERIFY(!judge(world, "olga", party, false)); // nor for the hub
        QVERIFY(!isDecisive(PartyStated::kKind) && !isDecisive(ChronologyEntered::kKind));
    }

    void craftedStatementsAreRefusedByWhoCanRead() {
        World world = shippedWorld();
        lead(world, "investigation");
        world.addEvidence();
        const auto both = [&](const CaseBody& body) {
            QVERIFY(judge(world, "ivan", body, false)); // the hub sees no contents
            QVERIFY(!judge(world, "ivan", body));
        };
        both(ChronologyEntered{{item(1), {{"from", "31.12."}, {"text", "x"}}, {}}});
        both(PartyStated{{item(1), {{"kind", "ship"}, {"name", "x"}}, {}}});
        both(PartyStated{{item(1), {{"kind", "company"}, {"name", "x"}}, {{item(99), ""}}}}); // no such evidence
        both(PartyStated{{item(1), {{"kind", "company"}, {"name", "x"}}, {{world.state.evidence[0].id, "a\nb"}}}});
        both(PartyStated{{item(1), {}, {{world.state.evidence[0].id, ""}}}});
        both(PartyStated{{item(1), {}, {}}}); // withdraws what is not there
        QVERIFY(judge(
            world, "ivan",
            ChronologyEntered{{item(1), {{"from", "2026"}, {"text", "x"}}, {{world.state.evidence[0].id, "p. 3"}}}}));
        // Two people withdraw at once: both land, and both hold when they are judged again.
        StatedItem gone;
        gone.id = item(1);
        gone.withdrawn = true;
        world.state.parties.push_back(gone);
        QVERIFY(judge(world, "ivan", PartyStated{{item(1), {}, {}}}));
    }

    void respondentIsTheFactsAndBack() {
        World world = shippedWorld();
        QVERIFY(respondentOf(world.definition, world.state).empty());
        world.set("party", "河池某公司");
        world.set("party_identifier", "91110000802100433B");
        QCOMPARE(respondentOf(world.definition, world.state),
                 (Form{{"name", "河池某公司"}, {"identifier", "91110000802100433B"}}));
        StatedItem party;
        party.fields["name"].state("B", {}, true);
        party.fields["address"].state("Street", {}, true);
        const Form facts = factsOfRespondent(world.definition, party);
        QCOMPARE(facts.at("party"), std::string("B"));
        QCOMPARE(facts.at("party_address"), std::string("Street"));
        QCOMPARE(facts.at("party_identifier"), std::string()); // of another respondent nothing stays
        for (const auto& [fact, value] : facts) QVERIFY2(world.definition.fact(fact) != nullptr, fact.c_str());
    }

    void chronologyIsInOrderWithWhatTheLogKnows() {
        World world = shippedWorld();
        lead(world, "filed");
        const auto entry = [&](std::uint8_t id, const char* from, const char* text) {
            StatedItem one;
            one.id = item(id);
            one.fields["from"].state(from, {}, true);
            one.fields["text"].state(text, {}, true);
            world.state.chronology.push_back(one);
        };
        entry(1, "2027", "later");
        entry(2, "2025-11", "loaded");
        entry(3, "2025-11-03", "sailed");
        entry(4, "not a day", "crafted");
        entry(5, "2025-11-02", "withdrawn");
        world.state.chronology.back().withdrawn = true;
        const auto lines = chronologyOf(world.state, &world.definition);
        std::vector<std::string> words;
        for (const auto& line : lines) words.push_back(line.words.en);
        QVERIFY(std::ranges::find(words, "withdrawn") == words.end());
        QCOMPARE(words.front(), std::string("loaded"));
        QCOMPARE(words.at(1), std::string("sailed"));
        QCOMPARE(words.at(2), std::string("Report received"));
        QCOMPARE(words.at(words.size() - 2), std::string("later"));
        QCOMPARE(words.back(), std::string("crafted"));
        // Of the steps only those that led on; each once, and none of them an entry.
        const auto moves =
            std::ranges::count_if(world.state.steps, [](const StepTaken& step) { return step.from != step.to; });
        QCOMPARE(std::ranges::count_if(lines, [](const ChronologyLine& line) { return line.entry.isNull(); }),
                 moves + 1);
    }
};

QTEST_APPLESS_MAIN(TestItems)
#include "test_items.moc"
