// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>

#include <functional>

namespace ui {

/// A thread that does one job after the other, in the order they were given.
class Worker {
public:
    explicit Worker(const QString& name);
    /// Does the jobs that wait, then ends.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Any thread.
    void post(std::function<void()> job);

private:
    QThread m_thread;
    QObject m_seat; ///< lives on the thread; jobs are queued to it
};

} // namespace ui
