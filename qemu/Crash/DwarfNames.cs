namespace DSoftBus.Qemu.Crash;

/// <summary>The file table of one line-program header: versions 4 (DWARF 4 section 6.2.4) and 5 (DWARF 5 section 6.2.4.1).</summary>
/// <remarks>The sections hold the text of .debug_str and .debug_line_str; both may be empty.</remarks>
internal sealed class DwarfNames(ReadOnlyMemory<byte> strings, ReadOnlyMemory<byte> lineStrings)
{
    private const int LargestEntries = 1 << 16;
    private const ulong ContentPath = 1;
    private const ulong ContentDirectory = 2;
    private const ulong FormBlock = 0x09;
    private const ulong FormData1 = 0x0b;
    private const ulong FormData2 = 0x05;
    private const ulong FormData4 = 0x06;
    private const ulong FormData8 = 0x07;
    private const ulong FormData16 = 0x1e;
    private const ulong FormString = 0x08;
    private const ulong FormStringOffset = 0x0e;
    private const ulong FormLineStringOffset = 0x1f;
    private const ulong FormUnsigned = 0x0f;

    /// <summary>Reads the directories and files; a file's index in the result is its number in the program.</summary>
    public DwarfError Read(ref ByteCursor cursor, int version, out List<string> files)
    {
        files = [];
        if (version == 4)
            return ReadVersion4(ref cursor, files);
        DwarfError error = ReadTable(ref cursor, null, out List<string> directories);
        return error != DwarfError.None ? error : ReadTable(ref cursor, directories, out files);
    }

    private static DwarfError ReadVersion4(ref ByteCursor cursor, List<string> files)
    {
        var directories = new List<string> { "" };
        while (cursor.Text() is { Length: > 0 } directory && !cursor.Failed)
        {
            if (directories.Count >= LargestEntries)
                return DwarfError.TooLarge;
            directories.Add(directory);
        }

        files.Add("");
        while (!cursor.Failed && cursor.Text() is { Length: > 0 } name)
        {
            if (files.Count >= LargestEntries)
                return DwarfError.TooLarge;
            ulong directory = cursor.UnsignedLeb();
            cursor.UnsignedLeb();
            cursor.UnsignedLeb();
            files.Add(Join(directories, directory, name));
        }

        return cursor.Failed ? DwarfError.Truncated : DwarfError.None;
    }

    private DwarfError ReadTable(ref ByteCursor cursor, List<string>? directories, out List<string> names)
    {
        names = [];
        var formats = new List<(ulong Content, ulong Form)>();
        int formatCount = cursor.U8();
        for (int i = 0; i < formatCount; i++)
            formats.Add((cursor.UnsignedLeb(), cursor.UnsignedLeb()));
        ulong count = cursor.UnsignedLeb();
        if (cursor.Failed)
            return DwarfError.Truncated;
        if (count > LargestEntries)
            return DwarfError.TooLarge;
        for (ulong i = 0; i < count; i++)
        {
            string path = "";
            ulong directory = 0;
            foreach ((ulong content, ulong form) in formats)
            {
                if (!ReadForm(ref cursor, form, out ulong number, out string text))
                    return DwarfError.UnknownForm;
                if (content == ContentPath)
                    path = text;
                if (content == ContentDirectory)
                    directory = number;
            }

            if (cursor.Failed)
                return DwarfError.Truncated;
            names.Add(directories is null ? path : Join(directories, directory, path));
        }

        return DwarfError.None;
    }

    private bool ReadForm(ref ByteCursor cursor, ulong form, out ulong number, out string text)
    {
        number = 0;
        text = "";
        switch (form)
        {
            case FormString: text = cursor.Text(); break;
            case FormStringOffset: text = At(strings, cursor.U32()); break;
            case FormLineStringOffset: text = At(lineStrings, cursor.U32()); break;
            case FormUnsigned: number = cursor.UnsignedLeb(); break;
            case FormData1: number = cursor.U8(); break;
            case FormData2: number = cursor.U16(); break;
            case FormData4: number = cursor.U32(); break;
            case FormData8: number = cursor.U64(); break;
            case FormData16: cursor.Bytes(16); break;
            case FormBlock: cursor.Bytes(cursor.UnsignedLeb()); break;
            default: return false;
        }

        return true;
    }

    private static string At(ReadOnlyMemory<byte> section, uint offset)
    {
        if (offset >= (uint)section.Length)
            return "";
        return new ByteCursor(section.Span[(int)offset..]).Text();
    }

    private static string Join(List<string> directories, ulong directory, string name) =>
        name.StartsWith('/') || directory >= (ulong)directories.Count || directories[(int)directory].Length == 0 ? name : $"{directories[(int)directory]}/{name}";
}
