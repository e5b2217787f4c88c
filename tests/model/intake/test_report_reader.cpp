// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/intake/report_reader.h"

#include "tests/model/intake/reading.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <cstring>

using namespace model;
using namespace model::intake;
using tests::readAll;
using tests::Reading;

namespace {

constexpr auto kCsv = ReportFormat::csv;
constexpr auto kJson = ReportFormat::jsonLines;

// A stream of a head, very many equal bytes, and a tail, none of which is held.
class LongLine : public std::streambuf {
public:
    LongLine(std::string head, std::uint64_t length, std::string tail)
        : m_head(std::move(head)), m_length(length), m_tail(std::move(tail)) {}

private:
    std::streamsize xsgetn(char* to, std::streamsize wanted) override {
        std::streamsize done = 0;
        while (done < wanted) {
            if (m_at < m_head.size()) {
                to[done++] = m_head[m_at++];
            } else if (m_at < m_head.size() + m_length) {
                const auto left = m_head.size() + m_length - m_at;
                const auto now = std::min<std::uint64_t>(left, static_cast<std::uint64_t>(wanted - done));
                std::memset(to + done, 'x', now);
                m_at += now;
                done += static_cast<std::streamsize>(now);
            } else if (m_at < m_head.size() + m_length + m_tail.size()) {
                to[done++] = m_tail[m_at++ - m_head.size() - m_length];
            } else {
                break;
            }
        }
        return done;
    }
    std::string m_head;
    std::uint64_t m_length;
    std::string m_tail;
    std::uint64_t m_at = 0;
};

long peakMemoryKilobytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

class TestReportReader : public QObject {
    Q_OBJECT

private slots:
    void readsEveryField() {
        const auto reading =
            readAll("external_id,title,channel,report_kind,received_at,reported_party,goods_zh,quantity,unit,value,"
                    "law_articles,sources,reporter_name,reporter_contact\n"
                    "r1,标题,hotline,self,2026-07-02T09:30:00+08:00,某公司,磁铁,17.66,吨,\"1,820,000.50\","
                    "ECL34(1); APL32(1),https://a.example/x;y;https://b.example [secondary],张三,+86 10 1234 5678\n",
                    kCsv);
        QVERIFY(reading.summary.has_value());
        QCOMPARE(reading.places(), std::string());
        QCOMPARE(reading.rows.size(), std::size_t{1});
        const auto& report = reading.rows[0].report;
        QCOMPARE(reading.rows[0].line, std::uint64_t{2});
        QCOMPARE(report.externalId, std::string("r1"));
        QCOMPARE(report.title, (Text{"标题", "标题"}));
        QCOMPARE(report.channel, Channel::hotline);
        QCOMPARE(report.reportKind, ReportKind::self);
        QCOMPARE(formatUtc(*report.receivedAt), std::string("2026-07-02T01:30:00.000Z"));
        QCOMPARE(report.value->fen(), 182000050);
        QCOMPARE(report.lawArticles, (std::vector<std::string>{"ECL34(1)", "APL32(1)"}));
        QCOMPARE(report.sources, (std::vector<std::string>{"https://a.example/x;y", "https://b.example"}));
        QCOMPARE(report.sourceNote, std::string("secondary"));
        QCOMPARE(reading.rows[0].reporter, (ReporterIdentity{"张三", "+86 10 1234 5678"}));
    }

    // What somebody wrote as the title is not put aside for words that nobody wrote, in whichever language it is.
    void aTitleInOneLanguageStandsForBoth() {
        for (const char* column : {"title", "title_en", "title_zh"}) {
            const auto reading = readAll(std::string("id,goods,") + column + "\nr1,Antimony,Declared as tin\n", kCsv);
            QCOMPARE(reading.rows.size(), std::size_t{1});
            QCOMPARE(reading.rows[0].report.title, (Text{"Declared as tin", "Declared as tin"}));
        }
    }

    // A table whose columns are called as a case calls its facts.
    void readsWhatACaseCallsIt() {
        const auto reading =
            readAll("id,title,narrative,party,goods\nr1,T,It left as tin,Harbour Metals,Antimony\n", kCsv);
        QCOMPARE(reading.places(), std::string());
        const auto& report = reading.rows.at(0).report;
        QCOMPARE(report.narrativeZh, std::string("It left as tin"));
        QCOMPARE(report.reportedParty, std::string("Harbour Metals"));
        QCOMPARE(report.goodsZh, std::string("Antimony"));
    }

