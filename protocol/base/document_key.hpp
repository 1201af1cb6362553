#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>

namespace plenary {

/// Names a document: any two strings (the wire allows any).
struct DocumentKey {
  std::string collection;
  std::string id;
  friend auto operator<=>(const DocumentKey&, const DocumentKey&) = default;

  /// The name of the document's own presence channel, as the stock client makes it.
  [[nodiscard]] std::string channel() const { return collection + '.' + id; }
};

}  // namespace plenary

template <>
struct std::hash<plenary::DocumentKey> {
  std::size_t operator()(const plenary::DocumentKey& key) const noexcept {
    const std::size_t collection = std::hash<std::string>()(key.collection);
    return collection ^
           (std::hash<std::string>()(key.id) + 0x9e3779b97f4a7c15u + (collection << 6));
  }
};
