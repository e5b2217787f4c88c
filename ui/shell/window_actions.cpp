// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done in the main window: the registry's entries and when each is possible.
#include "ui/actions/action_registry.h"
#include "ui/actions/key_sheet.h"
#include "ui/actions/palette.h"
#include "ui/casefile/case_file_page.h"
#include "ui/list/case_list_view.h"
#include "ui/list/filter_line.h"
#include "ui/list/list_page.h"
#include "ui/list/saved_filters.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/state_line.h"
#include "ui/unlock/unlock_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QStackedWidget>
#include <QTableView>
#include <QTabWidget>
#include <QTime>

namespace ui {

void MainWindow::makeActions() {
    m_actions->add({QStringLiteral("reports.import"),
                    {"Import reports…", "导入举报…"},
                    Menu::file,
                    {QKeySequence(Qt::CTRL | Qt::Key_I)},
                    QStringLiteral("inbox")},
                   [this] { importReports(); });
    m_actions->add(
        {QStringLiteral("office.verify"), {"Check everything…", "核验全部…"}, Menu::file, {}, QStringLiteral("check")},
        [this] { verifyAll(); });
    m_actions->add({QStringLiteral("office.enrolment"),
                    {"Save an enrolment file…", "保存加入文件…"},
                    Menu::file,
                    {},
                    QStringLiteral("add")},
                   [this] { saveEnrolment(); });
    m_actions->add({QStringLiteral("session.lock"),
                    {"Lock", "锁定"},
                    Menu::file,
                    {QKeySequence(Qt::CTRL | Qt::Key_L)},
                    QStringLiteral("lock")},
                   [this] {
                       lock(model::fill({"Locked at {0}. Drafts are kept.", "已于 {0} 锁定，草稿已保留。"},
                                        utf8(QTime::currentTime().toString(QStringLiteral("HH:mm")))));
                   });
    m_actions->add({QStringLiteral("session.switch"),
                    {"Switch person", "切换人员"},
                    Menu::file,
                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L)},
                    QStringLiteral("mine")},
                   [this] {
                       lock({"Locked to let another person in. Drafts are kept.", "为切换人员已锁定，草稿已保留。"});
                       m_unlock->profiles()->setFocus(Qt::ShortcutFocusReason);
                   });
    m_actions->add({QStringLiteral("app.quit"), {"Quit", "退出"}, Menu::file, {QKeySequence(Qt::CTRL | Qt::Key_Q)}, {}},
                   [this] { close(); });
    makeViewActions();
    makeCaseActions();
    m_actions->add({QStringLiteral("help.keys"), {"Keys", "快捷键"}, Menu::help, {QKeySequence(Qt::Key_F1)}, {}},
                   [this] { m_keys->start(); });
    m_actions->add({QStringLiteral("help.palette"),
                    {"Find an action…", "查找操作…"},
                    Menu::help,
                    {QKeySequence(Qt::CTRL | Qt::Key_K)},
                    QStringLiteral("search")},
                   [this] { m_palette->start(); });
    const Text list{"In the list", "在列表中"};
    m_actions->note({list, QStringLiteral("J / ↓"), {"Next case", "下一案件"}});
    m_actions->note({list,
                     QStringLiteral("K / ↑"),
                     {"Previous case; above the first: the filter", "上一案件；第一行以上为筛选框"}});
    m_actions->note({list, QStringLiteral("Enter"), {"Open", "打开"}});
    m_actions->note({list, QStringLiteral("A"), {"Assign", "指派"}});
    m_actions->note({list, QStringLiteral("E"), {"Evidence", "证据"}});
    m_actions->note({list, QStringLiteral("N"), {"Note", "备注"}});
    const Text filter{"In the filter", "在筛选框中"};
    m_actions->note({filter, QStringLiteral("↓"), {"To the first row", "到第一行"}});
    m_actions->note({filter, QStringLiteral("Esc"), {"Clear; again: back to the list", "清空；再按返回列表"}});
}

