// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/hub_folder.h"
#include "tests/support/office.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace model;
namespace fs = std::filesystem;

/// The folder of a hub whose record is in a database elsewhere: who it is, and nothing else.
class TestHubFolder : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<crypto::Random> m_random = crypto::systemRandom();

    [[nodiscard]] fs::path at(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    static QByteArray read(const fs::path& path) {
        QFile file(QString::fromStdString(path.string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(const fs::path& path, const QByteArray& bytes) {
        QFile file(QString::fromStdString(path.string()));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write");
    }

private slots:
    void itIsTheSameHubAgain_data() {
        QTest::addColumn<int>("suite");
        QTest::newRow("intl-1") << static_cast<int>(crypto::Suite::intl1);
        QTest::newRow("gm-1") << static_cast<int>(crypto::Suite::gm1);
    }
    void itIsTheSameHubAgain() {
        QFETCH(int, suite);
        const auto folder = at(QTest::currentDataTag());
        const auto identity = crypto::Identity::generate(static_cast<crypto::Suite>(suite), *m_random);
        must(makeIdentityFolder(folder, identity, *m_random));
        const auto again = must(openIdentityFolder(folder));
        QVERIFY(again.publicPart() == identity.publicPart());
        const auto said = crypto::asBytes("said");
        QVERIFY(crypto::verify(identity.publicPart(), said, again.signHere(said)));
        // Nobody else on the machine reads it, and nothing of the secret lies there in the clear.
        QCOMPARE(fs::status(folder).permissions(), fs::perms::owner_all);
        const auto secret = identity.exportSecret();
        const QByteArray first(reinterpret_cast<const char*>(secret.view().data()), 16);
        for (const char* name : {"hub.key", "hub.identity"}) {
            QCOMPARE(fs::status(folder / name).permissions(), fs::perms::owner_read | fs::perms::owner_write);
            QVERIFY(!read(folder / name).contains(first));
        }
        QCOMPARE(makeIdentityFolder(folder, identity, *m_random).error().code, Code::refused);
        QCOMPARE(openHubFolder(folder, *systemClock()).error().code, Code::refused);
    }

    void whatIsNotWhatWasWrittenIsRefused() {
        const auto folder = at("one"), other = at("other");
        for (const auto& each : {folder, other})
            must(makeIdentityFolder(each, crypto::Identity::generate(crypto::Suite::gm1, *m_random), *m_random));
        for (const char* name : {"hub.key", "hub.identity"}) {
            const auto whole = read(folder / name);
            for (qsizetype i = 0; i < whole.size(); ++i) {
                auto changed = whole;
                changed[i] = static_cast<char>(changed[i] ^ 1);
                write(folder / name, changed);
                QVERIFY2(!openIdentityFolder(folder), name);
                write(folder / name, whole.left(i));
                QVERIFY2(!openIdentityFolder(folder), name);
            }
            write(folder / name, read(other / name)); // of another hub
            QCOMPARE(openIdentityFolder(folder).error().code, Code::damaged);
            write(folder / name, whole);
        }
        QVERIFY(openIdentityFolder(folder));
        fs::remove(folder / "hub.identity");
        QCOMPARE(openIdentityFolder(folder).error().code, Code::refused);
        fs::remove(folder / "hub.key");
        QCOMPARE(openIdentityFolder(folder).error().code, Code::notFound);
        // What a break between the two files left is no hub, and stands in nobody's way.
        write(folder / "hub.identity", "left");
        must(makeIdentityFolder(folder, crypto::Identity::generate(crypto::Suite::gm1, *m_random), *m_random));
        QVERIFY(openIdentityFolder(folder));
    }
};

QTEST_GUILESS_MAIN(TestHubFolder)
#include "test_hub_folder.moc"
