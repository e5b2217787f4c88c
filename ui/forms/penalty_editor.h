// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/penalty.h"
#include "ui/forms/field_editor.h"

#include <QPointer>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QTreeWidget;

namespace ui {

/// The penalty worksheet: what was done; below it the amounts and the proposal on the left, the calculation with every
/// step of its reasoning on the right, computed anew by model/law with each change.
class PenaltyEditor : public FieldEditor {
    Q_OBJECT
public:
    PenaltyEditor(const model::Field& field, const OfficeView& office, QWidget* parent);

    [[nodiscard]] std::string typed() const override;
    void setValue(const std::string& value) override;
    void setReadOnly(bool readOnly) override;
    /// Fills what is still empty from the facts of the case.
    void suggest(const model::Form& facts);
    /// True if the proposal stands inside what the law gives for the facts.
    [[nodiscard]] bool holds() const { return m_holds; }

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Sheet {
        model::law::PenaltyFacts facts;
        model::law::Proposal proposal;
    };
    QFormLayout* makeForm(QWidget* pane);
    QLabel* makeLabel(const Text& words, QWidget* buddy);
    QWidget* makeLists(QWidget* body);
    QWidget* makeInputs(QWidget* body);
    QWidget* makeCalculation();
    /// What is typed, as far as it can be read; the first thing that cannot is said in `wrong`.
    [[nodiscard]] Sheet read(Text& wrong) const;
    void compute();
    void sayRange(const model::law::PenaltyRange& range, const Sheet& sheet);

    /// For reading: leaves out what is empty.
    void showOnlyFilled(bool only);

    std::optional<model::law::PenaltyLaw> m_law;
    QWidget* m_body = nullptr;
    QFormLayout* m_lists = nullptr;  ///< what was done: articles, circumstances
    QFormLayout* m_inputs = nullptr; ///< amounts and the proposal
    QListWidget* m_violations = nullptr;
    QLineEdit* m_turnover = nullptr;
    QLineEdit* m_gains = nullptr;
    QLineEdit* m_kilograms = nullptr;
    QLineEdit* m_actEnd = nullptr;
    QCheckBox* m_serious = nullptr;
    QTreeWidget* m_grounds = nullptr;
    QComboBox* m_kind = nullptr;
    QLineEdit* m_kindWords = nullptr;
    QLineEdit* m_fine = nullptr;
    QLineEdit* m_confiscation = nullptr;
    QLabel* m_range = nullptr;
    QLabel* m_verdict = nullptr;
    QTreeWidget* m_steps = nullptr;
    bool m_holds = false;
    bool m_loading = false;
    std::string m_foreign; ///< a value that this version cannot read, kept as it is
};

} // namespace ui
