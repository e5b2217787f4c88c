// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/template/shipped.h"

#include "model/template/fill.h"

#include "embedded/document_closing_form.h"
#include "embedded/document_court_application.h"
#include "embedded/document_demand_letter.h"
#include "embedded/document_discussion_minutes.h"
#include "embedded/document_evidence_list.h"
#include "embedded/document_filing_notice.h"
#include "embedded/document_final_report.h"
#include "embedded/document_hearing_notice.h"
#include "embedded/document_hearing_record.h"
#include "embedded/document_inspection_record.h"
#include "embedded/document_legal_review_opinion.h"
#include "embedded/document_no_penalty_decision.h"
#include "embedded/document_no_violation_decision.h"
#include "embedded/document_penalty_decision.h"
#include "embedded/document_preservation_notice.h"
#include "embedded/document_prior_notice.h"
#include "embedded/document_questioning_record.h"
#include "embedded/document_referral_letter.h"
#include "embedded/document_seizure_decision.h"
#include "embedded/document_service_receipt.h"
#include "embedded/document_talk_record.h"
#include "embedded/document_transfer_letter.h"
#include "embedded/document_warning_letter.h"

#include <algorithm>
#include <array>

namespace model {

std::span<const ShippedTemplate> shippedTemplates() {
    static const std::array all = {
        ShippedTemplate{"filing_notice", resource::document_filing_notice()},
        ShippedTemplate{"questioning_record", resource::document_questioning_record()},
        ShippedTemplate{"inspection_record", resource::document_inspection_record()},
        ShippedTemplate{"evidence_list", resource::document_evidence_list()},
        ShippedTemplate{"preservation_notice", resource::document_preservation_notice()},
        ShippedTemplate{"seizure_decision", resource::document_seizure_decision()},
        ShippedTemplate{"final_report", resource::document_final_report()},
        ShippedTemplate{"prior_notice", resource::document_prior_notice()},
        ShippedTemplate{"hearing_notice", resource::document_hearing_notice()},
        ShippedTemplate{"hearing_record", resource::document_hearing_record()},
        ShippedTemplate{"legal_review_opinion", resource::document_legal_review_opinion()},
        ShippedTemplate{"discussion_minutes", resource::document_discussion_minutes()},
        ShippedTemplate{"penalty_decision", resource::document_penalty_decision()},
        ShippedTemplate{"no_penalty_decision", resource::document_no_penalty_decision()},
        ShippedTemplate{"no_violation_decision", resource::document_no_violation_decision()},
        ShippedTemplate{"service_receipt", resource::document_service_receipt()},
        ShippedTemplate{"demand_letter", resource::document_demand_letter()},
        ShippedTemplate{"court_application", resource::document_court_application()},
        ShippedTemplate{"closing_form", resource::document_closing_form()},
        ShippedTemplate{"transfer_letter", resource::document_transfer_letter()},
        ShippedTemplate{"referral_letter", resource::document_referral_letter()},
        ShippedTemplate{"warning_letter", resource::document_warning_letter()},
        ShippedTemplate{"talk_record", resource::document_talk_record()},
    };
    return all;
}

std::string_view templateText(const RegisterState& office, std::string_view id) {
    const auto own = office.templates.find(std::string(id));
    if (own != office.templates.end()) return own->second;
    const auto all = shippedTemplates();
    const auto found = std::ranges::find(all, id, &ShippedTemplate::id);
    return found == all.end() ? std::string_view{} : found->json;
}

std::vector<std::string> templateIds(const RegisterState& office) {
    std::vector<std::string> out;
    for (const auto& one : shippedTemplates()) out.emplace_back(one.id);
    for (const auto& [id, text] : office.templates) {
        if (!std::ranges::contains(out, id)) out.push_back(id);
    }
    return out;
}

Result<DocumentTemplate> templateOf(const RegisterState& office, std::string_view id) {
    const auto text = templateText(office, id);
    if (!text.empty()) return parseTemplate(text);
    return fail(Code::notFound,
                model::fill({"There is no template of documents \"{0}\"", "没有文书模板“{0}”"}, std::string(id)),
                {"List the documents of the case to see those there are", "请查看该案件可制作的文书"}, std::string(id));
}

Result<void> checkDocuments(const Definition& definition, const RegisterState& office) {
    const auto check = [&](const Step& step) -> Result<void> {
        for (const auto& entry : step.documents) {
            TRY_ASSIGN(const auto form, templateOf(office, entry.document));
            const auto problems = checkNames(form, definition);
            if (problems.empty()) continue;
            return fail(
                Code::refused,
                model::fill({"The template \"{0}\" does not fit this workflow: {1}", "模板“{0}”与该流程不符：{1}"},
                            entry.title, problems.front().what),
                {"Adopt a template that fits first", "请先启用相符的模板"}, step.id);
        }
        return {};
    };
    for (const auto& step : definition.steps) TRY(check(step));
    for (const auto& side : definition.tracks) {
        for (const auto& step : side.steps) TRY(check(step));
    }
    return {};
}

} // namespace model
