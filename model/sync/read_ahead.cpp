// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/read_ahead.h"

#include <system_error>

namespace model {

Result<void> ReadAhead::submit(std::span<const Submission> submissions) {
    drop();
    return m_hub.submit(submissions);
}

Result<void> ReadAhead::submitFrom(const Known& known, std::span<const Submission> submissions) {
    drop();
    return m_hub.submitFrom(known, submissions);
}

Result<std::uint64_t> ReadAhead::takeBack(const Changes& lost) {
    drop();
    return m_hub.takeBack(lost);
}

Result<Changes> ReadAhead::changes(PersonId reader, const ChangesAsk& ask) {
    settle();
    const bool fetched = m_next.valid() && reader == m_reader && ask == m_ask;
    auto answer = fetched ? m_next.get() : m_hub.changes(reader, ask);
    fetchNext(reader, ask, answer);
    return answer;
}

Result<History> ReadAhead::history(PersonId reader, const HistoryAsk& ask) {
    settle();
    return m_hub.history(reader, ask);
}

Result<std::vector<Refusal>> ReadAhead::refusals(std::span<const Digest> events) {
    settle();
    return m_hub.refusals(events);
}

void ReadAhead::settle() const {
    if (m_next.valid()) m_next.wait();
}

void ReadAhead::drop() { m_next = {}; }

void ReadAhead::fetchNext(PersonId reader, const ChangesAsk& ask, const Result<Changes>& answer) {
    drop();
    if (!answer || !answer->more || answer->commits.empty()) return;
    m_reader = reader;
    m_ask = ask;
    m_ask.after = answer->commits.back().commit.number;
    try {
        m_next = std::async(std::launch::async, [this] { return m_hub.changes(m_reader, m_ask); });
    } catch (const std::system_error&) {
        // Without a thread to spare the desk asks when it needs the answer.
    }
}

} // namespace model
