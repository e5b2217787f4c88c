// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/case_list.h"
#include "model/workflow/bulk.h"
#include "model/workspace/bulk.h"
#include "ui/session/office_port.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QScrollArea;

namespace ui {

class FormEditor;

/// What is asked before something is done to several cases: what, to or by whom, the form of a step, and for many cases
/// their number. All of it by arrows and typing.
class BulkForm : public QWidget {
    Q_OBJECT
public:
    /// What to begin with; the person may choose another.
    enum class Kind { assign, release, step, note };

    explicit BulkForm(QWidget* parent);
    /// Offers what can be done to these cases, and begins with `kind` if it is among that.
    void start(Kind kind, const OfficeView& office, const model::CaseSummary& summary);
    void clear();
    /// What was asked for; or the first thing that is missing, shown where it is, with the keyboard put there.
    Result<model::BulkCommand> command();
    /// What is done to so many cases: "Assign 12 cases to Li Wei".
    [[nodiscard]] Text doing(std::uint64_t cases) const;
    void focusFirst();
    /// Under which name the words typed for what is chosen are kept as a draft, and the words; empty where there are
    /// none.
    [[nodiscard]] std::string draftKey() const;
    [[nodiscard]] std::string draft() const;
    void setDraft(const std::string& text);
    /// Nothing was typed since it was shown.
    [[nodiscard]] bool isUntouched() const { return !m_touched; }
    [[nodiscard]] QComboBox* what() const { return m_what; }

signals:
    void chosen(); ///< what is done is another

private:
    /// One thing that can be done, and to how many of the cases.
    struct Choice {
        Kind kind = Kind::note;
        std::string step;
        Text title;
        std::uint64_t cases = 0;
    };
    void offer();
    void showChoice();
    void showPeople(bool release);
    void fillPersons(bool release);
    void showStep(const std::string& step);
    void showNote();
    void showHint();
    void fault(const QString& words, QWidget* where);
    [[nodiscard]] const Choice* choice() const;

    OfficeView m_office;
    model::CaseSummary m_summary;
    std::vector<Choice> m_choices;
    QComboBox* m_what;
    QFormLayout* m_rows;
    QLabel* m_hint;
    QScrollArea* m_scroll;
    QWidget* m_body = nullptr; ///< what belongs to the choice; made anew for each
    QComboBox* m_role = nullptr;
    QComboBox* m_person = nullptr;
    FormEditor* m_form = nullptr;
    QPlainTextEdit* m_note = nullptr;
    bool m_touched = false;
    QLabel* m_countLabel;
    QLineEdit* m_count;
    QLabel* m_fault;
    Phrases m_phrases{this};
};

} // namespace ui
