#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "protocol/base/document_key.hpp"
#include "protocol/base/units.hpp"

namespace plenary::server {

/// Since which version a client has been reading a document without a right to its history: what
/// came later it would have seen, had its line not broken, and may be given when it comes back.
/// Kept in memory: after a restart such clients open their documents afresh. Thread: any.
class ReadingSince {
 public:
  /// The client was given the document at that version. The first time counts.
  void note(const std::string& client_id, const DocumentKey& key, Version version);
  /// Nothing: it was never given the document, or that was forgotten.
  [[nodiscard]] std::optional<Version> find(const std::string& client_id,
                                            const DocumentKey& key) const;
  /// It may no longer read it: if that changes again, it begins anew.
  void forget(const std::string& client_id, const DocumentKey& key);

 private:
  mutable std::mutex mutex_;
  std::unordered_map<DocumentKey, std::unordered_map<std::string, Version>> documents_;
  std::size_t size_{0};
};

}  // namespace plenary::server
