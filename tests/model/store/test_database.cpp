// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/database.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

using namespace model;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

crypto::Secret keyOf(std::uint8_t filling) { return crypto::Secret(Bytes(32, filling)); }

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// What an interested eye could tell about a file.
struct Trace {
    std::string bytes;
    fs::file_time_type time;
    explicit Trace(const fs::path& path) : bytes(contents(path)), time(fs::last_write_time(path)) {}
    bool operator==(const Trace&) const = default;
};

/// A closed store of about `rows` × 100 bytes, moved out of its log, of schema version 3.
void makeStore(const fs::path& path, int rows) {
    auto db = Database::open(path, keyOf(1), OpenMode::create);
    QVERIFY2(db, db ? "" : db.error().what.en.c_str());
    QVERIFY(db->execute(
        "CREATE TABLE event(id INTEGER PRIMARY KEY, body TEXT NOT NULL); CREATE INDEX body ON event(body)"));
    QVERIFY(db->setUserVersion(3));
    auto transaction = Transaction::begin(*db);
    QVERIFY(transaction);
    for (int i = 0; i < rows; ++i) {
        QVERIFY(db->run("INSERT INTO event(body) VALUES(?1)", std::to_string(i) + std::string(90, 'e')));
    }
    QVERIFY(transaction->commit());
    QVERIFY(db->checkpoint());
}

Code openCode(const fs::path& path, OpenChecks checks = {}, std::uint8_t key = 1) {
    const auto db = Database::open(path, keyOf(key), OpenMode::readWrite, {}, checks);
    return db ? Code::failed : db.error().code; // a store that opens is a failure of these tests
}

} // namespace

class TestDatabase : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_count = 0;
    fs::path place() { return fs::path(m_dir.path().toStdString()) / ("store" + std::to_string(++m_count) + ".db"); }

