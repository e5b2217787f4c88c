// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter/fields.h"

#include <algorithm>
#include <array>
#include <utility>

namespace model {

std::span<const FilterFieldInfo> filterFields() {
    static const std::array<FilterFieldInfo, 15> kFields = {{
        {FilterField::is, "is", {"is", "状态"}, FilterValues::known},
        {FilterField::stage, "stage", {"stage", "阶段"}, FilterValues::known},
        {FilterField::mineral, "mineral", {"mineral", "矿产"}, FilterValues::likely},
        {FilterField::violation, "violation", {"violation", "违法行为"}, FilterValues::likely},
        {FilterField::assigned, "assigned", {"assigned", "承办"}, FilterValues::person},
        {FilterField::due, "due", {"due", "期限"}, FilterValues::deadline},
        {FilterField::opened, "opened", {"opened", "登记"}, FilterValues::age},
        {FilterField::changed, "changed", {"changed", "更新"}, FilterValues::age},
        {FilterField::closed, "closed", {"closed", "结案"}, FilterValues::age},
        {FilterField::decided, "decided", {"decided", "决定"}, FilterValues::age},
        {FilterField::channel, "channel", {"channel", "渠道"}, FilterValues::likely},
        {FilterField::evidence, "evidence", {"evidence", "证据"}, FilterValues::number},
        {FilterField::passed, "passed", {"passed", "经过"}, FilterValues::known},
        {FilterField::fine, "fine", {"fine", "罚款"}, FilterValues::known},
        {FilterField::reference, "reference", {"reference", "编号"}, FilterValues::text},
    }};
    return kFields;
}

const FilterFieldInfo* filterField(FilterField field) {
    const auto fields = filterFields();
    const auto found = std::ranges::find(fields, field, &FilterFieldInfo::field);
    return found == fields.end() ? nullptr : &*found;
}

const FilterFieldInfo* filterFieldNamed(std::string_view name) {
    const auto fields = filterFields();
    const auto found = std::ranges::find_if(
        fields, [&](const FilterFieldInfo& one) { return name == one.name || name == one.title.zh; });
    return found == fields.end() ? nullptr : &*found;
}

std::span<const FilterWord> filterFlags() {
    static const std::array<FilterWord, 9> kFlags = {{{"open", {"open", "未结"}},
                                                      {"closed", {"closed", "已结"}},
                                                      {"mine", {"mine", "我的"}},
                                                      {"overdue", {"overdue", "逾期"}},
                                                      {"waiting", {"waiting", "待确认"}},
                                                      {"refused", {"refused", "被退回"}},
                                                      {"overwritten", {"overwritten", "被覆盖"}},
                                                      {"undecided", {"undecided", "未决定"}},
                                                      {"unread", {"unread", "未读"}}}};
    return kFlags;
}

std::span<const FilterWord> finePlaces() {
    static const std::array<FilterWord, 7> kPlaces = {{{"below", {"below the range", "低于幅度"}},
                                                       {"lower", {"lower third", "幅度下段"}},
                                                       {"middle", {"middle third", "幅度中段"}},
                                                       {"upper", {"upper third", "幅度上段"}},
                                                       {"above", {"above the range", "高于幅度"}},
                                                       {"none", {"no penalty", "不予处罚"}},
                                                       {"unreadable", {"not readable", "不可读"}}}};
    return kPlaces;
}

std::span<const FilterWord> fixedWords(FilterField field) {
    if (field == FilterField::is) return filterFlags();
    if (field == FilterField::fine) return finePlaces();
    return {};
}

namespace {

const std::array<std::pair<CaseOrder, FilterWord>, 6>& orders() {
    static const std::array<std::pair<CaseOrder, FilterWord>, 6> kOrders = {
        {{CaseOrder::due, {"due", {"due", "期限"}}},
         {CaseOrder::changed, {"changed", {"changed", "更新"}}},
         {CaseOrder::opened, {"opened", {"opened", "登记"}}},
         {CaseOrder::reference, {"reference", {"reference", "编号"}}},
         {CaseOrder::title, {"title", {"title", "标题"}}},
         {CaseOrder::stage, {"stage", {"stage", "阶段"}}}}};
    return kOrders;
}

} // namespace

std::span<const FilterWord> filterOrders() {
    static const std::array<FilterWord, 6> kWords = [] {
        std::array<FilterWord, 6> words;
        std::ranges::transform(orders(), words.begin(), [](const auto& one) { return one.second; });
        return words;
    }();
    return kWords;
}

std::string_view orderName(CaseOrder order) {
    return std::ranges::find(orders(), order, [](const auto& one) { return one.first; })->second.value;
}

std::optional<CaseOrder> orderFromName(std::string_view name) {
    for (const auto& [order, word] : orders()) {
        if (name == word.value || name == word.title.zh) return order;
    }
    return std::nullopt;
}

Text sortTitle() { return {"sort", "排序"}; }

std::string_view comparisonSign(Comparison comparison) {
    switch (comparison) {
    case Comparison::is: return ":";
    case Comparison::less: return "<";
    case Comparison::atMost: return "<=";
    case Comparison::more: return ">";
    case Comparison::atLeast: return ">=";
    }
    std::unreachable();
}

} // namespace model
