// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/problems.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

// The text of a definition, value by value, each with its place; for the file that reads definitions.

namespace model::reading {

using Json = nlohmann::ordered_json;

inline std::string pointerPart(std::string_view key) {
    std::string out = "/";
    for (const char c : key) {
        if (c == '~') out += "~0";
        else if (c == '/') out += "~1";
        else out += c;
    }
    return out;
}

// The first look at the text, which builds nothing: is it JSON, is it flat enough, is every key there once? A library
// that reads into values would keep one of two equal keys in silence, and two readers might keep different ones.
class FirstLook {
public:
    using number_integer_t = Json::number_integer_t;
    using number_unsigned_t = Json::number_unsigned_t;
    using number_float_t = Json::number_float_t;
    using string_t = Json::string_t;
    using binary_t = Json::binary_t;

    explicit FirstLook(Problems& problems) : m_problems(problems) {}

    bool null() { return value(); }
    bool boolean(bool) { return value(); }
    bool number_integer(number_integer_t) { return value(); }
    bool number_unsigned(number_unsigned_t) { return value(); }
    bool number_float(number_float_t, const string_t&) { return value(); }
    bool string(string_t&) { return value(); }
    bool binary(binary_t&) { return value(); }
    bool start_object(std::size_t) { return open(); }
    bool end_object() { return close(); }
    bool start_array(std::size_t) { return open(true); }
    bool end_array() { return close(); }
    bool key(string_t& name) {
        auto& frame = m_frames.back();
        frame.key = name;
        if (!frame.seen.insert(name).second) {
            m_problems.add(path(), {"This key stands twice in one object.", "同一对象中该键出现两次。"},
                           {"Keep one of them.", "只保留一个。"});
        }
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
        m_problems.add("byte " + std::to_string(position),
                       {"The text is no JSON from here on.", "自此处起不是有效的JSON。"},
                       {"Correct the syntax at this byte: a comma, quote or bracket, or broken UTF-8.",
                        "请检查该字节处的逗号、引号、括号或UTF-8编码。"});
        return false;
    }

private:
    struct Frame {
        bool array = false;
        std::size_t index = 0;
        std::string key;
        std::set<std::string> seen;
    };

    std::string path() const {
        std::string out;
        for (const auto& frame : m_frames)
            out += frame.array ? "/" + std::to_string(frame.index) : pointerPart(frame.key);
        return out;
    }
    bool value() {
        if (++m_values > kDefinitionValues) {
            m_problems.add(path(), {"The definition has more than 100,000 values.", "工作流定义中的值超过100,000个。"},
                           {"Divide the procedure, or leave out what is not used.", "请拆分流程或删去未使用的内容。"});
            return false;
        }
        if (!m_frames.empty() && m_frames.back().array) ++m_frames.back().index;
        return true;
    }
    bool open(bool array = false) {
        if (m_frames.size() == kDefinitionDepth) {
            m_problems.add(path(), {"Nested deeper than 16 levels.", "嵌套超过16层。"},
                           {"A definition needs no more than 10 levels.", "工作流定义不需要超过10层嵌套。"});
            return false;
        }
        m_frames.push_back({array, 0, {}, {}});
        return true;
    }
    bool close() {
        m_frames.pop_back();
        return value();
    }

