// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/hand_over_panel.h"

#include "ui/people/panel_parts.h"
#include "ui/text/say.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace ui {

HandOverPanel::HandOverPanel(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_about(wrapped(this, "handOverAbout", Meaning::muted)),
      m_rows(new QVBoxLayout), m_handOver(button(this, "handOver")) {
    setObjectName(QStringLiteral("handOverPanel"));
    makeHeading(m_title, 3);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 6, 0, 6);
    box->setSpacing(6);
    box->addWidget(m_title);
    box->addWidget(m_about);
    m_rows->setSpacing(4);
    box->addLayout(m_rows);
    box->addLayout(rowOf({m_handOver}));
    m_phrases.set(m_title, {"Hand over", "移交"});
    m_phrases.set(m_handOver, {"&Hand the cases over", "移交案件(&H)"});
    m_phrases.always([this] { sayAll(); });
    connect(m_handOver, &QPushButton::clicked, this, &HandOverPanel::handOverWanted);
}

void HandOverPanel::clear() {
    m_holdings.reset();
    m_lines.clear();
    for (const auto& [caption, choice] : m_choices) {
        caption->deleteLater();
        choice->deleteLater();
        caption->hide();
        choice->hide();
    }
    m_choices.clear();
    sayAll();
}

void HandOverPanel::show(const model::Holdings& holdings, std::vector<Line> lines) {
    clear();
    m_holdings = holdings;
    m_lines = std::move(lines);
    for (const auto& line : m_lines) {
        auto* caption = new QLabel(this);
        auto* choice = new QComboBox(this);
        choice->setObjectName(QStringLiteral("successor-") + str(line.role));
        choice->addItem(QString(), QString());
        for (const auto& one : line.candidates) choice->addItem(one.name, str(one.id.hex()));
        caption->setBuddy(choice);
        m_rows->addWidget(caption);
        m_rows->addWidget(choice);
        connect(choice, &QComboBox::currentIndexChanged, this, &HandOverPanel::sayButtons);
        m_choices.emplace_back(caption, choice);
    }
    sayAll();
}

void HandOverPanel::setBusy(bool busy) {
    m_busy = busy;
    sayButtons();
}

std::vector<model::Successor> HandOverPanel::successors() const {
    std::vector<model::Successor> chosen;
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        if (const auto id = PersonId::fromHex(utf8(m_choices[i].second->currentData().toString())))
            chosen.push_back({m_lines[i].role, *id});
    }
    return chosen;
}

void HandOverPanel::sayAll() {
    setVisible(m_holdings && !m_holdings->cases.empty());
    if (!m_holdings) return;
    QString about = say("%1 open case(s); in %2 a step waits for them.", "在办案件 %1 件，其中 %2 件有待其办理的步骤。")
                        .arg(m_holdings->cases.size())
                        .arg(m_holdings->waiting());
    if (!m_holdings->alone.empty())
        about += QStringLiteral(" ") + say("Nobody else could open a unit that they are in: let somebody in first.",
                                           "其所在密钥组将无他人可打开：请先引入他人。");
    m_about->setText(about);
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        const auto& [caption, choice] = m_choices[i];
        const QString title = say(m_lines[i].title);
        caption->setText(title);
        choice->setAccessibleName(title);
        choice->setItemText(0, m_lines[i].candidates.empty() ? say("Nobody has this role", "无人具有该角色")
                                                             : say("Choose who takes over", "请选择继任者"));
    }
    sayButtons();
}

void HandOverPanel::sayButtons() { m_handOver->setEnabled(!m_busy && !successors().empty()); }

} // namespace ui
