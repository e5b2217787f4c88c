// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/bulk.h"
#include "model/workflow/diagram.h"
#include "model/workflow/foresight.h"
#include "model/workflow/penalty_check.h"
#include "model/workflow/simulate.h"
#include "tests/model/workflow/case_log.h"
#include "tests/model/workflow/definitions.h"

#include <QtTest>
#include <algorithm>

using namespace model;

namespace {

/// A penalty under ECL 34 with this fine in yuan.
std::string penaltyOf(std::int64_t yuan, bool serious = false, law::ProposalKind kind = law::ProposalKind::normal) {
    PenaltyValue value;
    value.facts.violations = {law::ArticleId("ecl34")};
    value.facts.illegalTurnover = law::Money::fromFen(600'000'00);
    value.facts.serious = serious;
    value.proposal.kind = kind;
    value.proposal.fine = law::Money::fromFen(yuan * 100);
    return renderPenaltyValue(value);
}

/// The cause of a refusal, or "" where it was allowed.
template <typename T>
QString why(const Result<T>& result) {
    return result ? QString() : QString::fromStdString(result.error().what.en);
}

Digest must(Result<Digest> result) {
    if (!result) qFatal("%s", result.error().what.en.c_str());
    return *result;
}

/// Leads the main track to its decision with the ordinary people.
void decide(CaseLog& log) {
    must(log.take("ivan", "propose", {{"penalty", penaltyOf(3'000'000)}}));
    must(log.take("sara", "approve"));
    must(log.take("sara", "decide"));
}

Digest sealedSeizure(CaseLog& log, const std::string& by = "ivan") {
    const Digest seizure = must(log.take(by, "request_seal", {{"items", "x"}}));
    must(log.take("sara", "approve_seal", {}, seizure));
    must(log.take(by, "seal", {{"day", log.today()}}, seizure));
    return seizure;
}

} // namespace

/// Side tracks: what is open beside the main track, what may be done in it, and what either knows of the other.
class TestTracks : public QObject {
    Q_OBJECT

private slots:
    void definitionIsSound() {
        const auto problems = checkDefinition(tracksDefinition());
        QVERIFY2(problems.empty(), problems.empty() ? "" : (problems[0].path + problems[0].what.en).c_str());
        const auto definition = parseDefinition(tracksDefinition());
        QVERIFY(definition);
        QCOMPARE(definition->tracks.size(), 3u);
        QVERIFY(definition->track("seizure")->many && !definition->track("referral")->many);
        QVERIFY(definition->track("suit")->outlives && !definition->track("seizure")->outlives);
        QVERIFY(definition->step("seal") == nullptr);
        QCOMPARE(definition->anyStep("seal")->track, std::string("seizure"));
        QVERIFY(&definition->trackOf(*definition->anyStep("seal")) == definition->track("seizure"));
        QVERIFY(&definition->trackOf(*definition->step("begin")) == &*definition);
    }

