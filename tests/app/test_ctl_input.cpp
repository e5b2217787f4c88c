// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/ctl_runner.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

/// Files that people and machines get wrong: each line with its reason, good rows kept, nothing else changed.
class TestCtlInput : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Ctl m_ctl;

    qint64 cases() { return m_ctl.json({"case", "list", "--limit", "1"}).data()["total"].toInteger(); }
    QString file(const QString& name, const QByteArray& bytes) {
        const QString path = m_folder.filePath(name);
        writeBytes(path, bytes);
        return path;
    }
    CtlResult import(const QString& path) { return m_ctl.json({"report", "import", path}); }

private slots:
    void initTestCase() {
        Ctl maker;
        maker.office = m_folder.filePath("office");
        QCOMPARE(maker.json({"practice", "make", maker.office}).exit, 0);
        m_ctl = maker.as("officer");
    }

    void badLinesAreNamedAndGoodOnesKept() {
        const auto before = cases();
        const auto result = import(file("mixed.csv", "id,goods_zh,value,narrative_zh\n"
                                                     "good-1,锑锭,1000,一\n"
                                                     "short,锑锭\n"
                                                     "long,锑锭,1,二,three,four\n"
                                                     "encoding,\xff\xfe,1,三\n"
                                                     "formula,=cmd|' /C calc'!A0,1,四\n"
                                                     "money,锑锭,many,五\n"
                                                     "good-1,锑锭,1000,一\n"
                                                     "good-2,锗,2000,六\n"));
        QCOMPARE(result.exit, 5);
        QCOMPARE(result.errorCode(), QString("partial"));
        QCOMPARE(result.data()["taken"].toInteger(), 2);
        QSet<int> lines;
        for (const auto& one : result.data()["problems"].toArray()) {
            if (one.toObject()["notice"].toBool()) continue;
            lines.insert(one.toObject()["line"].toInt());
            QVERIFY(!one.toObject()["reason"].toObject()["en"].toString().isEmpty());
            QVERIFY(!one.toObject()["reason"].toObject()["zh"].toString().isEmpty());
        }
        QCOMPARE(lines, (QSet<int>{3, 4, 5, 6, 7, 8}));
        QCOMPARE(cases(), before + 2);
    }

    void theSameFileAgainAddsNothing() {
        const auto path = file("again.csv", "id,goods_zh,narrative_zh\na-1,锑锭,甲\na-2,锗,乙\n");
        QCOMPARE(import(path).data()["taken"].toInteger(), 2);
        const auto before = cases();
        const auto again = import(path);
        QCOMPARE(again.exit, 0);
        QCOMPARE(again.data()["taken"].toInteger(), 0);
        QCOMPARE(again.data()["duplicates"].toInteger(), 2);
        QCOMPARE(cases(), before);
    }

    void unusableFilesChangeNothing_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        QTest::newRow("empty") << QByteArray() << "empty.csv";
        QTest::newRow("no id column") << QByteArray("goods_zh\n锑\n") << "noid.csv";
        QTest::newRow("a column twice") << QByteArray("id,id,goods_zh\n1,2,3\n") << "twice.csv";
        QTest::newRow("a million deep") << QByteArray(1'000'000, '[') + "\n" << "deep.jsonl";
        QTest::newRow("deep inside an object")
            << "{\"id\":\"x\",\"goods_zh\":" + QByteArray(400'000, '[') + QByteArray(400'000, ']') + "}\n"
            << "deeper.jsonl";
        QTest::newRow("binary") << QByteArray(100'000, '\0') << "binary.csv";
    }
    void unusableFilesChangeNothing() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, name);
        const auto before = cases();
        const auto result = import(file(name, bytes));
        QVERIFY2(result.exit == 1 || result.exit == 5, result.out.constData());
        QCOMPARE(cases(), before);
    }

    void jsonLinesAreReadOneByOne() {
        const auto result =
            import(file("lines.jsonl", "{\"id\":\"j-1\",\"goods_zh\":\"镓\",\"narrative_zh\":\"甲\"}\n"
                                       "{\"id\":\"j-2\",\n"
                                       "{\"id\":\"j-3\",\"goods_zh\":{\"a\":1}}\n"
                                       "{\"id\":\"j-4\",\"goods_zh\":\"锗\",\"narrative_zh\":\"乙\"}\n"));
        QCOMPARE(result.exit, 5);
        QCOMPARE(result.data()["taken"].toInteger(), 2);
        QCOMPARE(result.data()["refused"].toInteger(), 2);
    }

    void aLineOfAGibibyteCostsNoMemory() {
        const QString path = m_folder.filePath("long.csv");
        QFile sparse(path);
        QVERIFY(sparse.open(QIODevice::WriteOnly));
        sparse.write("id,goods_zh,narrative_zh\nlong,\"");
        QVERIFY(sparse.resize(qint64{1} << 30));
        sparse.seek(sparse.size());
        sparse.write("\"\nafter,锑锭,长行之后\n");
        sparse.close();
        const auto before = cases();
        const auto result = import(path);
        QCOMPARE(result.exit, 5);
        QCOMPARE(result.data()["taken"].toInteger(), 1);
        QCOMPARE(cases(), before + 1);
        QFile::remove(path);
    }

    void aMissingFileAmongGoodOnes() {
        const auto good = file("good.csv", "id,goods_zh,narrative_zh\nm-1,锑锭,丙\n");
        const auto result = m_ctl.json({"report", "import", m_folder.filePath("gone.csv"), good});
        QCOMPARE(result.exit, 5);
        QCOMPARE(result.data()["taken"].toInteger(), 1);
        QVERIFY(import(m_folder.filePath("gone.csv")).exit == 1);
    }

    void formsMustBeForms_data() {
        QTest::addColumn<QByteArray>("form");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("a list") << QByteArray("[1]");
        QTest::newRow("a list inside") << QByteArray(R"({"findings": []})");
        QTest::newRow("deep") << QByteArray(500'000, '[');
        QTest::newRow("unknown field") << QByteArray(R"({"colour": "red"})");
        QTest::newRow("line too long") << QByteArray(R"({"findings": ")") + QByteArray(100'000, 'x') + "\"}";
    }
    void formsMustBeForms() {
        QFETCH(QByteArray, form);
        const auto found = m_ctl.json({"case", "list", "stage:verification"}).data()["cases"].toArray();
        QVERIFY(!found.isEmpty());
        const QString reference = found[0].toObject()["reference"].toString();
        const auto before = m_ctl.json({"case", "log", reference}).data()["log"].toArray().size();
        const auto result = m_ctl.json({"case", "do", reference, "verify", "--form", file("form.json", form)});
        QVERIFY2(result.exit == 1 || result.exit == 7, result.out.constData());
        QCOMPARE(m_ctl.json({"case", "log", reference}).data()["log"].toArray().size(), before);
    }

    void escapesInATitleDoNotReachTheTerminal() {
        QCOMPARE(
            import(file("colour.jsonl",
                        "{\"id\":\"e-1\",\"title_zh\":\"题\\u202e目\",\"goods_zh\":\"镓\",\"narrative_zh\":\"丁\"}\n"))
                    .exit >= 0,
            true);
        const auto list = m_ctl.words({"case", "list"});
        QVERIFY(!list.out.contains('\x1b') && !list.out.contains("\xe2\x80\xae"));
    }
};

QTEST_GUILESS_MAIN(TestCtlInput)
#include "test_ctl_input.moc"
