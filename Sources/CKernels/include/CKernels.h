#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/* Loops over floats that have to be fast, and nothing else.

   Every function is compiled for several instruction sets and dispatched when the program is loaded. Elementwise
   arithmetic is neither contracted nor reassociated, and sums have a fixed number of lanes, so that all variants give
   the same bits. Matrices are row-major; pointers don't overlap unless a comment says so. */

/* Adds `bias` (4H) to each row of `gates` (rows x 4H; input, forget, candidate, output), applies the gates'
   nonlinearities in place, and stores the new cells, their tanh (rows x H, dense), and the outputs, whose rows are
   `output_stride` apart. The first `previous_rows` rows continue from `previous_cells`; the others start at zero. */
void lstm_cell_forward(
    ptrdiff_t rows, ptrdiff_t hidden, const float *bias, float *gates, const float *previous_cells,
    ptrdiff_t previous_rows, float *cells, float *cell_tanhs, float *outputs, ptrdiff_t output_stride);

/* Replaces the gates' values that `lstm_cell_forward` left in `gates` by the gradients of their inputs.
   `output_gradients` comes from the layer above, `carried_outputs` and `carried_cells` (rows x H, dense) from the next
   step; `carried_cells` is replaced by what the previous step receives. */
void lstm_cell_backward(
    ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *previous_cells, ptrdiff_t previous_rows,
    const float *cell_tanhs, const float *output_gradients, ptrdiff_t output_stride, const float *carried_outputs,
    float *carried_cells);

/* Elementwise functions, within a few units in the last place of the exact values; `result` may be `x`. */
void exp_each(ptrdiff_t count, const float *x, float *result);
void tanh_each(ptrdiff_t count, const float *x, float *result);
void sigmoid_each(ptrdiff_t count, const float *x, float *result);

/* The natural logarithm. */
float natural_logarithm(float x);

/* sums[c] = the sum over the rows of column c. */
void sum_columns(ptrdiff_t rows, ptrdiff_t columns, const float *matrix, ptrdiff_t stride, float *sums);

/* y += a * x */
void add_scaled(ptrdiff_t count, float a, const float *x, float *y);

/* result = x * y; `result` may be `x`. */
void multiply_each(ptrdiff_t count, const float *x, const float *y, float *result);

/* The sums, in double precision, of x * x and of x * y. */
double sum_of_squares(ptrdiff_t count, const float *x);
double dot_product(ptrdiff_t count, const float *x, const float *y);

/* x limited to [-limit, limit]; what is not a number stays so. */
void clip_each(ptrdiff_t count, float limit, float *x);

/* `kept` where the random bits of the element are below `threshold`, else 0. Philox4x32-10 under `key`: 64 elements
   take counters 16b ..< 16b + 16, word w of counter 16b + l going to element 64b + 16w + l. */
void dropout_mask(uint64_t key, ptrdiff_t count, uint64_t threshold, float kept, float *mask);

/* result[i] = x[i] where bit i of `bits` is set, else 0. Bits run from the lowest of each word. */
void select_bits(ptrdiff_t count, const uint64_t *bits, const float *x, float *result);

/* The same in place. */
void keep_bits(ptrdiff_t count, const uint64_t *bits, float *x);

/* One step of stochastic gradient descent with momentum:
   v = momentum * v + scale * gradient (tiny values become 0), value -= rate * v. */
void momentum_step(
    ptrdiff_t count, float rate, float momentum, float scale, const float *gradients, float *velocities,
    float *values);

/* The same for the elements whose bit is set; the others keep value and velocity. */
void momentum_step_in_bits(
    ptrdiff_t count, const uint64_t *bits, float rate, float momentum, float scale, const float *gradients,
    float *velocities, float *values);

/* `steps` such steps with gradient 0 and the given rates, in order. */
void momentum_replay(
    ptrdiff_t count, ptrdiff_t steps, const float *rates, float momentum, float *velocities, float *values);

/* result[j] = log(sum over i of exp(x[i] + matrix[i][j])) for a square matrix; `work` has room for 2n. */
void log_sum_exp_columns(ptrdiff_t n, const float *x, const float *matrix, float *work, float *result);

#endif
