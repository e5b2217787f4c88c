// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/penalty_json.h"

#include <algorithm>
#include <format>

namespace model::law {

using namespace parts;

namespace {

Json textJson(const Text& text) { return {{"en", text.en}, {"zh", text.zh}}; }

Json nodeJson(const DerivationNode& node) {
    Json json = {{"cite", node.step.source.cite},
                 {"article", textJson(node.step.source.article)},
                 {"input", textJson(node.step.input)},
                 {"rule", textJson(node.step.rule)},
                 {"result", textJson(node.step.result)}};
    if (!node.notChosen.empty()) json["notChosen"] = textJson(node.notChosen);
    if (!node.unverified.empty()) json["unverified"] = textJson(node.unverified);
    if (!node.children.empty()) {
        Json children = Json::array();
        for (const auto& child : node.children) children.push_back(nodeJson(child));
        json["children"] = std::move(children);
    }
    return json;
}

void nodeText(const DerivationNode& node, Language language, const std::string& number, std::size_t depth,
              std::string& out) {
    const bool chinese = language == Language::zh;
    const std::string indent(depth * 2, ' ');
    const auto line = [&](std::string_view en, std::string_view zh, const Text& text) {
        if (!text.empty()) out += std::format("{}   {}{}\n", indent, chinese ? zh : en, text.in(language));
    };
    const std::string_view mark = node.notChosen.empty() ? "" : chinese ? "（未适用）" : " (not applied)";
    out += std::format("{}{} {}{}\n", indent, number, node.step.source.article.in(language), mark);
    line("Input: ", "事实：", node.step.input);
    line("Rule: ", "规则：", node.step.rule);
    line("Result: ", "结果：", node.step.result);
    line("Not applied because: ", "未适用的理由：", node.notChosen);
    line("Not verified: ", "未经核实：", node.unverified);
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        nodeText(node.children[i], language, std::format("{}{}.", number, i + 1), depth + 1, out);
    }
}

const ArticleRange* governingOf(const PenaltyRange& range) {
    const auto found = std::ranges::find(range.articles, range.governing, &ArticleRange::violation);
    return found == range.articles.end() ? nullptr : &*found;
}

std::string totalText(const PenaltyRange& range, Language language) {
    const auto* governing = governingOf(range);
    Text total = fill({"Fine: {0} to {1} ({2})", "罚款幅度：{0}至{1}（{2}）"}, moneyText(range.fineMin),
                      moneyText(range.fineMax), range.source.article);
    if (governing != nullptr && (governing->open || governing->none || range.fineMin == range.fineMax)) {
        total = fill({"Fine: {0} ({1})", "罚款幅度：{0}（{1}）"}, rangeText(*governing), range.source.article);
    }
    return total.in(language) + "\n";
}

Json yearsJson(const Years& years) { return {years.least, years.most}; }

Json measuresJson(const Measures& measures) {
    Json json = Json::object();
    std::size_t at = 0;
    for (const auto& one : measureNames()) {
        // The first six were written before there were others; those are there where they are ordered.
        if (at++ < 6 || measures.*(one.flag)) json[std::string(one.name)] = measures.*(one.flag);
    }
    if (measures.refuseApplications) json["refuseApplications"] = yearsJson(*measures.refuseApplications);
    if (measures.tradeBan) json["tradeBan"] = yearsJson(*measures.tradeBan);
    return json;
}

Json articleJson(const ArticleRange& one) {
    Json json = {{"violation", one.violation.str()},
                 {"cite", one.source.cite},
                 {"fineMin", plainMoney(one.fineMin)},
                 {"fineMax", plainMoney(one.fineMax)},
                 {"byTurnover", one.byTurnover}};
    if (one.pack != kFirstPack) json["pack"] = one.pack;
    if (one.open) json["open"] = true;
    if (one.none) json["none"] = true;
    if (one.setAside) json["setAside"] = true;
    return json;
}

} // namespace

Text fineText(const PenaltyRange& range) {
    const auto* governing = governingOf(range);
    if (governing != nullptr && governing->none) return {"No fine", "不处罚款"};
    if (governing != nullptr && (governing->open || range.fineMin == range.fineMax)) {
        return model::fill({"Fine: {0}", "罚款：{0}"}, rangeText(*governing));
    }
    return model::fill({"Fine {0} to {1}", "罚款幅度：{0} 至 {1}"}, moneyText(range.fineMin), moneyText(range.fineMax));
}

std::string renderText(const PenaltyRange& range, Language language) {
    const bool chinese = language == Language::zh;
    std::string out;
    int number = 0;
    for (const auto& step : range.derivation) {
        out += std::format("{}. {}\n", ++number, step.source.article.in(language));
        out += std::format("   {}{}\n", chinese ? "事实：" : "Input: ", step.input.in(language));
        if (!step.rule.empty()) out += std::format("   {}{}\n", chinese ? "规则：" : "Rule: ", step.rule.in(language));
        out += std::format("   {}{}\n", chinese ? "结果：" : "Result: ", step.result.in(language));
    }
    return out + totalText(range, language);
}

std::string renderTree(const PenaltyRange& range, Language language) {
    std::string out;
    int number = 0;
    for (const auto& node : range.tree) nodeText(node, language, std::format("{}.", ++number), 0, out);
    return out + totalText(range, language);
}

std::string renderTreeJson(const PenaltyRange& range) {
    Json nodes = Json::array();
    for (const auto& node : range.tree) nodes.push_back(nodeJson(node));
    return dump(nodes);
}

std::string renderJson(const PenaltyRange& range) {
    Json articles = Json::array();
    for (const auto& one : range.articles) articles.push_back(articleJson(one));
    Json steps = Json::array();
    for (const auto& step : range.derivation) {
        steps.push_back({{"cite", step.source.cite},
                         {"article", textJson(step.source.article)},
                         {"input", textJson(step.input)},
                         {"rule", textJson(step.rule)},
                         {"result", textJson(step.result)}});
    }
    Json json = {{"law", range.law},
                 {"facts", factsJson(range.facts)},
                 {"governing", range.governing.str()},
                 {"cite", range.source.cite},
                 {"fineMin", plainMoney(range.fineMin)},
                 {"fineMax", plainMoney(range.fineMax)},
                 {"measures", measuresJson(range.measures)},
                 {"confiscation", range.confiscation ? Json(plainMoney(*range.confiscation)) : Json(nullptr)},
                 {"barYears", range.barYears},
                 {"criminalNotice", range.criminalNotice},
                 {"articles", std::move(articles)},
                 {"derivation", std::move(steps)}};
    if (range.timeBarred) json["timeBarred"] = true;
    return dump(json);
}

} // namespace model::law
