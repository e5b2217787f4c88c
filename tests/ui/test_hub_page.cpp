// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk_test.h"
#include "ui/hub/hub_page.h"
#include "ui/hub/open_item_panel.h"
#include "ui/hub/qr_view.h"
#include "ui/hub/watch_panel.h"
#include "ui/session/hub_link.h"
#include "ui/session/undo_stack.h"
#include "ui/shell/message_bar.h"

#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QTemporaryDir>

/// The page of the hub: how the desk stands with it, and what is open, decided by keys.
class TestHubPage : public fake::DeskTest {
    Q_OBJECT

    static model::Unsettled unsettled(int number, bool refused) {
        model::Unsettled one;
        one.caseId = fake::caseOf(number);
        one.reference = fake::referenceOf(number);
        one.title = std::string(fake::kCanary) + " title";
        one.event.bytes.fill(static_cast<std::uint8_t>(number));
        one.kind = "note.added";
        one.summary = {"Note: what I meant " + std::to_string(number), "备注"};
        if (refused) {
            one.reason = model::Error{model::Code::refused,
                                      {"The case was closed meanwhile", "案件已在此期间办结"},
                                      {"Ask a supervisor to open it again", "请申请负责人重新启动"}};
        }
        return one;
    }
    model::OverwrittenField overwritten(int number) const {
        model::OverwrittenField one;
        one.caseId = fake::caseOf(number);
        one.reference = fake::referenceOf(number);
        one.title = "A shipment";
        one.field = *m_office->definition->fact("title");
        one.what.field = "title";
        one.what.base = "Before";
        one.what.mine = "Mine";
        one.what.theirs = "Theirs";
        one.what.place.event.bytes.fill(static_cast<std::uint8_t>(0x80 + number));
        one.what.place.seq = 4;
        one.by = "Investigator Canary";
        return one;
    }
    ui::HubPage* page() const { return m_window->hubPage(); }
    QString label(const char* name) const { return page()->findChild<QLabel*>(QLatin1String(name))->text(); }
    QPushButton* button(const char* name) const { return page()->findChild<QPushButton*>(QLatin1String(name)); }
    QString state() const { return m_window->findChild<QLabel*>(QStringLiteral("workState"))->text(); }
    void openPage() {
        action("view.hub")->trigger();
        QTRY_VERIFY(page()->isVisible() && page()->settled());
    }
    void begin(std::vector<int> waiting, std::vector<int> refused, std::vector<int> fields) {
        makeOffice();
        m_office->hubElsewhere = true;
        for (const int one : waiting) m_office->standing.waiting.push_back(unsettled(one, false));
        for (const int one : refused) m_office->standing.refused.push_back(unsettled(one, true));
        for (const int one : fields) m_office->standing.overwritten.push_back(overwritten(one));
        openWindow();
        unlock();
        QTRY_COMPARE(m_session->hubLink().view().state, ui::LinkState::upToDate);
        openPage();
    }
    /// Goes to the first line of a group with the arrows.
    void goTo(const char* words) {
        page()->standing()->setFocus();
        for (int i = 0; i < 20; ++i) {
            press(Qt::Key_Down);
            const auto* line = page()->standing()->currentItem();
            if (line != nullptr && line->text(0).contains(QLatin1String(words))) return;
        }
        QFAIL("no such line");
    }

private slots:
    void initTestCase() { beginAll(); }
    void cleanup() { closeWindow(); }

    void nothingIsOpen() {
        begin({}, {}, {});
        QVERIFY(label("nothingOpen").contains(QStringLiteral("Nothing is open")));
        // The same moment in both places.
        QVERIFY(label("hubState").startsWith(QStringLiteral("Up to date ")));
        QVERIFY(label("hubWhere").endsWith(label("hubState").right(5)));
        QVERIFY(label("hubWhere").contains(QStringLiteral("hub.example:8844")));
        QVERIFY(!page()->standing()->isVisible());
        QVERIFY(button("exchangeNow")->hasFocus());
        QVERIFY(state().startsWith(QStringLiteral("✓ Up to date")));
    }

    void aRefusalSaysWhyAndIsSettled() {
        begin({1}, {2, 3}, {});
        QCOMPARE(page()->standing()->currentItem(), nullptr); // nothing is selected by itself
        QVERIFY(!page()->panel()->isVisible());
        goTo("what I meant 2");
        QCOMPARE(label("openReason"), QStringLiteral("The case was closed meanwhile"));
        QVERIFY(label("openCure").contains(QStringLiteral("Ask a supervisor")));
        QVERIFY(button("keepAsNote")->isVisible());
        QVERIFY(!button("putBack")->isVisible());
        button("settle")->click();
        QTRY_COMPARE(m_office->settlements.size(), 1u);
        QTRY_VERIFY(page()->settled());
        // What came into its place is the current one.
        QTRY_VERIFY(page()->standing()->currentItem() != nullptr);
        QVERIFY(page()->standing()->currentItem()->text(0).contains(QStringLiteral("what I meant 3")));
        // It is undone as anything else.
        QVERIFY(m_session->undoStack().next() != nullptr);
        action("edit.undo")->trigger();
        QTRY_VERIFY(m_session->undoStack().nextAgain() != nullptr);
        QVERIFY(m_office->settlements.empty());
        action("edit.redo")->trigger();
        QTRY_VERIFY(m_session->undoStack().next() != nullptr);
        QCOMPARE(m_office->settlements.size(), 1u);
    }

