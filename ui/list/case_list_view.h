// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/list/case_list_model.h"
#include "ui/theme/row_table.h"

namespace ui {

class CaseDelegate;

/// The table of cases: rows of a fixed height, one of them current, keys of its own (J, K, Enter, Esc, Home, End), and
/// any number selected (with Shift, Ctrl+click or the tick at the left edge), which is not the same.
class CaseListView : public RowTable {
    Q_OBJECT
public:
    explicit CaseListView(CaseListModel& cases, QWidget* parent = nullptr);

    /// The case that is selected and here, or nothing.
    [[nodiscard]] std::optional<CaseId> currentCase() const;
    void selectRow(int row);
    /// The first row is selected as soon as the rows that were asked for are here.
    void selectFirstWhenHere();
    /// Shows in the header what a filter is ordered by.
    void showOrder(const model::CaseFilter& filter);

    /// Selects the current row, or no longer.
    void toggleCurrent();
    /// Nothing is selected any more; the current row stays.
    void clearSelected();
    /// No row in view is a placeholder.
    [[nodiscard]] bool rowsAreHere() const;

signals:
    void opened(model::CaseId id);
    void currentCaseChanged();
    void leftUpwards(); ///< Up on the first row
    void escaped();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void openCurrent();
    /// Goes to a row and selects all from where the run began to there; what the run had selected beyond is let go.
    void extendTo(int row);
    /// The row that Shift and this key lead to, or -1.
    [[nodiscard]] int extendingTo(const QKeyEvent& event) const;
    void announceSelection(int row);
    [[nodiscard]] int neededWidth(int column) const;
    CaseListModel& m_cases;
    CaseDelegate* m_delegate;
    std::int64_t m_kept = -1; ///< the row that was selected before the model was reset
    /// A run of selecting with Shift: where it began, and what was selected before it.
    struct Run {
        int from;
        int to;
        model::CaseSelection before;
    };
    std::optional<Run> m_run;
    bool m_firstWhenHere = false;
    bool m_openWhenHere = false; ///< Enter was pressed on a row whose contents are still on their way
};

} // namespace ui
