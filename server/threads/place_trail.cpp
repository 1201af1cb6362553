#include "server/threads/place_trail.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "protocol/base/try.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "server/documents/document_state.hpp"
#include "server/events/follow_log.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

/// Places are kept along the way at such versions. A thread that began earlier starts from one of
/// them.
constexpr std::uint64_t kKeepEvery = 1'024;
/// The same far behind the head, where few look.
constexpr std::uint64_t kKeepEveryFar = 16'384;

/// The operation, decoded; `type`: that of the document before it.
Result<ot::Operation> decode_op(const storage::OpView& op, std::optional<ot::TypeId> type) {
  if (op.delta != nullptr) {
    return ot::Operation(ot::Edit(ot::rich_text::Decoded{*op.delta, op.form}));
  }
  PLENARY_TRY(
      const CommittedPtr committed,
      decode_record({.version = op.version, .kind = op.kind, .body = std::string(op.body)}, type));
  return committed->operation;
}

std::size_t memory_of(const storage::OpView& op) {
  return sizeof(ot::Operation) + op.body.size() +
         (op.delta == nullptr ? 0 : ot::rich_text::memory_of(*op.delta));
}

std::size_t memory_of(const InnerName& name) {
  return sizeof(InnerName) +
         (name.cell ? name.cell->row.capacity() + name.cell->column.capacity() : 0);
}

std::optional<ot::TypeId> type_of(const ot::Content& content) {
  return content.exists() ? std::optional(content.type()) : std::nullopt;
}

}  // namespace

PlaceTrail::Beginning PlaceTrail::beginning_of(threads::Number thread,
                                               const threads::Anchor& anchor) {
  Beginning begun{thread, {anchor.index, anchor.index + anchor.length}};
  if (anchor.inside) {
    const auto& [index, length] = *anchor.inside;
    begun.inside =
        std::make_shared<const InnerName>(InnerName{anchor.cell, {index, index + length}});
  }
  return begun;
}

void PlaceTrail::add(threads::Number thread, const threads::Anchor& anchor) {
  const auto added = begun_.emplace(anchor.version, beginning_of(thread, anchor));
  inner_bytes_ += added->second.inside == nullptr ? 0 : memory_of(*added->second.inside);
  if (!kept_.empty() && anchor.version < std::prev(kept_.end())->first) {
    late_.push_back(added);
  }
}

bool PlaceTrail::resume(Places places, threads::Number next) {
  for (const auto& [version, begun] : begun_) {
    if (version < places.version() && begun.thread >= next && !places.has(begun.thread)) {
      return false;  // began late: only the way from its beginning tells where it is
    }
    if (begun.inside != nullptr && places.anchors().find({begun.thread})) {
      return false;  // written by a program that knew no words inside of embeds
    }
  }
  keep(std::make_shared<const Places>(std::move(places)));
  return true;
}

Result<PlaceTrail::PlacesPtr> PlaceTrail::at(storage::Logs& store, Past& past, Version version) {
  take_late();
  if (const auto kept = kept_.find(version);
      kept != kept_.end() && !lacks_threads(*kept->second.places)) {
    return kept->second.places;
  }
  PLENARY_TRY(Places places, nearest(past, version));
  PLENARY_TRY_VOID(follow(store, places, version, true));
  auto found = std::make_shared<const Places>(std::move(places));
  keep(found);
  return found;
}

Result<PlaceTrail::Way> PlaceTrail::way_to(Past& past, Version version) {
  take_late();
  PLENARY_TRY(Places start, nearest(past, version));
  Begun begun(begun_.lower_bound(start.version()), begun_.upper_bound(version));
  return Way{std::move(start), std::move(begun), generation_};
}

Result<PlaceTrail::PlacesPtr> PlaceTrail::go(storage::Logs& store, const DocumentKey& paper,
                                             Way way, Version to) {
  Places& places = way.start;
  add_begun(places, way.begun);
  PLENARY_TRY_VOID(follow_log(
      store, paper, places.version(), to, [&](const storage::OpView& op) -> Result<void> {
        PLENARY_TRY(const ot::Operation operation, decode_op(op, type_of(places.content())));
        PLENARY_TRY_VOID(places.follow(operation));
        add_begun(places, way.begun);
        return {};
      }));
  return std::make_shared<const Places>(std::move(places));
}

