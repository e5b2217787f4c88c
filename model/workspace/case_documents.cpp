// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/case_documents.h"

#include "model/template/shipped.h"
#include "model/workflow/step_documents.h"
#include "model/workspace/parts.h"

#include <algorithm>

namespace model {

namespace {

/// The open side track that a document is made for.
Result<const OpenedTrack*> trackOf(const Definition& definition, const CaseState& state,
                                   const std::optional<Digest>& on) {
    if (!on) return nullptr;
    const OpenedTrack* own = state.track(*on);
    if (own && !hasEnded(definition, state, *own)) return own;
    return fail(Code::refused, {"The case has no such side procedure that is open", "本案没有正在进行的该另行程序"},
                {"List the steps of the case to see those there are", "请查看该案件可办理的步骤"}, on->hex());
}

/// A step and the stage in which its track stands now.
template <typename Each>
void eachStep(const Definition& definition, const Each& each) {
    for (const auto& step : definition.steps) each(step);
    for (const auto& side : definition.tracks) {
        for (const auto& step : side.steps) each(step);
    }
}

} // namespace

CaseDocuments Workspace::documents() const { return CaseDocuments(*m_parts); }

/// A document that is filled, with the case that it was filled from.
struct CaseDocuments::Drawn {
    LoadedCase loaded;
    DocumentTemplate form;
    Form fields;
    Digest made{}; ///< of the template's text
    FilledDocument filled;
};

Result<std::vector<DocumentOffer>> CaseDocuments::offers(CaseId id, const std::optional<Digest>& on) const {
    TRY_ASSIGN(const auto loaded, m_parts.load(id));
    const auto definition = m_parts.definitionOf(loaded.state.workflow);
    if (!definition) return fail(Code::newer, {"The workflow of the case is not known here", "不认识该案件的流程"});
    TRY_ASSIGN(const OpenedTrack* own, trackOf(*definition, loaded.state, on));
    const std::string& stands = own ? own->stage : loaded.state.stage;
    const std::string track = own ? own->track : std::string();
    std::vector<DocumentOffer> out;
    for (const auto& name : templateIds(m_parts.office)) {
        auto form = templateOf(m_parts.office, name);
        if (!form || !checkNames(*form, *definition).empty()) continue;
        DocumentOffer offer{.document = name,
                            .title = form->title,
                            .cite = form->cite,
                            .fields = std::move(form->fields),
                            .signedBy = {}};
        bool elsewhere = false; // only steps of another track sign it
        bool here = false;
        eachStep(*definition, [&](const Step& step) {
            const auto entry = std::ranges::find(step.documents, name, &StepDocument::document);
            if (entry == step.documents.end()) return;
            offer.signedBy.push_back(step.title);
            (step.track == track ? here : elsewhere) = true;
            if (step.track != track || step.opens || !std::ranges::contains(step.from, stands)) return;
            offer.due = offer.due || (entry->signedIn.empty() &&
                                      !documentToSign(*definition, loaded.state, step, *entry, own).has_value());
        });
        if ((elsewhere || own) && !here) continue;
        if (auto may = mayMakeDocument(*definition, loaded.state, m_parts.office, m_parts.person, name, own); !may)
            offer.whyNot = std::move(may).error();
        out.push_back(std::move(offer));
    }
    std::ranges::stable_sort(out, std::ranges::greater{}, &DocumentOffer::due);
    return out;
}

Result<CaseDocuments::Drawn> CaseDocuments::draw(CaseId id, const DocumentRequest& request) const {
    Drawn out;
    TRY_ASSIGN(out.loaded, m_parts.load(id));
    const auto definition = m_parts.definitionOf(out.loaded.state.workflow);
    if (!definition) return fail(Code::newer, {"The workflow of the case is not known here", "不认识该案件的流程"});
    TRY_ASSIGN(const OpenedTrack* own, trackOf(*definition, out.loaded.state, request.on));
    TRY_ASSIGN(out.form, templateOf(m_parts.office, request.document));
    out.made = crypto::sha256(crypto::asBytes(model::templateText(m_parts.office, request.document)));
    TRY_ASSIGN(out.fields, canonicalForm(out.form.fields, request.typed));
    const DocumentScene scene{.form = out.form,
                              .definition = *definition,
                              .state = out.loaded.state,
                              .office = m_parts.office,
                              .calendar = m_parts.calendar(),
                              .fields = out.fields,
                              .own = own,
                              .author = m_parts.person,
                              .now = m_parts.clock->now(),
                              .fingerprint = m_parts.officeFile.fingerprint,
                              .nameOf = [this](PersonId who) { return m_parts.nameOf(who); }};
    TRY_ASSIGN(out.filled, fillDocument(scene, request.language));
    return out;
}

Result<FilledDocument> CaseDocuments::fill(CaseId id, const DocumentRequest& request) const {
    TRY_ASSIGN(auto drawn, draw(id, request));
    return std::move(drawn.filled);
}

Result<Receipt> CaseDocuments::make(CaseId id, const DocumentRequest& request) {
    TRY_ASSIGN(auto drawn, draw(id, request));
    const auto definition = m_parts.definitionOf(drawn.loaded.state.workflow);
    const OpenedTrack* own = request.on ? drawn.loaded.state.track(*request.on) : nullptr;
    TRY(mayMakeDocument(*definition, drawn.loaded.state, m_parts.office, m_parts.person, request.document, own));
    TRY_ASSIGN(const auto pdf, document::typeset(drawn.filled.script));
    const auto key = crypto::Secret::random(32, *m_parts.random);
    std::size_t given = 0;
    const auto source = [&](std::span<std::uint8_t> into) -> Result<std::size_t> {
        const auto count = std::min(into.size(), pdf.size() - given);
        std::copy_n(pdf.begin() + static_cast<std::ptrdiff_t>(given), count, into.begin());
        given += count;
        return count;
    };
    TRY_ASSIGN(const auto stored, m_parts.evidence.take(source, pdf.size(), m_parts.officeFile.suite, key));
    DocumentMade body;
    m_parts.random->fill(body.item.bytes);
    body.address = stored.address;
    body.storedSize = stored.storedSize;
    body.document = request.document;
    body.opening = request.on;
    body.name = drawn.form.title.zh + ".pdf";
    body.size = stored.plainSize;
    body.sha256 = stored.sha256;
    body.made = drawn.made;
    body.itemKey.assign(key.view().begin(), key.view().end());
    body.form = std::move(drawn.fields);
    auto said = m_parts.sayInCase(drawn.loaded, {body, {}, {}});
    const bool refused = said && !said->refused.empty();
    if (!said || refused) {
        // If it was saved and only the hub could not be asked, it waits and will be sealed: then the file is needed.
        const auto met = m_parts.load(id);
        const bool waits =
            !refused && (!met || std::ranges::contains(met->state.documents, body.item, &CaseDocument::id));
        if (!waits) (void)m_parts.evidence.erase(stored.address);
    }
    return said;
}

Result<Bytes> CaseDocuments::read(CaseId id, ItemId item) const {
    TRY_ASSIGN(const auto loaded, m_parts.load(id));
    const auto found = std::ranges::find(loaded.state.documents, item, &CaseDocument::id);
    if (found == loaded.state.documents.end())
        return fail(Code::notFound, {"There is no such document in the case", "案中无此文书"}, {}, item.hex());
    if (!found->readable) return fail(Code::locked, {"You do not hold this case's key", "您没有该案件的密钥"});
    if (!m_parts.evidence.has(found->address)) {
        auto error = notHereError(m_parts.address ? EvidencePlace::notHere : EvidencePlace::here);
        error.where = found->name;
        return std::unexpected(std::move(error));
    }
    Bytes out;
    TRY(m_parts.evidence.read(found->address, crypto::Secret(found->itemKey), [&](ByteView bytes) -> Result<void> {
        out.insert(out.end(), bytes.begin(), bytes.end());
        return {};
    }));
    if (crypto::sha256(out) == found->sha256) return out;
    return fail(
        Code::damaged, {"The file of this document is another one than was signed", "该文书的文件与签署的不一致"},
        {"Fetch it again from the hub, or restore it from a backup", "请从服务器重新取回，或由备份恢复"}, found->name);
}

std::vector<TemplateEntry> CaseDocuments::templates() const {
    std::vector<TemplateEntry> out;
    for (const auto& id : templateIds(m_parts.office)) {
        const auto form = templateOf(m_parts.office, id);
        if (form) out.push_back({id, form->title, form->version, m_parts.office.templates.contains(id)});
    }
    return out;
}

Result<std::string> CaseDocuments::templateText(const std::string& id) const {
    TRY(templateOf(m_parts.office, id));
    return std::string(model::templateText(m_parts.office, id));
}

Result<Receipt> CaseDocuments::adoptTemplate(std::string_view json) {
    TRY(m_parts.needAdministrator());
    TRY_ASSIGN(const auto form, parseTemplate(json));
    const auto definition = m_parts.definitionOf(m_parts.office.currentWorkflow);
    if (definition) {
        if (const auto problems = checkNames(form, *definition); !problems.empty()) {
            auto error = fail(Code::malformed, problems.front().what, problems.front().cure, problems.front().path);
            return error;
        }
    }
    return m_parts.sayInRegister({TemplateAdopted{form.id, std::string(json)}});
}

Result<Receipt> CaseDocuments::dropTemplate(const std::string& id) {
    TRY(m_parts.needAdministrator());
    return m_parts.sayInRegister({TemplateAdopted{id, {}}});
}

} // namespace model
