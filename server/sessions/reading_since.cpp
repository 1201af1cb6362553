#include "server/sessions/reading_since.hpp"

namespace plenary::server {
namespace {

/// Clients times documents: 100 bytes each. Beyond it all is forgotten, and readers whose line
/// breaks open their documents afresh.
constexpr std::size_t kReadingsMax = 200'000;

}  // namespace

void ReadingSince::note(const std::string& client_id, const DocumentKey& key, Version version) {
  const std::lock_guard lock(mutex_);
  if (size_ >= kReadingsMax) {
    documents_.clear();
    size_ = 0;
  }
  size_ += documents_[key].try_emplace(client_id, version).second ? 1 : 0;
}

std::optional<Version> ReadingSince::find(const std::string& client_id,
                                          const DocumentKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto document = documents_.find(key);
  if (document == documents_.end()) {
    return std::nullopt;
  }
  const auto reading = document->second.find(client_id);
  return reading == document->second.end() ? std::nullopt : std::optional(reading->second);
}

void ReadingSince::forget(const std::string& client_id, const DocumentKey& key) {
  const std::lock_guard lock(mutex_);
  if (const auto document = documents_.find(key); document != documents_.end()) {
    size_ -= document->second.erase(client_id);
    if (document->second.empty()) {
      documents_.erase(document);
    }
  }
}

}  // namespace plenary::server
