// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/penalty.h"

#include <nlohmann/json.hpp>

#include <format>

namespace model::law {
namespace {

using Json = nlohmann::ordered_json;

// Without group separators, so that other programs can read it as a decimal number.
std::string plain(Money amount) {
    std::string out = formatMoney(amount);
    std::erase(out, ',');
    return out;
}

Json orNull(const std::optional<Money>& amount) { return amount ? Json(plain(*amount)) : Json(nullptr); }

Json textJson(const Text& text) { return {{"en", text.en}, {"zh", text.zh}}; }

Json factsJson(const PenaltyFacts& facts) {
    Json violations = Json::array();
    for (const auto one : facts.violations) violations.push_back(violationName(one));
    Json grounds = Json::array();
    for (const auto& one : facts.grounds) grounds.push_back({{"ground", one.ground}, {"reason", one.reason}});
    return {{"violations", std::move(violations)},
            {"illegalTurnover", orNull(facts.illegalTurnover)},
            {"illegalGains", orNull(facts.illegalGains)},
            {"kilograms", facts.kilograms ? Json(*facts.kilograms) : Json(nullptr)},
            {"actEnd", facts.actEnd ? Json(formatDate(*facts.actEnd)) : Json(nullptr)},
            {"serious", facts.serious},
            {"grounds", std::move(grounds)}};
}

// A reason is a person's text and may hold bytes that are not UTF-8; JSON cannot.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

} // namespace

std::string renderText(const PenaltyRange& range, Language language) {
    const bool chinese = language == Language::zh;
    std::string out;
    int number = 0;
    for (const auto& step : range.derivation) {
        out += std::format("{}. {}\n", ++number, step.source.article.in(language));
        out += std::format("   {}{}\n", chinese ? "事实：" : "Input: ", step.input.in(language));
        out += std::format("   {}{}\n", chinese ? "规则：" : "Rule: ", step.rule.in(language));
        out += std::format("   {}{}\n", chinese ? "结果：" : "Result: ", step.result.in(language));
    }
    const Text total = fill({"Fine: {0} to {1} ({2})", "罚款幅度：{0}至{1}（{2}）"}, moneyText(range.fineMin),
                            moneyText(range.fineMax), range.source.article);
    return out + total.in(language) + "\n";
}

std::string renderJson(const PenaltyRange& range) {
    Json articles = Json::array();
    for (const auto& one : range.articles) {
        articles.push_back({{"violation", violationName(one.violation)},
                            {"cite", one.source.cite},
                            {"fineMin", plain(one.fineMin)},
                            {"fineMax", plain(one.fineMax)},
                            {"byTurnover", one.byTurnover}});
    }
    Json steps = Json::array();
    for (const auto& step : range.derivation) {
        steps.push_back({{"cite", step.source.cite},
                         {"article", textJson(step.source.article)},
                         {"input", textJson(step.input)},
                         {"rule", textJson(step.rule)},
                         {"result", textJson(step.result)}});
    }
    const Json measures = {{"warning", range.measures.warning},
                           {"stopOrder", range.measures.stopOrder},
                           {"confiscateGains", range.measures.confiscateGains},
                           {"revokeLicence", range.measures.revokeLicence},
                           {"suspendBusiness", range.measures.suspendBusiness},
                           {"revokeQualification", range.measures.revokeQualification}};
    return dump({{"law", range.law},
                 {"facts", factsJson(range.facts)},
                 {"governing", violationName(range.governing)},
                 {"cite", range.source.cite},
                 {"fineMin", plain(range.fineMin)},
                 {"fineMax", plain(range.fineMax)},
                 {"measures", measures},
                 {"confiscation", orNull(range.confiscation)},
                 {"barYears", range.barYears},
                 {"criminalNotice", range.criminalNotice},
                 {"articles", std::move(articles)},
                 {"derivation", std::move(steps)}});
}

std::string renderFacts(const PenaltyFacts& facts) { return dump(factsJson(facts)); }

Checked<PenaltyFacts> parseFacts(std::string_view json) {
    std::vector<Error> errors;
    const auto parsed = parsePack(json, errors);
    if (!parsed) return std::unexpected(std::move(errors));

    PenaltyFacts facts;
    const PackNode root(*parsed, "", errors);
    root.allowOnly({"violations", "illegalTurnover", "illegalGains", "kilograms", "actEnd", "serious", "grounds"});
    if (const auto list = root.member("violations")) {
        for (const auto& item : list->items()) {
            if (const auto violation = violationFromName(item.string())) {
                facts.violations.push_back(*violation);
            } else {
                item.wrong("This violation is not known.", "未知的违法行为代码。");
            }
        }
    }
    const auto money = [&](std::string_view name) -> std::optional<Money> {
        const auto node = root.find(name);
        if (!node) return std::nullopt;
        const auto amount = parseMoney(node->string());
        if (amount) return *amount;
        node->wrong(amount.error().what.en, amount.error().what.zh);
        return std::nullopt;
    };
    facts.illegalTurnover = money("illegalTurnover");
    facts.illegalGains = money("illegalGains");
    if (const auto mass = root.find("kilograms")) facts.kilograms = mass->integer(0, 1'000'000'000'000);
    if (const auto end = root.find("actEnd")) facts.actEnd = end->date();
    if (const auto serious = root.find("serious")) facts.serious = serious->boolean();
    if (const auto list = root.find("grounds")) {
        for (const auto& item : list->items()) {
            item.allowOnly({"ground", "reason"});
            const auto ground = item.member("ground");
            const auto reason = item.member("reason");
            if (ground && reason) facts.grounds.push_back({ground->string(), reason->string()});
        }
    }
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return facts;
}

} // namespace model::law
