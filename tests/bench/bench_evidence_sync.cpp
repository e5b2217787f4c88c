// SPDX-License-Identifier: GPL-3.0-or-later

// Evidence to the hub and back: the sealed files of one case, over TLS 1.3 and two connections to a real
// touchstone-hub, checked before they are sent and after they came, durable on both sides. Beside it, interleaved in
// one run, what rclone makes of the same files and a WebDAV server of its own, without TLS and without making anything
// durable.
//   bench_evidence_sync [--mib 512] [--runs 5] [--dir PLACE]     PLACE must be on a disk, with six times the room
// Fails under 1.5 times rclone, in either direction.

#include "app/link/http_transport.h"
#include "crypto/random.h"
#include "model/hub/hub_folder.h"
#include "model/workspace/invitation.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;
constexpr double kGoal = 1.5;

template <class T>
T must(model::Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "bench_evidence_sync: %s\n", sentence(result.error(), model::Language::en).c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// Seconds of processor that a process has used.
double processorOf(const std::string& pid) {
    std::ifstream stat("/proc/" + pid + "/stat");
    std::string line;
    std::getline(stat, line);
    std::istringstream rest(line.substr(line.rfind(')') + 2));
    std::string word;
    double ticks = 0;
    constexpr int kUser = 12, kSystem = 13; // counted behind the name
    for (int i = 1; rest >> word && i <= kSystem; ++i)
        if (i >= kUser) ticks += std::stod(word);
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double secondsOf(const std::function<void()>& work) {
    ::sync(); // nobody pays for what another left to write
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A program that runs beside us, and ends with this.
class Child {
public:
    explicit Child(const std::vector<std::string>& words, bool quiet = true) {
        std::array<int, 2> pipe{};
        if (::pipe2(pipe.data(), O_CLOEXEC) != 0) std::exit(1);
        m_pid = ::fork();
        if (m_pid == 0) {
            std::vector<char*> arguments;
            for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
            arguments.push_back(nullptr);
            const int nowhere = ::open("/dev/null", O_WRONLY);
            if (::dup2(quiet ? nowhere : pipe[1], STDERR_FILENO) < 0 || ::dup2(nowhere, STDOUT_FILENO) < 0)
                std::_Exit(126);
            ::execvp(arguments[0], arguments.data());
            std::_Exit(127);
        }
        ::close(pipe[1]);
        m_errors = pipe[0];
    }
    ~Child() {
        if (m_pid > 0) {
            ::kill(m_pid, SIGTERM);
            (void)wait();
        }
        ::close(m_errors);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// The first line of what it says.
    std::string line() const {
        std::string text;
        char c = 0;
        while (::read(m_errors, &c, 1) == 1 && c != '\n') text += c;
        return text;
    }
    [[nodiscard]] std::string pid() const { return std::to_string(m_pid); }
    /// Its exit code.
    int wait() {
        int status = 0;
        (void)::waitpid(m_pid, &status, 0);
        m_pid = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    pid_t m_pid;
    int m_errors = -1;
};

std::string member(const std::string& line, const std::string& name) {
    const auto at = line.find("\"" + name + "\":");
    if (at == std::string::npos) return {};
    auto from = at + name.size() + 3;
    if (line[from] == '"') ++from;
    return line.substr(from, line.find_first_of("\",}", from) - from);
}

/// Three quarters in files of 48 MiB, the rest in files of 1.25 MiB, as in a case with some disk images and many
/// papers.
std::vector<fs::path> makeFiles(const fs::path& folder, std::uint64_t mib) {
    fs::create_directories(folder);
    const auto random = crypto::seededRandom(20261127);
    std::vector<fs::path> files;
    const auto add = [&](std::uint64_t size) {
        files.push_back(folder / ("file-" + std::to_string(files.size())));
        std::ofstream file(files.back(), std::ios::binary);
        crypto::Bytes block(256 * 1024);
        for (std::uint64_t done = 0; done < size; done += block.size()) {
            random->fill(block);
            file.write(reinterpret_cast<const char*>(block.data()), static_cast<std::streamsize>(block.size()));
        }
    };
    std::uint64_t left = mib * kMiB;
    for (; left > mib * kMiB / 4 && left >= 48 * kMiB; left -= 48 * kMiB) add(48 * kMiB);
    for (; left >= 5 * kMiB / 4; left -= 5 * kMiB / 4) add(5 * kMiB / 4);
    return files;
}

/// An office whose hub is a process of its own, and a second machine of it.
struct Offices {
    Offices(const fs::path& place, const std::vector<fs::path>& files)
        : hub(place / "hub"), first(place / "first"), second(place / "second") {
        model::FoundRequest request{first,
                                    "Bench",
                                    crypto::Suite::intl1,
                                    "Head",
                                    "head",
                                    {model::Role::administrator, model::Role::officer},
                                    false,
                                    {crypto::kMinMemoryKiB, 1, 1}};
        head = must(model::Workspace::found(request, crypto::asBytes("head"), with()));
        model::intake::Report report;
        report.title = model::same("A case");
        report.narrativeEn = "With evidence.";
        id = must(head->receiveReport(report));
        for (const auto& one : must(head->addEvidence(id, files, "electronic", {}, {}, {})))
            if (one.error) must(model::Result<void>(std::unexpected(*one.error)));
        const auto code = must(head->handOver(place / "record"));
        must(model::adoptHandover(hub, place / "record", code));
        server = std::make_unique<Child>(std::vector<std::string>{PROGRAM_DIR "/touchstone-hub", "serve", "--folder",
                                                                  hub, "--listen", "127.0.0.1:0"},
                                         false);
        const auto line = server->line();
        const auto pin = must(model::Result<crypto::Digest>(*crypto::Digest::fromHex(member(line, "pin"))));
        must(head->connectHub("127.0.0.1", static_cast<std::uint16_t>(std::stoi(member(line, "port"))), pin));
        const auto asked = must(model::joinByInvitation(second, must(model::invitationOf(first)),
                                                        {"Zhao", "zhao", {model::Role::officer}, false},
                                                        crypto::asBytes("zhao"), with()));
        must(head->admit(asked, {model::Role::officer}, false));
        zhao = must(model::Workspace::unlock(second, asked.person, crypto::asBytes("zhao"), with()));
    }
    model::Surroundings with() const { return {clock.get(), random.get(), app::httpWay, {}}; }

    static void run(const model::EvidenceTransfer& transfer) {
        const auto outcome = transfer.run({}, {});
        if (outcome.ended) must(model::Result<void>(std::unexpected(*outcome.ended)));
        for (const auto& one : outcome.items)
            if (one.error) must(model::Result<void>(std::unexpected(*one.error)));
        if (outcome.bytes == 0)
            must(model::Result<void>(model::fail(model::Code::failed, model::same("nothing moved"))));
    }
    /// Processor that both sides have used so far.
    [[nodiscard]] double processor() const { return processorOf("self") + processorOf(server->pid()); }
    double upload() const {
        fs::remove_all(hub / "evidence");
        for (const auto& entry : fs::directory_iterator(first / "evidence"))
            if (entry.path().extension() == ".sum") fs::remove(entry.path());
        return secondsOf([&] { run(must(head->evidenceToSend(false))); });
    }
    double download() const {
        for (const auto& entry : fs::directory_iterator(second / "evidence")) fs::remove(entry.path());
        return secondsOf([&] { run(must(zhao->evidenceToFetch(id, {}))); });
    }

    std::unique_ptr<model::Clock> clock = model::systemClock();
    std::unique_ptr<crypto::Random> random = crypto::systemRandom();
    fs::path hub, first, second;
    std::unique_ptr<Child> server;
    std::unique_ptr<model::Workspace> head, zhao;
    model::CaseId id;
};

/// The same files with rclone, as it is without any option that would slow it down.
struct Rclone {
    Rclone(const fs::path& place, fs::path from)
        : source(std::move(from)), remote(place / "webdav"), back(place / "back") {
        fs::create_directories(remote);
        server = std::make_unique<Child>(std::vector<std::string>{"rclone", "serve", "webdav", remote, "--addr",
                                                                  "127.0.0.1:18731", "--dir-cache-time", "0s"});
        for (int i = 0; i < 100 && run({"rclone", "lsd", ":webdav:", url}) != 0; ++i) ::usleep(100'000);
    }
    static int run(const std::vector<std::string>& words) { return Child(words).wait(); }
    double upload() const {
        for (const auto& entry : fs::directory_iterator(remote)) fs::remove_all(entry.path());
        return secondsOf([&] { check(run({"rclone", "copy", source, ":webdav:", url})); });
    }
    double download() const {
        fs::remove_all(back);
        return secondsOf([&] { check(run({"rclone", "copy", ":webdav:", back, url})); });
    }
    static void check(int code) {
        if (code == 0) return;
        std::fprintf(stderr, "rclone failed: %d\n", code);
        std::exit(1);
    }
    std::string url = "--webdav-url=http://127.0.0.1:18731";
    fs::path source, remote, back;
    std::unique_ptr<Child> server;
};

struct Row {
    std::string name;
    std::vector<double> rates = {}; ///< MiB a second
};

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void print(const Row& row) {
    const auto [least, most] = std::ranges::minmax(row.rates);
    std::printf("%-24s %8.0f MiB/s  %6.0f - %4.0f\n", row.name.c_str(), median(row.rates), least, most);
}

/// How much faster in each round; whether the median is what was promised.
bool compare(const char* what, const Row& ours, const Row& theirs) {
    Row ratios{what};
    for (std::size_t i = 0; i < ours.rates.size(); ++i) ratios.rates.push_back(ours.rates[i] / theirs.rates[i]);
    const auto [least, most] = std::ranges::minmax(ratios.rates);
    const bool holds = median(ratios.rates) >= kGoal;
    std::printf("%s %.2f times rclone (%.2f - %.2f), promised %.1f: %s\n", what, median(ratios.rates), least, most,
                kGoal, holds ? "yes" : "NO");
    return holds;
}

} // namespace

int main(int argc, char** argv) {
    std::uint64_t mib = 512;
    int runs = 5;
    fs::path place = fs::current_path();
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view option = argv[i];
        if (option == "--mib") mib = std::strtoull(argv[i + 1], nullptr, 10);
        else if (option == "--runs") runs = std::atoi(argv[i + 1]);
        else if (option == "--dir") place = argv[i + 1];
        else return 2;
    }
    place = fs::absolute(place) / "bench_evidence_sync.data";
    fs::remove_all(place);
    const auto files = makeFiles(place / "source", mib);
    std::uint64_t bytes = 0;
    for (const auto& file : files) bytes += fs::file_size(file);
    const double size = static_cast<double>(bytes) / static_cast<double>(kMiB);
    std::vector<Row> rows = {{"touchstone up"}, {"touchstone down"}, {"rclone webdav up"}, {"rclone webdav down"}};
    double up = 0, down = 0; // seconds of processor
    const bool peer = std::system("command -v rclone >/dev/null 2>&1") == 0;
    {
        const Offices offices(place, files);
        std::unique_ptr<Rclone> rclone;
        if (peer) rclone = std::make_unique<Rclone>(place, place / "source");
        for (int round = 0; round < runs; ++round) {
            const auto start = offices.processor();
            rows[0].rates.push_back(size / offices.upload());
            up += offices.processor() - start;
            if (rclone) rows[2].rates.push_back(size / rclone->upload());
            const auto middle = offices.processor();
            rows[1].rates.push_back(size / offices.download());
            down += offices.processor() - middle;
            if (rclone) rows[3].rates.push_back(size / rclone->download());
        }
    }
    fs::remove_all(place);
    std::printf("%zu files, %.0f MiB, %d rounds\n", files.size(), size, runs);
    for (const auto& row : rows)
        if (!row.rates.empty()) print(row);
    const double gigabytes = size * runs / 1024;
    std::printf("processor of both sides for a GiB: %.1f s up, %.1f s down\n", up / gigabytes, down / gigabytes);
    if (!peer) {
        std::printf("rclone is not installed\n");
        return 0;
    }
    const bool upHolds = compare("up:  ", rows[0], rows[2]);
    const bool downHolds = compare("down:", rows[1], rows[3]);
    return upHolds && downHolds ? 0 : 1;
}