private slots:
    void valuesComeBackAsTheyWere() {
        auto db = Database::open(place(), keyOf(1), OpenMode::create);
        QVERIFY(db);
        QVERIFY(db->execute("CREATE TABLE t(i, r, s, b, n, e)"));
        const Bytes blob{0, 1, 255};
        const std::string text("锑矿\0x", 8);
        QVERIFY(db->run("INSERT INTO t VALUES(?1,?2,?3,?4,?5,?6)", std::int64_t{-5}, 0.5, text, blob,
                        std::optional<int>(), OpenMode::readOnly));
        auto row = db->prepare("SELECT i, r, s, b, n, e, typeof(s), typeof(b) FROM t");
        QVERIFY(row && *row->step());
        QCOMPARE(row->get<std::int64_t>(0), -5);
        QCOMPARE(row->get<double>(1), 0.5);
        QCOMPARE(row->get<std::string>(2), text);
        QCOMPARE(row->get<Bytes>(3), blob);
        QVERIFY(!row->get<std::optional<int>>(4));
        QVERIFY(row->get<OpenMode>(5) == OpenMode::readOnly);
        QCOMPARE(row->get<std::string>(6), std::string("text"));
        QCOMPARE(row->get<std::string>(7), std::string("blob"));
        QVERIFY(!*row->step());
        // Empty is not NULL.
        QVERIFY(db->run("DELETE FROM t"));
        QVERIFY(db->run("INSERT INTO t(s, b) VALUES(?1, ?2)", std::string_view(), ByteView()));
        QCOMPARE(*db->value<std::string>("SELECT typeof(s) || typeof(b) FROM t"), std::string("textblob"));
        QVERIFY(db->value<int>("SELECT 1 WHERE 0").error().code == Code::notFound);
        QVERIFY(db->prepare("SELECT nothing FROM nowhere").error().code == Code::failed);
    }

    void transactionRollsBackUnlessCommitted() {
        auto db = Database::open(place(), keyOf(1), OpenMode::create);
        QVERIFY(db->execute("CREATE TABLE t(i)"));
        {
            auto transaction = Transaction::begin(*db);
            QVERIFY(transaction);
            QVERIFY(db->run("INSERT INTO t VALUES(1)"));
        }
        QCOMPARE(*db->value<int>("SELECT count(*) FROM t"), 0);
        auto transaction = Transaction::begin(*db);
        QVERIFY(db->run("INSERT INTO t VALUES(1)"));
        QVERIFY(transaction->commit());
        QCOMPARE(*db->value<int>("SELECT count(*) FROM t"), 1);
    }

    void settingsHold() {
        auto db = Database::open(place(), keyOf(1), OpenMode::create);
        QCOMPARE(*db->value<std::string>("PRAGMA journal_mode"), std::string("wal"));
        QCOMPARE(*db->value<int>("PRAGMA synchronous"), 2);
        QCOMPARE(*db->value<int>("PRAGMA foreign_keys"), 1);
        QCOMPARE(*db->value<int>("PRAGMA secure_delete"), 1);
        QCOMPARE(*db->value<int>("PRAGMA temp_store"), 2);
        QCOMPARE(*db->value<int>("PRAGMA trusted_schema"), 0);
        QCOMPARE(*db->value<int>("PRAGMA cell_size_check"), 1);
        QCOMPARE(*db->value<int>("PRAGMA page_size"), 4096);
        QCOMPARE(*db->value<std::string>("PRAGMA cipher_hmac_algorithm"), std::string("HMAC_SHA256"));
        // Defensive mode: the schema cannot be written by hand.
        (void)db->execute("PRAGMA writable_schema=ON");
        QVERIFY(!db->execute("UPDATE sqlite_schema SET sql='' WHERE 0"));
        // Nothing of the store may go to another file.
        QVERIFY(db->run("ATTACH ?1 AS other", place().string()).error().code == Code::refused);
        QVERIFY(!db->execute("VACUUM INTO '" + place().string() + "'"));
        QVERIFY(db->execute("VACUUM"));
        QVERIFY(storageGuard());
    }

    void creatingIsExclusiveAndPrivate() {
        const fs::path path = place();
        {
            auto db = Database::open(path, keyOf(1), OpenMode::create);
            QVERIFY(db);
            QVERIFY(db->execute("CREATE TABLE t(i)"));
            for (const char* suffix : {"", "-wal", "-shm"}) {
                const auto mode = fs::status(path.string() + suffix).permissions();
                QCOMPARE(static_cast<int>(mode & fs::perms::all), 0600);
            }
        }
        QVERIFY(contents(path).substr(0, 15) != "SQLite format 3");
        const Trace before(path);
        QVERIFY(Database::open(path, keyOf(1), OpenMode::create).error().code == Code::failed);
        QVERIFY(Trace(path) == before);
        QVERIFY(Database::open("/nowhere/at/all.db", keyOf(1), OpenMode::create).error().code == Code::notFound);
        QVERIFY(Database::open(place(), keyOf(1), OpenMode::readWrite).error().code == Code::notFound);
        QVERIFY(Database::open(m_dir.path().toStdString(), keyOf(1), OpenMode::readWrite).error().code ==
                Code::damaged);
    }

    void wrongKeyIsLockedAndNothingIsWritten() {
        const fs::path path = place();
        makeStore(path, 10);
        const Trace before(path);
        QVERIFY(openCode(path, {}, 2) == Code::locked);
        OpenChecks known;
        known.keyVerified = true;
        QVERIFY(openCode(path, known, 2) == Code::damaged);
        QVERIFY(Trace(path) == before);
        QVERIFY(!fs::exists(path.string() + "-wal"));
        QVERIFY(Database::open(path, keyOf(1), OpenMode::readWrite));
    }

    void newerVersionIsRefusedAndNothingIsWritten() {
        const fs::path path = place();
        makeStore(path, 10);
        const Trace before(path);
        OpenChecks checks;
        checks.newestVersion = 2;
        QVERIFY(openCode(path, checks) == Code::newer);
        QVERIFY(Trace(path) == before);
        checks.newestVersion = 3;
        QVERIFY(Database::open(path, keyOf(1), OpenMode::readWrite, {}, checks));
    }

    void strangeFilesAreDamaged_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("short") << QByteArray(100, 'x');
        QTest::newRow("plain SQLite") << QByteArray("SQLite format 3\0", 16) + QByteArray(8176, 'x');
    }
    void strangeFilesAreDamaged() {
        QFETCH(QByteArray, bytes);
        const fs::path path = place();
        write(path, bytes.toStdString());
        const Trace before(path);
        QVERIFY(openCode(path) == Code::damaged);
        QVERIFY(Trace(path) == before);
    }

    void truncationIsDamage_data() {
        QTest::addColumn<int>("cut");
        QTest::newRow("one byte") << 1;
        QTest::newRow("one page") << 4096;
        QTest::newRow("many pages") << 40960;
    }
    void truncationIsDamage() {
        QFETCH(int, cut);
        const fs::path path = place();
        makeStore(path, 2000);
        fs::resize_file(path, fs::file_size(path) - static_cast<std::uintmax_t>(cut));
        const Trace before(path);
        OpenChecks known;
        known.keyVerified = true;
        const auto db = Database::open(path, keyOf(1), OpenMode::readWrite, {}, known);
        QVERIFY(!db);
        QVERIFY(db.error().code == Code::damaged);
        QCOMPARE(db.error().where, path.string());
        QVERIFY(!db.error().cure.en.empty() && !db.error().cure.zh.empty());
        QVERIFY(Trace(path) == before);
    }

    void oneFlippedBitIsFound_data() {
        QTest::addColumn<int>("page"); // counted from 0
        QTest::addColumn<int>("offset");
        for (int page : {0, 1, 2, 17, 60}) {
            for (int offset : {0, 20, 2000, 4060, 4095}) {
                QTest::addRow("page %d byte %d", page + 1, offset) << page << offset;
            }
        }
    }
    void oneFlippedBitIsFound() {
        QFETCH(int, page);
        QFETCH(int, offset);
        const fs::path path = place();
        makeStore(path, 2000);
        std::string bytes = contents(path);
        const auto at = static_cast<std::size_t>(page * 4096 + offset);
        QVERIFY(at < bytes.size());
        bytes[at] = static_cast<char>(bytes[at] ^ 4);
        write(path, bytes);
        const Trace before(path);
        OpenChecks known;
        known.keyVerified = true;
        auto db = Database::open(path, keyOf(1), OpenMode::readOnly, {}, known);
        if (page == 0) {
            QVERIFY(!db && db.error().code == Code::damaged && db.error().where == path.string());
            QVERIFY(openCode(path, known) == Code::damaged);
        } else {
            // Reading everything stumbles over it, and the full check names it.
            QVERIFY2(db, db ? "" : db.error().what.en.c_str());
            Result<void> read;
            for (const char* sql : {"SELECT body FROM event NOT INDEXED", "SELECT body FROM event ORDER BY body"}) {
                auto rows = db->prepare(sql);
                if (rows && read) read = rows->run();
                else if (read) read = std::unexpected(rows.error());
            }
            QVERIFY(!read);
            QVERIFY2(read.error().code == Code::damaged, read.error().what.en.c_str());
            QCOMPARE(read.error().where, path.string());
        }
        if (page > 0) {
            auto again = Database::open(path, keyOf(1), OpenMode::readOnly);
            QVERIFY(again);
            const auto verified = again->verifyPages();
            QVERIFY(!verified && verified.error().code == Code::damaged);
            QVERIFY2(verified.error().where.contains(" page " + std::to_string(page + 1)),
                     verified.error().where.c_str());
        }
        db = fail(Code::failed, {});
        QVERIFY(Trace(path) == before);
    }

    void readOnlyNeverWrites() {
        const fs::path path = place();
        makeStore(path, 100);
        const Trace before(path);
        {
            auto db = Database::open(path, keyOf(1), OpenMode::readOnly);
            QVERIFY(db);
            QCOMPARE(*db->value<int>("SELECT count(*) FROM event"), 100);
            const auto refused = db->run("INSERT INTO event(body) VALUES('x')");
            QVERIFY(!refused && refused.error().code == Code::failed);
            QVERIFY(!db->setUserVersion(9));
        }
        QVERIFY(Trace(path) == before);
    }

    void readOnlyLeavesTheLogOfACrashAlone() {
        const fs::path path = place();
        const fs::path copy = place();
        makeStore(path, 10);
        {
            auto db = Database::open(path, keyOf(1), OpenMode::readWrite);
            QVERIFY(db->run("INSERT INTO event(body) VALUES('only in the log')"));
            fs::copy_file(path, copy); // as after a crash: the file, and a log that was not moved into it
            fs::copy_file(path.string() + "-wal", copy.string() + "-wal");
        }
        const Trace file(copy), log(copy.string() + "-wal");
        {
            auto db = Database::open(copy, keyOf(1), OpenMode::readOnly);
            QVERIFY(db);
            QCOMPARE(*db->value<int>("SELECT count(*) FROM event"), 11);
        }
        QVERIFY(Trace(copy) == file);
        QVERIFY(Trace(copy.string() + "-wal") == log);
        auto db = Database::open(copy, keyOf(1), OpenMode::readWrite);
        QCOMPARE(*db->value<int>("SELECT count(*) FROM event"), 11);
    }

    void damagedStoreWithALogIsNotWritten() {
        const fs::path path = place();
        const fs::path copy = place();
        makeStore(path, 2000);
        {
            auto db = Database::open(path, keyOf(1), OpenMode::readWrite);
            QVERIFY(db->run("INSERT INTO event(body) VALUES('only in the log')"));
            fs::copy_file(path, copy);
            fs::copy_file(path.string() + "-wal", copy.string() + "-wal");
        }
        // Page 1 is in the log too, so the file's own first page is not read; a newer version in the log must count.
        OpenChecks checks;
        checks.newestVersion = 2;
        const Trace file(copy), log(copy.string() + "-wal");
        QVERIFY(openCode(copy, checks) == Code::newer);
        QVERIFY(openCode(copy, {}, 9) == Code::locked);
        QVERIFY(Trace(copy) == file);
        QVERIFY(Trace(copy.string() + "-wal") == log);
    }

    void protectedTablesOnlyGrow() {
        const fs::path path = place();
        makeStore(path, 3);
        auto db = Database::open(path, keyOf(1), OpenMode::readWrite);
        QVERIFY(db);
        QVERIFY(db->execute("CREATE TABLE free(i)"));
        const std::string_view tables[] = {"event"};
        QVERIFY(db->protectTables(tables));
        QVERIFY(db->protectTables(tables));
        QVERIFY(db->run("INSERT INTO event(id, body) VALUES(50, 'x')"));
        QVERIFY(db->run("INSERT OR IGNORE INTO event(id, body) VALUES(50, 'y')"));
        for (const char* sql :
             {"UPDATE event SET body='y'", "DELETE FROM event", "DELETE FROM event WHERE id=50", "DROP TABLE event",
              "INSERT OR REPLACE INTO event(id, body) VALUES(50, 'y')", "REPLACE INTO event(id, body) VALUES(50, 'y')",
              "INSERT INTO event(id, body) VALUES(50,'y') ON CONFLICT DO UPDATE SET body='y'",
              "ALTER TABLE event RENAME TO gone", "ALTER TABLE event DROP COLUMN body",
              "DROP TRIGGER temp.keep_event_DELETE", "DELETE FROM EVENT"}) {
            const auto refused = db->execute(sql);
            QVERIFY2(!refused, sql);
            QVERIFY2(refused.error().code == Code::refused, sql);
        }
        QCOMPARE(*db->value<int>("SELECT count(*) FROM event"), 4);
        QCOMPARE(*db->value<std::string>("SELECT body FROM event WHERE id=50"), std::string("x"));
        QVERIFY(db->execute("INSERT INTO free VALUES(1); UPDATE free SET i=2; DELETE FROM free; DROP TABLE free"));
    }

    void readerSeesWhatTheWriterCommitted() {
        const fs::path path = place();
        makeStore(path, 0);
        auto writer = Database::open(path, keyOf(1), OpenMode::readWrite);
        QVERIFY(writer);
        std::atomic<bool> done = false;
        std::atomic<int> seen = 0;
        std::atomic<bool> wrong = false;
        std::thread thread([&] {
            auto reader = Database::open(path, keyOf(1), OpenMode::readOnly);
            if (!reader) {
                wrong = true;
                return;
            }
            while (!done || seen < 200) {
                const auto count = reader->value<int>("SELECT count(*) FROM event");
                if (!count || *count < seen || *count % 2 != 0) {
                    wrong = true;
                    return;
                }
                seen = *count;
            }
        });
        for (int i = 0; i < 100; ++i) {
            auto transaction = Transaction::begin(*writer);
            QVERIFY(writer->run("INSERT INTO event(body) VALUES('a')"));
            QVERIFY(writer->run("INSERT INTO event(body) VALUES('b')"));
            QVERIFY(transaction->commit());
        }
        done = true;
        thread.join();
        QVERIFY(!wrong);
        QCOMPARE(seen.load(), 200);
    }

    void secondWriterIsToldAfterTheTimeout() {
        const fs::path path = place();
        makeStore(path, 0);
        PageProfile hasty;
        hasty.busyTimeoutMs = 50;
        auto first = Database::open(path, keyOf(1), OpenMode::readWrite, hasty);
        auto second = Database::open(path, keyOf(1), OpenMode::readWrite, hasty);
        QVERIFY(first && second);
        auto transaction = Transaction::begin(*first);
        const auto refused = Transaction::begin(*second);
        QVERIFY(!refused && refused.error().code == Code::failed);
        QVERIFY(refused.error().what.en.contains("using"));
        QVERIFY(transaction->commit());
        QVERIFY(Transaction::begin(*second));
    }

    void openingInThisProcessDoesNotDropLocks() {
        // POSIX: closing any descriptor of a file drops the process's locks on it. A probe must not do that.
        const fs::path path = place();
        makeStore(path, 0);
        auto first = Database::open(path, keyOf(1), OpenMode::readWrite);
        auto transaction = Transaction::begin(*first);
        QVERIFY(first->run("INSERT INTO event(body) VALUES('a')"));
        {
            QVERIFY(Database::open(path, keyOf(1), OpenMode::readOnly));
        }
        (void)openCode(path, {}, 2);
        const QByteArray self = QCoreApplication::applicationFilePath().toUtf8();
        QVERIFY(std::system(("'" + self.toStdString() + "' --try-write '" + path.string() + "'").c_str()) != 0);
        QVERIFY(transaction->commit());
        QCOMPARE(std::system(("'" + self.toStdString() + "' --try-write '" + path.string() + "'").c_str()), 0);
    }

    void interruptStopsAQuery() {
        auto db = Database::open(place(), keyOf(1), OpenMode::create);
        QVERIFY(db);
        const Interrupter interrupter = db->interrupter();
        std::jthread thread([interrupter](std::stop_token stop) {
            while (!stop.stop_requested()) {
                std::this_thread::sleep_for(5ms);
                interrupter.interrupt();
            }
        });
        const auto endless =
            db->value<int>("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n");
        thread.request_stop();
        thread.join();
        QVERIFY(!endless && endless.error().code == Code::cancelled);
        QCOMPARE(*db->value<int>("SELECT 7"), 7);
        db = fail(Code::failed, {});
        interrupter.interrupt(); // of what is gone
    }

    void diskFullIsToldAndNothingIsLost() {
        auto db = Database::open(place(), keyOf(1), OpenMode::create);
        QVERIFY(db->execute("CREATE TABLE t(b); INSERT INTO t VALUES('kept'); PRAGMA max_page_count=20"));
        const auto full = db->run("INSERT INTO t VALUES(zeroblob(1000000))");
        QVERIFY(!full && full.error().code == Code::failed);
        QVERIFY(full.error().what.en.contains("full") && !full.error().cure.en.empty());
        QCOMPARE(*db->value<std::string>("SELECT b FROM t"), std::string("kept"));
    }

    void statementsAreKeptForTheNextUse() {
        auto db = Database::open(place(), keyOf(1), OpenMode::create);
        QVERIFY(db->execute("CREATE TABLE t(i)"));
        for (int i = 0; i < 1000; ++i) { // more texts than the cache holds
            QVERIFY(db->run("INSERT INTO t VALUES(" + std::to_string(i) + ")"));
        }
        auto outer = db->prepare("SELECT i FROM t WHERE i < ?1 ORDER BY i");
        auto inner = db->prepare("SELECT i FROM t WHERE i < ?1 ORDER BY i"); // the same text at the same time
        QVERIFY(outer && inner);
        QVERIFY(*outer->with(3).step());
        QVERIFY(*inner->with(1).step());
        QVERIFY(!*inner->step());
        QVERIFY(*outer->step());
        QCOMPARE(outer->get<int>(0), 1);
    }
};

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--try-write") {
        PageProfile hasty;
        hasty.busyTimeoutMs = 50;
        auto db = Database::open(argv[2], keyOf(1), OpenMode::readWrite, hasty);
        return db && db->run("INSERT INTO event(body) VALUES('other')") ? 0 : 1;
    }
    QCoreApplication app(argc, argv);
    TestDatabase test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_database.moc"
