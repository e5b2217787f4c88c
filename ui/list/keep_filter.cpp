// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/keep_filter.h"

#include "ui/list/saved_filters.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

KeepFilter::KeepFilter(SavedFilters& saved, QString line, const QString& suggested, QWidget* parent)
    : QDialog(parent), m_saved(saved), m_line(std::move(line)), m_name(new QLineEdit(suggested, this)),
      m_note(new QLabel(this)) {
    setObjectName(QStringLiteral("keepFilter"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(420);
    auto* shown = new QLabel(m_line, this);
    shown->setTextFormat(Qt::PlainText);
    shown->setWordWrap(true);
    setMeaning(shown, Meaning::muted);
    auto* heading = new QLabel(this);
    heading->setBuddy(m_name);
    m_name->setObjectName(QStringLiteral("filterName"));
    m_name->setMaxLength(60);
    m_name->selectAll();
    m_note->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(this);
    auto* keeps = buttons->addButton(QDialogButtonBox::Ok);
    auto* cancels = buttons->addButton(QDialogButtonBox::Cancel);
    for (auto* button : {keeps, cancels}) button->setIcon({}); // the style's own are of another time
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(heading);
    layout->addWidget(m_name);
    layout->addWidget(shown);
    layout->addWidget(m_note);
    layout->addWidget(buttons);
    m_phrases.title(this, {"Keep this filter", "保存此筛选"});
    m_phrases.set(heading, {"&Name", "名称(&N)"});
    m_phrases.name(m_name, {"Name of the filter", "筛选名称"});
    m_phrases.set(keeps, {"Keep", "保存"});
    m_phrases.set(cancels, {"Cancel", "取消"});
    m_phrases.always([this] { sayReplaces(); });
    connect(m_name, &QLineEdit::textChanged, this, &KeepFilter::sayReplaces);
    connect(buttons, &QDialogButtonBox::accepted, this, &KeepFilter::keep);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void KeepFilter::keep() {
    const QString name = m_name->text().trimmed();
    if (const auto error = m_saved.put(name, m_line)) {
        setMeaning(m_note, Meaning::danger);
        m_note->setText(QStringLiteral("✕ ") + say(*error));
        m_name->setFocus();
        m_name->selectAll();
        return;
    }
    emit kept(name);
    accept();
}

void KeepFilter::sayReplaces() {
    setMeaning(m_note, Meaning::muted);
    const auto* same = m_saved.named(m_name->text().trimmed());
    m_note->setText(same == nullptr ? QString() : say("Replaces: %1", "将替换：%1").arg(str(same->line)));
}

} // namespace ui
