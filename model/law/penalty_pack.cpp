// SPDX-License-Identifier: GPL-3.0-or-later
// Reads packs of penalty rules. The first form, in which the Export Control Law was shipped, has one threshold with its
// multiples; the second has bands, other bases than the turnover, tiers and other currencies.
#include "model/law/penalty_law.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace model::law {
namespace {

constexpr std::string_view kFirstMeasures[] = {"warning", "stopOrder", "confiscateGains", "revokeLicence"};
constexpr std::string_view kSeriousMeasures[] = {"suspendBusiness", "revokeQualification"};

std::string readString(const PackNode& node, std::string_view name) {
    const auto found = node.member(name);
    return found ? found->string() : std::string();
}

std::string findString(const PackNode& node, std::string_view name) {
    const auto found = node.find(name);
    return found ? found->string() : std::string();
}

Text readText(const PackNode& node, std::string_view name) {
    const auto found = node.member(name);
    return found ? found->text() : Text{};
}

Text findText(const PackNode& node, std::string_view name) {
    const auto found = node.find(name);
    return found ? found->text() : Text{};
}

Citation readCitation(const PackNode& node) { return {readString(node, "cite"), readText(node, "article")}; }

// Amounts are written as texts: a JSON number may have gone through a double in the program that wrote it.
Money readMoney(const PackNode& node, Currency currency = Currency::cny) {
    const auto text = node.string();
    const auto money = text.empty() ? Result<Money>(Money::of(currency, 0)) : parseMoney(text, currency);
    if (!money) node.wrong(money.error().what.en, money.error().what.zh);
    return money.value_or(Money::of(currency, 0));
}

void readMeasures(const PackNode& node, std::string_view member, std::span<const std::string_view> only,
                  Measures& into) {
    const auto list = node.find(member);
    if (!list) return;
    for (const auto& item : list->items()) {
        const auto name = item.string();
        const auto found = std::ranges::find(measureNames(), std::string_view(name), &MeasureName::name);
        if (found == measureNames().end() || (!only.empty() && !std::ranges::contains(only, name))) {
            item.wrong("This measure is not known.", "未知的措施。");
        } else {
            into.*(found->flag) = true;
        }
    }
}

std::optional<std::vector<PackNode>> pairOf(const PackNode& node) {
    auto items = node.items();
    if (items.size() == 2) return items;
    node.wrong("A list of two is expected here: the least and the most.", "此处应为两项：下限与上限。");
    return std::nullopt;
}

void leastAboveMost(const PackNode& node) { node.wrong("The least is above the most.", "下限高于上限。"); }

// --- the first form -------------------------------------------------------------------------------------------------

void readFirstBands(const PackNode& node, PenaltyRule& rule) {
    rule.basis = Basis::illegalTurnover;
    Band multiple;
    const auto threshold = node.find("threshold");
    const auto multiples = node.find("multiples");
    if (threshold.has_value() != multiples.has_value()) {
        node.wrong("A threshold and its multiples come together.", "起点金额与倍数须同时给出。");
    } else if (threshold) {
        multiple.from = readMoney(*threshold);
        if (multiple.from.fen() <= 0) threshold->wrong("A threshold is above zero.", "起点金额应大于零。");
        if (const auto items = pairOf(*multiples)) {
            const auto least = (*items)[0].integer(1, 100);
            const auto most = (*items)[1].integer(1, 100);
            if (least > most) leastAboveMost(*multiples);
            multiple.least = Bound{.times = Ratio{least, 1}};
            multiple.most = {.times = Ratio{most, 1}};
        }
    }
    if (const auto flat = node.member("flat")) {
        if (const auto items = pairOf(*flat)) {
            Band band{.least = Bound{.amount = readMoney((*items)[0])}, .most = {.amount = readMoney((*items)[1])}};
            if (*band.least->amount > *band.most.amount || band.most.amount->fen() <= 0) leastAboveMost(*flat);
            rule.bands.push_back(band);
        }
    }
    if (threshold && multiples) rule.bands.push_back(multiple);
}

PenaltyRule readFirstRule(const PackNode& node) {
    node.allowOnly(
        {"id", "cite", "article", "violation", "measures", "threshold", "multiples", "flat", "serious", "summary"});
    PenaltyRule rule;
    rule.violation = ArticleId(readString(node, "id"));
    rule.source = readCitation(node);
    rule.what = readText(node, "violation");
    rule.summary = readText(node, "summary");
    if (node.member("measures")) readMeasures(node, "measures", kFirstMeasures, rule.measures);
    if (node.member("serious")) readMeasures(node, "serious", kSeriousMeasures, rule.serious.measures);
    readFirstBands(node, rule);
    return rule;
}

// --- the second form ------------------------------------------------------------------------------------------------

std::optional<Ratio> readRatio(const PackNode& node, std::string_view name) {
    const auto found = node.find(name);
    if (!found) return std::nullopt;
    const auto items = pairOf(*found);
    if (!items) return std::nullopt;
    return Ratio{(*items)[0].integer(1, 10'000), (*items)[1].integer(1, 10'000)};
}

Bound readBound(const PackNode& node, Currency currency) {
    node.allowOnly({"amount", "times", "share", "cap"});
    Bound bound;
    if (const auto amount = node.find("amount")) bound.amount = readMoney(*amount, currency);
    if (const auto cap = node.find("cap")) bound.cap = readMoney(*cap, currency);
    bound.times = readRatio(node, "times");
    bound.share = readRatio(node, "share");
    if (!bound.amount && !bound.times) {
        node.wrong("An amount or a multiple is expected here.", "此处应有金额或者倍数。");
    }
    return bound;
}

std::vector<Band> readBands(const PackNode& list, Currency currency) {
    std::vector<Band> bands;
    for (const auto& item : list.items()) {
        item.allowOnly({"from", "least", "most"});
        Band band;
        band.from = Money::of(currency, 0);
        if (const auto from = item.find("from")) band.from = readMoney(*from, currency);
        if (const auto least = item.find("least")) band.least = readBound(*least, currency);
        if (const auto most = item.member("most")) band.most = readBound(*most, currency);
        if (!bands.empty() && band.from <= bands.back().from) {
            item.wrong("Bands go upwards.", "各档应由低到高排列。");
        }
        if (bands.empty() && band.from.fen() != 0) item.wrong("The first band begins at zero.", "第一档应自零起。");
        const bool sameShape = band.least && band.least->amount.has_value() == band.most.amount.has_value() &&
                               band.least->times.has_value() == band.most.times.has_value();
        if (sameShape && band.least->amount && *band.least->amount > *band.most.amount) leastAboveMost(item);
        if (sameShape && band.least->times &&
            band.least->times->numerator * band.most.times->denominator >
                band.most.times->numerator * band.least->times->denominator) {
            leastAboveMost(item);
        }
        bands.push_back(band);
    }
    if (bands.empty()) list.wrong("At least one band is expected here.", "此处至少应有一档。");
    return bands;
}

std::optional<Years> readYears(const PackNode& node, std::string_view name) {
    const auto found = node.find(name);
    if (!found) return std::nullopt;
    const auto items = pairOf(*found);
    if (!items) return std::nullopt;
    const Years years{static_cast<int>((*items)[0].integer(0, 100)), static_cast<int>((*items)[1].integer(1, 100))};
    if (years.least > years.most) leastAboveMost(*found);
    return years;
}

void readAllMeasures(const PackNode& node, Measures& into) {
    readMeasures(node, "measures", {}, into);
    into.refuseApplications = readYears(node, "refuseApplications");
    into.tradeBan = readYears(node, "tradeBan");
}

PenaltyRule::Tier readTier(const PackNode& node, std::string_view name, Currency currency) {
    PenaltyRule::Tier tier;
    const auto found = node.find(name);
    if (!found) return tier;
    found->allowOnly({"fine", "measures", "refuseApplications", "tradeBan"});
    readAllMeasures(*found, tier.measures);
    if (const auto fine = found->find("fine")) tier.bands = readBands(*fine, currency);
    return tier;
}

bool needsBasis(const PenaltyRule& rule) {
    const auto needs = [](const Band& band) {
        return band.from.fen() != 0 || band.most.times || (band.least && band.least->times);
    };
    return std::ranges::any_of(rule.bands, needs) || std::ranges::any_of(rule.serious.bands, needs) ||
           std::ranges::any_of(rule.extreme.bands, needs);
}

PenaltyRule readRule(const PackNode& node, Currency currency) {
    node.allowOnly({"id", "cite", "article", "violation", "summary", "basis", "fine", "measures", "refuseApplications",
                    "tradeBan", "serious", "extreme", "under", "refer", "group", "formerly", "unverified"});
    PenaltyRule rule;
    rule.violation = ArticleId(readString(node, "id"));
    rule.source = readCitation(node);
    rule.what = readText(node, "violation");
    rule.summary = readText(node, "summary");
    if (const auto basis = node.find("basis")) {
        const auto name = basis->string();
        constexpr Basis kAll[] = {Basis::illegalTurnover, Basis::illegalGains, Basis::goodsValue,
                                  Basis::transactionValue};
        const auto found = std::ranges::find(kAll, std::string_view(name), basisName);
        if (found == std::end(kAll)) basis->wrong("This basis is not known.", "未知的计算基数。");
        else rule.basis = *found;
    }
    if (const auto fine = node.find("fine")) rule.bands = readBands(*fine, currency);
    readAllMeasures(node, rule.measures);
    rule.serious = readTier(node, "serious", currency);
    rule.extreme = readTier(node, "extreme", currency);
    rule.under = ArticleId(findString(node, "under"));
    rule.refer = findText(node, "refer");
    rule.group = findString(node, "group");
    rule.unverified = findText(node, "unverified");
    if (const auto list = node.find("formerly")) {
        for (const auto& item : list->items()) rule.formerly.emplace_back(item.string());
    }
    if (needsBasis(rule) && rule.basis == Basis::none) {
        node.wrong("The fine needs a basis, and none is named.", "罚款需要计算基数，但未指明。");
    }
    if (!rule.under.empty() && (!rule.bands.empty() || !rule.serious.bands.empty() || !rule.extreme.bands.empty())) {
        node.wrong("An article punished under another has no fine of its own.", "依他条处罚的条款不另设罚款。");
    }
    return rule;
}

// --- both -----------------------------------------------------------------------------------------------------------

void readRules(const PackNode& root, PenaltyLaw& law, bool first) {
    const auto list = first ? root.member("articles") : root.find("articles");
    if (!list) return;
    for (const auto& item : list->items()) {
        auto rule = first ? readFirstRule(item) : readRule(item, law.currency);
        if (rule.violation.empty()) continue;
        if (law.rule(rule.violation) != nullptr) {
            item.wrong("This violation has a rule already.", "该违法行为已有规则。");
        } else {
            law.rules.push_back(std::move(rule));
        }
    }
}

void readGrounds(const PackNode& root, PenaltyLaw& law, bool first) {
    const auto list = first ? root.member("grounds") : root.find("grounds");
    if (!list) return;
    static constexpr std::pair<std::string_view, Ground::Effect> kEffects[] = {
        {"lighterOrReduced", Ground::Effect::lighterOrReduced},
        {"noPenalty", Ground::Effect::noPenalty},
        {"mayWaive", Ground::Effect::mayWaive},
        {"mayReduce", Ground::Effect::mayReduce},
    };
    for (const auto& item : list->items()) {
        if (first) item.allowOnly({"id", "cite", "article", "effect", "summary"});
        else item.allowOnly({"id", "cite", "article", "effect", "summary", "unverified"});
        Ground ground;
        ground.id = readString(item, "id");
        ground.source = readCitation(item);
        ground.summary = readText(item, "summary");
        ground.unverified = findText(item, "unverified");
        if (const auto effect = item.member("effect")) {
            const auto name = effect->string();
            const auto found = std::ranges::find(kEffects, std::string_view(name),
                                                 &std::pair<std::string_view, Ground::Effect>::first);
            if (found == std::end(kEffects)) effect->wrong("This effect is not known.", "未知的效果。");
            else ground.effect = found->second;
        }
        if (law.ground(ground.id) != nullptr) item.wrong("This ground is there twice.", "该事由重复。");
        law.grounds.push_back(std::move(ground));
    }
}

void readBar(const PackNode& root, PenaltyLaw& law, bool first) {
    const auto bar = first ? root.member("bar") : root.find("bar");
    if (!bar) return;
    bar->allowOnly({"cite", "article", "years", "summary"});
    law.bar.emplace(PenaltyLaw::Bar{.source = readCitation(*bar), .summary = readText(*bar, "summary")});
    if (const auto years = bar->member("years")) law.bar->years = static_cast<int>(years->integer(1, 100));
}

void readCriminal(const PackNode& root, PenaltyLaw& law, bool first) {
    const auto criminal = first ? root.member("criminal") : root.find("criminal");
    if (!criminal) return;
    criminal->allowOnly({"cite", "article", "value", "kilograms", "summary"});
    law.criminal.emplace(
        PenaltyLaw::Criminal{.source = readCitation(*criminal), .summary = readText(*criminal, "summary")});
    if (const auto value = criminal->member("value")) law.criminal->value = readMoney(*value, law.currency);
    if (const auto mass = criminal->member("kilograms")) law.criminal->kilograms = mass->integer(1, 1'000'000'000);
}

GeneralRule readGeneral(const PackNode& node) {
    return {readCitation(node), readText(node, "summary"), findText(node, "unverified")};
}

std::optional<GeneralRule> findGeneral(const PackNode& root, std::string_view name) {
    const auto found = root.find(name);
    if (!found) return std::nullopt;
    found->allowOnly({"cite", "article", "summary", "unverified"});
    return readGeneral(*found);
}

void readSecondHead(const PackNode& root, PenaltyLaw& law) {
    law.route = readString(root, "route");
    if (const auto currency = root.member("currency")) {
        const auto found = currencyFromCode(currency->string());
        if (!found) currency->wrong("This currency is not known.", "未知的币种。");
        law.currency = found.value_or(Currency::cny);
    }
    if (const auto until = root.find("until")) {
        law.until = until->date();
        if (law.until && *law.until < law.effective) until->wrong("It ends before it begins.", "终止早于施行。");
    }
    law.corrects = findString(root, "corrects");
    law.general = findString(root, "general");
    law.source = readText(root, "source");
    law.unverified = findText(root, "unverified");
}

void readSecondRules(const PackNode& root, PenaltyLaw& law) {
    law.oneFine = findGeneral(root, "oneFine");
    law.gains = findGeneral(root, "gains");
    law.laterLaw = findGeneral(root, "laterLaw");
    if (const auto found = root.find("limitation")) {
        found->allowOnly({"cite", "article", "summary", "years", "unverified"});
        law.limitation = PenaltyLaw::Limitation{.rule = readGeneral(*found)};
        if (const auto years = found->member("years")) law.limitation->years = static_cast<int>(years->integer(1, 100));
    }
    if (const auto found = root.find("yields")) {
        found->allowOnly({"to", "cite", "article", "summary", "unverified"});
        law.yields = PenaltyLaw::Yields{.rule = readGeneral(*found)};
        if (const auto to = found->member("to")) {
            for (const auto& item : to->items()) law.yields->to.push_back(item.string());
        }
    }
}

} // namespace

Checked<PenaltyLaw> PenaltyLaw::parse(std::string_view json) {
    std::vector<Error> errors;
    const auto parsed = parsePack(json, errors);
    if (!parsed) return std::unexpected(std::move(errors));

    PenaltyLaw law;
    const PackNode root(*parsed, "", errors);
    const auto format = root.member("format");
    const auto name = format ? format->string() : std::string();
    const bool first = name == "touchstone-penalty-1";
    if (first) {
        root.allowOnly({"format", "id", "law", "effective", "about", "articles", "grounds", "bar", "criminal"});
        law.route = "commerce";
        law.general = "apl-2021";
    } else if (name == "touchstone-penalty-2") {
        root.allowOnly({"format", "id",       "law",     "about",   "route",      "currency", "effective",
                        "until",  "corrects", "general", "source",  "unverified", "articles", "grounds",
                        "bar",    "criminal", "yields",  "oneFine", "gains",      "laterLaw", "limitation"});
    } else if (format) {
        format->wrong("This is not a penalty pack that this version reads.", "本版本不支持此处罚规则格式。");
        return std::unexpected(std::move(errors));
    }
    law.id = readString(root, "id");
    law.name = readText(root, "law");
    if (const auto effective = root.member("effective")) law.effective = effective->date().value_or(Date{});
    if (!first) readSecondHead(root, law);
    readRules(root, law, first);
    readGrounds(root, law, first);
    readBar(root, law, first);
    readCriminal(root, law, first);
    if (!first) readSecondRules(root, law);
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return law;
}

} // namespace model::law
