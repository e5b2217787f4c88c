// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/case_window.h"

#include "ui/actions/enter_presses.h"
#include "ui/actions/key_sheet.h"
#include "ui/actions/palette.h"
#include "ui/actions/tab_order.h"
#include "ui/casefile/evidence_page.h"
#include "ui/shell/case_actions.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/shared_actions.h"
#include "ui/shell/state_line.h"
#include "ui/shell/undo_actions.h"
#include "ui/theme/icons.h"

#include <QDialog>
#include <QDragEnterEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QVBoxLayout>

namespace ui {

CaseWindow::CaseWindow(Session& session, const CaseFilePage::Stand& stand, QWidget* parent)
    : QMainWindow(parent), m_session(session), m_id(stand.id), m_actions(new ActionRegistry(this)) {
    setObjectName(QStringLiteral("caseWindow"));
    setWindowIcon(icon(QStringLiteral("touchstone")));
    setAcceptDrops(true);
    auto* center = new QWidget(this);
    m_messages = new MessageBar(center);
    m_case = new CaseFilePage(session, center);
    auto* layout = new QVBoxLayout(center);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_case, 1);
    center->setMinimumSize(560, 320);
    setCentralWidget(center);
    m_line = new StateLine(session, this);
    setStatusBar(m_line);
    m_palette = new Palette(*m_actions, this);
    m_keys = new KeySheet(*m_actions, this);
    makeActions();
    m_actions->fillMenus(menuBar());
    resize(QSize(1100, 680).boundedTo(screen()->availableSize()));
    connect(m_case, &CaseFilePage::backWanted, this, &CaseWindow::listWanted);
    connect(&m_case->open(), &OpenCase::said, this,
            [this](Meaning meaning, const QString& words) { m_messages->say(meaning, words); });
    connect(&m_case->open(), &OpenCase::busyChanged, m_line, &StateLine::setWorking);
    connect(&m_case->open(), &OpenCase::loaded, this, [this] {
        m_actions->refresh();
        sayTitle();
    });
    m_phrases.always([this] {
        m_actions->retranslate();
        m_line->setLeft(say("Esc to the list · Ctrl+W closes this window · Ctrl+PgDn next part · F1 all keys",
                            "Esc 转到列表 · Ctrl+W 关闭本窗口 · Ctrl+PgDn 下一部分 · F1 全部快捷键"));
        sayTitle();
    });
    m_case->resume(stand);
    m_actions->refresh();
}

CaseWindow::~CaseWindow() = default;

void CaseWindow::makeActions() {
    const WhyNot whenOpen = [this] {
        return m_session.isOpen() ? Text{} : Text{"The office is locked.", "办公室已锁定。"};
    };
    addLockAction(*m_actions, [this](const Text& reason) { emit lockWanted(reason); }, whenOpen);
    m_actions->add(
        {QStringLiteral("window.close"), {"Close this window", "关闭本窗口"}, Menu::file, {Qt::CTRL | Qt::Key_W}, {}},
        [this] { close(); });
    (new UndoActions(this, m_session.undoStack(), *m_messages, m_id))->add(*m_actions, whenOpen);
    addCaseActions(*m_actions, *m_case, whenOpen);
    m_actions->add({QStringLiteral("view.list"),
                    {"List of cases", "案件列表"},
                    Menu::view,
                    {Qt::ALT | Qt::Key_Left},
                    QStringLiteral("cases"),
                    whenOpen},
                   [this] { emit listWanted(); });
    addPaneActions(*m_actions, [this] { return m_session.isOpen() ? m_case : nullptr; }, whenOpen);
    m_actions->add({QStringLiteral("view.views"),
                    {"Show or hide the side bar", "显示或隐藏侧栏"},
                    Menu::view,
                    {Qt::Key_F9},
                    {},
                    whenOpen},
                   [this] { m_case->toggleSide(); });
    addLookActions(
        *m_actions, [this](Language language) { emit languageWanted(language); },
        [this](Scheme scheme) { emit schemeWanted(scheme); });
    addHelpActions(*m_actions, *m_keys, *m_palette, [this] { return m_case; });
}

void CaseWindow::sayTitle() {
    const QString what = m_session.isOpen() ? m_case->title() : QString();
    const QString program = say("Touchstone", "试金石 Touchstone");
    setWindowTitle(what.isEmpty() ? program : what + QStringLiteral(" – ") + program);
}

