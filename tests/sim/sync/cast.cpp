// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/cast.h"

#include "crypto/digest.h"
#include "crypto/envelope.h"
#include "model/hub/hub.h"
#include "model/sync/exchange.h"

using namespace model;

namespace sim {

namespace {

constexpr std::uint64_t kCastSeed = 20'260'304;

struct Part {
    const char* name;
    std::set<Role> roles;
};
const Part kRoles[people] = {{"admin", {Role::administrator, Role::supervisor}},
                             {"officer", {Role::officer}},
                             {"investigator-1", {Role::investigator}},
                             {"investigator-2", {Role::investigator}},
                             {"supervisor", {Role::supervisor, Role::administrator}},
                             {"auditor", {Role::auditor}},
                             {"newcomer", {Role::officer, Role::investigator}}};

bool readsAll(const std::set<Role>& roles) { return roles.contains(Role::officer) || roles.contains(Role::supervisor); }

/// Says the founding, and lets everybody in but the newcomer.
class Founding {
public:
    Founding(Cast& cast, crypto::Random& random)
        : m_cast(cast), m_random(random), m_unitIdentity(crypto::Identity::generate(cast.suite, random)),
          m_key(crypto::Secret::random(32, random)) {
        random.fill(m_unit.id.bytes);
        m_unit.name = kOfficeUnit;
        m_unit.identity = m_unitIdentity.publicPart();
        m_grants.push_back({1, m_key.copy()});
    }

    Submission found() {
        const Actor& founder = m_cast.people[admin];
        m_unit.members[founder.id] = sealUnit(founder);
        ActMaker act(m_cast.suite, founder, m_cast.founded, m_random);
        m_cast.fingerprint =
            say(act, OfficeFounded{m_cast.hub, personOf(founder), "Office of the simulation"}, {}, m_grants).id;
        say(act, UnitFounded{m_unit}, {}, {});
        say(act, WorkflowAdopted{std::string(shippedDefinition())}, {}, {});
        act.admit({{founder.id.bytes, founder.identity.publicPart()}});
        return act.sign();
    }

    Submission admitOne(const Actor& actor, const Seen& seen) {
        ActMaker act(m_cast.suite, m_cast.people[admin], m_cast.founded, m_random);
        say(act, PersonAdded{personOf(actor)}, seen, m_grants);
        if (readsAll(actor.roles)) say(act, joins(actor), seen, {});
        act.admit({{actor.id.bytes, actor.identity.publicPart()}});
        return act.sign();
    }

private:
    UnitJoined joins(const Actor& actor) {
        const auto to = actor.identity.publicPart();
        return {m_unit.id, actor.id, sealUnit(actor), sealingKeys(m_unit.identity, std::span(&to, 1))};
    }
    const Event& say(ActMaker& act, const RegisterBody& body, const Seen& seen, std::span<const KeyGrant> grants) {
        return act.say({m_cast.office, writeBody(body), seen, 1, &m_key, grants});
    }
    static Person personOf(const Actor& actor) {
        return {actor.id, actor.name, actor.roles, true, true, actor.identity.publicPart(), {}};
    }
    Bytes sealUnit(const Actor& to) {
        return *crypto::sealTo(to.identity.publicPart(), m_unitIdentity.exportSecret().view(), m_unit.id.view(),
                               m_random);
    }

