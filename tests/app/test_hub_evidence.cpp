// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/two_desks.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>

#include <memory>
#include <random>

/// Real programs on both sides of a real network: evidence that was taken in on one machine is opened on another, also
/// where the hub is killed in the middle.
class TestHubEvidence : public QObject, protected TwoDesks {
    Q_OBJECT

    QString m_hubFolder;
    std::unique_ptr<HubProcess> m_hub;

    QByteArray makeFile(const char* name, std::size_t size, std::uint64_t seed) {
        std::vector<std::uint8_t> bytes(size);
        std::mt19937_64 dice(seed);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(dice());
        const QByteArray content(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(size));
        writeBytes(path(name), content);
        return QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
    }
    /// A number of the hub's metrics.
    qint64 metric(const QByteArray& name) {
        for (const auto& line : page(*m_hub, "/metrics").split('\n')) {
            if (line.startsWith("touchstone_hub_" + name + " ")) return line.split(' ').value(1).trimmed().toLongLong();
        }
        return -1;
    }
    /// Bytes of parts that the hub has of copies that are not whole.
    qint64 partsBegun() const {
        qint64 count = 0;
        QDirIterator it(m_hubFolder + "/evidence", {"sums"}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const auto sums = readBytes(it.next());
            for (qsizetype at = 32; at < sums.size(); at += 32)
                if (sums.mid(at, 32) != QByteArray(32, '\0')) ++count;
        }
        return count;
    }
    void startHub(const QString& listen = "127.0.0.1:0") {
        m_hub = std::make_unique<HubProcess>(m_hubFolder, listen);
        QVERIFY2(m_hub->isUp(), m_hub->log().constData());
    }
    [[nodiscard]] QStringList files(const Ctl& who) const {
        QStringList places;
        for (const auto& item : who.json({"evidence", "list", m_reference}).data()["evidence"].toArray())
            places += item.toObject()["file"].toString();
        return places;
    }

private slots:
    void initTestCase() {
        m_hubFolder = path("server");
        foundOffice();
    }

