// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/citation.h"
#include "model/law/penalty_law.h"
#include "tests/model/workflow/definitions.h"
#include "tests/model/workflow/world.h"

#include <QTest>

#include <algorithm>

using namespace model;

namespace {

const Form kProposal = {{"facts_found", "x"}, {"reasons", "x"}, {"penalty", goodPenalty()}};
const Form kDecision = {{"decision_no", "1"},  {"decision_date", "2026-03-02"},
                        {"payment_bank", "x"}, {"payment_account", "x"},
                        {"review_body", "x"},  {"litigation_court", "x"}};

// A refusal with all that a person needs, or a description of what is wrong with it.
QString refusalOf(const Result<void>& result, const std::string& where, const std::string& cite) {
    if (result) return "allowed";
    const Error& error = result.error();
    if (error.code != Code::refused) return "not a refusal: " + QString::fromStdString(error.what.en);
    if (error.what.en.empty() || error.what.zh.empty() || error.cure.en.empty() || error.cure.zh.empty())
        return "no words";
    if (error.where != where) return "where: " + QString::fromStdString(error.where);
    if (error.cite != cite) return "cite: " + QString::fromStdString(error.cite);
    return {};
}

Guard guardOf(GuardKind kind) {
    Guard guard;
    guard.kind = kind;
    guard.cite = "X 1";
    guard.why = {"why", "由"};
    guard.cure = {"cure", "救"};
    return guard;
}

// A small case in the stage `work`, with one guard on its step `propose`.
World guarded(const Guard& guard) {
    World world(*parseDefinition(smallDefinition()));
    world.add("olga", {Role::officer});
    world.add("ivan", {Role::investigator});
    world.add("irma", {Role::investigator});
    world.add("uwe", {Role::investigator}, false);
    world.add("sara", {Role::supervisor, Role::investigator});
    world.open();
    world.force("olga", "begin");
    (void)world.assign("olga", "ivan", "investigator");
    world.definition.steps[1].guards = {guard};
    return world;
}
const Form kReasons = {{"reasons", "x"}};

} // namespace

