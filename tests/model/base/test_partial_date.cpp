// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/partial_date.h"

#include <QtTest>
#include <algorithm>
#include <random>

using namespace model;

/// Days known to the year, month, day or minute: one way to write each, several to type it, and their order.
class TestPartialDate : public QObject {
    Q_OBJECT

private slots:
    void typedFormsBecomeOne_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("canonical");
        const auto row = [](const char* typed, const char* canonical) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << canonical;
        };
        for (const char* same : {"2026", "2026-03", "2026-03-04", "2026-03-04 15:10", "2024-02-29", "2026-12-31 23:59"})
            row(same, same);
        row("2026-3-4", "2026-03-04");
        row("2026/03/04", "2026-03-04");
        row("2026.3", "2026-03");
        row("  2026-03-04T9:05 ", "2026-03-04 09:05");
        row("2026年", "2026");
        row("2026年3月", "2026-03");
        row("2026年3月4日", "2026-03-04");
        row("2026年3月4日 15：10　", "2026-03-04 15:10");
        for (const char* none :
             {"", "26", "20260304", "2026-13", "2026-00", "2026-02-30", "2025-02-29", "2026-03-04 24:00",
              "2026-03-04 15", "2026-03 15:10", "2026 15:10", "2026-03/04", "2026-03-", "0999", "2026年3", "2026年3月4",
              "soon", "2026-03-04 15:10:00", "2026-03-04-05"})
            row(none, "");
    }
    void typedFormsBecomeOne() {
        QFETCH(QString, typed);
        QFETCH(QString, canonical);
        const auto read = readPartialDate(typed.toStdString());
        QCOMPARE(read.has_value(), !canonical.isEmpty());
        if (!read) return;
        QCOMPARE(QString::fromStdString(formatPartialDate(*read)), canonical);
        // Only the canonical form is read where bytes are judged.
        QCOMPARE(parsePartialDate(typed.toStdString()).has_value(), typed == canonical);
    }

    void orderIsThatOfTime() {
        const std::vector<std::string> ordered = {
            "2025",       "2025-12-31", "2026", "2026-03", "2026-03-04", "2026-03-04 00:00", "2026-03-04 15:10",
            "2026-03-05", "2026-04",    "2027"};
        for (std::size_t i = 0; i + 1 < ordered.size(); ++i) {
            QVERIFY2(*parsePartialDate(ordered[i]) < *parsePartialDate(ordered[i + 1]), ordered[i].c_str());
        }
    }

    void periodsEndAfterTheyBegin() {
        const auto can = [](const char* from, const char* to) {
            return isPeriod(*parsePartialDate(from), *parsePartialDate(to));
        };
        QVERIFY(can("2025", "2026") && can("2026-03-04", "2026") && can("2026-03-04", "2026-03"));
        QVERIFY(can("2026-03-04", "2026-03-04") && can("2026-03-04 09:00", "2026-03-04 09:00"));
        QVERIFY(can("2026", "2026-01") && can("2026-03-04 09:00", "2026-03-04"));
        QVERIFY(!can("2026", "2025-12-31") && !can("2026-03-04", "2026-02") && !can("2026-03-04", "2026-03-03"));
        QVERIFY(!can("2026-03-04 09:00", "2026-03-04 08:59"));
    }

    void anythingTypedIsReadOrRefused() {
        const std::uint64_t seed = std::random_device{}();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        std::mt19937_64 dice(seed);
        const std::string alphabet = "0123456789-/.: T年月日";
        for (int i = 0; i < 20'000; ++i) {
            std::string text = i % 2 == 0 ? "2026-03-04 15:10" : "2026年3月4日";
            for (auto n = dice() % 4; n > 0; --n) text[dice() % text.size()] = alphabet[dice() % alphabet.size()];
            text.resize(dice() % (text.size() + 1));
            const auto read = readPartialDate(text);
            if (read) QVERIFY(parsePartialDate(formatPartialDate(*read)) == read);
        }
    }
};

QTEST_APPLESS_MAIN(TestPartialDate)
#include "test_partial_date.moc"
