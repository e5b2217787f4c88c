// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/database.h"
#include "model/store/search_tokenizer.h"
#include "model/vault/record_schema.h"
#include "model/workspace/office_files.h"
#include "tests/support/office.h"

#include <cstdlib>
#include <fstream>
#include <random>
#include <ranges>

using namespace model;
namespace fs = std::filesystem;

namespace {

/// The truth tables and how their rows are named: the row number, or a link's case and place.
struct Table {
    std::string name;
    std::string key;
};
const std::vector<Table> kTables = {
    {"subject", "n"},         {"act", "n"},        {"event", "n"}, {"sealed", "event"}, {"hub_commit", "number"},
    {"link", "subject, seq"}, {"refusal", "event"}};

std::uint64_t seedOf() {
    const char* given = std::getenv("TOUCHSTONE_SEED");
    return given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

/// How often every value of every row is tried with another bit. 0, in the test run: some rows of every column, once.
int rounds() { return qEnvironmentVariableIntValue("TOUCHSTONE_ROUNDS"); }
constexpr std::size_t kSomeRows = 5;

/// Whether `text` has `word` and no digit goes on after it.
bool names(const std::string& text, const std::string& word) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const bool starts = at == 0 || text[at - 1] == ' ';
        const auto end = at + word.size();
        if (starts && (end == text.size() || (text[end] < '0' || text[end] > '9'))) return true;
    }
    return false;
}

/// A way into a store for somebody who has its key and a SQL prompt.
class Prompt {
public:
    Prompt(const fs::path& store, const crypto::Secret& key)
        : m_db(must(Database::open(store, key, OpenMode::readWrite))) {
        must(registerSearchTokenizer(m_db));
        must(m_db.execute("PRAGMA foreign_keys = OFF"));
    }

    struct Row {
        std::int64_t subject = 0; ///< or the row number
        std::int64_t seq = 0;
    };

    std::vector<std::string> columns(const std::string& table) {
        std::vector<std::string> out;
        auto query = must(m_db.prepare("SELECT name FROM pragma_table_info('" + table + "')"));
        while (must(query.step())) out.push_back(query.get<std::string>(0));
        return out;
    }

    std::vector<Row> rows(const Table& table) {
        std::vector<Row> out;
        auto query = must(m_db.prepare("SELECT " + table.key + " FROM " + table.name + " ORDER BY 1"));
        const bool two = query.columns() == 2;
        while (must(query.step())) out.push_back({query.get<std::int64_t>(0), two ? query.get<std::int64_t>(1) : 0});
        return out;
    }

    /// Another bit in one value; says how the row is named before and after.
    struct Change {
        std::vector<std::string> names;
        std::function<void()> undo;
    };
    Change flip(const Table& table, const std::string& column, Row row, std::mt19937_64& dice) {
        const bool isLink = table.name == "link";
        const auto where = [&](Row at) {
            return isLink ? " WHERE subject = " + std::to_string(at.subject) + " AND seq = " + std::to_string(at.seq)
                          : " WHERE " + table.key + " = " + std::to_string(at.subject);
        };
        const auto name = [&](Row at) {
            return table.name + " " + std::to_string(at.subject) + (isLink ? "/" + std::to_string(at.seq) : "");
        };
        const auto update = [this, sql = "UPDATE " + table.name + " SET " + column + " = ?1"](
                                const auto& value, const std::string& at) { return m_db.run(sql + at, value); };
        const std::string select = "SELECT " + column + " FROM " + table.name + where(row);
        if (must(m_db.value<std::string>("SELECT typeof(" + column + ") FROM " + table.name + where(row))) ==
            "integer") {
            const auto value = must(m_db.value<std::int64_t>(select));
            for (;;) { // a number may be taken already
                const auto bit = dice() % 2 ? dice() % 8 : dice() % 64;
                const auto other =
                    static_cast<std::int64_t>(static_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << bit));
                if (!update(other, where(row))) continue;
                Row moved = row;
                if (column == "seq") moved.seq = other;
                else if (table.key.starts_with(column)) moved.subject = other;
                return {{name(row), name(moved)}, [update, value, at = where(moved)] { must(update(value, at)); }};
            }
        }
        const auto value = must(m_db.value<Bytes>(select));
        auto other = value;
        other[dice() % other.size()] ^= static_cast<std::uint8_t>(1U << dice() % 8);
        must(update(other, where(row)));
        return {{name(row)}, [update, value, at = where(row)] { must(update(value, at)); }};
    }

