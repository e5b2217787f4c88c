// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"
#include "ui/text/phrases.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QLabel;
class QPushButton;

namespace ui {

class HandOverPanel;
class RenewalPanel;
class UnitsPanel;

/// One person of the office: the fingerprint of their keys, roles and certificate; and the buttons that admit them,
/// change them, or say that they have left. What stands in the way is said, and then nothing can be changed.
class PersonPanel : public QWidget {
    Q_OBJECT
public:
    explicit PersonPanel(QWidget* parent = nullptr);

    void show(const model::PersonEntry& person);
    /// The same person, of whom somebody else may have changed something: what is chosen here and not yet saved stays
    /// chosen, the rest follows, and it is said that both changed.
    void showAnew(const model::PersonEntry& person);
    /// Nothing of a person stays.
    void clear();
    /// Said once it is known: how many open cases the person is on.
    void setOpenCases(std::uint64_t count);
    /// While an answer is on its way nothing can be pressed twice.
    void setBusy(bool busy);
    [[nodiscard]] bool busy() const { return m_busy; }
    [[nodiscard]] std::optional<PersonId> shown() const;
    [[nodiscard]] std::set<model::Role> roles() const;
    [[nodiscard]] bool certified() const;
    [[nodiscard]] RenewalPanel* renewal() const { return m_renewal; }
    [[nodiscard]] HandOverPanel* handOver() const { return m_handOver; }
    [[nodiscard]] UnitsPanel* units() const { return m_units; }
    /// Whether an invitation can be written with which the person makes new keys on another machine.
    void setInvites(bool invites);

signals:
    void inviteWanted();
    void admitWanted();
    /// With the roles and the certificate as they are chosen, and whether the person works here.
    void changeWanted(bool active);
    void casesWanted();

private:
    void sayAll();
    void sayButtons();
    [[nodiscard]] bool differs() const;

    QLabel* m_name;
    QLabel* m_standing;
    QLabel* m_digitsCaption;
    QLabel* m_digits;
    QLabel* m_compare;
    QLabel* m_rolesCaption;
    std::vector<std::pair<model::Role, QCheckBox*>> m_roles;
    QCheckBox* m_certified;
    QLabel* m_reason;
    QPushButton* m_admit;
    QPushButton* m_save;
    QLabel* m_leaving;
    QPushButton* m_leave;
    QPushButton* m_back;
    QPushButton* m_cases;
    RenewalPanel* m_renewal;
    HandOverPanel* m_handOver;
    UnitsPanel* m_units;
    QLabel* m_lost;
    QPushButton* m_invite;
    std::optional<model::PersonEntry> m_person;
    std::optional<std::uint64_t> m_openCases;
    bool m_busy = false;
    bool m_invites = false;
    bool m_changedMeanwhile = false; ///< by somebody else, while something else is chosen here
    Phrases m_phrases{this};
};

} // namespace ui
