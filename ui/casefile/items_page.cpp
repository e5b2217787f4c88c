// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/items_page.h"

#include "model/case/changes.h"
#include "ui/casefile/citation_field.h"
#include "ui/casefile/items_model.h"
#include "ui/forms/form_editor.h"
#include "ui/forms/live_form.h"
#include "ui/forms/value_words.h"
#include "ui/theme/row_table.h"

#include <QApplication>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ui {

namespace {

constexpr int kLeastWriting = 150; ///< two lines of the form, on a screen at 200 %

std::string keyOf(ItemId item) { return item.isNull() ? "new" : item.hex(); }

} // namespace

ItemsPage::ItemsPage(OpenCase& open, model::ItemSort sort, QWidget* parent)
    : QWidget(parent), m_open(open), m_sort(sort), m_items(new ItemsModel(open, sort, this)),
      m_table(new RowTable(this)), m_new(new QPushButton(this)), m_told(new QCheckBox(this)), m_empty(new QLabel(this)),
      m_gone(new QLabel(this)), m_showGone(new QPushButton(this)), m_writing(new QWidget(this)),
      m_head(new QLabel(m_writing)), m_scroll(new QScrollArea(m_writing)), m_state(new QLabel(m_writing)),
      m_respondent(new QPushButton(m_writing)), m_withdraw(new QPushButton(m_writing)),
      m_discard(new QPushButton(m_writing)), m_save(new QPushButton(m_writing)), m_facts(new QPushButton(m_writing)) {
    setObjectName(isChronology() ? QStringLiteral("chronologyPage") : QStringLiteral("partiesPage"));
    m_table->setObjectName(isChronology() ? QStringLiteral("chronologyTable") : QStringLiteral("partiesTable"));
    m_new->setObjectName(QStringLiteral("newItem"));
    m_told->setObjectName(QStringLiteral("told"));
    m_save->setObjectName(QStringLiteral("saveItem"));
    m_withdraw->setObjectName(QStringLiteral("withdrawItem"));
    m_respondent->setObjectName(QStringLiteral("makeRespondent"));
    m_discard->setObjectName(QStringLiteral("discardItem"));
    m_showGone->setObjectName(QStringLiteral("showGone"));
    layOut();
    sayWords();
    m_rest.setSingleShot(true);
    m_rest.setInterval(2000);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        check();
        keepDraft();
    });
    connect(m_new, &QPushButton::clicked, this, [this] { begin(); });
    connect(m_told, &QCheckBox::toggled, this, [this](bool on) {
        m_items->setTold(on);
        m_table->fitColumns();
    });
    connect(m_save, &QPushButton::clicked, this, &ItemsPage::save);
    connect(m_withdraw, &QPushButton::clicked, this, &ItemsPage::withdraw);
    connect(m_respondent, &QPushButton::clicked, this, &ItemsPage::makeRespondent);
    connect(m_facts, &QPushButton::clicked, this, &ItemsPage::factsWanted);
    connect(m_discard, &QPushButton::clicked, this, [this] {
        const ItemId item = m_item.value_or(ItemId{});
        dropDraft(item);
        if (item.isNull()) closeEditor();
        else if (m_live != nullptr) m_live->discard();
        sayState();
        m_table->setFocus(Qt::OtherFocusReason);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ItemsPage::select);
    connect(m_table, &QTableView::activated, this, [this] {
        if (m_form != nullptr) m_form->focusField();
        else if (m_facts->isVisible()) m_facts->setFocus(Qt::OtherFocusReason);
    });
    connect(&open, &OpenCase::opened, this, &ItemsPage::clear);
    connect(&open, &OpenCase::closed, this, &ItemsPage::clear);
    connect(&open, &OpenCase::loaded, this, &ItemsPage::show);
    connect(&open, &OpenCase::busyChanged, this, [this] { sayState(); });
}

