#include "protocol/anchor/grave.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace plenary::anchor {
namespace {

bool continues(const Grave::Run& left, const Grave::Run& right) {
  return left.to == right.from && left.deleted_at == right.deleted_at &&
         left.replaced_at == right.replaced_at;
}

}  // namespace

std::size_t Grave::memory_bytes() const {
  return text_.memory_bytes() + runs_.capacity() * sizeof(Run) +
         orphans_.capacity() * sizeof(Orphan);
}

void Grave::push_front(std::u16string_view text, std::uint64_t deleted_at,
                       std::uint64_t replaced_at) {
  text_.push_front(text);
  begin_ -= static_cast<Offset>(text.size());
  const Run run{begin_, begin_ + static_cast<Offset>(text.size()), deleted_at, replaced_at};
  if (!runs_.empty() && continues(run, runs_.front())) {
    runs_.front().from = run.from;
  } else {
    runs_.insert(runs_.begin(), run);
  }
  fresh_ = fresh_ || replaced_at == kNever;
}

void Grave::push_back(std::u16string_view text, std::uint64_t deleted_at,
                      std::uint64_t replaced_at) {
  const Run run{end(), end() + static_cast<Offset>(text.size()), deleted_at, replaced_at};
  text_.push_back(text);
  if (!runs_.empty() && continues(runs_.back(), run)) {
    runs_.back().to = run.to;
  } else {
    runs_.push_back(run);
  }
  fresh_ = fresh_ || replaced_at == kNever;
}

Grave::Offset Grave::absorb_front(const Grave& left) {
  const Offset delta = begin_ - left.end();
  text_.push_front(left.text_.view());
  begin_ = left.begin_ + delta;
  std::vector<Run> runs = left.runs_;
  for (Run& run : runs) {
    run.from += delta;
    run.to += delta;
  }
  runs_.insert(runs_.begin(), runs.begin(), runs.end());
  for (const Orphan& orphan : left.orphans_) {
    add_orphan({orphan.slot, orphan.from + delta, orphan.to + delta});
  }
  fresh_ = fresh_ || left.fresh_;
  return delta;
}

Grave::Offset Grave::absorb_back(const Grave& right) {
  const Offset delta = end() - right.begin_;
  text_.push_back(right.text_.view());
  for (const Run& run : right.runs_) {
    runs_.push_back({run.from + delta, run.to + delta, run.deleted_at, run.replaced_at});
  }
  for (const Orphan& orphan : right.orphans_) {
    add_orphan({orphan.slot, orphan.from + delta, orphan.to + delta});
  }
  fresh_ = fresh_ || right.fresh_;
  return delta;
}

Grave Grave::take_front(Offset at) {
  Grave front;
  front.begin_ = begin_;
  front.fresh_ = fresh_;
  front.text_.push_back(text(begin_, at));
  for (const Run& run : runs_) {
    if (run.from < at) {
      front.runs_.push_back({run.from, std::min(run.to, at), run.deleted_at, run.replaced_at});
    }
  }
  update_orphans([&](Orphan& orphan) {
    if (orphan.to <= at) {
      front.add_orphan(orphan);
      return false;
    }
    orphan.from = std::max(orphan.from, at);
    return true;
  });
  drop_front(at);
  return front;
}

Grave Grave::take_back(Offset at) {
  Grave back;
  back.begin_ = at;
  back.fresh_ = fresh_;
  back.text_.push_back(text(at, end()));
  for (const Run& run : runs_) {
    if (run.to > at) {
      back.runs_.push_back({std::max(run.from, at), run.to, run.deleted_at, run.replaced_at});
    }
  }
  update_orphans([&](const Orphan& orphan) {
    const bool stays = orphan.to <= at && orphan.from < at;
    if (!stays) {
      back.add_orphan({orphan.slot, std::max(orphan.from, at), orphan.to});
    }
    return stays;
  });
  drop_back(at);
  return back;
}

void Grave::drop_front(Offset at) {
  text_.drop_front(static_cast<std::size_t>(at - begin_));
  begin_ = at;
  std::erase_if(runs_, [&](const Run& run) { return run.to <= at; });
  if (!runs_.empty()) {
    runs_.front().from = std::max(runs_.front().from, at);
  }
}

