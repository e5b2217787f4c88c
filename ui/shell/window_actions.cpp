// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done in the main window, and when: the registry's entries for the session, the window and the help. Those
// for the list and for a case stand in list_actions.cpp and case_actions.cpp.
#include "ui/actions/action_registry.h"
#include "ui/actions/key_sheet.h"
#include "ui/actions/palette.h"
#include "ui/casefile/case_file_page.h"
#include "ui/list/list_page.h"
#include "ui/people/people_page.h"
#include "ui/report/new_report_page.h"
#include "ui/shell/case_actions.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/office_commands.h"
#include "ui/shell/settings_page.h"
#include "ui/shell/shared_actions.h"
#include "ui/shell/state_line.h"
#include "ui/shell/undo_actions.h"
#include "ui/unlock/unlock_page.h"

#include <QApplication>
#include <QComboBox>
#include <QTime>

namespace ui {

WhyNot MainWindow::whenOpen() const {
    return [this] { return m_session.isOpen() ? Text{} : Text{"The office is locked.", "办公室已锁定。"}; };
}

WhyNot MainWindow::whenInCase() const {
    return [this, open = whenOpen()] {
        if (Text locked = open(); !locked.empty()) return locked;
        return m_page == m_case ? Text{} : Text{"Open a case first.", "请先打开案件。"};
    };
}

WhyNot MainWindow::whenInList() const {
    return [this, open = whenOpen()] {
        if (Text locked = open(); !locked.empty()) return locked;
        return m_page == m_list ? Text{} : Text{"Go to the list of cases first.", "请先转到案件列表。"};
    };
}

WhyNot MainWindow::whenCurrent() const {
    return [this, inList = whenInList()] {
        if (Text elsewhere = inList(); !elsewhere.empty()) return elsewhere;
        return m_list->currentCase() ? Text{} : Text{"Go to a case in the list first.", "请先在列表中转到案件。"};
    };
}

WhyNot MainWindow::whenTicked() const {
    return [this, inList = whenInList()] {
        if (Text elsewhere = inList(); !elsewhere.empty()) return elsewhere;
        return m_list->hasSelection() ? Text{}
                                      : Text{"Select cases in the list first (X).", "请先在列表中选择案件（X）。"};
    };
}

WhyNot MainWindow::whenSelected() const {
    return [ticked = whenTicked(), current = whenCurrent()] { return ticked().empty() ? Text{} : current(); };
}

WhyNot MainWindow::whenOfficer() const {
    return [this, open = whenOpen()] {
        if (Text locked = open(); !locked.empty()) return locked;
        return m_session.office().has(model::Role::officer)
                   ? Text{}
                   : Text{"Only an intake officer takes reports in.", "只有举报受理人员可以导入举报。"};
    };
}

WhyNot MainWindow::whenElsewhere(Page* page, Text here) const {
    return [this, page, here = std::move(here), open = whenOpen()] {
        if (Text locked = open(); !locked.empty()) return locked;
        return m_page == page ? here : Text{};
    };
}

void MainWindow::makeActions() {
    makeSessionActions();
    (new UndoActions(this, m_session.undoStack(), *m_messages, {}))->add(*m_actions, whenOpen());
    makeFilterActions();
    addCaseActions(*m_actions, *m_case, whenInCase());
    makeWindowActions();
    makeOfficeActions();
    makeHubActions();
    makeListActions();
    makeLookActions();
    addHelpActions(*m_actions, *m_keys, *m_palette, [this] { return m_page; });
    m_actions->add( // the last of its menu, where it is looked for
        {QStringLiteral("app.quit"), {"Quit", "退出"}, Menu::file, {Qt::CTRL | Qt::Key_Q}, {}}, [this] { close(); });
}

void MainWindow::makeSessionActions() {
    const auto add = [this](const char* id, Text name, QList<QKeySequence> keys, const char* icon, WhyNot whyNot,
                            std::function<void()> run, Text brief = {}) {
        m_actions->add({.id = QLatin1String(id),
                        .name = std::move(name),
                        .menu = Menu::file,
                        .keys = std::move(keys),
                        .icon = QLatin1String(icon),
                        .whyNot = std::move(whyNot),
                        .brief = std::move(brief)},
                       std::move(run));
    };
    add("report.new", {"New report…", "登记举报…"}, {Qt::CTRL | Qt::Key_N}, "add", whenOfficer(),
        [this] { showPage(m_report); });
    add("reports.import", {"Import reports…", "导入举报…"}, {Qt::CTRL | Qt::Key_I}, "inbox", whenOfficer(),
        [this] { m_commands->importReports(); }, {"Import", "导入"});
    add("office.verify", {"Check everything…", "核验全部…"}, {}, "check", whenOpen(),
        [this] { m_commands->verifyAll(); });
    add(
        "office.stop", {"Stop what is running", "停止正在进行的操作"}, {}, "cross",
        [this] {
            return m_line->runsLong() ? Text{}
                                      : Text{"Nothing is running that takes long.", "当前没有耗时的操作在进行。"};
        },
        [this] { m_session.stopLongCommand(); });
    add("office.enrolment", {"Save an enrolment file or invitation…", "保存加入文件或邀请文件…"}, {}, "add", whenOpen(),
        [this] { m_commands->saveEnrolment(); });
    add(
        "office.request", {"Take in a request to join…", "接收加入申请…"}, {}, "add",
        [this, open = whenOpen()] {
            if (Text locked = open(); !locked.empty()) return locked;
            return m_session.office().has(model::Role::administrator)
                       ? Text{}
                       : Text{"Only an administrator admits people.", "只有系统管理员可以接纳人员。"};
        },
        [this] { m_commands->takeInRequest(); });
    add(
        "office.calendar", {"Adopt a calendar…", "启用日历…"}, {}, "",
        [this, open = whenOpen()] {
            if (Text locked = open(); !locked.empty()) return locked;
            return m_session.office().has(model::Role::administrator)
                       ? Text{}
                       : Text{"Only an administrator adopts calendars.", "只有系统管理员可以启用日历。"};
        },
        [this] { m_commands->adoptCalendar(); });
    add("office.templates", {"Document templates…", "文书模板…"}, {}, "", whenOpen(),
        [this] { m_commands->showTemplates(); });
    addLockAction(*m_actions, [this](const Text& reason) { lock(reason); }, whenOpen());
    add("session.switch", {"Switch person", "切换人员"}, {Qt::CTRL | Qt::SHIFT | Qt::Key_L}, "mine", whenOpen(),
        [this] {
            lock({"Locked to let another person in. Drafts are kept.", "为切换人员已锁定，草稿已保留。"});
            m_unlock->profiles()->setFocus(Qt::ShortcutFocusReason);
        });
}

void MainWindow::makeWindowActions() {
    const auto add = [this](const char* id, Text name, QList<QKeySequence> keys, WhyNot whyNot,
                            std::function<void()> run) {
        m_actions->add({QLatin1String(id), std::move(name), Menu::view, std::move(keys), {}, std::move(whyNot)},
                       std::move(run));
    };
    m_actions->add({QStringLiteral("view.list"),
                    {"List of cases", "案件列表"},
                    Menu::view,
                    {Qt::ALT | Qt::Key_Left},
                    QStringLiteral("cases"),
                    whenElsewhere(m_list, {"This is the list of cases.", "当前就是案件列表。"})},
                   [this] { showList(); });
    add("view.people", {"People of the office", "办公室人员"}, {Qt::CTRL | Qt::SHIFT | Qt::Key_O},
        whenElsewhere(m_people, {"This is the page of people.", "当前就是人员页面。"}), [this] { showPage(m_people); });
    add("view.settings", {"Settings", "设置"}, {Qt::CTRL | Qt::Key_Comma},
        whenElsewhere(m_settings, {"These are the settings.", "当前就是设置页面。"}), [this] { showPage(m_settings); });
    m_actions->add({QStringLiteral("case.window"),
                    {"Open in its own window", "在新窗口打开"},
                    Menu::caseMenu,
                    {Qt::CTRL | Qt::SHIFT | Qt::Key_W},
                    {},
                    whenInCase()},
                   [this] { openInWindow(m_case->open().id()); });
    addPaneActions(*m_actions, [this] { return m_page; }, whenOpen());
    add("view.views", {"Show or hide the side bar", "显示或隐藏侧栏"}, {Qt::Key_F9}, whenOpen(), [this] {
        if (m_page == m_case) m_case->toggleSide();
        else m_list->toggleViews();
    });
    add("view.tools", {"Show or hide the tool bar", "显示或隐藏工具栏"}, {}, whenOpen(),
        [this] { emit toolsWanted(!m_toolsShown); });
}

void MainWindow::makeLookActions() {
    addLookActions(
        *m_actions, [this](Language language) { emit languageWanted(language); },
        [this](Scheme scheme) { emit schemeWanted(scheme); });
    m_actions->add({QStringLiteral("view.letters"),
                    {"Single letters act in the list, or not", "启用或停用列表中的单字母快捷键"},
                    Menu::view,
                    {},
                    {}},
                   [this] {
                       emit lettersWanted(!m_actions->lettersOn());
                       m_messages->say(
                           Meaning::ok,
                           m_actions->lettersOn()
                               ? say("Single letters act in the list.", "列表中的单字母快捷键已启用。")
                               : say("Single letters do nothing in the list.", "列表中的单字母快捷键已停用。"));
                   });
}

void MainWindow::setLettersOn(bool on) { m_actions->setLettersOn(on); }

} // namespace ui
