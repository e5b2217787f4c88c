// SPDX-License-Identifier: GPL-3.0-or-later
// What the transport costs on this machine, both sides on it: requests beside bare sockets that send the same bytes to
// and fro, and the memory of a connection that is idle. Fails above 4 KiB for one of those, and above 32 KiB under TLS,
// where OpenSSL's own state takes 27.
//   bench_net [CONNECTIONS]     idle ones, 2000 where nothing is said
#include "app/net/certificate.h"
#include "app/net/http_client.h"
#include "app/net/http_server.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace net;
using namespace std::chrono_literals;

namespace {

constexpr unsigned kClients = 8;

auto soon() { return std::chrono::steady_clock::now() + 60s; }

long residentBytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::stol(line.substr(6)) * 1024;
    return 0;
}

double processorSeconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           1e-6 * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

struct Files {
    std::filesystem::path folder, certificate, key;
    Fingerprint pin{};
};

ServerOptions optionsFor(const Files& files, bool tls) {
    ServerOptions options;
    options.connections = 20'000;
    options.idle = 10min;
    options.route = [](std::string_view, std::string_view) { return RouteLimits{4 << 20, {}}; };
    if (tls) {
        options.certificate = files.certificate;
        options.key = files.key;
    }
    return options;
}

std::unique_ptr<HttpClient> clientOf(std::uint16_t port, const Files& files, bool tls) {
    ClientOptions options;
    options.host = "127.0.0.1";
    options.port = port;
    options.tls = tls;
    options.trust.pin = files.pin;
    auto made = HttpClient::make(options);
    return made ? *std::move(made) : nullptr;
}

void answer(Request request, Reply reply) {
    Response response;
    response.body.resize(request.target == "/large" ? 1 << 20 : 100);
    reply(std::move(response));
}

/// Calls done in two seconds on several threads; each makes its own call.
template <class Make>
double perSecond(Make make) {
    std::atomic<long> done = 0;
    std::atomic<bool> failed = false;
    const auto start = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < kClients; ++i)
            threads.emplace_back([&] {
                auto call = make();
                while (std::chrono::steady_clock::now() - start < 2s) {
                    if (!call()) failed = true;
                    ++done;
                }
            });
    }
    if (failed) std::printf("a call FAILED\n");
    return static_cast<double>(done) / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The floor: a pair of sockets, of which one sends back what the other says.
double bareSockets(std::size_t bytes) {
    return perSecond([bytes] {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) std::exit(1);
        std::thread([end = ends[1], bytes] {
            std::vector<char> piece(bytes);
            while (::recv(end, piece.data(), bytes, MSG_WAITALL) == static_cast<ssize_t>(bytes) &&
                   ::send(end, piece.data(), bytes, MSG_NOSIGNAL) == static_cast<ssize_t>(bytes)) {
            }
            ::close(end);
        }).detach();
        // The thread at the other end leaves when this one is closed.
        const std::shared_ptr<int> mine(new int(ends[0]), [](const int* fd) {
            ::close(*fd);
            delete fd;
        });
        return [mine, piece = std::vector<char>(bytes)]() mutable {
            return ::send(*mine, piece.data(), piece.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(piece.size()) &&
                   ::recv(*mine, piece.data(), piece.size(), MSG_WAITALL) == static_cast<ssize_t>(piece.size());
        };
    });
}

void requests(const Files& files, bool tls) {
    const auto server = HttpServer::start(optionsFor(files, tls), answer);
    const auto run = [&](const char* what, const Request& request, double floor) {
        const double rate = perSecond([&] {
            return [client = std::shared_ptr<HttpClient>(clientOf((*server)->port(), files, tls)), &request] {
                return client->send(request, soon()).has_value();
            };
        });
        std::printf("%-6s %-28s %9.0f/s   bare sockets %9.0f/s\n", tls ? "TLS" : "plain", what, rate, floor);
    };
    Request small, large, post;
    large.target = "/large";
    post.method = "POST";
    post.body.resize(1 << 20);
    run("GET, 100 bytes", small, bareSockets(150));
    run("GET, 1 MiB", large, bareSockets(1 << 19));
    run("POST, 1 MiB", post, bareSockets(1 << 19));
    if (!tls) return;
    const double before = processorSeconds();
    constexpr int kHandshakes = 300;
    for (int i = 0; i < kHandshakes; ++i)
        if (!clientOf((*server)->port(), files, tls)->send(small, soon())) std::printf("a handshake FAILED\n");
    std::printf("TLS    connection and one request   %6.2f ms of processor, both sides\n",
                (processorSeconds() - before) * 1e3 / kHandshakes);
}

/// In another process, so that only the server's memory is counted: connects, asks once, and stays until told to go.
int idleClients(int told, int tell, const Files& files, bool tls, long count) {
    std::uint16_t port = 0;
    if (::read(told, &port, sizeof port) != sizeof port) return 1;
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (long i = 0; i < count; ++i) {
        clients.push_back(clientOf(port, files, tls));
        if (!clients.back()->send({}, soon())) return 1;
    }
    char byte = 0;
    return ::write(tell, &byte, 1) == 1 && ::read(told, &byte, 1) >= 0 ? 0 : 1;
}

bool idleMemory(const Files& files, bool tls, long count) {
    int there[2], back[2];
    if (::pipe(there) != 0 || ::pipe(back) != 0) return false;
    std::fflush(stdout);
    const pid_t child = ::fork(); // before any thread
    if (child == 0) {
        ::close(there[1]);
        ::_exit(idleClients(there[0], back[1], files, tls, count));
    }
    ::close(back[1]);
    bool good = false;
    {
        const auto server = HttpServer::start(optionsFor(files, tls), answer);
        const auto warm = clientOf((*server)->port(), files, tls)->send({}, soon());
        const long before = residentBytes();
        const auto port = (*server)->port();
        char byte = 0;
        if (warm && ::write(there[1], &port, sizeof port) == sizeof port && ::read(back[0], &byte, 1) == 1) {
            const auto each = static_cast<double>(residentBytes() - before) / static_cast<double>(count) / 1024;
            good = each <= (tls ? 32 : 4);
            std::printf("%-6s %ld idle connections: %5.1f KiB each, %ld MiB in all%s\n", tls ? "TLS" : "plain", count,
                        each, residentBytes() >> 20, good ? "" : "   MISSED");
        }
        ::close(there[1]);
        int status = 0;
        ::waitpid(child, &status, 0);
        good = good && status == 0;
    }
    ::close(there[0]);
    ::close(back[0]);
    return good;
}

} // namespace

int main(int argc, char** argv) {
    const long count = argc > 1 ? std::atol(argv[1]) : 2000;
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);

    char name[] = "/tmp/bench_net.XXXXXX";
    if (::mkdtemp(name) == nullptr) return 1;
    Files made{name, std::filesystem::path(name) / "hub.pem", std::filesystem::path(name) / "hub.key"};
    bool good = makeSelfSigned(made.certificate, made.key, {"127.0.0.1"}, model::systemClock()->now()).has_value();
    if (const auto pin = certificateFingerprint(made.certificate)) made.pin = *pin;
    for (const bool tls : {false, true}) good = idleMemory(made, tls, count) && good;
    for (const bool tls : {false, true}) requests(made, tls);
    std::filesystem::remove_all(made.folder);
    return good ? 0 : 1;
}
