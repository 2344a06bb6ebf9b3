#ifndef MILLRACE_TESTS_H
#define MILLRACE_TESTS_H

void test_maps(void);
void test_folds(void);
void test_limits(void);
void test_blocks(void);
void test_redo(void);
void test_draws(void);

#endif