    void whatWasRefusedIsKeptAsANote() {
        begin({}, {2}, {});
        goTo("what I meant 2");
        button("keepAsNote")->click();
        QTRY_COMPARE(said(), std::vector<std::string>{"note 1"});
        QTRY_VERIFY(label("nothingOpen").contains(QStringLiteral("Nothing is open")));
    }

    void threeValuesStandSideBySide() {
        begin({}, {}, {4, 5, 6});
        goTo("Investigator Canary stated it anew");
        QCOMPARE(label("sideBase"), QStringLiteral("Before"));
        QCOMPARE(label("sideMine"), QStringLiteral("Mine"));
        QCOMPARE(label("sideTheirs"), QStringLiteral("Theirs"));
        button("putBack")->click();
        QTRY_COMPARE(said().size(), 1u);
        QTRY_COMPARE(page()->standing()->count(), 2u);
        QVERIFY(button("settleAll")->text().contains(u'2'));
        button("settleAll")->click();
        QTRY_COMPARE(m_office->settlements.size(), 2u);
        QTRY_VERIFY(page()->settled());
        QTRY_COMPARE(page()->standing()->count(), 0u);
        QTRY_VERIFY(m_session->undoStack().next() != nullptr);
        action("edit.undo")->trigger();
        QTRY_VERIFY(m_session->undoStack().nextAgain() != nullptr);
        QVERIFY(m_office->settlements.empty());
    }

    void theCountGoesOnlyWhenDecided() {
        begin({}, {}, {4});
        QTRY_VERIFY(state().contains(QStringLiteral("1 case overwritten")));
        m_window->messages()->clear();
        m_window->lock({"Locked", "已锁定"});
        unlock();
        QTRY_VERIFY(state().contains(QStringLiteral("1 case overwritten")));
        openPage();
        goTo("stated it anew");
        button("settle")->click();
        QTRY_VERIFY(!state().contains(QStringLiteral("overwritten")));
    }

    void lockingEmptiesIt() {
        begin({1}, {2}, {4});
        goTo("what I meant 2");
        m_window->lock({"Locked", "已锁定"});
        QCOMPARE(page()->standing()->topLevelItemCount(), 0);
        for (const auto* one : page()->findChildren<QLabel*>())
            QVERIFY2(!one->text().contains(QLatin1String(fake::kCanary)) &&
                         !one->text().contains(QStringLiteral("2026-")),
                     qPrintable(one->objectName()));
    }

    void theHubIsTriedByKeyAndPaused() {
        begin({}, {}, {});
        const int before = m_office->exchanges;
        press(Qt::Key_F5);
        QTRY_VERIFY(m_office->exchanges > before);
        QTRY_VERIFY(m_session->hubLink().resting());
        button("pauseExchange")->click();
        QCOMPARE(m_session->hubLink().view().state, ui::LinkState::paused);
        QVERIFY(label("hubState").contains(QStringLiteral("paused")));
        action("hub.pause")->trigger();
        QTRY_COMPARE(m_session->hubLink().view().state, ui::LinkState::upToDate);
        QVERIFY(!button("pauseExchange")->isChecked());
    }

    void aHubThatIsAwaySaysWhy() {
        makeOffice();
        m_office->hubElsewhere = true;
        m_office->hubFault = model::Error{model::Code::network, {"The hub cannot be reached", "无法连接服务器"}};
        openWindow();
        unlock();
        QTRY_VERIFY(state().contains(QStringLiteral("Offline")));
        openPage();
        QVERIFY(label("hubWhy").contains(QStringLiteral("cannot be reached")));
        QVERIFY(label("hubWhere").contains(QStringLiteral("tried again at")));
    }

