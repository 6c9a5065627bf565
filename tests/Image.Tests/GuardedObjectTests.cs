using System.Buffers.Binary;
using DSoftBus.KernelShim.Stubs.Elf;
using DSoftBus.KernelShim.Stubs.Guards;
using DSoftBus.Tests.Support;
using Iced.Intel;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>The guards before the shim's functions that use vector registers, on the object that the build compiled.</summary>
public sealed class GuardedObjectTests
{
    private const string CodeName = "__managedcode";
    private const int SymbolSize = 24;
    private const byte JumpOpcode = 0xe9;

    private static readonly byte[] Compiled = File.ReadAllBytes(RepositoryRoot.File("kernel-shim", "obj", "Release", "object", "compiled.o"));
    private static readonly GuardedObject Guarded = GuardedObject.Create(Compiled);

    [Fact]
    public void NoFunctionTouchesAVectorRegisterBeforeItsGuard()
    {
        var guards = new ElfFile(Guarded.Guards).Symbols.Where(s => s.Section != 0).Select(s => s.Name).ToHashSet();
        var functions = Functions(Guarded.Compiled, out byte[] code);
        var users = functions.Where(f => TouchesVectors(code, f.Value, f.Size)).ToList();
        Assert.NotEmpty(users);
        Assert.All(users, user => Assert.Equal(JumpOpcode, code[user.Value]));
        Assert.All(users, user => Assert.Contains(user.Name + "$guard", guards));
        Assert.Equal(users.Count, guards.Count);
        var undefined = new ElfFile(Guarded.Compiled).Symbols.Where(s => s.Section == 0).Select(s => s.Name).ToHashSet();
        Assert.True(guards.IsSubsetOf(undefined));
        Assert.DoesNotContain(users, user => TouchesVectors(Code(Compiled), user.Value, 4)); // the moved instructions need no guard themselves
    }

    [Fact]
    public void EveryOtherFunctionIsLeftAlone()
    {
        var functions = Functions(Compiled, out byte[] before);
        byte[] after = Code(Guarded.Compiled);
        Assert.All(
            functions.Where(f => !TouchesVectors(before, f.Value, f.Size)),
            f => Assert.Equal(before.AsSpan((int)f.Value, (int)f.Size).ToArray(), after.AsSpan((int)f.Value, (int)f.Size).ToArray()));
    }

    [Fact]
    public void AStartThatCannotBeMovedIsRefused()
    {
        var user = Functions(Compiled, out byte[] code).First(f => TouchesVectors(code, f.Value, f.Size));
        byte[] damaged = [.. Compiled];
        int at = (int)(new ElfFile(Compiled).Sections.Single(s => s.Name == CodeName).Offset + user.Value);
        new byte[] { 0xeb, 0x00, 0x90, 0x90, 0x90 }.CopyTo(damaged, at); // a jump
        Assert.Contains(user.Name, Assert.Throws<InvalidDataException>(() => GuardedObject.Create(damaged)).Message, StringComparison.Ordinal);
        new byte[] { 0x48, 0x8d, 0x05, 0, 0, 0, 0 }.CopyTo(damaged, at); // lea rax, [rip]
        Assert.Contains(user.Name, Assert.Throws<InvalidDataException>(() => GuardedObject.Create(damaged)).Message, StringComparison.Ordinal);
    }

    private static bool TouchesVectors(byte[] code, ulong start, ulong size)
    {
        var decoder = Decoder.Create(64, code[(int)start..(int)(start + size)]);
        while (decoder.IP < size)
        {
            decoder.Decode(out var instruction);
            for (int i = 0; i < instruction.OpCount; i++)
            {
                if (instruction.GetOpKind(i) == OpKind.Register && instruction.GetOpRegister(i).IsVectorRegister())
                    return true;
            }
        }

        return false;
    }

    private static byte[] Code(byte[] file)
    {
        var section = new ElfFile(file).Sections.Single(s => s.Name == CodeName);
        return file.AsSpan((int)section.Offset, (int)section.Size).ToArray();
    }

    private static List<(string Name, ulong Value, ulong Size)> Functions(byte[] file, out byte[] code)
    {
        var elf = new ElfFile(file);
        code = Code(file);
        int index = elf.Sections.ToList().FindIndex(s => s.Name == CodeName);
        var table = elf.Sections.Single(s => s.Name == ".symtab");
        var names = elf.Symbols.ToDictionary(s => s.Name, s => s);
        List<(string, ulong, ulong)> functions = [];
        foreach (var symbol in names.Values.Where(s => s.Section == index))
        {
            ulong size = SizeOf(file, table, symbol);
            if (size > 0)
                functions.Add((symbol.Name, symbol.Value, size));
        }

        return [.. functions.DistinctBy(f => f.Item2)];
    }

    private static ulong SizeOf(byte[] file, ElfFile.Section table, ElfFile.Symbol symbol)
    {
        for (int at = (int)table.Offset; at < (int)(table.Offset + table.Size); at += SymbolSize)
        {
            ReadOnlySpan<byte> entry = file.AsSpan(at, SymbolSize);
            bool same = BinaryPrimitives.ReadUInt16LittleEndian(entry[6..]) == symbol.Section && BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]) == symbol.Value;
            if (same && BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]) is > 0 and var size)
                return size;
        }

        return 0;
    }
}
