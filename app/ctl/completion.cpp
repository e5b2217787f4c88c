// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/ctl/manual.h"

#include <functional>

namespace app {

namespace {

/// Text inside single quotes of a POSIX shell.
std::string shellQuoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += "'\\''";
        else out += c;
    }
    return out + "'";
}

std::string joined(const std::vector<std::string>& words) {
    std::string line;
    for (const auto& word : words) line += (line.empty() ? "" : " ") + word;
    return line;
}

std::vector<std::string> optionNames(const std::vector<Option>& options) {
    std::vector<std::string> names;
    names.reserve(options.size());
    for (const Option& one : options) names.push_back("--" + one.name);
    return names;
}

std::vector<std::string> wordsOf(const Program& program, std::string_view group) {
    std::vector<std::string> names;
    if (group.empty()) {
        names.reserve(program.groups.size());
        for (const auto& [name, title] : program.groups) names.push_back(name);
    }
    for (const Command& command : program.commands) {
        if (command.group == group) names.push_back(command.name);
    }
    return names;
}

/// Options of all commands that take a value, by what a shell should offer for it.
std::string valueOptions(const Program& program, const std::function<bool(const Option&)>& wanted) {
    std::string line;
    const auto add = [&](const std::vector<Option>& options) {
        for (const Option& one : options) {
            const std::string name = "--" + one.name;
            if (!wanted(one) || ("|" + line + "|").find("|" + name + "|") != std::string::npos) continue;
            line += (line.empty() ? "" : "|") + name;
        }
    };
    add(program.globals);
    for (const Command& command : program.commands) add(command.options);
    return line;
}

bool takesFiles(const Command& command) {
    for (const Operand& one : command.operands) {
        if (one.complete != Complete::nothing) return true;
    }
    return false;
}

std::string bash(const Program& program) {
    const std::string withValue = valueOptions(program, [](const Option& o) { return !o.value.empty(); });
    const std::string files = valueOptions(program, [](const Option& o) { return o.complete == Complete::file; });
    const std::string folders = valueOptions(program, [](const Option& o) { return o.complete == Complete::folder; });
    std::string out =
        "# Completion of touchstonectl for bash. Made by: touchstonectl completion bash\n"
        "_touchstonectl() {\n"
        "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= i word offer= kind=\n"
        "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
        "        word=${COMP_WORDS[i]}\n"
        "        case $word in\n"
        "            " +
        withValue +
        ") ((i++)) ;;\n"
        "            -*) ;;\n"
        "            *) [[ ${path} == *\\ * ]] || path=${path:+$path }$word ;;\n"
        "        esac\n"
        "    done\n"
        "    compopt +o default 2>/dev/null\n"
        "    case $prev in\n";
    if (!files.empty()) out += "        " + files + ") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n";
    if (!folders.empty()) out += "        " + folders + ") COMPREPLY=($(compgen -d -- \"$cur\")); return ;;\n";
    const auto choicesOf = [&](const std::vector<Option>& options, const std::string& path) {
        for (const Option& one : options) {
            if (one.choices.empty()) continue;
            out += "        --" + one.name + ") [[ -z " + shellQuoted(path) + " || $path == " + shellQuoted(path) +
                   "* ]] && { COMPREPLY=($(compgen -W " + shellQuoted(joined(one.choices)) +
                   " -- \"$cur\")); return; } ;;&\n";
        }
    };
    choicesOf(program.globals, "");
    for (const Command& command : program.commands) choicesOf(command.options, command.path());
    out += "        " + withValue +
           ") return ;;\n"
           "    esac\n"
           "    case $path in\n"
           "        '') offer=" +
           shellQuoted(joined(wordsOf(program, ""))) + " ;;\n";
    for (const auto& [group, title] : program.groups) {
        out += "        " + group + ") offer=" + shellQuoted(joined(wordsOf(program, group))) + " ;;\n";
    }
    for (const Command& command : program.commands) {
        // After the name of a command come its operands, so the path may be longer than the command's.
        std::vector<std::string> offers = optionNames(command.options);
        for (const Operand& one : command.operands) offers.insert(offers.end(), one.choices.begin(), one.choices.end());
        const std::string pattern = command.group.empty()
                                        ? shellQuoted(command.name) + "|" + shellQuoted(command.name + " ") + "*"
                                        : shellQuoted(command.path());
        out += "        " + pattern + ") offer=" + shellQuoted(joined(offers)) +
               (takesFiles(command) ? " kind=file" : "") + " ;;\n";
    }
    out += "    esac\n"
           "    [[ $cur == -* ]] && offer=\"$offer " +
           joined(optionNames(program.globals)) +
           "\"\n"
           "    COMPREPLY=($(compgen -W \"$offer\" -- \"$cur\"))\n"
           "    [[ $kind == file && $cur != -* ]] && COMPREPLY+=($(compgen -f -- \"$cur\"))\n"
           "}\n"
           "complete -o filenames -F _touchstonectl touchstonectl\n";
    return out;
}