    void aQuestionIsAskedInWordsAndAnswered() {
        makeOffice();
        m_office->hubElsewhere = true;
        m_office->news.asks = model::HubQuestion{model::HubQuestion::What::givesBack, 412, 17};
        openWindow();
        unlock();
        QTRY_VERIFY(state().contains(QStringLiteral("Exchange asks")));
        openPage();
        QVERIFY(label("questionWords").contains(QStringLiteral("412")));
        QVERIFY(label("questionWords").contains(QStringLiteral("17")));
        QVERIFY(label("questionHelp").contains(QStringLiteral("administrator")));
        QVERIFY(button("questionStay")->hasFocus()); // what is safe is under the hand
        const int before = m_office->exchanges;
        press(Qt::Key_Space);
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(m_office->exchanges, before);
        QVERIFY(button("questionGo")->isVisible()); // it can still be answered otherwise
        button("questionGo")->click();
        QTRY_COMPARE(m_session->hubLink().view().state, ui::LinkState::upToDate);
        QCOMPARE(m_office->agreed.size(), std::size_t{1});
        QVERIFY((m_office->agreed.front() == model::HubQuestion{model::HubQuestion::What::givesBack, 412, 17}));
        QTRY_VERIFY(!button("questionGo")->isVisible());
    }

    void whatWasGivenBackIsTold() {
        makeOffice();
        m_office->hubElsewhere = true;
        m_office->news.givenBack = 12;
        openWindow();
        unlock();
        QTRY_VERIFY(m_window->messages()->words().contains(QStringLiteral("12 commits")));
    }

    void whatTheHubWasNamedForIsListed() {
        begin({}, {}, {});
        button("watchHub")->click();
        QTRY_VERIFY(page()->settled());
        QVERIFY(label("noFindings").contains(QStringLiteral("named for nothing")));
        QVERIFY(!button("saveProof")->isVisible());
        {
            const std::lock_guard guard(m_office->mutex);
            model::HubFinding finding;
            finding.number = 3;
            finding.proof.finding.what = {"The hub left out a commit", "服务器遗漏了提交记录"};
            finding.proof.finding.where = "commit 9";
            m_office->hubLook.findings = {finding};
            m_office->hubLook.head = model::ShownHead{9, "9 0123 4567", "TSH1ABCDEFG"};
        }
        page()->watch()->refresh();
        QTRY_VERIFY(page()->settled());
        auto* list = page()->findChild<QListWidget*>(QStringLiteral("findings"));
        QCOMPARE(list->count(), 1);
        QVERIFY(list->item(0)->text().contains(QStringLiteral("left out a commit (commit 9)")));
        QVERIFY(list->item(0)->text().contains(QStringLiteral("proves nothing")));
        QVERIFY(!button("saveProof")->isEnabled()); // nothing is chosen by itself
        QCOMPARE(label("headWords"), QStringLiteral("9 0123 4567"));
        QVERIFY(page()->findChild<ui::QrView*>(QStringLiteral("headsQr"))->modules() > 20);
        list->setCurrentRow(0);
        button("saveProof")->click();
        QPointer<QFileDialog> dialog;
        QTRY_VERIFY((dialog = page()->findChild<QFileDialog*>(QStringLiteral("saveDialog"))) != nullptr);
        QTemporaryDir folder;
        emit dialog->fileSelected(folder.filePath(QStringLiteral("proof")));
        dialog->close();
        QTRY_COMPARE(m_office->proofsSaved, std::vector<std::int64_t>{3});
        m_window->lock({"Locked", "已锁定"});
        QCOMPARE(list->count(), 0);
    }

    void twoDesksCompareByWhatIsTyped() {
        begin({}, {}, {});
        button("watchHub")->click();
        QTRY_VERIFY(page()->settled());
        m_office->comparison.what.verdict = model::HeadsVerdict::twoHistories;
        m_office->comparison.what.words = {"The desks were told two histories.", "得到了两份不同的历史。"};
        m_office->comparison.by = "Zhao";
        auto* edit = page()->findChild<QLineEdit*>(QStringLiteral("theirHeads"));
        edit->setFocus();
        QTest::keyClicks(edit, QStringLiteral("12 0123456789abcdef"));
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(label("compareResult"), QStringLiteral("The desks were told two histories. Said by Zhao."));
        QCOMPARE(m_office->compared, std::string("12 0123456789abcdef"));
        auto* commits = page()->findChild<QLineEdit*>(QStringLiteral("askCommits"));
        QCOMPARE(commits->text(), QStringLiteral("100"));
        commits->setFocus();
        commits->selectAll();
        QTest::keyClicks(commits, QStringLiteral("7"));
        QTest::keyClick(commits, Qt::Key_Return);
        QTRY_COMPARE(m_office->hubLook.above.commits, std::uint64_t{7});
    }

    void anOfficeOfItsOwnHasNothingToExchange() {
        makeOffice();
        openWindow();
        unlock();
        openPage();
        QVERIFY(label("hubState").contains(QStringLiteral("its own hub")));
        QVERIFY(!button("exchangeNow")->isVisible());
        QVERIFY(!action("hub.exchange")->isEnabled());
        QVERIFY(state().contains(QStringLiteral("Signed work saved")));
    }
};

QTEST_MAIN(TestHubPage)
#include "test_hub_page.moc"
