#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "protocol/ot/type.hpp"
#include "server/documents/past.hpp"
#include "server/threads/places.hpp"
#include "storage/logs.hpp"

namespace plenary::server {

/// The threads of one paper along its log: places at some versions, kept, and the way from there to
/// any other. Law: the places at a version are those of Places started at the first thread's
/// version, with each thread added at the version where it began and each operation followed.
/// Not thread-safe. Calls that take a store block. Errors: those of the store; kCorrupt.
class PlaceTrail {
  struct Beginning {
    threads::Number thread{0};
    anchor::Range range;
    std::shared_ptr<const InnerName> inside{};  // null: the thread is on the range itself
  };
  using Begun = std::multimap<Version, Beginning>;  // by the version where it is

 public:
  using PlacesPtr = std::shared_ptr<const Places>;
  /// The means to find the places at a version without the trail: where to begin, and which
  /// threads begin on the way.
  struct Way {
    Places start;
    Begun begun;
    std::uint64_t generation{0};  // of the trail, when it was made
  };

  explicit PlaceTrail(DocumentKey paper) : paper_(std::move(paper)) {}

  /// A thread began.
  void add(threads::Number thread, const threads::Anchor& anchor);
  /// Goes on from kept places, if they have every thread that began before: `next` as in a
  /// Checkpoint. Requires: nothing was followed yet. Returns whether it does.
  bool resume(Places places, threads::Number next);

  /// The places at a version at or below the stored head. Cost: the operations from the nearest
  /// version that is kept; of a thread that began far behind the head, from where it began.
  [[nodiscard]] Result<PlacesPtr> at(storage::Logs& store, Past& past, Version version);
  /// The same in three steps, of which the long one needs no trail, and can be gone on any thread.
  /// `way_to` costs O(threads); `keep` does nothing if a thread began late meanwhile.
  [[nodiscard]] Result<Way> way_to(Past& past, Version version);
  [[nodiscard]] static Result<PlacesPtr> go(storage::Logs& store, const DocumentKey& paper, Way way,
                                            Version to);
  void keep(const PlacesPtr& places, std::uint64_t generation);

  /// The text at such a version. Cost: as at(), or that of Past::at.
  [[nodiscard]] Result<ot::Content> content_at(storage::Logs& store, Past& past, Version version);
  /// The anchor at `to` of the words of an anchor; of no length if all of them were deleted
  /// meanwhile, or never were there.
  [[nodiscard]] Result<threads::Anchor> carry(storage::Logs& store, Past& past,
                                              threads::Anchor anchor, Version to);

  /// The newest places at or below a version that are kept, or null.
  [[nodiscard]] PlacesPtr kept_below(Version version) const;
  /// Threads with a lower number began before that version.
  [[nodiscard]] threads::Number first_from(Version version, threads::Number next) const;
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct Kept {
    PlacesPtr places;
    std::size_t bytes{0};
  };
  struct KeptText {
    ot::Content content;
    std::size_t bytes{0};
  };
  /// Answers false to stop.
  using Visit = std::function<Result<bool>(const ot::Operation&)>;
  using TypeOf = std::function<std::optional<ot::TypeId>()>;

  [[nodiscard]] Result<void> walk(storage::Logs& store, Version from, Version to,
                                  const TypeOf& type_of, const Visit& visit);
  [[nodiscard]] Result<void> follow(storage::Logs& store, Places& places, Version to, bool keeps);
  [[nodiscard]] Result<Places> nearest(Past& past, Version version) const;
  [[nodiscard]] Result<void> carry_inside(storage::Logs& store, Past& past, threads::Anchor& anchor,
                                          Version to);
  [[nodiscard]] static Beginning beginning_of(threads::Number thread,
                                              const threads::Anchor& anchor);
  [[nodiscard]] bool lacks_threads(const Places& places) const;
  static void add_begun(Places& places, const Begun& all);
  void take_late();
  [[nodiscard]] std::optional<anchor::Range> carry_unharmed(const Beginning& begun, Version from,
                                                            Version to) const;
  void remember(Version version, const ot::Operation& operation, std::size_t bytes);
  void keep(PlacesPtr places);
  void keep_text(Version version, const ot::Content& content);

  const DocumentKey paper_;
  Begun begun_;                 // all threads
  std::size_t inner_bytes_{0};  // of the names of words inside of embeds
  std::vector<Begun::const_iterator>
      late_;                     // began below places that are kept, and are not in them
  std::uint64_t generation_{0};  // rises when kept places were found to lack a thread
  std::map<Version, Kept> kept_;
  std::size_t kept_bytes_{0};
  std::map<Version, KeptText> texts_;
  std::size_t texts_bytes_{0};
  /// The last operations that were followed, decoded.
  struct Step {
    ot::Operation operation;
    std::size_t bytes;
  };
  std::deque<Step> tail_;
  Version tail_end_;
  std::size_t tail_bytes_{0};
};

}  // namespace plenary::server
