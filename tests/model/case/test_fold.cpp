// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/fold.h"

#include <QtTest>
#include <random>

using namespace model;

namespace {

using Dice = std::mt19937_64;

Event eventOf(const EncodedBody& body, std::uint8_t author, std::uint64_t number) {
    EventHeader header;
    header.kind = body.kind;
    header.clear = body.clear;
    header.author.bytes.fill(author);
    header.caseId.bytes.fill(0xc5);
    for (unsigned i = 0; i < 8; ++i) header.nonce[i] = static_cast<std::uint8_t>(number >> 8 * i);
    return makeEvent(std::move(header), {});
}

/// Folds bodies in order, each sealed one second after the last.
CaseState fold(const std::vector<CaseBody>& bodies, bool readable = true) {
    CaseState state;
    std::uint64_t seq = 0;
    for (const auto& body : bodies) {
        ++seq;
        Landing landing{seq, {}, Instant{std::chrono::seconds{seq}}, readable};
        landing.link.bytes.fill(static_cast<std::uint8_t>(seq));
        const auto encoded = writeBody(body);
        apply(state, eventOf(encoded, static_cast<std::uint8_t>(seq), seq), body, landing);
    }
    return state;
}

PersonId person(std::uint8_t value) {
    PersonId id;
    id.bytes.fill(value);
    return id;
}

const ReportReceived kReport{"digest", "received",           "web",
                             "tip",    {{"title", "First"}}, {{"title", "First"}, {"raw", "x"}}};

} // namespace

/// The fold: it takes anything, the later word shows, and the same log gives the same case.
class TestFold : public QObject {
    Q_OBJECT

private slots:
    void reportOpensTheCase() {
        const auto state = fold({kReport});
        QVERIFY(state.exists());
        QCOMPARE(state.stage, std::string("received"));
        QCOMPARE(state.fact("title"), std::string("First"));
        QCOMPARE(state.report.at("raw"), std::string("x"));
        QCOMPARE(state.head.seq, 1u);
        QCOMPARE(state.opened.by, person(1));
        QVERIFY(!CaseState().exists());
    }

    void laterFactWinsAndEditsCount() {
        const auto state =
            fold({kReport, FactsSet{{{"title", "Second"}, {"party", "P"}}}, FactsSet{{{"title", "Third"}}}});
        const Fact& title = state.facts.at("title");
        QCOMPARE(title.value, std::string("Third"));
        QCOMPARE(title.edits, 3u);
        QCOMPARE(title.place.seq, 3u);
        QCOMPARE(title.place.by, person(3));
        QCOMPARE(state.facts.at("party").edits, 1u);
        QCOMPARE(state.fact("nothing"), std::string());
    }

    void earlierValuesStayWithTheirPlaces() {
        const auto state = fold({kReport, FactsSet{{{"title", "Second"}}}, FactsSet{{{"title", "Third"}}}});
        const auto& earlier = state.facts.at("title").earlier;
        QCOMPARE(earlier.size(), 2u);
        QCOMPARE(earlier[0].value, std::string("First"));
        QCOMPARE(earlier[1].value, std::string("Second"));
        QCOMPARE(earlier[1].place.by, person(2));
    }

