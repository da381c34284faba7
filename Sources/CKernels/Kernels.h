#ifndef KERNELS_INTERNAL_H
#define KERNELS_INTERNAL_H

#include "CKernels.h"
#include <string.h>

/* No multiplication and addition is contracted to one instruction, whatever the compiler is told: results would depend on
   the instruction set. Where a product is to be fused, it says so. */
#pragma STDC FP_CONTRACT OFF
#pragma clang fp contract(off)

/* What no argument leads to: stops in debug builds. */
#if defined(DEBUG)
#define UNREACHABLE __builtin_trap()
#else
#define UNREACHABLE __builtin_unreachable()
#endif

/* Compiles a function for the machines there are; the loader picks one. Tests define CKERNELS_ONE_LEVEL to have it for the
   compiler's target alone. */
#if defined(__x86_64__) && defined(__linux__) && !defined(CKERNELS_ONE_LEVEL)
#define DISPATCHED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define DISPATCHED
#endif

#define INLINED static inline __attribute__((always_inline))

/* 16 floats; the compiler makes of them what registers the instruction set has. */
enum { panel_width = 16 };
typedef float panel_row __attribute__((vector_size(panel_width * sizeof(float)), aligned(4)));

INLINED float float_of_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

INLINED uint32_t bits_of_float(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

INLINED bool is_set(uint64_t word, ptrdiff_t bit) { return (word >> bit) & 1; }

INLINED float absolute(float x) { return float_of_bits(bits_of_float(x) & 0x7fffffffu); }

/* e^x, limited to the normal numbers: below -87 it is e^-87, above 88 it is e^88. Cody and Waite's reduction and the
   polynomial of Cephes' expf. */
INLINED float exponential(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  const float shifted = x * 1.44269504088896341f + 12582912.0f; /* 1.5 * 2^23: rounds to an integer */
  const float n = shifted - 12582912.0f;
  const float r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = (p * (r * r) + r) + 1.0f;
  return p * float_of_bits((bits_of_float(shifted) << 23) + 0x3f800000u);
}

INLINED float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

/* Cephes' polynomial near zero, where 1 - 2 / (e^2x + 1) would cancel. */
INLINED float hyperbolic_tangent(float x) {
  const float size = absolute(x);
  const float square = x * x;
  float p = -5.70498872745e-3f;
  p = p * square + 2.06390887954e-2f;
  p = p * square - 5.37397155531e-2f;
  p = p * square + 1.33314422036e-1f;
  p = p * square - 3.33332819422e-1f;
  const float near = x + x * (square * p);
  const float limited = size > 10.0f ? 10.0f : size;
  const float far = 1.0f - 2.0f / (exponential(2.0f * limited) + 1.0f);
  const float signed_far = float_of_bits(bits_of_float(far) | (bits_of_float(x) & 0x80000000u));
  return size < 0.625f ? near : signed_far;
}

#endif
