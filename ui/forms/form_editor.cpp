// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/form_editor.h"

#include "ui/theme/theme.h"

#include <QFormLayout>
#include <QLabel>

#include <nlohmann/json.hpp>

namespace ui {

FormEditor::FormEditor(const std::vector<model::Field>& fields, const OfficeView& office, QWidget* parent)
    : QWidget(parent) {
    auto* layout = new QFormLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    layout->setRowWrapPolicy(QFormLayout::DontWrapRows);
    layout->setVerticalSpacing(8);
    layout->setHorizontalSpacing(16);
    for (const auto& field : fields) add(makeFieldEditor(field, office, this));
}

void FormEditor::add(FieldEditor* editor) {
    auto* rows = qobject_cast<QFormLayout*>(layout());
    const auto& field = editor->field();
    connect(editor, &FieldEditor::edited, this, [this] {
        if (!m_loading) emit edited();
    });
    m_editors.push_back(editor);
    if (field.type == model::FieldType::penalty) {
        rows->addRow(editor); // brings its own labels, needs the whole width
        return;
    }
    auto* label = new QLabel(this);
    label->setWordWrap(true);
    label->setMinimumWidth(130);
    label->setMaximumWidth(190);
    label->setBuddy(editor->input());
    Text title = field.title;
    if (field.required) title = {title.en + " *", title.zh + " *"};
    if (field.type == model::FieldType::flag) title = {}; // the box carries it
    m_phrases.set(label, title);
    setMeaning(label, Meaning::muted);
    rows->addRow(label, editor);
}

void FormEditor::setValue(const std::string& field, const std::string& value) {
    auto* target = editor(field);
    if (target == nullptr) return;
    m_loading = true;
    target->setValue(value);
    m_loading = false;
}

void FormEditor::setValues(const model::Form& values) {
    m_loading = true;
    for (auto* editor : m_editors) {
        const auto found = values.find(editor->field().id);
        editor->setValue(found == values.end() ? std::string() : found->second);
    }
    m_loading = false;
}

Result<model::Form> FormEditor::values() {
    model::Form form;
    std::optional<Error> first;
    for (auto* editor : m_editors) {
        auto value = editor->value();
        if (!value) {
            if (!first) {
                first = std::move(value).error();
                editor->input()->setFocus(Qt::OtherFocusReason);
            }
            continue;
        }
        if (!value->empty()) form[editor->field().id] = *std::move(value);
        else if (editor->field().required && !first) {
            editor->showError(say("is needed", "必填"));
            editor->input()->setFocus(Qt::OtherFocusReason);
            first = Error{model::Code::malformed,
                          model::fill({"“{0}” is needed", "“{0}”必填"}, editor->field().title),
                          {},
                          editor->field().id,
                          {}};
        }
    }
    if (first) return std::unexpected(*std::move(first));
    return form;
}

model::Form FormEditor::typed() const {
    model::Form form;
    for (const auto* editor : m_editors) {
        if (auto value = editor->typed(); !value.empty()) form[editor->field().id] = std::move(value);
    }
    return form;
}

void FormEditor::setReadOnly(bool readOnly) {
    for (auto* editor : m_editors) editor->setReadOnly(readOnly);
}

FieldEditor* FormEditor::editor(const std::string& field) const {
    for (auto* editor : m_editors) {
        if (editor->field().id == field) return editor;
    }
    return nullptr;
}

void FormEditor::focusField(const std::string& field) {
    auto* target = field.empty() ? nullptr : editor(field);
    if (target == nullptr && !m_editors.empty()) target = m_editors.front();
    if (target != nullptr) target->input()->setFocus(Qt::OtherFocusReason);
}

bool FormEditor::showError(const model::Error& error) {
    auto* target = editor(error.where);
    if (target == nullptr) return false;
    target->showError(say(error));
    target->input()->setFocus(Qt::OtherFocusReason);
    return true;
}

std::string packForm(const model::Form& form) { return nlohmann::json(form).dump(); }

model::Form unpackForm(const std::string& text) {
    const auto read = nlohmann::json::parse(text, nullptr, false);
    model::Form form;
    if (!read.is_object()) return form;
    for (const auto& [key, value] : read.items()) {
        if (value.is_string()) form[key] = value.get<std::string>();
    }
    return form;
}

} // namespace ui
