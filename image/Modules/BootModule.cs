using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Image.Modules;

/// <summary>A boot module that was read and found good (format: README.md).</summary>
/// <param name="Entries">The files in it, in their order.</param>
public sealed record BootModule(ImmutableArray<ModuleEntry> Entries)
{
    /// <summary>The contents of an entry; null when there is none of that name.</summary>
    public ReadOnlyMemory<byte>? Find(string name)
    {
        foreach (ModuleEntry entry in Entries)
        {
            if (entry.Name == name)
                return entry.Contents;
        }

        return null;
    }

    /// <summary>Reads a module. Total: any bytes give a module or a problem.</summary>
    /// <param name="bytes">The whole file; the module keeps views into it.</param>
    /// <param name="module">The module, or null.</param>
    public static ModuleProblem TryParse(ReadOnlyMemory<byte> bytes, out BootModule? module)
    {
        module = null;
        ModuleProblem problem = CheckFrame(bytes.Span);
        if (problem != ModuleProblem.None)
            return problem;
        ImmutableArray<ModuleEntry>? entries = ReadEntries(bytes[..^ModuleFormat.DigestLength]);
        if (entries is null)
            return ModuleProblem.BadEntries;
        module = new BootModule(entries.Value);
        return ModuleProblem.None;
    }

    /// <summary>Writes a module.</summary>
    /// <param name="entries">At most <see cref="ModuleFormat.MostEntries"/>, with allowed names, none twice.</param>
    /// <param name="bytes">The file; empty after a problem.</param>
    /// <returns><see cref="ModuleProblem.TooLarge"/> or <see cref="ModuleProblem.BadEntries"/> when the entries cannot be written.</returns>
    public static ModuleProblem TryWrite(IReadOnlyList<ModuleEntry> entries, out byte[] bytes)
    {
        bytes = [];
        if (entries.Count > ModuleFormat.MostEntries || entries.Any(entry => !ModuleFormat.IsName(entry.Name)) || entries.DistinctBy(entry => entry.Name).Count() != entries.Count)
            return ModuleProblem.BadEntries;
        long length = ModuleFormat.HeaderLength + ModuleFormat.DigestLength + entries.Sum(entry => ModuleFormat.EntryHeaderLength + entry.Name.Length + (long)entry.Contents.Length);
        if (length > ModuleFormat.LargestModule)
            return ModuleProblem.TooLarge;

        bytes = new byte[length];
        ModuleFormat.Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ModuleFormat.VersionOffset), ModuleFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(ModuleFormat.CountOffset), entries.Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(ModuleFormat.LengthOffset), bytes.Length);
        Span<byte> rest = bytes.AsSpan(ModuleFormat.HeaderLength);
        foreach (ModuleEntry entry in entries)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)entry.Name.Length);
            BinaryPrimitives.WriteInt32LittleEndian(rest[2..], entry.Contents.Length);
            rest = rest[ModuleFormat.EntryHeaderLength..];
            rest = rest[Encoding.ASCII.GetBytes(entry.Name, rest)..];
            entry.Contents.Span.CopyTo(rest);
            rest = rest[entry.Contents.Length..];
        }

        new Blake2s().Hash(bytes.AsSpan(0, bytes.Length - ModuleFormat.DigestLength), default, rest);
        return ModuleProblem.None;
    }

    /// <summary>Everything but the entries. The version comes before all that another version may have changed.</summary>
    private static ModuleProblem CheckFrame(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(ModuleFormat.Magic))
            return bytes.Length < ModuleFormat.Magic.Length && ModuleFormat.Magic.StartsWith(bytes) ? ModuleProblem.Truncated : ModuleProblem.NotAModule;
        if (bytes.Length < ModuleFormat.VersionOffset + sizeof(uint))
            return ModuleProblem.Truncated;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ModuleFormat.VersionOffset..]) != ModuleFormat.Version)
            return ModuleProblem.UnknownVersion;
        if (bytes.Length < ModuleFormat.HeaderLength + ModuleFormat.DigestLength)
            return ModuleProblem.Truncated;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ModuleFormat.LengthOffset..]);
        if (length > ModuleFormat.LargestModule || bytes.Length > ModuleFormat.LargestModule)
            return ModuleProblem.TooLarge;
        if (length != bytes.Length)
            return bytes.Length < length ? ModuleProblem.Truncated : ModuleProblem.TrailingBytes;
        Span<byte> digest = stackalloc byte[ModuleFormat.DigestLength];
        new Blake2s().Hash(bytes[..^ModuleFormat.DigestLength], default, digest);
        return digest.SequenceEqual(bytes[^ModuleFormat.DigestLength..]) ? ModuleProblem.None : ModuleProblem.Damaged;
    }

    private static ImmutableArray<ModuleEntry>? ReadEntries(ReadOnlyMemory<byte> bytes)
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[ModuleFormat.CountOffset..]);
        if (count > ModuleFormat.MostEntries)
            return null;
        var entries = ImmutableArray.CreateBuilder<ModuleEntry>((int)count);
        ReadOnlyMemory<byte> rest = bytes[ModuleFormat.HeaderLength..];
        for (uint i = 0; i < count; i++)
        {
            if (ReadEntry(ref rest) is not { } entry || entries.Any(known => known.Name == entry.Name))
                return null;
            entries.Add(entry);
        }

        return rest.IsEmpty ? entries.MoveToImmutable() : null;
    }

    private static ModuleEntry? ReadEntry(ref ReadOnlyMemory<byte> rest)
    {
        if (rest.Length < ModuleFormat.EntryHeaderLength)
            return null;
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest.Span);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest.Span[2..]);
        rest = rest[ModuleFormat.EntryHeaderLength..];
        if (nameLength > rest.Length || length > (uint)(rest.Length - nameLength))
            return null;
        string name = Encoding.Latin1.GetString(rest.Span[..nameLength]);
        var entry = new ModuleEntry(name, rest.Slice(nameLength, (int)length));
        rest = rest[(nameLength + (int)length)..];
        return ModuleFormat.IsName(name) ? entry : null;
    }
}
