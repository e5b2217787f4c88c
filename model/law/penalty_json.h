// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/penalty_parts.h"

#include <nlohmann/json.hpp>

/// Private to model/law: what the writers of facts and of ranges share.
namespace model::law::parts {

using Json = nlohmann::ordered_json;

/// Without group separators, so that other programs can read it as a decimal number; "USD 1.00" of dollars.
std::string plainMoney(Money amount);
Json factsJson(const PenaltyFacts& facts);
std::string dump(const Json& json);

} // namespace model::law::parts
