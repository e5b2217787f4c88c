// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/page.h"
#include "ui/list/bulk_form.h"
#include "ui/session/session.h"
#include "ui/session/undo_stack.h"
#include "ui/text/phrases.h"

class QLabel;
class QSplitter;
class QVBoxLayout;

namespace ui {

class BulkPanel;
class CaseListModel;
class CaseListView;
class FilterChips;
class FilterLine;
struct ListLayout;
class PreviewPane;
class SavedFilters;
class ViewBar;

/// The home page: views, the filter line with the list under it, and the preview.
class ListPage : public Page {
    Q_OBJECT
public:
    explicit ListPage(Session& session, QWidget* parent = nullptr);

    /// Shows the list as the person who unlocked left it; the first time, the first view of their roles.
    void start();
    void enter() override;
    /// Keeps filter, order, columns and panes as they are now.
    void keep() override;
    void forget() override;
    [[nodiscard]] Text hints() const override;
    [[nodiscard]] QStringList tools() const override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    /// Everything that is in view is here: no rest runs, no row is a placeholder.
    [[nodiscard]] bool settled() const override;
    /// Columns and panes as they come.
    void resetLayout();
    void refresh();
    void focusFilter();
    void focusList();
    void chooseView(int number);
    /// Asks for a name for the filter that is shown.
    void keepFilter();
    /// Keeps the kept filter that is shown no longer. Its name and line, or nothing if none is shown.
    std::optional<DroppedFilter> dropFilter();
    /// The case that is selected is unread again.
    void markUnread();
    [[nodiscard]] SavedFilters& savedFilters() const { return *m_saved; }
    [[nodiscard]] ViewBar* views() const { return m_views; }
    /// Shows or hides the views; what a person asked for holds until the window crosses the width at which they give
    /// way.
    void toggleViews();
    [[nodiscard]] std::optional<CaseId> currentCase() const;
    /// Whether cases are selected, which is not the same as one being current.
    [[nodiscard]] bool hasSelection() const;
    void selectAll();
    /// Asks what is to be done to the selected cases.
    void startBulk(BulkForm::Kind kind);
    [[nodiscard]] BulkPanel* bulk() const { return m_bulk; }
    [[nodiscard]] PreviewPane* preview() const { return m_preview; }
    [[nodiscard]] FilterLine* filterLine() const { return m_filter; }
    [[nodiscard]] CaseListView* table() const { return m_table; }
    [[nodiscard]] CaseListModel* cases() const { return m_cases; }

signals:
    void opened(model::CaseId id);
    void failed(const model::Error& error);
    void filterKept(const QString& name);
    /// The page of the office's numbers, or of its log, was chosen among the views.
    void overviewWanted();
    void dueWanted();
    void logWanted();
    void countChanged(const QString& words);
    /// Other cases are selected, or none.
    void selectionChanged();
    /// A command over the selected cases runs.
    void busyChanged(bool busy);
    /// Something was done to all selected cases.
    void bulkDone(const QString& words);
    /// What was said of each case, for whoever can take it back.
    void bulkFinished(const model::BulkCommand& command, const model::BulkOutcome& outcome);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void sayCount();
    void sayFault();
    void makeTop(QVBoxLayout* layout);
    void learnPinyin();
    void makeBulk();
    void saySelection();
    void showPreview();
    void takeLayout(const ListLayout& layout);
    Session& m_session;
    CaseListModel* m_cases;
    SavedFilters* m_saved;
    FilterLine* m_filter;
    FilterChips* m_chips;
    QLabel* m_count;
    QLabel* m_fault;
    QLabel* m_empty;
    QLabel* m_selected; ///< how many are selected and what can be done
    ViewBar* m_views;
    CaseListView* m_table;
    BulkPanel* m_bulk; ///< made before what stands beside it: so goes Tab
    PreviewPane* m_preview;
    QSplitter* m_split;
    bool m_loading = false;
    bool m_wasNarrow = false;
    /// What was selected when the office was locked: numbers of rows only.
    std::pair<PersonId, model::RowSet> m_keptSelection;
    Phrases m_phrases{this};
};

} // namespace ui
