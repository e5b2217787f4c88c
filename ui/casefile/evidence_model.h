// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"

#include <QAbstractTableModel>

namespace ui {

class OpenCase;

/// The evidence of the open case, as a table. Files may be dropped on it.
class EvidenceModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { name, category, size, added, by, digest, columnCount_ };
    explicit EvidenceModel(OpenCase& open, QObject* parent = nullptr);

    void reset();
    [[nodiscard]] const model::EvidenceItem& item(int row) const { return m_items[static_cast<std::size_t>(row)]; }
    /// Where the file of that row is, as far as it is known here.
    [[nodiscard]] model::EvidencePlace place(int row) const;
    [[nodiscard]] int rowOf(ItemId id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    OpenCase& m_open;
    std::vector<model::EvidenceItem> m_items;
    std::vector<model::EvidencePlace> m_places;
};

} // namespace ui
