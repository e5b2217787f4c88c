// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/list/list_selection.h"
#include "ui/session/windowed_model.h"

namespace ui {

/// Cases as a reader gives them.
using CaseRows = WindowedModel<model::CaseRow, &model::CaseRow::row, &ReaderPort::page>;

/// The list of cases that a filter shows. It never sorts: order and conditions are the reader's.
class CaseListModel : public CaseRows {
    Q_OBJECT
public:
    enum Column { stage, reference, title, due, assignees, mineral, evidence, changed, columnCount_ };
    enum Role { rowRole = Qt::UserRole + 1, dueDaysRole, selectedRole };

    explicit CaseListModel(Session& session, QObject* parent = nullptr);

    /// Shows another filter; until the answer comes the old rows stay.
    void setFilter(const model::CaseFilter& filter);
    [[nodiscard]] const model::CaseFilter& filter() const { return m_filter; }
    /// True while the rows shown are still those of the filter before.
    [[nodiscard]] bool showsOldRows() const { return m_oldRows; }
    /// True until the last row of the filter is here; its first rows may be shown long before.
    [[nodiscard]] bool loading() const { return m_loading; }
    /// How many cases a search could not look into yet; 0 without words in the filter.
    [[nodiscard]] std::uint64_t unsearchable() const { return m_unsearchable; }
    /// Asks again for what is shown, after a change.
    void refresh();
    /// Asks again for what the rows in view show, but not for which they are: what changed moves nothing.
    using CaseRows::refreshPages;
    /// While held, refresh() is put off, so that no row moves under the hand.
    void hold(bool held);
    [[nodiscard]] ListSelection& selection() { return m_selection; }
    [[nodiscard]] const ListSelection& selection() const { return m_selection; }
    /// Selects all that the filter shows.
    void selectAll() { m_selection.setEverything(m_filter); }
    /// Forgets everything.
    void clear();

    [[nodiscard]] std::int64_t rowId(int index) const { return keys()[static_cast<std::size_t>(index)]; }
    /// Where a row is now, or -1.
    [[nodiscard]] int indexOf(std::int64_t rowId) const;
    /// A stage's title in the language shown now.
    [[nodiscard]] QString stageTitle(const std::string& id) const;
    /// What a mineral is called, or what was written where the workflow does not know it.
    [[nodiscard]] QString mineralTitle(const std::string& value) const;
    /// All of them, while the office is open.
    [[nodiscard]] QStringList stageTitles() const {
        QStringList titles;
        if (!session().isOpen() || !session().office().workflow) return titles;
        for (const auto& one : session().office().workflow->stages) titles << say(one.title);
        return titles;
    }

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order) override;

    /// Rows shown first of another filter, while the rest is asked for.
    static constexpr std::size_t kFirstRows = 200;

signals:
    /// A person clicked a header; the filter line says the order.
    void orderWanted(model::CaseOrder order, bool descending);
    void loadingChanged(bool loading);
    void failed(const model::Error& error);
    /// New rows are here: how many, and whether they are another set than before.
    void rowsArrived(qsizetype count, bool differs);

private:
    void askRows(std::size_t limit);
    void takeRows(std::vector<std::int64_t> ids, model::RowSet shown);
    void sayFailed(const Error& error) override { emit failed(error); }
    QString text(const model::CaseRow& row, int column) const;
    /// The word for the dot, where a column has one.
    static QString unread(const model::CaseRow& row, int column);

    model::CaseFilter m_filter;
    ListSelection m_selection;
    bool m_held = false;
    bool m_owesRefresh = false;
    bool m_oldRows = false;
    bool m_loading = false;
    std::uint64_t m_unsearchable = 0;
};

/// Days until "2026-03-04", negative when past; nothing if it is no date.
std::optional<int> daysUntil(const std::string& date);
/// "2 d left", "today", "3 d over".
QString sayDays(int days);

} // namespace ui
