// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/penalty_editor.h"

#include "model/base/citation.h"
#include "model/workflow/penalty_check.h"
#include "ui/forms/nearest_cases.h"
#include "ui/theme/theme.h"
#include "ui/theme/wrap_delegate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeWidget>

namespace ui {
namespace {

namespace law = model::law;

Text kindTitle(law::ProposalKind kind) {
    switch (kind) {
    case law::ProposalKind::normal: return {"Within the range", "在幅度内处罚"};
    case law::ProposalKind::lighter: return {"Lighter, within the range", "从轻处罚"};
    case law::ProposalKind::reduced: return {"Reduced, below the range", "减轻处罚"};
    case law::ProposalKind::none: return {"No penalty", "不予处罚"};
    }
    return {};
}

constexpr law::ProposalKind kKinds[] = {law::ProposalKind::normal, law::ProposalKind::lighter,
                                        law::ProposalKind::reduced, law::ProposalKind::none};

} // namespace

PenaltyEditor::PenaltyEditor(const model::Field& field, const OfficeView& office, QWidget* parent)
    : FieldEditor(field, office, parent) {
    if (const auto& shipped = law::PenaltyBook::shipped()) m_book = &*shipped;
    // What was done takes the whole width, because it is sentences; below it the amounts stand beside what follows from
    // them.
    auto* body = new QWidget(this);
    auto* amounts = new QHBoxLayout;
    amounts->setSpacing(24);
    auto* left = new QVBoxLayout;  // its rows stay together, however long the derivation beside them is
    auto* lists = makeLists(body); // first, as Tab goes
    left->addWidget(makeInputs(body));
    left->addStretch(1);
    amounts->addLayout(left, 5);
    amounts->addWidget(makeCalculation(), 7);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(lists);
    layout->addLayout(amounts);
    m_nearest = new NearestCases(body);
    layout->addWidget(m_nearest);
    connect(m_nearest, &NearestCases::edited, this, &PenaltyEditor::edited);
    m_body = body;
    body->installEventFilter(this);
    place(body);
    setFocusProxy(m_violations);
    showRows();
    compute();
    m_phrases.always([this] { compute(); });
}

bool PenaltyEditor::eventFilter(QObject* watched, QEvent* event) {
    const bool mine = watched == m_body && (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize);
    if (mine && m_body->layout() != nullptr) {
        // A form around this one takes the height of wrapped words for all that is needed and would squeeze the lists.
        const auto* layout = m_body->layout();
        m_body->setMinimumHeight(qMax(layout->minimumSize().height(), layout->heightForWidth(m_body->width())));
    }
    return FieldEditor::eventFilter(watched, event);
}

QFormLayout* PenaltyEditor::makeForm(QWidget* pane) {
    auto* form = new QFormLayout(pane);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(16);
    return form;
}

QLabel* PenaltyEditor::makeLabel(const Text& words, QWidget* buddy) {
    auto* made = new QLabel(buddy->parentWidget());
    made->setBuddy(buddy);
    made->setWordWrap(true);
    made->setFixedWidth(130);
    setMeaning(made, Meaning::muted);
    m_phrases.set(made, words);
    m_phrases.name(buddy, words);
    return made;
}

QWidget* PenaltyEditor::makeLists(QWidget* body) {
    auto* pane = new QWidget(body);
    auto* form = makeForm(pane);
    m_lists = form;
    m_violations = new QListWidget(pane);
    m_violations->setObjectName(QStringLiteral("violations"));
    m_violations->setFixedHeight(7 * kRowHeight + 4);
    m_violations->setWordWrap(false);
    m_violations->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_violations->setTextElideMode(Qt::ElideRight);
    makePacks(pane);
    form->addRow(makeLabel({"Rules", "适用规则"}, m_packs), m_packs);
    listArticles();
    form->addRow(makeLabel({"Articles broken", "违反条款"}, m_violations), m_violations);
    connect(m_violations, &QListWidget::itemChanged, this, [this] {
        if (m_loading) return;
        showRows();
        compute();
        emit edited();
    });
    m_serious = new QCheckBox(pane);
    m_phrases.set(m_serious, {"Serious case", "情节严重"});
    form->addRow(QString(), m_serious);
    m_extreme = new QCheckBox(pane);
    m_phrases.set(m_extreme, {"Extremely serious case", "情节特别严重"});
    form->addRow(QString(), m_extreme);
    for (auto* box : {m_serious, m_extreme}) {
        connect(box, &QCheckBox::toggled, this, [this] {
            compute();
            if (!m_loading) emit edited();
        });
    }

    m_grounds = new QTreeWidget(pane);
    m_grounds->setObjectName(QStringLiteral("grounds"));
    m_grounds->setRootIsDecorated(false);
    m_grounds->setColumnCount(2);
    m_grounds->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_grounds->header()->setStretchLastSection(false);
    m_grounds->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_grounds->header()->resizeSection(1, 220);
    new WrapDelegate(m_grounds);
    listGrounds();
    form->addRow(makeLabel({"Circumstances", "从轻减轻情节"}, m_grounds), m_grounds);
    connect(m_grounds, &QTreeWidget::itemChanged, this, [this] {
        if (m_loading) return;
        compute();
        emit edited();
    });
    return pane;
}

QWidget* PenaltyEditor::makeInputs(QWidget* body) {
    auto* pane = new QWidget(body);
    auto* form = makeForm(pane);
    m_inputs = form;
    const auto line = [&](const Text& words, const char* name) {
        auto* edit = new QLineEdit(pane);
        edit->setObjectName(QLatin1String(name));
        form->addRow(makeLabel(words, edit), edit);
        connect(edit, &QLineEdit::textEdited, this, [this] {
            compute();
            emit edited();
        });
        return edit;
    };
    m_turnover = line({"Illegal turnover (yuan)", "违法经营额（元）"}, "turnover");
    m_declarations = new QPlainTextEdit(pane);
    m_declarations->setObjectName(QStringLiteral("declarations"));
    m_declarations->setTabChangesFocus(true);
    m_declarations->setFixedHeight(3 * kRowHeight);
    m_phrases.always([this] {
        m_declarations->setPlaceholderText(say(Text{"One a line: amount and what it is; \"-\" in front: not controlled",
                                                    "每行一份：金额和说明；前加“-”表示非管制物项"}));
    });
    form->addRow(makeLabel({"Declarations", "各报关单"}, m_declarations), m_declarations);
    connect(m_declarations, &QPlainTextEdit::textChanged, this, [this] {
        if (m_loading) return;
        compute();
        emit edited();
    });
    m_goodsValue = line({"Value of the goods (yuan)", "货物价值（元）"}, "goodsValue");
    m_transaction = line({"Transaction value (dollars)", "交易金额（美元）"}, "transaction");
    m_gains = line({"Illegal gains (yuan)", "违法所得（元）"}, "gains");
    m_kilograms = line({"Mass (kg)", "货物重量（千克）"}, "kilograms");
    m_actEnd = line({"Last day of the act", "行为终了日期"}, "actEnd");
    m_actStart = line({"First day, if it went on", "行为开始日期（持续的）"}, "actStart");
    m_discovered = line({"Discovered on", "发现日期"}, "discovered");
    m_discovery = line({"Discovered by", "何以发现"}, "discovery");
    for (auto* edit : {m_actEnd, m_actStart, m_discovered})
        m_phrases.placeholder(edit, {"for example 2026-03-04", "例如 2026-03-04"});

    m_kind = new QComboBox(pane);
    for (const auto kind : kKinds) m_kind->addItem(QString(), str(law::proposalKindName(kind)));
    m_phrases.always([this] {
        for (int i = 0; i < m_kind->count(); ++i) m_kind->setItemText(i, say(kindTitle(kKinds[i])));
    });
    m_kindWords = new QLineEdit(pane); // what was chosen, where it cannot be chosen any more
    m_kindWords->setObjectName(QStringLiteral("kindWords"));
    m_kindWords->setReadOnly(true);
    m_kindWords->hide();
    auto* kinds = new QWidget(pane);
    auto* kindsLayout = new QVBoxLayout(kinds);
    kindsLayout->setContentsMargins(0, 0, 0, 0);
    kindsLayout->addWidget(m_kind);
    kindsLayout->addWidget(m_kindWords);
    form->addRow(makeLabel({"Proposed", "拟作处理"}, m_kind), kinds);
    m_phrases.name(m_kindWords, {"Proposed", "拟作处理"});
    m_phrases.always([this] { m_kindWords->setText(m_kind->currentText()); });
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        m_kindWords->setText(m_kind->currentText());
        compute();
        if (!m_loading) emit edited();
    });
    m_fine = line({"Fine (yuan)", "罚款（元）"}, "fine");
    m_confiscation = line({"Confiscation (yuan)", "没收违法所得（元）"}, "confiscation");
    return pane;
}