void ItemsPage::layOut() {
    auto* top = new QHBoxLayout;
    top->setContentsMargins(12, 8, 12, 8);
    top->setSpacing(12);
    top->addWidget(m_new);
    top->addWidget(m_told);
    top->addStretch(1);
    m_told->setChecked(true);
    m_told->setVisible(isChronology());
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    setMeaning(m_empty, Meaning::muted);
    m_table->setModel(m_items);
    m_table->setAlternatingRowColors(true);
    m_table->setFit({m_items->restColumn(), 180, m_items->leastFirst(), [this](int column) {
                         return QFontMetrics(m_table->font()).horizontalAdvance(m_items->widest(column));
                     }});
    m_gone->setWordWrap(true);
    m_gone->setTextFormat(Qt::PlainText);
    setMeaning(m_gone, Meaning::accent);
    auto* gone = new QHBoxLayout;
    gone->setContentsMargins(12, 0, 12, 0);
    gone->addWidget(m_gone, 1);
    gone->addWidget(m_showGone, 0, Qt::AlignTop);
    auto* list = new QWidget(this);
    auto* listLayout = new QVBoxLayout(list);
    listLayout->setContentsMargins(0, 0, 0, 0);
    listLayout->setSpacing(0);
    listLayout->addLayout(top);
    listLayout->addLayout(gone);
    listLayout->addWidget(m_table, 1);
    listLayout->addWidget(m_empty, 1);

    makeHeading(m_head, 2);
    m_head->setContentsMargins(12, 8, 12, 4);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_state->setWordWrap(true);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(12, 6, 12, 6);
    foot->setSpacing(8);
    foot->addWidget(m_state, 1);
    for (auto* button : {m_facts, m_respondent, m_withdraw, m_discard, m_save}) foot->addWidget(button);
    auto* writing = new QVBoxLayout(m_writing);
    writing->setContentsMargins(0, 0, 0, 0);
    writing->setSpacing(0);
    writing->addWidget(m_head);
    writing->addWidget(m_scroll, 1);
    writing->addLayout(foot);
    auto* split = new QSplitter(Qt::Vertical, this);
    split->addWidget(list);
    split->addWidget(m_writing);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    split->setStretchFactor(0, 1);
    split->setSizes({220, 300});
    m_writing->setMinimumHeight(kLeastWriting);
    m_writing->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);
}

void ItemsPage::sayWords() {
    if (isChronology()) {
        m_phrases.set(m_new, {"New entry (Ctrl+Shift+Q)", "新增条目 (Ctrl+Shift+Q)"});
        m_phrases.name(m_table, {"Chronology", "大事记"});
    } else {
        m_phrases.set(m_new, {"Add a party (Ctrl+Shift+Y)", "添加主体 (Ctrl+Shift+Y)"});
        m_phrases.name(m_table, {"Parties", "涉案主体"});
    }
    m_phrases.set(m_told, {"With what the log knows", "包含历史中的节点"});
    m_phrases.set(m_save, {"Sign (Ctrl+S)", "签名保存 (Ctrl+S)"});
    m_phrases.set(m_withdraw, {"Withdraw", "撤回"});
    m_phrases.set(m_discard, {"Discard changes", "放弃修改"});
    m_phrases.set(m_respondent, {"Make this the respondent", "列为当事人"});
    m_phrases.set(m_showGone, {"Show it", "查看"});
    m_phrases.set(m_facts, {"Go to the facts", "转到事实"});
    m_phrases.name(m_scroll, {"What is written", "填写内容"});
    m_phrases.always([this] {
        m_empty->setText(isChronology() ? say("Nothing is entered yet.\nCtrl+Shift+Q begins an entry; on the Evidence "
                                              "page it cites the evidence selected.",
                                              "尚无条目。\n按 Ctrl+Shift+Q 新增；在“证据”页按下时引用所选证据。")
                                        : say("No party is stated yet.\nThe respondent stands in the facts; add the "
                                              "others who took part.",
                                              "尚无涉案主体。\n当事人载于事实，请添加其他参与者。"));
        m_table->fitColumns();
        sayGone();
        sayState();
    });
}

const char* ItemsPage::draftName() const { return isChronology() ? "chronology" : "parties"; }

