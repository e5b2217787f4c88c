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
    bool m_counting = false;
};

} // namespace ui
