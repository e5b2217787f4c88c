// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/decision.h"
#include "model/template/fill.h"
#include "model/workspace/workspace.h"

namespace model {

/// A document that can be made in a case, or why it cannot.
struct DocumentOffer {
    std::string document; ///< id of the template
    Text title;
    std::string cite;
    std::vector<Field> fields;        ///< what is typed when it is made
    std::vector<Text> signedBy;       ///< the steps of the workflow that sign one, by their titles
    bool due = false;                 ///< a step that can be taken from here waits for it
    std::optional<Error> whyNot = {}; ///< why this person makes none now
};

struct DocumentRequest {
    std::string document;          ///< id of the template
    Form typed;                    ///< as people type; canonicalValue() is applied
    std::optional<Digest> on = {}; ///< the side track that it is made for; nothing: the case
    document::DocumentLanguage language = document::DocumentLanguage::zh;
};

/// What stands of a template that may take the place of another.
struct TemplateEntry {
    std::string id;
    Text title;
    std::uint32_t version = 0;
    bool own = false; ///< adopted by this office; else the program's
};

/// The documents of cases: made from templates, kept as files, signed by steps (docs/decisions/case-documents.md). A
/// view on a workspace, with its thread; must not outlive it.
class CaseDocuments {
public:
    explicit CaseDocuments(Workspace::Parts& parts) : m_parts(parts) {}

    /// All that the templates offer in a case, `on` a side track or in the case itself: what is due first, then in the
    /// order of the procedure. Templates that name what the case's workflow does not have are left out.
    Result<std::vector<DocumentOffer>> offers(CaseId id, const std::optional<Digest>& on = {}) const;

    /// The document as it would be made now; nothing is kept. document::typeset() makes a PDF of it, document::docx() a
    /// working copy for a word processor. Errors as of fillDocument().
    Result<FilledDocument> fill(CaseId id, const DocumentRequest& request) const;
    /// Makes it and keeps it in the case as a file (PDF), for a step to sign. If the hub cannot be asked it waits, and
    /// the file is kept.
    Result<Receipt> make(CaseId id, const DocumentRequest& request);

    /// The bytes of a document that was made, read from this machine and compared with what was signed. Code::notFound
    /// where its file is not here, Code::damaged where it is another one.
    Result<Bytes> read(CaseId id, ItemId item) const;

    [[nodiscard]] std::vector<TemplateEntry> templates() const;
    /// The text of a template as this office uses it, to be changed and adopted. Code::notFound.
    Result<std::string> templateText(const std::string& id) const;
    /// Puts a template of the office in place of the one with its id; only an administrator may. It must fit the
    /// workflow of new cases.
    Result<Receipt> adoptTemplate(std::string_view json);
    /// The program's own template again.
    Result<Receipt> dropTemplate(const std::string& id);

private:
    struct Drawn;
    /// The document as it would be made now, set or not.
    Result<Drawn> draw(CaseId id, const DocumentRequest& request) const;

    Workspace::Parts& m_parts;
};

} // namespace model
