// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/ctl_runner.h"

#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

/// One office's folder in two copies, of which each goes on by itself: the hub's key signs two histories. What the
/// programs make of it, by files alone.
class TestCtlProof : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Ctl m_one, m_two;

    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

#define DONE(result)                                                                                                   \
    do {                                                                                                               \
        const auto done = (result);                                                                                    \
        QVERIFY2(done.exit == 0, done.out.constData() + done.err);                                                     \
    } while (false)

private slots:
    void initTestCase() {
        m_one.office = path("one");
        m_one.passphrase = "the passphrase of the first";
        DONE(m_one.json({"office", "found", "--label", "head", "--office-name", "Bureau Canary", "--role", "officer"}));
        DONE(m_one.json({"report", "add", "--set", "title=Canary before", "--set", "narrative=Canary."}));
        m_two = m_one;
        m_two.office = path("two");
        QCOMPARE(QProcess::execute("cp", {"-a", m_one.office, m_two.office}), 0);
        DONE(m_one.json({"report", "add", "--set", "title=Canary one", "--set", "narrative=Canary."}));
        DONE(m_two.json({"report", "add", "--set", "title=Canary two", "--set", "narrative=Canary."}));
    }

    void twoHistoriesAreFoundSavedAndShownToAStranger() {
        DONE(m_two.json({"hub", "heads", "--to", path("heads")}));
        const auto compared = m_one.json({"hub", "compare", path("heads")});
        QCOMPARE(compared.exit, 4);
        QCOMPARE(compared.data()["verdict"].toString(), QStringLiteral("two-histories"));
        QCOMPARE(compared.data()["finding"].toInt(), 1);
        QVERIFY(m_one.json({"hub", "compare", path("heads")}).data()["finding"].isNull()); // kept once
        const auto findings = m_one.json({"hub", "findings"}).data()["findings"].toArray();
        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings[0].toObject()["shows"].toString(), QStringLiteral("two-histories"));
        DONE(m_one.json({"hub", "save-proof", "1", "--to", path("proof")}));
        QVERIFY(!readBytes(path("proof")).contains("Canary"));

        const Ctl stranger; // no office, no person, no passphrase
        const auto fingerprint = findings[0].toObject()["fingerprint"].toString();
        for (const QStringList& more : {QStringList{}, QStringList{"--fingerprint", fingerprint}}) {
            const auto verified = stranger.json(QStringList{"verify-proof", path("proof")} + more);
            DONE(verified);
            QCOMPARE(verified.data()["shows"].toString(), QStringLiteral("two-histories"));
            QCOMPARE(verified.data()["fingerprint"].toString(), fingerprint);
        }
        QCOMPARE(stranger.json({"verify-proof", path("proof"), "--fingerprint", QString(64, 'a')}).errorCode(),
                 QStringLiteral("refused"));
        const auto said = stranger.words({"verify-proof", path("proof")});
        QVERIFY2(said.out.contains("two histories") && said.out.contains(fingerprint.toLatin1()), said.out.constData());
        Ctl chinese;
        chinese.language = "zh";
        QVERIFY(
            QString::fromUtf8(chinese.words({"verify-proof", path("proof")}).out).contains(QStringLiteral("两份历史")));
    }

    void aChangedProofIsRefused() {
        const QByteArray good = readBytes(path("proof"));
        QVERIFY(good.size() > 1'000 && good.size() < 8'192);
        QByteArray changed = good;
        changed[good.size() - 100] = static_cast<char>(changed[good.size() - 100] ^ 1);
        writeBytes(path("changed"), changed);
        const auto refused = Ctl().json({"verify-proof", path("changed")});
        QVERIFY(refused.exit == 4 || refused.errorCode() == QStringLiteral("malformed"));
        writeBytes(path("cut"), good.left(500));
        QCOMPARE(Ctl().json({"verify-proof", path("cut")}).errorCode(), QStringLiteral("malformed"));
        writeBytes(path("huge"), QByteArray(600'000, 'x'));
        QCOMPARE(Ctl().json({"verify-proof", path("huge")}).errorCode(), QStringLiteral("too-large"));
    }

    void theHubOfTheOtherHistoryIsNamed() {
        // The first desk finds the second's hub in its folder.
        for (const char* part : {"hub.db", "hub.db-wal", "hub.db-shm"}) QFile::remove(m_one.office + "/" + part);
        QVERIFY(QFile::copy(m_two.office + "/hub.db", m_one.office + "/hub.db"));
        QCOMPARE(m_one.json({"case", "list"}).exit, 4);
        // It can still be looked at, and what was found is there.
        const auto findings = m_one.json({"hub", "findings"}).data()["findings"].toArray();
        QVERIFY(findings.size() >= 1);
        for (const auto& one : findings) QCOMPARE(one.toObject()["shows"].toString(), QStringLiteral("two-histories"));
    }
};

QTEST_GUILESS_MAIN(TestCtlProof)
#include "test_ctl_proof.moc"
