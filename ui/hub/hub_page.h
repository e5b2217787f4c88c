// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/page.h"
#include "ui/hub/standing_tree.h"
#include "ui/session/session.h"
#include "ui/session/work_state.h"
#include "ui/text/phrases.h"
#include "ui/theme/theme.h"

class QLabel;
class QPushButton;
class QScrollArea;

namespace ui {

class OpenItemPanel;
class QuestionPanel;
class WatchPanel;

/// How this desk stands with its hub, and what is open between both, to be decided one by one or for all alike.
class HubPage : public Page {
    Q_OBJECT
public:
    explicit HubPage(Session& session, QWidget* parent = nullptr);

    void enter() override;
    void forget() override;
    [[nodiscard]] Text hints() const override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    [[nodiscard]] bool settled() const override;
    /// Looks again at what is open.
    void refresh();
    [[nodiscard]] StandingTree* standing() const { return m_standing; }
    [[nodiscard]] OpenItemPanel* panel() const { return m_panel; }
    [[nodiscard]] WatchPanel* watch() const { return m_watch; }

signals:
    void caseWanted(model::CaseId id);
    void said(ui::Meaning meaning, const QString& words);
    /// How many cases have something open may be another number now.
    void changed();

private:
    void lay();
    void sayState();
    /// What lies below the head: what is open, or how the hub is watched.
    void showBody();
    void showCurrent(const OpenItem* item);
    void settle(bool all);
    void putBack(bool all);
    void keepAsNote();
    [[nodiscard]] std::vector<OpenItem> meant(bool all) const;
    /// After a decision: tells, and looks again.
    void done(const std::vector<CaseId>& cases);

    Session& m_session;
    QLabel* m_state;
    QLabel* m_where;
    QLabel* m_why;
    QPushButton* m_now;
    QPushButton* m_pause;
    QPushButton* m_watches;
    QuestionPanel* m_question;
    QScrollArea* m_watchScroll;
    WatchPanel* m_watch;
    StandingTree* m_standing;
    QScrollArea* m_scroll;
    OpenItemPanel* m_panel;
    QLabel* m_empty;
    OpenCases m_open;
    int m_asked = 0;
    bool m_busy = false;
    Phrases m_phrases{this};
};

} // namespace ui
