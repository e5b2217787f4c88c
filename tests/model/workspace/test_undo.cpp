// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_desk.h"

#include "model/filter/parse.h"

#include <fstream>

using namespace model;

/// Everything that is not legally final can be undone by who did it, as long as nobody has built on it; and by no other
/// door than the rules.
class TestUndo : public QObject {
    Q_OBJECT

    /// A refusal with its reason and a cure, in both languages.
    template <typename T>
    static void refused(const Result<T>& result, const char* words) {
        QVERIFY(!result);
        QCOMPARE(result.error().code, Code::refused);
        QVERIFY2(result.error().what.en.contains(words), result.error().what.en.c_str());
        QVERIFY(!result.error().what.zh.empty() && !result.error().cure.en.empty() && !result.error().cure.zh.empty());
    }

    static Digest eventOf(const Receipt& receipt) {
        if (!receipt.done) qFatal("the command said nothing");
        return receipt.done->event;
    }

    static void holds(Workspace& workspace) {
        const auto report = must(workspace.verify(true, {}, {}));
        QVERIFY2(report.findings.empty(), report.findings.empty() ? "" : report.findings[0].what.en.c_str());
    }

    /// A case in verification, with what a filing asks for.
    static CaseId accepted(Workspace& officer) {
        const CaseId id = must(officer.receiveReport(aReport()));
        must(officer.setFacts(id, {{"party", "A company"}, {"goods", "Antimony"}}));
        must(officer.takeStep(id, "accept", {}));
        return id;
    }

