// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/ctl_runner.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

/// Documents of a case and their templates, by the command line. The slots build on each other; one person holds every
/// role.
class TestCtlDocuments : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Ctl m_ctl;
    QString m_reference;

    [[nodiscard]] CtlResult ask(const QStringList& arguments) const { return m_ctl.as("chief").json(arguments); }
    [[nodiscard]] QString words(const QStringList& arguments) const {
        return QString::fromUtf8(m_ctl.as("chief").words(arguments).out);
    }
    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    void write(const char* name, const QByteArray& bytes) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    [[nodiscard]] QByteArray read(const char* name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QByteArray memo(const QByteArray& value = "fact.title") {
        QByteArray text = R"json({"format": "touchstone-document-1", "id": "memo", "version": 1,
 "title": {"en": "Memo", "zh": "备忘录"}, "cite": "APL 54",
 "fields": [{"id": "number", "title": {"en": "Number", "zh": "编号"}, "type": "text", "required": true},
            {"id": "amount", "title": {"en": "Amount", "zh": "金额"}, "type": "money"}],
 "needs": [{"value": "fact.title", "cite": "APL 59"}],
 "blocks": [{"style": "title", "text": {"en": "Memo {field.number}", "zh": "备忘录{field.number}"}},
            {"style": "body", "text": {"en": "{VALUE}", "zh": "{VALUE}"}},
            {"style": "body", "if": "field.amount", "text": {"en": "CNY 5 (伍拾元整)", "zh": "5元（伍拾元整）"}}]})json";
        return text.replace("VALUE", value);
    }

