#include "server/api/json/thread_json.hpp"

#include <algorithm>

#include "protocol/base/ascii.hpp"
#include "protocol/json/value.hpp"
#include "server/runtime/times.hpp"

namespace plenary::server {
namespace {

void append_text(std::string& out, std::string_view key, std::string_view text) {
  out += ",\"";
  out += key;
  out += "\":";
  json::append_string(out, text);
}

/// Null where there is nothing.
void append_name(std::string& out, std::string_view key, std::string_view text) {
  if (text.empty()) {
    out += ",\"" + std::string(key) + "\":null";
  } else {
    append_text(out, key, text);
  }
}

void append_author(std::string& out, std::string_view key, const threads::Author& author) {
  out += ",\"" + std::string(key) + R"(":{"id":)";
  json::append_string(out, author.id);
  append_text(out, "name", author.name);
  out += "}";
}

/// `"KEY":{"by":{…},"at":…}` or `"KEY":null`.
void append_deed(std::string& out, std::string_view key, const std::optional<Timestamp>& at,
                 const std::optional<threads::Author>& by) {
  if (!at || !by) {
    out += ",\"" + std::string(key) + "\":null";
    return;
  }
  out += ",\"" + std::string(key) + R"(":{"at":)";
  json::append_string(out, to_rfc3339(*at));
  append_author(out, "by", *by);
  out += "}";
}

bool is_unread(const threads::Comment& comment, const ThreadReader& reader) {
  return !reader.id.empty() && reader.mark.is_new(comment, reader.id);
}

std::string shown_name(const std::string& author, const ThreadReader& reader) {
  return author.empty() || !reader.name_of ? std::string() : reader.name_of(author);
}

/// `,"inside":{…}`
void append_inside(std::string& out, std::size_t index, std::size_t length) {
  out += R"(,"inside":{"index":)" + std::to_string(index);
  out += R"(,"length":)" + std::to_string(length) + "}";
}

void append_anchor(std::string& out, const ThreadView& view, const std::optional<Removal>& removal,
                   const ThreadReader& reader) {
  const threads::Anchor& began = view.thread->anchor;
  const bool anchored = !view.place || !view.place->orphaned_at;
  const anchor::Range range =
      view.place ? view.place->range : anchor::Range{began.index, began.index + began.length};
  out += R"(,"anchor":{"version":)" + std::to_string(view.version.value);
  out += R"(,"index":)" + std::to_string(range.start);
  out += R"(,"length":)" + std::to_string(range.length());
  if (began.cell) {
    out += R"(,"cell":{"row":)";
    json::append_string(out, began.cell->row);
    append_text(out, "column", began.cell->column);
    out += "}";
  }
  if (view.place && view.place->inside) {
    append_inside(out, view.place->inside->start, view.place->inside->length());
  } else if (!view.place && began.inside) {
    append_inside(out, began.inside->index, began.inside->length);
  }
  append_text(out, "quote", began.quote);
  // Of a whole cell, row or column the words are not followed.
  const bool follows = !began.cell || began.inside;
  const bool has_words = follows && view.place && (anchored || reader.reads_history);
  append_text(out, "words", has_words ? view.place->words : began.quote);
  append_text(out, "state", anchored ? "anchored" : "orphaned");
  if (!anchored && removal) {
    out += R"(,"removed":{"version":)" + std::to_string(removal->version.value);
    append_text(out, "by", removal->author);
    append_name(out, "by_name", shown_name(removal->author, reader));
    append_text(out, "at", to_rfc3339(removal->time));
    out += "}";
  }
  out += R"(,"began":{"version":)" + std::to_string(began.version.value);
  out += R"(,"index":)" + std::to_string(began.index);
  out += R"(,"length":)" + std::to_string(began.length);
  if (began.inside) {
    append_inside(out, began.inside->index, began.inside->length);
  }
  out += "}}";
}

void append_reactions(std::string& out, const threads::Comment& comment, std::string_view reader) {
  std::size_t agree = 0;
  std::string_view mine;
  for (const auto& [who, reaction] : comment.reactions) {
    agree += reaction == threads::Reaction::kAgree ? 1 : 0;
    mine = who == reader ? name_of(reaction) : mine;
  }
  out += R"(,"reactions":{"agree":)" + std::to_string(agree);
  out += R"(,"disagree":)" + std::to_string(comment.reactions.size() - agree);
  append_name(out, "mine", mine);
  out += "}";
}

void append(std::string& out, const threads::Comment& comment, const ThreadReader& reader,
            CommentTexts& texts) {
  out += R"({"id":")" + std::to_string(comment.id) + "\"";
  out += R"(,"thread":")" + std::to_string(comment.thread) + "\"";
  append_author(out, "author", comment.author);
  append_text(out, "created_at", to_rfc3339(comment.time));
  append_text(out, "text", comment.text);
  append_text(out, "html", *texts.html(comment.said, comment.text));
  append_name(out, "edited_at", comment.edited ? to_rfc3339(*comment.edited) : std::string());
  out += R"(,"revisions":)" + std::to_string(comment.revisions.size());
  append_deed(out, "deleted", comment.deleted, comment.deleted_by);
  append_reactions(out, comment, reader.id);
  out += is_unread(comment, reader) ? R"(,"unread":true})" : R"(,"unread":false})";
}

}  // namespace