QWidget* PenaltyEditor::makeCalculation() {
    auto* pane = new QWidget(this);
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    m_range = new QLabel(pane);
    m_range->setWordWrap(true);
    makeHeading(m_range, 2);
    m_verdict = new QLabel(pane);
    m_verdict->setWordWrap(true);
    m_verdict->setObjectName(QStringLiteral("verdict"));
    m_steps = new QTreeWidget(pane);
    m_steps->setObjectName(QStringLiteral("derivation"));
    m_steps->setColumnCount(2);
    m_steps->setIndentation(14);
    new WrapDelegate(m_steps);
    m_steps->setSelectionMode(QAbstractItemView::SingleSelection);
    m_steps->header()->setSectionResizeMode(0, QHeaderView::Interactive);
    m_steps->header()->setStretchLastSection(true);
    m_phrases.always([this] {
        m_steps->setHeaderLabels({say("Article", "条款"), say("Reasoning", "推导")});
        const int article = m_steps->fontMetrics().horizontalAdvance(say(model::citation("ECL 34")));
        // A declaration stands three levels deep; what is longer wraps.
        m_steps->header()->resizeSection(0, qMax(130, article + 24));
    });
    m_phrases.name(m_steps, {"How the range follows from the law", "处罚幅度的推导"});
    layout->addWidget(m_range);
    layout->addWidget(m_verdict);
    layout->addWidget(m_steps);
    m_print = new QPushButton(pane);
    m_print->setObjectName(QStringLiteral("printDerivation"));
    m_phrases.set(m_print, {"Print the derivation…", "打印推导…"});
    connect(m_print, &QPushButton::clicked, this, &PenaltyEditor::printTree);
    layout->addWidget(m_print, 0, Qt::AlignLeft);
    layout->addStretch(1);
    return pane;
}

