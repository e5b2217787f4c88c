// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/body.h"

#include <QtTest>
#include <algorithm>

using namespace model;

namespace {

template <typename T>
T filled(std::uint8_t value) {
    T id;
    id.bytes.fill(value);
    return id;
}

crypto::PublicIdentity identity() {
    const auto random = crypto::seededRandom(1);
    return crypto::Identity::generate(crypto::Suite::intl1, *random).publicPart();
}

std::vector<CaseBody> caseBodies() {
    EvidenceAdded evidence{filled<ItemId>(1),
                           filled<Digest>(2),
                           4096,
                           "documentary",
                           "合同.pdf",
                           "USB",
                           "application/pdf",
                           4000,
                           filled<Digest>(3),
                           Instant{std::chrono::milliseconds{-5}},
                           Bytes(32, 9)};
    DocumentMade document;
    document.item = filled<ItemId>(4);
    document.address = filled<Digest>(5);
    document.storedSize = 4160;
    document.document = "prior_notice";
    document.name = "告知书.pdf";
    document.size = 3;
    document.sha256 = filled<Digest>(6);
    document.made = filled<Digest>(7);
    document.itemKey = Bytes(32, 8);
    document.form = {{"notice_no", "1号"}};
    return {ReportReceived{
                "ab12", "received", "web", "tip", {{"title", "t"}, {"narrative", "锑"}}, {{"a", "b"}, {"zz", ""}}},
            FactsSet{{{"party", "P"}, {"turnover", "1.00"}, {"a", ""}}},
            NoteAdded{"A note.\n第二行"},
            evidence,
            document,
            EvidenceExcluded{filled<ItemId>(1), "Taken unlawfully"},
            ChronologyEntered{{filled<ItemId>(2),
                               {{"from", "2026-03"}, {"text", "装船\n离港"}},
                               {{filled<ItemId>(1), "第3页"}, {filled<ItemId>(3), ""}}}},
            PartyStated{{filled<ItemId>(5), {{"kind", "vessel"}, {"name", "海洋之星"}}, {}}},
            PersonAssigned{filled<PersonId>(4), "investigator"},
            PersonReleased{filled<PersonId>(4), "investigator"},
            KeysGiven{filled<PersonId>(4)},
            CaseHanded{filled<UnitId>(3)},
            StepDone{"accept", "received", "verification", "officer", {{"reason", "r"}}},
            TrackStep{{"seal", "allowed", "held", "investigator", {{"items", "i"}}}, "seizure", filled<Digest>(7)},
            EventWithdrawn{filled<Digest>(6)},
            CaseOpened{}};
}

std::vector<RegisterBody> registerBodies() {
    Person person{filled<PersonId>(7), "Name 名", {Role::officer, Role::auditor}, true, true, identity(), {}};
    Unit unit{filled<UnitId>(8), "office", identity(), {{filled<PersonId>(7), {1, 2}}, {filled<PersonId>(9), {3}}}};
    return {OfficeFounded{identity(), person, "Office"},
            PersonAdded{person},
            PersonChanged{person.id, {Role::supervisor}, false, false},
            UnitFounded{unit},
            UnitJoined{unit.id, person.id, {5, 6}, filled<Digest>(7)},
            UnitStaffed{unit.id, person.id, false},
            UnitTurned{unit.id, identity(), unit.members, {7}, filled<Digest>(8)},
            IdentityProposed{person.id, identity(), "Why 因"},
            IdentityDeclined{person.id, filled<Digest>(6)},
            IdentityReplaced{person.id, filled<Digest>(6), identity()},
            WorkflowAdopted{"{}"},
            CalendarAdopted{"{}"},
            TemplateAdopted{"prior_notice", "{}"}};
}

/// A header as it would be read, of the body's kind.
EventHeader headerOf(const EncodedBody& body) {
    EventHeader header;
    header.kind = body.kind;
    header.clear = body.clear;
    return header;
}

/// The same map with one more pair, in its right place.
Bytes withExtraKey(const Bytes& map) {
    Bytes more = map;
    ++more[0]; // fewer than 23 pairs, so the count is in the first byte
    CborWriter pair;
    pair.text("zzzzzzzzzzzzzzzzzzzz").unsignedInt(1);
    crypto::append(more, pair.view());
    return more;
}

} // namespace

