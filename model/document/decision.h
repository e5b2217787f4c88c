// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/digest.h"
#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/law/penalty.h"

#include <optional>
#include <vector>

/// The decision at the end of a case as a document (行政处罚决定书, 不予行政处罚决定书). Article 59 of the
/// Administrative Penalty Law (行政处罚法, APL) says what it must state; a document that lacks one of these items is
/// not made.
namespace model::document {

enum class DocumentLanguage {
    zh,   ///< the decision
    both, ///< the decision, and behind it a reading copy in English, marked as one
};

/// A piece of evidence as the decision lists it.
struct EvidenceLine {
    std::string name = {};
    Text category = {}; ///< one of the eight kinds of APL 46
    crypto::Digest sha256 = {};
    std::uint64_t size = 0; ///< bytes
};

/// A circumstance that was found to hold (APL 32, 33), in the words of the law pack, and why it holds here.
struct GroundStated {
    law::Citation source = {};
    Text summary = {};
    Text reason = {};
};

/// All that a decision says. A text that people wrote in one language stands in both members; where the English member
/// is empty, the reading copy shows the Chinese words and says so.
struct DecisionContent {
    // APL 59, paragraph 1, item 6, and the seal: who decides, when, under which number
    Text authority = {};     ///< name of the authority; its seal goes over this name and the date
    std::string number = {}; ///< "商安管罚字〔2026〕1号"
    std::optional<Date> date = {};
    std::string signer = {}; ///< who issued it
    Text signerRole = {};

    // item 1: the party
    std::string partyName = {};
    std::string partyAddress = {};
    std::string partyIdentifier = {};     ///< unified social credit code, or empty
    std::string partyRepresentative = {}; ///< legal representative, or empty

    // item 2: facts and evidence
    Text facts = {};
    std::vector<EvidenceLine> evidence = {}; ///< those relied on; at least one
    Text reasons = {};
    Text defence = {}; ///< what the party stated and how it was weighed (APL 45), or empty

    // item 3: kind and basis
    std::vector<law::Citation> basis = {};
    std::vector<GroundStated> grounds = {};
    law::Derivation derivation = {};
    law::Measures measures = {}; ///< as decided; confiscateGains follows from `confiscation` and is ignored
    std::optional<law::Money> fine = {};
    std::optional<law::Money> confiscation = {}; ///< of illegal gains
    std::vector<Text> otherMeasures = {};
    Text education = {}; ///< no-penalty decisions: how the party was educated (APL 33, paragraph 3)

    // item 4: how to perform
    Text bank = {};
    std::string account = {}; ///< with the name it is held in, as it is to be written on the payment

    // item 5: remedies
    Text reviewBody = {}; ///< to which body to apply for reconsideration (行政复议法)
    Text court = {};      ///< to which court to go (行政诉讼法)

    // To find the record again
    std::string caseReference = {};
    crypto::Digest signedEvent = {};       ///< id of the event by which the decision was issued
    crypto::Digest officeFingerprint = {}; ///< id of the office's founding event
};

/// What a decision still lacks: an error of Code::refused with the article, that names every missing item in `what` and
/// their field names in `where`. The desk can ask before the decision is issued.
Result<void> checkDecision(const DecisionContent& content);
Result<void> checkNoPenalty(const DecisionContent& content);

/// The penalty decision as PDF. The same content gives the same bytes on every machine with the same cairo, pango and
/// fonts; no clock, locale or user setting enters. Errors: those of checkDecision(); malformed (text that is not
/// UTF-8); tooLarge (over 4 MiB of text); failed (the Noto CJK fonts are not installed). Any thread, one call at a
/// time.
Result<crypto::Bytes> renderDecision(const DecisionContent& content, DocumentLanguage language);

/// The decision to impose no penalty (APL 57, paragraph 1, items 2 and 3) as PDF, of the same content with at least one
/// ground, and without fine, confiscation or measures.
Result<crypto::Bytes> renderNoPenalty(const DecisionContent& content, DocumentLanguage language);

} // namespace model::document
