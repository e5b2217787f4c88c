// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/idle_watch.h"

#include <QCoreApplication>
#include <QEvent>

namespace ui {

IdleWatch::IdleWatch(QObject* parent) : QObject(parent) {
    connect(&m_tick, &QTimer::timeout, this, &IdleWatch::look);
    QCoreApplication::instance()->installEventFilter(this);
}

void IdleWatch::start(int seconds) { startMs(qint64{1000} * seconds, 30'000); }

void IdleWatch::startMs(qint64 limit, qint64 warning) {
    m_limitMs = limit;
    m_warningMs = warning;
    m_since.start();
    m_counting = false;
    if (limit > 0) m_tick.start(static_cast<int>(qBound(qint64{50}, limit / 10, qint64{1000})));
    else m_tick.stop();
}

void IdleWatch::stop() {
    m_tick.stop();
    m_counting = false;
}

void IdleWatch::look() {
    const qint64 left = m_limitMs - m_since.elapsed();
    if (left <= 0) {
        stop();
        emit idle();
        return;
    }
    if (left <= m_warningMs && m_limitMs > m_warningMs) {
        m_counting = true;
        emit countdown(static_cast<int>((left + 999) / 1000));
    }
}

bool IdleWatch::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::InputMethod:
        m_since.restart();
        if (m_counting) {
            m_counting = false;
            emit countdown(0);
        }
        break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace ui
