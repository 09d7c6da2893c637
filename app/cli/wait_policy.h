// How the threads of OpenMP wait for each other.
#pragma once

namespace whittle::cli {

/// Starts the program anew with OMP_WAIT_POLICY=passive, unless the environment has that variable. OpenMP reads it
/// when it is loaded, before main, and by default lets waiting threads spin: on a machine that is busy with other work a
/// graph of 150 convolutions then takes 40 s instead of 2. Returns when there is nothing to do or it cannot be done.
void waitPassively(char** argv);

}  // namespace whittle::cli
