// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/suite.h"
#include "model/case/register.h"
#include "ui/text/phrases.h"

#include <QWidget>

#include <set>
#include <vector>

class QCheckBox;
class QRadioButton;

namespace ui {

/// What a founder does in the office besides administering it, each with a word about what that is; and the
/// certificate.
class RoleChoice : public QWidget {
    Q_OBJECT
public:
    explicit RoleChoice(QWidget* parent);
    [[nodiscard]] std::set<model::Role> roles() const;
    [[nodiscard]] bool certified() const;

private:
    std::vector<std::pair<model::Role, QCheckBox*>> m_roles;
    QCheckBox* m_certified = nullptr;
    Phrases m_phrases{this};
};

/// The cryptographic suite, which stays with the office.
class SuiteChoice : public QWidget {
    Q_OBJECT
public:
    explicit SuiteChoice(QWidget* parent);
    [[nodiscard]] crypto::Suite suite() const;

private:
    QRadioButton* m_international;
    QRadioButton* m_chinese;
    Phrases m_phrases{this};
};

} // namespace ui
