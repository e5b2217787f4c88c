// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/field_editor.h"

#include <QWidget>

#include <map>

class QFormLayout;

namespace ui {

/// The fields of a step or the facts of a case, one under the other.
class FormEditor : public QWidget {
    Q_OBJECT
public:
    FormEditor(const std::vector<model::Field>& fields, const OfficeView& office, QWidget* parent = nullptr);

    /// Puts in the values that the form has; others become empty. No edited() is sent.
    void setValues(const model::Form& values);
    /// All values in canonical form, empty ones left out; or the first error, with the keyboard put where it is.
    Result<model::Form> values();
    /// What is typed, canonical or not, for a draft.
    [[nodiscard]] model::Form typed() const;
    void setReadOnly(bool readOnly);
    [[nodiscard]] FieldEditor* editor(const std::string& field) const;
    [[nodiscard]] const std::vector<FieldEditor*>& editors() const { return m_editors; }
    /// Puts an editor that is made elsewhere below the others. The form owns it from now on.
    void add(FieldEditor* editor);
    /// Puts one value in. No edited() is sent.
    void setValue(const std::string& field, const std::string& value);
    /// Puts the keyboard into a field, or into the first.
    void focusField(const std::string& field = {});
    /// Shows an error at the field that its `where` names; false if there is none of this name.
    bool showError(const model::Error& error);

signals:
    void edited();

private:
    std::vector<FieldEditor*> m_editors;
    bool m_loading = false;
    Phrases m_phrases{this};
};

/// A form as one text, and back: for drafts.
std::string packForm(const model::Form& form);
model::Form unpackForm(const std::string& text);

} // namespace ui
