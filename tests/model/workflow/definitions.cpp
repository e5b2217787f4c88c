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

std::string tracksDefinition() { return textOf(TEST_DATA_DIR "/workflow/tracks.json"); }

std::string patchedTracks(const std::string& patch) {
    return Json::parse(tracksDefinition()).patch(Json::parse(patch)).dump();
}

std::vector<BrokenDefinition> brokenTracks() {
    std::vector<BrokenDefinition> out;
    const auto patch = [&](const char* name, const std::string& change, const char* path, const char* says) {
        out.push_back({name, patchedTracks(change), path, says});
    };
    const auto guard = [&](const char* name, const std::string& step, const std::string& members, const char* path,
                           const char* says) {
        patch(name, R"([{"op": "add", "path": ")" + step + R"(/guards", "value": [)" + guardOf(members) + "]}]", path,
              says);
    };
    const std::string seizure = "/tracks/0", seal = "/tracks/0/steps/3", request = "/tracks/0/steps/0",
                      handOver = "/tracks/1/steps/1";
    patch("unknown member", R"([{"op": "add", "path": "/tracks/0/colour", "value": 1}])", "/tracks/0/colour",
          "not known");
    patch("track twice", R"([{"op": "replace", "path": "/tracks/1/id", "value": "seizure"}])", "/tracks/1/id",
          "already");
    patch("initial stage of a side track", R"([{"op": "add", "path": "/tracks/0/stages/0/initial", "value": true}])",
          "/tracks/0/stages/0/initial", "not known");
    patch("workers of a side track", R"([{"op": "add", "path": "/tracks/0/stages/0/workers", "value": ["officer"]}])",
          "/tracks/0/stages/0/workers", "not known");
    patch("stage twice", R"([{"op": "replace", "path": "/tracks/0/stages/1/id", "value": "held"}])",
          "/tracks/0/stages/2/id", "already");
    patch("step of the main track once more",
          R"([{"op": "replace", "path": "/tracks/0/steps/3/id", "value": "begin"}])", "/tracks/0/steps/3/id",
          "already");
    patch("step of another side track once more",
          R"([{"op": "replace", "path": "/tracks/2/steps/2/id", "value": "take_back"}])", "/tracks/2/steps/2/id",
          "already");
    patch("period of the case once more",
          R"([{"op": "replace", "path": "/tracks/2/deadlines/1/id", "value": "record"}])", "/tracks/2/deadlines/1/id",
          "already");
    patch("period of an opening", R"([{"op": "add", "path": "/tracks/2/deadlines/1/startsOnOpening", "value": true}])",
          "/tracks/2/deadlines/1/startsOnOpening", "not known");
    patch("nobody's period", R"([{"op": "replace", "path": "/deadlines/1/whose", "value": "nobody"}])",
          "/deadlines/1/whose", "none of");
    patch("main step that opens", R"([{"op": "add", "path": "/steps/0/opens", "value": true}])", "/steps/0/opens",
          "not known");
    patch("no step opens it", R"([{"op": "remove", "path": "/tracks/1/steps/0/opens"},
          {"op": "replace", "path": "/tracks/1/steps/0/from", "value": ["reported"]}])",
          "/tracks/1/steps", "No step opens");
    patch("opening that leads nowhere", R"([{"op": "remove", "path": "/tracks/1/steps/0/to"}])", "/tracks/1/steps/0",
          "\"to\" is missing");
    patch("opening out of a stage of the side track",
          R"([{"op": "replace", "path": "/tracks/1/steps/0/from/0", "value": "reported"}])", "/tracks/1/steps/0/from/0",
          "no stage");
    patch("opening after the end", R"([{"op": "add", "path": "/tracks/1/steps/0/from/-", "value": "closed"}])",
          "/tracks/1/steps/0/from/2", "does not outlive");
    patch("step out of a stage of the case",
          R"([{"op": "replace", "path": "/tracks/1/steps/1/from/0", "value": "investigation"}])",
          "/tracks/1/steps/1/from/0", "no stage");
    patch("step to a stage of the case", R"([{"op": "replace", "path": "/tracks/1/steps/1/to", "value": "closed"}])",
          "/tracks/1/steps/1/to", "no stage");
    patch("no end", R"([{"op": "remove", "path": "/tracks/1/stages/2/final"}])", "/tracks/1/stages", "final");
    patch("step out of the end", R"([{"op": "add", "path": "/tracks/1/steps/1/from/-", "value": "back"}])",
          "/tracks/1/steps/1/from/1", "final stage");
    patch(
        "unreachable stage",
        R"([{"op": "add", "path": "/tracks/1/stages/-", "value": {"id": "moon", "title": {"en": "m", "zh": "月"}, "final": true}}])",
        "/tracks/1/stages/3", "No step leads");
    patch("dead end", R"([{"op": "replace", "path": "/tracks/1/steps/2/from", "value": ["reported"]}])",
          "/tracks/1/stages/1", "Dead end");
    patch("period of another side track",
          R"([{"op": "replace", "path": "/tracks/1/steps/1/deadlines/0/deadline", "value": "held_for"}])",
          "/tracks/1/steps/1/deadlines/0/deadline", "another side track");
    patch("main step with a period of a side track",
          R"([{"op": "replace", "path": "/steps/5/deadlines/0/deadline", "value": "held_for"}])",
          "/steps/5/deadlines/0/deadline", "another side track");
    patch("period that nothing starts", R"([{"op": "remove", "path": "/tracks/0/steps/1/deadlines/1"}])",
          "/tracks/0/deadlines/1", "Nothing starts");
    patch("dated by nothing", R"([{"op": "replace", "path": "/tracks/0/steps/3/dated", "value": "night"}])",
          "/tracks/0/steps/3/dated", "no required date");
    patch("dated by a text", R"([{"op": "replace", "path": "/tracks/0/steps/3/form/0/type", "value": "text"}])",
          "/tracks/0/steps/3/dated", "no required date");
    patch("dated by choice", R"([{"op": "remove", "path": "/tracks/0/steps/3/form/0/required"}])",
          "/tracks/0/steps/3/dated", "no required date");
    patch("approval of another track",
          R"([{"op": "replace", "path": "/tracks/0/steps/2/approves", "value": "propose"}])",
          "/tracks/0/steps/2/approves", "another track");
    guard("unknown track", handOver, R"("kind": "trackEnded", "track": "moon")", "/tracks/1/steps/1/guards/0/track",
          "no side track");
    guard("unknown stage of a track", handOver, R"("kind": "trackReached", "track": "seizure", "stages": ["moon"])",
          "/tracks/1/steps/1/guards/0/stages/0", "no stage");
    guard("no stages", handOver, R"("kind": "trackReached", "track": "seizure", "stages": [])",
          "/tracks/1/steps/1/guards/0/stages", "empty");
    guard("its own track", seal, R"("kind": "trackEnded", "track": "seizure")", "/tracks/0/steps/3/guards/0/track",
          "while it is open");
    guard("track that comes later", "/steps/0", R"("kind": "trackReached", "track": "suit", "stages": ["ended"])",
          "/steps/0/guards/0/track", "cannot come before");
    guard("step of a track that comes later", "/steps/0", R"("kind": "stepTaken", "steps": ["end_suit"])",
          "/steps/0/guards/0/steps/0", "cannot come before");
    guard("main step that comes later", request, R"("kind": "stepTaken", "steps": ["decide"])",
          "/tracks/0/steps/0/guards/0/steps/0", "cannot come before");
    guard("period of a guard of another track", handOver, R"("kind": "deadlinePassed", "deadline": "held_for")",
          "/tracks/1/steps/1/guards/0/deadline", "another side track");
    guard("released without assignment", "/steps/7", R"("kind": "personsReleased", "role": "supervisor")",
          "/steps/7/guards/0/role", "Nobody is assigned");
    guard("heavier than no penalty", "/steps/7", R"("kind": "penaltyNotHeavier", "step": "propose")",
          "/steps/7/guards/0", "penalty to compare");
    out.push_back({"too many tracks", {}, "/tracks", "most is"});
    Json many = Json::parse(tracksDefinition());
    for (int i = 0; i < 30; ++i) {
        many["tracks"].push_back(many["tracks"][1]);
    }
    out.back().json = many.dump();
    out.push_back({"too many stages together", {}, "/tracks", "together"});
    Json large = Json::parse(tracksDefinition());
    for (int i = 0; i < 195; ++i) {
        large["tracks"][0]["stages"].push_back(
            {{"id", "s" + std::to_string(i)}, {"title", {{"en", "s"}, {"zh", "阶"}}}});
    }
    out.back().json = large.dump();
    return out;
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
