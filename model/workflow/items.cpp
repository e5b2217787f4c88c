// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/items.h"

#include "model/base/cbor.h"
#include "model/base/identifier.h"
#include "model/base/partial_date.h"
#include "model/workflow/engine.h"

#include <algorithm>

namespace model {

namespace {

Field line(std::string id, Text title, Text help = {}, bool required = false) {
    return {std::move(id), std::move(title), std::move(help), FieldType::text, required, {}};
}

std::vector<Field> chronologyFields() {
    Field words = line("text", {"What happened", "事件经过"}, {}, true);
    words.type = FieldType::longText;
    return {line("from", {"Date", "日期"},
                 {"A day, a month or a year, as far as it is known; with a time of day: 2026-03-04 15:10",
                  "已知到哪一级就填到哪一级：年、年月或年月日，可加时刻，如 2026-03-04 15:10"},
                 true),
            line("to", {"Until", "至"},
                 {"The end of a period; empty for a single moment", "一段时间的终止；单一时点请留空"}),
            words};
}

std::vector<Field> partyFields() {
    Field kind{"kind", {"Kind", "类型"}, {}, FieldType::choice, true, {}};
    kind.choices = {{"company", {"Company or organisation", "企业或其他组织"}},
                    {"person", {"Person", "自然人"}},
                    {"vessel", {"Vessel", "船舶"}},
                    {"other", {"Other", "其他"}}};
    Field role{"role", {"Role in the matter", "在案中的地位"}, {}, FieldType::choice, false, {}};
    role.choices = {
        {"exporter", {"Exporter", "出口经营者"}},
        {"consignee", {"Consignee (importer)", "收货人（进口商）"}},
        {"end_user", {"End user", "最终用户"}},
        {"carrier", {"Carrier", "承运人"}},
        {"customs_agent", {"Customs agent", "报关企业"}},
        {"service_provider", {"Provider of another service (ECL 36)", "其他服务提供者（出口管制法第36条）"}},
        {"other", {"Other", "其他"}}};
    Field identifierKind{"identifier_kind", {"Kind of number", "证件或编号类型"}, {}, FieldType::choice, false, {}};
    identifierKind.choices = {{"uscc", {"Unified social credit code", "统一社会信用代码"}},
                              {"resident_id", {"Citizen identity number", "公民身份号码"}},
                              {"passport", {"Passport", "护照"}},
                              {"lei", {"Legal entity identifier (LEI)", "全球法人识别编码（LEI）"}},
                              {"imo", {"IMO number", "IMO 编号"}},
                              {"other", {"Other", "其他"}}};
    Field others = line(
        "other_names", {"Other names", "其他名称"},
        {"One on each line: former names, names in other scripts, abbreviations", "每行一个：曾用名、外文名、简称等"});
    others.type = FieldType::longText;
    return {kind,
            line("name", {"Name", "名称或姓名"}, {"In full, as its papers write it", "按证照所载全称填写"}, true),
            others,
            role,
            identifierKind,
            line("identifier", {"Number", "证件号码或编号"}),
            line("country", {"Country or region", "国家或地区"}),
            line("address", {"Address", "地址"}),
            line("representative", {"Legal representative or person in charge", "法定代表人（负责人）"})};
}

bool isDay(std::string_view field) { return field == "from" || field == "to"; }

const std::string& of(const Form& form, std::string_view field) {
    static const std::string none;
    const auto found = form.find(std::string(field));
    return found == form.end() ? none : found->second;
}

std::unexpected<Error> noDay(const Field& field) {
    return fail(Code::malformed, model::fill({"\"{0}\" is no such day", "“{0}”不是有效日期"}, field.title),
                {"Enter it as 2026, 2026-03, 2026-03-04 or 2026-03-04 15:10.",
                 "请按 2026、2026-03、2026-03-04 或 2026-03-04 15:10 的格式填写。"},
                field.id);
}

/// What holds between the fields of one statement.
Result<void> checkTogether(ItemSort sort, const Form& form) {
    if (sort == ItemSort::chronology) {
        const auto from = parsePartialDate(of(form, "from"));
        const auto to = parsePartialDate(of(form, "to"));
        if (from && to && !isPeriod(*from, *to)) {
            return fail(Code::refused, {"The period ends before it begins", "期间的终止早于起始"},
                        {"Change one of the two dates.", "请更正其中一个日期。"}, "to");
        }
        return {};
    }
    if (of(form, "identifier").empty() == of(form, "identifier_kind").empty()) return {};
    const bool noKind = of(form, "identifier_kind").empty();
    return fail(Code::refused,
                noKind ? Text{"It is not said what kind of number this is", "未说明编号类型"}
                       : Text{"A kind of number is chosen, and no number is given", "已选择编号类型，但未填写编号"},
                noKind ? Text{"Choose the kind of number.", "请选择编号类型。"}
                       : Text{"Fill in the number, or leave its kind empty.", "请填写编号，或将类型留空。"},
                noKind ? "identifier_kind" : "identifier");
}

/// Facts of the shipped definition that say who the respondent is, beside the fields of a party.
struct RespondentFact {
    const char* field;
    const char* fact;
};
constexpr RespondentFact kRespondent[] = {{"name", "party"},
                                          {"identifier", "party_identifier"},
                                          {"representative", "party_representative"},
                                          {"address", "party_address"}};

} // namespace

const Text& itemSortTitle(ItemSort sort) {
    static const Text entry{"Entry of the chronology", "大事记条目"};
    static const Text party{"Party", "涉案主体"};
    return sort == ItemSort::chronology ? entry : party;
}

const std::vector<Field>& itemFields(ItemSort sort) {
    static const std::vector<Field> chronology = chronologyFields();
    static const std::vector<Field> party = partyFields();
    return sort == ItemSort::chronology ? chronology : party;
}

Result<Form> canonicalItem(ItemSort sort, const Form& typed) {
    Form form;
    for (const auto& [id, value] : typed) {
        const auto field = std::ranges::find(itemFields(sort), id, &Field::id);
        if (field == itemFields(sort).end()) {
            return fail(Code::refused, {"There is no field \"" + id + "\"", "没有“" + id + "”这一字段"},
                        {"Check its name", "请检查字段名"}, id);
        }
        TRY_ASSIGN(auto canonical, canonicalValue(*field, value));
        if (canonical.empty()) continue;
        if (sort == ItemSort::chronology && isDay(id)) {
            const auto day = readPartialDate(canonical);
            if (!day) return noDay(*field);
            canonical = formatPartialDate(*day);
        }
        if (sort == ItemSort::party && id == "identifier") canonical = plainIdentifier(canonical);
        form.emplace(id, std::move(canonical));
    }
    return form;
}

Result<void> checkItem(ItemSort sort, const Form& form, const RegisterState& office) {
    Step asked; // a form is judged as that of a step
    asked.title = itemSortTitle(sort);
    asked.form = itemFields(sort);
    TRY(checkForm(asked, form, office));
    if (sort == ItemSort::chronology) {
        for (const auto& field : asked.form) {
            const auto& value = of(form, field.id);
            if (isDay(field.id) && !value.empty() && !parsePartialDate(value)) return noDay(field);
        }
    }
    return checkTogether(sort, form);
}

Result<void> checkCitations(const CaseState& state, const std::vector<EvidenceCitation>& evidence) {
    for (const auto& one : evidence) {
        if (!std::ranges::contains(state.evidence, one.item, &EvidenceItem::id)) {
            return fail(Code::refused, {"What is cited is no evidence of this case", "所引用的不是本案证据"},
                        {"Choose a piece of evidence of the case.", "请选择本案的一件证据。"},
                        std::string(kEvidenceField));
        }
        const bool control = std::ranges::any_of(one.at, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
        if (one.at.size() > 500 || control || !isUtf8(one.at)) {
            return fail(Code::refused,
                        {"The place in the evidence is not one short line", "证据中的位置应为简短的一行"},
                        {"State a page or place, as \"page 3\".", "请填写页码或位置，如“第3页”。"},
                        std::string(kEvidenceField));
        }
    }
    return {};
}

std::vector<Doubt> doubtsAbout(ItemSort sort, const Form& form) {
    const std::string& number = of(form, "identifier");
    if (sort != ItemSort::party || number.empty()) return {};
    const std::string& kind = of(form, "identifier_kind");
    const std::string plain = plainIdentifier(number);
    const auto verdict = [&] {
        if (kind == "uscc") return checkSocialCreditCode(plain);
        if (kind == "resident_id") return checkResidentId(plain);
        if (kind == "lei") return checkLei(plain);
        if (kind == "imo") return checkImo(plain);
        return CheckDigit::fits;
    }();
    if (verdict == CheckDigit::fits) return {};
    const Field& field = *std::ranges::find(itemFields(sort), "identifier_kind", &Field::id);
    return {
        {"identifier",
         verdict == CheckDigit::wrong
             ? model::fill(
                   {"{0}: the check digit does not fit. Compare it with the document; it may be saved as it is.",
                    "{0}：校验码不符。请与原件核对；也可照此保存。"},
                   field.words(kind))
             : model::fill({"{0}: it does not have the length or the characters of one. Compare it with the document; "
                            "it may be saved as it is.",
                            "{0}：位数或字符不符合规则。请与原件核对；也可照此保存。"},
                           field.words(kind))}};
}

Form respondentOf(const Definition& definition, const CaseState& state) {
    Form form;
    for (const auto& [field, fact] : kRespondent) {
        if (definition.fact(fact) != nullptr && !state.fact(fact).empty()) form.emplace(field, state.fact(fact));
    }
    return form;
}

Form factsOfRespondent(const Definition& definition, const StatedItem& party) {
    Form facts;
    for (const auto& [field, fact] : kRespondent) {
        if (definition.fact(fact) != nullptr) facts.emplace(fact, party.value(field));
    }
    return facts;
}

std::vector<ChronologyLine> chronologyOf(const CaseState& state, const Definition* definition) {
    std::vector<ChronologyLine> lines;
    const auto fromLog = [&](const Place& place, Text words) {
        lines.push_back({formatMinute(place.time), {}, std::move(words), {}, place});
    };
    if (state.exists()) fromLog(state.opened, {"Report received", "收到举报"});
    const auto fromStep = [&](const StepTaken& step, Text words) {
        fromLog(step.place, std::move(words));
        if (step.day) lines.back().from = formatDate(*step.day); // when it happened, not when it was entered
    };
    const auto ledOn = [&](const Track* track, const StepTaken& step) {
        const Step* known = track ? track->step(step.step) : nullptr;
        const Stage* stage = track ? track->stage(step.to) : nullptr;
        return model::fill({"{0} → {1}", "{0} → {1}"}, known ? known->title : same(step.step),
                           stage ? stage->title : same(step.to));
    };
    for (const auto& step : state.steps) {
        if (step.from != step.to) fromStep(step, ledOn(definition, step));
    }
    for (const auto& one : state.tracks) {
        const Text title = definition ? titleOf(*definition, state, one) : same(one.track);
        const Track* side = definition ? definition->track(one.track) : nullptr;
        for (const auto& step : one.steps) {
            if (step.place.event != one.id && step.from == step.to) continue;
            fromStep(step, model::fill({"{0}: {1}", "{0}：{1}"}, title, ledOn(side, step)));
        }
    }
    for (const auto& entry : state.chronology) {
        if (entry.withdrawn || entry.fields.empty()) continue;
        lines.push_back({entry.value("from"), entry.value("to"), same(entry.value("text")), entry.id, entry.place});
    }
    const auto when = [](const ChronologyLine& line) {
        // A day that no program of ours wrote stands at the end, where it is seen.
        return parsePartialDate(line.from).value_or(PartialDate{9999, 12, 31, 24 * 60});
    };
    std::ranges::stable_sort(lines, {}, when);
    return lines;
}

} // namespace model
