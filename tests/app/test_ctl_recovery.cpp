// SPDX-License-Identifier: GPL-3.0-or-later
// Lost keys, a drill and a hand-over on the command line, each by its own process.
#include "tests/app/ctl_runner.h"
#include "tests/support/office.h"

#include <QJsonArray>
#include <QTest>

class TestCtlRecovery : public QObject {
    Q_OBJECT

    TestOffice m_office;
    Ctl m_ctl;
    QString m_reference;

    /// Somebody at their command line; in this office the label is the passphrase.
    [[nodiscard]] Ctl at(const QString& label) const {
        Ctl ctl = m_ctl.as(label);
        ctl.passphrase = label;
        return ctl;
    }
    [[nodiscard]] CtlResult by(const QString& label, const QStringList& arguments) const {
        return at(label).json(arguments);
    }
    static QJsonObject of(const CtlResult& run, const char* list, const QString& person) {
        for (const auto& one : run.data()[QLatin1String(list)].toArray()) {
            if (one.toObject()["person"].toString() == person) return one.toObject();
        }
        return {};
    }
    [[nodiscard]] QString id(const char* label) const { return QString::fromStdString(m_office.id(label).hex()); }

private slots:
    void initTestCase() {
        auto officer = m_office.as("officer");
        const auto id = must(officer->receiveReport(aReport()));
        must(officer->setFacts(id, {{"party", "A company"}, {"goods", "Antimony"}}));
        must(officer->takeStep(id, "accept", {}));
        must(officer->takeStep(id, "verify", {{"findings", "f"}}));
        must(officer->takeStep(id, "propose_filing", {{"filing_reason", "r"}, {"jurisdiction", "j"}}));
        auto supervisor = m_office.as("supervisor");
        must(supervisor->takeStep(id, "approve_filing", {}));
        must(supervisor->assign(id, m_office.id("investigator-1"), "investigator"));
        m_reference = QString::fromStdString(must(officer->state(id)).reference);
        m_ctl.office = QString::fromStdString(m_office.folder().string());
    }

    void keysAreReplacedByTwoPeople() {
        Ctl lost = m_ctl;
        lost.passphrase = "words that are new";
        const auto asked = lost.json({"recovery", "ask", "investigator-1"});
        QVERIFY2(asked.exit == 0, (asked.out + asked.err).constData());
        const QString keys = asked.data()["keys"].toString();
        QCOMPARE(keys.size(), 64);
        const auto listed = by("admin", {"recovery", "list"});
        QCOMPARE(of(listed, "renewals", id("investigator-1"))["keys"].toString(), keys);
        QVERIFY(!of(listed, "renewals", id("investigator-1"))["proposed"].toBool());
        const QStringList propose{"recovery", "propose", "investigator-1", "--why", "Forgot it", "--keys"};
        QCOMPARE(by("admin", propose + QStringList{QString(64, '0')}).errorCode(), QString("refused"));
        QCOMPARE(by("admin", propose + QStringList{"12"}).errorCode(), QString("usage"));
        QCOMPARE(by("supervisor", propose + QStringList{keys}).errorCode(), QString("refused"));
        QCOMPARE(by("admin", propose + QStringList{keys}).exit, 0);
        const QStringList approve{"recovery", "approve", "investigator-1", "--keys", keys};
        QCOMPARE(by("admin", approve).errorCode(), QString("refused"));
        QCOMPARE(by("supervisor", {"recovery", "list"}).data()["renewals"].toArray().size(), 1);
        QCOMPARE(by("supervisor", approve).exit, 0);
        QVERIFY(by("supervisor", {"recovery", "list"}).data()["renewals"].toArray().isEmpty());

        Ctl back = at("investigator-1");
        QCOMPARE(back.json({"case", "show", m_reference}).errorCode(), QString("locked"));
        back.passphrase = "words that are new";
        const auto noted = back.json({"case", "note", m_reference, "With the new keys"});
        QVERIFY2(noted.exit == 0, (noted.out + noted.err).constData());
        QCOMPARE(by("auditor", {"verify"}).exit, 0);
        const auto tended = by("officer", {"recovery", "tend"});
        QVERIFY(tended.data()["cases"].toArray().isEmpty() && tended.data()["turned"].toArray().isEmpty());
    }

