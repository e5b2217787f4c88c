// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/penalty_law.h"

#include "embedded/apl_2021.h"
#include "embedded/bis_2024.h"
#include "embedded/cus_2004.h"
#include "embedded/ecl_2020.h"
#include "embedded/ftl_2025.h"
#include "embedded/ofac_2025.h"
#include "embedded/reg_2024.h"

#include <algorithm>
#include <array>

namespace model::law {
namespace {

constexpr MeasureName kMeasures[] = {
    {"warning", &Measures::warning},
    {"stopOrder", &Measures::stopOrder},
    {"confiscateGains", &Measures::confiscateGains},
    {"revokeLicence", &Measures::revokeLicence},
    {"suspendBusiness", &Measures::suspendBusiness},
    {"revokeQualification", &Measures::revokeQualification},
    {"orderCorrection", &Measures::orderCorrection},
    {"publicCriticism", &Measures::publicCriticism},
    {"loseQualification", &Measures::loseQualification},
    {"holdGoods", &Measures::holdGoods},
};

Checked<PenaltyBook> carried() {
    const std::array<std::string_view, 7> texts = {resource::ecl_2020(), resource::reg_2024(), resource::ftl_2025(),
                                                   resource::cus_2004(), resource::apl_2021(), resource::bis_2024(),
                                                   resource::ofac_2025()};
    return PenaltyBook::parse(texts);
}

void wrong(std::vector<Error>& errors, const std::string& where, Text what) {
    errors.push_back({Code::malformed, std::move(what), {"Correct the pack.", "请更正规则包。"}, where, {}});
}

// Names that lead from one pack to another must lead somewhere.
void checkNames(const PenaltyBook& book, const PenaltyLaw& pack, std::vector<Error>& errors) {
    const auto known = [&](const std::string& id, const char* member) {
        if (id.empty() || book.pack(id) != nullptr) return;
        wrong(errors, pack.id + ": /" + member, fill({"There is no pack {0}.", "没有规则包{0}。"}, id));
    };
    known(pack.general, "general");
    known(pack.corrects, "corrects");
    if (pack.yields) {
        for (const auto& to : pack.yields->to) known(to, "yields/to");
    }
    for (std::size_t i = 0; i < pack.rules.size(); ++i) {
        const auto& under = pack.rules[i].under;
        if (under.empty()) continue;
        const auto* rule = book.rule(under);
        if (rule == nullptr || !rule->under.empty()) {
            wrong(errors, pack.id + ": /articles/" + std::to_string(i) + "/under",
                  fill({"There is no article {0} to be punished under.", "没有可据以处罚的条款{0}。"}, under.str()));
        }
    }
}

} // namespace

std::span<const MeasureName> measureNames() { return kMeasures; }

std::string_view basisName(Basis basis) {
    switch (basis) {
    case Basis::none: return "none";
    case Basis::illegalTurnover: return "illegalTurnover";
    case Basis::illegalGains: return "illegalGains";
    case Basis::goodsValue: return "goodsValue";
    case Basis::transactionValue: return "transactionValue";
    }
    return {};
}

Text basisText(Basis basis) {
    switch (basis) {
    case Basis::none: return {"nothing", "无"};
    case Basis::illegalTurnover: return {"Illegal turnover", "违法经营额"};
    case Basis::illegalGains: return {"Illegal gains", "违法所得"};
    case Basis::goodsValue: return {"Value of the goods", "货物价值"};
    case Basis::transactionValue: return {"Transaction value", "交易金额"};
    }
    return {};
}

const PenaltyRule* PenaltyLaw::rule(const ArticleId& article) const {
    const auto found = std::ranges::find(rules, article, &PenaltyRule::violation);
    return found == rules.end() ? nullptr : &*found;
}

const PenaltyRule* PenaltyLaw::formerRule(const ArticleId& article) const {
    if (const auto* now = rule(article)) return now;
    const auto found = std::ranges::find_if(
        rules, [&](const PenaltyRule& one) { return std::ranges::contains(one.formerly, article); });
    return found == rules.end() ? nullptr : &*found;
}

const Ground* PenaltyLaw::ground(std::string_view wanted) const {
    const auto found = std::ranges::find(grounds, wanted, &Ground::id);
    return found == grounds.end() ? nullptr : &*found;
}

const Checked<PenaltyBook>& PenaltyBook::shipped() {
    // A list of ten thousand cases judges a penalty for each: the packs are read once. Nothing can change them after.
    static const Checked<PenaltyBook> book = carried();
    return book;
}

Checked<PenaltyBook> PenaltyBook::parse(std::span<const std::string_view> texts) {
    PenaltyBook book;
    std::vector<Error> errors;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto pack = PenaltyLaw::parse(texts[i]);
        if (!pack) {
            for (auto& error : pack.error()) {
                error.where = "pack " + std::to_string(i + 1) + ": " + error.where;
                errors.push_back(std::move(error));
            }
            continue;
        }
        if (book.pack(pack->id) != nullptr) {
            wrong(errors, pack->id + ": /id", {"There is a pack of this name already.", "已有同名规则包。"});
        }
        book.packs.push_back(*std::move(pack));
    }
    if (errors.empty()) {
        for (const auto& pack : book.packs) checkNames(book, pack, errors);
    }
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return book;
}

