#include "BlockProducts.h"

/* The part of the inner extent that is multiplied at a time, so that what it takes of two panels stays in the cache. */
enum { inner_at_once = 256 };

/* One case of a choice among products of constant extents. */
#define BLOCK(FUSED, ROWS, PANELS)                                                                          \
  case 8 * (ROWS) + (PANELS):                                                                               \
    if (transposed)                                                                                         \
      multiply_block(FUSED, ROWS, PANELS, 1, operands);                                                     \
    else                                                                                                    \
      multiply_block(FUSED, ROWS, PANELS, 0, operands);                                                     \
    break;

typedef void block_product(int rows, int panels, bool transposed, const block_operands *operands);

/* How an instruction set multiplies: blocks of at most `rows` rows, four panels at once up to `rows_by_four` of them and
   two up to `rows_by_two`. */
typedef struct {
  block_product *multiply;
  int rows, rows_by_two, rows_by_four;
} block_choice;

static void multiply_plain(int rows, int panels, bool transposed, const block_operands *operands) {
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  enum { fused = 1 };
#else
  enum { fused = 0 };
#endif
  switch (8 * rows + panels) { BLOCK(fused, 1, 1) BLOCK(fused, 2, 1) BLOCK(fused, 3, 1) BLOCK(fused, 4, 1) default: UNREACHABLE; }
}

static const block_choice plain_choice = {multiply_plain, 4, 0, 0};

#if defined(__x86_64__)

/* 16 registers of 8 floats. */
__attribute__((target("avx2,fma"))) static void multiply_avx2(
    int rows, int panels, bool transposed, const block_operands *operands) {
  switch (8 * rows + panels) {
    BLOCK(1, 1, 1) BLOCK(1, 2, 1) BLOCK(1, 3, 1) BLOCK(1, 4, 1) BLOCK(1, 5, 1) BLOCK(1, 6, 1)
    BLOCK(1, 1, 2) BLOCK(1, 2, 2)
    default: UNREACHABLE;
  }
}

static const block_choice avx2_choice = {multiply_avx2, 6, 2, 0};

/* 32 registers of 16 floats. */
__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"), min_vector_width(512))) static void
multiply_avx512(int rows, int panels, bool transposed, const block_operands *operands) {
  switch (8 * rows + panels) {
    BLOCK(1, 1, 1) BLOCK(1, 2, 1) BLOCK(1, 3, 1) BLOCK(1, 4, 1) BLOCK(1, 5, 1) BLOCK(1, 6, 1)
    BLOCK(1, 7, 1) BLOCK(1, 8, 1) BLOCK(1, 9, 1) BLOCK(1, 10, 1) BLOCK(1, 11, 1) BLOCK(1, 12, 1)
    BLOCK(1, 1, 2) BLOCK(1, 2, 2) BLOCK(1, 3, 2) BLOCK(1, 4, 2) BLOCK(1, 5, 2) BLOCK(1, 6, 2)
    BLOCK(1, 7, 2) BLOCK(1, 8, 2) BLOCK(1, 9, 2) BLOCK(1, 10, 2) BLOCK(1, 11, 2) BLOCK(1, 12, 2)
    BLOCK(1, 1, 4) BLOCK(1, 2, 4) BLOCK(1, 3, 4) BLOCK(1, 4, 4) BLOCK(1, 5, 4)
    default: UNREACHABLE;
  }
}

static const block_choice avx512_choice = {multiply_avx512, 12, 12, 5};

#endif

const char *ss_processor_family(void) {
#if defined(__x86_64__)
  return "x86-64";
#elif defined(__aarch64__)
  return "aarch64";
#else
  return "other";
#endif
}

ss_instruction_set ss_best_instruction_set(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
    return ss_instructions_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return ss_instructions_avx2;
#endif
  return ss_instructions_plain;
}

static const block_choice *choice(ss_instruction_set set) {
#if defined(__x86_64__)
  if (set == ss_instructions_avx512) return &avx512_choice;
  if (set == ss_instructions_avx2) return &avx2_choice;
#endif
  (void)set;
  return &plain_choice;
}

/* The product over one part of the inner extent. */
static void multiply_part(
    const block_choice *choice, const ss_product_operands *o, ptrdiff_t first_inner, ptrdiff_t inner, bool adding) {
  const ptrdiff_t blocks = (o->rows + choice->rows - 1) / choice->rows;
  const ptrdiff_t block_rows = (o->rows + blocks - 1) / blocks;
  const ptrdiff_t row_step = o->is_transposed ? 1 : o->left_stride;
  const ptrdiff_t inner_step = o->is_transposed ? o->left_stride : 1;
  ptrdiff_t taken;
  for (ptrdiff_t column = 0; column < o->columns; column += taken * panel_width) {
    const ptrdiff_t panels = (o->columns - column + panel_width - 1) / panel_width;
    taken = panels >= 4 && block_rows <= choice->rows_by_four ? 4
            : panels >= 2 && block_rows <= choice->rows_by_two ? 2
                                                               : 1;
    const ptrdiff_t rest = o->columns - column - (taken - 1) * panel_width;
    for (ptrdiff_t block = 0; block < blocks; block++) {
      const ptrdiff_t first = block * o->rows / blocks;
      const ptrdiff_t after = (block + 1) * o->rows / blocks;
      const block_operands operands = {
        .left = o->left + first * row_step + first_inner * inner_step,
        .left_stride = o->left_stride,
        .inner = inner,
        .panels = o->panels + column * o->inner + first_inner * panel_width,
        .panel_stride = o->inner * panel_width,
        .last_columns = rest < panel_width ? rest : panel_width,
        .result = o->result + first * o->result_stride + column,
        .result_stride = o->result_stride,
        .adding = adding,
      };
      choice->multiply((int)(after - first), (int)taken, o->is_transposed, &operands);
    }
  }
}

void ss_multiply_panels(ss_instruction_set set, const ss_product_operands *operands) {
  const block_choice *blocks = choice(set);
  /* Panels that are read once need not stay in the cache. */
  const ptrdiff_t wanted = operands->rows <= blocks->rows ? 1 : (operands->inner + inner_at_once - 1) / inner_at_once;
  const ptrdiff_t parts = wanted < 1 ? 1 : wanted;
  for (ptrdiff_t part = 0; part < parts; part++) {
    const ptrdiff_t first = part * operands->inner / parts;
    const ptrdiff_t after = (part + 1) * operands->inner / parts;
    multiply_part(blocks, operands, first, after - first, operands->adding || part > 0);
  }
}
