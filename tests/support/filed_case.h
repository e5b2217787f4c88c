// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/office.h"

#include <fstream>

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

/// The same under investigation by investigator-1 and investigator-2, with a piece of evidence: a penalty can be
/// proposed.
inline model::CaseId investigatedCase(TestOffice& office, const std::string& title) {
    const model::CaseId id = filedCase(office, title.c_str());
    auto supervisor = office.as("supervisor");
    for (const auto* label : {"investigator-1", "investigator-2"})
        must(supervisor->assign(id, office.id(label), "investigator"));
    auto investigator = office.as("investigator-1");
    must(investigator->takeStep(id, "begin_investigation", {}));
    must(investigator->setFacts(id, {{"party_address", "1 Harbour Road"}, {"violation", "ecl34"}}));
    const auto file = office.scratch() / (title + ".txt");
    std::ofstream(file) << "Evidence of " << title;
    if (!must(investigator->addEvidence(id, {file}, "documentary", "", {}, {})).front().item)
        qFatal("the evidence is not there");
    return id;
}
