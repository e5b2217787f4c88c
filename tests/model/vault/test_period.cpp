// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/period.h"

#include <QTest>

using namespace model;
using std::chrono::days;
using std::chrono::sys_days;

namespace {

Date day(const char* text) { return *parseDate(text); }

} // namespace

class TestPeriod : public QObject {
    Q_OBJECT

private slots:
    void words() {
        const Date today = day("2026-11-27"); // a Friday
        QCOMPARE(formatPeriod(periodOf(PeriodKind::year, today)), std::string("2026-01-01..2026-11-27"));
        QCOMPARE(formatPeriod(periodOf(PeriodKind::quarter, today)), std::string("2026-10-01..2026-11-27"));
        QCOMPARE(formatPeriod(periodOf(PeriodKind::month, today)), std::string("2026-11-01..2026-11-27"));
        QCOMPARE(formatPeriod(periodOf(PeriodKind::weeks, today)), std::string("2026-09-07..2026-11-27"));
        QCOMPARE(partsOf(periodOf(PeriodKind::weeks, today)).size(), std::size_t(12));
        QVERIFY(parsePeriod("quarter", today).value() == periodOf(PeriodKind::quarter, today));
        QVERIFY(parsePeriod("2025-12-29..2026-01-04", today).value() == (Period{day("2025-12-29"), day("2026-01-04")}));
        for (const char* bad : {"", "fortnight", "2026-01-01", "2026-02-01..2026-01-01", "2026-02-30..2026-03-01"}) {
            const auto read = parsePeriod(bad, today);
            QVERIFY2(!read && read.error().code == Code::usage && !read.error().cure.empty(), bad);
        }
    }

    /// The parts follow each other without a gap, from the first day to the last.
    void partsCoverThePeriod() {
        for (int length = 0; length < 9'000; length += 1 + length / 7) {
            const Period period{day("2019-12-30"), Date(sys_days(day("2019-12-30")) + days{length})};
            const auto parts = partsOf(period);
            QVERIFY(!parts.empty() && parts.size() <= 60);
            QVERIFY(parts.front().first == period.first && parts.back().last == period.last);
            for (std::size_t i = 1; i < parts.size(); ++i)
                QVERIFY(sys_days(parts[i].first) == sys_days(parts[i - 1].last) + days{1});
        }
    }

    /// Weeks are those of ISO 8601, whose examples these are.
    void names() {
        QCOMPARE(partName({day("2025-12-29"), day("2026-01-04")}), std::string("2026-W01"));
        QCOMPARE(partName({day("2026-12-28"), day("2027-01-03")}), std::string("2026-W53"));
        QCOMPARE(partName({day("2024-12-30"), day("2025-01-05")}), std::string("2025-W01"));
        QCOMPARE(partName({day("2026-03-01"), day("2026-03-31")}), std::string("2026-03"));
        QCOMPARE(partName({day("2025-01-01"), day("2025-12-31")}), std::string("2025"));
        QCOMPARE(partName({day("2026-01-01"), day("2026-01-04")}), std::string("2026-01-01..2026-01-04"));
        QCOMPARE(partName({day("2026-01-01"), day("2026-01-01")}), std::string("2026-01-01"));
    }
};

QTEST_GUILESS_MAIN(TestPeriod)
#include "test_period.moc"
