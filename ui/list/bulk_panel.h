// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/list/bulk_form.h"
#include "ui/session/session.h"
#include "ui/session/undo_stack.h"

#include <QFrame>

class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace ui {

class BulkResult;

/// A command over the selected cases, in place under the list: asks what is to be done, shows how far it is, and what
/// came of each case that was not done. No dialog, so that locking needs nothing closed. Ctrl+Enter does it, Esc closes
/// or stops.
class BulkPanel : public QFrame {
    Q_OBJECT
public:
    explicit BulkPanel(Session& session, QWidget* parent);

    /// Asks what is to be done to these cases. While a command runs: nothing.
    void start(BulkForm::Kind kind, const model::CaseSelection& selection);
    /// Keeps the words that are typed as a draft.
    void keep();
    /// Empty and hidden.
    void clear();
    [[nodiscard]] bool running() const { return m_running; }
    /// The cases are being read.
    [[nodiscard]] bool resting() const { return m_reading; }
    [[nodiscard]] BulkForm* form() const { return m_form; }
    [[nodiscard]] BulkResult* result() const { return m_result; }
    [[nodiscard]] QPushButton* closeButton() const { return m_close; }
    void focusFirst();

signals:
    void runningChanged(bool running);
    /// The command has ended: which rows of those it was given are done, and which are not.
    void ended(const std::vector<std::int64_t>& done, const std::vector<std::int64_t>& notDone);
    /// What was said of the cases that are done, for whoever can take it back.
    void finished(const model::BulkCommand& command, const model::BulkOutcome& outcome);
    /// All of it is done; the panel has closed itself.
    void allDone(const QString& words);
    void failed(const model::Error& error);
    void opened(model::CaseId id);
    void closed();

protected:
private:
    enum Page { asking, working, told };
    void showPage(Page page);
    void take(BulkForm::Kind kind, std::vector<model::ChosenCase> cases, const model::CaseSummary& summary);
    void submit();
    void leave();
    void end(const model::BulkCommand& command, Result<model::BulkOutcome> answer);
    void remember(UndoEntry entry);
    void sayAll();
    void readDraft();

    Session& m_session;
    QLabel* m_title;
    QStackedWidget* m_stack;
    BulkForm* m_form;
    QWidget* m_working;
    QProgressBar* m_bar;
    BulkResult* m_result;
    QPushButton* m_do;
    QPushButton* m_close;
    std::vector<model::ChosenCase> m_cases; ///< those that are meant
    Text m_doing;                           ///< what runs, or ran
    std::uint64_t m_done = 0;
    std::uint64_t m_refused = 0;
    Ticket m_ticket = 0;
    std::uint64_t m_run = 0; ///< counts commands, so that late news of an earlier one is known
    bool m_reading = false;
    bool m_running = false;
    Phrases m_phrases{this};
};

} // namespace ui
