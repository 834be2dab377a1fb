#include "kernel/crowd/directory.h"

namespace yc::crowd {
namespace {

bool is_blocked(const Snapshot& snapshot, std::uint16_t viewer, std::uint16_t handle) {
  const std::uint32_t entry = snapshot.find(viewer);
  return entry != kNoEntry && is_among(snapshot.entry(entry).hidden, handle);
}

}  // namespace

schema::FoundPeople find_people(const Snapshot& snapshot, std::uint16_t viewer,
                                const schema::FindPeople& question) {
  const Roster& roster = snapshot.roster();
  const std::string wanted = fold_name(question.text);
  schema::FoundPeople answer;
  answer.text = question.text;
  answer.after = question.after;
  bool more = false;
  for (std::size_t handle = 1; handle < roster.handle_limit(); ++handle) {
    const PersonCard* card = roster.find(static_cast<std::uint16_t>(handle));
    if (card == nullptr || card->handle == viewer) continue;
    if (card->folded.find(wanted) == std::string::npos) continue;
    ++answer.matches;
    if (card->handle <= question.after) continue;
    if (answer.found.size() == kFoundPerMessage) {
      more = true;
      continue;
    }
    answer.found.push_back(
        {card->handle, card->generation, card->name, card->look, card->moderator});
    if (is_blocked(snapshot, viewer, card->handle)) answer.blocked.push_back(card->handle);
  }
  if (more) answer.next = answer.found.back().handle;
  return answer;
}

}  // namespace yc::crowd
