// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/calendar.h"
#include "model/workflow/simulate.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <algorithm>

using namespace model;
using Json = nlohmann::json;

/// Definitions that are walked through by chance, sound ones and such as have a hole.
class TestSimulate : public QObject {
    Q_OBJECT

    static Json text(const char* words) { return {{"en", words}, {"zh", words}}; }
    static Json guard(const char* kind, Json more) {
        Json out{{"kind", kind}, {"cite", "setting"}, {"why", text("Why")}, {"cure", text("Cure")}};
        out.update(more);
        return out;
    }
    /// Received, looked at, closed; an officer does all, but that a supervisor closes.
    static Json small() {
        return Json{
            {"format", "touchstone-workflow-1"},
            {"id", "small"},
            {"version", 1},
            {"title", text("Small")},
            {"openers", {"officer"}},
            {"roles",
             {{{"id", "officer"}, {"title", text("officer")}, {"system", "officer"}},
              {{"id", "head"}, {"title", text("head")}, {"system", "supervisor"}}}},
            {"stages",
             {{{"id", "received"}, {"title", text("received")}, {"initial", true}, {"workers", {"officer"}}},
              {{"id", "looked"}, {"title", text("looked")}},
              {{"id", "closed"}, {"title", text("closed")}, {"final", true}, {"outcome", text("Closed")}}}},
            {"deadlines",
             {{{"id", "answer"},
               {"title", text("answer")},
               {"basis", "setting"},
               {"startsOnOpening", true},
               {"length", 5},
               {"unit", "calendarDays"}}}},
            {"steps",
             {{{"id", "look"}, {"title", text("look")}, {"from", {"received"}}, {"to", "looked"}, {"role", "officer"}},
              {{"id", "close"},
               {"title", text("close")},
               {"from", {"looked"}},
               {"to", "closed"},
               {"role", "head"},
               {"deadlines", {{{"action", "stops"}, {"deadline", "answer"}}}}}}}};
    }
    static Simulation walked(const Json& definition, SimulationAsk ask = {.seed = 1, .walks = 60}) {
        const auto parsed = parseDefinition(definition.dump());
        if (!parsed) qFatal("%s %s", parsed.error().what.en.c_str(), parsed.error().where.c_str());
        return simulate(*parsed, ask, nullptr);
    }
    static std::vector<std::string> never(const Simulation& found) {
        std::vector<std::string> out;
        for (const auto* one : found.never()) out.push_back(one->id);
        return out;
    }
    static Json& step(Json& definition, const char* id) {
        return *std::ranges::find_if(definition["steps"], [&](const Json& one) { return one["id"] == id; });
    }

private slots:
    void aSoundDefinition() {
        const auto found = walked(small());
        QVERIFY(found.sound());
        QVERIFY(found.closed == 60 && found.cut == 0);
        QVERIFY(found.periods[0].begun == 60 && found.periods[0].met > 0 && found.periods[0].late > 0);
        QCOMPARE(found.steps[0].times, 60u);
        QCOMPARE(found.roles.size(), 2u);
    }

    void theSameSeedWalksTheSameWays() {
        const auto once = walked(small()), again = walked(small()), other = walked(small(), {.seed = 2, .walks = 60});
        QCOMPARE(once.periods[0].met, again.periods[0].met);
        QCOMPARE(once.periods[0].late, again.periods[0].late);
        QVERIFY(once.periods[0].met != other.periods[0].met || once.periods[0].late != other.periods[0].late);
    }

    void aStepThatNobodyCanTake() {
        Json definition = small();
        // Each of two bars the other, and the third asks for both.
        const auto stays = [](const char* id, const char* barred) {
            return Json{{"id", id},
                        {"title", text(id)},
                        {"from", {"received"}},
                        {"role", "officer"},
                        {"guards", {guard("stepNotTaken", {{"steps", {barred}}})}}};
        };
        definition["steps"].push_back(stays("this", "that"));
        definition["steps"].push_back(stays("that", "this"));
        definition["steps"].push_back({{"id", "hurry"},
                                       {"title", text("hurry")},
                                       {"from", {"received"}},
                                       {"to", "closed"},
                                       {"role", "head"},
                                       {"guards", {guard("stepTaken", {{"steps", {"this", "that"}}})}}});
        const auto found = walked(definition);
        QCOMPARE(never(found), std::vector<std::string>{"hurry"});
        QVERIFY(found.steps[4].why && found.steps[4].why->what.en.contains("Why"));
        QVERIFY(!found.sound() && found.deadEnds.empty());
    }

    void aDeadEndIsNamedWithItsWay() {
        Json definition = small();
        step(definition, "close")["guards"] = Json::array({guard("evidenceAtLeast", {{"count", 1}})});
        // Evidence can only be added before, and nobody has to.
        const auto found = walked(definition);
        QCOMPARE(found.deadEnds.size(), 1u);
        QCOMPARE(found.deadEnds[0].stage, std::string("looked"));
        QCOMPARE(found.deadEnds[0].way, std::vector<std::string>{"look"});
        QVERIFY(found.deadEnds[0].times > 0 && found.closed + found.deadEnds[0].times == 60);
        QVERIFY(found.deadEnds[0].why.has_value());
    }

    void aPeriodThatCannotBeKept() {
        Json definition = small();
        // It may be closed only after a longer period has run out.
        definition["deadlines"].push_back({{"id", "objection"},
                                           {"title", text("objection")},
                                           {"basis", "setting"},
                                           {"startsOnOpening", true},
                                           {"length", 30},
                                           {"unit", "calendarDays"}});
        step(definition, "close")["guards"] = Json::array({guard("deadlinePassed", {{"deadline", "objection"}})});
        const auto found = walked(definition);
        QCOMPARE(found.hopeless().size(), 1u);
        QCOMPARE(found.hopeless()[0]->id, std::string("answer"));
        QCOMPARE(found.closed, 60u); // they wait for it
    }

    void theShippedProcedureIsSound() {
        const auto calendar = law::Calendar::shipped();
        const auto found = simulate(*parseDefinition(shippedDefinition()), {.seed = 1, .walks = 400}, &*calendar);
        QVERIFY2(found.never().empty(), found.never().empty() ? "" : found.never()[0]->id.c_str());
        QVERIFY2(found.hopeless().empty(), found.hopeless().empty() ? "" : found.hopeless()[0]->id.c_str());
        QVERIFY2(found.deadEnds.empty(), found.deadEnds.empty() ? "" : found.deadEnds[0].stage.c_str());
    }
};

QTEST_APPLESS_MAIN(TestSimulate)
#include "test_simulate.moc"
