// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/template/fill.h"

#include "model/base/citation.h"
#include "model/document/words.h"
#include "model/template/amounts.h"

#include <algorithm>
#include <format>

namespace model {

namespace {

using document::Align;
using document::Style;

/// The Chinese text keeps to the sizes of official documents (16 point for the text, GB/T 9704); a reading copy and
/// what is listed are smaller.
Style styleOf(BlockStyle block, bool chinese) {
    const double size = chinese ? 16 : 11;
    const double pitch = chinese ? 29 : 17;
    const double indent = chinese ? 32 : 0;
    const double before = chinese ? 0 : 4;
    switch (block) {
    case BlockStyle::authority:
        return {.size = size * 1.1,
                .pitch = pitch * 1.1,
                .bold = true,
                .align = Align::centre,
                .before = 12,
                .keepWithNext = true};
    case BlockStyle::title:
        return {.size = chinese ? 22.0 : 16.0,
                .pitch = chinese ? 40.0 : 29.0,
                .bold = true,
                .align = Align::centre,
                .keepWithNext = true};
    case BlockStyle::number: return {.size = size, .pitch = size * 2, .align = Align::centre, .keepWithNext = true};
    case BlockStyle::addressee:
        return {.size = size, .pitch = pitch, .align = Align::left, .before = 8, .keepWithNext = true};
    case BlockStyle::heading:
        return {.size = size,
                .pitch = pitch,
                .bold = true,
                .align = Align::left,
                .firstIndent = indent,
                .before = chinese ? 0.0 : 10.0,
                .keepWithNext = true};
    case BlockStyle::body: return {.size = size, .pitch = pitch, .firstIndent = indent, .before = before};
    case BlockStyle::item:
        return {.size = chinese ? 14.0 : 10.5,
                .pitch = chinese ? 24.0 : 16.0,
                .align = Align::left,
                .indent = chinese ? 32.0 : 18.0,
                .before = 2};
    case BlockStyle::line: return {.size = size, .pitch = pitch, .align = Align::left};
    case BlockStyle::note:
        return {.size = chinese ? 10.5 : 9.0,
                .pitch = chinese ? 17.0 : 14.0,
                .align = Align::left,
                .before = 4,
                .grey = true};
    case BlockStyle::signature:
    case BlockStyle::date:
        return {.size = size,
                .pitch = pitch * 1.2,
                .align = Align::right,
                .before = block == BlockStyle::signature ? 24.0 : 0.0,
                .keepWithNext = block == BlockStyle::signature};
    case BlockStyle::annex:
        return {.size = chinese ? 14.0 : 11.0,
                .pitch = pitch,
                .bold = true,
                .align = Align::left,
                .before = 12,
                .keepWithNext = true};
    }
    return {};
}

/// Writes one language of a document.
class Writer {
public:
    Writer(const DocumentScene& scene, Language language, std::vector<document::Paragraph>& out)
        : m_scene(scene), m_language(language), m_out(out) {}

    Result<void> write() {
        for (const auto& block : m_scene.form.blocks) {
            TRY_ASSIGN(const bool stands, standsHere(block));
            if (!stands) continue;
            if (block.each.empty()) {
                TRY(put(block, nullptr, 0));
                continue;
            }
            TRY_ASSIGN(const auto list, documentValue(m_scene, block.each));
            const auto* const rows = std::get_if<std::vector<DocumentRow>>(&list.is);
            if (!rows) continue;
            unsigned index = 0;
            for (const auto& row : *rows) TRY(put(block, &row, ++index));
        }
        return {};
    }

private:
    [[nodiscard]] bool chinese() const { return m_language == Language::zh; }

    [[nodiscard]] Result<bool> standsHere(const TemplateBlock& block) const {
        if (!block.when.empty()) {
            TRY_ASSIGN(const auto value, documentValue(m_scene, block.when));
            if (value.empty()) return false;
        }
        if (!block.unless.empty()) {
            TRY_ASSIGN(const auto value, documentValue(m_scene, block.unless));
            if (!value.empty()) return false;
        }
        return true;
    }

