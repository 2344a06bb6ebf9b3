/* The steps of programs, over one block after the other. */
#include "blocks.h"

/* One step over `n` elements from `inside` on in the block that begins at element `outside` of the call. */
static void run_step(const struct step *step, char *const *table, int64_t outside, int64_t inside, int64_t n) {
    const char *first = address(&step->first, table, outside, inside);
    char *target = address(&step->target, table, outside, inside);
    switch (step->kind) {
    case STEP_MAP:
        ((map_kernel *) step->kernel)(first, target, n, step->params);
        break;
    case STEP_ZIP:
        ((zip_kernel *) step->kernel)(first, address(&step->second, table, outside, inside), target, n);
        break;
    case STEP_ZIP3:
        ((zip3_kernel *) step->kernel)(first, address(&step->second, table, outside, inside),
                                       address(&step->third, table, outside, inside), target, n);
        break;
    case STEP_CONVERT:
        ((convert_kernel *) step->kernel)(first, target, n);
        break;
    default:
        ((fill_kernel *) step->kernel)(target, n, step->params);
    }
}

/* The first step that is no fill at the beginning. */
static const struct step *behind_constants(const struct program *program) {
    const struct step *step = program->steps;
    while (step < program->steps + program->count && step->kind == STEP_FILL) {
        step++;
    }
    return step;
}

void fill_constants(const struct program *program, char *const *table, int64_t n) {
    const struct step *end = behind_constants(program);
    for (const struct step *step = program->steps; step < end; step++) {
        run_step(step, table, 0, 0, least(n, step->target.inside == 0 ? program->piece : BLOCK));
    }
}

void run_steps(const struct program *program, char *const *table, int64_t outside, int64_t n) {
    const struct step *begin = behind_constants(program);
    const struct step *end = program->steps + program->count;
    for (int64_t inside = 0; inside < n; inside += program->piece) {
        const int64_t count = least(n - inside, program->piece);
        for (const struct step *step = begin; step < end; step++) {
            run_step(step, table, outside, inside, count);
        }
    }
}
