using System.Reflection;
using System.Text.RegularExpressions;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Generator.Tests.Docs;

/// <summary>docs/errors.md against the catalogue and the targets file, both ways.</summary>
public class ErrorPageTests
{
    static IEnumerable<string> Catalogue =>
        typeof(ErrorCatalogue).GetFields(BindingFlags.Public | BindingFlags.Static).Where(id => id.IsLiteral).Select(id => (string)id.GetRawConstantValue()!);

    static IEnumerable<string> Found(string file, string pattern) => Regex.Matches(Page.File(file), pattern, RegexOptions.Multiline).Select(match => match.Groups[1].Value);

    [Fact]
    public void The_page_has_one_section_for_each_id_in_order() =>
        Assert.Equal(Catalogue.Order(StringComparer.Ordinal), Found("docs/errors.md", "^### (.*)$"));

    [Fact]
    public void Each_id_has_one_name() => Assert.Distinct(Catalogue);

    [Fact]
    public void The_build_reports_the_ids_020_to_029_of_the_catalogue_and_the_languages() =>
        Assert.Equal(
            Catalogue.Where(id => id.StartsWith("ELSTM02", StringComparison.Ordinal)).Append(ErrorCatalogue.LanguageTooOld).Order(StringComparer.Ordinal),
            Found("src/Runtime/buildTransitive/EdgeLstm.Runtime.targets", "Code=\"(ELSTM\\d+)\"").Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void No_page_names_an_id_that_does_not_exist() =>
        Assert.All(Page.All(), page => Assert.All(Found(page.Path, @"(ELSTM\d{3})\b"), id => Assert.Contains(id, Catalogue)));
}
