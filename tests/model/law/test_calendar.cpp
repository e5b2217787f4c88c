// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/calendar.h"

#include <QTest>

using namespace model;
using namespace model::law;

namespace {

Date day(const char* text) { return parseDate(text).value(); }

std::string placesOf(const Checked<Calendar>& result) {
    std::string out;
    if (result) return "none";
    for (const auto& error : result.error()) out += (out.empty() ? "" : " ") + error.where;
    return out;
}

std::string packWith(const std::string& holidays, const std::string& makeUps, const std::string& year = "2025") {
    return R"({"format":"touchstone-calendar-1","id":"x","name":{"en":"x","zh":"x"},"years":[{"year":)" + year +
           R"(,"notice":"n","issued":"2024-11-12","sources":["s"],"holidays":[)" + holidays + R"(],"makeUpDays":[)" +
           makeUps + "]}]}";
}

} // namespace

class TestCalendar : public QObject {
    Q_OBJECT

    Calendar m_calendar;

private slots:
    void initTestCase() {
        auto shipped = Calendar::shipped();
        QVERIFY2(shipped.has_value(), placesOf(shipped).c_str());
        m_calendar = *std::move(shipped);
    }

    void namesItsNotices() {
        QCOMPARE(m_calendar.id(), std::string("cn-2024-2026"));
        QCOMPARE(m_calendar.years().size(), std::size_t{3});
        QCOMPARE(m_calendar.years().at(2024).notice, std::string("国办发明电〔2023〕7号"));
        QCOMPARE(m_calendar.years().at(2025).notice, std::string("国办发明电〔2024〕12号"));
        QCOMPARE(m_calendar.years().at(2026).notice, std::string("国办发明电〔2025〕7号"));
    }

