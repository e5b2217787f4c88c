// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_desk.h"

using namespace model;

/// What an insider seals wrongly: the hub cannot see it, so it lands. It keeps nobody from their work, verification
/// names it, and nobody signs for what rests on it.
class TestSealed : public QObject {
    Q_OBJECT

    static std::string findings(Workspace& workspace) {
        must(workspace.exchange());
        std::string out;
        for (const auto& one : must(workspace.verify(false, {}, {})).findings)
            out += one.place + ": " + one.what.en + "\n";
        return out;
    }

private slots:
    void aWrongBodyFreezesNothing() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        RawDesk raw(office, "officer");
        must(raw.exchange(raw.hub()));
        EncodedBody wrong = writeBody(CaseBody(NoteAdded{"x"}));
        wrong.sealed = {0xa1, 0x63, 't', 'x', 't', 0x61, 'x'};
        QCOMPARE(raw.submit(raw.say(id, wrong, must(officer->state(id)).head)), std::string());
        auto supervisor = office.as("supervisor");
        const auto state = must(supervisor->state(id));
        QVERIFY(state.unknown.empty());
        QCOMPARE(state.notes.size(), 1u);
        QVERIFY(!state.notes[0].readable);
        must(officer->exchange());
        QVERIFY(must(officer->takeStep(id, "accept", {})).refused.empty());
        for (auto* one : {officer.get(), supervisor.get()}) {
            const auto found = findings(*one);
            QVERIFY2(found.contains("/2: Its contents are not what"), found.c_str());
            QCOMPARE(std::ranges::count(found, '\n'), 1);
        }
        QVERIFY(findings(*office.as("auditor")).empty()); // who cannot read cannot tell
        auto log = must(officer->view(id)).log;
        QVERIFY(!log[1].readable);
    }

    void whatOpensForNobodyIsNamed() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        RawDesk raw(office, "officer");
        must(raw.exchange(raw.hub()));
        const Seen head = must(officer->state(id)).head;
        QCOMPARE(raw.submit(raw.sign(raw.event(id, NoteAdded{"sealed with nothing"}, head))), std::string());
        EventHeader never = raw.event(id, NoteAdded{"x"}, head).header;
        never.epoch = 7;
        QCOMPARE(raw.submit(raw.sign(makeEvent(never, Bytes(40, 1)))), std::string());
        for (const char* label : {"officer", "supervisor"}) {
            const auto found = findings(*office.as(label));
            QVERIFY2(found.contains("/2: Its contents do not open"), found.c_str());
            QVERIFY2(found.contains("/3: Its contents are sealed under a key that was never given"), found.c_str());
            QCOMPARE(std::ranges::count(found, '\n'), 2);
        }
    }

    void nobodySignsForWhatTheyCannotRead() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        must(officer->setFacts(id, {{"party", "A company"}, {"goods", "Antimony"}}));
        must(officer->takeStep(id, "accept", {}));
        must(officer->takeStep(id, "verify", {{"findings", "f"}}));
        RawDesk raw(office, "officer");
        const StepDone propose{"propose_filing", "verification", "filing_approval", "officer", {}};
        QCOMPARE(raw.submit(raw.sign(raw.event(id, propose, must(officer->state(id)).head))), std::string());
        auto supervisor = office.as("supervisor");
        const auto refused = supervisor->takeStep(id, "approve_filing", {});
        QVERIFY(!refused);
        QVERIFY2(refused.error().what.en.contains("cannot be read"), refused.error().what.en.c_str());
        QVERIFY(!refused.error().what.zh.empty() && !refused.error().cure.en.empty());
        const auto view = must(supervisor->view(id));
        const auto approve = std::ranges::find(view.steps, std::string("approve_filing"), &StepOption::step);
        QVERIFY(approve != view.steps.end() && !approve->allowed());
        // There is a way on: back, and once more.
        must(supervisor->takeStep(id, "return_filing", {{"reason", "Unreadable"}}));
        must(officer->exchange());
        must(officer->takeStep(id, "propose_filing", {{"filing_reason", "r"}, {"jurisdiction", "j"}}));
        must(supervisor->exchange());
        QVERIFY(must(supervisor->takeStep(id, "approve_filing", {})).refused.empty());
    }

    /// A fact that nobody can read is stated for the hub; who builds on it has to read it.
    void norForAFactThatTheyCannotRead() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        must(officer->takeStep(id, "accept", {}));
        RawDesk raw(office, "officer");
        must(raw.exchange(raw.hub()));
        const FactsSet facts{{{"party", "A company"}, {"goods", "Antimony"}}};
        QCOMPARE(raw.submit(raw.sign(raw.event(id, facts, must(officer->state(id)).head))), std::string());
        must(officer->exchange());
        must(officer->takeStep(id, "verify", {{"findings", "f"}}));
        const Form form{{"filing_reason", "r"}, {"jurisdiction", "j"}};
        const auto refused = officer->takeStep(id, "propose_filing", form);
        QVERIFY(!refused);
        QVERIFY2(refused.error().what.en.contains("cannot be read"), refused.error().what.en.c_str());
        must(officer->setFacts(id, {{"party", "A company"}, {"goods", "Antimony"}}));
        QVERIFY(must(officer->takeStep(id, "propose_filing", form)).refused.empty());
    }
};

QTEST_GUILESS_MAIN(TestSealed)
#include "test_sealed.moc"
