// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/decision.h"
#include "model/template/penalty_values.h"
#include "model/workflow/penalty_check.h"
#include "model/workspace/case_documents.h"
#include "model/workspace/parts.h"

#include <algorithm>

namespace model {

namespace {

/// The steps of the shipped workflow that end in a document.
const std::string kIssue = "issue_decision";
const std::string kNoPenalty = "decide_no_penalty";

std::string of(const Form& form, const std::string& field) {
    const auto found = form.find(field);
    return found == form.end() ? std::string() : found->second;
}

/// What every decision says, whatever it decides.
document::DecisionContent common(const Workspace::Parts& parts, const CaseState& state, const StepTaken& decided,
                                 const StepTaken& proposed) {
    document::DecisionContent content;
    content.authority = same(parts.office.name);
    content.number = of(decided.form, "decision_no");
    content.date = parseDate(of(decided.form, "decision_date"));
    if (!content.date) content.date = chinaDate(decided.place.time);
    content.signer = parts.nameOf(decided.place.by);
    content.signerRole = roleTitle(Role::supervisor);
    content.partyName = state.fact("party");
    content.partyAddress = state.fact("party_address");
    content.partyIdentifier = state.fact("party_identifier");
    content.partyRepresentative = state.fact("party_representative");
    content.facts = same(of(proposed.form, "facts_found"));
    content.reasons = same(of(proposed.form, "reasons"));
    for (const auto& item : state.evidence) {
        if (item.excluded) continue;
        const auto category = std::ranges::find(evidenceCategories(), item.category, &EvidenceCategory::id);
        content.evidence.push_back({item.name,
                                    category == evidenceCategories().end() ? same(item.category) : category->title,
                                    item.sha256, item.size});
    }
    content.bank = same(of(decided.form, "payment_bank"));
    content.account = of(decided.form, "payment_account");
    content.reviewBody = same(of(decided.form, "review_body"));
    content.court = same(of(decided.form, "litigation_court"));
    content.caseReference = state.reference;
    content.signedEvent = decided.place.event;
    content.officeFingerprint = parts.officeFile.fingerprint;
    return content;
}

Result<Bytes> penaltyDecision(const Workspace::Parts& parts, const CaseState& state, const StepTaken& decided) {
    const StepTaken* approved = state.lastStep("approve");
    const StepTaken* proposed = state.lastStep("propose");
    if (!approved || !proposed)
        return fail(Code::refused, {"The decision has no approved proposal", "处罚决定没有经批准的处罚建议"}, {}, {},
                    "APL 57");
    // What was approved is what is printed, computed once more from the facts that were signed.
    TRY_ASSIGN(const auto value, parsePenaltyValue(of(approved->form, "penalty")));
    TRY_ASSIGN(const auto range, recomputePenalty(value));
    auto content = common(parts, state, decided, *proposed);
    for (const auto& article : range.articles) content.basis.push_back(article.source);
    const auto& book = law::PenaltyBook::shipped();
    for (const auto& found : value.facts.grounds) {
        const auto* const ground = book ? law::groundOf(*book, value.facts, found.ground) : nullptr;
        if (ground) content.grounds.push_back({ground->source, ground->summary, same(found.reason)});
    }
    content.derivation = range.derivation;
    content.measures = decidedMeasures(range);
    if (value.proposal.kind != law::ProposalKind::none) content.fine = value.proposal.fine;
    content.confiscation = value.proposal.confiscation;
    return document::renderDecision(content, document::DocumentLanguage::both);
}

Result<Bytes> noPenaltyDecision(const Workspace::Parts& parts, const CaseState& state, const StepTaken& decided,
                                const Definition& definition) {
    const StepTaken* proposed = state.lastStep("propose_no_penalty");
    const Step* step = definition.step("propose_no_penalty");
    if (!proposed || !step)
        return fail(Code::refused, {"The decision has no proposal", "决定没有处罚建议"}, {}, {}, "APL 57");
    auto content = common(parts, state, decided, *proposed);
    content.education = same(of(decided.form, "education"));
    for (const auto& field : step->form) {
        if (const Choice* choice = field.choice(of(proposed->form, field.id))) {
            const law::Citation source =
                choice->value == "time_barred"
                    ? law::Citation{"APL 36", {"Administrative Penalty Law, article 36", "行政处罚法第三十六条"}}
                    : law::Citation{"APL 33", {"Administrative Penalty Law, article 33", "行政处罚法第三十三条"}};
            content.grounds.push_back({source, choice->title, same(of(proposed->form, "reasons"))});
        }
    }
    return document::renderNoPenalty(content, document::DocumentLanguage::both);
}

} // namespace

Result<Bytes> Workspace::decisionPdf(CaseId id) const {
    TRY_ASSIGN(const auto row, m_parts->rowOf(id));
    {
        TRY_ASSIGN(const auto stands, m_parts->load(id));
        for (const auto& step : {kIssue, kNoPenalty}) {
            const StepTaken* decided = stands.state.lastStep(step);
            const CaseDocument* signedThere =
                decided && !decided->documents.empty() ? stands.state.documentOf(decided->documents.front()) : nullptr;
            if (signedThere) return documents().read(id, signedThere->id);
        }
    }
    // The document shows the case as the decision met it: what is added later changes nothing in what was decided.
    CaseState met;
    TRY_ASSIGN(const auto loaded,
               loadCase(*m_parts->vault, row, [&](const ReadEvent& read, const CaseState& state) -> Result<void> {
                   const auto* const step = std::get_if<StepDone>(read.body);
                   if (step && (step->step == kIssue || step->step == kNoPenalty)) met = state;
                   return {};
               }));
    const auto definition = m_parts->definitionOf(loaded.state.workflow);
    if (const StepTaken* decided = loaded.state.lastStep(kIssue); decided && decided->readable) {
        return penaltyDecision(*m_parts, met, *decided);
    }
    if (const StepTaken* decided = loaded.state.lastStep(kNoPenalty); decided && decided->readable && definition) {
        return noPenaltyDecision(*m_parts, met, *decided, *definition);
    }
    return fail(Code::refused, {"There is no decision yet", "尚未作出决定"},
                {"Take the steps that lead to it first", "请先办理作出决定前的各步骤"}, loaded.state.reference,
                "APL 57");
}

} // namespace model
