using EdgeLstm.Conformance;

// conformance IN.npy EXPECTED.npy [--stream]: exits 1 unless the generated class gives EXPECTED bit for bit, and allocates nothing on the way.
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
    ? Enumerable.Range(0, outputs.Length).Count(k => BitConverter.SingleToInt32Bits(outputs[k]) != BitConverter.SingleToInt32Bits(expected.Values[k]))
    : Math.Max(outputs.Length, expected.Values.Length);
Console.WriteLine($"{ModelUnderTest.Scheme} on {ModelUnderTest.Kernel}, {(stream ? "stream" : "windows")}: {different} of {outputs.Length} outputs differ, {allocated} bytes allocated");
return different == 0 && allocated == 0 ? 0 : 1;
