using DSoftBus.KernelShim.Stubs.Code;
using DSoftBus.KernelShim.Stubs.Elf;

namespace DSoftBus.KernelShim.Stubs.Checks;

/// <summary>What must hold of the joined shim object before it meets the program.</summary>
internal static class ObjectCheck
{
    /// <summary>Sections that the linker script places; anything else with contents would land among the program's.</summary>
    private static readonly string[] KnownSections =
        [ShimSections.Text, ShimSections.BootText, ShimSections.BootData, ShimSections.ReadOnlyData, ShimSections.Data, ShimSections.Zeroed, ShimSections.PvhNote, ".note.GNU-stack"];

    private const ulong FlagAllocate = 2;

    /// <summary>One line for each thing that is wrong; empty when all is as designed.</summary>
    public static IReadOnlyList<string> Run(ElfFile file)
    {
        var problems = new List<string>();
        foreach (var symbol in file.Symbols)
        {
            if (symbol.Section == 0 && !LinkerSymbols.All.Contains(symbol.Name))
                problems.Add($"undefined symbol {symbol.Name}: the link would bind it to the program's runtime");
            else if (symbol.Section != 0 && symbol.Binding != 0 && symbol.Name != ShimSections.Entry)
                problems.Add($"global symbol {symbol.Name}: only {ShimSections.Entry} may be visible to the program");
        }

        foreach (var section in file.Sections)
        {
            if ((section.Flags & FlagAllocate) != 0 && section.Size > 0 && !KnownSections.Contains(section.Name))
                problems.Add($"section {section.Name} has a place of its own in the image; rename or remove it");
        }

        return problems;
    }
}