void CaseWindow::forget() {
    for (auto* dialog : findChildren<QDialog*>()) {
        dialog->hide();
        delete dialog; // now: its widgets name files
    }
    m_palette->hide();
    m_keys->hide();
    m_messages->clear();
    m_case->forget();
    m_line->setLeft({});
    sayTitle();
}

void CaseWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) sayTitle();
}

bool CaseWindow::focusNextPrevChild(bool next) { return focusAsRead(*this, next); }

void CaseWindow::keyPressEvent(QKeyEvent* event) {
    if (!enterPresses(*this, *event)) QMainWindow::keyPressEvent(event);
}

void CaseWindow::closeEvent(QCloseEvent* event) {
    m_case->leave(); // keeps what is half written
    QMainWindow::closeEvent(event);
    emit closed(this);
}

void CaseWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!EvidencePage::filesOf(event->mimeData()).empty()) event->acceptProposedAction();
}

void CaseWindow::dropEvent(QDropEvent* event) {
    const auto files = EvidencePage::filesOf(event->mimeData());
    if (files.empty()) return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    m_case->dropFiles(files);
}

CaseWindows::CaseWindows(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &Session::aboutToLock, this, &CaseWindows::keep);
    connect(&session, &Session::stateChanged, this, [this](Session::State state) {
        if (state == Session::State::locked) closeAll();
        if (state == Session::State::open) bringBack();
    });
}

CaseWindows::~CaseWindows() {
    qDeleteAll(m_all);
    for (const auto& one : m_gone) delete one.data();
}

void CaseWindows::drop(CaseWindow* window) {
    m_gone.removeIf([](const QPointer<CaseWindow>& one) { return one.isNull(); });
    m_gone.push_back(window);
    window->deleteLater(); // it may be the one whose key closed it or locked the office
}

CaseWindow* CaseWindows::make(const CaseFilePage::Stand& stand) {
    auto* window = new CaseWindow(m_session, stand);
    m_all.push_back(window);
    connect(window, &CaseWindow::languageWanted, this, &CaseWindows::languageWanted);
    connect(window, &CaseWindow::schemeWanted, this, &CaseWindows::schemeWanted);
    connect(window, &CaseWindow::lockWanted, this, &CaseWindows::lockWanted);
    connect(window, &CaseWindow::listWanted, this, &CaseWindows::listWanted);
    connect(window, &CaseWindow::closed, this, [this](CaseWindow* gone) {
        m_all.removeOne(gone);
        drop(gone);
    });
    return window;
}

CaseWindow* CaseWindows::open(CaseId id) {
    if (!m_session.isOpen()) return nullptr;
    if (!raise(id)) {
        auto* window = make({id, CaseFilePage::work, {}});
        window->show();
        window->activateWindow();
    }
    const auto found = std::ranges::find(m_all, id, &CaseWindow::id);
    return *found;
}

bool CaseWindows::raise(CaseId id) {
    const auto found = std::ranges::find(m_all, id, &CaseWindow::id);
    if (found == m_all.end()) return false;
    (*found)->setWindowState((*found)->windowState() & ~Qt::WindowMinimized);
    (*found)->show();
    (*found)->raise();
    (*found)->activateWindow();
    return true;
}

void CaseWindows::keep() {
    m_kept.clear();
    m_keptFor = m_session.office().me;
    for (auto* window : m_all) {
        m_kept.push_back({window->caseFile()->stand(), window->saveGeometry()});
        window->caseFile()->keep();
    }
}

void CaseWindows::closeAll() {
    for (auto* window : std::exchange(m_all, {})) {
        window->forget();
        window->hide();
        drop(window);
    }
}

void CaseWindows::bringBack() {
    const auto kept = std::exchange(m_kept, {});
    if (m_keptFor != m_session.office().me) return;
    for (const auto& one : kept) {
        auto* window = make(one.stand);
        window->restoreGeometry(one.geometry);
        // The keyboard stays in the window in which the office was unlocked.
        window->setAttribute(Qt::WA_ShowWithoutActivating);
        window->show();
        window->setAttribute(Qt::WA_ShowWithoutActivating, false);
    }
}

} // namespace ui
