// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/certificate.h"
#include "app/net/http_server.h"
#include "tests/app/net/raw_socket.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <openssl/ssl.h>
#include <random>
#include <thread>

using namespace net;
using namespace std::chrono_literals;

namespace {

const std::string kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

/// A handler that answers nothing by itself, as one for long polls.
class Waiting {
public:
    Handler handler(bool answerAtEnd = false) {
        return [this, answerAtEnd](Request request, Reply reply) {
            auto poll = std::make_shared<Poll>(std::move(reply));
            poll->gone.emplace(request.gone, [this] { ++m_gone; });
            {
                const std::lock_guard lock(m_mutex);
                m_polls.push_back(poll);
            }
            // After it is in the list: the callback runs at once where the end is here already.
            if (answerAtEnd) poll->ending.emplace(request.ending, [poll = poll.get()] { poll->answer("ended"); });
        };
    }
    std::size_t count() {
        const std::lock_guard lock(m_mutex);
        return m_polls.size();
    }
    /// Answers all from the calling thread.
    void answerAll(const std::string& words) {
        std::list<std::shared_ptr<Poll>> polls;
        {
            const std::lock_guard lock(m_mutex);
            polls.swap(m_polls);
        }
        for (const auto& poll : polls) poll->answer(words);
    }
    void dropAll() {
        std::list<std::shared_ptr<Poll>> polls;
        const std::lock_guard lock(m_mutex);
        polls.swap(m_polls);
    }
    int gone() const { return m_gone; }

private:
    struct Poll {
        explicit Poll(Reply given) : reply(std::move(given)) {}
        void answer(const std::string& words) {
            Response response;
            response.body.assign(words.begin(), words.end());
            reply(std::move(response));
        }
        Reply reply;
        std::optional<std::stop_callback<std::function<void()>>> gone, ending;
    };

    std::mutex m_mutex;
    std::list<std::shared_ptr<Poll>> m_polls;
    std::atomic<int> m_gone = 0;
};

void answerAtOnce(Request, Reply reply) {
    Response response;
    response.body = {'o', 'k'};
    reply(std::move(response));
}

} // namespace

/// Time, limits of connections, clients that leave, and the end.
class TestHttpServerLife : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static std::unique_ptr<HttpServer> serve(ServerOptions options, Handler handler) {
        auto server = HttpServer::start(std::move(options), std::move(handler));
        return server ? *std::move(server) : nullptr;
    }