    void lastStatementOfAThingShows() {
        ItemId id;
        id.bytes.fill(7);
        ItemId paper;
        paper.bytes.fill(8);
        const auto party = [&](const Form& fields, std::vector<EvidenceCitation> evidence = {}) {
            return CaseBody(PartyStated{{id, fields, std::move(evidence)}});
        };
        std::vector<CaseBody> log{kReport, party({{"name", "A"}, {"role", "carrier"}}, {{paper, "p. 1"}}),
                                  party({{"name", "B"}, {"role", "carrier"}}, {{paper, "p. 1"}})};
        auto state = fold(log);
        QCOMPARE(state.parties.size(), 1u);
        QVERIFY(state.chronology.empty());
        const auto* one = state.party(id);
        QCOMPARE(one->value("name"), std::string("B"));
        QCOMPARE(one->entered.by, person(2));
        QCOMPARE(one->place.by, person(3));
        // Who changed a field is known by field; what was said again unchanged keeps its place.
        QCOMPARE(one->fields.at("name").place.by, person(3));
        QCOMPARE(one->fields.at("name").earlier.at(0).value, std::string("A"));
        QCOMPARE(one->fields.at("role").place.by, person(2));
        QCOMPARE(one->fields.at(std::string(kEvidenceField)).place.by, person(2));
        QCOMPARE(one->evidence.size(), 1u);

        log.push_back(party({}));
        state = fold(log);
        QVERIFY(state.party(id)->withdrawn);
        QCOMPARE(state.party(id)->value("name"), std::string("B"));
        log.push_back(party({{"name", "C"}}));
        state = fold(log);
        QVERIFY(!state.party(id)->withdrawn);
        QCOMPARE(state.party(id)->values(), (Form{{"name", "C"}}));
        QVERIFY(state.party(id)->evidence.empty());
        QCOMPARE(state.party(id)->fields.at("role").place.by, person(5));
        // Whoever has no key knows that something was stated, and nothing else.
        state = fold(log, false);
        QCOMPARE(state.parties.size(), 1u);
        QVERIFY(!state.parties[0].readable && !state.parties[0].withdrawn && state.parties[0].fields.empty());
    }

    /// Whatever was said of a thing, saying what stood makes it as it was; and what is said of several things gives the
    /// same for each of them, in whichever order they come among one another.
    void whatStoodSaidAgainMakesItAsItWas() {
        const std::uint64_t seed = std::random_device{}();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        Dice dice(seed);
        const auto below = [&](std::size_t n) { return static_cast<std::size_t>(dice() % n); };
        const auto idOf = [](std::size_t number) {
            ItemId id;
            id.bytes.fill(static_cast<std::uint8_t>(0x40 + number));
            return id;
        };
        const auto same = [](const StatedItem* a, const StatedItem* b) {
            const bool gone = a == nullptr || a->withdrawn;
            if (gone || b == nullptr || b->withdrawn) return gone == (b == nullptr || b->withdrawn);
            return a->values() == b->values() && a->evidence == b->evidence;
        };
        for (int round = 0; round < 200; ++round) {
            std::vector<std::vector<ItemStatement>> said(3); // of each thing, in its order
            std::vector<CaseBody> log{kReport};
            for (auto left = 2 + below(10); left > 0; --left) {
                const auto which = below(said.size());
                ItemStatement one{idOf(which), {}, {}};
                if (below(4) != 0) one.fields["name"] = std::string(1, static_cast<char>('a' + below(3)));
                if (below(2) != 0 && !one.fields.empty()) one.fields["role"] = "carrier";
                if (below(2) != 0 && !one.fields.empty()) one.evidence.push_back({idOf(9), below(2) ? "p. 1" : ""});
                said[which].push_back(one);
                log.emplace_back(PartyStated{one});
            }
            const auto state = fold(log);
            auto undone = log;
            const auto last = std::get<PartyStated>(log.back()).item;
            log.pop_back();
            const auto before = fold(log);
            undone.emplace_back(PartyStated{statementOf(last, before.party(last))});
            const auto after = fold(undone);
            for (std::size_t i = 0; i < said.size(); ++i) {
                QVERIFY(same(after.party(idOf(i)), before.party(idOf(i))));
                QCOMPARE(after.party(idOf(i)) ? after.party(idOf(i))->statements.size() : 0,
                         said[i].size() + (idOf(i) == last ? 1 : 0));
            }
            std::vector<CaseBody> other{kReport};
            auto rest = said;
            while (std::ranges::any_of(rest, [](const auto& one) { return !one.empty(); })) {
                auto& one = rest[below(rest.size())];
                if (one.empty()) continue;
                other.emplace_back(PartyStated{one.front()});
                one.erase(one.begin());
            }
            const auto mixed = fold(other);
            for (std::size_t i = 0; i < said.size(); ++i) QVERIFY(same(mixed.party(idOf(i)), state.party(idOf(i))));
        }
    }

