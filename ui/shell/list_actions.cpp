// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done in the list of cases: the filter and those that are kept, the views, and the case that is selected.
#include "ui/actions/action_registry.h"
#include "ui/casefile/case_file_page.h"
#include "ui/list/case_list_view.h"
#include "ui/list/filter_line.h"
#include "ui/list/list_page.h"
#include "ui/list/saved_filters.h"
#include "ui/list/view_bar.h"
#include "ui/session/undo_stack.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"

#include <QApplication>
#include <QClipboard>

namespace ui {
namespace {

constexpr int kViewKeys = 6; // Ctrl+1 to Ctrl+6

} // namespace

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
        QApplication::clipboard()->setText(m_list->savedFilters().asText());
        m_messages->say(Meaning::ok, say("%1 filters are on the clipboard until the office is locked.",
                                         "%1 个筛选已复制，锁定时将从剪贴板清除。")
                                         .arg(m_list->savedFilters().all().size()));
    });
    add("filter.take", {"Keep the filters on the clipboard", "保存剪贴板中的筛选"}, {}, "", [this] {
        const auto taken = m_list->savedFilters().take(QApplication::clipboard()->text());
        if (taken) m_messages->say(Meaning::ok, say("%1 filters are kept.", "已保存 %1 个筛选。").arg(*taken));
        else m_messages->say(Meaning::danger, say(taken.error()));
    });
    connect(&m_session.undoStack(), &UndoStack::filterWanted, this, [this](const DroppedFilter& dropped, bool kept) {
        if (kept) m_list->savedFilters().putBack(dropped);
        else m_list->savedFilters().remove(str(dropped.filter.name));
    });
}

void MainWindow::dropFilter() {
    if (const auto dropped = m_list->dropFilter()) {
        const auto& [name, line] = std::pair(dropped->filter.name, dropped->filter.line);
        m_session.undoStack().push(
            UndoEntry{model::fill({"Kept no longer: {0} = {1}", "已移除：{0} = {1}"}, name, line), {}, {}, dropped},
            this);
        return;
    }
    m_messages->say(Meaning::warn, say("None of the filters you keep is shown. Choose one under KEPT.",
                                       "当前未显示已存筛选，请先在“已存筛选”中选择。"));
}

void MainWindow::sayViews() {
    const auto shown = [](const std::string& name) { // a kept filter is called what its owner likes
        return utf8(str(name).replace(u'&', QStringLiteral("&&")));
    };
    for (int number = 1; number <= kViewKeys; ++number) {
        const Text name = m_list->views()->nameAt(number);
        m_actions->rename(QStringLiteral("view.%1").arg(number),
                          name.empty() ? model::fill({"View {0}", "视图 {0}"}, std::to_string(number))
                                       : Text{"Go to " + shown(name.en), "转到“" + shown(name.zh) + "”"});
    }
    learnPinyin();
}

