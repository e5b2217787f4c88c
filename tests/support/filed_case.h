// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/office.h"

/// A case that an officer took in and the supervisor has filed: it waits for its investigators.
inline model::CaseId filedCase(TestOffice& office, const char* title = "A report") {
    auto officer = office.as("officer");
    const model::CaseId id = must(officer->receiveReport(aReport(title)));
    must(officer->setFacts(id, {{"party", "A company"}, {"goods", "Antimony"}}));
    must(officer->takeStep(id, "accept", {}));
    must(officer->takeStep(id, "verify", {{"findings", "f"}}));
    must(officer->takeStep(id, "propose_filing", {{"filing_reason", "r"}, {"jurisdiction", "j"}}));
    must(office.as("supervisor")->takeStep(id, "approve_filing", {}));
    return id;
}