void MainWindow::makeViewActions() {
    m_actions->add({QStringLiteral("view.filter"),
                    {"Filter", "筛选"},
                    Menu::edit,
                    {QKeySequence(Qt::CTRL | Qt::Key_F), QKeySequence(Qt::Key_Slash)},
                    QStringLiteral("search")},
                   [this] {
                       showList();
                       m_list->focusFilter();
                   });
    makeFilterActions();
    m_actions->add({QStringLiteral("edit.paste"),
                    {"Paste files as evidence", "将文件粘贴为证据"},
                    Menu::edit,
                    {QKeySequence::Paste},
                    {}},
                   [this] { m_case->paste(); });
    m_actions->add({QStringLiteral("view.list"),
                    {"List of cases", "案件列表"},
                    Menu::view,
                    {QKeySequence(Qt::ALT | Qt::Key_Left)},
                    QStringLiteral("back")},
                   [this] { showList(); });
    for (int number = 1; number <= 6; ++number) {
        m_actions->add({QStringLiteral("view.%1").arg(number),
                        model::fill({"View {0}", "视图 {0}"}, std::to_string(number)),
                        Menu::view,
                        {QKeySequence(QStringLiteral("Ctrl+%1").arg(number))},
                        {}},
                       [this, number] {
                           showList();
                           m_list->chooseView(number);
                       });
    }
    m_actions->add({QStringLiteral("view.next"),
                    {"Next part of the case", "案件的下一部分"},
                    Menu::view,
                    {QKeySequence(Qt::CTRL | Qt::Key_PageDown)},
                    {}},
                   [this] { m_case->nextTab(1); });
    m_actions->add({QStringLiteral("view.previous"),
                    {"Previous part of the case", "案件的上一部分"},
                    Menu::view,
                    {QKeySequence(Qt::CTRL | Qt::Key_PageUp)},
                    {}},
                   [this] { m_case->nextTab(-1); });
    m_actions->add({QStringLiteral("view.pane"), {"Next pane", "下一窗格"}, Menu::view, {QKeySequence(Qt::Key_F6)}, {}},
                   [this] { nextPane(1); });
    m_actions->add({QStringLiteral("view.paneBack"),
                    {"Previous pane", "上一窗格"},
                    Menu::view,
                    {QKeySequence(Qt::SHIFT | Qt::Key_F6)},
                    {}},
                   [this] { nextPane(-1); });
    m_actions->add({QStringLiteral("view.views"),
                    {"Show or hide the side bar", "显示或隐藏侧栏"},
                    Menu::view,
                    {QKeySequence(Qt::Key_F9)},
                    {}},
                   [this] {
                       if (m_stack->currentWidget() == m_case) m_case->toggleSide();
                       else m_list->toggleViews();
                   });
    m_actions->add(
        {QStringLiteral("view.reset"), {"Columns and panes as they come", "恢复默认列宽和窗格"}, Menu::view, {}, {}},
        [this] {
            showList();
            m_list->resetLayout();
        });
    m_actions->add({QStringLiteral("view.language"),
                    {"中文界面", "English interface"},
                    Menu::view,
                    {QKeySequence(Qt::Key_F8)},
                    QStringLiteral("language")},
                   [this] { emit languageWanted(currentLanguage() == Language::zh ? Language::en : Language::zh); });
    m_actions->add({QStringLiteral("view.dark"),
                    {"Light or dark", "浅色或深色"},
                    Menu::view,
                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D)},
                    {}},
                   [this] {
                       const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
                       emit schemeWanted(dark ? Scheme::light : Scheme::dark);
                   });
    m_actions->add({QStringLiteral("view.contrast"),
                    {"High contrast, or not", "高对比度或普通"},
                    Menu::view,
                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H)},
                    {}},
                   [this] {
                       const bool high = QApplication::palette().color(QPalette::Window) == QColor(Qt::black);
                       emit schemeWanted(high ? Scheme::light : Scheme::contrast);
                   });
}

