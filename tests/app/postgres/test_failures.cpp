// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/postgres/stored_office.h"

#include <QTest>
#include <future>

using namespace model;

/// What a database, its server and whoever keeps it can do to a hub.
class TestFailures : public QObject {
    Q_OBJECT

    PostgresServer m_server;
    StoredOffice m_office;

    /// Ends whoever is connected to a database.
    void endConnections(const QString& database) const {
        m_server.run("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database +
                                     "' AND pid <> pg_backend_pid()");
    }
    /// Changes what the triggers keep, as an administrator can who is bent on it.
    void tamper(const QString& database, const QString& sql) const {
        m_server.run(database, "SET session_replication_role = replica; SET search_path = touchstone; " + sql);
    }
    static std::int64_t numberIn(const QByteArray& text) { return text.toLongLong(); }
    [[nodiscard]] std::int64_t count(const QString& database, const char* table) const {
        return numberIn(m_server.ask(database, QString("SELECT count(*) FROM touchstone.") + table));
    }

private slots:
    void theTablesOnlyGrow() {
        const auto database = m_office.makeDatabase(m_server);
        for (const char* table : {"subject", "act", "event", "link", "hub_commit", "refusal"}) {
            const QString name = QString("touchstone.") + table;
            QVERIFY(m_server.refusal(database, "DELETE FROM " + name).contains("only grows"));
            QVERIFY(m_server.refusal(database, "TRUNCATE " + name).contains("only grows"));
        }
        QVERIFY(m_server.refusal(database, "UPDATE touchstone.event SET act = act").contains("only grows"));
        // A lawful erasure takes the sealed part alone, and the record still holds.
        const auto row = numberIn(m_server.ask(database, "SELECT max(event) FROM touchstone.sealed"));
        m_server.run(database, "DELETE FROM touchstone.sealed WHERE event = " + QString::number(row));
        const auto store = StoredOffice::inDatabase(m_server, database);
        const auto events = must(must(store->read())->events(std::span(&row, 1)));
        QVERIFY(events[0].event.sealed.empty() && events[0].event.header.sealedSize > 0);
    }