    void citationsAreTextAndBack() {
        ItemId id;
        id.bytes.fill(9);
        const std::vector<EvidenceCitation> two{{id, "page 3"}, {id, ""}};
        QVERIFY(citationsOf(citationText(two)) == two);
        QVERIFY(citationsOf("").empty() && citationsOf("nothing\n\n").empty());
        QCOMPARE(citationsOf(citationText({{id, "a\nb"}})).at(0).at, std::string("a b"));
    }

    void assignmentsBeginAndEndOnce() {
        const PersonAssigned come{person(9), "investigator"};
        const PersonReleased go{person(9), "investigator"};
        auto state = fold({kReport, come, come});
        QCOMPARE(state.assignments.size(), 1u);
        QVERIFY(state.isAssigned(person(9), "investigator") && state.isAssigned(person(9)));
        QVERIFY(!state.isAssigned(person(9), "officer"));
        state = fold({kReport, come, go, go});
        QVERIFY(state.assignments.empty());
        QCOMPARE(state.released.size(), 1u);
    }

    void stepsMoveTheStage() {
        const auto state = fold({kReport, StepDone{"accept", "received", "verification", "officer", {}},
                                 StepDone{"verify", "verification", "verification", "officer", {{"findings", "f"}}}});
        QCOMPARE(state.stage, std::string("verification"));
        QCOMPARE(state.steps.size(), 2u);
        QVERIFY(state.lastStep("accept") && !state.lastStep("reject"));
        QCOMPARE(state.lastStep("verify")->form.at("findings"), std::string("f"));
    }

    void exclusionKeepsTheItem() {
        EvidenceAdded item;
        item.item.bytes.fill(5);
        item.itemKey = Bytes(32, 1);
        EvidenceExcluded nothing;
        nothing.item.bytes.fill(6);
        const auto state = fold({kReport, item, nothing, EvidenceExcluded{item.item, "why"}});
        QCOMPARE(state.evidence.size(), 1u);
        QVERIFY(state.evidence[0].excluded);
        QCOMPARE(state.evidence[0].exclusionReason, std::string("why"));
    }

    void anOpeningChangesNothingOfTheCase() {
        const auto before = fold({kReport, NoteAdded{"n"}});
        const auto after = fold({kReport, NoteAdded{"n"}, CaseOpened{}});
        QCOMPARE(after.openings.size(), 1u);
        QCOMPARE(after.openings[0].by, person(3));
        QCOMPARE(after.openings[0].place.seq, 3u);
        QVERIFY(after.openedOn(person(3), after.openings[0].day) && !after.openedOn(person(2), after.openings[0].day));
        QVERIFY(!after.openedOn(person(3), std::chrono::year{2030} / 1 / 1));
        // It is in the chain, and nothing that is decided on looks different.
        QCOMPARE(after.head.seq, 3u);
        QVERIFY(after.chain[2].silent && !after.chain[1].silent);
        QCOMPARE(after.changed, before.changed);
        QVERIFY(after.lastTime > before.lastTime);
        QCOMPARE(after.stage, before.stage);
        QCOMPARE(after.notes.size(), before.notes.size());
        QVERIFY(after.readers == before.readers && after.facts.size() == before.facts.size());
    }