std::string zshSpec(const Option& option, Language language) {
    std::string text;
    for (const char c : option.help.in(language)) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') text += '\\';
        text += c;
    }
    std::string spec =
        (option.repeats ? "*--" : "--") + option.name + (option.value.empty() ? "" : "=") + "[" + text + "]";
    if (!option.value.empty()) {
        spec += ":" + option.value + ":";
        if (!option.choices.empty()) spec += "(" + joined(option.choices) + ")";
        else if (option.complete == Complete::file) spec += "_files";
        else if (option.complete == Complete::folder) spec += "_files -/";
    }
    return shellQuoted(spec);
}

std::string zshOperands(const Command& command) {
    std::string out;
    for (const Operand& one : command.operands) {
        std::string spec = one.repeats ? "*" : "";
        spec += (one.required || one.repeats ? ":" : "::") + one.name + ":";
        if (!one.choices.empty()) spec += "(" + joined(one.choices) + ")";
        else if (one.complete == Complete::file) spec += "_files";
        else if (one.complete == Complete::folder) spec += "_files -/";
        else spec += " ";
        out += " " + shellQuoted(spec);
    }
    return out;
}

std::string zsh(const Program& program, Language language) {
    std::string globals;
    for (const Option& one : program.globals) globals += " " + zshSpec(one, language);
    std::string out = "#compdef touchstonectl\n"
                      "# Completion of touchstonectl for zsh. Made by: touchstonectl completion zsh\n"
                      "_touchstonectl() {\n"
                      "    local curcontext=$curcontext state line\n"
                      "    local -a globals; globals=(" +
                      globals +
                      ")\n"
                      "    _arguments -C $globals '1:command:->command' '*::word:->word' && return\n"
                      "    case $state in\n"
                      "        command) _values command";
    for (const std::string& word : wordsOf(program, "")) out += " " + shellQuoted(word);
    out += " ;;\n        word)\n            local group=$line[1]\n            case $group in\n";
    for (const auto& [group, title] : program.groups) {
        out += "                " + group +
               ")\n"
               "                    if (( CURRENT == 1 )); then _values command";
        for (const std::string& word : wordsOf(program, group)) out += " " + shellQuoted(word);
        out += "; return; fi\n"
               "                    local name=$words[1]\n"
               "                    case $name in\n";
        for (const Command& command : program.commands) {
            if (command.group != group) continue;
            out += "                        " + command.name + ") _arguments $globals";
            for (const Option& one : command.options) out += " " + zshSpec(one, language);
            out += zshOperands(command) + " ;;\n";
        }
        out += "                    esac ;;\n";
    }
    for (const Command& command : program.commands) {
        if (!command.group.empty()) continue;
        // _arguments takes the first word for the command's name, which it is not here.
        out += "                " + command.name + ") words=(" + command.name +
               " $words); (( CURRENT++ )); _arguments $globals";
        for (const Option& one : command.options) out += " " + zshSpec(one, language);
        out += zshOperands(command) + " ;;\n";
    }
    out += "            esac ;;\n    esac\n}\n_touchstonectl \"$@\"\n";
    return out;
}

std::string fish(const Program& program, Language language) {
    std::string out = "# Completion of touchstonectl for fish. Made by: touchstonectl completion fish\n"
                      "complete -c touchstonectl -f\n";
    const auto add = [&](const Option& one, const std::string& condition) {
        out += "complete -c touchstonectl" + (condition.empty() ? "" : " -n " + shellQuoted(condition)) + " -l " +
               one.name;
        if (!one.value.empty()) out += one.complete == Complete::nothing ? " -x" : " -r -F";
        if (!one.choices.empty()) out += " -a " + shellQuoted(joined(one.choices));
        out += " -d " + shellQuoted(one.help.in(language)) + "\n";
    };
    for (const Option& one : program.globals) add(one, "");
    for (const auto& [group, title] : program.groups) {
        out += "complete -c touchstonectl -n __fish_use_subcommand -a " + group + " -d " +
               shellQuoted(title.in(language)) + "\n";
    }
    for (const Command& command : program.commands) {
        if (command.group.empty()) {
            out += "complete -c touchstonectl -n __fish_use_subcommand -a " + command.name + " -d " +
                   shellQuoted(command.help.in(language)) + "\n";
        } else {
            out += "complete -c touchstonectl -n " +
                   shellQuoted("__fish_seen_subcommand_from " + command.group +
                               "; and not __fish_seen_subcommand_from " + joined(wordsOf(program, command.group))) +
                   " -a " + command.name + " -d " + shellQuoted(command.help.in(language)) + "\n";
        }
        std::string condition = "__fish_seen_subcommand_from " + command.name;
        if (!command.group.empty()) condition.insert(0, "__fish_seen_subcommand_from " + command.group + "; and ");
        for (const Option& one : command.options) add(one, condition);
        for (const Operand& one : command.operands) {
            if (one.complete != Complete::nothing) {
                out += "complete -c touchstonectl -n " + shellQuoted(condition) + " -F\n";
            } else if (!one.choices.empty()) {
                out += "complete -c touchstonectl -n " + shellQuoted(condition) + " -a " +
                       shellQuoted(joined(one.choices)) + "\n";
            }
        }
    }
    return out;
}

} // namespace

std::string completionScript(const Program& program, std::string_view shell, Language language) {
    if (shell == "zsh") return zsh(program, language);
    if (shell == "fish") return fish(program, language);
    return bash(program);
}

} // namespace app
