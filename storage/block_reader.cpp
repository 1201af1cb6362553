#include "storage/block_reader.hpp"

#include <algorithm>
#include <utility>

#include "protocol/ot/rich_text/codec.hpp"
#include "storage/limits.hpp"
#include "storage/record_codec.hpp"

namespace plenary::storage {
namespace {

namespace rich_text = ot::rich_text;
using rich_text::Component;
using Kind = Component::Kind;

constexpr std::array kNumberColumns{
    Column::kTimesHigh, Column::kAuthors,       Column::kSources,      Column::kSequences,
    Column::kNotes,     Column::kContents,      Column::kBodyLengths,  Column::kShapes,
    Column::kPlaces,    Column::kInsertLengths, Column::kOtherLengths, Column::kValues};

/// Of one component and of all together, as a delta's decoder has it.
constexpr std::uint64_t kLengthMost = (std::uint64_t{1} << 53) - 1;

std::uint64_t unzigzag(std::uint64_t bits) {
  return (bits >> 1) ^ ((bits & 1) != 0 ? ~std::uint64_t{0} : 0);
}

}  // namespace

BlockReader::BlockReader(const UnpackedBlock& block)
    : block_(block), next_sequences_(block.sources_.size()) {
  for (const Column column : kNumberColumns) {
    run(column) = RunReader(block.columns_[column]);
  }
  shapes_.reserve(block.shapes_.size());
  for (const std::string_view codes : block.shapes_) {
    shapes_.push_back(make_shape(codes));
  }
  op_.time = block.header().first_time;
}

BlockReader::Shape BlockReader::make_shape(std::string_view codes) {
  constexpr std::array kKinds{Kind::kText, Kind::kEmbed, Kind::kRetain, Kind::kDelete};
  Shape shape;
  std::vector<Component> components;
  components.reserve(codes.size());
  for (const char c : codes) {
    const auto code = static_cast<std::uint8_t>(c);
    Component component;
    component.kind = kKinds[code % kKinds.size()];
    component.length = 1;
    components.push_back(std::move(component));
    shape.codes.push_back(code);
    shape.has_values =
        shape.has_values || code >= kHasAttributes || components.back().kind == Kind::kEmbed;
  }
  shape.delta = rich_text::Delta(std::move(components));
  return shape;
}

bool BlockReader::next() {
  if (failed_ || index_ == block_.header().end.value - block_.header().first.value) {
    return false;
  }
  op_.version.value = block_.header().first.value + index_;
  if (same_envelopes_ > 0) {
    same_envelopes_ -= 1;
  } else if (!take_envelope()) {
    failed_ = true;
    return false;
  }
  op_.time = time_after(op_.time, run(Column::kTimesHigh).next(),
                        block_.columns_[Column::kTimesLow][index_]);
  op_.sequence.value = next_sequences_[source_] + unzigzag(run(Column::kSequences).next());
  next_sequences_[source_] = op_.sequence.value + 1;
  index_ += 1;
  failed_ = is_delta_ ? !take_delta() : !take_json();
  return !failed_;
}

/// Fields that most operations share with the one before them.
bool BlockReader::take_envelope() {
  constexpr std::array kEnvelope{Column::kAuthors, Column::kSources, Column::kNotes,
                                 Column::kContents};
  const std::uint64_t author = run(Column::kAuthors).next();
  const std::uint64_t source = run(Column::kSources).next();
  const std::uint64_t note = run(Column::kNotes).next();
  const std::uint64_t content = run(Column::kContents).next();
  const std::uint64_t kind = content & ((1u << kBodyFormShift) - 1);
  const std::uint64_t form = content >> kBodyFormShift;
  is_delta_ = form != static_cast<std::uint64_t>(BodyForm::kJson);
  if (author >= block_.authors_.size() || source >= block_.sources_.size() ||
      note >= block_.notes_.size() || !is_op_kind(static_cast<std::uint8_t>(kind)) ||
      form > static_cast<std::uint64_t>(BodyForm::kDeltaObject)) {
    return false;
  }
  source_ = source;
  op_.author = block_.authors_[author];
  op_.source = block_.sources_[source];
  op_.note = block_.notes_[note];
  op_.kind = static_cast<OpKind>(kind);
  op_.form = form == static_cast<std::uint64_t>(BodyForm::kDeltaObject) ? rich_text::Form::kObject
                                                                        : rich_text::Form::kArray;
  op_.body = {};
  op_.delta = nullptr;
  same_envelopes_ = ~std::uint64_t{0};
  for (const Column column : kEnvelope) {
    same_envelopes_ = std::min(same_envelopes_, run(column).repeats());
  }
  for (const Column column : kEnvelope) {
    run(column).skip(same_envelopes_);
  }
  return !is_delta_ || op_.kind == OpKind::kEdit;
}

bool BlockReader::take_json() {
  const std::string& bodies = block_.columns_[Column::kBodies];
  const std::uint64_t length = run(Column::kBodyLengths).next();
  if (length > bodies.size() - body_at_ || length > kMaxContentBytes) {
    return false;
  }
  op_.body = std::string_view(bodies).substr(body_at_, length);
  body_at_ += length;
  return true;
}

bool BlockReader::take_delta() {
  const std::uint64_t number = run(Column::kShapes).next();
  if (number >= shapes_.size()) {
    return false;
  }
  Shape& shape = shapes_[number];
  std::vector<Component> components = std::move(shape.delta).take();
  bool good = true;
  const bool begins_with_retain = components.front().kind == Kind::kRetain;
  for (std::size_t i = begins_with_retain ? 1 : 0; i < components.size(); ++i) {
    good = fill(components[i]) && good;
  }
  if (begins_with_retain) {
    const bool deletes = components.size() > 1 && components[1].kind == Kind::kDelete;
    components.front().length = expected_.before(deletes ? components[1].length : 0) +
                                unzigzag(run(Column::kPlaces).next());
  }
  if (shape.has_values) {
    good = take_values(shape.codes, components) && good;
  }
  std::uint64_t end = 0;
  std::uint64_t left = kLengthMost;
  for (const Component& component : components) {
    good = good && component.length >= 1 && component.length <= left;
    left -= component.length;
    end += component.kind == Kind::kDelete ? 0 : component.length;
  }
  expected_.edit_ended(end);
  shape.delta = rich_text::Delta(std::move(components));
  op_.delta = &shape.delta;
  return good;
}

bool BlockReader::fill(Component& component) {
  if (component.kind == Kind::kText) {
    return take_text(component);
  }
  if (component.kind != Kind::kEmbed) {
    component.length = run(Column::kOtherLengths).next();
  }
  return true;
}

bool BlockReader::take_text(Component& component) {
  const std::u16string& text = block_.text_;
  const std::uint64_t length = run(Column::kInsertLengths).next();
  if (length > text.size() - text_at_) {
    return false;
  }
  component.length = length;
  if (length == 1 && component.text.size() == 1) {
    component.text.front() = text[text_at_];  // a key: most texts are one unit
  } else {
    component.text.assign(text, text_at_, length);
  }
  text_at_ += length;
  return true;
}

bool BlockReader::take_values(const std::vector<std::uint8_t>& codes,
                              std::vector<Component>& components) {
  bool good = true;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if ((codes[i] & kChangesEmbed) != 0) {
      good = take_change(components[i].change) && good;
    }
    if (components[i].kind == Kind::kEmbed) {
      good = take_value(components[i].embed) && good;
    }
    if ((codes[i] & kHasAttributes) != 0) {
      good = take_value(components[i].attributes) && good;
    }
  }
  return good;
}

bool BlockReader::take_change(rich_text::ChangeRef& change) {
  std::shared_ptr<const json::Value> value;
  if (!take_value(value)) {
    return false;
  }
  Result<rich_text::ChangeRef> read = rich_text::change_from_value(*value);
  change = read ? *std::move(read) : nullptr;
  return change != nullptr;
}

bool BlockReader::take_value(std::shared_ptr<const json::Value>& value) {
  const std::uint64_t number = run(Column::kValues).next();
  if (number >= block_.values_.size()) {
    return false;
  }
  value = block_.values_[number];
  return true;
}

bool BlockReader::complete() const {
  for (const Column column : kNumberColumns) {
    if (!runs_[static_cast<std::size_t>(column)].complete()) {
      return false;
    }
  }
  return !failed_ && op_.version.next() == block_.header().end &&
         op_.time == block_.header().last_time && text_at_ == block_.text_.size() &&
         body_at_ == block_.columns_[Column::kBodies].size();
}

}  // namespace plenary::storage
