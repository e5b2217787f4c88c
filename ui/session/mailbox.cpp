// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/mailbox.h"

#include <utility>

namespace ui {

void Mailbox::post(std::function<void()> letter) {
    {
        const std::lock_guard guard(m_mutex);
        m_letters.push_back(std::move(letter));
    }
    // By name: a pointer to the slot would be one more thing made on this thread and read on the other.
    QMetaObject::invokeMethod(this, "open", Qt::QueuedConnection);
}

void Mailbox::open() {
    // One letter for each ring, so that a letter that waits in a loop of its own does not hold up those behind it.
    std::function<void()> letter;
    {
        const std::lock_guard guard(m_mutex);
        if (m_letters.empty()) return;
        letter = std::move(m_letters.front());
        m_letters.pop_front();
    }
    letter(); // nothing of the mailbox after this: the letter may end it
}

} // namespace ui