    // From the State Council's notices, first and last day of each holiday, the days beside it, and every make-up day.
    void knownDays_data() {
        QTest::addColumn<QString>("date");
        QTest::addColumn<int>("kind");
        const auto rows = [](DayKind kind, std::initializer_list<const char*> dates) {
            for (const char* date : dates) QTest::newRow(date) << QString(date) << static_cast<int>(kind);
        };
        rows(DayKind::holiday, {"2024-01-01", "2024-02-10", "2024-02-17", "2024-04-04", "2024-04-06", "2024-05-01",
                                "2024-05-05", "2024-06-10", "2024-09-15", "2024-09-17", "2024-10-01", "2024-10-07"});
        rows(DayKind::makeUp, {"2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14",
                               "2024-09-29", "2024-10-12"});
        rows(DayKind::working, {"2024-02-09", "2024-02-19", "2024-04-08", "2024-09-18", "2024-10-08", "2024-12-31"});
        rows(DayKind::weekend, {"2024-06-08", "2024-06-09", "2024-10-13"});
        rows(DayKind::holiday, {"2025-01-01", "2025-01-28", "2025-02-04", "2025-04-04", "2025-04-06", "2025-05-01",
                                "2025-05-05", "2025-05-31", "2025-06-02", "2025-10-01", "2025-10-06", "2025-10-08"});
        rows(DayKind::makeUp, {"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"});
        rows(DayKind::working, {"2025-01-02", "2025-01-27", "2025-02-05", "2025-05-06", "2025-06-03", "2025-10-09"});
        rows(DayKind::weekend, {"2025-01-25", "2025-10-12", "2025-02-09"});
        rows(DayKind::holiday,
             {"2026-01-01", "2026-01-03", "2026-02-15", "2026-02-23", "2026-04-04", "2026-04-06", "2026-05-01",
              "2026-05-05", "2026-06-19", "2026-06-21", "2026-09-25", "2026-09-27", "2026-10-01", "2026-10-07"});
        rows(DayKind::makeUp, {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"});
        rows(DayKind::working, {"2026-02-13", "2026-02-24", "2026-09-28", "2026-10-08", "2026-12-31"});
        rows(DayKind::weekend, {"2026-02-07", "2026-10-11"});
    }
    void knownDays() {
        QFETCH(QString, date);
        QFETCH(int, kind);
        const auto at = day(date.toLatin1());
        QCOMPARE(static_cast<int>(m_calendar.kindOf(at)), kind);
        const auto expected = static_cast<DayKind>(kind);
        QCOMPARE(m_calendar.isWorkingDay(at), expected == DayKind::working || expected == DayKind::makeUp);
        QVERIFY(m_calendar.covers(at));
    }

    // Working days of a year: days less weekends, less weekdays off, plus make-up days. 2024 has 251, 2025 248 (two
    // more statutory holidays), 2026 248.
    void workingDaysOfAYear() {
        const auto count = [&](const char* after, const char* until) {
            return workingDaysBetween(m_calendar, day(after), day(until)).days;
        };
        QCOMPARE(count("2023-12-31", "2024-12-31"), 251);
        QCOMPARE(count("2024-12-31", "2025-12-31"), 248);
        QCOMPARE(count("2025-12-31", "2026-12-31"), 248);
        QCOMPARE(count("2025-05-02", "2025-05-02"), 0);
        QCOMPARE(count("2025-05-02", "2025-04-01"), 0);
    }

    void countsOverHolidays() {
        QCOMPARE(addWorkingDays(m_calendar, day("2025-09-26"), 7).date, day("2025-10-13"));
        QCOMPARE(addWorkingDays(m_calendar, day("2024-09-30"), 3).date, day("2024-10-10"));
        QCOMPARE(addWorkingDays(m_calendar, day("2026-02-13"), 1).date, day("2026-02-14"));
        QCOMPARE(addWorkingDays(m_calendar, day("2026-02-13"), 2).date, day("2026-02-24"));
        QCOMPARE(addWorkingDays(m_calendar, day("2025-01-25"), 1).date, day("2025-01-26"));
        QCOMPARE(addWorkingDays(m_calendar, day("2025-01-25"), 0).date, day("2025-01-25"));
        QCOMPARE(nextWorkingDay(m_calendar, day("2025-10-01")).date, day("2025-10-09"));
        QCOMPARE(nextWorkingDay(m_calendar, day("2025-10-11")).date, day("2025-10-11"));
    }

    void saysWhatIsNotCovered() {
        QVERIFY(addWorkingDays(m_calendar, day("2026-12-30"), 1).covered);
        const auto over = addWorkingDays(m_calendar, day("2026-12-31"), 1);
        QVERIFY(!over.covered);
        QCOMPARE(over.date, day("2027-01-01")); // a Friday: counted Monday to Friday, and said so
        QVERIFY(!m_calendar.covers(day("2023-12-31")));
        QVERIFY(!workingDaysBetween(m_calendar, day("2023-12-01"), day("2024-01-05")).covered);
        QVERIFY(!nextWorkingDay(m_calendar, day("2027-01-02")).covered);
    }

    void addAndBetweenAgree() {
        for (auto start = std::chrono::sys_days(day("2024-01-01")); start < std::chrono::sys_days(day("2026-06-01"));
             start += std::chrono::days(1)) {
            for (int n = 1; n <= 12; ++n) {
                const auto end = addWorkingDays(m_calendar, Date(start), n).date;
                QVERIFY(m_calendar.isWorkingDay(end));
                QCOMPARE(workingDaysBetween(m_calendar, Date(start), end).days, n);
            }
        }
    }

    void refusesBadPacks_data() {
        QTest::addColumn<QByteArray>("pack");
        QTest::addColumn<QByteArray>("places");
        const auto row = [](const char* name, const std::string& pack, const char* places) {
            QTest::newRow(name) << QByteArray::fromStdString(pack) << QByteArray(places);
        };
        const std::string good = R"({"name":{"en":"a","zh":"b"},"first":"2025-05-01","last":"2025-05-05"})";
        row("good", packWith(good, ""), "none");
        row("broken", "{\n  \"format\": oops}", "line 2, column 13");
        row("no object", "[]", "/");
        row("empty object", "{}", "/ / /");
        row("unknown member", R"({"format":"touchstone-calendar-1","id":"x","years":[],"yeers":[]})", "/yeers");
        row("newer", R"({"format":"touchstone-calendar-9","id":"x","years":[]})", "/format");
        row("no such day", packWith(R"({"name":{"en":"a","zh":"b"},"first":"2025-02-29","last":"2025-03-01"})", ""),
            "/years/0/holidays/0/first");
        row("backwards", packWith(R"({"name":{"en":"a","zh":"b"},"first":"2025-05-05","last":"2025-05-01"})", ""),
            "/years/0/holidays/0/last");
        row("too long", packWith(R"({"name":{"en":"a","zh":"b"},"first":"2025-05-05","last":"2025-06-01"})", ""),
            "/years/0/holidays/0/last");
        row("twice", packWith(good + R"(,{"name":{"en":"a","zh":"b"},"first":"2025-05-05","last":"2025-05-05"})", ""),
            "/years/0/holidays/1/first");
        row("other year", packWith(good, "", "2024"),
            "/years/0/holidays/0/first /years/0/holidays/0/first /years/0/holidays/0/first /years/0/holidays/0/first "
            "/years/0/holidays/0/first");
        row("make-up on a weekday", packWith("", R"({"date":"2025-05-07","for":{"en":"a","zh":"b"}})"),
            "/years/0/makeUpDays/0/date");
        row("half a text", packWith(R"({"name":{"en":"a"},"first":"2025-05-01","last":"2025-05-01"})", ""),
            "/years/0/holidays/0/name");
        row("year no number", packWith("", "", "\"2025\""), "/years/0/year");
        row("year too large", packWith("", "", "18446744073709551615"), "/years/0/year");
        row("huge", std::string(kMaxPackBytes + 1, ' '), "/");
        row("not UTF-8",
            packWith(R"({"name":{"en":")"
                     "\xff"
                     R"(","zh":"b"},"first":"2025-05-01","last":"2025-05-01"})",
                     ""),
            "line 1, column 171");
    }
    void refusesBadPacks() {
        QFETCH(QByteArray, pack);
        QFETCH(QByteArray, places);
        QCOMPARE(QByteArray::fromStdString(placesOf(Calendar::parse(pack.toStdString()))), places);
    }
};

QTEST_APPLESS_MAIN(TestCalendar)
#include "test_calendar.moc"
