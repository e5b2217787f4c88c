// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"
#include "ui/text/say.h"

#include <QAbstractTableModel>

namespace ui {

/// The roles of a person in words, in the order of the procedure.
QString sayRoles(const std::set<model::Role>& roles);
/// Whether somebody asks to join, works here or has left.
Text standingOf(const model::PersonEntry& person);

/// The people of the office as a table: requests first, who has left last.
class PeopleModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { name, label, roles, certified, standing, columnCount_ };
    using QAbstractTableModel::QAbstractTableModel;

    void show(std::vector<model::PersonEntry> people);
    /// Whether it says the same of the same people already.
    [[nodiscard]] bool shows(const std::vector<model::PersonEntry>& people) const;
    /// What is said of people is in another language now.
    void sayAnew();
    [[nodiscard]] const std::vector<model::PersonEntry>& people() const { return m_people; }
    [[nodiscard]] const model::PersonEntry& person(int row) const { return m_people[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowOf(PersonId id) const; ///< -1: not there
    [[nodiscard]] int requests() const;         ///< how many ask to join

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<model::PersonEntry> m_people;
};

} // namespace ui