private:
    Database m_db;
};

} // namespace

/// Verification names every change that was made behind the program's back: in the vault, in the hub's store, in the
/// evidence.
class TestVerify : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    fs::path m_copy;
    PersonId m_person;
    CaseId m_case;

    [[nodiscard]] fs::path store(bool hub) const {
        return hub ? m_copy / "hub.db" : personFolder(m_copy, m_person) / "vault.db";
    }

    crypto::Secret keyOf(bool hub) const {
        auto keys = must(openKeys(must(readIdentityFile(m_copy, m_person)), crypto::asBytes("officer-2")));
        if (hub) return must(openHubKey(m_copy, m_person, keys.identity));
        return std::move(keys.vaultKey);
    }

    void copyAnew() {
        fs::remove_all(m_copy);
        fs::copy(m_office->folder(), m_copy, fs::copy_options::recursive);
    }

    Result<std::unique_ptr<Workspace>> unlock() {
        return Workspace::unlock(m_copy, m_person, crypto::asBytes("officer-2"), m_office->with());
    }

    static std::string places(const VerifyReport& report) {
        std::string out;
        for (const auto& finding : report.findings) out += finding.place + ": " + finding.what.en + "; ";
        return out;
    }

    /// Whether a finding about this store names one of the rows.
    static bool namesOne(const VerifyReport& report, bool hub, const std::vector<std::string>& rows) {
        return std::ranges::any_of(report.findings, [&](const VerifyFinding& finding) {
            return finding.place.contains("hub.db") == hub &&
                   std::ranges::any_of(rows, [&](const auto& row) { return names(finding.place, row); });
        });
    }

    /// Whether the place of an error is a row of one of the tables, or a commit of the hub's.
    static bool namesARow(const std::string& where) {
        return where.starts_with("commit ") ||
               std::ranges::any_of(kTables, [&](const Table& one) { return where.contains(one.name + " "); });
    }

    /// What verification says of every changed value of every row.
    void everyValue(bool hub) {
        copyAnew();
        const auto seed = seedOf();
        qInfo("TOUCHSTONE_SEED=%llu", static_cast<unsigned long long>(seed));
        std::mt19937_64 dice(seed);
        auto workspace = must(unlock());
        QCOMPARE(places(must(workspace->verify(false, {}, {}))), std::string());
        Prompt prompt(store(hub), keyOf(hub));
        int changed = 0;
        for (int round = 0; round < std::max(1, rounds()); ++round) {
            for (const auto& table : kTables) {
                auto rows = prompt.rows(table);
                QVERIFY2(!rows.empty(), table.name.c_str());
                for (const auto& column : prompt.columns(table.name)) {
                    std::ranges::shuffle(rows, dice);
                    for (const auto row : rows | std::views::take(rounds() ? rows.size() : kSomeRows)) {
                        const auto change = prompt.flip(table, column, row, dice);
                        const auto report = must(workspace->verify(false, {}, {}));
                        const std::string what = column + " of " + change.names.front() + " -> " + places(report);
                        if (qEnvironmentVariableIsSet("TOUCHSTONE_SAY")) qInfo("%s", what.c_str());
                        QVERIFY2(namesOne(report, hub, change.names), what.c_str());
                        change.undo();
                        ++changed;
                    }
                }
            }
        }
        QCOMPARE(places(must(workspace->verify(false, {}, {}))), std::string());
        qInfo("%d values changed, each named", changed);
    }

