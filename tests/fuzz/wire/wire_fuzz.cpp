#include "protocol/base/assert.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/json/value.hpp"
#include "protocol/wire/decode.hpp"
#include "protocol/wire/encode.hpp"
#include "tests/fuzz/lines.hpp"

// Any frame: it is garbage, or its refusal is JSON with an error in it, or it is a message whose
// parts can be used.

namespace {

namespace json = plenary::json;
namespace wire = plenary::wire;

// A refused message may nest as deep as it likes; only the server's own reader minds.
constexpr int kAnyDepth = 1'000'000;

void check_refusal(std::string_view frame, const wire::Refusal& refusal) {
  const std::string answer = wire::refuse(frame, refusal);
  PLENARY_ASSERT(plenary::utf::is_utf8(answer), "a refusal is UTF-8");
  PLENARY_ASSERT(json::Value::accept(answer) || json::parse(answer, kAnyDepth),
                 "a refusal is JSON");
}

void check_body(const wire::Submit& submit) {
  if (submit.kind == wire::SubmitKind::kEdit || !submit.body.empty()) {
    PLENARY_ASSERT(json::parse(submit.body), "the body of an operation is JSON");
  }
}

void check_bulk(const wire::Bulk& bulk) {
  const auto echo = json::parse(wire::bulk_echo_reply("bs", bulk));
  PLENARY_ASSERT(echo && (*echo)["b"].size() == bulk.entries.size(), "each id is there once");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view frame = plenary::fuzz::text_of(data, size);
  const auto decoded = wire::decode(frame);
  if (const auto* refusal = std::get_if<wire::Refusal>(&decoded)) {
    check_refusal(frame, *refusal);
  } else if (const auto* message = std::get_if<wire::ClientMessage>(&decoded)) {
    check_refusal(frame, {wire::kUnavailable, "later"});
    if (const auto* submit = std::get_if<wire::Submit>(message)) {
      check_body(*submit);
    } else if (const auto* bulk = std::get_if<wire::Bulk>(message)) {
      check_bulk(*bulk);
    } else if (const auto* update = std::get_if<wire::PresenceUpdate>(message)) {
      PLENARY_ASSERT(json::parse(wire::presence(*update, "src")), "presence is JSON");
    } else if (const auto* past = std::get_if<wire::SnapshotByVersion>(message)) {
      PLENARY_ASSERT(json::parse(wire::historic_snapshot("nf", past->request, {}, {}, {})),
                     "the reply is JSON");
    }
  }
  return 0;
}
