// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action_registry.h"

#include "ui/text/phrases.h"
#include "ui/theme/icons.h"

#include <QMenu>
#include <QMenuBar>
#include <QToolBar>

namespace ui {

Text menuTitle(Menu menu) {
    switch (menu) {
    case Menu::file: return {"&File", "文件(&F)"};
    case Menu::edit: return {"&Edit", "编辑(&E)"};
    case Menu::view: return {"&View", "视图(&V)"};
    case Menu::caseMenu: return {"&Case", "案件(&C)"};
    case Menu::help: return {"&Help", "帮助(&H)"};
    case Menu::none: break;
    }
    return {};
}

ActionRegistry::ActionRegistry(QWidget* window) : QObject(window), m_window(window) {}

QAction* ActionRegistry::add(ActionSpec spec, std::function<void()> run) {
    auto* action = new QAction(m_window);
    action->setObjectName(spec.id);
    action->setShortcutContext(spec.within == nullptr ? Qt::WindowShortcut : Qt::WidgetShortcut);
    if (!spec.icon.isEmpty()) action->setIcon(icon(spec.icon));
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    (spec.within == nullptr ? m_window : spec.within)->addAction(action);
    m_entries.push_back({std::move(spec), action, {}});
    setKeys(m_entries.back());
    sayOne(m_entries.back());
    return action;
}

QAction* ActionRegistry::action(const QString& id) const {
    for (const auto& entry : m_entries) {
        if (entry.spec.id == id) return entry.action;
    }
    return nullptr;
}

void ActionRegistry::refresh() {
    for (auto& entry : m_entries) {
        Text whyNot = entry.spec.whyNot ? entry.spec.whyNot() : Text{};
        const bool enabled = whyNot.empty();
        if (entry.action->isEnabled() == enabled && entry.whyNot == whyNot) continue;
        entry.action->setEnabled(enabled);
        entry.whyNot = std::move(whyNot);
        sayOne(entry);
    }
}

void ActionRegistry::setKeys(const Entry& entry) const {
    auto keys = entry.spec.keys;
    if (!m_lettersOn) {
        keys.removeIf([&](const QKeySequence& key) {
            constexpr auto kHeld = Qt::ControlModifier | Qt::AltModifier;
            return entry.spec.within != nullptr && !(key[0].keyboardModifiers() & kHeld) && key[0].key() >= Qt::Key_A &&
                   key[0].key() <= Qt::Key_Z;
        });
    }
    entry.action->setShortcuts(keys);
}

void ActionRegistry::setLettersOn(bool on) {
    m_lettersOn = on;
    for (const auto& entry : m_entries) setKeys(entry);
}

void ActionRegistry::sayOne(Entry& entry) {
    entry.action->setText(say(entry.spec.name));
    QString brief = say(entry.spec.brief.empty() ? entry.spec.name : entry.spec.brief);
    entry.action->setIconText(brief.remove(u'…'));
    QString tip = say(entry.spec.name);
    if (!entry.spec.keys.isEmpty())
        tip += QStringLiteral(" (%1)").arg(entry.spec.keys.first().toString(QKeySequence::NativeText));
    if (!entry.whyNot.empty()) tip = say(entry.whyNot);
    entry.action->setToolTip(tip);
    entry.action->setStatusTip(tip);
}

void ActionRegistry::retranslate() {
    for (auto& entry : m_entries) sayOne(entry);
}

void ActionRegistry::rename(const QString& id, const Text& name) {
    for (auto& entry : m_entries) {
        if (entry.spec.id != id) continue;
        entry.spec.name = name;
        sayOne(entry);
    }
}

void ActionRegistry::fillMenus(QMenuBar* bar) const {
    for (const Menu menu : {Menu::file, Menu::edit, Menu::view, Menu::caseMenu, Menu::help}) {
        QMenu* made = nullptr;
        for (const auto& entry : m_entries) {
            if (entry.spec.menu != menu) continue;
            if (made == nullptr) {
                made = bar->addMenu(QString());
                made->setToolTipsVisible(true);
                auto* phrases = new Phrases(made);
                phrases->always([made, menu] { made->setTitle(say(menuTitle(menu))); });
            }
            made->addAction(entry.action);
        }
    }
}

void ActionRegistry::fillTools(QToolBar* bar, const QStringList& ids) const {
    bar->clear();
    for (const auto& id : ids) {
        if (id.isEmpty()) bar->addSeparator();
        else if (auto* one = action(id)) bar->addAction(one);
    }
}

} // namespace ui
