// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/certificate.h"
#include "app/net/http_client.h"
#include "app/net/http_server.h"

#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <random>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace net;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

auto soon() { return std::chrono::steady_clock::now() + 20s; }

/// A server that does with each connection what a test says, one after the other.
class StubServer {
public:
    explicit StubServer(std::function<void(int)> talk) : m_talk(std::move(talk)) {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(m_listener, reinterpret_cast<const sockaddr*>(&address), size);
        ::listen(m_listener, 16);
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::jthread([this] {
            for (int client = -1; (client = ::accept(m_listener, nullptr, nullptr)) >= 0;) {
                ++m_connections;
                m_talk(client);
                ::close(client);
            }
        });
    }
    ~StubServer() {
        ::shutdown(m_listener, SHUT_RDWR);
        m_thread.join();
        ::close(m_listener);
    }
    StubServer(const StubServer&) = delete;
    StubServer& operator=(const StubServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] int connections() const { return m_connections; }

    /// Reads until the end of a header.
    static bool readHeader(int client) {
        std::string all;
        char piece[4096];
        while (!all.contains("\r\n\r\n")) {
            const auto got = ::recv(client, piece, sizeof piece, 0);
            if (got <= 0) return false;
            all.append(piece, static_cast<std::size_t>(got));
        }
        return true;
    }
    static void say(int client, std::string_view words) {
        (void)!::send(client, words.data(), words.size(), MSG_NOSIGNAL);
    }
    static void untilGone(int client) {
        char piece[4096];
        while (::recv(client, piece, sizeof piece, 0) > 0) {
        }
    }

private:
    std::function<void(int)> m_talk;
    std::atomic<int> m_connections = 0;
    int m_listener;
    std::uint16_t m_port = 0;
    std::jthread m_thread;
};

} // namespace

