// SPDX-License-Identifier: GPL-3.0-or-later
// Units by keyboard through the real window on a real office: one is founded, somebody is put in, and a report becomes
// a case of it that others do not see.
#include "tests/support/office.h"
#include "tests/ui/walk/walk.h"
#include "ui/actions/action_registry.h"
#include "ui/list/case_list_model.h"
#include "ui/list/list_page.h"
#include "ui/people/people_page.h"
#include "ui/session/live_office.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QTest>

class TestUnitsWay : public QObject {
    Q_OBJECT

private slots:
    void aUnitItsPeopleAndItsCase() {
        QTest::failOnWarning();
        TestOffice office;
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
            person.unlock(QStringLiteral("admin"), QStringLiteral("admin"));
            found(person, session, window);
            putIn(person, session, window, office);
            person.lock();
            person.unlock(QStringLiteral("officer"), QStringLiteral("officer"));
            report(person, session, window);
            person.lock();
        } catch (const walk::Lost& lost) {
            QFAIL(lost.what());
        }
        auto supervisor = office.as("supervisor");
        QCOMPARE(count(*supervisor), std::size_t(1));
        QCOMPARE(count(*office.as("admin")), std::size_t(0));
        const auto checked = must(supervisor->verify(false, {}, {}));
        QVERIFY2(checked.findings.empty(), checked.findings.empty() ? "" : checked.findings[0].what.en.c_str());
    }

private:
    static std::size_t count(const model::Workspace& workspace) {
        auto list = must(workspace.list());
        return must(list.rows({})).size();
    }

    /// A dialog takes the keyboard a moment after it is there.
    static void hasKeyboard(walk::Person& person) {
        person.until(
            [] { return QApplication::activeModalWidget() && QApplication::activeModalWidget()->isActiveWindow(); },
            QStringLiteral("the dialog has the keyboard"));
    }

    static void found(walk::Person& person, ui::Session& session, ui::MainWindow& window) {
        person.press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        person.shows(QStringLiteral("peoplePage"));
        person.settle();
        // An office of one unit says nothing of units.
        QVERIFY(!window.findChild<QWidget*>(QStringLiteral("unitsPanel"))->isVisible());
        person.tabTo(QStringLiteral("foundUnit"));
        person.press(Qt::Key_Space);
        person.shows(QStringLiteral("foundUnitDialog"));
        hasKeyboard(person);
        person.tabTo(QStringLiteral("unitName"));
        person.type(QStringLiteral("office")); // taken
        QVERIFY(window.findChild<QLabel*>(QStringLiteral("unitWhy"))->text().contains(QStringLiteral("of this name")));
        person.press(Qt::Key_A, Qt::ControlModifier);
        person.type(QStringLiteral("Minerals"));
        person.tabTo(QStringLiteral("unitPeople"));
        person.press(Qt::Key_Down); // admin, officer, supervisor
        person.press(Qt::Key_Space);
        person.tabTo(QStringLiteral("foundUnitNow"));
        person.press(Qt::Key_Space);
        person.until([&] { return session.office().units.size() == 2; }, QStringLiteral("the unit is there"));
        person.settle();
    }

    static void putIn(walk::Person& person, ui::Session& session, ui::MainWindow& window, const TestOffice& office) {
        auto* page = window.findChild<ui::PeoplePage*>();
        QVERIFY(window.findChild<QLabel*>(QStringLiteral("drillWords"))->text().contains(QStringLiteral("Minerals")));
        page->table()->setFocus();
        const int row = page->people()->rowOf(office.id("supervisor"));
        person.press(Qt::Key_Home);
        while (page->table()->currentIndex().row() != row) person.press(Qt::Key_Down);
        person.shows(QStringLiteral("unitsPanel"));
        person.settle();
        auto* check = window.findChild<QCheckBox*>(QStringLiteral("personUnit-Minerals"));
        QVERIFY(!check->isChecked());
        QVERIFY(window.findChild<QCheckBox*>(QStringLiteral("personUnit-office"))->isChecked());
        person.tabTo(QStringLiteral("personUnit-Minerals"));
        person.press(Qt::Key_Space);
        person.tabTo(QStringLiteral("saveUnits"));
        person.press(Qt::Key_Space);
        // The administrator has no key of it to hand on.
        person.until([&] { return session.office().units.back().due.size() == 1; }, QStringLiteral("put in"));
        person.until(
            [&] {
                auto* now = window.findChild<QCheckBox*>(QStringLiteral("personUnit-Minerals"));
                return now && now->isChecked() && now->text().contains(QStringLiteral("waits for its key"));
            },
            QStringLiteral("it says that the key is due"));
        person.settle();
    }

    static void report(walk::Person& person, ui::Session& session, ui::MainWindow& window) {
        // Who opens their desk hands on what is due.
        person.until([&] { return session.office().units.back().due.empty(); }, QStringLiteral("the key was given"));
        person.press(Qt::Key_N, Qt::ControlModifier);
        person.shows(QStringLiteral("newReportPage"));
        person.shows(QStringLiteral("reportUnit"));
        QCOMPARE(window.findChild<QComboBox*>(QStringLiteral("reportUnit"))->currentText(), QStringLiteral("Minerals"));
        person.tabTo(QStringLiteral("field-narrative"));
        person.type(QStringLiteral("Antimony left without a licence."));
        person.press(Qt::Key_Return, Qt::ControlModifier);
        person.until([&] { return window.caseFile()->open().view() != nullptr; }, QStringLiteral("the case is open"));
        person.settle();
        const auto labels = window.caseFile()->findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(
            labels, [](const QLabel* label) { return label->text().contains(QStringLiteral("Unit: Minerals")); }));
        // Nobody assigns in the first stage, so nobody hands over either, and that is said.
        auto* hand = window.actions().action(QStringLiteral("case.hand"));
        QVERIFY(hand->isEnabled());
        hand->trigger();
        person.shows(QStringLiteral("handDialog"));
        hasKeyboard(person);
        person.press(Qt::Key_Return);
        person.until([&] { return window.messages()->words().contains(QStringLiteral("nobody is assigned")); },
                     QStringLiteral("why it is not handed over"));
        person.settle();
    }
};

QTEST_MAIN(TestUnitsWay)
#include "test_units_way.moc"
