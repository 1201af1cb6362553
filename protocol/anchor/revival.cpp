#include "protocol/anchor/revival.hpp"

#include <algorithm>
#include <functional>
#include <string>

namespace plenary::anchor {
namespace {

/// The number of versions that are tried where the length does not tell the version. A merged undo
/// spans the keystrokes of a second.
constexpr std::size_t kTries = 16;

/// Text may have been written at the place and deleted again, since the deletion that comes back,
/// so many times, if the insertion is not just all the text that had been deleted until then.
constexpr std::size_t kWritingsTried = 4;

/// The number of units that were deleted at `version`.
struct Death {
  std::uint64_t version{0};
  std::size_t units{0};
};

class Search {
 public:
  Search(std::span<const Candidate> runs, std::u16string_view inserted)
      : runs_(runs), inserted_(inserted) {
    for (const Candidate& run : runs) {
      all_.push_back({run.deleted_at, run.text.size()});
    }
    std::sort(all_.begin(), all_.end(),
              [](const Death& a, const Death& b) { return a.version > b.version; });
    std::size_t kept = 0;
    for (const Death& death : all_) {
      if (kept > 0 && all_[kept - 1].version == death.version) {
        all_[kept - 1].units += death.units;
      } else {
        all_[kept++] = death;
      }
    }
    all_.resize(kept);
  }

  /// From now on only the runs that were deleted at `last` or before count.
  void stop_at(std::uint64_t last) {
    last_ = last;
    const auto first = std::partition_point(
        all_.begin(), all_.end(), [&](const Death& death) { return death.version > last; });
    deaths_ = {first, all_.end()};
  }

