// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/practice/practice.h"

#include <charconv>

namespace app {

namespace {

Result<std::optional<std::uint64_t>> number(const Invocation& call, const std::string& option) {
    const auto word = call.find(option);
    if (!word) return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, fault] = std::from_chars(word->data(), word->data() + word->size(), value);
    if (fault != std::errc{} || end != word->data() + word->size()) {
        return fail(Code::usage, model::fill({"\"{0}\" is no number", "“{0}”不是数字"}, *word), {}, "--" + option);
    }
    return value;
}

Result<Reply> make(const Invocation& call, Context& context) {
    model::PracticeRequest request;
    TRY_ASSIGN(request.folder, fullPath(call.value("DIR")));
    TRY_ASSIGN(const auto cases, number(call, "cases"));
    request.cases = cases.value_or(0);
    if (request.cases > 10'000'000)
        return fail(Code::tooLarge, {"At most 10,000,000 cases are made", "最多生成 10,000,000 个案件"}, {}, "--cases");
    TRY_ASSIGN(request.seed, number(call, "seed"));
    const auto suite = crypto::parseSuite(call.find("suite").value_or("intl-1"));
    if (!suite) return fail(Code::usage, {"There is no such suite", "没有这种密码套件"}, {}, "--suite");
    request.suite = *suite;
    TRY_ASSIGN(const auto outcome,
               model::makePractice(request, context.progress({"Making cases", "正在生成案件"}), context.stop()));
    Reply reply;
    Json persons = Json::array();
    for (const auto& person : outcome.persons) {
        persons.push_back({{"label", person.label}, {"id", person.id.hex()}, {"passphrase", person.passphrase}});
    }
    Json list = Json::array();
    Columns columns;
    for (const auto& one : outcome.cases) {
        list.push_back({{"source", one.source}, {"reference", one.reference}, {"stage", one.stage}});
        columns.row({one.reference, one.stage, one.source});
    }
    reply.data = {
        {"folder", request.folder.string()}, {"persons", persons}, {"cases", list}, {"synthetic", outcome.made}};
    reply.words = context.in(model::fill({"The practice office is in {0}. Its passphrases stand in {0}/README.txt.\n",
                                          "练习办公室在 {0}，口令见 {0}/README.txt。\n"},
                                         request.folder.string())) +
                  columns.text();
    return reply;
}

} // namespace

std::vector<Command> practiceCommands() {
    return {
        {.group = "practice",
         .name = "make",
         .help = {"Make a practice office from published decisions", "用公布的决定建立练习办公室"},
         .about =
             {"One person for each role; the passphrases stand in DIR/README.txt, so it protects nothing. 28 published decisions "
              "come in as reports and some are carried on, through the same commands that people use.",
              "每个角色一人，口令写在 DIR/README.txt，因此不提供任何保护。28 份公布的决定作为举报纳入，其中一些用与人相同的命令继续办理。"},
         .operands = {{.name = "DIR",
                       .help = {"A folder that does not exist or is empty", "不存在或空的文件夹"},
                       .complete = Complete::folder}},
         .options = {{.name = "cases",
                      .value = "N",
                      .help = {"Also make N cases with varied numbers, marked as synthetic",
                               "另生成 N 个改动数字的案件，均标明为合成"}},
                     {.name = "seed",
                      .value = "S",
                      .help = {"The same seed in the same folder gives the same record",
                               "同一文件夹中相同种子得到相同记录"}},
                     {.name = "suite",
                      .value = "SUITE",
                      .help = {"Cryptographic suite", "密码套件"},
                      .choices = {"intl-1", "gm-1"}}},
         .members = {{"folder", {"The office's folder", "办公室文件夹"}},
                     {"persons", {"Its persons", "人员"}},
                     {"persons[].label", {"The word on the unlock page", "解锁页标签"}},
                     {"persons[].id", {"The person's id", "标识"}},
                     {"persons[].passphrase", {"The passphrase", "口令"}},
                     {"cases", {"The published decisions as cases", "由公布的决定形成的案件"}},
                     {"cases[].source", {"Id of the published decision", "公布决定的标识"}},
                     {"cases[].reference", {"The case's number", "案件编号"}},
                     {"cases[].stage", {"Where it stands", "所处阶段"}},
                     {"synthetic", {"How many synthetic cases were made", "合成案件数"}}},
         .run = make},
    };
}

} // namespace app
