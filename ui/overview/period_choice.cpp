// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/period_choice.h"

#include <QComboBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

namespace ui {
namespace {

using model::PeriodKind;

constexpr int kOwn = 4;

model::Date today() {
    return model::chinaDate(std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

QDate shown(model::Date day) {
    return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
            static_cast<int>(static_cast<unsigned>(day.day()))};
}

model::Date meant(QDate day) {
    return std::chrono::year{day.year()} / std::chrono::month{static_cast<unsigned>(day.month())} /
           std::chrono::day{static_cast<unsigned>(day.day())};
}

} // namespace

PeriodChoice::PeriodChoice(QWidget* parent)
    : QWidget(parent), m_kinds(new QComboBox(this)), m_first(new QDateEdit(this)), m_last(new QDateEdit(this)),
      m_to(new QLabel(this)) {
    m_kinds->setObjectName(QStringLiteral("period"));
    m_first->setObjectName(QStringLiteral("periodFirst"));
    m_last->setObjectName(QStringLiteral("periodLast"));
    for (int i = 0; i <= kOwn; ++i) m_kinds->addItem(QString());
    for (auto* edit : {m_first, m_last}) {
        edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
        edit->setDateRange(QDate(2000, 1, 1), QDate(2049, 12, 31));
    }
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_kinds);
    layout->addWidget(m_first);
    layout->addWidget(m_to);
    layout->addWidget(m_last);
    m_phrases.name(m_kinds, {"Period", "期间"});
    m_phrases.name(m_first, {"First day", "起始日期"});
    m_phrases.name(m_last, {"Last day", "截止日期"});
    m_phrases.set(m_to, {"to", "至"});
    m_phrases.always([this] {
        const Text names[] = {{"This year", "本年"},
                              {"This quarter", "本季度"},
                              {"This month", "本月"},
                              {"Last 12 weeks", "最近12周"},
                              {"Days of my own", "自定日期"}};
        for (int i = 0; i <= kOwn; ++i) m_kinds->setItemText(i, say(names[i]));
    });
    reset();
    connect(m_kinds, &QComboBox::activated, this, &PeriodChoice::take);
    for (auto* edit : {m_first, m_last}) {
        connect(edit, &QDateEdit::dateChanged, this, [this] {
            if (m_kinds->currentIndex() == kOwn) emit changed();
        });
    }
}

void PeriodChoice::reset() {
    m_kinds->setCurrentIndex(0);
    take();
}

void PeriodChoice::take() {
    const bool own = m_kinds->currentIndex() == kOwn;
    if (!own) {
        const auto chosen = period(); // what one's own days begin with
        m_first->setDate(shown(chosen.first));
        m_last->setDate(shown(chosen.last));
    }
    for (QWidget* one : {static_cast<QWidget*>(m_first), static_cast<QWidget*>(m_to), static_cast<QWidget*>(m_last)})
        one->setVisible(own);
    emit changed();
}

model::Period PeriodChoice::period() const {
    switch (m_kinds->currentIndex()) {
    case 0: return periodOf(PeriodKind::year, today());
    case 1: return periodOf(PeriodKind::quarter, today());
    case 2: return periodOf(PeriodKind::month, today());
    case 3: return periodOf(PeriodKind::weeks, today());
    default: break;
    }
    const auto first = meant(m_first->date());
    const auto last = meant(m_last->date());
    return {std::min(first, last), std::max(first, last)};
}

} // namespace ui
