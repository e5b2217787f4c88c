// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/period_changes.h"

#include <QTest>

using namespace model;

/// What is different between two looks at the periods of a case.
class TestPeriodChanges : public QObject {
    Q_OBJECT

    static Deadline period(const char* id, const char* due, const char* started = "2026-03-04T01:00:00Z",
                           const char* ended = nullptr) {
        Deadline out;
        out.id = id;
        out.started = *parseInstant(started);
        out.due = parseDate(due);
        if (ended != nullptr) out.ended = parseInstant(ended);
        return out;
    }
    static std::vector<std::string> said(const std::vector<Deadline>& before, const std::vector<Deadline>& after) {
        std::vector<std::string> out;
        for (const auto& one : periodChanges(before, after)) {
            out.push_back(std::string(periodChangeName(one.kind)) + " " + one.id + " " +
                          (one.before ? formatDate(*one.before) : "-") + " " +
                          (one.after ? formatDate(*one.after) : "-"));
        }
        return out;
    }

private slots:
    void whatStaysIsNotSaid() {
        QVERIFY(said({}, {}).empty());
        QVERIFY(said({period("a", "2026-03-11")}, {period("a", "2026-03-11")}).empty());
        const auto over = period("a", "2026-03-11", "2026-03-04T01:00:00Z", "2026-03-10T01:00:00Z");
        QVERIFY(said({over}, {over}).empty());
    }
    void eachChangeIsSaid() {
        const auto over = period("a", "2026-03-11", "2026-03-04T01:00:00Z", "2026-03-10T01:00:00Z");
        QCOMPARE(said({period("a", "2026-03-11")}, {over}), (std::vector<std::string>{"ends a 2026-03-11 -"}));
        QCOMPARE(said({}, {period("a", "2026-03-11")}), (std::vector<std::string>{"begins a - 2026-03-11"}));
        QCOMPARE(said({period("a", "2026-03-11")}, {period("a", "2026-03-12")}),
                 (std::vector<std::string>{"moves a 2026-03-11 2026-03-12"}));
        // Stands still without end, and goes on.
        QCOMPARE(said({period("a", "2026-03-11")}, {period("a", "")}),
                 (std::vector<std::string>{"moves a 2026-03-11 -"}));
        QCOMPARE(said({period("a", "")}, {period("a", "2026-03-11")}),
                 (std::vector<std::string>{"moves a - 2026-03-11"}));
        // Anew: after it had ended, and while it ran.
        QCOMPARE(said({over}, {period("a", "2026-04-11", "2026-04-04T01:00:00Z")}),
                 (std::vector<std::string>{"begins a - 2026-04-11"}));
        QCOMPARE(said({period("a", "2026-03-11")}, {period("a", "2026-04-11", "2026-04-04T01:00:00Z")}),
                 (std::vector<std::string>{"begins a 2026-03-11 2026-04-11"}));
    }
    void theyStandInTheOrderOfTheSecondLook() {
        QCOMPARE(said({period("b", "2026-03-11")}, {period("c", "2026-03-11"), period("b", "2026-03-12")}),
                 (std::vector<std::string>{"begins c - 2026-03-11", "moves b 2026-03-11 2026-03-12"}));
    }
};

QTEST_APPLESS_MAIN(TestPeriodChanges)
#include "test_period_changes.moc"
