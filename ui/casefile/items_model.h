// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/items.h"
#include "ui/session/office_port.h"

#include <QAbstractTableModel>

namespace ui {

class OpenCase;

/// The chronology or the parties of the open case, as a table: what people stated, and the lines that are told from
/// elsewhere (the log's happenings, the facts' respondent), which have no id.
class ItemsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int kMost = 6;
    ItemsModel(OpenCase& open, model::ItemSort sort, QObject* parent = nullptr);

    void reset();
    /// Whether the log's happenings are shown too.
    void setTold(bool told);
    [[nodiscard]] bool told() const { return m_told; }
    /// The thing of a row; null where it is told from elsewhere.
    [[nodiscard]] ItemId item(int row) const { return m_rows[static_cast<std::size_t>(row)].item; }
    [[nodiscard]] int rowOf(ItemId id) const;
    /// Which column takes the rest, and how wide a column's words are.
    [[nodiscard]] int restColumn() const { return m_sort == model::ItemSort::chronology ? 1 : 0; }
    [[nodiscard]] std::vector<int> leastFirst() const;
    [[nodiscard]] QString widest(int column) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        ItemId item;
        model::ChronologyLine line; ///< of the chronology
        model::Form party;          ///< of the parties
        bool changed = false;       ///< by others, since the person looked
    };
    [[nodiscard]] QString cell(const Row& row, int column) const;
    OpenCase& m_open;
    model::ItemSort m_sort;
    bool m_told = true;
    std::vector<Row> m_rows;
};

} // namespace ui
