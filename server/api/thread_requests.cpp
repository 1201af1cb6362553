#include "server/api/thread_requests.hpp"

#include <string.h>  // memmem

#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/json/value.hpp"
#include "server/http/json_body.hpp"
#include "server/http/negotiation.hpp"
#include "server/limits.hpp"
#include "server/papers/title.hpp"

namespace plenary::server {
namespace {

using json::Value;
using threads::Number;

Result<threads::Anchor> anchor_of(const Value& object) {
  const Value* const found = json::find_member(object, "anchor");
  if (found == nullptr || !found->is_object()) {
    return wrong_member("anchor", R"({"version":…,"index":…,"length":…})");
  }
  threads::Anchor anchor;
  PLENARY_TRY(anchor.version.value, whole_member(*found, "version"));
  PLENARY_TRY(anchor.index, whole_member(*found, "index"));
  PLENARY_TRY(anchor.length, whole_member(*found, "length"));
  return anchor;
}

Result<std::string> comment_of(const Value& object) {
  if (!object.contains("comment")) {
    return wrong_member("comment", "a string: Markdown");
  }
  return text_member(object, "comment");
}

Result<NamedEvent> named(const Value& object, threads::Event event) {
  PLENARY_TRY(std::string author, text_member(object, "author"));
  return NamedEvent{std::move(event), std::move(author)};
}

Result<std::optional<std::uint64_t>> number_of(const HttpRequest& request, const char* name) {
  const auto text = parameter(request, name);
  if (!text) {
    return std::optional<std::uint64_t>();
  }
  const auto number = parse_number(*text);
  return number ? Result<std::optional<std::uint64_t>>(number)
                : wrong_member(name, "a whole number");
}

/// One of two words for a yes or no; left out: no matter.
Result<std::optional<bool>> choice_of(const HttpRequest& request, const char* name,
                                      std::string_view yes, std::string_view no) {
  const auto text = parameter(request, name);
  if (!text || *text == "all") {
    return std::optional<bool>();
  }
  if (*text != yes && *text != no) {
    return wrong_member(name, std::string(yes) + ", " + std::string(no) + " or all");
  }
  return std::optional(*text == yes);
}

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

}  // namespace

Result<NamedEvent> decode_start(std::string_view body) {
  PLENARY_TRY(const Value object, parse_object(body));
  threads::Started started;
  PLENARY_TRY(started.text, comment_of(object));
  PLENARY_TRY(started.anchor, anchor_of(object));
  return named(object, std::move(started));
}

Result<NamedEvent> decode_reply(std::string_view body, Number thread) {
  PLENARY_TRY(const Value object, parse_object(body));
  PLENARY_TRY(std::string text, comment_of(object));
  return named(object, threads::Replied{thread, std::move(text)});
}

Result<NamedEvent> decode_edit(std::string_view body, Number comment) {
  PLENARY_TRY(const Value object, parse_object(body));
  PLENARY_TRY(std::string text, comment_of(object));
  return named(object, threads::Edited{comment, std::move(text)});
}

Result<NamedEvent> decode_thread_change(std::string_view body, Number thread) {
  PLENARY_TRY(const Value object, parse_object(body));
  if (object.contains("resolved") + object.contains("labels") + object.contains("assignee") > 1) {
    return Error{Errc::kMalformed,
                 "a request changes one of \"resolved\", \"labels\" and \"assignee\""};
  }
  if (object.contains("resolved")) {
    PLENARY_TRY(const std::optional<bool> resolved, flag_member(object, "resolved"));
    if (!resolved) {
      return wrong_member("resolved", "true or false");
    }
    return named(object, threads::Resolved{thread, *resolved});
  }
  if (object.contains("labels")) {
    threads::Labelled labelled{thread, {}};
    PLENARY_TRY(labelled.labels, texts_member(object, "labels"));
    return named(object, std::move(labelled));
  }
  if (object.contains("assignee")) {
    threads::Assigned assigned{thread, {}, {}};
    PLENARY_TRY(assigned.to, text_member(object, "assignee"));
    PLENARY_TRY(assigned.due, text_member(object, "due"));
    return named(object, std::move(assigned));
  }
  return Error{Errc::kMalformed,
               "the body must have one of \"resolved\", \"labels\" and \"assignee\""};
}

Result<NamedEvent> decode_reaction(std::string_view body, Number comment) {
  PLENARY_TRY(const Value object, parse_object(body));
  PLENARY_TRY(const std::string name, text_member(object, "reaction"));
  const auto reaction = threads::reaction_of(name);
  if (!object.contains("reaction") || (!name.empty() && !reaction)) {
    return wrong_member("reaction", "\"agree\", \"disagree\" or null");
  }
  return named(object, threads::Reacted{comment, reaction});
}

Result<ThreadQuery> decode_thread_query(const HttpRequest& request) {
  ThreadQuery query;
  PLENARY_TRY(query.resolved, choice_of(request, "state", "resolved", "open"));
  PLENARY_TRY(query.orphaned, choice_of(request, "anchor", "orphaned", "anchored"));
  query.author = parameter(request, "author").value_or("");
  query.group = parameter(request, "group").value_or("");
  PLENARY_TRY(query.unread, choice_of(request, "unread", "true", "false"));
  query.mentioned = parameter(request, "mentioned").value_or("");
  query.assignee = parameter(request, "assignee").value_or("");
  query.label = parameter(request, "label").value_or("");
  const std::string words = parameter(request, "query").value_or("");
  if (words.size() > kThreadQueryBytesMax) {
    return wrong_member("query",
                        "some words, up to " + std::to_string(kThreadQueryBytesMax) + " bytes");
  }
  query.words = fold_case(words);
  PLENARY_TRY(const auto from, number_of(request, "from"));
  PLENARY_TRY(const auto to, number_of(request, "to"));
  if (from || to) {
    query.within = anchor::Range{from.value_or(0), to.value_or(static_cast<std::size_t>(-1))};
  }
  if (const auto order = parameter(request, "order")) {
    if (*order != "created" && *order != "position") {
      return wrong_member("order", "created or position");
    }
    query.order =
        *order == "position" ? ThreadQuery::Order::kPosition : ThreadQuery::Order::kCreated;
  }
  PLENARY_TRY(const auto limit, number_of(request, "limit"));
  if (limit && (*limit < 1 || *limit > kThreadPageMax)) {
    return wrong_member("limit", "a number from 1 to " + std::to_string(kThreadPageMax));
  }
  query.limit = static_cast<std::size_t>(limit.value_or(kThreadPageDefault));
  PLENARY_TRY(const auto cursor, number_of(request, "cursor"));
  if (cursor && query.order == ThreadQuery::Order::kPosition) {
    query.offset = static_cast<std::size_t>(*cursor);
  } else {
    query.after = cursor;
  }
  const auto version = parameter(request, "version");
  if (version && *version != "head") {
    const auto number = parse_number(*version);
    if (!number) {
      return wrong_member("version", "a whole number or head");
    }
    query.version = Version{*number};
  }
  return query;
}

Result<std::optional<Number>> decode_read(std::string_view body) {
  if (body.empty()) {
    return std::optional<Number>();
  }
  PLENARY_TRY(const Value object, parse_object(body, {"up_to"}));
  PLENARY_TRY(const auto text, optional_text_member(object, "up_to"));
  const auto number = text ? parse_number(*text) : std::nullopt;
  if (text && !number) {
    return wrong_member("up_to", "the id of a comment");
  }
  return number;
}

namespace {

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
