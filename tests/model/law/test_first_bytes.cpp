// SPDX-License-Identifier: GPL-3.0-or-later
// Cases were signed while the Export Control Law was the only pack. What their facts read as and what follows from them
// was written down then, and must stay the same bytes. The trees of later packs are held in the same way, next to the
// facts that they follow from.
#include "model/law/penalty.h"

#include <QFile>
#include <QTest>

using namespace model;
using namespace model::law;

class TestFirstBytes : public QObject {
    Q_OBJECT

    static std::string bytes(const QString& name) {
        QFile file(QStringLiteral(TEST_DATA_DIR "/law/old/") + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string("no file");
    }

private slots:
    void factsAndRanges_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"flat", "mengla", "several", "criminal"}) QTest::newRow(name) << QString(name);
    }
    void factsAndRanges() {
        QFETCH(QString, name);
        const std::string json = bytes(name + ".json");
        const auto at = json.find("{\"violations\"");
        QVERIFY(at != std::string::npos);
        const auto facts = json.substr(at, json.find(",\"governing\"") - at);
        const auto read = parseFacts(facts);
        QVERIFY2(read.has_value(), facts.c_str());
        QVERIFY(read->packs.empty());
        QCOMPARE(renderFacts(*read), facts);
        const auto range = computePenalty(*PenaltyBook::shipped(), *read);
        QVERIFY(range.has_value());
        QCOMPARE(renderJson(*range), json);
        QCOMPARE(renderText(*range, Language::en), bytes(name + ".en.txt"));
        QCOMPARE(renderText(*range, Language::zh), bytes(name + ".zh.txt"));
    }

    void trees_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"customs", "declarations", "dollars", "several"}) QTest::newRow(name) << QString(name);
    }
    void trees() {
        QFETCH(QString, name);
        const auto facts = parseFacts(bytes("../tree/" + name + ".facts.json"));
        QVERIFY(facts.has_value());
        const auto range = computePenalty(*PenaltyBook::shipped(), *facts);
        QVERIFY(range.has_value());
        QCOMPARE(renderTree(*range, Language::en), bytes("../tree/" + name + ".en.txt"));
        QCOMPARE(renderTree(*range, Language::zh), bytes("../tree/" + name + ".zh.txt"));
        QCOMPARE(renderTreeJson(*range), bytes("../tree/" + name + ".json"));
    }
};

QTEST_APPLESS_MAIN(TestFirstBytes)
#include "test_first_bytes.moc"