class TestEngine : public QObject {
    Q_OBJECT

private slots:
    void shippedWayWithEveryRefusal() {
        World world = shippedWorld();
        // A report without its facts.
        QCOMPARE(refusalOf(world.ask("olga", "accept"), "accept", "ECL 31"), QString());
        world.set("title", "x");
        QCOMPARE(refusalOf(world.ask("olga", "accept"), "accept", "ECL 31"), QString());
        world.set("narrative", "x");
        QCOMPARE(refusalOf(world.ask("ivan", "accept"), "accept", ""), QString());
        QCOMPARE(refusalOf(world.ask("olga", "propose"), "propose", "APL 57"), QString());
        QCOMPARE(refusalOf(world.ask("olga", "no_such_step"), "no_such_step", ""), QString());
        QVERIFY(world.take("olga", "accept"));

        // Verification comes before filing, and a case has a party.
        const Form filing = {{"filing_reason", "x"}, {"jurisdiction", "x"}};
        QCOMPARE(refusalOf(world.ask("olga", "propose_filing", filing), "propose_filing", "ECL 31"), QString());
        QCOMPARE(refusalOf(world.ask("olga", "propose_no_filing", {{"reason", "x"}}), "propose_no_filing", "ECL 31"),
                 QString());
        QCOMPARE(refusalOf(world.ask("olga", "verify"), "findings", ""), QString());
        QVERIFY(world.take("olga", "verify", {{"findings", "x"}}));
        QCOMPARE(world.state.stage, std::string("verification"));
        QCOMPARE(refusalOf(world.ask("olga", "propose_filing", filing), "propose_filing", "APL 54"), QString());
        world.set("party", "x");
        world.set("goods", "x");
        QCOMPARE(refusalOf(world.ask("olga", "propose_filing", {{"filing_reason", "x"}}), "jurisdiction", ""),
                 QString());
        QVERIFY(world.take("olga", "propose_filing", filing));

        QCOMPARE(refusalOf(world.ask("olga", "approve_filing"), "approve_filing", ""), QString());
        QVERIFY(world.take("sara", "approve_filing"));
        QVERIFY(world.deadline("decision"));

        // Two certified officers, assigned.
        QCOMPARE(refusalOf(world.ask("ivan", "begin_investigation"), "begin_investigation", ""), QString());
        QVERIFY(world.assign("olga", "ivan", "investigator"));
        QCOMPARE(refusalOf(world.ask("ivan", "begin_investigation"), "begin_investigation", "APL 42; REG 32"),
                 QString());
        QVERIFY(world.assign("olga", "uwe", "investigator"));
        QCOMPARE(refusalOf(world.ask("ivan", "begin_investigation"), "begin_investigation", "APL 42; REG 32"),
                 QString());
        QCOMPARE(refusalOf(world.ask("uwe", "begin_investigation"), "begin_investigation", "APL 42; REG 32"),
                 QString());
        QVERIFY(world.assign("sara", "irma", "investigator"));
        QVERIFY(world.take("ivan", "begin_investigation"));

        // No penalty without evidence, facts and a range.
        QCOMPARE(refusalOf(world.ask("ivan", "propose", kProposal), "propose", "APL 40; APL 46"), QString());
        world.addEvidence(true);
        QCOMPARE(refusalOf(world.ask("ivan", "propose", kProposal), "propose", "APL 40; APL 46"), QString());
        world.addEvidence();
        QCOMPARE(refusalOf(world.ask("ivan", "propose", kProposal), "propose", "APL 40; APL 59"), QString());
        world.set("violation", "ecl34");
        world.set("party_address", "x");
        Form excessive = kProposal;
        excessive["penalty"] = excessivePenalty();
        QCOMPARE(refusalOf(world.ask("ivan", "propose", excessive), "propose", "ECL 33-38; APL 32; APL 33"), QString());
        QCOMPARE(refusalOf(world.ask("uwe", "propose", kProposal), "propose", "APL 42; REG 32"), QString());
        QVERIFY(world.take("ivan", "propose", kProposal));

        // Return and propose anew.
        QCOMPARE(refusalOf(world.ask("sara", "return"), "reason", ""), QString());
        QVERIFY(world.take("sara", "return", {{"reason", "x"}}));
        QCOMPARE(world.state.stage, std::string("investigation"));
        QVERIFY(world.take("irma", "propose", kProposal));
        QCOMPARE(refusalOf(world.ask("ivan", "approve"), "approve", ""), QString());
        QVERIFY(world.take("sara", "approve"));

        QCOMPARE(refusalOf(world.ask("sara", "issue_decision"), "decision_no", ""), QString());
        Form bad = kDecision;
        bad["decision_date"] = "2026-02-30";
        QCOMPARE(refusalOf(world.ask("sara", "issue_decision", bad), "decision_date", ""), QString());
        QVERIFY(world.take("saul", "issue_decision", kDecision));
        QCOMPARE(world.deadline("decision")->status, DeadlineStatus::met);
        QCOMPARE(formatDate(*world.deadline("service")->due), std::string("2026-03-11"));

        QCOMPARE(refusalOf(world.ask("ivan", "close", {{"closing_note", "x"}}), "close", "APL 61"), QString());
        const Form service = {{"service_date", "2026-03-03"}, {"service_manner", "direct"}};
        QVERIFY(world.take("ivan", "record_service", service));
        QCOMPARE(refusalOf(world.ask("ivan", "record_service", service), "record_service", "APL 61"), QString());
        QVERIFY(world.take("ivan", "close", {{"closing_note", "x"}}));
        QVERIFY(world.definition.stage(world.state.stage)->final);
        QVERIFY(stepsFrom(world.definition, world.state, world.office, world.who("ivan"), world.now, nullptr).empty());
    }

    void honestEndings_data() {
        QTest::addColumn<QString>("stage");
        QTest::addColumn<QString>("propose");
        QTest::addColumn<QString>("decide");
        QTest::addColumn<QString>("end");
        QTest::newRow("not accepted") << "received" << "" << "reject" << "not_accepted";
        QTest::newRow("no filing") << "verification" << "propose_no_filing" << "approve_no_filing" << "no_filing";
        QTest::newRow("no penalty") << "investigation" << "propose_no_penalty" << "decide_no_penalty" << "no_penalty";
        QTest::newRow("no violation") << "investigation" << "propose_no_violation" << "decide_no_violation"
                                      << "no_violation";
    }
    void honestEndings() {
        QFETCH(QString, stage);
        QFETCH(QString, propose);
        QFETCH(QString, decide);
        QFETCH(QString, end);
        World world = shippedWorld();
        lead(world, stage.toStdString());
        if (stage == u"verification") QVERIFY(world.take("olga", "verify", {{"findings", "x"}}));
        const std::string proposer = stage == u"investigation" ? "ivan" : "olga";
        if (!propose.isEmpty()) {
            Form form;
            for (const auto& field : world.definition.step(propose.toStdString())->form) {
                form[field.id] = field.type == FieldType::choice ? field.choices.front().value : "x";
            }
            QVERIFY(world.take(proposer, propose.toStdString(), form));
        }
        Form form;
        for (const auto& field : world.definition.step(decide.toStdString())->form) form[field.id] = "x";
        QVERIFY(world.take(propose.isEmpty() ? "olga" : "sara", decide.toStdString(), form));
        QCOMPARE(QString::fromStdString(world.state.stage), end);
        const auto* decision = world.deadline("decision");
        QVERIFY(!decision || decision->status == DeadlineStatus::met);
    }