/// Bodies of all kinds: what is written is read again, and what is not exactly a known form is unknown and nothing
/// else.
class TestBody : public QObject {
    Q_OBJECT

    template <typename Body, typename Read>
    static void checkKind(const Body& body, const Read& read) {
        const EncodedBody encoded = writeBody(body);
        const EventHeader header = headerOf(encoded);
        const Bytes* plain = encoded.sealed.empty() ? nullptr : &encoded.sealed;
        const auto again = read(header, plain);
        QVERIFY2(again.index() == body.index(), encoded.kind.c_str());
        const EncodedBody second = writeBody(again);
        QVERIFY2(second.clear == encoded.clear && second.sealed == encoded.sealed, encoded.kind.c_str());
        // The hub, which has no key, reads the clear part as the same kind.
        QVERIFY(read(header, nullptr).index() == body.index());

        EventHeader extra = header;
        extra.clear = withExtraKey(encoded.clear);
        QVERIFY2(std::holds_alternative<UnknownBody>(read(extra, plain)), encoded.kind.c_str());
        EventHeader missing = header;
        missing.clear = {0xa0};
        if (encoded.clear != missing.clear) QVERIFY(std::holds_alternative<UnknownBody>(read(missing, plain)));
        for (std::size_t cut = 0; cut < encoded.clear.size(); ++cut) {
            EventHeader shorter = header;
            shorter.clear.resize(cut);
            QVERIFY(std::holds_alternative<UnknownBody>(read(shorter, plain)));
        }
        EventHeader other = header;
        other.kind += "x";
        const auto unknown = read(other, plain);
        QVERIFY(std::holds_alternative<UnknownBody>(unknown));
        QCOMPARE(std::get<UnknownBody>(unknown).kind, other.kind);
    }

private slots:
    void everyCaseKindRoundTrips() {
        const auto bodies = caseBodies();
        QCOMPARE(bodies.size(), std::variant_size_v<CaseBody> - 1);
        for (const auto& body : bodies) {
            checkKind(body, [](const EventHeader& header, const Bytes* plain) { return readCaseBody(header, plain); });
        }
    }

    /// A step says its day only where it is dated, and an opening names none that is open.
    void stepsWithAndWithoutTheirDay() {
        const auto read = [](const EventHeader& header, const Bytes* plain) { return readCaseBody(header, plain); };
        const StepDone plain{"accept", "received", "verification", "officer", {{"reason", "r"}}};
        StepDone dated = plain;
        dated.day = Date{std::chrono::year{2026} / 3 / 4};
        QVERIFY(writeBody(CaseBody(dated)).clear != writeBody(CaseBody(plain)).clear);
        for (const CaseBody& body :
             std::vector<CaseBody>{dated, TrackStep{dated, "seizure", {}}, TrackStep{plain, "seizure", {}},
                                   TrackStep{dated, "seizure", Digest{}}})
            checkKind(body, read);
        const auto header = headerOf(writeBody(CaseBody(TrackStep{dated, "seizure", Digest{}})));
        const auto again = std::get<TrackStep>(readCaseBody(header, nullptr));
        QVERIFY(again.day == dated.day && again.opening == Digest{} && again.track == "seizure");
        // Another writing of the same day, and a day that is none, are no known form.
        for (const std::string_view written : {"2026-3-4x", "2026-02-30", "03/04/2026"}) {
            EncodedBody encoded = writeBody(CaseBody(dated));
            const auto at = std::search(encoded.clear.begin(), encoded.clear.end(), std::begin("2026-03-04"),
                                        std::end("2026-03-04") - 1);
            QVERIFY(at != encoded.clear.end());
            std::fill(at, at + 10, std::uint8_t{'0'});
            std::copy(written.begin(), written.end(), at);
            QVERIFY(std::holds_alternative<UnknownBody>(readCaseBody(headerOf(encoded), nullptr)));
        }
    }