    /// Evidence of before the handover goes to the hub with the next exchange, and to another machine when it is asked
    /// for.
    void whatWasTakenInBefore() {
        const auto sha = makeFile("early.bin", 300'000, 1);
        DONE(m_admin.json({"evidence", "add", m_reference, path("early.bin")}));
        QCOMPARE(files(m_admin), QStringList{"here"});
        const auto code = handOver();
        QCOMPARE(hub({"adopt", path("record"), "--folder", m_hubFolder}, code).exit, 0);
        startHub();
        DONE(connectTo(m_admin, *m_hub));
        QCOMPARE(files(m_admin), QStringList{"hereOnly"});
        joinOffice();
        QCOMPARE(files(m_officer), QStringList{"nowhere"});
        QCOMPARE(m_officer.json({"evidence", "get", m_reference, "early.bin", path("early.out")}).errorCode(),
                 QStringLiteral("not-found"));
        QCOMPARE(m_admin.json({"hub", "exchange", "--no-evidence"}).data()["evidence"].isNull(), true);
        QCOMPARE(files(m_admin), QStringList{"hereOnly"});

        const auto exchanged = m_admin.json({"hub", "exchange"});
        QVERIFY2(exchanged.exit == 0, exchanged.err.constData());
        QVERIFY(exchanged.data()["evidence"].toObject()["bytes"].toInteger() > 300'000);
        QCOMPARE(files(m_admin), QStringList{"both"});
        QCOMPARE(m_admin.json({"hub", "exchange"}).data()["evidence"].toObject()["bytes"].toInteger(), 0);
        QCOMPARE(files(m_officer), QStringList{"hub"});
        const auto without = m_officer.json({"evidence", "verify", m_reference});
        QCOMPARE(without.errorCode(), QStringLiteral("not-found"));
        DONE(m_officer.json({"evidence", "get", m_reference, "early.bin", path("early.out"), "--fetch"}));
        QCOMPARE(QCryptographicHash::hash(readBytes(path("early.out")), QCryptographicHash::Sha256).toHex(), sha);
        QCOMPARE(files(m_officer), QStringList{"both"});
        DONE(m_officer.json({"evidence", "verify", m_reference}));
        DONE(m_officer.json({"verify", "--evidence"}));
    }

    /// The hub is killed while parts come; the next exchange sends what is missing and nothing else.
    void theHubIsKilledInTheMiddle() {
        constexpr std::size_t kSize = 200'000'000; // some 48 parts: far from through when the second has begun
        const auto sha = makeFile("large.bin", kSize, 2);
        DONE(m_admin.json({"evidence", "add", m_reference, path("large.bin")}));
        const auto port = m_hub->port();
        QProcess sending;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("TOUCHSTONE_OFFICE", m_admin.office);
        sending.setProcessEnvironment(environment);
        sending.start("/bin/sh", {"-c", QStringLiteral("exec " PROGRAM_DIR
                                                       "/touchstonectl hub exchange --json --passphrase-fd 0")});
        QVERIFY(sending.waitForStarted(HubProcess::kPatience));
        sending.write(m_admin.passphrase.toUtf8() + "\n");
        sending.closeWriteChannel();
        QTRY_VERIFY_WITH_TIMEOUT(partsBegun() >= 2 || sending.state() != QProcess::Running, HubProcess::kPatience);
        m_hub->kill();
        QVERIFY(sending.waitForFinished(HubProcess::kPatience));
        const auto begun = partsBegun();
        const QString name = QStringLiteral("large.bin");
        const auto said = sending.readAllStandardOutput() + sending.readAllStandardError();
        QVERIFY2(sending.exitCode() == 6 && begun >= 2, said.constData());
        QCOMPARE(m_admin.json({"hub", "exchange"}).exit, 6);

        startHub("127.0.0.1:" + QString::number(port));
        const auto before = metric("received_bytes_total");
        const auto rest = m_admin.json({"hub", "exchange"});
        QVERIFY2(rest.exit == 0, rest.err.constData());
        const auto sent = rest.data()["evidence"].toObject()["bytes"].toInteger();
        constexpr qint64 kPart = 4 * 1024 * 1024;
        QVERIFY2(sent <= static_cast<qint64>(kSize) + kPart - begun * kPart,
                 qPrintable(QString("%1 after %2 parts").arg(sent).arg(begun)));
        QVERIFY(metric("received_bytes_total") - before < sent + kPart);
        QCOMPARE(files(m_admin), (QStringList{"both", "both"}));

        DONE(m_officer.json({"evidence", "fetch", m_reference, name}));
        DONE(m_officer.json({"evidence", "get", m_reference, name, path("large.out")}));
        QCOMPARE(QCryptographicHash::hash(readBytes(path("large.out")), QCryptographicHash::Sha256).toHex(), sha);
        QVERIFY(m_officer.json({"evidence", "fetch", m_reference}).data()["items"].toArray().isEmpty());
    }

    void theHubLooksAfterItsFiles() {
        const auto checked = hub({"check", "--folder", m_hubFolder, "--json"});
        QVERIFY2(checked.exit == 0, checked.err.constData() + checked.out);
        const auto evidence = checked.data()["evidence"].toObject();
        QCOMPARE(evidence["copies"].toInt(), 2);
        QCOMPARE(evidence["missing"].toInt(), 0);
        QVERIFY(evidence["bytes"].toInteger() > 60'000'000);
        // A changed byte is found, set aside, and handed over again by who has the file.
        QDirIterator it(m_hubFolder + "/evidence", QDir::Files, QDirIterator::Subdirectories);
        QString copy;
        while (it.hasNext()) {
            const auto file = it.next();
            if (!file.endsWith(".sums")) copy = file;
        }
        QFile file(copy);
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(200'000);
        const auto byte = file.read(1);
        file.seek(200'000);
        file.write(QByteArray(1, static_cast<char>(byte[0] ^ 1)));
        file.close();
        QCOMPARE(hub({"check", "--folder", m_hubFolder, "--json"}).exit, 4);
        QCOMPARE(hub({"check", "--folder", m_hubFolder, "--json", "--set-aside"}).exit, 4);
        QVERIFY(QFile::exists(copy + ".damaged"));
        const auto again = m_admin.json({"hub", "exchange"});
        QVERIFY2(again.exit == 0, again.err.constData());
        QVERIFY(again.data()["evidence"].toObject()["bytes"].toInteger() > 0);
        QVERIFY(QFile::exists(copy));
        for (const char* canary : {"large.bin", "early.bin", "Antimony"})
            QVERIFY2(!m_hub->log().contains(canary), canary);
        QCOMPARE(m_hub->stop(), 0);
    }
};

QTEST_GUILESS_MAIN(TestHubEvidence)
#include "test_hub_evidence.moc"
