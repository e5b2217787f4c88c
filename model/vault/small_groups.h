// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace model {

/// Groups of fewer reports than this are not shown. A policy of this program, not a rule of law
/// (docs/decisions/small-groups.md).
inline constexpr std::uint64_t kSmallGroup = 3;

/// What may be shown of reports divided into groups.
struct ShownGroups {
    /// By group: its number, or nothing where it is not shown. Empty where even the list of groups is withheld.
    std::vector<std::optional<std::uint64_t>> shown;
    bool withheld = false;    ///< not even which groups there are may be shown
    std::size_t hidden = 0;   ///< how many groups are not shown
    std::uint64_t inThem = 0; ///< reports in them together
};

/// The one place that decides which numbers of small groups are shown. Nothing that is shown, the sum of all groups
/// and knowledge of this rule included, gives back a number that is not: for every hidden group there is another
/// division of the same reports that shows the same and has another number there. Groups without reports are shown as
/// 0: there is nobody in them to be guessed. Whoever shows the sum must hide it too where it is small itself.
/// `smallest` 0 or 1 hides nothing; 2 would not hide enough and is taken as 3. Any thread.
ShownGroups hideSmallGroups(std::span<const std::uint64_t> counts, std::uint64_t smallest = kSmallGroup);

} // namespace model
