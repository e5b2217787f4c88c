// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_desk.h"

using namespace model;

/// Who can read a case changes by a report, an assignment and a release, and by nothing that looks harmless.
class TestKeys : public QObject {
    Q_OBJECT

    static std::vector<KeyGrant> grants(std::initializer_list<std::uint32_t> epochs) {
        std::vector<KeyGrant> out;
        for (const auto epoch : epochs) out.push_back({epoch, crypto::Secret::random(32, *crypto::systemRandom())});
        return out;
    }
    static RawDesk::Gift gift(const RawDesk& raw, std::vector<KeyGrant> grants, std::initializer_list<PersonId> to) {
        RawDesk::Gift out{std::move(grants), {}};
        for (const auto person : to) out.to.emplace_back(person.bytes, raw.office().person(person)->identity);
        return out;
    }

    /// A case that an officer has filed, in which persons are assigned.
    static CaseId filed(TestOffice& office) {
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        must(officer->setFacts(id, {{"party", "A company"}, {"goods", "Antimony"}}));
        must(officer->takeStep(id, "accept", {}));
        must(officer->takeStep(id, "verify", {{"findings", "f"}}));
        must(officer->takeStep(id, "propose_filing", {{"filing_reason", "r"}, {"jurisdiction", "j"}}));
        must(office.as("supervisor")->takeStep(id, "approve_filing", {}));
        return id;
    }

