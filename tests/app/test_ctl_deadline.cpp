// SPDX-License-Identifier: GPL-3.0-or-later
// Deadlines and the calendar on the command line, and what a reader of calendars makes of the file.
#include "model/law/calendar.h"
#include "tests/app/ctl_runner.h"
#include "tests/support/filed_case.h"

#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

class TestCtlDeadline : public QObject {
    Q_OBJECT

    TestOffice m_office;
    QTemporaryDir m_folder;
    Ctl m_ctl;
    model::CaseId m_case;

    [[nodiscard]] Ctl at(const QString& label) const {
        Ctl ctl = m_ctl.as(label);
        ctl.passphrase = label;
        return ctl;
    }
    [[nodiscard]] CtlResult by(const QString& label, const QStringList& arguments) const {
        return at(label).json(arguments);
    }
    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    /// The events of a file as another program reads them: uid, day, summary, description, when it reminds.
    static QList<QByteArray> readBack(const QString& file) {
        QProcess python;
        python.start(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"py(
import icalendar, sys
raw = open(sys.argv[1], 'rb').read()
assert all(len(line) <= 75 for line in raw.split(b'\r\n')), 'a line is too long'
assert b'\n' not in raw.replace(b'\r\n', b''), 'a bare line feed'
for line in raw.split(b'\r\n'): line.decode('utf-8')
calendar = icalendar.Calendar.from_ical(raw)
assert not calendar.errors, calendar.errors
assert calendar['VERSION'] == '2.0' and calendar['PRODID']
for event in calendar.walk('VEVENT'):
    assert not event.errors, event.errors
    assert event['CLASS'] == 'CONFIDENTIAL' and event['TRANSP'] == 'TRANSPARENT'
    alarm = event.walk('VALARM')[0]
    out = [event['UID'], event['DTSTART'].dt.isoformat(), event['SUMMARY'],
           event['DESCRIPTION'].replace('\n', '|'), str(alarm['TRIGGER'].dt.total_seconds() / 3600)]
    sys.stdout.buffer.write('\t'.join(out).encode() + b'\n')
)py"),
                                                 file});
        if (!python.waitForFinished() || python.exitCode() != 0)
            qFatal("%s", python.readAllStandardError().constData());
        return python.readAllStandardOutput().trimmed().split('\n');
    }

