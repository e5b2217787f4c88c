// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "ui/text/say.h"

#include <cstdint>
#include <optional>

namespace ui {

/// Gathers what is new while nobody looks, and says how much of it there is: one line, at most every ten minutes, and
/// never what it is. A value; time is handed in.
class Digest {
public:
    static constexpr std::chrono::minutes kApart{10};

    /// Something came. The line to tell now, or nothing: it is counted and told later.
    std::optional<Text> add(std::uint64_t items, model::Instant now);
    /// Time has passed: the line for what has gathered since, if it may be told by now.
    std::optional<Text> due(model::Instant now);
    /// The person looks at the window: what has gathered is seen there.
    void seen() { m_items = m_toldItems = 0; }

private:
    std::uint64_t m_items = 0;     ///< since the person looked last
    std::uint64_t m_toldItems = 0; ///< how many of them the last line spoke of
    std::optional<model::Instant> m_told;
};

} // namespace ui
