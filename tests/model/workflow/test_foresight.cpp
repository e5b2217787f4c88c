// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/foresight.h"
#include "tests/model/workflow/world.h"

#include <QTest>

#include <algorithm>

using namespace model;

/// What a step would lead to, before it is taken.
class TestForesight : public QObject {
    Q_OBJECT

    static Foresight seen(const World& world, const std::string& who, const std::string& step) {
        return foresee(world.definition, world.state, world.office, world.who(who), *world.definition.step(step),
                       world.now, &world.calendar);
    }
    static const NextStep* next(const Foresight& of, const std::string& step) {
        const auto found = std::ranges::find(of.next, step, &NextStep::step);
        return found == of.next.end() ? nullptr : &*found;
    }
    static std::vector<std::string> periods(const Foresight& of) {
        std::vector<std::string> out;
        for (const auto& one : of.periods) out.push_back(std::string(periodChangeName(one.kind)) + " " + one.id);
        return out;
    }
    static bool says(const std::vector<ForesightLine>& lines, const char* words) {
        return std::ranges::any_of(lines, [&](const auto& one) { return one.words.en.contains(words); });
    }

private slots:
    void whatBeginsEndsAndFollows() {
        World world = shippedWorld();
        lead(world, "filing_approval");
        const auto before = world.state;
        const auto of = seen(world, "sara", "approve_filing");
        QCOMPARE(of.to, std::string("filed"));
        QCOMPARE(periods(of), (std::vector<std::string>{"begins decision"}));
        QVERIFY(of.periods[0].after.has_value() && !of.final && of.goesOn());
        QVERIFY(world.state.steps.size() == before.steps.size()); // nothing was folded in
        // It is what comes of it.
        QVERIFY(world.take("sara", "approve_filing").has_value());
        QCOMPARE(world.state.stage, of.to);
        QVERIFY(world.deadline("decision")->due == of.periods[0].after);

        world = shippedWorld();
        lead(world, "approved");
        const auto decides = seen(world, "sara", "issue_decision");
        QCOMPARE(periods(decides), (std::vector<std::string>{"ends decision", "begins service"}));
        QVERIFY(decides.confirm);
        const auto lines = foresightLines(decides, world.definition, world.office);
        QVERIFY(says(lines, "cannot be taken back") && says(lines, "Ends: Penalty decision"));
        QVERIFY(says(lines, "Begins: Service of the decision, until "));
        for (const auto& line : lines) QVERIFY(!line.words.zh.empty());
    }

    /// Who proposes cannot be who approves; it is said before, with everybody who could.
    void whoCouldGoOn() {
        World world = shippedWorld();
        lead(world, "investigation");
        const auto of = seen(world, "ivan", "propose");
        const auto* approves = next(of, "approve");
        QVERIFY(approves != nullptr);
        QVERIFY(std::ranges::contains(approves->who, world.who("sara")));
        QVERIFY(!std::ranges::contains(approves->who, world.who("ivan")));
        for (const auto id : approves->who) { // each of them may, once the form is there
            world.force("ivan", "propose", {{"penalty", goodPenalty()}});
            const auto may = allowedStep(world.definition, world.state, world.office, id,
                                         {"approve", nullptr, "supervisor"}, world.now, &world.calendar);
            QVERIFY2(may.has_value(), may ? "" : may.error().what.en.c_str());
        }
    }

    void nobodyCouldGoOn() {
        World world = shippedWorld();
        lead(world, "filing_approval");
        // The only people of the office who could do anything after it have left.
        for (auto& [id, person] : world.office.people) {
            if (id != world.who("sara")) person.active = false;
        }
        const auto alone = seen(world, "sara", "approve_filing");
        QVERIFY(alone.prepared && alone.goesOn()); // she assigns
        world.person("sara").active = false;
        const auto of = seen(world, "sara", "approve_filing");
        QVERIFY(!of.goesOn());
        for (const auto& one : of.next) QVERIFY(one.who.empty() && one.why.has_value());
        const auto lines = foresightLines(of, world.definition, world.office);
        QVERIFY(says(lines, "nobody could do anything") && lines.back().warns);
    }

    void aCaseThatIsClosedGoesOnNoMore() {
        World world = shippedWorld();
        lead(world, "received");
        const auto of = seen(world, "olga", "reject");
        QVERIFY(of.final && of.goesOn() && of.next.empty() && of.periods.empty());
        QVERIFY(says(foresightLines(of, world.definition, world.office), "The report was not accepted."));
    }
};

QTEST_APPLESS_MAIN(TestForesight)
#include "test_foresight.moc"
