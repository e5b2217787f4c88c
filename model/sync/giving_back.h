// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/messages.h"

namespace model {

/// Commits that a desk asks for or gives back at a time.
inline constexpr std::size_t kCommitBatch = 64;

/// Commits after one as a vault has them, with all that it has of what is in them: at most so many, as many as fit
/// into one message, and one at least if there is one.
Result<Changes> commitsAfter(Record& record, std::uint64_t after, std::size_t limit);

} // namespace model
