using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Tests.Data;

public class SchemaFileTests
{
    const string Header = "kind,name,unit,mean,scale\n";

    static Schema Read(string rows, int inputs = 1, int outputs = 1) => SchemaFile.Read(new StringReader(Header + rows), inputs, outputs);

    [Fact]
    public void Rows_become_channels_in_the_models_order()
    {
        var schema = Read("output,life,h,100,50\ninput,speed,rpm,1500,200\ninput,heat,,,\n", inputs: 2);
        Assert.Equal([new("speed", "rpm", 1500, 200), new("heat")], schema.Inputs);
        Assert.Equal([new Channel("life", "h", 100, 50)], schema.Outputs);
    }

    [Theory]
    [InlineData("input,a,,0,1\n", "0 output rows, expected 1")]
    [InlineData("input,a,,0,1\ninput,b,,0,1\noutput,y,,0,1\n", "2 input rows, expected 1")]
    [InlineData("input,a,,0,0\noutput,y,,0,1\n", "scale 0 on line 2")]
    [InlineData("input,a,,0,nan\noutput,y,,0,1\n", "scale 'nan'")]
    [InlineData("input,a,,x,1\noutput,y,,0,1\n", "mean 'x' on line 2")]
    [InlineData("input,a,,0,1\ninput,a,,0,1\noutput,y,,0,1\n", "'a' a second time on line 3")]
    [InlineData("sensor,a,,0,1\n", "kind 'sensor'")]
    [InlineData("input,,,0,1\n", "no name")]
    [InlineData("input,a\n", "2 fields on line 2")]
    public void Every_mistake_is_told(string rows, string words)
    {
        var error = Assert.Throws<ModelException>(() => Read(rows));
        Assert.Equal(ErrorCatalogue.BadSchema, error.Id);
        Assert.Contains(words, error.Message);
    }

    [Fact]
    public void A_schema_over_a_graph_that_normalises_chains_both()
    {
        var network = new Network
        {
            Name = "n",
            Inputs = [new("x", "", 2, 4)],
            Outputs = [new("y", "", 3, 5)],
            Layers = [],
            Heads = [],
            Source = "",
            SourceSha256 = "",
        };
        var chained = Read("input,speed,rpm,10,100\noutput,life,h,7,2\n").ApplyTo(network);
        // x = (610 − 10)/100 = 6, z = (6 − 2)/4 = 1.
        Assert.Equal(1f, (610 - chained.Inputs[0].Mean) / chained.Inputs[0].Scale);
        // z = 1 gives y = 8, and 8·2 + 7 = 23.
        Assert.Equal(23f, chained.Outputs[0].Scale + chained.Outputs[0].Mean);
    }

    [Fact]
    public void A_template_is_a_schema_with_the_models_names()
    {
        string text = SchemaFile.Template([new("a"), new("b; c", "m\"s")], [new("y", "h", 3, 2)]);
        Assert.Equal("kind,name,unit,mean,scale\ninput,a,,0,1\ninput,\"b; c\",\"m\"\"s\",0,1\noutput,y,h,0,1\n", text);
        var schema = SchemaFile.Read(new StringReader(text), 2, 1);
        Assert.Equal(["a", "b; c", "y"], schema.Inputs.Concat(schema.Outputs).Select(channel => channel.Name));
    }
}
