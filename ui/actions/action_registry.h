// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/say.h"

#include <QAction>
#include <QKeySequence>
#include <QObject>

#include <functional>
#include <vector>

class QMenuBar;
class QWidget;

namespace ui {

enum class Menu { file, edit, view, caseMenu, help, none };

/// One thing that a person can do.
struct ActionSpec {
    QString id; ///< "session.lock": stable, for tests and settings
    Text name;  ///< a verb phrase, with … where it asks for more
    Menu menu = Menu::none;
    QList<QKeySequence> keys;
    QString icon;
};

/// A key that belongs to one part of the window and is no menu action, such as J in the list.
struct KeyNote {
    Text where;
    QString keys;
    Text what;
};

/// Everything that can be done in one window. GUI thread.
class ActionRegistry : public QObject {
    Q_OBJECT
public:
    struct Entry {
        ActionSpec spec;
        QAction* action = nullptr;
        Text whyNot; ///< why it cannot be done now; empty if it can
    };

    explicit ActionRegistry(QWidget* window);

    QAction* add(ActionSpec spec, std::function<void()> run);
    void note(KeyNote note) { m_notes.push_back(std::move(note)); }
    [[nodiscard]] QAction* action(const QString& id) const;
    /// Enabled, or disabled with the reason, which the menu's tip, the palette and screen readers give.
    void enable(const QString& id, bool enabled, const Text& whyNot = {});
    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
    [[nodiscard]] const std::vector<KeyNote>& notes() const { return m_notes; }
    void fillMenus(QMenuBar* bar) const;
    void retranslate();

private:
    Entry* find(const QString& id);
    void sayOne(Entry& entry);
    QWidget* m_window;
    std::vector<Entry> m_entries;
    std::vector<KeyNote> m_notes;
};

Text menuTitle(Menu menu);

} // namespace ui
