#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "protocol/ot/rich_text/embed_kinds.hpp"
#include "protocol/ot/type.hpp"
#include "storage/logs.hpp"

namespace plenary::server {

/// The body of an edit as an operation of one type, or the reason why it is none.
struct DecodedEdit {
  ot::TypeId type;
  Result<ot::Operation> operation;
};
/// Cost: O(size). Pure; any thread.
[[nodiscard]] DecodedEdit decode_edit(ot::TypeId type, const std::string& body);

/// An operation as somebody submitted it, before anything was decided about it.
struct Submission {
  enum class Kind : std::uint8_t { kEdit, kCreate, kDelete };
  Kind kind{Kind::kEdit};
  std::optional<Version> base;  // nothing: the head
  std::string author;           // the identity
  std::string source;           // the client id
  Sequence sequence;
  std::string type;    // kCreate
  std::string body;    // JSON: the value of `op`, or of `create.data`
  std::string note{};  // of a reversal (protocol/history/note.hpp); clients cannot send one
  /// Refused with kVersionConflict unless `base` is the head: it was made for exactly that content.
  bool only_at_head{false};
  /// Changes of other embeds are refused: the client would not know what it sends.
  ot::rich_text::EmbedKinds understood{ot::rich_text::EmbedKinds::all()};
  /// An edit that was decoded beforehand, because it is large. Taken out by the first begin().
  std::optional<DecodedEdit> decoded{};
};

/// A committed operation: decoded, for transforming others, and as the record for log and wire.
struct Committed {
  storage::OpRecord record;
  ot::Operation operation;
};
using CommittedPtr = std::shared_ptr<const Committed>;

/// A create that was decoded and applied before its document's owner decides on it.
struct PreparedCreate {
  ot::Operation operation;
  ot::Content content;  // after it
  std::string body;     // as the log keeps it
};
/// Errors: as DocumentState::stage. Requires: kCreate. Thread: any (pure). Cost: O(its size).
[[nodiscard]] Result<PreparedCreate> prepare_create(const Submission& submission,
                                                    const ot::SizeLimits& limits);

/// Decodes a record of the log. Errors: kCorrupt. `type` is that of the document at that version
/// (only edits need it).
[[nodiscard]] Result<CommittedPtr> decode_record(storage::OpRecord record,
                                                 std::optional<ot::TypeId> type);

/// A document at its head, and the end of its log: decides versions. One job: the rules of
/// submitting (protocol reference, sections 5 and 6). Pure: no clock, no thread, no store. Not
/// thread-safe; its actor owns it.
class DocumentState {
 public:
  /// This very operation was committed before.
  struct Duplicate {
    Version committed_at;
  };
  using Decision = std::variant<CommittedPtr, Duplicate>;

  explicit DocumentState(ot::SizeLimits limits) : limits_(limits) {}

  /// Starts from a snapshot (or from nothing), then takes the log's operations in order. Errors:
  /// kCorrupt.
  [[nodiscard]] Result<void> restore(const storage::SnapshotRecord& snapshot);
  [[nodiscard]] Result<void> replay(storage::OpRecord record);

  [[nodiscard]] Version head() const { return head_; }
  [[nodiscard]] Timestamp time() const { return time_; }
  [[nodiscard]] const ot::Content& content() const { return content_; }
  [[nodiscard]] std::optional<Version> created_at() const { return created_at_; }
  /// Says which operation created the document, if it lies before the snapshot from which the state
  /// was restored.
  void remember_creation(std::string source, Sequence sequence) {
    creation_ = {std::move(source), sequence};
  }

  /// The first version whose operation is still here decoded.
  [[nodiscard]] Version tail_start() const { return {head_.value - tail_.size()}; }
  /// Requires: tail_start() ≤ version < head().
  [[nodiscard]] const CommittedPtr& op_at(Version version) const {
    return tail_[version.value - tail_start().value];
  }
  /// Puts older operations in front of the tail. Requires: they end where the tail starts.
  void prepend(std::vector<CommittedPtr> older);
  /// Drops the oldest operations beyond the limits of memory, but none at or above `keep`.
  void trim_tail(Version keep);

