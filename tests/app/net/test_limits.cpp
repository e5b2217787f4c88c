// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/certificate.h"
#include "app/net/clients.h"
#include "app/net/http_client.h"
#include "app/net/http_server.h"
#include "tests/app/net/raw_socket.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace net;
using namespace std::chrono_literals;

namespace {

const std::string kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

void answerAtOnce(Request, Reply reply) {
    Response response;
    response.body = {'o', 'k'};
    reply(std::move(response));
}

std::unique_ptr<HttpServer> serve(ServerOptions options) {
    auto server = HttpServer::start(std::move(options), answerAtOnce);
    return server ? *std::move(server) : nullptr;
}

} // namespace

/// What one client may take, and a certificate that is replaced while the server runs.
class TestLimits : public QObject {
    Q_OBJECT

    using Welcome = Clients::Welcome;
    Clients::Moment m_now = Clients::Moment() + std::chrono::hours(1);

private slots:
    void anAddressIsOneClient() {
        const auto same = [](const char* one, const char* other) {
            return Clients::keyOf(one) == Clients::keyOf(other);
        };
        QVERIFY(same("192.0.2.7", "::ffff:192.0.2.7"));
        QVERIFY(!same("192.0.2.7", "192.0.2.8"));
        QVERIFY(same("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")); // one network
        QVERIFY(!same("2001:db8:1:2::1", "2001:db8:1:3::1"));
        QVERIFY(same("fe80::1%eth0", "fe80::1"));
        QVERIFY(!same("::1", "2001:db8::1") && !same("::1", ""));
        QVERIFY(Clients::keyOf("no address") == Clients::Key{});
    }

    void requestsComeAsFastAsIsAllowed() {
        const auto clients = std::make_shared<Clients>(ClientLimits{0, 10, 20, {"192.0.2.1"}});
        Clients::Place place;
        QCOMPARE(clients->enter("192.0.2.7", m_now, place), Welcome::in);
        const auto asked = [&](int times) {
            int done = 0;
            for (int i = 0; i < times; ++i) done += place.ask(m_now) ? 1 : 0;
            return done;
        };
        QCOMPARE(asked(50), 20);
        m_now += 500ms;
        QCOMPARE(asked(50), 5);
        m_now += 1h;
        QCOMPARE(asked(50), 20);
        m_now -= 30min; // a clock that went back gives nothing and takes nothing
        QCOMPARE(asked(50), 0);
        // Coming anew does not help, and others are not touched.
        place = {};
        QCOMPARE(clients->enter("192.0.2.7", m_now, place), Welcome::in);
        QVERIFY(!place.ask(m_now));
        Clients::Place other, proxy;
        QCOMPARE(clients->enter("192.0.2.8", m_now, other), Welcome::in);
        QVERIFY(other.ask(m_now));
        QCOMPARE(clients->enter("192.0.2.1", m_now, proxy), Welcome::in);
        for (int i = 0; i < 100; ++i) QVERIFY(proxy.ask(m_now));
    }

    void connectionsAreCounted() {
        const auto clients = std::make_shared<Clients>(ClientLimits{3, 0, 0, {}});
        std::vector<Clients::Place> places(20);
        std::vector<Welcome> met;
        for (auto& place : places) met.push_back(clients->enter("192.0.2.7", m_now, place));
        QCOMPARE(std::ranges::count(met, Welcome::in), 3);
        QCOMPARE(std::ranges::count(met, Welcome::heardOut), 8);
        QCOMPARE(std::ranges::count(met, Welcome::closed), 9);
        Clients::Place other;
        QCOMPARE(clients->enter("192.0.2.8", m_now, other), Welcome::in);
        places.clear();
        QCOMPARE(clients->enter("192.0.2.7", m_now, other), Welcome::in);
        QVERIFY(other.ask(m_now));
    }

    void newConnectionsCountToo() {
        const auto clients = std::make_shared<Clients>(ClientLimits{0, 10, 20, {}});
        int in = 0;
        for (int i = 0; i < 50; ++i) {
            Clients::Place place;
            in += clients->enter("192.0.2.7", m_now, place) == Welcome::in ? 1 : 0;
        }
        QCOMPARE(in, 20);
    }

