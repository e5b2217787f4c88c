// SPDX-License-Identifier: GPL-3.0-or-later
// Units on the command line, each person by their own process.
#include "tests/app/ctl_runner.h"
#include "tests/support/office.h"

#include <QJsonArray>
#include <QTest>

class TestCtlUnits : public QObject {
    Q_OBJECT

    TestOffice m_office;
    Ctl m_ctl;

    /// Somebody at their command line; in this office the label is the passphrase.
    [[nodiscard]] Ctl at(const QString& label) const {
        Ctl ctl = m_ctl.as(label);
        ctl.passphrase = label;
        return ctl;
    }
    [[nodiscard]] CtlResult by(const QString& label, const QStringList& arguments) const {
        return at(label).json(arguments);
    }
    [[nodiscard]] QJsonObject unit(const QString& label, const QString& name) const {
        for (const auto& one : by(label, {"unit", "list"}).data()["units"].toArray()) {
            if (one.toObject()["name"].toString() == name) return one.toObject();
        }
        return {};
    }
    static QStringList names(const QJsonObject& of, const char* list) {
        QStringList out;
        for (const auto& one : of[QLatin1String(list)].toArray()) out << one.toObject()["name"].toString();
        return out;
    }
    [[nodiscard]] QString added(const QString& label, const QStringList& more = {}) const {
        const auto run =
            by(label, QStringList{"report", "add", "--set", "narrative=Antimony " + label + more.join("")} + more);
        return run.exit == 0 ? run.data()["reference"].toString() : run.errorCode();
    }

private slots:
    void initTestCase() {
        m_office.admit("transit", {model::Role::officer});
        m_ctl.office = QString::fromStdString(m_office.folder().string());
    }

    void aUnitIsFoundedAndItsCasesAreItsOwn() {
        QCOMPARE(by("admin", {"unit", "list"}).data()["units"].toArray().size(), 1);
        QCOMPARE(by("officer", {"unit", "found", "Minerals", "--member", "officer"}).errorCode(), QString("refused"));
        QCOMPARE(by("admin", {"unit", "found", "Minerals"}).exit, 2);
        QCOMPARE(by("admin", {"unit", "found", "Minerals", "--member", "auditor"}).errorCode(), QString("refused"));
        const auto found = by("admin", {"unit", "found", "Minerals", "--member", "officer", "--member", "supervisor"});
        QVERIFY2(found.exit == 0, (found.out + found.err).constData());
        QCOMPARE(by("admin", {"unit", "found", "运输处", "--member", "transit"}).exit, 0);
        QCOMPARE(by("admin", {"unit", "found", "minerals", "--member", "transit"}).errorCode(), QString("refused"));
        QCOMPARE(names(unit("auditor", "Minerals"), "people"), (QStringList{"officer", "supervisor"}));
        QVERIFY(unit("officer", "Minerals")["mine"].toBool() && !unit("admin", "Minerals")["mine"].toBool());

        const QString theirs = added("officer");
        QCOMPARE(by("supervisor", {"case", "show", theirs}).data()["case"].toObject()["unit"].toString(),
                 QString("Minerals"));
        QVERIFY(at("officer").words({"case", "show", theirs}).out.contains("Minerals"));
        for (const auto* label : {"transit", "admin"}) {
            QCOMPARE(by(label, {"case", "show", theirs}).errorCode(), QString("not-found"));
            QVERIFY(by(label, {"case", "list"}).data()["cases"].toArray().isEmpty());
            QVERIFY(by(label, {"case", "list", "Antimony"}).data()["cases"].toArray().isEmpty());
        }
        QCOMPARE(added("transit", {"--unit", "Minerals"}), QString("refused"));
        QCOMPARE(added("transit", {"--unit", "Nowhere"}), QString("not-found"));
        const QString all = added("transit", {"--unit", "office"});
        QCOMPARE(by("admin", {"case", "show", all}).exit, 0);
    }

    void peopleComeAndGo() {
        QCOMPARE(by("admin", {"unit", "join", "Minerals", "admin"}).errorCode(), QString("refused"));
        const auto joined = by("admin", {"unit", "join", "Minerals", "transit"});
        QVERIFY2(joined.exit == 0, (joined.out + joined.err).constData());
        QVERIFY(joined.data()["waitsForMember"].toBool()); // the administrator has no key to give
        QCOMPARE(names(unit("admin", "Minerals"), "due"), QStringList{"transit"});
        QCOMPARE(by("officer", {"recovery", "tend"}).data()["joined"].toArray().size(), 1);
        QCOMPARE(by("transit", {"case", "list"}).data()["cases"].toArray().size(), 2);
        QCOMPARE(added("transit"), QString("usage")); // in two: for which?
        Ctl zh = at("transit");
        zh.language = "zh";
        QVERIFY(QString::fromUtf8(zh.words({"report", "add", "--set", "narrative=x"}).err)
                    .contains(QString::fromUtf8("请指明案件所属处室")));
        QVERIFY(added("transit", {"--unit", "运输处"}).startsWith("2"));
        const auto left = by("admin", {"unit", "leave", "Minerals", "transit"});
        QVERIFY(left.exit == 0 && left.data()["waitsForMember"].toBool());
        QCOMPARE(by("officer", {"recovery", "tend"}).data()["turned"].toArray().size(), 1);
        QVERIFY(unit("admin", "Minerals")["leaving"].toArray().isEmpty());
        QCOMPARE(by("transit", {"unit", "leave", "Minerals", "officer"}).errorCode(), QString("refused"));
        // Of the whole office's the administrator is a member, and turns it at once.
        QVERIFY(!by("admin", {"unit", "leave", "office", "transit"}).data()["waitsForMember"].toBool());
    }

    void aCaseIsHandedOver() {
        const QString reference = added("officer", {"--set", "title=To be handed"});
        QCOMPARE(by("officer", {"case", "do", reference, "accept"}).exit, 0);
        QCOMPARE(by("transit", {"case", "hand", reference, "运输处"}).errorCode(), QString("not-found"));
        QCOMPARE(by("officer", {"case", "hand", reference, "Minerals"}).errorCode(), QString("refused"));
        const auto handed = by("officer", {"case", "hand", reference, "运输处"});
        QVERIFY2(handed.exit == 0, (handed.out + handed.err).constData());
        QCOMPARE(by("transit", {"case", "show", reference}).data()["case"].toObject()["unit"].toString(),
                 QString("运输处"));
        QCOMPARE(by("officer", {"case", "note", reference, "Too late"}).errorCode(), QString("refused"));
        QCOMPARE(by("transit", {"case", "note", reference, "Ours"}).exit, 0);
        QCOMPARE(by("auditor", {"verify"}).exit, 0);
        QCOMPARE(by("transit", {"verify"}).exit, 0);
    }
};

QTEST_GUILESS_MAIN(TestCtlUnits)
#include "test_ctl_units.moc"
