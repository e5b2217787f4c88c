// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/http_server.h"
#include "tests/app/net/raw_socket.h"

#include <QTest>

#include <atomic>
#include <fstream>
#include <latch>
#include <random>
#include <thread>

using namespace net;
using namespace std::chrono_literals;

namespace {

/// What this process has in memory now, in KiB.
long residentKib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
    return 0;
}

Response echo(Request& request) {
    Response response;
    response.contentType = request.contentType;
    response.headers.emplace_back("X-Asked", request.method + " " + request.target);
    response.body = std::move(request.body);
    return response;
}

std::string post(std::string_view body, std::string_view more = "") {
    return "POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(more) + "\r\n" + std::string(body);
}

} // namespace

/// What the server takes for a request, and what it does with everything else.
class TestHttpServer : public QObject {
    Q_OBJECT

    std::atomic<int> m_handled = 0;

    std::unique_ptr<HttpServer> serve(ServerOptions options = {}) {
        m_handled = 0;
        auto server = HttpServer::start(std::move(options), [this](Request request, Reply reply) {
            ++m_handled;
            reply(echo(request));
        });
        return server ? *std::move(server) : nullptr;
    }

    /// All that comes back for these bytes when nothing follows.
    static std::string ask(const HttpServer& server, std::string_view bytes) {
        RawSocket socket(server.port());
        socket.send(bytes);
        return socket.rest();
    }

private slots:
    void answersAndKeepsTheConnection() {
        const auto server = serve();
        QVERIFY(server && server->port() != 0);
        RawSocket socket(server->port());
        for (int i = 0; i < 3; ++i) {
            QVERIFY(socket.send(post("bytes", "Content-Type: text/x\r\n")));
            const auto answer = socket.answers(1);
            QVERIFY2(answer.starts_with("HTTP/1.1 200 OK\r\nDate: "), answer.c_str());
            QVERIFY(answer.contains("\r\nContent-Type: text/x\r\n") && answer.contains("\r\nX-Asked: POST /e\r\n"));
            QVERIFY(answer.ends_with("\r\n\r\nbytes") && !answer.contains("Connection:"));
        }
        QCOMPARE(server->counters().connections, 1U);
        QCOMPARE(server->counters().accepted, 1U);
        QCOMPARE(server->counters().answers[2], 3U);
        QVERIFY(socket.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
        QVERIFY(socket.rest().contains("Connection: close\r\n"));
        socket.end();
        QTRY_COMPARE(server->counters().connections, 0U);
        QCOMPARE(server->counters().held, 0U);
    }

    void aClientOfTheFirstVersionIsAnsweredOnce() {
        const auto server = serve();
        const auto answer =
            ask(*server, "GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /two HTTP/1.0\r\n\r\n");
        QVERIFY(answer.starts_with("HTTP/1.1 200 ") && answer.contains("Connection: close\r\n"));
        QVERIFY(answer.contains("/old") && !answer.contains("/two"));
    }

    void answersPipelinedRequestsInTheirOrder() {
        const auto server = serve();
        RawSocket socket(server->port());
        std::string all;
        for (int i = 0; i < 50; ++i) all += post("body " + std::to_string(i) + ".");
        QVERIFY(socket.send(all));
        const auto answers = socket.answers(50);
        std::size_t at = 0;
        for (int i = 0; i < 50; ++i) {
            at = answers.find("body " + std::to_string(i) + ".", at);
            QVERIFY2(at != std::string::npos, std::to_string(i).c_str());
        }
        QCOMPARE(m_handled.load(), 50);
    }

    void readsARequestThatComesByteByByte() {
        const auto server = serve();
        RawSocket socket(server->port());
        const auto chunked = std::string("POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n") +
                             "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: t\r\n\r\n";
        for (const auto& request : {post("slow"), chunked})
            for (const char byte : request) QVERIFY(socket.send({&byte, 1}));
        const auto answers = socket.answers(2);
        QVERIFY(answers.contains("\r\n\r\nslow") && answers.ends_with("\r\n\r\nhello world"));
    }

    void readsLargeBodies() {
        ServerOptions options;
        options.route = [](std::string_view, std::string_view) { return RouteLimits{8 << 20, {}}; };
        const auto server = serve(options);
        std::string body(8 << 20, '\0');
        for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 2654435761U >> 24);
        RawSocket socket(server->port());
        std::thread sender([&] { socket.send(post(body)); });
        const auto answer = socket.answers(1);
        sender.join();
        QVERIFY(answer.ends_with(body));
        QTRY_COMPARE(server->counters().held, 0U);
        QVERIFY(server->counters().bytesIn >= body.size() && server->counters().bytesOut >= body.size());
    }

