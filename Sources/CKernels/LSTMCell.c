#include "Kernels.h"

/* `continues` is a constant, so that no loop asks at every element whether there is a previous cell: compilers make of
   that masked loads from nowhere, which processors are slow to suppress. */
INLINED void forward_cells(
    bool continues, ptrdiff_t hidden, const float *restrict bias, float *restrict gates, const float *restrict previous,
    float *restrict cells, float *restrict tanhs, float *restrict outputs) {
  for (ptrdiff_t k = 0; k < hidden; k++) {
    const float input = sigmoid(gates[k] + bias[k]);
    const float forget = sigmoid(gates[hidden + k] + bias[hidden + k]);
    const float candidate = hyperbolic_tangent(gates[2 * hidden + k] + bias[2 * hidden + k]);
    const float output = sigmoid(gates[3 * hidden + k] + bias[3 * hidden + k]);
    const float cell = (continues ? forget * previous[k] : 0.0f) + input * candidate;
    const float tanh_cell = hyperbolic_tangent(cell);
    gates[k] = input;
    gates[hidden + k] = forget;
    gates[2 * hidden + k] = candidate;
    gates[3 * hidden + k] = output;
    cells[k] = cell;
    tanhs[k] = tanh_cell;
    outputs[k] = output * tanh_cell;
  }
}

DISPATCHED static void forward_row(
    ptrdiff_t hidden, const float *restrict bias, float *restrict gates, const float *restrict previous,
    float *restrict cells, float *restrict tanhs, float *restrict outputs) {
  if (previous)
    forward_cells(true, hidden, bias, gates, previous, cells, tanhs, outputs);
  else
    forward_cells(false, hidden, bias, gates, previous, cells, tanhs, outputs);
}

void ss_lstm_cell_forward(
    ptrdiff_t rows, ptrdiff_t hidden, const float *bias, float *gates, const float *previous_cells,
    ptrdiff_t previous_rows, float *cells, float *cell_tanhs, float *outputs, ptrdiff_t output_stride) {
  for (ptrdiff_t row = 0; row < rows; row++)
    forward_row(
        hidden, bias, gates + row * 4 * hidden, row < previous_rows ? previous_cells + row * hidden : NULL,
        cells + row * hidden, cell_tanhs + row * hidden, outputs + row * output_stride);
}

INLINED void backward_cells(
    bool continues, ptrdiff_t hidden, float *restrict gates, const float *restrict previous,
    const float *restrict tanhs, const float *restrict output_gradients, const float *restrict carried_outputs,
    float *restrict carried_cells) {
  for (ptrdiff_t k = 0; k < hidden; k++) {
    const float input = gates[k];
    const float forget = gates[hidden + k];
    const float candidate = gates[2 * hidden + k];
    const float output = gates[3 * hidden + k];
    const float tanh_cell = tanhs[k];
    const float gradient = output_gradients[k] + carried_outputs[k];
    const float cell_gradient = carried_cells[k] + gradient * output * (1.0f - tanh_cell * tanh_cell);
    gates[k] = cell_gradient * candidate * (input * (1.0f - input));
    gates[hidden + k] = continues ? cell_gradient * previous[k] * (forget * (1.0f - forget)) : 0.0f;
    gates[2 * hidden + k] = cell_gradient * input * (1.0f - candidate * candidate);
    gates[3 * hidden + k] = gradient * tanh_cell * (output * (1.0f - output));
    carried_cells[k] = cell_gradient * forget;
  }
}

DISPATCHED static void backward_row(
    ptrdiff_t hidden, float *restrict gates, const float *restrict previous, const float *restrict tanhs,
    const float *restrict output_gradients, const float *restrict carried_outputs, float *restrict carried_cells) {
  if (previous)
    backward_cells(true, hidden, gates, previous, tanhs, output_gradients, carried_outputs, carried_cells);
  else
    backward_cells(false, hidden, gates, previous, tanhs, output_gradients, carried_outputs, carried_cells);
}

void ss_lstm_cell_backward(
    ptrdiff_t rows, ptrdiff_t hidden, float *gates, const float *previous_cells, ptrdiff_t previous_rows,
    const float *cell_tanhs, const float *output_gradients, ptrdiff_t output_stride, const float *carried_outputs,
    float *carried_cells) {
  for (ptrdiff_t row = 0; row < rows; row++)
    backward_row(
        hidden, gates + row * 4 * hidden, row < previous_rows ? previous_cells + row * hidden : NULL,
        cell_tanhs + row * hidden, output_gradients + row * output_stride, carried_outputs + row * hidden,
        carried_cells + row * hidden);
}