private slots:
    void theProgramsTemplatesAreListed() {
        m_ctl.office = path("office");
        const auto founded =
            m_ctl.json({"office", "found", "--label", "chief", "--office-name", "检验局", "--role", "supervisor",
                        "--role", "administrator", "--role", "officer", "--role", "investigator"},
                       {"practice chief"});
        QVERIFY2(founded.exit == 0, founded.out.constData());
        const auto all = ask({"template", "list"}).data()["templates"].toArray();
        QVERIFY(all.size() >= 20);
        for (const auto& one : all) QVERIFY(!one.toObject()["own"].toBool());
        const auto shown = ask({"template", "show", "prior_notice"}).data()["text"].toString();
        write("prior.json", shown.toUtf8());
        QCOMPARE(m_ctl.json({"template", "check", path("prior.json")}).exit, 0);
        QCOMPARE(ask({"template", "show", "nothing"}).exit, 1);
    }

    void templatesAreCheckedAndAdopted() {
        write("wrong.json", memo().replace("\"body\"", "\"fancy\""));
        const auto wrong = m_ctl.json({"template", "check", path("wrong.json")});
        QVERIFY(wrong.exit != 0);
        QVERIFY(wrong.data()["problems"].toArray()[0].toObject()["path"].toString().startsWith("/blocks/1/style"));
        write("strange.json", memo("fact.moon"));
        QVERIFY(ask({"template", "adopt", path("strange.json")}).exit != 0); // the workflow has no such fact
        write("memo.json", memo());
        QCOMPARE(ask({"template", "adopt", path("memo.json")}).exit, 0);
        QVERIFY(words({"template", "list"}).contains("memo"));
    }

    /// A workflow whose step signs a document that no template makes cannot come into force; with one it can, and holds
    /// the step.
    void aStepWaitsForItsPaper() {
        QFile file(QStringLiteral(TEST_DATA_DIR "/workflow/tracks.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray begin = "\"id\": \"begin\"";
        const auto definition = [&](const char* document) {
            QByteArray text = file.readAll();
            file.seek(0);
            const auto at = text.indexOf(begin);
            return at < 0 ? QByteArray()
                          : text.insert(at, QByteArray("\"documents\": [{\"template\": \"") + document +
                                                "\", \"title\": {\"en\": \"Memo\", \"zh\": \"备忘录\"}, \"cite\": "
                                                "\"APL 54\"}], ");
        };
        write("unknown.json", definition("unknown"));
        QVERIFY(ask({"workflow", "adopt", path("unknown.json")}).exit != 0);
        write("workflow.json", definition("memo"));
        const auto adopted = ask({"workflow", "adopt", path("workflow.json")});
        QVERIFY2(adopted.exit == 0, adopted.out.constData());
        const auto added = ask({"report", "add", "--set", "goods_zh=镓", "--set", "channel=web"});
        QVERIFY2(added.exit == 0, added.out.constData());
        m_reference = added.data()["reference"].toString();
        QCOMPARE(ask({"case", "facts", m_reference, "--set", "title=镓锭"}).exit, 0);
        const auto refused = ask({"case", "do", m_reference, "begin"});
        QCOMPARE(refused.exit, 7);
        QCOMPARE(refused.error()["cite"].toString(), QString("APL 54"));
        const auto offers = ask({"document", "offers", m_reference}).data()["documents"].toArray();
        QVERIFY(!offers.isEmpty());
        QCOMPARE(offers[0].toObject()["document"].toString(), QString("memo"));
        QVERIFY(offers[0].toObject()["due"].toBool());
        QVERIFY(words({"document", "offers", m_reference}).startsWith("!"));
    }

    void oneIsReadMadeAndSigned() {
        QVERIFY(ask({"document", "make", m_reference, "memo"}).exit != 0); // its number is missing
        const auto looked = ask({"document", "make", m_reference, "memo", "--set", "number=1号", "--set", "amount=5",
                                 "--preview", path("look.pdf"), "--copy", path("look.docx")});
        QVERIFY2(looked.exit == 0, looked.out.constData());
        QCOMPARE(looked.data()["doubts"].toArray().size(), 1); // its words come to fifty
        QVERIFY(read("look.pdf").startsWith("%PDF"));
        QVERIFY(read("look.docx").startsWith("PK"));
        QVERIFY(ask({"document", "list", m_reference}).data()["documents"].toArray().isEmpty());
        QVERIFY(
            ask({"document", "make", m_reference, "memo", "--set", "number=1号", "--preview", path("look.pdf")}).exit !=
            0); // never over a file

        const auto made = ask({"document", "make", m_reference, "memo", "--set", "number=1号", "--english"});
        QVERIFY2(made.exit == 0, made.out.constData());
        QCOMPARE(ask({"case", "do", m_reference, "begin"}).exit, 0);
        const auto all = ask({"document", "list", m_reference}).data()["documents"].toArray();
        QCOMPARE(all.size(), 1);
        const auto one = all[0].toObject();
        QCOMPARE(one["sha256"], made.data()["sha256"]);
        QCOMPARE(one["signed"].toArray().size(), 1);
        const auto saved = ask({"document", "save", m_reference, "memo", path("memo.pdf")});
        QVERIFY2(saved.exit == 0, saved.out.constData());
        QCOMPARE(QString::fromLatin1(QCryptographicHash::hash(read("memo.pdf"), QCryptographicHash::Sha256).toHex()),
                 one["sha256"].toString());
        QCOMPARE(ask({"document", "save", m_reference, "nothing", path("x.pdf")}).exit, 1);
        QVERIFY(words({"case", "log", m_reference}).contains("Document made"));
        QCOMPARE(m_ctl.as("chief").json({"verify", "--evidence"}).exit, 0);
    }

    void theProgramsOwnComesBack() {
        write("prior.json", read("prior.json").replace("\"version\": 1", "\"version\": 7"));
        QVERIFY(ask({"template", "adopt", path("prior.json")}).exit != 0); // it does not fit this workflow
        QCOMPARE(ask({"template", "drop", "memo"}).exit, 0);
        QCOMPARE(ask({"template", "drop", "memo"}).exit, 7);
        QVERIFY(!words({"template", "list"}).contains("memo"));
    }
};

QTEST_GUILESS_MAIN(TestCtlDocuments)
#include "test_ctl_documents.moc"
