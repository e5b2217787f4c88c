// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/drill.h"
#include "model/workspace/leaving.h"
#include "model/workspace/recovery.h"

#include "tests/support/filed_case.h"
#include "tests/support/far_hub.h"

using namespace model;

/// Who leaves hands over what they hold, and keeps on their own machine what they had; and a drill names who could not
/// be recovered.
class TestLeaving : public QObject {
    Q_OBJECT

    /// A case that waits for its investigators.
    static CaseId filed(TestOffice& office, const char* title) {
        const CaseId id = filedCase(office, title);
        must(office.as("supervisor")->assign(id, office.id("investigator-1"), "investigator"));
        return id;
    }
    static const PersonDrill& of(const Drill& drill, PersonId person) {
        const auto found = std::ranges::find(drill.people, person, &PersonDrill::person);
        if (found == drill.people.end()) qFatal("nobody of this id in the drill");
        return *found;
    }
    static bool has(const PersonDrill& one, DrillGap::Kind kind) {
        return std::ranges::contains(one.gaps, kind, &DrillGap::kind);
    }

private slots:
    void casesAreHandedOverOneByOne() {
        TestOffice office;
        const CaseId first = filed(office, "First"), second = filed(office, "Second");
        const auto from = office.id("investigator-1"), to = office.id("investigator-2");
        auto supervisor = office.as("supervisor");
        const auto held = must(supervisor->holdings(from));
        QCOMPARE(held.cases.size(), std::size_t(2));
        QCOMPARE(held.roles(), std::set<std::string>{"investigator"});
        QVERIFY(held.units.empty());
        QVERIFY(!supervisor->handCasesOver(from, std::vector{Successor{"investigator", from}}, {}, {}));
        // To somebody who cannot be an investigator nothing goes over, and each case says why.
        const auto none =
            must(supervisor->handCasesOver(from, std::vector{Successor{"investigator", office.id("auditor")}}, {}, {}));
        QCOMPARE(none.done, 0u);
        QCOMPARE(none.refused, 2u);
        for (const auto& item : none.items) QVERIFY(item.error && !item.assigned);
        const auto other = must(supervisor->handCasesOver(from, std::vector{Successor{"handler", to}}, {}, {}));
        QCOMPARE(other.done, 0u);
        QCOMPARE(other.left, 2u); // nobody was named for what they are
        const auto over = must(supervisor->handCasesOver(from, std::vector{Successor{"investigator", to}}, {}, {}));
        QCOMPARE(over.done, 2u);
        QCOMPARE(over.refused + over.left, 0u);
        for (const auto id : {first, second}) {
            const auto state = must(supervisor->state(id));
            QVERIFY(state.isAssigned(to, "investigator") && !state.isAssigned(from));
        }
        QVERIFY(must(supervisor->holdings(from)).cases.empty());
        const auto again = must(supervisor->handCasesOver(from, std::vector{Successor{"investigator", to}}, {}, {}));
        QVERIFY(again.items.empty());
        QVERIFY(must(office.as("admin")->changePerson(from, {Role::investigator}, true, false)).refused.empty());
        QVERIFY(must(office.as("investigator-2")->addNote(first, "Goes on")).refused.empty());
    }

    void whatIsHeldIsSaid() {
        TestOffice office;
        auto admin = office.as("admin");
        QCOMPARE(must(admin->holdings(office.id("custodian"))).alone, std::vector<std::string>{"custody"});
        const auto officer = must(admin->holdings(office.id("officer")));
        QCOMPARE(officer.units, std::vector<std::string>{"office"});
        QVERIFY(officer.alone.empty());
        QVERIFY(!admin->holdings(PersonId{}));
    }

