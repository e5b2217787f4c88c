// SPDX-License-Identifier: GPL-3.0-or-later
// A way back after instead of questions before: Ctrl+Z, the bar that offers it, and what still asks.
#include "tests/ui/desk_test.h"
#include "ui/casefile/step_form.h"
#include "ui/casefile/work_page.h"
#include "ui/list/filter_line.h"
#include "ui/list/saved_filters.h"
#include "ui/list/view_bar.h"
#include "ui/session/undo_stack.h"
#include "ui/shell/message_bar.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

namespace {

/// Counts dialogs as they are shown.
class DialogCount : public QObject {
public:
    int shown = 0;
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Show && qobject_cast<QDialog*>(watched) != nullptr) ++shown;
        return false;
    }
};

} // namespace

class TestUndo : public fake::DeskTest {
    Q_OBJECT

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        makeOffice();
        m_office->saved = {{"One", "is:open"}, {"Two", "is:closed"}, {"Three", "is:mine"}};
        openWindow({1280, 800});
        unlock();
    }
    void cleanup() { closeWindow(); }

    void theLastThingIsUndoneAndDoneAgain() {
        QVERIFY(!action("edit.undo")->isEnabled() && !action("edit.redo")->isEnabled());
        openFirstCase();
        note("one");
        note("two");
        QTRY_COMPARE(bar()->words(), QStringLiteral("✓ Added the note two"));
        QVERIFY(act()->isVisible());
        leaveEditor();
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(bar()->words(), QStringLiteral("✓ Undone: Added the note two"));
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(bar()->words(), QStringLiteral("✓ Undone: Added the note one"));
        QTRY_VERIFY(!action("edit.undo")->isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(bar()->words(), QStringLiteral("✓ Done again: Added the note one"));
        // What was done again is another event, and that is the one to be undone.
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(action("edit.redo")->isEnabled());
        QCOMPARE(said(), (std::vector<std::string>{"note 1", "note 2", "undo of 2 as 3", "undo of 1 as 4",
                                                   "redo of 1 as 5", "undo of 5 as 6"}));
        // A new command: there is nothing to do again.
        note("three");
        QTRY_VERIFY(!action("edit.redo")->isEnabled());
    }

    void theBarIsReachedByKeyboardAndStaysUnderIt() {
        openFirstCase();
        note("one");
        QTRY_VERIFY(act()->isVisible());
        QVERIFY(act()->focusPolicy() & Qt::TabFocus);
        QCOMPARE(act()->accessibleDescription(), QStringLiteral("✓ Added the note one").mid(2));
        auto* before = QApplication::focusWidget();
        act()->setFocus(Qt::TabFocusReason);
        QTest::keyClick(act(), Qt::Key_Space);
        QTRY_COMPARE(bar()->words(), QStringLiteral("✓ Undone: Added the note one"));
        QCOMPARE(QApplication::focusWidget(), before); // the keyboard is where it was
        QVERIFY(act()->isVisible());                   // and now offers to do it again
        QTest::keyClick(act(), Qt::Key_Space);
        QTRY_COMPARE(bar()->words(), QStringLiteral("✓ Done again: Added the note one"));
    }

    void anEditorUndoesItsOwnText() {
        openFirstCase();
        note("one");
        auto* line = m_window->findChild<QLineEdit*>(QStringLiteral("note"));
        QTest::keyClicks(line, QStringLiteral("typed"));
        QTest::keyClick(line, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(line->text() != QStringLiteral("typed"));
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(said().size(), 1u); // the note stands
    }

    void lockingForgetsIt() {
        openFirstCase();
        note("one");
        QTRY_VERIFY(act()->isVisible());
        m_window->lock({"Locked.", "已锁定。"});
        QVERIFY(m_session->undoStack().next() == nullptr && m_session->undoStack().nextAgain() == nullptr);
        QVERIFY(bar()->words().isEmpty() && act()->accessibleDescription().isEmpty());
        unlock();
        QVERIFY(!action("edit.undo")->isEnabled());
        for (const auto& entry : m_window->actions().entries()) {
            if (entry.spec.id == QStringLiteral("edit.undo")) QVERIFY(!entry.whyNot.empty());
        }
    }

    void aRefusalSaysWhyAndIsNotTriedAgain() {
        openFirstCase();
        note("one");
        QTRY_VERIFY(action("edit.undo")->isEnabled());
        m_office->undoFault = {model::Code::refused, {"Somebody built on it", "他人已据此办理"}, {"Say so", "请说明"}};
        leaveEditor();
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(bar()->words().contains(QStringLiteral("Somebody built on it")));
        QVERIFY(bar()->words().contains(QStringLiteral("Added the note one")));
        QVERIFY(bar()->words().contains(QStringLiteral("Say so")));
        QVERIFY(!action("edit.undo")->isEnabled());
        // What failed for another reason can be tried again.
        m_office->undoFault.reset();
        note("two");
        QTRY_VERIFY(action("edit.undo")->isEnabled());
        m_office->undoFault = {model::Code::failed, {"The disk is full", "磁盘已满"}, {}};
        leaveEditor();
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(bar()->words().contains(QStringLiteral("The disk is full")));
        QVERIFY(action("edit.undo")->isEnabled());
    }

    void aBatchIsOneThing() {
        model::Done a{fake::caseOf(1), {}, {"a", "甲"}, true}, b{fake::caseOf(2), {}, {"b", "乙"}, true};
        a.event.bytes[0] = 11;
        b.event.bytes[0] = 12;
        auto& stack = m_session->undoStack();
        stack.push(ui::UndoEntry{{"Assigned 2 cases", "已指派 2 件"}, {a, b}, {}});
        QCOMPARE(bar()->words(), QStringLiteral("✓ Assigned 2 cases"));
        stack.undo(stack.next()->id);
        QTRY_COMPARE(bar()->words(), QStringLiteral("✓ Undone: Assigned 2 cases"));
        stack.redo(stack.nextAgain()->id);
        QTRY_COMPARE(bar()->words(), QStringLiteral("✓ Done again: Assigned 2 cases"));
        QCOMPARE(said(), (std::vector<std::string>{"undo of 12 as 1", "undo of 11 as 2", "redo of 11 as 3",
                                                   "redo of 12 as 4"}));
    }

    /// What a window of one case undoes is found by its case; what is done elsewhere since stands in nobody's way.
    void ofACaseItsOwnIsNext() {
        auto& stack = m_session->undoStack();
        const auto push = [&](const char* words, std::vector<int> cases) {
            ui::UndoEntry entry{model::same(words), {}, {}};
            for (const int one : cases) {
                model::Done done{fake::caseOf(one), {}, model::same(words), true};
                done.event.bytes[0] = static_cast<std::uint8_t>(words[0]);
                entry.said.push_back(done);
            }
            stack.push(entry);
        };
        const auto first = fake::caseOf(1), second = fake::caseOf(2), third = fake::caseOf(3);
        push("a", {1});
        push("b", {2});
        QCOMPARE(stack.next(first)->words.en, std::string("a"));
        QCOMPARE(stack.next(second)->words.en, std::string("b"));
        QVERIFY(stack.next(third) == nullptr && !stack.nextIsOfOthersToo(third));
        stack.undo(stack.next(first)->id);
        QTRY_VERIFY(stack.nextAgain(first) != nullptr);
        QVERIFY(stack.next(first) == nullptr && stack.next()->words.en == "b");
        QVERIFY(stack.nextAgain() != nullptr);
        // Something was done since: of the whole office there is nothing to do again, of the case there is.
        push("c", {2});
        QVERIFY(stack.nextAgain() == nullptr && stack.nextAgain(first) != nullptr);
        stack.redo(stack.nextAgain(first)->id);
        QTRY_VERIFY(stack.next(first) != nullptr);
        QCOMPARE(stack.next()->words.en, std::string("a"));
        // Several cases at once are one thing, which no window of one case takes apart.
        push("d", {1, 2});
        QVERIFY(stack.next(first) == nullptr && stack.nextIsOfOthersToo(first));
        stack.undo(stack.next()->id);
        QTRY_VERIFY(stack.nextAgain() != nullptr);
        QVERIFY(stack.nextAgain(first) == nullptr && stack.nextAgainIsOfOthersToo(first));
        QCOMPARE(stack.next(first)->words.en, std::string("a"));
        push("e", {2});
        QVERIFY(!stack.nextAgainIsOfOthersToo(first)); // it would be done again upon something new
    }

    /// What failed and can be tried again is where it was, not on top of what was done since.
    void whatFailedKeepsItsPlace() {
        openFirstCase();
        note("one");
        note("two");
        auto& stack = m_session->undoStack();
        const auto last = stack.next()->id;
        m_office->undoFault = {model::Code::failed, {"The disk is full", "磁盘已满"}, {}};
        stack.undo(last - 1);
        QTRY_VERIFY(stack.next() != nullptr);
        QCOMPARE(stack.next()->id, last);
        QVERIFY(stack.holds(last - 1, false));
    }

    void aDroppedFilterComesBackToItsPlace() {
        auto& saved = m_window->listPage()->savedFilters();
        QTRY_COMPARE(saved.all().size(), 3u);
        m_window->listPage()->filterLine()->apply(QStringLiteral("is:closed"));
        QTRY_COMPARE(m_window->listPage()->views()->currentSaved(), QStringLiteral("Two"));
        action("filter.drop")->trigger();
        QCOMPARE(saved.all().size(), 2u);
        QVERIFY(bar()->words().contains(QStringLiteral("Two")) && act()->isVisible());
        leaveEditor();
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(saved.all().size(), 3u);
        QCOMPARE(saved.all()[1].name, std::string("Two"));
        QTRY_VERIFY(m_session->quiet());
        {
            const std::lock_guard guard(m_office->mutex);
            QCOMPARE(m_office->saved.size(), 3u);
            QCOMPARE(m_office->saved[1].line, std::string("is:closed"));
        }
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(saved.all().size(), 2u);
    }

    /// Everything that is not legally final goes without a question; what is final asks once, in its form.
    void onlyFinalStepsAsk() {
        DialogCount dialogs;
        qApp->installEventFilter(&dialogs);
        openFirstCase();
        auto* form = m_window->caseFile()->workPage()->stepForm();
        note("one");
        QTRY_COMPARE(said().size(), 1u);
        action("edit.undo")->trigger();
        QTRY_COMPARE(said().size(), 2u);
        m_office->facts.emplace("party", "A company");
        m_session->noteChanged(*m_window->listPage()->currentCase());
        QTRY_VERIFY(m_session->quiet());
        m_window->caseFile()->showTab(ui::CaseFilePage::work);
        m_window->caseFile()->workPage()->startStep("accept");
        m_window->caseFile()->submit();
        QVERIFY(!form->asking());
        QTRY_COMPARE(said().size(), 3u);
        QTRY_VERIFY(action("edit.undo")->isEnabled());
        action("edit.undo")->trigger();
        QTRY_COMPARE(said().size(), 4u);
        action("view.list")->trigger();
        action("filter.drop")->trigger();
        m_window->listPage()->focusList();
        action("list.unread")->trigger();
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(dialogs.shown, 0);
        // Legally final: asked once, and there is no way back to offer.
        openFirstCase();
        m_window->caseFile()->showTab(ui::CaseFilePage::work);
        m_window->caseFile()->workPage()->startStep("reject");
        for (auto* edit : form->findChildren<QPlainTextEdit*>()) edit->setPlainText(QStringLiteral("Why"));
        for (auto* edit : form->findChildren<QLineEdit*>()) edit->setText(QStringLiteral("Why"));
        m_window->caseFile()->submit();
        QVERIFY(form->asking());
        QCOMPARE(said().size(), 4u);
        m_window->caseFile()->submit();
        QTRY_COMPARE(said().size(), 5u);
        QTRY_VERIFY(m_session->quiet());
        QVERIFY(!act()->isVisible());
        QCOMPARE(dialogs.shown, 0);
        qApp->removeEventFilter(&dialogs);
    }

    /// Whatever opens a dialog: a button that throws something away is never the default, nor beside the one that
    /// agrees.
    void noButtonThatDestroysIsUnderTheHand() {
        static const QRegularExpression destroys(
            QStringLiteral("delete|remove|discard|drop|release|throw away|take back|删除|移除|放弃|丢弃|解除|撤回"),
            QRegularExpression::CaseInsensitiveOption);
        int looked = 0;
        for (const auto& entry : m_window->actions().entries()) {
            const QString id = entry.spec.id;
            // What asks for more says so in its name; the sheet of keys is a dialog too.
            if (!entry.spec.name.en.ends_with("…") && id != QStringLiteral("help.keys")) continue;
            openFirstCase();
            if (!entry.action->isEnabled()) m_window->showList();
            if (!entry.action->isEnabled()) continue;
            entry.action->trigger();
            for (auto* dialog : m_window->findChildren<QDialog*>()) {
                if (!dialog->isVisible()) continue;
                ++looked;
                const auto buttons = dialog->findChildren<QAbstractButton*>();
                auto* box = dialog->findChild<QDialogButtonBox*>();
                for (auto* one : buttons) {
                    const bool role = box != nullptr && box->buttonRole(one) == QDialogButtonBox::DestructiveRole;
                    if (!role && !destroys.match(one->text()).hasMatch()) continue;
                    const auto* push = qobject_cast<QPushButton*>(one);
                    QVERIFY2(push == nullptr || !push->isDefault(), qPrintable(id + ": " + one->text()));
                    for (auto* other : buttons) {
                        const bool agrees = box != nullptr && box->buttonRole(other) == QDialogButtonBox::AcceptRole;
                        const int apart =
                            std::max(other->x() - one->geometry().right(), one->x() - other->geometry().right());
                        QVERIFY2(!agrees || apart > 40, qPrintable(id + ": " + one->text()));
                    }
                }
                dialog->close();
            }
        }
        QVERIFY2(looked >= 4, qPrintable(QString::number(looked)));
    }

private:
    void note(const char* words) {
        const auto before = said().size();
        m_window->caseFile()->showTab(ui::CaseFilePage::history);
        auto* line = m_window->findChild<QLineEdit*>(QStringLiteral("note"));
        line->setFocus();
        QTest::keyClicks(line, QString::fromLatin1(words));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(said().size(), before + 1);
        QTRY_VERIFY(!m_window->caseFile()->open().busy() && m_session->quiet());
    }
    void leaveEditor() {
        if (auto* at = QApplication::focusWidget()) at->clearFocus();
        m_window->setFocus();
    }
    ui::MessageBar* bar() { return m_window->messages(); }
    QPushButton* act() { return bar()->findChild<QPushButton*>(QStringLiteral("messageAct")); }
};

QTEST_MAIN(TestUndo)
#include "test_undo.moc"
