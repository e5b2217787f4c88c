// SPDX-License-Identifier: GPL-3.0-or-later

// Words that must not be found: a child process writes them through every door of the store and ends without tidying
// up; then every byte that it left anywhere is searched for them. Once as it is, and once with the plain SQLite
// preloaded, which has the same symbols and would write in the clear.

#include "model/store/database.h"
#include "model/store/evidence_store.h"
#include "model/store/search_tokenizer.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <set>
#include <unistd.h>

using namespace model;
namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 4> kCanaries = {"zyxcanaryzyx", "锑矿金丝雀走私", "锑矿", "SQLite format 3"};
constexpr int kRefused = 3;

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Files that are open in this process, unlinked ones too, copied where the parent can look.
bool keepOpenFiles(const fs::path& where) {
    fs::create_directories(where);
    for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
        std::error_code error;
        const auto target = fs::read_symlink(entry.path(), error).string();
        if (error || !target.starts_with('/') || target.starts_with("/dev/") || target.starts_with("/proc/")) continue;
        std::ofstream(where / entry.path().filename(), std::ios::binary) << contents(entry.path());
    }
    return true;
}

#define MUST(condition)                                                                                                \
    if (!(condition)) return __LINE__ % 100 + 100

/// The child: 0 when all was written, kRefused when the program refused to.
int writeEverything(const fs::path& place) {
    const crypto::Secret key(Bytes(32, 0x5a));
    const std::string canary = std::string(kCanaries[0]) + " " + std::string(kCanaries[1]);
    PageProfile small;
    small.cacheKib = 256; // so that whatever can spill does
    auto db = Database::open(place / "store.db", key, OpenMode::create, small);
    if (!db) return kRefused;
    MUST(db->execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT); CREATE INDEX i ON t(body);"
                     "CREATE TEMP TABLE scratch(body TEXT)"));
    MUST(registerSearchTokenizer(*db));
    MUST(db->execute(searchTableSql("search", {"body"})));
    {
        auto transaction = Transaction::begin(*db);
        MUST(transaction);
        for (int i = 0; i < 8000; ++i) {
            MUST(db->run("INSERT INTO t(body) VALUES(?1)",
                         std::to_string(i * 7919 % 8000) + canary + std::string(200, '.')));
        }
        MUST(db->run("INSERT INTO search(rowid, body) VALUES(1, ?1)", canary));
        MUST(db->run("INSERT INTO scratch SELECT body FROM t"));
        MUST(transaction->commit());
    }
    MUST(db->checkpoint());
    MUST(db->run("INSERT INTO t(body) VALUES(?1)", canary)); // stays in the log
    MUST(db->run("INSERT INTO search(rowid, body) VALUES(2, ?1)", canary));
    MUST(db->run("DELETE FROM t WHERE id < 100"));
    MUST(db->execute("VACUUM"));
    MUST(db->run("INSERT INTO t(body) VALUES(?1)", canary));

    const auto evidence = EvidenceStore::open(place / "evidence");
    MUST(evidence);
    bool given = false;
    MUST(evidence->take(
        [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
            if (std::exchange(given, true)) return 0U;
            std::ranges::copy(canary, out.begin());
            return canary.size();
        },
        0, crypto::Suite::intl1, key));

    // In the middle of a large sort, with everything open.
    auto sorted = db->prepare("SELECT a.body FROM t a JOIN t b ON a.id = b.id ORDER BY substr(a.body, 3), b.body DESC");
    MUST(sorted);
    const auto row = sorted->step();
    MUST(row && *row);
    MUST(keepOpenFiles(place / "open"));
    const std::string maps = contents("/proc/self/maps");
    std::ofstream(place / "libraries") << (maps.find("libsqlite3.so") != std::string::npos ? "plain SQLite" : "none");
    ::_exit(0); // as after a crash: no log is moved, no file closed
}

/// The files below a place, and those that hold a canary.
struct Found {
    int files = 0;
    std::vector<std::string> leaks;
};
Found search(const fs::path& place) {
    Found found;
    for (const auto& entry : fs::recursive_directory_iterator(place)) {
        if (!entry.is_regular_file()) continue;
        ++found.files;
        const std::string bytes = contents(entry.path());
        for (const std::string_view canary : kCanaries) {
            if (bytes.find(canary) != std::string::npos) found.leaks.push_back(entry.path().string());
        }
    }
    return found;
}

