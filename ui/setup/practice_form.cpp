// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/practice_form.h"

#include "model/workspace/setup_rules.h"

#include <QLineEdit>

namespace ui {

PracticeForm::PracticeForm(FilePlaces& places, QWidget* parent)
    : SetupForm(
          places, QStringLiteral("practiceForm"), {"Open the practice office", "打开练习办公室"},
          {"28 published decisions as cases, and one person for each role, to try everything on. It protects nothing: "
           "its passphrases are known to all.",
           "28 份公布的决定作为案件，每个角色一人，可以任意试用。它不提供任何保护：口令是公开的。"},
          {"Open the practice office", "打开练习办公室"}, parent),
      m_folder(new CheckedLine(
          QStringLiteral("folder"), {"Fol&der", "文件夹(&D)"},
          {"It is made there if it is not there yet; that takes a moment.", "如尚不存在则在此建立，需要片刻。"},
          this)) {
    addChooser(m_folder, {"Choose…", "选择…"}, QStringLiteral("chooseFolder"));
    add(m_folder);
    addButtons();
}

void PracticeForm::suggest(const std::filesystem::path& folder) {
    if (m_folder->line()->text().isEmpty()) m_folder->line()->setText(str(folder.string()));
}

void PracticeForm::setFolderFault(const Error& error) {
    m_folder->check(std::unexpected(error));
    allRight({m_folder});
}

void PracticeForm::start() {
    m_folder->line()->setFocus(Qt::OtherFocusReason);
    m_folder->line()->selectAll();
}

void PracticeForm::submit() {
    m_folder->check(model::checkFolderPath(m_folder->text()));
    if (allRight({m_folder})) emit answered(m_folder->text());
}

} // namespace ui
