#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "storage/block_shape.hpp"
#include "storage/chain.hpp"
#include "storage/limits.hpp"
#include "storage/record_codec.hpp"
#include "storage/run_column.hpp"
#include "storage/sealed_block.hpp"

namespace plenary::storage {
namespace {

namespace rich_text = ot::rich_text;
using rich_text::Component;
using Kind = Component::Kind;

/// Strings by number, in the order in which they first came.
class Dictionary {
 public:
  std::uint64_t number_of(std::string_view text) {
    const auto [place, is_new] = numbers_.try_emplace(std::string(text), numbers_.size());
    if (is_new) {
      FieldWriter(texts_).bytes(text);
    }
    return place->second;
  }
  [[nodiscard]] std::string finish() { return std::move(texts_); }

 private:
  std::unordered_map<std::string, std::uint64_t> numbers_;
  std::string texts_;
};

std::uint64_t zigzag(std::uint64_t difference) {
  return (difference << 1) ^ ((difference >> 63) != 0 ? ~std::uint64_t{0} : 0);
}

/// The delta that a body is the JSON of, if writing it again gives the same bytes.
std::optional<rich_text::Decoded> as_delta(const OpRecord& op) {
  if (op.kind != OpKind::kEdit || !utf::is_utf8(op.body)) {
    return std::nullopt;
  }
  Result<rich_text::Decoded> decoded = rich_text::decode(op.body);
  if (!decoded || decoded->delta.empty()) {
    return std::nullopt;  // of another type, or nothing that its type could be told by
  }
  std::string again;
  rich_text::append(again, decoded->delta, decoded->form);
  return again == op.body ? std::optional(*std::move(decoded)) : std::nullopt;
}

/// Fills the columns.
class BlockWriter {
 public:
  explicit BlockWriter(Timestamp first_time) : time_(first_time) {}

  void add(const OpRecord& op) {
    add_time(op.time);
    run(Column::kAuthors).add(authors_.number_of(op.author));
    add_source(op);
    run(Column::kNotes).add(op.note.empty() ? 0 : notes_.number_of(op.note) + 1);
    const std::optional<rich_text::Decoded> decoded = as_delta(op);
    const BodyForm form = !decoded                                    ? BodyForm::kJson
                          : decoded->form == rich_text::Form::kObject ? BodyForm::kDeltaObject
                                                                      : BodyForm::kDeltaArray;
    run(Column::kContents)
        .add(static_cast<std::uint64_t>(op.kind) |
             (static_cast<std::uint64_t>(form) << kBodyFormShift));
    if (decoded) {
      add_delta(decoded->delta.components());
    } else {
      run(Column::kBodyLengths).add(op.body.size());
      columns_[Column::kBodies] += op.body;
    }
  }

  [[nodiscard]] Columns finish() {
    for (std::size_t n = 0; n < kColumns; ++n) {
      if (std::string packed = runs_[n].finish(); !packed.empty()) {
        columns_[static_cast<Column>(n)] = std::move(packed);
      }
    }
    columns_[Column::kAuthorNames] = authors_.finish();
    columns_[Column::kSourceNames] = sources_.finish();
    columns_[Column::kNoteTexts] = notes_.finish();
    columns_[Column::kShapeNames] = shapes_.finish();
    columns_[Column::kValueTexts] = values_.finish();
    columns_[Column::kText] = utf::to_wtf8(text_);
    return std::move(columns_);
  }

 private:
  RunWriter& run(Column column) { return runs_[static_cast<std::size_t>(column)]; }

  void add_time(Timestamp time) {
    const auto since = static_cast<std::uint64_t>(time.ms) - static_cast<std::uint64_t>(time_.ms);
    time_ = time;
    columns_[Column::kTimesLow].push_back(
        static_cast<char>(since & ((std::uint64_t{1} << kTimeLowBits) - 1)));
    run(Column::kTimesHigh).add(since >> kTimeLowBits);
  }

  void add_source(const OpRecord& op) {
    const std::uint64_t source = sources_.number_of(op.source);
    run(Column::kSources).add(source);
    if (source == next_sequences_.size()) {
      next_sequences_.push_back(0);
    }
    run(Column::kSequences).add(zigzag(op.sequence.value - next_sequences_[source]));
    next_sequences_[source] = op.sequence.value + 1;
  }

  void add_delta(const std::vector<Component>& components) {
    std::string shape;
    for (const Component& component : components) {
      shape.push_back(static_cast<char>(shape_code(component.kind) |
                                        (component.attributes != nullptr ? kHasAttributes : 0) |
                                        (component.change != nullptr ? kChangesEmbed : 0)));
    }
    run(Column::kShapes).add(shapes_.number_of(shape));
    std::uint64_t end = 0;
    for (const Component& component : components) {
      add_component(component, &component == &components.front());
      end += component.kind == Kind::kDelete ? 0 : component.length;
    }
    if (components.front().kind == Kind::kRetain) {
      const bool deletes = components.size() > 1 && components[1].kind == Kind::kDelete;
      const std::uint64_t deleted = deletes ? components[1].length : 0;
      run(Column::kPlaces).add(zigzag(components.front().length - expected_.before(deleted)));
    }
    expected_.edit_ended(end);
  }

  void add_component(const Component& component, bool is_first) {
    switch (component.kind) {
      case Kind::kText:
        run(Column::kInsertLengths).add(component.text.size());
        text_ += component.text;
        break;
      case Kind::kEmbed:
        add_value(*component.embed);
        break;
      case Kind::kRetain:
        if (component.change != nullptr) {
          std::string change;
          rich_text::append(change, *component.change);
          add_value(change);
        }
        if (is_first) {
          break;  // is in the column of places
        }
        [[fallthrough]];
      case Kind::kDelete:
        run(Column::kOtherLengths).add(component.length);
        break;
    }
    if (component.attributes != nullptr) {
      add_value(*component.attributes);
    }
  }

  void add_value(const json::Value& value) { add_value(json::to_string(value)); }
  void add_value(const std::string& json) { run(Column::kValues).add(values_.number_of(json)); }

  Columns columns_;
  std::array<RunWriter, kColumns> runs_;  // of the columns that are made of numbers
  Dictionary authors_;
  Dictionary sources_;
  Dictionary notes_;
  Dictionary shapes_;
  Dictionary values_;
  std::vector<std::uint64_t> next_sequences_;  // by source
  std::u16string text_;
  Timestamp time_;
  ExpectedPlace expected_;
};

}  // namespace

Result<std::string> encode_block(std::string_view key, std::span<const OpRecord> ops,
                                 std::string_view chain) {
  PLENARY_ASSERT(!ops.empty() && ops.size() <= kSealedOpsMost, "a block has operations");
  PLENARY_ASSERT(chain.size() == kChainBytes, "a chain is a hash");
  const Timestamp first = ops.front().time;
  BlockWriter columns(first);
  for (const OpRecord& op : ops) {
    PLENARY_TRY_VOID(check_limits(op));
    columns.add(op);
  }
  std::string payload;
  FieldWriter writer(payload);
  writer.varint(ops.size());
  writer.zigzag(first.ms);
  writer.varint(static_cast<std::uint64_t>(ops.back().time.ms) -
                static_cast<std::uint64_t>(first.ms));
  writer.raw(chain);
  append_columns(writer, columns.finish());
  return make_record(RecordType::kSealedBlock, key, payload);
}

}  // namespace plenary::storage
