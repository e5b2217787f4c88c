// SPDX-License-Identifier: GPL-3.0-or-later
// What is due, in the desk's window, by keyboard, over an office of values.
#include "model/law/calendar.h"
#include "tests/ui/desk_test.h"
#include "ui/due/due_model.h"
#include "ui/due/due_page.h"
#include "ui/due/month_view.h"
#include "ui/list/view_bar.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/row_table.h"

#include <QAbstractItemModelTester>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTreeWidget>

namespace {

QStringList announced;

void listen(QAccessibleEvent* event) {
    if (event->type() == QAccessible::Announcement)
        announced << static_cast<QAccessibleAnnouncementEvent*>(event)->message();
}

} // namespace

class TestDuePage : public fake::DeskTest {
    Q_OBJECT

    [[nodiscard]] ui::DuePage* page() const { return m_window->duePage(); }
    static QDate today() { return ui::dayOf(model::chinaDate(model::systemClock()->now())); }
    /// How many of the office's periods are listed in the month of today: what is late, and what is due in it.
    static int listedNow() { return today().addDays(2).month() == today().month() ? 3 : 2; }
    [[nodiscard]] QString cell(int row, int column) const {
        return page()->periods()->index(row, column).data().toString();
    }
    void open() {
        unlock();
        press(Qt::Key_7, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), page());
        QTRY_VERIFY(page()->settled() && page()->periods()->rowCount() > 0);
    }

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        makeOffice();
        openWindow({1280, 800});
        announced.clear();
    }
    void cleanup() {
        QAccessible::installUpdateHandler(nullptr);
        closeWindow();
    }

    void theMonthAndTheList() {
        open();
        const QAbstractItemModelTester tester(page()->periods());
        QCOMPARE(page()->periods()->rowCount(), listedNow());
        QVERIFY(cell(0, ui::DueModel::due).contains("overdue") && cell(1, ui::DueModel::due).contains("today"));
        QCOMPARE(cell(0, ui::DueModel::article), QStringLiteral("APL 60"));
        QCOMPARE(cell(1, ui::DueModel::article), QStringLiteral("not set by law"));
        QVERIFY(page()->state().contains("1 overdue"));
        QCOMPARE(page()->month()->countOn(today()), 1u);
        QCOMPARE(page()->month()->countOn(today().addDays(1)), 0u);
        QCOMPARE(page()->month()->selectedDate(), today());
        QCOMPARE(QApplication::focusWidget(), page()->month()->days());
    }

    /// From a day to its case and back, without a mouse.
    void fromADayToItsCase() {
        open();
        press(Qt::Key_Return); // the day of today
        QCOMPARE(QApplication::focusWidget(), page()->table());
        QCOMPARE(page()->table()->currentIndex().row(), 1); // the late one stands before it
        press(Qt::Key_Up);
        press(Qt::Key_Return);
        QTRY_VERIFY(m_window->caseFile()->open().view() != nullptr);
        QCOMPARE(m_window->currentPage(), m_window->caseFile());
        press(Qt::Key_7, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), page());
    }

    void anotherMonthAndBack() {
        open();
        press(Qt::Key_PageDown);
        press(Qt::Key_PageDown);
        QTRY_VERIFY(page()->settled());
        const QDate there = page()->month()->selectedDate();
        QCOMPARE(there.month(), today().addMonths(2).month());
        for (int row = 0; row < page()->periods()->rowCount(); ++row) // nothing that is late is listed elsewhere
            QVERIFY(!cell(row, ui::DueModel::due).contains("overdue"));
        action("due.today")->trigger();
        QTRY_VERIFY(page()->settled() && page()->periods()->rowCount() == listedNow());
        QCOMPARE(page()->month()->selectedDate(), today());
    }

    void onlyMine() {
        open();
        page()->whose()->setFocus();
        press(Qt::Key_Down);
        QTRY_COMPARE(page()->periods()->rowCount(), 2);
        press(Qt::Key_Up);
        QTRY_COMPARE(page()->periods()->rowCount(), listedNow());
    }

    void theFileHoldsWhatIsListed() {
        open();
        const QTemporaryDir folder;
        action("due.save")->trigger();
        auto* dialog = m_window->findChild<QFileDialog*>(QStringLiteral("saveDialog"));
        QVERIFY(dialog != nullptr);
        QCOMPARE(dialog->selectedFiles().value(0).section(u'/', -1), QStringLiteral("deadlines.ics"));
        const QString file = folder.filePath(QStringLiteral("out.ics"));
        emit dialog->fileSelected(file);
        dialog->close();
        QTRY_VERIFY(QFile::exists(file));
        QFile read(file);
        QVERIFY(read.open(QIODevice::ReadOnly));
        const QByteArray bytes = read.readAll();
        QCOMPARE(bytes.count("BEGIN:VEVENT"), listedNow());
        QVERIFY(!bytes.contains(fake::kCanary)); // no title leaves by it
    }

    void itIsHeardAndSaidInBothLanguages() {
        QAccessible::installUpdateHandler(listen);
        open();
        QTRY_VERIFY(std::ranges::any_of(announced, [](const QString& one) { return one.contains("overdue"); }));
        announced.clear();
        press(Qt::Key_Right);
        QTRY_VERIFY(std::ranges::any_of(announced, [](const QString& one) { return one.contains("nothing is due"); }));
        m_languages.show(ui::Language::zh);
        QTRY_VERIFY(page()->state().contains(QString::fromUtf8("逾期")));
        QVERIFY(cell(1, ui::DueModel::due).contains(QString::fromUtf8("今日")));
        QVERIFY(page()->month()->wordsOf(today()).contains(QString::fromUtf8("1 个到期")));
    }

    /// Days off are those of the office's calendar, and a Sunday may be a working day.
    void daysOffAreTheOffices() {
        m_office->registered->calendar = std::string(model::law::Calendar::shippedPack());
        open();
        auto* month = page()->month();
        QVERIFY(month->wordsOf({2026, 10, 1}).contains("National Day"));
        QVERIFY(!month->wordsOf({2026, 9, 20}).contains("day off")); // a Sunday that is worked
        QVERIFY(month->wordsOf({2026, 9, 13}).contains("day off"));
    }

    /// What a calendar would move is shown, and nothing is adopted before it is signed.
    void anAdministratorAdoptsACalendar() {
        unlock();
        QVERIFY(!action("office.calendar")->isEnabled());
        closeWindow();
        m_office->registered->people[m_office->me].roles.insert(model::Role::administrator);
        openWindow({1280, 800});
        unlock();
        QVERIFY(action("office.calendar")->isEnabled());
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("pack.json"));
        const auto choose = [&](const QByteArray& pack) {
            QFile out(file);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(pack);
            out.close();
            action("office.calendar")->trigger();
            auto* dialog = m_window->findChild<QFileDialog*>(QStringLiteral("packDialog"));
            QVERIFY(dialog != nullptr);
            emit dialog->fileSelected(file);
            delete dialog;
        };
        choose("{}");
        QTRY_VERIFY(!m_window->messages()->words().isEmpty());
        QVERIFY(m_window->findChild<QDialog*>(QStringLiteral("calendarDialog")) == nullptr);
        const auto pack = model::law::Calendar::shippedPack();
        choose(QByteArray(pack.data(), std::ssize(pack)));
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("calendarDialog")) != nullptr);
        auto* shown = m_window->findChild<QDialog*>(QStringLiteral("calendarDialog"));
        QVERIFY(shown->findChild<QLabel*>(QStringLiteral("calendarAbout"))->text().contains("2024, 2025, 2026"));
        auto* moved = shown->findChild<QTreeWidget*>(QStringLiteral("movedDeadlines"));
        QCOMPARE(moved->topLevelItemCount(), 1);
        QCOMPARE(moved->topLevelItem(0)->text(3), QStringLiteral("2027-02-15"));
        QVERIFY(m_office->registered->calendar.empty());
        shown->findChild<QPushButton*>(QStringLiteral("adoptCalendarNow"))->click();
        QTRY_COMPARE(m_office->registered->calendar, std::string(pack));
        QTRY_VERIFY(m_window->messages()->words().contains("by this calendar"));
    }

    void nothingStaysAfterLocking() {
        open();
        m_session->lock({"test", "测试"});
        QTRY_VERIFY(!m_session->isOpen());
        QCOMPARE(page()->periods()->rowCount(), 0);
        QVERIFY(page()->state().isEmpty());
        QCOMPARE(page()->month()->countOn(today()), 0u);
    }

    void theViewsLeadThere() {
        unlock();
        auto* views = m_window->listPage()->views();
        const auto found = views->findItems(QStringLiteral("What is due"), Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(found.size(), 1);
        views->setFocus();
        views->setCurrentItem(found.front());
        QCOMPARE(m_window->currentPage(), m_window->listPage()); // moving over it opens nothing
        press(Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), page());
    }
};

QTEST_MAIN(TestDuePage)
#include "test_due.moc"