    void whatWasChangedIsDamaged_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("place");
        const auto row = [](const char* name, const char* sql, const char* asked, const char* place) {
            QTest::newRow(name) << QString(sql) << QString(asked) << QString(place);
        };
        row("bytes of an event", "UPDATE event SET bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1) WHERE n = 2",
            "events", "event 2");
        row("event cut", "UPDATE event SET bytes = substr(bytes, 1, 20) WHERE n = 2", "events", "event 2");
        row("event emptied", "UPDATE event SET bytes = '' WHERE n = 2", "events", "event 2");
        row("id of an event", "UPDATE event SET id = set_byte(id, 0, get_byte(id, 0) # 1) WHERE n = 2", "events",
            "event 2");
        row("short id", "UPDATE event SET id = '\\x00' WHERE n = 2", "events", "event 2");
        row("another's bytes", "UPDATE event SET bytes = (SELECT bytes FROM event WHERE n = 3) WHERE n = 2", "events",
            "event 2");
        row("event gone", "DELETE FROM event WHERE n = 2", "events", "event 2");
        row("event twice",
            "ALTER TABLE event DROP CONSTRAINT event_pkey, DROP CONSTRAINT event_id_key; INSERT INTO event SELECT * "
            "FROM event WHERE n = 2",
            "events", "twice");
        row("sealed part", "UPDATE sealed SET bytes = set_byte(bytes, 0, get_byte(bytes, 0) # 1)", "events", "sealed");
        row("bytes of an act", "UPDATE act SET bytes = set_byte(bytes, 30, get_byte(bytes, 30) # 1) WHERE n = 1",
            "acts", "act 1");
        row("events of an act", "UPDATE act SET events = events || '\\x00' WHERE n = 1", "acts", "act 1");
        row("act gone", "DELETE FROM act WHERE n = 1", "acts", "act 1");
        row("commit", "UPDATE hub_commit SET bytes = '\\x80' WHERE number = 1", "commits", "hub_commit 1");
        row("number of a commit",
            "UPDATE hub_commit SET bytes = (SELECT bytes FROM hub_commit WHERE number = 3) WHERE number = 2", "commits",
            "hub_commit 2");
        row("commit gone", "DELETE FROM hub_commit WHERE number = 2", "commits", "hub_commit 2");
        row("links of a commit", "UPDATE hub_commit SET links = '\\x00' WHERE number = 1", "commits", "hub_commit 1");
        row("hash of a link", "UPDATE link SET hash = '\\x0000' WHERE subject = 2 AND seq = 1", "links", "link 2/1");
        row("case of a link", "DELETE FROM subject WHERE n = 2", "links", "link 2/1");
        row("refusal", "UPDATE refusal SET bytes = '\\x80'", "refusals", "refusal");
        row("refusal of another", "UPDATE refusal SET event = 2", "refusals", "refusal 2");
        row("a table of another shape", "ALTER TABLE event ALTER act TYPE text", "events", "postgresql://");
    }

    /// Bytes that are not those of their id are never passed on.
    void whatWasChangedIsDamaged() {
        QFETCH(QString, sql);
        QFETCH(QString, asked);
        QFETCH(QString, place);
        const auto database = m_office.makeDatabase(m_server);
        const auto ids = numberIn(m_server.ask(database, "SELECT max(n) FROM touchstone.event"));
        const auto second = m_server.ask(database, "SELECT encode(id, 'hex') FROM touchstone.event WHERE n = 2");
        tamper(database, sql);
        const auto store = StoredOffice::inDatabase(m_server, database);
        const auto reading = must(store->read());
        std::vector<std::int64_t> rows;
        for (std::int64_t row = 1; row <= ids; ++row) rows.push_back(row);
        const auto last = must(reading->last())->number;
        const Digest refused[] = {m_office.refused().events[0].id, digestIn(second)};
        std::optional<Error> error;
        const auto keep = [&](const auto& result) {
            if (!result) error = result.error();
        };
        if (asked == "events") keep(reading->events(rows));
        if (asked == "acts") keep(reading->acts(std::span(rows).first(1)));
        if (asked == "commits") keep(reading->commits(1, std::min<std::uint64_t>(last, 3)));
        if (asked == "links") keep(reading->linksBetween(1, last));
        if (asked == "refusals") keep(reading->refusals(refused));
        QVERIFY(error);
        QVERIFY2(error->where.contains(place.toStdString()), error->where.c_str());
        QCOMPARE(error->code, Code::damaged);
    }

    void aConnectionIsLostInAReading() {
        const auto database = m_office.makeDatabase(m_server);
        const auto store = StoredOffice::inDatabase(m_server, database);
        {
            const auto reading = must(store->read());
            endConnections(database);
            const auto links = reading->linksBetween(1, 5);
            QVERIFY(!links);
            QCOMPARE(links.error().code, Code::network);
            QVERIFY(!links.error().what.zh.empty() && !links.error().cure.en.empty());
        }
        QVERIFY(must(must(store->read())->last()));
    }

    void aConnectionIsLostBetweenTwo() {
        const auto database = m_office.makeDatabase(m_server);
        const auto store = StoredOffice::inDatabase(m_server, database);
        const auto hub = m_office.hub(*store);
        const auto before = must(hub->lastCommit());
        endConnections(database);
        // Nobody notices: nothing was under way.
        const auto said = m_office.note("after");
        must(hub->submit(std::span(&said, 1)));
        endConnections(database);
        QCOMPARE(must(hub->lastCommit()), before + 1);
    }

    void aConnectionIsLostInATurn() {
        const auto database = m_office.makeDatabase(m_server);
        const auto store = StoredOffice::inDatabase(m_server, database);
        const Submission said[] = {m_office.note("in a turn")};
        const auto before = count(database, "event");
        for (const bool appended : {false, true}) {
            const auto turn = must(store->write());
            const auto batch = m_office.judged(*turn, said);
            if (appended) must(turn->append(batch));
            endConnections(database);
            const auto done = appended ? turn->commit() : turn->append(batch);
            QVERIFY(!done);
            QCOMPARE(done.error().code, Code::network);
        }
        QCOMPARE(count(database, "event"), before);
        must(m_office.hub(*store)->submit(said));
        QCOMPARE(count(database, "event"), before + 1);
    }

    /// The answer to the commit does not come, and it was kept all the same.
    void aConnectionIsLostInTheCommit_data() {
        QTest::addColumn<QString>("ending");
        QTest::newRow("killed") << "pg_terminate_backend";
        // The wait for the copies is broken off: what is kept on this machine alone is not acknowledged.
        QTest::newRow("not waited for") << "pg_cancel_backend";
    }
    void aConnectionIsLostInTheCommit() {
        QFETCH(QString, ending);
        const auto database = m_office.makeDatabase(m_server);
        const auto store = StoredOffice::inDatabase(m_server, database);
        const auto hub = m_office.hub(*store);
        const auto before = count(database, "event");
        const auto commits = must(hub->lastCommit());
        m_server.run("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'a_copy_that_is_not_there'");
        m_server.run("postgres", "SELECT pg_reload_conf()");
        const auto said = m_office.note("kept or not");
        auto submitted = std::async(std::launch::async, [&] { return hub->submit(std::span(&said, 1)); });
        const QString waits =
            "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = '" + database + "'";
        QTRY_VERIFY_WITH_TIMEOUT(!m_server.ask("postgres", waits).isEmpty(), 30'000);
        m_server.run("postgres", "SELECT " + ending + "(pid) FROM (" + waits + ") AS w");
        const auto done = submitted.get();
        m_server.run("postgres", "ALTER SYSTEM RESET synchronous_standby_names");
        m_server.run("postgres", "SELECT pg_reload_conf()");
        QVERIFY(!done);
        QCOMPARE(done.error().code, Code::network);
        QCOMPARE(count(database, "event"), before + 1);
        must(hub->submit(std::span(&said, 1)));
        QCOMPARE(count(database, "event"), before + 1);
        QCOMPARE(must(hub->lastCommit()), commits + 1);
        const auto next = m_office.note("next");
        must(hub->submit(std::span(&next, 1)));
        QCOMPARE(must(hub->lastCommit()), commits + 2);
    }

    void theServerIsAwayAndComesBack() {
        PostgresServer server;
        const auto database = m_office.makeDatabase(server);
        const auto store = StoredOffice::inDatabase(server, database);
        const auto hub = m_office.hub(*store);
        const auto said = m_office.note("while it is away");
        for (const int how : {SIGINT, SIGQUIT}) {
            const auto before = must(hub->lastCommit());
            server.stop(how);
            const auto refused = hub->submit(std::span(&said, 1));
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, Code::network);
            QVERIFY(!store->read());
            server.start();
            QTRY_VERIFY_WITH_TIMEOUT(hub->lastCommit(), 30'000);
            QCOMPARE(must(hub->lastCommit()), before);
            const auto next = m_office.note("after " + std::to_string(how));
            must(hub->submit(std::span(&next, 1)));
        }
    }

    void aTurnThatDoesNotEndKeepsNobodyForEver() {
        const auto database = m_office.makeDatabase(m_server);
        const auto first = StoredOffice::inDatabase(m_server, database);
        const auto second = StoredOffice::inDatabase(m_server, database);
        auto turn = must(first->write());
        const auto waited = second->write();
        QVERIFY(!waited);
        QCOMPARE(waited.error().code, Code::network);
        QVERIFY(waited.error().what.en.contains("turn"));
        // Readings do not wait, and one that holds a turn cannot begin another.
        QVERIFY(second->read());
        QCOMPARE(first->read().error().code, Code::failed);
        turn.reset();
        QVERIFY(second->write());
    }

    void newsOfOthersComeAtOnce() {
        PostgresServer server;
        const auto database = m_office.makeDatabase(server);
        const auto store = StoredOffice::inDatabase(server, database);
        const auto other = StoredOffice::inDatabase(server, database);
        std::atomic<int> news = 0;
        const auto watch = store->watch([&] { ++news; });
        QTRY_COMPARE(news.load(), 1); // it may have missed some before it listened
        const Submission said[] = {m_office.note("own"), m_office.note("other's"), m_office.note("after")};
        must(m_office.hub(*store)->submit(std::span(said, 1)));
        must(m_office.hub(*other)->submit(std::span(said + 1, 1)));
        QTRY_COMPARE(news.load(), 2);
        // It listens again once the server is back.
        server.stop();
        server.start();
        QTRY_COMPARE_WITH_TIMEOUT(news.load(), 3, 30'000);
        must(m_office.hub(*other)->submit(std::span(said + 2, 1)));
        QTRY_COMPARE(news.load(), 4);
    }

private:
    static Digest digestIn(const QByteArray& hex) {
        const auto digest = Digest::fromHex(hex.toStdString());
        return digest ? *digest : Digest{};
    }
};

QTEST_GUILESS_MAIN(TestFailures)
#include "test_failures.moc"