/// The client against our server and against others, and how each check that fails is named.
class TestHttpClient : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    ServerOptions m_tls;
    std::unique_ptr<HttpServer> m_server;
    Fingerprint m_pin{};

    fs::path at(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    static void echo(Request request, Reply reply) {
        Response response;
        response.status = request.target == "/missing" ? 404 : 200;
        response.contentType = request.contentType;
        response.headers.emplace_back("X-Auth", request.authorization);
        response.body = std::move(request.body);
        if (request.target == "/close") response.close = true;
        reply(std::move(response));
    }

    static std::unique_ptr<HttpServer> serve(ServerOptions options) {
        options.route = [](std::string_view, std::string_view) { return RouteLimits{8 << 20, {}}; };
        auto server = HttpServer::start(std::move(options), echo);
        return server ? *std::move(server) : nullptr;
    }

    /// A server with a certificate of its own for a name, made at a time.
    std::unique_ptr<HttpServer> serveAs(const char* file, const char* name, model::Instant when) const {
        ServerOptions options;
        options.certificate = at(file);
        options.key = at(file).string() + ".key";
        if (!makeSelfSigned(options.certificate, options.key, {name}, when)) return nullptr;
        return serve(std::move(options));
    }

    static std::unique_ptr<HttpClient> client(std::uint16_t port, std::optional<TlsTrust> trust = {},
                                              std::string host = "127.0.0.1") {
        ClientOptions options;
        options.host = std::move(host);
        options.port = port;
        options.tls = trust.has_value();
        if (trust) options.trust = *trust;
        auto made = HttpClient::make(std::move(options));
        return made ? *std::move(made) : nullptr;
    }

    static Request post(std::size_t size) {
        Request request;
        request.method = "POST";
        request.target = "/echo?x=1";
        request.contentType = "application/octet-stream";
        request.authorization = "Bearer abc";
        request.body.resize(size);
        for (std::size_t i = 0; i < size; ++i) request.body[i] = static_cast<std::uint8_t>(i * 2654435761U >> 16);
        return request;
    }

    static void mustFail(const model::Result<Response>& result, const char* words,
                         model::Code code = model::Code::network) {
        QVERIFY(!result);
        const auto said = model::sentence(result.error(), model::Language::en);
        QVERIFY2(result.error().code == code && said.contains(words), said.c_str());
        QVERIFY(!result.error().what.zh.empty() && !result.error().where.empty());
    }

private slots:
    void initTestCase() {
        m_tls.certificate = at("hub.pem");
        m_tls.key = at("hub.key");
        QVERIFY(makeSelfSigned(m_tls.certificate, m_tls.key, {"localhost", "127.0.0.1"}, model::systemClock()->now()));
        m_pin = *certificateFingerprint(m_tls.certificate);
        m_server = serve(m_tls);
        QVERIFY(m_server);
    }

    void echoesPlainAndOverTls() {
        const auto plainServer = serve({});
        for (const auto& one : {client(plainServer->port()), client(m_server->port(), TlsTrust{m_pin, {}})}) {
            for (const std::size_t size : {0U, 1U, 5'000U, 70'000U, 3'000'000U}) {
                const auto request = post(size);
                const auto answer = one->send(request, soon());
                QVERIFY2(answer, answer ? "" : model::sentence(answer.error(), model::Language::en).c_str());
                QCOMPARE(answer->status, 200);
                QVERIFY(answer->body == request.body);
                QCOMPARE(answer->contentType, request.contentType);
                QCOMPARE(headerOf(*answer, "x-auth"), std::string_view("Bearer abc"));
                QVERIFY(one->connected());
            }
            Request missing;
            missing.target = "/missing";
            QCOMPARE(one->send(missing, soon())->status, 404);
            Request head;
            head.method = "HEAD";
            QVERIFY(one->send(head, soon())->body.empty());
            QVERIFY(one->connected());
        }
        QCOMPARE(plainServer->counters().accepted, 1U);
        QCOMPARE(m_server->counters().accepted, 1U);
    }

    void trustIsThePinOrTheAuthority() {
        // The pin alone: neither the name nor the days matter.
        const auto old =
            serveAs("old.pem", "127.0.0.1", model::Instant(std::chrono::sys_days(std::chrono::year(2001) / 1 / 1)));
        const auto other = serveAs("other.pem", "other.example", model::systemClock()->now());
        const auto unborn = serveAs("unborn.pem", "127.0.0.1", model::systemClock()->now() + std::chrono::years(2));
        QVERIFY(old && other && unborn);
        QVERIFY(client(old->port(), TlsTrust{*certificateFingerprint(at("old.pem")), {}})->send({}, soon()));
        QVERIFY(client(other->port(), TlsTrust{*certificateFingerprint(at("other.pem")), {}})->send({}, soon()));
        QVERIFY(client(m_server->port(), TlsTrust{{}, at("hub.pem")})->send({}, soon()));
        QVERIFY(client(m_server->port(), TlsTrust{{}, at("hub.pem")}, "localhost")->send({}, soon()));

        auto wrong = m_pin;
        wrong[31] ^= 1;
        mustFail(client(m_server->port(), TlsTrust{wrong, {}})->send({}, soon()), "not the pinned one");
        mustFail(client(other->port(), TlsTrust{{}, at("other.pem")})->send({}, soon()), "for another name");
        mustFail(client(old->port(), TlsTrust{{}, at("old.pem")})->send({}, soon()), "expired");
        mustFail(client(unborn->port(), TlsTrust{{}, at("unborn.pem")})->send({}, soon()), "not valid yet");
        mustFail(client(m_server->port(), TlsTrust{{}, at("other.pem")})->send({}, soon()), "authority");
        mustFail(client(m_server->port(), TlsTrust{})->send({}, soon()), "authority");
        // Nothing was asked over such a connection.
        QCOMPARE(other->counters().answers[2], 1U);
        QCOMPARE(old->counters().answers[2], 1U);
    }

    void namesTheCheckThatFails() {
        std::uint16_t free = 0;
        {
            free = serve({})->port();
        }
        mustFail(client(free)->send({}, soon()), "refused: nothing listens there");
        mustFail(client(80, {}, "no-such-host.invalid")->send({}, soon()), "name could not be resolved");
        const auto plain = serve({});
        mustFail(client(plain->port(), TlsTrust{m_pin, {}})->send({}, soon()), "speaks no TLS");
        mustFail(client(m_server->port())->send({}, soon()), ""); // a TLS alert, or the end
        const StubServer silent(StubServer::untilGone);
        mustFail(client(silent.port())->send({}, std::chrono::steady_clock::now() + 100ms), "waiting for the answer");
        mustFail(client(silent.port(), TlsTrust{m_pin, {}})->send({}, std::chrono::steady_clock::now() + 100ms),
                 "agreeing on TLS");
        Request broken;
        broken.target = "/a b";
        mustFail(client(plain->port())->send(broken, soon()), "cannot be sent", model::Code::usage);
        broken.target = "/";
        broken.authorization = "x\r\nY: z";
        mustFail(client(plain->port())->send(broken, soon()), "cannot be sent", model::Code::usage);
        QVERIFY(!HttpClient::make({}));
    }

    void aServerWithOldTlsIsNamed() {
        SSL_CTX* context = SSL_CTX_new(TLS_server_method());
        SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
        QCOMPARE(SSL_CTX_use_certificate_chain_file(context, at("hub.pem").c_str()), 1);
        QCOMPARE(SSL_CTX_use_PrivateKey_file(context, at("hub.key").c_str(), SSL_FILETYPE_PEM), 1);
        {
            const StubServer old([context](int socket) {
                SSL* ssl = SSL_new(context);
                SSL_set_fd(ssl, socket);
                SSL_accept(ssl);
                SSL_free(ssl);
                StubServer::untilGone(socket);
            });
            mustFail(client(old.port(), TlsTrust{m_pin, {}})->send({}, soon()), "older than 1.3");
        }
        SSL_CTX_free(context);
    }

    void answersThatAreNoneAreRefused() {
        const std::vector<std::pair<std::string, const char*>> answers{
            {"", "without an answer"},
            {"hello\r\n\r\n", "not HTTP/1.1"},
            {"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "not HTTP/1.1"},
            {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "not HTTP/1.1"},
            {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfour", "broke off"},
            {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n", "broke off"},
            {"HTTP/1.1 200 OK\r\nContent-Le", "broke off"},
            {"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n", "over the limit"},
            {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n", "over the limit"},
            {"HTTP/1.1 200 OK\r\n\r\n" + std::string(2000, 'x'), "over the limit"},
            {"HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x'), "over the limit"},
        };
        for (const auto& [bytes, words] : answers) {
            const StubServer stub([&bytes](int socket) {
                StubServer::readHeader(socket);
                StubServer::say(socket, bytes);
                ::shutdown(socket, SHUT_WR);
                StubServer::untilGone(socket);
            });
            ClientOptions options;
            options.host = "127.0.0.1";
            options.port = stub.port();
            options.tls = false;
            options.body = 1000;
            const auto one = *HttpClient::make(options);
            mustFail(one->send({}, soon()), words);
            QVERIFY(!one->connected());
            QCOMPARE(stub.connections(), 1);
        }
    }

    void readsWhatOtherServersSay() {
        const std::vector<std::string> answers{
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nfo\r\n2\r\nur\r\n0\r\n\r\n",
            "HTTP/1.0 200 OK\r\n\r\nfour",
        };
        for (const auto& bytes : answers) {
            const StubServer stub([&bytes](int socket) {
                StubServer::readHeader(socket);
                for (const char byte : bytes) StubServer::say(socket, {&byte, 1});
                ::shutdown(socket, SHUT_WR);
                StubServer::untilGone(socket);
            });
            const auto one = client(stub.port());
            const auto answer = one->send({}, soon());
            QVERIFY2(answer, bytes.c_str());
            QCOMPARE(answer->status, 200);
            QVERIFY(crypto::asText(answer->body) == "four");
            one->disconnect();
        }
    }

    void noAnswerHurts() {
        const auto seed = std::random_device{}();
        qInfo("seed %u", seed);
        const std::vector<std::string> good{
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX: y\r\n\r\nfour",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n0\r\n\r\n"};
        const StubServer stub([&good, dice = std::mt19937(seed), i = 0U](int socket) mutable {
            auto bytes = good[i % good.size()];
            for (unsigned n = i++ % 4 + 1; n > 0; --n) bytes[dice() % bytes.size()] = static_cast<char>(dice());
            StubServer::readHeader(socket);
            StubServer::say(socket, bytes);
            ::shutdown(socket, SHUT_WR);
            StubServer::untilGone(socket);
        });
        int failed = 0;
        for (int i = 0; i < 400; ++i) {
            const auto one = client(stub.port());
            const auto answer = one->send({}, soon());
            if (!answer) QCOMPARE(answer.error().code, model::Code::network);
            failed += answer ? 0 : 1;
        }
        QVERIFY(failed > 0);
    }

    void aRefusedBodyDoesNotHideTheAnswer() {
        ServerOptions options = m_tls;
        const auto server = *HttpServer::start(options, echo); // 1 MiB
        const auto one = client(server->port(), TlsTrust{m_pin, {}});
        const auto answer = one->send(post(20 << 20), soon());
        QVERIFY2(answer, answer ? "" : model::sentence(answer.error(), model::Language::en).c_str());
        QCOMPARE(answer->status, 413);
        QCOMPARE(one->send(post(10), soon())->status, 200);
    }

    void connectsAgainOnce() {
        // Each connection is good for one answer and then closed.
        const StubServer once([](int socket) {
            StubServer::readHeader(socket);
            StubServer::say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        const auto one = client(once.port());
        for (int i = 0; i < 5; ++i) QVERIFY(one->send(post(10), soon()));
        QCOMPARE(once.connections(), 5);
        one->disconnect();

        // One that closes without an answer is asked twice by a kept connection, and no more.
        std::atomic<int> asked = 0;
        const StubServer never([&asked](int socket) {
            while (StubServer::readHeader(socket)) {
                if (++asked > 1) return;
                StubServer::say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
        const auto two = client(never.port());
        QVERIFY(two->send({}, soon()));
        mustFail(two->send({}, soon()), "without an answer");
        QCOMPARE(asked.load(), 3);
        QCOMPARE(never.connections(), 2);

        // A server that says so is not asked over the old connection at all.
        const auto three = client(m_server->port(), TlsTrust{m_pin, {}});
        Request close;
        close.target = "/close";
        QVERIFY(three->send(close, soon())->close);
        QVERIFY(!three->connected());
        QVERIFY(three->send({}, soon()));
    }

    void aStopEndsItAtOnce() {
        std::atomic<int> waiting = 0;
        const StubServer silent([&waiting](int socket) {
            ++waiting;
            StubServer::untilGone(socket);
        });
        for (const bool tls : {false, true}) {
            const auto one = client(silent.port(), tls ? std::optional(TlsTrust{m_pin, {}}) : std::nullopt);
            std::stop_source stop;
            const int before = waiting;
            std::jthread stopper([&] {
                while (waiting == before) std::this_thread::yield();
                stop.request_stop();
            });
            QElapsedTimer time;
            time.start();
            mustFail(one->send({}, soon(), stop.get_token()), "Stopped", model::Code::cancelled);
            QVERIFY(time.elapsed() < 10'000);
            QVERIFY(!one->connected());
            // One that was asked to stop before does not begin.
            mustFail(one->send({}, soon(), stop.get_token()), "Stopped", model::Code::cancelled);
        }
        mustFail(client(silent.port())->send({}, std::chrono::steady_clock::now()), "Timed out");
        // A stop of before does not reach the next request.
        const auto good = client(m_server->port(), TlsTrust{m_pin, {}});
        std::stop_source stop;
        QVERIFY(good->send({}, soon(), stop.get_token()));
        stop.request_stop();
        QVERIFY(good->send({}, soon()));
    }

    void aStopIsSeenByTheServer() {
        std::mutex mutex;
        std::vector<Reply> waiting;
        std::vector<std::stop_token> gone;
        auto server = *HttpServer::start(m_tls, [&](Request request, Reply reply) {
            const std::lock_guard lock(mutex);
            gone.push_back(request.gone);
            waiting.push_back(std::move(reply));
        });
        std::stop_source stop;
        std::jthread poll(
            [&, one = client(server->port(), TlsTrust{m_pin, {}})] { (void)one->send({}, soon(), stop.get_token()); });
        const auto waits = [&] {
            const std::lock_guard lock(mutex);
            return gone.size() == 1;
        };
        QTRY_VERIFY(waits());
        QVERIFY(!gone[0].stop_requested());
        stop.request_stop();
        QTRY_VERIFY(gone[0].stop_requested());
        poll.join();
        QCOMPARE(server->counters().gone, 1U);
        server->stop({});
    }
};

QTEST_GUILESS_MAIN(TestHttpClient)
#include "test_http_client.moc"
