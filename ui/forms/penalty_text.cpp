// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/penalty_text.h"

#include <nlohmann/json.hpp>

namespace ui {
namespace {

using Json = nlohmann::ordered_json;

std::string plain(model::law::Money amount) {
    std::string text = model::law::formatMoney(amount);
    std::erase(text, ',');
    return text;
}

} // namespace

std::string renderPenaltyText(const PenaltyText& text) {
    Json proposal = {{"kind", std::string(model::law::proposalKindName(text.proposal.kind))},
                     {"fine", plain(text.proposal.fine)}};
    proposal["confiscation"] = text.proposal.confiscation ? Json(plain(*text.proposal.confiscation)) : Json();
    Json all;
    all["facts"] = Json::parse(model::law::renderFacts(text.facts));
    all["proposal"] = std::move(proposal);
    return all.dump();
}

std::optional<PenaltyText> parsePenaltyText(const std::string& json) {
    const auto read = Json::parse(json, nullptr, false);
    if (!read.is_object() || !read.contains("facts") || !read.contains("proposal")) return std::nullopt;
    auto facts = model::law::parseFacts(read["facts"].dump());
    const auto& proposal = read["proposal"];
    if (!facts || !proposal.is_object() || !proposal.contains("kind") || !proposal["kind"].is_string()) return std::nullopt;
    PenaltyText text{*std::move(facts), {}};
    const auto kind = model::law::proposalKindFromName(proposal["kind"].get<std::string>());
    if (!kind) return std::nullopt;
    text.proposal.kind = *kind;
    const auto money = [&proposal](const char* name) -> std::optional<model::law::Money> {
        if (!proposal.contains(name) || !proposal[name].is_string()) return std::nullopt;
        const auto amount = model::law::parseMoney(proposal[name].get<std::string>());
        return amount ? std::optional(*amount) : std::nullopt;
    };
    if (const auto fine = money("fine")) text.proposal.fine = *fine;
    text.proposal.confiscation = money("confiscation");
    return text;
}

} // namespace ui
