// Decimal numbers as C and Python write them, whatever the locale of the program: Qt takes over the user's, which may have a comma.
#pragma once

namespace whittle {

/// As strtod in the C locale: infinity or 0 out of range. Thread-safe.
double decimal(const char* text, char** end = nullptr);

}  // namespace whittle