const model::StatedItem* ItemsPage::stated(ItemId item) const {
    const auto* view = m_open.view();
    if (view == nullptr || item.isNull()) return nullptr;
    return isChronology() ? view->state.entry(item) : view->state.party(item);
}

std::size_t ItemsPage::count() const {
    const auto* view = m_open.view();
    if (view == nullptr) return 0;
    const auto& all = isChronology() ? view->state.chronology : view->state.parties;
    return static_cast<std::size_t>(std::ranges::count(all, false, &model::StatedItem::withdrawn));
}

bool ItemsPage::dirty() const { return m_live != nullptr && m_live->dirty(); }

std::optional<Error> ItemsPage::mayWrite() const {
    const auto* view = m_open.view();
    if (view == nullptr) return Error{};
    const auto may =
        model::mayAddMaterial(*view->definition, view->state, *m_open.office().registered, m_open.office().me);
    return may ? std::nullopt : std::optional(may.error());
}

void ItemsPage::clear() {
    closeEditor();
    m_items->reset();
    m_drafts.clear();
    m_draftsRead = false;
    m_wanted = {};
    sayGone();
    sayState();
}

void ItemsPage::show() {
    const QModelIndex current = m_table->currentIndex();
    ItemId kept = current.isValid() && current.row() < m_items->rowCount() ? m_items->item(current.row()) : ItemId{};
    const bool wanted = !m_wanted.isNull();
    if (wanted) kept = std::exchange(m_wanted, {});
    m_items->reset();
    m_table->fitColumns();
    if (const int row = m_items->rowOf(kept); row >= 0) m_table->selectRow(row);
    if (m_item && !m_item->isNull() && stated(*m_item) == nullptr) closeEditor();
    stateEditor();
    sayGone();
    if (!std::exchange(m_draftsRead, true)) readDrafts();
    sayState();
    if (wanted && isVisible()) m_table->setFocus(Qt::OtherFocusReason);
}

/// An entry that somebody else withdrew is in no row, and is not let go in silence.
void ItemsPage::sayGone() {
    const auto* view = m_open.view();
    QStringList lines;
    ItemId first;
    if (view != nullptr) {
        const auto& all = isChronology() ? view->state.chronology : view->state.parties;
        for (const auto& change : model::changesByOthers(all, m_open.office().me, m_open.known())) {
            if (!change.withdrawn) continue;
            if (first.isNull()) first = change.item;
            const auto* item = stated(change.item);
            lines << say("● Withdrawn by %1 on %2: %3", "● %1 于 %2 撤回：%3")
                         .arg(sayPerson(change.place.by, m_open.office()), sayMinute(change.place.time),
                              str(item->value(isChronology() ? "text" : "name")).simplified().left(80));
        }
    }
    m_gone->setText(lines.join(u'\n'));
    m_gone->setVisible(!lines.isEmpty());
    m_showGone->setVisible(!lines.isEmpty());
    m_showGone->disconnect(this);
    if (!first.isNull()) {
        connect(m_showGone, &QPushButton::clicked, this, [this, first] {
            m_table->setCurrentIndex({});
            edit(first);
            m_form->focusField();
        });
    }
}

void ItemsPage::select() {
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid() || current.row() >= m_items->rowCount()) return;
    const ItemId item = m_items->item(current.row());
    m_toldSelected = item.isNull();
    if (!item.isNull()) {
        if (m_item != item) edit(item);
    } else if (m_item) {
        keepDraft();
        closeEditor();
    }
    sayState();
}

void ItemsPage::begin(ItemId cited) {
    if (const auto why = mayWrite()) {
        if (!why->what.empty()) emit m_open.said(Meaning::warn, say(*why));
        return;
    }
    if (!m_item || !m_item->isNull()) {
        m_table->setCurrentIndex({});
        edit({});
    }
    if (m_form == nullptr) return;
    m_form->focusField();
    if (!cited.isNull()) {
        m_citations->cite(cited);
        m_form->focusField();
        m_rest.start();
    }
    sayState();
}

