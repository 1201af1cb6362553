#pragma once

#include <string>
#include <utility>

#include "protocol/base/try.hpp"
#include "storage/logs.hpp"

namespace plenary::server {

/// Calls `take(const storage::OpView&)`, which returns Result<void>, for each entry of [from, to)
/// of a log, in order. Errors: those of the store; kCorrupt, with the place, if `take` fails or an
/// entry is missing. Blocking. Cost: that of Store::replay.
template <class Take>
[[nodiscard]] Result<void> follow_log(storage::Logs& store, const DocumentKey& key, Version from,
                                      Version to, Take take) {
  Version at = from;
  Result<void> taken;
  const auto place = [&] {
    return "operation " + std::to_string(at.value) + " of " + key.collection + "/" + key.id;
  };
  PLENARY_TRY_VOID(store.replay(key, from, to, [&](const storage::OpView& op) {
    taken = take(op);
    if (taken) {
      at = op.version.next();
    }
    return taken.has_value();
  }));
  if (!taken) {
    return Error{Errc::kCorrupt, place() + ": " + taken.error().detail};
  }
  if (at < to) {
    return Error{Errc::kCorrupt, place() + " is missing"};
  }
  return {};
}

}  // namespace plenary::server