    [[nodiscard]] Result<DocumentValue> valueOf(const std::string& name, const DocumentRow* row, unsigned index) const {
        if (!row) return documentValue(m_scene, name);
        if (name == "index") return DocumentValue{same(std::to_string(index))};
        if (name.starts_with("item.")) {
            const auto column = name.substr(5);
            for (const auto& [cell, value] : row->cells) {
                if (cell == column) return value;
            }
            return fail(Code::malformed,
                        model::fill({"A line of the list has no \"{0}\"", "列表的行没有“{0}”"}, column), {}, name);
        }
        return documentValue(m_scene, name);
    }

    Result<void> put(const TemplateBlock& block, const DocumentRow* row, unsigned index) {
        TRY_ASSIGN(const auto pieces, textPieces(block.text.in(m_language)));
        // What somebody typed in several paragraphs stays in several.
        const bool alone = pieces.size() == 3 && pieces.front().empty() && pieces.back().empty();
        std::string text;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            if (i % 2 == 0) {
                text += pieces[i];
                continue;
            }
            TRY_ASSIGN(const auto value, valueOf(pieces[i], row, index));
            const auto* const typed = std::get_if<DocumentValue::Typed>(&value.is);
            if (alone && typed) {
                const auto paragraphs = document::paragraphsOf(typed->text);
                for (const auto& one : paragraphs) add(block, one);
                return {};
            }
            text += value.words(m_language);
        }
        if (!document::oneLine(text).empty()) add(block, text);
        return {};
    }

    void add(const TemplateBlock& block, const std::string& text) {
        Style style = styleOf(block.style, chinese());
        style.keepWithNext = style.keepWithNext || block.keep;
        document::Paragraph out{document::oneLine(text), style, block.newPage, 0};
        if (block.style == BlockStyle::heading) {
            ++m_heading;
            out.text = chinese() ? std::format("{}、{}", document::chineseNumber(m_heading), out.text)
                                 : std::format("{}. {}", m_heading, out.text);
            out.outline = 2;
        } else if (block.style == BlockStyle::annex) {
            ++m_annex;
            out.text = chinese() ? std::format("附件{}　{}", document::chineseNumber(m_annex), out.text)
                                 : std::format("Annex {}. {}", m_annex, out.text);
            out.outline = 2;
            out.newPage = true;
        } else if (block.style == BlockStyle::title) {
            out.outline = 1;
        }
        m_out.push_back(std::move(out));
    }

    const DocumentScene& m_scene;
    Language m_language;
    std::vector<document::Paragraph>& m_out;
    unsigned m_heading = 0;
    unsigned m_annex = 0;
};

Result<void> needsAreMet(const DocumentScene& scene) {
    Text missing;
    std::string where;
    std::string cite;
    for (const auto& need : scene.form.needs) {
        TRY_ASSIGN(const auto value, documentValue(scene, need.value));
        if (!value.empty()) continue;
        const Text title = documentValueTitle(scene, need.value);
        const Text article = need.cite == "setting" ? Text{"not set by law", "非法定"} : citation(need.cite);
        missing.en += (missing.en.empty() ? "" : ", ") + title.en + " (" + article.en + ")";
        missing.zh += (missing.zh.empty() ? "" : "、") + title.zh + "（" + article.zh + "）";
        if (where.empty()) {
            where = need.value;
            cite = need.cite == "setting" ? scene.form.cite : need.cite;
        }
    }
    if (where.empty()) return {};
    return fail(Code::refused, model::fill({"\"{0}\" still lacks: {1}", "“{0}”尚缺：{1}"}, scene.form.title, missing),
                {"State it in the case, or fill it in here", "请在案件中填写，或在此填写"}, where, cite);
}

/// Whether the template lists what the facts rest on.
bool listsEvidence(const DocumentTemplate& form) {
    return std::ranges::contains(form.blocks, "evidence", &TemplateBlock::each);
}

std::vector<Text> doubtsOf(const DocumentScene& scene, const document::Typescript& script) {
    std::vector<Text> out;
    for (const auto& paragraph : script.paragraphs) {
        for (auto& one : amountDoubts(paragraph.text)) {
            if (!std::ranges::contains(out, one)) out.push_back(std::move(one));
        }
    }
    if (!listsEvidence(scene.form)) return out;
    if (std::ranges::all_of(scene.state.evidence, &EvidenceItem::excluded))
        out.push_back({"The document lists evidence, and there is none in the case", "文书列明证据，而案中没有证据"});
    for (const auto& entry : scene.state.chronology) {
        if (entry.withdrawn || !entry.readable || !entry.evidence.empty()) continue;
        out.push_back(model::fill(
            {"This fact of the chronology cites no evidence: {0} {1}", "大事记中的该事实未引用证据：{0} {1}"},
            entry.value("from"), document::oneLine(entry.value("text"))));
    }
    return out;
}

} // namespace