void append(std::string& out, const ThreadView& view, const std::optional<Removal>& removal,
            const ThreadReader& reader, CommentTexts& texts) {
  const threads::Thread& thread = *view.thread;
  out += R"({"id":")" + std::to_string(thread.id) + "\"";
  append_anchor(out, view, removal, reader);
  append_text(out, "state", thread.resolved ? "resolved" : "open");
  append_deed(out, "resolved", thread.resolved, thread.resolved_by);
  out += R"(,"labels":[)";
  for (std::size_t i = 0; i < thread.labels.size(); ++i) {
    out += i == 0 ? "" : ",";
    json::append_string(out, thread.labels[i]);
  }
  out += "]";
  append_name(out, "assignee", thread.assignee);
  append_name(out, "assignee_name", shown_name(thread.assignee, reader));
  append_name(out, "due", thread.due);
  append_text(out, "updated_at", to_rfc3339(thread.updated));
  append_text(out, "etag", etag_of(thread));
  const bool unread =
      std::any_of(view.comments.begin(), view.comments.end(),
                  [&reader](const threads::Comment* c) { return is_unread(*c, reader); });
  out += unread ? R"(,"unread":true)" : R"(,"unread":false)";
  out += R"(,"comments":[)";
  for (std::size_t i = 0; i < view.comments.size(); ++i) {
    out += i == 0 ? "" : ",";
    append(out, *view.comments[i], reader, texts);
  }
  out += "]}";
}

void append_revisions(std::string& out, const threads::Comment& comment, CommentTexts& texts) {
  out += R"({"revisions":[)";
  for (std::size_t i = 0; i < comment.revisions.size(); ++i) {
    const threads::Revision& revision = comment.revisions[i];
    out += i == 0 ? "{" : ",{";
    out += "\"at\":";
    json::append_string(out, to_rfc3339(revision.time));
    append_text(out, "text", revision.text);
    append_text(out, "html", *texts.html(revision.said, revision.text));
    out += "}";
  }
  out += "]}";
}

std::string etag_of(const threads::Thread& thread) {
  return "\"t" + std::to_string(thread.last) + "\"";
}

std::optional<threads::Number> number_in_etag(std::string_view etag) {
  if (etag.size() < 4 || !etag.starts_with("\"t") || !etag.ends_with("\"")) {
    return std::nullopt;
  }
  return ascii::whole_number<threads::Number>(etag.substr(2, etag.size() - 3));
}

}  // namespace plenary::server
