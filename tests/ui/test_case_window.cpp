// SPDX-License-Identifier: GPL-3.0-or-later
// Windows of single cases over an office of values: one for each case, gone at a lock, back after it.
#include "tests/ui/desk_test.h"
#include "ui/casefile/facts_page.h"
#include "ui/forms/form_editor.h"
#include "ui/shell/case_window.h"
#include "ui/session/undo_stack.h"
#include "ui/shell/message_bar.h"

#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryFile>

class TestCaseWindow : public fake::DeskTest {
    Q_OBJECT

    [[nodiscard]] ui::CaseFilePage* page() { return m_window->caseFile(); }
    void openFirst() {
        m_window->listPage()->table()->setFocus();
        QTest::keyClick(m_window->listPage()->table(), Qt::Key_Down);
        QTRY_VERIFY(m_window->listPage()->currentCase().has_value());
        QTest::keyClick(m_window->listPage()->table(), Qt::Key_Return);
        QTRY_VERIFY(page()->open().view() != nullptr);
        QTRY_VERIFY(m_session->quiet());
    }

    static void note(ui::CaseFilePage* at, const char* words) {
        at->showTab(ui::CaseFilePage::history);
        auto* line = at->findChild<QLineEdit*>(QStringLiteral("note"));
        line->setFocus();
        QTest::keyClicks(line, QString::fromLatin1(words));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(line->text().isEmpty() && !at->open().busy());
        line->clearFocus();
    }
    static void pressIn(QWidget* window, Qt::Key key, Qt::KeyboardModifiers modifiers) {
        window->activateWindow();
        QTRY_VERIFY(window->isActiveWindow());
        window->setFocus(); // not in an editor, which undoes its own text
        QTest::keyClick(window, key, modifiers);
    }
    ui::CaseWindow* windowOf(int number) {
        m_window->openInWindow(fake::caseOf(number));
        for (auto* one : m_window->caseWindows()->all()) {
            if (one->id() == fake::caseOf(number)) return one;
        }
        return nullptr;
    }
    static QPushButton* offerIn(const ui::MessageBar* bar) {
        return bar->findChild<QPushButton*>(QStringLiteral("messageAct"));
    }

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        makeOffice();
        openWindow();
        unlock();
    }
    void cleanup() { closeWindow(); }

    void shiftEnterOpensAWindow() {
        auto* table = m_window->listPage()->table();
        table->setFocus();
        press(Qt::Key_Down);
        QTRY_VERIFY(m_window->listPage()->currentCase().has_value());
        press(Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(m_window->caseWindows()->all().size(), 1);
        auto* window = m_window->caseWindows()->all().first();
        QCOMPARE(m_window->currentPage(), m_window->listPage()); // the list stays
        QTRY_VERIFY(window->caseFile()->open().view() != nullptr);
        QCOMPARE(window->windowTitle(), QStringLiteral("2026-100001 – Touchstone"));
        // The same case again, from either key, is the same window.
        table->setFocus();
        press(Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(m_window->caseWindows()->all().size(), 1);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), m_window->listPage());
        // Its keys are its own.
        window->activateWindow();
        QTest::keyClick(window, Qt::Key_PageDown, Qt::ControlModifier);
        QCOMPARE(window->caseFile()->tabs()->currentIndex(), int(ui::CaseFilePage::facts));
        QTest::keyClick(window, Qt::Key_F6);
        QVERIFY(window->isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(window, Qt::Key_W, Qt::ControlModifier);
        QTRY_VERIFY(m_window->caseWindows()->all().isEmpty());
    }

    void actionsOfACaseAreToldOnce() {
        m_window->openInWindow(fake::caseOf(1));
        auto& own = m_window->caseWindows()->all().first()->actions();
        int shared = 0;
        for (const auto& entry : own.entries()) {
            for (const auto& other : m_window->actions().entries()) {
                if (other.spec.id != entry.spec.id) continue;
                ++shared;
                QVERIFY(other.spec.name == entry.spec.name && other.spec.keys == entry.spec.keys);
            }
        }
        QVERIFY(shared >= 18);
    }

    void aCaseMovesFromTheMainWindowWithItsDraft() {
        m_office->told["goods"].state("a", {{}, m_office->me, {}, 3}, true);
        openFirst();
        page()->showTab(ui::CaseFilePage::facts);
        page()->factsPage()->form()->focusField("goods");
        type("half");
        press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_window->currentPage(), m_window->listPage());
        auto* window = m_window->caseWindows()->all().first();
        QTRY_VERIFY(window->caseFile()->factsPage()->form() != nullptr);
        QTRY_COMPARE(window->caseFile()->factsPage()->form()->editor("goods")->typed(), std::string("halfa"));
    }

    void lockClosesAllAndUnlockBringsThemBack() {
        m_window->openInWindow(fake::caseOf(1));
        m_window->openInWindow(fake::caseOf(2));
        for (auto* window : m_window->caseWindows()->all()) QTRY_VERIFY(window->caseFile()->open().view() != nullptr);
        QTRY_VERIFY(m_session->quiet());
        auto* second = m_window->caseWindows()->all().at(1);
        second->activateWindow();
        second->caseFile()->showTab(ui::CaseFilePage::history);
        second->setGeometry(60, 70, 700, 500);
        const auto geometry = second->geometry();
        // Its own key locks, and the window goes with what it shows.
        QPointer<ui::CaseWindow> gone = second;
        QTest::keyClick(second, Qt::Key_L, Qt::ControlModifier);
        QVERIFY(!m_session->isOpen());
        QVERIFY(m_window->caseWindows()->all().isEmpty());
        if (gone) {
            QVERIFY(!gone->isVisible());
            for (const auto* label : gone->findChildren<QLabel*>())
                QVERIFY2(!label->text().contains(QLatin1String(fake::kCanary)), qPrintable(label->text()));
            QVERIFY(!gone->windowTitle().contains(QStringLiteral("2026-")));
        }
        QTRY_VERIFY(gone.isNull());
        unlock();
        QTRY_COMPARE(m_window->caseWindows()->all().size(), 2);
        second = m_window->caseWindows()->all().at(1);
        QCOMPARE(second->id(), fake::caseOf(2));
        QCOMPARE(second->geometry().size(), geometry.size());
        QCOMPARE(second->caseFile()->tabs()->currentIndex(), int(ui::CaseFilePage::history));
        // Another person's windows do not come back for them.
        m_window->lock({"x", "x"});
        QTRY_VERIFY(m_session->quiet());
        m_office->me.bytes.fill(9);
        m_session->unlock(m_office->me, fake::secret());
        QTRY_VERIFY(m_session->isOpen());
        QVERIFY(m_window->caseWindows()->all().isEmpty());
    }

    /// Ctrl+Z in a window of a case undoes what was done in that case, and is told there.
    void eachWindowUndoesWhatWasDoneInItsCase() {
        auto* first = windowOf(1);
        auto* second = windowOf(2);
        for (auto* one : {first, second}) QTRY_VERIFY(one->caseFile()->open().view() != nullptr);
        const auto undo = [](const ui::CaseWindow* window) { return window->actions().action("edit.undo"); };
        QVERIFY(!undo(first)->isEnabled() && !undo(second)->isEnabled());
        note(first->caseFile(), "one");
        QTRY_COMPARE(first->messages()->words(), QStringLiteral("✓ Added the note one"));
        QVERIFY(offerIn(first->messages())->isVisible());
        QVERIFY(m_window->messages()->words().isEmpty() && second->messages()->words().isEmpty());
        note(second->caseFile(), "two");
        QTRY_COMPARE(second->messages()->words(), QStringLiteral("✓ Added the note two"));
        QCOMPARE(first->messages()->words(), QStringLiteral("✓ Added the note one"));
        // The older one, because this is its window.
        pressIn(first, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(first->messages()->words(), QStringLiteral("✓ Undone: Added the note one"));
        QVERIFY(!undo(first)->isEnabled() && undo(second)->isEnabled());
        QCOMPARE(second->messages()->words(), QStringLiteral("✓ Added the note two"));
        pressIn(first, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(first->messages()->words(), QStringLiteral("✓ Done again: Added the note one"));
        // The bar of the other window offers its own, not what was done last.
        second->activateWindow();
        offerIn(second->messages())->setFocus(Qt::TabFocusReason);
        QTest::keyClick(offerIn(second->messages()), Qt::Key_Space);
        QTRY_COMPARE(second->messages()->words(), QStringLiteral("✓ Undone: Added the note two"));
        QCOMPARE(said(),
                 (std::vector<std::string>{"note 1", "note 2", "undo of 1 as 3", "redo of 1 as 4", "undo of 2 as 5"}));
        // The main window undoes what was done last in whichever window, and the offer of that one goes.
        pressIn(first, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(first->messages()->words(), QStringLiteral("✓ Undone: Added the note one"));
        pressIn(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(m_window->messages()->words(), QStringLiteral("✓ Done again: Added the note one"));
        QVERIFY(first->messages()->words().isEmpty());
    }

    void whatWasDoneToSeveralCasesIsNotUndoneFromOne() {
        auto* window = windowOf(1);
        QTRY_VERIFY(window->caseFile()->open().view() != nullptr);
        model::Done a{fake::caseOf(1), {}, {"a", "甲"}, true}, b{fake::caseOf(2), {}, {"b", "乙"}, true};
        a.event.bytes[0] = 11;
        b.event.bytes[0] = 12;
        m_session->undoStack().push(ui::UndoEntry{{"Assigned 2 cases", "已指派 2 件"}, {a, b}, {}});
        QVERIFY(window->messages()->words().isEmpty()); // it is told where it was done
        pressIn(window, Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(m_session->quiet());
        QVERIFY(said().empty());
        const auto& entries = window->actions().entries();
        const auto found =
            std::ranges::find(entries, QStringLiteral("edit.undo"), [](const auto& entry) { return entry.spec.id; });
        QVERIFY(found != entries.end() && found->whyNot.en.contains("several cases"));
        QVERIFY(m_window->actions().action("edit.undo")->isEnabled());
    }

    /// Who closed the window before the answer came is told in the main one.
    void whatBecameOfItIsToldAlsoWhenTheWindowIsGone() {
        auto* window = windowOf(1);
        QTRY_VERIFY(window->caseFile()->open().view() != nullptr);
        note(window->caseFile(), "one");
        QTRY_VERIFY(window->actions().action("edit.undo")->isEnabled());
        window->actions().action("edit.undo")->trigger();
        window->close();
        QTRY_COMPARE(m_window->messages()->words(), QStringLiteral("✓ Undone: Added the note one"));
    }

    void lockingForgetsWhatWasOffered() {
        auto* window = windowOf(1);
        QTRY_VERIFY(window->caseFile()->open().view() != nullptr);
        note(window->caseFile(), "one");
        QTRY_VERIFY(!window->messages()->words().isEmpty());
        m_window->lock({"x", "x"});
        QVERIFY(m_session->undoStack().next(fake::caseOf(1)) == nullptr);
        unlock();
        QCOMPARE(m_window->caseWindows()->all().size(), 1);
        window = m_window->caseWindows()->all().first();
        QVERIFY(window->messages()->words().isEmpty() && !window->actions().action("edit.undo")->isEnabled());
    }

    void filesDroppedOnAWindowAreOfItsCase() {
        m_window->openInWindow(fake::caseOf(1));
        m_window->openInWindow(fake::caseOf(2));
        for (auto* window : m_window->caseWindows()->all()) QTRY_VERIFY(window->caseFile()->open().view() != nullptr);
        QTRY_VERIFY(m_session->quiet());
        QTemporaryFile file;
        QVERIFY(file.open());
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file.fileName())});
        auto* first = m_window->caseWindows()->all().first();
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(first, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(first, &drop);
        QVERIFY(drop.isAccepted());
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(m_office->evidenceFor, std::vector{fake::caseOf(1)});
        QCOMPARE(first->caseFile()->tabs()->currentIndex(), int(ui::CaseFilePage::evidence));
    }

    void windowsOfOneOfficeStayInStep() {
        m_window->openInWindow(fake::caseOf(1));
        auto* window = m_window->caseWindows()->all().first();
        QTRY_VERIFY(window->caseFile()->open().view() != nullptr);
        const int before = m_office->viewsAsked;
        emit m_session->caseChanged(fake::caseOf(1));
        QTRY_VERIFY(m_office->viewsAsked > before);
    }
};

QTEST_MAIN(TestCaseWindow)
#include "test_case_window.moc"
