// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/hub_server.h"
#include "app/link/http_transport.h"
#include "app/net/certificate.h"
#include "app/postgres/postgres_store.h"
#include "model/hub/hub_folder.h"
#include "model/sync/remote_hub.h"
#include "model/workspace/office_files.h"
#include "tests/app/two_desks.h"
#include "tests/support/office.h"
#include "tests/support/postgres.h"

#include <QDir>
#include <cstring>
#include <future>
#include <memory>
#include <sys/socket.h>
#include <sys/un.h>

namespace fs = std::filesystem;

/// Several processes of one hub, on one database: each answers any desk, and any of them may die.
class TestHubs : public QObject, protected TwoDesks {
    Q_OBJECT

    PostgresServer m_server;
    QString m_database;
    QStringList m_store;
    std::unique_ptr<HubProcess> m_first, m_second;

    std::unique_ptr<HubProcess> serve(const char* folder, int port = 0) const {
        return std::make_unique<HubProcess>(path(folder), "127.0.0.1:" + QString::number(port), m_store);
    }

private slots:
    void initTestCase() {
        m_database = m_server.makeDatabase();
        m_store = {"--store", m_server.uri(m_database)};
    }

    void anOfficeMovesIntoADatabase() {
        foundOffice();
        const auto code = handOver();
        const auto adopt = [&](const char* folder, const QByteArray& input) {
            return hub(QStringList{"adopt", path("record"), "--folder", path(folder), "--json"} + m_store, input);
        };
        // Nothing is taken over into a database without tables, and nothing is left behind.
        const auto early = adopt("server", code);
        QVERIFY2(early.exit == 1 && early.out.contains("migrate"), early.out.constData());
        QVERIFY(!QDir(path("server")).exists());
        const auto made = hub(QStringList{"migrate", "--json"} + m_store);
        QVERIFY2(made.exit == 0, made.err.constData());
        QVERIFY(made.data()["from"].toInt() == 0 && made.data()["to"].toInt() == 1);
        QCOMPARE(hub(QStringList{"migrate", "--json"} + m_store).data()["from"].toInt(), 1);
        const auto adopted = adopt("server", code);
        QVERIFY2(adopted.exit == 0, adopted.err.constData());
        QVERIFY(adopted.data()["events"].toInt() > 3);
        QCOMPARE(adopt("server", code).exit, 7);
        // The same file may make the folder of another machine; it is the same hub.
        QCOMPARE(adopt("server-by-file", code).exit, 0);
        QVERIFY(QDir(path("server")).entryList({"hub.db*"}).isEmpty());
    }

    /// A folder and a database that do not belong together sign nothing.
    void whatDoesNotBelongTogetherIsRefused() {
        const auto serve = [&](const QStringList& arguments) {
            return hub(QStringList{"serve", "--folder"} + arguments);
        };
        QCOMPARE(serve({path("server")}).exit, 7); // it has no store of its own
        auto withPassword = m_store[1];
        const auto secret =
            serve({path("server"), "--store", withPassword.replace("touchstone@", "touchstone:hunter2@")});
        QCOMPARE(secret.exit, 2);
        QVERIFY(secret.err.contains("PGPASSFILE") && !secret.err.contains("hunter2"));
        const auto empty = m_server.uri(m_server.makeDatabase());
        QVERIFY(serve({path("server"), "--store", empty}).err.contains("migrate"));
        QCOMPARE(hub({"migrate", "--store", empty}).exit, 0);
        QVERIFY(serve({path("server"), "--store", empty}).err.contains("adopt"));
        Ctl other;
        other.office = path("another");
        other.passphrase = "the passphrase of another";
        DONE(other.json({"office", "found", "--label", "head", "--office-name", "Another", "--role", "officer"}));
        const auto handed = other.json({"hub", "hand-over", path("other-record")});
        const auto code = handed.data()["code"].toString().toLatin1() + "\n";
        const QStringList adopt{"adopt", path("other-record"), "--folder", path("other-server"), "--store"};
        QCOMPARE(hub(adopt + QStringList{m_store[1]}, code).exit, 7); // another office is there
        QVERIFY(!QDir(path("other-server")).exists());
        QCOMPARE(hub(adopt + QStringList{empty}, code).exit, 0);
        const auto crossed = serve(QStringList{path("other-server")} + m_store);
        QVERIFY2(crossed.exit == 7 && crossed.err.contains("identity"), crossed.err.constData());
        QCOMPARE(hub(QStringList{"check", "--folder", path("other-server")} + m_store).exit, 7);
        // One that keeps its record itself is not led to a database.
        QCOMPARE(hub({"adopt", path("other-record"), "--folder", path("embedded")}, code).exit, 0);
        QCOMPARE(serve(QStringList{path("embedded")} + m_store).exit, 7);
    }

