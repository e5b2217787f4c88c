// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the penalty worksheet that came with the packs: which rules are shown, declarations, the tree, printing.
#include "model/base/citation.h"
#include "ui/forms/penalty_editor.h"
#include "ui/theme/theme.h"
#include "ui/theme/wrap_delegate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPrintDialog>
#include <QPrinter>
#include <QTextDocument>
#include <QTreeWidget>

#include <memory>

namespace ui {

namespace law = model::law;

std::vector<law::Ground> PenaltyEditor::groundsOf(const law::PenaltyBook& book) {
    std::vector<law::Ground> out;
    for (const auto& pack : book.packs) {
        for (const auto& ground : pack.grounds) {
            if (!std::ranges::contains(out, ground.id, &law::Ground::id)) out.push_back(ground);
        }
    }
    return out;
}

void PenaltyEditor::makePacks(QWidget* pane) {
    m_packs = new QComboBox(pane);
    m_packs->setObjectName(QStringLiteral("packs"));
    if (m_book == nullptr) return;
    for (const auto& pack : m_book->packs) {
        if (!pack.rules.empty()) m_packs->addItem(QString(), str(pack.id));
    }
    m_phrases.always([this] {
        for (int i = 0; i < m_packs->count(); ++i) {
            const auto* pack = m_book->pack(utf8(m_packs->itemData(i).toString()));
            m_packs->setItemText(i, say(pack->name) + QStringLiteral(" · ") + str(pack->id));
            m_packs->setItemData(i, say(pack->unverified), Qt::ToolTipRole);
        }
    });
    connect(m_packs, &QComboBox::currentIndexChanged, this, [this] { showRows(); });
}

void PenaltyEditor::listArticles() {
    if (m_book == nullptr) return;
    for (const auto& pack : m_book->packs) {
        for (const auto& rule : pack.rules) {
            auto* item = new QListWidgetItem(m_violations);
            item->setData(Qt::UserRole, str(rule.violation.str()));
            item->setData(kPackRole, str(pack.id));
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
            item->setCheckState(Qt::Unchecked);
            item->setSizeHint({100, kRowHeight});
        }
    }
    m_phrases.always([this] {
        int row = 0;
        for (const auto& pack : m_book->packs) {
            for (const auto& rule : pack.rules) {
                auto* item = m_violations->item(row++);
                item->setText(say(model::citation(rule.source.cite)) + QStringLiteral(" · ") + say(rule.what));
                item->setToolTip(say(rule.summary));
            }
        }
    });
}

void PenaltyEditor::listGrounds() {
    if (m_book == nullptr) return;
    for (const auto& ground : groundsOf(*m_book)) {
        auto* item = new QTreeWidgetItem(m_grounds);
        item->setData(0, Qt::UserRole, str(ground.id));
        item->setCheckState(0, Qt::Unchecked);
        item->setFlags(item->flags() | Qt::ItemIsEditable);
    }
    m_phrases.always([this] {
        m_grounds->setHeaderLabels(
            {say("Circumstance (Space ticks)", "情节（空格勾选）"), say("Reason (F2 writes)", "理由（F2 填写）")});
        const bool was = std::exchange(m_loading, true);
        for (int i = 0; i < m_grounds->topLevelItemCount(); ++i) {
            const auto& ground = *m_book->ground(utf8(m_grounds->topLevelItem(i)->data(0, Qt::UserRole).toString()));
            m_grounds->topLevelItem(i)->setText(0, say(model::citation(ground.source.cite)) + QStringLiteral(" · ") +
                                                       say(ground.summary));
            m_grounds->topLevelItem(i)->setToolTip(0, say(ground.summary));
        }
        m_loading = was;
    });
}

// The articles of the rules that are chosen, and whatever is ticked elsewhere.
void PenaltyEditor::showRows() {
    if (m_loading || m_violations == nullptr) return;
    int shown = 0;
    bool dollars = false;
    bool customs = false;
    for (int i = 0; i < m_violations->count(); ++i) {
        auto* item = m_violations->item(i);
        const bool ticked = item->checkState() == Qt::Checked;
        const bool row = ticked || (!m_readOnly && item->data(kPackRole) == m_packs->currentData());
        m_violations->setRowHidden(i, !row);
        shown += row ? 1 : 0;
        if (!ticked) continue;
        const auto* rule = m_book->rule(law::ArticleId(utf8(item->data(Qt::UserRole).toString())));
        dollars = dollars || rule->basis == law::Basis::transactionValue;
        customs = customs || rule->basis == law::Basis::goodsValue;
    }
    for (int i = 0; !m_readOnly && m_grounds != nullptr && i < m_grounds->topLevelItemCount(); ++i) {
        auto* item = m_grounds->topLevelItem(i);
        const auto id = utf8(item->data(0, Qt::UserRole).toString());
        const auto holds = [&id](const law::PenaltyLaw& pack) { return pack.ground(id) != nullptr; };
        const auto pack = std::ranges::find_if(m_book->packs, holds);
        const bool everywhere = pack->id == law::kFirstPack || pack->route == "general";
        item->setHidden(!everywhere && item->checkState(0) != Qt::Checked && str(pack->id) != m_packs->currentData());
    }
    m_violations->setFixedHeight(qMax(1, shown) * kRowHeight + 4);
    if (m_inputs == nullptr || m_transaction == nullptr) return;
    m_inputs->setRowVisible(m_transaction, dollars);
    m_inputs->setRowVisible(m_goodsValue, customs);
}

std::vector<QLineEdit*> PenaltyEditor::lines() const {
    return {m_turnover, m_goodsValue, m_transaction, m_gains, m_kilograms,   m_actEnd,
            m_actStart, m_discovered, m_discovery,   m_fine,  m_confiscation};
}

law::Currency PenaltyEditor::currencyOfTicked() const {
    for (int i = 0; i < m_violations->count(); ++i) {
        const auto* item = m_violations->item(i);
        if (item->checkState() != Qt::Checked) continue;
        if (const auto* pack = m_book->pack(utf8(item->data(kPackRole).toString()))) return pack->currency;
    }
    return law::Currency::cny;
}

// What was signed names its packs and keeps them; only other articles or circumstances name others.
std::vector<std::string> PenaltyEditor::packsOf(const law::PenaltyFacts& facts) const {
    if (facts.violations == m_namedFor.first && facts.grounds == m_namedFor.second) return m_named;
    std::vector<std::string> grounds;
    for (const auto& one : facts.grounds) grounds.push_back(one.ground);
    return m_book == nullptr ? std::vector<std::string>{} : m_book->packsFor(facts.violations, grounds);
}

void PenaltyEditor::readDeclarations(law::PenaltyFacts& facts, law::Currency currency, Text& wrong) const {
    for (const QString& whole : m_declarations->toPlainText().split(u'\n')) {
        QString line = whole.trimmed();
        if (line.isEmpty()) continue;
        law::Declared one{.controlled = !line.startsWith(u'-')};
        if (!one.controlled) line = line.mid(1).trimmed();
        const auto blank = line.indexOf(u' ');
        const QString amount = blank < 0 ? line : line.left(blank);
        if (blank >= 0) one.note = utf8(line.mid(blank).trimmed());
        const auto money = law::parseMoney(utf8(amount), currency);
        if (money) one.amount = *money;
        else if (wrong.empty()) wrong = model::fill({"“{0}” is no amount", "“{0}”不是金额"}, utf8(amount));
        facts.declarations.push_back(std::move(one));
    }
}

QString PenaltyEditor::linesOf(const std::vector<law::Declared>& declarations) {
    QString out;
    for (const auto& one : declarations) {
        if (!out.isEmpty()) out += u'\n';
        out += (one.controlled ? QString() : QStringLiteral("-")) + str(law::formatMoney(one.amount)) +
               (one.note.empty() ? QString() : QStringLiteral(" ") + str(one.note));
    }
    return out;
}

void PenaltyEditor::addNode(QTreeWidgetItem* parent, const law::DerivationNode& node) {
    const auto& step = node.step;
    auto* top = new QTreeWidgetItem(
        parent,
        {say(step.source.cite.empty() ? step.source.article : model::citation(step.source.cite)), say(step.input)});
    top->setToolTip(0, say(step.source.article));
    const auto line = [&](const QString& mark, const Text& words, Meaning meaning) {
        if (words.empty()) return;
        auto* item = new QTreeWidgetItem(top, {QString(), mark + say(words)});
        item->setData(1, kMeaningRole, static_cast<int>(meaning));
    };
    const bool applied = node.notChosen.empty();
    if (!applied) top->setData(1, kMeaningRole, static_cast<int>(Meaning::muted));
    line({}, step.rule, Meaning::muted);
    if (!step.result.empty()) {
        auto* item = new QTreeWidgetItem(top, {QString(), QStringLiteral("→ ") + say(step.result)});
        if (!applied) item->setData(1, kMeaningRole, static_cast<int>(Meaning::muted));
    }
    line(say("Not applied: ", "未适用："), node.notChosen, Meaning::muted);
    line(say("Not verified: ", "未经核实："), node.unverified, Meaning::warn);
    for (const auto& child : node.children) addNode(top, child);
    top->setExpanded(applied && !node.detail);
}

void PenaltyEditor::printTree() {
    if (!m_computed) return;
    auto printer = std::make_shared<QPrinter>();
    auto* dialog = new QPrintDialog(printer.get(), this);
    dialog->setObjectName(QStringLiteral("printDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QAbstractPrintDialog::PrintToFile);
    const QString words =
        say(Text{law::renderTree(*m_computed, model::Language::en), law::renderTree(*m_computed, model::Language::zh)});
    connect(dialog, &QDialog::accepted, this, [printer, words] {
        QTextDocument document;
        document.setPlainText(words);
        document.print(printer.get());
    });
    // The printer must outlive the dialog, which is gone after the last signal.
    connect(dialog, &QObject::destroyed, this, [printer] {});
    dialog->open();
}

void PenaltyEditor::suggest(const model::Form& facts) {
    const auto fillIn = [&facts](QLineEdit* edit, const char* name) {
        const auto found = facts.find(name);
        if (edit->text().isEmpty() && found != facts.end()) edit->setText(str(found->second));
    };
    fillIn(m_turnover, "turnover");
    fillIn(m_gains, "gains");
    const auto unit = facts.find("unit");
    if (unit != facts.end() && (unit->second == "kg" || unit->second == "千克" || unit->second == "公斤")) {
        fillIn(m_kilograms, "quantity");
    }
    if (const auto day = facts.find("act_date"); day != facts.end() && model::parseDate(day->second))
        fillIn(m_actEnd, "act_date");
    if (const auto found = facts.find("violation"); found != facts.end()) {
        m_loading = true;
        for (int i = 0; i < m_violations->count(); ++i) {
            auto* item = m_violations->item(i);
            if (item->data(Qt::UserRole).toString() == str(found->second)) item->setCheckState(Qt::Checked);
        }
        m_loading = false;
    }
    compute();
}

} // namespace ui
