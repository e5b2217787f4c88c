// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"
#include "ui/text/phrases.h"

#include <QWidget>

#include <optional>

class QHBoxLayout;
class QComboBox;
class QLabel;
class QLineEdit;

namespace ui {

/// One question of a form: what is asked, where it is answered, and below what the answer is for, or what is wrong with
/// it and how that is cured.
class CheckedLine : public QWidget {
    Q_OBJECT
public:
    /// A line for text. `name` is the line's object name.
    CheckedLine(const QString& name, const Text& caption, Text help, QWidget* parent);
    /// With an input of its own, of which `line` takes the keyboard.
    CheckedLine(QWidget* input, QLineEdit* line, const Text& caption, Text help, QWidget* parent);
    /// One of several is chosen. `name` is the box's object name.
    CheckedLine(const QString& name, QComboBox* box, const Text& caption, Text help, QWidget* parent);

    /// Null where one of several is chosen.
    [[nodiscard]] QLineEdit* line() const { return m_line; }
    [[nodiscard]] std::string text() const;
    /// Gives the keyboard to where it is answered.
    void takeKeyboard();
    /// As takeKeyboard(), and has a screen reader say what is wrong.
    void takeKeyboardForFault();
    /// Puts a button behind the line, and behind those that were put there before.
    void addBeside(QWidget* widget);
    /// What to say in place of the help, in another colour, though it is no fault; empty for nothing.
    void setAdvice(const Text& advice);
    /// Shows or takes back a fault, and gives it back: false if there is one.
    bool check(const Result<void>& result);
    [[nodiscard]] bool faulty() const { return m_fault.has_value(); }
    /// What is said below the line.
    [[nodiscard]] QString note() const;

private:
    CheckedLine(QWidget* input, QLineEdit* line, QWidget* field, const Text& caption, Text help, QWidget* parent);
    void say();
    QWidget* m_field; ///< takes the keyboard
    QLineEdit* m_line;
    QLabel* m_note;
    QHBoxLayout* m_row;
    Text m_help;
    Text m_advice;
    std::optional<Error> m_fault;
    Phrases m_phrases{this};
};

/// A muted sentence that wraps.
QLabel* makeNote(QWidget* parent);

} // namespace ui
