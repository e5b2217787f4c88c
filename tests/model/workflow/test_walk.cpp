// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/workflow/definitions.h"
#include "tests/model/workflow/world.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace model;

namespace {

constexpr int kWalks = 60;
constexpr int kMoves = 600;

// Random people do random things for a while; what the engine lets happen is folded in. Then the log is read by rules
// that are written here a second time, from the law and not from the guards.
class Walk {
public:
    Walk(World world, std::uint64_t seed) : m_world(std::move(world)), m_random(seed) {
        for (const auto& [id, person] : m_world.office.people) m_names.push_back(person.name);
    }

    void run(int moves) {
        if (oneIn(2)) { // a full report, so that half of the walks come far
            for (const auto& fact : m_world.definition.facts) m_world.set(fact.id, "x");
        }
        for (int i = 0; i < moves && !m_world.definition.stage(m_world.state.stage)->final; ++i) move();
    }
    const World& world() const { return m_world; }

    // What was so when a step was taken.
    struct Witness {
        std::size_t evidence = 0;
        std::size_t certified = 0;
    };
    const std::vector<Witness>& witnesses() const { return m_witnesses; }

private:
    std::size_t upTo(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(m_random); }
    bool oneIn(std::size_t count) { return upTo(count) == 0; }
    template <typename Items>
    const auto& any(const Items& items) {
        return items[upTo(items.size())];
    }

    std::string valueOf(const Field& field) {
        if (oneIn(60)) return {};
        switch (field.type) {
        case FieldType::text:
        case FieldType::longText: return "x";
        case FieldType::date: return "2026-03-04";
        case FieldType::money: return "1.00";
        case FieldType::choice: return any(field.choices).value;
        case FieldType::flag: return "true";
        case FieldType::person: return m_world.who(any(m_names)).hex();
        case FieldType::penalty: return oneIn(4) ? excessivePenalty() : goodPenalty();
        }
        std::unreachable();
    }

    // The early endings are a step away all the time; without this hardly a walk would come far.
    bool tooEarly(const Step& step) {
        const Stage* to = step.to.empty() ? nullptr : m_world.definition.stage(step.to);
        return to && to->final && !oneIn(m_world.state.steps.size() < 6 ? 60 : 6);
    }

    // A step of the stage mostly, any step sometimes; by somebody with the role mostly, by anybody sometimes.
    void step() {
        std::vector<const Step*> here;
        for (const auto& one : m_world.definition.steps) {
            if (oneIn(100) || std::ranges::contains(one.from, m_world.state.stage)) here.push_back(&one);
        }
        if (here.empty()) return;
        const Step& chosen = *any(here);
        if (tooEarly(chosen)) return;
        std::vector<std::string> able = m_names;
        if (!oneIn(5)) {
            const auto role = parseRole(m_world.definition.role(chosen.role)->system);
            std::erase_if(able, [&](const auto& name) { return !m_world.person(name).roles.contains(*role); });
        }
        Form form;
        for (const auto& field : chosen.form) form[field.id] = valueOf(field);
        const auto taken = m_world.take(any(able), chosen.id, form);
        if (!taken) return;
        Witness witness;
        witness.evidence =
            static_cast<std::size_t>(std::ranges::count(m_world.state.evidence, false, &EvidenceItem::excluded));
        std::set<PersonId> people;
        for (const auto& one : m_world.state.assignments) {
            const auto& person = m_world.office.people.at(one.person);
            if (one.role == "investigator" && person.certified && person.active) people.insert(one.person);
        }
        witness.certified = people.size();
        m_witnesses.push_back(witness);
    }

    void move() {
        switch (upTo(12)) {
        case 0: m_world.set(any(m_world.definition.facts).id, "x"); break;
        case 1:
            if (m_world.state.evidence.size() < 4) m_world.addEvidence(oneIn(3));
            break;
        case 2:
        case 3: (void)m_world.assign(any(m_names), any(m_names), any(m_world.definition.roles).id); break;
        case 4:
            if (oneIn(6) && !m_world.state.assignments.empty()) {
                const auto one = any(m_world.state.assignments);
                m_world.release(m_world.office.people.at(one.person).name, one.role);
            }
            break;
        case 5:
            if (oneIn(2)) m_world.wait(std::chrono::days(static_cast<int>(upTo(8))));
            break;
        default: step();
        }
    }