    // --- each guard both ways
    // -------------------------------------------------------------------------------------------

    void assignedAtLeast() {
        Guard guard = guardOf(GuardKind::assignedAtLeast);
        guard.role = "investigator";
        guard.count = 2;
        guard.certified = true;
        World world = guarded(guard);
        QVERIFY(!world.ask("ivan", "propose", kReasons));
        QVERIFY(world.assign("olga", "uwe", "investigator"));
        QVERIFY2(!world.ask("ivan", "propose", kReasons), "the second one has no certificate");
        QVERIFY(world.assign("olga", "irma", "investigator"));
        QVERIFY(world.ask("ivan", "propose", kReasons));
        world.person("irma").active = false;
        QVERIFY2(!world.ask("ivan", "propose", kReasons), "the second one has left");
        world.person("irma").active = true;
        world.person("irma").roles = {Role::officer};
        QVERIFY2(!world.ask("ivan", "propose", kReasons), "the second one lost the role");
        world.person("irma").roles = {Role::investigator};
        world.release("irma", "investigator");
        QVERIFY(!world.ask("ivan", "propose", kReasons));
        world.state.assignments.push_back(world.state.assignments.front());
        QVERIFY2(!world.ask("ivan", "propose", kReasons), "one person assigned twice is one");
    }
    void evidenceAtLeast() {
        Guard guard = guardOf(GuardKind::evidenceAtLeast);
        guard.count = 2;
        World world = guarded(guard);
        world.addEvidence();
        world.addEvidence(true);
        QVERIFY(!world.ask("ivan", "propose", kReasons));
        world.addEvidence();
        QVERIFY(world.ask("ivan", "propose", kReasons));
    }
    void factSet() {
        Guard guard = guardOf(GuardKind::factSet);
        guard.facts = {"title", "value"};
        World world = guarded(guard);
        world.set("title", "x");
        QVERIFY(!world.ask("ivan", "propose", kReasons));
        QVERIFY2(world.askBlind("ivan", "propose"), "the hub cannot read facts and does not judge them");
        world.set("value", "");
        QVERIFY(!world.ask("ivan", "propose", kReasons));
        world.set("value", "1.00");
        QVERIFY(world.ask("ivan", "propose", kReasons));
    }
    void stepTakenAndSince() {
        Guard guard = guardOf(GuardKind::stepTaken);
        guard.steps = {"return"};
        World world = guarded(guard);
        QVERIFY(!world.ask("ivan", "propose", kReasons));
        world.force("ivan", "propose", kReasons);
        world.force("sara", "return");
        QVERIFY(world.ask("ivan", "propose", kReasons));
        world.definition.steps[1].guards[0].since = "propose";
        QVERIFY(world.ask("ivan", "propose", kReasons));
        world.definition.steps[1].guards[0].since = "return";
        QVERIFY2(!world.ask("ivan", "propose", kReasons), "not later than itself");
        world.definition.steps[1].guards[0].since.clear();
        world.definition.steps[1].guards[0].steps = {"return", "approve"};
        QVERIFY(!world.ask("ivan", "propose", kReasons));
        world.definition.steps[1].guards[0].any = true;
        QVERIFY(world.ask("ivan", "propose", kReasons));
    }
    void stepNotTaken() {
        Guard guard = guardOf(GuardKind::stepNotTaken);
        guard.steps = {"propose"};
        World world = guarded(guard);
        QVERIFY(world.ask("ivan", "propose", kReasons));
        world.force("ivan", "propose", kReasons);
        world.force("sara", "return");
        QVERIFY(!world.ask("ivan", "propose", kReasons));
        world.definition.steps[1].guards[0].since = "return";
        QVERIFY(world.ask("ivan", "propose", kReasons));
    }
    void notPerformedBy() {
        Guard guard = guardOf(GuardKind::notPerformedBy);
        guard.steps = {"propose"};
        World world = guarded(guard);
        QVERIFY(world.assign("olga", "irma", "investigator"));
        world.force("ivan", "propose", kReasons);
        world.force("sara", "return");
        world.force("irma", "propose", kReasons);
        world.force("sara", "return");
        QVERIFY2(!world.ask("ivan", "propose", kReasons), "it counts although somebody did it since");
        QVERIFY(!world.ask("irma", "propose", kReasons));
    }
    void notAssignedAs() {
        World world = guarded(guardOf(GuardKind::notAssignedAs));
        world.definition.steps[1].guards[0].role = "supervisor";
        QVERIFY(world.ask("ivan", "propose", kReasons));
        world.state.released.push_back({world.who("ivan"), "supervisor", {}});
        QVERIFY2(!world.ask("ivan", "propose", kReasons), "who was released was assigned");
        world.state.released.clear();
        world.force("sara", "return"); // a step taken as supervisor
        QVERIFY(world.assign("olga", "sara", "investigator"));
        QVERIFY(!world.ask("sara", "propose", kReasons));
    }
    void deadlinePassedAndNot() {
        Guard guard = guardOf(GuardKind::deadlineNotPassed);
        guard.deadline = "finish";
        World world = guarded(guard);
        QVERIFY(world.ask("ivan", "propose", kReasons));
        world.wait(std::chrono::days(90));
        QVERIFY(world.ask("ivan", "propose", kReasons));
        world.wait(std::chrono::days(1));
        QVERIFY(!world.ask("ivan", "propose", kReasons));
        world.definition.steps[1].guards[0].kind = GuardKind::deadlinePassed;
        QVERIFY(world.ask("ivan", "propose", kReasons));
        world.wait(std::chrono::days(-1));
        QVERIFY(!world.ask("ivan", "propose", kReasons));
        world.state.steps.clear();
        QVERIFY2(!world.ask("ivan", "propose", kReasons), "what never began has not passed");
        world.definition.steps[1].guards[0].kind = GuardKind::deadlineNotPassed;
        QVERIFY(world.ask("ivan", "propose", kReasons));
    }
    void certifiedActor() {
        World world = guarded(guardOf(GuardKind::certifiedActor));
        QVERIFY(world.ask("ivan", "propose", kReasons));
        world.person("ivan").certified = false;
        QVERIFY(!world.ask("ivan", "propose", kReasons));
    }
    void penaltyInRange() {
        World world = shippedWorld();
        lead(world, "investigation");
        world.addEvidence();
        Form form = kProposal;
        QVERIFY(world.ask("ivan", "propose", form));
        form["penalty"] = excessivePenalty();
        QVERIFY(!world.ask("ivan", "propose", form));
        QVERIFY2(world.askBlind("ivan", "propose"), "the hub cannot read it");
        form["penalty"] = " " + goodPenalty();
        QVERIFY2(!world.ask("ivan", "propose", form), "only the canonical text is signed");
        form["penalty"] = "{}";
        QVERIFY(!world.ask("ivan", "propose", form));
        // A proposal out of the range that got into the log by another door is stopped at the approval.
        Form crafted = kProposal;
        crafted["penalty"] = excessivePenalty();
        world.force("ivan", "propose", crafted);
        QCOMPARE(refusalOf(world.ask("sara", "approve"), "approve", "ECL 33-38; APL 32; APL 33"), QString());
    }
    void sameFormAs() {
        World world = guarded(guardOf(GuardKind::notAssignedAs));
        Guard guard = guardOf(GuardKind::sameFormAs);
        guard.step = "propose";
        guard.fields = {"reasons"};
        world.definition.steps[1].guards.clear();
        world.definition.steps[3].guards.push_back(guard);
        world.definition.steps[3].form = world.definition.steps[1].form;
        QVERIFY(world.take("ivan", "propose", {{"reasons", "exactly this"}}));
        QVERIFY(!world.ask("sara", "approve", {{"reasons", "exactly this "}}));
        QVERIFY(world.askBlind("sara", "approve"));
        QVERIFY(world.ask("sara", "approve", {{"reasons", "exactly this"}}));
    }
    void guardsThatApplyOnlyIfAStepWasTaken() {
        Guard guard = guardOf(GuardKind::evidenceAtLeast);
        guard.count = 1;
        guard.onlyIfTaken = {"return"};
        World world = guarded(guard);
        QVERIFY(world.ask("ivan", "propose", kReasons));
        world.force("ivan", "propose", kReasons);
        world.force("sara", "return");
        QVERIFY(!world.ask("ivan", "propose", kReasons));
    }

