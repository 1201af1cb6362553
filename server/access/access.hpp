#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "protocol/base/document_key.hpp"
#include "storage/store.hpp"

namespace plenary::server {

/// Who somebody is. Under --open everybody is one identity, whose name is empty.
struct Identity {
  std::string name;
  friend bool operator==(const Identity&, const Identity&) = default;
};

/// One question each: may this identity do this with this document?
enum class Ability : std::uint8_t {
  kReadDocument,
  kEditDocument,  // edit, create
  kDeleteDocument,
  kReadHistory,  // versions below the head
  kSeePresence,
};

/// The one place that answers. Thread: any.
class Access {
 public:
  /// In open mode everybody may do everything; it is for tests, for loopback, and for embedding
  /// behind an application that checks access itself. There is no other mode yet (issue 3), so the
  /// answer is always yes.
  [[nodiscard]] bool may(const Identity& who, Ability what, const DocumentKey& document) const;
};

/// Whose client ids are: an id belongs to the identity that first used it, so nobody else can
/// resume it, submit in its name, or make the server take fresh operations for duplicates. Where
/// everybody is one identity there is nothing to remember. Thread: any.
class ClientIds {
 public:
  explicit ClientIds(storage::Store& store) : store_(store) {}

  /// Whether `who` may use the id: it is theirs, or was nobody's and is theirs from now on. A store
  /// that cannot answer means no. Blocking the first time that an id is seen, for a point read.
  [[nodiscard]] bool claim(const std::string& client_id, const Identity& who);

 private:
  storage::Store& store_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::string> owners_;  // a cache; the store has the truth
};

}  // namespace plenary::server