  /// Needs no more than stop_at. Cost: O(inserted).
  [[nodiscard]] std::optional<Revival> since_a_version() const {
    std::size_t units = 0;
    for (const Death& death : deaths_) {
      units += death.units;
      if (units >= inserted_.size()) {
        return units == inserted_.size() ? equal(since(death.version)) : std::nullopt;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Revival> run() const {
    std::optional<Revival> found = since_a_version();
    if (!found && inserted_.size() >= kShortestContained) {
      found = of_one_version();
    }
    return found || inserted_.size() < kShortestPiece ? found : piece();
  }

  /// The text deleted since some version that the insertion contains. Of the last and the first
  /// versions, the one that brings back the most is taken.
  [[nodiscard]] Revival contained() const {
    Revival best;
    for (std::size_t i = 0; i < deaths_.size(); ++i) {
      if (i < kTries || i + kTries >= deaths_.size()) {
        Revival found = contained_since(deaths_[deaths_.size() - 1 - i].version);
        if (found.units() > best.units()) {
          best = std::move(found);
        }
      }
    }
    return best;
  }

 private:
  [[nodiscard]] std::optional<Revival> of_one_version() const {
    std::size_t tries = 0;
    for (const Death& death : deaths_) {
      if (death.units == inserted_.size() && tries++ < kTries) {
        if (std::optional<Revival> found =
                equal([&](const Candidate& run) { return run.deleted_at == death.version; })) {
          return found;
        }
      }
    }
    return std::nullopt;
  }

  /// All of the text, or the stretches that are in the insertion, and the runs of the other
  /// stretches.
  [[nodiscard]] Revival contained_since(std::uint64_t version) const {
    Revival found;
    const Revival all = take(since(version));
    if (append_if_found(found, all.parts)) {
      return found;
    }
    for (auto part = all.parts.begin(); part != all.parts.end();) {
      const auto end = std::find_if(part, all.parts.end(), [&](const Revival::Part& other) {
        return runs_[other.run].stretch != runs_[part->run].stretch;
      });
      if (!append_if_found(found, {part, end})) {
        for (auto one = part; one != end; ++one) {
          append_if_found(found, {one, one + 1});
        }
      }
      part = end;
    }
    return found;
  }

  /// Appends the parts if the insertion contains them exactly once behind the parts found before.
  bool append_if_found(Revival& found, std::span<const Revival::Part> parts) const {
    const std::size_t done = found.parts.empty() ? 0 : found.parts.back().behind();
    const std::u16string text = joined(parts);
    const auto at =
        text.size() < kShortestContained ? std::nullopt : find_only(text, inserted_.substr(done));
    if (!at) {
      return false;
    }
    std::size_t place = done + *at;
    for (Revival::Part part : parts) {
      part.at = place;
      place = part.behind();
      found.parts.push_back(part);
    }
    return true;
  }

  [[nodiscard]] std::optional<Revival> piece() const {
    std::size_t units = 0;
    for (std::size_t i = 0; i < deaths_.size() && i < kTries; ++i) {
      const Death& death = deaths_[i];
      units += death.units;
      if (units <= inserted_.size()) {
        continue;
      }
      const Revival all = take(since(death.version));
      if (const auto at = find_only(inserted_, joined(all.parts))) {
        return cut(all, *at, *at + inserted_.size());
      }
    }
    return std::nullopt;
  }

  using Chosen = std::function<bool(const Candidate&)>;
  [[nodiscard]] Chosen since(std::uint64_t version) const {
    return [this, version](const Candidate& run) {
      return run.deleted_at >= version && run.deleted_at <= last_;
    };
  }

  [[nodiscard]] Revival take(const Chosen& chosen) const {
    Revival all;
    std::size_t length = 0;
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      if (chosen(runs_[run])) {
        all.parts.push_back({run, 0, runs_[run].text.size(), length});
        length += runs_[run].text.size();
      }
    }
    return all;
  }

  [[nodiscard]] std::u16string joined(std::span<const Revival::Part> parts) const {
    std::u16string text;
    for (const Revival::Part& part : parts) {
      text.append(runs_[part.run].text);
    }
    return text;
  }

  [[nodiscard]] std::optional<Revival> equal(const Chosen& chosen) const {
    Revival all = take(chosen);
    std::u16string_view rest = inserted_;
    for (const Revival::Part& part : all.parts) {
      const std::u16string_view text = runs_[part.run].text;
      if (rest.substr(0, text.size()) != text) {
        return std::nullopt;
      }
      rest.remove_prefix(text.size());
    }
    return all;
  }

  /// The units [from, to) of it.
  [[nodiscard]] static Revival cut(const Revival& all, std::size_t from, std::size_t to) {
    Revival result;
    for (Revival::Part part : all.parts) {
      const std::size_t begin = part.at;
      const std::size_t end = begin + part.to;
      part.from = std::clamp(from, begin, end) - begin;
      part.to = std::clamp(to, begin, end) - begin;
      part.at = begin + part.from - from;
      if (part.from < part.to) {
        result.parts.push_back(part);
      }
    }
    return result;
  }

  std::span<const Candidate> runs_;
  std::u16string_view inserted_;
  std::uint64_t last_{0};
  std::vector<Death> all_;  // newest first
  std::span<const Death> deaths_;
};

}  // namespace

std::size_t Revival::units() const {
  std::size_t units = 0;
  for (const Part& part : parts) {
    units += part.length();
  }
  return units;
}

std::optional<std::size_t> find_only(std::u16string_view part, std::u16string_view whole) {
  // Knuth, Morris and Pratt: text like "aaaa" must not cost the product of the lengths.
  if (part.empty() || part.size() > whole.size()) {
    return std::nullopt;
  }
  std::vector<std::size_t> border(part.size(), 0);
  for (std::size_t i = 1, length = 0; i < part.size(); ++i) {
    while (length > 0 && part[i] != part[length]) {
      length = border[length - 1];
    }
    length += part[i] == part[length] ? 1 : 0;
    border[i] = length;
  }
  std::optional<std::size_t> found;
  for (std::size_t i = 0, length = 0; i < whole.size(); ++i) {
    while (length > 0 && (length == part.size() || whole[i] != part[length])) {
      length = border[length - 1];
    }
    length += whole[i] == part[length] ? 1 : 0;
    if (length == part.size()) {
      if (found) {
        return std::nullopt;
      }
      found = i + 1 - length;
    }
  }
  return found;
}

std::optional<Revival> find_revival(std::span<const Candidate> runs, std::u16string_view inserted,
                                    std::uint64_t now) {
  // The versions to stop at, the newest first.
  std::vector<std::uint64_t> lasts{now - 1};
  for (const Candidate& run : runs) {
    if (run.replaced_at < now) {
      lasts.push_back(run.replaced_at);
    }
  }
  std::sort(lasts.begin(), lasts.end(), std::greater<>());
  lasts.erase(std::unique(lasts.begin(), lasts.end()), lasts.end());
  const auto tried = static_cast<std::ptrdiff_t>(std::min(lasts.size(), kWritingsTried));
  std::vector<std::uint64_t> older(lasts.begin() + tried, lasts.end());
  lasts.resize(static_cast<std::size_t>(tried));
  if (std::any_of(runs.begin(), runs.end(),
                  [&](const Candidate& run) { return run.deleted_at == now; })) {
    lasts.push_back(now);
  }
  Search search(runs, inserted);
  for (const std::uint64_t last : lasts) {
    search.stop_at(last);
    if (std::optional<Revival> found = search.run()) {
      return found;
    }
  }
  for (const std::uint64_t last : older) {
    search.stop_at(last);
    if (std::optional<Revival> found = search.since_a_version()) {
      return found;
    }
  }
  Revival best;
  for (std::size_t i = 0; i < lasts.size() && inserted.size() >= kShortestContained; ++i) {
    search.stop_at(lasts[i]);
    Revival found = search.contained();
    if (found.units() > best.units()) {
      best = std::move(found);
    }
  }
  return best.parts.empty() ? std::nullopt : std::optional<Revival>(std::move(best));
}

}  // namespace plenary::anchor