private slots:
    void initTestCase() {
        m_ctl.office = QString::fromStdString(m_office.folder().string());
        m_case = filedCase(m_office, "锑锭申报为锡锭, with a comma; a semicolon \\ and a line");
    }

    void whatIsDueIsListed() {
        const auto list = by("officer", {"deadline", "list"});
        QVERIFY2(list.exit == 0, (list.out + list.err).constData());
        const auto all = list.data()["deadlines"].toArray();
        QCOMPARE(all.size(), 1);
        const auto one = all[0].toObject();
        QCOMPARE(one["case"].toString(), QString::fromStdString(m_case.hex()));
        QCOMPARE(one["id"].toString(), QString("decision"));
        QCOMPARE(one["cite"].toString(), QString("APL 60"));
        QCOMPARE(one["due"].toString(), QString("2026-06-02")); // 90 days after 4 March
        QVERIFY(by("officer", {"deadline", "list", "--to", "2026-06-01"}).data()["deadlines"].toArray().isEmpty());
        QCOMPARE(by("officer", {"deadline", "list", "--from", "2026-06-02"}).data()["deadlines"].toArray().size(), 1);
        QVERIFY(by("officer", {"deadline", "list", "is:mine"}).data()["deadlines"].toArray().isEmpty());
        QCOMPARE(by("officer", {"deadline", "list", "is:nothing"}).exit, 2);
        QCOMPARE(by("officer", {"deadline", "list", "--from", "tomorrow"}).exit, 2);
        QVERIFY(at("officer").words({"deadline", "list"}).out.contains("2026-06-02"));
    }

    void aCalendarProgramReadsTheFile() {
        const auto file = path("due.ics");
        const auto run = by("officer", {"deadline", "export", file});
        QVERIFY2(run.exit == 0, (run.out + run.err).constData());
        QCOMPARE(run.data()["deadlines"].toInt(), 1);
        const auto events = readBack(file);
        QCOMPARE(events.size(), 1);
        const auto parts = events[0].split('\t');
        QCOMPARE(parts[0], "decision-" + QByteArray::fromStdString(m_case.hex()));
        QCOMPARE(parts[1], QByteArray("2026-06-02"));
        QVERIFY(parts[2].endsWith("Penalty decision") && parts[2].startsWith("2026-"));
        QCOMPARE(parts[3], QByteArray("APL 60|Runs since 2026-03-04"));
        QCOMPARE(parts[4], QByteArray("-15.0"));                        // nine o'clock of the day before
        QVERIFY(!readBytes(file).contains("锑"));                       // the title stays in the office
        QVERIFY(by("officer", {"deadline", "export", file}).exit != 0); // nothing is written over

        const auto chinese = path("zh.ics");
        Ctl zh = at("officer");
        zh.language = "zh";
        QCOMPARE(zh.words({"deadline", "export", chinese, "--remind", "0"}).exit, 0);
        const auto words = readBack(chinese)[0].split('\t');
        QVERIFY(words[2].endsWith("作出处罚决定"));
        QCOMPARE(words[4], QByteArray("9.0"));
        QCOMPARE(by("officer", {"deadline", "export", path("far.ics"), "--remind", "61"}).exit, 2);
        const auto none = path("none.ics");
        QCOMPARE(by("officer", {"deadline", "export", none, "is:mine"}).exit, 0);
        QCOMPARE(readBack(none), QList<QByteArray>{QByteArray()});
    }

    /// What would follow a step is said, and nothing is done.
    void aStepIsForeseen() {
        const QString ref = QString::fromStdString(m_case.hex());
        const auto seen = by("supervisor", {"case", "foresee", ref, "begin_investigation"});
        QVERIFY2(seen.exit == 0, (seen.out + seen.err).constData());
        QCOMPARE(seen.data()["stage"].toString(), QString("investigation"));
        QVERIFY(seen.data()["refusal"].isObject()); // nobody is assigned yet, and a supervisor begins nothing
        QVERIFY(seen.data()["periods"].toArray().isEmpty());
        QVERIFY(!seen.data()["next"].toArray().isEmpty());
        QCOMPARE(by("supervisor", {"case", "foresee", ref, "nothing"}).errorCode(), QString("not-found"));
        QVERIFY(at("supervisor").words({"case", "foresee", ref, "begin_investigation"}).out.contains("The case is in"));
        QCOMPARE(by("officer", {"case", "show", ref}).data()["case"].toObject()["stage"].toString(), QString("filed"));
    }

    void aPenaltyIsHeldAgainstDecidedCases() {
        const QString ref = QString::fromStdString(m_case.hex());
        QCOMPARE(by("supervisor", {"penalty", "nearest", ref}).errorCode(),
                 QString("not-found")); // nothing was proposed
        const QString file = path("penalty.json");
        const auto made = Ctl().json({"penalty", "compute", "--violation", "ecl34", "--turnover", "600000", "--propose",
                                      "normal", "--fine", "3600000", "--deviation", "A first case.", "--out", file});
        QVERIFY2(made.exit == 0, (made.out + made.err).constData());
        const auto found = by("supervisor", {"penalty", "nearest", ref, "--penalty", file});
        QVERIFY2(found.exit == 0, (found.out + found.err).constData());
        QCOMPARE(found.data()["standing"].toString(), QString("unknown"));
        QCOMPARE(found.data()["place"].toInt(), 200);
        QCOMPARE(found.data()["deviation"].toString(), QString("A first case."));
        QVERIFY(found.data()["nearest"].toArray().isEmpty() && found.data()["lowest"].isNull());
    }

    void aDefinitionIsWalkedThrough() {
        const auto run = Ctl().json({"workflow", "simulate", "--walks", "300", "--seed", "3"});
        QVERIFY2(run.exit == 0, (run.out + run.err).constData());
        QCOMPARE(run.data()["walks"].toInt(), 300);
        QCOMPARE(run.data()["closed"].toInt(), 300);
        QVERIFY(run.data()["deadEnds"].toArray().isEmpty());
        QCOMPARE(Ctl().json({"workflow", "simulate", "--walks", "0"}).exit, 2);
        QCOMPARE(Ctl().json({"workflow", "simulate", "--walks", "100001"}).exit, 2);
        // Each of two steps bars the other, and the third asks for both.
        writeBytes(path("hole.json"), R"({
  "format": "touchstone-workflow-1", "id": "hole", "version": 1, "title": {"en": "Hole", "zh": "漏洞"},
  "openers": ["officer"],
  "roles": [{"id": "officer", "title": {"en": "officer", "zh": "受理人员"}, "system": "officer"}],
  "stages": [
    {"id": "received", "title": {"en": "Received", "zh": "登记"}, "initial": true},
    {"id": "closed", "title": {"en": "Closed", "zh": "结案"}, "final": true, "outcome": {"en": "Closed.", "zh": "已结案。"}}
  ],
  "steps": [
    {"id": "close", "title": {"en": "Close", "zh": "结案"}, "from": ["received"], "to": "closed", "role": "officer"},
    {"id": "this", "title": {"en": "This", "zh": "此"}, "from": ["received"], "role": "officer", "guards": [
      {"kind": "stepNotTaken", "steps": ["that"], "cite": "setting", "why": {"en": "W", "zh": "因"}, "cure": {"en": "C", "zh": "法"}}]},
    {"id": "that", "title": {"en": "That", "zh": "彼"}, "from": ["received"], "role": "officer", "guards": [
      {"kind": "stepNotTaken", "steps": ["this"], "cite": "setting", "why": {"en": "W", "zh": "因"}, "cure": {"en": "C", "zh": "法"}}]},
    {"id": "both", "title": {"en": "Both", "zh": "两者"}, "from": ["received"], "to": "closed", "role": "officer", "guards": [
      {"kind": "stepTaken", "steps": ["this", "that"], "cite": "setting", "why": {"en": "W", "zh": "因"}, "cure": {"en": "C", "zh": "法"}}]}
  ]
})");
        const auto found = Ctl().json({"workflow", "simulate", path("hole.json"), "--walks", "40"});
        QCOMPARE(found.errorCode(), QString("malformed"));
        const auto words = Ctl().words({"workflow", "simulate", path("hole.json"), "--walks", "40"}).out;
        QVERIFY(words.contains("nobody ever took: both"));
    }

    void theCalendarIsShownCheckedComparedAndAdopted() {
        const auto shown = by("officer", {"calendar", "show"}).data();
        QCOMPARE(shown["id"].toString(), QString("cn-2024-2026"));
        QCOMPARE(shown["years"].toArray().size(), 3);
        QVERIFY(at("officer").words({"calendar", "show"}).out.contains("国办发明电〔2025〕7号"));
        QCOMPARE(Ctl().json({"calendar", "check"}).exit, 0);
        writeBytes(path("broken.json"), "{\"format\": \"nothing\", \"years\": [3]}");
        const auto broken = Ctl().json({"calendar", "check", path("broken.json")});
        QVERIFY(broken.exit != 0 && broken.errorCode() == "malformed");
        QVERIFY(!broken.data()["problems"].toArray().isEmpty());
        QCOMPARE(by("officer", {"calendar", "compare", path("broken.json")}).errorCode(), QString("malformed"));

        // A case whose period is counted in working days: after the decision.
        const auto pack =
            QByteArray(model::law::Calendar::shippedPack().data(), std::ssize(model::law::Calendar::shippedPack()));
        auto other = pack;
        other.replace("cn-2024-2026", "cn-2024-2026-2");
        writeBytes(path("same.json"), other);
        QVERIFY(by("officer", {"calendar", "compare", path("same.json")}).data()["moved"].toArray().isEmpty());
        QCOMPARE(by("officer", {"calendar", "adopt", path("same.json")}).errorCode(), QString("refused"));
        const auto adopted = by("admin", {"calendar", "adopt", path("same.json")});
        QVERIFY2(adopted.exit == 0, (adopted.out + adopted.err).constData());
        QCOMPARE(by("officer", {"calendar", "show"}).data()["id"].toString(), QString("cn-2024-2026-2"));
    }
};

QTEST_GUILESS_MAIN(TestCtlDeadline)
#include "test_ctl_deadline.moc"
