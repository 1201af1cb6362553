#include "server/documents/past.hpp"

#include <utility>

#include "protocol/base/try.hpp"

namespace plenary::server {
namespace {

using storage::OpKind;
using storage::OpView;

/// Replaying that many is cheaper than reading a snapshot.
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
  return content.apply(decoded->operation, ot::SizeLimits{static_cast<std::size_t>(-1)});
}

/// Takes `at` on to `version`.
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

Result<ContentAt> from_snapshot(storage::Logs& store, const DocumentKey& key, Version version) {
  ContentAt at{};
  const auto snapshot = store.snapshot(key, version);
  if (!snapshot && snapshot.error().code != Errc::kCorrupt) {
    return snapshot.error();
  }
  // A damaged snapshot costs time only: the log still has everything.
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
  const std::lock_guard lock(mutex_);
  remembered_.remove_if(
      [&](const Remembered& one) { return one.key == key && one.at.version == at.version; });
  remembered_.push_front({key, at});
  if (remembered_.size() > kRememberedMost) {
    remembered_.pop_back();
  }
}

}  // namespace plenary::server
