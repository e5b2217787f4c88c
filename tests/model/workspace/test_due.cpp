// SPDX-License-Identifier: GPL-3.0-or-later
// What is due in the cases of an office, and what another calendar makes of it.
#include "model/law/calendar.h"
#include "model/workspace/calendars.h"
#include "tests/support/office.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace model;
using Json = nlohmann::json;

class TestDue : public QObject {
    Q_OBJECT

    /// The shipped procedure with two periods that begin with the report, and a step that one of them bars.
    static std::string procedure() {
        Json all = Json::parse(shippedDefinition());
        all["version"] = 1'000;
        const auto begins = [&](const char* id, int length, const char* unit, const char* cite) {
            Json one{{"id", id},
                     {"title", {{"en", id}, {"zh", id}}},
                     {"basis", *cite != '\0' ? "law" : "setting"},
                     {"startsOnOpening", true},
                     {"length", length},
                     {"unit", unit}};
            if (*cite != '\0') one["cite"] = cite;
            all["deadlines"].push_back(std::move(one));
        };
        begins("look", 5, "workingDays", "");
        begins("answer", 30, "calendarDays", "APL 60");
        for (auto& step : all["steps"]) {
            if (step["id"] != "accept") continue;
            step["guards"].push_back({{"kind", "deadlineNotPassed"},
                                      {"deadline", "look"},
                                      {"cite", "setting"},
                                      {"why", {{"en", "In time"}, {"zh", "限期内"}}},
                                      {"cure", {{"en", "None"}, {"zh", "无"}}}});
        }
        return all.dump();
    }
    /// The shipped calendar with one more day off.
    static std::string calendarWith(const char* day) {
        Json all = Json::parse(law::Calendar::shippedPack());
        all["id"] = std::string("with-") + day;
        for (auto& year : all["years"]) {
            if (year["year"] != 2026) continue;
            year["holidays"].push_back({{"name", {{"en", "A day"}, {"zh", "一日"}}}, {"first", day}, {"last", day}});
        }
        return all.dump();
    }
    static Date on(const char* text) { return *parseDate(text); }
    static std::vector<DuePeriod> due(Workspace& workspace, const DueQuery& query = {}) {
        auto list = must(workspace.list());
        return must(list.due(query));
    }
    static std::vector<std::string> said(const std::vector<DuePeriod>& periods) {
        std::vector<std::string> out;
        for (const auto& one : periods)
            out.push_back(formatDate(one.running.due) + " " + one.running.period + " " + one.title);
        return out;
    }
    static void holds(Workspace& workspace) {
        const auto found = must(workspace.verify(false, {}, {}));
        QVERIFY2(found.findings.empty(), found.findings.empty() ? "" : found.findings[0].what.en.c_str());
    }

private slots:
    void anOfficeIsFoundedWithACalendar() {
        TestOffice office;
        auto officer = office.as("officer");
        QCOMPARE(officer->office().calendar, std::string(law::Calendar::shippedPack()));
        QVERIFY(officer->calendar() != nullptr);
    }

    void everyPeriodIsListedWithItsCase() {
        TestOffice office;
        must(office.as("admin")->adoptWorkflow(procedure()));
        auto officer = office.as("officer");
        const auto first = must(officer->receiveReport(aReport("First"))); // Wednesday, 4 March 2026
        office.clock().advance(std::chrono::hours(24));
        const auto second = must(officer->receiveReport(aReport("Second")));
        QCOMPARE(said(due(*officer)),
                 (std::vector<std::string>{"2026-03-11 look First", "2026-03-12 look Second", "2026-04-03 answer First",
                                           "2026-04-04 answer Second"}));
        const auto all = due(*officer);
        QVERIFY(all[0].id == first && all[1].id == second && all[2].id == first);
        QCOMPARE(all[0].running.cite, std::string());
        QCOMPARE(all[2].running.cite, std::string("APL 60"));
        QCOMPARE(all[0].stage, std::string("received"));
        QVERIFY(all[0].running.covered);
        // Both ends of a span count.
        QCOMPARE(said(due(*officer, {{}, on("2026-03-12"), on("2026-04-03"), 0})),
                 (std::vector<std::string>{"2026-03-12 look Second", "2026-04-03 answer First"}));
        QCOMPARE(due(*officer, {{}, on("2026-03-13"), on("2026-04-02"), 0}).size(), 0u);
        QCOMPARE(said(due(*officer, {{}, {}, {}, 1})), (std::vector<std::string>{"2026-03-11 look First"}));
        const Condition mine{FilterField::is, Comparison::is, false, {"mine"}};
        QCOMPARE(due(*officer, {{.conditions = {mine}}, {}, {}, 0}).size(), 0u);
        const Condition early{FilterField::opened, Comparison::is, false, {"2026-03-04"}};
        QCOMPARE(due(*officer, {{.conditions = {early}}, on("2026-03-01"), on("2026-03-31"), 0}).size(), 1u);
        auto list = must(officer->list());
        const auto days = must(list.dueDays({{}, on("2026-03-12"), {}, 1}));
        QCOMPARE(days.size(), 3u);
        QVERIFY(days[0].first == on("2026-03-12") && days[0].second == 1);
        // What has run out is there until something ends it; a case that came to its end asks for nothing.
        office.clock().advance(std::chrono::days(60));
        QCOMPARE(due(*officer).size(), 4u);
        must(officer->takeStep(first, "reject", {{"reason", "Out of scope"}}));
        QCOMPARE(said(due(*officer)), (std::vector<std::string>{"2026-03-12 look Second", "2026-04-04 answer Second"}));
        must(officer->rebuild({}, {}));
        QCOMPARE(due(*officer).size(), 2u);
    }

