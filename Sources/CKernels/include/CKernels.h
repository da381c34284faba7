#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Loops over floats that have to be fast, and nothing else.

   Every function is compiled for several instruction sets; the best that the processor has is taken at run time.
   Elementwise arithmetic is neither contracted nor reassociated, and sums have a fixed number of lanes, so that all
   variants give the same bits. The one exception is the product, whose multiplications and additions are fused where
   the instruction set can do that: it gives the same bits on all sets that can, and others on those that can't. Matrices
   are row-major; pointers don't overlap unless a comment says so. */

/* Tells the processor that it is waiting in a loop. */
static inline void ss_spin_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/* The instruction sets that products are written for. */
typedef enum { ss_instructions_plain = 0, ss_instructions_avx2 = 1, ss_instructions_avx512 = 2 } ss_instruction_set;

/* The best of them that this processor has. */
ss_instruction_set ss_best_instruction_set(void);

/* The family of processors that the kernels are compiled for, such as "x86-64". */
const char *ss_processor_family(void);

/* A right factor is packed into panels of 16 columns: panel p holds columns 16p ..< 16p + 16, one run of 16 floats for
   each inner index, with zeros for columns that don't exist. Here are panels of element (k, n) at
   `matrix[k * stride + n]`, and at `matrix[n * stride + k]`. Where `bits` is not null, it has a bit for each element in
   the order of `matrix`, whose rows are then dense, and elements whose bit is not set count as 0. */
void ss_pack_panels(
    ptrdiff_t inner, ptrdiff_t columns, const float *matrix, ptrdiff_t stride, const uint64_t *bits, float *panels);
void ss_pack_panels_transposed(
    ptrdiff_t inner, ptrdiff_t columns, const float *matrix, ptrdiff_t stride, const uint64_t *bits, float *panels);

/* How many floats the panels of a factor take. */
ptrdiff_t ss_panels_size(ptrdiff_t inner, ptrdiff_t columns);

/* The factors of a product and where it goes. */
typedef struct {
  ptrdiff_t rows, columns, inner;

  /* The left factor: element (m, k) is at `left[m * left_stride + k]` or, if transposed, `left[k * left_stride + m]`. */
  const float *left;
  ptrdiff_t left_stride;
  bool is_transposed;

  /* The right factor, inner x columns, packed. */
  const float *panels;
  float *result;
  ptrdiff_t result_stride;

  /* Whether the product is added to what is in the result. */
  bool adding;
} ss_product_operands;

/* Multiplies. An element's sum is taken in the order of the inner index, starting with what is added to, with fused
   multiplications and additions where the instruction set has them: so it depends neither on the extents nor on where
   the element stands, and sets that fuse give equal bits. */
void ss_multiply_panels(ss_instruction_set set, const ss_product_operands *operands);

/* Adds `bias` (4H) to each row of `gates` (rows x 4H; input, forget, candidate, output), applies the gates'
   nonlinearities in place, and stores the new cells, their tanh (rows x H, dense), and the outputs, whose rows are
   `output_stride` apart. The first `previous_rows` rows continue from `previous_cells`; the others start at zero. */
void ss_lstm_cell_forward(
    ptrdiff_t rows, ptrdiff_t hidden, const float *bias, float *gates, const float *previous_cells,
    ptrdiff_t previous_rows, float *cells, float *cell_tanhs, float *outputs, ptrdiff_t output_stride);

/* Replaces the gates' values that `ss_lstm_cell_forward` left in `gates` by the gradients of their inputs.
   `output_gradients` comes from the layer above, `carried_outputs` and `carried_cells` (rows x H, dense) from the next
   step; `carried_cells` is replaced by what the previous step receives. */
void ss_lstm_cell_backward(
    ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *previous_cells, ptrdiff_t previous_rows,
    const float *cell_tanhs, const float *output_gradients, ptrdiff_t output_stride, const float *carried_outputs,
    float *carried_cells);

/* Makes the outputs of a gated recurrent unit. `gates` holds the products with the inputs and `recurrents` those with
   the previous outputs (rows x 3H each; reset, update, candidate); `bias` (4H) holds the sums of the two biases of
   reset and update, then the candidate's input bias, then its recurrent bias, which the reset gate weighs. The gates'
   values replace `gates`, and what the reset gate weighs replaces the last H of each row of `recurrents`. Rows of
   outputs, the previous ones too, are `output_stride` apart. The first `previous_rows` rows continue from
   `previous_outputs`; the others start at zero and do not read `recurrents`. */
void ss_gru_cell_forward(
    ptrdiff_t rows, ptrdiff_t hidden, const float *bias, float *gates, float *recurrents,
    const float *previous_outputs, ptrdiff_t previous_rows, float *outputs, ptrdiff_t output_stride);

