// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/join_form.h"

#include "model/workspace/setup_rules.h"

#include <QLineEdit>

namespace ui {

JoinForm::JoinForm(Session& session, QWidget* parent)
    : SetupForm(session.filePlaces(), QStringLiteral("joinForm"), {"Ask to join an office", "申请加入办公室"},
                {"Your keys are made here and never leave this machine unsealed. An administrator then admits you and "
                 "says what you do in the office.",
                 "您的密钥在此生成，绝不会未经封装离开本机。随后由系统管理员批准并确定您的职责。"},
                {"Ask to join", "申请加入"}, parent),
      m_place(new CheckedLine(
          QStringLiteral("place"),
          {"Enrolment file, invitation, or the office's fol&der", "加入文件、邀请文件或办公室文件夹(&D)"},
          {"With a file it is made sure that the office is the one you were sent to. An invitation "
           "leads to an office whose hub is elsewhere.",
           "使用文件可确认这正是您要加入的办公室。邀请文件用于服务器在别处的办公室。"},
          this)),
      m_name(new CheckedLine(QStringLiteral("name"), {"Your &name", "您的姓名(&N)"},
                             {"For the administrator. Until you are admitted it can be read by whoever has the disk.",
                              "供系统管理员辨认。获批之前，拿到磁盘的人可以看到。"},
                             this)),
      m_label(new CheckedLine(QStringLiteral("label"), {"&Label on the unlock page", "解锁页上的标签(&L)"},
                              {"Whoever has the disk can read it: the name of your task will do.",
                               "拿到磁盘的人可以看到：写职责名称即可。"},
                              this)),
      m_keys(new KeysChoice(session, this)) {
    addChooser(
        m_place, {"File…", "文件…"}, QStringLiteral("chooseFile"),
        Text{"Enrolment files and invitations (*.json);;All files (*)", "加入文件和邀请文件 (*.json);;所有文件 (*)"});
    addChooser(m_place, {"Folder…", "文件夹…"}, QStringLiteral("chooseFolder"));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_place, m_name, m_label, m_keys}) add(widget);
    addButtons();
}

void JoinForm::suggest(const std::filesystem::path& folder) {
    m_place->line()->setText(str(folder.string()));
    m_place->check({});
}

void JoinForm::setPlaceFault(const Error& error) {
    m_place->check(std::unexpected(error));
    allRight({m_place});
}

void JoinForm::setLabelFault(const Error& error) {
    m_label->check(std::unexpected(error));
    allRight({m_label});
}

void JoinForm::setTokenFault(const TokenFault& fault) { allRight({m_keys->blame(fault)}); }

void JoinForm::start() {
    auto* line = m_place->text().empty() ? m_place->line() : m_name->line();
    line->setFocus(Qt::OtherFocusReason);
    line->selectAll();
}

void JoinForm::forget() { m_keys->clear(); }

void JoinForm::submit() {
    m_place->check(model::checkFolderPath(m_place->text()));
    m_name->check(model::checkPersonName(m_name->text()));
    m_label->check(model::checkLabel(m_label->text()));
    auto* keys = m_keys->check();
    std::vector<CheckedLine*> lines{m_place, m_name, m_label};
    if (keys != nullptr) lines.push_back(keys);
    if (allRight(lines)) emit answered(m_place->text(), {m_name->text(), m_label->text(), {}, false});
}

} // namespace ui
