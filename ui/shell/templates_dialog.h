// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace ui {

/// The templates that documents are made from: whose each is, its text as a file to change, and another one in its
/// place. Whether this person may is the model's to say.
class TemplatesDialog : public QDialog {
    Q_OBJECT
public:
    explicit TemplatesDialog(Session& session, QWidget* parent = nullptr);

private:
    void bring();
    void show(const std::vector<model::TemplateEntry>& all);
    [[nodiscard]] std::string selected() const;
    void saveText();
    void adopt();
    void drop();
    /// Does it, says `done`, and brings the list anew.
    void command(std::function<Result<model::Receipt>(WriterPort&)> job, const Text& done);
    void tell(const QString& words, Meaning meaning);
    void sayButtons();

    Session& m_session;
    QTreeWidget* m_list;
    QLabel* m_words;
    QPushButton* m_save;
    QPushButton* m_adopt;
    QPushButton* m_drop;
};

} // namespace ui
