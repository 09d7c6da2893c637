// Lets go of what nobody shows any more where nobody waits: a graph of 27,000 nodes is half a million small pieces of memory, and giving them back takes
// longer than a frame.
#pragma once

#include <memory>
#include <utility>

#include <QThreadPool>

namespace whittle {

/// Of a shared value this frees it only when the others have let go of it before.
template <class T>
void releaseElsewhere(T value) {
    QThreadPool::globalInstance()->start([held = std::make_shared<T>(std::move(value))] {});
}

}  // namespace whittle
