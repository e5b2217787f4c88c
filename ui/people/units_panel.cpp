// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/units_panel.h"

#include "ui/people/panel_parts.h"
#include "ui/text/say.h"

#include <QCheckBox>
#include <QVBoxLayout>

namespace ui {

UnitsPanel::UnitsPanel(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_about(wrapped(this, "unitsAbout", Meaning::muted)),
      m_rows(new QVBoxLayout), m_save(button(this, "saveUnits")) {
    setObjectName(QStringLiteral("unitsPanel"));
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 6, 0, 6);
    box->setSpacing(6);
    box->addWidget(m_title);
    m_rows->setSpacing(4);
    box->addLayout(m_rows);
    box->addWidget(m_about);
    box->addLayout(rowOf({m_save}));
    m_phrases.set(m_title, {"Units whose cases they read", "所在处室（可阅读其案件）"});
    m_phrases.set(m_save, {"Save u&nits", "保存处室(&N)"});
    m_phrases.always([this] { sayAll(); });
    connect(m_save, &QPushButton::clicked, this, &UnitsPanel::staffWanted);
}

void UnitsPanel::clear() {
    for (const auto& line : m_lines) {
        line.check->hide();
        line.check->deleteLater();
    }
    m_lines.clear();
    m_whyNot.reset();
    sayAll();
}

void UnitsPanel::show(const model::PersonEntry& person, const OfficeView& office) {
    const auto before = changes();
    clear();
    const auto* const known = office.registered ? office.registered->person(person.id) : nullptr;
    if (office.units.size() < 2 || !known || !known->active) return;
    bool suits = false, anywhere = false;
    QWidget* previous = m_save->previousInFocusChain(); // Tab goes as one reads
    for (const auto& unit : office.units) {
        const auto has = [&](const std::vector<PersonId>& people) { return std::ranges::contains(people, person.id); };
        auto& line = m_lines.emplace_back();
        line.id = unit.id;
        line.title = unit.title;
        line.due = has(unit.due);
        line.leaving = has(unit.leaving);
        line.in = line.due || has(unit.people);
        line.check = new QCheckBox(this);
        line.check->setObjectName(QStringLiteral("personUnit-") + str(unit.name));
        line.check->setChecked(line.in);
        connect(line.check, &QCheckBox::toggled, this, &UnitsPanel::sayButtons);
        m_rows->addWidget(line.check);
        setTabOrder(previous, line.check);
        previous = line.check;
        suits = suits || office.registered->units.at(unit.id).suits(*known);
        anywhere = anywhere || line.in || line.leaving;
    }
    for (const auto& [id, in] : before) { // what is chosen and not saved yet, where the same person is shown anew
        const auto line = std::ranges::find(m_lines, id, &Line::id);
        if (line != m_lines.end() && m_shown == person.id) line->check->setChecked(in);
    }
    m_shown = person.id;
    if (const auto& why = office.units.front().whyNot) m_whyNot = why->what;
    else if (person.id == office.me)
        m_whyNot = Text{"Another administrator puts you into units or takes you out.",
                        "须由另一名系统管理员将您加入或移出处室。"};
    else if (!suits && !anywhere)
        m_whyNot = Text{"In units are intake officers and authority heads; others are let into cases one by one.",
                        "处室成员为举报受理人员和机关负责人；其他人员按案件逐一指派。"};
    sayAll();
}

void UnitsPanel::setBusy(bool busy) {
    m_busy = busy;
    sayButtons();
}

std::vector<std::pair<UnitId, bool>> UnitsPanel::changes() const {
    std::vector<std::pair<UnitId, bool>> out;
    for (const auto& line : m_lines) {
        if (line.check->isChecked() != line.in) out.emplace_back(line.id, line.check->isChecked());
    }
    // Into one before out of another, so that nobody reads nothing in between.
    std::ranges::stable_sort(out, [](const auto& a, const auto& b) { return a.second && !b.second; });
    return out;
}

void UnitsPanel::sayAll() {
    setVisible(!m_lines.empty());
    for (const auto& line : m_lines) {
        QString words = say(line.title);
        if (line.due) words += say(" · waits for its key from a member", " · 等待成员给予密钥");
        if (line.leaving) words += say(" · out, once a member has turned the key", " · 待成员更换密钥后移出");
        line.check->setText(words.replace(u'&', QStringLiteral("&&")));
    }
    sayButtons();
}

void UnitsPanel::sayButtons() {
    const auto changed = changes();
    const bool out = std::ranges::any_of(changed, [](const auto& one) { return !one.second; });
    for (const auto& line : m_lines) line.check->setEnabled(!m_whyNot && !m_busy);
    m_about->setText(
        m_whyNot ? say(*m_whyNot)
        : out    ? say("Who is taken out keeps what their machine had read; nothing new of the unit's cases comes "
                          "to them once its key has turned.",
                       "移出者的机器上保留已读内容；处室密钥更换后，不再收到该处室案件的新内容。")
                 : QString());
    m_about->setVisible(!m_about->text().isEmpty());
    m_save->setVisible(!m_whyNot);
    m_save->setEnabled(!m_busy && !changed.empty());
}

} // namespace ui
