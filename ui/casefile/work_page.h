// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/casefile/open_case.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QTreeWidget;
class QFormLayout;
class QVBoxLayout;

namespace ui {

class StepForm;
class TracksPanel;

/// What can be done with the case now: who works on it, the steps that can be taken, and for the others why not and
/// what would cure it.
class WorkPage : public QWidget {
    Q_OBJECT
public:
    explicit WorkPage(OpenCase& open, QWidget* parent = nullptr);

    /// `on`: the open side track that the step moves.
    void startStep(const std::string& step, const std::optional<model::Digest>& on = {});
    void focusAssign();
    /// Submits the form that is open.
    void submit();
    void keepDraft();
    void focusFirst();
    /// The widget after which the buttons of the steps come in the order of Tab.
    /// Takes the keyboard where nothing here does.
    void setFallback(QWidget* fallback) { m_fallback = fallback; }
    [[nodiscard]] StepForm* stepForm() const { return m_form; }

private:
    void refresh();
    void clear();
    void fillPeople();
    void fillSteps();
    /// A step that cannot be taken now, and everything that stands against it.
    void addBlocked(const model::StepOption& option);
    /// What was decided, once it is signed.
    void fillDecision();
    void fillAbout();
    void line(QFormLayout* rows, const QString& title, const QString& words, Meaning meaning = Meaning::plain);
    void fillPersons();
    void assign();
    void release();

    OpenCase& m_open;
    QStackedWidget* m_stack;
    QWidget* m_overview;
    QLabel* m_peopleTitle;
    QTreeWidget* m_people;
    QWidget* m_assignBar;
    QComboBox* m_role;
    QComboBox* m_person;
    QPushButton* m_assign;
    QPushButton* m_release;
    QLabel* m_assignWhy;
    QLabel* m_stepsTitle;
    QVBoxLayout* m_buttons;
    TracksPanel* m_tracks;
    QLabel* m_blockedTitle;
    QTreeWidget* m_blocked;
    QLabel* m_decisionTitle;
    QFormLayout* m_decisionRows;
    QPushButton* m_decision;
    QLabel* m_aboutTitle;
    QFormLayout* m_aboutRows;
    StepForm* m_form;
    QWidget* m_fallback = nullptr;
    Phrases m_phrases{this};

signals:
    void decisionWanted();
};

} // namespace ui
