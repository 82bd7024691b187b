using System.Text.Json;
using EdgeLstm.BoardJson;
using EdgeLstm.BoardJson.Model;

// Takes a sample from JSON and gives the output as JSON; fails where either does not come back as it went.
var context = ValuesContext.Default;
var sample = new Pump.Sample
{
    VibrationRms = 2.5f,
    Kurtosis = 3.1f,
    Envelope = 40,
    ShaftSpeed = 1480,
    BearingTemperature = 45,
    MotorCurrent = 21,
};
string json = JsonSerializer.Serialize(sample, context.Sample);
var state = default(Pump.State);
var output = Pump.Step(ref state, JsonSerializer.Deserialize(json, context.Sample));
string answer = JsonSerializer.Serialize(output, context.Output);
Console.WriteLine(json);
Console.WriteLine(answer);

var direct = default(Pump.State);
bool same = Pump.Step(ref direct, sample).Equals(output) && JsonSerializer.Deserialize(answer, context.Output).Equals(output)
    && json.Contains("\"ShaftSpeed\":1480", StringComparison.Ordinal) && answer.Contains("\"Rul\":", StringComparison.Ordinal);
return same ? 0 : 1;