    /// A document of a side track names it; a step names the documents that it signs, never none of them and not too
    /// many.
    void documentsAndWhatTheyAreSignedIn() {
        const auto read = [](const EventHeader& header, const Bytes* plain) { return readCaseBody(header, plain); };
        DocumentMade document;
        document.document = "order";
        document.itemKey = Bytes(32, 8);
        document.opening = filled<Digest>(9);
        checkKind(CaseBody(document), read);
        const auto made = std::get<DocumentMade>(readCaseBody(headerOf(writeBody(CaseBody(document))), nullptr));
        QVERIFY(made.opening == document.opening && made.document == "order");
        StepDone step{"seal", "allowed", "held", "investigator", {}};
        step.documents.assign(kMaxStepDocuments, filled<Digest>(1));
        checkKind(CaseBody(step), read);
        checkKind(CaseBody(TrackStep{step, "seizure", Digest{}}), read);
        QCOMPARE(std::get<StepDone>(readCaseBody(headerOf(writeBody(CaseBody(step))), nullptr)).documents.size(),
                 kMaxStepDocuments);
        step.documents.push_back(filled<Digest>(2));
        QVERIFY(std::holds_alternative<UnknownBody>(readCaseBody(headerOf(writeBody(CaseBody(step))), nullptr)));
        // An empty list is not another way to say none.
        cbor::MapWriter clear;
        for (const char* key : {"step", "from", "to", "role"}) clear[key].text("x");
        clear["documents"].array(0);
        EventHeader empty;
        empty.kind = StepDone::kKind;
        empty.clear = clear.take();
        QVERIFY(std::holds_alternative<UnknownBody>(readCaseBody(empty, nullptr)));
    }

    void everyRegisterKindRoundTrips() {
        const auto bodies = registerBodies();
        QCOMPARE(bodies.size(), std::variant_size_v<RegisterBody> - 1);
        for (const auto& body : bodies) {
            checkKind(body,
                      [](const EventHeader& header, const Bytes* plain) { return readRegisterBody(header, plain); });
        }
    }

    void extraKeyInTheSealedPartIsUnknown() {
        for (const auto& body : caseBodies()) {
            EncodedBody encoded = writeBody(body);
            // A form and a set of facts are open maps; there an extra field is a field, or one that was not announced.
            if (encoded.sealed.empty() || encoded.kind == StepDone::kKind || encoded.kind == TrackStep::kKind) continue;
            const Bytes sealed = withExtraKey(encoded.sealed);
            QVERIFY2(std::holds_alternative<UnknownBody>(readCaseBody(headerOf(encoded), &sealed)),
                     encoded.kind.c_str());
        }
    }

    /// What an insider sealed wrongly is unreadable, as what does not open is; it is no newer kind.
    void whatWasSealedWronglyIsReadByItsClearPart() {
        for (const auto& body : caseBodies()) {
            const EncodedBody encoded = writeBody(body);
            if (encoded.sealed.empty()) continue;
            const Bytes wrong = {0xa1, 0x63, 't', 'x', 't', 0x01};
            const Bytes* plain = &wrong;
            const auto read = readCaseBodySoFar(headerOf(encoded), plain);
            QVERIFY2(read.index() == body.index() && !plain, encoded.kind.c_str());
            plain = &encoded.sealed;
            QVERIFY(readCaseBodySoFar(headerOf(encoded), plain).index() == body.index() && plain == &encoded.sealed);
            EventHeader newer = headerOf(encoded);
            newer.kind += "x";
            QVERIFY(std::holds_alternative<UnknownBody>(readCaseBodySoFar(newer, plain)) && plain);
        }
        for (const auto& body : registerBodies()) {
            const EncodedBody encoded = writeBody(body);
            const Bytes wrong = {0xa0};
            const Bytes* plain = &wrong;
            if (encoded.sealed.empty()) continue;
            QVERIFY(readRegisterBodySoFar(headerOf(encoded), plain).index() == body.index() && !plain);
        }
    }

