#pragma once
// What a participant asks of the space: the messages of schema/messages.json that the state
// "present" allows, and the two binary frames to the server. ping is answered without the tick
// (Space::answer) and leave has its own call, because it must never be lost.

#include <variant>

#include "schema/frames.h"
#include "schema/messages.h"

namespace yc::space {

using Command =
    std::variant<schema::PoseFrame, schema::HandsPoseFrame, schema::Say, schema::Emote,
                 schema::ChangeLook, schema::Teleport, schema::LightLantern, schema::Block,
                 schema::Report, schema::Moderate, schema::Caption, schema::Travel>;

}  // namespace yc::space
