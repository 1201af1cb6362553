#include "server/api/content_api.hpp"

#include <string_view>
#include <utility>

#include "server/api/handlers.hpp"
#include "server/api/picture_files.hpp"
#include "server/api/service.hpp"
#include "server/config/config.hpp"
#include "server/documents/past.hpp"
#include "server/http/answer_on.hpp"
#include "server/http/answers.hpp"
#include "server/http/content_hash.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/limits.hpp"
#include "server/papers/content_formats.hpp"
#include "server/papers/document_view.hpp"
#include "server/runtime/pools.hpp"

namespace plenary::server {
namespace {

/// The number of a version in an address or a query.
Result<std::optional<Version>> decode_version(const std::optional<std::string>& text) {
  if (!text) {
    return std::optional<Version>();
  }
  const auto number = parse_number(*text);
  if (!number) {
    return Error{Errc::kMalformed, "\"version\" must be a whole number"};
  }
  return std::optional(Version{*number});
}

/// Names the bytes that a conversion gives without making them: the program, for a conversion may
/// change with it; the instant, for another data directory may have that version of that id, too.
std::string content_etag(const ContentAt& at, ContentFormat format, const std::string& title,
                         std::string_view places) {
  std::string name = std::string(version()) + "/" + std::string(name_of(format)) + "/" +
                     std::to_string(at.time.ms);
  name += "/" + std::string(places);
  name += format == ContentFormat::kHtml ? "/" + title : std::string();
  return "\"" + std::to_string(at.version.value) + "-" + content_hash(name) + "\"";
}

/// Whether the answer is to hold its pictures itself.
Result<bool> decode_inline_pictures(const HttpRequest& request) {
  const auto pictures = parameter(request, "pictures");
  if (pictures && *pictures != "inline") {
    return Error{Errc::kMalformed, "\"pictures\" must be inline, or left out"};
  }
  return pictures.has_value();
}

HttpResponse too_many_pictures() {
  return to_response({413, kTooLarge,
                      "The pictures in this document have more than " +
                          std::to_string(kInlinePictureBytesMax >> 20U) +
                          " MiB together: leave \"pictures\" out, and fetch them one by one."});
}

void answer_content(const HttpRequest& request, const ContentAt& at, ContentFormat format,
                    PicturePlacer& placer, const std::function<void(HttpResponse)>& answer) {
  const std::string title = parse_properties(at.properties).title;
  const std::string etag = content_etag(at, format, title, placer.name());
  HttpResponse response{200,
                        {{"content-type", std::string(content_type_of(format))},
                         {"cache-control", kAskAgain},
                         {"plenary-version", std::to_string(at.version.value)}}};
  if (format == ContentFormat::kHtml) {
    response.headers.emplace_back("content-security-policy", kHtmlPolicy);
  }
  if (!etag_matches(header(request, "if-none-match"), etag)) {
    response.body =
        std::make_shared<const std::string>(convert(at.content, format, title, placer.function()));
  }
  if (placer.overflowed()) {
    answer(too_many_pictures());
    return;
  }
  answer(with_etag(request, std::move(response), etag));
}

}  // namespace

Problem missing_content(const ContentAt& at, std::optional<Version> asked, bool reads_history) {
  std::string detail = "There is no document with this id.";
  if (asked) {
    detail = "This document did not exist at version " + std::to_string(asked->value) + ".";
  } else if (at.version.value > 0 && !reads_history) {
    detail = "This document was deleted.";
  } else if (at.version.value > 0) {
    detail = "This document was deleted. Its versions below " + std::to_string(at.version.value) +
             " can still be read, with content?version=n.";
  }
  return {404, kNotFound, std::move(detail)};
}

void ContentApi::add_to(Handlers& handlers) {
  handlers.add("exportDocument", *this, &ContentApi::show);
  handlers.add("exportVersion", *this, &ContentApi::show_version);
}

void ContentApi::show(const Exchange& exchange) {
  const auto version = decode_version(parameter(exchange.request, "version"));
  if (!version) {
    exchange.answer(refuse(version.error()));
    return;
  }
  answer_wanted(exchange, {parameter(exchange.request, "format"), *version});
}

void ContentApi::show_version(const Exchange& exchange) {
  const std::string& text = exchange.captures.at(1);
  const auto version = decode_version(text == "head" ? std::nullopt : std::optional(text));
  if (!version) {
    exchange.answer(refuse(version.error()));
    return;
  }
  answer_wanted(exchange, {parameter(exchange.request, "format"), *version, true});
}

void ContentApi::answer_wanted(const Exchange& exchange, const ContentRequest& wanted) {
  const Asked asked = asked_of(exchange);
  const Result<void> reads_past = check_past(services_, asked);
  if (wanted.version && !reads_past) {
    exchange.answer(refuse(reads_past.error()));
    return;
  }
  const bool reads_history = reads_past.has_value();
  const auto done = [this, exchange, wanted, reads_history](const Result<ContentAt>& head) {
    if (!head) {
      exchange.answer(refuse(head.error()));
    } else if (wanted.version && *wanted.version > head->version) {
      exchange.answer(refuse({Errc::kVersionAhead, "this document has no such version yet"}));
    } else if (wanted.version && *wanted.version < head->version) {
      answer_old_content(exchange, wanted, head->properties);
    } else {
      answer_content_at(exchange, wanted, *head, reads_history);
    }
  };
  services_.documents.with(
      asked.document, [done](DocumentActor& actor) { actor.read_content(std::nullopt, done); });
}

/// Requires: the version is below the head, and they may read the history.
void ContentApi::answer_old_content(const Exchange& exchange, const ContentRequest& wanted,
                                    const std::string& properties) {
  answer_on(services_.pools.reading, exchange, [this, wanted, properties](const Exchange& served) {
    auto at = services_.past.at(asked_of(served).document, *wanted.version);
    if (!at) {
      served.answer(refuse(at.error()));
      return;
    }
    at->properties = properties;
    answer_content_at(served, wanted, *at, true);
  });
}

void ContentApi::answer_content_at(const Exchange& exchange, const ContentRequest& wanted,
                                   const ContentAt& at, bool reads_history) {
  if (!at.content.exists()) {
    exchange.answer(to_response(missing_content(at, wanted.version, reads_history)));
    return;
  }
  const auto format = find_format(wanted.format, at.content.type());
  if (!format) {
    exchange.answer(refuse(format.error()));
    return;
  }
  const auto inline_pictures = decode_inline_pictures(exchange.request);
  if (!inline_pictures) {
    exchange.answer(refuse(inline_pictures.error()));
    return;
  }
  const bool is_below = wanted.below && format == ContentFormat::kHtml;
  answer_on(
      services_.pools.conversions, exchange,
      [this, at, format = *format, is_below, holds = *inline_pictures](const Exchange& served) {
        PicturePlacer placer(services_.pictures, asked_of(served).document.id,
                             {.inside = holds, .below = is_below});
        answer_content(served.request, at, format, placer, served.answer);
      });
}

}  // namespace plenary::server
