// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/hub/standing_tree.h"
#include "ui/session/session.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;

namespace ui {

/// One thing that is open, in full, and what can be decided about it.
class OpenItemPanel : public QWidget {
    Q_OBJECT
public:
    explicit OpenItemPanel(Session& session, QWidget* parent = nullptr);

    /// `alike`: how many could be decided about in the same way.
    void show(const OpenItem* item, std::size_t alike);
    /// While a decision is carried out no other is taken.
    void setBusy(bool busy);
    [[nodiscard]] QWidget* firstButton() const;

signals:
    void caseWanted();
    /// What was refused, or theirs: it asks no more; for all that are alike, or this one.
    void settleWanted(bool all);
    void putBackWanted(bool all);
    void noteWanted();

private:
    void sayAll();
    void sayUnsettled(const model::Unsettled& one);
    void sayOverwritten(const model::OverwrittenField& one);

    Session& m_session;
    std::optional<OpenItem> m_item;
    std::size_t m_alike = 0;
    bool m_busy = false;
    QLabel* m_title;
    QLabel* m_case;
    QLabel* m_what;
    QLabel* m_reason;
    QLabel* m_cure;
    QWidget* m_sides;
    QLabel* m_sideTitles[3];
    QLabel* m_sideValues[3];
    QPushButton* m_open;
    QPushButton* m_settle;
    QPushButton* m_note;
    QPushButton* m_putBack;
    QPushButton* m_settleAll;
    QPushButton* m_putBackAll;
    Phrases m_phrases{this};
};

} // namespace ui
