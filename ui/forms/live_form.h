// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/changes.h"
#include "ui/forms/form_editor.h"

namespace ui {

/// What a person types into a form over values that others may change meanwhile. For each field it keeps the value that
/// the typing began on. A field that the person left alone follows what is stated; one that both changed shows all
/// three values and asks; one that others changed since the person looked says so, and what was overwritten can be put
/// back.
class LiveForm : public QObject {
    Q_OBJECT
public:
    LiveForm(FormEditor& form, const OfficeView& office);

    /// What is stated now, field by field with who said it, and which of it is new to the person.
    void stateIs(const std::map<std::string, model::Fact>& facts, const std::vector<model::FieldChange>& changes);
    /// Whether anything typed is not stated.
    [[nodiscard]] bool dirty() const;
    /// Drops what was typed.
    void discard();
    /// Fields that must be decided on before anything is saved.
    [[nodiscard]] std::vector<std::string> undecided() const;
    /// Puts the keyboard on the choice of the first of them.
    void focusUndecided();
    /// The fields that differ from what is stated, in canonical form; an emptied one is there with an empty value. Or
    /// the first error, shown at its field.
    Result<model::Form> changed();

    /// What is typed and what it was based on, as one text; empty if nothing is typed.
    [[nodiscard]] std::string draft() const;
    /// Shows a draft over what is stated. False if there is nothing in it that is not stated.
    bool takeDraft(const std::string& text);

signals:
    void changedByHand(); ///< typed, or a choice was made

private:
    [[nodiscard]] std::string typed(const FieldEditor& editor) const;
    [[nodiscard]] std::string stated(const std::string& field) const;
    [[nodiscard]] bool asks(const FieldEditor& editor) const;
    void put(const std::string& field, const std::string& value);
    void sayNotices();
    [[nodiscard]] std::optional<Notice> noticeOf(const FieldEditor& editor);
    FormEditor& m_form;
    const OfficeView& m_office;
    std::map<std::string, model::Fact> m_facts;
    std::vector<model::FieldChange> m_changes;
    model::Form m_base; ///< what each field showed when the person began to type in it
};

/// A draft of fields that differ and the values they were based on, as one text, and back. A text of packForm(), as
/// earlier versions kept it, is read as based on nothing known.
struct FormDraft {
    model::Form mine;
    model::Form base;
};
std::string packDraft(const FormDraft& draft);
FormDraft unpackDraft(const std::string& text);

} // namespace ui
