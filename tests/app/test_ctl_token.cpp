// SPDX-License-Identifier: GPL-3.0-or-later
// Keys on a token on the command line, each command by its own process, with a real SoftHSM2.
#include "tests/app/ctl_runner.h"
#include "tests/support/soft_token.h"

#include <QJsonArray>
#include <QTest>

class TestCtlToken : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    SoftToken m_soft;
    Ctl m_ctl;
    const QString m_pin = QString::fromLatin1(SoftToken::kPin.data());

    [[nodiscard]] Ctl founder() const {
        Ctl ctl = m_ctl.as("founder");
        ctl.passphrase = m_pin;
        return ctl;
    }

private slots:
    void initTestCase() {
        m_ctl.office = m_folder.filePath("office");
        qputenv("TOUCHSTONE_TOKEN_MODULE", SoftToken::kStrict);
    }

    void listsTokens() {
        const auto listed = m_ctl.json({"token", "list"});
        QVERIFY2(listed.exit == 0, (listed.out + listed.err).constData());
        QCOMPARE(listed.data()["module"].toString(), QString(SoftToken::kStrict));
        QCOMPARE(listed.data()["tokens"].toArray().size(), 1);
        const auto token = listed.data()["tokens"].toArray().first().toObject();
        QCOMPARE(token["label"].toString(), QString("Li Wei"));
        QVERIFY(token["ready"].toBool() && token["ed25519"].toBool() && !token["locked"].toBool());
        QVERIFY(m_ctl.words({"token", "list"}).out.contains("Li Wei"));
        // --module comes before the environment.
        const auto none = m_ctl.json({"token", "list", "--module", "/nowhere/module.so"});
        QCOMPARE(none.exit, 1);
        QVERIFY(none.error()["where"].toString().contains("/nowhere/module.so"));
    }

    void foundsAnOfficeAndWorksInIt() {
        Ctl ctl = m_ctl;
        const QStringList found{"office", "found",  "--label", "founder",     "--office-name",
                                "Office", "--role", "officer", "--certified", "--token"};
        QCOMPARE(ctl.json(found + QStringList{"Nobody"}).exit, 1);
        ctl.passphrase = "000000";
        QCOMPARE(ctl.json(found + QStringList{"Li Wei"}).errorCode(), QString("locked"));
        QVERIFY(!QDir(m_ctl.office).exists());
        ctl.passphrase = m_pin;
        const auto made = ctl.json(found + QStringList{"Li Wei"});
        QVERIFY2(made.exit == 0, (made.out + made.err).constData());

        const auto info = m_ctl.json({"office", "info"});
        const auto profile = info.data()["profiles"].toArray().first().toObject();
        QCOMPARE(profile["token"].toObject()["label"].toString(), QString("Li Wei"));
        QCOMPARE(founder().json({"person", "list"}).exit, 0);
        // With a passphrase beside it: the first line is the PIN, the second the other person's.
        const auto added =
            founder().json({"person", "add", "--label", "other", "--role", "supervisor"}, {"words of theirs"});
        QVERIFY2(added.exit == 0, (added.out + added.err).constData());
        QVERIFY(m_ctl.json({"office", "info"}).data()["profiles"].toArray().last().toObject()["token"].isNull());
        QCOMPARE(founder().json({"verify"}).exit, 0);
    }

    /// Wrong twice, then right: what the token says of the tries stands where one types.
    void theTriesAreSaid() {
        Ctl wrong = founder();
        wrong.passphrase = "000000";
        const auto first = wrong.json({"person", "list"});
        QCOMPARE(first.exit, 3);
        QVERIFY(first.error()["what"].toObject()["en"].toString().contains("A PIN was wrong"));
        QVERIFY(wrong.words({"person", "list"}).err.contains("This is the last try"));
        const auto asked = founder().words({"person", "list"});
        QCOMPARE(asked.exit, 0);
        QVERIFY2(asked.err.contains("This is the last try"), asked.err.constData()); // before the PIN is asked
        QVERIFY(!founder().words({"person", "list"}).err.contains("try"));
    }

    void withoutTheTokenItIsNamed() {
        m_soft.set("pulled");
        const auto missing = founder().json({"person", "list"});
        QCOMPARE(missing.exit, 1);
        QVERIFY(missing.error()["what"].toObject()["en"].toString().contains("\"Li Wei\" (serial "));
        QVERIFY(missing.error()["cure"].toObject()["zh"].toString().contains("插入"));
        m_soft.set("pulled", false);
        QCOMPARE(founder().json({"person", "list"}).exit, 0);
    }

    /// Somebody asks for new keys on a token; the one who has keys on one approves nothing for themselves.
    void newKeysAreMadeOnAToken() {
        m_soft.add(QStringLiteral("Other"));
        Ctl other = m_ctl;
        other.passphrase = m_pin;
        const auto asked = other.json({"recovery", "ask", "other", "--token", "Other"});
        QVERIFY2(asked.exit == 0, (asked.out + asked.err).constData());
        QCOMPARE(asked.data()["keys"].toString().size(), 64);
        // Until two have agreed, the passphrase stays.
        Ctl before = m_ctl.as("other");
        before.passphrase = "words of theirs";
        QCOMPARE(before.json({"person", "list"}).exit, 0);
    }
};

QTEST_GUILESS_MAIN(TestCtlToken)
#include "test_ctl_token.moc"