    /// What the fold makes of a case, but for that something was said and taken back.
    static void sameCase(const CaseState& a, const CaseState& b) {
        QCOMPARE(a.stage, b.stage);
        QCOMPARE(a.steps.size(), b.steps.size());
        for (std::size_t i = 0; i < a.steps.size(); ++i) QVERIFY(a.steps[i].place.event == b.steps[i].place.event);
        QCOMPARE(a.tracks.size(), b.tracks.size());
        for (std::size_t i = 0; i < a.tracks.size(); ++i) {
            QVERIFY(a.tracks[i].id == b.tracks[i].id && a.tracks[i].stage == b.tracks[i].stage);
            QCOMPARE(a.tracks[i].steps.size(), b.tracks[i].steps.size());
        }
        QCOMPARE(a.notes.size(), b.notes.size());
        QCOMPARE(a.assignments.size(), b.assignments.size());
        QCOMPARE(a.released.size(), b.released.size());
        QVERIFY(a.readers == b.readers);
        QCOMPARE(a.facts.size(), b.facts.size());
        for (const auto& [field, fact] : a.facts) QCOMPARE(b.facts.at(field).value, fact.value);
        const auto counting = [](const CaseState& state) {
            return std::ranges::count_if(state.evidence, [](const EvidenceItem& one) { return !one.excluded; });
        };
        QCOMPARE(counting(a), counting(b));
        QVERIFY(a.standing == b.standing);
    }

    void whatIsTakenBackLeavesTheCaseAsItWas() {
        EvidenceAdded item;
        item.item.bytes.fill(5);
        item.itemKey = Bytes(32, 1);
        const std::vector<CaseBody> before = {kReport, PersonAssigned{person(9), "investigator"},
                                              StepDone{"accept", "received", "verification", "officer", {}}, item};
        EvidenceAdded another = item;
        another.item.bytes.fill(6);
        const std::vector<CaseBody> said = {NoteAdded{"by mistake"},
                                            StepDone{"propose", "verification", "proposed", "officer", {{"a", "b"}}},
                                            StepDone{"verify", "verification", "verification", "officer", {}},
                                            TrackStep{{"seal", "verification", "held", "officer", {}}, "seizure", {}},
                                            EvidenceExcluded{item.item, "why"},
                                            another};
        for (const auto& one : said) {
            auto log = before;
            log.push_back(one);
            const auto with = fold(log);
            const auto id = eventOf(writeBody(one), 5, 5).id;
            log.push_back(EventWithdrawn{id});
            const auto after = fold(log);
            const auto never = fold(before);
            sameCase(after, never);
            QVERIFY(with.standing != never.standing);
            // The log keeps both, and who took it back when.
            QCOMPARE(after.head.seq, 6u);
            QCOMPARE(after.withdrawn.at(id).by, person(6));
            // Once is enough, and what is not there takes nothing back.
            log.push_back(EventWithdrawn{id});
            log.push_back(EventWithdrawn{});
            const auto twice = fold(log);
            sameCase(twice, never);
            QCOMPARE(twice.withdrawn.size(), 1u);
            QCOMPARE(twice.withdrawn.at(id).seq, 6u);
        }
        // A step that was taken back moved nothing, but who took it has acted.
        auto log = before;
        log.push_back(said[1]);
        log.push_back(EventWithdrawn{eventOf(writeBody(said[1]), 5, 5).id});
        const auto state = fold(log);
        QVERIFY(state.everTook(person(5), "propose") && !state.everTook(person(6), "propose"));
        QVERIFY(!state.lastStep("propose"));
        // Not the last step: what followed stands on it. The judge refuses it, and the fold leaves it alone.
        log = before;
        log.push_back(EventWithdrawn{});
        log.push_back(said[1]);
        log.push_back(EventWithdrawn{eventOf(writeBody(before[2]), 3, 3).id});
        QCOMPARE(fold(log).stage, std::string("proposed"));
        QCOMPARE(fold(log).steps.size(), 2u);
    }