  /// The version from which operations are needed to decide on a submission.
  [[nodiscard]] Version needs_from(const Submission& submission) const {
    const bool is_behind = submission.base && *submission.base < head_ && !submission.only_at_head;
    return is_behind ? *submission.base : head_;
  }

  /// Decides on a submission: a duplicate, or transformed, applied and committed at the head, which
  /// rises by one. On error nothing changed. Requires: tail_start() ≤ needs_from(submission). Never
  /// suspends. Cost: O(operations since its base · their size).
  [[nodiscard]] Result<Decision> stage(Submission submission, Timestamp now);

  /// Whether a create would now be made at the head, where no document is.
  [[nodiscard]] bool can_create(const Submission& submission) const {
    return submission.kind == Submission::Kind::kCreate && !content_.exists() &&
           submission.base.value_or(head_) == head_;
  }
  /// The type for which a large edit can be decoded beforehand; nothing if it was, or is none.
  [[nodiscard]] std::optional<ot::TypeId> can_decode(const Submission& submission) const {
    return submission.kind == Submission::Kind::kEdit && !submission.decoded && content_.exists()
               ? std::optional(content_.type())
               : std::nullopt;
  }
  /// Commits a create that was prepared. Requires: can_create(submission). Cost: O(1).
  [[nodiscard]] CommittedPtr create(const Submission& submission, PreparedCreate prepared,
                                    Timestamp now);
  [[nodiscard]] const ot::SizeLimits& limits() const { return limits_; }

  /// From now on edits that change a frozen line of the text are refused with kFrozen, or not.
  void hold_frozen_parts(bool hold) { frozen_parts_hold_ = hold; }

  /// A submission on its way from its base to the head: `stage` in steps, between which others may
  /// be staged. A value, for use only with the state that began it.
  struct Rebase {
    ot::Operation operation;
    std::optional<Error> undecoded;  // why it is no operation of the document's type as of now
    Version at;                      // the version at which it applies
    std::optional<Duplicate> duplicate{};
    std::uint64_t work{0};  // done so far, in components
  };
  /// Requires: as stage. Errors: those of stage that show before anything is transformed.
  [[nodiscard]] Result<Rebase> begin(Submission& submission) const;
  /// Transforms on, up to the head or until `work` more is done. Errors: those of ot::transform.
  /// Requires: tail_start() ≤ rebase.at.
  [[nodiscard]] Result<void> advance(const Submission& submission, Rebase& rebase,
                                     std::uint64_t work) const;
  /// Nothing is left to transform over.
  [[nodiscard]] bool is_through(const Rebase& rebase) const {
    return rebase.duplicate || rebase.at == head_;
  }
  /// Roughly the work that is left, if the operation stays as large as it is now.
  [[nodiscard]] std::uint64_t work_left(const Rebase& rebase) const;
  /// Requires: is_through. On error nothing changed.
  [[nodiscard]] Result<Decision> finish(const Submission& submission, Rebase rebase, Timestamp now);

 private:
  [[nodiscard]] Result<ot::Operation> decode(Submission& submission) const;
  [[nodiscard]] Result<void> check_frozen_parts(const ot::Operation& operation) const;
  [[nodiscard]] std::optional<Duplicate> find_creation(const Submission& submission) const;
  void commit(CommittedPtr op);
  /// Requires: the operation was applied.
  CommittedPtr commit_at_head(const Submission& submission, ot::Operation operation,
                              std::string body, Timestamp now);

  ot::SizeLimits limits_;
  bool frozen_parts_hold_{false};
  Version head_;
  Timestamp time_;
  ot::Content content_;
  std::optional<Version> created_at_;
  std::pair<std::string, Sequence> creation_;  // source and sequence of the op at created_at_
  std::deque<CommittedPtr> tail_;
  std::size_t tail_bytes_{0};
};

}  // namespace plenary::server
