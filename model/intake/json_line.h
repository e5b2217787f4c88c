// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/intake/fields.h"

namespace model::intake {

/// The members of one JSON object, in order, with their values as texts.
using Members = std::vector<std::pair<std::string, Value>>;

/// Reads one line as a flat JSON object: texts, numbers, null, and lists of texts. Numbers keep the digits they were
/// written with. Without recursion: an object nested a million deep is refused at `maxDepth` levels. The problem
/// carries the member or the column of the mistake in `field`, and no line.
std::expected<Members, Problem> readJsonLine(std::string_view line, std::size_t maxDepth);

} // namespace model::intake
