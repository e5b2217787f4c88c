// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/templates_dialog.h"

#include "model/workspace/office_files.h"
#include "ui/text/say.h"
#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace ui {

namespace {

enum Column { title, id, version, whose };

} // namespace

TemplatesDialog::TemplatesDialog(Session& session, QWidget* parent)
    : QDialog(parent), m_session(session), m_list(new QTreeWidget(this)), m_words(new QLabel(this)),
      m_save(new QPushButton(this)), m_adopt(new QPushButton(this)), m_drop(new QPushButton(this)) {
    setObjectName(QStringLiteral("templatesDialog"));
    setWindowTitle(say("Document templates", "文书模板"));
    auto* about =
        new QLabel(say("Documents are made from these. To change one, save its text, edit it and adopt the file; "
                       "what was made before stays as it is.",
                       "文书按以下模板制作。如需修改，请保存模板文本，编辑后启用该文件；此前制作的文书不变。"),
                   this);
    about->setWordWrap(true);
    about->setTextFormat(Qt::PlainText);
    m_list->setObjectName(QStringLiteral("templates"));
    m_list->setAccessibleName(say("Document templates", "文书模板"));
    m_list->setRootIsDecorated(false);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setHeaderLabels({say("Document", "文书"), say("Id", "标识"), say("Version", "版本"), say("Whose", "来源")});
    m_list->header()->resizeSection(title, 310);
    m_list->header()->resizeSection(id, 180);
    m_list->header()->resizeSection(version, 70);
    m_words->setObjectName(QStringLiteral("templatesSaid"));
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_words->hide();
    m_save->setObjectName(QStringLiteral("saveTemplate"));
    m_save->setText(say("Save the text…", "保存模板文本…"));
    m_adopt->setObjectName(QStringLiteral("adoptTemplate"));
    m_adopt->setText(say("Adopt a file…", "启用文件…"));
    m_drop->setObjectName(QStringLiteral("dropTemplate"));
    m_drop->setText(say("The program's own again", "恢复程序自带模板"));
    for (auto* button : {m_save, m_adopt, m_drop}) button->setAutoDefault(false);
    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    for (auto* button : {m_save, m_adopt, m_drop}) bar->addWidget(button);
    bar->addStretch(1);
    auto* close = new QDialogButtonBox(QDialogButtonBox::Close, this);
    close->button(QDialogButtonBox::Close)->setText(say("Close", "关闭"));
    close->button(QDialogButtonBox::Close)->setIcon({});
    bar->addWidget(close);
    auto* box = new QVBoxLayout(this);
    box->addWidget(about);
    box->addWidget(m_list, 1);
    box->addWidget(m_words);
    box->addLayout(bar);
    resize(730, 460);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &TemplatesDialog::sayButtons);
    connect(m_save, &QPushButton::clicked, this, &TemplatesDialog::saveText);
    connect(m_adopt, &QPushButton::clicked, this, &TemplatesDialog::adopt);
    connect(m_drop, &QPushButton::clicked, this, &TemplatesDialog::drop);
    connect(close, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&session, &Session::aboutToLock, this, &QDialog::reject);
    sayButtons();
    bring();
}

void TemplatesDialog::bring() {
    m_session.write(
        this, [](WriterPort& office) { return office.templates(); },
        [this](Result<std::vector<model::TemplateEntry>> answer) {
            if (answer) show(*answer);
            else tell(say(answer.error()), Meaning::danger);
        });
}

void TemplatesDialog::show(const std::vector<model::TemplateEntry>& all) {
    const std::string kept = selected();
    m_list->clear();
    for (const auto& one : all) {
        auto* item = new QTreeWidgetItem(
            m_list, {say(one.title), str(one.id), QString::number(one.version),
                     one.own ? say("this office's own", "本单位") : say("the program's", "程序自带")});
        item->setData(whose, Qt::UserRole, one.own);
        if (one.id == kept) m_list->setCurrentItem(item);
    }
    if (m_list->currentItem() == nullptr && m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(0));
    sayButtons();
}

std::string TemplatesDialog::selected() const {
    const auto* item = m_list->currentItem();
    return item == nullptr ? std::string() : utf8(item->text(id));
}

void TemplatesDialog::sayButtons() {
    const auto* item = m_list->currentItem();
    m_save->setEnabled(item != nullptr);
    m_drop->setEnabled(item != nullptr && item->data(whose, Qt::UserRole).toBool());
}

void TemplatesDialog::tell(const QString& words, Meaning meaning) {
    setMeaning(m_words, meaning);
    m_words->setText(words);
    m_words->show();
}

void TemplatesDialog::saveText() {
    const std::string which = selected();
    if (which.empty()) return;
    m_session.filePlaces().save(Files::papers, say("Save the text of a template", "保存模板文本"),
                                QStringLiteral("templateFileDialog"), str(which) + QStringLiteral(".json"), this,
                                [this, which](const QString& file) {
                                    m_session.write(
                                        this,
                                        [which, target = utf8(file)](WriterPort& office) -> Result<void> {
                                            TRY_ASSIGN(const auto text, office.templateText(which));
                                            return model::writeWhole(target, model::Bytes(text.begin(), text.end()));
                                        },
                                        [this, file](Result<void> answer) {
                                            if (answer)
                                                tell(say("Saved as %1.", "已保存为 %1。").arg(file), Meaning::ok);
                                            else tell(say(answer.error()), Meaning::danger);
                                        });
                                });
}

void TemplatesDialog::adopt() {
    auto* dialog = m_session.filePlaces().dialog(Files::papers, say("Adopt a template", "启用模板"),
                                                 QStringLiteral("adoptTemplateDialog"), this);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(say("Templates (*.json);;All files (*)", "模板 (*.json);;所有文件 (*)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& name) {
        command(
            [file = utf8(name)](WriterPort& office) -> Result<model::Receipt> {
                TRY_ASSIGN(const auto bytes, model::readWhole(file, model::kTemplateBytes));
                return office.adoptTemplate(std::string(bytes.begin(), bytes.end()));
            },
            {"Documents are made from this template now.", "此后按此模板制作文书。"});
    });
    dialog->open();
}

void TemplatesDialog::drop() {
    command([which = selected()](WriterPort& office) { return office.dropTemplate(which); },
            {"Documents are made from the program's own template again.", "此后恢复使用程序自带的模板。"});
}

void TemplatesDialog::command(std::function<Result<model::Receipt>(WriterPort&)> job, const Text& done) {
    m_session.write(this, std::move(job), [this, done](Result<model::Receipt> answer) {
        if (!answer || !answer->refused.empty()) {
            tell(say(answer ? answer->refused.front() : answer.error()), Meaning::danger);
            return;
        }
        tell(answer->waits ? say("It is signed and waits for the hub.", "已签署，等待服务器确认。") : say(done),
             Meaning::ok);
        m_session.refreshOffice();
        bring();
    });
}

} // namespace ui