    // Whatever member of the report is looked at, who reported is not in it.
    void reporterNeverEntersTheReport() {
        const auto reading =
            readAll(R"({"id":"r","goods_zh":"磁铁","reporterName":"SECRET-N","reporter_contact":"SECRET-C"})", kJson);
        QCOMPARE(reading.rows.size(), std::size_t{1});
        QCOMPARE(reading.rows[0].reporter, (ReporterIdentity{"SECRET-N", "SECRET-C"}));
        auto plain = Report{.externalId = "r", .goodsZh = "磁铁"};
        plain.title = deriveTitle(plain);
        QVERIFY(reading.rows[0].report == plain);
    }

    // Each bad row beside good ones: what is refused, where, and that the good ones are kept.
    void csvProblems_data() {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<QByteArray>("places");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char* name, std::string_view text, const char* places, const char* reason) {
            QTest::newRow(name) << QByteArray(text.data(), static_cast<qsizetype>(text.size())) << QByteArray(places)
                                << QByteArray(reason);
        };
        row("too few cells", "b,x", "3:", "2 cells");
        row("too many cells", "b,x,1,y", "3:", "4 cells");
        row("broken UTF-8", "b,\xC3\x28,1", "3:", "byte 35 of the file");
        row("broken quote", "b,\"x\"y,1", "3:", "closing quote");
        row("open quote", "b,\"x,1", "3:", "not closed");
        row("formula =", "b,=HYPERLINK(1),1", "3:goods_en", "formula");
        row("formula @", "b,@SUM(1),1", "3:goods_en", "formula");
        row("formula +", "b,+cmd|x,1", "3:goods_en", "formula");
        row("formula - that begins with a digit", "b,\"-1+cmd|' /C calc'!A0\",1", "3:goods_en", "formula");
        row("formula behind a tab", "b,\t=1+1,1", "3:goods_en", "formula");
        row("full-width formula", "b,＝1+1,1", "3:goods_en", "formula");
        row("formula in quotes", "b,\"=1,2\",1", "3:goods_en", "formula");
        row("control character", "b,x\x07,1", "3:goods_en", "control");
        row("zero byte", std::string_view("b,x\0y,1", 7), "3:goods_en", "control");
        row("no amount", "b,x,many", "3:value_cny", "not an amount");
        row("negative amount", "b,x,-5", "3:value_cny", "sign");
        row("fraction of a fen", "b,x,0.001", "3:value_cny", "finer");
        row("no id", ",x,1", "3:external_id", "no id");
        row("same id", "a,x,1", "3:external_id", "Line 2 has the same id");
        row("same contents", "b,first,1", "3:", "Line 2 has the same contents");
        row("nothing said", "b,,1", "3:", "says nothing");
        row("long id", std::string(201, 'i') + ",x,1", "3:external_id", "200 bytes");
    }
    void csvProblems() {
        QFETCH(QByteArray, row);
        QFETCH(QByteArray, places);
        QFETCH(QByteArray, reason);
        const auto reading = readAll("id,goods_en,value_cny\na,first,1\n" + row.toStdString() + "\nz,last,2\n", kCsv);
        QVERIFY(reading.summary.has_value());
        QCOMPARE(QByteArray::fromStdString(reading.places()), places);
        QVERIFY2(reading.problems[0].reason.en.contains(reason.toStdString()), reading.problems[0].reason.en.c_str());
        QVERIFY(!reading.problems[0].reason.zh.empty() && !reading.problems[0].cure.en.empty() &&
                !reading.problems[0].cure.zh.empty());
        QCOMPARE(reading.ids(), std::string("a z"));
        QCOMPARE(reading.summary->rows, std::uint64_t{2});
        QCOMPARE(reading.summary->refused, std::uint64_t{1});
    }

    void harmlessSignsAreKept() {
        const auto reading =
            readAll("id,goods_en,reporter_contact\na,-12.5 %,+86-10-1234\nb,x = y,a@b.example\n", kCsv);
        QCOMPARE(reading.places(), std::string());
        QCOMPARE(reading.ids(), std::string("a b"));
    }

