// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/ctl/manual.h"

namespace app {

namespace {

/// Text as roff shows it: a backslash and a hyphen are themselves, and no line starts with a request.
std::string escaped(std::string_view text) {
    std::string out;
    bool lineStart = true;
    for (const char c : text) {
        if (lineStart && (c == '.' || c == '\'')) out += "\\&";
        lineStart = c == '\n';
        if (c == '\\') out += "\\e";
        else if (c == '-') out += "\\-";
        else out += c;
    }
    return out;
}

/// roff breaks lines at spaces only, of which Chinese has few: says that a line may also end after these.
std::string breakable(std::string page) {
    for (const std::string_view mark : {"，", "、", "。", "；", "：", "|"}) {
        for (std::size_t at = page.find(mark); at != std::string::npos; at = page.find(mark, at)) {
            at += mark.size();
            page.insert(at, "\\:");
        }
    }
    return page;
}

std::string section(std::string_view title) { return ".SH " + std::string(title) + "\n"; }

std::string entry(const std::string& name, const std::string& text) {
    return ".TP\n.B " + escaped(name) + "\n" + escaped(text) + "\n";
}

/// A long command in lines that the shell joins again, each beginning with an option.
std::string folded(std::string_view command) {
    constexpr std::size_t kWidth = 72;
    std::string out;
    std::size_t width = 0;
    while (!command.empty()) {
        auto part = command.substr(0, command.find(" --", 1));
        command.remove_prefix(part.size());
        if (width > 0 && width + part.size() > kWidth) {
            out += " \\\n   ";
            width = 3;
        }
        out += part;
        width += part.size();
    }
    return out;
}

std::string choices(const std::vector<std::string>& values, Language language) {
    std::string line;
    for (const auto& value : values) line += (line.empty() ? "" : ", ") + value;
    if (line.empty()) return "";
    return (language == Language::zh ? " 可取：" : " One of: ") + line + (language == Language::zh ? "。" : ".");
}

std::string sentenceOf(const Text& help, Language language) {
    std::string line = help.in(language);
    const std::string_view stop = language == Language::zh ? "。" : ".";
    if (!line.ends_with(stop)) line += stop;
    return line;
}

std::string describe(const Command& command, Language language) {
    std::string out =
        ".SS " + escaped(command.path()) + "\n.B touchstonectl\n" + escaped(synopsis(command)) + "\n.PP\n";
    out += escaped(sentenceOf(command.help, language)) + "\n";
    if (!command.about.empty()) out += ".PP\n" + escaped(command.about.in(language)) + "\n";
    for (const Operand& one : command.operands) {
        out += entry(one.name, sentenceOf(one.help, language) + choices(one.choices, language));
    }
    for (const Option& one : command.options) {
        out += entry("--" + one.name + (one.value.empty() ? "" : " " + one.value),
                     sentenceOf(one.help, language) + choices(one.choices, language));
    }
    if (command.members.empty()) return out;
    out += language == Language::zh ? ".PP\ndata 的 JSON 成员：\n" : ".PP\nJSON members of data:\n";
    for (const Member& field : command.members) out += entry(field.path, sentenceOf(field.help, language));
    return out;
}

constexpr std::string_view kIntroEn = R"(.PP
touchstonectl does what the desk does, for scripts, tests and people without a screen.
Data goes to standard output and messages to standard error.
Every change is one signed act; when a command ends with 0, its act is on the disk.
.PP
REF is the number of a case (2026\-7K2F\-QX3M) or its id in hexadecimal.
PERSON is a label from the unlock page, a name, or an id.
FIELD=VALUE sets one field of a form; FIELD=@FILE takes the value from a file.
)";

constexpr std::string_view kIntroZh = R"(.PP
touchstonectl 与桌面程序做同样的事，供脚本、测试和没有屏幕的人使用。数据写到标准输出，消息写到标准错误。
每次更改都是一个签名的行为；命令以 0 结束时，更改已经落盘。
.PP
REF 是案件编号（2026\-7K2F\-QX3M）或十六进制标识。
PERSON 是解锁页上的标签、姓名或标识。
FIELD=VALUE 设置表单的一个字段；FIELD=@FILE 从文件取值。
)";

