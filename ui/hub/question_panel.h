// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/question.h"
#include "ui/text/phrases.h"

#include <QFrame>

#include <optional>

class QLabel;
class QPushButton;

namespace ui {

/// What an exchange has stopped for, and the two answers. Hidden while nothing is asked.
class QuestionPanel : public QFrame {
    Q_OBJECT
public:
    explicit QuestionPanel(QWidget* parent = nullptr);

    void show(const std::optional<model::HubQuestion>& question);
    [[nodiscard]] QWidget* firstButton() const;

signals:
    void agreed(const model::HubQuestion& question);
    /// It stays stopped, and is not asked again by itself.
    void declined();

private:
    void sayAll();

    std::optional<model::HubQuestion> m_question;
    QLabel* m_words;
    QLabel* m_help;
    QPushButton* m_stay;
    QPushButton* m_go;
    Phrases m_phrases{this};
};

} // namespace ui
