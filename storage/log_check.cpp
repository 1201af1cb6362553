#include "storage/log_check.hpp"

#include <algorithm>
#include <utility>

#include "storage/block_reader.hpp"
#include "storage/record_codec.hpp"

namespace plenary::storage {
LogCheck::LogCheck(std::string_view document, const Head* head, DocumentWalks& walks,
                   Findings& findings, LogVisit visit)
    : document_(document),
      head_(head),
      walks_(walks),
      findings_(findings),
      visit_(std::move(visit)) {}

void LogCheck::add(FindingKind kind, Version version, std::string what) {
  findings_.add({.kind = kind,
                 .document = parse_document_key(document_),
                 .version = version,
                 .what = std::move(what)});
}

void LogCheck::run() {
  DocumentWalk& rows = walks_.operations;
  DocumentWalk& blocks = walks_.sealed;
  while (rows.is_at(document_) || blocks.is_at(document_)) {
    const bool block_is_next =
        blocks.is_at(document_) && (!rows.is_at(document_) || blocks.version() <= rows.version());
    if (block_is_next) {
      take_block();
      blocks.next();
    } else {
      take_row();
      rows.next();
    }
  }
  if (rows.lost() || blocks.lost()) {
    lose_track();
    add(FindingKind::kUnreadableFamily, next_,
        "the log cannot be read from operation " + std::to_string(next_.value) + " on");
  } else if (head_ != nullptr && next_ < head_->version && !end_unknown_) {
    report_gap(head_->version);
  } else if (head_ != nullptr && next_ == head_->version && !head_->chain.empty()) {
    judge_chain(head_->chain, head_->version);
  }
}

/// Moves to a version at which something lies. False: it is not part of the log.
bool LogCheck::reach(Version version) {
  if (head_ != nullptr && version >= head_->version) {
    beyond_head_ += 1;
    return false;
  }
  if (std::exchange(end_unknown_, false)) {
    next_ = std::max(next_, version);
  }
  if (version < next_) {
    add(FindingKind::kDoubleOperation, version,
        "operation " + std::to_string(version.value) + " lies in two places");
    return false;
  }
  if (version > next_) {
    report_gap(version);
  }
  return true;
}

void LogCheck::take_row() {
  const Version version = walks_.operations.version();
  if (reach(version)) {
    take(version, decode_operation(walks_.operations.key(), walks_.operations.value()));
  }
}

void LogCheck::take(Version version, const Result<OpRecord>& op) {
  visit_.before(version);
  next_ = version.next();
  if (!op) {
    lose_track();
    add(FindingKind::kDamagedOperation, version, op.error().detail);
    return;
  }
  if (chain_) {
    chain_->add(*op);
  }
  visit_.follow(*op);
}

void LogCheck::take_block() {
  const Version first = walks_.sealed.version();
  if (!reach(first)) {
    return;
  }
  const Result<std::shared_ptr<const UnpackedBlock>> block =
      UnpackedBlock::unpack(walks_.sealed.key(), walks_.sealed.value());
  if (!block) {
    lose_track();
    end_unknown_ = true;
    add(FindingKind::kDamagedBlock, first, block.error().detail);
    return;
  }
  take_operations(**block);
}

void LogCheck::take_operations(const UnpackedBlock& block) {
  const BlockHeader& header = block.header();
  BlockReader reader(block);
  while (reader.next() && (head_ == nullptr || reader.op().version < head_->version)) {
    take(reader.op().version, record_of(reader.op()));
  }
  if (head_ != nullptr && header.end > head_->version) {
    beyond_head_ += header.end.value - head_->version.value;
    return;
  }
  if (!reader.complete()) {
    lose_track();
    add(FindingKind::kDamagedBlock, header.first, "sealed block record: malformed");
  } else {
    judge_chain(header.chain, header.end);
  }
  next_ = header.end;
  chain_.emplace(header.chain);  // so that what follows is judged by itself
}

void LogCheck::judge_chain(std::string_view stored, Version version) {
  if (chain_ && chain_->value() != stored) {
    add(FindingKind::kWrongChain, version,
        "the operations below it are not those that its hash was made of");
  }
}

void LogCheck::report_gap(Version until) {
  lose_track();
  const std::string last = std::to_string(until.value - 1);
  add(FindingKind::kMissingOperation, next_,
      next_.next() == until
          ? "operation " + last + " is missing"
          : "operations " + std::to_string(next_.value) + " to " + last + " are missing");
  next_ = until;
}

void LogCheck::lose_track() {
  chain_.reset();
  visit_.broken();
}

}  // namespace plenary::storage
