#include "clients/cli/document_fold.hpp"

#include <optional>
#include <string>

#include "protocol/base/try.hpp"
#include "protocol/ot/type.hpp"
#include "protocol/threads/event.hpp"

namespace plenary::cli {
namespace {

using storage::OpKind;
using storage::OpRecord;

class DocumentFold final : public storage::Fold {
 public:
  Result<void> apply(const OpRecord& op) override {
    if (op.kind == OpKind::kEvent) {
      return check_event(op);
    }
    PLENARY_TRY(const ot::Operation operation, decode(op));
    // A committed operation was within the limits when it was committed: no limit applies now.
    constexpr ot::SizeLimits kNoLimits = ot::SizeLimits::none();
    if (Result<void> applied = content_.apply(operation, kNoLimits); !applied) {
      return applied;
    }
    if (op.kind == OpKind::kCreate) {
      created_at_ = op.version;
    } else if (op.kind == OpKind::kDelete) {
      created_at_.reset();
    }
    return {};
  }

  Result<void> compare(const storage::SnapshotRecord& stored) override {
    if (stored.type != content_.type_uri()) {
      return Error{Errc::kCorrupt, "its type is not that of the operations"};
    }
    if (stored.created_at != created_at_) {
      return Error{Errc::kCorrupt,
                   "it names another operation as the one that created the document"};
    }
    if (stored.content == content_.to_json()) {
      return {};
    }
    if (content_.exists()) {
      // The same value may have been written in another way by another program.
      PLENARY_TRY(const ot::Content value, ot::Content::from_json(stored.type, stored.content));
      if (value.to_json() == content_.to_json()) {
        return {};
      }
    }
    return Error{Errc::kCorrupt, "its content is not that of the operations"};
  }

 private:
  /// A log of events has nothing to fold, but each must be readable.
  [[nodiscard]] Result<void> check_event(const OpRecord& op) const {
    if (content_.exists()) {
      return Error{Errc::kCorrupt, "it is an event among the operations of a document"};
    }
    PLENARY_TRY_VOID(threads::from_json(op.body));
    return {};
  }

  [[nodiscard]] Result<ot::Operation> decode(const OpRecord& op) const {
    switch (op.kind) {
      case OpKind::kEdit: {
        if (!content_.exists()) {
          return Error{Errc::kDocumentMissing, "it edits a document that does not exist"};
        }
        PLENARY_TRY(ot::Edit edit, ot::decode_edit(content_.type(), op.body));
        return ot::Operation(std::move(edit));
      }
      case OpKind::kCreate: {
        PLENARY_TRY(ot::Create create, ot::decode_create(op.body));
        return ot::Operation(std::move(create));
      }
      case OpKind::kDelete:
        return ot::Operation(ot::Delete{});
      case OpKind::kNoOp:
        return ot::Operation(ot::NoOp{});
      case OpKind::kEvent:
        break;
    }
    return Error{Errc::kCorrupt, "it is of no known kind"};
  }

  ot::Content content_;
  std::optional<Version> created_at_;
};

}  // namespace

std::unique_ptr<storage::Fold> make_document_fold() {
  return std::make_unique<DocumentFold>();
}

}  // namespace plenary::cli
