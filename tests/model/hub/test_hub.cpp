// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/wire.h"
#include "tests/support/raw_desk.h"

#include <limits>

using namespace model;

/// The hub judges what comes to it by any door, orders it, and remembers what it refused.
class TestHub : public QObject {
    Q_OBJECT

    /// Submits one event and says why it was refused; empty if it was sealed.
    static std::string submit(Hub& hub, const Submission& submission) {
        must(hub.submit(std::span(&submission, 1)));
        const auto refusals = must(hub.refusals(std::span(&submission.events.front().id, 1)));
        return refusals.empty() ? std::string() : refusals.front().reason.what.en;
    }

private slots:
    void staleDecisionsAreRefusedForGood() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        auto first = office.as("officer");
        const CaseId id = must(first->receiveReport(aReport()));
        auto second = office.as("officer-2");
        must(first->takeStep(id, "accept", {}));
        // The second officer still sees the report as it came in. A note lands whatever happened; a decision does not.
        const auto note = must(second->addNote(id, "Said without knowing"));
        QVERIFY(note.refused.empty());
        auto third = office.as("officer-2");
        must(first->exchange());
        const auto landed = must(first->takeStep(id, "verify", {{"findings", "Checked."}}));
        QVERIFY(landed.refused.empty());
        const auto refused = must(third->takeStep(id, "verify", {{"findings", "Mine."}}));
        QCOMPARE(refused.sealed, 0u);
        QCOMPARE(refused.refused.size(), 1u);
        QVERIFY(!refused.refused[0].what.en.empty() && !refused.refused[0].what.zh.empty() &&
                !refused.refused[0].cure.en.empty());
        auto view = must(third->view(id));
        QCOMPARE(view.refused.size(), 1u);
        QCOMPARE(view.state.steps.size(), 2u);
        must(third->exchange());
        view = must(office.as("officer-2")->view(id));
        QCOMPARE(view.refused.size(), 1u);
        // Deciding again on what is there now works.
        QVERIFY(must(third->takeStep(id, "verify", {{"findings", "Mine."}})).refused.empty());
    }

    void resubmissionChangesNothing() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        RawDesk raw(office, "officer");
        const Seen head = must(officer->view(id)).state.head;
        const auto good = raw.sign(raw.event(id, NoteAdded{"x"}, head));
        QCOMPARE(submit(raw.hub(), good), std::string());
        Seen future = head;
        future.seq += 100;
        const auto bad = raw.sign(raw.event(id, StepDone{"accept", "received", "verification", "officer", {}}, future));
        const auto reason = submit(raw.hub(), bad);
        QVERIFY(!reason.empty());
        const auto commits = must(raw.hubRecord().lastCommit());
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(submit(raw.hub(), good), std::string());
            QCOMPARE(submit(raw.hub(), bad), reason);
        }
        // Also when the state would allow it now, and also by a hub that was started anew.
        auto again = raw.openHub(office.folder());
        QCOMPARE(submit(*again.hub, bad), reason);
        QCOMPARE(must(again.store->record().lastCommit()), commits);
    }

    void strangersAreNotHeard() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        RawDesk raw(office, "officer");
        const Seen head = must(officer->view(id)).state.head;
        const auto commits = must(raw.hubRecord().lastCommit());
        const auto random = crypto::systemRandom();
        const auto stranger = crypto::Identity::generate(crypto::Suite::intl1, *random);
        // Signed with another key in the officer's name, and in a name that nobody has.
        const Event event = raw.event(id, NoteAdded{"x"}, head);
        const auto forged = raw.sign(event, stranger);
        QVERIFY(!raw.hub().submit(std::span(&forged, 1)));
        EventHeader header = event.header;
        header.author.bytes.fill(0xee);
        const auto unknown = raw.sign(makeEvent(header, event.sealed), stranger);
        QVERIFY(!raw.hub().submit(std::span(&unknown, 1)));
        // An act that holds an event of somebody else.
        auto mixed = raw.sign(event);
        mixed.act.author.bytes.fill(0xee);
        QVERIFY(!raw.hub().submit(std::span(&mixed, 1)));
        QCOMPARE(must(raw.hubRecord().lastCommit()), commits);
    }

    void nobodyApprovesWhatTheyProposedByAnyDoor() {
        TestOffice office;
        office.admit("both", {Role::officer, Role::supervisor});
        auto both = office.as("both");
        const CaseId id = must(both->receiveReport(aReport()));
        must(both->setFacts(id, {{"party", "A company"}, {"goods", "Antimony"}}));
        must(both->takeStep(id, "accept", {}));
        must(both->takeStep(id, "verify", {{"findings", "f"}}));
        must(both->takeStep(id, "propose_filing", {{"filing_reason", "r"}, {"jurisdiction", "j"}}));
        // By the face.
        const auto refused = both->takeStep(id, "approve_filing", {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::refused);
        QCOMPARE(refused.error().cite, std::string("MOF22 6"));
        // By a crafted event, straight to the hub; under every role that one might claim.
        RawDesk raw(office, "both");
        const Seen head = must(both->view(id)).state.head;
        for (const char* role : {"supervisor", "officer", "investigator", ""}) {
            const auto crafted =
                raw.sign(raw.event(id, StepDone{"approve_filing", "filing_approval", "filed", role, {}}, head));
            QVERIFY2(!submit(raw.hub(), crafted).empty(), role);
        }
        // A step that leads elsewhere, one that does not exist, one taken from another stage.
        for (const auto& step : {StepDone{"return_filing", "filing_approval", "closed", "supervisor", {}},
                                 StepDone{"no_such_step", "filing_approval", "filed", "supervisor", {}},
                                 StepDone{"issue_decision", "approved", "decided", "supervisor", {}}}) {
            QVERIFY2(!submit(raw.hub(), raw.sign(raw.event(id, step, head))).empty(), step.step.c_str());
        }
        QCOMPARE(must(office.as("both")->view(id)).state.stage, std::string("filing_approval"));
        must(office.as("supervisor")->takeStep(id, "approve_filing", {}));
    }

    /// Who decided had another history before them than the one that is here: a hub may not hide that it told two.
    void whatAnAuthorSawIsHeldAgainstTheChain() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        must(officer->addNote(id, "A second entry"));
        const Seen head = must(officer->view(id)).state.head;
        RawDesk raw(office, "officer");
        const StepDone accept{"accept", "received", "verification", "officer", {}};
        Seen other = head;
        other.link.bytes[7] ^= 1;
        QVERIFY(
            submit(raw.hub(), raw.sign(raw.event(id, accept, other))).contains("a state that this record does not"));
        QVERIFY(must(officer->verify(false, {}, {})).findings.empty());
        // A note decides nothing and is kept; that its author saw something else comes out all the same.
        QCOMPARE(submit(raw.hub(), raw.sign(raw.event(id, NoteAdded{"x"}, other))), std::string());
        must(officer->exchange());
        auto findings = must(officer->verify(false, {}, {})).findings;
        std::erase_if(findings, [](const VerifyFinding& one) { return one.what.en.contains("do not open"); });
        QVERIFY(!findings.empty());
        QVERIFY(std::ranges::all_of(findings, [](const VerifyFinding& one) {
            return one.what.en.starts_with("officer signed \"Note\" on another history of the case") &&
                   one.what.en.contains("or they state it falsely");
        }));
        // Who looks or takes back loses nothing by doing it again, and leaves no such finding for good.
        const std::size_t before = findings.size();
        RawDesk supervisor(office, "supervisor");
        QVERIFY(submit(supervisor.hub(), supervisor.sign(supervisor.event(id, CaseOpened{}, other)))
                    .contains("a state that this record does not"));
        const auto note = must(officer->state(id)).notes.front().place.event;
        QVERIFY(submit(raw.hub(), raw.sign(raw.event(id, EventWithdrawn{note}, other)))
                    .contains("a state that this record does not"));
        must(officer->exchange());
        findings = must(officer->verify(false, {}, {})).findings;
        std::erase_if(findings, [](const VerifyFinding& one) { return one.what.en.contains("do not open"); });
        QCOMPARE(findings.size(), before);
    }

    void rolesAreKeptAtTheHub() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        const Seen head = must(officer->view(id)).state.head;
        for (const char* label : {"auditor", "custodian", "investigator-1"}) {
            office.as(label);
            RawDesk raw(office, label);
            QVERIFY2(!submit(raw.hub(), raw.sign(raw.event(id, NoteAdded{"x"}, head))).empty(), label);
            QVERIFY2(!submit(raw.hub(), raw.sign(raw.event(
                                            id, StepDone{"accept", "received", "verification", "officer", {}}, head)))
                          .empty(),
                     label);
            QVERIFY2(
                !submit(raw.hub(), raw.sign(raw.event(id, PersonAssigned{raw.person(), "investigator"}, head))).empty(),
                label);
        }
    }

    void whoHasLeftIsToldNothing() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        RawDesk raw(office, "officer");
        must(raw.hub().changes(raw.person(), {}));
        must(office.as("admin")->changePerson(raw.person(), {Role::officer}, true, false));
        // They were let in before; each question looks at the register anew.
        QCOMPARE(raw.hub().changes(raw.person(), {}).error().code, Code::ended);
        QCOMPARE(raw.hub().history(raw.person(), {.caseId = id}).error().code, Code::ended);
        const EvidenceName name{id, {}};
        QCOMPARE(raw.hub().evidence(raw.person(), std::span(&name, 1)).error().code, Code::ended);
    }

    void nobodyTakesTheUnitsKeyFromAnother() {
        TestOffice office;
        office.as("supervisor");
        RawDesk officer(office, "officer");
        must(officer.exchange(officer.hub()));
        const Unit unit = *officer.office().unit("office");
        QVERIFY(unit.members.contains(office.id("officer")) && unit.members.contains(office.id("supervisor")));
        // A member may let others in, but not put something else in the place of what a member has.
        const auto crafted = officer.sign(officer.event(UnitJoined{unit.id, office.id("supervisor"), Bytes(200, 7)}));
        QVERIFY(!submit(officer.hub(), crafted).empty());
        must(officer.exchange(officer.hub()));
        QVERIFY(officer.office().unit("office")->members.at(office.id("supervisor")) ==
                unit.members.at(office.id("supervisor")));
    }

    void anActThatBringsNothingIsNotKept() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        RawDesk raw(office, "officer");
        const Event event = raw.event(id, NoteAdded{"x"}, must(officer->view(id)).state.head);
        QCOMPARE(submit(raw.hub(), raw.sign(event)), std::string());
        office.clock().advance(std::chrono::minutes(1)); // so that signing again gives another act
        QCOMPARE(submit(raw.hub(), raw.sign(event)), std::string());
        QCOMPARE(must(raw.hubRecord().database().value<std::int64_t>(
                     "SELECT count(*) FROM act WHERE n NOT IN (SELECT act FROM event)")),
                 std::int64_t{0});
        QVERIFY(must(officer->verify(false, {}, {})).findings.empty());
    }

    /// Acts count as events do: what is told in one go fits into a message, whatever they carry.
    void answersKeepToWhatFits() {
        constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        RawDesk raw(office, "officer");
        const Seen head = must(officer->view(id)).state.head;
        const auto before = must(raw.hubRecord().lastCommit());
        std::vector<Submission> notes;
        for (int i = 0; i < 10; ++i) {
            notes.push_back(raw.sign(raw.event(id, NoteAdded{std::to_string(i)}, head),
                                     {{raw.person().bytes, Bytes(1024 * 1024, 0x55)}}));
        }
        must(raw.hub().submit(notes));
        QCOMPARE(must(raw.hubRecord().lastCommit()) - before, 4u); // of three, three, three and one
        std::size_t answers = 0, entries = 0;
        ChangesAsk ask{before, std::numeric_limits<std::size_t>::max(), true, false};
        for (bool more = true; more; ++answers) {
            const auto changes = must(raw.hub().changes(raw.person(), ask));
            QVERIFY(wire::encodeChangesAnswer(changes, raw.hubRecord().suite()));
            entries += changes.entries.size();
            ask.after = changes.commits.back().commit.number;
            more = changes.more;
        }
        QCOMPARE(answers, std::size_t{4});
        QCOMPARE(entries, std::size_t{10});
        HistoryAsk asked{id, 0, kMost, true};
        std::size_t pages = 0;
        for (bool more = true; more; ++pages) {
            const auto history = must(raw.hub().history(raw.person(), asked));
            QVERIFY(wire::encodeHistoryAnswer(history, raw.hubRecord().suite()));
            asked.after = history.entries.back().link.seq;
            more = history.more;
        }
        QCOMPARE(asked.after, head.seq + 10);
        QVERIFY(pages >= 4);
        // A question that asks for nothing is answered with nothing.
        QVERIFY(must(raw.hub().changes(raw.person(), {before, 0, true, false})).commits.empty());
        QVERIFY(must(raw.hub().changes(raw.person(), {kMost, 64, true, false})).commits.empty());
        QVERIFY(must(raw.hub().changes(raw.person(), {ask.after - 1, 64, true, false})).commits.size() == 1);
    }

    void timeInTheRecordNeverRunsBackwards() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        office.clock().advance(-std::chrono::hours(24 * 400));
        must(officer->addNote(id, "Said by a clock that went back"));
        office.clock().advance(std::chrono::hours(24 * 800));
        must(officer->addNote(id, "Said by a clock that ran ahead"));
        office.clock().advance(-std::chrono::hours(24 * 400));
        must(officer->addNote(id, "Said by a clock that was set right"));
        const auto view = must(officer->view(id));
        for (std::size_t i = 1; i < view.log.size(); ++i) QVERIFY(view.log[i].time >= view.log[i - 1].time);
        QVERIFY(must(officer->verify(false, {}, {})).findings.empty());
    }
};

QTEST_GUILESS_MAIN(TestHub)
#include "test_hub.moc"
