#include "Kernels.h"

/* The gates of a row stand `hidden` numbers apart, so that no element of a loop touches what another one does. Compilers
   that are not told so would check at run time whether rows overlap, and give up where there are many.

   `continues` is a constant, so that no loop asks at every element whether there is a previous output. */
#define ELEMENTS_APART _Pragma("clang loop vectorize(assume_safety)")

INLINED void forward_cells(
    bool continues, ptrdiff_t hidden, const float *restrict bias, float *restrict gates, float *restrict recurrents,
    const float *restrict previous, float *restrict outputs) {
  ELEMENTS_APART
  for (ptrdiff_t k = 0; k < hidden; k++) {
    const float into_reset = gates[k] + (continues ? recurrents[k] : 0.0f);
    const float into_update = gates[hidden + k] + (continues ? recurrents[hidden + k] : 0.0f);
    const float reset = sigmoid(into_reset + bias[k]);
    const float update = sigmoid(into_update + bias[hidden + k]);
    const float recurrent = (continues ? recurrents[2 * hidden + k] : 0.0f) + bias[3 * hidden + k];
    const float candidate = hyperbolic_tangent(gates[2 * hidden + k] + bias[2 * hidden + k] + reset * recurrent);
    gates[k] = reset;
    gates[hidden + k] = update;
    gates[2 * hidden + k] = candidate;
    recurrents[2 * hidden + k] = recurrent;
    outputs[k] = (1.0f - update) * candidate + (continues ? update * previous[k] : 0.0f);
  }
}

DISPATCHED static void forward_row(
    ptrdiff_t hidden, const float *restrict bias, float *restrict gates, float *restrict recurrents,
    const float *restrict previous, float *restrict outputs) {
  if (previous)
    forward_cells(true, hidden, bias, gates, recurrents, previous, outputs);
  else
    forward_cells(false, hidden, bias, gates, recurrents, previous, outputs);
}

void ss_gru_cell_forward(
    ptrdiff_t rows, ptrdiff_t hidden, const float *bias, float *gates, float *recurrents,
    const float *previous_outputs, ptrdiff_t previous_rows, float *outputs, ptrdiff_t output_stride) {
  for (ptrdiff_t row = 0; row < rows; row++)
    forward_row(
        hidden, bias, gates + row * 3 * hidden, recurrents + row * 3 * hidden,
        row < previous_rows ? previous_outputs + row * output_stride : NULL, outputs + row * output_stride);
}

INLINED void backward_cells(
    bool continues, ptrdiff_t hidden, float *restrict gates, float *restrict recurrents,
    const float *restrict previous, const float *restrict output_gradients, float *restrict carried) {
  ELEMENTS_APART
  for (ptrdiff_t k = 0; k < hidden; k++) {
    const float reset = gates[k];
    const float update = gates[hidden + k];
    const float candidate = gates[2 * hidden + k];
    const float gradient = output_gradients[k] + carried[k];
    const float into_candidate = gradient * (1.0f - update) * (1.0f - candidate * candidate);
    const float into_reset = into_candidate * recurrents[2 * hidden + k] * (reset * (1.0f - reset));
    const float difference = (continues ? previous[k] : 0.0f) - candidate;
    const float into_update = gradient * difference * (update * (1.0f - update));
    gates[k] = into_reset;
    gates[hidden + k] = into_update;
    gates[2 * hidden + k] = into_candidate;
    recurrents[k] = into_reset;
    recurrents[hidden + k] = into_update;
    recurrents[2 * hidden + k] = into_candidate * reset;
    carried[k] = gradient * update;
  }
}

DISPATCHED static void backward_row(
    ptrdiff_t hidden, float *restrict gates, float *restrict recurrents, const float *restrict previous,
    const float *restrict output_gradients, float *restrict carried) {
  if (previous)
    backward_cells(true, hidden, gates, recurrents, previous, output_gradients, carried);
  else
    backward_cells(false, hidden, gates, recurrents, previous, output_gradients, carried);
}

void ss_gru_cell_backward(
    ptrdiff_t rows, ptrdiff_t hidden, float *gates, float *recurrents, const float *previous_outputs,
    ptrdiff_t previous_stride, ptrdiff_t previous_rows, const float *output_gradients, ptrdiff_t output_stride,
    float *carried_outputs) {
  for (ptrdiff_t row = 0; row < rows; row++)
    backward_row(
        hidden, gates + row * 3 * hidden, recurrents + row * 3 * hidden,
        row < previous_rows ? previous_outputs + row * previous_stride : NULL, output_gradients + row * output_stride,
        carried_outputs + row * hidden);
}
