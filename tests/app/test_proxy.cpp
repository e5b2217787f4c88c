// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/two_desks.h"
#include "tests/support/postgres.h"

#include <QDir>

#include <future>
#include <arpa/inet.h>
#include <memory>
#include <sys/socket.h>
#include <vector>

/// Three hubs on one database behind HAProxy as docs/running-a-hub.md sets it up, one of them killed under load.
class TestProxy : public QObject, protected TwoDesks {
    Q_OBJECT

    PostgresServer m_server;
    QStringList m_store;
    std::vector<std::unique_ptr<HubProcess>> m_hubs;
    QProcess m_proxy;
    int m_port = 0;

    static int requestsOf(const HubProcess& hub) {
        const QByteArray name = "\ntouchstone_hub_requests_total ";
        const auto all = page(hub, "/metrics");
        return all.mid(all.indexOf(name) + name.size()).split('\n').value(0).toInt();
    }
    static int freePort() {
        const int taken = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (bind(taken, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
            getsockname(taken, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            qFatal("no port is free");
        close(taken);
        return ntohs(address.sin_port);
    }
    void startProxy() {
        m_port = freePort();
        QByteArray config = "global\n    maxconn 1000\n"
                            "defaults\n    mode tcp\n    timeout connect 5s\n    timeout client 120s\n"
                            "    timeout server 120s\n    retries 3\n    option redispatch\n"
                            "frontend desks\n    bind 127.0.0.1:" +
                            QByteArray::number(m_port) +
                            "\n    default_backend hubs\n"
                            "backend hubs\n    balance roundrobin\n    option httpchk GET /health\n"
                            "    default-server check check-ssl verify none inter 200ms fall 2 rise 1\n";
        for (const auto& hub : m_hubs)
            config += "    server hub" + QByteArray::number(hub->port()) + " " + hub->address().toUtf8() + "\n";
        writeBytes(path("haproxy.cfg"), config);
        m_proxy.setProcessChannelMode(QProcess::MergedChannels);
        m_proxy.start("haproxy", {"-db", "-f", path("haproxy.cfg")});
    }

private slots:
    void initTestCase() {
        m_store = {"--store", m_server.uri(m_server.makeDatabase())};
        foundOffice();
        const auto code = handOver();
        QCOMPARE(hub(QStringList{"migrate"} + m_store).exit, 0);
        QCOMPARE(hub(QStringList{"adopt", path("record"), "--folder", path("server")} + m_store, code).exit, 0);
        for (int i = 0; i < 3; ++i) {
            m_hubs.push_back(std::make_unique<HubProcess>(path("server"), "127.0.0.1:0", m_store));
            QVERIFY(m_hubs.back()->isUp()); // one after the other: the first makes the certificate
        }
        startProxy();
        QTRY_COMPARE_WITH_TIMEOUT(
            m_admin.json({"hub", "connect", "127.0.0.1:" + QString::number(m_port), "--pin", m_hubs[0]->pin()}).exit, 0,
            60'000);
        joinOffice();
        QCOMPARE(notes(m_officer), 0);
    }

    void nobodyNoticesThatOneIsKilled() {
        constexpr int kNotes = 8;
        std::atomic<int> said = 0;
        const auto say = [&](const Ctl& who) {
            int failed = 0;
            for (int i = 0; i < kNotes; ++i, ++said)
                failed += who.json({"case", "note", m_reference, "note " + QString::number(i)}).exit == 0 ? 0 : 1;
            return failed;
        };
        auto first = std::async(std::launch::async, say, std::cref(m_admin));
        auto second = std::async(std::launch::async, say, std::cref(m_officer));
        QTRY_VERIFY_WITH_TIMEOUT(said >= kNotes / 2, 120'000);
        for (const auto& hub : m_hubs) QVERIFY(requestsOf(*hub) > 0); // the proxy gives work to each
        m_hubs[1]->kill();
        const auto before = said.load();
        QVERIFY(before < 2 * kNotes);
        QCOMPARE(first.get(), 0);
        QCOMPARE(second.get(), 0);
        for (const auto* who : {&m_admin, &m_officer, &m_admin}) DONE(who->json({"hub", "exchange"}));
        QCOMPARE(notes(m_admin), 2 * kNotes);
        QCOMPARE(notes(m_officer), 2 * kNotes);
        for (const auto* who : {&m_admin, &m_officer}) DONE(who->json({"verify"}));
        QCOMPARE(hub(QStringList{"check", "--folder", path("server")} + m_store).exit, 0);
    }

    void cleanupTestCase() {
        m_proxy.kill();
        m_proxy.waitForFinished();
    }
};

QTEST_GUILESS_MAIN(TestProxy)
#include "test_proxy.moc"
