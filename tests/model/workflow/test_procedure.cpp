// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/workflow/definitions.h"
#include "tests/model/workflow/world.h"

#include <QTest>

using namespace model;
using std::chrono::days;

// One case through all of the ordinary procedure (APL 54 to 72), with what the law forbids on the way tried out. The
// definition is a test of what the engine can carry: tests/data/workflow/full-procedure.json.
class TestProcedure : public QObject {
    Q_OBJECT

private:
    World m_world{*parseDefinition(textOf(TEST_DATA_DIR "/workflow/full-procedure.json"))};

    // Every required field filled with something of its type.
    Form filled(const std::string& step) const {
        Form form;
        for (const auto& field : m_world.definition.step(step)->form) {
            if (!field.required) continue;
            switch (field.type) {
            case FieldType::date: form[field.id] = "2026-03-04"; break;
            case FieldType::money: form[field.id] = "1.00"; break;
            case FieldType::flag: form[field.id] = "true"; break;
            case FieldType::person: form[field.id] = m_world.who("irma").hex(); break;
            case FieldType::penalty: form[field.id] = goodPenalty(); break;
            default: form[field.id] = "x";
            }
        }
        return form;
    }
    void done(const char* name, const char* step) {
        const auto taken = m_world.take(name, step, filled(step));
        if (!taken) QFAIL(qPrintable(QString("%1: %2").arg(step, QString::fromStdString(taken.error().what.en))));
    }
    void refused(const char* name, const char* step, const char* cite) {
        const auto asked = m_world.ask(name, step, filled(step));
        QVERIFY2(!asked, step);
        QCOMPARE(QString::fromStdString(asked.error().cite), QString::fromUtf8(cite));
    }

private slots:
    void initTestCase() {
        m_world.add("olga", {Role::officer});
        m_world.add("otto", {Role::officer});
        m_world.add("hana", {Role::officer});
        m_world.add("ivan", {Role::investigator, Role::officer, Role::supervisor});
        m_world.add("irma", {Role::investigator});
        m_world.add("sara", {Role::supervisor});
        m_world.open();
    }
    void reportToFiling() { // 1 to 4
        done("olga", "accept");
        refused("olga", "propose_filing", "ECL 31");
        done("olga", "verify");
        refused("olga", "propose_filing", "APL 22");
        done("olga", "determine_jurisdiction");
        done("olga", "propose_filing");
        done("sara", "approve_filing");
        QVERIFY(m_world.assign("sara", "ivan", "investigator"));
        refused("ivan", "begin_investigation", "APL 42; REG 32");
        QVERIFY(m_world.assign("sara", "irma", "investigator"));
        refused("ivan", "begin_investigation", "MOF22 6");
        done("ivan", "send_filing_notice");
        done("ivan", "begin_investigation");
    }
    void investigation() { // 5, 6
        done("irma", "record_questioning");
        refused("irma", "verify_evidence", "APL 46");
        m_world.addEvidence();
        done("irma", "verify_evidence");
        done("olga", "apply_recusal");
        done("sara", "decide_recusal");
        refused("sara", "decide_recusal", "APL 43");
    }
    void preservation() { // 7
        refused("irma", "preserve", "APL 56");
        done("ivan", "request_preservation");
        refused("ivan", "approve_preservation", "APL 56");
        done("sara", "approve_preservation");
        done("irma", "preserve");
        refused("irma", "preserve", "APL 56"); // each time anew
        QCOMPARE(formatDate(*m_world.deadline("preservation")->due), std::string("2026-03-11"));
        done("irma", "decide_preserved");
    }
    void sealing() { // 8
        refused("irma", "seal", "ECL 28; ACL 18");
        done("ivan", "request_seal");
        refused("ivan", "approve_seal", "ECL 28");
        done("sara", "approve_seal");
        done("irma", "seal");
        QCOMPARE(formatDate(*m_world.deadline("seizure")->due), std::string("2026-04-01"));
        done("irma", "begin_testing");
        refused("irma", "begin_testing", "ACL 25");
        m_world.wait(days(5));
        done("irma", "end_testing");
        done("sara", "extend_seal");
        refused("sara", "extend_seal", "ACL 25");
        QCOMPARE(formatDate(*m_world.deadline("seizure")->due), std::string("2026-05-06"));
        m_world.set("party", "x");
        m_world.set("violation", "x");
        refused("irma", "propose", "ACL 27");
        done("irma", "release_seal");
        refused("irma", "query_bank", "ECL 28");
    }
    void proposalAndNotice() { // 9 to 11
        done("irma", "propose");
        refused("ivan", "decide_no_violation", "APL 57; APL 64"); // an investigator, supervisor as well
        done("irma", "give_notice");
        refused("irma", "no_hearing", "APL 64");
        done("irma", "record_defence");
    }
    void hearing() { // 12 to 14
        m_world.wait(days(4));
        done("olga", "request_hearing");
        QVERIFY2(!m_world.assign("sara", "ivan", "host"), "an investigator cannot be the host");
        refused("sara", "notify_hearing", "APL 64");
        QVERIFY(m_world.assign("sara", "hana", "host"));
        done("sara", "notify_hearing");
        refused("hana", "hold_hearing", "APL 64");
        m_world.wait(days(12));
        refused("hana", "hold_hearing", "APL 45");
        done("irma", "review_defence");
        done("hana", "hold_hearing");
    }
    void reviewAndDecision() { // 15 to 18
        refused("sara", "decide", "APL 57");
        done("sara", "discuss_collectively");
        refused("sara", "decide", "APL 58");
        QVERIFY2(!m_world.assign("sara", "hana", "reviewer"), "the host does not review");
        QVERIFY(m_world.assign("sara", "otto", "reviewer"));
        done("otto", "pass_legal_review");
        refused("ivan", "decide", "APL 57; APL 64");
        Form other = filled("decide");
        other["penalty"] = excessivePenalty();
        const auto heavier = m_world.ask("sara", "decide", other);
        QVERIFY(!heavier);
        QCOMPARE(heavier.error().cite, std::string("APL 45; APL 57"));
        done("sara", "decide");
        QCOMPARE(m_world.deadline("decision")->status, DeadlineStatus::met);
    }
    void serviceToArchive() { // 19 to 24
        done("otto", "serve");
        refused("sara", "impose_surcharge", "APL 72");
        refused("otto", "demand", "APL 72; ACL 54");
        done("olga", "publish");
        refused("olga", "publish", "APL 48");
        m_world.wait(days(20));
        done("sara", "impose_surcharge");
        done("otto", "demand");
        m_world.wait(days(20));
        refused("sara", "apply_court", "ACL 53; ALL 46");
        m_world.wait(days(160));
        World late = m_world;
        late.wait(days(120));
        QVERIFY2(!late.ask("sara", "apply_court"), "three months after the time to sue");
        done("sara", "apply_court");
        done("otto", "end_enforcement");
        done("olga", "record_change");
        refused("otto", "archive", "APL 48");
        done("olga", "withdraw_publication");
        done("otto", "archive");
        QCOMPARE(m_world.state.stage, std::string("closed"));
    }
};

QTEST_APPLESS_MAIN(TestProcedure)
#include "test_procedure.moc"
