// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/ctl_runner.h"

#include <QJsonArray>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

/// One case all the way from a report to a closed case, in an office founded for it, by the command line alone; and on
/// the way every refusal with its rule. The slots build on each other.
class TestCtlCase : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Ctl m_ctl;
    QString m_reference;
    QString m_joiner;

    CtlResult as(const QString& label, const QStringList& arguments) { return m_ctl.as(label).json(arguments); }

    QString stage() {
        return as("supervisor", {"case", "show", m_reference}).data()["case"].toObject()["stage"].toString();
    }
    qsizetype events() { return as("supervisor", {"case", "log", m_reference}).data()["log"].toArray().size(); }

    /// A refusal: exit 7, with the article and a cure in both languages, and nothing said in the case.
    void refused(const QString& label, const QStringList& arguments, const QString& cite) {
        const auto before = events();
        const auto result = as(label, arguments);
        QCOMPARE(result.exit, 7);
        QCOMPARE(result.errorCode(), QString("refused"));
        QVERIFY2(result.error()["cite"].toString().contains(cite), qPrintable(result.error()["cite"].toString()));
        for (const char* language : {"en", "zh"}) {
            QVERIFY(!result.error()["what"].toObject()[language].toString().isEmpty());
            QVERIFY(!result.error()["cure"].toObject()[language].toString().isEmpty());
        }
        QCOMPARE(events(), before);
    }

    void done(const QString& label, const QStringList& arguments) {
        const auto result = as(label, arguments);
        QVERIFY2(result.exit == 0, (result.out + result.err).constData());
    }

