// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/workflow/definitions.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

using Json = nlohmann::ordered_json;

namespace {

std::string guardOf(const std::string& members) {
    return "{" + members + R"(, "cite": "X 1", "why": {"en": "w", "zh": "由"}, "cure": {"en": "c", "zh": "救"}})";
}

} // namespace

std::string textOf(const char* path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

std::string smallDefinition() { return textOf(TEST_DATA_DIR "/workflow/small.json"); }

std::string patched(const std::string& patch) {
    return Json::parse(smallDefinition()).patch(Json::parse(patch)).dump();
}

std::string withGuard(int step, const std::string& members) {
    Json json = Json::parse(smallDefinition());
    json["steps"][static_cast<std::size_t>(step)]["guards"].push_back(Json::parse(guardOf(members)));
    return json.dump();
}

std::string fourMistakes() {
    return patched(R"([{"op": "replace", "path": "/stages/0/workers/0", "value": "king"},
        {"op": "remove", "path": "/title/zh"},
        {"op": "replace", "path": "/steps/2/to", "value": "nowhere"},
        {"op": "remove", "path": "/steps/3/guards"}])");
}

std::string tooManyStages() {
    Json json = Json::parse(smallDefinition());
    for (int i = 0; i < 200; ++i) {
        json["stages"].push_back({{"id", "s" + std::to_string(i)}, {"title", {{"en", "s"}, {"zh", "阶"}}}});
    }
    return json.dump();
}

std::string circleOfSteps() {
    Json json = Json::parse(smallDefinition());
    const auto add = [&](const char* id, const std::string& waitsFor) {
        json["steps"].push_back(
            {{"id", id}, {"title", {{"en", id}, {"zh", id}}}, {"from", {"work"}}, {"role", "officer"}});
        json["steps"].back()["guards"].push_back(
            Json::parse(guardOf(R"("kind": "stepTaken", "steps": [")" + waitsFor + "\"]")));
    };
    add("one", "two");
    add("two", "one");
    return json.dump();
}

