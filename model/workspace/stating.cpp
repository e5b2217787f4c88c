// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/parts.h"

#include <algorithm>

namespace model {

namespace {

const std::vector<StatedItem>& itemsOf(const CaseState& state, ItemSort sort) {
    return sort == ItemSort::chronology ? state.chronology : state.parties;
}

Result<Receipt> say(Workspace::Parts& parts, const LoadedCase& loaded, ItemSort sort, ItemStatement statement) {
    const ItemId item = statement.item;
    CaseBody body = ChronologyEntered{statement};
    if (sort == ItemSort::party) body = PartyStated{std::move(statement)};
    auto receipt = parts.sayInCase(loaded, {std::move(body), {}, {}});
    if (receipt) receipt->item = item;
    return receipt;
}

Receipt unsaid(ItemId item) {
    Receipt receipt;
    receipt.item = item;
    return receipt;
}

/// Evidence that was taken back shows nothing any more. Here and not in the judge: whoever did not know yet that it was
/// taken back has said something all the same, and citations from before stay, marked.
Result<void> citesWhatStands(const CaseState& state, const std::vector<EvidenceCitation>& before,
                             const std::vector<EvidenceCitation>& evidence) {
    for (const auto& one : evidence) {
        if (std::ranges::contains(before, one.item, &EvidenceCitation::item)) continue;
        const auto item = std::ranges::find(state.evidence, one.item, &EvidenceItem::id);
        if (item == state.evidence.end() || !item->withdrawn) continue;
        return fail(Code::refused,
                    model::fill({"The evidence cited was taken back: {0}", "所引证据已撤回：{0}"},
                                item->readable ? item->name : item->id.hex().substr(0, 8)),
                    {"Cite another piece, or take it in anew", "请引用其他证据，或重新录入"},
                    std::string(kEvidenceField));
    }
    return {};
}

Result<const StatedItem*> stated(const CaseState& state, ItemSort sort, ItemId item) {
    const auto& all = itemsOf(state, sort);
    const auto found = std::ranges::find(all, item, &StatedItem::id);
    if (found == all.end()) {
        return fail(
            Code::notFound,
            model::fill({"There is no such thing in the case ({0})", "案中无此条目（{0}）"}, itemSortTitle(sort)), {},
            item.hex());
    }
    return &*found;
}

} // namespace

Result<Receipt> Workspace::stateItem(CaseId id, ItemSort sort, ItemId item, const Form& typed,
                                     const std::vector<EvidenceCitation>& evidence) {
    TRY_ASSIGN(auto form, canonicalItem(sort, typed));
    if (form.empty() && evidence.empty()) {
        return fail(Code::malformed, {"Nothing is stated", "未填写任何内容"},
                    {"Fill in the fields, or withdraw it.", "请填写内容，或撤回该条目。"}, itemFields(sort).front().id);
    }
    if (evidence.size() > kMaxCitations) {
        return fail(Code::tooLarge,
                    model::fill({"More than {0} citations", "引用超过 {0} 条"}, std::to_string(kMaxCitations)),
                    {"Cite fewer pieces of evidence.", "请减少引用。"}, std::string(kEvidenceField));
    }
    TRY_ASSIGN(auto loaded, m_parts->load(id));
    std::vector<EvidenceCitation> before;
    if (item.isNull()) {
        m_parts->random->fill(item.bytes);
    } else {
        TRY_ASSIGN(const auto* const known, stated(loaded.state, sort, item));
        // What is as it was need not be said again.
        if (known->readable && !known->withdrawn && known->values() == form && known->evidence == evidence)
            return unsaid(item);
        before = known->evidence;
    }
    TRY(citesWhatStands(loaded.state, before, evidence));
    return say(*m_parts, loaded, sort, {item, std::move(form), evidence});
}

Result<Receipt> Workspace::withdrawItem(CaseId id, ItemSort sort, ItemId item) {
    TRY_ASSIGN(auto loaded, m_parts->load(id));
    TRY_ASSIGN(const auto* const known, stated(loaded.state, sort, item));
    if (known->withdrawn)
        return fail(Code::refused, {"It is withdrawn already", "已经撤回"}, {}, itemSortTitle(sort).en);
    return say(*m_parts, loaded, sort, {item, {}, {}});
}

Result<Receipt> Workspace::makeRespondent(CaseId id, ItemId party) {
    TRY_ASSIGN(const auto loaded, m_parts->load(id));
    TRY_ASSIGN(const auto* const known, stated(loaded.state, ItemSort::party, party));
    const auto definition = m_parts->definitionOf(loaded.state.workflow);
    if (!definition) return fail(Code::newer, {"The workflow of the case is not known here", "不认识该案件的流程"});
    return setFacts(id, factsOfRespondent(*definition, *known));
}

} // namespace model
