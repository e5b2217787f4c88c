// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/workflow/case_log.h"

#include "crypto/check.h"
#include "model/case/fold.h"
#include "model/workflow/step_documents.h"
#include "tests/model/workflow/definitions.h"

#include <algorithm>

using namespace model;

CaseLog::CaseLog(Definition what)
    : definition(std::move(what)), now(*parseInstant("2026-03-02T02:00:00Z")), calendar(*law::Calendar::shipped()) {
    state.id = CaseId{{1}};
}

PersonId CaseLog::add(const std::string& name, std::set<Role> roles, bool certified) {
    PersonId id;
    id.bytes[0] = static_cast<std::uint8_t>(m_people.size() + 1);
    m_people[name] = id;
    Person person;
    person.id = id;
    person.name = name;
    person.roles = std::move(roles);
    person.certified = certified;
    office.people[id] = person;
    state.readers.insert(id.bytes);
    return id;
}

Event CaseLog::eventOf(const std::string& name, const CaseBody& body) const {
    const EncodedBody encoded = writeBody(body);
    EventHeader header;
    header.suite = office.suite;
    header.caseId = state.id;
    header.author = who(name);
    header.kind = encoded.kind;
    header.time = now;
    header.seen = state.head;
    header.clear = encoded.clear;
    if (!encoded.sealed.empty()) header.sealedHash.emplace();
    return makeEvent(header, {});
}

void CaseLog::fold(const Event& event, const CaseBody& body) {
    Landing landing{state.head.seq + 1, {}, now, true, {}};
    landing.link.bytes.fill(static_cast<std::uint8_t>(landing.seq));
    apply(state, event, body, landing);
    now += std::chrono::minutes(1);
}

Result<void> CaseLog::ask(const std::string& name, const CaseBody& body, bool readable) const {
    Event event = eventOf(name, body);
    if (!writeBody(body).sealed.empty()) event.header.sealedHash.emplace();
    const Bench bench{&office, &definition, &calendar, now, readable, {}};
    return allowed(state, event.header, readable ? body : readCaseBody(event.header, nullptr), bench);
}

Result<Digest> CaseLog::say(const std::string& name, const CaseBody& body) {
    TRY(ask(name, body, true));
    crypto::require(ask(name, body, false).has_value(), "the hub lets through what the desk does");
    return force(name, body);
}

Digest CaseLog::force(const std::string& name, const CaseBody& body) {
    const Event event = eventOf(name, body);
    fold(event, body);
    return event.id;
}

CaseBody CaseLog::step(const std::string& step, Form form, const std::optional<Digest>& on) const {
    const Step* found = definition.anyStep(step);
    crypto::require(found != nullptr, "the step is in the definition");
    const OpenedTrack* own = on ? state.track(*on) : nullptr;
    takeOver(definition, *found, state, form, own);
    const std::string from = own ? own->stage : state.stage;
    StepDone done{step, from, targetOf(*found, from), found->role, std::move(form), {}};
    if (const auto day = done.form.find(found->dated); day != done.form.end()) done.day = parseDate(day->second);
    done.documents = documentsToSign(definition, state, *found, own);
    if (found->track.empty()) return done;
    return TrackStep{std::move(done), found->track, on};
}

Result<Digest> CaseLog::take(const std::string& name, const std::string& what, const Form& form,
                             const std::optional<Digest>& on) {
    return say(name, step(what, form, on));
}

Result<void> CaseLog::mayTakeBack(const std::string& name, const Digest& event) const {
    return mayWithdraw(definition, state, office, who(name), event);
}

void CaseLog::assign(const std::string& name, const std::string& role) {
    force(m_people.begin()->first, PersonAssigned{who(name), role});
}

void CaseLog::release(const std::string& name, const std::string& role) {
    force(m_people.begin()->first, PersonReleased{who(name), role});
    state.readers.insert(who(name).bytes);
}

Deadline CaseLog::deadline(const std::string& id, const std::optional<Digest>& on) const {
    for (auto& one : deadlines(definition, state, &calendar, now)) {
        if (one.id == id && one.on == on) return one;
    }
    return {};
}

std::vector<StepOption> CaseLog::options(const std::string& name) const {
    return stepsFrom(definition, state, office, who(name), now, &calendar);
}

std::string CaseLog::stageOf(const Digest& opening) const {
    const OpenedTrack* one = state.track(opening);
    return one ? one->stage : std::string();
}

CaseLog caseWithTracks() {
    CaseLog log(*parseDefinition(tracksDefinition()));
    log.add("olga", {Role::officer});
    log.add("ivan", {Role::investigator});
    log.add("irma", {Role::investigator});
    log.add("sara", {Role::supervisor});
    log.add("saul", {Role::supervisor});
    log.add("mila", {Role::supervisor, Role::investigator});
    log.force("olga", ReportReceived{"digest", "received", "web", "tip", {{"title", "t"}}, {}});
    for (const char* name : {"ivan", "irma", "mila"}) log.assign(name, "investigator");
    crypto::require(log.take("olga", "begin").has_value(), "the case can begin");
    return log;
}