    /// A million addresses do not fill the memory.
    void whoHasLeftIsForgotten() {
        const auto clients = std::make_shared<Clients>(ClientLimits{8, 1, 100, {}});
        Clients::Place stays;
        QCOMPARE(clients->enter("192.0.2.7", m_now, stays), Welcome::in);
        for (int i = 0; i < 100; ++i) QVERIFY(stays.ask(m_now));
        for (int i = 0; i < 300'000; ++i) {
            Clients::Place place;
            const auto address =
                "10." + std::to_string(i >> 16) + "." + std::to_string(i >> 8 & 255) + "." + std::to_string(i & 255);
            QCOMPARE(clients->enter(address, m_now, place), Welcome::in);
        }
        QVERIFY2(clients->size() <= 2 * 65'536 + 2, std::to_string(clients->size()).c_str());
        QVERIFY(!stays.ask(m_now)); // who is there is not
    }

    void tooManyRequestsAreToldSo() {
        ServerOptions options;
        options.each = {0, 1, 3, {}};
        const auto server = serve(options);
        RawSocket client(server->port());
        for (int i = 0; i < 3; ++i) {
            QVERIFY(client.send(kGet));
            QVERIFY(client.answers(1).starts_with("HTTP/1.1 200"));
        }
        QVERIFY(client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n"));
        const auto refused = client.rest(); // before its body came
        QVERIFY2(refused.starts_with("HTTP/1.1 429 Too Many Requests"), refused.c_str());
        QVERIFY(refused.contains("Retry-After: 1\r\n"));
        QCOMPARE(server->counters().limited, 1U);
        QCOMPARE(server->counters().answers[2], 3U);
    }

    void tooManyConnectionsAreToldSo() {
        ServerOptions options;
        options.each = {2, 0, 0, {}};
        const auto server = serve(options);
        {
            RawSocket first(server->port()), second(server->port()), third(server->port());
            for (auto* client : {&first, &second, &third}) QVERIFY(client->send(kGet));
            QVERIFY(first.answers(1).starts_with("HTTP/1.1 200"));
            QVERIFY(second.answers(1).starts_with("HTTP/1.1 200"));
            QVERIFY(third.rest().starts_with("HTTP/1.1 429"));
        }
        QTRY_COMPARE(server->counters().connections, 0U);
        RawSocket again(server->port());
        QVERIFY(again.send(kGet));
        QVERIFY(again.answers(1).starts_with("HTTP/1.1 200"));
        // Whoever speaks for many is not counted.
        options.each.unlimited = {"127.0.0.1"};
        const auto behindProxy = serve(options);
        std::vector<RawSocket> many;
        for (int i = 0; i < 10; ++i) {
            many.emplace_back(behindProxy->port());
            QVERIFY(many.back().send(kGet));
            QVERIFY(many.back().answers(1).starts_with("HTTP/1.1 200"));
        }
    }

    void aCertificateIsReplacedWhileConnectionsGoOn() {
        const QTemporaryDir folder;
        const auto at = [&](const char* name) { return std::filesystem::path(folder.filePath(name).toStdString()); };
        const auto now = std::chrono::time_point_cast<model::Instant::duration>(std::chrono::system_clock::now());
        for (const char* name : {"one", "two"})
            QVERIFY(makeSelfSigned(at(name), at((std::string(name) + ".key").c_str()), {"127.0.0.1"}, now));
        const auto put = [&](const char* from) {
            const auto over = std::filesystem::copy_options::overwrite_existing;
            std::filesystem::copy_file(at(from), at("shown"), over);
            std::filesystem::copy_file(at((std::string(from) + ".key").c_str()), at("shown.key"), over);
        };
        put("one");
        ServerOptions options;
        options.certificate = at("shown");
        options.key = at("shown.key");
        const auto server = serve(options);
        const auto client = [&](const char* pinned) {
            ClientOptions to;
            to.host = "127.0.0.1";
            to.port = server->port();
            to.trust = TlsTrust{*certificateFingerprint(at(pinned)), {}};
            return *HttpClient::make(to);
        };
        const auto soon = [] { return std::chrono::steady_clock::now() + 20s; };
        const auto old = client("one");
        QVERIFY(old->send({}, soon()));
        // Files that do not belong together, or are none, change nothing.
        std::filesystem::copy_file(at("two"), at("shown"), std::filesystem::copy_options::overwrite_existing);
        QVERIFY(!server->reloadCertificate());
        QVERIFY(client("one")->send({}, soon()));
        put("two");
        QVERIFY(server->reloadCertificate());
        QVERIFY(old->connected());
        QVERIFY(old->send({}, soon()));
        QVERIFY(client("two")->send({}, soon()));
        QVERIFY(!client("one")->send({}, soon()));
        QCOMPARE(server->counters().accepted, 4U); // the old one is the connection it was
        QVERIFY(serve({})->reloadCertificate());   // nothing to do
    }
};

QTEST_GUILESS_MAIN(TestLimits)
#include "test_limits.moc"
