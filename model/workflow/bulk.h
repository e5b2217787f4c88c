// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/register.h"
#include "model/workflow/definition.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

// What may be done to several cases with one command. Pure functions; any thread.

namespace model {

/// Whether a step may be taken over several cases with one form. Not one that no later step takes back (`confirm`), not
/// an approval of what was proposed, none of a side track, and none that carries a penalty: each of them is the
/// judgement of one case, made with that case in view. Setting of the office, not of the law. Code::refused names the
/// step in `where`.
Result<void> allowedInBulk(const Step& step);

/// A step that some of the cases could take, as far as their stages say.
struct BulkStep {
    std::string step;
    Text title;
    std::uint64_t cases = 0; ///< that stand in a stage it leads from
};

/// What a person could do to several cases at once, as far as stages and roles say; each case is judged when it is
/// done.
struct BulkOptions {
    std::vector<BulkStep> steps;  ///< those that may be taken in bulk, in the order of the definition
    std::uint64_t assignable = 0; ///< cases in whose stage the person may assign and release
    std::uint64_t notable = 0;    ///< cases in whose stage the person may add a note
    std::uint64_t cases = 0;
};

/// `stages` are (stage, how many of the cases stand there). A part for which one must be assigned to the case counts as
/// held by whoever could be assigned so.
BulkOptions bulkOptions(const Definition& definition, const RegisterState& office, PersonId actor,
                        const std::vector<std::pair<std::string, std::uint64_t>>& stages);

/// Who could be assigned in a part of the case, as far as the office says: active, and with the role it asks for.
std::vector<PersonId> assignable(const Definition& definition, const RegisterState& office, const std::string& role);

/// More cases than this are only touched when their number was given: a slip of the hand selects thousands.
inline constexpr std::uint64_t kUncountedBulk = 50;

} // namespace model
