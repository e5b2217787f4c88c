// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"
#include "ui/text/phrases.h"

#include <QWidget>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

class QLabel;

namespace ui {

class FieldNotice;

/// Something that a person must know at a field: what others did to it, and what they can do about it.
struct Notice {
    QString words;
    bool asks = false; ///< a choice is needed before the field can be saved
    /// Values to compare, each under what it is: base, mine, theirs.
    std::vector<std::pair<Text, QString>> lines;
    struct Way {
        QString id; ///< for tests: "mine", "theirs"
        Text label;
        std::function<void()> go;
    };
    std::vector<Way> ways;
};

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
    /// A likely slip, in the same place; it stops nothing.
    void showDoubt(const QString& words);
    /// A mark in the gutter with words and ways under the field, for screen readers also in its description; nothing
    /// takes it away. The same notice again changes nothing, so that the keyboard stays where it is.
    void setNotice(const std::optional<Notice>& notice);
    [[nodiscard]] FieldNotice* notice() const { return m_notice; } ///< null where nothing is to be said
    /// A value of this field as a person reads it.
    [[nodiscard]] virtual QString words(const std::string& value) const;
    /// The widget that takes the keyboard.
    [[nodiscard]] QWidget* input() const { return focusProxy(); }

signals:
    void edited();

protected:
    /// Puts the editing widget in, above the line of the message.
    void place(QWidget* input);
    model::Field m_field;
    Phrases m_phrases{this};

    void paintEvent(QPaintEvent* event) override;

private:
    void describe();
    void showBelow(const QString& mark, const QString& words, bool wrong);
    QLabel* m_error = nullptr;
    FieldNotice* m_notice = nullptr;
};

FieldEditor* makeFieldEditor(const model::Field& field, const OfficeView& office, QWidget* parent);

} // namespace ui
