#include "server/documents/document_state.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/ot/lost_keys.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/templates/frozen.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

using storage::OpKind;

OpKind kind_of(const ot::Operation& operation) {
  if (std::holds_alternative<ot::Edit>(operation)) {
    return OpKind::kEdit;
  }
  if (std::holds_alternative<ot::Create>(operation)) {
    return OpKind::kCreate;
  }
  return std::holds_alternative<ot::Delete>(operation) ? OpKind::kDelete : OpKind::kNoOp;
}

std::uint64_t components_of(const ot::Operation& operation) {
  const auto* edit = std::get_if<ot::Edit>(&operation);
  if (edit == nullptr) {
    return 1;
  }
  const auto* delta = std::get_if<ot::rich_text::Decoded>(edit);
  return 1 + (delta != nullptr ? ot::rich_text::count_components(delta->delta)
                               : std::get<ot::json0::Op>(*edit).size());
}

/// The work of one transform. Two deltas are walked side by side; of two json0 operations, each
/// component is compared with each.
std::uint64_t work_of(const ot::Operation& operation, const ot::Operation& over) {
  const auto* edit = std::get_if<ot::Edit>(&operation);
  const bool pairwise = edit != nullptr && std::holds_alternative<ot::json0::Op>(*edit);
  const std::uint64_t a = components_of(operation);
  const std::uint64_t b = components_of(over);
  return pairwise ? a * b : a + b;
}

/// Roughly the memory that a decoded operation takes.
std::size_t memory_of(const Committed& op) {
  return sizeof(Committed) + 3 * op.record.body.size();
}

Error corrupt_record(const storage::OpRecord& record, const Error& why) {
  return {Errc::kCorrupt, "operation " + std::to_string(record.version.value) + ": " + why.detail};
}

}  // namespace

Result<CommittedPtr> decode_record(storage::OpRecord record, std::optional<ot::TypeId> type) {
  auto op = std::make_shared<Committed>();
  op->record = std::move(record);
  switch (op->record.kind) {
    case OpKind::kEdit: {
      if (!type) {
        return corrupt_record(op->record,
                              {Errc::kCorrupt, "an edit of a document that does not exist"});
      }
      auto edit = ot::decode_edit(*type, op->record.body);
      if (!edit) {
        return corrupt_record(op->record, edit.error());
      }
      op->operation = *std::move(edit);
      break;
    }
    case OpKind::kCreate: {
      auto create = ot::decode_create(op->record.body);
      if (!create) {
        return corrupt_record(op->record, create.error());
      }
      op->operation = *std::move(create);
      break;
    }
    case OpKind::kDelete:
      op->operation = ot::Delete{};
      break;
    case OpKind::kNoOp:
      op->operation = ot::NoOp{};
      break;
    case OpKind::kEvent:
      return corrupt_record(op->record, {Errc::kCorrupt, "an event, which no document has"});
  }
  return CommittedPtr(std::move(op));
}

Result<void> DocumentState::restore(const storage::SnapshotRecord& snapshot) {
  auto content = ot::Content::from_json(snapshot.type, snapshot.content);
  if (!content) {
    return Error{Errc::kCorrupt, "snapshot: " + content.error().detail};
  }
  content_ = *std::move(content);
  head_ = snapshot.version;
  time_ = snapshot.time;
  created_at_ = snapshot.created_at;
  return {};
}

Result<void> DocumentState::replay(storage::OpRecord record) {
  PLENARY_ASSERT(record.version == head_, "log versions are dense");
  PLENARY_TRY(CommittedPtr op,
              decode_record(std::move(record),
                            content_.exists() ? std::optional(content_.type()) : std::nullopt));
  // The operation was within the limit when it was committed; the limit may be lower now.
  if (auto applied = content_.apply(op->operation, ot::SizeLimits::none()); !applied) {
    return corrupt_record(op->record, applied.error());
  }
  commit(std::move(op));
  return {};
}

void DocumentState::commit(CommittedPtr op) {
  if (op->record.kind == OpKind::kCreate) {
    created_at_ = op->record.version;
    creation_ = {op->record.source, op->record.sequence};
  } else if (op->record.kind == OpKind::kDelete) {
    created_at_.reset();
  }
  time_ = op->record.time;
  head_ = head_.next();
  tail_bytes_ += memory_of(*op);
  tail_.push_back(std::move(op));
}