std::vector<BrokenDefinition> brokenDefinitions() {
    std::vector<BrokenDefinition> out;
    const auto row = [&](const char* name, const std::string& json, const char* path, const char* says) {
        out.push_back({name, json, path, says});
    };
    const auto patch = [&](const char* name, const char* change, const char* path, const char* says) {
        row(name, patched(change), path, says);
    };
    const auto guard = [&](const char* name, int step, const char* members, const char* path, const char* says) {
        row(name, withGuard(step, members), path, says);
    };
    row("empty", "", "byte 1", "no JSON");
    row("broken syntax", R"({"id": "x",})", "byte 12", "no JSON");
    row("broken encoding", "{\"id\": \"\xff\"}", "byte 9", "no JSON");
    row("text after it", "{} {}", "byte 4", "no JSON");
    row("too deep", std::string(40, '[') + std::string(40, ']'), "/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0", "deeper");
    row("no object", "[]", "", "object");
    row("key twice", R"({"id": "a", "id": "b"})", "/id", "twice");
    row("key twice inside", R"({"steps": [1, {"a/b": {}, "a/b": 1}]})", "/steps/1/a~1b", "twice");
    patch("unknown key", R"([{"op": "add", "path": "/author", "value": 1}])", "/author", "not known");
    patch("unknown key of a step", R"([{"op": "add", "path": "/steps/1/rolle", "value": "x"}])", "/steps/1/rolle",
          "not known");
    patch("other format", R"([{"op": "replace", "path": "/format", "value": "touchstone-workflow-9"}])", "/format",
          "not touchstone");
    patch("member missing", R"([{"op": "remove", "path": "/steps/1/role"}])", "/steps/1", "\"role\" is missing");
    patch("wrong type", R"([{"op": "replace", "path": "/steps/1/from", "value": "work"}])", "/steps/1/from", "list");
    patch("version zero", R"([{"op": "replace", "path": "/version", "value": 0}])", "/version", "whole number");
    patch("version no integer", R"([{"op": "replace", "path": "/version", "value": 1.5}])", "/version", "whole number");
    patch("no Chinese", R"([{"op": "remove", "path": "/stages/2/title/zh"}])", "/stages/2/title", "Chinese");
    patch("empty English", R"([{"op": "replace", "path": "/roles/0/title/en", "value": " "}])", "/roles/0/title/en",
          "empty");
    patch("third language", R"([{"op": "add", "path": "/title/fr", "value": "x"}])", "/title/fr", "not known");
    patch("control character", R"([{"op": "replace", "path": "/title/en", "value": "a\u0007"}])", "/title/en",
          "control");
    patch("bad id", R"([{"op": "replace", "path": "/stages/1/id", "value": "Work 1"}])", "/stages/1/id", "An id is");
    patch("stage twice", R"([{"op": "replace", "path": "/stages/2/id", "value": "work"}])", "/stages/2/id", "already");
    patch("step twice", R"([{"op": "replace", "path": "/steps/2/id", "value": "begin"}])", "/steps/2/id", "already");
    patch(
        "role twice",
        R"([{"op": "add", "path": "/roles/-", "value": {"id": "officer", "title": {"en": "o", "zh": "员"}, "system": "officer"}}])",
        "/roles/3/id", "already");
    patch("field twice", R"([{"op": "copy", "from": "/steps/1/form/0", "path": "/steps/1/form/-"}])",
          "/steps/1/form/1/id", "already");
    patch("unknown stage to", R"([{"op": "replace", "path": "/steps/0/to", "value": "nowhere"}])", "/steps/0/to",
          "no stage");
    patch("unknown stage from", R"([{"op": "replace", "path": "/steps/0/from/0", "value": "nowhere"}])",
          "/steps/0/from/0", "no stage");
    patch("unknown role of a step", R"([{"op": "replace", "path": "/steps/0/role", "value": "king"}])", "/steps/0/role",
          "no role");
    patch("unknown role of workers", R"([{"op": "replace", "path": "/stages/1/workers/0", "value": "king"}])",
          "/stages/1/workers/0", "no role");
    patch("unknown role of the office", R"([{"op": "replace", "path": "/roles/2/system", "value": "king"}])",
          "/roles/2/system", "none of");
    patch("unknown deadline", R"([{"op": "replace", "path": "/steps/0/deadlines/0/deadline", "value": "never"}])",
          "/steps/0/deadlines/0/deadline", "no period");
    patch("unknown action", R"([{"op": "replace", "path": "/steps/0/deadlines/0/action", "value": "pauses"}])",
          "/steps/0/deadlines/0/action", "none of");
    patch("unknown unit", R"([{"op": "replace", "path": "/deadlines/0/unit", "value": "moons"}])", "/deadlines/0/unit",
          "none of");
    patch("law without article", R"([{"op": "remove", "path": "/deadlines/0/cite"}])", "/deadlines/0",
          "\"cite\" is missing");
    patch("setting with article", R"([{"op": "replace", "path": "/deadlines/0/basis", "value": "setting"}])",
          "/deadlines/0/cite", "no article");
    patch("period that nothing starts", R"([{"op": "remove", "path": "/steps/0/deadlines"}])", "/deadlines/0",
          "Nothing starts");
    patch("no initial stage", R"([{"op": "remove", "path": "/stages/0/initial"}])", "/stages", "No stage is initial");
    patch("two initial stages", R"([{"op": "add", "path": "/stages/1/initial", "value": true}])", "/stages/1/initial",
          "already");
    patch("no final stage", R"([{"op": "remove", "path": "/stages/3/final"}])", "/stages", "No stage is final");
    patch(
        "unreachable stage",
        R"([{"op": "add", "path": "/stages/-", "value": {"id": "moon", "title": {"en": "Moon", "zh": "月"}, "final": true, "outcome": {"en": "m", "zh": "月"}}}])",
        "/stages/4", "No step leads");
    patch(
        "dead end",
        R"([{"op": "add", "path": "/stages/-", "value": {"id": "limbo", "title": {"en": "Limbo", "zh": "边"}}}, {"op": "add", "path": "/steps/-", "value": {"id": "lose", "title": {"en": "Lose", "zh": "失"}, "from": ["work"], "to": "limbo", "role": "officer"}}])",
        "/stages/4", "Dead end");
    patch(
        "dead end with a step that stays",
        R"([{"op": "add", "path": "/stages/-", "value": {"id": "limbo", "title": {"en": "Limbo", "zh": "边"}}}, {"op": "add", "path": "/steps/-", "value": {"id": "lose", "title": {"en": "Lose", "zh": "失"}, "from": ["work"], "to": "limbo", "role": "officer"}}, {"op": "add", "path": "/steps/-", "value": {"id": "wait", "title": {"en": "Wait", "zh": "等"}, "from": ["limbo"], "role": "officer"}}])",
        "/stages/4", "Dead end");
    patch(
        "circle without exit",
        R"([{"op": "add", "path": "/stages/-", "value": {"id": "a", "title": {"en": "A", "zh": "甲"}}}, {"op": "add", "path": "/stages/-", "value": {"id": "b", "title": {"en": "B", "zh": "乙"}}}, {"op": "add", "path": "/steps/-", "value": {"id": "s1", "title": {"en": "1", "zh": "一"}, "from": ["work", "b"], "to": "a", "role": "officer"}}, {"op": "add", "path": "/steps/-", "value": {"id": "s2", "title": {"en": "2", "zh": "二"}, "from": ["a"], "to": "b", "role": "officer"}}])",
        "/stages/4", "ever comes to an end");
    patch("final stage with a step out", R"([{"op": "add", "path": "/steps/2/from/-", "value": "done"}])",
          "/steps/2/from/1", "final stage");
    patch(
        "role without a step",
        R"([{"op": "add", "path": "/roles/-", "value": {"id": "guest", "title": {"en": "g", "zh": "客"}, "system": "auditor"}}])",
        "/roles/3", "No step is taken");
    patch("opener that is assigned", R"([{"op": "add", "path": "/openers/-", "value": "investigator"}])", "/openers/1",
          "not open yet");
    patch("approval without four eyes", R"([{"op": "remove", "path": "/steps/3/guards"}])", "/steps/3/approves",
          "could approve it");
    patch("four eyes by another step", R"([{"op": "replace", "path": "/steps/3/guards/0/steps/0", "value": "begin"}])",
          "/steps/3/approves", "could approve it");
    patch("four eyes now and then", R"([{"op": "add", "path": "/steps/3/guards/0/onlyIfTaken", "value": ["return"]}])",
          "/steps/3/approves", "could approve it");
    patch(
        "penalty nobody approves",
        R"([{"op": "add", "path": "/steps/0/form", "value": [{"id": "p", "title": {"en": "p", "zh": "罚"}, "type": "penalty"}]}])",
        "/steps/0/form", "no step approves");
    patch("choice without choices", R"([{"op": "replace", "path": "/steps/1/form/0/type", "value": "choice"}])",
          "/steps/1/form/0", "choices");
    patch("choices of a date", R"([{"op": "replace", "path": "/steps/1/form/0/type", "value": "date"},
          {"op": "add", "path": "/steps/1/form/0/choices", "value": [{"value": "x", "title": {"en": "X", "zh": "某"}}]}])",
          "/steps/1/form/0", "choices");
    patch("unknown field type", R"([{"op": "replace", "path": "/steps/1/form/0/type", "value": "colour"}])",
          "/steps/1/form/0/type", "none of");
    guard("unknown guard", 1, R"("kind": "moonFull")", "/steps/1/guards/0/kind", "none of");
    guard("guard with a foreign member", 1, R"("kind": "certifiedActor", "count": 2)", "/steps/1/guards/0/count",
          "not known");
    guard("unknown fact", 1, R"("kind": "factSet", "facts": ["title", "colour"])", "/steps/1/guards/0/facts/1",
          "no fact");
    guard("no facts", 1, R"("kind": "factSet", "facts": [])", "/steps/1/guards/0/facts", "empty");
    guard("unknown step of a guard", 1, R"("kind": "stepTaken", "steps": ["dance"])", "/steps/1/guards/0/steps/0",
          "no step");
    guard("unknown role of a guard", 1, R"("kind": "notAssignedAs", "role": "king")", "/steps/1/guards/0/role",
          "no role");
    guard("unknown deadline of a guard", 1, R"("kind": "deadlinePassed", "deadline": "x")",
          "/steps/1/guards/0/deadline", "no period");
    guard("role without assignment", 1, R"("kind": "assignedAtLeast", "role": "officer", "count": 1)",
          "/steps/1/guards/0/role", "Nobody is assigned");
    guard("count of none", 1, R"("kind": "assignedAtLeast", "role": "investigator", "count": 0)",
          "/steps/1/guards/0/count", "whole number");
    guard("step that cannot come before", 0, R"("kind": "stepTaken", "steps": ["propose"])",
          "/steps/0/guards/0/steps/0", "cannot come before");
    guard("waits for itself", 2, R"("kind": "stepTaken", "steps": ["return"])", "/steps/2", "can never be taken");
    guard("penalty where there is none", 3, R"("kind": "penaltyInRange", "step": "propose")", "/steps/3/guards/1",
          "no penalty");
    guard("same form of other fields", 3, R"("kind": "sameFormAs", "step": "propose", "fields": ["reasons"])",
          "/steps/3/guards/1/fields/0", "not in both");
    return out;
}
