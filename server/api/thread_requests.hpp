#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/threads/event.hpp"
#include "server/api/admission.hpp"
#include "server/api/thread_page.hpp"
#include "server/net/http.hpp"

/// Requests about threads, read. Pure; any thread.
namespace plenary::server {

/// A caller, and the paper, thread and comment that the address names.
struct AskedThread : Asked {
  threads::Number thread{0};   // meaningful if the address names one
  threads::Number comment{0};  // the same
};
/// Requires: the request was admitted. Errors: kNotFound: what names a thread or a comment is no
/// number.
[[nodiscard]] Result<AskedThread> asked_thread_of(const Exchange& exchange);

/// The error for an address that names a thread or a comment that is not there. `what`: "thread" or
/// "comment".
[[nodiscard]] Error not_in_document(const char* what);

/// The event that a request proposes.
struct NamedEvent {
  threads::Event event{};
  std::string author{};  // the name to show for an author without an account
};
// All of these read a body in JSON, which may have a member "author". Errors: kMalformed, with the
// member that is missing or wrong.
/// `{"anchor":{"version":…,"index":…,"length":…},"comment":…}`
[[nodiscard]] Result<NamedEvent> decode_start(std::string_view body);
/// `{"comment":…}`
[[nodiscard]] Result<NamedEvent> decode_reply(std::string_view body, threads::Number thread);
/// `{"comment":…}`
[[nodiscard]] Result<NamedEvent> decode_edit(std::string_view body, threads::Number comment);
/// `{"resolved":…}`, `{"labels":[…]}` or `{"assignee":…,"due":…}`
[[nodiscard]] Result<NamedEvent> decode_thread_change(std::string_view body,
                                                      threads::Number thread);
/// `{"reaction":"agree"|"disagree"|null}`
[[nodiscard]] Result<NamedEvent> decode_reaction(std::string_view body, threads::Number comment);

[[nodiscard]] Result<ThreadQuery> decode_thread_query(const HttpRequest& request);

/// The body of a request that marks comments as read: `{"up_to":"…"}`, the last comment that was
/// seen; nothing: all that there are.
[[nodiscard]] Result<std::optional<threads::Number>> decode_read(std::string_view body);

}  // namespace plenary::server