    void aProposalIsDeclined() {
        Ctl other = m_ctl;
        other.passphrase = "not theirs";
        const QString keys = other.json({"recovery", "ask", "auditor"}).data()["keys"].toString();
        QCOMPARE(by("admin", {"recovery", "propose", "auditor", "--why", "w", "--keys", keys}).exit, 0);
        QCOMPARE(by("officer", {"recovery", "decline", "auditor"}).errorCode(), QString("refused"));
        QCOMPARE(by("auditor", {"recovery", "decline", "auditor"}).exit, 0);
        QCOMPARE(by("supervisor", {"recovery", "approve", "auditor", "--keys", keys}).errorCode(),
                 QString("not-found"));
    }

    void aDrillNamesWhoCouldNotBeRecovered() {
        QCOMPARE(by("auditor", {"recovery", "drill"}).errorCode(), QString("refused"));
        const auto made = by("supervisor", {"recovery", "drill"});
        QCOMPARE(made.exit, 5);
        QVERIFY(made.data()["before"].isNull());
        QCOMPARE(made.data()["casesOpened"].toInt(), 1);
        const auto gaps = of(made, "people", id("custodian"))["gaps"].toArray();
        QCOMPARE(gaps.size(), 1);
        QCOMPARE(gaps[0].toObject()["unit"].toString(), QString("custody"));
        QVERIFY(of(made, "people", id("officer"))["gaps"].toArray().isEmpty());
        Ctl zh = at("supervisor");
        zh.language = "zh";
        const auto words = zh.words({"recovery", "drill"});
        QVERIFY(QString::fromUtf8(words.out).contains(QString::fromUtf8("请再指定一名举报人信息专管员")));
        QVERIFY(!by("supervisor", {"recovery", "drill"}).data()["before"].isNull());
        QCOMPARE(by("admin", {"recovery", "unit", "custody"}).errorCode(), QString("refused")); // somebody opens it
    }

    void whoLeavesHandsOver() {
        const auto held = by("supervisor", {"person", "holdings", "investigator-1"});
        QCOMPARE(held.data()["cases"].toArray().size(), 1);
        QCOMPARE(held.data()["cases"].toArray()[0].toObject()["reference"].toString(), m_reference);
        const auto wrong = by("supervisor", {"person", "hand-over", "investigator-1", "--to", "investigator=auditor"});
        QCOMPARE(wrong.exit, 5);
        QCOMPARE(wrong.data()["refused"].toInt(), 1);
        const auto over =
            by("supervisor", {"person", "hand-over", "investigator-1", "--to", "investigator=investigator-2"});
        QVERIFY2(over.exit == 0, (over.out + over.err).constData());
        QCOMPARE(over.data()["done"].toInt(), 1);
        QVERIFY(over.data()["receipt"].isNull());
        // Nothing is left; who administers says that they have left.
        const auto gone =
            by("admin", {"person", "hand-over", "investigator-1", "--to", "investigator=investigator-2", "--leave"});
        QVERIFY2(gone.exit == 0, (gone.out + gone.err).constData());
        QVERIFY(gone.data()["receipt"].isObject());
        Ctl left = m_ctl.as("investigator-1");
        left.passphrase = "words that are new";
        QCOMPARE(left.json({"case", "list"}).errorCode(), QString("ended"));
        QCOMPARE(by("investigator-2", {"case", "note", m_reference, "Goes on"}).exit, 0);
    }
};

QTEST_GUILESS_MAIN(TestCtlRecovery)
#include "test_ctl_recovery.moc"
