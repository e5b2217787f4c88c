// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/template/shipped.h"
#include "model/workspace/parts.h"

#include "crypto/envelope.h"
#include "model/workspace/invitation.h"
#include "model/workspace/recovery.h"
#include "model/workspace/setup_rules.h"

#include <algorithm>

namespace model {

namespace {

Result<Bytes> sealIdentity(const crypto::Identity& unit, UnitId id, const crypto::PublicIdentity& to,
                           crypto::Random& random) {
    auto sealed = crypto::sealTo(to, unit.exportSecret().view(), id.view(), random);
    if (!sealed)
        return fail(Code::failed, {"A unit's key cannot be sealed to this person", "无法向该人员封装单位密钥"});
    return *std::move(sealed);
}

/// What must be said so that a person is in a unit: nothing if they are, or if only a member could let them in.
Result<std::optional<RegisterBody>> unitEvent(Workspace::Parts& parts, std::string_view name, PersonId person,
                                              const crypto::PublicIdentity& to) {
    const Unit* unit = parts.office.unit(name);
    if (!unit) {
        // A unit begins with its first member, and nobody else ever holds its key: not even who founds it.
        auto identity = crypto::Identity::generate(parts.officeFile.suite, *parts.random);
        Unit fresh;
        parts.random->fill(fresh.id.bytes);
        fresh.name = name;
        fresh.identity = identity.publicPart();
        TRY_ASSIGN(fresh.members[person], sealIdentity(identity, fresh.id, to, *parts.random));
        return UnitFounded{std::move(fresh)};
    }
    if (unit->members.contains(person)) return std::nullopt;
    const auto mine = parts.keys.units.find(unit->id);
    // What is not held as it is now comes later, from a member or from this desk once it has the key.
    if (mine == parts.keys.units.end() || mine->second.front().publicPart() != unit->identity) return std::nullopt;
    TRY_ASSIGN(auto sealed, sealIdentity(mine->second.front(), unit->id, to, *parts.random));
    return UnitJoined{unit->id, person, std::move(sealed), sealingKeys(unit->identity, std::span(&to, 1))};
}

Result<Receipt> admitPerson(Workspace::Parts& parts, Person person) {
    std::vector<RegisterBody> bodies;
    const bool known = parts.office.person(person.id) != nullptr;
    if (!known) bodies.emplace_back(PersonAdded{person});
    for (const auto unit : unitsOf(person.roles)) {
        TRY_ASSIGN(auto body, unitEvent(parts, unit, person.id, person.identity));
        if (body) bodies.push_back(*std::move(body));
    }
    Receipt receipt;
    if (!bodies.empty()) {
        TRY_ASSIGN(receipt, parts.sayInRegister(bodies, {{person.id.bytes, person.identity}}));
        if (!receipt.refused.empty()) return std::unexpected(receipt.refused.front());
    }
    // After the register, so that nobody holds the hub's key who is not in it.
    if (parts.hub.store) TRY(shareHubKey(parts.folder, person.id, person.identity, parts.hubKey, *parts.random));
    return receipt;
}

} // namespace

Result<void> Workspace::Parts::needAdministrator() const {
    if (office.has(person, Role::administrator)) return {};
    return fail(Code::refused, {"Only an administrator may change the register", "仅系统管理员可变更名册"},
                {"Ask an administrator", "请联系系统管理员"});
}

Digest keyFingerprint(const crypto::PublicIdentity& keys) { return crypto::digest(keys.suite, keys.encode()); }

std::vector<PersonId> Workspace::peopleByName() const {
    constexpr std::size_t kWhole = 1024; // bytes: no name is cut off
    std::vector<std::pair<std::string, PersonId>> keyed;
    for (const auto& [id, person] : m_parts->office.people)
        keyed.emplace_back(m_parts->vault->collation().key(nameOf(id), kWhole), id);
    std::ranges::sort(keyed);
    std::vector<PersonId> order;
    order.reserve(keyed.size());
    for (const auto& [key, id] : keyed) order.push_back(id);
    return order;
}

Result<std::vector<PersonEntry>> Workspace::people() const {
    const Parts& parts = *m_parts;
    TRY_ASSIGN(const auto info, inspectOffice(parts.folder));
    const auto labelOf = [&](PersonId id) {
        const auto at = std::ranges::find(info.profiles, id, &Profile::id);
        return at == info.profiles.end() ? std::string{} : at->label;
    };
    std::vector<PersonEntry> all;
    for (const auto& profile : info.profiles) {
        if (parts.office.person(profile.id) != nullptr) continue;
        TRY_ASSIGN(const auto file, readIdentityFile(parts.folder, profile.id));
        auto& entry = all.emplace_back();
        entry.id = profile.id;
        entry.label = profile.label;
        entry.name = file.name;
        entry.fingerprint = profile.fingerprint;
        if (auto may = parts.needAdministrator(); !may) entry.whyNot = std::move(may).error();
    }
    TRY_ASSIGN(const auto asking, parts.asking());
    for (const auto& request : asking) {
        auto& entry = all.emplace_back();
        entry.id = request.person;
        entry.name = request.name;
        entry.fingerprint = keyFingerprint(request.identity);
        if (auto may = parts.needAdministrator(); !may) entry.whyNot = std::move(may).error();
    }
    std::vector<PersonEntry> registered;
    EventHeader asMe;
    asMe.author = parts.person;
    asMe.suite = parts.office.suite;
    asMe.seen = parts.office.head;
    for (const auto& [id, person] : parts.office.people) {
        auto& entry = registered.emplace_back();
        entry = {id,
                 labelOf(id),
                 person.name,
                 person.roles,
                 person.certified,
                 person.active,
                 true,
                 keyFingerprint(person.identity),
                 {}};
        // The judge itself says it, asked about the change that changes nothing.
        if (auto may = allowed(parts.office, asMe, PersonChanged{id, person.roles, person.certified, person.active});
            !may)
            entry.whyNot = std::move(may).error();
        TRY_ASSIGN(entry.renewal, parts.renewalOf(id));
    }
    const auto order = peopleByName();
    std::ranges::stable_sort(registered, [&](const PersonEntry& a, const PersonEntry& b) {
        if (a.active != b.active) return a.active;
        return std::ranges::find(order, a.id) < std::ranges::find(order, b.id);
    });
    std::ranges::move(registered, std::back_inserter(all));
    return all;
}

Result<PersonId> Workspace::addPerson(const PersonRequest& request, ByteView passphrase) {
    Parts& parts = *m_parts;
    TRY(parts.needAdministrator());
    TRY(checkRoles(request.roles));
    TRY(checkPersonName(request.name));
    TRY_ASSIGN(const auto info, inspectOffice(parts.folder));
    TRY(checkLabel(request.label, info.profiles));
    TRY(checkNewPassphrase(passphrase));
    TRY_ASSIGN(const auto mine, readIdentityFile(parts.folder, parts.person));
    PersonId id;
    parts.random->fill(id.bytes);
    PersonRequest onDisk = request;
    onDisk.name.clear(); // the name goes into the register, sealed
    // Who adds somebody may have keys on a token, which cost no guesses.
    const auto cost = mine.token ? crypto::measureCost(kPassphraseTime) : mine.cost;
    TRY_ASSIGN(const auto keys, makeKeys(parts.folder, id, onDisk, parts.officeFile.suite,
                                         {passphrase, cost, request.token, parts.tokens}, *parts.random));
    TRY(admitPerson(parts, {id, request.name, request.roles, request.certified, true, keys.identity.publicPart(), {}}));
    return id;
}

Result<Receipt> Workspace::admit(PersonId person, std::set<Role> roles, bool certified) {
    Parts& parts = *m_parts;
    TRY(parts.needAdministrator());
    if (parts.office.person(person) == nullptr) TRY(checkRoles(roles));
    TRY_ASSIGN(const auto asking, parts.asking());
    const auto request = std::ranges::find(asking, person, &JoinRequest::person);
    if (request != asking.end()) {
        TRY_ASSIGN(auto receipt, admit(*request, std::move(roles), certified));
        TRY(parts.forgetAsking(person));
        return receipt;
    }
    TRY_ASSIGN(const auto file, readIdentityFile(parts.folder, person));
    if (const Person* known = parts.office.person(person)) return admitPerson(parts, *known);
    return admitPerson(
        parts,
        {person, file.name.empty() ? file.label : file.name, std::move(roles), certified, true, file.identity, {}});
}

Result<Receipt> Workspace::admit(const JoinRequest& request, std::set<Role> roles, bool certified) {
    Parts& parts = *m_parts;
    TRY(parts.needAdministrator());
    TRY(checkRoles(roles));
    TRY(parts.mayTake(request));
    if (const Person* known = parts.office.person(request.person)) {
        if (known->identity == request.identity) return admitPerson(parts, *known);
        return fail(Code::refused, {"This person is in the register with other keys", "此人已在名册中，所用密钥不同"},
                    {"Propose the new keys instead, and let a second person approve them",
                     "请改为提议更换密钥，并由第二人批准"},
                    request.name);
    }
    return admitPerson(parts, {request.person, request.name, std::move(roles), certified, true, request.identity, {}});
}

Result<Receipt> Workspace::changePerson(PersonId person, const std::set<Role>& roles, bool certified, bool active) {
    Parts& parts = *m_parts;
    const Person* known = parts.office.person(person);
    if (!known) return fail(Code::notFound, {"There is no such person", "无此人员"});
    std::vector<RegisterBody> bodies{PersonChanged{person, roles, certified, active}};
    if (active) {
        for (const auto unit : unitsOf(roles)) {
            const Unit* const founded = parts.office.unit(unit);
            Person changed = *known;
            changed.roles = roles;
            changed.active = active;
            if (founded && !founded->wants(changed)) continue; // was taken out of it
            TRY_ASSIGN(auto body, unitEvent(parts, unit, person, known->identity));
            if (body) bodies.push_back(*std::move(body));
        }
    }
    TRY_ASSIGN(auto receipt, parts.sayInRegister(bodies));
    if (!receipt.refused.empty()) return receipt;
    if (receipt.waits) TRY(parts.reloadOffice());
    // Who has left a unit keeps the key it had until it turns; if it cannot be turned from here, the next member does.
    KeysTended tended;
    (void)parts.tendUnits(tended);
    return receipt;
}

Result<Receipt> Workspace::adoptWorkflow(std::string_view json) {
    TRY_ASSIGN(const auto definition, parseDefinition(json));
    TRY(checkDocuments(definition, m_parts->office));
    return m_parts->sayInRegister({WorkflowAdopted{std::string(json)}});
}

} // namespace model
