// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/clock.h"

#include <QTest>

using namespace std::chrono_literals;

class TestClock : public QObject {
    Q_OBJECT

private slots:
    void dayTurnsAtMidnightInChina() {
        const auto before = model::parseInstant("2026-03-04T15:59:59.999Z");
        const auto after = model::parseInstant("2026-03-04T16:00:00Z");
        QVERIFY(before && after);
        QCOMPARE(model::formatDate(model::chinaDate(*before)), std::string("2026-03-04"));
        QCOMPARE(model::formatDate(model::chinaDate(*after)), std::string("2026-03-05"));
        QCOMPARE(model::startOfDay(model::chinaDate(*after)), *after);
        QCOMPARE(model::formatMinute(*after), std::string("2026-03-05 00:00"));
    }
    void instantsRoundTrip() {
        const auto moment = model::parseInstant("2026-03-04T07:10:05.120Z");
        QVERIFY(moment);
        QCOMPARE(model::formatUtc(*moment), std::string("2026-03-04T07:10:05.120Z"));
        QCOMPARE(*model::parseInstant("2026-03-04T15:10:05.12+08:00"), *moment);
    }
    void refusesWhatIsNoTime_data() {
        QTest::addColumn<QString>("text");
        for (const char* bad : {"", "2026-02-30T00:00:00Z", "2026-03-04T24:00:00Z", "2026-03-04T00:00:00", "2026-03-04",
                                "2026-03-04T00:00:00.Z", "2026-03-04T00:00:00+0800"}) {
            QTest::newRow(*bad ? bad : "empty") << QString::fromUtf8(bad);
        }
    }
    void refusesWhatIsNoTime() {
        QFETCH(QString, text);
        QVERIFY(!model::parseInstant(text.toStdString()));
    }
    void refusesWhatIsNoDay() {
        QVERIFY(model::parseDate("2024-02-29"));
        QVERIFY(!model::parseDate("2025-02-29"));
        QVERIFY(!model::parseDate("2025-2-9"));
        QVERIFY(!model::parseDate("0x25-02-09"));
    }
};

QTEST_APPLESS_MAIN(TestClock)
#include "test_clock.moc"