void MainWindow::makeListActions() {
    connect(m_list->views(), &ViewBar::rebuilt, this, &MainWindow::sayViews);
    for (int number = 1; number <= kViewKeys; ++number) {
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
    makeSelectionActions(list);
    m_actions->add({QStringLiteral("list.window"),
                    {"Open the current case in its own window", "在新窗口打开当前案件"},
                    Menu::none,
                    {Qt::SHIFT | Qt::Key_Return, Qt::SHIFT | Qt::Key_Enter},
                    {},
                    whenCurrent(),
                    m_list->table(),
                    list},
                   [this] {
                       if (const auto chosen = m_list->currentCase()) openInWindow(*chosen);
                   });
    m_actions->note({list, QStringLiteral("J / ↓"), {"Next case", "下一案件"}, m_list->table()});
    m_actions->note({list,
                     QStringLiteral("K / ↑"),
                     {"Previous case; above the first: the filter", "上一案件；第一行以上为筛选框"},
                     m_list->table()});
    m_actions->note({list, QStringLiteral("Enter"), {"Open", "打开"}, m_list->table()});
    const Text filter{"In the filter", "在筛选框中"};
    m_actions->note({filter, QStringLiteral("↓"), {"To the first row", "到第一行"}, m_list->filterLine()});
    m_actions->note({filter,
                     QStringLiteral("Esc"),
                     {"Clear; again: back to the list", "清空；再按返回列表"},
                     m_list->filterLine()});
}

void MainWindow::makeSelectionActions(const Text& list) {
    struct Letter {
        const char* id;
        Text name;
        Text brief;
        Qt::Key key;
        const char* icon;
        WhyNot whyNot;
    };
    const auto letter = [&](Letter one, std::function<void()> run) {
        m_actions->add({QLatin1String(one.id),
                        std::move(one.name),
                        Menu::none,
                        {one.key},
                        QLatin1String(one.icon),
                        std::move(one.whyNot),
                        m_list->table(),
                        list,
                        std::move(one.brief)},
                       std::move(run));
    };
    // With cases selected a letter means all of them, else the current one.
    const auto open = [this](const std::function<void(CaseFilePage&)>& run) {
        if (const auto chosen = m_list->currentCase()) run(*openCase(*chosen));
    };
    letter({"list.assign",
            {"Assign people to the cases selected", "为所选案件指派人员"},
            {"Assign", "指派"},
            Qt::Key_A,
            "mine",
            whenSelected()},
           [this, open] {
               if (m_list->hasSelection()) m_list->startBulk(BulkForm::Kind::assign);
               else open([](CaseFilePage& page) { page.assign(); });
           });
    letter({"list.evidence",
            {"Evidence of the current case", "当前案件的证据"},
            {"Evidence", "证据"},
            Qt::Key_E,
            "evidence",
            whenCurrent()},
           [open] { open([](CaseFilePage& page) { page.showTab(CaseFilePage::evidence); }); });
    letter({"list.note",
            {"Add a note to the cases selected", "为所选案件添加备注"},
            {"Note", "备注"},
            Qt::Key_N,
            "history",
            whenSelected()},
           [this, open] {
               if (m_list->hasSelection()) m_list->startBulk(BulkForm::Kind::note);
               else open([](CaseFilePage& page) { page.addNote(); });
           });
    letter({"list.step",
            {"Take a step in the cases selected", "对所选案件办理步骤"},
            {"Step", "步骤"},
            Qt::Key_S,
            "decide",
            whenTicked()},
           [this] { m_list->startBulk(BulkForm::Kind::step); });
    letter(
        {"list.unread", {"Mark the case selected as unread", "将所选案件标为未读"}, {}, Qt::Key_U, "", whenSelected()},
        [this] { m_list->markUnread(); });
    letter({"list.select",
            {"Select the current case, or not", "选择或取消选择当前案件"},
            {},
            Qt::Key_X,
            "",
            whenCurrent()},
           [this] { m_list->table()->toggleCurrent(); });
    makeSelectingActions(list);
}

void MainWindow::makeSelectingActions(const Text& list) {
    m_actions->add({QStringLiteral("list.release"),
                    {"Release a person from the cases selected", "解除所选案件的指派"},
                    Menu::none,
                    {},
                    {},
                    whenTicked()},
                   [this] { m_list->startBulk(BulkForm::Kind::release); });
    m_actions->add({QStringLiteral("list.selectAll"),
                    {"Select all that the filter shows", "选择筛选出的全部案件"},
                    Menu::edit,
                    {QKeySequence::SelectAll},
                    {},
                    whenInList(),
                    m_list->table(),
                    list},
                   [this] { m_list->selectAll(); });
    m_actions->add({QStringLiteral("list.selectNone"),
                    {"Select nothing", "取消全部选择"},
                    Menu::edit,
                    {}, // Esc in the list
                    {},
                    whenTicked()},
                   [this] { m_list->table()->clearSelected(); });
    m_actions->note({list, QStringLiteral("Shift+J / Shift+↓"), {"Select on to the next case", "向下扩展选择"}});
    m_actions->note({list, QStringLiteral("Shift+K / Shift+↑"), {"Select on to the previous case", "向上扩展选择"}});
    m_actions->note(
        {list, QStringLiteral("Esc"), {"Select nothing; again: no current case", "取消选择；再按取消当前案件"}});
    const Text panel{"With cases selected", "已选案件时"};
    m_actions->note({panel, QStringLiteral("Ctrl+Enter"), {"Do it to all of them", "对全部所选案件办理"}});
    m_actions->note({panel, QStringLiteral("Esc"), {"Cancel, stop or close", "取消、停止或关闭"}});
}

} // namespace ui
