// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/pack.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <format>

namespace model::law {
namespace {

Error mistake(std::string place, std::string en, std::string zh) {
    return Error{.code = Code::malformed,
                 .what = {std::move(en), std::move(zh)},
                 .cure = {"Correct the data pack at this place.", "请在该处更正数据包。"},
                 .where = std::move(place),
                 .cite = {}};
}

std::string lineAndColumn(std::string_view bytes, std::size_t offset) {
    const auto before = bytes.substr(0, std::min(offset, bytes.size()));
    const auto line = 1 + std::ranges::count(before, '\n');
    const auto start = before.rfind('\n');
    const auto column = start == std::string_view::npos ? before.size() : before.size() - start - 1;
    return std::format("line {}, column {}", line, std::max<std::size_t>(column, 1));
}

} // namespace

bool PackNode::isNull() const { return m_value->is_null(); }

void PackNode::wrong(std::string en, std::string zh) const {
    m_errors->push_back(mistake(m_place.empty() ? "/" : m_place, std::move(en), std::move(zh)));
}

void PackNode::allowOnly(std::initializer_list<std::string_view> names) const {
    if (!m_value->is_object()) {
        wrong("An object is expected here.", "此处应为对象。");
        return;
    }
    for (const auto& entry : m_value->items()) {
        if (std::ranges::find(names, std::string_view(entry.key())) == names.end()) {
            m_errors->push_back(mistake(m_place + "/" + entry.key(), "This member is not known.", "未知的成员。"));
        }
    }
}

std::optional<PackNode> PackNode::member(std::string_view name) const {
    auto found = find(name);
    if (!found) wrong(std::format("The member \"{}\" is missing.", name), std::format("缺少成员“{}”。", name));
    return found;
}

std::optional<PackNode> PackNode::find(std::string_view name) const {
    if (!m_value->is_object()) return std::nullopt;
    const auto found = m_value->find(std::string(name));
    if (found == m_value->end() || found->is_null()) return std::nullopt;
    return PackNode(*found, m_place + "/" + std::string(name), *m_errors);
}

std::vector<PackNode> PackNode::items() const {
    std::vector<PackNode> out;
    if (!m_value->is_array()) {
        wrong("A list is expected here.", "此处应为列表。");
        return out;
    }
    for (std::size_t i = 0; i < m_value->size(); ++i) {
        out.emplace_back((*m_value)[i], m_place + "/" + std::to_string(i), *m_errors);
    }
    return out;
}

std::string PackNode::string() const {
    if (!m_value->is_string() || m_value->get_ref<const std::string&>().empty()) {
        wrong("A text is expected here.", "此处应为文本。");
        return {};
    }
    return m_value->get<std::string>();
}

Text PackNode::text() const {
    allowOnly({"en", "zh"});
    Text out;
    if (const auto en = member("en")) out.en = en->string();
    if (const auto zh = member("zh")) out.zh = zh->string();
    return out;
}

bool PackNode::boolean() const {
    if (!m_value->is_boolean()) {
        wrong("true or false is expected here.", "此处应为 true 或 false。");
        return false;
    }
    return m_value->get<bool>();
}

std::int64_t PackNode::integer(std::int64_t least, std::int64_t most) const {
    if (m_value->is_number_integer() &&
        (!m_value->is_number_unsigned() || m_value->get<std::uint64_t>() <= static_cast<std::uint64_t>(most))) {
        const auto number = m_value->get<std::int64_t>();
        if (number >= least && number <= most) return number;
    }
    wrong(std::format("A whole number from {} to {} is expected here.", least, most),
          std::format("此处应为 {} 至 {} 的整数。", least, most));
    return least;
}

std::optional<Date> PackNode::date() const {
    const auto found = m_value->is_string() ? parseDate(m_value->get_ref<const std::string&>()) : std::nullopt;
    if (!found) wrong("A date such as 2025-01-26 is expected here.", "此处应为日期，例如 2025-01-26。");
    return found;
}

std::optional<nlohmann::json> parsePack(std::string_view bytes, std::vector<Error>& errors) {
    if (bytes.size() > kMaxPackBytes) {
        errors.push_back(mistake("/", "The data pack is larger than 1 MiB.", "数据包超过 1 MiB。"));
        return std::nullopt;
    }
    try {
        auto parsed = nlohmann::json::parse(bytes);
        if (parsed.is_object()) return parsed;
        errors.push_back(mistake("/", "A data pack is a JSON object.", "数据包应为 JSON 对象。"));
    } catch (const nlohmann::json::parse_error& error) {
        errors.push_back(
            mistake(lineAndColumn(bytes, error.byte), "The JSON is broken here.", "JSON 在此处有语法错误。"));
    } catch (const nlohmann::json::exception&) {
        errors.push_back(mistake("/", "The JSON cannot be read.", "无法读取 JSON。"));
    }
    return std::nullopt;
}

} // namespace model::law