    void statementsHoldOnlyTheFieldsOfTheirKind() {
        const auto read = [](const ItemStatement& statement, auto sort) {
            const EncodedBody encoded = writeBody(CaseBody(decltype(sort){statement}));
            return readCaseBody(headerOf(encoded), &encoded.sealed);
        };
        const ItemId id = filled<ItemId>(1);
        // A withdrawal is a known form.
        QVERIFY(std::get<PartyStated>(read({id, {}, {}}, PartyStated{})).withdraws());
        QVERIFY(!std::get<PartyStated>(read({id, {}, {{id, ""}}}, PartyStated{})).withdraws());
        for (const auto field : PartyStated::kFields) {
            const ItemStatement one{id, {{std::string(field), "x"}}, {}};
            QVERIFY(std::holds_alternative<PartyStated>(read(one, PartyStated{})));
            QVERIFY(std::holds_alternative<UnknownBody>(read(one, ChronologyEntered{})));
        }
        QVERIFY(std::holds_alternative<UnknownBody>(read({id, {{"flag", "PA"}}, {}}, PartyStated{})));
        // An empty value would be a second way to say that there is none.
        QVERIFY(std::holds_alternative<UnknownBody>(read({id, {{"name", ""}}, {}}, PartyStated{})));
        ItemStatement many{id, {{"name", "x"}}, std::vector<EvidenceCitation>(kMaxCitations)};
        QVERIFY(std::holds_alternative<PartyStated>(read(many, PartyStated{})));
        many.evidence.emplace_back();
        QVERIFY(std::holds_alternative<UnknownBody>(read(many, PartyStated{})));
    }

    void damagedStatementsAreUnknown() {
        const EncodedBody encoded = writeBody(CaseBody(
            PartyStated{{filled<ItemId>(5), {{"name", "甲"}, {"role", "carrier"}}, {{filled<ItemId>(6), "p"}}}}));
        for (std::size_t cut = 0; cut < encoded.sealed.size(); ++cut) {
            const Bytes part(encoded.sealed.begin(), encoded.sealed.begin() + static_cast<std::ptrdiff_t>(cut));
            QVERIFY(std::holds_alternative<UnknownBody>(readCaseBody(headerOf(encoded), &part)));
        }
        // Every other byte either is another statement in its only encoding, or is unknown.
        for (std::size_t at = 0; at < encoded.sealed.size(); ++at) {
            for (int value = 0; value < 256; ++value) {
                Bytes other = encoded.sealed;
                other[at] = static_cast<std::uint8_t>(value);
                const auto body = readCaseBody(headerOf(encoded), &other);
                if (const auto* party = std::get_if<PartyStated>(&body))
                    QCOMPARE(writeBody(CaseBody(*party)).sealed, other);
            }
        }
    }

    void sealedFactsMustBeThoseAnnounced() {
        EncodedBody one = writeBody(FactsSet{{{"party", "P"}}});
        const EncodedBody other = writeBody(FactsSet{{{"goods", "G"}}});
        QVERIFY(std::holds_alternative<UnknownBody>(readCaseBody(headerOf(one), &other.sealed)));
    }

    void caseAndRegisterKindsDoNotMix() {
        for (const auto& body : caseBodies()) {
            const auto encoded = writeBody(body);
            QVERIFY(std::holds_alternative<UnknownBody>(readRegisterBody(headerOf(encoded), nullptr)));
        }
        for (const auto& body : registerBodies()) {
            const auto encoded = writeBody(body);
            QVERIFY(std::holds_alternative<UnknownBody>(readCaseBody(headerOf(encoded), nullptr)));
        }
    }
};

QTEST_APPLESS_MAIN(TestBody)
#include "test_body.moc"
