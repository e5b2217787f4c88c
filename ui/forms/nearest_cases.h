// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/precedents.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTreeWidget;

namespace ui {

/// A proposed penalty beside the nearest cases that were decided, and the reason why it differs from them where it
/// does. Hidden until cases have come. GUI thread.
class NearestCases : public QWidget {
    Q_OBJECT
public:
    explicit NearestCases(QWidget* parent = nullptr);

    /// What is proposed as it stands; nothing while it cannot be computed.
    void setProposal(const std::optional<model::law::PenaltyFeatures>& proposal);
    /// The decided cases of one article, as the reader gives them.
    void setPrecedents(const model::law::ArticleId& governing, std::vector<model::Precedent> precedents);
    [[nodiscard]] std::string reason() const;
    void setReason(const std::string& reason);
    void setReadOnly(bool readOnly);
    [[nodiscard]] const model::law::Consistency& consistency() const { return m_consistency; }

signals:
    /// The decided cases of this article are not here yet.
    void wanted(const model::law::ArticleId& governing);
    void edited(); ///< the reason

private:
    void show();
    QLabel* m_words;
    QTreeWidget* m_cases;
    QLabel* m_reasonLabel;
    QLineEdit* m_reason;
    std::optional<model::law::PenaltyFeatures> m_proposal;
    std::optional<model::law::ArticleId> m_of; ///< whose cases are here, or on their way
    std::vector<model::Precedent> m_precedents;
    bool m_here = false;
    model::law::Consistency m_consistency;
    Phrases m_phrases{this};
};

} // namespace ui
