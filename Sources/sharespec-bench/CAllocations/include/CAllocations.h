#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stdint.h>

/* How often the process has asked for memory from the heap so far; 0 where that can't be counted. */
uint64_t allocation_count(void);

#endif
