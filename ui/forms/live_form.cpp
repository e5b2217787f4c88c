// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/live_form.h"

#include "model/workflow/engine.h"
#include "ui/forms/field_notice.h"
#include "ui/forms/value_words.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ui {

LiveForm::LiveForm(FormEditor& form, const OfficeView& office) : QObject(&form), m_form(form), m_office(office) {
    connect(&form, &FormEditor::edited, this, [this] {
        sayNotices();
        emit changedByHand();
    });
}

std::string LiveForm::stated(const std::string& field) const {
    const auto found = m_facts.find(field);
    return found == m_facts.end() ? std::string() : found->second.value;
}

/// What is typed, in the form in which it would be signed where it has one.
std::string LiveForm::typed(const FieldEditor& editor) const {
    auto canonical = model::canonicalValue(editor.field(), editor.typed());
    return canonical ? *std::move(canonical) : editor.typed();
}

void LiveForm::put(const std::string& field, const std::string& value) {
    const auto* editor = m_form.editor(field);
    if (editor != nullptr && typed(*editor) != value) m_form.setValue(field, value);
}

void LiveForm::stateIs(const std::map<std::string, model::Fact>& facts,
                       const std::vector<model::FieldChange>& changes) {
    m_facts = facts;
    m_changes = changes;
    for (const auto* editor : m_form.editors()) {
        const std::string& field = editor->field().id;
        const std::string mine = typed(*editor);
        if (mine != m_base[field] && mine != stated(field)) continue; // typed by hand: not taken from under the hands
        put(field, stated(field));
        m_base[field] = stated(field);
    }
    sayNotices();
}

bool LiveForm::dirty() const {
    return std::ranges::any_of(
        m_form.editors(), [this](const FieldEditor* editor) { return typed(*editor) != stated(editor->field().id); });
}

void LiveForm::discard() {
    for (const auto* editor : m_form.editors()) {
        m_form.setValue(editor->field().id, stated(editor->field().id));
        m_base[editor->field().id] = stated(editor->field().id);
    }
    sayNotices();
}

bool LiveForm::asks(const FieldEditor& editor) const {
    const auto base = m_base.find(editor.field().id);
    const std::string now = stated(editor.field().id);
    const std::string mine = typed(editor);
    return base != m_base.end() && base->second != now && mine != now && mine != base->second;
}

std::vector<std::string> LiveForm::undecided() const {
    std::vector<std::string> fields;
    for (const auto* editor : m_form.editors()) {
        if (asks(*editor)) fields.push_back(editor->field().id);
    }
    return fields;
}

void LiveForm::focusUndecided() {
    for (const auto* editor : m_form.editors()) {
        if (editor->notice() == nullptr || !editor->notice()->asks()) continue;
        editor->notice()->focusFirst();
        return;
    }
}

Result<model::Form> LiveForm::changed() {
    TRY_ASSIGN(const auto values, m_form.values());
    model::Form changed;
    for (const auto* editor : m_form.editors()) {
        const std::string& field = editor->field().id;
        const auto found = values.find(field);
        const std::string value = found == values.end() ? std::string() : found->second;
        if (value != stated(field)) changed[field] = value;
    }
    return changed;
}

std::string LiveForm::draft() const {
    FormDraft draft;
    for (const auto* editor : m_form.editors()) {
        const std::string& field = editor->field().id;
        if (typed(*editor) == stated(field)) continue;
        draft.mine[field] = editor->typed();
        const auto base = m_base.find(field);
        draft.base[field] = base == m_base.end() ? std::string() : base->second;
    }
    return draft.mine.empty() ? std::string() : packDraft(draft);
}

bool LiveForm::takeDraft(const std::string& text) {
    const auto draft = unpackDraft(text);
    for (const auto& [field, value] : draft.mine) {
        if (m_form.editor(field) == nullptr) continue;
        m_form.setValue(field, value);
        const auto base = draft.base.find(field);
        m_base[field] = base == draft.base.end() ? stated(field) : base->second;
    }
    sayNotices();
    return dirty();
}

void LiveForm::sayNotices() {
    for (auto* editor : m_form.editors()) editor->setNotice(noticeOf(*editor));
}

std::optional<Notice> LiveForm::noticeOf(const FieldEditor& editor) {
    const std::string field = editor.field().id;
    const auto fact = m_facts.find(field);
    const auto place = fact == m_facts.end() ? model::Place{} : fact->second.place;
    const QString who = sayPerson(place.by, m_office);
    const QString when = sayMinute(place.time);
    if (asks(editor)) {
        Notice notice;
        notice.asks = true;
        notice.words = say("%1 changed this on %2, while you were writing. Which value holds?",
                           "您填写期间，%1 于 %2 更改了此项。以哪个值为准？")
                           .arg(who, when);
        notice.lines = {{{"Before", "原值"}, editor.words(m_base[field])},
                        {{"Yours", "您的值"}, editor.words(typed(editor))},
                        {{"Theirs", "对方的值"}, editor.words(stated(field))}};
        notice.ways = {{QStringLiteral("mine"),
                        {"Keep yours", "保留您的值"},
                        [this, field] {
                            m_base[field] = stated(field);
                            sayNotices();
                            m_form.focusField(field);
                            emit changedByHand();
                        }},
                       {QStringLiteral("theirs"), {"Take theirs", "采用对方的值"}, [this, field] {
                            m_form.setValue(field, stated(field));
                            m_base[field] = stated(field);
                            sayNotices();
                            m_form.focusField(field);
                            emit changedByHand();
                        }}};
        return notice;
    }
    const auto change = std::ranges::find(m_changes, field, &model::FieldChange::field);
    // Once the person typed something else, the change is known to them.
    if (change == m_changes.end() || typed(editor) != stated(field)) return std::nullopt;
    Notice notice;
    if (!change->mine) {
        notice.words = say("Changed by %1 on %2. Before: %3", "%1 于 %2 更改。原值：%3")
                           .arg(who, when, editor.words(change->before));
        return notice;
    }
    notice.words = say("%1 replaced what you stated, on %2. Yours: %3", "%1 于 %2 覆盖了您填写的值。您的值：%3")
                       .arg(who, when, editor.words(*change->mine));
    notice.ways = {{QStringLiteral("back"), {"Put yours back", "恢复您的值"}, [this, field, mine = *change->mine] {
                        m_form.setValue(field, mine);
                        m_form.focusField(field);
                        sayNotices();
                        emit changedByHand();
                    }}};
    return notice;
}

std::string packDraft(const FormDraft& draft) {
    return nlohmann::json{{"mine", draft.mine}, {"base", draft.base}}.dump(-1, ' ', false,
                                                                           nlohmann::json::error_handler_t::replace);
}

FormDraft unpackDraft(const std::string& text) {
    const auto read = nlohmann::json::parse(text, nullptr, false);
    if (!read.is_object()) return {};
    if (!read.contains("mine") || !read["mine"].is_object()) return {unpackForm(text), {}};
    FormDraft draft{unpackForm(read["mine"].dump()), {}};
    if (read.contains("base")) draft.base = unpackForm(read["base"].dump());
    return draft;
}

} // namespace ui
