// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/intake/json_line.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <format>

namespace model::intake {
namespace {

// Events of the parser, which keeps its own stack on the heap. Returning false stops it.
class Handler : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit Handler(std::size_t maxDepth) : m_maxDepth(maxDepth) {}

    bool null() override { return value(std::string()); }
    bool boolean(bool) override {
        return refuse(
            {"A text or a number is expected here, not true or false.", "此处应为文本或数字，而不是 true 或 false。"});
    }
    bool number_integer(number_integer_t number) override { return value(std::to_string(number)); }
    bool number_unsigned(number_unsigned_t number) override { return value(std::to_string(number)); }
    // The digits as written: a double could not hold every amount.
    bool number_float(number_float_t, const string_t& digits) override { return value(digits); }
    bool string(string_t& text) override { return value(std::move(text)); }
    bool binary(binary_t&) override { return refuse({"Binary data is not expected here.", "此处不应为二进制数据。"}); }

    bool start_object(std::size_t) override {
        ++m_depth;
        if (m_depth > m_maxDepth) return tooDeep();
        if (m_depth > 1) m_nested = true;
        return true;
    }
    bool end_object() override {
        --m_depth;
        return true;
    }
    bool start_array(std::size_t) override {
        ++m_depth;
        if (m_depth > m_maxDepth) return tooDeep();
        if (m_depth == 1) return refuse({"A line holds one JSON object.", "每行应为一个 JSON 对象。"});
        if (m_depth > 2) {
            m_nested = true;
        } else {
            m_members.back().second.isList = true;
        }
        return true;
    }
    bool end_array() override {
        --m_depth;
        return true;
    }
    bool key(string_t& name) override {
        if (m_depth != 1) return true;
        if (std::ranges::find(m_members, name, &Members::value_type::first) != m_members.end()) {
            m_members.emplace_back(std::move(name), Value{});
            return refuse({"This member is there twice.", "该成员重复。"});
        }
        m_members.emplace_back(std::move(name), Value{});
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
        m_problem = Problem{.field = std::format("column {}", position),
                            .reason = {"The line is not valid JSON.", "该行不是有效的 JSON。"},
                            .cure = {"Write one JSON object in each line.", "请每行写一个 JSON 对象。"}};
        return false;
    }

    std::expected<Members, Problem> finish(bool parsed) {
        if (!m_problem && m_nested)
            refuse({"An object or a list inside the value is not expected.", "值中不应再嵌套对象或列表。"});
        if (m_problem) return std::unexpected(std::move(*m_problem));
        if (!parsed) parse_error(0, {}, nlohmann::json::other_error::create(0, "", nullptr));
        if (m_problem) return std::unexpected(std::move(*m_problem));
        return std::move(m_members);
    }

private:
    bool value(std::string text) {
        if (m_depth == 0) return refuse({"A line holds one JSON object.", "每行应为一个 JSON 对象。"});
        if (m_nested) return true;
        auto& member = m_members.back().second;
        if (m_depth == 2) {
            member.items.push_back(std::move(text));
        } else {
            member.text = std::move(text);
        }
        return true;
    }
    bool tooDeep() {
        return refuse(fill({"The line is nested more than {0} levels deep.", "该行嵌套超过 {0} 层。"},
                           std::to_string(m_maxDepth)));
    }
    bool refuse(Text reason) {
        m_problem = Problem{.field = m_members.empty() ? std::string() : m_members.back().first,
                            .reason = std::move(reason),
                            .cure = {"Write one flat JSON object in each line.", "请每行写一个不嵌套的 JSON 对象。"}};
        return false;
    }

    std::size_t m_maxDepth;
    std::size_t m_depth = 0;
    bool m_nested = false;
    Members m_members;
    std::optional<Problem> m_problem;
};

} // namespace

std::expected<Members, Problem> readJsonLine(std::string_view line, std::size_t maxDepth) {
    Handler handler(maxDepth);
    try {
        const bool parsed = nlohmann::json::sax_parse(line.begin(), line.end(), &handler);
        return handler.finish(parsed);
    } catch (const nlohmann::json::exception&) {
        return handler.finish(false);
    }
}

} // namespace model::intake