private slots:
    /// An office with a few cases, a refusal, evidence, and two officers.
    void initTestCase() {
        m_office = std::make_unique<TestOffice>();
        TestOffice& office = *m_office;
        office.admit("officer-2", {Role::officer});
        m_person = office.id("officer-2");
        m_copy = office.scratch() / "copy";
        auto officer = office.as("officer");
        intake::Report report;
        report.title = same("A report");
        report.narrativeEn = "Antimony left without a licence.";
        m_case = must(officer->receiveReport(report));
        report.title = same("Another");
        must(officer->receiveReport(report));
        auto other = office.as("officer-2");
        must(officer->takeStep(m_case, "accept", {}));
        QCOMPARE(must(other->takeStep(m_case, "accept", {})).refused.size(), 1u);
        must(other->addNote(m_case, "A note"));
        must(other->assign(m_case, office.id("investigator-1"), "investigator"));
        std::vector<fs::path> files;
        for (const auto& [name, size] : {std::pair("small.txt", 300), std::pair("large.bin", 3'000'000)}) {
            files.push_back(office.scratch() / name);
            std::ofstream(files.back(), std::ios::binary) << std::string(static_cast<std::size_t>(size), 'x') << name;
        }
        for (const auto& taken : must(other->addEvidence(m_case, files, "documentary", "disk", {}, {})))
            QVERIFY(taken.item);
    }

    void theTablesAreTheTruthTables() {
        for (const auto name : kTruthTables)
            QVERIFY2(std::ranges::contains(kTables, std::string(name), &Table::name), std::string(name).c_str());
        QCOMPARE(kTables.size(),
                 kTruthTables.size() + 1); // and what was sealed, from which a lawful erasure may take away
    }

    void everyChangedValueOfAVaultIsNamed() { everyValue(false); }
    void everyChangedValueOfTheHubIsNamed() { everyValue(true); }

    /// The same when the office was locked meanwhile: it is told at the unlock, or by verification.
    void whatChangedWhileLockedIsNamed_data() {
        QTest::addColumn<bool>("hub");
        QTest::newRow("vault") << false;
        QTest::newRow("hub") << true;
    }
    void whatChangedWhileLockedIsNamed() {
        QFETCH(bool, hub);
        const auto seed = seedOf();
        qInfo("TOUCHSTONE_SEED=%llu", static_cast<unsigned long long>(seed));
        std::mt19937_64 dice(seed);
        copyAnew();
        const auto key = keyOf(hub);
        for (const auto& table : kTables) {
            const auto columns = Prompt(store(hub), key).columns(table.name);
            for (const auto& column : columns) {
                copyAnew();
                std::vector<std::string> rows;
                {
                    Prompt prompt(store(hub), key);
                    const auto all = prompt.rows(table);
                    rows = prompt.flip(table, column, all[dice() % all.size()], dice).names;
                }
                const std::string what = column + " of " + rows.front() + " -> ";
                auto workspace = unlock();
                if (workspace) {
                    const auto report = must((*workspace)->verify(false, {}, {}));
                    QVERIFY2(namesOne(report, hub, rows), (what + places(report)).c_str());
                    continue;
                }
                // Nothing is shown of a store whose rows are not what was written. What was met first is named.
                const Error& error = workspace.error();
                const std::string said = what + sentence(error, Language::en);
                if (qEnvironmentVariableIsSet("TOUCHSTONE_SAY")) qInfo("%s", said.c_str());
                QVERIFY2(error.code == Code::damaged, said.c_str());
                QVERIFY2(namesARow(error.where), said.c_str());
            }
        }
    }

    /// One bit anywhere in a store's file, beneath the tables.
    void everyChangedBitOfAFileIsNoticed_data() { whatChangedWhileLockedIsNamed_data(); }
    void everyChangedBitOfAFileIsNoticed() {
        QFETCH(bool, hub);
        const auto seed = seedOf();
        qInfo("TOUCHSTONE_SEED=%llu", static_cast<unsigned long long>(seed));
        std::mt19937_64 dice(seed);
        for (int i = 0; i < 6 * std::max(1, rounds()); ++i) {
            copyAnew();
            const auto size = fs::file_size(store(hub));
            QVERIFY(!fs::exists(store(hub).string() + "-wal"));
            const auto at = dice() % size;
            flipByte(store(hub), at, dice);
            const std::string what = "byte " + std::to_string(at) + " of " + std::to_string(size);
            auto workspace = unlock();
            if (!workspace) {
                QVERIFY2(workspace.error().code == Code::damaged, what.c_str());
                // The store, or the row of it that was not what its author signed.
                const std::string& where = workspace.error().where;
                QVERIFY2(where.contains(store(hub).filename().string()) || namesARow(where),
                         (what + ": " + where).c_str());
                continue;
            }
            const auto report = must((*workspace)->verify(false, {}, {}));
            QVERIFY2(!report.findings.empty(), what.c_str());
            QVERIFY2(places(report).contains(store(hub).filename().string()), places(report).c_str());
        }
    }

    static void flipByte(const fs::path& path, std::uint64_t at, std::mt19937_64& dice) {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(at));
        const auto byte = static_cast<unsigned>(file.get()) ^ (1U << dice() % 8);
        file.seekp(static_cast<std::streamoff>(at));
        file.put(static_cast<char>(byte));
        file.close();
        if (!file) qFatal("%s was not changed", path.c_str());
    }

    void everyChangedBitOfEvidenceIsNamed() {
        const auto seed = seedOf();
        qInfo("TOUCHSTONE_SEED=%llu", static_cast<unsigned long long>(seed));
        std::mt19937_64 dice(seed);
        copyAnew();
        auto workspace = must(unlock());
        const auto items = must(workspace->state(m_case)).evidence;
        QCOMPARE(items.size(), 2u);
        QCOMPARE(places(must(workspace->verify(true, {}, {}))), std::string());
        const auto expectNamed = [&](const EvidenceItem& item, const std::string& what) {
            const auto report = must(workspace->verify(true, {}, {}));
            QVERIFY2(report.findings.size() == 1, (what + " -> " + places(report)).c_str());
            QVERIFY2(report.findings[0].place.contains(item.address.hex()), (what + " -> " + places(report)).c_str());
        };
        for (const auto& item : items) {
            const auto path = m_copy / "evidence" / item.address.hex();
            const auto size = fs::file_size(path);
            std::vector<std::uint64_t> places{0, 1, size / 2, size - 1};
            const int more = size < 100'000 ? 40 : 4;
            for (int i = 0; i < more * std::max(1, rounds()); ++i) places.push_back(dice() % size);
            const auto kept = m_office->scratch() / "kept";
            fs::copy_file(path, kept, fs::copy_options::overwrite_existing);
            const auto restore = [&] { fs::copy_file(kept, path, fs::copy_options::overwrite_existing); };
            for (const auto at : places) {
                flipByte(path, at, dice);
                expectNamed(item, "byte " + std::to_string(at) + " of " + std::to_string(size));
                if (QTest::currentTestFailed()) return;
                restore();
            }
            for (const auto& [how, length] : {std::pair("cut", size - 1), std::pair("cut in half", size / 2),
                                              std::pair("empty", size - size), std::pair("longer", size + 1)}) {
                fs::resize_file(path, length);
                expectNamed(item, how);
                if (QTest::currentTestFailed()) return;
                restore();
            }
            fs::remove(path);
            expectNamed(item, "removed");
            if (QTest::currentTestFailed()) return;
            fs::copy_file(m_copy / "evidence" / (item.address == items[0].address ? items[1] : items[0]).address.hex(),
                          path);
            expectNamed(item, "another's bytes");
            if (QTest::currentTestFailed()) return;
            restore();
        }
        QCOMPARE(places(must(workspace->verify(true, {}, {}))), std::string());
    }
};

QTEST_GUILESS_MAIN(TestVerify)
#include "test_verify.moc"
