// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/penalty_check.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace model {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kBytes = 64 * 1024;
constexpr std::ptrdiff_t kBrackets = 2000;

std::unexpected<Error> malformed(Text what, std::string where) {
    return fail(Code::malformed, std::move(what),
                {"Compute the penalty and take its result over.", "请重新计算处罚并采用其结果。"}, std::move(where));
}

std::string plain(law::Money amount) {
    std::string text = law::formatMoney(amount);
    std::erase(text, ',');
    return amount.currency() == law::Currency::cny ? text
                                                   : std::string(law::currencyCode(amount.currency())) + " " + text;
}

Result<law::Proposal> parseProposal(const Json& json) {
    const auto word = [&](const char* name) {
        const auto found = json.find(name);
        return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    law::Proposal proposal;
    const auto kind = law::proposalKindFromName(word("kind"));
    if (!kind)
        return malformed({"The kind of the proposal is not known.", "处罚建议的类型无法识别。"}, "/proposal/kind");
    proposal.kind = *kind;
    const auto fine = law::parseAnyMoney(word("fine"));
    if (!fine) return malformed(fine.error().what, "/proposal/fine");
    proposal.fine = *fine;
    if (const auto found = json.find("confiscation"); found != json.end() && !found->is_null()) {
        const auto amount = law::parseAnyMoney(word("confiscation"));
        if (!amount) return malformed(amount.error().what, "/proposal/confiscation");
        proposal.confiscation = *amount;
    }
    return proposal;
}

} // namespace

std::string renderPenaltyValue(const PenaltyValue& value) {
    Json proposal = {{"kind", std::string(law::proposalKindName(value.proposal.kind))},
                     {"fine", plain(value.proposal.fine)}};
    proposal["confiscation"] = value.proposal.confiscation ? Json(plain(*value.proposal.confiscation)) : Json();
    Json json;
    json["facts"] = Json::parse(law::renderFacts(value.facts));
    json["proposal"] = std::move(proposal);
    if (!value.deviation.empty()) json["deviation"] = value.deviation;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<PenaltyValue> parsePenaltyValue(std::string_view json) {
    const auto isOpen = [](char c) { return c == '[' || c == '{'; };
    if (json.size() > kBytes || std::ranges::count_if(json, isOpen) > kBrackets) {
        return malformed({"It is too large for a penalty.", "处罚内容过大。"}, "");
    }
    const Json read = Json::parse(json, nullptr, false);
    if (!read.is_object() || !read.contains("facts") || !read.contains("proposal") || !read["proposal"].is_object()) {
        return malformed(
            {"It is no penalty: facts and proposal are expected.", "不是有效的处罚内容：应含facts和proposal。"}, "");
    }
    auto facts = law::parseFacts(read["facts"].dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!facts) return malformed(facts.error().front().what, "/facts" + facts.error().front().where);
    TRY_ASSIGN(law::Proposal proposal, parseProposal(read["proposal"]));
    PenaltyValue value{.facts = *std::move(facts), .proposal = proposal};
    if (const auto found = read.find("deviation"); found != read.end()) {
        if (!found->is_string() || found->get_ref<const std::string&>().empty())
            return malformed({"The reason for a deviation is no text.", "偏离理由不是文本。"}, "/deviation");
        value.deviation = found->get<std::string>();
    }
    if (renderPenaltyValue(value) != json) {
        return malformed({"It is not in the one form in which a penalty is signed.", "不是处罚内容的规范形式。"}, "");
    }
    return value;
}

Result<law::PenaltyRange> recomputePenalty(const PenaltyValue& value) {
    const auto& book = law::PenaltyBook::shipped();
    if (!book) return std::unexpected(book.error().front());
    TRY_ASSIGN(law::PenaltyRange range, law::computePenalty(*book, value.facts));
    const auto* pack = book->pack(range.law);
    if (pack != nullptr && pack->route == "us") {
        return fail(
            Code::refused,
            fill({"{0} is there for comparison and punishes nobody here.", "{0}仅供比较，不能据以处罚。"}, pack->name),
            {"Choose the articles that this authority applies.", "请选择本机关适用的条款。"}, "facts",
            range.source.cite);
    }
    TRY(law::judgeProposal(*book, range, value.proposal));
    return range;
}

namespace {

bool isLonger(const std::optional<law::Years>& now, const std::optional<law::Years>& before) {
    return now && (!before || now->most > before->most);
}

bool addsMeasure(const law::Measures& now, const law::Measures& before) {
    return isLonger(now.refuseApplications, before.refuseApplications) || isLonger(now.tradeBan, before.tradeBan) ||
           std::ranges::any_of(law::measureNames(),
                               [&](const law::MeasureName& one) { return now.*one.flag && !(before.*one.flag); });
}

} // namespace

std::optional<Text> whatIsHeavier(const PenaltyValue& now, const PenaltyValue& before) {
    const auto& is = now.proposal;
    const auto& was = before.proposal;
    if (is.kind == law::ProposalKind::none) return std::nullopt;
    if (was.kind == law::ProposalKind::none) return Text{"no penalty was proposed before", "此前建议不予处罚"};
    // Amounts of two currencies do not compare; such a penalty is not taken for the lighter one.
    if (!(is.fine <= was.fine)) {
        return model::fill({"fine {0}, before {1}", "罚款{0}，此前为{1}"}, law::moneyText(is.fine),
                           law::moneyText(was.fine));
    }
    if (is.confiscation && (!was.confiscation || !(*is.confiscation <= *was.confiscation))) {
        return model::fill({"confiscation {0}, before {1}", "没收{0}，此前为{1}"}, law::moneyText(*is.confiscation),
                           was.confiscation ? law::moneyText(*was.confiscation) : Text{"none", "无"});
    }
    const auto range = recomputePenalty(now);
    const auto earlier = recomputePenalty(before);
    if (range && earlier && addsMeasure(range->measures, earlier->measures))
        return Text{"a measure becomes possible that was not before", "出现此前不适用的处罚措施"};
    return std::nullopt;
}

} // namespace model
