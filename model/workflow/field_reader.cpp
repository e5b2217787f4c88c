// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/field_reader.h"

namespace model::reading {
namespace {

std::optional<FieldType> fieldTypeFromName(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(FieldType::penalty); ++i) {
        if (fieldTypeName(static_cast<FieldType>(i)) == name) return static_cast<FieldType>(i);
    }
    return std::nullopt;
}

} // namespace

Field readField(const Node& node, bool isFact) {
    Field field;
    if (!(isFact ? node.object({"id", "title", "help", "type", "choices"})
                 : node.object({"id", "title", "help", "type", "required", "choices"}))) {
        return field;
    }
    field.id = node.member("id").id();
    field.title = node.member("title").text();
    field.help = node.optional("help").text();
    const auto type =
        node.member("type").oneOf(fieldTypeFromName, "text, longText, date, money, choice, flag, person, penalty");
    field.type = type.value_or(FieldType::text);
    field.required = node.optional("required").flag();
    const Node choices = node.optional("choices");
    for (const auto& item : choices.items(200)) {
        Choice choice;
        if (item.object({"value", "title"})) {
            choice.value = item.member("value").id();
            choice.title = item.member("title").text();
            if (!choice.value.empty() && std::ranges::contains(field.choices, choice.value, &Choice::value)) {
                item.wrong(model::fill({"The value \"{0}\" stands twice.", "取值“{0}”重复。"}, choice.value));
            }
        }
        field.choices.push_back(std::move(choice));
    }
    if (type == FieldType::choice && field.choices.empty()) {
        node.wrong({"A field of type choice lists its choices.", "choice类型的字段须列出choices。"});
    }
    if (type && !field.choices.empty() && field.type != FieldType::choice && field.type != FieldType::text) {
        node.wrong({"Only fields of type choice or text have choices.", "仅choice或text类型的字段可列出choices。"});
    }
    if (isFact && field.type == FieldType::penalty) {
        node.wrong({"A fact cannot be a penalty.", "事实不能为penalty类型。"});
    }
    return field;
}

} // namespace model::reading
