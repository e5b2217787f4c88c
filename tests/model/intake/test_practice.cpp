// SPDX-License-Identifier: GPL-3.0-or-later
// The published decisions that the practice office is made of, read as any other file.
#include "model/intake/report_reader.h"

#include "tests/model/intake/reading.h"

#include <QTest>

#include <fstream>
#include <set>

using namespace model;
using namespace model::intake;

class TestPractice : public QObject {
    Q_OBJECT

    tests::Reading m_reading;

    const Report& report(const std::string& id) {
        const auto found = std::ranges::find(m_reading.rows, id, [](const auto& row) { return row.report.externalId; });
        return found == m_reading.rows.end() ? m_reading.rows.at(m_reading.rows.size()).report : found->report;
    }

private slots:
    void initTestCase() {
        std::ifstream file(RESOURCES_DIR "/practice/decisions.csv", std::ios::binary);
        QVERIFY(file.good());
        m_reading = tests::readAll(file, ReportFormat::csv);
        QVERIFY(m_reading.summary.has_value());
    }

    void allRowsAreTaken() {
        QCOMPARE(m_reading.places(), std::string());
        QCOMPARE(m_reading.rows.size(), std::size_t{28});
        std::set<std::string> titles;
        for (const auto& row : m_reading.rows) {
            QVERIFY(!row.report.title.en.empty() && !row.report.title.zh.empty());
            QVERIFY(!row.report.sources.empty() && row.report.sources[0].starts_with("http"));
            QVERIFY(!row.report.narrativeZh.empty() && !row.report.narrativeEn.empty());
            QVERIFY(row.report.reportedParty.empty());
            QVERIFY(!row.reporter);
            QCOMPARE(row.report.channel, Channel::import);
        }
    }

    void oneRowWhole() {
        const auto& vietnam = report("vn-dy-magnet-nopenalty-2025");
        QCOMPARE(vietnam.value->fen(), 20848806);
        QCOMPARE(vietnam.actDate, std::string("2025-04-06"));
        QCOMPARE(vietnam.destination, std::string("Vietnam"));
        QCOMPARE(vietnam.declaredName, std::string("稀土永磁体"));
        QCOMPARE(vietnam.outcome, std::string("no penalty"));
        QCOMPARE(vietnam.lawArticles, (std::vector<std::string>{"ECL34(1)", "APL33(1)"}));
        QCOMPARE(vietnam.mitigatingGrounds, (std::vector<std::string>{"如实申报", "案发后补办出许可证"}));
        QCOMPARE(vietnam.sources,
                 std::vector<std::string>{"http://www.digipub.cc/dy/article/KBJ7BFBM05562JTQ.html?spss=dy_author"});
        QCOMPARE(vietnam.sourceNote, std::string("secondary"));
        QCOMPARE(report("beilun-2025-574").sources.size(), std::size_t{2});
        QCOMPARE(report("wuxi-2026-1").illegalGains->fen(), 33950000);
        QCOMPARE(report("meishan-2025-307").title,
                 (Text{"magnets containing dysprosium (梅山海关)", "梅山海关：含镝磁钢（稀土永磁材料）"}));
    }

    // What the program would compute for real rows.
    void penaltiesOfRealRows() {
        const auto& law = *law::PenaltyBook::shipped();
        const auto rangeOf = [&](const std::string& id) {
            return law::computePenalty(law, suggestFacts(report(id))).value();
        };
        const auto wuxi = rangeOf("wuxi-2026-1");
        QCOMPARE(wuxi.facts.kilograms, std::optional<std::int64_t>(17'660));
        QVERIFY(!wuxi.criminalNotice);
        // "ECL" names no article, so the kind of violation decides; the published penalty lies in the range.
        QCOMPARE(wuxi.governing, law::ArticleId("ecl34"));
        QVERIFY(
            law::judgeProposal(
                law, wuxi, {.fine = *report("wuxi-2026-1").fine, .confiscation = report("wuxi-2026-1").confiscation})
                .has_value());
        QVERIFY(rangeOf("vn-dy-magnet-nopenalty-2025").criminalNotice);
        const auto yinzhou = rangeOf("yinzhou-smco-express-2026");
        QCOMPARE(yinzhou.fineMin, *report("yinzhou-smco-express-2026").fine); // the minimum exactly
        const auto rongcheng = law::judgeProposal(law, rangeOf("rongcheng-ge-lens-2026"),
                                                  {.fine = *report("rongcheng-ge-lens-2026").fine});
        QCOMPARE(rongcheng.error().cite, std::string("APL 32")); // published below the range, without a ground named
        for (const auto& row : m_reading.rows) {
            const auto facts = suggestFacts(row.report);
            if (!facts.violations.empty())
                QVERIFY2(law::computePenalty(law, facts).has_value(), row.report.externalId.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestPractice)
#include "test_practice.moc"
