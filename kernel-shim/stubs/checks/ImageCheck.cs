using DSoftBus.KernelShim.Stubs.Code;
using DSoftBus.KernelShim.Stubs.Elf;

namespace DSoftBus.KernelShim.Stubs.Checks;

/// <summary>What must hold of the linked image: who may execute and write what, and that the shim has its pages for itself.</summary>
internal static class ImageCheck
{
    private const uint LoadSegment = 1;
    private const uint NoteSegment = 4;
    private const uint Execute = 1;
    private const uint Write = 2;
    private const uint Read = 4;
    private const ulong PageMask = 4095;
    private const ulong NullArea = 0x20_0000;

    /// <summary>Where the linker puts the boot stub (packing/Unikernel.targets): in the first megabyte, which every machine has.</summary>
    private const ulong BootAddress = 0x9_0000;
    private const ulong BootSize = 4096;

    private static readonly (string Section, uint Flags)[] Expected =
    [
        (ShimSections.Text, Read | Execute),
        (ShimSections.ReadOnlyData, Read),
        (ShimSections.Data, Read | Write),
        (ShimSections.Zeroed, Read | Write),
    ];

    /// <summary>One line for each thing that is wrong; empty when all is as designed.</summary>
    public static IReadOnlyList<string> Run(ElfFile file)
    {
        var problems = new List<string>();
        var loaded = file.Segments.Where(s => s.Type == LoadSegment).ToList();
        foreach (var segment in loaded)
        {
            if ((segment.Flags & (Write | Execute)) == (Write | Execute))
                problems.Add($"the segment at {segment.Address:x} is both writable and executable");
            if (segment.Address < NullArea && !IsBootSegment(segment))
                problems.Add($"the segment at {segment.Address:x} lies in the null area");
        }

        loaded.Sort((one, other) => one.Address.CompareTo(other.Address));
        for (int i = 1; i < loaded.Count; i++)
        {
            if ((loaded[i].Address & ~PageMask) < ((loaded[i - 1].Address + loaded[i - 1].MemorySize + PageMask) & ~PageMask))
                problems.Add($"the segments at {loaded[i - 1].Address:x} and {loaded[i].Address:x} share a page");
        }

        foreach (var (name, flags) in Expected)
            CheckSection(file, loaded, name, flags, problems);

        if (!loaded.Any(segment => IsBootSegment(segment) && segment.Address == file.Entry))
            problems.Add($"the entry {file.Entry:x} is not the start of the boot stub's segment at {BootAddress:x}");
        var note = file.Sections.FirstOrDefault(s => s.Name == ShimSections.PvhNote);
        if (note.Name is null || !file.Segments.Any(s => s.Type == NoteSegment && s.Address <= note.Address && note.Address + note.Size <= s.Address + s.FileSize))
            problems.Add("no note segment holds the PVH entry");
        return problems;
    }

    /// <summary>The boot stub's own segment; the shim never maps it for the program.</summary>
    private static bool IsBootSegment(ElfFile.Segment segment) =>
        segment.Address == BootAddress && segment.MemorySize <= BootSize && segment.Flags == (Read | Execute);

    private static void CheckSection(ElfFile file, List<ElfFile.Segment> loaded, string name, uint flags, List<string> problems)
    {
        var section = file.Sections.FirstOrDefault(s => s.Name == name);
        if (section.Name is null)
        {
            problems.Add($"section {name} is missing");
            return;
        }

        if ((section.Address & PageMask) != 0 || (section.Size & PageMask) != 0)
            problems.Add($"section {name} does not have whole pages for itself");
        var segment = loaded.FirstOrDefault(s => s.Address <= section.Address && section.Address + section.Size <= s.Address + s.MemorySize);
        if (segment.Type != LoadSegment || segment.Flags != flags)
            problems.Add($"section {name} lies in a segment with flags {segment.Flags}, not {flags}");
    }
}