    void mistakesAreNamed_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("says");
        for (const auto& one : brokenTracks()) {
            QTest::newRow(one.name) << QString::fromStdString(one.json) << QString(one.path) << QString(one.says);
        }
    }
    void mistakesAreNamed() {
        QFETCH(QString, json);
        QFETCH(QString, path);
        QFETCH(QString, says);
        const auto problems = checkDefinition(json.toStdString());
        const bool found = std::ranges::any_of(problems, [&](const Problem& one) {
            return one.path == path.toStdString() && QString::fromStdString(one.what.en).contains(says);
        });
        QString all;
        for (const auto& one : problems) all += QString::fromStdString(one.path + ": " + one.what.en + "\n");
        QVERIFY2(found, qPrintable(all));
        QVERIFY(!parseDefinition(json.toStdString()));
    }

    void tracksAreDrawn() {
        const auto definition = parseDefinition(tracksDefinition());
        const QString dot = QString::fromStdString(dotDiagram(*definition, Language::en));
        QVERIFY(dot.contains("subgraph \"cluster_seizure\""));
        QVERIFY(dot.contains("\"investigation\" -> \"seizure/requested\""));
        QVERIFY(dot.contains("\"seizure/allowed\" -> \"seizure/held\""));
        QCOMPARE(dot.count('{'), dot.count('}'));
        const QString text = QString::fromStdString(textDiagram(*definition, Language::zh));
        QVERIFY(text.contains(QStringLiteral("══ 查封扣押")) && text.contains(QStringLiteral("当事人的期限")));
    }

    void aTrackIsOpenedMovedAndEnded() {
        CaseLog log = caseWithTracks();
        QVERIFY(why(log.take("sara", "request_seal", {{"items", "x"}})).contains("investigator"));
        QVERIFY(why(log.take("ivan", "request_seal")).contains("must be filled in"));
        const Digest seizure = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        QCOMPARE(log.state.tracks.size(), 1u);
        QCOMPARE(log.stageOf(seizure), std::string("requested"));
        QCOMPARE(log.state.stage, std::string("investigation")); // the case stays where it is
        QVERIFY(why(log.take("ivan", "seal", {{"day", log.today()}}, seizure)).contains("cannot be taken in"));
        must(log.take("sara", "approve_seal", {}, seizure));
        must(log.take("ivan", "seal", {{"day", log.today()}}, seizure));
        // The case goes on beside it, and it beside the case.
        must(log.take("ivan", "propose", {{"penalty", penaltyOf(3'000'000)}}));
        must(log.take("ivan", "release_seal", {{"day", log.today()}}, seizure));
        QVERIFY(hasEnded(log.definition, log.state, log.state.tracks[0]));
        QVERIFY(why(log.take("ivan", "release_seal", {{"day", log.today()}}, seizure)).contains("cannot be taken in"));
        // It is not opened from every stage of the case.
        QVERIFY(why(log.take("ivan", "request_seal", {{"items", "y"}})).contains("cannot be taken in"));
        QCOMPARE(log.state.track(seizure)->steps.size(), 4u);
        QCOMPARE(log.state.steps.size(), 2u);
    }

    void manyAtOnceAreApart() {
        CaseLog log = caseWithTracks();
        const Digest one = must(log.take("mila", "request_seal", {{"items", "x"}}));
        const Digest two = must(log.take("ivan", "request_seal", {{"items", "y"}}));
        QCOMPARE(titleOf(log.definition, log.state, *log.state.track(two)).en, std::string("Seizure 2"));
        // Four eyes are of the one that is approved: who asked for another has said nothing of it.
        QVERIFY(!log.take("mila", "approve_seal", {}, one));
        must(log.take("mila", "approve_seal", {}, two));
        QCOMPARE(log.stageOf(one), std::string("requested"));
        QCOMPARE(log.stageOf(two), std::string("allowed"));
        must(log.take("sara", "approve_seal", {}, one));
        must(log.take("ivan", "seal", {{"day", log.today()}}, one));
        log.wait(std::chrono::days(10));
        must(log.take("ivan", "seal", {{"day", log.today()}}, two));
        // Each has periods of its own, and each may be extended once.
        QCOMPARE(formatDate(*log.deadline("held_for", one).due), std::string("2026-04-01"));
        QCOMPARE(formatDate(*log.deadline("held_for", two).due), std::string("2026-04-11"));
        must(log.take("sara", "extend_seal", {}, one));
        QCOMPARE(formatDate(*log.deadline("held_for", one).due), std::string("2026-05-01"));
        QVERIFY(why(log.take("sara", "extend_seal", {}, one)).contains("stepNotTaken"));
        must(log.take("sara", "extend_seal", {}, two));
        must(log.take("ivan", "release_seal", {{"day", log.today()}}, one));
        QVERIFY(log.deadline("held_for", one).status == DeadlineStatus::met);
        QVERIFY(log.deadline("held_for", two).status == DeadlineStatus::running);
    }

    void oneAtATime() {
        CaseLog log = caseWithTracks();
        const Digest first = must(log.take("ivan", "report_crime"));
        QVERIFY(why(log.take("irma", "report_crime")).contains("open already"));
        must(log.take("ivan", "take_back", {}, first));
        // Without the guard another could be opened now.
        QVERIFY(why(log.take("irma", "report_crime")).contains("stepNotTaken"));
        for (auto& step : log.definition.tracks[1].steps) step.guards.clear();
        const Digest second = must(log.take("irma", "report_crime"));
        QVERIFY(first != second);
        QCOMPARE(titleOf(log.definition, log.state, *log.state.track(second)).en, std::string("Referral"));
    }

    void whatOutlivesTheCase() {
        CaseLog log = caseWithTracks();
        const Digest seizure = sealedSeizure(log);
        const Digest crime = must(log.take("ivan", "report_crime"));
        must(log.take("ivan", "hand_over", {}, crime));
        must(log.take("sara", "close_referred"));
        QCOMPARE(log.state.stage, std::string("closed"));
        // What does not outlive the case has ended with it, and so has its period.
        QVERIFY(hasEnded(log.definition, log.state, *log.state.track(seizure)));
        QVERIFY(why(log.take("ivan", "release_seal", {{"day", log.today()}}, seizure)).contains("has ended"));
        QVERIFY(log.deadline("held_for", seizure).status == DeadlineStatus::met);
        // The suit is opened after it and goes on.
        const Digest suit = must(log.take("sara", "record_suit"));
        QVERIFY(!hasEnded(log.definition, log.state, *log.state.track(suit)));
        const auto options = log.options("sara");
        QCOMPARE(options.size(), 3u); // two in it, and another one, which is refused while it is open
        QCOMPARE(std::ranges::count_if(options, [&](const StepOption& one) { return one.on == suit; }), 2);
        QVERIFY(options.back().opens() && !options.back().allowed());
        QVERIFY(log.mayTakeBack("sara", suit)); // what goes on can be corrected
        const Digest answered = must(log.take("sara", "answer_suit", {}, suit));
        QVERIFY(!log.mayTakeBack("sara", suit));
        QVERIFY(log.mayTakeBack("sara", answered));
        QVERIFY(!log.mayTakeBack("ivan", log.state.track(crime)->steps.front().place.event));
        must(log.take("sara", "end_suit", {}, suit));
        QVERIFY(hasEnded(log.definition, log.state, *log.state.track(suit)));
        QVERIFY(!log.take("olga", "begin"));
    }

    void trackEndedBeforeAtAndAfter() {
        CaseLog log = caseWithTracks();
        const Digest seizure = sealedSeizure(log);
        const Digest second = must(log.take("ivan", "request_seal", {{"items", "y"}}));
        must(log.take("ivan", "propose", {{"penalty", penaltyOf(3'000'000)}}));
        must(log.take("saul", "approve"));
        QVERIFY(why(log.take("saul", "decide")).contains("Seizure 1: Held, Seizure 2: Requested"));
        must(log.take("ivan", "release_seal", {{"day", log.today()}}, seizure));
        QVERIFY(why(log.take("saul", "decide")).contains("still open"));
        must(log.take("ivan", "release_seal", {{"day", log.today()}}, second));
        must(log.take("saul", "decide"));
        CaseLog without = caseWithTracks(); // none was ever opened
        decide(without);
    }

    void trackReachedBeforeAtAndAfter() {
        CaseLog log = caseWithTracks();
        const auto asked = [&] { return log.ask("sara", log.step("close_referred"), false); };
        QVERIFY(why(asked()).contains("has not come to"));
        const Digest crime = must(log.take("ivan", "report_crime"));
        QVERIFY(!asked());
        must(log.take("ivan", "hand_over", {}, crime));
        QVERIFY(asked());
        must(log.take("ivan", "take_back", {}, crime)); // it was there once
        QVERIFY(asked());
        // The opposite, counted from a step on.
        must(log.take("ivan", "propose", {{"penalty", penaltyOf(3'000'000)}}));
        must(log.take("sara", "approve"));
        QVERIFY(why(log.take("sara", "decide")).contains("has come to"));
        must(log.take("ivan", "record_defence"));
        must(log.take("ivan", "propose", {{"penalty", penaltyOf(3'000'000)}}));
        must(log.take("sara", "approve"));
        must(log.take("sara", "decide"));
    }

    void personsReleased() {
        CaseLog log = caseWithTracks();
        decide(log);
        QVERIFY(why(log.take("sara", "close")).contains("3 are still assigned"));
        for (const char* name : {"ivan", "irma", "mila"}) log.release(name, "investigator");
        must(log.take("sara", "close"));
    }

    void noHeavierBecauseOfTheDefence() {
        CaseLog log = caseWithTracks();
        const auto propose = [&](const std::string& penalty, bool readable = true) {
            return log.ask("ivan", log.step("propose", {{"penalty", penalty}}), readable);
        };
        must(log.take("ivan", "propose", {{"penalty", penaltyOf(4'000'000)}}));
        must(log.take("sara", "return"));
        QVERIFY(propose(penaltyOf(5'000'000))); // before a defence the proposal is free
        must(log.take("ivan", "propose", {{"penalty", penaltyOf(4'500'000)}}));
        must(log.take("sara", "approve"));
        must(log.take("ivan", "record_defence"));
        QVERIFY(why(propose(penaltyOf(4'500'001))).contains("4,500,000"));
        QVERIFY(propose(penaltyOf(4'500'000)) && propose(penaltyOf(3'000'000)));
        QVERIFY(propose(penaltyOf(0, false, law::ProposalKind::none)));
        QVERIFY(why(propose(penaltyOf(4'500'000, true))).contains("measure"));
        QVERIFY(propose(penaltyOf(5'000'000), false)); // the hub cannot read it
        const auto refused = propose(penaltyOf(5'000'000));
        QCOMPARE(refused.error().cite, std::string("APL 45"));
    }

    void heavierIsAnyOfIt() {
        const auto value = [](const std::string& text) { return *parsePenaltyValue(text); };
        const auto none = value(penaltyOf(0, false, law::ProposalKind::none));
        auto plain = value(penaltyOf(3'000'000));
        QVERIFY(whatIsHeavier(plain, none) && !whatIsHeavier(none, plain) && !whatIsHeavier(plain, plain));
        auto more = plain;
        more.proposal.confiscation = law::Money::fromFen(1);
        QVERIFY(whatIsHeavier(more, plain) && !whatIsHeavier(plain, more));
        auto dollars = plain;
        dollars.proposal.fine = law::Money::of(law::Currency::usd, 1);
        QVERIFY(whatIsHeavier(dollars, plain)); // amounts of two currencies do not compare
    }

    void tracksMoveThePeriodsOfTheCase() {
        CaseLog log = caseWithTracks();
        const auto due = formatDate(*log.deadline("decision").due);
        const Digest crime = must(log.take("ivan", "report_crime"));
        must(log.take("ivan", "hand_over", {}, crime));
        QVERIFY(log.deadline("decision").status == DeadlineStatus::suspended);
        log.wait(std::chrono::days(10));
        must(log.take("ivan", "take_back", {}, crime));
        QVERIFY(log.deadline("decision").status == DeadlineStatus::running);
        const auto later = *parseDate(due);
        using std::chrono::sys_days;
        QVERIFY(sys_days(*log.deadline("decision").due) - sys_days(later) == std::chrono::days(10));
    }

    void thePartysPeriodPasses() {
        CaseLog log = caseWithTracks();
        decide(log);
        QVERIFY(log.deadline("payment").whose == Whose::party);
        QVERIFY(log.deadline("payment").status == DeadlineStatus::running);
        log.wait(std::chrono::days(20));
        QVERIFY(log.deadline("payment").status == DeadlineStatus::passed);
        QVERIFY(log.deadline("record").status == DeadlineStatus::overdue); // of the authority
        const Digest suit = must(log.take("sara", "record_suit"));
        must(log.take("sara", "answer_suit", {}, suit));
        QVERIFY(log.deadline("appeal", suit).status == DeadlineStatus::running);
        log.wait(std::chrono::days(20));
        must(log.take("sara", "end_suit", {}, suit));
        // It had run out before its track ended, and is not made late by that.
        QVERIFY(log.deadline("appeal", suit).status == DeadlineStatus::passed);
    }

    void aDatedStepCountsFromItsDay() {
        CaseLog log = caseWithTracks();
        const Digest seizure = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        must(log.take("sara", "approve_seal", {}, seizure));
        log.wait(std::chrono::days(5));
        const auto seal = [&](const std::string& day) {
            return log.ask("ivan", log.step("seal", {{"day", day}}, seizure), false);
        };
        QVERIFY(why(seal("2026-03-08")).contains("still to come"));
        QVERIFY(seal("2026-03-07")); // today
        QVERIFY(seal("2026-03-02")); // the day on which the case was opened
        QVERIFY(why(seal("2026-03-01")).contains("before 2026-03-02"));
        QVERIFY(why(log.take("ivan", "seal", {}, seizure)).contains("must be filled in"));
        must(log.take("ivan", "seal", {{"day", "2026-03-03"}}, seizure));
        const auto held = log.deadline("held_for", seizure);
        QCOMPARE(formatDate(*held.due), std::string("2026-04-02"));
        QCOMPARE(formatDate(chinaDate(held.started)), std::string("2026-03-03"));
        must(log.take("ivan", "release_seal", {{"day", "2026-03-06"}}, seizure));
        QCOMPARE(formatDate(chinaDate(*log.deadline("held_for", seizure).ended)), std::string("2026-03-06"));
    }

    void hoursCountFromTheMomentOfTheSameDay() {
        CaseLog log = caseWithTracks();
        const Instant said = log.now;
        const Digest today = must(log.take("ivan", "seal_urgently", {{"day", log.today()}}));
        QVERIFY(log.deadline("urgent", today).started == said);
        log.wait(std::chrono::days(2));
        const Digest earlier = must(log.take("ivan", "seal_urgently", {{"day", "2026-03-03"}}));
        QVERIFY(log.deadline("urgent", earlier).started == startOfDay(*parseDate("2026-03-03")));
    }

    void aDatedStepIsJudgedByItsDay() {
        CaseLog log = caseWithTracks();
        decide(log); // on 2026-03-02; five days to record it
        log.wait(std::chrono::days(10));
        const auto record = [&](const std::string& day, bool readable) {
            return log.ask("ivan", log.step("record", {{"on", day}}), readable);
        };
        for (const bool readable : {true, false}) {
            QVERIFY(record("2026-03-07", readable));
            QVERIFY(why(record("2026-03-08", readable)).contains("deadlineNotPassed"));
        }
        // Before its day is known it may be in time, so nothing stands against filling its form in.
        const auto options = log.options("ivan");
        const auto option = std::ranges::find(options, std::string("record"), &StepOption::step);
        QVERIFY(option != options.end() && option->allowed());
        must(log.take("ivan", "record", {{"on", "2026-03-07"}}));
        QVERIFY(log.deadline("record").status == DeadlineStatus::met);
    }

    void whatIsTakenBack() {
        CaseLog log = caseWithTracks();
        const Digest one = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        const Digest two = must(log.take("irma", "request_seal", {{"items", "y"}}));
        QVERIFY(log.mayTakeBack("ivan", one)); // another one beside it does not rest on it
        QVERIFY(why(log.mayTakeBack("irma", one)).contains("Only who said it"));
        must(log.say("ivan", NoteAdded{"n"})); // nor does a note
        QVERIFY(log.mayTakeBack("ivan", one));
        const Digest approved = must(log.take("sara", "approve_seal", {}, one));
        QVERIFY(why(log.mayTakeBack("ivan", one)).contains("rest on it"));
        must(log.say("sara", EventWithdrawn{approved}));
        QCOMPARE(log.stageOf(one), std::string("requested"));
        must(log.say("ivan", EventWithdrawn{one}));
        QVERIFY(log.state.track(one) == nullptr);
        QCOMPARE(titleOf(log.definition, log.state, *log.state.track(two)).en, std::string("Seizure 1"));
        QVERIFY(!log.take("sara", "approve_seal", {}, one));          // there is nothing left to approve
        QVERIFY(log.state.everTook(log.who("ivan"), "request_seal")); // but who asked has acted
        QVERIFY(everHadPart(log, "ivan"));
        // A step of the main track may rest on it.
        must(log.take("ivan", "propose", {{"penalty", penaltyOf(3'000'000)}}));
        QVERIFY(!log.mayTakeBack("irma", two));
        // A step of the main track is the last thing said of all, or stays.
        must(log.take("sara", "return"));
        const Digest crime = must(log.take("ivan", "report_crime"));
        QVERIFY(!log.mayTakeBack("sara", log.state.steps.back().place.event));
        // What is legally final stays in a side track too.
        const Digest handed = must(log.take("ivan", "hand_over", {}, crime));
        QVERIFY(why(log.mayTakeBack("ivan", handed)).contains("legally final"));
    }

    /// A step of another side track whose guards look at this one rests on it.
    void whatAnotherTrackRestsOn() {
        CaseLog log = caseWithTracks();
        Guard guard;
        guard.kind = GuardKind::trackReached;
        guard.track = "seizure";
        guard.stages = {"requested"};
        log.definition.tracks[1].steps[0].guards = {guard};
        QVERIFY(!log.take("irma", "report_crime"));
        const Digest seizure = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        QVERIFY(log.mayTakeBack("ivan", seizure));
        must(log.take("irma", "report_crime"));
        QVERIFY(!log.mayTakeBack("ivan", seizure));
    }

    /// What happens in one side track is the same whatever happens between its steps in another.
    void orderOfOtherTracksChangesNothing() {
        CaseLog first = caseWithTracks();
        CaseLog second = caseWithTracks();
        const auto seal = [](CaseLog& log) { return must(log.take("ivan", "request_seal", {{"items", "x"}})); };
        const auto goOn = [](CaseLog& log, const Digest& seizure) {
            must(log.take("sara", "approve_seal", {}, seizure));
            must(log.take("ivan", "seal", {{"day", "2026-03-02"}}, seizure));
        };
        const Digest a = seal(first);
        goOn(first, a);
        const Digest crime = must(first.take("irma", "report_crime"));
        must(first.take("irma", "hand_over", {}, crime));
        const Digest other = must(second.take("irma", "report_crime"));
        const Digest b = seal(second);
        must(second.take("irma", "hand_over", {}, other));
        goOn(second, b);
        QCOMPARE(first.stageOf(a), second.stageOf(b));
        QCOMPARE(first.stageOf(crime), second.stageOf(other));
        QCOMPARE(formatDate(*first.deadline("held_for", a).due), formatDate(*second.deadline("held_for", b).due));
        QCOMPARE(first.state.track(a)->steps.size(), second.state.track(b)->steps.size());
        for (std::size_t i = 0; i < first.state.track(a)->steps.size(); ++i)
            QCOMPARE(first.state.track(a)->steps[i].step, second.state.track(b)->steps[i].step);
        QVERIFY(first.deadline("decision").status == second.deadline("decision").status);
    }

    /// Whoever writes events by hand comes no further than the program.
    void craftedEventsAreRefused() {
        CaseLog log = caseWithTracks();
        const Digest seizure = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        const Digest crime = must(log.take("ivan", "report_crime"));
        const auto refused = [&](const std::string& who, const CaseBody& body) {
            return !log.ask(who, body, false) && !log.ask(who, body, true);
        };
        const StepDone approve{"approve_seal", "requested", "allowed", "supervisor", {}, {}};
        QVERIFY(log.ask("sara", TrackStep{approve, "seizure", seizure}, false));
        QVERIFY(refused("sara", approve));                                 // as a step of the case
        QVERIFY(refused("sara", TrackStep{approve, "seizure", {}}));       // as if it opened one
        QVERIFY(refused("sara", TrackStep{approve, "seizure", Digest{}})); // in one that is not there
        QVERIFY(refused("sara", TrackStep{approve, "seizure", crime}));    // in one of another track
        QVERIFY(refused("sara", TrackStep{approve, "referral", crime}));   // as a step of another track
        QVERIFY(refused("sara", TrackStep{approve, "moon", seizure}));     // of a track that is not there
        QVERIFY(refused("sara", TrackStep{approve, "", seizure}));         // of the main track
        QVERIFY(refused("mila", TrackStep{approve, "", {}}));
        StepDone wrong = approve;
        wrong.from = "held";
        QVERIFY(refused("sara", TrackStep{wrong, "seizure", seizure}));
        wrong = approve;
        wrong.to = "held";
        QVERIFY(refused("sara", TrackStep{wrong, "seizure", seizure}));
        wrong = approve;
        wrong.role = "investigator";
        QVERIFY(refused("ivan", TrackStep{wrong, "seizure", seizure}));
        QVERIFY(refused("ivan", TrackStep{approve, "seizure", seizure})); // who asked for it, without the role
        wrong = approve;
        wrong.day = parseDate("2026-03-02"); // it is not dated
        QVERIFY(refused("sara", TrackStep{wrong, "seizure", seizure}));
        // An opening inside one, and one out of a stage in which the case is not.
        const StepDone open{"request_seal", "investigation", "requested", "investigator", {{"items", "x"}}, {}};
        QVERIFY(log.ask("ivan", TrackStep{open, "seizure", {}}, false));
        QVERIFY(refused("ivan", TrackStep{open, "seizure", seizure}));
        wrong = open;
        wrong.from = "notified";
        QVERIFY(refused("ivan", TrackStep{wrong, "seizure", {}}));
        // A step of the main track beside it.
        QVERIFY(refused("ivan",
                        TrackStep{{"close_referred", "investigation", "closed", "supervisor", {}, {}}, "seizure", {}}));
    }

    void theDayOfTheHubIsTheDayOfTheForm() {
        CaseLog log = caseWithTracks();
        const StepDone urgent{"seal_urgently", "investigation",         "held",
                              "investigator",  {{"day", "2026-03-02"}}, parseDate("2026-03-02")};
        QVERIFY(log.ask("ivan", TrackStep{urgent, "seizure", {}}, true));
        StepDone other = urgent;
        other.form["day"] = "2026-03-03";
        QVERIFY(!log.ask("ivan", TrackStep{other, "seizure", {}}, true));
        other = urgent;
        other.day = {};
        QVERIFY(!log.ask("ivan", TrackStep{other, "seizure", {}}, true));
        QVERIFY(!log.ask("ivan", TrackStep{other, "seizure", {}}, false));
    }

    void staleStepsAreRefused() {
        CaseLog log = caseWithTracks();
        const Digest seizure = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        QVERIFY(isDecisive(TrackStep::kKind) && !mayGiveKeys(TrackStep::kKind));
        const auto seen = log.state.head;
        must(log.take("irma", "report_crime"));
        EventHeader header;
        header.suite = log.office.suite;
        header.author = log.who("sara");
        header.kind = TrackStep::kKind;
        header.sealedHash.emplace();
        header.seen = seen;
        const Bench bench{&log.office, &log.definition, &log.calendar, log.now, false, {}};
        const auto body = log.step("approve_seal", {}, seizure);
        QVERIFY(why(allowed(log.state, header, body, bench)).contains("Somebody else changed"));
        header.seen = log.state.head;
        QVERIFY(allowed(log.state, header, body, bench));
    }

    void optionsAndWhatIsMissing() {
        CaseLog log = caseWithTracks();
        const auto find = [](const std::vector<StepOption>& options, const std::string& step) {
            return std::ranges::find(options, step, &StepOption::step);
        };
        auto options = log.options("ivan");
        QVERIFY(find(options, "request_seal")->opens() && find(options, "request_seal")->allowed());
        QVERIFY(!find(options, "propose")->opens());
        QVERIFY(find(options, "seal") == options.end()); // nothing is open
        const Digest crime = must(log.take("ivan", "report_crime"));
        const Digest seizure = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        options = log.options("ivan");
        QVERIFY(!find(options, "report_crime")->allowed()); // one at a time
        QVERIFY(find(options, "hand_over")->on == crime);
        QVERIFY(find(options, "approve_seal")->on == seizure && !find(options, "approve_seal")->mine);
        QVERIFY(find(log.options("sara"), "approve_seal")->allowed());
        // Main steps first, then what is open, then what could be opened.
        QVERIFY(find(options, "propose") < find(options, "hand_over"));
        QVERIFY(find(options, "approve_seal") < find(options, "request_seal"));
        must(log.take("sara", "approve_seal", {}, seizure));
        must(log.take("ivan", "propose", {{"penalty", penaltyOf(3'000'000)}}));
        must(log.take("sara", "approve"));
        const auto missing = completeness(log.definition, log.state, log.office, log.now, &log.calendar);
        QVERIFY(std::ranges::any_of(missing, [](const Missing& one) {
            return one.guard == GuardKind::trackEnded && one.step == "decide" && !one.on;
        }));
    }

    /// What a definition is tried out by opens side tracks, goes on with them after the end, and finds what is stuck.
    void walksByChanceTakeThem() {
        const auto found = simulate(*parseDefinition(tracksDefinition()), {.seed = 1, .walks = 40}, nullptr);
        const auto times = [&](const std::vector<Tally>& all, const char* id) {
            const auto one = std::ranges::find(all, std::string(id), &Tally::id);
            return one == all.end() ? std::uint64_t{0} : one->times;
        };
        for (const char* step :
             {"request_seal", "seal", "extend_seal", "release_seal", "hand_over", "answer_suit", "end_suit"})
            QVERIFY2(times(found.steps, step) > 0, step);
        QVERIFY(times(found.stages, "seizure/held") > 0 && times(found.stages, "suit/ended") > 0);
        QVERIFY2(found.deadEnds.empty(), found.deadEnds.empty() ? "" : found.deadEnds.front().stage.c_str());
        // Nobody may go on with a suit that was answered: it is left open for good.
        auto stuck = *parseDefinition(tracksDefinition());
        Guard guard;
        guard.kind = GuardKind::stepNotTaken;
        guard.steps = {"record_suit"};
        for (auto& step : stuck.tracks[2].steps) {
            if (!step.opens) step.guards = {guard};
        }
        const auto ends = simulate(stuck, {.seed = 1, .walks = 40}, nullptr).deadEnds;
        QVERIFY(std::ranges::contains(ends, std::string("suit/to_answer"), &DeadEnd::stage));
    }

    void whatFollowsIsForeseen() {
        CaseLog log = caseWithTracks();
        const auto see = [&](const char* step, const OpenedTrack* own) {
            return foresee(log.definition, log.state, log.office, log.who("ivan"), *log.definition.anyStep(step),
                           log.now, &log.calendar, own);
        };
        const auto opening = see("seal_urgently", nullptr);
        QCOMPARE(opening.track, std::string("seizure"));
        QCOMPARE(opening.to, std::string("held"));
        QCOMPARE(opening.periods.size(), 2u);
        QVERIFY(opening.goesOn() && !opening.final);
        QVERIFY(std::ranges::contains(opening.next, std::string("release_seal"), &NextStep::step));
        const Digest one = sealedSeizure(log);
        const Digest two = sealedSeizure(log, "irma");
        const auto ending = see("release_seal", log.state.track(two));
        QVERIFY(ending.final && ending.next.empty());
        QCOMPARE(ending.periods.size(), 1u); // that of this one, and not of the other
        QVERIFY(ending.periods[0].on == two && ending.periods[0].kind == PeriodChange::Kind::ends);
        QVERIFY(log.stageOf(one) == "held");
        const auto lines = foresightLines(ending, log.definition, log.office);
        QCOMPARE(lines.front().words.en, std::string("\"Seizure\" ends as \"Released\"."));
    }

    void nothingOfItInBulk() {
        const auto definition = parseDefinition(tracksDefinition());
        QVERIFY(!allowedInBulk(*definition->anyStep("request_seal")));
        QVERIFY(allowedInBulk(*definition->anyStep("begin")));
    }

private:
    static bool everHadPart(const CaseLog& log, const std::string& name) {
        return std::ranges::any_of(log.state.withdrawnSteps, [&](const StepTaken& one) {
            return one.place.by == log.who(name) && one.track == "seizure";
        });
    }
};

QTEST_GUILESS_MAIN(TestTracks)
#include "test_tracks.moc"