    Problems& m_problems;
    std::vector<Frame> m_frames;
    std::size_t m_values = 0;
};

inline const Text kCorrect{"Correct it; docs/formats.md describes each member.",
                           "请更正；各成员的说明见docs/formats.md。"};

inline bool isId(std::string_view text) {
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && text.size() <= 64 && text.front() >= 'a' && text.front() <= 'z' &&
           std::ranges::all_of(text, good);
}

inline bool isPlain(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// One value of the text and its place.
class Node {
public:
    Node(const Json* value, std::string path, Problems& problems)
        : m_value(value), m_path(std::move(path)), m_problems(&problems) {}

    explicit operator bool() const { return m_value != nullptr; }
    const std::string& path() const { return m_path; }

    void wrong(Text what, Text cure = kCorrect) const { m_problems->add(m_path, std::move(what), std::move(cure)); }

    bool object() const {
        if (!m_value) return false;
        if (!m_value->is_object()) wrong({"An object is expected here.", "此处应为对象。"});
        return m_value->is_object();
    }
    // True for an object; members other than these are mistakes.
    bool object(const std::vector<std::string_view>& known) const {
        if (!object()) return false;
        for (const auto& [key, value] : m_value->items()) {
            if (std::ranges::find(known, std::string_view(key)) != known.end()) continue;
            m_problems->add(m_path + pointerPart(key), {"This member is not known.", "未知的成员。"},
                            {"Remove it, or correct its spelling.", "请删除或更正拼写。"});
        }
        return true;
    }
    Node optional(std::string_view key) const {
        const Json* found = nullptr;
        if (m_value && m_value->is_object()) {
            if (const auto at = m_value->find(std::string(key)); at != m_value->end()) found = &*at;
        }
        return {found, m_path + pointerPart(key), *m_problems};
    }
    Node member(std::string_view key) const {
        Node node = optional(key);
        if (!node && m_value) {
            m_problems->add(
                m_path, model::fill({"The member \"{0}\" is missing.", "缺少成员“{0}”。"}, std::string(key)), kCorrect);
        }
        return node;
    }
    std::vector<Node> items(std::size_t most) const {
        std::vector<Node> out;
        if (!m_value) return out;
        if (!m_value->is_array()) {
            wrong({"A list is expected here.", "此处应为列表。"});
            return out;
        }
        if (m_value->size() > most) {
            wrong(model::fill({"The list has {0} entries; the most is {1}.", "列表有 {0} 项，最多 {1} 项。"},
                              std::to_string(m_value->size()), std::to_string(most)),
                  {"Divide the procedure, or leave out what is not used.", "请拆分流程或删去未使用的内容。"});
            return out;
        }
        std::size_t index = 0;
        for (const auto& entry : *m_value)
            out.emplace_back(&entry, m_path + "/" + std::to_string(index++), *m_problems);
        return out;
    }
    std::string string(std::size_t most) const {
        if (!m_value) return {};
        if (!m_value->is_string()) {
            wrong({"A text is expected here.", "此处应为文本。"});
            return {};
        }
        const auto& text = m_value->get_ref<const std::string&>();
        if (text.size() > most) {
            wrong(model::fill({"The text is longer than {0} bytes.", "文本超过{0}字节。"}, std::to_string(most)));
            return {};
        }
        if (!isPlain(text)) {
            wrong({"The text holds control characters.", "文本含有控制字符。"});
            return {};
        }
        return text;
    }
    std::string filled(std::size_t most) const {
        if (m_value && m_value->is_string() &&
            m_value->get_ref<const std::string&>().find_first_not_of(' ') == std::string::npos) {
            wrong({"The text is empty.", "文本为空。"});
            return {};
        }
        return string(most);
    }
    std::string id() const {
        std::string text = string(1000);
        if (!m_value || !m_value->is_string() || isId(text)) return text;
        wrong({"An id is one to 64 of a-z, 0-9 and _, and begins with a letter.",
               "标识由1至64个小写字母、数字或下划线组成，且以字母开头。"});
        return {};
    }
    std::vector<std::string> ids(std::size_t most = 64) const {
        std::vector<std::string> out;
        for (const auto& item : items(most)) {
            auto id = item.id();
            if (!id.empty() && std::ranges::find(out, id) != out.end()) {
                item.wrong(model::fill({"\"{0}\" stands twice in this list.", "“{0}”在列表中重复。"}, id));
            }
            out.push_back(std::move(id));
        }
        return out;
    }
    bool flag() const {
        if (!m_value) return false;
        if (m_value->is_boolean()) return m_value->get<bool>();
        wrong({"true or false is expected here.", "此处应为true或false。"});
        return false;
    }
    unsigned number(unsigned least, unsigned most) const {
        if (!m_value) return least;
        if (m_value->is_number_unsigned()) {
            const auto value = m_value->get<std::uint64_t>();
            if (value >= least && value <= most) return static_cast<unsigned>(value);
        }
        wrong(model::fill({"A whole number from {0} to {1} is expected here.", "此处应为{0}至{1}的整数。"},
                          std::to_string(least), std::to_string(most)));
        return least;
    }
    // A text in both languages.
    Text text() const {
        if (!object({"en", "zh"})) return {};
        const auto one = [&](std::string_view key, const Text& language) {
            const Node node = optional(key);
            if (!node) {
                wrong(model::fill({"The text in {0} is missing.", "缺少{0}文本。"}, language),
                      {"Every text stands in both languages.", "每段文本都须有中英文两种语言。"});
            }
            return node.filled(4000);
        };
        return {one("en", {"English", "英文"}), one("zh", {"Chinese", "中文"})};
    }
    // The value of a closed set, or nothing.
    template <typename Read>
    auto oneOf(Read read, std::string_view words) const -> decltype(read(std::string_view{})) {
        const std::string text = string(1000);
        if (!m_value || !m_value->is_string()) return {};
        auto value = read(text);
        if (!value)
            wrong(
                model::fill({"\"{0}\" is none of: {1}.", "“{0}”不在允许的取值之内：{1}。"}, text, std::string(words)));
        return value;
    }

private:
    const Json* m_value;
    std::string m_path;
    Problems* m_problems;
};

} // namespace model::reading
