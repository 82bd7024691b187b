using EdgeLstm.Quantize.Search;
using EdgeLstm.Tool.Commands;

namespace EdgeLstm.Tool.Tests.Commands;

public class BudgetTests
{
    [Theory]
    [InlineData("1%", 0.01, true)]
    [InlineData("0.5 %", 0.005, true)]
    [InlineData("0.1rmse", 0.1, false)]
    [InlineData("2 RMSE ", 2, false)]
    public void A_budget_is_a_share_or_an_error(string text, double amount, bool isShare)
    {
        var budget = Budget.Parse(text);
        Assert.Equal(amount, budget!.Value.Amount, 1e-12);
        Assert.Equal(isShare, budget.Value.IsShare);
        Assert.Equal(budget, Budget.Parse(budget.Value.ToString()));
        Assert.Equal(isShare ? 50 * amount : amount, budget.Value.In(50), 1e-12);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("rmse")]
    [InlineData("0%")]
    [InlineData("-1%")]
    [InlineData("1,5%")]
    [InlineData("NaN%")]
    [InlineData("Infinity rmse")]
    public void Anything_else_is_refused_with_the_grammar(string text)
    {
        Assert.Null(Budget.Parse(text));
        var run = ToolRun.Of(null, "compress", "m.onnx", "--data", "x.npy", "-o", "m.elstm", "--budget", text);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(Budget.Grammar, Assert.Single(run.ErrorLines));
    }
}
