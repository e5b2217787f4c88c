// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk_test.h"
#include "ui/casefile/evidence_page.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/row_table.h"

#include <QFileDialog>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTemporaryDir>

/// Evidence whose file is on the hub only: it is fetched when it is asked for, and the case can be worked with
/// meanwhile.
class TestFetchEvidence : public fake::DeskTest {
    Q_OBJECT

    ui::EvidencePage* page() const { return m_window->caseFile()->evidencePage(); }
    QPushButton* button(const char* name) const { return page()->findChild<QPushButton*>(QLatin1String(name)); }
    QString message() const { return m_window->messages()->words(); }
    void begin(bool elsewhere) {
        makeOffice();
        m_office->hubElsewhere = elsewhere;
        m_office->fileAway = true;
        openWindow();
        unlock();
        openFirstCase();
        m_window->caseFile()->showTab(ui::CaseFilePage::evidence);
        QTRY_VERIFY(page()->isVisible() && page()->table()->model()->rowCount() == 1);
    }

private slots:
    void initTestCase() { beginAll(); }
    void cleanup() {
        m_office->holdFiles = false;
        closeWindow();
    }

    void whatIsNotHereSaysSoAndIsFetchedByKey() {
        begin(true);
        const auto name = [this] { return page()->table()->model()->index(0, 0).data().toString(); };
        QVERIFY(name().endsWith(QStringLiteral("not on this machine")));
        QVERIFY(button("fetchEvidence")->isVisible());
        m_office->holdFiles = true;
        action("case.fetch")->trigger();
        auto* bar = page()->findChild<QProgressBar*>();
        QTRY_VERIFY(bar->isVisible());
        QCOMPARE(bar->value(), 1000 * 5 / 13);
        QVERIFY(!button("fetchEvidence")->isEnabled());
        QVERIFY(!m_window->caseFile()->open().busy()); // the case is there to be worked with
        m_office->holdFiles = false;
        QTRY_VERIFY(!bar->isVisible());
        QTRY_VERIFY(!name().contains(QStringLiteral("not on this machine")));
        QVERIFY(!button("fetchEvidence")->isVisible());
        QVERIFY2(message().contains(QStringLiteral("Fetched and verified: 1 of 1")), qPrintable(message()));
        QVERIFY(!action("case.fetch")->isEnabled());
    }

    void itCanBeStoppedAndFailsInWords() {
        begin(true);
        m_office->holdFiles = true;
        page()->table()->selectRow(0);
        button("fetchEvidence")->click();
        auto* bar = page()->findChild<QProgressBar*>();
        QTRY_VERIFY(bar->isVisible());
        page()->cancelButton()->click();
        QTRY_VERIFY(message().contains(QStringLiteral("Stopped")));
        QVERIFY(m_office->fileAway);
        m_office->holdFiles = false;
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->hubFault = model::Error{model::Code::network, {"No way to the hub", "不通"}, {}, {}, {}};
        }
        QTRY_VERIFY(button("fetchEvidence")->isEnabled());
        button("fetchEvidence")->click();
        QTRY_VERIFY(message().contains(QStringLiteral("No way to the hub")));
        QVERIFY(button("fetchEvidence")->isVisible() && button("fetchEvidence")->isEnabled());
    }

    void aCopyIsSavedAfterItCame() {
        begin(true);
        page()->table()->selectRow(0);
        page()->saveCopy();
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = m_window->findChild<QFileDialog*>(QStringLiteral("copyDialog"))) != nullptr);
        const QTemporaryDir folder;
        emit dialog->fileSelected(folder.filePath(QStringLiteral("copy.pdf")));
        dialog->close();
        QTRY_VERIFY(message().contains(QStringLiteral("A verified copy was written")));
        QVERIFY(!m_office->fileAway);
    }

    void theLockStopsIt() {
        begin(true);
        m_office->holdFiles = true;
        page()->fetch();
        QTRY_VERIFY(page()->findChild<QProgressBar*>()->isVisible());
        m_session->lock({"Locked", "已锁定"});
        QTRY_COMPARE(m_session->state(), ui::Session::State::locked);
        QVERIFY(m_office->fileAway);
    }

    void anOfficeOfItsOwnHasNothingToFetch() {
        begin(false);
        QVERIFY(!button("fetchEvidence")->isVisible());
        QVERIFY(!action("case.fetch")->isEnabled());
    }
};

QTEST_MAIN(TestFetchEvidence)
#include "test_fetch_evidence.moc"
