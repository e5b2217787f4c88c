// SPDX-License-Identifier: GPL-3.0-or-later
// The pages about the whole office: the overview and the log. Where they lead, and what can be done in them.
#include "model/filter/print.h"
#include "ui/actions/action_registry.h"
#include "ui/casefile/case_file_page.h"
#include "ui/due/due_page.h"
#include "ui/hub/hub_page.h"
#include "ui/list/filter_line.h"
#include "ui/list/list_page.h"
#include "ui/log/log_page.h"
#include "ui/overview/overview_page.h"
#include "ui/people/people_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/office_commands.h"
#include "ui/shell/state_line.h"

#include <QTime>

namespace ui {

void MainWindow::connectOfficePages() {
    const auto tell = [this](Meaning meaning, const QString& words) { m_messages->say(meaning, words); };
    connect(m_overview, &OverviewPage::said, this, tell);
    connect(m_due, &DuePage::said, this, tell);
    connect(m_due, &DuePage::caseWanted, this, &MainWindow::openCase);
    connect(m_list, &ListPage::dueWanted, this, [this] { showPage(m_due); });
    connect(m_log, &LogPage::said, this, tell);
    connect(m_hub, &HubPage::said, this, tell);
    connect(m_hub, &HubPage::caseWanted, this, &MainWindow::openCase);
    connect(m_hub, &HubPage::changed, m_line, &StateLine::refresh);
    connect(m_line, &StateLine::standingWanted, this, [this] { showPage(m_hub); });
    connect(m_overview, &OverviewPage::caseWanted, this, &MainWindow::openCase);
    connect(m_overview, &OverviewPage::listWanted, this, [this](const model::CaseFilter& filter) {
        m_messages->clear();
        showList();
        m_list->filterLine()->apply(str(printFilter(filter, currentLanguage(), *m_session.office().vocabulary)));
    });
    connect(m_log, &LogPage::historyWanted, this, [this](CaseId id) { openCase(id)->showTab(CaseFilePage::history); });
    connect(m_list, &ListPage::overviewWanted, this, [this] { showPage(m_overview); });
    connect(m_list, &ListPage::logWanted, this, [this] { showPage(m_log); });
    connect(m_commands, &OfficeCommands::requestTaken, this, [this](PersonId person) {
        m_people->want(person);
        if (m_page == m_people) m_people->refresh();
        else showPage(m_people);
        m_messages->say(Meaning::ok, say("The request is taken in. Compare the fingerprint with the person before you "
                                         "admit them.",
                                         "申请已接收。接纳前请与本人核对指纹。"));
    });
    connect(m_commands, &OfficeCommands::verified, this, [this](bool holds, const Text& words) {
        const std::string at = utf8(QTime::currentTime().toString(QStringLiteral("HH:mm")));
        m_log->setVerified(holds ? Meaning::ok : Meaning::danger,
                           model::fill({"{0} Checked at {1}.", "{0}核验于 {1}。"}, words, at));
    });
}

void MainWindow::makeOfficeActions() {
    const auto add = [this](const char* id, Text name, Menu menu, QList<QKeySequence> keys, WhyNot whyNot,
                            std::function<void()> run) {
        m_actions->add({QLatin1String(id), std::move(name), menu, std::move(keys), {}, std::move(whyNot)},
                       std::move(run));
    };
    const auto within = [this](Page* page, Text elsewhere) -> WhyNot {
        return [this, page, elsewhere = std::move(elsewhere), open = whenOpen()] {
            if (Text locked = open(); !locked.empty()) return locked;
            return m_page == page ? Text{} : elsewhere;
        };
    };
    const Text first{"Open the overview first.", "请先打开概览。"};
    add("view.overview", {"Overview of the office", "单位概览"}, Menu::view, {Qt::CTRL | Qt::Key_0},
        whenElsewhere(m_overview, {"This is the overview.", "当前就是概览。"}), [this] { showPage(m_overview); });
    add("view.log", {"Log of the office", "单位日志"}, Menu::view, {Qt::CTRL | Qt::Key_9},
        whenElsewhere(m_log, {"This is the log.", "当前就是日志。"}), [this] { showPage(m_log); });
    add("view.due", {"What is due", "期限"}, Menu::view, {Qt::CTRL | Qt::Key_7},
        whenElsewhere(m_due, {"This is what is due.", "当前就是期限。"}), [this] { showPage(m_due); });
    const Text dueFirst{"Open what is due first.", "请先打开期限。"};
    add("due.today", {"Month of today", "转到本月"}, Menu::view, {Qt::CTRL | Qt::Key_Home}, within(m_due, dueFirst),
        [this] { m_due->goToToday(); });
    add("due.save", {"Save what is due for a calendar…", "将期限保存为日历文件…"}, Menu::file, {},
        within(m_due, dueFirst), [this] { m_due->saveCalendar(); });
    add("overview.tables", {"Tables in place of charts, or charts", "以表格代替图表，或恢复"}, Menu::view,
        {Qt::CTRL | Qt::Key_T}, within(m_overview, first), [this] { m_overview->toggleTables(); });
    add("overview.print", {"Print the overview…", "打印概览…"}, Menu::file, {Qt::CTRL | Qt::Key_P},
        within(m_overview, first), [this] { m_overview->print(); });
    add("overview.pdf", {"Save the overview as PDF…", "将概览保存为 PDF…"}, Menu::file, {}, within(m_overview, first),
        [this] { m_overview->savePdf(); });
    add("overview.csv", {"Save the overview as CSV…", "将概览保存为 CSV…"}, Menu::file, {}, within(m_overview, first),
        [this] { m_overview->saveCsv(); });
}

void MainWindow::makeHubActions() {
    const auto add = [this](const char* id, Text name, Menu menu, QList<QKeySequence> keys, WhyNot whyNot,
                            std::function<void()> run) {
        m_actions->add({QLatin1String(id), std::move(name), menu, std::move(keys), {}, std::move(whyNot)},
                       std::move(run));
    };
    const WhyNot elsewhere = [this, open = whenOpen()] {
        if (Text locked = open(); !locked.empty()) return locked;
        return m_session.office().hubElsewhere
                   ? Text{}
                   : Text{"This office is its own hub: there is nothing to exchange.", "本单位自带服务器，无需同步。"};
    };
    add("view.hub", {"Hub, and what is open", "服务器与待处理内容"}, Menu::view, {Qt::CTRL | Qt::Key_8},
        whenElsewhere(m_hub, {"This is the page of the hub.", "当前就是服务器页面。"}), [this] { showPage(m_hub); });
    add("hub.exchange", {"Exchange with the hub now", "立即与服务器同步"}, Menu::file, {Qt::Key_F5}, elsewhere,
        [this] { m_session.hubLink().exchangeNow(); });
    add("hub.pause", {"Pause the exchange, or go on", "暂停或继续同步"}, Menu::file, {}, elsewhere, [this] {
        auto& link = m_session.hubLink();
        link.setPaused(link.view().state != LinkState::paused);
    });
}

} // namespace ui
