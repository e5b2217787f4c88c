// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include <algorithm>
#include <numeric>

namespace app {

std::optional<std::string> Invocation::find(std::string_view name) const {
    const auto at = m_values.find(name);
    if (at == m_values.end() || at->second.empty()) return std::nullopt;
    return at->second.back();
}

std::vector<std::string> Invocation::all(std::string_view name) const {
    const auto at = m_values.find(name);
    return at == m_values.end() ? std::vector<std::string>{} : at->second;
}

const Command* Program::find(std::string_view group, std::string_view wanted) const {
    const auto at =
        std::ranges::find_if(commands, [&](const Command& c) { return c.group == group && c.name == wanted; });
    return at == commands.end() ? nullptr : &*at;
}

bool Program::hasGroup(std::string_view group) const {
    return !group.empty() && std::ranges::any_of(commands, [&](const Command& c) { return c.group == group; });
}

namespace {

/// The number of letters to insert, drop, change or swap to make one word of the other.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
    std::iota(cost[0].begin(), cost[0].end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        }
    }
    return cost[a.size()][b.size()];
}

Error usage(Text what, Text cure) { return Error{Code::usage, std::move(what), std::move(cure)}; }

Text didYouMean(const std::string& name) {
    if (name.empty()) return {};
    return model::fill({"Did you mean {0}?", "是否想输入 {0}？"}, name);
}

Text askHelp(const Program& program, const Command* command) {
    const std::string path = program.name + " " + (command == nullptr ? "" : command->path() + " ");
    return model::fill({"{0}--help says what there is.", "用 {0}--help 查看用法。"}, path);
}

class Reader {
public:
    Reader(const Program& program, const std::vector<std::string>& arguments)
        : m_program(program), m_arguments(arguments) {}

    Result<Parsed> read() {
        for (m_at = 0; m_at < m_arguments.size(); ++m_at) {
            const std::string& word = m_arguments[m_at];
            if (!m_onlyOperands && word == "--") m_onlyOperands = true;
            else if (!m_onlyOperands && word.size() > 1 && word.front() == '-') TRY(option(word));
            else TRY(plain(word));
        }
        if (m_parsed.help || m_parsed.version) return std::move(m_parsed);
        if (m_parsed.command == nullptr) {
            if (m_parsed.group.empty()) {
                return std::unexpected(usage({"No command was given", "没有给出命令"}, askHelp(m_program, nullptr)));
            }
            return std::unexpected(usage(model::fill({"{0} needs a command: {1}", "{0} 后面需要一个命令：{1}"},
                                                     m_parsed.group, joined(commandNames(m_parsed.group))),
                                         {}));
        }
        TRY(complete());
        return std::move(m_parsed);
    }

private:
    static std::string joined(const std::vector<std::string>& names) {
        std::string line;
        for (const auto& name : names) line += (line.empty() ? "" : ", ") + name;
        return line;
    }

    std::vector<std::string> commandNames(std::string_view group) const {
        std::vector<std::string> names;
        for (const Command& command : m_program.commands) {
            if (command.group == group) names.push_back(command.name);
        }
        if (group.empty()) {
            for (const auto& [name, title] : m_program.groups) names.push_back(name);
        }
        return names;
    }

    const Option* known(std::string_view name) const {
        const auto in = [&](const std::vector<Option>& options) -> const Option* {
            const auto at = std::ranges::find(options, name, &Option::name);
            return at == options.end() ? nullptr : &*at;
        };
        if (const Option* global = in(m_program.globals)) return global;
        return m_parsed.command == nullptr ? nullptr : in(m_parsed.command->options);
    }

    Result<void> option(const std::string& word) {
        if (word == "-h") {
            m_parsed.help = true;
            return {};
        }
        const auto equals = word.find('=');
        const std::string name = word.starts_with("--")
                                     ? word.substr(2, equals == std::string::npos ? equals : equals - 2)
                                     : word.substr(0, 2);
        const Option* found = word.starts_with("--") ? known(name) : nullptr;
        if (found == nullptr) return unknownOption(word.starts_with("--") ? "--" + name : name, name);
        std::string value;
        if (found->value.empty()) {
            if (equals != std::string::npos) {
                return std::unexpected(usage(model::fill({"--{0} takes no value", "--{0} 不带值"}, name), {}));
            }
        } else if (equals != std::string::npos) {
            value = word.substr(equals + 1);
        } else if (m_at + 1 < m_arguments.size()) {
            value = m_arguments[++m_at];
        } else {
            return std::unexpected(
                usage(model::fill({"--{0} needs a value: {1}", "--{0} 需要一个值：{1}"}, name, found->value), {}));
        }
        TRY(choice("--" + name, found->choices, value));
        if (name == "help") m_parsed.help = true;
        else if (name == "version") m_parsed.version = true;
        if (!found->repeats && m_parsed.call.has(name)) {
            return std::unexpected(usage(model::fill({"--{0} was given twice", "--{0} 给了两次"}, name), {}));
        }
        m_parsed.call.add(name, std::move(value));
        return {};
    }

