// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"
#include "ui/text/phrases.h"

#include <QWidget>

#include <optional>

class QLabel;

namespace ui {

/// Edits one field of the workflow: a label above or beside it is the form's matter, the message about a wrong value is
/// its own. Values go in and come out in the canonical form of the field's type.
class FieldEditor : public QWidget {
    Q_OBJECT
public:
    FieldEditor(model::Field field, const OfficeView& office, QWidget* parent = nullptr);

    [[nodiscard]] const model::Field& field() const { return m_field; }
    /// What is in the widget, as it was typed.
    [[nodiscard]] virtual std::string typed() const = 0;
    virtual void setValue(const std::string& value) = 0;
    virtual void setReadOnly(bool readOnly) = 0;
    /// The canonical value; an error, shown under the field, where there is none.
    Result<std::string> value();
    void showError(const QString& words);
    /// The widget that takes the keyboard.
    [[nodiscard]] QWidget* input() const { return focusProxy(); }

signals:
    void edited();

protected:
    /// Puts the editing widget in, above the line of the message.
    void place(QWidget* input);
    model::Field m_field;
    Phrases m_phrases{this};

private:
    QLabel* m_error = nullptr;
};

FieldEditor* makeFieldEditor(const model::Field& field, const OfficeView& office, QWidget* parent);

} // namespace ui