    void aHubMovesFromItsFolderIntoADatabase() {
        Ctl desk;
        desk.office = path("small");
        desk.passphrase = "the passphrase of a small office";
        DONE(desk.json({"office", "found", "--label", "head", "--office-name", "Small", "--role", "officer"}));
        const auto code = desk.json({"hub", "hand-over", path("small-record")}).data()["code"].toString().toLatin1();
        QCOMPARE(hub({"adopt", path("small-record"), "--folder", path("small-hub")}, code + "\n").exit, 0);
        QString pin;
        {
            HubProcess serving(path("small-hub"), "127.0.0.1:0", {});
            QVERIFY2(serving.isUp(), serving.log().constData());
            pin = serving.pin();
            DONE(connectTo(desk, serving));
            DONE(desk.json({"report", "add", "--set", "title=Gallium", "--set", "narrative=It left."}));
        }
        const QStringList handOver{"hand-over", path("small-moved"), "--folder", path("small-hub"), "--json"};
        const auto handed = hub(handOver);
        QVERIFY2(handed.exit == 0 && !handed.data()["before"].toBool(), handed.err.constData());
        const auto file = readBytes(path("small-moved"));
        QCOMPARE(hub(handOver).exit, 7); // the file is there, and stays as it is
        QCOMPARE(readBytes(path("small-moved")), file);
        const auto gone = hub({"serve", "--folder", path("small-hub")});
        QVERIFY2(gone.exit == 7 && gone.err.contains("handed over"), gone.err.constData());
        // The code was lost: once more, into another file.
        auto again = handOver;
        again[1] = path("small-again");
        const auto second = hub(again);
        QVERIFY2(second.exit == 0 && second.data()["before"].toBool(), second.err.constData());

        const QStringList store{"--store", m_server.uri(m_server.makeDatabase())};
        QCOMPARE(hub(QStringList{"migrate"} + store).exit, 0);
        const auto adopted = hub(QStringList{"adopt", path("small-again"), "--folder", path("small-new")} + store,
                                 second.data()["code"].toString().toLatin1() + "\n");
        QVERIFY2(adopted.exit == 0, adopted.err.constData());
        for (const char* name : {"/tls.crt", "/tls.key"})
            QVERIFY(QFile::copy(path("small-hub") + name, path("small-new") + name));
        HubProcess serving(path("small-new"), "127.0.0.1:0", store);
        QVERIFY2(serving.isUp(), serving.log().constData());
        QCOMPARE(serving.pin(), pin);
        DONE(connectTo(desk, serving));
        DONE(desk.json({"report", "add", "--set", "title=Germanium", "--set", "narrative=It left too."}));
        DONE(desk.json({"verify"}));
        QCOMPARE(hub(QStringList{"check", "--folder", path("small-new")} + store).exit, 0);
        // One in a database is not handed over in this way.
        QCOMPARE(hub({"hand-over", path("not-so"), "--folder", path("small-new")}).exit, 7);
        QVERIFY(!QFile::exists(path("not-so")));
    }

    void twoProcessesServeTwoDesks() {
        m_first = serve("server");
        QVERIFY2(m_first->isUp(), m_first->log().constData());
        // The second machine has a copy of the folder.
        QDir().mkpath(path("server-2"));
        for (const QString& name : QDir(path("server")).entryList(QDir::Files))
            QVERIFY(QFile::copy(path("server") + "/" + name, path("server-2") + "/" + name));
        m_second = serve("server-2");
        QVERIFY2(m_second->isUp(), m_second->log().constData());
        QCOMPARE(m_second->pin(), m_first->pin());
        DONE(connectTo(m_admin, *m_first));
        joinOffice();
        DONE(connectTo(m_officer, *m_second));
        QCOMPARE(notes(m_officer), 0);
        for (int i = 0; i < 3; ++i) {
            DONE(m_admin.json({"case", "note", m_reference, "first " + QString::number(i)}));
            DONE(m_officer.json({"case", "note", m_reference, "second " + QString::number(i)}));
        }
        DONE(m_admin.json({"hub", "exchange"}));
        QCOMPARE(notes(m_admin), 6);
        QCOMPARE(notes(m_officer), 6);
    }

