// SPDX-License-Identifier: GPL-3.0-or-later
// The published decisions as the touchstone: for each, what is expected was worked out by hand and written down beside
// it, tests/data/law/decisions-expected.txt.
#include "model/intake/penalty_compare.h"
#include "model/intake/report_reader.h"

#include <QFile>
#include <QTest>

#include <map>
#include <random>
#include <sstream>

using namespace model;
using namespace model::intake;

namespace {

const law::PenaltyBook& book() { return *law::PenaltyBook::shipped(); }

std::string joined(const std::vector<std::string>& rules) {
    std::string out;
    for (const auto& one : rules) out += (out.empty() ? "" : "; ") + one;
    return out;
}

std::map<std::string, QStringList> expectations() {
    QFile file(TEST_DATA_DIR "/law/decisions-expected.txt");
    std::map<std::string, QStringList> out;
    if (!file.open(QIODevice::ReadOnly)) return out;
    for (const auto& line : QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts)) {
        if (line.startsWith('#')) continue;
        auto cells = line.split('|');
        const auto id = cells.takeFirst().toStdString();
        out.emplace(id, cells);
    }
    return out;
}

std::vector<Report> decisions() {
    std::vector<Report> out;
    ReportSink sink;
    sink.row = [&](ReportRow&& row) {
        out.push_back(std::move(row.report));
        return true;
    };
    sink.problem = [](const Problem&) { return true; };
    (void)readReportFile(RESOURCES_DIR "/practice/decisions.csv", sink);
    return out;
}

} // namespace

class TestPenaltyCompare : public QObject {
    Q_OBJECT

private slots:
    void publishedDecisions_data() {
        QTest::addColumn<QString>("found");
        QTest::addColumn<QString>("expected");
        auto expected = expectations();
        const auto rows = decisions();
        for (const auto& row : rows) {
            const auto finding = compareDecision(book(), row);
            QStringList found = {QString::fromUtf8(findingName(finding.kind).data()),
                                 QString::fromStdString(joined(finding.rules)), "", ""};
            if (finding.range) {
                found[2] = QString::fromStdString(law::formatMoney(finding.range->fineMin));
                found[3] = QString::fromStdString(law::formatMoney(finding.range->fineMax));
            }
            QTest::newRow(row.externalId.c_str()) << found.join('|') << expected[row.externalId].join('|');
            expected.erase(row.externalId);
        }
        for (const auto& [id, cells] : expected) QTest::newRow(id.c_str()) << QString("no such row") << cells.join('|');
    }
    void publishedDecisions() {
        QFETCH(QString, found);
        QFETCH(QString, expected);
        QCOMPARE(found, expected);
    }

    // Decisions that are not in the file, as they are told of: docs/data-files.md says which columns stand for what.
    void otherPublishedRows_data() {
        QTest::addColumn<QString>("articles");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("fine");
        QTest::addColumn<QString>("grounds");
        QTest::addColumn<QString>("found");
        const auto row = [](const char* name, const char* articles, const char* value, const char* fine,
                            const char* grounds, const char* found) {
            QTest::newRow(name) << QString(articles) << QString(value) << QString(fine) << QString(grounds)
                                << QString(found);
        };
        row("Yangshan", "ECL34(1);CPR58(2)", "66143.2", "20000", "", "reducedByRule|CPR 58(2)");
        row("Mengla, two declarations added", "ECL34", "510650.53", "2553252.65", "", "inRange|");
        row("one fen below", "ECL34", "510650.53", "2553252.64", "", "unexplained|");
        row("Beilun, bismuth", "ECL34", "784700", "235500", "配合调查;认错认罚", "reducedByGround|CPR 58(2)");
        row("fertiliser", "CUS14(1)", "58000", "5200", "", "inRange|");
        row("service provider", "ECL36", "", "100000", "", "inRange|");
        row("above", "ECL34", "1000", "5000000.01", "", "unexplained|");
        row("within the licence band", "", "120316.34", "10000", "", "otherArticle|CUS 14");
        row("spaced citation", "ECL 34(1)", "", "500000", "", "inRange|");
        row("another law", "ABC1", "", "1", "", "unexplained|");
    }
    void otherPublishedRows() {
        QFETCH(QString, articles);
        QFETCH(QString, value);
        QFETCH(QString, fine);
        QFETCH(QString, grounds);
        QFETCH(QString, found);
        Report report{.externalId = "x", .violationKind = "no licence", .outcome = "fine"};
        const auto list = [](const QString& text) {
            std::vector<std::string> out;
            for (const auto& one : text.split(';', Qt::SkipEmptyParts)) out.push_back(one.toStdString());
            return out;
        };
        report.lawArticles = list(articles);
        report.mitigatingGrounds = list(grounds);
        if (!value.isEmpty()) report.value = law::parseMoney(value.toStdString()).value();
        report.fine = law::parseMoney(fine.toStdString()).value();
        const auto finding = compareDecision(book(), report);
        QCOMPARE(QString::fromStdString(std::string(findingName(finding.kind)) + "|" + joined(finding.rules)), found);
        QVERIFY(!finding.words.en.empty() && !finding.words.zh.empty());
    }

    // Whatever a row leaves out or says, there is a finding in words.
    void everyMixtureHasAFinding() {
        const auto seed = qEnvironmentVariableIsSet("TEST_SEED") ? qEnvironmentVariableIntValue("TEST_SEED") : 307;
        qInfo("TEST_SEED=%d", seed);
        std::mt19937_64 random(static_cast<std::uint64_t>(seed));
        const auto rows = decisions();
        QVERIFY(!rows.empty());
        for (int i = 0; i < 400; ++i) {
            const auto& a = rows[random() % rows.size()];
            Report mixed = rows[random() % rows.size()];
            if (random() % 2) mixed.lawArticles = a.lawArticles;
            if (random() % 2) mixed.violationKind = a.violationKind;
            if (random() % 2) mixed.actDate = a.actDate;
            if (random() % 2) mixed.outcome = a.outcome;
            mixed.value =
                random() % 3
                    ? std::optional(law::Money::fromFen(static_cast<std::int64_t>(random() >> (random() % 63 + 1))))
                    : std::nullopt;
            mixed.fine =
                random() % 3
                    ? std::optional(law::Money::fromFen(static_cast<std::int64_t>(random() >> (random() % 63 + 1))))
                    : std::nullopt;
            const auto finding = compareDecision(book(), mixed);
            QVERIFY(!finding.words.en.empty() && !finding.words.zh.empty());
            QVERIFY(finding.kind != FindingKind::inRange || finding.range);
        }
    }
};

QTEST_APPLESS_MAIN(TestPenaltyCompare)
#include "test_penalty_compare.moc"
