using EdgeLstm.Conformance;

// conformance IN.npy EXPECTED.npy [--stream]: exits 1 unless the generated class gives EXPECTED bit for bit, and allocates nothing on the
// way; of windows, its
// SlidingWindow as well.
var input = NpyFloats.Read(args[0]);
var expected = NpyFloats.Read(args[1]);
bool stream = args.Contains("--stream");
int windows = input.Shape.Length == 3 ? input.Shape[0] : 1, steps = input.Shape[^2];
var outputs = new float[Runner.OutputLength(windows, steps, stream)];
Runner.Run(input.Values, windows, steps, stream, outputs); // the first run packs the weights
long before = GC.GetAllocatedBytesForCurrentThread();
Runner.Run(input.Values, windows, steps, stream, outputs);
long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
int different = outputs.Length == expected.Values.Length
    ? Enumerable.Range(0, outputs.Length).Count(
        k => BitConverter.SingleToInt32Bits(outputs[k]) != BitConverter.SingleToInt32Bits(expected.Values[k]))
    : Math.Max(outputs.Length, expected.Values.Length);
Console.WriteLine($"{ModelUnderTest.Scheme} on {ModelUnderTest.Kernel}, {(stream ? "stream" : "windows")}: {different} of {outputs.Length} outputs differ, {allocated} bytes allocated");
if (stream)
    return different == 0 && allocated == 0 ? 0 : 1;

// The same samples as one stream, each window of it against Predict: what lies between the file's windows is compared as well.
var sliding = new SlidingRun(steps);
sliding.Run(input.Values);
before = GC.GetAllocatedBytesForCurrentThread();
int wrong = sliding.Run(input.Values);
long pushed = GC.GetAllocatedBytesForCurrentThread() - before;
int predictions = sliding.Predictions, due = Math.Max(0, windows * steps - steps + 1);
Console.WriteLine($"{ModelUnderTest.Scheme} on {ModelUnderTest.Kernel}, sliding window of {steps}: {wrong} of {predictions} predictions differ, {pushed} bytes allocated");
return different == 0 && allocated == 0 && wrong == 0 && pushed == 0 && predictions == due ? 0 : 1;
