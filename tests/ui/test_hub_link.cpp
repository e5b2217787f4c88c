// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_office.h"
#include "ui/session/hub_link.h"
#include "ui/session/work_state.h"

#include <QSignalSpy>
#include <QTest>

using ui::LinkState;
using ui::WorkState;

/// How a desk keeps in exchange with a hub that is elsewhere, over an office of values.
class TestHubLink : public QObject {
    Q_OBJECT

    std::shared_ptr<fake::Office> m_office;
    std::unique_ptr<ui::Session> m_session;

    ui::HubLink& link() { return m_session->hubLink(); }
    void open() {
        m_session->unlock(m_office->me, crypto::Secret(crypto::asBytes(fake::kPassphrase)));
        QTRY_VERIFY(m_session->isOpen());
    }
    void say() {
        m_session->write(
            m_session.get(),
            [office = m_office](ui::WriterPort&) {
                office->unsent = true;
                return true;
            },
            [](bool) {});
    }
    void fault(std::optional<model::Error> error) {
        const std::lock_guard guard(m_office->mutex);
        m_office->hubFault = std::move(error);
    }
    static model::Error errorOf(model::Code code) {
        return {code, {"No way", "不通"}, {"Look at the cable", "请检查网线"}};
    }

private slots:
    void init() {
        m_office = std::make_shared<fake::Office>();
        m_office->hubElsewhere = true;
        m_session = std::make_unique<ui::Session>(std::make_unique<fake::Gate>(m_office));
    }
    void cleanup() {
        m_office->holdHub = false;
        m_session.reset();
    }

    void anOfficeOfItsOwnExchangesNothing() {
        m_office->hubElsewhere = false;
        open();
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(link().view().state, LinkState::own);
        link().exchangeNow();
        say();
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(m_office->exchanges, 0);
    }

