// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/cbor.h"
#include "model/law/money.h"
#include "model/workflow/engine.h"
#include "model/workflow/penalty_check.h"
#include "model/workflow/step_documents.h"

#include <algorithm>
#include <format>
#include <utility>

namespace model {
namespace {

constexpr std::size_t kTextBytes = 1000;
constexpr std::size_t kLongTextBytes = 64 * 1024;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool isControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// "1820000.50"; no sign, no leading zeros, two decimals, within int64 fen.
bool isMoney(std::string_view value) {
    if (value.size() < 4 || value.size() > 19 || value[value.size() - 3] != '.') return false;
    const auto whole = value.substr(0, value.size() - 3);
    return std::ranges::all_of(whole, isDigit) && std::ranges::all_of(value.substr(value.size() - 2), isDigit) &&
           (whole.size() == 1 || whole.front() != '0');
}

std::unexpected<Error> wrong(const Field& field, const Text& rule, const Text& cure) {
    return fail(Code::refused, model::fill({"\"{0}\": {1}", "“{0}”：{1}"}, field.title, rule), cure, field.id);
}

Result<void> checkValue(const Field& field, const std::string& value, const RegisterState& office) {
    if (!isUtf8(value)) {
        return wrong(field, {"is not valid UTF-8", "不是有效的UTF-8文本"}, {"Enter the text again.", "请重新输入。"});
    }
    switch (field.type) {
    case FieldType::text:
    case FieldType::longText: {
        const bool lines = field.type == FieldType::longText;
        const std::size_t most = lines ? kLongTextBytes : kTextBytes;
        if (value.size() > most) {
            return wrong(field, model::fill({"longer than {0} bytes", "超过{0}字节"}, std::to_string(most)),
                         {"Shorten it, or add the text as evidence.", "请缩短，或将全文作为证据材料附上。"});
        }
        if (std::ranges::any_of(value, [&](char c) { return isControl(c) && !(lines && (c == '\n' || c == '\t')); })) {
            return wrong(field, {"holds control characters", "含有控制字符"}, {"Remove them.", "请删除这些字符。"});
        }
        if (value.find_first_not_of(" \t\n") == std::string::npos) {
            return wrong(field, {"holds only blanks", "只有空白"}, {"Fill it in.", "请填写。"});
        }
        return {};
    }
    case FieldType::date:
        if (parseDate(value)) return {};
        return wrong(field, {"is no day of the calendar", "不是有效日期"},
                     {"Enter a day as 2026-03-04.", "请按2026-03-04的格式填写。"});
    case FieldType::money:
        if (isMoney(value)) return {};
        return wrong(field, {"is no amount in yuan", "不是有效的人民币金额"},
                     {"Enter it as 1820000.50.", "请按1820000.50的格式填写。"});
    case FieldType::choice:
        if (field.choice(value)) return {};
        return wrong(field, model::fill({"\"{0}\" is none of the choices", "“{0}”不在可选范围内"}, value),
                     {"Choose one of those listed.", "请从所列选项中选择。"});
    case FieldType::flag:
        if (value == "true" || (value == "false" && !field.required)) return {};
        return wrong(field,
                     field.required ? Text{"must be confirmed", "须予确认"}
                                    : Text{"is neither true nor false", "须为是或否"},
                     {"Tick it.", "请勾选。"});
    case FieldType::person: {
        const auto id = PersonId::fromHex(value);
        if (id && office.people.contains(*id)) return {};
        return wrong(field, {"is nobody of this office", "不是本单位人员"},
                     {"Choose a person of the office.", "请选择本单位人员。"});
    }
    case FieldType::penalty: {
        const auto read = parsePenaltyValue(value);
        if (read) return {};
        return wrong(field, read.error().what, read.error().cure);
    }
    }
    std::unreachable();
}

/// The value of the choice that a person named by its value or by a title, or what they wrote.
std::string chosen(const Field& field, const std::string& typed) {
    const auto named = std::ranges::find_if(field.choices, [&](const Choice& choice) {
        return typed == choice.value || typed == choice.title.en || typed == choice.title.zh;
    });
    return named == field.choices.end() ? typed : named->value;
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

} // namespace

Result<void> checkForm(const Step& step, const Form& form, const RegisterState& office) {
    for (const auto& [id, value] : form) {
        if (std::ranges::contains(step.form, id, &Field::id)) continue;
        return fail(
            Code::refused,
            model::fill({"The form of \"{0}\" has no field \"{1}\".", "“{0}”的表单没有字段“{1}”。"}, step.title, id),
            {"Leave it out.", "请去掉该字段。"}, id);
    }
    for (const auto& field : step.form) {
        const auto found = form.find(field.id);
        if (found == form.end() || found->second.empty()) {
            if (!field.required) continue;
            return wrong(field, {"must be filled in", "必须填写"}, {"Fill it in.", "请填写。"});
        }
        TRY(checkValue(field, found->second, office));
    }
    return {};
}

Result<void> checkFact(const Definition& definition, const std::string& fact, const std::string& value,
                       const RegisterState& office) {
    const Field* field = definition.fact(fact);
    if (!field) {
        return fail(Code::refused,
                    model::fill({"The workflow has no fact \"{0}\".", "工作流没有名为“{0}”的事实。"}, fact),
                    {"Use one of the facts it lists.", "请使用其列出的事实。"}, fact);
    }
    if (value.empty()) return {};
    return checkValue(*field, value, office);
}

Result<std::string> canonicalValue(const Field& field, std::string_view typed) {
    std::string value = trimmed(typed);
    if (value.empty()) return value;
    const auto malformed = [&](const Error& error) {
        return fail(Code::malformed, model::fill({"\"{0}\": {1}", "“{0}”：{1}"}, field.title, error.what), error.cure,
                    field.id);
    };
    switch (field.type) {
    case FieldType::money: {
        const auto money = law::parseMoney(value);
        if (!money) return malformed(money.error());
        if (money->fen() < 0) return malformed({Code::malformed, {"an amount is not negative", "金额不能为负"}});
        return std::format("{}.{:02}", money->fen() / 100, money->fen() % 100);
    }
    case FieldType::flag:
        if (value == "true" || value == "yes" || value == "1" || value == "是") return "true";
        if (value == "false" || value == "no" || value == "0" || value == "否") return "false";
        return malformed(
            {Code::malformed, {"is neither true nor false", "须为是或否"}, {"Answer yes or no.", "请填写是或否。"}});
    case FieldType::text: // a pasted line break is a blank
        std::ranges::replace_if(value, isControl, ' ');
        return chosen(field, value);
    case FieldType::longText: std::erase(value, '\r'); return value;
    case FieldType::date:
        if (parseDate(value)) return value;
        return malformed({Code::malformed,
                          {"is no day of the calendar", "不是有效日期"},
                          {"Enter a day as 2026-03-04.", "请按2026-03-04的格式填写。"}});
    case FieldType::choice: return chosen(field, value);
    case FieldType::person:
    case FieldType::penalty: return value;
    }
    std::unreachable();
}

Result<Form> canonicalForm(const std::vector<Field>& fields, const Form& typed) {
    Form form;
    for (const auto& [id, value] : typed) {
        const auto field = std::ranges::find(fields, id, &Field::id);
        if (field == fields.end()) {
            return fail(Code::refused, {"There is no field \"" + id + "\"", "没有“" + id + "”这一字段"},
                        {"Check its name", "请检查字段名"}, id);
        }
        auto canonical = canonicalValue(*field, value);
        if (!canonical) {
            if (canonical.error().where.empty()) canonical.error().where = id;
            return std::unexpected(canonical.error());
        }
        if (!canonical->empty()) form.emplace(id, *std::move(canonical));
    }
    return form;
}

void takeOver(const Definition& definition, const Step& step, const CaseState& state, Form& form,
              const OpenedTrack* own) {
    takeOverFromDocuments(definition, state, step, form, own);
    for (const auto& guard : step.guards) {
        if (guard.kind != GuardKind::sameFormAs) continue;
        const StepTaken* source = state.lastStep(guard.step, own);
        if (!source) continue;
        for (const auto& field : guard.fields) {
            const auto value = source->form.find(field);
            if (value != source->form.end()) form.emplace(field, value->second);
        }
    }
}

} // namespace model
