// SPDX-License-Identifier: GPL-3.0-or-later
// A penalty beside what was decided in like cases.
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workspace/consistency.h"

#include <algorithm>
#include <ranges>

namespace app {

namespace {

constexpr std::size_t kPenaltyBytes = 64 * 1024;

/// The last penalty that was proposed or approved in a case, as a form holds it.
Result<std::string> lastPenalty(const model::CaseState& state, const model::Definition& definition) {
    for (const auto& taken : state.steps | std::views::reverse) {
        const auto* const step = definition.step(taken.step);
        if (step == nullptr) continue;
        for (const auto& field : step->form) {
            const auto written = taken.form.find(field.id);
            if (field.type == model::FieldType::penalty && written != taken.form.end()) return written->second;
        }
    }
    return fail(Code::notFound, {"No penalty was proposed in this case", "本案尚未提出处罚建议"},
                {"Give one with --penalty FILE; penalty compute --out FILE writes it.",
                 "请用 --penalty FILE 给出；penalty compute --out FILE 可写出。"});
}

std::string_view standingName(model::law::Consistency::Standing standing) {
    using Standing = model::law::Consistency::Standing;
    switch (standing) {
    case Standing::unknown: return "unknown";
    case Standing::within: return "within";
    case Standing::below: return "below";
    case Standing::above: return "above";
    }
    return "";
}

Result<Reply> nearest(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto state, workspace->state(id));
    TRY_ASSIGN(const auto definition, workspace->definition(state.workflow));
    std::string text;
    if (const auto file = call.find("penalty")) {
        TRY_ASSIGN(text, readFile(*file, kPenaltyBytes));
        while (text.ends_with('\n')) text.pop_back();
    } else {
        TRY_ASSIGN(text, lastPenalty(state, *definition));
    }
    TRY_ASSIGN(const auto value, model::parsePenaltyValue(text));
    TRY_ASSIGN(const auto found, workspace->comparedTo(id, value));
    Reply reply;
    const auto& consistency = found.consistency;
    reply.data = {{"standing", standingName(consistency.standing)},
                  {"place", found.proposal.place},
                  {"deviation", value.deviation}};
    const bool enough = consistency.standing != model::law::Consistency::Standing::unknown;
    reply.data["lowest"] = enough ? Json(consistency.lowest) : Json(nullptr);
    reply.data["highest"] = enough ? Json(consistency.highest) : Json(nullptr);
    reply.data["nearest"] = Json::array();
    Columns columns;
    for (std::size_t i = 0; i < found.nearest.size(); ++i) {
        const auto& one = found.nearest[i];
        const auto fine = model::law::Money::fromFen(one.penalty.fineFen);
        reply.data["nearest"].push_back({{"case", one.id.hex()},
                                         {"reference", one.reference},
                                         {"title", one.title},
                                         {"decided", model::formatUtc(one.decided)},
                                         {"fine", model::law::formatMoney(fine)},
                                         {"place", one.penalty.place},
                                         {"distance", consistency.nearest[i].distance}});
        columns.row({"  " + one.reference, model::formatDate(model::chinaDate(one.decided)),
                     context.in(model::law::moneyText(fine)), context.in(model::law::placeText(one.penalty.place)),
                     one.title});
    }
    reply.words =
        context.in(model::law::standingText(consistency)) + "\n" +
        context.in(model::fill({"This one: {0}\n", "本案：{0}\n"}, model::law::placeText(found.proposal.place))) +
        columns.text();
    if (!value.deviation.empty()) reply.words += context.in({"Reason given: ", "所述理由："}) + value.deviation + "\n";
    return reply;
}

} // namespace

Command penaltyNearestCommand() {
    return {
        .group = "penalty",
        .name = "nearest",
        .help = {"The nearest decided cases to the penalty of a case, and whether it stands within them",
                 "与某案处罚最相近的已决案件，以及是否在其范围内"},
        .about =
            {"Without --penalty the last one that was proposed. Of the cases that you may read. How likeness is measured "
             "is a rule of this program, not of law: the same governing article, how serious, further articles, "
             "circumstances, and the amount. A proposal outside of the five nearest needs a reason, given as --deviation "
             "to penalty compute, which the approver sees.",
             "不给出 --penalty 时为最后一次提出的建议。仅限您可查阅的案件。相似程度的衡量是本程序的规则，并非法律规定：适用条款相同，"
             "并比较情节轻重、其他条款、事由和金额。超出最相近五案范围的建议须写明理由（penalty compute 的 --deviation），供批准人查看。"},
        .operands = {referenceOperand()},
        .options = {{.name = "penalty",
                     .value = "FILE",
                     .help = {"A penalty as penalty compute --out writes it", "penalty compute --out 写出的处罚建议"},
                     .complete = Complete::file}},
        .members = {{"standing",
                     {"unknown (too few), within, below or above", "unknown（过少）、within、below 或 above"}},
                    {"place",
                     {"Where its fine stands between the bounds of the law, in thousandths; -1000 is no penalty",
                      "罚款在法定幅度中的位置（千分数）；-1000 为不予处罚"}},
                    {"lowest", {"The lowest place of the nearest, or null", "最相近各案的最低位置，或 null"}},
                    {"highest", {"The highest, or null", "最高位置，或 null"}},
                    {"deviation", {"The reason that was given, or empty", "所述理由，可为空"}},
                    {"nearest", {"The nearest, at most five", "最相近的案件，最多五件"}},
                    {"nearest[].case", {"Id of the case", "案件标识"}},
                    {"nearest[].reference", {"Its number", "案件编号"}},
                    {"nearest[].title", {"Its title", "标题"}},
                    {"nearest[].decided", {"When its penalty was approved", "批准时间"}},
                    {"nearest[].fine", {"Its fine", "罚款"}},
                    {"nearest[].place", {"Where it stands, as above", "位置，同上"}},
                    {"nearest[].distance", {"How far its facts are, in points", "事实的差异（分）"}}},
        .run = nearest};
}

} // namespace app
