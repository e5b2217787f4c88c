// SPDX-License-Identifier: GPL-3.0-or-later
// What filters can name in this office, and those that its person keeps.
#include "model/intake/report.h"
#include "model/store/search_text.h"
#include "model/workspace/parts.h"

#include <algorithm>

namespace model {

namespace {

constexpr std::string_view kSaved = "saved-filters";

void addChoices(const Definition& definition, std::string_view fact, std::vector<KnownValue>& out) {
    const Field* field = definition.fact(fact);
    if (field == nullptr) return;
    for (const auto& choice : field->choices) out.push_back({choice.value, choice.title, {}, {}, {}});
}

} // namespace

FilterVocabulary Workspace::vocabulary() const {
    FilterVocabulary out;
    const auto& registered = m_parts->office;
    // Cases stay on the workflow on which they began, so the stages of all of them can be asked for.
    auto& stages = out.values[FilterField::stage];
    const auto addStages = [&](const Definition& from) {
        for (const auto& stage : from.stages) {
            if (!std::ranges::contains(stages, stage.id, &KnownValue::value))
                stages.push_back({stage.id, stage.title, {}, {}, {}});
        }
    };
    if (const auto current = definition(registered.currentWorkflow); current && *current) {
        addStages(**current);
        addChoices(**current, "mineral", out.values[FilterField::mineral]);
        addChoices(**current, "violation", out.values[FilterField::violation]);
    }
    for (const auto& [digest, json] : registered.workflows) {
        if (const auto one = definition(digest); one && *one) addStages(**one);
    }
    out.values[FilterField::passed] = stages;
    for (const auto channel : intake::channels()) {
        out.values[FilterField::channel].push_back(
            {std::string(intake::channelName(channel)), intake::channelTitle(channel), {}, {}, {}});
    }
    for (const auto& [id, person] : registered.people) {
        const std::string name = nameOf(id);
        out.values[FilterField::assigned].push_back({id.hex(), same(name), {}, {}, {}});
    }
    return out;
}

void addPinyin(FilterVocabulary& vocabulary) {
    SearchFolder folder;
    for (auto& [field, values] : vocabulary.values) {
        for (auto& one : values) {
            auto keys = folder.pinyin(one.title.zh);
            one.pinyin = std::move(keys.full);
            one.initials = std::move(keys.initials);
        }
    }
}

std::vector<std::string> pinyinOf(std::span<const std::string> texts) {
    SearchFolder folder;
    std::vector<std::string> out;
    for (const auto& text : texts) {
        const auto keys = folder.pinyin(text, Reading::words);
        out.push_back(keys.full + ' ' + keys.initials);
    }
    return out;
}

Result<std::vector<SavedFilter>> Workspace::savedFilters() const {
    TRY_ASSIGN(const auto stored, m_parts->vault->setting(kSaved));
    if (!stored) return std::vector<SavedFilter>{};
    return parseSaved(std::string(stored->begin(), stored->end()));
}

Result<void> Workspace::keepFilters(const std::vector<SavedFilter>& filters) {
    std::vector<SavedFilter> checked;
    for (const auto& one : filters) TRY(putSaved(checked, one));
    const std::string text = printSaved(checked);
    return m_parts->vault->setSetting(kSaved, Bytes(text.begin(), text.end()));
}

} // namespace model
