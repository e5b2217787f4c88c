// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walk/views.h"

#include "tests/ui/walk/practice.h"
#include "tests/ui/walk/walk.h"
#include "ui/casefile/case_file_page.h"

#include <QApplication>

#include <algorithm>

namespace walk {
namespace {

/// Not of the list as the last visit left it.
void firstOfFirstView(Person& at) {
    at.press(Qt::Key_1, Qt::ControlModifier);
    at.settle();
    at.press(Qt::Key_J);
}
void newestInvestigation(Person& at) { at.openFirst(QStringLiteral("stage:investigation sort:-opened")); }
void newestProposal(Person& at) { at.openFirst(QStringLiteral("stage:proposed sort:-opened")); }
void proposed(Person& at) { at.openFirst(QStringLiteral("stage:proposed")); }

/// The first rows that a filter shows, selected.
void select(Person& at, const char* filter, int count) {
    at.press(Qt::Key_F, Qt::ControlModifier);
    at.press(Qt::Key_Delete);
    at.type(QString::fromUtf8(filter));
    at.press(Qt::Key_Return);
    at.settle();
    at.press(Qt::Key_Down);
    at.settle();
    at.press(Qt::Key_X);
    for (int i = 1; i < count; ++i) at.press(Qt::Key_Down, Qt::ShiftModifier);
    at.settle();
}

/// The panel over the selected cases, by its letter.
void bulk(Person& at, Qt::Key letter) {
    at.press(letter);
    at.shows(QStringLiteral("bulkPanel"));
    at.settle();
}

void addNote(Person& at) {
    at.openFirst(QStringLiteral("stage:received"));
    at.press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    at.settle();
    at.type(QStringLiteral("写错案件的备注"));
    at.press(Qt::Key_Return);
    at.settle();
}

void press(Person& at, const char* name) {
    at.tabTo(QLatin1String(name));
    at.press(Qt::Key_Space);
}

void fill(Person& at, const char* name, const char* text) {
    at.tabTo(QLatin1String(name));
    at.press(Qt::Key_A, Qt::ControlModifier);
    at.type(QString::fromUtf8(text));
}

/// The form behind one of the ways to an office.
void way(Person& at, const char* name) {
    press(at, "otherOffice");
    press(at, name);
}

/// Whose keys are on the token.
void lastProfile(Person& at) {
    at.tabTo(QStringLiteral("profile"));
    at.press(Qt::Key_End);
    at.settle();
}

void fillFounding(Person& at) {
    way(at, "way-found");
    fill(at, "folder", at.scratch().c_str());
    fill(at, "officeName", "深圳海关缉私局");
    fill(at, "name", "李伟");
    fill(at, "label", "head");
    press(at, "role-supervisor");
    fill(at, "newPassphrase", "five words picked by chance");
    fill(at, "repeatedPassphrase", "five words picked by chance");
}

const std::vector<View> kViews = {
    {"unlock", nullptr, [](Person&) {}},
    {"lost-passphrase", nullptr, [](Person& at) { press(at, "lost"); }},
    {"unlock-token", nullptr, lastProfile, false, true},
    {"unlock-token-wrong", nullptr,
     [](Person& at) {
         lastProfile(at);
         at.tabTo(QStringLiteral("passphrase"));
         at.type(QStringLiteral("000000"));
         at.press(Qt::Key_Return);
         at.settle();
     },
     false, true},
    {"lost-token", nullptr,
     [](Person& at) {
         lastProfile(at);
         press(at, "lost");
         at.until(
             [] { return QApplication::activeModalWidget() && QApplication::activeModalWidget()->isActiveWindow(); },
             QStringLiteral("the dialog has the keyboard"));
         press(at, "onToken");
         at.settle();
     },
     false, true},
    {"setup", nullptr, [](Person& at) { press(at, "otherOffice"); }},
    {"setup-found", nullptr, [](Person& at) { way(at, "way-found"); }},
    {"setup-found-faults", nullptr,
     [](Person& at) {
         way(at, "way-found");
         fill(at, "folder", "/usr");
         fill(at, "newPassphrase", "brief");
         fill(at, "repeatedPassphrase", "grief");
         press(at, "go");
     }},
    {"setup-found-token", nullptr,
     [](Person& at) {
         way(at, "way-found");
         press(at, "onToken");
         at.settle();
         at.tabTo(QStringLiteral("pin"));
     },
     false, true},
    {"setup-found-token-wrong", nullptr,
     [](Person& at) {
         fillFounding(at);
         // From the last line on, and around.
         press(at, "onToken");
         at.settle();
         fill(at, "pin", "000000");
         press(at, "go");
         at.until([] { return QApplication::focusWidget() && QApplication::focusWidget()->objectName() == u"pin"; },
                  QStringLiteral("the PIN is said to be wrong"));
     },
     false, true},
    {"setup-join-token", nullptr,
     [](Person& at) {
         way(at, "way-joinOffice");
         press(at, "onToken");
         at.settle();
         at.tabTo(QStringLiteral("module"));
     },
     false, true},
    {"setup-join", nullptr, [](Person& at) { way(at, "way-joinOffice"); }},
    {"setup-practice", nullptr, [](Person& at) { way(at, "way-practice"); }},
    {"setup-working", nullptr,
     [](Person& at) {
         fillFounding(at);
         press(at, "go");
         at.shows(QStringLiteral("workingPanel"));
     },
     true}, // it says what is being done
    {"setup-founded", nullptr,
     [](Person& at) {
         fillFounding(at);
         press(at, "go");
         at.shows(QStringLiteral("outcomePanel"));
     },
     true}, // its keys are new each time, and so is the fingerprint
    {"inbox", "officer", firstOfFirstView},
    {"all", "officer",
     [](Person& at) {
         at.press(Qt::Key_F, Qt::ControlModifier);
         at.type(QStringLiteral("sort:-changed"));
         at.press(Qt::Key_Return);
         at.press(Qt::Key_Down);
     }},
    {"filter-fault", "officer",
     [](Person& at) {
         at.press(Qt::Key_F, Qt::ControlModifier);
         at.type(QStringLiteral("stage:received is:unseen"));
         at.press(Qt::Key_Return);
     }},
    {"filter-offers", "officer",
     [](Person& at) {
         at.press(Qt::Key_F, Qt::ControlModifier);
         at.press(Qt::Key_Delete);
         at.type(QStringLiteral("is:open due<30d -mineral:antimony stage:"));
         at.press(Qt::Key_Down);
     }},
    {"filter-keep", "officer",
     [](Person& at) {
         at.press(Qt::Key_F, Qt::ControlModifier);
         at.press(Qt::Key_Delete);
         at.type(QStringLiteral("is:open mineral:graphite sort:opened"));
         at.press(Qt::Key_Return);
         at.press(Qt::Key_D, Qt::ControlModifier);
     }},
    {"selection", "officer", [](Person& at) { select(at, "sort:-changed", 9); }},
    {"bulk-assign", "officer",
     [](Person& at) {
         select(at, "sort:-changed", 9);
         bulk(at, Qt::Key_A);
     }},
    {"bulk-step", "officer",
     [](Person& at) {
         select(at, "sort:-changed", 20);
         bulk(at, Qt::Key_S);
         at.press(Qt::Key_Down);
     }},
    {"bulk-refused", "officer",
     [](Person& at) {
         select(at, "sort:-changed", 12);
         bulk(at, Qt::Key_N);
         at.type(QStringLiteral("Looked at together."));
         at.press(Qt::Key_Return, Qt::ControlModifier);
         at.shows(QStringLiteral("bulkRefused"));
         at.settle();
         at.press(Qt::Key_Down);
     }},
    {"new-report", "officer",
     [](Person& at) {
         at.press(Qt::Key_N, Qt::ControlModifier);
         at.shows(QStringLiteral("newReportPage"));
         at.tabTo(QStringLiteral("field-narrative"));
         at.type(QStringLiteral("来电称：一票锑锭申报为锡锭，拟从友谊关出口。"));
     }},
    {"people", "supervisor", [](Person& at) { at.press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier); }},
    {"people-person", "supervisor",
     [](Person& at) {
         at.press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
         at.settle();
         at.press(Qt::Key_Down);
         at.press(Qt::Key_Down);
     }},
    {"people-found-unit", "supervisor",
     [](Person& at) {
         at.press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
         at.settle();
         press(at, "foundUnit");
         at.shows(QStringLiteral("foundUnitDialog"));
         at.until(
             [] { return QApplication::activeModalWidget() && QApplication::activeModalWidget()->isActiveWindow(); },
             QStringLiteral("the dialog has the keyboard"));
         fill(at, "unitName", "矿产处 Minerals");
     }},
    {"people-units", "supervisor",
     [](Person& at) {
         at.press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
         at.settle();
         press(at, "foundUnit");
         at.shows(QStringLiteral("foundUnitDialog"));
         at.until(
             [] { return QApplication::activeModalWidget() && QApplication::activeModalWidget()->isActiveWindow(); },
             QStringLiteral("the dialog has the keyboard"));
         fill(at, "unitName", "矿产处 Minerals");
         at.tabTo(QStringLiteral("unitPeople"));
         at.press(Qt::Key_Space);
         press(at, "foundUnitNow");
         at.settle();
         at.press(Qt::Key_End);
         at.press(Qt::Key_Up); // the officer
         at.shows(QStringLiteral("unitsPanel"));
         at.settle();
         press(at, "personUnit-office");
         at.tabTo(QStringLiteral("saveUnits"));
     }},
    {"templates", "supervisor",
     [](Person& at) {
         at.press(Qt::Key_K, Qt::ControlModifier);
         at.type(QStringLiteral("Document templates"));
         at.press(Qt::Key_Return);
         at.until(
             [] { return QApplication::activeModalWidget() && QApplication::activeModalWidget()->isActiveWindow(); },
             QStringLiteral("the dialog has the keyboard"));
         at.settle();
     }},
    {"settings", "supervisor", [](Person& at) { at.press(Qt::Key_Comma, Qt::ControlModifier); }},
    {"report", "officer", [](Person& at) { at.openFirst(QStringLiteral("stage:received")); }},
    {"facts", "investigator-1",
     [](Person& at) {
         at.openFirst(QStringLiteral("stage:investigation"));
         at.openTab(ui::CaseFilePage::facts);
     }},
    {"facts-changed", "investigator-1",
     [](Person& at) {
         at.openFirst(QStringLiteral("stage:investigation"));
         at.openTab(ui::CaseFilePage::facts);
     }},
    {"case-window", "investigator-1",
     [](Person& at) {
         at.press(Qt::Key_F, Qt::ControlModifier);
         at.type(QStringLiteral("stage:investigation"));
         at.press(Qt::Key_Return);
         at.settle();
         at.press(Qt::Key_Down);
         at.settle();
         at.press(Qt::Key_Return, Qt::ShiftModifier);
         at.settle();
     }},
    {"chronology", "investigator-1",
     [](Person& at) {
         at.openFirst(QStringLiteral("stage:investigation"));
         at.openTab(ui::CaseFilePage::evidence);
         at.press(Qt::Key_Down);
         at.press(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
         at.type(QStringLiteral("2026-02"));
         at.press(Qt::Key_Tab);
         at.press(Qt::Key_Tab);
         at.type(QStringLiteral("货物运抵口岸，申报品名与实物不符。"));
     }},
    {"parties", "investigator-1",
     [](Person& at) {
         at.openFirst(QStringLiteral("stage:investigation"));
         at.press(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
         at.press(Qt::Key_Down);
         at.fillField(QStringLiteral("name"), QStringLiteral("河池某矿业有限公司"));
         at.fillField(QStringLiteral("identifier_kind"), QStringLiteral("uscc"));
         at.fillField(QStringLiteral("identifier"), QStringLiteral("91110000802100434B"));
         at.press(Qt::Key_S, Qt::ControlModifier);
         at.settle();
     }},
    {"parties-respondent", "investigator-1",
     [](Person& at) {
         at.openFirst(QStringLiteral("stage:investigation"));
         at.openTab(ui::CaseFilePage::parties);
         at.press(Qt::Key_Down);
     }},
    {"evidence", "investigator-1",
     [](Person& at) {
         at.openFirst(QStringLiteral("stage:investigation"));
         at.openTab(ui::CaseFilePage::evidence);
         at.press(Qt::Key_Down);
     }},
    {"work", "investigator-1", [](Person& at) { at.openFirst(QStringLiteral("stage:investigation")); }},
    {"side-tracks", "investigator-1", newestInvestigation, false, false, addCaseWithTracks},
    {"side-step", "investigator-1",
     [](Person& at) {
         newestInvestigation(at);
         at.startStep(QStringLiteral("seal-2"));
     },
     false, false, addCaseWithTracks},
    {"documents", "investigator-1",
     [](Person& at) {
         newestProposal(at);
         at.openTab(ui::CaseFilePage::documents);
         at.settle();
         press(at, "previewDocument");
         at.settle();
     },
     false, false, addCaseWithPapers},
    {"sign-documents", "supervisor",
     [](Person& at) {
         newestProposal(at);
         at.openTab(ui::CaseFilePage::documents);
         at.settle();
         press(at, "makeDocument"); // the final report, which is needed and asks for nothing
         at.settle();
         at.openTab(ui::CaseFilePage::work);
         at.startStep(QStringLiteral("approve_notice"));
     },
     false, false, addCaseWithPapers},
    {"proposal", "investigator-1",
     [](Person& at) {
         at.openFirst(QStringLiteral("stage:investigation"));
         at.startStep(QStringLiteral("propose"));
         at.tickViolation(QStringLiteral("ecl34"));
         at.fillPenalty(QStringLiteral("turnover"), QStringLiteral("1820000"));
         at.fillPenalty(QStringLiteral("fine"), QStringLiteral("10010000"));
     }},
    {"due", "investigator-1",
     [](Person& at) {
         at.press(Qt::Key_7, Qt::ControlModifier);
         at.settle();
     }},
    {"due-office", "supervisor",
     [](Person& at) {
         at.press(Qt::Key_7, Qt::ControlModifier);
         at.settle();
         at.press(Qt::Key_PageDown);
         at.settle();
     }},
    {"to-decide", "supervisor", firstOfFirstView},
    {"approval", "supervisor",
     [](Person& at) {
         proposed(at);
         at.startStep(QStringLiteral("approve"));
     }},
    {"decision", "supervisor", [](Person& at) { at.openFirst(QStringLiteral("stage:decided")); }},
    {"decision-evidence", "supervisor",
     [](Person& at) {
         at.openFirst(QStringLiteral("stage:decided"));
         at.openTab(ui::CaseFilePage::evidence);
         at.press(Qt::Key_Down);
     }},
    {"decision-history", "supervisor",
     [](Person& at) {
         at.openFirst(QStringLiteral("stage:decided"));
         at.openTab(ui::CaseFilePage::history);
         at.press(Qt::Key_End);
     }},
    {"no-evidence", "officer",
     [](Person& at) {
         at.openFirst(QStringLiteral("stage:received"));
         at.openTab(ui::CaseFilePage::evidence);
     }},
    {"history", "auditor",
     [](Person& at) {
         at.openFirst(QStringLiteral("stage:decided"));
         at.openTab(ui::CaseFilePage::history);
         at.press(Qt::Key_End);
     }},
    {"dashboard", "supervisor", [](Person& at) { at.press(Qt::Key_0, Qt::ControlModifier); },
     true}, // it says the minute in which it was computed
    {"dashboard-tables", "supervisor",
     [](Person& at) {
         at.press(Qt::Key_0, Qt::ControlModifier);
         at.settle();
         at.press(Qt::Key_T, Qt::ControlModifier);
     },
     true},
    {"office-log", "auditor",
     [](Person& at) {
         at.press(Qt::Key_9, Qt::ControlModifier);
         at.settle();
         at.press(Qt::Key_Down);
     }},
    {"hub", "officer", [](Person& at) { at.press(Qt::Key_8, Qt::ControlModifier); }},
    {"hub-watch", "officer",
     [](Person& at) {
         at.press(Qt::Key_8, Qt::ControlModifier);
         at.settle();
         press(at, "watchHub");
         at.settle();
     }},
    {"note-added", "officer", addNote},
    {"note-undone", "officer",
     [](Person& at) {
         addNote(at);
         press(at, "messageAct");
         at.settle();
         press(at, "openings");
     }},
    {"palette", "officer", [](Person& at) { at.press(Qt::Key_K, Qt::ControlModifier); }},
    {"keys", "officer", [](Person& at) { at.press(Qt::Key_F1); }},
};

} // namespace

const std::vector<View>& views() { return kViews; }

const View* findView(std::string_view name) {
    const auto found = std::ranges::find(kViews, name, [](const View& view) { return std::string_view(view.name); });
    return found == kViews.end() ? nullptr : &*found;
}

} // namespace walk
