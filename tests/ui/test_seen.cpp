// SPDX-License-Identifier: GPL-3.0-or-later
// What counts as having looked at a case: opening it, and staying on its preview, and nothing else.
#include "tests/ui/fake_office.h"
#include "ui/casefile/case_file_page.h"
#include "ui/casefile/history_page.h"
#include "ui/list/case_list_model.h"
#include "ui/list/case_list_view.h"
#include "ui/list/list_page.h"
#include "ui/shell/main_window.h"
#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"
#include "ui/unlock/unlock_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

class TestSeen : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::light); }
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_office = std::make_shared<fake::Office>();
        m_session = std::make_unique<ui::Session>(std::make_unique<fake::Gate>(m_office));
        m_window = std::make_unique<ui::MainWindow>(*m_session);
        m_window->resize(1280, 800);
        m_window->start();
        m_window->show();
        QTRY_COMPARE(m_window->unlockPage()->profiles()->count(), 2);
        m_window->unlockPage()->passphrase()->setText(QString::fromLatin1(fake::kPassphrase));
        QTest::keyClick(m_window->unlockPage()->passphrase(), Qt::Key_Return);
        QTRY_VERIFY(m_session->isOpen());
        QTRY_VERIFY(list()->rowCount() > 0);
        QTRY_VERIFY(m_window->listPage()->settled());
    }
    void cleanup() {
        m_window.reset();
        m_session.reset();
    }

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
        m_session->noteChanged(fake::caseOf(999)); // another case
        m_session->noteChanged(*m_window->listPage()->currentCase());
        QTRY_VERIFY(m_office->viewsAsked > views);
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(m_office->openings, 1);
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
    std::shared_ptr<fake::Office> m_office;
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
    QTimer m_second;
};

QTEST_MAIN(TestSeen)
#include "test_seen.moc"