void Grave::drop_back(Offset at) {
  text_.drop_back(static_cast<std::size_t>(end() - at));
  std::erase_if(runs_, [&](const Run& run) { return run.from >= at; });
  if (!runs_.empty()) {
    runs_.back().to = std::min(runs_.back().to, at);
  }
}

void Grave::add_orphan(const Orphan& orphan) {
  first_orphan_ = orphans_.empty() ? orphan.from : std::min(first_orphan_, orphan.from);
  last_orphan_ = orphans_.empty() ? orphan.to : std::max(last_orphan_, orphan.to);
  orphans_.push_back(orphan);
}

void Grave::remove_orphan(std::uint32_t slot) {
  update_orphans([&](const Orphan& orphan) { return orphan.slot != slot; });
}

void Grave::set_replaced(std::uint64_t version) {
  if (!fresh_) {
    return;
  }
  for (Run& run : runs_) {
    run.replaced_at = std::min(run.replaced_at, version);
  }
  fresh_ = false;
}

void Grave::limit_runs() {
  if (runs_.size() <= limit_at_) {
    return;
  }
  std::vector<std::uint64_t> versions;
  for (const Run& run : runs_) {
    versions.push_back(run.deleted_at);
  }
  std::sort(versions.begin(), versions.end(), std::greater<>());
  versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
  if (versions.size() > kRunsKept) {
    const std::uint64_t oldest_kept = versions[kRunsKept - 1];
    std::size_t kept = 0;
    for (const Run& run : runs_) {
      const bool old = run.deleted_at < oldest_kept;
      const bool nobodys = orphans_.empty() || run.to <= first_orphan_ || run.from >= last_orphan_;
      if (old && nobodys && run.replaced_at != kNever) {
        continue;
      }
      Run* const last = kept == 0 ? nullptr : &runs_[kept - 1];
      if (old && last != nullptr && last->deleted_at < oldest_kept && last->to == run.from &&
          last->replaced_at == run.replaced_at) {
        last->to = run.to;
        last->deleted_at = std::max(last->deleted_at, run.deleted_at);
      } else {
        runs_[kept++] = run;
      }
    }
    runs_.resize(kept);
  }
  limit_at_ = std::max(kRunsMax, 2 * runs_.size());
}

void Grave::forget_until(std::uint64_t last, std::vector<Offset>& edges) {
  DeadText text;
  std::vector<Run> runs;
  std::vector<std::pair<Offset, Offset>> kept;  // where what is kept began, and begins
  Offset length = 0;
  for (const Run& run : runs_) {
    if (run.deleted_at > last) {
      kept.emplace_back(run.from, length);
      text.push_back(this->text(run));
      const auto to = length + static_cast<Offset>(run.length());
      runs.push_back({length, to, run.deleted_at, run.replaced_at});
      length = to;
    }
  }
  const auto moved = [&](Offset offset) {
    auto behind = std::upper_bound(
        kept.begin(), kept.end(), offset,
        [](Offset value, const std::pair<Offset, Offset>& run) { return value < run.first; });
    if (behind == kept.begin()) {
      return Offset{0};
    }
    const auto run = static_cast<std::size_t>(behind - kept.begin()) - 1;
    return std::min(kept[run].second + offset - kept[run].first, runs[run].to);
  };
  for (Offset& edge : edges) {
    edge = moved(edge);
  }
  update_orphans([&](Orphan& orphan) {
    orphan.from = moved(orphan.from);
    orphan.to = moved(orphan.to);
    return true;
  });
  text_ = std::move(text);
  runs_ = std::move(runs);
  begin_ = 0;
}

std::string Grave::check_invariants() const {
  Offset last = begin_;
  for (const Run& run : runs_) {
    if (run.from < last || run.to <= run.from || (run.replaced_at == kNever && !fresh_)) {
      return "runs of a grave overlap, are empty or think that they are replaced";
    }
    last = run.to;
  }
  for (const Orphan& orphan : orphans_) {
    if (orphan.from < begin_ || orphan.from > orphan.to || orphan.to > end() ||
        orphan.from < first_orphan_ || orphan.to > last_orphan_) {
      return "an orphan is not in its grave";
    }
  }
  return last <= end() ? "" : "a run is longer than its grave";
}

}  // namespace plenary::anchor
