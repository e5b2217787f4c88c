// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/case_side.h"

#include "model/base/citation.h"
#include "model/workflow/engine.h"
#include "ui/forms/value_words.h"
#include "ui/theme/wrap_delegate.h"

#include <QLabel>
#include <QScrollArea>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace ui {
namespace {

enum Jump { guardRole = Qt::UserRole, nameRole, stepRole, onRole };
constexpr int kDocument = -1; ///< in place of a guard: a document is missing

/// "Sealing or seizure 2 · ", or nothing of what is the case's own.
QString ofTrack(const model::CaseView& view, const std::optional<model::Digest>& on) {
    const auto* one = on ? view.state.track(*on) : nullptr;
    return one == nullptr ? QString() : say(model::titleOf(*view.definition, view.state, *one)) + QStringLiteral(" · ");
}

QTreeWidget* tree(QWidget* parent, const char* name) {
    auto* made = new QTreeWidget(parent);
    made->setObjectName(QLatin1String(name));
    made->setHeaderHidden(true);
    made->setRootIsDecorated(false);
    made->setIndentation(12);
    made->setProperty("frameless", true);
    made->viewport()->setAutoFillBackground(false);
    new WrapDelegate(made);
    return made;
}

} // namespace

CaseSide::CaseSide(OpenCase& open, QWidget* parent)
    : QWidget(parent), m_open(open), m_missingTitle(new QLabel(this)), m_missing(tree(this, "missing")),
      m_deadlinesTitle(new QLabel(this)), m_deadlines(tree(this, "deadlines")), m_refusedTitle(new QLabel(this)),
      m_refused(tree(this, "refused")) {
    setObjectName(QStringLiteral("caseSide"));
    for (auto* title : {m_missingTitle, m_deadlinesTitle, m_refusedTitle}) makeHeading(title, 2);
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(10, 12, 10, 10);
    layout->setSpacing(4);
    const std::pair<QLabel*, QTreeWidget*> parts[] = {
        {m_refusedTitle, m_refused}, {m_missingTitle, m_missing}, {m_deadlinesTitle, m_deadlines}};
    for (const auto& [title, list] : parts) {
        title->setContentsMargins(4, 0, 0, 0);
        layout->addWidget(title);
        layout->addWidget(list);
        layout->addSpacing(10);
    }
    layout->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(body);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    m_phrases.name(scroll, {"What is missing, and deadlines", "尚缺事项和期限"});
    m_phrases.name(m_missing, {"Still missing", "尚缺事项"});
    m_phrases.name(m_deadlines, {"Deadlines", "期限"});
    m_phrases.name(m_refused, {"Refused by the hub", "被退回的事项"});
    m_phrases.always([this] {
        m_missingTitle->setText(say("Still missing", "尚缺事项"));
        m_deadlinesTitle->setText(say("Deadlines", "期限"));
        m_refusedTitle->setText(say("Refused", "被退回"));
        refresh();
    });
    connect(m_missing, &QTreeWidget::itemActivated, this, &CaseSide::jump);
    for (const auto signal : {&OpenCase::opened, &OpenCase::closed, &OpenCase::loaded}) {
        connect(&open, signal, this, &CaseSide::refresh);
    }
}