    // --- four eyes, by every door
    // ----------------------------------------------------------------------------------------

    void nobodyApprovesWhatTheyProposed() {
        World world = shippedWorld();
        lead(world, "investigation");
        world.addEvidence();
        QVERIFY(world.assign("sara", "mila", "investigator"));
        QVERIFY(world.take("mila", "propose", kProposal));
        QCOMPARE(refusalOf(world.ask("mila", "approve"), "approve", "APL 57"), QString());
        QVERIFY2(!world.askBlind("mila", "approve"), "the hub judges it too");
        QVERIFY(!world.option("mila", "approve")->allowed());

        // Released from the case, and somebody else proposing the same again: still no.
        world.release("mila", "investigator");
        QVERIFY(!world.askBlind("mila", "approve"));
        QVERIFY(world.take("sara", "return", {{"reason", "x"}}));
        QVERIFY(world.take("ivan", "propose", kProposal));
        QVERIFY(!world.askBlind("mila", "approve"));
        QVERIFY(world.take("saul", "approve"));
        QCOMPARE(refusalOf(world.ask("mila", "issue_decision", kDecision), "issue_decision", "APL 57"), QString());
    }
    void whoInvestigatedDoesNotApprove() {
        World world = shippedWorld();
        lead(world, "investigation");
        world.addEvidence();
        QVERIFY(world.assign("sara", "mila", "investigator"));
        QVERIFY(world.take("ivan", "propose", kProposal));
        QCOMPARE(refusalOf(world.ask("mila", "approve"), "approve", "APL 57"), QString());
        world.release("mila", "investigator");
        QCOMPARE(refusalOf(world.ask("mila", "approve"), "approve", "APL 57"), QString());
    }
    void fourEyesHoldWithoutTheirGuard() {
        World world = shippedWorld();
        lead(world, "investigation");
        world.addEvidence();
        for (auto& step : world.definition.steps) {
            if (step.id == "approve") step.guards.clear();
        }
        QVERIFY(world.assign("sara", "mila", "investigator"));
        QVERIFY(world.take("mila", "propose", kProposal));
        QVERIFY(!world.askBlind("mila", "approve"));
        QVERIFY(!world.option("mila", "approve")->allowed());
        world.state.steps.clear();
        QVERIFY2(!world.askBlind("sara", "approve"), "there is nothing to approve");
    }
    void otherRolesOpenNoDoor() {
        World world = shippedWorld();
        lead(world, "proposed");
        const Step* approve = world.definition.step("approve");
        const Form form;
        for (const std::string role : {"investigator", "officer", "administrator", ""}) {
            QVERIFY(!allowedStep(world.definition, world.state, world.office, world.who("sara"),
                                 {approve->id, &form, role}, world.now, nullptr));
        }
        world.person("sara").active = false;
        QVERIFY(!world.ask("sara", "approve"));
        QVERIFY(!allowedStep(world.definition, world.state, world.office, PersonId{{99}},
                             {approve->id, &form, "supervisor"}, world.now, nullptr));
    }

