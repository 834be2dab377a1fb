#include "kernel/crowd/introductions.h"

#include <algorithm>
#include <charconv>

namespace yc::crowd {
namespace {

constexpr std::size_t kGonePerMessage = 1024;

void append_number(std::string& out, std::size_t number) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void drop_front(Handles& handles, std::size_t count) {
  handles.erase(handles.begin(), handles.begin() + static_cast<std::ptrdiff_t>(count));
}

}  // namespace

std::span<const std::uint16_t> Introductions::follow(const Roster& roster) {
  forgotten_.clear();
  followed_all_ = true;
  if (!is_behind(roster)) return forgotten_;
  followed_all_ =
      roster.each_change_after(roster_version_, [&](std::uint16_t handle, Roster::Change change) {
        if (change != Roster::Change::updated) {
          forgotten_.push_back(handle);
          forget(handle);
        } else if (is_named(handle)) {
          named_[handle] = false;
          unnamed_.push_back(handle);
        } else if (is_dressed(handle)) {
          undressed_.push_back(handle);
        }
      });
  if (!followed_all_) {
    for (std::size_t handle = 0; handle < dressed_.size(); ++handle) {
      forgotten_.push_back(static_cast<std::uint16_t>(handle));
      forget(static_cast<std::uint16_t>(handle));
    }
  }
  roster_version_ = roster.version();
  if (named_.size() < roster.handle_limit()) {
    named_.resize(roster.handle_limit());
    dressed_.resize(roster.handle_limit());
  }
  return forgotten_;
}

void Introductions::forget(std::uint16_t handle) {
  const bool dressed = is_dressed(handle);
  if (!dressed && !tells_undressed_) return;
  gone_.push_back(handle);
  if (!dressed) return;
  named_[handle] = dressed_[handle] = false;
  --dressed_count_;
}

void Introductions::dress(std::uint16_t handle) {
  if (!dressed_[handle]) ++dressed_count_;
  dressed_[handle] = true;
}

void Introductions::add_unnamed(std::uint16_t handle) {
  unnamed_.push_back(handle);
  dress(handle);  // the look comes with the name
}

void Introductions::add_undressed(std::uint16_t handle) {
  undressed_.push_back(handle);
  dress(handle);
}

void Introductions::note_named(std::uint16_t handle) {
  named_[handle] = true;
  dress(handle);
}

// A handle in `gone` may be in `seen` of the same message, for whoever has it now; so everything
// gone must be told by then.
bool Introductions::encode_people(const Roster& roster, const HiddenPtr& hidden,
                                  std::size_t most_names, bool total_due, std::string& out) {
  total_due = total_due && told_total_ != roster.total();
  if (unnamed_.empty() && gone_.empty() && !total_due) return false;
  out = R"({"type":"people","gone":[)";
  std::size_t told = append_gone(out);
  out += R"(],"seen":[)";
  if (gone_.empty()) told += append_names(roster, hidden, most_names, out);
  if (told == 0 && !total_due) return false;
  told_total_ = roster.total();
  out += R"(],"total":)";
  append_number(out, told_total_);
  out += '}';
  return true;
}

std::size_t Introductions::append_gone(std::string& out) {
  const std::size_t count = std::min(gone_.size(), kGonePerMessage);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ',';
    append_number(out, gone_[i]);
  }
  drop_front(gone_, count);
  return count;
}

std::size_t Introductions::append_names(const Roster& roster, const HiddenPtr& hidden,
                                        std::size_t most, std::string& out) {
  const std::size_t count = std::min(unnamed_.size(), most);
  std::size_t told = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint16_t handle = unnamed_[i];
    const PersonCard* card = roster.find(handle);
    if (card == nullptr || is_named(handle) || is_among(hidden, handle)) continue;
    note_named(handle);
    if (told++ > 0) out += ',';
    out += card->json;
  }
  drop_front(unnamed_, count);
  return told;
}

bool Introductions::encode_looks(const Roster& roster, std::size_t most,
                                 std::vector<std::byte>& out) {
  if (undressed_.empty()) return false;
  constexpr std::size_t kSize = schema::LooksRecord::kSize;
  const std::size_t count = std::min(undressed_.size(), most);
  out.resize(schema::LooksFrame::kHeaderSize + count * kSize);
  schema::LooksFrame frame;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint16_t handle = undressed_[i];
    const PersonCard* card = roster.find(handle);
    if (card == nullptr || !is_dressed(handle) || is_named(handle)) continue;
    schema::LooksRecord record;
    record.handle = handle;
    record.generation = card->generation;
    record.look_low = static_cast<std::uint32_t>(card->look);
    record.look_high = static_cast<std::uint16_t>(card->look >> 32);
    record.write(out.data() + schema::LooksFrame::kHeaderSize + frame.count * kSize);
    ++frame.count;
  }
  drop_front(undressed_, count);
  if (frame.count == 0) return false;
  out.resize(schema::LooksFrame::kHeaderSize + frame.count * kSize);
  frame.write(out.data());
  return true;
}

}  // namespace yc::crowd
