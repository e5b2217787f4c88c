// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shared_actions.h"

#include "ui/actions/key_sheet.h"
#include "ui/actions/page.h"
#include "ui/actions/palette.h"

#include <QApplication>
#include <QTime>

namespace ui {

namespace {

void nextPane(Page* page, int by) {
    if (page == nullptr) return;
    auto panes = page->panes();
    panes.removeIf([](const QWidget* pane) { return pane == nullptr || !pane->isVisible(); });
    if (panes.isEmpty()) return;
    const qsizetype at = panes.indexOf(QApplication::focusWidget());
    panes[(at + by + panes.size()) % panes.size()]->setFocus(Qt::ShortcutFocusReason);
}

} // namespace

void addPaneActions(ActionRegistry& actions, std::function<Page*()> page, const WhyNot& whenOpen) {
    actions.add({QStringLiteral("view.pane"), {"Next pane", "下一窗格"}, Menu::view, {Qt::Key_F6}, {}, whenOpen},
                [page] { nextPane(page(), 1); });
    actions.add({QStringLiteral("view.paneBack"),
                 {"Previous pane", "上一窗格"},
                 Menu::view,
                 {Qt::SHIFT | Qt::Key_F6},
                 {},
                 whenOpen},
                [page = std::move(page)] { nextPane(page(), -1); });
}

void addLockAction(ActionRegistry& actions, std::function<void(const Text& reason)> lock, const WhyNot& whenOpen) {
    actions.add({QStringLiteral("session.lock"),
                 {"Lock", "锁定"},
                 Menu::file,
                 {Qt::CTRL | Qt::Key_L},
                 QStringLiteral("lock"),
                 whenOpen},
                [lock = std::move(lock)] {
                    lock(model::fill({"Locked at {0}. Drafts are kept.", "已于 {0} 锁定，草稿已保留。"},
                                     utf8(QTime::currentTime().toString(QStringLiteral("HH:mm")))));
                });
}

void addLookActions(ActionRegistry& actions, std::function<void(Language)> language,
                    std::function<void(Scheme)> scheme) {
    const auto add = [&](const char* id, Text name, const QKeySequence& key, const char* icon,
                         std::function<void()> run) {
        actions.add({QLatin1String(id), std::move(name), Menu::view, {key}, QLatin1String(icon)}, std::move(run));
    };
    add("view.language", {"中文界面", "English interface"}, Qt::Key_F8, "language", [language = std::move(language)] {
        language(currentLanguage() == Language::zh ? Language::en : Language::zh);
    });
    add("view.dark", {"Light or dark", "浅色或深色"}, Qt::CTRL | Qt::SHIFT | Qt::Key_D, "", [scheme] {
        const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
        scheme(dark ? Scheme::light : Scheme::dark);
    });
    add("view.contrast", {"High contrast, or not", "高对比度或普通"}, Qt::CTRL | Qt::SHIFT | Qt::Key_H, "",
        [scheme = std::move(scheme)] {
            const bool high = QApplication::palette().color(QPalette::Window) == QColor(Qt::black);
            scheme(high ? Scheme::light : Scheme::contrast);
        });
}

void addHelpActions(ActionRegistry& actions, KeySheet& keys, Palette& palette, std::function<Page*()> page) {
    actions.add({QStringLiteral("help.keys"), {"Keys", "快捷键"}, Menu::help, {QKeySequence(Qt::Key_F1)}, {}},
                [at = &keys, page = std::move(page)] { at->start(page()); });
    actions.add({QStringLiteral("help.palette"),
                 {"Find an action…", "查找操作…"},
                 Menu::help,
                 {QKeySequence(Qt::CTRL | Qt::Key_K)},
                 QStringLiteral("search")},
                [at = &palette] { at->start(); });
}

} // namespace ui