    void headers() {
        const auto code = [](const std::string& text) {
            const auto reading = readAll(text, kCsv);
            return reading.summary ? std::string("ok") : reading.summary.error().what.en;
        };
        QCOMPARE(code("id,goods_en\n"), std::string("ok"));
        QCOMPARE(code("\xEF\xBB\xBFID, Goods EN\n"), std::string("ok"));
        QCOMPARE(code("externalId,goodsZh\n"), std::string("ok"));
        QVERIFY(code("").contains("empty"));
        QVERIFY(code("goods_en\nx\n").contains("\"id\""));
        QVERIFY(code("id,external_id\n").contains("twice"));
        QVERIFY(code("id;goods_en\n").contains("commas"));
        QVERIFY(code("\xFF\xFEi\0d\0").contains("UTF-8"));
        const auto reading = readAll("id,goods_en,colour,weather\na,x,red,fine\nb,y,red,fine\n", kCsv);
        QCOMPARE(reading.places(), std::string("1:colour, weather?"));
        QCOMPARE(reading.ids(), std::string("a b"));
        QCOMPARE(reading.summary->notices, std::uint64_t{1});
        QCOMPARE(reading.summary->refused, std::uint64_t{0});
    }

    void oddDatesAndNumbersAreKeptWithANotice() {
        const auto reading = readAll("id,goods_en,act_date,decision_date,quantity\na,x,2023-11/2025-02,2026,17.66\n"
                                     "b,y,spring 2025,2025-13-01,about 5\n",
                                     kCsv);
        QCOMPARE(reading.places(), std::string("3:act_date? 3:decision_date? 3:quantity?"));
        QCOMPARE(reading.ids(), std::string("a b"));
        QCOMPARE(reading.rows[1].report.actDate, std::string("spring 2025"));
    }

