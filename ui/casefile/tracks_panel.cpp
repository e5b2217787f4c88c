// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/tracks_panel.h"

#include "model/base/citation.h"
#include "model/workflow/engine.h"
#include "ui/forms/value_words.h"

#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr int kIndent = 16;

QString stageOf(const model::CaseView& view, const model::OpenedTrack& one, const std::string& stage) {
    const auto* side = view.definition->track(one.track);
    const auto* found = side == nullptr ? nullptr : side->stage(stage);
    return found == nullptr ? str(stage) : say(found->title);
}

QString titleOf(const model::CaseView& view, const model::OpenedTrack& one) {
    return say(model::titleOf(*view.definition, view.state, one));
}

bool isLate(const model::Deadline& deadline) {
    using model::DeadlineStatus;
    return deadline.whose == model::Whose::authority &&
           (deadline.status == DeadlineStatus::overdue || deadline.status == DeadlineStatus::metLate);
}

/// A period of a side track in one line.
QString periodWords(const model::Deadline& deadline) {
    QString words = (isLate(deadline) ? QStringLiteral("▲ ") : QString()) +
                    say("%1: %2", "%1：%2").arg(say(deadline.title), sayDeadline(deadline));
    if (deadline.whose == model::Whose::party) words += say(" · the party's", " · 当事人的期限");
    if (!deadline.cite.empty()) words += QStringLiteral(" · ") + say(model::citation(deadline.cite));
    return words;
}

} // namespace

TracksPanel::TracksPanel(OpenCase& open, QWidget* parent)
    : QWidget(parent), m_open(open), m_title(new QLabel(this)), m_rows(new QVBoxLayout), m_new(new QPushButton(this)) {
    setObjectName(QStringLiteral("tracks"));
    m_new->setObjectName(QStringLiteral("openTrack"));
    m_new->setAutoDefault(true);
    m_new->setMenu(new QMenu(m_new));
    makeHeading(m_title, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 0, 0);
    layout->setSpacing(6);
    m_rows->setSpacing(6);
    layout->addWidget(m_title);
    layout->addLayout(m_rows);
    layout->addWidget(m_new, 0, Qt::AlignLeft);
    hide();
}

void TracksPanel::clear() {
    while (auto* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_new->menu()->clear();
    hide();
}

QLabel* TracksPanel::addLine(const QString& words, Meaning meaning) {
    auto* label = new QLabel(words, this);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setContentsMargins(kIndent, 0, 0, 0);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (meaning != Meaning::plain) setMeaning(label, meaning);
    m_rows->addWidget(label);
    return label;
}

void TracksPanel::refresh() {
    const QWidget* const focus = QApplication::focusWidget();
    const QString focused = focus == nullptr || !isAncestorOf(focus) ? QString() : focus->objectName();
    clear();
    const auto* view = m_open.view();
    if (view == nullptr || !view->definition) return;
    m_title->setText(say("Side procedures", "另行程序"));
    for (const auto& one : view->state.tracks) {
        if (!model::hasEnded(*view->definition, view->state, one)) addOpen(one);
    }
    for (const auto& one : view->state.tracks) {
        if (!model::hasEnded(*view->definition, view->state, one)) continue;
        auto* label =
            addLine(QStringLiteral("✓ ") + titleOf(*view, one) + QStringLiteral(" · ") + stageOf(*view, one, one.stage),
                    Meaning::muted);
        label->setContentsMargins(0, 0, 0, 0);
    }
    addOpening();
    setVisible(!view->state.tracks.empty() || !m_new->menu()->isEmpty());
    if (focused.isEmpty()) return;
    if (auto* again = findChild<QPushButton*>(focused); again != nullptr && again->isVisibleTo(this))
        again->setFocus(Qt::OtherFocusReason);
}

void TracksPanel::addOpen(const model::OpenedTrack& one) {
    const auto& view = *m_open.view();
    auto* head = new QLabel(titleOf(view, one) + QStringLiteral("  ·  ") + stageOf(view, one, one.stage), this);
    head->setTextFormat(Qt::PlainText);
    makeHeading(head, 3);
    head->setContentsMargins(0, m_rows->isEmpty() ? 0 : 8, 0, 0);
    m_rows->addWidget(head);
    const auto& opened = one.steps.front().place;
    addLine(say("Opened by %1, %2 · entry %3 of the history", "由 %1 于 %2 开启 · 历史第 %3 条")
                .arg(sayPerson(opened.by, m_open.office()), sayMinute(opened.time))
                .arg(opened.seq),
            Meaning::muted);
    for (const auto& deadline : view.deadlines) {
        if (deadline.on == one.id) addLine(periodWords(deadline), isLate(deadline) ? Meaning::danger : Meaning::plain);
    }
    const auto number = view.state.numberOf(one);
    const QString which = number > 1 ? QStringLiteral("-%1").arg(number) : QString();
    for (const auto& option : view.steps) {
        if (option.on != one.id || !option.allowed()) continue;
        auto* button = new QPushButton(this);
        button->setObjectName(QStringLiteral("step-") + str(option.step) + which);
        button->setText(say(option.title) +
                        (option.to == one.stage ? QString() : QStringLiteral("  →  ") + stageOf(view, one, option.to)));
        // Two of one kind have the same steps; who cannot see where a button stands must know whose it is.
        button->setAccessibleName(titleOf(view, one) + QStringLiteral(": ") + button->text());
        button->setAutoDefault(true);
        connect(button, &QPushButton::clicked, this,
                [this, step = option.step, on = option.on] { emit stepWanted(step, on); });
        auto* row = new QWidget(this);
        auto* inside = new QVBoxLayout(row);
        inside->setContentsMargins(kIndent, 0, 0, 0);
        inside->addWidget(button, 0, Qt::AlignLeft);
        m_rows->addWidget(row);
    }
}

void TracksPanel::addOpening() {
    const auto& view = *m_open.view();
    m_new->setText(say("Open a side procedure", "开启另行程序"));
    m_new->menu()->setObjectName(QStringLiteral("openTrackMenu"));
    for (const auto& option : view.steps) {
        if (!option.opens() || !option.allowed()) continue;
        const auto* side = view.definition->track(option.track);
        auto* action = m_new->menu()->addAction(say("%1: %2", "%1：%2").arg(say(side->title), say(option.title)));
        action->setObjectName(QStringLiteral("open-") + str(option.step));
        connect(action, &QAction::triggered, this, [this, step = option.step] { emit stepWanted(step, {}); });
    }
    m_new->setVisible(!m_new->menu()->isEmpty());
}

QPushButton* TracksPanel::first() const {
    for (auto* button : findChildren<QPushButton*>()) {
        if (button != m_new && !button->isHidden()) return button;
    }
    return m_new->isVisibleTo(this) && !isHidden() ? m_new : nullptr;
}

} // namespace ui
