#include "Kernels.h"

/* The vectoriser needs the trip count of a block to be a constant. */
enum { lanes = 16 };

DISPATCHED void ss_exp_each(ptrdiff_t count, const float *x, float *result) {
  for (ptrdiff_t i = 0; i < count; i++) result[i] = exponential(x[i]);
}

DISPATCHED void ss_tanh_each(ptrdiff_t count, const float *x, float *result) {
  for (ptrdiff_t i = 0; i < count; i++) result[i] = hyperbolic_tangent(x[i]);
}

DISPATCHED void ss_sigmoid_each(ptrdiff_t count, const float *x, float *result) {
  for (ptrdiff_t i = 0; i < count; i++) result[i] = sigmoid(x[i]);
}

float ss_natural_logarithm(float x) { return __builtin_logf(x); }

DISPATCHED void ss_sum_columns(
    ptrdiff_t rows, ptrdiff_t columns, const float *restrict matrix, ptrdiff_t stride, float *restrict sums) {
  memset(sums, 0, (size_t)columns * sizeof(float));
  for (ptrdiff_t row = 0; row < rows; row++)
    for (ptrdiff_t column = 0; column < columns; column++) sums[column] += matrix[row * stride + column];
}

DISPATCHED void ss_add_scaled(ptrdiff_t count, float a, const float *restrict x, float *restrict y) {
  for (ptrdiff_t i = 0; i < count; i++) y[i] += a * x[i];
}

DISPATCHED void ss_convolution_maximum(
    ptrdiff_t rows, ptrdiff_t filters, const float *restrict convolved, const float *restrict bias, bool is_rectified,
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
    const bool is_off = is_rectified && value <= 0.0f;
    winners[f] = is_off ? -1 : winners[f];
    values[f] = is_off ? 0.0f : value;
  }
}

DISPATCHED void ss_multiply_each(ptrdiff_t count, const float *x, const float *y, float *result) {
  for (ptrdiff_t i = 0; i < count; i++) result[i] = x[i] * y[i];
}

DISPATCHED double ss_dot_product(ptrdiff_t count, const float *x, const float *y) {
  double sums[lanes] = {0};
  ptrdiff_t i = 0;
  for (; i + lanes <= count; i += lanes)
    for (int lane = 0; lane < lanes; lane++) sums[lane] += (double)x[i + lane] * (double)y[i + lane];
  for (int lane = 0; i < count; i++, lane++) sums[lane] += (double)x[i] * (double)y[i];
  double total = 0;
  for (int lane = 0; lane < lanes; lane++) total += sums[lane];
  return total;
}

double ss_sum_of_squares(ptrdiff_t count, const float *x) { return ss_dot_product(count, x, x); }

DISPATCHED void ss_clip_each(ptrdiff_t count, float limit, float *x) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const float low = x[i] < -limit ? -limit : x[i];
    x[i] = low > limit ? limit : low;
  }
}
