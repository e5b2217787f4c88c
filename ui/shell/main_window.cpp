// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/actions/action_registry.h"
#include "ui/actions/enter_presses.h"
#include "ui/actions/key_sheet.h"
#include "ui/actions/palette.h"
#include "ui/actions/tab_order.h"
#include "ui/casefile/case_file_page.h"
#include "ui/casefile/evidence_page.h"
#include "ui/due/due_page.h"
#include "ui/hub/hub_page.h"
#include "ui/list/case_list_view.h"
#include "ui/list/filter_line.h"
#include "ui/list/list_page.h"
#include "ui/list/view_bar.h"
#include "ui/log/log_page.h"
#include "ui/overview/overview_page.h"
#include "ui/people/people_page.h"
#include "ui/report/new_report_page.h"
#include "ui/setup/lost_passphrase.h"
#include "ui/setup/setup_page.h"
#include "ui/shell/case_window.h"
#include "ui/shell/idle_watch.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/news_watch.h"
#include "ui/shell/office_commands.h"
#include "ui/shell/settings_page.h"
#include "ui/shell/state_line.h"
#include "ui/text/clipboard.h"
#include "ui/theme/icons.h"
#include "ui/unlock/unlock_page.h"

#include <QApplication>
#include <QComboBox>
#include <QClipboard>
#include <QDialog>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTime>
#include <QToolBar>
#include <QVBoxLayout>

