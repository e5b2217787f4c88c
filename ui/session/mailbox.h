// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <deque>
#include <functional>
#include <mutex>

namespace ui {

/// Brings what other threads have to say to the thread that made it. Qt's queued calls only ring the bell and carry
/// nothing: the letters lie under a mutex of ours, so that ThreadSanitizer sees them being handed over.
class Mailbox : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Any thread, while the mailbox lives. The letter is called and destroyed by the event loop of the mailbox's
    /// thread, after the letters before it, each in an event of its own; if the mailbox dies first, it is not called.
    void post(std::function<void()> letter);

private slots:
    void open();

private:
    std::mutex m_mutex;
    std::deque<std::function<void()>> m_letters;
};

} // namespace ui
