#include "Kernels.h"

/* Velocities below 2^-100 count as 0: they can't move a value any more, and denormal numbers are slow. */
INLINED float settled(float velocity) {
  return absolute(velocity) < 0x1p-100f ? 0.0f : velocity;
}

/* What the bits select; `result` may be `x`. */
INLINED void selected_run(ptrdiff_t count, const uint64_t *bits, const float *x, float *result) {
  ptrdiff_t start = 0;
  for (; start + 64 <= count; start += 64) {
    const uint64_t word = bits[start / 64];
    for (int i = 0; i < 64; i++) result[start + i] = is_set(word, i) ? x[start + i] : 0.0f;
  }
  for (int i = 0; start + i < count; i++) result[start + i] = is_set(bits[start / 64], i) ? x[start + i] : 0.0f;
}

DISPATCHED void ss_select_bits(
    ptrdiff_t count, const uint64_t *bits, const float *restrict x, float *restrict result) {
  selected_run(count, bits, x, result);
}

DISPATCHED void ss_keep_bits(ptrdiff_t count, const uint64_t *bits, float *x) { selected_run(count, bits, x, x); }

DISPATCHED double ss_sum_of_squares_in_bits(ptrdiff_t count, const uint64_t *bits, const float *x) {
  enum { lanes = 16 };
  double sums[lanes] = {0};
  for (ptrdiff_t start = 0; start < count; start += 64) {
    const uint64_t word = bits[start / 64];
    float selected[64];
    if (start + 64 <= count)
      for (int i = 0; i < 64; i++) selected[i] = is_set(word, i) ? x[start + i] : 0.0f;
    else
      for (int i = 0; i < 64; i++) selected[i] = start + i < count && is_set(word, i) ? x[start + i] : 0.0f;
    for (int i = 0; i < 64; i += lanes)
      for (int lane = 0; lane < lanes; lane++)
        sums[lane] += (double)selected[i + lane] * (double)selected[i + lane];
  }
  double total = 0;
  for (int lane = 0; lane < lanes; lane++) total += sums[lane];
  return total;
}

DISPATCHED void ss_momentum_step(
    ptrdiff_t count, float rate, float momentum, float scale, const float *restrict gradients,
    float *restrict velocities, float *restrict values) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const float velocity = settled(momentum * velocities[i] + scale * gradients[i]);
    velocities[i] = velocity;
    values[i] -= rate * velocity;
  }
}

INLINED void masked_block(
    int count, uint64_t word, float rate, float momentum, float scale, const float *restrict gradients,
    float *restrict velocities, float *restrict values) {
  for (int i = 0; i < count; i++) {
    const float velocity = settled(momentum * velocities[i] + scale * gradients[i]);
    const float value = values[i] - rate * velocity;
    velocities[i] = is_set(word, i) ? velocity : velocities[i];
    values[i] = is_set(word, i) ? value : values[i];
  }
}

DISPATCHED void ss_momentum_step_in_bits(
    ptrdiff_t count, const uint64_t *bits, float rate, float momentum, float scale, const float *restrict gradients,
    float *restrict velocities, float *restrict values) {
  ptrdiff_t start = 0;
  for (; start + 64 <= count; start += 64)
    masked_block(
        64, bits[start / 64], rate, momentum, scale, gradients + start, velocities + start, values + start);
  if (start < count)
    masked_block(
        (int)(count - start), bits[start / 64], rate, momentum, scale, gradients + start, velocities + start,
        values + start);
}

DISPATCHED void ss_momentum_replay(
    ptrdiff_t count, ptrdiff_t steps, const float *restrict rates, float momentum, float *restrict velocities,
    float *restrict values) {
  for (ptrdiff_t step = 0; step < steps; step++) {
    const float rate = rates[step];
    uint32_t moving = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
      const float velocity = settled(momentum * velocities[i]);
      velocities[i] = velocity;
      values[i] -= rate * velocity;
      moving |= bits_of_float(velocity) & 0x7fffffffu;
    }
    if (!moving) return;
  }
}
