// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/penalty.h"

#include <algorithm>
#include <array>
#include <utility>

namespace model::law {
namespace {

constexpr std::array<std::pair<ProposalKind, std::string_view>, 4> kKindNames = {{
    {ProposalKind::normal, "normal"},
    {ProposalKind::lighter, "lighter"},
    {ProposalKind::reduced, "reduced"},
    {ProposalKind::none, "none"},
}};

const Citation& lighterArticle() {
    static const Citation citation{"APL 32", {"Administrative Penalty Law, Article 32", "《行政处罚法》第32条"}};
    return citation;
}

const Citation& waiverArticle() {
    static const Citation citation{"APL 33", {"Administrative Penalty Law, Article 33", "《行政处罚法》第33条"}};
    return citation;
}

std::unexpected<Error> refuse(Text what, Text cure, const Citation& source, std::string where = "fine") {
    return fail(Code::refused, std::move(what), std::move(cure), std::move(where), source.cite);
}

// The first ground found with this effect, or null.
const Ground* groundWith(const PenaltyBook& book, const PenaltyRange& range,
                         std::initializer_list<Ground::Effect> effects) {
    for (const auto& found : range.facts.grounds) {
        const auto* ground = groundOf(book, range.facts, found.ground);
        if (ground != nullptr && std::ranges::find(effects, ground->effect) != effects.end()) return ground;
    }
    return nullptr;
}

Text limits(const PenaltyRange& range) {
    return fill({"{0} to {1}", "{0}至{1}"}, moneyText(range.fineMin), moneyText(range.fineMax));
}

Result<DerivationStep> judgeNone(const PenaltyBook& book, const PenaltyRange& range, const Proposal& proposal) {
    const auto* ground = groundWith(book, range, {Ground::Effect::noPenalty, Ground::Effect::mayWaive});
    const Citation late{"APL 36", {"Administrative Penalty Law, Article 36", "《行政处罚法》第36条"}};
    if (ground == nullptr && !range.timeBarred) {
        return refuse({"No penalty was proposed without a ground for it.", "拟不予处罚，但没有相应事由。"},
                      {"State a ground of Article 33 with its reason, or propose a fine.",
                       "请写明《行政处罚法》第33条的事由及理由，或者提出罚款。"},
                      waiverArticle(), "grounds");
    }
    if (proposal.fine.fen() != 0 || proposal.confiscation.value_or(Money{}).fen() != 0) {
        return refuse({"No penalty was proposed, but with an amount.", "拟不予处罚，却填写了金额。"},
                      {"Remove the amount, or propose a penalty.", "请删除金额，或者提出处罚。"}, waiverArticle());
    }
    if (ground == nullptr) {
        return DerivationStep{late,
                              {"Proposed: no penalty", "拟：不予处罚"},
                              {"An act that was not discovered in time is not punished.",
                               "违法行为未在法定期限内被发现的，不再给予行政处罚。"},
                              {"allowed: discovered too late", "允许：已超过时效"}};
    }
    return DerivationStep{ground->source,
                          {"Proposed: no penalty", "拟：不予处罚"},
                          ground->summary,
                          {"allowed: a ground is stated", "允许：已写明事由"}};
}

std::optional<std::unexpected<Error>> judgeConfiscation(const PenaltyRange& range, const Proposal& proposal) {
    if (!proposal.confiscation) return std::nullopt;
    const auto proposed = *proposal.confiscation;
    if (!range.measures.confiscateGains && proposed.fen() != 0) {
        return refuse(fill({"{0} does not order confiscation.", "{0}未规定没收违法所得。"}, range.source.article),
                      {"Remove the confiscation.", "请删除没收金额。"}, range.source, "confiscation");
    }
    if (range.measures.confiscateGains && range.facts.illegalGains && proposed != *range.facts.illegalGains) {
        return refuse(
            fill({"The confiscation of {0} is not the illegal gains of {1}.", "没收金额{0}与违法所得{1}不一致。"},
                 moneyText(proposed), moneyText(*range.facts.illegalGains)),
            {"Confiscate the gains that were found, or correct the finding.", "请按查明的违法所得没收，或者更正认定。"},
            {"APL 28", {}}, "confiscation");
    }
    return std::nullopt;
}

Result<DerivationStep> judgeReduced(const Ground* ground, const PenaltyRange& range, const Proposal& proposal) {
    if (proposal.fine >= range.fineMin) {
        return refuse(fill({"{0} is not below the range of {1}; this is no reduced penalty.",
                            "{0}不低于幅度{1}，不属于减轻处罚。"},
                           moneyText(proposal.fine), limits(range)),
                      {"Mark the penalty as lighter or normal.", "请改为从轻或一般处罚。"}, lighterArticle());
    }
    if (ground == nullptr) {
        return refuse(fill({"{0} is below the minimum of {1}, and no ground for reducing is stated.",
                            "{0}低于最低罚款{1}，且未写明减轻事由。"},
                           moneyText(proposal.fine), moneyText(range.fineMin)),
                      {"State a ground of Article 32 with its reason, or raise the fine to the minimum.",
                       "请写明《行政处罚法》第32条的事由及理由，或者将罚款提高到下限。"},
                      lighterArticle(), "grounds");
    }
    if (proposal.fine.fen() <= 0) {
        return refuse({"A reduced fine is still a fine.", "减轻处罚仍应有罚款数额。"},
                      {"Enter an amount, or propose no penalty with a ground of Article 33.",
                       "请填写金额，或者依第33条事由提出不予处罚。"},
                      waiverArticle());
    }
    return DerivationStep{ground->source,
                          fill({"Proposed: a reduced fine of {0}", "拟：减轻处罚，罚款{0}"}, moneyText(proposal.fine)),
                          fill({"Below the minimum of {0} only with a ground: {1}", "低于下限{0}须有事由：{1}"},
                               moneyText(range.fineMin), ground->summary),
                          {"allowed: a ground is stated", "允许：已写明事由"}};
}

} // namespace

std::string_view proposalKindName(ProposalKind kind) {
    for (const auto& [known, name] : kKindNames) {
        if (known == kind) return name;
    }
    return {};
}

std::optional<ProposalKind> proposalKindFromName(std::string_view name) {
    for (const auto& [kind, known] : kKindNames) {
        if (known == name) return kind;
    }
    return std::nullopt;
}

Result<DerivationStep> judgeProposal(const PenaltyBook& book, const PenaltyRange& range, const Proposal& proposal) {
    if (proposal.kind == ProposalKind::none) return judgeNone(book, range, proposal);
    if (range.timeBarred) {
        return refuse({"The act was discovered too late to be punished.", "违法行为发现时已超过处罚时效。"},
                      {"Propose no penalty, or correct the day of discovery.", "请提出不予处罚，或者更正发现日期。"},
                      {"APL 36", {"Administrative Penalty Law, Article 36", "《行政处罚法》第36条"}}, "discovered");
    }
    if (const auto* bars = groundWith(book, range, {Ground::Effect::noPenalty})) {
        return refuse(fill({"{0} rules out a penalty: {1}", "依{0}不得处罚：{1}"}, bars->source.article, bars->summary),
                      {"Propose no penalty, or withdraw the ground.", "请提出不予处罚，或者撤回该事由。"}, bars->source,
                      "grounds");
    }
    if (proposal.fine.currency() != range.fineMax.currency()) {
        return refuse(fill({"{0} is not in the currency of {1}.", "{0}不是{1}所用的币种。"}, moneyText(proposal.fine),
                           range.source.article),
                      {"Propose the fine in the currency of the law.", "请以该规定所用币种提出罚款。"}, range.source);
    }
    if (proposal.fine > range.fineMax) {
        return refuse(fill({"{0} is above the maximum of {1} that {2} allows.", "{0}高于{2}规定的上限{1}。"},
                           moneyText(proposal.fine), moneyText(range.fineMax), range.source.article),
                      fill({"Propose a fine of {0}.", "罚款应在{0}之间。"}, limits(range)), range.source);
    }
    if (auto refused = judgeConfiscation(range, proposal)) return std::move(*refused);

    const auto* must = groundWith(book, range, {Ground::Effect::lighterOrReduced});
    const auto* ground = must != nullptr ? must : groundWith(book, range, {Ground::Effect::mayReduce});
    if (proposal.kind == ProposalKind::reduced) return judgeReduced(ground, range, proposal);
    if (proposal.fine < range.fineMin) {
        return refuse(fill({"{0} is below the minimum of {1} that {2} allows.", "{0}低于{2}规定的下限{1}。"},
                           moneyText(proposal.fine), moneyText(range.fineMin), range.source.article),
                      {"Raise the fine to the minimum, or propose a reduced one with a ground of Article 32.",
                       "请将罚款提高到下限，或者依《行政处罚法》第32条事由提出减轻处罚。"},
                      lighterArticle());
    }
    if (proposal.kind == ProposalKind::lighter && ground == nullptr) {
        return refuse({"A lighter penalty was proposed without a ground for it.", "拟从轻处罚，但没有相应事由。"},
                      {"State a ground of Article 32 with its reason, or propose a normal penalty.",
                       "请写明《行政处罚法》第32条的事由及理由，或者提出一般处罚。"},
                      lighterArticle(), "grounds");
    }
    if (proposal.kind == ProposalKind::normal && must != nullptr) {
        return refuse(
            fill({"{0} calls for a lighter or reduced penalty.", "依{0}应当从轻或者减轻处罚。"}, must->source.article),
            {"Propose a lighter or reduced penalty, or withdraw the ground.", "请提出从轻或减轻处罚，或者撤回该事由。"},
            must->source, "grounds");
    }
    const bool lighter = proposal.kind == ProposalKind::lighter;
    return DerivationStep{lighter ? ground->source : range.source,
                          fill(lighter ? Text{"Proposed: a lighter fine of {0}", "拟：从轻处罚，罚款{0}"}
                                       : Text{"Proposed: a fine of {0}", "拟：罚款{0}"},
                               moneyText(proposal.fine)),
                          fill({"The fine lies in the range of {0}", "罚款应在{0}之间"}, limits(range)),
                          {"allowed: inside the range", "允许：在幅度之内"}};
}

} // namespace model::law
