// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>

namespace model {

/// Why an exchange has stopped and asks a person before it goes on (docs/decisions/set-back.md). Nothing that is here
/// is lost by it, whatever the answer.
struct HubQuestion {
    enum class What : std::uint8_t {
        givesBack, ///< the hub lacks so many commits that this desk has, and would be given them back
        releases,  ///< news would take this person off so many cases at once
    };
    What what = What::givesBack;
    std::uint64_t commits = 0; ///< givesBack: that the hub lacks
    std::uint64_t cases = 0;   ///< that this desk has and that are concerned

    /// Whether who has answered this one with "go on" has answered the other too.
    [[nodiscard]] bool covers(const HubQuestion& other) const {
        return what == other.what && other.commits <= commits && other.cases <= cases;
    }
    friend bool operator==(const HubQuestion&, const HubQuestion&) = default;
};

/// From where on an exchange asks: above so many.
struct AskAbove {
    static constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t commits = kNever; ///< that would be given back
    std::uint64_t cases = kNever;   ///< that the person would be taken off
    friend bool operator==(const AskAbove&, const AskAbove&) = default;
};

} // namespace model
