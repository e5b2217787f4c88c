// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/found_form.h"

#include "model/workspace/setup_rules.h"

#include <QLineEdit>

#include <algorithm>

namespace ui {

FoundForm::FoundForm(Session& session, QWidget* parent)
    : SetupForm(
          session.filePlaces(), QStringLiteral("foundForm"), {"Found an office", "新设办公室"},
          {"It works on this machine, without a network. You become its first person and its administrator; others "
           "are let in by you.",
           "办公室在本机上运行，无需网络。您是其第一个人和系统管理员，其他人由您批准加入。"},
          {"Found the office", "设立办公室"}, parent),
      m_folder(new CheckedLine(
          QStringLiteral("folder"), {"Fol&der", "文件夹(&D)"},
          {"New or empty. All that is kept in it is encrypted.", "新的或空的文件夹。其中保存的一切均加密。"}, this)),
      m_office(new CheckedLine(QStringLiteral("officeName"), {"Name of the &office", "办公室名称(&O)"},
                               {"Printed on decisions.", "印在决定书上。"}, this)),
      m_name(new CheckedLine(QStringLiteral("name"), {"Your &name", "您的姓名(&N)"},
                             {"Stands beside all you sign; readable only inside the office.",
                              "出现在您签署的每条记录旁，仅办公室内可读。"},
                             this)),
      m_label(new CheckedLine(QStringLiteral("label"), {"&Label on the unlock page", "解锁页上的标签(&L)"},
                              {"Whoever has the disk can read it: the name of your task will do.",
                               "拿到磁盘的人可以看到：写职责名称即可。"},
                              this)),
      m_roles(new RoleChoice(this)), m_suite(new SuiteChoice(this)), m_keys(new KeysChoice(session, this)) {
    addChooser(m_folder, {"Choose…", "选择…"}, QStringLiteral("chooseFolder"));
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_folder, m_office, m_name, m_label, m_roles, m_suite, m_keys}) {
        add(widget);
    }
    addButtons();
    // What is typed is judged when the line is left, and all of it when the button is pressed.
    connect(m_folder->line(), &QLineEdit::editingFinished, this, [this] {
        checkFolder();
        if (!m_folder->faulty()) emit folderNamed(m_folder->text());
    });
    connect(m_label->line(), &QLineEdit::editingFinished, this, [this] {
        if (!m_label->text().empty()) m_label->check(model::checkLabel(m_label->text()));
    });
}

void FoundForm::suggest(const std::filesystem::path& folder) {
    if (m_folder->line()->text().isEmpty()) m_folder->line()->setText(str(folder.string()));
}

void FoundForm::setFolderFault(const Error& error) {
    m_folder->check(std::unexpected(error));
    allRight({m_folder});
}

void FoundForm::noteFolder(const std::filesystem::path& folder, const Result<void>& found) {
    m_folderFault.reset();
    if (!found) m_folderFault.emplace(folder, found.error());
    if (m_folder->text() == folder) checkFolder();
}

void FoundForm::checkFolder() {
    const std::filesystem::path folder = m_folder->text();
    if (const auto path = model::checkFolderPath(folder); !path) m_folder->check(path);
    else if (m_folderFault && m_folderFault->first == folder) m_folder->check(std::unexpected(m_folderFault->second));
    else m_folder->check({});
}

void FoundForm::setTokenFault(const TokenFault& fault) { allRight({m_keys->blame(fault)}); }

void FoundForm::start() {
    m_folder->line()->setFocus(Qt::OtherFocusReason);
    m_folder->line()->selectAll();
}

void FoundForm::forget() { m_keys->clear(); }

void FoundForm::submit() {
    m_folder->check(model::checkFolderPath(m_folder->text()));
    m_office->check(model::checkOfficeName(m_office->text()));
    m_name->check(model::checkPersonName(m_name->text()));
    m_label->check(model::checkLabel(m_label->text()));
    auto* keys = m_keys->check(m_suite->suite());
    std::vector<CheckedLine*> lines{m_folder, m_office, m_name, m_label};
    if (keys != nullptr) lines.push_back(keys);
    // The place is looked at anew on the way; while another line is wrong, what was found there stays said.
    if (std::ranges::any_of(lines, &CheckedLine::faulty)) checkFolder();
    if (!allRight(lines)) return;
    emit answered({.folder = m_folder->text(),
                   .officeName = m_office->text(),
                   .suite = m_suite->suite(),
                   .name = m_name->text(),
                   .label = m_label->text(),
                   .roles = m_roles->roles(),
                   .certified = m_roles->certified(),
                   .cost = {}});
}

} // namespace ui
