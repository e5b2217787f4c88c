// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/engine.h"

namespace model {

/// How a period of a case differs between two looks at it.
struct PeriodChange {
    enum class Kind {
        begins, ///< it runs by the second look only, or anew
        ends,   ///< it ran by the first, and is ended by the second
        moves,  ///< its last day is another one
    };
    Kind kind = Kind::moves;
    std::string id;
    Text title;
    std::string cite;
    Basis basis = Basis::law;
    std::optional<Date> before;    ///< its last day by the first look; nothing while it does not run or stands still
    std::optional<Date> after;     ///< the same by the second
    std::optional<Digest> on = {}; ///< the side track whose it is; nothing: the case's
};
std::string_view periodChangeName(PeriodChange::Kind kind); ///< "begins", "ends", "moves"

/// What is different in `after`, in its order.
std::vector<PeriodChange> periodChanges(std::span<const Deadline> before, std::span<const Deadline> after);

} // namespace model
