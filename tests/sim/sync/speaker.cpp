// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/speaker.h"

#include "crypto/envelope.h"
#include "model/workflow/judge.h"

#include <algorithm>

using namespace model;

namespace sim {

namespace {

Said nothing(std::string what, Error error) { return {std::move(what), {}, std::move(error)}; }

} // namespace

ActMaker Speaker::maker() { return {m_desk.cast().suite, m_desk.actor(), m_desk.clock().now(), m_desk.random()}; }

std::string Speaker::words() { return std::format("{} {}", kCanary, m_dice.below(1'000'000)); }

Said Speaker::kept(std::string what, ActMaker& act) {
    const Submission submission = act.sign();
    if (auto done = keep(m_desk.vault(), act, submission); !done) return nothing(std::move(what), done.error());
    Said said{std::move(what), {}, {}};
    for (const auto& event : submission.events) said.events.push_back(event.id);
    return said;
}

Result<void> Speaker::judge(const CaseState& state, const EventHeader& header, const CaseBody& body,
                            const Recipients& recipients) {
    const Bench bench{
        &m_desk.office(), &m_desk.cast().definition, nullptr, std::max(m_desk.clock().now(), header.time), true,
        recipients};
    return allowed(state, header, body, bench);
}

Said Speaker::something() {
    const auto rows = m_desk.cases();
    const auto& roles = m_desk.actor().roles;
    if (roles.contains(Role::officer) && (rows.empty() || m_dice.chance(rows.size() < 3 ? 40 : 8)))
        return m_dice.chance(15) ? reports() : report();
    if (roles.contains(Role::administrator) && m_dice.chance(12)) return somethingInTheOffice();
    if (rows.empty()) return {"nothing", {}, {}};
    const auto loaded = loadCase(m_desk.vault(), rows[m_dice.below(rows.size())]);
    if (!loaded) return nothing("read a case", loaded.error());
    return inCase(*loaded);
}

Said Speaker::report() {
    const Unit* const unit = m_desk.office().unit(kOfficeUnit);
    if (unit == nullptr) return {"nothing", {}, {}};
    const auto key = crypto::Secret::random(32, m_desk.random());
    std::vector<KeyGrant> grants;
    grants.push_back({1, key.copy()});
    const ReportReceived body{m_desk.office().currentWorkflow,
                              m_desk.cast().definition.initialStage().id,
                              "web",
                              "tip",
                              {{"title", words()}, {"narrative", words()}, {"goods", "Antimony"}},
                              {}};
    EventHeader header;
    header.suite = m_desk.cast().suite;
    header.caseId = id<CaseId>();
    header.author = m_desk.actor().id;
    header.kind = ReportReceived::kKind;
    header.keys.push_back(0);
    header.sealedHash.emplace();
    if (auto may = judge({}, header, body, {unit->id.bytes}); !may) return nothing("report", may.error());
    auto act = maker();
    act.say({header.caseId, writeBody(CaseBody(body)), {}, 1, &key, grants});
    act.admit({{unit->id.bytes, unit->sealedTo()}});
    return kept("report", act);
}

/// Several reports in one act, as an import makes them.
Said Speaker::reports() {
    const Unit* const unit = m_desk.office().unit(kOfficeUnit);
    if (unit == nullptr || !m_desk.office().has(m_desk.actor().id, Role::officer)) return {"nothing", {}, {}};
    auto act = maker();
    for (auto count = 2 + m_dice.below(4); count > 0; --count) {
        const auto key = crypto::Secret::random(32, m_desk.random());
        std::vector<KeyGrant> grants;
        grants.push_back({1, key.copy()});
        const CaseBody body = ReportReceived{m_desk.office().currentWorkflow,
                                             m_desk.cast().definition.initialStage().id,
                                             "import",
                                             "tip",
                                             {{"title", words()}},
                                             {}};
        act.say({id<CaseId>(), writeBody(body), {}, 1, &key, grants});
    }
    act.admit({{unit->id.bytes, unit->sealedTo()}});
    return kept("import", act);
}

Said Speaker::inCase(const LoadedCase& loaded) {
    const auto intent = intend(loaded);
    if (!intent) return {"nothing", {}, {}};
    return say(loaded, *intent);
}

std::optional<Speaker::Intent> Speaker::intend(const LoadedCase& loaded) {
    const auto& state = loaded.state;
    switch (m_dice.below(12)) {
    case 0:
    case 1: return Intent{NoteAdded{words()}};
    case 2: return Intent{FactsSet{{{"party", words()}, {"goods", words()}}}};
    case 3: {
        PartyStated party;
        const bool again = !state.parties.empty() && m_dice.chance(60);
        party.item = again ? state.parties[m_dice.below(state.parties.size())].id : id<ItemId>();
        if (!again || m_dice.chance(70)) party.fields = {{"kind", "company"}, {"name", words()}};
        return Intent{std::move(party)};
    }
    case 4: return Intent{CaseOpened{}};
    case 5: {
        if (state.standing.empty()) return std::nullopt;
        return Intent{EventWithdrawn{state.standing[m_dice.below(state.standing.size())]}};
    }
    case 6:
    case 7: return assign(loaded);
    case 8: return release(loaded);
    default: return step(loaded);
    }
}

std::optional<Speaker::Intent> Speaker::step(const LoadedCase& loaded) {
    std::vector<const Step*> steps;
    for (const auto& one : m_desk.cast().definition.steps) {
        if (std::ranges::contains(one.from, loaded.state.stage)) steps.push_back(&one);
    }
    if (steps.empty()) return std::nullopt;
    // The first step leads on; the others end the case or go back.
    const Step& chosen = *steps[m_dice.chance(70) ? 0 : m_dice.below(steps.size())];
    Form form;
    for (const auto& field : chosen.form) {
        if (!field.required) continue;
        if (field.type == FieldType::date) form[field.id] = "2026-03-04";
        else if (!field.choices.empty()) form[field.id] = field.choices.front().value;
        else form[field.id] = words();
    }
    const std::string& from = loaded.state.stage;
    return Intent{StepDone{chosen.id, from, targetOf(chosen, from), chosen.role, std::move(form)}};
}

std::optional<Speaker::Intent> Speaker::assign(const LoadedCase& loaded) {
    if (loaded.keys.empty()) return std::nullopt;
    const Actor& who = m_desk.cast().people[m_dice.chance(50) ? investigator1 : investigator2];
    const Person* const person = m_desk.office().person(who.id);
    if (person == nullptr) return std::nullopt;
    Intent intent{PersonAssigned{who.id, "investigator"}, {{who.id.bytes, person->identity}}, {}};
    for (const auto& [epoch, key] : loaded.keys) intent.grants.push_back({epoch, key.copy()});
    return intent;
}

std::optional<Speaker::Intent> Speaker::release(const LoadedCase& loaded) {
    const auto& state = loaded.state;
    if (state.assignments.empty() || loaded.keys.empty()) return std::nullopt;
    const auto& one = state.assignments[m_dice.below(state.assignments.size())];
    const bool leaves = std::ranges::count(state.assignments, one.person, &Assignment::person) == 1;
    Intent intent{PersonReleased{one.person, one.role}, {}, {}};
    for (const auto& reader : state.readers) {
        if (leaves && reader == one.person.bytes) continue;
        if (const Person* found = m_desk.office().person(PersonId{reader}))
            intent.readers.emplace_back(reader, found->identity);
        const auto unit = m_desk.office().units.find(UnitId{reader});
        if (unit != m_desk.office().units.end()) intent.readers.emplace_back(reader, unit->second.sealedTo());
    }
    intent.grants.push_back({loaded.keys.rbegin()->first + 1, crypto::Secret::random(32, m_desk.random())});
    return intent;
}

Said Speaker::say(const LoadedCase& loaded, const Intent& intent) {
    const EncodedBody encoded = writeBody(intent.body);
    EventHeader draft;
    draft.suite = m_desk.cast().suite;
    draft.caseId = loaded.state.id;
    draft.author = m_desk.actor().id;
    draft.kind = encoded.kind;
    draft.time = m_desk.clock().now();
    draft.seen = loaded.state.head;
    if (!encoded.sealed.empty()) draft.sealedHash.emplace();
    if (!intent.grants.empty()) draft.keys.push_back(0);
    Recipients recipients;
    for (const auto& [recipient, to] : intent.readers) recipients.push_back(recipient);
    if (auto may = judge(loaded.state, draft, intent.body, recipients); !may) return nothing(encoded.kind, may.error());
    if (loaded.keys.empty()) return {"nothing", {}, {}};
    auto act = maker();
    act.say({loaded.state.id, encoded, loaded.state.head, loaded.epoch, &loaded.keys.at(loaded.epoch), intent.grants});
    act.admit(intent.readers);
    return kept(encoded.kind, act);
}

/// The unit that reads the cases, with a new identity for those who stay, if that is due and this person can.
std::optional<RegisterBody> Speaker::turnedUnit() {
    const RegisterState& office = m_desk.office();
    const Unit* const unit = office.unit(kOfficeUnit);
    if (unit == nullptr || !unit->mustTurn() || !unit->staying().contains(m_desk.actor().id)) return std::nullopt;
    const auto mine = m_desk.keys().units.find(unit->id);
    if (mine == m_desk.keys().units.end() || mine->second.front().publicPart() != unit->identity) return std::nullopt;
    const auto fresh = crypto::Identity::generate(office.suite, m_desk.random());
    const auto seal = [&](const crypto::Identity& what, const crypto::PublicIdentity& to) {
        return *crypto::sealTo(to, what.exportSecret().view(), unit->id.view(), m_desk.random());
    };
    UnitTurned body{unit->id, fresh.publicPart(), {}, seal(mine->second.front(), fresh.publicPart())};
    for (const auto id : unit->staying()) body.members[id] = seal(fresh, office.person(id)->identity);
    body.with = office.sealingKeys(*unit, unit->staying());
    return body;
}

Said Speaker::somethingInTheOffice() {
    const RegisterState& office = m_desk.office();
    if (auto body = turnedUnit()) return inRegister("a unit turns", {*std::move(body)}, {});
    if (!office.has(m_desk.actor().id, Role::administrator)) return {"nothing", {}, {}};
    const Actor& fresh = m_desk.cast().people[newcomer];
    const Unit* const unit = office.unit(kOfficeUnit);
    const auto joins = [&](PersonId id, const crypto::PublicIdentity& to) -> std::optional<RegisterBody> {
        const auto mine = unit != nullptr ? m_desk.keys().units.find(unit->id) : m_desk.keys().units.end();
        if (mine == m_desk.keys().units.end() || unit->members.contains(id)) return std::nullopt;
        if (mine->second.front().publicPart() != unit->identity) return std::nullopt;
        auto sealed = crypto::sealTo(to, mine->second.front().exportSecret().view(), unit->id.view(), m_desk.random());
        return UnitJoined{unit->id, id, *std::move(sealed), sealingKeys(unit->identity, std::span(&to, 1))};
    };
    if (office.person(fresh.id) == nullptr) {
        Person person{fresh.id, fresh.name, fresh.roles, true, true, fresh.identity.publicPart(), {}};
        std::vector<RegisterBody> bodies{PersonAdded{std::move(person)}};
        if (auto body = joins(fresh.id, fresh.identity.publicPart())) bodies.push_back(*std::move(body));
        return inRegister("newcomer joins", bodies, {{fresh.id.bytes, fresh.identity.publicPart()}});
    }
    const Actor& who = m_desk.cast().people[officer + m_dice.below(people - 1)];
    const Person* const person = office.person(who.id);
    if (person == nullptr) return {"nothing", {}, {}};
    if (!person->active) {
        std::vector<RegisterBody> bodies{PersonChanged{who.id, who.roles, true, true}};
        if (!unitsOf(who.roles).empty()) {
            if (auto body = joins(who.id, person->identity)) bodies.push_back(*std::move(body));
        }
        return inRegister(who.name + " comes back", bodies, {});
    }
    if (m_dice.chance(40))
        return inRegister(who.name + " leaves", {PersonChanged{who.id, person->roles, true, false}}, {});
    auto roles = person->roles;
    const Role other = m_dice.chance(50) ? Role::auditor : Role::officer;
    if (!roles.insert(other).second && roles.size() > 1) roles.erase(other);
    std::vector<RegisterBody> bodies{PersonChanged{who.id, roles, true, true}};
    if (roles.contains(Role::officer)) {
        if (auto body = joins(who.id, person->identity)) bodies.push_back(*std::move(body));
    }
    return inRegister(who.name + " has other roles", bodies, {});
}

Said Speaker::inRegister(std::string what, const std::vector<RegisterBody>& bodies, const Readers& readers) {
    const RegisterState& office = m_desk.office();
    const auto key = m_desk.officeKeys().find(office.epoch);
    if (key == m_desk.officeKeys().end()) return {"nothing", {}, {}};
    std::vector<KeyGrant> grants;
    for (const auto& [epoch, secret] : m_desk.officeKeys()) grants.push_back({epoch, secret.copy()});
    auto act = maker();
    RegisterState state = office;
    bool first = true;
    for (const auto& body : bodies) {
        const bool gives = std::exchange(first, false) && !readers.empty();
        const Event& event = act.say({m_desk.cast().office, writeBody(body), office.head, office.epoch, &key->second,
                                      gives ? std::span<const KeyGrant>(grants) : std::span<const KeyGrant>()});
        if (auto may = allowed(state, event.header, body); !may) return nothing(std::move(what), may.error());
        apply(state, event, body, {});
    }
    act.admit(readers);
    return kept(std::move(what), act);
}

} // namespace sim
