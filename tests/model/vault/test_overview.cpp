// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/clock.h"
#include "model/filter/fields.h"
#include "model/filter/parse.h"
#include "model/filter/print.h"
#include "model/vault/overview_tables.h"
#include "model/vault/vault.h"

#include "crypto/random.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <thread>

using namespace model;
using std::chrono::days;
using std::chrono::sys_days;

namespace {

class StillClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return *parseInstant("2026-11-27T04:00:00Z"); }
};

template <typename T>
T must(Result<T> result) {
    if (!result) qFatal("%s", sentence(result.error(), Language::en).c_str());
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

PersonId person(std::uint8_t number) {
    PersonId id;
    id.bytes.fill(number);
    return id;
}

const std::vector<std::string> kStages = {"received", "verification", "investigation", "proposed", "decided", "closed"};
const std::vector<std::string> kMinerals = {"antimony", "gallium", "tungsten", "graphite", ""};

/// A vault with cases of all sorts, put into its derived tables as the workspace does.
struct Cases {
    explicit Cases(std::size_t count, unsigned seed)
        : random(seed), key(crypto::Secret::random(32, *source)),
          vault(must(Vault::create(folder.filePath("vault.db").toStdString(), key, crypto::Suite::intl1))) {
        auto transaction = must(Transaction::begin(vault.database()));
        for (std::size_t i = 0; i < count; ++i) add(i + 1);
        must(transaction.commit());
    }

    const auto& pick(const auto& from) { return from[random() % from.size()]; }

    void add(std::size_t number) {
        CaseRow row;
        row.row = static_cast<std::int64_t>(number);
        for (auto& byte : row.id.bytes) byte = static_cast<std::uint8_t>(random());
        must(vault.database().run("INSERT INTO subject (n, id) VALUES (?1, ?2)", row.row, row.id));
        row.reference = "2026-" + std::to_string(10'000 + number);
        row.mineral = random() % 3 == 0 ? pick(kMinerals) : "antimony"; // some minerals are rare
        row.violation = random() % 2 == 0 ? "ecl34" : random() % 9 == 0 ? "ecl36" : "";
        row.channel = random() % 40 == 0 ? "hotline" : "web";
        row.opened = clock.now() - days{random() % 420} - std::chrono::milliseconds{random() % 86'400'000};
        row.changed = row.opened + std::chrono::hours{random() % 300};
        const auto stage = random() % kStages.size();
        row.stage = kStages[stage];
        row.closed = row.stage == "closed";
        if (row.closed) row.closedAt = row.changed;
        if (random() % 3 == 0)
            row.due = formatDate(Date(sys_days(chinaDate(clock.now())) + days{random() % 30} - days{9}));
        if (stage >= 4) {
            row.decidedAt = row.opened + std::chrono::hours{40};
            row.fine = pick(finePlaces()).value;
            row.fineFen = static_cast<std::int64_t>(random() % 1'000'000);
        }
        std::vector<PersonId> people;
        for (std::uint8_t one = 1; one <= 3; ++one) {
            if (random() % 3 != 0) continue;
            people.push_back(person(one));
            row.assignees += "somebody";
        }
        must(vault.putRow(row, people, person(1)));
        std::vector<Stay> left;
        for (std::size_t i = 0; i < stage; ++i) {
            if (random() % 4 != 0) left.push_back({kStages[i], std::chrono::hours{random() % 900}});
        }
        must(vault.putStays(row, left));
        rows.push_back(row);
        stays.push_back(left);
    }

    QTemporaryDir folder;
    StillClock clock;
    std::mt19937 random;
    std::unique_ptr<crypto::Random> source = crypto::systemRandom();
    crypto::Secret key;
    Vault vault;
    std::vector<CaseRow> rows;
    std::vector<std::vector<Stay>> stays;
};

FilterVocabulary vocabulary() {
    FilterVocabulary out;
    for (const auto& stage : kStages) {
        out.values[FilterField::stage].push_back({stage, {stage, "阶段" + stage}, {}, {}, {}});
        out.values[FilterField::passed].push_back(out.values[FilterField::stage].back());
    }
    for (std::uint8_t one = 1; one <= 4; ++one) {
        const std::string name = "Person " + std::to_string(one);
        out.values[FilterField::assigned].push_back({person(one).hex(), same(name), {}, {}, {}});
    }
    return out;
}

/// Every number of an overview.
std::vector<const Figure*> figures(const Overview& overview) {
    std::vector<const Figure*> out = {&overview.open,      &overview.overdue,  &overview.toDecide,
                                      &overview.undecided, &overview.received, &overview.closed};
    for (const auto& one : overview.load) out.insert(out.end(), {&one.open, &one.overdue});
    for (const auto& one : overview.weeks) out.insert(out.end(), {&one.received, &one.closed});
    for (const auto* division : {&overview.minerals, &overview.violations, &overview.channels, &overview.stages}) {
        for (const auto& one : division->groups) out.push_back(&one.cases);
    }
    for (const auto& one : overview.days) out.push_back(&one.cases);
    for (const auto& one : overview.fines) out.push_back(&one.cases);
    return out;
}

} // namespace

class TestOverview : public QObject {
    Q_OBJECT

private slots:
    /// Every number that is shown is that of the list which its filter opens, and the filter can be written as a line.
    void everyNumberIsThatOfItsList() {
        const auto seed = qEnvironmentVariableIsSet("TOUCHSTONE_SEED")
                              ? qEnvironmentVariable("TOUCHSTONE_SEED").toUInt()
                              : std::random_device{}();
        qInfo("TOUCHSTONE_SEED=%u", seed);
        Cases cases(600, seed);
        auto list = must(cases.vault.openList(cases.key, cases.clock));
        const Date today = chinaDate(cases.clock.now());
        const auto words = vocabulary();
        std::size_t hidden = 0;
        std::size_t looked = 0;
        for (int round = 0; round < 40; ++round) {
            OverviewQuery query;
            query.period = {Date(sys_days(today) - days{cases.random() % 500}), today};
            if (round % 3 == 0) query.period.last = Date(sys_days(query.period.first) + days{cases.random() % 9});
            query.smallest = round % 4 == 0 ? 0 : 3 + cases.random() % 3;
            query.toDecide = {"proposed", "decided"};
            query.people = {person(1), person(4)};
            if (round % 2 == 1) query.filter = parseFilter("-channel:hotline mineral:antimony,none").value().filter;
            const auto overview = must(list.overview(query));
            for (const auto* figure : figures(overview)) {
                if (!figure->number) {
                    QVERIFY(figure->filter.conditions.empty());
                    ++hidden;
                    continue;
                }
                ++looked;
                const std::string line = printFilter(figure->filter, Language::zh, words);
                const auto read = parseFilter(line, words);
                QVERIFY2(read && read->filter == figure->filter, line.c_str());
                QVERIFY2(must(list.count(figure->filter)) == *figure->number, line.c_str());
            }
        }
        QVERIFY2(hidden > 20 && looked > 500, qPrintable(QStringLiteral("%1 %2").arg(hidden).arg(looked)));
    }

    /// The numbers, counted a second time from the cases themselves.
    void numbersAreThoseOfTheCases() {
        Cases cases(500, 7);
        auto list = must(cases.vault.openList(cases.key, cases.clock));
        const Date today = chinaDate(cases.clock.now());
        OverviewQuery query;
        query.period = periodOf(PeriodKind::year, today);
        query.smallest = 0;
        const auto overview = must(list.overview(query));
        std::map<std::string, std::uint64_t> minerals;
        std::map<std::string, std::vector<double>> spent;
        std::uint64_t received = 0;
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < cases.rows.size(); ++i) {
            const auto& row = cases.rows[i];
            if (row.decidedAt != Instant{} && chinaDate(row.decidedAt).year() == today.year() &&
                chinaDate(row.decidedAt) <= today)
                sum += row.fineFen;
            if (chinaDate(row.opened).year() != today.year()) continue;
            ++received;
            ++minerals[row.mineral];
            for (const auto& stay : cases.stays[i])
                spent[stay.stage].push_back(static_cast<double>(stay.spent.count()) / 86'400'000);
        }
        QCOMPARE(*overview.received.number, received);
        QCOMPARE(overview.minerals.groups.size(), minerals.size());
        for (const auto& group : overview.minerals.groups) QCOMPARE(*group.cases.number, minerals[group.value]);
        QCOMPARE(*overview.fineSum, sum);
        QCOMPARE(overview.days.size(), spent.size());
        for (const auto& one : overview.days) {
            auto& times = spent[one.stage];
            std::ranges::sort(times);
            const auto half = times.size() / 2;
            const double median = times.size() % 2 == 1 ? times[half] : (times[half - 1] + times[half]) / 2;
            QVERIFY(qAbs(one.median - median) < 1e-6);
        }
        // The oldest that are not decided, oldest first.
        QCOMPARE(overview.oldest.size(), std::size_t(5));
        QVERIFY(std::ranges::is_sorted(overview.oldest, std::greater{}, &OldCase::days));
    }

    void fewReportsAreASmallGroupThemselves() {
        Cases cases(2, 3);
        auto list = must(cases.vault.openList(cases.key, cases.clock));
        OverviewQuery query;
        query.period = {*parseDate("2024-01-01"), *parseDate("2026-12-31")};
        const auto overview = must(list.overview(query));
        QVERIFY(!overview.received.number);
        QVERIFY(overview.minerals.withheld && overview.stages.withheld && overview.days.empty());
        for (const auto& week : overview.weeks) QVERIFY(!week.received.number && !week.closed.number);
        // Nor what was done with them, which would say how many there are.
        QVERIFY(!overview.open.number && !overview.undecided.number && !overview.closed.number);
        QVERIFY(overview.oldest.empty() && overview.fines.empty());
        for (const auto& one : overview.load) QVERIFY(!one.open.number && !one.overdue.number);
        QCOMPARE(*must(list.overview({query.period, {}, 0, {}, {}})).received.number, std::uint64_t(2));
    }

    /// A reader who knows every rule but not the cases: whatever is printed, another office with another number in the
    /// place of a hidden one prints the same.
    void nothingPrintedGivesAHiddenNumberBack() {
        // Cases by when they came (before the period, in its first or its second week) and whether they have ended.
        constexpr std::size_t kCells = 6;
        constexpr std::uint64_t kMost = 5;
        Cases cases(0, 1);
        auto list = must(cases.vault.openList(cases.key, cases.clock));
        const Date today = chinaDate(cases.clock.now());
        OverviewQuery query;
        query.period = {Date(sys_days(today) - days{13}), today};
        query.people = {person(1)};
        const auto parts = partsOf(query.period);
        QVERIFY(parts.size() >= 2);
        struct Published {
            std::set<std::uint64_t> received;
            std::map<std::size_t, std::set<std::uint64_t>> weeks;
        };
        std::map<std::string, Published> possible;
        std::vector<std::pair<std::string, Overview>> all;
        std::array<std::uint64_t, kCells> cells{};
        std::vector<std::array<std::uint64_t, kCells>> worlds;
        const auto each = [&](auto&& self, std::size_t cell, std::uint64_t left) -> void {
            if (cell == kCells) return worlds.push_back(cells);
            for (cells[cell] = 0; cells[cell] <= left; ++cells[cell]) self(self, cell + 1, left - cells[cell]);
            cells[cell] = 0;
        };
        each(each, 0, kMost);
        for (const auto& world : worlds) {
            auto transaction = must(Transaction::begin(cases.vault.database()));
            must(
                cases.vault.database().execute("DELETE FROM case_row; DELETE FROM case_person; DELETE FROM case_stay"));
            std::int64_t number = 0;
            for (std::size_t cell = 0; cell < kCells; ++cell) {
                for (std::uint64_t i = 0; i < world[cell]; ++i) {
                    CaseRow row;
                    row.row = ++number;
                    row.id.bytes[0] = static_cast<std::uint8_t>(number);
                    row.reference = "2026-" + std::to_string(number); // made from its id, which is random
                    row.stage = "received";
                    const auto age = cell / 2 == 0 ? days{40} : cell / 2 == 1 ? days{13} : days{0};
                    row.opened = row.changed = cases.clock.now() - age;
                    row.closed = cell % 2 == 1;
                    if (row.closed) row.stage = "closed";
                    if (row.closed) row.closedAt = cases.clock.now();
                    must(cases.vault.putRow(row, {}, person(1)));
                }
            }
            must(transaction.commit());
            auto overview = must(list.overview(query));
            std::string text;
            for (const auto& table : overviewTables(overview, {})) {
                text += "[" + table.id + "] " + table.note.en + "\n";
                for (const auto& row : table.rows) {
                    // Which of the cases it is, is for those who may read them.
                    for (std::size_t i = table.id == "oldest" ? 1 : 0; i < row.size(); ++i)
                        text += row[i].text.en + "|";
                    text += "\n";
                }
            }
            auto& one = possible[text];
            one.received.insert(world[2] + world[3] + world[4] + world[5]);
            one.weeks[0].insert(world[2] + world[3]);
            one.weeks[parts.size() - 1].insert(world[4] + world[5]);
            all.emplace_back(std::move(text), std::move(overview));
        }
        std::size_t looked = 0;
        for (const auto& [text, overview] : all) {
            const auto& one = possible[text];
            if (!overview.received.number) {
                QVERIFY2(one.received.size() > 1, text.c_str());
                ++looked;
            }
            for (const auto& [week, numbers] : one.weeks) {
                if (overview.weeks[week].received.number) continue;
                QVERIFY2(numbers.size() > 1, text.c_str());
                ++looked;
            }
        }
        QVERIFY(looked > 100);
    }

    void anEmptyOfficeHasAnOverview() {
        Cases cases(0, 1);
        auto list = must(cases.vault.openList(cases.key, cases.clock));
        OverviewQuery query;
        query.period = periodOf(PeriodKind::weeks, chinaDate(cases.clock.now()));
        const auto overview = must(list.overview(query));
        QCOMPARE(*overview.received.number, std::uint64_t(0));
        QVERIFY(overview.minerals.groups.empty() && !overview.minerals.withheld && overview.oldest.empty());
        for (const auto& week : overview.weeks) QCOMPARE(*week.received.number, std::uint64_t(0));
        const auto tables = overviewTables(overview, {});
        QCOMPARE(tables.size(), std::size_t(10));
    }

    void itCanBeInterrupted() {
        Cases cases(3'000, 5);
        auto list = must(cases.vault.openList(cases.key, cases.clock));
        OverviewQuery query;
        query.period = {*parseDate("2020-01-01"), *parseDate("2026-12-31")};
        std::atomic<bool> done = false;
        std::jthread other([&] {
            while (!done) list.interrupt();
        });
        // At whatever place it is interrupted, it can be asked again.
        int cancelled = 0;
        for (int i = 0; i < 2'000 && cancelled < 500; ++i) {
            const auto overview = list.overview(query);
            if (overview) continue;
            ++cancelled;
            QVERIFY2(overview.error().code == Code::cancelled, overview.error().what.en.c_str());
        }
        done = true;
        other.join();
        QVERIFY(cancelled > 0);
        QVERIFY(list.overview(query).has_value()); // and asked again
    }

    void tablesAndCsv() {
        Cases cases(300, 11);
        auto list = must(cases.vault.openList(cases.key, cases.clock));
        OverviewQuery query;
        query.period = periodOf(PeriodKind::year, chinaDate(cases.clock.now()));
        query.people = {person(1)};
        auto words = vocabulary();
        words.values[FilterField::assigned][0].title = same("=cmd|' /C calc'!A0"); // a name that is a formula
        words.values[FilterField::mineral].push_back({"antimony", {"antimony, \"crude\"", "锑"}, {}, {}, {}});
        const auto tables = overviewTables(must(list.overview(query)), words);
        for (const auto& table : tables) {
            QVERIFY(!table.title.en.empty() && !table.title.zh.empty());
            for (const auto& row : table.rows) QCOMPARE(row.size(), table.columns.size());
        }
        for (const auto language : {Language::en, Language::zh}) {
            const std::string csv = overviewCsv(tables, words, language);
            QVERIFY(csv.starts_with("\xEF\xBB\xBF"));
            const auto lines = parsed(csv.substr(3));
            QVERIFY(lines.size() > 40);
            for (const auto& line : lines) {
                QCOMPARE(line.size(), std::size_t(5));
                for (const auto& cell : line)
                    QVERIFY2(cell.empty() || std::string_view("=+-@").find(cell.front()) == std::string_view::npos,
                             cell.c_str());
            }
            if (language == Language::en) QVERIFY(csv.contains("\"antimony, \"\"crude\"\"\""));
            QVERIFY(csv.contains("'=cmd|"));
        }
    }

private:
    /// RFC 4180, read a second time.
    static std::vector<std::vector<std::string>> parsed(const std::string& csv) {
        std::vector<std::vector<std::string>> lines(1);
        lines.back().emplace_back();
        bool inside = false;
        for (std::size_t i = 0; i < csv.size(); ++i) {
            const char c = csv[i];
            if (inside) {
                if (c == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
                    lines.back().back() += '"';
                    ++i;
                } else if (c == '"') {
                    inside = false;
                } else {
                    lines.back().back() += c;
                }
            } else if (c == '"') {
                inside = true;
            } else if (c == ',') {
                lines.back().emplace_back();
            } else if (c == '\r') {
                ++i; // \n
                lines.emplace_back().emplace_back();
            } else {
                lines.back().back() += c;
            }
        }
        lines.pop_back();
        return lines;
    }
};

QTEST_GUILESS_MAIN(TestOverview)
#include "test_overview.moc"
