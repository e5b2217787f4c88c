// SPDX-License-Identifier: GPL-3.0-or-later
// As whom a desk reads the record: the units whose keys it holds, and that it asks for the past once more when it may
// read more of it.
#include "crypto/envelope.h"
#include "model/sync/exchange.h"

#include <algorithm>

namespace model {

namespace {

/// The setting of a vault that says as whom its owner has read the record: Exchange::readAs().
constexpr std::string_view kReadAs = "read-as";
/// Exchange::began().
constexpr std::string_view kBegan = "began-at";
/// How far the past was read once more, and as whom: Exchange::keepAgain().
constexpr std::string_view kAgain = "again-at";

/// Whether who reads as `now` (Exchange::readAs()) is given more of the past than who read as `before`.
bool readsMore(ByteView now, ByteView before) {
    if (before.empty() || now.front() > before.front()) return true;
    for (auto unit = now.subspan(1); !unit.empty(); unit = unit.subspan(sizeof(UnitId))) {
        bool met = false;
        for (auto rest = before.subspan(1); !met && rest.size() >= sizeof(UnitId); rest = rest.subspan(sizeof(UnitId)))
            met = std::ranges::equal(rest.first(sizeof(UnitId)), unit.first(sizeof(UnitId)));
        if (!met) return true;
    }
    return false;
}

/// A unit's private identity, if it is sealed here and is the one that belongs to the public part.
std::optional<crypto::Identity> openUnit(const crypto::Identity& with, ByteView sealed, UnitId id,
                                         const crypto::PublicIdentity& expected) {
    const auto secret = crypto::openSealed(with, sealed, id.view());
    if (!secret) return std::nullopt;
    auto identity = crypto::Identity::import(expected.suite, secret->view());
    if (!identity || identity->publicPart() != expected) return std::nullopt;
    return *std::move(identity);
}

/// All identities that a unit has had, the newest first, as far as they open: each holds the key of the one before.
std::vector<crypto::Identity> openGenerations(const crypto::Identity& own, ByteView sealed, const Unit& unit) {
    std::vector<crypto::Identity> all;
    auto identity = openUnit(own, sealed, unit.id, unit.identity);
    for (auto former = unit.former.rbegin(); identity; ++former) {
        all.push_back(*std::move(identity));
        if (former == unit.former.rend()) break;
        identity = openUnit(all.back(), former->sealed, unit.id, former->identity);
    }
    return all;
}

} // namespace

Result<bool> openUnits(Keyholder& keys, const RegisterState& office) {
    bool news = false;
    std::erase_if(keys.units, [&](const auto& one) {
        const auto unit = office.units.find(one.first);
        return unit == office.units.end() || !unit->second.members.contains(keys.person);
    });
    for (const auto& [id, unit] : office.units) {
        const auto mine = unit.members.find(keys.person);
        if (mine == unit.members.end()) continue;
        const auto known = keys.units.find(id);
        if (known != keys.units.end() && known->second.front().publicPart() == unit.identity) continue;
        // What another member sealed wrongly opens nothing; it must not keep this person from their own desk.
        auto all = openGenerations(*keys.identity, mine->second, unit);
        if (all.empty()) continue;
        // What was known before stays known: a turn of this person's own that waits may be folded in between.
        if (known != keys.units.end()) {
            for (auto& identity : known->second) {
                const bool met = std::ranges::any_of(
                    all, [&](const auto& one) { return one.publicPart() == identity.publicPart(); });
                if (!met) all.push_back(std::move(identity));
            }
        }
        keys.units.insert_or_assign(id, std::move(all));
        news = true;
    }
    return news;
}

Result<void> Exchange::lookAtUnits() {
    m_phase = Phase::done;
    // A unit's key opens cases from before the person was in it, and an auditor sees the log of all: those lie behind
    // the cursor, so everything is asked for once more. As whom the record was read is kept in the vault, because this
    // may be cut short, and must be done by a later exchange then.
    TRY(openUnits(m_keys, m_office));
    TRY_ASSIGN(const auto before, m_vault.setting(kReadAs));
    const Bytes now = readAs();
    if (!readsMore(now, before ? *before : Bytes{0})) {
        TRY_ASSIGN(const auto unfinished, began());
        const bool less = before && *before != now; // no auditor any more
        return less || unfinished ? keepReadAs(now) : Result<void>();
    }
    TRY_ASSIGN(const bool givenAll, wasGivenAll());
    if (givenAll) {
        TRY_ASSIGN(auto transaction, Transaction::begin(m_vault.database()));
        for (const auto row : m_unopened) {
            TRY_ASSIGN(const auto act, m_vault.record().actHeader(row));
            TRY(openEnvelopes(row, act));
        }
        TRY(keepReadAs(now));
        return transaction.commit();
    }
    return beginAgain();
}

Result<void> Exchange::beginAgain() {
    TRY_ASSIGN(m_againUpTo, m_vault.record().lastCommit());
    m_againAs = readAs();
    TRY_ASSIGN(m_asked.after, againFrom());
    m_anew = false;
    m_phase = Phase::again;
    return {};
}

/// Whether this person may read more of what lies behind the cursor than this vault was given of it.
Result<bool> Exchange::mayReadMore() {
    if (!m_office.exists()) return false;
    TRY_ASSIGN(const auto newest, began());
    if (newest) return registerChangedAfter(*newest);
    TRY(openUnits(m_keys, m_office));
    TRY_ASSIGN(const auto before, m_vault.setting(kReadAs));
    return readsMore(readAs(), before ? *before : Bytes{0});
}

/// Whether a vault that began with this exchange was given everything as for who it is now: a hub gives what may be
/// read by the register as it is when it answers, and that has not changed since before the first answer.
Result<bool> Exchange::wasGivenAll() const {
    if (!m_bootstraps || !m_newest) return false;
    TRY_ASSIGN(const bool changed, registerChangedAfter(*m_newest));
    return !changed;
}

Result<bool> Exchange::registerChangedAfter(std::uint64_t commit) const {
    TRY_ASSIGN(const auto row, m_vault.record().findCase(m_officeId));
    if (!row) return true;
    TRY_ASSIGN(const auto head, m_vault.record().head(*row));
    return !head || head->commit > commit;
}

Bytes Exchange::readAs() const {
    Bytes out{static_cast<std::uint8_t>(m_office.has(m_keys.person, Role::auditor))};
    for (const auto& [id, identity] : m_keys.units) out.insert(out.end(), id.bytes.begin(), id.bytes.end());
    return out;
}

Result<void> Exchange::readAnew() {
    m_anew = true;
    TRY(m_vault.setSetting(kAgain, {}));
    return m_vault.setSetting(kReadAs, Bytes{0});
}

Result<void> Exchange::keepAgain(std::uint64_t commit) const {
    if (m_anew) return {}; // from the beginning next time
    Bytes kept;
    crypto::appendU64(kept, commit);
    kept.insert(kept.end(), m_againAs.begin(), m_againAs.end());
    return m_vault.setSetting(kAgain, kept);
}

Result<std::uint64_t> Exchange::againFrom() const {
    TRY_ASSIGN(const auto kept, m_vault.setting(kAgain));
    if (!kept || kept->empty()) return 0;
    const auto all = ByteView(*kept);
    if (!std::ranges::equal(all.subspan(8), m_againAs)) return 0;
    return crypto::ByteReader(all).u64();
}

Result<void> Exchange::keepReadAs(ByteView as) const {
    TRY(m_vault.setSetting(kBegan, {}));
    TRY(m_vault.setSetting(kAgain, {}));
    return m_vault.setSetting(kReadAs, as);
}

Result<void> Exchange::keepBegan() const {
    Bytes number;
    crypto::appendU64(number, m_newest.value_or(0));
    return m_vault.setSetting(kBegan, number);
}

Result<std::optional<std::uint64_t>> Exchange::began() const {
    TRY_ASSIGN(const auto kept, m_vault.setting(kBegan));
    if (!kept || kept->empty()) return std::nullopt;
    return crypto::ByteReader(*kept).u64();
}

} // namespace model