    void jsonProblems_data() {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<QByteArray>("places");
        const auto row = [](const char* text, const char* places) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(places);
        };
        row(R"({"id":"b","goods_en":"x")", "2:column 25");
        row(R"({"id":"b","goods_en":"x"} x)", "2:column 27");
        row(R"([1,2])", "2:");
        row(R"("text")", "2:");
        row(R"({"id":"b","goods_en":{"en":"x"}})", "2:goods_en");
        row(R"({"id":"b","law_articles":[["x"]],"goods_en":"x"})", "2:goods_en");
        row(R"({"id":"b","goods_en":["x"]})", "2:goods_en");
        row(R"({"id":"b","goods_en":true})", "2:goods_en");
        row(R"({"id":"b","goods_en":"x","goods_en":"y"})", "2:goods_en");
        row(R"({"id":"b","goods_en":"x","goodsEn":"y"})", "2:goodsEn");
        row(R"({"id":"b","goods_en":"=1+1"})", "2:goods_en");
        row(R"({"id":"b","goods_en":"x","law_articles":["=1"]})", "2:law_articles");
        row(R"({"id":"b","goods_en":"\u0000"})", "2:goods_en");
        row(R"({"id":"b","goods_en":"x","channel":"pigeon"})", "2:channel");
        row(R"({"id":"b","goods_en":"x","report_kind":"rumour"})", "2:report_kind");
        row(R"({"id":"b","goods_en":"x","received_at":"yesterday"})", "2:received_at");
        row(R"({"id":"b","goods_en":"x","fine":1e6})", "2:fine");
        row(R"({"goods_en":"x"})", "2:external_id");
        row(R"({"id":"a","goods_en":"x"})", "2:external_id");
        row(R"({})", "2:external_id");
        row("{\"id\":\"b\",\"goods_en\":\"\xff\"}", "2:");
    }
    void jsonProblems() {
        QFETCH(QByteArray, row);
        QFETCH(QByteArray, places);
        const auto reading = readAll(R"j({"id":"a","goods_en":"first","value":208488.06,"law_articles":["ECL34(1)"]})j"
                                     "\n" +
                                         row.toStdString() + "\n\n{\"id\":\"z\",\"goods_en\":\"last\",\"fine\":null}\n",
                                     kJson);
        QVERIFY(reading.summary.has_value());
        QCOMPARE(QByteArray::fromStdString(reading.places()), places);
        QVERIFY(!reading.problems[0].reason.zh.empty() && !reading.problems[0].cure.zh.empty());
        QCOMPARE(reading.ids(), std::string("a z"));
        QCOMPARE(reading.rows[0].report.value->fen(), 20848806); // the digits as written, never a double
    }

    void jsonUnknownMembersAreNamedOnce() {
        const auto reading = readAll("{\"id\":\"a\",\"goods_en\":\"x\",\"colour\":\"red\"}\n{\"id\":\"b\",\"goods_en\":"
                                     "\"y\",\"colour\":\"red\"}\n",
                                     kJson);
        QCOMPARE(reading.places(), std::string("1:colour?"));
        QCOMPARE(reading.ids(), std::string("a b"));
    }

    void aMillionLevelsAreRefused() {
        for (const char* open : {"[", "{\"a\":"}) {
            std::string deep = R"({"id":"b","goods_en":)";
            for (int i = 0; i < 1'000'000; ++i) deep += open;
            const ReadLimits wide{.lineBytes = std::size_t{64} << 20};
            const auto reading = readAll(deep + "\n{\"id\":\"z\",\"goods_en\":\"last\"}\n", kJson, wide);
            QCOMPARE(reading.places(), std::string("1:goods_en"));
            QVERIFY(reading.problems[0].reason.en.contains("32 levels"));
            QCOMPARE(reading.ids(), std::string("z"));
        }
    }

    void aGigabyteLineIsPassedOver_data() {
        QTest::addColumn<bool>("csv");
        QTest::newRow("CSV") << true;
        QTest::newRow("JSON lines") << false;
    }
    void aGigabyteLineIsPassedOver() {
        QFETCH(bool, csv);
        const auto before = peakMemoryKilobytes();
        QElapsedTimer timer;
        timer.start();
        LongLine buffer(csv ? "id,goods_en\na,first\nb,\"" : "{\"id\":\"a\",\"goods_en\":\"first\"}\n{\"id\":\"",
                        std::uint64_t{1} << 30, csv ? "\nz,last\n" : "\n{\"id\":\"z\",\"goods_en\":\"last\"}\n");
        std::istream stream(&buffer);
        const auto reading = readAll(stream, csv ? kCsv : kJson);
        QVERIFY(reading.summary.has_value());
        QCOMPARE(reading.places(), std::string(csv ? "3:" : "2:"));
        QVERIFY(reading.problems[0].reason.en.contains("longer than 1048576 bytes"));
        QCOMPARE(reading.ids(), std::string("a z"));
        QVERIFY(reading.summary->bytes > std::uint64_t{1} << 30);
        QVERIFY2(peakMemoryKilobytes() - before < 32 * 1024, "the line was held in memory");
        QVERIFY2(timer.elapsed() < 30'000, "passing over a line is slow");
    }

    void theSinkCanStop() {
        std::istringstream stream("id,goods_en\na,x\nb,y\nc,z\n");
        int rows = 0;
        const auto summary = readReports(
            stream, kCsv, {.row = [&](auto&&) { return ++rows < 2; }, .problem = [](const auto&) { return true; }});
        QCOMPARE(rows, 2);
        QCOMPARE(summary.error().code, Code::cancelled);
        std::istringstream bad("id,goods_en\na\nb\n");
        QCOMPARE(
            readReports(bad, kCsv, {.row = [](auto&&) { return true; }, .problem = [](const auto&) { return false; }})
                .error()
                .code,
            Code::cancelled);
    }

    void files() {
        QTemporaryDir folder;
        const auto write = [&](const char* name, const char* text) {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(text) >= 0;
        };
        QVERIFY(write("a.csv", "id,goods_en\na,x\n"));
        QVERIFY(write("b.jsonl", "{\"id\":\"b\",\"goods_en\":\"x\"}\n"));
        QVERIFY(write("c", "  {\"id\":\"c\",\"goods_en\":\"x\"}\n"));
        QVERIFY(write("d.txt", "id,goods_en\nd,x\n"));
        QVERIFY(write("e.csv", "no,header\n"));
        std::string ids;
        const ReportSink sink{.row = [&](auto&& row) { return ids += row.report.externalId, true; },
                              .problem = [](const auto&) { return true; }};
        const auto path = [&](const char* name) { return std::filesystem::path(folder.filePath(name).toStdString()); };
        for (const char* name : {"a.csv", "b.jsonl", "c", "d.txt"})
            QVERIFY2(readReportFile(path(name), sink).has_value(), name);
        QCOMPARE(ids, std::string("abcd"));
        QVERIFY(readReportFile(path("e.csv"), sink).error().where.ends_with("e.csv, line 1"));
        QCOMPARE(readReportFile(path("none.csv"), sink).error().code, Code::notFound);
        QCOMPARE(readReportFile(path("."), sink).error().code, Code::failed);
    }
};

QTEST_APPLESS_MAIN(TestReportReader)
#include "test_report_reader.moc"
