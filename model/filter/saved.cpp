// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter/saved.h"

#include "model/base/cbor.h"
#include "model/filter/line.h"
#include "model/filter/parse.h"

#include <algorithm>

namespace model {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

} // namespace

Result<void> checkSaved(const SavedFilter& filter) {
    if (!isUtf8(filter.name) || trimmed(filter.name) != filter.name || filter.name.empty() ||
        filter::decode(filter.name).size() > 60 ||
        std::ranges::any_of(filter.name, [](char c) { return c == '=' || static_cast<unsigned char>(c) < 0x20; })) {
        return fail(Code::usage,
                    {"The name of a filter has 1 to 60 characters and no \"=\"", "筛选名称为1至60个字符，且不含“=”"},
                    {}, filter.name);
    }
    if (auto read = parseFilter(filter.line); !read) {
        return fail(Code::usage, read.error().what, {}, filter.name + ":" + std::to_string(read.error().at + 1));
    }
    return {};
}

Result<void> putSaved(std::vector<SavedFilter>& filters, SavedFilter filter) {
    TRY(checkSaved(filter));
    if (const auto found = std::ranges::find(filters, filter.name, &SavedFilter::name); found != filters.end()) {
        found->line = std::move(filter.line);
        return {};
    }
    if (filters.size() >= kMostSavedFilters)
        return fail(Code::tooLarge, {"100 filters are kept already", "已保存100个筛选"},
                    {"Remove one that is not needed", "请先移除不需要的"});
    filters.push_back(std::move(filter));
    return {};
}

std::string printSaved(const std::vector<SavedFilter>& filters) {
    std::string out;
    for (const auto& one : filters) out += one.name + " = " + one.line + "\n";
    return out;
}

Result<std::vector<SavedFilter>> parseSaved(std::string_view text) {
    std::vector<SavedFilter> out;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty()) continue;
        const auto sign = line.find('=');
        const std::string where = std::to_string(number);
        if (sign == std::string_view::npos)
            return fail(Code::malformed, {"A line is \"Name = filter\"", "每行应为“名称 = 筛选条件”"}, {}, where);
        auto put =
            putSaved(out, {std::string(trimmed(line.substr(0, sign))), std::string(trimmed(line.substr(sign + 1)))});
        if (!put) {
            put.error().where = where + ": " + put.error().where;
            return std::unexpected(std::move(put).error());
        }
    }
    return out;
}

} // namespace model
