// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/say.h"

#include <QAction>
#include <QKeySequence>
#include <QObject>

#include <functional>
#include <vector>

class QMenuBar;
class QToolBar;
class QWidget;

namespace ui {

enum class Menu { file, edit, view, caseMenu, help, none };

/// Why something cannot be done now; empty if it can.
using WhyNot = std::function<Text()>;

/// One thing that a person can do: everything that menus, keys, the palette, the sheet of keys and tests need to know.
struct ActionSpec {
    QString id; ///< "session.lock": stable, for tests and settings
    Text name;  ///< a verb phrase, with … where it asks for more
    Menu menu = Menu::none;
    QList<QKeySequence> keys{};
    QString icon{};
    WhyNot whyNot{}; ///< null: always possible
    /// Where its keys work: only while the keyboard is in this widget itself, never in an editor inside or beside it.
    /// Null: anywhere in the window. Single letters need one.
    QWidget* within = nullptr;
    Text where{}; ///< what `within` is called, for the sheet of keys
    Text brief{}; ///< the name on the tool bar; empty: `name` without its …
};

/// A key that is no action, such as J in the list.
struct KeyNote {
    Text where;
    QString keys;
    Text what;
    const QWidget* within = nullptr; ///< the part of the window; null: it is not said with the keys of a view
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
    /// Asks every action anew whether it can be done: it is enabled, or disabled with the reason, which the menu's tip,
    /// the palette and screen readers give. After anything that may change an answer.
    void refresh();
    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
    [[nodiscard]] const std::vector<KeyNote>& notes() const { return m_notes; }
    void fillMenus(QMenuBar* bar) const;
    /// Puts these actions on the bar, in this order, in place of what it has; an empty id is a gap.
    void fillTools(QToolBar* bar, const QStringList& ids) const;
    void retranslate();
    /// The name of an action that says where it leads, after that has changed.
    void rename(const QString& id, const Text& name);
    /// Keys without Ctrl or Alt that work in one part of the window only, such as A in the list: some people strike
    /// them by accident.
    void setLettersOn(bool on);
    [[nodiscard]] bool lettersOn() const { return m_lettersOn; }

private:
    void sayOne(Entry& entry);
    void setKeys(const Entry& entry) const;
    QWidget* m_window;
    std::vector<Entry> m_entries;
    std::vector<KeyNote> m_notes;
    bool m_lettersOn = true;
};

Text menuTitle(Menu menu);

} // namespace ui
