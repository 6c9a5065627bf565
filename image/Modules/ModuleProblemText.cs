namespace DSoftBus.Image.Modules;

/// <summary>What a problem means, in words: for the guest's line and the host's message.</summary>
public static class ModuleProblemText
{
    /// <summary>One sentence without its end mark.</summary>
    public static string Of(ModuleProblem problem) => problem switch
    {
        ModuleProblem.None => "it is good",
        ModuleProblem.NotAModule => "it does not begin as a module does; make one with 'softbus module'",
        ModuleProblem.UnknownVersion => $"its version is not {ModuleFormat.Version}; make it with the 'softbus module' of this image's build",
        ModuleProblem.TooLarge => $"it has more than {ModuleFormat.LargestModule >> 20} MiB",
        ModuleProblem.Truncated => "its end is missing",
        ModuleProblem.TrailingBytes => "there are bytes after its end",
        ModuleProblem.Damaged => "its digest does not match its bytes",
        _ => $"its entries are not well-formed (at most {ModuleFormat.MostEntries}, names of 1 to {ModuleFormat.LongestName} characters a-z 0-9 . - _, none twice)",
    };
}
