// Drives the arm64 build of the runtime and of a generated model under emulation; exits 1 when any bit differs.
//   bench kernels                              every kernel and every cell against the scalar definition, every gate value
//   bench model IN.npy EXPECTED.npy WINDOWS [stream]   the generated class against what the tool wrote; bytes allocated
//   bench steps IN.npy COUNT                   COUNT steps of one stream, for counting instructions; of a model that streams
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void armrt_init(void);
extern unsigned long long armrt_bytes;
int kernel_current(void);
int kernel_mismatches(int largest, int stride, int *compared);
int gate_mismatches(void);
int cell_mismatches(int largest, int stride, int *compared);
int function_mismatches(void);
int model_inputs(void);
int model_output_length(int windows, int steps, int stream);
void model_run(float *samples, int windows, int steps, int stream, float *outputs);
__attribute__((weak)) void model_steps(float *samples, int count, int steps, float *output); // not there in a model that needs windows

// The floats of a version 1 .npy file.
static float *read_npy(const char *path, long *count)
{
    FILE *f = fopen(path, "rb");
    unsigned char head[10];
    if (!f || fread(head, 1, 10, f) != 10) { fprintf(stderr, "cannot read %s\n", path); exit(2); }
    long start = 10 + (head[8] | head[9] << 8), size;
    fseek(f, 0, SEEK_END);
    size = ftell(f) - start;
    float *values = malloc(size);
    fseek(f, start, SEEK_SET);
    if (fread(values, 1, size, f) != (size_t)size) { fprintf(stderr, "cannot read %s\n", path); exit(2); }
    fclose(f);
    *count = size / 4;
    return values;
}

static int check_kernels(void)
{
    int compared = 0, wrong = kernel_mismatches(70, 7, &compared), gates = gate_mismatches();
    printf("kernel %d: %d of %d layers differ from the scalar definition, %d gate values\n", kernel_current(), wrong, compared, gates);
    int cells = 0, cells_wrong = cell_mismatches(70, 9, &cells), functions = function_mismatches();
    printf("kernel %d: %d of %d cells of the family differ, %d function values\n", kernel_current(), cells_wrong, cells, functions);
    return wrong || gates || !compared || cells_wrong || functions || !cells;
}

static int check_model(const char *in, const char *expected_path, int windows, int stream)
{
    long samples, expected_count;
    float *input = read_npy(in, &samples), *expected = read_npy(expected_path, &expected_count);
    int steps = samples / windows / model_inputs(), count = model_output_length(windows, steps, stream), differ = 0;
    float *outputs = malloc(count * 4);
    model_run(input, windows, steps, stream, outputs); // the first run packs the weights
    unsigned long long before = armrt_bytes;
    model_run(input, windows, steps, stream, outputs);
    unsigned long long allocated = armrt_bytes - before;
    if (count != expected_count) { printf("%d outputs, expected %ld\n", count, expected_count); return 1; }
    for (int k = 0; k < count; k++) differ += memcmp(&outputs[k], &expected[k], 4) != 0;
    printf("kernel %d, %s: %d of %d outputs differ, %llu bytes allocated\n", kernel_current(), stream ? "stream" : "windows", differ, count, allocated);
    return differ || allocated;
}

int main(int argc, char **argv)
{
    armrt_init();
    if (argc == 2 && !strcmp(argv[1], "kernels")) return check_kernels();
    if (argc >= 5 && !strcmp(argv[1], "model")) return check_model(argv[2], argv[3], atoi(argv[4]), argc > 5);
    if (argc == 4 && !strcmp(argv[1], "steps") && model_steps)
    {
        long count;
        float output[64], *input = read_npy(argv[2], &count);
        model_steps(input, count / model_inputs(), atoi(argv[3]), output);
        return 0;
    }
    fprintf(stderr, "usage: bench kernels | model IN.npy EXPECTED.npy WINDOWS [stream] | steps IN.npy COUNT\n");
    return 2;
}
