#include "server/history/histories.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/type.hpp"
#include "server/events/follow_log.hpp"
#include "server/history/bylines.hpp"

namespace plenary::server {
namespace {

using history::Event;
using ot::rich_text::Delta;
using storage::OpKind;
using storage::OpView;

Event::Kind kind_of(OpKind kind) {
  switch (kind) {
    case OpKind::kEdit:
      return Event::Kind::kEdit;
    case OpKind::kCreate:
      return Event::Kind::kCreate;
    case OpKind::kDelete:
      return Event::Kind::kDelete;
    case OpKind::kNoOp:
    case OpKind::kEvent:
      break;
  }
  return Event::Kind::kNoOp;
}

/// The text that a document was created with; nothing for another type.
Result<std::optional<Delta>> created_with(std::string_view body) {
  PLENARY_TRY(const ot::Operation create, ot::decode_create(body));
  ot::Content content;
  PLENARY_TRY_VOID(content.apply(create, ot::SizeLimits::none()));
  if (content.rich_text() == nullptr) {
    return std::optional<Delta>();
  }
  return std::optional(content.rich_text()->to_delta());
}

/// Maps each operation of a log to its author. In open mode all clients share one identity, so the
/// client id stands for the author.
class AuthorOf {
 public:
  explicit AuthorOf(const Bylines* bylines) : bylines_(bylines) {}

  /// Lifetime of the answer: until the next call.
  std::string_view operator()(const OpView& op) {
    if (!op.author.empty()) {
      return op.author;
    }
    if (bylines_ == nullptr) {
      return op.source;
    }
    if (author_.empty() || source_ != op.source) {
      source_ = op.source;
      author_ = bylines_->author_of_client(source_);
    }
    return author_;
  }

 private:
  const Bylines* bylines_;
  std::string source_;
  std::string author_;
};

Result<void> add(history::History& history, const OpView& op, AuthorOf& author_of) {
  Event event{.kind = kind_of(op.kind),
              .time = op.time,
              .author = author_of(op),
              .delta = op.delta,
              .note = op.note};
  if (op.kind == OpKind::kCreate) {
    PLENARY_TRY(const std::optional<Delta> document, created_with(op.body));
    event.delta = document ? &*document : nullptr;
    return history.add(event);
  }
  if (op.kind == OpKind::kEdit && op.delta == nullptr && history.is_text()) {
    PLENARY_TRY(const ot::rich_text::Decoded decoded, ot::rich_text::decode(op.body));
    event.delta = &decoded.delta;
    return history.add(event);
  }
  return history.add(event);
}

}  // namespace

Result<void> Histories::read(const DocumentKey& key,
                             const std::function<void(const history::History&)>& use) {
  const std::shared_ptr<Entry> entry = entries_.of(key);
  PLENARY_TRY(const storage::Head head, store_.head(key));
  std::size_t bytes = 0;
  {
    std::shared_lock reading(entry->mutex);
    if (entry->history.version() < head.version.value) {
      reading.unlock();
      const std::unique_lock writing(entry->mutex);
      PLENARY_TRY_VOID(follow(*entry, head.version));
    }
  }
  {
    const std::shared_lock reading(entry->mutex);
    use(entry->history);
    bytes = entry->history.memory_bytes();
  }
  entries_.weigh(entry, bytes);
  return {};
}

/// Requires: the entry's mutex is held.
Result<void> Histories::follow(Entry& entry, Version head) {
  const Version known{entry.history.version()};
  if (known >= head) {
    return {};  // somebody else came first, and may have seen a later head
  }
  AuthorOf author_of(bylines_);
  auto followed = follow_log(store_, entry.key, known, head,
                             [&](const OpView& op) { return add(entry.history, op, author_of); });
  if (!followed) {
    entry.history = history::History();  // a half-read history must not be used
  }
  return followed;
}

}  // namespace plenary::server
