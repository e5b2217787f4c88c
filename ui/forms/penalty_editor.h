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
class QPlainTextEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace ui {

class NearestCases;

/// The penalty worksheet: what was done, by the rules that are chosen; below it the amounts and the proposal on the
/// left, the calculation as a tree on the right, computed anew by model/law with each change.
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

    /// Where a proposal is held against decided cases.
    [[nodiscard]] NearestCases* nearest() const { return m_nearest; }

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

    static constexpr int kPackRole = 0x0100 + 41; ///< the pack of an article in the list
    static std::vector<model::law::Ground> groundsOf(const model::law::PenaltyBook& book);
    static QString linesOf(const std::vector<model::law::Declared>& declarations);
    void makePacks(QWidget* pane);
    void listArticles();
    void listGrounds();
    void showRows();
    void addNode(QTreeWidgetItem* parent, const model::law::DerivationNode& node);
    void printTree();
    void readDeclarations(model::law::PenaltyFacts& facts, model::law::Currency currency, Text& wrong) const;
    [[nodiscard]] std::vector<QLineEdit*> lines() const;
    [[nodiscard]] model::law::Currency currencyOfTicked() const;
    [[nodiscard]] std::vector<std::string> packsOf(const model::law::PenaltyFacts& facts) const;

    const model::law::PenaltyBook* m_book = nullptr; ///< null if the packs could not be read
    std::optional<model::law::PenaltyRange> m_computed;
    std::vector<std::string> m_named; ///< the packs that the value named, and for which articles and circumstances
    std::pair<std::vector<model::law::ArticleId>, std::vector<model::law::GroundFound>> m_namedFor;
    QComboBox* m_packs = nullptr; ///< whose articles the list shows
    QPlainTextEdit* m_declarations = nullptr;
    QLineEdit* m_goodsValue = nullptr;
    QLineEdit* m_transaction = nullptr;
    QLineEdit* m_actStart = nullptr;
    QLineEdit* m_discovered = nullptr;
    QLineEdit* m_discovery = nullptr;
    QCheckBox* m_extreme = nullptr;
    QPushButton* m_print = nullptr;
    bool m_readOnly = false;
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
    NearestCases* m_nearest = nullptr;
    QLabel* m_range = nullptr;
    QLabel* m_verdict = nullptr;
    QTreeWidget* m_steps = nullptr;
    bool m_holds = false;
    bool m_loading = false;
    std::string m_foreign; ///< a value that this version cannot read, kept as it is
};

} // namespace ui
