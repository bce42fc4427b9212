using System.Globalization;

namespace ModelGen.Generator.Tests.Harness;

/// <summary>Runs code under a culture that writes numbers as German does, and with another minus sign: what must not be seen in a spec or in emitted code.</summary>
internal static class CommaCulture
{
    public static T Run<T>(Func<T> code)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "−";
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal("−0,5", (-0.5).ToString(CultureInfo.CurrentCulture));
            return code();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
