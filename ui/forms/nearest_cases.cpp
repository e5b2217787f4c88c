// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/nearest_cases.h"

#include "ui/theme/theme.h"
#include "ui/theme/wrap_delegate.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace ui {

NearestCases::NearestCases(QWidget* parent)
    : QWidget(parent), m_words(new QLabel(this)), m_cases(new QTreeWidget(this)), m_reasonLabel(new QLabel(this)),
      m_reason(new QLineEdit(this)) {
    auto* heading = new QLabel(this);
    makeHeading(heading, 2);
    m_words->setObjectName(QStringLiteral("nearestWords"));
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_cases->setObjectName(QStringLiteral("nearestCases"));
    m_cases->setColumnCount(5);
    m_cases->setRootIsDecorated(false);
    new WrapDelegate(m_cases);
    m_cases->header()->setStretchLastSection(true);
    m_reason->setObjectName(QStringLiteral("deviation"));
    m_reason->setMaxLength(1000);
    m_reasonLabel->setBuddy(m_reason);
    setMeaning(m_reasonLabel, Meaning::muted);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(heading);
    layout->addWidget(m_words);
    layout->addWidget(m_cases);
    layout->addWidget(m_reasonLabel);
    layout->addWidget(m_reason);
    m_phrases.set(heading, {"Nearest decided cases", "最相近的已决案件"});
    m_phrases.name(m_cases, {"Nearest decided cases", "最相近的已决案件"});
    m_phrases.set(m_reasonLabel, {"Reason for the difference (a rule of this program, not of law)",
                                  "差异理由（本程序的规则，并非法律规定）"});
    m_phrases.name(m_reason, {"Reason for the difference", "差异理由"});
    m_phrases.always([this] { show(); });
    connect(m_reason, &QLineEdit::textEdited, this, [this] {
        show();
        emit edited();
    });
    hide();
}

void NearestCases::setProposal(const std::optional<model::law::PenaltyFeatures>& proposal) {
    m_proposal = proposal;
    if (m_proposal && m_of != m_proposal->governing) {
        m_of = m_proposal->governing;
        m_here = false;
        m_precedents.clear();
        emit wanted(*m_of);
    }
    show();
}

void NearestCases::setPrecedents(const model::law::ArticleId& governing, std::vector<model::Precedent> precedents) {
    if (m_of != governing) return; // another article governs by now
    m_precedents = std::move(precedents);
    m_here = true;
    show();
}

std::string NearestCases::reason() const { return utf8(m_reason->text().trimmed()); }

void NearestCases::setReason(const std::string& reason) {
    m_reason->setText(str(reason));
    m_reason->setCursorPosition(0);
    show();
}

void NearestCases::setReadOnly(bool readOnly) {
    m_reason->setReadOnly(readOnly);
    show();
}

void NearestCases::show() {
    m_consistency = {};
    if (m_proposal && m_here) m_consistency = model::law::compare(*m_proposal, featuresOf(m_precedents));
    const bool reason = !m_reason->text().isEmpty();
    const bool asks = m_consistency.deviates();
    setVisible(m_proposal && m_here && (!m_consistency.nearest.empty() || reason));
    m_reason->setVisible(reason || (asks && !m_reason->isReadOnly()));
    m_reasonLabel->setVisible(m_reason->isVisibleTo(this));
    m_words->setText((asks ? QStringLiteral("⚠ ") : QString()) + say(standingText(m_consistency)) +
                     (asks && !reason && !m_reason->isReadOnly()
                          ? QStringLiteral(" ") + say("Give the reason.", "请写明理由。")
                          : QString()));
    setMeaning(m_words, asks ? Meaning::warn : Meaning::muted);
    m_cases->setHeaderLabels({say("Case", "案件"), say("Decided", "批准日期"), say("Fine", "罚款"),
                              say("Place", "位置"), say("Title", "标题")});
    m_cases->clear();
    for (const auto& one : m_consistency.nearest) {
        const auto& precedent = m_precedents[one.index];
        new QTreeWidgetItem(m_cases,
                            {str(precedent.reference), str(model::formatDate(model::chinaDate(precedent.decided))),
                             say(model::law::moneyText(model::law::Money::fromFen(precedent.penalty.fineFen))),
                             say(model::law::placeText(precedent.penalty.place)), str(precedent.title)});
    }
    m_cases->setVisible(!m_consistency.nearest.empty());
    for (int column = 0; column < 4; ++column) m_cases->resizeColumnToContents(column);
}

} // namespace ui
