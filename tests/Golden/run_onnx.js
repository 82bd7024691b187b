// Runs models with ONNX Runtime: node run_onnx.js JOBS.json, where each job is { model, feeds: { name: { type, dims, data } } }; prints the outputs of each.
// ONNX Runtime is npm's onnxruntime-node 1.20.1, from the folder in EDGELSTM_ORT (`npm install --ignore-scripts onnxruntime-node@1.20.1` there).
const path = require('path');
const ort = require(path.join(process.env.EDGELSTM_ORT, 'node_modules', 'onnxruntime-node'));
const jobs = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));

(async () => {
  const results = [];
  for (const job of jobs) {
    const session = await ort.InferenceSession.create(job.model, { graphOptimizationLevel: 'disabled', logSeverityLevel: 3 });
    const feeds = {};
    for (const [name, { type, dims, data }] of Object.entries(job.feeds))
      feeds[name] = new ort.Tensor(type, type === 'int32' ? Int32Array.from(data) : Float32Array.from(data), dims);
    const outputs = await session.run(feeds);
    results.push(session.outputNames.map(name => ({ dims: outputs[name].dims, data: Array.from(outputs[name].data) })));
  }
  console.log(JSON.stringify(results));
})();