void DocumentState::prepend(std::vector<CommittedPtr> older) {
  if (older.empty()) {
    return;
  }
  PLENARY_ASSERT(older.back()->record.version.next() == tail_start(), "the tail has no gap");
  for (const CommittedPtr& op : older) {
    tail_bytes_ += memory_of(*op);
  }
  tail_.insert(tail_.begin(), std::make_move_iterator(older.begin()),
               std::make_move_iterator(older.end()));
}

void DocumentState::trim_tail(Version keep) {
  while (!tail_.empty() && tail_start() < keep &&
         (tail_.size() > kTailOpsMax || tail_bytes_ > kTailBytesMax)) {
    tail_bytes_ -= memory_of(*tail_.front());
    tail_.pop_front();
  }
}

namespace {

Result<ot::Operation> decode_new(const Submission& submission) {
  const auto type = ot::find_type(submission.type);
  if (!type) {
    return Error{Errc::kBadOperation, "Missing create type"};
  }
  ot::Operation create(ot::Create{*type, submission.body});
  PLENARY_TRY_VOID(ot::check_keys(create));
  return create;
}

}  // namespace

Result<PreparedCreate> prepare_create(const Submission& submission, const ot::SizeLimits& limits) {
  PLENARY_TRY(ot::Operation create, decode_new(submission));
  ot::Content content;
  PLENARY_TRY_VOID(content.apply(create, limits));
  std::string body = ot::encode_body(create);
  return PreparedCreate{std::move(create), std::move(content), std::move(body)};
}

DecodedEdit decode_edit(ot::TypeId type, const std::string& body) {
  const auto decode = [&]() -> Result<ot::Operation> {
    PLENARY_TRY(ot::Edit edit, ot::decode_edit(type, body));
    ot::Operation operation(std::move(edit));
    PLENARY_TRY_VOID(ot::check_keys(operation));
    return operation;
  };
  return {type, decode()};
}

namespace {

Result<void> check_understood(const ot::Operation& operation,
                              ot::rich_text::EmbedKinds understood) {
  const auto* const edit = std::get_if<ot::Edit>(&operation);
  const auto* const text = edit == nullptr ? nullptr : std::get_if<ot::rich_text::Decoded>(edit);
  if (text == nullptr || !ot::rich_text::changes_others(text->delta, understood)) {
    return {};
  }
  return Error{Errc::kNotApplicable,
               "This socket may not change inside of this embed: its address does not say that its "
               "client understands such embeds (embeds=table-embed,note)"};
}

}  // namespace

Result<ot::Operation> DocumentState::decode(Submission& submission) const {
  switch (submission.kind) {
    case Submission::Kind::kDelete:
      return ot::Operation(ot::Delete{});
    case Submission::Kind::kCreate:
      return decode_new(submission);
    case Submission::Kind::kEdit:
      break;
  }
  if (!content_.exists()) {
    // The type that it was meant for is not known any more. That it is an edit is enough to say why
    // it fails.
    return ot::Operation(ot::Edit());
  }
  auto beforehand = std::exchange(submission.decoded, std::nullopt);
  Result<ot::Operation> operation = beforehand && beforehand->type == content_.type()
                                        ? std::move(beforehand->operation)
                                        : decode_edit(content_.type(), submission.body).operation;
  if (operation) {
    PLENARY_TRY_VOID(check_understood(*operation, submission.understood));
  }
  return operation;
}

std::optional<DocumentState::Duplicate> DocumentState::find_creation(
    const Submission& submission) const {
  if (created_at_ && creation_ == std::pair(submission.source, submission.sequence)) {
    return Duplicate{*created_at_};
  }
  return std::nullopt;
}

Result<DocumentState::Decision> DocumentState::stage(Submission submission, Timestamp now) {
  PLENARY_TRY(Rebase rebase, begin(submission));
  PLENARY_TRY_VOID(advance(submission, rebase, std::numeric_limits<std::uint64_t>::max()));
  return finish(submission, std::move(rebase), now);
}

