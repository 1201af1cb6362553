#include "server/sessions/reading_since.hpp"

#include <utility>
#include <vector>

namespace plenary::server {
namespace {

/// Clients times documents: 200 bytes each. Beyond it all are forgotten; a reader whose line breaks
/// then opens the document afresh.
constexpr std::size_t kReadingsMax = 100'000;

}  // namespace

void ReadingSince::note(const std::string& client_id, const std::shared_ptr<const Identity>& reader,
                        const DocumentKey& key, Version version) {
  const std::lock_guard lock(mutex_);
  // Ask under the lock. A recheck that does not see this reading began before the lock was taken,
  // so the change of rights that it follows has taken effect here.
  if (!access_.may(*reader, Ability::kReadDocument, key)) {
    return;
  }
  if (size_ >= kReadingsMax) {
    documents_.clear();
    size_ = 0;
  }
  size_ += documents_[key].try_emplace(client_id, Reading{version, reader}).second ? 1 : 0;
}

std::optional<Version> ReadingSince::find(const std::string& client_id,
                                          const DocumentKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto document = documents_.find(key);
  if (document == documents_.end()) {
    return std::nullopt;
  }
  const auto reading = document->second.find(client_id);
  return reading == document->second.end() ? std::nullopt : std::optional(reading->second.since);
}

void ReadingSince::recheck() {
  struct Question {
    DocumentKey key;
    std::string client_id;
    std::shared_ptr<const Identity> reader;
  };
  std::vector<Question> questions;
  {
    const std::lock_guard lock(mutex_);
    questions.reserve(size_);
    for (const auto& [key, readings] : documents_) {
      for (const auto& [client_id, reading] : readings) {
        questions.push_back({key, client_id, reading.reader});
      }
    }
  }
  // Ask without the lock: shards take it.
  std::erase_if(questions, [this](const Question& question) {
    return access_.may(*question.reader, Ability::kReadDocument, question.key);
  });
  const std::lock_guard lock(mutex_);
  for (const Question& lost : questions) {
    if (const auto document = documents_.find(lost.key); document != documents_.end()) {
      size_ -= document->second.erase(lost.client_id);
      if (document->second.empty()) {
        documents_.erase(document);
      }
    }
  }
}

}  // namespace plenary::server
