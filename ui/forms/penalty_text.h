// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/penalty.h"

#include <optional>
#include <string>

namespace ui {

/// What a field of type `penalty` holds: the facts that count, and what is proposed for them.
struct PenaltyText {
    model::law::PenaltyFacts facts = {};
    model::law::Proposal proposal = {};
};

std::string renderPenaltyText(const PenaltyText& text);
std::optional<PenaltyText> parsePenaltyText(const std::string& json);

} // namespace ui