private slots:
    void foundsTheOffice() {
        m_ctl.office = m_folder.filePath("office");
        const auto founded = m_ctl.json({"office", "found", "--label", "supervisor", "--office-name", "检验局",
                                         "--role", "supervisor", "--role", "administrator"},
                                        {"practice supervisor"});
        QVERIFY2(founded.exit == 0, founded.out.constData());
        QCOMPARE(founded.data()["fingerprint"].toString().size(), 64);
        const auto info = m_ctl.json({"office", "info"});
        QCOMPARE(info.exit, 0);
        QCOMPARE(info.data()["fingerprint"], founded.data()["fingerprint"]);
        // What is wrong is said before a passphrase is read, in the words that the desk has for it.
        const auto says = [](const CtlResult& result, const char* words) {
            return result.exit == 2 && result.error()["what"].toObject()["en"].toString().contains(words) &&
                   !result.error()["cure"].toObject()["zh"].toString().isEmpty();
        };
        const QString fresh = m_folder.filePath("fresh");
        QVERIFY(says(m_ctl.json({"office", "found", "--label", "x", "--office-name", "y"}),
                     "office in this folder already"));
        Ctl other;
        other.office = fresh;
        QVERIFY(says(other.json({"office", "found", "--label", " ", "--office-name", "y"}), "label is needed"));
        QVERIFY(says(other.json({"office", "found", "--label", "x", "--office-name", ""}), "needs a name"));
        QVERIFY(
            says(other.json({"office", "found", "--label", QString(61, 'x'), "--office-name", "y"}), "61 characters"));
        QVERIFY(!QFileInfo::exists(fresh));
        // A short passphrase is taken, and it is said what that means.
        const auto brief = other.words({"office", "found", "--label", "x", "--office-name", "y"}, {"brief"});
        QCOMPARE(brief.exit, 0);
        QVERIFY2(brief.err.contains("Short: 5 characters"), brief.err.constData());
    }

    void anEnrolmentFileLeadsHere() {
        const QString file = m_folder.filePath("enrolment.json");
        const auto written = m_ctl.json({"office", "enrolment", file});
        QVERIFY2(written.exit == 0, written.out.constData());
        QCOMPARE(written.data()["fingerprint"], m_ctl.json({"office", "info"}).data()["fingerprint"]);
        QVERIFY(m_ctl.json({"office", "enrolment", file}).exit != 0); // nothing is overwritten
        const Ctl nowhere;
        const auto joined = nowhere.json({"office", "join", "--label", "guest", "--enrolment", file}, {"guest words"});
        QVERIFY2(joined.exit == 0, joined.out.constData());
        QCOMPARE(joined.data()["folder"].toString(), m_ctl.office);
        const auto again = nowhere.json({"office", "join", "--label", "guest", "--enrolment", file}, {"guest words"});
        QCOMPARE(again.exit, 2); // the label is taken
        QVERIFY(QDir(m_ctl.office + "/people/" + joined.data()["person"].toString()).removeRecursively());
    }

    void addsItsPersons() {
        const auto add = [&](const QString& label, const QStringList& options) {
            return m_ctl.as("supervisor")
                .json(QStringList{"person", "add", "--label", label} + options, {"practice " + label});
        };
        QCOMPARE(add("officer", {"--role", "officer"}).exit, 0);
        QCOMPARE(add("investigator-1", {"--role", "investigator", "--certified"}).exit, 0);
        QCOMPARE(add("investigator-2", {"--role", "investigator", "--certified"}).exit, 0);
        QCOMPARE(add("officer", {"--role", "officer"}).exit, 2); // the label is taken

        const auto asked = m_ctl.json({"office", "join", "--label", "auditor"}, {"practice auditor"});
        QVERIFY2(asked.exit == 0, asked.out.constData());
        m_joiner = asked.data()["person"].toString();
        QCOMPARE(asked.data()["keys"].toString().size(), 64);
        // A request says who, not as what: that is for the administrator to say.
        QCOMPARE(m_ctl.json({"office", "join", "--label", "late", "--role", "auditor"}, {"words"}).exit, 2);
        const auto requests = as("officer", {"person", "list"}).data()["persons"].toArray();
        QCOMPARE(requests.at(0)["admitted"].toBool(true), false); // requests come first
        QCOMPARE(requests.at(0)["keys"], asked.data()["keys"]);
        QVERIFY(as("auditor", {"case", "list"}).exit != 0); // not admitted yet
        done("supervisor", {"person", "admit", m_joiner, "--role", "auditor"});
        QCOMPARE(as("auditor", {"case", "list"}).exit, 0);

        const auto persons = as("officer", {"person", "list"}).data()["persons"].toArray();
        QCOMPARE(persons.size(), 5);
        QCOMPARE(as("officer", {"person", "change", "officer", "--role", "supervisor"}).exit, 7);
        done("supervisor", {"person", "change", "auditor", "--inactive"});
        QCOMPARE(as("auditor", {"case", "list"}).exit, 7); // has left
        QVERIFY(m_ctl.as("supervisor").words({"person", "list"}).out.contains("has left"));
        done("supervisor", {"person", "change", "auditor", "--active"});
    }

    void anotherPassphraseOpensNothing() {
        const auto before = digests(m_ctl.office);
        Ctl wrong = m_ctl.as("officer");
        wrong.passphrase = "practice officeR";
        const auto result = wrong.json({"case", "list"});
        QCOMPARE(result.exit, 3);
        QCOMPARE(result.errorCode(), QString("locked"));
        wrong.passphrase = "";
        QCOMPARE(wrong.words({"case", "list"}).exit, 3);
        QCOMPARE(wrong.as("nobody").words({"case", "list"}).exit, 2);
        QCOMPARE(digests(m_ctl.office), before);
    }

    void takesAReportIn() {
        const auto result =
            as("officer", {"report", "add", "--set", "goods_zh=含镝磁钢", "--set", "mineral=dysprosium", "--set",
                           "value=79,500", "--set", "violation_kind=no licence", "--set", "channel=web"});
        QVERIFY2(result.exit == 0, result.out.constData());
        m_reference = result.data()["reference"].toString();
        QCOMPARE(stage(), QString("received"));
        QCOMPARE(as("officer", {"report", "add", "--set", "reporter_name=somebody"}).exit, 2);
        QCOMPARE(as("officer", {"report", "add", "--set", "colour=red"}).exit, 2);
        QVERIFY(as("officer", {"report", "add", "--set", "goods_zh==HYPERLINK(1)"}).exit == 1);
    }

    void verifiesAndFilesIt() {
        refused("officer", {"case", "do", m_reference, "accept"}, "ECL 31"); // nothing is told yet
        done("officer", {"case", "facts", m_reference, "--set", "narrative=申报磁钢，查验含镝，无许可证。"});
        QCOMPARE(as("investigator-1", {"case", "do", m_reference, "accept"}).errorCode(),
                 QString("not-found")); // not let in
        done("officer", {"case", "do", m_reference, "accept"});
        done("officer", {"case", "note", m_reference, "call the declarant"});
        QCOMPARE(as("officer", {"case", "do", m_reference, "verify"}).exit, 7); // its form is empty
        done("officer", {"case", "do", m_reference, "verify", "--set", "findings=属实"});
        refused("officer",
                {"case", "do", m_reference, "propose_filing", "--set", "filing_reason=a", "--set", "jurisdiction=b"},
                "APL 54");
        const QString form = m_folder.filePath("form.json");
        writeBytes(form, R"({"filing_reason": "涉嫌无证出口", "jurisdiction": "行为发生地"})");
        done("officer", {"case", "facts", m_reference, "--set", "party=某公司", "--set", "party_address=某市某路 1 号",
                         "--set", "turnover=79500", "--set", "violation=ecl34"});
        done("officer", {"case", "do", m_reference, "propose_filing", "--form", form});
        refused("officer", {"case", "do", m_reference, "approve_filing"}, "");
        done("supervisor", {"case", "do", m_reference, "approve_filing"});
        QCOMPARE(stage(), QString("filed"));
    }

    void investigatesWithTwoOfficers() {
        done("supervisor", {"case", "assign", m_reference, "investigator-1", "investigator"});
        refused("investigator-1", {"case", "do", m_reference, "begin_investigation"}, "APL 42");
        done("supervisor", {"case", "assign", m_reference, "investigator-2", "investigator"});
        done("investigator-1", {"case", "do", m_reference, "begin_investigation"});
        const auto steps = as("investigator-1", {"case", "steps", m_reference}).data()["steps"].toArray();
        QVERIFY(steps.size() >= 3);
        // What there is to choose from is said where the form is.
        QJsonObject first;
        for (const auto& step : steps) {
            for (const auto& field : step.toObject()["form"].toArray()) {
                if (field.toObject()["field"].toString() == "ground")
                    first = field.toObject()["choices"].toArray()[0].toObject();
            }
        }
        QCOMPARE(first["value"].toString(), QString("minor"));
        QVERIFY(first["title"].toObject()["en"].toString().startsWith("Minor, "));
        QVERIFY(first["title"].toObject()["zh"].toString().startsWith("违法行为轻微"));
        const auto words = m_ctl.as("investigator-1").words({"case", "steps", m_reference, "--all"}).out;
        QVERIFY2(words.contains("        minor  Minor, "), words.constData());
        // Who is not on the case sees nothing of it.
        QVERIFY(as("auditor", {"case", "show", m_reference})
                    .data()["case"]
                    .toObject()["facts"]
                    .toObject()["party"]
                    .toObject()["value"]
                    .isNull());
    }

    void takesEvidenceIn() {
        const QString declaration = m_folder.filePath("报关单.txt");
        const QString photo = m_folder.filePath("photo.bin");
        writeBytes(declaration, "磁钢 8505111000\n");
        writeBytes(photo, QByteArray(3'000'000, 'x'));
        const auto taken =
            as("investigator-1", {"evidence", "add", m_reference, declaration, photo, m_folder.filePath("gone"),
                                  "--category", "documentary", "--medium", "U 盘"});
        QCOMPARE(taken.exit, 5);
        QCOMPARE(taken.data()["items"].toArray().size(), 3);
        const auto again = as("investigator-1", {"evidence", "add", m_reference, declaration});
        QVERIFY(again.data()["items"].toArray()[0].toObject()["duplicate"].toBool());

        const auto list = as("investigator-2", {"evidence", "list", m_reference}).data()["evidence"].toArray();
        QCOMPARE(list.size(), 2);
        const QString item = list[0].toObject()["item"].toString();
        QCOMPARE(as("investigator-2", {"evidence", "verify", m_reference}).exit, 0);
        const QString out = m_folder.filePath("out.txt");
        done("investigator-2", {"evidence", "get", m_reference, item, out});
        QCOMPARE(readBytes(out), readBytes(declaration));
        QCOMPARE(as("investigator-2", {"evidence", "get", m_reference, item, out}).exit, 1); // nothing is overwritten
        done("investigator-1", {"evidence", "exclude", m_reference, "photo.bin", "--reason", "来源不明"});
        QCOMPARE(as("investigator-1", {"evidence", "get", m_reference, "nothing", out}).exit, 1);
    }

    void tellsWhatHappenedAndWhoTookPart() {
        const auto lines = [&](const QStringList& more = {}) {
            return as("investigator-2", QStringList{"chronology", "list", m_reference} + more)
                .data()["lines"]
                .toArray();
        };
        const auto told = lines().size();
        QVERIFY(told >= 4); // the report and the steps so far
        QCOMPARE(lines({"--entries"}).size(), 0);
        const auto added = as("investigator-1", {"chronology", "add", m_reference, "--set", "from=2025年11月", "--set",
                                                 "text=装船离港", "--cite", "报关单.txt=第1页"});
        QVERIFY2(added.exit == 0, added.out.constData());
        const QString entry = added.data()["item"].toObject()["id"].toString();
        QCOMPARE(added.data()["item"].toObject()["fields"].toObject()["from"].toString(), QString("2025-11"));
        QCOMPARE(as("investigator-1", {"chronology", "add", m_reference, "--set", "from=soon", "--set", "text=x"}).exit,
                 1);
        QCOMPARE(as("investigator-1", {"chronology", "add", m_reference, "--set", "from=2025"}).exit, 7);
        QCOMPARE(as("supervisor", {"chronology", "add", m_reference, "--set", "from=2025", "--set", "text=x"}).exit, 7);
        done("investigator-2", {"chronology", "change", m_reference, entry.left(8), "--set", "from=2025-11-03"});
        auto line = lines().first().toObject();
        QCOMPARE(line["from"].toString(), QString("2025-11-03"));
        QCOMPARE(line["evidence"].toArray().first().toObject()["at"].toString(), QString("第1页"));
        QCOMPARE(line["evidence"].toArray().first().toObject()["sha256"].toString().size(), 64);
        QVERIFY(m_ctl.as("officer").words({"chronology", "list", m_reference}).out.contains("SHA-256"));
        // Who wrote it is told that it was changed.
        const auto changed = as("investigator-1", {"case", "changes", m_reference}).data()["items"].toArray();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0].toObject()["fields"].toArray()[0].toObject()["mine"].toString(), QString("2025-11"));
        done("investigator-1", {"chronology", "withdraw", m_reference, entry});
        QCOMPARE(as("investigator-1", {"chronology", "withdraw", m_reference, entry}).exit, 7);
        QCOMPARE(lines().size(), told);

        const auto slip =
            m_ctl.as("investigator-1")
                .words({"party", "add", m_reference, "--set", "kind=company", "--set", "name=远洋公司", "--set",
                        "role=carrier", "--set", "identifier_kind=uscc", "--set", "identifier=91110000802100434B"});
        QCOMPARE(slip.exit, 0);
        QVERIFY2(slip.err.contains("check digit"), slip.err.constData());
        done("investigator-1", {"party", "change", m_reference, "远洋公司", "--set", "identifier=91110000802100433B"});
        const auto data = as("investigator-1", {"party", "list", m_reference}).data();
        QCOMPARE(data["respondent"].toObject()["name"].toString(), QString("某公司"));
        QCOMPARE(data["parties"].toArray().size(), 1);
        QCOMPARE(data["parties"].toArray()[0].toObject()["doubts"].toArray().size(), 0);
        QCOMPARE(as("investigator-1", {"case", "list", "远洋公司"}).data()["total"].toInteger(), 1);
        const auto fact = [&](const char* name) {
            return as("investigator-1", {"case", "facts", m_reference}).data()["facts"].toObject()[name].toString();
        };
        done("investigator-1", {"party", "respondent", m_reference, "远洋公司"});
        QCOMPARE(fact("party"), QString("远洋公司"));
        QCOMPARE(fact("party_identifier"), QString("91110000802100433B"));
        done("investigator-1",
             {"case", "facts", m_reference, "--set", "party=某公司", "--set", "party_address=某市某路 1 号"});
        done("investigator-1", {"party", "withdraw", m_reference, "远洋公司"});
        QCOMPARE(as("investigator-1", {"party", "list", m_reference}).data()["parties"].toArray().size(), 0);
        QCOMPARE(as("investigator-1", {"party", "list", m_reference, "--withdrawn"}).data()["parties"].toArray().size(),
                 1);
        QCOMPARE(as("investigator-1", {"party", "change", m_reference, "nobody"}).exit, 1);
    }

    void proposesWhatTheLawAllows() {
        const QString high = m_folder.filePath("high.json");
        const QString right = m_folder.filePath("right.json");
        const QStringList facts{"penalty", "compute", "--violation", "ecl34", "--turnover", "79500"};
        QCOMPARE(m_ctl.json(facts + QStringList{"--propose", "normal", "--fine", "500000", "--out", right}).exit, 0);
        writeBytes(high, readBytes(right).replace("500000.00", "9900000.00"));
        const auto propose = [&](const QString& file) {
            return QStringList{"case",      "do",
                               m_reference, "propose",
                               "--set",     "facts_found=查明无证出口",
                               "--set",     "reasons=出口管制法第三十四条",
                               "--set",     "penalty=@" + file};
        };
        refused("investigator-1", propose(high), "ECL");
        QCOMPARE(as("supervisor", {"decision", "pdf", m_reference, m_folder.filePath("early.pdf")}).exit, 7);
        done("investigator-1", propose(right));
        QCOMPARE(stage(), QString("proposed"));
    }

    void nobodyApprovesTheirOwn() {
        refused("investigator-1", {"case", "do", m_reference, "approve"}, "");
        done("supervisor", {"case", "do", m_reference, "approve", "--set", "opinion=同意"});
        done("supervisor",
             {"case", "do", m_reference, "issue_decision", "--set", "decision_no=检罚〔2026〕1号", "--set",
              "decision_date=2026-11-23", "--set", "payment_bank=代收银行", "--set", "payment_account=1", "--set",
              "review_body=上级机关", "--set", "litigation_court=有管辖权的人民法院"});
        QCOMPARE(stage(), QString("decided"));
    }

    void writesTheDecision() {
        const QString file = m_folder.filePath("decision.pdf");
        const QString again = m_folder.filePath("again.pdf");
        done("supervisor", {"decision", "pdf", m_reference, file});
        QVERIFY(readBytes(file).startsWith("%PDF-"));
        done("investigator-2", {"decision", "pdf", m_reference, again});
        QCOMPARE(readBytes(again), readBytes(file));
        QCOMPARE(m_ctl.as("supervisor").words({"decision", "pdf", m_reference, "-"}).out, readBytes(file));
    }

    void closesTheCase() {
        refused("investigator-1", {"case", "do", m_reference, "close", "--set", "closing_note=x"}, "APL 61");
        done("investigator-1", {"case", "do", m_reference, "record_service", "--set", "service_date=2026-11-23",
                                "--set", "service_manner=direct"});
        done("investigator-1", {"case", "do", m_reference, "close", "--set", "closing_note=结案"});
        QCOMPARE(stage(), QString("closed"));
        QCOMPARE(as("investigator-1", {"case", "do", m_reference, "close", "--set", "closing_note=x"}).exit, 7);
        QCOMPARE(as("investigator-1", {"case", "do", m_reference, "no_such_step"}).exit, 1);
    }

    void everyStepIsSignedAndChained() {
        const auto log = as("supervisor", {"case", "log", m_reference, "--openings"}).data()["log"].toArray();
        QVERIFY(log.size() > 15);
        for (const auto& entry : log) QVERIFY(entry.toObject()["signatureValid"].toBool());
        for (qsizetype i = 0; i < log.size(); ++i) QCOMPARE(log[i].toObject()["seq"].toInteger(), i + 1);
        const auto verified = as("supervisor", {"verify", "--evidence"});
        QVERIFY2(verified.exit == 0, verified.out.constData());
        QVERIFY(verified.data()["events"].toInteger() > log.size());
        QVERIFY(as("auditor", {"verify"}).exit == 0);
        QVERIFY(m_ctl.as("supervisor").words({"verify"}).out.contains("Everything holds"));
    }

    void whoLookedIsNotedOnceADay() {
        const auto openings = [&](const QString& label, const QStringList& options = {}) {
            qsizetype found = 0;
            for (const auto& entry :
                 as(label, QStringList{"case", "log", m_reference} + options).data()["log"].toArray()) {
                found += entry.toObject()["kind"].toString() == "case.opened";
            }
            return found;
        };
        // Left out unless asked for; an auditor need not ask, and leaves no entry, because they see no contents.
        QCOMPARE(openings("supervisor"), qsizetype{0});
        const auto noted = openings("supervisor", {"--openings"});
        QVERIFY(noted >= 2);
        QCOMPARE(openings("auditor"), noted);
        for (const QStringList& command : {QStringList{"case", "show", m_reference},
                                           {"case", "facts", m_reference},
                                           {"evidence", "list", m_reference},
                                           {"case", "log", m_reference}}) {
            QCOMPARE(as("supervisor", command).exit, 0);
        }
        QCOMPARE(openings("auditor"), noted); // the same day
        QVERIFY(
            m_ctl.as("supervisor").words({"case", "log", m_reference, "--openings"}).out.contains("Opened the case"));
        QVERIFY(!m_ctl.as("supervisor").words({"case", "log", m_reference}).out.contains("Opened the case"));
    }

    void unreadUntilLookedAt() {
        const auto unread = [&] {
            QStringList out;
            for (const auto& one : as("officer", {"case", "list", "is:unread"}).data()["cases"].toArray()) {
                if (!one.toObject()["unread"].toBool()) qFatal("not unread");
                out << one.toObject()["reference"].toString();
            }
            return out;
        };
        QVERIFY(as("officer", {"case", "show", m_reference}).exit == 0);
        QVERIFY(!unread().contains(m_reference));
        const auto marked = as("officer", {"case", "unread", m_reference});
        QVERIFY(marked.exit == 0 && marked.data()["changed"].toBool());
        QVERIFY(unread().contains(m_reference));
        QVERIFY(as("officer", {"case", "list", "状态:未读"}).exit == 0);
        QVERIFY(as("officer", {"case", "log", m_reference}).exit == 0);
        QVERIFY(!unread().contains(m_reference));
    }

    void filtersAndKeepsFilters() {
        const auto total = [&](const QStringList& filter) {
            const auto result = as("officer", QStringList{"case", "list"} + filter);
            return result.exit == 0 ? result.data()["total"].toInteger() : -1;
        };
        QCOMPARE(total({"状态：已结"}), 1);
        QCOMPARE(total({"--", "-is:closed"}), 0);
        QCOMPARE(total({"stage:closed,received", "opened<2d", "evidence>0"}), 1);
        QCOMPARE(total({"assigned:nobody"}), 0);
        const auto wrong = as("officer", {"case", "list", "stage:gone"});
        QCOMPARE(wrong.exit, 2);
        QVERIFY(wrong.error()["where"].toString().endsWith(":7"));
        QVERIFY(wrong.error()["what"].toObject()["en"].toString().contains("investigation"));

        QCOMPARE(as("officer", {"filter", "save", "Mine soon", "is:mine", "due<7d"}).exit, 0);
        QCOMPARE(as("officer", {"filter", "save", "结案", "状态:已结"}).exit, 0);
        QCOMPARE(as("officer", {"filter", "save", "bad", "due<"}).exit, 2);
        QCOMPARE(as("officer", {"filter", "save", "a=b", ""}).exit, 2);
        const auto kept = as("officer", {"filter", "list"}).data()["filters"].toArray();
        QCOMPARE(kept.size(), 2);
        QCOMPARE(kept[0].toObject()["filter"].toString(), QString("is:mine due<7d"));
        QCOMPARE(kept[1].toObject()["cases"].toInteger(), 1);
        QCOMPARE(as("officer", {"case", "list", "--saved", "结案"}).data()["total"].toInteger(), 1);
        QCOMPARE(as("officer", {"case", "list", "--saved", "结案", "mineral:antimony"}).data()["total"].toInteger(), 0);
        QCOMPARE(as("officer", {"case", "list", "--saved", "none"}).exit, 1);
        QCOMPARE(as("supervisor", {"filter", "list"}).data()["filters"].toArray().size(), 0);

        // As text to a colleague; a text with a mistake changes nothing.
        const QString path = m_folder.filePath("filters.txt");
        const auto write = [&](const QByteArray& text) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        };
        const auto printed = m_ctl.as("officer").words({"filter", "save", "结案", "状态:已结"});
        write(printed.out);
        QCOMPARE(as("supervisor", {"filter", "import", path}).data()["filters"].toArray().size(), 2);
        write("Third = is:open\nbroken\n");
        const auto broken = as("supervisor", {"filter", "import", path});
        QVERIFY(broken.exit != 0);
        QCOMPARE(broken.error()["where"].toString(), path + ":2");
        QCOMPARE(as("supervisor", {"filter", "remove", "结案"}).data()["filters"].toArray().size(), 1);
        QCOMPARE(as("supervisor", {"filter", "remove", "结案"}).exit, 1);
        QCOMPARE(as("supervisor", {"filter", "import", m_folder.filePath("absent")}).exit, 1);
    }

    void listsAndRebuilds() {
        const auto all = as("officer", {"case", "list"}).data();
        QCOMPARE(all["total"].toInteger(), 1);
        QCOMPARE(all["cases"].toArray()[0].toObject()["reference"].toString(), m_reference);
        QCOMPARE(as("officer", {"case", "list", "is:open"}).data()["total"].toInteger(), 0);
        QCOMPARE(as("officer", {"case", "list", "磁钢"}).data()["total"].toInteger(), 1);
        QCOMPARE(as("officer", {"case", "list", "stage:closed", "--limit", "1"}).data()["cases"].toArray().size(), 1);
        QCOMPARE(as("officer", {"case", "list", "sort:nothing"}).exit, 2);
        QCOMPARE(as("officer", {"rebuild"}).data()["cases"].toInteger(), 1);
        QCOMPARE(as("officer", {"case", "list", "磁钢"}).data()["total"].toInteger(), 1);
        QCOMPARE(as("officer", {"case", "show", "2099-0000-0000"}).exit, 1);
        QCOMPARE(as("officer", {"case", "show", "what"}).exit, 2);
        QVERIFY(m_ctl.as("officer").words({"case", "show", m_reference}).out.contains("79500.00"));
        QVERIFY(m_ctl.as("officer").words({"case", "log", m_reference}).out.contains("signed"));
    }

    void showsItsWorkflow() {
        const auto shown = as("officer", {"workflow", "show"});
        QCOMPARE(shown.exit, 0);
        QVERIFY(shown.data()["current"].toBool());
        QCOMPARE(as("officer", {"workflow", "adopt", QString(RESOURCES_DIR) + "/workflow/penalty-1.json"}).exit, 7);
        done("supervisor", {"workflow", "adopt", QString(RESOURCES_DIR) + "/workflow/penalty-1.json"});
    }

    // Last: it takes in a case of its own, and those before count theirs.
    void undoesWhatIsNotFinal() {
        refused("investigator-1", {"case", "undo", m_reference, "1"}, "");
        QCOMPARE(as("investigator-1", {"case", "undo", m_reference, "999999"}).exit, 1);
        // Every command that prints contents of a case says in its log that they were looked at; the office's log,
        // which runs over all cases, prints none.
        const auto openings = [&](const QString& reference) {
            qsizetype found = 0;
            for (const auto& one : as("auditor", {"case", "log", reference}).data()["log"].toArray())
                found += one.toObject()["kind"].toString() == "case.opened";
            return found;
        };
        for (const char* group : {"chronology", "party", "evidence", "case"}) {
            const auto made =
                as("officer", {"report", "add", "--set", QString("goods_zh=货物") + group, "--set", "channel=web"});
            QVERIFY2(made.exit == 0, made.out.constData());
            const QString reference = made.data()["reference"].toString();
            done("officer", {"case", "note", reference, "只在案内可读"});
            const auto before = openings(reference);
            const auto log = m_ctl.as("supervisor").words({"log", "--case", reference});
            QVERIFY(log.exit == 0 && log.out.contains("Note") && !log.out.contains("只在案内可读"));
            QCOMPARE(openings(reference), before);
            const QString command = QString(group) == "case"       ? "changes"
                                    : QString(group) == "evidence" ? "verify"
                                                                   : "list";
            QCOMPARE(as("supervisor", {group, command, reference}).exit, 0);
            QCOMPARE(openings(reference), before + 1);
        }
        // Another case, in verification.
        const auto taken = as("officer", {"report", "add", "--set", "goods_zh=锑锭", "--set", "channel=web"});
        QVERIFY2(taken.exit == 0, taken.out.constData());
        const QString reference = taken.data()["reference"].toString();
        done("officer", {"case", "facts", reference, "--set", "party=甲公司", "--set", "goods=锑锭", "--set", "title=x",
                         "--set", "narrative=y"});
        done("officer", {"case", "do", reference, "accept"});
        const auto stepped = as("officer", {"case", "do", reference, "verify", "--set", "findings=f"});
        QCOMPARE(stepped.exit, 0);
        const QString event = stepped.data()["receipt"].toObject()["events"].toArray()[0].toString();
        const auto entry = [&](const QString& label) {
            for (const auto& one : as(label, {"case", "log", reference}).data()["log"].toArray()) {
                if (one.toObject()["event"].toString() == event) return one.toObject();
            }
            return QJsonObject();
        };
        QVERIFY(entry("officer")["undoable"].toBool() && entry("officer")["withdrawn"].isNull());
        QVERIFY(!entry("supervisor")["undoable"].toBool());
        QCOMPARE(as("supervisor", {"case", "undo", reference, event}).exit, 7); // not their own
        const auto undone = as("officer", {"case", "undo", reference, event.left(12)});
        QVERIFY2(undone.exit == 0, undone.out.constData());
        QCOMPARE(undone.data()["event"].toString(), event);
        QCOMPARE(undone.data()["stage"].toString(), QString("verification"));
        QVERIFY(!entry("officer")["undoable"].toBool());
        QVERIFY(!entry("officer")["withdrawn"].toObject()["byName"].toString().isEmpty());
        QVERIFY(m_ctl.as("officer").words({"case", "log", reference}).out.contains("[taken back]"));
        const auto again = as("officer", {"case", "undo", reference, event});
        QCOMPARE(again.exit, 7);
        QVERIFY(!again.error()["cure"].toObject()["en"].toString().isEmpty());
        // The note whose number the log shows, by that number.
        done("officer", {"case", "note", reference, "by mistake"});
        const auto log = as("officer", {"case", "log", reference, "--openings"}).data()["log"].toArray();
        const auto last = log.last().toObject();
        QCOMPARE(last["kind"].toString(), QString("note.added"));
        done("officer", {"case", "undo", reference, QString::number(last["seq"].toInteger())});
        QVERIFY(as("officer", {"case", "show", reference}).data()["case"].toObject()["notes"].toArray().isEmpty());
        // A party goes back to what stood, and at last it is withdrawn.
        const auto undoLast = [&] {
            const auto all = as("officer", {"case", "log", reference}).data()["log"].toArray();
            const auto at = std::ranges::find_last_if(all, [](const QJsonValue& one) {
                                return one.toObject()["undoable"].toBool();
                            }).begin();
            done("officer", {"case", "undo", reference, at->toObject()["event"].toString()});
            const auto parties = as("officer", {"party", "list", reference}).data()["parties"].toArray();
            return parties.isEmpty() ? QString() : parties[0].toObject()["fields"].toObject()["name"].toString();
        };
        done("officer", {"party", "add", reference, "--set", "kind=company", "--set", "name=远洋公司"});
        done("officer", {"party", "change", reference, "远洋公司", "--set", "name=近海公司"});
        QCOMPARE(undoLast(), QString("远洋公司"));
        QVERIFY(as("auditor", {"verify"}).exit == 0);
    }
};

QTEST_GUILESS_MAIN(TestCtlCase)
#include "test_ctl_case.moc"