    /// Whoever waits at one process hears at once of what another seals: this one does not look by itself.
    void newsGoFromOneToTheOther() {
        const fs::path folder = m_officer.office.toStdString();
        const auto person = *model::PersonId::fromHex(
            QDir(m_officer.office + "/people").entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0).toStdString());
        const auto keys = must(model::openKeys(must(model::readIdentityFile(folder, person)),
                                               crypto::asBytes(m_officer.passphrase.toStdString())));
        const auto clock = model::systemClock();
        const auto random = crypto::systemRandom();
        app::Journal journal(*clock, stderr);
        auto identity = must(model::openIdentityFolder(path("server-2").toStdString()));
        const auto store = must(
            postgres::PostgresStore::open(must(postgres::readAddress(m_store[1].toStdString())), identity.suite()));
        model::Hub third(*store, std::move(identity), *clock);
        app::HubServer::Options options;
        options.glance = std::chrono::hours(1);
        const auto server =
            must(app::HubServer::start(std::move(options), third, third.identity(), *clock, *random, journal));
        const auto watch = store->watch([&] { server->glance(); });

        auto address = *must(model::readHubFile(folder));
        address.port = server->port();
        address.pin.reset();
        model::RemoteHub asking(must(app::httpWay(address, {})), address,
                                must(model::readOfficeFile(folder)).fingerprint, person, keys.identity);
        std::uint64_t after = 0;
        for (bool more = true; more;) {
            const auto changes = must(asking.changes(person, {after, 64, true, false}));
            more = changes.more;
            if (!changes.commits.empty()) after = changes.commits.back().commit.number;
        }
        auto waiting = std::async(std::launch::async, [&] { return asking.waitForNews(after, 25); });
        DONE(m_admin.json({"case", "note", m_reference, "news"}));
        QVERIFY(must(waiting.get()));
    }

    void oneOfThemIsKilled() {
        const auto before = notes(m_admin);
        constexpr int kRounds = 4;
        for (int i = 0; i < kRounds; ++i) {
            const auto port = m_second->port();
            // Somewhere between its start and its answer, each time a little later.
            auto saying = std::async(std::launch::async, [&] {
                return m_officer.json({"case", "note", m_reference, "killed " + QString::number(i)}).exit;
            });
            if (i > 0) {
                const auto commits = QByteArray("touchstone_hub_requests_total ");
                const auto handled = [&] {
                    const auto all = page(*m_second, "/metrics");
                    return all.mid(all.lastIndexOf(commits) + commits.size()).split('\n').value(0).toInt();
                };
                const int already = handled();
                QTRY_VERIFY_WITH_TIMEOUT(handled() >= already + i ||
                                             saying.wait_for(std::chrono::seconds(0)) == std::future_status::ready,
                                         60'000);
            }
            m_second->kill();
            QCOMPARE(saying.get(), 0); // it is said, and waits if it has to
            // The other one goes on, and nobody's turn stands in its way.
            DONE(m_admin.json({"case", "note", m_reference, "meanwhile " + QString::number(i)}));
            m_second = serve("server-2", port);
            QVERIFY2(m_second->isUp(), m_second->log().constData());
        }
        m_second->kill();
        DONE(connectTo(m_officer, *m_first));
        DONE(m_admin.json({"hub", "exchange"}));
        QCOMPARE(notes(m_admin), before + 2 * kRounds);
        QCOMPARE(notes(m_officer), before + 2 * kRounds);
        for (const auto* who : {&m_admin, &m_officer}) DONE(who->json({"verify"}));
    }

    void theDatabaseIsAwayAndComesBack() {
        m_server.stop(SIGQUIT);
        const auto waits = m_officer.json({"case", "note", m_reference, "while the database is away"});
        DONE(waits);
        QVERIFY(waits.data()["receipt"].toObject()["waits"].toBool());
        QVERIFY(page(*m_first, "/health").contains("503"));
        QVERIFY(m_first->waitFor("storeLost"));
        m_server.start();
        // It finds out by itself.
        QTRY_VERIFY_WITH_TIMEOUT(page(*m_first, "/health").contains("200 OK"), 30'000);
        DONE(m_officer.json({"hub", "exchange"}));
        DONE(m_admin.json({"hub", "exchange"}));
        QCOMPARE(notes(m_admin), notes(m_officer));
    }

    /// What a service manager and whoever renews the certificate expect.
    void aServiceManagerIsToldAndTells() {
        QCOMPARE(m_first->stop(), 0);
        const int told = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        const timeval patience{30, 0};
        setsockopt(told, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const auto name = path("notify").toUtf8();
        std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
        QCOMPARE(bind(told, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        const auto next = [&] {
            char words[64];
            const auto size = recv(told, words, sizeof words, 0);
            return QByteArray(words, std::max<qsizetype>(size, 0));
        };
        qputenv("NOTIFY_SOCKET", name);
        m_first = serve("server");
        qunsetenv("NOTIFY_SOCKET");
        QCOMPARE(next(), QByteArray("READY=1"));
        QVERIFY(m_first->isUp());
        const fs::path folder = path("server").toStdString();
        const auto over = fs::copy_options::overwrite_existing;
        QVERIFY(
            net::makeSelfSigned(folder / "new.crt", folder / "new.key", {"localhost"}, model::systemClock()->now()));
        fs::copy_file(folder / "new.crt", folder / "tls.crt", over);
        m_first->signal(SIGHUP); // the key is not there yet: it stays with what it has
        QVERIFY(m_first->waitFor("\"event\":\"reload\""));
        QCOMPARE(connectTo(m_admin, *m_first).exit, 0);
        fs::copy_file(folder / "new.key", folder / "tls.key", over);
        m_first->signal(SIGHUP);
        QVERIFY(m_first->waitFor("\"event\":\"reloaded\""));
        QCOMPARE(connectTo(m_admin, *m_first).exit, 6);
        const auto pin = net::formatFingerprint(*net::certificateFingerprint(folder / "new.crt"));
        QVERIFY(m_first->log().contains(pin.c_str()));
        DONE(m_admin.json({"hub", "connect", m_first->address(), "--pin", QString::fromStdString(pin)}));
        QCOMPARE(m_first->stop(), 0);
        QCOMPARE(next(), QByteArray("STOPPING=1"));
        close(told);
        for (const char* wrong : {"--client-requests", "--client-connections", "--proxy"})
            QCOMPARE(hub(QStringList{"serve", "--folder", path("server"), wrong, "many"} + m_store).exit, 2);
    }

    void itIsCheckedAndTellsNothing() {
        const auto checked = hub(QStringList{"check", "--folder", path("server"), "--json"} + m_store);
        QVERIFY2(checked.exit == 0, checked.err.constData());
        QVERIFY(checked.data()["findings"].toArray().isEmpty());
        // What the keeper of the database can read, as text or as bytes.
        QProcess dump;
        dump.start(POSTGRES_BIN "/pg_dump", {"--inserts", m_store[1]});
        dump.waitForFinished(HubProcess::kPatience);
        const auto all = dump.readAllStandardOutput();
        QVERIFY(all.contains("touchstone.event"));
        for (const QByteArray canary : {"Antimony", "left without", "Zhao", "while the database", "Bureau"}) {
            QVERIFY2(!all.contains(canary), canary.constData());
            QVERIFY2(!all.contains(canary.toHex()), canary.constData());
        }
        // A change by somebody who may do everything there is found and named.
        m_server.run(m_database, "SET session_replication_role = replica; "
                                 "UPDATE touchstone.event SET bytes = set_byte(bytes, 50, get_byte(bytes, 50) # 1) "
                                 "WHERE n = (SELECT max(n) FROM touchstone.event)");
        const auto found = hub(QStringList{"check", "--folder", path("server"), "--json"} + m_store);
        QCOMPARE(found.exit, 4);
        QVERIFY(!found.data()["findings"].toArray().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestHubs)
#include "test_hubs.moc"