void ItemsPage::edit(ItemId item) {
    keepDraft();
    closeEditor();
    m_item = item;
    m_toldSelected = false;
    makeEditor();
    stateEditor();
    takeDraft();
    sayState();
}

void ItemsPage::closeEditor() {
    m_rest.stop();
    // The keyboard does not fall out of the page with the widget that has it.
    if (m_writing->isAncestorOf(QApplication::focusWidget())) m_table->setFocus(Qt::OtherFocusReason);
    delete m_scroll->takeWidget();
    m_form = nullptr;
    m_live = nullptr;
    m_citations = nullptr;
    m_item.reset();
}

void ItemsPage::makeEditor() {
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(12, 4, 12, 4);
    m_form = new FormEditor(model::itemFields(m_sort), m_open.office(), body);
    m_citations = new CitationField(m_open, m_form);
    m_form->add(m_citations);
    m_live = new LiveForm(*m_form, m_open.office());
    layout->addWidget(m_form);
    layout->addStretch(1);
    m_scroll->setWidget(body);
    connect(m_citations, &CitationField::evidenceWanted, this, &ItemsPage::evidenceWanted);
    connect(m_live, &LiveForm::changedByHand, this, [this] {
        sayState();
        m_rest.start();
    });
}

/// Tells the editor what is stated now.
void ItemsPage::stateEditor() {
    if (m_live == nullptr || m_open.view() == nullptr) return;
    const auto* item = stated(*m_item);
    const auto me = m_open.office().me;
    m_form->setReadOnly(mayWrite().has_value());
    m_live->stateIs(item == nullptr ? std::map<std::string, model::Fact>{} : item->fields,
                    item == nullptr ? std::vector<model::FieldChange>{}
                                    : model::changesByOthers(item->fields, me, m_open.known()));
    check();
}

/// Says at its field what cannot be signed, and what is likely a slip. Empty fields are not pointed at while a person
/// is still writing.
void ItemsPage::check() {
    if (m_form == nullptr) return;
    auto typed = m_form->typed();
    typed.erase(std::string(model::kEvidenceField));
    std::string wrong;
    QString error;
    std::map<std::string, QString> doubts;
    if (const auto form = model::canonicalItem(m_sort, typed); !form) {
        wrong = form.error().where;
        error = say(form.error());
    } else {
        const auto all = model::checkItem(m_sort, *form, *m_open.office().registered);
        if (!all && form->contains(all.error().where)) {
            wrong = all.error().where;
            error = say(all.error());
        }
        for (const auto& doubt : model::doubtsAbout(m_sort, *form)) doubts[doubt.field] = say(doubt.words);
    }
    for (auto* editor : m_form->editors()) {
        const auto& field = editor->field().id;
        if (field == wrong) editor->showError(error);
        else if (doubts.contains(field)) editor->showDoubt(doubts[field]);
        else editor->showError({});
    }
}

