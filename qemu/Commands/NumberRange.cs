using System.CommandLine;
using System.Globalization;

namespace DSoftBus.Qemu.Commands;

/// <summary>Bounds of an option that takes a whole number.</summary>
internal static class NumberRange
{
    /// <summary>Refuses everything but one whole number from <paramref name="least"/> to <paramref name="most"/>, in words that name the bounds.</summary>
    public static void Require(Option<int> option, int least, int most, string unit = "") => option.Validators.Add(result =>
    {
        // The text itself: asking for the converted value throws when it is no number.
        if (result.Tokens is [.., var token]
            && !(int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most))
            result.AddError($"{option.Name} must be a whole number from {least} to {most}{unit}.");
    });
}
