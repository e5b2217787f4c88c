// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/penalty_check.h"

#include <nlohmann/json.hpp>

namespace model {

Result<void> checkPenaltyText(const std::string& json) {
    constexpr std::size_t kBytes = 256 * 1024;
    if (json.size() <= kBytes && nlohmann::json::accept(json)) return {};
    return fail(Code::malformed, {"is no penalty proposal", "不是有效的处罚建议"},
                {"Compute the penalty and take the proposal over.", "请先计算处罚再填入。"});
}

Result<void> checkPenaltyRange(const std::string& json) { return checkPenaltyText(json); }

} // namespace model