    void aDrillNamesTheSoleCustodianAndTheOnlyAdministrator() {
        TestOffice office;
        const CaseId id = filed(office, "A case");
        QVERIFY(!office.as("auditor")->drill({}, {}));
        auto supervisor = office.as("supervisor");
        QVERIFY(!must(supervisor->lastDrill()));
        auto made = must(supervisor->drill({}, {}));
        QVERIFY(!made.passed());
        QCOMPARE(made.casesOpened, 1u);
        QCOMPARE(made.casesUnopened, 0u);
        QCOMPARE(made.units, std::vector<std::string>{"office"});
        QVERIFY(made.faults.empty());
        QVERIFY(must(supervisor->lastDrill()) == made.time);
        const auto& custodian = of(made, office.id("custodian"));
        QCOMPARE(custodian.gaps.size(), std::size_t(1));
        QVERIFY(custodian.gaps[0].kind == DrillGap::Kind::unit && custodian.gaps[0].unit == kCustodyUnit);
        QVERIFY(custodian.gaps[0].what.en.contains("reporters"));
        QVERIFY(has(of(made, office.id("admin")), DrillGap::Kind::proposer));
        QVERIFY(of(made, office.id("officer")).gaps.empty());
        QCOMPARE(of(made, office.id("investigator-1")).cases, 1u);
        QVERIFY(of(made, office.id("investigator-1")).gaps.empty()); // the unit reads it too

        // The cures cure: then everybody could be recovered.
        office.admit("second", {Role::administrator});
        office.admit("custodian-2", {Role::custodian});
        auto custodians = office.as("custodian"); // a member has to let the second in
        (void)must(custodians->tendKeys({}, {}));
        made = must(office.as("supervisor")->drill({}, {}));
        QVERIFY2(made.passed(), made.people.empty() ? "" : "somebody could not be recovered");
        (void)id;
    }

    void aDrillSaysWhatAPersonAloneReads() {
        TestOffice office;
        const CaseId id = filed(office, "A case");
        // Nobody of the unit that reads the cases is left but who makes the drill.
        auto admin = office.as("admin");
        must(admin->changePerson(office.id("officer"), {Role::auditor}, false, true));
        must(admin->changePerson(office.id("supervisor"), {Role::auditor}, false, true));
        const auto made = must(admin->drill({}, {}));
        const auto& mine = of(made, office.id("admin"));
        QVERIFY(has(mine, DrillGap::Kind::unit) && has(mine, DrillGap::Kind::proposer));
        // The investigator could be given the case again by the unit.
        QVERIFY(!has(of(made, office.id("investigator-1")), DrillGap::Kind::cases));
        QVERIFY(has(of(made, office.id("investigator-1")), DrillGap::Kind::approver));
        (void)id;
    }

    void whoHasLeftKeepsWhatTheirMachineHas() {
        TestOffice office;
        const CaseId id = filed(office, "A case");
        must(office.as("supervisor")->assign(id, office.id("investigator-2"), "investigator"));
        FarHub hub(office);
        auto leaver = hub.as("investigator-1", true);
        auto line = must(leaver->hubLine({}));
        must(exchangeInSteps(*leaver, *line));
        must(leaver->addNote(id, "Said before"));
        must(exchangeInSteps(*leaver, *line));
        must(hub.as("admin")->changePerson(office.id("investigator-1"), {Role::investigator}, true, false));
        must(hub.as("investigator-2")->addNote(id, "Said after"));
        const auto waits = must(leaver->addNote(id, "Too late")); // their desk does not know yet
        QVERIFY(waits.waits);
        const auto told = exchangeInSteps(*leaver, *line);
        QVERIFY(!told && told.error().what == personLeft().error().what);
        QVERIFY(leaver->ended());
        const auto more = leaver->addNote(id, "And more");
        QVERIFY(!more && more.error().what == personLeft().error().what);
        // Opened again: what was there is there, what waits is listed, nothing new came and nothing goes.
        leaver.reset();
        auto again = must(Workspace::unlock(office.folder(), office.id("investigator-1"),
                                            crypto::asBytes("investigator-1"), hub.with()));
        QVERIFY(again->ended());
        const auto view = must(again->view(id));
        QCOMPARE(view.state.notes.size(), std::size_t(2)); // what they said, and what waits
        QVERIFY(view.state.notes[0].readable && view.state.notes[1].readable);
        QVERIFY(!must(again->noteOpened(id))); // it is their own; nobody could take the note
        QVERIFY(!again->addNote(id, "Never"));
        QVERIFY(must(hub.as("investigator-2")->state(id)).notes.size() == 2);
        // Taken back they go on.
        must(hub.as("admin")->changePerson(office.id("investigator-1"), {Role::investigator}, true, true));
        again.reset();
        again = must(Workspace::unlock(office.folder(), office.id("investigator-1"), crypto::asBytes("investigator-1"),
                                       hub.with()));
        QVERIFY(!again->ended());
        QCOMPARE(must(again->state(id)).notes.size(), std::size_t(3));
    }
};

QTEST_GUILESS_MAIN(TestLeaving)
#include "test_leaving.moc"
