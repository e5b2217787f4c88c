// SPDX-License-Identifier: GPL-3.0-or-later

// The numbers of an office with many cases, and its log: over a vault whose derived tables are filled as the workspace
// fills them, without the record beneath.
//   bench_overview [--rows 1000000]

#include "crypto/random.h"
#include "model/base/clock.h"
#include "model/filter/fields.h"
#include "model/filter/parse.h"
#include "model/vault/office_log.h"
#include "model/vault/vault.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string_view>

namespace {

using namespace model;
using std::chrono::steady_clock;

template <typename T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", sentence(result.error(), Language::en).c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

double since(steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(steady_clock::now() - start).count();
}

void fill(Vault& vault, std::int64_t rows, Instant now) {
    static constexpr const char* kStages[] = {"received",      "verification", "filed",
                                              "investigation", "decided",      "closed"};
    static constexpr const char* kMinerals[] = {"antimony", "gallium", "germanium", "tungsten", "graphite", ""};
    std::mt19937_64 random(1);
    auto transaction = must(Transaction::begin(vault.database()));
    for (std::int64_t i = 1; i <= rows; ++i) {
        CaseRow row;
        row.row = i;
        for (auto& byte : row.id.bytes) byte = static_cast<std::uint8_t>(random());
        row.reference = "2026-" + std::to_string(i);
        row.title = "锑锭转口，申报为其他金属";
        const auto stage = random() % 6;
        row.stage = kStages[stage];
        row.mineral = kMinerals[random() % 6];
        row.violation = random() % 3 == 0 ? "" : "ecl34";
        row.channel = random() % 5 == 0 ? "hotline" : "import";
        row.opened = now - std::chrono::seconds{random() % (86'400 * 300)};
        row.changed = row.opened;
        row.closed = stage == 5;
        if (row.closed) row.closedAt = row.opened + std::chrono::hours{900};
        if (stage >= 4) {
            row.decidedAt = row.opened + std::chrono::hours{800};
            row.fine = finePlaces()[random() % 5].value;
            row.fineFen = 1'000'000;
        }
        if (random() % 4 == 0) row.due = "2026-12-01";
        std::vector<PersonId> people(1);
        people.front().bytes.fill(static_cast<std::uint8_t>(random() % 40));
        must(vault.putRow(row, people, PersonId{}));
        std::vector<Stay> stays;
        for (std::size_t left = 0; left < stage; ++left)
            stays.push_back({kStages[left], std::chrono::hours{random() % 900}});
        must(vault.putStays(row, stays));
        must(vault.database().run(
            "INSERT INTO log_entry (n, subject, seq, event, author, kind, time) "
            "VALUES (?1, ?2, 1, ?2, ?3, 'report.received', ?4)",
            logKey(static_cast<std::uint64_t>(i / 5'000 + 1), static_cast<std::uint64_t>(i % 5'000)), i, people.front(),
            static_cast<std::int64_t>(row.opened.time_since_epoch().count())));
    }
    must(transaction.commit());
}

/// Median and spread of nine times, beside the floor, turn by turn.
template <typename Ask, typename Floor>
void measure(const char* name, const Ask& ask, const Floor& floor) {
    std::vector<double> ours, least;
    const auto time = [](std::vector<double>& into, const auto& what) {
        const auto start = steady_clock::now();
        what();
        into.push_back(since(start));
    };
    for (int i = 0; i < 9; ++i) {
        time(ours, ask);
        time(least, floor);
    }
    std::ranges::sort(ours);
    std::ranges::sort(least);
    std::printf("%-38s %8.1f ms (%.1f to %.1f)   floor %8.1f ms   ratio %6.2f\n", name, ours[4], ours[0], ours[8],
                least[4], ours[4] / least[4]);
}

} // namespace

int main(int argc, char** argv) {
    std::int64_t rows = 1'000'000;
    if (argc == 3 && std::string_view(argv[1]) == "--rows") rows = std::atoll(argv[2]);
    const auto folder = std::filesystem::temp_directory_path() / ("bench-overview-" + std::to_string(rows));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto source = crypto::systemRandom();
    const auto clock = systemClock();
    const auto key = crypto::Secret::random(32, *source);
    {
        auto vault = must(Vault::create(folder / "vault.db", key, crypto::Suite::intl1));
        const auto start = steady_clock::now();
        fill(vault, rows, clock->now());
        std::printf("%lld cases, made in %.0f s\n", static_cast<long long>(rows), since(start) / 1000);
        auto list = must(vault.openList(key, *clock));
        auto reader = must(vault.openReader(key));
        // The least that reads every case once: one pass over the same table, grouped.
        const auto onePass = [&] {
            auto pass = must(reader.prepare("SELECT stage, count(*), sum(fine_fen) FROM case_row GROUP BY stage"));
            while (must(pass.step())) {
            }
        };
        const auto allKeys = [&] {
            auto pass = must(reader.prepare("SELECT n FROM log_entry ORDER BY n DESC"));
            while (must(pass.step())) {
            }
        };
        OverviewQuery query;
        query.period = {*parseDate("2020-01-01"), chinaDate(clock->now())};
        query.toDecide = {"decided"};
        measure("overview, all of them in the period", [&] { must(list.overview(query)); }, onePass);
        query.period = periodOf(PeriodKind::month, chinaDate(clock->now()));
        measure("overview, this month", [&] { must(list.overview(query)); }, onePass);
        query.filter = parseFilter("mineral:gallium").value().filter;
        measure("overview, this month, of one mineral", [&] { must(list.overview(query)); }, onePass);
        measure("log, keys of all entries", [&] { must(logKeys(reader, {})); }, allKeys);
        measure("log, first 200", [&] { must(logKeys(reader, {}, 200)); }, allKeys);
        LogQuery one;
        one.person = PersonId{};
        measure("log, keys of one person", [&] { must(logKeys(reader, one)); }, allKeys);
    }
    std::filesystem::remove_all(folder);
    return 0;
}