constexpr std::string_view kJsonEn = R"(.PP
With
.B \-\-json
a command prints one object:
.B {"ok": true, "data": ...}
or
.B {"ok": false, "error": {"code", "what": {"en", "zh"}, "where", "cite", "cure": {"en", "zh"}}}.
When part of the work failed (5) or the hub refused an event (7), data and error stand side by side.
The member code is one of failed, usage, locked, damaged, newer, partial, network, refused, not\-found, too\-large, malformed, cancelled;
where names a path, line, field or case; cite is the article that a rule rests on; cure says what would help.
Members may be added in later versions; those listed here keep their meaning.
Amounts are exact decimal texts in yuan, times are RFC 3339 in UTC, days are YYYY\-MM\-DD in China's time, digests and ids are hexadecimal.
)";

constexpr std::string_view kJsonZh = R"(.PP
使用
.B \-\-json
时，命令输出一个对象：
.B {"ok": true, "data": ...}
或
.B {"ok": false, "error": {"code", "what": {"en", "zh"}, "where", "cite", "cure": {"en", "zh"}}}。
部分失败（5）或事件被拒绝（7）时，data 与 error 同时给出。
以后的版本可能增加成员；此处列出的成员含义不变。
金额是以元为单位的精确十进制文本，时间是 UTC 的 RFC 3339，日期是中国时间的 YYYY\-MM\-DD，摘要和标识是十六进制。
)";

constexpr std::string_view kExample[] = {
    "export TOUCHSTONE_OFFICE=~/office",
    "touchstonectl office found --label officer --office-name 'Export Control Bureau' --role officer --role investigator --certified",
    "touchstonectl office join --label officer2",
    "touchstonectl office join --label head",
    "export TOUCHSTONE_PERSON=officer",
    "touchstonectl person admit officer2 --role investigator --certified",
    "touchstonectl person admit head --role supervisor",
    ("touchstonectl report add --set title='Antimony declared as tin' --set narrative='It left without a licence.' "
     "--set party='Harbour Metals' --set goods=antimony"),
    "touchstonectl case list",
    "touchstonectl case steps REF",
    "touchstonectl case do REF accept",
    "touchstonectl case do REF verify --set findings='The packing list says antimony.'",
    "touchstonectl case do REF propose_filing --set filing_reason='No licence' --set jurisdiction='It left here.'",
    "touchstonectl --person head case do REF approve_filing",
    "touchstonectl --person head case assign REF officer investigator",
    "touchstonectl --person head case assign REF officer2 investigator",
    "touchstonectl case do REF begin_investigation",
    "touchstonectl evidence add REF contract.pdf",
    "touchstonectl case facts REF --set party_address='1 Harbour Road' --set violation=ecl34 --set turnover=510650.53",
    "touchstonectl penalty compute --violation ecl34 --turnover 510650.53 --propose normal --fine 3000000 --out penalty.json",
    "touchstonectl case do REF propose --set facts_found='20 t left.' --set reasons='The contract' --set penalty=@penalty.json",
    "touchstonectl --person head case do REF approve",
    ("touchstonectl --person head case do REF issue_decision --set decision_no=2026-1 --set decision_date=2026-11-28 "
     "--set payment_bank='A bank' --set payment_account=1 --set review_body='The province' --set litigation_court='A court'"),
    "touchstonectl decision pdf REF decision.pdf",
    "touchstonectl verify --evidence",
};

struct Exit {
    const char* code;
    Text text;
};