void ItemsPage::sayState() {
    const bool open = m_open.view() != nullptr;
    const bool none = m_items->rowCount() == 0;
    m_table->setVisible(!none);
    m_empty->setVisible(none);
    const auto why = mayWrite();
    m_new->setEnabled(open && !why);
    m_new->setToolTip(why && !why->what.empty() ? say(*why) : QString());
    const bool told = open && m_toldSelected && !m_item && m_table->currentIndex().isValid();
    m_writing->setVisible(m_form != nullptr || told);
    m_scroll->setVisible(m_form != nullptr);
    const bool typed = dirty();
    const auto* item = m_item ? stated(*m_item) : nullptr;
    m_facts->setVisible(told && !isChronology());
    m_respondent->setVisible(item != nullptr && !isChronology() && !why);
    m_respondent->setEnabled(!typed && !m_open.busy());
    m_withdraw->setVisible(item != nullptr && !item->withdrawn && !why);
    m_withdraw->setEnabled(!m_open.busy());
    m_discard->setVisible(m_form != nullptr && (typed || item == nullptr) && !why);
    m_save->setVisible(m_form != nullptr && !why);
    m_save->setEnabled(canSave());
    m_writing->setMinimumHeight(m_form != nullptr ? kLeastWriting : 0);
    // What only tells leaves the room to the list.
    m_writing->setMaximumHeight(m_form != nullptr ? QWIDGETSIZE_MAX : m_writing->sizeHint().height());
    if (told) {
        m_head->setText(isChronology() ? say("Told from the log", "源自历史") : say("The respondent", "当事人"));
        m_state->setText(isChronology() ? say("The log knows this by itself: it is not entered, and cannot be changed.",
                                              "此项由历史记录自动得出，无需录入，也不能更改。")
                                        : say("The respondent is stated in the facts, and shown from there.",
                                              "当事人载于事实，此处为其显示。"));
        setMeaning(m_state, Meaning::muted);
        return;
    }
    if (m_form == nullptr) return;
    m_head->setText(item == nullptr ? (isChronology() ? say("New entry", "新增条目") : say("New party", "新增涉案主体"))
                                    : (isChronology() ? say("Entry", "条目") : say("Party", "涉案主体")));
    const auto undecided = m_live->undecided().size();
    if (why) m_state->setText(say(*why));
    else if (item != nullptr && item->withdrawn)
        m_state->setText(
            say("%1 withdrew this on %2. Signing states it again.", "%1 于 %2 撤回了此项；签名保存即可恢复。")
                .arg(sayPerson(item->place.by, m_open.office()), sayMinute(item->place.time)));
    else if (undecided > 0)
        m_state->setText(say("%1 of your fields were changed by others while you wrote: choose at each.",
                             "您填写的 %1 项在此期间被他人更改，请逐项选择。")
                             .arg(undecided));
    else if (typed) m_state->setText(say("Not signed yet; a draft is kept.", "尚未签名；草稿已保留。"));
    else if (item != nullptr)
        m_state->setText(say("Stated by %1 on %2", "%1 于 %2 填写")
                             .arg(sayPerson(item->place.by, m_open.office()), sayMinute(item->place.time)));
    else m_state->clear();
    setMeaning(m_state, typed || (item != nullptr && item->withdrawn) ? Meaning::warn : Meaning::muted);
}

bool ItemsPage::canSave() const {
    // What was withdrawn may be stated again as it was.
    const auto* item = m_item ? stated(*m_item) : nullptr;
    return m_live != nullptr && (m_live->dirty() || (item != nullptr && item->withdrawn)) && !m_open.busy();
}

void ItemsPage::save() {
    if (!canSave()) return;
    if (!m_live->undecided().empty()) {
        emit m_open.said(Meaning::warn, say("Others changed fields while you wrote. Choose at each which value holds, "
                                            "then save.",
                                            "您填写期间他人更改了部分字段。请逐项选择以哪个值为准，然后保存。"));
        m_live->focusUndecided();
        return;
    }
    auto values = m_form->values();
    const auto refuse = [this](const Error& error) {
        m_form->showError(error);
        emit m_open.said(Meaning::danger, say(error));
    };
    if (!values) return refuse(values.error());
    const std::string cited = std::exchange((*values)[std::string(model::kEvidenceField)], {});
    values->erase(std::string(model::kEvidenceField));
    auto form = model::canonicalItem(m_sort, *values);
    if (!form) return refuse(form.error());
    if (const auto checked = model::checkItem(m_sort, *form, *m_open.office().registered); !checked)
        return refuse(checked.error());
    auto made = std::make_shared<ItemId>();
    const ItemId item = *m_item;
    m_open.command(
        [id = m_open.id(), sort = m_sort, item, form = *form, evidence = model::citationsOf(cited),
         made](WriterPort& office) {
            auto receipt = office.stateItem(id, sort, item, form, evidence);
            if (receipt) *made = receipt->item;
            return receipt;
        },
        isChronology() ? Text{"The entry was signed", "条目已签名"} : Text{"The party was signed", "涉案主体已签名"},
        [this, item, made](const std::optional<Error>& error) {
            if (error) return;
            dropDraft(item);
            m_wanted = *made;
            if (m_item == item && item.isNull()) closeEditor();
        });
}

