// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/recovery.h"

#include "crypto/envelope.h"
#include "model/workspace/parts.h"
#include "model/workspace/setup_rules.h"

#include <algorithm>

namespace model {

namespace {

/// Who has asked for new keys from another machine is kept among the drafts of the administrator who got the request.
constexpr std::string_view kAskingKeys = "asks-for-keys/";

Result<Bytes> sealUnit(const crypto::Identity& unit, UnitId id, const crypto::PublicIdentity& to,
                       crypto::Random& random) {
    auto sealed = crypto::sealTo(to, unit.exportSecret().view(), id.view(), random);
    if (!sealed)
        return fail(Code::failed, {"A unit's key cannot be sealed to this person", "无法向该人员封装单位密钥"});
    return *std::move(sealed);
}

/// A unit with a new identity for these people. `before` is the one it had; null where nobody has it any more.
struct Turned {
    crypto::Identity identity;
    UnitTurned body;
};
Result<Turned> turn(const Unit& unit, const crypto::Identity* before, const std::set<PersonId>& members,
                    const RegisterState& office, crypto::Random& random) {
    Turned out{crypto::Identity::generate(office.suite, random), {}};
    out.body.unit = unit.id;
    out.body.identity = out.identity.publicPart();
    for (const auto member : members) {
        TRY_ASSIGN(out.body.members[member],
                   sealUnit(out.identity, unit.id, office.people.at(member).identity, random));
    }
    if (before) {
        TRY_ASSIGN(out.body.former, sealUnit(*before, unit.id, out.body.identity, random));
    }
    out.body.with = office.sealingKeys(unit, members);
    return out;
}

std::unexpected<Error> otherKeys(const Digest& are) {
    return fail(Code::refused, {"These are other keys than those that you compared", "该密钥与您核对的密钥不同"},
                {"Compare the fingerprint once more with what the person reads out", "请再次与本人读出的指纹逐位核对"},
                are.hex());
}

} // namespace

Result<std::vector<RegisterBody>> Workspace::Parts::unitsDue() const {
    std::vector<RegisterBody> bodies;
    for (const auto& [id, unit] : office.units) {
        const auto mine = keys.units.find(id);
        auto members = unit.staying();
        const bool holds = mine != keys.units.end() && mine->second.front().publicPart() == unit.identity;
        if (!holds || !members.contains(person) || !office.person(person)->active) continue;
        std::optional<Turned> turned;
        if (unit.mustTurn()) {
            TRY_ASSIGN(turned, turn(unit, &mine->second.front(), members, office, *random));
            bodies.emplace_back(turned->body);
        }
        const crypto::Identity& now = turned ? turned->identity : mine->second.front();
        for (const auto& [who, one] : office.people) {
            if (members.contains(who) || !unit.wants(one)) continue;
            TRY_ASSIGN(auto sealed, sealUnit(now, id, one.identity, *random));
            const auto with = sealingKeys(now.publicPart(), std::span(&one.identity, 1));
            bodies.emplace_back(UnitJoined{id, who, std::move(sealed), with});
        }
    }
    return bodies;
}

Result<void> Workspace::Parts::tendUnits(KeysTended& tended) {
    // Another member may do the same at the same time: then theirs stands, and what is left is done once more.
    constexpr int kTries = 3;
    for (int i = 0; i < kTries; ++i) {
        TRY_ASSIGN(const auto bodies, unitsDue());
        if (bodies.empty()) return {};
        TRY_ASSIGN(const auto receipt, sayInRegister(bodies));
        if (!receipt.refused.empty()) continue;
        for (const auto& body : bodies) {
            if (const auto* const turned = std::get_if<UnitTurned>(&body))
                tended.turned.push_back(office.units.at(turned->unit).name);
            if (const auto* const joined = std::get_if<UnitJoined>(&body))
                tended.joined.emplace_back(office.units.at(joined->unit).name, joined->person);
        }
        if (receipt.waits) TRY(reloadOffice()); // else it would be due still
        TRY(openUnits(keys, office));
        return {};
    }
    return {};
}

Result<std::vector<CaseId>> Workspace::Parts::casesDue(PersonId who) {
    const Person* const found = office.person(who);
    std::vector<CaseId> due;
    if (!found || !found->active || found->former.empty()) return due;
    std::vector<std::int64_t> rows;
    {
        TRY_ASSIGN(auto query, vault->database().prepare("SELECT n FROM case_person WHERE person = ?1 ORDER BY n"));
        query.with(who);
        for (;;) {
            TRY_ASSIGN(const bool more, query.step());
            if (!more) break;
            rows.push_back(query.get<std::int64_t>(0));
        }
    }
    for (const auto row : rows) {
        TRY_ASSIGN(const auto loaded, loadCase(*vault, row));
        const auto given = loaded.state.given.find(who);
        const bool had = given != loaded.state.given.end() && given->second >= found->identitySince();
        if (loaded.state.readers.contains(who.bytes) && !had && !loaded.keys.empty()) due.push_back(loaded.state.id);
    }
    return due;
}

Result<KeysTended> Workspace::tendKeys(const Progress& progress, std::stop_token stop) {
    Parts& parts = *m_parts;
    KeysTended tended;
    TRY(parts.tendUnits(tended));
    std::vector<PersonId> renewed;
    for (const auto& [id, one] : parts.office.people) {
        if (id != parts.person && !one.former.empty()) renewed.push_back(id);
    }
    for (const auto who : renewed) {
        TRY_ASSIGN(const auto cases, parts.casesDue(who));
        if (cases.empty()) continue;
        TRY_ASSIGN(auto outcome, bulk(cases, BulkGiveKeys{who}, progress, stop));
        auto& all = tended.cases;
        std::ranges::move(outcome.items, std::back_inserter(all.items));
        all.done += outcome.done;
        all.refused += outcome.refused;
        all.left += outcome.left;
        all.stopped = all.stopped || outcome.stopped;
        if (outcome.broken) all.broken = std::move(outcome.broken);
        if (all.stopped || all.broken) break;
    }
    return tended;
}

Result<Receipt> Workspace::beginUnitAnew(const std::string& name) {
    Parts& parts = *m_parts;
    TRY(parts.needAdministrator());
    const Unit* const unit = parts.office.unit(name);
    if (!unit) return fail(Code::notFound, {"There is no such unit", "无此密钥组"}, {}, name);
    std::set<PersonId> members;
    for (const auto& [id, one] : parts.office.people) {
        if (unit->wants(one)) members.insert(id);
    }
    TRY_ASSIGN(auto turned, turn(*unit, nullptr, members, parts.office, *parts.random));
    TRY_ASSIGN(auto receipt, parts.sayInRegister({std::move(turned.body)}));
    TRY(openUnits(parts.keys, parts.office));
    return receipt;
}

Result<JoinRequest> Workspace::askForNewKeys(const std::filesystem::path& folder, PersonId person, ByteView passphrase,
                                             const Surroundings& with, const Doing& doing, std::stop_token stop,
                                             const std::optional<crypto::TokenName>& token) {
    TRY_ASSIGN(const auto office, inspectOffice(folder));
    const auto profile = std::ranges::find(office.profiles, person, &Profile::id);
    if (profile == office.profiles.end())
        return fail(Code::notFound, {"This person has no keys in this folder", "此文件夹中没有该人员的密钥"});
    TRY(checkNewPassphrase(passphrase));
    PersonRequest request;
    request.label = profile->label;
    request.person = person;
    request.token = token;
    TRY_ASSIGN(const auto keys, renewKeys(folder, office.suite, request, passphrase, with, doing, std::move(stop)));
    return JoinRequest{person, office.fingerprint, profile->label, keys};
}

Result<void> Workspace::Parts::placeNewKeys() const {
    if (!hub.store) return {}; // whoever they belong to takes them up, once the hub lets them in
    for (const auto who : renewals(folder)) {
        const Person* const found = office.person(who);
        const auto waiting = readRenewal(folder, who);
        if (!found || !waiting || !*waiting || (*waiting)->identity != found->identity) continue;
        TRY(takeUpNewKeys(folder, who, hubKey, *random));
    }
    return {};
}

namespace {

/// The keys that somebody asks for: in a request that was taken in here, or in the folder.
Result<std::optional<crypto::PublicIdentity>> askedFor(const Workspace::Parts& parts, PersonId who) {
    TRY_ASSIGN(const auto draft, parts.vault->draft(std::string(kAskingKeys) + who.hex()));
    if (!draft.empty()) {
        TRY_ASSIGN(const auto request, readJoinRequest(draft));
        return request.identity;
    }
    TRY_ASSIGN(const auto waiting, readRenewal(parts.folder, who));
    if (!waiting) return std::nullopt;
    return waiting->identity;
}

} // namespace

Result<std::optional<Renewal>> Workspace::Parts::renewalOf(PersonId who) const {
    EventHeader asMe;
    asMe.author = person;
    asMe.suite = office.suite;
    asMe.seen = office.head;
    const auto proposed = office.proposals.find(who);
    if (proposed != office.proposals.end()) {
        const auto& [wanted, why, place] = proposed->second;
        Renewal out{keyFingerprint(wanted), true, place.by, place.time, why, {}, false};
        // The judge itself says it.
        if (auto may = allowed(office, asMe, IdentityReplaced{who, place.event, wanted}); !may)
            out.whyNot = std::move(may).error();
        out.mayDecline = allowed(office, asMe, IdentityDeclined{who, place.event}).has_value();
        return out;
    }
    TRY_ASSIGN(const auto asked, askedFor(*this, who));
    if (!asked || *asked == office.people.at(who).identity) return std::nullopt;
    Renewal out;
    out.fingerprint = keyFingerprint(*asked);
    asMe.sealedHash.emplace();
    if (auto may = allowed(office, asMe, IdentityProposed{who, *asked, {}}); !may) out.whyNot = std::move(may).error();
    out.mayDecline = office.has(person, Role::administrator);
    return out;
}

Result<Receipt> Workspace::proposeIdentity(PersonId who, const Digest& compared, const std::string& why) {
    Parts& parts = *m_parts;
    TRY(parts.needAdministrator());
    TRY(checkNote(why));
    if (!parts.office.person(who)) return fail(Code::notFound, {"There is no such person", "无此人员"});
    TRY_ASSIGN(const auto asked, askedFor(parts, who));
    if (!asked) {
        return fail(Code::notFound, {"This person has not asked for new keys", "该人员尚未申请更换密钥"},
                    {"Take their request in first", "请先收取其申请"});
    }
    const Digest are = keyFingerprint(*asked);
    if (are != compared) return otherKeys(are);
    TRY_ASSIGN(auto receipt, parts.sayInRegister({IdentityProposed{who, *asked, why}}));
    if (receipt.refused.empty()) TRY(parts.vault->keepDraft(std::string(kAskingKeys) + who.hex(), {}));
    return receipt;
}

Result<Receipt> Workspace::approveIdentity(PersonId who, const Digest& compared) {
    Parts& parts = *m_parts;
    const auto found = parts.office.proposals.find(who);
    if (found == parts.office.proposals.end())
        return fail(Code::notFound, {"No new keys are proposed for this person", "没有为该人员提议更换密钥"});
    const Proposal proposal = found->second;
    const Digest are = keyFingerprint(proposal.identity);
    if (are != compared) return otherKeys(are);
    TRY_ASSIGN(auto receipt, parts.sayInRegister({IdentityReplaced{who, proposal.place.event, proposal.identity}},
                                                 {{who.bytes, proposal.identity}}));
    if (!receipt.refused.empty()) return receipt;
    if (receipt.waits) TRY(parts.reloadOffice());
    TRY(parts.placeNewKeys());
    // What fails from here on is due still, and done by the next who holds the keys.
    (void)tendKeys({}, {});
    return receipt;
}

Result<Receipt> Workspace::declineIdentity(PersonId who) {
    Parts& parts = *m_parts;
    const auto found = parts.office.proposals.find(who);
    if (found != parts.office.proposals.end())
        return parts.sayInRegister({IdentityDeclined{who, found->second.place.event}});
    TRY(parts.needAdministrator());
    TRY(parts.vault->keepDraft(std::string(kAskingKeys) + who.hex(), {}));
    std::error_code error;
    const auto place = renewalFolder(parts.folder, who);
    const auto waiting = readRenewal(parts.folder, who);
    const Person* const person = parts.office.person(who);
    // Those that were approved are the person's own by now.
    if (person && waiting && *waiting && (*waiting)->identity != person->identity)
        std::filesystem::remove_all(place, error);
    return Receipt{};
}

Result<PersonId> Workspace::Parts::takeInRenewal(const JoinRequest& request) const {
    const Person& known = office.people.at(request.person);
    if (known.identity == request.identity)
        return fail(Code::refused, {"This person has these keys already", "该人员已在使用这些密钥"}, {}, request.name);
    TRY(vault->keepDraft(std::string(kAskingKeys) + request.person.hex(), writeJoinRequest(request)));
    return request.person;
}

} // namespace model
