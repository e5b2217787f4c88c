// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/penalty_law.h"

#include "embedded/ecl_2020.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <format>
#include <utility>

namespace model::law {
namespace {

constexpr std::array<std::pair<Violation, std::string_view>, std::size(kViolations)> kNames = {{
    {Violation::ecl33, "ecl33"},
    {Violation::ecl34, "ecl34"},
    {Violation::ecl35p1, "ecl35p1"},
    {Violation::ecl35p2, "ecl35p2"},
    {Violation::ecl36, "ecl36"},
    {Violation::ecl37, "ecl37"},
    {Violation::ecl38, "ecl38"},
}};

struct MeasureName {
    std::string_view name;
    bool Measures::* flag;
};
constexpr MeasureName kMeasures[] = {
    {"warning", &Measures::warning},
    {"stopOrder", &Measures::stopOrder},
    {"confiscateGains", &Measures::confiscateGains},
    {"revokeLicence", &Measures::revokeLicence},
};
constexpr MeasureName kSeriousMeasures[] = {
    {"suspendBusiness", &Measures::suspendBusiness},
    {"revokeQualification", &Measures::revokeQualification},
};

std::string readString(const PackNode& node, std::string_view name) {
    const auto found = node.member(name);
    return found ? found->string() : std::string();
}

Text readText(const PackNode& node, std::string_view name) {
    const auto found = node.member(name);
    return found ? found->text() : Text{};
}

Citation readCitation(const PackNode& node) { return {readString(node, "cite"), readText(node, "article")}; }

// Amounts are written as texts: a JSON number may have gone through a double in the program that wrote it.
Money readMoney(const PackNode& node) {
    const auto text = node.string();
    const auto money = text.empty() ? Result<Money>(Money{}) : parseMoney(text);
    if (!money) node.wrong(money.error().what.en, money.error().what.zh);
    return money.value_or(Money{});
}

void readMeasures(const PackNode& node, std::string_view member, std::span<const MeasureName> known, Measures& into) {
    const auto list = node.member(member);
    if (!list) return;
    for (const auto& item : list->items()) {
        const auto name = item.string();
        const auto found = std::ranges::find(known, std::string_view(name), &MeasureName::name);
        if (found == known.end()) {
            item.wrong("This measure is not known.", "未知的措施。");
        } else {
            into.*(found->flag) = true;
        }
    }
}

std::optional<PenaltyRule> readRule(const PackNode& node) {
    node.allowOnly(
        {"id", "cite", "article", "violation", "measures", "threshold", "multiples", "flat", "serious", "summary"});
    PenaltyRule rule;
    const auto id = node.member("id");
    if (!id) return std::nullopt;
    const auto violation = violationFromName(id->string());
    if (!violation) {
        id->wrong("This violation is not known.", "未知的违法行为代码。");
        return std::nullopt;
    }
    rule.violation = *violation;
    rule.source = readCitation(node);
    rule.what = readText(node, "violation");
    rule.summary = readText(node, "summary");
    readMeasures(node, "measures", kMeasures, rule.measures);
    readMeasures(node, "serious", kSeriousMeasures, rule.measures);

    const auto threshold = node.find("threshold");
    const auto multiples = node.find("multiples");
    if (threshold.has_value() != multiples.has_value()) {
        node.wrong("A threshold and its multiples come together.", "起点金额与倍数须同时给出。");
    } else if (threshold) {
        rule.threshold = readMoney(*threshold);
        if (rule.threshold->fen() <= 0) threshold->wrong("A threshold is above zero.", "起点金额应大于零。");
        if (const auto items = multiples->items(); items.size() == 2) {
            rule.least = items[0].integer(1, 100);
            rule.most = items[1].integer(1, 100);
            if (rule.least > rule.most) multiples->wrong("The least is above the most.", "下限高于上限。");
        } else {
            multiples->wrong("A list of two is expected here: the least and the most.", "此处应为两项：下限与上限。");
        }
    }
    if (const auto flat = node.member("flat")) {
        if (const auto items = flat->items(); items.size() == 2) {
            rule.flatMin = readMoney(items[0]);
            rule.flatMax = readMoney(items[1]);
            if (rule.flatMin > rule.flatMax || rule.flatMax.fen() <= 0) {
                flat->wrong("The least is above the most.", "下限高于上限。");
            }
        } else {
            flat->wrong("A list of two is expected here: the least and the most.", "此处应为两项：下限与上限。");
        }
    }
    return rule;
}

void readRules(const PackNode& root, PenaltyLaw& law) {
    const auto list = root.member("articles");
    if (!list) return;
    for (const auto& item : list->items()) {
        const auto rule = readRule(item);
        if (!rule) continue;
        if (std::ranges::find(law.rules, rule->violation, &PenaltyRule::violation) != law.rules.end()) {
            item.wrong("This violation has a rule already.", "该违法行为已有规则。");
        } else {
            law.rules.push_back(*rule);
        }
    }
    for (const auto violation : kViolations) {
        if (std::ranges::find(law.rules, violation, &PenaltyRule::violation) == law.rules.end()) {
            list->wrong(std::format("The rule for {} is missing.", violationName(violation)),
                        std::format("缺少 {} 的规则。", violationName(violation)));
        }
    }
}

void readGrounds(const PackNode& root, PenaltyLaw& law) {
    const auto list = root.member("grounds");
    if (!list) return;
    for (const auto& item : list->items()) {
        item.allowOnly({"id", "cite", "article", "effect", "summary"});
        Ground ground;
        ground.id = readString(item, "id");
        ground.source = readCitation(item);
        ground.summary = readText(item, "summary");
        if (const auto effect = item.member("effect")) {
            const auto name = effect->string();
            if (name == "lighterOrReduced") {
                ground.effect = Ground::Effect::lighterOrReduced;
            } else if (name == "noPenalty") {
                ground.effect = Ground::Effect::noPenalty;
            } else if (name == "mayWaive") {
                ground.effect = Ground::Effect::mayWaive;
            } else {
                effect->wrong("This effect is not known.", "未知的效果。");
            }
        }
        if (law.ground(ground.id) != nullptr) item.wrong("This ground is there twice.", "该事由重复。");
        law.grounds.push_back(std::move(ground));
    }
}

} // namespace

std::string_view violationName(Violation violation) {
    for (const auto& [known, name] : kNames) {
        if (known == violation) return name;
    }
    return {};
}

std::optional<Violation> violationFromName(std::string_view name) {
    for (const auto& [violation, known] : kNames) {
        if (known == name) return violation;
    }
    return std::nullopt;
}

Checked<PenaltyLaw> PenaltyLaw::parse(std::string_view json) {
    std::vector<Error> errors;
    const auto parsed = parsePack(json, errors);
    if (!parsed) return std::unexpected(std::move(errors));

    PenaltyLaw law;
    const PackNode root(*parsed, "", errors);
    root.allowOnly({"format", "id", "law", "effective", "about", "articles", "grounds", "bar", "criminal"});
    if (const auto format = root.member("format"); format && format->string() != "touchstone-penalty-1") {
        format->wrong("This is not a penalty pack that this version reads.", "本版本不支持此处罚规则格式。");
    }
    law.id = readString(root, "id");
    law.name = readText(root, "law");
    if (const auto effective = root.member("effective")) law.effective = effective->date().value_or(Date{});
    readRules(root, law);
    readGrounds(root, law);
    if (const auto bar = root.member("bar")) {
        bar->allowOnly({"cite", "article", "years", "summary"});
        law.bar.source = readCitation(*bar);
        law.bar.summary = readText(*bar, "summary");
        if (const auto years = bar->member("years")) law.bar.years = static_cast<int>(years->integer(1, 100));
    }
    if (const auto criminal = root.member("criminal")) {
        criminal->allowOnly({"cite", "article", "value", "kilograms", "summary"});
        law.criminal.source = readCitation(*criminal);
        law.criminal.summary = readText(*criminal, "summary");
        if (const auto value = criminal->member("value")) law.criminal.value = readMoney(*value);
        if (const auto mass = criminal->member("kilograms")) law.criminal.kilograms = mass->integer(1, 1'000'000'000);
    }
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return law;
}

Checked<PenaltyLaw> PenaltyLaw::shipped() { return parse(resource::ecl_2020()); }

const PenaltyRule* PenaltyLaw::rule(Violation violation) const {
    const auto found = std::ranges::find(rules, violation, &PenaltyRule::violation);
    return found == rules.end() ? nullptr : &*found;
}

const Ground* PenaltyLaw::ground(std::string_view wanted) const {
    const auto found = std::ranges::find(grounds, wanted, &Ground::id);
    return found == grounds.end() ? nullptr : &*found;
}

} // namespace model::law