    Cast& m_cast;
    crypto::Random& m_random;
    crypto::Identity m_unitIdentity;
    crypto::Secret m_key;
    Unit m_unit;
    std::vector<KeyGrant> m_grants;
};

} // namespace

std::filesystem::path Cast::vaultOf(std::size_t who) const { return folder / (people[who].name + ".db"); }

const std::string& Cast::nameOf(PersonId id) const {
    static const std::string nobody = "?";
    const auto found = std::ranges::find(people, id, &Actor::id);
    return found == people.end() ? nobody : found->name;
}

Cast foundCast(crypto::Suite suite, const std::filesystem::path& folder) {
    const auto random = crypto::seededRandom(kCastSeed);
    Cast cast;
    cast.suite = suite;
    cast.folder = folder;
    cast.founded = *parseInstant("2026-03-04T01:00:00Z");
    for (const auto& [name, roles] : kRoles) {
        PersonId id;
        random->fill(id.bytes);
        cast.people.push_back({name, id, roles, crypto::Identity::generate(suite, *random)});
    }
    auto hubIdentity = crypto::Identity::generate(suite, *random);
    cast.hubIdentity = hubIdentity.exportSecret();
    cast.hub = hubIdentity.publicPart();
    random->fill(cast.office.bytes);
    cast.vaultKey = crypto::Secret::random(32, *random);
    cast.definition = sure(parseDefinition(shippedDefinition()));

    MemoryStore store;
    const SimClock clock(cast.founded);
    Hub hub(store, std::move(hubIdentity), clock);
    Founding founding(cast, *random);
    auto first = founding.found();
    sure(hub.submit(std::span(&first, 1)));
    for (std::size_t who = officer; who < newcomer; ++who) {
        const Seen head = sure(hub.office())->head;
        auto next = founding.admitOne(cast.people[who], head);
        sure(hub.submit(std::span(&next, 1)));
    }
    if (!store.kept().refusals.empty()) throw std::runtime_error("the office cannot be founded");
    cast.workflow = sure(hub.office())->currentWorkflow;
    cast.record = store.kept();

    for (std::size_t who = 0; who < people; ++who) {
        auto vault = sure(Vault::create(cast.vaultOf(who), cast.vaultKey, suite));
        if (who == newcomer) continue;
        Keyholder keys{cast.people[who].id, &cast.people[who].identity, {}};
        RegisterState office;
        sure(exchangeWith(hub, keys.person, Exchange(vault, keys, cast.office, cast.fingerprint, office)));
    }
    return cast;
}

ActMaker::ActMaker(crypto::Suite suite, const Actor& author, Instant time, crypto::Random& random)
    : m_suite(suite), m_author(author), m_time(time), m_random(random), m_secret(crypto::Secret::random(32, random)),
      m_wrapper(suite, m_secret), m_sealer(suite) {}

const Event& ActMaker::say(const Saying& saying) {
    EventHeader header;
    header.suite = m_suite;
    header.caseId = saying.caseId;
    header.author = m_author.id;
    header.kind = saying.body.kind;
    header.time = m_time;
    header.seen = saying.seen;
    m_random.fill(header.nonce);
    header.clear = saying.body.clear;
    if (!saying.grants.empty()) header.keys = m_wrapper.wrap(saying.caseId, header.nonce, saying.grants);
    Bytes sealed;
    if (!saying.body.sealed.empty()) {
        header.epoch = saying.epoch;
        sealed = m_sealer.seal(header, *saying.key, saying.body.sealed);
    }
    return m_events.emplace_back(makeEvent(std::move(header), std::move(sealed)));
}

Submission ActMaker::sign() {
    std::vector<Envelope> envelopes;
    for (const auto& [recipient, key] : m_readers) {
        envelopes.push_back(
            {recipient, *crypto::sealTo(key, m_secret.view(), envelopeContext(m_author.id, recipient), m_random)});
    }
    std::vector<Digest> ids;
    for (const auto& event : m_events) ids.push_back(event.id);
    return {signAct(m_author.identity, m_author.id, m_time, ids, std::move(envelopes)).value(), std::move(m_events)};
}

Result<void> keep(Vault& vault, const ActMaker& maker, const Submission& submission) {
    std::vector<Digest> ids;
    for (const auto& event : submission.events) ids.push_back(event.id);
    TRY_ASSIGN(auto transaction, Transaction::begin(vault.database()));
    Record& record = vault.record();
    TRY_ASSIGN(const auto act, record.addAct(submission.act, ids));
    if (maker.hasReaders()) TRY(vault.rememberSecret(act, maker.secret()));
    for (std::size_t i = 0; i < submission.events.size(); ++i) {
        TRY_ASSIGN(const auto caseRow, record.caseRow(submission.events[i].header.caseId));
        TRY_ASSIGN(const auto added, record.addEvent(act, i, caseRow, submission.events[i]));
        TRY(vault.addPending(added.row));
    }
    return transaction.commit();
}

} // namespace sim
