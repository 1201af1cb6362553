#include "server/api/thread_requests.hpp"

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
  PLENARY_TRY(anchor.cell, threads::cell_member(*found));
  PLENARY_TRY(anchor.inside, threads::inside_member(*found));
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

}  // namespace

Error not_in_document(const char* what) {
  return {Errc::kNotFound, std::string("There is no such ") + what + " in this document."};
}

Result<AskedThread> asked_thread_of(const Exchange& exchange) {
  AskedThread asked{asked_of(exchange)};
  const auto read = [&exchange](std::size_t capture, const char* what) -> Result<Number> {
    if (capture >= exchange.captures.size()) {
      return Number{0};
    }
    const auto number = parse_number(exchange.captures[capture]);
    return number ? Result<Number>(*number) : Result<Number>(not_in_document(what));
  };
  PLENARY_TRY(asked.thread, read(1, "thread"));
  PLENARY_TRY(asked.comment, read(2, "comment"));
  return asked;
}

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

}  // namespace plenary::server
