// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/clock.h"
#include "tests/app/ctl_runner.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

/// Procedures beside the main one, by the command line: opened, moved, told apart and refused. The slots build on each
/// other. One person holds every role; what takes four eyes is not taken here.
class TestCtlTracks : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Ctl m_ctl;
    QString m_reference;
    QString m_today;
    int m_first = 0, m_second = 0; ///< the entries that opened the two seizures

    [[nodiscard]] CtlResult ask(const QStringList& arguments) const { return m_ctl.as("chief").json(arguments); }
    [[nodiscard]] QString words(const QStringList& arguments) const {
        return QString::fromUtf8(m_ctl.as("chief").words(arguments).out);
    }
    [[nodiscard]] QJsonObject shown() const { return ask({"case", "show", m_reference}).data()["case"].toObject(); }
    [[nodiscard]] CtlResult take(const QStringList& more) const {
        return ask(QStringList{"case", "do", m_reference} + more);
    }
    [[nodiscard]] int entries() const { return static_cast<int>(shown()["head"].toObject()["seq"].toInt()); }

private slots:
    void theDefinitionIsCheckedAndDrawn() {
        const auto checked = m_ctl.json({"workflow", "check", TEST_DATA_DIR "/workflow/tracks.json"});
        QVERIFY2(checked.exit == 0, checked.out.constData());
        QCOMPARE(checked.data()["definition"].toObject()["tracks"].toInt(), 3);
        QVERIFY(
            m_ctl.words({"workflow", "check", TEST_DATA_DIR "/workflow/tracks.json"}).out.contains("3 side tracks"));
        QVERIFY(m_ctl.words({"workflow", "diagram", "--dot", TEST_DATA_DIR "/workflow/tracks.json"})
                    .out.contains("cluster_seizure"));
    }

    void foundsAnOfficeOnIt() {
        m_ctl.office = m_folder.filePath("office");
        m_today = QString::fromStdString(model::formatDate(model::chinaDate(
            std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()))));
        const auto founded =
            m_ctl.json({"office", "found", "--label", "chief", "--office-name", "检验局", "--role", "supervisor",
                        "--role", "administrator", "--role", "officer", "--role", "investigator"},
                       {"practice chief"});
        QVERIFY2(founded.exit == 0, founded.out.constData());
        QCOMPARE(ask({"workflow", "adopt", TEST_DATA_DIR "/workflow/tracks.json"}).exit, 0);
        const auto added = ask({"report", "add", "--set", "goods_zh=镓", "--set", "channel=web"});
        QVERIFY2(added.exit == 0, added.out.constData());
        m_reference = added.data()["reference"].toString();
        QCOMPARE(ask({"case", "assign", m_reference, "chief", "investigator"}).exit, 0);
        const auto begun = take({"begin"});
        QCOMPARE(begun.data()["stage"].toString(), QString("investigation"));
        QVERIFY(begun.data()["track"].isNull());
    }

    void opensTwo() {
        const auto first = take({"request_seal", "--set", "items=one"});
        QVERIFY2(first.exit == 0, first.out.constData());
        QCOMPARE(first.data()["stage"].toString(), QString("investigation"));
        QCOMPARE(first.data()["track"].toObject()["stage"].toString(), QString("requested"));
        QCOMPARE(first.data()["track"].toObject()["track"].toString(), QString("seizure"));
        m_first = entries();
        QVERIFY(words({"case", "do", m_reference, "seal_urgently", "--set", "day=" + m_today}).contains("Seizure 2"));
        m_second = entries();
        const auto tracks = shown()["tracks"].toArray();
        QCOMPARE(tracks.size(), 2);
        QCOMPARE(tracks[0].toObject()["opening"], first.data()["track"].toObject()["opening"]);
        QCOMPARE(tracks[1].toObject()["stage"].toString(), QString("held"));
        QCOMPARE(tracks[1].toObject()["steps"].toArray()[0].toObject()["day"].toString(), m_today);
        QVERIFY(!tracks[1].toObject()["ended"].toBool());
        // Its period is among those of the case, with whose it is.
        bool held = false;
        for (const auto& one : shown()["deadlines"].toArray()) {
            if (one.toObject()["id"] != "held_for") continue;
            held = true;
            QCOMPARE(one.toObject()["on"], tracks[1].toObject()["opening"]);
            QCOMPARE(one.toObject()["whose"].toString(), QString("authority"));
        }
        QVERIFY(held);
        const QString all = words({"case", "show", m_reference});
        QVERIFY2(all.contains("Side procedures") && all.contains("Seizure 2: held_for"), qPrintable(all));
        // The nearest last day of the case in the list is that of the side procedure.
        const auto listed = ask({"case", "list"}).data()["cases"].toArray()[0].toObject();
        QVERIFY(listed["due"].toString() <=
                QString::fromStdString(model::formatDate(model::Date(
                    std::chrono::sys_days(*model::parseDate(m_today.toStdString())) + std::chrono::days(1)))));
    }

    void stepsAreShownInTheirGroups() {
        const QString all = words({"case", "steps", m_reference});
        const auto place = [&](const QString& what) { return all.indexOf(what); };
        QVERIFY2(place("propose") >= 0 && place("propose") < place("Seizure 1"), qPrintable(all));
        QVERIFY(place(QString("--on %1").arg(m_first)) > 0 && place(QString("--on %1").arg(m_second)) > 0);
        QVERIFY(place("To open a side procedure") > place("Seizure 2"));
        int opens = 0, on = 0;
        for (const auto& one : ask({"case", "steps", m_reference}).data()["steps"].toArray()) {
            opens += one.toObject()["opens"].toBool() ? 1 : 0;
            on += one.toObject()["on"].isNull() ? 0 : 1;
            if (one.toObject()["step"] == "release_seal") QCOMPARE(one.toObject()["dated"].toString(), QString("day"));
        }
        QCOMPARE(opens, 3);
        QVERIFY(on >= 3);
    }

    void whichOneMustBeSaid() {
        const QStringList release{"release_seal", "--set", "day=" + m_today};
        const auto unsaid = take(release);
        QCOMPARE(unsaid.exit, 2);
        QVERIFY(unsaid.error()["what"].toObject()["en"].toString().contains("Seizure 1, Seizure 2"));
        QCOMPARE(take(release + QStringList{"--on", "1"}).exit, 7);   // the report opened nothing
        QCOMPARE(take(release + QStringList{"--on", "999"}).exit, 1); // there is no such entry
        QCOMPARE(take({"close_referred", "--on", QString::number(m_first)}).exit, 2);
        QCOMPARE(take({"request_seal", "--set", "items=x", "--on", QString::number(m_first)}).exit, 2);
        const auto second = take(release + QStringList{"--on", QString::number(m_second)});
        QVERIFY2(second.exit == 0, second.out.constData());
        QCOMPARE(second.data()["track"].toObject()["stage"].toString(), QString("released"));
        // Only one is left open, and need not be named.
        const auto first = take(release);
        QVERIFY2(first.exit == 0, first.out.constData());
        QCOMPARE(first.data()["track"].toObject()["opening"], shown()["tracks"].toArray()[0].toObject()["opening"]);
        const auto none = take(release);
        QCOMPARE(none.exit, 7);
        QVERIFY(none.error()["what"].toObject()["zh"].toString().contains(QStringLiteral("查封扣押")));
    }

    void rulesAreSaidWithTheirCure() {
        const auto before = entries();
        const auto future = take({"seal_urgently", "--set", "day=2999-01-01"});
        QCOMPARE(future.exit, 7);
        QVERIFY(future.error()["what"].toObject()["en"].toString().contains("still to come"));
        QCOMPARE(future.error()["where"].toString(), QString("day"));
        QCOMPARE(take({"report_crime"}).exit, 0);
        const auto again = take({"report_crime"});
        QCOMPARE(again.exit, 7);
        QVERIFY(again.error()["what"].toObject()["en"].toString().contains("open already"));
        QCOMPARE(entries(), before + 1);
    }

    void whatWasSaidIsUndone() {
        const int opened = entries();
        QCOMPARE(ask({"case", "undo", m_reference, QString::number(opened)}).exit, 0);
        QCOMPARE(shown()["tracks"].toArray().size(), 2);
        QCOMPARE(ask({"verify"}).exit, 0);
    }

    /// What goes on beside a case that has ended keeps it among the open ones, with its day, until it has ended too.
    void whatOutlivesTheCaseIsListed() {
        const auto listed = [&](const QString& filter) {
            return ask({"case", "list", filter}).data()["cases"].toArray();
        };
        QCOMPARE(take({"report_crime"}).exit, 0);
        QCOMPARE(take({"hand_over"}).exit, 0);
        QCOMPARE(take({"close_referred"}).data()["stage"].toString(), QString("closed"));
        QCOMPARE(listed("is:closed").size(), 1);
        QCOMPARE(listed("is:closed")[0].toObject()["due"].toString(), QString());
        QCOMPARE(take({"record_suit"}).exit, 0);
        QCOMPARE(listed("is:closed").size(), 0);
        QCOMPARE(listed("is:open").size(), 1);
        QVERIFY(!listed("due>0d")[0].toObject()["due"].toString().isEmpty());
        QVERIFY(shown()["closed"].toBool()); // the case itself has
        QCOMPARE(take({"answer_suit"}).exit, 0);
        QCOMPARE(listed("is:open")[0].toObject()["due"].toString(), QString()); // what runs now is the party's
        QCOMPARE(take({"end_suit"}).exit, 0);
        QCOMPARE(listed("is:closed").size(), 1);
        QCOMPARE(ask({"verify"}).exit, 0);
    }
};

QTEST_GUILESS_MAIN(TestCtlTracks)
#include "test_ctl_tracks.moc"