PenaltyEditor::Sheet PenaltyEditor::read(Text& wrong) const {
    Sheet sheet;
    const auto currency = currencyOfTicked();
    const auto money = [&](const QLineEdit* edit) -> std::optional<law::Money> {
        if (edit->text().trimmed().isEmpty()) return std::nullopt;
        auto amount = law::parseMoney(utf8(edit->text()), currency);
        if (amount) return *amount;
        if (wrong.empty()) wrong = model::fill({"“{0}” is no amount", "“{0}”不是金额"}, utf8(edit->text()));
        return std::nullopt;
    };
    for (int i = 0; i < m_violations->count(); ++i) {
        const auto* item = m_violations->item(i);
        if (item->checkState() != Qt::Checked) continue;
        sheet.facts.violations.emplace_back(utf8(item->data(Qt::UserRole).toString()));
    }
    sheet.facts.illegalTurnover = money(m_turnover);
    sheet.facts.illegalGains = money(m_gains);
    if (const QString kilograms = m_kilograms->text().trimmed(); !kilograms.isEmpty()) {
        bool good = false;
        const qint64 number = QString(kilograms).remove(u',').remove(u' ').toLongLong(&good);
        if (good && number >= 0) sheet.facts.kilograms = number;
        else if (wrong.empty()) wrong = {"The mass must be whole kilograms", "重量须为整数千克"};
    }
    const auto day = [&wrong](const QLineEdit* edit) -> std::optional<model::Date> {
        const QString text = edit->text().trimmed();
        if (text.isEmpty()) return std::nullopt;
        const auto date = model::parseDate(utf8(text));
        if (!date && wrong.empty()) wrong = {"The day must look like 2026-03-04", "日期须写作 2026-03-04"};
        return date;
    };
    sheet.facts.actEnd = day(m_actEnd);
    sheet.facts.actStart = day(m_actStart);
    sheet.facts.discovered = day(m_discovered);
    sheet.facts.discovery = utf8(m_discovery->text().trimmed());
    sheet.facts.goodsValue = money(m_goodsValue);
    sheet.facts.transactionValue = money(m_transaction);
    readDeclarations(sheet.facts, currency, wrong);
    sheet.facts.serious = m_serious->isChecked();
    sheet.facts.extreme = m_extreme->isChecked();
    for (int i = 0; i < m_grounds->topLevelItemCount(); ++i) {
        const auto* item = m_grounds->topLevelItem(i);
        if (item->checkState(0) != Qt::Checked) continue;
        sheet.facts.grounds.push_back({utf8(item->data(0, Qt::UserRole).toString()), utf8(item->text(1).trimmed())});
    }
    sheet.proposal.kind = kKinds[qMax(0, m_kind->currentIndex())];
    sheet.proposal.fine = money(m_fine).value_or(law::Money::of(currency, 0));
    sheet.proposal.confiscation = money(m_confiscation);
    sheet.facts.packs = packsOf(sheet.facts);
    return sheet;
}

