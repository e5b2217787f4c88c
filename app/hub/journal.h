// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"

#include <cstdio>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace app {

/// What a server says about itself: one JSON object a line, for journald and whatever collects it. It is told numbers,
/// codes and addresses, and never anything of a request's body. Any thread.
class Journal {
public:
    enum class Level : std::uint8_t { info, warning, error };
    using Value = std::variant<std::int64_t, std::string>;
    using Fields = std::initializer_list<std::pair<std::string_view, Value>>;

    Journal(const model::Clock& clock, std::FILE* out) : m_clock(clock), m_out(out) {}

    /// `what` is one word of the program, such as "started".
    void note(Level level, std::string_view what, Fields fields = {});
    void failed(std::string_view what, const model::Error& error);

private:
    const model::Clock& m_clock;
    std::FILE* m_out;
    std::mutex m_mutex;
};

} // namespace app
