// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/link/http_transport.h"
#include "model/workspace/unsettled.h"
#include "tests/app/two_desks.h"
#include "tests/support/office.h"
#include "tests/support/patroni.h"
#include "ui/session/hub_link.h"
#include "ui/session/live_office.h"
#include "ui/session/session.h"

#include <QElapsedTimer>

using namespace model;

/// Two hubs on a cluster of three machines whose primary dies, or is cut off, while two desks work.
class TestFailover : public QObject, protected TwoDesks {
    Q_OBJECT

    /// Until a new primary is elected, and until desks are told to have gone on.
    static constexpr int kElection = 120'000;
    static constexpr int kDesks = 30'000;

    std::unique_ptr<PatroniCluster> m_cluster;
    QStringList m_store;
    std::vector<std::unique_ptr<HubProcess>> m_hubs;
    CaseId m_id;
    int m_said = 0;

    /// A desk, without its windows.
    struct Desk {
        explicit Desk(const Ctl& who)
            : session(ui::liveOffice(who.office.toStdString(), {clock.get(), random.get(), app::httpWay})) {
            const auto person = QDir(who.office + "/people").entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0);
            session.unlock(*PersonId::fromHex(person.toStdString()),
                           crypto::Secret(crypto::asBytes(who.passphrase.toStdString())));
        }
        template <typename Job>
        auto run(Job job) {
            std::optional<std::invoke_result_t<Job&, ui::WriterPort&>> answer;
            session.write(&session, job, [&](auto got) { answer = std::move(got); });
            if (!QTest::qWaitFor([&] { return answer.has_value(); }, 60'000)) qFatal("no answer");
            return *std::move(answer);
        }
        CaseState state(CaseId id) {
            return must(run([id](ui::WriterPort& office) { return office.view(id); })).state;
        }
        void note(CaseId id, int number) {
            must(run(
                [id, number](ui::WriterPort& office) { return office.addNote(id, "note " + std::to_string(number)); }));
        }
        std::size_t waiting() {
            return must(run([](ui::WriterPort& office) { return office.standing(); })).waiting.size();
        }
        [[nodiscard]] bool upToDate() {
            return session.hubLink().view().state == ui::LinkState::upToDate && session.hubLink().resting();
        }
        std::unique_ptr<Clock> clock = systemClock();
        std::unique_ptr<crypto::Random> random = crypto::systemRandom();
        ui::Session session;
    };

    /// Desks write while `disaster` comes over the primary; then all goes on by itself and nothing is gone.
    void survive(const std::function<void(int)>& disaster, const std::function<void(int)>& repair) {
        Desk first(m_admin), second(m_officer);
        for (auto* desk : {&first, &second}) {
            QTRY_VERIFY_WITH_TIMEOUT(desk->session.isOpen(), 60'000);
            QTRY_VERIFY_WITH_TIMEOUT(desk->upToDate(), 60'000);
        }
        const int old = m_cluster->primary();
        QVERIFY(old != 0);
        for (int i = 0; i < 10; ++i) {
            first.note(m_id, ++m_said);
            second.note(m_id, ++m_said);
        }
        disaster(old);
        QElapsedTimer since;
        since.start();
        int elected = 0;
        while (elected == 0 && since.elapsed() < kElection) {
            first.note(m_id, ++m_said);
            second.note(m_id, ++m_said);
            QTest::qWait(500);
            const int now = m_cluster->primary();
            if (now != old) elected = now;
        }
        QVERIFY2(elected != 0, m_cluster->logs().constData());
        const auto election = since.restart();
        first.note(m_id, ++m_said);
        // Nobody presses anything.
        QTRY_VERIFY_WITH_TIMEOUT(first.upToDate() && first.waiting() == 0, kDesks);
        QTRY_VERIFY_WITH_TIMEOUT(second.upToDate() && second.waiting() == 0, kDesks);
        const auto wentOn = since.elapsed();
        QVERIFY2(wentOn < kDesks, QByteArray::number(wentOn));
        qInfo("a new primary after %lld ms, both desks %lld ms later", static_cast<long long>(election),
              static_cast<long long>(wentOn));
        const auto all = static_cast<std::size_t>(m_said);
        QTRY_COMPARE_WITH_TIMEOUT(first.state(m_id).notes.size(), all, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(second.state(m_id).notes.size(), all, 60'000);
        QCOMPARE(must(first.run([](ui::WriterPort& office) { return office.standing(); })).refused.size(), 0u);
        repair(old);
        // It comes back as a copy of the new one.
        QTRY_COMPARE_WITH_TIMEOUT(m_cluster->followers(m_cluster->primary()), 2, kElection);
        first.note(m_id, ++m_said);
        QTRY_COMPARE_WITH_TIMEOUT(second.state(m_id).notes.size(), all + 1, 60'000);
    }

private slots:
    void initTestCase() {
        m_cluster = std::make_unique<PatroniCluster>();
        QTRY_VERIFY2_WITH_TIMEOUT(m_cluster->primary() != 0, m_cluster->logs().constData(), kElection);
        QTRY_VERIFY2_WITH_TIMEOUT(m_cluster->followers(m_cluster->primary()) == 2, m_cluster->logs().constData(),
                                  kElection);
        QTRY_VERIFY2_WITH_TIMEOUT(m_cluster->synchronous(m_cluster->primary()) > 0, m_cluster->logs().constData(),
                                  kElection);
        m_cluster->ask(m_cluster->primary(), "CREATE ROLE touchstone LOGIN");
        m_cluster->ask(m_cluster->primary(),
                       "CREATE DATABASE office OWNER touchstone TEMPLATE template0 ENCODING 'UTF8'");
        m_store = {"--store", m_cluster->uri("office")};
        foundOffice();
        m_id = *CaseId::fromHex(m_case.toStdString());
        const auto code = handOver();
        const auto made = hub(QStringList{"migrate"} + m_store);
        QVERIFY2(made.exit == 0, made.err.constData());
        const auto adopted = hub(QStringList{"adopt", path("record"), "--folder", path("server")} + m_store, code);
        QVERIFY2(adopted.exit == 0, adopted.err.constData());
        for (int i = 0; i < 2; ++i) {
            m_hubs.push_back(std::make_unique<HubProcess>(path("server"), "127.0.0.1:0", m_store));
            QVERIFY2(m_hubs.back()->isUp(), m_hubs.back()->log().constData());
        }
        DONE(connectTo(m_admin, *m_hubs[0]));
        joinOffice();
        DONE(connectTo(m_officer, *m_hubs[1]));
    }

    void thePrimaryDies() {
        survive([this](int old) { m_cluster->kill(old); }, [this](int old) { m_cluster->start(old); });
    }

    void thePrimaryIsCutOff() {
        survive([this](int old) { m_cluster->setConnected(old, false); },
                [this](int old) { m_cluster->setConnected(old, true); });
    }

    void theRecordIsWhole() {
        const auto checked = hub(QStringList{"check", "--folder", path("server"), "--json"} + m_store);
        QVERIFY2(checked.exit == 0, checked.err.constData());
        QVERIFY(checked.data()["findings"].toArray().isEmpty());
        for (const auto* who : {&m_admin, &m_officer}) DONE(who->json({"verify"}));
    }
};

QTEST_GUILESS_MAIN(TestFailover)
#include "test_failover.moc"
