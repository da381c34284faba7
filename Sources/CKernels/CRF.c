#include "Kernels.h"

ptrdiff_t ss_field_workspace(ptrdiff_t n) { return 2 * n; }

DISPATCHED void ss_log_sum_exp_columns(
    ptrdiff_t n, const float *restrict x, const float *restrict matrix, float *restrict work,
    float *restrict result) {
  float *restrict highest = work;
  float *restrict sums = work + n;
  for (ptrdiff_t j = 0; j < n; j++) {
    highest[j] = x[0] + matrix[j];
    sums[j] = 0;
  }
  for (ptrdiff_t i = 1; i < n; i++)
    for (ptrdiff_t j = 0; j < n; j++) {
      const float score = x[i] + matrix[i * n + j];
      highest[j] = score > highest[j] ? score : highest[j];
    }
  for (ptrdiff_t i = 0; i < n; i++)
    for (ptrdiff_t j = 0; j < n; j++) sums[j] += exponential((x[i] + matrix[i * n + j]) - highest[j]);
  for (ptrdiff_t j = 0; j < n; j++) result[j] = highest[j] + __builtin_logf(sums[j]);
}

/* So that neither a term nor a sum is below the normal numbers. */
static const float widest_spread = 80.0f;

DISPATCHED bool ss_log_sum_exp_columns_by_product(
    ptrdiff_t n, const float *restrict x, const float *restrict exponentials, float shift, float spread,
    float *restrict work, float *restrict result) {
  float highest = x[0], lowest = x[0];
  for (ptrdiff_t i = 1; i < n; i++) {
    highest = x[i] > highest ? x[i] : highest;
    lowest = x[i] < lowest ? x[i] : lowest;
  }
  if (!(highest - lowest + spread < widest_spread)) return false;
  for (ptrdiff_t i = 0; i < n; i++) work[i] = exponential(x[i] - highest);
  for (ptrdiff_t j = 0; j < n; j++) result[j] = 0.0f;
  for (ptrdiff_t i = 0; i < n; i++)
    for (ptrdiff_t j = 0; j < n; j++) result[j] += work[i] * exponentials[i * n + j];
  for (ptrdiff_t j = 0; j < n; j++) result[j] = (highest + shift) + __builtin_logf(result[j]);
  return true;
}

DISPATCHED bool ss_add_exponentials_of_sums(
    ptrdiff_t n, const float *restrict x, const float *restrict y, const float *restrict exponentials, float shift,
    float spread, float scale, float *restrict work, float *restrict result) {
  float highest = x[0], lowest = x[0], highest_of_y = y[0], lowest_of_y = y[0];
  for (ptrdiff_t i = 1; i < n; i++) {
    highest = x[i] > highest ? x[i] : highest;
    lowest = x[i] < lowest ? x[i] : lowest;
    highest_of_y = y[i] > highest_of_y ? y[i] : highest_of_y;
    lowest_of_y = y[i] < lowest_of_y ? y[i] : lowest_of_y;
  }
  const float common = (highest + highest_of_y) + shift;
  if (!(highest - lowest + spread < widest_spread && highest_of_y - lowest_of_y < widest_spread &&
        absolute(common) < widest_spread))
    return false;
  const float factor = scale * exponential(common);
  for (ptrdiff_t j = 0; j < n; j++) work[j] = exponential(y[j] - highest_of_y) * factor;
  for (ptrdiff_t i = 0; i < n; i++) {
    const float own = exponential(x[i] - highest);
    for (ptrdiff_t j = 0; j < n; j++) result[i * n + j] += own * exponentials[i * n + j] * work[j];
  }
  return true;
}
