// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/workflow/world.h"

#include "crypto/check.h"
#include "model/workflow/penalty_check.h"

#include <algorithm>

using namespace model;

World::World(Definition what)
    : definition(std::move(what)), now(*parseInstant("2026-03-02T02:00:00Z")), calendar(*law::Calendar::shipped()) {
    state.workflow = "test";
    state.id = CaseId{{1}};
}

PersonId World::add(const std::string& name, std::set<Role> roles, bool certified) {
    PersonId id;
    id.bytes[0] = static_cast<std::uint8_t>(m_people.size() + 1);
    m_people[name] = id;
    Person person;
    person.id = id;
    person.name = name;
    person.roles = std::move(roles);
    person.certified = certified;
    office.people[id] = person;
    return id;
}

Place World::place(const std::string& name) {
    ++state.head.seq;
    ++state.events;
    return {.event = {}, .by = who(name), .time = now, .seq = state.head.seq};
}

void World::open() {
    state.stage = definition.initialStage().id;
    state.opened = {.event = {}, .by = m_people.begin()->second, .time = now, .seq = 1};
    for (const auto& [id, person] : office.people) { // in the place of their unit
        if (!unitsOf(person.roles).empty()) state.readers.insert(id.bytes);
    }
}

Result<void> World::ask(const std::string& name, const std::string& step, const Form& form) const {
    const Step* found = definition.step(step);
    Form whole = form;
    if (found) takeOver(definition, *found, state, whole);
    return allowedStep(definition, state, office, who(name), {step, &whole, found ? found->role : ""}, now, &calendar);
}

Result<void> World::askBlind(const std::string& name, const std::string& step) const {
    const Step* found = definition.step(step);
    return allowedStep(definition, state, office, who(name), {step, nullptr, found ? found->role : ""}, now, &calendar);
}

Result<void> World::take(const std::string& name, const std::string& step, const Form& form) {
    TRY(ask(name, step, form));
    force(name, step, form);
    return {};
}

void World::force(const std::string& name, const std::string& step, const Form& form) {
    const Step* found = definition.step(step);
    const std::string from = state.stage;
    const std::string to = targetOf(*found, from);
    state.steps.push_back({step, from, to, found->role, state.head, place(name), form, true});
    state.steps.back().order = state.events;
    state.stage = to;
    now += std::chrono::minutes(1);
}

Result<void> World::assign(const std::string& by, const std::string& name, const std::string& role) {
    TRY(mayAssign(definition, state, office, who(by), who(name), role));
    state.assignments.push_back({who(name), role, place(by)});
    state.readers.insert(who(name).bytes);
    return {};
}

void World::release(const std::string& name, const std::string& role) {
    const auto found = std::ranges::find_if(
        state.assignments, [&](const Assignment& one) { return one.person == who(name) && one.role == role; });
    crypto::require(found != state.assignments.end(), "the person is assigned");
    state.released.push_back(*found);
    state.assignments.erase(found);
    if (unitsOf(office.people.at(who(name)).roles).empty()) state.readers.erase(who(name).bytes);
}

void World::set(const std::string& fact, const std::string& value) {
    Fact& one = state.facts[fact];
    one.value = value;
    one.readable = true;
    ++one.edits;
}

void World::addEvidence(bool excluded) {
    EvidenceItem item;
    item.id.bytes[0] = static_cast<std::uint8_t>(state.evidence.size() + 1);
    item.excluded = excluded;
    state.evidence.push_back(item);
}

const StepOption* World::option(const std::string& name, const std::string& step) {
    m_options = stepsFrom(definition, state, office, who(name), now, &calendar);
    const auto found = std::ranges::find(m_options, step, &StepOption::step);
    return found == m_options.end() ? nullptr : &*found;
}

const Deadline* World::deadline(const std::string& id) {
    m_deadlines = deadlines(definition, state, &calendar, now);
    const auto found = std::ranges::find(m_deadlines, id, &Deadline::id);
    return found == m_deadlines.end() ? nullptr : &*found;
}

namespace {

std::string penaltyOf(std::int64_t yuan) {
    PenaltyValue value;
    value.facts.violations = {law::ArticleId("ecl34")};
    value.facts.illegalTurnover = law::Money::fromFen(600'000'00);
    value.proposal.fine = law::Money::fromFen(yuan * 100);
    return renderPenaltyValue(value);
}

} // namespace

std::string goodPenalty() { return penaltyOf(3'000'000); }
std::string excessivePenalty() { return penaltyOf(6'000'001); }

World shippedWorld() {
    World world(*parseDefinition(shippedDefinition()));
    world.add("olga", {Role::officer});
    world.add("ivan", {Role::investigator});
    world.add("irma", {Role::investigator});
    world.add("uwe", {Role::investigator}, false);
    world.add("sara", {Role::supervisor});
    world.add("saul", {Role::supervisor});
    world.add("mila", {Role::supervisor, Role::investigator});
    world.open();
    return world;
}

void lead(World& world, const std::string& stage) {
    const auto must = [](Result<void> result) { crypto::require(result.has_value(), "the ordinary way is open"); };
    const auto at = [&] { return world.state.stage == stage; };
    if (at()) return;
    for (const char* fact : {"title", "narrative", "party", "party_address", "goods"}) world.set(fact, "x");
    world.set("violation", "ecl34");
    must(world.take("olga", "accept"));
    if (at()) return;
    must(world.take("olga", "verify", {{"findings", "x"}}));
    must(world.take("olga", "propose_filing", {{"filing_reason", "x"}, {"jurisdiction", "x"}}));
    if (at()) return;
    must(world.take("sara", "approve_filing"));
    if (at()) return;
    must(world.assign("olga", "ivan", "investigator"));
    must(world.assign("sara", "irma", "investigator"));
    must(world.take("ivan", "begin_investigation"));
    if (at()) return;
    world.addEvidence();
    must(world.take("ivan", "propose", {{"facts_found", "x"}, {"reasons", "x"}, {"penalty", goodPenalty()}}));
    if (at()) return;
    must(world.take("sara", "approve", {{"opinion", "x"}}));
    if (at()) return;
    must(world.take("sara", "issue_decision",
                    {{"decision_no", "1"},
                     {"decision_date", "2026-03-02"},
                     {"payment_bank", "x"},
                     {"payment_account", "x"},
                     {"review_body", "x"},
                     {"litigation_court", "x"}}));
    crypto::require(at(), "the stage is on the ordinary way");
}
