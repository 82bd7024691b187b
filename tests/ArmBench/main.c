// Drives the arm64 build of the runtime under emulation. Prints one line per check; exits 1 when any differs.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
void armrt_init(void);
int kernel_current(void);
int kernel_mismatches(int largest, int stride, int *compared);
int gate_mismatches(void);
int main(int argc, char **argv)
{
    armrt_init();
    int compared = 0, wrong = kernel_mismatches(70, 7, &compared), gates = gate_mismatches();
    printf("kernel %d: %d of %d layers differ from the scalar definition, %d gate values\n", kernel_current(), wrong, compared, gates);
    return wrong || gates || !compared;
}
