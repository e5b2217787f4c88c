// SPDX-License-Identifier: GPL-3.0-or-later
// A day of three people at real windows, by keyboard alone, with the keys counted: who needs more of them than before
// has made somebody's day longer.
#include "model/filter/parse.h"
#include "tests/ui/walk/practice.h"
#include "tests/ui/walk/stage.h"
#include "ui/casefile/case_file_page.h"
#include "ui/casefile/step_form.h"
#include "ui/casefile/work_page.h"
#include "ui/list/case_list_model.h"
#include "ui/list/list_page.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QPushButton>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using walk::Person;

class TestPersonas : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        const std::filesystem::path folder = m_folder.path().toStdString();
        walk::makePracticeOffice(folder / "practice");
        m_stage = std::make_unique<walk::Stage>(folder / "practice", folder / "visit");
        m_stage->setLook({ui::Language::zh, ui::Scheme::light, {1280, 720}});
    }
    void cleanupTestCase() { m_stage.reset(); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("."))); }
    void cleanup() { m_stage->leave(); }

    /// Twelve new reports: nine are accepted, two of them handed to a case officer, three are turned away with a
    /// reason.
    void theOfficerTriages() {
        day("officer", [this](Person& at) {
            const int before = at.keys();
            for (int report = 0; report < 12; ++report) {
                at.press(Qt::Key_J);
                at.press(Qt::Key_Return);
                at.until([&] { return atStep("accept"); }, QStringLiteral("the report"));
                if (report % 4 == 3) {
                    towards(at, "reject");
                    at.type(QStringLiteral("无关"));
                    at.submit(QStringLiteral("not_accepted"));
                } else {
                    at.press(Qt::Key_Space);
                    at.submit(QStringLiteral("verification"));
                }
                if (report == 0 || report == 4)
                    at.assign(QStringLiteral("investigator"), QStringLiteral("investigator-1"));
                backToList(at);
            }
            QCOMPARE(count("stage:received"), 4); // of 16
            within(at.keys() - before, 90);
        });
    }

    /// From the list to a proposal that is signed: the case is begun, gets two papers as evidence and its facts.
    void theInvestigatorSubmits() {
        day("investigator-1", [this](Person& at) {
            const auto papers = walk::practicePapers(m_stage->office());
            at.press(Qt::Key_F, Qt::ControlModifier);
            at.press(Qt::Key_A, Qt::ControlModifier);
            at.type(QStringLiteral("stage:filed"));
            at.press(Qt::Key_Return);
            at.until([&] { return rows() == 1 && m_stage->window().settled(); },
                     QStringLiteral("the case that was filed"));
            at.press(Qt::Key_Down);
            const int before = at.keys() - at.typed();
            at.press(Qt::Key_Return);
            at.until([&] { return atStep("begin_investigation"); }, QStringLiteral("the case"));
            at.press(Qt::Key_Space);
            at.type(QStringLiteral("2026-1"));
            at.submit(QStringLiteral("investigation"));
            at.pasteEvidence(papers, papers.size());
            at.openTab(ui::CaseFilePage::facts);
            at.fillField(QStringLiteral("party_address"), QStringLiteral("深圳市（地址未公布）"));
            at.fillField(QStringLiteral("violation"), QStringLiteral("ecl34"));
            at.fillField(QStringLiteral("turnover"), QStringLiteral("1,820,000"));
            at.saveFacts();
            at.startStep(QStringLiteral("propose"));
            at.fillField(QStringLiteral("facts_found"), QStringLiteral("出口时未申领许可证，货物含管制成分。"));
            at.fillField(QStringLiteral("reasons"), QStringLiteral("证据一、证据二；《出口管制法》第34条。"));
            at.tickViolation(QStringLiteral("ecl34"));
            at.fillPenalty(QStringLiteral("turnover"), QStringLiteral("1,820,000"));
            at.fillPenalty(QStringLiteral("fine"), QStringLiteral("9,100,000"));
            at.submit(QStringLiteral("proposed"));
            within(at.keys() - at.typed() - before, 120);
        });
    }

    /// A proposal is approved and the decision signed.
    void theSupervisorDecides() {
        day("supervisor", [this](Person& at) {
            at.press(Qt::Key_F, Qt::ControlModifier);
            at.press(Qt::Key_A, Qt::ControlModifier);
            at.type(QStringLiteral("stage:proposed"));
            at.press(Qt::Key_Return);
            at.until([&] { return rows() == 1 && m_stage->window().settled(); }, QStringLiteral("the proposal"));
            at.press(Qt::Key_Down);
            const int before = at.keys() - at.typed();
            at.press(Qt::Key_Return);
            at.until([&] { return atStep("approve"); }, QStringLiteral("the case"));
            at.press(Qt::Key_Space);
            at.type(QStringLiteral("同意。"));
            at.submit(QStringLiteral("approved"));
            at.until([&] { return atStep("issue_decision") || atStep("withdraw_approval"); },
                     QStringLiteral("the next step"));
            towards(at, "issue_decision");
            for (const char* field : {"decision_no", "decision_date", "payment_bank", "payment_account", "review_body",
                                      "litigation_court"}) {
                at.fillField(QLatin1String(field), QLatin1String(field) == QLatin1String("decision_date")
                                                       ? today()
                                                       : QStringLiteral("（未公布）"));
            }
            at.submit(QStringLiteral("decided"));
            within(at.keys() - at.typed() - before, 60);
        });
    }

