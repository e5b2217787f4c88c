// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/text/phrases.h"

#include <QTreeWidget>

namespace ui {

/// The views that a person's roles offer, each of them a filter text, with counts. What a role has to do stands first.
class ViewBar : public QTreeWidget {
    Q_OBJECT
public:
    explicit ViewBar(Session& session, QWidget* parent = nullptr);
    /// Builds the views for the person who unlocked; empties them when locked.
    void rebuild();
    void refreshCounts();
    /// The view to begin with: its filter.
    [[nodiscard]] QString firstFilter() const;
    /// Marks the view whose filter this is, if any.
    void showFilter(const QString& filter);
    /// The n-th view from 1, or an empty text.
    [[nodiscard]] QString filterAt(int number) const;

signals:
    void chosen(const QString& filter);

private:
    struct View {
        Text name;
        QString filter;
        std::vector<std::string> stages; ///< to count; empty: not counted by stages
        bool mine = false;
        QTreeWidgetItem* item = nullptr;
    };
    void group(const Text& name, const std::vector<View>& views);
    void sayAll();
    Session& m_session;
    std::vector<std::pair<Text, QTreeWidgetItem*>> m_groups;
    std::vector<View> m_views;
    bool m_quiet = false;
    Phrases m_phrases{this};
};

} // namespace ui
