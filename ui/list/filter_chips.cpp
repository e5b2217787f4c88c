// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/filter_chips.h"

#include "model/filter/print.h"
#include "ui/text/say.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace ui {

FilterChips::FilterChips(QWidget* parent) : QWidget(parent), m_row(new QHBoxLayout(this)) {
    setObjectName(QStringLiteral("chips"));
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(4);
    m_row->addStretch(1);
    // As many as there is room for; the line itself has them all.
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setMinimumHeight(24);
    m_phrases.always([this] { sayAll(); });
}

void FilterChips::show(const model::ParsedFilter& parsed, const model::FilterVocabulary& vocabulary) {
    m_chips.clear();
    for (std::size_t i = 0; i < parsed.spans.size(); ++i) {
        const auto& condition = parsed.filter.conditions[i];
        if (condition.field == model::FilterField::words) continue;
        m_chips.push_back({model::conditionWords(condition, vocabulary), parsed.spans[i]});
    }
    sayAll();
}

void FilterChips::clear() {
    m_chips.clear();
    sayAll();
}

void FilterChips::sayAll() {
    while (m_row->count() > 1) { // the last is the stretch
        QLayoutItem* old = m_row->takeAt(0);
        old->widget()->hide();
        old->widget()->deleteLater();
        delete old;
    }
    for (const auto& chip : m_chips) {
        auto* button = new QToolButton(this);
        const QString words = say(chip.words);
        button->setText(words + QStringLiteral("  ✕"));
        button->setAccessibleName(say("Remove the condition %1", "移除条件：%1").arg(words));
        button->setToolTip(button->accessibleName());
        button->setMinimumHeight(24);
        button->setProperty("chip", true); // it has an edge, unlike buttons that are only a sign
        button->setFocusPolicy(Qt::StrongFocus);
        connect(button, &QToolButton::clicked, this, [this, span = chip.span] { emit removed(span); });
        m_row->insertWidget(m_row->count() - 1, button);
        button->show();
    }
}

} // namespace ui
