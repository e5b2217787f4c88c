// SPDX-License-Identifier: GPL-3.0-or-later
// A report that somebody told: written down, signed as a case, and never lost on the way.
#include "tests/ui/desk_test.h"
#include "ui/forms/form_editor.h"
#include "ui/report/new_report_page.h"
#include "ui/shell/message_bar.h"

#include <QPlainTextEdit>
#include <QPushButton>

class TestNewReport : public fake::DeskTest {
    Q_OBJECT

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        makeOffice();
        openWindow();
        unlock();
    }
    void cleanup() { closeWindow(); }

    void itIsWrittenDownAndBecomesACase() {
        begin();
        write("narrative", "A truck with antimony ingots, declared as tin.");
        write("goods", "antimony ingots");
        sign();
        QTRY_COMPARE(taken(), 1);
        const auto report = last();
        QCOMPARE(report.channel, model::intake::Channel::hotline);
        QCOMPARE(report.reportKind, model::intake::ReportKind::tip);
        QCOMPARE(report.narrativeZh + report.narrativeEn,
                 std::string("A truck with antimony ingots, declared as tin."));
        QVERIFY(!report.title.empty());
        QTRY_COMPARE(m_window->currentPage(), m_window->caseFile());
        QVERIFY(m_window->messages()->words().contains(QStringLiteral("taken in as a case")));
        begin(); // nothing of it is left for the next one
        QVERIFY(words("narrative").isEmpty());
        QVERIFY(m_office->drafts["report/new"].empty());
    }

    void whatMustBeThereIsAskedForAtItsPlace() {
        begin();
        write("goods", "antimony ingots");
        sign();
        QVERIFY(page()->form()->editor("narrative")->isAncestorOf(QApplication::focusWidget()));
        QCOMPARE(taken(), 0);
        QCOMPARE(words("goods"), QStringLiteral("antimony ingots"));
    }

    /// A cell that a spreadsheet would run is refused in the words of an import, at the field.
    void whatCannotBeTakenIsSaidAtItsPlace() {
        begin();
        write("narrative", "Something.");
        write("goods", "=1+1");
        sign();
        QVERIFY(page()->form()->editor("goods")->isAncestorOf(QApplication::focusWidget()));
        QCOMPARE(taken(), 0);
    }

    void whatIsTypedOutlivesTheLock() {
        begin();
        write("narrative", "Half of it");
        m_window->lock({"Away.", "离开。"});
        QVERIFY(page()->form() == nullptr);
        unlock();
        begin();
        QTRY_COMPARE(words("narrative"), QStringLiteral("Half of it"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_COMPARE(m_window->currentPage(), m_window->listPage());
        begin();
        QCOMPARE(words("narrative"), QStringLiteral("Half of it"));
        m_window->findChild<QPushButton*>(QStringLiteral("discardReport"))->click();
        QVERIFY(words("narrative").isEmpty());
        m_window->lock({"Away.", "离开。"});
        unlock();
        begin();
        QTRY_VERIFY(page()->settled());
        QVERIFY(words("narrative").isEmpty());
    }

    void whatIsRefusedStaysWritten() {
        m_office->refusesReports = true;
        begin();
        write("narrative", "Told twice");
        sign();
        QTRY_COMPARE(m_window->messages()->words(), QStringLiteral("✕ Not now."));
        QCOMPARE(m_window->currentPage(), page());
        QCOMPARE(words("narrative"), QStringLiteral("Told twice"));
        m_office->refusesReports = false;
        sign();
        QTRY_COMPARE(m_window->currentPage(), m_window->caseFile());
        QCOMPARE(taken(), 2);
    }

private:
    ui::NewReportPage* page() { return m_window->newReport(); }
    void begin() {
        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_COMPARE(m_window->currentPage(), page());
        QVERIFY(page()->form() != nullptr);
    }
    void write(const char* field, const char* text) {
        page()->form()->focusField(field);
        QTest::keyClicks(QApplication::focusWidget(), QLatin1String(text));
    }
    void sign() { QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier); }
    QString words(const char* field) {
        const auto typed = page()->form()->typed();
        const auto at = typed.find(field);
        return at == typed.end() ? QString() : ui::str(at->second);
    }
    int taken() {
        const std::lock_guard guard(m_office->mutex);
        return static_cast<int>(m_office->reports.size());
    }
    model::intake::Report last() {
        const std::lock_guard guard(m_office->mutex);
        return m_office->reports.back();
    }
};

QTEST_MAIN(TestNewReport)
#include "test_new_report.moc"