void PlaceTrail::keep(const PlacesPtr& places, std::uint64_t generation) {
  if (generation == generation_ && late_.empty()) {
    keep(places);
  }
}

/// The places from which a version is reached soonest.
Result<Places> PlaceTrail::nearest(Past& past, Version version) const {
  if (const PlacesPtr kept = kept_below(version)) {
    return *kept;
  }
  const Version first = begun_.empty() ? version : std::min(version, begun_.begin()->first);
  PLENARY_TRY(ContentAt start, past.at(paper_, first));
  return Places(first, std::move(start.content));
}

/// Goes on to `to`, and adds the threads that began on the way; keeps some of the places between.
Result<void> PlaceTrail::follow(storage::Logs& store, Places& places, Version to, bool keeps) {
  const auto keep_here = [&] {
    const std::uint64_t at = places.version().value;
    const std::uint64_t left = to.value - at;
    const bool near = left < kKeepEvery * kPlacesKeptMax;
    return keeps && left > 0 && at % (near ? kKeepEvery : kKeepEveryFar) == 0;
  };
  if (keeps) {
    add_begun(places, begun_);
  }
  return walk(
      store, places.version(), to, [&] { return type_of(places.content()); },
      [&](const ot::Operation& operation) -> Result<bool> {
        PLENARY_TRY_VOID(places.follow(operation));
        if (keeps) {
          add_begun(places, begun_);
        }
        if (keep_here()) {
          keep(std::make_shared<const Places>(places));
        }
        return true;
      });
}

/// Visits the operations of [from, to), the last ones from memory.
Result<void> PlaceTrail::walk(storage::Logs& store, Version from, Version to,
                              const TypeOf& type_before, const Visit& visit) {
  if (from > tail_end_) {
    tail_.clear();
    tail_bytes_ = 0;
    tail_end_ = from;
  }
  bool goes_on = true;
  const auto read = [&](Version begin, Version end) {
    return follow_log(store, paper_, begin, end, [&](const storage::OpView& op) -> Result<void> {
      if (goes_on) {
        PLENARY_TRY(const ot::Operation operation, decode_op(op, type_before()));
        PLENARY_TRY(goes_on, visit(operation));
        remember(op.version, operation, memory_of(op));
      }
      return {};
    });
  };
  const Version tail_start{tail_end_.value - tail_.size()};
  Version at = from;
  if (at < tail_start) {
    const Version end = std::min(to, tail_start);
    PLENARY_TRY_VOID(read(at, end));
    at = end;
  }
  for (; goes_on && at < std::min(to, tail_end_); at = at.next()) {
    PLENARY_TRY(goes_on, visit(tail_[at.value - tail_start.value].operation));
  }
  return goes_on && at < to ? read(at, to) : Result<void>();
}

void PlaceTrail::remember(Version version, const ot::Operation& operation, std::size_t bytes) {
  if (version != tail_end_) {
    return;
  }
  tail_.push_back({operation, bytes});
  tail_bytes_ += bytes;
  tail_end_ = tail_end_.next();
  while (tail_.size() > kTailOpsMax || tail_bytes_ > kTailBytesMax) {
    tail_bytes_ -= tail_.front().bytes;
    tail_.pop_front();
  }
}

bool PlaceTrail::lacks_threads(const Places& places) const {
  const auto [first, last] = begun_.equal_range(places.version());
  return std::any_of(first, last,
                     [&places](const auto& entry) { return !places.has(entry.second.thread); });
}

/// Puts the threads in that began at the version of the places.
void PlaceTrail::add_begun(Places& places, const Begun& all) {
  const auto [first, last] = all.equal_range(places.version());
  for (auto begun = first; begun != last; ++begun) {
    if (!places.has(begun->second.thread)) {
      // Without a place (the document was made anew as another type) a thread is an orphan.
      const Beginning& thread = begun->second;
      std::ignore = places.add(thread.thread, thread.range, thread.inside.get());
    }
  }
}

