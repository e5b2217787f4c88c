// SPDX-License-Identifier: GPL-3.0-or-later
// What a person expects of any program (docs/checklist.md) and no other test holds: the keyboard goes where it is sent,
// the query stays, letters are only keys where they should be, and what happens is told to those who do not see it.
#include "tests/ui/desk_test.h"
#include "ui/casefile/facts_page.h"
#include "ui/forms/form_editor.h"
#include "ui/list/filter_line.h"
#include "ui/shell/message_bar.h"

#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>

namespace {

/// What a screen reader was told. A handler of Qt's is a plain function, so what it hears lies beside it.
QStringList* heard = nullptr;
void hear(QAccessibleEvent* event) {
    if (event->type() != QAccessible::Announcement || heard == nullptr) return;
    *heard << static_cast<QAccessibleAnnouncementEvent*>(event)->message();
}

} // namespace

class TestExpected : public fake::DeskTest {
    Q_OBJECT

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        m_heard.clear();
        heard = &m_heard;
        m_before = QAccessible::installUpdateHandler(hear);
        makeOffice();
        openWindow({1280, 720});
    }
    void cleanup() {
        closeWindow();
        QAccessible::installUpdateHandler(m_before);
        heard = nullptr;
    }

    /// The keyboard is where the passphrase goes, without a key.
    void theStartIsForThePassphrase() { QTRY_VERIFY(m_window->unlockPage()->passphrase()->hasFocus()); }

    /// Nothing lies between the answer of the vault and what the person is told.
    void aWrongPassphraseIsSaidInTheSameTurn() {
        auto* line = m_window->unlockPage()->passphrase();
        auto* message = m_window->unlockPage()->findChild<QLabel*>(QStringLiteral("unlockMessage"));
        QString saidThen;
        connect(m_session.get(), &ui::Session::unlockFailed, this, [&] { saidThen = message->text(); });
        QTest::keyClicks(line, QStringLiteral("wrong"));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(!saidThen.isEmpty());
        QCOMPARE(line->selectedText().size(), 5);
        QVERIFY(anyHeard(QStringLiteral("passphrase")));
    }

    void theSelectionStaysInView() {
        unlock();
        auto* table = m_window->listPage()->table();
        table->setFocus();
        for (const auto key : {Qt::Key_J, Qt::Key_K}) {
            for (int i = 0; i < 60; ++i) {
                QTest::keyClick(table, key);
                if (!table->currentIndex().isValid()) continue; // K on the first row leads to the filter
                const QRect place = table->visualRect(table->currentIndex());
                QVERIFY2(place.top() >= 0 && place.bottom() < table->viewport()->height(),
                         qPrintable(QString::number(i)));
            }
        }
    }

    /// Letters are keys in the list alone: never while words are typed or composed.
    void lettersAreWordsWhereWordsAreTyped() {
        unlock();
        auto* filter = m_window->listPage()->filterLine();
        m_window->listPage()->focusFilter();
        QTest::keyClicks(filter, QStringLiteral("aenjkxs"));
        QCOMPARE(filter->text(), QStringLiteral("aenjkxs"));
        QInputMethodEvent composing(QStringLiteral("an"), {});
        QCoreApplication::sendEvent(filter, &composing);
        QTest::keyClick(filter, Qt::Key_A);
        QCOMPARE(m_window->currentPage(), m_window->listPage());
        // The list takes no input method, so nothing can be half composed there.
        QVERIFY(!m_window->listPage()->table()->testAttribute(Qt::WA_InputMethodEnabled));
        openFirstCase();
        m_window->caseFile()->addNote();
        auto* note = m_window->findChild<QLineEdit*>(QStringLiteral("note"));
        QTest::keyClicks(note, QStringLiteral("aenjkxs/"));
        QCOMPARE(note->text(), QStringLiteral("aenjkxs/"));
        QCOMPARE(m_window->currentPage(), m_window->caseFile());
    }

    /// Neither a case that is opened and left, nor what others change, nor the lock takes the query away.
    void theQuerySurvives() {
        unlock();
        const QString query = QStringLiteral("is:open tungsten");
        auto* filter = m_window->listPage()->filterLine();
        filter->apply(query);
        QTRY_VERIFY(m_window->settled());
        openFirstCase();
        QTest::keyClick(m_window->caseFile()->tabs(), Qt::Key_Escape);
        QTRY_COMPARE(m_window->currentPage(), m_window->listPage());
        QCOMPARE(filter->text(), query);
        m_session->noteChanged(fake::caseOf(3));
        QTRY_VERIFY(m_window->settled());
        QCOMPARE(filter->text(), query);
        QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(filter->text(), QString()); // it may name people
        unlock();
        QTRY_COMPARE(filter->text(), query);
    }

    void whatHappensIsTold() {
        unlock();
        m_heard.clear();
        m_window->listPage()->filterLine()->apply(QStringLiteral("nothing"));
        QTRY_VERIFY(m_window->settled());
        QVERIFY2(anyHeard(QStringLiteral("0")) || anyHeard(QStringLiteral("No")), qPrintable(m_heard.join(u'|')));
        m_window->listPage()->filterLine()->apply(QString());
        QTRY_VERIFY2(anyHeard(QStringLiteral("1,000")) || anyHeard(QStringLiteral("1000")),
                     qPrintable(m_heard.join(u'|')));
        m_heard.clear();
        m_window->listPage()->filterLine()->setText(QStringLiteral("is:unseen"));
        QTest::keyClick(m_window->listPage()->filterLine(), Qt::Key_Return);
        QTRY_VERIFY2(anyHeard(QStringLiteral("the list is unchanged")), qPrintable(m_heard.join(u'|')));
        m_window->listPage()->filterLine()->apply(QString());
        QTRY_VERIFY(m_window->settled());
        openFirstCase();
        m_heard.clear();
        m_window->caseFile()->addNote();
        auto* note = m_window->findChild<QLineEdit*>(QStringLiteral("note"));
        QTest::keyClicks(note, QStringLiteral("seen"));
        QTest::keyClick(note, Qt::Key_Return);
        QTRY_VERIFY2(anyHeard(QStringLiteral("note was added")), qPrintable(m_heard.join(u'|')));
    }

private:
    bool anyHeard(const QString& words) const {
        return std::ranges::any_of(m_heard,
                                   [&](const QString& one) { return one.contains(words, Qt::CaseInsensitive); });
    }
    QStringList m_heard;
    QAccessible::UpdateHandler m_before = nullptr;
};

QTEST_MAIN(TestExpected)
#include "test_expected.moc"