void CaseSide::refresh() {
    m_missing->clear();
    m_deadlines->clear();
    m_refused->clear();
    const auto* view = m_open.view();
    m_refused->setVisible(view != nullptr && !view->refused.empty());
    m_refusedTitle->setVisible(view != nullptr && !view->refused.empty());
    if (view == nullptr) return;
    const auto mean = [](QTreeWidgetItem* item, Meaning meaning) {
        item->setData(0, kMeaningRole, static_cast<int>(meaning));
    };
    std::string step;
    std::optional<model::Digest> on;
    QTreeWidgetItem* top = nullptr;
    for (const auto& one : view->missing) {
        if (top == nullptr || one.step != step || one.on != on) {
            top = new QTreeWidgetItem(m_missing,
                                      {say("for “%1”", "“%1”需要").arg(ofTrack(*view, one.on) + say(one.stepTitle))});
            on = one.on;
            mean(top, Meaning::muted);
            top->setFlags(Qt::ItemIsEnabled);
            step = one.step;
        }
        QString words = QStringLiteral("✕ ") + say(one.what);
        if (one.need > 1) words += QStringLiteral(" (%1/%2)").arg(one.have).arg(one.need);
        if (!one.cite.empty() && one.cite != "setting") words += QStringLiteral("  ") + say(model::citation(one.cite));
        auto* item = new QTreeWidgetItem(top, {words});
        item->setToolTip(0, say(one.cure));
        item->setData(0, guardRole, one.guard ? static_cast<int>(*one.guard) : kDocument);
        item->setData(0, nameRole, one.names.empty() ? QString() : str(one.names.front()));
        item->setData(0, stepRole, str(one.step));
        item->setData(0, onRole, one.on ? str(one.on->hex()) : QString());
        top->setExpanded(true);
    }
    if (view->missing.empty()) {
        const bool ended =
            view->definition->stage(view->state.stage) != nullptr && view->definition->stage(view->state.stage)->final;
        mean(new QTreeWidgetItem(m_missing,
                                 {QStringLiteral("✓ ") +
                                  (ended ? say("The case has ended.", "本案已办结。")
                                         : say("Nothing is missing for the next step.", "下一步所需均已具备。"))}),
             Meaning::ok);
    }
    for (const auto& deadline : view->deadlines) {
        QString words = ofTrack(*view, deadline.on) + say(deadline.title) + u'\n' + sayDeadline(deadline);
        if (deadline.whose == model::Whose::party) words += say(" · the party's", " · 当事人的期限");
        if (deadline.basis == model::Basis::setting) words += say(" · not set by law", " · 非法定期限");
        else if (!deadline.cite.empty()) words += QStringLiteral(" · ") + say(model::citation(deadline.cite));
        auto* item = new QTreeWidgetItem(m_deadlines, {words});
        QStringList lines;
        for (const auto& line : deadline.lines) lines << say(line);
        item->setToolTip(0, lines.join(u'\n'));
        using model::DeadlineStatus;
        const bool late = deadline.status == DeadlineStatus::overdue || deadline.status == DeadlineStatus::metLate;
        if (late && deadline.whose == model::Whose::authority) mean(item, Meaning::danger);
        else if (deadline.status != DeadlineStatus::running) mean(item, Meaning::muted);
    }
    if (view->deadlines.empty()) {
        mean(new QTreeWidgetItem(m_deadlines, {say("No period runs.", "目前没有期限。")}), Meaning::muted);
    }
    for (const auto& one : view->refused) {
        auto* item =
            new QTreeWidgetItem(m_refused, {QStringLiteral("▲ ") + say(one.summary) + u'\n' + say(one.reason)});
        mean(item, Meaning::danger);
    }
}

void CaseSide::jump() {
    const auto* item = m_missing->currentItem();
    if (item == nullptr || !item->data(0, guardRole).isValid()) return;
    const int guard = item->data(0, guardRole).toInt();
    const QString name = item->data(0, nameRole).toString();
    const QString on = item->data(0, onRole).toString();
    if (guard == kDocument) emit missingDocument(name, on);
    else jumpTo(static_cast<model::GuardKind>(guard), name, item->data(0, stepRole).toString(), on);
}

void CaseSide::jumpTo(model::GuardKind guard, const QString& name, const QString& step, const QString& on) {
    using model::GuardKind;
    switch (guard) {
    case GuardKind::factSet: emit missingFact(name); break;
    case GuardKind::evidenceAtLeast: emit missingEvidence(); break;
    case GuardKind::assignedAtLeast:
    case GuardKind::personsReleased: emit missingPeople(); break;
    case GuardKind::stepTaken: emit missingStep(name, on); break;
    default: emit missingStep(step, on); break;
    }
}

} // namespace ui
