// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/penalty_json.h"

#include <algorithm>

namespace model::law {

using namespace parts;

namespace {

Json orNull(const std::optional<Money>& amount) { return amount ? Json(plainMoney(*amount)) : Json(nullptr); }

// What came after the first cases were signed: left out where it is not set.
void addLaterMembers(Json& json, const PenaltyFacts& facts) {
    if (!facts.packs.empty()) json["packs"] = facts.packs;
    if (!facts.declarations.empty()) {
        Json list = Json::array();
        for (const auto& one : facts.declarations) {
            Json declared = {{"amount", plainMoney(one.amount)}, {"controlled", one.controlled}};
            if (!one.note.empty()) declared["note"] = one.note;
            list.push_back(std::move(declared));
        }
        json["declarations"] = std::move(list);
    }
    if (facts.goodsValue) json["goodsValue"] = plainMoney(*facts.goodsValue);
    if (facts.transactionValue) json["transactionValue"] = plainMoney(*facts.transactionValue);
    if (facts.actStart) json["actStart"] = formatDate(*facts.actStart);
    if (facts.discovered) json["discovered"] = formatDate(*facts.discovered);
    if (!facts.discovery.empty()) json["discovery"] = facts.discovery;
    if (facts.extreme) json["extreme"] = true;
}

std::optional<Money> readMoney(const PackNode& node) {
    const auto amount = parseAnyMoney(node.string());
    if (amount) return *amount;
    node.wrong(amount.error().what.en, amount.error().what.zh);
    return std::nullopt;
}

void readDeclarations(const PackNode& root, PenaltyFacts& facts) {
    const auto list = root.find("declarations");
    if (!list) return;
    for (const auto& item : list->items()) {
        item.allowOnly({"amount", "controlled", "note"});
        Declared one;
        if (const auto amount = item.member("amount")) one.amount = readMoney(*amount).value_or(Money{});
        if (const auto controlled = item.find("controlled")) one.controlled = controlled->boolean();
        if (const auto note = item.find("note")) one.note = note->string();
        facts.declarations.push_back(std::move(one));
    }
}

void readViolations(const PackNode& root, PenaltyFacts& facts) {
    const auto list = root.member("violations");
    if (!list) return;
    const auto& book = PenaltyBook::shipped();
    for (const auto& item : list->items()) {
        const ArticleId article(item.string());
        // A name that no pack has is a slip of the pen, and is said at its place.
        const bool known = book && std::ranges::any_of(book->packs, [&](const PenaltyLaw& pack) {
                               return pack.formerRule(article) != nullptr;
                           });
        if (known) facts.violations.push_back(article);
        else item.wrong("This violation is not known.", "未知的违法行为代码。");
    }
}

} // namespace

namespace parts {

std::string plainMoney(Money amount) {
    std::string out = formatMoney(amount);
    std::erase(out, ',');
    return amount.currency() == Currency::cny ? out : std::string(currencyCode(amount.currency())) + " " + out;
}

Json factsJson(const PenaltyFacts& facts) {
    Json violations = Json::array();
    for (const auto& one : facts.violations) violations.push_back(one.str());
    Json grounds = Json::array();
    for (const auto& one : facts.grounds) grounds.push_back({{"ground", one.ground}, {"reason", one.reason}});
    Json json = {{"violations", std::move(violations)},
                 {"illegalTurnover", orNull(facts.illegalTurnover)},
                 {"illegalGains", orNull(facts.illegalGains)},
                 {"kilograms", facts.kilograms ? Json(*facts.kilograms) : Json(nullptr)},
                 {"actEnd", facts.actEnd ? Json(formatDate(*facts.actEnd)) : Json(nullptr)},
                 {"serious", facts.serious},
                 {"grounds", std::move(grounds)}};
    addLaterMembers(json, facts);
    return json;
}

// A reason is a person's text and may hold bytes that are not UTF-8; JSON cannot.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

} // namespace parts

std::string renderFacts(const PenaltyFacts& facts) { return dump(factsJson(facts)); }

Checked<PenaltyFacts> parseFacts(std::string_view json) {
    std::vector<Error> errors;
    const auto parsed = parsePack(json, errors);
    if (!parsed) return std::unexpected(std::move(errors));

    PenaltyFacts facts;
    const PackNode root(*parsed, "", errors);
    root.allowOnly({"violations", "illegalTurnover", "illegalGains", "kilograms", "actEnd", "serious", "grounds",
                    "packs", "declarations", "goodsValue", "transactionValue", "actStart", "discovered", "discovery",
                    "extreme"});
    readViolations(root, facts);
    const auto money = [&](std::string_view name) -> std::optional<Money> {
        const auto node = root.find(name);
        return node ? readMoney(*node) : std::nullopt;
    };
    facts.illegalTurnover = money("illegalTurnover");
    facts.illegalGains = money("illegalGains");
    facts.goodsValue = money("goodsValue");
    facts.transactionValue = money("transactionValue");
    readDeclarations(root, facts);
    if (const auto mass = root.find("kilograms")) facts.kilograms = mass->integer(0, 1'000'000'000'000);
    if (const auto end = root.find("actEnd")) facts.actEnd = end->date();
    if (const auto start = root.find("actStart")) facts.actStart = start->date();
    if (const auto day = root.find("discovered")) facts.discovered = day->date();
    if (const auto how = root.find("discovery")) facts.discovery = how->string();
    if (const auto serious = root.find("serious")) facts.serious = serious->boolean();
    if (const auto extreme = root.find("extreme")) facts.extreme = extreme->boolean();
    if (const auto list = root.find("packs")) {
        for (const auto& item : list->items()) facts.packs.push_back(item.string());
    }
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