void MainWindow::makeFilterActions() {
    m_actions->add({QStringLiteral("filter.keep"),
                    {"Keep this filter…", "保存此筛选…"},
                    Menu::edit,
                    {QKeySequence(Qt::CTRL | Qt::Key_D)},
                    QStringLiteral("star")},
                   [this] {
                       showList();
                       m_list->keepFilter();
                   });
    m_actions->add(
        {QStringLiteral("filter.drop"),
         {"Keep the filter that is shown no longer", "移除当前的已存筛选"},
         Menu::edit,
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Delete)},
         {}},
        [this] {
            if (const auto dropped = m_list->dropFilter()) {
                m_messages->say(
                    Meaning::ok,
                    say("Kept no longer: %1 = %2", "已移除：%1 = %2").arg(str(dropped->name), str(dropped->line)));
            } else {
                m_messages->say(Meaning::warn, say("None of the filters you keep is shown. Choose one under KEPT.",
                                                   "当前未显示已存筛选，请先在“已存筛选”中选择。"));
            }
        });
    m_actions->add(
        {QStringLiteral("filter.copy"), {"Copy the kept filters as text", "将已存筛选复制为文本"}, Menu::edit, {}, {}},
        [this] {
            m_copied = m_list->savedFilters().asText();
            QApplication::clipboard()->setText(m_copied);
            m_messages->say(Meaning::ok, say("%1 filters are on the clipboard until the office is locked.",
                                             "%1 个筛选已复制，锁定时将从剪贴板清除。")
                                             .arg(m_list->savedFilters().all().size()));
        });
    m_actions->add({QStringLiteral("filter.take"),
                    {"Keep the filters on the clipboard", "保存剪贴板中的筛选"},
                    Menu::edit,
                    {},
                    {}},
                   [this] {
                       const auto taken = m_list->savedFilters().take(QApplication::clipboard()->text());
                       if (taken)
                           m_messages->say(Meaning::ok, say("%1 filters are kept.", "已保存 %1 个筛选。").arg(*taken));
                       else m_messages->say(Meaning::danger, say(taken.error()));
                   });
}

void MainWindow::makeCaseActions() {
    m_actions->add({QStringLiteral("case.save"),
                    {"Save facts", "保存事实"},
                    Menu::caseMenu,
                    {QKeySequence(Qt::CTRL | Qt::Key_S)},
                    {}},
                   [this] { m_case->save(); });
    m_actions->add({QStringLiteral("case.submit"),
                    {"Sign and submit", "签名并提交"},
                    Menu::caseMenu,
                    {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)},
                    QStringLiteral("decide")},
                   [this] { m_case->submit(); });
    m_actions->add({QStringLiteral("case.evidence"),
                    {"Add evidence…", "添加证据…"},
                    Menu::caseMenu,
                    {QKeySequence(Qt::CTRL | Qt::Key_E)},
                    QStringLiteral("evidence")},
                   [this] { m_case->addEvidence(); });
    m_actions->add({QStringLiteral("case.note"),
                    {"Add a note", "添加备注"},
                    Menu::caseMenu,
                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)},
                    {}},
                   [this] { m_case->addNote(); });
    m_actions->add({QStringLiteral("case.assign"),
                    {"Assign people", "指派人员"},
                    Menu::caseMenu,
                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A)},
                    QStringLiteral("mine")},
                   [this] { m_case->assign(); });
    m_actions->add({QStringLiteral("case.decision"),
                    {"Save the decision as PDF…", "将决定书存为 PDF…"},
                    Menu::caseMenu,
                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)},
                    {}},
                   [this] { m_case->saveDecision(); });
}

void MainWindow::updateActions() {
    const bool open = m_session.isOpen();
    const bool inCase = open && m_stack->currentWidget() == m_case;
    const Text locked{"The office is locked.", "办公室已锁定。"};
    const Text noCase{"Open a case first.", "请先打开案件。"};
    for (const char* id : {"session.lock", "session.switch", "office.verify", "office.enrolment", "view.filter",
                           "filter.keep", "view.reset", "filter.drop", "filter.copy", "filter.take", "view.1", "view.2",
                           "view.3", "view.4", "view.5", "view.6", "view.pane", "view.paneBack", "view.views"}) {
        m_actions->enable(QLatin1String(id), open, locked);
    }
    const bool officer = open && m_session.office().has(model::Role::officer);
    m_actions->enable(QStringLiteral("reports.import"), officer,
                      open ? Text{"Only an intake officer takes reports in.", "只有举报受理人员可以导入举报。"}
                           : locked);
    for (const char* id : {"view.list", "edit.paste", "view.next", "view.previous", "case.save", "case.submit",
                           "case.evidence", "case.note", "case.assign", "case.decision"}) {
        m_actions->enable(QLatin1String(id), inCase, open ? noCase : locked);
    }
}

