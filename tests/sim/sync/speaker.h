// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/sim/sync/desk.h"

namespace sim {

/// A word that stands in everything that is said under seal: it must be nowhere but in vaults.
inline constexpr std::string_view kCanary = "CANARY-7Q2X";

/// What a person did at a desk.
struct Said {
    std::string what;                  ///< in a word
    std::vector<model::Digest> events; ///< that are safe in the vault now
    std::optional<model::Error> error; ///< why nothing was said
};

/// A person at a desk, who does something that the desk lets them do. Everything is judged there first, as the program
/// does it, on what this desk knows.
class Speaker {
public:
    Speaker(Desk& desk, Dice& dice) : m_desk(desk), m_dice(dice) {}
    Said something();
    /// Something in the register: who joins, changes or leaves. Nothing for who is no administrator.
    Said somethingInTheOffice();
    /// What follows from keys that were lost: these new ones are proposed, approved or declined.
    Said answerTo(const Actor& asking);
    /// What is due because keys were replaced or somebody left: units that turn, members that are let in, keys of cases
    /// that are given again. Nothing if this desk can do none of it.
    Said tend();

private:
    struct Intent {
        model::CaseBody body;
        Readers readers = {};
        std::vector<model::KeyGrant> grants = {};
    };

    std::optional<model::RegisterBody> turnedUnit();
    std::vector<model::RegisterBody> joinsDue();
    std::optional<Said> keysDue(const model::LoadedCase& loaded);
    Said report();
    Said reports();
    Said inCase(const model::LoadedCase& loaded);
    std::optional<Intent> intend(const model::LoadedCase& loaded);
    std::optional<Intent> step(const model::LoadedCase& loaded);
    std::optional<Intent> assign(const model::LoadedCase& loaded);
    std::optional<Intent> release(const model::LoadedCase& loaded);
    Said say(const model::LoadedCase& loaded, const Intent& intent);
    Said inRegister(std::string what, const std::vector<model::RegisterBody>& bodies, const Readers& readers);
    Said kept(std::string what, ActMaker& act);
    model::Result<void> judge(const model::CaseState& state, const model::EventHeader& header,
                              const model::CaseBody& body, const model::Recipients& recipients);
    [[nodiscard]] ActMaker maker();
    std::string words();
    template <class T>
    T id() {
        T out;
        m_desk.random().fill(out.bytes);
        return out;
    }

    Desk& m_desk;
    Dice& m_dice;
};

} // namespace sim
