// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"

#include <iterator>

namespace app {

Program program() {
    Program all;
    all.name = "touchstonectl";
    all.about = {"The case file of export-control enforcement, from the command line: it does what the desk does.",
                 "出口管制执法案卷的命令行，与桌面程序做同样的事。"};
    all.globals = {
        {.name = "office",
         .value = "DIR",
         .help = {"The office's folder", "办公室文件夹"},
         .complete = Complete::folder},
        {.name = "person", .value = "PERSON", .help = {"Who you are: label or id", "你是谁：标签或标识"}},
        {.name = "passphrase-fd",
         .value = "N",
         .help = {"Read passphrases from this file descriptor, one a line, instead of asking on the terminal",
                  "从此文件描述符读取口令（每行一个），不在终端询问"}},
        {.name = "module",
         .value = "PATH",
         .help =
             {"The PKCS#11 module through which tokens are reached, in place of TOUCHSTONE_TOKEN_MODULE and of "
              "those that the system knows; it runs inside this program",
              "访问智能密码钥匙所用的 PKCS#11 模块，代替 TOUCHSTONE_TOKEN_MODULE 和系统已登记的模块；它在本程序内运行"},
         .complete = Complete::file},
        {.name = "json", .help = {"Print JSON", "输出 JSON"}},
        {.name = "lang", .value = "LANG", .help = {"Language of the words", "语言"}, .choices = {"en", "zh"}},
        {.name = "help", .help = {"Say what there is", "显示帮助"}},
        {.name = "version",
         .help = {"Versions of the program and its libraries, and whether storage can encrypt",
                  "程序与库的版本，以及存储能否加密"}},
    };
    all.groups = {
        {"office", {"The office", "办公室"}},
        {"person", {"Persons", "人员"}},
        {"unit", {"Units", "处室"}},
        {"report", {"Reports", "举报"}},
        {"case", {"Cases", "案件"}},
        {"chronology", {"Chronology", "大事记"}},
        {"party", {"Parties", "涉案主体"}},
        {"bulk", {"Several cases at once", "批量办理"}},
        {"filter", {"Filters", "筛选"}},
        {"evidence", {"Evidence", "证据"}},
        {"penalty", {"Penalties", "处罚"}},
        {"decision", {"Decisions", "决定书"}},
        {"workflow", {"Workflows", "流程"}},
        {"document", {"Documents of cases", "案件文书"}},
        {"template", {"Templates of documents", "文书模板"}},
        {"deadline", {"Deadlines", "期限"}},
        {"calendar", {"The working calendar", "工作日历"}},
        {"practice", {"Practice", "练习"}},
        {"hub", {"The hub", "服务器"}},
        {"recovery", {"Lost keys", "密钥丢失与更换"}},
        {"token", {"Keys on tokens", "智能密码钥匙"}},
    };
    for (auto&& area :
         {officeCommands(),    personCommands(),   reportCommands(),   caseReadingCommands(), caseWritingCommands(),
          foresightCommands(), matterCommands(),   bulkCommands(),     filterCommands(),      evidenceCommands(),
          penaltyCommands(),   workflowCommands(), deadlineCommands(), documentCommands(),    practiceCommands(),
          hubCommands(),       recoveryCommands(), leavingCommands(),  unitCommands(),        standingCommands(),
          oversightCommands(), overviewCommands(), tokenCommands(),    upkeepCommands(),      selfCommands()}) {
        all.commands.insert(all.commands.end(), area.begin(), area.end());
    }
    return all;
}

} // namespace app
