// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace ui {

/// Says when nobody has touched the program for a while: first a countdown of at most 30 seconds, then that the time is
/// over.
class IdleWatch : public QObject {
    Q_OBJECT
public:
    explicit IdleWatch(QObject* parent = nullptr);
    /// 0 seconds: never.
    void start(int seconds);
    /// The same in milliseconds, and how long before the end the countdown begins.
    void startMs(qint64 limit, qint64 warning);
    void stop();

signals:
    void countdown(int secondsLeft); ///< 0 when somebody is there again
    void idle();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void look();
    QTimer m_tick;
    QElapsedTimer m_since;
    qint64 m_limitMs = 0;
    qint64 m_warningMs = 30'000;
    bool m_counting = false;
};

} // namespace ui
