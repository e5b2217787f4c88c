// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/session.h"
#include "tests/sim/sync/cast.h"
#include "tests/sim/sync/dice.h"

namespace sim {

/// One person's desk: a real vault, the program's own exchange and session over it, and what can happen to a machine.
class Desk {
public:
    /// Its vault is a copy of the cast's. `time` and `random` must outlive it, and `renewed`: who comes with new keys,
    /// on a machine that knows nothing yet; null: the person of the cast.
    Desk(const Cast& cast, std::size_t who, std::string name, std::filesystem::path file, const model::Instant& time,
         crypto::Random& random, const Actor* renewed = nullptr);

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] std::size_t who() const { return m_who; }
    [[nodiscard]] const Actor& actor() const { return m_actor; }
    [[nodiscard]] const Cast& cast() const { return m_cast; }
    [[nodiscard]] crypto::Random& random() { return m_random; }
    [[nodiscard]] SimClock& clock() { return m_clock; }
    [[nodiscard]] bool isOpen() const { return m_vault.has_value(); }
    [[nodiscard]] model::Vault& vault() { return *m_vault; }
    [[nodiscard]] const model::RegisterState& office() const { return m_office; }
    [[nodiscard]] const model::Keyholder& keys() const { return m_keys; }
    [[nodiscard]] const model::CaseKeys& officeKeys() const { return m_officeKeys; }

    /// The program starts on what is on its disk.
    void open();
    /// The program ends at once, wherever it is: nothing that was not committed is kept.
    void kill();
    /// Lays a copy of the vault aside; the program must not run.
    void backUp();
    /// Puts the copy in the vault's place. False if there is none.
    bool restore();
    /// A full disk: the vault cannot grow.
    void setFull(bool full);
    [[nodiscard]] bool isFull() const { return m_full; }

    // --- exchanging

    struct Next {
        std::optional<model::Session::Request> send; ///< nothing: the exchange is over
        std::optional<model::Error> error = {};
        std::uint64_t givenBack = 0; ///< commits that the hub had lost
    };
    [[nodiscard]] bool isExchanging() const { return m_exchange.has_value(); }
    /// Begins an exchange. `fuse`: the program dies inside of the transaction that takes so many links; 0: it does not.
    Next begin(std::size_t fuse);
    /// What came back for the last request.
    Next answered(const model::Result<model::Transport::Answer>& answer);
    /// Whether the program died as begin() was told.
    [[nodiscard]] bool hasDied() const { return m_died; }
    /// What is asked at the moment.
    [[nodiscard]] const model::Ask* asked() const { return m_ask ? &*m_ask : nullptr; }

    /// The last commit that it has; 0 and zero where there is none.
    std::pair<std::uint64_t, model::Digest> tip();
    /// Rows of the cases it knows, without the register.
    std::vector<std::int64_t> cases();

private:
    Next next();
    Next end(std::optional<model::Error> error);
    void reloadOffice();

    const Cast& m_cast;
    const Actor& m_actor;
    std::size_t m_who;
    std::string m_name;
    std::filesystem::path m_file;
    SimClock m_clock;
    crypto::Random& m_random;

    std::optional<model::Vault> m_vault;
    model::Keyholder m_keys;
    model::RegisterState m_office;
    model::CaseKeys m_officeKeys;
    std::optional<model::Session> m_session; ///< while it is open
    bool m_full = false;

    std::optional<model::Exchange> m_exchange;
    std::optional<model::Ask> m_ask;
    std::size_t m_fuse = 0;
    bool m_died = false;
};

} // namespace sim
