// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/file_places.h"
#include "ui/setup/checked_line.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace ui {

/// A form of the first run: a heading, what it is about, its questions, a message, and the buttons Back and go on.
class SetupForm : public QWidget {
    Q_OBJECT
public:
    /// `name` is its object name; `go` names the button that does it.
    SetupForm(FilePlaces& places, const QString& name, Text heading, Text about, Text go, QWidget* parent);

    /// Says what went wrong where no line is to blame, or nothing.
    void setMessage(const std::optional<Error>& error);
    /// Puts the keyboard where it is needed first.
    virtual void start() = 0;
    /// Wipes what must not stay when the form is left.
    virtual void forget() {}

signals:
    void backWanted();

protected:
    /// Checks every answer, and goes on if all are right.
    virtual void submit() = 0;
    /// Puts the keyboard into the first line with a fault, and has a screen reader say it. False if there is one.
    bool allRight(const std::vector<CheckedLine*>& lines);
    void add(QWidget* widget);
    /// To be called when all questions are there: puts the buttons below them.
    void addButtons();
    /// A button behind a line that chooses a folder, or a file with this filter, for it.
    void addChooser(CheckedLine* line, Text words, const QString& name, const std::optional<Text>& filter = {});

private:
    FilePlaces& m_places;
    QVBoxLayout* m_box;
    QVBoxLayout* m_questions;
    QLabel* m_message;
    QPushButton* m_go = nullptr;
    Text m_goWords;
    std::optional<Error> m_error;
    Phrases m_phrases{this};
};

} // namespace ui
