// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/two_desks.h"
#include "tests/support/postgres.h"

#include <QCoreApplication>
#include <QDir>

#include <memory>

/// Real programs on both sides of a real network: an office moves to a hub, somebody joins from another folder, and
/// both work on one case, also while the hub is away. `store` is what names the store to each command; empty: the
/// folder.
class TestHubProgram : public QObject, protected TwoDesks {
    Q_OBJECT

    QStringList m_store;
    QString m_hubFolder;
    std::unique_ptr<HubProcess> m_hub;

public:
    explicit TestHubProgram(QStringList store) : m_store(std::move(store)) {}

private slots:
    void initTestCase() { m_hubFolder = path("server"); }

    void anOfficeMovesToAHub() {
        foundOffice();
        QVERIFY(m_admin.json({"hub", "exchange"}).data()["hub"].isNull()); // its own
        QCOMPARE(m_admin.json({"case", "list"}).data()["cases"].toArray()[0].toObject()["reference"].toString(),
                 m_reference);
        QVERIFY(!m_reference.isEmpty());

        const auto code = handOver().trimmed();
        QVERIFY(!readBytes(path("record")).contains("Antimony"));
        // Once more, for when the code was lost: another file with another code, and the same in it.
        const auto again = m_admin.json({"hub", "hand-over", path("again")});
        QVERIFY2(again.exit == 0, again.err.constData());
        QVERIFY(again.data()["code"].toString().toLatin1() != code);
        QCOMPARE(hub({"adopt", path("again"), "--folder", path("server-again")},
                     again.data()["code"].toString().toLatin1() + "\n")
                     .exit,
                 0);
        QCOMPARE(m_admin.json({"hub", "invitation", path("early")}).errorCode(), QStringLiteral("refused"));
        QVERIFY(!QFile::exists(path("early")));
        // What is said now waits.
        const auto waiting = m_admin.json({"case", "note", m_reference, "Said before the hub was there"});
        QVERIFY2(waiting.exit == 0, waiting.err.constData());
        QVERIFY(waiting.data()["receipt"].toObject()["waits"].toBool());
        QCOMPARE(notes(m_admin), 1);
        QCOMPARE(m_admin.json({"hub", "exchange"}).exit, 6);

        // The server takes it over; another code, a cut file and a second office are refused and leave nothing.
        QByteArray wrong = code;
        wrong[10] = wrong[10] == '0' ? '1' : '0';
        QVERIFY(hub(QStringList{"adopt", path("record"), "--folder", m_hubFolder} + m_store, wrong + "\n").exit != 0);
        QCOMPARE(hub(QStringList{"adopt", path("record"), "--folder", m_hubFolder} + m_store, "no code\n").exit, 2);
        writeBytes(path("cut"), readBytes(path("record")).left(20'000));
        QVERIFY(hub(QStringList{"adopt", path("cut"), "--folder", m_hubFolder} + m_store, code + "\n").exit != 0);
        QVERIFY(QDir(m_hubFolder).entryList({"hub*"}).isEmpty());
        QVERIFY(hub(QStringList{"serve", "--folder", m_hubFolder} + m_store).exit == 1);
        const auto adopted = hub(QStringList{"adopt", path("record"), "--folder", m_hubFolder} + m_store, code + "\n");
        QVERIFY2(adopted.exit == 0, adopted.err.constData());
        QCOMPARE(hub(QStringList{"adopt", path("record"), "--folder", m_hubFolder} + m_store, code + "\n").exit, 7);

        m_hub = std::make_unique<HubProcess>(m_hubFolder, "127.0.0.1:0", m_store);
        QVERIFY2(m_hub->isUp(), m_hub->log().constData());
        // Another certificate than the one that was named is not spoken to.
        const auto other = m_admin.json({"hub", "connect", m_hub->address(), "--pin", QString(64, 'a')});
        QCOMPARE(other.exit, 6);
        DONE(connectTo(m_admin, *m_hub));
        QCOMPARE(notes(m_admin), 1);
        QCOMPARE(m_admin.json({"hub", "exchange"}).data()["received"].toInt(), 0);
        QCOMPARE(m_admin.json({"hub", "hand-over", path("late")}).errorCode(), QStringLiteral("refused"));
        DONE(m_admin.json({"verify"}));
    }

    void somebodyJoinsFromAnotherMachine() {
        DONE(m_admin.json({"hub", "invitation", path("invitation")}));
        const auto joined = m_officer.json(
            {"hub", "join", path("invitation"), "--label", "second", "--name", "Zhao", "--request", path("request")});
        QVERIFY2(joined.exit == 0, joined.err.constData());
        QCOMPARE(m_officer.json({"case", "list"}).errorCode(), QStringLiteral("locked")); // not admitted yet
        DONE(m_admin.json({"hub", "admit", path("request"), "--role", "officer"}));
        const auto listed = m_officer.json({"case", "list"});
        QVERIFY2(listed.exit == 0, listed.err.constData());
        QCOMPARE(listed.data()["cases"].toArray().size(), 1);
        QCOMPARE(notes(m_officer), 1);
        DONE(m_officer.json({"case", "do", m_reference, "accept"}));
        QVERIFY(m_admin.json({"case", "show", m_reference}).data()["case"].toObject()["stage"].toString() !=
                QStringLiteral("received"));
        DONE(m_officer.json({"verify"}));
    }

    void whatIsSaidWhileTheHubIsAwayComesLater() {
        const auto port = m_hub->port();
        m_hub->kill();
        for (const auto& [who, words] : {std::pair(&m_admin, "first"), std::pair(&m_officer, "second")}) {
            const auto said = who->json({"case", "note", m_reference, words});
            QVERIFY2(said.exit == 0, said.err.constData());
            QVERIFY(said.data()["receipt"].toObject()["waits"].toBool());
            QCOMPARE(notes(*who), 2);
            const auto open = who->json({"hub", "open"});
            DONE(open);
            const auto waiting = open.data()["waiting"].toArray();
            QCOMPARE(waiting.size(), 1);
            QCOMPARE(waiting[0].toObject()["reference"].toString(), m_reference);
            QVERIFY(waiting[0].toObject()["summary"].toObject()["en"].toString().contains(QLatin1String(words)));
        }
        QCOMPARE(m_admin.json({"hub", "exchange"}).errorCode(), QStringLiteral("network"));
        m_hub = std::make_unique<HubProcess>(m_hubFolder, "127.0.0.1:" + QString::number(port), m_store);
        QVERIFY2(m_hub->isUp(), m_hub->log().constData());
        for (const auto* who : {&m_admin, &m_officer, &m_admin}) DONE(who->json({"hub", "exchange"}));
        QCOMPARE(notes(m_admin), 3);
        QCOMPARE(notes(m_officer), 3);
        for (const auto* who : {&m_admin, &m_officer}) {
            DONE(who->json({"verify"}));
            QVERIFY(who->json({"hub", "open"}).data()["waiting"].toArray().isEmpty());
            QCOMPARE(who->json({"hub", "settle", "00"}).errorCode(), QStringLiteral("not-found"));
        }
    }

    void desksCompareWithoutTheHub() {
        DONE(m_admin.json({"hub", "heads", "--to", path("heads")}));
        QCOMPARE(m_admin.json({"hub", "heads", "--to", path("heads")}).errorCode(), QStringLiteral("failed"));
        const auto same = m_officer.json({"hub", "compare", path("heads")});
        DONE(same);
        QCOMPARE(same.data()["verdict"].toString(), QStringLiteral("same"));
        QVERIFY(same.data()["vouched"].toBool());
        const auto shown = m_admin.json({"hub", "heads"}).data();
        for (const char* form : {"words", "code"}) {
            const auto told = m_officer.json({"hub", "compare", "--text", shown[QLatin1String(form)].toString()});
            QCOMPARE(told.data()["verdict"].toString(), QStringLiteral("same"));
        }
        auto words = shown["words"].toString();
        words.back() = words.back() == u'0' ? u'1' : u'0';
        const auto two = m_officer.json({"hub", "compare", "--text", words});
        QCOMPARE(two.exit, 4);
        QCOMPARE(two.data()["verdict"].toString(), QStringLiteral("two-histories"));
        QCOMPARE(m_officer.json({"hub", "compare"}).exit, 2);
        QVERIFY(m_officer.json({"hub", "findings"}).data()["findings"].toArray().isEmpty());
        QCOMPARE(m_officer.json({"hub", "save-proof", "1", "--to", path("proof")}).errorCode(),
                 QStringLiteral("not-found"));
        QCOMPARE(Ctl().json({"verify-proof", path("heads")}).errorCode(), QStringLiteral("malformed"));
        QCOMPARE(m_officer.json({"hub", "limits"}).data()["commits"].toInt(), 100);
        QCOMPARE(m_officer.json({"hub", "limits", "--cases", "many"}).exit, 2);
    }

    /// A backup of the server's folder is put back: it is asked about, and given back what it lost.
    void muchIsGivenBackOnlyWhenAsked() {
        if (!m_store.isEmpty()) return; // the database has its own backups
        const auto port = m_hub->port();
        const auto put = [&](const QString& from, const QString& to) {
            for (const char* name : {"hub.db", "hub.db-wal", "hub.db-shm"}) {
                QFile::remove(to + "/" + name);
                if (QFile::exists(from + "/" + name)) QVERIFY(QFile::copy(from + "/" + name, to + "/" + name));
            }
        };
        const auto start = [&] {
            m_hub = std::make_unique<HubProcess>(m_hubFolder, "127.0.0.1:" + QString::number(port), m_store);
            QVERIFY2(m_hub->isUp(), m_hub->log().constData());
        };
        QCOMPARE(m_hub->stop(), 0);
        QVERIFY(QDir().mkpath(path("backup")));
        put(m_hubFolder, path("backup"));
        start();
        DONE(m_admin.json({"case", "note", m_reference, "Lost by the server"}));
        DONE(m_admin.json({"hub", "limits", "--commits", "0"}));
        QCOMPARE(m_hub->stop(), 0);
        put(path("backup"), m_hubFolder);
        start();
        const auto asked = m_admin.json({"hub", "exchange"});
        QCOMPARE(asked.exit, 7);
        QCOMPARE(asked.data()["asks"].toObject()["what"].toString(), QStringLiteral("set-back"));
        QVERIFY(asked.data()["asks"].toObject()["commits"].toInt() >= 1);
        QCOMPARE(asked.data()["givenBack"].toInt(), 0);
        QVERIFY(m_admin.words({"hub", "exchange"}).err.contains("--accept-set-back"));
        QVERIFY(m_admin.words({"case", "list"}).err.contains("touchstonectl hub exchange says which"));
        const auto given = m_admin.json({"hub", "exchange", "--accept-set-back"});
        DONE(given);
        QCOMPARE(given.data()["givenBack"].toInt(), asked.data()["asks"].toObject()["commits"].toInt());
        DONE(m_admin.json({"verify"}));
        DONE(m_officer.json({"hub", "exchange"}));
        // Up to the number any command gives it back, and says so.
        DONE(m_admin.json({"hub", "limits", "--commits", "100"}));
        QCOMPARE(m_hub->stop(), 0);
        put(path("backup"), m_hubFolder);
        start();
        QVERIFY(m_admin.words({"case", "list"}).err.contains("were given back to it"));
    }

    void whoHasLeftGetsNothingMore() {
        DONE(m_admin.json({"person", "change", "Zhao", "--inactive"}));
        DONE(m_admin.json({"case", "note", m_reference, "Not for those who left"}));
        // What had come to their machine stays readable, and they are told; nothing comes or goes any more.
        const auto kept = m_officer.words({"case", "list"});
        QCOMPARE(kept.exit, 0);
        QVERIFY2(kept.err.contains("You have left this office"), kept.err.constData());
        QVERIFY(!m_officer.words({"case", "show", m_reference}).out.contains("Not for those who left"));
        QCOMPARE(m_officer.json({"case", "note", m_reference, "Too late"}).errorCode(), QStringLiteral("ended"));
        QCOMPARE(m_officer.json({"hub", "exchange"}).errorCode(), QStringLiteral("ended"));
    }

    /// What a stranger sees of it, and what stays of them.
    void itSaysHowItIsAndStopsInPeace() {
        QVERIFY(page(*m_hub, "/health").contains("200 OK"));
        const auto metrics = page(*m_hub, "/metrics");
        for (const char* name :
             {"touchstone_hub_commits ", "touchstone_hub_requests_total ", "touchstone_hub_held_bytes 0"})
            QVERIFY2(metrics.contains(name), metrics.constData());
        QCOMPARE(m_hub->stop(), 0);
        QVERIFY(m_hub->log().contains("\"event\":\"stopped\""));
        for (const char* canary : {"Antimony", "licence", "Zhao", "Said before", "second\""})
            QVERIFY2(!m_hub->log().contains(canary), canary);
        const auto checked = hub(QStringList{"check", "--folder", m_hubFolder, "--json"} + m_store);
        QVERIFY2(checked.exit == 0, checked.err.constData());
        QVERIFY(checked.data()["events"].toInt() > 8);
        for (const auto& name : QDir(m_hubFolder).entryList(QDir::Files)) {
            const auto bytes = readBytes(QDir(m_hubFolder).filePath(name));
            for (const char* canary : {"Antimony", "Zhao", "licence"})
                QVERIFY2(!bytes.contains(canary), qPrintable(name));
        }
    }
};

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    TestHubProgram inItsFolder({});
    int failed = QTest::qExec(&inItsFolder, argc, argv);
    PostgresServer server;
    const QStringList store{"--store", server.uri(server.makeDatabase())};
    failed += hub(QStringList{"migrate"} + store).exit;
    TestHubProgram inADatabase(store);
    failed += QTest::qExec(&inADatabase, argc, argv);
    return failed;
}
#include "test_hub.moc"
