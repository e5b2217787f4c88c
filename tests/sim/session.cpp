// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/session.h"

#include "tests/sim/faults.h"

#include <cstring>
#include <fstream>
#include <unistd.h>

using namespace model;

bool Session::unlock() {
    for (const auto person : m_people) {
        const auto& label = kPeople[person];
        auto desk = Workspace::unlock(m_office.folder(), m_office.id(label), crypto::asBytes(label),
                                      {&m_office.clock(), m_random.get()});
        if (!desk) {
            broken("unlock " + label, desk.error());
            return false;
        }
        m_desks.push_back(*std::move(desk));
    }
    return true;
}

void Session::commands(std::uint64_t count) {
    for (; count > 0; --count) {
        if (below(6) == 0)
            m_office.clock().advance(std::chrono::minutes(static_cast<std::int64_t>(below(4000)) - 1500));
        command();
    }
}

void Session::tell(Told::Kind kind, std::size_t desk, const Digest& id, const std::string& words) {
    Told told;
    told.kind = kind;
    told.person = static_cast<unsigned char>(m_people[desk]);
    told.id = id;
    std::strncpy(told.words, words.c_str(), sizeof told.words - 1);
    faults::tell(m_pipe, &told, sizeof told);
}

void Session::broken(const std::string& what, const Error& error) {
    tell(Told::broken, 0, {}, what + ": " + sentence(error, Language::en));
}

void Session::saved(const char* what, std::size_t desk, const Result<Receipt>& receipt) {
    if (!went(what, receipt)) return;
    for (const auto& event : receipt->events) tell(Told::event, desk, event);
}

void Session::command() {
    const auto who = below(m_desks.size());
    Workspace& desk = *m_desks[who];
    if (below(5) == 0) went("exchange", desk.exchange());
    auto list = desk.list();
    if (!went("list", list)) return;
    const auto rows = list->rows({});
    if (!went("rows", rows)) return;
    if (rows->empty() || below(5) == 0) return report(who);
    const auto row = (*rows)[below(rows->size())];
    const auto page = list->page(std::span(&row, 1));
    if (!went("page", page) || page->empty()) return;
    const CaseId id = page->front().id;
    switch (below(11)) {
    case 0: return note(who, id);
    case 1: return facts(who, id);
    case 2: return assign(who, id);
    case 3: return evidence(who, id);
    case 4: return draft(who);
    case 5: return undo(who, id);
    case 6: return look(who, id);
    case 7: return item(who, id);
    default: return step(who, id);
    }
}

void Session::note(std::size_t desk, CaseId id) { saved("note", desk, m_desks[desk]->addNote(id, words())); }

void Session::facts(std::size_t desk, CaseId id) {
    saved("facts", desk, m_desks[desk]->setFacts(id, {{"party", words()}, {"goods", "Antimony"}}));
}

void Session::item(std::size_t desk, CaseId id) {
    const auto state = m_desks[desk]->state(id);
    if (!went("state", state)) return;
    const bool known = !state->parties.empty() && below(3) != 0;
    const ItemId which = known ? state->parties[below(state->parties.size())].id : ItemId{};
    if (known && below(3) == 0)
        return saved("withdrawal", desk, m_desks[desk]->withdrawItem(id, ItemSort::party, which));
    saved("party", desk,
          m_desks[desk]->stateItem(id, ItemSort::party, which, {{"kind", "company"}, {"name", words()}}, {}));
}

void Session::assign(std::size_t desk, CaseId id) {
    saved("assign", desk,
          m_desks[desk]->assign(id, m_office.id(below(2) ? "investigator-1" : "investigator-2"), "investigator"));
}

void Session::undo(std::size_t desk, CaseId id) {
    const auto view = m_desks[desk]->view(id);
    if (!went("view", view) || view->log.empty()) return;
    // Any entry, so that most are refused; or one that the view says can be undone, which must not be.
    std::vector<Digest> undoable;
    for (const auto& entry : view->log) {
        if (entry.undoable) undoable.push_back(entry.event);
    }
    const bool any = undoable.empty() || below(4) == 0;
    const auto event = any ? view->log[below(view->log.size())].event : undoable[below(undoable.size())];
    saved("undo", desk, m_desks[desk]->undo(id, event));
}

void Session::look(std::size_t desk, CaseId id) {
    const auto state = m_desks[desk]->state(id);
    if (!went("state", state)) return;
    went("seen", m_desks[desk]->markSeen(id, state->head.seq));
    went("opened", m_desks[desk]->noteOpened(id));
    if (below(3) == 0) went("unread", m_desks[desk]->markUnread(id));
}

void Session::draft(std::size_t desk) {
    const auto text = words();
    tell(Told::draftBegun, desk, {}, text);
    if (went("draft", m_desks[desk]->keepDraft("sim", text))) tell(Told::draft, desk, {}, text);
}

void Session::report(std::size_t desk) {
    intake::Report report;
    report.title = same("Report " + std::to_string(m_dice()));
    report.narrativeEn = "Antimony left without a licence.";
    const auto opened = m_desks[desk]->receiveReport(report);
    if (!went("report", opened)) return;
    Digest id{};
    std::ranges::copy(opened->bytes, id.bytes.begin());
    tell(Told::opened, desk, id);
}

void Session::step(std::size_t desk, CaseId id) {
    const auto view = m_desks[desk]->view(id);
    if (!went("view", view) || view->steps.empty() || !view->definition) return;
    const auto& option = view->steps[below(view->steps.size())];
    Form form;
    for (const auto& field : view->definition->step(option.step)->form) {
        if (field.type == FieldType::text || field.type == FieldType::longText)
            form[field.id] = "Said in the simulation.";
        else if (!field.choices.empty()) form[field.id] = field.choices.front().value;
    }
    saved("step", desk, m_desks[desk]->takeStep(id, option.step, form));
}

void Session::evidence(std::size_t desk, CaseId id) {
    const auto file = m_office.scratch() / ("evidence-" + std::to_string(getpid()));
    {
        std::ofstream out(file);
        for (auto left = 1 + below(200); left > 0; --left) out << words() << '\n';
    }
    const auto taken = m_desks[desk]->addEvidence(id, {file}, "documentary", "sim", {}, {});
    if (!went("evidence", taken)) return;
    for (const auto& one : *taken) {
        if (one.error) {
            went("evidence", Result<void>(std::unexpected(*one.error)));
            continue;
        }
        Digest both{};
        std::ranges::copy(id.bytes, both.bytes.begin());
        std::ranges::copy(one.item->bytes, both.bytes.begin() + 16);
        tell(Told::item, desk, both);
    }
}
