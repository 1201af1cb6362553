#include "server/documents/op_frames.hpp"

#include <optional>
#include <string_view>

#include "protocol/base/try.hpp"
#include "protocol/wire/encode.hpp"
#include "server/net/frame.hpp"

namespace plenary::server {
namespace {

using ot::rich_text::Decoded;
using storage::OpKind;

wire::OpMember member_of(OpKind kind) {
  switch (kind) {
    case OpKind::kEdit:
      return wire::OpMember::kOp;
    case OpKind::kCreate:
      return wire::OpMember::kCreate;
    case OpKind::kDelete:
      return wire::OpMember::kDel;
    case OpKind::kNoOp:
    case OpKind::kEvent:
      break;
  }
  return wire::OpMember::kNone;
}

std::string message(const DocumentKey& key, const storage::OpRecord& record,
                    std::string_view body) {
  return wire::op(key, record.version, record.source, record.sequence,
                  wire::body_member(member_of(record.kind), body));
}

/// The body for such a client; nothing if it is the one of the record.
std::optional<std::string> body_for(const Decoded& edit, EmbedKinds understood) {
  if (!ot::rich_text::changes_others(edit.delta, understood)) {
    return std::nullopt;
  }
  std::string body;
  ot::rich_text::append(body, without_others(edit.delta, understood), edit.form);
  return body;
}

/// Bodies are as ot::encode_body wrote them, without spaces. Inside of a text the quotes are
/// escaped, so only values of other programs can look like such a change.
bool may_change_embeds(const storage::OpRecord& record) {
  return record.kind == OpKind::kEdit && record.body.find("\"retain\":{") != std::string::npos;
}

const Decoded* text_edit(const Committed& op) {
  const auto* const edit = std::get_if<ot::Edit>(&op.operation);
  return edit == nullptr ? nullptr : std::get_if<Decoded>(edit);
}

}  // namespace

std::string op_message(const DocumentKey& key, const storage::OpRecord& record,
                       EmbedKinds understood) {
  std::optional<std::string> body;
  if (!understood.has_all() && may_change_embeds(record)) {
    if (const auto decoded = ot::rich_text::decode(record.body)) {  // else it is a json0
      body = body_for(*decoded, understood);
    }
  }
  return message(key, record, body ? *body : record.body);
}

std::string op_message(const DocumentKey& key, const Committed& op, EmbedKinds understood) {
  const Decoded* const edit = understood.has_all() ? nullptr : text_edit(op);
  const auto body = edit == nullptr ? std::nullopt : body_for(*edit, understood);
  return message(key, op.record, body ? *body : op.record.body);
}

bool depends_on_client(const Committed& op) {
  const Decoded* const edit = text_edit(op);
  return edit != nullptr && ot::rich_text::changes_others(edit->delta, EmbedKinds());
}

OpFrames op_frames(const DocumentKey& key, std::span<const CommittedPtr> ops, std::size_t bytes_max,
                   EmbedKinds understood) {
  OpFrames piece;
  for (const CommittedPtr& op : ops) {
    append_frame(piece.frames, op_message(key, *op, understood));
    piece.next = op->record.version.next();
    if (piece.frames.size() >= bytes_max) {
      break;
    }
  }
  return piece;
}

Result<OpFrames> load_op_frames(storage::Logs& store, const DocumentKey& key, Version from,
                                Version to, std::size_t bytes_max, EmbedKinds understood) {
  OpFrames piece{{}, from};
  PLENARY_TRY_VOID(store.read_ops(key, from, to, [&](storage::OpRecord&& record) {
    append_frame(piece.frames, op_message(key, record, understood));
    piece.next = piece.next.next();
    return piece.frames.size() < bytes_max;
  }));
  if (piece.next != to && piece.frames.size() < bytes_max) {
    return Error{Errc::kCorrupt, "operations are missing below " + std::to_string(to.value)};
  }
  return piece;
}

}  // namespace plenary::server
