using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Tests.Data;

/// <summary>Columns of text as inputs: the same when a model is trained and wherever a table is read afterwards.</summary>
public class CategoriesTests
{
    static SeriesReader Training(string text, params string[] excluded) =>
        SeriesReader.Read(new StringReader(text), new(null, null, []) { Excluded = excluded });

    static Dataset OfModel(string text, params string[] inputs) => TableFile.Read(new StringReader(text), inputs, TableRules.None);

    static string Refusal(Action read) => Assert.Throws<ModelException>(read).Message;

    [Fact]
    public void Two_texts_are_0_and_1_in_alphabetical_order()
    {
        var table = Training("x,Mode\n1,normal\n2,eco\n3,\n4,Normal\n");
        Assert.Equal(["x", "Mode=eco|Normal"], table.Features); // capitals make no other text
        Assert.Equal([1, 1, 2, 0, 3, float.NaN, 4, 1], table.Values);
        Assert.Contains("'Mode' is text: 0 and 1 in alphabetical order, as input 'Mode=eco|Normal'", table.Notes);
    }

    [Fact]
    public void More_texts_have_an_input_each_in_alphabetical_order()
    {
        var table = Training("Mode,x\nsport,1\neco,2\nn/a,3\nnormal,4\n");
        Assert.Equal(["Mode=eco", "Mode=normal", "Mode=sport", "x"], table.Features);
        Assert.Equal([0, 0, 1, 1, 1, 0, 0, 2, float.NaN, float.NaN, float.NaN, 3, 0, 1, 0, 4], table.Values);
    }

    [Theory]
    [InlineData("Mode,x\nsport,1\neco,2\nnormal,3\n", "0 0 1 1 1 0 0 2 0 1 0 3")]
    [InlineData("note,x,Mode [set]\n?,1,ECO\n!,2,\n", "1 0 0 1 NaN NaN NaN 2")]
    [InlineData("x,Mode=sport,Mode=normal,Mode=eco\n1,0.5,2,3\n", "3 2 0.5 1")] // as numbers already
    public void A_model_reads_the_column_again_by_the_names_of_its_inputs(string text, string expected) => Assert.Equal(expected,
        string.Join(' ', OfModel(text, "Mode=eco", "Mode=normal", "Mode=sport", "x").Values
            .Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void What_a_model_reads_is_what_it_was_trained_on()
    {
        const string Text = "On,State,x\nno,\"a, [b]\",1\nyes,c|d,2\nno,e=f,3\nyes,,4\n";
        var table = Training(Text);
        Assert.Equal(["On=no|yes", "State=a  (b)", "State=c/d", "State=e=f", "x"], table.Features);
        Assert.Equal(table.Values, OfModel(Text, [.. table.Features]).Values);
    }

    [Fact]
    public void A_text_that_the_model_does_not_know_is_refused()
    {
        string message = Refusal(() => OfModel("Mode,x\neco,1\nturbo,2\n", "Mode=eco|normal", "x"));
        Assert.Contains("'turbo' on line 3 in column 'Mode', expected 'eco', 'normal', as the model was trained; correct the cell",
            message);
        Assert.Contains("'turbo' on line 2", Refusal(() => OfModel("Mode\nturbo\n", "Mode=eco", "Mode=normal", "Mode=sport")));
    }

    [Fact]
    public void Seventeen_texts_are_refused_with_the_options_filled_in()
    {
        string rows = string.Concat(Enumerable.Range(0, 17).Select(k => $"serial {k},1\n"));
        string message = Refusal(() => Training("No. [x],v\n" + rows));
        Assert.Contains("more than 16 texts in column 'No.', 'serial 16' on line 18 among them", message);
        Assert.Contains("--exclude \"No. [x]\", or give --group \"No. [x]\" if", message);
        Assert.Equal(["v"], Training("No. [x],v\n" + rows, "No.").Features);
        Assert.Equal(17, Training("s,v\n" + rows.Replace("serial 16", "serial 15", StringComparison.Ordinal)).Features.Count);
    }

    [Fact]
    public void A_column_with_one_text_is_left_out_and_said()
    {
        var table = Training("Site,x\nBerlin,1\nBerlin,2\n");
        Assert.Equal(["x"], table.Features);
        Assert.Equal([1, 2], table.Values);
        Assert.Contains("'Site' has one text in all rows: it tells the network nothing, and is left out", table.Notes);
        Assert.Contains("features that all stand still", Refusal(() => Training("Site\nBerlin\nBerlin\n")));
    }

    [Theory]
    [InlineData("x,y\n1,1\nwarm,2\n", "'warm' on line 3 in column 'x', expected a number; correct the cell, leave the column out with "
        + "--exclude x, or name")]
    [InlineData("at,y\n2026-01-01 10:00,1\n", "'2026-01-01 10:00' on line 2 in column 'at', expected a number; give --time at if it says "
        + "when a row was taken, or leave the column out with --exclude at")]
    public void Text_among_numbers_and_times_are_no_categories(string text, string message) =>
        Assert.Contains(message, Refusal(() => Training(text)));
}
