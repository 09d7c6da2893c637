// Memory that was freed goes back to the system. Reading a large graph, or an account of its compilation, takes several times what is kept of it, in pieces
// whose places the C library remembers for the thread that had them: the next thread's come on top of them.
#pragma once

namespace whittle {

/// For workers, after something large: takes some milliseconds, and whoever wants memory of the same part waits so long. Nothing where the C library has no
/// way to do it.
void returnFreeMemory();

}  // namespace whittle