const PenaltyLaw* PenaltyBook::pack(std::string_view id) const {
    const auto found = std::ranges::find(packs, id, &PenaltyLaw::id);
    return found == packs.end() ? nullptr : &*found;
}

namespace {

bool isCorrected(const PenaltyBook& book, const PenaltyLaw& pack) {
    return std::ranges::contains(book.packs, pack.id, &PenaltyLaw::corrects);
}

} // namespace

const PenaltyLaw* PenaltyBook::packOf(const ArticleId& article) const {
    const PenaltyLaw* corrected = nullptr;
    for (const auto& pack : packs) {
        if (pack.rule(article) == nullptr) continue;
        if (!isCorrected(*this, pack)) return &pack;
        corrected = &pack;
    }
    return corrected;
}

const PenaltyRule* PenaltyBook::rule(const ArticleId& article) const {
    const auto* pack = packOf(article);
    return pack == nullptr ? nullptr : pack->rule(article);
}

const Ground* PenaltyBook::ground(std::string_view id) const {
    for (const auto& pack : packs) {
        if (const auto* found = pack.ground(id)) return found;
    }
    return nullptr;
}

std::vector<std::string> PenaltyBook::packsFor(std::span<const ArticleId> articles,
                                               std::span<const std::string> grounds) const {
    std::vector<std::string> out;
    const auto take = [&](const PenaltyLaw& pack) {
        if (!isCorrected(*this, pack) && !std::ranges::contains(out, pack.id)) out.push_back(pack.id);
    };
    for (const auto& pack : packs) {
        const auto holds = [&](const ArticleId& article) {
            if (pack.formerRule(article) != nullptr) return true;
            const auto* named = rule(article);
            return named != nullptr && !named->under.empty() && pack.formerRule(named->under) != nullptr;
        };
        if (std::ranges::any_of(articles, holds)) take(pack);
    }
    for (const auto& ground : grounds) {
        const auto covers = [&](const std::string& id) {
            const auto* named = pack(id);
            const auto* general = named == nullptr ? nullptr : pack(named->general);
            return named != nullptr &&
                   (named->ground(ground) != nullptr || (general != nullptr && general->ground(ground) != nullptr));
        };
        if (std::ranges::any_of(out, covers)) continue;
        for (const auto& one : packs) {
            if (one.ground(ground) == nullptr) continue;
            take(one);
            break;
        }
    }
    if (out.size() == 1 && out.front() == kFirstPack) out.clear();
    return out;
}

} // namespace model::law
