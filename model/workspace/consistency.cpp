// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/consistency.h"

#include "model/workspace/parts.h"

#include <algorithm>

namespace model {

Result<Compared> compared(const PenaltyValue& value, std::span<const Precedent> precedents) {
    TRY_ASSIGN(const auto range, recomputePenalty(value));
    Compared out;
    out.proposal = law::featuresOf(range, value.proposal);
    out.consistency = law::compare(out.proposal, featuresOf(precedents));
    for (const auto& one : out.consistency.nearest) out.nearest.push_back(precedents[one.index]);
    return out;
}

Result<Compared> Workspace::comparedTo(CaseId id, const PenaltyValue& value) const {
    TRY_ASSIGN(const auto range, recomputePenalty(value));
    TRY_ASSIGN(const auto precedents, readPrecedents(m_parts->vault->database(), range.governing, id));
    return compared(value, precedents);
}

Result<void> Workspace::Parts::needReason(CaseId id, const Step& step, const Form& form) const {
    if (!step.approves.empty()) return {}; // who approves signs what was proposed, with its reason
    for (const auto& field : step.form) {
        const auto written = form.find(field.id);
        if (field.type != FieldType::penalty || written == form.end()) continue;
        const auto value = parsePenaltyValue(written->second);
        if (!value || !value->deviation.empty()) continue;
        const auto range = recomputePenalty(*value);
        if (!range) continue; // the guard of the step says what is wrong with it
        TRY_ASSIGN(const auto precedents, readPrecedents(vault->database(), range->governing, id));
        TRY_ASSIGN(const auto found, compared(*value, precedents));
        if (!found.consistency.deviates()) continue;
        Text cases;
        for (const auto& one : found.nearest) {
            cases.en += (cases.en.empty() ? "" : ", ") + one.reference;
            cases.zh += (cases.zh.empty() ? "" : "、") + one.reference;
        }
        return fail(
            Code::refused, fill({"{0} ({1})", "{0}（{1}）"}, law::standingText(found.consistency), cases),
            {"Give the reason for the difference, or propose another fine. That is a rule of this program, not of "
             "law.",
             "请写明差异理由，或提出其他罚款。这是本程序的规则，并非法律规定。"},
            field.id);
    }
    return {};
}

} // namespace model
