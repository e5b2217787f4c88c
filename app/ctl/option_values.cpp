// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/option_values.h"

#include <algorithm>

namespace app {

Result<std::uint64_t> numberOption(const Invocation& call, std::string_view name, std::uint64_t otherwise) {
    const auto word = call.find(name);
    if (!word) return otherwise;
    const bool digits =
        !word->empty() && word->size() <= 9 && std::ranges::all_of(*word, [](char c) { return c >= '0' && c <= '9'; });
    if (digits) return std::stoull(*word);
    return fail(Code::usage, model::fill({"\"{0}\" is no number", "“{0}”不是数字"}, *word), {},
                "--" + std::string(name));
}

Result<std::optional<model::Date>> dayOption(const Invocation& call, std::string_view name) {
    const auto word = call.find(name);
    if (!word) return std::nullopt;
    if (const auto day = model::parseDate(*word)) return day;
    return fail(Code::usage, model::fill({"\"{0}\" is no day", "“{0}”不是日期"}, *word),
                {"Write it as 2026-03-04", "请写作 2026-03-04"}, "--" + std::string(name));
}

} // namespace app
