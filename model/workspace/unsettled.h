// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/base/result.h"
#include "model/case/changes.h"
#include "model/workflow/definition.h"

#include <optional>
#include <string>
#include <vector>

namespace model {

/// Something that was said here and has not found its place: it waits for the hub, or was refused.
struct Unsettled {
    CaseId caseId;         ///< the register's where `reference` is empty
    std::string reference; ///< of the case
    std::string title;
    Digest event{};
    std::string kind;
    Text summary; ///< what was said, in words
    Instant time{};
    std::optional<Error> reason; ///< why it was refused; nothing while it waits
};

/// A field in which this person was overwritten by somebody who did not know what they had said.
struct OverwrittenField {
    CaseId caseId;
    std::string reference;
    std::string title; ///< of the case
    Field field;       ///< a text with its id for a title, where the workflow of the case is not known
    Overwritten what;
    std::string by; ///< the name of who said what shows
};

/// What a person has decided about, so that it asks no more: an own event that was refused (`field` is empty), or an
/// event of somebody else that overwrote a field of theirs.
struct Settlement {
    CaseId caseId; ///< the register's for what was refused there
    Digest event{};
    std::string field;
    friend bool operator==(const Settlement&, const Settlement&) = default;
};

/// What is still open between this desk and the hub, at most kStandingMost of each.
struct Standing {
    std::vector<Unsettled> waiting; ///< in the order in which it was said
    std::vector<Unsettled> refused; ///< in the order in which it was said
    std::vector<OverwrittenField> overwritten;
    bool more = false; ///< there is more of something than is named
};
inline constexpr std::size_t kStandingMost = 1'000;

} // namespace model