Result<DocumentState::Rebase> DocumentState::begin(Submission& submission) const {
  if (!submission.base && submission.kind == Submission::Kind::kCreate && content_.exists()) {
    if (const auto duplicate = find_creation(submission)) {
      return Rebase{ot::NoOp{}, std::nullopt, head_, duplicate};
    }
    return Error{Errc::kDocumentExists, "Invalid op submitted. Document already created"};
  }
  const Version base = submission.base.value_or(head_);
  if (base > head_) {
    return Error{Errc::kVersionAhead,
                 "Invalid op submitted. Op version newer than current snapshot"};
  }
  if (submission.only_at_head && base != head_) {
    return Error{Errc::kVersionConflict, "the document has changed meanwhile"};
  }
  PLENARY_ASSERT(base >= tail_start(), "the operations since the base are here");
  Result<ot::Operation> decoded = decode(submission);
  if (decoded) {
    return Rebase{*std::move(decoded), std::nullopt, base};
  }
  // The document may have had another type when the operation was made. So it can still turn out to
  // be a duplicate, or fail at the delete that came between.
  return Rebase{ot::Edit(), decoded.error(), base};
}

Result<void> DocumentState::advance(const Submission& submission, Rebase& rebase,
                                    std::uint64_t work) const {
  for (const std::uint64_t before = rebase.work; !is_through(rebase) && rebase.work - before < work;
       rebase.at = rebase.at.next()) {
    const Committed& over = *op_at(rebase.at);
    if (over.record.source == submission.source && over.record.sequence == submission.sequence) {
      rebase.duplicate = Duplicate{rebase.at};
      return {};
    }
    rebase.work += work_of(rebase.operation, over.operation);
    PLENARY_TRY(rebase.operation, ot::transform(std::move(rebase.operation), over.operation));
  }
  return {};
}

std::uint64_t DocumentState::work_left(const Rebase& rebase) const {
  return is_through(rebase)
             ? 0
             : (head_.value - rebase.at.value) * work_of(rebase.operation, ot::NoOp{});
}

Result<DocumentState::Decision> DocumentState::finish(const Submission& submission, Rebase rebase,
                                                      Timestamp now) {
  if (rebase.duplicate) {
    return Decision(*rebase.duplicate);
  }
  PLENARY_ASSERT(rebase.at == head_, "it was transformed over everything");
  if (rebase.undecoded) {
    return *rebase.undecoded;
  }
  PLENARY_TRY_VOID(check_frozen_parts(rebase.operation));
  PLENARY_TRY_VOID(content_.apply(rebase.operation, limits_));
  std::string body = ot::encode_body(rebase.operation);
  return Decision(commit_at_head(submission, std::move(rebase.operation), std::move(body), now));
}

Result<void> DocumentState::check_frozen_parts(const ot::Operation& operation) const {
  const auto* const edit = std::get_if<ot::Edit>(&operation);
  const auto* const text = edit == nullptr ? nullptr : std::get_if<ot::rich_text::Decoded>(edit);
  if (!frozen_parts_hold_ || text == nullptr || content_.rich_text() == nullptr ||
      templates::keeps_frozen_lines(*content_.rich_text(), text->delta)) {
    return {};
  }
  return Error{
      Errc::kFrozen,
      "This part belongs to the template and cannot be changed. Write beside it, or ask the "
      "document's owner to switch off its frozen parts"};
}

CommittedPtr DocumentState::create(const Submission& submission, PreparedCreate prepared,
                                   Timestamp now) {
  PLENARY_ASSERT(can_create(submission), "no document is there");
  content_ = std::move(prepared.content);
  return commit_at_head(submission, std::move(prepared.operation), std::move(prepared.body), now);
}

CommittedPtr DocumentState::commit_at_head(const Submission& submission, ot::Operation operation,
                                           std::string body, Timestamp now) {
  auto op = std::make_shared<Committed>();
  op->record = {head_,
                kind_of(operation),
                std::max(now, time_),
                submission.author,
                submission.source,
                submission.sequence,
                std::move(body),
                submission.note};
  op->operation = std::move(operation);
  commit(op);
  return op;
}

}  // namespace plenary::server
