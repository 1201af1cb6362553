#include "server/documents/past.hpp"

#include <iterator>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/text/value_sizes.hpp"

namespace plenary::server {
namespace {

using storage::OpKind;
using storage::OpView;

/// Replaying this many operations is cheaper than reading a snapshot.
constexpr std::uint64_t kNearOps = 4096;

Error corrupt_version(Version version, const Error& why) {
  return {Errc::kCorrupt, "operation " + std::to_string(version.value) + ": " + why.detail};
}

Result<void> apply(ot::Content& content, const OpView& op) {
  if (op.delta != nullptr && content.rich_text() != nullptr) {
    return content.replay(*op.delta);
  }
  storage::OpRecord record{.version = op.version, .kind = op.kind, .body = std::string(op.body)};
  if (op.delta != nullptr) {
    ot::rich_text::append(record.body, *op.delta, op.form);
  }
  PLENARY_TRY(const CommittedPtr decoded,
              decode_record(std::move(record),
                            content.exists() ? std::optional(content.type()) : std::nullopt));
  return content.apply(decoded->operation, ot::SizeLimits::none());
}

/// Replays the operations from `at` to `version`.
Result<void> replay(storage::Logs& store, const DocumentKey& key, ContentAt& at, Version version) {
  Result<void> applied;
  PLENARY_TRY_VOID(store.replay(key, at.version, version, [&](const OpView& op) {
    applied = apply(at.content, op);
    if (!applied) {
      applied = corrupt_version(op.version, applied.error());
      return false;
    }
    at.version = op.version.next();
    at.time = op.time;
    return true;
  }));
  PLENARY_TRY_VOID(std::move(applied));
  if (at.version != version) {
    return Error{Errc::kCorrupt, "operations are missing below " + std::to_string(version.value)};
  }
  return {};
}

/// About what a JSON value takes in memory for each byte of its text: short keys and numbers take
/// many times their text.
constexpr std::size_t kMemoryPerJsonByte = 8;

/// About what a content takes in memory, as if it shared nothing with others. Attributes that
/// several runs share count once, unless very many others lie between them. Cost: O(n).
std::size_t memory_of(const ot::Content& content) {
  const text::Rope* const rope = content.rich_text();
  if (rope == nullptr) {
    return sizeof(ContentAt) + kMemoryPerJsonByte * content.to_json().size();
  }
  text::ValueSizes sizes;
  std::size_t bytes = sizeof(ContentAt) + rope->memory_bytes();
  const auto count = [&](const auto& value) {
    const text::ValueSizes::Size size = sizes.of(value);
    bytes += size.is_new ? kMemoryPerJsonByte * size.bytes : 0;
  };
  text::Reader reader = rope->read();
  for (text::Piece piece; reader.next(piece);) {
    count(piece.attributes);
    count(piece.embed());
  }
  return bytes;
}

Result<ContentAt> from_snapshot(storage::Logs& store, const DocumentKey& key, Version version) {
  ContentAt at{};
  const auto snapshot = store.snapshot(key, version);
  if (!snapshot && snapshot.error().code != Errc::kCorrupt) {
    return snapshot.error();
  }
  // Without the snapshot it takes longer, and the result is the same: the log has everything.
  if (snapshot && *snapshot) {
    auto content = ot::Content::from_json((*snapshot)->type, (*snapshot)->content);
    if (content) {
      at.version = (*snapshot)->version;
      at.time = (*snapshot)->time;
      at.content = *std::move(content);
    }
  }
  return at;
}

}  // namespace

Result<ContentAt> Past::at(const DocumentKey& key, Version version) {
  std::optional<ContentAt> at = nearest(key, version);
  if (!at || version.value - at->version.value > kNearOps) {
    PLENARY_TRY(ContentAt stored, from_snapshot(store_, key, version));
    if (!at || stored.version > at->version) {
      at = std::move(stored);
    }
  }
  PLENARY_TRY_VOID(replay(store_, key, *at, version));
  remember(key, *at);
  return *std::move(at);
}

std::optional<ContentAt> Past::nearest(const DocumentKey& key, Version version) {
  const std::lock_guard lock(mutex_);
  const Remembered* best = nullptr;
  for (const Remembered& one : remembered_) {
    if (one.key == key && one.at.version <= version &&
        (best == nullptr || one.at.version > best->at.version)) {
      best = &one;
    }
  }
  return best == nullptr ? std::nullopt : std::optional(best->at);
}

void Past::remember(const DocumentKey& key, const ContentAt& at) {
  const std::size_t bytes = memory_of(at.content);
  std::list<Remembered> forgotten;  // destroyed after the lock is released: that may take long
  const std::lock_guard lock(mutex_);
  const auto forget = [&](std::list<Remembered>::iterator one) {
    bytes_ -= one->bytes;
    forgotten.splice(forgotten.end(), remembered_, one);
  };
  for (auto one = remembered_.begin(); one != remembered_.end(); ++one) {
    if (one->key == key && one->at.version == at.version) {
      forget(one);
      break;
    }
  }
  if (bytes > bytes_max_) {
    return;
  }
  while (!remembered_.empty() &&
         (remembered_.size() >= kRememberedMost || bytes_ + bytes > bytes_max_)) {
    forget(std::prev(remembered_.end()));
  }
  remembered_.push_front({key, at, bytes});
  bytes_ += bytes;
}

std::size_t Past::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace plenary::server
