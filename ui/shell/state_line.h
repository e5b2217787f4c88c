// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/text/phrases.h"

#include <QStatusBar>

class QLabel;

namespace ui {

/// The line at the foot of the window: what is selected, whether all is saved, who is here.
class StateLine : public QStatusBar {
    Q_OBJECT
public:
    explicit StateLine(Session& session, QWidget* parent = nullptr);
    void setLeft(const QString& words);
    void setWorking(bool working);
    /// Seconds until the office locks itself; 0: not near.
    void setCountdown(int seconds);
    /// Counts what waits or was refused, in the background.
    void refresh();
    [[nodiscard]] WorkState workState() const { return m_state; }

private:
    void sayAll();
    Session& m_session;
    QLabel* m_left;
    QLabel* m_work;
    QLabel* m_who;
    WorkState m_state = WorkState::saved;
    WorkState m_resting = WorkState::saved;
    std::uint64_t m_count = 0;
    int m_countdown = 0;
    Phrases m_phrases{this};
};

} // namespace ui