int runChild(const fs::path& place, const std::string& preload) {
    fs::create_directories(place / "tmp");
    QProcess child;
    auto environment = QProcessEnvironment::systemEnvironment();
    const QString tmp = QString::fromStdString((place / "tmp").string());
    environment.insert("TMPDIR", tmp);
    environment.insert("SQLITE_TMPDIR", tmp);
    environment.insert("ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0");
    if (!preload.empty()) environment.insert("LD_PRELOAD", QString::fromStdString(preload));
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::ForwardedChannels);
    child.start(QCoreApplication::applicationFilePath(), {"--write", QString::fromStdString(place.string())});
    child.waitForFinished(120'000);
    return child.exitStatus() == QProcess::NormalExit ? child.exitCode() : -1;
}

/// The plain SQLite of the system, if it has one.
std::string plainSqlite() {
    void* library = ::dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_LOCAL);
    Dl_info info{};
    if (!library || !::dlsym(library, "sqlite3_open_v2") || !::dladdr(::dlsym(library, "sqlite3_open_v2"), &info))
        return {};
    return info.dli_fname;
}

} // namespace

class TestCanary : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    fs::path place(const char* name) { return fs::path(m_dir.path().toStdString()) / name; }

    void checkLeftovers(const fs::path& at) {
        for (const char* file : {"store.db", "store.db-wal"}) {
            QVERIFY2(fs::exists(at / file) && fs::file_size(at / file) > 4096, file);
        }
        QVERIFY(!fs::is_empty(at / "evidence"));
        QVERIFY(!fs::is_empty(at / "open"));
        const Found found = search(at);
        QVERIFY(found.files >= 5);
        QVERIFY2(found.leaks.empty(), found.leaks.empty() ? "" : found.leaks.front().c_str());
    }

private slots:
    void theSearchFindsWhatIsThere() {
        fs::create_directories(place("control"));
        std::ofstream(place("control") / "file") << "before 锑矿金丝雀走私 after";
        QVERIFY(!search(place("control")).leaks.empty());
    }

    void nothingReadableIsLeft() {
        const fs::path at = place("usual");
        QCOMPARE(runChild(at, ""), 0);
        checkLeftovers(at);
    }

    void noPreloadedSqliteTakesOver() {
        const std::string plain = plainSqlite();
        QVERIFY2(!plain.empty(), "no plain SQLite on this system");
        const fs::path at = place("preloaded");
        const int code = runChild(at, plain);
        QVERIFY2(code == 0 || code == kRefused, qPrintable(QString::number(code)));
        if (code == kRefused) {
            QVERIFY(search(at).leaks.empty());
            return;
        }
        QCOMPARE(contents(at / "libraries"), std::string("plain SQLite")); // it really was there
        checkLeftovers(at);
    }

    void noProgramShowsItsSqlite_data() {
        QTest::addColumn<QString>("program");
        QTest::newRow("this test") << QCoreApplication::applicationFilePath();
        for (const char* name : {"touchstone", "touchstonectl", "touchstone-hub"}) {
            const QString program = QString(PROGRAM_DIR) + "/" + name;
            if (QFile::exists(program)) QTest::newRow(name) << program;
        }
    }
    void noProgramShowsItsSqlite() {
        QFETCH(QString, program);
        QProcess readelf;
        readelf.start("readelf", {"--dyn-syms", "-W", program});
        QVERIFY2(readelf.waitForFinished(60'000) && readelf.exitCode() == 0, "readelf is not installed");
        const QByteArray table = readelf.readAllStandardOutput();
        QVERIFY(table.contains("UND"));
        for (const QByteArray& line : table.split('\n')) {
            QVERIFY2(!line.contains("sqlite3_") || line.contains("UND"), line.constData());
        }
        // And it does not ask a library for one either.
        QVERIFY(!table.contains("sqlite3_"));
    }

    void ourSqliteIsNotFoundByName() {
        Dl_info info{};
        void* symbol = ::dlsym(RTLD_DEFAULT, "sqlite3_open_v2");
        if (symbol && ::dladdr(symbol, &info)) QVERIFY(std::string(info.dli_fname).contains("libsqlite3"));
        QVERIFY(storageGuard());
    }
};

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--write") {
        ::closefrom(3); // what whoever runs the tests left open (their own logs, say) is not ours to judge
        return writeEverything(argv[2]);
    }
    QCoreApplication app(argc, argv);
    TestCanary test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_canary.moc"