private:
    void day(const char* who, const std::function<void(Person&)>& work) {
        try {
            m_stage->enter(QString::fromLatin1(who));
            work(m_stage->person());
            QCOMPARE(m_stage->person().mouseEvents(), 0);
        } catch (const walk::Lost& lost) {
            QFAIL(lost.what());
        }
    }
    static void within(int keys, int budget) {
        qInfo("%d keys of %d", keys, budget);
        QVERIFY2(keys <= budget, qPrintable(QString::number(keys)));
    }
    /// The keyboard is on the button of this step.
    static bool atStep(const char* step) {
        const auto* focus = QApplication::focusWidget();
        return focus != nullptr && focus->objectName() == QStringLiteral("step-") + QLatin1String(step);
    }
    /// From the first step on to the one that is meant, and into its form.
    void towards(Person& at, const char* step) {
        at.tabTo(QStringLiteral("step-") + QLatin1String(step));
        at.press(Qt::Key_Space);
        at.until([&] { return m_stage->window().caseFile()->workPage()->stepForm()->step() == step; },
                 QStringLiteral("the form of the step"));
    }
    int rows() { return m_stage->window().listPage()->cases()->rowCount(); }
    void backToList(Person& at) {
        at.press(Qt::Key_Escape);
        at.until(
            [&] {
                return m_stage->window().currentPage() == m_stage->window().listPage() && m_stage->window().settled();
            },
            QStringLiteral("the list"));
    }
    /// Cases of the office, not what the list shows.
    int count(const char* filter) {
        int found = -1;
        const auto parsed = model::parseFilter(filter);
        if (!parsed) qFatal("%s", filter);
        m_stage->session().read(
            0, &m_stage->window(), [filter = parsed->filter](ui::ReaderPort& reader) { return reader.count(filter); },
            [&found](const model::Result<std::uint64_t>& answer) { found = answer ? static_cast<int>(*answer) : -2; });
        m_stage->person().until([&] { return found != -1; }, QStringLiteral("the count"));
        return found;
    }
    static QString today() {
        return ui::str(model::formatDate(model::chinaDate(
            std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()))));
    }
    QTemporaryDir m_folder;
    std::unique_ptr<walk::Stage> m_stage;
};

QTEST_MAIN(TestPersonas)
#include "test_personas.moc"
