// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/case_actions.h"

#include "ui/casefile/case_file_page.h"

namespace ui {

void addCaseActions(ActionRegistry& actions, CaseFilePage& page, const WhyNot& whyNot) {
    auto* at = &page;
    const auto add = [&](const char* id, Text name, Menu menu, QList<QKeySequence> keys, const char* icon,
                         std::function<void()> run) {
        actions.add({QLatin1String(id), std::move(name), menu, std::move(keys), QLatin1String(icon), whyNot},
                    std::move(run));
    };
    add("edit.paste", {"Paste files as evidence", "将文件粘贴为证据"}, Menu::edit, {QKeySequence::Paste}, "",
        [at] { at->paste(); });
    add("view.next", {"Next part of the case", "案件的下一部分"}, Menu::view, {Qt::CTRL | Qt::Key_PageDown}, "",
        [at] { at->nextTab(1); });
    add("view.previous", {"Previous part of the case", "案件的上一部分"}, Menu::view, {Qt::CTRL | Qt::Key_PageUp}, "",
        [at] { at->nextTab(-1); });
    add("case.save", {"Save what is typed", "保存填写内容"}, Menu::caseMenu, {Qt::CTRL | Qt::Key_S}, "check",
        [at] { at->save(); });
    add("case.submit", {"Sign and submit", "签名并提交"}, Menu::caseMenu,
        {Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter}, "decide", [at] { at->submit(); });
    add("case.evidence", {"Add evidence…", "添加证据…"}, Menu::caseMenu, {Qt::CTRL | Qt::Key_E}, "evidence",
        [at] { at->addEvidence(); });
    actions.add({QStringLiteral("case.fetch"),
                 {"Fetch evidence from the hub", "从服务器获取证据"},
                 Menu::caseMenu,
                 {Qt::CTRL | Qt::SHIFT | Qt::Key_G},
                 QStringLiteral("evidence"),
                 [at, whyNot] {
                     Text elsewhere = whyNot();
                     return elsewhere.empty() ? at->whyNoFetch() : elsewhere;
                 }},
                [at] { at->fetchEvidence(); });
    add("case.entry", {"New entry of the chronology", "新增大事记条目"}, Menu::caseMenu,
        {Qt::CTRL | Qt::SHIFT | Qt::Key_Q}, "", [at] { at->quote(); });
    add("case.party", {"Add a party", "添加涉案主体"}, Menu::caseMenu, {Qt::CTRL | Qt::SHIFT | Qt::Key_Y}, "",
        [at] { at->addParty(); });
    add("case.cited", {"Show the evidence cited", "查看所引证据"}, Menu::caseMenu, {Qt::CTRL | Qt::SHIFT | Qt::Key_E},
        "evidence", [at] { at->showCited(); });
    add("case.note", {"Add a note", "添加备注"}, Menu::caseMenu, {Qt::CTRL | Qt::SHIFT | Qt::Key_N}, "history",
        [at] { at->addNote(); });
    add("case.assign", {"Assign people", "指派人员"}, Menu::caseMenu, {Qt::CTRL | Qt::SHIFT | Qt::Key_A}, "mine",
        [at] { at->assign(); });
    actions.add({QStringLiteral("case.hand"),
                 {"Hand to another unit…", "移交处室…"},
                 Menu::caseMenu,
                 {},
                 QString(),
                 [at, whyNot] {
                     Text elsewhere = whyNot();
                     return elsewhere.empty() ? at->whyNoHanding() : elsewhere;
                 }},
                [at] { at->handToUnit(); });
    actions.add({QStringLiteral("case.decision"),
                 {"Save the decision as PDF…", "将决定书存为 PDF…"},
                 Menu::caseMenu,
                 {Qt::CTRL | Qt::SHIFT | Qt::Key_P},
                 QStringLiteral("decide"),
                 [at, whyNot] {
                     Text elsewhere = whyNot();
                     return elsewhere.empty() ? at->whyNoDecision() : elsewhere;
                 }},
                [at] { at->saveDecision(); });
}

} // namespace ui
