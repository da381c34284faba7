/* Runs every kernel on numbers that are the same everywhere, and prints for each a line: its name, a digest of the bits
   of what it gave, and the sum of that. The first line names the instruction set that products would use. */

#include "CKernels.h"
#include <stdio.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

enum { count = 1037, rows = 23, columns = 45, inner = 67, states = 9, words = (count + 63) / 64 };

static uint64_t state;

static uint32_t draw(void) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(state >> 33);
}

/* Numbers in -scale ..< scale, the same at every call. */
static void fill(float *to, ptrdiff_t number, float scale, uint64_t seed) {
  state = seed;
  for (ptrdiff_t i = 0; i < number; i++) to[i] = ((float)(draw() >> 7) / (float)(1 << 23) - 1.0f) * scale;
}

static void report(const char *name, const float *values, ptrdiff_t number) {
  uint64_t digest = 14695981039346656037u;
  double sum = 0;
  for (ptrdiff_t i = 0; i < number; i++) {
    unsigned char bytes[sizeof(float)];
    memcpy(bytes, &values[i], sizeof bytes);
    for (size_t byte = 0; byte < sizeof bytes; byte++) digest = (digest ^ bytes[byte]) * 1099511628211u;
    sum += (double)values[i];
  }
  printf("%s %016llx %.9g\n", name, (unsigned long long)digest, sum);
}

static void report_double(const char *name, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  printf("%s %016llx %.9g\n", name, (unsigned long long)bits, value);
}

static float x[4 * count], y[4 * count], z[4 * count], u[4 * count], v[4 * count], w[4 * count];
static float panels[128 * 1024];
static uint64_t bits[words + 64];

static void probe_elementwise(void) {
  fill(x, count, 90.0f, 1);
  ss_exp_each(count, x, z);
  report("ss_exp_each", z, count);
  fill(x, count, 12.0f, 2);
  ss_tanh_each(count, x, z);
  report("ss_tanh_each", z, count);
  ss_sigmoid_each(count, x, z);
  report("ss_sigmoid_each", z, count);
  for (int i = 0; i < count; i++) z[i] = ss_natural_logarithm(1.0f + x[i] * x[i]);
  report("ss_natural_logarithm", z, count);
  fill(y, count, 3.0f, 3);
  memcpy(z, y, sizeof z);
  ss_add_scaled(count, 0.37f, x, z);
  report("ss_add_scaled", z, count);
  ss_multiply_each(count, x, y, z);
  report("ss_multiply_each", z, count);
  memcpy(z, x, sizeof z);
  ss_clip_each(count, 2.5f, z);
  report("ss_clip_each", z, count);
  ss_sum_columns(rows, columns, x, columns, z);
  report("ss_sum_columns", z, columns);
  report_double("ss_sum_of_squares", ss_sum_of_squares(count, x));
  report_double("ss_dot_product", ss_dot_product(count, x, y));
  report_double("ss_sum_of_squares_in_bits", ss_sum_of_squares_in_bits(count, bits, x));
  ss_select_bits(count, bits, x, z);
  report("ss_select_bits", z, count);
  memcpy(z, y, sizeof z);
  ss_keep_bits(count, bits, z);
  report("ss_keep_bits", z, count);
  ss_dropout_mask(0x0123456789abcdefu, count, (uint64_t)1 << 31, 2.0f, z);
  report("ss_dropout_mask", z, count);
  ss_dropout_run(0x0123456789abcdefu, 128, 333, (uint64_t)3 << 30, 4.0f / 3.0f, z);
  report("ss_dropout_run", z, 333);
}

static void probe_updates(void) {
  static const float rates[] = {0.1f, 0.095f, 0.09f, 0.0855f};
  fill(x, count, 1.0f, 4);
  fill(u, count, 0.5f, 5);
  fill(v, count, 2.0f, 6);
  ss_momentum_step(count, 0.1f, 0.9f, 0.7f, x, u, v);
  report("ss_momentum_step", v, count);
  ss_momentum_step_in_bits(count, bits, 0.1f, 0.9f, 0.7f, x, u, v);
  report("ss_momentum_step_in_bits", v, count);
  ss_momentum_replay(count, 4, rates, 0.9f, u, v);
  report("ss_momentum_replay", v, count);
}

