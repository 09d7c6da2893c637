#include "views/models/failure_words.h"

#include "views/models/text.h"

namespace whittle {

QString phaseToSay(const Failure& failure) { return failure.message.ends_with("in " + failure.phase) ? QString() : toQString(failure.phase); }

}  // namespace whittle