void PenaltyEditor::compute() {
    if (m_loading || m_steps == nullptr || m_fine == nullptr || m_confiscation == nullptr) return;
    m_holds = false;
    m_steps->clear();
    m_computed.reset();
    m_print->setEnabled(false);
    if (m_nearest != nullptr) m_nearest->setProposal(std::nullopt);
    if (m_book == nullptr) {
        m_range->setText(say("The law's data could not be read.", "无法读取法律数据。"));
        return;
    }
    Text wrong;
    const Sheet sheet = read(wrong);
    const auto range = law::computePenalty(*m_book, sheet.facts);
    if (!wrong.empty() || !range) {
        m_range->setText(say("No range yet", "尚无处罚幅度"));
        const bool nothing = wrong.empty() && sheet.facts.violations.empty();
        m_verdict->setText(nothing ? say("Tick the articles that were broken.", "请勾选违反的条款。")
                                   : QStringLiteral("✕ ") + (wrong.empty() ? say(range.error()) : say(wrong)));
        setMeaning(m_verdict, nothing ? Meaning::muted : Meaning::danger);
        return;
    }
    sayRange(*range, sheet);
}

void PenaltyEditor::sayRange(const law::PenaltyRange& range, const Sheet& sheet) {
    m_computed = range;
    m_print->setEnabled(true);
    m_range->setText(say(law::fineText(range)));
    auto tree = range.tree;
    const auto verdict = law::judgeProposal(*m_book, range, sheet.proposal);
    if (verdict) tree.push_back({.step = *verdict});
    const bool empty = m_fine->text().trimmed().isEmpty() && sheet.proposal.kind != law::ProposalKind::none;
    m_holds = verdict.has_value() && !empty;
    m_verdict->setText(empty     ? say("Enter the fine that is proposed.", "请填写拟处罚款。")
                       : verdict ? QStringLiteral("✓ ") + say(verdict->result)
                                 : QStringLiteral("✕ ") + say(verdict.error()));
    setMeaning(m_verdict, empty ? Meaning::muted : verdict ? Meaning::ok : Meaning::danger);
    if (m_nearest != nullptr && m_holds) m_nearest->setProposal(law::featuresOf(range, sheet.proposal));
    for (const auto& node : tree) addNode(m_steps->invisibleRootItem(), node);
    if (range.criminalNotice) {
        auto* line = new QTreeWidgetItem(
            m_steps,
            {QStringLiteral("!"), say("Examine whether to refer the case to the police.", "须审查是否移送公安机关。")});
        line->setData(1, kMeaningRole, static_cast<int>(Meaning::warn));
    }
}

std::string PenaltyEditor::typed() const {
    if (!m_foreign.empty()) return m_foreign;
    Text wrong;
    const Sheet sheet = read(wrong);
    const bool blank = sheet.facts.violations.empty() && m_fine->text().trimmed().isEmpty();
    return blank ? std::string() : model::renderPenaltyValue({sheet.facts, sheet.proposal, m_nearest->reason()});
}

