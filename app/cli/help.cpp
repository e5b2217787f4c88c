// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/help.h"

#include "app/cli/output.h"

namespace app {

namespace {

std::string optionName(const Option& option) {
    return "--" + option.name + (option.value.empty() ? "" : " " + option.value);
}

std::string withChoices(const std::string& help, const std::vector<std::string>& choices, Language language) {
    if (choices.empty()) return help;
    std::string line = help + (language == Language::zh ? "：" : ": ");
    for (std::size_t i = 0; i < choices.size(); ++i) line += (i == 0 ? "" : ", ") + choices[i];
    return line;
}

std::string heading(const Text& text, Language language) {
    return "\n" + text.in(language) + (language == Language::zh ? "：\n" : ":\n");
}

std::string optionLines(const std::vector<Option>& options, Language language) {
    Columns columns;
    for (const Option& one : options) {
        columns.row({"  " + optionName(one), withChoices(one.help.in(language), one.choices, language)});
    }
    return columns.text();
}

std::string commandHelp(const Program& program, const Command& command, Language language) {
    std::string out = program.name + " " + synopsis(command) + "\n\n" + command.help.in(language) + "\n";
    if (!command.about.empty()) out += "\n" + command.about.in(language) + "\n";
    if (!command.operands.empty()) {
        out += heading({"Words", "参数"}, language);
        Columns columns;
        for (const Operand& one : command.operands) {
            columns.row({"  " + one.name, withChoices(one.help.in(language), one.choices, language)});
        }
        out += columns.text();
    }
    if (!command.options.empty())
        out += heading({"Options", "选项"}, language) + optionLines(command.options, language);
    out += heading({"Options of every command", "通用选项"}, language) + optionLines(program.globals, language);
    if (!command.members.empty()) {
        out += heading({"With --json, \"data\" holds", "使用 --json 时，data 包含"}, language);
        Columns columns;
        for (const Member& field : command.members) columns.row({"  " + field.path, field.help.in(language)});
        out += columns.text();
    }
    return out;
}

void listCommands(const Program& program, std::string_view group, Columns& columns, Language language) {
    for (const Command& command : program.commands) {
        if (command.group == group) columns.row({"  " + command.path(), command.help.in(language)});
    }
}

} // namespace

std::string helpText(const Program& program, const Parsed& parsed, Language language) {
    if (parsed.command != nullptr) return commandHelp(program, *parsed.command, language);
    std::string out = program.name + (language == Language::zh ? " [选项] 命令 …\n\n" : " [OPTIONS] COMMAND ...\n\n") +
                      program.about.in(language) + "\n";
    for (const auto& [group, title] : program.groups) {
        if (!parsed.group.empty() && group != parsed.group) continue;
        out += heading(title, language);
        Columns columns;
        listCommands(program, group, columns, language);
        out += columns.text();
    }
    if (!parsed.group.empty()) return out;
    out += program.groups.empty() ? heading({"Commands", "命令"}, language) : heading({"Upkeep", "维护"}, language);
    Columns columns;
    listCommands(program, "", columns, language);
    out += columns.text();
    out += heading({"Options", "选项"}, language) + optionLines(program.globals, language);
    out += model::fill({"\n{0} COMMAND --help explains one command; man {0} is the manual.\n",
                        "\n{0} 命令 --help 说明一个命令；手册见 man {0}。\n"},
                       program.name)
               .in(language);
    return out;
}

} // namespace app
