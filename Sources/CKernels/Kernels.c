#include "Kernels.h"

/* The vectoriser needs the trip count of a block to be a constant. */
enum { lanes = 16 };

DISPATCHED void exp_each(ptrdiff_t count, const float *x, float *result) {
  for (ptrdiff_t i = 0; i < count; i++) result[i] = exponential(x[i]);
}

DISPATCHED void tanh_each(ptrdiff_t count, const float *x, float *result) {
  for (ptrdiff_t i = 0; i < count; i++) result[i] = hyperbolic_tangent(x[i]);
}

DISPATCHED void sigmoid_each(ptrdiff_t count, const float *x, float *result) {
  for (ptrdiff_t i = 0; i < count; i++) result[i] = sigmoid(x[i]);
}

float natural_logarithm(float x) { return __builtin_logf(x); }

DISPATCHED void sum_columns(
    ptrdiff_t rows, ptrdiff_t columns, const float *restrict matrix, ptrdiff_t stride, float *restrict sums) {
  memset(sums, 0, (size_t)columns * sizeof(float));
  for (ptrdiff_t row = 0; row < rows; row++)
    for (ptrdiff_t column = 0; column < columns; column++) sums[column] += matrix[row * stride + column];
}

DISPATCHED void add_scaled(ptrdiff_t count, float a, const float *restrict x, float *restrict y) {
  for (ptrdiff_t i = 0; i < count; i++) y[i] += a * x[i];
}

DISPATCHED void convolution_maximum(
    ptrdiff_t rows, ptrdiff_t filters, const float *restrict convolved, const float *restrict bias, int is_rectified,
    int32_t first, float *restrict values, int32_t *restrict winners) {
  for (ptrdiff_t f = 0; f < filters; f++) {
    values[f] = convolved[f];
    winners[f] = first;
  }
  for (ptrdiff_t row = 1; row < rows; row++)
    for (ptrdiff_t f = 0; f < filters; f++) {
      const float value = convolved[row * filters + f];
      winners[f] = value > values[f] ? first + (int32_t)row : winners[f];
      values[f] = value > values[f] ? value : values[f];
    }
  for (ptrdiff_t f = 0; f < filters; f++) {
    const float value = values[f] + bias[f];
    /* Written so that what is not a number passes. */
    const int is_off = is_rectified && value <= 0.0f;
    winners[f] = is_off ? -1 : winners[f];
    values[f] = is_off ? 0.0f : value;
  }
}

DISPATCHED void multiply_each(ptrdiff_t count, const float *x, const float *y, float *result) {
  for (ptrdiff_t i = 0; i < count; i++) result[i] = x[i] * y[i];
}

DISPATCHED double dot_product(ptrdiff_t count, const float *x, const float *y) {
  double sums[lanes] = {0};
  ptrdiff_t i = 0;
  for (; i + lanes <= count; i += lanes)
    for (int lane = 0; lane < lanes; lane++) sums[lane] += (double)x[i + lane] * (double)y[i + lane];
  for (int lane = 0; i < count; i++, lane++) sums[lane] += (double)x[i] * (double)y[i];
  double total = 0;
  for (int lane = 0; lane < lanes; lane++) total += sums[lane];
  return total;
}

double sum_of_squares(ptrdiff_t count, const float *x) { return dot_product(count, x, x); }

DISPATCHED void clip_each(ptrdiff_t count, float limit, float *x) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const float low = x[i] < -limit ? -limit : x[i];
    x[i] = low > limit ? limit : low;
  }
}

DISPATCHED void log_sum_exp_columns(
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

DISPATCHED int log_sum_exp_columns_by_product(
    ptrdiff_t n, const float *restrict x, const float *restrict exponentials, float shift, float spread,
    float *restrict work, float *restrict result) {
  float highest = x[0], lowest = x[0];
  for (ptrdiff_t i = 1; i < n; i++) {
    highest = x[i] > highest ? x[i] : highest;
    lowest = x[i] < lowest ? x[i] : lowest;
  }
  if (!(highest - lowest + spread < widest_spread)) return 0;
  for (ptrdiff_t i = 0; i < n; i++) work[i] = exponential(x[i] - highest);
  for (ptrdiff_t j = 0; j < n; j++) result[j] = 0.0f;
  for (ptrdiff_t i = 0; i < n; i++)
    for (ptrdiff_t j = 0; j < n; j++) result[j] += work[i] * exponentials[i * n + j];
  for (ptrdiff_t j = 0; j < n; j++) result[j] = (highest + shift) + __builtin_logf(result[j]);
  return 1;
}

DISPATCHED int add_exponentials_of_sums(
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
    return 0;
  const float factor = scale * exponential(common);
  for (ptrdiff_t j = 0; j < n; j++) work[j] = exponential(y[j] - highest_of_y) * factor;
  for (ptrdiff_t i = 0; i < n; i++) {
    const float own = exponential(x[i] - highest);
    for (ptrdiff_t j = 0; j < n; j++) result[i * n + j] += own * exponentials[i * n + j] * work[j];
  }
  return 1;
}