    // --- everything else
    // ----------------------------------------------------------------------------------------------

    void unknownEntriesStopEverything() {
        World world = shippedWorld();
        world.set("title", "x");
        world.set("narrative", "x");
        QVERIFY(world.ask("olga", "accept"));
        world.state.unknown.push_back({"party.merged", 7});
        const auto refused = world.ask("olga", "accept");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::newer);
        QVERIFY(!mayAddMaterial(world.definition, world.state, world.office, world.who("olga")));
        QVERIFY(!world.option("olga", "accept")->allowed());
    }
    void formsAreExact_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("good");
        const auto row = [](const char* type, const QByteArray& value, bool good) {
            QTest::addRow("%s of %lld: %s", type, static_cast<long long>(value.size()),
                          value.left(20).toHex().constData())
                << QString::fromUtf8(type) << value << good;
        };
        row("text", "稀土", true);
        row("text", "two\nlines", false);
        row("text", "bell\a", false);
        row("text", "\xff", false);
        row("text", " ", false);
        row("text", QByteArray(1000, 'x'), true);
        row("text", QByteArray(1001, 'x'), false);
        row("longText", "two\nlines", true);
        row("longText", QByteArray(64 * 1024 + 1, 'x'), false);
        row("date", "2024-02-29", true);
        row("date", "2025-02-29", false);
        row("date", "2025-2-9", false);
        row("money", "0.00", true);
        row("money", "1820000.50", true);
        row("money", "1820000.5", false);
        row("money", "01.00", false);
        row("money", "-1.00", false);
        row("money", "1,000.00", false);
        row("money", "9999999999999999.99", true);
        row("money", "99999999999999999.99", false);
        row("flag", "true", true);
        row("flag", "false", false); // required
        row("person", "01000000000000000000000000000000", true);
        row("person", "ff000000000000000000000000000000", false);
        row("person", "olga", false);
        row("choice", "yes", true);
        row("choice", "maybe", false);
    }
    void formsAreExact() {
        QFETCH(QString, type);
        QFETCH(QByteArray, value);
        QFETCH(bool, good);
        World world = shippedWorld();
        Step step;
        step.title = {"s", "步"};
        Field field;
        field.id = "f";
        field.title = {"f", "项"};
        field.required = true;
        for (int i = 0; i <= static_cast<int>(FieldType::penalty); ++i) {
            if (fieldTypeName(static_cast<FieldType>(i)) == type.toStdString()) field.type = static_cast<FieldType>(i);
        }
        if (field.type == FieldType::choice) field.choices = {{"yes", {"Yes", "是"}}};
        step.form = {field};
        const auto result = checkForm(step, {{"f", value.toStdString()}}, world.office);
        QCOMPARE(result.has_value(), good);
        if (!good) QCOMPARE(QString::fromStdString(result.error().where), QString("f"));
        QVERIFY(!checkForm(step, {}, world.office));
        QVERIFY(!checkForm(step, {{"f", value.toStdString()}, {"g", "x"}}, world.office));
    }
    void canonicalValues() {
        Field field;
        field.title = {"f", "项"};
        field.type = FieldType::money;
        QCOMPARE(*canonicalValue(field, " 182万 "), std::string("1820000.00"));
        QCOMPARE(*canonicalValue(field, "1,820,000.5"), std::string("1820000.50"));
        QCOMPARE(*canonicalValue(field, ""), std::string());
        QVERIFY(!canonicalValue(field, "a lot"));
        field.type = FieldType::flag;
        QCOMPARE(*canonicalValue(field, "yes"), std::string("true"));
        QVERIFY(!canonicalValue(field, "perhaps"));
        field.type = FieldType::text;
        QCOMPARE(*canonicalValue(field, "a\nb "), std::string("a b"));
    }
    void knownValuesAreNamedByTheirTitles() {
        const World world = shippedWorld();
        const Field& mineral = *world.definition.fact("mineral");
        for (const char* typed : {"dysprosium", "镝", " 镝 "})
            QCOMPARE(*canonicalValue(mineral, typed), std::string("dysprosium"));
        QCOMPARE(mineral.choice("dysprosium")->title.zh, std::string("镝"));
        QCOMPARE(*canonicalValue(mineral, "unobtainium"), std::string("unobtainium"));
        QVERIFY(checkFact(world.definition, "mineral", "unobtainium", world.office));
        QVERIFY(mineral.choice("unobtainium") == nullptr);
        const Field& violation = *world.definition.fact("violation");
        QCOMPARE(*canonicalValue(violation, violation.choice("ecl36")->title.zh), std::string("ecl36"));
        QVERIFY(checkFact(world.definition, "violation", "ecl36", world.office));
        QVERIFY(!checkFact(world.definition, "violation", "something", world.office));
    }
    /// The workflow names the violations that the law pack knows, no more and no fewer.
    void violationsAreThoseOfTheLaw() {
        const World world = shippedWorld();
        const auto& choices = world.definition.fact("violation")->choices;
        const auto& book = law::PenaltyBook::shipped();
        QVERIFY(book.has_value());
        const auto* ecl = book->pack(law::kFirstPack);
        for (const auto& choice : choices) {
            const auto rule = std::ranges::find_if(
                ecl->rules, [&](const law::PenaltyRule& one) { return one.violation.str() == choice.value; });
            QVERIFY2(rule != ecl->rules.end(), choice.value.c_str());
            QCOMPARE(choice.title.en, rule->source.cite + " · " + rule->what.en);
            QCOMPARE(choice.title.zh, citation(rule->source.cite).zh + " · " + rule->what.zh);
        }
        QCOMPARE(choices.size(), ecl->rules.size());
    }
    void factsAreThoseOfTheWorkflow() {
        World world = shippedWorld();
        QVERIFY(checkFact(world.definition, "value", "12.00", world.office));
        QVERIFY(checkFact(world.definition, "value", "", world.office));
        QVERIFY(!checkFact(world.definition, "value", "12", world.office));
        QVERIFY(!checkFact(world.definition, "reporter_name", "x", world.office));
    }
    void materialAndAssignments() {
        World world = shippedWorld();
        const auto may = [&](const char* name) {
            return mayAddMaterial(world.definition, world.state, world.office, world.who(name)).has_value();
        };
        QVERIFY(mayOpen(world.definition, world.office, world.who("olga")));
        QVERIFY(!mayOpen(world.definition, world.office, world.who("ivan")));
        QVERIFY(may("olga") && !may("ivan") && !may("sara"));
        QVERIFY2(!world.assign("olga", "ivan", "investigator"), "nobody is assigned before acceptance");
        lead(world, "investigation");
        QVERIFY(may("ivan") && !may("uwe") && !may("olga"));
        QVERIFY2(!world.assign("ivan", "uwe", "investigator"), "investigators do not assign");
        QVERIFY2(!world.assign("olga", "ivan", "investigator"), "assigned already");
        QVERIFY2(!world.assign("olga", "sara", "investigator"), "no investigator of the office");
        QVERIFY2(!world.assign("olga", "uwe", "supervisor"), "not a role that is assigned");
        QVERIFY(mayRelease(world.definition, world.state, world.office, world.who("olga"), world.who("ivan"),
                           "investigator"));
        QVERIFY(!mayRelease(world.definition, world.state, world.office, world.who("olga"), world.who("uwe"),
                            "investigator"));
        lead(world, "investigation");
        world.addEvidence();
        QVERIFY(world.take("ivan", "propose", kProposal));
        QVERIFY2(!may("ivan") && !may("sara"), "what is being approved does not change");
    }
    void rolesExcludeEachOther() {
        World world = guarded(guardOf(GuardKind::certifiedActor));
        world.definition.roles.push_back({"host", {"host", "主持人"}, "investigator", true, 1, {"investigator"}});
        QVERIFY(!world.assign("olga", "ivan", "host"));
        world.release("ivan", "investigator");
        QVERIFY2(!world.assign("olga", "ivan", "host"), "who investigated once has investigated");
        QVERIFY(world.assign("olga", "irma", "host"));
    }
    void optionsSayAllThatIsMissing() {
        World world = shippedWorld();
        lead(world, "filed");
        const auto* option = world.option("uwe", "begin_investigation");
        QVERIFY(option && !option->mine);
        QCOMPARE(option->refusals.size(), std::size_t{3});
        QVERIFY(world.assign("olga", "ivan", "investigator"));
        option = world.option("ivan", "begin_investigation");
        QVERIFY(option && option->mine && !option->allowed());
        QCOMPARE(option->refusals.size(), std::size_t{1});
        QVERIFY(option->refusals[0].what.en.contains("1 of 2"));
        QCOMPARE(option->to, std::string("investigation"));
    }
    void completenessIsWhatTheGuardsLack() {
        World world = shippedWorld();
        lead(world, "investigation");
        world.state.facts.erase("violation");
        world.release("irma", "investigator");
        const auto missing = completeness(world.definition, world.state, world.office, world.now, &world.calendar);
        std::vector<GuardKind> kinds;
        for (const auto& one : missing) {
            if (one.step == "propose") kinds.push_back(one.guard.value());
            QVERIFY(!one.what.empty() && !one.cure.empty() && !one.cite.empty());
        }
        QCOMPARE(kinds, (std::vector{GuardKind::assignedAtLeast, GuardKind::evidenceAtLeast, GuardKind::factSet}));
        QVERIFY(std::ranges::none_of(missing, [](const Missing& one) { return one.step == "return"; }));
    }
};

QTEST_APPLESS_MAIN(TestEngine)
#include "test_engine.moc"