    static void holds(Workspace& workspace) {
        const auto found = must(workspace.verify(false, {}, {}));
        QVERIFY2(found.findings.empty(), found.findings.empty() ? "" : found.findings[0].what.en.c_str());
    }

private slots:
    void materialLetsNobodyIn() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        const auto stranger = office.id("investigator-1");
        RawDesk raw(office, "officer");
        must(raw.exchange(raw.hub()));
        const Seen head = must(officer->state(id)).head;
        ItemId item;
        item.bytes.fill(5);
        EvidenceAdded evidence;
        evidence.item = item;
        evidence.category = "documentary";
        evidence.name = "n";
        evidence.itemKey = Bytes(32, 1);
        const std::vector<CaseBody> bodies = {
            NoteAdded{"With a key in it"},
            FactsSet{{{"party", "A company"}}},
            evidence,
            ChronologyEntered{{item, {{"from", "2026-03-04"}, {"text", "t"}}, {}}},
            PartyStated{{item, {{"kind", "company"}, {"name", "n"}}, {}}},
            StepDone{"accept", "received", "verification", "officer", {}},
        };
        for (const auto& body : bodies) {
            const auto encoded = writeBody(body);
            std::vector<KeyGrant> all;
            for (const auto& [epoch, key] : raw.keys(id)) all.push_back({epoch, key.copy()});
            const auto why = raw.submit(raw.say(id, encoded, head, 1, gift(raw, std::move(all), {stranger})));
            QVERIFY2(why.contains("gives no key"), (encoded.kind + ": " + why).c_str());
        }
        QVERIFY(!must(officer->state(id)).readers.contains(stranger.bytes));
        QVERIFY(!office.as("investigator-1")->state(id));
    }

    /// Also of what an earlier version sealed: it admits nobody, opens nothing and uses up no numbers.
    void whatMaterialCarriesCountsForNothing() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        CaseState state = must(officer->state(id));
        const auto readers = state.readers;
        RawDesk raw(office, "officer");
        must(raw.exchange(raw.hub()));
        const auto note = raw.say(id, writeBody(CaseBody(NoteAdded{"n"})), state.head, 1,
                                  gift(raw, grants({0xFFFFFFFF}), {office.id("investigator-1"), office.id("officer")}));
        admitReaders(state, note.events.front(), note.act);
        QVERIFY(state.readers == readers);
        // In the author's own vault, where the act's secret is known and the event waits.
        Vault& vault = raw.vault();
        {
            auto transaction = must(Transaction::begin(vault.database()));
            const auto act = must(vault.record().addAct(note.act, std::span(&note.events.front().id, 1)));
            const auto row =
                must(vault.record().addEvent(act, 0, must(vault.record().caseRow(id)), note.events.front())).row;
            must(vault.rememberSecret(act, crypto::Secret::random(32, *crypto::systemRandom())));
            must(vault.addPending(row));
            must(transaction.commit());
        }
        QCOMPARE(raw.keys(id).rbegin()->first, 1u);
    }

    void anAssignmentLetsInWhoIsAssigned() {
        TestOffice office;
        const CaseId id = filed(office);
        auto supervisor = office.as("supervisor");
        const Seen head = must(supervisor->state(id)).head;
        RawDesk raw(office, "supervisor");
        must(raw.exchange(raw.hub()));
        const auto one = office.id("investigator-1"), two = office.id("investigator-2");
        const auto body = writeBody(CaseBody(PersonAssigned{one, "investigator"}));
        for (const auto& to :
             {gift(raw, grants({1}), {one, two}), gift(raw, grants({1}), {two}), gift(raw, grants({1}), {})})
            QVERIFY(raw.submit(raw.say(id, body, head, 1, to)).contains("would go to others"));
        QCOMPARE(raw.submit(raw.say(id, body, head, 1, gift(raw, grants({1}), {one}))), std::string());
        must(supervisor->exchange());
        QVERIFY(!must(supervisor->state(id)).readers.contains(two.bytes));
    }

    /// A key that an assignment carries does not take the place of one that was given before, however it is numbered.
    void noNumberOfAKeyIsUsedUp() {
        TestOffice office;
        const CaseId id = filed(office);
        auto supervisor = office.as("supervisor");
        RawDesk raw(office, "supervisor");
        must(raw.exchange(raw.hub()));
        const auto one = office.id("investigator-1");
        QCOMPARE(raw.submit(raw.say(id, writeBody(CaseBody(PersonAssigned{one, "investigator"})),
                                    must(supervisor->state(id)).head, 1, gift(raw, grants({1, 0xFFFFFFFF}), {one}))),
                 std::string());
        RawDesk assigned(office, "investigator-1");
        must(assigned.exchange(assigned.hub()));
        QCOMPARE(assigned.keys(id).rbegin()->first, 1u);
        must(supervisor->exchange());
        QVERIFY(must(supervisor->release(id, one, "investigator")).refused.empty());
        must(supervisor->assign(id, office.id("investigator-2"), "investigator"));
        QVERIFY(must(office.as("investigator-2")->addNote(id, "Under the next key")).refused.empty());
        const auto seen = must(office.as("officer")->state(id));
        QVERIFY(seen.notes.back().readable);
        holds(*supervisor);
    }

    void aReleaseKeepsWhoStays() {
        TestOffice office;
        const CaseId id = filed(office);
        auto supervisor = office.as("supervisor");
        const auto one = office.id("investigator-1"), two = office.id("investigator-2");
        must(supervisor->assign(id, one, "investigator"));
        must(supervisor->assign(id, two, "investigator"));
        RawDesk raw(office, "supervisor");
        must(raw.exchange(raw.hub()));
        const Unit unit = *raw.office().unit("office");
        const auto body = writeBody(CaseBody(PersonReleased{one, "investigator"}));
        const Seen head = must(supervisor->state(id)).head;
        const auto turned = [&](std::initializer_list<PersonId> to) {
            auto out = gift(raw, grants({2}), to);
            out.to.emplace_back(unit.id.bytes, unit.identity);
            return raw.say(id, body, head, 1, out);
        };
        QVERIFY(raw.submit(turned({one, two})).contains("would go to others")); // who leaves
        QVERIFY(raw.submit(turned({})).contains("would go to others"));         // who stays is left out
        QVERIFY(raw.submit(turned({two, office.id("auditor")})).contains("would go to others"));
        QCOMPARE(raw.submit(turned({two})), std::string());
        must(supervisor->exchange());
        QVERIFY(!must(supervisor->state(id)).readers.contains(one.bytes));
        holds(*supervisor);
    }

    /// A release that the hub refused gave its key to nobody: what is said after it is under the key that all hold.
    void aRefusedReleaseTurnsNothing() {
        TestOffice office;
        const CaseId id = filed(office);
        office.people()["both"] = must(office.as("admin")->addPerson(
            {"both", "both", {Role::supervisor, Role::investigator}, true}, crypto::asBytes("both")));
        const auto one = office.id("investigator-1");
        {
            auto supervisor = office.as("supervisor");
            must(supervisor->assign(id, one, "investigator"));
            must(supervisor->assign(id, office.id("both"), "investigator"));
        }
        auto supervisor = office.as("both");
        must(office.as("investigator-1")->addNote(id, "Which the other has not seen"));
        QCOMPARE(must(supervisor->release(id, one, "investigator")).refused.size(), 1u);
        must(supervisor->addNote(id, "After it was refused"));
        QVERIFY(must(office.as("officer")->state(id)).notes.back().readable);
        QVERIFY(must(supervisor->release(id, one, "investigator")).refused.empty());
        must(supervisor->addNote(id, "After it was done"));
        QVERIFY(must(office.as("officer")->state(id)).notes.back().readable);
        RawDesk raw(office, "officer");
        must(raw.exchange(raw.hub()));
        QCOMPARE(raw.keys(id).rbegin()->first, 2u);
        holds(*supervisor);
    }

    void theRegisterKeepsItsKey() {
        TestOffice office;
        office.as("supervisor");
        RawDesk officer(office, "officer");
        must(officer.exchange(officer.hub()));
        const Unit unit = *officer.office().unit("office");
        auto encoded = writeBody(RegisterBody(UnitJoined{unit.id, office.id("auditor"), Bytes(200, 7)}));
        EventHeader header = officer.event(UnitJoined{unit.id, office.id("auditor"), Bytes(200, 7)}).header;
        header.epoch = 0xFFFFFFFF;
        QVERIFY(!officer.submit(officer.sign(makeEvent(header, Bytes{1}))).empty());
        office.people()["another"] = must(
            office.as("admin")->addPerson({"another", "another", {Role::officer}, true}, crypto::asBytes("another")));
    }
};

QTEST_GUILESS_MAIN(TestKeys)
#include "test_keys.moc"
