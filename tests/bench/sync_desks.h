// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/exchange.h"
#include "tests/bench/sync_office.h"

namespace bench {

/// Bytes of an event with its sealed part.
inline constexpr std::size_t kEventBytes = 600;

/// A desk: the exchange over a vault of its own.
class SyncDesk {
public:
    /// A vault that is made, or one that is there.
    SyncDesk(const SyncOffice& office, Who who, const fs::path& vault);

    /// How long an exchange took: until the hub had all that waited, and in all.
    struct Took {
        double handedOver = 0, all = 0; ///< seconds
        double asking = 0;              ///< of these, until the hub's answers were there
        double bytes = 0;               ///< on the wire until the hub had all
        model::Exchanged brought;
    };
    Took exchange(model::HubPort& hub);

    /// Cases with what is needed to say something in them.
    struct Case {
        model::CaseId id;
        std::int64_t row = 0;
        model::Seen head;
        std::uint32_t epoch = 0;
        crypto::Secret key;
    };
    std::vector<Case> cases();
    /// A note of kEventBytes in a case.
    model::Event note(const Case& in);
    /// Signs an act of these events, which are in one case each.
    model::Submission sign(std::vector<model::Event> events) const;
    /// Saves acts as what waits, all in one transaction.
    void keep(std::span<const model::Submission> acts);
    /// The same for an act that was just said, as the program does it: handed over with it are its bytes.
    Took say(const model::Submission& act, model::HubPort& hub);

    /// Copies all rows that another desk got into this empty vault, in as many transactions, and checks nothing: what
    /// writing them costs alone. Seconds.
    double copyFrom(SyncDesk& other);

    [[nodiscard]] std::uint64_t lastCommit() { return must(m_vault.record().lastCommit()); }
    [[nodiscard]] std::uint64_t events();
    [[nodiscard]] model::Vault& vault() { return m_vault; }

private:
    Took run(model::Exchange exchange, model::HubPort& hub);

    const SyncOffice& m_office;
    const SyncOffice::Person& m_person;
    model::Vault m_vault;
    model::Keyholder m_holder;
    model::RegisterState m_register;
    model::PartSealer m_sealer;
    std::size_t m_text = 0; ///< characters of a note that make it kEventBytes
};

/// Connections of desks that wait for news, each with a request that the hub holds back.
class IdleDesks {
public:
    IdleDesks(const SyncOffice& office, const SyncOffice::Running& running, std::uint64_t after, std::size_t count);
    ~IdleDesks();
    IdleDesks(const IdleDesks&) = delete;
    IdleDesks& operator=(const IdleDesks&) = delete;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace bench
