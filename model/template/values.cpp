// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/template/values.h"

#include "model/case/body.h"
#include "model/document/words.h"
#include "model/template/penalty_values.h"
#include "model/workflow/items.h"

#include <algorithm>
#include <array>
#include <ranges>

namespace model {

namespace {

std::unexpected<Error> unknown(std::string_view name) {
    return fail(Code::notFound, model::fill({"There is no value \"{0}\"", "没有取值“{0}”"}, std::string(name)),
                {"Correct its name; docs/formats.md lists them", "请更正名称；docs/formats.md列有全部取值"},
                std::string(name));
}

std::unexpected<Error> notReadable(std::string_view name) {
    return fail(Code::locked, {"What the document rests on cannot be read here", "文书所依据的内容在此不可阅读"},
                {"Let somebody make it who can read the whole case", "请由可阅读全案的人员制作"}, std::string(name));
}

DocumentValue words(Text text) { return {std::move(text)}; }
DocumentValue typed(std::string text) { return {DocumentValue::Typed{std::move(text)}}; }

/// A value of a form as its field says what it is.
DocumentValue ofField(const DocumentScene& scene, const Field& field, const Form& form) {
    const auto found = form.find(field.id);
    if (found == form.end() || found->second.empty()) return {};
    const auto& value = found->second;
    switch (field.type) {
    case FieldType::date:
        if (const auto day = parseDate(value)) return {*day};
        break;
    case FieldType::money:
        if (const auto amount = law::parseMoney(value)) return {*amount};
        break;
    case FieldType::flag: return {value == "true"};
    case FieldType::person:
        if (const auto id = PersonId::fromHex(value)) return words(same(scene.nameOf(*id)));
        break;
    case FieldType::penalty: return {};
    case FieldType::text:
    case FieldType::choice:
        if (field.choice(value)) return words(field.words(value));
        break;
    case FieldType::longText: break;
    }
    return typed(value);
}

const Field* fieldOf(const std::vector<Field>& fields, std::string_view id) {
    const auto found = std::ranges::find(fields, id, &Field::id);
    return found == fields.end() ? nullptr : &*found;
}

Date dayOf(const StepTaken& taken) { return taken.day.value_or(chinaDate(taken.place.time)); }

/// Everything that one taking of a step says.
DocumentRow rowOf(const DocumentScene& scene, const Step& step, const StepTaken& taken) {
    DocumentRow row;
    row.cells.emplace_back("day", DocumentValue{dayOf(taken)});
    row.cells.emplace_back("by", words(same(scene.nameOf(taken.place.by))));
    for (const auto& field : step.form) row.cells.emplace_back(field.id, ofField(scene, field, taken.form));
    return row;
}

std::vector<DocumentRow> takings(const DocumentScene& scene, const Step& step) {
    std::vector<DocumentRow> out;
    const auto add = [&](const std::vector<StepTaken>& all) {
        for (const auto& taken : all) {
            if (taken.step == step.id) out.push_back(rowOf(scene, step, taken));
        }
    };
    add(scene.state.steps);
    for (const auto& one : scene.state.tracks) {
        if (!scene.own || one.track != scene.own->track || one.id == scene.own->id) add(one.steps);
    }
    return out;
}

/// "step.propose.facts_found", "step.propose.day", and "step.propose" as a list.
Result<DocumentValue> ofStep(const DocumentScene& scene, std::string_view rest, std::string_view name) {
    const auto dot = rest.find('.');
    const Step* step = scene.definition.anyStep(rest.substr(0, dot));
    if (!step) return unknown(name);
    if (dot == std::string_view::npos) return DocumentValue{takings(scene, *step)};
    const auto part = rest.substr(dot + 1);
    const Field* field = fieldOf(step->form, part);
    if (!field && part != "day" && part != "by") return unknown(name);
    const StepTaken* taken = scene.state.lastStep(step->id, scene.own);
    if (!taken) return DocumentValue{};
    if (field) {
        if (!taken->readable) return notReadable(name);
        return ofField(scene, *field, taken->form);
    }
    if (part == "day") return DocumentValue{dayOf(*taken)};
    return words(same(scene.nameOf(taken->place.by)));
}

Result<DocumentValue> ofDeadline(const DocumentScene& scene, std::string_view rest, std::string_view name) {
    const auto dot = rest.find('.');
    const auto id = rest.substr(0, dot);
    const auto part = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
    const SideTrack* side = scene.own ? scene.definition.track(scene.own->track) : nullptr;
    if ((!scene.definition.deadline(id) && !(side && side->deadline(id))) || (part != "due" && part != "started"))
        return unknown(name);
    for (const auto& one : deadlines(scene.definition, scene.state, scene.calendar, scene.now)) {
        if (one.id != id || (one.on && (!scene.own || *one.on != scene.own->id))) continue;
        if (part == "started") return DocumentValue{chinaDate(one.started)};
        return one.due ? DocumentValue{*one.due} : DocumentValue{};
    }
    return DocumentValue{};
}

std::vector<DocumentRow> assigned(const DocumentScene& scene, std::string_view role) {
    std::vector<DocumentRow> out;
    for (const auto& one : scene.state.assignments) {
        if (one.role == role) out.push_back({{{"name", words(same(scene.nameOf(one.person)))}}});
    }
    return out;
}

std::vector<DocumentRow> evidence(const DocumentScene& scene) {
    std::vector<DocumentRow> out;
    for (const auto& item : scene.state.evidence) {
        if (item.excluded) continue;
        const auto category = std::ranges::find(evidenceCategories(), item.category, &EvidenceCategory::id);
        out.push_back(
            {{{"name", typed(item.name)},
              {"category", words(category == evidenceCategories().end() ? same(item.category) : category->title)},
              {"sha256", words(same(item.sha256.hex()))},
              {"size", words(same(document::grouped(item.size)))},
              {"source", typed(item.source)},
              {"taken", {chinaDate(item.place.time)}},
              {"by", words(same(scene.nameOf(item.place.by)))}}});
    }
    return out;
}

constexpr std::array kPartyColumns = {"name", "role", "identifier", "address", "country", "representative"};

std::vector<DocumentRow> parties(const DocumentScene& scene) {
    std::vector<DocumentRow> out;
    for (const auto& party : scene.state.parties) {
        if (party.withdrawn || !party.readable) continue;
        const Form values = party.values();
        DocumentRow row;
        for (const auto* const column : kPartyColumns) {
            const Field* field = fieldOf(itemFields(ItemSort::party), column);
            row.cells.emplace_back(column, field ? ofField(scene, *field, values) : DocumentValue{});
        }
        out.push_back(std::move(row));
    }
    return out;
}

std::vector<DocumentRow> chronology(const DocumentScene& scene) {
    std::vector<DocumentRow> out;
    for (const auto& line : chronologyOf(scene.state, &scene.definition)) {
        const auto day = line.to.empty() ? line.from : line.from + " – " + line.to;
        out.push_back({{{"day", typed(day)}, {"text", words(line.words)}}});
    }
    return out;
}

std::vector<DocumentRow> documents(const DocumentScene& scene) {
    std::vector<DocumentRow> out;
    for (const auto& one : scene.state.documents) {
        if (one.withdrawn || !one.readable) continue;
        out.push_back({{{"title", typed(one.name)},
                        {"sha256", words(same(one.sha256.hex()))},
                        {"day", {chinaDate(one.place.time)}},
                        {"by", words(same(scene.nameOf(one.place.by)))}}});
    }
    return out;
}

struct NamedList {
    std::string_view name;
    std::vector<std::string> columns;
    std::vector<DocumentRow> (*make)(const DocumentScene&);
};

const std::vector<NamedList>& lists() {
    static const std::vector<NamedList> all = {
        {"evidence", {"name", "category", "sha256", "size", "source", "taken", "by"}, evidence},
        {"parties", {kPartyColumns.begin(), kPartyColumns.end()}, parties},
        {"chronology", {"day", "text"}, chronology},
        {"documents", {"title", "sha256", "day", "by"}, documents},
    };
    return all;
}

/// The part of the name behind `prefix`, if it begins so.
std::optional<std::string_view> behind(std::string_view name, std::string_view prefix) {
    if (!name.starts_with(prefix)) return std::nullopt;
    return name.substr(prefix.size());
}

Text joined(const std::vector<DocumentRow>& rows) {
    Text out;
    for (const auto& row : rows) {
        const auto& value = row.cells.front().second;
        out.en += (out.en.empty() ? "" : ", ") + value.words(Language::en);
        out.zh += (out.zh.empty() ? "" : "、") + value.words(Language::zh);
    }
    return out;
}

} // namespace

bool DocumentValue::empty() const {
    struct Empty {
        bool operator()(const std::monostate&) const { return true; }
        bool operator()(const Text& text) const { return text.empty(); }
        bool operator()(const Typed& one) const { return document::paragraphsOf(one.text).empty(); }
        bool operator()(const Date&) const { return false; }
        bool operator()(const law::Money& amount) const { return amount.fen() == 0; }
        bool operator()(bool yes) const { return !yes; }
        bool operator()(const std::vector<DocumentRow>& rows) const { return rows.empty(); }
    };
    return std::visit(Empty{}, is);
}

std::string DocumentValue::words(Language language) const {
    struct Words {
        Language language;
        std::string operator()(const std::monostate&) const { return {}; }
        std::string operator()(const Text& text) const { return document::oneLine(text.in(language)); }
        std::string operator()(const Typed& one) const { return document::oneLine(one.text); }
        std::string operator()(const Date& day) const {
            return document::longDate(static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                                      static_cast<unsigned>(day.day()), language);
        }
        std::string operator()(const law::Money& amount) const { return law::moneyText(amount).in(language); }
        std::string operator()(bool yes) const { return (yes ? Text{"yes", "是"} : Text{"no", "否"}).in(language); }
        std::string operator()(const std::vector<DocumentRow>& rows) const {
            return rows.empty() ? std::string() : joined(rows).in(language);
        }
    };
    return std::visit(Words{language}, is);
}

Result<DocumentValue> documentValue(const DocumentScene& scene, std::string_view name) {
    constexpr std::string_view kCapital = ".capital";
    if (name.ends_with(kCapital)) {
        TRY_ASSIGN(const auto amount, documentValue(scene, name.substr(0, name.size() - kCapital.size())));
        const auto* const money = std::get_if<law::Money>(&amount.is);
        const auto capitals = money ? law::moneyCapitals(*money) : std::string();
        return capitals.empty() ? DocumentValue{} : words(same("人民币" + capitals));
    }
    if (name == "office.name") return words(same(scene.office.name));
    if (name == "office.fingerprint") return words(same(scene.fingerprint.hex()));
    if (name == "case.number") return words(same(scene.state.reference));
    if (name == "case.opened") return DocumentValue{chinaDate(scene.state.opened.time)};
    if (name == "author.name") return words(same(scene.nameOf(scene.author)));
    if (name == "today") return DocumentValue{chinaDate(scene.now)};
    for (const auto& list : lists()) {
        if (list.name == name) return DocumentValue{list.make(scene)};
    }
    if (const auto id = behind(name, "field.")) {
        const Field* field = fieldOf(scene.form.fields, *id);
        return field ? Result<DocumentValue>(ofField(scene, *field, scene.fields)) : unknown(name);
    }
    if (const auto id = behind(name, "fact.")) {
        const Field* field = scene.definition.fact(*id);
        if (!field) return unknown(name);
        const auto found = scene.state.facts.find(std::string(*id));
        if (found == scene.state.facts.end()) return DocumentValue{};
        if (!found->second.readable) return notReadable(name);
        return ofField(scene, *field, {{field->id, found->second.value}});
    }
    if (const auto rest = behind(name, "step.")) return ofStep(scene, *rest, name);
    if (const auto rest = behind(name, "deadline.")) return ofDeadline(scene, *rest, name);
    if (const auto role = behind(name, "assigned.")) {
        if (!scene.definition.role(*role)) return unknown(name);
        return DocumentValue{assigned(scene, *role)};
    }
    if (const auto part = behind(name, "penalty."); part && !scene.form.penalty.empty()) {
        if (!isPenaltyValue(*part)) return unknown(name);
        return penaltyValue(scene, *part);
    }
    return unknown(name);
}

std::vector<std::string> columnsOf(const DocumentScene& scene, std::string_view list) {
    for (const auto& one : lists()) {
        if (one.name == list) return one.columns;
    }
    if (const auto part = behind(list, "penalty.")) return penaltyColumns(*part);
    if (behind(list, "assigned.")) return {"name"};
    if (const auto id = behind(list, "step.")) {
        const Step* step = scene.definition.anyStep(*id);
        if (!step) return {};
        std::vector<std::string> out = {"day", "by"};
        for (const auto& field : step->form) out.push_back(field.id);
        return out;
    }
    return {};
}

Text documentValueTitle(const DocumentScene& scene, std::string_view name) {
    if (const auto id = behind(name, "field.")) {
        if (const Field* field = fieldOf(scene.form.fields, *id)) return field->title;
    }
    if (const auto id = behind(name, "fact.")) {
        if (const Field* field = scene.definition.fact(*id)) return field->title;
    }
    if (const auto rest = behind(name, "step.")) {
        const auto dot = rest->find('.');
        if (const Step* step = scene.definition.anyStep(rest->substr(0, dot))) {
            const Field* field = dot == std::string_view::npos ? nullptr : fieldOf(step->form, rest->substr(dot + 1));
            return field ? model::fill({"{0} (\"{1}\")", "{0}（“{1}”）"}, field->title, step->title) : step->title;
        }
    }
    if (const auto role = behind(name, "assigned.")) {
        if (const CaseRole* part = scene.definition.role(*role)) return part->title;
    }
    if (name == "evidence") return {"Evidence", "证据"};
    if (name.starts_with("penalty.")) return {"Penalty", "处罚内容"};
    return same(std::string(name));
}

} // namespace model
