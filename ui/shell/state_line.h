// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/session/work_state.h"
#include "ui/text/phrases.h"

#include <QPointer>
#include <QStatusBar>

#include <optional>

class QLabel;
class QPushButton;

namespace ui {

/// The line at the foot of the window: what is selected, whether all is saved, who is here.
class StateLine : public QStatusBar {
    Q_OBJECT
public:
    explicit StateLine(Session& session, QWidget* parent = nullptr);
    void setLeft(const QString& words);
    void setWorking(bool working);
    /// While an office is founded, joined or looked for there is none that could be locked.
    void setSeeksOffice(bool seeks);
    /// A command that takes long and can be stopped: what it does, and how far it is; `total` 0 is not known.
    struct Long {
        model::Text doing;
        std::uint64_t done = 0;
        std::uint64_t total = 0;
    };
    /// Shows it with a button that stops it; nothing when it has ended.
    void setLong(std::optional<Long> what);
    [[nodiscard]] bool runsLong() const { return m_long.has_value(); }
    /// Seconds until the office locks itself; 0: not near.
    void setCountdown(int seconds);
    /// Counts what is open, in the background.
    void refresh();
    [[nodiscard]] Work work() const { return workOf(m_working, m_open, m_session.hubLink().view()); }

signals:
    /// The person clicked on the state, to see what is behind it.
    void standingWanted();
    /// Whoever runs the long command shall stop it.
    void stopWanted();
    /// A long command began or ended.
    void longChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void sayAll();
    void sayLong();
    Session& m_session;
    QLabel* m_left;
    QLabel* m_far;
    QPushButton* m_stop;
    QPointer<QWidget> m_before; ///< what had the keyboard before the button took it
    QLabel* m_work;
    QLabel* m_who;
    OpenCases m_open;
    bool m_working = false;
    int m_countdown = 0;
    bool m_seeks = false;
    std::optional<Long> m_long;
    Phrases m_phrases{this};
};

} // namespace ui
