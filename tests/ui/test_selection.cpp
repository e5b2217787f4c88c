// SPDX-License-Identifier: GPL-3.0-or-later
// Several cases at once: selecting by keys and mouse, what is told of them, and commands over all of them, with what
// came of each.
#include "model/filter/print.h"
#include "tests/ui/desk_test.h"
#include "ui/list/bulk_panel.h"
#include "ui/list/bulk_result.h"
#include "ui/list/case_delegate.h"
#include "ui/list/filter_line.h"
#include "ui/list/preview_pane.h"
#include "ui/shell/message_bar.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>

namespace {

QStringList g_announced; // what a screen reader was told; QAccessible takes a plain function

void hear(QAccessibleEvent* event) {
    if (event->type() == QAccessible::Announcement)
        g_announced << static_cast<QAccessibleAnnouncementEvent*>(event)->message();
}

} // namespace

class TestSelection : public fake::DeskTest {
    Q_OBJECT

private slots:
    void initTestCase() {
        beginAll();
        QAccessible::installUpdateHandler(hear);
    }
    void init() {
        makeOffice();
        openWindow({1280, 720});
    }
    void cleanup() {
        m_office->holdBulk = false;
        closeWindow();
    }

    void nothingIsSelectedAtFirst() {
        unlock();
        QVERIFY(!page().hasSelection());
        QVERIFY(words("selectionLine").isEmpty());
        QCOMPARE(m_office->summariesAsked.load(), 0);
        // The current row is not selected by being current.
        key(Qt::Key_J);
        QVERIFY(!page().hasSelection());
    }

