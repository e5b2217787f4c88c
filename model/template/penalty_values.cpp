// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/template/penalty_values.h"

#include "model/document/penalty_words.h"
#include "model/document/words.h"
#include "model/workflow/penalty_check.h"

#include <algorithm>
#include <array>

namespace model {

namespace {

constexpr std::array<std::string_view, 6> kParts = {"fine",     "confiscation", "basis",
                                                    "measures", "grounds",      "derivation"};

Text official(const law::Citation& source) { return {source.article.en, document::officialArticle(source.article.zh)}; }

DocumentRow line(Text text) { return {{{"text", {std::move(text)}}}}; }

std::vector<DocumentRow> grounds(const PenaltyValue& value) {
    std::vector<DocumentRow> out;
    const auto& book = law::PenaltyBook::shipped();
    for (const auto& found : value.facts.grounds) {
        const auto* const ground = book ? law::groundOf(*book, value.facts, found.ground) : nullptr;
        if (!ground) continue;
        out.push_back({{{"text", {document::withoutStop(ground->summary)}},
                        {"article", {official(ground->source)}},
                        {"reason", {DocumentValue::Typed{found.reason}}}}});
    }
    return out;
}

std::vector<DocumentRow> derivation(const law::PenaltyRange& range) {
    std::vector<DocumentRow> out;
    unsigned number = 0;
    for (const auto& step : range.derivation) {
        out.push_back(line(document::put({"{0}. {1}", "{0}．{1}"}, ++number, official(step.source))));
        const auto add = [&](const Text& label, const Text& text) {
            if (!text.empty()) out.push_back(line(document::put(label, text)));
        };
        add({"Input: {0}", "事实：{0}"}, step.input);
        add({"Rule: {0}", "规则：{0}"}, step.rule);
        add({"Result: {0}", "结果：{0}"}, step.result);
    }
    return out;
}

std::vector<DocumentRow> basis(const law::PenaltyRange& range) {
    std::vector<DocumentRow> out;
    for (const auto& article : range.articles) out.push_back(line(official(article.source)));
    return out;
}

} // namespace

bool isPenaltyValue(std::string_view part) { return std::ranges::contains(kParts, part); }

std::vector<std::string> penaltyColumns(std::string_view part) {
    if (part == "grounds") return {"text", "article", "reason"};
    if (part == "measures" || part == "derivation" || part == "basis") return {"text"};
    return {};
}

law::Measures decidedMeasures(const law::PenaltyRange& range) {
    auto out = range.measures;
    out.suspendBusiness = false;
    out.revokeQualification = false;
    out.refuseApplications.reset();
    out.tradeBan.reset();
    return out;
}

Result<DocumentValue> penaltyValue(const DocumentScene& scene, std::string_view part) {
    const Step* step = scene.definition.anyStep(scene.form.penalty);
    const StepTaken* taken = step ? scene.state.lastStep(step->id, scene.own) : nullptr;
    if (!taken) return DocumentValue{};
    const auto field = std::ranges::find(step->form, FieldType::penalty, &Field::type);
    const auto said = field == step->form.end() ? taken->form.end() : taken->form.find(field->id);
    if (said == taken->form.end()) {
        if (taken->readable) return DocumentValue{};
        return fail(Code::locked, {"The penalty cannot be read here", "处罚内容在此不可阅读"},
                    {"Let somebody make it who can read the whole case", "请由可阅读全案的人员制作"}, step->id);
    }
    TRY_ASSIGN(const auto value, parsePenaltyValue(said->second));
    const bool fined = value.proposal.kind != law::ProposalKind::none;
    if (part == "fine") return fined ? DocumentValue{value.proposal.fine} : DocumentValue{};
    if (part == "confiscation")
        return value.proposal.confiscation ? DocumentValue{*value.proposal.confiscation} : DocumentValue{};
    if (part == "grounds") return DocumentValue{grounds(value)};
    TRY_ASSIGN(const auto range, recomputePenalty(value));
    if (part == "basis") return DocumentValue{basis(range)};
    if (part == "derivation") return DocumentValue{derivation(range)};
    std::vector<DocumentRow> measures;
    const auto fine = fined ? std::optional(value.proposal.fine) : std::nullopt;
    for (auto& one : document::penaltyWords(decidedMeasures(range), fine, value.proposal.confiscation))
        measures.push_back(line(std::move(one)));
    return DocumentValue{std::move(measures)};
}

} // namespace model
