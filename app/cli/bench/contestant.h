// Who takes part in a bench: a child process each, so that all wait in turn for their questions.
#pragma once

#include "engine/runtime/answerer.h"

namespace whittle::bench {

using Json = nlohmann::ordered_json;
using Contestant = Answerer;
using whittle::serveQuestions;

}  // namespace whittle::bench