void ItemsPage::withdraw() {
    if (!m_item || stated(*m_item) == nullptr || m_open.busy()) return;
    const ItemId item = *m_item;
    m_open.command(
        [id = m_open.id(), sort = m_sort, item](WriterPort& office) { return office.withdrawItem(id, sort, item); },
        isChronology() ? Text{"The entry was withdrawn; the history keeps it", "条目已撤回，历史予以保留"}
                       : Text{"The party was withdrawn; the history keeps it", "涉案主体已撤回，历史予以保留"},
        [this, item](const std::optional<Error>& error) {
            if (error) return;
            dropDraft(item);
            if (m_item == item) closeEditor();
            m_table->setFocus(Qt::OtherFocusReason);
        });
}

void ItemsPage::makeRespondent() {
    if (isChronology() || !m_item || stated(*m_item) == nullptr || dirty() || m_open.busy()) return;
    m_open.command([id = m_open.id(), item = *m_item](WriterPort& office) { return office.makeRespondent(id, item); },
                   {"The facts name this party as the respondent now", "事实已将其列为当事人"});
}

ItemId ItemsPage::citedEvidence() const {
    const auto* item = m_item ? stated(*m_item) : nullptr;
    return item == nullptr || item->evidence.empty() ? ItemId{} : item->evidence.front().item;
}

void ItemsPage::focusFirst() {
    if (m_form != nullptr && dirty()) m_form->focusField();
    else if (m_items->rowCount() > 0) m_table->setFocus(Qt::OtherFocusReason);
    else m_new->setFocus(Qt::OtherFocusReason);
}

void ItemsPage::keyPressEvent(QKeyEvent* event) {
    // The first Esc leads out of the editor, with what is typed kept.
    if (event->key() == Qt::Key_Escape && m_writing->isAncestorOf(QApplication::focusWidget())) {
        keepDraft();
        if (m_table->isVisible()) m_table->setFocus(Qt::OtherFocusReason);
        else m_new->setFocus(Qt::OtherFocusReason);
        return;
    }
    QWidget::keyPressEvent(event);
}

// --- drafts: one text for the page, {"last": id, "items": {id: draft}}

void ItemsPage::keepDraft() {
    m_rest.stop();
    if (m_live == nullptr || !m_draftsRead) return;
    const std::string key = keyOf(*m_item);
    const std::string draft = m_live->draft();
    if (draft.empty() && !m_drafts.contains(key)) return;
    if (draft.empty()) m_drafts.erase(key);
    else m_drafts[key] = draft;
    m_open.keepDraft(draftName(),
                     m_drafts.empty() ? std::string() : nlohmann::json{{"last", key}, {"items", m_drafts}}.dump());
}

void ItemsPage::dropDraft(ItemId item) {
    m_rest.stop();
    if (m_drafts.erase(keyOf(item)) == 0) return;
    m_open.keepDraft(draftName(), m_drafts.empty() ? std::string() : nlohmann::json{{"items", m_drafts}}.dump());
}

void ItemsPage::readDrafts() {
    m_open.readDraft(draftName(), this, [this](const std::string& text) {
        const auto read = nlohmann::json::parse(text, nullptr, false);
        if (!read.is_object() || !read.contains("items") || mayWrite()) return;
        for (const auto& [key, draft] : unpackForm(read["items"].dump())) m_drafts.emplace(key, draft);
        if (m_item) return takeDraft();
        const std::string last = read.value("last", std::string("new"));
        const auto item = model::ItemId::fromHex(last);
        if (!m_drafts.contains(last) || (item && stated(*item) == nullptr)) return;
        edit(item.value_or(ItemId{}));
        if (item) m_table->setCurrentIndex(m_items->index(m_items->rowOf(*item), 0));
    });
}

void ItemsPage::takeDraft() {
    const auto kept = m_drafts.find(keyOf(*m_item));
    if (m_live == nullptr || kept == m_drafts.end() || m_live->dirty()) return;
    if (!m_live->takeDraft(kept->second)) dropDraft(*m_item); // all of it was said meanwhile
    check();
    sayState();
}

} // namespace ui