    void sideTracksStandBesideTheCase() {
        const TrackStep open{{"ask", "received", "asked", "officer", {{"items", "i"}}}, "seizure", {}};
        const auto id = eventOf(writeBody(open), 2, 2).id;
        TrackStep move{{"seal", "asked", "held", "officer", {}, Date{std::chrono::year{2026} / 3 / 4}}, "seizure", id};
        const TrackStep other{{"report", "received", "reported", "officer", {}}, "referral", {}};
        const auto state = fold({kReport, open, other, move});
        QCOMPARE(state.stage, std::string("received"));
        QVERIFY(state.steps.empty());
        QCOMPARE(state.tracks.size(), 2u);
        QVERIFY(state.tracks[0].id == id && state.track(id) == &state.tracks[0]);
        QCOMPARE(state.tracks[0].stage, std::string("held"));
        QCOMPARE(state.tracks[0].steps.size(), 2u);
        QCOMPARE(state.tracks[0].steps[0].form.at("items"), std::string("i"));
        QVERIFY(state.tracks[0].steps[1].on == id && state.tracks[0].steps[1].day == move.day);
        QVERIFY(state.tracks[0].steps[1].order > state.tracks[1].steps[0].order);
        QCOMPARE(state.tracks[1].stage, std::string("reported"));
        QVERIFY(state.lastStep("seal") == &state.tracks[0].steps[1]);
        QVERIFY(state.lastStep("ask", &state.tracks[1])); // a step of another track is seen from everywhere
        QVERIFY(state.everTook(person(2), "ask") && !state.everTook(person(3), "ask"));
        // The same whatever comes between; what belongs to nothing that is open is left alone.
        sameTracks(state, fold({kReport, open, NoteAdded{"n"}, move}), 0);
        TrackStep stray = move;
        stray.opening = Digest{};
        QCOMPARE(fold({kReport, open, stray}).tracks[0].stage, std::string("asked"));
        stray = move;
        stray.track = "referral";
        QCOMPARE(fold({kReport, open, stray}).tracks[0].stage, std::string("asked"));
        // The last step taken back leads to where it came from.
        const auto back = fold({kReport, open, move, EventWithdrawn{eventOf(writeBody(move), 3, 3).id}});
        QCOMPARE(back.tracks[0].stage, std::string("asked"));
        QVERIFY(back.everTook(person(3), "seal") && back.withdrawnSteps.front().track == "seizure");
        // Not the one before it.
        const auto still = fold({kReport, open, move, EventWithdrawn{id}});
        QCOMPARE(still.tracks.size(), 1u);
        QVERIFY(still.withdrawn.empty());
    }

    static void sameTracks(const CaseState& a, const CaseState& b, std::size_t at) {
        QVERIFY(a.tracks[at].id == b.tracks[at].id);
        QCOMPARE(a.tracks[at].stage, b.tracks[at].stage);
    }

    void unknownKindsAreKeptAndSaidSo() {
        CaseState state = fold({kReport});
        EncodedBody later{"party.interviewed", {0xa0}, {}};
        const Event event = eventOf(later, 2, 2);
        apply(state, event, readCaseBody(event.header, nullptr), {2, {}, Instant{}, true});
        QCOMPARE(state.unknown.size(), 1u);
        QCOMPARE(state.unknown[0].kind, later.kind);
        QCOMPARE(state.unknown[0].seq, 2u);
        QCOMPARE(state.head.seq, 2u);
        RegisterState office;
        apply(office, event, readRegisterBody(event.header, nullptr), {1, {}, Instant{}, true});
        QCOMPARE(office.unknown.size(), 1u);
    }

    void whatWaitsDoesNotMoveTheHead() {
        CaseState state = fold({kReport});
        const NoteAdded note{"waits"};
        apply(state, eventOf(writeBody(note), 2, 2), note, {0, {}, Instant{}, true});
        QCOMPARE(state.head.seq, 1u);
        QCOMPARE(state.chain.size(), 1u);
        QCOMPARE(state.events, 2u);
        QCOMPARE(state.notes.size(), 1u);
        QCOMPARE(state.notes[0].place.seq, 0u);
    }

