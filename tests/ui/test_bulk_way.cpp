// SPDX-License-Identifier: GPL-3.0-or-later
// Several reports at once, by keyboard, through the real window on a real office: accepted, assigned, and what one of
// them refuses; then everything is verified.
#include "tests/support/office.h"
#include "tests/ui/walk/walk.h"
#include "ui/list/bulk_panel.h"
#include "ui/list/bulk_result.h"
#include "ui/list/case_list_model.h"
#include "ui/list/list_page.h"
#include "ui/session/live_office.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QComboBox>
#include <QTest>

class TestBulkWay : public QObject {
    Q_OBJECT

private slots:
    void severalReportsAtOnce() {
        QTest::failOnWarning();
        TestOffice office;
        std::vector<model::CaseId> cases;
        {
            auto officer = office.as("officer");
            for (int i = 0; i < 12; ++i) {
                model::intake::Report report;
                report.title = model::same("Report " + std::to_string(i));
                report.narrativeEn = "Goods without a licence, " + std::to_string(i) + ".";
                cases.push_back(must(officer->receiveReport(report)));
            }
            must(officer->takeStep(cases[4], "accept", {}));
            must(officer->assign(cases[4], office.id("investigator-1"), "investigator"));
        }
        ui::LanguageSwitch languages;
        languages.show(ui::Language::en);
        ui::applyTheme(*qApp, ui::Scheme::light);
        ui::Session session(ui::liveOffice(office.folder(), office.with()));
        ui::MainWindow window(session);
        window.resize(1280, 720);
        window.start();
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window, 20'000));
        walk::Person person(session, window, {});
        try {
            person.unlock(QStringLiteral("officer"), QStringLiteral("officer"));
            acceptAndAssign(person, window, office);
        } catch (const walk::Lost& lost) {
            QFAIL(lost.what());
        }
        qInfo("%d keys, %d of them typed", person.keys(), person.typed());
        QVERIFY(person.keys() - person.typed() <= 42); // for 23 signatures
        person.lock();
        auto investigator = office.as("investigator-1");
        for (const auto& id : cases) {
            const auto state = must(investigator->state(id));
            QVERIFY(state.isAssigned(investigator->me(), "investigator"));
            QCOMPARE(state.stage, std::string("verification"));
        }
        const auto report = must(investigator->verify(false, {}, {}));
        QVERIFY2(report.findings.empty(), report.findings.empty() ? "" : report.findings[0].what.en.c_str());
    }

private:
    static void filter(walk::Person& person, const char* line) {
        person.press(Qt::Key_F, Qt::ControlModifier);
        person.press(Qt::Key_Delete);
        person.type(QLatin1String(line));
        person.press(Qt::Key_Return);
        person.settle();
        person.press(Qt::Key_Down);
        person.settle();
    }

    static void acceptAndAssign(walk::Person& person, ui::MainWindow& window, const TestOffice&) {
        auto* page = window.listPage();
        filter(person, "stage:received");
        person.press(Qt::Key_A, Qt::ControlModifier);
        person.press(Qt::Key_S);
        person.shows(QStringLiteral("bulkPanel"));
        person.press(Qt::Key_Return, Qt::ControlModifier);
        person.until([&] { return !page->bulk()->isVisible() && page->cases()->rowCount() == 0; },
                     QStringLiteral("all reports accepted"));
        filter(person, "stage:verification");
        person.until([&] { return page->cases()->rowCount() == 12; }, QStringLiteral("twelve in verification"));
        for (int i = 0; i < 11; ++i) person.press(Qt::Key_J, Qt::ShiftModifier);
        person.press(Qt::Key_A);
        person.shows(QStringLiteral("bulkPanel"));
        // The keyboard is in the box of persons, whose first is the one that is meant.
        auto* who = window.findChild<QComboBox*>(QStringLiteral("bulkPerson"));
        QVERIFY(who != nullptr && who->hasFocus());
        QCOMPARE(who->currentText(), QStringLiteral("investigator-1"));
        person.press(Qt::Key_Return, Qt::ControlModifier);
        person.until([&] { return page->bulk()->result()->isVisible(); }, QStringLiteral("what was refused"));
        const auto* refused = page->bulk()->result()->table()->model();
        QCOMPARE(refused->rowCount(), 1);
        QVERIFY(refused->index(0, 1).data().toString().contains(QStringLiteral("assigned already")));
        QCOMPARE(page->cases()->selection().count(), 1u);
        person.press(Qt::Key_Escape);
        person.until([&] { return !page->bulk()->isVisible(); }, QStringLiteral("the panel closed"));
        person.press(Qt::Key_Escape);
        QVERIFY(!page->hasSelection());
    }
};

QTEST_MAIN(TestBulkWay)
#include "test_bulk_way.moc"