    void headAndNoContentHaveNoBody() {
        const auto server = HttpServer::start({}, [](Request request, Reply reply) {
            Response response;
            response.status = request.target == "/none" ? 204 : 200;
            response.body = {'x', 'y'};
            reply(std::move(response));
        });
        RawSocket socket((*server)->port());
        socket.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\nGET /none HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        const auto all = socket.rest();
        QVERIFY(all.contains("Content-Length: 2\r\n\r\nHTTP/1.1 204 No Content\r\n") && all.ends_with("\r\n\r\n"));
    }

    void saysContinueBeforeABodyThatItTakes() {
        const auto server = serve();
        RawSocket socket(server->port());
        QVERIFY(socket.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"));
        std::string first(25, '\0');
        QCOMPARE(::recv(socket.fd(), first.data(), first.size(), MSG_WAITALL), 25);
        QCOMPARE(first, std::string("HTTP/1.1 100 Continue\r\n\r\n"));
        QVERIFY(socket.send("ok"));
        QVERIFY(socket.answers(1).ends_with("\r\n\r\nok"));
        const auto refused =
            ask(*server, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n");
        QVERIFY(refused.starts_with("HTTP/1.1 413 "));
    }

    void aRequestThatIsCutIsNotHandedOver() {
        const auto server = serve();
        for (const auto& whole :
             {post("four"),
              std::string("PUT /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n0\r\n\r\n")}) {
            for (std::size_t cut = 0; cut < whole.size(); ++cut) {
                RawSocket socket(server->port());
                QVERIFY(socket.send(std::string_view(whole).substr(0, cut)));
                socket.endWriting();
                QVERIFY2(socket.rest().empty(), std::to_string(cut).c_str());
            }
        }
        QCOMPARE(m_handled.load(), 0);
        QTRY_COMPARE(server->counters().connections, 0U);
        QVERIFY(server->counters().cut > 100);
    }

    void refusesWhatIsNoRequest() {
        const auto server = serve();
        const std::vector<std::pair<std::string, int>> wrong{
            {"GET /\r\n\r\n", 400},
            {"\x16\x03\x01\x02\x01\x01\xfc\x03\x03 hello of TLS\r\n\r\n", 400},
            {"GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505},
            {"GET / HTTP/1.1\r\n\r\n", 400},
            {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
            {"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: x\r\nAuthorization: y\r\n\r\n", 400},
            {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
            {"GET / HTTP/1.1\nHost: a\n\n", 505},
            {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400},
            {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nx", 400},
            {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551616\r\n\r\nx", 400},
            {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
            {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n", 400},
            {"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
            {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
            {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\nGET", 501},
            {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
            {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", 400},
            {"GET / HTTP/1.1\r\nHost: a\r\nExpect: coffee\r\n\r\n", 417},
        };
        for (const auto& [bytes, status] : wrong) {
            const auto answer = ask(*server, bytes);
            QVERIFY2(answer.starts_with("HTTP/1.1 " + std::to_string(status) + " "), (bytes + answer).c_str());
            QVERIFY(answer.contains("Connection: close\r\n"));
        }
        QCOMPARE(m_handled.load(), 0);
        QCOMPARE(server->counters().malformed, wrong.size());
    }

    void headersOverTheLimitAre431() {
        const auto server = serve();
        const std::string start = "GET / HTTP/1.1\r\nHost: h\r\n";
        std::string many = start;
        for (int i = 0; i < 2000; ++i) many += "X-" + std::to_string(i) + ": 0123456789\r\n";
        for (const auto& large : {start + "X: " + std::string(20'000, 'x') + "\r\n\r\n", many + "\r\n",
                                  "GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: h\r\n\r\n",
                                  start + "X: " + std::string(200'000, 'x')}) {
            const auto answer = ask(*server, large);
            QVERIFY2(answer.starts_with("HTTP/1.1 431 "), answer.c_str());
        }
        QCOMPARE(server->counters().headerLarge, 4U);
        QVERIFY(ask(*server, start + "Connection: close\r\nX: " + std::string(15'000, 'x') + "\r\n\r\n")
                    .starts_with("HTTP/1.1 200 "));
        QCOMPARE(m_handled.load(), 1);
    }

    void bodiesOverTheLimitAre413WithoutMemory() {
        ServerOptions options;
        options.route = [](std::string_view method, std::string_view target) {
            return RouteLimits{method == "POST" && target == "/small" ? 10U : 1U << 20, {}};
        };
        const auto server = serve(options);
        RawSocket first(server->port());
        first.send("POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n");
        QVERIFY(first.rest().starts_with("HTTP/1.1 413 "));

        const long before = residentKib();
        RawSocket socket(server->port());
        QVERIFY(socket.send("POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 1610612736\r\n\r\n"));
        const std::string piece(1 << 20, 'x');
        for (int i = 0; i < 16 && socket.send(piece); ++i) {
        }
        QVERIFY(socket.rest().starts_with("HTTP/1.1 413 "));
        QVERIFY2(residentKib() - before < 8 * 1024, std::to_string(residentKib() - before).c_str());

        // Chunks are counted as they come.
        const auto chunked = ask(
            *server,
            "POST /small HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n6\r\n123456\r\n0\r\n\r\n");
        QVERIFY(chunked.starts_with("HTTP/1.1 413 "));
        const auto declared =
            ask(*server, "POST /e HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n");
        QVERIFY(declared.starts_with("HTTP/1.1 413 "));
        QCOMPARE(server->counters().bodyLarge, 4U);
        QCOMPARE(m_handled.load(), 0);
    }

    void bodiesTogetherOverTheMemoryAre503() {
        ServerOptions options;
        options.held = 256 * 1024;
        const auto server = serve(options);
        // Half of it is held by a body that does not end; another half does not fit with what both ask for.
        RawSocket holder(server->port());
        QVERIFY(
            holder.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n" + std::string(190'000, 'x')));
        QTRY_VERIFY(server->counters().held >= 190'000);
        QVERIFY(ask(*server, post(std::string(150'000, 'y'))).starts_with("HTTP/1.1 503 "));
        QCOMPARE(server->counters().noMemory, 1U);
        holder.end();
        QTRY_COMPARE(server->counters().held, 0U);
        RawSocket later(server->port());
        QVERIFY(later.send(post(std::string(150'000, 'y'))));
        QVERIFY(later.answers(1).starts_with("HTTP/1.1 200 "));
    }

    void answersThatCannotBeSentAre500() {
        const auto server = HttpServer::start({}, [](Request request, Reply reply) {
            Response response;
            if (request.target == "/throw") throw std::runtime_error("handler");
            if (request.target == "/drop") return;
            if (request.target == "/split") response.headers.emplace_back("X", "a\r\nSet-Cookie: b");
            if (request.target == "/name") response.headers.emplace_back("X Y", "a");
            if (request.target == "/type") response.contentType = "a\nb";
            if (request.target == "/status") response.status = 99;
            reply(std::move(response));
        });
        for (const auto* target : {"/throw", "/drop", "/split", "/name", "/type", "/status"}) {
            const auto answer = ask(**server, std::string("GET ") + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
            QVERIFY2(answer.starts_with("HTTP/1.1 500 ") && !answer.contains("Set-Cookie"), answer.c_str());
        }
        QCOMPARE((*server)->counters().dropped, 6U);
        QCOMPARE((*server)->counters().answers[5], 6U);
    }

    void aReplyAnswersOnce() {
        std::atomic<bool> first = false, second = true, moved = true;
        const auto server = HttpServer::start({}, [&](Request, Reply reply) {
            Response response;
            response.body = {'1'};
            first = reply(response);
            response.body = {'2'};
            second = reply(response);
            const Reply other = std::move(reply);
            moved = reply(response);
        });
        const auto answer = ask(**server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        QVERIFY(answer.ends_with("\r\n\r\n1"));
        QVERIFY(first && !second && !moved);
        QCOMPARE((*server)->counters().dropped, 0U);
    }

    void noBytesHurt() {
        const auto seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 dice(seed);
        const auto server = serve();
        const auto good = post("body", "Content-Type: a/b\r\n");
        for (int i = 0; i < 300; ++i) {
            std::string bytes = good + good;
            if (i % 3 == 0)
                for (auto& byte : bytes) byte = static_cast<char>(dice());
            else
                for (int n = 0; n < 3; ++n) bytes[dice() % bytes.size()] = static_cast<char>(dice());
            RawSocket socket(server->port());
            socket.send(bytes);
            socket.endWriting();
            QVERIFY(socket.ends());
        }
        QVERIFY(ask(*server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 200 "));
        QTRY_COMPARE(server->counters().connections, 0U);
        QCOMPARE(server->counters().held, 0U);
    }

    void optionsOutOfRangeAreRefused() {
        const Handler handler = [](Request, Reply) {};
        ServerOptions options;
        options.threads = 0;
        QCOMPARE(HttpServer::start(options, handler).error().code, model::Code::usage);
        options = {};
        options.certificate = "only.pem";
        QCOMPARE(HttpServer::start(options, handler).error().code, model::Code::usage);
        options = {};
        options.address = "localhost";
        QCOMPARE(HttpServer::start(options, handler).error().code, model::Code::usage);
        const auto server = serve();
        options = {};
        options.port = server->port();
        const auto taken = HttpServer::start(options, handler);
        QVERIFY(!taken && taken.error().code == model::Code::network);
        QVERIFY(taken.error().where.contains(std::to_string(server->port())));
    }
};

QTEST_GUILESS_MAIN(TestHttpServer)
#include "test_http_server.moc"
