#include "clients/load/participant.hpp"

#include <charconv>

namespace plenary::load {

namespace {

void append_number(std::string& out, std::int64_t value) {
  std::array<char, 24> digits{};
  const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), result.ptr);
}

}  // namespace

Participant::Participant(EventLoop& loop, Directory& directory, Document& document,
                         const Options& options, Statistics& statistics, std::uint32_t index,
                         std::string source)
    : directory_(directory),
      document_(document),
      options_(options),
      statistics_(statistics),
      connection_(loop, *this),
      index_(index),
      source_(std::move(source)),
      random_(static_cast<std::uint32_t>(options.seed * 7919 + index + 1)) {}

void Participant::connect(const sockaddr_in& address, const WebSocketUrl& url) {
  connection_.connect(address, url);
}

void Participant::on_open() {
  connection_.send(R"({"a":"hs","id":")" + source_ + R"(","protocol":1,"protocolMinor":2})");
}

void Participant::create_document() {
  in_flight_ = true;
  connection_.send(document_.create_frame(options_));
}

void Participant::subscribe() {
  stage_ = Stage::kSubscribing;
  connection_.send(document_.subscribe_frame());
}

void Participant::fetch() {
  fetch_sent_ns_ = now_ns();
  connection_.send(document_.fetch_frame());
}

std::uint64_t Participant::random_below(std::uint64_t bound) {
  // 62 random bits and a remainder: the bias is far below anything a load shows.
  const std::uint64_t bits = (std::uint64_t{random_()} << 31) ^ random_();
  return bits % bound;
}

void Participant::submit(std::int64_t due_ns) {
  if (sent_.empty()) {
    sent_.resize(kRememberedOps);
  }
  const std::int64_t length = document_.length_at(version_);
  const bool is_delete = length >= options_.insert_chars &&
                         random_below(100) < static_cast<std::uint64_t>(options_.delete_percent);
  ++sequence_;
  SentOp& op = sent_[static_cast<std::size_t>(sequence_) % kRememberedOps];
  op = {.sequence = sequence_,
        .due_ns = due_ns,
        .effect = is_delete ? -options_.insert_chars : options_.insert_chars};
  in_flight_ = true;
  write_op(op);
}

void Participant::write_op(const SentOp& op) {
  constexpr std::string_view kText = "a word and another word ";
  const std::int64_t length = document_.length_at(version_);
  const std::int64_t last_place = op.effect < 0 ? length + op.effect : length;
  const auto place =
      static_cast<std::int64_t>(random_below(static_cast<std::uint64_t>(last_place) + 1));
  frame_ = document_.op_prefix();
  append_number(frame_, version_);
  frame_ += ",\"seq\":";
  append_number(frame_, op.sequence);
  frame_ += ",\"x\":{},\"op\":[";
  if (place > 0) {
    frame_ += "{\"retain\":";
    append_number(frame_, place);
    frame_ += "},";
  }
  if (op.effect < 0) {
    frame_ += "{\"delete\":";
    append_number(frame_, -op.effect);
    frame_ += "}]}";
  } else {
    frame_ += "{\"insert\":\"";
    for (std::int64_t i = 0; i < op.effect; ++i) {
      frame_ += kText[static_cast<std::size_t>(op.sequence + i) % kText.size()];
    }
    frame_ += "\"}]}";
  }
  connection_.send(frame_);
}

void Participant::on_message(std::string_view text, std::int64_t arrived_ns) {
  FrameFields fields;
  if (!scan_frame(text, fields)) {
    statistics_.complain("not a JSON object: " + std::string(text));
    return;
  }
  if (!fields.error.empty()) {
    on_error(text);
  } else if (fields.action == "op") {
    if (fields.has_op) {
      on_op(fields, arrived_ns);
    } else {
      on_acknowledged(fields, arrived_ns);
    }
  } else if (fields.action == "hs" && stage_ == Stage::kConnecting) {
    stage_ = Stage::kGreeted;
  } else if (fields.action == "s") {
    stage_ = Stage::kReady;
  } else if (fields.action == "f") {
    FrameFields snapshot;
    fetched_version_ = scan_frame(fields.data, snapshot) ? snapshot.version : 0;
    statistics_.fetch.record(arrived_ns - fetch_sent_ns_);
  }
}

void Participant::on_error(std::string_view text) {
  statistics_.complain("error reply: " + std::string(text.substr(text.rfind("\"error\""))));
  if (stage_ != Stage::kReady) {
    stage_ = Stage::kFailed;
  }
  if (in_flight_) {
    in_flight_ = false;
    directory_.on_settled(*this);
  }
}

void Participant::on_acknowledged(const FrameFields& fields, std::int64_t arrived_ns) {
  if (stage_ == Stage::kGreeted) {
    in_flight_ = false;
    stage_ = Stage::kCreated;
    return;
  }
  if (!in_flight_ || fields.sequence != sequence_) {
    return;  // its own op came in a catch-up before
  }
  if (fields.version != version_) {
    statistics_.complain(document_.id() + ": acknowledged as version " +
                         std::to_string(fields.version) + " before version " +
                         std::to_string(version_) + " was sent");
    return;
  }
  advance(fields, *this);
  settle(arrived_ns);
}

void Participant::settle(std::int64_t arrived_ns) {
  in_flight_ = false;
  ++acknowledged_;
  ++statistics_.total_ops;
  if (statistics_.measuring) {
    ++statistics_.measured_ops;
    statistics_.ack.record(arrived_ns - sent_op(sequence_).due_ns);
  }
  directory_.on_settled(*this);
}

void Participant::on_op(const FrameFields& fields, std::int64_t arrived_ns) {
  if (fields.version < version_) {
    return;  // repeated before an acknowledgement: allowed
  }
  if (fields.version > version_) {
    statistics_.complain(document_.id() + ": gap: got version " + std::to_string(fields.version) +
                         ", expected " + std::to_string(version_));
    return;
  }
  Participant* author = directory_.find_source(fields.source);
  if (author == nullptr) {
    statistics_.complain("an op of a stranger: " + std::string(fields.source));
    return;
  }
  advance(fields, *author);
  if (author == this) {
    if (in_flight_ && fields.sequence == sequence_) {
      settle(arrived_ns);
    }
    return;
  }
  const SentOp& op = author->sent_op(fields.sequence);
  if (statistics_.measuring && op.sequence == fields.sequence) {
    ++statistics_.measured_arrivals;
    statistics_.fan_out.record(arrived_ns - op.due_ns);
  }
}

void Participant::advance(const FrameFields& fields, Participant& author) {
  const SentOp& op = author.sent_op(fields.sequence);
  if (!document_.note(version_, author.index_, fields.sequence, op.effect)) {
    statistics_.complain(document_.id() + ": version " + std::to_string(version_) +
                         " is another op for another subscriber");
  }
  ++version_;
}

const Participant::SentOp& Participant::sent_op(std::int64_t sequence) const {
  static const SentOp nothing;
  return sent_.empty() ? nothing : sent_[static_cast<std::size_t>(sequence) % kRememberedOps];
}

void Participant::on_closed(std::string_view reason) {
  statistics_.complain("connection lost: " + std::string(reason));
  stage_ = Stage::kFailed;
  if (in_flight_) {
    in_flight_ = false;
    directory_.on_settled(*this);
  }
}

}  // namespace plenary::load
