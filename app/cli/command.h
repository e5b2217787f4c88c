// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The one table of a program from which its command line is read and its help is printed.
namespace app {

using Json = nlohmann::ordered_json;
using model::Code;
using model::Error;
using model::fail;
using model::Language;
using model::Result;
using model::same;
using model::Text;

/// What a shell offers for a value.
enum class Complete { nothing, file, folder };

/// "--name VALUE". Without a `value` it is a switch.
struct Option {
    std::string name; ///< without the dashes
    std::string value = {};
    Text help;
    bool required = false;
    bool repeats = false;
    std::vector<std::string> choices = {}; ///< the only values that are taken; empty: any
    Complete complete = Complete::nothing;
};

/// A word of the command line that belongs to no option.
struct Operand {
    std::string name;
    Text help;
    bool required = true;
    bool repeats = false; ///< only the last one may
    std::vector<std::string> choices = {};
    Complete complete = Complete::nothing;
};

/// A member of the JSON that a command prints, below "data": "cases[].reference". A `*` stands for a name that depends
/// on the data, such as that of a field.
struct Member {
    std::string path;
    Text help;
};

/// What was asked for, after it was checked against the table: every required part is there, every choice is one.
class Invocation {
public:
    [[nodiscard]] bool has(std::string_view name) const { return m_values.contains(name); }
    /// The last value of an option or operand, or nothing.
    [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
    /// The same, where the table promises that it is there or an empty value will do.
    [[nodiscard]] std::string value(std::string_view name) const { return find(name).value_or(std::string{}); }
    [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
    void add(const std::string& name, std::string value) { m_values[name].push_back(std::move(value)); }

private:
    std::map<std::string, std::vector<std::string>, std::less<>> m_values;
};

/// What a command did. With an `error` beside the data, part of it failed or was refused; the data says what was done.
struct Reply {
    Json data = Json::object();
    std::string words; ///< for people, in the language asked for; ends with a newline unless empty
    std::optional<Error> error = std::nullopt;
    bool printed = false; ///< the command wrote its answer itself, because it is too long to be kept in memory
};

class Context;

struct Command {
    std::string group = {}; ///< "case" in "case show"; empty for a command of one word
    std::string name;
    Text help;       ///< one line
    Text about = {}; ///< what a person must know to use it; may be empty
    std::vector<Operand> operands = {};
    std::vector<Option> options = {};
    std::vector<Member> members = {};
    Result<Reply> (*run)(const Invocation& call, Context& context) = nullptr;

    [[nodiscard]] std::string path() const { return group.empty() ? name : group + " " + name; }
};

struct Program {
    std::string name; ///< as it is typed
    Text about;       ///< one paragraph
    std::vector<Option> globals;
    std::vector<std::pair<std::string, Text>> groups; ///< in the order of the help
    std::vector<Command> commands;

    /// Null if there is none of this name.
    [[nodiscard]] const Command* find(std::string_view group, std::string_view wanted) const;
    [[nodiscard]] bool hasGroup(std::string_view group) const;
};

} // namespace app
