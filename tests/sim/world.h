// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/vault.h"
#include "tests/sim/session.h"

#include <sys/types.h>

/// Ends the program with exit code 1 and says what does not hold.
void require(bool holds, const std::string& what);

/// A session that was started, and what it said so far.
struct Running {
    pid_t process = 0;
    int pipe = -1;
    std::vector<std::size_t> people;
    std::vector<char> rest; ///< of a Told that has not come whole yet
};

/// One office and all that its sessions were told. What was told is kept outside of the office; whatever happens to a
/// session, it must be there, once, and the same for everybody.
class World {
public:
    explicit World(std::uint64_t seed);

    [[nodiscard]] TestOffice& office() { return m_office; }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(m_dice() % n); }
    std::uint64_t draw() { return m_dice(); }
    /// Words to be put before whatever is found to be wrong.
    void setWhere(std::string where) { m_where = std::move(where); }
    [[nodiscard]] const std::string& where() const { return m_where; }
    /// Forgets what was told: the office was put back to where it was before.
    void forget();

    /// Starts a process in which `body` runs.
    Running start(std::vector<std::size_t> people, const std::function<void(int pipe)>& body);
    /// Takes what a session says. False when it has no more to say.
    bool listen(Running& session);
    /// Waits for the end of a session, which must be by kill or in peace, and checks its people's vaults as they lie
    /// there, before the program has repaired anything. True if it was killed.
    bool end(Running& session);
    /// Everybody comes once more; then all must hold the same, and everything told must have one end.
    void settle();

    [[nodiscard]] std::uint64_t told() const { return m_told.size() + m_opened.size() + m_items.size() + m_draftsTold; }
    [[nodiscard]] std::uint64_t refused() const { return m_refused; }
    /// A number that is equal for runs in which the same happened.
    [[nodiscard]] std::uint64_t trace() const { return m_trace; }
    void note(std::uint64_t number) { m_trace = m_trace * 1099511628211U ^ number; }

private:
    void hear(const Told& told);
    model::Vault openVault(std::size_t person);
    void nothingIsLost(std::size_t person);
    void endsOnce(model::Vault& vault, std::size_t person);
    void materialIsThere();

    std::mt19937_64 m_dice;
    TestOffice m_office;
    std::string m_where;
    std::set<std::pair<std::size_t, model::Digest>> m_told, m_fresh;
    std::set<std::pair<std::size_t, model::CaseId>> m_opened;
    std::set<std::pair<model::CaseId, model::ItemId>> m_items;
    std::map<std::size_t, std::vector<std::string>> m_drafts; ///< the last that was told, and those begun since
    std::uint64_t m_draftsTold = 0;
    std::map<std::size_t, crypto::Secret> m_keys;
    std::uint64_t m_refused = 0;
    std::uint64_t m_trace = 1469598103934665603U;
};

/// The lines of a person's list, as text.
std::set<std::string> linesOf(model::Workspace& desk);