namespace ui {

MainWindow::MainWindow(Session& session, QWidget* parent)
    : QMainWindow(parent), m_session(session), m_actions(new ActionRegistry(this)), m_tools(new QToolBar(this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(icon(QStringLiteral("touchstone")));
    setAcceptDrops(true);
    m_clock = model::systemClock();
    auto* center = new QWidget(this);
    m_messages = new MessageBar(center);
    m_stack = new QStackedWidget(center);
    m_unlock = new UnlockPage(session, m_stack);
    m_setup = new SetupPage(session, m_stack);
    m_list = new ListPage(session, m_stack);
    m_case = new CaseFilePage(session, m_stack);
    m_people = new PeoplePage(session, m_stack);
    m_report = new NewReportPage(session, m_stack);
    m_settings = new SettingsPage(m_stack);
    m_overview = new OverviewPage(session, m_stack);
    m_due = new DuePage(session, *m_clock, m_stack);
    m_log = new LogPage(session, m_stack);
    m_hub = new HubPage(session, m_stack);
    m_stack->setMinimumSize(560, 260); // or the widest of the pages that are not shown would keep the window wide
    m_stack->addWidget(m_unlock);
    m_stack->addWidget(m_setup);
    m_pages = {m_list, m_case, m_people, m_report, m_overview, m_due, m_log, m_hub, m_settings};
    for (auto* page : m_pages) m_stack->addWidget(page);
    auto* layout = new QVBoxLayout(center);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_stack, 1);
    setCentralWidget(center);
    m_line = new StateLine(session, this);
    setStatusBar(m_line);
    m_commands = new OfficeCommands(session, *m_messages, *m_line, this);
    m_windows = new CaseWindows(session, this);
    m_palette = new Palette(*m_actions, this);
    m_keys = new KeySheet(*m_actions, this);
    m_idle = new IdleWatch(this);
    m_news = new NewsWatch(session, *m_clock, this);
    m_clipboard = new Clipboard(this);
    makeActions();
    m_actions->fillMenus(menuBar());
    connect(m_stack, &QStackedWidget::currentChanged, m_line,
            [this] { m_line->setSeeksOffice(m_stack->currentWidget() == m_setup); });
    connect(m_line, &StateLine::longChanged, m_actions, &ActionRegistry::refresh);
    m_tools->setObjectName(QStringLiteral("tools"));
    m_tools->setMovable(false);
    m_tools->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_tools->setIconSize({16, 16});
    m_tools->setContextMenuPolicy(Qt::PreventContextMenu); // View says whether it is there
    addToolBar(m_tools);
    sayTools();
    m_phrases.name(m_tools, {"Tools", "工具栏"});
    // Qt's own button for what has no room.
    if (auto* rest = m_tools->findChild<QWidget*>(QStringLiteral("qt_toolbar_ext_button")))
        m_phrases.name(rest, {"More tools", "更多工具"});
    resize(1280, 720);

    connect(&session, &Session::stateChanged, this, &MainWindow::onState);
    connect(&session, &Session::aboutToLock, this, [this] {
        m_kept = {m_session.office().me, m_case->stand()};
        for (auto* page : m_pages) page->keep();
    });
    connect(m_unlock, &UnlockPage::languageWanted, this, &MainWindow::languageWanted);
    connect(m_unlock, &UnlockPage::quitWanted, this, &QWidget::close);
    connect(m_unlock, &UnlockPage::otherOfficeWanted, this, [this] { showSetup({}, true); });
    connect(m_unlock, &UnlockPage::lostWanted, this,
            [this](const model::Profile& profile) { (new LostPassphrase(m_session, profile, this))->open(); });
    connect(m_unlock, &UnlockPage::joinWanted, this, [this](const std::filesystem::path& folder) {
        showSetup({}, true);
        m_setup->askToJoin(folder);
    });
    connect(m_setup, &SetupPage::languageWanted, this, &MainWindow::languageWanted);
    connect(m_setup, &SetupPage::quitWanted, this, &QWidget::close);
    connect(m_setup, &SetupPage::backWanted, this, [this] { start(); });
    connect(m_setup, &SetupPage::ready, this, &MainWindow::goToOffice);
    connect(m_list, &ListPage::opened, this, &MainWindow::openCase);
    connect(m_list, &ListPage::failed, this,
            [this](const Error& error) { m_messages->say(Meaning::danger, say(error)); });
    connect(m_list, &ListPage::filterKept, this,
            [this](const QString& name) { m_messages->say(Meaning::ok, say("Kept: %1", "已保存：%1").arg(name)); });
    connect(m_list->table(), &CaseListView::currentCaseChanged, m_actions, &ActionRegistry::refresh);
    connect(m_list, &ListPage::selectionChanged, m_actions, &ActionRegistry::refresh);
    connect(m_list, &ListPage::busyChanged, m_line, &StateLine::setWorking);
    connect(m_list, &ListPage::bulkDone, this, [this](const QString& words) { m_messages->say(Meaning::ok, words); });
    connect(m_case, &CaseFilePage::backWanted, this, &MainWindow::showList);
    connect(&m_case->open(), &OpenCase::said, this,
            [this](Meaning meaning, const QString& words) { m_messages->say(meaning, words); });
    connect(&m_case->open(), &OpenCase::busyChanged, m_line, &StateLine::setWorking);
    connect(&m_case->open(), &OpenCase::loaded, this, [this] {
        m_actions->refresh();
        sayTitle();
    });
    connect(m_people, &PeoplePage::backWanted, this, &MainWindow::showList);
    connect(m_people, &PeoplePage::said, this,
            [this](Meaning meaning, const QString& words) { m_messages->say(meaning, words); });
    connect(m_report, &NewReportPage::backWanted, this, &MainWindow::showList);
    connect(m_report, &NewReportPage::said, this,
            [this](Meaning meaning, const QString& words) { m_messages->say(meaning, words); });
    connect(m_report, &NewReportPage::made, this, &MainWindow::openCase);
    connect(m_people, &PeoplePage::casesWanted, this, [this](const QString& filter) {
        showList();
        m_list->filterLine()->apply(filter);
    });
    connectOfficePages();
    connect(m_windows, &CaseWindows::languageWanted, this, &MainWindow::languageWanted);
    connect(m_windows, &CaseWindows::schemeWanted, this, &MainWindow::schemeWanted);
    connect(m_windows, &CaseWindows::lockWanted, this, &MainWindow::lock);
    connect(m_windows, &CaseWindows::listWanted, this, [this] {
        showList();
        raise();
        activateWindow();
    });
    connect(m_idle, &IdleWatch::countdown, m_line, &StateLine::setCountdown);
    connect(m_idle, &IdleWatch::idle, this, [this] {
        lock(model::fill({"Locked at {0} after {1} minutes without a key. Drafts are kept.",
                          "{0} 因 {1} 分钟无操作已锁定，草稿已保留。"},
                         utf8(QTime::currentTime().toString(QStringLiteral("HH:mm"))),
                         std::to_string(idleSeconds() / 60)));
    });
    watchOthers();
    m_phrases.always([this] {
        m_actions->retranslate();
        sayTitle();
        sayHints();
    });
    m_actions->refresh();
}

MainWindow::~MainWindow() = default;

QWidget* MainWindow::currentPage() const { return m_stack->currentWidget(); }

bool MainWindow::settled() const { return m_session.quiet() && (m_page == nullptr || m_page->settled()); }

void MainWindow::start(const QString& profile) {
    m_stack->setCurrentWidget(m_unlock);
    m_session.inspect(this, [this, profile](Result<model::OfficeInfo> info) {
        m_unlock->showOffice(info);
        if (!profile.isEmpty()) m_unlock->chooseProfile(profile);
        // Unless the person has gone on meanwhile: nothing is taken from under their hands.
        if (!info && info.error().code == model::Code::notFound && m_stack->currentWidget() == m_unlock)
            showSetup(info.error(), false);
    });
    m_unlock->start();
    sayTitle();
}

void MainWindow::setPlaces(std::filesystem::path office, std::filesystem::path practice) {
    m_setup->setPlaces(std::move(office), std::move(practice));
}

void MainWindow::showSetup(const std::optional<Error>& why, bool canGoBack) {
    m_stack->setCurrentWidget(m_setup);
    m_setup->start(why, canGoBack);
    sayTitle();
}

void MainWindow::goToOffice(const std::filesystem::path& folder, const QString& profile) {
    m_session.choose(folder);
    emit officeChosen(folder);
    start(profile);
}

void MainWindow::setIdleSeconds(int seconds) {
    m_idleSeconds = seconds;
    if (m_session.isOpen()) m_idle->start(idleSeconds());
}

void MainWindow::lock(const Text& reason) {
    if (m_session.state() == Session::State::locked) return;
    m_session.lock(reason);
}

void MainWindow::onState(Session::State state) {
    switch (state) {
    case Session::State::open: onUnlocked(); break;
    case Session::State::locked:
        if (m_stack->currentWidget() != m_unlock) {
            forgetEverything();
            start();
        }
        break;
    case Session::State::unlocking: break;
    }
    m_actions->refresh();
    sayTitle();
}

void MainWindow::onUnlocked() {
    m_unlock->start(); // wipes the line of the passphrase
    m_messages->clear();
    m_settings->show(parseSettings(m_session.office().deskSettings, {.idleMinutes = m_idleSeconds / 60}));
    m_idle->start(idleSeconds());
    m_clipboard->guard(m_settings->settings().clipboardSeconds);
    m_news->setNotifies(m_settings->settings().notifications);
    m_news->start();
    m_list->start();
    sayViews();
    m_page = m_list;
    m_stack->setCurrentWidget(m_list);
    m_list->focusList();
    sayTools();
    sayHints();
    if (m_list->views()->beginsWithLog()) showPage(m_log);
    if (m_kept.person == m_session.office().me && !m_kept.open.id.isNull()) {
        showPage(m_case);
        m_case->resume(m_kept.open);
    }
    m_kept = {};
    sayDueToday();
    sayWhoAsks();
    if (m_session.office().ended) sayEnded();
    m_tends = true; // with a hub elsewhere once it was asked what is new
    if (!m_session.office().hubElsewhere) tendKeys();
}

void MainWindow::forgetEverything() {
    m_idle->stop();
    m_news->stop();
    m_clipboard->leave();
    // Menus, lists of choices and completions are windows of their own; each closes what it opened.
    for (int most = 8; most > 0 && QApplication::activePopupWidget() != nullptr; --most)
        QApplication::activePopupWidget()->close();
    // What was selected can be pasted with the middle button on X11, also after it has left the window.
    auto* board = QApplication::clipboard();
    if (board->supportsSelection() && board->ownsSelection()) board->clear(QClipboard::Selection);
    for (auto* dialog : findChildren<QDialog*>()) {
        dialog->hide();
        delete dialog; // now: its widgets name files
    }
    m_palette->hide();
    m_keys->hide();
    m_messages->clear();
    for (auto* page : m_pages) page->forget();
    m_page = nullptr;
    sayViews();
    sayTools();
    m_line->setLeft({});
    // A line that was cleared still gives back what it held to Ctrl+Z; one whose text is set does not.
    for (auto* line : findChildren<QLineEdit*>()) {
        const QSignalBlocker quiet(line);
        if (line->text().isEmpty()) line->setText(QString());
    }
}

void MainWindow::showPage(Page* page) {
    if (!m_session.isOpen() || m_page == page) return;
    if (m_page != nullptr) m_page->leave();
    m_page = page;
    m_stack->setCurrentWidget(page);
    page->enter();
    m_actions->refresh();
    sayTools();
    sayTitle();
    sayHints();
}

CaseFilePage* MainWindow::openCase(CaseId id) {
    m_messages->clear();
    if (m_windows->raise(id)) return m_windows->open(id)->caseFile();
    if (m_page == m_case) m_case->keep(); // of the case before
    showPage(m_case);
    m_case->openCase(id);
    return m_case;
}

void MainWindow::openInWindow(CaseId id) {
    if (m_page == m_case && m_case->open().id() == id) showList(); // with its drafts kept
    m_windows->open(id);
}

void MainWindow::showList() { showPage(m_list); }

void MainWindow::sayHints() { m_line->setLeft(m_page == nullptr ? QString() : say(m_page->hints())); }

void MainWindow::sayTools() {
    m_tools->setVisible(m_toolsShown && m_page != nullptr);
    if (m_page == nullptr) return;
    QStringList ids = m_page->tools();
    if (!ids.isEmpty()) ids << QString();
    m_actions->fillTools(m_tools, ids << QStringLiteral("help.palette") << QStringLiteral("session.lock"));
}

void MainWindow::setToolsShown(bool shown) {
    m_toolsShown = shown;
    sayTools();
}

void MainWindow::sayTitle() {
    const QString program = say("Touchstone", "试金石 Touchstone");
    const QString what = m_page == nullptr ? QString() : m_page->title();
    const bool locked = !m_session.isOpen() && m_stack->currentWidget() != m_setup;
    setWindowTitle(locked           ? say("Touchstone – locked", "试金石 Touchstone – 已锁定")
                   : what.isEmpty() ? program
                                    : what + QStringLiteral(" – ") + program);
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) sayTitle();
}

bool MainWindow::focusNextPrevChild(bool next) { return focusAsRead(*this, next); }

void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (!enterPresses(*this, *event)) QMainWindow::keyPressEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    lock({"Closed.", "已关闭。"}); // keeps drafts and the list as it is
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (m_page == m_case && !EvidencePage::filesOf(event->mimeData()).empty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const auto files = EvidencePage::filesOf(event->mimeData());
    if (m_page != m_case || files.empty()) return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    m_case->dropFiles(files);
}

} // namespace ui
