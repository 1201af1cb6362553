#include "protocol/anchor/revival.hpp"

#include <algorithm>
#include <functional>
#include <string>

namespace plenary::anchor {
namespace {

/// How many versions are tried where the length does not say which. A merged undo spans the
/// keystrokes of a second.
constexpr std::size_t kTries = 16;

/// What died at `version`, and how many units died there or later.
struct Death {
  std::uint64_t version{0};
  std::size_t units{0};
  std::size_t units_since{0};
};

class Search {
 public:
  Search(std::span<const Candidate> runs, std::u16string_view inserted, std::uint64_t but_not)
      : runs_(runs), inserted_(inserted), but_not_(but_not) {
    for (const Candidate& run : runs) {
      if (run.deleted_at != but_not) {
        deaths_.push_back({run.deleted_at, run.text.size(), 0});
      }
    }
    std::sort(deaths_.begin(), deaths_.end(),
              [](const Death& a, const Death& b) { return a.version > b.version; });
    std::size_t kept = 0;
    std::size_t units = 0;
    for (const Death& death : deaths_) {
      units += death.units;
      if (kept > 0 && deaths_[kept - 1].version == death.version) {
        deaths_[kept - 1].units += death.units;
        deaths_[kept - 1].units_since = units;
      } else {
        deaths_[kept++] = {death.version, death.units, units};
      }
    }
    deaths_.resize(kept);
  }

  [[nodiscard]] std::optional<Revival> run() const {
    std::optional<Revival> found = since_a_version();
    if (!found && inserted_.size() >= kShortestContained) {
      found = of_one_version();
      if (!found) {
        found = contained();
      }
    }
    return found || inserted_.size() < kShortestPiece ? found : piece();
  }

 private:
  [[nodiscard]] std::optional<Revival> since_a_version() const {
    for (const Death& death : deaths_) {
      if (death.units_since >= inserted_.size()) {
        return death.units_since == inserted_.size() ? equal(since(death.version)) : std::nullopt;
      }
    }
    return std::nullopt;
  }

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

  /// As much as possible: from the oldest version on.
  [[nodiscard]] std::optional<Revival> contained() const {
    std::size_t tries = 0;
    for (auto death = deaths_.rbegin(); death != deaths_.rend(); ++death) {
      if (death->units_since >= inserted_.size()) {
        continue;
      }
      if (death->units_since < kShortestContained || tries++ == kTries) {
        break;
      }
      Revival all = take(since(death->version));
      if (const auto at = find_only(joined(all), inserted_)) {
        all.skipped = *at;
        return all;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Revival> piece() const {
    for (std::size_t i = 0; i < deaths_.size() && i < kTries; ++i) {
      const Death& death = deaths_[i];
      if (death.units_since <= inserted_.size()) {
        continue;
      }
      const Revival all = take(since(death.version));
      if (const auto at = find_only(inserted_, joined(all))) {
        return cut(all, *at, *at + inserted_.size());
      }
    }
    return std::nullopt;
  }

  using Chosen = std::function<bool(const Candidate&)>;
  [[nodiscard]] Chosen since(std::uint64_t version) const {
    return [this, version](const Candidate& run) {
      return run.deleted_at >= version && run.deleted_at != but_not_;
    };
  }

  [[nodiscard]] Revival take(const Chosen& chosen) const {
    Revival all;
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      if (chosen(runs_[run])) {
        all.parts.push_back({run, 0, runs_[run].text.size()});
        all.length += runs_[run].text.size();
      }
    }
    return all;
  }

  [[nodiscard]] std::u16string joined(const Revival& all) const {
    std::u16string text;
    text.reserve(all.length);
    for (const Revival::Part& part : all.parts) {
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
    result.length = to - from;
    std::size_t at = 0;
    for (Revival::Part part : all.parts) {
      const std::size_t end = at + part.to;
      part.from = std::clamp(from, at, end) - at;
      part.to = std::clamp(to, at, end) - at;
      if (part.from < part.to) {
        result.parts.push_back(part);
      }
      at = end;
    }
    return result;
  }

  std::span<const Candidate> runs_;
  std::u16string_view inserted_;
  std::uint64_t but_not_;
  std::vector<Death> deaths_;  // newest first
};

}  // namespace

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
  if (runs.empty()) {
    return std::nullopt;
  }
  std::optional<Revival> found = Search(runs, inserted, now).run();
  const bool some_now = std::any_of(runs.begin(), runs.end(),
                                    [&](const Candidate& run) { return run.deleted_at == now; });
  return found || !some_now ? found : Search(runs, inserted, ~std::uint64_t{0}).run();
}

}  // namespace plenary::anchor