    void itExchangesAtOnceAndWhenSomethingIsSaid() {
        QSignalSpy came(&link(), &ui::HubLink::came);
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->news.cases = {fake::caseOf(3)};
        }
        open();
        QTRY_COMPARE(link().view().state, LinkState::upToDate);
        QCOMPARE(came.count(), 1);
        QVERIFY(link().view().last.has_value());
        const int before = m_office->exchanges;
        say();
        QTRY_COMPARE(m_office->exchanges, before + 1);
        QTRY_VERIFY(link().resting());
        QCOMPARE(came.count(), 1); // nothing changed
    }

    void whatIsSaidWhileItRunsGoesWithTheNext() {
        m_office->holdHub = true;
        open();
        QTRY_COMPARE(m_office->exchanges, 1);
        say();
        say();
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(m_office->exchanges, 1);
        m_office->holdHub = false;
        QTRY_COMPARE(m_office->exchanges, 2);
        QTRY_VERIFY(link().resting());
        QCOMPARE(m_office->exchanges, 2);
    }

    void theHubSaysThatThereIsNews() {
        open();
        QTRY_COMPARE(link().view().state, LinkState::upToDate);
        const int before = m_office->exchanges;
        m_office->hubNews = true;
        QTRY_COMPARE(m_office->exchanges, before + 1);
    }

    void aHubThatIsAwayIsTriedAgain() {
        fault(errorOf(model::Code::network));
        open();
        QTRY_COMPARE(link().view().state, LinkState::away);
        QCOMPARE(link().view().error->what.en, std::string("No way"));
        QVERIFY(link().view().again.has_value());
        fault({});
        QTRY_COMPARE_WITH_TIMEOUT(link().view().state, LinkState::upToDate, 10'000);
        QVERIFY(!link().view().error);
    }

    void whatTryingDoesNotMendWaitsForAPerson() {
        fault(errorOf(model::Code::damaged));
        open();
        QTRY_COMPARE(link().view().state, LinkState::stopped);
        const int before = m_office->exchanges;
        say();
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(m_office->exchanges, before);
        link().exchangeNow();
        QTRY_COMPARE(m_office->exchanges, before + 1);
        QTRY_COMPARE(link().view().state, LinkState::stopped);
        fault({});
        link().exchangeNow();
        QTRY_COMPARE(link().view().state, LinkState::upToDate);
    }

    void aQuestionStopsItUntilItIsAnswered() {
        const model::HubQuestion question{model::HubQuestion::What::releases, 0, 40};
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->news.asks = question;
        }
        open();
        QTRY_COMPARE(link().view().state, LinkState::asks);
        QVERIFY(link().view().question == question);
        QVERIFY(!link().view().last); // it did not bring everything
        QCOMPARE(ui::workOf(false, {0, 1, 0}, link().view()).state, WorkState::asks);
        const int before = m_office->exchanges;
        say();
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(m_office->exchanges, before);
        link().agree(question);
        QTRY_COMPARE(link().view().state, LinkState::upToDate);
        QVERIFY(!link().view().question);
        QCOMPARE(m_office->agreed.size(), std::size_t{1});
    }

    void pausedItSendsNothing() {
        open();
        QTRY_COMPARE(link().view().state, LinkState::upToDate);
        link().setPaused(true);
        QCOMPARE(link().view().state, LinkState::paused);
        const int before = m_office->exchanges;
        say();
        m_office->hubNews = true;
        QTRY_VERIFY(!m_office->hubNews);
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(m_office->exchanges, before);
        link().setPaused(false);
        QTRY_COMPARE(link().view().state, LinkState::upToDate);
        QVERIFY(m_office->exchanges > before);
    }

    void lockingWaitsForNoHub() {
        m_office->holdHub = true;
        open();
        QTRY_COMPARE(m_office->exchanges, 1);
        QElapsedTimer timer;
        timer.start();
        m_session->lock({"Locked", "已锁定"});
        QVERIFY(timer.elapsed() < 200);
        QCOMPARE(link().view().state, LinkState::own);
        m_office->holdHub = false;
        open();
        QTRY_COMPARE(link().view().state, LinkState::upToDate);
    }

    void anExchangeThatTakesLongIsTold() {
        m_office->holdHub = true;
        open();
        QTRY_COMPARE(link().view().state, LinkState::exchanging);
        m_office->holdHub = false;
        QTRY_COMPARE(link().view().state, LinkState::upToDate);
        m_office->holdHub = true;
        say();
        QTRY_COMPARE(link().view().state, LinkState::exchanging);
        m_office->holdHub = false;
        QTRY_COMPARE(link().view().state, LinkState::upToDate);
    }

    void filesOfEvidenceFollow() {
        m_office->files = 2;
        m_office->holdFiles = true;
        open();
        QTRY_COMPARE(link().view().state, LinkState::upToDate);
        QTRY_VERIFY(link().view().sendsFiles);
        QCOMPARE(ui::workOf(false, {}, link().view()).state, WorkState::sendsFiles);
        // What is said meanwhile does not wait for them.
        const int before = m_office->exchanges;
        say();
        QTRY_VERIFY(m_office->exchanges > before);
        m_office->holdFiles = false;
        QTRY_VERIFY(!link().view().sendsFiles);
        QCOMPARE(m_office->files, 0);
        QTRY_COMPARE(ui::workOf(false, {}, link().view()).state, WorkState::upToDate);
    }

    void lockingWaitsForNoFile() {
        m_office->files = 1;
        m_office->holdFiles = true;
        open();
        QTRY_VERIFY(link().view().sendsFiles);
        m_session->lock({"Locked", "已锁定"});
        m_session.reset(); // would never end otherwise
        QCOMPARE(m_office->files, 0);
    }

    void whoHasLeftIsTold() {
        QSignalSpy left(&link(), &ui::HubLink::left);
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->news.left = true;
        }
        open();
        QTRY_COMPARE(left.count(), 1);
    }

    void oneStateInOneWord_data() {
        QTest::addColumn<ui::LinkState>("link");
        QTest::addColumn<std::vector<int>>("open");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("zh");
        const auto row = [](LinkState state, std::vector<int> open, const char* en, const char* zh) {
            QTest::newRow(en) << state << std::move(open) << QString::fromUtf8(en) << QString::fromUtf8(zh);
        };
        row(LinkState::own, {0, 0, 0}, "Signed work saved", "已签署的均已保存");
        row(LinkState::own, {2, 0, 0}, "2 cases waiting", "2 件待确认");
        row(LinkState::upToDate, {0, 0, 0}, "Up to date", "已同步");
        row(LinkState::upToDate, {1, 0, 0}, "1 case waiting", "1 件待确认");
        row(LinkState::away, {0, 0, 0}, "Offline", "离线");
        row(LinkState::away, {3, 0, 0}, "Offline, 3 cases waiting", "离线，3 件待确认");
        row(LinkState::away, {3, 1, 0}, "1 case with a refusal", "1 件有被退回内容");
        row(LinkState::exchanging, {3, 0, 0}, "Exchanging…", "正在同步…");
        row(LinkState::paused, {1, 0, 0}, "Paused, 1 case waiting", "已暂停，1 件待确认");
        row(LinkState::upToDate, {0, 0, 2}, "2 cases overwritten", "2 件有被覆盖内容");
        row(LinkState::asks, {1, 1, 1}, "Exchange asks", "同步待您决定");
        row(LinkState::stopped, {1, 1, 1}, "Exchange stopped", "同步已中止");
    }
    void oneStateInOneWord() {
        QFETCH(const ui::LinkState, link);
        QFETCH(const std::vector<int>, open);
        QFETCH(const QString, words);
        QFETCH(const QString, zh);
        const ui::OpenCases cases{static_cast<std::uint64_t>(open[0]), static_cast<std::uint64_t>(open[1]),
                                  static_cast<std::uint64_t>(open[2])};
        const auto text = ui::workText(ui::workOf(false, cases, {.state = link}));
        QCOMPARE(ui::str(text.en), words);
        QCOMPARE(ui::str(text.zh), zh);
        QCOMPARE(ui::workOf(true, cases, {.state = link}).state, WorkState::working);
    }
};

QTEST_GUILESS_MAIN(TestHubLink)
#include "test_hub_link.moc"
