// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/text/phrases.h"

#include <QTreeWidget>

#include <optional>

namespace ui {

class SavedFilters;

/// The views that a person's roles offer and the filters they keep, each of them a filter, with counts. What a role has
/// to do stands first.
class ViewBar : public QTreeWidget {
    Q_OBJECT
public:
    ViewBar(Session& session, SavedFilters& saved, QWidget* parent = nullptr);
    /// Builds the views for the person who unlocked; empties them when locked.
    void rebuild();
    void refreshCounts();
    /// The view to begin with: its filter, in the language of the window.
    [[nodiscard]] QString firstFilter() const;
    /// Marks the view whose filter this is, if any.
    void showFilter(const model::CaseFilter& filter);
    /// The n-th view from 1, or an empty text.
    [[nodiscard]] QString filterAt(int number) const;
    /// What it is called; empty if there is none.
    [[nodiscard]] Text nameAt(int number) const;
    /// Whether the n-th view is a page of its own; then it is asked for.
    bool openPage(int number);
    /// Whether the person's first view is the log: they audit, and work on no case.
    [[nodiscard]] bool beginsWithLog() const;
    /// The name of the kept filter that is shown, if one is.
    [[nodiscard]] std::optional<QString> currentSaved() const;

signals:
    void chosen(const QString& filter);
    /// A view that is a page of its own was opened with Enter or a click; moving over it opens nothing.
    void overviewWanted();
    void dueWanted();
    void logWanted();
    void rebuilt(); ///< because what is kept changed

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Leads { list, overview, due, log };
    struct View {
        Text name;
        std::optional<model::CaseFilter> filter; ///< nothing: it cannot be read any more
        std::vector<std::string> stages = {};    ///< what it shows is all of these, so that one query counts many views
        bool counted = false;                    ///< by a query of its own
        std::string saved = {};                  ///< the line of a kept filter
        Leads leads = Leads::list;               ///< else it is no filter but a page
        QTreeWidgetItem* item = nullptr;
    };
    [[nodiscard]] QString lineOf(const View& view) const;
    void group(const Text& name, const std::vector<View>& views);
    void sayAll();
    void open(const View& view);
    Session& m_session;
    SavedFilters& m_saved;
    std::vector<std::pair<Text, QTreeWidgetItem*>> m_groups;
    std::vector<View> m_views;
    bool m_quiet = false;
    Phrases m_phrases{this};
};

} // namespace ui