    World m_world;
    std::mt19937_64 m_random;
    std::vector<std::string> m_names;
    std::vector<Witness> m_witnesses;
};

// The index of the last time a step was taken before `end`, or -1.
std::ptrdiff_t lastBefore(const CaseState& state, const std::string& step, std::size_t end) {
    for (auto i = static_cast<std::ptrdiff_t>(end) - 1; i >= 0; --i) {
        if (state.steps[static_cast<std::size_t>(i)].step == step) return i;
    }
    return -1;
}

bool tookBefore(const CaseState& state, PersonId person, const std::string& step, std::size_t end) {
    return std::ranges::any_of(state.steps.begin(), state.steps.begin() + static_cast<std::ptrdiff_t>(end),
                               [&](const StepTaken& one) { return one.step == step && one.place.by == person; });
}

// The rule that a walk broke, or an empty text.
std::string brokenRule(const Walk& walk) {
    const auto& state = walk.world().state;
    const auto& definition = walk.world().definition;
    std::string stage = definition.initialStage().id;
    for (std::size_t i = 0; i < state.steps.size(); ++i) {
        const auto& taken = state.steps[i];
        const auto before = [&](const char* step) { return lastBefore(state, step, i); };
        const auto& person = walk.world().office.people.at(taken.place.by);
        const auto& witness = walk.witnesses()[i];
        const Step& step = *definition.step(taken.step);
        if (taken.from != stage) return "a step began in another stage than the case was in";
        stage = taken.to;
        const auto role = parseRole(definition.role(step.role)->system);
        if (!person.roles.contains(*role)) return "without the office's role: " + taken.step;
        if (!step.approves.empty() && tookBefore(state, person.id, step.approves, i))
            return "approved their own: " + taken.step;
        if (taken.step == "begin_investigation" && witness.certified < 2)
            return "APL 42: fewer than two certified officers";
        if (taken.step == "propose") {
            if (witness.certified < 2) return "APL 42: fewer than two certified officers propose";
            if (witness.evidence < 1) return "APL 40: a penalty without evidence";
            if (taken.form.at("penalty") != goodPenalty()) return "ECL 34: a penalty out of the range";
        }
        if (taken.step == "approve" || taken.step == "issue_decision" || taken.step == "decide") {
            if (before("propose") < 0) return "APL 57: a decision without a proposal";
            if (tookBefore(state, person.id, "propose", i)) return "who proposed decided";
        }
        if (taken.step == "issue_decision" && before("approve") < before("propose")) return "issued without approval";
        if (taken.step == "close" && before("record_service") < 0) return "APL 61: closed without service";
        // The whole procedure.
        if (taken.step == "seal" && before("approve_seal") <= before("seal")) return "ECL 28: sealed without approval";
        if (taken.step == "hold_hearing") {
            if (tookBefore(state, person.id, "propose", i) || tookBefore(state, person.id, "begin_investigation", i)) {
                return "APL 64: the host is an investigator";
            }
            if (before("notify_hearing") < 0) return "APL 64: a hearing without notice";
        }
        if (taken.step == "decide") {
            if (before("give_notice") <= before("propose")) return "APL 44: a decision without prior notice";
            if (before("hold_hearing") >= 0 && before("pass_legal_review") <= before("propose")) {
                return "APL 58: a decision without legal review";
            }
            if (taken.form.at("penalty") !=
                state.steps[static_cast<std::size_t>(before("propose"))].form.at("penalty")) {
                return "APL 45: another penalty than the one proposed";
            }
        }
        if (taken.step == "no_hearing") {
            const auto notice = static_cast<std::size_t>(before("give_notice"));
            const bool waived = before("waive_hearing") > before("give_notice");
            if (!waived && taken.place.time - state.steps[notice].place.time < std::chrono::days(5)) {
                return "APL 64: five working days were not over";
            }
        }
    }
    return {};
}

std::uint64_t firstSeed() {
    const QByteArray given = qgetenv("TOUCHSTONE_SEED");
    return given.isEmpty() ? 20260302 : given.toULongLong();
}

} // namespace

/// TOUCHSTONE_SEED=N replays from the walk with that seed.
class TestWalk : public QObject {
    Q_OBJECT

private slots:
    void noWalkBreaksARule_data() {
        QTest::addColumn<QString>("which");
        QTest::newRow("shipped") << "shipped";
        QTest::newRow("whole procedure") << "full";
    }
    void noWalkBreaksARule() {
        QFETCH(QString, which);
        std::map<std::string, int> stages;
        for (std::uint64_t seed = firstSeed(); seed < firstSeed() + kWalks; ++seed) {
            World world = which == u"shipped"
                              ? shippedWorld()
                              : World(*parseDefinition(textOf(TEST_DATA_DIR "/workflow/full-procedure.json")));
            if (which == u"full") {
                world.add("olga", {Role::officer});
                world.add("otto", {Role::officer, Role::supervisor});
                world.add("ivan", {Role::investigator});
                world.add("irma", {Role::investigator, Role::officer});
                world.add("sara", {Role::supervisor});
                world.add("mila", {Role::supervisor, Role::investigator});
                world.open();
            }
            Walk walk(std::move(world), seed);
            walk.run(kMoves);
            const std::string broken = brokenRule(walk);
            QVERIFY2(broken.empty(), qPrintable(QString("seed %1: %2").arg(seed).arg(QString::fromStdString(broken))));
            for (const auto& one : walk.world().state.steps) ++stages[one.to];
        }
        qInfo("seeds %llu to %llu", static_cast<unsigned long long>(firstSeed()),
              static_cast<unsigned long long>(firstSeed() + kWalks - 1));
        for (const auto& [stage, times] : stages) qInfo("  %s: %d", stage.c_str(), times);
        if (firstSeed() != 20260302) return;
        // The walks must come far enough to prove something.
        if (which == u"shipped") QVERIFY(stages["decided"] > 0 && stages["no_violation"] > 0 && stages["closed"] > 0);
        else QVERIFY(stages["investigation"] > 0); // test_procedure goes to the end
    }
};

QTEST_APPLESS_MAIN(TestWalk)
#include "test_walk.moc"
