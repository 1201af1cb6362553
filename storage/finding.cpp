#include "storage/check.hpp"

namespace plenary::storage {

std::string_view name_of(FindingKind kind) noexcept {
  switch (kind) {
    case FindingKind::kUnreadableFamily:
      return "unreadable_family";
    case FindingKind::kMalformedKey:
      return "malformed_key";
    case FindingKind::kDamagedHead:
      return "damaged_head";
    case FindingKind::kMissingHead:
      return "missing_head";
    case FindingKind::kWrongHead:
      return "wrong_head";
    case FindingKind::kDamagedOperation:
      return "damaged_operation";
    case FindingKind::kDamagedBlock:
      return "damaged_block";
    case FindingKind::kMissingOperation:
      return "missing_operation";
    case FindingKind::kDoubleOperation:
      return "double_operation";
    case FindingKind::kWrongChain:
      return "wrong_chain";
    case FindingKind::kOperationBeyondHead:
      return "operation_beyond_head";
    case FindingKind::kTimeFell:
      return "time_fell";
    case FindingKind::kDamagedSnapshot:
      return "damaged_snapshot";
    case FindingKind::kSnapshotBeyondHead:
      return "snapshot_beyond_head";
    case FindingKind::kWrongSnapshot:
      return "wrong_snapshot";
    case FindingKind::kBadOperation:
      return "bad_operation";
    case FindingKind::kDamagedProperties:
      return "damaged_properties";
    case FindingKind::kDamagedClient:
      return "damaged_client";
    case FindingKind::kDamagedRecord:
      return "damaged_record";
    case FindingKind::kDamagedBlob:
      return "damaged_blob";
    case FindingKind::kMissingBlob:
      return "missing_blob";
    case FindingKind::kUnclaimedBlob:
      return "unclaimed_blob";
  }
  return "unknown";
}

std::string_view advice_for(FindingKind kind) noexcept {
  switch (kind) {
    case FindingKind::kUnreadableFamily:
    case FindingKind::kMalformedKey:
      return "The files are damaged: suspect the disk. Stop the server, copy the directory, "
             "restore the last good backup. Documents without a finding are whole and can be "
             "exported.";
    case FindingKind::kDamagedHead:
    case FindingKind::kMissingHead:
    case FindingKind::kWrongHead:
      return "The log is the truth and is checked by itself: without a finding about an operation, "
             "all of it is there. Keep a copy of the directory; do not edit this document.";
    case FindingKind::kDamagedOperation:
    case FindingKind::kDamagedBlock:
    case FindingKind::kMissingOperation:
      return "This part of the history is lost here. Keep a copy of the directory and take the "
             "document from a backup; a snapshot above this version still has the text.";
    case FindingKind::kDoubleOperation:
      return "Nothing is lost. The same operation is kept twice, which only takes space; keep a "
             "copy of the directory and report it.";
    case FindingKind::kWrongChain:
      return "The history is not the one that was acknowledged: an operation below this version "
             "was changed, added or taken out, with checksums made to fit. Keep a copy of the "
             "directory and compare with the last good backup.";
    case FindingKind::kOperationBeyondHead:
    case FindingKind::kSnapshotBeyondHead:
      return "It is never served. Nothing that was acknowledged is missing because of it.";
    case FindingKind::kTimeFell:
      return "Only what the document was at a given time may be answered wrongly. The text is "
             "whole.";
    case FindingKind::kDamagedSnapshot:
    case FindingKind::kWrongSnapshot:
      return "Nothing is lost: the log makes the content again. Keep a copy of the directory; do "
             "not trust the text of this document from this version on until it is made again.";
    case FindingKind::kBadOperation:
      return "The log has an operation that should have been refused. Keep a copy of the directory "
             "and report it; snapshots below this version are right.";
    case FindingKind::kDamagedProperties:
      return "The text is whole. Set the title and the other properties again.";
    case FindingKind::kDamagedClient:
      return "No document is affected. That client gets another id when it connects again.";
    case FindingKind::kDamagedRecord:
      return "No document is affected, but the server does not start with an account or a right "
             "that it cannot read. Keep a copy of the directory and restore the last good backup.";
    case FindingKind::kDamagedBlob:
    case FindingKind::kMissingBlob:
      return "No text is affected: a picture is not shown. Keep a copy of the directory and take "
             "the picture from a backup; adding the same file to the paper again mends it.";
    case FindingKind::kUnclaimedBlob:
      return "Nothing is lost. A picture is kept that belongs to no paper, which only takes space; "
             "keep a copy of the directory and report it.";
  }
  return "";
}

}  // namespace plenary::storage
