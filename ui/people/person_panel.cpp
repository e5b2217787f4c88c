// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/person_panel.h"

#include "model/workspace/setup_rules.h"
#include "ui/people/hand_over_panel.h"
#include "ui/people/panel_parts.h"
#include "ui/people/people_model.h"
#include "ui/people/renewal_panel.h"
#include "ui/people/units_panel.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {
namespace {

using model::Role;

constexpr Role kRoles[] = {Role::officer,   Role::investigator, Role::supervisor,
                           Role::custodian, Role::auditor,      Role::administrator};

} // namespace

PersonPanel::PersonPanel(QWidget* parent)
    : QWidget(parent), m_name(wrapped(this, "personName", Meaning::plain)),
      m_standing(wrapped(this, "personStanding", Meaning::muted)), m_digitsCaption(new QLabel(this)),
      m_digits(new QLabel(this)), m_compare(wrapped(this, "personCompare", Meaning::muted)),
      m_rolesCaption(new QLabel(this)), m_certified(new QCheckBox(this)),
      m_reason(wrapped(this, "personReason", Meaning::warn)), m_admit(button(this, "admit")),
      m_save(button(this, "savePerson")), m_leaving(wrapped(this, "personLeaving", Meaning::muted)),
      m_leave(button(this, "personLeft")), m_back(button(this, "personBack")), m_cases(button(this, "personCases")),
      m_renewal(new RenewalPanel(this)), m_handOver(new HandOverPanel(this)), m_units(new UnitsPanel(this)),
      m_lost(wrapped(this, "personLost", Meaning::muted)), m_invite(button(this, "inviteAgain")) {
    setObjectName(QStringLiteral("personPanel"));
    makeHeading(m_name, 2);
    m_digits->setObjectName(QStringLiteral("personFingerprint"));
    makeDigits(m_digits);
    m_digits->setTextFormat(Qt::PlainText);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(16, 12, 16, 12);
    box->setSpacing(6);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_name, m_standing}) box->addWidget(widget);
    box->addSpacing(6);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_digitsCaption, m_digits, m_compare})
        box->addWidget(widget);
    box->addWidget(m_renewal);
    box->addSpacing(6);
    box->addWidget(m_rolesCaption);
    for (const Role role : kRoles) {
        auto* check = new QCheckBox(this);
        check->setObjectName(QStringLiteral("personRole-") + str(model::roleName(role)));
        m_phrases.set(check, model::roleTitle(role));
        connect(check, &QCheckBox::toggled, this, &PersonPanel::sayButtons);
        box->addWidget(check);
        m_roles.emplace_back(role, check);
    }
    m_certified->setObjectName(QStringLiteral("personCertified"));
    connect(m_certified, &QCheckBox::toggled, this, &PersonPanel::sayButtons);
    box->addSpacing(6);
    box->addWidget(m_certified);
    box->addWidget(m_reason);
    box->addLayout(rowOf({m_admit, m_save}));
    box->addWidget(m_units);
    box->addSpacing(10);
    box->addWidget(m_handOver);
    box->addWidget(m_leaving);
    box->addLayout(rowOf({m_leave, m_back, m_cases}));
    box->addSpacing(10);
    box->addWidget(m_lost);
    box->addLayout(rowOf({m_invite}));
    box->addStretch(1);

    m_phrases.set(m_digitsCaption, {"Fingerprint of the keys", "密钥指纹"});
    m_phrases.set(m_rolesCaption, {"Roles in the office", "在办公室的角色"});
    m_phrases.set(m_certified, {"Holds an enforcement certificate (APL 42)", "持有行政执法证（《行政处罚法》第42条）"});
    m_phrases.set(m_admit, {"&Admit", "接纳(&A)"});
    m_phrases.set(m_save, {"&Save changes", "保存更改(&S)"});
    m_phrases.set(m_leave, {"Has &left the office", "已离岗(&L)"});
    m_phrases.set(m_back, {"Take &back", "恢复在岗(&B)"});
    m_phrases.set(
        m_lost,
        {"A lost passphrase or machine: the person makes new keys, on the unlock page or on another machine "
         "with an invitation of their own. A stolen machine: press “Has left” first, which works at once.",
         "口令或机器丢失：由本人在解锁页或持专用邀请文件在其他机器上生成新密钥。机器被盗：请先按“已离岗”，立即生效。"});
    m_phrases.set(m_invite, {"&Invitation for new keys…", "更换密钥的邀请文件(&I)…"});
    m_phrases.always([this] { sayAll(); });
    connect(m_invite, &QPushButton::clicked, this, &PersonPanel::inviteWanted);
    connect(m_admit, &QPushButton::clicked, this, &PersonPanel::admitWanted);
    connect(m_save, &QPushButton::clicked, this, [this] { emit changeWanted(m_person && m_person->active); });
    connect(m_leave, &QPushButton::clicked, this, [this] { emit changeWanted(false); });
    connect(m_back, &QPushButton::clicked, this, [this] { emit changeWanted(true); });
    connect(m_cases, &QPushButton::clicked, this, &PersonPanel::casesWanted);
}

void PersonPanel::show(const model::PersonEntry& person) {
    m_person.reset(); // what is set below is no choice of anybody
    for (const auto& [role, check] : m_roles) check->setChecked(person.roles.contains(role));
    m_certified->setChecked(person.certified);
    m_person = person;
    m_openCases.reset();
    m_changedMeanwhile = false;
    m_handOver->clear();
    sayAll();
}