const Exit kExits[] = {
    {"0", {"Done.", "完成。"}},
    {"1",
     {"Failed: a file, the disk, a thing that does not exist, or input without the promised form.",
      "失败：文件、磁盘、不存在的对象，或输入格式不符。"}},
    {"2", {"The command line is wrong.", "命令行有误。"}},
    {"3", {"Locked: a wrong passphrase, or not authorised.", "未解锁：口令错误或无权限。"}},
    {"4",
     {"The store is damaged, or was written by a newer version. It was not written to.",
      "存储已损坏，或由更新的版本写成；未对其写入。"}},
    {"5", {"Some items failed; the others are done.", "部分项目失败，其余已完成。"}},
    {"6", {"The network failed.", "网络失败。"}},
    {"7",
     {"A rule refused it, and the message names the guard, the article and the cure; or the person has no part in the "
      "office any more.",
      "被规则拒绝，消息写明所依据的规则、条文和补救办法；或本人已不在本单位任职。"}},
    {"130", {"Stopped by a signal; nothing is half done.", "被信号中止；没有做到一半的事。"}},
};

} // namespace

std::span<const std::string_view> exampleLines() { return kExample; }

std::string manualPage(const Program& program, Language language) {
    const bool zh = language == Language::zh;
    const auto title = [&](const char* en, const char* chinese) { return section(zh ? chinese : en); };
    std::string out = ".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n"
                      ".\\\" Made by touchstonectl manual from the table of commands; edit the table, not this page.\n"
                      ".TH TOUCHSTONECTL 1";
    // groff has no Chinese name of the section. Chinese has few spaces, and to adjust a line would widen them to holes.
    out += zh ? " \"\" \"\" 用户命令\n.ds AD l\n.ad l\n" : "\n";
    out += title("NAME", "名称");
    out += zh ? "touchstonectl \\- 出口管制执法案卷的命令行\n"
              : "touchstonectl \\- the export\\-control case file on the command line\n";
    out += title("SYNOPSIS", "概要") + ".nf\n";
    for (const Command& command : program.commands) out += "touchstonectl " + escaped(synopsis(command)) + "\n";
    out += ".fi\n" + title("DESCRIPTION", "说明") + std::string(zh ? kIntroZh : kIntroEn);
    out += title("OPTIONS OF EVERY COMMAND", "通用选项");
    for (const Option& one : program.globals) {
        out += entry("--" + one.name + (one.value.empty() ? "" : " " + one.value),
                     sentenceOf(one.help, language) + choices(one.choices, language));
    }
    out += title("EXAMPLES", "示例");
    out +=
        zh ? ".PP\n从空文件夹到签署决定。至少需要三人：两名持证承办人，以及一名批准其建议的机关负责人，因为谁都不能批准自己的提议。"
             "REF 是 case list 给出的编号；任何时候都可用 case steps REF 查看能做的步骤、字段和障碍。\n"
           : ".PP\nFrom an empty folder to a signed decision. It takes three people: two certified case officers, and a head who "
             "approves what they propose, since nobody approves their own proposal.\n"
             "REF is the number that case list gives; at any time case steps REF says which steps can be taken, with "
             "which fields, and what stands against them.\n";
    out += ".PP\n.nf\n";
    for (const auto line : kExample) out += escaped(folded(line)) + "\n";
    out += ".fi\n";
    out += title("COMMANDS", "命令");
    for (const Command& command : program.commands) out += describe(command, language);
    out += title("JSON", "JSON") + std::string(zh ? kJsonZh : kJsonEn);
    out += title("EXIT STATUS", "退出码");
    for (const Exit& one : kExits) out += entry(one.code, one.text.in(language));
    out += title("ENVIRONMENT", "环境变量");
    out += entry("TOUCHSTONE_OFFICE", zh ? "办公室文件夹，等同 --office。" : "The folder of the office, as --office.");
    out += entry("TOUCHSTONE_PERSON", zh ? "使用者，等同 --person。" : "The person, as --person.");
    out += entry("TOUCHSTONE_TOKEN_MODULE",
                 zh ? "PKCS#11 模块，等同 --module。" : "The PKCS#11 module for tokens, as --module.");
    out += entry("LC_ALL, LC_MESSAGES, LANG",
                 zh ? "以 zh 开头时用中文。" : "Chinese where it begins with zh, else English.");
    out += entry("NO_COLOR", zh ? "不用颜色。" : "No colours.");
    return zh ? breakable(out) : out;
}

} // namespace app
