using System.Text.Json.Serialization;
using EdgeLstm.BoardJson.Model;

namespace EdgeLstm.BoardJson;

[JsonSerializable(typeof(Pump.Sample), TypeInfoPropertyName = "Sample")]
[JsonSerializable(typeof(Pump.Output), TypeInfoPropertyName = "Output")]
sealed partial class ValuesContext : JsonSerializerContext;