    static CaseId investigated(TestOffice& office) {
        const CaseId id = accepted(*office.as("officer"));
        auto officer = office.as("officer");
        must(officer->setFacts(id, {{"party_address", "1 Harbour Road"}}));
        must(officer->takeStep(id, "verify", {{"findings", "f"}}));
        must(officer->takeStep(id, "propose_filing", {{"filing_reason", "r"}, {"jurisdiction", "j"}}));
        auto supervisor = office.as("supervisor");
        must(supervisor->takeStep(id, "approve_filing", {}));
        must(supervisor->assign(id, office.id("investigator-1"), "investigator"));
        must(supervisor->assign(id, office.id("investigator-2"), "investigator"));
        must(office.as("investigator-1")->takeStep(id, "begin_investigation", {}));
        return id;
    }

private slots:
    void commandsSayWhatTheyDid() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = accepted(*officer);
        const auto reference = must(officer->state(id)).reference;
        const auto note = must(officer->addNote(id, "n"));
        QVERIFY(note.done && note.done->undoable && note.done->caseId == id);
        QCOMPARE(note.done->words.en, "Added a note to " + reference);
        QVERIFY(note.done->words.zh.contains(reference));
        const auto facts = must(officer->setFacts(id, {{"destination", "Somewhere"}}));
        QVERIFY(facts.done->words.en.contains("Destination") && facts.done->words.en.contains(reference));
        const auto step = must(officer->takeStep(id, "verify", {{"findings", "f"}}));
        QVERIFY(step.done->undoable && step.done->words.en.contains(reference));
        QVERIFY(!must(officer->setFacts(id, {{"destination", "Somewhere"}})).done); // nothing was said
        auto other = must(officer->receiveReport(aReport("Another")));
        QVERIFY(!must(officer->takeStep(other, "reject", {{"reason", "r"}})).done->undoable); // legally final
    }

    void notesAtAnyTimeByTheirAuthor() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        auto officer = office.as("officer");
        const CaseId id = accepted(*officer);
        const auto note = eventOf(must(officer->addNote(id, "By mistake")));
        auto second = office.as("officer-2");
        refused(second->undo(id, note), "Only who said it");
        must(second->addNote(id, "Theirs"));
        must(second->takeStep(id, "verify", {{"findings", "f"}}));
        QVERIFY(must(officer->undo(id, note)).refused.empty());
        auto view = must(officer->view(id));
        QCOMPARE(view.state.notes.size(), 1u);
        QCOMPARE(view.state.notes[0].text, std::string("Theirs"));
        // The log keeps it, and says that it was taken back, by whom and when.
        const auto entry = std::ranges::find(view.log, note, &LogEntry::event);
        QVERIFY(entry != view.log.end() && entry->withdrawn && entry->withdrawn->by == officer->me());
        QVERIFY(entry->summary.en.contains("By mistake"));
        QVERIFY(view.log.back().summary.en.contains("By mistake"));
        refused(officer->undo(id, note), "already");
        // Search does not find it any more.
        auto list = must(officer->list());
        QVERIFY(must(list.rows(parseFilter("\"By mistake\"")->filter)).empty());
        const auto again = must(officer->redo(id, note));
        QVERIFY(again.done && eventOf(again) != note);
        QCOMPARE(must(officer->state(id)).notes.size(), 2u);
        holds(*officer);
    }

    void stepsWhileNothingFollowed() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = accepted(*officer);
        const auto before = must(officer->state(id));
        const auto verified = must(officer->takeStep(id, "verify", {{"findings", "f"}}));
        const auto proposed =
            must(officer->takeStep(id, "propose_filing", {{"filing_reason", "r"}, {"jurisdiction", "j"}}));
        refused(officer->undo(id, eventOf(verified)), "Something was said");
        must(office.as("supervisor")->noteOpened(id)); // that somebody looked changes nothing
        must(officer->undo(id, eventOf(proposed)));
        must(officer->undo(id, eventOf(verified)));
        const auto after = must(officer->state(id));
        QCOMPARE(after.stage, before.stage);
        QCOMPARE(after.steps.size(), before.steps.size());
        QCOMPARE(after.withdrawnSteps.size(), 2u);
        QVERIFY(after.standing == before.standing);
        // Done again, as it was; and an approval by another stands against undoing it.
        must(officer->redo(id, eventOf(verified)));
        const auto again = must(officer->redo(id, eventOf(proposed)));
        QCOMPARE(must(officer->state(id)).stage, std::string("filing_approval"));
        QCOMPARE(must(officer->state(id)).steps.back().form.at("filing_reason"), std::string("r"));
        const auto approved = must(office.as("supervisor")->takeStep(id, "approve_filing", {}));
        refused(officer->undo(id, eventOf(again)), "Something was said");
        refused(office.as("supervisor")->undo(id, eventOf(approved)), "legally final");
        holds(*officer);
    }

    void aNoteOfSomebodyElseStandsOnTheStep() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        auto officer = office.as("officer");
        const CaseId id = accepted(*officer);
        const auto step = eventOf(must(officer->takeStep(id, "verify", {{"findings", "f"}})));
        must(office.as("officer-2")->addNote(id, "Seen"));
        refused(officer->undo(id, step), "Something was said"); // though this desk had not heard of it
    }

    void factsGoBackOnlyIfNobodyChangedThem() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        auto officer = office.as("officer");
        const CaseId id = accepted(*officer);
        const auto set = must(officer->setFacts(id, {{"party", "Another company"}, {"destination", "Somewhere"}}));
        must(office.as("officer-2")->setFacts(id, {{"goods", "Gallium"}}));
        const auto undone = must(officer->undo(id, eventOf(set)));
        auto state = must(officer->state(id));
        QCOMPARE(state.fact("party"), std::string("A company"));
        QCOMPARE(state.fact("destination"), std::string());
        QCOMPARE(state.fact("goods"), std::string("Gallium")); // only those fields
        QVERIFY(undone.done.has_value());
        const auto again = must(officer->redo(id, eventOf(set)));
        QCOMPARE(must(officer->state(id)).fact("party"), std::string("Another company"));
        must(office.as("officer-2")->setFacts(id, {{"party", "A third"}}));
        refused(officer->undo(id, eventOf(again)), "changed again");
        QCOMPARE(must(officer->state(id)).fact("party"), std::string("A third"));
        refused(officer->redo(id, eventOf(set)), "changed after it was undone");
        holds(*officer);
    }

    /// One after the other: what undoing the second says does not stand against undoing the first.
    void factsGoBackStepByStep() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        auto officer = office.as("officer");
        const CaseId id = accepted(*officer);
        const auto first = eventOf(must(officer->setFacts(id, {{"party", "Second name"}})));
        const auto second = eventOf(must(officer->setFacts(id, {{"party", "Third name"}})));
        refused(officer->undo(id, first), "changed again");
        must(officer->undo(id, second));
        must(officer->undo(id, first));
        QCOMPARE(must(officer->state(id)).fact("party"), std::string("A company"));
        const auto again = eventOf(must(officer->redo(id, first)));
        must(officer->redo(id, second));
        QCOMPARE(must(officer->state(id)).fact("party"), std::string("Third name"));
        // Not past what somebody else said in between, though it reads the same again.
        must(office.as("officer-2")->setFacts(id, {{"party", "Theirs"}}));
        must(officer->exchange());
        must(officer->setFacts(id, {{"party", "Second name"}}));
        refused(officer->undo(id, again), "changed again");
    }

    void assignmentsAreReleasedAndTheKeyTurns() {
        TestOffice office;
        const CaseId id = accepted(*office.as("officer"));
        auto supervisor = office.as("supervisor");
        const auto epoch = must(supervisor->state(id)).epoch;
        const auto person = office.id("investigator-1");
        const auto assigned = must(supervisor->assign(id, person, "investigator"));
        QVERIFY(must(office.as("investigator-1")->state(id)).exists());
        must(supervisor->undo(id, eventOf(assigned)));
        auto state = must(supervisor->state(id));
        QVERIFY(!state.isAssigned(person) && !state.readers.contains(person.bytes));
        must(office.as("officer")->addNote(id, "After they left"));
        must(supervisor->exchange());
        QVERIFY(must(supervisor->state(id)).epoch > epoch);
        const auto seen = must(office.as("investigator-1")->view(id));
        QVERIFY(std::ranges::none_of(seen.state.notes, &Note::readable));
        refused(supervisor->undo(id, eventOf(assigned)), "ended already");
        const auto again = must(supervisor->redo(id, eventOf(assigned)));
        QVERIFY(must(supervisor->state(id)).isAssigned(person, "investigator"));
        // And a release is undone by assigning again.
        must(supervisor->exchange());
        const auto released = must(supervisor->release(id, person, "investigator"));
        must(supervisor->undo(id, eventOf(released)));
        QVERIFY(must(supervisor->state(id)).isAssigned(person, "investigator"));
        // And so on back: the assignment that stands again by the undo is the one before it.
        must(supervisor->undo(id, eventOf(again)));
        QVERIFY(!must(supervisor->state(id)).isAssigned(person, "investigator"));
        refused(supervisor->undo(id, eventOf(again)), "ended already");
        holds(*supervisor);
    }

    void evidenceAndExclusionsUntilAStep() {
        TestOffice office;
        const CaseId id = investigated(office);
        auto investigator = office.as("investigator-1");
        const auto file = office.scratch() / "contract.txt";
        std::ofstream(file) << "what was dropped on the wrong case";
        const auto take = [&] {
            return must(investigator->addEvidence(id, {file}, "documentary", "", {}, {})).front();
        };
        auto taken = take();
        QVERIFY(taken.done && taken.done->undoable);
        QVERIFY(taken.done->words.en.contains("contract.txt"));
        must(investigator->addNote(id, "A note relies on nothing"));
        must(investigator->undo(id, taken.done->event));
        auto state = must(investigator->state(id));
        QVERIFY(state.evidence.at(0).withdrawn && state.evidence.at(0).excluded);
        auto list = must(investigator->list());
        QVERIFY(must(list.rows(parseFilter("evidence>0")->filter)).empty());
        QVERIFY(must(list.rows(parseFilter("\"contract.txt\"")->filter)).empty()); // nor is it found by its name
        refused(investigator->redo(id, taken.done->event), "taken in anew");
        must(investigator->verifyEvidence(id, *taken.item, {}, {})); // it is kept
        const auto anew = take();
        QVERIFY(!anew.duplicate && anew.item != taken.item);
        // An exclusion goes back too, and then the evidence itself, but not once a step was taken after them.
        const auto excluded = must(investigator->excludeEvidence(id, *anew.item, "coerced"));
        refused(investigator->undo(id, anew.done->event), "was excluded");
        must(investigator->undo(id, eventOf(excluded)));
        QVERIFY(!must(investigator->state(id)).evidence.at(1).excluded);
        must(investigator->redo(id, eventOf(excluded)));
        state = must(investigator->state(id));
        QVERIFY(state.evidence.at(1).excluded);
        const auto exclusion = state.evidence.at(1).exclusion.event;
        must(investigator->takeStep(id, "propose_no_violation", {{"facts_found", "f"}, {"reasons", "r"}}));
        refused(investigator->undo(id, exclusion), "A step was taken after it");
        holds(*investigator);
    }

    void fourEyesStayAfterTakingBack() {
        TestOffice office;
        office.admit("both", {Role::officer, Role::supervisor});
        auto officer = office.as("officer");
        const CaseId id = accepted(*officer);
        must(officer->takeStep(id, "verify", {{"findings", "f"}}));
        const Form form{{"filing_reason", "r"}, {"jurisdiction", "j"}};
        auto both = office.as("both");
        const auto proposed = must(both->takeStep(id, "propose_filing", form));
        must(both->undo(id, eventOf(proposed)));
        must(officer->exchange());
        must(officer->takeStep(id, "propose_filing", form));
        auto again = office.as("both");
        QVERIFY(!again->takeStep(id, "approve_filing", {}));
        const RawDesk raw(office, "both");
        const auto crafted =
            writeBody(CaseBody(StepDone{"approve_filing", "filing_approval", "filed", "supervisor", {}}));
        QVERIFY(!raw.submit(raw.event(id, {crafted.kind, crafted.clear, {1}}, must(again->state(id)).head)).empty());
        must(office.as("supervisor")->takeStep(id, "approve_filing", {}));
    }

    /// Taking back is judged as doing is: by what its author may do now.
    void whoLostTheirRoleTakesNothingBack() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        const CaseId id = accepted(*office.as("officer"));
        const auto step = eventOf(must(office.as("officer-2")->takeStep(id, "verify", {{"findings", "f"}})));
        const auto role = [&](const std::string& label, std::set<Role> roles) {
            must(office.as("admin")->changePerson(office.id(label), std::move(roles), true, true));
        };
        role("officer-2", {Role::supervisor}); // still reads the case
        refused(office.as("officer-2")->undo(id, step), "needs the role");
        const RawDesk raw(office, "officer-2");
        const Seen head = must(office.as("officer")->state(id)).head;
        QVERIFY(raw.submit(raw.event(id, EventWithdrawn{step}, head)).contains("needs the role"));
        role("officer-2", {Role::officer});
        must(office.as("officer-2")->undo(id, step));
        holds(*office.as("officer"));
    }

    void norTheirEvidence() {
        TestOffice office;
        const auto role = [&](const std::string& label, std::set<Role> roles) {
            must(office.as("admin")->changePerson(office.id(label), std::move(roles), true, true));
        };
        const CaseId second = investigated(office);
        const auto file = office.scratch() / "contract.txt";
        std::ofstream(file) << "a contract";
        const auto taken =
            must(office.as("investigator-1")->addEvidence(second, {file}, "documentary", "", {}, {})).front();
        role("investigator-1", {Role::auditor});
        refused(office.as("investigator-1")->undo(second, taken.done->event), "the case is worked on by");
        role("investigator-1", {Role::investigator});
        must(office.as("investigator-1")->undo(second, taken.done->event));
        holds(*office.as("officer"));
    }

    void craftedWithdrawalsAreRefused() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        auto officer = office.as("officer");
        const CaseId id = accepted(*officer);
        const auto note = eventOf(must(officer->addNote(id, "n")));
        const auto step = eventOf(must(officer->takeStep(id, "verify", {{"findings", "f"}})));
        const auto state = must(officer->state(id));
        const RawDesk own(office, "officer"), other(office, "officer-2"), stranger(office, "investigator-1"),
            auditor(office, "auditor");
        const auto withdraw = [&](const RawDesk& raw, const Digest& event) {
            return raw.event(id, EventWithdrawn{event}, state.head);
        };
        for (const auto* raw : {&other, &stranger, &auditor}) {
            QVERIFY(!raw->submit(withdraw(*raw, note)).empty());
            QVERIFY(!raw->submit(withdraw(*raw, step)).empty());
        }
        // The report, a step that others followed, what does not exist, an event that holds something sealed or keys.
        QVERIFY(!own.submit(withdraw(own, state.opened.event)).empty());
        QVERIFY(!own.submit(withdraw(own, state.steps.front().place.event)).empty());
        QVERIFY(!own.submit(withdraw(own, Digest{})).empty());
        const auto body = writeBody(CaseBody(EventWithdrawn{note}));
        QVERIFY(!own.submit(own.event(id, {body.kind, body.clear, {1}}, state.head)).empty());
        EventHeader keys = withdraw(own, note).header;
        keys.keys = {1, 2, 3};
        QVERIFY(!own.submit(makeEvent(keys, {})).empty());
        QVERIFY(
            !own.submit(own.event(id, {body.kind, *crypto::fromHex("a1656576656e7441aa"), {}}, state.head)).empty());
        QCOMPARE(must(officer->state(id)).notes.size(), 1u);
        // The right one lands, whatever its author saw; and once.
        QCOMPARE(own.submit(own.event(id, EventWithdrawn{note}, {})), std::string());
        QVERIFY(!own.submit(withdraw(own, note)).empty());
        must(officer->exchange());
        QVERIFY(must(officer->state(id)).notes.empty());
        holds(*officer);
    }

    void eachCaseOfABulkCommandCanBeUndone() {
        TestOffice office;
        auto officer = office.as("officer");
        std::vector<CaseId> cases = {accepted(*officer)};
        cases.push_back(must(officer->receiveReport(aReport("Another report"))));
        auto supervisor = office.as("supervisor");
        const auto out = must(supervisor->bulk(cases, BulkAssign{office.id("investigator-1"), "investigator"}, {}, {}));
        QCOMPARE(out.done, 1u); // in the stage of the other nobody is assigned
        QCOMPARE(out.items.size(), 2u);
        QVERIFY(out.items[0].receipt.done && out.items[0].receipt.done->undoable && !out.items[1].receipt.done);
        must(supervisor->undo(cases[0], out.items[0].receipt.done->event));
        QVERIFY(must(supervisor->state(cases[0])).assignments.empty());
        holds(*supervisor);
    }

    void anEndedCaseStays() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        const auto facts = eventOf(must(officer->setFacts(id, {{"party", "A company"}})));
        const auto note = eventOf(must(officer->addNote(id, "n")));
        const auto rejected = must(officer->takeStep(id, "reject", {{"reason", "r"}}));
        refused(officer->undo(id, note), "has ended");
        refused(officer->undo(id, eventOf(rejected)), "has ended");
        QVERIFY(!officer->undo(id, facts));
        const RawDesk raw(office, "officer");
        QVERIFY(!raw.submit(raw.event(id, EventWithdrawn{note}, must(officer->state(id)).head)).empty());
        const auto view = must(officer->view(id));
        QVERIFY(std::ranges::none_of(view.log, &LogEntry::undoable));
    }

    void theLogSaysWhatCanBeUndone() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = accepted(*officer);
        const auto note = eventOf(must(officer->addNote(id, "n")));
        const auto view = must(officer->view(id));
        const auto undoable = [](const CaseView& shown, const Digest& event) {
            return std::ranges::find(shown.log, event, &LogEntry::event)->undoable;
        };
        QVERIFY(undoable(view, note));
        QVERIFY(!undoable(view, view.state.opened.event));
        QVERIFY(!undoable(view, view.state.steps.front().place.event)); // a note follows it
        const auto others = must(office.as("supervisor")->view(id));
        QVERIFY(std::ranges::none_of(others.log, &LogEntry::undoable));
        must(officer->undo(id, note));
        QVERIFY(undoable(must(officer->view(id)), view.state.steps.front().place.event));
    }
};

QTEST_GUILESS_MAIN(TestUndo)
#include "test_undo.moc"
