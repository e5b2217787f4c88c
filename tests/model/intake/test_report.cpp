// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/intake/fields.h"

#include <QTest>

#include <set>

using namespace model;
using namespace model::intake;

class TestReport : public QObject {
    Q_OBJECT

private slots:
    void titles() {
        Report report{.externalId = "id", .goodsZh = "磁铁", .goodsEn = "magnets", .authority = "梅山海关"};
        QCOMPARE(deriveTitle(report), (Text{"magnets (梅山海关)", "梅山海关：磁铁"}));
        report.authority.clear();
        QCOMPARE(deriveTitle(report), (Text{"magnets", "磁铁"}));
        report.goodsEn.clear();
        QCOMPARE(deriveTitle(report), (Text{"磁铁", "磁铁"}));
        report.goodsZh.clear();
        report.narrativeZh = QString(100, u'字').toStdString();
        QCOMPARE(deriveTitle(report).zh, (QString(60, u'字') + u'…').toStdString());
        report.narrativeZh.clear();
        QCOMPARE(deriveTitle(report), (Text{"id", "id"}));
    }

    void actDates() {
        const auto end = [](const char* text) {
            const auto date = actEnd(Report{.actDate = text});
            return date ? formatDate(*date) : std::string("none");
        };
        QCOMPARE(end("2025-04-30"), std::string("2025-04-30"));
        QCOMPARE(end("2024-02"), std::string("2024-02-29"));
        QCOMPARE(end("2023"), std::string("2023-12-31"));
        QCOMPARE(end("2023-11/2025-02"), std::string("2025-02-28"));
        QCOMPARE(end("2009/2023"), std::string("2023-12-31"));
        for (const char* bad : {"", "2025-04-31", "2025/2024", "25", "2025-4-1", "2025/", "/2025", "a/b"}) {
            QCOMPARE(end(bad), std::string("none"));
        }
    }

    void masses() {
        const auto mass = [](const char* quantity, const char* unit) {
            return kilograms(Report{.quantity = quantity, .unit = unit}).value_or(-1);
        };
        QCOMPARE(mass("17.66", "吨"), 17'660);
        QCOMPARE(mass("1243.55", "吨"), 1'243'550);
        QCOMPARE(mass("0.0005", "吨"), 0);
        QCOMPARE(mass("19.9999", "吨"), 19'999);
        QCOMPARE(mass("20", "t"), 20'000);
        QCOMPARE(mass("533", "千克"), 533);
        QCOMPARE(mass("0.501", "千克"), 0);
        QCOMPARE(mass("1000", "克"), 1);
        QCOMPARE(mass("45", "瓶"), -1);
        QCOMPARE(mass("about 5", "kg"), -1);
        QCOMPARE(mass("", "kg"), -1);
        QCOMPARE(mass("99999999999999999999", "吨"), -1);
    }

    void suggestions() {
        using law::ArticleId;
        const auto of = [](const Report& report) { return suggestFacts(report).violations; };
        QCOMPARE(of({.lawArticles = {"ECL19", "ECL34(1)", "ECL34(2)", "CPR"}}), std::vector{ArticleId("ecl34")});
        QCOMPARE(of({.lawArticles = {"ECL36", "ECL34"}}), (std::vector{ArticleId("ecl36"), ArticleId("ecl34")}));
        QCOMPARE(of({.lawArticles = {"ECL35(2)"}}), std::vector{ArticleId("ecl35p2")});
        QCOMPARE(of({.violationKind = "no licence"}), std::vector{ArticleId("ecl34")});
        QVERIFY(of({.violationKind = "something else"}).empty());
        QVERIFY(of({.lawArticles = {"ECL35"}}).empty()); // the paragraph matters
    }

    void namesOfFields() {
        std::set<std::string_view> names;
        for (const auto& field : fields()) {
            QVERIFY(names.insert(field.name).second);
            QCOMPARE(fieldNamed(field.name), &field);
            for (const auto other : otherNames(field)) {
                QVERIFY(names.insert(other).second);
                QCOMPARE(fieldNamed(other), &field);
            }
        }
        QCOMPARE(fieldNamed("declaredHs"), fieldNamed("declared_hs"));
        QVERIFY(fieldNamed("") == nullptr);
        QVERIFY(fieldNamed("_") == nullptr);
    }

    void namesOfValues() {
        for (const char* name : {"web", "hotline", "letter", "visit", "transfer", "import"}) {
            QCOMPARE(channelName(channelFromName(name).value()), std::string_view(name));
        }
        for (const char* name : {"tip", "mandatory", "self"}) {
            QCOMPARE(reportKindName(reportKindFromName(name).value()), std::string_view(name));
        }
        QVERIFY(!channelFromName("pigeon"));
    }

    void trimming() {
        QCOMPARE(trimmed(" \t　x y　\r\n"), std::string_view("x y"));
        QCOMPARE(trimmed("　"), std::string_view());
    }
};

QTEST_APPLESS_MAIN(TestReport)
#include "test_report.moc"