    void keysSelect() {
        unlock();
        key(Qt::Key_J);
        g_announced.clear();
        key(Qt::Key_X);
        QCOMPARE(selectedRows(), rowsAt({0}));
        QVERIFY(g_announced.join(u'|').contains(QStringLiteral("selected, 1 in all")));
        QVERIFY(words("selectionLine").startsWith(QStringLiteral("✓ 1 selected")));
        QVERIFY(words("selectionLine").contains(QStringLiteral("Esc clears")));
        // Plain keys move the current row and leave the selection.
        key(Qt::Key_J);
        key(Qt::Key_Down);
        QCOMPARE(selectedRows(), rowsAt({0}));
        // With Shift the selection goes along, and back.
        key(Qt::Key_Down, Qt::ShiftModifier);
        key(Qt::Key_J, Qt::ShiftModifier);
        QCOMPARE(selectedRows(), rowsAt({0, 2, 3, 4}));
        key(Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(selectedRows(), rowsAt({0, 2, 3}));
        key(Qt::Key_K, Qt::ShiftModifier);
        key(Qt::Key_K, Qt::ShiftModifier);
        key(Qt::Key_K, Qt::ShiftModifier);
        QCOMPARE(selectedRows(), rowsAt({0, 1, 2}));
        // What was selected before the run stays so when the run is taken back.
        key(Qt::Key_Up, Qt::ShiftModifier);
        key(Qt::Key_Down, Qt::ShiftModifier);
        key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(selectedRows(), rowsAt({0, 2}));
        // X takes back as well. The row that is current says so to who cannot see it.
        key(Qt::Key_X);
        QCOMPARE(selectedRows(), rowsAt({0}));
        const auto cell = [&](int row) {
            return page().cases()->index(row, 1).data(Qt::AccessibleTextRole).toString();
        };
        QVERIFY(cell(0).startsWith(QStringLiteral("selected, ")) && !cell(2).startsWith(QStringLiteral("selected")));
        // Esc clears the selection first, and only then the current row.
        key(Qt::Key_Escape);
        QVERIFY(!page().hasSelection() && page().table()->currentIndex().isValid());
        QVERIFY(words("selectionLine").isEmpty());
        key(Qt::Key_Escape);
        QVERIFY(!page().table()->currentIndex().isValid());
    }

    void theMouseSelects() {
        unlock();
        const auto click = [&](int row, Qt::KeyboardModifiers modifiers, int x = 200) {
            const QRect box = page().table()->visualRect(page().cases()->index(row, 0));
            QTest::mouseClick(page().table()->viewport(), Qt::LeftButton, modifiers, {x, box.center().y()});
        };
        click(2, Qt::NoModifier);
        QVERIFY(!page().hasSelection());
        QCOMPARE(page().table()->currentIndex().row(), 2);
        click(4, Qt::ControlModifier);
        click(6, Qt::ControlModifier);
        click(4, Qt::ControlModifier);
        QCOMPARE(selectedRows(), rowsAt({6}));
        click(6, Qt::NoModifier);
        click(9, Qt::ShiftModifier);
        QCOMPARE(selectedRows(), rowsAt({6, 7, 8, 9}));
        // At the left edge, where the tick stands, a plain click does it.
        click(1, Qt::NoModifier, ui::CaseDelegate::kTickWidth / 2);
        QCOMPARE(selectedRows(), rowsAt({1, 6, 7, 8, 9}));
    }

    void aTickIsDrawn() {
        unlock();
        key(Qt::Key_J);
        const auto edge = [&](int row) {
            const QRect box = page().table()->visualRect(page().cases()->index(row, 0));
            const QImage image = page().table()->viewport()->grab(QRect(4, box.top(), 12, box.height())).toImage();
            int strokes = 0;
            const QColor accent = ui::tokensOf(page().table()->palette()).accent;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) strokes += image.pixelColor(x, y) == accent ? 1 : 0;
            }
            return strokes;
        };
        QCOMPARE(edge(1), 0);
        key(Qt::Key_J);
        key(Qt::Key_X);
        key(Qt::Key_J);
        QVERIFY2(edge(1) > 5, "a selected row is known by a shape as well");
    }

    void allThatAFilterShowsIsAFilter() {
        m_office->rows = 100'000;
        unlock();
        key(Qt::Key_J);
        QElapsedTimer clock;
        clock.start();
        key(Qt::Key_A, Qt::ControlModifier);
        QVERIFY2(clock.elapsed() < 500, "selecting all waited for something");
        const auto& value = page().cases()->selection().value();
        QVERIFY(value.everything && value.rows.empty()); // not 100 000 numbers
        QVERIFY2(words("selectionLine").contains(QStringLiteral("100,000 selected")),
                 qPrintable(words("selectionLine")));
        key(Qt::Key_X); // all but this one
        QCOMPARE(value.rows.size(), 1u);
        QVERIFY(words("selectionLine").contains(QStringLiteral("99,999 selected")));
        // It means the same in another order, and no longer with other conditions.
        page().filterLine()->apply(QStringLiteral("sort:title"));
        QTRY_VERIFY(page().settled() && page().hasSelection());
        QVERIFY(words("selectionLine").contains(QStringLiteral("99,999 selected")));
        page().filterLine()->apply(QStringLiteral("is:open"));
        QTRY_VERIFY(!page().hasSelection());
    }

    void theSelectionStaysWithItsCases() {
        m_office->rows = 60;
        unlock();
        key(Qt::Key_J);
        key(Qt::Key_Down, Qt::ShiftModifier);
        key(Qt::Key_Down, Qt::ShiftModifier);
        const auto before = selectedRows();
        QCOMPARE(before, rowsAt({0, 1, 2}));
        page().refresh();
        QTRY_VERIFY(page().settled() && m_session->quiet());
        QCOMPARE(selectedRows(), before);
        page().filterLine()->apply(QStringLiteral("sort:reference")); // the other way round
        QTRY_VERIFY(page().settled() && page().cases()->rowId(0) == 1);
        QCOMPARE(selectedRows(), before);
        QVERIFY(words("selectionLine").startsWith(QStringLiteral("✓ 3 selected ·")));
        m_office->rows = 58; // two of them are not shown any more
        page().refresh();
        QTRY_COMPARE(page().cases()->rowCount(), 58);
        QTRY_VERIFY2(words("selectionLine").contains(QStringLiteral("3 selected, 2 not in this list")),
                     qPrintable(words("selectionLine")));
        page().filterLine()->apply(QStringLiteral("is:open"));
        QTRY_VERIFY(page().settled());
        QCOMPARE(selectedRows(), before);
        // A lock keeps numbers of rows, for the same person only.
        m_window->lock({"x", "x"});
        QVERIFY(!page().hasSelection());
        unlockAgain();
        QCOMPARE(selectedRows(), before);
        // A new run of Shift after the rows moved begins where the current row is.
        key(Qt::Key_Escape);
        key(Qt::Key_Home);
        key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(selectedRows().size(), 2u);
    }

    void severalAreSummedUp() {
        unlock();
        key(Qt::Key_J);
        QTRY_COMPARE(m_office->viewsAsked.load(), 1);
        key(Qt::Key_X);
        QTRY_VERIFY(page().settled() && m_session->quiet());
        QCOMPARE(m_office->summariesAsked.load(), 0); // one is no several: its preview stays
        const auto texts = [&] {
            QStringList all;
            for (const auto* label : page().preview()->findChildren<QLabel*>()) {
                if (label->isVisibleTo(page().preview())) all << label->text();
            }
            return all;
        };
        key(Qt::Key_J);
        key(Qt::Key_X);
        QTRY_VERIFY(texts().contains(QStringLiteral("2 cases selected")));
        key(Qt::Key_Down, Qt::ShiftModifier);
        QTRY_VERIFY(texts().contains(QStringLiteral("3 cases selected")));
        QTRY_VERIFY(page().settled() && m_session->quiet());
        for (const char* part : {"Report received", "Verification", "antimony", "Overdue", "Officer Canary", "Nobody",
                                 "A  Assign or release", "S  Accept the report", "N  Add a note"})
            QVERIFY2(texts().join(u'|').contains(QLatin1String(part), Qt::CaseInsensitive), part);
        const int views = m_office->viewsAsked;
        key(Qt::Key_J); // walking on asks for no case while several are told of
        QTRY_VERIFY(page().settled() && m_session->quiet());
        QCOMPARE(m_office->viewsAsked.load(), views);
        key(Qt::Key_Escape);
        QTRY_COMPARE(m_office->viewsAsked.load(), views + 1); // the current one again
        QVERIFY(!texts().join(u'|').contains(QStringLiteral("cases selected")));
    }

    /// Rows 29 and 30: 50 reports, one command, three refuse.
    void fiftyAtOnceAndThreeRefuse() {
        unlock();
        for (const std::int64_t row : {997, 980, 951}) m_office->bulkRefuses.insert(row);
        key(Qt::Key_J);
        for (int i = 0; i < 49; ++i) key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(selectedRows().size(), 50u);
        key(Qt::Key_A);
        QTRY_VERIFY(page().bulk()->isVisible());
        // Not a dialog, and under the hand: person, part, done.
        QVERIFY(QApplication::activeModalWidget() == nullptr);
        auto* person = page().bulk()->findChild<QComboBox*>(QStringLiteral("bulkPerson"));
        QVERIFY(person->hasFocus());
        QCOMPARE(person->currentText(), QStringLiteral("Investigator Canary"));
        QCOMPARE(words("bulkTitle"), QStringLiteral("Assign 50 cases to Investigator Canary"));
        QVERIFY(!page().bulk()->findChild<QLineEdit*>(QStringLiteral("bulkCount"))->isVisible());
        g_announced.clear();
        QSignalSpy finished(&page(), &ui::ListPage::bulkFinished);
        const int asked = m_office->rowsAsked;
        QTest::keyClick(person, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(page().bulk()->result()->isVisible());
        QCOMPARE(m_office->bulks.size(), 1u); // one command
        QCOMPARE(m_office->bulkRows.front().size(), 50u);
        const auto& assign = std::get<model::BulkAssign>(m_office->bulks.front());
        QCOMPARE(assign.person, m_office->investigator);
        QCOMPARE(assign.role, std::string("investigator"));
        QCOMPARE(finished.size(), 1);
        // The three are named with their reason, and stay selected; the others are not.
        QVERIFY2(words("bulkTitle").contains(QStringLiteral("47 done, 3 not done")), qPrintable(words("bulkTitle")));
        QVERIFY(g_announced.join(u'|').contains(QStringLiteral("47 done, 3 not done")));
        auto* refused = page().bulk()->result()->table();
        QCOMPARE(refused->model()->rowCount(), 3);
        const auto cell = [&](int row, int column) { return refused->model()->index(row, column).data().toString(); };
        QCOMPARE(cell(0, 0), QStringLiteral("2026-100951"));
        QVERIFY(cell(0, 1).startsWith(QStringLiteral("Somebody else changed the case")));
        QCOMPARE(selectedRows(), (std::set<std::int64_t>{951, 980, 997}));
        QTRY_VERIFY(m_office->rowsAsked > asked && page().settled()); // the list is asked for anew after, not meanwhile
        QVERIFY(page().bulk()->result()->isVisible());                // and the result stays
        // The whole reason with its cure stands under the list; Enter opens the case.
        QTest::keyClick(refused, Qt::Key_Down);
        QVERIFY(words("bulkReason").contains(QStringLiteral("Look at what is new")));
        QSignalSpy opened(&page(), &ui::ListPage::opened);
        QTest::keyClick(refused, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        m_window->showList();
        QVERIFY(page().bulk()->isVisible()); // still there after a look at the case
        QVERIFY(refused->hasFocus());        // on to the next of them
        QTest::keyClick(refused, Qt::Key_Escape);
        QVERIFY(!page().bulk()->isVisible());
        QVERIFY(page().table()->hasFocus());
        QCOMPARE(selectedRows().size(), 3u);
    }

    void whereAllIsDoneTheHandIsBackInTheList() {
        unlock();
        select(3);
        key(Qt::Key_S);
        QTRY_VERIFY(page().bulk()->isVisible());
        auto* what = page().bulk()->form()->what();
        QVERIFY(what->hasFocus());
        // What decides one case is not offered for several.
        QStringList offered;
        for (int i = 0; i < what->count(); ++i) offered << what->itemText(i);
        QVERIFY(offered.join(u'|').contains(QStringLiteral("Accept the report")));
        for (const auto& step : m_office->definition->steps) {
            if (step.confirm || !step.approves.empty())
                QVERIFY2(!offered.join(u'|').contains(ui::str(step.title.en)), step.id.c_str());
        }
        QVERIFY(what->currentText().startsWith(QStringLiteral("Accept")));
        QVERIFY(words("bulkHint").contains(QStringLiteral("2 of the 3"))); // one was accepted already
        QTest::keyClick(what, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!page().bulk()->isVisible());
        QVERIFY(page().table()->hasFocus());
        QVERIFY2(m_window->messages()->words().contains(QStringLiteral("3 cases")),
                 qPrintable(m_window->messages()->words()));
        QVERIFY(!page().hasSelection());
        QVERIFY(std::get<model::BulkTakeStep>(m_office->bulks.front()).step == "accept");
    }

    void aNoteForAllAndItsDraft() {
        unlock();
        select(2);
        key(Qt::Key_N);
        QTRY_VERIFY(page().bulk()->isVisible());
        auto* note = page().bulk()->findChild<QPlainTextEdit*>(QStringLiteral("bulkNote"));
        QVERIFY(note->hasFocus());
        QTest::keyClick(note, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(words("bulkFault").contains(QStringLiteral("Write the note")));
        QVERIFY(m_office->bulks.empty());
        QTest::keyClicks(note, QStringLiteral("axjk seen together"));
        QCOMPARE(note->toPlainText(), QStringLiteral("axjk seen together")); // letters are words here
        m_window->lock({"x", "x"});
        QVERIFY(!page().bulk()->isVisible());
        for (auto* edit : page().findChildren<QPlainTextEdit*>()) QVERIFY(edit->toPlainText().isEmpty());
        unlockAgain();
        QCOMPARE(selectedRows().size(), 2u);
        key(Qt::Key_N);
        QTRY_VERIFY(page().bulk()->isVisible());
        note = page().bulk()->findChild<QPlainTextEdit*>(QStringLiteral("bulkNote"));
        QTRY_COMPARE(note->toPlainText(), QStringLiteral("axjk seen together"));
        QTest::keyClick(note, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!page().bulk()->isVisible());
        QCOMPARE(std::get<model::BulkNote>(m_office->bulks.front()).text, std::string("axjk seen together"));
        QTRY_VERIFY(m_session->quiet());
        const std::lock_guard guard(m_office->mutex);
        QVERIFY(m_office->drafts["bulk/note"].empty());
    }

    void manyAskForTheirNumber() {
        unlock();
        key(Qt::Key_J);
        key(Qt::Key_A, Qt::ControlModifier);
        key(Qt::Key_N);
        QTRY_VERIFY(page().bulk()->isVisible());
        auto* note = page().bulk()->findChild<QPlainTextEdit*>(QStringLiteral("bulkNote"));
        QTest::keyClicks(note, QStringLiteral("For all"));
        auto* count = page().bulk()->findChild<QLineEdit*>(QStringLiteral("bulkCount"));
        QVERIFY(count->isVisible());
        QTest::keyClick(note, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(count->hasFocus() && m_office->bulks.empty());
        QVERIFY(words("bulkFault").contains(QStringLiteral("1000")));
        QTest::keyClicks(count, QStringLiteral("100"));
        QTest::keyClick(count, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(m_office->bulks.empty());
        QTest::keyClicks(count, QStringLiteral("0"));
        QTest::keyClick(count, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!page().bulk()->isVisible());
        QCOMPARE(m_office->bulkRows.front().size(), 1000u);
    }

    void stopsInTheMiddle() {
        unlock();
        select(50);
        key(Qt::Key_A);
        QTRY_VERIFY(page().bulk()->isVisible());
        m_office->holdBulk = true;
        const auto order = shownRows();
        QTest::keyClick(page().bulk()->findChild<QComboBox*>(QStringLiteral("bulkPerson")), Qt::Key_Return,
                        Qt::ControlModifier);
        auto* bar = page().bulk()->findChild<QProgressBar*>(QStringLiteral("bulkProgress"));
        QTRY_VERIFY(bar->isVisible() && bar->value() == 20);
        QCOMPARE(bar->maximum(), 50);
        // The rows do not move meanwhile, whatever is asked for.
        const int asked = m_office->rowsAsked;
        m_office->rows = 1'001;
        page().refresh();
        QCOMPARE(shownRows(), order);
        QCOMPARE(m_office->rowsAsked.load(), asked);
        // A second command does not begin.
        key(Qt::Key_N);
        QVERIFY(bar->isVisible());
        auto* stop = page().bulk()->findChild<QPushButton*>(QStringLiteral("bulkClose"));
        QVERIFY(stop->text().startsWith(QStringLiteral("Stop")));
        QTest::keyClick(page().table(), Qt::Key_F6); // the next pane
        QTRY_VERIFY(page().preview()->hasFocus());
        QTest::keyClick(page().preview(), Qt::Key_F6);
        QVERIFY(stop->hasFocus());
        QTest::keyClick(stop, Qt::Key_Escape);
        QTRY_VERIFY(page().bulk()->result()->isVisible());
        QVERIFY2(words("bulkRest").contains(QStringLiteral("Stopped: 30 were not looked at")),
                 qPrintable(words("bulkRest")));
        QCOMPARE(selectedRows().size(), 30u);            // what is done stays done, the rest stays selected
        QTRY_COMPARE(page().cases()->rowCount(), 1'001); // what was put off is done now
        QCOMPARE(m_office->bulkDone.load(), 20);
    }

    void lockingStopsAndLeavesNothing() {
        unlock();
        select(50);
        key(Qt::Key_A);
        QTRY_VERIFY(page().bulk()->isVisible());
        m_office->holdBulk = true;
        QTest::keyClick(page().bulk()->findChild<QComboBox*>(QStringLiteral("bulkPerson")), Qt::Key_Return,
                        Qt::ControlModifier);
        QTRY_COMPARE(m_office->bulkDone.load(), 20);
        m_window->lock({"x", "x"});
        QVERIFY(!page().bulk()->isVisible() && !page().bulk()->running());
        for (const auto* label : page().bulk()->findChildren<QLabel*>())
            QVERIFY2(!label->text().contains(QStringLiteral("Canary")), qPrintable(label->objectName()));
        for (const auto* box : page().bulk()->findChildren<QComboBox*>()) QCOMPARE(box->count(), 0);
        unlockAgain(); // the writer's thread is free again
        QVERIFY(!page().bulk()->isVisible());
    }

    void bothLanguages() {
        m_languages.show(ui::Language::zh);
        unlock();
        select(3);
        QVERIFY2(words("selectionLine").startsWith(QStringLiteral("✓ 已选 3 件")), qPrintable(words("selectionLine")));
        key(Qt::Key_A);
        QTRY_VERIFY(page().bulk()->isVisible());
        QCOMPARE(words("bulkTitle"), QStringLiteral("将 3 件案件指派给 Investigator Canary"));
        m_languages.show(ui::Language::en); // live
        QTRY_COMPARE(words("bulkTitle"), QStringLiteral("Assign 3 cases to Investigator Canary"));
    }

    void aMillionRowsStayQuick() {
        m_office->rows = 1'000'000;
        unlock();
        QTRY_COMPARE(page().cases()->rowCount(), 1'000'000);
        key(Qt::Key_J);
        QElapsedTimer clock;
        clock.start();
        key(Qt::Key_End, Qt::ShiftModifier);
        qInfo("Shift+End over a million rows: %lld ms", clock.restart());
        QCOMPARE(page().cases()->selection().count(), 1'000'000u);
        key(Qt::Key_K, Qt::ShiftModifier);
        qInfo("one row less: %lld ms", clock.restart());
        QVERIFY2(clock.elapsed() < 1'000, "with sanitizers");
        QCOMPARE(page().cases()->selection().count(), 999'999u);
    }

private:
    ui::ListPage& page() { return *m_window->listPage(); }
    void key(Qt::Key which, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        page().table()->setFocus();
        QTest::keyClick(page().table(), which, modifiers);
    }
    void select(int count) {
        key(Qt::Key_J);
        if (count == 1) key(Qt::Key_X);
        for (int i = 1; i < count; ++i) key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(selectedRows().size(), static_cast<std::size_t>(count));
    }
    void unlock() {
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTest::keyClicks(m_window->unlockPage()->passphrase(), QLatin1String(fake::kPassphrase));
        QTest::keyClick(m_window->unlockPage()->passphrase(), Qt::Key_Return);
        QTRY_VERIFY(m_session->isOpen());
        page().filterLine()->apply(QString());
        QTRY_VERIFY(page().cases()->rowCount() == m_office->rows && page().settled() && m_session->quiet());
    }
    void unlockAgain() {
        m_office->holdBulk = false;
        QTest::keyClicks(m_window->unlockPage()->passphrase(), QLatin1String(fake::kPassphrase));
        QTest::keyClick(m_window->unlockPage()->passphrase(), Qt::Key_Return);
        QTRY_VERIFY(m_session->isOpen());
        QTRY_VERIFY(page().cases()->rowCount() > 0 && page().settled() && m_session->quiet());
    }
    QString words(const char* label) {
        const auto* found = page().findChild<QLabel*>(QLatin1String(label));
        return found == nullptr ? QStringLiteral("(no such label)") : found->text();
    }
    std::set<std::int64_t> selectedRows() {
        const auto& value = page().cases()->selection().value();
        std::set<std::int64_t> rows;
        for (const auto& [first, last] : value.rows.ranges()) {
            for (auto row = first; row <= last; ++row) rows.insert(row);
        }
        return rows;
    }
    std::set<std::int64_t> rowsAt(std::initializer_list<int> places) {
        std::set<std::int64_t> rows;
        for (const int at : places) rows.insert(page().cases()->rowId(at));
        return rows;
    }
    std::vector<std::int64_t> shownRows() {
        std::vector<std::int64_t> rows;
        for (int i = 0; i < 40; ++i) rows.push_back(page().cases()->rowId(i));
        return rows;
    }
};

QTEST_MAIN(TestSelection)
#include "test_selection.moc"
