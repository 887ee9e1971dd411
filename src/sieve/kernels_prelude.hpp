#pragma once

// What kernels_body.hpp uses, to be included before any instruction set is switched on.

#include "numbers/instruction_set.hpp"
#include "numbers/roots.hpp"
#include "numbers/uint128.hpp"
#include "sieve/crossing.hpp"
#include "sieve/emission.hpp"
#include "sieve/kernels.hpp"
#include "sieve/presieve.hpp"
#include "sieve/segment.hpp"
#include "sieve/wheel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#if PRIMERANK_X86
#include <immintrin.h>
#endif