std::vector<Problem> checkNames(const DocumentTemplate& form, const Definition& definition) {
    std::vector<Problem> out;
    const CaseState nothing;
    const RegisterState office;
    const Form fields;
    const auto nobody = [](PersonId) { return std::string(); };
    DocumentScene scene{
        .form = form, .definition = definition, .state = nothing, .office = office, .fields = fields, .nameOf = nobody};
    const auto add = [&](const std::string& path, const std::string& name) {
        out.push_back({path,
                       model::fill({"There is no value \"{0}\"", "没有取值“{0}”"}, name),
                       {"Correct its name; docs/formats.md lists them", "请更正名称；docs/formats.md列有全部取值"}});
    };
    const auto known = [&](const std::string& name) { return documentValue(scene, name).has_value(); };
    if (!form.penalty.empty() && !definition.anyStep(form.penalty)) add("/penalty", form.penalty);
    for (std::size_t i = 0; i < form.needs.size(); ++i) {
        if (!known(form.needs[i].value)) add("/needs/" + std::to_string(i) + "/value", form.needs[i].value);
    }
    for (std::size_t i = 0; i < form.blocks.size(); ++i) {
        const auto& block = form.blocks[i];
        const auto path = "/blocks/" + std::to_string(i);
        if (!block.when.empty() && !known(block.when)) add(path + "/if", block.when);
        if (!block.unless.empty() && !known(block.unless)) add(path + "/unless", block.unless);
        const auto columns = columnsOf(scene, block.each);
        if (!block.each.empty() && columns.empty()) add(path + "/each", block.each);
        for (const auto* const text : {&block.text.en, &block.text.zh}) {
            const auto pieces = textPieces(*text);
            for (std::size_t n = 1; pieces && n < pieces->size(); n += 2) {
                const auto& name = (*pieces)[n];
                const bool ofRow =
                    !block.each.empty() &&
                    (name == "index" || (name.starts_with("item.") && std::ranges::contains(columns, name.substr(5))));
                if (!ofRow && !known(name)) add(path + "/text", name);
            }
        }
    }
    return out;
}

Result<void> checkDocumentForm(const DocumentTemplate& form, const Form& fields, const RegisterState& office) {
    Step step;
    step.id = form.id;
    step.title = form.title;
    step.cite = form.cite == "setting" ? std::string() : form.cite;
    step.form = form.fields;
    return checkForm(step, fields, office);
}

Result<FilledDocument> fillDocument(const DocumentScene& scene, document::DocumentLanguage language) {
    if (const auto problems = checkNames(scene.form, scene.definition); !problems.empty()) {
        return fail(Code::malformed, problems.front().what,
                    {"The template does not fit this workflow: have it corrected", "模板与该流程不符，请予更正"},
                    scene.form.id + problems.front().path);
    }
    TRY(checkDocumentForm(scene.form, scene.fields, scene.office));
    TRY(needsAreMet(scene));
    FilledDocument out;
    auto& script = out.script;
    script.title = scene.form.title.zh;
    script.author = document::oneLine(scene.office.name);
    script.subject = document::oneLine(scene.state.reference);
    script.date = chinaDate(scene.now);
    script.footer = std::format("{}　{}", document::oneLine(scene.state.reference), scene.form.title.zh);
    TRY(Writer(scene, Language::zh, script.paragraphs).write());
    if (language == document::DocumentLanguage::both) {
        const auto first = script.paragraphs.size();
        script.paragraphs.push_back(
            {"Reading copy in English; the Chinese text before it is the document.",
             {.size = 10, .pitch = 16, .align = Align::centre, .keepWithNext = true, .grey = true},
             true,
             1});
        TRY(Writer(scene, Language::en, script.paragraphs).write());
        for (auto i = first + 1; i < script.paragraphs.size(); ++i) {
            if (script.paragraphs[i].outline == 1) script.paragraphs[i].outline = 2;
        }
    }
    out.doubts = doubtsOf(scene, script);
    return out;
}

} // namespace model
