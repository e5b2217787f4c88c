// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/worker.h"

namespace ui {

Worker::Worker(const QString& name) {
    m_thread.setObjectName(name);
    m_seat.moveToThread(&m_thread);
    m_thread.start();
}

Worker::~Worker() {
    // Queued behind every job, so that what was asked for before, such as keeping a draft, is still done.
    post([this] { m_thread.quit(); });
    m_thread.wait();
}

void Worker::post(std::function<void()> job) {
    QMetaObject::invokeMethod(&m_seat, std::move(job), Qt::QueuedConnection);
}

} // namespace ui
