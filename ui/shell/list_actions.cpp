// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done in the list of cases: the filter and those that are kept, the views, and the case that is selected.
#include "ui/actions/action_registry.h"
#include "ui/casefile/case_file_page.h"
#include "ui/list/case_list_view.h"
#include "ui/list/list_page.h"
#include "ui/list/saved_filters.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"

#include <QApplication>
#include <QClipboard>

namespace ui {

void MainWindow::makeFilterActions() {
    const auto add = [this](const char* id, Text name, QList<QKeySequence> keys, const char* icon,
                            std::function<void()> run) {
        m_actions->add(
            {QLatin1String(id), std::move(name), Menu::edit, std::move(keys), QLatin1String(icon), whenOpen()},
            std::move(run));
    };
    add("view.filter", {"Filter", "筛选"}, {Qt::CTRL | Qt::Key_F, Qt::Key_Slash}, "search", [this] {
        showList();
        m_list->focusFilter();
    });
    add("filter.keep", {"Keep this filter…", "保存此筛选…"}, {Qt::CTRL | Qt::Key_D}, "star", [this] {
        showList();
        m_list->keepFilter();
    });
    add("filter.drop", {"Keep the filter that is shown no longer", "移除当前的已存筛选"},
        {Qt::CTRL | Qt::SHIFT | Qt::Key_Delete}, "", [this] { dropFilter(); });
    add("filter.copy", {"Copy the kept filters as text", "将已存筛选复制为文本"}, {}, "", [this] {
        m_copied = m_list->savedFilters().asText();
        QApplication::clipboard()->setText(m_copied);
        m_messages->say(Meaning::ok, say("%1 filters are on the clipboard until the office is locked.",
                                         "%1 个筛选已复制，锁定时将从剪贴板清除。")
                                         .arg(m_list->savedFilters().all().size()));
    });
    add("filter.take", {"Keep the filters on the clipboard", "保存剪贴板中的筛选"}, {}, "", [this] {
        const auto taken = m_list->savedFilters().take(QApplication::clipboard()->text());
        if (taken) m_messages->say(Meaning::ok, say("%1 filters are kept.", "已保存 %1 个筛选。").arg(*taken));
        else m_messages->say(Meaning::danger, say(taken.error()));
    });
}

void MainWindow::dropFilter() {
    if (const auto dropped = m_list->dropFilter()) {
        m_messages->say(Meaning::ok,
                        say("Kept no longer: %1 = %2", "已移除：%1 = %2").arg(str(dropped->name), str(dropped->line)));
        return;
    }
    m_messages->say(Meaning::warn, say("None of the filters you keep is shown. Choose one under KEPT.",
                                       "当前未显示已存筛选，请先在“已存筛选”中选择。"));
}

void MainWindow::makeListActions() {
    for (int number = 1; number <= 6; ++number) {
        m_actions->add({QStringLiteral("view.%1").arg(number),
                        model::fill({"View {0}", "视图 {0}"}, std::to_string(number)),
                        Menu::view,
                        {QKeySequence(QStringLiteral("Ctrl+%1").arg(number))},
                        {},
                        whenOpen()},
                       [this, number] {
                           showList();
                           m_list->chooseView(number);
                       });
    }
    m_actions->add({QStringLiteral("view.reset"),
                    {"Columns and panes as they come", "恢复默认列宽和窗格"},
                    Menu::view,
                    {},
                    {},
                    whenOpen()},
                   [this] {
                       showList();
                       m_list->resetLayout();
                   });
    const Text list{"In the list", "在列表中"};
    const auto letter = [&](const char* id, Text name, Text brief, Qt::Key key, const char* icon,
                            std::function<void()> run) {
        m_actions->add({QLatin1String(id),
                        std::move(name),
                        Menu::none,
                        {key},
                        QLatin1String(icon),
                        whenSelected(),
                        m_list->table(),
                        list,
                        std::move(brief)},
                       [this, run = std::move(run)] {
                           if (const auto chosen = m_list->currentCase()) {
                               openCase(*chosen);
                               run();
                           }
                       });
    };
    letter("list.assign", {"Assign people to the case selected", "为所选案件指派人员"}, {"Assign", "指派"}, Qt::Key_A,
           "mine", [this] { m_case->assign(); });
    letter("list.evidence", {"Evidence of the case selected", "所选案件的证据"}, {"Evidence", "证据"}, Qt::Key_E,
           "evidence", [this] { m_case->showTab(CaseFilePage::evidence); });
    letter("list.note", {"Add a note to the case selected", "为所选案件添加备注"}, {"Note", "备注"}, Qt::Key_N,
           "history", [this] { m_case->addNote(); });
    m_actions->note({list, QStringLiteral("J / ↓"), {"Next case", "下一案件"}});
    m_actions->note({list,
                     QStringLiteral("K / ↑"),
                     {"Previous case; above the first: the filter", "上一案件；第一行以上为筛选框"}});
    m_actions->note({list, QStringLiteral("Enter"), {"Open", "打开"}});
    const Text filter{"In the filter", "在筛选框中"};
    m_actions->note({filter, QStringLiteral("↓"), {"To the first row", "到第一行"}});
    m_actions->note({filter, QStringLiteral("Esc"), {"Clear; again: back to the list", "清空；再按返回列表"}});
}

} // namespace ui
