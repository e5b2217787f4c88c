// SPDX-License-Identifier: GPL-3.0-or-later

// The record at work, through the face that the programs use:
//   - reports imported in one act, end to end: read, judged, sealed, signed, made durable, ordered by the hub, shown in
//   lists;
//   - one event of one act made durable, beside one signature and one insert into an encrypted store with the same
//   sync;
//   - the list of all those cases: unlock, first rows, rows at random places, a Chinese search of two characters.
//   bench_record [--reports 100000] [--rounds 200] [--dir PLACE] [--keep]

#include "crypto/identity.h"
#include "model/filter/parse.h"
#include "model/intake/report_reader.h"
#include "model/intake/report_writer.h"
#include "model/vault/vault.h"
#include "model/workspace/office_files.h"
#include "model/workspace/workspace.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string_view>
#include <thread>

using namespace model;
namespace fs = std::filesystem;
using Timer = std::chrono::steady_clock;

namespace {

double since(Timer::time_point start) { return std::chrono::duration<double>(Timer::now() - start).count(); }

template <typename T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "bench_record: %s\n", sentence(result.error(), Language::en).c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

double at(std::vector<double> values, double part) {
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

/// Resident memory of this process now and at most, in MB.
std::pair<double, double> memory() {
    std::ifstream status("/proc/self/status");
    double now = 0, peak = 0;
    for (std::string word; status >> word;) {
        if (word == "VmRSS:") status >> now;
        if (word == "VmHWM:") status >> peak;
    }
    return {now / 1024, peak / 1024};
}

/// Processor time of all threads of this process, in seconds.
double processorTime() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// The real reports again and again, each with an id, amounts and a number of its own.
void writeReportsFile(const fs::path& path, std::uint64_t count) {
    std::vector<intake::ReportRow> rows;
    intake::ReportSink sink;
    sink.row = [&](intake::ReportRow&& row) {
        rows.push_back(std::move(row));
        return true;
    };
    sink.problem = [](const intake::Problem&) { return true; };
    must(intake::readReportFile(RESOURCES_DIR "/practice/decisions.csv", sink));
    std::ofstream out(path);
    std::mt19937_64 random(1);
    std::vector<intake::ReportRow> batch;
    for (std::uint64_t i = 0; i < count;) {
        batch.clear();
        for (; batch.size() < 10'000 && i < count; ++i) {
            intake::ReportRow row = rows[i % rows.size()];
            row.report.externalId += "-" + std::to_string(i);
            row.report.quantity = std::to_string(1 + random() % 100'000);
            row.report.narrativeZh += " " + std::to_string(random() % 1'000'000'000);
            batch.push_back(std::move(row));
        }
        intake::writeReports(out, intake::ReportFormat::jsonLines, batch, intake::Reporters::leaveOut);
    }
}

/// The floor of an import: the same rows of truth, as long, written into two stores by two threads. Nothing is read,
/// judged, hashed, sealed or listed. In seconds.
double writeRowsAlone(const fs::path& dir, PersonId person, std::uint64_t count) {
    const auto keys = must(openKeys(must(readIdentityFile(dir / "office", person)), crypto::asBytes("bench")));
    auto hub = must(Database::open(dir / "office" / "hub.db", must(openHubKey(dir / "office", person, keys.identity)),
                                   OpenMode::readOnly));
    const auto length = [&](const char* table) {
        return static_cast<std::size_t>(
            must(hub.value<std::int64_t>(std::string("SELECT CAST(avg(length(bytes)) AS INTEGER) FROM ") + table)));
    };
    const std::size_t eventLength = length("event"), sealedLength = length("sealed");
    std::printf("  a report is %zu bytes in the clear and %zu sealed\n", eventLength, sealedLength);
    const auto write = [&](const char* name, unsigned seed) {
        const auto random = crypto::systemRandom();
        auto database = must(
            Database::open(dir / name, crypto::Secret::random(32, *random), OpenMode::create, {.cacheKib = 65536}));
        must(Record::create(database));
        Record record(database, crypto::Suite::intl1);
        std::mt19937_64 dice(seed);
        const auto fill = [&](std::span<std::uint8_t> bytes) {
            for (auto& byte : bytes.first(std::min<std::size_t>(32, bytes.size())))
                byte = static_cast<std::uint8_t>(dice());
        };
        Event event;
        event.bytes.resize(eventLength);
        event.sealed.resize(sealedLength);
        CaseId id;
        StoredLink link;
        StoredCommit commit;
        commit.commit.bytes.resize(200);
        commit.commit.signature.resize(100);
        Act act;
        act.bytes.resize(200);
        act.signature.resize(100);
        for (std::uint64_t i = 0; i < count;) {
            auto transaction = must(Transaction::begin(database));
            fill(act.id.bytes);
            const auto row = must(record.addAct(act, {}));
            commit.commit.number = ++link.commit;
            must(record.addCommit(commit));
            for (std::uint64_t k = 0; k < 5'000 && i < count; ++k, ++i) {
                fill(event.id.bytes);
                fill(id.bytes);
                must(database.run("INSERT INTO subject (id) VALUES (?1)", id));
                const auto subject = database.lastRowId();
                link.event = must(record.addEvent(row, k, subject, event)).row;
                link.link.seq = 1;
                link.commitIndex = k;
                must(record.addLink(subject, link));
            }
            must(transaction.commit());
        }
    };
    const auto start = Timer::now();
    {
        const std::jthread other([&] { write("floor-hub.db", 1); });
        write("floor-vault.db", 2);
    }
    return since(start);
}

std::unique_ptr<Workspace> office(const fs::path& folder, Surroundings with) {
    const crypto::PassphraseCost cost{crypto::kMinMemoryKiB, 1, 1};
    auto founder = must(Workspace::found({folder,
                                          "Bench",
                                          crypto::Suite::intl1,
                                          "Officer",
                                          "officer",
                                          {Role::administrator, Role::officer, Role::supervisor},
                                          true,
                                          cost},
                                         crypto::asBytes("bench"), with));
    return founder;
}

void benchImport(Workspace& workspace, const fs::path& file, std::uint64_t count) {
    auto start = Timer::now();
    std::uint64_t read = 0;
    intake::ReportSink sink;
    sink.row = [&](intake::ReportRow&&) { return ++read, true; };
    sink.problem = [](const intake::Problem&) { return true; };
    must(intake::readReportFile(file, sink));
    const double floor = since(start);
    start = Timer::now();
    double worked = processorTime();
    const auto outcome = must(workspace.importReports({file}, {}, {}));
    const double all = since(start);
    worked = processorTime() - worked;
    const auto [now, peak] = memory();
    std::printf(
        "import of %llu reports: %.0f a second (goal 20,000), %.0f us of processor time each; reading the file alone %.0f a second; peak %.0f MB; %llu taken\n",
        static_cast<unsigned long long>(count), static_cast<double>(count) / all,
        worked * 1e6 / static_cast<double>(count), static_cast<double>(read) / floor, peak,
        static_cast<unsigned long long>(outcome.taken));
    const double rowsAlone = writeRowsAlone(file.parent_path(), workspace.me(), count);
    std::printf("  the same rows into two stores by two threads and nothing else: %.0f a second; ratio %.2f\n",
                static_cast<double>(count) / rowsAlone, all / rowsAlone);
    start = Timer::now();
    while (must(workspace.indexWords(5'000)) != 0) {
    }
    std::printf("made searchable after it: %.0f a second\n", static_cast<double>(count) / since(start));
}

void benchAct(Workspace& workspace, const fs::path& dir, int rounds, crypto::Random& random) {
    const auto identity = crypto::Identity::generate(crypto::Suite::intl1, random);
    const auto key = crypto::Secret::random(32, random);
    auto database = must(Database::open(dir / "floor.db", key, OpenMode::create));
    must(database.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)"));
    auto vault = must(Vault::create(dir / "act.db", key, crypto::Suite::intl1));
    auto list = must(workspace.list());
    const auto rows = must(list.rows({}, 1));
    const CaseId id = must(list.page(rows)).front().id;
    Bytes body(600);
    std::vector<double> floor, act, whole;
    const CaseId caseId{};
    PersonId person{};
    for (int i = 0; i < rounds; ++i) {
        random.fill(body);
        auto start = Timer::now();
        const auto signature = identity.signHere(body);
        must(database.run("INSERT INTO t (b) VALUES (?1)", body));
        floor.push_back(since(start) * 1e3);

        start = Timer::now();
        EventHeader header;
        header.caseId = caseId;
        header.author = person;
        header.kind = "note.added";
        random.fill(header.nonce);
        header.epoch = 1;
        PartSealer sealer(crypto::Suite::intl1);
        auto sealed = sealer.seal(header, key, body);
        const Event event = makeEvent(header, std::move(sealed));
        const Act signedAct = signAct(identity, person, {}, std::span(&event.id, 1), {}).value();
        {
            auto transaction = must(Transaction::begin(vault.database()));
            const auto actRow = must(vault.record().addAct(signedAct, std::span(&event.id, 1)));
            const auto caseRow = must(vault.record().caseRow(caseId));
            must(vault.addPending(must(vault.record().addEvent(actRow, 0, caseRow, event)).row));
            must(transaction.commit());
        }
        act.push_back(since(start) * 1e3);

        start = Timer::now();
        must(workspace.addNote(id, "note " + std::to_string(i)));
        whole.push_back(since(start) * 1e3);
    }
    std::printf(
        "one act made durable: median %.2f ms, p90 %.2f; floor (sign + insert) median %.2f, p90 %.2f; ratio %.2f (goal 3)\n",
        at(act, .5), at(act, .9), at(floor, .5), at(floor, .9), at(act, .5) / at(floor, .5));
    std::printf("a note: judged, durable, sealed by the hub, shown in lists: median %.2f ms, p90 %.2f\n", at(whole, .5),
                at(whole, .9));
}

void benchList(const fs::path& folder, PersonId person, Surroundings with) {
    auto start = Timer::now();
    auto workspace = must(Workspace::unlock(folder, person, crypto::asBytes("bench"), with));
    std::printf("unlock with passphrase: %.0f ms\n", since(start) * 1e3);
    start = Timer::now();
    auto list = must(workspace->list());
    const auto first = must(list.page(must(list.rows({}, 50))));
    std::printf("from the key at hand to the first %zu rows: %.1f ms\n", first.size(), since(start) * 1e3);
    start = Timer::now();
    const auto rows = must(list.rows({}));
    std::printf("all %zu rows in order: %.0f ms\n", rows.size(), since(start) * 1e3);

    std::mt19937_64 random(2);
    std::vector<double> jumps, searches;
    for (int i = 0; i < 1'000; ++i) {
        const auto from = rows.size() <= 64 ? 0 : random() % (rows.size() - 64);
        start = Timer::now();
        must(list.page(std::span(rows).subspan(from, std::min<std::size_t>(64, rows.size()))));
        jumps.push_back(since(start) * 1e3);
    }
    for (const auto* word : {"锑矿", "镝", "无锡", "石墨", "许可", "出口", "磁铁", "越南", "海关", "申报"}) {
        for (int i = 0; i < 10; ++i) {
            const auto filter = parseFilter(word).value().filter;
            start = Timer::now();
            must(list.rows(filter, 64));
            searches.push_back(since(start) * 1e3);
        }
    }
    const auto [now, peak] = memory();
    std::printf("64 rows at a random place: median %.2f ms, p99 %.2f\n", at(jumps, .5), at(jumps, .99));
    std::printf("Chinese search to the first 64 rows: median %.2f ms, p99 %.2f (goal 30)\n", at(searches, .5),
                at(searches, .99));
    std::printf("memory with all rows at hand: %.0f MB now, %.0f at most in this run (goal 150 for a fresh desk)\n",
                now, peak);
}

} // namespace

int main(int argc, char** argv) {
    std::uint64_t count = 100'000;
    int rounds = 200;
    bool keep = false;
    fs::path dir = fs::temp_directory_path();
    fs::path reuse;
    for (int i = 1; i < argc; ++i) {
        const std::string_view arg = argv[i];
        if (arg == "--reports" && i + 1 < argc) count = std::strtoull(argv[++i], nullptr, 10);
        else if (arg == "--rounds" && i + 1 < argc) rounds = std::atoi(argv[++i]);
        else if (arg == "--dir" && i + 1 < argc) dir = argv[++i];
        else if (arg == "--keep") keep = true;
        else if (arg == "--list" && i + 1 < argc) reuse = argv[++i];
    }
    const auto clock = systemClock();
    const auto random = crypto::systemRandom();
    const Surroundings with{clock.get(), random.get()};
    if (!reuse.empty()) {
        benchList(reuse, must(inspectOffice(reuse)).profiles.front().id, with);
        return 0;
    }
    std::string place = (dir / "bench-record-XXXXXX").string();
    if (!mkdtemp(place.data())) return 1;
    const fs::path folder = place;
    writeReportsFile(folder / "reports.jsonl", count);
    PersonId person;
    {
        auto workspace = office(folder / "office", with);
        person = workspace->me();
        benchImport(*workspace, folder / "reports.jsonl", count);
        benchAct(*workspace, folder, rounds, *random);
    }
    benchList(folder / "office", person, with);
    if (keep) std::printf("kept in %s\n", folder.c_str());
    else fs::remove_all(folder);
    return 0;
}
