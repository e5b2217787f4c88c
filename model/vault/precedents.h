// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/base/clock.h"
#include "model/law/consistency.h"

namespace model {

class Database;

/// A case in which a penalty was approved that stands, among those that this person may read.
struct Precedent {
    CaseId id;
    std::string reference;
    std::string title;
    Instant decided{};
    law::PenaltyFeatures penalty;
};

/// How many of one article are looked at, the newest.
inline constexpr std::size_t kMostPrecedents = 2'000;

/// Those in which this article governs, the newest first; not `but`.
Result<std::vector<Precedent>> readPrecedents(Database& database, const law::ArticleId& governing, CaseId but);

/// What compare() is given of them.
std::vector<law::PenaltyFeatures> featuresOf(std::span<const Precedent> precedents);

} // namespace model