    Result<void> unknownOption(const std::string& shown, const std::string& name) const {
        std::vector<std::string> names;
        names.reserve(m_program.globals.size());
        for (const Option& one : m_program.globals) names.push_back(one.name);
        if (m_parsed.command != nullptr) {
            for (const Option& one : m_parsed.command->options) names.push_back(one.name);
        }
        const std::string near = nearest(name, names);
        return std::unexpected(usage(model::fill({"There is no option {0}", "没有选项 {0}"}, shown),
                                     near.empty() ? askHelp(m_program, m_parsed.command) : didYouMean("--" + near)));
    }

    static Result<void> choice(const std::string& where, const std::vector<std::string>& choices,
                               const std::string& value) {
        if (choices.empty() || std::ranges::contains(choices, value)) return {};
        return std::unexpected(
            usage(model::fill({"{0} cannot be \"{1}\". It is one of: {2}", "{0} 不能是“{1}”，只能是：{2}"}, where,
                              value, joined(choices)),
                  didYouMean(nearest(value, choices))));
    }

    Result<void> plain(const std::string& word) {
        if (m_parsed.command != nullptr) {
            m_operands.push_back(word);
            return {};
        }
        if (m_parsed.group.empty() && word == "help" && !m_onlyOperands) {
            m_parsed.help = true;
            return {};
        }
        if (const Command* found = m_program.find(m_parsed.group, word)) {
            m_parsed.command = found;
            return {};
        }
        if (m_parsed.group.empty() && m_program.hasGroup(word)) {
            m_parsed.group = word;
            return {};
        }
        const std::string near = nearest(word, commandNames(m_parsed.group));
        const std::string shown = m_parsed.group.empty() ? word : m_parsed.group + " " + word;
        return std::unexpected(usage(model::fill({"There is no command {0}", "没有命令 {0}"}, shown),
                                     near.empty()
                                         ? askHelp(m_program, nullptr)
                                         : didYouMean(m_parsed.group.empty() ? near : m_parsed.group + " " + near)));
    }

    Result<void> complete() {
        const Command& command = *m_parsed.command;
        std::size_t next = 0;
        for (const Operand& operand : command.operands) {
            if (next == m_operands.size()) {
                if (!operand.required) break;
                return std::unexpected(usage(model::fill({"{0} needs {1}: {2}", "{0} 需要 {1}：{2}"}, command.path(),
                                                         operand.name, operand.help),
                                             askHelp(m_program, &command)));
            }
            do {
                TRY(choice(operand.name, operand.choices, m_operands[next]));
                m_parsed.call.add(operand.name, m_operands[next++]);
            } while (operand.repeats && next < m_operands.size());
        }
        if (next < m_operands.size()) {
            return std::unexpected(
                usage(model::fill({"\"{0}\" is one word too many", "多出一个词“{0}”"}, m_operands[next]),
                      askHelp(m_program, &command)));
        }
        for (const Option& one : command.options) {
            if (!one.required || m_parsed.call.has(one.name)) continue;
            return std::unexpected(
                usage(model::fill({"{0} needs --{1}: {2}", "{0} 需要 --{1}：{2}"}, command.path(), one.name, one.help),
                      askHelp(m_program, &command)));
        }
        return {};
    }

    const Program& m_program;
    const std::vector<std::string>& m_arguments;
    std::size_t m_at = 0;
    bool m_onlyOperands = false;
    std::vector<std::string> m_operands;
    Parsed m_parsed;
};

} // namespace

Result<Parsed> parseArguments(const Program& program, const std::vector<std::string>& arguments) {
    return Reader(program, arguments).read();
}

std::string synopsis(const Command& command) {
    std::string line = command.path();
    const auto part = [&](std::string text, bool required, bool repeats) {
        if (!required) text = "[" + text + "]";
        line += " " + text + (repeats ? "..." : "");
    };
    for (const Operand& one : command.operands) part(one.name, one.required, one.repeats);
    for (const Option& one : command.options) {
        part("--" + one.name + (one.value.empty() ? "" : " " + one.value), one.required, one.repeats);
    }
    return line;
}

std::string nearest(std::string_view word, const std::vector<std::string>& names) {
    std::string best;
    // A third of the letters may be wrong; beyond that a suggestion only misleads.
    std::size_t least = std::max<std::size_t>(word.size() / 3, 1) + 1;
    for (const std::string& name : names) {
        const std::size_t far = name.starts_with(word) && word.size() >= 3 ? 1 : distance(word.substr(0, 64), name);
        if (far < least) {
            least = far;
            best = name;
        }
    }
    return best;
}

} // namespace app
