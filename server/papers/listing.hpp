#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/papers/document_view.hpp"
#include "storage/logs.hpp"

/// The papers of a store, newest change first, and how a page of them is chosen.
namespace plenary::server {

/// Papers that a listing holds; each takes some 400 bytes. Owners share the places evenly, each
/// with the papers that changed last, so that nobody's papers push out somebody else's. Papers
/// beyond it are found by their address.
inline constexpr std::size_t kListedDocumentsMax = 100'000;
/// Papers on a page.
inline constexpr std::size_t kPageDefault = 50;
inline constexpr std::size_t kPageMax = 200;

/// A paper in a listing.
struct Paper {
  DocumentView view;  // without people
  std::string folded_title;
};
/// Sorted: newest change first, ids in their order where the times are the same. Immutable.
using Listing = std::vector<std::shared_ptr<const Paper>>;

/// Reads listings of one store, each time only what changed since the last. Not thread-safe.
class ListingReader {
 public:
  /// The owner of a paper; empty: nobody. Called by read().
  using OwnerOf = std::function<std::string(const std::string& id)>;

  explicit ListingReader(storage::Logs& store, OwnerOf owner_of = nullptr,
                         std::size_t documents_max = kListedDocumentsMax)
      : store_(store), owner_of_(std::move(owner_of)), documents_max_(documents_max) {}

  /// The papers that exist, as the store has them now; damaged ones go into the journal instead.
  /// Blocking. Errors: kIo.
  /// Cost: a scan of the collection's heads, and a read or two for each document that changed.
  [[nodiscard]] Result<Listing> read();

 private:
  struct Known {
    Version version;
    std::string properties;
    std::shared_ptr<const Paper> paper;  // null: deleted, damaged, or HTTP cannot name it
  };
  [[nodiscard]] Result<std::shared_ptr<const Paper>> look_at(const storage::ListedDocument& listed,
                                                             const Known* before);
  void cut(Listing& listing) const;

  storage::Logs& store_;
  const OwnerOf owner_of_;
  const std::size_t documents_max_;
  std::unordered_map<std::string, Known> known_;  // by id
};

/// Finds the time and type of a document's creation in its log, for documents whose properties do
/// not have them. Blocking. Errors: those of the store; kNotFound if there is none.
struct CreationFacts {
  Timestamp time;
  ot::TypeId type{ot::TypeId::kJson0};
};
[[nodiscard]] Result<CreationFacts> find_creation(storage::Logs& store, const DocumentKey& key);

/// The part of a listing that a request asks for.
struct PageRequest {
  std::size_t limit{kPageDefault};
  std::optional<std::string> cursor;  // where the page before ended
  std::string folded_query;           // empty: all
};
struct Page {
  Listing papers;
  std::optional<std::string> next_cursor;  // nothing: this was the last
};
/// The page of the papers that `may_see` answers true for. Errors: kMalformed for a cursor that is
/// none of ours. Cost: O(papers looked at).
[[nodiscard]] Result<Page> page_of(const Listing& listing, const PageRequest& request,
                                   const std::function<bool(const std::string& id)>& may_see);

}  // namespace plenary::server
