// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/ctl_runner.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

/// A store that is damaged, cut off, foreign or from a newer program: a clear message, exit 4, and not one byte
/// written.
class TestCtlDamage : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Ctl m_ctl;
    QString m_officer;
    int m_copies = 0;

    Ctl copy() {
        Ctl other = m_ctl.as("officer");
        other.office = m_folder.filePath("copy-" + QString::number(++m_copies));
        if (QProcess::execute("cp", {"-a", m_ctl.office, other.office}) != 0) qFatal("no copy");
        return other;
    }
    static void change(const QString& path, const std::function<void(QByteArray&)>& by) {
        QByteArray bytes = readBytes(path);
        if (bytes.isEmpty()) qFatal("there is no %s", qPrintable(path));
        by(bytes);
        writeBytes(path, bytes);
    }
    static void flip(QByteArray& bytes, qsizetype at) { bytes[at] = static_cast<char>(bytes[at] ^ 0x10); }

private slots:
    void initTestCase() {
        m_ctl.office = m_folder.filePath("office");
        const auto made = m_ctl.json({"practice", "make", m_ctl.office});
        QVERIFY2(made.exit == 0, made.out.constData());
        for (const auto& one : made.data()["persons"].toArray()) {
            if (one.toObject()["label"] == "officer") m_officer = one.toObject()["id"].toString();
        }
    }

    void isRefusedAndNotWritten_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("how");
        for (const QString file : {"vault.db", "hub.db", "office.cbor", "identity.cbor", "hub.sealed"}) {
            for (const QString how : {"cut", "empty", "foreign", "flip-first"}) {
                QTest::addRow("%s %s", qPrintable(file), qPrintable(how)) << file << how;
            }
        }
        QTest::newRow("a page of the vault") << "vault.db" << "flip-middle";
        QTest::newRow("a page of the hub") << "hub.db" << "flip-middle";
    }
    void isRefusedAndNotWritten() {
        QFETCH(QString, file);
        QFETCH(QString, how);
        Ctl ctl = copy();
        if (file == "identity.cbor") ctl.person = m_officer; // its label is in the file
        const QString path = file == "hub.db" || file == "office.cbor"
                                 ? ctl.office + "/" + file
                                 : ctl.office + "/people/" + m_officer + "/" + file;
        change(path, [&](QByteArray& bytes) {
            if (how == "cut") bytes.truncate(bytes.size() / 2 + 7);
            if (how == "empty") bytes.clear();
            if (how == "foreign") bytes = QByteArray("SQLite format 3\0", 16) + QByteArray(8176, '\0');
            if (how == "flip-first") flip(bytes, 3);
            if (how == "flip-middle") flip(bytes, bytes.size() / 2);
        });
        const auto before = digests(ctl.office);
        const auto result = ctl.json({"verify"});
        QVERIFY2(result.exit == 4, (QByteArray::number(result.exit) + result.out).constData());
        QVERIFY(!result.error()["what"].toObject()["en"].toString().isEmpty());
        auto after = digests(ctl.office);
        for (auto it = before.begin(); it != before.end(); ++it)
            QVERIFY2(after[it.key()] == it.value(), qPrintable(it.key()));
    }

    void aNewerOfficeIsLeftAlone() {
        const Ctl ctl = copy();
        change(ctl.office + "/office.cbor", [](QByteArray& bytes) {
            // An array that begins with the version, and the SHA-256 of all that.
            bytes.chop(32);
            QCOMPARE(bytes[1], '\x01');
            bytes[1] = 0x17;
            bytes += QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
        });
        const auto before = digests(ctl.office);
        const auto result = ctl.json({"case", "list"});
        QCOMPARE(result.exit, 4);
        QCOMPARE(result.errorCode(), QString("newer"));
        QCOMPARE(digests(ctl.office), before);
    }

    void oneBitOfEvidenceIsFound() {
        const Ctl ctl = copy();
        const auto found = ctl.json({"case", "list", "stage:decided"}).data()["cases"].toArray();
        QVERIFY(!found.isEmpty());
        QDirIterator files(ctl.office + "/evidence", QDir::Files, QDirIterator::Subdirectories);
        int changed = 0;
        while (files.hasNext()) {
            // In the contents: damage of the padding behind them is found by verify, but does not keep the contents
            // back.
            change(files.next(), [](QByteArray& bytes) { flip(bytes, 100); });
            ++changed;
        }
        QVERIFY(changed > 0);
        QCOMPARE(ctl.json({"verify"}).exit, 0); // the record itself holds
        const auto all = ctl.json({"verify", "--evidence"});
        QCOMPARE(all.exit, 4);
        QVERIFY(all.data()["findings"].toArray().size() >= 1);
        const auto one = ctl.as("supervisor").json({"evidence", "verify", found[0].toObject()["reference"].toString()});
        QCOMPARE(one.exit, 4);
        QVERIFY(!one.data()["items"].toArray()[0].toObject()["intact"].toBool());
        const QString out = m_folder.filePath("out");
        const auto got = ctl.as("supervisor")
                             .json({"evidence", "get", found[0].toObject()["reference"].toString(),
                                    one.data()["items"].toArray()[0].toObject()["item"].toString(), out});
        QCOMPARE(got.exit, 4);
        QVERIFY(!QFile::exists(out));
    }

    void aLibraryInFrontChangesNothing() {
        const QStringList plain = {"/usr/lib/x86_64-linux-gnu/libsqlite3.so.0",
                                   "/usr/lib/aarch64-linux-gnu/libsqlite3.so.0"};
        for (const QString& library : plain) {
            if (!QFile::exists(library)) continue;
            QProcess process;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert("LD_PRELOAD", library);
            environment.insert("ASAN_OPTIONS", "verify_asan_link_order=0");
            process.setProcessEnvironment(environment);
            process.start(QString(PROGRAM_DIR) + "/touchstonectl", {"--lang", "en", "--version"});
            QVERIFY(process.waitForFinished());
            QCOMPARE(process.exitCode(), 0);
            QVERIFY(process.readAllStandardOutput().contains("Storage guard: holds"));
        }
    }

    void aFolderThatIsNoOffice() {
        Ctl ctl;
        ctl.office = m_folder.path() + "/nothing";
        QVERIFY(QDir().mkpath(ctl.office));
        const auto result = ctl.json({"office", "info"});
        QVERIFY(result.exit == 1 || result.exit == 4);
        QVERIFY(digests(ctl.office).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCtlDamage)
#include "test_ctl_damage.moc"
