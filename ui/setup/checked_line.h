// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"
#include "ui/text/phrases.h"

#include <QWidget>

#include <optional>

class QHBoxLayout;
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

    [[nodiscard]] QLineEdit* line() const { return m_line; }
    [[nodiscard]] std::string text() const;
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
    void say();
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
