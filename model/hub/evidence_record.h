// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/state.h"
#include "model/hub/evidence_shelf.h"
#include "model/hub/hub_store.h"

namespace model {

/// The piece of evidence of this address in a case, if it has one. The first that landed counts: whoever names an
/// address of others once more changes nothing about it.
std::optional<EvidenceOnRecord> evidenceIn(const CaseState& state, const Digest& address);

/// All evidence that a record names, by case and address, each once.
Result<std::vector<EvidenceOnRecord>> evidenceOnRecord(HubReading& reading);

} // namespace model