/// Takes in threads that began below kept places: the places kept above their beginning are without
/// them, and goes. The newest places take them in where that is sure to be right.
void PlaceTrail::take_late() {
  if (late_.empty()) {
    return;
  }
  Places newest = *std::prev(kept_.end())->second.places;
  bool all = true;
  Version first = newest.version();
  for (const auto& begun : late_) {
    const Beginning& thread = begun->second;
    const auto range = carry_unharmed(thread, begun->first, newest.version());
    all = all && range && newest.add(thread.thread, *range, thread.inside.get());
    first = std::min(first, begun->first);
  }
  late_.clear();
  ++generation_;
  for (auto kept = kept_.upper_bound(first); kept != kept_.end(); kept = kept_.erase(kept)) {
    kept_bytes_ -= kept->second.bytes;
  }
  if (all) {
    keep(std::make_shared<const Places>(std::move(newest)));
  }
}

Result<ot::Content> PlaceTrail::content_at(storage::Logs& store, Past& past, Version version) {
  std::optional<Places> near;
  if (const PlacesPtr kept = kept_below(version)) {
    near.emplace(kept->version(), kept->content());
  }
  if (const auto after = texts_.upper_bound(version); after != texts_.begin()) {
    const auto& [at, text] = *std::prev(after);
    if (!near || near->version() < at) {
      near.emplace(at, text.content);
    }
  }
  if (!near || version.value - near->version().value > kTailOpsMax) {
    PLENARY_TRY(ContentAt read, past.at(paper_, version));
    near.emplace(version, std::move(read.content));
  }
  PLENARY_TRY_VOID(follow(store, *near, version, false));
  keep_text(version, near->content());
  return near->content();
}

PlaceTrail::PlacesPtr PlaceTrail::kept_below(Version version) const {
  const auto after = kept_.upper_bound(version);
  return after == kept_.begin() ? nullptr : std::prev(after)->second.places;
}

threads::Number PlaceTrail::first_from(Version version, threads::Number next) const {
  for (auto begun = begun_.lower_bound(version); begun != begun_.end(); ++begun) {
    next = std::min(next, begun->second.thread);
  }
  return next;
}

/// Keeps places, and lets those go that are nearest to others for their distance from the newest.
void PlaceTrail::keep(PlacesPtr places) {
  const Version version = places->version();
  Kept& kept = kept_[version];
  kept_bytes_ -= kept.bytes;
  kept = {std::move(places), 0};
  kept.bytes = kept.places->memory_bytes();
  kept_bytes_ += kept.bytes;
  while (kept_.size() > 1 && (kept_.size() > kPlacesKeptMax || kept_bytes_ > kPlacesBytesMax)) {
    const auto newest = std::prev(kept_.end());
    auto least = kept_.begin();
    double least_worth = 2;
    for (auto one = kept_.begin(); one != newest; ++one) {
      const auto before = one == kept_.begin() ? 0 : std::prev(one)->first.value;
      const double gap = static_cast<double>(std::next(one)->first.value - before);
      const double worth = gap / static_cast<double>(newest->first.value - before + 1);
      if (worth < least_worth) {
        least = one;
        least_worth = worth;
      }
    }
    kept_bytes_ -= least->second.bytes;
    kept_.erase(least);
  }
}

void PlaceTrail::keep_text(Version version, const ot::Content& content) {
  if (content.rich_text() == nullptr || texts_.contains(version)) {
    return;
  }
  const std::size_t bytes = memory_of(content);
  texts_[version] = {content, bytes};
  texts_bytes_ += bytes;
  while (texts_.size() > 1 && (texts_.size() > kTextsKeptMax || texts_bytes_ > kPlacesBytesMax)) {
    texts_bytes_ -= texts_.begin()->second.bytes;
    texts_.erase(texts_.begin());
  }
}

std::size_t PlaceTrail::memory_bytes() const {
  constexpr std::size_t kThreadBytes = sizeof(Beginning) + 64;
  return sizeof(PlaceTrail) + kept_bytes_ + texts_bytes_ + tail_bytes_ +
         begun_.size() * kThreadBytes + inner_bytes_;
}

}  // namespace plenary::server
