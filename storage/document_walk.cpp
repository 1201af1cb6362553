#include "storage/document_walk.hpp"

#include <optional>

namespace plenary::storage {

void Findings::add(Finding finding) {
  report_.findings_total += 1;
  if (report_.findings.size() < kFindingsMost) {
    report_.findings.push_back(std::move(finding));
  }
}

DocumentWalk::DocumentWalk(Tables& tables, Table table, Findings& findings)
    : table_(table),
      has_versions_(table == Table::kOperations || table == Table::kSealed ||
                    table == Table::kSnapshots),
      cursor_(tables.cursor(table)),
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
         .what = "a key of the table " + std::string(name_of(table_)) + " names no document"});
  }
  const Result<void> status = cursor_->status();
  if (!status && !lost_) {
    findings_.add({.kind = FindingKind::kUnreadableTable,
                   .what = "a part of the table " + std::string(name_of(table_)) +
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

DocumentWalks::DocumentWalks(Tables& tables, Findings& findings)
    : heads(tables, Table::kHeads, findings),
      operations(tables, Table::kOperations, findings),
      sealed(tables, Table::kSealed, findings),
      snapshots(tables, Table::kSnapshots, findings),
      properties(tables, Table::kProperties, findings) {}

}  // namespace plenary::storage