void PersonPanel::showAnew(const model::PersonEntry& person) {
    const auto before = *std::exchange(m_person, std::nullopt);
    const auto follow = [](QCheckBox* check, bool was, bool is) {
        if (check->isChecked() == was) check->setChecked(is);
    };
    for (const auto& [role, check] : m_roles) follow(check, before.roles.contains(role), person.roles.contains(role));
    follow(m_certified, before.certified, person.certified);
    m_person = person;
    const bool same = before.roles == person.roles && before.certified == person.certified &&
                      before.active == person.active && before.admitted == person.admitted;
    m_changedMeanwhile = differs() && (m_changedMeanwhile || !same);
    sayAll();
}

void PersonPanel::clear() {
    m_person.reset();
    m_renewal->show({}, {});
    m_handOver->clear();
    m_units->clear();
    m_openCases.reset();
    m_changedMeanwhile = false;
    sayAll();
}

void PersonPanel::setOpenCases(std::uint64_t count) {
    m_openCases = count;
    sayAll();
}

void PersonPanel::setInvites(bool invites) {
    m_invites = invites;
    sayButtons();
}

void PersonPanel::setBusy(bool busy) {
    m_busy = busy;
    m_renewal->setBusy(busy);
    m_handOver->setBusy(busy);
    m_units->setBusy(busy);
    sayButtons();
}

std::optional<PersonId> PersonPanel::shown() const { return m_person ? std::optional(m_person->id) : std::nullopt; }

std::set<Role> PersonPanel::roles() const {
    std::set<Role> chosen;
    for (const auto& [role, check] : m_roles) {
        if (check->isChecked()) chosen.insert(role);
    }
    return chosen;
}

bool PersonPanel::certified() const { return m_certified->isChecked(); }

bool PersonPanel::differs() const {
    return m_person && (roles() != m_person->roles || certified() != m_person->certified);
}

void PersonPanel::sayAll() {
    setVisible(m_person.has_value());
    const bool request = m_person && !m_person->admitted;
    m_name->setText(m_person ? str(m_person->name.empty() ? m_person->label : m_person->name) : QString());
    m_standing->setText(
        !m_person ? QString()
        : m_person->label.empty()
            ? say(standingOf(*m_person))
            : say("%1 · label %2", "%1 · 标签 %2").arg(say(standingOf(*m_person)), str(m_person->label)));
    const QString all = m_person ? sayFingerprint(m_person->fingerprint.hex()) : QString();
    m_digits->setText(all.isEmpty() ? all : all.left(39) + u'\n' + all.mid(40));
    m_digits->setAccessibleName(all);
    m_compare->setText(
        request
            ? say("Nobody has vouched for this name. Before you admit, compare the digits with those that the person "
                  "was shown when asking.",
                  "该姓名尚未核实。接纳前，请与本人申请时所见的指纹逐位核对。")
            : QString());
    m_compare->setVisible(request);
    m_cases->setText(m_openCases && *m_openCases > 0
                         ? say("Show %n open case(s)", "查看 %n 件在办案件")
                               .replace(QStringLiteral("%n"), QString::number(*m_openCases))
                               .replace(QStringLiteral("case(s)"),
                                        *m_openCases == 1 ? QStringLiteral("case") : QStringLiteral("cases"))
                         : QString());
    m_cases->setVisible(m_openCases && *m_openCases > 0);
    sayButtons();
}

void PersonPanel::sayButtons() {
    if (!m_person) {
        m_reason->clear();
        m_leaving->clear();
        m_lost->hide();
        m_invite->hide();
        return;
    }
    const bool may = !m_person->whyNot;
    for (const auto& [role, check] : m_roles) check->setEnabled(may);
    m_certified->setEnabled(may);
    const auto rolesRight = model::checkRoles(roles());
    m_reason->setText(!may          ? say(*m_person->whyNot)
                      : !rolesRight ? say(rolesRight.error())
                      : m_changedMeanwhile && differs()
                          ? say("Somebody else has changed this person meanwhile. What you chose is kept; look at it "
                                "before you save.",
                                "此人的信息刚被他人更改。您的选择已保留，保存前请核对。")
                          : QString());
    m_reason->setVisible(!m_reason->text().isEmpty());
    const bool known = m_person->admitted;
    m_admit->setVisible(may && !known);
    m_save->setVisible(may && known);
    m_leave->setVisible(may && known && m_person->active);
    m_back->setVisible(may && known && !m_person->active);
    m_admit->setEnabled(!m_busy && rolesRight);
    m_save->setEnabled(!m_busy && rolesRight && differs());
    m_leave->setEnabled(!m_busy && !differs());
    m_back->setEnabled(!m_busy && rolesRight);
    const char* en =
        m_person->active
            ? "Who has left signs nothing more and is given nothing new; units they were in get new keys. "
              "Earlier signatures stay valid, and open cases stay theirs until they are handed over. Their "
              "own machine, or a copy of the office's folder, keeps what had come to it until then."
            : "Taken back, this person can unlock the office and sign again, with the roles "
              "chosen above.";
    const char* zh = m_person->active
                         ? "离岗后不能再签名，也不再收到任何新内容；其所在密钥组更换密钥。此前的签名仍然有效；"
                           "在办案件在移交前仍归其名下。其本人机器或办公室文件夹副本中保留此前已收到的内容。"
                         : "恢复在岗后，此人可按上方所选角色重新解锁和签名。";
    m_leaving->setText(may && known ? say(en, zh) : QString());
    m_leaving->setVisible(may && known);
    m_lost->setVisible(may && known);
    m_invite->setVisible(may && known && m_invites);
}

} // namespace ui
