// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/register.h"
#include "model/sync/messages.h"
#include "model/vault/vault.h"
#include "model/workflow/definition.h"
#include "tests/sim/sync/store.h"

#include <filesystem>

namespace sim {

/// The value of a result that cannot fail here.
template <typename T>
T sure(model::Result<T> result) {
    if (!result) throw std::runtime_error(model::sentence(result.error(), model::Language::en));
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// Who is in the office of every run.
enum Who : std::size_t { admin, officer, investigator1, investigator2, supervisor, auditor, newcomer, people };

struct Actor {
    std::string name;
    model::PersonId id;
    std::set<model::Role> roles;
    crypto::Identity identity;
};

/// An office that was founded once, from a seed of its own, for all runs of a process: founding is dear, and a copy of
/// what it made is not.
struct Cast {
    crypto::Suite suite = crypto::Suite::intl1;
    model::Instant founded{};
    std::vector<Actor> people; ///< by Who
    crypto::Secret hubIdentity;
    crypto::PublicIdentity hub;
    model::CaseId office;
    model::Digest fingerprint{};
    std::string workflow; ///< digest of the definition in force
    model::Definition definition;
    Kept record; ///< the founding, and all but the newcomer admitted
    crypto::Secret vaultKey;
    std::filesystem::path folder; ///< holds a vault of each person, who has taken the founding

    [[nodiscard]] std::filesystem::path vaultOf(std::size_t who) const;
    [[nodiscard]] const std::string& nameOf(model::PersonId id) const;
};

/// Founds the office and writes the vaults into `folder`.
Cast foundCast(crypto::Suite suite, const std::filesystem::path& folder);

/// A clock that a run moves.
class SimClock final : public model::Clock {
public:
    explicit SimClock(const model::Instant& time) : m_time(time) {}
    [[nodiscard]] model::Instant now() const override { return m_time + off; }
    std::chrono::milliseconds off{0}; ///< how wrong it is

private:
    const model::Instant& m_time;
};

/// Persons and units that are let in, by the bytes of their ids.
using Readers = std::vector<std::pair<std::array<std::uint8_t, 16>, crypto::PublicIdentity>>;

/// Makes one act as the program does: events sealed under the keys of their cases, keys for new readers, one signature.
class ActMaker {
public:
    ActMaker(crypto::Suite suite, const Actor& author, model::Instant time, crypto::Random& random);

    struct Saying {
        model::CaseId caseId;
        model::EncodedBody body;
        model::Seen seen;
        std::uint32_t epoch = 1;
        const crypto::Secret* key = nullptr;
        std::span<const model::KeyGrant> grants = {};
    };
    const model::Event& say(const Saying& saying);
    void admit(const Readers& readers) { m_readers.insert(m_readers.end(), readers.begin(), readers.end()); }
    model::Submission sign();
    [[nodiscard]] const crypto::Secret& secret() const { return m_secret; }
    [[nodiscard]] bool hasReaders() const { return !m_readers.empty(); }

private:
    crypto::Suite m_suite;
    const Actor& m_author;
    model::Instant m_time;
    crypto::Random& m_random;
    crypto::Secret m_secret;
    model::KeyWrapper m_wrapper;
    model::PartSealer m_sealer;
    std::vector<model::Event> m_events;
    Readers m_readers;
};

/// Keeps an act in a vault as something that was said and waits, in one transaction.
model::Result<void> keep(model::Vault& vault, const ActMaker& maker, const model::Submission& submission);

} // namespace sim
