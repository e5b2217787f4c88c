// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/presence/digest.h"
#include "ui/presence/notifier.h"
#include "ui/session/session.h"

#include <QTimer>

namespace ui {

/// Looks every 30 seconds, while the office is open and nothing else is asked of it, for what others have said; and
/// tells a person who does not look at the window how much of it there is. GUI thread.
class NewsWatch : public QObject {
    Q_OBJECT
public:
    /// `clock` must outlive it.
    NewsWatch(Session& session, const model::Clock& clock, QObject* parent = nullptr);
    /// Null: nobody is told. Must outlive it otherwise.
    void setNotifier(Notifier* notifier) { m_notifier = notifier; }
    void setNotifies(bool on);
    void setInterval(int milliseconds) { m_tick.setInterval(milliseconds); }
    void start();
    void stop();
    /// Looks now; also what the timer does.
    void look();
    /// Whether the person has the window before them.
    void setWatched(bool watched);

signals:
    /// It has looked, whether or not there was anything of others. Where the hub is elsewhere it is the HubLink that
    /// looks.
    void looked();
    void came(const model::News& news);

private:
    void take(const model::News& news);
    Session& m_session;
    const model::Clock& m_clock;
    Notifier* m_notifier = nullptr;
    QTimer m_tick;
    Digest m_digest;
    bool m_notifies = true;
    bool m_watched = true;
    bool m_looking = false;
};

} // namespace ui
