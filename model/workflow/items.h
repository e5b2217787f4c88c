// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/engine.h"

// The things that people state in a case besides its facts: entries of the chronology and parties. Both are forms with
// citations of evidence, so that the desk, the command line and the judge treat them alike; what differs stands here.
// Pure functions. Any thread.

namespace model {

enum class ItemSort { chronology, party };
/// What one of them is called: "Entry of the chronology", "Party".
const Text& itemSortTitle(ItemSort sort);

/// The fields of one, in reading order. Their ids are those of the kind in model/case/body.h.
const std::vector<Field>& itemFields(ItemSort sort);

/// What a person typed, in the form that is signed: as canonicalValue(), and days as formatPartialDate(), numbers of
/// identifiers as plainIdentifier(). Code::malformed or Code::refused with the field in `where`.
Result<Form> canonicalItem(ItemSort sort, const Form& typed);

/// Whether a statement with contents may be signed: every field known, the required ones there, each in its canonical
/// form, a period not ending before it begins, an identifier with its kind.
Result<void> checkItem(ItemSort sort, const Form& form, const RegisterState& office);

/// Whether citations may be signed: the evidence is in the case, and the place is one line.
Result<void> checkCitations(const CaseState& state, const std::vector<EvidenceCitation>& evidence);

/// Something about a value that may be signed and is likely a slip: a check digit that does not fit. A warning, not a
/// refusal: documents do carry wrong numbers, and the case file states what they carry.
struct Doubt {
    std::string field;
    Text words;
};
std::vector<Doubt> doubtsAbout(ItemSort sort, const Form& form);

/// The case's respondent as a party, from the facts of the definition that say it; empty where they say nothing. It is
/// never stated a second time.
Form respondentOf(const Definition& definition, const CaseState& state);
/// The facts that make this party the respondent, as far as the definition has them. What the party lacks is taken
/// back, so that nothing of another respondent stays behind.
Form factsOfRespondent(const Definition& definition, const StatedItem& party);

/// One line of the chronology: an entry, or a happening that the log knows (the report came in, the case moved to
/// another stage), which is told from there and never stated.
struct ChronologyLine {
    std::string from; ///< as formatPartialDate()
    std::string to;   ///< the end of a period, or empty
    Text words;
    ItemId entry; ///< null: told from the log
    Place place;  ///< who said so
};
/// In order of time; of lines of one moment, in the order in which they landed. Withdrawn entries and those that are
/// not readable are not in it.
std::vector<ChronologyLine> chronologyOf(const CaseState& state, const Definition* definition);

} // namespace model
