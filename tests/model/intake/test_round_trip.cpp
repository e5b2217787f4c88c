// SPDX-License-Identifier: GPL-3.0-or-later
// Properties: what is written reads back equal, and no bytes whatever break the reader. The seed is printed; set
// TOUCHSTONE_SEED to replay.
#include "model/intake/report_writer.h"

#include "model/intake/fields.h"
#include "tests/model/intake/reading.h"

#include <QTest>

#include <random>

using namespace model;
using namespace model::intake;

namespace {

constexpr std::string_view kPieces[] = {"a", "Z",  "0", " ", ",", "\"", "\n", ".", "磁", "铁",
                                        "é", "𠀀", "'", "/", "{", "}",  "\\", ":", "\t"};

class Generator {
public:
    explicit Generator(std::uint64_t seed) : m_random(seed) {}

    std::size_t below(std::size_t bound) { return m_random() % bound; }

    // A text that a reader takes as it stands: trimmed, no formula.
    std::string text(bool mayHaveSemicolon = true) {
        std::string out;
        for (auto n = below(12); n > 0; --n) out += kPieces[below(std::size(kPieces))];
        if (mayHaveSemicolon && below(8) == 0) out += ";";
        out = std::string(trimmed(out));
        return looksLikeFormula(out) ? std::string() : out;
    }
    std::optional<law::Money> money() {
        if (below(2) == 0) return std::nullopt;
        return law::Money::fromFen(static_cast<std::int64_t>(m_random() >> (1 + below(60))));
    }
    std::vector<std::string> list() {
        std::vector<std::string> out;
        for (auto n = below(4); n > 0; --n) {
            if (auto item = text(false); !item.empty()) out.push_back(std::move(item));
        }
        return out;
    }

    ReportRow row(std::size_t index) {
        ReportRow row;
        auto& report = row.report;
        for (const auto& field : fields()) {
            if (const auto* member = std::get_if<std::string Report::*>(&field.target)) report.*(*member) = text();
            if (const auto* member = std::get_if<std::optional<law::Money> Report::*>(&field.target))
                report.*(*member) = money();
        }
        report.externalId = "r" + std::to_string(index);
        report.channel = static_cast<Channel>(below(6));
        report.reportKind = static_cast<ReportKind>(below(3));
        if (below(2) == 0) report.receivedAt = Instant(std::chrono::milliseconds(m_random() % 4'000'000'000'000));
        report.lawArticles = list();
        report.mitigatingGrounds = list();
        if (below(2) == 0) report.sources = {"https://a.example/?x=1;y=2", "http://b.example"};
        report.sourceNote = "secondary";
        report.goodsEn = "goods " + std::to_string(index);
        report.title = {"title " + std::to_string(index), "标题"};
        if (below(3) == 0) row.reporter = ReporterIdentity{"name " + std::to_string(index), text()};
        return row;
    }

private:
    std::mt19937_64 m_random;
};

} // namespace

class TestRoundTrip : public QObject {
    Q_OBJECT

    std::uint64_t m_seed = 20260624;

private slots:
    void initTestCase() {
        if (qEnvironmentVariableIsSet("TOUCHSTONE_SEED"))
            m_seed = qEnvironmentVariable("TOUCHSTONE_SEED").toULongLong();
        qInfo("seed %llu", static_cast<unsigned long long>(m_seed));
    }

    void writtenReadsBack_data() {
        QTest::addColumn<bool>("csv");
        QTest::newRow("CSV") << true;
        QTest::newRow("JSON lines") << false;
    }
    void writtenReadsBack() {
        QFETCH(bool, csv);
        const auto format = csv ? ReportFormat::csv : ReportFormat::jsonLines;
        Generator generator(m_seed);
        std::vector<ReportRow> rows;
        for (std::size_t i = 0; i < 500; ++i) rows.push_back(generator.row(i));
        std::ostringstream out;
        writeReports(out, format, rows, Reporters::include);
        const auto reading = tests::readAll(out.str(), format);
        QVERIFY(reading.summary.has_value());
        for (const auto& problem : reading.problems) QVERIFY2(problem.notice, problem.reason.en.c_str());
        QCOMPARE(reading.rows.size(), rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QVERIFY2(reading.rows[i].report == rows[i].report, std::to_string(i).c_str());
            QVERIFY(reading.rows[i].reporter == rows[i].reporter);
        }
        std::ostringstream without;
        writeReports(without, format, rows, Reporters::leaveOut);
        QVERIFY(!without.str().contains("reporter_"));
        QVERIFY(!without.str().contains("name 1"));
    }

    // Random bytes, and good files with random bytes changed. Whatever comes, the reader ends, and every row that it
    // hands out is sound.
    void anyBytesAreSurvived_data() { writtenReadsBack_data(); }
    void anyBytesAreSurvived() {
        QFETCH(bool, csv);
        const auto format = csv ? ReportFormat::csv : ReportFormat::jsonLines;
        Generator generator(m_seed + 1);
        std::vector<ReportRow> rows;
        for (std::size_t i = 0; i < 5; ++i) rows.push_back(generator.row(i));
        std::ostringstream good;
        writeReports(good, format, rows, Reporters::include);
        for (int round = 0; round < 400; ++round) {
            std::string bytes = good.str();
            if (round % 4 == 0) bytes = csv ? "id,goods_en,value\n" : "";
            for (auto n = 1 + generator.below(20); n > 0; --n) {
                const auto at = bytes.empty() ? 0 : generator.below(bytes.size());
                switch (generator.below(3)) {
                case 0: bytes.insert(at, 1, static_cast<char>(generator.below(256))); break;
                case 1: bytes.insert(at, kPieces[generator.below(std::size(kPieces))]); break;
                default:
                    if (!bytes.empty()) bytes.erase(at, generator.below(30));
                }
            }
            const auto reading = tests::readAll(bytes, format, {.lineBytes = 4096});
            for (const auto& row : reading.rows) {
                QVERIFY(!row.report.externalId.empty() && !row.report.title.en.empty() && !row.report.title.zh.empty());
                for (const auto& field : fields()) {
                    const auto value = getField(field, row.report, row.reporter.value_or(ReporterIdentity{}));
                    QVERIFY(!looksLikeFormula(value.text));
                }
            }
            for (const auto& problem : reading.problems) {
                QVERIFY(!problem.reason.en.empty() && !problem.reason.zh.empty() && problem.line > 0);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestRoundTrip)
#include "test_round_trip.moc"