void PenaltyEditor::setValue(const std::string& value) {
    m_foreign.clear();
    model::PenaltyValue sheet;
    if (!value.empty()) {
        auto read = model::parsePenaltyValue(value);
        if (read) sheet = *std::move(read);
        else m_foreign = value;
    }
    m_loading = true;
    for (int i = 0; i < m_violations->count(); ++i) {
        auto* item = m_violations->item(i);
        const law::ArticleId violation(utf8(item->data(Qt::UserRole).toString()));
        const bool ticked = std::ranges::contains(sheet.facts.violations, violation);
        item->setCheckState(ticked ? Qt::Checked : Qt::Unchecked);
        if (ticked) m_packs->setCurrentIndex(qMax(0, m_packs->findData(item->data(kPackRole))));
    }
    m_named = sheet.facts.packs;
    m_namedFor = {sheet.facts.violations, sheet.facts.grounds};
    const auto put = [](QLineEdit* edit, const std::optional<law::Money>& amount) {
        edit->setText(amount ? str(law::formatMoney(*amount)) : QString());
        edit->setCursorPosition(0);
    };
    put(m_turnover, sheet.facts.illegalTurnover);
    put(m_gains, sheet.facts.illegalGains);
    put(m_goodsValue, sheet.facts.goodsValue);
    put(m_transaction, sheet.facts.transactionValue);
    m_declarations->setPlainText(linesOf(sheet.facts.declarations));
    m_kilograms->setText(sheet.facts.kilograms ? QString::number(*sheet.facts.kilograms) : QString());
    const auto putDay = [](QLineEdit* edit, const std::optional<model::Date>& day) {
        edit->setText(day ? str(model::formatDate(*day)) : QString());
    };
    putDay(m_actEnd, sheet.facts.actEnd);
    putDay(m_actStart, sheet.facts.actStart);
    putDay(m_discovered, sheet.facts.discovered);
    m_discovery->setText(str(sheet.facts.discovery));
    m_serious->setChecked(sheet.facts.serious);
    m_extreme->setChecked(sheet.facts.extreme);
    for (int i = 0; i < m_grounds->topLevelItemCount(); ++i) {
        auto* item = m_grounds->topLevelItem(i);
        const std::string id = utf8(item->data(0, Qt::UserRole).toString());
        const auto found = std::ranges::find(sheet.facts.grounds, id, &law::GroundFound::ground);
        const bool ticked = found != sheet.facts.grounds.end();
        item->setCheckState(0, ticked ? Qt::Checked : Qt::Unchecked);
        item->setText(1, ticked ? str(found->reason) : QString());
    }
    m_kind->setCurrentIndex(qMax(0, m_kind->findData(str(law::proposalKindName(sheet.proposal.kind)))));
    put(m_fine, value.empty() ? std::nullopt : std::optional(sheet.proposal.fine));
    put(m_confiscation, sheet.proposal.confiscation);
    m_nearest->setReason(sheet.deviation);
    m_loading = false;
    showRows();
    compute();
}

void PenaltyEditor::setReadOnly(bool readOnly) {
    m_readOnly = readOnly;
    for (auto* edit : lines()) edit->setReadOnly(readOnly);
    m_declarations->setReadOnly(readOnly);
    m_extreme->setEnabled(!readOnly);
    m_kind->setVisible(!readOnly);
    m_kindWords->setVisible(readOnly);
    m_serious->setEnabled(!readOnly);
    m_loading = true;
    for (int i = 0; i < m_violations->count(); ++i) {
        auto* item = m_violations->item(i);
        item->setFlags(readOnly ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    }
    m_loading = false;
    m_grounds->setEnabled(!readOnly);
    m_nearest->setReadOnly(readOnly);
    showOnlyFilled(readOnly);
}

void PenaltyEditor::showOnlyFilled(bool only) {
    showRows();
    m_lists->setRowVisible(m_packs, !only);
    int grounds = 0;
    for (int i = 0; i < m_grounds->topLevelItemCount(); ++i) {
        const bool on = m_grounds->topLevelItem(i)->checkState(0) == Qt::Checked;
        grounds += on ? 1 : 0;
        m_grounds->topLevelItem(i)->setHidden(only && !on);
    }
    m_lists->setRowVisible(m_grounds, !only || grounds > 0);
    for (auto* edit : lines()) m_inputs->setRowVisible(edit, !only || !edit->text().isEmpty());
    m_inputs->setRowVisible(m_declarations, !only || !m_declarations->toPlainText().isEmpty());
    m_lists->setRowVisible(m_serious, !only || m_serious->isChecked());
    m_lists->setRowVisible(m_extreme, !only || m_extreme->isChecked());
}

} // namespace ui
