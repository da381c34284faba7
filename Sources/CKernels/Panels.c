#include "Kernels.h"

enum { width = panel_width };

/* The bits of 16 floats. */
typedef int32_t lane_bits __attribute__((vector_size(width * sizeof(int32_t)), aligned(4)));

/* The 16 bits from `index` on. */
INLINED uint32_t kept_16(const uint64_t *bits, ptrdiff_t index) {
  const ptrdiff_t word = index / 64;
  const int shift = (int)(index % 64);
  uint64_t run = bits[word] >> shift;
  if (shift > 48) run |= bits[word + 1] << (64 - shift);
  return (uint32_t)(run & 0xffff);
}

/* A run of up to 16 floats, with zeros behind it and where the bit is not set. */
INLINED void take_run(const float *from, ptrdiff_t count, const uint64_t *bits, ptrdiff_t start, panel_row *to) {
  if (count < width) {
    float run[width] = {0};
    for (ptrdiff_t i = 0; i < count; i++) run[i] = !bits || is_set(bits[(start + i) / 64], (start + i) % 64) ? from[i] : 0.0f;
    memcpy(to, run, sizeof run);
    return;
  }
  memcpy(to, from, sizeof *to);
  if (!bits) return;
  const int32_t kept = (int32_t)kept_16(bits, start);
  const lane_bits single = {1,       1 << 1,  1 << 2,  1 << 3,  1 << 4,  1 << 5,  1 << 6,  1 << 7,
                            1 << 8,  1 << 9,  1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15};
  *to = (panel_row)((lane_bits)*to & ((single & kept) != 0));
}

/* Asks for the element at `index`, which may lie beyond the matrix: the address is a number until then. */
INLINED void prefetch(const float *matrix, ptrdiff_t index) {
  __builtin_prefetch((const void *)((uintptr_t)matrix + (uintptr_t)index * sizeof(float)));
}

ptrdiff_t ss_panels_size(ptrdiff_t inner, ptrdiff_t columns) { return inner * ((columns + width - 1) / width * width); }

DISPATCHED void ss_pack_panels(
    ptrdiff_t inner, ptrdiff_t columns, const float *matrix, ptrdiff_t stride, const uint64_t *bits,
    float *restrict panels) {
  for (ptrdiff_t first = 0; first < columns; first += width) {
    const ptrdiff_t count = columns - first < width ? columns - first : width;
    for (ptrdiff_t k = 0; k < inner; k++, panels += width) {
      const ptrdiff_t start = k * stride + first;
      panel_row run;
      prefetch(matrix, start + 16 * stride);
      take_run(matrix + start, count, bits, start, &run);
      memcpy(panels, &run, sizeof run);
    }
  }
}

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

/* The elements of `a` and `b` in turn: those of their first halves, and those of their second halves. */
INLINED void interleave(panel_row a, panel_row b, panel_row *low, panel_row *high) {
  *low = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  *high = __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/* Transposes a block of 16 x 16 in place. To interleave rows i and i + 8 rotates the eight bits of an element's place,
   row bits before column bits, by one; four times exchange rows and columns. */
INLINED void transpose_block(panel_row block[width]) {
  panel_row other[width];
  for (int stage = 0; stage < 2; stage++) {
    for (int i = 0; i < 8; i++) interleave(block[i], block[i + 8], &other[2 * i], &other[2 * i + 1]);
    for (int i = 0; i < 8; i++) interleave(other[i], other[i + 8], &block[2 * i], &block[2 * i + 1]);
  }
}

#pragma clang diagnostic pop

DISPATCHED void ss_pack_panels_transposed(
    ptrdiff_t inner, ptrdiff_t columns, const float *matrix, ptrdiff_t stride, const uint64_t *bits,
    float *restrict panels) {
  panel_row block[width];
  for (ptrdiff_t first = 0; first < columns; first += width) {
    const ptrdiff_t count = columns - first < width ? columns - first : width;
    for (ptrdiff_t k = 0; k < inner; k += width) {
      const ptrdiff_t depth = inner - k < width ? inner - k : width;
      if (count < width) memset(block, 0, sizeof block);
      for (ptrdiff_t n = 0; n < count; n++) {
        const ptrdiff_t start = (first + n) * stride + k;
        prefetch(matrix, start + 2 * width);
        take_run(matrix + start, depth, bits, start, &block[n]);
      }
      transpose_block(block);
      memcpy(panels + first * inner + k * width, block, (size_t)depth * sizeof block[0]);
    }
  }
}
