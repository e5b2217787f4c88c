// SPDX-License-Identifier: GPL-3.0-or-later
// What counts as having looked at a case: opening it, and staying on its preview, and nothing else.
#include "tests/ui/desk_test.h"
#include "ui/casefile/history_page.h"
#include "ui/theme/row_table.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTimer>

class TestSeen : public fake::DeskTest {
    Q_OBJECT

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        makeOffice();
        openWindow({1280, 800});
        unlock();
        QTRY_VERIFY(m_window->listPage()->settled());
    }
    void cleanup() { closeWindow(); }

    /// After the start nothing is selected, so nothing is previewed and nothing is looked at, however long it stays.
    void theStartLooksAtNothing() {
        QVERIFY(!m_window->listPage()->currentCase());
        QSignalSpy second(&m_second, &QTimer::timeout);
        m_second.start(1500);
        QTRY_COMPARE_GE(second.size(), 1);
        QCOMPARE(m_office->openings, 0);
        QCOMPARE(m_office->viewsAsked, 0);
    }

    void walkingThroughTheListLooksAtNothing() {
        auto* table = m_window->listPage()->table();
        table->setFocus();
        for (int i = 0; i < 6; ++i) {
            const int before = m_office->viewsAsked;
            QTest::keyClick(table, Qt::Key_J);
            QTRY_VERIFY(m_office->viewsAsked > before); // the preview is shown, and left again
        }
        QCOMPARE(m_office->openings, 0);
        QTRY_COMPARE(m_office->openings, 1); // the last one, after a second
    }

    void openingIsSaidOnceAndAfterTheView() {
        auto* table = m_window->listPage()->table();
        table->setFocus();
        QTest::keyClick(table, Qt::Key_J);
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_COMPARE(m_window->currentPage(), m_window->caseFile());
        QTRY_COMPARE(m_office->openings, 1);
        QCOMPARE(m_office->openingsBeforeView, 0);
        const int views = m_office->viewsAsked;
        m_session->noteChanged(fake::caseOf(99'999)); // another case
        m_session->noteChanged(*m_window->listPage()->currentCase());
        QTRY_VERIFY(m_office->viewsAsked > views);
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(m_office->openings, 1);
    }

    /// What is shown without a trace is not shown in silence.
    void aLookThatIsNotNotedIsTold() {
        m_office->refuseOpenings = true;
        QSignalSpy told(&m_window->caseFile()->open(), &ui::OpenCase::said);
        auto* table = m_window->listPage()->table();
        table->setFocus();
        QTest::keyClick(table, Qt::Key_J);
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_COMPARE_GE(told.size(), 1);
        QVERIFY(told.front().at(1).toString().contains(QStringLiteral("cannot be")));
    }

    /// An unread case has a dot, a word and bold letters; a second's look takes them away, U brings them back.
    void unreadUntilLookedAtAndAgainByKey() {
        const auto first = list()->row(0)->id;
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->unread = {first, list()->row(3)->id};
        }
        m_window->listPage()->refresh();
        const auto word = [&](int row) {
            return list()->index(row, ui::CaseListModel::reference).data(Qt::AccessibleTextRole).toString();
        };
        QTRY_VERIFY(word(0).contains(QStringLiteral("unread")));
        QVERIFY(word(3).contains(QStringLiteral("unread")) && !word(1).contains(QStringLiteral("unread")));
        const auto picture = [&](int row) {
            auto* table = m_window->listPage()->table();
            auto box = table->visualRect(list()->index(row, ui::CaseListModel::reference));
            return table->viewport()->grab(box.adjusted(0, 2, 0, -2)).toImage();
        };
        // Rows 3 and 5 have the same ground; apart from their digits only the dot and the weight differ.
        const auto ink = [](const QImage& image, int from, int to) {
            int dark = 0;
            for (int x = from; x < to; ++x) {
                for (int y = 0; y < image.height(); ++y) dark += image.pixelColor(x, y) != image.pixelColor(0, 0);
            }
            return dark;
        };
        QVERIFY(ink(picture(3), 2, 14) > 20);
        QCOMPARE(ink(picture(5), 2, 14), 0);
        QVERIFY(ink(picture(3), 16, 90) > ink(picture(5), 16, 90)); // bold
        QSignalSpy seen(m_session.get(), &ui::Session::seenChanged);
        const int asked = m_office->rowsAsked;
        auto* table = m_window->listPage()->table();
        table->setFocus();
        QTest::keyClick(table, Qt::Key_J);
        QTRY_COMPARE(seen.size(), 1);
        QTRY_VERIFY(!word(0).contains(QStringLiteral("unread")));
        QCOMPARE(m_office->rowsAsked, asked); // which rows are shown was not asked again
        QTest::keyClick(table, Qt::Key_U);
        QTRY_COMPARE(seen.size(), 2);
        QTRY_VERIFY(word(0).contains(QStringLiteral("unread")));
        // It stays so while the preview stays.
        QSignalSpy second(&m_second, &QTimer::timeout);
        m_second.start(1500);
        QTRY_COMPARE_GE(second.size(), 1);
        QVERIFY(word(0).contains(QStringLiteral("unread")));
    }

    /// The first thing that is undone by the start of the program would be the trust in the marks.
    void theStartMarksNothing() {
        m_window->lock({"Locked.", "已锁定。"});
        std::set<ui::CaseId> before;
        {
            const std::lock_guard guard(m_office->mutex);
            for (int row = 1; row <= 1000; ++row) m_office->unread.insert(fake::caseOf(row));
            before = m_office->unread;
        }
        m_session->unlock(m_office->me, fake::secret());
        QTRY_VERIFY(m_session->isOpen());
        QTRY_VERIFY(list()->rowCount() > 0);
        QSignalSpy second(&m_second, &QTimer::timeout);
        m_second.start(1500);
        QTRY_COMPARE_GE(second.size(), 1);
        const std::lock_guard guard(m_office->mutex);
        QVERIFY(m_office->unread == before);
    }

    void theHistoryShowsItWhenAsked() {
        auto* table = m_window->listPage()->table();
        table->setFocus();
        QTest::keyClick(table, Qt::Key_J);
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_COMPARE(m_window->currentPage(), m_window->caseFile());
        auto* page = m_window->findChild<ui::HistoryPage*>(QStringLiteral("historyPage"));
        QTRY_COMPARE(page->table()->model()->rowCount(), 1);
        auto* box = page->findChild<QCheckBox*>(QStringLiteral("openings"));
        m_window->caseFile()->showTab(ui::CaseFilePage::history);
        QVERIFY(!box->isChecked());
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
        QCOMPARE(page->table()->model()->rowCount(), 2);
        QTest::keyClick(box, Qt::Key_Space);
        QCOMPARE(page->table()->model()->rowCount(), 1);
    }

private:
    ui::CaseListModel* list() { return m_window->listPage()->cases(); }
    QTimer m_second;
};

QTEST_MAIN(TestSeen)
#include "test_seen.moc"