private slots:
    void anotherThreadMayAnswerLater() {
        Waiting waiting;
        const auto server = serve({}, waiting.handler());
        std::vector<RawSocket> clients;
        for (int i = 0; i < 20; ++i) {
            clients.emplace_back(server->port());
            QVERIFY(clients.back().send(kGet + kGet));
        }
        for (int round = 0; round < 2; ++round) {
            QTRY_COMPARE(waiting.count(), 20U);
            std::thread([&] { waiting.answerAll("late"); }).join();
            for (auto& client : clients) QVERIFY(client.answers(1).ends_with("\r\n\r\nlate"));
        }
        QCOMPARE(server->counters().answers[2], 40U);
        QCOMPARE(waiting.gone(), 0);
    }

    void aHandlerIsToldThatItsClientIsGone() {
        Waiting waiting;
        const auto server = serve({}, waiting.handler());
        {
            RawSocket leaves(server->port()), breaks(server->port());
            leaves.send(kGet);
            breaks.send(kGet + kGet); // with a request behind it
            QTRY_COMPARE(waiting.count(), 2U);
            QCOMPARE(waiting.gone(), 0);
            const linger reset{1, 0};
            ::setsockopt(breaks.fd(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        }
        QTRY_COMPARE(waiting.gone(), 2);
        QTRY_COMPARE(server->counters().connections, 0U);
        QCOMPARE(server->counters().gone, 2U);
        waiting.answerAll("to nobody");
        QVERIFY(RawSocket(server->port()).send(kGet));
        QTRY_COMPARE(waiting.count(), 1U);
    }

    void slowClientsAreClosedWhileOthersAreAnswered() {
        ServerOptions options;
        options.firstByte = 400ms;
        options.whole = 1500ms;
        const auto server = serve(options, answerAtOnce);
        std::vector<RawSocket> slow;
        for (int i = 0; i < 400; ++i) slow.emplace_back(server->port());
        std::mutex mutex;
        std::condition_variable_any pace;
        // A third says nothing at all, a third a header, a third a body, a byte now and then.
        std::jthread drip([&](const std::stop_token& ended) {
            const std::string header = "GET /" + std::string(10'000, 'x');
            const std::string body = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9999\r\n\r\n";
            for (std::size_t i = 2; i < slow.size(); i += 3) slow[i].send(body);
            for (std::size_t at = 0; !ended.stop_requested(); ++at) {
                for (std::size_t i = 0; i < slow.size(); ++i)
                    if (i % 3 != 0) slow[i].send(i % 3 == 1 ? header.substr(at % header.size(), 1) : "x");
                std::unique_lock lock(mutex);
                pace.wait_for(lock, ended, 100ms, [] { return false; });
            }
        });
        int answered = 0;
        RawSocket good(server->port());
        QElapsedTimer time;
        time.start();
        while (server->counters().slow < 400 && time.elapsed() < 60'000) {
            good.send(kGet);
            if (!good.answers(1).ends_with("ok")) break;
            ++answered;
        }
        QCOMPARE(server->counters().slow, 400U);
        QVERIFY(answered > 10);
        drip.request_stop();
        drip.join();
        for (auto& one : slow) QVERIFY(one.ends());
        QTRY_COMPARE(server->counters().connections, 1U);
    }

    void aRouteMayTakeLonger() {
        ServerOptions options;
        options.whole = 60s;
        options.route = [](std::string_view, std::string_view target) {
            return RouteLimits{1000,
                               target == "/short" ? std::optional(300ms) : std::optional<std::chrono::milliseconds>()};
        };
        const auto server = serve(options, answerAtOnce);
        RawSocket usual(server->port()), brief(server->port());
        usual.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nx");
        brief.send("POST /short HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nx");
        QVERIFY(brief.ends());
        QCOMPARE(server->counters().slow, 1U);
        QVERIFY(usual.send("y"));
        QVERIFY(usual.answers(1).ends_with("ok"));
    }

    void idleConnectionsEndAndReadersMustRead() {
        ServerOptions options;
        options.idle = 200ms;
        options.stalled = 300ms;
        const auto server = serve(options, [](Request request, Reply reply) {
            Response response;
            if (request.target == "/large") response.body.resize(32 << 20);
            reply(std::move(response));
        });
        RawSocket idle(server->port());
        idle.send(kGet);
        QVERIFY(idle.answers(1).starts_with("HTTP/1.1 200 "));
        QVERIFY(idle.ends());
        QCOMPARE(server->counters().slow, 0U);

        RawSocket lazy(server->port());
        lazy.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_COMPARE(server->counters().slow, 1U); // reads nothing
        QTRY_COMPARE(server->counters().connections, 0U);
        QCOMPARE(server->counters().held, 0U);
    }

    void answersOverTheMemoryAre503() {
        ServerOptions options;
        options.held = 1 << 20;
        const auto server = serve(options, [](Request, Reply reply) {
            Response response;
            response.body.resize((1 << 20) + 1);
            reply(std::move(response));
        });
        RawSocket client(server->port());
        client.send(kGet);
        QVERIFY(client.rest().starts_with("HTTP/1.1 503 "));
        QTRY_COMPARE(server->counters().held, 0U);
    }

    /// Large bodies of one route leave room to the small ones of another, asked and answered.
    void aRouteLeavesRoomToOthers() {
        ServerOptions options;
        options.held = 1 << 20;
        options.route = [](std::string_view, std::string_view target) {
            return RouteLimits{1 << 20, {}, target == "/large" ? std::size_t{512 * 1024} : std::size_t{0}};
        };
        const auto server = serve(options, [](Request request, Reply reply) {
            Response response;
            response.body.resize(request.method == "GET" ? 600 * 1024 : 2);
            reply(std::move(response));
        });
        const auto head = [](const char* target, std::size_t length) {
            return "POST " + std::string(target) + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(length) +
                   "\r\n\r\n";
        };
        RawSocket first(server->port()), second(server->port()), other(server->port()), asks(server->port());
        first.send(head("/large", 400 * 1024) + std::string(390 * 1024, 'x'));
        QTRY_VERIFY(server->counters().held >= 390U * 1024);
        second.send(head("/large", 400 * 1024) + std::string(400 * 1024, 'x'));
        QVERIFY(second.rest().starts_with("HTTP/1.1 503 "));
        other.send(head("/small", 300 * 1024) + std::string(300 * 1024, 'x'));
        QVERIFY(other.answers(1).starts_with("HTTP/1.1 200 "));
        asks.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
        QVERIFY(asks.rest().starts_with("HTTP/1.1 503 "));
        QVERIFY(first.send(std::string(10 * 1024, 'x')));
        QVERIFY(first.answers(1).starts_with("HTTP/1.1 200 "));
    }

    void connectionsOverTheLimitAreRefused() {
        ServerOptions options;
        options.connections = 4;
        const auto server = serve(options, answerAtOnce);
        std::vector<RawSocket> clients;
        for (int i = 0; i < 4; ++i) {
            clients.emplace_back(server->port());
            clients.back().send(kGet);
            QVERIFY(clients.back().answers(1).starts_with("HTTP/1.1 200 "));
        }
        RawSocket fifth(server->port());
        fifth.send(kGet);
        const auto refused = fifth.rest();
        QVERIFY(refused.starts_with("HTTP/1.1 503 ") && refused.contains("Connection: close\r\n"));
        QCOMPARE(server->counters().tooMany, 1U);
        fifth.end();
        QTRY_COMPARE(server->counters().connections, 4U);

        // Far over it nobody is listened to.
        std::vector<RawSocket> crowd;
        for (int i = 0; i < 64; ++i) crowd.emplace_back(server->port());
        QTRY_COMPARE(server->counters().connections, 68U);
        RawSocket last(server->port());
        QVERIFY(last.rest().empty());

        crowd.clear();
        clients.pop_back();
        QTRY_COMPARE(server->counters().connections, 3U);
        RawSocket again(server->port());
        again.send(kGet);
        QVERIFY(again.answers(1).starts_with("HTTP/1.1 200 "));
    }

    void theEndAnswersWhatWaits() {
        Waiting waiting;
        const auto server = serve({}, waiting.handler(true));
        std::vector<RawSocket> polls;
        for (int i = 0; i < 20; ++i) {
            polls.emplace_back(server->port());
            polls.back().send(kGet);
        }
        RawSocket idle(server->port());
        QTRY_COMPARE(waiting.count(), 20U);
        QTRY_COMPARE(server->counters().connections, 21U);
        std::vector<std::string> heard(polls.size());
        std::jthread reader([&] {
            for (std::size_t i = 0; i < polls.size(); ++i) {
                heard[i] = polls[i].rest();
                polls[i].end();
            }
        });
        QElapsedTimer time;
        time.start();
        server->stop(20s);
        QVERIFY2(time.elapsed() < 10'000, std::to_string(time.elapsed()).c_str());
        reader.join();
        for (const auto& answer : heard) {
            QVERIFY2(answer.ends_with("\r\n\r\nended"), answer.c_str());
            QVERIFY(answer.contains("Connection: close\r\n"));
        }
        QVERIFY(idle.rest().empty());
        RawSocket late(server->port());
        QVERIFY(late.fd() < 0);
        QCOMPARE(waiting.gone(), 0);
        server->stop(20s);
    }

    void theEndDoesNotWaitForEver() {
        Waiting waiting;
        auto server = serve({}, waiting.handler());
        RawSocket client(server->port());
        client.send(kGet);
        QTRY_COMPARE(waiting.count(), 1U);
        QElapsedTimer time;
        time.start();
        server->stop(100ms);
        QVERIFY(time.elapsed() >= 100 && time.elapsed() < 10'000);
        QVERIFY(client.rest().empty());
        QCOMPARE(waiting.gone(), 1);
        server.reset();
        waiting.answerAll("after the end"); // harmless
    }

    void aRequestThatIsHereIsAnsweredAtTheEnd() {
        const auto server = serve({}, answerAtOnce);
        RawSocket client(server->port());
        client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nx");
        QTRY_VERIFY(server->counters().bytesIn > 0);
        std::jthread stopper([&] { server->stop(20s); });
        QTRY_VERIFY(RawSocket(server->port()).fd() < 0); // it has begun
        QVERIFY(client.send("y"));
        const auto answer = client.rest();
        QVERIFY(answer.ends_with("ok") && answer.contains("Connection: close\r\n"));
        client.end();
    }

    void olderTlsIsRefused() {
        const std::filesystem::path folder = m_folder.path().toStdString();
        ServerOptions options;
        options.certificate = folder / "a.pem";
        options.key = folder / "a.key";
        QVERIFY(makeSelfSigned(options.certificate, options.key, {"127.0.0.1"}, model::systemClock()->now()));
        const auto server = serve(options, answerAtOnce);
        QVERIFY(server);
        for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
            SSL_CTX* context = SSL_CTX_new(TLS_client_method());
            SSL_CTX_set_max_proto_version(context, version);
            SSL* ssl = SSL_new(context);
            RawSocket socket(server->port());
            SSL_set_fd(ssl, socket.fd());
            QCOMPARE(SSL_connect(ssl) == 1, version == TLS1_3_VERSION);
            SSL_free(ssl);
            SSL_CTX_free(context);
        }
        QTRY_COMPARE(server->counters().tls, 1U);
        // Neither is HTTP without TLS, nor what only looks like TLS.
        {
            RawSocket plain(server->port());
            plain.send(kGet);
            (void)plain.rest();
        }
        QTRY_COMPARE(server->counters().tls, 2U);
        const auto seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 dice(seed);
        for (int i = 0; i < 100; ++i) {
            std::string bytes("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11); // the beginning of a ClientHello
            while (bytes.size() < 600) bytes += static_cast<char>(dice());
            RawSocket socket(server->port());
            socket.send(std::string_view(bytes).substr(i % 2 == 0 ? 0 : 11));
            socket.endWriting();
            QVERIFY(socket.ends());
        }
        QTRY_COMPARE(server->counters().connections, 0U);
    }
};

QTEST_GUILESS_MAIN(TestHttpServerLife)
#include "test_http_server_life.moc"
