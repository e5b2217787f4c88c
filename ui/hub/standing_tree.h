// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/unsettled.h"
#include "ui/text/phrases.h"

#include <QTreeWidget>

#include <variant>

namespace ui {

/// One thing that is open: it waits or was refused, or it is a field in which the person was overwritten.
using OpenItem = std::variant<model::Unsettled, model::OverwrittenField>;
model::CaseId caseOf(const OpenItem& item);
/// Whether both are the same thing, of two looks at it.
bool isSame(const OpenItem& a, const OpenItem& b);

/// What is open, in three groups. Nothing is selected by itself; who decides about one finds the next one selected.
class StandingTree : public QTreeWidget {
    Q_OBJECT
public:
    explicit StandingTree(QWidget* parent = nullptr);

    void show(const model::Standing& standing);
    void forget();
    /// Null where a heading or nothing is current.
    [[nodiscard]] const OpenItem* current() const;
    /// Those of the same kind as the current one: what "for all" means.
    [[nodiscard]] std::vector<OpenItem> alike() const;
    [[nodiscard]] std::size_t count() const { return m_items.size(); }

signals:
    void currentChangedTo(const OpenItem* item);
    void opened(model::CaseId id);

protected:
    void focusInEvent(QFocusEvent* event) override;

private:
    /// Where the person is, so that they are there again after all was filled anew.
    struct Stood {
        std::optional<OpenItem> item = {};
        int group = 0;
        int place = 0;
    };
    [[nodiscard]] Stood whereOneStands() const;
    [[nodiscard]] QTreeWidgetItem* lineFor(const Stood& stood) const;
    void fill(const Stood& stood);
    void refill();
    void addGroup(const Text& title, std::size_t first, std::size_t count);
    [[nodiscard]] const OpenItem* itemOf(const QTreeWidgetItem* line) const;

    std::vector<OpenItem> m_items;
    std::size_t m_waiting = 0, m_refused = 0; ///< how many of each come first
    bool m_more = false;
    Phrases m_phrases{this};
};

} // namespace ui
