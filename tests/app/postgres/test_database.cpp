// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/postgres/server_error.h"
#include "tests/app/postgres/stored_office.h"

#include <QTest>
#include <future>

using namespace model;

/// Which databases a hub takes, how their tables come to be, and how a record comes in.
class TestDatabase : public QObject {
    Q_OBJECT

    PostgresServer m_server;
    StoredOffice m_office;

    Result<std::unique_ptr<postgres::PostgresStore>> open(const QString& database) const {
        return postgres::PostgresStore::open(StoredOffice::address(m_server, database), crypto::Suite::intl1);
    }

private slots:
    void anAddressIsRead() {
        const auto read = must(postgres::readAddress("postgresql://hub@one,two:5433/office?sslmode=verify-full"));
        QCOMPARE(read.name, std::string("postgresql://one,two:5433/office"));
        const auto has = [&](const char* keyword, const char* value) {
            return std::ranges::find(read.parameters, std::pair<std::string, std::string>(keyword, value)) !=
                   read.parameters.end();
        };
        QVERIFY(has("target_session_attrs", "read-write") && has("sslmode", "verify-full") && has("user", "hub"));
        const auto own = must(postgres::readAddress("postgres:///office?target_session_attrs=any"));
        QVERIFY(std::ranges::find(own.parameters, std::pair<std::string, std::string>("target_session_attrs", "any")) !=
                own.parameters.end());
        for (const char* bad : {"", "office", "host=one", "http://one/office", "postgresql://one/office?no=such",
                                "postgresql://[::1/office", "postgresql://hub%zz@one/office"}) {
            const auto refused = postgres::readAddress(bad);
            QVERIFY2(!refused, bad);
            QCOMPARE(refused.error().code, Code::usage);
        }
        // A secret is refused wherever it stands, and is not repeated.
        for (const char* bad : {"postgresql://hub:hunter2@one/office", "postgresql://one/office?password=hunter2",
                                "postgresql://one/office?sslpassword=hunter2",
                                "postgresql://hub:hunter2@one/office?no=such&password=hunter2"}) {
            const auto refused = postgres::readAddress(bad);
            QVERIFY2(!refused, bad);
            QCOMPARE(refused.error().code, Code::usage);
            QVERIFY(!sentence(refused.error(), Language::en).contains("hunter2"));
        }
    }

    void tablesAreMadeOnce() {
        const auto database = m_server.makeDatabase();
        const auto address = StoredOffice::address(m_server, database);
        const auto none = open(database);
        QVERIFY(!none && none.error().cure.en.contains("migrate"));
        // Two at once: one makes them, the other finds them.
        auto first = std::async(std::launch::async, [&] { return must(postgres::migrate(address)); });
        auto second = std::async(std::launch::async, [&] { return must(postgres::migrate(address)); });
        const auto one = first.get(), other = second.get();
        QCOMPARE(one.to, postgres::kSchemaVersion);
        QCOMPARE(other.to, postgres::kSchemaVersion);
        QCOMPARE(one.from + other.from, postgres::kSchemaVersion);
        QCOMPARE(must(postgres::migrate(address)).from, postgres::kSchemaVersion);
        QVERIFY(!must(must(must(open(database))->read())->last()));
    }

    void otherVersionsAreRefused() {
        const auto database = m_server.makeDatabase();
        const auto address = StoredOffice::address(m_server, database);
        must(postgres::migrate(address));
        const auto store = must(open(database));
        m_server.run(database, "UPDATE touchstone.version SET number = 2");
        QCOMPARE(open(database).error().code, Code::newer);
        QCOMPARE(postgres::migrate(address).error().code, Code::newer);
        // A process that was there before notices it with the next thing it does.
        QCOMPARE(store->read().error().code, Code::newer);
        QCOMPARE(store->write().error().code, Code::newer);
        m_server.run(database, "UPDATE touchstone.version SET number = 1");
        QVERIFY(store->read());
        m_server.run(database, "DELETE FROM touchstone.version");
        QVERIFY(store->read().error().cure.en.contains("migrate"));
    }

    void aServerThatMayLoseWhatItKeptIsRefused() {
        const auto database = m_office.makeDatabase(m_server);
        const auto set = [&](const char* name, const char* value) {
            m_server.run("postgres", "ALTER DATABASE " + database + " SET " + name + " = " + value);
        };
        set("touchstone.without_fsync", "off");
        const auto refused = open(database);
        QVERIFY(!refused);
        QVERIFY2(refused.error().what.en.contains("fsync"), refused.error().what.en.c_str());
        set("touchstone.without_fsync", "on");
        // What is not durable by a setting of the session becomes so.
        set("synchronous_commit", "off");
        const auto store = must(open(database));
        const auto begun = must(store->beginReading());
        QCOMPARE(must(begun.connection->script("SHOW synchronous_commit")).text(0, 0), std::string_view("on"));
        set("synchronous_commit", "remote_apply");
        const auto stronger = must(open(database));
        QCOMPARE(must(must(stronger->beginReading()).connection->script("SHOW synchronous_commit")).text(0, 0),
                 std::string_view("remote_apply"));
    }

    void aDatabaseOfAnotherEncodingIsRefused() {
        const auto database = m_server.makeDatabase("TEMPLATE template0 ENCODING 'SQL_ASCII'");
        const auto refused = postgres::migrate(StoredOffice::address(m_server, database));
        QVERIFY(!refused);
        QVERIFY(refused.error().what.en.contains("UTF-8"));
    }

