#include "engine/base/decimal.h"

#include <clocale>
#include <cstdlib>

namespace whittle {

double decimal(const char* text, char** end) {
    static const locale_t kC = ::newlocale(LC_ALL_MASK, "C", nullptr);
    return ::strtod_l(text, end, kC);
}

}  // namespace whittle
