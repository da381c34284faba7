#include "Kernels.h"

enum { lanes = 16, words = 4 };

/* 16 blocks of Philox4x32-10 side by side, for the counters from `first` on: the first words of all, then the second
   ones, and so on. */
INLINED void philox(uint64_t key, uint64_t first, uint32_t out[words * lanes]) {
  uint32_t x0[lanes], x1[lanes], x2[lanes], x3[lanes];
  for (int lane = 0; lane < lanes; lane++) {
    const uint64_t counter = first + (uint64_t)lane;
    x0[lane] = (uint32_t)counter;
    x1[lane] = (uint32_t)(counter >> 32);
    x2[lane] = 0;
    x3[lane] = 0;
  }
  uint32_t key0 = (uint32_t)key, key1 = (uint32_t)(key >> 32);
  for (int round = 0; round < 10; round++) {
    for (int lane = 0; lane < lanes; lane++) {
      const uint64_t a = (uint64_t)x0[lane] * 0xD2511F53u;
      const uint64_t b = (uint64_t)x2[lane] * 0xCD9E8D57u;
      x0[lane] = (uint32_t)(b >> 32) ^ x1[lane] ^ key0;
      x1[lane] = (uint32_t)b;
      x2[lane] = (uint32_t)(a >> 32) ^ x3[lane] ^ key1;
      x3[lane] = (uint32_t)a;
    }
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  memcpy(out, x0, sizeof x0);
  memcpy(out + lanes, x1, sizeof x1);
  memcpy(out + 2 * lanes, x2, sizeof x2);
  memcpy(out + 3 * lanes, x3, sizeof x3);
}

DISPATCHED void ss_dropout_run(
    uint64_t key, ptrdiff_t first, ptrdiff_t count, uint64_t threshold, float kept, float *mask) {
  uint32_t random[words * lanes];
  for (ptrdiff_t start = 0; start < count; start += lanes * words) {
    philox(key, (uint64_t)(first + start) / words, random);
    const ptrdiff_t room = count - start < lanes * words ? count - start : lanes * words;
    for (ptrdiff_t i = 0; i < room; i++) mask[start + i] = random[i] < threshold ? kept : 0.0f;
  }
}

void ss_dropout_mask(uint64_t key, ptrdiff_t count, uint64_t threshold, float kept, float *mask) {
  ss_dropout_run(key, 0, count, threshold, kept, mask);
}