    void anotherCalendarMovesWhatRuns() {
        TestOffice office;
        must(office.as("admin")->adoptWorkflow(procedure()));
        auto officer = office.as("officer");
        const auto id = must(officer->receiveReport(aReport("First")));
        const auto pack = calendarWith("2026-03-05");
        const auto effect = must(officer->calendarEffect(pack, {}, {}));
        QCOMPARE(effect.id, std::string("with-2026-03-05"));
        QCOMPARE(effect.years, (std::vector<int>{2024, 2025, 2026}));
        QCOMPARE(effect.moved.size(), 1u); // calendar days do not move
        QVERIFY(effect.moved[0].id == id && effect.moved[0].change.id == "look");
        QVERIFY(effect.moved[0].change.before == on("2026-03-11") && effect.moved[0].change.after == on("2026-03-12"));
        QVERIFY(due(*officer)[0].running.due == on("2026-03-11")); // nothing was said
        const auto broken = officer->calendarEffect("{\"years\": 3}", {}, {});
        QVERIFY(!broken && broken.error().code == Code::malformed);
        std::stop_source stopped;
        stopped.request_stop();
        const auto cut = officer->calendarEffect(pack, {}, stopped.get_token());
        QVERIFY(!cut && cut.error().code == Code::cancelled);

        const auto refused = officer->adoptCalendar(pack);
        QVERIFY(!refused || !refused->refused.empty());
        QVERIFY(must(office.as("admin")->adoptCalendar(pack)).refused.empty());
        // A desk that was open meanwhile counts anew with what an exchange brings.
        must(officer->exchange());
        QVERIFY(due(*officer)[0].running.due == on("2026-03-12"));
        auto list = must(officer->list());
        const auto rows = must(list.rows({}));
        QCOMPARE(must(list.page(rows)).front().due, std::string("2026-03-12"));
        // So does one that comes later.
        QVERIFY(due(*office.as("supervisor"))[0].running.due == on("2026-03-12"));
        QVERIFY(must(officer->calendarEffect(pack, {}, {})).moved.empty());
    }

    /// The hub and every desk judge by the calendar of the place, also those that look later.
    void whatWasDecidedStaysJudgedByTheCalendarOfThen() {
        TestOffice office;
        auto admin = office.as("admin");
        must(admin->adoptWorkflow(procedure()));
        must(admin->adoptCalendar(calendarWith("2026-03-05")));
        auto officer = office.as("officer");
        const auto id = must(officer->receiveReport(aReport("First")));
        const auto late = must(officer->receiveReport(aReport("Late")));
        office.clock().set(*parseInstant("2026-03-12T04:00:00Z")); // the last day, but for the shipped calendar
        QVERIFY(must(officer->takeStep(id, "accept", {})).refused.empty());
        must(admin->adoptCalendar(law::Calendar::shippedPack()));
        must(officer->exchange());
        const auto refused = officer->takeStep(late, "accept", {});
        QVERIFY(!refused && refused.error().what.en.contains("In time"));
        holds(*officer);
        holds(*office.as("supervisor"));
        holds(*office.as("auditor"));
    }
};

QTEST_GUILESS_MAIN(TestDue)
#include "test_due.moc"
