using System.Text.Json;

namespace EdgeLstm.Runtime.Tests;

public class ChannelInfoTests
{
    [Fact]
    public void A_channel_without_bounds_is_written_as_JSON() =>
        Assert.Equal("""{"Name":"rul","Unit":"h","Min":"-Infinity","Max":"Infinity"}""",
            JsonSerializer.Serialize(new ChannelInfo("rul", "h", float.NegativeInfinity, float.PositiveInfinity)));
}
