#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "storage/chain.hpp"
#include "storage/check.hpp"
#include "storage/document_walk.hpp"
#include "storage/sealed_block.hpp"

namespace plenary::storage {

/// Checks the log of one document, for check().
struct LogVisit {
  /// Called before the operation at that version, in order.
  std::function<void(Version)> before;
  /// Called with each operation that is there, in order.
  std::function<void(const OpRecord&)> follow;
  /// Called when operations are missing or damaged: those after it do not follow those before it.
  std::function<void()> broken;
};

/// Goes over a document's operations, whether they lie one by one or in sealed blocks, and reports
/// damaged, missing and double operations, and whether the hash chain holds. Thread: one.
class LogCheck {
 public:
  /// Lifetime: all references outlive it. `head`: null if it is not known.
  LogCheck(std::string_view document, const Head* head, DocumentWalks& walks, Findings& findings,
           LogVisit visit);

  /// Takes the walks past the document's operations.
  void run();

  /// The version up to which the log was followed.
  [[nodiscard]] Version end() const { return next_; }
  /// Operations that lie at or beyond the head.
  [[nodiscard]] std::uint64_t beyond_head() const { return beyond_head_; }

 private:
  void take_row();
  void take_block();
  void take(Version version, const Result<OpRecord>& op);
  void take_operations(const UnpackedBlock& block);
  [[nodiscard]] bool reach(Version version);
  void report_gap(Version until);
  void judge_chain(std::string_view stored, Version version);
  void lose_track();
  void add(FindingKind kind, Version version, std::string what);

  const std::string_view document_;
  const Head* head_;
  DocumentWalks& walks_;
  Findings& findings_;
  const LogVisit visit_;

  Version next_{};
  bool end_unknown_{false};  // of a damaged block, after which the next may begin anywhere
  std::uint64_t beyond_head_{0};
  std::optional<Chain> chain_{Chain()};  // nothing: not known here
};

}  // namespace plenary::storage
