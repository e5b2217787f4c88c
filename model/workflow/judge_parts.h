// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/judge.h"

// What judging cases and judging the register have in common; for the two files that do it.

namespace model::judging {

std::unexpected<Error> refuse(Text what, Text cure = {}, std::string where = {}, std::string cite = {});
/// The cure where something is newer than this program.
Text update();
/// What the author saw is in this chain.
Result<void> sawThisChain(const Seen& seen, const std::vector<Entered>& chain);
/// What the author saw is in this chain, and nobody else has said anything after it that changes something.
Result<void> basisHolds(const Seen& seen, const std::vector<Entered>& chain, PersonId author);
Result<void> sealedAsItMust(const EventHeader& header, bool must);
Result<void> isActive(const RegisterState& office, PersonId id);

} // namespace model::judging
