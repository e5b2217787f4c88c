// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/messages.h"
#include "tests/sim/sync/dice.h"

#include <optional>
#include <string>

namespace sim {

/// A hub that says something else than it has.
class Liar {
public:
    explicit Liar(Dice& dice) : m_dice(dice) {}
    /// Puts a lie in the place of an answer with news and says which; nothing if none fits.
    std::optional<std::string> spoil(std::string_view target, model::Bytes& body, crypto::Suite suite);

private:
    std::optional<std::string> lie(model::Changes& changes);
    std::optional<std::string> lie(model::History& history);
    std::optional<std::string> lieOfEntries(std::vector<model::Entry>& entries,
                                            std::map<model::Digest, model::ActWithIds>& acts);

    Dice& m_dice;
};

} // namespace sim
