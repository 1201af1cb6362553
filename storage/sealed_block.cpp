#include "storage/sealed_block.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"
#include "storage/block_shape.hpp"
#include "storage/chain.hpp"
#include "storage/keys.hpp"
#include "storage/limits.hpp"
#include "storage/record_codec.hpp"
#include "storage/run_column.hpp"

namespace plenary::storage {
namespace {

Error malformed() {
  return Error{Errc::kCorrupt, "sealed block record: malformed"};
}

/// Takes the header off the front of a payload.
Result<BlockHeader> read_header(std::string_view key, FieldReader& reader) {
  const std::optional<VersionKey> place = split_version_key(key);
  const std::uint64_t count = reader.varint();
  const std::int64_t first = reader.zigzag();
  const std::uint64_t duration = reader.varint();
  const std::string_view chain = reader.raw(kChainBytes);
  if (!place || reader.failed() || count == 0 || count > kSealedOpsMost ||
      count > ~place->version.value) {
    return malformed();
  }
  return BlockHeader{
      .first = place->version,
      .end = {place->version.value + count},
      .first_time = {first},
      .last_time = {static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + duration)},
      .chain = std::string(chain)};
}

std::optional<std::vector<std::string_view>> read_names(std::string_view column,
                                                        std::size_t longest) {
  std::vector<std::string_view> names;
  FieldReader reader(column);
  while (!reader.complete()) {
    names.push_back(reader.bytes());
    if (reader.failed() || names.back().size() > longest) {
      return std::nullopt;
    }
  }
  return names;
}

bool is_shape(std::string_view codes) {
  using ComponentKind = ot::rich_text::Component::Kind;
  constexpr std::uint8_t kDelete = shape_code(ComponentKind::kDelete);
  constexpr std::uint8_t kRetain = shape_code(ComponentKind::kRetain);
  const bool valid = std::all_of(codes.begin(), codes.end(), [](char c) {
    const auto code = static_cast<std::uint8_t>(c);
    return code < (kDelete | kHasAttributes) || code == (kRetain | kChangesEmbed) ||
           code == (kRetain | kChangesEmbed | kHasAttributes);
  });
  return valid && !codes.empty();
}

std::shared_ptr<const json::Value> read_value(std::string_view text) {
  if (!utf::is_utf8(text)) {
    return nullptr;
  }
  Result<json::Value> value = json::parse(text);
  return value && value->is_object() ? std::make_shared<const json::Value>(*std::move(value))
                                     : nullptr;
}

}  // namespace

Result<BlockHeader> decode_block_header(std::string_view key, std::string_view record) {
  PLENARY_TRY(const OpenedRecord opened, open_record(RecordType::kSealedBlock, key, record));
  FieldReader reader(opened.payload);
  return read_header(key, reader);
}

Result<Version> version_in_block(std::string_view key, std::string_view record, Timestamp time) {
  PLENARY_TRY(const OpenedRecord opened, open_record(RecordType::kSealedBlock, key, record));
  FieldReader reader(opened.payload);
  PLENARY_TRY(const BlockHeader header, read_header(key, reader));
  const std::optional<Columns> columns =
      read_columns(reader, static_cast<std::size_t>(Column::kTimesHigh) + 1);
  const std::uint64_t count = header.end.value - header.first.value;
  if (!columns || (*columns)[Column::kTimesLow].size() != count) {
    return malformed();
  }
  RunReader high((*columns)[Column::kTimesHigh]);
  Timestamp found = header.first_time;
  for (std::uint64_t n = 0; n < count; ++n) {
    found = time_after(found, high.next(), (*columns)[Column::kTimesLow][n]);
    if (high.failed()) {
      return malformed();
    }
    if (found > time) {
      return Version{header.first.value + n};
    }
  }
  return header.end;
}

Result<std::shared_ptr<const UnpackedBlock>> UnpackedBlock::unpack(std::string_view key,
                                                                   std::string_view record) {
  PLENARY_TRY(const OpenedRecord opened, open_record(RecordType::kSealedBlock, key, record));
  FieldReader reader(opened.payload);
  const std::shared_ptr<UnpackedBlock> block(new UnpackedBlock());
  PLENARY_TRY(block->header_, read_header(key, reader));
  std::optional<Columns> columns = read_columns(reader);
  if (!columns) {
    return malformed();
  }
  block->columns_ = *std::move(columns);
  if (!block->read_dictionaries()) {
    return malformed();
  }
  return std::shared_ptr<const UnpackedBlock>(block);
}

/// Everything but the columns of numbers. Those are checked as they are read.
bool UnpackedBlock::read_dictionaries() {
  auto authors = read_names(columns_[Column::kAuthorNames], kMaxLabelBytes);
  auto sources = read_names(columns_[Column::kSourceNames], kMaxLabelBytes);
  auto notes = read_names(columns_[Column::kNoteTexts], kMaxLabelBytes);
  auto shapes = read_names(columns_[Column::kShapeNames], kMaxContentBytes);
  const auto values = read_names(columns_[Column::kValueTexts], kMaxContentBytes);
  std::string& text = columns_[Column::kText];
  if (!authors || !sources || !notes || !shapes || !values || !utf::is_wtf8(text) ||
      columns_[Column::kTimesLow].size() != header_.end.value - header_.first.value) {
    return false;
  }
  for (const std::string_view shape : *shapes) {
    if (!is_shape(shape)) {
      return false;
    }
  }
  for (const std::string_view value : *values) {
    values_.push_back(read_value(value));
    if (values_.back() == nullptr) {
      return false;
    }
  }
  text_ = utf::to_utf16(text);
  // In memory, the tree of a small JSON object takes several times its text.
  constexpr std::size_t kTreeOfText = 8;
  bytes_ = columns_.bytes() + 2 * text_.size() +
           kTreeOfText * columns_[Column::kValueTexts].size() + sizeof *this;
  text = std::string();
  columns_[Column::kValueTexts] = std::string();
  authors_ = *std::move(authors);
  sources_ = *std::move(sources);
  notes_ = *std::move(notes);
  notes_.insert(notes_.begin(), std::string_view());
  shapes_ = *std::move(shapes);
  return true;
}

}  // namespace plenary::storage