void MainWindow::nextPane(int by) {
    QList<QWidget*> panes;
    if (m_stack->currentWidget() == m_list) {
        panes = {m_list->filterLine(), m_list->findChild<QWidget*>(QStringLiteral("views")), m_list->table(),
                 m_list->findChild<QWidget*>(QStringLiteral("preview"))};
    } else if (m_stack->currentWidget() == m_case) {
        panes = {m_case->tabs()->currentWidget()->findChild<QTableView*>(),
                 m_case->findChild<QWidget*>(QStringLiteral("qt_tabwidget_tabbar")),
                 m_case->findChild<QWidget*>(QStringLiteral("missing")),
                 m_case->findChild<QWidget*>(QStringLiteral("deadlines"))};
    }
    panes.removeAll(nullptr);
    panes.removeIf([](const QWidget* pane) { return !pane->isVisible(); });
    if (panes.isEmpty()) return;
    qsizetype at = -1;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (panes[i] == QApplication::focusWidget()) at = i;
    }
    panes[(at + by + panes.size()) % panes.size()]->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::importReports() {
    auto* dialog = new QFileDialog(this, say("Import reports", "导入举报"));
    dialog->setObjectName(QStringLiteral("importDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilter(say("Reports (*.csv *.jsonl *.json)", "举报数据 (*.csv *.jsonl *.json)"));
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& names) {
        std::vector<std::filesystem::path> files;
        for (const auto& name : names) files.emplace_back(utf8(name));
        m_line->setWorking(true);
        m_messages->say(Meaning::muted, say("Importing…", "正在导入…"));
        m_session.write(
            this,
            [files, stop = m_session.newStop()](WriterPort& office) {
                return office.importReports(files, [](std::uint64_t, std::uint64_t) {}, stop);
            },
            [this](Result<model::ImportOutcome> answer) {
                m_line->setWorking(false);
                if (!answer) {
                    m_messages->say(Meaning::danger, say(answer.error()));
                    return;
                }
                QString words = say("%1 reports were taken in", "已导入 %1 件举报").arg(answer->taken);
                if (answer->duplicates > 0)
                    words += say(", %1 were here already", "，%1 件已存在").arg(answer->duplicates);
                if (answer->refused > 0) words += say("; %1 rows were not", "；%1 行未导入").arg(answer->refused);
                if (!answer->problems.empty()) {
                    const auto& first = answer->problems.front();
                    words += QStringLiteral(": ") + str(first.file.filename().string()) +
                             say(", line %1: ", "，第%1行：").arg(first.problem.line) + say(first.problem.reason);
                }
                m_messages->say(answer->problems.empty() ? Meaning::ok : Meaning::warn, words);
                m_session.noteChanged({});
            });
    });
    dialog->open();
}

void MainWindow::saveEnrolment() {
    auto* dialog = new QFileDialog(this, say("Save an enrolment file", "保存加入文件"));
    dialog->setObjectName(QStringLiteral("enrolmentDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QStringLiteral("touchstone-enrolment.json"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& name) {
        m_session.write(
            this, [file = utf8(name)](WriterPort& office) { return office.saveEnrolment(file); },
            [this, name](Result<void> answer) {
                if (!answer) m_messages->say(Meaning::danger, say(answer.error()));
                else
                    m_messages->say(Meaning::ok,
                                    say("Saved as %1. Give it to the person who shall join; it lets nobody in.",
                                        "已保存为 %1。请交给要加入的人；它本身不使任何人获准加入。")
                                        .arg(name));
            });
    });
    dialog->open();
}

void MainWindow::verifyAll() {
    m_line->setWorking(true);
    m_messages->say(Meaning::muted, say("Checking every hash, signature and chain…", "正在核验所有摘要、签名和链…"));
    m_session.write(
        this,
        [stop = m_session.newStop()](WriterPort& office) {
            return office.verify([](std::uint64_t, std::uint64_t) {}, stop);
        },
        [this](Result<model::VerifyReport> answer) {
            m_line->setWorking(false);
            if (!answer) {
                m_messages->say(Meaning::danger, say(answer.error()));
            } else if (answer->findings.empty()) {
                m_messages->say(Meaning::ok,
                                say("Everything holds: %1 events, %2 signatures, %3 links, %4 pieces of evidence.",
                                    "全部有效：%1 个事件、%2 个签名、%3 个链接、%4 件证据。")
                                    .arg(answer->events)
                                    .arg(answer->acts)
                                    .arg(answer->links)
                                    .arg(answer->items));
            } else {
                const auto& first = answer->findings.front();
                m_messages->say(Meaning::danger, say("%1 findings. First, in %2: %3", "发现 %1 处问题。第一处在 %2：%3")
                                                     .arg(answer->findings.size())
                                                     .arg(str(first.place), say(first.what)));
            }
        });
}

} // namespace ui