/* Replaces what `ss_gru_cell_forward` left in `gates` and `recurrents` by the gradients of the products.
   `output_gradients`, whose rows are `output_stride` apart, comes from the layer above, `carried_outputs` (rows x H,
   dense) from the next step; `carried_outputs` is replaced by the part of the previous outputs' gradients that does not
   pass through the products. Rows of `previous_outputs` are `previous_stride` apart. */
void ss_gru_cell_backward(
    ptrdiff_t rows, ptrdiff_t hidden, float *gates, float *recurrents, const float *previous_outputs,
    ptrdiff_t previous_stride, ptrdiff_t previous_rows, const float *output_gradients, ptrdiff_t output_stride,
    float *carried_outputs);

/* Elementwise functions, within a few units in the last place of the exact values; `result` may be `x`. */
void ss_exp_each(ptrdiff_t count, const float *x, float *result);
void ss_tanh_each(ptrdiff_t count, const float *x, float *result);
void ss_sigmoid_each(ptrdiff_t count, const float *x, float *result);

/* The natural logarithm. */
float ss_natural_logarithm(float x);

/* sums[c] = the sum over the rows of column c. */
void ss_sum_columns(ptrdiff_t rows, ptrdiff_t columns, const float *matrix, ptrdiff_t stride, float *sums);

/* y += a * x */
void ss_add_scaled(ptrdiff_t count, float a, const float *x, float *y);

/* result = x * y; `result` may be `x`. */
void ss_multiply_each(ptrdiff_t count, const float *x, const float *y, float *result);

/* The sums, in double precision, of x * x and of x * y. */
double ss_sum_of_squares(ptrdiff_t count, const float *x);
double ss_dot_product(ptrdiff_t count, const float *x, const float *y);

/* The sum of the squares of the elements whose bit is set. */
double ss_sum_of_squares_in_bits(ptrdiff_t count, const uint64_t *bits, const float *x);

/* For each column of `convolved` (rows x filters, at least one row) its maximum over the rows plus `bias`, and `first`
   plus the row where it lies, the first of equal ones. If rectified, what is not positive is 0, and its row -1. */
void ss_convolution_maximum(
    ptrdiff_t rows, ptrdiff_t filters, const float *convolved, const float *bias, bool is_rectified, int32_t first,
    float *values, int32_t *winners);

/* x limited to [-limit, limit]; what is not a number stays so. */
void ss_clip_each(ptrdiff_t count, float limit, float *x);

/* `kept` where the random bits of the element are below `threshold`, else 0. Philox4x32-10 under `key`: 64 elements
   take counters 16b ..< 16b + 16, word w of counter 16b + l going to element 64b + 16w + l. */
void ss_dropout_mask(uint64_t key, ptrdiff_t count, uint64_t threshold, float kept, float *mask);

/* The elements `first` ..< `first + count` of that; `first` is a multiple of 64, and `mask` is for the first of them. */
void ss_dropout_run(uint64_t key, ptrdiff_t first, ptrdiff_t count, uint64_t threshold, float kept, float *mask);

/* result[i] = x[i] where bit i of `bits` is set, else 0. Bits run from the lowest of each word. */
void ss_select_bits(ptrdiff_t count, const uint64_t *bits, const float *x, float *result);

/* The same in place. */
void ss_keep_bits(ptrdiff_t count, const uint64_t *bits, float *x);

/* One step of stochastic gradient descent with momentum:
   v = momentum * v + scale * gradient (tiny values become 0), value -= rate * v. */
void ss_momentum_step(
    ptrdiff_t count, float rate, float momentum, float scale, const float *gradients, float *velocities,
    float *values);

/* The same for the elements whose bit is set; the others keep value and velocity. */
void ss_momentum_step_in_bits(
    ptrdiff_t count, const uint64_t *bits, float rate, float momentum, float scale, const float *gradients,
    float *velocities, float *values);

/* `steps` such steps with gradient 0 and the given rates, in order. */
void ss_momentum_replay(
    ptrdiff_t count, ptrdiff_t steps, const float *rates, float momentum, float *velocities, float *values);

/* How many floats `work` has room for in the three functions below. */
ptrdiff_t ss_field_workspace(ptrdiff_t n);

/* result[j] = log(sum over i of exp(x[i] + matrix[i][j])) for a square matrix. */
void ss_log_sum_exp_columns(ptrdiff_t n, const float *x, const float *matrix, float *work, float *result);

/* The same by a product with `exponentials`, which are exp(matrix[i][j] - shift); `spread` is the highest element of the
   matrix minus the lowest. Gives false, and no result, where numbers lie too far apart for that. */
bool ss_log_sum_exp_columns_by_product(
    ptrdiff_t n, const float *x, const float *exponentials, float shift, float spread, float *work, float *result);

/* result[i][j] += scale * exp(x[i] + y[j] + matrix[i][j]), with the same `exponentials` of the matrix; gives false, and
   leaves the result as it is, where numbers lie too far apart. */
bool ss_add_exponentials_of_sums(
    ptrdiff_t n, const float *x, const float *y, const float *exponentials, float shift, float spread, float scale,
    float *work, float *result);

#endif
