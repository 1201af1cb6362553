#include "storage/document_walk.hpp"

#include <optional>

namespace plenary::storage {

void Findings::add(Finding finding) {
  report_.findings_total += 1;
  if (report_.findings.size() < kFindingsMost) {
    report_.findings.push_back(std::move(finding));
  }
}

DocumentWalk::DocumentWalk(Families& families, Family family, Findings& findings)
    : family_(family),
      has_versions_(family == Family::kOperations || family == Family::kSealed ||
                    family == Family::kSnapshots),
      cursor_(families.cursor(family)),
      findings_(findings) {}

void DocumentWalk::go_to(std::string_view key) {
  cursor_->seek(key);
  settle();
}

void DocumentWalk::next() {
  cursor_->next();
  settle();
}

/// Stops at the first row from here on that belongs to a document.
void DocumentWalk::settle() {
  for (; cursor_->valid(); cursor_->next()) {
    lost_ = false;
    if (read_key()) {
      return;
    }
    findings_.add(
        {.kind = FindingKind::kMalformedKey,
         .what = "a key of the family " + std::string(name_of(family_)) + " names no document"});
  }
  const Result<void> status = cursor_->status();
  if (!status && !lost_) {
    findings_.add({.kind = FindingKind::kUnreadableFamily,
                   .what = "a part of the family " + std::string(name_of(family_)) +
                           " cannot be read: " + status.error().detail});
  }
  lost_ = !status;
}

bool DocumentWalk::read_key() {
  std::string_view document = cursor_->key();
  if (has_versions_) {
    const std::optional<VersionKey> split = split_version_key(document);
    if (!split) {
      return false;
    }
    document = split->document;
    version_ = split->version;
  }
  const bool known = document == document_ && !document_.empty();
  if (!known && !parse_document_key(document)) {
    return false;
  }
  document_ = document;
  return true;
}

DocumentWalks::DocumentWalks(Families& families, Findings& findings)
    : heads(families, Family::kHeads, findings),
      operations(families, Family::kOperations, findings),
      sealed(families, Family::kSealed, findings),
      snapshots(families, Family::kSnapshots, findings),
      properties(families, Family::kProperties, findings) {}

}  // namespace plenary::storage
