#ifndef BLOCK_PRODUCTS_H
#define BLOCK_PRODUCTS_H

#include "Kernels.h"

enum { most_rows = 12, most_panels = 4 };

/* Some rows times some neighbouring panels. */
typedef struct {
  const float *left;

  /* From one row of the left factor to the next or, if it is transposed, from one column to the next. */
  ptrdiff_t left_stride;
  ptrdiff_t inner;
  const float *panels;
  ptrdiff_t panel_stride;

  /* How many columns of the last panel exist. */
  ptrdiff_t last_columns;
  float *result;
  ptrdiff_t result_stride;

  /* Whether sums start from what is in the result. */
  bool adding;
} block_operands;

/* These functions are always inlined: how their arguments would be passed does not matter. */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

INLINED panel_row loaded(const float *from) {
  panel_row row;
  memcpy(&row, from, sizeof row);
  return row;
}

INLINED panel_row loaded_part(const float *from, ptrdiff_t count) {
  float values[panel_width] = {0};
  memcpy(values, from, (size_t)count * sizeof(float));
  return loaded(values);
}

INLINED void store_part(float *to, panel_row row, ptrdiff_t count) {
  float values[panel_width];
  memcpy(values, &row, sizeof row);
  memcpy(to, values, (size_t)count * sizeof(float));
}

/* a * b + c, rounded once if `fused`. */
INLINED panel_row multiplied_added(bool fused, float a, panel_row b, panel_row c) {
  const panel_row all = {a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a};
  return fused ? __builtin_elementwise_fma(all, b, c) : all * b + c;
}

/* The product of `rows` rows by `panels` panels. All arguments but the last are constants, so that the sums stay in
   registers; each is one chain of additions in the order of the inner index. */
INLINED void multiply_block(bool fused, int rows, int panels, bool transposed, const block_operands *operands) {
  const block_operands o = *operands;
  const bool is_full = o.last_columns == panel_width;
  panel_row sums[most_rows][most_panels];
  _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) {
    _Pragma("clang loop unroll(full)") for (int p = 0; p < panels; p++) {
      const float *from = o.result + r * o.result_stride + p * panel_width;
      if (!o.adding)
        sums[r][p] = (panel_row){0};
      else
        sums[r][p] = p + 1 < panels || is_full ? loaded(from) : loaded_part(from, o.last_columns);
    }
  }
  /* One address for every three rows: the others are its sums with the stride and twice the stride. */
  const float *left[most_rows / 3];
  _Pragma("clang loop unroll(full)") for (int group = 0; group < most_rows / 3; group++)
    left[group] = o.left + (transposed ? 0 : 3 * group * o.left_stride);
  const float *panel = o.panels;
  for (ptrdiff_t k = 0; k < o.inner; k++) {
    panel_row right[most_panels];
    _Pragma("clang loop unroll(full)") for (int p = 0; p < panels; p++)
      right[p] = loaded(panel + p * o.panel_stride);
    _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) {
      const float factor = transposed ? left[0][r] : left[r / 3][(r % 3) * o.left_stride];
      _Pragma("clang loop unroll(full)") for (int p = 0; p < panels; p++)
        sums[r][p] = multiplied_added(fused, factor, right[p], sums[r][p]);
    }
    panel += panel_width;
    _Pragma("clang loop unroll(full)") for (int group = 0; group < most_rows / 3; group++)
      left[group] += transposed ? o.left_stride : 1;
  }
  _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) {
    _Pragma("clang loop unroll(full)") for (int p = 0; p < panels; p++) {
      float *to = o.result + r * o.result_stride + p * panel_width;
      if (p + 1 < panels || is_full)
        memcpy(to, &sums[r][p], sizeof sums[r][p]);
      else
        store_part(to, sums[r][p], o.last_columns);
    }
  }
}

#pragma clang diagnostic pop

#endif