static void probe_cells(void) {
  enum { hidden = 21, size = rows * hidden };
  fill(x, 4 * size, 2.0f, 7);
  fill(y, 4 * hidden, 1.0f, 8);
  fill(u, size, 1.0f, 9);
  ss_lstm_cell_forward(rows, hidden, y, x, u, rows - 5, v, v + size, z, hidden);
  report("ss_lstm_cell_forward", z, size);
  fill(z, size, 1.0f, 10);
  fill(y, size, 1.0f, 11);
  fill(v, size, 1.0f, 12);
  ss_lstm_cell_backward(rows, hidden, x, u, rows - 5, v + size, z, hidden, y, v);
  report("ss_lstm_cell_backward", x, 4 * size);
  fill(x, 3 * size, 2.0f, 21);
  fill(w, 3 * size, 2.0f, 22);
  fill(y, 4 * hidden, 1.0f, 23);
  fill(u, size, 1.0f, 24);
  ss_gru_cell_forward(rows, hidden, y, x, w, u, rows - 5, z, hidden);
  report("ss_gru_cell_forward", z, size);
  fill(z, size, 1.0f, 25);
  fill(v, size, 1.0f, 26);
  ss_gru_cell_backward(rows, hidden, x, w, u, hidden, rows - 5, z, hidden, v);
  report("ss_gru_cell_backward", w, 3 * size);
  report("ss_gru_cell_backward:carried", v, size);
}

static void probe_convolution(void) {
  int32_t winners[columns];
  fill(x, rows * columns, 1.0f, 13);
  fill(y, columns, 1.5f, 14);
  ss_convolution_maximum(rows, columns, x, y, 1, 7, z, winners);
  for (int i = 0; i < columns; i++) z[columns + i] = (float)winners[i];
  report("ss_convolution_maximum", z, 2 * columns);
}

static void probe_fields(void) {
  if (ss_field_workspace(states) > 4 * count) return;
  float exponentials[states * states];
  fill(x, states, 3.0f, 15);
  fill(y, states * states, 2.0f, 16);
  for (int i = 0; i < states * states; i++) z[i] = y[i] - 2.0f;
  ss_exp_each(states * states, z, exponentials);
  ss_log_sum_exp_columns(states, x, y, u, v);
  report("ss_log_sum_exp_columns", v, states);
  if (!ss_log_sum_exp_columns_by_product(states, x, exponentials, 2.0f, 4.0f, u, v)) memset(v, 0, sizeof v);
  report("ss_log_sum_exp_columns_by_product", v, states);
  memset(v, 0, sizeof v);
  fill(z, states, 2.0f, 17);
  if (!ss_add_exponentials_of_sums(states, x, z, exponentials, 2.0f, 4.0f, 0.5f, u, v)) memset(v, 0, sizeof v);
  report("ss_add_exponentials_of_sums", v, states * states);
}

static void probe_products(void) {
  static const char *const names[] = {"ss_multiply_panels:plain", "ss_multiply_panels:avx2", "ss_multiply_panels:avx512"};
  static float left[rows * inner], right[inner * columns], result[rows * columns];
  fill(left, rows * inner, 1.0f, 18);
  fill(right, inner * columns, 1.0f, 19);
  ss_pack_panels_transposed(columns, inner, right, columns, bits, panels);
  report("ss_pack_panels_transposed", panels, ss_panels_size(columns, inner));
  ss_pack_panels(inner, columns, right, columns, bits, panels);
  report("ss_pack_panels", panels, ss_panels_size(inner, columns));
  for (int set = ss_instructions_plain; set <= (int)ss_best_instruction_set(); set++) {
    fill(result, rows * columns, 1.0f, 20);
    const ss_product_operands operands = {
      .rows = rows, .columns = columns, .inner = inner, .left = left, .left_stride = inner, .panels = panels,
      .result = result, .result_stride = columns, .adding = 1};
    ss_multiply_panels((ss_instruction_set)set, &operands);
    report(names[set], result, rows * columns);
  }
}

int main(void) {
  static const char *const sets[] = {"plain", "avx2", "avx512"};
  state = 99;
  for (int i = 0; i < words + 64; i++) bits[i] = (uint64_t)draw() << 32 | draw();
  printf("ss_best_instruction_set %s\n", sets[ss_best_instruction_set()]);
  probe_elementwise();
  probe_updates();
  probe_cells();
  probe_convolution();
  probe_fields();
  probe_products();
  return 0;
}