    void aCopyOfAnotherServerIsNotServed() {
        const auto database = m_office.makeDatabase(m_server);
        const auto store = must(open(database));
        m_server.run("postgres", "ALTER DATABASE " + database + " SET default_transaction_read_only = on");
        QCOMPARE(open(database).error().code, Code::network);
        m_server.run("postgres", "ALTER DATABASE " + database + " RESET default_transaction_read_only");
        QVERIFY(open(database));
    }

    void nobodyIsThere() {
        const auto nobody = must(postgres::readAddress("postgresql:///office?host=/nowhere"));
        const auto refused = postgres::PostgresStore::open(nobody, crypto::Suite::intl1);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::network);
        const auto wrong = open("no_such_database");
        QVERIFY(!wrong);
        QVERIFY2(wrong.error().what.en.contains("no_such_database"), wrong.error().what.en.c_str());
    }

    /// The rights that docs/running-a-hub.md names are enough, and not more than that.
    void aUserWithFewRightsIsEnough() {
        const auto database = m_office.makeDatabase(m_server);
        m_server.run(database, "CREATE ROLE hub LOGIN; GRANT USAGE ON SCHEMA touchstone TO hub; "
                               "GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA touchstone TO hub; "
                               "REVOKE INSERT ON touchstone.version FROM hub; GRANT DELETE ON touchstone.turn TO hub");
        auto uri = m_server.uri(database);
        const auto address = must(postgres::readAddress(uri.replace("touchstone@", "hub@").toStdString()));
        const auto store = must(postgres::PostgresStore::open(address, crypto::Suite::intl1));
        const auto hub = m_office.hub(*store);
        const auto said = m_office.note("with few rights");
        must(hub->submit(std::span(&said, 1)));
        std::atomic<int> news = 0;
        const auto watch = store->watch([&] { ++news; });
        QTRY_COMPARE(news.load(), 1);
        QVERIFY(postgres::migrate(address)); // there is nothing to do
        const auto begun = must(store->beginTurn());
        QVERIFY(!begun.connection->script("DELETE FROM touchstone.sealed"));
    }

    void aRecordComesInWholeOrNotAtAll() {
        const auto database = m_server.makeDatabase();
        must(postgres::migrate(StoredOffice::address(m_server, database)));
        const auto store = must(open(database));
        const auto file = m_office.handover();
        std::stop_source stopped;
        stopped.request_stop();
        QCOMPARE(postgres::copyInto(*store, *file, stopped.get_token()).error().code, Code::cancelled);
        QVERIFY(!must(must(store->read())->last()));
        QCOMPARE(must(postgres::copyInto(*store, *file, {})), postgres::Adopted::now);
        // Once more, also when it has grown: it is the same record.
        QCOMPARE(must(postgres::copyInto(*store, *file, {})), postgres::Adopted::before);
        const auto said = m_office.note("since then");
        must(m_office.hub(*store)->submit(std::span(&said, 1)));
        QCOMPARE(must(postgres::copyInto(*store, *file, {})), postgres::Adopted::before);
        StoredOffice another;
        QCOMPARE(postgres::copyInto(*store, *another.handover(), {}).error().code, Code::refused);
    }

    void aRecordComesOutAsItIs() {
        const auto database = m_office.makeDatabase(m_server);
        const auto store = must(open(database));
        const QTemporaryDir folder;
        const auto copy = [&](const char* name) {
            return must(
                EmbeddedStore::create(std::filesystem::path(folder.path().toStdString()) / name,
                                      crypto::Secret::random(32, *crypto::systemRandom()),
                                      crypto::Identity::generate(crypto::Suite::intl1, *crypto::systemRandom())));
        };
        const auto file = copy("one");
        QVERIFY(must(postgres::copyOutOf(*store, *file, {})).empty());
        const CaseId cases[] = {m_office.firstCase(), m_office.secondCase()};
        const Digest ids[] = {m_office.refused().events[0].id};
        QCOMPARE(told(*must(file->read()), cases, ids), told(*must(store->read()), cases, ids));
        // A row that is there twice is named, and the rest is copied.
        m_server.run(database, "SET session_replication_role = replica; SET search_path = touchstone; "
                               "ALTER TABLE act DROP CONSTRAINT act_pkey, DROP CONSTRAINT act_id_key; "
                               "INSERT INTO act SELECT * FROM act WHERE n = 2");
        const auto twice = must(postgres::copyOutOf(*store, *copy("two"), {}));
        QCOMPARE(twice, postgres::TwiceThere{"act 2"});
    }

    void whatTheServerSaysIsUnderstood() {
        const auto code = [](const char* state, bool lost = false) {
            return postgres::serverError(state, "words\nDETAIL: contents", lost, "there").code;
        };
        QCOMPARE(code("57P01"), Code::network);
        QCOMPARE(code("55P03"), Code::network);
        QCOMPARE(code("40P01"), Code::network);
        QCOMPARE(code("25006"), Code::network);
        QCOMPARE(code("", true), Code::network);
        QCOMPARE(code("53100"), Code::failed);
        QCOMPARE(code("42P01"), Code::failed);
        QCOMPARE(code("XX001"), Code::damaged);
        QCOMPARE(code("23505"), Code::failed);
        const auto error = postgres::serverError("23505", "words\nDETAIL: contents", false, "there");
        QVERIFY(error.what.en.contains("words") && !error.what.en.contains("contents"));
        QVERIFY(!error.what.zh.empty() && !error.cure.zh.empty());
    }
};

QTEST_GUILESS_MAIN(TestDatabase)
#include "test_database.moc"
