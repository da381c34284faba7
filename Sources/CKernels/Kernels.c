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
