#include "server/api/thread_page.hpp"

#include <string.h>  // memmem

#include <algorithm>
#include <cstdint>

#include "server/limits.hpp"
#include "server/papers/title.hpp"

namespace plenary::server {
namespace {

using threads::Number;

/// Cost: linear in both, whatever they are; string_view::find can take their product.
bool holds(std::string_view text, std::string_view part) {
  return part.empty() || memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

/// Decides which threads fit a query.
struct Filter {
  const threads::Discussion& discussion;
  CommentTexts& texts;
  const ThreadQuery& query;
  const std::set<std::string>& members;
  const std::string mention{"(mention:" + query.mentioned + ")"};

  [[nodiscard]] bool fits(const threads::Thread& thread,
                          const std::optional<Places::Place>& place) const {
    const bool orphaned = place && place->orphaned_at.has_value();
    return (!query.resolved || *query.resolved == thread.resolved.has_value()) &&
           (!query.orphaned || *query.orphaned == orphaned) &&
           (query.assignee.empty() || query.assignee == thread.assignee) &&
           (query.label.empty() || std::find(thread.labels.begin(), thread.labels.end(),
                                             query.label) != thread.labels.end()) &&
           (!query.within || (place && is_within(place->range))) && fits_comments(thread);
  }

  [[nodiscard]] bool is_within(const anchor::Range& range) const {
    return range.start < query.within->end && range.end > query.within->start;
  }

  [[nodiscard]] bool fits_comments(const threads::Thread& thread) const {
    bool by = query.author.empty() && query.group.empty();
    bool mentioned = query.mentioned.empty();
    bool said = query.words.empty() || holds(fold_case(thread.anchor.quote), query.words);
    for (const Number id : thread.comments) {
      if (by && mentioned && said) {
        return true;
      }
      const threads::Comment& comment = *discussion.comment(id);
      by = by || comment.author.id == query.author || members.contains(comment.author.id);
      mentioned = mentioned || holds(comment.text, mention);
      said = said || holds(*texts.folded(comment.said, comment.text, &fold_case), query.words);
    }
    return by && mentioned && said;
  }
};

struct Hit {
  Number id;
  std::size_t start;
};

/// Counts all threads of the view, and returns those that fit, in the order in which they began.
std::vector<Hit> find_threads(const DiscussionView& view, const Filter& filter,
                              const ThreadReader& reader, ThreadPage& page) {
  const ThreadQuery& query = filter.query;
  std::vector<Hit> hits;
  for (const Number id : view.discussion->threads()) {
    const threads::Thread& thread = *view.discussion->thread(id);
    if (query.version && thread.anchor.version > *query.version) {
      continue;
    }
    const auto place = view.places == nullptr ? std::nullopt : view.places->range_of(id);
    const bool orphaned = place && place->orphaned_at.has_value();
    page.resolved += thread.resolved ? 1 : 0;
    page.open += thread.resolved ? 0 : 1;
    page.orphaned += !thread.resolved && orphaned ? 1 : 0;
    const bool unread =
        !reader.id.empty() && reader.mark.has_new(*view.discussion, thread, reader.id);
    page.unread += unread ? 1 : 0;
    if ((!query.unread || *query.unread == unread) && filter.fits(thread, place)) {
      const std::size_t start = place ? place->range.start : thread.anchor.index;
      hits.push_back({id, orphaned ? static_cast<std::size_t>(-1) : start});
    }
  }
  return hits;
}

std::size_t bytes_of(const ThreadView& thread) {
  std::size_t bytes = 0;
  for (const threads::Comment* const comment : thread.comments) {
    bytes += comment->text.size();
  }
  return bytes;
}

}  // namespace

ThreadPage page_of(const DiscussionView& view, const ThreadQuery& query, const ThreadReader& reader,
                   const std::set<std::string>& members) {
  const Filter filter{*view.discussion, *view.texts, query, members};
  ThreadPage page;
  std::vector<Hit> hits = find_threads(view, filter, reader, page);
  auto first = hits.begin();
  if (query.order == ThreadQuery::Order::kPosition) {
    std::stable_sort(hits.begin(), hits.end(),
                     [](const Hit& a, const Hit& b) { return a.start < b.start; });
    first = hits.begin() + static_cast<std::ptrdiff_t>(std::min(query.offset, hits.size()));
  } else if (query.after) {
    first = std::upper_bound(hits.begin(), hits.end(), *query.after,
                             [](Number id, const Hit& hit) { return id < hit.id; });
  }
  std::size_t bytes = 0;
  for (auto hit = first; hit != hits.end(); ++hit) {
    if (page.threads.size() == query.limit || bytes > kThreadPageBytesMax) {
      page.next_cursor = std::to_string(query.order == ThreadQuery::Order::kPosition
                                            ? static_cast<std::uint64_t>(hit - hits.begin())
                                            : page.threads.back().thread->id);
      break;
    }
    page.threads.push_back(view_of(view, hit->id));
    bytes += bytes_of(page.threads.back());
  }
  return page;
}

}  // namespace plenary::server