    void everyBodyReadFromRandomBytesCanBeFolded() {
        const std::vector<std::string_view> kinds = {
            ReportReceived::kKind,  FactsSet::kKind,         NoteAdded::kKind,
            EvidenceAdded::kKind,   EvidenceExcluded::kKind, ChronologyEntered::kKind,
            PartyStated::kKind,     PersonAssigned::kKind,   PersonReleased::kKind,
            StepDone::kKind,        OfficeFounded::kKind,    PersonAdded::kKind,
            PersonChanged::kKind,   UnitFounded::kKind,      UnitJoined::kKind,
            WorkflowAdopted::kKind, CalendarAdopted::kKind,  CaseOpened::kKind,
            EventWithdrawn::kKind,  TrackStep::kKind,        "made.up"};
        std::vector<EncodedBody> seeds;
        for (const CaseBody& body : std::vector<CaseBody>{
                 kReport, FactsSet{{{"a", "b"}}}, NoteAdded{"n"}, EvidenceAdded{}, EvidenceExcluded{},
                 ChronologyEntered{{{}, {{"from", "2026"}, {"text", "t"}}, {{{}, "p"}}}},
                 PartyStated{{{}, {{"name", "n"}}, {}}}, PersonAssigned{}, PersonReleased{},
                 StepDone{"s", "a", "b", "r", {}}, EventWithdrawn{}, CaseOpened{},
                 TrackStep{{"s", "a", "b", "r", {}}, "t", {}}, TrackStep{{"s", "a", "b", "r", {}}, "t", Digest{}}}) {
            seeds.push_back(writeBody(body));
        }
        const std::uint64_t seed = std::random_device{}();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        Dice dice(seed);
        const auto below = [&](std::size_t n) { return static_cast<std::size_t>(dice() % n); };
        const auto damage = [&](Bytes& bytes) {
            for (auto n = below(4); n > 0 && !bytes.empty(); --n)
                bytes[below(bytes.size())] = static_cast<std::uint8_t>(dice());
            if (below(5) == 0) bytes.resize(below(bytes.size() + 1));
        };
        for (int round = 0; round < 200; ++round) {
            CaseState state;
            RegisterState office;
            for (std::uint64_t seq = 1; seq <= 30; ++seq) {
                EncodedBody body = seeds[below(seeds.size())];
                if (below(3) == 0) body.kind = kinds[below(kinds.size())];
                damage(body.clear);
                damage(body.sealed);
                EventHeader header;
                header.kind = body.kind;
                header.clear = body.clear;
                const Event event{header, {}, {}, {}};
                const Bytes* plain = below(2) ? &body.sealed : nullptr;
                const Landing landing{below(8) ? seq : 0,
                                      {},
                                      Instant{std::chrono::milliseconds{static_cast<std::int64_t>(dice() >> 20)}},
                                      plain != nullptr};
                apply(state, event, readCaseBody(header, plain), landing);
                apply(office, event, readRegisterBody(header, plain), landing);
            }
            QCOMPARE(state.events, 30u);
        }
    }

    void referenceIsReadOutSafely() {
        CaseId id;
        id.bytes = {0x00, 0x44, 0x32, 0x14, 0xc7};
        // 5 bits each of 00 44 32 14 C7: 0 1 2 3 4 5 6 7.
        QCOMPARE(caseReference(id, *parseInstant("2026-03-04T00:00:00Z")), std::string("2026-0123-4567"));
        id.bytes.fill(0xff);
        QCOMPARE(caseReference(id, *parseInstant("2026-03-04T00:00:00Z")), std::string("2026-ZZZZ-ZZZZ"));
        // The year is China's: this moment is in 2026 there.
        QCOMPARE(caseReference(id, *parseInstant("2025-12-31T16:00:00Z")).substr(0, 4), std::string("2026"));
        Dice dice(7);
        for (int i = 0; i < 1000; ++i) {
            for (auto& byte : id.bytes) byte = static_cast<std::uint8_t>(dice());
            const auto text = caseReference(id, Instant{});
            QCOMPARE(text.size(), 14u);
            QVERIFY(text.find_first_of("ILOU") == std::string::npos);
        }
    }
};

QTEST_APPLESS_MAIN(TestFold)
#include "test_fold.moc"
